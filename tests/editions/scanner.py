"""Looks for canaries in a site: in names, in bytes, and in everything that can be decoded from them.

This is written without a look at the proof of pmsite, so that both would have to have the same fault to miss a leak.
"""

import base64
import html
import re
import sys
import unicodedata
import urllib.parse
import zlib
from collections.abc import Iterator
from pathlib import Path

from archive import CANARY_PREFIX, KEY_LENGTH, WITNESS_PREFIX, Archive

# How often the same encoding is undone.
MAX_REPEATS = 3
# How deep data may be inside of other data.
MAX_DEPTH = 3

WORDS = re.compile(f"(?={CANARY_PREFIX}([a-z]{{{KEY_LENGTH - 2}}}))")
WITNESSES = re.compile(f"{WITNESS_PREFIX}[a-z]{{9}}")
ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([0-9a-fA-F]{1,6}) ?")
TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
LINK_END = re.compile(r"\]\([^()\s]*\)|\]\[[^\]]*\]")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
HEX = re.compile(rb"(?:[0-9a-f]{2}){8,}|(?:[0-9A-F]{2}){8,}")
SHARD = re.compile(r'pmsite\.put\("s[^"]*","((?:[^"\\]|\\.)*)"\)', re.DOTALL)

# Accents, and what directs or joins letters.
INVISIBLE = frozenset(
    c for c in map(chr, range(0x80, sys.maxunicode + 1)) if unicodedata.category(c) in ("Mn", "Me", "Cf"))


class Scanner:
    """Knows what must and what must not be in a site."""

    def __init__(self, archive: Archive):
        self.kinds = {folded(key): canary for canary in archive.canaries for key in canary.keys}
        others = [key for key in self.kinds if not (key.startswith(CANARY_PREFIX) and len(key) == KEY_LENGTH)]
        self.ascii = _any_of([key for key in others if key.isascii()])
        self.others = _any_of([key for key in others if not key.isascii()])

    def canaries(self, data: bytes) -> set[str]:
        """The keys of the canaries in a file or name."""
        return {key for form in forms(data) for key in self._keys(form)}

    def _keys(self, text: str) -> Iterator[str]:
        for found in WORDS.finditer(text):
            key = CANARY_PREFIX + found[1]
            if key in self.kinds:
                yield key
        yield from self.ascii.findall(text)
        if not text.isascii():
            yield from self.others.findall(text)


def _any_of(keys: list[str]) -> re.Pattern:
    """A pattern for any of these texts, the longest first; one that matches nothing if there are none."""
    # Digits alone occur in digests by chance.
    patterns = [rf"(?<![0-9a-f]){key}(?![0-9a-f])" if key.isdecimal() else re.escape(key) for key in sorted(keys, key=len, reverse=True)]
    return re.compile("|".join(patterns) or "(?!)")


def folded(text: str) -> str:
    """A text in the form in which it is compared: no accents, no capitals, nothing invisible."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text).casefold()
    for c in INVISIBLE.intersection(letters):
        letters = letters.replace(c, "")
    return letters


def forms(data: bytes, depth: int = 0) -> Iterator[str]:
    """All folded texts that data can be read as."""
    seen: set[str] = set()
    for text in _texts(data):
        for form in _decoded(text):
            if form not in seen:
                seen.add(form)
                yield form
    if depth < MAX_DEPTH:
        for inner in _inner(data):
            yield from forms(inner, depth + 1)


def _texts(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    if b"\0" in data:
        for at in (0, 1):
            yield data[at:].decode("utf-16-le", "replace")
            yield data[at:].decode("utf-16-be", "replace")


def _decoded(text: str) -> Iterator[str]:
    """A text with its encodings undone, in every order that occurs."""
    bases = {text}
    for shard in SHARD.findall(text):
        bases.add(_terms(_unescaped(shard)))
    if "\n " in text or "\r\n\t" in text:
        bases.add(re.sub(r"\r?\n[ \t]", "", text))
    if "\\" in text:
        bases.add(_repeated(_unescaped, text))
        bases.add(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))
    texts = set()
    for base in bases:
        texts.add(base)
        plain = _repeated(html.unescape, base)
        texts |= {plain, _repeated(urllib.parse.unquote, plain), _repeated(html.unescape, urllib.parse.unquote(base))}
    for one in texts:
        yield folded(one)
        if "<" in one:
            for stripped in (TAG.sub("", one), TAG.sub(" ", one)):
                yield folded(_repeated(urllib.parse.unquote, _repeated(html.unescape, stripped)))
                yield folded(_without_markup(stripped))
        if "+" in one:
            yield folded(one.replace("+", " "))
        yield folded(_without_markup(one))


def _without_markup(text: str) -> str:
    return re.sub(r"[*_~`\[\]\\]", "", LINK_END.sub("", text))


def _repeated(decode, text: str) -> str:
    for _ in range(MAX_REPEATS):
        before, text = text, decode(text)
        if text == before:
            break
    return text


def _unescaped(text: str) -> str:
    """Escapes of JavaScript, JSON and CSS."""

    def character(found: re.Match) -> str:
        code = int(next(group for group in found.groups() if group), 16)
        return chr(code) if code < 0x110000 else ""

    return ESCAPE.sub(character, text).replace("\\/", "/").replace("\\n", "\n").replace('\\"', '"')


def _terms(shard: str) -> str:
    """The terms of a shard of the search index, forwards and backwards.

    Each entry begins with the number of letters that it shares with the one before.
    """
    terms, before = [], ""
    for entry in shard.split(" "):
        head = entry.split("|")[0]
        if not head:
            continue
        try:
            shared = int(head[0], 36)
        except ValueError:
            continue
        before = before[:shared] + head[1:]
        terms += [before, before[::-1]]
    return "\n".join(terms)


def _inner(data: bytes) -> Iterator[bytes]:
    """What is compressed or encoded inside of data."""
    for found in re.finditer(rb"\x1f\x8b\x08", data):
        yield from _unpacked(data[found.start():], 31)
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        yield from _unpacked(data[found.start():], 15)
    for found in BASE64.finditer(data):
        encoded = found[0].rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        # Other text may stand directly before it.
        for skipped in range(4):
            part = encoded[skipped:]
            part = part[:len(part) - (len(part) % 4 == 1)]
            yield base64.b64decode(part + b"=" * (-len(part) % 4))
    for found in HEX.finditer(data):
        yield bytes.fromhex(found[0].decode())


def _unpacked(data: bytes, window: int) -> Iterator[bytes]:
    try:
        yield zlib.decompressobj(window).decompress(data, 1 << 24)
    except zlib.error:
        pass


def scan(archive: Archive, site: Path) -> int:
    """Prints what is found, and returns the exit code."""
    scanner = Scanner(archive)
    found, witnesses = set(), set()
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        data = path.read_bytes() if path.is_file() else b""
        for key in sorted(scanner.canaries(name.encode() + b"\n" + data)):
            canary = scanner.kinds[key]
            found.add(canary.text)
            print(f"{name}: {canary.text} ({canary.kind})")
        witnesses.update(WITNESSES.findall(data.decode("utf-8", "replace")))
    missing = sorted(set(archive.witnesses) - witnesses)
    for witness in missing:
        print(f"missing: {witness} of {archive.witnesses[witness]}")
    absent = f"{len(missing)} missing" if missing else "all found"
    print(f"{len(archive.canaries)} canaries, {len(found)} found; {len(archive.witnesses)} witnesses, {absent}")
    return 1 if found or missing else 0
