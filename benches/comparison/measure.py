"""Runs a program and measures it."""

import dataclasses
import os
import signal
import subprocess
import sys

# An extra process starts the program to measure: Linux attributes the memory of the process that called `exec` to the
# new program, and an interpreter without modules and data is the smallest at hand.
LAUNCHER = """
import os, sys, time
said, program = sys.argv[1:3]
start = time.perf_counter()
child = os.fork()
if not child:
    try:
        file = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, 1)
        os.dup2(file, 2)
        os.execv(program, sys.argv[2:])
    finally:
        os._exit(127)
_, status, use = os.wait4(child, 0)
wall = time.perf_counter() - start
print(wall, use.ru_utime + use.ru_stime, use.ru_maxrss * 1024, os.waitstatus_to_exitcode(status))
"""


class Stop(Exception):
    """An error message for the user."""


@dataclasses.dataclass(frozen=True)
class Run:
    """The cost of a run: seconds, CPU seconds of all cores, bytes."""

    wall: float
    cpu: float
    memory: int


def run(command, said, environment=None, codes=(0,)):
    """Measures a command. Its output goes to the file `said`; an exit code not in `codes` stops everything."""
    words = [os.fspath(word) for word in command]
    launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, os.fspath(said), *words]
    with subprocess.Popen(launcher, stdout=subprocess.PIPE, env=environment, start_new_session=True) as process:
        try:
            figures = process.communicate()[0].split()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    if not figures:
        raise Stop(f"cannot start {words[0]}")
    wall, cpu, memory, code = float(figures[0]), float(figures[1]), int(figures[2]), int(figures[3])
    if code not in codes:
        with open(said, errors="replace") as file:
            last = file.read()[-2000:]
        raise Stop(f"exit code {code} of: {' '.join(words)}\n{last}")
    return Run(wall, cpu, memory)
