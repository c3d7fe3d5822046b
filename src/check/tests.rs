//! Tests of the rules: what each finds, and on what it keeps silent.

use std::sync::Arc;

use jiff::civil::Date;

use super::*;
use crate::archive::assemble;
use crate::read::{ReadMode, Reader};
use crate::source::SourceFile;

const AS_OF: Date = Date::constant(2026, 11, 23);

/// The names of the new rules that speak of some documents, each with the line it points to (0 for a file as a whole).
fn found(documents: &[(&str, &str)]) -> Vec<(&'static str, u32)> {
    let config = Config::default();
    let reader = Reader::new(&config).with_mode(ReadMode::Rules);
    let read = |(path, text): &(&str, &str)| {
        Arc::new(reader.read(&Arc::new(SourceFile::new(*path, (*text).to_owned()))))
    };
    let documents: Vec<_> = documents.iter().map(read).collect();
    let sources: Vec<_> = documents.iter().map(|document| Arc::clone(&document.source)).collect();
    let archive = assemble(documents, &[], &config, AS_OF);
    let mut all = check(&archive, &config);
    all.extend(archive.diagnostics.iter().cloned());
    let mut all = apply_suppressions(&archive, all, UnusedSuppressions::Report);
    all.sort();
    let line = |diagnostic: &Diagnostic| {
        let source = sources.iter().find(|source| source.path == diagnostic.source);
        let whole = diagnostic.span == crate::source::Span::default();
        source.filter(|_| !whole).map_or(0, |source| source.line(diagnostic.span.start))
    };
    all.iter().map(|diagnostic| (diagnostic.code.name(), line(diagnostic))).collect()
}

/// A document that no rule has anything to say about.
const SOUND: &str = "\
# INC-0001: Checkout returns 5xx

| Field | Value |
|---|---|
| Incident ID | INC-0001 |
| Date | 2026-03-14 |
| Severity | SEV2 |
| Status | Final |
| Author | Ann |

## Summary
Checkout failed for an hour after a configuration push.

## Timeline
All times in UTC.

| Time | Event |
|---|---|
| 10:00 | First errors |
| 11:00 | Service restored |

## Root Cause
The pool was sized for half of the traffic.

## Action Items
| # | Action | Owner | Priority | Due Date | Status |
|---|---|---|---|---|---|
| 1 | Alert on the use of the pool | db-team | P1 | 2027-04-01 | Open |

## Related Incidents
None.
";

/// Checks what is found in the sound document after one change to it.
#[track_caller]
fn changed(from: &str, to: &str, expected: &[(&str, u32)]) {
    assert!(SOUND.contains(from), "`{from}` is not in the document");
    let text = SOUND.replace(from, to);
    assert_eq!(found(&[("INC-0001-checkout.md", &text)]), expected);
}

/// The sound document as another incident.
fn other(id: &str, date: &str) -> String {
    SOUND
        .replace("INC-0001", id)
        .replace("2026-03-14", date)
        .replace("Alert on the use", "Alert on the state")
}

#[test]
fn every_rule_is_one_file_with_a_page() {
    for rule in RULES {
        assert_eq!(rule.file.replace('_', "-"), rule.code.name());
    }
    for code in Code::ALL {
        assert!(!page(*code).is_empty(), "{} has no page", code.name());
        assert!(!page(*code).contains(code.manual()), "the page of {} says its sentence again", code.name());
    }
}

#[test]
fn nothing_is_said_of_a_sound_document() {
    changed("\n", "\n", &[]);
}

#[test]
fn an_empty_field_is_pointed_at() {
    changed("| Severity | SEV2 |", "| Severity | |", &[("severity-missing", 7)]);
    changed("| Author | Ann |", "| Author | |", &[("field-empty", 9)]);
}

