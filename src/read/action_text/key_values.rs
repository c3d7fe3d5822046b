//! Key-value pairs anywhere in the text: `Owner: Ann. Due: 2026-04-30`.

use super::ActionDetails;
use super::annotation::set_value;
use crate::read::lexicon::{Lexicon, fold, nfkc};
use crate::read::prose;
use crate::when::DateOrder;

/// `担当: platform、期限: 2026-04-30` and `Owner: Ann. Due: 2026-04-30` anywhere in the text.
pub(super) fn read_key_values(
    text: &str,
    lexicon: &Lexicon,
    order: Option<DateOrder>,
    found: &mut ActionDetails,
) {
    let folded = nfkc(text);
    let mut first = None;
    for (at, _) in folded.match_indices(':') {
        let before = &folded[..at];
        let key_start = before
            .rfind(|c: char| {
                matches!(c, '(' | ',' | '.' | '、' | '。' | ';' | '*' | '|' | '-' | '—' | '–' | '[')
                    || c == ' ' && !before.ends_with(' ')
            })
            .map_or(0, |start| prose::char_end(before, start));
        let Some(meaning) = lexicon.action_words.exact(&fold(&before[key_start..])) else { continue };
        let value = folded[at + 1..].split(['、', ';', '|', '*', ')', ']']).next().unwrap_or("");
        let value = [". ", " - ", " – ", " — ", " / "]
            .iter()
            .fold(value, |value, mark| value.split(mark).next().unwrap_or(value));
        let value = value.split([',', '。']).next().unwrap_or("").trim();
        let value = if meaning == "owner" { value.trim_end_matches('.') } else { value };
        set_value(meaning, value, lexicon, order, found);
        first.get_or_insert(key_start);
    }
    // The text can be cut there only if folding moved no byte.
    if let Some(first) = first
        && folded.len() == text.len()
        && first > 8
    {
        found.end =
            found.end.min(text[..first].trim_end_matches([' ', '-', '–', '—', '(', '*', '|', ',']).len());
    }
}
