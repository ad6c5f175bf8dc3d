"""Deadlines computed again: by today's calendar, and with `--policy` under today's rules; by the default rules.

Complaint 1 about a rude clerk comes in on Mon 2 Nov 2026 at 10:00: contact by Tue, plan and opinion by Wed, answer by
Thu, each at 18:00; the legal limit is 17 Nov 24:00. The office works Mon–Fri 09:00–12:00 and 13:30–18:00. A rule file
that closes Wed 4 Nov moves what runs in working time past that day by one working day.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import Desk, Result

MON, TUE, WED, THU, FRI = (f"2026-11-0{day}" for day in (2, 3, 4, 5, 6))
WHY = ("--reason", "The works outing.")
OFFICE = 'holidays = "CN", default = true }'
WED_OFF = 'holidays = "CN", default = true, dates = { 2026-11-04 = [] } }'
CLERK, HANDLER, REVIEWER, BOSS = "w1001", "w2001", "w3001", "w9001"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


def received(desk: Desk, at: str, *words: object) -> Desk:
    desk.at(at).ok("record", "The clerk was rude", "--category", "attitude", *words)
    return desk


@pytest.fixture
def monday(desk: Desk) -> Desk:
    """Complaint 1 of Mon 2 Nov 10:00, looked at at 11:00."""
    return received(desk, f"{MON} 10:00").at(f"{MON} 11:00")


def edited(desk: Desk, old: str, new: str) -> None:
    """One edit of the rule file, which stays a good one; its examples, which rest on the old dates, are left out."""
    path = desk.home / "rules.toml"
    usual = path.read_text("utf-8").partition("\n[examples.")[0]
    text, found = re.subn(r"\s+".join(map(re.escape, old.split())), lambda match: new, usual)
    assert found == 1
    path.write_text(text, "utf-8")
    assert desk.tsk("rules", "check").code == 0


def row(desk: Desk, name: str, id: int = 1) -> dict[str, Any]:
    (one,) = [m for m in desk.ok("show", id)["milestones"] if m["name"] == name]
    return one


def dues(desk: Desk, *names: str, id: int = 1) -> dict[str, str]:
    """When the milestones are due, as `2026-11-05 18:00`."""
    rows = desk.ok("show", id)["milestones"]
    return {m["name"]: m["due"][:16].replace("T", " ") for m in rows if not names or m["name"] in names}


def nothing_moves(desk: Desk, *words: object) -> None:
    """The command is allowed and writes nothing."""
    before, events = desk.ok("show", 1), desk.events
    desk.ok("recalculate", *words)
    assert (desk.ok("show", 1), desk.events) == (before, events)


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


# ── today's calendar ───────────────────────────────────────────────────────────────────────────────


def test_a_day_that_is_off_now_moves_what_runs_in_working_time(monday: Desk) -> None:
    edited(monday, OFFICE, WED_OFF)
    assert dues(monday, "plan", "reply") == {"plan": f"{WED} 18:00", "reply": f"{THU} 18:00"}  # as promised, so far
    monday.ok("recalculate", 1, *WHY)
    assert dues(monday) == {
        "contact": f"{TUE} 18:00",  # before that day
        "plan": f"{THU} 18:00",
        "reply": f"{FRI} 18:00",
        "statutory": "2026-11-18 00:00",  # calendar days know no closing
        "opinion": f"{THU} 18:00",
    }


def test_what_moved_is_written_in_one_event(monday: Desk) -> None:
    edited(monday, OFFICE, WED_OFF)
    events = monday.events
    (event,) = monday.ok("recalculate", 1, *WHY)["events"]
    assert monday.events == events + 1
    assert (event["type"], event["actor"], event["reason"]) == ("recalculated", "tester", WHY[1])
    assert {(due["op"], due["milestone"], due["due"][:10]) for due in event["dues"]} == {
        ("moved", "plan", THU), ("moved", "reply", FRI), ("moved", "opinion", THU),
    }  # fmt: skip


def test_the_second_time_writes_nothing(monday: Desk) -> None:
    nothing_moves(monday, 1)
    edited(monday, OFFICE, WED_OFF)
    monday.ok("recalculate", 1)
    nothing_moves(monday, 1)
    nothing_moves(monday)


def test_an_elapsed_limit_does_not_move(desk: Desk) -> None:
    """Urgent on Tue 20:00: the plan is due four hours later, on Wed 00:00; the answer on Thu, without Wed on Fri."""
    received(desk, f"{TUE} 20:00", "--severity", "urgent")
    assert dues(desk, "plan", "reply") == {"plan": f"{WED} 00:00", "reply": f"{THU} 18:00"}
    edited(desk, OFFICE, WED_OFF)
    desk.ok("recalculate", 1)
    assert dues(desk, "plan", "reply") == {"plan": f"{WED} 00:00", "reply": f"{FRI} 18:00"}


def test_another_calendar_does_not_move(desk: Desk) -> None:
    """The network department's opinion runs by its own calendar."""
    desk.at(f"{MON} 10:00").ok("record", "断网三天")
    edited(desk, OFFICE, WED_OFF)
    desk.ok("recalculate", 1)
    assert dues(desk, "opinion", "plan") == {"opinion": f"{WED} 18:00", "plan": f"{THU} 18:00"}


