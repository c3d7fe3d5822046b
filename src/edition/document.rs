//! One document of the public edition.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value;

use super::definitions;
use super::draft::{Draft, Edit};
use super::links::Absent;
use crate::diag::{Code, Diagnostic};
use crate::model::{
    FIELDS, FieldId, FieldKind, FieldValue, Origin, Parsed, Provenance, Withheld, WithheldKind,
};
use crate::read::{EDITION_KEYS, EditionKeys, FieldNames, FrontMatterKeys, Reader, internal_parts, merged};
use crate::source::{SourceFile, Span};

/// Removing one occurrence can expose another: a second list of action items, another line of authors.
const MAX_ROUNDS: usize = 6;

/// A document without what is withheld.
#[derive(Debug)]
pub(super) struct PublicDocument {
    /// The document as it is written.
    pub(super) original: Arc<Parsed>,
    /// What is left of it.
    pub(super) draft: Draft,
    /// What was taken out.
    pub(super) withheld: Vec<Withheld>,
    /// The number of parts that were taken out.
    pub(super) parts: usize,
    /// Problems with its marks and fields.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The most recent parse of the draft.
    last_read: Option<Arc<Parsed>>,
}

impl PublicDocument {
    /// Takes out internal parts, fields and links to absent documents.
    pub(super) fn new(original: &Arc<Parsed>, reader: &Reader, names: &FieldNames, absent: &Absent) -> Self {
        let source = &original.source;
        let said = EditionKeys::of(source);
        let marked = internal_parts(source);
        let mut document = Self {
            original: Arc::clone(original),
            draft: Draft::new(&source.text),
            withheld: Vec::new(),
            parts: 0,
            diagnostics: marked.diagnostics,
            last_read: None,
        };
        let matter = FrontMatterKeys::of(source);
        let replaced: Vec<FieldId> = [(&said.title, FieldId::Title), (&said.summary, FieldId::Summary)]
            .into_iter()
            .filter_map(|(text, id)| text.as_ref().map(|_| id))
            .collect();
        let (titles, summaries): (Vec<FieldId>, Vec<FieldId>) =
            replaced.iter().partition(|id| **id == FieldId::Title);
        let own = FieldNames::new(EDITION_KEYS.into_iter().chain(titles.iter().map(|id| id.name())));
        let summary = FieldNames::new(summaries.iter().map(|id| id.name()));
        let [named, own, mut summary] = reader.places(original, [names, &own, &summary]);
        let at = original.record.field(FieldId::Summary).map(|field| field.provenance.span.start);
        // What happened can be told in several sections, of which one is the summary.
        summary.spans.retain(|span| {
            span.range().start < matter.body || at.is_some_and(|at| span.start <= at && at <= span.end)
        });
        let mut spans = marked.spans;
        let fields = merged(named.spans);
        document.parts = spans.len() + marked.sections.len() + fields.len();
        let front = [named.keys, own.keys, summary.keys].concat();
        let wide = merged([marked.sections, fields, own.spans, summary.spans].concat());
        let both = [&*spans, &*wide].concat();
        spans.extend(definitions::without_shared(&source.text, wide, both));
        document.cut(spans, absent.edits(original), (&matter, &front, names));
        for id in names.fields().iter().copied().chain(replaced) {
            document.withhold_values(id);
        }
        document.set([("title", said.title), ("summary", said.summary)]);
        document.cut_rest(reader, names);
        document.cut_orphans();
        document
    }

    /// Removes parts of the original text, and applies other edits of it.
    fn cut(
        &mut self,
        spans: Vec<Span>,
        others: Vec<Edit>,
        (matter, keys, names): (&FrontMatterKeys, &[String], &FieldNames),
    ) {
        let source = Arc::clone(&self.original.source);
        let in_matter = |span: &Span| span.range().start < matter.body;
        let mut edits = others;
        // Deleting lines would break the JSON, so the remaining keys are written as YAML.
        if matter.is_json && spans.iter().any(in_matter) {
            let mut lines = String::new();
            for (key, value, place) in &matter.entries {
                let mut gone = Vec::new();
                if keys.contains(key) {
                    gone.push(value.to_string());
                } else {
                    let mut value = value.clone();
                    strip(&mut value, names, &mut gone);
                    write_key(&mut lines, key, &value);
                }
                for text in gone {
                    self.withhold(&source, *place, text);
                }
            }
            edits.push(Edit { span: Span::new(0, matter.body), with: format!("---\n{lines}---\n") });
        }
        for span in spans {
            if matter.is_json && in_matter(&span) {
                continue;
            }
            self.withhold(&source, span, source.slice(span).to_owned());
            edits.push(Edit::cut(span));
        }
        self.draft.apply(edits);
        self.rewrite_front_matter(names);
    }

