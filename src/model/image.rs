//! Images that documents show.

/// The size of an image, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageSize {
    /// From 1.
    pub width: u32,
    /// From 1.
    pub height: u32,
}
