//! Renders the document as its author wrote it: HTML with holes.
//!
//! comrak's formatter walks the tree once; this module overrides what needs care: links and images become holes or are
//! refused, ids in running text become holes, headings and events get anchors, code is highlighted. Holes are written
//! into the HTML as marks ([`crate::model::Segment`]) made of noncharacters, which no source can contain because
//! [`super::markdown`] replaces them.

mod blocks;
mod internal;
mod items;
mod layout;
mod links;
mod mentions;
mod pictures;

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use comrak::html::{
    ChildRendering, Context as Formatting, format_document_with_formatter, format_node_default,
};
use comrak::nodes::{Node, NodeValue};
use comrak::options::Plugins;

pub use self::blocks::task_symbol;
use self::blocks::{
    report_lost_cells, write_callout, write_cell, write_code, write_heading, write_html, write_task,
};
pub(super) use self::internal::InternalParts;
use self::items::{end_item, start_item};
pub(super) use self::layout::Layout;
use self::links::{write_image, write_link, write_wiki_link};
use self::mentions::write_text;
use super::anchors::Anchors;
use super::labels::Labels;
use super::markdown::options;
use super::outline::Outline;
use super::sanitize;
use crate::diag::{Code, Diagnostic};
use crate::model::{Body, Document, Event, FieldId, Headings, Hole, Mention, Segment, Structure, shrunk};
use crate::source::{SourceFile, Span};
use crate::text::push_escaped;

/// State that the formatter carries from node to node.
struct State<'s> {
    source: &'s SourceFile,
    id_pattern: Option<&'s regex::Regex>,
    /// Events by line; each is marked once.
    events: BTreeMap<u32, usize>,
    /// Their anchors.
    event_anchors: Vec<&'s str>,
    /// What is folded, and the rows of action items; nothing in a document with raw HTML, whose elements may begin in one block
    /// and end in another.
    layout: &'s Layout,
    internal: &'s InternalParts,
    anchors: Anchors,
    /// The line of the title, which the page shows elsewhere.
    title_line: Option<usize>,
    /// The line of the timeline's heading.
    timeline_line: Option<usize>,
    /// The text of the block with the last mention.
    block: Option<BlockText>,
    /// The node with the last id, and the offset in the file where the search for the next one begins.
    last_search: Option<(usize, usize)>,
    /// How raw HTML is written.
    html: RawHtml,
    holes: Vec<Hole>,
    headings: Headings,
    folded_headings: Vec<usize>,
    mentions: Vec<Mention>,
    diagnostics: Vec<Diagnostic>,
    /// The index of the next cell in its row.
    column: usize,
    /// How many links enclose the current node.
    link_depth: usize,
    /// Holes of the open links, the innermost last; `None` for a link that was refused or is external.
    open_links: Vec<Option<usize>>,
    /// Whether the document has HTML to sanitize.
    has_raw_html: bool,
}

/// How raw HTML is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum RawHtml {
    /// As it is.
    #[default]
    PassThrough,
    /// As it is, with ids of the page marked for the sanitizer.
    MarkIds,
    /// Escaped, as text.
    Escape,
}

/// The text of a block, and the progress of the search in it.
struct BlockText {
    node_address: usize,
    text: String,
    from: usize,
    /// How many mentions were not found in the text.
    misses: usize,
}

/// A page that is like its document.
static UNCHANGED: Layout = Layout::unchanged();

/// A rendered document, and what was found while rendering it.
pub(super) struct Rendered {
    pub(super) document: Document,
    pub(super) mentions: Vec<Mention>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Renders a document. The HTML is appended to `before`, with which it is stored.
pub(super) fn render<'a>(
    source: &SourceFile,
    before: &str,
    root: Node<'a>,
    outline: &Outline<'a>,
    labels: &Labels<'_, 'a>,
    (timeline, layout, internal): (&[Event], &Layout, &InternalParts),
    id_pattern: Option<&regex::Regex>,
) -> Rendered {
    let line_of = |index: usize| outline.sections[index].node.map(|node| node.data().sourcepos.start.line);
    let timeline_section = labels.heading_fields.iter().position(|field| *field == Some(FieldId::Timeline));
    let format = |raw: RawHtml| {
        let state = State {
            source,
            id_pattern,
            events: timeline.iter().enumerate().map(|(at, event)| (event.line, at)).collect(),
            event_anchors: timeline.iter().map(|event| &*event.anchor).collect(),
            layout: if raw == RawHtml::PassThrough { layout } else { &UNCHANGED },
            internal,
            title_line: labels.title.and_then(line_of),
            timeline_line: timeline_section.and_then(line_of),
            html: raw,
            ..State::new(source)
        };
        let mut text = String::with_capacity(before.len() + source.text.len() * 2);
        text.push_str(before);
        // Writing to a string cannot fail.
        let finished = format_document_with_formatter(
            root,
            &options(),
            &mut text,
            &Plugins::default(),
            format_node,
            Some(state),
        );
        (text, finished.ok().flatten().unwrap_or_else(|| State::new(source)))
    };
    let start = before.len();
    let (mut text, mut state) = format(RawHtml::PassThrough);
    if state.has_raw_html {
        // Render again with marked ids: ids written by hand could otherwise pass for parts of the page.
        (text, state) = format(RawHtml::MarkIds);
        if let Some((clean, removed)) = sanitize::clean(&text[start..]) {
            text.truncate(start);
            text.push_str(&clean);
            state.diagnostics.extend(removed.map(|tag| {
                let message = format!("raw HTML `<{tag}>` is not allowed and was removed");
                Diagnostic::new(Code::HtmlRemoved, &source.path, first_tag(source, &tag), message)
            }));
        } else {
            (text, state) = format(RawHtml::Escape);
            let message = "raw HTML is nested too deeply, so it is shown as text";
            state.diagnostics.push(
                Diagnostic::new(Code::HtmlRemoved, &source.path, first_tag(source, ""), message)
                    .help("close the open elements, or write it as Markdown"),
            );
        }
    }
    let document = Document {
        body: Body::new(text, start),
        holes: shrunk(state.holes),
        headings: state.headings.shrunk(),
        folded_headings: shrunk(state.folded_headings),
        has_item_marks: !state.layout.rows.is_empty(),
        has_internal_parts: !internal.is_empty(),
        structure: Structure::default(),
    };
    Rendered { document, mentions: shrunk(state.mentions), diagnostics: state.diagnostics }
}

