//! Turns the bytes of a file into text.
#![expect(clippy::disallowed_methods, reason = "the crawl is where the content folder is read")]

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use super::stamp::{FileStamp, StatData};
use crate::diag::{Code, Diagnostic};
use crate::digest::Digest;
use crate::source::{SourceFile, Span};

/// Post-mortems are some kilobytes; what is larger than this is something else with the wrong name.
const SIZE_LIMIT: u64 = 8 * 1024 * 1024;

/// How much of a document is read: one byte more than the limit, so that a file that grows meanwhile is told from one
/// that fits.
pub(super) const DOCUMENT: u64 = SIZE_LIMIT + 1;

/// How much of a file without an ending is looked at.
pub(super) const HEAD: u64 = 4096;

/// What became of a file.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// What it was like; nothing if it could not be read.
    pub(super) stamp: Option<FileStamp>,
    /// Its text.
    pub(super) text: Option<String>,
    /// Whether the text is the file's bytes as they are.
    pub(super) verbatim: bool,
    /// Why there is none, if there ought to be one.
    pub(super) why: Option<&'static str>,
    /// What is to be said.
    pub(super) diagnostic: Option<Diagnostic>,
}

impl Loaded {
    /// A file that was not read.
    pub(super) fn refused(why: &'static str, diagnostic: Diagnostic) -> Self {
        Self { why: Some(why), diagnostic: Some(diagnostic), ..Self::default() }
    }

    /// The text as a source.
    pub(super) fn source(self, path: &Arc<str>) -> Option<SourceFile> {
        let source = SourceFile::new(Arc::clone(path), self.text?);
        Some(if self.verbatim { source } else { source.decoded() })
    }

    /// The same, of a file that was like this.
    pub(super) fn of(self, stamp: FileStamp) -> Self {
        Self { stamp: Some(stamp), ..self }
    }
}

/// Reads a document.
pub(super) fn load(path: &Arc<str>, place: &Path) -> Loaded {
    let say = |code, message: String| Diagnostic::new(code, path, Span::default(), message);
    match read_stamped(place, DOCUMENT) {
        Err(error) => {
            Loaded::refused("cannot be read", say(Code::Unreadable, format!("cannot be read: {error}")))
        }
        Ok((bytes, stamp)) if bytes.len() as u64 > SIZE_LIMIT => {
            let message = format!("larger than {} MiB; it was not read", SIZE_LIMIT / 1024 / 1024);
            let help = "split it, or give what is no post-mortem another ending";
            Loaded::refused("too large", say(Code::FileTooLarge, message).help(help)).of(stamp)
        }
        Ok((bytes, stamp)) => decode(path, bytes).of(stamp),
    }
}

/// Text in UTF-8, or in UTF-16 where a byte order mark says so; the rest becomes U+FFFD.
fn decode(path: &Arc<str>, bytes: Vec<u8>) -> Loaded {
    let (text, found) = match bytes.get(..2) {
        Some([0xff, 0xfe]) => wide(utf16(&bytes[2..], u16::from_le_bytes)),
        Some([0xfe, 0xff]) => wide(utf16(&bytes[2..], u16::from_be_bytes)),
        _ => narrow(bytes),
    };
    let verbatim = found.is_none();
    let diagnostic = found.map(|(span, message)| {
        Diagnostic::new(Code::NotUtf8, path, span, message).help("save the file as UTF-8")
    });
    Loaded { text: Some(text), verbatim, diagnostic, ..Loaded::default() }
}

/// A text, and what is wrong with its bytes and from where on.
type Decoded = (String, Option<(Span, &'static str)>);

/// What is said of a place from which on something is no text.
const REPLACED: &str = "not UTF-8 from here on; bytes that are not stand as U+FFFD";

fn narrow(bytes: Vec<u8>) -> Decoded {
    match String::from_utf8(bytes) {
        Ok(text) => {
            // No text holds NUL. What does is a program, a picture, or UTF-16 without a byte order mark.
            let found = memchr::memchr(0, text.as_bytes()).map(|at| {
                (Span::new(at, at + 1), "a NUL character: no text file holds one, this may be something else")
            });
            (text, found)
        }
        Err(error) => {
            // Up to its first bad byte the lossy text is the file's own, so the offset holds in both.
            let at = error.utf8_error().valid_up_to();
            let span = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some((span, REPLACED)))
        }
    }
}

fn wide((text, bad): (String, Option<usize>)) -> Decoded {
    let found = match bad {
        Some(at) => (Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8()), REPLACED),
        None => (Span::new(0, text.chars().next().map_or(0, char::len_utf8)), "UTF-16; it was read as such"),
    };
    (text, Some(found))
}

/// The text and the offset in it of the first unit that is none.
fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Option<usize>) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut bad = None;
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        if decoded.is_err() {
            bad = bad.or(Some(text.len()));
        }
        text.push(decoded.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !rest.is_empty() {
        bad = bad.or(Some(text.len()));
        text.push(char::REPLACEMENT_CHARACTER);
    }
    (text, bad)
}

/// Whether the beginning of a file has a heading or front matter and is text.
pub(super) fn looks_like_markdown(bytes: &[u8]) -> bool {
    if bytes.contains(&0) || bytes.starts_with(b"#!") {
        return false;
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let fenced = |fence: &str| text.lines().next().is_some_and(|line| line.trim_end() == fence);
    fenced("---")
        || fenced("+++")
        || text.lines().any(|line| line.starts_with("# ") || line.starts_with("## "))
}

/// Whether anything stands at a place, be it a link that leads nowhere.
pub(super) fn is_there(place: &Path) -> bool {
    fs::symlink_metadata(place).is_ok()
}

/// Whether a regular file stands at a place, and no link to one.
pub(super) fn is_file(place: &Path) -> bool {
    fs::symlink_metadata(place).is_ok_and(|metadata| metadata.is_file())
}

/// The first bytes of a regular file.
pub(super) fn read_up_to(place: &Path, limit: u64) -> io::Result<Vec<u8>> {
    open_up_to(place, limit).map(|(bytes, _)| bytes)
}

/// The first bytes of a regular file, and what it was like when they were read.
pub fn read_stamped(place: &Path, limit: u64) -> io::Result<(Vec<u8>, FileStamp)> {
    // What the system says of the file is asked before it is read: if the file changes between the two, it will later
    // seem changed when it is not, and never the other way round.
    let (bytes, metadata) = open_up_to(place, limit)?;
    let stamp = FileStamp { stat: StatData::of(&metadata), digest: Digest::of(&bytes) };
    Ok((bytes, stamp))
}

fn open_up_to(place: &Path, limit: u64) -> io::Result<(Vec<u8>, Metadata)> {
    let file = File::open(place)?;
    let metadata = file.metadata()?;
    // The walk has seen a regular file; this refuses what has taken its place since.
    if !metadata.is_file() {
        return Err(io::Error::other("no regular file"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(limit)).unwrap_or(0));
    file.take(limit).read_to_end(&mut bytes)?;
    Ok((bytes, metadata))
}
