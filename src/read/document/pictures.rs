//! Pictures: `![alt](path)`, `<img src="path">` in raw HTML, and the `figure` short code of Hugo. Those inside the archive
//! become holes, all others links.

use std::cell::RefCell;
use std::fmt::{self, Write};

use comrak::nodes::Node;
use html5ever::tokenizer::TagKind::StartTag;
use html5ever::tokenizer::Token::TagToken;
use html5ever::tokenizer::{Tag, Token, TokenSink, TokenSinkResult};

use super::Out;
use crate::diag::{Code, Diagnostic};
use crate::model::{Hole, Segment};
use crate::read::link_target::{self, LinkTarget};
use crate::read::markdown::span_of;
use crate::read::sanitize::tokenized;
use crate::text::{escape_html, shorten};

/// A picture as its author describes it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) url: String,
    pub(super) alt: String,
    pub(super) title: String,
    pub(super) width: Option<u16>,
}

pub(super) fn write_picture(out: &mut Out<'_, '_, '_>, node: Node<'_>, picture: Picture) -> fmt::Result {
    let Some(state) = &mut out.user else { return Ok(()) };
    let Picture { url, alt, title, width } = picture;
    let span = span_of(state.source, node);
    match link_target::resolve(&url, &state.source.path) {
        LinkTarget::Local { path, .. } => {
            let (path, alt, title) = (path.into(), alt.into(), title.into());
            state.holes.push(Hole::Image { path, alt, title, width, span });
            let hole = state.holes.len() - 1;
            out.write_str(&Segment::Whole(hole).mark())
        }
        // Pages load nothing from other hosts: the image becomes a link.
        LinkTarget::External(url) => {
            let words = if alt.is_empty() { "picture elsewhere" } else { &alt };
            write!(
                out,
                "<a rel=\"noreferrer\" class=\"picture\" href=\"{}\">{}</a>",
                escape_html(&url),
                escape_html(words)
            )
        }
        LinkTarget::Refused(_) | LinkTarget::Outside => {
            let message = format!("image `{}` cannot be shown", shorten(&url, 60));
            state.diagnostics.push(
                Diagnostic::new(Code::FileMissing, &state.source.path, span, message)
                    .help("copy the image into the content folder"),
            );
            out.escape(&alt)
        }
    }
}

/// Writes raw HTML, in which every `<img>` with an address becomes a picture.
pub(super) fn write_html_with_pictures(out: &mut Out<'_, '_, '_>, node: Node<'_>, html: &str) -> fmt::Result {
    let mut from = 0;
    while let Some((start, end)) = next_img(html, from) {
        let Some(picture) = picture(&html[start..end]) else {
            out.write_str(&html[from..end])?;
            from = end;
            continue;
        };
        out.write_str(&html[from..start])?;
        write_picture(out, node, picture)?;
        from = end;
    }
    out.write_str(&html[from..])
}

/// The range of the next `<img …>` outside of comments.
fn next_img(html: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = html.as_bytes();
    let mut at = from;
    loop {
        at += memchr::memchr(b'<', bytes.get(at..)?)?;
        if bytes[at..].starts_with(b"<!--") {
            at += html[at..].find("-->")?;
            continue;
        }
        let name = bytes.get(at + 1..at + 4).is_some_and(|name| name.eq_ignore_ascii_case(b"img"));
        let ends = bytes.get(at + 4).is_some_and(|c| c.is_ascii_whitespace() || matches!(c, b'/' | b'>'));
        if name && ends {
            return end_of_tag(bytes, at).map(|end| (at, end));
        }
        at += 1;
    }
}

/// The byte after the tag that begins at a byte. A `>` in quotes does not end it.
fn end_of_tag(bytes: &[u8], start: usize) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'>') => return Some(at + 1),
            (Some(open), byte) if *byte == open => quote = None,
            _ => {}
        }
    }
    None
}

/// The picture of an `<img …>`; `None` without an address.
fn picture(tag: &str) -> Option<Picture> {
    let tag = tokenized(tag, Sink::default()).0.into_inner()?;
    let value = |name: &str| {
        let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
        found.map(|attribute| attribute.value.trim().to_owned()).unwrap_or_default()
    };
    let url = value("src");
    let width = value("width");
    // Percentages depend on the layout of the page.
    let width = width.strip_suffix("px").unwrap_or(&width).parse().ok().filter(|width| *width > 0);
    (!url.is_empty()).then(|| Picture { url, alt: value("alt"), title: value("title"), width })
}

/// Keeps the first tag.
#[derive(Default)]
struct Sink(RefCell<Option<Tag>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        if let TagToken(tag) = token
            && tag.kind == StartTag
        {
            self.0.borrow_mut().get_or_insert(tag);
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::Config;
    use crate::read::Reader;
    use crate::source::SourceFile;

    #[test]
    fn an_img_tag_has_address_text_and_width() {
        let found = picture("<IMG alt='a > b' width=\"480px\" SRC=graph.png />");
        let want =
            Picture { url: "graph.png".into(), alt: "a > b".into(), title: String::new(), width: Some(480) };
        assert_eq!(found, Some(want));
        assert_eq!(picture("<img alt=x>"), None);
        let html = "<!-- <img src=a> --><imgx><p><img src=\"b>c\"></p>";
        assert_eq!(next_img(html, 0).map(|(start, end)| &html[start..end]), Some("<img src=\"b>c\">"));
    }

    #[test]
    fn a_local_file_in_raw_html_is_a_picture_and_one_elsewhere_a_link() {
        let text = "# T\n\n<p align=\"center\"><img src=\"../g.png\" width=\"300\" alt=\"Load\"></p>\n\nSee <img src=https://example.org/x.png alt=X> and <img src=\"data:x\">.\n";
        let source = Arc::new(SourceFile::new("a/b.md", text.to_owned()));
        let parsed = Reader::new(&Config::default()).read(&source);
        let [Hole::Image { path, alt, width, .. }] = parsed.document.holes.as_slice() else {
            panic!("{:?}", parsed.document.holes)
        };
        assert_eq!((&**path, &**alt, *width), ("g.png", "Load", Some(300)));
        let html: String = parsed.document.body.html().segments().map(Segment::mark).collect();
        assert!(html.contains("href=\"https://example.org/x.png\""), "{html}");
        assert!(
            parsed.diagnostics.iter().all(|one| one.code != Code::HtmlRemoved),
            "{:?}",
            parsed.diagnostics
        );
        assert!(parsed.diagnostics.iter().any(|one| one.code == Code::FileMissing));
    }

    #[test]
    fn short_codes_leave_no_braces() {
        let text = "# T\n\nBack again. {{< track \"2026-03-01 14:02\" >}}\n\n{{% notice %}}\nMind the gap.\n{{% /notice %}}\n\n{{< figure src=\"g.png\" alt=\"Load\" >}}\n\n`{{< x >}}`\n";
        let source = Arc::new(SourceFile::new("b.md", text.to_owned()));
        let parsed = Reader::new(&Config::default()).read(&source);
        let html: String = parsed.document.body.html().segments().map(Segment::mark).collect();
        assert_eq!(html.matches("{{").count(), 1, "{html}");
        assert!(html.contains("Back again. (2026-03-01 14:02)"), "{html}");
        assert!(matches!(parsed.document.holes.as_slice(), [Hole::Image { path, .. }] if &**path == "g.png"));
    }
}