    /// Writes the front matter anew if a key that is named is still in it: in a map on one line, which cannot be cut by lines.
    fn rewrite_front_matter(&mut self, names: &FieldNames) {
        if names.is_empty() {
            return;
        }
        let draft = SourceFile::new(&*self.original.source.path, self.draft.text.clone());
        let matter = FrontMatterKeys::of(&draft);
        let mut lines = String::new();
        let mut is_changed = false;
        for (key, mut value, place) in matter.entries {
            let mut gone = Vec::new();
            if names.has_key(&key) {
                gone.push(value.to_string());
            } else {
                strip(&mut value, names, &mut gone);
                write_key(&mut lines, &key, &value);
            }
            is_changed |= !gone.is_empty();
            let at = self.draft.places.original(place.range().start);
            let source = Arc::clone(&self.original.source);
            for text in gone {
                self.withhold(&source, Span::new(at, at), text);
            }
        }
        if is_changed {
            let with = format!("---\n{lines}---\n");
            self.draft.apply(vec![Edit { span: Span::new(0, matter.body), with }]);
        }
    }

    /// Remembers what a field says, so that the proof does not depend on where its text was cut.
    fn withhold_values(&mut self, id: FieldId) {
        let original = Arc::clone(&self.original);
        let record = &original.record;
        let field = record.field(id).filter(|field| field.provenance.origin != Origin::Derived);
        let value = field.into_iter().flat_map(|field| match field.value {
            FieldValue::Text(text) => vec![text.to_owned()],
            FieldValue::Names(texts) | FieldValue::List(texts) => texts.to_vec(),
            _ => Vec::new(),
        });
        let actions =
            record.actions.iter().filter(|_| id == FieldId::Actions).map(|item| item.action.text.clone());
        let events =
            record.timeline.iter().filter(|_| id == FieldId::Timeline).map(|event| event.text.to_string());
        for text in value.chain(actions).chain(events).collect::<Vec<_>>() {
            let span = record.field(id).map_or(Span::default(), |field| field.provenance.span);
            self.withhold(&original.source, span, text);
        }
    }

    fn withhold(&mut self, source: &SourceFile, span: Span, text: String) {
        let line = source.line(span.start);
        self.withheld.push(Withheld {
            source: Arc::clone(&source.path),
            line,
            kind: WithheldKind::Text,
            text,
        });
    }

