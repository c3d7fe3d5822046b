//! Lists for spreadsheets, as RFC 4180 has them but for the line ends of the system that pipes are made for.
//!
//! A spreadsheet runs a cell that begins like a formula, and whoever may write a post-mortem is not to run anything on the
//! machines of its readers, so such cells begin with an apostrophe (OWASP, *CSV Injection*).

use super::plain;
use crate::emit::harmless;

/// A heading line and rows. All cells are made harmless, for a spreadsheet and for a terminal.
pub fn table(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory fails only with rows of different lengths.
    _ = writer.write_record(headings);
    for row in rows {
        // Control characters are to be seen, not left out, so they are shown before anything else.
        _ = writer.write_record(row.iter().map(|cell| neutral(&plain(cell))));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A text that no spreadsheet takes for a formula. Numbers stay as they are.
fn neutral(text: &str) -> String {
    let number = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
        && text.parse::<f64>().is_ok();
    if number { text.to_owned() } else { harmless(text).into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_no_formula_any_more() {
        for text in ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "-2+3+cmd|' /C calc'!A0"] {
            assert_eq!(neutral(text), format!("'{text}"));
        }
        for text in ["-3", "-3.5", "a=b", "", "'x"] {
            assert_eq!(neutral(text), text);
        }
    }

    #[test]
    fn what_parts_cells_is_quoted_and_what_a_terminal_obeys_is_gone() {
        let rows =
            [vec!["a,b".to_owned(), "say \"x\"".to_owned()], vec!["\x1b[31m".to_owned(), "1\n2".to_owned()]];
        let text = table(&["one", "two"], rows);
        assert_eq!(text, "one,two\n\"a,b\",\"say \"\"x\"\"\"\n␛[31m,\"1\n2\"\n");
    }
}
