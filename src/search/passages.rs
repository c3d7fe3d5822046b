//! The text of a document as its page shows it, cut at the headings.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};
use rustc_hash::FxHashMap;

use crate::model::{Document, Heading, Headings, Segment};

/// How many passages a document has at most, so that five bits name one.
pub(super) const MOST: usize = 32;
/// How many bytes a character reference takes at most.
const LONGEST_REFERENCE: usize = 10;

/// The text under one heading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Passage<'a> {
    /// The anchor of the heading; empty for what stands before the first.
    pub(super) anchor: &'a str,
    /// The heading.
    pub(super) heading: &'a str,
    /// Plain text; blocks end in a line feed.
    pub(super) text: &'a str,
}

/// The passages of a document, at least one. Their texts are one, which is made in one piece.
#[derive(Debug)]
pub(super) struct Passages<'d> {
    text: String,
    /// The heading of each, if it has one, and where its text is.
    cuts: Vec<(Option<Heading<'d>>, Range<usize>)>,
}

impl Passages<'_> {
    /// The longest first, the others in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Passage<'_>> + Clone {
        self.cuts.iter().map(|(heading, range)| Passage {
            anchor: heading.map_or("", |heading| heading.anchor),
            heading: heading.map_or("", |heading| heading.text),
            text: &self.text[range.clone()],
        })
    }
}

/// The passages of a document. Where there are too many headings, the deeper ones begin none.
pub(super) fn passages(document: &Document) -> Passages<'_> {
    let count = |depth: u8| document.headings.iter().filter(|heading| heading.level <= depth).count();
    let depth = (1..=6).rev().find(|depth| count(*depth) < MOST).unwrap_or(1);
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
            Segment::Open(_) | Segment::Close(_) | Segment::Whole(_) | Segment::PhaseBar => {}
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
    /// The place of each heading by its anchor.
    places: FxHashMap<&'d str, usize>,
    /// The first of the headings that are still to come.
    next: usize,
    depth: u8,
    text: String,
    /// The heading of each passage, and where its text begins.
    begun: Vec<(Option<Heading<'d>>, usize)>,
}

impl Cutter<'_> {
    fn html(&mut self, html: &str) {
        // No text is longer than its HTML.
        self.text.reserve(html.len());
        let mut rest = html;
        while let Some(at) = memchr2(b'<', b'&', rest.as_bytes()) {
            self.text.push_str(&rest[..at]);
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

    /// Deals with a tag; gives how many bytes of what follows it are no text.
    fn tag(&mut self, tag: &Tag<'_>, rest: &str) -> usize {
        match tag.name {
            "a" if !tag.closes && tag.text.contains("class=\"anchor\"") => {
                return memmem::find(rest.as_bytes(), b"</a>").map_or(0, |at| at + 4);
            }
            "a" | "abbr" | "b" | "code" | "del" | "em" | "i" | "kbd" | "mark" | "s" | "small" | "span"
            | "strong" | "sub" | "sup" | "time" | "u" => {}
            "td" | "th" => self.text.push(' '),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.text.push('\n');
                if !tag.closes && self.heading(tag.text) {
                    // The heading is no part of the text below it.
                    return end_of(rest, tag.name).unwrap_or(0);
                }
            }
            _ => self.text.push('\n'),
        }
        0
    }

    /// Begins a passage if this is the tag of a heading that may.
    fn heading(&mut self, tag: &str) -> bool {
        let anchor = tag.split_once("id=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        let Some(at) = self.places.get(anchor).copied().filter(|at| *at >= self.next) else {
            return false;
        };
        let Some(heading) = self.headings.get(at) else { return false };
        self.next = at + 1;
        if heading.level > self.depth || self.begun.len() == MOST {
            return false;
        }
        self.begun.push((Some(heading), self.text.len()));
        true
    }

    /// Replaces a character reference; gives how many bytes it takes.
    fn reference(&mut self, text: &str) -> usize {
        let end = text.bytes().take(LONGEST_REFERENCE).position(|byte| matches!(byte, b';' | b'<'));
        let end = end.filter(|end| text.as_bytes()[*end] == b';');
        self.text.push(end.map_or('&', |end| character(&text[1..end])));
        end.map_or(1, |end| end + 1)
    }
}

/// Where the first tag is that ends an element of this name.
fn end_of(html: &str, name: &str) -> Option<usize> {
    memmem::find_iter(html.as_bytes(), b"</").find(|at| html[at + 2..].starts_with(name))
}

/// A tag of HTML.
struct Tag<'h> {
    /// Whether it is one that ends an element.
    closes: bool,
    name: &'h str,
    /// All of it.
    text: &'h str,
}

impl<'h> Tag<'h> {
    /// The tag with which a text begins, and what follows it; nothing if it does not end.
    fn begin(html: &'h str) -> Option<(Self, &'h str)> {
        let bytes = html.as_bytes();
        let start = 1 + bytes[1..].iter().take_while(|byte| **byte == b'/').count();
        let end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        // Most tags end right behind their names.
        let rest = if bytes.get(end) == Some(&b'>') { 0 } else { memchr(b'>', &bytes[end..])? };
        let (text, after) = html.split_at(end + rest + 1);
        Some((Self { closes: start > 1, name: &html[start..end], text }, after))
    }
}

/// What a character reference stands for, a blank if it is none that rendering writes.
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
