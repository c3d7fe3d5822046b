//! What documents and action items say of their state, and the words around it.

use super::Meanings;

/// Words that introduce a value inside an action item: `(owner: ann, due: 2026-01-02)`.
pub(super) const ACTION_WORDS: Meanings = &[
    (
        "owner",
        "assignee|assigned to|assigned|responsible|dri|担当|担当者|负责人|责任人|eier|ansvarlig|\
         responsável|responsable|verantwortlich|담당|encargado|encargada|a cargo de|zuständig|\
         verantwortlicher|verantwortliche|pilote|porteur|assigné à|assigné|asignado a|atribuído a|\
         responsabile|incaricato|referente|verantwoordelijke|eigenaar|actiehouder|担当部署|责任方|\
         跟进人|책임자|담당자|ответственный|ответственная|исполнитель|responsible person|\
         responsible team|owned by|owner|accountable",
    ),
    (
        "due",
        "due|due date|deadline|by|target|target date|until|期限|期日|截止|prazo|plazo|échéance|frist|\
         fällig|bis|기한|échéance le|pour le|avant le|d'ici le|date limite|fecha límite|vence|para el|\
         antes del|até|data limite|vencimento|scadenza|entro|entro il|einddatum|uiterlijk|senast|\
         klart senast|innen|fällig am|fällig bis|zum|termin|完了予定|対応期限|截止日期|截止时间|\
         完成时间|마감|완료 예정|срок|до|дедлайн|complete by|finish by|no later than|before|eta",
    ),
    (
        "priority",
        "priority|prio|優先度|优先级|prioridade|prioridad|priorité|priorität|priorità|prioriteit|\
         prioritet|优先度|우선순위|приоритет",
    ),
    (
        "status",
        "status|state|状態|状态|statut|stato|estado|situação|stand|zustand|tilstand|状況|进度|상태|\
         статус",
    ),
];

/// States of action items: the beginning of the author's words decides.
pub(super) const ACTION_STATES: Meanings = &[
    (
        "done",
        "complete|completed|closed|fixed|resolved|finished|implemented|shipped|deployed|released|landed|\
         yes|delivered|完了|完了済み|対応済み|対応済|実施済み|済|已完成|已解决|已提交已部署|已实现|\
         已修复|已部署|已关闭|完成|utført|ferdig|fullført|lukket|løst|klart|klar|åtgärdat|færdig|\
         concluído|concluída|concluido|feito|feita|resolvido|finalizado|completado|completada|hecho|\
         hecha|cerrado|fait|faite|terminé|terminée|clos|abgeschlossen|fertig|umgesetzt|gedaan|afgerond|\
         fatto|completato|완료|готово|сделано|выполнено|this has been done|this has already been done|\
         this was done|already done|has already been done|has been done|✅|✔|✔️|☑|☑️|🟢|sim|sí|oui|ja|\
         ok|finalised|live|in production|rolled out|in place|done|merged|terminado|terminada|realizado|\
         realizada|listo|lista|ejecutado|cumplido|implementado|implementada|entregue|fechado|fechada|\
         réalisé|réalisée|effectué|effectuée|livré|clôturé|achevé|erledigt|behoben|geschlossen|beendet|\
         implementiert|completata|fatta|chiuso|chiusa|conclusa|concluso|voltooid|gereed|klaar|åtgärdad|\
         slutförd|färdig|avslutad|utbedret|gjennomført|afsluttet|対応完了|実施済|完了しました|クローズ|\
         终了|已上线|已落实|已闭环|已处理|已验收|완료됨|조치 완료|처리 완료|завершено|закрыто|\
         исправлено|выполнена|white check mark|heavy check mark",
    ),
    (
        "verified",
        "verified|confirmed|validated|検証済み|確認済み|已验证|verificado|verifisert|verifiziert|vérifié",
    ),
    (
        "in-progress",
        "in progress|inprogress|wip|ongoing|started|in review|under review|in development|doing|active|\
         working|partially done|partial|partly done|in flight|対応中|進行中|実施中|着手|作業中|一部完了|\
         进行中|在途|处理中|实施中|已落码|已落码待部署|部分完成|pågår|pågående|under arbeid|i gang|\
         påbegynt|em andamento|em progresso|em curso|iniciado|en progreso|en curso|en proceso|en cours|\
         in arbeit|in bearbeitung|laufend|begonnen|bezig|in corso|진행 중|진행중|в работе|в процессе|🟡|\
         🔄|🚧|under way|underway|work in progress|begun|in work|en marcha|en desarrollo|iniciada|\
         em execução|parcial|partiel|en partie|entamé|démarré|teilweise|angefangen|gestartet|\
         in lavorazione|avviato|avviata|deels|gestart|påbörjad|delvis|一部対応済み|対応中です|着手済み|\
         开发中|推进中|작업 중|일부 완료|выполняется|частично|:hourglass:|:construction:|hourglass|⏳|⌛",
    ),
    (
        "blocked",
        "blocked|on hold|waiting|paused|stalled|ブロック|保留|保留中|阻塞|阻断|暂停|blokkert|bloqueado|\
         bloqueada|en espera|bloqué|blockiert|wartet|geblokkeerd|보류|заблокировано|suspended|pausado|\
         pausada|aplazado|suspendido|adiado|en pause|suspendu|pausiert|zurückgestellt|sospeso|bloccato|\
         opgeschort|uppskjuten|utsatt|待ち|挂起|搁置|보류 중|приостановлено",
    ),
    (
        "dropped",
        "dropped|cancelled|canceled|wontfix|won't fix|wont fix|won't do|wont do|abandoned|rejected|\
         declined|deferred|obsolete|superseded|not planned|failed|no longer needed|見送り|中止|\
         対応しない|取り消し|已取消|取消|不做|放弃|avlyst|droppet|cancelado|cancelada|descartado|annulé|\
         abandonné|verworfen|abgebrochen|abgelehnt|geannuleerd|취소|отменено|❌|✖|will not do|not doing|\
         will not be done|decided against|we decided against it|skipped|withdrawn|out of scope|\
         descartada|anulado|desestimado|rechazado|não será feito|desistimos|annulée|abandonnée|\
         sans suite|rejeté|entfällt|entfallen|nicht umgesetzt|wird nicht umgesetzt|annullata|annullato|\
         scartato|vervallen|afgewezen|geschrapt|avskriven|skrotad|avbruten|droppad|forkastet|取りやめ|\
         不要|見送る|撤销|不予处理|作废|취소됨|보류 종료|отклонено|не будем делать|x cancelled",
    ),
    (
        "open",
        "open|todo|to do|not started|new|pending|planned|backlog|scheduled|proposed|unassigned|no|\
         未着手|未対応|未実施|未|未完了|予定|未开始|待处理|待执行|待评估|未排期|未执行|未完成|待办|åpen|\
         ikke startet|ikke påbegynt|öppen|pendente|aberto|a fazer|não iniciado|planejado|pendiente|\
         abierto|por hacer|à faire|ouvert|non commencé|offen|ausstehend|nicht begonnen|te doen|aperto|\
         da fare|미착수|예정|대기|не начато|открыто|🔴|⬜|🔲|to be done|tbd|outstanding|not done|\
         not begun|unstarted|waiting to start|upcoming|future|sin iniciar|sin empezar|por iniciar|\
         por empezar|no iniciado|a iniciar|não iniciada|prevista|previsto|programado|à venir|à lancer|\
         non démarré|prévu|planifié|nicht gestartet|noch offen|zu erledigen|geplant|da iniziare|\
         da avviare|pianificato|non iniziato|nog niet gestart|gepland|ej påbörjad|inte påbörjad|\
         planerad|ikke begynt|planlagt|未定|計画中|これから|检讨中|検討中|计划中|待开始|待跟进|规划中|\
         미완료|계획|해야 함|запланировано|к выполнению|не начата|:x:",
    ),
];

