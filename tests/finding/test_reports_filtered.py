"""A report takes every filter of a list, and says in its heading what it is limited to."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk


@pytest.fixture
def four(desk: Desk) -> Desk:
    """1 and 2 of one customer, 2 answered; 3 waits for the customer; 4 is cancelled by its customer."""
    who = ("--customer", "林小满", "--phone", "13800001234")
    desk.ok("record", "断网", *who)
    desk.ok("record", "宽带多扣了30元", *who)
    desk.ok("record", "断网", "--customer", "何晴", "--phone", "13800005678")
    desk.ok("record", "断网")
    desk.ok("reply", 2, "已退费", "--via", "phone")
    desk.ok("pend", 3, "--reason", "customer")
    desk.ok("cancel", 4, "--by", "customer", "--reason", "好了")
    return desk.at("2026-10-20 10:00")


def report(desk: Desk, *words: object) -> Any:
    return desk.ok("report", "--month", "2026-10", *words)


@pytest.mark.parametrize(
    ("words", "received"),
    [
        ((), 4),
        (("--state", "open"), 3),
        (("--state", "pending"), 1),
        (("--phone", "138-0000-1234"), 2),
        (("--customer", "何"), 1),
        (("--waiting", "customer"), 1),
        (("--round", "1"), 4),
        (("--round", "2"), 0),
        (("--overdue",), 3),
        (("--overdue", "--department", "network"), 2),
        (("--mine",), 2),
    ],
)
def test_a_report_counts_what_passes_the_filters(four: Desk, words: tuple[str, ...], received: int) -> None:
    found = report(four, *words)
    assert found["total"]["received"] == received
    assert sum(row["received"] for row in found["rows"]) == received
    listed = four.ok("list", *words)
    assert len(listed) == received


def test_the_heading_says_what_it_is_limited_to(four: Desk) -> None:
    assert report(four, "--phone", "13800001234", "--overdue")["filters"] == {
        "phone": "138****1234", "overdue": "yes",
    }  # fmt: skip
    told = four.tsk("--lang", "zh", "report", "--month", "2026-10", "--state", "pending", "--format", "html").out
    assert "等待中" in told


def test_other_views_of_a_period_take_no_more_filters(four: Desk) -> None:
    assert four.tsk("report", "--integrity", "--state", "open").code == 2
    assert four.tsk("report", "--integrity", "--department", "network").code == 0
