"""How long the suites that look for trouble run: a little in `make test`, long in `make soak`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

SOAKING = bool(os.environ.get("TSK_SOAK"))
LENGTH = float(os.environ.get("TSK_SOAK_SECONDS") or 180)  # of the longest single one; the others grow with it
SEED = int(os.environ.get("TSK_SOAK_SEED") or 7)  # of everything drawn; printed with what went wrong


def budget(usual: int, soaking: int) -> int:
    """How many (seconds, kills, walks) of it: the usual number, or that of `make soak`, larger as it lasts longer."""
    return max(usual, round(soaking * LENGTH / 180)) if SOAKING else usual


def fast_folder() -> str | None:
    """Where a folder is made whose files are kept in memory; None for the usual place."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and os.access(memory, os.W_OK) else None


def new_folder(fast: bool = True) -> Path:
    return Path(tempfile.mkdtemp(prefix="tsk-", dir=fast_folder() if fast else None))
