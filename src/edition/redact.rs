//! Replaces names by placeholders.
//!
//! A name is found although markup divides it (`Ac<b>me</b>`, `**Glo**bex`), in entities and percent-encoding, in full-width
//! letters, without accents and in any case. What is replaced are the bytes of the name; markup between them stays.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use aho_corasick::AhoCorasick;
use hmac::{Hmac, Mac};
use rayon::prelude::*;
use regex::Regex;
use sha2::Sha256;

use super::draft::Edit;
use super::letters::{Letter, Markup, fold, letters};
use crate::lexicon::is_unspaced;
use crate::source::Span;

/// How many hexadecimal digits a placeholder made with a key has; the longer form if two names would get the same one.
const SHORT: usize = 4;
const LONG: usize = 12;

/// What is to be replaced.
#[derive(Clone, Debug)]
pub(super) struct RedactedTexts {
    /// The word from which placeholders are made.
    pub(super) label: String,
    /// Texts as they are.
    pub(super) texts: Vec<String>,
    /// A pattern.
    pub(super) pattern: Option<Regex>,
    /// Which forms of the texts count.
    pub(super) forms: Forms,
}

/// Which forms of a text count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forms {
    /// Also as files, addresses and identifiers have it.
    Any,
    /// As it is, apart from case and accents.
    Written,
}

/// What is replaced, and by what.
#[derive(Debug, Default)]
pub(super) struct Redactions {
    labels: Vec<String>,
    /// The rule and the usual form of each text, for texts with all characters and without those of [`Markup::None`].
    texts: Option<[Texts; 2]>,
    patterns: Vec<(usize, Regex)>,
    /// By rule and folded name.
    placeholders: BTreeMap<(usize, String), String>,
}

/// Finds texts, and knows the rule and the usual form of each.
type Texts = (AhoCorasick, Vec<(usize, String)>);

/// A name in a text.
#[derive(Debug)]
pub(super) struct Found {
    rule: usize,
    /// Folded.
    name: String,
    /// The letters, as bytes of the text.
    spans: Vec<Span>,
}

impl Redactions {
    /// Prepares rules.
    pub(super) fn new(rules: &[RedactedTexts]) -> Self {
        let automaton = |markup: Markup| {
            let mut seen = BTreeMap::new();
            for (at, rule) in rules.iter().enumerate() {
                for text in &rule.texts {
                    let folded = folded(&letters(text, markup)).0;
                    let forms = match rule.forms {
                        Forms::Any => forms(folded.trim()),
                        Forms::Written => vec![folded.trim().to_owned()],
                    };
                    for form in forms.into_iter().filter(|form| !form.is_empty()) {
                        seen.entry(form).or_insert((at, folded.trim().to_owned()));
                    }
                }
            }
            let (texts, owners): (Vec<String>, Vec<(usize, String)>) = seen.into_iter().unzip();
            let automaton = AhoCorasick::new(&texts).ok()?;
            (!texts.is_empty()).then_some((automaton, owners))
        };
        Self {
            labels: rules.iter().map(|rule| rule.label.clone()).collect(),
            texts: automaton(Markup::Kept).zip(automaton(Markup::None)).map(|(kept, none)| [kept, none]),
            patterns: rules
                .iter()
                .enumerate()
                .filter_map(|(at, rule)| Some((at, rule.pattern.clone()?)))
                .collect(),
            placeholders: BTreeMap::new(),
        }
    }

