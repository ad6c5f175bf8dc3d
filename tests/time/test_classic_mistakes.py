"""What other help desks get wrong about time, each as a test of its own, on a real desk through its command line.

Unless a test says otherwise complaint 1 about a rude clerk comes in on Mon 2 Nov 2026 at 10:00 under the default rules:
contact by Tue, plan and opinion by Wed, answer by Thu, each at 18:00; the legal limit is 17 Nov 24:00. The office works
Mon–Fri 09:00–12:00 and 13:30–18:00 (7 h 30 a day); in 2026 also Sun 20 Sep and Sat 10 Oct, not 25–27 Sep and 1–7 Oct.
Plan and answer stand still while the customer is waited for, the answer alone for a mass fault. Every instant was
worked out by hand.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result

MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-11-0{day}" for day in range(2, 9))
NEXT_MON, LATER = "2026-11-09", "2026-12-01 10:00"
CUSTOMER, FAULT, SUPPLIER = (("--reason", reason) for reason in ("customer", "incident", "supplier"))
CALL = ("--via", "phone")
WHY = ("--reason", "It was not us.")
ANSWER = ("reply", 1, "We apologised.", *CALL)
CLOCKS = ("contact", "plan", "reply", "statutory", "opinion")


# ── a desk by the default rules ────────────────────────────────────────────────────────────────────


def received(desk: Desk, at: str, *words: object) -> Desk:
    desk.at(at).ok("record", "The clerk was rude", "--category", "attitude", *words)
    return desk


@pytest.fixture
def monday(desk: Desk) -> Desk:
    return received(desk, f"{MON} 10:00")


def rows(desk: Desk, id: int = 1, round: int | None = None) -> dict[str, dict[str, Any]]:
    """The milestones of a round, or of the only one, by name."""
    found = [m for m in desk.ok("show", id)["milestones"] if round in (None, m["round"])]
    named = {m["name"]: m for m in found}
    assert len(named) == len(found)
    return named


def short(instant: str) -> str:
    """An instant of the JSON as `2026-11-05 18:00`, with seconds only where there are any."""
    assert instant.endswith("+08:00")
    day, clock = instant[:10], instant[11:19]
    return f"{day} {clock[:5] if clock.endswith(':00') else clock}"


def dues(desk: Desk, *names: str, id: int = 1, round: int | None = None) -> tuple[str, ...]:
    """When those milestones are due."""
    found = rows(desk, id, round)
    return tuple(short(found[name]["due"]) for name in names)


def standings(desk: Desk, *names: str, id: int = 1, round: int | None = None) -> tuple[str, ...]:
    found = rows(desk, id, round)
    return tuple(found[name]["standing"] for name in names)


def pend(desk: Desk, at: str, until: str, reason: tuple[str, str] = CUSTOMER) -> None:
    desk.at(at).ok("pend", 1, *reason, "--until", until)


def late(desk: Desk) -> list[tuple[int, str]]:
    """What is overdue: complaint and milestone."""
    return [(one["id"], one["milestone"]) for one in desk.ok("overdue")]


def everything(desk: Desk) -> tuple[Any, ...]:
    """All that is said about deadlines: promised, explained, overdue."""
    late = [{**row, "chases": 0} for row in desk.ok("overdue", "--within", "90 days")]  # how often is asked may change
    return desk.ok("show", 1)["milestones"], desk.ok("explain", 1), late


def steady(desk: Desk, id: int = 1) -> None:
    """What was promised is what the clocks say, and computing again writes nothing."""
    for one in desk.ok("explain", id)["milestones"]:
        assert one["due"] == one["due_today"], one["name"]
    events = desk.events
    desk.ok("recalculate", id)
    assert desk.events == events


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


# ── a desk by a small policy of its own ────────────────────────────────────────────────────────────

POLICY = """\
policy = {{ id = "small", zh = "小店", en = "Small", zone = "{zone}", currency = "CNY" }}

[calendars]
{calendars}

[departments]
care = {{ zh = "客服部", en = "Care", desk = true }}

[channels]
counter = {{ zh = "柜台", en = "Counter", default = true }}

[severities]
general = {{ zh = "一般", en = "General" }}

[categories]
other = {{ zh = "其他", en = "Other" }}

[waits]
customer = {{ zh = "等待客户", en = "Customer" }}

[milestones]
{milestones}

[limits]
{limits}

