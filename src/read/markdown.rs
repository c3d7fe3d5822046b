//! `CommonMark`: the parser options, and how text is prepared for the parser.

use std::borrow::Cow;

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options, parse_document};
use memchr::memmem;

use super::inline_marks::guarded;
use super::literals::each_literal;
use super::{dialects, hidden, nesting};
use crate::model::{MARK, MARK_END};
use crate::source::{SourceFile, Span};

/// GFM with footnotes, alerts and wiki links. Raw HTML passes through and is sanitized later.
pub(super) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.extension.ofm_callouts = true;
    options.extension.wikilinks_title_after_pipe = true;
    options.extension.description_lists = true;
    options.parse.relaxed_tasklist_matching = true;
    options.render.r#unsafe = true;
    options.render.gfm_quirks = false;
    options
}

/// Separates a bracket from its colon while a text is parsed. It is one byte, so that columns hardly move. Unlike a
/// backslash, it can be removed again from code and raw HTML, where it would be visible.
const GUARD: char = GUARD_BYTE as char;
const GUARD_BYTE: u8 = 1;

fn has_guard(text: &str) -> bool {
    memchr::memchr(GUARD_BYTE, text.as_bytes()).is_some()
}

/// Parses the body of a source. Positions refer to the file: everything before the body is blanked, not cut.
pub(super) fn parse<'a>(arena: &'a Arena<'a>, source: &SourceFile, body: usize) -> Node<'a> {
    let prepared = prepare(&source.text, body);
    let text = nesting::limit_nesting(&prepared);
    let mut options = options();
    options.extension.footnotes = may_have_footnotes(&text);
    let root = parse_document(arena, &text, &options);
    let guarded = guarded_lines(&prepared);
    // A line belongs to the last block that begins before it; footnotes come after the block they were written in, and
    // that block can end after the footnote.
    let line = |block: Node<'_>| block.data().sourcepos.start.line;
    for block in root.children().filter(|_| !guarded.is_empty()) {
        let (start, next) = (line(block), block.next_sibling().map_or(usize::MAX, line));
        let end = block.data().sourcepos.end.line;
        let holds = |line: usize| start <= line && (line < next || next <= start || line <= end);
        if guarded.iter().any(|line| holds(*line)) {
            block.descendants().for_each(remove_guards);
        }
    }
    hidden::in_tree(root, &source.text[body..]);
    root
}

/// The numbers, from 1, of the lines with a guard.
fn guarded_lines(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    // Files of old systems end every line with a carriage return.
    let end = if memchr::memchr(b'\n', bytes).is_some() { b'\n' } else { b'\r' };
    let (mut line, mut from) = (1, 0);
    let mut found: Vec<usize> = memchr::memchr_iter(GUARD_BYTE, bytes)
        .map(|at| {
            line += memchr::memchr_iter(end, &bytes[from..at]).count();
            from = at;
            line
        })
        .collect();
    found.dedup();
    found
}

/// Whether a `[` comes before a `^`, or before something that may escape to one. If not, footnotes are switched off,
/// which saves the parser two walks through the whole tree.
fn may_have_footnotes(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'[', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'^' | b'&' | b'\\')))
}

/// Removes guards from a node.
fn remove_guards(node: Node<'_>) {
    let clean = |text: &mut String| {
        if has_guard(text) {
            text.retain(|c| c != GUARD);
        }
    };
    match &mut node.data_mut().value {
        NodeValue::Text(text) if has_guard(text) => clean(text.to_mut()),
        value => each_literal(value, clean),
    }
}

/// Checks for the shared two-byte prefix first, because hardly any text has it.
fn has_mark(text: &str) -> bool {
    let begins = memmem::find(text.as_bytes(), &MARK_PREFIX).is_some();
    begins && text.contains([MARK, MARK_END])
}

const MARK_PREFIX: [u8; 2] = [0xEF, 0xB7];

