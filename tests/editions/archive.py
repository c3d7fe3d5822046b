"""An archive in memory, with canaries in what is withheld and witnesses in what is public.

Templates contain marks that `Archive.fill` replaces:

    §           a new canary
    §{style}    a new canary, written in one of the STYLES
    §=          the last canary once more
    ¤           a new witness
    ⟪ and ⟫     the marks around internal parts
"""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field

BEGIN = "<!-- internal -->"
END = "<!-- /internal -->"

# All words begin with letters that occur together in no real word, so that a scanner finds them fast.
CANARY_PREFIX = "zq"
WITNESS_PREFIX = "wx"

# A search index stores stems, and an excerpt may end within a word: this much of a canary is a hit.
KEY_LENGTH = 9

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December"]


@dataclass(frozen=True)
class Canary:
    """A text that must not be in the public edition."""

    text: str
    # The texts that give it away: compared in lower case, without accents and invisible characters.
    keys: tuple[str, ...]
    # The kind of place in which it is.
    kind: str


@dataclass
class Archive:
    """The files of an archive, and what is hidden in them."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    # Words that must be in the public edition, and the files they are in.
    witnesses: dict[str, str] = field(default_factory=dict)
    # How many canaries there are of each special style.
    counts: Counter[str] = field(default_factory=Counter)

    def hide(self, kind: str, style: str = "") -> str:
        """A new canary, as it is to be written."""
        if style in SPECIAL:
            text, keys, written = SPECIAL[style](self.counts[style])
            self.counts[style] += 1
        else:
            text = word(CANARY_PREFIX, f"{self.name} {len(self.canaries)}")
            keys, written = (text[:KEY_LENGTH],), STYLES[style](text)
        self.canaries.append(Canary(text, keys, kind))
        return written

    def witness(self, path: str) -> str:
        """A new word that must be in the public edition."""
        text = word(WITNESS_PREFIX, f"{self.name} {len(self.witnesses)}")
        self.witnesses[text] = path
        return text

    def fill(self, kind: str, template: str, path: str) -> str:
        """A template with canaries and witnesses."""

        def canary(mark: re.Match) -> str:
            return self.canaries[-1].text if mark[0] == "§=" else self.hide(kind, mark[1] or "")

        text = re.sub(r"§=|§(?:\{(\w+)\})?", canary, template)
        text = re.sub("¤", lambda _: self.witness(path), text)
        return text.replace("⟪", BEGIN).replace("⟫", END)

    def add(self, path: str, content: str | bytes) -> None:
        """Adds a file. No two may have the same path."""
        assert path not in self.files, path
        self.files[path] = content if isinstance(content, bytes) else content.encode()

    def document(self, kind: str, path: str, template: str, encoding: str = "utf-8") -> None:
        """Adds a document from a template."""
        self.add(path, self.fill(kind, template, path).encode(encoding))

    def sealed(self) -> "Archive":
        """The archive, after a check that no canary can be taken for another one or for public text."""
        keys = [key for canary in self.canaries for key in canary.keys]
        twice = [key for key, count in Counter(keys).items() if count > 1]
        assert not twice, f"canaries share keys: {twice}"
        return self


def word(prefix: str, seed: str) -> str:
    """A word that looks like one, is always the same for a seed, and that no stemmer changes."""
    digest = hashlib.sha256(seed.encode()).digest()
    syllables = ("bdfgklmnprtv"[one % 12] + "aiou"[other % 4] for one, other in zip(digest[::2], digest[1::2]))
    return prefix + "".join(list(syllables)[:4]) + "k"


# How a canary can be written.
STYLES = {
    "": lambda text: text,
    "tags": lambda text: f"{text[:4]}<b>{text[4:7]}</b>{text[7:]}",
    "bold": lambda text: f"{text[:4]}**{text[4:7]}**{text[7:]}",
    "emphasis": lambda text: f"*{text[:4]}*{text[4:]}",
    "strike": lambda text: f"~~{text[:4]}~~{text[4:]}",
    "code": lambda text: f"`{text[:5]}`{text[5:]}",
    "link": lambda text: f"[{text[:5]}](https://public.example/){text[5:]}",
    "comment": lambda text: f"{text[:5]}<!-- x -->{text[5:]}",
    "empty_tag": lambda text: f"{text[:5]}<span></span>{text[5:]}",
    "quoted_tag": lambda text: f'{text[:5]}<span title="a > b">{text[5:]}</span>',
    "entities": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "hex_entities": lambda text: "".join(f"&#x{ord(c):X};" for c in text),
    "bare_entity": lambda text: f"{text[:3]}&#{ord(text[3])}{text[4:]}",
    "long_entity": lambda text: f"&#{ord(text[0]):07d};{text[1:]}",
    "zero_width_entity": lambda text: f"{text[:5]}&ZeroWidthSpace;{text[5:]}",
    "shy_entity": lambda text: f"{text[:5]}&shy;{text[5:]}",
    "percent": lambda text: "".join(f"%{ord(c):02X}" for c in text),
    "double_percent": lambda text: "".join(f"%25{ord(c):02x}" for c in text),
    "full_width": lambda text: "".join(chr(ord(c) + 0xFEE0) for c in text),
    "mathematical": lambda text: "".join(chr(ord(c) - ord("a") + 0x1D41A) for c in text),
    "accents": lambda text: text[:3] + "\u0301" + text[3:6] + "\u0308" + text[6:],
    "soft_hyphen": lambda text: f"{text[:5]}\u00ad{text[5:]}",
    "zero_width": lambda text: f"{text[:3]}\u200b{text[3:6]}\u2060{text[6:]}",
    "joiner": lambda text: f"{text[:3]}\u034f{text[3:6]}\u180e{text[6:]}",
    "bidi": lambda text: f"\u202d{text[:5]}\u200e{text[5:]}\u202c",
    "upper": str.upper,
    "capital": str.capitalize,
    "name": lambda text: f"{text.capitalize()} Jones",
    "handle": lambda text: f"@{text}",
    "mail": lambda text: f"{text}@example.com",
    "host": lambda text: f"{text}.corp.example",
    "base64": lambda text: base64.b64encode(f"password is {text}".encode()).decode(),
}


def _chinese(number: int) -> tuple[str, tuple[str, ...], str]:
    # A search index has pairs of characters, so that each pair must be the canary's own.
    text = "".join(chr(0x9B00 + number * 2 + at) for at in (0, 1)) + chr(0x7E00 + number)
    return text, (text[:2], text[1:]), text


def _script(letters: str, before: str = "", after: str = ""):
    def make(number: int) -> tuple[str, tuple[str, ...], str]:
        digest = hashlib.sha256(f"{letters} {number}".encode()).digest()
        text = "".join(letters[byte % len(letters)] for byte in digest[:10])
        return text, (text[:8],), before + text + after

    return make


def _emoji(number: int) -> tuple[str, tuple[str, ...], str]:
    digest = hashlib.sha256(f"emoji {number}".encode()).digest()
    text = "".join(chr(0x1F400 + byte % 0x3E) for byte in digest[:4])
    return text, (text,), text


def _id(number: int) -> tuple[str, tuple[str, ...], str]:
    text = f"INC-{840000 + number}"
    return text, (str(840000 + number),), text


def _day(number: int) -> tuple[str, tuple[str, ...], str]:
    """A day in a month of its own, from 2010."""
    year, month = 2010 + number // 12, number % 12
    name = MONTHS[month].lower()
    keys = tuple(dict.fromkeys((f"{year}-{month + 1:02}", f"{name} {year}", f"{name[:3]} {year}")))
    return f"{year}-{month + 1:02}-13", keys, f"{year}-{month + 1:02}-13"


def _minutes(number: int) -> tuple[str, tuple[str, ...], str]:
    minutes = 73000 + number * 7
    text = f"{minutes} minutes"
    return text, (str(minutes), f"{minutes // 60} h {minutes % 60}"), text


# Canaries that are no words.
SPECIAL = {
    "chinese": _chinese,
    "cyrillic": _script("бвгджзклмнпрстфхцчш"),
    "greek": _script("βγδζθκλμνξπρτφχψω"),
    "arabic": _script("بتثجحخدذرزسشصضطظعغ", "\u202b", "\u202c"),
    "hebrew": _script("אבגדהוזחטיכלמנסעפצקרשת", "\u2067", "\u2069"),
    "thai": _script("กขคฆงจฉชซฌญฎฏฐฑ"),
    "emoji": _emoji,
    "id": _id,
    "day": _day,
    "minutes": _minutes,
}
