//! The orientation of a photo, the only part of its Exif data that affects what is shown.
//!
//! See *Exif 2.32* (CIPA DC-008-2019): section 4.5 has the structure of TIFF, 4.6.4 the tag Orientation, and 4.7.2 the segment.

use super::Fault;
use super::reader::{Reader, length};

/// How a segment with Exif data begins.
pub(super) const MARK: &[u8] = b"Exif\0\0";

/// The tag Orientation.
const ORIENTATION: u16 = 0x0112;

/// The type of 16-bit numbers.
const SHORT: u16 = 3;

/// The orientation in Exif data, if it is valid and not the normal one.
pub(super) fn orientation(tiff: &[u8]) -> Option<u8> {
    find(tiff).ok().flatten()
}

fn find(tiff: &[u8]) -> Result<Option<u8>, Fault> {
    let mut header = Reader::new(tiff);
    let is_little = match &header.array()? {
        b"II" => true,
        b"MM" => false,
        _ => return Ok(None),
    };
    let u16_of = if is_little { u16::from_le_bytes } else { u16::from_be_bytes };
    let u32_of = if is_little { u32::from_le_bytes } else { u32::from_be_bytes };
    if u16_of(header.array()?) != 42 {
        return Ok(None);
    }
    let mut directory = Reader::new(tiff);
    directory.take(length(u32_of(header.array()?))?)?;
    for _ in 0..u16_of(directory.array()?) {
        let tag = u16_of(directory.array()?);
        let kind = u16_of(directory.array()?);
        let count = u32_of(directory.array()?);
        let value = u16_of(directory.array()?);
        directory.take(2)?;
        if tag == ORIENTATION {
            let value = u8::try_from(value).ok().filter(|value| (2..=8).contains(value));
            return Ok(value.filter(|_| kind == SHORT && count == 1));
        }
    }
    Ok(None)
}

/// A segment of a JPEG image that contains only an orientation.
pub(super) fn segment(orientation: u8) -> [u8; 36] {
    let mut segment =
        *b"\xFF\xE1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    if let Some(value) = segment.get_mut(29) {
        *value = orientation;
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::super::samples::exif;
    use super::*;

    #[test]
    fn the_orientation_is_read_in_both_byte_orders() {
        for is_little in [false, true] {
            assert_eq!(orientation(&exif(6, is_little)), Some(6));
            assert_eq!(orientation(&exif(1, is_little)), None);
            assert_eq!(orientation(&exif(9, is_little)), None);
        }
    }

    #[test]
    fn the_segment_that_is_written_is_read_back() {
        for value in 2..=8 {
            let segment = segment(value);
            assert_eq!(&segment[4..10], MARK);
            assert_eq!(usize::from(segment[3]), segment.len() - 2);
            assert_eq!(orientation(&segment[10..]), Some(value));
        }
    }

    #[test]
    fn damaged_exif_data_has_no_orientation() {
        let data = exif(6, true);
        for end in 0..20 {
            assert_eq!(orientation(&data[..end]), None);
        }
        let mut outside = data.clone();
        outside[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(orientation(&outside), None);
        assert_eq!(orientation(b"XX*\0"), None);
    }
}
