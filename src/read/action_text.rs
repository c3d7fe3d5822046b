//! What a sentence says about its own action item: `Add an alert (@mira, due 2026-12-01)`, `… [Rick]`, `… (done)`.

use jiff::civil::Date;

use super::lexicon::{Lexicon, fold, fold_text, is_unspaced, nfkc};
use super::values::person;
use crate::model::ActionState;
use crate::when::{self, DateOrder};

/// What was found in the sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// The byte at which the words about the item begin; the length of the text if there are none.
    pub(super) end: usize,
    pub(super) owner: Option<String>,
    pub(super) priority: Option<String>,
    pub(super) due: Option<Date>,
    pub(super) due_text: Option<String>,
    pub(super) state: Option<(ActionState, String)>,
    pub(super) done_on: Option<Date>,
}

/// The state that some words name, if they do.
pub(super) fn state(words: &str, lexicon: &Lexicon) -> Option<ActionState> {
    let trimmed = words.trim().trim_start_matches(['*', '_', '[', '(', '`', '~', ' ']);
    let mark = trimmed.split_whitespace().next().unwrap_or("");
    // `:white_check_mark:`
    let named_mark = mark.trim_matches(':').replace('_', " ");
    let name = lexicon
        .action_states
        .exact(mark)
        .or_else(|| lexicon.action_states.exact(&named_mark))
        .or_else(|| {
            let folded = fold(trimmed);
            let negated =
                ["not ", "un", "ikke ", "nicht ", "não ", "no "].iter().any(|word| folded.starts_with(word));
            lexicon
                .action_states
                .leading(&folded)
                .map(|(name, _)| name)
                .filter(|name| !negated || *name == "open" || *name == "dropped" || *name == "blocked")
        });
    let states = [
        ActionState::Open,
        ActionState::InProgress,
        ActionState::Blocked,
        ActionState::Done,
        ActionState::Verified,
        ActionState::Dropped,
    ];
    states.into_iter().find(|state| Some(state.key()) == name)
}

/// How ready a remark is to name somebody without saying so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// `[Rick]`: that is what such brackets are for.
    Any,
    /// ` — Hui-Min Rao`: several capitalised words, or a team.
    FullName,
    /// `(batch requests)`: only beside something else that was understood.
    BesideOthers,
}

/// Reads a sentence, from its end: brackets, marks, mentions and short clauses say who, when and whether, until one says none of it.
pub(super) fn read(text: &str, lexicon: &Lexicon, order: Option<DateOrder>) -> Found {
    let mut reader =
        Reader { text, lexicon, order, found: Found { end: text.trim_end().len(), ..Found::default() } };
    marks_in_front(text, lexicon, &mut reader.found);
    while reader.found.end > 0 && (reader.mark() || reader.bracket() || reader.mention() || reader.clause()) {
    }
    let mut found = reader.found;
    named_values(text, lexicon, order, &mut found);
    if found.end == 0 {
        found.end = text.len();
    }
    found
}

