//! The shared state of the modules that fill a record: the document so far, and how to report diagnostics.

use jiff::civil::Date;

use super::front_matter::Entry;
use super::labels::{Label, Labels, Titled};
use super::lexicon::Lexicon;
use super::outline::Outline;
use crate::config::Config;
use crate::diag::{Code, Diagnostic};
use crate::model::{Field, FieldId, Moment, Origin, Provenance};
use crate::source::{SourceFile, Span};
use crate::when::{self, DateProblem, Zone};

/// The document being read.
pub(super) struct Context<'c, 'o, 'a> {
    pub(super) source: &'c SourceFile,
    pub(super) config: &'c Config,
    pub(super) lexicon: &'c Lexicon,
    pub(super) outline: &'o Outline<'a>,
    pub(super) labels: &'c Labels<'o, 'a>,
    /// Front matter entries with their field; `None` for unknown keys.
    pub(super) front: Vec<(Option<FieldId>, &'c Entry)>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'c, 'o, 'a> Context<'c, 'o, 'a> {
    pub(super) fn field<T>(&self, value: T, origin: Origin, span: Span) -> Field<T> {
        let line =
            if matches!(origin, Origin::Path | Origin::Derived) { 0 } else { self.source.line(span.start) };
        Field { value, provenance: Provenance { origin, line, span } }
    }

    pub(super) fn report(&mut self, code: Code, span: Span, message: impl Into<String>, help: &str) {
        let diagnostic = Diagnostic::new(code, &self.source.path, span, message);
        self.diagnostics.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
    }

    /// The front matter entries of a field.
    pub(super) fn front(&self, field: FieldId) -> impl Iterator<Item = &'c Entry> + '_ {
        self.front.iter().filter(move |(of, _)| *of == Some(field)).map(|(_, entry)| *entry)
    }

    /// The labels of a field in the body, most trusted first.
    pub(super) fn labels(&self, field: FieldId) -> Vec<&'c Label<'o, 'a>> {
        self.labels.for_field(field)
    }

    /// The texts given for a field, most trusted first: front matter, then labels in the body.
    pub(super) fn texts(&self, field: FieldId) -> Vec<Field<String>> {
        let front = self.front(field).filter_map(|entry| {
            scalar(&entry.value).map(|text| self.field(text, Origin::FrontMatter, entry.span))
        });
        let mut texts: Vec<_> = front.collect();
        texts.extend(
            self.labels(field).into_iter().map(|label| self.field(label.text(), label.origin, label.span)),
        );
        texts.retain(|text| !text.value.is_empty());
        texts
    }

    /// The first date in a text; an invalid one is reported.
    pub(super) fn date(&mut self, text: &str, span: Span) -> Option<Date> {
        let found = when::find_date(text, self.config.date_order)?;
        match found.value {
            Ok(date) => Some(date),
            Err(problem) => {
                self.report_date(&text[found.start..found.end], problem, span);
                None
            }
        }
    }

    pub(super) fn report_date(&mut self, written: &str, problem: DateProblem, span: Span) {
        match problem {
            DateProblem::Ambiguous => self.report(
                Code::DateAmbiguous,
                span,
                format!("`{written}` is ambiguous: day and month, or month and day"),
                "write it as YYYY-MM-DD, or set `date_order` in pmsite.toml",
            ),
            DateProblem::Impossible => {
                self.report(
                    Code::DateInvalid,
                    span,
                    format!("invalid date or time `{written}`"),
                    "write it as YYYY-MM-DD",
                );
            }
        }
    }

    /// The first date in a text, with the time and zone after it.
    pub(super) fn moment(&mut self, text: &str, span: Span, zone: Option<&Zone>) -> Option<Moment> {
        let date = self.date(text, span)?;
        let found = when::find_date(text, self.config.date_order)?;
        let rest = text[found.end..].trim_start_matches(['T', ' ', ',', '-', '(']);
        let clock = when::find_clock(rest).filter(|clock| clock.start <= 12).map(|clock| clock.value);
        let named = when::find_zone(rest).map(|zone| zone.value);
        // `14:02 UTC on March 14, 2026`
        if clock.is_none()
            && let Some(stamp) = when::leading_stamp(text, self.config.date_order)
            && stamp.date == Some(date)
            && stamp.clock.is_some()
        {
            return Some(moment(date, stamp.clock, stamp.zone.as_ref().or(named.as_ref()).or(zone)));
        }
        Some(moment(date, clock, named.as_ref().or(zone)))
    }
}

/// Where else than in the body the title may be.
pub(super) fn titled(front: &[(Option<FieldId>, &Entry)]) -> Titled {
    let has_title = front.iter().any(|(field, _)| *field == Some(FieldId::Title));
    if has_title { Titled::InFrontMatter } else { Titled::InBody }
}

/// A moment with the UTC offset of its zone on that date.
pub(super) fn moment(date: Date, clock: Option<jiff::civil::Time>, zone: Option<&Zone>) -> Moment {
    let datetime = date.to_datetime(clock.unwrap_or_else(jiff::civil::Time::midnight));
    Moment {
        date,
        clock,
        offset_minutes: zone.and_then(|zone| zone.offset_at(datetime)),
        zone: zone.map(|zone| zone.name.as_str().into()),
    }
}

/// The text of a front matter value that is a string or a number.
pub(super) fn scalar(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.trim().to_owned()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        // YAML reads `[X]` and `[[X]]` without quotes as lists.
        serde_json::Value::Array(items) => match items.as_slice() {
            [item] => scalar(item),
            _ => None,
        },
        _ => None,
    }
}

/// The text of the first of some keys that an object in the front matter has.
pub(super) fn first_scalar(object: &serde_json::Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| object.get(*key)).and_then(scalar).filter(|text| !text.is_empty())
}

/// The texts of a front matter value: a list, or one text split at commas.
pub(super) fn list(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Array(items) => items.iter().flat_map(nested).collect(),
        serde_json::Value::Object(_) => named(value).into_iter().collect(),
        other => scalar(other)
            .map(|text| text.split(',').map(|item| item.trim().to_owned()).collect())
            .unwrap_or_default(),
    }
}

/// The texts of a front-matter value: those of a list, or a single text as a whole.
pub(super) fn texts(value: &serde_json::Value) -> Vec<String> {
    scalar(value).map_or_else(|| list(value), |text| vec![text])
}

/// The texts of a list entry: one, or those of a list in the list.
fn nested(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Array(items) => items.iter().flat_map(nested).collect(),
        other => named(other).into_iter().collect(),
    }
}

/// The keys of a record that may hold its name.
pub(super) const NAME_KEYS: [&str; 5] = ["name", "id", "title", "service", "text"];

/// The text of a list entry: a string, or the `name` of an object.
fn named(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Object(map) => NAME_KEYS.iter().find_map(|key| map.get(*key)).and_then(scalar),
        other => scalar(other),
    }
}

/// Assigns a field to each entry of the front matter.
pub(super) fn front_matter_fields<'c>(
    entries: &'c [Entry],
    lexicon: &Lexicon,
    config: &Config,
) -> Vec<(Option<FieldId>, &'c Entry)> {
    // A key of the configuration takes precedence over the same word of the lexicon.
    let field = |key: &str| if config.is_field(key) { None } else { lexicon.front(key) };
    entries.iter().map(|entry| (field(&entry.key), entry)).collect()
}
