//! Tests of recurring themes.

use std::sync::{Arc, LazyLock};

use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::archive::assemble;
use crate::config::parse;
use crate::model::Parsed;
use crate::read::Reader;
use crate::source::SourceFile;

const AS_OF: Date = Date::constant(2026, 6, 30);

/// What three problems are made of, each with its service.
const PROBLEMS: [(&str, &str); 3] = [
    ("checkout", "The pgbouncer pool ran out of connections because idle transactions were never closed"),
    ("mail", "The certificate of the smarthost expired and renewal by certbot had failed silently"),
    ("search", "The elasticsearch shards were unassigned after the watermark of the volume was exceeded"),
];

/// Words for documents that have nothing to do with each other.
const SYLLABLES: [&str; 16] = [
    "bal", "cor", "dun", "fir", "gam", "hol", "jix", "kel", "lom", "nup", "pra", "qui", "ros", "tev", "vul",
    "zan",
];

fn read(path: &str, text: String) -> Arc<Parsed> {
    static READER: LazyLock<Reader> = LazyLock::new(|| Reader::new(&Config::default()));
    Arc::new(READER.read(&Arc::new(SourceFile::new(path, text))))
}

/// A number that looks random, the same at every run.
fn random(seed: u64) -> u64 {
    let mut state = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for shift in [30, 27, 31] {
        state = (state ^ (state >> shift)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    }
    state ^ (state >> 29)
}

/// Words that other documents may have too, by a seed.
fn words(seed: u64, count: u64) -> String {
    let syllable = |seed: u64| SYLLABLES[usize::try_from(random(seed) % 16).unwrap()];
    let word = |at| {
        let seed = random(seed * 1000 + at) % 400;
        format!("{}{}{}", syllable(seed * 3), syllable(seed * 3 + 1), syllable(seed * 3 + 2))
    };
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

fn text(number: usize, (front, title, cause): (&str, &str, &str)) -> String {
    let day = date(2024, 1, 1).checked_add(i64::try_from(number * 9).unwrap().days()).unwrap();
    format!(
        "---\nid: INC-{number}\ndate: {day}\nduration: 30 min\n{front}\n---\n# {title}\n\n## Root cause\n\n{cause}.\n\n\
         ## Timeline\n\n- 10:00 {}\n\n## Action Items\n\n- [ ] Fix it (ann)\n",
        words(number as u64 + 7, 30)
    )
}

/// An incident that has nothing to do with others.
fn unrelated(number: usize) -> Arc<Parsed> {
    let service = ["checkout", "mail", "search", "api"][number % 4];
    let (title, cause) = (words(number as u64 * 31, 3), words(number as u64 * 17, 12));
    read(&format!("INC-{number}.md"), text(number, (&format!("services: [{service}]"), &title, &cause)))
}

/// Four incidents of each problem, among thirty others.
fn documents() -> Vec<Arc<Parsed>> {
    static DOCUMENTS: LazyLock<Vec<Arc<Parsed>>> = LazyLock::new(all_documents);
    DOCUMENTS.clone()
}

fn all_documents() -> Vec<Arc<Parsed>> {
    let problem = |number: usize| {
        let (service, cause) = PROBLEMS[number % 3];
        let cause = format!("{cause} {}", words(number as u64 + 99, 6));
        let front = format!("services: [{service}]");
        read(&format!("INC-{number}.md"), text(number, (&front, &words(number as u64, 2), &cause)))
    };
    (0..12).map(problem).chain((12..42).map(unrelated)).collect()
}

fn archive(documents: Vec<Arc<Parsed>>, config: &Config) -> Archive {
    assemble(documents, &[], config, AS_OF)
}

/// The members of each theme, sorted.
fn found(documents: Vec<Arc<Parsed>>, config: &Config) -> Vec<Vec<String>> {
    let archive = archive(documents, config);
    let name = |at: &usize| archive.incidents[*at].card.id.clone();
    let themes = themes(&archive, config).into_iter();
    let mut found: Vec<Vec<String>> = themes.map(|theme| theme.members.iter().map(name).collect()).collect();
    found.sort();
    found
}

fn ids(numbers: &[usize]) -> Vec<String> {
    numbers.iter().map(|number| format!("INC-{number}")).collect()
}

fn config(text: &str) -> Config {
    let (config, diagnostics) = parse(&SourceFile::new("pmsite.toml", text.to_owned()));
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    config
}

fn related(number: usize, front: &str) -> Arc<Parsed> {
    read(&format!("INC-{number}.md"), text(number, (front, "Outage", &words(number as u64 * 31, 12))))
}

#[test]
fn similar_incidents_of_one_service_form_themes() {
    let expected = [ids(&[0, 3, 6, 9]), ids(&[1, 4, 7, 10]), ids(&[2, 5, 8, 11])];
    assert_eq!(found(documents(), &Config::default()), expected);
    let archive = archive(documents(), &Config::default());
    let themes = themes(&archive, &Config::default());
    let of_pool = themes.iter().find(|theme| theme.members.contains(&(archive.incidents.len() - 1))).unwrap();
    assert!(of_pool.terms.iter().any(|term| term == "pgbouncer"), "{of_pool:?}");
    assert_eq!((of_pool.minutes, &of_pool.days_between[..]), (120, &[27, 27, 27][..]));
    assert_eq!((of_pool.median_days, of_pool.open_items.len()), (None, 3));
    assert_eq!(archive.indexes.services[of_pool.services[0]].label, "checkout");
}

#[test]
fn the_same_words_about_different_services_are_no_theme() {
    let cause = PROBLEMS[0].1;
    let other = |number: usize| {
        let front = format!("services: [part-{number}]");
        read(&format!("INC-{number}.md"), text(number, (&front, "Outage", cause)))
    };
    assert_eq!(
        found((0..4).map(other).chain((12..42).map(unrelated)).collect(), &Config::default()),
        [[""; 0]; 0]
    );
}

#[test]
fn two_nearly_equal_incidents_are_a_theme_unless_they_are_of_one_day() {
    let report = |number: usize, front: &str| {
        let (title, cause) = (PROBLEMS[1].1, PROBLEMS[1].1);
        let report = format!("---\nid: INC-{number}\n{front}\n---\n# {title}\n\n## Root cause\n\n{cause}.\n");
        read(&format!("INC-{number}.md"), report)
    };
    let among = |fronts: [&str; 2]| {
        let two = fronts.iter().zip(0..).map(|(front, number)| report(number, front));
        found(two.chain((12..42).map(unrelated)).collect(), &Config::default())
    };
    assert_eq!(among(["date: 2025-01-02", "date: 2025-03-04"]), [ids(&[0, 1])]);
    let services = ["date: 2025-01-02\nservices: [mail]", "date: 2025-03-04\nservices: [api]"];
    for fronts in
        [["date: 2025-01-02"; 2], services, ["date: 2025-01-02\nnot_related: INC-1", "date: 2025-03-04"]]
    {
        assert_eq!(among(fronts), [[""; 0]; 0], "{fronts:?}");
    }
}

#[test]
fn stated_recurrences_form_a_theme() {
    let two = || vec![related(1, ""), related(2, "related: [{ id: INC-1, kind: recurrence-of }]")];
    assert_eq!(found(two(), &Config::default()), [ids(&[1, 2])]);
    let caused = |kind: &str| {
        let front = |id: usize| format!("related: [{{ id: INC-{id}, kind: {kind} }}]");
        vec![related(1, ""), related(2, &front(1)), related(3, &front(2))]
    };
    assert_eq!(found(caused("follow-up-of"), &Config::default()), [ids(&[1, 2, 3])]);
    assert_eq!(found(caused("follow-up-of")[..2].to_vec(), &Config::default()), [[""; 0]; 0]);
    for kind in ["related", "duplicate-of"] {
        assert_eq!(found(caused(kind), &Config::default()), [[""; 0]; 0], "{kind}");
    }
    let vetoed = "not_related: [INC-1]\nrelated: [{ id: INC-1, kind: recurrence-of }]";
    assert_eq!(found(vec![related(1, ""), related(2, vetoed)], &Config::default()), [[""; 0]; 0]);
}

#[test]
fn one_added_unrelated_document_rarely_changes_a_theme() {
    let before = found(documents(), &Config::default());
    let changed = (0..100).filter(|seed| {
        let mut documents = documents();
        documents.push(unrelated(100 + seed));
        found(documents, &Config::default()) != before
    });
    assert!(changed.count() <= 2);
}

#[test]
fn configuration_names_splits_and_hides_themes() {
    let rules = "[[recurring_theme]]\nmember = 'INC-3'\nname = 'Pool exhaustion'\nwithout = ['inc-9']\n\
                 [[recurring_theme]]\nmember = 'INC-4'\nhidden = true\n";
    let config = config(rules);
    assert_eq!(found(documents(), &config), [ids(&[0, 3, 6]), ids(&[2, 5, 8, 11])]);
    let archive = archive(documents(), &config);
    let names: Vec<Option<String>> = themes(&archive, &config).into_iter().map(|theme| theme.name).collect();
    assert_eq!(names, [None, Some("Pool exhaustion".to_owned())]);
    assert_eq!(archive.diagnostics.len(), 0);
}

#[test]
fn incidents_taken_out_of_a_theme_form_one_if_a_document_states_a_recurrence() {
    let front = |id: usize| format!("related: [{{ id: INC-{id}, kind: recurrence-of }}]");
    let all = || vec![related(1, ""), related(2, &front(1)), related(3, &front(2)), related(4, &front(3))];
    let config = config("[[recurring_theme]]\nmember = 'INC-1'\nwithout = ['INC-3', 'INC-4']\n");
    assert_eq!(found(all(), &config), [ids(&[1, 2]), ids(&[3, 4])]);
}

#[test]
fn an_unknown_incident_in_the_configuration_is_reported() {
    let config = config("[[recurring_theme]]\nmember = 'INC-77'\nwithout = 'INC-3'\n");
    let found = archive(documents(), &config).diagnostics;
    let found: Vec<_> = found.iter().map(|one| (&*one.source, one.message.as_str())).collect();
    assert_eq!(found, [("pmsite.toml", "broken reference: no incident has the id `INC-77`")]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn order_of_documents_changes_no_theme(turn in 0_usize..42, reverse: bool) {
        let mut all = documents();
        let config = Config::default();
        let before = themes(&archive(all.clone(), &config), &config);
        all.rotate_left(turn);
        if reverse {
            all.reverse();
        }
        prop_assert_eq!(themes(&archive(all, &config), &config), before);
    }
}
