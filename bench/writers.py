"""Many who write at once for some seconds: each records complaint after complaint, every one on a new connection.

Prints as JSON what was acknowledged, what was refused, how long each step took, and how long all of it. Each complaint
has a key of its own, by which is found afterwards whether it is there, and once. The program is loaded once for all:
what is measured is the desk, not the start of Python.

    python bench/writers.py WRITERS SECONDS NAME SITE…
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from time import monotonic

from tsk.cli import main


def written(name: str, until: float) -> Iterator[tuple[str, float, str]]:
    """Key, seconds and what was said on stderr of each complaint that one writer records until then."""
    nth = 0
    while monotonic() < until:
        nth += 1
        key, start, said = f"{name}-{nth}", monotonic(), io.StringIO()
        words = ("record", f"断网三天，第{nth}次报修", "--channel", "hotline", "--external", key, "--json")
        with redirect_stdout(io.StringIO()), redirect_stderr(said):
            code = main([*words, "--phone", f"138{hash(key) % 10**8:08d}"])
        yield key, monotonic() - start, said.getvalue() if code else ""


def write(name: str, site: str, until: float) -> dict[str, object]:
    """What came of one writer."""
    os.environ["TSK_SITE"] = site
    found = list(written(name, until))
    return {
        "site": site,
        "kept": [key for key, _, refusal in found if not refusal],
        "refused": sorted({refusal for _, _, refusal in found if refusal})[:3],
        "waits": [seconds for _, seconds, _ in found],
    }


def crowd(writers: int, seconds: float, name: str, sites: list[str]) -> tuple[list[dict[str, object]], float]:
    """What came of all of them, who begin together, and in how many seconds."""
    write("loads everything", sites[0], monotonic() + 0.001)
    start = monotonic()
    until = start + seconds
    pipes = []
    for nth in range(writers):
        read, wrote = os.pipe()
        if os.fork() == 0:
            os.close(read)
            with os.fdopen(wrote, "w") as pipe:
                json.dump(write(f"{name}.{nth}", sites[nth % len(sites)], until), pipe)
            os._exit(0)
        os.close(wrote)
        pipes.append(read)
    found = []
    for read in pipes:
        with os.fdopen(read) as pipe:
            found.append(json.load(pipe))
    for _ in pipes:
        os.wait()
    return found, monotonic() - start


if __name__ == "__main__":
    print(json.dumps(crowd(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3], sys.argv[4:])))
