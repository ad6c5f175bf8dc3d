"""Files beside the complaints: incidents, measures, inspections, requests; each kind folds its events to one value.

What the lists need of a value is its `Entry`; the kinds are told apart by `FOLDS` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from tsk.model import Event


class Entry(Struct, frozen=True):
    """One row of the register: whose it is, how it stands, when it is due; `complaint` is 0 for none."""

    state: str
    due: datetime | None = None
    department: str = ""
    owner: str = ""
    complaint: int = 0


class Filed(Protocol):
    """A value folded from the events of a file beside the complaints."""

    @property
    def id(self) -> int: ...

    @property
    def seq(self) -> int: ...

    @property
    def entry(self) -> Entry: ...


Fold = Callable[[Sequence[Event]], Filed]
FOLDS: dict[str, Fold] = {}
KINDS = tuple(FOLDS)


def fold_entry(kind: str, events: Sequence[Event]) -> Filed:
    """The value that the events of one file of that kind add up to, oldest first."""
    return FOLDS[kind](events)
