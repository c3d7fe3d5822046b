//! What ended the incident, in documents of many shapes.

use std::sync::Arc;

use crate::config::Config;
use crate::model::{Field, Fix, Origin};
use crate::read::Reader;
use crate::source::SourceFile;

fn fix(body: &str) -> Option<Field<Fix>> {
    let text = format!("# INC-9: Checkout is down\n\nDate: 2031-05-06\n\n{body}\n");
    let source = Arc::new(SourceFile::new("INC-9.md", text));
    Reader::new(&Config::default()).read(&source).record.fix.clone()
}

pub(super) fn fixed_by(body: &str) -> Option<String> {
    fix(body).map(|fix| fix.value.text)
}

pub(super) fn timeline(rows: &[(&str, &str)]) -> String {
    let rows: Vec<_> = rows.iter().map(|(time, event)| format!("- {time} {event}")).collect();
    format!("## Timeline\n\n{}\n", rows.join("\n"))
}

#[test]
fn resolution_section_that_reports_an_act_is_the_fix() {
    for (body, expected) in [
        (
            "## Resolution\n\nWe drained the stuck queue and restarted the workers.",
            "We drained the stuck queue and restarted the workers.",
        ),
        (
            "## Recovery\n\nMia joined the call. She rolled the gateway back to 4.1.",
            "She rolled the gateway back to 4.1.",
        ),
        ("## Fix\n\n- Deleted the orphaned locks\n- Told support", "Deleted the orphaned locks"),
        ("## Fix\n\nRaised the limit.\n\nVerified: all pods were restarted.", "Raised the limit."),
        (
            "## Solución\n\nSe revierte el despliegue 88 del carrito.",
            "Se revierte el despliegue 88 del carrito.",
        ),
        ("## Resolução\n\nReiniciamos o broker de mensagens.", "Reiniciamos o broker de mensagens."),
        ("## Résolution\n\nLe cache a été vidé puis redémarré.", "Le cache a été vidé puis redémarré."),
        ("## Behebung\n\nDas Zertifikat wurde erneuert.", "Das Zertifikat wurde erneuert."),
        ("## Løsning\n\nVi skrudde av jobben og restartet køen.", "Vi skrudde av jobben og restartet køen."),
        ("## Risoluzione\n\nIl nodo guasto è stato sostituito.", "Il nodo guasto è stato sostituito."),
        ("## 復旧\n\nゲートウェイを再起動した。", "ゲートウェイを再起動した。"),
        ("## 解决方案\n\n回滚了网关的配置。", "回滚了网关的配置。"),
        ("## 해결\n\n게이트웨이 설정을 롤백했다.", "게이트웨이 설정을 롤백했다."),
    ] {
        assert_eq!(fixed_by(body).as_deref(), Some(expected), "{body}");
    }
}

#[test]
fn sentence_that_says_how_it_was_solved_is_the_fix() {
    let body = "## Root cause and resolution\n\nThe disk of the index was full. The outage was resolved by moving the index to a larger volume.";
    let found = fix(body).unwrap();
    assert_eq!(found.value.text, "The outage was resolved by moving the index to a larger volume.");
    assert!(found.value.certain);
    let summary = "## Summary\n\nOrders failed for an hour. The fix was to raise the connection limit.";
    assert_eq!(fixed_by(summary).as_deref(), Some("The fix was to raise the connection limit."));
}

#[test]
fn nothing_ended_it_where_no_act_succeeded() {
    for body in [
        "## Resolution\n\nWe attempted a rollback, but it failed.",
        "## Resolution\n\nRestarting the pods had no effect.",
        "## Resolution\n\nNo change to production was required.",
        "## Resolution\n\nWe plan to replace the disk next week.",
        "## Resolution\n\nJoan responded to the page.",
        "## Resolution\n\nWhat could we have restarted?",
        "## Resolution\n\n9f3c2ab7 (2031-05-06)",
        "## Resolution\n\n- [ ] Replace the disk",
        "## Resolution\n\nStill open.",
        "## Solución\n\nIntento de reinicio sin efecto.",
        "## Behebung\n\nDer Neustart blieb ohne Wirkung.",
        "## 復旧\n\n再起動したが効果なし。",
        "## 解决方案\n\n尝试重启，但未生效。",
    ] {
        assert_eq!(fixed_by(body), None, "{body}");
    }
}

