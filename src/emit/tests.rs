//! Tests of all files of a small site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Artifact, Contents, Emitter, Theme, ThemeError};
use crate::config;
use crate::model::SeverityShape;
use crate::site::{self, synthetic};

/// Every file with its bytes.
fn made(theme: Theme) -> Result<Vec<Artifact>, ThemeError> {
    let plan = site::plan(Arc::new(synthetic::archive()), Arc::new(synthetic::config()), "0.0.0");
    let emitter = Emitter::new(plan, theme);
    let mut artifacts = emitter.artifacts();
    artifacts.extend(emitter.search());
    for artifact in &mut artifacts {
        if let Contents::Page(page) = &artifact.contents {
            artifact.contents = Contents::Bytes(emitter.bytes(page)?);
        }
    }
    Ok(artifacts)
}

fn text<'a>(artifacts: &'a [Artifact], path: &str) -> &'a str {
    let found = artifacts.iter().find(|artifact| *artifact.path == *path);
    match found.map(|artifact| &artifact.contents) {
        Some(Contents::Bytes(bytes)) => std::str::from_utf8(bytes).unwrap(),
        other => panic!("{path}: {other:?}"),
    }
}

/// The text of a script.
fn script(theme: Theme, name: &str) -> Option<String> {
    let made = made(theme).unwrap();
    let found = made.iter().find(|one| one.path.starts_with(&format!("assets/{name}.")))?;
    Some(text(&made, &found.path).to_owned())
}

fn is_page(path: &str) -> bool {
    path.rsplit('.').next() == Some("html")
}

/// The values of an attribute.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The path and the anchor of an address on a page.
fn resolve(page: &str, address: &str) -> (String, String) {
    let (address, anchor) = address.split_once('#').unwrap_or((address, ""));
    if address.is_empty() {
        return (page.to_owned(), anchor.to_owned());
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        if part == ".." {
            assert!(parts.pop().is_some(), "{page}: {address} is outside the site");
        } else {
            parts.push(part);
        }
    }
    (parts.join("/"), anchor.to_owned())
}

#[test]
fn every_internal_link_and_anchor_exists() {
    let artifacts = made(Theme::builtin()).unwrap();
    let paths: BTreeSet<_> = artifacts.iter().map(|artifact| &*artifact.path).collect();
    assert_eq!(paths.len(), artifacts.len(), "two files share a path");
    let pages: Vec<_> = paths.iter().filter(|path| is_page(path)).collect();
    let anchors: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|page| (**page, attributes(text(&artifacts, page), "id").into_iter().collect()))
        .collect();
    let mut followed = 0;
    for page in &pages {
        let html = text(&artifacts, page);
        let ids = attributes(html, "id");
        assert_eq!(ids.len(), anchors[**page].len(), "{page}: an id twice");
        for address in attributes(html, "href").into_iter().chain(attributes(html, "src")) {
            let address = address.to_owned();
            let outside = ["http:", "https:", "mailto:", "data:"];
            if outside.iter().any(|scheme| address.starts_with(scheme)) {
                continue;
            }
            let address = match **page {
                "404.html" => address.strip_prefix("/incidents/").unwrap_or(&address),
                _ => &address,
            };
            // A query is for the script of the page.
            let address = address.split_once("?q=").map_or(address, |(page, _)| page);
            let (path, anchor) = resolve(page, address);
            let path = path.replace("%20", " ");
            assert!(paths.contains(path.as_str()), "{page}: {address} does not exist");
            let known = anchor.is_empty() || anchors[path.as_str()].contains(anchor.as_str());
            assert!(known, "{page}: {address} has no such anchor");
            followed += 1;
        }
    }
    assert!(followed > 300, "only {followed} links were checked");
}

