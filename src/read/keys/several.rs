//! Several keys on one line: `**Date:** 2026-03-04 | **Severity:** SEV2`, `Date: 2026-03-04 · Severity: SEV2`.
//!
//! A further key is one of the vocabulary, and something sets it off from the value before it: bold type, a mark that
//! separates values, or, between two short facts, a comma, a dash or a space. Prose that contains a word and a colon
//! stays one value.

use super::{KeyRule, LabelFinder};
use crate::model::{FieldId, Origin};
use crate::read::labels::{Label, Part};
use crate::read::outline::Line;
use crate::read::prose;

/// Marks that separate values and rarely occur in one.
const SEPARATORS: [char; 7] = ['|', '｜', '·', '•', '‖', '∙', '⋅'];
/// Marks that also occur in values.
const WEAK_SEPARATORS: [char; 12] = [' ', ',', '，', '、', ';', '；', '/', '／', '-', '–', '—', '~'];
/// The number of words of the longest key that no separator sets off.
const MAX_WORDS: usize = 4;
/// How far before its colon a key can begin, in bytes: more than the longest key of any language, so that a line with many colons takes
/// linear time.
const MAX_KEY_BYTES: usize = 240;

/// A key after the first one of its line.
struct FurtherKey {
    /// `None` for a word that the vocabulary does not know but that ends the value before it.
    field: Option<FieldId>,
    start: usize,
    end: usize,
    value: usize,
}

impl<'o, 'a> LabelFinder<'o, 'a, '_> {
    /// The labels of a line: that of the key at its beginning, and those of the keys after it.
    pub(super) fn labels_in(&self, line: &'o Line<'a>, rule: KeyRule) -> Vec<Label<'o, 'a>> {
        let first = self.label_at(Part::whole(line), rule);
        let may_have_more = match rule {
            KeyRule::None => false,
            KeyRule::All => !line.later_bold.is_empty() || colons(&line.text) > usize::from(first.is_some()),
            KeyRule::Bold | KeyRule::Causes => !line.later_bold.is_empty(),
        };
        let mut labels = Vec::from_iter(first);
        if may_have_more {
            self.add_further(line, rule, &mut labels);
        }
        labels
    }

    fn add_further(&self, line: &'o Line<'a>, rule: KeyRule, labels: &mut Vec<Label<'o, 'a>>) {
        let text = &line.text;
        let mut from = labels.first().and_then(|label| label.parts.first()).map_or(0, |part| part.skip);
        let mut before = labels.first().map(|label| label.field);
        for (at, colon) in text.char_indices().filter(|(_, c)| matches!(c, ':' | '：')) {
            if at < from {
                continue;
            }
            let found = bold_before(line, from, at)
                .and_then(|start| self.bold_key(text, (start, at), before))
                .or_else(
                    || if rule == KeyRule::All { self.plain_key(text, (from, at), before) } else { None },
                );
            let Some(key) = found else { continue };
            // The value of a bold key begins after its bold colon.
            let value = key.value.max(at + colon.len_utf8());
            let value = text.len() - text[value..].trim_start_matches([' ', ':', '：']).len();
            if let Some(last) = labels.last_mut().and_then(|label| label.parts.last_mut()) {
                last.end = trim_separators(text, last.skip, key.start);
            }
            let name = text[key.start..key.end].trim();
            let label = self.label(key.field.unwrap_or(FieldId::Other), Origin::List, name, line.span);
            labels.push(Label { parts: vec![Part::from(line, value)], ..label });
            from = value;
            before = key.field.or(before);
        }
    }

    /// A bold key. One that the vocabulary does not know ends only the value of a short fact.
    fn bold_key(
        &self,
        text: &str,
        (start, end): (usize, usize),
        before: Option<FieldId>,
    ) -> Option<FurtherKey> {
        let field = self.lexicon.key(&text[start..end]);
        let is_set_off = separated(&text[..start]);
        let accepted = match (field, before) {
            (Some(field), None) => is_set_off || is_fact(field),
            (Some(_), Some(_)) => true,
            (None, before) => is_set_off || before.is_some_and(is_fact),
        };
        accepted.then_some(FurtherKey { field, start, end, value: end })
    }

    /// A key in plain type between the value before it and a colon.
    fn plain_key(
        &self,
        text: &str,
        (from, end): (usize, usize),
        before: Option<FieldId>,
    ) -> Option<FurtherKey> {
        let value_from = from;
        let near =
            (end.saturating_sub(MAX_KEY_BYTES)..end).find(|at| text.is_char_boundary(*at)).unwrap_or(end);
        let from = from.max(near);
        let window = &text[from..end];
        let key = |start: usize, field: Option<FieldId>| FurtherKey { field, start, end, value: end };
        let after_fact = before.is_none_or(is_fact);
        if let Some(at) = window.rfind(SEPARATORS) {
            let start = from + prose::char_end(window, at);
            let start = end - text[start..end].trim_start().len();
            let field = self.lexicon.key(&text[start..end]);
            // `Region: eu-1` between two keys ends the value before it; `https:` does not.
            let ends_value = || {
                before.is_some()
                    && text[prose::char_end(text, end)..].starts_with(' ')
                    && super::looks_like_key(&text[start..=end])
            };
            return (after_fact && (field.is_some() || ends_value())).then(|| key(start, field));
        }
        // Without a separator, only short facts after each other.
        if !before.is_some_and(is_fact) {
            return None;
        }
        let starts = window.char_indices().rev().filter(|(_, c)| WEAK_SEPARATORS.contains(c));
        let mut starts: Vec<usize> =
            starts.take(MAX_WORDS).map(|(at, _)| from + prose::char_end(window, at)).collect();
        starts.reverse();
        starts.into_iter().find_map(|start| {
            let written = &text[start..end];
            let begins =
                written.starts_with(|c: char| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
            let has_value = trim_separators(text, value_from, start) > value_from;
            let field = self.lexicon.key(written).filter(|field| begins && has_value && is_fact(*field))?;
            Some(key(start, Some(field)))
        })
    }
}

