//! The text of a document with its holes filled.

use std::fmt::Write as _;

use super::decoration::{Decoration, push_event};
use super::lookup::Lookup;
use super::routes;
use super::view::{Body, HeadingView, Markup};
use crate::archive::Target;
use crate::model::{Document, Event, Hole, ImageSize, Segment};
use crate::text::push_escaped;

/// A document with what its holes and marks refer to.
pub(super) struct Written<'a> {
    pub(super) document: &'a Document,
    pub(super) targets: &'a [Target],
    pub(super) timeline: &'a [Event],
}

/// Fills the holes of a document for the page at `path`. Without decoration, the page shows the document as it is.
pub(super) fn fill(
    written: &Written<'_>,
    decoration: Option<&Decoration<'_>>,
    path: &str,
    lookup: &Lookup,
) -> Body {
    let Written { document, targets, timeline } = *written;
    let root = &routes::root(path);
    let filler = Filler { document, targets, path, root, lookup };
    let marked = document.body.html();
    // A link is longer than its placeholder.
    let length = marked.length() + LINK_BYTES * targets.len();
    let (mut before, mut html) = (None, String::with_capacity(length));
    for segment in marked.segments() {
        match segment {
            Segment::Html(text) => html.push_str(text),
            Segment::Open(hole) => filler.open(&mut html, hole),
            Segment::Close(hole) => html.push_str(filler.closing_tag(hole)),
            Segment::Whole(hole) => filler.whole(&mut html, hole),
            // A second place would show the same phases again.
            Segment::PhaseBar if before.is_none() => {
                let rest = String::with_capacity(length.saturating_sub(html.len()));
                before = Some(std::mem::replace(&mut html, rest));
            }
            Segment::PhaseBar => {}
            Segment::Event(at) => {
                push_event(&mut html, timeline.get(at), decoration.and_then(|one| one.phase(at)));
            }
            Segment::Fold => {
                if let Some(decoration) = decoration {
                    decoration.push_fold(&mut html);
                }
            }
            Segment::InternalLabel => {
                html.push_str("<span class=\"internal-label\">");
                push_escaped(&mut html, &lookup.messages.text("document.internal"));
                // A space, so that it is not read out as one word with what follows.
                html.push_str(" </span>");
            }
            Segment::FoldEnd => html.push_str(if decoration.is_some() { "</details>\n" } else { "" }),
            Segment::Item(part, item) => {
                if let Some(decoration) = decoration {
                    decoration.push_item(&mut html, part, item);
                }
            }
        }
    }
    let has_internal_parts = document.has_internal_parts;
    match before {
        Some(before) => {
            Body { before_html: Markup::new(before), after_html: Some(Markup::new(html)), has_internal_parts }
        }
        None => Body { before_html: Markup::new(html), after_html: None, has_internal_parts },
    }
}

/// Bytes of HTML of a typical link to another incident.
const LINK_BYTES: usize = 384;

/// The headings for a table of contents, without those in folded blocks.
pub(super) fn headings(document: &Document) -> Vec<HeadingView> {
    document
        .headings
        .iter()
        .enumerate()
        .filter(|(_, heading)| (2..=3).contains(&heading.level) && !heading.anchor.is_empty())
        .filter(|(at, _)| document.folded_headings.binary_search(at).is_err())
        .map(|(_, heading)| HeadingView {
            level: heading.level,
            label: heading.text.to_owned(),
            anchor: heading.anchor.to_owned(),
        })
        .collect()
}

struct Filler<'a> {
    document: &'a Document,
    targets: &'a [Target],
    path: &'a str,
    root: &'a str,
    lookup: &'a Lookup,
}

