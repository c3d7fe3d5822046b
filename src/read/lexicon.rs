//! The vocabulary: which words mean what.
//!
//! The words are data (`vocabulary.toml`, beside this file); a configuration adds to them. This module only
//! folds, looks up, and knows how forgiving a look-up may be: a heading may carry more words than the
//! vocabulary has (`Timeline of the outage`), a key may not (`Impact` is a key, `Impact of the change on …` is a sentence).

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use aho_corasick::AhoCorasick;
use unicode_normalization::{UnicodeNormalization, is_nfkc_quick};

use super::slot::Slot;
use crate::config::Config;

const VOCABULARY: &str = include_str!("vocabulary.toml");

/// Words that tie the first word of a label to the rest of it.
const CONNECTORS: &[&str] = &[
    "of", "for", "and", "with", "to", "in", "on", "by", "from", "during", "&", "/", "|", "+", "de", "do",
    "da", "du", "des", "der", "von", "del", "og", "och", "und", "et", "y", "e", "i", "av",
];

/// Scope to meaning to words, as the file has it.
type Table = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Words and meanings of one scope.
#[derive(Debug, Default)]
pub(super) struct Words {
    meanings: HashMap<String, (u16, u16)>,
    names: Vec<String>,
    /// The largest number of words in a phrase.
    longest: usize,
}

impl Words {
    /// The meaning of exactly this folded phrase.
    pub(super) fn exact(&self, folded: &str) -> Option<&str> {
        self.meanings.get(folded).map(|(name, _)| self.names[*name as usize].as_str())
    }

    /// The place of a phrase in its list; the smaller the more preferred.
    pub(super) fn rank(&self, folded: &str) -> u16 {
        self.meanings.get(folded).map_or(u16::MAX, |(_, rank)| *rank)
    }

    /// The meaning of the longest phrase that the folded text begins with, whole words; for scripts without blanks,
    /// whole characters.
    pub(super) fn leading<'t>(&self, folded: &'t str) -> Option<(&str, &'t str)> {
        let mut ends: Vec<usize> = Vec::new();
        let mut words = 0;
        for (at, c) in folded.char_indices() {
            if at > 0 && (c == ' ' || !c.is_alphanumeric() || is_unspaced(c) || ends_unspaced(&folded[..at]))
            {
                ends.push(at);
                words += usize::from(c == ' ');
            }
            if words > self.longest || at > 80 {
                break;
            }
        }
        if folded.len() <= 80 {
            ends.push(folded.len());
        }
        ends.into_iter().rev().find_map(|end| {
            let phrase = folded[..end].trim_end();
            // One word of a longer label counts only if what follows goes with it: `Timeline of …`, not `Good monitoring`.
            let whole = end == folded.len() || phrase.contains(' ') || phrase.chars().any(is_unspaced);
            let goes_on =
                || folded[end..].split_whitespace().next().is_none_or(|word| CONNECTORS.contains(&word));
            (whole || goes_on()).then(|| self.exact(phrase)).flatten().map(|name| (name, &folded[..end]))
        })
    }

    /// The meaning of the longest phrase anywhere in a text of a script without blanks.
    fn inside_unspaced(&self, folded: &str) -> Option<&str> {
        let bounds: Vec<usize> = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
        let mut best: Option<(usize, &str)> = None;
        for (index, start) in bounds.iter().enumerate() {
            for end in bounds.iter().skip(index + 2).take(9) {
                let phrase = &folded[*start..*end];
                if best.is_none_or(|(length, _)| phrase.len() > length)
                    && phrase.chars().all(is_unspaced)
                    && let Some(name) = self.exact(phrase)
                {
                    best = Some((phrase.len(), name));
                }
            }
        }
        best.map(|(_, name)| name)
    }
}

/// An ordered list of phrases to be found anywhere in a text, in one pass over it.
#[derive(Debug)]
pub(super) struct Phrases {
    names: Vec<String>,
    /// The name that each pattern of the automaton belongs to.
    owners: Vec<usize>,
    automaton: Option<AhoCorasick>,
}

impl Phrases {
    /// The meaning of the first list, in their order, of which a phrase stands in the folded text at word borders.
    pub(super) fn find(&self, folded: &str) -> Option<&str> {
        let found = self.automaton.as_ref()?.find_overlapping_iter(folded);
        let at_borders = found.filter(|found| is_at_borders(folded, found.start(), found.end()));
        let first = at_borders.map(|found| self.owners[found.pattern().as_usize()]).min()?;
        self.names.get(first).map(String::as_str)
    }
}

/// Whether `phrase` stands in `text` at word borders; phrases that end in a blank match a beginning of a word group.
pub(super) fn contains_words(text: &str, phrase: &str) -> bool {
    find_words(text, phrase).is_some()
}

