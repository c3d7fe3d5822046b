//! Laws of reading and writing that hold for any input.

use std::path::Path;
use std::sync::Arc;

use pmsite::config::Config;
use pmsite::emit::harmless;
use pmsite::model::{Parsed, Segment};
use pmsite::read::Reader;
use pmsite::source::SourceFile;
use pmsite::text::{boundary, escape_html, slug};
use proptest::prelude::*;

use crate::built::{example, files};
use crate::html::Html;

/// Text with the syntax that readers look for, which random characters rarely contain.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "# ",
        "## Timeline\n",
        "## Action Items\n",
        "## Root Cause\n",
        "\n\n",
        "\n",
        "- ",
        "1. ",
        "> ",
        "    ",
        "\t",
        "| a | b |\n",
        "|--|--|\n",
        "| 10:00 | x |\n",
        "**",
        "*",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "]",
        "](",
        ")",
        "![",
        "[[",
        "]]",
        "[^1]",
        "[^1]: ",
        "<div>",
        "</div>",
        "<b>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<a href=\"javascript:x\" onclick=x>",
        "<table><tr><td>",
        "<svg>",
        "<p id=main>",
        "&lt;",
        "&#xfdd0;",
        "---\n",
        "+++\n",
        "title: x\n",
        "id: INC-1\n",
        "date: 2026-02-30\n",
        "INC-42",
        "10:00",
        "2h 14m",
        "2026-01-01",
        "AI-1: ",
        "[ ] ",
        "(@ann, due 2026-01-01)",
        "- **Status:** ",
        "\u{feff}",
        "\0",
        "\u{202e}",
        "é",
        "障害",
        "\u{301}",
        "!!! note\n",
        ":::info\n",
        "> [!NOTE]\n",
        "https://a.example/x",
        "www.x.y",
        "a@b.c",
        "\\",
        "{{ x }}",
        "{% y %}",
        "<<<<<<< HEAD\n",
        "javascript:alert(1)",
        "[a]: x\n",
        "[INC-2]: same\n",
        "\r\n",
        "\u{fdd0}O1\u{fdd1}",
        "Why? ",
    ]);
    let piece = prop_oneof![8 => piece.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Documents of the example archive with some bytes removed, doubled or moved.
fn mutated() -> impl Strategy<Value = String> {
    let documents: Vec<String> = files(&example())
        .into_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|ending| ending == "md"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    let change = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4_u8, markdown());
    (prop::sample::select(documents), prop::collection::vec(change, 1..6)).prop_map(|(text, changes)| {
        changes.into_iter().fold(text, |mut text, (from, length, kind, other)| {
            let from = boundary(&text, from.index(text.len() + 1));
            let end = boundary(&text, (from + length.index(200)).min(text.len()));
            let part = text[from..end].to_owned();
            match kind {
                0 => text.replace_range(from..end, ""),
                1 => text.insert_str(from, &part),
                2 => text.insert_str(boundary(&text, text.len() / 2), &part),
                _ => text.insert_str(from, &other),
            }
            text
        })
    })
}

fn read(text: &str) -> Parsed {
    Reader::new(&Config::default()).read(&Arc::new(SourceFile::new("2026/a.md", text.to_owned())))
}

/// The HTML of a document that its page includes unescaped.
fn html_of(parsed: &Parsed) -> String {
    let html = |segment: Segment<'_>| match segment {
        Segment::Html(html) => Some(html.to_owned()),
        _ => None,
    };
    parsed.document.body.html().segments().filter_map(html).collect()
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let parsed = read(text);
    for diagnostic in &parsed.diagnostics {
        let (start, end) = (diagnostic.span.start as usize, diagnostic.span.end as usize);
        prop_assert!(start <= end && text.get(start..end).is_some(), "{diagnostic:?}");
    }
    let html = html_of(&parsed);
    let marked = html.contains(['\u{fdd0}', '\u{fdd1}']);
    prop_assert!(!marked);
    for element in Html::parse(&html).elements {
        prop_assert!(
            !["script", "style", "iframe", "svg", "img", "form", "object"].contains(&element.name.as_str())
        );
        for (name, value) in element.attributes() {
            prop_assert!(!name.starts_with("on") && name != "style", "{name}");
            let scheme: String = value.chars().filter(|c| *c > ' ').collect::<String>().to_lowercase();
            prop_assert!(name != "href" || !scheme.starts_with("javascript"), "{value}");
        }
    }
    let mut anchors: Vec<&str> = parsed.document.headings.iter().map(|heading| heading.anchor).collect();
    anchors.sort_unstable();
    prop_assert!(anchors.windows(2).all(|pair| pair[0] != pair[1]), "{anchors:?}");
    Ok(())
}

#[test]
fn reads_inputs_that_once_failed() {
    for text in ["<div><b># ", "**x&nbsp;** y\n", "# I\n\n- **x&#32;**\n", "[a&#32;](b) **c&nbsp;**: d\n"] {
        holds(text).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn any_text_makes_a_harmless_page(text in prop_oneof![markdown(), any::<String>()]) {
        holds(&text)?;
    }

    #[test]
    fn any_changed_document_makes_a_harmless_page(text in mutated()) {
        holds(&text)?;
    }

    #[test]
    fn reading_is_deterministic(text in markdown()) {
        prop_assert_eq!(html_of(&read(&text)), html_of(&read(&text)));
        prop_assert_eq!(read(&text).diagnostics, read(&text).diagnostics);
    }

    #[test]
    fn escaped_text_unescapes_to_itself(text in "[^\0\r]*") {
        let html = Html::parse(&format!("<p title=\"{0}\">{0}</p>", escape_html(&text)));
        prop_assert_eq!(&html.text, &text);
        prop_assert_eq!(html.elements[0].attribute("title"), Some(text.as_str()));
    }

    #[test]
    fn slugs_are_harmless(text in any::<String>()) {
        let slug = slug(&text);
        prop_assert!((1..=80).contains(&slug.len()), "{}", slug);
        prop_assert!(slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'), "{}", slug);
        prop_assert!(!slug.starts_with('-') && !slug.ends_with('-'), "{}", slug);
    }

    #[test]
    fn no_table_cell_is_a_formula(text in "[ ]{0,2}[=+\\-@\t\r\n]?.*") {
        let cell = harmless(&text);
        prop_assert!(!cell.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{:?}", cell);
    }
}
