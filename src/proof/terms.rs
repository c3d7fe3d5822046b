//! The terms of the search index, which are stems and not words.

use rustc_hash::{FxHashMap, FxHashSet};

use super::needles::{Calendar, number};
use super::tokens::shown;
use crate::search::{chunk_terms, each_chunk_of, folded_term, shard_terms};

/// A term that only withheld text has.
#[derive(Clone, Debug)]
struct Term {
    text: u32,
    start: u32,
    end: u32,
    /// The word that is replaced everywhere. That public texts have it does not matter, that they have others with its stem does.
    redacted: Option<String>,
    is_said: bool,
}

/// The terms that are sought in the index.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// By term. Words as they are spelled begin with `<`.
    sought: FxHashMap<String, Term>,
    /// The chunks of the texts that were added.
    chunks: FxHashSet<String>,
}

/// A term that was found: the number of its text, where it is in that, and where it is in the index.
pub(super) struct FoundTerm {
    pub(super) text: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) offset: usize,
}

impl Terms {
    /// Seeks the terms of a text.
    pub(super) fn add(&mut self, text: u32, written: &str, is_redacted: bool, calendar: &Calendar) {
        let single = is_redacted && written.split_whitespace().count() == 1;
        let redacted = single.then(|| folded_term(written.trim()));
        for version in versions(written) {
            each_chunk_of(&version, |chunk, at| {
                // The first text with a chunk wins.
                if !single && !self.chunks.insert(chunk.to_owned()) {
                    return;
                }
                let mut is_chunk_telling = None;
                for term in chunk_terms(chunk) {
                    let is_sought = single
                        || is_telling(chunk, &term)
                            && *is_chunk_telling.get_or_insert_with(|| calendar.is_telling(chunk));
                    if is_sought {
                        self.sought.entry(term).or_insert_with(|| Term {
                            text,
                            start: number(at.min(written.len())),
                            end: number((at + chunk.len()).min(written.len())),
                            redacted: redacted.clone(),
                            is_said: false,
                        });
                    }
                }
            });
        }
    }

    /// Removes the terms of public texts.
    pub(super) fn remove_public<'t>(&mut self, public: impl Iterator<Item = &'t str>) {
        let mut known = FxHashSet::default();
        let mut say = |chunk: &str| {
            for term in chunk_terms(chunk) {
                if let Some(sought) = self.sought.get_mut(&term) {
                    let is_same = sought.redacted.as_ref().is_some_and(|word| *word == folded_term(chunk));
                    sought.is_said |= !is_same;
                }
            }
        };
        for version in public.flat_map(versions) {
            each_chunk_of(&version, |chunk, _| {
                if known.contains(chunk) {
                    return;
                }
                known.insert(chunk.to_owned());
                say(chunk);
                // `INC-0042-checkout.md` says `INC-0042`.
                for start in starts(chunk).filter(|_| chunk.contains('-')) {
                    for end in ends(&chunk[start..]).take(4) {
                        each_chunk_of(&chunk[start..start + end], |part, _| say(part));
                    }
                }
            });
        }
        self.sought.retain(|_, term| !term.is_said);
        self.chunks = FxHashSet::default();
    }

    /// Removes a text that is public anyway.
    pub(super) fn allow(&mut self, text: &str) {
        each_chunk_of(text, |chunk, _| {
            for term in chunk_terms(chunk) {
                self.sought.remove(&term);
            }
        });
    }

    pub(super) fn count(&self) -> usize {
        self.sought.len()
    }

    /// The terms that a file of the index has, unless it has another form.
    pub(super) fn find(&self, text: &str) -> Option<Vec<FoundTerm>> {
        let terms = shard_terms(text)?;
        // The program adds synonyms that no document has.
        let counts = terms.filter(|term| term.has_documents || term.term.starts_with(['<', '>']));
        let found = counts.filter_map(|shard_term| {
            let term = match shard_term.term.strip_prefix('>') {
                Some(reversed) => ['<'].into_iter().chain(reversed.chars().rev()).collect(),
                None => shard_term.term.trim_start_matches('=').to_owned(),
            };
            let Term { text, start, end, .. } = self.sought.get(&term)?;
            Some(FoundTerm { text: *text, start: *start, end: *end, offset: shard_term.offset })
        });
        Some(found.collect())
    }
}

/// Where the parts of a name begin.
fn starts(name: &str) -> impl Iterator<Item = usize> {
    [0].into_iter().chain(name.match_indices(['-', '.', '_']).map(|(at, _)| at + 1))
}

/// Where the parts of a name end.
fn ends(name: &str) -> impl Iterator<Item = usize> {
    name.match_indices(['-', '.', '_']).map(|(at, _)| at)
}

/// A text as written, and as it is shown.
fn versions(text: &str) -> impl Iterator<Item = String> {
    let shown = shown(text).unwrap_or_else(|| text.to_owned());
    let bare = shown.contains(['*', '`', '~', '\\']).then(|| shown.replace(['*', '`', '~', '\\'], ""));
    [Some(text.to_owned()), bare].into_iter().flatten()
}

/// Whether a term of the index gives a word away.
fn is_telling(chunk: &str, term: &str) -> bool {
    let letters = term.chars().filter(|c| c.is_alphabetic()).count();
    let digits = term.chars().filter(char::is_ascii_digit).count();
    let unspaced = term.chars().all(super::fold::is_unspaced);
    let length = chunk.chars().filter(|c| c.is_alphanumeric()).count();
    unspaced && letters > 1
        || digits == 0 && letters > 2 && length > 3
        || letters == 0 && digits > 4
        || letters > 0 && digits > 0 && letters + digits > 3
}
