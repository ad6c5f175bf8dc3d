"""What each step does to the promises of a complaint, with the default rules; every instant was worked out by hand.

The office works Mon–Fri 09:00–12:00 and 13:30–18:00 (7 h 30 a day); in 2026 also Sun 20 Sep and Sat 10 Oct,
not 25–27 Sep and 1–7 Oct. The day of receipt is not counted.
"""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk

MON, TUE, WED, THU, FRI = (f"2026-11-0{day}" for day in (2, 3, 4, 5, 6))
REASON = ("--reason", "It broke again.")


def received(desk: Desk, at: str, *words: object) -> Desk:
    """Complaint 1, about a rude clerk: customer care's own, by the office calendar."""
    desk.at(at).ok("record", "The clerk was rude", "--category", "attitude", *words)
    return desk


@pytest.fixture
def monday(desk: Desk) -> Desk:
    """Complaint 1 of Mon 2 Nov 10:00: contact Tue, plan Wed, answer Thu, legal 17 Nov 24:00, opinion Wed."""
    return received(desk, f"{MON} 10:00")


def promise(desk: Desk, name: str, round: int = 1, of: str | None = None) -> dict[str, Any]:
    rows = [m for m in desk.ok("show", 1)["milestones"] if (m["name"], m["round"]) == (name, round)]
    (row,) = [m for m in rows if of is None or m["of"] == of]
    return row


def due(desk: Desk, name: str, round: int = 1, of: str | None = None) -> str:
    """The due as `11-05 18:00`, in the policy's zone."""
    said = promise(desk, name, round, of)["due"]
    assert said.startswith("2026-")
    assert said.endswith(":00+08:00")
    return said[5:16].replace("T", " ")


def propose(desk: Desk) -> None:
    desk.ok("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")


def handled(desk: Desk) -> None:
    """Everything a department's file needs."""
    desk.ok("contact", 1, "--via", "phone")
    propose(desk)


MEETING = {
    "contact": ("contact", "--via", "phone"),
    "plan": ("propose", "Apologise."),
    "reply": ("reply", "We apologised.", "--via", "phone"),
    "statutory": ("reply", "We apologised.", "--via", "phone"),
    "opinion": ("submit",),
}


@pytest.mark.parametrize(
    ("name", "at", "standing"),
    [
        ("contact", f"{MON} 10:00:01", "met"),
        ("contact", f"{TUE} 18:00:00", "met"),
        ("contact", f"{TUE} 18:00:01", "late"),
        ("plan", f"{MON} 11:00:00", "met"),
        ("plan", f"{WED} 18:00:00", "met"),
        ("plan", f"{WED} 18:00:01", "late"),
        ("reply", f"{TUE} 09:00:00", "met"),
        ("reply", f"{THU} 18:00:00", "met"),
        ("reply", f"{THU} 18:00:01", "late"),
        ("statutory", f"{TUE} 09:00:00", "met"),
        ("statutory", "2026-11-18 00:00:00", "met"),
        ("statutory", "2026-11-18 00:00:01", "late"),
        ("opinion", f"{TUE} 09:00:00", "met"),
        ("opinion", f"{WED} 18:00:00", "met"),
        ("opinion", f"{WED} 18:00:01", "late"),
    ],
)
def test_a_promise_is_met_up_to_its_very_second_and_late_from_the_next(
    monday: Desk, name: str, at: str, standing: str
) -> None:
    if name == "opinion":
        handled(monday)
    verb, *words = MEETING[name]
    monday.at(at).ok(verb, 1, *words)
    row = promise(monday, name)
    assert (row["standing"], row["met_at"]) == (standing, f"{at.replace(' ', 'T')}+08:00")


@pytest.mark.parametrize(
    ("at", "overdue", "standing"),
    [(f"{TUE} 18:00:00", [], "open"), (f"{TUE} 18:00:01", ["contact"], "missed")],
)
def test_a_promise_is_overdue_from_the_second_after_its_due(
    monday: Desk, at: str, overdue: list[str], standing: str
) -> None:
    assert [row["milestone"] for row in monday.at(at).ok("overdue")] == overdue
    assert promise(monday, "contact")["standing"] == standing


