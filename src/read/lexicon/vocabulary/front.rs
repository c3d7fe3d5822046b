//! Keys of front matter.

use super::Meanings;

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
