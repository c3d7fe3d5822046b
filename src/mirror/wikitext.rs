//! Writes a tree as wikitext.
//!
//! Markup in an author's text that MediaWiki would interpret (templates, links, signatures, magic words, tags) becomes character
//! references, which its parser never interprets; `<nowiki>` would have to be closed and reopened around every link. Lists whose items
//! are more than a line are written as HTML, because in wikitext an item ends with its line.

use std::fmt::Write;

use comrak::nodes::{AlertType, ListType, Node, NodeList, NodeValue};

use super::markdown::around;
use crate::read::task_symbol;

/// How code blocks are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// Without colors.
    Plain,
    /// With syntax colors of the extension `SyntaxHighlight`.
    Highlighted,
}

/// Writes the children of a node as blocks.
pub(super) fn write(root: Node<'_>, code: Code) -> String {
    let mut text = Writer { code }.blocks(root);
    text.push('\n');
    text
}

struct Writer {
    code: Code,
}

impl Writer {
    fn blocks(&self, parent: Node<'_>) -> String {
        let parts = parent.children().map(|node| self.block(node)).filter(|part| !part.is_empty());
        let parts: Vec<String> = parts.collect();
        parts.join("\n\n")
    }

    fn block(&self, node: Node<'_>) -> String {
        match &node.data().value {
            NodeValue::Heading(heading) => {
                let text = one_line(&self.inline(node));
                let marks = "=".repeat(usize::from(heading.level.clamp(2, 6)));
                if text.is_empty() { text } else { format!("{marks} {text} {marks}") }
            }
            NodeValue::Paragraph => self.paragraph(node),
            NodeValue::List(list) if is_simple(node) => {
                let mut out = String::new();
                self.simple_list(node, list, "", &mut out);
                out.trim_end().to_owned()
            }
            NodeValue::List(list) => self.list(node, list),
            NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => {
                format!("<blockquote>\n{}\n</blockquote>", self.blocks(node))
            }
            NodeValue::Alert(alert) => {
                let kind = match alert.alert_type {
                    AlertType::Note => "Note",
                    AlertType::Tip => "Tip",
                    AlertType::Important => "Important",
                    AlertType::Warning => "Warning",
                    AlertType::Caution => "Caution",
                };
                format!("<blockquote>\n<strong>{kind}</strong>\n\n{}\n</blockquote>", self.blocks(node))
            }
            NodeValue::CodeBlock(code) => self.code_block(&code.info, &code.literal),
            NodeValue::HtmlBlock(html) => html.literal.trim().to_owned(),
            NodeValue::ThematicBreak => "----".to_owned(),
            NodeValue::Table(_) => self.table(node),
            value if value.block() => self.blocks(node),
            _ => self.inline_of(node),
        }
    }

    fn paragraph(&self, node: Node<'_>) -> String {
        let text = self.inline(node);
        let mut out = String::with_capacity(text.len());
        for line in text.trim().lines() {
            if !out.is_empty() {
                out.push('\n');
            }
            push_line(&mut out, line);
        }
        out
    }

    /// `* item`, `*# item`.
    fn simple_list(&self, node: Node<'_>, list: &NodeList, above: &str, out: &mut String) {
        let mark = if list.list_type == ListType::Ordered { '#' } else { '*' };
        let marks = format!("{above}{mark}");
        for item in node.children() {
            _ = write!(out, "{marks} {}", box_of(item));
            for block in item.children() {
                match &block.data().value {
                    NodeValue::List(inner) => {
                        if !out.ends_with('\n') {
                            out.push('\n');
                        }
                        self.simple_list(block, inner, &marks, out);
                    }
                    _ => out.push_str(&one_line(&self.inline(block))),
                }
            }
            if !out.ends_with('\n') {
                out.push('\n');
            }
        }
    }

    fn list(&self, node: Node<'_>, list: &NodeList) -> String {
        let (open, close) = match list.list_type {
            ListType::Ordered if list.start > 1 => (format!("<ol start=\"{}\">", list.start), "</ol>"),
            ListType::Ordered => ("<ol>".to_owned(), "</ol>"),
            ListType::Bullet => ("<ul>".to_owned(), "</ul>"),
        };
        let mut out = open;
        for item in node.children() {
            _ = write!(out, "\n<li>{}{}</li>", box_of(item), self.blocks(item));
        }
        out.push('\n');
        out.push_str(close);
        out
    }

