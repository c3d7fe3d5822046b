//! Words and marks around a time.

use super::scan::{Cursor, is_digit, is_letter};
use crate::lexicon::list;

const ABOUT: &[&str] = list("time.about");
const ABOUT_MARKS: &[&str] = list("time.about_mark");
const AFTER: &[&str] = list("time.after_time");
const AFTER_MARKS: &[&str] = list("time.after_time_mark");

/// Skips words and marks for an inexact time, and words for "o'clock".
pub(super) fn eat_about(start: &mut Cursor<'_>) {
    let mut look = *start;
    let marked = look.eat(&['~', '≈', '〜', '～', '@']) || ABOUT_MARKS.iter().any(|mark| look.eat_text(mark));
    let found = marked || {
        // A word counts only before a number, because `About` also begins sentences.
        look.eat_word(ABOUT)
            && {
                look.eat(&['.']);
                look.spaces()
            }
            && look.peek().is_some_and(is_digit)
    };
    if found {
        look.spaces();
        *start = look;
    }
}

/// Skips what may follow a time and belongs to it.
pub(super) fn eat_after(end: &mut Cursor<'_>) {
    let mut look = *end;
    look.spaces();
    if AFTER_MARKS.iter().any(|mark| look.eat_text(mark)) {
        *end = look;
        return;
    }
    // `10:40 ca - text`, but not `10:40 ca 30 %`
    if look.eat_word(AFTER) {
        look.eat(&['.']);
        let mut after = look;
        after.spaces();
        if after.peek().is_none_or(|c| matches!(c, '-' | '–' | '—' | ':' | '|' | ',' | ')' | ']')) {
            *end = look;
        }
    }
}

/// Skips the spaces and the one separator between a time and its text. A mark that belongs to the text stays: `-5 %`,
/// `--force`, `:warning:`.
pub(super) fn eat_separator(end: &mut Cursor<'_>) {
    let mut look = *end;
    let separated = look.spaces();
    *end = look;
    for arrow in ["->", "=>", "→", "⇒"] {
        if look.eat_text(arrow) {
            look.spaces();
            *end = look;
            return;
        }
    }
    if look.eat_text("--") {
        if look.spaces() {
            *end = look;
        }
        return;
    }
    let Some(mark) = look.eat_if(|c| "-–—:：|｜，,、;；.。・·•>".contains(c)) else { return };
    let tight = look.peek().is_some_and(|c| !c.is_whitespace());
    let sign = matches!(mark, '-' | ':' | '.' | '>') && tight && (separated || mark == '.');
    let emoji = mark == ':' && look.clone().word().is_some_and(|_| is_shortcode(look));
    if sign || emoji {
        return;
    }
    look.spaces();
    *end = look;
}

/// Whether a name and a colon follow, as in `:warning:`.
fn is_shortcode(start: Cursor<'_>) -> bool {
    let name = start.rest().split(':').next().unwrap_or("");
    name.len() < start.rest().len()
        && name.len() > 2
        && name.chars().all(|c| is_letter(c) || is_digit(c) || c == '_')
}
