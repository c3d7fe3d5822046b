//! What is around the name of a zone, and the digits of an offset.

use super::scan::{Cursor, Number, is_digit, last_token, same_word};
use crate::lexicon::list;

const LEADS: &[&str] = list("time.zone_lead");

/// Whether the word is the whole text.
pub(super) fn is_alone(start: Cursor<'_>, end: Cursor<'_>) -> bool {
    let nothing = |text: &str| text.len() < 20 && !text.contains(char::is_alphanumeric);
    nothing(start.past()) && nothing(end.rest())
}

/// Whether a time of day with a colon, or one with `AM` or `PM`, ends here.
pub(super) fn ends_time(past: &str) -> bool {
    let token = last_token(past);
    let is_half = |word: &str| same_word(word, "am") || same_word(word, "pm");
    if is_half(token) {
        return last_token(past[..past.len() - token.len()].trim_end()).ends_with(is_digit);
    }
    let bare = token.trim_end_matches(['a', 'A', 'p', 'P', 'm', 'M']);
    bare.ends_with(is_digit) && (token.contains(':') || is_half(&token[bare.len()..]))
}

/// Whether a word comes before zones: `times in`, `all times are`.
pub(super) fn is_lead(token: &str) -> bool {
    LEADS.iter().any(|word| same_word(token, word))
}

/// `+09:00`, `-0400`, `+8`, within the offsets used on earth.
pub(super) fn signed_offset(start: Cursor<'_>) -> Option<(i32, Cursor<'_>)> {
    let mut look = start;
    let sign = look.eat_if(|c| matches!(c, '+' | '-' | '−'))?;
    let first = look.number()?;
    let (hours, minutes) = match first.digits {
        4 => (first.value / 100, first.value % 100),
        1 | 2 => {
            let mut colon = look;
            let minutes = colon.eat(&[':']).then(|| colon.number()).flatten();
            match minutes {
                Some(Number { value, digits: 2 }) => {
                    look = colon;
                    (first.value, value)
                }
                _ => (first.value, 0),
            }
        }
        _ => return None,
    };
    let total = i32::try_from(hours * 60 + minutes).ok()?;
    let signed = if sign == '+' { total } else { -total };
    (matches!(minutes, 0 | 15 | 30 | 45) && (-720..=840).contains(&signed)).then_some((signed, look))
}
