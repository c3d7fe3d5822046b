//! WebP.
//!
//! See RFC 9649: section 2.3 has the layout of chunks, 2.4 the header, 2.5 and 2.6 simple images, 2.7 images with transparency,
//! animation and metadata.

use super::Fault;
use super::reader::{Reader, length};

/// The flags of an extended image that describe what is shown: transparency and animation. Those for a color profile, Exif
/// and XMP are cleared.
const KEPT_FLAGS: u8 = ALPHA | ANIMATION;
const ALPHA: u8 = 0x10;
const ANIMATION: u8 = 0x02;

/// A part of a file.
struct Chunk<'a> {
    name: [u8; 4],
    data: &'a [u8],
}

/// Copies the chunks that affect what is shown.
pub(super) fn cleaned(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut reader = Reader::new(bytes);
    reader.take(4)?;
    let size = length(u32::from_le_bytes(reader.array()?))?;
    let mut reader = Reader::new(reader.take(size)?);
    let mut chunks = Vec::with_capacity(bytes.len());
    reader.take(4)?;
    let first = chunk(&mut reader)?;
    match &first.name {
        b"VP8 " | b"VP8L" => write_chunk(&mut chunks, first.name, &[first.data])?,
        b"VP8X" => {
            let header: [u8; 10] = *first.data.first_chunk().ok_or("its header is too short")?;
            let [flags, _, _, _, size @ ..] = header;
            let kept = [flags & KEPT_FLAGS, 0, 0, 0];
            write_chunk(&mut chunks, first.name, &[&kept, &size])?;
            if flags & ANIMATION == 0 {
                copy_picture(&mut reader, &mut chunks)?;
            } else {
                copy_animation(&mut reader, &mut chunks)?;
            }
        }
        _ => return Err("its header is not at the beginning"),
    }
    let mut out = Vec::with_capacity(chunks.len().saturating_add(12));
    write_chunk(&mut out, *b"RIFF", &[b"WEBP", &chunks])?;
    Ok(out)
}

/// Copies a picture: possibly its transparency, then its pixels. Other pictures after it are not shown.
fn copy_picture(reader: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
    let mut alpha = None;
    let mut has_pixels = false;
    while !reader.is_empty() {
        let part = chunk(reader)?;
        match &part.name {
            b"ALPH" if !has_pixels => alpha = Some(part),
            b"VP8 " | b"VP8L" if !has_pixels => {
                if let Some(alpha) = alpha.take() {
                    write_chunk(out, alpha.name, &[alpha.data])?;
                }
                write_chunk(out, part.name, &[part.data])?;
                has_pixels = true;
            }
            _ => {}
        }
    }
    if has_pixels { Ok(()) } else { Err("it has no pixels") }
}

/// Copies an animation: background and repetition, then frames.
fn copy_animation(reader: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
    let (mut has_control, mut has_frame) = (false, false);
    let mut frame = Vec::new();
    while !reader.is_empty() {
        let part = chunk(reader)?;
        match &part.name {
            b"ANIM" if !has_control => {
                let control: &[u8; 6] = part.data.first_chunk().ok_or("the size of a chunk is wrong")?;
                write_chunk(out, part.name, &[control])?;
                has_control = true;
            }
            b"ANMF" => {
                let mut parts = Reader::new(part.data);
                let header: [u8; 16] = parts.array()?;
                frame.clear();
                copy_picture(&mut parts, &mut frame)?;
                write_chunk(out, part.name, &[&header, &frame])?;
                has_frame = true;
            }
            _ => {}
        }
    }
    if has_frame { Ok(()) } else { Err("it has no pixels") }
}

/// Reads a chunk and the byte that pads it to an even size. Some programs leave out the last of these bytes.
fn chunk<'a>(reader: &mut Reader<'a>) -> Result<Chunk<'a>, Fault> {
    let name = reader.array()?;
    let size = length(u32::from_le_bytes(reader.array()?))?;
    let data = reader.take(size)?;
    if !size.is_multiple_of(2) && !reader.is_empty() {
        reader.byte()?;
    }
    Ok(Chunk { name, data })
}

