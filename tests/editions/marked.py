"""An archive in which marks, visibility and redactions decide what is public."""

import pictures
from archive import Archive

CONFIG = """\
title = "Archive with marks"
base_url = "https://incidents.example.com/"

[publish]
edit_url = "https://git.example.com/team/incidents/edit/main/{path}"

[editions.public]
hide_ids = true
"""

# Parts of public documents: what they are, and the text. Each is in a document of its own, between public sentences.
PARTS = [
    # Running text.
    ("a word", "¤ ⟪§⟫ ¤"),
    ("a word without spaces", "before ¤⟪§⟫, after"),
    ("a part of a sentence", "The ¤ team ⟪with § and § of the bank⟫ was asked."),
    ("two parts in a line", "¤ ⟪§⟫ ¤ ⟪§⟫ ¤"),
    ("a part over two lines", "¤ ⟪§\nand §⟫ ¤"),
    ("a part over paragraphs", "¤ ⟪§\n\nand §⟫ ¤"),
    ("the beginning of a paragraph", "⟪§⟫ and ¤"),
    ("the end of a paragraph", "¤ and ⟪§⟫"),
    ("a mark with a reason", "¤ <!-- internal: names a customer -->§<!-- /internal --> ¤"),
    ("marks in capitals", "¤ <!-- INTERNAL -->§<!-- /Internal --> ¤"),
    ("marks without spaces", "¤ <!--internal-->§<!--/internal--> ¤"),
    ("marks with more hyphens", "¤ <!--- internal --->§<!--- /internal ---> ¤"),
    ("a mark over two lines", "¤ <!-- internal:\nthe customer wants it -->§<!-- /internal --> ¤"),
    ("bold marks", "¤ **⟪§⟫** ¤"),
    ("a part with half an emphasis", "¤ **public ⟪§** private⟫ ¤"),
    ("a part in a link text", "¤ [the ⟪§⟫ page](https://public.example/) ¤"),
    ("a part in an alternative text", "¤ ![the ⟪§⟫ chart](https://public.example/a.png) ¤"),
    ("a part in a heading", "### The ¤ cause ⟪of §⟫ in short\n\ntext"),
    ("a part in a long line", "¤ " + "words " * 4000 + "⟪§⟫ " + "words " * 4000 + "¤"),
    ("a part after many backslashes", "¤ \\\\⟪§⟫ ¤"),
    ("a part after an entity", "¤ &lt;⟪§⟫ ¤"),
    ("a part after a comment", "¤ <!-- note -->⟪§⟫<!-- other --> ¤"),
    ("a part after a comment with a mark in it", "¤ <!-- write internal here --> ⟪§⟫ ¤"),
    ("a part after an unclosed backtick", "¤ a lone ` here ⟪§⟫ ¤"),
    ("a part after two unequal backticks", "¤ `` and ` here ⟪§⟫ ¤"),
    ("a part between code spans", "¤ `a` ⟪§⟫ `b` ¤"),
    ("a part after an example in code", "¤ `<!-- internal -->` ⟪§⟫ ¤"),
    ("a part after an example in a block", "¤\n\n```\n<!-- internal -->\n```\n\n⟪§⟫ ¤"),
    # Blocks.
    ("a block", "⟪\n\n§\n\n⟫\n\n¤"),
    ("a block without blank lines", "¤\n⟪\n§\n⟫\n¤"),
    ("an indented mark", "¤\n\n   ⟪\n\n§\n\n   ⟫\n\n¤"),
    ("several blocks", "⟪\n\n§\n\n- §\n- §\n\n> §\n\n⟫\n\n¤"),
    ("headings between marks", "⟪\n\n### A §\n\n§\n\n### B §\n\n§\n\n⟫\n\n¤"),
    ("a code block between marks", "⟪\n\n```sh\ncurl §\n```\n\n⟫\n\n¤"),
    ("the language of a code block between marks", "⟪\n\n```§ title=§\nx\n```\n\n⟫\n\n¤"),
    ("a code block with tildes between marks", "⟪\n\n~~~\n§\n~~~\n\n⟫\n\n¤"),
    ("indented code between marks", "⟪\n\n    §\n\n⟫\n\n¤"),
    ("a code block with an end mark as an example", "⟪\n\n```\n<!-- /internal -->\n§\n```\n\n§\n\n⟫\n\n¤"),
    ("a code span with an end mark as an example", "¤ ⟪ `<!-- /internal -->` § ⟫ ¤"),
    ("a quote between marks", "⟪\n\n> §\n> §\n\n⟫\n\n¤"),
    ("a callout between marks", "⟪\n\n> [!NOTE]\n> §\n\n⟫\n\n¤"),
    ("details between marks", "⟪\n\n<details><summary>§</summary>\n\n§\n\n</details>\n\n⟫\n\n¤"),
    ("a table between marks", "⟪\n\n| § | b |\n|---|---|\n| § | § |\n\n⟫\n\n¤"),
    ("a rule between marks", "⟪\n\n---\n\n§\n\n---\n\n⟫\n\n¤"),
    ("formulas between marks", "⟪\n\n$$\n§ = 1\n$$\n\nand $§$\n\n⟫\n\n¤"),
    ("definitions between marks", "⟪\n\nTerm §\n: §\n\n⟫\n\n¤"),
    ("raw HTML between marks", '⟪\n\n<div title="§" data-x="§" id="§" class="§">§</div>\n\n⟫\n\n¤'),
    ("a comment between marks", "⟪\n\n<!-- § -->\n\n⟫\n\n¤"),
    ("a comment in a part", "¤ ⟪a <!-- § --> b⟫ ¤"),
    ("a picture between marks", '⟪\n\n![§](https://x.example/§.png "§")\n\n⟫\n\n¤'),
    ("links between marks", '⟪[§](https://x.example/§?q=§#§ "§") <https://§.example/> https://x.example/§⟫ ¤'),
    ("a mail address between marks", "⟪<§{mail}> and §{mail}⟫ ¤"),
    ("a wiki link between marks", "⟪[[§]] [[INC-1|§]]⟫ ¤"),
    ("a mention between marks", "⟪§{handle} and #§⟫ ¤"),
    ("a short code between marks", "⟪:fire: § :§:⟫ ¤"),
    ("marks in a block of HTML", "<div>\n⟪\n§\n⟫\n</div>\n\n¤"),
    ("marks in inline HTML", "¤ <span>⟪§⟫</span> ¤"),
    ("marks in details", "<details><summary>¤</summary>\n\n⟪§⟫\n\n</details>\n\n¤"),
    ("marks in the summary of details", "<details><summary>¤ ⟪§⟫</summary>\n\ntext\n\n</details>\n\n¤"),
    ("marks in an HTML table", "<table><tr><td>¤</td><td>⟪§⟫</td></tr></table>\n\n¤"),
    ("marks in a pre element", "<pre>\n¤\n⟪§⟫\n</pre>\n\n¤"),
    ("marks after an unclosed fence in a quote", "> ```\n> code\n\n⟪§⟫ ¤"),
    ("marks after a fence of another length", "````\n```\n````\n\n⟪§⟫ ¤"),
    ("marks after a fence in a list", "- ¤\n  ```\n  code\n  ```\n- ⟪§⟫\n\n¤"),
    # Nested marks.
    ("nested parts", "¤ ⟪§ ⟪§⟫ §⟫ ¤"),
    ("nested blocks", "⟪\n\n§\n\n⟪\n\n§\n\n⟫\n\n§\n\n⟫\n\n¤"),
    ("three levels", "¤ ⟪a ⟪b ⟪§⟫ §⟫ §⟫ ¤"),
    ("adjacent parts", "¤ ⟪§⟫⟪§⟫ ¤"),
    ("a part in a hidden section", "### A\n\n⟪\n\n§ ⟪§⟫ §\n\n### B\n\n¤"),
    # Quotes and lists.
    ("a part in a quote", "> ¤ ⟪§⟫ ¤"),
    ("lines of a quote", "> ¤\n> ⟪\n> §\n> ⟫\n> ¤"),
    ("a part of a nested quote", "> ¤\n>\n> > ⟪§⟫\n> > ¤"),
    ("a lazy line of a quote", "> ¤ ⟪§\nand §⟫ ¤"),
    ("a part in a callout", "> [!WARNING]\n> ¤ ⟪§⟫"),
    ("a list item", "- ¤\n- ⟪§⟫\n- ¤"),
    ("list items between marks", "- ¤\n<!-- internal -->\n- §\n- §\n<!-- /internal -->\n- ¤"),
    ("items from mark to mark", "- ¤\n- ⟪§\n- §⟫\n- ¤"),
    ("a part of an item", "- ¤ ⟪§⟫ ¤"),
    ("an item with paragraphs", "- ¤\n- ⟪§\n\n  §⟫\n- ¤"),
    ("a nested item", "- ¤\n  - ⟪§⟫\n  - ¤"),
    ("an item and what is nested in it", "- ¤\n- ⟪§\n  - §\n  - §⟫\n- ¤"),
    ("an item that goes on", "- ⟪§⟫\n  - ¤"),
    ("an ordered item", "1. ¤\n2. ⟪§⟫\n3. ¤"),
    ("an ordered item with a parenthesis", "1) ¤\n2) ⟪§⟫\n3) ¤"),
    ("a task", "- [ ] ¤\n- [x] ⟪§⟫\n- [ ] ¤"),
    ("an item with a plus", "+ ¤\n+ ⟪§⟫"),
    ("an item in a quote", "> - ¤\n> - ⟪§⟫\n> - ¤"),
    ("a part in a code block of an item", "- ¤\n\n  ⟪\n  ```\n  §\n  ```\n  ⟫\n- ¤"),
    # Tables.
    ("a row", "| a | b |\n|---|---|\n| ¤ | x |\n| ⟪§ | §⟫ |\n| ¤ | y |"),
    ("rows", "| a | b |\n|---|---|\n| ¤ | x |\n| ⟪§ | § |\n| § | §⟫ |\n| ¤ | y |"),
    ("a cell", "| a | b |\n|---|---|\n| ¤ | ⟪§⟫ |\n| ¤ | y |"),
    ("a part of a cell", "| a | b |\n|---|---|\n| ¤ | x ⟪§⟫ y |\n| ¤ | y |"),
    ("parts of two cells", "| a | b |\n|---|---|\n| ¤ ⟪§ | §⟫ y |\n| ¤ | y |"),
    ("a header cell", "| a | ⟪§⟫ |\n|---|---|\n| ¤ | b |"),
    ("a row without outer pipes", "a | b\n---|---\n¤ | x\n⟪§ | §⟫\n¤ | y"),
    ("a mark before the pipe of a row", "| a | b |\n|---|---|\n| ¤ | x |\n⟪| § | § |⟫\n| ¤ | y |"),
    ("a cell with an escaped pipe", "| a | b |\n|---|---|\n| ¤ | ⟪§ \\| §⟫ |\n| ¤ | y |"),
    ("a cell with a pipe in code", "| a | b |\n|---|---|\n| ¤ | ⟪`§ \\| §`⟫ |\n| ¤ | y |"),
    ("a cell of a table in a quote", "> | a | b |\n> |---|---|\n> | ¤ | ⟪§⟫ |\n> | ⟪§ | §⟫ |"),
    ("a cell of a table in a list", "- ¤\n\n  | a | b |\n  |---|---|\n  | ¤ | ⟪§⟫ |\n  | ⟪§ | §⟫ |"),
    ("rows between lines with marks", "| a | b |\n|---|---|\n| ¤ | x |\n<!-- internal -->\n| § | § |\n<!-- /internal -->\n\n¤"),
    ("a table from its end to a paragraph", "| a | b |\n|---|---|\n| ¤ | ⟪§ |\n\n§⟫ ¤"),
    # Sections.
    ("a section", "### A §\n\n⟪\n\n§\n\n### B\n\n¤"),
    ("a section with subsections", "### A §\n\n⟪\n\n§\n\n#### C §\n\n§\n\n### B\n\n¤"),
    ("a section with the mark in the heading", "### A § ⟪\n\n§\n\n### B\n\n¤"),
    ("a section with the mark before closing hashes", "### A § ⟪ ###\n\n§\n\n### B\n\n¤"),
    ("a section with the mark at the beginning of the heading", "### ⟪ A §\n\n§\n\n### B\n\n¤"),
    ("a section without a blank line", "### A §\n⟪\n§\n### B\n¤"),
    ("a section with the mark in its first line", "### A §\n\n⟪ §\n\n§\n\n### B\n\n¤"),
    ("a section with a comment before the mark", "### A §\n\n<!-- note -->\n⟪\n\n§\n\n### B\n\n¤"),
    ("a Setext section", "A §\n---\n\n⟪\n\n§\n\nB\n---\n\n¤"),
    ("a Setext section of two lines", "A §\nand §\n---\n\n⟪\n\n§\n\nB\n---\n\n¤"),
    ("a Setext section with the mark in the heading", "A § ⟪\n---\n\n§\n\nB\n---\n\n¤"),
    ("a section with an HTML heading after it", "### A §\n\n⟪\n\n§\n\n<h3>X §</h3>\n\n§\n\n### B\n\n¤"),
    ("a section with a heading in a quote", "### A §\n\n⟪\n\n> ### C §\n\n§\n\n### B\n\n¤"),
    ("a section with a heading in code", "### A §\n\n⟪\n\n```\n### C §\n```\n\n§\n\n### B\n\n¤"),
    ("a section with a definition that it uses", "### A §\n\n⟪\n\n[§][deep]\n\n[deep]: https://x.example/§\n\n### B\n\n¤"),
    ("two sections", "### A §\n\n⟪\n\n§\n\n### B §\n\n⟪\n\n§\n\n### C\n\n¤"),
    ("the only list of actions", "### Action items ⟪\n\n- [ ] § (owner: §{name})\n\n### B\n\n¤"),
    ("the only timeline", "### Timeline\n\n⟪\n\n- 10:00 §\n- 10:30 §\n\n### B\n\n¤"),
    # Footnotes and definitions.
    ("a footnote of a part", "¤ ⟪x[^n]⟫\n\n[^n]: §"),
    ("a footnote with paragraphs", "¤ ⟪x[^n]⟫\n\n[^n]: §\n\n    §\n\n    - §\n\n¤"),
    ("a footnote with a lazy line", "¤ ⟪x[^n]⟫\n\n[^n]: §\n§\n\n¤"),
    ("a footnote in a footnote", "¤ ⟪x[^n]⟫\n\n[^n]: § y[^m]\n\n[^m]: § z[^o]\n\n[^o]: §"),
    ("a footnote that refers to itself", "¤ ⟪x[^n]⟫\n\n[^n]: § see[^n]"),
    ("footnotes that refer to each other", "¤ ⟪x[^n]⟫\n\n[^n]: § y[^m]\n\n[^m]: § y[^n]"),
    ("a footnote with code", "¤ ⟪x[^n]⟫\n\n[^n]: §\n\n    ```\n    §\n    ```\n\n¤"),
    ("a footnote with unindented code", "¤ ⟪x[^n]⟫\n\n[^n]:\n    §\n\n¤"),
    ("an inline footnote", "¤ ⟪x^[§]⟫ ¤"),
    ("a footnote before the part", "[^n]: §\n\n¤ ⟪x[^n]⟫"),
    ("a footnote whose label is in another case", "¤ ⟪x[^Note]⟫\n\n[^note]: §\n\n¤"),
    ("a footnote in a quote", "¤ ⟪x[^n]⟫\n\n> [^n]: §\n\n¤"),
    ("a footnote that is mentioned in code", "¤ `[^n]` ⟪x[^n]⟫\n\n[^n]: §"),
    ("a part of a footnote", "¤ x[^n]\n\n[^n]: ¤ ⟪§⟫ ¤"),
    ("a part in the second paragraph of a footnote", "¤ x[^n]\n\n[^n]: ¤\n\n    ⟪§⟫"),
    ("a footnote between marks", "¤ x[^n]\n\n⟪\n[^n]: §\n⟫\n\n¤"),
    ("a link definition of a part", "¤ ⟪[a][d]⟫\n\n[d]: https://x.example/§ \"§\""),
    ("a link definition over two lines", "¤ ⟪[a][d]⟫\n\n[d]:\n  https://x.example/§\n  \"§\"\n\n¤"),
    ("a link definition with its title on the next line", "¤ ⟪[a][d]⟫\n\n[d]: https://x.example/§\n'§'\n\n¤"),
    ("a link definition in angle brackets", "¤ ⟪[a][d]⟫\n\n[d]: <https://x.example/§ x>\n\n¤"),
    ("a shortcut definition of a part", "¤ ⟪[the db]⟫\n\n[the db]: https://x.example/§"),
    ("a collapsed definition of a part", "¤ ⟪[the db][]⟫\n\n[The  DB]: https://x.example/§"),
    ("a picture's definition of a part", "¤ ⟪![x][pic]⟫\n\n[pic]: https://x.example/§.png"),
    ("a definition of a part in a list", "¤ ⟪[a][d]⟫\n\n- ¤\n\n  [d]: https://x.example/§\n\n¤"),
    ("a definition whose label is escaped", "¤ ⟪[a][d\\]x]⟫\n\n[d\\]x]: https://x.example/§\n\n¤"),
    ("a definition that is mentioned in code", "¤ `[d]` ⟪[a][d]⟫\n\n[d]: https://x.example/§"),
    ("a definition that is a task's box in the rest", "- [x] ¤\n\n⟪[a][x]⟫\n\n[x]: https://x.example/§"),
    ("a definition with a label that is secret", "¤ ⟪[a][§]⟫\n\n[§=]: https://x.example/"),
    ("an abbreviation between marks", "¤ ⟪*[HTML]: §⟫ ¤"),
    # Fields.
    ("an event of a timeline", "### Timeline\n\n- 10:00 ¤\n- ⟪10:05 §⟫\n- 10:10 ¤ ⟪by §{name}⟫"),
    ("a row of a timeline", "### Timeline\n\n| Time | Event |\n|---|---|\n| 10:00 | ¤ |\n| ⟪10:05 | §⟫ |\n| 10:10 | ¤ ⟪§⟫ |"),
    ("an action item", "### Action items\n\n- [ ] ¤\n- [ ] ⟪§ (owner: §{name})⟫\n- [x] ¤ ⟪(§{handle})⟫"),
    ("a row of action items", "### Action items\n\n| Action | Owner | Ticket | Due |\n|---|---|---|---|\n| ¤ | ⟪§⟫ | ⟪§⟫ | 2026-10-09 |\n| ⟪§ | § | § | 2026-10-09⟫ |"),
    ("the day of an action item", "### Action items\n\n| Action | Due |\n|---|---|\n| ¤ | ⟪§{day}⟫ |"),
    ("a why", "### Five whys\n\n1. ¤\n2. ⟪§⟫\n3. ¤"),
    ("what went well", "### What went well\n\n- ¤\n- ⟪§⟫"),
    ("luck", "### Where we got lucky\n\n- ¤\n- ⟪§⟫"),
    ("lessons", "### Lessons learned\n\n- ¤\n- ⟪§⟫"),
    ("a root cause", "### Root cause\n\n¤ ⟪because of §⟫ ¤"),
    ("an impact", "### Impact\n\n- ¤\n- ⟪§⟫"),
    ("related incidents", "### Related incidents\n\n- INC-2001 ¤\n- ⟪§{id}: §⟫"),
    ("a row of metadata", "| Field | Value |\n|---|---|\n| Status | ¤ |\n| ⟪Author | §{name}⟫ |\n| Services | ⟪§⟫ |"),
    ("lines of keys", "- **Status:** ¤\n- ⟪**Author:** §{name}⟫\n- **Services:** api⟪, §⟫"),
    ("bold keys", "**Status:** ¤\n⟪**Owner:** §{name}⟫\n**Tags:** db⟪, §⟫"),
    # Scripts and writing systems.
    ("Chinese", "¤ ⟪§{chinese}⟫ ¤"),
    ("Chinese in a sentence", "¤影響⟪§{chinese}⟫のみ"),
    ("Arabic with direction marks", "¤ ⟪§{arabic}⟫ ¤"),
    ("Hebrew with direction marks", "¤ ⟪§{hebrew}⟫ ¤"),
    ("Cyrillic", "¤ ⟪§{cyrillic}⟫ ¤"),
    ("Greek", "¤ ⟪§{greek}⟫ ¤"),
    ("Thai", "¤ ⟪§{thai}⟫ ¤"),
    ("emoji", "¤ ⟪§{emoji}⟫ ¤"),
    ("a part after emoji", "👩‍🚀👨‍👩‍👧 ¤ ⟪§⟫ 🇪🇺 ¤"),
    ("a part after astral characters", "𝔘𝔫𝔦 ¤ ⟪§⟫ ¤"),
    ("a part after tabs", "¤\t⟪§⟫\t¤"),
    ("a part after a no-break space", "¤\u00a0⟪§⟫\u00a0¤"),
    ("a part after a line separator", "¤\u2028⟪§⟫\u2029¤"),
    ("a part after a form feed", "¤\f⟪§⟫ ¤"),
    ("a part after NUL", "¤ \0 ⟪§⟫ ¤"),
    ("a part after a byte order mark", "¤ \ufeff⟪§⟫ ¤"),
    # Disguises in hidden parts.
    *[(f"hidden, with {style}", f"¤ ⟪§{{{style}}}⟫ ¤")
      for style in ("tags", "bold", "comment", "entities", "percent", "full_width", "accents", "zero_width", "base64")],
]

