//! Marks that people write in front of a text or inside it: bullets, and what separates a name from the rest.

/// Whether a character is a bullet that Markdown does not know, as lists pasted from other programs have it.
pub(super) const fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '◦' | '‣' | '●' | '▪' | '■' | '·' | '・')
}

/// Splits a text at its first colon or dash between words: `Root cause: …`, `ops — …`.
pub(super) fn split_at_separator(text: &str) -> Option<(&str, &str)> {
    let separators = [": ", "：", " — ", " – ", " - "];
    let first =
        separators.iter().filter_map(|separator| Some((text.find(separator)?, separator.len()))).min();
    first.map(|(at, length)| (&text[..at], &text[at + length..]))
}
