"""`explain` shows the stretches that a deadline is made of: they join without gaps and add up to the limit."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from conftest import Desk

DAY = 7 * 3600 + 1800  # of the office: 09:00–12:00 and 13:30–18:00


def explained(desk: Desk, name: str) -> dict[str, Any]:
    (one,) = [m for m in desk.ok("explain", 1)["milestones"] if (m["name"], m["round"]) == (name, 1)]
    return one


def seconds(span: dict[str, Any]) -> int:
    return int((datetime.fromisoformat(span["to"]) - datetime.fromisoformat(span["from"])).total_seconds())


def counted(one: dict[str, Any], after_receipt: bool = False) -> int:
    return sum(seconds(s) for s in one["stretches"] if s["counted"] and not (after_receipt and s["day"] == 0))


def waited(one: dict[str, Any]) -> int:
    return sum(seconds(span) for span in one["stretches"] if span["kind"] == "waiting")


def joined(one: dict[str, Any]) -> bool:
    """Whether the stretches lead from the start to the due without a gap or an overlap."""
    ends = [one["from"], *(span["to"] for span in one["stretches"])]
    starts = [*(span["from"] for span in one["stretches"]), one["due_today"]]
    return ends == starts


@pytest.mark.parametrize("severity", ["general", "major", "grave", "urgent"])
@pytest.mark.parametrize(
    "at", ["2026-09-18 16:00", "2026-09-30 17:00", "2026-10-09 16:40", "2026-11-02 11:00", "2026-10-03 22:10"]
)
def test_the_stretches_of_every_deadline_join_and_end_at_what_was_promised(desk: Desk, at: str, severity: str) -> None:
    desk.at(at).ok("record", "断网三天", "--severity", severity, "--channel", "hotline")
    milestones = desk.ok("explain", 1)["milestones"]
    assert len(milestones) == 6
    for one in milestones:
        assert joined(one), one["name"]
        assert one["due"] == one["due_today"]
        assert one["counted_seconds"] == counted(one)
        assert waited(one) == 0


@pytest.mark.parametrize(("name", "days"), [("contact", 1), ("plan", 2), ("reply", 3)])
def test_a_limit_in_working_days_counts_so_many_days_after_the_day_of_receipt(desk: Desk, name: str, days: int) -> None:
    desk.ok("record", "断网三天")
    one = explained(desk, name)
    assert counted(one, after_receipt=True) == days * DAY
    assert {span["day"] for span in one["stretches"] if span["counted"]} == {*range(days + 1)}


@pytest.mark.parametrize(
    ("severity", "name", "limit"),
    [
        ("urgent", "contact", 30 * 60),
        ("urgent", "plan", 4 * 3600),
        ("grave", "contact", 3600),
        ("major", "contact", 7200),
    ],
)
def test_a_limit_in_hours_counts_exactly_so_long(desk: Desk, severity: str, name: str, limit: int) -> None:
    desk.at("2026-11-02 11:00").ok("record", "断网三天", "--severity", severity)
    assert explained(desk, name)["counted_seconds"] == limit


def test_what_counted_and_what_was_waited_add_up_to_the_way_without_a_wait(desk: Desk) -> None:
    """Mon 15:00 to Tue 10:00 takes 4 h of work out; the plan of two working days still counts two of them."""
    desk.at("2026-11-02 10:00").ok("record", "断网三天")
    before = explained(desk, "plan")
    desk.at("2026-11-02 15:00").ok("pend", 1, "--reason", "customer", "--until", "2026-11-03 10:00")
    after = explained(desk, "plan")
    assert (after["base"], after["due"]) == (before["due"], "2026-11-05T14:30:00+08:00")
    assert joined(after)
    assert waited(after) == 4 * 3600
    assert counted(after) == counted(before) == 6 * 3600 + 1800 + 2 * DAY
    assert "Customer" in desk.tsk("explain", 1).out


def test_overlapping_waits_are_cut_out_once(desk: Desk) -> None:
    desk.at("2026-11-02 10:00").ok("record", "断网三天")
    before = explained(desk, "reply")
    desk.at("2026-11-02 15:00").ok("pend", 1, "--reason", "customer", "--until", "2026-11-03 10:00")
    desk.at("2026-11-02 16:00").ok("pend", 1, "--reason", "incident", "--until", "2026-11-03 11:00")
    after = explained(desk, "reply")
    assert waited(after) == 5 * 3600
    assert (counted(after), joined(after)) == (counted(before), True)


def test_an_elapsed_limit_with_a_wait_adds_up_by_the_clock(desk: Desk) -> None:
    desk.at("2026-11-02 10:00").ok("record", "断网三天", "--severity", "urgent")
    desk.at("2026-11-02 11:00").ok("pend", 1, "--reason", "customer", "--until", "2026-11-02 12:00")
    one = explained(desk, "plan")
    assert (one["due"], counted(one), waited(one), joined(one)) == ("2026-11-02T15:00:00+08:00", 14_400, 3600, True)


def test_the_way_over_national_day_names_it(desk: Desk) -> None:
    desk.at("2026-09-30 17:00").ok("record", "断网三天")
    named = {span["from"][:10] for span in explained(desk, "contact")["stretches"] if span["name"] == "National Day"}
    assert {f"2026-10-0{day}" for day in range(2, 8)} <= named
    assert "National Day" in desk.tsk("explain", 1).out


def test_explain_names_the_rule_with_its_file_and_line(desk: Desk) -> None:
    desk.ok("record", "断网三天")
    one = explained(desk, "reply")
    line = (desk.home / "rules.toml").read_text("utf-8").splitlines()[one["line"] - 1]
    assert (one["rule"], one["file"]) == ("every", "rules.toml")
    assert line.startswith("every ")
    assert f"limits.every, rules.toml:{one['line']}" in desk.tsk("explain", 1).out


def close_on(desk: Desk, day: str) -> None:
    """Enters one day of its own into the office calendar, as a supervisor would."""
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8")
    changed = usual.replace('holidays = "CN", default', f'holidays = "CN", dates = {{ {day} = [] }}, default', 1)
    assert changed != usual
    rules.write_text(changed, "utf-8")
    assert desk.tsk("rules", "check").code == 0


def test_a_day_entered_in_the_rule_file_changes_new_dues_and_every_explanation(desk: Desk) -> None:
    """Tue 24 Nov is closed: what was promised for Wed 25 stays promised, new complaints get Thu 26 Nov."""
    desk.at("2026-11-23 10:00").ok("record", "断网三天")
    assert explained(desk, "plan")["due"] == "2026-11-25T18:00:00+08:00"
    close_on(desk, "2026-11-24")
    old = explained(desk, "plan")
    assert (old["due"], old["due_today"]) == ("2026-11-25T18:00:00+08:00", "2026-11-26T18:00:00+08:00")
    assert joined(old)
    closed = [span for span in old["stretches"] if span["from"].startswith("2026-11-24")]
    assert closed
    assert not any(span["counted"] for span in closed)
    told = desk.tsk("explain", 1).out
    assert "2026-11-26 18:00 by the calendar of today" in told
    assert "promised was 2026-11-25 18:00" in told
    new = desk.ok("record", "断网四天")
    dues = {m["name"]: m["due"] for m in new["milestones"]}
    assert dues["contact"] == "2026-11-25T18:00:00+08:00"
    assert dues["plan"] == "2026-11-26T18:00:00+08:00"
    assert desk.ok("verify")["whole"]


def test_a_wait_opened_after_a_day_was_entered_is_counted_by_the_calendar_of_today(desk: Desk) -> None:
    """Of Mon 15:00 to Tue 10:00 only Monday's 3 h are work; the plan is Thu 26 Nov 18:00 and 3 h."""
    desk.at("2026-11-23 10:00").ok("record", "断网三天")
    close_on(desk, "2026-11-24")
    desk.at("2026-11-23 15:00").ok("pend", 1, "--reason", "customer", "--until", "2026-11-24 10:00")
    one = explained(desk, "plan")
    assert one["due"] == one["due_today"] == "2026-11-27T12:00:00+08:00"
    assert (waited(one), joined(one)) == (3 * 3600, True)


def test_beyond_the_known_holidays_a_due_is_marked_provisional(desk: Desk) -> None:
    desk.at("2026-12-30 16:00").ok("record", "断网三天")
    one = explained(desk, "reply")
    assert one["provisional"] is True
    assert "provisional" in desk.tsk("explain", 1).out
    assert datetime.fromisoformat(one["due"]) - datetime.fromisoformat(one["from"]) > timedelta(days=3)
