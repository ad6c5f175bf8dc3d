"""What is due when: how a due comes about from limit, start, waits and extensions, and how it stands at an instant.

The definitions are those of docs/time.md. Nothing here reads a clock; a milestone's due always assumes that
an open wait lasts to its end, so no clock has to be started again by a later run.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from tsk.limits import WORKING, Limit, base_due, counts, is_sure, moved, parse_limit, warn_at, with_waits
from tsk.model import Case, Milestone, Wait
from tsk.rulerows import MilestoneRule, Policy
from tsk.rules import Calendars, milestone_rule
from tsk.worktime import WorkTime

NOT_MEASURED = "not measured"

Interval = tuple[datetime, datetime]


class Course(Struct, frozen=True):
    """How a due came about: `base` is the due without waits, `waits` are the half-open stretches that moved it."""

    limit: Limit
    start: datetime
    base: datetime
    due: datetime
    provisional: bool
    waits: tuple[Interval, ...]
    time: WorkTime
    from_receipt: bool = False
    added: int = 0  # seconds of the limit's own clock by which it was extended

    def counts(self, a: datetime, b: datetime) -> int:
        """Seconds of the limit's own clock in [a, b)."""
        return counts(self.limit, self.time, a, b)

    def moved(self, due: datetime, seconds: int) -> datetime:
        """The due moved on by seconds of the limit's own clock."""
        return moved(self.limit, due, seconds, self.time)


def course(
    limit: str,
    start: datetime,
    time: WorkTime,
    waits: tuple[Interval, ...] = (),
    from_receipt: bool = False,
    added: int = 0,
    agreed: datetime | None = None,
) -> Course:
    """The course from `start` under today's calendar; `from_receipt` counts working days from the start itself."""
    parsed = parse_limit(limit)
    base = base_due(parsed, start, time, from_receipt, agreed)
    due = with_waits(parsed, moved(parsed, base, added, time), start, waits, time)
    provisional = not is_sure(parsed, start, due, time)
    return Course(parsed, start, base, due, provisional, waits, time, from_receipt, added)


def stopping(case: Case, reasons: tuple[str, ...], start: datetime) -> tuple[Interval, ...]:
    """The waits for these reasons that reach past `start`, an open one to its end."""
    return tuple((w.since, w.end) for w in case.waits if w.reason in reasons and w.end > start)


def _known(case: Case, m: Milestone) -> tuple[Interval, ...]:
    """The waits that a milestone knew when its duty was over: begun before that step, and ended only if before it."""
    begun = (w for w in case.waits if w.reason in m.waits and w.begun < m.over and _moves(w, m))
    ends = ((w.since, w.end if 0 < w.ended < m.over else w.until) for w in begun)
    return tuple((since, end) for since, end in ends if end > m.start)


def works(limit: Limit) -> bool:
    """Whether the limit runs in working time; elapsed and calendar limits run always."""
    return limit.kind in WORKING


def course_of(m: Milestone, case: Case, policy: Policy, calendars: Calendars) -> Course:
    """The course of a milestone that exists, with its own limit and the waits that it knew while it ran."""
    return _course(m, _stopping_now(m, case) if m.running else _known(case, m), policy, calendars)


def _moves(w: Wait, m: Milestone) -> bool:
    """Whether the wait may move the milestone: a date given to the customer knew of those that had begun before."""
    return not m.agreed or w.begun > m.begun


def _stopping_now(m: Milestone, case: Case) -> tuple[Interval, ...]:
    """The waits that stop a running milestone, an open one to its end."""
    return tuple((w.since, w.end) for w in case.waits if w.reason in m.waits and w.end > m.start and _moves(w, m))


def _course(m: Milestone, waits: tuple[Interval, ...], policy: Policy, calendars: Calendars) -> Course:
    rule = milestone_rule(policy, m.name)
    time = calendar_of(rule, m.of, calendars)
    start, added = m.counted_from or m.start, m.added - m.overtaken
    return course(m.limit, start, time, waits, bool(rule and rule.from_receipt), added, m.agreed)


def calendar_of(rule: MilestoneRule | None, of: str, calendars: Calendars) -> WorkTime:
    """The working time by which a milestone runs: its own calendar, its department's, or the policy's."""
    if rule and rule.calendar == "department":
        return calendars.of_department(of.partition("#")[0])
    return calendars.named(rule.calendar if rule else "")


def warned_from(m: Milestone, rule: MilestoneRule, calendars: Calendars) -> datetime | None:
    """From when a running milestone is to be warned of, never before it began; None where the policy does not warn."""
    if not rule.warn:
        return None
    at = warn_at(parse_limit(rule.warn), m.due, calendar_of(rule, m.of, calendars))
    return max(at, m.counted_from or m.start)


# ── standing ───────────────────────────────────────────────────────────────────────────────────────


def standing(m: Milestone, case: Case, now: datetime) -> str:
    """How a milestone stands at `now`: met, late, missed, paused, open or void."""
    if m.met_at is not None:
        return "met" if m.met_at <= m.due else "late"
    if m.ended_at is not None:
        return "void" if m.why == NOT_MEASURED or m.ended_at <= m.due else "missed"
    if now > m.due:
        return "missed"
    waiting = any(w.open and w.since <= now < w.end and w.reason in m.waits and _moves(w, m) for w in case.waits)
    return "paused" if waiting else "open"
