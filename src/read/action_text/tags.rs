//! Tags in front of the text of an item: `DONE 2026-05-14 — Patch it`, `[P1] [open] Patch it`, `TODO due 2026-05-21: patch
//! it`. They are skipped only if each word of them is understood.

use super::annotation::bare_date;
use super::{ActionDetails, STATES, is_priority_level};
use crate::read::lexicon::{Lexicon, fold};
use crate::read::values::person;
use crate::when::{self, DateOrder};

/// Marks between tags and text.
const SEPARATORS: [&str; 6] = [" — ", " – ", " - ", ": ", "：", " | "];

/// How many words a tag has at most.
const MAX_WORDS: usize = 8;

/// Reads the tags at the beginning of a text, and sets where the text after them begins.
pub(super) fn read(text: &str, lexicon: &Lexicon, order: Option<DateOrder>, found: &mut ActionDetails) {
    let mark = text.split_whitespace().next().unwrap_or("");
    if !mark.is_empty()
        && !mark.contains(|c: char| c.is_alphanumeric() || c.is_ascii())
        && text[mark.len()..].contains(char::is_alphanumeric)
        && let Some(state) = super::state(mark, lexicon)
    {
        found.state = Some((state, mark.to_owned()));
        found.start = mark.len();
    }
    while let Some((head, skip)) = bracket(&text[found.start..]) {
        let Some(tags) = words(head, lexicon, order, found) else { break };
        *found = ActionDetails { start: found.start + skip, ..tags };
    }
    let rest = &text[found.start..];
    let at = SEPARATORS.iter().filter_map(|mark| Some((rest.find(mark)?, mark.len()))).min();
    if let Some((at, width)) = at
        && let Some(tags) = words(&rest[..at], lexicon, order, found)
        && rest[at + width..].contains(char::is_alphanumeric)
    {
        *found = ActionDetails { start: found.start + at + width, ..tags };
    }
}

/// `[P1] `, `【高】`: what is inside, and the bytes to skip.
fn bracket(text: &str) -> Option<(&str, usize)> {
    let trimmed = text.trim_start();
    let close = match trimmed.chars().next()? {
        '[' => ']',
        '(' => ')',
        '【' => '】',
        '（' => '）',
        _ => return None,
    };
    let (inside, rest) = trimmed.split_once(close)?;
    let open = inside.chars().next()?.len_utf8();
    let rest = rest.trim_start();
    // A link or a reference begins with a bracket too.
    (rest.contains(char::is_alphanumeric) && !rest.starts_with(['(', ':']))
        .then(|| (&inside[open..], text.len() - rest.len()))
}

/// The details that words name, if each of them names one.
fn words(
    head: &str,
    lexicon: &Lexicon,
    order: Option<DateOrder>,
    before: &ActionDetails,
) -> Option<ActionDetails> {
    let mut found = before.clone();
    let mut rest = head.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'));
    if rest.is_empty() || rest.split_whitespace().count() > MAX_WORDS {
        return None;
    }
    while !rest.is_empty() {
        let length = tag(rest, lexicon, order, &mut found)?;
        rest = rest[length..]
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '(' | ')'));
    }
    Some(found)
}

/// Reads one tag at the beginning of a text: a state, a priority, a day, a mention. Returns its length.
fn tag(text: &str, lexicon: &Lexicon, order: Option<DateOrder>, found: &mut ActionDetails) -> Option<usize> {
    let word = text.split([' ', ',', ';', ')']).next()?;
    if let Some(handle) = word.strip_prefix('@') {
        found.owner = found.owner.take().or_else(|| person(handle, lexicon));
        return Some(word.len());
    }
    if is_priority_level(word) || lexicon.is_in("priority", &fold(word)) {
        found.priority = found.priority.take().or_else(|| Some(word.to_owned()));
        return Some(word.len());
    }
    // A day alone is an entry of a log: `2026-05-14: added the alert`.
    let has_tag = found.state.is_some() || found.owner.is_some() || found.priority.is_some();
    if let Some(date) = when::find_date(text, order).filter(|date| date.start == 0 && has_tag) {
        let closed = found.state.as_ref().is_some_and(|(state, _)| !state.is_open());
        let day = if closed { &mut found.done_on } else { &mut found.due };
        *day = day.or(bare_date(&text[..date.end], order));
        return Some(date.end);
    }
    let ends: Vec<_> = text.match_indices(' ').map(|(at, _)| at).take(3).chain([text.len()]).collect();
    for end in ends.into_iter().rev() {
        let folded = fold(&text[..end]);
        if let Some(state) =
            STATES.into_iter().find(|state| lexicon.action_states.exact(&folded) == Some(state.key()))
        {
            found.state = found.state.take().or_else(|| Some((state, text[..end].to_owned())));
            return Some(end);
        }
        // `due 2026-05-21`
        if lexicon.action_words.exact(&folded) == Some("due")
            && let Some(date) = when::find_date(&text[end..], order)
                .filter(|date| text[end..][..date.start].trim().is_empty())
        {
            found.due = found.due.or(date.value.ok());
            return Some(end + date.end);
        }
    }
    None
}
