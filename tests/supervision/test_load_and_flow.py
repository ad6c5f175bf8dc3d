"""Who has how much, what waits for a decision, what lies idle, and why a complaint is where it is."""

from __future__ import annotations

import pytest
from conftest import Desk
from test_overdue import NOW, boss, supervised


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """1 with w2101, a proposal open; 2 with nobody in the network department; 3 waits for the customer."""
    supervised(desk)
    at = desk.at("2026-10-12 10:00")
    for summary in ("套餐扣费不对", "小区断网三天", "宽带掉线"):
        boss(at, "record", summary, "--phone", "13800000001")
    boss(at, "assign", 1, "--to", "billing", "--handler", "w2101")
    at.at("2026-10-12 11:00").ok(
        "--as",
        "w2101",
        "propose",
        1,
        "退还三十元",
        "--amount",
        "30",
        "--upheld",
        "yes",
        "--cause",
        "charging",
        "--responsible",
        "billing",
    )
    boss(at, "assign", 3, "--to", "network", "--handler", "w2001")
    at.at("2026-10-12 14:00").ok("--as", "w2001", "pend", 3, "--reason", "customer", "--until", "2026-10-16 18:00")
    boss(at.at("2026-10-14 10:00"), "chase", 2, "怎么还不来")
    return desk.at(NOW)


def test_the_load_counts_what_each_department_and_person_has(busy: Desk) -> None:
    found = {one["department"]: one for one in boss(busy, "load")}
    assert {name: one["open"] for name, one in found.items()} == {"network": 2, "billing": 1}
    network = found["network"]
    assert (network["waiting"], network["chased"], network["approval"]) == (1, 1, 0)
    assert [(one["handler"], one["open"]) for one in network["people"]] == [("", 1), ("w2001", 1)]
    assert found["billing"]["approval"] == 1


def test_what_is_late_and_what_falls_due_today_are_counted(busy: Desk) -> None:
    """On Wed at noon contact of 1 and 2 is late; plan of 3 waits for the customer, its contact was due on Tue."""
    found = {one["department"]: one for one in boss(busy, "load")}
    late = {row["id"] for row in boss(busy, "overdue")}
    assert found["billing"]["overdue"] + found["network"]["overdue"] == len(late)
    today = {row["id"] for row in boss(busy, "overdue", "--within", "1 hour")} - late
    assert len(today) <= found["network"]["today"] + found["billing"]["today"]


def test_idle_is_what_nobody_has_touched_for_the_limit(busy: Desk) -> None:
    """Nobody has touched 1 since Mon 11:00 and 3 since Mon 14:00; the customer's own asking is no step of ours."""
    assert {case["id"] for case in boss(busy, "list", "--idle", "1 working day")} >= {1, 3}
    assert boss(busy, "list", "--idle", "5 working days") == []
    assert sum(one["idle"] for one in boss(busy, "load", "--idle", "5 working days")) == 0


@pytest.mark.parametrize(("awaited", "ids"), [("approval", [1]), ("answer", []), ("review", [])])
def test_a_list_knows_what_waits_for_a_decision(busy: Desk, awaited: str, ids: list[int]) -> None:
    assert [case["id"] for case in boss(busy, "list", "--awaiting", awaited)] == ids


def test_what_was_handed_in_waits_for_an_answer_and_then_for_a_review(busy: Desk) -> None:
    boss(busy, "approve", 1)
    busy.ok("--as", "w2101", "contact", 1, "--via", "phone")
    busy.ok("--as", "w2101", "submit", 1)
    assert [case["id"] for case in boss(busy, "list", "--awaiting", "answer")] == [1]
    boss(busy, "reply", 1, "退还三十元", "--via", "phone")
    assert [case["id"] for case in boss(busy, "list", "--awaiting", "review")] == [1]


def test_a_list_knows_what_is_overdue(busy: Desk) -> None:
    late = {row["id"] for row in boss(busy, "overdue")}
    assert {case["id"] for case in boss(busy, "list", "--overdue")} == late
    assert late


def test_everybody_sees_the_load_of_what_they_may_see(busy: Desk) -> None:
    assert [one["department"] for one in busy.ok("--as", "w2101", "load")] == ["billing"]


# ── why it is where it is ──────────────────────────────────────────────────────────────────────────


def test_a_route_is_told_with_its_rule_and_line_and_the_words_that_chose_the_category(busy: Desk) -> None:
    placing = boss(busy, "explain", 2)["placing"]
    assert (placing["category"], placing["words"]) == ("network", ["断网"])
    (placed,) = placing["placed"]
    assert (placed["department"], placed["rule"], placed["by"]) == ("network", "routes.network", "")
    line = (busy.home / "rules.toml").read_text("utf-8").splitlines()[placed["line"] - 1]
    assert line.startswith("network")


def test_a_department_chosen_by_a_person_is_told_with_who_and_why(busy: Desk) -> None:
    boss(busy, "assign", 2, "--to", "market", "--reason", "是宣传问题")
    placed = boss(busy, "explain", 2)["placing"]["placed"]
    assert [(one["department"], one["rule"], one["by"], one["reason"]) for one in placed] == [
        ("network", "routes.network", "", ""),
        ("market", "", "w9001", "是宣传问题"),
    ]


def test_what_no_route_takes_is_with_the_desk(busy: Desk) -> None:
    boss(busy, "record", "说不清楚的事", "--category", "other")
    shown = busy.tsk("--as", "w9001", "--lang", "zh", "explain", 4).out
    assert "没有匹配的分派规则，由受理台处理" in shown
