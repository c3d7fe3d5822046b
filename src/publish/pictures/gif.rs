//! GIF.
//!
//! See *Graphics Interchange Format, Version 89a*, `CompuServe` 1990: sections 15 to 26 have the blocks. The application extension
//! `NETSCAPE2.0` says how often an animation is repeated.

use super::Fault;
use super::reader::{CUT_OFF, Reader};

/// The label of the graphic control extension: delay, disposal and transparency of the next picture.
const GRAPHIC_CONTROL: u8 = 0xF9;

/// The label of the plain text extension, which is drawn like a picture, but which no browser draws.
const PLAIN_TEXT: u8 = 0x01;

/// The label of application extensions.
const APPLICATION: u8 = 0xFF;

/// Copies the blocks that affect what is shown.
pub(super) fn cleaned(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut reader = Reader::new(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(reader.array::<6>()?);
    let screen: [u8; 7] = reader.array()?;
    out.extend(screen);
    let [_, _, _, _, flags, _, _] = screen;
    out.extend(color_table(&mut reader, flags)?);
    let mut has_picture = false;
    // Belongs to the next picture, so it is removed with a plain text.
    let mut control: Option<[u8; 8]> = None;
    loop {
        match reader.byte()? {
            b',' => {
                out.extend(control.take().into_iter().flatten());
                out.push(b',');
                copy_picture(&mut reader, &mut out)?;
                has_picture = true;
            }
            b'!' => match reader.byte()? {
                GRAPHIC_CONTROL => {
                    let [size, flags, delay, delay_high, transparent, end] = reader.array()?;
                    if (size, end) != (4, 0) {
                        return Err("the size of a block is wrong");
                    }
                    control = Some([b'!', GRAPHIC_CONTROL, size, flags, delay, delay_high, transparent, end]);
                }
                label => {
                    let data = sub_blocks(&mut reader)?;
                    if label == PLAIN_TEXT {
                        control = None;
                    } else if let (APPLICATION, Some(repeat)) = (label, repetition(data)) {
                        out.extend(b"!\xFF\x0BNETSCAPE2.0\x03\x01");
                        out.extend(repeat);
                        out.push(0);
                    }
                }
            },
            b';' => {
                out.push(b';');
                return if has_picture { Ok(out) } else { Err("it has no pixels") };
            }
            _ => return Err("there are bytes between its blocks"),
        }
    }
}

/// Reads a color table, if the flags of its descriptor announce one (sections 18 to 21).
fn color_table<'a>(reader: &mut Reader<'a>, flags: u8) -> Result<&'a [u8], Fault> {
    reader.take(if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) })
}

/// Copies what follows the introducer of a picture.
fn copy_picture(reader: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
    let descriptor: [u8; 9] = reader.array()?;
    out.extend(descriptor);
    let [.., flags] = descriptor;
    out.extend(color_table(reader, flags)?);
    out.push(reader.byte()?);
    out.extend(sub_blocks(reader)?);
    Ok(())
}

/// Reads sub-blocks with their sizes, including the empty one at the end (sections 15 and 16).
fn sub_blocks<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], Fault> {
    let start = reader.rest();
    loop {
        let size = reader.byte()?;
        reader.take(usize::from(size))?;
        if size == 0 {
            let size = start.len().checked_sub(reader.rest().len()).ok_or(CUT_OFF)?;
            return start.get(..size).ok_or(CUT_OFF);
        }
    }
}

/// How often an animation is repeated, if this is the application extension that says so.
fn repetition(data: &[u8]) -> Option<[u8; 2]> {
    let [3, 1, low, high, ..] = data.strip_prefix(b"\x0BNETSCAPE2.0")? else { return None };
    Some([*low, *high])
}

#[cfg(test)]
mod tests {
    use super::super::samples::{CANARY, gif, gif_extension as extension, gif_picture as picture, joined};
    use super::*;

    const CONTROL: &[u8] = b"!\xF9\x04\x05\x0A\0\x02\0";
    const LOOP: &[u8] = b"!\xFF\x0BNETSCAPE2.0\x03\x01\x05\0\0";

    #[test]
    fn comments_texts_and_application_data_are_removed() {
        let clean = gif(&[&picture()], b"");
        for (label, prefix) in [
            (0xFE, &b""[..]),
            (PLAIN_TEXT, b""),
            (APPLICATION, b"XMP DataXMP"),
            (APPLICATION, b"ICCRGBG1012"),
            (APPLICATION, b"NETSCAPE2.0"),
            (0x77, b""),
        ] {
            let hidden = extension(label, &[prefix, CANARY]);
            assert_eq!(cleaned(&gif(&[&hidden, &picture(), &hidden], b"")).unwrap(), clean, "{label:X}");
        }
    }

    #[test]
    fn animations_keep_their_timing_and_repetition() {
        let animation = gif(&[LOOP, CONTROL, &picture(), CONTROL, &picture()], b"");
        assert_eq!(cleaned(&animation).unwrap(), animation);
        let comment = extension(0xFE, &[CANARY]);
        let with_comments = gif(&[LOOP, CONTROL, &comment, &picture(), CONTROL, &picture(), &comment], b"");
        assert_eq!(cleaned(&with_comments).unwrap(), animation);
    }

    #[test]
    fn further_bytes_in_the_repetition_are_removed() {
        let longer = extension(APPLICATION, &[b"NETSCAPE2.0", b"\x01\x05\0", CANARY]);
        assert_eq!(cleaned(&gif(&[&longer, &picture()], b"")).unwrap(), gif(&[LOOP, &picture()], b""));
    }

    #[test]
    fn the_timing_of_a_plain_text_is_removed_with_it() {
        let text = extension(PLAIN_TEXT, &[CANARY]);
        let with_text = gif(&[CONTROL, &text, &picture()], b"");
        assert_eq!(cleaned(&with_text).unwrap(), gif(&[&picture()], b""));
    }

    #[test]
    fn bytes_after_the_trailer_are_removed() {
        assert_eq!(cleaned(&gif(&[&picture()], CANARY)).unwrap(), gif(&[&picture()], b""));
    }

    #[test]
    fn damaged_structures_are_refused() {
        assert_eq!(cleaned(&gif(&[], b"")), Err("it has no pixels"));
        assert_eq!(cleaned(&gif(&[b"?", &picture()], b"")), Err("there are bytes between its blocks"));
        let wrong = joined(&[b"!\xF9\x05", &CONTROL[3..]]);
        assert_eq!(cleaned(&gif(&[&wrong, &picture()], b"")), Err("the size of a block is wrong"));
    }
}
