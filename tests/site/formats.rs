//! Feeds, calendars and tables, read back by libraries that did not write them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};
use gray_matter::engine::{Engine as _, TOML, YAML};

use crate::built::{Files, build, example, files, folder, is_page, pages};
use crate::html::Html;

const BASE: &str = "https://example.com/repo/";

/// An incident whose action item contains syntax of the formats.
const TRAPS: &str = "# Traps\n\n| Field | Value |\n|:--|:--|\n| Incident ID | INC-0001 |\n| Date | 2026-11-01 |\n| Severity | SEV1 |\n\n\
    ## Action Items\n\n| # | Action | Owner | Due | Status |\n|:--|:--|:--|:--|:--|\n\
    | 1 | =HYPERLINK(\"http://x\"); a, b \\\\n c & <d> | @ann, the first; of two | 2026-12-01 | Open |\n\
    | 2 | =HYPERLINK(\"http://x\"); a, b \\\\n c & <d> | @ann, the first; of two | 2026-12-02 | Open |\n\
    | 3 | 停电演练，停电演练，停电演练，停电演练，停电演练，停电演练，停电演练，停电演练，停电演练，停电演练 | @bob | 2026-12-03 | Open |\n\
    | 4 | is done | @bob | 2026-12-04 | Done |\n\
    | 5 | has no date | @bob | | Open |\n";

fn example_site() -> Files {
    let out = tempfile::tempdir().unwrap();
    build(&example(), out.path(), &["--base-url", BASE]);
    files(out.path())
}

fn traps() -> Files {
    let (content, out) = (folder([("INC-0001.md", TRAPS)]), tempfile::tempdir().unwrap());
    build(content.path(), out.path(), &["--base-url", BASE]);
    files(out.path())
}

fn ending<'a>(site: &'a Files, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let of = site.iter().filter(move |(path, _)| path.ends_with(ending) && !path.starts_with("files/"));
    of.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
}

/// An event: UID, first and last day, summary.
type Event = (String, String, String, String);

fn events(text: &str) -> Vec<Event> {
    let calendar = ICalendar::parse(text).unwrap();
    let text = |component: &calcard::icalendar::ICalendarComponent, property| {
        let entry = component.property(&property).unwrap();
        let value = &entry.values[0];
        value.as_text().map_or_else(
            || {
                let day = value.as_partial_date_time().unwrap();
                assert_eq!(day.hour, None, "an event of a day has no hour");
                format!("{:04}-{:02}-{:02}", day.year.unwrap(), day.month.unwrap(), day.day.unwrap())
            },
            str::to_owned,
        )
    };
    let events =
        calendar.components.iter().filter(|one| one.component_type == ICalendarComponentType::VEvent);
    events
        .map(|one| {
            assert!(one.property(&ICalendarProperty::Dtstamp).is_some());
            (
                text(one, ICalendarProperty::Uid),
                text(one, ICalendarProperty::Dtstart),
                text(one, ICalendarProperty::Dtend),
                text(one, ICalendarProperty::Summary),
            )
        })
        .collect()
}

#[test]
fn every_feed_is_valid_and_links_to_pages_of_the_site() {
    let site = example_site();
    let mut feeds = 0;
    for (path, text) in ending(&site, ".xml").filter(|(path, _)| *path != "sitemap.xml") {
        let feed = feed_rs::parser::parse(text.as_bytes()).unwrap();
        assert!(!feed.entries.is_empty(), "{path} has no entries");
        assert!(feed.updated.is_some() && feed.title.is_some(), "{path}");
        let own = feed.links.iter().find(|link| link.rel.as_deref() == Some("self")).unwrap();
        assert_eq!(own.href, format!("{BASE}{path}"));
        let mut identities = BTreeSet::new();
        for entry in &feed.entries {
            assert!(identities.insert(&entry.id), "{path}: {} twice", entry.id);
            let page = entry.links[0].href.strip_prefix(BASE).unwrap();
            assert!(site.contains_key(page), "{path}: {page}");
            assert!(
                !entry.authors.is_empty() || !feed.authors.is_empty(),
                "{path}: nobody wrote {}",
                entry.id
            );
        }
        feeds += 1;
    }
    let followed = site.keys().filter(|path| {
        (path.starts_with("severity/") || path.starts_with("service/"))
            && is_page(path)
            && !path.contains('_')
    });
    assert_eq!(feeds, 1 + followed.count(), "one for all, one for each severity and each service");
}

