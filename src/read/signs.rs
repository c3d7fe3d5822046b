//! What a sentence says about the course of an incident: that a fix is in place, that it failed, that a cause was found,
//! that a service is back.
//!
//! The words are in the language files: phrases that name a phase on their own (`[phase]`), and the parts of which people
//! make such phrases (`[event]`). Why parts: nobody can list every cause that was found and every setting that was
//! corrected. What makes them one statement is that they are in the same clause.

use std::cell::OnceCell;

use super::lexicon::{Lexicon, Occurrence, fold_text, is_unspaced};
use crate::model::Phase;
use crate::text::boundary;

/// A part of a sentence, in the order of [`PARTS`](super::lexicon::PARTS). `en.toml` says what each one is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Act,
    Fix,
    Done,
    Solved,
    By,
    Problem,
    Found,
    Trouble,
    Failed,
    Undone,
    Hedge,
    Not,
    NotAfter,
    To,
    But,
    Alarm,
    Raised,
    Incident,
    Begins,
    Ends,
    Declared,
    Works,
    Harmless,
    Talk,
}

/// No more than this of a sentence is read, in bytes: what takes longer to say it is no sentence but data, and comparing
/// all of its parts with each other would take long.
const MAX_LENGTH: usize = 1500;
/// Between two parts of one statement there are at most this many words.
const NEAR: usize = 4;
/// A negation is at most this many words before what it negates.
const NEGATION_REACH: usize = 3;

/// A sentence with the phrases and parts found in it.
pub(super) struct Signs<'l> {
    lexicon: &'l Lexicon,
    folded: String,
    parts: Vec<Occurrence>,
    /// Found on first use: many questions need the parts only.
    phases: OnceCell<Vec<Occurrence>>,
}

impl<'l> Signs<'l> {
    pub(super) fn of(lexicon: &'l Lexicon, sentence: &str) -> Self {
        let folded = fold_text(&sentence[..boundary(sentence, MAX_LENGTH)]);
        let parts = longest(lexicon.events.occurrences(&folded));
        Self { lexicon, folded, parts, phases: OnceCell::new() }
    }

    fn phases(&self) -> &[Occurrence] {
        self.phases.get_or_init(|| longest(self.lexicon.phases.occurrences(&self.folded)))
    }

