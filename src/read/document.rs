//! The document as its author wrote it: HTML with holes.
//!
//! The tree is written once, by comrak's formatter with this module's answers for what needs care: links and pictures become
//! holes or are refused, ids in running text become holes, headings and events get anchors, code is highlighted.
//! Holes stand in the HTML as marks made of noncharacters, which no source can hold ([`super::markdown`] replaces
//! them), and the finished text is cut there into segments.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use comrak::html::{
    ChildRendering, Context as Formatting, format_document_with_formatter, format_node_default,
};
use comrak::nodes::{Node, NodeValue};
use comrak::options::Plugins;

use super::address::{self, Address};
use super::labels::Labels;
use super::markdown::{HOLE, HOLE_END, options, span_of};
use super::outline::{Outline, Tick, push_squeezed};
use super::slot::Slot;
use super::{highlight, related, sanitize};
use crate::diag::{Code, Diagnostic};
use crate::model::{Document, Event, Heading, Hole, Mention, Segment, Terms};
use crate::source::{SourceFile, Span};
use crate::text::{escape_html, push_escaped, shorten};

/// What the formatter carries from node to node.
struct State<'s> {
    source: &'s SourceFile,
    own_ids: Option<&'s regex::Regex>,
    /// Anchors of events by their line, each given once.
    events: BTreeMap<u32, String>,
    /// The line of the title, which the page shows itself.
    title_line: Option<usize>,
    /// The line of the timeline's heading.
    timeline_line: Option<usize>,
    /// The text of the block that the last mention stood in.
    block: Option<BlockText>,
    /// Whether ids are marked as the page's own, for the sanitiser.
    marks_ids: bool,
    holes: Vec<Hole>,
    headings: Vec<Heading>,
    mentions: Vec<Mention>,
    diagnostics: Vec<Diagnostic>,
    /// How many links are open around the present node.
    in_link: usize,
    /// Holes of the links that are open, the innermost last; `None` for a link that was refused or leads outside.
    open: Vec<Option<usize>>,
    /// Whether the document holds HTML that has to be cut.
    raw: bool,
}

/// The text of a block, and how far it was searched.
struct BlockText {
    place: usize,
    text: String,
    from: usize,
}

/// Writes a document.
pub(super) fn write<'a>(
    source: &SourceFile,
    root: Node<'a>,
    outline: &Outline<'a>,
    labels: &Labels<'_, 'a>,
    timeline: &[Event],
    own_ids: Option<&regex::Regex>,
) -> (Document, Vec<Diagnostic>) {
    let line_of = |index: usize| outline.sections[index].node.map(|node| node.data().sourcepos.start.line);
    let timeline_section = labels.own.iter().position(|slot| *slot == Some(Slot::Timeline));
    let render = |marks_ids: bool| {
        let state = State {
            source,
            own_ids,
            events: timeline.iter().map(|event| (event.line, event.anchor.clone())).collect(),
            title_line: labels.title.and_then(line_of),
            timeline_line: timeline_section.and_then(line_of),
            marks_ids,
            ..State::new(source)
        };
        let mut html = String::with_capacity(source.text.len() * 2);
        // Writing to a string does not fail.
        let done = format_document_with_formatter(
            root,
            &options(),
            &mut html,
            &Plugins::default(),
            format_node,
            Some(state),
        );
        (html, done.ok().flatten().unwrap_or_else(|| State::new(source)))
    };
    let (mut html, mut state) = render(false);
    if state.raw {
        // Written again with its ids marked: those that an author wrote by hand could pass for parts of the page.
        (html, state) = render(true);
        let (clean, removed) = sanitize::clean(&html);
        html = clean;
        if let Some(tag) = removed {
            let span = first_tag(source, &tag);
            let message = format!("`<{tag}>` is not on the list of HTML that is shown; it was removed");
            state.diagnostics.push(Diagnostic::new(Code::HtmlRemoved, &source.path, span, message));
        }
    }
    let segments = cut(&html);
    let document = Document {
        segments,
        holes: state.holes,
        headings: state.headings,
        mentions: state.mentions,
        terms: Terms::default(),
    };
    (document, state.diagnostics)
}

