"""Asks a MediaWiki about every page of an import file: rendered, no red link, no missing category or picture.

Arguments: the address of api.php, the import file.
"""

import html
import json
import re
import sys
import urllib.parse
import urllib.request
import xml.etree.ElementTree as tree

API, DUMP = sys.argv[1:]
NAMESPACE = "{http://www.mediawiki.org/xml/export-0.11/}"


def ask(**parameters):
    """The answer of the API."""
    query = urllib.parse.urlencode({"format": "json", "formatversion": 2, **parameters})
    with urllib.request.urlopen(f"{API}?{query}", timeout=60) as answer:
        return json.load(answer)


faults, links, pages = [], 0, 0
for page in tree.parse(DUMP).getroot().iter(f"{NAMESPACE}page"):
    title = page.findtext(f"{NAMESPACE}title")
    written = page.find(f"{NAMESPACE}revision").findtext(f"{NAMESPACE}text") or ""
    answer = ask(action="parse", page=title, prop="text|links|categories|images|templates|parsewarnings")
    if "error" in answer:
        faults.append(f"{title}: {answer['error']['info']}")
        continue
    pages += 1
    parsed = answer["parse"]
    if parsed["title"] != title:
        faults.append(f"{title}: MediaWiki calls it {parsed['title']}")
    links += len(parsed["links"])
    faults += [f"{title}: no page {link['title']}" for link in parsed["links"] if not link["exists"]]
    faults += [f"{title}: no category {one['category']}" for one in parsed["categories"] if one.get("missing")]
    faults += [f"{title}: a template was looked for: {one['title']}" for one in parsed["templates"]]
    faults += [f"{title}: {warning}" for warning in parsed["parsewarnings"]]
    wanted = set(re.findall(r"^\[\[(Category:[^\]]+)\]\]$", written, re.M))
    found = {"Category:" + one["category"].replace("_", " ") for one in parsed["categories"]}
    if wanted != found:
        faults.append(f"{title}: categories {sorted(wanted ^ found)}")
    for name in parsed["images"]:
        links += 1
        info = ask(action="query", titles=f"File:{name}", prop="imageinfo")
        if "imageinfo" not in info["query"]["pages"][0]:
            faults.append(f"{title}: no file {name}")
    text = parsed["text"]
    faults += [f"{title}: `{mark}` got through" for mark in ("<script", "onclick=", "javascript:", "mw-ext-cite-error") if mark in text]
    # What the author wrote as text is text.
    if "&#123;&#123;" in written and "{{" not in html.unescape(text):
        faults.append(f"{title}: braces were acted on")
for fault in faults:
    print(fault)
print(f"mediawiki: {pages} pages rendered, {links} links and pictures followed, {len(faults)} faults")
sys.exit(bool(faults))
