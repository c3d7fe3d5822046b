//! How long action items stay open.

use super::survival::{Curve, Spell};
use crate::archive::{Archive, actions_opened};

/// The action items of an archive over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionItems {
    /// How many there are.
    pub total: usize,
    /// The curve of those whose days are known. Open items are censored on the as-of date.
    pub curve: Curve,
    /// How many are closed, and their documents do not say when. They are not part of the curve.
    pub closed_some_day: usize,
    /// How many were written down on an unknown day. They are not part of the curve either.
    pub opened_some_day: usize,
}

impl ActionItems {
    pub(super) fn of(archive: &Archive) -> Self {
        let mut found = Self::default();
        let mut spells = Vec::new();
        for one in &archive.incidents {
            let opened = actions_opened(one).filter(|day| *day <= archive.as_of);
            for item in &one.record.actions {
                found.total += 1;
                let (until, closed) = match (item.state.is_open(), item.done_on) {
                    (true, _) => (archive.as_of, false),
                    (false, Some(day)) => (day, true),
                    (false, None) => {
                        found.closed_some_day += 1;
                        continue;
                    }
                };
                let Some(opened) = opened else {
                    found.opened_some_day += 1;
                    continue;
                };
                // An item that was closed before its document was finished was open for no day.
                let days = until.since(opened).map_or(0, |span| span.get_days());
                spells.push(Spell { days: u32::try_from(days).unwrap_or(0), closed });
            }
        }
        found.curve = Curve::of(spells);
        found
    }
}