    fn code_block(&self, info: &str, code: &str) -> String {
        let code = code.trim_end_matches('\n');
        let language: String = info
            .split_whitespace()
            .next()
            .unwrap_or("")
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '#'))
            .take(30)
            .collect();
        let closes = code.to_ascii_lowercase().contains("</syntaxhighlight");
        if self.code == Code::Highlighted && !language.is_empty() && !closes {
            let code: String = code.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
            return format!("<syntaxhighlight lang=\"{language}\">\n{code}\n</syntaxhighlight>");
        }
        let mut out = String::from("<pre>\n");
        push_text(&mut out, code);
        out.push_str("\n</pre>");
        out
    }

    fn table(&self, table: Node<'_>) -> String {
        let mut out = String::from("{| class=\"wikitable sortable\"");
        for row in table.children() {
            let mark = if matches!(row.data().value, NodeValue::TableRow(true)) { '!' } else { '|' };
            out.push_str("\n|-");
            for cell in row.children() {
                _ = write!(out, "\n{mark} {}", one_line(&self.inline(cell)));
            }
        }
        out.push_str("\n|}");
        out
    }

    fn inline(&self, parent: Node<'_>) -> String {
        parent.children().map(|node| self.inline_of(node)).collect()
    }

    fn inline_of(&self, node: Node<'_>) -> String {
        let wrapped =
            |mark: &str, end: &str| around(&self.inline(node), |inner| format!("{mark}{inner}{end}"));
        match &node.data().value {
            NodeValue::Text(text) => {
                let mut out = String::with_capacity(text.len() + 8);
                push_text(&mut out, text);
                out
            }
            NodeValue::SoftBreak => "\n".to_owned(),
            NodeValue::LineBreak => "<br />\n".to_owned(),
            NodeValue::Code(code) => {
                let mut out = String::from("<code>");
                push_text(&mut out, &code.literal.replace('\n', " "));
                out.push_str("</code>");
                out
            }
            NodeValue::HtmlInline(html) | NodeValue::Raw(html) => html.clone(),
            // Apostrophes could combine with adjacent ones.
            NodeValue::Emph => wrapped("<em>", "</em>"),
            NodeValue::Strong => wrapped("<strong>", "</strong>"),
            NodeValue::Strikethrough => wrapped("<s>", "</s>"),
            NodeValue::Link(link) => {
                let address = address(&link.url);
                around(&self.inline(node).replace('\n', " "), |inner| format!("[{address} {inner}]"))
            }
            NodeValue::WikiLink(link) => {
                let url = &link.url;
                around(&self.inline(node).replace('\n', " "), |inner| {
                    if inner == url { format!("[[{url}]]") } else { format!("[[{url}|{inner}]]") }
                })
            }
            NodeValue::Image(link) => {
                let alt = one_line(&self.inline(node));
                let alt = if alt.is_empty() { alt } else { format!("|alt={alt}") };
                format!("[[{}|frameless|upright=3{alt}]]", link.url)
            }
            _ => self.inline(node),
        }
    }
}

fn box_of(item: Node<'_>) -> String {
    match &item.data().value {
        NodeValue::TaskItem(task) => format!("{} ", task_symbol(task.symbol)),
        _ => String::new(),
    }
}

/// Whether a list can be written as wikitext: each item is one line, perhaps with nested lists.
fn is_simple(list: Node<'_>) -> bool {
    let numbered_on = matches!(&list.data().value,
        NodeValue::List(list) if list.list_type == ListType::Ordered && list.start > 1);
    !numbered_on
        && list.children().all(|item| {
            item.children().enumerate().all(|(at, block)| match &block.data().value {
                NodeValue::Paragraph => at == 0,
                NodeValue::List(_) => at > 0 && is_simple(block),
                _ => false,
            })
        })
}

fn one_line(text: &str) -> String {
    text.trim().replace('\n', " ")
}

/// Appends a line of inline text. Characters that are markup at the beginning of a line are escaped.
fn push_line(out: &mut String, line: &str) {
    let line = line.trim_start_matches([' ', '\t']);
    match line.chars().next() {
        Some(c @ ('*' | '#' | ':' | ';' | '=' | '-' | '!')) => {
            _ = write!(out, "&#{};", u32::from(c));
            out.push_str(&line[1..]);
        }
        _ => out.push_str(line),
    }
}

/// Appends text in which no character is interpreted as markup.
pub(super) fn push_text(out: &mut String, text: &str) {
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '[' | ']' | '{' | '}' | '|' | '~' | '\'' => {
                _ = write!(out, "&#{};", u32::from(c));
            }
            // `__TOC__`, `!!` between column headers, `==` at the end of a line.
            '_' | '!' | '=' if next == c || before == c => {
                _ = write!(out, "&#{};", u32::from(c));
            }
            ':' if next == '/' => out.push_str("&#58;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
        before = c;
    }
}

/// A URL without characters that could end the link.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '[' | ']' | '<' | '>' | '"' | '\'' | '|' | '{' | '}' | '\\' | '^' | '`' | ' ' => {
                _ = write!(out, "%{:02X}", u32::from(c));
            }
            '~' if out.ends_with('~') => out.push_str("%7E"),
            c if c.is_control() || c.is_whitespace() => {}
            c => out.push(c),
        }
    }
    out
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
        let root = parse_document(&arena, markdown, &options);
        assert_eq!(write(root, Code::Plain), want);
    }

    #[test]
    fn wikitext_markup_in_text_is_escaped() {
        check(
            "{{x}} ~~~~ \\_\\_TOC\\_\\_",
            "&#123;&#123;x&#125;&#125; &#126;&#126;&#126;&#126; &#95;&#95;TOC&#95;&#95;\n",
        );
        check("a\n\\* b\n= c", "a\n&#42; b\n&#61; c\n");
        check("`[[x]]` it's", "<code>&#91;&#91;x&#93;&#93;</code> it&#39;s\n");
        check("```\n</pre><b>\n```", "<pre>\n&lt;/pre&gt;&lt;b&gt;\n</pre>\n");
    }

    #[test]
    fn simple_lists_are_wikitext_and_others_are_html() {
        check("- a\n  1. b\n- [x] c", "* a\n*# b\n* ☑ c\n");
        check("- a\n\n  b", "<ul>\n<li>a\n\nb</li>\n</ul>\n");
    }

    #[test]
    fn tables_have_one_cell_per_line() {
        check(
            "|a|b|\n|-|-|\n|x!!y|-|",
            "{| class=\"wikitable sortable\"\n|-\n! a\n! b\n|-\n| x&#33;&#33;y\n| -\n|}\n",
        );
    }
}
