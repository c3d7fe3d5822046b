//! Writes a tree as Markdown that CommonMark parsers (GitHub, GitLab, `mark`) and Python-Markdown (`md2conf`) read in the same way.
//!
//! The two families differ in the indentation of nested lists and in the characters that a backslash escapes. So nested blocks are
//! indented by four columns, a backslash is used only where both support it, and every other character that one of them may interpret
//! becomes a character reference. The same goes for markup that tools interpret before they parse: `[[`, `<<`, `{{`, front matter.

use std::fmt::Write;

use comrak::nodes::{AlertType, ListType, Node, NodeList, NodeValue, TableAlignment};

use crate::text::push_escaped;

/// Columns by which the content of a list item is indented.
const INDENT: usize = 4;

/// Writes the children of a node as blocks.
pub(super) fn write(root: Node<'_>) -> String {
    let mut text = blocks(root);
    text.push('\n');
    text
}

/// The blocks below a node, separated by empty lines, without a line feed at the end.
fn blocks(parent: Node<'_>) -> String {
    let mut out = String::new();
    let mut last_list = None;
    for node in parent.children() {
        let block = block(node);
        if block.is_empty() {
            continue;
        }
        let list = match &node.data().value {
            NodeValue::List(list) => Some(list.list_type),
            _ => None,
        };
        if !out.is_empty() {
            out.push_str("\n\n");
            // Otherwise two consecutive lists would become one.
            if list.is_some() && list == last_list {
                out.push_str("<!-- -->\n\n");
            }
        }
        out.push_str(&block);
        last_list = list;
    }
    out
}

fn block(node: Node<'_>) -> String {
    match &node.data().value {
        NodeValue::Heading(heading) => {
            let text = one_line(&inline(node));
            if text.is_empty() { text } else { format!("{} {text}", "#".repeat(usize::from(heading.level))) }
        }
        NodeValue::List(list) => list_items(node, list),
        NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => quoted(&blocks(node)),
        NodeValue::Alert(alert) => {
            let kind = match alert.alert_type {
                AlertType::Note => "NOTE",
                AlertType::Tip => "TIP",
                AlertType::Important => "IMPORTANT",
                AlertType::Warning => "WARNING",
                AlertType::Caution => "CAUTION",
            };
            format!("> [!{kind}]\n{}", quoted(&blocks(node)))
        }
        NodeValue::CodeBlock(code) => fenced(&code.info, &code.literal),
        NodeValue::HtmlBlock(html) => html.literal.trim_end().to_owned(),
        NodeValue::ThematicBreak => "***".to_owned(),
        NodeValue::Table(table) => rows(node, &table.alignments),
        NodeValue::Paragraph => inline(node).trim().to_owned(),
        value if value.block() => blocks(node),
        _ => inline_of(node, Place::Line).trim().to_owned(),
    }
}

fn quoted(text: &str) -> String {
    let lines =
        text.split('\n').map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
    lines.collect::<Vec<_>>().join("\n")
}

fn list_items(node: Node<'_>, list: &NodeList) -> String {
    let mut out = String::new();
    for (number, item) in (list.start.max(1)..).zip(node.children()) {
        let (marker, box_) = match (&list.list_type, &item.data().value) {
            (ListType::Ordered, _) => (format!("{number}. "), String::new()),
            (ListType::Bullet, NodeValue::TaskItem(task)) => {
                let symbol = task.symbol.filter(|c| !c.is_control()).unwrap_or(' ');
                let symbol = if symbol == 'X' { 'x' } else { symbol };
                // GFM only knows two symbols; in brackets, others could become a link.
                let mark =
                    if matches!(symbol, 'x' | ' ') { format!("[{symbol}] ") } else { format!("({symbol}) ") };
                ("- ".to_owned(), mark)
            }
            (ListType::Bullet, _) => ("- ".to_owned(), String::new()),
        };
        if !out.is_empty() {
            out.push_str(if list.tight { "\n" } else { "\n\n" });
        }
        let body = if list.tight { tight_blocks(item) } else { blocks(item) };
        let width = INDENT.max(marker.len());
        _ = write!(out, "{marker}{box_}");
        for (at, line) in body.split('\n').enumerate() {
            if at > 0 {
                out.push('\n');
            }
            if at > 0 && !line.is_empty() {
                out.extend(std::iter::repeat_n(' ', width));
            }
            out.push_str(line);
        }
    }
    out
}