FRONT = """\
---
id: INC-{number}
title: Public incident {number}
date: 2026-{month:02}-{day:02}
severity: SEV2
visibility: public
---

# Public incident {number}

The ¤ service was slow.

## What the report says

"""

BACK = "\n\n## More about it\n\nThe ¤ checks are green.\n"


def numbered(number: int, body: str) -> str:
    """A public incident with this text."""
    return FRONT.format(number=number, month=number % 9 + 1, day=number % 28 + 1) + body + BACK


# Whole documents: what they are, path, text.
DOCUMENTS = [
    ("an incident without visibility", "2026/INC-840901.md", "---\nid: INC-840901\ntitle: About §\ndate: 2026-02-01\nauthors: [§{name}]\nservices: [§]\ntags: [§]\nseverity: SEV-§\nstatus: §\naliases: [§]\ncost_center: §\n---\n\n# INC-840901: About §\n\n## Summary\n\n§\n\n## Root cause\n\n§\n\n## Action items\n\n- [ ] § (owner: §{name}, due 2026-10-20)\n\n## Where we got lucky\n\n- §\n\n## Timeline\n\n- 10:00 §\n"),
    ("an internal incident", "2026/INC-840902.md", "---\nid: INC-840902\nvisibility: internal\ntitle: About §\ndate: 2026-02-02\nrelated: [INC-2001]\n---\n\n# About §\n\nIt is like INC-2001. §\n"),
    ("an incident that is internal in capitals", "2026/INC-840903.md", "---\nVisibility: INTERNAL\ndate: 2026-02-02\n---\n\n# §\n\n§\n"),
    ("an internal incident with TOML", "2026/INC-840904.md", '+++\nvisibility = "internal"\ntitle = "§"\ndate = "2026-02-02"\nservices = ["§"]\n+++\n\n§\n'),
    ("an internal incident with JSON", "2026/INC-840905.md", '{\n"visibility": "internal",\n"title": "§",\n"tags": ["§"]\n}\n\n§\n'),
    ("an incident without front matter", "2026/INC-840906.md", "# INC-840906: §\n\nDate: 2026-02-05\n\n## Impact\n\n§\n"),
    ("an internal page", "notes/internal-page.md", "# Notes on §\n\n§\n"),
    ("an internal page with a secret name", None, "# Page §\n\n§\n"),
    ("an internal folder with a secret name", None, "# Page §\n\n§\n"),
    ("an internal index", "private/README.md", "# Private §\n\n§\n"),
    ("a public draft", "2026/INC-840907.md", "---\nid: INC-840907\nvisibility: public\ndraft: true\ndate: 2026-02-07\n---\n\n# §\n\n§\n"),
    ("a public draft page", "notes/draft.md", "---\nvisibility: public\ndraft: true\n---\n\n# §\n\n§\n"),
    ("an internal document in UTF-16", "2026/INC-840908.md", "\ufeff---\ndate: 2026-02-08\n---\n\n# §\n\n§\n"),
    ("an internal incident that recurs", "2026/INC-840909.md", "---\ndate: 2026-02-09\nrecurring: §\nrelated:\n  - INC-2002\nduplicate_of: INC-2003\ncloses: [INC-2004#luck-1]\nnot_related: [INC-2005]\n---\n\n# §\n\n§ caused by INC-2006.\n"),
    ("an internal severity page", "severities-internal.md", "# Severity levels\n\n| Level | Meaning |\n|---|---|\n| SEV1 | § |\n"),
    # Edges of files.
    ("a mark at the very beginning", "edges/first.md", "---\nvisibility: public\n---\n⟪§⟫ ¤\n\n# Edge first\n\n¤\n"),
    ("a mark at the very end", "edges/last.md", "---\nvisibility: public\n---\n\n# Edge last\n\n¤\n\n⟪\n§\n⟫"),
    ("a last section", "edges/section.md", "---\nvisibility: public\n---\n\n# Edge section\n\n¤\n\n## §\n⟪\n§"),
    ("a part before the title", "edges/before.md", "---\nvisibility: public\n---\n\n⟪\n§\n⟫\n\n# Edge before\n\n¤\n"),
    ("a part of the title", "edges/title.md", "---\nvisibility: public\n---\n\n# Edge title ⟪§⟫ ¤\n\n¤\n"),
    ("a byte order mark", "edges/bom.md", "\ufeff---\nvisibility: public\n---\n\n# Edge mark\n\n¤ ⟪§⟫ ¤\n\n## A §\n\n⟪\n\n§\n\n## B\n\n¤\n"),
    ("CRLF", "edges/crlf.md", "---\r\nvisibility: public\r\n# ⟪\r\nteam: §\r\n# ⟫\r\n---\r\n\r\n# Edge lines\r\n\r\n¤ ⟪§⟫ ¤\r\n\r\n⟪\r\n\r\n§\r\n\r\n⟫\r\n\r\n## A §\r\n\r\n⟪\r\n\r\n§\r\n\r\n## B\r\n\r\n¤ ⟪x[^n]⟫\r\n\r\n[^n]: §\r\n\r\n    §\r\n\r\n| a | b |\r\n|---|---|\r\n| ¤ | ⟪§⟫ |\r\n| ⟪§ | §⟫ |\r\n"),
    ("carriage returns alone", "edges/cr.md", "---\nvisibility: public\n---\n\n# Edge returns\n\n¤ ⟪§⟫ ¤\r\r⟪\r§\r⟫\r\r## B\r\r¤\n"),
    # Front matter.
    ("lines of front matter", "2026/INC-3001.md", "---\nid: INC-3001\ndate: 2026-03-01\nvisibility: public\n# ⟪\nteam: §\nowner: §{name}\nslack: \"#§\"\n# ⟫\nstatus: final\n---\n\n# Front one\n\n¤\n"),
    ("items of front matter", "2026/INC-3002.md", "---\nid: INC-3002\ndate: 2026-03-02\nvisibility: public\ntags:\n  - network\n  # ⟪\n  - §\n  # ⟫\n  - disk\nservices:\n  - api\n  - § # ⟪⟫\n---\n\n# Front two\n\n¤\n".replace("  - § # ⟪⟫\n", "")),
    ("a part of a value of front matter", "2026/INC-3003.md", "---\nid: INC-3003\ndate: 2026-03-03\nvisibility: public\nsummary: \"The ¤ disk ⟪of § ⟫was full.\"\n---\n\n# Front three\n\n¤\n"),
    ("a part of a block of front matter", "2026/INC-3004.md", "---\nid: INC-3004\ndate: 2026-03-04\nvisibility: public\nsummary: |\n  The ¤ disk was full.\n  ⟪\n  It was that of §.\n  ⟫\nimpact: >\n  The ¤ customers ⟪such as §⟫ waited.\n---\n\n# Front four\n\n¤\n"),
    ("lines of TOML", "2026/INC-3005.md", '+++\nid = "INC-3005"\ndate = "2026-03-05"\nvisibility = "public"\n# ⟪\nteam = "§"\n# ⟫\ntags = [\n  "disk",\n  # ⟪\n  "§",\n  # ⟫\n]\n+++\n\n# Front five\n\n¤\n'),
    ("a part of a value of JSON", "2026/INC-3006.md", '{\n  "id": "INC-3006",\n  "date": "2026-03-06",\n  "visibility": "public",\n  "summary": "The ¤ disk ⟪of § ⟫was full."\n}\n\n# Front six\n\n¤ ⟪§⟫\n'),
    # Titles and summaries for the public.
    ("a title with a public one", "2026/INC-3101.md", '---\nid: INC-3101\ndate: 2026-03-07\nvisibility: public\ntitle: "Outage at §"\npublic_title: "Outage ¤"\npublic_summary: "A ¤ summary"\nsummary: "It was §"\n---\n\n# Outage at §\n\nText ¤.\n'),
    ("a title in the body with a public one", "2026/INC-3102.md", "---\nid: INC-3102\ndate: 2026-03-08\nvisibility: public\npublic_title: Outage ¤\n---\n\n# INC-3102: Outage at §\n\nText ¤.\n"),
    ("a Setext title with a public one", "2026/INC-3103.md", "---\nid: INC-3103\ndate: 2026-03-09\nvisibility: public\npublic_title: Outage ¤\n---\n\nOutage at §\nand §\n===\n\nText ¤.\n"),
    ("a summary in a section with a public one", "2026/INC-3104.md", "---\nid: INC-3104\ndate: 2026-03-10\nvisibility: public\npublic_summary: A ¤ summary\n---\n\n# Titled\n\n## Summary\n\nIt was §.\n\n- §\n\n## Impact\n\nText ¤.\n"),
    ("a summary in a key with a public one", "2026/INC-3105.md", "---\nid: INC-3105\ndate: 2026-03-11\nvisibility: public\npublic_summary: A ¤ summary\n---\n\n# Titled\n\n**Summary:** It was §.\n\n## Impact\n\nText ¤.\n"),
    ("a summary in a table with a public one", "2026/INC-3106.md", "---\nid: INC-3106\ndate: 2026-03-12\nvisibility: public\npublic_summary: A ¤ summary\n---\n\n# Titled\n\n| Status | final |\n|---|---|\n| Summary | It was §. |\n\n## Impact\n\nText ¤.\n"),
    ("a title and summary in TOML with public ones", "2026/INC-3107.md", '+++\nid = "INC-3107"\ndate = "2026-03-13"\nvisibility = "public"\ntitle = "At §"\npublic_title = "Outage ¤"\nsummary = """\nIt was §.\nAnd §."""\npublic_summary = "A ¤ summary"\n+++\n\n# At §\n\nText ¤.\n'),
    ("a title and summary in JSON with public ones", "2026/INC-3108.md", '{\n"id": "INC-3108",\n"date": "2026-03-14",\n"visibility": "public",\n"title": "At §",\n"public_title": "Outage ¤",\n"summary": "It was §.",\n"public_summary": "A ¤ summary"\n}\n\n# At §\n\nText ¤.\n'),
    ("a summary over lines with a public one", "2026/INC-3109.md", "---\nid: INC-3109\ndate: 2026-03-15\nvisibility: public\npublic_summary: A ¤ summary\nsummary: >-\n  It was §.\n\n  And §.\ndescription: It was §.\n---\n\n# Titled\n\nText ¤.\n"),
    ("a summary under a bold heading with a public one", "2026/INC-3110.md", "---\nid: INC-3110\ndate: 2026-03-16\nvisibility: public\npublic_summary: A ¤ summary\n---\n\n# Titled\n\n**TL;DR**\n\nIt was §.\n\n## Impact\n\nText ¤.\n"),
    ("the title of a page with a public one", "pages/titled.md", "---\nvisibility: public\ntitle: At §\npublic_title: Page ¤\n---\n\n# At §\n\nText ¤.\n"),
]

