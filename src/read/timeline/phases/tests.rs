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

#[test]
fn act_before_the_recovery_is_the_mitigation_in_each_language() {
    for event in [
        "Rotated the leaked key",
        "Certificate renewed",
        "Added the missing index",
        "Downgraded the driver to 4.2",
        "Traffic rerouted to the second region",
        "Se escaló el servicio a 20 réplicas",
        "Vaciada la caché",
        "Pool de conexões aumentado para 200",
        "Cache limpo",
        "Certificat renouvelé",
        "Bascule vers le réplica",
        "Cache geleert",
        "Fehlerhafter Knoten entfernt",
        "Tømte mellomlageret",
        "Sertifikatet fornyet",
        "Svuotata la cache",
        "Traffico reindirizzato sulla replica",
        "証明書を更新",
        "キャッシュをクリア",
        "连接池调大到 200",
        "清空缓存",
        "인증서 갱신",
        "캐시 초기화",
    ] {
        let found = phases(&["Users report errors", event, "Service restored"]);
        assert_eq!(found, [Alert, Mitigated, Restored].map(Some), "{event}");
    }
}

#[test]
fn last_act_is_the_mitigation_where_no_end_is_written() {
    let found = phases(&["Users report errors", "Cleared the session table", "Added the missing index"]);
    assert_eq!(found, [Some(Alert), None, Some(Mitigated)]);
    let worse = phases(&["Users report errors", "Added the missing index", "Requests still time out"]);
    assert_eq!(worse[1], None);
}

#[test]
fn trouble_before_the_alert_is_the_first_signal_in_each_language() {
    for event in [
        "Connections to the broker become unstable",
        "Checkout latency climbs to 9 s",
        "El carrito devuelve 500 al pagar",
        "API começa a retornar 500",
        "Le panier retourne 500",
        "Die Kasse liefert 500 auf alle Anfragen",
        "Kassen gir 500 på alle kall",
        "Il carrello restituisce 500",
        "カートが 500 を返し始める",
        "购物车开始返回 500",
        "장바구니가 500을 반환하기 시작",
    ] {
        let found = phases(&[event, "Alert fires for the error rate"]);
        assert_eq!(found, [FirstSignal, Alert].map(Some), "{event}");
    }
}

#[test]
fn errors_that_stop_are_the_recovery_in_each_language() {
    for event in [
        "Error rate dropped to zero",
        "Services stabilized",
        "La tasa de errores baja a cero",
        "Taxa de erros cai a zero",
        "Le taux d'erreurs retombe à zéro",
        "Fehlerrate fällt auf null",
        "Feilraten er nede på null",
        "Tasso di errore a zero",
        "エラー率がゼロになる",
        "错误率降为零",
        "에러율 0으로 감소",
    ] {
        let found = phases(&["Users report errors", "Rolled back release 7", event]);
        assert_eq!(found[2], Some(Restored), "{event}");
    }
}

#[test]
fn decisions_and_checks_of_a_rollback_are_no_mitigation() {
    for event in [
        "Decision to roll back",
        "Checked the orders after the rollback",
        "Décision de rollback",
        "Vérification des commandes post-rollback",
        "Rollback beschlossen",
        "Se decide hacer rollback",
        "ロールバックを検討",
    ] {
        let found = phases(&["Users report errors", event, "Service restored"]);
        assert_ne!(found[1], Some(Mitigated), "{event}");
    }
}

#[test]
fn words_without_their_accents_are_read() {
    let found =
        phases(&["Detection de l'erreur par le monitoring", "Certificat renouvele", "Service restaure"]);
    assert_eq!(found, [Alert, Mitigated, Restored].map(Some));
}

#[test]
fn deploy_that_failed_is_the_first_signal() {
    let found = phases(&["Deploy of the gateway failed", "Investigation began"]);
    assert_eq!(found, [FirstSignal, Investigating].map(Some));
}

/// The phases of a timeline in any layout.
fn phases_of(body: &str) -> Vec<Option<Phase>> {
    let text = format!("# INC-9: Checkout is down\n\nDate: 2031-05-06\n\n## Timeline\n\n{body}\n");
    let parsed = Reader::new(&Config::default()).read(&Arc::new(SourceFile::new("INC-9.md", text)));
    parsed.record.timeline.iter().map(|event| event.phase).collect()
}

#[test]
fn list_below_the_heading_of_an_event_says_what_happened() {
    let body = "### 10:00 - Detection\n\n- Alerts fired for the gateway\n\n### 10:05 - First response\n\n- Team starts looking into the logs\n\n### 10:20 - Resolution\n\n- Restarted the gateway\n- Service fully restored";
    assert_eq!(phases_of(body), [Some(Alert), Some(Investigating), Some(Restored)]);
}

#[test]
fn column_with_the_result_says_what_kind_of_event_it_was() {
    let body = "| Time | Action | Result |\n|---|---|---|\n| 10:00 | Smoke test | alert fired |\n| 10:05 | Read the diff | cause identified |\n| 10:09 | Previous image | rollback applied |\n| 10:11 | Smoke test | service restored |";
    assert_eq!(phases_of(body), [Some(Alert), Some(CauseFound), Some(Mitigated), Some(Restored)]);
}

#[test]
fn paragraphs_below_list_items_are_events() {
    let body = "* Detection\n\n\t10:00 a user complained about empty carts\n\n* Actions taken\n\n\t10:05 the team is trying to find out what is wrong\n\n\t10:09 the gateway was restarted\n\n\t10:11 carts are back to normal";
    assert_eq!(phases_of(body), [Some(Alert), Some(Investigating), Some(Mitigated), Some(Restored)]);
}

#[test]
fn what_is_undone_after_the_recovery_is_no_mitigation() {
    let events = [
        "Checkout is down",
        "Rolled back release 12",
        "Service restored",
        "Reverted the temporary DNS entry",
    ];
    assert_eq!(phases(&events), [Some(FirstSignal), Some(Mitigated), Some(Restored), None]);
}

#[test]
fn normal_traffic_and_questions_mark_no_phase() {
    let events = [
        "Start of normal traffic",
        "Errors in the order table",
        "Ran a check to verify whether the fault is isolated to one shard",
        "Shard 3 was restarted",
    ];
    assert_eq!(phases(&events), [None, Some(FirstSignal), None, Some(Mitigated)]);
}

#[test]
fn alarm_that_somebody_adds_and_fix_that_somebody_finds_are_no_phases() {
    let events = [
        "Alert: checkout is down",
        "Found that the fix was deployed a day before",
        "Rolled back release 12",
        "Service restored",
        "Added a notification that is triggered when the gateway stops",
    ];
    assert_eq!(phases(&events), [Some(Alert), Some(CauseFound), Some(Mitigated), Some(Restored), None]);
}

#[test]
fn event_that_is_named_a_mitigation_is_one_even_if_no_trouble_is_known() {
    let events = [
        "The new controller is installed",
        "Mitigation: the bucket was patched to keep its data",
        "The controller skips the failing removal",
    ];
    assert_eq!(phases(&events)[1], Some(Mitigated));
    assert_ne!(phases(&events)[2], Some(FirstSignal));
}