@pytest.mark.parametrize("words", [("close",), ("return", *REASON)], ids=["closed", "returned"])
@pytest.mark.parametrize(
    ("at", "standing"), [(f"{WED} 09:00:00", "met"), (f"{WED} 18:00:00", "met"), (f"{WED} 18:00:01", "late")]
)
def test_the_review_is_due_one_working_day_after_the_file_is_handed_in(
    monday: Desk, words: tuple[str, ...], at: str, standing: str
) -> None:
    handled(monday)
    monday.ok("reply", 1, "We apologised.", "--via", "phone", "--satisfied", "yes")
    monday.at(f"{TUE} 12:00").ok("submit", 1)
    assert due(monday, "review") == "11-04 18:00"
    verb, *rest = words
    monday.at(at).ok(verb, 1, *rest)
    assert promise(monday, "review")["standing"] == standing


def test_a_returned_file_starts_only_the_review_again(monday: Desk) -> None:
    handled(monday)
    monday.ok("reply", 1, "We apologised.", "--via", "phone", "--satisfied", "yes")
    monday.at(f"{TUE} 12:00").ok("submit", 1)
    names = [m["name"] for m in monday.ok("show", 1)["milestones"]]
    monday.at(f"{WED} 10:00").ok("return", 1, *REASON)
    assert [m["name"] for m in monday.ok("show", 1)["milestones"]] == names
    monday.at(f"{THU} 10:00").ok("submit", 1)
    assert [m["name"] for m in monday.ok("show", 1)["milestones"]] == [*names, "review"]
    assert due(monday, "review", of="#2") == "11-06 18:00"


def test_a_customer_who_is_not_reached_is_not_contacted(monday: Desk) -> None:
    monday.at(f"{TUE} 09:00").ok("contact", 1, "--via", "phone", "--reached", "no")
    assert promise(monday, "contact")["met_at"] is None
    monday.at(f"{TUE} 18:01")
    assert [row["milestone"] for row in monday.ok("overdue")] == ["contact"]
    monday.ok("contact", 1, "--via", "sms")
    assert promise(monday, "contact")["standing"] == "late"


# ── rounds ─────────────────────────────────────────────────────────────────────────────────────────


def test_an_unsatisfied_answer_starts_contact_plan_and_answer_anew_but_not_the_legal_limit(monday: Desk) -> None:
    handled(monday.at(f"{TUE} 09:00"))
    monday.at(f"{WED} 11:00").ok("reply", 1, "We apologised.", "--via", "phone")
    monday.at(f"{WED} 14:00").ok("rate", 1, "--satisfied", "no", "--demand", "Money back.")
    case = monday.ok("show", 1)
    assert (case["round"], case["state"], case["demand"], case["handler"]) == (
        2,
        "in_progress",
        "Money back.",
        "tester",
    )
    second = {m["name"]: m["due"][5:16] for m in case["milestones"] if m["round"] == 2}
    assert second == {"contact": "11-05T18:00", "plan": "11-06T18:00", "reply": "11-09T18:00"}
    first = {m["name"]: m["standing"] for m in case["milestones"] if m["round"] == 1}
    assert first == {"contact": "met", "plan": "met", "reply": "met", "statutory": "met", "opinion": "open"}
    assert promise(monday, "reply")["met_at"] == f"{WED}T11:00:00+08:00"


def test_a_reply_that_says_unsatisfied_needs_the_new_demand_or_nothing_is_written(monday: Desk) -> None:
    events = monday.events
    assert monday.tsk("reply", 1, "No.", "--via", "phone", "--satisfied", "no").code == 4
    assert monday.events == events
    assert promise(monday, "reply")["standing"] == "open"


def test_what_the_first_round_still_owes_gives_nobody_a_fresh_clock(monday: Desk) -> None:
    """The department's opinion of round 1 runs on through round 2, from its first start."""
    monday.at(f"{TUE} 09:00").ok("reply", 1, "No.", "--via", "phone", "--satisfied", "no", "--demand", "An apology.")
    opinions = [m for m in monday.ok("show", 1)["milestones"] if m["name"] == "opinion"]
    assert [(m["round"], m["due"][5:16]) for m in opinions] == [(1, "11-04T18:00")]