    /// Whether there is nothing to replace.
    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_none() && self.patterns.is_empty()
    }

    /// The names in each of these texts.
    pub(super) fn find_all(&self, texts: &[&str]) -> Vec<Vec<Found>> {
        texts.par_iter().map(|text| self.find(text)).collect()
    }

    /// Assigns a placeholder to every name: by a key, or in their order.
    pub(super) fn assign<'f>(&mut self, found: impl IntoIterator<Item = &'f Found>, key: Option<&str>) {
        let mut names = Vec::new();
        let mut seen = BTreeSet::new();
        for found in found {
            if seen.insert((found.rule, found.name.clone())) {
                names.push((found.rule, found.name.clone()));
            }
        }
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let short = |(rule, name): &(usize, String), key| keyed(&self.labels[*rule], name, key, SHORT);
        let mut shared: BTreeMap<String, usize> = BTreeMap::new();
        for name in names.iter().filter(|_| key.is_some()) {
            *shared.entry(short(name, key.unwrap_or_default())).or_default() += 1;
        }
        let place = |name: (usize, String)| {
            let label = &self.labels[name.0];
            let placeholder = if let Some(key) = key {
                let short = short(&name, key);
                if shared.get(&short) == Some(&1) { short } else { keyed(label, &name.1, key, LONG) }
            } else {
                let number = numbers.entry(label).or_default();
                *number += 1;
                format!("{label}-{number}")
            };
            (name, placeholder)
        };
        self.placeholders = names.into_iter().map(place).collect();
    }

    /// The replacements of names that were found in a text, and the replaced texts with their places.
    pub(super) fn edits(&self, text: &str, found: Vec<Found>) -> (Vec<Edit>, Vec<Span>) {
        let mut edits = Vec::new();
        let mut places = Vec::new();
        for Found { rule, name, spans } in found {
            let Some(placeholder) = self.placeholders.get(&(rule, name)) else { continue };
            let (Some(first), Some(last)) = (spans.first(), spans.last()) else { continue };
            places.push(Span { start: first.start, end: last.end });
            // `acme2` is not customer 12.
            let next = text[last.range().end..].starts_with(|c: char| c.is_ascii_digit());
            let with = if next { format!("{placeholder}-") } else { placeholder.clone() };
            edits.push(Edit { span: *first, with });
            edits.extend(spans[1..].iter().map(|span| Edit::cut(*span)));
        }
        (edits, places)
    }

    /// The places of names in a text, from the first to the last letter.
    pub(super) fn places(&self, text: &str) -> Vec<Span> {
        let reach =
            |found: Found| Some(Span { start: found.spans.first()?.start, end: found.spans.last()?.end });
        self.find(text).into_iter().filter_map(reach).collect()
    }

    /// A short text, such as a path, with placeholders.
    pub(super) fn replaced(&self, text: &str) -> String {
        let mut draft = super::draft::Draft::new(text);
        draft.apply(self.edits(text, self.find(text)).0);
        draft.text
    }

    /// The names in a text, in order; none is part of another one.
    fn find(&self, text: &str) -> Vec<Found> {
        let mut all: Vec<Found> = Vec::new();
        if self.is_empty() {
            return all;
        }
        let is_divided =
            memchr::memchr3(b'<', b'*', b'_', text.as_bytes()).is_some() || text.contains(['~', '`', '[']);
        for markup in Markup::ALL {
            if markup != Markup::Kept && !is_divided {
                continue;
            }
            let letters = letters(text, markup);
            self.find_texts(&letters, markup, &mut all);
            self.find_patterns(&letters, &mut all);
        }
        let reach = |found: &Found| {
            let start = found.spans.first().map_or(0, |span| span.start);
            (start, found.spans.last().map_or(start, |span| span.end))
        };
        all.sort_by_key(|found| (reach(found).0, std::cmp::Reverse(reach(found).1), found.rule));
        // The address of a link inside one name can contain another; a match is dropped only if others cover all of it.
        let mut covered: BTreeMap<u32, u32> = BTreeMap::new();
        all.retain(|found| {
            let is_covered = |span: &Span| {
                covered.range(..=span.start).next_back().is_some_and(|(_, end)| *end >= span.end)
            };
            let is_new = !found.spans.iter().all(is_covered);
            if is_new {
                covered.extend(found.spans.iter().map(|span| (span.start, span.end)));
            }
            is_new
        });
        all
    }

    fn find_texts(&self, letters: &[Letter], markup: Markup, all: &mut Vec<Found>) {
        let Some([kept, none]) = &self.texts else { return };
        let (automaton, owners) = if markup == Markup::None { none } else { kept };
        let (folded, of) = folded(letters);
        for found in automaton.find_overlapping_iter(&folded) {
            let (first, last) = (of[found.start()], of[found.end() - 1]);
            if is_bounded(letters, first, last) {
                let (rule, name) = owners[found.pattern().as_usize()].clone();
                all.push(Found { rule, name, spans: spans(&letters[first..=last]) });
            }
        }
    }

    fn find_patterns(&self, letters: &[Letter], all: &mut Vec<Found>) {
        if self.patterns.is_empty() {
            return;
        }
        let mut text = String::with_capacity(letters.len());
        let mut of = Vec::with_capacity(letters.len());
        for (at, letter) in letters.iter().enumerate() {
            text.push(letter.c);
            of.resize(text.len(), at);
        }
        for (rule, pattern) in &self.patterns {
            for found in pattern.find_iter(&text).filter(|found| !found.is_empty()) {
                let part = &letters[of[found.start()]..=of[found.end() - 1]];
                all.push(Found { rule: *rule, name: folded(part).0, spans: spans(part) });
            }
        }
    }
}

/// A name as files, addresses and identifiers have it: `acme corp`, `acme-corp`, `acme_corp`, `acme+corp`, `acmecorp`.
fn forms(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split([' ', '-', '_']).filter(|word| !word.is_empty()).collect();
    let mut forms = vec![name.to_owned()];
    forms.extend([" ", "-", "_", "+", "-#", ""].map(|between| words.join(between)));
    forms.retain(|form| !form.is_empty());
    forms
}

