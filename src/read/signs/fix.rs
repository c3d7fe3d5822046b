//! What a sentence says about a fix: that it was made, that it failed, and what it solved.

use std::cell::OnceCell;

use super::{NEAR, Part, Signs, count_words, ends_clause, is_clause_end, overlap};
use crate::lexicon::list;
use crate::model::Phase;
use crate::read::lexicon::{Lexicon, Occurrence};

/// Longer sentences say more than that an act solved the problem.
const MAX_PLAIN: usize = 40;
/// After the object of a verb, in languages with the verb at the end.
const OBJECT_MARKS: &[&str] = list("text.object_mark");
/// Between an act and the end of a problem that it solved there are at most this many words.
const SAME_STATEMENT: usize = 12;

impl Signs<'_> {
    /// Whether it says that a fix did not help: `the rollback failed`, `no effect`.
    pub(in crate::read) fn fix_failed(&self) -> bool {
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
    pub(in crate::read) fn mitigated(&self) -> Option<usize> {
        if self.fix_failed() {
            return None;
        }
        let is_real =
            |found: &Occurrence| !self.is_aim(*found) && !self.is_hedged(*found) && !self.is_spoiled(*found);
        // `Found that the fix was deployed a day before`
        let is_found = |fix: &Occurrence| {
            self.each(Part::Found).any(|found| {
                let mut between = self.between(found, *fix).split_whitespace();
                found.end <= fix.start
                    && self.in_same_clause(found, *fix)
                    && !between.any(Lexicon::is_conjunction)
            })
        };
        let phrase = self.phrase(Phase::Mitigated).find(|phrase| is_real(phrase) && !is_found(phrase));
        let fixed = || self.pair(Part::Fix, Part::Done).filter(is_real).filter(|fix| !is_found(fix));
        let solved = || self.each(Part::Solved).next().filter(|_| self.says_how());
        phrase.or_else(fixed).or_else(solved).map(|found| found.start)
    }

    /// Whether it begins with a key of the fix: `Resolution: …`.
    pub(in crate::read) fn is_fix_key(&self) -> bool {
        let is_first = |found: Occurrence| {
            count_words(&self.folded[..found.start]) <= 1 && self.folded[..found.end].ends_with(':')
        };
        self.phrase(Phase::Mitigated).any(is_first)
    }

    /// Whether it reports that somebody did something to the system, and not only that they will or that they talked.
    pub(in crate::read) fn acted(&self) -> bool {
        self.acts().next().is_some()
    }

    fn acts(&self) -> impl Iterator<Item = Occurrence> + '_ {
        let is_about = |act: Occurrence, talk: Occurrence| {
            talk.end <= act.start && self.in_same_clause(talk, act) || self.are_near(act, talk, NEAR)
        };
        // `Destroyed the routes, disabling all traffic`: after trouble, a verb tells what the trouble did, unless the sentence
        // says that it is over.
        let is_over = OnceCell::new();
        let is_effect = move |act: Occurrence| {
            self.each(Part::Trouble)
                .chain(self.each(Part::Failed))
                .any(|bad| bad.start < act.start && !self.is_done_to(act, bad))
                && !is_over.get_or_init(|| self.ends_of_problem().next().is_some())
        };
        // `The deploy of the gateway failed`
        let failed_itself = |act: Occurrence| {
            self.each(Part::Failed).any(|failed| act.end <= failed.start && self.are_near(act, failed, NEAR))
        };
        let is_real = move |act: &Occurrence| {
            !self.is_aim(*act)
                && !is_effect(*act)
                && !failed_itself(*act)
                && !self.is_negated(*act)
                && !self.is_hedged(*act)
                && !self.each(Part::Talk).chain(self.each(Part::Alarm)).any(|talk| is_about(*act, talk))
        };
        let failed = OnceCell::new();
        self.each(Part::Act).filter(move |_| !*failed.get_or_init(|| self.fix_failed())).filter(is_real)
    }

    /// Whether what is in trouble is what somebody did something to: `The corrupted index was rebuilt`, and in languages
    /// with the verb at the end what is marked as its object.
    fn is_done_to(&self, act: Occurrence, bad: Occurrence) -> bool {
        let between = self.between(bad, act);
        let is_passive = |words: &str| {
            let mut last = words.split_whitespace().rev();
            // `was quickly rebuilt`
            last.by_ref().take(2).any(|word| self.lexicon.is_in("auxiliary", word))
                && !last.any(Lexicon::is_conjunction)
        };
        // `Expired certificate renewed`
        let is_subject = || {
            let word = self.folded.get(bad.start..bad.end).unwrap_or("");
            let next = between.split_whitespace().next().unwrap_or("");
            count_words(&self.folded[..bad.start]) <= 1
                && self.lexicon.is_in("faulty", word)
                && !Lexicon::is_conjunction(next)
        };
        !ends_clause(between)
            && (is_subject() || is_passive(between) || OBJECT_MARKS.iter().any(|mark| between.contains(mark)))
    }

    /// Whether it says that something was found and then what was done about it: `Faulty plugin identified and disabled`.
    pub(in crate::read) fn acted_on_finding(&self) -> bool {
        let is_joined = |found: Occurrence, act: Occurrence| {
            let between = self.between(found, act);
            let mut last = between.split_whitespace().rev().take(2);
            found.end <= act.start
                && (last.any(Lexicon::is_conjunction) || between.trim_end().ends_with(is_clause_end))
        };
        self.acts().any(|act| self.each(Part::Found).any(|found| is_joined(found, act)))
    }

    /// Where it says that the problem is gone.
    fn ends_of_problem(&self) -> impl Iterator<Item = Occurrence> + '_ {
        let is_real = |found: &Occurrence| {
            !self.is_negated(*found)
                && !self.is_hedged(*found)
                && !self.is_aim(*found)
                && !self.is_spoiled(*found)
        };
        let ended = self.each(Part::Ends).filter(|_| self.restored());
        // `The fix was committed` is no end.
        let solved = self.each(Part::Solved).filter(|solved| !self.is_copula(*solved));
        self.phrase(Phase::Restored).chain(solved).filter(is_real).chain(ended)
    }

    /// Whether it says that an act solved the problem: `Restarting the pool fixed it`, `recovered after we rolled back`.
    pub(in crate::read) fn solved_by_act(&self) -> bool {
        let is_near = |act: &Occurrence| {
            self.ends_of_problem()
                .any(|end| !overlap(*act, end) && count_words(self.between(*act, end)) <= SAME_STATEMENT)
        };
        // `To resolve the issue, we restarted the pool`
        let says_aim = self
            .lexicon
            .list("fix_aim")
            .any(|aim| self.folded.strip_prefix(aim).is_some_and(|rest| rest.starts_with([' ', ','])));
        self.has(Part::Act)
            && count_words(&self.folded) <= MAX_PLAIN
            && self.acts().any(|act| says_aim || is_near(&act))
    }

    /// Whether a phrase both says that it was solved and announces by what: `the fix was`.
    fn is_copula(&self, solved: Occurrence) -> bool {
        self.each(Part::By).any(|by| (by.start, by.end) == (solved.start, solved.end))
    }

    /// Whether it says by what a problem was solved: `resolved by`, `the fix was to`.
    pub(in crate::read) fn says_how(&self) -> bool {
        // `Resolved by 14:20`
        let is_time =
            |by: Occurrence| self.folded[by.end..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        let how = |solved: Occurrence| {
            // `The fix was …` is both.
            let by = |by: Occurrence| {
                (by.start, by.end) == (solved.start, solved.end)
                    || solved.end <= by.start && self.in_same_clause(solved, by) && !is_time(by)
            };
            // `The fix was deployed` does not say what it was.
            let is_only_done = |done: Occurrence| {
                self.is_copula(solved) && solved.end <= done.start && self.are_near(solved, done, 0)
            };
            !self.is_negated(solved)
                && !self.each(Part::Done).any(is_only_done)
                && !self.is_hedged(solved)
                && !self.is_aim(solved)
                && !self.is_spoiled(solved)
                && self.each(Part::By).any(by)
        };
        !self.fix_failed() && self.each(Part::Solved).any(how)
    }
}
