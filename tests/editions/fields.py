"""An archive in which all documents are public and fields are withheld by their names."""

from archive import Archive

# Front-matter keys and sections that have no meaning for pmsite.
UNKNOWN_KEYS = ["cost_center", "On Call", "customers", "jira.url"]
UNKNOWN_SECTIONS = ["Customer contacts", "Legal review"]

# The fields of the catalog that are withheld, and more names of the lexicon. `id`, `title`, `date`, `kind` and `draft` are not.
WITHHELD = [
    "started", "detected", "declared", "mitigated", "resolved", "duration", "severity", "priority", "status", "authors",
    "services", "tags", "aliases", "summary", "impact", "trigger", "root_cause", "detection", "resolution",
    "contributing_factors", "went_well", "went_badly", "lucky", "lessons", "meeting", "finalized", "five_whys", "timeline",
    "actions", "related", "not_related", "closes", "sign_off", "reviewer", "attendees", "questions", "references",
    *UNKNOWN_KEYS, *UNKNOWN_SECTIONS,
]

# Fields with one value: key of front matter, label in the text, style of the canary.
VALUES = [
    ("started", "Started", "day"), ("detected", "Detected", "day"), ("declared", "Declared", "day"),
    ("mitigated", "Mitigated", "day"), ("resolved", "Resolved", "day"), ("duration", "Duration", "minutes"),
    ("severity", "Severity", ""), ("priority", "Priority", ""), ("status", "Status", ""), ("authors", "Authors", "name"),
    ("services", "Services", ""), ("tags", "Tags", ""), ("aliases", "Aliases", ""), ("impact", "Impact", ""),
    ("trigger", "Trigger", ""), ("root_cause", "Root cause", ""), ("detection", "Detection", ""),
    ("resolution", "Resolution", ""), ("contributing_factors", "Contributing factors", ""), ("summary", "Summary", ""),
    ("lessons", "Lessons learned", ""), ("related", "Related incidents", "id"), ("reviewers", "Reviewers", "name"),
    ("meeting", "Postmortem meeting", "day"), ("finalized", "Finalized", "day"),
]

# Sections of fields, with what is in them.
SECTIONS = [
    ("Summary", "It was § of §."),
    ("TL;DR", "It was §."),
    ("Impact", "- § waited\n- § too\n\nAnd §."),
    ("Trigger", "§"),
    ("Root cause", "§\n\n### More about §\n\n§"),
    ("Detection", "§"),
    ("Resolution", "> §\n\n```\n§\n```"),
    ("Contributing factors", "1. §\n2. §"),
    ("What went well", "- §"),
    ("What went badly", "- §"),
    ("Where we got lucky", "- §"),
    ("Lessons learned", "### What went well\n\n- §\n\n### What went wrong\n\n- §\n\n### Where we got lucky\n\n- §"),
    ("Five whys", "1. Why §? Because §.\n2. Why §? Because §."),
    ("Timeline", "- 10:00 §\n- 10:30 §"),
    ("Timeline (all times UTC)", "| Time | Event |\n|---|---|\n| 10:00 | § |\n| 10:30 | § |"),
    ("Timeline", "### 2026-05-01\n\n**10:00** § by §{name}\n\n**10:30** §\n"),
    ("Action items", "- [ ] § (owner: §{name}, due 2026-11-20)\n- [x] §"),
    ("Action items", "| Action | Owner | Ticket | Status |\n|---|---|---|---|\n| § | §{name} | § | § |"),
    ("Action items", "### Prevent\n\n- [ ] §\n\n### Mitigate\n\n1. §"),
    ("Follow-ups", "- §{handle} will do §"),
    ("Next steps", "- § by §{name}"),
    ("Related incidents", "- §{id}: §\n- INC-9001"),
    ("Sign-off", "| Name | Role | Day |\n|---|---|---|\n| §{name} | § | 2026-05-02 |"),
    ("Attendees", "- §{name}\n- §{name}"),
    ("Reviewers", "- §{name}"),
    ("References", "- [§](https://x.example/§)\n- https://x.example/§"),
    ("Open questions", "- §?"),
    ("Customer contacts", "§{name}, §{mail}\n\n### A customer: §\n\n§"),
    ("4. Customer Contacts:", "§"),
    ("**Legal review**", "§"),
    ("Auswirkungen", "§"),
    ("Ursache", "§"),
    ("Zeitleiste", "- 10:00 §"),
    ("Maßnahmen", "- [ ] §"),
    ("Zusammenfassung", "§"),
    ("根本原因", "§ §{chinese}"),
    ("影響", "§"),
    ("Cronología", "- 10:00 §"),
    ("Хронология", "- 10:00 §{cyrillic}"),
    ("🔥 Impact", "§"),
    ("Impact {#impact}", "§"),
    ("Impact &amp; Scope", "§"),
    ("<b>Impact</b>", "§"),
    ("Impact, Root cause", "§"),
]

