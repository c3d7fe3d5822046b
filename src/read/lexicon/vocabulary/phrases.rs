//! Phrases that are found in running text.

use super::Meanings;

/// Kinds of relations: found anywhere in the words beside an id.
pub(super) const RELATIONS: Meanings = &[
    (
        "recurrence-of",
        "recurrence|recurred|recurring|recur|repeat|repeated|repetition|reoccurrence|re occurrence|\
         happened again|same failure|same incident|again|regression of|reappearance|再発|再发|复发|\
         gjentakelse|gjentatt|recorrência|repetição|recurrencia|repetición|récurrence|récidive|\
         wiederholung|erneut|wieder aufgetreten|herhaling|répétition de|répétition|wiederkehr|\
         wiederholungsfall|repetición de|reincidência|reincidencia|si è ripetuto|ripetizione|ricorrenza|\
         upprepning|gjentagelse|再現|再度|又发|재발|반복|повтор|повторение|повторный",
    ),
    (
        "caused-by",
        "caused by|cause of|result of|resulted from|consequence of|triggered by|due to|because of|\
         led to this|root cause of|introduced by|side effect of|fallout from|によって|引き起こ|由|导致|\
         forårsaket av|causado por|causada por|provocado por|provoqué par|causé par|dû à|\
         verursacht durch|ausgelöst durch|folge von|veroorzaakt door|folgefehler von|folgefehler|\
         konsequenz aus|consecuencia de|consecuencia|consequência de|decorrente de|conséquence de|\
         suite à|dû à l'incident|causato da|conseguenza di|gevolg van|orsakad av|følge av|följd av|\
         に起因|起因|引起|由于|로 인해|때문에|вызван|следствие|из за",
    ),
    (
        "duplicate-of",
        "duplicate|duplicates|dup of|dupe|same event|same outage|same incident report|重複|重复|\
         duplikat|duplicado|duplicata|doublon|dublett|duplicaat|duplikat von|duplicado de|doublon de|\
         duplicato|dubblett|同一事象|중복|дубликат",
    ),
    (
        "follow-up-of",
        "follow up|follow-up|followup|follows|following|continuation|continued from|aftermath|successor|\
         sequel|part 2|後続|続き|フォローアップ|后续|oppfølging|acompanhamento|continuação|seguimiento|\
         continuación|suite de|suivi|folgevorfall|nachfolge|vervolg|nachfolger von|fortsetzung|\
         prosecuzione|seguito di|opvolging|uppföljning av|oppfølging av|continuación de|continuação de|\
         続報|跟进|후속|продолжение",
    ),
    (
        "same-cause",
        "same cause|same root cause|same failure mode|same mode|same mechanism|same pattern|\
         same underlying|shared cause|common cause|same problem|same issue|same bug|similar cause|\
         同じ原因|同根本原因|同根因|同原因|同じ根本|samme årsak|mesma causa|misma causa|même cause|\
         gleiche ursache|selbe ursache|zelfde oorzaak|same cause as|identical cause|mesma causa de|\
         misma causa que|même origine|même cause que|dieselbe ursache|gleiche ursache wie|stessa causa|\
         samma orsak|samma ändring|samme grunn|同じ要因|同一原因|相同原因|동일한 원인|같은 원인|\
         та же причина",
    ),
];