#[test]
fn text_of_documents_is_escaped() {
    for artifact in made(Theme::builtin()).unwrap().iter().filter(|artifact| is_page(&artifact.path)) {
        let Contents::Bytes(bytes) = &artifact.contents else { continue };
        let html = std::str::from_utf8(bytes).unwrap();
        for trap in ["<script>alert", "<img src=x", "<b>bob", "{{"] {
            // The outage sheet shortens titles.
            let escaped = html.replace("{{ site.title }}", "").replace("{{ site.title…", "");
            assert!(!escaped.contains(trap), "{}: {trap}", artifact.path);
        }
        for address in attributes(html, "href") {
            assert!(!address.to_lowercase().contains("javascript"), "{}: {address}", artifact.path);
        }
        assert!(!html.contains(" style="), "{}: a style that the policy refuses", artifact.path);
        assert!(!html.contains("<style") && !html.contains(" onclick"), "{}", artifact.path);
    }
}

#[test]
fn the_sprite_has_one_drawing_for_each_severity_shape() {
    let drawings = attributes(Theme::builtin_text("shapes.svg").unwrap(), "id");
    let shapes = SeverityShape::ALL.into_iter().chain([SeverityShape::Diamond]);
    let wanted: Vec<String> = shapes.map(|shape| format!("_shape-{}", shape.name())).collect();
    assert_eq!(drawings, wanted);
}

#[test]
fn theme_file_replaces_and_can_extend_the_built_in_one() {
    let base = "{% extends \"default/base.html\" %}{% block search %}<b>mine</b>{% endblock %}";
    let theme = Theme::with_overrides(vec![
        ("base.html".to_owned(), base.to_owned()),
        ("extra.css".to_owned(), "body { color: teal }".to_owned()),
    ]);
    let artifacts = made(theme.unwrap()).unwrap();
    assert!(text(&artifacts, "incidents/INC-0214.html").contains("<b>mine</b>"));
    assert!(text(&artifacts, "index.html").contains("Needs attention"));
    let style = artifacts.iter().find(|artifact| artifact.path.starts_with("assets/style.")).unwrap();
    assert!(text(&artifacts, &style.path).ends_with("body { color: teal }"));
}

#[test]
fn template_syntax_in_a_title_is_text() {
    for (title, seen) in [
        ("{{ 7 * 7 }}<i>", "{{ 7 * 7 }}&lt;i&gt;"),
        ("{% raw %}{#", "{% raw %}{#"),
        (" }} %} \"x\" ", " }} %} &quot;x&quot; "),
    ] {
        let config = config::Config { title: title.to_owned(), ..synthetic::config() };
        let emitter = Emitter::new(
            site::plan(Arc::new(synthetic::archive()), Arc::new(config), "0.0.0"),
            Theme::builtin(),
        );
        let page = emitter.plan().pages.iter().find(|page| *page.path == *"actions.html").unwrap();
        let html = String::from_utf8(emitter.bytes(page).unwrap()).unwrap();
        assert!(html.contains(&format!("<title>Actions · {seen}</title>")), "{title}");
    }
}

fn pages(theme: Theme) -> BTreeMap<String, String> {
    let artifacts = made(theme).unwrap();
    let pages = artifacts.iter().filter(|artifact| is_page(&artifact.path));
    pages.map(|page| (page.path.to_string(), text(&artifacts, &page.path).to_owned())).collect()
}

#[test]
fn replacing_a_template_by_itself_changes_no_page() {
    let wanted = pages(Theme::builtin());
    for name in Theme::names().filter(|name| name.contains(".html") || name.contains(".svg")) {
        let same = vec![(name.to_owned(), Theme::builtin_text(name).unwrap().to_owned())];
        for (path, html) in pages(Theme::with_overrides(same).unwrap()) {
            assert_eq!(html, wanted[&path], "{path} differs where {name} is replaced");
        }
    }
}