def test_an_answer_without_contact_and_plan_voids_them_before_their_due_and_misses_them_after(monday: Desk) -> None:
    monday.at(f"{WED} 10:00").ok("reply", 1, "We apologised.", "--via", "phone")
    assert promise(monday, "contact")["standing"] == "missed"
    assert promise(monday, "plan")["standing"] == "void"
    assert [row["milestone"] for row in monday.at(f"{FRI} 10:00").ok("overdue")] == ["opinion"]


# ── waits ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_wait_moves_the_promises_that_list_its_reason_and_no_other(monday: Desk) -> None:
    """Mon 15:00 to Tue 10:00 covers 3 h and 1 h of work; plan and answer move on by 4 h."""
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    assert due(monday, "contact") == "11-03 18:00"
    assert due(monday, "plan") == "11-05 14:30"
    assert due(monday, "reply") == "11-06 14:30"
    assert due(monday, "statutory") == "11-18 00:00"
    assert due(monday, "opinion") == "11-04 18:00"
    standings = {m["name"]: m["standing"] for m in monday.ok("show", 1)["milestones"]}
    assert (standings["plan"], standings["reply"]) == ("paused", "paused")
    assert (standings["contact"], standings["opinion"], standings["statutory"]) == ("open", "open", "open")


def test_waiting_for_a_mass_fault_stops_the_answer_only(monday: Desk) -> None:
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "incident", "--until", f"{TUE} 10:00")
    assert (due(monday, "plan"), due(monday, "reply")) == ("11-04 18:00", "11-06 14:30")


@pytest.mark.parametrize("reason", ["supplier", "approval"])
def test_waiting_for_a_supplier_or_an_approval_stops_no_clock(monday: Desk, reason: str) -> None:
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", reason, "--until", f"{TUE} 10:00")
    assert (due(monday, "plan"), due(monday, "reply")) == ("11-04 18:00", "11-05 18:00")


def test_resuming_early_moves_the_dues_back(monday: Desk) -> None:
    """Mon 15:00 to 17:00: 2 h."""
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    monday.at(f"{MON} 17:00").ok("resume", 1)
    assert (due(monday, "plan"), due(monday, "reply")) == ("11-05 11:00", "11-06 11:00")


def test_resuming_after_the_end_of_the_wait_changes_no_due(monday: Desk) -> None:
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    assert promise(monday.at(f"{TUE} 10:00"), "plan")["standing"] == "open"
    monday.at(f"{TUE} 17:00").ok("resume", 1)
    assert (due(monday, "plan"), due(monday, "reply")) == ("11-05 14:30", "11-06 14:30")


def test_two_hours_and_23_minutes_of_waiting_are_not_rounded(monday: Desk) -> None:
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    monday.at(f"{MON} 17:23").ok("resume", 1)
    assert (due(monday, "plan"), due(monday, "reply")) == ("11-05 11:23", "11-06 11:23")


def test_a_wait_outside_opening_hours_moves_nothing_that_is_measured_in_working_time(monday: Desk) -> None:
    monday.at(f"{MON} 19:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 09:00")
    assert (due(monday, "plan"), due(monday, "reply")) == ("11-04 18:00", "11-05 18:00")


def test_overlapping_waits_count_once(monday: Desk) -> None:
    """Customer Mon 15:00–Tue 10:00 (4 h) and mass fault Mon 16:00–Tue 11:00: together 5 h for the answer."""
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    monday.at(f"{MON} 16:00").ok("pend", 1, "--reason", "incident", "--until", f"{TUE} 11:00")
    assert (due(monday, "plan"), due(monday, "reply")) == ("11-05 14:30", "11-06 15:30")
    monday.at(f"{MON} 17:00").ok("resume", 1, "--wait", "customer")
    assert monday.ok("show", 1)["state"] == "pending"
    assert (due(monday, "plan"), due(monday, "reply")) == ("11-05 11:00", "11-06 15:30")


def test_a_second_wait_for_the_same_reason_inside_the_first_adds_nothing(monday: Desk) -> None:
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    monday.at(f"{MON} 16:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 09:30")
    assert (due(monday, "plan"), due(monday, "reply")) == ("11-05 14:30", "11-06 14:30")


