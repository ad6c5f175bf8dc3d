"""The one definition of every figure: what a complaint adds to the counts of a report (docs/figures.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tsk.conditions import facts_of, fits
from tsk.handlingtime import Booking, taken
from tsk.model import Case, Milestone
from tsk.rulerows import Policy
from tsk.rules import answer_milestones, find
from tsk.sla import standing


class Fact(Struct, frozen=True):
    """One complaint's share of the figures.

    Counts are 0 or more; `answer_due` is the due of a reply still owed, which is missed from the second after it, and
    `next_due` the earliest of any milestone still owed; days are dates in the policy's zone. `ended_on` is the day it
    was closed, cancelled, rejected or merged; None while it is open. `settled` is JSON: of each milestone that is over
    and fell due how many were met in time, and how many there are. `in_hand`, `waited` and `reviewed` are the working
    seconds booked so far; `handled` those of the lead department and on the answer, None until there is one.
    """

    received_on: str
    department: str
    category: str
    severity: str
    channel: str
    store: str
    region: str
    product: str
    cause: str
    handler: str
    counted: int
    solved: int
    cancelled: int
    rounds: int
    reopened: int
    answers_met: int
    answers_late: int
    answers_missed: int
    answer_due: datetime | None
    rated: int
    satisfied: int
    upheld: str
    chases: int
    repeated: int
    unreachable: int
    theme: str
    subtype: str
    points: int  # hundredths
    rose: int
    ended_on: str | None
    settled: str
    next_due: datetime | None
    handled: int | None
    in_hand: int
    waited: int
    reviewed: int


def facts(case: Case, policy: Policy, zone: ZoneInfo, bookings: Iterable[Booking] = ()) -> Fact:
    """The figures of one case under its policy; the first answer milestone that it has is its answer in each round."""
    answers = answer_milestones(policy)
    answer = next((name for name in answers if any(m.name == name for m in case.milestones)), "")
    replies = [m for m in case.milestones if m.name == answer]
    time = taken(bookings)
    plain: dict[str, Any] = {name: getattr(case, name) for name in _AS_IT_IS}
    fact = Fact(
        **plain,
        counted=int(case.cancelled_by != "mistake"),
        solved=int(case.state == "closed"),
        cancelled=int(case.state in ("cancelled", "rejected", "merged")),
        rounds=case.round,
        answers_met=_count(replies, case, "met"),
        answers_late=_count(replies, case, "late"),
        answers_missed=_count(replies, case, "missed"),
        answer_due=_next_due(replies),
        rated=int(bool(case.rating)),
        satisfied=int(case.rating == "yes"),
        repeated=int(bool(case.repeat_of)),
        unreachable=int(case.unreachable),
        theme=kind.theme if (kind := find(policy.categories, case.category)) else "",
        points=_points(case, policy, zone) if case.state == "closed" else 0,
        ended_on=None if case.is_open else _left_at(case).astimezone(zone).date().isoformat(),
        settled=_settled(case),
        next_due=_next_due(case.milestones),
        handled=time.lead if case.state in ("resolved", "closed") else None,
        in_hand=time.handled,
        waited=time.waited,
        reviewed=time.reviewed,
    )
    return replace(fact, **case.kept_figures) if case.kept_figures else fact


_AS_IT_IS = (
    *("received_on", "department", "category", "severity", "channel", "store", "region", "product", "cause"),
    *("handler", "subtype", "upheld", "chases", "reopened", "rose"),
)


def _next_due(milestones: Iterable[Milestone]) -> datetime | None:
    """The earliest due of those still owed."""
    return min((m.due for m in milestones if m.running), default=None)


def _left_at(case: Case) -> datetime:
    """When nobody had the case any more."""
    ends = (one.until for one in case.held if one.until)
    return case.closed_at or max(ends, default=case.last_at)


def _settled(case: Case) -> str:
    """The milestones that are over and fell due: how many were met in time, and how many there are, by name."""
    found: dict[str, tuple[int, int]] = {}
    for m in (m for m in case.milestones if not m.running):
        stands = _stood(m, case)
        if stands != "void":
            met, due = found.get(m.name, (0, 0))
            found[m.name] = met + (stands == "met"), due + 1
    return msgspec.json.encode(found, order="deterministic").decode()


def _stood(m: Milestone, case: Case) -> str:
    """How a milestone that is over stood at its end."""
    return standing(m, case, m.met_at or m.ended_at or m.due)


def _points(case: Case, policy: Policy, zone: ZoneInfo) -> int:
    """The hundredths of points that the closed case counts."""
    asked = facts_of(case, zone)
    row = next((row for row in policy.points if fits(row.when, asked)), None)
    return round(row.points * 100) if row else 0


def _count(replies: list[Milestone], case: Case, wanted: str) -> int:
    """How many settled replies stand so; a running one is judged by its due when the report is made."""
    return sum(not m.running and _stood(m, case) == wanted for m in replies)