# Other texts that state a field.
TEXTS = [
    ("a byline", "By §{name}\n\n¤"),
    ("a byline in italics", "_Written by §{name} on 2026-05-01_\n\n¤"),
    ("an author's line", "Author: §{name}\n\n¤"),
    ("authors in a list below a label", "Authors:\n\n- §{name}\n- §{name}\n\n## Background\n\n¤"),
    ("a bold label over its text", "**Root cause**\n\n§ was full.\n\n## Background\n\n¤"),
    ("a bold label in a paragraph", "¤ text.\n**Root cause:** § was full.\n\n## Background\n\nMore ¤."),
    ("an impact in a list below a label", "**Impact:**\n\n- §\n- §\n\n## Background\n\n¤"),
    ("a label with a nested list", "- Status: final\n- Services:\n  - §\n  - §\n- Room: ¤"),
    ("tasks below a label", "¤\n\n**Action items:**\n\n- [ ] §\n- [ ] § (owner: §{name})"),
    ("actions in a table without a heading", "¤\n\n| Action item | Owner | Due date | Status |\n|---|---|---|---|\n| § | §{name} | 2026-11-02 | open |"),
    ("an action in a section of another name", "## Technical notes\n\n¤\n\nAction items:\n\n- § (owner: §{name})"),
    ("a timeline without a heading", "¤\n\n- 10:00 UTC: §\n- 10:05 UTC: §\n- 10:15 UTC: §"),
    ("a timeline in a table without a heading", "¤\n\n| Time (UTC) | Event |\n|---|---|\n| 10:00 | § |\n| 10:05 | § |"),
    ("a table whose header is the names", "¤\n\n| Severity | Authors | Services | Room |\n|---|---|---|---|\n| § | §{name} | § | ¤ |"),
    ("a table of metadata over two columns", "| Status | § | Severity | § |\n|---|---|---|---|\n| Author | §{name} | Services | § |\n\n¤"),
    ("a table of metadata in HTML", "<table><tr><th>Author</th><td>§{name}</td></tr><tr><th>Severity</th><td>§</td></tr></table>\n\n¤"),
    ("a definition list", "Severity\n: §\n\nAuthor\n: §{name}\n\n## Background\n\n¤"),
    ("a callout", "> [!NOTE]\n> **Severity:** §\n> **Author:** §{name}\n\n¤"),
    ("a quote of keys", "> Severity: §\n> Author: §{name}\n\n¤"),
    ("keys in details", "<details><summary>Data</summary>\n\n- **Severity:** §\n- **Author:** §{name}\n\n</details>\n\n¤"),
    ("keys in raw HTML", "<p><b>Author:</b> §{name}<br><b>Severity:</b> §</p>\n\n¤"),
    ("keys on one line", "**Severity:** § | **Status:** § | **Author:** §{name}\n\n¤"),
    ("keys on one line with dots", "Severity: § · Owner: §{name}\n\n¤"),
    ("keys with hard breaks", "**Severity:** §\\\n**Status:** §\\\n**Author:** §{name}\n\n¤"),
    ("keys in other languages", "- **Autor:** §{name}\n- **Schweregrad:** §\n- **Dienste:** §\n\n¤"),
    ("a key with its value on the next line", "**Author:**\n§{name}\n\n¤"),
    ("a key with a footnote", "**Author:** §{name}[^a]\n\n## Background\n\n¤\n\n[^a]: §"),
    ("five whys as headings", "### Five whys\n\n#### Why §?\n\nBecause §.\n\n#### Why §?\n\nBecause §.\n\n## Background\n\n¤"),
    ("five whys as lines", "## Five whys\n\n**Why 1:** §\n\n**Why 2:** §\n\n**Why 3:** §\n\n## Background\n\n¤"),
    ("a field under a subheading", "## Numbers\n\n¤\n\n### Impact\n\n§\n\n### Room\n\n¤"),
    ("a Setext section", "Impact\n------\n\n§\n\nBackground\n----------\n\n¤"),
    ("a section that is stated twice", "## Impact\n\n§\n\n## Background\n\n¤\n\n## Impact\n\n§"),
    ("a section of the first level", "# Impact\n\n§\n\n# Background\n\n¤"),
    ("sign-off lines", "## Sign-off\n\n- [x] §{name}\n- [ ] §{name}\n\n## Background\n\n¤"),
    ("luck that is closed", "¤\n\nCloses: INC-9001#luck-1"),
    ("a footnote of a field", "## Impact\n\nx[^n]\n\n## Background\n\n¤\n\n[^n]: §"),
    ("a definition of a field", "## Impact\n\n[x][d]\n\n## Background\n\n¤\n\n[d]: https://x.example/§"),
    ("an unknown name in an HTML table", "<table>\n<tr><td>Cost center</td><td>§</td></tr>\n<tr><td>Room</td><td>¤</td></tr>\n</table>"),
    ("an unknown name in a table without end tags", "<table><tr><th>Cost&nbsp;center<td>§<td>§<tr><th>Room<td>¤</table>"),
    ("an unknown column of an HTML table", "<table>\n<tr><th>Room</th><th>Cost center</th></tr>\n<tr><td>¤</td><td>§</td></tr>\n</table>"),
    ("an unknown column", "| Room | Cost center |\n|---|---|\n| ¤ | § |\n| ¤ | § |"),
    ("a table without outer pipes", "Cost center | §\n--- | ---\nRoom | ¤\nCost center | §"),
    ("an unknown term", "Cost center\n: §\n: §\n\nRoom\n: ¤"),
    ("an unknown term of HTML", "<dl>\n<dt>Cost center</dt><dd>§</dd>\n<dd>§</dd>\n<dt>Room</dt><dd>¤</dd>\n</dl>"),
    ("an unknown name between others", "Room: ¤ | Cost center: § | Floor: ¤"),
    ("an unknown name over two lines", "Cost center: §\nand §\n\n¤"),
    ("an unknown name before a list", "Cost center:\n\n- §\n- §\n\n¤"),
    ("an unknown name with an item below", "- Cost center:\n\n  §\n- Room: ¤"),
    ("an unknown summary", "<details><summary>Cost center</summary>\n\n§\n\n</details>\n\n¤"),
    ("an unknown heading of HTML", "<h3>Cost center</h3>\n\n§\n\n<h3>Room</h3>\n\n¤"),
    ("an unknown name in HTML", "<ul>\n<li><b>Cost center:</b> §</li>\n<li><b>Room:</b> ¤</li>\n</ul>"),
]