# Texts with links to internal documents, and with names of these.
LINKS = [
    ("a link to an internal document", "¤ [public words](../{folder}/{name}.md) ¤"),
    ("a link with a fragment", '¤ [public words](../{folder}/{name}.md#part "title") ¤'),
    ("a link from the top", "¤ [public words](/{folder}/{name}.md) ¤"),
    ("a link to a page", "¤ [public words](../{folder}/{name}.html) ¤"),
    ("a link without an ending", "¤ [public words](../{folder}/{name}) ¤"),
    ("a link in angle brackets", "¤ [public words](<../{folder}/{name}.md>) ¤"),
    ("a percent-encoded link", "¤ [public words](../{folder}/{name}%2Emd) ¤"),
    ("a link with another case", "¤ [public words](../{folder}/{upper}.md) ¤"),
    ("a reference", "¤ [public words][ref] ¤\n\n[ref]: ../{folder}/{name}.md"),
    ("a shortcut reference", "¤ [public words] ¤\n\n[public words]: ../{folder}/{name}.md"),
    ("a wiki link", "¤ [[{name}|public words]] ¤"),
    ("a link on a host", "¤ [public words](https://git.example.com/team/incidents/blob/main/{folder}/{name}.md) ¤"),
    ("an autolink", "¤ <https://git.example.com/team/incidents/blob/main/{folder}/{name}.md> ¤"),
    ("a bare address", "¤ https://git.example.com/team/incidents/blob/main/{folder}/{name}.md ¤"),
    ("an HTML link", '¤ <a href="../{folder}/{name}.md">public words</a> ¤'),
    ("an HTML link on a host", '¤ <a href="https://git.example.com/team/{folder}/{name}.md">public words</a> ¤'),
    ("a link with a picture", "¤ [![public words](https://public.example/x.png)](../{folder}/{name}.md) ¤"),
    ("a link in a table", "| a | b |\n|---|---|\n| ¤ | [public words](../{folder}/{name}.md) |"),
    ("a link in a quote", "> ¤ [public\n> words](../{folder}/{name}.md) ¤"),
    ("a link in a heading", "### ¤ [public words](../{folder}/{name}.md)\n\ntext"),
    ("a link in a footnote", "¤ x[^n]\n\n[^n]: ¤ [public words](../{folder}/{name}.md)"),
    ("a link in a timeline", "### Timeline\n\n- 10:00 ¤ [public words](../{folder}/{name}.md)"),
    ("a link in an action item", "### Action items\n\n- [ ] ¤ [public words](../{folder}/{name}.md)"),
    ("a link over two lines", "¤ [public words](\n../{folder}/{name}.md\n'title') ¤"),
    ("a link in a related section", "### Related incidents\n\n- ¤ [public words](../{folder}/{name}.md)"),
]

