//! Tables in Markdown (GFM), for notes, wikis and pull requests.

use super::plain_line;
use crate::text::squeeze;

/// A heading row, a rule and rows. Text of documents is shown as it is written and never acts as Markdown or HTML.
pub fn table(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(headings.iter().map(|heading| (*heading).to_owned()).collect());
    out.push_str(&line(headings.iter().map(|_| "---".to_owned()).collect()));
    for row in rows {
        out.push_str(&line(row.iter().map(|cell| escaped(cell)).collect()));
    }
    out
}

/// Text with a backslash before every character that Markdown may obey (CommonMark 0.31, 2.4). A mention with `@` would call
/// somebody, an address would become a link: neither is written so that anything happens.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain_line(&squeeze(text)).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' | '~' | '$' | '&' => {
                out.extend(['\\', c]);
            }
            // A joiner of no width parts the sign from the name.
            '@' => out.extend(['@', '\u{2060}']),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let row = vec!["a|b\nc".to_owned(), "<b>*x*</b> [y](z) @ann".to_owned()];
        assert_eq!(
            table(&["One", "Two"], [row]),
            "| One | Two |\n| --- | --- |\n| a\\|b c | \\<b\\>\\*x\\*\\</b\\> \\[y\\](z) @\u{2060}ann |\n"
        );
    }
}