/// The byte after the first place where `phrase` stands in `text` at word borders.
pub(super) fn find_words(text: &str, phrase: &str) -> Option<usize> {
    // Most of many phrases are not there, and this costs less than to look for them.
    if phrase.len() > text.len() || !text.as_bytes().contains(phrase.as_bytes().first()?) {
        return None;
    }
    text.match_indices(phrase)
        .map(|(at, _)| (at, at + phrase.len()))
        .find(|(start, end)| is_at_borders(text, *start, *end))
        .map(|(_, end)| end)
}

/// Whether a stretch of a text begins and ends where words do. A plural or past form of its last word still counts: `alert`
/// finds `alerts` and `alerted`.
fn is_at_borders(text: &str, start: usize, end: usize) -> bool {
    let border = |outer: Option<char>, inner: Option<char>| match (outer, inner) {
        (Some(outer), Some(inner)) => {
            !(outer.is_alphanumeric() && inner.is_alphanumeric()) || is_unspaced(outer) || is_unspaced(inner)
        }
        _ => true,
    };
    let (before, phrase, after) = (&text[..start], &text[start..end], &text[end..]);
    let tail = after.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let suffix = &after[..after.len() - tail.len()];
    border(before.chars().next_back(), phrase.chars().next())
        && (border(after.chars().next(), phrase.chars().next_back())
            || ["s", "es", "ed", "d"].contains(&suffix))
}

/// Whether a character belongs to a script written without blanks between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{2fa1f}')
}

fn ends_unspaced(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_unspaced)
}

/// A label in the form in which labels are compared.
pub(super) fn fold(label: &str) -> String {
    let label = nfkc(label);
    let label = strip_numbering(strip_decoration(&label));
    let label = strip_bracketed_tail(label);
    let mut out = String::with_capacity(label.len());
    for c in label.chars() {
        match c {
            '’' | '‘' | '`' => out.push('\''),
            '*' | '~' => {}
            '-' | '_' | '\u{2010}'..='\u{2015}' => push_blank(&mut out),
            c if c.is_whitespace() => push_blank(&mut out),
            c if c.is_control() => {}
            c => push_lowercase(&mut out, c),
        }
    }
    let trimmed = out.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ':' | '?' | '.' | '!' | ',' | ';' | '´' | '\'' | '"' | '·' | '|' | '/' | '、' | '。'
            )
    });
    trimmed.to_owned()
}

/// Lower case, NFKC, single blanks, nothing removed: the form in which running text is searched for phrases.
pub(super) fn fold_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_text_into(text, &mut out);
    out
}

/// The same, at the end of a text whose memory is used again; there it begins without a blank.
pub(super) fn fold_text_into(text: &str, out: &mut String) {
    let start = out.len();
    let text = nfkc(text);
    let mut rest = &*text;
    loop {
        // Almost everything is words in ASCII, which are taken whole.
        let plain = |byte: &u8| byte.is_ascii_graphic() && *byte != b'_';
        let word = rest.bytes().position(|byte| !plain(&byte)).unwrap_or(rest.len());
        let at = out.len();
        out.push_str(&rest[..word]);
        out[at..].make_ascii_lowercase();
        rest = &rest[word..];
        let Some(c) = rest.chars().next() else { break };
        match c {
            '’' | '‘' => out.push('\''),
            '_' => push_blank_after(start, out),
            c if c.is_whitespace() => push_blank_after(start, out),
            c => push_lowercase(out, c),
        }
        rest = &rest[c.len_utf8()..];
    }
}

/// For ASCII the table of Unicode need not be asked.
fn push_lowercase(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else {
        out.extend(c.to_lowercase());
    }
}

fn push_blank(out: &mut String) {
    push_blank_after(0, out);
}

fn push_blank_after(start: usize, out: &mut String) {
    if out.len() > start && !out.ends_with(' ') {
        out.push(' ');
    }
}

pub(super) fn nfkc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || matches!(is_nfkc_quick(text.chars()), unicode_normalization::IsNormalized::Yes) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfkc().collect())
    }
}

/// Removes emoji, `:shortcode:` and other marks in front.
fn strip_decoration(label: &str) -> &str {
    let mut rest = label.trim();
    loop {
        let before = rest;
        if let Some(inner) = rest.strip_prefix(':')
            && let Some(end) = inner.find(':')
            && end > 0
            && inner[..end].chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
        {
            rest = inner[end + 1..].trim_start();
        }
        rest =
            rest.trim_start_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '(' | '[' | '{' | '#')));
        if rest == before {
            return rest;
        }
    }
}