#[test]
fn what_is_usual_in_the_archive_is_missed() {
    let rated: Vec<String> =
        (2..6).map(|n| other(&format!("INC-000{n}"), &format!("2026-02-0{n}"))).collect();
    let bare = SOUND.replace("| Severity | SEV2 |\n", "");
    let bare = bare.replace("## Summary\nCheckout failed for an hour after a configuration push.\n", "");
    let timeline = bare.find("## Timeline").unwrap();
    let actions = bare.find("## Action Items").unwrap();
    let bare = format!("{}{}", &bare[..timeline], &bare[actions..]).replace("| Final |", "| Reviewed |");
    let mut documents: Vec<(String, &str)> =
        rated.iter().enumerate().map(|(n, text)| (format!("INC-000{}.md", n + 2), text.as_str())).collect();
    documents.push(("INC-0001-checkout.md".to_owned(), &bare));
    let documents: Vec<(&str, &str)> = documents.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let names: Vec<_> =
        found(&documents).into_iter().filter(|(name, _)| name.ends_with("-missing")).collect();
    assert_eq!(names, [("severity-missing", 1), ("summary-missing", 1), ("timeline-missing", 1)]);
    // Alone it follows no habit.
    assert_eq!(found(&documents[4..]), []);
}

#[test]
fn a_finished_document_needs_a_cause_and_actions() {
    let start = SOUND.find("## Root Cause").unwrap();
    let end = SOUND.find("## Action Items").unwrap();
    changed(&SOUND[start..end], "## Root Cause\n\n", &[("cause-missing", 22)]);
    let text = SOUND.replace(&SOUND[start..end], "").replace("| Final |", "| Resolved |");
    assert_eq!(found(&[("INC-0001-checkout.md", &text)]), []);
    let from = SOUND.find("| # |").unwrap();
    let to = SOUND.find("## Related").unwrap();
    changed(&SOUND[from..to], "\n", &[("actions-missing", 25)]);
    changed(&SOUND[from..to], "None, because the system is gone.\n\n", &[]);
}

#[test]
fn a_signature_is_asked_of_who_says_that_it_was_reviewed() {
    let unsigned =
        "None.\n\n## Sign-Off\n\n| Role | Name | Date |\n|---|---|---|\n| Author | | |\n| Reviewer | | |\n";
    changed("None.\n", unsigned, &[("sign-off-missing", 33)]);
    changed("None.\n", &unsigned.replace("Reviewer | |", "Reviewer | Bob |"), &[]);
}

#[test]
fn a_status_is_held_against_the_days() {
    changed("| Final |", "| Draft |", &[("draft-stale", 8)]);
    changed("| Final |", "| Simmering |", &[("status-unknown", 8)]);
    let text = SOUND.replace("| Final |", "| Draft |").replace("2026-03-14", "2026-11-20");
    assert_eq!(found(&[("INC-0001.md", &text)]), []);
    let text = format!("{text}\n*Document finalized: 2026-11-21*\n");
    assert_eq!(found(&[("INC-0001.md", &text)]), [("status-conflict", 8)]);
    let old = format!("{}\n*Document finalized: 2026-03-20*\n", SOUND.replace("| Final |", "| Draft |"));
    assert_eq!(found(&[("INC-0001.md", &old)]), [("status-conflict", 8)]);
}

#[test]
fn days_that_cannot_be_are_found() {
    changed("2026-03-14", "2027-03-14", &[("date-in-future", 6)]);
    changed("None.\n", "None.\n\n*Document finalized: 2026-02-20*\n", &[("finished-before-incident", 33)]);
    let times = "| Started | 2026-03-14 10:00 UTC |\n| Resolved | 2026-03-14 09:00 UTC |\n| Author | Ann |";
    changed("| Author | Ann |", times, &[("times-order", 10)]);
    let zones =
        "| Started | 2026-03-14 10:00 UTC |\n| Resolved | 2026-03-14T09:30:00-02:00 |\n| Author | Ann |";
    changed("| Author | Ann |", zones, &[]);
}

#[test]
fn the_file_name_and_the_document_agree_on_the_id() {
    assert_eq!(found(&[("INC-0002-checkout.md", SOUND)]), [("file-name-mismatch", 5)]);
    assert_eq!(found(&[("inc1_checkout.md", SOUND)]), []);
    assert_eq!(found(&[("INC-2026-03-14-checkout.md", SOUND)]), []);
}

