//! Finds what gives a text away even if each of its words is public: addresses, hosts and identifiers.

use std::ops::Range;

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it is.
    pub(super) place: Range<usize>,
    /// Whether it consists of numbers, so that only their separators tell it from figures.
    pub(super) is_numeric: bool,
}

/// The names in a text. A part of a name can be one too: the host of an address.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut start = 0;
    let is_gap = |c: char| c.is_whitespace() || "\"'`<>()[]{}|,;*=".contains(c);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_gap(c) {
            add(&text[start..at], start, &mut found);
            start = at + c.len_utf8();
        }
    }
    found
}

/// Adds a text without gaps if it is a name.
fn add(written: &str, start: usize, found: &mut Vec<Token>) {
    let is_edge = |c: char| !c.is_alphanumeric() && c != '/' && c != '\\';
    let trimmed = written.trim_end_matches(is_edge);
    let at = start + (trimmed.len() - trimmed.trim_start_matches(is_edge).len());
    let name = trimmed.trim_start_matches(is_edge);
    let mut push = |place: Range<usize>, is_numeric| found.push(Token { place, is_numeric });
    if name.len() < 4 {
        return;
    }
    if let Some(scheme) = name.find("://") {
        let from = scheme + 3;
        push(at + from..at + name.len(), false);
        let host = name[from..].find(['/', '?', '#', ':']).map_or(name.len(), |end| from + end);
        push(at + from..at + host, is_numeric(&name[from..host]));
    } else if let Some(sign) = name.find('@')
        && name[sign..].contains('.')
    {
        push(at..at + name.len(), false);
        push(at + sign + 1..at + name.len(), false);
    } else if let Some(end) = ipv4(name) {
        push(at..at + end, true);
    } else if is_ipv6(written) {
        push(start..start + written.len(), is_numeric(written));
    } else if is_identifier(name) {
        push(at..at + name.len(), false);
        // The host of `db-7.example.com/metrics`.
        let host = name.find(['/', ':']).map(|end| &name[..end]).filter(|host| is_host(host));
        if let Some(host) = host {
            push(at..at + host.len(), false);
        }
    }
}

fn is_numeric(text: &str) -> bool {
    !text.contains(char::is_alphabetic)
}

/// The length of the IPv4 address at the beginning, which may have a port or the length of a prefix after it.
fn ipv4(name: &str) -> Option<usize> {
    let end = name.find(['/', ':']).unwrap_or(name.len());
    let mut parts = 0;
    for part in name[..end].split('.') {
        part.parse::<u8>().ok()?;
        parts += 1;
    }
    (parts == 4).then_some(end)
}

/// Whether a text is an IPv6 address or one of hardware, not a time of day.
fn is_ipv6(written: &str) -> bool {
    let address = written.split(['/', '%']).next().unwrap_or_default();
    let colons = address.matches(':').count();
    let is_hex = address.chars().all(|c| c.is_ascii_hexdigit() || c == ':' || c == '.');
    is_hex && colons >= 2 && address.len() > 4 && (address.contains("::") || colons >= 5)
}

/// Whether a text is a host name, or written like one: a file, a package.
fn is_host(name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let is_label = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    labels.len() > 1
        && labels.iter().all(is_label)
        && labels.last().is_some_and(|last| last.chars().count() > 1 && !last.contains(char::is_numeric))
        && labels.iter().any(|label| label.chars().filter(|c| c.is_alphabetic()).count() > 2)
}

fn is_identifier(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if letters < 2 || letters + digits < 4 || is_date(name) || is_amount(&words) {
        return false;
    }
    let has_long = words.iter().any(|word| word.chars().count() > 3);
    let is_kebab = name.contains('-') && digits > 0;
    let is_path = words.len() > 1 && has_long && name.contains(['/', '\\', ':']);
    let is_camel = || {
        let mut pairs = name.chars().zip(name.chars().skip(1));
        pairs.any(|(one, other)| one.is_lowercase() && other.is_uppercase())
    };
    is_host(name) || is_kebab || is_path || words.len() > 1 && name.contains('_') || is_camel()
}

/// Whether a text begins like `2026-03-01`.
fn is_date(name: &str) -> bool {
    let begin = name.as_bytes().get(..7).unwrap_or_default();
    begin.len() == 7
        && begin
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 { *byte == b'-' } else { byte.is_ascii_digit() })
}

/// Whether words are a number and what it counts: `5-minute`, `3/month`.
fn is_amount(words: &[&str]) -> bool {
    matches!(words, [number, rest @ ..] if number.bytes().all(|byte| byte.is_ascii_digit())
        && rest.len() == 1 && rest[0].chars().all(char::is_alphabetic))
}

/// A Markdown text as a page shows it, with all bytes where they were: without the addresses of links, which interrupt a sentence
/// only in the source. What is removed becomes `*`, which is nothing between two letters.
pub(super) fn shown(text: &str) -> Option<String> {
    let mut out: Option<Vec<u8>> = None;
    let blank = |range: Range<usize>, out: &mut Option<Vec<u8>>| {
        let out = out.get_or_insert_with(|| text.as_bytes().to_vec());
        out[range].fill(b'*');
    };
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b']', b'<', &text.as_bytes()[at..]) {
        let here = at + found;
        at = here + 1;
        let rest = &text[at..];
        if text.as_bytes()[here] == b'<' {
            // `<https://example.com>` is shown without the brackets.
            let inner = rest.find(['>', ' ', '\n']).filter(|end| rest[*end..].starts_with('>'));
            if let Some(end) =
                inner.filter(|end| rest[..*end].contains(['@']) || rest[..*end].contains("://"))
            {
                blank(here..at, &mut out);
                blank(at + end..at + end + 1, &mut out);
            }
            continue;
        }
        let close = match rest.as_bytes().first() {
            Some(b'(') => closing(rest),
            Some(b'[') => rest.find(']'),
            _ => None,
        };
        if let Some(close) = close.filter(|close| !rest[..*close].contains("\n\n")) {
            blank(at..at + close + 1, &mut out);
            at += close + 1;
        }
    }
    out.and_then(|bytes| String::from_utf8(bytes).ok())
}

/// Where the bracket at the beginning is closed.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0_u32;
    for (at, byte) in text.bytes().enumerate().take(4096) {
        match byte {
            b'(' => open += 1,
            b')' if open == 1 => return Some(at),
            b')' => open -= 1,
            _ => {}
        }
    }
    None
}

/// The lines of a text that an address or file name would have in other letters, and where they are.
pub(super) fn transliterated(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let place = start..start + line.len();
        start = place.end;
        let is_foreign = |c: char| !c.is_ascii() && c.is_alphabetic();
        line.contains(is_foreign).then(|| (place, deunicode::deunicode(line.trim())))
    })
}
