//! The form in which characters are compared: NFKC, lower case, without accents and without what is not visible.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// What a character is to a reader of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A letter or digit.
    Letter(char),
    /// A letter of a script without spaces between words, which is a word of its own.
    Unspaced(char),
    /// Everything else that is visible.
    Gap,
}

/// Whether a character belongs to a script without spaces between words: Thai, Lao, Burmese, Khmer, kana and ideographs.
pub(super) const fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character is not visible and changes nothing about a word: soft hyphens, direction marks, joiners.
const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Calls a function with what a character is: nothing if it is invisible, several letters for a ligature.
pub(super) fn fold(c: char, mut call: impl FnMut(Form)) {
    match c {
        // The bulk of Chinese and Japanese does not change.
        '\u{4e00}'..='\u{9fff}' => call(Form::Unspaced(c)),
        _ if is_invisible(c) => {}
        _ => decompose_compatible(c, |part| fold_part(part, &mut call)),
    }
}

fn fold_part(part: char, call: &mut impl FnMut(Form)) {
    if is_combining_mark(part) || is_invisible(part) {
        return;
    }
    if !part.is_alphanumeric() {
        return call(Form::Gap);
    }
    if is_unspaced(part) {
        return call(Form::Unspaced(part));
    }
    for low in part.to_lowercase() {
        match low {
            '\u{df}' => ['s', 's'].into_iter().for_each(|c| call(Form::Letter(c))),
            'ς' => call(Form::Letter('σ')),
            '\u{131}' => call(Form::Letter('i')),
            _ if is_combining_mark(low) => {}
            _ => call(Form::Letter(low)),
        }
    }
}
