//! Tags: what is text, what is the value of an attribute, and where both end.

use super::canonical::{Frame, Reader, STREAMS};
use super::classes::{GAP, SOFT, TEXT, WORD};
use super::escape::read;
use super::line::{HARD, MARKUP, Sink, TAG};
use super::tags::{Tag, TagKind, is_attribute, is_name, name_length, skip_spaces, tag};

impl<S: Sink> Reader<'_, S> {
    /// Reads the `<` at the place of the reader, which ends before `next`.
    pub(super) fn open(&mut self, next: usize, is_escaped: bool) {
        let Some(tag) = tag(self.bytes, next) else {
            self.separate(HARD);
            self.at = next;
            return;
        };
        if !is_escaped {
            self.leave_escaped();
        }
        if tag.kind == TagKind::Vanishing {
            self.detach();
            self.at = tag.end;
            return;
        }
        match tag.kind {
            TagKind::Block | TagKind::Data => self.next_block(),
            _ => self.separate(TAG),
        }
        self.at = tag.end;
        if tag.kind == TagKind::Data || tag.is_closed && tag.kind != TagKind::Unknown {
            return;
        }
        if self.depth + 1 == STREAMS {
            // Deeper values are read as text.
            self.at = if tag.kind == TagKind::Unknown { tag.name.0 } else { tag.end };
            return;
        }
        self.depth += 1;
        self.next_block();
        let frame = match tag.kind {
            TagKind::Comment => Frame::Comment { is_escaped },
            _ => Frame::Tag { is_escaped, from: tag.end },
        };
        self.frames.push(frame);
        if tag.kind == TagKind::Unknown {
            self.name(&tag);
        }
    }

    /// Reads the name of a tag of no known format.
    fn name(&mut self, tag: &Tag) {
        self.at = tag.name.0;
        while self.at < tag.name.1 {
            match read(self.bytes, self.at) {
                Some(read) => self.word_or_gap(read),
                None => self.at = tag.name.1,
            }
        }
        self.separate(HARD);
    }

    /// Leaves tags that began with an escaped `<`: it was text after all, or they would have ended before a tag that is not escaped.
    fn leave_escaped(&mut self) {
        let is_escaped = |frame: &Frame| {
            let (Frame::Tag { is_escaped, .. }
            | Frame::Comment { is_escaped }
            | Frame::Value { is_escaped, .. }) = *frame;
            is_escaped
        };
        if let Some(first) = self.frames.iter().position(is_escaped) {
            self.leave(first);
        }
    }

    /// Leaves all but the first frames.
    fn leave(&mut self, frames: usize) {
        self.separate(HARD);
        for frame in self.frames.drain(frames..) {
            self.depth -= usize::from(!matches!(frame, Frame::Value { .. }));
        }
    }

    /// Ends the comment that ends with the `>` at the place of the reader, if one does.
    pub(super) fn close_comment(&mut self, next: usize, is_escaped: bool) {
        if self.ends_with(b"--") {
            let ends = |frame: &Frame| matches!(frame, Frame::Comment { is_escaped: begin } if *begin || !is_escaped);
            if let Some(at) = self.frames.iter().rposition(ends) {
                self.leave(at);
                self.at = next;
                return;
            }
        }
        self.separate(HARD);
        self.at = next;
    }

    /// Ends the value that a quotation mark ends, if it ends one.
    pub(super) fn end_value(&mut self, mark: char, is_escaped: bool) -> bool {
        if self.frames.is_empty() {
            return false;
        }
        let is_last =
            |frame: &Frame| matches!(frame, Frame::Value { quote, is_escaped: true } if *quote == mark);
        let is_open =
            |frame: &Frame| matches!(frame, Frame::Value { quote, is_escaped: false } if *quote == mark);
        let open = if is_escaped { None } else { self.frames.iter().rposition(is_open) };
        let last = self.frames.last().filter(|frame| is_last(frame)).map(|_| self.frames.len() - 1);
        let Some(value) = open.or(last) else { return false };
        self.leave(value);
        true
    }

    /// Reads between the name of a tag and its end, until the value of an attribute.
    pub(super) fn in_tag(&mut self) {
        let Some(Frame::Tag { is_escaped: is_tag_escaped, from }) = self.frames.last().copied() else {
            return;
        };
        loop {
            while self
                .bytes
                .get(self.at)
                .is_some_and(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'/' | b'\r'))
            {
                self.separate(HARD);
                self.at += 1;
            }
            let Some(read) = read(self.bytes, self.at) else { return };
            match read.c {
                '>' if is_tag_escaped || !read.is_escaped => return self.close(read.next),
                '<' if is_tag_escaped || !read.is_escaped => {
                    // The tag has no end, or was not one: then what follows its name is text.
                    self.leave(self.frames.len() - 1);
                    if from < self.reread {
                        return self.open(read.next, read.is_escaped);
                    }
                    self.reread = self.at;
                    self.at = from;
                    return;
                }
                '<' if self.passed(read.next) => {}
                '"' | '\'' => {
                    if self.end_value(read.c, read.is_escaped) {
                        self.at = read.next;
                        return;
                    }
                    self.word_or_gap(read);
                }
                _ if self.here().is_some_and(is_name) => {
                    if self.attribute() {
                        return;
                    }
                }
                _ => self.word_or_gap(read),
            }
        }
    }

    /// Passes an escaped tag that is complete and within a line: a value without quotation marks can have one.
    fn passed(&mut self, next: usize) -> bool {
        let Some(tag) = tag(self.bytes, next).filter(|tag| tag.is_closed) else { return false };
        match tag.kind {
            TagKind::Vanishing => self.detach(),
            TagKind::Inline => self.separate(TAG),
            _ => return false,
        }
        self.at = tag.end;
        true
    }

    fn close(&mut self, next: usize) {
        if self.ends_with(b"--") && matches!(self.frames[..], [.., Frame::Comment { .. }, _]) {
            self.leave(self.frames.len() - 1);
            return self.close_comment(next, false);
        }
        self.leave(self.frames.len() - 1);
        // What the tag does to the words around it was noted where it began.
        self.at = next;
    }

    /// Reads the name of an attribute, and the `=` and quotation mark after it. Returns whether a value follows.
    fn attribute(&mut self) -> bool {
        let end = self.at + name_length(self.bytes, self.at);
        if let Some([b'=', quote @ (b'"' | b'\'')]) = self.bytes.get(end..end + 2) {
            // Nearly all attributes.
            if !is_attribute(self.bytes, self.at, end) {
                self.ascii(end);
            }
            self.next_block();
            self.at = end + 2;
            self.frames.push(Frame::Value { quote: char::from(*quote), is_escaped: false });
            return true;
        }
        let equals = skip_spaces(self.bytes, end).filter(|(_, read)| read.c == '=');
        let Some((_, equals)) = equals else {
            self.ascii(end);
            return false;
        };
        if !is_attribute(self.bytes, self.at, end) {
            self.ascii(end);
        }
        self.next_block();
        self.at = equals.next;
        let quote = skip_spaces(self.bytes, self.at).filter(|(_, read)| matches!(read.c, '"' | '\''));
        let Some((_, quote)) = quote else { return false };
        self.at = quote.next;
        self.frames.push(Frame::Value { quote: quote.c, is_escaped: quote.is_escaped });
        true
    }

    /// Reads the words of ASCII up to a place.
    fn ascii(&mut self, end: usize) {
        while self.at < end {
            match TEXT[usize::from(self.bytes[self.at])] {
                WORD => self.letters(),
                class => {
                    debug_assert!(class >= GAP);
                    self.separate(if class == SOFT { MARKUP } else { HARD });
                    self.at += 1;
                }
            }
        }
    }
}