#[test]
fn reasons_for_a_fix_are_not_the_fix() {
    let body = "## Resolution\n\nWe switched to the static build.\n\n### Why this works\n\n1. Removed servers cannot crash.";
    assert_eq!(fixed_by(body).as_deref(), Some("We switched to the static build."));
    let explained = "## Resolution\n\nWhen the type of a node changes, all nodes are replaced at once.";
    assert_eq!(fixed_by(explained), None);
}

#[test]
fn steps_after_a_colon_are_the_fix() {
    let body =
        "## Resolution\n\nWe fixed it in two steps:\n\n- Increased the pool to 40\n- Restarted the API";
    assert_eq!(fixed_by(body).as_deref(), Some("Increased the pool to 40; Restarted the API"));
}

#[test]
fn no_more_than_three_of_several_steps_are_shown() {
    let body = "## Resolution\n\n1. Stopped the import.\n2. Told support.\n3. Deleted the locks.\n4. Restarted the pods.\n5. Enabled the import.";
    let expected = "Stopped the import; Deleted the locks; Restarted the pods.";
    assert_eq!(fixed_by(body).as_deref(), Some(expected));
    let body = "## 対応\n\n## 復旧\n\n- ゲートウェイを再起動した。\n- 設定を元に戻した。";
    assert_eq!(fixed_by(body).as_deref(), Some("ゲートウェイを再起動した；設定を元に戻した。"));
}

#[test]
fn commit_before_the_fix_is_left_out() {
    let body = "- Fix: 4be1c3f9 (2031-05-06) — menus keep the right id now";
    assert_eq!(fixed_by(body).as_deref(), Some("menus keep the right id now"));
}

#[test]
fn without_a_section_the_last_act_before_recovery_is_probably_the_fix() {
    let body = timeline(&[
        ("10:00", "Alert: error rate above 5 %"),
        ("10:10", "Restarted the API, no effect"),
        ("10:20", "Rolled back release 77"),
        ("10:25", "Error rate back to normal"),
        ("11:00", "Added a test case"),
    ]);
    let found = fix(&body).unwrap();
    assert_eq!(found.value.text, "Rolled back release 77");
    assert_eq!(found.provenance.origin, Origin::Derived);
    assert!(!found.value.certain);
    assert_eq!(found.value.at.unwrap().iso(), "2031-05-06T10:20:00");
}

#[test]
fn observations_and_quantities_are_neither_acts_nor_trouble() {
    let rows = [
        ("10:00", "Alert: consumer lag"),
        ("10:20", "The log shows a rebalance every minute"),
        ("10:40", "Checkout can no longer publish"),
        ("11:00", "Mitigation implemented: batch size from 500 to 50"),
        ("11:30", "Service restored"),
    ];
    assert_eq!(fixed_by(&timeline(&rows)).as_deref(), Some("batch size from 500 to 50"));
}

#[test]
fn failed_attempts_and_pages_on_the_timeline_are_not_the_fix() {
    let body = timeline(&[
        ("08:00", "Alert: checkout is down"),
        ("08:10", "Paged the database team"),
        ("08:20", "Mitigation failed"),
        ("08:30", "Attempted rollback: refused"),
    ]);
    assert_eq!(fixed_by(&body), None);
}

#[test]
fn what_was_changed_before_any_trouble_is_not_the_fix() {
    let body = timeline(&[
        ("08:00", "Rolled back the theme of the shop"),
        ("09:00", "Users report an empty cart"),
        ("09:30", "Service restored"),
    ]);
    assert_eq!(fixed_by(&body), None);
}