impl<'s> State<'s> {
    fn new(source: &'s SourceFile) -> Self {
        Self {
            source,
            own_ids: None,
            events: BTreeMap::new(),
            title_line: None,
            timeline_line: None,
            block: None,
            marks_ids: false,
            holes: Vec::new(),
            headings: Vec::new(),
            mentions: Vec::new(),
            diagnostics: Vec::new(),
            in_link: 0,
            open: Vec::new(),
            raw: false,
        }
    }

    /// An id of the page's own, for an attribute.
    fn id(&self, anchor: &str) -> String {
        let mark = if self.marks_ids { sanitize::OWN_ID } else { "" };
        format!("{mark}{}", escape_html(anchor))
    }
}

fn first_tag(source: &SourceFile, tag: &str) -> Span {
    let lower = source.text.to_ascii_lowercase();
    lower.find(&format!("<{tag}")).map_or(Span::default(), |at| Span::new(at, at + tag.len() + 1))
}

/// Cuts the text at its marks.
fn cut(html: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(HOLE) {
        if at > 0 {
            segments.push(Segment::Html(rest[..at].to_owned()));
        }
        let mark = &rest[at + HOLE.len_utf8()..];
        let end = mark.find(HOLE_END).unwrap_or(mark.len());
        let (kind, number) = mark[..end].split_at(mark[..end].len().min(1));
        let hole = number.parse().unwrap_or(usize::MAX);
        segments.extend(match kind {
            "O" => Some(Segment::Open(hole)),
            "C" => Some(Segment::Close(hole)),
            "W" => Some(Segment::Whole(hole)),
            "P" => Some(Segment::PhaseBar),
            _ => None,
        });
        rest = mark.get(end + HOLE_END.len_utf8()..).unwrap_or("");
    }
    if !rest.is_empty() {
        segments.push(Segment::Html(rest.to_owned()));
    }
    segments
}

type Out<'o, 'c, 's> = Formatting<'o, 'c, Option<State<'s>>>;

