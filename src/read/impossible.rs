//! Times and dates that no clock and no calendar has: `25:61`, `T+99999999999999m`, `99999-01-01`. They stay in the text,
//! and are reported.

use super::context::Context;
use crate::diag::Code;
use crate::model::Record;
use crate::when::{self, DateProblem};

/// No incident lasts this many digits of minutes.
const MIN_DIGITS: usize = 7;

/// Reports them in the timeline and in the due dates of action items.
pub(super) fn report(context: &mut Context<'_, '_, '_>, record: &Record) {
    let mut found = Vec::new();
    for event in record.timeline.iter().filter(|event| event.at.is_none()) {
        let text = if event.time.is_empty() { &event.text } else { &event.time };
        found.extend(leading_time(text).map(|written| (event.span, written.to_owned())));
    }
    for item in record.actions.iter().filter(|item| item.due.is_none()) {
        let text = item.due_text.as_deref().unwrap_or(&item.action.text);
        let invalid = || {
            let date = when::find_date(item.due_text.as_deref()?, context.config.date_order)?;
            matches!(date.value, Err(DateProblem::Impossible)).then_some((date.start, date.end))
        };
        let far = far_date(text).map(str::to_owned);
        let written = far.or_else(|| invalid().map(|(start, end)| text[start..end].to_owned()));
        found.extend(written.map(|written| (item.span, written)));
    }
    // Cells with a date have already been read as one.
    let is_reported = |context: &Context<'_, '_, '_>, written: &str| {
        context.diagnostics.iter().any(|one| one.code == Code::DateInvalid && one.message.contains(written))
    };
    for (span, written) in found {
        if !is_reported(context, &written) {
            context.report_date(&written, DateProblem::Impossible, span);
        }
    }
}

/// What has the form of a time at the beginning of a text.
fn leading_time(text: &str) -> Option<&str> {
    let word = text.split_whitespace().next()?;
    let word = word.trim_matches(['*', '`', '(', ')', '[', ']', ',', '~', '-', ':']);
    (is_clock(word) || is_far(word) || far_date(word).is_some()).then_some(word)
}

/// Whether a word has the form `25:61` or `25:61:00` but is not a time of day.
fn is_clock(word: &str) -> bool {
    let parts: Vec<&str> = word.split(':').collect();
    let is_form = (2..=3).contains(&parts.len())
        && parts
            .iter()
            .all(|part| part.len() <= 2 && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        && parts[1..].iter().all(|part| part.len() == 2);
    is_form && when::find_clock(word).is_none()
}

/// Whether a word is a distance from the start that has more digits than any incident has minutes.
fn is_far(word: &str) -> bool {
    let rest = word.trim_start_matches(['T', 't', 'H', 'D', 'J']).strip_prefix(['+', '-', '−']);
    rest.is_some_and(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() >= MIN_DIGITS)
}

/// A day in a year of more than four digits: `99999-01-01`.
fn far_date(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_digit() || c == '-';
    text.split(|c: char| !is_part(c)).find(|word| {
        let parts: Vec<&str> = word.split('-').collect();
        matches!(parts.as_slice(), [year, month, day] if year.len() > 4 && month.len() == 2 && day.len() == 2)
    })
}