/// Blanks the front matter, replaces forged marks, and guards the lines that `CommonMark` would swallow.
fn prepare(text: &str, body: usize) -> Cow<'_, str> {
    let bom = text.starts_with('\u{feff}');
    let forged = has_mark(text) || has_guard(text) || has_mark_reference(text);
    let stray =
        memchr::memchr(b'\n', text.as_bytes()).is_some() && stray_carriage_returns(text).next().is_some();
    let may_need_guards = memmem::find(&text.as_bytes()[body..], b"]:").is_some();
    let has_comments = memmem::find(&text.as_bytes()[body..], b"<!--").is_some();
    let translated = dialects::translate(&text[body..]);
    if body == 0
        && !bom
        && !forged
        && !stray
        && !may_need_guards
        && !has_comments
        && matches!(translated, Cow::Borrowed(_))
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    out.extend(text[..body].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
    let rest = if bom && body == 0 {
        out.push_str("   ");
        &translated['\u{feff}'.len_utf8()..]
    } else {
        &translated
    };
    let rest = if forged { Cow::Owned(without_marks(rest)) } else { Cow::Borrowed(rest) };
    let rest = if stray { Cow::Owned(without_stray_carriage_returns(&rest)) } else { rest };
    let rest = if has_comments { guarded(rest, GUARD) } else { rest };
    if may_need_guards {
        guard_false_definitions(&rest, &mut out);
    } else {
        out.push_str(&rest);
    }
    Cow::Owned(out)
}

/// Carriage returns inside a line, as in the pasted output of a progress bar. `CommonMark` ends a line there and
/// editors do not, so all later line numbers would be off by one.
fn stray_carriage_returns(text: &str) -> impl Iterator<Item = usize> + '_ {
    memchr::memchr_iter(b'\r', text.as_bytes()).filter(|at| text.as_bytes().get(at + 1) != Some(&b'\n'))
}

fn without_stray_carriage_returns(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for at in stray_carriage_returns(text) {
        out.extend([&text[from..at], " "]);
        from = at + 1;
    }
    out.push_str(&text[from..]);
    out
}

/// A numeric character reference (`&#xFDD0;`) would become a mark only after parsing.
fn has_mark_reference(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), "&#").any(|at| mark_reference_length(&text[at..]).is_some())
}

/// The length of the reference at the beginning of a text, if it encodes a mark.
fn mark_reference_length(text: &str) -> Option<usize> {
    let body = text.strip_prefix("&#")?;
    let (digits, radix) = body.strip_prefix(['x', 'X']).map_or((body, 10), |hex| (hex, 16));
    let length = digits.chars().take_while(|c| c.is_digit(radix)).count();
    let code = u32::from_str_radix(digits[..length].trim_start_matches('0'), radix).ok()?;
    matches!(char::from_u32(code)?, MARK | MARK_END).then_some(text.len() - digits.len() + length)
}

fn without_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("&#") {
        out.push_str(&rest[..at]);
        let length = mark_reference_length(&rest[at..]);
        out.push_str(if length.is_some() { "\u{fffd}" } else { "&#" });
        rest = &rest[at + length.unwrap_or(2)..];
    }
    out.push_str(rest);
    out.replace([MARK, MARK_END, GUARD], "\u{fffd}")
}

/// Guards accidental link definitions. `- [INC-0042]: earlier` is a link reference definition in `CommonMark`, so
/// ordinary renderers print an empty bullet and turn every other `[INC-0042]` of the document into a link to
/// `earlier`. A guard before the colon keeps the line as written. Real definitions stay: their destination looks like
/// an address. Only the parser knows which lines are code, so these are guarded as well, until they are parsed.
fn guard_false_definitions(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let (mut written, mut end) = (0, 0);
    for at in memmem::find_iter(bytes, "]:") {
        // Only the first one in a line closes its label.
        if at < end {
            continue;
        }
        // A single carriage return ends a line too.
        let start = memchr::memrchr2(b'\n', b'\r', &bytes[end..at]).map_or(end, |before| end + before + 1);
        end = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(text.len(), |length| at + length + 1);
        if let Some(colon) = false_definition(&text[start..end]) {
            out.push_str(&text[written..start + colon]);
            out.push(GUARD);
            written = start + colon;
        }
    }
    out.push_str(&text[written..]);
}

