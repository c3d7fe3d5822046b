//! What the reader reports about values: those that it cannot use, and those that contradict each other.

use std::sync::Arc;

use super::Reader;
use crate::config::Config;
use crate::model::Parsed;
use crate::source::SourceFile;

fn read(text: &str) -> Parsed {
    Reader::new(&Config::default()).read(&Arc::new(SourceFile::new("INC-1.md", text.to_owned())))
}

/// The line and message of each finding of a rule.
fn findings(rule: &str, text: &str) -> Vec<String> {
    let parsed = read(text);
    let of_rule = parsed.diagnostics.iter().filter(|diagnostic| diagnostic.code.name() == rule);
    of_rule
        .map(|diagnostic| format!("{} {}", parsed.source.line(diagnostic.span.start), diagnostic.message))
        .collect()
}

const BODY: &str = "# INC-1: Checkout fails\n\n## Summary\n\nCheckout failed for an hour.\n\n## Root Cause\n\nA full pool.\n";

fn front(keys: &str) -> String {
    format!("---\n{keys}\n---\n{BODY}")
}

#[test]
fn unusable_value_of_front_matter_is_reported_at_its_line() {
    for (keys, expected) in [
        ("title: x\ndate: next Friday", "3 `date`: cannot read `next Friday` as a date or time"),
        ("duration: a while", "2 `duration`: cannot read `a while` as a duration"),
        ("severity: {level: 1}", "2 `severity`: cannot read `{\"level\":1}` as a severity"),
        ("status: [open, draft]", "2 `status`: cannot read `[\"open\",\"draft\"]` as text"),
        ("services: [api, {tier: 1}]", "2 `services`: cannot read `{\"tier\":1}` as a list of names"),
        ("resolved: soon", "2 `resolved`: cannot read `soon` as a date or time"),
        ("draft: perhaps", "2 `draft`: cannot read `perhaps` as true or false"),
        ("timeline: long", "2 `timeline`: cannot read `long` as a timeline"),
        (
            "related: [{note: see above}]",
            "2 `related`: cannot read `{\"note\":\"see above\"}` as a list of incidents",
        ),
    ] {
        assert_eq!(findings("value-unusable", &front(keys)), [expected], "{keys}");
    }
}

#[test]
fn usable_open_and_unknown_values_are_not_reported() {
    for keys in [
        "date: 2026-03-04",
        "date: [2026-03-04]",
        "date: 2026-02-30",
        "date: YYYY-MM-DD",
        "date:",
        "started: 14:02 UTC",
        "resolved: true",
        "duration: 95",
        "duration: 2h14m",
        "duration: TBD",
        "severity: 2",
        "severity: [SEV2]",
        "services: api, db",
        "services: [[api]]",
        "services: [[api, db], web]",
        "authors: {name: Ann}",
        "draft: no",
        "related: [[INC-7]]",
        "timeline: ['14:02 errors']",
        "region: {a: [1]}",
    ] {
        assert_eq!(findings("value-unusable", &front(keys)), Vec::<String>::new(), "{keys}");
    }
}

#[test]
fn unusable_value_of_a_key_or_cell_is_reported() {
    let with = |head: &str| BODY.replace("\n\n## Summary", &format!("\n\n{head}\n\n## Summary"));
    for (head, expected) in [
        ("- Date: next Friday", "`Date`: cannot read `next Friday` as a date or time"),
        ("**Duration:** a while", "`Duration`: cannot read `a while` as a duration"),
        (
            "- Severity: SEV2\n- Resolved: 20260-03-04 9",
            "`Resolved`: cannot read `20260-03-04 9` as a date or time",
        ),
        (
            "| Field | Value |\n|---|---|\n| Severity | SEV2 |\n| Duration | a while |",
            "`Duration`: cannot read `a while` as a duration",
        ),
        ("- 持续时间：不久\n- 级别：P1", "`持续时间`: cannot read `不久` as a duration"),
    ] {
        let found = findings("value-unusable", &with(head));
        assert!(matches!(found.as_slice(), [one] if one.ends_with(expected)), "{head}: {found:?}");
    }
    for head in [
        "- Duration: unknown (no logs)",
        "- Duration: N/A — nobody noticed",
        "- Detected: by a customer who called",
        "- Resolved: yes",
        "- Started: 14:02",
        "- Duration: 14:02 – 16:10",
        "- Date: nobody can say on which of the four days of that week the first of the errors came",
    ] {
        assert_eq!(findings("value-unusable", &with(head)), Vec::<String>::new(), "{head}");
    }
}

