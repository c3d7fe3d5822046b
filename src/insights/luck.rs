//! Where luck helped, what was done about it since, and what went well.
//!
//! Luck is a hole in the defenses that nobody fell into this time. It stays open until somebody says that it is closed: the
//! front matter of a document (`closes: [INC-0042#luck-1]`), or an action item with that reference in its text that is done.
//! Nothing else closes it: whether a measure is the answer to a piece of luck is for people to say.

use rustc_hash::FxHashMap;

use crate::archive::{ActionRef, Archive, Group, LUCK_MARK, Target};
use crate::model::FieldId;

/// A place where luck helped.
#[derive(Clone, Debug, PartialEq)]
pub struct Hole {
    /// The incident in which it did.
    pub incident: usize,
    /// Its number among those of the incident, from 1.
    pub number: usize,
    /// What the document says.
    pub text: String,
    /// The documents whose front matter closes it.
    pub closed_by: Vec<Target>,
    /// The action items that refer to it.
    pub actions: Vec<ActionRef>,
}

impl Hole {
    /// Whether it is closed.
    pub fn is_closed(&self, archive: &Archive) -> bool {
        let is_done =
            |at: &ActionRef| !archive.incidents[at.incident].record.actions[at.action].state.is_open();
        !self.closed_by.is_empty() || self.actions.iter().any(is_done)
    }
}

/// The holes of all incidents, newest incident first.
pub fn holes(archive: &Archive) -> Vec<Hole> {
    let mut holes = Vec::new();
    let mut places: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for (incident, one) in archive.incidents.iter().enumerate() {
        for (at, text) in one.record.entries(FieldId::Lucky).into_iter().enumerate() {
            places.insert((incident, at + 1), holes.len());
            let text = text.to_owned();
            holes.push(Hole { incident, number: at + 1, text, closed_by: Vec::new(), actions: Vec::new() });
        }
    }
    if holes.is_empty() {
        return holes;
    }
    let ids = archive.incidents.iter().enumerate().map(|(at, one)| (one.card.id.to_lowercase(), at));
    let ids: FxHashMap<String, usize> = ids.collect();
    let place = |reference: &str| {
        let (id, number) = reference.split_once(LUCK_MARK)?;
        places.get(&(*ids.get(&id.trim().to_lowercase())?, number.trim().parse().ok()?)).copied()
    };
    let incidents = archive.incidents.iter().enumerate();
    let incidents = incidents.map(|(at, one)| (Target::Incident(at), &one.record));
    let pages = archive.pages.iter().enumerate().map(|(at, one)| (Target::Page(at), &one.record));
    for (target, record) in incidents.chain(pages) {
        for reference in record.list(FieldId::Closes).iter().flat_map(|field| &field.value) {
            if let Some(at) = place(reference)
                && !holes[at].closed_by.contains(&target)
            {
                holes[at].closed_by.push(target.clone());
            }
        }
    }
    for (incident, one) in archive.incidents.iter().enumerate() {
        for (action, item) in one.record.actions.iter().enumerate() {
            for at in references(&item.action.text).filter_map(&place) {
                let action = ActionRef { incident, action };
                if !holes[at].actions.contains(&action) {
                    holes[at].actions.push(action);
                }
            }
        }
    }
    holes
}

/// The references to holes in a text.
fn references(text: &str) -> impl Iterator<Item = &str> {
    let is_of_id = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    text.match_indices(LUCK_MARK).filter_map(move |(at, _)| {
        let id = text[..at].trim_end_matches(is_of_id).len();
        let digits = &text[at + LUCK_MARK.len()..];
        let digits = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        (id < at && digits > 0).then(|| &text[id..at + LUCK_MARK.len() + digits])
    })
}

/// What went well in the incidents of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct Defenses {
    /// The index of the service in [`Indexes::services`](crate::archive::Indexes::services). `None` for incidents without a
    /// service.
    pub service: Option<usize>,
    /// Each sentence with its incident, newest first.
    pub items: Vec<(String, usize)>,
}

