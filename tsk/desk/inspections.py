"""Sampling inspection: closed complaints drawn, what was found about each, and which are still to do."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from tsk.desk.access import as_listed
from tsk.desk.additions import Ask
from tsk.desk.entries import write_entry
from tsk.desk.handling import YES_NO
from tsk.desk.oversight import in_view, utc_midnight
from tsk.desk.register import row_of
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, take_of
from tsk.desk.views import finding_view, local
from tsk.desk.words import known, one_of
from tsk.errors import NotAllowed, NotFound, UsageError
from tsk.inspections import Inspection, drawn, finding_of, size_of
from tsk.model import SATISFIED, Case, Finding
from tsk.register import Filed
from tsk.rights import check_listed, check_right
from tsk.text import cleaned

KIND = "inspection"
_SHARE = re.compile(r"(\d{1,3})(?:\.(\d{1,3}))? *%?")
_MOST = 100_000


class Looked(Struct, frozen=True):
    """One complaint that was drawn, with what was found; None while it is still to do."""

    case: Case
    finding: Finding | None


class Sample(Struct, frozen=True):
    """One draw with those of its complaints that the person may see; the counts are of all of them."""

    inspection: Inspection
    cases: tuple[Looked, ...]
    drawn: int
    to_do: int
    breaches: int

    @property
    def out_of_view(self) -> int:
        return self.drawn - len(self.cases)


# ── drawing ────────────────────────────────────────────────────────────────────────────────────────


def draw(desk: Desk, since: date, until: date, said: dict[str, str], count: int | None) -> Sample:
    """A random sample of the complaints that are closed, and were closed on [since, until) by local date.

    Raises UsageError unless it is said how many, or which share of them; NotFound where there are none.
    """
    check_right(desk.rules, desk.person, "inspect")
    filters = {
        "department": known("department", desk.rules.departments, said["department"]),
        "severity": known("severity", desk.rules.policy.severities, said["severity"]),
    }
    share = _share(said["share"], count)
    seed = cleaned("seed", said["seed"]) or os.urandom(8).hex()
    last = until - timedelta(days=1)

    def steps(_: Filed | None) -> Iterable[Ask]:
        cases = _closed(desk, since, until, filters)
        if not cases:
            raise NotFound(
                "No complaint was closed from {since} to {until}.", "Name another period.", since=since, until=last
            )
        chosen = drawn(seed, cases, count or size_of(share, len(cases)))
        found = {"complaints": [case.id for case in chosen], "numbers": [case.number for case in chosen]}
        period = {"since": since.isoformat(), "until": last.isoformat(), "seed": seed, "population": len(cases)}
        plain = {"share": said["share"].strip(), "reason": cleaned("reason", said["reason"])}
        yield Ask("inspection_drawn", {**filters, **period, **plain, **found})

    return _sample(desk, _inspection(write_entry(desk, KIND, None, steps)))


def _share(said: str, count: int | None) -> tuple[int, int]:
    """The share as a fraction; raises UsageError where neither it nor a number is given, or both are."""
    if bool(said) == (count is not None):
        raise UsageError("How many complaints are to be inspected?", 'Give --n N, or --share "5 %".')
    if count is not None:
        if not 1 <= count <= _MOST:
            raise UsageError("{option} takes a number from 1 to {most}.", option="--n", most=_MOST)
        return 1, 1
    found = _SHARE.fullmatch(said.strip())
    above = int(found[1] + (found[2] or "").ljust(3, "0")) if found else 0
    if not 0 < above <= 100_000:
        raise UsageError("“{said}” is not a share.", 'Write for example "5 %".', said=said[:20])
    return above, 100_000


def _closed(desk: Desk, since: date, until: date, filters: dict[str, str]) -> list[Case]:
    """The closed complaints in view whose closing lies in the period; one that was taken up again is not closed.

    One from which the person was removed leaves nothing to look at.
    """
    start, end = utc_midnight(desk, since), utc_midnight(desk, until)
    cases = desk.store.cases(desk.store.steps_between(start, end).get("closed", ()))
    whole = (case for case in cases if not case.anonymised_at)
    closed = (case for case in whole if case.state == "closed" and case.closed_at and start <= case.closed_at < end)
    fitting = (case for case in closed if all(value in ("", getattr(case, name)) for name, value in filters.items()))
    return in_view(desk, fitting)


def _inspection(filed: Filed) -> Inspection:
    assert isinstance(filed, Inspection)
    return filed


# ── findings ───────────────────────────────────────────────────────────────────────────────────────


def record(desk: Desk, ref: str, said: dict[str, str], inspection: int | None, at: datetime | None = None) -> Taken:
    """The case with what was found about it; it counts for the draw that is named, else for the latest that waits."""
    answers = {
        "followed": one_of("answer", YES_NO, said["followed"]),
        "reasonable": one_of("answer", YES_NO, said["reasonable"]),
        "satisfied": one_of("answer", SATISFIED, said["satisfied"]),
    }
    if not all(answers.values()):
        raise UsageError(
            "Was the procedure followed, is the result reasonable, is the customer satisfied?",
            "Add --followed yes|no --reasonable yes|no --satisfied yes|no|unknown.",
        )
    texts = {name: cleaned(name, said[name]) for name in ("note", "consequence", "reason")}

    def asks(case: Case) -> Iterable[Ask]:
        yield Ask("inspected", {**answers, **texts, "inspection": _which(desk, case, inspection)})

    return take_of(desk, ref, asks, at)


def _which(desk: Desk, case: Case, said: int | None) -> int | str:
    """The draw that a finding counts for; "" for none. Raises NotAllowed where the draw does not have the case."""
    if said is None:
        waiting = (one for one in _inspections(desk) if case.id in one.ids and finding_of(one, case) is None)
        return next((one.id for one in waiting), "")
    one = _read(row_of(desk, KIND, said))
    if case.id not in one.ids:
        raise NotAllowed(
            "{number} was not drawn by inspection {id}.",
            "Leave out --inspection, or look at it: `tsk inspect list {id}`.",
            number=case.number,
            id=said,
        )
    return said


def _inspections(desk: Desk) -> list[Inspection]:
    """All draws, the latest first."""
    return [_read(row) for row in reversed(desk.store.entries(KIND))]


def _read(row: Any) -> Inspection:
    return msgspec.json.decode(row["snapshot"], type=Inspection)


# ── looking ────────────────────────────────────────────────────────────────────────────────────────


def samples(desk: Desk) -> tuple[Sample, ...]:
    """All draws, the latest first."""
    check_listed(desk.person)
    return tuple(_sample(desk, one) for one in _inspections(desk))


def sample(desk: Desk, id: int) -> Sample:
    """One draw with its complaints; raises NotFound where there is none of that number."""
    check_listed(desk.person)
    return _sample(desk, _read(row_of(desk, KIND, id)))


def _sample(desk: Desk, one: Inspection) -> Sample:
    looked = [Looked(case, finding_of(one, case)) for case in as_listed(desk, desk.store.cases(one.ids))]
    visible = {case.id for case in in_view(desk, (each.case for each in looked))}
    return Sample(
        inspection=one,
        cases=tuple(each for each in looked if each.case.id in visible),
        drawn=len(looked),
        to_do=sum(each.finding is None for each in looked),
        breaches=sum(bool(each.finding and each.finding.is_breach) for each in looked),
    )


def findings(desk: Desk, since: date, until: date) -> tuple[Looked, ...]:
    """Everything found on [since, until) by local date about the cases in view, drawn or not, earliest first."""
    check_listed(desk.person)
    start, end = utc_midnight(desk, since), utc_midnight(desk, until)
    inspected = desk.store.cases(desk.store.steps_between(start, end).get("inspected", ()))
    cases = as_listed(desk, in_view(desk, inspected))
    found = [Looked(case, one) for case in cases for one in case.inspections if start <= one.at < end]
    return tuple(sorted(found, key=lambda one: (one.finding.at if one.finding else start, one.case.id)))


# ── as JSON ────────────────────────────────────────────────────────────────────────────────────────


def sample_view(one: Sample, zone: ZoneInfo) -> dict[str, Any]:
    """One draw; `until` is the last day that counts, `cases` are those in view, the counts are of all."""
    plain = ("id", "by", "since", "until", "department", "severity", "share", "seed", "population", "reason")
    return {
        **{name: getattr(one.inspection, name) for name in plain},
        "at": local(one.inspection.at, zone),
        "drawn": one.drawn,
        "to_do": one.to_do,
        "breaches": one.breaches,
        "out_of_view": one.out_of_view,
        "cases": looked_views(one.cases, zone),
    }


def sample_views(found: Sequence[Sample], zone: ZoneInfo) -> list[dict[str, Any]]:
    """All draws."""
    return [sample_view(one, zone) for one in found]


def looked_views(cases: Sequence[Looked], zone: ZoneInfo) -> list[dict[str, Any]]:
    """Complaints that were looked at, or are to be."""
    return [
        {
            "id": one.case.id,
            "number": one.case.number,
            "department": one.case.department,
            "handler": one.case.handler,
            "finding": finding_view(one.finding, zone) if one.finding else None,
        }
        for one in cases
    ]