struct Reader<'t> {
    text: &'t str,
    lexicon: &'t Lexicon,
    order: Option<DateOrder>,
    found: Found,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text[..self.found.end].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'))
    }

    fn cut(&mut self, at: usize) {
        let loose =
            |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '(' | '（' | '→' | ',' | '*' | '_');
        self.found.end = self.text[..at].trim_end_matches(loose).len();
    }

    /// `✅`, and the marks of note-taking tools with a day behind them: `📅 2024-05-01`, `✅ 2024-04-15`.
    fn mark(&mut self) -> bool {
        let rest = self.rest();
        let is_mark = |c: char| {
            !c.is_alphanumeric()
                && !c.is_ascii()
                && !c.is_whitespace()
                && !is_unspaced(c)
                && (c as u32) > 0x2100
        };
        let Some((at, mark)) = rest
            .char_indices()
            .rev()
            .find(|(_, c)| is_mark(*c) && !matches!(c, '】' | '）' | '。' | '、' | '：'))
        else {
            return false;
        };
        let behind = rest[at + mark.len_utf8()..].trim_start_matches('\u{fe0f}').trim();
        let date = when::find_date(behind, self.order).filter(|date| date.start == 0);
        // Between the mark and the end may stand its day and a mention.
        let after = date.as_ref().map_or(behind, |date| behind[date.end..].trim());
        let known = state(&mark.to_string(), self.lexicon);
        let is_due = matches!(mark, '📅' | '🗓' | '⏳');
        if !(after.is_empty() || after.starts_with("[[") || after.starts_with('@') || date.is_some())
            || (known.is_none() && date.is_none()) && !behind.is_empty()
        {
            return false;
        }
        let date = date.and_then(|date| date.value.ok());
        if is_due {
            self.found.due = self.found.due.or(date);
        } else if let Some(state) = known {
            self.found.state = self.found.state.take().or_else(|| Some((state, mark.to_string())));
            self.found.done_on = self.found.done_on.or(date.filter(|_| !state.is_open()));
        }
        if !after.is_empty() && self.found.owner.is_none() {
            self.found.owner = person(after.trim_matches(['[', ']', '@']), self.lexicon);
        }
        self.cut(at);
        true
    }

    /// `… (P1) [Rick]`, `…（担当：戸塚 亮、期限：2025年7月25日）【完了】`
    fn bracket(&mut self) -> bool {
        let Some((start, inner)) = last_bracket(self.rest()) else { return false };
        let naming =
            if self.text[start..].starts_with(['[', '【']) { Naming::Any } else { Naming::BesideOthers };
        let understood = remark(inner, naming, self.lexicon, self.order, &mut self.found);
        if understood {
            self.cut(start);
        }
        understood
    }

    /// `… @Oskar Lindgren February 9, 2024`
    fn mention(&mut self) -> bool {
        let rest = self.rest();
        let Some(at) =
            rest.rfind('@').filter(|at| rest[..*at].ends_with(|c: char| c.is_whitespace() || is_unspaced(c)))
        else {
            return false;
        };
        let words: Vec<&str> = rest[at + 1..].split_whitespace().collect();
        let Some(first) = words.first() else { return false };
        let capital =
            |word: &str| word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit());
        let is_month = |word: &str| when::find_day_month(&format!("{word} 1")).is_some();
        let more = if capital(first) {
            words[1..].iter().take(2).take_while(|word| capital(word) && !is_month(word)).count()
        } else {
            0
        };
        let behind = words[1 + more..].join(" ");
        if behind.split_whitespace().count() > 6 || self.found.owner.is_some() {
            return false;
        }
        if !behind.is_empty() {
            remark(
                behind.trim_matches(['-', '–', '—', ' ', ',']),
                Naming::BesideOthers,
                self.lexicon,
                self.order,
                &mut self.found,
            );
        }
        self.found.owner = person(&words[..=more].join(" "), self.lexicon);
        self.cut(at);
        true
    }

    /// `… — Abel Stroud`, `… - this has already been done.`, `… Owner: Farah. Due: 11 June 2021.`
    fn clause(&mut self) -> bool {
        let rest = self.rest();
        let body = rest.trim_end_matches(['.', '。']);
        let dashes = [" - ", " – ", " — ", " → ", " | ", " / "];
        let stops = [". ", "。", "; ", "；", "! "];
        let last = |marks: &[&str]| {
            marks.iter().filter_map(|mark| body.rfind(mark).map(|at| (at, mark.len()))).max()
        };
        let (at, width, naming) = match (last(&dashes), last(&stops)) {
            (Some((dash, width)), stop) if stop.is_none_or(|(stop, _)| dash > stop) => {
                (dash, width, Naming::FullName)
            }
            (_, Some((stop, width))) => (stop, width, Naming::BesideOthers),
            _ => return false,
        };
        let clause = body[at + width..].trim_matches(['*', '_', ' ']);
        if clause.is_empty() || clause.chars().count() > 80 {
            return false;
        }
        let understood = remark(clause, naming, self.lexicon, self.order, &mut self.found);
        if understood {
            self.cut(at);
        }
        understood
    }
}

