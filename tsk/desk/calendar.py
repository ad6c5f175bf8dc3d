"""The working calendar as people hang it on the wall: each day of a month or a year with its kind and its hours."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from tsk.desk.session import Desk
from tsk.desk.words import known
from tsk.errors import UsageError
from tsk.rulerows import Named
from tsk.whenwords import FIRST_YEAR, LAST_YEAR
from tsk.worktime import Periods, WorkTime

_SAID = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?|(?P<this_year>\d{1,2})")
_NIGHT = 1440  # minutes; a closing past it lies in the next night


class WallDay(Struct, frozen=True):
    """One day: `kind` as the calendar sees it, `name` of its public holiday, `hours` as the rule file writes them."""

    date: date
    kind: str  # working, weekend, holiday, make-up, own
    name: str
    hours: tuple[str, ...]
    seconds: int
    provisional: bool

    @property
    def working(self) -> bool:
        return bool(self.hours)


class Wall(Struct, frozen=True):
    """The days of one month or of one whole year by one calendar."""

    calendar: str
    week: tuple[tuple[str, ...], ...]  # the ordinary hours of each weekday, Monday first
    today: date
    days: tuple[WallDay, ...]

    @property
    def is_year(self) -> bool:
        return self.days[0].date.month != self.days[-1].date.month


def wall(desk: Desk, said: str, name: str) -> Wall:
    """The month or year said as `2026-10`, `10` or `2026`, this month for nothing said, by the calendar of that name.

    Raises UsageError for what is no such month or year, and for an unknown calendar with those that exist.
    """
    names = dict.fromkeys([*(one.name for one in desk.rules.calendars), "always"])
    time = desk.calendars.named(known("calendar", [Named(name=one) for one in names], name))
    today = desk.now.astimezone(desk.zone).date()
    first, last = _stretch(said, today)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    week = tuple(_hours(periods) for periods in time.calendar.week)
    return Wall(time.calendar.name, week, today, tuple(_day(time, one) for one in days))


def _stretch(said: str, today: date) -> tuple[date, date]:
    """The first and the last day of what was said."""
    found = _SAID.fullmatch(said.strip()) if said else _SAID.fullmatch(f"{today:%Y-%m}")
    year = int((found and found["year"]) or today.year)
    month = int((found and (found["month"] or found["this_year"])) or 0)
    whole_year = found is not None and not (found["month"] or found["this_year"])
    if found is None or not FIRST_YEAR <= year <= LAST_YEAR or not (whole_year or 1 <= month <= 12):
        raise UsageError(
            "“{said}” is not a year or month that tsk can show.",
            'Two forms that work: "{full}", "{short}".',
            said=said[:60],
            full=f"{today:%Y-%m}",
            short=f"{today:%Y}",
        )
    if whole_year:
        return date(year, 1, 1), date(year, 12, 31)
    return date(year, month, 1), (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _day(time: WorkTime, on: date) -> WallDay:
    day = time.day(on)
    return WallDay(
        date=on,
        kind=day.kind,
        name=day.name if day.kind in ("holiday", "make-up") else "",
        hours=_hours(day.periods),
        seconds=sum(int((time.at(on, ends) - time.at(on, opens)).total_seconds()) for opens, ends in day.periods),
        provisional=not day.sure,
    )


def _hours(periods: Periods) -> tuple[str, ...]:
    return tuple(f"{_clock(opens)}-{_clock(ends)}" for opens, ends in periods)


def _clock(minute: int) -> str:
    hour, rest = divmod(minute if minute <= _NIGHT else minute - _NIGHT, 60)
    return f"{hour:02}:{rest:02}"


def wall_view(shown: Wall) -> list[dict[str, Any]]:
    """The days as JSON shows them."""
    return [
        {
            "date": day.date.isoformat(),
            "working": day.working,
            "kind": day.kind,
            "name": day.name,
            "hours": list(day.hours),
            "provisional": day.provisional,
        }
        for day in shown.days
    ]
