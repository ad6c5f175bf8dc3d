"""Taking in the complaints of a foreign file: each once, however often the file comes, and many in one transaction.

Complaints are made outside the lock and written in transactions of a fraction of a second, so that the counter goes on
meanwhile. What is written stands; the same file again goes on where it was interrupted, because each complaint has a
key of its own.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from tsk.custody import stays
from tsk.derived import Derived
from tsk.desk.importedcases import Clocks, Made, digest_of, key_of, made
from tsk.desk.importedchanges import Change, changed
from tsk.desk.importedrepeats import WAITING, Repeats
from tsk.desk.importedwords import Refused, Words
from tsk.desk.intake import number_of
from tsk.desk.session import Desk
from tsk.duties import changes
from tsk.errors import NotAllowed, StoreError, TskError
from tsk.figures import facts
from tsk.handlingtime import book
from tsk.importer.values import Entry, Fault
from tsk.importstore import Known, New, known, write_new
from tsk.rights import check_listed, check_right
from tsk.searchtext import text_of

RECEIVED, NOW = "received", "now"  # from when the limits of what is still open run
POLICY_TIMES = (RECEIVED, NOW)
_LONGEST, _SHORTEST = 0.12, 0.04  # seconds that a transaction should take
FIRST, _FEWEST, _MOST = 100, 10, 1000  # complaints in one transaction


class Totals(Struct):
    """What an import came to, complaint by complaint; `refused` counts those left out by reason.

    `kept` counts what the file says otherwise and people here have said or done themselves, on `differing` complaints.
    """

    new: int = 0
    unchanged: int = 0
    corrected: int = 0
    steps: int = 0
    estimated: int = 0
    by_rule: int = 0
    still_open: int = 0
    kept: int = 0
    differing: int = 0
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def complaints(self) -> int:
        """The complaints of the file that were understood."""
        return self.new + self.unchanged + self.corrected + self.differing


class How(Struct, frozen=True):
    """How a file is taken in: looked at only, or written; from when limits run; whom faults and batches are told.

    `clocks` tells what each step does to the deadlines.
    """

    dry_run: bool
    from_now: bool
    refuse: Callable[[Fault], None]
    tell: Callable[[Totals], None] = lambda totals: None
    clocks: Clocks = changes


def check_import(desk: Desk) -> None:
    """Raises NotAllowed, naming who holds it, where the person lacks the right to import."""
    check_listed(desk.person)
    check_right(desk.rules, desk.person, "import")


def take_in(desk: Desk, found: Iterable[Entry | Fault], how: How) -> Totals:
    """What became of every complaint of the file, in its order."""
    check_import(desk)
    taking = _Taking(desk, how)
    rest = iter(found)
    while batch := list(islice(rest, taking.size)):
        taking.take(batch)
        how.tell(taking.totals)
    return taking.totals


class _Taking:
    """One file on its way in; `size` is how many complaints are taken at once."""

    def __init__(self, desk: Desk, how: How) -> None:
        self._desk, self._how = desk, how
        self._words, self._repeats = Words(desk), Repeats(desk)
        self._alike: Counter[str] = Counter()
        self.totals = Totals()
        self.size = FIRST

    def take(self, batch: list[Entry | Fault]) -> None:
        """Takes in so much of the file, and again what somebody else recorded in the meantime."""
        keyed = list(self._keyed(batch))
        while keyed:
            keyed = self._take(keyed)

    def _keyed(self, batch: list[Entry | Fault]) -> Iterator[tuple[str, Entry]]:
        for one in batch:
            if isinstance(one, Fault):
                self._refuse(one)
                continue
            nth = 0
            if not one.external:
                self._alike[digest_of(one)] += 1
                nth = self._alike[digest_of(one)]
            yield key_of(one, nth), one

    def _refuse(self, fault: Fault) -> None:
        self.totals.refused[fault.reason] += 1
        self._how.refuse(fault)

    def _take(self, keyed: list[tuple[str, Entry]]) -> list[tuple[str, Entry]]:
        """What has to be taken once more, because it was recorded by somebody else while it was made."""
        there = known(self._desk.store, [key for key, _ in keyed])
        fresh: list[Made] = []
        for key, entry in keyed:
            if key in there:
                self._again(entry, there[key])
            elif one := self._made(key, entry, len(fresh)):
                fresh.append(one)
        self._repeats.clear()
        written = fresh if self._how.dry_run else self._write(fresh)
        for one in written:
            self._count(one)
        left = {one.key for one in fresh} - {one.key for one in written}
        return [(key, entry) for key, entry in keyed if key in left]

    def _made(self, key: str, entry: Entry, place: int) -> Made | None:
        """The complaint of an entry; None, the fault told, where it cannot be taken."""
        try:
            one = made(self._desk, self._words, entry, key, self._repeats.of, self._how.from_now, self._how.clocks)
        except StoreError:
            raise
        except (Refused, TskError) as error:
            self._refuse(_fault(entry, error))
            return None
        self._repeats.note(place, one.case)
        return one

    def _count(self, one: Made) -> None:
        totals = self.totals
        totals.new += 1
        totals.steps += len(one.drafts)
        totals.estimated += bool(one.estimated)
        totals.by_rule += one.category_by_rule
        totals.still_open += one.case.is_open

    # ── again ──────────────────────────────────────────────────────────────────────────────────────

    def _again(self, entry: Entry, there: Known) -> None:
        """Corrects a complaint that is there already, where the file says something else by now."""
        if there.imported == digest_of(entry):
            self.totals.unchanged += 1
            return
        try:
            self._count_change(self._changed(entry, there.id))
        except StoreError:
            raise
        except (Refused, TskError) as error:
            self._refuse(_fault(entry, error))

    def _changed(self, entry: Entry, id: int) -> Change:
        desk = self._desk
        if self._how.dry_run:
            with desk.store.db.reading():
                return changed(desk, self._words, entry, id, keep=False)
        with desk.store.writing():
            return changed(desk, self._words, entry, id, keep=True)

    def _count_change(self, change: Change) -> None:
        totals = self.totals
        totals.kept += change.kept
        totals.steps += change.added + bool(change.corrected)
        if change.corrected or change.added:
            totals.corrected += 1
        elif change.kept:
            totals.differing += 1
        else:
            totals.unchanged += 1

    # ── written ────────────────────────────────────────────────────────────────────────────────────

    def _write(self, fresh: list[Made]) -> list[Made]:
        """The complaints as written, or none of them; the next batch is as large as the time allows."""
        if not fresh:
            return []
        desk = self._desk
        ready = [_ready(desk, one) for one in fresh]
        with desk.store.writing():
            began = time.perf_counter()
            if known(desk.store, [one.key for one in fresh]):
                return []  # somebody else has recorded some of them: made again, the rest may repeat those
            write_new(desk.store, _numbered(desk, list(zip(fresh, ready, strict=True))))
        self.size = size_after(self.size, time.perf_counter() - began)
        return fresh


def size_after(size: int, seconds: float) -> int:
    """How many complaints the next transaction takes, after one of so many took so long."""
    factor = 0.5 if seconds > _LONGEST else 2 if seconds < _SHORTEST else 1
    return max(_FEWEST, min(_MOST, int(size * factor)))


def _ready(desk: Desk, one: Made) -> Derived:
    """What is derived from a complaint before it has its number."""
    bookings = book(stays(one.case), (), desk.calendars, desk.rules.desk_department, desk.now)
    fact = facts(one.case, desk.rules.policy, desk.zone, bookings)
    return Derived(fact, text_of("", [draft.private for draft in one.drafts]), bookings)


def _numbered(desk: Desk, every: list[tuple[Made, Derived]]) -> Iterator[New]:
    """The complaints with their numbers, and with those of the ones of the same batch that they repeat."""
    last = desk.store.head()["last_number"]
    numbers = [number_of(desk, last + place) for place in range(1, len(every) + 1)]
    for place, (one, derived) in enumerate(every):
        first, *rest = one.drafts
        own: dict[str, Any] = {"id": last + place + 1, "number": numbers[place]}
        case = replace(one.case, **own)
        if case.repeat_of.startswith(WAITING):
            own["repeat_of"] = numbers[int(case.repeat_of[1:])]
            case = replace(case, repeat_of=own["repeat_of"])
        registered = replace(first, body={**first.body, **own})
        text = f"{numbers[place]}\n{derived.text}" if derived.text else numbers[place]
        yield New(one.key, case, (registered, *rest), replace(derived, text=text))


def _fault(entry: Entry, error: Refused | TskError) -> Fault:
    """The refusal of a complaint as the reader tells those of rows."""
    why = error.why if isinstance(error, Refused) else error
    reason = error.reason if isinstance(error, Refused) else _REASONS.get(type(error), "damaged")
    column = error.column if isinstance(error, Refused) else ""
    return Fault(entry.line, reason, why.message, why.hint, why.values, column, entry.cells)


_REASONS: dict[type[TskError], str] = {NotAllowed: "step"}
