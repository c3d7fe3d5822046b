use std::sync::Arc;

use crate::config::Config;
use crate::diag::Code;
use crate::model::Parsed;
use crate::read::Reader;
use crate::source::SourceFile;

fn read(text: &str) -> Parsed {
    let text = format!("# INC-1: Out\n\n- Date: 2026-03-01\n- Severity: SEV1\n\n{text}");
    Reader::new(&Config::default()).read(&Arc::new(SourceFile::new("INC-1.md", text)))
}

/// The items of a document, each as `state text @owner due`.
fn items(text: &str) -> Vec<String> {
    let shown = |item: &crate::model::ActionItem| {
        let owner = item.owner.as_ref().map(|owner| format!(" @{owner}")).unwrap_or_default();
        let day = item.due.map(|due| due.to_string()).or_else(|| item.due_text.clone());
        let due = day.map(|day| format!(" {day}")).unwrap_or_default();
        format!("{} {}{owner}{due}", item.state.key(), item.action.text)
    };
    read(text).record.actions.iter().map(shown).collect()
}

fn dropped(text: &str) -> Vec<String> {
    let found = read(text).diagnostics.into_iter().filter(|found| found.code == Code::RowDropped);
    found.map(|found| found.message).collect()
}

#[test]
fn a_list_headed_as_action_list_confines_the_items() {
    let prevention =
        "## Prevention\n\n### Process improvements\n\n- Always read the plan\n- [ ] Lint the plan\n\n";
    assert_eq!(items(prevention), ["open Always read the plan", "open Lint the plan"]);
    let list = "## Action items\n\n- Add an alert\n";
    assert_eq!(items(&format!("{prevention}{list}")), ["open Lint the plan", "open Add an alert"]);
    let measures = "## Korrekturmaßnahmen\n\n**Verbesserungen:**\n\n- Besser prüfen\n\n**Aufgaben:**\n\n- Alarm ergänzen\n";
    assert_eq!(items(measures), ["open Alarm ergänzen"]);
}

#[test]
fn steps_of_the_resolution_are_no_items() {
    let text = "## Resolution\n\n### Immediate actions\n\n- Restarted the proxy\n\n### Follow-up tasks\n\n- Add an alert\n";
    assert_eq!(items(text), ["open Add an alert"]);
    assert_eq!(items("## Solución\n\n### Acciones inmediatas\n\n- Reiniciar el proxy\n"), [""; 0]);
    assert_eq!(items("## Immediate actions taken\n\n- Restarted the proxy\n"), [""; 0]);
}

#[test]
fn a_legend_of_categories_is_no_list_of_items() {
    let table = "| Action | Kind | Owner |\n|---|---|---|\n| Add an alert | Detect | Ann |\n| Pin it | Prevent | Bo |\n";
    let legend = "- **Detect**: notice it sooner\n- **Prevent**: keep it from happening\n- **Mitigate**: make it smaller\n";
    let text = format!("## Action items\n\n{table}\n### Kinds\n\n{legend}");
    assert_eq!(items(&text), ["open Add an alert @Ann", "open Pin it @Bo"]);
}

#[test]
fn a_state_ends_where_its_remark_begins() {
    let state = |cell: &str| {
        let table = format!("## Action items\n\n| Action | Status |\n|---|---|\n| Do it | {cell} |\n");
        items(&table).remove(0).replace(" Do it", "")
    };
    for (cell, want) in [
        ("DONE - PR #12", "done"),
        ("CLOSED - merged in #15", "done"),
        ("Done; see the runbook", "done"),
        ("Erledigt, siehe Ticket", "done"),
        ("🟢 Not started", "open"),
        ("PR #12 merged", "done"),
        ("60 %", "in-progress"),
        ("100%", "done"),
        ("In progress (waiting for review)", "in-progress"),
        ("Not done - waiting", "open"),
        ("Complete rewrite of the job", "open"),
    ] {
        assert_eq!(state(cell), want, "{cell}");
    }
}

#[test]
fn nested_boxes_with_an_owner_or_a_day_are_items() {
    let text = "## Action items\n\n- [ ] Harden the queue\n  - [x] Cap the retries (Ann, due 2026-04-01)\n  - [ ] Read the docs\n";
    assert_eq!(items(text), ["open Harden the queue", "done Cap the retries @Ann 2026-04-01"]);
    let group = "## Action items\n\n- Monitoring\n  - [ ] Add an alert\n  - [ ] Add a graph\n";
    assert_eq!(items(group), ["open Add an alert", "open Add a graph"]);
}

