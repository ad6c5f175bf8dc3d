"""What a violation costs: the article's sum, what repetition adds, and whether the outlet is referred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk.conditions import facts_of, fits
from tsk.model import Case, Milestone
from tsk.rulerows import Article, Policy
from tsk.sla import standing


class Earlier(Struct, frozen=True):
    """A penalty of the same article and outlet that is on the ledger already."""

    day: date
    person: str
    proven: bool
    state: str


class Assessed(Struct, frozen=True):
    """What a violation costs, in hundredths; `state` is proposed, or filed while it stays unproven."""

    amount: int
    referred: bool
    state: str


def missed(case: Case, now: datetime) -> tuple[str, ...]:
    """The names of the milestones that are late or missed at `now`."""
    return tuple(dict.fromkeys(m.name for m in case.milestones if _is_broken(m, case, now)))


def _is_broken(m: Milestone, case: Case, now: datetime) -> bool:
    return standing(m, case, now) in ("late", "missed")


def facts_at(case: Case, now: datetime, zone: ZoneInfo) -> Mapping[str, object]:
    """What the condition of an article may ask about a case at `now`."""
    return {**facts_of(case, zone), "missed": missed(case, now)}


def due_articles(case: Case, policy: Policy, now: datetime, zone: ZoneInfo) -> list[Article]:
    """The articles whose condition the case fulfils at `now` and that are not on its ledger yet."""
    if case.state in ("merged", "rejected") or case.anonymised_at:
        return []
    facts = facts_at(case, now, zone)
    had = {one.rule for one in case.penalties}
    return [row for row in policy.penalties if row.when and row.name not in had and fits(row.when, facts)]


def tries_by_itself(row: Article) -> bool:
    """Whether the article is proposed wherever its condition is fulfilled: nothing is left for a person to choose."""
    return bool(row.when) and choosable(row) is None


def violated_on(row: Article, case: Case, now: datetime, zone: ZoneInfo) -> date:
    """The local date of what fulfilled the article's condition last: the customer's chase, or the due that passed."""
    times = [case.received_at]
    if "chases" in row.when and case.last_chase:
        times.append(case.last_chase)
    wanted = row.when.get("missed", ())
    times += [m.due for m in case.milestones if m.name in wanted and _is_broken(m, case, now)]
    return max(times).astimezone(zone).date()


def assess(row: Article, day: date, person: str, proven: bool, gravity: int, earlier: Sequence[Earlier]) -> Assessed:
    """What the violation costs; `gravity` is the sum (hundredths) chosen where the article leaves a range."""
    same = [one for one in earlier if one.state != "waived" and _in_window(row.within, one.day, day)]
    if proven or not row.proven_from:
        nth = sum(one.proven for one in same) + 1
        base = _base(row, gravity) if proven else row.unproven or 0
        return Assessed(base + _added(row, nth), bool(row.refer_from and nth >= row.refer_from), "proposed")
    unproven = sum(not one.proven and one.person == person and one.state != "waived" for one in earlier) + 1
    if person and unproven % row.proven_from == 0:
        return Assessed(_base(row, gravity) * row.proven_from, False, "proposed")
    return Assessed(0, False, "filed")


def _base(row: Article, gravity: int) -> int:
    """The fixed sum, with what was chosen by gravity; without a range nothing is chosen."""
    low, high = row.fine
    if low != high:
        return gravity
    return low + (gravity if row.plus else 0)


def _added(row: Article, nth: int) -> int:
    """What the nth of its kind costs more."""
    return sum(more for at, more in row.add_at if nth == at) + sum(more for at, more in row.add_beyond if nth > at)


def _in_window(within: str, earlier: date, day: date) -> bool:
    if within == "month":
        return (earlier.year, earlier.month) == (day.year, day.month)
    return earlier.isocalendar()[:2] == day.isocalendar()[:2] if within == "week" else True


def choosable(row: Article) -> tuple[int, int] | None:
    """The range (hundredths) within which a sum is chosen by gravity; None where the article leaves nothing open."""
    if row.fine[0] != row.fine[1]:
        return row.fine
    return row.plus