[settings]
conduct = {{ undo = "10 minutes", backdate = "2 days", longest_wait = "10 working days" }}
"""
OFFICE = 'office = {{ hours = {{ mon-fri = ["09:00-12:00", "13:30-18:00"] }}, holidays = "CN", default = true{more} }}'
SHOP = OFFICE.format(more="")


def policy(
    *limits: str, calendars: str = SHOP, zone: str = "Asia/Shanghai", names: tuple[str, ...] = ("reply",)
) -> str:
    """A rule file with these rows of [limits]; every milestone runs from receipt and is met by the answer."""
    row = '{} = {{ zh = "答复", from = "received", met_by = "replied", waits = ["customer"] }}'
    return POLICY.format(
        zone=zone, calendars=calendars, milestones="\n".join(map(row.format, names)), limits="\n".join(limits)
    )


def written(desk: Desk, text: str) -> Result:
    """The rule file replaced, and what the check says of it."""
    (desk.home / "rules.toml").write_text(text, "utf-8")
    return desk.tsk("rules", "check")


def under(desk: Desk, text: str) -> Desk:
    assert written(desk, text).code == 0
    return desk


def due(desk: Desk, at: str, *words: object, name: str = "reply") -> str:
    """When a complaint recorded at that instant is due, as the JSON says it."""
    case = desk.at(at).ok("record", "The clerk was rude", *words)
    (one,) = [m for m in case["milestones"] if m["name"] == name]
    assert rows(desk, case["id"])[name]["due"] == one["due"]
    return str(one["due"])


# ── two pauses that start in the same minute ───────────────────────────────────────────────────────


@pytest.mark.parametrize("customer_first", [True, False])
def test_two_pauses_that_start_in_the_same_minute_cover_their_time_once(monday: Desk, customer_first: bool) -> None:
    """Mon 15:00–18:00 is 3 h; the customer's until Tue 10:00 1 h more, the fault's until Tue 11:00 2 h more."""
    both = [(f"{TUE} 10:00", CUSTOMER), (f"{TUE} 11:00", FAULT)]
    for until, reason in both if customer_first else reversed(both):
        pend(monday, f"{MON} 15:00", until, reason)
    assert dues(monday, *CLOCKS) == (
        f"{TUE} 18:00", f"{THU} 14:30", f"{FRI} 15:30", "2026-11-18 00:00", f"{WED} 18:00",
    )  # fmt: skip
    assert standings(monday, *CLOCKS) == ("open", "paused", "paused", "open", "open")
    steady(monday)


def test_two_pauses_half_a_minute_apart_are_cut_out_to_the_second(monday: Desk) -> None:
    """2 h 59:50 + 1 h of the customer; for the answer from 15:00:10 on to Tue 11:00: 4 h 59:50."""
    pend(monday, f"{MON} 15:00:10", f"{TUE} 10:00")
    pend(monday, f"{MON} 15:00:40", f"{TUE} 11:00", FAULT)
    assert dues(monday, "plan", "reply") == (f"{THU} 14:29:50", f"{FRI} 15:29:50")
    steady(monday)


def test_two_pauses_for_the_same_reason_in_the_same_second_last_as_long_as_the_longer(monday: Desk) -> None:
    """Until Tue 11:00: 5 h for both clocks. One word ends both: after the hour to 16:00."""
    pend(monday, f"{MON} 15:00", f"{TUE} 11:00")
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    assert dues(monday, "plan", "reply") == (f"{THU} 15:30", f"{FRI} 15:30")
    monday.at(f"{MON} 16:00").ok("resume", 1)
    assert dues(monday, "plan", "reply") == (f"{THU} 10:00", f"{FRI} 10:00")
    assert standings(monday, "plan", "reply") == ("open", "open")
    steady(monday)


def test_of_two_pauses_of_the_same_minute_one_ends_and_the_other_goes_on(monday: Desk) -> None:
    """The customer's ends at 16:00 after 1 h; the fault's stops the answer for its 5 h."""
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    pend(monday, f"{MON} 15:00", f"{TUE} 11:00", FAULT)
    monday.at(f"{MON} 16:00").ok("resume", 1, "--wait", "customer")
    assert dues(monday, "plan", "reply") == (f"{THU} 10:00", f"{FRI} 15:30")
    assert standings(monday, "plan", "reply") == ("open", "paused")
    steady(monday)


def test_a_pause_that_ends_in_the_second_in_which_it_began_moves_nothing_and_may_begin_again(monday: Desk) -> None:
    """Begun again in that second until Tue 10:00: 4 h."""
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    monday.ok("resume", 1)
    assert dues(monday, "plan", "reply") == (f"{WED} 18:00", f"{THU} 18:00")
    steady(monday)
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    assert dues(monday, "plan", "reply") == (f"{THU} 14:30", f"{FRI} 14:30")
    steady(monday)


# ── a pause taken directly from paused ─────────────────────────────────────────────────────────────


def test_a_pause_begun_in_the_second_in_which_the_first_one_ends_joins_it(monday: Desk) -> None:
    """Mon 15:00–18:00, Tue 09:00–12:00: 6 h, Thu and Fri 09:00–12:00 and 13:30–16:30."""
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    pend(monday, f"{TUE} 10:00", f"{TUE} 12:00")
    assert (monday.ok("show", 1)["state"], standings(monday, "plan")) == ("pending", ("paused",))
    assert dues(monday, "plan", "reply") == (f"{THU} 16:30", f"{FRI} 16:30")
    steady(monday)


def test_the_time_between_two_pauses_counts_even_if_nobody_resumed(monday: Desk) -> None:
    """The first ended by itself on Tue 10:00, the second runs from 11:00 to 12:00: 4 h + 1 h."""
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    assert standings(monday.at(f"{TUE} 10:30"), "plan") == ("open",)
    pend(monday, f"{TUE} 11:00", f"{TUE} 12:00")
    assert dues(monday, "plan", "reply") == (f"{THU} 15:30", f"{FRI} 15:30")
    steady(monday)


def test_a_pause_that_stops_no_clock_begun_while_paused_moves_nothing(monday: Desk) -> None:
    """And when the customer has answered at 09:30 (3 h 30), waiting for the supplier stops nothing either."""
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    before = everything(monday)
    monday.ok("pend", 1, *SUPPLIER, "--until", f"{FRI} 18:00")
    assert everything(monday) == before
    monday.at(f"{TUE} 09:30").ok("resume", 1, "--wait", "customer")
    assert monday.ok("show", 1)["state"] == "pending"
    assert dues(monday, "plan", "reply") == (f"{THU} 14:00", f"{FRI} 14:00")
    assert standings(monday, "plan", "reply") == ("open", "open")
    steady(monday)


def test_a_shorter_pause_taken_from_a_longer_one_moves_nothing(monday: Desk) -> None:
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    before = dues(monday, *CLOCKS)
    pend(monday, f"{MON} 16:00", f"{MON} 17:00")
    assert dues(monday, *CLOCKS) == before
    assert standings(monday.at(f"{MON} 17:30"), "plan", "reply") == ("paused", "paused")
    steady(monday)


# ── paused, then answered ──────────────────────────────────────────────────────────────────────────


def test_an_answer_ends_the_pause_and_is_met_by_what_was_promised_then(monday: Desk) -> None:
    """Paused from Mon 15:00 to Tue 10:00 the answer is due on Fri 14:30; given on Mon 17:00 it is in time."""
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    case = monday.at(f"{MON} 17:00").ok(*ANSWER)
    assert (case["state"], case["waits"][0]["until"]) == ("resolved", f"{MON}T17:00:00+08:00")
    reply = rows(monday)["reply"]
    assert (reply["standing"], short(reply["due"]), short(reply["met_at"])) == ("met", f"{FRI} 14:30", f"{MON} 17:00")
    assert standings(monday.at(LATER), *CLOCKS) == ("void", "void", "met", "met", "missed")  # nobody handed the file in
    assert late(monday) == [(1, "opinion")]
    refused(monday, 4, "resume", 1)
    steady(monday)


def test_two_pauses_claimed_for_the_same_minute_afterwards_cover_their_time_once(monday: Desk) -> None:
    """Typed at 15:20, both taken at 15:00: as if they had been typed then."""
    monday.at(f"{MON} 15:20")
    monday.ok("pend", 1, *CUSTOMER, "--until", f"{TUE} 10:00", "--at", f"{MON} 15:00")
    monday.ok("pend", 1, *FAULT, "--until", f"{TUE} 11:00", "--at", f"{MON} 15:00")
    assert dues(monday, "plan", "reply") == (f"{THU} 14:30", f"{FRI} 15:30")
    steady(monday)


def test_an_answer_in_the_very_second_in_which_a_pause_began_is_explained_as_it_was_promised(monday: Desk) -> None:
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    monday.ok(*ANSWER)
    assert (dues(monday, "reply"), standings(monday, "reply")) == ((f"{FRI} 14:30",), ("met",))
    steady(monday)


def test_one_pause_ended_one_begun_and_the_answer_in_one_second_are_explained_as_promised(monday: Desk) -> None:
    """The customer's from 15:00 to 16:00, 1 h, and the fault's from 16:00 to Tue 11:00, 4 h: Fri 15:30."""
    pend(monday, f"{MON} 15:00", f"{TUE} 18:00")
    monday.at(f"{MON} 16:00").ok("resume", 1)
    pend(monday, f"{MON} 16:00", f"{TUE} 11:00", FAULT)
    monday.ok(*ANSWER)
    assert (dues(monday, "reply"), standings(monday, "reply")) == ((f"{FRI} 15:30",), ("met",))
    steady(monday)


@pytest.mark.parametrize(("at", "standing"), [(f"{FRI} 14:30:00", "met"), (f"{FRI} 14:30:01", "late")])
def test_an_answer_after_a_pause_that_nobody_ended_is_late_from_the_second_after_its_moved_due(
    monday: Desk, at: str, standing: str
) -> None:
    """The pause ended by itself on Tue 10:00; the complaint is still called waiting, its clock is not."""
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    assert (monday.at(at).ok("show", 1)["state"], standings(monday, "plan")) == ("pending", ("missed",))
    monday.ok(*ANSWER)
    assert standings(monday, "plan", "reply") == ("missed", standing)
    steady(monday)


def test_a_pause_after_the_due_and_the_answer_within_it_leave_it_late(monday: Desk) -> None:
    pend(monday, f"{THU} 18:00:01", f"{NEXT_MON} 18:00")
    assert dues(monday, "plan", "reply") == (f"{WED} 18:00", f"{THU} 18:00")
    assert standings(monday, "plan", "reply") == ("missed", "missed")
    monday.at(f"{FRI} 10:00").ok(*ANSWER)
    assert standings(monday, "contact", "plan", "reply") == ("missed", "missed", "late")
    assert dues(monday, "plan", "reply") == (f"{WED} 18:00", f"{THU} 18:00")
    steady(monday)


# ── paused while the severity changes ──────────────────────────────────────────────────────────────


@pytest.fixture
def paused(monday: Desk) -> Desk:
    """Waiting for the customer from Mon 15:00 to Tue 10:00, 4 h: plan Thu 14:30, answer Fri 14:30; it is Mon 16:00."""
    pend(monday, f"{MON} 15:00", f"{TUE} 10:00")
    assert dues(monday, "plan", "reply") == (f"{THU} 14:30", f"{FRI} 14:30")
    return monday.at(f"{MON} 16:00")


def corrected(desk: Desk, severity: str) -> None:
    desk.ok("update", 1, "--severity", severity)


def raised(desk: Desk, severity: str) -> None:
    desk.ok("escalate", 1, "--raise", severity, *WHY)


@pytest.mark.parametrize("change", [corrected, raised])
def test_urgent_while_paused_keeps_the_pause(paused: Desk, change: Any) -> None:
    """Urgent: contact 30 minutes, plan 4 hours, answer 2 working days, opinion 1 working day; from the start or now.

    Contact: from the start 10:30, from now 16:30. Plan: from the start 14:00, before the pause; from now 20:00, and
    18 h until Tue 10:00: Tue 14:00. Answer: from the start Wed 18:00 + 4 h = Thu 14:30, from now Wed 18:00 + 3 h.
    """
    change(paused, "urgent")
    assert dues(paused, *CLOCKS) == (
        f"{MON} 16:30", f"{TUE} 14:00", f"{THU} 14:30", "2026-11-18 00:00", f"{TUE} 18:00",
    )  # fmt: skip
    assert standings(paused, *CLOCKS) == ("open", "paused", "paused", "open", "open")
    steady(paused)
    # Resumed at 17:00: the plan's four hours from 16:00 and the one that was waited; the answer Wed 18:00 + 2 h.
    paused.at(f"{MON} 17:00").ok("resume", 1)
    assert dues(paused, "plan", "reply") == (f"{MON} 21:00", f"{THU} 11:00")
    steady(paused)


def test_corrected_to_major_while_paused_the_longer_limit_keeps_the_pause(paused: Desk) -> None:
    """Contact two working hours from now; plan as before; answer five working days, Mon 9 Nov 18:00, and 4 h."""
    corrected(paused, "major")
    assert dues(paused, "contact", "plan", "reply") == (f"{MON} 18:00", f"{THU} 14:30", "2026-11-10 14:30")
    assert standings(paused, "plan", "reply") == ("paused", "paused")
    steady(paused)
    paused.at(f"{MON} 17:00").ok("resume", 1)  # 2 h
    assert dues(paused, "plan", "reply") == (f"{THU} 11:00", "2026-11-10 11:00")
    steady(paused)


def test_raised_to_major_while_paused_the_answer_moves_no_later_and_keeps_the_pause(paused: Desk) -> None:
    raised(paused, "major")
    assert dues(paused, "contact", "plan", "reply") == (f"{MON} 18:00", f"{THU} 14:30", f"{FRI} 14:30")
    assert standings(paused, "plan", "reply") == ("paused", "paused")
    steady(paused)
    paused.at(f"{MON} 17:00").ok("resume", 1)
    assert dues(paused, "plan", "reply") == (f"{THU} 11:00", f"{FRI} 11:00")
    steady(paused)


def test_a_severity_that_goes_up_and_down_again_while_paused_loses_no_pause(paused: Desk) -> None:
    for minute, severity in enumerate(("urgent", "grave", "major", "general"), 1):
        corrected(paused.at(f"{MON} 16:0{minute}"), severity)
        assert standings(paused, "plan", "reply") == ("paused", "paused")
    assert dues(paused, *CLOCKS) == (
        f"{TUE} 18:00", f"{THU} 14:30", f"{FRI} 14:30", "2026-11-18 00:00", f"{WED} 18:00",
    )  # fmt: skip
    steady(paused)


def test_changed_while_paused_the_answer_is_due_when_it_would_be_had_it_been_so_from_the_start(paused: Desk) -> None:
    corrected(paused, "grave")
    second = received(paused, f"{MON} 10:00", "--severity", "grave").at(f"{MON} 15:00")
    second.ok("pend", 2, *CUSTOMER, "--until", f"{TUE} 10:00")
    # Grave: plan three working days, Thu 18:00 + 4 h; answer ten, Mon 16 Nov 18:00 + 4 h.
    for id in (1, 2):
        assert dues(second, "plan", "reply", id=id) == (f"{FRI} 14:30", "2026-11-17 14:30")


# ── answered, then taken up again ──────────────────────────────────────────────────────────────────


def test_an_answered_complaint_taken_up_again_has_new_clocks_and_keeps_its_answer(monday: Desk) -> None:
    """Nobody's fault is the day between; contact, plan and answer from Wed 10:00: Thu, Fri, Mon, each at 18:00."""
    monday.at(f"{TUE} 11:00").ok(*ANSWER)
    monday.at(f"{WED} 10:00").ok("reopen", 1, *WHY)
    assert dues(monday, "contact", "plan", "reply", round=2) == (f"{THU} 18:00", f"{FRI} 18:00", f"{NEXT_MON} 18:00")
    assert standings(monday, "contact", "plan", "reply", round=2) == ("open", "open", "open")
    first = rows(monday, round=1)
    assert (first["reply"]["standing"], short(first["reply"]["met_at"])) == ("met", f"{TUE} 11:00")
    assert (first["statutory"]["standing"], short(first["statutory"]["met_at"])) == ("met", f"{TUE} 11:00")
    assert dues(monday, "contact", "plan", "reply", "opinion", round=1) == (
        f"{TUE} 18:00", f"{WED} 18:00", f"{THU} 18:00", f"{WED} 18:00",
    )  # fmt: skip
    steady(monday)