/// Wording of timeline events: the first list with a match decides.
pub(super) const PHASES: Meanings = &[
    (
        "resolved",
        "incident resolved|incident closed|incident is resolved|incident was resolved|resolved|\
         incident over|all clear|closed the incident|marked as resolved|declared resolved|stand down|\
         解決|クローズ|事故关闭|incidente encerrado|incident clos|vorfall geschlossen|closed|\
         call closed|fin de l'incident|incidente cerrado|cierre del incidente|encerrado|chiuso|gesloten|\
         stängd|종료|закрыт",
    ),
    (
        "restored",
        "service restored|restored|recovered|back to normal|returned to normal|returns to normal|\
         back online|fully recovered|service is back|operational again|healthy again|recovery confirmed|\
         error rate back|all systems operational|self heals|復旧|恢复|gjenopprettet|restaurado|\
         normalizado|recuperado|rétabli|wiederhergestellt|back up|is back|are back|\
         back at the usual level|works again|working again|online again|available again|recovers|\
         recovery|normal again|error rate at zero|queue empty|wieder da|wieder erreichbar|\
         funktioniert wieder|läuft wieder|de nouveau disponible|retour à la normale|repartent|\
         servicio normal|restablecido|restablece|vuelve a la normalidad|normalizadas|voltou ao normal|\
         volta a|ripristinato|di nuovo|hersteld|weer bereikbaar|återställd|fungerar igen|virker igjen|\
         復帰|正常化|恢复正常|정상화|복구|восстановлен|работает",
    ),
    (
        "mitigated",
        "mitigated|mitigation|fix has been implemented|fix has been deployed|fix has been applied|\
         implemented a fix|rolled back|roll back|rollback|reverted|revert |failed over|\
         failover completed|hotfix|fix deployed|fix released|fix applied|fix rolled out|\
         deployed the fix|patched|workaround applied|traffic shifted|drained|disabled the|restarted|\
         scaled up|緩和|修正|対策適用|回滚|止血|rullet tilbake|mitigado|corrigido|correctif|\
         zurückgerollt|behoben|fix is deployed|purged|switched off|turned off|killed|removed|replaced|\
         rolled out|restored from|failed over to|behebung|zurückgenommen|zurückgesetzt|annulé|\
         restauration|corregido|renovado|se vuelve a la versión|revertido|aplicada|corretto|\
         teruggedraaid|rättad|rullad tillbaka|切り戻し|ロールバック|暂停|修复|롤백|수정 배포|откат|\
         исправлен",
    ),
    (
        "cause-found",
        "identifiée|est identifiée|найдена причина|найдено|ursache erkannt|root cause identified|\
         has been identified|have identified|root cause found|cause identified|cause found|\
         identified the cause|identified the root cause|found the cause|found the root cause|\
         root-caused|issue identified|problem identified|identified as|identified that|traced to|\
         traced it|pinpointed|narrowed down to|diagnosed|原因特定|原因判明|原因を特定|原因分析|定位到|\
         根因确认|årsak funnet|feil identifisert|causa identificada|causa raiz identificada|\
         cause identifiée|ursache gefunden|ursache identifiziert|spotted|pinpoints|is found|turns out|\
         found to be|finds the|found that|eingrenzung|erkannt|est identifié|identifié comme|se confirma|\
         se identifica|identificado|identificada|viene notata|individuata|gevonden|vindt|hittad|funnet|\
         確認|判明|特定|定位|发现原因|확인|원인|обнаружена причина",
    ),
    (
        "declared",
        "incident declared|declared an incident|declares an incident|declared incident|incident opened|\
         sev1 declared|sev2 declared|declared sev|declares sev|major incident declared|war room|\
         incident channel|インシデント宣言|宣布|incidente declarado|incident déclaré|vorfall ausgerufen",
    ),
    (
        "investigating",
        "investigation began|investigation started|investigation begins|started investigating|\
         begins investigating|began investigating|starts investigating|investigating|investigates|\
         investigation|starts looking|begins to investigate|triage|debugging|looking into|troubleshoot|\
         対応開始|調査開始|調査|排查|开始调查|feilsøking|investigação|investigación|enquête|\
         untersuchung|analyse begonnen",
    ),
    (
        "alert",
        "alert|alarm|paged|page |pages |pagerduty|reported|reports|report |complain|ticket opened|\
         customer report|noticed|notices|detected|notified|検知|アラート|報告|告警|报警|发现|varsel|\
         meldt|alerta|reportado|detectado|alerte|signalé|gemeldet|meldung|calls|called|call from|pages|\
         phone rings|telephones|hotline|complains|complaint|support tickets|first report|meldet|\
         beschwerden|anruf|reçoit l'alerte|signale|tickets arrivent|alerta de|avisan|recibe la llamada|\
         rechazo|reclama|avisam|segnala|melden|ringt|larmar|larm|varsler|連絡|問い合わせ|通報|反馈|경보|\
         신고|жалоб|сообщил|алерт",
    ),
    (
        "first-signal",
        "first indication|first sign|first symptom|problem starts|problem began|issue starts|\
         issue began|starts failing|started failing|start failing|begins to fail|began failing|\
         first errors|errors begin|errors start|error rate rises|latency rises|outage begins|\
         outage starts|incident begins|incident starts|deployed|deploy |deployment|rollout|発生|\
         トリガー|发生|開始|início|début|beginn|first error|first failure|begins|starts|first red|\
         beginnt|erste fehler|premières erreurs|première|lancement|caduca|primer|primeiro|primeros|\
         si perde|perde|begint|första|første|異常終了|異常|开始|지연 발생|начал",
    ),
];
