//! Tables for terminals: aligned columns that fit a width.
//!
//! Widths are terminal cells, not characters: a Chinese character takes two. Without a width, for a pipe or a file, nothing is cut
//! and no column is dropped.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::human::Paint;
use super::plain_line;
use crate::text::squeeze;

/// Spaces between two columns.
const GAP: usize = 2;

/// The minimum width of a column on very narrow terminals.
const MIN_WIDTH: usize = 4;

/// How a column shrinks if the table is too wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Never cut.
    Whole,
    /// Cut down to this width.
    Cut(usize),
    /// Cut down to this width, or dropped if that is not enough. The last such column is dropped first.
    Spare(usize),
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading.
    pub title: &'static str,
    /// How it shrinks.
    pub room: Room,
}

/// The style of a cell, if colors are used. Never the only way to convey information.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// The default.
    #[default]
    Plain,
    /// Emphasized.
    Strong,
    /// De-emphasized.
    Faint,
    /// Most severe.
    Grave,
    /// Severe.
    Serious,
}

impl Look {
    /// The style of a severity level, which counts from 1.
    pub fn of_level(level: Option<u8>) -> Self {
        match level {
            Some(1) => Self::Grave,
            Some(2) => Self::Serious,
            _ => Self::Plain,
        }
    }

    /// The text with escape sequences (ECMA-48, SGR).
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
    /// A cell with this text, on one line and safe for a terminal.
    pub fn new(text: &str) -> Self {
        Self { text: plain_line(&squeeze(text)), look: Look::Plain }
    }

    /// Like [`Cell::new`], but keeps leading spaces.
    pub fn indented(text: &str) -> Self {
        let blanks = text.len() - text.trim_start_matches(' ').len();
        let cell = Self::new(text);
        Self { text: format!("{}{}", &text[..blanks], cell.text), ..cell }
    }

    /// The cell with another style.
    #[must_use]
    pub fn look(self, look: Look) -> Self {
        Self { look, ..self }
    }

    /// The width of the text in terminal cells.
    pub fn width(&self) -> usize {
        self.text.width()
    }

    /// The text with its style, if colors are used.
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

    /// The table as text: a line of headings, if there are any, and a line per row, cut to a width if there is one. Empty columns
    /// are dropped.
    pub fn print(&self, width: Option<usize>, paint: Paint) -> String {
        let widths = fit(&self.natural(), &self.columns, width);
        let titles = self.columns.map(|column| Cell::new(column.title).look(Look::Faint));
        let any = self.columns.iter().any(|column| !column.title.is_empty());
        any.then_some(&titles).into_iter().chain(&self.rows).map(|row| line(row, &widths, paint)).collect()
    }

    /// The full width of each column; 0 if it is empty.
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

/// The widths of the columns; 0 for dropped ones.
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
    // Shrink the widest column first, so short ones stay whole. If the minimum widths are still too wide, shrink all columns
    // that may be cut.
    let floors: [Vec<usize>; 2] = [
        (0..widths.len()).map(|at| least(at, natural)).collect(),
        columns
            .iter()
            .zip(natural)
            .map(|(column, natural)| match column.room {
                Room::Whole => *natural,
                Room::Cut(_) | Room::Spare(_) => MIN_WIDTH,
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

/// Cuts text to a width in cells, with `…` if something was cut.
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

/// Wraps text at spaces to lines of at most this width in cells.
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
    fn tables_are_not_cut_without_a_width() {
        let expected = "Id      Title                 Fixed by\n\
                        INC-1   Checkout returns 5xx  rollback of 4812\n\
                        INC-12  証明書の期限切れ\n";
        assert_eq!(table().print(None, Paint::Plain), expected);
    }

    #[test]
    fn lines_fit_the_terminal() {
        for width in 20..60 {
            let text = table().print(Some(width), Paint::Plain);
            assert!(text.lines().all(|line| line.width() <= width), "{width}\n{text}");
            assert_eq!(text.contains("Fixed by"), width >= 28, "{width}\n{text}");
        }
    }

    #[test]
    fn cut_text_ends_with_an_ellipsis() {
        assert_eq!(cut("Checkout", 8), "Checkout");
        assert_eq!(cut("Checkout", 7), "Checko…");
        assert_eq!(cut("証明書", 4), "証…");
        assert_eq!(cut("e\u{301}e\u{301}", 2), "e\u{301}e\u{301}");
    }

    #[test]
    fn styles_need_colors() {
        assert_eq!(Look::Grave.paint("SEV1", Paint::Plain), "SEV1");
        assert_eq!(Look::Grave.paint("SEV1", Paint::Colors), "\x1b[1;31mSEV1\x1b[0m");
        assert_eq!(Cell::new("a\x1b[31m\nb").text, "a␛[31m b");
    }

    #[test]
    fn text_wraps_at_spaces() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("verylongword x", 4), ["verylongword", "x"]);
    }
}
