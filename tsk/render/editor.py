"""A long text in the person's own editor; where there is none, line by line."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tsk.i18n import tr
from tsk.render.console import line

_USUAL = ("sensible-editor", "nano", "vim", "vi")
_MEMORY = Path("/dev/shm")  # where Linux keeps files that never reach a disk


Keep = Callable[[str], object]


def edited(text: str, on_disk: bool = True, keep: Keep = str) -> str:
    """The text as the person leaves it, without blank lines at its end.

    Where nothing may lie on a disk in plain, the editor gets a file in memory, or none. What Ctrl-C or a closed window
    stops is handed to `keep` as far as it was written.
    """
    folder = None if on_disk else _memory()
    command = _editor() if on_disk or folder else []
    if not command:
        return _line_by_line(text, keep)
    file = _new_file(text, folder)
    try:
        ran = subprocess.run([*command, str(file)], check=False)
        return file.read_text("utf-8-sig").strip() if ran.returncode == 0 else text
    except KeyboardInterrupt:
        with suppress(OSError, UnicodeDecodeError):
            keep(file.read_text("utf-8-sig").strip())
        raise
    except (OSError, UnicodeDecodeError):
        return _line_by_line(text, keep)
    finally:
        with suppress(OSError):
            file.unlink()


def _memory() -> str | None:
    return str(_MEMORY) if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) else None


def _editor() -> list[str]:
    """The words of the command: $VISUAL, $EDITOR, else what the platform has."""
    said = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    with suppress(ValueError):
        if words := shlex.split(said, posix=os.name == "posix"):
            return words
    if sys.platform == "win32":
        return ["notepad"]
    return next(([name] for name in _USUAL if shutil.which(name)), [])


def _new_file(text: str, folder: str | None) -> Path:
    """A file for its owner alone."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix="tsk-", suffix=".txt", dir=folder)
    with open(handle, "w", encoding="utf-8") as file:  # noqa: PTH123 - a handle, not a name
        file.write(f"{text}\n" if text else "")
    return Path(name)


def _line_by_line(text: str, keep: Keep) -> str:
    line("  ", (tr("Write it here; a line with only a dot ends it."), "dim"))
    written: list[str] = []
    try:
        while (said := input("  ")) not in (".", "。"):
            written.append(said)
    except EOFError:  # Ctrl-D ends it too
        if not written:
            raise
        line()
    except KeyboardInterrupt:
        keep("\n".join(written).strip())
        raise
    return "\n".join(written).strip() or text
