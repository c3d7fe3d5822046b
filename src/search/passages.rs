//! Splits the text of a document at its headings.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2};
use rustc_hash::FxHashMap;

use crate::model::{Document, Heading, Headings, Hole, Segment};

/// The maximum number of passages of a document, so that the number of a passage fits in five bits.
pub(super) const MAX_PASSAGES: usize = 32;
/// The longest character reference, in bytes.
const MAX_REFERENCE: usize = 10;

/// The text under one heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Passage<'a> {
    /// The anchor of the heading; empty for the text before the first heading.
    pub(super) anchor: &'a str,
    /// The heading.
    pub(super) heading: &'a str,
    /// Plain text; blocks end with a line feed.
    pub(super) text: &'a str,
}

/// The passages of a document, at least one. They share one string.
#[derive(Debug)]
pub(super) struct Passages<'d> {
    text: String,
    /// The heading of each passage, if it has one, and the range of its text.
    cuts: Vec<(Option<Heading<'d>>, Range<usize>)>,
}

impl Passages<'_> {
    /// The longest passage first, the others in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Passage<'_>> + Clone {
        self.cuts.iter().map(|(heading, range)| Passage {
            anchor: heading.map_or("", |heading| heading.anchor),
            heading: heading.map_or("", |heading| heading.text),
            text: &self.text[range.clone()],
        })
    }
}

/// The passages of a document. If it has too many headings, the deeper ones do not start a passage.
pub(super) fn passages(document: &Document) -> Passages<'_> {
    let count = |depth: u8| document.headings.iter().filter(|heading| heading.level <= depth).count();
    let depth = (1..=6).rev().find(|depth| count(*depth) < MAX_PASSAGES).unwrap_or(1);
    let places = document.headings.iter().enumerate().map(|(at, heading)| (heading.anchor, at)).collect();
    let mut cutter = Cutter {
        headings: &document.headings,
        places,
        next: 0,
        depth,
        text: String::new(),
        begun: vec![(None, 0)],
    };
    let html = document.body.html();
    for segment in html.segments() {
        match segment {
            Segment::Html(html) => cutter.html(html),
            Segment::Whole(hole) => {
                if let Some(Hole::Image { alt, .. }) = document.holes.get(hole) {
                    cutter.alternative(alt);
                }
            }
            _ => {}
        }
    }
    let Cutter { text, begun, .. } = cutter;
    let ends = begun.iter().skip(1).map(|(_, start)| *start).chain([text.len()]);
    let mut cuts: Vec<_> =
        begun.iter().zip(ends).map(|((heading, start), end)| (*heading, *start..end)).collect();
    let longest = cuts.iter().enumerate().max_by_key(|(at, (_, range))| (range.len(), usize::MAX - at));
    if let Some((at, _)) = longest {
        cuts[..=at].rotate_right(1);
    }
    Passages { text, cuts }
}

struct Cutter<'d> {
    headings: &'d Headings,
    /// The index of each heading by its anchor.
    places: FxHashMap<&'d str, usize>,
    /// The index of the next heading.
    next: usize,
    depth: u8,
    text: String,
    /// The heading of each passage, and where its text starts.
    begun: Vec<(Option<Heading<'d>>, usize)>,
}