impl<'s> State<'s> {
    fn new(source: &'s SourceFile) -> Self {
        Self {
            source,
            id_pattern: None,
            events: BTreeMap::new(),
            event_anchors: Vec::new(),
            layout: &UNCHANGED,
            internal: &internal::NONE,
            anchors: Anchors::default(),
            title_line: None,
            timeline_line: None,
            block: None,
            last_search: None,
            html: RawHtml::PassThrough,
            holes: Vec::new(),
            headings: Headings::default(),
            folded_headings: Vec::new(),
            mentions: Vec::new(),
            diagnostics: Vec::new(),
            column: 0,
            link_depth: 0,
            open_links: Vec::new(),
            has_raw_html: false,
        }
    }

    /// An id of the page, for an attribute.
    fn id(&self, anchor: &str) -> String {
        let mark = if self.html == RawHtml::MarkIds { sanitize::OWN_ID } else { "" };
        let mut id = String::with_capacity(mark.len() + anchor.len());
        id.push_str(mark);
        push_escaped(&mut id, anchor);
        id
    }
}

fn first_tag(source: &SourceFile, tag: &str) -> Span {
    let lower = source.text.to_ascii_lowercase();
    lower.find(&format!("<{tag}")).map_or(Span::default(), |at| Span::new(at, at + tag.len() + 1))
}

type Out<'o, 'c, 's> = Formatting<'o, 'c, Option<State<'s>>>;

fn format_node(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let fold = fold_mark(out, node, entering);
    if entering {
        internal::write_start(out, node)?;
        if let Some(mark) = &fold {
            out.cr()?;
            out.write_str(mark)?;
        }
        return format_value(out, node, true);
    }
    let rendering = format_value(out, node, false)?;
    if let Some(mark) = &fold {
        out.write_str(mark)?;
    }
    internal::write_end(out, node)?;
    Ok(rendering)
}

/// The mark before or after a block, if it is the first or the last one of those that are folded.
fn fold_mark(out: &Out<'_, '_, '_>, node: Node<'_>, entering: bool) -> Option<String> {
    let folds = &out.user.as_ref()?.layout.folds;
    if folds.is_empty()
        || !node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Document))
    {
        return None;
    }
    let place = node.data().sourcepos;
    if entering {
        let starts = folds.binary_search_by_key(&place.start.line, |(first, _)| *first).is_ok();
        starts.then(|| Segment::Fold.mark())
    } else {
        let last = place.end.line.max(place.start.line);
        folds.binary_search_by_key(&last, |(_, last)| *last).is_ok().then(|| Segment::FoldEnd.mark())
    }
}

fn format_value(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let data = node.data();
    if entering && !data.value.block() {
        event_anchor(out, data.sourcepos.start.line)?;
    }
    match &data.value {
        NodeValue::Text(text) => {
            if entering {
                write_text(out, node, text)?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::Document if entering => {
            reserve_anchors(out);
            format_node_default(out, node, true)
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
        NodeValue::TableRow(_) => {
            if let Some(state) = &mut out.user {
                state.column = 0;
                if entering {
                    report_lost_cells(state, node);
                }
            }
            if entering && internal::write_row(out, node)? {
                return Ok(ChildRendering::HTML);
            }
            format_node_default(out, node, entering)
        }
        NodeValue::TableCell if entering => {
            let rendering = write_cell(out, node, true)?;
            internal::write_row_label(out, node)?;
            start_item(out, node)?;
            Ok(rendering)
        }
        NodeValue::TableCell => {
            end_item(out, node)?;
            write_cell(out, node, false)
        }
        NodeValue::TaskItem(task) => write_task(out, node, task.symbol, entering),
        NodeValue::Item(_) if entering && internal::write_item(out, node, "")? => Ok(ChildRendering::HTML),
        NodeValue::Callout(callout) => write_callout(out, node, callout, entering),
        NodeValue::CalloutTitle => {
            out.write_str(if entering { "<p class=\"markdown-alert-title\">" } else { "</p>\n" })?;
            Ok(ChildRendering::HTML)
        }
        NodeValue::HtmlBlock(html) => write_html(out, node, &html.literal, entering),
        NodeValue::HtmlInline(html) => write_html(out, node, html, entering),
        _ => format_node_default(out, node, entering),
    }
}

/// Reserves the anchors of events, so that headings do not take them.
fn reserve_anchors(out: &mut Out<'_, '_, '_>) {
    if let Some(State { event_anchors, anchors, .. }) = &mut out.user {
        for anchor in event_anchors {
            anchors.assign(anchor);
        }
    }
}

fn event_anchor(out: &mut Out<'_, '_, '_>, line: usize) -> fmt::Result {
    let Some(state) = &mut out.user else { return Ok(()) };
    if state.events.is_empty() || state.link_depth > 0 {
        return Ok(());
    }
    let line = u32::try_from(line).unwrap_or(0);
    match state.events.remove(&line) {
        Some(event) => out.write_str(&Segment::Event(event).mark()),
        None => Ok(()),
    }
}
