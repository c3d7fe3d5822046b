//! Ids in running text, and the sentences around them.

use std::fmt::{self, Write};

use comrak::nodes::{Node, NodeValue};

use super::pictures::{Picture, write_picture};
use super::{BlockText, Out, State};
use crate::model::{Hole, Mention, Segment};
use crate::read::find_ids;
use crate::read::markdown::span_of;
use crate::read::outline::push_collapsed;
use crate::read::short_codes::{self, Part};
use crate::source::Span;
use crate::text::{boundary, push_escaped, shorten};

/// How many bytes after the last mention the next one is looked for, once one was not found in the block.
const SEARCH_WINDOW: usize = 4096;

/// How many mentions of a document get their sentence. A megabyte of ids is not prose.
const MAX_QUOTED_MENTIONS: usize = 20_000;

/// Writes running text; ids become holes, except inside a link. Short codes of other generators become what they show.
pub(super) fn write_text(out: &mut Out<'_, '_, '_>, node: Node<'_>, text: &str) -> fmt::Result {
    let marks = marks_in(text);
    if marks & BRACE == 0 || !short_codes::has_any(text) {
        return write_plain(out, node, text, marks);
    }
    for part in short_codes::parts(text) {
        match part {
            Part::Text(text) => write_plain(out, node, &text, marks_in(&text))?,
            Part::Picture { url, alt } => {
                let (url, alt) = (url.to_owned(), alt.to_owned());
                write_picture(out, node, Picture { url, alt, ..Picture::default() })?;
            }
        }
    }
    Ok(())
}

fn write_plain(out: &mut Out<'_, '_, '_>, node: Node<'_>, text: &str, marks: u8) -> fmt::Result {
    let Some(state) = &mut out.user else { return Ok(()) };
    // Ids have digits, and paths without one may be any file.
    let mut found = Vec::new();
    if state.link_depth == 0 && marks & DIGIT != 0 {
        found = find_ids(state.id_pattern, text);
        if marks & DOT != 0 {
            add_paths(text, &mut found);
        }
    }
    if found.is_empty() {
        return if marks & ESCAPED == 0 { out.write_str(text) } else { out.escape(text) };
    }
    let mut html = String::with_capacity(text.len() + 32);
    let mut from = 0;
    for (start, end) in found {
        push_escaped(&mut html, &text[from..start]);
        let hole = add_reference(state, node, &text[start..end], false);
        html.push_str(&Segment::Open(hole).mark());
        push_escaped(&mut html, &text[start..end]);
        html.push_str(&Segment::Close(hole).mark());
        from = end;
    }
    push_escaped(&mut html, &text[from..]);
    out.write_str(&html)
}

/// Adds the ranges of paths of documents: `incidents/2026-03-01-cdn.md`. One without a number may be any file.
fn add_paths(text: &str, found: &mut Vec<(usize, usize)>) {
    let in_path = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
    let bytes = text.as_bytes();
    let mut from = 0;
    // Texts are short: a searcher for the whole ending takes longer.
    for at in memchr::memchr_iter(b'.', bytes).filter(|at| bytes[*at..].starts_with(b".md")) {
        let end = at + 3;
        let length = bytes[from..at].iter().rev().take_while(|byte| in_path(byte)).count();
        let start = at - length;
        let goes_on = bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let name = text[start..at].rsplit('/').next().unwrap_or_default();
        let is_new = found.iter().all(|(first, last)| *last <= start || end <= *first);
        // What follows a colon is part of an address.
        let is_address = start > 0 && bytes[start - 1] == b':';
        if !goes_on && !is_address && is_new && name.contains(|c: char| c.is_ascii_digit()) {
            found.push((start, end));
        }
        from = end;
    }
    found.sort_unstable();
}

const DIGIT: u8 = 1;
const DOT: u8 = 2;
const BRACE: u8 = 4;
/// What comrak would escape.
const ESCAPED: u8 = 8;

/// What each byte means here.
const MARKS: [u8; 256] = {
    let mut marks = [0; 256];
    let mut at = 0_u8;
    while at < 128 {
        marks[at as usize] = match at {
            b'0'..=b'9' => DIGIT,
            b'.' => DOT,
            b'{' => BRACE,
            b'"' | b'&' | b'<' | b'>' | 0 => ESCAPED,
            _ => 0,
        };
        at += 1;
    }
    marks
};