/// The blocks of an item in a tight list. A nested list follows without an empty line.
fn tight_blocks(item: Node<'_>) -> String {
    let mut out = String::new();
    for node in item.children() {
        let block = block(node);
        if !out.is_empty() && !block.is_empty() {
            let is_list = matches!(node.data().value, NodeValue::List(_));
            out.push_str(if is_list { "\n" } else { "\n\n" });
        }
        out.push_str(&block);
    }
    out
}

/// A code block with a fence that is not in the code. `csf` would insert markup into Confluence verbatim, and `math` is not code.
fn fenced(info: &str, code: &str) -> String {
    let word: String = info
        .split_whitespace()
        .next()
        .unwrap_or("")
        .trim_start_matches(['{', '.'])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#'))
        .take(30)
        .collect();
    let word = if matches!(word.to_ascii_lowercase().as_str(), "csf" | "math") { "" } else { &word };
    let fence = "`".repeat(longest_run(code, '`').max(2) + 1);
    format!("{fence}{word}\n{}\n{fence}", code.trim_end_matches('\n'))
}

fn longest_run(text: &str, mark: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == mark { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

fn rows(table: Node<'_>, alignments: &[TableAlignment]) -> String {
    let mut out = String::new();
    for (at, row) in table.children().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        out.push('|');
        for cell in row.children() {
            let text: String = cell
                .children()
                .map(|node| inline_of(node, Place::Cell))
                .collect::<String>()
                .replace("  \n", "<br />");
            _ = write!(out, " {} |", one_line(&text));
        }
        if at == 0 {
            out.push_str("\n|");
            for alignment in alignments {
                out.push_str(match alignment {
                    TableAlignment::None => " --- |",
                    TableAlignment::Left => " :-- |",
                    TableAlignment::Center => " :-: |",
                    TableAlignment::Right => " --: |",
                });
            }
        }
    }
    out
}

fn one_line(text: &str) -> String {
    text.trim().replace('\n', " ")
}

/// Where inline text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Line,
    Cell,
}

fn inline(parent: Node<'_>) -> String {
    let text: String = parent.children().map(|node| inline_of(node, Place::Line)).collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        push_line(&mut out, line);
    }
    out
}

fn inline_of(node: Node<'_>, place: Place) -> String {
    let children = || node.children().map(|child| inline_of(child, place)).collect::<String>();
    let wrapped = |mark: &str| around(&children(), |inner| format!("{mark}{inner}{mark}"));
    match &node.data().value {
        NodeValue::Text(text) => {
            let mut out = String::with_capacity(text.len() + 8);
            push_text(&mut out, text);
            out
        }
        NodeValue::SoftBreak => "\n".to_owned(),
        NodeValue::LineBreak => "  \n".to_owned(),
        NodeValue::Code(code) => code_span(&code.literal, place),
        NodeValue::HtmlInline(html) | NodeValue::Raw(html) => html.clone(),
        NodeValue::Emph => wrapped("*"),
        NodeValue::Strong => wrapped("**"),
        NodeValue::Strikethrough => wrapped("~~"),
        NodeValue::Link(link) => {
            let url = destination(&link.url);
            around(&children().replace('\n', " "), |inner| format!("[{inner}]({url})"))
        }
        NodeValue::Image(link) => {
            let url = destination(&link.url);
            format!("![{}]({url})", one_line(&children()))
        }
        _ => children(),
    }
}

/// Wraps a text without its surrounding spaces, which stay outside. Text without content is returned unchanged.
pub(super) fn around(text: &str, make: impl FnOnce(&str) -> String) -> String {
    let core = text.trim();
    if core.is_empty() {
        return text.to_owned();
    }
    let before = &text[..text.len() - text.trim_start().len()];
    let after = &text[text.trim_end().len()..];
    format!("{before}{}{after}", make(core))
}

