//! Key-value pairs anywhere in the text: `Owner: Ann. Due: 2026-04-30`.

use super::ActionDetails;
use super::annotation::set_value;
use crate::read::lexicon::{Lexicon, fold, is_unspaced, nfkc};
use crate::read::prose;
use crate::when::DateOrder;

/// The longest key, in characters.
const MAX_KEY: usize = 40;

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
        let Some((key_start, meaning)) = key_before(&folded[..at], lexicon) else { continue };
        let value = folded[at + 1..].split(['、', ';', '|', '*', ')', ']']).next().unwrap_or("");
        let value = [". ", " - ", " – ", " — ", " / "]
            .iter()
            .fold(value, |value, mark| value.split(mark).next().unwrap_or(value));
        let value = value.split([',', '。']).next().unwrap_or("").trim();
        let value = if meaning == "owner" { value.trim_end_matches('.') } else { value };
        set_value(meaning, value, lexicon, order, found);
        first.get_or_insert(key_start);
    }
    // The text can be cut there only if folding moved no byte, and if a text is left.
    if let Some(first) = first
        && folded.len() == text.len()
        && text[..first].contains(char::is_alphanumeric)
    {
        found.end =
            found.end.min(text[..first].trim_end_matches([' ', '-', '–', '—', '(', '*', '|', ',']).len());
    }
}

/// The key at the end of a text: where it begins, and what it means. In the middle of a sentence only a key with a
/// capital counts: `Set the status: it is empty` has none.
fn key_before<'l>(before: &str, lexicon: &'l Lexicon) -> Option<(usize, &'l str)> {
    const SEPARATORS: [char; 14] = ['(', ',', '.', '、', '。', ';', '*', '|', '-', '—', '–', '[', '（', '•'];
    // Keys are short; a long line may have many colons.
    let near = before.len() - before.chars().rev().take(MAX_KEY).map(char::len_utf8).sum::<usize>();
    let clause =
        before[near..].rfind(SEPARATORS).map(|at| near + at).map_or(near, |at| prose::char_end(before, at));
    let words = before[clause..].trim_start();
    let clause = before.len() - words.len();
    let exact = |words: &str| lexicon.action_words.exact(&fold(words));
    if let Some(meaning) = exact(words) {
        return Some((clause, meaning));
    }
    let starts = words.rmatch_indices(' ').map(|(at, _)| at + 1).take(2);
    let known = starts.filter_map(|at| Some((clause + at, exact(&words[at..])?)));
    let capital = |at: usize| before[at..].starts_with(|c: char| c.is_uppercase() || is_unspaced(c));
    known.filter(|(at, meaning)| capital(*at) || *meaning == "owner").last()
}
