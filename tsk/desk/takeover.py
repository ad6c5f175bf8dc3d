"""Complaints of another desk of ours, exported with their steps: taken over step by step, as they were recorded there.

Numbers, times and persons stay; the place in the chain, its links and the salts are this desk's own, and who took over
what stands in the log beside looks and exports. What is here already is left alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime
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
from tsk.desk.session import Desk
from tsk.errors import TskError, UsageError
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


class _TakingOver:
    """One file on its way in: read outside the lock, compared and written inside; `size` complaints at once."""

    def __init__(self, desk: Desk, name: str, how: How) -> None:
        self._desk, self._name, self._how = desk, name, how
        self._cases: dict[int, Case] = {}  # of the batch
        self._keys: set[str] = set()
        self.totals = Totals()
        self.size = FIRST

    def take(self, batch: list[tuple[int, bytes]]) -> None:
        """Takes over so many of them in one transaction."""
        desk, read = self._desk, list(self._read(batch))
        self._cases, self._keys = {}, set()
        if self._how.dry_run:
            ready = list(self._new(read))
        else:
            with desk.store.writing():
                began = time.perf_counter()
                ready = list(self._new(read))
                if ready:
                    write_new(desk.store, ready)
                    _note(desk, self._name, [one.case.id for one in ready])
            self.size = size_after(self.size, time.perf_counter() - began)
        for one in ready:
            self.totals.new += 1
            self.totals.steps += len(one.drafts)
            self.totals.still_open += one.case.is_open

    def _read(self, batch: list[tuple[int, bytes]]) -> Iterator[tuple[int, New]]:
        for nth, line in batch:
            try:
                yield nth, _read(self._desk, line)
            except Refused as error:
                self._refuse(nth, error)

    def _new(self, read: list[tuple[int, New]]) -> Iterator[New]:
        """Those that are not here yet, neither on the desk nor further up."""
        for nth, new in read:
            try:
                if self._is_here(new):
                    self.totals.unchanged += 1
                    continue
            except Refused as error:
                self._refuse(nth, error)
                continue
            self._cases[new.case.id] = new.case
            self._keys.update(new.keys)
            yield new

    def _is_here(self, new: New) -> bool:
        """Whether the complaint is here already, step for step; raises Refused where another one is in its place."""
        store, case = self._desk.store, new.case
        there = [self._cases[case.id]] if case.id in self._cases else store.cases([case.id])
        if there and there[0] == case:
            return True
        if there or not self._keys.isdisjoint(new.keys) or known(store, new.keys):
            why = TskError("{number} is here already, with other steps.", number=case.number)
            raise Refused("taken", why, "number")
        return False

    def _refuse(self, nth: int, error: Refused) -> None:
        self.totals.refused[error.reason] += 1
        why = error.why
        self._how.refuse(Fault(nth, error.reason, why.message, why.hint, why.values, error.column))


def _note(desk: Desk, name: str, ids: list[int]) -> None:
    """Logs who took which complaints over: their steps tell other persons, and the clock of another desk."""
    said = {"verb": "import", "count": len(ids), "complaints": ranges(ids)}
    draft = Draft(TAKEN_OVER, desk.now, desk.options.clock, desk.person.id, said, {"file_name": name})
    accessstore.append(desk.store, 0, draft, f"access:{os.urandom(16).hex()}")


def _read(desk: Desk, line: bytes) -> New:
    """The complaint of a line; raises Refused."""
    try:
        file = _file.decode(line)
        if file.customer.masked:
            raise Refused("masked", TskError("Contact data are masked in it.", "Export it again with --reveal."))
        events = tuple(_events(desk, file))
        _check_steps(events)
        case = fold(events, desk.store.site)
        if msgspec.json.decode(msgspec.json.encode(case), type=Case) != case:
            raise ValueError
    except _DAMAGE as error:
        raise Refused("damaged", TskError("This is no complaint exported with its steps.")) from error
    _check(desk, file, case)
    drafts = tuple(
        Draft(one.type, one.at, one.recorded_at, one.actor, one.body, _whole(one), one.dues) for one in events
    )
    return New("", case, drafts, _derived(desk, case, events), tuple(one.key for one in events))


def _check_steps(events: tuple[Event, ...]) -> None:
    """Raises ValueError for steps that no desk has written so."""
    if events[0].type != "registered" or not all(one.key for one in events):
        raise ValueError
    if len({one.key for one in events}) < len(events):
        raise ValueError
    if not all(FIRST_YEAR <= at.year <= LAST_YEAR for one in events for at in (one.at, one.recorded_at)):
        raise ValueError


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
    for one in file.events:
        if one.at > desk.now or one.recorded_at > desk.options.clock:
            at = max(one.at, one.recorded_at)
            raise Refused("future", UsageError("{at} lies in the future.", at=at), "events")
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
