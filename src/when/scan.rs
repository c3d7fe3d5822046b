//! A cursor over text.

/// A position in a text, always at a character boundary. Parsers copy it to look ahead and drop the copy if that fails.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Text before this byte was read already and is ignored.
    floor: usize,
}

/// A run of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    /// The value of the digits.
    pub(super) value: u32,
    /// The number of digits.
    pub(super) digits: u32,
}

impl Number {
    /// The value as a part of a date or a time, if it fits.
    pub(super) fn small(self) -> Option<i8> {
        i8::try_from(self.value).ok()
    }
}

impl<'a> Cursor<'a> {
    /// A cursor at a byte, which must be a character boundary.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, floor: 0 }
    }

    /// A cursor at a byte that ignores everything before another byte.
    pub(super) fn with_floor(text: &'a str, at: usize, floor: usize) -> Self {
        Self { text, at, floor }
    }

    /// The byte position.
    pub(super) fn at(self) -> usize {
        self.at
    }

    /// The text after the cursor.
    pub(super) fn rest(self) -> &'a str {
        &self.text[self.at..]
    }

    /// The text before the cursor, from the floor on.
    pub(super) fn past(self) -> &'a str {
        &self.text[self.floor.min(self.at)..self.at]
    }

    /// The text between this position and a later one.
    pub(super) fn until(self, later: Self) -> &'a str {
        &self.text[self.at..later.at]
    }

    /// The next character.
    #[inline]
    pub(super) fn peek(self) -> Option<char> {
        match self.text.as_bytes().get(self.at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.rest().chars().next(),
        }
    }

    /// The character after the next.
    pub(super) fn peek_second(self) -> Option<char> {
        self.rest().chars().nth(1)
    }

    /// Skips one character if it satisfies a condition.
    pub(super) fn eat_if(&mut self, kind: impl FnOnce(char) -> bool) -> Option<char> {
        let next = self.peek().filter(|&c| kind(c))?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Skips one character if it is one of these.
    pub(super) fn eat(&mut self, wanted: &[char]) -> bool {
        self.eat_if(|c| wanted.contains(&c)).is_some()
    }

    /// Skips a string if it follows literally.
    pub(super) fn eat_text(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    /// Skips white space; returns whether there was any.
    pub(super) fn spaces(&mut self) -> bool {
        let before = self.at;
        while self.eat_if(char::is_whitespace).is_some() {}
        self.at > before
    }

    /// Reads a run of digits, if it has nine digits or less.
    pub(super) fn number(&mut self) -> Option<Number> {
        let mut look = *self;
        let mut number = Number { value: 0, digits: 0 };
        while let Some(c) = look.peek().filter(|c| is_digit(*c)) {
            look.at += c.len_utf8();
            number.digits += 1;
            if number.digits > 9 {
                return None;
            }
            number.value = number.value * 10 + digit_value(c);
        }
        if number.digits == 0 {
            return None;
        }
        *self = look;
        Some(number)
    }

    /// Reads a run of letters of an alphabet. Scripts without spaces between words are matched with
    /// [`Cursor::eat_text`].
    pub(super) fn word(&mut self) -> Option<&'a str> {
        let start = *self;
        while self.eat_if(is_letter).is_some() {}
        Some(start.until(*self)).filter(|word| !word.is_empty())
    }

    /// Skips a whole word if it is one of these, ignoring case.
    pub(super) fn eat_word(&mut self, wanted: &[&str]) -> bool {
        let mut look = *self;
        let found = look.word().is_some_and(|word| wanted.iter().any(|entry| same_word(word, entry)));
        if found {
            *self = look;
        }
        found
    }

    /// Whether a number that begins here is not the end of something longer: `v1`, `10.0.0.1`, `555-12`.
    pub(super) fn starts_token(self) -> bool {
        let mut before = self.past().chars().rev();
        match before.next() {
            Some('.' | ',' | ':' | '/' | '-') => !before.next().is_some_and(is_digit),
            Some(c) => !is_letter(c) && !is_digit(c),
            None => true,
        }
    }

    /// Whether a number that ends here is not the beginning of something longer: `1a`, `10.0`, `5%`.
    pub(super) fn ends_token(self) -> bool {
        match self.peek() {
            Some('.' | ',' | ':' | '/' | '-') => !self.peek_second().is_some_and(is_digit),
            Some(c) => !is_letter(c) && !is_digit(c) && c != '%',
            None => true,
        }
    }

    /// The beginning of the word before the cursor, with spaces and some punctuation between them.
    pub(super) fn word_before(self, between: &[char]) -> Option<Self> {
        let head = self.past().trim_end_matches(|c: char| c.is_whitespace() || between.contains(&c));
        let start = head.trim_end_matches(is_letter).len();
        (start < head.len()).then(|| Self { at: self.floor + start, ..self })
    }

    /// The beginning of one of these strings directly before the cursor, with spaces between them.
    pub(super) fn before_text(self, mut wanted: impl Iterator<Item = &'static str>) -> Option<Self> {
        let head = self.past().trim_end();
        let found = wanted.find(|text| head.ends_with(text))?;
        Some(Self { at: self.floor + head.len() - found.len(), ..self })
    }
}

/// The first byte of the next run of digits, searching from a byte outside any run.
pub(super) fn next_number(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    let may_be = |byte: u8| byte.is_ascii_digit() || byte == WIDE;
    // Most lines have none, and this loop is vectorized.
    if !bytes.iter().fold(false, |any, byte| any | may_be(*byte)) {
        return None;
    }
    let is_first = |at: usize| bytes[at].is_ascii_digit() || is_wide_digit(&bytes[at..]);
    (0..bytes.len()).find(|at| may_be(bytes[*at]) && is_first(*at)).map(|at| from + at)
}

/// The byte after the run of digits that begins here.
pub(super) fn after_number(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches(is_digit).len()
}

/// The end of a text without a space in it, 64 bytes at most: long lines must not be searched again at every number.
pub(super) fn last_token(text: &str) -> &str {
    let near =
        (text.len().saturating_sub(64)..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    text[near..].rsplit(char::is_whitespace).next().unwrap_or("")
}

/// Whether two words are equal ignoring case; the second must be in lower case.
#[inline]
pub(super) fn same_word(word: &str, lower: &str) -> bool {
    // Nearly all words differ in their length or their first letter. No word here changes its length with its case.
    let alike = |(a, b): (&u8, &u8)| a.eq_ignore_ascii_case(b) || !a.is_ascii();
    word.len() == lower.len()
        && word.as_bytes().first().zip(lower.as_bytes().first()).is_none_or(alike)
        && (word.eq_ignore_ascii_case(lower) || word.chars().flat_map(char::to_lowercase).eq(lower.chars()))
}

/// ASCII digits and their full-width forms, which Japanese keyboards produce.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn digit_value(c: char) -> u32 {
    c.to_digit(10).unwrap_or_else(|| u32::from(c) - u32::from('０'))
}

/// The UTF-8 form of `０` to `９`: `EF BC 90` to `EF BC 99`.
fn is_wide_digit(bytes: &[u8]) -> bool {
    matches!(bytes, [WIDE, 0xBC, 0x90..=0x99, ..])
}

/// The first byte of all full-width digits.
const WIDE: u8 = 0xEF;

/// Letters of scripts with spaces between words. Kana, ideographs and Hangul may touch numbers without being part of
/// them.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic() && c < '\u{1100}'
}
