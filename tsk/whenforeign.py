"""Dates in the forms of other programs and countries: what dateutil reads alike, however it is asked.

Loaded where neither `tsk.whenwords` nor `tsk.whenspoken` understands.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from tsk.whenspoken import LONGEST, nth_weekday, refused

# What the words leave out comes from here, and shows: the date, the date, the time.
_UNLIKE = (datetime(2000, 1, 1), datetime(2004, 3, 2), datetime(2000, 1, 1, 1, 1))


def foreign(text: str, now: datetime, zone: ZoneInfo, end: bool) -> datetime | None:
    """The date that dateutil reads, where it is one whole date in whatever order its numbers are taken.

    Raises UsageError where another order makes another date of it.
    """
    if len(text) > LONGEST or not any(char.isdigit() for char in text):
        return None
    from dateutil.parser import parser

    orders = ((False, False),) if re.match(r"\D*\d{4}[-/.]", text) else tuple(product((False, True), repeat=2))
    read = [_read(parser(), text, now, zone, *order) for order in orders]
    known = sorted({one for one in read if one})
    if len({at.date() for at, _ in known}) > 1:
        raise refused(text, f"{known[0][0]:%Y-%m-%d}", f"{known[-1][0]:%Y-%m-%d}")
    if not known:
        return None
    at, is_day = known[0]
    return at + timedelta(days=1) if is_day and end else at


def _read(
    reader: Any, text: str, now: datetime, zone: ZoneInfo, day_first: bool, year_first: bool
) -> tuple[datetime, bool] | None:
    """The instant read in that order, and whether it is a day without a time; None for less than a date."""
    order = {"dayfirst": day_first, "yearfirst": year_first, "tzinfos": _no_name}
    try:
        one, other, timed = (reader.parse(text, default=blank, **order) for blank in _UNLIKE)
        at = one if one.year == other.year else one.replace(year=now.astimezone(zone).year)
    except (ValueError, OverflowError, TypeError, AttributeError, ArithmeticError, IndexError):
        return None
    named = {nth_weekday(word) for word in re.findall("[a-z]+", text.casefold())} - {None}
    if (one.month, one.day) != (other.month, other.day) or not named <= {at.weekday()}:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=zone)), one.time() != timed.time()


def _no_name(name: str | None, offset: int | None) -> int | None:
    """The offset of a zone; a name alone, such as CST, means another one in each country."""
    if name and offset is None:
        raise ValueError(name)
    return offset
