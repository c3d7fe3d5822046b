//! Words that are not in the file as they are compared.

/// How much text is kept: far more than the words of a line need.
const KEPT: usize = 1 << 20;

/// The texts of folded and joined words. Places in it stay valid while their text is among the last [`KEPT`] bytes.
#[derive(Debug, Default)]
pub(super) struct Folded {
    text: Vec<u8>,
    /// How much was removed from the beginning.
    removed: usize,
}

impl Folded {
    /// The place of the next byte.
    pub(super) fn end(&self) -> usize {
        self.removed + self.text.len()
    }

    /// The text between two places.
    pub(super) fn get(&self, from: usize, to: usize) -> &[u8] {
        let place = |at: usize| at.checked_sub(self.removed);
        place(from).zip(place(to)).and_then(|(from, to)| self.text.get(from..to)).unwrap_or_default()
    }

    /// Adds a text.
    pub(super) fn push(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
    }

    /// Adds ASCII in lower case.
    pub(super) fn push_lower(&mut self, text: &[u8]) {
        self.text.extend(text.iter().map(u8::to_ascii_lowercase));
    }

    /// Adds a text that is already here.
    pub(super) fn repeat(&mut self, from: usize, to: usize) {
        if let Some((from, to)) = from.checked_sub(self.removed).zip(to.checked_sub(self.removed)) {
            self.text.extend_from_within(from..to.max(from));
        }
    }

    /// Forgets what no line needs any more.
    pub(super) fn forget(&mut self) {
        if self.text.len() > 2 * KEPT {
            let removed = self.text.len() - KEPT;
            self.text.drain(..removed);
            self.removed += removed;
        }
    }
}