/// What went well, by service.
pub fn defenses(archive: &Archive) -> Vec<Defenses> {
    let of = |members: &mut dyn Iterator<Item = usize>| -> Vec<(String, usize)> {
        let items = |at: usize| archive.incidents[at].record.entries(FieldId::WentWell).into_iter();
        members.flat_map(|at| items(at).map(move |text| (text.to_owned(), at))).collect()
    };
    let by_service = archive.indexes.services.iter().enumerate();
    let by_service =
        by_service.map(|(at, group): (usize, &Group)| (Some(at), of(&mut group.members.iter().copied())));
    let without = |at: &usize| archive.incidents[*at].card.services.is_empty();
    let unnamed = of(&mut (0..archive.incidents.len()).filter(without));
    let all = by_service.chain([(None, unnamed)]).map(|(service, items)| Defenses { service, items });
    all.filter(|one| !one.items.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::archive::assemble;
    use crate::config::Config;
    use crate::read::Reader;
    use crate::source::SourceFile;

    const LUCKY: &str = "## Where we got lucky\n\n- It was Sunday.\n- Ann was awake.\n";

    fn archive(documents: &[(&str, String)]) -> Archive {
        let read = |(path, text): &(&str, String)| {
            let source = SourceFile::new(*path, text.clone());
            Arc::new(Reader::new(&Config::default()).read(&Arc::new(source)))
        };
        assemble(documents.iter().map(read).collect(), &[], &Config::default(), date(2026, 3, 1))
    }

    fn incident(number: usize, front: &str, body: &str) -> (&'static str, String) {
        let path = ["a/INC-1.md", "a/INC-2.md", "a/INC-3.md"][number - 1];
        let text = format!("---\nid: INC-{number}\ndate: 2026-01-0{number}\n{front}---\n# Outage\n\n{body}");
        (path, text)
    }

    /// The holes with their state, in the order of their numbers.
    fn states(documents: &[(&str, String)]) -> Vec<(usize, bool)> {
        let archive = archive(documents);
        holes(&archive).iter().map(|hole| (hole.number, hole.is_closed(&archive))).collect()
    }

    #[test]
    fn luck_stays_open_until_somebody_says_that_it_is_closed() {
        let lucky = || incident(1, "", LUCKY);
        assert_eq!(states(&[lucky()]), [(1, false), (2, false)]);
        let closing = incident(2, "closes: [INC-1#luck-2]\n", "");
        assert_eq!(states(&[lucky(), closing]), [(1, false), (2, true)]);
        let table = |state: &str| {
            format!(
                "## Action Items\n\n| Action | Status |\n|---|---|\n| Page on Sundays (inc-1#luck-1) | {state} |\n"
            )
        };
        assert_eq!(states(&[lucky(), incident(2, "", &table("Done"))]), [(1, true), (2, false)]);
        assert_eq!(states(&[lucky(), incident(2, "", &table("Open"))]), [(1, false), (2, false)]);
    }

    #[test]
    fn references_to_what_does_not_exist_close_nothing() {
        let wrong = incident(2, "closes: [INC-1#luck-9, INC-7#luck-1, INC-1, \"#luck-1\"]\n", "");
        assert_eq!(states(&[incident(1, "", LUCKY), wrong]), [(1, false), (2, false)]);
    }

    #[test]
    fn unknown_luck_is_reported() {
        let wrong =
            incident(2, "closes: [INC-1#luck-2, INC-1#luck-3, INC-1#luck-0, INC-1, INC-9#luck-1]\n", "");
        let found = archive(&[incident(1, "", LUCKY), wrong]).diagnostics;
        let found: Vec<_> = found.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(
            found,
            [
                "broken reference: `INC-1#luck-0` does not exist",
                "broken reference: `INC-1#luck-3` does not exist",
                "broken reference: `INC-1` does not exist",
                "broken reference: no incident has the id `INC-9`",
            ]
        );
    }

    #[test]
    fn what_went_well_is_grouped_by_service() {
        let body = "## What went well\n\n- The alert was fast.\n";
        let archive = archive(&[
            incident(1, "services: [api, db]\n", body),
            incident(2, "services: [db]\n", body),
            incident(3, "", body),
        ]);
        let found: Vec<_> = defenses(&archive)
            .iter()
            .map(|one| (one.service.map(|at| archive.indexes.services[at].label.clone()), one.items.len()))
            .collect();
        assert_eq!(found, [(Some("db".to_owned()), 2), (Some("api".to_owned()), 1), (None, 1)]);
    }
}