#[test]
fn act_that_solved_the_problem_is_the_fix_in_each_language() {
    for (heading, sentence) in [
        ("Summary", "Reverting the theme solved the problem."),
        ("Summary", "The carts recovered after we restarted the session store."),
        ("Summary", "It was mitigated by failing over to the replica."),
        ("Resumen", "El servicio se recuperó tras reiniciar el almacén de sesiones."),
        ("Resumo", "O problema foi resolvido reiniciando o gateway."),
        ("Résumé", "Le retour à la version 12 a rétabli le service."),
        ("Zusammenfassung", "Das Problem wurde durch einen Neustart des Brokers behoben."),
        ("Sammendrag", "Tjenesten virket igjen etter at vi restartet køen."),
        ("Sommario", "Il servizio è tornato operativo dopo il riavvio del broker."),
        ("概要", "設定をロールバックし、サービスは復旧した。"),
        ("概述", "重启网关后服务恢复正常。"),
        ("요약", "게이트웨이를 재시작해 문제를 해결했다."),
    ] {
        let body = format!("## {heading}\n\n{sentence}\n\n## Impact\n\nNobody could pay.");
        assert_eq!(fixed_by(&body).as_deref(), Some(sentence));
    }
}

#[test]
fn act_that_is_planned_or_was_the_cause_is_not_the_fix() {
    for (heading, sentence) in [
        ("Summary", "The issue will be fixed by adding an index."),
        ("Summary", "Orders failed after we restarted the session store."),
        ("Summary", "Service was restored by 14:20."),
        ("Summary", "The service recovered by itself."),
        ("Resumen", "Fallaron los pedidos al actualizar la base de datos."),
        ("Résumé", "Les commandes échouaient après la mise à jour de la base."),
        ("Zusammenfassung", "Das soll durch einen Index behoben werden."),
        ("概要", "インデックスの追加により解決する予定。"),
        ("概述", "计划通过增加索引解决。"),
        ("요약", "인덱스를 추가하여 해결할 예정."),
    ] {
        let body = format!("## {heading}\n\n{sentence}\n\n## Impact\n\nNobody could pay.");
        assert_eq!(fixed_by(&body), None, "{sentence}");
    }
}

#[test]
fn list_that_a_section_of_the_fix_announces_holds_steps() {
    let body =
        "## Solución aplicada\n\nTres pasos:\n\n1. Copia única por pedido.\n2. Filtro de importes vacíos.";
    assert_eq!(fixed_by(body).as_deref(), Some("Copia única por pedido."));
    let body =
        "## Fix\n\nDeployed version 5 with these changes:\n\n- No cache for pages\n- Removed the old worker";
    let expected = "Deployed version 5 with these changes; Removed the old worker";
    assert_eq!(fixed_by(body).as_deref(), Some(expected));
    let drawbacks = "## Fix\n\nThe rollback failed with these errors:\n\n- Schema is newer than the code";
    assert_eq!(fixed_by(drawbacks), None);
}

#[test]
fn headings_above_code_say_what_was_done() {
    let body = "## Fix applied\n\n### 1. Pin the node runtime\n\n```yaml\nnode: 12\n```\n\n### 2. Relock packages\n\n```\nlock\n```";
    assert_eq!(fixed_by(body).as_deref(), Some("Pin the node runtime"));
}

#[test]
fn act_that_the_next_sentence_takes_back_is_not_the_fix() {
    let body = "## Resolution\n\nFirst we reverted the flag. This was insufficient. Then the routing table was rebuilt.";
    assert_eq!(fixed_by(body).as_deref(), Some("Then the routing table was rebuilt."));
}

#[test]
fn timeline_without_times_names_the_fix() {
    let body = "## Timeline\n\n- Headers were missing.\n- Fix applied: switched the site to the node server.\n- Verified.";
    assert_eq!(fixed_by(body).as_deref(), Some("switched the site to the node server."));
}