# Texts with the id of an internal incident, which becomes a placeholder.
IDS = [
    ("an id in text", "¤ it was §{id} again ¤"),
    ("an id in code", "¤ `§{id}` ¤"),
    ("an id in a code block", "¤\n\n```\n§{id}\n```"),
    ("an id in a heading", "### ¤ like §{id}\n\ntext"),
    ("an id in a link text", "¤ [§{id}](https://public.example/) ¤"),
    ("an id in an address", "¤ [public words](https://public.example/browse/§{id}) ¤"),
    ("an id in an alternative text", "¤ ![§{id}](https://public.example/x.png) ¤"),
    ("an id in an attribute", '¤ <span title="§{id}">public words</span> ¤'),
    ("an id in a comment", "¤ <!-- §{id} --> ¤"),
    ("an id in a table", "| a | b |\n|---|---|\n| ¤ | §{id} |"),
    ("an id among related incidents", "### Related incidents\n\n- §{id}: public words ¤\n- INC-2001"),
    ("an id in a footnote", "¤ x[^n]\n\n[^n]: ¤ §{id}"),
    ("an id as a footnote's label", "¤ x[^§{id}]\n\n[^0]: ¤".replace("[^0]", "[^n]")),
    ("an id after an underscore", "¤ report_§{id}_final ¤"),
    ("an id in an anchor", "¤ [public words](#§{id}) ¤"),
    ("an id in a closed action", "### Action items\n\n- [x] ¤ since §{id}"),
    ("an id in a duplicate", "¤ This is a duplicate of §{id}. ¤"),
]
# How ids can be written otherwise: the way, and the text for a number.
ID_FORMS = [
    ("small letters", "inc-{}"),
    ("an entity", "INC&#45;{}"),
    ("bold digits", "INC-**{}**"),
    ("a tag", "INC-<b>{}</b>"),
    ("percent-encoding", "https://public.example/INC%2D{}"),
    ("full-width letters", "ＩＮＣ－{}"),
    ("a no-break hyphen", "INC\u2011{}"),
    ("a space", "INC {}"),
    ("no hyphen", "INC{}"),
    ("a number sign", "INC-#{}"),
    ("an underscore", "INC_{}"),
    ("an en dash", "INC–{}"),
    ("a soft hyphen", "INC-\u00ad{}"),
]

