"""End-to-end test of the public edition: canaries in all that is withheld.

    canaries.py plant DIR       writes the archives DIR/marks and DIR/fields
    canaries.py scan DIR SITE   looks for the canaries of one of these archives in a site that was built from it
    canaries.py leak KIND SITE  writes a canary of `marks` into a site, in a disguise
    canaries.py kinds           lists the disguises

`scan` prints each canary that it finds and each witness that it misses, and fails if there are any.
"""

import sys

sys.dont_write_bytecode = True

from pathlib import Path

import fields
import leaks
import marked
import scanner

BUILD = {"marks": marked.build, "fields": fields.build}


def plant(folder: Path) -> int:
    """Writes the archives."""
    for name, build in BUILD.items():
        archive = build()
        for path, content in archive.files.items():
            place = folder / name / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        print(f"{name}: {len(archive.canaries)} canaries, {len(archive.witnesses)} witnesses")
    return 0


def scan(folder: Path, site: Path) -> int:
    """Scans a site."""
    archive = BUILD[folder.name]()
    for path, content in archive.files.items():
        if (folder / path).read_bytes() != content:
            raise SystemExit(f"{path} is not as it was planted")
    if not site.is_dir():
        raise SystemExit(f"there is no site in {site}")
    return scanner.scan(archive, site)


def leak(kind: str, site: Path) -> int:
    """Writes a canary into a site."""
    text = marked.build().canaries[0].text
    print(leaks.leak(kind, text, site))
    return 0


def main(arguments: list[str]) -> int:
    """Runs a command."""
    match arguments:
        case ["plant", folder]:
            return plant(Path(folder))
        case ["scan", folder, site]:
            return scan(Path(folder), Path(site))
        case ["leak", kind, site] if kind in leaks.DISGUISES:
            return leak(kind, Path(site))
        case ["kinds"]:
            print("\n".join(leaks.DISGUISES))
            return 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