/// Letters in the form in which names are compared, and the letter to which each byte belongs.
fn folded(letters: &[Letter]) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(letters.len());
    let mut of = Vec::with_capacity(letters.len());
    for (at, letter) in letters.iter().enumerate() {
        if letter.c.is_ascii() {
            text.push(letter.c.to_ascii_lowercase());
        } else {
            text.extend(fold(letter.c));
        }
        of.resize(text.len(), at);
    }
    (text, of)
}

/// Whether letters are words of their own: `Ada` is not in `Canada`, but `Acme` is in `AcmeCorp` and `acme2`.
fn is_bounded(letters: &[Letter], first: usize, last: usize) -> bool {
    let divides = |left: Option<&Letter>, right: Option<&Letter>| {
        let (Some(left), Some(right)) = (left, right) else { return true };
        let is_word = |c: char| c.is_alphanumeric() && !is_unspaced(c);
        !is_word(left.c)
            || !is_word(right.c)
            || left.c.is_numeric() != right.c.is_numeric()
            || (left.c.is_lowercase() && right.c.is_uppercase())
    };
    divides(first.checked_sub(1).and_then(|before| letters.get(before)), letters.get(first))
        && divides(letters.get(last), letters.get(last + 1))
}

/// The bytes of some letters, adjacent ones together.
fn spans(letters: &[Letter]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for letter in letters {
        match spans.last_mut() {
            // Several letters may come from one entity.
            Some(last) if letter.span.start <= last.end => last.end = last.end.max(letter.span.end),
            _ => spans.push(letter.span),
        }
    }
    spans
}

/// A placeholder that is the same in every build with this key: HMAC-SHA-256 (RFC 2104) of label and name.
fn keyed(label: &str, name: &str, key: &str, digits: usize) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return label.to_owned() };
    mac.update(label.as_bytes());
    mac.update(b"\0");
    mac.update(name.as_bytes());
    let mut code = String::new();
    for byte in mac.finalize().into_bytes() {
        // Writing to a string cannot fail.
        _ = write!(code, "{byte:02x}");
    }
    format!("{label}-{}", &code[..digits])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::draft::Draft;

    fn redactions(key: Option<&str>, texts: &[&str]) -> Redactions {
        let rule = |label: &str, texts: &[&str], pattern: Option<&str>| RedactedTexts {
            label: label.to_owned(),
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
            pattern: pattern.map(|pattern| Regex::new(pattern).unwrap()),
            forms: Forms::Any,
        };
        let rules = [
            rule("customer", &["Acme", "Acme Corp", "Café Noir", "東京電力"], None),
            rule("host", &["db_7"], Some(r"[a-z0-9-]+\.corp\.example")),
        ];
        let mut redactions = Redactions::new(&rules);
        let found = redactions.find_all(texts);
        redactions.assign(found.iter().flatten(), key);
        redactions
    }

    fn check(text: &str, expected: &str) {
        let redactions = redactions(None, &[text]);
        let mut draft = Draft::new(text);
        draft.apply(redactions.edits(text, redactions.find(text)).0);
        assert_eq!(draft.text, expected);
    }

    #[test]
    fn a_name_is_replaced_in_every_form() {
        check("Acme and acme and ACME Corp.", "customer-1 and customer-1 and customer-2.");
        check("Ac<b>me</b> **Ac**me", "customer-1<b></b> **customer-1**");
        check("&#65;cme, Acme%20Corp, Ac\u{ad}me", "customer-1, customer-2, customer-1");
        check("Acme\n> Corp", "customer-1");
        check("ＡＣＭＥ and cafe noir", "customer-1 and customer-2");
        check("影響は東京電力のみ", "影響はcustomer-1のみ");
        check("AcmeCo acme2 acme-prod", "customer-1Co customer-1-2 customer-1-prod");
        check(
            "Acme Corp acme-corp acme_corp acme+corp AcmeCorp",
            "customer-1 customer-1 customer-1 customer-1 customer-1",
        );
        check("on db_7, db\\_7 and <i>api-1</i>.corp.example", "on host-1, host-1 and <i>host-2</i>");
        check("<!-- for Acme -->", "<!-- for customer-1 -->");
        check("[Acme](https://acme.example/) Corp", "[customer-1](https://customer-2.example/)");
    }

    #[test]
    fn a_name_inside_another_word_is_no_name() {
        check("Acmeology, macme", "Acmeology, macme");
    }

    #[test]
    fn a_key_gives_the_same_placeholder_whatever_else_there_is() {
        let (one, other) = (redactions(Some("k"), &["Acme"]), redactions(Some("k"), &["Café Noir", "Acme"]));
        assert_eq!(one.replaced("Acme"), other.replaced("Acme"));
        assert_ne!(one.replaced("Acme"), redactions(Some("l"), &["Acme"]).replaced("Acme"));
        assert_eq!(one.replaced("Acme").len(), "customer-".len() + SHORT);
    }
}
