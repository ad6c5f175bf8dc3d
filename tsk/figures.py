"""The one definition of every figure: what a complaint adds to the counts of a report (docs/figures.md)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk.conditions import facts_of, fits
from tsk.model import Case, Milestone
from tsk.rulerows import Policy
from tsk.rules import answer_milestones, find
from tsk.sla import standing


class Fact(Struct, frozen=True):
    """One complaint's share of the figures.

    Counts are 0 or more; `answer_due` is the due of a reply still owed, which is missed from the second after it;
    days are dates in the policy's zone.
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


def facts(case: Case, policy: Policy, zone: ZoneInfo) -> Fact:
    """The figures of one case under its policy; the first answer milestone that it has is its answer in each round."""
    answers = answer_milestones(policy)
    answer = next((name for name in answers if any(m.name == name for m in case.milestones)), "")
    replies = [m for m in case.milestones if m.name == answer]
    owed = [m.due for m in replies if m.running]
    return Fact(
        received_on=case.received_on,
        department=case.department,
        category=case.category,
        severity=case.severity,
        channel=case.channel,
        store=case.store,
        region=case.region,
        product=case.product,
        cause=case.cause,
        handler=case.handler,
        counted=int(case.cancelled_by != "mistake"),
        solved=int(case.state == "closed"),
        cancelled=int(case.state in ("cancelled", "rejected", "merged")),
        rounds=case.round,
        reopened=case.reopened,
        answers_met=_count(replies, case, "met"),
        answers_late=_count(replies, case, "late"),
        answers_missed=_count(replies, case, "missed"),
        answer_due=min(owed, default=None),
        rated=int(bool(case.rating)),
        satisfied=int(case.rating == "yes"),
        upheld=case.upheld,
        chases=case.chases,
        repeated=int(bool(case.repeat_of)),
        unreachable=int(case.unreachable),
        theme=kind.theme if (kind := find(policy.categories, case.category)) else "",
        subtype=case.subtype,
        points=_points(case, policy, zone) if case.state == "closed" else 0,
        rose=case.rose,
    )


def _points(case: Case, policy: Policy, zone: ZoneInfo) -> int:
    """The hundredths of points that the closed case counts."""
    asked = facts_of(case, zone)
    row = next((row for row in policy.points if fits(row.when, asked)), None)
    return round(row.points * 100) if row else 0


def _count(replies: list[Milestone], case: Case, wanted: str) -> int:
    """How many settled replies stand so; a running one is judged by its due when the report is made."""
    return sum(not m.running and standing(m, case, m.met_at or m.ended_at or m.due) == wanted for m in replies)
