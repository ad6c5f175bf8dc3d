"""What was learned from closed complaints, for every department: no number, no customer, whoever handled it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from tsk.access import hiding
from tsk.desk.measurelists import KIND, measure_of
from tsk.desk.session import Desk
from tsk.errors import UsageError
from tsk.measures import Measure
from tsk.model import Case
from tsk.rights import check_listed
from tsk.rulerows import Named
from tsk.rules import find
from tsk.text import folded

_OF_THE_CUSTOMER = ("customer", "phone")
_SEARCHED = ("state", "words")


class Lesson(Struct, frozen=True):
    """What one closed complaint taught, with the measures taken; of a measure by itself only those."""

    category: str
    cause: str
    lesson: str
    measures: tuple[Measure, ...]


def lessons(desk: Desk, text: str, filters: Mapping[str, Any], limit: int | None) -> tuple[Lesson, ...]:
    """The lessons in which all the words are said, of the latest complaints first; anybody listed may read them.

    Words count in the lesson, in the measures and in the labels of category and cause, never in what customers said.
    """
    check_listed(desk.person)
    if any(filters.get(name) for name in _OF_THE_CUSTOMER) or filters.get("state") not in ("all", None):
        raise UsageError("Lessons name no customer and are of closed complaints.", "Leave that filter out.")
    words = folded(text).split()
    if not words:
        raise UsageError("Search for what?", "Give a word, a name, a number or a phone.")
    taken = _measures(desk)
    found = (_lesson(case, taken) for case in _candidates(desk, words, filters, taken))
    own = (Lesson("", "", "", (one,)) for one in taken.get(0, ()) if one.done and not _asks_for_more(filters))
    told = [one for one in (*found, *own) if one and all(word in _said(desk, one) for word in words)]
    return tuple(told[:limit])


def _measures(desk: Desk) -> dict[int, list[Measure]]:
    """All measures by the complaint that they were taken for, 0 for none."""
    found: dict[int, list[Measure]] = {}
    for one in map(measure_of, desk.store.entries(KIND)):
        found.setdefault(one.complaint, []).append(one)
    return found


def _candidates(
    desk: Desk, words: list[str], filters: Mapping[str, Any], taken: Mapping[int, Iterable[Measure]]
) -> Iterator[Case]:
    """The closed complaints, latest first, that may say all the words in their lesson, their measures or a label."""
    labels = folded(" ".join(f"{row.zh} {row.en} {row.name}" for row in _labelled(desk)))
    rest = tuple(word for word in words if word not in labels)
    asked = {**filters, "state": "closed"}
    said = desk.store.complaints({**asked, **({"words": (rest,)} if rest else {})}, "-received", None)
    ids = {case.id for case in said}
    more = {id for id in taken if id and id not in ids} if rest else set()
    narrow = bool(more) and _asks_for_more(filters)
    every = desk.store.complaints(asked, "-received", None) if narrow else desk.store.cases(more)
    other = [case for case in every if case.id in more and case.state == "closed"]
    yield from sorted((*said, *other), key=lambda case: (case.received_at, case.id), reverse=True)


def _labelled(desk: Desk) -> tuple[Named, ...]:
    return (*desk.rules.policy.categories, *desk.rules.causes)


def _asks_for_more(filters: Mapping[str, Any]) -> bool:
    """Whether a filter asks for what a complaint has."""
    return any(value not in (None, "") for name, value in filters.items() if name not in _SEARCHED)


def _lesson(case: Case, taken: Mapping[int, Iterable[Measure]]) -> Lesson | None:
    """What the complaint taught, or None where nobody said."""
    measures = tuple(taken.get(case.id, ()))
    lesson = hiding(case.customer)(case.lesson)
    return Lesson(case.category, case.cause, lesson, measures) if case.lesson or measures else None


def _said(desk: Desk, one: Lesson) -> str:
    """Everything that a lesson says, spelled alike."""
    rows = (find(desk.rules.policy.categories, one.category), find(desk.rules.causes, one.cause))
    labels = (f"{row.name} {row.zh} {row.en}" for row in rows if row)
    texts = (f"{measure.text} {' '.join(check.effect for check in measure.checks)}" for measure in one.measures)
    return folded(" ".join((*labels, one.lesson, *texts)))


def lesson_view(one: Lesson) -> dict[str, Any]:
    """One lesson; nothing in it names a complaint or a customer."""
    measures = [
        {"id": m.id, "text": m.text, "state": m.state, "effect": m.checks[-1].effect if m.checks else ""}
        for m in one.measures
    ]
    return {"category": one.category, "cause": one.cause, "lesson": one.lesson, "measures": measures}