#[test]
fn lists_without_quotes_are_read() {
    let parsed =
        read(&front("services: [[api]]\nauthors: [[Ann Lee]]\nseverity: [SEV2]\nrelated: [[INC-7]]"));
    let record = &parsed.record;
    assert_eq!(record.services.as_ref().map(|field| field.value.join("+")).as_deref(), Some("api"));
    assert_eq!(record.authors.as_ref().map(|field| field.value.join("+")).as_deref(), Some("Ann Lee"));
    assert_eq!(record.severity.as_ref().map(|field| field.value.label.as_str()), Some("SEV2"));
    assert_eq!(
        record.relations.iter().map(|relation| relation.target.as_str()).collect::<Vec<_>>(),
        ["INC-7"]
    );
}

#[test]
fn every_fact_that_two_places_state_differently_is_reported() {
    let with = |keys: &str, head: &str| {
        let body = BODY.replace("\n\n## Summary", &format!("\n\n{head}\n\n## Summary"));
        findings("field-conflict", &format!("---\n{keys}\n---\n{body}"))
    };
    for (keys, head, name) in [
        ("severity: SEV1", "- Severity: SEV3", "severity"),
        ("status: draft", "- Status: Resolved", "status"),
        ("duration: 2h", "- Duration: 5 hours", "duration"),
        ("date: 2026-03-04", "- Date: 2026-05-04", "date"),
        ("resolved: 2026-03-04 10:00", "- Resolved: 2026-03-04 12:00", "resolved"),
        ("id: INC-1", "- Incident ID: INC-2", "id"),
        ("authors: [Ann Lee]", "- Author: Bo Chen", "authors"),
        ("services: [api, db]", "- Affected services: mail", "services"),
        ("title: Login is slow for everybody", "", "title"),
    ] {
        let found = with(keys, head);
        assert!(
            matches!(found.as_slice(), [one] if one.contains(&format!("`{name}`: "))),
            "{keys} {head}: {found:?}"
        );
    }
    for (keys, head) in [
        ("severity: SEV2", "- Severity: sev-2 (one region)"),
        ("status: resolved", "- Status: Closed"),
        ("duration: 2h", "- Duration: 125 minutes"),
        ("date: 2026-03-06", "- Date: 2026-03-04"),
        ("date: 2026-03-04", "- Date: 2026-03-04 – 2026-03-09"),
        ("resolved: 2026-03-04T10:00:00Z", "- Resolved: 2026-03-04 11:00 CET"),
        ("id: INC-1", "- Incident ID: inc-001"),
        ("authors: [Ann Lee]", "- Author: Ann Lee, Bo Chen"),
        ("services: [api]", "- Affected services: checkout-api, db"),
        ("owner: platform-team", "- Author: Ann Lee"),
        ("title: The checkout fails", ""),
        ("severity: TBD", "- Severity: SEV2"),
    ] {
        assert_eq!(with(keys, head), Vec::<String>::new(), "{keys} {head}");
    }
}

#[test]
fn cells_without_a_column_are_reported() {
    let table = |rows: &str| format!("{BODY}\n## Notes\n\n| A | B |\n|---|---|\n{rows}\n");
    let found = findings("table-row-width", &table("| 1 | `a | b` |"));
    assert_eq!(found, ["15 this row has 3 cells, its table has 2 columns: `b`` is lost"]);
    for rows in ["| 1 | `a \\| b` |", "| 1 |", "| 1 | 2 | |", "1 | 2", "| 1 | 2 | <!-- hint --> |"] {
        assert_eq!(findings("table-row-width", &table(rows)), Vec::<String>::new(), "{rows}");
    }
}

