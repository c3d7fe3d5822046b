//! Facts in the head of a document, in the forms and languages in which people write them.

use std::sync::Arc;

use super::Reader;
use crate::config::Config;
use crate::model::{FieldId, Origin, Parsed};
use crate::source::SourceFile;

fn read_as(path: &str, text: &str) -> Parsed {
    Reader::new(&Config::default()).read(&Arc::new(SourceFile::new(path, text.to_owned())))
}

fn read(text: &str) -> Parsed {
    read_as("INC-1.md", text)
}

/// Date, severity, status, duration and authors, separated by `; `.
fn facts(text: &str) -> String {
    let record = read(&format!("# INC-1: Checkout fails\n\n{text}\n")).record;
    let facts = [
        record.date.as_ref().map(|date| date.value.to_string()),
        record.severity.as_ref().map(|severity| severity.value.label.clone()),
        record.status.as_ref().map(|status| status.value.label.clone()),
        record.duration.as_ref().map(|duration| duration.value.to_string()),
        record.authors.as_ref().map(|authors| authors.value.join("+")),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

#[test]
fn several_keys_share_a_line() {
    let expected = "2026-03-04; SEV2; Resolved; 95; Ann Lee";
    for text in [
        "**Date:** 2026-03-04 | **Severity:** SEV2 | **Status:** Resolved\n**Duration:** 95 min | **Author:** Ann Lee",
        "**Date**: 2026-03-04 · **Severity**: SEV2 · **Status**: Resolved · **Duration**: 95 min · **Author**: Ann Lee",
        "Date: 2026-03-04 | Severity: SEV2 | Status: Resolved | Duration: 95 min | Author: Ann Lee",
        "Date: 2026-03-04 • Severity: SEV2 • Status: Resolved • Duration: 95 min • Author: Ann Lee",
        "Date: 2026-03-04, Severity: SEV2, Status: Resolved, Duration: 95 min, Author: Ann Lee",
        "Date: 2026-03-04; Severity: SEV2; Status: Resolved; Duration: 95 min; Author: Ann Lee",
        "Date: 2026-03-04 / Severity: SEV2 / Status: Resolved / Duration: 95 min / Author: Ann Lee",
        "Date: 2026-03-04 — Severity: SEV2 — Status: Resolved — Duration: 95 min — Author: Ann Lee",
        "**Date:** 2026-03-04 **Severity:** SEV2 **Status:** Resolved **Duration:** 95 min **Author:** Ann Lee",
        "Date: 2026-03-04   Severity: SEV2   Status: Resolved   Duration: 95 min   Author: Ann Lee",
        "> Date: 2026-03-04 | Severity: SEV2 | Status: Resolved\n> Duration: 95 min | Author: Ann Lee",
        "- Date: 2026-03-04 | Severity: SEV2\n- Status: Resolved | Duration: 95 min\n- Author: Ann Lee",
        "日期：2026-03-04 ｜ 级别：SEV2 ｜ 状态：Resolved ｜ 持续时间：95 分钟 ｜ 作者：Ann Lee",
        "Fecha: 2026-03-04 · Severidad: SEV2 · Estado: Resolved · Duración: 95 min · Autora: Ann Lee",
        "| Date | 2026-03-04 | Severity | SEV2 |\n|---|---|---|---|\n| Status | Resolved | Duration | 95 min |\n| Author | Ann Lee | | |",
    ] {
        assert_eq!(facts(text), expected, "{text}");
    }
}

#[test]
fn unknown_key_ends_the_value_before_it() {
    let text = "**Severity:** SEV2 | **Ticket:** OPS-12 | **Author:** Ann Lee | **Region:** eu-1";
    assert_eq!(facts(text), "SEV2; Ann Lee");
    assert_eq!(facts("Author: Ann Lee | Region: eu-1 | Severity: SEV2"), "SEV2; Ann Lee");
}

#[test]
fn separators_inside_a_value_do_not_split_it() {
    assert_eq!(facts("Author: Ann Lee | Bo Chen"), "Ann Lee+Bo Chen");
    let parsed = read(
        "# INC-1: Out\n\nSummary: the check reports status: degraded, cause: none, and nobody is paged.\n",
    );
    assert!(parsed.record.status.is_none() && parsed.record.severity.is_none());
}

#[test]
fn clock_times_take_the_day_of_another_key() {
    let parsed = read("# Out\n\n- Date: 2026-03-04\n- Start time: 22:10 UTC\n- End time: 00:40 UTC\n");
    let iso = |field: &Option<crate::model::Field<crate::model::Moment>>| {
        field.as_ref().map(|field| field.value.iso()).unwrap_or_default()
    };
    assert_eq!(iso(&parsed.record.times.started), "2026-03-04T22:10:00Z");
    assert_eq!(iso(&parsed.record.times.resolved), "2026-03-05T00:40:00Z");
    assert_eq!(parsed.record.duration.as_ref().map(|field| field.value), Some(150));
    let parsed = read_as(
        "2026-03-04-out.md",
        "# Out\n\n- Started: 14:02 UTC on March 3, 2026\n- Resolved: 16:02 UTC\n",
    );
    assert_eq!(iso(&parsed.record.times.started), "2026-03-03T14:02:00Z");
}

#[test]
fn period_states_start_end_and_length() {
    for text in [
        "**Date:** 2026-03-04 – 2026-03-09",
        "Date range: 2026-03-04 to 2026-03-09",
        "Date: March 4–9, 2026",
        "Fecha: 2026-03-04 a 2026-03-09",
        "日期：2026-03-04 至 2026-03-09",
    ] {
        for path in ["2026-03-04-out.md", "2026-03-07-out.md", "2026-03-09-out.md"] {
            let parsed = read_as(path, &format!("# Out\n\n{text}\n"));
            let record = &parsed.record;
            assert_eq!(
                record.date.as_ref().map(|date| date.value.to_string()).as_deref(),
                Some("2026-03-04")
            );
            let duration = record.duration.as_ref().map(|field| (field.value, field.provenance.origin));
            assert_eq!(duration, Some((5 * 1440, Origin::Derived)), "{text}");
            assert_eq!(parsed.diagnostics, [], "{text}");
        }
    }
    let parsed = read_as("2026-03-20-out.md", "# Out\n\nDate: 2026-03-04 – 2026-03-09\n");
    assert_eq!(parsed.diagnostics.len(), 1);
}

#[test]
fn file_may_carry_another_day_that_the_document_mentions() {
    let text = "# Out\n\n- Date: 2026-03-04\n- Severity: SEV2\n- Published: 2026-03-06\n";
    assert_eq!(read_as("2026-03-06-out.md", text).diagnostics, []);
    assert_eq!(read_as("2026-03-05-out.md", text).diagnostics.len(), 1);
}

#[test]
fn stated_duration_takes_precedence_over_time_to_repair_and_timeline() {
    for (text, expected) in [
        ("- MTTR: 20 min\n- Total downtime: 3 h", Some(180)),
        ("- MTTR: 20 min\n- How long: 3 h", Some(180)),
        ("- MTTR: 20 min\n- Duration of the full outage: ~3h (two regions)", Some(180)),
        ("- Tiempo total fuera: ~3 horas desde el reporte\n- MTTR: 20 min", Some(180)),
        ("- 解决时间：约 3 小时", Some(180)),
        ("- Resolved: 45 minutes", Some(45)),
        ("- MTTR: 20 min", Some(20)),
        ("- MTTR: 20 min\n- Downtime: N/A — nobody noticed", None),
        ("- Dauer: 2 Stunden\n- MTTR: 20 min", Some(120)),
    ] {
        let parsed = read(&format!("# Out\n\n{text}\n"));
        assert_eq!(parsed.record.duration.as_ref().map(|field| field.value), expected, "{text}");
    }
}

#[test]
fn duration_leaves_out_the_days_before_the_incident() {
    let rows = "| 2026-03-01 09:00 | Flag added, off by default |\n| 2026-03-04 10:00 | Errors rise |\n\
                | 2026-03-04 11:30 | Service restored |\n";
    let text = format!("# Out\n\nDate: 2026-03-04\n\n## Timeline\n\n| Time | Event |\n|---|---|\n{rows}");
    assert_eq!(read(&text).record.duration.as_ref().map(|field| field.value), Some(90));
}

#[test]
fn timeline_without_a_day_has_a_length() {
    let text = "# Out\n\n## Timeline\n\n- 23:10 - errors rise\n- 23:40 - pager\n- 00:25 - pool enlarged\n";
    assert_eq!(read(text).record.duration.as_ref().map(|field| field.value), Some(75));
}

#[test]
fn symbolic_times_keep_their_rows() {
    let times = |text: &str| {
        let parsed = read(&format!("# Out\n\nDate: 2026-03-04\n\n## Timeline\n\n{text}\n"));
        let times = parsed.record.timeline.iter().map(|event| event.time.to_string());
        times.collect::<Vec<_>>().join(", ")
    };
    let list = "- T minus 5: deploy\n- T0: errors rise\n- T+?: somebody notices\n- T+10: pool enlarged";
    assert_eq!(times(list), "T minus 5, T0, T+?, T+10");
    let table = "| Time | Event |\n|---|---|\n| T minus 5 | deploy |\n| T0 | errors |\n| T+? | noticed |\n| ~noon | fixed |";
    assert_eq!(times(table), "T minus 5, T0, T+?, ~noon");
    let parts = "- 2026-03-04 morning - deploy\n- 2026-03-04 afternoon - errors\n- 2026-03-04 late - fixed";
    assert_eq!(times(parts), "2026-03-04 morning, 2026-03-04 afternoon, 2026-03-04 late");
}

#[test]
fn one_row_of_facts_below_impact_is_read() {
    let text = "# Out\n\n## Impact\n\n| Customers | Tickets raised | Incident duration |\n|:-:|:-:|:-:|\n| 40 | 2 | 15h |\n";
    assert_eq!(read(text).record.duration.as_ref().map(|field| field.value), Some(900));
}

#[test]
fn the_title_of_a_report_may_be_its_first_section() {
    let record =
        read_as("report.md", "# Incident report\n\n## INC-0042: No water\n\n## Impact\n\nNone.\n").record;
    assert_eq!(record.id.as_ref().map(|id| id.value.as_str()), Some("INC-0042"));
    assert_eq!(record.title.value, "No water");
    let register =
        "# Incident report\n\n## INC-0042: No water\n\nA pump.\n\n## INC-0043: No light\n\nA lamp.\n";
    assert!(read_as("report.md", register).record.id.is_none());
}

#[test]
fn stated_duration_may_begin_at_the_alert_after_rows_of_background() {
    let text = |duration: &str| {
        format!(
            "# INC-1: Checkout is down\n\nDate: 2031-05-06\n\nDuration: {duration}\n\n## Timeline\n\n- 06:00 Deployed release 77\n- 09:00 Alert: error rate above 5 %\n- 09:50 Service restored\n"
        )
    };
    let disagrees = |duration: &str| {
        let found = read(&text(duration)).diagnostics;
        found.iter().any(|found| found.code == crate::diag::Code::DurationMismatch)
    };
    assert!(!disagrees("50 minutes"));
    assert!(disagrees("90 minutes"));
}

#[test]
fn number_of_an_incident_in_its_title_or_key_is_its_id() {
    let id = |text: &str| read_as("gateway.md", text).record.id.as_ref().map(|id| id.value.clone());
    for title in ["Postmortem — Incident #031", "Incidente n.º 031: sin red", "Incident № 031"] {
        assert_eq!(id(&format!("# {title}\n\nDate: 2026-03-04\n")).as_deref(), Some("031"), "{title}");
    }
    assert_eq!(id("# Debugging the gateway #2\n\nDate: 2026-03-04\n"), None);
    let rated = read_as("gateway.md", "# Report\n\n**Incident ID:** 77 (SEV-1)\n");
    assert_eq!(rated.record.id.as_ref().unwrap().value, "77");
    assert_eq!(rated.record.severity.as_ref().unwrap().value.label, "SEV-1");
}

#[test]
fn title_that_is_a_date_keeps_its_words() {
    let title =
        |title: &str| read(&format!("# {title}\n\n## Summary\n\nNo network.\n")).record.title.value.clone();
    assert_eq!(title("Incident report - 2026-03-04"), "Incident report - 2026-03-04");
    assert_eq!(title("Incident report - 2026-03-04 - No network"), "No network");
}

#[test]
fn day_of_an_incident_is_found_where_no_key_names_it() {
    let date =
        |path: &str, text: &str| read_as(path, text).record.date.as_ref().map(|date| date.value.to_string());
    let expected = Some("2026-03-04".to_owned());
    let timeline =
        "# No network\n\n## Timeline\n\n2026-3-4\n\n- 14:02 Alert\n- 14:20 Rollback\n- 14:22 Over\n";
    assert_eq!(date("a.md", timeline), expected);
    let heading = "# Report\n\n## Incident: No network — March 4, 2026\n\n**Severity**: SEV2\n";
    assert_eq!(date("a.md", heading), expected);
    let listed =
        "# No network\n\n- Recorded: 2026-03-04 14:44\n- What: no network\n\n## Root cause\n\nA cable.\n";
    assert_eq!(date("a.md", listed), expected);
    let ambiguous = "# 04-03-2026 - No network\n\n## Root cause\n\nA cable.\n";
    assert_eq!(date("2026/03/cable.md", ambiguous), expected);
    assert_eq!(date("cable.md", ambiguous), None);
}

#[test]
fn time_window_in_the_summary_is_the_duration() {
    let minutes = |summary: &str| {
        let text = format!(
            "# INC-1: No network\n\n## Summary\n\n{summary}\n\n## Timeline\n\n- 13:50 Tuned\n- 14:02 Alert\n- 16:30 Over\n"
        );
        read(&text).record.duration.as_ref().unwrap().value
    };
    for summary in [
        "From 2PM to 4PM GMT, nobody could pay.",
        "Between the hours of 14:00 and 16:00 nobody could pay.",
        "Zwischen 14:00 und 16:00 Uhr fiel das Netz aus.",
        "Nobody could pay. The network was down (14:00–16:00 UTC).",
        "Nobody could pay. The network was down 14:01–16:08 (about 120 min).",
    ] {
        assert_eq!(minutes(summary), 120, "{summary}");
    }
    assert_eq!(minutes("Deployed at 14:00, rolled back at 16:00."), 160);
}

#[test]
fn last_line_of_a_document_names_its_authors() {
    let text = "# INC-1: No network\n\n## Final words\n\nA cable broke.\n\n---\n\n*Prepared by Ann Lee*\n";
    assert_eq!(&*read(text).record.authors.as_ref().unwrap().value, ["Ann Lee"]);
}

#[test]
fn whys_may_be_lines_or_be_announced() {
    let whys = |text: &str| {
        read(&format!("# INC-1: No network\n\n## Root cause\n\n{text}\n")).record.five_whys.len()
    };
    assert_eq!(
        whys(
            "Why was it down? → The cable broke.\nWhy did it break? → It was old.\nWhy so old? → Nobody looked."
        ),
        3
    );
    assert_eq!(
        whys(
            "The chain (\"5 whys\"):\n\n1. It was down because of the cable.\n2. The cable broke because it was old."
        ),
        2
    );
    assert_eq!(whys("What we know:\n\n1. It was down because of the cable.\n2. The cable was old."), 0);
}

#[test]
fn headings_are_known_in_other_spellings_and_with_words_before_them() {
    let summary = |heading: &str| {
        let record = read(&format!("# INC-1: No network\n\n## {heading}\n\nA cable broke.\n")).record.clone();
        record.text(FieldId::Summary).map(|text| text.value.clone())
    };
    for heading in ["Überblick", "Ueberblick", "Problem summary", "Quick technical summary"] {
        assert_eq!(summary(heading).as_deref(), Some("A cable broke."), "{heading}");
    }
    assert_eq!(summary("What the summary of the week said about it"), None);
    assert_eq!(summary("Was los war, in einem Satz (Summary)").as_deref(), Some("A cable broke."));
    let second =
        read("# INC-1: Post-mortem\n\n# The day the gateway broke\n\nNobody could pay for two hours.\n")
            .record
            .clone();
    assert_eq!(second.text(FieldId::Summary).unwrap().value, "Nobody could pay for two hours.");
    let joined = read("# INC-1: No network\n\n## Lessons learned and action items\n\n- Buy a second cable\n")
        .record
        .clone();
    assert_eq!(joined.actions.len(), 1);
}

#[test]
fn a_heading_is_a_better_title_than_the_name_of_a_file() {
    let read = |name: &str| {
        read_as("notes.md", &format!("---\nname: {name}\n---\n\n# Incident 2025-10-02: no mail\n\nGone.\n"))
    };
    let record = read("incident-2025-10-mail-queue").record;
    assert_eq!(record.title.value, "no mail");
    assert_eq!(record.id, None);
    assert_eq!(read("Mail queue").record.title.value, "Mail queue");
    let dated = read_as("a.md", "# Incident 2025-08-15: Queue bug — no mail for an hour\n\nGone.\n");
    assert_eq!(dated.record.title.value, "Queue bug — no mail for an hour");
}

#[test]
fn a_sentence_after_the_authors_is_no_author() {
    let text = "Author: Ann Lee (Tech Lead). Written as the example of this format, from the logs.";
    assert_eq!(facts(text), "Ann Lee");
    assert_eq!(facts("Author: A. Lee"), "A. Lee");
    assert_eq!(facts("Authors: Dr. Ann Lee, Bo Ek"), "Dr. Ann Lee+Bo Ek");
}

#[test]
fn summary_is_a_statement_and_no_announcement_or_address() {
    let summary = |text: &str| read(text).record.text(FieldId::Summary).map(|text| text.value.clone());
    let expected = "On Monday nobody could log in for an hour.";
    for text in [
        format!("# Logins\n\n{expected}\n\n## Summary\n\nThe problem had two parts:\n\n- a\n- b\n"),
        format!(
            "# Logins\n\nDiscussion: https://chat.example/c/71\n\n{expected}\n\n## Root cause\n\nA lock.\n"
        ),
    ] {
        assert_eq!(summary(&text).as_deref(), Some(expected), "{text}");
    }
    // Better than nothing.
    let announced = "# Logins\n\n## Summary\n\nThe problem had two parts:\n\n- a\n- b\n";
    assert_eq!(summary(announced).as_deref(), Some("The problem had two parts:"));
}

#[test]
fn documents_in_turkish_indonesian_and_vietnamese_are_understood() {
    for (text, cause) in [
        (
            "# Olay raporu: Ödeme servisi çöktü\n\n**Tarih:** 2031-05-06\n**Süre:** 45 dakika\n\n## Özet\n\nÖdemeler yapılamadı.\n\n## Zaman Çizelgesi\n\n- 10:00 Alarm geldi\n- 10:45 Servis düzeldi\n\n## KÖK NEDEN\n\nDisk doldu.\n\n## Aksiyon Maddeleri\n\n- Disk alarmı ekle\n",
            "Disk doldu.",
        ),
        (
            "# Laporan Insiden: Layanan pembayaran mati\n\n**Tanggal:** 2031-05-06\n**Durasi:** 45 menit\n\n## Ringkasan\n\nPembayaran gagal.\n\n## Kronologi\n\n- 10:00 Alert masuk\n- 10:45 Layanan kembali normal\n\n## Akar Masalah\n\nDisk penuh.\n\n## Tindak Lanjut\n\n- Tambah alert disk\n",
            "Disk penuh.",
        ),
        (
            "# Báo cáo sự cố: Dịch vụ thanh toán ngừng hoạt động\n\n**Ngày:** 2031-05-06\n**Thời lượng:** 45 phút\n\n## Tóm tắt\n\nKhông thanh toán được.\n\n## Dòng thời gian\n\n- 10:00 Cảnh báo\n- 10:45 Dịch vụ hoạt động trở lại\n\n## Nguyên nhân gốc rễ\n\nĐầy ổ đĩa.\n\n## Hành động khắc phục\n\n- Thêm cảnh báo ổ đĩa\n",
            "Đầy ổ đĩa.",
        ),
    ] {
        let parsed = read_as("notes.md", text);
        let record = &parsed.record;
        assert_eq!(parsed.classification.kind, crate::model::DocumentKind::Incident, "{text}");
        assert_eq!(record.duration.as_ref().map(|minutes| minutes.value), Some(45), "{text}");
        assert_eq!(record.text(FieldId::RootCause).map(|cause| &*cause.value), Some(cause), "{text}");
        assert_eq!((record.timeline.len(), record.actions.len()), (2, 1), "{text}");
    }
}

#[test]
fn metadata_lines_are_not_the_summary() {
    let keys = "**Date:** 2031-05-06\n**Time:** 08:21 - 09:27\n**Impact:** Empty carts\n";
    let text = format!(
        "# Incident: carts\n\n{keys}\n## What happened\n\nThe cart service lost its cache and showed empty carts.\n"
    );
    let summary = read(&text).record.text(FieldId::Summary).map(|field| field.value.clone());
    assert_eq!(summary.as_deref(), Some("The cart service lost its cache and showed empty carts."));
}
