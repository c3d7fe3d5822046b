//! The syntax of keys: bold words, words before a colon, questions.

use crate::read::lexicon::nfkc;
use crate::read::outline::Line;
use crate::read::prose;
use crate::text::find_colon;

/// Longer texts are sentences, in characters.
const MAX_PLAIN: usize = 48;
const MAX_BOLD: usize = 60;
const MAX_QUESTION: usize = 80;

/// Whether a line looks like a key and a value, whatever the key.
pub(super) fn looks_like_key(text: &str) -> bool {
    find_colon(text).is_some_and(|at| {
        at > 0
            && text[..at].split_whitespace().count() <= 4
            && text[..at].chars().count() <= 32
            && !text[..at].contains(|c: char| c.is_ascii_digit())
    })
}

/// `What was the root cause?`, with the answer below.
pub(super) fn question_key(text: &str) -> Option<(usize, usize)> {
    (text.ends_with(['?', '？']) && text.chars().count() <= MAX_QUESTION).then_some((text.len(), text.len()))
}

/// `**Key:** value` and `**Key**: value`: the end of the key and the start of the value.
pub(super) fn bold_key(line: &Line<'_>) -> Option<(usize, usize)> {
    let key = line.text[..line.bold].trim_end();
    if key.is_empty() || key.chars().count() > MAX_BOLD {
        return None;
    }
    let rest = &line.text[line.bold..];
    let value = rest.trim_start_matches([' ', ':', '：', '-', '–', '—']);
    let separated = key.ends_with([':', '：'])
        || rest.trim_start().starts_with([':', '：'])
        || rest.trim().is_empty()
        || rest.len() != value.len();
    separated.then(|| (key.len(), line.text.len() - value.len()))
}

/// `:Key: value`: the end of the key and the start of the value.
fn field(text: &str) -> Option<(usize, usize)> {
    let at = text.strip_prefix(':')?.find(':')?;
    (at > 0).then_some((1 + at, at + 2))
}

/// `Key: value`, `Key :: value`, `:Key: value` and `Key 2024-03-14 14:02`: the end of the key and the start of the
/// value.
pub(super) fn plain_key(text: &str) -> Option<(usize, usize)> {
    if let Some((end, value)) = field(text) {
        return Some((end, text.len() - text[value..].trim_start().len()));
    }
    let folded = nfkc(text);
    let colon = memchr::memchr(b':', folded.as_bytes()).filter(|at| {
        folded[..*at].chars().count() <= MAX_PLAIN && folded[..*at].chars().all(|c| !c.is_ascii_digit())
    });
    if colon.is_some() {
        let at = find_colon(text)?;
        let value =
            text[prose::char_end(text, at)..].trim_start_matches([' ', ':', '：', '\u{a0}', '\u{3000}']);
        return (at > 0).then(|| (at, text.len() - value.len()));
    }
    let digit = text.bytes().position(|byte| byte.is_ascii_digit())?;
    let key = text[..digit].trim_end();
    (!key.is_empty() && key.chars().count() <= MAX_PLAIN && digit > key.len()).then_some((key.len(), digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_key_before_colon_or_first_digit() {
        let parts = |text: &'static str| plain_key(text).map(|(key, value)| (&text[..key], &text[value..]));
        assert_eq!(parts("Severity: SEV2"), Some(("Severity", "SEV2")));
        assert_eq!(parts("重大度：P1"), Some(("重大度", "P1")));
        assert_eq!(parts("Resolved 2024-03-14 14:02"), Some(("Resolved", "2024-03-14 14:02")));
        assert_eq!(parts(":Author: Ann"), Some((":Author", "Ann")));
        assert_eq!(parts("Author :: Ann"), Some(("Author ", "Ann")));
        assert_eq!(parts("14:02 the alert fired"), None);
    }
}
