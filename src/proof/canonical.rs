//! Reads a file as its words, whatever the format: one pass decodes escapes, tags and folding.
//!
//! The text of a page and the values in its tags are separate streams, so that a link does not tear a sentence apart. Nothing
//! is skipped but the names of tags and attributes that belong to the formats.

use super::classes::{CALENDAR, CELL, GAP, PLAIN, SOFT, SPECIAL, TABLE, TEXT, WORD};
use super::escape::{Read, plain, read};
use super::fold::{Form, fold};
use super::folded::Folded;
use super::line::{self, HARD, MARKUP, Sink, Stream, Texts, Word, word};

/// How far JSON is indented at most, in bytes.
const INDENT: usize = 64;

/// How deep tags are looked for in the values of tags.
pub(super) const STREAMS: usize = 3;

/// How lines of a file are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// HTML, Markdown, JSON and everything else.
    Text,
    /// A table with commas: every cell is apart.
    Table,
    /// A calendar: every line is apart.
    Calendar,
    /// Data without markup.
    Plain,
}

/// What encloses the place of the reader.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// `from` is where its name ends.
    Tag {
        is_escaped: bool,
        from: usize,
    },
    Comment {
        is_escaped: bool,
    },
    Value {
        quote: char,
        is_escaped: bool,
    },
}

/// The word that is being read.
#[derive(Default)]
struct Fragment {
    is_live: bool,
    is_folded: bool,
    hash: u64,
    start: usize,
    end: usize,
    from: usize,
    letter: Option<u8>,
}

/// Reads the words of a file.
pub(super) struct Reader<'b, S> {
    pub(super) bytes: &'b [u8],
    pub(super) at: usize,
    classes: &'static [u8; 256],
    folded: Folded,
    streams: Box<[Stream; STREAMS]>,
    pub(super) depth: usize,
    pub(super) frames: Vec<Frame>,
    /// Up to where the file was read a second time, because it was not in a tag after all. Nothing is read a third time.
    pub(super) reread: usize,
    fragment: Fragment,
    /// The letter of the last escape, and where it ends.
    letter: (u8, usize),
    sink: S,
}

/// Gives all words of a file to a sink.
pub(super) fn each_word<S: Sink>(bytes: &[u8], format: Format, sink: S) -> S {
    let classes = match format {
        Format::Text => &TEXT,
        Format::Table => &TABLE,
        Format::Calendar => &CALENDAR,
        Format::Plain => &PLAIN,
    };
    Reader {
        bytes,
        at: 0,
        classes,
        folded: Folded::default(),
        streams: Box::new([Stream::new(0), Stream::new(1), Stream::new(2)]),
        depth: 0,
        frames: Vec::new(),
        reread: 0,
        fragment: Fragment::default(),
        letter: (0, usize::MAX),
        sink,
    }
    .run()
}

