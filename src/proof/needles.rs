//! What is sought: which sequences of words of a withheld text give it away.

use rustc_hash::{FxHashMap, FxHashSet};

use super::canonical::{Format, each_word};
use super::line::{Line, REACH, Sink, Texts, Word};
use super::seek::{Keyed, Needle, Rule};

/// How many words in a row give a text away.
const SHINGLE: usize = 5;
/// The same for scripts without spaces, whose words are characters.
const UNSPACED_SHINGLE: usize = 4;

/// The kind of a word, as far as it decides about sequences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// A small number, or the name of a month or weekday: the program computes figures and dates.
    Figure,
    /// Up to three letters.
    Short,
    Strong,
}

/// The names of months and weekdays.
#[derive(Clone, Default)]
pub(super) struct Calendar(FxHashSet<u64>);

impl Calendar {
    /// Whether a text is worth being sought if it is a single word.
    pub(super) fn is_telling(&self, written: &str) -> bool {
        let all = whole(written);
        all.iter().any(|whole| whole.length > 1)
            || all.iter().any(|whole| !self.0.contains(&whole.key)) && is_distinctive(written, written, false)
    }
}

/// Collects what is sought.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) sought: Vec<Keyed>,
    known: FxHashSet<u64>,
    /// The parts between the figures of a sequence, by its number.
    pub(super) around_figures: Vec<(u32, Box<[u64]>)>,
    pub(super) calendar: Calendar,
    weights: FxHashMap<u64, Weight>,
}

impl Builder {
    /// A collector that knows the names of months and weekdays.
    pub(super) fn new(calendar: impl IntoIterator<Item = &'static str>) -> Self {
        let mut builder = Self::default();
        for name in calendar {
            builder.calendar.0.extend(whole(name).iter().map(|whole| whole.key));
        }
        builder
    }

    fn add(&mut self, keyed: Keyed) -> Option<u32> {
        self.known.insert(keyed.key).then(|| {
            self.sought.push(keyed);
            number(self.sought.len() - 1)
        })
    }

    /// Seeks a text as a whole, in all ways to read it.
    pub(super) fn add_whole(&mut self, (text, start): (u32, usize), written: &str, rule: Rule) {
        for whole in whole(written) {
            let needle = Needle {
                text,
                start: number(start + whole.start),
                end: number(start + whole.end),
                check: whole.check,
                length: u8::try_from(whole.length).unwrap_or_default(),
                rule,
            };
            self.add(Keyed { needle, key: whole.key, end: whole.end_key });
        }
    }

    /// Seeks the sequences and words of a text. `place` is where all of them are, if it cannot be told from `written`.
    pub(super) fn add_text(&mut self, text: u32, written: &str, place: Option<(usize, usize)>, words: bool) {
        let collector = Collector { builder: self, text, place, words, clauses: [0; 3] };
        each_word(written.as_bytes(), Format::Text, collector);
    }

    fn weight(&mut self, word: &Word, texts: Texts<'_>) -> Weight {
        let calendar = &self.calendar;
        *self.weights.entry(word.hash).or_insert_with(|| {
            let text = texts.of(word);
            let key = super::line::single_key(word.hash);
            let text = str::from_utf8(text).unwrap_or_default().to_ascii_lowercase();
            if calendar.0.contains(&key) || is_figure(&text) {
                Weight::Figure
            } else if !word.is_unspaced && text.chars().nth(3).is_none() {
                Weight::Short
            } else {
                Weight::Strong
            }
        })
    }
}

pub(super) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A text as a sequence of words.
pub(super) struct Whole {
    pub(super) key: u64,
    end_key: u64,
    check: u64,
    length: usize,
    start: usize,
    end: usize,
    /// The number of its stream, and how many words that has up to the end.
    stream: usize,
    count: usize,
}

