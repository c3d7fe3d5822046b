//! Which phase each event of a timeline marks.
//!
//! First each event is read on its own. Then the order decides what its words leave open: nothing is a first signal after
//! an alert, what was repaired before anything broke is background, and after a fix a success means that the service is
//! back.

#[cfg(test)]
mod tests;

use crate::model::{Event, Phase};
use crate::read::lexicon::Lexicon;
use crate::read::marks::split_at_separator;
use crate::read::signs::{Part, Signs, count_words, without_references};
use crate::text::sentences;

/// An event names itself in at most this many words before a colon or a dash: `Root cause found: …`.
const MAX_NAME: usize = 6;
/// How many sentences of an event are read. What follows is detail.
const MAX_SENTENCES: usize = 6;

/// What an event says on its own.
#[derive(Default)]
struct Reading {
    phase: Option<Phase>,
    /// A bit for each [`Hint`].
    hints: u8,
    /// The event is named as a fix: `Mitigation: …`. It is one even if nothing before it is known to be trouble.
    is_named_fix: bool,
}

/// What an event says that names no phase yet.
#[derive(Clone, Copy)]
enum Hint {
    /// It is about trouble.
    Troubled,
    /// Somebody found something.
    Found,
    /// Somebody did something to the system.
    Acted,
    /// Something works.
    Works,
    /// It names a fault or its cause.
    Named,
    /// Somebody looks into it.
    Investigated,
}

impl Reading {
    const fn says(&self, hint: Hint) -> bool {
        self.hints & (1 << hint as u8) != 0
    }
}

/// Marks the events. `names` says what kind of event each one is where its text does not, as status updates do.
pub(super) fn mark(lexicon: &Lexicon, events: &mut [Event], names: &[&str]) {
    let mut readings: Vec<(usize, Reading)> =
        events.iter().zip(names).map(|(event, name)| read(lexicon, name, &event.text)).enumerate().collect();
    if super::is_newest_first(&events.iter().collect::<Vec<_>>()) {
        readings.reverse();
    }
    settle(&mut readings);
    last_acts(&mut readings);
    for (at, reading) in readings {
        events[at].phase = reading.phase;
    }
}

/// Splits `Root cause found: the pool …` into the name of the event and the rest.
fn split_name(text: &str) -> (&str, &str) {
    split_at_separator(text).filter(|(name, _)| count_words(name) <= MAX_NAME).unwrap_or(("", text))
}

