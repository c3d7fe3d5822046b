//! Rows, cells and columns of tables, with pipes at their edges or without.

use std::ops::Range;

use super::cells::{self, NamedCells};
use super::parts::{self, item};
use super::{Sought, SourceLine};
use crate::source::Span;

/// How many lines the table that begins here has; 0 if none does.
pub(super) fn length(all: &[SourceLine<'_>]) -> usize {
    let [first, ..] = all else { return 0 };
    let has_edge = row(first).starts_with('|');
    let has_header = has_delimiter(all);
    if !has_edge && !has_header {
        return 0;
    }
    let belongs = |line: &&SourceLine<'_>| {
        let bare = row(line);
        bare.starts_with('|') || has_header && !bare.trim().is_empty() && !bare.starts_with(['#', '`', '~'])
    };
    all.iter().take_while(belongs).count()
}

/// Whether the second line divides a header from rows.
fn has_delimiter(all: &[SourceLine<'_>]) -> bool {
    let [first, second, ..] = all else { return false };
    let bare = second.bare().trim();
    first.text.contains('|')
        && bare.contains('-')
        && bare.contains('|')
        && bare.chars().all(|c| matches!(c, '-' | ':' | '|' | ' ' | '\t'))
}

/// What is named in a table.
pub(super) fn named(all: &[SourceLine<'_>], sought: &Sought<'_>) -> Vec<Span> {
    let rows: Vec<Row<'_>> = all.iter().map(|line| Row::of(*line)).collect();
    let mut found = Vec::new();
    let mut columns: Vec<usize> = Vec::new();
    let body = if has_delimiter(all) {
        let header = &rows[0];
        // The first row of names and values can stand in the place of a header.
        let is_row =
            |row: &Row<'_>| row.names().any(|at| (sought.is_field)(row.text(at)) || sought.has(row.text(at)));
        let is_first_row = header.cells.len().is_multiple_of(2) && rows[2..].iter().any(is_row);
        found.extend(header.pairs(sought).flat_map(|at| [header.span(at), header.span(at + 1)]));
        let is_column =
            |at: &usize| sought.writes(header.text(*at)) && !(is_first_row && at.is_multiple_of(2));
        columns = (0..header.cells.len()).filter(is_column).collect();
        &rows[2..]
    } else {
        &rows[..]
    };
    if !columns.is_empty() {
        found.extend(rows.iter().flat_map(|row| columns.iter().map_while(|at| row.column(*at))));
    }
    found.extend(body.iter().flat_map(|row| row.named(sought)));
    found
}

/// The text of a row without what is before its table: the marks of quotes and of a list item.
fn row<'t>(line: &SourceLine<'t>) -> &'t str {
    let bare = line.bare();
    item(bare).filter(|rest| rest.starts_with('|')).unwrap_or(bare)
}

/// A row, and where its cells are in the line.
struct Row<'t> {
    line: SourceLine<'t>,
    cells: Vec<Range<usize>>,
}

impl<'t> Row<'t> {
    fn of(line: SourceLine<'t>) -> Self {
        let end = line.text.trim_end().len();
        let bare = line.text.len() - row(&line).len();
        let start = if row(&line).starts_with('|') { bare + 1 } else { bare };
        let mut from = start;
        let mut cells = Vec::new();
        let mut escaped = false;
        for (at, c) in line.text[..end].char_indices().skip_while(|(at, _)| *at < start) {
            if c == '|' && !escaped {
                cells.push(from..at);
                from = at + 1;
            }
            escaped = c == '\\' && !escaped;
        }
        if from < end {
            cells.push(from..end);
        }
        Self { line, cells }
    }

    fn text(&self, at: usize) -> &'t str {
        self.cells.get(at).map_or("", |cell| self.line.text[cell.clone()].trim())
    }

    fn span(&self, at: usize) -> Span {
        let cell = self.cells.get(at).cloned().unwrap_or(0..0);
        Span::new(self.line.start + cell.start, self.line.start + cell.end)
    }

    /// A cell with the pipe before it, or after it if it is the first.
    fn column(&self, at: usize) -> Option<Span> {
        let cell = self.cells.get(at)?;
        let has_edge = row(&self.line).starts_with('|');
        let (start, end) =
            if at == 0 && !has_edge { (cell.start, cell.end + 1) } else { (cell.start - 1, cell.end) };
        Some(Span::new(self.line.start + start, self.line.start + end.min(self.line.text.trim_end().len())))
    }

    /// The cells in which a name can stand, if the row consists of names and values in turn.
    fn names(&self) -> impl Iterator<Item = usize> {
        let most = if self.cells.len().is_multiple_of(2) { self.cells.len() } else { 1 };
        (0..most).step_by(2)
    }

    /// The names of a row of names and values.
    fn pairs(&self, sought: &Sought<'_>) -> impl Iterator<Item = usize> {
        self.names().filter(|at| sought.has(self.text(*at)) && !sought.has(self.text(at + 1)))
    }

    /// What is named in the row: all of it, some cells, or parts of cells.
    fn named(&self, sought: &Sought<'_>) -> Vec<Span> {
        let texts: Vec<&str> = (0..self.cells.len()).map(|at| self.text(at)).collect();
        let cells = match cells::named(&texts, sought) {
            NamedCells::Row => return vec![Span::new(self.line.start, self.line.end())],
            NamedCells::Some(cells) => cells.into_iter().map(|at| self.span(at)),
        };
        let parts = self.cells.iter().flat_map(|cell| {
            parts::within(&self.line.text[cell.clone()], self.line.start + cell.start, sought)
        });
        cells.chain(parts).collect()
    }
}