def test_a_second_wait_opened_directly_from_pending_extends_the_first(monday: Desk) -> None:
    """Mon 15:00 to Tue 12:00: 3 h and 3 h."""
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    monday.at(f"{TUE} 09:30").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 12:00")
    assert (due(monday, "plan"), due(monday, "reply")) == ("11-05 16:30", "11-06 16:30")


def test_a_wait_without_an_end_lasts_the_longest_the_policy_allows(monday: Desk) -> None:
    """Ten working days after Mon 2 Nov: Mon 16 Nov 18:00. Of the plan 18 h of work were left, of the answer 25 h 30."""
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer")
    assert monday.ok("show", 1)["waits"][0]["until"] == "2026-11-16T18:00:00+08:00"
    assert (due(monday, "plan"), due(monday, "reply")) == ("11-19 12:00", "11-20 12:00")


def test_a_wait_longer_than_the_policy_allows_is_refused(monday: Desk) -> None:
    monday.at(f"{MON} 15:00")
    assert monday.tsk("pend", 1, "--reason", "customer", "--until", "2026-11-16 18:01").code == 2
    monday.ok("pend", 1, "--reason", "customer", "--until", "2026-11-16 18:00")


def test_a_wait_after_the_due_rescues_nothing(monday: Desk) -> None:
    """The plan was due Wed 18:00; the wait Thu 09:00 to Fri 09:00 moves only the answer, by 7 h 30."""
    monday.at(f"{THU} 09:00").ok("pend", 1, "--reason", "customer", "--until", f"{FRI} 09:00")
    assert due(monday, "plan") == "11-04 18:00"
    assert promise(monday, "plan")["standing"] == "missed"
    assert due(monday, "reply") == "11-06 18:00"


def test_an_answer_ends_the_waits_that_are_open(monday: Desk) -> None:
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    monday.at(f"{MON} 17:00").ok("reply", 1, "We apologised.", "--via", "phone")
    case = monday.ok("show", 1)
    assert case["state"] == "resolved"
    assert [w["until"] for w in case["waits"]] == [f"{MON}T17:00:00+08:00"]
    assert promise(monday, "reply")["standing"] == "met"


def test_a_wait_across_a_make_up_sunday_counts_its_hours(desk: Desk) -> None:
    """Sun 20 Sep 17:00 to Mon 21 Sep 10:00: 1 h and 1 h."""
    received(desk, "2026-09-18 16:00")
    assert (due(desk, "contact"), due(desk, "plan"), due(desk, "reply")) == (
        "09-20 18:00",
        "09-21 18:00",
        "09-22 18:00",
    )
    desk.at("2026-09-20 17:00").ok("pend", 1, "--reason", "customer", "--until", "2026-09-21 10:00")
    assert (due(desk, "plan"), due(desk, "reply")) == ("09-22 11:00", "09-23 11:00")


def test_a_wait_over_national_day_counts_no_holiday(desk: Desk) -> None:
    """Wed 30 Sep 17:30 to Thu 8 Oct 09:30: half an hour on each side; Sat 10 Oct works."""
    received(desk, "2026-09-30 17:00")
    assert (due(desk, "contact"), due(desk, "plan"), due(desk, "reply")) == (
        "10-08 18:00",
        "10-09 18:00",
        "10-10 18:00",
    )
    desk.at("2026-09-30 17:30").ok("pend", 1, "--reason", "customer", "--until", "2026-10-08 09:30")
    assert (due(desk, "plan"), due(desk, "reply")) == ("10-10 10:00", "10-12 10:00")


def test_an_urgent_plan_of_four_hours_is_moved_by_the_wait_around_the_clock(desk: Desk) -> None:
    """Elapsed: due 14:00; the customer's hour from 11:00 to 12:00 moves it to 15:00, lunch or not."""
    received(desk, f"{MON} 10:00", "--severity", "urgent")
    assert (due(desk, "contact"), due(desk, "plan"), due(desk, "reply")) == (
        "11-02 10:30",
        "11-02 14:00",
        "11-04 18:00",
    )
    desk.at(f"{MON} 11:00").ok("pend", 1, "--reason", "customer", "--until", f"{MON} 12:00")
    assert (due(desk, "plan"), due(desk, "reply")) == ("11-02 15:00", "11-05 10:00")


