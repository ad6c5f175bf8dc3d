"""The public days of a country, read from the holiday packages when a rule file is compiled and at no other time.

China: the State Council's arrangements with their make-up days from `chinese_calendar`, sure through its last full
year; after that the statutory days that `holidays` computes, up to 2060, with no guess at days off in lieu.
Other countries (`DE`, or a part of one, `DE-BY`): the public holidays that `holidays` gives for 1990 to 2040, sure
throughout, with no make-up days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tsk.errors import UsageError
from tsk.worktime import PublicDays

STATUTORY_UNTIL = 2060
FIRST_YEAR, LAST_YEAR = 1990, 2040
ALIKE = {  # every spelling in either package → the one used here
    "Anti-Fascist 70th Day": "Victory Day",
    "Chinese New Year": "Spring Festival",
    "Chinese New Year's Eve": "Spring Festival",
    "Chinese New Year (Spring Festival)": "Spring Festival",
    "Labor Day": "Labour Day",
    "Mid-Autumn Festival": "Mid-autumn Festival",
    "Tomb-Sweeping Day": "Tomb-sweeping Day",
}


def public_days(country: str) -> PublicDays:
    """The days off, make-up days and estimates of one country, named by its ISO code."""
    return _china() if country == "CN" else _elsewhere(country)


def _china() -> PublicDays:
    import chinese_calendar  # type: ignore[import-untyped]
    from chinese_calendar.constants import holidays, workdays  # type: ignore[import-untyped]

    year = max(day.year for day in holidays if (day.month, day.day) == (10, 1))  # National Day ends a year's notice
    last = date(year, 12, 31)
    return PublicDays(
        source=f"chinesecalendar {chinese_calendar.__version__}",
        first=date(min(holidays).year, 1, 1),
        last=last,
        off=_ranges((day, _alike(name)) for day, name in holidays.items() if day <= last),
        work=tuple(sorted((day, _alike(name)) for day, name in workdays.items() if day <= last)),
        statutory=_ranges(_china_statutory(year + 1)),
    )


def _china_statutory(first: int) -> list[tuple[date, str]]:
    from holidays import country_holidays

    years = range(first, STATUTORY_UNTIL + 1)
    days = country_holidays("CN", years=years, observed=False, language="en_US")
    return [(day, _alike(name)) for day, name in days.items() if not name.startswith("Day off")]


def _elsewhere(country: str) -> PublicDays:
    from holidays import country_holidays
    from holidays.version import __version__

    code, _, part = country.partition("-")
    try:
        if len(code) != 2:  # the package also answers to the names of its classes
            raise NotImplementedError
        days = country_holidays(code, part or None, years=range(FIRST_YEAR, LAST_YEAR + 1))
    except NotImplementedError:
        raise UsageError(
            'No holidays are known for "{country}".',
            "Write an ISO code such as CN, HK, SG, JP, DE, DE-BY, GB or US.",
            country=country,
        ) from None
    return PublicDays(
        source=f"holidays {__version__}",
        first=date(FIRST_YEAR, 1, 1),
        last=date(LAST_YEAR, 12, 31),
        off=_ranges(days.items()),
        work=(),
        statutory=(),
    )


def _alike(name: str) -> str:
    name = name.split("; ")[-1]  # Mid-Autumn can fall into National Day, which comes last and gives the name
    return ALIKE.get(name, name)


def _ranges(days: Iterable[tuple[date, str]]) -> tuple[tuple[date, date, str], ...]:
    """Consecutive days of one name become one closed range; the ranges ascend."""
    ranges: list[tuple[date, date, str]] = []
    for day, name in sorted(days):
        if ranges and ranges[-1][1] == day - timedelta(days=1) and ranges[-1][2] == name:
            ranges[-1] = (ranges[-1][0], day, name)
        else:
            ranges.append((day, day, name))
    return tuple(ranges)
