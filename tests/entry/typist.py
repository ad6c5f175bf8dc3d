"""Somebody at a real terminal: the command runs on a pseudo-terminal of 80 columns, and what is typed is typed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping

from conftest import Desk

_STEERING = re.compile("\x1b\\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\x07")
_PATIENCE = 30.0  # seconds
_READING = 0.3  # seconds


class Typist:
    """One command on a terminal: `sees` waits for a text, `types` a line; `screen` is everything shown so far."""

    def __init__(self, desk: Desk, *words: object, lang: str = "en", env: Mapping[str, str] | None = None) -> None:
        self._above, below = pty.openpty()
        fcntl.ioctl(below, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
        plain = {"TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "80", "LINES": "50", "TSK_LANG": lang}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tsk", *map(str, words)],
            env={**os.environ, **desk.env, **plain, **(env or {})},
            cwd=desk.home.parent,
            stdin=below,
            stdout=below,
            stderr=below,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl-C and a hang-up reach it
        )
        os.close(below)
        self._said = b""
        self._seen = 0

    @property
    def screen(self) -> str:
        return _STEERING.sub("", self._said.decode(errors="replace")).replace("\r", "")

    @property
    def rows(self) -> list[str]:
        return [row.rstrip() for row in self.screen.split("\n")]

    def sees(self, text: str) -> Typist:
        """Waits until the text is shown behind what was seen before."""
        until = time.monotonic() + _PATIENCE
        while (found := self.screen.find(text, self._seen)) < 0:
            left = until - time.monotonic()
            assert left > 0 and self._reads(left), f"“{text}” was not shown behind: {self.screen[self._seen :]}"
        self._seen = found + len(text)
        return self

    def _reads(self, seconds: float) -> bool:
        """Whether anything more was shown within that time."""
        ready, _, _ = select.select([self._above], [], [], seconds)
        try:
            piece = os.read(self._above, 65536) if ready else b""
        except OSError:  # the other end is closed
            piece = b""
        self._said += piece
        return bool(piece)

    def types(self, line: str = "") -> Typist:
        """Types a line and Enter."""
        os.write(self._above, f"{line}\n".encode())
        return self

    def answers(self, question: str, line: str = "") -> Typist:
        """Waits for the question and types the answer."""
        return self.sees(question).types(line)

    def presses_ctrl_c(self) -> Typist:
        """Presses Ctrl-C as somebody does who has read the question: readline loses one that comes with its prompt."""
        time.sleep(_READING)
        os.write(self._above, b"\x03")
        return self

    def presses_ctrl_d(self) -> Typist:
        """Presses Ctrl-D on an empty line."""
        time.sleep(_READING)
        os.write(self._above, b"\x04")
        return self

    def closes_the_window(self) -> int:
        """The exit code after the terminal is gone."""
        os.killpg(self._process.pid, signal.SIGHUP)
        os.close(self._above)
        return self._process.wait(timeout=_PATIENCE)

    def ends(self) -> int:
        """The exit code, when everything was shown."""
        while self._reads(_PATIENCE):
            pass
        os.close(self._above)
        return self._process.wait(timeout=_PATIENCE)
