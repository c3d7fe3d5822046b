//! Small pictures for tests, with structures that are valid and pixels that are not.

use super::png::crc;

/// What must not be published.
pub(super) const CANARY: &[u8] = b"CANARY 52.5163,13.3777 ada@example.org";

/// Concatenates parts.
pub(super) fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

/// Whether bytes contain others.
pub(super) fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn size16(size: usize) -> [u8; 2] {
    u16::try_from(size).unwrap().to_be_bytes()
}

/// A chunk of a PNG image.
pub(super) fn png_chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let size = u32::try_from(data.len()).unwrap().to_be_bytes();
    joined(&[&size, &name, data, &crc(&[&name, data]).to_be_bytes()])
}

/// A PNG image with chunks before its pixels, and bytes after its end.
pub(super) fn png(chunks: &[Vec<u8>], after: &[u8]) -> Vec<u8> {
    joined(&[
        b"\x89PNG\r\n\x1A\n",
        &png_chunk(*b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]),
        &chunks.concat(),
        &png_chunk(*b"IDAT", b"first pixels"),
        &png_chunk(*b"IDAT", b"other pixels"),
        &png_chunk(*b"IEND", b""),
        after,
    ])
}

/// A segment of a JPEG image.
pub(super) fn jpeg_segment(code: u8, data: &[u8]) -> Vec<u8> {
    joined(&[&[0xFF, code], &size16(data.len() + 2), data])
}

/// A progressive JPEG image with segments after its start, and bytes after its end.
pub(super) fn jpeg(segments: &[Vec<u8>], after: &[u8]) -> Vec<u8> {
    let huffman = jpeg_segment(0xC4, &joined(&[&[0x10, 1], &[0; 15], &[7]]));
    joined(&[
        &[0xFF, 0xD8],
        &segments.concat(),
        &jpeg_segment(0xDB, &[1; 65]),
        &jpeg_segment(0xC2, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        &jpeg_segment(0xDD, &[0, 1]),
        &huffman,
        &jpeg_segment(0xDA, &[1, 1, 0, 0, 0, 1]),
        b"pixels\xFF\0more\xFF\xD0after restart",
        &huffman,
        &jpeg_segment(0xDA, &[1, 1, 0, 1, 5, 0]),
        b"pixels\xFF\0",
        &[0xFF, 0xD9],
        after,
    ])
}

/// Exif data without its mark: a maker, an orientation and a pointer to a position.
pub(super) fn exif(orientation: u16, is_little: bool) -> Vec<u8> {
    let u16_of = |value: u16| if is_little { value.to_le_bytes() } else { value.to_be_bytes() };
    let u32_of = |value: u32| if is_little { value.to_le_bytes() } else { value.to_be_bytes() };
    let mut out = joined(&[if is_little { b"II" } else { b"MM" }, &u16_of(42), &u32_of(8), &u16_of(3)]);
    for (tag, kind, count, value) in
        [(0x010F, 2, 4, *b"ada\0"), (0x0112, 3, 1, [0; 4]), (0x8825, 4, 1, u32_of(50))]
    {
        out.extend(joined(&[&u16_of(tag), &u16_of(kind), &u32_of(count)]));
        if tag == 0x0112 {
            out.extend(joined(&[&u16_of(orientation), &[0, 0]]));
        } else {
            out.extend(value);
        }
    }
    out.extend(u32_of(0));
    out
}

/// Data in the sub-blocks of a GIF image.
fn sub_blocks(parts: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        out.push(u8::try_from(part.len()).unwrap());
        out.extend(*part);
    }
    out.push(0);
    out
}

/// An extension of a GIF image.
pub(super) fn gif_extension(label: u8, parts: &[&[u8]]) -> Vec<u8> {
    joined(&[&[b'!', label], &sub_blocks(parts)])
}

/// A picture in a GIF image, with its own colors.
pub(super) fn gif_picture() -> Vec<u8> {
    joined(&[b",\0\0\0\0\x02\0\x02\0\x80", b"rgbRGB", &[2], &sub_blocks(&[b"pixels", b"more"])])
}

/// A GIF image with blocks, and bytes after its end.
pub(super) fn gif(blocks: &[&[u8]], after: &[u8]) -> Vec<u8> {
    joined(&[b"GIF89a\x02\0\x02\0\x81\0\0", b"abcdefABCDEF", &blocks.concat(), b";", after])
}

/// A chunk of a WebP image.
pub(super) fn riff_chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let padding = &[0][..data.len() % 2];
    joined(&[&name, &u32::try_from(data.len()).unwrap().to_le_bytes(), data, padding])
}

/// A WebP image with chunks, and bytes after its end.
pub(super) fn webp(chunks: &[&[u8]], after: &[u8]) -> Vec<u8> {
    joined(&[&riff_chunk(*b"RIFF", &joined(&[b"WEBP", &chunks.concat()])), after])
}