#[test]
fn fix_shares_a_section_or_a_row_with_something_else() {
    let joined = "## Root cause and fix\n\nThe pool was too small. We raised the limit of the pool to 80.";
    assert_eq!(fixed_by(joined).as_deref(), Some("We raised the limit of the pool to 80."));
    let row =
        "| Key | Value |\n|---|---|\n| Severity | SEV2 |\n| Resolved | 14:20, the workers were restarted |";
    assert_eq!(fixed_by(row).as_deref(), Some("the workers were restarted"));
    let key = "## Impact\n\n- Orders: 12 lost\n- **Mitigation applied**: drained the stuck queue";
    assert_eq!(fixed_by(key).as_deref(), Some("drained the stuck queue"));
}

#[test]
fn forms_to_fill_in_hold_no_fix() {
    let body = "## Template\n\n- **Fix**: the rollback or patch that was applied\n\n## Incident 7\n\n### Fix\n\nRestarted the gateway.";
    assert_eq!(fixed_by(body).as_deref(), Some("Restarted the gateway."));
}

#[test]
fn section_of_changes_that_were_made_is_the_fix() {
    for (heading, sentence) in [
        ("Change applied", "Raised the limit of the pool."),
        ("Cambios realizados", "Se aumentó el límite de conexiones."),
        ("Modifications apportées", "Le délai du cache a été augmenté."),
        ("Durchgeführte Maßnahmen", "Das Zertifikat wurde erneuert."),
    ] {
        let body = format!("## {heading}\n\n{sentence}");
        assert_eq!(fixed_by(&body).as_deref(), Some(sentence), "{heading}");
    }
    assert_eq!(fixed_by("## Changes of the schema\n\nRaised the limit of the pool."), None);
}

#[test]
fn section_with_nothing_but_commands_names_the_command() {
    let body = "## Fix applied\n\n```bash\nsystemctl status broker\nsudo systemctl restart broker\n```";
    assert_eq!(fixed_by(body).as_deref(), Some("sudo systemctl restart broker"));
    let bare = "## Fix applied\n\n```bash\nkubectl get pods\nkubectl delete pod gateway-7\n```";
    assert_eq!(fixed_by(bare).as_deref(), Some("kubectl delete pod gateway-7"));
    let config = "## Fix applied\n\n```yaml\nreplicas: 3\n```";
    assert_eq!(fixed_by(config), None);
}

#[test]
fn updates_with_the_last_one_first_name_the_fix() {
    let body = "## 2031-05-06 12:00 - Shop is back\n\n- Broken plugin identified and removed\n\n## 2031-05-06 11:00 - Outage\n\n- We are looking into it\n\n## 2031-05-06 10:00 - Outage\n\n- The shop is down";
    assert_eq!(fixed_by(body).as_deref(), Some("Broken plugin identified and removed"));
}

#[test]
fn what_was_broken_can_be_what_was_repaired() {
    for sentence in [
        "The corrupted index was rebuilt.",
        "Der abgestürzte Dienst wurde neu gestartet.",
        "停止していたワーカーを再起動した。",
    ] {
        assert_eq!(fixed_by(&format!("## Resolution\n\n{sentence}")).as_deref(), Some(sentence));
    }
}

#[test]
fn temporary_fix_after_which_it_happened_again_is_not_the_fix() {
    let body = "## Resolution\n\nFirst we cleared the cache. The problem reappeared an hour later.\n\nIn the end we moved the sessions to another store.";
    assert_eq!(fixed_by(body).as_deref(), Some("In the end we moved the sessions to another store."));
}

#[test]
fn deploy_that_caused_it_is_not_the_fix() {
    let cause = "## Resolution\n\nThe deploy that increased the limit caused the outage.";
    assert_eq!(fixed_by(cause), None);
}

#[test]
fn list_after_a_sentence_about_the_solution_is_the_fix() {
    let body = "## Summary\n\nThe pods had no memory. This was resolved by:\n\n1. Guarantees for the core pods\n2. No overcommit";
    assert_eq!(fixed_by(body).as_deref(), Some("Guarantees for the core pods"));
}