def test_what_is_met_late_or_void_never_moves(monday: Desk) -> None:
    """The plan is met, the answer late, the contact ended with it; nothing is owed but the opinion."""
    monday.at(f"{TUE} 10:00").ok("propose", 1, "Apologise.")
    monday.at(f"{FRI} 10:00").ok("reply", 1, "We apologised.", "--via", "phone")
    before = {m["name"]: m for m in monday.ok("show", 1)["milestones"]}
    edited(monday, OFFICE, WED_OFF)
    monday.ok("recalculate", 1)
    after = {m["name"]: m for m in monday.ok("show", 1)["milestones"]}
    assert {name for name in after if after[name] != before[name]} == {"opinion"}
    assert {name: after[name]["standing"] for name in ("contact", "plan", "reply")} == {
        "contact": "missed", "plan": "met", "reply": "late",
    }  # fmt: skip


def test_waits_and_extensions_are_kept(monday: Desk) -> None:
    """The answer to Fri by the extension, to Mon 14:30 by 4 h of waiting; without Wed to Mon, to Tue 14:30."""
    monday.ok("extend", 1, "--by", "1 working day", *WHY)
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    assert dues(monday, "reply") == {"reply": "2026-11-09 14:30"}
    edited(monday, OFFICE, WED_OFF)
    monday.ok("recalculate", 1)
    assert dues(monday, "plan", "reply") == {"plan": f"{FRI} 14:30", "reply": "2026-11-10 14:30"}
    nothing_moves(monday, 1)


def test_without_a_number_every_open_complaint_is_computed_again(monday: Desk) -> None:
    received(monday, f"{MON} 12:00")
    received(monday, f"{MON} 12:00")
    monday.ok("cancel", 3, "--by", "customer", *WHY)
    edited(monday, OFFICE, WED_OFF)
    events = monday.events
    assert [case["id"] for case in monday.ok("recalculate")] == [1, 2]
    assert monday.events == events + 2
    for id, reply in ((1, FRI), (2, FRI), (3, THU)):
        assert dues(monday, "reply", id=id) == {"reply": f"{reply} 18:00"}


def test_a_due_comes_nearer_when_a_holiday_becomes_a_working_day(desk: Desk) -> None:
    """Received Wed 30 Sep 10:00, the answer is due on the third day after, Sat 10 Oct; with 1 October on Fri 9."""
    received(desk, "2026-09-30 10:00")
    assert dues(desk, "reply") == {"reply": "2026-10-10 18:00"}
    edited(desk, OFFICE, OFFICE.replace(" }", ', dates = { 2026-10-01 = ["09:00-12:00", "13:30-18:00"] } }'))
    desk.ok("recalculate", 1)
    assert dues(desk, "contact", "reply") == {"contact": "2026-10-01 18:00", "reply": "2026-10-09 18:00"}


