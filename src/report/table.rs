//! Tables for terminals: aligned columns that fit a width.
//!
//! Widths are cells of the terminal, not characters: a Chinese character takes two. Without a width, for a pipe or a file,
//! nothing is cut and no column is left out.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::human::Paint;
use super::plain_line;
use crate::text::squeeze;

/// Blanks between two columns.
const GAP: usize = 2;

/// No column is narrower, however narrow the terminal is.
const FLOOR: usize = 4;

/// What becomes of a column where there is too little room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// It is never cut.
    Whole,
    /// It may be cut to this width.
    Cut(usize),
    /// It may be cut to this width, and is left out if there is no room for that; the last such column goes first.
    Spare(usize),
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands above it.
    pub title: &'static str,
    /// What becomes of it in narrow places.
    pub room: Room,
}

/// How a cell looks, where colors may be used. Never the only sign of anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// As everything else.
    #[default]
    Plain,
    /// What a reader seeks.
    Strong,
    /// What can be passed over.
    Faint,
    /// The gravest.
    Grave,
    /// Grave.
    Serious,
}

impl Look {
    /// That of a step of a severity scale, from 1.
    pub fn of_level(level: Option<u8>) -> Self {
        match level {
            Some(1) => Self::Grave,
            Some(2) => Self::Serious,
            _ => Self::Plain,
        }
    }

    /// The text with its escape sequences (ECMA-48, SGR).
    pub fn paint(self, text: &str, paint: Paint) -> String {
        let code = match self {
            Self::Strong => "1",
            Self::Faint => "2",
            Self::Grave => "1;31",
            Self::Serious => "33",
            Self::Plain => "",
        };
        if paint == Paint::Plain || code.is_empty() || text.is_empty() {
            return text.to_owned();
        }
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    text: String,
    look: Look,
}

impl Cell {
    /// A cell with this text, on one line and harmless for a terminal.
    pub fn new(text: &str) -> Self {
        Self { text: plain_line(&squeeze(text)), look: Look::Plain }
    }

    /// As [`Cell::new`], but blanks in front stay.
    pub fn indented(text: &str) -> Self {
        let blanks = text.len() - text.trim_start_matches(' ').len();
        let cell = Self::new(text);
        Self { text: format!("{}{}", &text[..blanks], cell.text), ..cell }
    }

    /// The cell with another look.
    #[must_use]
    pub fn look(self, look: Look) -> Self {
        Self { look, ..self }
    }

    /// How many cells of a terminal its text takes.
    pub fn width(&self) -> usize {
        self.text.width()
    }

    /// Its text, in its look where colors may be used.
    pub fn paint(&self, paint: Paint) -> String {
        self.look.paint(&self.text, paint)
    }
}

/// A table. Every row has a cell for each column.
#[derive(Clone, Debug)]
pub struct Table<const N: usize> {
    columns: [Column; N],
    rows: Vec<[Cell; N]>,
}

impl<const N: usize> Table<N> {
    /// A table without rows.
    pub fn new(columns: [Column; N]) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: [Cell; N]) {
        self.rows.push(cells);
    }

    /// The table as text, a line each for the titles, if there are any, and for every row, within a width if there is one.
    /// Columns without content are left out.
    pub fn print(&self, width: Option<usize>, paint: Paint) -> String {
        let widths = fit(&self.natural(), &self.columns, width);
        let titles = self.columns.map(|column| Cell::new(column.title).look(Look::Faint));
        let any = self.columns.iter().any(|column| !column.title.is_empty());
        any.then_some(&titles).into_iter().chain(&self.rows).map(|row| line(row, &widths, paint)).collect()
    }

    /// What each column would take; nothing if it is empty.
    fn natural(&self) -> Vec<usize> {
        let natural = |at: usize| {
            let widest = self.rows.iter().map(|row| row[at].text.width()).max().unwrap_or(0);
            if widest == 0 { 0 } else { widest.max(self.columns[at].title.width()) }
        };
        (0..N).map(natural).collect()
    }
}

fn line(row: &[Cell], widths: &[usize], paint: Paint) -> String {
    let mut out = String::new();
    let mut blanks = 0;
    for (cell, width) in row.iter().zip(widths).filter(|(_, width)| **width > 0) {
        let text = cut(&cell.text, *width);
        if !text.is_empty() {
            out.push_str(&" ".repeat(blanks));
            blanks = 0;
            out.push_str(&cell.look.paint(&text, paint));
        }
        blanks += width - text.width() + GAP;
    }
    out.push('\n');
    out
}

