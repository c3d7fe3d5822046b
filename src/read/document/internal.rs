//! The parts of a document that only the internal edition shows: what is between `<!-- internal -->` and
//! `<!-- /internal -->`, and a section with a single `<!-- internal -->` under its heading or in it.
//!
//! Marks can be anywhere, so a part need not begin and end in the same element. Each run of siblings inside a part gets an
//! element of its own, and list items and table rows a class, so the HTML is well formed whatever the marks are. What is
//! covered is decided in document order ([`cover`]); this module turns it into elements.

mod cover;
mod marks;

use std::fmt::{self, Write};

use comrak::nodes::{Node, NodeValue};
use rustc_hash::{FxHashMap, FxHashSet};

use self::cover::Tree;
use self::marks::{Piece, is_marked, pieces};
use super::pictures::write_html_with_pictures;
use super::{Out, RawHtml, State};
use crate::model::Segment;
use crate::read::sanitize;

/// The elements around internal parts, by the address of nodes.
#[derive(Debug, Default)]
pub(in crate::read) struct InternalParts {
    /// The first node of each run of siblings.
    first: FxHashMap<usize, Wrapper>,
    /// The last node of each run.
    last: FxHashMap<usize, Wrapper>,
    /// List items and rows.
    whole: FxHashSet<usize>,
    /// Blocks of raw HTML with internal parts inside.
    divided: FxHashSet<usize>,
}

/// An element around siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrapper {
    /// Around blocks.
    Div,
    /// Around inline nodes.
    Span,
}

/// The internal parts of a document without any.
pub(super) static NONE: InternalParts = InternalParts {
    first: FxHashMap::with_hasher(rustc_hash::FxBuildHasher),
    last: FxHashMap::with_hasher(rustc_hash::FxBuildHasher),
    whole: FxHashSet::with_hasher(rustc_hash::FxBuildHasher),
    divided: FxHashSet::with_hasher(rustc_hash::FxBuildHasher),
};

impl InternalParts {
    /// The internal parts of a tree that was parsed from a text.
    pub(in crate::read) fn new(text: &str, root: Node<'_>) -> Self {
        let mut parts = Self::default();
        if !is_marked(text) {
            return parts;
        }
        let tree = Tree::new(root);
        let mut at = 0;
        while let Some(place) = tree.places.get(at) {
            if !place.covered {
                if place.divided {
                    parts.divided.insert(address(place.node));
                }
                at += 1;
                continue;
            }
            let last = tree.last_of_run(at);
            parts.add_run(place.node, tree.places[last].node);
            at = tree.places[last].end + 1;
        }
        parts
    }

    pub(super) fn is_empty(&self) -> bool {
        self.first.is_empty() && self.whole.is_empty() && self.divided.is_empty()
    }

    /// Whether a heading is at the top level and inside a run.
    fn contains_heading(&self, heading: Node<'_>) -> bool {
        let is_top =
            heading.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Document));
        let before = || heading.preceding_siblings();
        let edge = before().position(|node| self.first.contains_key(&address(node)));
        let end = before().skip(1).position(|node| self.last.contains_key(&address(node)));
        is_top && edge.is_some_and(|edge| end.is_none_or(|end| edge <= end))
    }

    /// Whether a run begins at a node.
    pub(super) fn begins_at(&self, node: Node<'_>) -> bool {
        self.first.contains_key(&address(node))
    }

    /// Whether a run ends at a node.
    pub(super) fn ends_at(&self, node: Node<'_>) -> bool {
        self.last.contains_key(&address(node))
    }

    /// Adds what is needed around siblings.
    fn add_run<'a>(&mut self, first: Node<'a>, last: Node<'a>) {
        let mut work = vec![(first, last)];
        while let Some((first, last)) = work.pop() {
            let run = || {
                let end = address(last);
                let mut is_past = false;
                first.following_siblings().take_while(move |node| {
                    let inside = !is_past;
                    is_past |= address(node) == end;
                    inside
                })
            };
            let Some(parent) = first.parent().filter(|_| run().any(is_visible)) else { continue };
            let wrapper = match &parent.data().value {
                NodeValue::List(_) | NodeValue::Table(_) => {
                    self.whole.extend(run().map(address));
                    continue;
                }
                // Elements that allow only certain children.
                NodeValue::TableRow(_) | NodeValue::DescriptionList | NodeValue::DescriptionItem(_) => {
                    work.extend(run().filter_map(|node| node.first_child().zip(node.last_child())));
                    continue;
                }
                NodeValue::CalloutTitle => Wrapper::Span,
                value if !value.block() || value.contains_inlines() => Wrapper::Span,
                _ => Wrapper::Div,
            };
            self.first.insert(address(first), wrapper);
            self.last.insert(address(last), wrapper);
        }
    }
}