/// A text as sequences of words in all ways to read it. A text of more words than can be sought gives all that it contains.
pub(super) fn whole(written: &str) -> Vec<Whole> {
    let all = each_word(written.as_bytes(), Format::Text, Wholes::default()).0;
    // The values of tags count only if there is no other text: `<ann@example.com>`.
    let Some(stream) = all.iter().map(|whole| whole.stream).min() else { return all };
    let end = all.iter().filter(|whole| whole.stream == stream).map(|whole| whole.end).max();
    let is_whole = |whole: &Whole| whole.stream == stream && (whole.count >= REACH || Some(whole.end) == end);
    all.into_iter().filter(is_whole).collect()
}

#[derive(Default)]
struct Wholes(Vec<Whole>);

impl Sink for Wholes {
    fn word(&mut self, line: &Line, texts: Texts<'_>) {
        let length = line.count.min(REACH);
        self.0.push(Whole {
            key: line.key(length),
            end_key: line.key(length.min(2)),
            check: line.check_before(0, length, texts),
            length,
            start: line.back(length - 1).start,
            end: line.back(0).end,
            stream: line.stream,
            count: line.count,
        });
    }
}

/// Collects the sequences of a text.
struct Collector<'b> {
    builder: &'b mut Builder,
    text: u32,
    place: Option<(usize, usize)>,
    /// Whether single words are sought.
    words: bool,
    /// How many words the current clause of each stream has.
    clauses: [usize; 3],
}

impl Collector<'_> {
    /// Seeks the words before the last `by` of a line.
    fn add(&mut self, line: &Line, texts: Texts<'_>, by: usize, length: usize, rule: Rule) -> Option<u32> {
        let (start, end) = self.place.unwrap_or((line.back(by + length - 1).start, line.back(by).end));
        let needle = Needle {
            text: self.text,
            start: number(start),
            end: number(end),
            check: line.check_before(by, length, texts),
            length: u8::try_from(length).ok()?,
            rule,
        };
        self.builder.add(Keyed {
            needle,
            key: line.key_before(by, length),
            end: line.key_before(by, length.min(2)),
        })
    }

    /// Seeks a sequence that is more than figures and small words.
    fn add_sequence(&mut self, line: &Line, texts: Texts<'_>, by: usize, length: usize) {
        if line.back(by).block != line.back(by + length - 1).block {
            return;
        }
        let (mut strong, mut letters, mut capitals, mut figures) = (0, 0, 0, 0);
        for back in by..by + length {
            let word = line.back(back);
            match self.builder.weight(word, texts) {
                Weight::Figure => figures += 1,
                Weight::Strong => strong += 1,
                Weight::Short => {
                    let written = texts.between(word.start, word.end);
                    letters += usize::from(written.len() > 1 && !written.iter().any(u8::is_ascii_digit));
                    capitals += usize::from(written.len() > 1 && written[0].is_ascii_uppercase());
                }
            }
        }
        let is_telling = strong > 0 || capitals > 1 || length >= SHINGLE && letters > 2;
        if !is_telling {
            return;
        }
        let rule = if length >= UNSPACED_SHINGLE { Rule::Running } else { Rule::Together };
        let Some(needle) = self.add(line, texts, by, length, rule) else { return };
        if figures > 0 {
            let mut parts = Vec::new();
            let mut part = 0;
            for back in (by..by + length).rev() {
                if self.builder.weight(line.back(back), texts) == Weight::Figure {
                    if part > 0 {
                        parts.push(line.key_before(back + 1, part));
                    }
                    part = 0;
                } else {
                    part += 1;
                }
            }
            if part > 0 {
                parts.push(line.key_before(by, part));
            }
            self.builder.around_figures.push((needle, parts.into()));
        }
    }

    /// Ends a clause, of which the last word is `by` words ago. A short one is sought as a whole.
    fn end_clause(&mut self, line: &Line, texts: Texts<'_>, by: usize) {
        let length = self.clauses[line.stream];
        if (2..SHINGLE).contains(&length) {
            self.add_sequence(line, texts, by, length);
        }
    }

    fn add_word(&mut self, line: &Line, texts: Texts<'_>) {
        let word = line.back(0);
        let Ok(folded) = str::from_utf8(texts.of(word)) else { return };
        if word.is_unspaced || self.builder.calendar.0.contains(&line.key(1)) {
            return;
        }
        let written = String::from_utf8_lossy(texts.between(word.start, word.end));
        let is_within = line.count > 1 && {
            let before = line.back(1);
            let between = texts.between(before.end, word.start);
            before.block == word.block && !between.iter().any(|byte| b".!?:;#\n\"(".contains(byte))
        };
        if is_distinctive(folded, &written, is_within) {
            self.add(line, texts, 0, 1, Rule::Together);
        }
    }
}