# Names that `[[redact]]` lists: the way in which they are disguised, and the text. `§` is the name.
NAMES = [
    ("plain", "¤ at § ¤"),
    ("capitals", "¤ at §{upper} ¤"),
    ("a capital", "¤ at §{capital} ¤"),
    ("two words", "¤ at §{name} ¤"),
    ("a possessive", "¤ §'s disk ¤"),
    ("punctuation", "¤ (§), “§”: §. ¤"),
    ("a hyphen", "¤ the §-related ¤"),
    ("an underscore", "¤ my_§_disk ¤"),
    ("digits", "¤ §2 and 3§ ¤"),
    *[(style.replace("_", " "), f"¤ at §{{{style}}} ¤") for style in (
        "tags", "bold", "emphasis", "strike", "code", "link", "comment", "empty_tag", "quoted_tag", "entities", "hex_entities",
        "bare_entity", "long_entity", "zero_width_entity", "shy_entity", "full_width", "mathematical", "accents",
        "soft_hyphen", "zero_width", "joiner", "bidi")],
    ("percent-encoding", "¤ https://public.example/§{percent} ¤"),
    ("double percent-encoding", "¤ https://public.example/?q=§{double_percent} ¤"),
    ("a heading", "### ¤ at §\n\ntext"),
    ("a list item", "- ¤ §"),
    ("a table cell", "| a | b |\n|---|---|\n| ¤ | § |"),
    ("a table header", "| a | § |\n|---|---|\n| ¤ | b |"),
    ("a link text", "¤ [§](https://public.example/) ¤"),
    ("a link address", "¤ [x](https://§.example/§) ¤"),
    ("a link title", '¤ [x](https://public.example/ "§") ¤'),
    ("an autolink", "¤ <https://§.example/> ¤"),
    ("a mail address", "¤ <ops@§.example> ¤"),
    ("an alternative text", "¤ ![§](https://public.example/x.png) ¤"),
    ("an attribute", '¤ <span title="§">x</span> ¤'),
    ("an attribute with entities", '¤ <span title="§{entities}">x</span> ¤'),
    ("a comment of the document", "¤ <!-- § --> ¤"),
    ("inline code", "¤ `§` ¤"),
    ("a code block", "¤\n\n```\nssh §\n```"),
    ("the language of a code block", "¤\n\n```§\nx\n```"),
    ("indented code", "¤\n\n    §"),
    ("a footnote", "¤ x[^n]\n\n[^n]: ¤ §"),
    ("a footnote's label", "¤ x[^§]\n\n¤"),
    ("a definition's label", "¤ [x][§]\n\n¤"),
    ("a definition", "¤ [x][d]\n\n[d]: https://public.example/§ '§'"),
    ("details", "<details><summary>¤ §</summary>\n\n§\n\n</details>"),
    ("a formula", "¤ $§$ ¤"),
    ("a mention", "¤ @§ ¤"),
    ("an event", "### Timeline\n\n- 10:00 ¤ §"),
    ("an action item", "### Action items\n\n- [ ] ¤ (owner: §)"),
    ("a row of action items", "### Action items\n\n| Action | Owner |\n|---|---|\n| ¤ § | § |"),
    ("services", "**Services:** §, api\n\n¤"),
    ("tags", "**Tags:** §\n\n¤"),
    ("Chinese", "¤ 影響は§{chinese}のみ ¤"),
    ("Cyrillic", "¤ §{cyrillic} ¤"),
    ("Greek", "¤ §{greek} ¤"),
    ("Arabic", "¤ §{arabic} ¤"),
    ("Hebrew", "¤ §{hebrew} ¤"),
    ("Thai", "¤ §{thai} ¤"),
    ("emoji", "¤ §{emoji} ¤"),
]

