//! Tables as comma-separated values, RFC 4180, in UTF-8.
//!
//! A spreadsheet takes a cell that begins with `=` for a formula, and a formula can send what stands beside it to a stranger.
//! Whoever may write a document may write such a cell, so text of that kind gets an apostrophe in front, which spreadsheets
//! take for "this is text"; see <https://owasp.org/www-community/attacks/CSV_Injection>.

use std::borrow::Cow;
use std::iter;

use csv::{Terminator, WriterBuilder};

use crate::site::export::{Cell, Table};

/// What makes a spreadsheet look for a formula, in ASCII and in the full width that some of them fold.
const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The rows of one piece.
const TOGETHER: usize = 1024;

/// A table with its header, in pieces.
pub(super) fn table(table: Table<'_>) -> impl Iterator<Item = Vec<u8>> + '_ {
    let header = table.header.into_iter().map(Cell::from).collect();
    let mut rows = iter::once(header).chain(table.rows).peekable();
    iter::from_fn(move || {
        rows.peek()?;
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
        for row in rows.by_ref().take(TOGETHER) {
            // Nothing is written but to memory, and all rows are as long as the header, so that nothing can go wrong.
            _ = writer.write_record(row.iter().map(cell));
        }
        writer.into_inner().ok()
    })
}

fn cell(cell: &Cell) -> Written<'_> {
    Written(match cell {
        Cell::Text(text) => harmless(text),
        Cell::Number(number) => number.to_string().into(),
        Cell::Nothing => "".into(),
    })
}

/// A cell as bytes, which `csv` asks for and text behind [`Cow`] is not.
struct Written<'a>(Cow<'a, str>);

impl AsRef<[u8]> for Written<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// A text that no spreadsheet takes for a formula, without control characters.
pub fn harmless(text: &str) -> Cow<'_, str> {
    // All control characters begin with one of these bytes in UTF-8.
    let controls = text.bytes().any(|byte| byte < b' ' || byte == 0x7f || byte == 0xc2);
    let kept = |c: &char| !c.is_control() || matches!(c, '\t' | '\r' | '\n');
    let text = if controls { text.chars().filter(kept).collect() } else { Cow::Borrowed(text) };
    // Some programs drop blanks before they look.
    let begins = text.trim_start_matches(' ').starts_with(SIGNS);
    if begins { format!("'{text}").into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(header: Vec<&'static str>, row: Vec<Cell>) -> Vec<u8> {
        super::table(Table { header, rows: Box::new(iter::once(row)) }).collect::<Vec<_>>().concat()
    }

    fn read(bytes: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    #[test]
    fn text_never_begins_as_a_formula_does() {
        for sign in SIGNS {
            let text = format!("{sign}HYPERLINK(\"http://x/\")");
            let made = table(vec!["a"], vec![text.as_str().into()]);
            assert_eq!(read(&made)[1], [format!("'{text}")], "{sign:?}");
        }
        assert_eq!(harmless("  =1+1"), "'  =1+1");
        assert_eq!(harmless("\0=1+1"), "'=1+1");
        assert_eq!(harmless("1 = 1"), "1 = 1");
    }

    #[test]
    fn a_negative_number_stays_a_number() {
        let made = table(vec!["a", "b"], vec![(-3).into(), Cell::Nothing]);
        assert_eq!(made, b"a,b\r\n-3,\r\n");
    }

    #[test]
    fn commas_quotes_line_ends_and_other_scripts_come_back() {
        for text in ["a, b", "say \"no\"", "two\nlines", "停电 · Störung", ""] {
            let made = table(vec!["a", "b"], vec![text.into(), "x".into()]);
            assert_eq!(read(&made)[1], [text, "x"]);
        }
    }
}
