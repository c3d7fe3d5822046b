//! Properties that hold for any text, however broken. `cli/laws.rs` lists the inputs they are checked on.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};
use serde_json::Value;

use super::outline::{Block, Outline, Table};
use super::{Reader, dialects, front_matter, markdown};
use crate::config::Config;
use crate::model::{DocumentKind, Origin, Parsed};
use crate::source::{SourceFile, Span};

/// Keys and the body are within the text, and front matter printed as JSON is read back unchanged, which uses another
/// parser.
pub(crate) fn front_matter(text: &str) {
    let (source, mut diagnostics) = (SourceFile::new("a.md", text.to_owned()), Vec::new());
    let matter = front_matter::read(&source, &mut diagnostics);
    assert!(text.is_char_boundary(matter.body), "the body begins at {}", matter.body);
    let spans = matter.entries.iter().map(|entry| entry.span);
    for span in spans.chain(diagnostics.iter().map(|diagnostic| diagnostic.span)) {
        assert_within(text, span);
    }
    if !diagnostics.is_empty() || matter.entries.is_empty() {
        return;
    }
    let count = matter.entries.len();
    let read: BTreeMap<String, Value> =
        matter.entries.into_iter().map(|entry| (entry.key, entry.value)).collect();
    assert_eq!(read.len(), count, "duplicate key");
    let printed = serde_json::to_string_pretty(&read).unwrap_or_default();
    let again = SourceFile::new("a.md", printed);
    let matter = front_matter::read(&again, &mut diagnostics);
    // In JSON every level takes a line, so limits may be exceeded.
    if diagnostics.is_empty() {
        let read_again: BTreeMap<String, Value> =
            matter.entries.into_iter().map(|entry| (entry.key, entry.value)).collect();
        assert_eq!(read_again, read, "{}", &*again.text);
    }
}

/// Code is shown as written, accidental link definitions are shown, and line numbers match those of an editor.
pub(crate) fn link_definitions(text: &str) {
    let source = SourceFile::new("a.md", text.to_owned());
    let arena = Arena::new();
    let root = markdown::parse(&arena, &source, 0);
    for node in root.descendants() {
        let last = node.data().sourcepos.end.line;
        assert!(last <= source.lines() as usize || !text.contains('\n'), "line {last} of {}", source.lines());
        shown_as_written(node, text);
    }
    // The first word of the text as a remark about a related incident.
    let words: String = text.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    let Some(first) = words.split_whitespace().next().filter(|_| !text.contains("0777")) else { return };
    // A unique label, because the text may define any other.
    let document = SourceFile::new("a.md", format!("{text}\n\n# Related\n\n- [INC-0777]: {first}\n"));
    let arena = Arena::new();
    let root = markdown::parse(&arena, &document, 0);
    // A block that the text leaves open swallows what follows.
    let heading = |node: &Node<'_>| matches!(node.data().value, NodeValue::Heading(_));
    if root.children().filter(heading).last().is_some_and(|node| plain(node) == "Related") {
        // Footnotes come last.
        let note = |node: &Node<'_>| matches!(node.data().value, NodeValue::FootnoteDefinition(_));
        let last = root.children().filter(|node| !note(node)).last().map(plain).unwrap_or_default();
        assert_eq!(last, format!("[INC-0777]: {first}"), "{}", &*document.text);
    }
}

/// What a node shows of a line with `]:` is in the text as its author wrote it.
fn shown_as_written(node: Node<'_>, text: &str) {
    let (shown, is_inline) = match &node.data().value {
        NodeValue::CodeBlock(block) => (block.literal.clone(), false),
        NodeValue::HtmlBlock(block) => (block.literal.clone(), false),
        NodeValue::Code(code) => (code.literal.clone(), true),
        NodeValue::Text(text) => (text.to_string(), true),
        _ => return,
    };
    assert!(!shown.contains('\u{1}'), "{shown:?}");
    // Blocks may be indented. Inline code can span several lines, whose quote marks are left out.
    let skipped = |c: char| c.is_whitespace() || is_inline && c == '>';
    let bare = |text: &str| text.replace(skipped, "");
    let written = bare(&dialects::translate(text));
    // Noncharacters that pmsite uses as marks are replaced, and inline text has escapes and references.
    let is_changed = text.contains('\0') || is_inline && text.contains(['\\', '&']);
    for line in shown.split(['\n', '\r']).filter(|line| line.contains("]:") && line.is_ascii()) {
        assert!(is_changed || written.contains(&bare(line)), "{line:?} of {text:?}");
    }
}

/// A printed table is read back cell by cell, and cells are within the text.
pub(crate) fn tables(text: &str) {
    let source = SourceFile::new("a.md", text.to_owned());
    let arena = Arena::new();
    let root = markdown::parse(&arena, &source, 0);
    for table in tables_of(&Outline::new(&source, root, &|_| false)) {
        for row in &table.rows {
            assert_within(text, row.span);
            for cell in &row.cells {
                assert_within(text, cell.span);
            }
        }
    }
    let rows: Vec<Vec<String>> = text.lines().take(8).map(cells).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if width == 0 {
        return;
    }
    let printed = |row: &Vec<String>| {
        let cell = |at| row.get(at).map_or("", String::as_str);
        format!("|{}|\n", (0..width).map(|at| format!(" {} ", cell(at))).collect::<Vec<_>>().join("|"))
    };
    let header = format!("|{}\n|{}\n", " h |".repeat(width), "---|".repeat(width));
    let document = SourceFile::new("a.md", header + &rows.iter().map(printed).collect::<String>());
    let arena = Arena::new();
    let root = markdown::parse(&arena, &document, 0);
    let outline = Outline::new(&document, root, &|_| false);
    let tables = tables_of(&outline);
    let [table] = tables.as_slice() else { panic!("{} tables in\n{}", tables.len(), &*document.text) };
    assert_eq!(table.header.len(), width, "{}", &*document.text);
    assert_eq!(table.rows.len(), rows.len(), "{}", &*document.text);
    for (read, row) in table.rows.iter().zip(&rows) {
        let read: Vec<&str> = read.cells.iter().map(|cell| cell.text.as_str()).collect();
        let row: Vec<&str> = (0..width).map(|at| row.get(at).map_or("", String::as_str)).collect();
        assert_eq!(read, row, "{}", &*document.text);
    }
}