/// Code between backticks, or as an element if it contains markup that some tool interprets before it parses.
fn code_span(code: &str, place: Place) -> String {
    let code = code.replace('\n', " ");
    let acted_on = ["[[", "<<", "{{", "$"].iter().any(|mark| code.contains(mark));
    if acted_on || (place == Place::Cell && code.contains('|')) {
        let mut out = String::from("<code>");
        push_inert(&mut out, &code);
        out.push_str("</code>");
        return out;
    }
    let fence = "`".repeat(longest_run(&code, '`') + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') || code.trim().is_empty() { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// A URL without characters that could end the link or be interpreted.
fn destination(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '*' => out.push_str("%2A"),
            '`' => out.push_str("%60"),
            '|' => out.push_str("%7C"),
            '[' => out.push_str("%5B"),
            ']' => out.push_str("%5D"),
            '"' => out.push_str("%22"),
            ' ' => out.push_str("%20"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Appends text in which no character is interpreted as markup.
pub(super) fn push_text(out: &mut String, text: &str) {
    let mut before = out.chars().next_back().unwrap_or(' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '\\' | '`' | '*' | '{' | '}' => out.extend(['\\', c]),
            '_' if before.is_alphanumeric() && next.is_alphanumeric() => out.push(c),
            '_' => out.push_str("\\_"),
            '!' if next == '[' => out.push_str("\\!"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' if next == '#' || next.is_ascii_alphanumeric() => out.push_str("&amp;"),
            // Next to the bracket of a link, another would make a Gollum link.
            '[' | ']' | '|' | '~' | '$' | '^' => push_reference(out, c),
            '=' if next == '=' || before == '=' => push_reference(out, c),
            // A URL that the author did not link stays text.
            ':' if next == '/' => push_reference(out, c),
            c if c.is_control() => out.push(if c == '\t' { ' ' } else { '\u{fffd}' }),
            c => out.push(c),
        }
        before = c;
    }
}

/// Appends a line of inline text. Characters that are markup at the beginning of a line are escaped.
fn push_line(out: &mut String, line: &str) {
    let line = line.trim_start_matches(' ');
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mark = line[digits..].chars().next().unwrap_or(' ');
    let acts = if digits > 0 {
        matches!(mark, '.' | ')')
    } else {
        matches!(mark, '#' | '+' | '-' | '=' | ':' | '%' | '@') || (mark == '!' && !line.starts_with("!["))
    };
    if acts {
        out.push_str(&line[..digits]);
        push_reference(out, mark);
        out.push_str(&line[digits + 1..]);
    } else {
        out.push_str(line);
    }
}

fn push_reference(out: &mut String, c: char) {
    _ = write!(out, "&#{};", u32::from(c));
}

/// Appends text inside an HTML element, in which neither HTML nor Markdown nor wikitext is interpreted.
pub(super) fn push_inert(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '[' | ']' | '{' | '}' | '|' | '*' | '_' | '`' | '~' | '#' | '$' | '\\' | '!' | '=' | '\'' => {
                push_reference(out, c);
            }
            ':' => push_reference(out, c),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => push_escaped(out, c.encode_utf8(&mut [0; 4])),
        }
    }
}

#[cfg(test)]
mod tests {
    use comrak::{Arena, parse_document};

    use super::*;

    fn check(markdown: &str, want: &str) {
        let arena = Arena::new();
        let mut options = comrak::Options::default();
        options.extension.table = true;
        options.extension.tasklist = true;
        options.extension.strikethrough = true;
        let root = parse_document(&arena, markdown, &options);
        assert_eq!(write(root), want);
    }

    #[test]
    fn nested_lists_are_indented_by_four_columns() {
        check("- a\n  - b\n    1. c\n\n- d", "- a\n\n    - b\n        1. c\n\n- d\n");
        check("100. a\n     - b", "100. a\n     - b\n");
    }

    #[test]
    fn markup_characters_in_text_are_escaped() {
        check("\\[\\[INC-1\\]\\] \\<b> a_b \\_c", "&#91;&#91;INC-1&#93;&#93; &lt;b&gt; a_b \\_c\n");
        check("1986\\. A year\n\\+ plus\n\\# no heading", "1986&#46; A year\n&#43; plus\n&#35; no heading\n");
        check("**a\n\\# b**", "**a\n&#35; b**\n");
        check("a[ b](x)c", "a [b](x)c\n");
        check("5 &lt; 6 &amp;amp; \\~\\~x", "5 &lt; 6 &amp;amp; &#126;&#126;x\n");
    }

    #[test]
    fn code_with_markup_of_other_tools_becomes_an_element() {
        check("`a[0]` `[[ -f x ]]`", "`a[0]` <code>&#91;&#91; -f x &#93;&#93;</code>\n");
        check("|a|\n|-|\n|`b\\|c`|", "| a |\n| --- |\n| <code>b&#124;c</code> |\n");
        check("```csf\n<x/>\n```", "```\n<x/>\n```\n");
    }
}
