//! Short codes of Hugo and the status pages made with it: `{{< track "2026-03-01 14:02" >}}`, `{{% notice %}}`.
//!
//! Only their own site can expand them. A page of pmsite shows what a reader would miss: a day, a picture, a target.

use std::borrow::Cow;

use crate::when;

/// A part of a text with short codes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// Text, as written or in place of a short code.
    Text(Cow<'t, str>),
    /// A picture: its address and its text.
    Picture { url: &'t str, alt: &'t str },
}

/// Whether a text may have short codes.
pub(super) fn has_any(text: &str) -> bool {
    memchr::memchr(b'{', text.as_bytes())
        .is_some_and(|at| text[at..].contains("{{<") || text[at..].contains("{{%"))
}

/// The parts of a text.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((at, end)) = next(rest) {
        if at > 0 {
            parts.push(Part::Text(Cow::Borrowed(&rest[..at])));
        }
        parts.extend(expand(&rest[at + 3..end - 3]));
        rest = &rest[end..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(Cow::Borrowed(rest)));
    }
    parts
}

/// A text without short codes.
pub(super) fn without(text: &str) -> Cow<'_, str> {
    if !has_any(text) {
        return Cow::Borrowed(text);
    }
    let texts = parts(text).into_iter().filter_map(|part| match part {
        Part::Text(text) => Some(text),
        Part::Picture { .. } => None,
    });
    Cow::Owned(texts.collect::<String>().trim().to_owned())
}

/// The range of the next short code.
fn next(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find("{{")?;
        let close = match text.as_bytes().get(at + 2) {
            Some(b'<') => ">}}",
            Some(b'%') => "%}}",
            _ => {
                from = at + 2;
                continue;
            }
        };
        let Some(length) = text[at + 3..].find(close) else {
            from = at + 3;
            continue;
        };
        return Some((at, at + 3 + length + close.len()));
    }
}

/// What a short code shows.
fn expand(inner: &str) -> Option<Part<'_>> {
    let value = |key: &str| {
        let (_, rest) = inner.split_once(key)?;
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        rest[1..].split(quote).next()
    };
    if let Some(url) = value("src").filter(|url| !url.is_empty()) {
        return Some(Part::Picture {
            url,
            alt: value("alt").or_else(|| value("caption")).unwrap_or_default(),
        });
    }
    let mut arguments = inner.split(['"', '“', '”', '`']).skip(1).step_by(2);
    let day = arguments.find(|argument| when::find_date(argument, None).is_some());
    day.map(|day| Part::Text(Cow::Owned(format!("({})", day.trim()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stay_and_braces_go() {
        assert_eq!(without("Up. {{< track \"2026-03-01 14:02\" >}}"), "Up. (2026-03-01 14:02)");
        assert_eq!(without("{{% notice warning %}} Mind the gap. {{% /notice %}}"), "Mind the gap.");
        assert_eq!(without("{{ template }} and {{< open"), "{{ template }} and {{< open");
        let picture = [Part::Picture { url: "a.png", alt: "Load" }];
        assert_eq!(parts("{{< figure src=\"a.png\" caption=\"Load\" >}}"), picture);
    }
}