fn read<'l>(lexicon: &'l Lexicon, name: &str, text: &str) -> Reading {
    let (own, rest) = split_name(text);
    let names = [name, own].into_iter().filter(|name| !name.is_empty());
    // `Fix 4be1c3f: …`: the commit is not part of the name.
    let named: Vec<Signs> =
        names.map(|name| Signs::of(lexicon, &format!("{}:", without_references(name)))).collect();
    let body: Vec<Signs> = sentences(rest).take(MAX_SENTENCES).map(|one| Signs::of(lexicon, one)).collect();
    let any = |says: fn(&Signs<'l>) -> bool| named.iter().chain(&body).any(says);
    let (failed, harmless) = (any(Signs::fix_failed), any(|signs| signs.has(Part::Harmless)));
    let said = || pick(&body);
    let phase = named.iter().find_map(|name| pick(std::slice::from_ref(name)));
    let is_named_fix = phase == Some(Phase::Mitigated);
    let phase = match phase {
        // `Resolution: Restarted the gateway. Service restored.`
        Some(Phase::Mitigated) => said().filter(|phase| is_end(*phase)).or(phase),
        _ => phase.or_else(said),
    };
    // `Mitigation | Decided to roll back`: the column tells what it is about.
    let is_given = !name.is_empty();
    let is_void = |phase: &Phase| match phase {
        Phase::Mitigated => failed || body.first().is_some_and(|first| first.has(Part::Hedge)) && is_given,
        Phase::Restored | Phase::Resolved => failed || harmless,
        Phase::CauseFound => harmless,
        _ => false,
    };
    let phase = phase.filter(|phase| !is_void(phase));
    // What an event says beyond its phase decides nothing once something was repaired or is back.
    if matches!(phase, Some(Phase::Mitigated | Phase::Restored | Phase::Resolved)) {
        return Reading { phase, hints: 0, is_named_fix: is_named_fix && phase == Some(Phase::Mitigated) };
    }
    let is_open = || body.first().is_some_and(|first| first.has(Part::Hedge));
    let hints = [
        (Hint::Troubled, !harmless && named.iter().chain(body.iter().take(3)).any(Signs::troubled)),
        (Hint::Found, named.iter().chain(body.first()).any(Signs::found)),
        (Hint::Acted, !failed && any(Signs::acted)),
        (Hint::Works, !failed && any(Signs::works) && !is_open()),
        (Hint::Named, any(|signs| signs.has(Part::Problem))),
        (Hint::Investigated, phase == Some(Phase::Alert) && any(|signs| signs.investigated().is_some())),
    ];
    let bits = hints.iter().map(|(hint, is_said)| u8::from(*is_said) << *hint as u8);
    Reading { phase, hints: bits.fold(0, |all, bit| all | bit), is_named_fix: false }
}

/// The phase that sentences name: the latest one that they can mean, because a sentence tells what led to it first.
fn pick<'l>(body: &[Signs<'l>]) -> Option<Phase> {
    let first = body.first()?;
    // Later sentences are details, and much of what is resolved there is no incident.
    let is_over = |(at, signs): (usize, &Signs)| signs.resolved() && (at < 2 || signs.has(Part::Incident));
    if body.iter().enumerate().any(is_over) {
        return Some(Phase::Resolved);
    }
    if body.iter().any(Signs::restored) {
        return Some(Phase::Restored);
    }
    let place = |find: fn(&Signs<'l>) -> Option<usize>| {
        body.iter().enumerate().find_map(|(at, signs)| find(signs).map(|place| (at, place)))
    };
    let fix = place(Signs::mitigated).filter(|_| !body.iter().any(Signs::fix_failed));
    match (place(Signs::cause_found), fix) {
        (Some(cause), Some(fix)) if fix < cause || body.iter().any(Signs::is_fix_key) => {
            return Some(Phase::Mitigated);
        }
        (Some(_), _) => return Some(Phase::CauseFound),
        (None, Some(_)) => return Some(Phase::Mitigated),
        (None, None) => {}
    }
    if first.declared() {
        return Some(Phase::Declared);
    }
    match (first.alerted(), first.investigated()) {
        (Some(alert), Some(work)) if work < alert => Some(Phase::Investigating),
        (Some(_), _) => Some(Phase::Alert),
        (None, Some(_)) => Some(Phase::Investigating),
        (None, None) => first.began().then_some(Phase::FirstSignal),
    }
}

/// Whether an event shows that something is wrong.
const fn is_sign(phase: Phase) -> bool {
    matches!(phase, Phase::FirstSignal | Phase::Alert | Phase::Declared | Phase::Investigating)
}

/// Whether the trouble is over.
const fn is_end(phase: Phase) -> bool {
    matches!(phase, Phase::Restored | Phase::Resolved)
}

