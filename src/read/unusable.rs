//! Values that cannot be used. Each is reported at its line, with its key and what is expected instead: a value that
//! disappears in silence is worse than none.

use serde_json::Value;

use super::context::{Context, scalar};
use super::durations;
use super::labels::Label;
use super::lexicon::is_unspaced;
use super::placeholder::{is_choice, is_placeholder};
use crate::diag::Code;
use crate::model::{FIELDS, FieldId, FieldKind, Origin};
use crate::source::Span;
use crate::text::shorten;
use crate::when;

/// Longer texts after a key explain something and are not meant as a value, in words.
const MAX_WORDS: usize = 12;
/// Values nested deeper than this are not read.
const MAX_DEPTH: usize = 4;

/// Reports the values that cannot be used for their field.
pub(super) fn report(context: &mut Context<'_, '_, '_>) {
    let mut found: Vec<(Span, String, FieldKind)> = Vec::new();
    for (field, entry) in &context.front {
        let spec = FIELDS.iter().find(|spec| Some(spec.id) == *field);
        let Some(kind) = spec.filter(|spec| spec.key.is_some()).map(|spec| spec.kind) else { continue };
        let problem = unusable(context, kind, &entry.value, 0);
        found.extend(problem.map(|written| (entry.span, message(&entry.key, &written, kind), kind)));
    }
    for label in &context.labels.all {
        let Some(kind) = kind_of_fact(label.field).filter(|_| is_in_head(context, label)) else { continue };
        let text = label.text();
        if is_unusable_fact(context, label.field, &text) {
            found.push((label.span, message(label.key.trim(), &text, kind), kind));
        }
    }
    for (span, message, kind) in found {
        context.report(Code::ValueUnusable, span, message, expected(kind));
    }
}

fn message(key: &str, written: &str, kind: FieldKind) -> String {
    let noun = match kind {
        FieldKind::Day | FieldKind::Moment => "a date or time",
        FieldKind::Duration => "a duration",
        FieldKind::Severity => "a severity",
        FieldKind::Names => "a list of names",
        FieldKind::Timeline => "a timeline",
        FieldKind::Related => "a list of incidents",
        FieldKind::Flag => "true or false",
        _ => "text",
    };
    format!("`{key}`: cannot read `{}` as {noun}", shorten(written, 60))
}

fn expected(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Day | FieldKind::Moment => "write a date such as `2026-03-14` or `2026-03-14 14:02`",
        FieldKind::Duration => "write a duration such as `2h 14m` or `95 min`",
        FieldKind::Severity => "write a severity such as `SEV2`",
        FieldKind::Names => "write a name, or a list of names",
        FieldKind::Timeline => "write a list of records with `time` and `event`",
        FieldKind::Related => "write a list of ids, or of records with `id` and `kind`",
        FieldKind::Flag => "write `true` or `false`",
        _ => "write text, or a list of texts",
    }
}

/// The part of a front-matter value that cannot be used, as written.
fn unusable(context: &Context<'_, '_, '_>, kind: FieldKind, value: &Value, depth: usize) -> Option<String> {
    let refused = || Some(scalar(value).unwrap_or_else(|| value.to_string()));
    if value.is_null() || depth > MAX_DEPTH {
        return None;
    }
    if let Some(text) = scalar(value) {
        let is_open =
            text.is_empty() || context.lexicon.is_nothing(&text) || is_placeholder(&text) || is_choice(&text);
        let is_usable = match kind {
            FieldKind::Day | FieldKind::Moment => is_time(context, &text),
            FieldKind::Duration => value.is_number() || durations::parse(&text).is_some(),
            FieldKind::Flag => super::values::flag_of(value).is_some(),
            FieldKind::Timeline => value.is_array(),
            _ => true,
        };
        return if is_open || is_usable { None } else { refused() };
    }
    match (kind, value) {
        // Status pages write `resolved: true`; the readers of action items and whys report their own rows.
        (FieldKind::Flag | FieldKind::Moment, Value::Bool(_)) | (FieldKind::Actions | FieldKind::Whys, _) => {
            None
        }
        (
            FieldKind::Names | FieldKind::Related | FieldKind::Prose | FieldKind::Points | FieldKind::List,
            _,
        ) => match value {
            Value::Array(items) => items.iter().find_map(|item| unusable(context, kind, item, depth + 1)),
            Value::Object(map) => {
                let keys: &[&str] = if kind == FieldKind::Related {
                    &["id", "incident", "target", "ref"]
                } else {
                    &super::context::NAME_KEYS
                };
                let is_named = keys.iter().any(|key| map.get(*key).and_then(scalar).is_some());
                if is_named { None } else { refused() }
            }
            _ => refused(),
        },
        (FieldKind::Timeline, Value::Array(items)) => {
            let is_event = |item: &&Value| item.is_string() || item.is_object();
            items.iter().find(|item| !is_event(item)).map(ToString::to_string)
        }
        _ => refused(),
    }
}

/// Whether a text holds a date, valid or not, or begins with a time of day. Invalid dates have rules of their own.
fn is_time(context: &Context<'_, '_, '_>, text: &str) -> bool {
    let order = context.config.date_order;
    when::find_date(text, order).is_some() || when::leading_stamp(text, order).is_some()
}

/// The kind of fields whose keys in the body take a fact and nothing else.
fn kind_of_fact(field: FieldId) -> Option<FieldKind> {
    match field {
        FieldId::Date
        | FieldId::Started
        | FieldId::Detected
        | FieldId::Declared
        | FieldId::Mitigated
        | FieldId::Resolved => Some(FieldKind::Moment),
        FieldId::Duration => Some(FieldKind::Duration),
        _ => None,
    }
}

/// Whether a key is in the head of the document or in a section of facts. Elsewhere it may introduce an explanation.
fn is_in_head(context: &Context<'_, '_, '_>, label: &Label<'_, '_>) -> bool {
    let index = label.section;
    matches!(label.origin, Origin::Table | Origin::List)
        && !label.key.ends_with(['?', '？'])
        && (index == 0
            || Some(index) == context.labels.title
            || context.labels.section_fields[index] == Some(FieldId::Metadata))
}

fn is_unusable_fact(context: &Context<'_, '_, '_>, field: FieldId, text: &str) -> bool {
    if text.is_empty()
        || words(text) > MAX_WORDS
        || is_placeholder(text)
        || is_choice(text)
        || is_nothing(context, text)
        || is_time(context, text)
        || durations::parse(text).is_some()
    {
        return false;
    }
    match field {
        FieldId::Date | FieldId::Started | FieldId::Duration => true,
        // `Detected: by a customer`, `Resolved: yes`: only what looks like a time was meant as one.
        _ => text.starts_with(|c: char| c.is_ascii_digit()),
    }
}

/// The number of words; two characters of a script without spaces count as one.
fn words(text: &str) -> usize {
    text.split_whitespace().count() + text.chars().filter(|c| is_unspaced(*c)).count() / 2
}

/// Whether a value says that there is none, perhaps with a remark: `N/A — nobody noticed`, `unknown (no logs)`.
fn is_nothing(context: &Context<'_, '_, '_>, text: &str) -> bool {
    let end = text.find([',', ';', '(', '（', '—', '–', '。']).unwrap_or(text.len());
    context.lexicon.is_nothing(text) || context.lexicon.is_nothing(text[..end].trim())
}
