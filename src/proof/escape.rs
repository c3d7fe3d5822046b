//! Reads one character through all layers of escapes: HTML, URLs, JSON and JavaScript, in any order and depth.
//!
//! A decoded escape can begin another one: `&amp;amp;`, `%2525`, `\u0026lt;`. Reading goes on until it does not.

/// How deep the characters of an escape can themselves be escaped.
const DEPTH: u32 = 6;
/// The longest name of an entity.
const NAME: usize = 24;

/// A character as it is meant.
#[derive(Clone, Copy)]
pub(super) struct Read {
    pub(super) c: char,
    /// Where the next one begins.
    pub(super) next: usize,
    pub(super) is_escaped: bool,
    /// The letter of an escape such as `\n`, which a path can also contain: `C:\new`.
    pub(super) letter: Option<u8>,
}

/// Reads the character at a place.
#[inline]
pub(super) fn read(bytes: &[u8], at: usize) -> Option<Read> {
    match bytes.get(at) {
        Some(b'&' | b'%' | b'\\' | 0x80..) => nested(bytes, at, 0),
        Some(byte) => Some(Read { c: char::from(*byte), next: at + 1, is_escaped: false, letter: None }),
        None => None,
    }
}

fn nested(bytes: &[u8], at: usize, depth: u32) -> Option<Read> {
    let (c, next) = plain(bytes, at)?;
    let mut read = Read { c, next, is_escaped: false, letter: None };
    if depth == DEPTH {
        return Some(read);
    }
    loop {
        let decoded = match read.c {
            '&' => entity(bytes, read.next, depth + 1),
            '%' => percent(bytes, read.next, depth + 1),
            '\\' => backslash(bytes, read.next, depth + 1),
            _ => None,
        };
        let Some(decoded) = decoded else { return Some(read) };
        read = decoded;
    }
}

/// The character at a place as written; the replacement character for what is not UTF-8.
pub(super) fn plain(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    let first = *bytes.get(at)?;
    if first.is_ascii() {
        return Some((char::from(first), at + 1));
    }
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    let text = bytes.get(at..at + length).and_then(|bytes| str::from_utf8(bytes).ok());
    match text.and_then(|text| text.chars().next()) {
        Some(c) => Some((c, at + length)),
        None => Some((char::REPLACEMENT_CHARACTER, at + 1)),
    }
}

/// The character that an escape decodes to; an invalid code gives one that cannot be shown.
fn decoded(c: Option<char>, next: usize) -> Read {
    Read { c: c.unwrap_or(char::REPLACEMENT_CHARACTER), next, is_escaped: true, letter: None }
}

/// What follows a `&`: `amp;`, `#38;` or `#x26;`.
fn entity(bytes: &[u8], at: usize, depth: u32) -> Option<Read> {
    let mut name = [0; NAME];
    let (mut length, mut at) = (0, at);
    loop {
        let Read { c, next, .. } = nested(bytes, at, depth)?;
        at = next;
        match c {
            ';' => break,
            _ if c.is_ascii_alphanumeric() || c == '#' && length == 0 => {
                *name.get_mut(length)? = u8::try_from(c).ok()?;
                length += 1;
            }
            _ => return None,
        }
    }
    let name = str::from_utf8(&name[..length]).ok()?;
    let Some(number) = name.strip_prefix('#') else { return Some(decoded(Some(named(name)?), at)) };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    Some(decoded(char::from_u32(code), at))
}

