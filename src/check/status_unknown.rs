//! Pages and filters group incidents by status, and some rules ask more of a finished document than of a draft. A word that
//! says neither draft nor reviewed nor final is shown as it stands and counts as none of them.
//!
//! Use a word that is known, or teach pmsite yours: `[aliases.status]`, then `final = ["baked"]`.

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::StatusKind;

/// Longer ones are remarks; a script without blanks needs fewer characters for as much.
const LONGEST: usize = 24;
const LONGEST_UNSPACED: usize = 8;

pub(super) fn check(case: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let Some(status) = &case.incident.record.status else { return Vec::new() };
    let label = &status.value.label;
    let longest = if label.chars().any(|c| c >= '\u{2e80}') { LONGEST_UNSPACED } else { LONGEST };
    if status.value.kind != StatusKind::Other || label.is_empty() || label.chars().count() > longest {
        return Vec::new();
    }
    vec![
        case.at(
            Code::StatusUnknown,
            status.provenance.span,
            format!("`{label}` says neither draft, reviewed nor final"),
        )
        .help("use one of these words, or add yours under `[aliases.status]` in pmsite.toml"),
    ]
}
