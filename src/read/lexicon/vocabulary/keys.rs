//! Keys in the text of a document.

use super::Meanings;

/// Keys of metadata tables, bold lists, block quotes and bullets.
pub(super) const KEYS: Meanings = &[
    (
        "published",
        "rapport rédigé le|report date|reported on|報告日|报告日期|fecha del informe|data do relatório|\
         berichtsdatum|erstellt am|data rapporto|rapportdatum|дата отчёта|보고일|published",
    ),
    (
        "priority",
        "priority|prioridad|prioridade|priorité|prioriteit|prioritet|priorità|优先级|優先度|우선순위|\
         приоритет",
    ),
    (
        "id",
        "インシデント id|障害 id|事故 id|报告编号|事件 id|장애 id|id инцидента|postmortem number|\
         numéro de l'incident|id|incident number|incident no|incident|ticket id|postmortem id|\
         post mortem id|pm id|case id|incident ref|incident reference|reference number|インシデントid|\
         障害番号|管理番号|事故编号|事件编号|id do incidente|identifiant|id de incidente|vorfall id|\
         incident nr|hendelses id|인시던트 id|coe number|coe id|report number|report no|report id|\
         incident key|case number|case no|issue id|number|código|código del incidente|\
         codigo do incidente|numéro d'incident|n° d'incident|numéro|référence|vorfallnummer|vorfall nr|\
         störungsnummer|meldungsnummer|incidentnummer|hendelsesnummer|saksnummer|numero incidente|\
         codice incidente|codice|インシデント番号|報告書番号|故障编号|编号|장애 번호|사건 번호|\
         номер инцидента|номер|идентификатор|incident id",
    ),
    (
        "title",
        "title|incident title|incident name|タイトル|标题|título|titre|titel|subject|件名|제목|тема|\
         oggetto|onderwerp|betreff|objet|asunto|assunto",
    ),
    (
        "date",
        "date|incident day|day|dato|日期|data|日付|datum|fecha|when|date and time|date time|\
         date of outage|event date|発生日|事故日期|data do incidente|fecha del incidente|\
         date de l'incident|incident dato|日時|날짜|дата|date of event|wann|cuándo|quando|wanneer|når|\
         när|発生年月日|故障日期|发生日期|发生日|장애 일자|발생일|дата инцидента|data incidente|\
         data dell'incidente|datum van incident|datum der störung|fecha y hora|date et heure|data e hora",
    ),
    (
        "started",
        "when did it start|when did this start|when did the incident start|when did it happen|\
         when did this happen|when did it begin|wann begann es|quand|cuándo empezó|quando começou|\
         いつから|何时开始|incident date|date of incident|started|start|start time|started at|\
         start date|incident start|incident start time|incident began|began|began at|beginning|occurred|\
         occurred at|fault occurs|fault occurred|fault occurs at|impact start|impact started|\
         outage start|time of incident|time started|start of incident|start of impact|first occurrence|\
         首次发生时间|发生时间|开始时间|故障开始时间|発生日時|発生時刻|開始日時|障害発生日時|início|\
         hora de início|inicio|début|heure de début|beginn|startzeit|start av hendelse|starttid|startet|\
         발생 시각|발생 일시|начало|ocorreu em|opened|incident opened|event start|event began|\
         impact start time|impact start date|fault began|problem began|störungsbeginn|\
         beginn der störung|anfang|data e ora di inizio|inizio|ora di inizio|begin|begintijd|aanvang|\
         data e hora de início|hora inicio|hora de inicio|fecha de inicio|inicio del incidente|\
         data/hora início|data/hora de início|fecha/hora de inicio|date/heure de début|\
         date et heure de l'incident|datum/uhrzeit beginn|date de début|début de l'incident|発生|\
         事象発生日時|发生时刻|故障发生时间|开始|장애 발생 일시|발생시각|начало инцидента|время начала",
    ),
    (
        "detected",
        "detected|detected at|first detected|detection time|time detected|time of detection|discovered|\
         discovered at|reported|reported at|alerted at|noticed|noticed at|acknowledged|fault detected|\
         検知日時|検知時刻|发现时间|首次发现时间|detectado|detectado em|détecté|entdeckt|oppdaget|\
         감지 시각|обнаружено|first noticed|first alert|erkannt|erkannt am|festgestellt|festgestellt am|\
         détecté le|détection le|detectado el|rilevato|rilevato il|gedetecteerd|発見日時|发现|감지 일시|\
         обнаружен|обнаружен в",
    ),
    ("declared", "incident declared|declared|declared at|time declared|incident declared at"),
    (
        "mitigated",
        "mitigated|mitigated at|time mitigated|repaired|repaired at|recovered|recovered at|restored|\
         service restored|緩和日時|恢复时间|mitigado|mitigado em|mitigation time|eingedämmt|atténué|\
         緩和|缓解时间",
    ),
    (
        "resolved",
        "when was it resolved|when was this resolved|when was the incident resolved|when did it end|\
         when was it fixed|wann war es behoben|cuándo terminó|quando terminou|いつまで|resolved|\
         resolved at|time resolved|end|end time|ended|ended at|end date|finished|incident end|\
         impact end|impact ended|outage end|end of incident|end of impact|closed at|resolution time|\
         fixed at|復旧日時|復旧時刻|終了日時|解決日時|结束时间|解决时间|故障恢复时间|fim|\
         hora de término|resolvido em|fin|heure de fin|ende|endzeit|behoben|behoben am|slutt|sluttid|\
         løst tidspunkt|resuelto|해결 시각|복구 시각|конец|closed|incident closed|event end|event ended|\
         impact end time|recovered on|störungsende|ende der störung|data e ora di fine|fine|ora di fine|\
         eind|eindtijd|einde|término|data e hora de término|hora de fin|fecha de fin|fin del incidente|\
         data/hora fim|data/hora de fim|data/hora do fim|fecha/hora de fin|date/heure de fin|\
         復旧完了日時|resuelto el|resolvido|date de fin|fin de l'incident|résolu le|rétabli le|解決|\
         恢复|恢复时刻|修复时间|복구 일시|복구시각|해결 일시|время окончания|окончание|восстановлено|\
         устранено",
    ),
    // the order is the order of preference
    (
        "duration",
        "duration|incident duration|total duration|outage duration|total downtime|downtime|\
         total impact duration|impact duration|duration of impact|duration of outage|\
         duration of incident|length|length of outage|影響時間|影響期間|障害時間|停止時間|继续时间|\
         持续时间|故障时长|影响时长|duração do impacto|duração|duração total|duración|duración total|\
         durée|durée totale|dauer|ausfallzeit|gesamtdauer|varighet|varaktighet|varighed|nedetid|durata|\
         duur|지속 시간|장애 시간|длительность|продолжительность|time to resolve|time to resolution|ttr|\
         mttr|total time to resolution|time to restore|time to recovery|time to recover|time to repair|\
         time to mitigate|time to remediate|time to fix|incident length|total time|\
         minutes downtime or degradation|time in sev 1|time in sev 2|störungsdauer|dauer der störung|\
         ausfalldauer|tiempo total|tiempo de inactividad|tempo de indisponibilidade|tempo total|\
         duração do incidente|duración del incidente|durata totale|durée de l'incident|\
         durée d'interruption|durée d'indisponibilité|storingsduur|tijdsduur|障害継続時間|継続時間|\
         影响时间|故障持续时间|时长|장애 지속 시간|소요 시간|длительность простоя|время простоя",
    ),
    (
        "time_to_detect",
        "time to detect|time to detection|ttd|mttd|検知までの時間|detection delay|检测时间|\
         tempo de detecção",
    ),
    (
        "severity",
        "severity|sev|severity level|incident severity|impact level|incident level|level|criticality|\
         classification|priority level|重大度|障害レベル|深刻度|重要度|严重级别|严重程度|事件等级|\
         事故等级|故障等级|级别|severidade|gravidade|criticidade|severidad|gravedad|criticidad|gravité|\
         sévérité|criticité|schweregrad|priorität|kritikalität|alvorlighetsgrad|allvarlighetsgrad|\
         alvorlighed|gravità|ernst|심각도|уровень|критичность|sev level|incident priority|\
         severity rating|impact severity|schwere|schweregrad der störung|kritisch|dringlichkeit|nivel|\
         nivel de gravedad|nivel de severidad|nível|nível de gravidade|nível de severidade|niveau|\
         niveau de gravité|niveau de criticité|gravità incidente|severità|criticità|livello|ernstniveau|\
         prioriteitsniveau|障害ランク|ランク|緊急度|影響度|等级|严重性|重要级别|장애 등급|등급|중요도|\
         серьёзность|уровень серьёзности|приоритет инцидента",
    ),
    (
        "status",
        "status|state|current status|document status|doc status|postmortem status|incident status|\
         report status|ステータス|状態|状态|当前状态|statut|estado|situação|stato|상태|статус|tilstand|\
         stand|state of the report|zustand|bearbeitungsstand|berichtsstatus|situación|\
         estado del informe|estado do relatório|état|état du document|stato del rapporto|fase|状況|\
         対応状況|处理状态|进展|진행 상태|состояние|стадия",
    ),
    (
        "author",
        "auteur·rice·s|auteur·rice|auteur·ice·s|auteur·e·s|auteur·e|auteur.rice.s|auteur.e.s|\
         auteurs/autrices|auteur/autrice|autor/a|autor:in|autor:innen|autor/in|autorin|\
         autorinnen und autoren|verfasser:in|verfasserin|verfasser/in|rédacteur·rice|rédacteur·rice·s|\
         redactor/a|author and owner|report by|writeup by|write up by|reported and written by|authors|\
         author s|written by|writer|by|prepared by|created by|postmortem owner|post mortem owner|owner|\
         owners|incident owner|report author|document owner|author|作成者|記入者|担当者|作者|负责人|\
         撰写人|编写人|记录人|autora|autores|autor|responsável|responsáveis|responsable|responsables|\
         auteurs|rédacteur|verfasser|autoren|verantwortlich|ersteller|av|forfatter|ansvarlig|skrevet av|\
         författare|autore|작성자|автор|авторы|coe author|postmortem author|post mortem author|\
         report owner|report prepared by|prepared for publication by|written up by|compiled by|\
         drafted by|review owner|leitung|verfasst von|erstellt von|bearbeiter|bearbeitet von|\
         berichterstatter|rédactrice|rédigé par|rédacteur du rapport|responsable du rapport|elaboró|\
         elaborado por|redactado por|escrito por|autor del informe|responsable del informe|redactora|\
         redactor|responsável pelo relatório|relator|relatora|autora do relatório|redatto da|autrice|\
         autori|a cura di|opgesteld door|opsteller|geschreven door|auteur|skriven av|rapportör|skribent|\
         rapportert av|報告者|起票者|記録者|記載者|作成|撰写|整理人|报告人|复盘人|보고자|담당|составил|\
         составитель|ответственный|автор отчёта|author/owner",
    ),
    (
        "reviewer",
        "reviewer|reviewers|reviewed by|approver|approved by|レビュアー|関閉结论与审批人|\
         关闭结论与审批人|审批人|revisor|prüfer|relecteur|geprüft von|freigegeben von|relectrice|\
         valideur|revisora|revisado por|aprovado por|validado por|revisore|approvato da|controleur|\
         granskare|godkjent av|承認者|確認者|审核人|复核人|검토자|승인자|рецензент|утвердил",
    ),
    ("commander", "incident commander|commander|ic|incident lead|incident manager|lead"),
    (
        "service",
        "services|affected services|services affected|service s affected|impacted service|\
         impacted services|services impacted|service|affected component|affected components|\
         components affected|components|component|affected system|affected systems|systems affected|\
         system|systems|impacted systems|affected application|affected applications|application|\
         applications|affected product|affected products|product|products|影響を受けたサービス|\
         影響サービス|対象サービス|対象システム|受影响服务|影响服务|受影响的服务|受影响系统|projeto|\
         serviço|serviços|serviços afetados|serviço afetado|sistemas afetados|servicio|servicios|\
         servicios afectados|services impactés|services affectés|service impacté|composants affectés|\
         betroffene dienste|betroffene systeme|betroffene services|dienste|berørte tjenester|\
         berørte systemer|tjeneste|tjenester|påverkade tjänster|servizi interessati|getroffen diensten|\
         영향받은 서비스|영향 서비스|затронутые сервисы|сервис|сервисы|affected service|product area|\
         betroffen|betroffene dienste und systeme|betroffene komponenten|betroffene anwendungen|\
         services touchés|services concernés|systèmes concernés|systèmes impactés|\
         applications impactées|périmètre|sistemas|sistemas impactados|serviços impactados|\
         servicios impactados|componentes afectados|sistema afectado|aplicação|sistemi coinvolti|\
         servizi coinvolti|sistemi interessati|sistemi impattati|servizio|getroffen systemen|\
         getroffen dienst|betrokken systemen|systemen|påverkade system|påverkad tjänst|berørt tjeneste|\
         berørte tjenester og systemer|影響システム|該当サービス|対象機能|影响系统|涉及服务|涉及系统|\
         影响业务|영향 시스템|대상 서비스|영향 범위|затронутые системы|система",
    ),
    (
        "tag",
        "tags|tag|labels|category|categories|keywords|incident type|type|タグ|分類|カテゴリ|类型|标签|\
         etiquetas|étiquettes|schlagwörter|stikkord|tema|temas|ämne|emneord|关键词|キーワード|태그|теги",
    ),
    (
        "summary",
        "describe the incident|describe the issue|describe the outage|describe what happened|\
         description of the incident|incident description|was ist passiert|que s'est il passé|qué pasó|\
         qué ocurrió|o que aconteceu|cosa è successo|wat is er gebeurd|何が起きましたか|发生了什么|\
         무슨 일이 있었나요|что произошло|what is wrong|what's wrong|what broke|何が起きた|何が起きたか|\
         in short|in brief|kurz|en bref|en resumen|em resumo|in breve|kort|кратко|incidente|summary|\
         tl;dr|tldr|incident summary|short summary|one line summary|description|overview|what happened|\
         issue|problem|サマリー|概要|摘要|概述|resumo|resumen|résumé|zusammenfassung|kurzbeschreibung|\
         beschreibung|sammendrag|sammanfattning|samenvatting|riepilogo|요약|описание|abstract|sintesi|\
         descrizione|beskrivelse|omschrijving|概况|问题描述|一句话总结|事象|現象|개요|현상|\
         краткое описание|суть",
    ),
    (
        "impact",
        "what was the impact|who was affected|what is the impact|what was affected|\
         how were customers affected|quel impact|wer war betroffen|a quién afectó|quem foi afetado|\
         誰に影響しましたか|影响了谁|impact|impacts|user impact|customer impact|business impact|\
         impact summary|影響|影响|玩家影响|機能への影響|konsekvens|konsekvenser|impacto|auswirkung|\
         auswirkungen|conséquences|påvirkning|impatto|gevolg|영향|влияние|customer facing impact|\
         影響範囲|影響内容|影响范围|影响面|用户影响|장애 영향|afectación|gevolgen",
    ),
    (
        "users_affected",
        "users affected|affected users|affected customers|customers affected|number of users affected|\
         影響を受けたユーザー数|影響を受けたユーザー|影响人数|usuários afetados|usuarios afectados",
    ),
    (
        "trigger",
        "trigger|triggers|triggered by|utløsende faktor|触发条件|トリガー|gatilho|auslöser|déclencheur|\
         desencadenante|issue identified|what triggered the incident|triggering event|触发原因",
    ),
    (
        "root_cause",
        "root cause of the incident|why did this happen|why it happened|warum|pourquoi|por qué|por que|\
         perché|cause profonde|causes profondes|causa subyacente|causa fundamental|causa principal|\
         origine|origen|origem|eigentliche ursache|根本要因|事故原因|основная причина|culprit|\
         immediate cause|direct cause|root causes|root cause s|root cause|cause|causes|underlying cause|\
         根本原因|原因|直接原因|根因|直接根因|rotårsak|rotårsaker|årsak|grundorsak|causa raiz|causa|\
         causa raíz|cause racine|ursache|grundursache|hauptursache|fehlerursache|oorzaak|\
         causa principale|근본 원인|원인|причина|корневая причина|what was the root cause|\
         what caused the incident|what caused it|why did it happen|根本的原因|原因分析|장애 원인|motivo",
    ),
    (
        "contributing",
        "contributing factors|contributing factor|contributing causes|寄与要因|fatores contribuintes|\
         facteurs contributifs|factores contribuyentes|medvirkende faktorer",
    ),
    (
        "detection",
        "detection|detected by|detection method|how detected|identified|identified by|\
         how was it detected|alert source|reported by|discovered by|検知方法|検知|发现方式|发现人|\
         påvisning|deteksjon|detecção|detección|détection|erkennung|erkannt durch|upptäckt|rilevamento|\
         감지 방법|how was the event detected|how was the incident detected|how was it noticed|\
         who noticed|発見方法|检测方式|감지 경로|как обнаружено",
    ),
    (
        "resolution",
        "how was this fixed|how was it resolved|how did you fix it|how did we fix it|\
         what did you do to fix it|resolution|fix|fixed by|mitigation|remediation|solution|recovery|\
         workaround|how it was fixed|対応|復旧|処置|解决方案|修复|处置|løsning|lösung|behebung|åtgärd|\
         resolução|solução|correção|solución|resolución|résolution|correction|oplossing|risoluzione|\
         해결|решение|what fixed it|how was it fixed|corrective action taken|暫定対応|応急処置|修复方案|\
         临时措施|조치|조치 내용|как устранено|qué se hizo",
    ),
    (
        "timeline",
        "timeline|context|key events|events|chronology|タイムライン|时间线|tidslinje|linha do tempo|\
         cronología|chronologie|zeitachse|log|经过|事件经过|経緯|経過|경과|хронология|ablauf|verlauf|\
         desarrollo|déroulé|cronologia",
    ),
    (
        "actions",
        "action items|action item|actions|review actions|actions following review|follow ups|follow up|\
         follow up actions|followups|corrective actions|preventive actions|next steps|prevention|\
         action plan|アクションアイテム|再発防止策|行动项|改进措施|后续措施|aksjonspunkter|tiltak|ações|\
         ações corretivas|próximos passos|acciones|acciones correctivas|actions correctives|maßnahmen|\
         åtgärder|acties|후속 조치|to do|todo|todos|tasks|remediation items|待办|待办事项|后续行动|\
         行动计划|对策|対策|今後の対応|再発防止|offene punkte|folgemaßnahmen|mesures|\
         mesures correctives|plan d'action|plan d'actions|suites|compromisos|medidas|\
         acciones preventivas|tareas|plano de ação|pendências|ações preventivas|azioni|\
         azioni correttive|verbeteracties|maatregelen|oppfølging|조치 계획|할 일|재발 방지 대책|задачи|\
         план действий",
    ),
    (
        "related",
        "related records|related reports|related postmortem|related post mortem|related outage|\
         related outages|similar incident|similar incidents|prior incident|previous incident|\
         previous incidents|earlier incident|siehe auch|voir aussi|véase también|ver também|veja também|\
         vedi anche|zie ook|se også|另见|см также|incidente relacionado|incident lié|verwandter vorfall|\
         related incidents|related incident|related|related postmortems|see also|duplicate of|関連 pm|\
         関連インシデント|关联事故|相关事故|incidentes relacionados|incidents liés|verwandte vorfälle|\
         relaterte hendelser|related items|関連|関連障害|关联事件|相关事件|incidents similaires|\
         incidentes anteriores|frühere vorfälle|관련 장애|связанные инциденты",
    ),
    ("references", "references|links|reference|参考資料|関連コミット|関連 adr|参考"),
    ("lessons", "lessons learned|lessons learnt|lessons|takeaways|教訓|经验教训|lições aprendidas"),
    (
        "meeting",
        "post mortem meeting held|postmortem meeting held|meeting held|meeting date|review date|\
         review meeting|post mortem meeting|postmortem meeting",
    ),
    ("finalized", "document finalized|document finalised|finalized|finalised|finalized on|final version"),
    (
        "updated",
        "last updated|updated|last modified|最后更新|最終更新|última atualização|dernière mise à jour|\
         zuletzt aktualisiert|sist oppdatert|last changed|stand vom|mise à jour|última revisión|\
         ultimo aggiornamento|laatst bijgewerkt|senast uppdaterad|更新日|更新日期|최종 수정일|обновлено",
    ),
    ("environment", "environment|env|环境|環境|ambiente|umgebung|miljø"),
    ("description", "what|details|descrição|descripción|内容"),
    ("rationale", "rationale|why|reason|begründung|justificativa|理由"),
    (
        "success_criteria",
        "success criteria|success criterion|acceptance criteria|done when|definition of done|\
         verification|how we know it's done|成功基準|完了条件",
    ),
];