/// The byte offset of the colon to guard, if the line is an accidental definition.
fn false_definition(line: &str) -> Option<usize> {
    let content = line.trim_start_matches([' ', '\t', '>']);
    let item = ["- ", "* ", "+ "].iter().find_map(|bullet| content.strip_prefix(bullet)).or_else(|| {
        let digits = content.trim_start_matches(|c: char| c.is_ascii_digit());
        (digits.len() < content.len())
            .then(|| digits.strip_prefix(". ").or_else(|| digits.strip_prefix(") ")))
            .flatten()
    });
    let in_list = item.is_some();
    let label = item.unwrap_or(content).trim_start();
    let close = label.starts_with('[').then(|| label.find("]:")).flatten()?;
    if label.starts_with("[^") || close < 2 {
        return None;
    }
    let name = &label[1..close];
    let destination = label[close + 2..].trim();
    let address = destination.split_whitespace().next().unwrap_or("").trim_matches(['<', '>']);
    // The full stop of a sentence does not turn its last word into an address.
    let address = address.trim_end_matches(['.', ',', ';', '!', '?', ')']);
    let is_address =
        address.contains(['/', '.', '#', '@']) || address.contains("://") || address.starts_with("mailto:");
    let looks_like_id = name.contains(|c: char| c.is_ascii_digit()) || name.ends_with("XX");
    if is_address || destination.is_empty() || !(in_list || looks_like_id) {
        return None;
    }
    Some(line.len() - label.len() + close + 1)
}

