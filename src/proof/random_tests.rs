//! Random words in random encodings are found, and random public texts are not.

use proptest::prelude::*;

use super::tests::{finds, proof, proof_of};
use crate::model::WithheldKind;

/// The ways to write the letters of a word.
fn encoded(word: &str, way: usize) -> String {
    let (first, rest) = word.split_at(1);
    let (half, end) = word.split_at(word.len() / 2);
    let code = u32::from(first.chars().next().unwrap_or_default());
    match way {
        0 => word.to_uppercase(),
        1 => format!("&#{code};{rest}"),
        2 => format!("&amp;#x{code:x};{rest}"),
        3 => format!("%{code:02X}{rest}"),
        4 => format!("%25{code:02x}{rest}"),
        5 => format!("\\u{code:04x}{rest}"),
        6 => format!("\\x{code:02x}{rest}"),
        7 => format!("{half}<b>{end}</b>"),
        8 => format!("{half}<wbr>{end}"),
        9 => format!("{half}\u{ad}{end}"),
        10 => format!("{half}**{end}**"),
        11 => format!("{half}&lt;i&gt;{end}&lt;/i&gt;"),
        12 => format!("{half}<!-- x -->{end}"),
        13 => format!("\\n{word}"),
        _ => word.to_owned(),
    }
}

proptest! {
    #[test]
    fn an_encoded_word_is_found_anywhere_in_html(
        word in "[a-z]{6,12}",
        before in "(<!--)?([a-z ]{0,9}|<[a-z]{1,6}( [a-z]{2,5}=\"[a-z&;%<>' ]{0,9}\")?>|</[a-z]{1,3}>|[&%\\\\<>\"'\n;]|-->){0,12}",
        after in "([a-z ]{0,9}|<[a-z]{1,6}>|[&%\\\\<>\"';]|<!--|-->){0,6}",
        way in 0_usize..15,
    ) {
        let proof = proof(&format!("the name {word}q7 is internal"));
        let html = format!("{before} {}q7 {after}", encoded(&word, way));
        prop_assert!(finds(&proof, "a.html", &html), "{html}");
    }

    #[test]
    fn scanning_any_bytes_ends(bytes in prop::collection::vec(any::<u8>(), 0..300), path in "[a-z/.%&<]{0,12}") {
        let proof = proof("The canary is in /etc/canary.d at 10.0.0.7");
        proof.scan(&path, &bytes);
        proof.scan("a.ics", &bytes);
        proof.scan("a.html", String::from_utf8_lossy(&bytes).as_bytes());
    }

    #[test]
    fn what_is_said_in_public_is_not_found(text in "([a-zA-Z0-9.-]{1,8}[ \n]|[*_`<>&|-]| - |\n\n|\\[a\\]\\(b\\)){0,40}") {
        let proof = proof_of(&[(WithheldKind::Text, &text)], &[&text], &[], &[]);
        prop_assert_eq!(proof.scan("a.md", text.as_bytes()), []);
    }
}