/// The number of colons in a text.
fn colons(text: &str) -> usize {
    let ascii = memchr::memchr_iter(b':', text.as_bytes()).count();
    if text.is_ascii() { ascii } else { ascii + text.matches('：').count() }
}

/// The beginning of the bold words that end at or around a colon.
fn bold_before(line: &Line<'_>, from: usize, colon: usize) -> Option<usize> {
    // They are in order, and the last one that begins before the colon is the only one that can end at it.
    let last = line.later_bold.partition_point(|part| part.start < colon).checked_sub(1)?;
    let part = &line.later_bold[last];
    if part.start < from || !line.text[part.end.min(colon)..colon].trim().is_empty() {
        return None;
    }
    Some(colon - line.text[part.start..colon].trim_start().len())
}

/// Whether a text ends with a mark that separates values.
fn separated(before: &str) -> bool {
    before.trim_end().ends_with(SEPARATORS)
}

/// The end of a value without the separators after it.
fn trim_separators(text: &str, from: usize, end: usize) -> usize {
    let is_mark = |c: char| SEPARATORS.contains(&c) || WEAK_SEPARATORS.contains(&c);
    from.min(end) + text[from.min(end)..end].trim_end_matches(is_mark).len()
}

/// Whether a field holds a short fact, and never a sentence.
fn is_fact(field: FieldId) -> bool {
    matches!(
        field,
        FieldId::Id
            | FieldId::Date
            | FieldId::Started
            | FieldId::Detected
            | FieldId::Declared
            | FieldId::Mitigated
            | FieldId::Resolved
            | FieldId::Published
            | FieldId::Updated
            | FieldId::Meeting
            | FieldId::Finalized
            | FieldId::Duration
            | FieldId::TimeToDetect
            | FieldId::TimeToRepair
            | FieldId::Severity
            | FieldId::Priority
            | FieldId::Status
            | FieldId::Author
            | FieldId::Reviewer
            | FieldId::Commander
            | FieldId::Service
            | FieldId::Tag
            | FieldId::Environment
            | FieldId::UsersAffected
            | FieldId::Other
    )
}