impl<S: Sink> Reader<'_, S> {
    fn run(mut self) -> S {
        while self.at < self.bytes.len() {
            if matches!(self.frames.last(), Some(Frame::Tag { .. })) {
                self.in_tag();
            } else {
                self.in_text();
            }
        }
        self.finish();
        let texts = Texts { bytes: self.bytes, folded: &self.folded };
        for stream in &mut *self.streams {
            stream.end(texts, &mut self.sink);
        }
        self.sink
    }

    /// Reads until the beginning of a tag.
    fn in_text(&mut self) {
        let (bytes, classes) = (self.bytes, self.classes);
        while let Some(byte) = bytes.get(self.at) {
            // Not a `match`: its jump would be predicted badly.
            let class = classes[usize::from(*byte)];
            if class == WORD {
                self.plain_word();
            } else if class == GAP {
                self.separate(HARD);
                self.at += 1;
            } else if class == SPECIAL {
                self.special(*byte);
                if matches!(self.frames.last(), Some(Frame::Tag { .. })) {
                    return;
                }
            } else if class == SOFT {
                self.separate(MARKUP);
                self.at += 1;
            } else {
                self.next_block();
                self.at += 1;
            }
        }
    }

    /// Reads a word, which nearly always ends at a space or other ASCII that separates.
    #[inline]
    fn plain_word(&mut self) {
        let start = self.at;
        if self.fragment.is_live || start == self.letter.1 {
            return self.letters();
        }
        let (length, hash) = word(&self.bytes[start..]);
        let end = start + length;
        if self.bytes.get(end).is_none_or(|byte| self.classes[usize::from(*byte)] != GAP) {
            return self.letters();
        }
        let stream = &mut self.streams[self.depth];
        let word = Word { hash, start, end, from: start, to: end, block: stream.block, ..Word::default() };
        stream.push(word, None, (self.bytes, &mut self.folded), &mut self.sink);
        stream.separate(HARD);
        self.at = end + 1;
    }

    /// Reads letters and digits of ASCII as they are.
    pub(super) fn letters(&mut self) {
        let (bytes, start) = (self.bytes, self.at);
        if !self.fragment.is_live {
            let letter = (start == self.letter.1).then_some(self.letter.0);
            self.fragment =
                Fragment { is_live: true, is_folded: false, hash: 0, start, end: start, from: start, letter };
        }
        let (length, hash) = word(&bytes[start..]);
        self.at = start + length;
        // The hash of a word that is folded is taken at its end.
        self.fragment.hash = hash;
        self.fragment.end = self.at;
        if self.fragment.is_folded {
            self.folded.push_lower(&bytes[start..self.at]);
        }
    }

    /// Ends the word that is being read, if there is one.
    #[inline]
    fn finish(&mut self) {
        if self.fragment.is_live {
            self.fragment.is_live = false;
            self.push(false);
        }
    }

    fn push(&mut self, is_unspaced: bool) {
        let Fragment { is_folded, hash, start, end, from, letter, .. } = self.fragment;
        let (to, hash) = if is_folded {
            (self.folded.end(), line::hash(self.folded.get(from, self.folded.end())))
        } else {
            (end, hash)
        };
        let stream = &mut self.streams[self.depth];
        let block = stream.block;
        let word = Word { hash, start, end, from, to, is_folded, is_unspaced, block };
        stream.push(word, letter, (self.bytes, &mut self.folded), &mut self.sink);
    }

    /// Ends the word, and separates it from the next.
    #[inline]
    pub(super) fn separate(&mut self, separator: u8) {
        self.finish();
        self.streams[self.depth].separate(separator);
    }

    /// Begins another paragraph, cell or value.
    pub(super) fn next_block(&mut self) {
        self.separate(HARD);
        let block = &mut self.streams[self.depth].block;
        *block = block.wrapping_add(1);
    }

    /// Keeps the text of the current word apart, because the file has something invisible within it.
    pub(super) fn detach(&mut self) {
        let fragment = &mut self.fragment;
        if fragment.is_live && !fragment.is_folded {
            fragment.is_folded = true;
            fragment.from = self.folded.end();
            self.folded.push_lower(&self.bytes[fragment.start..fragment.end]);
        }
    }

    fn special(&mut self, byte: u8) {
        let next = self.at + 1;
        match byte {
            b'<' => self.open(next, false),
            b'>' => self.close_comment(next, false),
            b'"' | b'\'' => self.quote(char::from(byte), next, false),
            b'\n' => self.newline(),
            _ => {
                if let Some(read) = read(self.bytes, self.at) {
                    self.character(read);
                }
            }
        }
    }

    /// Takes a character that was decoded or is not ASCII.
    pub(super) fn character(&mut self, read: Read) {
        let Read { c, next, is_escaped, letter } = read;
        match c {
            '<' => return self.open(next, is_escaped),
            '>' => return self.close_comment(next, is_escaped),
            '"' | '\'' => return self.quote(c, next, is_escaped),
            _ => self.word_or_gap(read),
        }
        if let Some(letter) = letter {
            self.letter = (letter, next);
        }
    }

    /// Takes a character that has no meaning in the format.
    pub(super) fn word_or_gap(&mut self, Read { c, next, .. }: Read) {
        let start = self.at;
        self.at = next;
        if let Ok(byte) = u8::try_from(c)
            && byte.is_ascii()
        {
            match TEXT[usize::from(byte)] {
                WORD => self.letter(c.to_ascii_lowercase(), start),
                SOFT => self.separate(MARKUP),
                CELL => self.next_block(),
                _ if matches!(byte, b'\\' | b'\'') => self.separate(MARKUP),
                _ => self.separate(HARD),
            }
            return;
        }
        if matches!(c, '·' | '•' | '│') {
            return self.next_block();
        }
        // Accents and invisible characters belong to the word before them.
        self.detach();
        fold(c, |part| match part {
            Form::Letter(c) => self.letter(c, start),
            Form::Unspaced(c) => {
                self.separate(HARD);
                self.letter(c, start);
                self.fragment.is_live = false;
                self.push(true);
                self.separate(HARD);
            }
            Form::Gap => self.separate(if c == '’' { MARKUP } else { HARD }),
        });
    }

    /// Adds a letter, which is in lower case.
    fn letter(&mut self, c: char, start: usize) {
        if self.fragment.is_live {
            self.detach();
        } else {
            let letter = (start == self.letter.1).then_some(self.letter.0);
            let from = self.folded.end();
            self.fragment =
                Fragment { is_live: true, is_folded: true, hash: 0, start, end: start, from, letter };
        }
        let mut buffer = [0; 4];
        self.folded.push(c.encode_utf8(&mut buffer).as_bytes());
        self.fragment.end = self.at;
    }

    /// A new line separates words; before a blank line, the mark of an item or a key it separates paragraphs.
    fn newline(&mut self) {
        self.separate(HARD);
        self.at += 1;
        let rest = &self.bytes[self.at..];
        let indent = rest.iter().take(16).take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        let rest = &rest[indent..];
        let digits = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        let is_block = match rest.get(digits) {
            Some(b'.' | b')') => digits > 0,
            Some(b'\n' | b'-' | b'*' | b'#' | b'+' | b'>') => digits == 0,
            _ => is_field(rest),
        };
        if is_block {
            self.next_block();
        }
    }

    /// A quotation mark ends a value, or separates words.
    fn quote(&mut self, quote: char, next: usize, is_escaped: bool) {
        if self.end_value(quote, is_escaped) {
            self.at = next;
        } else if quote == '\'' {
            self.separate(MARKUP);
            self.at = next;
        } else {
            // Next to punctuation of JSON, also on another line, it is the end of a value; in prose that does no harm.
            let is_space = |byte: &&u8| byte.is_ascii_whitespace();
            let is_edge = |byte: Option<&u8>| {
                byte.is_some_and(|byte| matches!(byte, b',' | b':' | b'{' | b'}' | b'[' | b']'))
            };
            let before = &self.bytes[..self.at];
            let indent = before.iter().rev().take(INDENT).take_while(is_space).count();
            let (outer, inner) = before.split_at(before.len() - indent);
            let before = if inner.contains(&b'\n') { outer.last() } else { before.last() };
            let after = match self.bytes.get(next) {
                Some(b'\n') => self.bytes[next..].iter().take(INDENT).find(|byte| !is_space(byte)),
                first => first,
            };
            if is_edge(before) || is_edge(after) {
                self.next_block();
            } else {
                self.separate(HARD);
            }
            self.at = next;
        }
    }

    /// The character before the place of the reader, as written.
    pub(super) fn ends_with(&self, text: &[u8]) -> bool {
        self.bytes[..self.at].ends_with(text)
    }

    /// The character at the place of the reader, as written.
    pub(super) fn here(&self) -> Option<char> {
        plain(self.bytes, self.at).map(|(c, _)| c)
    }
}

/// Whether a line begins with a key of front matter: `service: checkout`.
fn is_field(line: &[u8]) -> bool {
    let is_key = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b' ');
    let key = line.iter().take(32).take_while(is_key).count();
    key > 0 && line.get(key) == Some(&b':') && line.get(key + 1).is_none_or(u8::is_ascii_whitespace)
}