/// Splits a line into cells of letters and digits.
fn cells(line: &str) -> Vec<String> {
    let plain = |cell: &str| cell.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
    let folded = |cell: String| cell.split_whitespace().collect::<Vec<&str>>().join(" ");
    line.split('|').take(8).map(plain).map(folded).collect()
}

fn tables_of<'o, 'a>(outline: &'o Outline<'a>) -> Vec<&'o Table<'a>> {
    let blocks = outline.sections.iter().flat_map(|section| &section.blocks);
    blocks
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect()
}

/// Action items are within the text, have the right line and a text, and are not more than there are lines.
pub(crate) fn action_items(text: &str) {
    let parsed = read("INC-0001.md", format!("# INC-0001: Something broke\n\n## Action items\n\n{text}\n"));
    let source = &parsed.source;
    assert!(parsed.record.actions.len() <= source.lines() as usize);
    for item in &parsed.record.actions {
        assert_within(&source.text, item.span);
        assert_eq!(item.line, source.line(item.span.start), "{item:?}");
        assert!(!item.number.trim().is_empty(), "{item:?}");
        assert!(!item.action.text.trim().is_empty(), "{item:?}");
        assert!(item.owner.as_ref().is_none_or(|owner| !owner.trim().is_empty()), "{item:?}");
        for day in [item.due, item.done_on].into_iter().flatten() {
            assert!((1..=9999).contains(&day.year()), "{day}");
        }
    }
    check_parsed(&parsed);
    let again = read(&source.path, source.text.to_string());
    assert_eq!(again.record.actions, parsed.record.actions, "reading twice gives different results");
    assert_eq!(again.document, parsed.document, "reading twice gives different results");
}

/// For every document: all spans are within its text, and no incident ends before it begins.
pub(crate) fn document(text: &str) -> Parsed {
    let parsed = read("2024/INC-0001.md", text.to_owned());
    check_parsed(&parsed);
    parsed
}

fn read(path: &str, text: String) -> Parsed {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(|| Reader::new(&Config::default())).read(&Arc::new(SourceFile::new(path, text)))
}

fn check_parsed(parsed: &Parsed) {
    let (source, record) = (&parsed.source, &parsed.record);
    for diagnostic in &parsed.diagnostics {
        assert_within(&source.text, diagnostic.span);
        assert!(!diagnostic.message.is_empty());
    }
    for event in &record.timeline {
        assert_within(&source.text, event.span);
    }
    let mut anchors: Vec<&str> = parsed.document.headings.iter().map(|heading| heading.anchor).collect();
    anchors.extend(record.timeline.iter().map(|event| &*event.anchor));
    let count = anchors.len();
    anchors.sort_unstable();
    anchors.dedup();
    assert_eq!(anchors.len(), count, "duplicate anchor");
    if parsed.classification.kind == DocumentKind::Incident {
        assert!(!record.title.value.trim().is_empty(), "an incident without a title");
    }
    let times = record.times.started.as_ref().zip(record.times.resolved.as_ref());
    let derived = record.duration.as_ref().is_some_and(|known| known.provenance.origin == Origin::Derived);
    if let (true, Some((started, resolved))) = (derived, times) {
        assert!(started.value.minutes() <= resolved.value.minutes(), "{started:?} to {resolved:?}");
    }
}

fn assert_within(text: &str, span: Span) {
    assert!(span.start <= span.end && span.end as usize <= text.len(), "{span:?} of {} bytes", text.len());
}

/// The text of a node and its descendants.
fn plain(node: Node<'_>) -> String {
    let text = |node: Node<'_>| match &node.data().value {
        NodeValue::Text(text) => text.to_string(),
        NodeValue::Code(code) => code.literal.clone(),
        NodeValue::SoftBreak | NodeValue::LineBreak => " ".to_owned(),
        _ => String::new(),
    };
    node.descendants().map(text).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text made of the pieces that decide whether brackets and colons define a link.
    fn fragments() -> impl Strategy<Value = String> {
        let pieces = [
            "[INC-1]: x",
            "[INC-1]",
            "]:",
            "[a]: ./b.md",
            "[^1]",
            "- ",
            "1. ",
            "> ",
            "`",
            "```",
            "<pre>",
            "</pre>",
            "\n",
            "\r",
            "\t",
            "    ",
            "|",
            "|-|\n",
            "**",
            "# ",
            "!!! note ",
            ":::note ",
            "word",
        ];
        let fragment = prop_oneof![4 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => "[ -~]{0,4}"];
        prop::collection::vec(fragment, 0..16).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn brackets_with_colons_are_shown_as_written(text in fragments()) {
            link_definitions(&text);
        }
    }
}