fn address(node: Node<'_>) -> usize {
    std::ptr::from_ref(node).addr()
}

/// Whether a node shows anything: not just comments and white space.
fn is_visible(node: Node<'_>) -> bool {
    node.descendants().any(|node| match &node.data().value {
        NodeValue::HtmlBlock(html) => !marks::is_blank(&html.literal),
        NodeValue::HtmlInline(html) => !marks::is_blank(html),
        NodeValue::Text(text) => !text.trim().is_empty(),
        NodeValue::SoftBreak | NodeValue::LineBreak => false,
        _ => node.first_child().is_none(),
    })
}

/// Writes the beginning of the run that begins at a node.
pub(super) fn write_start(out: &mut Out<'_, '_, '_>, node: Node<'_>) -> fmt::Result {
    let Some(state) = &mut out.user else { return Ok(()) };
    if state.internal.is_empty() {
        return Ok(());
    }
    match state.internal.first.get(&address(node)) {
        Some(Wrapper::Div) => {
            out.cr()?;
            write_tag(out, "div", "")?;
            out.write_str("\n")
        }
        Some(Wrapper::Span) => write_tag(out, "span", ""),
        None => Ok(()),
    }
}

/// Writes the end of the run that ends at a node.
pub(super) fn write_end(out: &mut Out<'_, '_, '_>, node: Node<'_>) -> fmt::Result {
    let Some(state) = &mut out.user else { return Ok(()) };
    if state.internal.is_empty() {
        return Ok(());
    }
    match state.internal.last.get(&address(node)) {
        Some(Wrapper::Div) => {
            out.cr()?;
            out.write_str("</div>\n")
        }
        Some(Wrapper::Span) => out.write_str("</span>"),
        None => Ok(()),
    }
}

/// Writes the start tag of an element, and the place of its label.
fn write_tag(out: &mut Out<'_, '_, '_>, element: &str, classes: &str) -> fmt::Result {
    let guard = guard(out);
    let space = if classes.is_empty() { "" } else { " " };
    write!(out, "<{element} class=\"{guard}internal{space}{classes}\">")?;
    out.write_str(&Segment::InternalLabel.mark())
}

