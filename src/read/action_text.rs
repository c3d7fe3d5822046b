//! What the text of an action item says about it: `Add an alert (@mira, due 2026-12-01)`, `… [Rick]`, `… (done)`.

mod annotation;
mod key_values;
mod tags;
mod trailing;

use jiff::civil::Date;

use self::key_values::read_key_values;
use super::lexicon::{Lexicon, fold};
use super::values::person;
use crate::lexicon::list;
use crate::model::ActionState;
use crate::when::DateOrder;

/// Words that negate the state after them.
const NEGATIONS: &[&str] = list("text.negation");

/// Details found in the text of an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ActionDetails {
    /// The byte at which the text begins, after the tags in front of it.
    pub(super) start: usize,
    /// The byte at which the details after the text begin; the length of the text if there are none.
    pub(super) end: usize,
    pub(super) owner: Option<String>,
    pub(super) priority: Option<String>,
    pub(super) due: Option<Date>,
    pub(super) due_text: Option<String>,
    pub(super) state: Option<(ActionState, String)>,
    pub(super) done_on: Option<Date>,
    /// A ticket named after the text, as written.
    pub(super) reference: Option<String>,
    /// Where the owner was found.
    owner_style: OwnerStyle,
}

/// Where a document writes the owners of its items. If one item names an owner there along with a due date or another
/// detail, a single word in the same position of another item is also an owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct OwnerStyle {
    /// `… — Ann`
    after_dash: bool,
    /// `… (Ann)`
    in_brackets: bool,
}

/// Detects the owner style from the texts of all items of a document.
pub(super) fn owner_style<'t>(
    texts: impl IntoIterator<Item = &'t str>,
    lexicon: &Lexicon,
    order: Option<DateOrder>,
) -> OwnerStyle {
    texts.into_iter().map(|text| read(text, OwnerStyle::default(), lexicon, order).owner_style).fold(
        OwnerStyle::default(),
        |all, one| OwnerStyle {
            after_dash: all.after_dash || one.after_dash,
            in_brackets: all.in_brackets || one.in_brackets,
        },
    )
}

/// The states, by the names of the lexicon.
const STATES: [ActionState; 6] = [
    ActionState::Open,
    ActionState::InProgress,
    ActionState::Blocked,
    ActionState::Done,
    ActionState::Verified,
    ActionState::Dropped,
];

/// The state that the words name, if any: the words at the beginning (`Done, see #12`), else a mark or emoji in front of
/// them, else a share (`60 %`), else the last word after a reference (`PR #12 merged`).
pub(super) fn state(words: &str, lexicon: &Lexicon) -> Option<ActionState> {
    let trimmed = words.trim().trim_start_matches(['*', '_', '[', '(', '`', '~', ' ']);
    let mark = trimmed.split_whitespace().next().unwrap_or("");
    // `:white_check_mark:`
    let emoji_name = mark.trim_matches(':').replace('_', " ");
    let states = &lexicon.action_states;
    let name = leading_state(trimmed, lexicon)
        .or_else(|| states.exact(mark))
        .or_else(|| states.exact(&emoji_name))
        .or_else(|| share(trimmed))
        .or_else(|| state_after_reference(trimmed, lexicon))?;
    STATES.into_iter().find(|state| state.key() == name)
}

/// A mark in front of a text that names a state: `✅ Save at once`. The bytes to skip, and the state.
pub(super) fn state_mark(text: &str, lexicon: &Lexicon) -> (usize, Option<ActionState>) {
    let written = text.trim_start();
    let mark = written.split_whitespace().next().unwrap_or("");
    let rest = written[mark.len()..].trim_start();
    match state(mark, lexicon) {
        Some(state) if !mark.contains(char::is_alphanumeric) && !rest.is_empty() => {
            (text.len() - rest.len(), Some(state))
        }
        _ => (0, None),
    }
}