    fn each(&self, part: Part) -> impl Iterator<Item = Occurrence> + '_ {
        self.parts.iter().copied().filter(move |found| found.meaning == part as usize)
    }

    pub(super) fn has(&self, part: Part) -> bool {
        self.each(part).next().is_some()
    }

    /// The text between two occurrences.
    fn between(&self, one: Occurrence, other: Occurrence) -> &str {
        let (first, second) = if one.start <= other.start { (one, other) } else { (other, one) };
        self.folded.get(first.end..second.start).unwrap_or("")
    }

    fn in_same_clause(&self, one: Occurrence, other: Occurrence) -> bool {
        !ends_clause(self.between(one, other))
    }

    fn are_near(&self, one: Occurrence, other: Occurrence, words: usize) -> bool {
        let between = self.between(one, other);
        !ends_clause(between) && count_words(between) <= words
    }

    /// Where two parts are near each other, in any order: the byte at which the first one begins.
    fn pair(&self, one: Part, other: Part) -> Option<Occurrence> {
        self.each(one).find(|first| {
            self.each(other).any(|second| {
                *first != second && !overlap(*first, second) && self.are_near(*first, second, NEAR)
            }) && !self.is_negated(*first)
        })
    }

    /// Whether one part comes before another, near it.
    fn in_order(&self, one: Part, other: Part) -> bool {
        self.each(one).any(|first| {
            self.each(other).any(|second| first.end <= second.start && self.are_near(first, second, NEAR))
                && !self.is_negated(first)
        })
    }

    /// Whether a negation reaches a phrase: before it, or after it in languages that negate the end of the verb.
    fn is_negated(&self, phrase: Occurrence) -> bool {
        let before = |not: Occurrence| not.end <= phrase.start && self.are_near(not, phrase, NEGATION_REACH);
        let after = |not: Occurrence| phrase.end <= not.start && self.are_near(phrase, not, 1);
        self.each(Part::Not).any(before) || self.each(Part::NotAfter).any(after)
    }

    /// Whether a verb names an aim: `to restart`, `in order to restart`.
    fn is_aim(&self, phrase: Occurrence) -> bool {
        self.each(Part::To)
            .any(|to| to.end <= phrase.start && self.folded[to.end..phrase.start].trim().is_empty())
    }

    /// Whether the clause of a phrase says that it is tried or planned: before it, or right after it (`rollback planned`).
    fn is_hedged(&self, phrase: Occurrence) -> bool {
        self.each(Part::Hedge).any(|hedge| {
            let is_before = hedge.end <= phrase.start && self.in_same_clause(hedge, phrase);
            is_before || phrase.end <= hedge.start && self.are_near(phrase, hedge, 2)
        })
    }

    /// The phrases that name a phase and are not negated.
    fn phrase(&self, phase: Phase) -> impl Iterator<Item = Occurrence> + '_ {
        let named = move |found: &Occurrence| Phase::ALL.get(found.meaning) == Some(&phase);
        self.phases()
            .iter()
            .copied()
            .filter(named)
            .filter(|found| !self.is_negated(*found) && !self.is_quoted(*found))
    }

    /// Whether it says that a fix did not help: `the rollback failed`, `no effect`.
    pub(super) fn fix_failed(&self) -> bool {
        let right_after = |fix: Occurrence| {
            self.each(Part::Failed).any(|failed| fix.end <= failed.start && self.are_near(fix, failed, 2))
        };
        // `Reverted the change, but failed`: a clause with nothing else in it.
        let alone = |failed: Occurrence| {
            let before = &self.folded[..failed.start];
            let after = &self.folded[failed.end..];
            let from =
                before.char_indices().rev().find(|(_, c)| is_clause_end(*c)).map(|(at, c)| at + c.len_utf8());
            let to = after.find(is_clause_end).unwrap_or(after.len());
            from.is_some_and(|from| count_words(&before[from..]) <= 1) && count_words(&after[..to]) <= 1
        };
        self.has(Part::Undone)
            || self.each(Part::Fix).any(right_after)
            || (self.has(Part::Act) && self.each(Part::Failed).any(alone))
    }

    /// Where it says that a fix took effect.
    pub(super) fn mitigated(&self) -> Option<usize> {
        if self.fix_failed() {
            return None;
        }
        let is_real =
            |found: &Occurrence| !self.is_aim(*found) && !self.is_hedged(*found) && !self.is_spoiled(*found);
        let phrase = self.phrase(Phase::Mitigated).find(is_real);
        let fixed = || self.pair(Part::Fix, Part::Done).filter(is_real);
        let solved = || self.each(Part::Solved).next().filter(|_| self.says_how());
        phrase.or_else(fixed).or_else(solved).map(|found| found.start)
    }

    /// Whether it reports that somebody did something to the system, and not only that they will or that they talked.
    pub(super) fn acted(&self) -> bool {
        let is_about = |act: Occurrence, talk: Occurrence| {
            talk.end <= act.start && self.in_same_clause(talk, act) || self.are_near(act, talk, NEAR)
        };
        // `Destroyed the routes, disabling all traffic`: after trouble, a verb tells what the trouble did.
        let is_effect = |act: Occurrence| {
            self.each(Part::Trouble).chain(self.each(Part::Failed)).any(|bad| bad.start < act.start)
        };
        let is_real = |act: Occurrence| {
            !self.is_aim(act)
                && !is_effect(act)
                && !self.is_negated(act)
                && !self.is_hedged(act)
                && !self.each(Part::Talk).chain(self.each(Part::Alarm)).any(|talk| is_about(act, talk))
        };
        !self.fix_failed() && self.each(Part::Act).any(is_real)
    }

    /// Whether it says by what a problem was solved: `resolved by`, `the fix was to`.
    pub(super) fn says_how(&self) -> bool {
        let how = |solved: Occurrence| {
            // `The fix was …` is both.
            let by = |by: Occurrence| {
                (by.start, by.end) == (solved.start, solved.end)
                    || solved.end <= by.start && self.in_same_clause(solved, by)
            };
            // `The fix was deployed` does not say what it was.
            let is_copula = self.each(Part::By).any(|by| (by.start, by.end) == (solved.start, solved.end));
            let is_only_done =
                |done: Occurrence| is_copula && solved.end <= done.start && self.are_near(solved, done, 0);
            !self.is_negated(solved)
                && !self.each(Part::Done).any(is_only_done)
                && !self.is_hedged(solved)
                && !self.is_aim(solved)
                && !self.is_spoiled(solved)
                && self.each(Part::By).any(by)
        };
        !self.fix_failed() && self.each(Part::Solved).any(how)
    }

    /// Where it says that the cause was found.
    pub(super) fn cause_found(&self) -> Option<usize> {
        if self.has(Part::Harmless) {
            return None;
        }
        let is_open = |found: &Occurrence| {
            self.is_aim(*found) || self.each(Part::Hedge).any(|hedge| self.are_near(hedge, *found, 1))
        };
        let phrase = self.phrase(Phase::CauseFound).find(|found| !is_open(found));
        let found = || {
            self.pair(Part::Problem, Part::Found)
                .filter(|_| !self.each(Part::Found).any(|found| self.is_negated(found) || is_open(&found)))
        };
        phrase.or_else(found).map(|found| found.start)
    }

    /// Where it says that something was found, whatever it is.
    pub(super) fn found(&self) -> bool {
        // `Found that the deployment had introduced no errors`: nothing was found.
        let nothing = |found: Occurrence| {
            let bad =
                [Part::Trouble, Part::Failed, Part::Problem].into_iter().flat_map(|part| self.each(part));
            bad.filter(|bad| found.end <= bad.start).any(|bad| self.is_negated(bad))
        };
        let is_real = |found| !self.is_negated(found) && !self.is_aim(found) && !nothing(found);
        !self.has(Part::Harmless) && self.each(Part::Found).any(is_real)
    }

    /// Whether what follows takes back what a phrase says: `restored, but volumes will not mount`.
    fn is_spoiled(&self, phrase: Occurrence) -> bool {
        self.each(Part::But).filter(|but| phrase.end <= but.start).any(|but| {
            let bad = [Part::Not, Part::Failed, Part::Trouble, Part::Undone].into_iter();
            bad.flat_map(|part| self.each(part)).any(|bad| but.end <= bad.start)
        })
    }

    /// Whether a phrase is quoted: a word of a program, and no statement.
    fn is_quoted(&self, phrase: Occurrence) -> bool {
        let is_quote = |c: char| matches!(c, '"' | '\'' | '`' | '“' | '”' | '「' | '」');
        self.folded[..phrase.start].ends_with(is_quote) && self.folded[phrase.end..].starts_with(is_quote)
    }

    /// Whether the service is back.
    pub(super) fn restored(&self) -> bool {
        let phrase = self
            .phrase(Phase::Restored)
            .any(|found| !self.is_aim(found) && !self.is_hedged(found) && !self.is_spoiled(found));
        !self.has(Part::Undone)
            && (phrase
                || self.in_order(Part::Trouble, Part::Ends)
                || self.in_order(Part::Failed, Part::Ends)
                || self.in_order(Part::Problem, Part::Ends))
    }

    /// Whether the incident is over. Alerts that resolve themselves are not.
    pub(super) fn resolved(&self) -> bool {
        let about_alarm = |found: Occurrence| {
            let is_before = |alarm: Occurrence| alarm.end <= found.start && self.in_same_clause(alarm, found);
            self.each(Part::Alarm).any(|alarm| is_before(alarm) || self.are_near(found, alarm, 1))
        };
        let ends =
            |found: &Occurrence| !about_alarm(*found) && !self.is_aim(*found) && !self.is_hedged(*found);
        !self.has(Part::Harmless)
            && !self.has(Part::Undone)
            && (self.phrase(Phase::Resolved).any(|found| ends(&found))
                || self.in_order(Part::Incident, Part::Ends))
    }

    /// Whether an incident was declared.
    pub(super) fn declared(&self) -> bool {
        self.phrase(Phase::Declared).next().is_some() || self.pair(Part::Incident, Part::Declared).is_some()
    }

    /// Where an alert or a report reached somebody.
    pub(super) fn alerted(&self) -> Option<usize> {
        let phrase = self.phrase(Phase::Alert).find(|found| !self.is_aim(*found) && !self.is_hedged(*found));
        phrase.or_else(|| self.pair(Part::Alarm, Part::Raised)).map(|found| found.start)
    }

    /// Where work on the incident began.
    pub(super) fn investigated(&self) -> Option<usize> {
        self.phrase(Phase::Investigating).next().map(|found| found.start)
    }

    /// Whether the trouble began.
    pub(super) fn began(&self) -> bool {
        self.phrase(Phase::FirstSignal).next().is_some()
            || [Part::Trouble, Part::Failed, Part::Incident]
                .into_iter()
                .any(|part| self.pair(part, Part::Begins).is_some())
    }

    /// Whether it is about trouble at all.
    pub(super) fn troubled(&self) -> bool {
        self.each(Part::Trouble).chain(self.each(Part::Failed)).any(|found| !self.is_negated(found))
    }

    /// Whether it reports success, and not of an alarm.
    pub(super) fn works(&self) -> bool {
        !self.has(Part::Alarm)
            && self.each(Part::Works).any(|found| {
                !self.is_negated(found)
                    && !self.is_hedged(found)
                    && !self.is_aim(found)
                    && !self.is_spoiled(found)
            })
    }
}