impl Cutter<'_> {
    fn html(&mut self, html: &str) {
        // Text is never longer than its HTML.
        self.text.reserve(html.len());
        let mut rest = html;
        while let Some(at) = text_end(rest.as_bytes()) {
            match &rest[..at] {
                "\n" => self.end_line(),
                text => self.text.push_str(text),
            }
            rest = &rest[at..];
            if rest.as_bytes()[0] == b'&' {
                rest = &rest[self.reference(rest)..];
                continue;
            }
            let Some((tag, after)) = Tag::begin(rest) else { return };
            rest = &after[self.tag(&tag, after)..];
        }
        self.text.push_str(rest);
    }

    /// Handles a tag. Returns how many bytes after it are not text.
    fn tag(&mut self, tag: &Tag<'_>, rest: &str) -> usize {
        match tag.name {
            "a" if !tag.closes && tag.text.contains("class=\"anchor\"") => {
                return end_of(rest, "a>").map_or(0, |at| at + 4);
            }
            "a" | "abbr" | "b" | "code" | "del" | "em" | "i" | "kbd" | "mark" | "s" | "small" | "span"
            | "strong" | "sub" | "sup" | "time" | "u" => {}
            "td" | "th" => self.text.push(' '),
            "img" => {
                if let Some((_, alt)) = tag.text.split_once(" alt=\"") {
                    let alt = alt.split('"').next().unwrap_or_default().replace(['<', '>'], " ");
                    self.text.push(' ');
                    self.html(&alt);
                    self.text.push(' ');
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line();
                if !tag.closes && self.heading(tag.text) {
                    // The heading is not part of the text below it.
                    return end_of(rest, tag.name).unwrap_or(0);
                }
            }
            _ => self.end_line(),
        }
        0
    }

    /// Adds the text that stands for an image.
    fn alternative(&mut self, alt: &str) {
        self.text.extend([" ", alt, " "]);
    }

    /// Ends a line, if one was begun: most tags of blocks stand next to one another.
    fn end_line(&mut self) {
        if self.text.as_bytes().last() != Some(&b'\n') {
            self.text.push('\n');
        }
    }

    /// Starts a passage if the tag is that of a heading that can start one.
    fn heading(&mut self, tag: &str) -> bool {
        let anchor = tag.split_once("id=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        let Some(at) = self.places.get(anchor).copied().filter(|at| *at >= self.next) else {
            return false;
        };
        let Some(heading) = self.headings.get(at) else { return false };
        self.next = at + 1;
        if heading.level > self.depth || self.begun.len() == MAX_PASSAGES {
            return false;
        }
        self.begun.push((Some(heading), self.text.len()));
        true
    }

    /// Decodes a character reference. Returns its length in bytes.
    fn reference(&mut self, text: &str) -> usize {
        let end = text.bytes().take(MAX_REFERENCE).position(|byte| matches!(byte, b';' | b'<'));
        let end = end.filter(|end| text.as_bytes()[*end] == b';');
        self.text.push(end.map_or('&', |end| character(&text[1..end])));
        end.map_or(1, |end| end + 1)
    }
}

/// The length of the text before the next tag or character reference. Many tags have none or a line end between them.
fn text_end(html: &[u8]) -> Option<usize> {
    match html {
        [b'<' | b'&', ..] => Some(0),
        [b'\n', b'<', ..] => Some(1),
        _ => memchr2(b'<', b'&', html),
    }
}

/// Finds the first end tag of an element.
fn end_of(html: &str, name: &str) -> Option<usize> {
    memchr_iter(b'<', html.as_bytes())
        .find(|at| html[at + 1..].strip_prefix('/').is_some_and(|tag| tag.starts_with(name)))
}

/// An HTML tag.
struct Tag<'h> {
    /// Whether it is an end tag.
    closes: bool,
    name: &'h str,
    /// The whole tag.
    text: &'h str,
}

impl<'h> Tag<'h> {
    /// Splits off the tag at the beginning of a text; `None` if the tag does not end.
    fn begin(html: &'h str) -> Option<(Self, &'h str)> {
        let bytes = html.as_bytes();
        let start = 1 + bytes[1..].iter().take_while(|byte| **byte == b'/').count();
        let name = bytes[start..].iter().position(|byte| !byte.is_ascii_alphanumeric());
        let end = name.map_or(bytes.len(), |length| start + length);
        // Most tags end right after their names.
        let rest = if bytes.get(end) == Some(&b'>') { 0 } else { memchr(b'>', &bytes[end..])? };
        let (text, after) = html.split_at(end + rest + 1);
        Some((Self { closes: start > 1, name: &html[start..end], text }, after))
    }
}

/// The character of a character reference; a space for one that pmsite does not write.
fn character(name: &str) -> char {
    match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            });
            number.and_then(char::from_u32).unwrap_or(' ')
        }
    }
}
