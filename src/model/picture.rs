//! Pictures that documents show.

/// How large a picture is, in pixels of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureSize {
    /// From 1.
    pub width: u32,
    /// From 1.
    pub height: u32,
}