#[test]
fn measures_that_are_not_done_are_not_the_fix() {
    let body = "## Fix\n\n| Measure | State |\n|---|---|\n| Move the sessions to another store | in progress |\n| Restarted the session store | done |";
    assert_eq!(fixed_by(body).as_deref(), Some("Restarted the session store"));
}

#[test]
fn remark_at_the_time_of_recovery_is_only_probably_the_fix() {
    let row =
        "| Key | Value |\n|---|---|\n| Severity | SEV2 |\n| Resolved | 14:20, the workers were restarted |";
    assert!(!fix(row).unwrap().value.certain);
}

#[test]
fn sentence_that_counts_the_fixes_is_not_the_fix() {
    let body = "## Solution\n\nTwo independent fixes, applied in this order:\n\n1. Removed the second login\n2. Renewed the lease";
    assert_eq!(fixed_by(body).as_deref(), Some("Removed the second login; Renewed the lease"));
}

#[test]
fn purpose_of_an_act_is_not_a_plan() {
    let body = "## Resolution\n\nThe bucket was reconfigured so the controller would stop deleting it:\n\n```yaml\npolicy: Keep\n```";
    assert_eq!(
        fixed_by(body).as_deref(),
        Some("The bucket was reconfigured so the controller would stop deleting it")
    );
}

#[test]
fn act_that_was_not_needed_is_not_the_fix() {
    assert_eq!(fixed_by("## Resolution\n\nA rollback was not needed."), None);
    assert_eq!(fixed_by("## Fix\n\nVérification : le p95 retombe sous 200 ms."), None);
    assert_eq!(fixed_by("## 修复\n\n完整的熔断保留为后续设计项，需要另行实施。"), None);
}

#[test]
fn measures_taken_at_once_are_probably_the_fix() {
    let body = "## Sofortmaßnahmen\n\n- [x] Gateway auf Version 4 gesetzt\n- [x] Sitzungen verworfen";
    let found = fix(body).unwrap();
    assert!(found.value.text.starts_with("Gateway auf Version 4 gesetzt"));
    assert!(!found.value.certain);
    assert_eq!(fixed_by("## Sofortmaßnahmen\n\n- [ ] Gateway auf Version 4 setzen"), None);
}

#[test]
fn remark_after_the_time_of_recovery_is_shown_without_the_time() {
    let row =
        |value: &str| format!("| Key | Value |\n|---|---|\n| Severity | SEV2 |\n| Resolved | {value} |");
    let fixed = |value: &str| fixed_by(&row(value));
    assert_eq!(
        fixed("2031-05-06 14:20 UTC (the workers were restarted)").as_deref(),
        Some("the workers were restarted")
    );
    assert_eq!(
        fixed("2031-05-06（設定を元に戻してデプロイした）").as_deref(),
        Some("設定を元に戻してデプロイした")
    );
    assert_eq!(fixed("2031-05-06 14:20 UTC"), None);
}

#[test]
fn sentence_that_begins_with_the_aim_of_the_fix_says_what_it_was() {
    for sentence in [
        "To resolve the issue, the team manually increased the handshake timeout.",
        "Pour rétablir le service, nous avons redémarré le proxy.",
        "Recovery was a single restart of the gateway.",
    ] {
        let body = format!("## Summary\n\nCarts were empty for an hour. {sentence}");
        assert_eq!(fixed_by(&body).as_deref(), Some(sentence));
    }
    assert_eq!(fixed_by("## Summary\n\nTo resolve the issue, we will increase the timeout."), None);
}

#[test]
fn table_of_fixes_is_a_list_of_what_was_done() {
    let body = "## Fixes applied\n\n| Fix | Commit |\n|---|---|\n| Variables on the production host | 7c1d |\n| Removed the old parameter | 23ab |";
    assert!(fixed_by(body).unwrap().starts_with("Variables on the production host"));
}