#[test]
fn a_block_of_a_theme_may_use_what_its_parent_imports() {
    let own = "{% extends \"default/page.html\" %}{% block crumb %}{{ show.contents(view.headings) }}{% endblock %}";
    let theme = Theme::with_overrides(vec![("page.html".to_owned(), own.to_owned())]).unwrap();
    assert!(pages(theme)["policy/severity.html"].contains("</html>"));
}

#[test]
fn a_theme_uses_messages_and_replaced_macros_everywhere() {
    let pieces = Theme::builtin_text("pieces.html").unwrap();
    let pieces =
        pieces.replace("<time datetime", "<time class=\"{{ t(\"count.open\", count=3) }}\" datetime");
    let theme = Theme::with_overrides(vec![("pieces.html".to_owned(), pieces)]).unwrap();
    let pages = pages(theme);
    for path in ["index.html", "incidents.html", "severity/sev1.html"] {
        assert!(pages[path].contains("<time class=\"3 open\" datetime"), "{path}");
    }
    for (wrong, why) in [
        ("{{ t(\"count.opne\", count=3) }}", "unknown message `count.opne`; did you mean `count.open`?"),
        ("{{ t(\"site.as_of\") }}", "the message `site.as_of` needs the argument `date`"),
        ("{{ t.count.opne }}", "`t.count.opne` is undefined"),
    ] {
        let theme = Theme::with_overrides(vec![("owner.html".to_owned(), format!("\n{wrong}"))]).unwrap();
        let error = made(theme).unwrap_err();
        assert_eq!((error.file.as_str(), error.line), ("owner.html", Some(2)), "{error}");
        assert!(error.message.contains(why), "{error}");
    }
}

fn pages_in(language: &str) -> BTreeMap<String, String> {
    let config = config::Config { language: language.to_owned(), ..synthetic::config() };
    let plan = site::plan(Arc::new(synthetic::archive()), Arc::new(config), "0.0.0");
    let emitter = Emitter::new(plan, Theme::builtin());
    let pages = emitter.plan().pages.iter().filter(|page| is_page(&page.path));
    let html = |page| String::from_utf8(emitter.bytes(page).unwrap()).unwrap();
    pages.map(|page| (page.path.to_string(), html(page))).collect()
}

#[test]
fn the_language_of_the_archive_is_that_of_its_text_and_not_of_the_interface() {
    let page = &pages_in("de")["incidents/INC-0214.html"];
    for marked in [
        "<html lang=\"en\">",
        "<h1 dir=\"auto\" lang=\"de\">",
        "<div class=\"prose\" dir=\"auto\" lang=\"de\">",
    ] {
        assert!(page.contains(marked), "{marked}");
    }
    for (path, html) in pages_in("de") {
        assert!(html.contains("<html lang=\"en\">"), "{path}");
        assert_eq!(attributes(&html, "lang").iter().filter(|lang| **lang == "en").count(), 1, "{path}");
    }
    for (path, html) in pages_in("en") {
        assert_eq!(attributes(&html, "lang"), ["en"], "{path}");
    }
}

#[test]
fn the_script_has_every_message_that_it_shows() {
    let text = script(Theme::builtin(), "site").unwrap();
    let data = text.strip_prefix("{const MESSAGES=").unwrap().split(";\n").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    let parts = ["site-elements.js", "site-finder.js", "site.js", "previews.js"]
        .map(|part| Theme::builtin_text(part).unwrap());
    let source = parts.concat();
    let names: BTreeSet<&str> =
        source.split(" t('").skip(1).filter_map(|rest| rest.split('\'').next()).collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        assert!(data["text"][name].is_string() || data["text"][name]["other"].is_string(), "{name}");
    }
    assert_eq!(data["text"]["count.results"]["one"], "{count} result");
}

