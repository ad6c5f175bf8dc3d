"""Rates, scores, ranks, main causes and the months before, counted by hand on a small desk."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk

from tsk.rulerows import Target
from tsk.scores import Counted, ranks, score

MORE = """
[themes]
net   = { zh = "网络", en = "Network" }
money = { zh = "资费", en = "Money" }

[points]
network = { when.category = "network", points = 2 }
other   = { points = 0.5 }
"""
WEIGHTS = """
[targets]
timeliness   = { zh = "及时率", en = "Timeliness", at_least = 80, weight = 50 }
satisfaction = { zh = "满意率", en = "Satisfaction", at_least = 50, weight = 25 }
chase        = { zh = "催单率", en = "Chase rate", at_most = 50, weight = 25 }
"""


@pytest.fixture
def month(desk: Desk) -> Desk:
    """The default rules with themes, points and weights, on Monday 2 November 2026."""
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    head, _, rest = text.partition("[targets]")
    rest = rest[rest.index("[settings]") :]
    text = head + WEIGHTS.lstrip() + "\n\n" + rest.replace("[settings]", MORE.lstrip() + "\n\n[settings]", 1)
    for category, theme in (("network", "net"), ("business", "money"), ("value", "money")):
        start = text.index(f"\n{category} ", text.index("[categories]")) + 1
        brace = text.index("{", start) + 1
        text = f'{text[:brace]} theme = "{theme}",{text[brace:]}'
    rules.write_text(text, "utf-8")
    assert desk.tsk("rules", "check").code == 0, desk.tsk("rules", "check").out
    return desk.at("2026-11-02 10:00")


def rows(desk: Desk, by: str, *more: object) -> dict[str, Any]:
    return {row[by]: row for row in desk.ok("report", "--month", "2026-11", "--by", by, *more)["rows"]}


def test_a_rate_of_chases_counts_every_chase_over_what_was_received(month: Desk) -> None:
    for text in ("小区断网", "手机没有信号", "套餐扣费不对"):
        month.ok("record", text, "--channel", "hotline")
    month.ok("chase", 1)
    month.ok("chase", 1)
    found = rows(month, "category")
    assert found["network"]["chase"] == {"count": 2, "of": 2, "percent": 100.0, "reached": False}
    assert found["business"]["chase"] == {"count": 0, "of": 1, "percent": 0.0, "reached": True}
    assert found["network"]["chased"] == 1


def test_a_repeat_is_counted_over_what_was_received(month: Desk) -> None:
    for phone in ("13800000001", "13800000002", "13800000001"):
        month.ok("record", "小区断网", "--channel", "hotline", "--phone", phone)
    total = month.ok("report", "--month", "2026-11")["total"]
    assert (total["repeat"]["count"], total["repeat"]["of"]) == (1, 3)


def test_themes_and_subtypes_gather_categories(month: Desk) -> None:
    for text in ("小区断网", "套餐扣费不对", "彩信打不开"):
        month.ok("record", text, "--channel", "hotline")
    assert {key: row["received"] for key, row in rows(month, "theme").items()} == {"money": 2, "net": 1}
    assert set(rows(month, "subtype")) == {""}


def test_points_are_given_when_a_case_is_closed(month: Desk) -> None:
    for text in ("小区断网", "套餐扣费不对", "手机没有信号"):
        month.ok("record", text, "--channel", "hotline")
    assert month.ok("report", "--month", "2026-11")["total"]["points"] == 0
    for id in (1, 2):
        month.ok("contact", id, "--via", "phone")
        month.ok("propose", id, "Mend it.", "--cause", _causes(month)[0], "--upheld", "yes")
        month.ok("reply", id, "It is mended.", "--via", "phone", "--basis", "The log.")
        month.ok("rate", id, "--satisfied", "yes")
        month.ok("submit", id)
        month.ok("close", id)
    found = rows(month, "category")
    assert (found["network"]["points"], found["business"]["points"]) == (2, 0.5)
    month.ok("reopen", 1, "--reason", "Again.")
    assert rows(month, "category")["network"]["points"] == 0


def _causes(desk: Desk) -> list[str]:
    """The causes that the rule file lists, in its order."""
    text = (desk.home / "rules.toml").read_text("utf-8")
    block = text[text.index("[causes]") :].split("\n\n")[0]
    return [line.split("=")[0].strip() for line in block.splitlines()[1:] if " = {" in line]


def test_main_causes_are_added_up_from_the_most_frequent(month: Desk) -> None:
    first, second = _causes(month)[:2]
    for text, cause in (("断网", first), ("断网", first), ("断网", first), ("断网", second)):
        id = month.ok("record", text, "--channel", "hotline")["id"]
        month.ok("contact", id, "--via", "phone")
        month.ok("propose", id, "Mend it.", "--cause", cause, "--upheld", "yes")
    found = rows(month, "cause")
    assert (found[first]["share"], found[first]["cumulative"]) == (75.0, 75.0)
    assert (found[second]["share"], found[second]["cumulative"]) == (25.0, 100.0)
    assert "75.0 %" in month.tsk("report", "--by", "cause").out


def test_the_months_before_stand_beside_the_month(month: Desk) -> None:
    month.at("2026-09-10 10:00").ok("record", "小区断网", "--channel", "hotline")
    month.at("2026-11-02 10:00").ok("record", "小区断网", "--channel", "hotline")
    month.ok("record", "套餐扣费不对", "--channel", "hotline")
    found = month.ok("report", "--month", "2026-11", "--trend", 3)
    assert [(row["month"], row["received"]) for row in found["trend"]] == [
        ("2026-08", 0), ("2026-09", 1), ("2026-10", 0),
    ]  # fmt: skip
    assert "+2" in month.tsk("report", "--month", "2026-11", "--trend", 3).out


# ── scores ─────────────────────────────────────────────────────────────────────────────────────────

TARGETS = (
    Target("timeliness", at_least=80, weight=50),
    Target("satisfaction", at_least=50, weight=25),
    Target("chase", at_most=50, weight=25),
)


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ({"timeliness": (8, 10), "satisfaction": (1, 2), "chase": (1, 2)}, 100.0),
        (
            {"timeliness": (10, 10), "satisfaction": (2, 2), "chase": (0, 2)},
            100.0,
        ),  # never more
        ({"timeliness": (4, 10), "satisfaction": (1, 2), "chase": (1, 2)}, 75.0),  # 50 × 40/80 + 25 + 25
        ({"timeliness": (8, 10), "satisfaction": (1, 4), "chase": (2, 2)}, 75.0),  # 50 + 12.5 + 25 × 50/100
        ({"timeliness": (4, 10), "satisfaction": (0, 0), "chase": (1, 2)}, 200 / 3),  # unrated: 50 of 75
        ({"timeliness": (0, 10), "satisfaction": (0, 3), "chase": (9, 3)}, 25 / 6),  # 25 × 50/300
        ({"timeliness": (0, 0), "satisfaction": (0, 0), "chase": (0, 0)}, None),
    ],
)
def test_a_score_is_the_weighed_sum_of_what_was_reached(rates: dict[str, Any], expected: float | None) -> None:
    assert score({name: Counted(*rate) for name, rate in rates.items()}, TARGETS) == pytest.approx(expected)


def test_equal_scores_share_a_rank_and_the_next_is_left_out() -> None:
    scores = {"a": 90.0, "b": 95.0, "c": 90.0, "d": 10.0, "e": None}
    assert ranks(scores) == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_departments_are_scored_and_ranked(month: Desk) -> None:
    """Network answers in time, billing late: 100 and 50 of what was measured; nobody is rated, one is chased."""
    month.ok("record", "小区断网", "--channel", "hotline")
    month.ok("record", "套餐扣费不对", "--channel", "hotline")
    for id, at in ((1, "2026-11-03 10:00"), (2, "2026-11-25 10:00")):
        month.at(at).ok("reply", id, "It is mended.", "--via", "phone", "--basis", "The log.")
    found = rows(month, "department")
    network, billing = found["network"], found["billing"]
    assert (network["score"], network["rank"]) == (100.0, 1)
    assert (round(billing["score"], 2), billing["rank"]) == (33.33, 2)  # 25 of 75: chases weigh, satisfaction does not
    out = month.tsk("report", "--month", "2026-11").out
    assert "33.3" in out


def test_without_weights_nobody_is_scored(desk: Desk) -> None:
    desk.ok("record", "小区断网", "--channel", "hotline")
    line = desk.ok("report")["rows"][0]
    assert (line["score"], line["rank"]) == (None, None)
