"""Measures the time from a save to the changed page, and the memory of the server."""

import contextlib
import dataclasses
import http.client
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

from .measure import Stop

# In seconds: limits for starting and for showing a save, and the pause between saves.
BEGIN, LIMIT, BETWEEN = 900, 120, 0.25


@dataclasses.dataclass(frozen=True)
class Saves:
    """Seconds from each save to the changed page; the server's final and peak memory in bytes."""

    times: list
    memory: int
    peak: int


@contextlib.contextmanager
def serving(command, environment):
    """Starts a server and yields its process and its address once it prints that."""
    words = [str(word) for word in command]
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, text=True, errors="replace"
    )
    late = threading.Timer(BEGIN, process.kill)
    late.start()
    try:
        for line in process.stdout:
            found = re.search(r"http://([\w.]+:\d+)", line)
            if found:
                late.cancel()
                # Drain further output so the pipe does not fill up.
                threading.Thread(target=process.stdout.read, daemon=True).start()
                yield process, found[1]
                return
        raise Stop(f"ended before it served: {' '.join(words)}")
    finally:
        late.cancel()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def memory(process, name):
    """A value of `/proc/PID/status`, in bytes."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(rf"^{name}:\s*(\d+) kB", status, re.M)[1]) * 1024


def measure(command, environment, pages, count, pause):
    """Saves one document after another and requests its page over one connection until it shows the change.

    `pages` are addresses with the documents that they show, which are put back at the end; `pause` in seconds lies
    between two requests.
    """
    before = {}
    with serving(command, environment) as (process, address):
        connection = http.client.HTTPConnection(address, timeout=LIMIT)

        def page(path):
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise Stop(f"{path}: answered {answer.status}")
            return body

        def shows(path, mark):
            try:
                return mark in page(path)
            except http.client.IncompleteRead:
                # Hugo sometimes sends a page while writing it. The next request opens a new connection.
                connection.close()
                return False

        def save(number):
            # A large prime steps through all pages in distant order.
            path, source = pages[number * 7919 % len(pages)]
            page(path)
            text = source.read_bytes()
            before.setdefault(source, text)
            mark = f"Save number {number} was here.".encode()
            text += b"\n\n" + mark + b"\n"
            time.sleep(BETWEEN)
            start = time.perf_counter()
            source.write_bytes(text)
            while not shows(path, mark):
                if time.perf_counter() - start > LIMIT:
                    raise Stop(f"{path}: does not show a save within {LIMIT} s")
                time.sleep(pause)
            return time.perf_counter() - start

        try:
            times = [save(number) for number in range(1, count + 1)]
            return Saves(times, memory(process, "VmRSS"), memory(process, "VmHWM"))
        except (OSError, http.client.HTTPException) as error:
            raise Stop(f"the server does not answer: {error}") from error
        finally:
            connection.close()
            for source, text in before.items():
                source.write_bytes(text)
