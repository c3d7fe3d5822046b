//! The size of pages is bounded: long lists are split into pages or cut, with the number of further items.

use crate::built::{Files, build, files, folder};

/// One hundred more than a page of a long table has.
const DOCUMENTS: usize = 600;

/// Documents that all refer to the first one and each to one that does not exist, each with its own service and an item of one owner.
fn site() -> Files {
    let document = |number: usize| {
        let head = format!(
            "---\nid: INC-{number:04}\ndate: 2026-01-01\nservices: [service-{number}]\n---\n# Down\n\n"
        );
        let text = format!("As in INC-0000, not INC-{:04}.\n\n", 7000 + number);
        let items =
            format!("## Action items\n\n| # | Action | Owner |\n|--|--|--|\n| 1 | Do {number} | Ann |\n\n");
        [head, text, items, "## Related incidents\n\n- INC-0000: same cause\n".to_owned()].concat()
    };
    let mut documents = vec![("0.md".to_owned(), "# INC-0000: Down\n\n- Date: 2026-01-01\n".to_owned())];
    documents.extend((1..=DOCUMENTS).map(|number| (format!("{number}.md"), document(number))));
    let content = folder(documents);
    let out = tempfile::tempdir().unwrap();
    build(content.path(), out.path(), &["-q"]);
    files(out.path())
}

fn page<'s>(site: &'s Files, path: &str) -> &'s str {
    let bytes = site.get(path).unwrap_or_else(|| panic!("{path} is missing"));
    std::str::from_utf8(bytes).unwrap()
}

/// The number of occurrences of a text on some pages.
fn count<const N: usize>(site: &Files, paths: [&str; N], text: &str) -> [usize; N] {
    paths.map(|path| page(site, path).matches(text).count())
}

#[test]
fn long_lists_are_split_into_pages_or_cut_with_a_count() {
    let site = site();

    let services = ["services.html", "services-2.html"];
    assert_eq!(count(&site, services, "href=\"service/service-"), [500, 100]);
    assert!(page(&site, "services.html").contains("<a rel=\"next\" href=\"services-2.html\">Next ›</a>"));
    assert!(!site.contains_key("services-3.html") && !site.contains_key("tags-2.html"));

    let owner = ["actions/ann.html", "actions/ann_2.html"];
    assert_eq!(count(&site, owner, ">Do "), [500, 100]);
    assert!(page(&site, owner[1]).contains("No date <span class=\"count\">600</span>"));
    assert!(page(&site, "actions.html").contains("100 more on the pages of their owners."));

    let hub = page(&site, "incidents/INC-0000.html");
    let mentions = hub.split("<ul class=\"mentions\">").skip(1);
    let mentions: Vec<usize> =
        mentions.map(|part| part.split("</ul>").next().unwrap_or_default().matches("<li>").count()).collect();
    assert_eq!(mentions, [100, 100]);
    assert_eq!(hub.matches("and 500 more").count(), 2);
    assert!(count(&site, ["incidents/INC-0000.json"], "\"sentence\"")[0] >= DOCUMENTS);

    assert_eq!(count(&site, ["about.html"], "<span class=\"dangling\">"), [500]);
    assert!(page(&site, "about.html").contains("<li>and 100 more</li>"));
}
