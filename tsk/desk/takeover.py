"""Complaints of another desk of ours, exported with their steps: taken over step by step, as they were recorded there.

Numbers, times and persons stay; the place in the chain, its links and the salts are this desk's own. What is here
already is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tsk.custody import stays
from tsk.derived import Derived
from tsk.desk.importedwords import Refused
from tsk.desk.importing import How, Totals, check_import
from tsk.desk.session import Desk
from tsk.errors import TskError
from tsk.figures import facts
from tsk.handlingtime import book
from tsk.importer.values import Fault
from tsk.importstore import New, known, write_new
from tsk.lifecycle import fold
from tsk.model import Case, Draft, DueChange, Event
from tsk.searchtext import search_text

_AT_ONCE = 100
_START = 65_536  # letters of the first line that tell what the file is
_DAMAGE = (msgspec.MsgspecError, AssertionError, LookupError, RecursionError, TypeError, ValueError)


class Carried(Struct, frozen=True):
    """One step as it was exported."""

    at: datetime
    recorded_at: datetime
    actor: str
    type: str
    key: str
    said: dict[str, Any]
    texts: dict[str, str | None]
    dues: tuple[DueChange, ...]


class _Customer(Struct, frozen=True):
    masked: bool = False


class File(Struct, frozen=True):
    """One complaint as it was exported: its number and its steps; the rest of the line says the same again."""

    id: int
    number: str
    customer: _Customer
    events: tuple[Carried, ...]


class Ready(Struct, frozen=True):
    """A complaint that can be written."""

    line: int
    new: New


_file = msgspec.json.Decoder(File)


def is_ours(path: Path) -> bool:
    """Whether the file begins as complaints exported with their steps do."""
    with path.open("rb") as file:
        start = file.read(_START).lstrip(b"\xef\xbb\xbf[\n\r ")
    return start.startswith(b'{"id":') and b'"milestones":[' in start and b'"events":[{"at":' in start


def take_over(desk: Desk, path: Path, how: How) -> Totals:
    """What became of every complaint in the file."""
    check_import(desk)
    totals = Totals()
    with path.open("rb") as file:
        lines = ((nth, line.strip().rstrip(b",")) for nth, line in enumerate(file, 1))
        rest = ((nth, line) for nth, line in lines if line not in (b"", b"[", b"]", b"[]"))
        while batch := list(islice(rest, _AT_ONCE)):
            _take(desk, batch, how, totals)
            how.tell(totals)
    return totals


def _take(desk: Desk, batch: list[tuple[int, bytes]], how: How, totals: Totals) -> None:
    """Takes over so many of them in one transaction."""
    if how.dry_run:
        ready = list(_ready(desk, batch, how, totals))
    else:
        with desk.store.writing():
            ready = list(_ready(desk, batch, how, totals))
            if ready:
                write_new(desk.store, [one.new for one in ready])
    for one in ready:
        totals.new += 1
        totals.steps += len(one.new.drafts)
        totals.still_open += one.new.case.is_open


def _ready(desk: Desk, batch: list[tuple[int, bytes]], how: How, totals: Totals) -> Iterator[Ready]:
    for nth, line in batch:
        try:
            new = _read(desk, line)
        except Refused as error:
            totals.refused[error.reason] += 1
            how.refuse(Fault(nth, error.reason, error.why.message, error.why.hint, error.why.values, error.column))
            continue
        if new is None:
            totals.unchanged += 1
        else:
            yield Ready(nth, new)


def _read(desk: Desk, line: bytes) -> New | None:
    """The complaint of a line; None where it is here already, step for step. Raises Refused."""
    try:
        file = _file.decode(line)
        if file.customer.masked:
            raise Refused("masked", TskError("Contact data are masked in it.", "Export it again with --reveal."))
        events = tuple(_events(desk, file))
        case = fold(events, desk.store.site)
    except _DAMAGE as error:
        raise Refused("damaged", TskError("This is no complaint exported with its steps.")) from error
    _check(desk, file, case)
    there = desk.store.cases([case.id])
    if there and there[0] == case:
        return None
    if there or known(desk.store, [one.key for one in events]):
        raise Refused("taken", TskError("{number} is here already, with other steps.", number=case.number), "number")
    drafts = tuple(
        Draft(one.type, one.at, one.recorded_at, one.actor, one.body, _whole(one), one.dues) for one in events
    )
    return New("", case, drafts, _derived(desk, case, events), tuple(one.key for one in events))


def _whole(event: Event) -> dict[str, str]:
    return {name: text or "" for name, text in event.private.items()}


def _events(desk: Desk, file: File) -> Iterator[Event]:
    for seq, one in enumerate(file.events, 1):
        plain = (one.at, one.recorded_at, one.actor, one.type, one.said, one.texts, one.dues)
        yield Event(desk.store.site, 0, "complaint", file.id, seq, one.key, *plain, "")


def _check(desk: Desk, file: File, case: Case) -> None:
    """Raises Refused for what cannot stand on this desk by itself."""
    number, version = case.number, case.policy
    if (case.id, number) != (file.id, file.number):
        raise Refused("damaged", TskError("This is no complaint exported with its steps."))
    if case.anonymised_at or any(None in one.texts.values() for one in file.events):
        raise Refused("anonymised", TskError("{number} was anonymised.", number=number))
    if version != desk.rules.version and desk.store.policy(version) is None:
        why = TskError(
            "{number} was received under the policy {version}, which this desk does not know.",
            "Copy the rules.toml of that desk here first.",
            number=number,
            version=version,
        )
        raise Refused("policy", why)
    if case.incident:
        raise Refused(
            "incident", TskError("{number} is linked to an incident, which is not in the file.", number=number)
        )


def _derived(desk: Desk, case: Case, events: tuple[Event, ...]) -> Derived:
    bookings = book(stays(case), (), desk.calendars, desk.rules.desk_department, desk.now)
    policy = desk.frozen(case.policy, case.number)
    return Derived(facts(case, policy, desk.zone, bookings), search_text(case.number, events), bookings)
