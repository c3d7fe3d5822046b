//! Removes from pictures what their viewers do not see: comments, positions, names of authors and programs, thumbnails, earlier
//! versions of a cropped picture.
//!
//! A public site must not leak through its attachments. Each format has a file that walks the structure of a picture and copies only
//! the parts that it knows and that affect what is shown; everything else is left out. Nothing is decoded or compressed again, so
//! the pixels stay the same. Color profiles are left out because they may contain text; colors outside sRGB may look slightly
//! different. A file that pmsite cannot look into is refused ([`Refusal`]).
//!
//! What a picture shows is published as it is, and so is text. Bytes inside compressed pixels are not examined.

mod data_uri;
mod exif;
mod gif;
mod jpeg;
mod kind;
mod png;
mod reader;
#[cfg(test)]
mod samples;
mod svg;
#[cfg(test)]
mod tests;
mod webp;

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use self::kind::{Kind, kind};

/// Why a part of a picture cannot be read: completes the sentence "pmsite cannot read the PNG image: …".
type Fault = &'static str;

/// How many SVG images may be nested in each other.
const MAX_DEPTH: u32 = 4;

/// Why pmsite cannot show that a file has no hidden contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// pmsite does not look into files of this format.
    Format {
        /// What such files are called: `PDF documents`.
        format: &'static str,
    },
    /// A binary file of an unknown format.
    Unknown,
    /// The file is damaged, or has parts whose meaning is unknown.
    Unreadable {
        /// The format: `PNG`.
        format: &'static str,
        /// Completes the sentence "pmsite cannot read the PNG image: …".
        why: &'static str,
    },
    /// A file that is embedded in an SVG image is refused.
    Embedded {
        /// Why it is refused.
        refusal: Box<Refusal>,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format { format } => write!(formatter, "pmsite cannot remove hidden data from {format}"),
            Self::Unknown => {
                formatter.write_str("pmsite cannot remove hidden data from an unknown binary format")
            }
            Self::Unreadable { format, why } => {
                write!(formatter, "pmsite cannot read the {format} image: {why}")
            }
            Self::Embedded { refusal } => write!(formatter, "the SVG image contains another file: {refusal}"),
        }
    }
}

impl Error for Refusal {}

/// Returns a file without hidden contents, so that it can be published.
///
/// The content decides what the file is; its extension matters only where the content does not say. PNG, JPEG, GIF, WebP and SVG
/// images are reduced to what they show. Other text in UTF-8 is returned as it is. A file that needs no change is borrowed, and
/// a second call changes nothing.
///
/// # Errors
///
/// Refuses damaged pictures and all formats that pmsite does not look into, such as PDF documents and archives.
pub fn cleaned<'a>(path: &str, bytes: &'a [u8]) -> Result<Cow<'a, [u8]>, Refusal> {
    cleaned_at_depth(path, bytes, 0)
}

/// As [`cleaned`], for a file inside `depth` SVG images.
fn cleaned_at_depth<'a>(path: &str, bytes: &'a [u8], depth: u32) -> Result<Cow<'a, [u8]>, Refusal> {
    let (format, result) = match kind(path, bytes) {
        Kind::Png => ("PNG", png::cleaned(bytes)),
        Kind::Jpeg => ("JPEG", jpeg::cleaned(bytes)),
        Kind::Gif => ("GIF", gif::cleaned(bytes)),
        Kind::WebP => ("WebP", webp::cleaned(bytes)),
        Kind::Svg(text) => {
            let unreadable = |why| Refusal::Unreadable { format: "SVG", why };
            if depth >= MAX_DEPTH {
                return Err(unreadable("images are nested too deeply"));
            }
            let drawing = svg::cleaned(text).map_err(unreadable)?;
            let drawing = data_uri::cleaned(drawing, |file| cleaned_at_depth("", file, depth + 1))?;
            ("SVG", Ok(drawing.into_bytes()))
        }
        Kind::Text => return Ok(Cow::Borrowed(bytes)),
        Kind::Other(format) => return Err(Refusal::Format { format }),
        Kind::Unknown => return Err(Refusal::Unknown),
    };
    let clean = result.map_err(|why| Refusal::Unreadable { format, why })?;
    Ok(if clean == bytes { Cow::Borrowed(bytes) } else { Cow::Owned(clean) })
}
