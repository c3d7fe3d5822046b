//! Places in a document that state different values for the same field.
//!
//! Compared are facts: times, durations, severities, statuses, ids, titles and names. Two wordings of a summary are not a
//! contradiction. The places are the front matter, metadata tables and key lists at the head; file names and titles
//! have checks of their own.

use super::context::{Context, list};
use super::labels::Label;
use super::lexicon::fold;
use super::placeholder::{is_choice, is_placeholder};
use super::{durations, values};
use crate::diag::Code;
use crate::model::{FieldId, Origin, StatusKind};
use crate::source::Span;
use crate::text::{fold_id, shorten};
use crate::when;

/// A value as one place states it.
struct Statement {
    origin: Origin,
    span: Span,
    text: String,
    /// The names of a list, folded; none for other fields.
    names: Vec<String>,
}

const FIELDS: [(FieldId, &str); 13] = [
    (FieldId::Id, "id"),
    (FieldId::Title, "title"),
    (FieldId::Date, "date"),
    (FieldId::Started, "started"),
    (FieldId::Detected, "detected"),
    (FieldId::Declared, "declared"),
    (FieldId::Mitigated, "mitigated"),
    (FieldId::Resolved, "resolved"),
    (FieldId::Duration, "duration"),
    (FieldId::Severity, "severity"),
    (FieldId::Status, "status"),
    (FieldId::Author, "authors"),
    (FieldId::Service, "services"),
];

/// Reports each field for which two places disagree, once.
pub(super) fn report(context: &mut Context<'_, '_, '_>) {
    for (field, name) in FIELDS {
        let statements = statements(context, field);
        let Some((first, others)) = statements.split_first() else { continue };
        let Some(other) = others.iter().find(|other| disagree(context, field, first, other)) else {
            continue;
        };
        let (one, two) = (shorten(&first.text, 40), shorten(&other.text, 40));
        let message = if first.origin == other.origin {
            format!("`{name}`: the {} says both `{one}` and `{two}`", first.origin.label())
        } else {
            format!(
                "`{name}`: the {} says `{one}`, the {} says `{two}`",
                first.origin.label(),
                other.origin.label()
            )
        };
        let span = other.span;
        context.report(Code::FieldConflict, span, message, "pmsite uses the first one; correct the other");
    }
}

/// The values that the head of a document states for a field, most trusted first; empty unless there are two to compare.
fn statements(context: &Context<'_, '_, '_>, field: FieldId) -> Vec<Statement> {
    // An owner is often a team, and not one of the authors.
    let is_team = |key: &str| field == FieldId::Author && context.lexicon.is_in("team_key", &fold(key));
    let folded = |items: &[String]| {
        let items = items.iter().filter(|_| matches!(field, FieldId::Author | FieldId::Service));
        items.map(|item| fold(item)).filter(|item| !item.is_empty()).collect()
    };
    let front = context.front(field).filter(|entry| !is_team(&entry.key)).map(|entry| {
        let items = list(&entry.value);
        let text = super::context::scalar(&entry.value).unwrap_or_else(|| items.join(", "));
        Statement { origin: Origin::FrontMatter, span: entry.span, names: folded(&items), text }
    });
    let mut found: Vec<Statement> = front.collect();
    let labels = context.labels(field).into_iter();
    found.extend(labels.filter(|label| is_in_head(context, label) && !is_team(&label.key)).map(|label| {
        let text = label.text();
        let items: Vec<String> = text.split([',', '、', ';', '|']).map(str::to_owned).collect();
        Statement { origin: label.origin, span: label.span, names: folded(&items), text }
    }));
    if field == FieldId::Title
        && let Some(section) = context.labels.title
    {
        let heading = &context.outline.sections[section].heading;
        let (text, names) = (heading.text.clone(), Vec::new());
        found.push(Statement { origin: Origin::Title, span: heading.span, text, names });
    }
    if found.len() < 2 {
        return Vec::new();
    }
    found.retain(|one| {
        !one.text.is_empty()
            && !is_placeholder(&one.text)
            && !is_choice(&one.text)
            && !context.lexicon.is_nothing(&one.text)
    });
    found
}

