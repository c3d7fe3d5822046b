//! Columns of tables.

use super::Meanings;

/// Columns of timeline tables.
pub(super) const TIMELINE_COLUMNS: Meanings = &[
    ("date", "date|day date|dato|data|fecha|datum|日付|日期"),
    ("day", "day|weekday"),
    (
        "time",
        "time stamp|timestamp|utc|utc time|time utc|time|when|date and time|date time|date/time|\
         datetime|date & time|start|start time|at|local time|clock|hour|t|t+|offset|時刻|日時|時間|\
         utc 时间|时间|时刻|klokkeslett|tidspunkt|tid|heure|horário|hora|horario|uhrzeit|zeitpunkt|zeit|\
         tijd|tijdstip|ora|orario|시간|время|date et heure|data e hora|fecha y hora|data/hora|jst|pst|\
         pt|cet|elapsed|hh:mm|uhr|klockslag|kl|tidpunkt|horas|heures|发生时间|時間帯|시각|момент|når|när",
    ),
    (
        "event",
        "event|events|description|what happened|what|action|activity|note|notes|details|detail|update|\
         message|entry|comment|comments|summary|happening|event description|イベント|事象|内容|出来事|\
         対応|事件|描述|说明|hendelse|händelse|hændelse|événement|évènement|evento|acontecimento|\
         ereignis|beschreibung|descrição|descripción|acción|ação|gebeurtenis|사건|이벤트|событие|\
         описание|happened|ablauf|vorgang|aktion|fait|faits|action / événement|actions|suceso|hecho|\
         descripción del evento|fato|ocorrência|avvenimento|descrizione|fatto|wat|omschrijving|\
         handeling|actie|händelse och åtgärd|出来事・対応|状況|対応内容|经过|处理|내용|조치|조치 내용|\
         что произошло|действие",
    ),
    (
        "other",
        "component|components|evidence|source|who|actor|person|owner|by|team|link|links|phase|status|\
         组件|证据|担当|担当者|結論|结论|qui|quem|wer|hvem|#|no|nr|n°|data link|quelle|fonte|bron|källa|\
         kilde|备注|来源|备考|備考|비고|источник",
    ),
];