#[test]
fn pages_with_a_feed_link_to_it() {
    let site = example_site();
    for (path, text) in pages(&site).filter(|(path, _)| path.starts_with("severity/")) {
        let html = Html::parse(text);
        let feed = path.replace("severity/", "../severity/").replace(".html", ".xml");
        for name in ["link", "a"] {
            let mut elements = html.elements.iter().filter(|element| element.name == name);
            assert!(
                elements.any(|element| element.attribute("href") == Some(&feed)),
                "{path}: <{name}> {feed}"
            );
        }
    }
}

#[test]
fn site_without_base_url_has_calendars_and_tables_but_no_feeds() {
    let (content, out) = (folder([("INC-0001.md", TRAPS)]), tempfile::tempdir().unwrap());
    build(content.path(), out.path(), &[]);
    let site = files(out.path());
    assert_eq!(ending(&site, ".xml").count(), 0);
    assert_eq!(events(std::str::from_utf8(&site["actions.ics"]).unwrap()).len(), 3);
}

#[test]
fn every_calendar_is_valid() {
    let site = example_site();
    let mut of_owners = BTreeSet::new();
    for (path, text) in ending(&site, ".ics").filter(|(path, _)| path.contains('/')) {
        assert!(site.contains_key(&path.replace(".ics", ".html")), "{path} belongs to no owner");
        of_owners.extend(events(text));
    }
    let all = events(std::str::from_utf8(&site["actions.ics"]).unwrap());
    let identities: BTreeSet<_> = all.iter().map(|event| &event.0).collect();
    assert_eq!(identities.len(), all.len(), "an identity twice");
    let all: BTreeSet<_> = all.into_iter().collect();
    assert_eq!(all, of_owners, "the calendars of the owners are that of all in parts");
    assert!(all.len() > 5);
}

#[test]
fn action_item_is_an_all_day_event_with_its_text() {
    let site = traps();
    let events = events(std::str::from_utf8(&site["actions.ics"]).unwrap());
    let days: Vec<_> = events.iter().map(|(_, from, to, _)| (from.as_str(), to.as_str())).collect();
    assert_eq!(
        days,
        [("2026-12-01", "2026-12-02"), ("2026-12-02", "2026-12-03"), ("2026-12-03", "2026-12-04")]
    );
    assert!(events[0].3.starts_with("INC-0001: =HYPERLINK(\"http://x\"); a, b \\n c"), "{}", events[0].3);
    assert!(events[2].3.starts_with("INC-0001: 停电演练"));
}

#[test]
fn calendar_lines_are_folded_at_75_bytes_and_end_with_crlf() {
    for (path, text) in ending(&traps(), ".ics") {
        for line in text.split_inclusive('\n') {
            assert!(line.ends_with("\r\n"), "{path}: {line:?}");
            assert!(line.len() <= 77, "{path}: {} bytes: {line:?}", line.len());
        }
    }
}

#[test]
fn order_of_items_does_not_change_their_uids() {
    let mut lines: Vec<&str> = TRAPS.lines().collect();
    let at = lines.iter().position(|line| line.starts_with("| 1 |")).unwrap();
    let identities = |lines: &[&str]| -> BTreeMap<String, String> {
        let (content, out) = (folder([("INC-0001.md", lines.join("\n"))]), tempfile::tempdir().unwrap());
        build(content.path(), out.path(), &["--base-url", BASE]);
        let events = events(std::str::from_utf8(&files(out.path())["actions.ics"]).unwrap());
        events.into_iter().map(|(uid, from, _, _)| (from, uid)).collect()
    };
    let before = identities(&lines);
    lines.insert(at, "| 0 | something else | @bob | 2026-12-24 | Open |");
    let mut after = identities(&lines);
    after.remove("2026-12-24");
    assert_eq!(before, after);
}

