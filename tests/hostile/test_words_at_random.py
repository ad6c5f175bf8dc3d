"""Dates, limits and words to search for, at random: a value or a sentence, and what is said of a value means it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from budget import TIMES, tried
from conftest import Desk
from hypothesis import given
from hypothesis import strategies as st

from tsk.errors import UsageError
from tsk.limits import Limit, parse_limit
from tsk.whenwords import FIRST_YEAR, LAST_YEAR, parse_when

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 10, 9, 8, 40, tzinfo=UTC)
instants = st.datetimes(datetime(1901, 1, 1), datetime(2998, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0, second=0)
)
whens = st.text(max_size=30) | st.text("0123456789-:/T+ 年月日.昨天前明today", max_size=24)
limits = st.text(max_size=20) | st.lists(
    st.sampled_from(("1", "99", "0", "working", " ", "days", "day", "hours", "个", "工作日", "天", "same", "-", "次")),
    max_size=6,
).map("".join)  # fmt: skip
COUNTS = {"words": 0}


@pytest.mark.soak
@tried(600)
@given(whens, st.booleans())
def test_any_text_is_an_instant_or_is_quoted(said: str, end: bool) -> None:
    COUNTS["words"] += 1
    try:
        at = parse_when(said, NOW, ZONE, end)
    except UsageError as error:
        assert error.values["said"] == said
    else:
        assert FIRST_YEAR - 1 <= at.year <= LAST_YEAR + 1
        assert at.tzinfo is UTC


@pytest.mark.soak
@tried(300)
@given(instants)
def test_an_instant_said_in_the_policys_zone_or_with_an_offset_is_that_instant(at: datetime) -> None:
    COUNTS["words"] += 1
    assert parse_when(at.isoformat(), NOW, ZONE) == at
    local = at.astimezone(ZONE)
    if local.fold == 0 and local.astimezone(UTC) == local.replace(tzinfo=ZONE).astimezone(UTC):
        assert parse_when(f"{local:%Y-%m-%d %H:%M}", NOW, ZONE) == local.replace(tzinfo=ZONE).astimezone(UTC).replace(
            second=0
        )


@pytest.mark.soak
@tried(600)
@given(limits)
def test_any_text_is_a_limit_or_a_sentence_and_a_limit_is_said_back(said: str) -> None:
    COUNTS["words"] += 1
    try:
        limit = parse_limit(said)
    except UsageError:
        return
    assert isinstance(limit, Limit)
    for lang in ("en", "zh"):
        again = parse_limit(limit.label(lang))
        assert (again.kind, again.amount, again.minute) == (limit.kind, limit.amount, limit.minute)


@pytest.mark.soak
def test_any_words_find_complaints_or_nothing(desk: Desk) -> None:
    desk.ok("record", "断网三天 100% a_b 'x' \"y\" *z*", "--customer", "O'Brien")

    @tried(120)
    @given(
        st.lists(st.text(max_size=10) | st.sampled_from(("AND", "NEAR(", '"', "*", "%", "_", "'", "断网", "--", "x:y")))
    )
    def runs(words: list[str]) -> None:
        COUNTS["words"] += 1
        done = desk.tsk("search", "--json", "--", *(word.replace("\ud800", "") for word in words))
        assert done.code in (0, 2), (words, done)

    runs()
    assert [case["id"] for case in desk.ok("search", "a_b")] == [1]
    assert desk.ok("search", "a%b") == []


def test_words_were_tried() -> None:
    print(COUNTS)
    assert not COUNTS["words"] or COUNTS["words"] >= 100 * TIMES
