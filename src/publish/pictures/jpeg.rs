//! JPEG.
//!
//! See ITU-T T.81, Annex B: B.1.1.2 has the markers and fill bytes, B.1.1.5 entropy-coded data, B.2 the order and the segments. JFIF is
//! ITU-T T.871, section 10; the segment of Adobe is in T.872, section 6.5.3.

use super::reader::{CUT_OFF, Reader};
use super::{Fault, exif};

const END: u8 = 0xD9;
const SCAN: u8 = 0xDA;
const QUANTIZATION: u8 = 0xDB;
const LINES: u8 = 0xDC;
const RESTART_INTERVAL: u8 = 0xDD;
const HUFFMAN: u8 = 0xC4;
const ARITHMETIC: u8 = 0xCC;

/// The fault of a segment whose size contradicts its contents.
const WRONG_SIZE: Fault = "the size of a segment is wrong";

/// Copies the segments that affect what is shown.
pub(super) fn cleaned(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut reader = Reader::new(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(reader.array::<2>()?);
    let (mut has_frame, mut has_scan, mut has_exif) = (false, false, false);
    loop {
        let code = marker(&mut reader)?;
        if code == END {
            out.extend([0xFF, END]);
            return if has_scan { Ok(out) } else { Err("it has no pixels") };
        }
        let is_frame = is_frame(code);
        let is_kept = is_frame || matches!(code, HUFFMAN | ARITHMETIC | SCAN..=RESTART_INTERVAL);
        let is_dropped = matches!(code, 0xE0..=0xFE);
        if !is_kept && !is_dropped || is_frame && has_frame || code == SCAN && !has_frame {
            return Err("it has a segment that is unknown or in the wrong place");
        }
        let size = reader.array()?;
        let data = u16::from_be_bytes(size).checked_sub(2).ok_or(WRONG_SIZE)?;
        let data = reader.take(usize::from(data))?;
        if is_kept {
            if !has_valid_size(code, data) {
                return Err(WRONG_SIZE);
            }
            out.extend([0xFF, code]);
            out.extend(size);
            out.extend(data);
        }
        has_frame |= is_frame;
        if code == SCAN {
            has_scan = true;
            copy_scan(&mut reader, &mut out)?;
        } else if code == 0xE0 && data.starts_with(b"JFIF\0") {
            // Version, unit and density; the thumbnail has no size.
            if let Some(fields) = data.get(..12) {
                out.extend(b"\xFF\xE0\0\x10");
                out.extend(fields);
                out.extend([0, 0]);
            }
        } else if code == 0xEE && data.starts_with(b"Adobe") {
            // The color transform, without which colors may be inverted.
            if let Some(fields) = data.get(..12) {
                out.extend(b"\xFF\xEE\0\x0E");
                out.extend(fields);
            }
        } else if let (0xE1, false, Some(tiff)) = (code, has_exif, data.strip_prefix(exif::MARK)) {
            has_exif = true;
            if let Some(orientation) = exif::orientation(tiff).filter(|_| !has_scan) {
                out.extend(exif::segment(orientation));
            }
        }
    }
}

/// Reads a marker, without the fill bytes before it.
fn marker(reader: &mut Reader<'_>) -> Result<u8, Fault> {
    if reader.byte()? != 0xFF {
        return Err("there are bytes between its segments");
    }
    loop {
        let code = reader.byte()?;
        if code != 0xFF {
            return Ok(code);
        }
    }
}

/// Whether a marker begins the header of a frame: `SOF0` to `SOF15` without the codes that mean something else.
fn is_frame(code: u8) -> bool {
    matches!(code, 0xC0..=0xCF) && !matches!(code, HUFFMAN | 0xC8 | ARITHMETIC)
}

/// Whether a segment that is kept contains nothing but what its own fields announce (B.2.2 to B.2.5).
fn has_valid_size(code: u8, data: &[u8]) -> bool {
    match code {
        SCAN => data.first().is_some_and(|&count| data.len() == 4 + 2 * usize::from(count)),
        LINES | RESTART_INTERVAL => data.len() == 2,
        QUANTIZATION => consists_of(data, |id, _| Ok(if id >> 4 == 0 { 64 } else { 128 })),
        HUFFMAN => consists_of(data, |_, reader| {
            let counts: [u8; 16] = reader.array()?;
            Ok(counts.iter().copied().map(usize::from).sum())
        }),
        ARITHMETIC => consists_of(data, |_, _| Ok(1)),
        _ => data.get(5).is_some_and(|&count| data.len() == 6 + 3 * usize::from(count)),
    }
}

/// Whether data is a sequence of tables, each with a class of 0 or 1, a number from 0 to 3, and as many bytes as `rest` says.
fn consists_of<'a>(data: &'a [u8], rest: impl Fn(u8, &mut Reader<'a>) -> Result<usize, Fault>) -> bool {
    let mut reader = Reader::new(data);
    while !reader.is_empty() {
        let mut table = || {
            let id = reader.byte()?;
            let size = rest(id, &mut reader)?;
            reader.take(size).map(|_| id & 0b1110_1100 == 0)
        };
        if table() != Ok(true) {
            return false;
        }
    }
    true
}

/// Copies entropy-coded data up to the next marker that is not a restart. In such data, `FF` is followed by `00`.
fn copy_scan(reader: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
    loop {
        let plain = reader.rest().iter().position(|&byte| byte == 0xFF).ok_or(CUT_OFF)?;
        out.extend(reader.take(plain)?);
        match reader.rest().get(1).ok_or(CUT_OFF)? {
            0 | 0xD0..=0xD7 => out.extend(reader.array::<2>()?),
            // A fill byte.
            0xFF => _ = reader.byte()?,
            _ => return Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{CANARY, exif, joined, jpeg, jpeg_segment as segment};
    use super::*;

    const START: u8 = 0xD8;

    #[test]
    fn comments_profiles_and_application_data_are_removed() {
        let clean = jpeg(&[], b"");
        for (code, prefix) in [
            (0xFE, &b""[..]),
            (0xE0, b"JFXX\0\x10"),
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0"),
            (0xE1, b"Exif\0\0II*\0\x08\0\0\0\0\0"),
            (0xE2, b"ICC_PROFILE\0\x01\x01"),
            (0xE2, b"MPF\0"),
            (0xED, b"Photoshop 3.0\0"),
            (0xEF, b""),
            (0xF0, b""),
        ] {
            let picture = jpeg(&[segment(code, &joined(&[prefix, CANARY]))], b"");
            assert_eq!(cleaned(&picture).unwrap(), clean, "{code:X}");
        }
    }

    #[test]
    fn a_photo_keeps_its_orientation_and_loses_its_position() {
        for is_little in [false, true] {
            let data = joined(&[exif::MARK, &exif(6, is_little), CANARY]);
            let out = cleaned(&jpeg(&[segment(0xE1, &data), segment(0xE1, &data)], b"")).unwrap();
            assert_eq!(out, jpeg(&[super::exif::segment(6).to_vec()], b""));
            assert_eq!(cleaned(&out).unwrap(), out);
            let upright = joined(&[exif::MARK, &exif(1, is_little), CANARY]);
            assert_eq!(cleaned(&jpeg(&[segment(0xE1, &upright)], b"")).unwrap(), jpeg(&[], b""));
        }
    }

    #[test]
    fn the_thumbnail_of_jfif_is_removed() {
        let jfif = joined(&[b"JFIF\0\x01\x02\x01\0\x48\0\x48\x05\x05", CANARY]);
        let out = cleaned(&jpeg(&[segment(0xE0, &jfif)], b"")).unwrap();
        assert_eq!(out, jpeg(&[segment(0xE0, b"JFIF\0\x01\x02\x01\0\x48\0\x48\0\0")], b""));
    }

    #[test]
    fn the_color_transform_of_adobe_is_kept_without_further_bytes() {
        let adobe = segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01");
        let longer = segment(0xEE, &joined(&[b"Adobe\0\x64\0\0\0\0\x01", CANARY]));
        assert_eq!(cleaned(&jpeg(&[longer], b"")).unwrap(), jpeg(&[adobe], b""));
    }

    #[test]
    fn a_second_picture_after_the_end_is_removed() {
        let second = jpeg(&[segment(0xFE, CANARY)], b"");
        assert_eq!(cleaned(&jpeg(&[], &second)).unwrap(), jpeg(&[], b""));
    }

    #[test]
    fn comments_between_the_scans_of_a_progressive_picture_are_removed() {
        let picture = jpeg(&[], b"");
        let scan = [0xFF, SCAN];
        let at = picture.windows(2).rposition(|pair| pair == scan).unwrap();
        let with_comment = joined(&[&picture[..at], &segment(0xFE, CANARY), &picture[at..]]);
        assert_eq!(cleaned(&with_comment).unwrap(), picture);
    }

    #[test]
    fn fill_bytes_are_removed() {
        let picture = jpeg(&[], b"");
        let at = picture.len() - 2;
        let filled = joined(&[&picture[..at], &[0xFF; 9], &picture[at..]]);
        assert_eq!(cleaned(&filled).unwrap(), picture);
    }

    #[test]
    fn a_table_with_further_bytes_is_no_hiding_place() {
        for code in [HUFFMAN, QUANTIZATION, RESTART_INTERVAL, LINES, ARITHMETIC] {
            for data in [CANARY.to_vec(), joined(&[&[0; 17], &CANARY.repeat(3)])] {
                assert_eq!(cleaned(&jpeg(&[segment(code, &data)], b"")), Err(WRONG_SIZE), "{code:X}");
            }
        }
    }

    #[test]
    fn damaged_structures_are_refused() {
        let picture = jpeg(&[], b"");
        assert_eq!(cleaned(&[0xFF, START, 0xFF, END]), Err("it has no pixels"));
        assert_eq!(
            cleaned(&joined(&[&[0xFF, START], b"?", &picture[2..]])),
            Err("there are bytes between its segments")
        );
        assert_eq!(cleaned(&joined(&[&picture[..2], b"\xFF\xE0\0\x01", &picture[2..]])), Err(WRONG_SIZE));
        for code in [0x00, 0x01, 0xC8, 0xD0, START, 0xDE, 0xDF] {
            assert!(cleaned(&jpeg(&[segment(code, &[])], b"")).is_err(), "{code:X}");
        }
    }
}
