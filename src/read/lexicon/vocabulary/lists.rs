//! Lists of words without further meaning.

use super::Meanings;

/// Lists of words without further meaning.
pub(super) const LISTS: Meanings = &[
    (
        "before_time",
        "翌|翌日|翌朝|当日|次日|第二天|同日|ore|kl|um|at|à|às|a las|alle|alle ore|ca|circa|about|around|\
         approx|approximately|gegen|vers|около|в|by|klockan|rond|omstreeks|sobre las|por volta das|oko|\
         午前|午後",
    ),
    (
        "guide",
        "postmortem process|post mortem process|incident process|incident response process|\
         incident response plan|incident management process|incident review process|review process|\
         postmortem policy|runbook|run book|standard operating procedure|severity definitions|\
         severity matrix|escalation matrix|on call rotation|vorgehen bei|ablaufplan|processus de|\
         proceso de|processo de|対応フロー|運用手順|应急预案|처리 절차|порядок действий|how to|how we|\
         writing a|guide|guidelines|guideline|policy|process for|procedure|playbook|handbook|checklist|\
         best practices|severity levels|leitfaden|anleitung|richtlinie|handbuch|guía|manual|política|\
         procedimiento|guia|procedimento|guide de|procédure|politique|mode d'emploi|guida|procedura|\
         handleiding|richtlijn|veiledning|retningslinjer|riktlinjer|vägledning|手順|手順書|ガイド|\
         ガイドライン|書き方|指南|规范|流程|模板说明|가이드|작성 방법|지침|руководство|инструкция|\
         регламент",
    ),
    // stands for "nothing said"
    (
        "nothing",
        "todo|to be written|to be determined|to be filled in|to be completed|coming soon|\
         under investigation||-|--|—|–|n/a|na|n.a.|none|nil|tbd|tba|unknown|?|??|unassigned|nobody|\
         not applicable|不明|未定|要設定|要アサイン|オーナー|なし|該当なし|待指定|待定|无|不适用|ingen|\
         ukjent|nenhum|nenhuma|ninguno|aucun|keine|keiner|unbekannt|없음|нет|a definir|à définir|\
         por definir|da definire|n. a.|sin asignar|sem responsável|non attribué|niemand|noch offen|\
         nobody yet|not assigned|no owner|ninguna|personne|nessuno|geen|미정|담당자 미정|없음.|\
         не назначен|не назначено|未割当|未设置|未分配|無し|无。|—.",
    ),
    // titles that are a template's own
    (
        "placeholder_title",
        "title|incident title|tittel|titel|título|titre|issue name|incident name|postmortem title|\
         name of incident|タイトル|事故标题|标题|your title here|title here|titulo del incidente|\
         título do incidente|titre de l'incident|titel des vorfalls|インシデントタイトル|事件标题|\
         장애 제목|название инцидента|write a title",
    ),
    // in front of a title: `Post-Mortem: …`
    (
        "title_lead",
        "post mortem|postmortem|post mortem report|postmortem report|post incident review|\
         post incident report|incident report|incident review|incident postmortem|incident post mortem|\
         incident|incident date|rca|root cause analysis|pir|coe|outage report|outage|retrospective|\
         ポストモーテム|障害報告|障害報告書|インシデントレポート|事故报告|事故|故障复盘|故障报告|复盘|\
         relatório de incidente|incidente|informe de incidente|rapport d'incident|störungsbericht|\
         vorfallsbericht|hendelsesrapport|postmortem incident|rapport de l'incident|\
         compte rendu d'incident|störungsmeldung|vorfallbericht|nachbetrachtung|pós mortem|pos mortem|\
         relatório do incidente|informe del incidente|rapporto incidente|rapporto di incidente|\
         incidentrapport|storingsrapport|事後報告|インシデント報告書|事故复盘|故障复盘报告|장애 보고서|\
         장애 회고|отчёт об инциденте|постмортем|разбор инцидента|correction of error|debrief|\
         incident summary|event report",
    ),
    // words in a title or file name that speak of an incident
    (
        "incident",
        "incident|incidents|outage|outages|post mortem|postmortem|downtime|disruption|failure|\
         degradation|unavailable|crash|breach|rca|障害|インシデント|ポストモーテム|事故|故障|incidente|\
         incidentes|störung|ausfall|vorfall|panne|hendelse|nedetid|störungen|nachbetrachtung|pós mortem|\
         pos mortem|rapport d'incident|cambio fallido|caída|incident review|verstoring|storing|avbrott|\
         driftstopp|장애|사고|инцидент|сбой|авария",
    ),
    // names of files that are never incidents
    (
        "page_name",
        "readme|contributing|changelog|license|code of conduct|security|codeowners|about|summary|\
         sidebar|navbar|glossary|faq",
    ),
    // words for a template, in names of files and in titles
    (
        "template",
        "template|plantilla|modelo|vorlage|mal|mall|modèle|modele|gabarit|sjabloon|テンプレート|ひな形|\
         雛形|模板|템플릿|양식|шаблон",
    ),
    // a sentence that has a duration after one of these states how long it lasted
    (
        "lasted",
        "lasted|lasting|lasted for|lasted about|lasted approximately|unusable for|unavailable for|\
         down for|offline for|was down|were down|outage of|downtime of|downtime was|interruption of|\
         disruption of|for a total of|total time to resolution|time to resolution|total downtime|\
         total duration|duration of|duration was|recover itself in|recovered in|recovered after|\
         resolved within|resolved in|resolved after|for approximately|for about|for around|for roughly|\
         for nearly|for almost|continued for|durou|duró|a duré|dauerte|varte|varade|stopped for|\
         failed for|broken for|inaccessible for|unresponsive for|degraded for|late for|affected for|\
         interrupted for|delayed for|for a period of|over a period of|dauerte insgesamt|während|\
         pendant environ|pendant près de|durante|por cerca de|por aproximadamente|per circa|gedurende|\
         under|i omtrent|历时|持续了|约持续|持续|約|동안",
    ),
    // event lines of status pages: `*Update* - …`
    (
        "status_word",
        "investigating|identified|monitoring|update|resolved|post mortem|postmortem|in progress|\
         scheduled|completed|verifying|issue identified|fixed",
    ),
    // why-questions
    (
        "why",
        "why|なぜ|何故|为什么|為什麼|por que|por quê|porque|por qué|pourquoi|warum|weshalb|wieso|\
         hvorfor|varför|waarom|perché|왜|почему|perchè|为何",
    ),
    // the answer of a why
    (
        "because",
        "because|→|->|=>|⇒|porque|parce que|weil|fordi|eftersom|omdat|perché|因为|parce qu'|puisque|da|\
         denn|för att|doordat|poiché|由于|ため|때문에|потому что|так как",
    ),
    // what an event that speaks of a mitigation says if it was none
    (
        "no_fix",
        "no effect|without effect|did not help|didn't help|does not help|did not work|didn't work|\
         considered|unsuccessful|unsuccessfully|in vain|attempt failed|attempt fails|first attempt|\
         fails|planned|sin efecto|sem efeito|sans effet|ohne wirkung|ohne erfolg|uten effekt|効果なし|\
         失敗|无效|失败",
    ),
    // in front of what an event did: `Mitigation implemented: …`
    (
        "fix_lead",
        "mitigation implemented|mitigation applied|mitigation in place|mitigation|mitigated|\
         fix implemented|fix applied|fix deployed|workaround applied|resolution|緩和|緩和策適用|対応|\
         修復",
    ),
    // priorities, as they stand in front of an item or above a list of items
    (
        "priority",
        "high|highest|medium|low|lowest|critical|urgent|major|minor|must|should|could|hoch|mittel|\
         niedrig|dringend|kritisch|haute|élevée|moyenne|basse|faible|urgente|critique|alta|media|média|\
         baja|baixa|crítica|alto|bassa|hoog|laag|hög|medel|låg|høy|middels|lav|高|中|低|紧急|緊急|높음|\
         보통|중간|낮음|긴급|высокий|средний|низкий|высокая|средняя|низкая|срочно",
    ),
    // words above a list whose items have been done, unless one of `not_yet` stands there too
    (
        "done_so_far",
        "completed|already done|done so far|already taken|already completed|actions taken|steps taken|\
         measures taken|implemented|already implemented|erledigt|erledigte|umgesetzt|umgesetzte|\
         bereits umgesetzt|déjà fait|déjà réalisé|réalisées|terminées|déjà en place|ya hecho|\
         ya realizadas|realizadas|completadas|hechas|já feito|já realizadas|concluídas|già fatto|\
         completate|reeds gedaan|uitgevoerd|redan gjort|genomförda|allerede gjort|gjennomført|已完成|\
         已实施|已采取|実施済み|対応済み|完了済み|완료된|완료한|уже сделано|сделано|выполнено",
    ),
    ("not_yet", "not|to be|yet|nicht|noch|pas|à faire|sin|por|não|non|niet|ikke|inte|未|미|не"),
    // headings of a record of a decision, and of its other parts
    (
        "decision",
        "decision|decisions|the decision|decision outcome|decision drivers|considered options|\
         options considered|alternatives considered|considered alternatives|rejected alternatives|\
         proposal|entscheidung|décision|decisión|decisão|decisione|besluit|beslutning|beslut|決定|\
         決定事項|决策|决定|결정",
    ),
    (
        "beside_decision",
        "context|context and problem statement|problem statement|status|consequences|\
         positive consequences|negative consequences|alternatives|drawbacks|motivation|rationale|\
         pros and cons of the options|unresolved questions|decision drivers|considered options|\
         options considered|alternatives considered|kontext|konsequenzen|alternativen|contexte|\
         conséquences|contexto|consecuencias|consequências|alternativas|contesto|conseguenze|背景|\
         コンテキスト|結果|影響|上下文|后果|状态|備考|맥락|контекст|последствия",
    ),
    // folders whose documents are no incidents unless they name a day
    (
        "page_folder",
        "runbooks|runbook|playbooks|playbook|sop|sops|procedures|policies|adr|adrs|decisions|rfc|rfcs|\
         templates|handbook|onboarding|guides|howto|how to",
    ),
    // keys of the front matter that name a team as often as an author
    ("team_key", "owner|owners|team|lead|created by|postmortem owner|incident owner"),
    // in the first paragraph of a post that was published the day after
    (
        "yesterday",
        "yesterday|last night|gestern|hier|hier soir|ayer|anoche|ontem|ieri|gisteren|igår|i går|昨日|\
         昨夜|昨天|昨晚|어제|вчера",
    ),
    // in the name of a cause that is not the root of it
    (
        "direct",
        "direct|immediate|proximate|directe|directa|direta|immédiate|inmediata|imediata|unmittelbar|\
         auslös|直接|непосредственн|직접",
    ),
    // what an event that speaks of a recovery says if there was none yet
    (
        "not_restored",
        "aren't working|isn't working|not working|doesn't work|not back|not recovered|not resolved|\
         not restored|not yet|noch nicht|funktioniert nicht|pas encore|ne fonctionne pas|todavía no|\
         aún no|no funciona|ainda não|não funciona|non ancora|nog niet|ennå ikke|inte än|復旧せず|\
         復旧しない|まだ|尚未|仍未|未恢复|아직|ещё не|не работает",
    ),
];
