//! What post-mortems call things: meaning by meaning, the words for it, with `|` between them.
//!
//! Words stand here as they are compared (see [`fold`](super::fold()) and [`fold_text`](super::fold_text)), so that
//! nothing is left to do for them when the program starts; a test holds them to it. Order within a list matters only where
//! a comment says so. No word has two meanings in one scope, lists aside.

/// Words by their meaning.
pub(super) type Meanings = &'static [(&'static str, &'static str)];

/// All of them, as tables of `[aliases]` in the configuration are named.
pub(super) const SCOPES: [(&str, Meanings); 11] = [
    ("front", FRONT),
    ("heading", HEADINGS),
    ("key", KEYS),
    ("timeline_column", TIMELINE_COLUMNS),
    ("action_column", ACTION_COLUMNS),
    ("action_word", ACTION_WORDS),
    ("action_state", ACTION_STATES),
    ("status", STATUSES),
    ("relation", RELATIONS),
    ("phase", PHASES),
    ("words", LISTS),
];

/// The words of a scope.
pub(super) fn scope(name: &str) -> Meanings {
    SCOPES.iter().find(|scope| scope.0 == name).map_or(&[], |scope| scope.1)
}

/// Keys of YAML, TOML and JSON front matter.
pub(super) const FRONT: Meanings = &[
    (
        "id",
        "id|incident id|uuid|bug id|incident|incident number|number|ticket|pm id|postmortem id|case id|\
         reference id|incident key|coe number|vorfall id",
    ),
    ("title", "title|name|headline|linktitle"),
    (
        "started",
        "started|started at|start|start time|start date|incident start date|incident start|\
         incident date|occurred|occurred at|began at|date started|event date|start datetime|\
         impact start|dato|fecha|datum|incident started|impact start time",
    ),
    ("date", "date|day|created|created at|when"),
    (
        "detected",
        "detected|detected at|detection time|discovered|discovered at|first detected|reported at|\
         acknowledged at|disclosure date",
    ),
    ("declared", "declared|declared at|declaration time"),
    (
        "mitigated",
        "mitigated|mitigated at|mitigation time|repaired|repaired at|recovered|recovered at|restored at",
    ),
    (
        "resolved",
        "resolved|resolved at|resolved on|resolvedwhen|resolved when|resolveddate|resolved date|end|\
         end time|end date|incident end date|incident end|ended|ended at|finished at|closed at|\
         impact end",
    ),
    ("published", "published|published at|publishdate|pubdate|source published at|report date"),
    ("updated", "updated|updated at|lastmod|last updated|modified|source fetched at"),
    (
        "duration",
        "duration|duration minutes|duration hours|outage duration|downtime|length|duracao|duración|\
         dauer|durée|impact duration",
    ),
    ("time_to_detect", "ttd|mttd|time to detect|time to detection"),
    (
        "severity",
        "severity|sev|level|max severity|impact level|incident severity|criticality|severity level|\
         gravedad|severidade|schweregrad|gravité",
    ),
    ("priority", "priority"),
    ("status", "status|state|document status|doc status|review status|estado|statut"),
    ("resolution", "resolution|fix|fixed by|mitigation|remediation|final status"),
    (
        "author",
        "author|authors|owner|owners|written by|writer|incident commander|commander|lead|incident lead|\
         created by|autor|autores|auteur|verfasser",
    ),
    ("reviewer", "reviewer|reviewers|approver|reviewed by"),
    (
        "service",
        "service|services|affected|affected services|affected service|component|components|\
         affected components|affected component|system|systems|affected systems|clusters|cluster|\
         product|products|servicerefs|service refs|impacted services|impacted service|application|\
         applications|app|apps|entities|platform|subsystem|affectedsystems|affected products|\
         impacted systems",
    ),
    ("tag", "tags|tag|categories|category|keywords|labels|devto tags|topics|type|taxonomies"),
    (
        "summary",
        "summary|description|excerpt|abstract|tldr|tl;dr|one line summary|one liner|short description|\
         overview|synopsis|resumen|resumo|zusammenfassung|résumé|abstract text",
    ),
    ("impact", "impact|customer impact|user impact|business impact|users affected"),
    ("trigger", "trigger|triggered by"),
    ("root_cause", "root cause|rootcause|cause|causes|root causes|root cause analysis"),
    ("contributing", "contributing factors|contributing|factors"),
    ("detection", "detected by|detection|detection method|how detected"),
    ("timeline", "timeline|incident states|events|updates"),
    (
        "actions",
        "actions|action items|action item|follow ups|followups|follow up|tasks|remediations|\
         corrective actions",
    ),
    ("related", "related|related incidents|related incident|relations|see also|links to|linked incidents"),
    ("references", "references|links|resources"),
    ("lessons", "lessons|lessons learned|learnings"),
    ("aliases", "aliases|alias|former ids|previous ids|redirect from|redirects"),
    ("draft", "draft"),
    ("informational", "informational"),
    (
        "ignored",
        "layout|parent|grand parent|nav order|has children|weight|section|toc|showtoc|moc|generated|\
         path|extra|team|team url|pin|pinned|twitterfeed|enablecomments|resources dir|validtodate|url|\
         permalink|slug|author url|archive url|source kind|source|current severity|subtitle|company|\
         victim|automated|timezone|image|cover|hide|sidebar label|sidebar position|template|language|\
         lang|order|menu|outputs|comments",
    ),
];

