//! What a sentence says about the course of an incident: that a fix is in place, that it failed, that a cause was found,
//! that a service is back.
//!
//! The words are in the language files: phrases that name a phase on their own (`[phase]`), and the parts of which people
//! make such phrases (`[event]`). Why parts: nobody can list every cause that was found and every setting that was
//! corrected. What makes them one statement is that they are in the same clause.

mod fix;
mod words;

use std::cell::OnceCell;

pub(in crate::read) use self::words::{count_words, is_reference, without_references, without_settings};
use super::lexicon::{Lexicon, Occurrence, fold_text};
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

    pub(super) fn begins_with(&self, part: Part) -> bool {
        self.each(part).any(|found| found.start == 0)
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

    /// Whether a phrase is what somebody wanted to know: `to verify if it is isolated to one site`.
    fn is_asked(&self, phrase: Occurrence) -> bool {
        let before = &self.folded[..phrase.start];
        let from = before
            .char_indices()
            .rev()
            .find(|(_, c)| is_clause_end(*c))
            .map_or(0, |(at, c)| at + c.len_utf8());
        self.lexicon.occurs_in("whether", &before[from..])
    }

    /// Whether the clause of a phrase says that it is tried or planned: before it, or right after it (`rollback planned`).
    fn is_hedged(&self, phrase: Occurrence) -> bool {
        self.each(Part::Hedge).any(|hedge| {
            let is_before = hedge.end <= phrase.start && self.in_same_clause(hedge, phrase);
            // `reconfigured so that it would stop`: that is what it was for.
            let is_purpose = || self.lexicon.occurs_in("purpose", self.between(phrase, hedge));
            is_before || phrase.end <= hedge.start && self.are_near(phrase, hedge, 2) && !is_purpose()
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

    /// Where it says that the cause was found.
    pub(super) fn cause_found(&self) -> Option<usize> {
        if self.has(Part::Harmless) {
            return None;
        }
        let is_open = |found: &Occurrence| {
            self.is_aim(*found)
                || self.is_asked(*found)
                || self.each(Part::Hedge).any(|hedge| self.are_near(hedge, *found, 1))
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
        let is_real = |found| {
            !self.is_negated(found) && !self.is_aim(found) && !self.is_asked(found) && !nothing(found)
        };
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
        // `Added a notification that is raised when the service fails`
        let is_made = |alarm: &Occurrence| {
            self.each(Part::Act).any(|act| act.end <= alarm.start && self.are_near(act, *alarm, NEAR))
        };
        let raised = || self.pair(Part::Alarm, Part::Raised).filter(|alarm| !is_made(alarm));
        phrase.or_else(raised).map(|found| found.start)
    }

    /// Where work on the incident began.
    pub(super) fn investigated(&self) -> Option<usize> {
        self.phrase(Phase::Investigating).next().map(|found| found.start)
    }

    /// Whether the trouble began.
    pub(super) fn began(&self) -> bool {
        // `Start of normal traffic`
        let is_normal = || self.works() && !self.troubled();
        self.phrase(Phase::FirstSignal).next().is_some() && !is_normal()
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
}
