"""The machine and the programs that were measured."""

import datetime
import hashlib
import json
import os
import re
import subprocess
from pathlib import Path

from .measure import Stop

PROJECT = Path(__file__).resolve().parents[2]


def programs():
    """Builds pmsite as it ships, the limit program and the generator of documents, and returns their paths."""
    command = ["cargo", "build", "--profile", "dist", "--locked", "--bin", "pmsite", "--bench", "limit", "--bench", "corpus"]
    try:
        done = subprocess.run(
            [*command, "--message-format=json-render-diagnostics"], cwd=PROJECT, stdout=subprocess.PIPE, text=True
        )
    except FileNotFoundError:
        raise Stop("cargo is missing: pmsite is built with it (https://rustup.rs)") from None
    if done.returncode != 0:
        raise Stop(f"{' '.join(command)}: exit code {done.returncode}")
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    made = {one["target"]["name"]: Path(one["executable"]) for one in messages if one.get("executable")}
    missing = {"pmsite", "limit", "corpus"} - made.keys()
    if missing:
        raise Stop(f"cargo did not say where it put {', '.join(sorted(missing))}")
    return made


def locked(package):
    """The version of one of pmsite's dependencies."""
    found = re.search(rf'name = "{package}"\nversion = "(.+)"', (PROJECT / "Cargo.lock").read_text())
    return found[1] if found else "?"


def file_system(folder):
    """The type of a folder's file system."""
    lines = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
    mounts = [(words[1], words[2]) for words in lines if folder.resolve().is_relative_to(words[1])]
    return max(mounts, key=lambda mount: len(mount[0]))[1] if mounts else "?"


def describe(folder, made, further):
    """One line about the machine and the programs."""
    processor = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.M)
    memory = int(re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())[1]) / 1024**2
    version = subprocess.run([made["pmsite"], "--version"], capture_output=True, text=True, check=True).stdout.strip()
    megabytes = made["pmsite"].stat().st_size / 1e6
    versions = [f"{version} ({megabytes:.1f} MB)", f"comrak {locked('comrak')}", *further]
    day = datetime.datetime.now(datetime.timezone.utc).date()
    return (
        f"{day}: {len(os.sched_getaffinity(0))} cores ({processor[1] if processor else 'of an unknown model'}), "
        f"{memory:.0f} GiB, files on {file_system(folder)}, load {os.getloadavg()[0]:.1f} at the start; {', '.join(versions)}"
    )


def files(folder):
    """All files below a folder, sorted by name."""
    return sorted(Path(place, name) for place, _, names in os.walk(folder) for name in names)


def stamps(folder):
    """A stamp that changes when a file is written."""
    status = ((path, path.stat()) for path in files(folder))
    return {path: (one.st_ino, one.st_mtime_ns, one.st_ctime_ns, one.st_size) for path, one in status}


def size(folder):
    """The number of files and their total size."""
    sizes = [path.stat().st_size for path in files(folder)]
    return {"files": len(sizes), "bytes": sum(sizes)}


def digest(folder):
    """A digest of the names and bytes of all files."""
    whole = hashlib.sha256()
    for path in files(folder):
        text = path.read_bytes()
        whole.update(f"{path.relative_to(folder)}\0{len(text)}\0".encode(errors="surrogateescape"))
        whole.update(text)
    return whole.hexdigest()