#[test]
fn tables_are_valid_and_contain_no_formulas() {
    for site in [example_site(), traps()] {
        for (path, text) in ending(&site, ".csv") {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let width = reader.headers().unwrap().len();
            let mut rows = 0;
            for row in reader.records() {
                let row = row.unwrap();
                assert_eq!(row.len(), width, "{path}");
                for cell in &row {
                    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                    assert!(!formula || cell.parse::<i64>().is_ok(), "{path}: {cell}");
                }
                rows += 1;
            }
            let data: serde_json::Value =
                serde_json::from_slice(&site[&format!("api/{}", path.replace(".csv", ".json"))]).unwrap();
            let name = path.strip_suffix(".csv").unwrap();
            assert_eq!(rows, data[name].as_array().unwrap().len(), "{path}");
        }
    }
}

/// The front matter of the documents below a folder, YAML and TOML, with their paths.
fn front_matter(folder: &Path) -> Vec<(String, serde_json::Value)> {
    let documents = files(folder)
        .into_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|ending| ending == "md"));
    let heads = documents.filter_map(|(path, bytes)| {
        let text = String::from_utf8(bytes).ok()?;
        let (fence, rest) =
            ["---\n", "+++\n"].iter().find_map(|fence| Some((*fence, text.strip_prefix(fence)?)))?;
        let (head, _) = rest.split_once(&format!("\n{fence}"))?;
        let pod = if fence == "---\n" { YAML::parse(head) } else { TOML::parse(head) };
        Some((path, pod.ok()?.deserialize().ok()?))
    });
    heads.collect()
}

fn validator(site: &Files, path: &str) -> jsonschema::Validator {
    let schema: serde_json::Value = serde_json::from_slice(&site[path]).unwrap();
    assert!(jsonschema::meta::is_valid(&schema), "{path}");
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn front_matter_schema_accepts_documents_of_many_authors() {
    let front = validator(&example_site(), "api/front-matter.schema.json");
    let labelled = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled");
    let mut seen = 0;
    for (path, value) in front_matter(&labelled).into_iter().chain(front_matter(&example())) {
        let faults: Vec<_> = front.iter_errors(&value).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{path}: {faults:?}");
        seen += 1;
    }
    assert!(seen > 20, "only {seen} documents have front matter");
}

#[test]
fn configuration_schema_accepts_the_example() {
    let config = validator(&example_site(), "api/config.schema.json");
    let text = std::fs::read_to_string(example().join("pmsite.toml")).unwrap();
    let value: serde_json::Value = toml::from_str(&text).unwrap();
    let faults: Vec<_> = config.iter_errors(&value).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn guide_for_language_models_links_to_files_of_the_site() {
    let site = example_site();
    let text = std::str::from_utf8(&site["llms.txt"]).unwrap();
    assert!(text.starts_with("# Larkway incident archive\n\n> "));
    let links: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("- [")?.split_once("](")).collect();
    assert!(links.len() > 40, "only {} links", links.len());
    for (label, rest) in links {
        let path = rest.split(')').next().unwrap().strip_prefix(BASE).unwrap();
        assert!(site.contains_key(path), "{label}: {path}");
    }
}

#[test]
fn no_file_name_is_one_that_hosts_drop() {
    let content = folder([
        ("_posts/2026-01-01-x.md", "# X\n\nDate: 2026-01-01\n\n![a](../_img/_a.png) ![b](../_img/.b.png)\n"),
        ("_img/_a.png", "a"),
        ("_img/.b.png", "b"),
        ("_pages/about-us.md", "# About us\n"),
    ]);
    let out = tempfile::tempdir().unwrap();
    build(content.path(), out.path(), &["--base-url", BASE]);
    for path in files(out.path()).keys().filter(|path| *path != ".nojekyll") {
        assert!(path.split('/').all(|name| !name.starts_with(['.', '_'])), "{path}");
    }
}
