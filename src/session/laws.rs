//! Laws for the site of any document, tested by fuzzing and by `cli/laws.rs`.

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::archive::assemble;
use crate::config::Config;
use crate::emit::{Contents, Emitter, Theme};
use crate::model::Segment;
use crate::read;
use crate::site::plan;

/// The pages of a document contain no unfilled hole, no script except the theme's, and no link that runs a script.
pub(crate) fn documents(text: &str) {
    static CONFIG: OnceLock<Arc<Config>> = OnceLock::new();
    let config = CONFIG.get_or_init(Arc::default);
    let parsed = Arc::new(read::laws::document(text));
    for segment in parsed.document.body.html().segments() {
        if let Segment::Html(html) = segment {
            is_harmless("the text", html);
        }
    }
    for item in &parsed.record.actions {
        let more = [&item.description, &item.rationale, &item.success_criteria, &item.reference];
        for prose in more.into_iter().filter_map(Option::as_deref).chain([&item.action]) {
            is_harmless("an action item", prose.html());
        }
    }
    let archive = assemble(vec![parsed], &[], config, Date::constant(2026, 11, 23));
    let plan = plan(Arc::new(archive), Arc::clone(config), "0.0.0");
    // Compiling the templates takes a hundred times as long as everything above, so do it for a fraction of the inputs.
    if text.len().is_multiple_of(64) {
        pages(&Emitter::new(plan, Theme::builtin()));
    }
}

fn pages(emitter: &Emitter) {
    for artifact in emitter.artifacts() {
        let Contents::Page(page) = &artifact.contents else { continue };
        // The 404 page has an inline script, which its policy allows by digest.
        if *artifact.path == *"404.html" {
            continue;
        }
        let bytes = emitter.bytes(page);
        let Ok(Ok(made)) = bytes.map(String::from_utf8) else { panic!("{}", artifact.path) };
        if artifact.path.rsplit('.').next() == Some("html") {
            is_harmless(&artifact.path, &made);
        }
    }
}

fn is_harmless(path: &str, page: &str) {
    assert!(!page.contains(['\u{fdd0}', '\u{fdd1}']), "{path}: an unfilled hole");
    let mut page = page.to_ascii_lowercase();
    // The one style sheet of a page that needs no other file.
    if path == "now.html" {
        page = page.replacen("<link rel=\"stylesheet\" href=\"data:text/css,", "", 1);
    }
    for (at, _) in page.match_indices("<script") {
        let rest = &page[at + "<script".len()..];
        let own = rest.starts_with(" src=\"") || rest.starts_with(" type=\"application/json\"");
        assert!(
            own || rest.starts_with(" defer src=\""),
            "{path}: {}",
            rest.lines().next().unwrap_or_default()
        );
    }
    for scheme in ["=\"javascript:", "=\"vbscript:", "=\"data:text", "=\"file:"] {
        assert!(!page.contains(scheme), "{path}: {scheme}");
    }
    for element in ["<iframe", "<object", "<embed", "<base", "<style"] {
        assert!(!page.contains(element), "{path}: {element}");
    }
}
