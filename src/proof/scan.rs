//! Scans the files of a site.

use std::ops::Range;

use super::binary::{Content, Printable, content, metadata};
use super::canonical::{Format, each_word};
use super::seek::{Finder, Found};
use super::{Hit, MAX_HITS, Proof};

/// The directory of the search index.
const DIRECTORY: &str = "search/index.js";

impl Proof {
    /// What a file contains that it must not, in its name (`path`, relative to the site) and in its content: at most
    /// [`MAX_HITS`], each text once.
    pub fn scan(&self, path: &str, bytes: &[u8]) -> Vec<Hit> {
        let mut hits: Vec<Hit> = self
            .find(path.as_bytes(), Format::Plain)
            .into_iter()
            .filter_map(|found| self.hit(path, None, &found))
            .collect();
        if let Some(terms) = self.shard(path, bytes) {
            hits.extend(terms);
        } else {
            let mut found = self.content(path, bytes);
            found.sort_by_key(|found| found.start);
            found.dedup_by_key(|found| found.needle);
            let in_content = found.iter().filter_map(|found| self.hit(path, Some(found.start), found));
            hits.extend(in_content);
        }
        hits.truncate(MAX_HITS);
        hits
    }

    fn hit(&self, path: &str, offset: Option<usize>, found: &Found) -> Option<Hit> {
        let needle = self.seeker.needle(found.needle)?;
        self.described(path, offset, needle.text, (needle.start, needle.end))
    }

    fn described(
        &self,
        path: &str,
        offset: Option<usize>,
        text: u32,
        (start, end): (u32, u32),
    ) -> Option<Hit> {
        let withheld = self.withheld.get(usize::try_from(text).ok()?)?;
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        let before = withheld.text.as_bytes().get(..start).unwrap_or_default();
        let lines = u32::try_from(memchr::memchr_iter(b'\n', before).count()).unwrap_or_default();
        let written = withheld.text.get(start..end).unwrap_or(&withheld.text);
        let found = written.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Hit {
            path: path.to_owned(),
            offset: offset.and_then(|at| u64::try_from(at).ok()),
            found: found.chars().take(100).collect(),
            source: withheld.source.clone(),
            line: if withheld.line == 0 { 0 } else { withheld.line + lines },
        })
    }

    fn find(&self, bytes: &[u8], format: Format) -> Vec<Found> {
        each_word(bytes, format, Finder::new(&self.seeker, MAX_HITS, None)).found
    }

    /// The hits in a file of terms of the search index; nothing if it is another file.
    fn shard(&self, path: &str, bytes: &[u8]) -> Option<Vec<Hit>> {
        let name = path.strip_prefix("search/s")?;
        if !name.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let terms = self.terms.find(str::from_utf8(bytes).ok()?)?;
        let hits = terms
            .iter()
            .filter_map(|term| self.described(path, Some(term.offset), term.text, (term.start, term.end)));
        let mut hits: Vec<Hit> = hits.collect();
        let mut known = Vec::new();
        // A word has several terms: its stem, and its spelling from both ends.
        hits.retain(|hit| {
            let is_new = !known.contains(&hit.found);
            known.push(hit.found.clone());
            is_new
        });
        Some(hits)
    }

    fn content(&self, path: &str, bytes: &[u8]) -> Vec<Found> {
        match content(bytes) {
            Content::Converted(text, units) => {
                let place = |found: Found| Found { start: units.offset(&text, found.start), ..found };
                self.find(text.as_bytes(), Format::Text).into_iter().map(place).collect()
            }
            Content::Binary => self.binary(bytes),
            Content::Text if path == DIRECTORY => self.directory(bytes),
            Content::Text => match path.rsplit('.').next() {
                Some("csv") => self.find(bytes, Format::Table),
                Some("ics" | "vcf") => {
                    let (text, folds) = unfolded(bytes);
                    // Each fold moves what follows.
                    let place = |at: usize| {
                        at + folds
                            .iter()
                            .take_while(|(fold, _)| *fold <= at)
                            .map(|fold| fold.1)
                            .sum::<usize>()
                    };
                    let found = self.find(&text, Format::Calendar).into_iter();
                    found.map(|found| Found { start: place(found.start), ..found }).collect()
                }
                _ => self.find(bytes, Format::Text),
            },
        }
    }

    /// The directory lists with which letters the terms of each file begin. Such a beginning can happen to be a word.
    fn directory(&self, bytes: &[u8]) -> Vec<Found> {
        let key = b"\"from\":\"";
        let from = memchr::memmem::find(bytes, key).map_or(bytes.len(), |at| at + key.len());
        let to = memchr::memchr(b'"', &bytes[from..]).map_or(bytes.len(), |end| from + end);
        let mut found = self.find(&bytes[..from], Format::Text);
        let after = self.find(&bytes[to..], Format::Text).into_iter();
        found.extend(after.map(|found| Found { start: found.start + to, ..found }));
        found
    }

    fn binary(&self, bytes: &[u8]) -> Vec<Found> {
        let mut all = Vec::new();
        let part = |range: Range<usize>| {
            let found = self.find(&bytes[range.clone()], Format::Text).into_iter();
            found.map(move |found| Found { start: found.start + range.start, ..found })
        };
        all.extend(metadata(bytes).into_iter().flat_map(part));
        let printable = Printable::of(bytes);
        let finder = Finder::new(&self.seeker, MAX_HITS, Some(&printable));
        all.extend(each_word(&printable.text, Format::Plain, finder).found);
        all.sort_by_key(|found| found.needle);
        all.dedup_by_key(|found| found.needle);
        all
    }
}

/// A calendar without the breaks of its long lines, and where each break was and how long.
fn unfolded(bytes: &[u8]) -> (Vec<u8>, Vec<(usize, usize)>) {
    let (mut text, mut folds) = (Vec::with_capacity(bytes.len()), Vec::new());
    let mut start = 0;
    for line in memchr::memchr_iter(b'\n', bytes) {
        if !matches!(bytes.get(line + 1), Some(b' ' | b'\t')) {
            continue;
        }
        let end = if line > start && bytes[line - 1] == b'\r' { line - 1 } else { line };
        text.extend_from_slice(&bytes[start..end]);
        folds.push((text.len(), line + 2 - end));
        start = line + 2;
    }
    text.extend_from_slice(&bytes[start..]);
    (text, folds)
}
