//! Tables as comma-separated values, RFC 4180, in UTF-8.
//!
//! A spreadsheet takes a cell that begins with `=` for a formula, and a formula can send what stands beside it to a stranger.
//! Whoever may write a document may write such a cell, so text of that kind gets an apostrophe in front, which spreadsheets
//! take for "this is text"; see <https://owasp.org/www-community/attacks/CSV_Injection>.

use std::iter;

use csv::{Terminator, WriterBuilder};

use crate::site::export::{Cell, Table};

/// What makes a spreadsheet look for a formula, in ASCII and in the full width that some of them fold.
const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The rows of one piece.
const TOGETHER: usize = 1024;

/// A table with its header, in pieces.
pub(super) fn table<'a>(table: Table<'a>) -> impl Iterator<Item = Vec<u8>> + 'a {
    let Table { header, mut rows } = table;
    let rows = iter::from_fn(move || {
        let first = rows.next()?;
        Some(written(iter::once(first).chain(rows.by_ref().take(TOGETHER)), |row| {
            row.iter().map(cell).collect()
        }))
    });
    let names = |row: &Vec<&str>| row.iter().map(|name| (*name).to_owned()).collect();
    iter::once(written(iter::once(header), names)).chain(rows)
}

fn written<T>(rows: impl Iterator<Item = T>, cells: impl Fn(&T) -> Vec<String>) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // Nothing is written but to memory, and all rows are as long as the header, so that nothing can go wrong.
        _ = writer.write_record(cells(&row));
    }
    writer.into_inner().unwrap_or_default()
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text),
        Cell::Number(number) => number.to_string(),
        Cell::Nothing => String::new(),
    }
}

/// A text that no spreadsheet takes for a formula, without control characters.
pub fn harmless(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\r' | '\n')).collect();
    // Some programs drop blanks before they look.
    let begins = text.trim_start_matches(' ').starts_with(SIGNS);
    if begins { format!("'{text}") } else { text }
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
