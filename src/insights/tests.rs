//! Tests of the statistics of whole archives.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::archive::assemble;
use crate::model::Parsed;
use crate::read::Reader;
use crate::source::SourceFile;

/// An incident: its day, counted from 2023-01-01, minutes to detect and to mitigate, and states of action items.
type Case = (i64, Option<(u32, u32)>, Vec<String>);

fn document(number: usize, (began, minutes, states): &Case, config: &Config) -> Arc<Parsed> {
    let day = date(2023, 1, 1).checked_add(began.days()).unwrap();
    let at = |minutes: u32| day.at(8, 0, 0, 0).checked_add(i64::from(minutes).minutes()).unwrap();
    let times = minutes.map_or_else(String::new, |(detect, mitigate)| {
        let (started, detected, mitigated) = (at(0), at(detect), at(mitigate));
        format!("started: {started}Z\ndetected: {detected}Z\nmitigated: {mitigated}Z\n")
    });
    let rows: Vec<String> = states.iter().map(|state| format!("| Tidy up | ann | {state} |\n")).collect();
    let service = ["api", "db", "mail"][number % 3];
    let text = format!(
        "---\nid: INC-{number}\ndate: {day}\nseverity: SEV{}\nservices: [{service}]\nregion: EU\n{times}---\n# Outage {number}\n\n\
         ## Action Items\n\n| Action | Owner | Status |\n|---|---|---|\n{}",
        number % 4 + 1,
        rows.concat()
    );
    // Paths sort like the numbers, whatever the order of the documents.
    let source = SourceFile::new(format!("INC-{number:04}.md"), text);
    Arc::new(Reader::new(config).read(&Arc::new(source)))
}

fn archive(cases: &[Case], config: &Config) -> Archive {
    let documents = cases.iter().enumerate().map(|(at, case)| document(at, case, config)).collect();
    assemble(documents, &[], config, date(2026, 6, 30))
}

fn cases(count: i64, case: impl Fn(i64) -> Case) -> Vec<Case> {
    (0..count).map(case).collect()
}

fn plain() -> Config {
    Config::default()
}

#[test]
fn last_two_complete_years_are_compared_but_never_the_first() {
    let years = |days: &[i64]| {
        let cases: Vec<Case> = days.iter().map(|day| (*day, None, Vec::new())).collect();
        Insights::of(&archive(&cases, &plain()), &plain()).counts.map(|change| (change.before, change.after))
    };
    // 2023 and 2025: the archive was begun before 2024.
    let year = |year, n| Year { year, n };
    assert_eq!(years(&[10, 800, 900]), Some((year(2024, 0), year(2025, 2))));
    // 2024 is the first year.
    assert_eq!(years(&[400, 800]), None);
    assert_eq!(years(&[]), None);
}

#[test]
fn missing_times_are_counted() {
    let cases = cases(30, |at| (at * 30, (at % 3 > 0).then_some((5, 60)), Vec::new()));
    let insights = Insights::of(&archive(&cases, &plain()), &plain());
    let [detect, mitigate, resolve] = &insights.times;
    assert_eq!((detect.values.len(), detect.missing), (20, 10));
    assert_eq!(mitigate.summary.median, Some(Median { minutes: 60, low: 60, high: 60 }));
    assert_eq!((resolve.values.len(), resolve.missing, resolve.summary.median), (0, 30, None));
    assert_eq!((insights.clock.n, insights.clock.missing), (20, 10));
}

#[test]
fn change_of_times_is_stated_if_the_test_finds_it() {
    // In 2025, incidents take ten times as long as in 2024.
    let cases = cases(36, |at| {
        (at * 30, Some((1, if at > 24 { 600 } else { 60 } + u32::try_from(at).unwrap())), Vec::new())
    });
    let insights = Insights::of(&archive(&cases, &plain()), &plain());
    let [detect, mitigate, _] = &insights.times;
    assert_eq!(mitigate.change.map(|change| change.verdict), Some(Verdict::Higher));
    assert_eq!(detect.change.map(|change| change.verdict), Some(Verdict::NoEvidence));
    assert!(mitigate.power.is_some());
}

