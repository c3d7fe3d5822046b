//! Measures images.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::stamp::read_up_to;
use crate::model::ImageSize;

/// How much of a file is read. Cameras put a preview of about 60 KiB in front of the size.
const HEAD_BYTES: u64 = 256 * 1024;

/// No screen shows more pixels; a file that claims more is wrong.
const MAX_PIXELS: u32 = 100_000;

/// Returns the size of each file that is an image with a known size. The paths are relative to `root`.
pub fn measure(root: &Path, files: &[Arc<str>]) -> BTreeMap<Arc<str>, ImageSize> {
    let size = |path: &Arc<str>| Some((Arc::clone(path), size(&read_up_to(root, path, HEAD_BYTES).ok()?)?));
    files.par_iter().filter_map(size).collect()
}

/// The size of an image that starts with these bytes.
fn size(head: &[u8]) -> Option<ImageSize> {
    let size = match imagesize::blob_size(head) {
        Ok(size) => {
            ImageSize { width: u32::try_from(size.width).ok()?, height: u32::try_from(size.height).ok()? }
        }
        Err(_) => svg_size(&String::from_utf8_lossy(head))?,
    };
    let plausible = |length: u32| (1..=MAX_PIXELS).contains(&length);
    (plausible(size.width) && plausible(size.height)).then_some(size)
}

/// The size of an SVG: its attributes, or else its view box.
fn svg_size(text: &str) -> Option<ImageSize> {
    let tag = text.split_once("<svg")?.1.split('>').next()?;
    let attribute = |name: &str| {
        let (before, rest) = tag.split_once(&format!("{name}="))?;
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        before.ends_with(char::is_whitespace).then(|| rest[1..].split(quote).next())?
    };
    let stated = |name: &str| pixels(attribute(name)?.trim().trim_end_matches("px"));
    if let (Some(width), Some(height)) = (stated("width"), stated("height")) {
        return Some(ImageSize { width, height });
    }
    let mut numbers = attribute("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
    Some(ImageSize { width: pixels(numbers.next()?)?, height: pixels(numbers.next()?)? })
}

/// A length in whole pixels; `None` for other units.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a conversion of floats saturates"
)]
fn pixels(number: &str) -> Option<u32> {
    number.parse().ok().map(|number: f64| number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], expected: Option<(u32, u32)>) {
        let found = size(head).map(|size| (size.width, size.height));
        assert_eq!(found, expected, "{}", String::from_utf8_lossy(head));
    }

    #[test]
    fn reads_image_sizes_from_the_first_bytes() {
        check(b"GIF89a\x20\x01\x40\x00\x00\x00\x00\x00\x00", Some((288, 64)));
        check(
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x80\x00\x00\x01\xe0\x08\x06",
            Some((640, 480)),
        );
        check(b"%PDF-1.7 and so on, long enough", None);
        check(b"", None);
    }

    #[test]
    fn reads_svg_sizes_from_attributes_or_view_box() {
        check(b"<?xml version='1.0'?>\n<svg xmlns='x' width='120px' height=\"60\"><rect/>", Some((120, 60)));
        check(b"<svg viewBox=\"0 0 300.4,150\" stroke-width=\"3\">", Some((300, 150)));
        check(b"<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 30 20\">", Some((30, 20)));
        check(b"<svg width=\"0\" height=\"20\">", None);
        check(b"<svg width=\"-5\" height=\"1e99\">", None);
        check(b"<svg>", None);
    }
}
