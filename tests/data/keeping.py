"""What the tests of backups share: folders of backups, what they say of themselves, and what a desk shows."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from conftest import ENCRYPTED, Desk, Result, raw_database

PAPER = b"a photograph of the bill\n"


def folder(desk: Desk) -> Path:
    return desk.home / "backups"


def names(where: Path) -> list[str]:
    """The backups in a folder, and nothing hidden."""
    return sorted(path.name for path in where.iterdir() if path.name[0].isdigit() and path.is_dir())


def hidden(where: Path) -> list[str]:
    """What is hidden there beside the lock."""
    return sorted(path.name for path in where.iterdir() if path.name.startswith(".") and path.name != ".lock")


def manifest(where: Path, name: str) -> Any:
    return json.loads((where / name / "manifest.json").read_text("utf-8"))


def chain(database: Path) -> list[tuple[int, str]]:
    """Number and hash of every event, read from a file at rest or in use."""
    with closing(raw_database(database)) as db:
        return [(n, hash) for n, hash in db.execute("SELECT n, hash FROM event ORDER BY n")]


def shown(desk: Desk) -> Any:
    """Everything that people see of a desk: its complaints with every step, its lists, its figures.

    It is seen on a copy, for who looks at a phone leaves a trace.
    """
    with TemporaryDirectory() as folder:
        twin = desk.copy(Path(folder) / "home")
        ids = [case["id"] for case in twin.ok("list", "--state", "all")]
        files = [twin.ok("show", id, "--history") for id in sorted(ids)]
        return files, twin.ok("list", "--state", "all"), twin.ok("report"), twin.ok("overdue")


def paper(desk: Desk, name: str, content: bytes = PAPER) -> Path:
    path = desk.home.parent / name
    path.write_bytes(content)
    return path


def place(home: Path, digest: str) -> Path:
    return home / "attachments" / digest[:2] / digest


def fails(desk: Desk, code: int, *words: object, naming: tuple[str, ...] = ()) -> Result:
    """The command is refused in a sentence that names what it is about, and prints nothing else."""
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert [word for word in naming if word not in told.err] == [], told.err
    return told


def holds(path: Path) -> bool:
    """Whether the file is the paper: byte by byte, or sealed on an encrypted desk."""
    content = path.read_bytes()
    return len(content) > 0 and (content != PAPER) if ENCRYPTED else content == PAPER
