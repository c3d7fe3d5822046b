//! Bylines: values without keys, recognized by their form: the day, the duration, who wrote it.

use super::LabelFinder;
use crate::model::{FieldId, Origin};
use crate::read::identity;
use crate::read::labels::{Label, Part};
use crate::read::lexicon::fold;
use crate::read::outline::Line;
use crate::read::people;
use crate::read::prose;
use crate::when;

/// A longer line is a sentence.
const MAX_BYLINE: usize = 120;

/// A paragraph with more lines is prose.
const MAX_LINES: usize = 3;

/// Between the parts of a byline.
const SEPARATORS: [char; 3] = ['·', '|', '•'];

impl<'o, 'a> LabelFinder<'o, 'a, '_> {
    /// `June 25th, 2020 · 74 minutes · resolved`
    pub(super) fn byline(&mut self, line: &'o Line<'a>) {
        if line.text.chars().count() > MAX_BYLINE || !line.text.contains(SEPARATORS) {
            return;
        }
        let mut skip = 0;
        for piece in line.text.split(SEPARATORS) {
            let text = piece.trim();
            let is_rest_short =
                |start: usize, end: usize| text[..start].chars().count() + text[end..].chars().count() <= 8;
            let field = if when::find_date(text, None)
                .is_some_and(|found| is_rest_short(found.start, found.end))
            {
                Some(FieldId::Date)
            } else if when::find_duration(text).is_some_and(|found| is_rest_short(found.start, found.end)) {
                Some(FieldId::Duration)
            } else if identity::is_severity_token(text) {
                Some(FieldId::Severity)
            } else {
                self.lexicon.statuses.exact(&fold(text)).map(|_| FieldId::Status)
            };
            if let Some(field) = field {
                let parts = vec![Part { line, skip, end: skip + piece.len() }];
                self.all.push(Label { parts, ..self.label(field, Origin::List, "", line.span) });
            }
            skip = prose::char_end(&line.text, skip + piece.len());
        }
    }

    /// `By Ann Lee`, `Written by Ann Lee and Bob Ng, 3 March 2026`, `March 3 · [Ann Lee](…)`: a line of a short paragraph
    /// that has nothing but names after the words that introduce them, perhaps with a day around it. A linked name
    /// needs no such words beside a day.
    pub(super) fn signature(&mut self, lines: &'o [Line<'a>]) {
        if lines.len() > MAX_LINES {
            return;
        }
        for line in lines.iter().filter(|line| line.text.chars().count() <= MAX_BYLINE) {
            let mut skip = 0;
            for piece in line.text.split(SEPARATORS) {
                let linked = line.links.iter().any(|(_, range)| range.contains(&(skip + piece.len() / 2)));
                let beside_day =
                    || piece.len() < line.text.len() && when::find_date(&line.text, None).is_some();
                let names = self.names_after_byline(piece).or_else(|| {
                    (linked && beside_day() && people::looks_like_name(piece, self.lexicon)).then_some(piece)
                });
                if let Some(names) = names
                    && let Some(at) = piece.find(names)
                {
                    let parts = vec![Part { line, skip: skip + at, end: skip + at + names.len() }];
                    self.all
                        .push(Label { parts, ..self.label(FieldId::Author, Origin::Prose, "", line.span) });
                }
                skip = prose::char_end(&line.text, skip + piece.len()).min(line.text.len());
            }
        }
    }

    /// The names after words such as `written by`, if nothing but a day comes before or after.
    fn names_after_byline<'t>(&self, text: &'t str) -> Option<&'t str> {
        let found = when::find_date(text, None);
        let (before, after) = found.map_or((text, ""), |found| (&text[..found.start], &text[found.end..]));
        let part = |text: &'t str| {
            let text = text.trim_matches(|c: char| c.is_whitespace() || "_*,.–—-()（）".contains(c));
            let names = self.after_byline(text)?;
            // `By Ann Lee on 3 March`
            let names = names.rsplit_once(' ').map_or(names, |(head, last)| {
                if crate::lexicon::list("time.date_lead").contains(&last) { head } else { names }
            });
            let names = names.trim_matches(|c: char| c.is_whitespace() || ",.(（".contains(c));
            let all = people::split(names, self.lexicon);
            (!all.is_empty() && all.iter().all(|name| people::looks_like_name(name, self.lexicon)))
                .then_some(names)
        };
        part(before).or_else(|| part(after))
    }

    /// The text after the longest introduction of a byline with which a text begins.
    fn after_byline<'t>(&self, text: &'t str) -> Option<&'t str> {
        let lower = text.to_lowercase();
        if lower.len() != text.len() {
            return None;
        }
        let rest = |word: &str| {
            let rest = lower.strip_prefix(word)?;
            let is_whole =
                rest.starts_with([' ', ':', '：']) || word.ends_with(crate::read::lexicon::is_unspaced);
            is_whole.then_some(rest.len())
        };
        let shortest = self.lexicon.list("byline").filter_map(rest).min()?;
        let names = text[text.len() - shortest..].trim_start_matches([' ', ':', '：', '/', '／']);
        (!names.is_empty()).then_some(names)
    }
}