/// Headings of sections.
pub(super) const HEADINGS: Meanings = &[
    ("title", "件名|タイトル|标题|제목|title|título|titre|titel"),
    (
        "summary",
        "what|qué|was|quoi|何が起きた|何が起きたか|何が起こったか|何があったか|in brief|what is wrong|\
         was war los|worum geht es|de quoi s'agit il|les faits|los hechos|qué falló|o que houve|\
         o ocorrido|cosa è accaduto|무슨 일이|кратко|коротко|суть|summary|issue summary|\
         incident summary|executive summary|overview|what happened|what went on|symptom|symptoms|\
         the symptom|the symptoms|problem|the problem|problem statement|abstract|tl;dr|tldr|tl dr|\
         in short|in a nutshell|synopsis|description|incident description|description of the incident|\
         short summary|outage summary|event summary|postmortem summary|high level summary|brief summary|\
         issue description|the incident|the outage|incident overview|サマリー|概要|要約|事象|障害概要|\
         インシデント概要|一句话结论|问题|现象|摘要|概述|事故概述|事故摘要|事件概述|问题描述|故障描述|\
         故障现象|总结摘要|o que aconteceu|resumo|resumo executivo|resumo do incidente|descrição|\
         visão geral|was ist passiert|zusammenfassung|kurzfassung|überblick|beschreibung|résumé|\
         résumé exécutif|synthèse|que s'est il passé|ce qui s'est passé|resumen|resumen ejecutivo|\
         qué pasó|qué ocurrió|descripción|sammendrag|oppsummering|hva skjedde|sammanfattning|vad hände|\
         resumé|riepilogo|sommario|cosa è successo|samenvatting|wat is er gebeurd|요약|개요|резюме|\
         краткое описание|что произошло|описание|incident|the event|what customers saw|\
         what our users saw|発生事象|事象の概要|発生了什么|发生了什么|发生了什么事|故障简述|事件简述|\
         简述|en bref|en résumé|qué sucedió|descripción del incidente|descrição do incidente|sintesi|\
         descrizione|cos'è successo|storingsbeschrijving|hva skjedde egentlig|무슨 일이 있었나|\
         장애 개요|장애 요약|описание инцидента|kurz gesagt",
    ),
    ("one_line", "one line summary|one sentence summary|one liner|summary in one line|headline"),
    (
        "metadata",
        "document control|stats|statistics|metrics|details|incident details|metadata|meta|key facts|\
         facts|incident information|incident info|basic information|general information|information|\
         incident data|incident overview table|key information|at a glance|key metrics|\
         document information|incident metadata|key events|vital statistics|メタデータ|基本情報|\
         基本信息|インシデント情報|障害情報|元数据|事故信息|基本资料|metadados|informações|\
         informações gerais|dados do incidente|metadaten|eckdaten|basisdaten|allgemeine informationen|\
         informations générales|métadonnées|información general|metadatos|datos|nøkkelinformasjon|\
         기본 정보|key facts and figures|incident facts|ficha|ficha del incidente|ficha técnica|\
         fiche d'identité|fiche incident|kerndaten|stammdaten|kerngegevens|dati|dati dell'incidente|\
         fakta|概要情報|事件信息|故障信息|장애 정보|общая информация|карточка инцидента|\
         informações do incidente",
    ),
    (
        "background",
        "background|context|contexts|introduction|intro|preface|system overview|prerequisites|背景|前提|\
         contexto|contexte|kontext|hintergrund|bakgrunn|bakgrund|antecedentes|배경",
    ),
    (
        "impact",
        "what users saw|what people saw|impact|impacts|the impact|user impact|customer impact|\
         business impact|long term impact|blast radius|scope|effects|effect|consequences|\
         impact assessment|impact analysis|impact summary|who was affected|affected users|\
         affected services|affected systems|service impact|scope of impact|damage|影響|定量的影響|\
         影響範囲|影响与范围|影响范围|影响|影响评估|用户影响|konsekvens|konsekvenser|impacto|\
         impacto no negócio|auswirkung|auswirkungen|impact client|conséquences|påvirkning|påverkan|\
         impatto|impact utilisateur|gevolgen|영향|влияние|последствия|quel impact|\
         impact sur les utilisateurs|who was affected and how|how were users affected|業務影響|影響内容|\
         影响面|장애 영향|influence|impatto sugli utenti|klantimpact|afectación|usuários afetados",
    ),
    (
        "timeline",
        "when|cuándo|wann|quand|起きたこと|time line of events|what happened, step by step|step by step|\
         time line|timelines|timeline of events|incident timeline|detailed timeline|event timeline|\
         chronology|chronology of events|sequence of events|order of events|course of events|event log|\
         incident log|log of events|events|what happened when|full timeline|brief timeline|\
         outage timeline|timeline and response|response timeline|history|タイムライン|時系列|経緯|\
         対応経緯|时间线|時間線|时间轴|事件时间线|处理过程|处理时间线|故障时间线|tidslinje|tidslinjen|\
         hendelsesforløp|forløp|linha do tempo|cronologia|linha temporal|chronologie|déroulé|\
         déroulement|línea de tiempo|línea temporal|cronología|zeitachse|zeitleiste|zeitlicher ablauf|\
         ablauf|zeitlinie|chronologischer ablauf|tidsförlopp|händelseförlopp|tijdlijn|verloop|\
         linea temporale|타임라인|хронология|таймлайн|ход событий|how it unfolded|\
         how it happened step by step|log|what happened and when|blow by blow|play by play|\
         minute by minute|対応履歴|発生経緯|経過|事件经过|事故经过|故障经过|过程|处理经过|时间经过|\
         desarrollo|desarrollo de los hechos|secuencia de eventos|sequência de eventos|\
         cronologia dos fatos|cronologia degli eventi|déroulé des événements|déroulement des faits|\
         zeitverlauf|verlauf|ablauf der störung|chronologie der ereignisse|tijdsverloop|\
         verloop van de storing|händelser|hendelser|장애 경과|경과|경위|timeline|ход инцидента|\
         хронология событий",
    ),
    (
        "detection",
        "detection|how was it detected|how we detected it|how did we find out|discovery|\
         how was the incident detected|alerting|monitoring|detection and alerting|検知|発見|\
         第一现场与证据|发现过程|发现|检测|por que não foi detectado|detecção|detección|détection|\
         erkennung|entdeckung|påvisning|deteksjon|upptäckt|rilevamento|detectie|탐지|감지|обнаружение|\
         how was the event detected|how we found out|how we noticed|発見経緯|検知方法|发现方式|\
         como foi detectado|cómo se detectó|comment l'avons nous détecté",
    ),
    (
        "trigger",
        "trigger|triggers|leadup|lead up|lead up to the incident|triggering event|触发条件|触发因素|\
         トリガー|発生契機|utløsende faktor|gatilho|auslöser|déclencheur|desencadenante|트리거|триггер",
    ),
    (
        "root_cause",
        "perché è successo|perché è accaduto|cosa è andato storto tecnicamente|waarom gebeurde dit|\
         hoe kon dit gebeuren|varför hände det|hvorfor skjedde det|hvorfor skete det|cause profonde|\
         causes profondes|origine du problème|origine de l'incident|causa subyacente|causa fundamental|\
         origen del problema|origen|origem do problema|eigentliche ursache|was war die ursache|\
         woran lag es|どうして起きたか|なぜ起きたか|根本要因|事故根因|问题根因|问题分析|발생 원인|\
         основная причина|почему это произошло|в чём была причина|why it broke|what broke|\
         what broke and why|the culprit|culprit|source of the problem|fault analysis|failure analysis|\
         findings|our findings|what we found|explanation|technical explanation|root cause|root causes|\
         root cause analysis|root causes analysis|root cause s|blameless root cause|underlying cause|\
         the root cause|root cause and trigger|rca|cause|causes|the cause|fault|faults|analysis|\
         technical analysis|cause analysis|causal analysis|cause of the problem|cause of the incident|\
         cause of the outage|cause of failure|why it happened|why did it happen|why did this happen|\
         why this happened|how did this happen|how did it happen|what went wrong technically|\
         technical details|technical root cause|what allowed this to happen|what caused it|\
         what caused the incident|what caused this|what was the cause|what was the root cause|\
         direct cause|proximate cause|immediate cause|diagnosis|reason|reasons|根本原因|根本原因分析|\
         直接原因|原因|原因分析|発生原因|根因|根因分析|直接根因|根本原因と直接原因|事故原因|故障原因|\
         问题原因|causa raiz|causas raiz|análise de causa raiz|causa|causas|por que aconteceu|\
         causa raíz|análisis de causa raíz|por qué ocurrió|por qué pasó|cause racine|causes racines|\
         cause première|analyse des causes|ursache|ursachen|grundursache|ursachenanalyse|fehlerursache|\
         hauptursache|rotårsak|rotårsaker|årsak|årsaken|grundorsak|orsak|rodårsag|årsag|\
         causa principale|causa radice|oorzaak|grondoorzaak|원인|근본 원인|причина|причины|\
         корневая причина|первопричина|why|what caused the outage|what was wrong|the bug|\
         how this happened|analyse de la cause|analyse des causes racines|pourquoi|\
         pourquoi est ce arrivé|por qué sucedió|o que causou|causas identificadas|warum|\
         warum ist es passiert|warum ist das passiert|fehleranalyse|analyse der ursache|oorzaakanalyse|\
         grondoorzaakanalyse|orsaksanalys|årsaksanalyse|analisi delle cause|causa scatenante|原因と対策|\
         事故原因分析|원인 분석|장애 원인|анализ причин|что стало причиной",
    ),
    (
        "five_whys",
        "five why's|5 why's|five why|5 why|the five whys|the 5 whys|whys|five whys analysis|\
         5 whys analysis|なぜなぜ分析|なぜなぜ|5つのなぜ|五个为什么|5个为什么|5 porquês|cinco porquês|\
         os 5 porquês|5 pourquoi|cinq pourquoi|les 5 pourquoi|cinco porqués|5 porqués|los cinco porqués|\
         fünf warum|5 warum|5 why analyse|fem hvorfor|5 hvorfor|5 whys|5 waaroms|5 perché|\
         the five whys analysis|five whys|fem varför|fem gånger varför|fünf warum analyse|5 mal warum|\
         fünfmal warum|les cinq pourquoi|analyse des 5 pourquoi|analyse des cinq pourquoi|5 por qués|\
         cinco por qués|análisis de los 5 porqués|5 porques|cinco porques|análise dos 5 porquês|\
         i 5 perché|cinque perché|vijf waaroms|5x waarom|fem ganger hvorfor|五个为什么分析|五问法|\
         5 为什么|5 whys 分析|5 왜|다섯 가지 왜|пять почему|5 почему",
    ),
    (
        "contributing",
        "contributing factors|contributing factor|contributors|contributing causes|contributory factors|\
         other factors|aggravating factors|mitigating and contributing factors|factors|寄与要因|\
         背景要因|故障放大因素|促成因素|放大因素|诱因|fatores contribuintes|fatores agravantes|\
         factores contribuyentes|facteurs contributifs|facteurs aggravants|beitragende faktoren|\
         begünstigende faktoren|medvirkende faktorer|medvirkende årsaker|bidragande faktorer|\
         fattori contributivi|bijdragende factoren|기여 요인",
    ),
    (
        "resolution",
        "resolution|resolution and recovery|recovery|recovery and resolution|fix|the fix|details of fix|\
         the solution|solution|solving|mitigation|mitigations|mitigation and resolution|\
         mitigation steps|remedy|how we fixed it|how it was fixed|how was it resolved|how was it fixed|\
         how did we fix it|how we resolved it|what fixed it|what we did|actions taken|\
         immediate response|restoration|workaround|short term fix|temporary fix|incident resolution|\
         resolution steps|response|incident response|our response|response and resolution|処置|対応|\
         対応内容|復旧|復旧対応|恒久対応|暫定対応|解決|处置与永久修复|临时止血|永久修复|修复|解决方案|\
         处理措施|解决过程|处置|恢复过程|como foi corrigido|resolução|solução|correção|\
         resolução e recuperação|solución|resolución|cómo se solucionó|résolution|correction|\
         résolution et rétablissement|lösung|behebung|wiederherstellung|maßnahmen zur behebung|løsning|\
         løsningen|åtgärd|lösning|oplossing|risoluzione|soluzione|해결|복구|решение|устранение|\
         восстановление|what we did about it|what did we do|how we responded|immediate actions taken|\
         cómo lo arreglamos|cómo lo resolvimos|como resolvemos|o que fizemos|ce que nous avons fait|\
         was wir getan haben|was wurde getan|sofortmaßnahmen|maßnahmen während der störung|恒久対策|\
         応急処置|対処|应急处理|临时措施|解决办法|修复过程|조치 내용|조치 사항|принятые меры|\
         что мы сделали",
    ),
    (
        "response",
        "response analysis|response evaluation|evaluation|retrospective|analysis of the response|\
         postmortem analysis|対応の評価|振り返り|复盘|respuesta|retrospectiva|reaktion",
    ),
    (
        "went_well",
        "what went well|things that went well|went well|what worked|what worked well|what did go well|\
         what we did well|what did we do well|the good|good|successes|うまくいったこと|よかったこと|\
         良かった点|うまくいった点|做得好的|做得好的地方|hva gikk bra|vad gick bra|hvad gik godt|\
         o que funcionou bem|o que funcionou|o que deu certo|o que correu bem|pontos positivos|\
         qué salió bien|qué funcionó|lo que salió bien|ce qui a bien fonctionné|ce qui a marché|\
         was gut lief|was lief gut|was ist gut gelaufen|positives|wat ging goed|cosa è andato bene|\
         잘된 점|что прошло хорошо|что получилось хорошо|what helped|what went right|cosa ha funzionato|\
         cosa ha funzionato bene|ce qui a bien marché|points positifs|was gut gelaufen ist|was gut war|\
         lo que funcionó|lo que funcionó bien|o que foi bem|wat ging er goed|哪些做得好|做得好|值得肯定|\
         良かったこと|잘한 점|잘한 것|что сработало|что получилось|que funcionó bien",
    ),
    (
        "went_badly",
        "what went wrong|things that went wrong|what went poorly|things that went poorly|\
         what didn't go well|what did not go well|what didnt go well|what didn't work|what did not work|\
         what could have gone better|what could be improved|what could we have done better|\
         what can be improved|what can we improve|what went badly|what was bad|areas for improvement|\
         improvements|the bad|bad|negatives|challenges|difficulties|things that could have gone better|\
         things to improve|うまくいかなかったこと|改善が必要なこと|悪かった点|改善点|做得不好的|\
         不足之处|待改进|hva gikk dårlig|hva kunne gått bedre|vad gick dåligt|vad gick mindre bra|\
         hvad gik dårligt|o que não funcionou|o que deu errado|o que correu mal|o que pode melhorar|\
         pontos de melhoria|qué salió mal|qué se puede mejorar|lo que salió mal|ce qui a mal fonctionné|\
         ce qui n'a pas fonctionné|ce qui n'a pas marché|points d'amélioration|was schlecht lief|\
         was lief schlecht|was lief nicht gut|was ist schlecht gelaufen|verbesserungspotenzial|\
         wat ging fout|wat ging niet goed|cosa è andato male|잘못된 점|아쉬운 점|что прошло плохо|\
         what could have been better|what hurt|what slowed us down|cosa non ha funzionato|\
         cosa è andato storto|ce qui a moins bien fonctionné|ce qui a moins bien marché|\
         ce qui peut être amélioré|points négatifs|was nicht gut lief|was besser laufen kann|\
         was verbessert werden kann|lo que no funcionó|qué podemos mejorar|o que foi mal|\
         o que podemos melhorar|wat kon beter|wat ging minder goed|wat ging er mis|哪些需要改进|\
         需要改进|做得不好|不足|改善すべきこと|悪かったこと|개선할 점|что не сработало|что пошло не так|\
         que no funcionó",
    ),
    (
        "lucky",
        "where we got lucky|where did we get lucky|where were we lucky|how we got lucky|we got lucky|\
         got lucky|lucky|luck|what went lucky|運が良かったこと|ラッキーだったこと|幸运之处|\
         hvor hadde vi flaks|var hade vi tur|hvor var vi heldige|onde tivemos sorte|\
         dónde tuvimos suerte|où nous avons eu de la chance|où avons nous eu de la chance|\
         wo wir glück hatten|glück gehabt|waar hadden we geluk|dove siamo stati fortunati|\
         운이 좋았던 점|где нам повезло|幸運だったこと|幸运的地方|運|운이 좋았던 것|de la chance|\
         where luck helped",
    ),
    (
        "lessons",
        "lessons learned|lessons learnt|lessons|key takeaways|takeaways|takeaway|what we learned|\
         what did we learn|what have we learned|learnings|key learnings|insights|lessons and insights|\
         the generalisable habit|conclusion and lessons|教訓|学び|技術的教訓|組織的教訓|経験教訓|\
         经验教训|教训|经验总结|hva lærte vi|lærdommer|lärdomar|vad lärde vi oss|erfaringer|\
         lições aprendidas|aprendizados|lecciones aprendidas|aprendizajes|leçons apprises|enseignements|\
         lessons apprises|gelernte lektionen|lehren|erkenntnisse|was wir gelernt haben|geleerde lessen|\
         lezioni apprese|교훈|배운 점|уроки|выводы|what surprised us|erkenntnis|lektionen|gelernt|\
         qué aprendimos|o que aprendemos|ce que nous avons appris|cosa abbiamo imparato|\
         wat hebben we geleerd|学到的教训|教训总结|反省点|what we have learned",
    ),
    (
        "actions",
        "что делаем|что сделаем|что мы делаем|что предпринимаем|что предпримем|was wir tun|\
         was wir unternehmen|was wir verbessern|ce que nous faisons|ce que l'on va faire|qué hacemos|\
         lo que haremos|o que estamos fazendo|cosa stiamo facendo|wat we gaan doen|今後やること|\
         我们要做什么|下一步|다음 단계|앞으로 할 일|acciones ya realizadas|acciones realizadas|\
         acciones pendientes|acciones inmediatas|acciones futuras|acciones a corto plazo|\
         acciones a largo plazo|ações realizadas|ações pendentes|ações imediatas|ações futuras|\
         acoes corretivas e preventivas|actions réalisées|actions déjà menées|actions menées|\
         actions à venir|actions immédiates|umgesetzte maßnahmen|geplante maßnahmen|\
         kurzfristige maßnahmen|langfristige maßnahmen|offene maßnahmen|azioni immediate|azioni future|\
         実施済みの対策|実施済み対策|実施した対策|予定している対策|已采取的措施|已完成的措施|\
         计划中的措施|완료된 조치|예정된 조치|выполненные меры|запланированные меры|\
         how do we prevent in the future|how do we prevent it|what will we do differently|\
         what we will do differently|action items|action item|completed actions|actions completed|\
         actions already taken|improvements made|remediation completed|corrective & preventive actions|\
         corrective preventive actions|capa|是正|是正措置|actions|action plan|action points|\
         action items and follow up|action items and owners|follow up tasks|followup tasks|follow up|\
         follow ups|followups|follow up items|follow up actions|followup actions|corrective actions|\
         corrective action|corrective and preventative measure|corrective and preventative measures|\
         corrective and preventive measures|corrective and preventive actions|corrective measures|\
         preventive measures|preventative measures|preventive actions|preventative actions|prevention|\
         preventing recurrence|preventing a recurrence|prevention measures|how do we prevent this|\
         how we will prevent this|how will we prevent this|how to prevent|remediation|remediations|\
         remediation items|remediation plan|remediation actions|immediate actions|short term actions|\
         long term actions|long term improvements|short term improvements|next steps|planned actions|\
         future actions|future work|review actions|actions following review|to do|todo|todos|tasks|\
         task list|improvement actions|recommendations|repair items|work items|outstanding actions|\
         open items|mitigation items|process improvements|documentation improvements|\
         technical improvements|what we're doing|what are we doing|what we are doing about it|\
         what we are doing next|what's next|what happens next|going forward|moving forward|\
         アクションアイテム|アクション|再発防止|再発防止策|今後の対応|対策|改善策|剩余风险与行动项|\
         行动项|改进措施|后续行动|后续措施|预防措施|预防|改进计划|整改措施|待办事项|aksjonspunkter|\
         tiltak|oppfølging|oppfølgingspunkter|åtgärder|åtgärdspunkter|handlingspunkter|handlinger|\
         prevenção|ações|ações corretivas|ações preventivas|plano de ação|itens de ação|próximos passos|\
         checklist|regras pra evitar recorrência|acciones|acciones correctivas|acciones preventivas|\
         elementos de acción|plan de acción|próximos pasos|actions correctives|actions préventives|\
         actions à mener|plan d'action|plan d'actions|prochaines étapes|maßnahmen|massnahmen|\
         folgemaßnahmen|aktionspunkte|nächste schritte|gegenmaßnahmen|to dos|actiepunten|acties|\
         vervolgstappen|azioni|azioni correttive|prossimi passi|액션 아이템|후속 조치|재발 방지|\
         재발 방지 대책|план действий|дальнейшие действия|меры|what we are doing|what we will do|\
         what are we doing about it|what we are changing|what will change|what changes now|\
         consequences for our work|will it happen again|how we prevent this|\
         preventing this in the future|repair actions|work planned|planned work|follow up work|\
         next actions|offene punkte|verbesserungen|verbesserungsmaßnahmen|vorbeugung|präventivmaßnahmen|\
         korrekturmaßnahmen|was wir jetzt tun|was wir tun werden|was wir ändern|\
         ce que nous allons faire|ce que nous allons changer|suites|suites à donner|mesures correctives|\
         plan d'actions correctives|qué vamos a hacer|qué haremos|compromisos|tareas pendientes|medidas|\
         medidas correctivas|plan de mejora|pendientes|o que vamos fazer|o que faremos|\
         medidas corretivas|melhorias|tarefas|pendências|plano de melhoria|interventi|cosa faremo|\
         azioni preventive|piano d'azione|verbeteracties|verbeterpunten|wat gaan we doen|maatregelen|\
         uppföljning|förbättringar|forbedringer|forebygging|forbedringstiltak|待办|待办项|后续计划|\
         后续改进|改进项|改进行动|整改计划|整改项|行动计划|恒久対応策|是正処置|対応策|今後の対策|\
         改善アクション|再発防止対応|재발 방지 조치|개선 과제|향후 계획|후속 작업|задачи|\
         корректирующие действия|что будем делать|что делать дальше|что дальше|меры по предотвращению",
    ),
    ("action_details", "action item details|action details|details of action items"),
    (
        "related",
        "related|related records|related reports|related outages|prior incidents|earlier occurrences|\
         links to other incidents|siehe auch|voir aussi|véase también|ver también|veja também|\
         vedi anche|zie ook|se også|se även|関連する障害|关联|另见|см также|related incidents|\
         related incident|related postmortems|related post mortems|see also|similar incidents|\
         previous incidents|past incidents|linked incidents|関連インシデント|関連障害|\
         関連ポストモーテム|关联事故|相关事故|相关事件|incidentes relacionados|incidents liés|\
         incidents connexes|verwandte vorfälle|ähnliche vorfälle|relaterte hendelser|\
         relaterade incidenter|gerelateerde incidenten|incidenti correlati|관련 장애|related items|\
         related events|similar events|earlier incidents|関連|関連事象|関連障害報告|关联事件|相关故障|\
         类似事件|incidentes anteriores|relación con otros incidentes|incidents similaires|\
         incidents associés|frühere vorfälle|zusammenhängende vorfälle|tidigare incidenter|\
         tidligere hendelser|eerdere incidenten|관련 사건|관련 인시던트|связанные инциденты|\
         похожие инциденты",
    ),
    (
        "references",
        "references|reference|links|refs|resources|further reading|external links|useful links|\
         relevant links|related links|related resources|related documents|related issues|\
         related issues prs|related prs|sources|bibliography|documentation|参考資料|参考|関連リソース|\
         関連リンク|参考资料|相关链接|linker|lenker|länkar|links relacionados|commits relacionados|\
         referências|referencias|enlaces|références|liens|referenzen|quellen|verweise|\
         weiterführende links|verwijzingen|riferimenti|참고 자료|참고자료|ссылки|更多信息|相关资料|\
         相关文档|관련 링크|관련 자료|материалы|fuentes|riferimenti utili",
    ),
    (
        "sign_off",
        "sign off|signoff|sign offs|signatures|approval|approvals|approvers|reviewers|\
         review and approval|关闭审核|审批|承認|aprovação|freigabe|aprobación|godkjenning|validação|\
         goedkeuring|godkännande|approvazione|승인|согласование|freigaben",
    ),
    (
        "verification",
        "verification|verification matrix|validation|testing|test results|验证矩阵|部署、回滚与观察|\
         部署 回滚与观察|验证|検証|验证结果|deployment|rollback",
    ),
    ("scan", "全仓同类问题扫描|同类问题扫描|horizontal expansion|水平展開"),
    (
        "appendix",
        "appendix|appendices|annex|supporting information|supporting data|logs|evidence|raw data|\
         原始证据|附录|付録|補足|anexo|annexe|anhang|vedlegg|bilaga",
    ),
    (
        "attendees",
        "attendees|atendees|participants|responders|involved parties|people involved|incident team|\
         who was involved|team|参加者|参与人员|deltakere|participantes|teilnehmer|beteiligte|\
         who was there|equipo|equipe|参与人|참석자",
    ),
    (
        "conclusion",
        "conclusion|conclusions|closing|closing thoughts|final thoughts|wrap up|結論|まとめ|结论|总结|\
         conclusão|fazit|konklusjon|conclusión",
    ),
    ("questions", "questions to consider|open questions|questions|q a|q&a|faq"),
    // a heading that carries its value: `## Date: July 1, 2020`
    ("date", "date|incident date|date of incident|dato|datum|fecha|data|日付|日期"),
    ("started", "start time|start|started|incident start"),
    ("resolved", "end time|end|resolved|resolved at"),
    ("severity", "severity|severity level|incident severity|impact level|重大度|严重级别|严重程度"),
    ("status", "status|current status|ステータス|状态"),
    ("author", "owner|owners|author|authors|written by|prepared by|作成者"),
    ("duration", "duration|duration of incident|length of outage|downtime|dauer|durée|duración|duração"),
    (
        "service",
        "services|service|affected components|components affected|impacted services|services affected|\
         affected service|systems affected|services impacted|影響サービス",
    ),
    ("tag", "tags|labels|categories|category|keywords"),
    ("id", "incident id|id"),
];

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