/// What follows a `%`: the bytes of a character in UTF-8, all after the first with a `%` of their own.
fn percent(bytes: &[u8], at: usize, depth: u32) -> Option<Read> {
    let (first, mut at) = hex(bytes, at, 2, depth)?;
    let first = u8::try_from(first).ok()?;
    let length = match first {
        0..=0x7f => return Some(decoded(Some(char::from(first)), at)),
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut text = [first; 4];
    for byte in &mut text[1..length] {
        let sign = nested(bytes, at, depth).filter(|read| read.c == '%')?;
        let (code, next) = hex(bytes, sign.next, 2, depth)?;
        *byte = u8::try_from(code).ok()?;
        at = next;
    }
    Some(decoded(str::from_utf8(&text[..length]).ok()?.chars().next(), at))
}

/// What follows a `\`. Not punctuation: a backslash before it means nothing to a reader of words.
fn backslash(bytes: &[u8], at: usize, depth: u32) -> Option<Read> {
    let Read { c, next, .. } = nested(bytes, at, depth)?;
    match c {
        'n' | 'r' | 't' | 'f' | 'v' | 'b' => {
            Some(Read { c: '\n', next, is_escaped: true, letter: u8::try_from(c).ok() })
        }
        'x' => {
            let (code, next) = hex(bytes, next, 2, depth)?;
            Some(decoded(char::from_u32(code), next))
        }
        'U' => {
            let (code, next) = hex(bytes, next, 8, depth)?;
            Some(decoded(char::from_u32(code), next))
        }
        'u' => unicode(bytes, next, depth),
        _ => None,
    }
}

/// What follows `\u`: `{1f600}` or one or two units of UTF-16.
fn unicode(bytes: &[u8], at: usize, depth: u32) -> Option<Read> {
    let first = nested(bytes, at, depth)?;
    if first.c == '{' {
        let (mut code, mut at) = (0_u32, first.next);
        loop {
            let Read { c, next, .. } = nested(bytes, at, depth)?;
            at = next;
            if c == '}' {
                return Some(decoded(char::from_u32(code), at));
            }
            code = code.checked_mul(16)?.checked_add(c.to_digit(16)?)?;
        }
    }
    // Checked first, so that a row of escapes without digits is not read again for each of them.
    first.c.to_digit(16)?;
    let (high, next) = hex(bytes, at, 4, depth)?;
    if !(0xd800..0xdc00).contains(&high) {
        return Some(decoded(char::from_u32(high), next));
    }
    let low = || {
        // The backslash can be escaped too, but must not be decoded with what follows it.
        let (_, mut after) = plain(bytes, next).filter(|(c, _)| *c == '\\')?;
        while let Some((_, next)) = plain(bytes, after).filter(|(c, _)| *c == '\\') {
            after = next;
        }
        let letter = nested(bytes, after, depth).filter(|read| read.c == 'u')?;
        hex(bytes, letter.next, 4, depth).filter(|(code, _)| (0xdc00..0xe000).contains(code))
    };
    Some(match low() {
        Some((low, next)) => {
            decoded(char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)), next)
        }
        None => decoded(None, next),
    })
}

/// A number of so many hexadecimal digits.
fn hex(bytes: &[u8], at: usize, digits: u32, depth: u32) -> Option<(u32, usize)> {
    let (mut code, mut at) = (0, at);
    for _ in 0..digits {
        let Read { c, next, .. } = nested(bytes, at, depth)?;
        code = code << 4 | c.to_digit(16)?;
        at = next;
    }
    Some((code, at))
}

/// Letters of Latin-1 from U+00C0 by their names in HTML.
const LATIN: &[&str] = &[
    "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil", "Egrave", "Eacute", "Ecirc",
    "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute", "Ocirc", "Otilde",
    "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig", "agrave",
    "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml",
    "igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml",
    "divide", "oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
];

/// The entities that occur in practice. Of all others the name is scanned as a word.
fn named(name: &str) -> Option<char> {
    let c = match name {
        "amp" | "AMP" => '&',
        "lt" | "LT" => '<',
        "gt" | "GT" => '>',
        "quot" | "QUOT" => '"',
        "apos" | "rsquo" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" | "numsp" | "Tab" | "NewLine" => ' ',
        "shy" | "zwj" | "zwnj" | "lrm" | "rlm" | "ZeroWidthSpace" | "NoBreak" => '\u{ad}',
        "hellip" | "ndash" | "mdash" | "laquo" | "raquo" | "ldquo" | "rdquo" | "bdquo" | "lsquo" | "bull"
        | "middot" | "copy" | "reg" | "trade" | "deg" | "rarr" | "larr" | "period" | "comma" | "colon"
        | "semi" | "sol" | "equals" | "lpar" | "rpar" | "commat" | "num" | "hyphen" | "dash" | "excl"
        | "quest" | "plus" => '.',
        "lowbar" => '_',
        "ast" => '*',
        "grave" => '`',
        "bsol" => '\\',
        "percnt" => '%',
        "verbar" | "vert" => '|',
        "lbrack" | "lsqb" => '[',
        "rbrack" | "rsqb" => ']',
        _ => {
            let at = LATIN.iter().position(|letter| *letter == name)?;
            return char::from_u32(0xc0 + u32::try_from(at).ok()?);
        }
    };
    Some(c)
}
