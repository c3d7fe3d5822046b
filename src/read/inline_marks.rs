//! Marks of the internal edition at the beginning of a line that goes on: `- <!-- internal -->10:05 Alert<!-- /internal -->`.
//!
//! `CommonMark` (section 4.6) takes such a line for a block of HTML, in which nothing else is read: no time, no link, no
//! emphasis. A guard before the mark makes it part of the running text.

use std::borrow::Cow;

use memchr::memmem;

use super::EditionMark;

/// Inserts a guard before each mark that text follows on its line.
pub(super) fn guarded(text: Cow<'_, str>, guard: char) -> Cow<'_, str> {
    if memmem::find(text.as_bytes(), b"<!--").is_none() {
        return text;
    }
    let mut places = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        places.extend(mark_before_text(line).map(|at| start + at));
        start += line.len();
    }
    if places.is_empty() {
        return text;
    }
    let mut out = String::with_capacity(text.len() + places.len());
    let mut from = 0;
    for at in places {
        out.push_str(&text[from..at]);
        out.push(guard);
        from = at;
    }
    out.push_str(&text[from..]);
    out.into()
}

/// Where a line begins with a mark, apart from the marks of quotes and list items, if text follows it.
fn mark_before_text(line: &str) -> Option<usize> {
    let at = line.find("<!--")?;
    let before = line[..at].trim_matches(['>', ' ', '\t', '-', '*', '+', '.', ')']);
    before.bytes().all(|byte| byte.is_ascii_digit()).then_some(())?;
    let end = at + line[at..].find("-->")? + 3;
    let is_mark = matches!(EditionMark::of(&line[at..end]), Some(EditionMark::Begin | EditionMark::End));
    (is_mark && !line[end..].trim().is_empty()).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_before_text_is_guarded_and_one_alone_is_not() {
        let check = |text: &str, want: &str| assert_eq!(guarded(text.into(), '!'), want);
        check("- <!-- internal -->a<!-- /internal -->\n", "- !<!-- internal -->a<!-- /internal -->\n");
        check("> 1. <!-- internal --> a\n", "> 1. !<!-- internal --> a\n");
        check("<!-- /internal --> a", "!<!-- /internal --> a");
        for text in [
            "<!-- internal -->\na\n",
            "a <!-- internal -->b\n",
            "<!-- TODO --> a\n",
            "## B <!-- internal -->\n",
        ] {
            check(text, text);
        }
    }
}
