//! The HTML of a document, with marks where other documents are needed.
//!
//! Marks are made of noncharacters, which no source can hold: the reader replaces them.

use std::fmt;

/// Begins a mark.
pub const MARK: char = '\u{fdd0}';

/// Ends a mark.
pub const MARK_END: char = '\u{fdd1}';

/// The HTML of a document. It waits, packed, until its page is made: of a large archive nothing else takes as much room.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// In the block format of LZ4, the length in front.
    packed: Box<[u8]>,
}

/// The HTML of a document, ready to be read.
#[derive(Debug)]
pub struct Html(String);

/// A piece of the page. Concatenated in order, with the holes filled, they are its HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// HTML as it is.
    Html(&'a str),
    /// The link of a hole begins; what follows up to [`Segment::Close`] is its text.
    Open(usize),
    /// The link of a hole ends.
    Close(usize),
    /// The whole of a hole that has no content ([`Hole::Image`](super::Hole::Image)).
    Whole(usize),
    /// Where the bar of phases belongs: after the heading of the timeline.
    PhaseBar,
}

impl Body {
    /// Of HTML with marks.
    pub fn new(marked: &str) -> Self {
        // Copied, because what was made has room for the worst case.
        Self { packed: lz4_flex::compress_prepend_size(marked.as_bytes()).as_slice().into() }
    }

    /// The HTML.
    pub fn html(&self) -> Html {
        let bytes = lz4_flex::decompress_size_prepended(&self.packed);
        Html(bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default())
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Body").field(&self.html().0).finish()
    }
}

impl Html {
    /// Its pieces.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        let mut parts = self.0.split(MARK);
        let before = parts.next().into_iter().map(Segment::Html);
        let marked = parts.flat_map(|part| {
            let (mark, html) = part.split_once(MARK_END).unwrap_or((part, ""));
            [Segment::of(mark), Some(Segment::Html(html))].into_iter().flatten()
        });
        before.chain(marked).filter(|segment| *segment != Segment::Html(""))
    }
}

impl Segment<'_> {
    /// The mark of this piece; of HTML itself, the HTML.
    pub fn mark(self) -> String {
        match self {
            Self::Html(html) => html.to_owned(),
            Self::Open(hole) => format!("{MARK}O{hole}{MARK_END}"),
            Self::Close(hole) => format!("{MARK}C{hole}{MARK_END}"),
            Self::Whole(hole) => format!("{MARK}W{hole}{MARK_END}"),
            Self::PhaseBar => format!("{MARK}P{MARK_END}"),
        }
    }

    fn of(mark: &str) -> Option<Self> {
        let (kind, number) = mark.split_at_checked(1)?;
        let hole = number.parse().unwrap_or(usize::MAX);
        match kind {
            "O" => Some(Self::Open(hole)),
            "C" => Some(Self::Close(hole)),
            "W" => Some(Self::Whole(hole)),
            "P" => Some(Self::PhaseBar),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_cut_at_its_marks() {
        let pieces = [
            Segment::PhaseBar,
            Segment::Html("<p>see "),
            Segment::Open(0),
            Segment::Html("INC-1"),
            Segment::Close(0),
            Segment::Html("</p>"),
            Segment::Whole(3),
        ];
        let body = Body::new(&pieces.map(Segment::mark).concat());
        assert_eq!(body.html().segments().collect::<Vec<_>>(), pieces);
        assert_eq!(Body::default().html().segments().count(), 0);
    }
}