impl Filler<'_> {
    /// The target of a hole. The id of a document in its own text is not a link.
    fn target(&self, hole: usize) -> &Target {
        let bare = matches!(self.document.holes.get(hole), Some(Hole::Reference { .. }));
        match self.targets.get(hole) {
            Some(Target::Incident(at)) if bare && self.lookup.routes.incident(*at) == self.path => {
                &Target::Nothing
            }
            Some(target) => target,
            None => &Target::Nothing,
        }
    }

    /// Fragment and title as written.
    fn stated(&self, hole: usize) -> (&str, &str) {
        match self.document.holes.get(hole) {
            Some(Hole::Link { fragment, title, .. }) => (fragment, title),
            Some(Hole::Image { title, .. }) => ("", title),
            Some(Hole::Reference { .. }) | None => ("", ""),
        }
    }

    fn open(&self, out: &mut String, hole: usize) {
        let (fragment, title) = self.stated(hole);
        match self.target(hole) {
            Target::Incident(at) => self.open_incident(out, *at, hole),
            Target::Page(at) => self.open_link(out, &self.lookup.routes.pages[*at], fragment, title),
            Target::File(path) => {
                if let Some(file) = self.lookup.routes.file(path) {
                    self.open_link(out, &routes::encode(file), fragment, title);
                }
            }
            Target::External(url) => {
                if let Some(url) = routes::external(url) {
                    out.push_str("<a rel=\"noreferrer\" href=\"");
                    push_escaped(out, url);
                    push_title(out, title);
                    out.push_str("\">");
                }
            }
            Target::Dangling => {
                out.push_str("<span class=\"dangling\" title=\"");
                push_escaped(out, &self.lookup.messages.text("incident.unknown"));
                out.push_str("\">");
            }
            Target::Nothing => {}
        }
    }

    fn closing_tag(&self, hole: usize) -> &'static str {
        match self.target(hole) {
            Target::Incident(_) | Target::Page(_) => "</a>",
            Target::File(path) if self.lookup.routes.file(path).is_some() => "</a>",
            Target::External(url) if routes::external(url).is_some() => "</a>",
            Target::Dangling => "</span>",
            Target::File(_) | Target::External(_) | Target::Nothing => "",
        }
    }

    fn open_link(&self, out: &mut String, url: &str, fragment: &str, title: &str) {
        out.push_str("<a href=\"");
        self.push_address(out, url, fragment);
        push_title(out, title);
        out.push_str("\">");
    }

    /// The data attributes are for the previews of links.
    fn open_incident(&self, out: &mut String, incident: usize, hole: usize) {
        let card = self.lookup.card(incident);
        let bare = matches!(self.document.holes.get(hole), Some(Hole::Reference { .. }));
        let (fragment, title) = self.stated(hole);
        // The style sheet does not break a bare id at its hyphen.
        out.push_str(if bare { "<a class=\"ref bare\" href=\"" } else { "<a class=\"ref\" href=\"" });
        self.push_address(out, &card.url, fragment);
        push_title(out, if title.is_empty() { &card.title } else { title });
        push_data(out, "id", &card.id);
        push_data(out, "severity", &card.severity.label);
        if let Some(date) = &card.date {
            push_data(out, "date", &date.text);
        }
        if let Some(line) = &card.one_line {
            push_data(out, "line", line);
        }
        out.push_str("\">");
    }

    fn push_address(&self, out: &mut String, url: &str, fragment: &str) {
        out.push_str(self.root);
        out.push_str(url);
        if !fragment.is_empty() {
            out.push('#');
            push_escaped(out, fragment);
        }
    }

    fn whole(&self, out: &mut String, hole: usize) {
        let Some(Hole::Image { alt, title, width: wanted, .. }) = self.document.holes.get(hole) else {
            return;
        };
        let file = match self.target(hole) {
            Target::File(path) => self.lookup.routes.file(path),
            _ => None,
        };
        let Some(file) = file else {
            out.push_str("<span class=\"missing\">");
            if alt.is_empty() {
                push_escaped(out, &self.lookup.messages.text("incident.image_missing"));
            } else {
                push_escaped(out, alt);
            }
            out.push_str("</span>");
            return;
        };
        out.push_str("<img loading=\"lazy\" src=\"");
        self.push_address(out, &routes::encode(file), "");
        out.push_str("\" alt=\"");
        push_escaped(out, alt);
        push_title(out, title);
        let size = match self.target(hole) {
            Target::File(path) => self.lookup.archive.sizes.get(path),
            _ => None,
        };
        match (size, wanted) {
            (Some(ImageSize { width, height }), None) => {
                let _ = write!(out, "\" width=\"{width}\" height=\"{height}");
            }
            (Some(ImageSize { width, height }), Some(wanted)) => {
                // Both, so that the page does not move when the image arrives.
                let height = u64::from(*height) * u64::from(*wanted) / u64::from(*width).max(1);
                let _ = write!(out, "\" width=\"{wanted}\" height=\"{height}");
            }
            (None, Some(wanted)) => {
                let _ = write!(out, "\" width=\"{wanted}");
            }
            (None, None) => {}
        }
        out.push_str("\">");
    }
}

/// Closes the previous attribute and leaves its own open.
fn push_title(out: &mut String, title: &str) {
    if !title.is_empty() {
        out.push_str("\" title=\"");
        push_escaped(out, title);
    }
}

fn push_data(out: &mut String, name: &str, value: &str) {
    out.push_str("\" data-");
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(out, value);
}