#[test]
fn an_action_has_an_owner_a_day_and_a_state() {
    let row = "| 1 | Alert on the use of the pool | db-team | P1 | 2027-04-01 | Open |\n";
    let with = |second: &str, expected: &[(&str, u32)]| {
        changed(row, &format!("{row}| 2 | Size the pool by load | {second} |\n"), expected);
    };
    with("ops | P2 | 2027-01-01 | Open", &[]);
    with(" | P2 | 2027-01-01 | Open", &[("action-unowned", 29)]);
    with(" | P1 | 2027-01-01 | Open", &[("action-urgent-unowned", 29)]);
    with("ops | P2 | | Open", &[("action-undated", 29)]);
    with("ops | P2 | Q3 2027 | Open", &[]);
    with("ops | P2 | 2027-01-01 | ", &[("action-status-missing", 29)]);
    with("ops | P2 | 2026-10-01 | Open", &[("action-overdue", 29)]);
    with("ops | P2 | 2026-01-01 | Open", &[("action-overdue", 29), ("action-due-before-incident", 29)]);
    with(" | P2 | | Done", &[]);
}

#[test]
fn what_all_items_lack_is_told_once() {
    let row = "| 1 | Alert on the use of the pool | db-team | P1 | 2027-04-01 | Open |\n";
    let rows: Vec<String> =
        (1..5).map(|n| format!("| {n} | Do the thing {n} | | P1 | 2027-04-01 | Open |\n")).collect();
    changed(row, &rows.concat(), &[("action-urgent-unowned", 28)]);
}

#[test]
fn a_repeated_action_is_found_within_a_document_and_between_two() {
    let row = "| 1 | Alert on the use of the pool | db-team | P1 | 2027-04-01 | Open |\n";
    changed(row, &format!("{row}{}", row.replace("| 1 |", "| 2 |")), &[("action-duplicate", 29)]);
    let later = SOUND.replace("INC-0001", "INC-0002").replace("2026-03-14", "2026-05-01");
    let documents = [("INC-0001.md", SOUND), ("INC-0002.md", later.as_str())];
    assert_eq!(found(&documents), [("action-duplicate", 28)]);
}

#[test]
fn a_done_item_with_criteria_shows_that_they_are_met() {
    let row = "| 1 | Alert on the use of the pool | db-team | P1 | 2027-04-01 | Open |\n";
    let item = |number: u32, state: &str| {
        format!("| {number} | Do the thing {number} | ops | P1 | 2026-04-01 | {state} |\n")
    };
    let criteria =
        |number: u32| format!("\n**AI-{number}: Do the thing {number}**\n- Success criteria: It is seen\n");
    let with = |state: &str| {
        let (first, second) = (item(1, "Done (#4711)"), item(2, state));
        format!("{first}{second}\n### Action Item Details\n{}{}", criteria(1), criteria(2))
    };
    changed(row, &with("Done"), &[("action-unverified", 29)]);
    changed(row, &with("Done 2026-04-02"), &[]);
    changed(row, &with("Verified"), &[]);
    // Where nobody shows it, nobody is expected to.
    changed(row, &with("Done").replace("Done (#4711)", "Done"), &[]);
}

#[test]
fn relations_are_held_against_each_other_and_the_days() {
    let states = |text: &str, what: &str| text.replace("None.\n", &format!("- {what}\n"));
    let first = states(SOUND, "[INC-0002]: duplicate of this one");
    let second = states(&other("INC-0002", "2026-05-01"), "[INC-0001]: duplicate of it");
    let documents = [("INC-0001.md", first.as_str()), ("INC-0002.md", &second)];
    assert_eq!(found(&documents), [("relation-circular", 31), ("relation-circular", 31)]);
    let first = states(SOUND, "[INC-0002]: caused by it");
    let second = other("INC-0002", "2026-05-01");
    assert_eq!(found(&[("INC-0001.md", &first), ("INC-0002.md", &second)]), [("relation-order", 31)]);
    let second = states(&second, "[INC-0001]: caused by it");
    assert_eq!(found(&[("INC-0001.md", SOUND), ("INC-0002.md", &second)]), []);
}