/// Writes a chunk and pads it to an even size.
fn write_chunk(out: &mut Vec<u8>, name: [u8; 4], parts: &[&[u8]]) -> Result<(), Fault> {
    let size = parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.len()));
    out.extend(name);
    out.extend(u32::try_from(size).map_err(|_| "it is larger than 4 GiB")?.to_le_bytes());
    for part in parts {
        out.extend(*part);
    }
    if !size.is_multiple_of(2) {
        out.push(0);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::samples::{CANARY, joined, riff_chunk as part, webp};
    use super::*;

    const PIXELS: &[u8] = b"pixels";

    fn header(flags: u8) -> Vec<u8> {
        part(*b"VP8X", &[flags, 0, 0, 0, 7, 0, 0, 7, 0, 0])
    }

    #[test]
    fn exif_xmp_profiles_and_unknown_chunks_are_removed() {
        let pixels = part(*b"VP8L", PIXELS);
        for (name, flag) in
            [(*b"EXIF", 0x08), (*b"XMP ", 0x04), (*b"ICCP", 0x20), (*b"junk", 0), (*b"ANMF", 0)]
        {
            let hidden = part(name, CANARY);
            let picture = webp(&[&header(ALPHA | flag), &hidden, &pixels, &hidden], b"");
            let clean = webp(&[&header(ALPHA), &pixels], b"");
            assert_eq!(cleaned(&picture).unwrap(), clean, "{name:?}");
        }
    }

    #[test]
    fn transparency_and_simple_pictures_are_kept() {
        let alpha = webp(&[&header(ALPHA), &part(*b"ALPH", b"odd"), &part(*b"VP8 ", PIXELS)], b"");
        assert_eq!(cleaned(&alpha).unwrap(), alpha);
        for name in [*b"VP8 ", *b"VP8L"] {
            let simple = webp(&[&part(name, PIXELS)], b"");
            assert_eq!(cleaned(&simple).unwrap(), simple);
            let longer = webp(&[&part(name, PIXELS), &part(*b"EXIF", CANARY)], b"");
            assert_eq!(cleaned(&longer).unwrap(), simple);
        }
    }

    #[test]
    fn a_second_picture_that_is_not_shown_is_removed() {
        let picture = webp(&[&header(0), &part(*b"VP8 ", PIXELS), &part(*b"VP8 ", CANARY)], b"");
        assert_eq!(cleaned(&picture).unwrap(), webp(&[&header(0), &part(*b"VP8 ", PIXELS)], b""));
    }

    #[test]
    fn animations_are_kept_without_what_is_hidden_in_their_frames() {
        let control = part(*b"ANIM", &[0; 6]);
        let frame = |parts: &[&[u8]]| part(*b"ANMF", &joined(&[&[1; 16], &joined(parts)]));
        let (alpha, pixels) = (part(*b"ALPH", b"even"), part(*b"VP8 ", PIXELS));
        let clean =
            webp(&[&header(ANIMATION), &control, &frame(&[&alpha, &pixels]), &frame(&[&pixels])], b"");
        assert_eq!(cleaned(&clean).unwrap(), clean);
        let hidden = part(*b"meta", CANARY);
        let longer = part(*b"ANIM", &joined(&[&[0; 6], CANARY]));
        let frames = [frame(&[&alpha, &hidden, &pixels, &hidden]), frame(&[&pixels, &hidden])];
        let picture = webp(&[&header(ANIMATION), &longer, &frames[0], &hidden, &frames[1]], b"");
        assert_eq!(cleaned(&picture).unwrap(), clean);
    }

    #[test]
    fn bytes_after_the_end_and_in_the_padding_are_removed() {
        let clean = webp(&[&part(*b"VP8L", b"odd")], b"");
        assert_eq!(cleaned(&webp(&[&part(*b"VP8L", b"odd")], CANARY)).unwrap(), clean);
        let mut padded = clean.clone();
        *padded.last_mut().unwrap() = b'?';
        assert_eq!(cleaned(&padded).unwrap(), clean);
    }

    #[test]
    fn a_missing_last_padding_byte_is_added() {
        let clean = webp(&[&part(*b"VP8L", b"odd")], b"");
        let mut short = clean.clone();
        short.pop();
        short[4] -= 1;
        assert_eq!(cleaned(&short).unwrap(), clean);
    }

    #[test]
    fn damaged_structures_are_refused() {
        assert_eq!(
            cleaned(&webp(&[&part(*b"EXIF", CANARY)], b"")),
            Err("its header is not at the beginning")
        );
        assert_eq!(cleaned(&webp(&[&part(*b"VP8X", &[0; 9])], b"")), Err("its header is too short"));
        assert_eq!(cleaned(&webp(&[&header(0)], b"")), Err("it has no pixels"));
        assert_eq!(cleaned(&webp(&[&header(ANIMATION)], b"")), Err("it has no pixels"));
    }
}