/// `✅ Done thing`, `P1: thing`, `[P1] thing`, `HIGH: thing`.
fn marks_in_front(text: &str, lexicon: &Lexicon, found: &mut Found) {
    let mark = text.split_whitespace().next().unwrap_or("");
    if !mark.is_empty() && !mark.chars().any(char::is_alphanumeric) {
        found.state = state(mark, lexicon).map(|state| (state, mark.to_owned()));
    }
    let word = mark.trim_matches(['[', ']', '(', ')', ':', '*', '.']);
    let is_level =
        word.len() == 2 && word.starts_with(['P', 'p']) && word[1..].chars().all(|c| c.is_ascii_digit());
    let is_word = mark.len() > word.len()
        && ["high", "medium", "low", "critical", "urgent"].contains(&word.to_lowercase().as_str());
    if is_level || is_word {
        found.priority = Some(word.to_owned());
    }
}

/// The bracket that a text ends with: where it begins, and what it holds.
fn last_bracket(text: &str) -> Option<(usize, &str)> {
    let trimmed = text.trim_end_matches(['.', '。', ' ', '*', '_']);
    let close = trimmed.chars().next_back()?;
    let open = match close {
        ')' => '(',
        ']' => '[',
        '】' => '【',
        '）' => '（',
        _ => return None,
    };
    let start = trimmed.rfind(open)?;
    Some((start, &trimmed[start + open.len_utf8()..trimmed.len() - close.len_utf8()]))
}

/// Reads a remark; whether all of it, or most, was understood. What was not understood at all changes nothing.
fn remark(
    inner: &str,
    naming: Naming,
    lexicon: &Lexicon,
    order: Option<DateOrder>,
    found: &mut Found,
) -> bool {
    let mut told = found.clone();
    let mut understood = 0;
    let mut unnamed = None;
    // A date in words holds a comma of its own: `by October 2nd, 2020`.
    let whole_is_date = when::find_date(inner, order)
        .is_some_and(|date| date.start <= 12 && date.end == inner.len() && date.end - date.start > 8);
    let pieces: Vec<&str> = if whole_is_date && !inner[..inner.len() / 2].contains([',', ';']) {
        vec![inner.trim()]
    } else {
        split_pieces(inner)
    };
    for piece in &pieces {
        let before = told.clone();
        piece_of_remark(piece, lexicon, order, &mut told);
        if before == told {
            unnamed = Some(*piece);
        } else {
            understood += 1;
        }
    }
    let complete = match unnamed {
        None => !pieces.is_empty(),
        Some(piece) => {
            let alone = pieces.len() - understood == 1;
            let named = told.owner.is_none() && alone && names_somebody(piece, naming, understood > 0);
            if named {
                told.owner = person(piece, lexicon);
            }
            (named && told.owner.is_some()) || (understood > 0 && understood * 2 >= pieces.len())
        }
    };
    if complete {
        *found = told;
    }
    complete
}

/// Commas and semicolons part pieces, but not those within a date.
fn split_pieces(inner: &str) -> Vec<&str> {
    let date = when::find_date(inner, None);
    let in_date = |at: usize| date.as_ref().is_some_and(|date| (date.start..date.end).contains(&at));
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, c) in inner.char_indices() {
        let parts = match c {
            ';' | '；' | '、' | '，' => true,
            ',' => !in_date(at),
            '/' | '|' | '—' | '–' => {
                inner[..at].ends_with(' ') && inner[at + c.len_utf8()..].starts_with(' ')
            }
            _ => false,
        };
        if parts {
            pieces.push(inner[start..at].trim());
            start = at + c.len_utf8();
        }
    }
    pieces.push(inner[start..].trim());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Whether a piece that says nothing else can be a name.
