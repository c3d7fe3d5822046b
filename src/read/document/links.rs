//! Links and pictures: those within the archive become holes, those that are not safe are refused.

use std::fmt::{self, Write};

use comrak::html::ChildRendering;
use comrak::nodes::Node;

use super::Out;
use super::mentions::{mention, plain, refer};
use crate::diag::{Code, Diagnostic};
use crate::model::{Hole, Segment};
use crate::read::address::{self, Address};
use crate::read::markdown::span_of;
use crate::text::{escape_html, shorten};

pub(super) fn write_link(
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
            Some(hole) => out.write_str(&Segment::Close(hole).mark())?,
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
            let (path, fragment) = (path.into(), fragment.into());
            state.holes.push(Hole::Link { path, fragment, title: title.into(), span });
            let hole = state.holes.len() - 1;
            state.open.push(Some(hole));
            out.write_str(&Segment::Open(hole).mark())?;
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

pub(super) fn write_wiki_link(
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
        out.write_str(&Segment::Open(hole).mark())?;
    } else {
        state.in_link = state.in_link.saturating_sub(1);
        if let Some(hole) = state.open.pop().flatten() {
            out.write_str(&Segment::Close(hole).mark())?;
        }
    }
    Ok(ChildRendering::HTML)
}

pub(super) fn write_image(out: &mut Out<'_, '_, '_>, node: Node<'_>, url: &str, title: &str) -> fmt::Result {
    let alt = node_text(node);
    let Some(state) = &mut out.user else { return Ok(()) };
    let span = span_of(state.source, node);
    match address::of(url, &state.source.path) {
        Address::Local { path, .. } => {
            state.holes.push(Hole::Image { path: path.into(), alt: alt.into(), title: title.into(), span });
            let hole = state.holes.len() - 1;
            out.write_str(&Segment::Whole(hole).mark())
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
