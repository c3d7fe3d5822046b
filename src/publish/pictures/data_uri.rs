//! Files that are embedded in an SVG image, such as a photo with its Exif data.
//!
//! See RFC 2397 for `data:` URLs and RFC 4648, section 4, for Base64. Files that are embedded as text are not examined.

use std::borrow::Cow;

use super::Refusal;

/// What precedes the encoded bytes.
const MARK: &str = ";base64,";

/// How long the type of an embedded file may be.
const MAX_TYPE: usize = 128;

/// How fonts begin; what fonts contain is published.
const FONTS: [&[u8]; 6] = [b"wOF2", b"wOFF", b"OTTO", b"true", b"ttcf", b"\0\x01\0\0"];

/// Replaces each embedded file that has hidden contents, in attributes, styles and scripts.
pub(super) fn cleaned(
    drawing: String,
    clean: impl Fn(&[u8]) -> Result<Cow<'_, [u8]>, Refusal>,
) -> Result<String, Refusal> {
    let mut out = String::new();
    let mut rest = drawing.as_str();
    while let Some(at) = find_mark(rest) {
        let Some((before, encoded)) = rest.split_at_checked(at + MARK.len()) else { break };
        out.push_str(before);
        rest = encoded;
        if !is_type(before.get(..at).unwrap_or_default()) {
            continue;
        }
        let invalid = Refusal::Unreadable { format: "SVG", why: "an embedded file is not valid Base64" };
        let (bytes, size) = decode(encoded).ok_or(invalid)?;
        let (encoded, after) = encoded.split_at_checked(size).unwrap_or((encoded, ""));
        rest = after;
        if FONTS.iter().any(|font| bytes.starts_with(font)) {
            out.push_str(encoded);
            continue;
        }
        match clean(&bytes).map_err(|refusal| Refusal::Embedded { refusal: Box::new(refusal) })? {
            Cow::Borrowed(_) => out.push_str(encoded),
            Cow::Owned(bytes) => encode(&bytes, &mut out),
        }
    }
    if out.is_empty() {
        return Ok(drawing);
    }
    out.push_str(rest);
    Ok(out)
}

/// Where encoded bytes are announced next.
fn find_mark(text: &str) -> Option<usize> {
    text.as_bytes().windows(MARK.len()).position(|window| window.eq_ignore_ascii_case(MARK.as_bytes()))
}

/// Whether a text ends with `data:` and the type of a file.
fn is_type(text: &str) -> bool {
    let start = text.len().saturating_sub(MAX_TYPE);
    let tail = text.as_bytes().get(start..).unwrap_or_default();
    tail.windows(5).rposition(|window| window.eq_ignore_ascii_case(b"data:")).is_some_and(|at| {
        let kind = tail.get(at + 5..).unwrap_or_default();
        !kind.iter().any(|byte| byte.is_ascii_whitespace() || b"\"'<>(),".contains(byte))
    })
}

/// The value of a digit.
fn digit(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

/// The digits of Base64.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Decodes the bytes at the beginning of a text, and returns where their end is. Line breaks are allowed, also as references.
fn decode(text: &str) -> Option<(Vec<u8>, usize)> {
    let mut bytes = Vec::with_capacity(text.len().min(1 << 16));
    let (mut group, mut digits, mut padding) = (0_u32, 0_u32, 0_u32);
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        if let (0, Some(digit)) = (padding, digit(*byte)) {
            group = (group << 6) | digit;
            digits += 1;
            if digits == 4 {
                let [_, decoded @ ..] = group.to_be_bytes();
                bytes.extend(decoded);
                (group, digits) = (0, 0);
            }
            rest = after;
        } else if *byte == b'=' && padding < 2 {
            padding += 1;
            rest = after;
        } else if byte.is_ascii_whitespace() {
            rest = after;
        } else if let Some(after) = line_break(rest) {
            rest = after;
        } else {
            break;
        }
    }
    let is_end = rest.first().is_none_or(|byte| b"\"'<&),".contains(byte));
    let [_, first, second, _] = (group << (6 * (4 - digits))).to_be_bytes();
    match digits {
        0 => {}
        2 => bytes.push(first),
        3 => bytes.extend([first, second]),
        _ => return None,
    }
    is_end.then_some((bytes, text.len() - rest.len()))
}

/// What follows a line break that is written as a character reference.
fn line_break(text: &[u8]) -> Option<&[u8]> {
    const REFERENCES: [&[u8]; 7] = [b"&#10;", b"&#13;", b"&#xA;", b"&#xD;", b"&#xa;", b"&#xd;", b"&#9;"];
    REFERENCES.iter().find_map(|reference| text.strip_prefix(*reference))
}