/// What tells the class from one that an author writes, while there is HTML to sanitize.
fn guard(out: &Out<'_, '_, '_>) -> &'static str {
    match &out.user {
        Some(State { html: RawHtml::MarkIds, .. }) => sanitize::OWN_CLASS_GUARD,
        _ => "",
    }
}

fn is_whole(out: &Out<'_, '_, '_>, node: Node<'_>) -> bool {
    out.user.as_ref().is_some_and(|state| state.internal.whole.contains(&address(node)))
}

/// Writes the start of a list item, if it is internal as a whole.
pub(super) fn write_item(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    classes: &str,
) -> Result<bool, fmt::Error> {
    let internal = is_whole(out, node);
    if internal {
        out.cr()?;
        write_tag(out, "li", classes)?;
    }
    Ok(internal)
}

/// Writes the start of a row as comrak does, if it is internal as a whole.
pub(super) fn write_row(out: &mut Out<'_, '_, '_>, node: Node<'_>) -> Result<bool, fmt::Error> {
    let is_header = |node: Node<'_>| matches!(node.data().value, NodeValue::TableRow(true));
    let internal = is_whole(out, node);
    if internal {
        out.cr()?;
        if is_header(node) {
            out.write_str("<thead>\n")?;
        } else if node.previous_sibling().is_some_and(is_header) {
            out.write_str("<tbody>\n")?;
        }
        let guard = guard(out);
        write!(out, "<tr class=\"{guard}internal\">")?;
    }
    Ok(internal)
}

/// Writes the label of a row at the beginning of its first cell.
pub(super) fn write_row_label(out: &mut Out<'_, '_, '_>, cell: Node<'_>) -> fmt::Result {
    let row = cell.parent().filter(|_| cell.previous_sibling().is_none());
    match row {
        Some(row) if is_whole(out, row) => out.write_str(&Segment::InternalLabel.mark()),
        _ => Ok(()),
    }
}

/// Writes the place of the phases, after the heading of the timeline. A part around it is interrupted, because themes may put
/// something between what is before and what is after.
pub(super) fn write_phase_bar(out: &mut Out<'_, '_, '_>, heading: Node<'_>) -> fmt::Result {
    let line = heading.data().sourcepos.start.line;
    let is_inside = out.user.as_ref().is_some_and(|state| {
        !state.internal.is_empty()
            && !state.layout.is_folded(line)
            && state.internal.contains_heading(heading)
    });
    if is_inside {
        out.write_str("</div>\n")?;
    }
    out.write_str(&Segment::PhaseBar.mark())?;
    if is_inside {
        let guard = guard(out);
        writeln!(out, "<div class=\"{guard}internal\">")?;
    }
    Ok(())
}

/// Writes a block of raw HTML that contains marks. `false` if it has none.
pub(super) fn write_block(out: &mut Out<'_, '_, '_>, node: Node<'_>, html: &str) -> Result<bool, fmt::Error> {
    if !is_marked(html) {
        return Ok(false);
    }
    let is_divided = out.user.as_ref().is_some_and(|state| state.internal.divided.contains(&address(node)));
    // Text in front of which an author puts a mark is a paragraph to them.
    let is_text = pieces(html).all(|piece| match piece {
        Piece::Html(html) => marks::is_blank(html) || !html.contains('<'),
        Piece::Begin | Piece::End => true,
    });
    let is_paragraph = is_text && !marks::is_blank(html) && !is_in_tight_list(node);
    if is_paragraph {
        out.cr()?;
        out.write_str("<p>")?;
    }
    for piece in pieces(html) {
        match piece {
            Piece::Begin if is_divided => write_tag(out, "span", "")?,
            Piece::End if is_divided => out.write_str("</span>")?,
            Piece::Begin | Piece::End => {}
            Piece::Html(html) if is_text && html.contains('<') => {}
            Piece::Html(html) if is_text => out.write_str(html.trim_end_matches(['\r', '\n']))?,
            Piece::Html(html) => write_raw(out, node, html)?,
        }
    }
    out.write_str(if is_paragraph { "</p>\n" } else { "" })?;
    Ok(true)
}

fn is_in_tight_list(node: Node<'_>) -> bool {
    let list = node.parent().and_then(comrak::arena_tree::Node::parent);
    list.is_some_and(|list| matches!(&list.data().value, NodeValue::List(list) if list.tight))
}

fn write_raw(out: &mut Out<'_, '_, '_>, node: Node<'_>, html: &str) -> fmt::Result {
    let Some(state) = &mut out.user else { return Ok(()) };
    if state.html == RawHtml::Escape {
        return out.escape(html);
    }
    state.has_raw_html = true;
    write_html_with_pictures(out, node, html)
}

#[cfg(test)]
mod tests;
