"""Where a search hit: in what the complaint says now, else in what was said with one of its steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tsk.access import masked_file, personal
from tsk.desk.session import Desk
from tsk.lifecycle import effective
from tsk.model import Case
from tsk.searchtext import Hit, hits
from tsk.steps import IMPORTED

_OF_THE_CASE = ("summary", "details", "demand", "against", "order", "answer", "basis", "external", "lesson")


def hits_of(desk: Desk, case: Case, said: str, revealed: bool) -> tuple[Hit, ...]:
    """Where the words stand in the complaint, contact data masked as the case has them; empty where that is hidden."""
    found = hits(said, _texts(case))
    return found or hits(said, _said_with_steps(desk, case, revealed))


def _texts(case: Case) -> Iterator[tuple[str, str]]:
    yield from (("number", case.number), ("name", case.customer.name), ("phone", case.customer.phone))
    yield from ((name, getattr(case, name)) for name in _OF_THE_CASE)


def _said_with_steps(desk: Desk, case: Case, revealed: bool) -> Iterator[tuple[str, str]]:
    """What was said with the steps of the complaint, the latest first."""
    events = tuple(desk.store.events(case.id, site=case.site))
    shown = events if revealed else masked_file(case, events, personal(desk.at(case.site).rules))[1]
    for event in reversed(list(effective(shown))):
        yield from ((name, text) for name, text in event.private.items() if text and name != IMPORTED)


def hit_view(hit: Hit) -> dict[str, Any]:
    """One hit: the field, a piece of its text, and where in the piece the hit begins and how long it is."""
    return {"field": hit.field, "text": hit.text, "start": hit.start, "length": hit.of}