/// Encodes bytes.
fn encode(bytes: &[u8], out: &mut String) {
    for group in bytes.chunks(3) {
        let [first, second, third] =
            [0, 1, 2].map(|at| u32::from(group.get(at).copied().unwrap_or_default()));
        let bits = (first << 16) | (second << 8) | third;
        for at in 0..4_usize {
            let value = usize::try_from((bits >> (18 - 6 * at)) & 63).unwrap_or_default();
            let digit = DIGITS.get(value).filter(|_| at <= group.len());
            out.push(digit.map_or('=', |digit| char::from(*digit)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{CANARY, joined, jpeg, jpeg_segment, png, png_chunk};
    use super::super::{MAX_DEPTH, Refusal, cleaned as clean_file};
    use super::*;

    fn encoded(bytes: &[u8]) -> String {
        let mut out = String::new();
        encode(bytes, &mut out);
        out
    }

    fn drawing(bytes: &[u8]) -> String {
        format!("<svg><image href=\"data:image/png;base64,{}\"/></svg>", encoded(bytes))
    }

    fn clean(drawing: &str) -> Result<String, Refusal> {
        clean_file("a.svg", drawing.as_bytes()).map(|bytes| String::from_utf8(bytes.into_owned()).unwrap())
    }

    #[test]
    fn base64_is_read_and_written() {
        for (bytes, text) in
            [(&b""[..], ""), (b"f", "Zg=="), (b"fo", "Zm8="), (b"foo", "Zm9v"), (b"\xFB\xFF", "+/8=")]
        {
            assert_eq!(encoded(bytes), text);
            assert_eq!(decode(text), Some((bytes.to_vec(), text.len())));
        }
        assert_eq!(decode("Zm\n9&#10;v\"rest"), Some((b"foo".to_vec(), 10)));
        for invalid in ["Z", "Zm9vZ", "Zm9v%3D", "Zg==Zg==", "Zm9v-"] {
            assert_eq!(decode(invalid), None, "{invalid}");
        }
    }

    #[test]
    fn metadata_of_embedded_pictures_is_removed() {
        let photo = jpeg(&[jpeg_segment(0xFE, CANARY)], b"");
        assert_eq!(clean(&drawing(&photo)), Ok(drawing(&jpeg(&[], b""))));
        let chart = png(&[png_chunk(*b"tEXt", CANARY)], b"");
        let style =
            |bytes| format!("<svg><style>a{{b:url(DATA:image/png;BASE64,{})}}</style></svg>", encoded(bytes));
        assert_eq!(clean(&style(&chart)), Ok(style(&png(&[], b""))));
    }

    #[test]
    fn embedded_files_that_need_no_change_stay_as_they_are_written() {
        let text = encoded(&png(&[], b""));
        let (first, second) = text.split_at(11);
        let drawing = format!("<svg><image href='data:image/png;base64,{first}\n {second}'/>;base64,?</svg>");
        assert_eq!(clean(&drawing), Ok(drawing));
        let font = drawing_with_font();
        assert_eq!(clean(&font), Ok(font));
    }

    fn drawing_with_font() -> String {
        format!(
            "<svg><style>@font-face{{src:url(data:font/woff2;base64,{})}}</style></svg>",
            encoded(b"wOF2\0\xFF")
        )
    }

    #[test]
    fn embedded_files_that_pmsite_does_not_look_into_are_refused() {
        let refusal = clean(&drawing(b"%PDF-1.7")).unwrap_err();
        let message =
            "the SVG image contains another file: pmsite cannot remove hidden data from PDF documents";
        assert_eq!(refusal.to_string(), message);
        assert!(clean(&drawing(&joined(&[&png(&[], b"")[..40]]))).is_err());
        assert!(clean("<svg a='data:image/png;base64,A%'/>").is_err());
    }

    #[test]
    fn drawings_in_drawings_are_cleaned_up_to_a_depth() {
        let nested = |depth: u32, innermost: &str| {
            (0..depth).fold(innermost.to_owned(), |inner, _| drawing(inner.as_bytes()))
        };
        let depth = MAX_DEPTH - 1;
        assert_eq!(clean(&nested(depth, "<svg><!-- canary --></svg>")), Ok(nested(depth, "<svg></svg>")));
        assert!(clean(&nested(depth + 1, "<svg></svg>")).is_err());
    }
}