#[test]
fn a_link_to_a_heading_needs_that_heading() {
    let later = other("INC-0002", "2026-05-01").replace(
        "None.\n",
        "See [there](INC-0001.md#root-cause), [here](#summary), [nothing](INC-0001.md#rootcause).\n",
    );
    assert_eq!(found(&[("INC-0001.md", SOUND), ("INC-0002.md", &later)]), [("anchor-missing", 31)]);
}

#[test]
fn pictures_headings_and_fences_have_a_form() {
    changed("None.\n", "![](https://example.org/a.png)\n", &[("image-alt-missing", 31)]);
    changed("None.\n", "![errors](https://example.org/a.png)\n", &[]);
    changed("None.\n", "None.\n\n#### Deep\n\nText.\n", &[("heading-level-skipped", 33)]);
    changed("None.\n", "None.\n\n## Summary\n\nText.\n", &[("heading-duplicate", 33)]);
    changed("None.\n", "\n", &[("section-empty", 30)]);
    changed("None.\n", "<!-- nothing -->\n\n-\n", &[("section-empty", 30)]);
    changed("None.\n", "None.\n\n```sh\nls\n", &[("code-fence-unclosed", 33)]);
    changed("None.\n", "None.\n\n```sh\nls\n```\n", &[]);
}

#[test]
fn what_was_left_behind_is_found() {
    changed(
        "None.\n",
        "*List the incidents that are related to this one*\n",
        &[("template-instruction", 31)],
    );
    changed("None.\n", "*List* is the name of the service.\n", &[]);
    let conflict = "<<<<<<< HEAD\nNone.\n=======\nSome.\n>>>>>>> branch\n";
    // Git's line of equal signs makes a heading of the line before it.
    changed("None.\n", conflict, &[("section-empty", 30), ("merge-conflict", 31)]);
    changed("None.\n", &format!("```\n{conflict}```\n"), &[]);
    changed("None.\n", "TODO: look for them.\n", &[("todo-left", 31)]);
    changed("None.\n", "The `TODO` service, TODO-12 and a todo list.\n", &[]);
}

#[test]
fn a_misspelt_key_is_told_and_one_of_the_teams_own_is_not() {
    let text = format!("---\nsevrity: SEV1\nlayout: post\nregion: eu\n---\n{SOUND}");
    assert_eq!(found(&[("INC-0001.md", &text)]), [("front-matter-misspelled", 2)]);
}

#[test]
fn names_have_one_spelling_in_an_archive() {
    let tagged = |text: &str, tag: &str| text.replace("| Author |", &format!("| Tags | {tag} |\n| Author |"));
    let documents = [
        ("a.md", tagged(SOUND, "data-base")),
        ("b.md", tagged(&other("INC-0002", "2026-02-01"), "data-base")),
        ("c.md", tagged(&other("INC-0003", "2026-02-02"), "Database")),
    ];
    let documents = documents.each_ref().map(|(path, text)| (*path, text.as_str()));
    let names: Vec<_> =
        found(&documents).into_iter().filter(|(name, _)| *name == "spelling-inconsistent").collect();
    assert_eq!(names, [("spelling-inconsistent", 9)]);
}

#[test]
fn copies_and_paths_that_some_systems_confuse_are_found() {
    let names = |documents: &[(&str, &str)], name: &str| {
        found(documents).into_iter().filter(|(found, _)| *found == name).collect::<Vec<_>>()
    };
    assert_eq!(names(&[("a.md", SOUND), ("b.md", SOUND)], "document-duplicate"), [("document-duplicate", 0)]);
    let later = other("INC-0002", "2026-02-01");
    assert_eq!(
        names(&[("a.md", SOUND), ("A.md", &later)], "path-case-conflict"),
        [("path-case-conflict", 0)]
    );
}