# Ways to divide a name of two words.
TWO_WORDS = [
    ("two lines", "¤ at {}\n{} ¤"),
    ("two lines of a quote", "> ¤ at {}\n> {} ¤"),
    ("two lines of an item", "- ¤ at {}\n  {} ¤"),
    ("a no-break space", "¤ at {}\u00a0{} ¤"),
    ("an entity for a space", "¤ at {}&nbsp;{} ¤"),
    ("a hard line break", "¤ at {}\\\n{} ¤"),
    ("a break element", "¤ at {}<br>{} ¤"),
    ("a plus sign", "¤ https://public.example/?q={}+{} ¤"),
    ("percent-encoding", "¤ https://public.example/{}%20{} ¤"),
    ("a hyphen", "¤ https://public.example/{}-{} ¤"),
    ("an underscore", "¤ {}_{} ¤"),
    ("nothing", "¤ {}{} ¤"),
    ("a comment", "¤ {}<!-- x --> {} ¤"),
    ("bold words", "¤ **{}** *{}* ¤"),
    ("two links", "¤ [{}](https://public.example/) [{}](https://public.example/) ¤"),
    ("two spaces", "¤ {}  {} ¤"),
    ("a tab", "¤ {}\t{} ¤"),
]


def build() -> Archive:
    """The archive."""
    archive = Archive("marks")
    for number, (kind, body) in enumerate(PARTS, 2001):
        archive.document(kind, f"2026/INC-{number}.md", numbered(number, body))
    for kind, path, text in DOCUMENTS:
        _add_document(archive, kind, path, text)
    archive.document("a public document in UTF-16", "edges/utf16.md",
                     "\ufeff---\nvisibility: public\n---\n\n# Edge wide\n\n¤ ⟪§⟫ ¤\n\n## A §\n\n⟪\n\n§\n\n## B\n\n¤\n", "utf-16-le")
    archive.document("a public document in UTF-16 with the other byte order", "edges/utf16be.md",
                     "\ufeff---\nvisibility: public\n---\n\n# Edge wide two\n\n¤ ⟪§⟫ ¤\n", "utf-16-be")
    _add_links(archive)
    _add_ids(archive)
    redacted = _add_names(archive)
    _add_attachments(archive)
    _add_configuration(archive, redacted)
    return archive.sealed()