def test_the_chain_is_whole_afterwards(monday: Desk) -> None:
    edited(monday, OFFICE, WED_OFF)
    monday.ok("recalculate", 1)
    assert monday.tsk("verify").code == 0
    assert row(monday, "reply")["standing"] == "open"
    assert [late["milestone"] for late in monday.at(f"{FRI} 18:00:00").ok("overdue")] == ["contact", "opinion", "plan"]
    assert "reply" in [late["milestone"] for late in monday.at(f"{FRI} 18:00:01").ok("overdue")]


# ── days that are not known yet ────────────────────────────────────────────────────────────────────


@pytest.fixture
def new_year(desk: Desk) -> Desk:
    """Complaint 1 of Wed 30 Dec 2026 16:00, due on Thu 31 Dec, Mon 4 and Tue 5 Jan.

    Of 2027 only statutory days are known. Fri 1 January is one; whether the Monday after works is not sure.
    """
    return received(desk, "2026-12-30 16:00")


def provisional(desk: Desk) -> dict[str, bool]:
    return {m["name"]: m["provisional"] for m in desk.ok("show", 1)["milestones"]}


UNSURE = {"contact": False, "plan": True, "reply": True, "statutory": False, "opinion": True}


def test_a_due_beyond_the_known_calendar_is_provisional(new_year: Desk) -> None:
    assert dues(new_year, "contact", "plan", "reply") == {
        "contact": "2026-12-31 18:00", "plan": "2027-01-04 18:00", "reply": "2027-01-05 18:00",
    }  # fmt: skip
    assert provisional(new_year) == UNSURE
    nothing_moves(new_year, 1)


def test_confirmed_days_take_the_mark_away(new_year: Desk) -> None:
    before = dues(new_year)
    edited(new_year, OFFICE, 'holidays = "CN", default = true, confirmed = 2027-12-31 }')
    assert provisional(new_year) == UNSURE
    new_year.ok("recalculate", 1)
    assert dues(new_year) == before
    assert not any(provisional(new_year).values())
    nothing_moves(new_year, 1)


def test_confirmed_days_with_a_holiday_among_them_move_the_due_too(new_year: Desk) -> None:
    """Mon 4 January is off: Tue 5 and Wed 6."""
    dated = 'holidays = "CN", default = true, dates = { 2027-01-04 = [] }, confirmed = 2027-12-31 }'
    edited(new_year, OFFICE, dated)
    new_year.ok("recalculate", 1)
    assert dues(new_year, "plan", "reply") == {"plan": "2027-01-05 18:00", "reply": "2027-01-06 18:00"}
    assert not any(provisional(new_year).values())


def test_own_dates_alone_move_the_due_and_leave_it_provisional(new_year: Desk) -> None:
    """A calendar is sure to the end of its source or to its `confirmed`, not by single days."""
    edited(new_year, OFFICE, 'holidays = "CN", default = true, dates = { 2027-01-04 = [] } }')
    new_year.ok("recalculate", 1)
    assert dues(new_year, "plan", "reply") == {"plan": "2027-01-05 18:00", "reply": "2027-01-06 18:00"}
    assert provisional(new_year) == UNSURE


# ── today's rules ──────────────────────────────────────────────────────────────────────────────────


def rules_now(desk: Desk, plan: str, reply: str) -> None:
    """The limits of a general complaint are others from now on."""
    usual = 'plan = "2 working days", reply = "3 working days"'
    edited(desk, usual, f'plan = "{plan}", reply = "{reply}"')


