//! What a sentence says about its own action item: `Add an alert (@mira, due 2026-12-01)`, `… [Rick]`, `… (done)`.

mod named;
mod remark;
mod tail;

use jiff::civil::Date;

use self::named::named_values;
use super::lexicon::{Lexicon, fold};
use crate::model::ActionState;
use crate::when::DateOrder;

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

/// Reads a sentence: the mark in front, the remarks at its end, and values with a name anywhere in it.
pub(super) fn read(text: &str, lexicon: &Lexicon, order: Option<DateOrder>) -> Found {
    let mut found = Found { end: text.trim_end().len(), ..Found::default() };
    marks_in_front(text, lexicon, &mut found);
    let mut found = tail::read(text, lexicon, order, found);
    named_values(text, lexicon, order, &mut found);
    if found.end == 0 {
        found.end = text.len();
    }
    found
}

/// `✅ Done thing`, `P1: thing`, `[P1] thing`, `HIGH: thing`.
fn marks_in_front(text: &str, lexicon: &Lexicon, found: &mut Found) {
    let mark = text.split_whitespace().next().unwrap_or("");
    if !mark.is_empty() && !mark.chars().any(char::is_alphanumeric) {
        found.state = state(mark, lexicon).map(|state| (state, mark.to_owned()));
    }
    let word = mark.trim_matches(['[', ']', '(', ')', ':', '*', '.']);
    let is_word = mark.len() > word.len()
        && ["high", "medium", "low", "critical", "urgent"].contains(&word.to_lowercase().as_str());
    if is_level(word) || is_word {
        found.priority = Some(word.to_owned());
    }
}

/// `P1`
fn is_level(word: &str) -> bool {
    word.len() == 2 && word.starts_with(['P', 'p']) && word[1..].chars().all(|c| c.is_ascii_digit())
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