fn names_somebody(piece: &str, naming: Naming, beside_others: bool) -> bool {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(|c| c.is_uppercase() || is_unspaced(c));
    let plain = !words.is_empty() && words.len() <= 4 && !piece.contains(|c: char| c.is_ascii_digit());
    let folded = piece.to_lowercase();
    let team = [
        "team",
        "équipe",
        "equipo",
        "equipe",
        "chapter",
        "squad",
        "guild",
        "チーム",
        "班",
        "课",
        "課",
        "组",
        "팀",
        "команда",
    ]
    .iter()
    .any(|word| folded.contains(word));
    let listed = |c: &str| c.split(" and ").all(|name| name.split_whitespace().count() <= 3);
    plain
        && listed(piece)
        && match naming {
            Naming::Any => words.iter().take(1).all(capital) || team,
            Naming::FullName => {
                team || (words.len() >= 2 && words.iter().all(capital))
                    || (beside_others && words.iter().take(1).all(capital))
            }
            Naming::BesideOthers => beside_others && (words.iter().take(1).all(capital) || team),
        }
}

fn piece_of_remark(piece: &str, lexicon: &Lexicon, order: Option<DateOrder>, found: &mut Found) {
    let piece = piece.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'));
    if let Some(handle) = piece.strip_prefix('@') {
        found.owner = found.owner.take().or_else(|| person(handle, lexicon));
        return;
    }
    let folded = fold_text(piece);
    // `担当：戸塚 亮` has no blank after its colon.
    if let Some((key, value)) = piece.split_once([':', '：'])
        && let Some(meaning) = lexicon.action_words.exact(&fold(key))
    {
        return value_of(meaning, value.trim(), lexicon, order, found);
    }
    let words: Vec<_> = folded.split([' ', ':']).collect();
    for length in (1..=words.len().min(2)).rev() {
        let head = words[..length].join(" ");
        if let Some(meaning) = lexicon.action_words.exact(&fold(&head)) {
            let value = piece
                .get(head.len()..)
                .unwrap_or("")
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
            value_of(meaning, value, lexicon, order, found);
            return;
        }
    }
    let is_level =
        piece.len() == 2 && piece.starts_with(['P', 'p']) && piece[1..].chars().all(|c| c.is_ascii_digit());
    if is_level && found.priority.is_none() {
        found.priority = Some(piece.to_owned());
    } else if let Some(state) = state(piece, lexicon).filter(|_| piece.split_whitespace().count() <= 6) {
        if found.state.is_none() {
            found.state = Some((state, piece.to_owned()));
            found.done_on = when::find_date(piece, order).and_then(|found| found.value.ok());
        }
    } else if let Some(date) = when::find_date(piece, order)
        && found.due.is_none()
        && date.end - date.start + 4 >= piece.len()
    {
        found.due = date.value.ok();
    }
}

