//! Tests of the prevention gap.

use std::sync::Arc;

use jiff::ToSpan;
use proptest::prelude::*;

use super::*;
use crate::archive::assemble;
use crate::config::Config;
use crate::model::Parsed;
use crate::read::Reader;
use crate::source::SourceFile;

const FIRST_DAY: Date = Date::constant(2026, 1, 1);

fn day(number: i64) -> Date {
    FIRST_DAY.checked_add(number.days()).unwrap()
}

/// A document with the number of its incident, the day on which it began, further front matter, and the states of its action items.
fn document(number: usize, began: i64, front: &str, states: &[String]) -> Arc<Parsed> {
    let rows: Vec<String> = states.iter().map(|state| format!("| Tidy up | ann | {state} |\n")).collect();
    let rows = rows.concat();
    let text = format!(
        "---\nid: INC-{number}\ndate: {}\nduration: 30 min\n{front}\n---\n# Outage\n\n## Action Items\n\n\
         | Action | Owner | Status |\n|---|---|---|\n{rows}",
        day(began)
    );
    let source = SourceFile::new(format!("INC-{number}.md"), text);
    Arc::new(Reader::new(&Config::default()).read(&Arc::new(source)))
}

fn archive(documents: Vec<Arc<Parsed>>) -> Archive {
    assemble(documents, &[], &Config::default(), day(1000))
}

/// The open items as `INC-1/2` with their age, and how many are closed on an unknown day.
fn gap(archive: &Archive, id: &str) -> (Vec<(String, i32)>, usize) {
    let at = archive.incidents.iter().position(|one| one.card.id == id).unwrap();
    let found = archive.open_at_the_time(at);
    let name = |item: &OpenItem| {
        let one = &archive.incidents[item.at.incident];
        (format!("{}/{}", one.card.id, one.record.actions[item.at.action].number), item.age_days)
    };
    (found.items.iter().map(name).collect(), found.closed_some_day)
}

/// The gap of `INC-2` after `INC-1` with one open item.
fn gap_of_two(first: &str, second: &str) -> Vec<(String, i32)> {
    let open = ["Open".to_owned()];
    gap(&archive(vec![document(1, 0, first, &open), document(2, 40, second, &[])]), "INC-2").0
}

#[test]
fn relations_by_cause_or_recurrence_count_from_either_document() {
    let found = [("INC-1/1".to_owned(), 40)];
    for kind in ["recurrence-of", "caused-by", "follow-up-of", "same-cause"] {
        let relation = |id| format!("related: [{{ id: {id}, kind: {kind} }}]");
        assert_eq!(gap_of_two("", &relation("INC-1")), found, "{kind}");
        assert_eq!(gap_of_two(&relation("INC-2"), ""), found, "{kind}");
    }
    for kind in ["related", "duplicate-of"] {
        let relation = format!("related: [{{ id: INC-1, kind: {kind} }}]");
        assert_eq!(gap_of_two("", &relation), [], "{kind}");
    }
    assert_eq!(gap_of_two("", ""), []);
}

#[test]
fn not_related_vetoes_from_either_document() {
    let relation = "related: [{ id: INC-1, kind: recurrence-of }]";
    assert_eq!(gap_of_two("not_related: [INC-2]", relation), []);
    assert_eq!(gap_of_two("", &format!("{relation}\nnot_related: INC-1")), []);
    assert_ne!(gap_of_two("not_related: [INC-1]", relation), []);
}

#[test]
fn an_unknown_id_in_not_related_is_reported() {
    let broken = document(1, 0, "not_related: [INC-2, INC-77]", &[]);
    let found = archive(vec![broken, document(2, 1, "", &[])]).diagnostics;
    let found: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(found, ["broken reference: no incident has the id `INC-77`"]);
}

#[test]
fn items_open_on_the_day_the_document_was_finalized() {
    let relation = "related: [{ id: INC-1, kind: recurrence-of }]";
    let finalized = |number| format!("finalized: {}", day(number));
    assert_eq!(gap_of_two(&finalized(10), relation), [("INC-1/1".to_owned(), 30)]);
    assert_eq!(gap_of_two(&finalized(40), relation), []);
    assert_eq!(gap_of_two(&finalized(41), relation), []);
    // A day before the incident is a mistake.
    assert_eq!(gap_of_two(&finalized(-3), relation), [("INC-1/1".to_owned(), 40)]);
}

#[test]
fn items_are_closed_on_a_stated_day_only() {
    let done = |number| format!("Done ({})", day(number));
    let states =
        [done(39), done(40), done(41), "Done".to_owned(), "Won't fix".to_owned(), "Blocked".to_owned()];
    let second = document(2, 40, "related: [{ id: INC-1, kind: recurrence-of }]", &[]);
    let found = gap(&archive(vec![document(1, 0, "", &states), second]), "INC-2");
    assert_eq!(found, (vec![("INC-1/3".to_owned(), 40), ("INC-1/6".to_owned(), 40)], 2));
}

