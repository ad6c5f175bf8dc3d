"""The chance that a milestone is missed, from lengths of similar ones; every expected share was worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tsk.forecast import FEWEST, Forecast, History, Kind, Past, used
from tsk.limits import parse_limit
from tsk.worktime import Calendar, WorkTime

ORDINARY = Kind("network", "general", "care", 1)
ENDED, RUNNING = False, True
OFFICE = WorkTime(Calendar("office", "UTC", (*[((540, 1020),)] * 5, (), ())))  # Monday to Friday, 09:00–17:00

Lengths = Iterable[tuple[int, float, bool]]


def history(lengths: Lengths, kind: Kind = ORDINARY) -> History:
    """So many milestones of each length, over or still running."""
    return History(Past(kind, share, running) for count, share, running in lengths for _ in range(count))


# The past as (how many, share of their time, still running), the share that has gone by; chance and cases.
TABLE: dict[str, tuple[Lengths, float, tuple[float, int] | None]] = {
    "of 40 ten were late": ([(30, 0.5, ENDED), (10, 1.5, ENDED)], 0.0, (0.25, 40)),
    "none of those that lasted so long was in time": ([(20, 0.5, ENDED), (30, 1.5, ENDED)], 0.6, (1.0, 30)),
    "met in the last second is met": ([(30, 1.0, ENDED), (10, 1.001, ENDED)], 0.0, (0.25, 40)),
    "nobody was ever late": ([(40, 0.9, ENDED)], 0.5, (0.0, 40)),
    "29 cases say nothing": ([(29, 1.5, ENDED)], 0.0, None),
    "40 cases, but only 29 of them lasted so long": ([(11, 0.3, ENDED), (29, 1.5, ENDED)], 0.3, None),
    "missed already": ([(40, 1.5, ENDED)], 1.1, None),
    "at the due itself": ([(40, 1.5, ENDED)], 1.0, None),
    # 30 of 60 are over at 0.4; then 15 are lost from sight, and of the other 15 none is over before the due: 30 / 60
    "still running ones count while they are seen": (
        [(30, 0.4, ENDED), (15, 0.5, RUNNING), (15, 1.2, ENDED)], 0.0, (0.5, 45),
    ),
    # 40 of 100 are over at 0.2, leaving 60 %; 20 are lost at 0.5; of the 40 still seen at 0.8 half are over: 30 %
    "a share of a share": (
        [(40, 0.2, ENDED), (20, 0.5, RUNNING), (20, 0.8, ENDED), (20, 1.5, ENDED)], 0.0, (0.3, 80),
    ),
    "from the middle on only those count that lasted so long": (
        [(40, 0.2, ENDED), (20, 0.5, RUNNING), (20, 0.8, ENDED), (20, 1.5, ENDED)], 0.5, (0.5, 40),
    ),
    "running ones beyond their due are missed": ([(30, 0.5, ENDED), (30, 1.3, RUNNING)], 0.0, (0.5, 60)),
    "nobody was seen up to the due": ([(40, 0.2, ENDED), (40, 0.5, RUNNING)], 0.0, None),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_the_chance_is_the_share_of_those_that_lasted_so_long(name: str):
    lengths, gone, expected = TABLE[name]
    told = history(lengths).forecast(ORDINARY, gone)
    assert (told and (round(told.chance, 9), told.cases)) == expected


def test_the_closest_group_with_enough_cases_speaks():
    past = [
        *(Past(Kind("network", "general", "care", 2), 0.5) for _ in range(29)),
        *(Past(Kind("network", "general", "ops", 1), 1.5) for _ in range(30)),
        *(Past(Kind("billing", "general", "care", 1), 0.5) for _ in range(40)),
    ]
    seen = History(past)

    def told(category: str, severity: str, department: str, round: int) -> Forecast | None:
        return seen.forecast(Kind(category, severity, department, round), 0.0)

    assert told("network", "general", "ops", 1) == Forecast(1.0, 30, ("category", "severity", "department", "round"))
    assert told("network", "general", "ops", 3) == Forecast(1.0, 30, ("category", "severity", "department"))
    assert told("network", "general", "care", 2) == Forecast(0.0, 69, ("severity", "department"))
    assert told("network", "general", "field", 1) == Forecast(pytest.approx(30 / 59), 59, ("category", "severity"))
    assert told("value", "general", "field", 1) == Forecast(pytest.approx(30 / 99), 99, ("severity",))
    assert told("network", "urgent", "care", 1) is None


@given(st.lists(st.floats(0, 3), min_size=FEWEST, max_size=90), st.floats(0, 0.99))
def test_without_running_ones_it_is_the_plain_share(lengths: list[float], gone: float):
    told = history((1, share, ENDED) for share in lengths).forecast(ORDINARY, gone)
    longer = [share for share in lengths if share > gone]
    if len(longer) < FEWEST:
        assert told is None
    else:
        assert told and told.chance == pytest.approx(sum(share > 1 for share in longer) / len(longer))


@pytest.mark.parametrize(
    ("limit", "start", "due", "at", "share"),
    [
        ("8 working hours", "2026-11-02 13:00", "2026-11-03 13:00", "2026-11-02 15:00", 0.25),
        ("8 working hours", "2026-11-02 13:00", "2026-11-03 13:00", "2026-11-02 23:00", 0.5),  # nights do not count
        ("24 hours", "2026-11-02 13:00", "2026-11-03 13:00", "2026-11-03 01:00", 0.5),
        ("2 working days", "2026-11-05 13:00", "2026-11-09 17:00", "2026-11-07 12:00", 0.6),  # 4 + 8 + 8 hours
        ("2 working days", "2026-11-05 13:00", "2026-11-09 17:00", "2026-11-09 17:00", 1.0),
        ("agreed", "2026-11-02 00:00", "2026-11-12 00:00", "2026-11-04 00:00", 0.2),
        ("24 hours", "2026-11-02 13:00", "2026-11-02 13:00", "2026-11-02 13:00", 0.0),  # due at once
    ],
)
def test_time_is_counted_on_the_clock_of_the_limit(limit: str, start: str, due: str, at: str, share: float):
    assert used(parse_limit(limit), OFFICE, instant(start), instant(due), instant(at)) == share


def test_after_closing_time_it_is_late_although_no_working_time_went_by():
    due = instant("2026-11-09 17:00")
    assert (
        used(parse_limit("2 working days"), OFFICE, instant("2026-11-05 13:00"), due, instant("2026-11-09 17:01")) > 1
    )


def instant(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")
