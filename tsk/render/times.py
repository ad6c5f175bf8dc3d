"""Instants, dues and lengths of time as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tsk import i18n
from tsk.i18n import say
from tsk.limits import parse_limit

_DAY = 86_400  # a calendar that is always open: its days are days
_STEPS = ((86400, "{n} d"), (3600, "{n} h"), (60, "{n} min"), (1, "{n} s"))


def day_and_time(at: datetime, zone: ZoneInfo) -> str:
    """The local instant with its year: `2026-10-09 16:40`."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def short_time(at: datetime, zone: ZoneInfo, seconds: bool = True) -> str:
    """The local instant without its year: `10-09 16:40`; odd seconds are shown unless they do not matter."""
    local = at.astimezone(zone)
    return f"{local:%m-%d %H:%M:%S}" if seconds and local.second else f"{local:%m-%d %H:%M}"


def due_text(due: datetime, zone: ZoneInfo, year: bool = False) -> str:
    """A due as `10-10 18:00`; midnight belongs to the day that it ends: `10-24 24:00`. Odd seconds are shown."""
    at = due.astimezone(zone)
    form = "%Y-%m-%d" if year else "%m-%d"
    if (at.hour, at.minute, at.second) == (0, 0, 0):
        return f"{at - timedelta(days=1):{form}} 24:00"
    return f"{at:{form} %H:%M:%S}" if at.second else f"{at:{form} %H:%M}"


def clock_text(seconds: int) -> str:
    """A length of clock time in its two largest units: `3 d 4 h`."""
    return _two_units(seconds, _STEPS)


def exact_text(seconds: int, in_days: bool) -> str:
    """A length of time whole, nothing rounded: `3 d 4 h 20 min`, or in hours alone where a day is no 24 of them."""
    units = _STEPS if in_days else _STEPS[1:]
    parts: list[str] = []
    for size, template in units:
        count, seconds = divmod(seconds, size)
        parts += [say(template, n=count)] if count else []
    return " ".join(parts) or say("{n} s", n=0)


def working_text(seconds: int, working_day: int) -> str:
    """A length of working time in working days and hours: `2 working days 3 h`; days as long as the calendar's own."""
    if working_day == _DAY:
        return clock_text(seconds)
    if working_day <= 0 or seconds < working_day:
        return say("{time} working", time=clock_text(seconds))
    days, rest = divmod(seconds, working_day)
    whole = say("1 working day") if days == 1 else say("{n} working days", n=days)
    hours = rest // 3600
    return f"{whole} {say('{n} h', n=hours)}" if hours else whole


def limit_text(limit: str) -> str:
    """A limit of the rule file in the reader's language."""
    return parse_limit(limit).label(i18n.lang)


def _two_units(seconds: int, steps: tuple[tuple[int, str], ...]) -> str:
    parts: list[str] = []
    rest = max(0, seconds)
    for size, template in steps:
        count, rest = divmod(rest, size)
        if count or (size == 1 and not parts):
            parts.append(say(template, n=count))
        if len(parts) == 2 or (parts and not count):
            break
    return " ".join(parts)