    /// Writes values into the front matter.
    fn set(&mut self, values: [(&str, Option<String>); 2]) {
        let text = &self.draft.text;
        let start = text.len() - text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).len();
        let at = start + text[start..].find('\n').map_or(0, |end| end + 1);
        let is_toml = text[start..].starts_with("+++") || text[start..].starts_with("---toml");
        let line = |(key, value): (&str, Option<String>)| {
            let value = Value::from(value?);
            Some(if is_toml { format!("{key} = {value}\n") } else { format!("{key}: {value}\n") })
        };
        let lines: String = values.into_iter().filter_map(line).collect();
        self.draft.apply(vec![Edit { span: Span::new(at, at), with: lines }]);
    }

    /// Reads the draft as a document with a path. Its source is that text and never the file on disk, which has the rest as well.
    pub(super) fn read(&mut self, reader: &Reader, path: &Arc<str>) -> Arc<Parsed> {
        let is_same = |read: &Arc<Parsed>| read.source.path == *path && *read.source.text == *self.draft.text;
        if let Some(read) = self.last_read.take().filter(is_same) {
            return read;
        }
        Arc::new(reader.read(&Arc::new(SourceFile::new(&**path, self.draft.text.clone()))))
    }

    /// Takes out what still states one of the fields, until nothing does.
    fn cut_rest(&mut self, reader: &Reader, names: &FieldNames) {
        if names.fields().is_empty() {
            return;
        }
        let mut rounds = 0;
        loop {
            let read = self.read(reader, &Arc::clone(&self.original.source.path));
            let left: Vec<(FieldId, Provenance)> =
                names.fields().iter().filter_map(|id| Some((*id, stated(&read, *id)?))).collect();
            let Some((id, at)) = left.first() else {
                self.last_read = Some(read);
                return;
            };
            let [places] = reader.places(&read, [names]);
            rounds += 1;
            // A day or a time can follow from a field that is public.
            let follows = FIELDS.iter().any(|spec| {
                spec.id == *id
                    && matches!(spec.kind, FieldKind::Day | FieldKind::Moment | FieldKind::Duration)
            });
            if places.spans.is_empty() && follows {
                return;
            }
            if places.spans.is_empty() || rounds > MAX_ROUNDS {
                let line = self.draft.places.original(at.span.range().start);
                let name = FIELDS.iter().find(|spec| spec.id == *id).map_or(id.name(), |spec| spec.label);
                let message = format!("cannot remove the withheld field `{name}` from the public edition");
                let help = "put the text between `<!-- internal -->` and `<!-- /internal -->`";
                let path = &self.original.source.path;
                let span = Span::new(line, line);
                self.diagnostics.push(Diagnostic::new(Code::InternalMark, path, span, message).help(help));
                return;
            }
            self.cut_again(merged(places.spans));
        }
    }

    /// Takes out footnotes and link definitions that nothing refers to any more; these can refer to others.
    fn cut_orphans(&mut self) {
        loop {
            let orphans = definitions::orphans(&self.original.source.text, &self.draft.text);
            if orphans.is_empty() {
                return;
            }
            self.cut_again(orphans);
        }
    }

    /// Removes parts of what is left.
    fn cut_again(&mut self, spans: Vec<Span>) {
        let source = Arc::clone(&self.original.source);
        for span in &spans {
            let at = self.draft.places.original(span.range().start);
            let text = self.draft.text[span.range()].to_owned();
            self.withhold(&source, Span::new(at, at), text);
        }
        self.draft.apply(spans.into_iter().map(Edit::cut).collect());
    }
}

/// Adds a key and its value as YAML, of which JSON is a part.
fn write_key(lines: &mut String, key: &str, value: &Value) {
    // Writing to a string cannot fail.
    _ = writeln!(lines, "{}: {value}", Value::from(key));
}

/// Takes named keys and marked parts out of a value, and adds them to `gone`.
fn strip(value: &mut Value, names: &FieldNames, gone: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let parts = internal_parts(&SourceFile::new("", text.clone()));
            // A pair that begins in one value and ends in another hides both.
            if !parts.diagnostics.is_empty() {
                gone.push(std::mem::take(text));
                return;
            }
            for span in parts.spans.iter().rev() {
                gone.push(text[span.range()].to_owned());
                text.replace_range(span.range(), "");
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, names, gone)),
        Value::Object(map) => {
            let named: Vec<String> = map.keys().filter(|key| names.has_key(key)).cloned().collect();
            gone.extend(named.iter().filter_map(|key| map.remove(key)).map(|value| value.to_string()));
            map.values_mut().for_each(|value| strip(value, names, gone));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Where a document states a field. Values that pmsite derives do not count.
fn stated(parsed: &Parsed, id: FieldId) -> Option<Provenance> {
    let record = &parsed.record;
    let at = |span: Span| Provenance { origin: Origin::Section, line: 0, span };
    let first = match id {
        FieldId::Actions => record.actions.first().map(|item| item.span),
        FieldId::Timeline => record.timeline.first().map(|event| event.span),
        FieldId::SignOff => (!record.sign_off.is_empty()).then(Span::default),
        FieldId::FiveWhys => (!record.five_whys.is_empty()).then(Span::default),
        _ => None,
    };
    let is_text = FIELDS.iter().any(|spec| spec.id == id && (spec.kind.is_prose() || spec.kind.is_list()));
    let value = || record.field(id).map(|field| field.provenance);
    first.map(at).or_else(value).filter(|at| match at.origin {
        Origin::FrontMatter | Origin::Table | Origin::List | Origin::Section => true,
        Origin::Prose => !is_text,
        Origin::Title | Origin::Path | Origin::Derived => false,
    })
}