def test_what_the_first_round_answered_late_stays_late_in_the_second(monday: Desk) -> None:
    monday.at(f"{FRI} 10:00").ok(*ANSWER)
    monday.at(f"{FRI} 11:00").ok("reopen", 1, *WHY)
    assert standings(monday, "contact", "plan", "reply", round=1) == ("missed", "missed", "late")
    monday.ok(*ANSWER)
    assert standings(monday, "reply", round=1) == ("late",)
    assert standings(monday, "reply", round=2) == ("met",)


def test_a_pause_of_the_first_round_stops_no_clock_of_the_second(monday: Desk) -> None:
    """It was to last until Fri 18:00; the answer on Mon 17:00 ended it. Again from Tue 10:00: Thu, Fri."""
    pend(monday, f"{MON} 15:00", f"{FRI} 18:00")
    monday.at(f"{MON} 17:00").ok(*ANSWER)
    monday.at(f"{TUE} 10:00").ok("reopen", 1, *WHY)
    assert dues(monday, "plan", "reply", round=2) == (f"{THU} 18:00", f"{FRI} 18:00")
    assert standings(monday, "plan", "reply", round=2) == ("open", "open")
    steady(monday)


# ── recorded outside hours ─────────────────────────────────────────────────────────────────────────

OUTSIDE = [  # received; two working hours after it; the end of the working day after that day
    (f"{MON} 22:00:00", f"{TUE} 11:00", f"{TUE} 18:00", "at night"),
    (f"{MON} 23:59:59", f"{TUE} 11:00", f"{TUE} 18:00", "in the last second of Monday"),
    (f"{TUE} 00:00:00", f"{TUE} 11:00", f"{WED} 18:00", "in the first of Tuesday"),
    (f"{TUE} 05:00:00", f"{TUE} 11:00", f"{WED} 18:00", "before opening, on a day that is not counted"),
    (f"{TUE} 09:00:00", f"{TUE} 11:00", f"{WED} 18:00", "at opening"),
    (f"{MON} 12:00:00", f"{MON} 15:30", f"{TUE} 18:00", "when lunch begins"),
    (f"{MON} 12:30:00", f"{MON} 15:30", f"{TUE} 18:00", "at lunch"),
    (f"{MON} 13:30:00", f"{MON} 15:30", f"{TUE} 18:00", "when lunch is over"),
    (f"{MON} 18:00:00", f"{TUE} 11:00", f"{TUE} 18:00", "at closing"),
    (f"{FRI} 18:00:00", f"{NEXT_MON} 11:00", f"{NEXT_MON} 18:00", "at closing before the weekend"),
    (f"{SAT} 11:00:00", f"{NEXT_MON} 11:00", f"{NEXT_MON} 18:00", "on Saturday"),
    (f"{SUN} 23:00:00", f"{NEXT_MON} 11:00", f"{NEXT_MON} 18:00", "on Sunday"),
    ("2026-09-25 10:00:00", "2026-09-28 11:00", "2026-09-28 18:00", "on Mid-autumn, a Friday"),
    ("2026-10-03 22:10:00", "2026-10-08 11:00", "2026-10-08 18:00", "on a holiday"),
    ("2026-10-07 23:00:00", "2026-10-08 11:00", "2026-10-08 18:00", "on the last day of the holiday"),
    ("2026-10-10 12:00:00", "2026-10-10 15:30", "2026-10-12 18:00", "at lunch on a make-up Saturday"),
    ("2026-10-11 12:00:00", "2026-10-12 11:00", "2026-10-12 18:00", "on the Sunday after it"),
]


