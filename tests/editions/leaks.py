"""Writes a canary into a site, in a disguise that a scanner must see through."""

import base64
import gzip
from pathlib import Path

import pictures
from archive import STYLES


def _page(content: str) -> tuple[str, bytes]:
    return "leak.html", f"<!doctype html><title>Leak</title><p>{content}</p>\n".encode()


def _styled(style: str):
    return lambda text: _page(STYLES[style](text))


def _folded_calendar(text: str) -> tuple[str, bytes]:
    return "leak.ics", f"BEGIN:VCALENDAR\r\nSUMMARY:{text[:5]}\r\n {text[5:]}\r\nEND:VCALENDAR\r\n".encode()


def _shard(text: str) -> tuple[str, bytes]:
    # The term before shares its first letters.
    return "search/s9-leaked.js", f'pmsite.put("s9-leaked","0{text[:5]}|mA 5{text[5:]}|mA")\n'.encode()


def _backwards(text: str) -> tuple[str, bytes]:
    return "search/s9-leaked.js", f'pmsite.put("s9-leaked","0>{text[::-1]}|mA")\n'.encode()


# Each disguise makes the name and content of a file from a canary.
DISGUISES = {
    "plain": _page,
    **{style.replace("_", "-"): _styled(style) for style in (
        "tags", "comment", "entities", "hex_entities", "bare_entity", "percent", "double_percent", "full_width", "accents",
        "zero_width", "zero_width_entity", "shy_entity", "bidi", "upper", "mathematical", "quoted_tag")},
    "attribute": lambda text: _page(f'<a title="{text}">x</a>'),
    "comment-inside": lambda text: _page(f"<!-- {text} -->"),
    "json-escapes": lambda text: ("leak.json", ("{\"a\":\"" + "".join(f"\\u{ord(c):04x}" for c in text) + "\"}").encode()),
    "css-escapes": lambda text: ("leak.css", ("a::before{content:\"" + "".join(f"\\{ord(c):x} " for c in text) + "\"}").encode()),
    "folded-calendar": _folded_calendar,
    "utf-16": lambda text: ("leak.txt", f"\ufeff{text}".encode("utf-16-le")),
    "utf-16-be": lambda text: ("leak.txt", f"\ufeff{text}".encode("utf-16-be")),
    "gzip": lambda text: ("leak.json.gz", gzip.compress(text.encode(), mtime=0)),
    "base64": lambda text: ("leak.txt", base64.b64encode(f"a {text} b".encode())),
    "hexadecimal": lambda text: ("leak.txt", text.encode().hex().encode()),
    "png-text": lambda text: ("leak.png", pictures.png(pictures.text_chunk(text))),
    "png-compressed": lambda text: ("leak.png", pictures.png(pictures.compressed_chunk(text))),
    "jpeg-comment": lambda text: ("leak.jpg", pictures.jpeg((0xFE, text.encode()))),
    "svg-embedded": lambda text: ("leak.svg", pictures.svg(pictures.embedded(pictures.png(pictures.compressed_chunk(text))))),
    "search-shard": _shard,
    "search-shard-backwards": _backwards,
    "file-name": lambda text: (f"{text}.html", b"x"),
    "folder-name": lambda text: (f"{text}/index.html", b"x"),
    "cut-off": lambda text: _page(f"{text[:9]}…"),
    "markdown": lambda text: ("leak.md", f"{text[:4]}**{text[4:]}**\n".encode()),
}


def leak(disguise: str, text: str, site: Path) -> Path:
    """Writes a canary in this disguise, and returns the file."""
    name, content = DISGUISES[disguise](text)
    path = site / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
