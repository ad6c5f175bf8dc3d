"""What is read out of a foreign file: complaints with what happened to each, and rows that cannot be taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct


class Fault(Struct, frozen=True):
    """Why a row is not taken: `message` and `hint` are templates for `values`, `reason` is one word for the totals.

    `line` is where the row begins in the file, from 1; `column` the heading it is about; `cells` the row as it stood.
    """

    line: int
    reason: str
    message: str
    hint: str = ""
    values: dict[str, Any] = {}
    column: str = ""
    cells: tuple[str, ...] = ()


class Past(Struct, frozen=True):
    """A step that was taken before the import: `said` as the step carries it, words of the policy as typed.

    `estimated` is true where the file did not tell the time and it was taken from its neighbour.
    """

    step: str
    at: datetime
    said: dict[str, Any] = {}
    estimated: bool = False


class Entry(Struct, frozen=True):
    """One complaint of a foreign file: its texts, its words of the policy as typed, and its past in order of time.

    `texts` are those of an Intake (summary, details, name, phone …), `words` its channel, category, subtype, severity,
    tier and amount, `fields` the policy's own, instants aware UTC. `estimated` names the instants that the file did not
    tell whole.
    """

    line: int
    external: str
    texts: dict[str, str]
    words: dict[str, str]
    received: datetime
    fields: dict[str, str] = {}
    occurred: datetime | None = None
    answered: datetime | None = None
    past: tuple[Past, ...] = ()
    estimated: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
