"""Complaints of another desk of ours, exported with their steps: taken over step by step, as they were recorded there.

Numbers, times and persons stay; the place in the chain, its links and the salts are this desk's own, and who took over
what stands in the log beside looks and exports. What is here already is left alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tsk import accessstore
from tsk.access import TAKEN_OVER, ranges
from tsk.custody import stays
from tsk.derived import Derived
from tsk.desk.importedwords import Refused
from tsk.desk.importing import FIRST, How, Totals, check_import, size_after
from tsk.desk.session import CLOCK_DRIFT, Desk
from tsk.errors import TskError
from tsk.figures import facts
from tsk.handlingtime import book
from tsk.importer.dates import FIRST_YEAR, LAST_YEAR
from tsk.importer.values import Fault
from tsk.importstore import New, known, write_new
from tsk.lifecycle import fold
from tsk.model import Case, Draft, DueChange, Event
from tsk.searchtext import search_text

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


_file = msgspec.json.Decoder(File)


def is_ours(path: Path) -> bool:
    """Whether the file begins as complaints exported with their steps do."""
    with path.open("rb") as file:
        start = file.read(_START).lstrip(b"\xef\xbb\xbf[\n\r ")
    return start.startswith(b'{"id":') and b'"milestones":[' in start and b'"events":[{"at":' in start


def take_over(desk: Desk, path: Path, how: How) -> Totals:
    """What became of every complaint in the file."""
    check_import(desk)
    taking = _TakingOver(desk, path.name, how)
    with path.open("rb") as file:
        lines = ((nth, line.strip().rstrip(b",")) for nth, line in enumerate(file, 1))
        rest = ((nth, line) for nth, line in lines if line not in (b"", b"[", b"]", b"[]"))
        while batch := list(islice(rest, taking.size)):
            taking.take(batch)
            how.tell(taking.totals)
    return taking.totals


class _Seen:
    """What stood further up in the file: each complaint by its number, and of one batch the keys of the steps."""

    def __init__(self) -> None:
        self._complaints: dict[int, bytes] = {}
        self._keys: set[str] = set()

    def clear(self) -> None:
        """Forgets the keys: they are written."""
        self._keys.clear()

    def is_repeated(self, line: bytes, new: New) -> bool:
        """Whether the same line stood further up; raises Refused where it said something else."""
        mark = sha256(line).digest()[:16]
        before = self._complaints.get(new.case.id)
        if before == mark:
            return True
        if before:
            raise Refused("twice", TskError("“{number}” stands further up already.", number=new.case.number), "number")
        if not self._keys.isdisjoint(new.keys):
            raise _damaged()
        self._complaints[new.case.id] = mark
        self._keys.update(new.keys)
        return False


class _TakingOver:
    """One file on its way in: read outside the lock, compared and written inside; `size` complaints at once."""

    def __init__(self, desk: Desk, name: str, how: How) -> None:
        self._desk, self._name, self._how = desk, name, how
        self._seen = _Seen()
        self.totals = Totals()
        self.size = FIRST

    def take(self, batch: list[tuple[int, bytes]]) -> None:
        """Takes over so many of them in one transaction."""
        desk, read = self._desk, list(self._read(batch))
        if self._how.dry_run:
            ready = list(self._fresh(read))
        else:
            with desk.store.writing():
                began = time.perf_counter()
                ready = list(self._fresh(read))
                if ready:
                    write_new(desk.store, ready)
                    _note(desk, self._name, [one.case.id for one in ready])
            self.size = size_after(self.size, time.perf_counter() - began)
        for one in ready:
            self.totals.new += 1
            self.totals.steps += len(one.drafts)
            self.totals.still_open += one.case.is_open

    def _read(self, batch: list[tuple[int, bytes]]) -> Iterator[tuple[int, New]]:
        """Those that can be read and do not stand further up."""
        self._seen.clear()
        for nth, line in batch:
            with self._refusing(nth):
                new = _read(self._desk, line)
                if self._seen.is_repeated(line, new):
                    self.totals.unchanged += 1
                else:
                    yield nth, new

    def _fresh(self, read: list[tuple[int, New]]) -> Iterator[New]:
        """Those of them that are not here yet."""
        for nth, new in read:
            with self._refusing(nth):
                if _is_here(self._desk, new):
                    self.totals.unchanged += 1
                else:
                    yield new

    @contextmanager
    def _refusing(self, nth: int) -> Iterator[None]:
        """Tells and counts the refusal of what stands in that line."""
        try:
            yield
        except Refused as error:
            self.totals.refused[error.reason] += 1
            why = error.why
            self._how.refuse(Fault(nth, error.reason, why.message, why.hint, why.values, error.column))


def _note(desk: Desk, name: str, ids: list[int]) -> None:
    """Logs who took which complaints over: their steps tell other persons, and the clock of another desk."""
    said = {"verb": "import", "count": len(ids), "complaints": ranges(ids)}
    draft = Draft(TAKEN_OVER, desk.now, desk.options.clock, desk.person.id, said, {"file_name": name})
    accessstore.append(desk.store, 0, draft, f"access:{os.urandom(16).hex()}")


def _is_here(desk: Desk, new: New) -> bool:
    """Whether the complaint is here already, step for step; raises Refused where another one is in its place."""
    there = desk.store.cases([new.case.id])
    if there and there[0] == new.case:
        return True
    if there or known(desk.store, new.keys):
        why = TskError("{number} is here already, with other steps.", number=new.case.number)
        raise Refused("taken", why, "number")
    return False


def _read(desk: Desk, line: bytes) -> New:
    """The complaint of a line; raises Refused."""
    try:
        file = _file.decode(line)
        if file.customer.masked:
            raise Refused("masked", TskError("Contact data are masked in it.", "Export it again with --reveal."))
        events = tuple(_events(desk, file))
        _check_steps(desk, events)
        case = fold(events, desk.store.site)
        if msgspec.json.decode(msgspec.json.encode(case), type=Case) != case:
            raise ValueError
    except _DAMAGE as error:
        raise _damaged() from error
    _check(desk, file, case)
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


def _check_steps(desk: Desk, events: tuple[Event, ...]) -> None:
    """Raises Refused for a step in the future, and ValueError for steps that no desk has written so."""
    if events[0].type != "registered" or not all(one.key for one in events):
        raise ValueError
    if len({one.key for one in events}) < len(events):
        raise ValueError
    latest = max(desk.now, desk.options.clock) + CLOCK_DRIFT
    for at in (at for one in events for at in (one.at, one.recorded_at)):
        if not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise ValueError
        if at > latest:
            raise Refused("future", TskError("{at} lies in the future.", at=at))


def _damaged() -> Refused:
    return Refused("damaged", TskError("This is no complaint exported with its steps."))


def _check(desk: Desk, file: File, case: Case) -> None:
    """Raises Refused for what cannot stand on this desk by itself."""
    number, version = case.number, case.policy
    if (case.id, number) != (file.id, file.number):
        raise _damaged()
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
