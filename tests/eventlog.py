"""The events of a file as they are stored, read with nothing of the program in between."""

from __future__ import annotations

from typing import Any

from behind import asked
from conftest import Desk


def event_rows(desk: Desk) -> list[Any]:
    """All events of the file in the order of the chain, as they are stored."""
    names = ("n", "kind", "id", "seq", "key", "actor", "type")
    found = asked(desk, f"SELECT {', '.join(names)} FROM event ORDER BY n")
    return [dict(zip(names, row, strict=True)) for row in found]
