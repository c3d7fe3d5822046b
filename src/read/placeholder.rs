//! Template text that was never filled in.

/// Whether a value is a placeholder: `[What happened]`, `INC-XXXX`, `YYYY-MM-DD`, `{{ name }}`, `X hours Y minutes`.
pub(super) fn is_placeholder(text: &str) -> bool {
    // Most texts are sentences: not in brackets, and without marks to strip.
    let is_plain = has_plain_edges(text);
    let text = if is_plain { text } else { text.trim().trim_matches(['*', '_', '`', '"']) };
    if text.is_empty() {
        return false;
    }
    let braces = || text.starts_with("{{") && text.contains("}}");
    (!is_plain && (braces() || is_bracketed(text)))
        || is_mostly_bracketed(text)
        || is_mask(text)
        || crate::when::is_placeholder_time(text)
}

fn has_plain_edges(text: &str) -> bool {
    let (first, last) = (text.bytes().next(), text.bytes().next_back());
    first.is_some_and(|byte| byte.is_ascii_alphanumeric())
        && last.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'.')
}

/// Whether a sentence was never written: like [`is_placeholder`], but `Move x to y` says something, as does `Fix the
/// placement ([Unit], not [Service])`.
pub(super) fn is_unwritten(text: &str) -> bool {
    let bare = text.trim().trim_matches(['*', '_', '`', '"']);
    let masked = |word: &str| matches!(word, "XXX" | "XXXX" | "…" | "...");
    is_bracketed(bare)
        || is_mostly_bracketed(bare)
        || (bare.starts_with("{{") && bare.contains("}}"))
        || bare
            .split_whitespace()
            .all(|word| masked(word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '.')))
            && !bare.is_empty()
}

/// Whether a value is an unfilled choice: `SEV1/2/3/4`, `Draft / Reviewed / Final`, `[Open|Closed]`.
pub(super) fn is_choice(text: &str) -> bool {
    if memchr::memchr2(b'/', b'|', text.as_bytes()).is_none() && !text.contains(" or ") {
        return false;
    }
    let text = text.trim().trim_matches(['[', ']', '*', '`', '(', ')', '<', '>']);
    [" / ", "/", "|", " or "].iter().any(|separator| {
        let parts: Vec<_> = text.split(separator).map(str::trim).collect();
        // One slash may separate two teams; two separate choices.
        let is_choice = parts.len() >= 3 || (parts.len() == 2 && *separator == "|");
        is_choice
            && parts[0].contains(char::is_alphabetic)
            && parts.iter().all(|part| !part.is_empty() && part.len() <= 16 && part.split(' ').count() <= 2)
    })
}

/// `Users affected: [Number or percentage]`, `Why [first-level cause]? → Because [second-level cause]`.
fn is_mostly_bracketed(text: &str) -> bool {
    if memchr::memchr(b'[', text.as_bytes()).is_none() {
        return false;
    }
    let mut groups = 0;
    let mut inside = 0;
    let mut outside = String::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('[') {
        let Some((inner, after)) = tail.split_once(']') else { break };
        outside.push_str(before);
        if is_bracketed(&format!("[{inner}]")) {
            groups += 1;
            inside += inner.chars().filter(|c| c.is_alphanumeric()).count();
        }
        rest = after;
    }
    outside.push_str(rest);
    // A single bracket at the end of a sentence may name its owner; after a key, or with a second one, it is a
    // placeholder. Then less is said outside of the brackets than is left open inside.
    let said = outside.chars().filter(|c| c.is_alphanumeric()).count();
    let words = outside.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    (groups >= 2 && inside * 2 > said * 3)
        || (groups == 1 && words <= 4 && outside.trim_end().ends_with([':', '：']))
}