#[test]
fn a_heading_or_title_with_details_below_is_an_item() {
    let heading = "### 1. Add an alert\n\n- **Owner:** Ann\n- **Due:** 2026-04-01\n- **Status:** Done\n";
    let title = "**Cap the retries**\n\n- Owner: Bo | Due: 2026-05-01\n";
    let bullet = "- **Pin the image**\n  - Owner: Cy\n";
    for (text, want) in [
        (heading, "done Add an alert @Ann 2026-04-01"),
        (title, "open Cap the retries @Bo 2026-05-01"),
        (bullet, "open Pin the image @Cy"),
    ] {
        assert_eq!(items(&format!("## Action items\n\n{text}")), [want]);
    }
}

#[test]
fn a_numbered_title_is_an_item_and_a_title_in_bullets_a_group() {
    assert_eq!(
        items("## Prevention\n\n1. **One client**\n   - write it\n   - use it\n"),
        ["open One client"]
    );
    assert_eq!(
        items("## Prevention\n\n- **Monitoring**\n  - Add an alert\n  - Add a graph\n"),
        ["open Add an alert", "open Add a graph"]
    );
}

#[test]
fn text_in_brackets_is_cut_only_if_it_is_understood() {
    for (text, want) in [
        ("Rotate the keys (by hand)", "open Rotate the keys (by hand)"),
        ("Drain the node (before the deploy)", "open Drain the node (before the deploy)"),
        ("Explain the lock (priority inversion)", "open Explain the lock (priority inversion)"),
        ("Repeat the drill (2026-03-04)", "open Repeat the drill (2026-03-04)"),
        ("Repeat the drill @ann (2026-03-04)", "open Repeat the drill @ann 2026-03-04"),
        ("Repeat the drill (Ann, 2026-03-04)", "open Repeat the drill @Ann 2026-03-04"),
        ("Repeat the drill (done, 2026-03-04)", "done Repeat the drill"),
        ("Repeat the drill (due next sprint)", "open Repeat the drill next sprint"),
        (
            "Drop the lock (Jorge adds it later if he agrees)",
            "open Drop the lock (Jorge adds it later if he agrees)",
        ),
        ("Remove the @Cached methods of the store", "open Remove the @Cached methods of the store"),
        ("Set the status: it is empty", "open Set the status: it is empty"),
        ("Move the job — Tom Baker — 2025-06-10 — HOT-1802", "open Move the job @Tom Baker 2025-06-10"),
    ] {
        assert_eq!(items(&format!("## Action items\n\n- {text}\n")), [want], "{text}");
    }
}

#[test]
fn tags_in_front_of_an_item_are_read_and_skipped() {
    for (text, want) in [
        ("**DONE 2026-05-14** — Patch the cron job", "done Patch the cron job"),
        ("**TODO due 2026-05-21** — Add a health check", "open Add a health check 2026-05-21"),
        ("[DONE] [P1] Patch the cron job", "done Patch the cron job"),
        ("Offen: Alarm ergänzen", "open Alarm ergänzen"),
        ("AI-3: Add an alert", "open Add an alert"),
        ("Monitoring: add an alert", "open Monitoring: add an alert"),
        ("[the runbook] needs a step", "open [the runbook] needs a step"),
    ] {
        assert_eq!(items(&format!("## Action items\n\n1. {text}\n")), [want], "{text}");
    }
}

#[test]
fn a_ticket_after_the_text_is_its_reference() {
    let parsed =
        read("## Action items\n\n- Move the job — Tom Baker — [HOT-1802](https://example.org/HOT-1802)\n");
    let reference = parsed.record.actions[0].reference.as_deref();
    assert!(reference.is_some_and(|reference| reference.html().contains("https://example.org/HOT-1802")));
}

#[test]
fn items_with_variables_and_bars_are_no_template() {
    let rows = "| Support iOS \\| Android | Ann |\n| Rename service x to y | Bo |\n| Move it (`[Unit]`, not `[Service]`) | Cy |\n";
    let text = format!("## Action items\n\n| Action | Owner |\n|---|---|\n{rows}");
    assert_eq!(
        items(&text),
        [
            "open Support iOS | Android @Ann",
            "open Rename service x to y @Bo",
            "open Move it ([Unit], not [Service]) @Cy"
        ]
    );
}

