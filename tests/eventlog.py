"""The events of a file as they are stored, read with nothing of the program in between."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from conftest import Desk, raw_database


def event_rows(desk: Desk) -> list[Any]:
    """All events of the file in the order of the chain, as they are stored."""
    names = ("n", "kind", "id", "seq", "key", "actor", "type")
    with closing(raw_database(desk.home / "tsk.db")) as db:
        found = db.execute(f"SELECT {', '.join(names)} FROM event ORDER BY n").fetchall()
    return [dict(zip(names, row, strict=True)) for row in found]
