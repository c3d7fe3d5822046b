//! Headings of sections.

use super::Meanings;

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