impl Sink for Collector<'_> {
    fn word(&mut self, line: &Line, texts: Texts<'_>) {
        if !line.is_branch {
            let is_new = line.count > 1 && ends_clause(line.back(1), line.back(0), texts);
            if is_new {
                self.end_clause(line, texts, 1);
                self.clauses[line.stream] = 0;
            }
            self.clauses[line.stream] += 1;
        }
        if line.count >= SHINGLE {
            self.add_sequence(line, texts, 0, SHINGLE);
        }
        if line.count >= UNSPACED_SHINGLE && (0..UNSPACED_SHINGLE).all(|back| line.back(back).is_unspaced) {
            self.add_sequence(line, texts, 0, UNSPACED_SHINGLE);
        }
        if self.words {
            self.add_word(line, texts);
        }
    }

    fn end(&mut self, line: &Line, texts: Texts<'_>) {
        self.end_clause(line, texts, 0);
    }
}

/// Whether a clause ends between two words: at punctuation before white space, a bracket or a mark of a table.
fn ends_clause(one: &Word, other: &Word, texts: Texts<'_>) -> bool {
    if one.block != other.block {
        return true;
    }
    let between = texts.between(one.end, other.start);
    // Emphasis can end in between: `**Owner:** Ann`.
    let mark = between.iter().position(|byte| b".!?:;,".contains(byte)).unwrap_or(between.len());
    between[mark..].iter().any(u8::is_ascii_whitespace)
        || between.iter().any(|byte| b"()|\"".contains(byte))
        || memchr::memmem::find(between, "。".as_bytes()).is_some()
        || memchr::memmem::find(between, "、".as_bytes()).is_some()
}

/// Whether a word alone gives a text away. `folded` is in lower case; `is_within` is whether it is within a sentence, where capitals
/// mean names.
fn is_distinctive(folded: &str, written: &str, is_within: bool) -> bool {
    let digits = folded.chars().filter(|c| c.is_numeric()).count();
    let letters = folded.chars().filter(|c| c.is_alphabetic()).count();
    match (letters, digits) {
        (0, digits) => digits >= 5,
        (letters, 0) => {
            let mut upper = written.chars().filter(|c| c.is_uppercase()).count();
            // The first letter of a sentence says nothing.
            if !is_within && upper == 1 && written.starts_with(char::is_uppercase) {
                upper = 0;
            }
            letters >= 4 || letters >= 2 && upper > 0
        }
        // `p99` and `v2` are also in drawings.
        (letters, digits) => {
            letters + digits >= 3 && !is_figure(&folded.to_lowercase()) && !(letters == 1 && digits <= 3)
        }
    }
}

/// Whether a word in lower case is something that the program computes: `42`, `14min`, `22t10` in a time, but not a long number.
fn is_figure(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = word.len() - rest.len();
    let is_unit = digits < 5 && rest.len() <= 3 && rest.chars().all(char::is_alphabetic);
    let time = rest.strip_prefix('t').map(|time| time.strip_suffix('z').unwrap_or(time));
    let is_time = time.is_some_and(|time| time.len() > 1 && time.bytes().all(|byte| byte.is_ascii_digit()));
    digits > 0 && (is_unit || is_time)
}
