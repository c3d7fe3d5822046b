//! Headings, tasks, callouts, cells, code and raw HTML.

use std::fmt::{self, Write};

use comrak::arena_tree;
use comrak::html::ChildRendering;
use comrak::nodes::{Node, NodeCallout, NodeValue, TableAlignment};

use super::internal;
use super::mentions::plain_text;
use super::pictures::write_html_with_pictures;
use super::{Out, RawHtml, State};
use crate::diag::{Code, Diagnostic};
use crate::model::Heading;
use crate::read::highlight;
use crate::read::outline::TaskState;
use crate::text::{count, escape_html, push_escaped, shorten};

/// A task: its state is shown by a symbol and named in its label.
pub(super) fn write_task(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    symbol: Option<char>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    if entering {
        let (class, word) = match TaskState::of(symbol) {
            TaskState::Done => ("task done", "done"),
            TaskState::Dropped => ("task done", "dropped"),
            TaskState::InProgress => ("task", "in progress"),
            TaskState::Open => ("task", "open"),
        };
        let mark = task_symbol(symbol);
        if !internal::write_item(out, node, class)? {
            out.cr()?;
            write!(out, "<li class=\"{class}\">")?;
        }
        write!(out, "<span class=\"box\" role=\"img\" aria-label=\"{word}\">{mark}</span> ")?;
    } else {
        out.write_str("</li>\n")?;
    }
    Ok(ChildRendering::HTML)
}

/// The symbol for the state of a task.
pub fn task_symbol(symbol: Option<char>) -> char {
    match TaskState::of(symbol) {
        TaskState::Done => '☑',
        TaskState::Dropped => '☒',
        TaskState::InProgress => '◪',
        TaskState::Open => '☐',
    }
}

/// Alignment is a class; comrak uses the `align` attribute, which HTML no longer has.
pub(super) fn write_cell(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let row = node.parent();
    let header = row.is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true)));
    if !entering {
        out.write_str(if header { "</th>" } else { "</td>" })?;
        return Ok(ChildRendering::HTML);
    }
    let column = out.user.as_mut().map_or(0, |state| {
        state.column += 1;
        state.column - 1
    });
    let alignment = row.and_then(arena_tree::Node::parent).and_then(|table| match &table.data().value {
        NodeValue::Table(table) => table.alignments.get(column).copied(),
        _ => None,
    });
    out.cr()?;
    out.write_str(if header { "<th" } else { "<td" })?;
    // A date or a name does not wrap.
    out.write_str(match (alignment, is_short(node)) {
        (Some(TableAlignment::Left), false) => " class=\"left\">",
        (Some(TableAlignment::Left), true) => " class=\"left short\">",
        (Some(TableAlignment::Center), false) => " class=\"center\">",
        (Some(TableAlignment::Center), true) => " class=\"center short\">",
        (Some(TableAlignment::Right), false) => " class=\"right\">",
        (Some(TableAlignment::Right), true) => " class=\"right short\">",
        (Some(TableAlignment::None) | None, false) => ">",
        (Some(TableAlignment::None) | None, true) => " class=\"short\">",
    })?;
    Ok(ChildRendering::HTML)
}

/// The longest text of a cell that does not wrap, in bytes.
const MAX_SHORT: usize = 20;

/// Whether a cell holds a short text of several words or parts: `2026-03-14`, `In progress`.
fn is_short(cell: Node<'_>) -> bool {
    let mut inside = cell.children();
    match (inside.next(), inside.next()) {
        (Some(only), None) => match &only.data().value {
            NodeValue::Text(text) => text.len() <= MAX_SHORT && text.contains([' ', '-', '/']),
            _ => false,
        },
        _ => false,
    }
}

/// Reports the cells of a row for which the table has no columns: Markdown drops them.
pub(super) fn report_lost_cells(state: &mut State<'_>, node: Node<'_>) {
    let columns = node.parent().map_or(usize::MAX, |table| match &table.data().value {
        NodeValue::Table(table) => table.num_columns,
        _ => usize::MAX,
    });
    let line = u32::try_from(node.data().sourcepos.start.line).unwrap_or(1);
    let span = state.source.line_span(line);
    let row = state.source.slice(span);
    let row = row.trim_start_matches(['>', ' ', '\t']).trim_end();
    // Most rows have a bar at both ends, and every other bar ends a cell.
    let most = columns + usize::from(row.starts_with('|') && row.ends_with('|'));
    if memchr::memchr_iter(b'|', row.as_bytes()).count() <= most {
        return;
    }
    let cells = cells(row);
    let lost: Vec<&str> = cells
        .iter()
        .skip(columns)
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty() && !cell.starts_with("<!--"))
        .collect();
    if lost.is_empty() {
        return;
    }
    let message = format!(
        "this row has {}, its table has {}: `{}` is lost",
        count(cells.len(), "cell"),
        count(columns, "column"),
        shorten(&lost.join(" | "), 60),
    );
    let diagnostic = Diagnostic::new(Code::TableRowWidth, &state.source.path, span, message);
    state.diagnostics.push(diagnostic.help("write a `|` inside a cell as `\\|`, or add a column"));
}

/// The cells of a trimmed row as written: what is between bars without a backslash before them.
fn cells(row: &str) -> Vec<&str> {
    let inner = row.strip_prefix('|').unwrap_or(row);
    let mut cells = Vec::new();
    let mut start = 0;
    for at in memchr::memchr_iter(b'|', inner.as_bytes()).filter(|at| !inner[..*at].ends_with('\\')) {
        cells.push(&inner[start..at]);
        start = at + 1;
    }
    if start < inner.len() {
        cells.push(&inner[start..]);
    }
    cells
}