/// The state at the beginning of a text. What follows it is a remark: after a separator, or from a number or date on.
fn leading_state<'l>(text: &str, lexicon: &'l Lexicon) -> Option<&'l str> {
    let states = &lexicon.action_states;
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = text
        .find([',', ';', ':', '：', '，', '；', '。', '、', '(', '（', '/', '|', '→', '–', '—', '#', '*'])
        .into_iter()
        .chain([" - ", ". ", " -> "].iter().filter_map(|mark| text.find(mark)))
        .chain(text.find(|c: char| c.is_ascii_digit()).filter(|at| text[..*at].ends_with(' ')))
        .min();
    // A word with a hyphen is one word: `Decided-to-adopt`.
    let head = end.and_then(|end| states.exact(&fold(&text[..end])));
    head.or_else(|| {
        let folded = fold(text);
        let negated = NEGATIONS.iter().any(|word| folded.starts_with(word));
        states
            .leading(&folded)
            .map(|(name, _)| name)
            .filter(|name| !negated || matches!(*name, "open" | "dropped" | "blocked"))
    })
}

/// `100%` is done, `0 %` is open, what is between is in progress.
fn share(text: &str) -> Option<&'static str> {
    let (number, _) = text.split_once(['%', '％'])?;
    match number.trim().parse::<u8>().ok()? {
        0 => Some("open"),
        1..=99 => Some("in-progress"),
        100 => Some("done"),
        _ => None,
    }
}

/// `PR #12 merged`, `OPS-7 done`: a state at the end of a text that is otherwise a reference.
fn state_after_reference<'l>(text: &str, lexicon: &'l Lexicon) -> Option<&'l str> {
    let (before, last) = text.trim_end_matches(['.', ')', ']', '*']).rsplit_once(' ')?;
    let is_reference =
        |word: &str| word.contains(|c: char| c.is_ascii_digit()) || lexicon.is_in("reference", &fold(word));
    before.split_whitespace().all(is_reference).then(|| lexicon.action_states.exact(&fold(last))).flatten()
}

/// Reads the text of an item: the mark before it, the annotations after it, and key-value pairs anywhere in it.
pub(super) fn read(
    text: &str,
    owner_style: OwnerStyle,
    lexicon: &Lexicon,
    order: Option<DateOrder>,
) -> ActionDetails {
    let mut found = ActionDetails { end: text.trim_end().len(), ..ActionDetails::default() };
    tags::read(text, lexicon, order, &mut found);
    let text = &text[found.start..];
    let start = found.start;
    found.end -= start;
    leading_marks(text, lexicon, &mut found);
    let mut found = trailing::read(text, owner_style, lexicon, order, found);
    read_key_values(text, lexicon, order, &mut found);
    if found.end == 0 {
        found.end = text.len();
    }
    found.end += start;
    found
}

/// `✅ Done thing`, `@ann: thing`, `DONE thing`, `[Done] thing`, `Done: thing`, `P1: thing`, `[P1] thing`, `HIGH: thing`,
/// `【高】…`, `Alta prioridad: …`.
fn leading_marks(text: &str, lexicon: &Lexicon, found: &mut ActionDetails) {
    let mark = text.split_whitespace().next().unwrap_or("");
    if found.state.is_none() && !mark.is_empty() && !mark.chars().any(char::is_alphanumeric) {
        found.state = state(mark, lexicon).map(|state| (state, mark.to_owned()));
    }
    // Org mode keywords.
    if matches!(mark, "TODO" | "DONE") {
        found.state = state(mark, lexicon).map(|state| (state, mark.to_owned()));
    }
    if let Some(handle) = mark.strip_prefix('@') {
        found.owner = person(handle.trim_end_matches([':', ',']), lexicon);
    }
    let word = mark.trim_matches(['[', ']', '(', ')', ':', '*', '.']);
    let bracketed = text.strip_prefix(['[', '(', '【', '（', '［']).and_then(|inner| {
        let end = inner.find([']', ')', '】', '）', '］'])?;
        Some(&inner[..end])
    });
    let before_colon = text.split_once([':', '：']).map(|(head, _)| head);
    let named = || bracketed.into_iter().chain(before_colon).find_map(|words| priority(words, lexicon));
    let level = || if is_priority_level(word) { Some(word.to_owned()) } else { named() };
    found.priority = found.priority.take().or_else(level);
    // `New: …` and `Open: …` say what the text is about as often as what became of it.
    let named = bracketed.into_iter().chain(before_colon).find_map(|words| {
        let name = lexicon.action_states.exact(&fold(words)).filter(|name| *name != "open")?;
        Some((STATES.into_iter().find(|state| state.key() == name)?, words.to_owned()))
    });
    found.state = found.state.take().or(named);
}

