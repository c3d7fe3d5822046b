//! Values that cannot be used. Each is reported at its line, with its key and what is expected instead: a value that
//! disappears in silence is worse than none.

use serde_json::Value;

use super::classify::kind_of;
use super::context::{Context, list, scalar};
use super::labels::Label;
use super::lexicon::is_unspaced;
use super::placeholder::{is_choice, is_placeholder};
use super::{durations, identity, people, values};
use crate::diag::{Code, Diagnostic};
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
    let mut found: Vec<(Span, String, &'static str)> = Vec::new();
    for (field, entry) in &context.front {
        let spec = FIELDS.iter().find(|spec| Some(spec.id) == *field);
        let Some(spec) = spec.filter(|spec| spec.key.is_some()) else { continue };
        let problem = if spec.id == FieldId::Kind {
            let is_known = entry.value.is_null() || kind_of(context, entry).is_some();
            (!is_known).then(|| as_written(&entry.value))
        } else {
            unusable(context, (spec.id, spec.kind), &entry.value, 0)
        };
        let message = |written: String| message(&entry.key, &written, spec.id, spec.kind);
        found.extend(problem.map(|written| (entry.span, message(written), expected(spec.id, spec.kind))));
    }
    for label in &context.labels.all {
        let Some(kind) = kind_of_fact(label.field).filter(|_| is_in_head(context, label)) else { continue };
        let text = label.text();
        let written = if kind == FieldKind::Names {
            let names = values::without_remarks(&text);
            // `Type: a change of the model that nobody announced` describes, and has no tags.
            let is_tag = |name: &String| label.field != FieldId::Tag || !name.contains(' ');
            lost_name(context, label.field, &names).filter(is_tag)
        } else {
            is_unusable_fact(context, label.field, &text).then_some(text)
        };
        let key = label.key.trim();
        found.extend(written.map(|written| {
            (label.span, message(key, &written, label.field, kind), expected(label.field, kind))
        }));
    }
    for (span, message, help) in found {
        context.report(Code::ValueUnusable, span, message, help);
    }
}

/// What helps against an unknown `kind:` in front matter.
const KIND_HELP: &str = "write `incident` or `page`";

/// Whether a diagnostic concerns what kind of document something is, and so pages too.
pub(super) fn concerns_kind(diagnostic: &Diagnostic) -> bool {
    diagnostic.code == Code::ValueUnusable && diagnostic.help.as_deref() == Some(KIND_HELP)
}