#[test]
fn owners_are_kept_however_long_or_many_they_are() {
    let owners = "Ann, Bo, Cy, Dee, Eve and the whole platform team of the second floor";
    let text = format!(
        "## Action items\n\n| Action | Owner |\n|---|---|\n| Do it | {owners} |\n| Do that | SRE / Data / Web |\n"
    );
    assert_eq!(items(&text), [format!("open Do it @{owners}"), "open Do that @SRE / Data / Web".to_owned()]);
}

#[test]
fn dropped_rows_of_tables_are_reported() {
    let table = "## Action items\n\n| # | Action | Owner |\n|---|---|---|\n| 1 | Do it | Ann |\n| 2 | | Bo |\n| 3 | [Action] | |\n| | | |\n";
    assert_eq!(
        dropped(table),
        [
            "action item left out: its cell is empty",
            "action item left out: it is a placeholder",
            "action item left out: its cell is empty"
        ]
    );
    let timeline =
        "## Timeline\n\n| Time | Event |\n|---|---|\n| 10:00 | Alert |\n| HH:MM | [What happened] |\n| | |\n";
    assert_eq!(
        dropped(timeline),
        ["timeline row left out: it is a placeholder", "timeline row left out: it is empty"]
    );
    assert_eq!(
        dropped("## Action items\n\n| Action | Owner |\n|---|---|\n|:---|:---|\n| Do it | Ann |\n"),
        [""; 0]
    );
}

#[test]
fn lists_with_marks_of_other_programs_are_lists() {
    assert_eq!(
        items("## Action items\n\n• Add an alert\n• Add a graph (done)\n"),
        ["open Add an alert", "done Add a graph"]
    );
    assert_eq!(
        items("## Action items\n\n[x] Add an alert\n[ ] Add a graph\n"),
        ["done Add an alert", "open Add a graph"]
    );
    assert_eq!(items("## Action items\n\nWe will add an alert\n— and a graph.\n"), [""; 0]);
}

#[test]
fn items_of_front_matter_are_read_like_others() {
    let text = "---\ntitle: Out\nactions:\n  - Add an alert (Ann, due 2026-04-01)\n  - {Maßnahme: Alarm ergänzen, zuständig: Bo, Frist: Ende Juni, Stand: erledigt}\n---\n# Out\n";
    let parsed =
        Reader::new(&Config::default()).read(&Arc::new(SourceFile::new("INC-1.md", text.to_owned())));
    let found: Vec<_> = parsed
        .record
        .actions
        .iter()
        .map(|item| {
            (item.action.text.as_str(), item.owner.as_deref(), item.due_text.as_deref(), item.state.key())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("Add an alert", Some("Ann"), None, "open"),
            ("Alarm ergänzen", Some("Bo"), Some("Ende Juni"), "done")
        ]
    );
}

#[test]
fn keys_in_paragraphs_are_items() {
    let text = "## Action items\n\n**Action:** Add an alert\n**Owner:** Ann\n**Due:** 2026-05-01\n\n\
                **Action:** Cap the retries\n**Status:** Done\n";
    assert_eq!(items(text), ["open Add an alert @Ann 2026-05-01", "done Cap the retries"]);
}

#[test]
fn owners_stand_in_headings_and_inside_of_texts() {
    assert_eq!(items("## Action items\n\n### @carl\n\n- [ ] Add an alert\n"), ["open Add an alert @carl"]);
    assert_eq!(
        items(
            "## Action items\n\n1. **Add a queue** (P1, @ann) so that nothing is lost\n2. Ask them (Owner: TBD)\n"
        ),
        ["open Add a queue (P1, @ann) so that nothing is lost @ann", "open Ask them"]
    );
    assert_eq!(
        items("## 改进措施\n\n1. 优化慢查询 —— 李四 —— 2026-03-15\n"),
        ["open 优化慢查询 @李四 2026-03-15"]
    );
}

#[test]
fn nothing_to_do_is_no_item() {
    for text in ["None", "No further actions needed.", "Aucune action requise", "特になし", "无"] {
        assert_eq!(items(&format!("## Action items\n\n- {text}\n")), [""; 0], "{text}");
    }
}