/// The priority that some words name and nothing else: `P1`, `high`, `High priority`, `优先级：高`.
pub(super) fn priority(words: &str, lexicon: &Lexicon) -> Option<String> {
    let bare = words.trim().trim_matches(['*', '_', '[', ']', '(', ')', ':', '：', ' ']);
    let names_field = |word: &str| lexicon.action_words.exact(&fold(word)) == Some("priority");
    let level = bare
        .split([' ', ':', '：', '-', '='])
        .filter(|word| !word.is_empty() && !names_field(word))
        .collect::<Vec<_>>();
    let [level] = level.as_slice() else { return None };
    let known = is_priority_level(level) || lexicon.is_in("priority", &fold(level));
    known.then(|| (*level).to_owned())
}

/// `P1`
fn is_priority_level(word: &str) -> bool {
    word.len() == 2 && word.starts_with(['P', 'p']) && word[1..].chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn check(text: &str) -> (String, Option<String>, Option<String>, Option<ActionState>) {
        let found = read(text, OwnerStyle::default(), &Lexicon::new(&Config::default()), None);
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
    fn reads_owner_due_date_and_state_at_the_end() {
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
    fn reads_clauses_and_marks_of_other_tools() {
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
    fn keeps_brackets_that_belong_to_the_text() {
        assert_eq!(
            check("Make the syncer more efficient (batch requests)").0,
            "Make the syncer more efficient (batch requests)"
        );
        assert_eq!(check("Fix the parser [issue 12]").0, "Fix the parser [issue 12]");
    }

    #[test]
    fn reads_keys_inside_the_text() {
        let found = check("期限切れの検出。**担当: platform、期限: 2026-04-30 初回**");
        assert_eq!((found.1.as_deref(), found.2.as_deref()), (Some("platform"), Some("2026-04-30")));
    }

    #[test]
    fn reads_single_word_after_dash_as_owner_next_to_other_details() {
        assert_eq!(
            check("Renovar los certificados por guion - Iara - 2024-09-20 - Hecho."),
            want(
                "Renovar los certificados por guion",
                Some("Iara"),
                Some("2024-09-20"),
                Some(ActionState::Done)
            )
        );
        assert_eq!(check("Move the queue — Kafka").1, None);
        let lexicon = Lexicon::new(&Config::default());
        let owner_style =
            owner_style(["Предел сообщений — Тая, до 2026-02-20", "Проверять ключ — Лев"], &lexicon, None);
        assert_eq!(owner_style, OwnerStyle { after_dash: true, in_brackets: false });
        assert_eq!(read("Проверять ключ — Лев", owner_style, &lexicon, None).owner.as_deref(), Some("Лев"));
    }

    #[test]
    fn reads_priority_before_the_text() {
        let lexicon = Lexicon::new(&Config::default());
        for (text, want) in [
            ("high: page on the oldest message", Some("high")),
            ("[P2] page on the oldest message", Some("P2")),
            ("Alta prioridad: vigilar la cola", Some("Alta")),
            ("【高】キューを監視する", Some("高")),
            ("Queue: page on the oldest message", None),
        ] {
            let found = read(text, OwnerStyle::default(), &lexicon, None);
            assert_eq!(found.priority.as_deref(), want, "{text}");
        }
        assert_eq!(priority("优先级：高", &lexicon).as_deref(), Some("高"));
        assert_eq!(priority("High priority items", &lexicon), None);
    }
}