/// Removes `3.`, `3)`, `5.1 `, `IV.` in front of a heading, but not a number that is its text.
fn strip_numbering(label: &str) -> &str {
    let digits = label.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &label[..label.len() - digits.len()];
    if number.starts_with(|c: char| c.is_ascii_digit())
        && (number.contains('.') || digits.starts_with([')', '、', '．']))
    {
        let rest = digits.trim_start_matches([')', '、', '．', '.', ' ', '-', ':']);
        if rest.starts_with(char::is_alphabetic) {
            return rest;
        }
    }
    label
}

/// Removes `(all times UTC) …` and whatever follows it, unless nothing else would be left.
fn strip_bracketed_tail(label: &str) -> &str {
    match label.find(['(', '[', '{']) {
        Some(at) if at > 0 && !label[..at].trim().is_empty() => label[..at].trim_end(),
        _ => label,
    }
}

/// Everything the reader knows about words.
#[derive(Debug)]
pub(super) struct Lexicon {
    pub(super) front: Words,
    pub(super) headings: Words,
    pub(super) keys: Words,
    pub(super) timeline_columns: Words,
    pub(super) action_columns: Words,
    pub(super) action_words: Words,
    pub(super) action_states: Words,
    pub(super) statuses: Words,
    lists: BTreeMap<String, Vec<String>>,
    pub(super) relations: Phrases,
    pub(super) phases: Phrases,
}

impl Lexicon {
    /// The built-in vocabulary with the words of the configuration added.
    pub(super) fn new(config: &Config) -> Self {
        // The file is part of the program and a test reads it, so it always parses.
        let mut table: Table = toml::from_str(VOCABULARY).unwrap_or_default();
        for (scope, meanings) in &config.aliases {
            let scope = table.entry(scope.clone()).or_default();
            for (meaning, words) in meanings {
                scope.entry(meaning.clone()).or_default().extend(words.iter().cloned());
            }
        }
        let words = |scope: &str| index(table.get(scope));
        let ordered = |scope: &str, order: &[&str]| phrases(table.get(scope), order);
        Self {
            front: words("front"),
            headings: words("heading"),
            keys: words("key"),
            timeline_columns: words("timeline_column"),
            action_columns: words("action_column"),
            action_words: words("action_word"),
            action_states: words("action_state"),
            statuses: words("status"),
            relations: ordered(
                "relation",
                &["same-cause", "duplicate-of", "recurrence-of", "caused-by", "follow-up-of"],
            ),
            phases: ordered(
                "phase",
                &[
                    "resolved",
                    "restored",
                    "cause-found",
                    "declared",
                    "mitigated",
                    "first-signal",
                    "alert",
                    "investigating",
                ],
            ),
            lists: table.remove("words").map(fold_all).unwrap_or_default(),
        }
    }

    /// The slot of a heading: exact, else by its first or last words, else by a phrase inside a text without blanks.
    pub(super) fn heading(&self, text: &str) -> Option<Slot> {
        let folded = fold(text);
        if folded.is_empty() {
            return None;
        }
        let headings = &self.headings;
        let name = headings.exact(&folded).or_else(|| {
            if folded.split(' ').count() > 9 {
                return None;
            }
            headings.leading(&folded).map(|(name, _)| name).or_else(|| trailing(headings, &folded)).or_else(
                || folded.chars().any(is_unspaced).then(|| headings.inside_unspaced(&folded)).flatten(),
            )
        });
        name.and_then(Slot::from_name)
    }

    /// The slot of a key in a metadata table or list: exact, with a remark in brackets allowed.
    pub(super) fn key(&self, text: &str) -> Option<Slot> {
        let folded = fold(text);
        let name = self.keys.exact(&folded).or_else(|| self.keys.exact(&without_accents(&folded)?));
        name.and_then(Slot::from_name)
    }

    /// The slot of a key of the front matter: its own words, else those of metadata tables.
    pub(super) fn front(&self, key: &str) -> Option<Slot> {
        let folded = fold(&split_camel(key));
        let name = self.front.exact(&folded).or_else(|| self.front.exact(&folded.replace(' ', "")));
        name.and_then(Slot::from_name).or_else(|| self.key(&folded))
    }

    /// A list of words without further meaning.
    pub(super) fn list(&self, name: &str) -> &[String] {
        self.lists.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a value says nothing: empty, a dash, `TBD`, `n/a`.
    pub(super) fn is_nothing(&self, value: &str) -> bool {
        let folded = fold_text(value.trim());
        let folded = folded.trim_matches(|c: char| matches!(c, '*' | '`' | '.' | ' ' | '(' | ')'));
        self.list("nothing").iter().any(|word| word == folded)
    }
}

/// The meaning of two or more last words: `Product root cause`.
fn trailing<'w>(words: &'w Words, folded: &str) -> Option<&'w str> {
    folded
        .match_indices(' ')
        .map(|(at, _)| &folded[at + 1..])
        .filter(|tail| tail.contains(' '))
        .find_map(|tail| words.exact(tail))
}

