"""What was open when: the backlog at the end of each day, week or month, and how old what is open now is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate

from msgspec import Struct

AGES = ((0, 1), (2, 3), (4, 7), (8, 15), (16, 30), (31, None))  # days since receipt, both ends included
_STEPS = ((31, "day"), (184, "week"))  # up to so many days; longer periods are shown by month


class Bucket(Struct, frozen=True):
    """One day, week or month of a period, from `first` to `last`: both days are in it.

    `received` came in on those days, `ended` were closed, cancelled, rejected or merged on them; `open` were so at
    their end, whenever received.
    """

    first: date
    last: date
    received: int
    ended: int
    open: int


class Aged(Struct, frozen=True):
    """How many complaints have been open for `first` to `last` days; without a `last` for `first` days or longer."""

    first: int
    last: int | None
    count: int


class Backlog(Struct, frozen=True):
    """The backlog of a period in steps of a day, a week or a month; `before` were open when it began.

    What lies in the future has no bucket.
    """

    step: str
    before: int
    buckets: tuple[Bucket, ...]


def backlog(
    since: date, until: date, today: date, before: int, received: Mapping[str, int], ended: Mapping[str, int]
) -> Backlog:
    """The backlog on [since, until), up to today, from what came in and what ended on each ISO date."""
    step = step_for(since, until)
    stretches = tuple(cut(since, min(until, today + timedelta(days=1)), step))
    came = [_sum(received, *stretch) for stretch in stretches]
    went = [_sum(ended, *stretch) for stretch in stretches]
    left = list(accumulate((more - fewer for more, fewer in zip(came, went, strict=True)), initial=before))[1:]
    counts = zip(stretches, came, went, left, strict=True)
    buckets = (Bucket(first, last, more, fewer, open) for (first, last), more, fewer, open in counts)
    return Backlog(step, before, tuple(buckets))


def step_for(since: date, until: date) -> str:
    """Whether a period is shown by day, week or month."""
    days = (until - since).days
    return next((name for most, name in _STEPS if days <= most), "month")


def cut(since: date, until: date, step: str) -> Iterator[tuple[date, date]]:
    """The days, the weeks from Monday or the calendar months of [since, until), each with its first and last day."""
    while since < until:
        after = min(_NEXT[step](since), until)
        yield since, after - timedelta(days=1)
        since = after


_NEXT = {
    "day": lambda day: day + timedelta(days=1),
    "week": lambda day: day + timedelta(days=7 - day.weekday()),
    "month": lambda day: (day.replace(day=1) + timedelta(days=32)).replace(day=1),
}


def _sum(counts: Mapping[str, int], first: date, last: date) -> int:
    days = ((first + timedelta(days=i)).isoformat() for i in range((last - first).days + 1))
    return sum(counts.get(day, 0) for day in days)


def ageing(received: Mapping[str, int], today: date) -> tuple[Aged, ...]:
    """How old the open complaints are, from how many of them were received on each ISO date."""
    ages = {day: max(0, (today - date.fromisoformat(day)).days) for day in received}
    return tuple(
        Aged(
            first,
            last,
            sum(n for day, n in received.items() if first <= ages[day] <= (ages[day] if last is None else last)),
        )
        for first, last in AGES
    )


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months before that of the day; of one after it for a negative number."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
