//! CSV for spreadsheets: RFC 4180, but with Unix line breaks.
//!
//! Spreadsheets evaluate cells that look like formulas. So that a post-mortem cannot run anything on its readers' machines,
//! such cells are prefixed with an apostrophe (OWASP, *CSV Injection*).

use super::plain;
use crate::emit::harmless;

/// A header line and rows. All cells are safe for spreadsheets and terminals.
pub fn table(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory fails only with rows of different lengths.
    _ = writer.write_record(headings);
    for row in rows {
        // First make control characters visible: the next step would remove them.
        _ = writer.write_record(row.iter().map(|cell| without_formula(&plain(cell))));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Text that no spreadsheet treats as a formula. Numbers are not changed.
fn without_formula(text: &str) -> String {
    let number = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
        && text.parse::<f64>().is_ok();
    if number { text.to_owned() } else { harmless(text).into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused() {
        for text in ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "-2+3+cmd|' /C calc'!A0"] {
            assert_eq!(without_formula(text), format!("'{text}"));
        }
        for text in ["-3", "-3.5", "a=b", "", "'x"] {
            assert_eq!(without_formula(text), text);
        }
    }

    #[test]
    fn separators_are_quoted_and_control_characters_removed() {
        let rows =
            [vec!["a,b".to_owned(), "say \"x\"".to_owned()], vec!["\x1b[31m".to_owned(), "1\n2".to_owned()]];
        let text = table(&["one", "two"], rows);
        assert_eq!(text, "one,two\n\"a,b\",\"say \"\"x\"\"\"\n␛[31m,\"1\n2\"\n");
    }
}
