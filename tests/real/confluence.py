"""Looks through what md2conf made of a mirror: every page, links and pictures resolved, nothing of an author's acted on.

Arguments: the folder of the mirror, the folder of the converted pages.
"""

import pathlib
import re
import sys

mirror, made = map(pathlib.Path, sys.argv[1:])
faults, links = [], 0
pages = [page.relative_to(mirror) for page in mirror.rglob("*.md")]
for page in pages:
    converted = made / page.with_suffix(".csf")
    if not converted.exists():
        faults.append(f"{page}: not converted")
        continue
    text = converted.read_text()
    source = (mirror / page).read_text()
    wanted = set(re.findall(r"!\[[^\]\n]*\]\((?:\.\./)*(files/[^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]+`", "", source, flags=re.S)))
    links += len(re.findall(r"/spaces/OPS/pages/", text)) + len(wanted)
    for name in wanted:
        if name.rsplit(".", 1)[0].rsplit("/", 1)[-1] not in text or "ac:image" not in text:
            faults.append(f"{page}: picture {name} is not shown")
    bare = re.sub(r"<!\[CDATA\[.*?\]\]>|<code>.*?</code>", "", text, flags=re.S)
    faults += [f"{page}: {href} is no page" for href in re.findall(r'href="([^"]*\.md[^"]*)"', bare) if ":" not in href]
    if 'ac:name="html"' in bare or "<script" in bare or "javascript:" in bare:
        faults.append(f"{page}: markup of an author got through")
for fault in faults:
    print(fault)
print(f"md2conf: {len(pages)} pages converted, {links} links and pictures resolved, {len(faults)} faults")
sys.exit(bool(faults))
