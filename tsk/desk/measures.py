"""Improvement measures: taken, worked on part by part, checked for their effect."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from msgspec import Struct

from tsk.desk.additions import Ask
from tsk.desk.entries import check_order, instant_of, write_entry
from tsk.desk.handling import still_here
from tsk.desk.measurelists import KIND, listed
from tsk.desk.session import Desk
from tsk.desk.steps import loaded
from tsk.desk.words import handler_named, known, one_of
from tsk.errors import Due, NotAllowed, UsageError
from tsk.measures import Measure, Part
from tsk.model import Case, iso, stands_for
from tsk.register import Filed
from tsk.rights import check_right
from tsk.rulerows import Named
from tsk.rules import find
from tsk.text import cleaned, shows
from tsk.whenwords import parse_when

YES_NO = ("yes", "no")


class Work(Struct, frozen=True):
    """What somebody says of a measure or of one of its parts, as typed."""

    text: str = ""
    owner: str = ""
    by: str = ""
    finished: bool = False
    told: bool = False
    reason: str = ""


# ── a new one ──────────────────────────────────────────────────────────────────────────────────────


def add(desk: Desk, said: dict[str, str], study: list[str], at: datetime | None = None) -> Measure:
    """The new measure, each with a responsible department and a date; of a kind with parts, all of them open.

    Without a word about it the department is that of the complaint, else of the owner, else of whoever takes it.
    """
    check_right(desk.rules, desk.person, "measure")
    text = cleaned("text", said["text"])
    if not shows(text):
        raise UsageError("A measure needs a text.", "Say what is to be done.")
    when = instant_of(desk, at, said["reason"])
    fields: dict[str, Any] = {
        "text": text,
        "source": cleaned("source", said["source"]),
        "reason": cleaned("reason", said["reason"]),
        "kind": known("kind of measure", desk.rules.measures, said["kind"]),
        "owner": _person(desk, said["owner"]),
        "due": _due(desk, said["by"], when),
        "study": [_theme(desk, one) for one in dict.fromkeys(study)],
    }
    named = known("department", desk.rules.departments, said["department"])

    def steps(_: Filed | None) -> Iterable[Ask]:
        case = loaded(desk, said["complaint"])[1] if said["complaint"] else None
        _check_studied_once(desk, fields["study"])
        yield Ask(
            "measure_added", {**fields, **_from(case), **_dated(desk, fields), **_whose(desk, named, fields, case)}
        )

    return _measure(write_entry(desk, KIND, None, steps, when))


def _from(case: Case | None) -> dict[str, Any]:
    return {"complaint": case.id, "number": case.number} if case else {}


def _dated(desk: Desk, fields: dict[str, Any]) -> dict[str, Any]:
    """The parts of the kind, which have dates of their own; raises UsageError where nothing would have a date."""
    kind = find(desk.rules.measures, fields["kind"])
    parts = [part.name for part in kind.steps] if kind else []
    if not (parts or fields["due"]):
        raise UsageError("By when is it to be done?", "Add --by WHEN.")
    return {"parts": parts}


def _whose(desk: Desk, named: str, fields: dict[str, Any], case: Case | None) -> dict[str, str]:
    """The responsible department; raises UsageError where it cannot be told."""
    owner = find(desk.rules.staff, fields["owner"])
    candidates = (named, case.department if case else "", owner.department if owner else "", desk.person.department)
    department = next(filter(None, candidates), "")
    if not department:
        raise UsageError(
            "Which department is responsible for the measure?",
            "Add --department: {known}.",
            known=tuple(row.name for row in desk.rules.departments),
        )
    return {"department": department}


def _theme(desk: Desk, said: str) -> str:
    """The theme, or the category, that a study is about."""
    rows: tuple[Named, ...] = (*desk.rules.themes, *desk.rules.policy.categories)
    name = known("theme", rows, cleaned("theme", said))
    if not name:
        raise UsageError("Which theme is studied?", "Add --study: {known}.", known=tuple(row.name for row in rows))
    return name


def _check_studied_once(desk: Desk, themes: list[str]) -> None:
    """Raises NotAllowed where an open study has one of the themes: what recurs becomes one study."""
    for one in listed(desk, {"state": "open"}) if themes else ():
        if both := [name for name in themes if name in one.study]:
            rows: tuple[Named, ...] = (*desk.rules.themes, *desk.rules.policy.categories)
            raise NotAllowed(
                "{theme} is being studied already, by measure {id}.",
                "Look at it: `tsk measure show {id}`.",
                theme=find(rows, both[0]) or both[0],
                id=one.id,
            )


def _person(desk: Desk, said: str) -> str:
    return still_here(desk, handler_named(desk.rules, cleaned("owner", said)))


def _due(desk: Desk, said: str, at: datetime) -> str:
    """The instant by which it is to be done; raises UsageError for one that has passed."""
    if not said:
        return ""
    due = parse_when(said, desk.now, desk.zone, end_of_day=True)
    if due <= at:
        raise UsageError("It would be due at {due}, before it is begun.", "Give a later --by.", due=Due(due))
    return iso(due)


def _measure(filed: Filed | None) -> Measure:
    assert isinstance(filed, Measure)
    return filed


# ── work on it ─────────────────────────────────────────────────────────────────────────────────────


def step(desk: Desk, id: int, part: str, work: Work, at: datetime | None = None) -> Measure:
    """The measure after work on one of its parts, or on the whole where no part is named.

    Whoever answers for it may say what was done; owners and dates take the right to measures.
    """
    when = instant_of(desk, at, work.reason)

    def steps(filed: Filed | None) -> Iterable[Ask]:
        measure = _measure(filed)
        one = _part(desk, measure, part)
        _check_worker(desk, measure, one, work)
        _check_open(measure)
        check_order(KIND, id, when, measure.last_at)
        said = _worked(desk, measure, one, work, when)
        if not set(said) - {"part", "reason"}:
            raise UsageError("Nothing would change.", "Say what is to change: `tsk measure step --help`.")
        yield Ask("measure_step", said)

    return _measure(write_entry(desk, KIND, id, steps, when))


def _part(desk: Desk, measure: Measure, said: str) -> Part | None:
    """The part of that name or label; raises UsageError, listing them, for any other."""
    if not said:
        return None
    if not measure.parts:
        raise UsageError(
            "Measure {id} has no parts.", "Check its effect: `tsk measure done {id} --effect …`.", id=measure.id
        )
    kind = find(desk.rules.measures, measure.kind)
    rows = tuple(find(kind.steps if kind else (), part.name) or Named(part.name) for part in measure.parts)
    name = known("part", rows, said)
    return next(part for part in measure.parts if part.name == name)


def _check_worker(desk: Desk, measure: Measure, part: Part | None, work: Work) -> None:
    """Raises NotAllowed unless the person may work on measures, or answers for this one and only tells of it."""
    owner = (part.owner if part else "") or measure.owner
    if work.owner or work.by or not stands_for(desk.person, owner):
        check_right(desk.rules, desk.person, "measure")


def _check_open(measure: Measure) -> None:
    if measure.done:
        raise NotAllowed(
            "Measure {id} is done and can no longer be changed.",
            'Take a new one: `tsk measure add "…"`.',
            id=measure.id,
        )


def _worked(desk: Desk, measure: Measure, part: Part | None, work: Work, at: datetime) -> dict[str, Any]:
    """What the step says, checked against how the measure and its part stand."""
    before: Measure | Part = part or measure
    due = _due(desk, work.by, at)
    if due and before.due and iso(before.due) != due and not shows(work.reason):
        raise UsageError("Why is the date moved?", 'Add --reason "…".')
    if part is None and (work.finished or work.told):
        raise UsageError(
            "Which part is meant?", "Name it: {known}.", known=tuple(one.name for one in measure.parts) or "–"
        )
    said = {
        "part": part.name if part else "",
        "text": cleaned("text", work.text),
        "owner": _person(desk, work.owner),
        "due": due,
        "reason": cleaned("reason", work.reason),
        **(_finished(desk, measure, part, work) if part else {}),
    }
    return {name: value for name, value in said.items() if value}


def _finished(desk: Desk, measure: Measure, part: Part, work: Work) -> dict[str, Any]:
    """The part done or told to the customer; what is done stays so, unless its effect was not found."""
    again = bool(measure.checks and work.by)
    if part.done_at and not again and (work.finished or work.owner or work.by):
        raise NotAllowed("{part} of measure {id} is done already.", "", part=part.name, id=measure.id)
    if work.finished and not shows(work.text or part.text):
        raise NotAllowed(
            "{part} of measure {id} is done only with a word about what was done.",
            'Add --text "…".',
            part=part.name,
            id=measure.id,
        )
    if work.told and not measure.complaint:
        raise NotAllowed(
            "Measure {id} belongs to no complaint, so there is no customer to tell.", "Leave out --told.", id=measure.id
        )
    owner = {"owner": desk.person.id} if work.finished and not (work.owner or part.owner or measure.owner) else {}
    return {**owner, "finished": work.finished, "told": work.told}


# ── its effect ─────────────────────────────────────────────────────────────────────────────────────


def done(desk: Desk, id: int, effect: str, confirmed: str, reason: str, at: datetime | None = None) -> Measure:
    """The measure after its effect was checked: done where it is there, else still open with what was found."""
    check_right(desk.rules, desk.person, "measure")
    found = one_of("answer", YES_NO, confirmed) or "yes"
    text, when = cleaned("effect", effect), instant_of(desk, at, reason)

    def steps(filed: Filed | None) -> Iterable[Ask]:
        measure = _measure(filed)
        _check_open(measure)
        check_order(KIND, id, when, measure.last_at)
        _check_ready(desk, measure, text)
        yield Ask("measure_checked", {"effect": text, "confirmed": found, "reason": cleaned("reason", reason)})

    return _measure(write_entry(desk, KIND, id, steps, when))


def _check_ready(desk: Desk, measure: Measure, effect: str) -> None:
    """Raises NotAllowed while a part is open, or where nobody says what the effect is."""
    if measure.open_parts:
        kind = find(desk.rules.measures, measure.kind)
        names = tuple(find(kind.steps if kind else (), part.name) or part.name for part in measure.open_parts)
        raise NotAllowed(
            "Measure {id} still has open parts: {parts}.",
            "Finish them: `tsk measure step {id} {part} --done`.",
            id=measure.id,
            parts=names,
            part=measure.open_parts[0].name,
        )
    if not shows(effect):
        raise NotAllowed(
            "Measure {id} is done only when its effect was checked.",
            'Say what was found: --effect "…".',
            id=measure.id,
        )
