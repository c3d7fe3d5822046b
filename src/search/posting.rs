//! Postings: documents that contain a term.

use super::CHUNK;

/// A document that contains a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Posting {
    /// The number of the document.
    pub(super) document: u32,
    /// The sum of the weights of all occurrences.
    pub(super) weight: u16,
    /// The passage that contains the term most often.
    pub(super) passage: u8,
}

/// A posting in four bytes, because an archive of ten thousand incidents has millions: nine bits for the position of the document in its
/// chunk, fifteen for the weight, eight for the passage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PackedPosting(u32);

const _: () = assert!(CHUNK <= 1 << 9);

impl PackedPosting {
    pub(super) fn new(place: u32, weight: u16, passage: u8) -> Self {
        Self(place << 23 | u32::from(weight.min(0x7fff)) << 8 | u32::from(passage))
    }

    /// The posting; `first` is the first document of the chunk.
    pub(super) fn posting(self, first: u32) -> Posting {
        let [.., passage] = self.0.to_be_bytes();
        Posting { document: first + (self.0 >> 23), weight: (self.0 >> 8 & 0x7fff) as u16, passage }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_keeps_a_posting() {
        for (place, weight, passage) in [(0, 1, 0), (511, 32_767, 255), (300, 77, 31)] {
            let posting = PackedPosting::new(place, weight, passage).posting(1024);
            assert_eq!(posting, Posting { document: 1024 + place, weight, passage });
        }
        assert_eq!(PackedPosting::new(1, u16::MAX, 2).posting(0).weight, 32_767);
    }
}
