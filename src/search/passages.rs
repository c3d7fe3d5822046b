//! The text of a document as its page shows it, cut at the headings.

use memchr::memchr;
use rustc_hash::FxHashMap;

use crate::model::{Document, Heading, Segment};

/// How many passages a document has at most, so that five bits name one.
pub(super) const MOST: usize = 32;

/// The text under one heading.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Passage {
    /// The anchor of the heading; empty for what stands before the first.
    pub(super) anchor: String,
    /// The heading.
    pub(super) heading: String,
    /// Plain text; blocks end in a line feed.
    pub(super) text: String,
}

/// The passages of a document, at least one: the longest first, the others in order. Where there are too many headings, the deeper ones begin none.
pub(super) fn passages(document: &Document) -> Vec<Passage> {
    let count = |depth: u8| document.headings.iter().filter(|heading| heading.level <= depth).count();
    let depth = (1..=6).rev().find(|depth| count(*depth) < MOST).unwrap_or(1);
    let places =
        document.headings.iter().enumerate().map(|(at, heading)| (heading.anchor.as_str(), at)).collect();
    let mut cutter =
        Cutter { headings: &document.headings, places, next: 0, depth, done: vec![Passage::default()] };
    for segment in document.body.html().segments() {
        match segment {
            Segment::Html(html) => cutter.html(html),
            Segment::Open(_) | Segment::Close(_) | Segment::Whole(_) | Segment::PhaseBar => {}
        }
    }
    let longest =
        cutter.done.iter().enumerate().max_by_key(|(at, passage)| (passage.text.len(), usize::MAX - at));
    if let Some((at, _)) = longest {
        cutter.done[..=at].rotate_right(1);
    }
    cutter.done
}

struct Cutter<'a> {
    headings: &'a [Heading],
    /// The place of each heading by its anchor.
    places: FxHashMap<&'a str, usize>,
    /// The first of the headings that are still to come.
    next: usize,
    depth: u8,
    done: Vec<Passage>,
}

impl Cutter<'_> {
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = memchr(b'<', rest.as_bytes()) {
            self.text(&rest[..at]);
            let Some(end) = memchr(b'>', &rest.as_bytes()[at..]).map(|length| at + length + 1) else {
                return;
            };
            let tag = &rest[at + 1..end - 1];
            rest = &rest[end..];
            rest = &rest[self.tag(tag, rest)..];
        }
        self.text(rest);
    }

    /// Deals with a tag; gives how many bytes of what follows it are no text.
    fn tag(&mut self, tag: &str, rest: &str) -> usize {
        let name = tag.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        match name {
            "a" if tag.contains("class=\"anchor\"") => return rest.find("</a>").map_or(0, |at| at + 4),
            "a" | "abbr" | "b" | "code" | "del" | "em" | "i" | "kbd" | "mark" | "s" | "small" | "span"
            | "strong" | "sub" | "sup" | "time" | "u" => {}
            "td" | "th" => self.push(" "),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.push("\n");
                if !tag.starts_with('/') && self.heading(tag) {
                    // The heading is no part of the text below it.
                    return rest.find(&format!("</{name}>")).unwrap_or(0);
                }
            }
            _ => self.push("\n"),
        }
        0
    }

    /// Begins a passage if this is the tag of a heading that may.
    fn heading(&mut self, tag: &str) -> bool {
        let anchor = tag.split_once("id=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        let Some(at) = self.places.get(anchor).copied().filter(|at| *at >= self.next) else {
            return false;
        };
        let heading = &self.headings[at];
        self.next = at + 1;
        if heading.level > self.depth || self.done.len() == MOST {
            return false;
        }
        self.done.push(Passage {
            anchor: anchor.to_owned(),
            heading: heading.text.clone(),
            text: String::new(),
        });
        true
    }

    fn push(&mut self, text: &str) {
        if let Some(passage) = self.done.last_mut() {
            passage.text.push_str(text);
        }
    }

    /// Text with its character references replaced.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = memchr(b'&', rest.as_bytes()) {
            self.push(&rest[..at]);
            rest = &rest[at..];
            let reference = rest.find(';').filter(|end| *end < 10).map(|end| (&rest[1..end], end + 1));
            let Some((name, length)) = reference else {
                self.push("&");
                rest = &rest[1..];
                continue;
            };
            self.push(character(name).encode_utf8(&mut [0; 4]));
            rest = &rest[length..];
        }
        self.push(rest);
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
