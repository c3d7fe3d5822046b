//! Metadata tables: keys and values in two columns, or one row of values under a row of keys.

use super::LabelFinder;
use crate::model::Origin;
use crate::read::labels::{Label, Part};
use crate::read::lexicon::fold;
use crate::read::outline::{Line, Table};

impl<'o, 'a> LabelFinder<'o, 'a, '_> {
    /// Whether a table holds metadata.
    pub(super) fn is_metadata(&self, table: &Table<'a>) -> bool {
        if table.header.len() == 2
            || (table.header.len() == 3
                && table.rows.iter().all(|row| row.cells.get(2).is_none_or(Line::is_empty)))
        {
            let known = table
                .rows
                .iter()
                .filter(|row| row.cells.first().is_some_and(|cell| self.lexicon.key(&cell.text).is_some()))
                .count();
            let headed = self.lexicon.key(&table.header[0].text).is_some()
                && self.lexicon.timeline_columns.exact(&fold(&table.header[0].text)).is_none();
            return known >= 2 || (known == 1 && table.rows.len() <= 2) || (headed && known >= 1);
        }
        self.is_record(table)
    }

    /// One row of values under a row of keys.
    fn is_record(&self, table: &Table<'a>) -> bool {
        let known = table.header.iter().filter(|cell| self.lexicon.key(&cell.text).is_some()).count();
        table.rows.len() == 1
            && table.header.len() >= 3
            && known * 2 > table.header.len()
            && !self.looks_like_actions(table)
    }

    fn looks_like_actions(&self, table: &Table<'a>) -> bool {
        table.header.iter().any(|cell| self.lexicon.action_columns.exact(&fold(&cell.text)) == Some("action"))
    }

    pub(super) fn metadata(&mut self, table: &'o Table<'a>) {
        if self.is_record(table) && table.header.len() > 2 {
            for (key, value) in table.header.iter().zip(&table.rows[0].cells) {
                self.row(key, value);
            }
            return;
        }
        // The header is a key and a value too if the table has no real header.
        if let [key, value, ..] = table.header.as_slice()
            && self.lexicon.key(&key.text).is_some()
            && !value.is_empty()
            && self.lexicon.timeline_columns.exact(&fold(&value.text)).is_none()
        {
            self.row(key, value);
        }
        for row in &table.rows {
            if let [key, value, ..] = row.cells.as_slice() {
                self.row(key, value);
            }
        }
    }

    fn row(&mut self, key: &'o Line<'a>, value: &'o Line<'a>) {
        let Some(field) = self.lexicon.key(&key.text) else { return };
        let parts = vec![Part::whole(value)];
        self.all.push(Label { parts, ..self.label(field, Origin::Table, &key.text, key.span) });
    }
}