/// What a document's status comes to.
pub(super) const STATUSES: Meanings = &[
    (
        "draft",
        "draft|wip|in progress|open|investigating|identified|monitoring|ongoing|active|started|\
         unresolved|new|pending|to be reviewed|action items in progress|ドラフト|下書き|対応中|调查中|\
         根因确认|已止血|修复实施中|已修复待部署|已修复待验证|已部署待验证|草稿|pågående|utkast|\
         rascunho|em andamento|aberto|borrador|abierto|brouillon|ouvert|en cours|entwurf|offen|\
         in bearbeitung|concept|bozza|초안|in prüfung|vorläufig|en seguimiento|en revisión|en progreso|\
         abierta|em análise|em revisão|aguardando ações|en rédaction|en cours d'analyse|provisoire|\
         in corso|aperto|in lavorazione|in behandeling|voorlopig|open acties|öppen|preliminär|\
         under arbeid|åpen|暫定|調査中|作成中|処理中|改进中|已恢复|处理中|跟进中|待审核|진행 중|작성 중|\
         조사 중|черновик|в работе|action items open|under investigation|preliminary|needs review",
    ),
    (
        "reviewed",
        "reviewed|review|under review|ready for review|approved|accepted|レビュー済み|レビュー中|\
         承認済み|已评审|評審|revisado|revisada|relu|geprüft|gjennomgått|in review|validé|approuvé|\
         freigegeben|geprüft und freigegeben|aprobado|validado|aprovado|revisto|approvato|rivisto|\
         goedgekeurd|godkänd|granskad|godkjent|承認|レビュー済|已审核|已批准|승인됨|검토 완료|\
         согласован|утверждён",
    ),
    (
        "final",
        "finalised|finalized|complete|completed|closed|published|done|resolved|implemented|\
         action items complete|fixed|完了|クローズ|解決済み|已关闭|已解决|已完成|løst|ferdig|löst|\
         concluído|resolvido|finalizado|fechado|cerrado|resuelto|terminé|résolu|final|abgeschlossen|\
         gelöst|behoben|gesloten|chiuso|완료|erledigt|geschlossen|beendet|cerrada|resuelta|concluida|\
         concluída|encerrado|fechada|clôturé|clos|terminée|résolue|finalisé|risolto|concluso|definitivo|\
         afgerond|definitief|opgelost|stängd|avslutad|åtgärdad|klar|lukket|完了済み|対応完了|完结|\
         已恢复正常|종료|해결됨|завершён|решён|закрыт|no further action|postmortem complete",
    ),
];
