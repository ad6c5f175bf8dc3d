"""Reading the files beside the complaints: one row of the register, or word that there is none."""

from __future__ import annotations

from typing import Any

from tsk.desk.session import Desk
from tsk.errors import NotFound, Word

# Kinds that another command lists than the one called like them.
_LISTS = {"inspection": "inspect list", "request": "staff requests"}


def row_of(desk: Desk, kind: str, id: int) -> Any:
    """The register's row of one file; raises NotFound for a number that no file of the kind has."""
    row = desk.store.entry(kind, id)
    if row is None:
        raise no_such_entry(kind, id)
    return row


def no_such_entry(kind: str, id: int) -> NotFound:
    """The error for a number that no file of the kind has."""
    return NotFound(
        "There is no {what} {id} here.",
        "`tsk {list}` shows them.",
        what=Word(kind),
        id=id,
        list=_LISTS.get(kind, f"{kind} list"),
    )