fn message(key: &str, written: &str, id: FieldId, kind: FieldKind) -> String {
    let noun = match kind {
        _ if id == FieldId::Kind => "a kind of document",
        _ if id == FieldId::Id => "an id",
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

fn expected(id: FieldId, kind: FieldKind) -> &'static str {
    match kind {
        _ if id == FieldId::Kind => KIND_HELP,
        _ if id == FieldId::Id => "write an id such as `INC-42`",
        FieldKind::Day | FieldKind::Moment => "write a date such as `2026-03-14` or `2026-03-14 14:02`",
        FieldKind::Duration => "write a duration such as `2h 14m` or `95 min`",
        FieldKind::Severity => "write a severity such as `SEV2`",
        FieldKind::Names => "write a name, or a list of short names",
        FieldKind::Timeline => "write a list of records with `time` and `event`",
        FieldKind::Related => "write a list of ids, or of records with `id` and `kind`",
        FieldKind::Flag => "write `true` or `false`",
        _ => "write text, or a list of texts",
    }
}

/// A value of the front matter as its author wrote it.
fn as_written(value: &Value) -> String {
    scalar(value).unwrap_or_else(|| value.to_string())
}

/// Whether a text says that nothing is known yet.
fn is_open(context: &Context<'_, '_, '_>, text: &str) -> bool {
    text.is_empty() || context.lexicon.is_nothing(text) || is_placeholder(text) || is_choice(text)
}

/// The part of a front-matter value that cannot be used, as written.
fn unusable(
    context: &Context<'_, '_, '_>,
    field: (FieldId, FieldKind),
    value: &Value,
    depth: usize,
) -> Option<String> {
    let (id, kind) = field;
    let refused = || Some(as_written(value));
    if value.is_null() || depth > MAX_DEPTH {
        return None;
    }
    if let Some(text) = scalar(value) {
        if kind == FieldKind::Names {
            return lost_name(context, id, &text);
        }
        let is_usable = match kind {
            FieldKind::Day | FieldKind::Moment => is_time(context, &text),
            FieldKind::Duration => match value.as_f64() {
                Some(minutes) => minutes >= 0.0,
                None => durations::parse(&text).is_some(),
            },
            FieldKind::Severity => values::is_level(&values::token(&text)),
            FieldKind::Flag => values::flag_of(value).is_some(),
            FieldKind::Timeline => value.is_array(),
            FieldKind::Line if id == FieldId::Id => identity::is_plausible_id(&text, context.lexicon),
            _ => true,
        };
        return if is_usable || is_open(context, &text) { None } else { refused() };
    }
    match (kind, value) {
        // The reader of action items reports its own rows.
        (FieldKind::Flag, Value::Bool(_))
        | (FieldKind::Actions | FieldKind::Whys, Value::Array(_) | Value::Object(_)) => None,
        // Status pages write `resolved: true`.
        (FieldKind::Moment, Value::Bool(_)) if id == FieldId::Resolved => None,
        (
            FieldKind::Names | FieldKind::Related | FieldKind::Prose | FieldKind::Points | FieldKind::List,
            _,
        ) => match value {
            Value::Array(items) => items.iter().find_map(|item| unusable(context, field, item, depth + 1)),
            Value::Object(map) => {
                let keys: &[&str] = if kind == FieldKind::Related {
                    &["id", "incident", "target", "ref"]
                } else {
                    &super::context::NAME_KEYS
                };
                let is_named = keys.iter().any(|key| map.get(*key).and_then(scalar).is_some())
                    || (id == FieldId::Author && !people::names(value, context.lexicon).is_empty());
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

/// The first of the names in a text that cannot be one, most often because it is too long.
fn lost_name(context: &Context<'_, '_, '_>, id: FieldId, text: &str) -> Option<String> {
    let names = match id {
        FieldId::Author => people::names(&Value::from(text), context.lexicon),
        FieldId::Aliases => return None,
        FieldId::Service => values::split(text).map(|name| name.trim().to_owned()).collect(),
        _ => list(&Value::from(text)),
    };
    let is_lost = |name: &String| {
        !is_open(context, name)
            && name.contains(char::is_alphanumeric)
            && match id {
                FieldId::Author => name.chars().count() > people::MAX_NAME,
                FieldId::Service => values::service(name, context.lexicon).is_none(),
                _ => values::split_tags(name).is_empty(),
            }
    };
    names.into_iter().find(is_lost)
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
        FieldId::Duration | FieldId::TimeToDetect | FieldId::TimeToRepair => Some(FieldKind::Duration),
        FieldId::Severity => Some(FieldKind::Severity),
        FieldId::Author | FieldId::Service | FieldId::Tag => Some(FieldKind::Names),
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
        || is_time(context, text) && !is_negative(text)
        || durations::parse(text).is_some()
    {
        return false;
    }
    match field {
        FieldId::Date | FieldId::Started | FieldId::Duration => true,
        FieldId::Severity => !values::is_level(&values::token(text)),
        // `Detected: by a customer`, `Resolved: yes`: only what looks like a time was meant as one.
        _ => text.starts_with(|c: char| c.is_ascii_digit()),
    }
}

/// `-5h` is the form of a time before the start, but no length.
fn is_negative(text: &str) -> bool {
    text.strip_prefix(['-', '−']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
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
