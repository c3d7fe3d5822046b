//! The part of an incident that other pages can show.

use std::sync::Arc;

use super::addresses::Name;
use super::{ActionStatus, Card, DueStatus, Fix};
use crate::model::{Field, FieldId, Moment, Origin, Record};
use crate::text::first_sentence;

/// The longest sentence on a card, in characters.
const MAX_LINE: usize = 180;

/// Builds the card of a record.
pub(super) fn make(record: &Record, name: &Name, action_status: &[ActionStatus]) -> Card {
    let list = |field: &Option<Field<Arc<[String]>>>| {
        field.as_ref().map(|field| Arc::clone(&field.value)).unwrap_or_default()
    };
    let open = action_status
        .iter()
        .filter(|item| !matches!(item.due_status, DueStatus::Done | DueStatus::RecentlyDone))
        .count();
    Card {
        id: name.id.clone(),
        slug: name.slug.clone(),
        title: record.title.value.clone(),
        date: record.date.as_ref().map(|date| date.value),
        severity: record.severity.as_ref().map(|severity| severity.value.clone()),
        status: record.status.as_ref().map(|status| status.value.clone()),
        services: list(&record.services),
        tags: list(&record.tags),
        authors: list(&record.authors),
        duration: record.duration.as_ref().map(|duration| duration.value),
        one_line: one_line(record),
        fixed: Fix::of(record),
        actions_open: open,
        actions_overdue: action_status.iter().filter(|item| item.due_status == DueStatus::Overdue).count(),
        actions_total: record.actions.len(),
    }
}

fn one_line(record: &Record) -> Option<String> {
    let text = [FieldId::Summary, FieldId::Impact, FieldId::RootCause, FieldId::Detection]
        .into_iter()
        .find_map(|id| record.text(id))?;
    Some(first_sentence(&text.value, MAX_LINE))
}

impl Fix {
    /// What ended the incident of a record.
    pub(crate) fn of(record: &Record) -> Option<Self> {
        let resolution = record.text(FieldId::Resolution)?;
        let text = first_sentence(&resolution.value, MAX_LINE);
        let at = fixed_at(record, &text);
        Some(Self { text, at, certain: resolution.provenance.origin != Origin::Derived })
    }
}

/// The time of the event that describes the fix. Other events can be mitigations without effect, so without that event only the time that
/// the document marks as mitigated counts.
fn fixed_at(record: &Record, text: &str) -> Option<Moment> {
    let words = text.trim_end_matches(['…', '.']);
    let has_clock = |at: &&Moment| at.clock.is_some();
    let event = record.timeline.iter().find(|event| event.text.contains(words));
    let at = event.and_then(|event| event.at.as_ref()).filter(has_clock);
    let mitigated = || record.times.mitigated.as_ref().map(|field| &field.value).filter(has_clock);
    at.or_else(mitigated).cloned()
}
