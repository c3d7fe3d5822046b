//! A document that is not an incident.

use super::{Heading, mentions, page};
use crate::site::body::{self, Written};
use crate::site::lookup::Lookup;
use crate::site::plan::Content;
use crate::site::view::{DocumentView, View};

/// The page of a document by its index.
pub(crate) fn document(lookup: &Lookup, at: usize) -> Content<'_> {
    let one = &lookup.archive.pages[at];
    let path = &lookup.routes.pages[at];
    let about = *path == lookup.routes.about;
    let (backlinks, backlinks_total) = mentions(lookup, &one.backlinks);
    let written = Written { document: &one.document, targets: &one.targets, timeline: &one.record.timeline };
    let view = DocumentView {
        title: one.title.clone(),
        body: body::fill(&written, None, path, lookup),
        headings: body::headings(&one.document),
        backlinks,
        backlinks_total,
        extra: one.record.extra.clone(),
        about,
    };
    let heading = Heading {
        path,
        title: one.title.clone(),
        description: None,
        section: if about { "about" } else { "" },
        breadcrumbs: Vec::new(),
        source: Some(&one.source.path),
    };
    page(lookup, heading, View::Document(view))
}