/// Columns of action tables.
pub(super) const ACTION_COLUMNS: Meanings = &[
    (
        "number",
        "#|nr|item no|item #|ai|key|n°|番号|编号|序号|id|ref no|lfd. nr|lfd nr|num|número|numero|n|no|\
         item id|序號",
    ),
    (
        "action",
        "action|actions|action item|action items|item|items|task|tasks|description|what|title|todo|\
         to do|improvement|measure|follow up|followup|recommendation|work item|activity|remediation|\
         corrective action|アクション|対策|対応|改善|内容|項目|タスク|対応内容|行动项|措施|任务|事项|\
         改进项|aksjon|tiltak|oppgave|åtgärd|handling|ação|acao|tarefa|item de ação|acción|tarea|\
         maßnahme|massnahme|aufgabe|actie|taak|azione|액션|조치|할 일|действие|задача|name|summary|\
         improvement item|preventive action|repair item|what to do|to be done|compromiso|medida|mejora|\
         iniciativa|acción correctiva|acciones|ações|medida corretiva|melhoria|atividade|mesure|mesures|\
         tâche|chantier|action corrective|vorhaben|schritt|verbesserung|intervento|attività|\
         azione correttiva|maatregel|verbeteractie|verbeterpunt|activiteit|aktivitet|förbättring|\
         forbedring|oppfølging|アクション項目|改善内容|対応事項|実施内容|施策|改进措施|整改措施|\
         任务描述|工作项|待办|조치 내용|조치 사항|개선 사항|과제|작업|мера|шаг|что сделать|описание",
    ),
    (
        "owner",
        "owner|owners|assignees|assigned to|assigned|responsible|who|dri|lead|person|team|owner s|\
         owner team|poc|担当|担当者|責任者|オーナー|负责人|责任人|执行人|eier|ansvarlig|ansvarig|\
         responsável|responsavel|dono|quem|dueño|propriétaire|qui|porteur|verantwortlich|\
         verantwortlicher|zuständig|wer|eigenaar|verantwoordelijke|responsabile|담당자|담당|\
         ответственный|исполнитель|accountable|assign|assignee|task owner|action owner|owned by|\
         responsible person|responsible party|responsible team|who's on it|driver|engineer|encargado|\
         encargada|responsable|a cargo|persona|equipo|equipe|quem fará|atribuído a|pilote|acteur|\
         en charge|zuständigkeit|zuständige person|verantwortung|bearbeiter|incaricato|referente|\
         a carico di|uitvoerder|wie|actiehouder|ansvarlig person|utförare|eier/ansvarlig|実施者|対応者|\
         担当部署|主担当|责任方|执行者|跟进人|处理人|책임자|실행자|кто",
    ),
    (
        "priority",
        "priority|prio|pri|severity|importance|urgency|優先度|严重级别|优先级|prioridade|prioridad|\
         priorité|priorität|prioritet|prioriteit|priorità|우선순위|приоритет",
    ),
    (
        "due",
        "due|due date|due by|deadline|target date|target|eta|by when|expected date|expected|\
         expected completion|completion date|date|when|timeline|due on|期限|期日|目標日|完了予定|\
         目标/关联 incident|截止日期|完成时间|期限日|计划完成时间|frist|deadline dato|forfallsdato|\
         prazo|data limite|quando|plazo|fecha límite|fecha|échéance|date limite|délai|fälligkeit|fällig|\
         fällig am|termin|bis wann|einddatum|scadenza|기한|마감일|срок|дедлайн|committed date|\
         commit date|by|due/eta|complete by|target completion|planned date|planned|time frame|timeframe|\
         timescale|expected by|due by date|bis|fällig bis|zieltermin|zu erledigen bis|bis zum|frist bis|\
         date cible|date prévue|pour le|date butoir|fecha compromiso|fecha prevista|fecha objetivo|\
         vence|vencimiento|data prevista|data alvo|vencimento|até|entro|entro il|termine|gereed op|\
         uiterlijk|streefdatum|klaar voor|klart senast|senast|deadline for|innen|ferdig innen|\
         完了予定日|完了期限|対応期限|実施予定日|予定日|预计完成时间|计划完成|完成日期|截止时间|到期日|\
         완료 예정일|예정일|목표일|완료일|срок исполнения|до|дата",
    ),
    (
        "status",
        "status|state|done|complete|progress|resolved|ステータス|状態|状況|状态|进度|当前状态|statut|\
         état|estado|situação|stand|stato|tilstand|상태|статус|completed|done yet|fertig|erledigt|\
         stand der umsetzung|umsetzung|avancement|avance|andamento|concluído|fait|avanzamento|voortgang|\
         gereed|klar|klart|ferdig|対応状況|進捗|完了|处理状态|完成情况|进展|진행 상황|진행 상태|\
         완료 여부|готовность|выполнено",
    ),
    (
        "category",
        "type|category|kind|カテゴリ|分類|種別|类型|类别|tipo|categoria|typ|kategorie|kategori|\
         distinction|area|prevent/detect/mitigate|art|catégorie|categoría|soort|slag|区分|种类|유형|тип|\
         категория",
    ),
    (
        "reference",
        "reference|ref|referanse|tracking link|tracking|link|links|issue|issues|ticket|tickets|jira|bug|\
         pr|github issue|github|url|tracker|チケット|リンク|链接|工单|lien|enlace|bug id|issue link|\
         tracking issue|tracking bug|work item id|link to ticket|チケット番号|課題番号|单号|티켓|тикет|\
         задача в трекере",
    ),
    ("rationale", "rationale|reason|why|理由|原因|justificativa"),
    (
        "success_criteria",
        "success criteria|acceptance criteria|definition of done|expected outcome|verification|完了条件|\
         验收标准",
    ),
    ("notes", "notes|note|comment|comments|remarks|備考|备注"),
];
