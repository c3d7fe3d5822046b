//! Source files and positions in them.
//!
//! A [`SourceFile`] is a file found by the crawl: its path relative to the content folder, and its text. A [`Span`] is a byte range of
//! such a text. Everything that has a span also knows its source. Lines and columns are computed from spans only for output.

mod text;

use std::sync::{Arc, OnceLock};

use serde::Serialize;

pub use self::text::{Dictionary, PackedDocument, Text};

/// A byte range of one source text, `start <= end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; there are no texts longer than 4 GiB, because the crawl skips them.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// One text file of the content folder.
#[derive(Debug)]
pub struct SourceFile {
    /// Path relative to the content folder, with `/` between the parts.
    pub path: Arc<str>,
    /// The text; invalid UTF-8 is replaced by U+FFFD and reported by the crawl.
    pub text: Text,
    /// Whether the text is exactly the bytes of the file, and not decoded from another encoding.
    pub verbatim: bool,
    /// Byte offset of the start of each line, computed on first use.
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// Creates a source.
    pub fn new(path: impl Into<Arc<str>>, text: String) -> Self {
        Self { path: path.into(), text: text.into(), verbatim: true, line_starts: OnceLock::new() }
    }

    /// Marks the text as decoded from another encoding.
    #[must_use]
    pub fn decoded(self) -> Self {
        Self { verbatim: false, ..self }
    }

    /// The same source with its text in a packed document.
    #[must_use]
    pub fn packed(&self, packed: Arc<PackedDocument>) -> Self {
        Self {
            path: Arc::clone(&self.path),
            text: Text::packed(packed),
            verbatim: self.verbatim,
            line_starts: OnceLock::new(),
        }
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let ends = || memchr::memchr_iter(b'\n', self.text.as_bytes());
            let mut starts = Vec::with_capacity(ends().count() + 1);
            starts.push(0);
            for at in ends() {
                starts.push(Span::new(at + 1, at + 1).start);
            }
            starts
        })
    }

    /// The line of a byte offset, from 1.
    pub fn line(&self, offset: u32) -> u32 {
        let line = self.line_starts().partition_point(|start| *start <= offset);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// The column of a byte offset in characters, from 1.
    pub fn column(&self, offset: u32) -> u32 {
        let start = self.line_starts()[self.line(offset) as usize - 1] as usize;
        let end = (offset as usize).min(self.text.len());
        let before = self.text.get(start..end).map_or(0, |text| text.chars().count());
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// The byte range of a line given from 1, without its line end; empty past the last line.
    pub fn line_span(&self, line: u32) -> Span {
        let index = line.max(1) as usize - 1;
        let Some(start) = self.line_starts().get(index) else {
            return Span::new(self.text.len(), self.text.len());
        };
        let end = self.line_starts().get(index + 1).map_or(self.text.len(), |next| *next as usize);
        let mut line = &self.text.as_bytes()[*start as usize..end];
        while let [rest @ .., b'\n' | b'\r'] = line {
            line = rest;
        }
        Span::new(*start as usize, *start as usize + line.len())
    }

    /// The number of lines.
    pub fn lines(&self) -> u32 {
        u32::try_from(self.line_starts().len()).unwrap_or(u32::MAX)
    }

    /// The text of a span, clamped to the file and to character boundaries.
    pub fn slice(&self, span: Span) -> &str {
        let (mut start, mut end) = (span.start as usize, (span.end as usize).min(self.text.len()));
        start = start.min(end);
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        &self.text[start..end]
    }

    /// The file name without its folder.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The file name without folder and without the extensions of a Markdown file (`.md`, `.markdown`, `.html.md.erb`).
    pub fn stem(&self) -> &str {
        let mut stem = self.name();
        let without = |stem: &'_ str, ending: &str| {
            let at = stem.len().checked_sub(ending.len())?;
            stem.get(at..)?.eq_ignore_ascii_case(ending).then_some(at)
        };
        while let Some(at) =
            [".md", ".markdown", ".erb", ".html"].iter().find_map(|ending| without(stem, ending))
        {
            stem = &stem[..at];
        }
        stem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_start_at_one_and_count_characters() {
        let file = SourceFile::new("a.md", "äb\ncd\n".to_owned());
        assert_eq!((file.line(0), file.column(0)), (1, 1));
        assert_eq!((file.line(2), file.column(2)), (1, 2));
        assert_eq!((file.line(4), file.column(4)), (2, 1));
        assert_eq!(file.slice(file.line_span(2)), "cd");
    }

    #[test]
    fn stem_has_no_markdown_extension() {
        for path in ["x/2020-01-02.html.md.erb", "2020-01-02.MD", "2020-01-02.markdown"] {
            assert_eq!(SourceFile::new(path, String::new()).stem(), "2020-01-02");
        }
    }
}