/// Decides by the order of the events.
fn settle(readings: &mut [(usize, Reading)]) {
    let is_trouble = |reading: &Reading| {
        let is_plain = matches!(reading.phase, None | Some(Phase::CauseFound));
        reading.phase.is_some_and(is_sign)
            || is_plain && reading.says(Hint::Troubled) && !reading.says(Hint::Acted)
    };
    let first_sign = readings.iter().position(|(_, reading)| is_trouble(reading));
    let last_fix = readings.iter().rposition(|(_, reading)| reading.phase == Some(Phase::Mitigated));
    let (mut signs, mut fixed, mut back, mut is_over) = (Signal::None, false, false, false);
    for (at, (_, reading)) in readings.iter_mut().enumerate() {
        let is_background = first_sign.is_some_and(|first| at < first);
        let succeeds = reading.says(Hint::Works) && fixed && !back && !reading.says(Hint::Troubled);
        reading.phase = match reading.phase {
            Some(Phase::FirstSignal) if signs == Signal::Strong => None,
            Some(phase)
                if is_background && !is_sign(phase) && !(reading.is_named_fix && last_fix == Some(at)) =>
            {
                None
            }
            // Once the service is back, what is undone is cleaning up.
            Some(Phase::Mitigated) if is_over => None,
            Some(Phase::Alert | Phase::Investigating) if succeeds => Some(Phase::Restored),
            // What is found first is the trouble, unless its cause is named.
            Some(Phase::CauseFound)
                if signs == Signal::None && reading.says(Hint::Troubled) && !reading.says(Hint::Named) =>
            {
                Some(Phase::Alert)
            }
            Some(Phase::Alert) if reading.says(Hint::Investigated) && signs == Signal::Strong && !fixed => {
                Some(Phase::Investigating)
            }
            Some(Phase::Alert) if reading.says(Hint::Found) && signs == Signal::Strong && !fixed => {
                Some(Phase::CauseFound)
            }
            Some(Phase::Investigating) if reading.says(Hint::Found) && signs == Signal::Strong => {
                Some(Phase::CauseFound)
            }
            None if reading.says(Hint::Troubled) && signs == Signal::None && !reading.says(Hint::Acted) => {
                Some(Phase::FirstSignal)
            }
            None if reading.says(Hint::Found) && signs != Signal::None && !fixed => Some(Phase::CauseFound),
            None if reading.says(Hint::Found) && signs == Signal::None && !is_background => {
                Some(Phase::Alert)
            }
            None if succeeds => Some(Phase::Restored),
            phase => phase,
        };
        match reading.phase {
            Some(Phase::Mitigated) => fixed = true,
            Some(Phase::Restored | Phase::Resolved) => (back, is_over) = (true, fixed),
            Some(Phase::FirstSignal | Phase::Alert) => (fixed, back, is_over) = (false, false, false),
            _ => fixed |= reading.says(Hint::Acted) && signs == Signal::Strong,
        }
        match reading.phase {
            Some(Phase::FirstSignal) if signs == Signal::None => signs = Signal::Weak,
            Some(_) => signs = Signal::Strong,
            None => {}
        }
    }
}

/// How clear it is by now that something is wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signal {
    None,
    Weak,
    Strong,
}

/// Before a service is back without any known fix, the last act is the fix.
fn last_acts(readings: &mut [(usize, Reading)]) {
    let is_over = |phase: Option<Phase>| phase.is_some_and(is_end);
    // The first event of all is rather what set it off.
    let first_sign = readings.iter().position(|(_, reading)| reading.phase.is_some_and(is_sign));
    let mut from = first_sign.map_or(1, |sign| sign + 1);
    let mut ends: Vec<usize> = (from..readings.len()).filter(|at| is_over(readings[*at].1.phase)).collect();
    // Without an end, trouble after an act means that it did not help.
    let is_trouble = |reading: &Reading| reading.says(Hint::Troubled) && !reading.says(Hint::Acted);
    if ends.is_empty() && first_sign.is_some() {
        let trouble = readings.iter().rposition(|(_, reading)| is_trouble(reading));
        from = from.max(trouble.map_or(0, |at| at + 1));
        ends.push(readings.len());
    }
    for at in ends {
        let before = &mut readings[from.min(at)..at];
        let is_fixed = before.iter().any(|(_, reading)| reading.phase == Some(Phase::Mitigated));
        let act =
            before.iter_mut().rev().find(|(_, reading)| reading.phase.is_none() && reading.says(Hint::Acted));
        if let Some((_, reading)) = act.filter(|_| !is_fixed) {
            reading.phase = Some(Phase::Mitigated);
        }
        from = at + 1;
    }
}
