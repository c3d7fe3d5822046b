//! Placeholders for times in templates.

use super::clock::{HOUR_MARKS, MINUTE_MARKS};
use super::date::{DAY_MARKS, MONTH_MARKS, YEAR_MARKS};
use crate::lexicon::{characters, list};

const NAMES: &[&str] = list("time.placeholder");
const LETTERS: &[char] = characters("time.placeholder_letter");

/// Whether a text is a placeholder for a time: `HH:MM`, `YYYY-MM-DD`, `X:XX`, `20xx-MM-DD HH:mm`, `[TIME]`,
/// `JJJJ-MM-TT`. A zone may follow. Half-completed times such as `2022-05-?? HH:mm` are not placeholders.
pub fn is_placeholder_time(text: &str) -> bool {
    // Most texts are sentences without marks around them.
    if begins_with_word(text.as_bytes()) {
        return false;
    }
    let text = text.trim();
    let is_mark = |c| matches!(c, '[' | ']' | '<' | '>' | '{' | '}' | '(' | ')' | '`' | '*' | '_' | '~');
    let inner = text.trim_matches(is_mark).trim();
    if inner.len() < text.len() && NAMES.iter().any(|name| inner.eq_ignore_ascii_case(name)) {
        return true;
    }
    may_hold_place(inner) && holds_places(inner)
}

/// Whether a text without marks at its ends begins with a letter or digit that begins no placeholder: see [`may_hold_place`].
fn begins_with_word(text: &[u8]) -> bool {
    let [first, next, ..] = text else { return false };
    let ends = text.last().is_some_and(|last| last.is_ascii_alphanumeric() || *last == b'.');
    let goes_on = next.is_ascii_alphanumeric() && !next.eq_ignore_ascii_case(first);
    ends && *next != b'T'
        && !matches!(first, b'2' | b'T')
        && (first.is_ascii_digit() || first.is_ascii_alphabetic() && goes_on)
}

/// Whether all parts of a text are placeholders, and there are two or more.
fn holds_places(text: &str) -> bool {
    let inner = text.strip_suffix("UTC").or_else(|| text.strip_suffix('Z')).unwrap_or(text).trim_end();
    let is_mark = |c: char| {
        c == 'T'
            || !c.is_ascii()
                && [YEAR_MARKS, MONTH_MARKS, DAY_MARKS, HOUR_MARKS, MINUTE_MARKS]
                    .iter()
                    .any(|marks| marks.contains(&c))
    };
    let mut groups = 0;
    for group in inner.split(|c: char| !c.is_alphanumeric() && c != '?') {
        // Templates may print the century: `20xx`.
        let letters = group.strip_prefix("20").filter(|rest| !rest.is_empty()).unwrap_or(group);
        for part in letters.split(is_mark) {
            match part {
                "" => {}
                _ if holds_place(part) => groups += 1,
                _ if ["AM", "PM", "am", "pm"].contains(&part) && groups > 0 => {}
                _ => return false,
            }
        }
    }
    groups >= 2
}

/// Whether the first letter or digit of a text may begin a placeholder: a letter that is repeated or alone, the `2` of
/// a century, or `T`, which separates a date from a time.
fn may_hold_place(text: &str) -> bool {
    let mut letters = text.chars().skip_while(|c| !c.is_alphanumeric() && *c != '?');
    match (letters.next(), letters.next()) {
        (None, _) => false,
        (Some('2' | 'T'), _) | (_, Some('T')) => true,
        (Some(first), next) if first.is_ascii() => {
            let goes_on = next.is_some_and(|next| next.is_ascii_alphanumeric());
            !first.is_ascii_digit()
                && (!goes_on || next.is_some_and(|next| next.eq_ignore_ascii_case(&first)))
        }
        _ => true,
    }
}

/// Whether a part is one repeated letter for year, month, day, hour, minute or second in some language, `X`, or `?`.
fn holds_place(part: &str) -> bool {
    let mut letters = part.chars().flat_map(char::to_lowercase);
    let first = letters.next().unwrap_or(' ');
    part.chars().count() <= 4 && LETTERS.contains(&first) && letters.all(|c| c == first)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn quick_check_never_misses_a_placeholder(text in "[XYHhMmDdTZjå2014?年ap .:/-]{0,12}") {
            prop_assert!(may_hold_place(&text) || !holds_places(&text));
            prop_assert!(!begins_with_word(text.as_bytes()) || !may_hold_place(&text));
        }
    }

    #[test]
    fn recognizes_placeholders() {
        for text in "HH:MM ; HH:mm ; hh:mm:ss ; YYYY-MM-DD ; X:XX ; XX:XX ; 20xx-MM-DD HH:mm ; [TIME] ; \
             <date> ; [HH:MM] ; HH:MM UTC ; YYYY-MM-DDTHH:MM:SSZ ; YYYY年MM月DD日 ; JJJJ-MM-TT ; \
             DD/MM/YYYY ; ??:?? ; YYYY-MM-DD HH:MM ; `HH:MM` ; hh:mm am"
            .split(" ; ")
        {
            assert!(is_placeholder_time(text), "{text}");
        }
    }

    #[test]
    fn rejects_times_and_words() {
        for text in "14:02 ; 2022-05-?? HH:mm ; time ; Mm ; day ; MM ; ? ; HH ; a day ; 20 ; hotfix:md ; "
            .split(" ; ")
        {
            assert!(!is_placeholder_time(text), "{text}");
        }
    }
}