def _add_document(archive: Archive, kind: str, path: str | None, text: str) -> None:
    if kind == "an internal page with a secret name":
        path = f"notes/{archive.hide('the name of an internal file')}.md"
    elif kind == "an internal folder with a secret name":
        path = f"{archive.hide('the name of an internal folder')}/page.md"
    assert path
    archive.document(kind, path, text, "utf-16-le" if "UTF-16" in kind else "utf-8")


def _add_links(archive: Archive) -> None:
    for number, (kind, body) in enumerate(LINKS, 4001):
        folder, name = archive.hide(f"a folder in {kind}"), archive.hide(f"the file in {kind}")
        archive.document(kind, f"{folder}/{name}.md", "# Internal §\n\n§\n")
        body = body.format(folder=folder, name=name, upper=name.upper())
        archive.document(kind, f"2026/INC-{number}.md", numbered(number, body))


def _internal_incident(archive: Archive, number: str, more: str = "") -> None:
    text = f"---\nid: INC-{number}\ndate: 2026-04-02\n{more}---\n\n# Internal §\n\n§\n"
    archive.document("an internal incident with a hidden id", f"secret/INC-{number}.md", text)


def _add_ids(archive: Archive) -> None:
    for number, (kind, body) in enumerate(IDS, 5001):
        archive.document(kind, f"2026/INC-{number}.md", numbered(number, body))
        _internal_incident(archive, archive.canaries[-1].keys[0])
    for number, (form, written) in enumerate(ID_FORMS, 5101):
        id = archive.hide(f"an id with {form}", "id").removeprefix("INC-")
        archive.document(form, f"2026/INC-{number}.md", numbered(number, f"¤ see {written.format(id)} ¤"))
        _internal_incident(archive, id)
    related = [archive.hide(f"an id in front matter: {key}", "id") for key in ("related", "not_related", "duplicate_of", "other")]
    front = "---\nid: INC-5201\ndate: 2026-04-03\nvisibility: public\nrelated: [{}]\nnot_related:\n  - {}\nduplicate_of: {}\nother_key: {}\n---\n\n# Ids\n\n¤\n"
    archive.document("ids in front matter", "2026/INC-5201.md", front.format(*related))
    for id in related:
        _internal_incident(archive, id.removeprefix("INC-"))
    alias, id = archive.hide("another id of an internal incident"), archive.hide("an id next to an alias", "id")
    _internal_incident(archive, id.removeprefix("INC-"), f"aliases: [OLD-{alias}]\n")
    archive.document("another id", "2026/INC-5202.md", numbered(5202, f"¤ see OLD-{alias} and {id} ¤"))
    by_name = archive.hide("an id that only the name of its file states", "id")
    archive.document("an incident with an id by its name", f"secret/{by_name}-disk-full.md", "# Internal §\n\nDate: 2026-04-02\n\n## Root cause\n\n§\n\n## Impact\n\n§\n")
    archive.document("an id by the name of its file", "2026/INC-5203.md", numbered(5203, f"¤ see {by_name} ¤"))


def _add_names(archive: Archive) -> list[str]:
    """Adds documents with names that are redacted, and returns the names."""
    names: list[str] = []
    for number, (kind, body) in enumerate(NAMES, 6001):
        first = len(archive.canaries)
        archive.document(f"a redacted name: {kind}", f"2026/INC-{number}.md", numbered(number, body))
        names += [_plain(canary.text, body) for canary in archive.canaries[first:]]
    for number, (kind, body) in enumerate(TWO_WORDS, 6201):
        words = archive.hide(f"a redacted name with {kind}"), archive.hide(f"a redacted name with {kind}, second word")
        archive.document(kind, f"2026/INC-{number}.md", numbered(number, body.format(*words)))
        names.append(" ".join(words))
    for number, key in enumerate(("authors", "services", "tags", "team", "status", "severity", "title", "summary"), 6301):
        value = archive.hide(f"a redacted name in front matter: {key}")
        text = f"---\nid: INC-{number}\ndate: 2026-04-05\nvisibility: public\n{key}: {value}\n---\n\n# Names {number}\n\n¤\n"
        if key == "title":
            text = text.replace("# Names 6307\n\n", "")
        archive.document(f"a redacted name in {key}", f"2026/INC-{number}.md", text)
        names.append(value)
    secret = archive.hide("a redacted name as a key of front matter")
    archive.document("a key", "2026/INC-6401.md", f"---\nid: INC-6401\ndate: 2026-04-05\nvisibility: public\n{secret}: yes\n---\n\n# Keys\n\n¤\n")
    quoted = archive.hide("a redacted name with escapes in YAML")
    escaped = "".join(f"\\x{ord(c):02x}" for c in quoted)
    archive.document("YAML escapes", "2026/INC-6402.md", f'---\nid: INC-6402\ndate: 2026-04-05\nvisibility: public\nteam: "{escaped}"\nservices: ["{escaped}"]\n---\n\n# Keys two\n\n¤\n')
    other = archive.hide("a redacted name with escapes in JSON")
    escaped = "".join(f"\\u{ord(c):04x}" for c in other)
    archive.document("JSON escapes", "2026/INC-6403.md", f'{{\n"id": "INC-6403",\n"date": "2026-04-05",\n"visibility": "public",\n"services": ["{escaped}"],\n"team": "{escaped}"\n}}\n\n# Keys three\n\n¤\n')
    file = archive.hide("a redacted name in the name of a document")
    archive.document("a document's name", f"pages/about-{file}.md", "---\nvisibility: public\n---\n\n# Named\n\n¤ [next](https://public.example/)\n")
    folder = archive.hide("a redacted name in the name of a folder")
    archive.document("a folder's name", f"{folder}/index.md", "---\nvisibility: public\n---\n\n# Folder\n\n¤\n")
    archive.document("links to renamed files", "pages/links.md", f"---\nvisibility: public\n---\n\n# Links\n\n¤ [a](about-{file}.md) [b](../{folder}/index.md) ![c](../img/{folder}-chart.png)\n")
    archive.add(f"img/{folder}-chart.png", pictures.png())
    picture = archive.hide("a redacted name in the name of a picture")
    archive.add(f"img/{picture}.png", pictures.png())
    archive.document("a picture's name", "pages/picture.md", f"---\nvisibility: public\n---\n\n# Picture\n\n¤ ![x](../img/{picture}.png) ![y](<../img/{picture}.png>) <img src=\"../img/%{ord(picture[0]):02x}{picture[1:]}.png\">\n")
    return [*names, secret, quoted, other, file, folder, picture]


