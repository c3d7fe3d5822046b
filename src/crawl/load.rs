//! Reads files and decodes them to text.
#![expect(clippy::disallowed_methods, reason = "the crawl is where the content folder is read")]

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::Arc;

use super::stamp::{FileStamp, read_stamped};
use crate::diag::{Code, Diagnostic};
use crate::source::{SourceFile, Span};
use crate::system::is_machine_failure;

/// Post-mortems are a few kilobytes. Anything larger than this is another kind of file with the wrong name.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// How much of a document is read: one byte more than the limit, to recognize files that exceed it.
pub(super) const DOCUMENT_BYTES: u64 = MAX_BYTES + 1;

/// How much of a file without an extension is read.
pub(super) const HEAD_BYTES: u64 = 4096;

/// The result of reading a file.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// Its stamp; `None` if it could not be read.
    pub(super) stamp: Option<FileStamp>,
    /// Its text.
    pub(super) text: Option<String>,
    /// Whether the text is exactly the bytes of the file.
    pub(super) verbatim: bool,
    /// Why a file that should have a text has none.
    pub(super) why: Option<&'static str>,
    /// A problem with the file.
    pub(super) diagnostic: Option<Diagnostic>,
    /// Why the machine could not read it.
    pub(super) failure: Option<io::Error>,
    /// Whether its permissions forbid to read it.
    pub(super) denied: bool,
}

impl Loaded {
    /// A file that was not read, with the reason.
    pub(super) fn refused(why: &'static str, diagnostic: Diagnostic) -> Self {
        Self { why: Some(why), diagnostic: Some(diagnostic), ..Self::default() }
    }

    /// The text as a source.
    pub(super) fn source(self, path: &Arc<str>) -> Option<SourceFile> {
        let source = SourceFile::new(Arc::clone(path), self.text?);
        Some(if self.verbatim { source } else { source.decoded() })
    }

    /// Adds the stamp of the file.
    pub(super) fn with_stamp(self, stamp: FileStamp) -> Self {
        Self { stamp: Some(stamp), ..self }
    }
}

/// Reads a document at a path below `root`.
pub(super) fn load(root: &Path, path: &Arc<str>) -> Loaded {
    let report = |code, message: String| Diagnostic::new(code, path, Span::default(), message);
    match read_stamped(root, path, DOCUMENT_BYTES) {
        Err(error) if is_machine_failure(&error) => Loaded { failure: Some(error), ..Loaded::default() },
        Err(error) => {
            let diagnostic = report(Code::Unreadable, format!("cannot be read: {error}"));
            let denied = error.kind() == ErrorKind::PermissionDenied;
            Loaded { denied, ..Loaded::refused("cannot be read", diagnostic) }
        }
        Ok((bytes, stamp)) if bytes.len() as u64 > MAX_BYTES => {
            let message = format!("file is larger than {} MiB and was not read", MAX_BYTES / 1024 / 1024);
            let help = "split it; if it is not a post-mortem, use another file extension";
            Loaded::refused("too large", report(Code::FileTooLarge, message).help(help)).with_stamp(stamp)
        }
        Ok((bytes, stamp)) => decode(path, bytes).with_stamp(stamp),
    }
}

/// Decodes UTF-8, or UTF-16 with a byte order mark. Invalid bytes become U+FFFD.
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

/// A text and, if its bytes are invalid, from where on and why.
type Decoded = (String, Option<(Span, &'static str)>);

const REPLACED: &str = "invalid UTF-8 from here on; invalid bytes are shown as U+FFFD";

fn narrow(bytes: Vec<u8>) -> Decoded {
    match String::from_utf8(bytes) {
        Ok(text) => {
            // Text files contain no NUL. This is a program, an image, or UTF-16 without a byte order mark.
            let found = memchr::memchr(0, text.as_bytes()).map(|at| {
                (Span::new(at, at + 1), "the file contains a NUL character, so it may not be a text file")
            });
            (text, found)
        }
        Err(error) => {
            // Up to the first invalid byte, the decoded text equals the file, so the offset is valid in both.
            let at = error.utf8_error().valid_up_to();
            let span = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some((span, REPLACED)))
        }
    }
}

fn wide((text, bad): (String, Option<usize>)) -> Decoded {
    let found = match bad {
        Some(at) => (Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8()), REPLACED),
        None => (
            Span::new(0, text.chars().next().map_or(0, char::len_utf8)),
            "the file is UTF-16; it was decoded",
        ),
    };
    (text, Some(found))
}

/// The text, and the offset of the first invalid unit in it.
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

/// Whether the start of a file is text with a heading or front matter.
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

/// Whether anything exists at a path, including a dangling link.
pub(super) fn exists(place: &Path) -> bool {
    fs::symlink_metadata(place).is_ok()
}