#[test]
fn no_value_disappears_in_silence() {
    let with = |head: &str| BODY.replace("\n\n## Summary", &format!("\n\n{head}\n\n## Summary"));
    let long = "N".repeat(130);
    for keys in [
        "kind: thunderstorm".to_owned(),
        "kind: [incident, page]".to_owned(),
        "kind: true".to_owned(),
        format!("authors: {long}"),
        format!("authors: [Ann Lee, {long}]"),
        "services: [api, everything that anybody at all could ever have used]".to_owned(),
        format!("tags: [disk, {long}]"),
        format!("severity: {}", "very ".repeat(12)),
        format!("id: {long}"),
        "started: true".to_owned(),
        "duration: -5h".to_owned(),
        "duration: -30".to_owned(),
        "duration: 100000000000000000000 hours".to_owned(),
    ] {
        assert_eq!(findings("value-unusable", &front(&keys)).len(), 1, "{keys}");
    }
    for head in [
        format!("- Author: {long}"),
        "- Services: api, everything that anybody at all could ever have used".to_owned(),
        format!("- Tags: disk, {long}"),
        "- Duration: -5h".to_owned(),
        "- MTTR: 99999999999999999999 min".to_owned(),
    ] {
        assert_eq!(findings("value-unusable", &with(&head)).len(), 1, "{head}");
    }
    for head in
        ["- Type: a change of the weather", "- Services: api (all of it, in every region that we have)"]
    {
        assert_eq!(findings("value-unusable", &with(head)), Vec::<String>::new(), "{head}");
    }
}

#[test]
fn unknown_kind_is_reported_on_pages_too() {
    let text = "---\nkind: thunderstorm\n---\n# Notes\n\nNothing happened.\n";
    assert_eq!(
        findings("value-unusable", text),
        ["2 `kind`: cannot read `thunderstorm` as a kind of document"]
    );
    assert_eq!(findings("value-unusable", &text.replace("thunderstorm", "runbook")), Vec::<String>::new());
}

#[test]
fn list_of_texts_in_front_matter_is_read_as_sentences() {
    let record = read(&front("trigger: [A reboot, Nobody looked.]")).record;
    let trigger = record.text(crate::model::FieldId::Trigger).map(|text| text.value.clone());
    assert_eq!(trigger.as_deref(), Some("A reboot. Nobody looked."));
}

#[test]
fn impossible_times_stay_in_the_text_and_are_reported() {
    let section = |name: &str, rows: &str| format!("{BODY}\n## {name}\n\n{rows}\n");
    for (name, rows, written) in [
        ("Timeline", "- T+99999999999999m pool full\n- T+5m alarm\n- T+6m restart", "T+99999999999999m"),
        ("Timeline", "| Time | Event |\n|---|---|\n| 25:61 | pool full |\n| 14:05 | alarm |", "25:61"),
        (
            "Action items",
            "| Action | Owner | Due |\n|---|---|---|\n| Add a disk | Ann | 99999-01-01 |",
            "99999-01-01",
        ),
        ("Action items", "- [ ] Add a disk (due: 2026-02-31)", "2026-02-31"),
        ("Action items", "- [ ] Add a disk (due 99999-01-01)", "99999-01-01"),
    ] {
        let found = findings("date-invalid", &section(name, rows));
        assert!(
            matches!(found.as_slice(), [one] if one.contains(&format!("`{written}`"))),
            "{rows}: {found:?}"
        );
    }
    let rows = "- T+5m alarm\n- T+? restart\n- 14:05 back\n- 3:1 of the votes for a restart";
    assert_eq!(findings("date-invalid", &section("Timeline", rows)), Vec::<String>::new());
}

#[test]
fn everything_left_out_of_timeline_and_actions_is_reported() {
    let section = |name: &str, rows: &str| format!("{BODY}\n## {name}\n\n{rows}\n");
    for (name, rows, reason) in [
        (
            "Timeline",
            "- 14:00 pool full\n- then errors\n- then calls\n- then silence",
            "few of its items begin with a time",
        ),
        ("Timeline", "- errors\n- calls", "none of its items begins with a time"),
    ] {
        let found = findings("row-dropped", &section(name, rows));
        assert!(matches!(found.as_slice(), [one] if one.ends_with(reason)), "{rows}: {found:?}");
    }
    // A list without times next to events is a remark about them.
    let rows = "- 14:00 pool full\n- 14:05 alarm\n\nNotes:\n\n- all times are rough\n- so are the names";
    assert_eq!(findings("row-dropped", &section("Timeline", rows)), Vec::<String>::new());
    for (keys, reason) in [
        ("actions: [{owner: Ann}]", "it does not say what is to be done"),
        ("timeline: [{time: '14:00'}]", "it does not say what happened"),
    ] {
        let found = findings("row-dropped", &front(keys));
        assert!(matches!(found.as_slice(), [one] if one.ends_with(reason)), "{keys}: {found:?}");
    }
    for keys in ["actions: []", "actions: none", "actions: [null, {action: '', owner: ''}]"] {
        assert_eq!(findings("row-dropped", &front(keys)), Vec::<String>::new(), "{keys}");
    }
}
