//! An annotation after the text of an item, in brackets or after a dash: `(P1, @mira, due 2026-12-01)`.

use jiff::civil::Date;

use super::{ActionDetails, is_priority_level, state};
use crate::lexicon::list;
use crate::read::lexicon::{Lexicon, fold, fold_text, is_unspaced};
use crate::read::values::person;
use crate::when::{self, DateOrder};

/// Parts of team names.
const TEAMS: &[&str] = list("text.team");

/// Words inside names that are written small.
const PARTICLES: &[&str] = list("text.name_particle");

/// When an annotation without a key may name the owner.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NameRule {
    /// `[Rick]`: square brackets mostly hold a name.
    Any,
    /// ` — Hui-Min Rao`: several capitalized words, or a team.
    FullName,
    /// `(batch requests)`: only next to another detail.
    WithOtherDetails,
}

/// Reads an annotation. Returns whether all or most of it was understood; otherwise `found` is left unchanged.
pub(super) fn read(
    inner: &str,
    rule: NameRule,
    lexicon: &Lexicon,
    order: Option<DateOrder>,
    found: &mut ActionDetails,
) -> bool {
    let mut updated = found.clone();
    let mut understood = 0;
    let mut unnamed = None;
    let pieces = split_pieces(inner, order);
    for piece in &pieces {
        let before = updated.clone();
        read_piece(piece, lexicon, order, &mut updated);
        if before == updated {
            unnamed = Some(*piece);
        } else {
            understood += 1;
        }
    }
    let complete = match unnamed {
        None => !pieces.is_empty(),
        Some(piece) => {
            let alone = pieces.len() - understood == 1;
            // `… — Ann — 2026-04-30`: the clause after this one was already understood.
            let other_details = rule == NameRule::FullName && (found.due.is_some() || found.state.is_some());
            let named = updated.owner.is_none()
                && alone
                && looks_like_name(piece, rule, understood > 0 || other_details);
            if named {
                updated.owner = person(piece, lexicon);
            }
            (named && updated.owner.is_some()) || (understood > 0 && understood * 2 >= pieces.len())
        }
    };
    if complete {
        // `(done, 2026-04-02)`: the day it was done.
        let is_closed = updated.state.as_ref().is_some_and(|(state, _)| !state.is_open());
        if is_closed && found.state.is_none() && updated.owner.is_none() && updated.done_on.is_none() {
            let bare = pieces.iter().any(|piece| bare_date(piece, order).is_some());
            updated.done_on = updated.due.take_if(|_| bare && found.due.is_none());
        }
        *found = updated;
    }
    complete
}

/// The date that is all of a text. On its own it may be any day: when a thing was decided, or happened before.
pub(super) fn bare_date(text: &str, order: Option<DateOrder>) -> Option<Date> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '.'));
    let date = when::find_date(text, order)?;
    (date.start == 0 && date.end == text.len()).then(|| date.value.ok()).flatten()
}

/// Splits at commas, semicolons and the like, but not inside a date.
fn split_pieces(inner: &str, order: Option<DateOrder>) -> Vec<&str> {
    let date = when::find_date(inner, order);
    let in_date = |at: usize| date.as_ref().is_some_and(|date| (date.start..date.end).contains(&at));
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, c) in inner.char_indices() {
        let is_separator = match c {
            ';' | '；' | '、' | '，' => true,
            ',' => !in_date(at),
            '/' | '|' | '—' | '–' => {
                inner[..at].ends_with(' ') && inner[at + c.len_utf8()..].starts_with(' ')
            }
            _ => false,
        };
        if is_separator {
            pieces.push(inner[start..at].trim());
            start = at + c.len_utf8();
        }
    }
    pieces.push(inner[start..].trim());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Whether a piece without any other meaning can be a name.