fn value_of(meaning: &str, value: &str, lexicon: &Lexicon, order: Option<DateOrder>, found: &mut Found) {
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

/// `担当: platform、期限: 2026-04-30` and `Owner: Ann. Due: 2026-04-30` anywhere in the text.
fn named_values(text: &str, lexicon: &Lexicon, order: Option<DateOrder>, found: &mut Found) {
    let folded = nfkc(text);
    let mut first = None;
    for (at, _) in folded.match_indices(':') {
        let before = &folded[..at];
        let key_start = before
            .rfind(|c: char| {
                matches!(c, '(' | ',' | '.' | '、' | '。' | ';' | '*' | '|' | '-' | '—' | '–' | '[')
                    || c == ' ' && !before.ends_with(' ')
            })
            .map_or(0, |start| start + before[start..].chars().next().map_or(1, char::len_utf8));
        let Some(meaning) = lexicon.action_words.exact(&fold(&before[key_start..])) else { continue };
        let value = folded[at + 1..].split(['、', ';', '|', '*', ')', ']']).next().unwrap_or("");
        let value = [". ", " - ", " – ", " — ", " / "]
            .iter()
            .fold(value, |value, mark| value.split(mark).next().unwrap_or(value));
        let value = value.split([',', '。']).next().unwrap_or("").trim();
        let value = if meaning == "owner" { value.trim_end_matches('.') } else { value };
        value_of(meaning, value, lexicon, order, found);
        first.get_or_insert(key_start);
    }
    // Only where folding left every byte in its place can the text be cut there.
    if let Some(first) = first
        && folded.len() == text.len()
        && first > 8
    {
        found.end =
            found.end.min(text[..first].trim_end_matches([' ', '-', '–', '—', '(', '*', '|', ',']).len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn check(text: &str) -> (String, Option<String>, Option<String>, Option<ActionState>) {
        let found = read(text, &Lexicon::new(&Config::default()), None);
        (
            text[..found.end].to_owned(),
            found.owner,
            found.due.map(|due| due.to_string()),
            found.state.map(|(state, _)| state),
        )
    }

    fn want(
        text: &str,
        owner: Option<&str>,
        due: Option<&str>,
        state: Option<ActionState>,
    ) -> (String, Option<String>, Option<String>, Option<ActionState>) {
        (text.to_owned(), owner.map(str::to_owned), due.map(str::to_owned), state)
    }

    #[test]
    fn remarks_at_the_end_say_who_when_and_whether() {
        assert_eq!(
            check("Add an alert (@mira, due 2026-12-01)"),
            want("Add an alert", Some("mira"), Some("2026-12-01"), None)
        );
        assert_eq!(check("Debrief the house [Rick]"), want("Debrief the house", Some("Rick"), None, None));
        assert_eq!(
            check("Guard the runtime (done)"),
            want("Guard the runtime", None, None, Some(ActionState::Done))
        );
        assert_eq!(
            check("Check the disk (Jonas, done)"),
            want("Check the disk", Some("Jonas"), None, Some(ActionState::Done))
        );
        assert_eq!(
            check("Manager needs our PSPs - this has already been done."),
            want("Manager needs our PSPs", None, None, Some(ActionState::Done))
        );
    }

    #[test]
    fn clauses_and_marks_of_other_tools_are_read() {
        assert_eq!(
            check("Watch both providers — Abel Stroud"),
            want("Watch both providers", Some("Abel Stroud"), None, None)
        );
        assert_eq!(
            check("Add the TTL — Ngaire Tui — done"),
            want("Add the TTL", Some("Ngaire Tui"), None, Some(ActionState::Done))
        );
        assert_eq!(
            check("Restore the limit. Owner: Farah. Due: 11 June 2021. Status: done"),
            want("Restore the limit", Some("Farah"), Some("2021-06-11"), Some(ActionState::Done))
        );
        assert_eq!(
            check("Update one kiln ⏫ 📅 2024-05-01"),
            want("Update one kiln", None, Some("2024-05-01"), None)
        );
        assert_eq!(
            check("Raise the limit @Oskar Lindgren February 9, 2024"),
            want("Raise the limit", Some("Oskar Lindgren"), Some("2024-02-09"), None)
        );
        assert_eq!(
            check("Accept tokens (Zofia, by October 2nd, 2020)"),
            want("Accept tokens", Some("Zofia"), Some("2020-10-02"), None)
        );
        assert_eq!(
            check("Exempt health checks (@ramona, due 2025-02-27) ✅"),
            want("Exempt health checks", Some("ramona"), Some("2025-02-27"), Some(ActionState::Done))
        );
    }

    #[test]
    fn brackets_that_belong_to_the_sentence_stay() {
        assert_eq!(
            check("Make the syncer more efficient (batch requests)").0,
            "Make the syncer more efficient (batch requests)"
        );
        assert_eq!(check("Fix the parser [issue 12]").0, "Fix the parser [issue 12]");
    }

    #[test]
    fn keys_inside_the_sentence_are_found() {
        let found = check("期限切れの検出。**担当: platform、期限: 2026-04-30 初回**");
        assert_eq!((found.1.as_deref(), found.2.as_deref()), (Some("platform"), Some("2026-04-30")));
    }
}
