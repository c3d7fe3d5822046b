//! The phases of events in many wordings.

use std::sync::Arc;

use crate::config::Config;
use crate::model::Phase::{
    self, Alert, CauseFound, Declared, FirstSignal, Investigating, Mitigated, Resolved, Restored,
};
use crate::read::Reader;
use crate::source::SourceFile;

/// The phases of events, one minute after the other.
fn phases(events: &[&str]) -> Vec<Option<Phase>> {
    let rows: Vec<_> = (0..).zip(events).map(|(at, text)| format!("| 10:{at:02} | {text} |")).collect();
    let rows = rows.join("\n");
    let text = format!(
        "# INC-9: Checkout is down\n\nDate: 2031-05-06\n\n## Timeline\n\n| Time | Event |\n|---|---|\n{rows}\n"
    );
    let parsed = Reader::new(&Config::default()).read(&Arc::new(SourceFile::new("INC-9.md", text)));
    parsed.record.timeline.iter().map(|event| event.phase).collect()
}

#[test]
fn course_of_an_incident_is_recognized_in_each_language() {
    let course = [Some(Alert), Some(CauseFound), Some(Mitigated), Some(Restored)];
    for events in [
        [
            "Users report empty carts",
            "Deadlock found in the order table",
            "Hotfix merged",
            "Checkout works again",
        ],
        [
            "Clientes reportan carritos vacíos",
            "Causa identificada: índice roto",
            "Parche aplicado",
            "El servicio vuelve a funcionar",
        ],
        [
            "Clientes relatam carrinhos vazios",
            "Identificamos a causa",
            "Correção aplicada",
            "O serviço voltou ao normal",
        ],
        [
            "Des clients signalent une erreur",
            "Cause identifiée : index corrompu",
            "Correctif appliqué",
            "Retour à la normale",
        ],
        ["Kunden melden leere Warenkörbe", "Ursache gefunden", "Fix eingespielt", "Dienst wieder erreichbar"],
        [
            "Vi fikk melding fra kundene",
            "Fant årsaken i loggen",
            "Pusher fiks",
            "Alt fungerer igjen, tilbake til normal",
        ],
        ["Gli utenti segnalano errori", "Causa individuata", "Patch applicata", "Servizio ripristinato"],
        ["ユーザーから報告", "原因を特定", "設定を切り戻し", "サービス復旧"],
        ["用户反馈下单失败", "定位到索引损坏", "回滚配置", "服务恢复正常"],
        ["고객 신고 접수", "원인 파악", "설정 롤백", "서비스 정상화"],
    ] {
        assert_eq!(phases(&events), course, "{events:?}");
    }
}

#[test]
fn outage_and_incident_begin_and_end_apart() {
    let found = phases(&[
        "**OUTAGE BEGINS** — caches run empty under load",
        "Pager storm from all regions",
        "**INCIDENT BEGINS** kai declares an incident",
        "**OUTAGE MITIGATED**, traffic moved",
        "**OUTAGE ENDS**, all traffic balanced",
        "**INCIDENT ENDS**, thirty quiet minutes",
    ]);
    let expected = [FirstSignal, Alert, Declared, Mitigated, Restored, Resolved].map(Some);
    assert_eq!(found, expected);
}

#[test]
fn states_of_status_pages_are_phases() {
    let found = phases(&[
        "Investigating - we look into failed logins",
        "Identified - a certificate has expired",
        "Monitoring - the new certificate is live",
        "Resolved - logins work",
    ]);
    assert_eq!(found, [Investigating, CauseFound, Mitigated, Resolved].map(Some));
}

#[test]
fn successful_deploy_is_no_signal() {
    let found = phases(&["Deployed release 12", "Alert fires for the error rate", "Deployed release 13"]);
    assert_eq!(found[0], None);
    assert_eq!(found[1], Some(Alert));
}

#[test]
fn nothing_is_a_first_signal_after_an_alert() {
    let found =
        phases(&["Alert fires", "Errors start on the second node too", "Restore of the backup begins"]);
    assert!(!found.contains(&Some(FirstSignal)), "{found:?}");
}

#[test]
fn failed_and_planned_fixes_name_no_phase() {
    for event in [
        "Mitigation failed",
        "Attempted rollback: refused",
        "Rollback considered",
        "Restarted the nodes, which did not help",
        "Neustart ohne Erfolg",
        "Reinicio sin efecto",
        "ロールバックしたが効果なし",
        "回滚失败",
    ] {
        let found = phases(&["Users report errors", event]);
        assert_eq!(found[1], None, "{event}");
    }
}

#[test]
fn alerts_as_a_subject_are_no_alert() {
    for event in ["Alert rules refined", "New alerts added for the queue", "Alerts already resolved"] {
        let found = phases(&["Users report errors", "Rolled back release 3", "Service restored", event]);
        assert_eq!(found[3], None, "{event}");
    }
}

#[test]
fn recovery_that_is_taken_back_is_none() {
    let found = phases(&["Users report errors", "Node restored, but volumes will not mount"]);
    assert_eq!(found[1], None);
}

#[test]
fn success_after_a_fix_is_the_recovery() {
    let found = phases(&[
        "Build failed on every branch",
        "A new compiler was identified as the cause",
        "Pinned the compiler",
        "Build succeeded",
    ]);
    assert_eq!(found, [FirstSignal, CauseFound, Mitigated, Restored].map(Some));
}

#[test]
fn updates_with_the_newest_first_are_read_in_order_of_time() {
    let text = "# INC-9: Logins fail\n\n## Timeline\n\n| Time | Event |\n|---|---|\n| 2031-05-06 12:00 | Deployed the fix |\n| 2031-05-06 11:00 | Users report failed logins |\n";
    let parsed =
        Reader::new(&Config::default()).read(&Arc::new(SourceFile::new("INC-9.md", text.to_owned())));
    let found: Vec<_> = parsed.record.timeline.iter().map(|event| event.phase).collect();
    assert_eq!(found, [Some(Mitigated), Some(Alert)]);
}