fn is_bracketed(text: &str) -> bool {
    let inner = match (text.chars().next(), text.chars().next_back()) {
        (Some('['), Some(']')) | (Some('<'), Some('>')) => &text[1..text.len() - 1],
        (Some('{'), Some('}')) if text.starts_with("{{") && text.ends_with("}}") => &text[2..text.len() - 2],
        _ => return false,
    };
    // `[[INC-7]]` and `[INC-7]` are references, `[x]` is a checkbox, `[#12](…)` has already lost its brackets.
    let words = inner.split_whitespace().count();
    !inner.contains(['[', ']'])
        && inner.chars().any(char::is_alphabetic)
        && (words > 1 || !inner.contains(|c: char| c.is_ascii_digit()) && inner.chars().count() > 2)
        || inner.contains("XX")
}

/// How many characters a value with a mask has at most. Longer texts are sentences about something.
const MAX_MASK: usize = 40;

/// Whether letters take the place of digits.
fn is_mask(text: &str) -> bool {
    may_contain_mask(text) && text.chars().nth(MAX_MASK).is_none() && contains_mask(text)
}

fn contains_mask(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mask = |word: &str| {
        let letters =
            word.trim_start_matches(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'X' | 'Y' | 'N'));
        matches!(word, "XXX" | "XXXX" | "YYYY" | "NNN" | "NNNN" | "XX" | "yyyy" | "nnn")
            || (letters.len() >= 4 && letters.chars().all(|c| c == 'X'))
    };
    let is_x = |word: &&str| matches!(*word, "X" | "Y" | "x" | "y" | "Xh" | "Xm" | "Ym" | "XXh" | "XXm");
    // `X hours Y minutes`: at least every other word. `Rename x to y` says something.
    let masked = || text.split_whitespace().filter(is_x).count();
    words.any(mask) || masked() >= 2 && masked() * 2 >= text.split_whitespace().count()
}

/// Whether a mask letter occurs twice in a row, or an `x` or `y` begins a word other than the first: a quick check.
fn may_contain_mask(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins =
        |before: u8, byte: u8| !before.is_ascii_graphic() && matches!(byte, b'X' | b'Y' | b'x' | b'y');
    let doubles = |before: u8, byte: u8| before == byte && matches!(byte, b'X' | b'Y' | b'N' | b'y' | b'n');
    let may_hold = |before: u8, byte: u8| begins(before, byte) | doubles(before, byte);
    (1..bytes.len()).fold(false, |any, at| any | may_hold(bytes[at - 1], bytes[at]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn quick_check_never_misses_a_mask(text in "[XYNxynhmaA0é _:/-]{0,14}") {
            prop_assert!(may_contain_mask(&text) || !contains_mask(&text));
        }
    }

    #[test]
    fn recognizes_template_text() {
        for text in [
            "[Incident Title]",
            "INC-XXXX",
            "YYYY-MM-DD",
            "X hours Y minutes",
            "[TIMEZONE]",
            "{{ incident name }}",
            "[INC-XXXX]",
            "XXX",
            "**[Number or percentage]**",
            "Users affected: [Number or percentage]",
            "Why [first-level cause]? → Because [second-level cause]",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        assert!(
            is_choice("SEV1/2/3/4")
                && is_choice("Draft / Reviewed / Final")
                && is_choice("[Pågående|Løst]")
                && is_choice("P1/P2/P3")
        );
    }

    #[test]
    fn sentences_with_brackets_and_variables_are_written() {
        for text in [
            "Set the limits in the right place ([Unit], not [Service])",
            "Rename service x to y",
            "Copy x to y",
            "Support iOS | Android",
            "Update the [runbook] and the [dashboard]",
        ] {
            assert!(!is_unwritten(text), "{text}");
        }
        for text in ["[Action]", "{{ action }}", "XXX", "...", "[What] by [whom]"] {
            assert!(is_unwritten(text), "{text}");
        }
    }

    #[test]
    fn does_not_take_real_values_for_placeholders() {
        for text in [
            "[INC-0042]",
            "[[INC-7]]",
            "[x]",
            "",
            "INC-0042",
            "XML parser",
            "2 hours",
            "X-Ray service",
            "[#2739]",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
        assert!(!is_choice("pki / platform") && !is_choice("SEV-2"));
    }
}
