//! What holds for every format.

use std::borrow::Cow;

use super::samples::{
    CANARY, contains, exif, gif, gif_extension, gif_picture, joined, jpeg, jpeg_segment, png, png_chunk,
    riff_chunk, webp,
};
use super::{Refusal, cleaned};

/// A picture with hidden contents in every place that its format has.
struct Sample {
    path: &'static str,
    bytes: Vec<u8>,
    /// The picture ends here, and what follows is hidden.
    end: usize,
    /// Whether pmsite notices if sizes are changed so that something hidden passes for pixels.
    has_checked_sizes: bool,
}

fn sample(path: &'static str, make: impl Fn(&[u8]) -> Vec<u8>, has_checked_sizes: bool) -> Sample {
    Sample { path, bytes: make(CANARY), end: make(b"").len(), has_checked_sizes }
}

fn samples() -> Vec<Sample> {
    let hidden = png_chunk(*b"tEXt", &joined(&[b"Comment\0", CANARY]));
    let jfif = jpeg_segment(0xE0, &joined(&[b"JFIF\0\x01\x02\0\0\x01\0\x01\x05\x05", CANARY]));
    let photo = jpeg_segment(0xE1, &joined(&[b"Exif\0\0", &exif(6, true), CANARY]));
    let comment = jpeg_segment(0xFE, CANARY);
    let note = gif_extension(0xFE, &[CANARY, CANARY]);
    let xmp = gif_extension(0xFF, &[b"XMP DataXMP", CANARY]);
    let header = riff_chunk(*b"VP8X", &[0x2C, 0, 0, 0, 7, 0, 0, 7, 0, 0]);
    let profile = riff_chunk(*b"ICCP", CANARY);
    let pixels = riff_chunk(*b"VP8 ", b"pixels");
    let svg = |after: &[u8]| {
        let text = String::from_utf8_lossy(CANARY);
        let before =
            format!("<svg><!-- {text} --><g inkscape:label='{text}'/><metadata>{text}</metadata></svg>");
        let after = if after.is_empty() {
            String::new()
        } else {
            format!("<!--{}-->", String::from_utf8_lossy(after))
        };
        format!("{before}{after}").into_bytes()
    };
    vec![
        sample("a.png", |after| png(&[hidden.clone(), png_chunk(*b"eXIf", CANARY)], after), true),
        sample("a.jpg", |after| jpeg(&[jfif.clone(), photo.clone(), comment.clone()], after), true),
        sample("a.gif", |after| gif(&[&note, &gif_picture(), &xmp, &gif_picture(), &note], after), false),
        sample(
            "a.webp",
            |after| webp(&[&header, &profile, &pixels, &riff_chunk(*b"EXIF", CANARY)], after),
            false,
        ),
        sample("a.svg", svg, false),
    ]
}

/// Numbers that look random and are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn hidden_contents_of_each_format_are_removed() {
    for Sample { path, bytes, .. } in samples() {
        assert!(contains(&bytes, CANARY));
        let out = cleaned(path, &bytes).unwrap();
        assert!(!contains(&out, b"CANARY"), "{path}");
        assert!(!contains(&out, b"ada"), "{path}");
    }
}

#[test]
fn a_clean_file_is_returned_as_it_is() {
    for Sample { path, bytes, .. } in samples() {
        let out = cleaned(path, &bytes).unwrap().into_owned();
        assert!(matches!(cleaned(path, &out), Ok(Cow::Borrowed(same)) if same == out), "{path}");
    }
    for text in ["", "a,b\n", "<!-- kept in Markdown -->\n# Graph\n", "{\"a\": 1}", "\u{FEFF}日本"] {
        assert!(matches!(cleaned("a.md", text.as_bytes()), Ok(Cow::Borrowed(_))), "{text}");
    }
}

#[test]
fn truncated_pictures_are_refused() {
    for Sample { path, bytes, end, .. } in samples() {
        // Shorter than a signature it is another kind of file; so is a drawing without its root.
        for size in 12..end {
            match cleaned(path, &bytes[..size]) {
                Err(Refusal::Unreadable { .. }) => {}
                other => panic!("{path} of {size} bytes: {other:?}"),
            }
        }
        assert!(cleaned(path, &bytes[..end]).is_ok(), "{path}");
    }
}

#[test]
fn no_change_of_a_picture_makes_cleaning_crash_or_publish_what_is_hidden() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for Sample { path, bytes, has_checked_sizes, .. } in samples() {
        for _ in 0..5_000 {
            let mut changed = bytes.clone();
            for _ in 0..=random.below(3) {
                let at = random.below(changed.len());
                changed[at] = match random.below(4) {
                    0 => 0xFF,
                    1 => changed[at] ^ (1 << random.below(8)),
                    2 => bytes[random.below(bytes.len())],
                    _ => u8::try_from(random.below(256)).unwrap(),
                };
            }
            if random.below(4) == 0 {
                changed.truncate(random.below(changed.len()));
            }
            let Ok(out) = cleaned(path, &changed) else { continue };
            assert!(!has_checked_sizes || !contains(&out, CANARY), "{path}: {}", changed.escape_ascii());
            let again = cleaned(path, &out);
            assert!(matches!(&again, Ok(Cow::Borrowed(_))), "{path}: {again:?}: {}", changed.escape_ascii());
        }
    }
}

#[test]
fn a_change_within_hidden_contents_does_not_publish_them() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for Sample { path, bytes, .. } in samples() {
        let starts: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at..].starts_with(CANARY)).collect();
        assert!(starts.len() > 2, "{path}");
        for _ in 0..5_000 {
            let mut changed = bytes.clone();
            // The second half stays, so that it can be found.
            let at = starts[random.below(starts.len())] + random.below(CANARY.len() / 2);
            changed[at] = b'!' + u8::try_from(random.below(94)).unwrap();
            let Ok(out) = cleaned(path, &changed) else { continue };
            assert!(!contains(&out, &CANARY[CANARY.len() / 2..]), "{path}: {}", changed.escape_ascii());
        }
    }
}

#[test]
fn refusals_say_why() {
    for (path, bytes, message) in [
        ("a.pdf", &b"%PDF-1.7"[..], "pmsite cannot remove hidden data from PDF documents"),
        ("a.xlsx", b"PK\x03\x04", "pmsite cannot remove hidden data from office documents"),
        ("a.bin", b"\0\x01", "pmsite cannot remove hidden data from an unknown binary format"),
        ("a.png", b"\x89PNG\r\n\x1A\n", "pmsite cannot read the PNG image: it is cut off"),
        ("a.svg", b"graph", "pmsite cannot read the SVG image: it is not well-formed XML"),
    ] {
        assert_eq!(cleaned(path, bytes).unwrap_err().to_string(), message);
    }
}
