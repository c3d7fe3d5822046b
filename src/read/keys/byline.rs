//! Bylines: several values on a line without keys, recognized by their form.

use super::LabelFinder;
use crate::model::{FieldId, Origin};
use crate::read::identity;
use crate::read::labels::{Label, Part};
use crate::read::lexicon::fold;
use crate::read::outline::Line;
use crate::read::prose;
use crate::when;

impl<'o, 'a> LabelFinder<'o, 'a, '_> {
    /// `June 25th, 2020 · 74 minutes · resolved`
    pub(super) fn byline(&mut self, line: &'o Line<'a>) {
        let separators = ['·', '|', '•'];
        if line.text.len() > 120 || line.text.matches(separators).count() < 1 {
            return;
        }
        let mut skip = 0;
        for piece in line.text.split(separators) {
            let text = piece.trim();
            let field = if when::find_date(text, None)
                .is_some_and(|found| found.end - found.start + 8 >= text.len())
            {
                Some(FieldId::Date)
            } else if when::find_duration(text).is_some_and(|found| found.end - found.start + 8 >= text.len())
            {
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
}
