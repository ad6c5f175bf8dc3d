"""What is still to do on a closed complaint: the return visit, and the news of its end.

Complaint 1 about a rude clerk, settled by customer care on Mon 2 Nov 2026; the visit is due by Thu 5 Nov. Of those
listed, the caller belongs to marketing; whether the reviewers of customer care may visit too, each test says.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import Desk

REVIEWER, CALLER = "w3001", "w4001"
STAFF = """
caller = { zh = "回访员", en = "Caller", may = ["counter", "visit"], sees = "all" }


[staff]
w3001 = { zh = "陈静", role = "reviewer", department = "care" }
w4001 = { zh = "何晴", role = "caller",   department = "market" }


[channels]"""
TOLD = '\n[escalation]\noutcome = { on = "closed", tell = "market", hours = "always" }\n'


def closed(desk: Desk, closing: str) -> Desk:
    """The desk with complaint 1 closed; `closing` is what reviewers may do when it comes to closing."""
    path = desk.home / "rules.toml"
    text = re.sub(r"\n\[escalation\].*?(?=\n\[closing\])", TOLD, path.read_text("utf-8"), count=1, flags=re.DOTALL)
    text = re.sub(r"\n+# \[staff\].*?\[channels\]", STAFF, text, count=1, flags=re.DOTALL)
    old = 'may = ["counter", "handling", "closing"],      sees = "all",   approves = 500'
    assert old in text
    text = text.replace(old, f'may = ["counter", "handling", {closing}], sees = "all", approves = 500')
    path.write_text(text, "utf-8")
    assert desk.tsk("rules", "check").code == 0
    settled = ("--settled", "We apologised.", "--as", REVIEWER)
    desk.at("2026-11-02 10:00").ok("record", "The clerk was rude", "--category", "attitude", *settled)
    return desk


def why(desk: Desk, who: str) -> list[tuple[str, str]]:
    """Why complaint 1 stands in somebody's inbox, with the deadline or row behind it."""
    inbox: list[Any] = desk.ok("inbox", "--as", who)
    return [(one["kind"], one["milestone"] or one["text"]) for row in inbox for one in row["why"]]


@pytest.fixture
def by_both(desk: Desk) -> Desk:
    return closed(desk, '"closing"')


@pytest.fixture
def by_the_caller(desk: Desk) -> Desk:
    return closed(desk, '"close", "return", "reopen"')


def test_a_visit_is_for_the_desk_to_make_where_it_may(by_both: Desk) -> None:
    assert why(by_both, REVIEWER) == [("due", "visit")]
    assert ("due", "visit") not in why(by_both, CALLER)


def test_a_visit_that_nobody_at_the_desk_may_make_falls_to_whoever_may(by_the_caller: Desk) -> None:
    assert why(by_the_caller, REVIEWER) == []
    assert ("due", "visit") in why(by_the_caller, CALLER)
    by_the_caller.ok("visit", 1, "--via", "phone", "--satisfied", "yes", "--as", CALLER)
    assert why(by_the_caller, CALLER) == []


def test_a_department_that_is_told_of_the_end_sees_it_until_it_has_visited(by_both: Desk) -> None:
    assert why(by_both, CALLER) == [("told", "outcome")]
    by_both.ok("note", 1, "Called back.", "--as", REVIEWER)
    assert why(by_both, CALLER) == [("told", "outcome")]
    by_both.ok("visit", 1, "--via", "phone", "--satisfied", "yes", "--as", CALLER)
    assert why(by_both, CALLER) == []