@pytest.mark.parametrize(("at", "hours", "day", "when"), OUTSIDE, ids=[row[3] for row in OUTSIDE])
def test_recorded_outside_hours_the_clock_begins_at_the_next_opening(
    desk: Desk, at: str, hours: str, day: str, when: str
) -> None:
    received(desk, at, "--severity", "major")
    received(desk, at)
    assert dues(desk, "contact", id=1) == (hours,)
    assert dues(desk, "contact", id=2) == (day,)
    steady(desk, 1)
    steady(desk, 2)


# ── recorded late ──────────────────────────────────────────────────────────────────────────────────


def test_a_complaint_recorded_late_runs_from_its_receipt(desk: Desk) -> None:
    """Received Mon 10:00, recorded Wed 10:00: contact was due on Tue; the department got it on Wed: by Fri."""
    received(desk, f"{WED} 10:00", "--received", f"{MON} 10:00")
    case = desk.ok("show", 1)
    assert (case["number"], case["received_at"]) == ("20261104-0001", f"{MON}T10:00:00+08:00")
    assert dues(desk, *CLOCKS) == (
        f"{TUE} 18:00", f"{WED} 18:00", f"{THU} 18:00", "2026-11-18 00:00", f"{FRI} 18:00",
    )  # fmt: skip
    assert standings(desk, *CLOCKS) == ("missed", "open", "open", "open", "open")
    assert late(desk) == [(1, "contact")]
    desk.ok("contact", 1, *CALL)
    assert standings(desk, "contact") == ("late",)
    steady(desk)


def test_recorded_late_from_outside_hours_it_runs_from_the_opening_after_its_receipt(desk: Desk) -> None:
    """Received on Sat 10 Oct 17:00, a make-up day, recorded Mon 12 Oct 15:00: one hour each, to Mon 10:00."""
    received(desk, "2026-10-12 15:00", "--received", "2026-10-10 17:00", "--severity", "major")
    assert (dues(desk, "contact"), standings(desk, "contact")) == (("2026-10-12 10:00",), ("missed",))


def test_a_receipt_in_the_future_or_too_long_ago_is_refused(desk: Desk) -> None:
    """Two days back is Mon 10:00; further back needs a reason, and is from its receipt too."""
    desk.at(f"{WED} 10:00")
    words = ("record", "The clerk was rude", "--category", "attitude", "--received")
    refused(desk, 2, *words, f"{WED} 10:00:01")
    refused(desk, 4, *words, f"{MON} 09:59:59")
    desk.ok(*words, f"{MON} 09:59:59", "--reason", "The form lay in a drawer.")
    assert dues(desk, "contact", "reply") == (f"{TUE} 18:00", f"{THU} 18:00")


# ── seen from another zone ─────────────────────────────────────────────────────────────────────────

ZONES = ["America/New_York", "UTC", "Pacific/Kiritimati", "Asia/Kathmandu"]
VIEWS = [
    ("show", 1), ("show", 1, "--history"), ("explain", 1), ("overdue",), ("overdue", "--within", "30 days"), ("list",),
    ("inbox",), ("calendar", "2026-11"), ("report", "--month", "2026-11"), ("search", "clerk"),
]  # fmt: skip


