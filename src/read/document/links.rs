//! Links: those inside the archive become holes, unsafe ones are refused.

use std::fmt::{self, Write};

use comrak::html::ChildRendering;
use comrak::nodes::Node;

use super::Out;
use super::mentions::{add_mention, add_reference, plain_text};
use super::pictures::{Picture, write_picture};
use crate::diag::{Code, Diagnostic};
use crate::model::{Hole, Segment};
use crate::read::link_target::{self, LinkTarget};
use crate::read::markdown::span_of;
use crate::text::escape_html;

pub(super) fn write_link(
    out: &mut Out<'_, '_, '_>,
    node: Node<'_>,
    url: &str,
    title: &str,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    let Some(state) = &mut out.user else { return Ok(ChildRendering::HTML) };
    if !entering {
        state.link_depth = state.link_depth.saturating_sub(1);
        match state.open_links.pop().flatten() {
            Some(usize::MAX) => out.write_str("</a>")?,
            Some(hole) => out.write_str(&Segment::Close(hole).mark())?,
            None => {}
        }
        return Ok(ChildRendering::HTML);
    }
    state.link_depth += 1;
    let span = span_of(state.source, node);
    match link_target::resolve(url, &state.source.path) {
        LinkTarget::External(url) => {
            state.open_links.push(Some(usize::MAX));
            write!(out, "<a rel=\"noreferrer\" href=\"{}\"", escape_html(&url))?;
            if !title.is_empty() {
                write!(out, " title=\"{}\"", escape_html(title))?;
            }
            out.write_str(">")?;
        }
        LinkTarget::Local { path, fragment } => {
            add_mention(state, node, &node_text(node));
            let (path, fragment) = (path.into(), fragment.into());
            state.holes.push(Hole::Link { path, fragment, title: title.into(), span });
            let hole = state.holes.len() - 1;
            state.open_links.push(Some(hole));
            out.write_str(&Segment::Open(hole).mark())?;
        }
        LinkTarget::Refused(scheme) => {
            let message = format!("link with scheme `{scheme}:` was removed");
            state.diagnostics.push(
                Diagnostic::new(Code::LinkUnsafe, &state.source.path, span, message)
                    .help("use `https:`, `http:`, `mailto:` or `tel:`"),
            );
            state.open_links.push(None);
        }
        LinkTarget::Outside => {
            let message = format!("link `{url}` leads out of the content folder");
            state.diagnostics.push(
                Diagnostic::new(Code::LinkBroken, &state.source.path, span, message)
                    .help("use the full URL of the target"),
            );
            state.open_links.push(None);
        }
    }
    Ok(ChildRendering::HTML)
}

fn node_text(node: Node<'_>) -> String {
    let mut text = String::new();
    plain_text(node, &mut text);
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
        state.link_depth += 1;
        let hole = add_reference(state, node, url, true);
        state.open_links.push(Some(hole));
        out.write_str(&Segment::Open(hole).mark())?;
    } else {
        state.link_depth = state.link_depth.saturating_sub(1);
        if let Some(hole) = state.open_links.pop().flatten() {
            out.write_str(&Segment::Close(hole).mark())?;
        }
    }
    Ok(ChildRendering::HTML)
}

/// `![alt](path)`
pub(super) fn write_image(out: &mut Out<'_, '_, '_>, node: Node<'_>, url: &str, title: &str) -> fmt::Result {
    let picture = Picture { url: url.to_owned(), alt: node_text(node), title: title.to_owned(), width: None };
    write_picture(out, node, picture)
}
