//! A text that is edited step by step and remembers where each of its bytes was written.

use crate::source::Span;

/// An edited text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    /// The text.
    pub(super) text: String,
    /// Where it was written.
    pub(super) places: Places,
}

/// Where the bytes of an edited text were written: where each piece begins, and where it was in the original; sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places(Vec<(usize, usize)>);

impl Places {
    /// Where a byte was in the original. Bytes of a replacement count from where the replaced text began.
    pub(super) fn original(&self, at: usize) -> usize {
        let piece = self.0.partition_point(|(start, _)| *start <= at);
        let (start, original) = piece.checked_sub(1).map_or((0, 0), |piece| self.0[piece]);
        original + at - start
    }
}

/// A replacement of some bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edit {
    /// The bytes.
    pub(super) span: Span,
    /// What takes their place.
    pub(super) with: String,
}

impl Edit {
    /// Removes bytes.
    pub(super) fn cut(span: Span) -> Self {
        Self { span, with: String::new() }
    }
}

impl Draft {
    /// A text that is not edited yet.
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), places: Places(vec![(0, 0)]) }
    }

    /// Applies edits. Of two that overlap, the later one only removes what is left of its bytes.
    pub(super) fn apply(&mut self, mut edits: Vec<Edit>) {
        if edits.is_empty() {
            return;
        }
        edits.sort();
        let mut text = String::with_capacity(self.text.len());
        let mut pieces = Vec::new();
        let mut from = 0;
        for edit in edits {
            let range = edit.span.range();
            let (start, end) = (range.start.max(from), range.end.min(self.text.len()));
            if start > from {
                self.keep(from, start, text.len(), &mut pieces);
                text.push_str(&self.text[from..start]);
            }
            // What replaces text that is gone would show that there was some.
            if !edit.with.is_empty() && range.start >= from {
                pieces.push((text.len(), self.places.original(start)));
                text.push_str(&edit.with);
            }
            from = end.max(from).max(start.min(self.text.len()));
        }
        self.keep(from, self.text.len(), text.len(), &mut pieces);
        text.push_str(&self.text[from..]);
        *self = Self { text, places: Places(pieces) };
    }

    /// Records the pieces of `from..to`, which will be at `at`.
    fn keep(&self, from: usize, to: usize, at: usize, pieces: &mut Vec<(usize, usize)>) {
        pieces.push((at, self.places.original(from)));
        let first = self.places.0.partition_point(|(start, _)| *start <= from);
        let inner = self.places.0[first..].iter().take_while(|(start, _)| *start < to);
        pieces.extend(inner.map(|(start, original)| (at + start - from, *original)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, with: &str) -> Edit {
        Edit { span: Span::new(start, end), with: with.to_owned() }
    }

    #[test]
    fn edited_text_knows_where_it_was_written() {
        let mut draft = Draft::new("0123456789");
        draft.apply(vec![edit(2, 4, ""), edit(6, 7, "xyz")]);
        assert_eq!(draft.text, "0145xyz789");
        draft.apply(vec![edit(0, 1, "")]);
        assert_eq!(draft.text, "145xyz789");
        for digit in ['1', '4', '5', '7', '9'] {
            let at = draft.text.find(digit).unwrap();
            assert_eq!(draft.places.original(at), digit.to_digit(10).unwrap() as usize, "{digit}");
        }
    }

    #[test]
    fn overlapping_edits_remove_each_byte_once() {
        let mut draft = Draft::new("0123456789");
        draft.apply(vec![edit(2, 6, ""), edit(4, 8, ""), edit(5, 5, "")]);
        assert_eq!(draft.text, "0189");
    }
}
