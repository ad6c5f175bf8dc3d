"""Lists of what waits for one reason, and of one deadline alone.

Three complaints of Fri 9 Oct 2026, 16:40; the office works on Sat 10 too.
"""

from __future__ import annotations

import pytest
from conftest import Desk


@pytest.fixture
def three(desk: Desk) -> Desk:
    """1 waits for the customer, 2 for the customer and a supplier, 3 for nobody."""
    for _ in range(3):
        desk.ok("record", "小区断网")
    for id, reason in ((1, "customer"), (2, "customer"), (2, "supplier")):
        desk.ok("pend", id, "--reason", reason, "--note", "…", "--until", "2026-10-12 09:00")
    return desk


def waiting(desk: Desk, reason: str, *words: object) -> list[int]:
    return [case["id"] for case in desk.ok("list", "--waiting", reason, "--sort", "number", *words)]


def test_a_list_may_hold_only_what_waits_for_one_reason(three: Desk) -> None:
    assert (waiting(three, "customer"), waiting(three, "supplier"), waiting(three, "approval")) == ([1, 2], [2], [])
    assert waiting(three, "等待客户", "--state", "pending") == [1, 2]
    assert [case["id"] for case in three.ok("search", "断网", "--waiting", "supplier")] == [2]


def test_a_wait_that_has_ended_is_no_longer_listed_and_one_past_its_end_still_is(three: Desk) -> None:
    three.ok("resume", 2, "--wait", "customer")
    assert (waiting(three, "customer"), waiting(three, "supplier")) == ([1], [2])
    three.at("2026-10-13 09:00")  # nobody has resumed it
    assert waiting(three, "customer") == [1]
    three.ok("reply", 1, "已恢复", "--via", "phone")
    assert waiting(three, "customer") == []


def test_a_reason_that_the_policy_does_not_have_is_named_with_those_it_has(three: Desk) -> None:
    told = three.tsk("list", "--waiting", "sunshine")
    assert (told.code, "sunshine" in told.err, "supplier" in told.err) == (2, True, True)


def test_overdue_may_be_of_one_deadline(three: Desk) -> None:
    three.at("2026-10-13 18:00:01")  # three working days after receipt; the network works on Sundays too
    late = three.ok("overdue", "--milestone", "reply")
    assert [(one["id"], one["milestone"]) for one in late] == [(3, "reply")]
    assert [one["id"] for one in three.ok("overdue", "--milestone", "联系")] == [1, 2, 3]
    assert three.ok("overdue", "--milestone", "promise") == []
    assert three.tsk("overdue", "--milestone", "lunch").code == 2


def test_what_is_overdue_may_be_asked_for_by_what_it_waits_for(three: Desk) -> None:
    three.at("2026-10-13 18:00:01")
    assert {one["id"] for one in three.ok("overdue", "--waiting", "supplier")} == {2}