def test_an_open_complaint_keeps_the_rules_of_its_receipt(monday: Desk) -> None:
    rules_now(monday, "2 working days", "5 working days")
    nothing_moves(monday, 1)
    received(monday, f"{MON} 12:00")
    assert dues(monday, "reply", id=2) == {"reply": "2026-11-09 18:00"}


def test_with_policy_it_moves_to_the_rules_of_today_by_an_event(monday: Desk) -> None:
    before = monday.ok("show", 1)["policy"]
    rules_now(monday, "2 working days", "5 working days")
    case = monday.ok("recalculate", 1, "--policy", *WHY)
    new = received(monday, f"{MON} 12:00").ok("show", 2)["policy"]
    assert before != case["policy"] == new
    (event,) = case["events"]
    assert (event["type"], event["policy"], event["reason"]) == ("recalculated", new, WHY[1])
    assert dues(monday, "plan", "reply") == {"plan": f"{WED} 18:00", "reply": "2026-11-09 18:00"}
    nothing_moves(monday, 1, "--policy")


def test_a_policy_is_changed_even_where_no_date_moves(monday: Desk) -> None:
    """What begins later follows the new rules: a review in two working days."""
    edited(monday, 'review = "1 working day" }', 'review = "2 working days" }')
    before = dues(monday)
    assert len(monday.ok("recalculate", 1, "--policy")["events"]) == 1
    assert dues(monday) == before
    monday.ok("contact", 1, "--via", "phone")
    monday.ok("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")
    monday.ok("submit", 1)
    assert dues(monday, "review") == {"review": f"{WED} 18:00"}


@pytest.mark.parametrize(
    ("at", "reply"),
    [
        (f"{MON} 11:00", f"{TUE} 18:00"),  # the working day after Mon, from the start and from the change
        (f"{TUE} 10:00", f"{WED} 18:00"),  # from the start Tue, from the change Wed
        (f"{WED} 10:00", f"{THU} 18:00"),  # from the change Thu, which is the old due
        (f"{FRI} 10:00", f"{THU} 18:00"),  # late before, and as late now
    ],
)
def test_a_shorter_limit_of_today_makes_nobody_late_before_it_could_be_known(monday: Desk, at: str, reply: str) -> None:
    rules_now(monday, "2 working days", "1 working day")
    monday.at(at).ok("recalculate", 1, "--policy")
    assert dues(monday, "reply") == {"reply": reply}
    nothing_moves(monday, 1)


def test_what_the_rules_of_today_lack_is_void(monday: Desk) -> None:
    """Only who calls has a legal limit now."""
    edited(monday, "appeal = { statutory", 'appeal = { when.channel = "hotline", statutory')
    monday.ok("recalculate", 1, "--policy")
    assert (row(monday, "statutory")["standing"], row(monday, "statutory")["why"]) == ("void", "recalculated")
    assert row(monday, "reply")["standing"] == "open"


def test_recalculated_by_the_rules_of_today_the_chain_is_whole(monday: Desk) -> None:
    rules_now(monday, "3 working days", "5 working days")
    monday.ok("recalculate", "--policy")
    assert monday.tsk("verify").code == 0
    assert dues(monday, "plan", "reply") == {"plan": f"{THU} 18:00", "reply": "2026-11-09 18:00"}


# ── whose right it is ──────────────────────────────────────────────────────────────────────────────


def test_where_staff_is_listed_it_takes_the_right_to_recalculate(desk: Desk) -> None:
    edited(desk, "\n[channels]", STAFF)
    received(desk, f"{MON} 10:00", "--as", CLERK)
    edited(desk, OFFICE, WED_OFF)
    for who in (CLERK, HANDLER, REVIEWER, "visitor"):
        for words in ((1,), ()):
            assert "recalculate" in refused(desk, 4, "recalculate", *words, "--as", who).err
    assert desk.ok("recalculate", 1, "--as", BOSS)["events"][0]["actor"] == BOSS
