//! Lists, search results and feeds show the title of an incident. A file name says little to somebody who is looking for an outage at
//! night.
//!
//! Start the document with a heading (`# Post-mortem: Checkout returns 5xx`), or set `title` in the front matter.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::Origin;
use crate::source::Span;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let title = &context.incident.record.title;
    if title.provenance.origin != Origin::Path {
        return Vec::new();
    }
    let message = format!("the incident has no title, so the file name `{}` is used", title.value);
    vec![
        context
            .report(Code::TitleMissing, Span::default(), message)
            .help("start with a heading that says what happened"),
    ]
}
