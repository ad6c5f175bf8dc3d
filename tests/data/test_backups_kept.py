"""Which backups are kept: laws over any days, and a table that a supervisor can read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tsk.backups import instant_of, kept, names_of, read

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
MADE = st.lists(st.integers(0, 24 * 60 * 800), max_size=60, unique=True).map(
    lambda minutes: {f"b{minute:07}": BEGIN + timedelta(minutes=minute) for minute in minutes}
)
COUNTS = st.tuples(st.integers(0, 10), st.integers(0, 8), st.integers(0, 14))


@given(MADE, COUNTS)
def test_what_is_kept_was_there_and_the_newest_stays(made: dict[str, datetime], counts: tuple[int, int, int]) -> None:
    stays = kept(made, *counts)
    assert stays <= made.keys()
    assert not made or max(made) in stays


@given(MADE, COUNTS)
def test_keeping_twice_keeps_the_same(made: dict[str, datetime], counts: tuple[int, int, int]) -> None:
    stays = kept(made, *counts)
    assert kept({name: made[name] for name in stays}, *counts) == stays


@given(MADE, COUNTS)
def test_rotating_after_each_backup_keeps_what_rotating_once_in_the_end_does(
    made: dict[str, datetime], counts: tuple[int, int, int]
) -> None:
    there: dict[str, datetime] = {}
    for name in sorted(made):
        there[name] = made[name]
        stays = kept(there, *counts)
        there = {one: at for one, at in there.items() if one in stays}
    assert there.keys() == kept(made, *counts)


@given(MADE, COUNTS, st.integers(0, 2))
def test_who_keeps_more_keeps_no_other_ones(
    made: dict[str, datetime], counts: tuple[int, int, int], which: int
) -> None:
    more = tuple(count + (place == which) for place, count in enumerate(counts))
    assert kept(made, *counts) <= kept(made, *more)


@given(MADE, COUNTS)
def test_beyond_the_last_day_no_more_stay_than_were_asked_for(
    made: dict[str, datetime], counts: tuple[int, int, int]
) -> None:
    newest = max(made.values(), default=BEGIN)
    old = {name for name, at in made.items() if newest - at >= timedelta(hours=24)}
    assert len(kept(made, *counts) & old) <= sum(counts)


def on(*days: str) -> dict[str, datetime]:
    return {day: datetime.fromisoformat(f"{day} 02:00+08:00") for day in days}


@pytest.mark.parametrize(
    ("daily", "weekly", "monthly", "stays"),
    [
        (0, 0, 0, "01-04"),  # the newest, whatever is asked
        (1, 0, 0, "01-04"),
        (3, 0, 0, "12-28 12-31 01-04"),  # days on which there was none do not count
        (0, 2, 0, "12-31 01-04"),  # the week of 28 December ends with 3 January, the next begins with the 4th
        (0, 3, 0, "12-27 12-31 01-04"),
        (0, 0, 2, "12-31 01-04"),
        (0, 0, 3, "11-30 12-31 01-04"),
        (2, 3, 3, "11-30 12-27 12-31 01-04"),
    ],
)
def test_the_table(daily: int, weekly: int, monthly: int, stays: str) -> None:
    """Monday is 30 November, 28 December 2026 and 4 January 2027."""
    made = on("2026-11-30", "2026-12-27", "2026-12-28", "2026-12-31", "2027-01-04")
    assert sorted(name[5:] for name in kept(made, daily, weekly, monthly)) == sorted(stays.split())


def test_a_name_tells_when_it_was_made_and_nothing_else_is_one() -> None:
    at = datetime(2026, 11, 22, 14, 15, tzinfo=UTC)
    names = names_of(at, ("HZ01", "main"), "replaced")
    assert [next(names), next(names)] == ["20261122T141500Z-HZ01-replaced", "20261122T141500Z-HZ01-replaced-2"]
    assert instant_of("20261122T141500Z-HZ01-replaced-2") == at
    strange = ("20261122", "20261322T141500Z", ".draft-1", "wreck-20261122T141500Z", "20261122T141500Z/..", "")
    assert [instant_of(name) for name in strange] == [None] * 6


@given(st.binary(max_size=200))
def test_no_bytes_that_somebody_wrote_are_a_manifest(content: bytes) -> None:
    assert read(content) is None
