//! Tables in Markdown (GFM), for notes, wikis and pull requests.

use super::plain_line;
use crate::text::squeeze;

/// A Markdown table. Text from documents is shown literally and never interpreted as Markdown or HTML.
pub fn table(headings: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = line(headings.iter().map(|heading| (*heading).to_owned()).collect());
    out.push_str(&line(headings.iter().map(|_| "---".to_owned()).collect()));
    for row in rows {
        out.push_str(&line(row.iter().map(|cell| escaped(cell)).collect()));
    }
    out
}

/// Escapes every character that Markdown may interpret (CommonMark 0.31, 2.4), and defuses `@` mentions.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain_line(&squeeze(text)).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' | '~' | '$' | '&' => {
                out.extend(['\\', c]);
            }
            // A word joiner separates the sign from the name.
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
    fn text_is_escaped() {
        let row = vec!["a|b\nc".to_owned(), "<b>*x*</b> [y](z) @ann".to_owned()];
        assert_eq!(
            table(&["One", "Two"], [row]),
            "| One | Two |\n| --- | --- |\n| a\\|b c | \\<b\\>\\*x\\*\\</b\\> \\[y\\](z) @\u{2060}ann |\n"
        );
    }
}
