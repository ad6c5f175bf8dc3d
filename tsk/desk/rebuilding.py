"""Deriving again what is derived from events: all of it after an upgrade, or what differs; events are never touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from tsk import proofstore
from tsk.derived import Derived, derived_rows
from tsk.desk.session import Desk
from tsk.desk.steps import derived_of
from tsk.desk.upkeep import DAMAGE, as_booked, check_rules
from tsk.entries import FOLDS, fold_entry
from tsk.handlingtime import Booking
from tsk.lifecycle import fold
from tsk.model import Case
from tsk.watchstore import look_again


def rebuild(desk: Desk) -> None:
    """Derives again everything that is derived from events, and notes that it is done.

    A file that no longer adds up is left as it is: `verify` names it, and must be able to.
    """
    for id in proofstore.file_ids(desk.store):
        with desk.store.writing():
            found = _derived(desk, id)
            if found:
                desk.store.save(None, *found)
    for kind in FOLDS:
        for id in desk.store.entry_ids(kind):
            with suppress(*DAMAGE), desk.store.writing():
                desk.store.save_entry(kind, fold_entry(kind, desk.store.events(id, kind)))
    desk.store.mark_derived()


def _derived(desk: Desk, id: int) -> tuple[Case, Derived, tuple[Booking, ...]] | None:
    """The case, what is derived from it, and the time booked so far; None where its events no longer add up."""
    try:
        events, had = tuple(desk.store.events(id)), desk.store.bookings(id)
        case = fold(events, desk.store.site)
        return case, derived_of(desk, case, events, had), had
    except DAMAGE:
        return None


def mend_rules(desk: Desk) -> tuple[str, ...]:
    """`rules` where the compiled rules were not what their text says; the next desk that is opened goes by the text."""
    if not any(check_rules(desk)):
        return ()
    proofstore.compile_again(desk.store)
    return ("rules",)


def mend(desk: Desk) -> tuple[str, ...]:
    """What was mended: the numbers of complaints, the names of files, and `search` for the index.

    Each complaint is one transaction. What lies in the events themselves cannot be mended from them and stays.
    """
    mended = [number for id in proofstore.file_ids(desk.store) for number in _mend_complaint(desk, id)]
    mended += [name for kind in FOLDS for id in desk.store.entry_ids(kind) for name in _mend_entry(desk, kind, id)]
    with desk.store.writing():
        if proofstore.index_faults(desk.store):
            proofstore.index_again(desk.store)
            mended.append("search")
    look_again(desk.store)
    return tuple(mended)


def _mend_complaint(desk: Desk, id: int) -> Iterator[str]:
    with desk.store.writing():
        stored, events = proofstore.derived(desk.store, id), tuple(desk.store.events(id))
        expected = _expected(desk, id) if events else {table: [] for table in stored}
        if expected is None or expected == stored:
            return
        proofstore.rewrite(desk.store, id, expected)
    yield str(expected["complaint"][0]["number"] if expected["complaint"] else id)


def _expected(desk: Desk, id: int) -> dict[str, list[dict[str, object]]] | None:
    """The rows that a complaint should have; None where its events no longer add up."""
    with suppress(*DAMAGE):
        events = tuple(desk.store.events(id))
        case = fold(events, desk.store.site)
        return dict(derived_rows(case, as_booked(desk, case, events)))
    return None


def _mend_entry(desk: Desk, kind: str, id: int) -> Iterator[str]:
    with suppress(*DAMAGE), desk.store.writing():
        filed = fold_entry(kind, desk.store.events(id, kind))
        if desk.store.entry(kind, id) != desk.store.entry_row(kind, filed):
            desk.store.save_entry(kind, filed)
            yield f"{kind} {id}"
