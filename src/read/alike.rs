//! What all items of a list have in common: each begins with its owner, or each says that it was done.
//!
//! One item alone could mean anything (`Monitoring — add an alert`, `Automated tests`), so the whole list has to have the
//! same form.

use super::lexicon::{Lexicon, fold};
use super::outline::Item;
use super::signs::{Part, Signs, count_words};
use crate::lexicon::list;
use crate::read::marks::split_at_separator;

/// Parts of the names of teams.
const TEAMS: &[&str] = list("text.team");

/// Endings of what was done, in languages with the verb at the end.
const DONE_ENDINGS: &[&str] = list("text.done_ending");

/// The longest owner, in words.
const MAX_OWNER: usize = 4;

/// The longest clause that says what was done, in words.
const MAX_CLAUSE: usize = 12;

/// What all items of a list have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Alike {
    /// Each begins with its owner: `platform team — add an alert`.
    pub(super) owner_first: bool,
    /// Each says that it was done: `Alert added`, `Added an alert`.
    pub(super) done: bool,
    /// Most say that they were done; the others tell what happened meanwhile.
    pub(super) mostly_done: bool,
}

/// In a list that is mostly done, at most one item of so many is different.
const ONE_OF: usize = 4;

impl Alike {
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str> + Clone, lexicon: &Lexicon) -> Self {
        if texts.clone().nth(1).is_none() {
            return Self::default();
        }
        let count = texts.clone().count();
        let owners = texts.clone().filter_map(|text| Some(split_owner(text)?.0));
        let certain = owners.clone().filter(|owner| is_owner(owner, lexicon)).count();
        let (mut done, mut perhaps) = (0, 0);
        for text in texts {
            match says_done(text, lexicon) {
                Done::Yes => done += 1,
                Done::Perhaps => perhaps += 1,
                Done::No => {}
            }
        }
        Self {
            owner_first: owners.count() == count && certain * 2 >= count,
            done: done + perhaps == count && done > perhaps,
            mostly_done: (count - done) * ONE_OF <= count,
        }
    }

    /// What the items of a list have in common, by their first lines.
    pub(super) fn of_items(items: &[Item<'_>], lexicon: &Lexicon) -> Self {
        Self::of(items.iter().map(|item| item.lines().first().map_or("", |line| line.text.as_str())), lexicon)
    }
}

/// Splits `on-call team — add an alert` into owner and text, by the form alone.
pub(super) fn split_owner(text: &str) -> Option<(&str, &str)> {
    let (owner, rest) = split_at_separator(text)?;
    let (owner, rest) = (owner.trim(), rest.trim_start());
    let is_name =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '@' | '&' | '\'' | '_' | '/');
    let fits = !owner.is_empty() && count_words(owner) <= MAX_OWNER && owner.chars().all(is_name);
    (fits && count_words(rest) > 1).then_some((owner, rest))
}

/// Whether some words are certainly an owner: a mention, a team, a role, or `me`.
fn is_owner(words: &str, lexicon: &Lexicon) -> bool {
    let folded = fold(words);
    // Only in scripts without spaces is the end of a word a word.
    let ends_in = |team: &&str| !team.is_ascii() && folded.ends_with(*team);
    let has_team = || folded.split(' ').any(|word| TEAMS.contains(&word)) || TEAMS.iter().any(ends_in);
    words.starts_with('@') || lexicon.is_in("owner", &folded) || has_team()
}

/// Whether an item says that it was done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    No,
    /// `Reduced the limit` can also be an aim.
    Perhaps,
    Yes,
}

/// Whether the first clause of an item says that it was done: it begins or ends with a participle, and nothing makes it a
/// plan.
fn says_done(text: &str, lexicon: &Lexicon) -> Done {
    let end = [": ", "：", ". ", "。", "; ", " — ", " – ", " - ", " (", "（", ", ", "、"]
        .iter()
        .filter_map(|mark| text.find(mark))
        .min();
    let clause = text[..end.unwrap_or(text.len())].trim().trim_end_matches([':', '.', '。', '!']);
    let folded = fold(clause);
    if folded.is_empty() || count_words(&folded) > MAX_CLAUSE {
        return Done::No;
    }
    let words = || folded.split(' ');
    let edge = |list: &str| {
        words().next().into_iter().chain(words().next_back()).any(|word| lexicon.is_in(list, word))
    };
    let said = if edge("done") || DONE_ENDINGS.iter().any(|ending| folded.ends_with(ending)) {
        Done::Yes
    } else if edge("done_weak") {
        Done::Perhaps
    } else {
        return Done::No;
    };
    // `Issue created to add an alert`: the alert is still to be added.
    let has = |list: &str| words().any(|word| lexicon.is_in(list, word));
    let signs = Signs::of(lexicon, clause);
    let is_plan = [Part::Hedge, Part::Not, Part::To, Part::Undone].into_iter().any(|part| signs.has(part));
    let is_open = is_plan || has("present_passive") || has("reference") && has("ticket_made");
    if is_open { Done::No } else { said }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn alike(texts: &[&str]) -> (bool, bool) {
        let found = Alike::of(texts.iter().copied(), &Lexicon::new(&Config::default()));
        (found.owner_first, found.done)
    }

    #[test]
    fn owners_come_first_if_half_of_them_are_certain() {
        assert_eq!(alike(&["platform team — add an alert", "Ines — write a runbook"]), (true, false));
        assert_eq!(alike(&["@ines: add an alert", "ops: write a runbook"]), (true, false));
        assert_eq!(alike(&["me - add an alert", "me - write a runbook"]), (true, false));
        assert_eq!(alike(&["Monitoring — add an alert", "Runbook — write it down"]), (false, false));
        assert_eq!(alike(&["ops: write a runbook", "Add an alert"]), (false, false));
        assert_eq!(alike(&["Steam: lower the pressure", "Valve: replace the seal"]), (false, false));
        assert_eq!(alike(&["ops: write a runbook", "Alerts: page sooner", "Docs: say so"]), (false, false));
    }

    #[test]
    fn a_list_is_done_if_each_item_says_so() {
        assert_eq!(
            alike(&["Alert added: the queue pages at 1,000", "Runbook updated (see the wiki)"]),
            (false, true)
        );
        assert_eq!(
            alike(&["Added an alert on the queue", "Removed the retry", "Reduced the limit"]),
            (false, true)
        );
        assert_eq!(alike(&["Reduced downtime", "Improved monitoring"]), (false, false));
        assert_eq!(alike(&["Improved retry logic added", "Fixed the bug in the parser"]), (false, true));
        assert_eq!(alike(&["Alarm ergänzt", "Handbuch aktualisiert"]), (false, true));
        assert_eq!(alike(&["アラートを追加済み", "手順書を更新済み"]), (false, true));
    }

    #[test]
    fn plans_tickets_and_states_are_not_done() {
        for open in [
            "Add an alert",
            "Alert to be added",
            "Automated tests for the parser and its users",
            "Make sure that the steps are documented",
            "Alerts that must be updated",
            "Ticket created",
            "Not implemented",
        ] {
            assert!(!alike(&[open, "Removed the retry"]).1, "{open}");
        }
    }
}
