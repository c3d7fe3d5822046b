//! What people put before and after a time.

use super::scan::{Cursor, is_digit, is_letter};
use crate::lexicon::list;

const ABOUT: &[&str] = list("time.about");
const ABOUT_MARKS: &[&str] = list("time.about_mark");
const AFTER: &[&str] = list("time.after_time");
const AFTER_MARKS: &[&str] = list("time.after_time_mark");

/// Passes what says that a time is not exact, and the Norwegian for "o'clock".
pub(super) fn eat_about(start: &mut Cursor<'_>) {
    let mut look = *start;
    let marked = look.eat(&['~', '≈', '〜', '～', '@']) || ABOUT_MARKS.iter().any(|mark| look.eat_text(mark));
    let found = marked || {
        // A word only before a number: `About` begins sentences, too.
        look.eat_word(ABOUT)
            && {
                look.eat(&['.']);
                look.blanks()
            }
            && look.peek().is_some_and(is_digit)
    };
    if found {
        look.blanks();
        *start = look;
    }
}

/// Passes what may follow a time and still belongs to it.
pub(super) fn eat_after(end: &mut Cursor<'_>) {
    let mut look = *end;
    look.blanks();
    if AFTER_MARKS.iter().any(|mark| look.eat_text(mark)) {
        *end = look;
        return;
    }
    // `10:40 ca - text`, but not `10:40 ca 30 %`
    if look.eat_word(AFTER) {
        look.eat(&['.']);
        let mut after = look;
        after.blanks();
        if after.peek().is_none_or(|c| matches!(c, '-' | '–' | '—' | ':' | '|' | ',' | ')' | ']')) {
            *end = look;
        }
    }
}

/// Passes the blanks and the one separator between a time and its text. A mark that the text begins with stays:
/// `-5 %`, `--force`, `:warning:`.
pub(super) fn eat_separator(end: &mut Cursor<'_>) {
    let mut look = *end;
    let parted = look.blanks();
    *end = look;
    for arrow in ["->", "=>", "→", "⇒"] {
        if look.eat_text(arrow) {
            look.blanks();
            *end = look;
            return;
        }
    }
    if look.eat_text("--") {
        if look.blanks() {
            *end = look;
        }
        return;
    }
    let Some(mark) = look.eat_if(|c| "-–—:：|｜，,、;；.。・·•>".contains(c)) else { return };
    let tight = look.peek().is_some_and(|c| !c.is_whitespace());
    let sign = matches!(mark, '-' | ':' | '.' | '>') && tight && (parted || mark == '.');
    let emoji = mark == ':' && look.clone().word().is_some_and(|_| is_shortcode(look));
    if sign || emoji {
        return;
    }
    look.blanks();
    *end = look;
}

/// Whether a name and a colon follow: the rest of `:warning:`.
fn is_shortcode(start: Cursor<'_>) -> bool {
    let name = start.rest().split(':').next().unwrap_or("");
    name.len() < start.rest().len()
        && name.len() > 2
        && name.chars().all(|c| is_letter(c) || is_digit(c) || c == '_')
}
