//! Lists, search results and feeds name an incident by its title. The name of a file says little to somebody who looks for
//! an outage at night.
//!
//! Begin the document with a heading (`# Post-mortem: Checkout returns 5xx`), or give a `title` in the front matter.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::Origin;
use crate::source::Span;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let title = &case.incident.record.title;
    if title.provenance.origin != Origin::Path {
        return Vec::new();
    }
    let message = format!("the incident has no title; `{}` is the name of its file", title.value);
    vec![
        case.at(Code::TitleMissing, Span::default(), message)
            .help("begin with a heading that says what happened"),
    ]
}