/// A callout looks like the GFM alert of its kind, and always has a title.
pub(super) fn write_callout(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    callout: &NodeCallout,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    if entering {
        out.cr()?;
        write!(out, "<div class=\"markdown-alert markdown-alert-{}\">", alert_kind(&callout.callout_type))?;
        let titled =
            node.first_child().is_some_and(|child| matches!(child.data().value, NodeValue::CalloutTitle));
        if !titled {
            let title = escape_html(&callout.default_title());
            write!(out, "<p class=\"markdown-alert-title\">{title}</p>")?;
        }
    } else {
        out.write_str("</div>\n")?;
    }
    Ok(ChildRendering::HTML)
}

/// The GFM alert that a callout of another tool looks like.
fn alert_kind(kind: &str) -> &'static str {
    match kind.to_ascii_lowercase().as_str() {
        "tip" | "hint" | "success" | "check" | "done" => "tip",
        "important" | "question" | "help" | "faq" => "important",
        "warning" | "attention" | "todo" => "warning",
        "caution" | "danger" | "error" | "bug" | "failure" | "fail" => "caution",
        _ => "note",
    }
}

pub(super) fn write_heading(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    level: u8,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let line = node.data().sourcepos.start.line;
    let Some(state) = &mut out.user else { return Ok(ChildRendering::Skip) };
    if state.title_line == Some(line) {
        return Ok(ChildRendering::Skip);
    }
    // The title of the page is the only heading of level 1.
    let level = level.max(2);
    if entering {
        let mut text = String::new();
        plain_text(node, &mut text);
        let text = if text.trim().len() < text.len() { text.trim().to_owned() } else { text };
        let anchor = match state.anchors.assign(&text) {
            anchor if anchor.is_empty() => state.anchors.assign(&format!("section-{line}")),
            anchor => anchor,
        };
        let id = state.id(&anchor);
        if state.layout.is_folded(line) {
            state.folded_headings.push(state.headings.count());
        }
        state.headings.push(Heading { level, text: &text, anchor: &anchor });
        out.cr()?;
        let digit = char::from(b'0' + level);
        out.write_str("<h")?;
        out.write_char(digit)?;
        out.write_str(" id=\"")?;
        out.write_str(&id)?;
        out.write_str("\">")?;
        return Ok(ChildRendering::HTML);
    }
    let is_timeline = state.timeline_line == Some(line);
    let mut end = String::with_capacity(96);
    end.push_str(" <a class=\"anchor\" href=\"#");
    push_escaped(&mut end, state.headings.last().map_or("", |heading| heading.anchor));
    end.push_str("\" aria-label=\"Link to this section\">#</a></h");
    end.push(char::from(b'0' + level));
    end.push_str(">\n");
    out.write_str(&end)?;
    if is_timeline {
        internal::write_phase_bar(out, node)?;
    }
    Ok(ChildRendering::HTML)
}

pub(super) fn write_code(out: &mut Out<'_, '_, '_>, language: &str, code: &str) -> fmt::Result {
    let language = language.trim_start_matches(['{', '.']).trim_end_matches('}');
    out.cr()?;
    write!(out, "<pre tabindex=\"0\"><code class=\"language-{}\">", escape_html(language))?;
    let mut html = String::with_capacity(code.len() + code.len() / 2);
    if !highlight::highlight(language, code, &mut html) {
        push_escaped(&mut html, code);
    }
    out.write_str(&html)?;
    out.write_str("</code></pre>\n")
}

/// Raw HTML goes to the sanitizer; comments are dropped, and line breaks need no sanitizing.
pub(super) fn write_html(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    html: &str,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    if entering {
        let bare = html.trim();
        if bare.starts_with("<!--") && bare.ends_with("-->") && bare.matches("<!--").count() == 1 {
            return Ok(ChildRendering::HTML);
        }
        let plain_break = matches!(bare.to_ascii_lowercase().as_str(), "<br>" | "<br/>" | "<br />");
        if plain_break {
            return out.write_str(html).map(|()| ChildRendering::HTML);
        }
        if internal::write_block(out, node, html)? {
            return Ok(ChildRendering::HTML);
        }
        let Some(state) = &mut out.user else { return Ok(ChildRendering::Skip) };
        if state.html == RawHtml::Escape {
            return out.escape(html).map(|()| ChildRendering::HTML);
        }
        state.has_raw_html = true;
        write_html_with_pictures(out, node, html)?;
    }
    Ok(ChildRendering::HTML)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::config::Config;
    use crate::model::Segment;
    use crate::read::Reader;
    use crate::source::SourceFile;

    #[test]
    fn aligns_table_columns_with_classes() {
        let text = "# Title\n\n|a|b|c|d|\n|---|:--|:-:|--:|\n|1|2|3|4|\n|5|6|7|8|\n";
        let source = Arc::new(SourceFile::new("a.md", text.to_owned()));
        let document = Reader::new(&Config::default()).read(&source).document;
        let html: String = document.body.html().segments().map(Segment::mark).collect();
        let row = |name: &str, [a, b, c, d]: [u8; 4]| {
            format!(
                "<{name}>{a}</{name}>\n<{name} class=\"left\">{b}</{name}>\n<{name} class=\"center\">{c}</{name}>\n<{name} class=\"right\">{d}</{name}>\n"
            )
        };
        assert!(html.contains(&row("td", [1, 2, 3, 4])), "{html}");
        assert!(html.contains(&row("td", [5, 6, 7, 8])), "{html}");
        assert!(html.contains("<th class=\"right\">d</th>"), "{html}");
        assert!(!html.contains("align="), "{html}");
    }
}
