//! Pages and filters group incidents by status, and some rules expect more of a finished document than of a draft. A status that is
//! not known as draft, reviewed or final is shown as written and belongs to none of these groups.
//!
//! Use a known status, or add yours: `[aliases.status]`, then `final = ["baked"]`.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::StatusKind;

/// Longer texts are remarks. Scripts without spaces need fewer characters.
const MAX_CHARS: usize = 24;
const MAX_CHARS_UNSPACED: usize = 8;

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let Some(status) = &context.incident.record.status else { return Vec::new() };
    let label = &status.value.label;
    let longest = if label.chars().any(|c| c >= '\u{2e80}') { MAX_CHARS_UNSPACED } else { MAX_CHARS };
    if status.value.kind != StatusKind::Other || label.is_empty() || label.chars().count() > longest {
        return Vec::new();
    }
    vec![
        context
            .report(Code::StatusUnknown, status.provenance.span, format!("unknown status `{label}`"))
            .help("use `draft`, `reviewed` or `final`, or add yours under `[aliases.status]` in pmsite.toml"),
    ]
}