/// The kinds of bytes that a text has: most texts have none that need a closer look.
fn marks_in(text: &str) -> u8 {
    text.bytes().fold(0, |marks, byte| marks | MARKS[usize::from(byte)])
}

/// Adds a hole for an id, and a mention with its sentence.
pub(super) fn add_reference(state: &mut State<'_>, node: Node<'_>, target: &str, explicit: bool) -> usize {
    let span = target_span(state, node, target);
    add_mention(state, node, target);
    state.holes.push(Hole::Reference { target: target.into(), explicit, span });
    state.holes.len() - 1
}

/// The span of the id within its node. In a node with thousands of ids, each search continues from the last one; once
/// an id is not found because the source spells it differently, the search stops.
fn target_span(state: &mut State<'_>, node: Node<'_>, target: &str) -> Span {
    let span = span_of(state.source, node);
    let (start, end) = (span.start as usize, span.end as usize);
    let node_address = std::ptr::from_ref(node).addr();
    let from = match state.last_search {
        Some((last, from)) if last == node_address => from,
        _ => start,
    };
    let text = state.source.text.get(from..end).unwrap_or_default();
    let found = text.find(target).map(|at| from + at);
    state.last_search = Some((node_address, found.unwrap_or(end)));
    found.map_or(span, |at| Span::new(at, at + target.len()))
}

pub(super) fn add_mention(state: &mut State<'_>, node: Node<'_>, target: &str) {
    let is_block = |ancestor: &Node<'_>| {
        ancestor.data().value.block() || matches!(ancestor.data().value, NodeValue::TableCell)
    };
    let Some(block) = node.ancestors().find(is_block) else { return };
    let node_address = std::ptr::from_ref(block).addr();
    // A block with thousands of ids is read once, and each search continues from the last one.
    if state.block.as_ref().is_none_or(|block| block.node_address != node_address) {
        let mut text = String::new();
        plain_text(block, &mut text);
        state.block = Some(BlockText { node_address, text, from: 0, misses: 0 });
    }
    let Some(block) = &mut state.block else { return };
    // Do not search a whole megabyte for every id that is missing, such as a link around an image.
    let end = boundary(&block.text, block.from + SEARCH_WINDOW);
    let near = block.text[block.from..end].find(target);
    let found = near.or_else(|| (block.misses == 0).then(|| block.text[block.from..].find(target)).flatten());
    let at = found.map_or(block.from, |at| block.from + at);
    block.misses += usize::from(found.is_none());
    block.from = at;
    let sentence =
        if state.mentions.len() < MAX_QUOTED_MENTIONS { sentence_at(&block.text, at) } else { String::new() };
    let line = u32::try_from(node.data().sourcepos.start.line).unwrap_or(0);
    state.mentions.push(Mention { hole: state.holes.len(), sentence, line });
}

/// The text of a block without that of nested blocks.
pub(super) fn plain_text(node: Node<'_>, out: &mut String) {
    let mut stack: Vec<Node<'_>> = node.reverse_children().collect();
    while let Some(next) = stack.pop() {
        match &next.data().value {
            NodeValue::Text(text) => push_collapsed(out, text),
            NodeValue::Code(code) => push_collapsed(out, &code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => push_collapsed(out, " "),
            NodeValue::Image(_) => {}
            value if value.block() && node.data().value.block() => {}
            _ => stack.extend(next.reverse_children()),
        }
    }
}

/// The sentence around a byte of a text, at most about 220 characters.
fn sentence_at(text: &str, at: usize) -> String {
    let ends = |index: usize, c: char| match c {
        '。' => true,
        '.' | '!' | '?' => text[index + 1..].starts_with(' '),
        _ => false,
    };
    // Longer sentences are cut: a line of a megabyte is not a sentence.
    let before = text[..at].char_indices().rev().take(600);
    let start = before.clone().find(|(index, c)| ends(*index, *c)).map(|(index, c)| index + c.len_utf8());
    let start = start.or_else(|| before.last().map(|(index, _)| index)).unwrap_or(at);
    let after = text[at..].char_indices().take(600);
    let end = after.clone().find(|(index, c)| ends(at + index, *c)).or_else(|| after.last());
    let end = end.map_or(text.len(), |(index, c)| at + index + c.len_utf8());
    shorten(text[start..end].trim(), 220)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_sentence_around_a_mention() {
        let text = "First it broke. As in INC-7 the pool was full. Then it healed.";
        assert_eq!(sentence_at(text, 21), "As in INC-7 the pool was full.");
    }
}