# Front matter as a whole: kind, text.
FRONT_MATTER = [
    ("unknown keys in YAML", "---\nid: {id}\ndate: 2026-05-01\ncost_center: §\nOn Call: §{name}\n\"customers\":\n  - §\n  - name: §\n    mail: §{mail}\njira.url: https://x.example/§\nroom: ¤\n---\n"),
    ("unknown keys with comments", "---\nid: {id}\ndate: 2026-05-01\ncost_center: 5 # §\non_call: |\n  §\n\n  §\ncustomers: >-\n  §\n  §\nroom: ¤\n---\n"),
    ("unknown keys in another case", "---\nid: {id}\ndate: 2026-05-01\nCOST_CENTER: §\nCost-Center: §\ncostCenter: §\nroom: ¤\n---\n"),
    ("flow values in YAML", "---\nid: {id}\ndate: 2026-05-01\ncustomers: [§, {name: §}]\ncost_center: {a: §,\n  b: §}\nroom: ¤\n---\n"),
    ("a value over several lines in YAML", "---\nid: {id}\ndate: 2026-05-01\ncost_center: \"§\n  and §\"\ncustomers:\n- §\n- §\nroom: ¤\n---\n"),
    ("an anchor in YAML", "---\nid: {id}\ndate: 2026-05-01\ncustomers: &all\n  - §\nroom: ¤\n---\n"),
    ("unknown keys in TOML", '+++\nid = "{id}"\ndate = "2026-05-01"\ncost_center = "§"\n"On Call" = "§{name}"\nroom = "¤"\n\n[customers]\nname = "§"\n\n[customers.more]\nname = "§"\n+++\n'),
    ("tables of TOML", '+++\nid = "{id}"\ndate = "2026-05-01"\nroom = "¤"\n\n[[customers]]\nname = "§"\n\n[[customers]]\nname = "§"\n+++\n'),
    ("dotted keys of TOML", '+++\nid = "{id}"\ndate = "2026-05-01"\ncustomers.first = "§"\ncustomers.second = "§"\nroom = "¤"\ncost_center = """\n§\n§"""\n+++\n'),
    ("unknown keys in JSON", '{\n"id": "{id}",\n"date": "2026-05-01",\n"cost_center": "§",\n"customers": [{"name": "§"}, "§"],\n"On Call": "§",\n"room": "¤"\n}\n'),
    ("JSON on one line", '{"id": "{id}", "date": "2026-05-01", "cost_center": "§", "severity": "§", "authors": ["§{name}"], "room": "¤"}\n'),
    ("JSON between fences", ';;;\n{"id": "{id}", "date": "2026-05-01", "cost_center": "§", "tags": ["§"], "room": "¤"}\n;;;\n'),
    ("nested fields in YAML", "---\nid: {id}\ndate: 2026-05-01\nincident:\n  severity: §\n  authors: [§{name}]\nroom: ¤\n---\n"),
    ("timeline and actions in YAML", "---\nid: {id}\ndate: 2026-05-01\ntimeline:\n  - time: 10:00\n    event: §\n  - at: 10:05\n    text: §\nactions:\n  - title: §\n    owner: §{name}\n    ticket: §\n  - §\nroom: ¤\n---\n"),
    ("whys and luck in YAML", "---\nid: {id}\ndate: 2026-05-01\nfive_whys: [§, §]\nwent_well: [§]\nwent_badly: [§]\nlucky: [§]\nlessons: [§]\nsign_off: [§{name}]\nreviewers: [§{name}]\nattendees: [§{name}]\nroom: ¤\n---\n"),
    ("other names of keys", "---\nid: {id}\ndate: 2026-05-01\nowner: §{name}\nincident_commander: §{name}\nsev: §\ncomponents: [§]\nlabels: [§]\ntldr: §\nfollow_ups: [§]\nrca: §\nroom: ¤\n---\n"),
    ("keys in other languages", "---\nid: {id}\ndate: 2026-05-01\nautor: §{name}\nschweregrad: §\ndienste: [§]\nroom: ¤\n---\n"),
    ("misspelled keys", "---\nid: {id}\ndate: 2026-05-01\nauthros: [§{name}]\nseverty: §\nroom: ¤\n---\n"),
    ("CRLF in front matter", "---\r\nid: {id}\r\ndate: 2026-05-01\r\nseverity: §\r\ncost_center: §\r\nroom: ¤\r\n---\r\n"),
    ("front matter that ends with dots", "---\nid: {id}\ndate: 2026-05-01\nseverity: §\ncost_center: §\n...\n"),
    ("a withheld key at the end", "---\nid: {id}\ndate: 2026-05-01\nroom: ¤\ncost_center: §\n# § is a comment of it\n---\n"),
    ("maps on one line of YAML", "---\nid: {id}\ndate: 2026-05-01\nextra: {cost_center: §, room: ¤, more: [{customers: §}]}\n---\n"),
    ("inline tables of TOML", '+++\nid = "{id}"\ndate = "2026-05-01"\nextra = { cost_center = "§", room = "¤" }\n+++\n'),
    ("invalid YAML", "---\nid: {id}\ndate: 2026-05-01\nroom: ¤\ncost_center: §: § [\nseverity: §\n---\n"),
]


