//! Tables as comma-separated values, RFC 4180, in UTF-8.
//!
//! Spreadsheets treat a cell that begins with `=` as a formula, and a formula can send other cells to a stranger. Any author of
//! a document can write such a cell, so pmsite puts an apostrophe in front of it, which marks text in spreadsheets; see
//! <https://owasp.org/www-community/attacks/CSV_Injection>.

use std::borrow::Cow;
use std::iter;

use csv::{Terminator, WriterBuilder};

use crate::site::export::{Cell, Table};

/// Characters that begin a formula, also in the full-width forms that some spreadsheets fold.
const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Rows per piece.
const BATCH_SIZE: usize = 1024;

/// A table with its header, in pieces.
pub(super) fn table(table: Table<'_>) -> impl Iterator<Item = Vec<u8>> + '_ {
    let header = table.header.into_iter().map(Cell::from).collect();
    let mut rows = iter::once(header).chain(table.rows).peekable();
    iter::from_fn(move || {
        rows.peek()?;
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
        for row in rows.by_ref().take(BATCH_SIZE) {
            // Writing to memory cannot fail, and all rows have the length of the header.
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

/// A cell as bytes, as `csv` requires; `Cow<str>` does not convert.
struct Written<'a>(Cow<'a, str>);

impl AsRef<[u8]> for Written<'_> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Text that no spreadsheet treats as a formula, without control characters.
pub fn harmless(text: &str) -> Cow<'_, str> {
    // In UTF-8, all control characters begin with one of these bytes.
    let controls = text.bytes().any(|byte| byte < b' ' || byte == 0x7f || byte == 0xc2);
    let kept = |c: &char| !c.is_control() || matches!(c, '\t' | '\r' | '\n');
    let text = if controls { text.chars().filter(kept).collect() } else { Cow::Borrowed(text) };
    // Some programs ignore leading spaces.
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
    fn text_never_begins_like_a_formula() {
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
    fn negative_numbers_stay_numbers() {
        let made = table(vec!["a", "b"], vec![(-3).into(), Cell::Nothing]);
        assert_eq!(made, b"a,b\r\n-3,\r\n");
    }

    #[test]
    fn commas_quotes_line_breaks_and_other_scripts_survive() {
        for text in ["a, b", "say \"no\"", "two\nlines", "停电 · Störung", ""] {
            let made = table(vec!["a", "b"], vec![text.into(), "x".into()]);
            assert_eq!(read(&made)[1], [text, "x"]);
        }
    }
}