/// The bytes of a node in its file. Positions are clamped: comrak puts missing cells past the end of a row, and a
/// guarded line is one byte longer than the original.
pub(super) fn span_of(source: &SourceFile, node: Node<'_>) -> Span {
    let position = node.data().sourcepos;
    let row = |line: usize| source.line_span(u32::try_from(line).unwrap_or(u32::MAX));
    let offset = |row: Span, column: usize| (row.start as usize + column).min(row.end as usize);
    let first = row(position.start.line);
    let last = if position.end.line == position.start.line { first } else { row(position.end.line) };
    let start = offset(first, position.start.column.saturating_sub(1));
    let end = offset(last, position.end.column);
    Span::new(start, end.max(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &str) {
        assert_eq!(prepare(text, 0), want);
    }

    #[test]
    fn guards_list_items_that_look_like_definitions() {
        check("- [INC-0042]: earlier\n", "- [INC-0042]\u{1}: earlier\n");
        check("1. [INC-0042]: same \"x\"\n", "1. [INC-0042]\u{1}: same \"x\"\n");
        check("- [INC-0042]: Duplicate.\n", "- [INC-0042]\u{1}: Duplicate.\n");
        check("- [INC-XXXX]: [Relationship]\n", "- [INC-XXXX]\u{1}: [Relationship]\n");
        check("- [INC-1]: x\r- [INC-2]: y\r", "- [INC-1]\u{1}: x\r- [INC-2]\u{1}: y\r");
        check("[INC-0042]: earlier\n", "[INC-0042]\u{1}: earlier\n");
    }

    #[test]
    fn keeps_real_definitions_and_footnotes() {
        for text in
            ["[docs]: https://example.com/x\n", "- [docs]: ./x.md\n", "[^1]: a note\n", "[docs]: earlier\n"]
        {
            check(text, text);
        }
    }

    #[test]
    fn shows_code_and_raw_html_as_written() {
        for text in [
            "```\n- [INC-1]: x\n```\n",
            "- ```\n  - [INC-1]: x\n  ```\n",
            "    - [INC-1]: x\n",
            "`a\n[INC-1]: x`\n",
            "<pre>\n- [INC-1]: x\n</pre>\n",
        ] {
            let source = SourceFile::new("a.md", format!("{text}\n\n- [INC-2]: y\n"));
            let arena = Arena::new();
            let root = parse(&arena, &source, 0);
            let shown: String = root
                .descendants()
                .map(|node| match &node.data().value {
                    NodeValue::Text(text) => text.to_string(),
                    NodeValue::Code(code) => code.literal.clone(),
                    NodeValue::CodeBlock(block) => block.literal.clone(),
                    NodeValue::HtmlBlock(block) => block.literal.clone(),
                    _ => String::new(),
                })
                .collect();
            assert!(shown.contains("[INC-1]: x") && shown.ends_with("[INC-2]: y"), "{shown:?}");
        }
    }

    #[test]
    fn removes_guards_from_every_block() {
        let item = "- [INC-1]: x\n";
        for text in [
            format!("a\n{item}\n# b\n\n> {item}\n1. [INC-2]: y\n"),
            format!("[INC-1]: x\n[INC-2]: y\n|a|b|\n|---|---|\n|c|d|\n\n{item}"),
            format!("a[^1]\n\n[^1]: note\n\n    {item}\nb[^2]\n\n[^2]: note\n    {item}\nc\n\n{item}"),
            format!("term\n\n: what\n\n  {item}\n: more\n\n  {item}\n{item}"),
            format!("```\n{item}```\n<div>\n{item}</div>\n\n{item}"),
            format!("> [!note] a\n> {item}> b\n{item}***\n{item}"),
            "a\n- [INC-1]: x\n\nb\n- [INC-2]: y\n".replace('\n', "\r"),
            "a\n- [INC-1]: x\n\nb\n- [INC-2]: y\n".replace('\n', "\r\n"),
        ] {
            assert!(has_guard(&prepare(&text, 0)), "{text:?}");
            let source = SourceFile::new("a.md", text);
            let arena = Arena::new();
            let mut html = String::new();
            comrak::format_html(parse(&arena, &source, 0), &options(), &mut html).unwrap();
            assert!(!has_guard(&html), "{html:?} of {:?}", &*source.text);
        }
    }

    #[test]
    fn finds_the_same_footnotes_as_comrak() {
        for mark in ["[^1]", "[\\^1]", "[&#94;1]", "[&Hat;1]", "[ ^1]", "[\n^1]", "[1]"] {
            let source = SourceFile::new("a.md", format!("a {mark} b\n\n[^1]: note\n"));
            let alone = SourceFile::new("a.md", format!("a {mark} b\n"));
            for source in [source, alone] {
                let shown = |root: Node<'_>| {
                    let mut html = String::new();
                    comrak::format_html(root, &options(), &mut html).unwrap();
                    html
                };
                let (ours, theirs) = (Arena::new(), Arena::new());
                let expected = shown(parse_document(&theirs, &source.text, &options()));
                assert_eq!(shown(parse(&ours, &source, 0)), expected, "{}", &*source.text);
            }
        }
    }

    #[test]
    fn blanks_front_matter_line_by_line() {
        assert_eq!(prepare("---\nä: 1\n---\n# X\n", 14), "   \n     \n   \n# X\n");
    }

    #[test]
    fn reads_carriage_return_inside_a_line_as_space() {
        check("a\rb\r\nc\r", "a b\r\nc ");
        // Old files end every line with a carriage return.
        check("a\rb\r", "a\rb\r");
    }

    #[test]
    fn replaces_forged_marks() {
        check("a \u{fdd0}b\u{fdd1}c\u{1}", "a \u{fffd}b\u{fffd}c\u{fffd}");
        check("a &#xFDD0;b &#064977; &#65;", "a \u{fffd};b \u{fffd}; &#65;");
    }
}