def _plain(text: str, body: str) -> str:
    return f"{text} Jones" if "{name}" in body else text


def _add_attachments(archive: Archive) -> None:
    """Adds pictures with hidden data, and files that only internal texts refer to."""
    hide = archive.hide
    hidden = {
        "author.png": pictures.png(pictures.text_chunk(hide("PNG text"))),
        "comment.png": pictures.png(pictures.compressed_chunk(hide("compressed PNG text"))),
        "title.png": pictures.png(pictures.international_chunk(hide("international PNG text"))),
        "long-title.png": pictures.png(pictures.international_chunk(hide("compressed international PNG text"), True)),
        "artist.png": pictures.png((b"eXIf", pictures.exif(hide("Exif data of PNG")))),
        "profile.png": pictures.png(pictures.profile_chunk(hide("a color profile of PNG"))),
        "private.png": pictures.png((b"prVt", hide("a private chunk of PNG").encode())),
        "after.png": pictures.png(after=hide("bytes after the end of PNG").encode()),
        "artist.jpg": pictures.jpeg(pictures.exif_segment(hide("Exif data of JPEG"))),
        "comment.jpg": pictures.jpeg((0xFE, hide("a comment of JPEG").encode())),
        "packet.jpg": pictures.jpeg(pictures.xmp_segment(hide("XMP of JPEG"))),
        "caption.jpg": pictures.jpeg((0xED, b"Photoshop 3.0\0" + hide("a caption of JPEG").encode())),
        "after.jpg": pictures.jpeg(after=hide("bytes after the end of JPEG").encode()),
        "comment.gif": pictures.gif(pictures.gif_comment(hide("a comment of GIF"))),
        "packet.gif": pictures.gif(pictures.gif_application(hide("XMP of GIF"))),
        "after.gif": pictures.gif(after=hide("bytes after the end of GIF").encode()),
        "artist.webp": pictures.webp(hide("Exif data of WebP")),
        "comment.svg": pictures.svg(f"<!-- {hide('a comment of SVG')} -->"),
        "metadata.svg": pictures.svg(f"<metadata><a>{hide('metadata of SVG')}</a></metadata>"),
        "before.svg": pictures.svg("", before=f"<!-- {hide('a comment before SVG')} -->\n"),
        "after.svg": pictures.svg("", after=f"<!-- {hide('a comment after SVG')} -->"),
        "editor.svg": pictures.svg("", attributes=f' xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:export-filename="/home/{hide("an attribute of an SVG editor")}/a.png"'),
        "instruction.svg": pictures.svg("", before=f"<?note {hide('an instruction of SVG')}?>\n"),
        "embedded.svg": pictures.svg(pictures.embedded(pictures.png(pictures.text_chunk(hide("a picture in SVG"))))),
    }
    links = []
    for name, content in hidden.items():
        archive.add(f"img/{name}", content)
        links.append(f"¤ ![a chart](../img/{name})")
    archive.document("pictures", "pages/pictures.md", "---\nvisibility: public\n---\n\n# Pictures\n\n" + "\n\n".join(links) + "\n")
    for number, (kind, body) in enumerate([
        ("a picture of a part", "¤ ⟪![x](../img/{0}.png)⟫ ¤"),
        ("a picture of a section", "### A\n\n⟪\n\n![x](../img/{0}.png)\n\n### B\n\n¤"),
        ("a picture of a definition", "¤ ⟪![x][p]⟫ ¤\n\n[p]: ../img/{0}.png"),
        ("a picture of a cell", "| a | b |\n|---|---|\n| ¤ | ⟪![x](../img/{0}.png)⟫ |"),
        ("a picture in HTML", '¤ ⟪<img src="../img/{0}.png">⟫ ¤'),
        ("a picture in a footnote", "¤ ⟪x[^n]⟫ ¤\n\n[^n]: ![x](../img/{0}.png)"),
        ("a picture of a comment", "¤ ⟪<!-- ![x](../img/{0}.png) -->⟫ ¤"),
    ], 7001):
        name = archive.hide(f"the name of {kind}")
        archive.add(f"img/{name}.png", pictures.png())
        archive.document(kind, f"2026/INC-{number}.md", numbered(number, body.format(name)))
    for ending in ("txt", "csv", "log", "json", "svg"):
        name = archive.hide(f"the name of an internal {ending} file")
        inside = archive.hide(f"an internal {ending} file")
        content = pictures.svg(f"<text>{inside}</text>") if ending == "svg" else f"{inside}\n"
        archive.add(f"files/{name}.{ending}", content)
        archive.document(f"a document with {ending}", f"secret/with-{ending}.md", f"# Files §\n\n[file](../files/{name}.{ending})\n")
    beside = archive.hide("a file next to an internal document")
    archive.add("secret/beside.txt", f"{beside}\n")
    archive.add("secret/nothing-refers-to-it.txt", f"{archive.hide('a file that nothing refers to')}\n")
    archive.document("a file next to a document", "secret/beside.md", "# Files §\n\n[file](beside.txt)\n")


def _add_configuration(archive: Archive, redacted: list[str]) -> None:
    """Adds the configuration, with every second name in a list."""
    texts, listed = redacted[::2], redacted[1::2]
    hosts = [archive.hide("a host that a pattern redacts", "host") for _ in range(6)]
    forms = ["¤ on {}", "¤ on `{}`", "¤ <https://{}/>", "¤ **{}**", "¤\n\n```\nssh {}\n```", '¤ <span title="{}">x</span>']
    for number, (host, form) in enumerate(zip(hosts, forms), 8001):
        archive.document("a host", f"2026/INC-{number}.md", numbered(number, form.format(host)))
    listing = "".join(f"{name}\n" for name in listed)
    archive.add("customers.txt", "# Customers\n\n" + listing)
    rules = [
        "", "[[redact]]", 'as = "customer"', "texts = [" + ", ".join(f'"{name}"' for name in texts) + "]", 'list = "customers.txt"',
        "", "[[redact]]", 'as = "host"', "pattern = '[a-z0-9-]+\\.corp\\.example'", "",
    ]
    archive.add("pmsite.toml", CONFIG + "\n".join(rules))
