"""What the register keeps of a file beside the complaints: whose it is, how it stands, when it is due."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from msgspec import Struct


class Entry(Struct, frozen=True):
    """One row of the register; `complaint` is 0 for none."""

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
