"""The events of a file as they are stored, read with nothing of the program in between."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from conftest import Desk


def event_rows(desk: Desk) -> list[Any]:
    """All events of the file in the order of the chain, as they are stored."""
    with closing(sqlite3.connect(desk.home / "tsk.db")) as db:
        db.row_factory = sqlite3.Row
        found = db.execute("SELECT n, kind, id, seq, key, actor, type FROM event ORDER BY n").fetchall()
    return [dict(row) for row in found]
