//! PNG and animated PNG.
//!
//! See *Portable Network Graphics (PNG) Specification (Third Edition)*, W3C: section 5.3 has the layout of chunks, 5.4 their names,
//! 5.6 their order, and 11.2 and 11.3 the chunks themselves.

use std::ops::RangeInclusive;

use super::Fault;
use super::reader::{Reader, length};

/// The sizes that a chunk may have if it is kept. Text, time, Exif, color profiles with a name, suggested palettes with a
/// name and private chunks are not here.
fn kept_sizes(name: [u8; 4]) -> Option<RangeInclusive<usize>> {
    Some(match &name {
        b"IHDR" => 13..=13,
        b"PLTE" => 3..=768,
        b"IDAT" => 0..=MAX_LENGTH,
        b"IEND" => 0..=0,
        b"tRNS" => 1..=256,
        b"cHRM" => 32..=32,
        b"gAMA" | b"cICP" => 4..=4,
        b"sBIT" => 1..=4,
        b"sRGB" => 1..=1,
        b"bKGD" => 1..=6,
        b"pHYs" => 9..=9,
        b"hIST" => 2..=512,
        b"acTL" => 8..=8,
        b"fcTL" => 26..=26,
        b"fdAT" => 4..=MAX_LENGTH,
        _ => return None,
    })
}

/// The largest length of a chunk: 2³¹ − 1.
const MAX_LENGTH: usize = 0x7FFF_FFFF;

/// Copies the chunks that affect what is shown.
pub(super) fn cleaned(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut reader = Reader::new(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(reader.array::<8>()?);
    let (mut is_first, mut has_pixels) = (true, false);
    loop {
        let size = reader.array()?;
        let name: [u8; 4] = reader.array()?;
        let data = reader.take(length(u32::from_be_bytes(size))?)?;
        let checksum = reader.array()?;
        if !name.iter().all(u8::is_ascii_alphabetic) {
            return Err("the name of a chunk is invalid");
        }
        if is_first != (&name == b"IHDR") {
            return Err("its header is not at the beginning");
        }
        is_first = false;
        let is_critical = name.first().is_some_and(u8::is_ascii_uppercase);
        match kept_sizes(name) {
            Some(sizes) if sizes.contains(&data.len()) => {
                if crc(&[&name, data]) != u32::from_be_bytes(checksum) {
                    return Err("the checksum of a chunk is wrong");
                }
                out.extend(size);
                out.extend(name);
                out.extend(data);
                out.extend(checksum);
            }
            Some(_) if is_critical => return Err("the size of a chunk is wrong"),
            None if is_critical => return Err("it has a chunk of unknown meaning"),
            // Decoders ignore known chunks of a wrong size.
            _ => {}
        }
        has_pixels |= &name == b"IDAT";
        if &name == b"IEND" {
            return if has_pixels { Ok(out) } else { Err("it has no pixels") };
        }
    }
}

/// The checksum of a chunk (section 5.5, annex D).
pub(super) fn crc(parts: &[&[u8]]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        let [low, ..] = crc.to_le_bytes();
        CRC_TABLE.get(usize::from(low ^ byte)).copied().unwrap_or_default() ^ (crc >> 8)
    };
    !parts.iter().copied().flatten().fold(u32::MAX, step)
}

/// The checksums of all bytes.
static CRC_TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let (mut byte, mut crc) = (0, 0_u32);
    while byte < table.len() {
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
        #[expect(clippy::cast_possible_truncation, reason = "at most 256")]
        {
            crc = byte as u32;
        }
    }
    table
};

#[cfg(test)]
mod tests {
    use super::super::samples::{CANARY, contains, png, png_chunk};
    use super::*;

    #[test]
    fn text_time_exif_profiles_and_private_chunks_are_removed() {
        for name in [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"iCCP", b"sPLT", b"prVt", b"vpAg", b"caBX"]
        {
            let picture = png(&[png_chunk(*name, CANARY)], b"");
            assert_eq!(cleaned(&picture).unwrap(), png(&[], b""), "{name:?}");
        }
    }

    #[test]
    fn colors_transparency_density_and_animation_are_kept() {
        let chunks: [([u8; 4], usize); 11] = [
            (*b"gAMA", 4),
            (*b"cHRM", 32),
            (*b"sRGB", 1),
            (*b"cICP", 4),
            (*b"sBIT", 3),
            (*b"bKGD", 6),
            (*b"tRNS", 6),
            (*b"pHYs", 9),
            (*b"acTL", 8),
            (*b"fcTL", 26),
            (*b"fdAT", 20),
        ];
        let picture = png(&chunks.map(|(name, size)| png_chunk(name, &vec![1; size])), b"");
        assert_eq!(cleaned(&picture).unwrap(), picture);
    }

    #[test]
    fn the_rest_of_a_picture_that_was_cropped_is_removed() {
        let mut remains = png_chunk(*b"IDAT", CANARY);
        remains.extend(png_chunk(*b"IEND", b""));
        assert_eq!(cleaned(&png(&[], &remains)).unwrap(), png(&[], b""));
    }

    #[test]
    fn a_known_chunk_of_a_wrong_size_is_no_hiding_place() {
        let out = cleaned(&png(&[png_chunk(*b"gAMA", CANARY)], b"")).unwrap();
        assert!(!contains(&out, CANARY));
        assert!(cleaned(&png(&[png_chunk(*b"PLTE", &[0; 770])], b"")).is_err());
        let mut end_with_data = png(&[], b"");
        end_with_data.truncate(end_with_data.len() - 12);
        end_with_data.extend(png_chunk(*b"IEND", CANARY));
        assert_eq!(cleaned(&end_with_data), Err("the size of a chunk is wrong"));
    }

    #[test]
    fn damaged_structures_are_refused() {
        assert_eq!(
            cleaned(&png(&[png_chunk(*b"CgBI", &[0; 4])], b"")),
            Err("it has a chunk of unknown meaning")
        );
        assert_eq!(cleaned(&png(&[png_chunk(*b"a1\0b", b"")], b"")), Err("the name of a chunk is invalid"));
        assert_eq!(
            cleaned(&png(&[png_chunk(*b"IHDR", &[0; 13])], b"")),
            Err("its header is not at the beginning")
        );
        let mut flipped = png(&[], b"");
        flipped[20] ^= 1;
        assert_eq!(cleaned(&flipped), Err("the checksum of a chunk is wrong"));
        let mut empty = b"\x89PNG\r\n\x1A\n".to_vec();
        empty.extend(png_chunk(*b"IHDR", &[0; 13]));
        empty.extend(png_chunk(*b"IEND", b""));
        assert_eq!(cleaned(&empty), Err("it has no pixels"));
    }

    #[test]
    fn the_checksum_is_that_of_the_specification() {
        assert_eq!(crc(&[b"IEND", b""]), 0xAE42_6082);
    }
}
