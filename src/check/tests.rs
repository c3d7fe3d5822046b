//! Tests of the rules: what each one reports, and what it does not.

mod crashes;
mod relations;
mod unlinked;

use std::sync::Arc;

use jiff::civil::Date;

use super::*;
use crate::archive::assemble;
use crate::read::{ReadMode, Reader};
use crate::source::SourceFile;

const AS_OF: Date = Date::constant(2026, 11, 23);

/// The findings in some documents: the rule and the line it points to (0 for the whole file).
fn found(documents: &[(&str, &str)]) -> Vec<(&'static str, u32)> {
    let config = Config::default();
    let reader = Reader::new(&config).with_mode(ReadMode::Rules);
    let read = |(path, text): &(&str, &str)| {
        Arc::new(reader.read(&Arc::new(SourceFile::new(*path, (*text).to_owned()))))
    };
    let documents: Vec<_> = documents.iter().map(read).collect();
    let sources: Vec<_> = documents.iter().map(|document| Arc::clone(&document.source)).collect();
    let archive = assemble(documents, &[], &config, AS_OF);
    let mut all = check(&archive, &config).diagnostics;
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

/// A document without findings.
const CLEAN: &str = "\
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

/// Checks the findings in the clean document after one change to it.
#[track_caller]
fn changed(from: &str, to: &str, expected: &[(&str, u32)]) {
    assert!(CLEAN.contains(from), "`{from}` is not in the document");
    let text = CLEAN.replace(from, to);
    assert_eq!(found(&[("INC-0001-checkout.md", &text)]), expected);
}

/// The clean document as another incident.
fn other(id: &str, date: &str) -> String {
    CLEAN
        .replace("INC-0001", id)
        .replace("2026-03-14", date)
        .replace("Alert on the use", "Alert on the state")
}

#[test]
fn every_rule_has_its_own_file_and_manual_page() {
    for rule in RULES {
        assert_eq!(rule.file.replace('_', "-"), rule.code.name());
    }
    for code in Code::ALL {
        assert!(!page(*code).is_empty(), "{} has no page", code.name());
        assert!(!page(*code).contains(code.manual()), "the page of {} repeats its summary", code.name());
    }
}

#[test]
fn clean_document_has_no_findings() {
    changed("\n", "\n", &[]);
}

#[test]
fn reports_empty_fields() {
    changed("| Severity | SEV2 |", "| Severity | |", &[("severity-missing", 7)]);
    changed("| Author | Ann |", "| Author | |", &[("field-empty", 9)]);
}

#[test]
fn reports_what_most_incidents_of_the_archive_have() {
    let rated: Vec<String> =
        (2..6).map(|n| other(&format!("INC-000{n}"), &format!("2026-02-0{n}"))).collect();
    let bare = CLEAN.replace("| Severity | SEV2 |\n", "");
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
    // A single incident has no conventions to follow.
    assert_eq!(found(&documents[4..]), []);
}

#[test]
fn finished_document_needs_cause_and_actions() {
    let start = CLEAN.find("## Root Cause").unwrap();
    let end = CLEAN.find("## Action Items").unwrap();
    changed(&CLEAN[start..end], "## Root Cause\n\n", &[("cause-missing", 22)]);
    let text = CLEAN.replace(&CLEAN[start..end], "").replace("| Final |", "| Resolved |");
    assert_eq!(found(&[("INC-0001-checkout.md", &text)]), []);
    let from = CLEAN.find("| # |").unwrap();
    let to = CLEAN.find("## Related").unwrap();
    changed(&CLEAN[from..to], "\n", &[("actions-missing", 25)]);
    changed(&CLEAN[from..to], "None, because the system is gone.\n\n", &[]);
}

#[test]
fn reviewed_document_needs_sign_off() {
    let unsigned =
        "None.\n\n## Sign-Off\n\n| Role | Name | Date |\n|---|---|---|\n| Author | | |\n| Reviewer | | |\n";
    changed("None.\n", unsigned, &[("sign-off-missing", 33)]);
    changed("None.\n", &unsigned.replace("Reviewer | |", "Reviewer | Bob |"), &[]);
}

#[test]
fn status_must_match_dates() {
    changed("| Final |", "| Draft |", &[("draft-stale", 8)]);
    changed("| Final |", "| Simmering |", &[("status-unknown", 8)]);
    let text = CLEAN.replace("| Final |", "| Draft |").replace("2026-03-14", "2026-11-20");
    assert_eq!(found(&[("INC-0001.md", &text)]), []);
    let text = format!("{text}\n*Document finalized: 2026-11-21*\n");
    assert_eq!(found(&[("INC-0001.md", &text)]), [("status-conflict", 8)]);
    let old = format!("{}\n*Document finalized: 2026-03-20*\n", CLEAN.replace("| Final |", "| Draft |"));
    assert_eq!(found(&[("INC-0001.md", &old)]), [("status-conflict", 8)]);
}

#[test]
fn reports_contradicting_dates() {
    changed("2026-03-14", "2027-03-14", &[("date-in-future", 6)]);
    changed("None.\n", "None.\n\n*Document finalized: 2026-02-20*\n", &[("finished-before-incident", 33)]);
    let times = "| Started | 2026-03-14 10:00 UTC |\n| Resolved | 2026-03-14 09:00 UTC |\n| Author | Ann |";
    changed("| Author | Ann |", times, &[("times-order", 10)]);
    let zones =
        "| Started | 2026-03-14 10:00 UTC |\n| Resolved | 2026-03-14T09:30:00-02:00 |\n| Author | Ann |";
    changed("| Author | Ann |", zones, &[]);
}

#[test]
fn file_name_and_document_must_have_the_same_id() {
    assert_eq!(found(&[("INC-0002-checkout.md", CLEAN)]), [("file-name-mismatch", 5)]);
    assert_eq!(found(&[("inc1_checkout.md", CLEAN)]), []);
    assert_eq!(found(&[("INC-2026-03-14-checkout.md", CLEAN)]), []);
}

#[test]
fn action_needs_owner_due_date_and_status() {
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
fn attribute_that_all_items_lack_is_reported_once() {
    let row = "| 1 | Alert on the use of the pool | db-team | P1 | 2027-04-01 | Open |\n";
    let rows: Vec<String> =
        (1..5).map(|n| format!("| {n} | Do the thing {n} | | P1 | 2027-04-01 | Open |\n")).collect();
    changed(row, &rows.concat(), &[("action-urgent-unowned", 28)]);
}

#[test]
fn reports_duplicate_actions_within_and_across_documents() {
    let row = "| 1 | Alert on the use of the pool | db-team | P1 | 2027-04-01 | Open |\n";
    changed(row, &format!("{row}{}", row.replace("| 1 |", "| 2 |")), &[("action-duplicate", 29)]);
    let later = CLEAN.replace("INC-0001", "INC-0002").replace("2026-03-14", "2026-05-01");
    let documents = [("INC-0001.md", CLEAN), ("INC-0002.md", later.as_str())];
    assert_eq!(found(&documents), [("action-duplicate", 28)]);
}

#[test]
fn done_action_with_criteria_needs_proof() {
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
    // No findings if proof is not a convention of the archive.
    changed(row, &with("Done").replace("Done (#4711)", "Done"), &[]);
}

#[test]
fn reports_circular_relations_and_relations_to_later_incidents() {
    let states = |text: &str, what: &str| text.replace("None.\n", &format!("- {what}\n"));
    let first = states(CLEAN, "[INC-0002]: duplicate of this one");
    let second = states(&other("INC-0002", "2026-05-01"), "[INC-0001]: duplicate of it");
    let documents = [("INC-0001.md", first.as_str()), ("INC-0002.md", &second)];
    assert_eq!(found(&documents), [("relation-circular", 31), ("relation-circular", 31)]);
    let first = states(CLEAN, "[INC-0002]: caused by it");
    let second = other("INC-0002", "2026-05-01");
    assert_eq!(found(&[("INC-0001.md", &first), ("INC-0002.md", &second)]), [("relation-order", 31)]);
    let second = states(&second, "[INC-0001]: caused by it");
    assert_eq!(found(&[("INC-0001.md", CLEAN), ("INC-0002.md", &second)]), []);
}

#[test]
fn link_to_heading_needs_that_heading() {
    let later = other("INC-0002", "2026-05-01").replace(
        "None.\n",
        "See [there](INC-0001.md#root-cause), [here](#summary), [nothing](INC-0001.md#rootcause).\n",
    );
    assert_eq!(found(&[("INC-0001.md", CLEAN), ("INC-0002.md", &later)]), [("anchor-missing", 31)]);
}

#[test]
fn reports_malformed_images_headings_and_fences() {
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
fn reports_leftovers() {
    changed(
        "None.\n",
        "*List the incidents that are related to this one*\n",
        &[("template-instruction", 31)],
    );
    changed("None.\n", "*List* is the name of the service.\n", &[]);
    let conflict = "<<<<<<< HEAD\nNone.\n=======\nSome.\n>>>>>>> branch\n";
    // Git's `=======` turns the line before it into a heading.
    changed("None.\n", conflict, &[("section-empty", 30), ("merge-conflict", 31)]);
    changed("None.\n", &format!("```\n{conflict}```\n"), &[]);
    changed("None.\n", "TODO: look for them.\n", &[("todo-left", 31)]);
    changed("None.\n", "The `TODO` service, TODO-12 and a todo list.\n", &[]);
}

#[test]
fn reports_misspelled_keys_but_not_custom_ones() {
    let text = format!("---\nsevrity: SEV1\nlayout: post\nregion: eu\n---\n{CLEAN}");
    assert_eq!(found(&[("INC-0001.md", &text)]), [("front-matter-misspelled", 2)]);
}

#[test]
fn reports_inconsistent_spelling() {
    let tagged = |text: &str, tag: &str| text.replace("| Author |", &format!("| Tags | {tag} |\n| Author |"));
    let documents = [
        ("a.md", tagged(CLEAN, "data-base")),
        ("b.md", tagged(&other("INC-0002", "2026-02-01"), "data-base")),
        ("c.md", tagged(&other("INC-0003", "2026-02-02"), "Database")),
    ];
    let documents = documents.each_ref().map(|(path, text)| (*path, text.as_str()));
    let names: Vec<_> =
        found(&documents).into_iter().filter(|(name, _)| *name == "spelling-inconsistent").collect();
    assert_eq!(names, [("spelling-inconsistent", 9)]);
}

#[test]
fn reports_duplicate_documents_and_path_case_conflicts() {
    let names = |documents: &[(&str, &str)], name: &str| {
        found(documents).into_iter().filter(|(found, _)| *found == name).collect::<Vec<_>>()
    };
    assert_eq!(names(&[("a.md", CLEAN), ("b.md", CLEAN)], "document-duplicate"), [("document-duplicate", 0)]);
    let later = other("INC-0002", "2026-02-01");
    assert_eq!(
        names(&[("a.md", CLEAN), ("A.md", &later)], "path-case-conflict"),
        [("path-case-conflict", 0)]
    );
}

#[test]
fn reports_unreachable_aliases() {
    let later = format!("---\naliases: [INC-0001, PM-7]\n---\n{}", other("INC-0002", "2026-02-01"));
    let documents = [("INC-0001.md", CLEAN), ("INC-0002.md", later.as_str())];
    assert_eq!(found(&documents), [("alias-unreachable", 2)]);
}

#[test]
fn reports_blame_but_not_its_denial() {
    let cause = "The pool was sized for half of the traffic.";
    changed(cause, "Human error.", &[("blame-wording", 23)]);
    changed(cause, "This was not human error, the pool was too small.", &[]);
    changed(cause, "What others call \"human error\" was a pool that was too small.", &[]);
}

#[test]
fn reports_secrets_in_code_but_not_masked_ones() {
    let key = format!("AKIA{}", "Q7RTZ2LM4KX9VBN3");
    changed("None.\n", &format!("```\n{key}\n```\n"), &[("secret-exposed", 32)]);
    changed("None.\n", "`AKIAIOSFODNN7EXAMPLE`\n", &[]);
}

#[test]
fn reports_missing_time_zone_where_zones_are_common() {
    let mut documents: Vec<(String, String)> = (2..6)
        .map(|n| (format!("INC-000{n}.md"), other(&format!("INC-000{n}"), &format!("2026-02-0{n}"))))
        .collect();
    documents.push(("INC-0001.md".to_owned(), CLEAN.replace("All times in UTC.\n", "")));
    let documents: Vec<(&str, &str)> = documents.iter().map(|(path, text)| (&**path, &**text)).collect();
    let names: Vec<_> =
        found(&documents).into_iter().filter(|(name, _)| *name == "time-zone-missing").collect();
    assert_eq!(names, [("time-zone-missing", 18)]);
}

#[test]
fn reports_missing_title_and_date() {
    let text = CLEAN.replace("# INC-0001: Checkout returns 5xx\n", "").replace("| Date | 2026-03-14 |\n", "");
    assert_eq!(found(&[("checkout.md", &text)]), [("title-missing", 0), ("date-missing", 9)]);
}

#[test]
fn suppression_applies_to_its_line_the_next_block_or_the_file() {
    let after = |text: &str| {
        let text = CLEAN.replace("None.\n", text);
        found(&[("INC-0001.md", &text)])
    };
    let allow = "<!-- pmsite-allow: blame-wording quoted from the press -->";
    assert_eq!(after(&format!("Human error. {allow}\n")), []);
    assert_eq!(after(&format!("{allow}\nHuman error,\nthey say.\n")), []);
    assert_eq!(
        after(&format!("{allow}\n\nWell.\n\nHuman error.\n")),
        [("suppression-unused", 31), ("blame-wording", 35)]
    );
    let whole = format!("{allow}\n\n{}", CLEAN.replace("None.", "Human error."));
    assert_eq!(found(&[("INC-0001.md", &whole)]), []);
    let behind_front_matter = format!("---\ntags: [a]\n---\n{whole}");
    assert_eq!(found(&[("INC-0001.md", &behind_front_matter)]), []);
    // In a code block it is only an example.
    assert_eq!(after(&format!("Human error.\n\n```\n{allow}\n```\n")), [("blame-wording", 31)]);
}

#[test]
fn suppression_needs_a_reason_and_a_known_rule() {
    let with = |comment: &str| {
        let text = CLEAN.replace("None.\n", &format!("Human error. <!-- {comment} -->\n"));
        found(&[("INC-0001.md", &text)])
    };
    let both = [("blame-wording", 31), ("suppression-invalid", 31)];
    let sorted = |mut found: Vec<(&'static str, u32)>| {
        found.sort_unstable();
        found
    };
    assert_eq!(sorted(with("pmsite-allow: blame-wording")), both);
    assert_eq!(sorted(with("pmsite-allow: blame-words because")), both);
    assert_eq!(with("pmsite-allow: blame-wording,todo-left because"), [("suppression-unused", 31)]);
}