fn is_in_head(context: &Context<'_, '_, '_>, label: &Label<'_, '_>) -> bool {
    let index = label.section;
    matches!(label.origin, Origin::Table | Origin::List)
        && (index == 0
            || Some(index) == context.labels.title
            || context.labels.section_fields[index] == Some(FieldId::Metadata))
}

fn disagree(context: &Context<'_, '_, '_>, field: FieldId, a: &Statement, b: &Statement) -> bool {
    match field {
        FieldId::Id => fold_id(&a.text) != fold_id(&b.text),
        FieldId::Title => are_other_words(&a.text, &b.text),
        FieldId::Duration => {
            // Two keys may count from different moments.
            let comparable = a.origin != b.origin;
            let both = durations::parse(&a.text).zip(durations::parse(&b.text));
            comparable && both.is_some_and(|(a, b)| durations::differ(a, b))
        }
        FieldId::Severity => {
            let step = |text: &str| {
                let token = values::token(text);
                context.config.severity(&token).map_or_else(|| fold(&token), |(step, _)| step.key.clone())
            };
            step(&a.text) != step(&b.text)
        }
        FieldId::Status => {
            let kind = |text: &str| values::kind(context.lexicon, text);
            let (one, two) = (fold(&a.text), fold(&b.text));
            kind(&a.text) != kind(&b.text)
                && kind(&a.text) != StatusKind::Other
                && kind(&b.text) != StatusKind::Other
                && !one.starts_with(&two)
                && !two.starts_with(&one)
        }
        FieldId::Author | FieldId::Service => !is_part(&a.names, &b.names) && !is_part(&b.names, &a.names),
        FieldId::Date => are_other_days(context, a, b),
        _ => are_other_times(context, &a.text, &b.text),
    }
}

/// Whether all names of one list occur in the other, perhaps as a part of a longer name.
fn is_part(of: &[String], whole: &[String]) -> bool {
    of.iter()
        .all(|name| whole.iter().any(|other| other.contains(name.as_str()) || name.contains(other.as_str())))
}

/// Whether two titles have fewer than half of the words of the shorter one in common.
fn are_other_words(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    let words =
        |text: &str| text.split(' ').filter(|word| word.len() > 2).map(str::to_owned).collect::<Vec<_>>();
    let (first, second) = (words(&a), words(&b));
    let shorter = first.len().min(second.len());
    let shared = first.iter().filter(|word| second.contains(word)).count();
    // Texts without spaces are one word each.
    shorter >= 3 && shared * 2 < shorter && !a.contains(&b) && !b.contains(&a)
}

/// Whether two texts name different days. The `date` of a post is when it was published, up to two weeks later.
fn are_other_days(context: &Context<'_, '_, '_>, a: &Statement, b: &Statement) -> bool {
    let order = context.config.date_order;
    let day = |text: &str| when::find_date(text, order)?.value.ok();
    let Some((first, second)) = day(&a.text).zip(day(&b.text)) else { return false };
    let within = |text: &str, day| {
        when::find_period(text, order)
            .is_some_and(|found| (found.value.start..=found.value.end).contains(&day))
    };
    let days = second.until(first).map_or(0, |span| span.get_days());
    let is_publication = a.origin == Origin::FrontMatter && (1..=14).contains(&days);
    first != second && !is_publication && !within(&a.text, second) && !within(&b.text, first)
}

/// Whether two texts name different moments, as far as both are exact.
fn are_other_times(context: &Context<'_, '_, '_>, a: &str, b: &str) -> bool {
    let order = context.config.date_order;
    let stamp = |text: &str| {
        let found = when::find_date(text, order)?;
        Some((found.value.ok()?, when::leading_stamp(&text[found.start..], order)?))
    };
    let Some(((day, first), (other_day, second))) = stamp(a).zip(stamp(b)) else { return false };
    let same_zone = first.zone == second.zone;
    let clocks = first.clock.zip(second.clock).filter(|_| same_zone);
    // Another zone may turn the day.
    let far = day.until(other_day).is_ok_and(|span| span.get_days().abs() > 1);
    far || same_zone
        && (day != other_day || clocks.is_some_and(|(a, b)| a.hour() != b.hour() || a.minute() != b.minute()))
}