def build() -> Archive:
    """The archive."""
    archive = Archive("fields")
    names = ", ".join(f'"{name}"' for name in WITHHELD)
    archive.add("pmsite.toml", f'title = "Archive with fields"\nbase_url = "https://incidents.example.com/"\n\n[editions]\ndefault = "public"\n\n[editions.public]\nwithhold = [{names}]\n')
    _add_values(archive)
    for number, (heading, body) in enumerate(SECTIONS, 1301):
        text = f"---\nid: INC-{number}\ndate: 2026-05-03\n---\n\n# Section {number}\n\nText ¤.\n\n## {heading}\n\n{body}\n\n## Background\n\nText ¤.\n"
        archive.document(f"the section `{heading}`", f"2026/INC-{number}.md", text)
    for number, (kind, body) in enumerate(TEXTS, 1401):
        text = f"---\nid: INC-{number}\ndate: 2026-05-04\n---\n\n# Text {number}\n\nText ¤.\n\n## Background\n\n{body}\n"
        if kind.startswith(("key", "a table of metadata", "a byline", "an author", "a severity", "a quote", "a callout", "a label", "a definition list", "author", "a timeline in", "actions in")):
            text = text.replace("Text ¤.\n\n## Background\n\n", "")
        archive.document(kind, f"2026/INC-{number}.md", text)
    for number, (kind, front) in enumerate(FRONT_MATTER, 1501):
        text = front.replace("{id}", f"INC-{number}") + f"\n# Front {number}\n\nText ¤.\n"
        archive.document(kind, f"2026/INC-{number}.md", text)
    _add_rest(archive)
    return archive.sealed()