# ── ending and starting again ──────────────────────────────────────────────────────────────────────


def test_cancelling_leaves_the_overdue_list_but_keeps_what_was_missed(monday: Desk) -> None:
    monday.at(f"{WED} 10:00")
    assert [row["milestone"] for row in monday.ok("overdue")] == ["contact"]
    monday.ok("cancel", 1, "--by", "customer", "--reason", "Gave up.")
    monday.at("2026-12-01 10:00")
    assert monday.ok("overdue") == []
    assert {m["name"]: m["standing"] for m in monday.ok("show", 1)["milestones"]} == {
        "contact": "missed", "plan": "void", "reply": "void", "statutory": "void", "opinion": "void",
    }  # fmt: skip


def test_cancelling_in_the_very_second_of_a_due_voids_it(monday: Desk) -> None:
    monday.at(f"{TUE} 18:00:00").ok("cancel", 1, "--by", "customer", "--reason", "Gave up.")
    assert promise(monday, "contact")["standing"] == "void"


def test_a_cancelled_case_taken_up_again_has_clocks_again(monday: Desk) -> None:
    """New ones from Fri 6 Nov 10:00; the legal one from receipt, as before."""
    monday.at(f"{WED} 10:00").ok("cancel", 1, "--by", "mistake", "--reason", "Wrong number.")
    monday.at(f"{FRI} 10:00").ok("reopen", 1, *REASON)
    assert due(monday, "contact", 2) == "11-09 18:00"
    assert due(monday, "plan", 2) == "11-10 18:00"
    assert due(monday, "reply", 2) == "11-11 18:00"
    legal = promise(monday, "statutory")
    assert (legal["due"], legal["standing"]) == ("2026-11-18T00:00:00+08:00", "open")
    assert promise(monday, "contact")["standing"] == "missed"
    assert [row["milestone"] for row in monday.at("2026-11-18 00:00:01").ok("overdue")][-1] == "statutory"


def test_a_closed_case_taken_up_again_has_clocks_again_and_keeps_its_answer_time(monday: Desk) -> None:
    handled(monday)
    monday.ok("submit", 1)
    monday.at(f"{TUE} 11:00").ok("reply", 1, "We apologised.", "--via", "phone", "--satisfied", "yes")
    monday.ok("close", 1)
    monday.at(f"{WED} 09:00").ok("reopen", 1, *REASON)
    assert (due(monday, "contact", 2), due(monday, "reply", 2)) == ("11-05 18:00", "11-09 18:00")
    assert promise(monday, "statutory")["standing"] == "met"
    assert promise(monday, "reply", 1)["met_at"] == f"{TUE}T11:00:00+08:00"


def test_a_new_lead_department_gets_its_own_clock_and_the_old_one_ends(monday: Desk) -> None:
    monday.at(f"{TUE} 10:00").ok("assign", 1, "--to", "billing")
    old, new = promise(monday, "opinion", of="care"), promise(monday, "opinion", of="billing")
    assert (old["standing"], old["ended_at"]) == ("void", f"{TUE}T10:00:00+08:00")
    assert (new["due"][:16], new["standing"]) == (f"{THU}T18:00", "open")
    assert (due(monday, "contact"), due(monday, "reply")) == ("11-03 18:00", "11-05 18:00")


def test_a_department_that_was_late_when_the_case_left_it_stays_late(monday: Desk) -> None:
    monday.at(f"{THU} 10:00").ok("assign", 1, "--to", "billing")
    assert promise(monday, "opinion", of="care")["standing"] == "missed"
    assert [(row["milestone"], row["of"]) for row in monday.ok("overdue")] == [("contact", ""), ("plan", "")]


def test_a_department_that_gets_the_case_back_starts_anew(monday: Desk) -> None:
    monday.at(f"{TUE} 10:00").ok("assign", 1, "--to", "billing")
    monday.at(f"{WED} 10:00").ok("assign", 1, "--to", "care")
    assert promise(monday, "opinion", of="billing")["standing"] == "void"
    assert due(monday, "opinion", of="care#2") == "11-06 18:00"