fn looks_like_name(piece: &str, rule: NameRule, has_other_details: bool) -> bool {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let is_capital = |word: &str| word.chars().next().is_some_and(|c| c.is_uppercase() || is_unspaced(c));
    // `Ann van der Berg`, `Ann and Bo`: a name begins with a capital, and what joins its words need not.
    let capital = |word: &&str| is_capital(word) || PARTICLES.contains(word);
    let are_capital = || is_capital(piece) && words.iter().all(capital);
    let plain = !words.is_empty() && words.len() <= 5 && !piece.contains(|c: char| c.is_ascii_digit());
    let folded = piece.to_lowercase();
    let team = TEAMS.iter().any(|word| folded.contains(word));
    plain
        && match rule {
            // In scripts without spaces, a short run of characters is a name; a longer one is text.
            NameRule::Any if piece.starts_with(is_unspaced) => {
                team || words.iter().all(|word| word.chars().all(is_unspaced) && word.chars().count() <= 8)
            }
            NameRule::Any => are_capital() || team,
            NameRule::FullName => team || (words.len() >= 2 || has_other_details) && are_capital(),
            NameRule::WithOtherDetails => has_other_details && (are_capital() || team),
        }
}

fn read_piece(piece: &str, lexicon: &Lexicon, order: Option<DateOrder>, found: &mut ActionDetails) {
    let piece = piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'));
    if let Some(handle) = piece.strip_prefix('@') {
        found.owner = found.owner.take().or_else(|| person(handle, lexicon));
        return;
    }
    let folded = fold_text(piece);
    // `担当：戸塚 亮` has no space after its colon.
    if let Some((key, value)) = piece.split_once([':', '：', '='])
        && let Some(meaning) = lexicon.action_words.exact(&fold(key))
    {
        return set_value(meaning, value.trim(), lexicon, order, found);
    }
    let words: Vec<_> = folded.split([' ', ':']).collect();
    for length in (1..=words.len().min(2)).rev() {
        let head = words[..length].join(" ");
        let Some(meaning) = lexicon.action_words.exact(&fold(&head)) else { continue };
        let value = piece
            .get(head.len()..)
            .unwrap_or("")
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
        // Without a colon the word may be any: `(by hand)`, `(before the deploy)`, `(priority inversion)`.
        let is_value = match meaning {
            "due" => is_day(value, lexicon, order),
            "priority" => super::priority(value, lexicon).is_some(),
            _ => true,
        };
        if is_value {
            set_value(meaning, value, lexicon, order, found);
        }
        return;
    }
    if is_ticket(piece) {
        found.reference = found.reference.take().or_else(|| Some(piece.to_owned()));
        return;
    }
    if is_priority_level(piece) && found.priority.is_none() {
        found.priority = Some(piece.to_owned());
    } else if let Some(state) = state(piece, lexicon).filter(|_| piece.split_whitespace().count() <= 6) {
        if found.state.is_none() {
            found.state = Some((state, piece.to_owned()));
            found.done_on = when::find_date(piece, order).and_then(|found| found.value.ok());
        }
    } else if found.due.is_none() {
        found.due = bare_date(piece, order);
    }
}

/// Whether a text says until when: a date, or words such as `end of June` and `next sprint`.
fn is_day(text: &str, lexicon: &Lexicon, order: Option<DateOrder>) -> bool {
    when::find_date(text, order).is_some()
        || when::find_day_month(text).is_some()
        || lexicon.occurs_in("vague_day", &fold_text(text))
}

/// `OPS-1802`, `#412`, `!88`, `api/gateway#12`: the id of a ticket or change and nothing else.
fn is_ticket(piece: &str) -> bool {
    let Some((project, number)) = piece.rsplit_once(['-', '#', '!']) else { return false };
    let is_key = project.len() >= 2
        && project.starts_with(|c: char| c.is_ascii_uppercase())
        && project.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let is_path = piece.contains(['#', '!']) && !project.contains(char::is_whitespace);
    !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) && (is_key || is_path)
}

pub(super) fn set_value(
    meaning: &str,
    value: &str,
    lexicon: &Lexicon,
    order: Option<DateOrder>,
    found: &mut ActionDetails,
) {
    match meaning {
        "owner" => found.owner = found.owner.take().or_else(|| person(value, lexicon)),
        "priority" => {
            found.priority = found.priority.take().or_else(|| (!value.is_empty()).then(|| value.to_owned()));
        }
        "status" => {
            found.state =
                found.state.take().or_else(|| state(value, lexicon).map(|state| (state, value.to_owned())));
        }
        _ => {
            if found.due.is_none() {
                found.due = when::find_date(value, order).and_then(|date| date.value.ok());
                found.due_text = (found.due.is_none() && !value.is_empty() && !lexicon.is_nothing(value))
                    .then(|| value.to_owned());
            }
        }
    }
}
