//! Documents of one kind each.

use std::sync::Arc;

use crate::config::Config;
use crate::model::{Classification, DocumentKind, Parsed};
use crate::read::Reader;
use crate::source::SourceFile;

fn read(path: &str, text: &str) -> Parsed {
    Reader::new(&Config::default()).read(&Arc::new(SourceFile::new(path, text.to_owned())))
}

fn check(path: &str, text: &str, wanted: DocumentKind) {
    let Classification { kind, why, .. } = read(path, text).classification;
    assert_eq!(kind, wanted, "{path}: {why}\n{text}");
}

fn is_page(path: &str, text: &str) {
    check(path, text, DocumentKind::Page);
}

fn is_incident(path: &str, text: &str) {
    check(path, text, DocumentKind::Incident);
}

#[test]
fn decisions_are_pages_whatever_their_headings_are_called() {
    is_page(
        "adr/0004-queue.md",
        "# Use one queue per region\n\n## Status\n\nAccepted\n\n## Reasons\n\nLatency.\n\n## Consequences\n\nMore queues.\n",
    );
    is_page(
        "0012-cache.md",
        "# Drop the cache\n\nDate: 2026-02-01\n\n## Context\n\nIt is slow.\n\n## Decision\n\nWe drop it.\n\n## Consequences\n\nNone.\n",
    );
    is_page(
        "notas/0003-cola.md",
        "# Una cola por región\n\n## Contexto\n\nLatencia.\n\n## Decisión\n\nUna cola.\n\n## Consecuencias\n\nMás colas.\n",
    );
}

#[test]
fn plans_and_task_sheets_are_pages() {
    let row = |at| format!("| {at} | Replace part {at} | high | ops |\n");
    let rows = (1..=23).map(row).collect::<Vec<_>>().concat();
    let table = format!("| # | Action | Priority | Owner |\n|---|---|---|---|\n{rows}");
    is_page(
        "2026-04-01-reliability.md",
        &format!("# Reliability work\n\n## Summary\n\nWhat to do.\n\n## Action items\n\n{table}"),
    );
    is_page(
        "roadmap.md",
        &format!(
            "# Roadmap 2026\n\nPriority: high\n\n## Timeline\n\n- April: parts\n\n## Action items\n\n{table}"
        ),
    );
    is_page(
        "log.md",
        "# Work log\n\n## 2026-03-01\n\n- 09:10 Installed the pumps\n- 11:30 Fixed the belt\n\n## 2026-03-02\n\n- 08:00 Painted the door\n- 10:00 Fix of the lock\n",
    );
    is_page(
        "2026-05-02.md",
        "# 議事録\n\n## アクションアイテム\n\n- 部品を交換する\n\n## 背景\n\n毎週の会議。\n",
    );
}

#[test]
fn announced_maintenance_is_a_page_and_what_it_broke_is_an_incident() {
    let head = "date: 2026-02-03\nseverity: notice\naffected: [api]\nresolved: true\n";
    is_page(
        "a.md",
        &format!("---\ntitle: Scheduled maintenance of the database\n{head}---\nWe will be back at noon.\n"),
    );
    is_page("a.md", &format!("---\ntitle: Mantenimiento programado\n{head}---\nVolvemos a mediodía.\n"));
    is_incident("a.md", &format!("---\ntitle: Outage after maintenance\n{head}---\nThe API was down.\n"));
}

#[test]
fn a_document_whose_only_section_names_its_cause_is_an_incident() {
    is_incident("pumps.md", "# Pumps stood still\n\n## Root cause\n\nA fuse had blown.\n");
    is_incident("pumps.md", "# Pumpen standen still\n\n## Ursache\n\nEine Sicherung war durchgebrannt.\n");
}

#[test]
fn title_in_front_matter_leaves_an_only_heading_its_section() {
    let parsed = read(
        "a.md",
        "---\ntitle: Pumps stood still\n---\n# Action items\n\n- [ ] Buy fuses\n- [ ] Label them\n",
    );
    assert_eq!(parsed.record.title.value, "Pumps stood still");
    assert_eq!(parsed.record.actions.len(), 2);
    let parsed = read("pumps.md", "# Root cause\n\nA fuse had blown.\n");
    assert_eq!(parsed.record.title.value, "Pumps");
    assert_eq!(parsed.classification.kind, DocumentKind::Incident);
}