#[test]
fn every_list_uses_the_row_of_the_theme() {
    let row = "<tr><td>{{ root }}{{ item.url }}</td></tr>";
    let theme = Theme::with_overrides(vec![("incident-row.html".to_owned(), row.to_owned())]).unwrap();
    let artifacts = made(theme).unwrap();
    assert!(text(&artifacts, "incidents.html").contains("<td>incidents/INC-0214.html</td>"));
    assert!(text(&artifacts, "severity/sev1.html").contains("<td>../incidents/INC-0214.html</td>"));
    let group = "{{ fragment(\"incident-row.html\", site, \"\") }}";
    let theme = Theme::with_overrides(vec![("group.html".to_owned(), group.to_owned())]).unwrap();
    assert_eq!(made(theme).unwrap_err().file, "group.html");
}

#[test]
fn undefined_name_is_an_error_with_file_and_line() {
    let owner = "{% extends \"base.html\" %}\n{% block main %}\n{{ view.nmae }}\n{% endblock %}";
    let theme = Theme::with_overrides(vec![("owner.html".to_owned(), owner.to_owned())]).unwrap();
    let error = made(theme).unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("owner.html", Some(3)), "{error}");
    assert_eq!(error.message, "`view.nmae` is undefined");
    let broken = Theme::with_overrides(vec![("page.html".to_owned(), "a\n{% if %}".to_owned())]).unwrap_err();
    assert_eq!((broken.file.as_str(), broken.line), ("page.html", Some(2)), "{broken}");
}

#[test]
fn every_built_in_template_is_a_valid_override() {
    for name in Theme::names().filter(|name| is_page(name)) {
        let file = vec![(name.to_owned(), Theme::builtin_text(name).unwrap().to_owned())];
        assert!(Theme::with_overrides(file).is_ok(), "{name}");
    }
}

#[test]
fn export_is_valid_by_its_schema() {
    let artifacts = made(Theme::builtin()).unwrap();
    let parse = |path| serde_json::from_str::<serde_json::Value>(text(&artifacts, path)).unwrap();
    let schema = parse("api/schema.json");
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let export = parse("api/incidents.json");
    let errors: Vec<_> = validator.iter_errors(&export).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(export["incidents"][0], parse("incidents/INC-0214.json"));
    assert_eq!(
        export["incidents"][0]["derived"],
        serde_json::json!(["started", "detected", "mitigated", "duration_minutes", "phases", "minutes"])
    );
}

#[test]
fn feed_has_the_newest_incidents() {
    let artifacts = made(Theme::builtin()).unwrap();
    let feed = atom_syndication::Feed::read_from(text(&artifacts, "feed.xml").as_bytes()).unwrap();
    assert_eq!(feed.entries.len(), 2);
    assert_eq!(feed.entries[0].id, "https://acme.example/incidents/incidents/INC-0214.html");
    assert!(feed.updated.to_string().starts_with("2026-11-22"));
    assert!(text(&artifacts, "sitemap.xml").contains("<loc>https://acme.example/incidents/index.html</loc>"));
}

#[test]
fn same_plan_gives_the_same_bytes() {
    let bytes = || {
        let artifacts = made(Theme::builtin()).unwrap();
        artifacts
            .into_iter()
            .map(|artifact| (artifact.path, format!("{:?}", artifact.contents)))
            .collect::<Vec<_>>()
    };
    assert_eq!(bytes(), bytes());
}

#[test]
fn theme_can_replace_a_part_of_a_script() {
    let own =
        |text: &str| Theme::with_overrides(vec![("search-words.js".to_owned(), text.to_owned())]).unwrap();
    let text = script(own("const mine = 1;"), "search").unwrap();
    assert!(text.contains("\nconst mine = 1;\n"), "the replaced part is used as it is");
    assert!(text.contains("async function search(query, options)"), "the other parts are there, too");
    assert!(script(Theme::builtin(), "search").unwrap().len() < text.len());
}

#[test]
fn site_has_no_script_if_the_theme_empties_it() {
    assert_eq!(
        script(Theme::with_overrides(vec![("site.js".to_owned(), "\n".to_owned())]).unwrap(), "site"),
        None
    );
}
