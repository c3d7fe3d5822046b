//! The part of an incident that other pages can show.

use std::sync::Arc;

use super::addresses::Name;
use super::{ActionStatus, Card, DueStatus};
use crate::model::{Field, FieldId, Record};
use crate::text::first_sentence;

/// The longest sentence on a card, in characters.
const MAX_LINE: usize = 180;

/// Builds the card of a record.
pub(super) fn make(
    record: &Record,
    name: &Name,
    services: Option<&Field<Arc<[String]>>>,
    action_status: &[ActionStatus],
) -> Card {
    let list = |field: Option<&Field<Arc<[String]>>>| {
        field.map(|field| Arc::clone(&field.value)).unwrap_or_default()
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
        services: list(services),
        tags: list(record.tags.as_ref()),
        authors: list(record.authors.as_ref()),
        duration: record.duration.as_ref().map(|duration| duration.value),
        one_line: one_line(record),
        fixed: record.fix.as_ref().map(|fix| fix.value.clone()),
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
