"""The figures as Markdown tables."""

from statistics import median

# What is measured, in the order of the tables.
ROWS = {
    "copy": "read all, write all, nothing between",
    "limit": "**limit**: walk, read, comrak to HTML, write a page each",
    "build": "`pmsite build`, everything on, into an empty folder",
    "again": "`pmsite build` again, nothing changed",
    "check": "`pmsite check`",
    "show": "`pmsite show ID`",
    "similar": "`pmsite similar TEXT`",
    "hugo": "Hugo, no search, no highlighting",
    "highlighting": "Hugo with highlighting",
    "pagefind": "Pagefind over Hugo's site",
}
SAVES = {
    "pmsite": "`pmsite serve --watch`: from a save to the page that shows it",
    "fast": "Hugo's server, fast mode: the same",
    "full": "Hugo's server, `--disableFastRender`: the same",
}
STARTS = {"version": "`pmsite --version`", "ten": "`pmsite build` of 10 documents, into an empty folder"}
# Too short for a meaningful ratio to the limit program.
NO_RATIO = ("show", "similar")


def seconds(value):
    """A time with two or three digits."""
    if value < 0.001:
        return f"{value * 1e6:.0f} µs"
    if value < 0.1:
        return f"{value * 1000:.1f} ms"
    if value < 1:
        return f"{value * 1000:.0f} ms"
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def size(value):
    """A readable size."""
    for unit in ("bytes", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if value >= 10 or unit == "bytes" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.2f} GB"


def row(*cells):
    return "| " + " | ".join(cells) + " |"


def middle(runs):
    """The medians of runs."""
    return [median(getattr(run, name) for run in runs) for name in ("wall", "cpu", "memory")]


def figures(runs):
    wall, cpu, memory = middle(runs)
    return seconds(wall), seconds(cpu), size(memory)


def ratios(runs, limits):
    """The median ratios to the limit program of the same round: time and CPU time."""
    pairs = list(zip(runs, limits, strict=True))
    walls, cpus = (median(getattr(run, name) / getattr(limit, name) for run, limit in pairs) for name in ("wall", "cpu"))
    return f"{walls:.2f}", f"{cpus:.2f}"


def saved(saves):
    times = sorted(saves.times)
    wall = f"{seconds(median(times))}, worst of {len(times)}: {seconds(times[-1])}"
    return wall, "", f"{size(saves.memory)}, at most {size(saves.peak)}", "", ""


def archive(result):
    """The table of one archive, with a remark about its digest."""
    count, runs = result["documents"], result["runs"]
    lines = [
        row(f"{count:,} documents, {size(result['bytes'])}", "wall", "CPU", "peak memory", "times the limit", "its CPU"),
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, title in ROWS.items():
        if name in runs:
            times = ("", "") if name in NO_RATIO else ratios(runs[name], runs["limit"])
            lines.append(row(title, *figures(runs[name]), *times))
    lines += [row(SAVES[name], *saved(saves)) for name, saves in result["saves"].items()]
    made = result["made"]
    lines += [
        "",
        f"pmsite made {made['files']:,} files, {size(made['bytes'])}; built again, it wrote {result['rewritten']:,} of them."
        + (f" Its cache takes {size(result['cache'])}." if result["cache"] else ""),
        f"All of its bytes: sha256 {made['digest']}.",
    ]
    if "hugo" in result:
        lines.append(f"Hugo made {result['hugo']['files']:,} files, {size(result['hugo']['bytes'])}.")
    return lines


def starts(runs):
    """The table of short runs."""
    lines = [row("at once", "wall", "CPU", "peak memory"), "|---|--:|--:|--:|"]
    return lines + [row(title, *figures(runs[name])) for name, title in STARTS.items()]


def growth(results):
    """The cost of a document in small and in large archives."""
    results = sorted(results, key=lambda result: result["documents"])
    first, last = results[0], results[-1]
    times = f"{last['documents'] / first['documents']:.3g} times the documents"
    titles = [f"{result['documents']:,} documents" for result in results]
    lines = [row("time for a document", *titles, times), "|---|" + "--:|" * (len(titles) + 1)]
    for name, title in ROWS.items():
        if name in first["runs"] and name not in NO_RATIO:
            medians = [middle(result["runs"][name]) for result in results]
            each = [seconds(one[0] / result["documents"]) for one, result in zip(medians, results, strict=True)]
            (low, _, small), (high, _, large) = medians[0], medians[-1]
            lines.append(row(title, *each, f"{high / low:.3g} times the time, {large / small:.3g} times the memory"))
    return lines


def text(machine, start, results):
    """The complete report."""
    parts = [[machine], *(archive(result) for result in results)]
    if len(results) > 1:
        parts.append(growth(results))
    parts.append(starts(start))
    return "\n\n".join("\n".join(part) for part in parts)
