"""Ways in which the file of a desk can be ruined, each made on a copy of a good one."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

PAGE = 4096
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(range(256)) * 40


def cut(to: Callable[[int], int]) -> Callable[[Path], None]:
    return lambda file: file.write_bytes(file.read_bytes()[: to(file.stat().st_size)])


def filled(content: Callable[[int], bytes]) -> Callable[[Path], None]:
    def fill(file: Path) -> None:
        file.write_bytes(content(file.stat().st_size))

    return fill


def of_another_program(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE event (song TEXT)")
        other.execute("INSERT INTO event VALUES ('la la la')")
        other.commit()


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def root_page(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA journal_mode = WAL")
    return int(page)


def overwritten(table: str) -> Callable[[Path], None]:
    """The root page of that table written over: whatever reads it finds no b-tree there."""

    def overwrite(file: Path) -> None:
        page = root_page(file, table)
        with file.open("r+b") as data:
            data.seek((page - 1) * PAGE)
            data.write(bytes([0xEE]) * PAGE)

    return overwrite


def header(file: Path) -> None:
    with file.open("r+b") as data:
        data.write(b"SQLite format 3\x00" + b"\xff" * 84)


# What leaves no desk in the file: no command can do anything with it.
GONE: dict[str, Callable[[Path], None]] = {
    "cut to 100 bytes": cut(lambda size: 100),
    "cut to one page": cut(lambda size: PAGE),
    "cut to half": cut(lambda size: size // 2 // PAGE * PAGE),
    "cut inside a page": cut(lambda size: size // 2 // PAGE * PAGE + 1234),
    "empty": filled(lambda size: b""),
    "zeros": filled(bytes),
    "text": filled(lambda size: b"Dear Sir or Madam,\n" * 300),
    "a picture": filled(lambda size: PNG),
    "another program's": of_another_program,
    "a broken header": header,
    "a folder": a_folder,
}
# What spoils a part of it: a command that needs that part is refused.
SPOILT: dict[str, Callable[[Path], None]] = {
    "cut by one page": cut(lambda size: size - PAGE),
    "events written over": overwritten("event"),
    "list written over": overwritten("complaint"),
    "texts written over": overwritten("private"),
    "milestones written over": overwritten("milestone"),
}


def copied(home: Path, to: Path) -> Path:
    shutil.copytree(home, to)
    return to
