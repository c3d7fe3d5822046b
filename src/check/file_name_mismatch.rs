//! The file is called `INC-0042-….md` and the document says `INC-0043`: somebody copied a document and changed only one of the two.
//! Links by file and links by id then lead to what people take for different incidents.
//!
//! Only ids of the same form are compared; a file name without an id is fine.

use std::sync::LazyLock;

use regex::Regex;

use super::context::IncidentContext;
use crate::diag::{Code, Diagnostic};
use crate::model::Origin;
use crate::text::fold_id;

/// Letters followed by numbers at the start of a name.
static HEAD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^([A-Za-z]+)[-_ ]?(\d+(?:[-_]\d+)*)").ok());

pub(super) fn check(context: &IncidentContext<'_>) -> Vec<Diagnostic> {
    let Some(id) = &context.incident.record.id else { return Vec::new() };
    if id.provenance.origin == Origin::Path {
        return Vec::new();
    }
    let name = context.incident.source.stem();
    let (Some(in_name), Some(in_text)) = (parts(name), parts(&id.value)) else { return Vec::new() };
    let same_form = in_name.letters.eq_ignore_ascii_case(in_text.letters)
        && in_name.numbers == in_text.numbers
        && in_text.whole.len() == id.value.len();
    if !same_form || fold_id(in_name.whole) == fold_id(in_text.whole) {
        return Vec::new();
    }
    let message = format!("the file name says `{}`, the document says `{}`", in_name.whole, id.value);
    vec![
        context
            .report(Code::FileNameMismatch, id.provenance.span, message)
            .help("rename the file, or correct the id"),
    ]
}

/// The parts of an id.
struct Parts<'t> {
    whole: &'t str,
    letters: &'t str,
    /// How many numbers it has.
    numbers: usize,
}

fn parts(text: &str) -> Option<Parts<'_>> {
    let found = HEAD.as_ref()?.captures(text)?;
    let digits = found.get(2)?.as_str();
    let numbers = digits.split(['-', '_']).count();
    Some(Parts { whole: found.get(0)?.as_str(), letters: found.get(1)?.as_str(), numbers })
}