/// Drops what is part of a longer phrase: `failed` in `failed over`.
fn longest(mut found: Vec<Occurrence>) -> Vec<Occurrence> {
    if found.len() > 1 {
        let all = found.clone();
        found.retain(|one| !all.iter().any(|other| one.is_inside(*other)));
    }
    found
}

fn overlap(one: Occurrence, other: Occurrence) -> bool {
    one.start < other.end && other.start < one.end
}

const fn is_clause_end(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '(' | ')' | '—' | '–' | '→' | '、' | '。')
}

fn ends_clause(text: &str) -> bool {
    text.contains(is_clause_end) || text.contains(" - ")
}

/// The number of words; in scripts without spaces, two characters count as one.
pub(super) fn count_words(text: &str) -> usize {
    let spaced = text
        .split_whitespace()
        .filter(|word| word.contains(|c: char| c.is_alphanumeric() && !is_unspaced(c)));
    spaced.count() + text.chars().filter(|c| is_unspaced(*c)).count().div_ceil(2)
}

/// A text without commit hashes, ticket numbers and addresses, which say where to look and not what was done.
pub(super) fn without_references(text: &str) -> String {
    text.split_whitespace().filter(|word| !is_reference(word)).collect::<Vec<_>>().join(" ")
}

pub(super) fn is_reference(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let has_digit = word.contains(|c: char| c.is_ascii_digit());
    let is_hash = word.len() >= 7 && has_digit && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_id = has_digit
        && word.contains('-')
        && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    let is_number = has_digit
        && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.' | b':'));
    is_hash || is_id || is_number || word.starts_with("https:") || word.starts_with("http:")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::lexicon::PARTS;

    #[test]
    fn each_part_has_words() {
        let names: Vec<_> = crate::lexicon::scope("event").iter().map(|(name, _)| *name).collect();
        assert_eq!(names, PARTS);
        assert_eq!(PARTS[Part::Talk as usize], "talk");
    }

    #[test]
    fn hashes_and_numbers_say_nothing() {
        assert_eq!(without_references("4be1c3f9 OPS-12 restarted 2031-05-06 the api"), "restarted the api");
        assert_eq!(without_references("defaced pages"), "defaced pages");
    }
}
