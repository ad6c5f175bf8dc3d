"""A command that asks, on a real pseudo-terminal of 80 columns: what it shows, and in «» what is typed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_STEERING = re.compile("\x1b\\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\x07")
_QUESTION = re.compile(r"[?\])>？）] $")  # how a question ends that waits for its answer
_PATIENCE = 30.0  # seconds for one answer
_PAUSE = 0.2  # after which nothing follows what looks like a question


def conversation(command: str, answers: Sequence[str], env: Mapping[str, str], folder: Path) -> str:
    """What the terminal shows while the answers are typed, each at the next question; they stand in «»."""
    above, below = pty.openpty()
    fcntl.ioctl(below, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 80, 0, 0))
    kept = {name: value for name, value in env.items() if name != "FORCE_COLOR"}
    process = subprocess.Popen(
        ["bash", "-c", command],
        env={**kept, "TERM": "xterm", "LINES": "50", "NO_COLOR": "1"},
        cwd=folder,
        stdin=below,
        stdout=below,
        stderr=below,
        start_new_session=True,
    )
    os.close(below)
    try:
        said = _talked(above, answers)
        assert process.wait(timeout=_PATIENCE) == 0, said
        return said
    finally:
        os.close(above)
        process.kill()
        process.wait(timeout=_PATIENCE)


def _talked(above: int, answers: Sequence[str]) -> str:
    shown = _until_it_asks(above)
    for answer in answers:
        assert shown and not shown.endswith("\n"), f"nobody asks for «{answer}»:\n{shown}"
        os.write(above, f"{answer}\n".encode())
        echoed, _, more = _until_it_asks(above).partition("\n")
        assert echoed == answer, f"«{answer}» was shown as «{echoed}»"
        shown += f"«{answer}»\n{more}"
    assert shown.endswith("\n"), f"it asks for more:\n{shown}"
    return shown


def _until_it_asks(above: int) -> str:
    """What is shown until a line stands unfinished, which is a question, or until the command has ended.

    What is typed is echoed first; its line end belongs to what is shown.
    """
    said, until = b"", time.monotonic() + _PATIENCE
    while (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select([above], [], [], _PAUSE if _asks(said) else left)
        if not ready:
            break
        try:
            piece = os.read(above, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        said += piece
    return _plain(said)


def _asks(said: bytes) -> bool:
    return bool(_QUESTION.search(said.decode(errors="replace")))


def _plain(said: bytes) -> str:
    return _STEERING.sub("", said.decode(errors="replace")).replace("\r", "")
