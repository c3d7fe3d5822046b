//! A light stemmer for English, the same here and in `themes/default/search-words.js`.
//!
//! It removes endings, so that `exhausted`, `exhaustion` and `exhausting` become one term. It does not know other languages and does not try
//! to be linguistically correct. It has to be small, and the same in Rust and JavaScript: `tests/search/vectors.json` tests both.

/// An ending, how many letters must remain before it, and its replacement.
type Ending = (&'static str, usize, &'static str);

/// The endings of words with this last letter, in the order in which they are tried.
const fn endings(last: u8) -> &'static [Ending] {
    match last {
        b'c' => &[("ic", 5, "")],
        b'd' => &[("ated", 3, ""), ("ized", 3, ""), ("ied", 2, ""), ("ed", 3, "")],
        b'e' => &[
            ("able", 4, ""),
            ("ible", 4, ""),
            ("ance", 4, ""),
            ("ence", 4, ""),
            ("ive", 4, ""),
            ("ure", 4, ""),
            ("ize", 4, ""),
            ("ise", 4, ""),
            ("ate", 3, ""),
            ("e", 3, ""),
        ],
        b'g' => &[("ating", 3, ""), ("izing", 3, ""), ("ing", 3, "")],
        b'l' => &[("ful", 4, ""), ("al", 4, "")],
        b'n' => &[
            ("ification", 2, "if"),
            ("ization", 3, ""),
            ("ation", 3, ""),
            ("sion", 3, "s"),
            ("tion", 3, "t"),
        ],
        b'r' => &[("ator", 3, ""), ("er", 4, ""), ("or", 4, "")],
        b's' => &[("ness", 4, "")],
        b't' => &[("ment", 4, ""), ("ant", 4, ""), ("ent", 4, "")],
        b'y' => &[
            ("ability", 4, ""),
            ("ibility", 4, ""),
            ("ancy", 4, ""),
            ("ency", 4, ""),
            ("ity", 4, ""),
            ("ly", 4, ""),
        ],
        _ => &[],
    }
}

/// The stem of a word of lower-case ASCII letters. Other words are returned unchanged.
pub(super) fn stem(word: &str) -> String {
    let mut out = word.to_owned();
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return out;
    }
    singular(&mut out);
    // At most two endings: `buffering`, `buffer`, `buf`.
    for _ in 0..2 {
        let last = out.as_bytes().last().copied().unwrap_or_default();
        let ending = endings(last).iter().find(|(ending, least, _)| {
            let Some(rest) = out.strip_suffix(ending) else { return false };
            rest.len() >= *least && rest.bytes().any(is_vowel) && !rest.ends_with('e')
        });
        let Some((ending, _, instead)) = ending else { break };
        out.truncate(out.len() - ending.len());
        out.push_str(instead);
        undouble(&mut out);
    }
    let bytes = out.as_bytes();
    if let [.., before, b'y'] = bytes
        && bytes.len() > 3
        && !is_vowel(*before)
    {
        out.pop();
    }
    undouble(&mut out);
    out
}

fn is_vowel(letter: u8) -> bool {
    b"aeiouy".contains(&letter)
}

/// Removes the ending of a plural.
fn singular(word: &mut String) {
    if word.ends_with("ies") && word.len() > 4 {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if ["sses", "shes", "ches", "xes", "zes"].iter().any(|ending| word.ends_with(ending)) {
        word.truncate(word.len() - 2);
    } else if word.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        word.pop();
    }
}

/// `dropp` is `drop`.
fn undouble(word: &mut String) {
    if let [.., one, two] = word.as_bytes()
        && one == two
        && !is_vowel(*one)
        && word.len() > 3
    {
        word.pop();
    }
}