#[test]
fn an_alias_leads_to_one_document() {
    let later = format!("---\naliases: [INC-0001, PM-7]\n---\n{}", other("INC-0002", "2026-02-01"));
    let documents = [("INC-0001.md", SOUND), ("INC-0002.md", later.as_str())];
    assert_eq!(found(&documents), [("alias-unreachable", 2)]);
}

#[test]
fn a_culprit_is_not_a_cause() {
    let cause = "The pool was sized for half of the traffic.";
    changed(cause, "Human error.", &[("blame-wording", 23)]);
    changed(cause, "This was not human error, the pool was too small.", &[]);
    changed(cause, "What others call \"human error\" was a pool that was too small.", &[]);
}

#[test]
fn a_key_is_found_also_in_code_and_a_masked_one_is_not() {
    let key = format!("AKIA{}", "Q7RTZ2LM4KX9VBN3");
    changed("None.\n", &format!("```\n{key}\n```\n"), &[("secret-exposed", 32)]);
    changed("None.\n", "`AKIAIOSFODNN7EXAMPLE`\n", &[]);
}

#[test]
fn times_without_a_zone_are_told_where_zones_are_usual() {
    let mut documents: Vec<(String, String)> = (2..6)
        .map(|n| (format!("INC-000{n}.md"), other(&format!("INC-000{n}"), &format!("2026-02-0{n}"))))
        .collect();
    documents.push(("INC-0001.md".to_owned(), SOUND.replace("All times in UTC.\n", "")));
    let documents: Vec<(&str, &str)> = documents.iter().map(|(path, text)| (&**path, &**text)).collect();
    let names: Vec<_> =
        found(&documents).into_iter().filter(|(name, _)| *name == "time-zone-missing").collect();
    assert_eq!(names, [("time-zone-missing", 18)]);
}

#[test]
fn an_incident_without_title_or_day_is_told() {
    let text = SOUND.replace("# INC-0001: Checkout returns 5xx\n", "").replace("| Date | 2026-03-14 |\n", "");
    assert_eq!(found(&[("checkout.md", &text)]), [("title-missing", 0), ("date-missing", 9)]);
}

#[test]
fn an_allowance_holds_on_its_line_on_the_next_block_or_in_the_file() {
    let culprit = |text: &str| {
        let text = SOUND.replace("None.\n", text);
        found(&[("INC-0001.md", &text)])
    };
    let allow = "<!-- pmsite-allow: blame-wording quoted from the press -->";
    assert_eq!(culprit(&format!("Human error. {allow}\n")), []);
    assert_eq!(culprit(&format!("{allow}\nHuman error,\nthey say.\n")), []);
    assert_eq!(
        culprit(&format!("{allow}\n\nWell.\n\nHuman error.\n")),
        [("suppression-unused", 31), ("blame-wording", 35)]
    );
    let whole = format!("{allow}\n\n{}", SOUND.replace("None.", "Human error."));
    assert_eq!(found(&[("INC-0001.md", &whole)]), []);
    let behind_front_matter = format!("---\ntags: [a]\n---\n{whole}");
    assert_eq!(found(&[("INC-0001.md", &behind_front_matter)]), []);
    // In code it is an example, and nothing more.
    assert_eq!(culprit(&format!("Human error.\n\n```\n{allow}\n```\n")), [("blame-wording", 31)]);
}

#[test]
fn an_allowance_needs_a_reason_and_a_rule() {
    let say = |comment: &str| {
        let text = SOUND.replace("None.\n", &format!("Human error. <!-- {comment} -->\n"));
        found(&[("INC-0001.md", &text)])
    };
    let both = [("blame-wording", 31), ("suppression-invalid", 31)];
    let sorted = |mut found: Vec<(&'static str, u32)>| {
        found.sort_unstable();
        found
    };
    assert_eq!(sorted(say("pmsite-allow: blame-wording")), both);
    assert_eq!(sorted(say("pmsite-allow: blame-words because")), both);
    assert_eq!(say("pmsite-allow: blame-wording,todo-left because"), [("suppression-unused", 31)]);
}
