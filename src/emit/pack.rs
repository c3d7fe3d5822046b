//! A whole site in one HTML file that a browser opens from a disk.
//!
//! The files of the site are compressed in parts (raw DEFLATE, RFC 1951), which a script (`themes/pack.js`) inflates when a page
//! of them is asked for. Base64 would make the parts a third longer. Instead the file is declared as `windows-1252`, in which
//! every byte is a character, and only the four bytes are escaped that an HTML parser would change within a script element
//! (HTML Standard, 13.2.5.4 and 13.2.3.5): NUL, carriage return, `<`, and the escape character.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use serde_json::json;

use crate::digest::Digest;
use crate::messages::Messages;
use crate::text::push_escaped;

/// How every packed archive begins.
pub const PACK_MARKER: &[u8] = b"<!doctype html>\n<!-- pmsite pack -->\n";

/// The first page.
const START: &str = "index.html";
/// Before a byte that an HTML parser would change; the byte follows, larger by [`SHIFT`].
const ESCAPE: u8 = b'=';
const SHIFT: u8 = 64;
const SCRIPT: &str = include_str!("../../themes/pack.js");
const STYLE: &str = include_str!("../../themes/pack.css");

/// A file of the site: its path and its bytes.
pub type PackedFile = (Arc<str>, Vec<u8>);

/// Some files, compressed together.
#[derive(Debug)]
pub struct Part {
    data: Vec<u8>,
    /// The path of each file, where it begins and how many bytes it has.
    files: Vec<(Arc<str>, usize, usize)>,
}

impl Part {
    /// Compresses some files.
    ///
    /// # Errors
    ///
    /// Writing to memory does not fail; the signature is that of the encoder.
    pub fn of(files: &[PackedFile]) -> io::Result<Self> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        let mut at = 0;
        let mut listed = Vec::new();
        for (path, bytes) in files {
            encoder.write_all(bytes)?;
            listed.push((Arc::clone(path), at, bytes.len()));
            at += bytes.len();
        }
        Ok(Self { data: escaped(&encoder.finish()?), files: listed })
    }
}

/// Writes a packed archive: its head, then its parts, then what is in them.
#[derive(Debug)]
pub struct Packer<W> {
    out: W,
    nonce: String,
    parts: usize,
    files: BTreeMap<Arc<str>, (usize, usize, usize)>,
}

impl<W: Write> Packer<W> {
    /// Writes the head. The digest identifies the content, so that nobody who writes a document knows which scripts may run.
    ///
    /// # Errors
    ///
    /// Fails if the writer does.
    pub fn new(mut out: W, title: &str, content: Digest, messages: &Messages) -> io::Result<Self> {
        let nonce = content.to_string();
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src blob: data:; media-src blob:; \
             connect-src 'self'; base-uri 'none'; form-action 'none'"
        );
        let (title, language) = (ascii(title), ascii(messages.language()));
        let (opening, version) = (ascii(&messages.text("pack.opening")), env!("CARGO_PKG_VERSION"));
        out.write_all(PACK_MARKER)?;
        write!(
            out,
            "<html lang=\"{language}\">\n<head>\n<meta charset=\"windows-1252\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"generator\" content=\"pmsite {version}\">\n\
             <title>{title}</title>\n<style nonce=\"{nonce}\">{STYLE}</style>\n</head>\n<body>\n\
             <main class=\"pack-notice\"><h1>{title}</h1><p>{opening}</p></main>\n"
        )?;
        Ok(Self { out, nonce, parts: 0, files: BTreeMap::new() })
    }

    /// Writes a part.
    ///
    /// # Errors
    ///
    /// Fails if the writer does.
    pub fn add(&mut self, part: &Part) -> io::Result<()> {
        self.write(&part.data)?;
        for (path, at, length) in &part.files {
            self.files.insert(Arc::clone(path), (self.parts, *at, *length));
        }
        self.parts += 1;
        Ok(())
    }

    fn write(&mut self, data: &[u8]) -> io::Result<()> {
        self.out.write_all(b"<script type=\"text/plain\">")?;
        self.out.write_all(data)?;
        self.out.write_all(b"</script>\n")
    }

    /// Writes what is where, and the script that opens it. Returns the writer.
    ///
    /// # Errors
    ///
    /// Fails if the writer does.
    pub fn finish(mut self, messages: &Messages) -> io::Result<W> {
        let files = json!({ "start": START, "files": self.files }).to_string();
        let directory = Part::of(&[(Arc::from("directory"), files.into_bytes())])?;
        self.write(&directory.data)?;
        let texts = [
            ("home", "site.home"),
            ("missing", "pack.missing"),
            ("too-old", "pack.too_old"),
            ("damaged", "pack.damaged"),
        ];
        let texts =
            texts.map(|(name, message)| format!(" data-{name}=\"{}\"", ascii(&messages.text(message))));
        let (nonce, texts) = (&self.nonce, texts.concat());
        write!(self.out, "<script nonce=\"{nonce}\"{texts}>\n{SCRIPT}</script>\n</body>\n</html>\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// The data as it is written inside a script element.
fn escaped(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() + data.len() / 32);
    for byte in data {
        if matches!(*byte, 0 | b'\r' | b'<' | ESCAPE) {
            out.extend([ESCAPE, *byte + SHIFT]);
        } else {
            out.push(*byte);
        }
    }
    out
}

/// Text in HTML that reads the same in every encoding.
fn ascii(text: &str) -> String {
    let mut html = String::new();
    push_escaped(&mut html, text);
    html.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("&#{};", u32::from(c)) }).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::DeflateDecoder;
    use proptest::prelude::*;

    use super::*;

    fn unescaped(data: &[u8]) -> Vec<u8> {
        let mut bytes = data.iter().copied();
        let mut out = Vec::new();
        while let Some(byte) = bytes.next() {
            out.push(if byte == ESCAPE { bytes.next().unwrap() - SHIFT } else { byte });
        }
        out
    }

    proptest! {
        #[test]
        fn parts_contain_no_byte_that_html_changes_and_give_back_every_file(
            files in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..2000), 0..6)
        ) {
            let named: Vec<PackedFile> =
                files.iter().enumerate().map(|(at, bytes)| (Arc::from(at.to_string()), bytes.clone())).collect();
            let part = Part::of(&named).unwrap();
            prop_assert!(!part.data.iter().any(|byte| matches!(*byte, 0 | b'\r' | b'<')));
            let mut inflated = Vec::new();
            DeflateDecoder::new(&unescaped(&part.data)[..]).read_to_end(&mut inflated).unwrap();
            for ((path, at, length), (name, bytes)) in part.files.iter().zip(&named) {
                prop_assert_eq!(path, name);
                prop_assert_eq!(&inflated[*at..*at + *length], &bytes[..]);
            }
        }
    }

    #[test]
    fn titles_read_the_same_in_every_encoding_and_contain_no_markup() {
        assert_eq!(ascii("Störung <b> & 障害"), "St&#246;rung &lt;b&gt; &amp; &#38556;&#23475;");
    }
}