def test_each_co_handling_department_has_a_clock_by_its_own_calendar(monday: Desk) -> None:
    """The network's field calendar works every day 08:00–18:00: two days after Fri 6 Nov is Sunday."""
    monday.at(f"{FRI} 10:00").ok("assign", 1, "--to", "care", "--with", "network", "--with", "billing")
    assert due(monday, "opinion", of="network") == "11-08 18:00"
    assert due(monday, "opinion", of="billing") == "11-10 18:00"
    monday.at("2026-11-08 18:00:00").ok("contact", 1, "--via", "phone")
    monday.ok("submit", 1, "--department", "network")
    assert promise(monday, "opinion", of="network")["standing"] == "met"
    assert promise(monday, "opinion", of="billing")["standing"] == "open"


# ── the first response ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("channel", "answered", "standing"),
    [
        ("hotline", "09:00:20", "met"),
        ("hotline", "09:00:21", "late"),
        ("chat", "09:03:00", "met"),
        ("chat", "09:03:01", "late"),
    ],
)
def test_a_call_is_answered_in_20_seconds_and_a_chat_in_3_minutes(
    desk: Desk, channel: str, answered: str, standing: str
) -> None:
    times = ("--received", f"{MON} 09:00:00", "--answered", f"{MON} {answered}")
    received(desk, f"{MON} 09:30", "--channel", channel, *times)
    row = promise(desk, "first_response")
    assert (row["standing"], row["met_at"]) == (standing, f"{MON}T{answered}+08:00")


def test_a_first_response_that_nothing_tells_is_void_not_measured(desk: Desk) -> None:
    received(desk, f"{MON} 09:30", "--channel", "hotline")
    row = promise(desk.at(f"{FRI} 09:00"), "first_response")
    assert (row["standing"], row["why"], row["met_at"]) == ("void", "not measured", None)
    assert "first_response" not in [row["milestone"] for row in desk.ok("overdue")]


def test_the_counter_owes_no_first_response(monday: Desk) -> None:
    assert "first_response" not in [m["name"] for m in monday.ok("show", 1)["milestones"]]


def test_promises_run_from_receipt_even_when_recorded_late(desk: Desk) -> None:
    received(desk, f"{TUE} 16:00", "--received", f"{MON} 10:00")
    assert due(desk, "contact") == "11-03 18:00"
    assert due(desk, "opinion") == "11-05 18:00"


def test_an_unmeasured_first_response_stays_void_when_a_cancelled_case_is_taken_up_again(desk: Desk) -> None:
    received(desk, f"{MON} 09:30", "--channel", "hotline")
    desk.at(f"{MON} 10:00").ok("cancel", 1, "--by", "mistake", "--reason", "Wrong number.")
    desk.at(f"{TUE} 10:00").ok("reopen", 1, *REASON)
    assert promise(desk.at(f"{FRI} 09:00"), "first_response")["standing"] == "void"


# ── parts of a file ────────────────────────────────────────────────────────────────────────────────


def test_a_co_handling_department_hands_in_its_part_and_not_the_file(monday: Desk) -> None:
    """The lead alone submits the result: no review starts, and closing still asks for the file."""
    handled(monday)
    monday.ok("assign", 1, "--to", "care", "--with", "billing")
    monday.ok("submit", 1, "--department", "billing")
    assert "review" not in [m["name"] for m in monday.ok("show", 1)["milestones"]]
    monday.ok("reply", 1, "We apologised.", "--via", "phone", "--satisfied", "yes")
    refused = monday.tsk("close", 1)
    assert refused.code == 4
    assert "tsk submit 1" in refused.err
    monday.ok("submit", 1)
    assert due(monday, "review") == "11-03 18:00"
    monday.ok("close", 1)


def test_a_department_without_a_part_in_the_case_hands_in_nothing(monday: Desk) -> None:
    handled(monday)
    events = monday.events
    assert monday.tsk("submit", 1, "--department", "market").code in (2, 4)
    assert monday.events == events


def test_a_department_named_twice_has_one_part(monday: Desk) -> None:
    words = ("--to", "billing", "--with", "network", "--with", "billing", "--with", "network")
    case = monday.ok("assign", 1, *words)
    assert (case["department"], case["co_departments"]) == ("billing", ["network"])