def _add_values(archive: Archive) -> None:
    """Adds each field in every form."""
    forms = [
        ("YAML", lambda key, label, value: (f"---\nid: {{id}}\ndate: 2026-05-02\n{key}: {value}\nroom: ¤\n---\n", "")),
        ("a list in YAML", lambda key, label, value: (f"---\nid: {{id}}\ndate: 2026-05-02\n{key}:\n  - {value}\nroom: ¤\n---\n", "")),
        ("TOML", lambda key, label, value: (f'+++\nid = "{{id}}"\ndate = "2026-05-02"\n{key} = "{value}"\nroom = "¤"\n+++\n', "")),
        ("JSON", lambda key, label, value: (f'{{\n  "id": "{{id}}",\n  "date": "2026-05-02",\n  "{key}": "{value}",\n  "room": "¤"\n}}\n', "")),
        ("a list of keys", lambda key, label, value: ("", f"- **Date:** 2026-05-02\n- **{label}:** {value}\n- **Room:** ¤\n")),
        ("a table", lambda key, label, value: ("", f"| Field | Value |\n|---|---|\n| Date | 2026-05-02 |\n| {label} | {value} |\n| Room | ¤ |\n")),
        ("a bold label", lambda key, label, value: ("", f"**Date:** 2026-05-02\n**{label}:** {value}\n**Room:** ¤\n")),
    ]
    number = 1100
    for key, label, style in VALUES:
        for form, make in forms:
            if form == "a list in YAML" and style in ("day", "minutes"):
                continue
            number += 1
            front, body = make(key, label, f"§{{{style}}}" if style else "§")
            front = front.replace("{id}", f"INC-{number}")
            text = f"{front}\n# INC-{number}: Field\n\n{body}\nText ¤.\n"
            archive.document(f"`{key}` as {form}", f"{2026 if number < 1200 else 2025}/INC-{number}.md", text)


def _add_rest(archive: Archive) -> None:
    """Adds documents that are internal, or that have marks, in an archive that is public otherwise."""
    archive.document("an internal incident in a public archive", "2026/INC-1901.md", "---\nid: INC-1901\nvisibility: internal\ndate: 2026-05-05\n---\n\n# §\n\n§\n")
    archive.document("an internal page in a public archive", "pages/internal.md", "---\nvisibility: Internal\n---\n\n# §\n\n§\n")
    archive.document("marks at the edges of a file", "pages/edges.md", "⟪§⟫\n\n# Edges\n\n¤\n\n⟪§⟫")
    archive.document("marks in a document without front matter", "pages/plain.md", "# Plain\n\n¤ ⟪§⟫ ¤\n\n## §\n⟪\n§\n")
    archive.document("a page with withheld sections", "pages/page.md", "# Page\n\n¤\n\n## Customer contacts\n\n§\n\n## Background\n\n¤\n")
    archive.document("a page with withheld keys", "pages/keys.md", "---\nauthors: [§{name}]\ncost_center: §\n---\n\n# Page keys\n\n¤\n")
    archive.document("a draft in a public archive", "pages/draft.md", "---\ndraft: true\n---\n\n# §\n\n§\n")