@contextmanager
def machine_in(zone: str) -> Iterator[None]:
    """The machine, and whoever looks, in another zone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize("zone", ZONES)
def test_seen_from_another_zone_every_page_is_the_same(monday: Desk, zone: str) -> None:
    pend(monday, f"{TUE} 19:00", f"{THU} 10:00")
    monday.at(f"{WED} 23:30")
    here = [(monday.tsk(*words), monday.tsk(*words, "--json")) for words in VIEWS]
    assert all(one.code == 0 for both in here for one in both)
    with machine_in(zone):
        assert [(monday.tsk(*words), monday.tsk(*words, "--json")) for words in VIEWS] == here


@pytest.mark.parametrize("zone", ZONES)
def test_a_process_of_a_viewer_elsewhere_prints_the_same_bytes(monday: Desk, zone: str) -> None:
    monday.at(f"{WED} 23:30")
    for words in (("show", 1), ("explain", 1, "--json"), ("overdue",)):
        here = monday.tsk(*words)
        with monday.process(*words, env={**os.environ, **monday.env, "TZ": zone}) as there:
            out, err = there.communicate(timeout=60)
        assert (there.returncode, out, err) == (0, here.out, here.err)


@pytest.mark.parametrize("zone", ZONES)
def test_words_typed_elsewhere_mean_the_time_of_the_policy(desk: Desk, zone: str) -> None:
    """Without a date, without a zone: Mon 10:00 in Shanghai, wherever it is typed."""
    with machine_in(zone):
        received(desk, f"{MON} 23:30", "--received", "10:00")
        desk.ok("pend", 1, *CUSTOMER, "--until", "11-03 10:00")
    assert desk.ok("show", 1)["received_at"] == f"{MON}T10:00:00+08:00"
    assert dues(desk, *CLOCKS) == (  # the wait covers Tue 09:00–10:00
        f"{TUE} 18:00", f"{THU} 10:00", f"{FRI} 10:00", "2026-11-18 00:00", f"{WED} 18:00",
    )  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_the_clock_of_a_machine_elsewhere_tells_the_right_instant(desk: Desk, zone: str) -> None:
    """With no present set: an hour ago is an hour ago."""
    env = {name: value for name, value in {**os.environ, **desk.env, "TZ": zone}.items() if name != "TSK_NOW"}
    before = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    with desk.process("record", "The clerk was rude", "--received", "-1h", "--json", env=env) as there:
        out, err = there.communicate(timeout=60)
    case = Result(there.returncode, out, err).json
    at = datetime.fromisoformat(case["received_at"])
    assert at.utcoffset() == timedelta(hours=8)
    assert before <= at <= datetime.now(UTC) - timedelta(hours=1)


# ── what is said beside the matter moves nothing ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        ("note", 1, "The customer is angry."),
        ("chase", 1, "When will it be answered?"),
        ("urge", 1, "--to", "zhao", "--note", "Hurry."),
        ("attach", 1, "{paper}", "--kind", "photo"),
        ("update", 1, "--details", "In the evening.", "--phone", "13800001234"),
    ],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize("when", ["running", "paused", "missed", "answered"])
def test_a_comment_a_chase_an_urge_and_a_paper_move_nothing(
    monday: Desk, tmp_path: Path, when: str, words: tuple[Any, ...]
) -> None:
    (paper := tmp_path / "photo.jpg").write_bytes(b"a photo")
    if when == "paused":
        pend(monday, f"{MON} 15:00", f"{FRI} 10:00")
    if when == "answered":
        monday.at(f"{TUE} 18:00:01").ok(*ANSWER)
    monday.at(f"{FRI} 17:00" if when == "missed" else f"{WED} 10:00")
    before, events = everything(monday), monday.events
    for _ in range(2):  # the third chase raises the severity, which is another matter
        monday.ok(*(str(paper) if word == "{paper}" else word for word in words)) if words[0] != "update" else None
    if words[0] == "update":
        monday.ok(*words)
    assert monday.events > events
    assert everything(monday) == before


# ── merged and cancelled ───────────────────────────────────────────────────────────────────────────


def test_a_cancelled_complaint_is_never_overdue_and_what_it_missed_stays_missed(monday: Desk) -> None:
    monday.at(f"{WED} 10:00")
    assert late(monday) == [(1, "contact")]
    monday.ok("cancel", 1, "--by", "customer", *WHY)
    for at in (f"{WED} 10:00", f"{WED} 18:00:01", LATER, "2027-06-01 10:00"):
        assert late(monday.at(at)) == []
        assert standings(monday, *CLOCKS) == ("missed", "void", "void", "void", "void")
    assert dues(monday, "contact", "plan", "reply") == (f"{TUE} 18:00", f"{WED} 18:00", f"{THU} 18:00")
    steady(monday)


def test_cancelled_while_paused_only_what_was_missed_stays_missed(monday: Desk) -> None:
    """Paused from Mon 15:00 to Fri 10:00 the plan is not late on Thu; the contact, which nothing stops, is."""
    pend(monday, f"{MON} 15:00", f"{FRI} 10:00")
    monday.at(f"{THU} 10:00").ok("cancel", 1, "--by", "customer", *WHY)
    assert late(monday.at(LATER)) == []
    assert standings(monday, *CLOCKS) == ("missed", "void", "void", "void", "missed")
    steady(monday)


def test_a_merged_complaint_is_never_overdue_and_what_it_missed_stays_missed(desk: Desk) -> None:
    """What the other one owes is overdue there, once."""
    for at in ("10:00", "10:05"):
        received(desk, f"{MON} {at}", "--phone", "13800001234")
    desk.at(f"{WED} 10:00")
    assert late(desk) == [(1, "contact"), (2, "contact")]
    before = dues(desk, *CLOCKS, id=1)
    desk.ok("merge", 2, "--into", 1)
    assert late(desk) == [(1, "contact")]
    desk.at(f"{FRI} 10:00")
    assert {id for id, _ in late(desk)} == {1}
    assert standings(desk, *CLOCKS, id=2) == ("missed", "void", "void", "void", "void")
    assert standings(desk, *CLOCKS, id=1) == ("missed", "missed", "missed", "open", "missed")
    assert dues(desk, *CLOCKS, id=1) == before
    assert [one["standing"] for one in desk.ok("explain", 2)["milestones"] if one["name"] == "contact"] == ["missed"]
    steady(desk, 2)


# ── clocks that are put forward and back ───────────────────────────────────────────────────────────
# Berlin, 2026: on Sun 29 March 02:00 becomes 03:00 (+01:00 to +02:00), on Sun 25 October 03:00 becomes 02:00 again.

WATCH = 'watch = { hours = { mon-sun = ["00:00-06:00"] }, default = true }'


@pytest.fixture
def berlin(desk: Desk) -> Desk:
    """A night watch in Berlin: an hour, four hours of the watch, the end of the next watch, the next day, 24 hours."""
    limits = (
        'every = { reply = "1 hour", watch = "4 working hours", shift = "1 working day", day = "1 day", '
        'round = "24 hours" }'
    )
    names = ("reply", "watch", "shift", "day", "round")
    return under(desk, policy(limits, calendars=WATCH, zone="Europe/Berlin", names=names))


SPRING, SPRING_NEXT, AUTUMN, AUTUMN_NEXT = "2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26"
CHANGES = [  # received; then due: an hour, four hours of the watch, the end of the next watch, the next 24:00
    (  # the watch of 29 March has five hours: 00:00–02:00 and 03:00–06:00
        "2026-03-28 23:00", "2026-03-28T23:00:00+01:00",
        "2026-03-29T00:00:00+01:00", "2026-03-29T05:00:00+02:00", "2026-03-29T06:00:00+02:00",
        "2026-03-30T00:00:00+02:00", "2026-03-30T00:00:00+02:00",
    ),
    (  # the hour from 01:30 ends at 03:30; half an hour to the gap, three to 06:00, half an hour of the next night
        f"{SPRING} 01:30", "2026-03-29T01:30:00+01:00",
        "2026-03-29T03:30:00+02:00", "2026-03-30T00:30:00+02:00", "2026-03-30T06:00:00+02:00",
        "2026-03-31T00:00:00+02:00", "2026-03-30T02:30:00+02:00",
    ),
    (  # 02:30 does not exist: an hour later. 2 h 30 to 06:00, 1 h 30 of the next night
        f"{SPRING} 02:30", "2026-03-29T03:30:00+02:00",
        "2026-03-29T04:30:00+02:00", "2026-03-30T01:30:00+02:00", "2026-03-30T06:00:00+02:00",
        "2026-03-31T00:00:00+02:00", "2026-03-30T03:30:00+02:00",
    ),
    (  # nor does 02:00, the first second of the gap: it is 03:00
        f"{SPRING} 02:00", "2026-03-29T03:00:00+02:00",
        "2026-03-29T04:00:00+02:00", "2026-03-30T01:00:00+02:00", "2026-03-30T06:00:00+02:00",
        "2026-03-31T00:00:00+02:00", "2026-03-30T03:00:00+02:00",
    ),
    (  # the watch of 25 October has seven hours; four end at 03:00 winter time
        "2026-10-24 23:00", "2026-10-24T23:00:00+02:00",
        "2026-10-25T00:00:00+02:00", "2026-10-25T03:00:00+01:00", "2026-10-25T06:00:00+01:00",
        "2026-10-26T00:00:00+01:00", "2026-10-25T22:00:00+01:00",
    ),
    (  # 02:30 twice: the first is meant. The hour ends at the second; four hours at 05:30 winter time
        f"{AUTUMN} 02:30", "2026-10-25T02:30:00+02:00",
        "2026-10-25T02:30:00+01:00", "2026-10-25T05:30:00+01:00", "2026-10-26T06:00:00+01:00",
        "2026-10-27T00:00:00+01:00", "2026-10-26T01:30:00+01:00",
    ),
    (  # the second, said with its offset: 3 h 30 to 06:00, half an hour of the next night
        f"{AUTUMN}T02:30:00+01:00", "2026-10-25T02:30:00+01:00",
        "2026-10-25T03:30:00+01:00", "2026-10-26T00:30:00+01:00", "2026-10-26T06:00:00+01:00",
        "2026-10-27T00:00:00+01:00", "2026-10-26T02:30:00+01:00",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("said", "at", "hour", "watch", "shift", "day", "round"), CHANGES, ids=[r[0] for r in CHANGES])
def test_when_the_clocks_change_hours_are_hours_and_days_end_at_midnight(
    berlin: Desk, said: str, at: str, hour: str, watch: str, shift: str, day: str, round: str
) -> None:
    berlin.at(f"{SPRING} 12:00" if "03-" in said else f"{AUTUMN} 12:00").ok("record", "x", "--received", said)
    assert berlin.ok("show", 1)["received_at"] == at
    found = {name: row["due"] for name, row in rows(berlin).items()}
    assert found == {"reply": hour, "watch": watch, "shift": shift, "day": day, "round": round}
    steady(berlin)


def test_a_time_that_does_not_exist_is_in_the_future_until_its_hour_later_has_come(berlin: Desk) -> None:
    """At 03:15, a quarter of an hour after 01:59, 02:30 is taken as 03:30."""
    refused(berlin.at(f"{SPRING} 03:15"), 2, "record", "x", "--received", f"{SPRING} 02:30")
    berlin.at(f"{SPRING} 03:30").ok("record", "x", "--received", f"{SPRING} 02:30")


@pytest.mark.parametrize(
    ("since", "until", "hour", "watch", "why"),
    [
        ("2026-03-29 01:00", "2026-03-29 04:00", "2026-03-29T04:30:00+02:00", "2026-03-30T01:30:00+02:00", "2 h"),
        ("2026-10-25 01:00", "2026-10-25 04:00", "2026-10-25T04:30:00+01:00", "2026-10-26T01:30:00+01:00", "4 h"),
    ],
)
def test_a_pause_over_the_change_covers_the_hours_that_passed(
    berlin: Desk, since: str, until: str, hour: str, watch: str, why: str
) -> None:
    """Received 00:30. March: from 01:00 to 04:00 pass two hours, October four.

    March: the hour, 01:30, and 2 h = 04:30 summer time; four hours of the watch, 05:30, and 2 h, half an hour of them
    on the 29th. October: 01:30 and 4 h = 04:30 winter time; 00:30 and 4 h = 03:30 winter time, and 4 h: 2 h 30 to 06:00
    and 1 h 30 of the next night.
    """
    berlin.at(f"{since[:10]} 00:30").ok("record", "x")
    pend(berlin, since, until)
    found = rows(berlin)
    assert (found["reply"]["due"], found["watch"]["due"]) == (hour, watch), why
    steady(berlin)


@pytest.mark.parametrize("received", ["2026-03-28 23:00", "2026-10-24 23:00"])
def test_over_the_change_the_explanation_counts_four_hours(berlin: Desk, received: str) -> None:
    berlin.at(received).ok("record", "x")
    (one,) = [m for m in berlin.ok("explain", 1)["milestones"] if m["name"] == "watch"]
    counted = [(span["from"], span["to"]) for span in one["stretches"] if span["counted"]]
    passed = sum(datetime.fromisoformat(b).timestamp() - datetime.fromisoformat(a).timestamp() for a, b in counted)
    assert passed == one["counted_seconds"] == 4 * 3600


# ── a calendar with no working time ────────────────────────────────────────────────────────────────

WEEK = 'hours = { mon-fri = ["09:00-18:00"] }'
NEVER = {  # what is between the braces of the calendar
    "no hours": "hours = {}",
    "empty days": "hours = { mon-sun = [] }",
    "closed all year": f'{WEEK}, dates = {{ "01-01..12-31" = [] }}',
    "closed in both halves": f'{WEEK}, dates = {{ "01-01..06-30" = [], "07-01..12-31" = [] }}',
}
IDLE = {
    **{why: f"idle = {{ {hours}, default = true }}" for why, hours in NEVER.items()},
    "not the default": f"shop = {{ {WEEK}, default = true }}\nidle = {{ hours = {{}} }}",
}


@pytest.mark.parametrize("calendars", IDLE.values(), ids=IDLE)
def test_a_calendar_with_no_working_time_is_a_mistake_that_is_named(desk: Desk, calendars: str) -> None:
    text = policy('every = { reply = "3 working days" }', calendars=calendars)
    (desk.home / "rules.toml").write_text(text, "utf-8")
    with desk.process("rules", "check") as checking:
        out, err = checking.communicate(timeout=30)
    assert checking.returncode == 5, (out, err)
    assert "calendars.idle" in out + err
    assert "Traceback" not in out + err


@pytest.mark.parametrize("calendars", IDLE.values(), ids=IDLE)
def test_a_calendar_with_no_working_time_keeps_nobody_waiting_and_writes_no_half_complaint(
    desk: Desk, calendars: str
) -> None:
    events = desk.events
    (desk.home / "rules.toml").write_text(policy('every = { reply = "3 working days" }', calendars=calendars), "utf-8")
    with desk.process("record", "The clerk was rude") as recording:
        out, err = recording.communicate(timeout=30)
    assert recording.returncode in (0, 5), (out, err)
    assert "Traceback" not in out + err
    under(desk, policy('every = { reply = "3 working days" }'))
    assert (desk.events > events) == (recording.returncode == 0)


# ── closed every year over New Year ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "hours", "one", "two", "why"),
    [  # four working hours, the next working day, the one after it
        ("2026-12-24 10:00", "2026-12-24 15:30", "2026-12-25 18:00", "2027-01-04 18:00", "Thu: Fri, then Mon 4 Jan"),
        ("2026-12-25 16:00", "2027-01-04 11:00", "2027-01-04 18:00", "2027-01-05 18:00", "2 h on Fri, 2 h on Mon"),
        ("2026-12-25 18:00", "2027-01-04 14:30", "2027-01-04 18:00", "2027-01-05 18:00", "at closing"),
        ("2026-12-30 10:00", "2027-01-04 14:30", "2027-01-04 18:00", "2027-01-05 18:00", "while it is closed"),
        ("2027-01-02 23:59:59", "2027-01-04 14:30", "2027-01-04 18:00", "2027-01-05 18:00", "its last second"),
        ("2027-12-27 16:00", "2028-01-03 11:00", "2028-01-03 18:00", "2028-01-04 18:00", "Mon; the year after too"),
        ("2028-12-27 16:00", "2029-01-03 11:00", "2029-01-03 18:00", "2029-01-04 18:00", "Wed; 3 Jan 2029 is Wed"),
    ],
)
def test_a_yearly_closure_over_new_year_counts_nothing_in_any_year(
    desk: Desk, at: str, hours: str, one: str, two: str, why: str
) -> None:
    """28 December to 2 January, the first and the last day included; 3 January 2027 is a Sunday."""
    closed = SHOP.replace('holidays = "CN"', 'dates = { "12-28..01-02" = [] }')
    limits = 'every = { reply = "4 working hours", one = "1 working day", two = "2 working days" }'
    under(desk, policy(limits, calendars=closed, names=("reply", "one", "two")))
    desk.at(at).ok("record", "x")
    assert dues(desk, "reply", "one", "two") == (hours, one, two), why
    steady(desk)


def test_a_pause_through_the_yearly_closure_covers_no_time_of_it(desk: Desk) -> None:
    """Thu 24 Dec 10:00, due in two working days, Mon 4 Jan 18:00; Fri 17:00 to Mon 10:00 is 1 h and 1 h."""
    closed = SHOP.replace('holidays = "CN"', 'dates = { "12-28..01-02" = [] }')
    under(desk, policy('every = { reply = "2 working days" }', calendars=closed))
    desk.at("2026-12-24 10:00").ok("record", "x")
    assert dues(desk, "reply") == ("2027-01-04 18:00",)
    pend(desk, "2026-12-25 17:00", "2027-01-04 10:00")
    assert dues(desk, "reply") == ("2027-01-05 11:00",)
    steady(desk)
    spans = [span for m in desk.ok("explain", 1)["milestones"] for span in m["stretches"] if span["kind"] == "own"]
    assert {span["from"][:10] for span in spans} == {
        *(f"2026-12-{day}" for day in (28, 29, 30, 31)), "2027-01-01", "2027-01-02",
    }  # fmt: skip
    assert not any(span["counted"] for span in spans)


# ── a limit of zero ────────────────────────────────────────────────────────────────────────────────

ZERO = [  # received, and the next working instant
    (f"{MON} 10:00:07", f"{MON} 10:00:07", "while it is open: at once"),
    (f"{MON} 09:00:00", f"{MON} 09:00", "at opening"),
    (f"{MON} 11:59:59", f"{MON} 11:59:59", "a second before lunch"),
    (f"{MON} 12:00:00", f"{MON} 13:30", "when lunch begins it is closed"),
    (f"{MON} 12:30:00", f"{MON} 13:30", "at lunch"),
    (f"{MON} 18:00:00", f"{TUE} 09:00", "at closing it is closed"),
    (f"{MON} 22:00:00", f"{TUE} 09:00", "at night"),
    (f"{SAT} 11:00:00", f"{NEXT_MON} 09:00", "on Saturday"),
    ("2026-09-19 11:00:00", "2026-09-20 09:00", "before a make-up Sunday"),
    ("2026-10-03 22:10:00", "2026-10-08 09:00", "on a holiday"),
]


@pytest.mark.parametrize(("at", "wanted", "why"), ZERO, ids=[row[2] for row in ZERO])
def test_a_limit_of_zero_is_due_at_the_next_working_instant(desk: Desk, at: str, wanted: str, why: str) -> None:
    limits = 'every = { reply = "0 working hours", days = "0 working days", hours = "0 hours" }'
    under(desk, policy(limits, names=("reply", "days", "hours"))).at(at).ok("record", "x")
    assert dues(desk, "reply", "days") == (wanted, wanted), why
    assert rows(desk)["hours"]["due"] == f"{at.replace(' ', 'T')}+08:00"  # the clock always runs
    assert standings(desk, "reply", "days", "hours") == ("open", "open", "open")
    steady(desk)


def test_a_limit_of_zero_is_met_in_its_second_and_late_in_the_next(desk: Desk) -> None:
    under(desk, policy('every = { reply = "0 working hours" }'))
    for at in ("10:00:00", "10:00:00"):
        desk.at(f"{MON} {at}").ok("record", "x")
    desk.ok(*ANSWER)
    assert (late(desk), late(desk.at(f"{MON} 10:00:01"))) == ([], [(2, "reply")])
    desk.ok("reply", 2, "We apologised.", *CALL)
    assert (standings(desk, "reply", id=1), standings(desk, "reply", id=2)) == (("met",), ("late",))


# ── a very long limit ──────────────────────────────────────────────────────────────────────────────


def nth_working_day(desk: Desk, first: date, n: int) -> date:
    """The nth working day after the first, counted one day at a time on the calendar that hangs on the wall."""
    for year in range(first.year, first.year + 6):
        for one in desk.ok("calendar", year):
            if one["working"] and date.fromisoformat(one["date"]) > first:
                n -= 1
                if n == 0:
                    return date.fromisoformat(one["date"])
    raise AssertionError


def test_a_thousand_working_days_end_on_the_right_day_and_are_provisional(desk: Desk) -> None:
    """From Mon 2 Nov 2026 into 2030; of the years after 2026 only the statutory days are known."""
    under(
        desk, policy('every = { reply = "1000 working days", hours = "1000 working hours" }', names=("reply", "hours"))
    )
    desk.at(f"{MON} 10:00").ok("record", "x")
    day = nth_working_day(desk, date(2026, 11, 2), 1000)
    assert day.year == 2030
    assert dues(desk, "reply") == (f"{day} 18:00",)
    # 6 h 30 on the day itself, 132 days of 7 h 30 make 996 h 30, 3 h 30 are left: at 14:00 of the 133rd day after.
    assert dues(desk, "hours") == (f"{nth_working_day(desk, date(2026, 11, 2), 133)} 14:00",)
    assert [m["provisional"] for m in desk.ok("show", 1)["milestones"]] == [True, True]
    assert "provisional" in desk.tsk("show", 1).out
    steady(desk)


def test_a_thousand_working_days_are_explained_day_by_day(desk: Desk) -> None:
    under(desk, policy('every = { reply = "1000 working days" }')).at(f"{MON} 10:00").ok("record", "x")
    (one,) = desk.ok("explain", 1)["milestones"]
    assert {span["day"] for span in one["stretches"] if span["counted"]} == {*range(1001)}
    assert one["counted_seconds"] == (6 * 60 + 30) * 60 + 1000 * 27_000


# ── holidays of another zone than the machine's ────────────────────────────────────────────────────
# New York in November is 13 hours behind Shanghai. Thanksgiving is Thu 26 Nov 2026; Wed 25 and Fri 27 are worked.

NEW_YORK = 'ny = { hours = { mon-fri = ["09:00-17:00"] }, holidays = "US", zone = "America/New_York", default = true }'


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    ("at", "four", "five", "day", "why"),
    [  # in Shanghai: received, four and five working hours, one working day
        ("2026-11-26 02:00", "2026-11-26 06:00", "2026-11-27 23:00", "2026-11-28 06:00", "Wed 13:00 in New York"),
        ("2026-11-26 12:30", "2026-11-28 02:00", "2026-11-28 03:00", "2026-11-28 06:00", "Wed 23:30, after closing"),
        ("2026-11-26 13:30", "2026-11-28 02:00", "2026-11-28 03:00", "2026-11-28 06:00", "Thu 00:30: the holiday"),
        ("2026-11-27 10:00", "2026-11-28 02:00", "2026-11-28 03:00", "2026-11-28 06:00", "Thu 21:00: the holiday"),
        ("2026-11-27 13:30", "2026-11-28 02:00", "2026-11-28 03:00", "2026-12-01 06:00", "Fri 00:30: not counted"),
    ],
)
def test_a_holiday_lies_on_the_days_of_its_calendars_zone(
    desk: Desk, zone: str, at: str, four: str, five: str, day: str, why: str
) -> None:
    limits = 'every = { reply = "4 working hours", five = "5 working hours", day = "1 working day" }'
    under(desk, policy(limits, calendars=NEW_YORK, names=("reply", "five", "day")))
    with machine_in(zone):
        desk.at(at).ok("record", "x")
        assert dues(desk, "reply", "five", "day") == (four, five, day), why
    steady(desk)


def test_a_holiday_at_home_is_none_on_a_machine_that_has_the_day_already(desk: Desk) -> None:
    """Wed 30 Sep 17:30 in Shanghai is Thu 1 Oct in Kiritimati; two working hours: 30 minutes, and 1 h 30 on the 8th."""
    with machine_in("Pacific/Kiritimati"):
        received(desk, "2026-09-30 17:30", "--severity", "major")
        assert dues(desk, "contact") == ("2026-10-08 10:30",)


# ── a make-up day as the due day ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("received_at", "day"), [("2026-10-09 16:40", "2026-10-10"), ("2026-09-18 16:00", "2026-09-20")]
)
def test_what_is_due_on_a_make_up_day_is_due_at_its_closing(desk: Desk, received_at: str, day: str) -> None:
    """Fri 9 Oct: Sat 10 Oct; Fri 18 Sep: Sat 19 is off, Sun 20 Sep is worked."""
    received(desk, received_at)
    assert dues(desk, "contact") == (f"{day} 18:00",)
    assert late(desk.at(f"{day} 18:00:00")) == []
    assert late(desk.at(f"{day} 18:00:01")) == [(1, "contact")]
    desk.ok("contact", 1, *CALL, "--at", f"{day} 18:00:00", *WHY)
    assert (standings(desk, "contact"), late(desk)) == (("met",), [])
    steady(desk)


# ── a time of day ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "wanted", "why"),
    [
        (f"{MON} 17:00:00", f"{MON} 17:00", "in the very second"),
        (f"{MON} 17:00:01", f"{TUE} 17:00", "one second later"),
        (f"{MON} 00:00:00", f"{MON} 17:00", "before opening"),
        (f"{MON} 12:30:00", f"{MON} 17:00", "at lunch"),
        (f"{FRI} 17:00:01", f"{NEXT_MON} 17:00", "over the weekend"),
        (f"{SAT} 10:00:00", f"{NEXT_MON} 17:00", "on Saturday"),
        ("2026-09-30 17:00:00", "2026-09-30 17:00", "before National Day"),
        ("2026-09-30 17:00:01", "2026-10-08 17:00", "over National Day"),
        ("2026-10-09 17:00:01", "2026-10-10 17:00", "to a make-up Saturday"),
        ("2026-10-10 17:00:00", "2026-10-10 17:00", "on the make-up Saturday"),
        ("2026-10-10 17:00:01", "2026-10-12 17:00", "after it"),
    ],
)
def test_the_same_day_at_17_means_the_next_working_day_from_the_second_after(
    desk: Desk, at: str, wanted: str, why: str
) -> None:
    limits = ('every = { reply = "same day 17:00", chinese = "当日17:00" }',)
    under(desk, policy(*limits, names=("reply", "chinese"))).at(at).ok("record", "x")
    assert dues(desk, "reply", "chinese") == (wanted, wanted), why
    assert standings(desk, "reply") == ("open",)
    steady(desk)


# ── a window of receipt ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def orders(desk: Desk) -> Desk:
    """What comes in between 08:00 and 18:00 is answered within the hour, all else by noon of the next working day."""
    by_day = 'day = { when.received = "08:00-18:00", reply = "1 hour" }'
    return under(desk, policy(by_day, 'night = { reply = "next working day 12:00" }'))


WINDOW = [
    (f"{MON} 17:40:00", f"{MON}T18:40:00+08:00", "the window is none of opening hours: the hour runs past it"),
    (f"{MON} 17:59:59", f"{MON}T18:59:59+08:00", "its last second"),
    (f"{MON} 18:00:00", f"{TUE}T12:00:00+08:00", "its end is not in it"),
    (f"{MON} 08:00:00", f"{MON}T09:00:00+08:00", "its first second"),
    (f"{MON} 07:59:59", f"{TUE}T12:00:00+08:00", "the second before it"),
    (f"{SAT} 17:40:00", f"{SAT}T18:40:00+08:00", "on Saturday too"),
    (f"{SAT} 18:00:00", f"{NEXT_MON}T12:00:00+08:00", "after it on Saturday"),
]


@pytest.mark.parametrize(("at", "wanted", "why"), WINDOW, ids=[row[2] for row in WINDOW])
def test_an_order_window_asks_when_it_was_received_and_is_no_calendar(
    orders: Desk, at: str, wanted: str, why: str
) -> None:
    assert due(orders, at) == wanted
    assert rows(orders)["reply"]["rule"] == ("day" if "12:00" not in wanted else "night")
    steady(orders)


def test_the_window_asks_for_the_receipt_and_not_for_the_recording(orders: Desk) -> None:
    assert due(orders, f"{MON} 19:00", "--received", f"{MON} 17:40") == f"{MON}T18:40:00+08:00"
    assert late(orders) == [(1, "reply")]
    assert due(orders, f"{TUE} 09:00", "--received", f"{MON} 18:00") == f"{TUE}T12:00:00+08:00"


def test_the_window_is_of_the_policys_zone(orders: Desk) -> None:
    """17:40 in Shanghai is 09:40 in Greenwich, and 05:40 in New York."""
    assert due(orders, f"{MON} 19:00", "--received", f"{MON}T09:40:00Z") == f"{MON}T18:40:00+08:00"
    assert due(orders, f"{MON} 19:00", "--received", f"{MON}T10:00:00+00:00") == f"{TUE}T12:00:00+08:00"
    with machine_in("America/New_York"):
        assert due(orders, f"{MON} 17:40") == f"{MON}T18:40:00+08:00"


def test_what_comes_in_through_the_window_keeps_its_hour_when_it_is_corrected_later(orders: Desk) -> None:
    """A slip mended at 20:00 changes no row: the receipt was at 17:40."""
    assert due(orders, f"{MON} 17:40") == f"{MON}T18:40:00+08:00"
    orders.at(f"{MON} 20:00").ok("update", 1, "--details", "Two of them.")
    assert (rows(orders)["reply"]["rule"], dues(orders, "reply")) == ("day", (f"{MON} 18:40",))


# ── the first response by channel ──────────────────────────────────────────────────────────────────

FIRST = [  # channel, received, answered, due, standing
    ("hotline", f"{MON} 09:00:00", f"{MON} 09:00:19", f"{MON} 09:00:20", "met"),
    ("hotline", f"{MON} 09:00:00", f"{MON} 09:00:20", f"{MON} 09:00:20", "met"),
    ("hotline", f"{MON} 09:00:00", f"{MON} 09:00:21", f"{MON} 09:00:20", "late"),
    ("hotline", f"{SUN} 23:59:50", f"{NEXT_MON} 00:00:10", f"{NEXT_MON} 00:00:10", "met"),
    ("hotline", f"{SUN} 23:59:50", f"{NEXT_MON} 00:00:11", f"{NEXT_MON} 00:00:10", "late"),
    ("chat", f"{MON} 12:29:00", f"{MON} 12:32:00", f"{MON} 12:32", "met"),
    ("chat", f"{MON} 12:29:00", f"{MON} 12:32:01", f"{MON} 12:32", "late"),
]


@pytest.mark.parametrize(("channel", "at", "answered", "wanted", "standing"), FIRST)
def test_the_first_response_is_measured_by_the_channels_own_seconds(
    desk: Desk, channel: str, at: str, answered: str, wanted: str, standing: str
) -> None:
    received(desk, f"{NEXT_MON} 10:00", "--channel", channel, "--received", at, "--answered", answered, *WHY)
    assert (dues(desk, "first_response"), standings(desk, "first_response")) == ((wanted,), (standing,))
    assert "first_response" not in {name for _, name in late(desk.at(LATER))}
    steady(desk)


@pytest.mark.parametrize("channel", ["counter", "web", "app", "email", "sms", "social"])
def test_other_channels_owe_no_first_response_in_seconds(desk: Desk, channel: str) -> None:
    received(desk, f"{MON} 10:00", "--channel", channel, "--customer", "林小满")
    assert "first_response" not in rows(desk)


def test_a_present_that_has_not_come_is_refused_as_it_was_typed(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", now="")
    desk.ok("init")
    process = desk.process("list", "--now", "2999-12-01 10:00")
    said = "".join(str(part) for part in process.communicate(timeout=60))
    assert (process.returncode, "2999-12-01 10:00 lies in the future." in said) == (2, True)