#[test]
fn the_first_of_many_headings_is_the_title_if_it_speaks_of_an_incident() {
    let parsed = read(
        "report_2.md",
        "## Outage of the pumps in hall 3\n\n## Date: 3 March 2026\n\n## Root cause\n\nA fuse had blown.\n",
    );
    assert_eq!(parsed.record.title.value, "Outage of the pumps in hall 3");
}

#[test]
fn a_readme_that_tells_of_one_incident_is_its_report() {
    let report = "# Incident report: no water\n\nDate: 2026-02-03\n\n## Summary\n\nThe pumps stood still.\n\n## Timeline\n\n- 10:00 Pumps stop\n- 10:05 Alert\n- 10:20 Fuse replaced\n\n## Root cause\n\nA fuse had blown.\n";
    is_incident("README.md", report);
    is_page(
        "README.md",
        "# Incident reports\n\nDate: 2026-02-03\n\n- [Pumps](pumps.md)\n- [Lifts](lifts.md)\n",
    );
}

#[test]
fn front_matter_says_what_a_document_is() {
    is_incident("notes.md", "---\nkind: incident\n---\nThe pumps stood still.\n");
    is_incident("README.md", "---\nkind: Postmortem\n---\nThe pumps stood still.\n");
    let report = "# Outage\n\n## Root cause\n\nA fuse.\n\n## Impact\n\nNo water.\n";
    is_page("2026-01-02-pumps.md", &format!("---\nkind: page\n---\n{report}"));
    is_page("2026-01-02-pumps.md", &format!("---\ntype: runbook\n---\n{report}"));
    is_incident("2026-01-02-pumps.md", &format!("---\nlayout: page\n---\n{report}"));
    let other = read("a.md", &format!("---\nkind: blog\n---\n{report}"));
    assert_eq!(other.record.extra.get("kind").and_then(|kind| kind.as_str()), Some("blog"));
}

#[test]
fn a_dated_note_in_a_folder_of_incidents_is_one() {
    is_incident("postmortems/2026-03-01-pumps.md", "The pumps stood still for an hour.\n");
    is_page("incident-response/2026-03-01-pumps.md", "How to call the plumber.\n");
    is_page("postmortems/empty.md", "");
}

#[test]
fn a_running_number_in_name_and_title_is_the_id() {
    let id = |path, text| read(path, text).record.id.as_ref().map(|id| id.value.clone());
    assert_eq!(id("0007-pumps.md", "# 0007: Pumps stood still\n").as_deref(), Some("0007"));
    assert_eq!(id("0007-pumps.md", "# Pumps stood still\n"), None);
    assert_eq!(id("pump-3000-broke.md", "# Pumps stood still\n"), None);
}

#[test]
fn report_whose_file_and_title_say_so_is_an_incident() {
    let story = "The certificate of the shop had expired during the night. The first customers called at seven, and nobody knew \
                 who could order a new one. Half an hour later the old provider sent one, and the pages came back for everybody.\n";
    is_incident("POSTMORTEM.md", &format!("# Summer fair 2025 | Post-mortem\n\n## Tickets\n\n{story}"));
    is_incident("docs/incident-report.md", &format!("# Incident report: Wrong address\n\n{story}"));
    for (path, title) in [
        ("docs/postmortem.md", "Postmortem"),
        ("docs/fair.md", "Post-mortem: Summer fair"),
        ("postmortem.md", "How we write: postmortems"),
    ] {
        is_page(path, &format!("# {title}\n\n{story}"));
    }
    is_page("POSTMORTEM.md", "# Fair | Post-mortem\n\nTo be written.\n");
}

#[test]
fn form_to_be_filled_in_by_hand_is_a_page() {
    let line = "____________";
    is_page(
        "docs/incident-report.md",
        &format!(
            "# Incident report\n\n- **Date:** {line}\n- **Time:** {line}\n- **Reported by:** {line}\n- **Impact:** {line}\n\n## Impact\n\n- [ ] Injury\n- [ ] Fire\n"
        ),
    );
}

#[test]
fn breaks_between_sections_are_no_lines_to_write_on() {
    let rule = "________";
    is_incident(
        "a.md",
        &format!(
            "# Incident: shop down\n\n{rule}\n\n## Impact\n\nAll.\n\n{rule}\n\n## Root cause\n\nA disk.\n\n{rule}\n\n{rule}\n"
        ),
    );
}
