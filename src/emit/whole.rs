//! Text whose ids stay on one line: browsers break a line after the hyphen of `INC-0017`.

use std::ops::Range;

use minijinja::value::Value;

use crate::text::push_escaped;

/// The filter `whole`: the text as HTML, with an element around each id if it has any.
pub(super) fn whole(text: Value) -> Value {
    let Some(plain) = text.as_str().filter(|_| !text.is_safe()) else { return text };
    let mut html = String::new();
    let mut from = 0;
    for id in ids(plain) {
        push_escaped(&mut html, &plain[from..id.start]);
        html.push_str("<span class=\"whole\">");
        push_escaped(&mut html, &plain[id.clone()]);
        html.push_str("</span>");
        from = id.end;
    }
    if html.is_empty() {
        return text;
    }
    push_escaped(&mut html, &plain[from..]);
    Value::from_safe_string(html)
}

/// Letters and digits with a hyphen between them. What else may be an id has no place where a line could break.
fn ids(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut last = 0;
    memchr::memchr_iter(b'-', bytes).filter_map(move |hyphen| {
        let letters = bytes[last..hyphen].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let digits = bytes[hyphen + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        last = hyphen + 1;
        (letters > 1 && digits > 0).then(|| hyphen - letters..hyphen + 1 + digits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_in_text_stay_whole_and_everything_is_escaped() {
        let html = whole(Value::from("<b> see INC-0017 & INC-3"));
        let expected =
            "&lt;b&gt; see <span class=\"whole\">INC-0017</span> &amp; <span class=\"whole\">INC-3</span>";
        assert_eq!(html.as_str(), Some(expected));
        assert!(html.is_safe());
        for text in ["<b> & no id", "-", "a-b", "é-7 x-", "2026-03-04"] {
            let plain = whole(Value::from(text));
            assert_eq!((plain.as_str(), plain.is_safe()), (Some(text), false), "{text}");
        }
    }
}
