"""How far an import has come is shown on a terminal, and nowhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from conftest import Desk
from foreign import ROWS, Foreign


def typed(desk: Desk, *words: object) -> str:
    """What the terminal got of a command whose errors go there, its result into a pipe."""
    outer, inner = pty.openpty()
    env = {**os.environ, **desk.env, "TERM": "xterm", "COLUMNS": "80"}
    command = [sys.executable, "-m", "tsk", *map(str, words)]
    with subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=inner) as process:
        os.close(inner)
        shown = b""
        while part := _read(outer):
            shown += part
        assert process.wait(60) == 0
    os.close(outer)
    return shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the program has closed it
        return b""


def test_a_bar_is_drawn_on_a_terminal_alone(desk: Desk, tmp_path: Path):
    rows = tuple({**ROWS[0], "Ticket": f"T{n}", "Phone": f"138{n:08}"} for n in range(300))
    old = Foreign(desk, tmp_path, rows)
    old.write()
    words = ("import", old.file, "--map", old.map, "--on-error", "skip")
    shown = typed(desk.copy(tmp_path / "other"), *words)
    assert "100%" in shown and "300" in shown
    with desk.process(*words) as process:
        out, err = process.communicate(timeout=60)
    assert "300" in out and err == ""