/// `severidad` is written for `gravité` as `gravite` where a key must be ASCII.
fn without_accents(folded: &str) -> Option<String> {
    if folded.is_ascii() {
        return None;
    }
    let plain: String = folded.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    (plain != folded).then_some(plain)
}

/// `resolvedWhen` is two words.
fn split_camel(key: &str) -> Cow<'_, str> {
    let borders = key
        .as_bytes()
        .windows(2)
        .filter(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
        .count();
    if borders == 0 {
        return Cow::Borrowed(key);
    }
    let mut out = String::with_capacity(key.len() + borders);
    let mut previous = ' ';
    for c in key.chars() {
        if previous.is_ascii_lowercase() && c.is_ascii_uppercase() {
            out.push(' ');
        }
        out.push(c);
        previous = c;
    }
    Cow::Owned(out)
}

fn fold_all(words: BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    words
        .into_iter()
        .map(|(name, list)| {
            let folded = list
                .iter()
                .map(|word| if name == "nothing" || name == "because" { word.clone() } else { fold(word) });
            let folded = folded.collect();
            (name, folded)
        })
        .collect()
}

fn index(meanings: Option<&BTreeMap<String, Vec<String>>>) -> Words {
    let mut words = Words::default();
    for (name, list) in meanings.into_iter().flatten() {
        let id = u16::try_from(words.names.len()).unwrap_or(u16::MAX);
        words.names.push(name.clone());
        for (rank, word) in list.iter().enumerate() {
            let folded = fold(word);
            // Marks without letters (`✅`, `#`) fold to nothing; they are compared as they are.
            let folded = if folded.is_empty() { word.trim().to_owned() } else { folded };
            words.longest = words.longest.max(folded.split(' ').count());
            let entry = (id, u16::try_from(rank).unwrap_or(u16::MAX));
            // Keys are written without accents and without blanks as well; the word itself goes before such a form of another.
            for form in without_accents(&folded).into_iter().chain([folded.replace(' ', "")]) {
                words.meanings.entry(form).or_insert(entry);
            }
            words.meanings.insert(folded, entry);
        }
    }
    words
}

fn phrases(meanings: Option<&BTreeMap<String, Vec<String>>>, order: &[&str]) -> Phrases {
    let mut owners = Vec::new();
    let mut patterns = Vec::new();
    for (index, name) in order.iter().enumerate() {
        let words = meanings.and_then(|table| table.get(*name)).map_or(&[][..], Vec::as_slice);
        patterns.extend(words.iter().map(|word| fold_text(word)));
        owners.resize(patterns.len(), index);
    }
    Phrases {
        names: order.iter().map(|name| (*name).to_owned()).collect(),
        owners,
        automaton: AhoCorasick::new(patterns).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        Lexicon::new(&Config::default())
    }

    #[test]
    fn the_vocabulary_is_valid_and_every_slot_has_a_name() {
        let table: Table = toml::from_str(VOCABULARY).unwrap();
        for scope in ["front", "heading", "key"] {
            for name in table[scope].keys() {
                assert!(Slot::from_name(name).is_some(), "{scope}.{name}");
            }
        }
    }

    #[test]
    fn headings_are_found_under_numbers_emoji_and_remarks() {
        let lexicon = lexicon();
        for (heading, slot) in [
            ("## 3. 时间线", Slot::Timeline),
            (":eye: Detection", Slot::Detection),
            ("Timeline (all times PST) DATE RANGE. All times approximations", Slot::Timeline),
            ("Root cause of the outage", Slot::RootCause),
            ("Product root cause", Slot::RootCause),
            ("10. 剩余风险与行动项", Slot::Actions),
            ("根因与放大因素", Slot::RootCause),
            ("What went well?", Slot::WentWell),
            ("Five Why's", Slot::FiveWhys),
            ("予防（Prevent）", Slot::Other),
        ] {
            let found = lexicon.heading(heading.trim_start_matches('#')).unwrap_or(Slot::Other);
            assert_eq!(found, slot, "{heading}");
        }
    }

    #[test]
    fn a_sentence_is_no_key() {
        let lexicon = lexicon();
        assert_eq!(lexicon.key("検知までの時間 (TTD)"), Some(Slot::TimeToDetect));
        assert_eq!(lexicon.key("Implement least-privilege in the cluster"), None);
        assert_eq!(lexicon.key("Impact of the change on customers"), None);
    }

    #[test]
    fn phrases_match_whole_words_and_their_endings() {
        assert!(contains_words("the alerts fired", "alert"));
        assert!(!contains_words("unalertable", "alert"));
        assert!(contains_words("12:00 復旧を確認", "復旧"));
    }
}