/// The widths of the columns, 0 for one that is left out.
fn fit(natural: &[usize], columns: &[Column], width: Option<usize>) -> Vec<usize> {
    let mut widths = natural.to_vec();
    let Some(width) = width else { return widths };
    let least = |at: usize, widths: &[usize]| match columns[at].room {
        Room::Whole => widths[at],
        Room::Cut(least) | Room::Spare(least) => widths[at].min(least.max(columns[at].title.width())),
    };
    let total = |widths: &[usize]| -> usize {
        let shown = widths.iter().filter(|width| **width > 0).count();
        widths.iter().sum::<usize>() + shown.saturating_sub(1) * GAP
    };
    for at in (0..columns.len()).rev() {
        let narrowest: Vec<usize> = (0..widths.len()).map(|at| least(at, &widths)).collect();
        if total(&narrowest) > width && matches!(columns[at].room, Room::Spare(_)) {
            widths[at] = 0;
        }
    }
    // Cells are taken from the widest column that may give some, so that short ones stay whole; in the narrowest places from
    // all columns that may be cut at all.
    let floors: [Vec<usize>; 2] = [
        (0..widths.len()).map(|at| least(at, natural)).collect(),
        columns
            .iter()
            .zip(natural)
            .map(|(column, natural)| match column.room {
                Room::Whole => *natural,
                Room::Cut(_) | Room::Spare(_) => FLOOR,
            })
            .collect(),
    ];
    for floor in floors {
        while total(&widths) > width {
            let wide = (0..widths.len()).filter(|at| widths[*at] > floor[*at]);
            let Some(widest) = wide.max_by_key(|at| (widths[*at], usize::MAX - at)) else { break };
            widths[widest] -= 1;
        }
    }
    widths
}

/// The beginning of a text that takes at most so many cells, with `…` if something is left out.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut taken = 0;
    let mut fits = |c: char| {
        taken += c.width().unwrap_or(0);
        taken < width
    };
    let kept: String = text.chars().take_while(|c| fits(*c)).collect();
    let mut kept = kept.trim_end().to_owned();
    if width > 0 {
        kept.push('…');
    }
    kept
}

/// Lines of a text that take at most so many cells each, parted at blanks.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut taken = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let Some(line) = lines.last_mut() else { break };
        let needed = word.width() + usize::from(taken > 0);
        if taken > 0 && taken + needed > width {
            taken = word.width();
            lines.push(word.to_owned());
        } else {
            if taken > 0 {
                line.push(' ');
            }
            line.push_str(word);
            taken += needed;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table<3> {
        let mut table = Table::new([
            Column { title: "Id", room: Room::Whole },
            Column { title: "Title", room: Room::Cut(8) },
            Column { title: "Fixed by", room: Room::Spare(10) },
        ]);
        table.row([Cell::new("INC-1"), Cell::new("Checkout returns 5xx"), Cell::new("rollback of 4812")]);
        table.row([Cell::new("INC-12"), Cell::new("証明書の期限切れ"), Cell::new("")]);
        table
    }

    #[test]
    fn nothing_is_cut_without_a_width() {
        let expected = "Id      Title                 Fixed by\n\
                        INC-1   Checkout returns 5xx  rollback of 4812\n\
                        INC-12  証明書の期限切れ\n";
        assert_eq!(table().print(None, Paint::Plain), expected);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in 20..60 {
            let text = table().print(Some(width), Paint::Plain);
            assert!(text.lines().all(|line| line.width() <= width), "{width}\n{text}");
            assert_eq!(text.contains("Fixed by"), width >= 28, "{width}\n{text}");
        }
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut("Checkout", 8), "Checkout");
        assert_eq!(cut("Checkout", 7), "Checko…");
        assert_eq!(cut("証明書", 4), "証…");
        assert_eq!(cut("e\u{301}e\u{301}", 2), "e\u{301}e\u{301}");
    }

    #[test]
    fn looks_are_escape_sequences_only_where_colors_are_wanted() {
        assert_eq!(Look::Grave.paint("SEV1", Paint::Plain), "SEV1");
        assert_eq!(Look::Grave.paint("SEV1", Paint::Colors), "\x1b[1;31mSEV1\x1b[0m");
        assert_eq!(Cell::new("a\x1b[31m\nb").text, "a␛[31m b");
    }

    #[test]
    fn lines_are_parted_at_blanks() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("verylongword x", 4), ["verylongword", "x"]);
    }
}