fn format_node(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    if entering && !node.data().value.block() {
        event_anchor(out, node)?;
    }
    match &node.data().value {
        NodeValue::Text(text) => {
            if entering {
                write_text(out, node, text)?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::Heading(heading) => write_heading(out, node, heading.level, entering),
        NodeValue::Link(link) => write_link(out, node, &link.url, &link.title, entering),
        NodeValue::WikiLink(link) => write_wiki_link(out, node, &link.url, entering),
        NodeValue::Image(image) => {
            if entering {
                write_image(out, node, &image.url, &image.title)?;
            }
            Ok(ChildRendering::Skip)
        }
        NodeValue::CodeBlock(code) => {
            if entering {
                write_code(out, code.info.split_whitespace().next().unwrap_or(""), &code.literal)?;
            }
            Ok(ChildRendering::Skip)
        }
        NodeValue::Table(_) => {
            if entering {
                out.cr()?;
                out.write_str("<div class=\"scroll\" tabindex=\"0\">")?;
                return format_node_default(out, node, true);
            }
            let rendering = format_node_default(out, node, false)?;
            out.write_str("</div>\n")?;
            Ok(rendering)
        }
        NodeValue::TaskItem(task) => {
            if entering {
                let (class, word, mark) = match Tick::of(task.symbol) {
                    Tick::Done => ("task done", "done", "☑"),
                    Tick::Dropped => ("task done", "dropped", "☒"),
                    Tick::Begun => ("task", "in progress", "◪"),
                    Tick::Open => ("task", "open", "☐"),
                };
                out.cr()?;
                write!(
                    out,
                    "<li class=\"{class}\"><span class=\"box\" role=\"img\" aria-label=\"{word}\">{mark}</span> "
                )?;
            } else {
                out.write_str("</li>\n")?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::Callout(callout) => {
            if entering {
                out.cr()?;
                write!(
                    out,
                    "<div class=\"markdown-alert markdown-alert-{}\">",
                    alert_kind(&callout.callout_type)
                )?;
                let titled = node
                    .first_child()
                    .is_some_and(|child| matches!(child.data().value, NodeValue::CalloutTitle));
                if !titled {
                    let title = escape_html(&callout.default_title());
                    write!(out, "<p class=\"markdown-alert-title\">{title}</p>")?;
                }
            } else {
                out.write_str("</div>\n")?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::CalloutTitle => {
            out.write_str(if entering { "<p class=\"markdown-alert-title\">" } else { "</p>\n" })?;
            Ok(ChildRendering::HTML)
        }
        NodeValue::HtmlBlock(html) => write_html(out, &html.literal, entering),
        NodeValue::HtmlInline(html) => write_html(out, html, entering),
        _ => format_node_default(out, node, entering),
    }
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

fn event_anchor(out: &mut Out<'_, '_, '_>, node: Node<'_>) -> fmt::Result {
    let line = u32::try_from(node.data().sourcepos.start.line).unwrap_or(0);
    let Some(state) = &mut out.user else { return Ok(()) };
    if state.events.is_empty() || state.in_link > 0 {
        return Ok(());
    }
    match state.events.remove(&line) {
        Some(anchor) => {
            let id = state.id(&anchor);
            write!(out, "<span class=\"event\" id=\"{id}\"></span>")
        }
        None => Ok(()),
    }
}

/// Writes running text; what has the shape of an id becomes a hole, except inside a link.
fn write_text(out: &mut Out<'_, '_, '_>, node: Node<'_>, text: &str) -> fmt::Result {
    let Some(state) = &mut out.user else { return Ok(()) };
    let found = if state.in_link > 0 { Vec::new() } else { ids(state.own_ids, text) };
    if found.is_empty() {
        return out.escape(text);
    }
    let mut html = String::with_capacity(text.len() + 32);
    let mut from = 0;
    for (start, end) in found {
        push_escaped(&mut html, &text[from..start]);
        let hole = refer(state, node, &text[start..end], false);
        html.push_str(&mark('O', hole));
        push_escaped(&mut html, &text[start..end]);
        html.push_str(&mark('C', hole));
        from = end;
    }
    push_escaped(&mut html, &text[from..]);
    out.write_str(&html)
}

fn ids(own: Option<&regex::Regex>, text: &str) -> Vec<(usize, usize)> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    match own {
        Some(own) => own.find_iter(text).map(|found| (found.start(), found.end())).collect(),
        None => related::ids_in(text),
    }
}

fn mark(kind: char, hole: usize) -> String {
    format!("{HOLE}{kind}{hole}{HOLE_END}")
}

/// Adds a hole for an id, with the sentence that holds it.
fn refer(state: &mut State<'_>, node: Node<'_>, target: &str, explicit: bool) -> usize {
    let span = target_span(state.source, node, target);
    mention(state, node, target);
    state.holes.push(Hole::Reference { target: target.to_owned(), explicit, span });
    state.holes.len() - 1
}

/// The place of the id itself within its node.
fn target_span(source: &SourceFile, node: Node<'_>, target: &str) -> Span {
    let span = span_of(source, node);
    match source.slice(span).find(target) {
        Some(at) => Span::new(span.start as usize + at, span.start as usize + at + target.len()),
        None => span,
    }
}

fn mention(state: &mut State<'_>, node: Node<'_>, target: &str) {
    let is_block = |ancestor: &Node<'_>| {
        ancestor.data().value.block() || matches!(ancestor.data().value, NodeValue::TableCell)
    };
    let Some(block) = node.ancestors().find(is_block) else { return };
    let place = std::ptr::from_ref(block).addr();
    // A block with thousands of ids is read once, and searched on from the one before.
    if state.block.as_ref().is_none_or(|block| block.place != place) {
        let mut text = String::new();
        plain(block, &mut text);
        state.block = Some(BlockText { place, text, from: 0 });
    }
    let Some(block) = &mut state.block else { return };
    let at = block.text[block.from..].find(target).map_or(block.from, |at| block.from + at);
    block.from = at;
    let sentence = sentence_at(&block.text, at);
    let line = u32::try_from(node.data().sourcepos.start.line).unwrap_or(0);
    state.mentions.push(Mention { hole: state.holes.len(), sentence, line });
}

/// The text of a block without that of the blocks in it.
fn plain(node: Node<'_>, out: &mut String) {
    let mut stack: Vec<Node<'_>> = node.reverse_children().collect();
    while let Some(next) = stack.pop() {
        match &next.data().value {
            NodeValue::Text(text) => push_squeezed(out, text),
            NodeValue::Code(code) => push_squeezed(out, &code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => push_squeezed(out, " "),
            NodeValue::Image(_) => {}
            value if value.block() && node.data().value.block() => {}
            _ => stack.extend(next.reverse_children()),
        }
    }
}

/// The sentence of a text at a byte, at most about 220 characters.
fn sentence_at(text: &str, at: usize) -> String {
    let ends = |index: usize, c: char| match c {
        '。' => true,
        '.' | '!' | '?' => text[index + 1..].starts_with(' '),
        _ => false,
    };
    // No sentence is longer than this; a line of a megabyte is none.
    let before = text[..at].char_indices().rev().take(600);
    let start = before.clone().find(|(index, c)| ends(*index, *c)).map(|(index, c)| index + c.len_utf8());
    let start = start.or_else(|| before.last().map(|(index, _)| index)).unwrap_or(at);
    let after = text[at..].char_indices().take(600);
    let end = after.clone().find(|(index, c)| ends(at + index, *c)).or_else(|| after.last());
    let end = end.map_or(text.len(), |(index, c)| at + index + c.len_utf8());
    shorten(text[start..end].trim(), 220)
}

fn write_heading(
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
    // The page's own title is the only heading of level 1.
    let level = level.max(2);
    if entering {
        let mut text = String::new();
        plain(node, &mut text);
        let text = text.trim().to_owned();
        let anchor = out.anchorizer.anchorize(&text);
        let anchor = if anchor.is_empty() { format!("section-{line}") } else { anchor };
        out.cr()?;
        let id = out.user.as_ref().map(|state| state.id(&anchor)).unwrap_or_default();
        write!(out, "<h{level} id=\"{id}\">")?;
        if let Some(state) = &mut out.user {
            state.headings.push(Heading { level, text, anchor });
        }
        return Ok(ChildRendering::HTML);
    }
    let (anchor, is_timeline) = (
        state.headings.last().map(|heading| heading.anchor.clone()).unwrap_or_default(),
        state.timeline_line == Some(line),
    );
    writeln!(
        out,
        " <a class=\"anchor\" href=\"#{}\" aria-label=\"Link to this section\">#</a></h{level}>",
        escape_html(&anchor)
    )?;
    if is_timeline {
        write!(out, "{HOLE}P{HOLE_END}")?;
    }
    Ok(ChildRendering::HTML)
}

fn write_link(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    url: &str,
    title: &str,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let Some(state) = &mut out.user else { return Ok(ChildRendering::HTML) };
    if !entering {
        state.in_link = state.in_link.saturating_sub(1);
        match state.open.pop().flatten() {
            Some(usize::MAX) => out.write_str("</a>")?,
            Some(hole) => out.write_str(&mark('C', hole))?,
            None => {}
        }
        return Ok(ChildRendering::HTML);
    }
    state.in_link += 1;
    let span = span_of(state.source, node);
    match address::of(url, &state.source.path) {
        Address::External(url) => {
            state.open.push(Some(usize::MAX));
            write!(out, "<a rel=\"noreferrer\" href=\"{}\"", escape_html(&url))?;
            if !title.is_empty() {
                write!(out, " title=\"{}\"", escape_html(title))?;
            }
            out.write_str(">")?;
        }
        Address::Local { path, fragment } => {
            mention(state, node, &node_text(node));
            state.holes.push(Hole::Link { path, fragment, title: title.to_owned(), span });
            let hole = state.holes.len() - 1;
            state.open.push(Some(hole));
            out.write_str(&mark('O', hole))?;
        }
        Address::Refused(scheme) => {
            let message = format!("a link with the scheme `{scheme}:` was removed");
            state.diagnostics.push(
                Diagnostic::new(Code::LinkUnsafe, &state.source.path, span, message)
                    .help("use https, http or mailto"),
            );
            state.open.push(None);
        }
        Address::Outside => {
            let message = format!("the link `{url}` leads out of the content folder");
            state.diagnostics.push(
                Diagnostic::new(Code::LinkBroken, &state.source.path, span, message)
                    .help("give the full address of what it should lead to"),
            );
            state.open.push(None);
        }
    }
    Ok(ChildRendering::HTML)
}

fn node_text(node: Node<'_>) -> String {
    let mut text = String::new();
    plain(node, &mut text);
    text
}

fn write_wiki_link(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    url: &str,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let Some(state) = &mut out.user else { return Ok(ChildRendering::HTML) };
    if entering {
        state.in_link += 1;
        let hole = refer(state, node, url, true);
        state.open.push(Some(hole));
        out.write_str(&mark('O', hole))?;
    } else {
        state.in_link = state.in_link.saturating_sub(1);
        if let Some(hole) = state.open.pop().flatten() {
            out.write_str(&mark('C', hole))?;
        }
    }
    Ok(ChildRendering::HTML)
}

fn write_image(out: &mut Out<'_, '_, '_>, node: Node<'_>, url: &str, title: &str) -> fmt::Result {
    let alt = node_text(node);
    let Some(state) = &mut out.user else { return Ok(()) };
    let span = span_of(state.source, node);
    match address::of(url, &state.source.path) {
        Address::Local { path, .. } => {
            state.holes.push(Hole::Image { path, alt, title: title.to_owned(), span });
            let hole = state.holes.len() - 1;
            out.write_str(&mark('W', hole))
        }
        // A page makes no request to another host: the picture becomes a link to it.
        Address::External(url) => {
            let words = if alt.is_empty() { "picture elsewhere" } else { &alt };
            write!(
                out,
                "<a rel=\"noreferrer\" class=\"picture\" href=\"{}\">{}</a>",
                escape_html(&url),
                escape_html(words)
            )
        }
        Address::Refused(_) | Address::Outside => {
            let message = format!("the picture `{}` cannot be shown", shorten(url, 60));
            state.diagnostics.push(
                Diagnostic::new(Code::FileMissing, &state.source.path, span, message)
                    .help("put the file into the content folder"),
            );
            out.escape(&alt)
        }
    }
}

fn write_code(out: &mut Out<'_, '_, '_>, language: &str, code: &str) -> fmt::Result {
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

/// Raw HTML passes to the sanitiser; comments are dropped, line breaks need none.
fn write_html(out: &mut Out<'_, '_, '_>, html: &str, entering: bool) -> Result<ChildRendering, fmt::Error> {
    if entering {
        let bare = html.trim();
        if bare.starts_with("<!--") && bare.ends_with("-->") && bare.matches("<!--").count() == 1 {
            return Ok(ChildRendering::HTML);
        }
        let plain_break = matches!(bare.to_ascii_lowercase().as_str(), "<br>" | "<br/>" | "<br />");
        if let Some(state) = &mut out.user
            && !plain_break
        {
            state.raw = true;
        }
        out.write_str(html)?;
    }
    Ok(ChildRendering::HTML)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_cut_at_its_marks() {
        let html = format!("<p>see {}INC-1{}</p>{}", mark('O', 0), mark('C', 0), mark('W', 3));
        assert_eq!(
            cut(&html),
            vec![
                Segment::Html("<p>see ".to_owned()),
                Segment::Open(0),
                Segment::Html("INC-1".to_owned()),
                Segment::Close(0),
                Segment::Html("</p>".to_owned()),
                Segment::Whole(3),
            ]
        );
    }

    #[test]
    fn a_mention_keeps_its_sentence() {
        let text = "First it broke. As in INC-7 the pool was full. Then it healed.";
        assert_eq!(sentence_at(text, 21), "As in INC-7 the pool was full.");
    }
}