#[test]
fn months_have_no_gaps_and_end_with_the_as_of_date() {
    let insights = Insights::of(&archive(&[(1000, None, Vec::new())], &plain()), &plain());
    let months: Vec<_> = insights.months.iter().map(|one| (one.year, one.month)).collect();
    assert_eq!((months.len(), months[0], months[9]), (10, (2025, 9), (2026, 6)));
    let old = Insights::of(&archive(&[(0, None, Vec::new()), (1090, None, Vec::new())], &plain()), &plain());
    assert_eq!(old.months.len(), MONTHS);
}

#[test]
fn items_closed_on_an_unknown_day_are_counted_and_not_guessed() {
    let states = ["Open", "Done (2023-01-11)", "Done", "Won't fix"].map(str::to_owned).to_vec();
    let items = Insights::of(&archive(&[(0, None, states)], &plain()), &plain()).actions;
    assert_eq!((items.total, items.closed_some_day, items.curve.n, items.curve.closed), (4, 2, 2, 1));
    assert_eq!(items.curve.points[0].days, 10);
}

#[test]
fn fields_of_the_configuration_are_counted_by_value() {
    let config = Config { fields: [("region".to_owned(), "Region".to_owned())].into(), ..Config::default() };
    let fields = Insights::of(&archive(&cases(3, |at| (at, None, Vec::new())), &config), &config).fields;
    let region = fields.last().unwrap();
    assert_eq!((region.recorded, region.missing, &region.values[..]), (3, 0, &[("EU".to_owned(), 3)][..]));
}

/// What was usual for each incident, by its id: the measure, the median and how many values it has.
fn usual(cases: &[Case]) -> BTreeMap<String, Vec<(Measure, u32, usize)>> {
    let archive = archive(cases, &plain());
    let medians = earlier_medians(&archive);
    let ids = archive.incidents.iter().map(|one| one.card.id.clone());
    let short =
        |medians: Vec<EarlierMedian>| medians.iter().map(|one| (one.measure, one.minutes, one.n)).collect();
    ids.zip(medians.into_iter().map(short)).collect()
}

#[test]
fn what_was_usual_is_the_median_of_earlier_days_and_the_same_severity() {
    // Every fourth incident has the same severity; number 28 begins on the same day as number 24.
    let mut cases = cases(32, |at| (at * 10, Some((2, 10 + u32::try_from(at).unwrap())), Vec::new()));
    cases[28].0 = cases[24].0;
    let usual = usual(&cases);
    assert_eq!(usual["INC-20"], [], "five values are too few");
    let of_six = [(Measure::Detect, 2, 6), (Measure::Mitigate, 20, 6)];
    assert_eq!((&usual["INC-24"][..], &usual["INC-28"][..]), (&of_six[..], &of_six[..]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn newer_incident_changes_nothing_about_what_was_usual_before(
        mut days in proptest::collection::vec((0_i64..300, 0_u32..90, 0_u32..900), 8..40),
        newer in (300_i64..400, 0_u32..90, 0_u32..900),
    ) {
        let case = |(day, detect, mitigate): &(i64, u32, u32)| (*day, Some((*detect, *mitigate)), Vec::new());
        let before = usual(&days.iter().map(case).collect::<Vec<_>>());
        days.push(newer);
        let after = usual(&days.iter().map(case).collect::<Vec<_>>());
        for (id, medians) in before {
            prop_assert_eq!(&after[&id], &medians);
        }
    }

    #[test]
    fn order_of_documents_changes_nothing(
        cases in proptest::collection::vec(
            (0_i64..1200, proptest::option::of((0_u32..90, 0_u32..900)), proptest::collection::vec(
                prop_oneof![Just("Open".to_owned()), Just("Done".to_owned()), Just("Done (2024-02-03)".to_owned())], 0..3,
            )),
            0..40,
        ),
        turn in 0_usize..40,
    ) {
        let config = plain();
        let mut documents: Vec<_> =
            cases.iter().enumerate().map(|(at, case)| document(at, case, &config)).collect();
        let as_of = date(2026, 6, 30);
        let before = Insights::of(&assemble(documents.clone(), &[], &config, as_of), &config);
        let turn = turn % documents.len().max(1);
        documents.rotate_left(turn);
        documents.reverse();
        prop_assert_eq!(Insights::of(&assemble(documents, &[], &config, as_of), &config), before);
    }
}
