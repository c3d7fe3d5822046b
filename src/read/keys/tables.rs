//! Metadata tables: keys and values in two columns, or one row of values under a row of keys.

use super::LabelFinder;
use crate::model::{FieldId, Origin};
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
        self.is_record(table) || self.is_paired(table)
    }

    /// One row of values under a row of keys.
    fn is_record(&self, table: &Table<'a>) -> bool {
        if table.rows.len() != 1 || table.header.len() < 3 {
            return false;
        }
        let known: Vec<_> = table.header.iter().filter_map(|cell| self.lexicon.key(&cell.text)).collect();
        // `Customers | Tickets | Duration`: one fact is enough where facts are expected.
        let is_fact =
            |field: &FieldId| matches!(field, FieldId::Duration | FieldId::Severity | FieldId::Started);
        let enough =
            known.len() * 2 > table.header.len() || self.expects_facts() && known.iter().any(is_fact);
        enough && !self.looks_like_actions(table) && !self.looks_like_timeline(table)
    }

    /// Whether the current section is the head of the document, or one about facts or the impact.
    fn expects_facts(&self) -> bool {
        let section = &self.outline.sections[self.section];
        section.level <= 1
            || matches!(
                self.lexicon.heading(&section.heading.text),
                Some(FieldId::Impact | FieldId::Metadata | FieldId::Summary)
            )
    }

    fn looks_like_timeline(&self, table: &Table<'a>) -> bool {
        let column = |cell: &Line<'a>| self.lexicon.timeline_columns.exact(&fold(&cell.text));
        table.header.iter().any(|cell| column(cell) == Some("event"))
            && table.header.iter().any(|cell| column(cell) == Some("time"))
    }

    /// `| Date | 2026-03-04 | Severity | SEV2 |`: two or more pairs of a key and a value in each row.
    fn is_paired(&self, table: &Table<'a>) -> bool {
        let columns = table.header.len();
        if columns < 4 || columns % 2 == 1 {
            return false;
        }
        let rows = std::iter::once(&table.header).chain(table.rows.iter().map(|row| &row.cells));
        let (mut keys, mut known) = ([0, 0], [0, 0]);
        for (index, cell) in
            rows.flat_map(|cells| cells.iter().enumerate()).filter(|(_, cell)| !cell.is_empty())
        {
            keys[index % 2] += 1;
            known[index % 2] += usize::from(self.lexicon.key(&cell.text).is_some());
        }
        // A value may be a word that is also a key: `Resolved`.
        known[0] >= 2 && known[0] * 2 > keys[0] && known[1] * 2 <= known[0]
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
        if table.header.len() > 2 && self.is_paired(table) {
            for cells in std::iter::once(&table.header).chain(table.rows.iter().map(|row| &row.cells)) {
                for pair in cells.chunks_exact(2) {
                    self.row(&pair[0], &pair[1]);
                }
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