#[test]
fn measures_taken_at_once_are_done() {
    for (list, taken, later) in [
        ("Maßnahmen", "Sofortmaßnahmen", "Langfristige Maßnahmen"),
        ("Action items", "Immediate measures taken", "Later"),
        ("Plan d'action", "Actions immédiates", "Actions à long terme"),
        ("Acciones", "Acciones inmediatas", "Acciones a largo plazo"),
        ("再発防止策", "応急対応", "恒久対応"),
    ] {
        let text = format!(
            "## {list}\n\n### {taken}\n\n- Restart the pump\n- [ ] Buy a pump\n\n### {later}\n\n- Add a gauge\n"
        );
        assert_eq!(items(&text), ["done Restart the pump", "open Buy a pump", "open Add a gauge"], "{list}");
    }
    let due = "## Maßnahmen\n\n### Sofortmaßnahmen\n\n- Pumpe tauschen (bis 2026-05-01)\n";
    assert_eq!(items(due), ["open Pumpe tauschen 2026-05-01"]);
}

#[test]
fn a_heading_without_marks_names_the_list_below_it() {
    let text = "## Detection\n\nA neighbor called.\n\nAction items\n- Add a gauge\n- Call back\n";
    assert_eq!(items(text), ["open Add a gauge", "open Call back"]);
    assert_eq!(items("## Detection\n\nTwo people called\n- Ann\n- Bo\n"), [""; 0]);
}

#[test]
fn a_lead_in_of_two_sentences_does_not_hide_the_list() {
    let text =
        "## Action items\n\nWe met on Monday. These tasks came out of it:\n\n- Add a gauge\n- Call back\n";
    assert_eq!(items(text), ["open Add a gauge", "open Call back"]);
}

#[test]
fn leading_owners_are_read_if_every_item_has_one() {
    let list = "## Follow-ups\n\n- [ ] platform team — page on the oldest message — due: 2026-04-01\n- [x] **me** — raise the limit\n";
    assert_eq!(
        items(list),
        ["open page on the oldest message @platform team 2026-04-01", "done raise the limit @me"]
    );
    let topics = "## Follow-ups\n\n- Monitoring: page on the oldest message\n- Limits: raise the limit\n";
    assert_eq!(
        items(topics),
        ["open Monitoring: page on the oldest message", "open Limits: raise the limit"]
    );
}

#[test]
fn a_list_whose_items_say_that_they_are_done_is_done() {
    let list = "## Prevention\n\n- Weekly check added: it compares the clocks\n- Runbook updated\n";
    assert_eq!(items(list), ["done Weekly check added: it compares the clocks", "done Runbook updated"]);
    let mixed = "## Prevention\n\n- Weekly check added\n- Update the runbook\n";
    assert_eq!(items(mixed), ["open Weekly check added", "open Update the runbook"]);
    let boxes = "## Prevention\n\n- [ ] Weekly check added\n- [ ] Runbook updated\n";
    assert_eq!(items(boxes), ["open Weekly check added", "open Runbook updated"]);
}

#[test]
fn completed_remediation_steps_are_the_fix_and_not_action_items() {
    let done = "## Remediation\n\n1. Found the node without a route\n2. Attached the network again\n3. Restarted the worker\n4. Verified the route\n5. Removed the old node\n";
    let parsed = read(done);
    assert!(parsed.record.actions.is_empty());
    assert!(parsed.record.fix.as_ref().unwrap().value.text.starts_with("Attached the network again"));
    let boxes = "## Remediation\n\n- [ ] Runbook updated\n- [ ] Alert added\n";
    assert_eq!(items(boxes), ["open Runbook updated", "open Alert added"]);
    assert_eq!(items("## Remediation\n\n- Attach the network at start\n- Watch the route\n").len(), 2);
}

#[test]
fn a_mark_in_a_cell_is_the_state_of_the_row() {
    let table = "## Action items\n\n| Area | Action |\n|---|---|\n| Disk | ✅ Save at once |\n| Disk | Keep two copies |\n";
    assert_eq!(items(table), ["done Save at once", "open Keep two copies"]);
}

#[test]
fn a_row_with_nothing_but_a_number_is_a_placeholder() {
    let table = "## Action items\n\n| Action | Owner |\n|---|---|\n| Item 1 | |\n| Task 2 | Ann |\n";
    assert_eq!(items(table), ["open Task 2 @Ann"]);
}

#[test]
fn a_heading_may_say_what_the_follow_ups_are_about() {
    assert_eq!(items("## Hardening follow-ups\n\n- Probe the tunnel\n"), ["open Probe the tunnel"]);
    assert_eq!(items("## Acciones a futuro\n\n- Probar el túnel\n"), ["open Probar el túnel"]);
}
