//! The HTML of a document, with marks for what depends on other documents.
//!
//! Marks consist of noncharacters, which cannot occur in a source because the reader replaces them.

use std::borrow::Cow;
use std::fmt;
use std::iter;
use std::sync::Arc;

use memchr::memmem;

use crate::source::{Dictionary, PackedDocument};

/// Starts a mark.
pub const MARK: char = '\u{fdd0}';

/// Ends a mark.
pub const MARK_END: char = '\u{fdd1}';

/// The HTML of a document, kept together with its source until its page is rendered. In a large archive, nothing else takes as
/// much memory.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Body {
    packed: Arc<PackedDocument>,
}

/// The HTML of a document, unpacked.
#[derive(Debug)]
pub struct Html<'b> {
    /// Source and HTML.
    both: Cow<'b, str>,
    /// Where the HTML starts.
    start: usize,
}

/// A piece of the page. Concatenated in order, with the holes filled, the pieces are its HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Plain HTML.
    Html(&'a str),
    /// The start of a hole's link; its text is what follows up to [`Segment::Close`].
    Open(usize),
    /// The end of a hole's link.
    Close(usize),
    /// A hole without content ([`Hole::Image`](super::Hole::Image)).
    Whole(usize),
    /// The place of the phase bar: after the heading of the timeline.
    PhaseBar,
    /// The place of an event of the timeline.
    Event(usize),
    /// The start of blocks whose content the box of the page shows.
    Fold,
    /// The end of these blocks.
    FoldEnd,
    /// The place of the label at the beginning of what only the internal edition shows.
    InternalLabel,
    /// A part of an action item in the author's own table.
    Item(ItemPart, usize),
}

/// Where in its row of the author's table something about an action item is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemPart {
    /// The beginning of the row.
    Anchor,
    /// Before the name of the owner.
    Owner,
    /// After the name of the owner.
    OwnerEnd,
    /// Before the words for the state.
    State,
    /// After the words for the state.
    StateEnd,
    /// The place of the state if the author has no words for it.
    NoState,
    /// After the day on which it is due.
    Due,
    /// After the action.
    Details,
}

impl ItemPart {
    const KEYS: [(Self, char); 8] = [
        (Self::Anchor, 'A'),
        (Self::Owner, 'G'),
        (Self::OwnerEnd, 'g'),
        (Self::State, 'S'),
        (Self::StateEnd, 's'),
        (Self::NoState, 'N'),
        (Self::Due, 'D'),
        (Self::Details, 'T'),
    ];

    fn key(self) -> char {
        Self::KEYS.iter().find(|(part, _)| *part == self).map_or('A', |(_, key)| *key)
    }
}

impl Body {
    /// Creates a body from a source followed by its HTML with marks, which starts at this byte; 0 if the source is kept
    /// elsewhere.
    pub fn new(both: String, start: usize) -> Self {
        Self { packed: Arc::new(PackedDocument::plain(both, start)) }
    }

    /// The same body, compressed.
    #[must_use]
    pub fn compressed(&self, dictionary: &Dictionary) -> Self {
        Self { packed: Arc::new(self.packed.compressed(dictionary)) }
    }

    /// The source and the HTML.
    pub fn packed(&self) -> Arc<PackedDocument> {
        Arc::clone(&self.packed)
    }

    /// The HTML.
    pub fn html(&self) -> Html<'_> {
        let (both, start) = self.packed.text_and_html();
        Html { both, start }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Body").field(&self.html().marked()).finish()
    }
}

impl Html<'_> {
    fn marked(&self) -> &str {
        &self.both[self.start..]
    }

    /// Its length in bytes, with its marks.
    pub fn length(&self) -> usize {
        self.marked().len()
    }

    /// Its pieces.
    pub fn segments(&self) -> impl Iterator<Item = Segment<'_>> {
        // `memmem` compares many bytes at once, `str::split` does not.
        let text = self.marked();
        let mut marks = memmem::find_iter(text.as_bytes(), "\u{fdd0}");
        let mut next = marks.next();
        let before = Segment::Html(&text[..next.unwrap_or(text.len())]);
        let parts = iter::from_fn(move || {
            let start = next? + MARK.len_utf8();
            next = marks.next();
            Some(&text[start..next.unwrap_or(text.len())])
        });
        let marked = parts.flat_map(|part| {
            let (mark, html) = part.split_once(MARK_END).unwrap_or((part, ""));
            [Segment::of(mark), Some(Segment::Html(html))].into_iter().flatten()
        });
        iter::once(before).chain(marked).filter(|segment| *segment != Segment::Html(""))
    }
}

impl Segment<'_> {
    /// The mark of this piece, or the HTML itself.
    pub fn mark(self) -> String {
        let (kind, hole) = match self {
            Self::Html(html) => return html.to_owned(),
            Self::Open(hole) => ('O', hole.to_string()),
            Self::Close(hole) => ('C', hole.to_string()),
            Self::Whole(hole) => ('W', hole.to_string()),
            Self::PhaseBar => ('P', String::new()),
            Self::Event(event) => ('E', event.to_string()),
            Self::Fold => ('F', String::new()),
            Self::FoldEnd => ('f', String::new()),
            Self::InternalLabel => ('I', String::new()),
            Self::Item(part, item) => (part.key(), item.to_string()),
        };
        let mut mark = String::with_capacity(2 * MARK.len_utf8() + 1 + hole.len());
        mark.push(MARK);
        mark.push(kind);
        mark.push_str(&hole);
        mark.push(MARK_END);
        mark
    }

    fn of(mark: &str) -> Option<Self> {
        let (kind, number) = mark.split_at_checked(1)?;
        let hole = number.parse().unwrap_or(usize::MAX);
        match kind {
            "O" => Some(Self::Open(hole)),
            "C" => Some(Self::Close(hole)),
            "W" => Some(Self::Whole(hole)),
            "P" => Some(Self::PhaseBar),
            "E" => Some(Self::Event(hole)),
            "F" => Some(Self::Fold),
            "f" => Some(Self::FoldEnd),
            "I" => Some(Self::InternalLabel),
            _ => {
                let key = kind.chars().next()?;
                let part = ItemPart::KEYS.iter().find(|(_, known)| *known == key)?.0;
                Some(Self::Item(part, hole))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_split_at_its_marks() {
        let pieces = [
            Segment::PhaseBar,
            Segment::Html("<p>see "),
            Segment::Open(0),
            Segment::Html("INC-1"),
            Segment::Close(0),
            Segment::Html("</p>"),
            Segment::Whole(3),
            Segment::Event(4),
            Segment::Fold,
            Segment::InternalLabel,
            Segment::Item(ItemPart::OwnerEnd, 5),
            Segment::FoldEnd,
        ];
        let body = Body::new(pieces.map(Segment::mark).concat(), 0);
        assert_eq!(body.html().segments().collect::<Vec<_>>(), pieces);
        assert_eq!(Body::default().html().segments().count(), 0);
    }
}
