"""What will probably be missed: open milestones with the chance that similar ones of the past give them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk import duestore
from tsk.desk import overdue
from tsk.desk.session import Desk
from tsk.forecast import LATEST, Forecast, History, Kind, Past, used
from tsk.limits import Limit, base_due, parse_limit
from tsk.model import AGREED, iso
from tsk.pastdues import past_milestones
from tsk.rights import check_listed
from tsk.rulerows import MilestoneRule
from tsk.rules import milestone_rule
from tsk.sla import calendar_of

HORIZON = "7 days"  # what falls due later is no matter of today
AT_LEAST = 0.25  # the smallest chance that is shown unasked
MOST = 1_000  # milestones that are looked at, those due first


class Ahead(Struct, frozen=True):
    """An open milestone and its forecast; None where too little is known."""

    item: overdue.Late
    forecast: Forecast | None


class Outlook(Struct, frozen=True):
    """The open milestones shown, the likeliest to be missed first, and how many there are in all."""

    items: tuple[Ahead, ...]
    total: int


def outlook(desk: Desk, filters: dict[str, Any], within: str, limit: int | None) -> Outlook:
    """What falls due within a limit; without one, what falls due soon and is likely enough to be missed."""
    check_listed(desk.person)
    asked = {**overdue.asked_of(desk, filters), "due_from": iso(desk.now)}
    rows = duestore.overdue(desk.store, asked, overdue.horizon(desk, within or HORIZON), MOST)
    made = _forecasts(desk, rows)
    worth = [one for one in zip(rows, made, strict=True) if within or (one[1] and one[1].chance >= AT_LEAST)]
    worth.sort(key=lambda one: -one[1].chance if one[1] else 1)  # of equal ones those due first, as they came
    return Outlook(
        tuple(Ahead(overdue.late_of(desk, row, asked["desk"]), made) for row, made in worth[:limit]), len(worth)
    )


def _forecasts(desk: Desk, rows: Iterable[Any]) -> list[Forecast | None]:
    """The forecast for each of the running milestones, from one history for each name and limit."""
    of_limit: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        of_limit.setdefault((row["name"], row["promised"]), []).append(row)
    clocks = {key: _Clock(desk, some[0]) for key, some in of_limit.items()}
    pasts = {key: _history(desk, key, some, clocks[key]) for key, some in of_limit.items()}
    return [
        pasts[key].forecast(_kind(row), clocks[key].used(row, desk.now))
        for row in rows
        for key in [(row["name"], row["promised"])]
    ]


class _Clock:
    """How long milestones of one name and limit have run: on the clock of that limit, each by its own calendar."""

    def __init__(self, desk: Desk, row: Any) -> None:
        self._calendars = desk.calendars
        self._limit: Limit = parse_limit(row["promised"])
        self._rule: MilestoneRule | None = milestone_rule(desk.frozen(row["policy"], row["number"]), row["name"])

    def used(self, row: Any, at: datetime) -> float:
        start, due = datetime.fromisoformat(row["start_at"]), datetime.fromisoformat(row["due"])
        return used(self._limit, calendar_of(self._rule, row["part"], self._calendars), start, due, at)

    def span(self, rows: Iterable[Any], now: datetime) -> timedelta:
        """How long the limit would last from now; the shortest of the rows where it is a date given to the customer."""
        if self._limit.kind == AGREED:
            spans = (datetime.fromisoformat(row["due"]) - datetime.fromisoformat(row["start_at"]) for row in rows)
            return max(min(spans), timedelta())
        return base_due(self._limit, now, calendar_of(self._rule, "", self._calendars)) - now


def _history(desk: Desk, key: tuple[str, str], rows: Iterable[Any], clock: _Clock) -> History:
    """What is known now of the earlier milestones of that name and limit that have had the time to be late."""
    before = (desk.now - clock.span(rows, desk.now)).astimezone(desk.zone).date()
    past = past_milestones(desk.store, *key, before, desk.now, LATEST)
    return History(_past(row, clock, desk.now) for row in past)


def _past(row: Any, clock: _Clock, now: datetime) -> Past:
    """How long it ran, as far as it is known now."""
    over = min((datetime.fromisoformat(at) for at in (row["met_at"], row["ended_at"]) if at), default=None)
    if over is None or over > now:
        return Past(_kind(row), clock.used(row, now), running=True)
    return Past(_kind(row), clock.used(row, over))


def _kind(row: Any) -> Kind:
    """What a milestone may have in common with others."""
    own = row["part"].partition("#")[0]
    return Kind(row["category"], row["severity"], own or row["department"], row["milestone_round"])


# ── as JSON ────────────────────────────────────────────────────────────────────────────────────────


def ahead_view(one: Ahead, zone: ZoneInfo) -> dict[str, Any]:
    """One open milestone as `overdue` shows it, with its forecast."""
    return {**overdue.late_view(one.item, zone), "forecast": forecast_view(one.forecast)}


def forecast_view(forecast: Forecast | None) -> dict[str, Any] | None:
    """The chance from 0 to 1, the number of cases behind it, and what these have in common; null for none."""
    return {"chance": round(forecast.chance, 4), "cases": forecast.cases, "of": forecast.of} if forecast else None
