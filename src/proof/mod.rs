//! The proof that an edition leaves out what it withholds: every file that was written is searched for it.
//!
//! A public edition is made without internal documents and parts before anything is computed from them. This module does not rely on
//! that. It knows what was withheld and what is public, and reads each file from its bytes, whatever wrote it.
//!
//! - [`canonical`] reads a file as words, through escapes, tags and letter forms ([`escape`], [`tags`], [`markup`], [`fold`], [`folded`]).
//! - [`mod@line`] keeps the last words, in all ways in which markup can join them.
//! - [`needles`] chooses what to seek in a withheld text: sequences of five words, short clauses, distinctive words, and names
//!   ([`mod@tokens`]). [`baseline`] removes what public texts, the interface or the team say.
//! - [`mod@seek`] finds that in the words of a file, [`terms`] in the search index, [`binary`] in what is not text.
//!
//! What it does not find: text in compressed files and in pixels, in base64, in other words or in translation, single words of up to
//! three small letters, and numbers of up to four digits.

mod baseline;
mod binary;
mod canonical;
mod classes;
mod escape;
mod fold;
mod folded;
mod line;
mod markup;
mod needles;
mod scan;
mod seek;
mod tags;
mod terms;
mod tokens;

#[cfg(test)]
mod random_tests;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use self::needles::Builder;
use self::seek::{Rule, Seeker};
use self::terms::Terms;
use self::tokens::{shown, tokens, transliterated};
use crate::model::{Withheld, WithheldKind};
use crate::when::calendar_words;

/// How many hits of a file are reported.
pub const MAX_HITS: usize = 20;

/// What must not be in any file, compiled for scanning.
#[derive(Debug)]
pub struct Proof {
    withheld: Vec<Withheld>,
    seeker: Seeker,
    terms: Terms,
}

/// A text that must not be in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The file, relative to the site.
    pub path: String,
    /// Where it is in the file, in bytes; nothing if it is in its name.
    pub offset: Option<u64>,
    /// The text as the withheld document writes it.
    pub found: String,
    /// The document that contains it, relative to the content folder.
    pub source: Arc<str>,
    /// Its line in the document, from 1; 0 for the name of a file.
    pub line: u32,
}

impl Proof {
    /// Compiles what is sought.
    ///
    /// `public` are all public texts: the documents without what is withheld, their paths and ids, and the configuration. What they
    /// say is no secret. `interface` are the words of the program: its theme, its messages, its schemas, and the names of columns and
    /// keys in what it exports. `allowed` are texts that the team declares to be public.
    pub fn new<'t>(
        withheld: &[Withheld],
        public: impl IntoIterator<Item = &'t str>,
        interface: impl IntoIterator<Item = &'t str>,
        allowed: &[String],
    ) -> Self {
        let public: Vec<&str> = public.into_iter().collect();
        let interface: Vec<&str> = interface.into_iter().collect();
        let mut builder = Builder::new(calendar_words());
        // Of equal texts the first counts, so those that must be nowhere come first.
        for rank in 0..3 {
            for (number, withheld) in (0..).zip(withheld) {
                seek(&mut builder, number, withheld, rank);
            }
        }
        let calendar = builder.calendar.clone();
        let (terms, sought) = rayon::join(
            || {
                let mut terms = Terms::default();
                let texts = (0..).zip(withheld).filter(|(_, one)| one.kind != WithheldKind::Path);
                for (number, Withheld { kind, text, .. }) in texts {
                    terms.add(number, text, *kind == WithheldKind::Redacted, &calendar);
                }
                terms.remove_public(public.iter().copied());
                for text in allowed {
                    terms.allow(text);
                }
                terms
            },
            || baseline::remove_public(builder, &public, &interface, allowed),
        );
        Self { withheld: withheld.to_vec(), seeker: Seeker::new(&sought), terms }
    }

    /// How many different texts are sought.
    pub fn sought(&self) -> usize {
        self.seeker.count() + self.terms.count()
    }
}

/// Seeks a text. The ranks are: texts that must be nowhere; names; everything else.
fn seek(builder: &mut Builder, number: u32, withheld: &Withheld, rank: u32) {
    let text = withheld.text.as_str();
    match (withheld.kind, rank) {
        (WithheldKind::Redacted, 0) => builder.add_whole((number, 0), text, Rule::Always),
        (WithheldKind::Path, 1) => {
            let name = text.rfind('/').map_or(0, |slash| slash + 1);
            let stem = text[name..].rfind('.').filter(|dot| *dot > 0).map_or(text.len(), |dot| name + dot);
            for place in [0..text.len(), name..text.len(), name..stem] {
                if builder.calendar.is_telling(&text[place.clone()]) {
                    builder.add_whole((number, place.start), &text[place], Rule::Together);
                }
            }
        }
        (WithheldKind::Id, 1) if builder.calendar.is_telling(text) => {
            builder.add_whole((number, 0), text, Rule::Together);
        }
        (WithheldKind::Text, 1) => {
            for token in tokens(text) {
                let rule = if token.is_numeric { Rule::Tight } else { Rule::Together };
                builder.add_whole((number, token.place.start), &text[token.place], rule);
            }
        }
        (WithheldKind::Text, 2) => {
            builder.add_text(number, text, None, true);
            if let Some(shown) = shown(text) {
                builder.add_text(number, &shown, None, true);
            }
            for (place, line) in transliterated(text) {
                // Syllables of Chinese in Latin letters are words of other languages.
                let words = !text[place.clone()].chars().any(fold::is_unspaced);
                builder.add_text(number, &line, Some((place.start, place.end)), words);
            }
        }
        _ => {}
    }
}