#[test]
fn similar_incidents_count_if_they_affect_the_same_service() {
    let words = "summary: The frobnicator exhausted its quokka buffers behind the zeppelin relay.";
    let other = document(3, 20, "services: [mail]", &[]);
    let open = ["Open".to_owned()];
    let two = |first: &str, second: &str| {
        let first = document(1, 0, &format!("{words}\nservices: [{first}]"), &open);
        let second = document(2, 40, &format!("{words}\nservices: [{second}]"), &[]);
        archive(vec![first, second, Arc::clone(&other)])
    };
    let alike = two("checkout", "Checkout");
    assert_eq!(gap(&alike, "INC-2").0, [("INC-1/1".to_owned(), 40)]);
    let item = ActionRef { incident: 2, action: 0 };
    let since = alike.since(item);
    assert_eq!(since.incidents, [Connected { incident: 0, connection: Connection::Similar }]);
    assert_eq!(since.minutes, 30);
    assert_eq!(gap(&two("checkout", "ledger"), "INC-2").0, []);
}

#[test]
fn an_incident_lists_at_most_20_items_and_counts_all() {
    let states = vec!["Open".to_owned(); 50];
    let second = document(2, 40, "related: [{ id: INC-1, kind: recurrence-of }]", &[]);
    let found = archive(vec![document(1, 0, "", &states), second]).open_at_the_time(0);
    assert_eq!((found.items.len(), found.total), (MAX_ITEMS, 50));
}

#[test]
fn items_are_ordered_by_the_minutes_lost_since() {
    let open = ["Open".to_owned()];
    let related = |id: usize| format!("related: [{{ id: INC-{id}, kind: recurrence-of }}]");
    let documents = vec![
        document(1, 0, "", &open),
        document(2, 1, "", &open),
        document(3, 30, &related(1), &[]),
        document(4, 31, &related(2), &[]),
        document(5, 32, &related(2), &[]),
        document(6, 33, "", &open),
    ];
    let archive = archive(documents);
    let id = |at: usize| archive.incidents[at].card.id.clone();
    let found = archive.open_since().into_iter();
    let found: Vec<_> = found
        .map(|(at, since)| {
            let later: Vec<String> = since.incidents.iter().map(|one| id(one.incident)).collect();
            (id(at.incident), since.minutes, later.join(" "))
        })
        .collect();
    let row = |id: &str, minutes, later: &str| (id.to_owned(), minutes, later.to_owned());
    assert_eq!(found, [row("INC-2", 60, "INC-5 INC-4"), row("INC-1", 30, "INC-3")]);
}

/// What a generated archive is made of: for each incident the day on which it began, whether its items have been closed, on which
/// day, and the incident that it states a relation to.
type Facts = Vec<(i64, Option<i64>, usize)>;

fn facts() -> impl Strategy<Value = Facts> {
    prop::collection::vec((0..60_i64, prop::option::of(0..90_i64), 0..8_usize), 1..8)
}

/// The documents of an archive in which the items of the first incident are closed on another day.
fn documents(facts: &Facts, closed_first: Option<i64>) -> Vec<Arc<Parsed>> {
    let make = |(at, (began, closed, target)): (usize, &(i64, Option<i64>, usize))| {
        let closed = if at == 0 { closed_first } else { *closed };
        let state = closed.map_or_else(|| "Open".to_owned(), |closed| format!("Done ({})", day(closed)));
        let front = format!("related: [{{ id: INC-{target}, kind: same-cause }}]");
        let front = if *target == at || *target >= facts.len() { String::new() } else { front };
        document(at, *began, &front, &[state, "Open".to_owned()])
    };
    facts.iter().enumerate().map(make).collect()
}

/// The gap of every incident.
fn gaps(archive: &Archive) -> BTreeMap<String, (Vec<(String, i32)>, usize)> {
    archive.incidents.iter().map(|one| (one.card.id.clone(), gap(archive, &one.card.id))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn closing_an_item_earlier_never_adds_a_gap(
        facts in facts(),
        days in (0..90_i64, prop::option::of(0..90_i64)),
    ) {
        // Never is later than any day.
        let (earlier, later) = match days {
            (one, None) => (one, None),
            (one, Some(other)) => (one.min(other), Some(one.max(other))),
        };
        let before = gaps(&archive(documents(&facts, later)));
        let after = gaps(&archive(documents(&facts, Some(earlier))));
        for (id, (items, _)) in after {
            prop_assert!(items.iter().all(|item| before[&id].0.contains(item)), "{id}");
        }
    }

    #[test]
    fn the_order_of_documents_changes_nothing(
        facts in facts(),
        seed in prop::collection::vec(any::<u32>(), 8),
    ) {
        let all = documents(&facts, None);
        let mut places: Vec<usize> = (0..all.len()).collect();
        places.sort_by_key(|at| seed[*at]);
        let permuted = places.iter().map(|at| Arc::clone(&all[*at])).collect();
        let (one, other) = (archive(all), archive(permuted));
        prop_assert_eq!(gaps(&one), gaps(&other));
        prop_assert_eq!(one.open_since(), other.open_since());
    }

    #[test]
    fn both_sides_of_a_gap_agree(facts in facts()) {
        let archive = archive(documents(&facts, None));
        let mut from_later = BTreeSet::new();
        let mut from_item = BTreeSet::new();
        for later in 0..archive.incidents.len() {
            let found = archive.open_at_the_time(later).items;
            from_later.extend(found.iter().map(|item| (item.at.incident, item.at.action, later)));
            for action in 0..archive.incidents[later].record.actions.len() {
                let since = archive.since(ActionRef { incident: later, action }).incidents;
                from_item.extend(since.iter().map(|one| (later, action, one.incident)));
            }
        }
        prop_assert_eq!(from_later, from_item);
    }
}
