"""What is promised to a customer runs on a clock of its own: to the date that was said, until it is kept or taken back.

The default rules; complaint 1 about a rude clerk comes in on Mon 2 Nov 2026 at 10:00, contact is due on Tue, the plan
on Wed, the answer on Thu at 18:00. The office works Mon–Fri 09:00–12:00 and 13:30–18:00; 1–7 October are off, Sat 10
October works. Every instant was worked out by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result

MON, TUE, WED, THU, FRI, SAT = (f"2026-11-0{day}" for day in range(2, 8))
BY_FRIDAY = ("promise", 1, "A new router", "--by", f"{FRI} 15:00")
ANSWER = ("reply", 1, "We apologised.", "--via", "phone", "--satisfied", "yes")
PLAN = ("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")
REASON = ("--reason", "The part is sold out.")


@pytest.fixture
def monday(desk: Desk) -> Desk:
    """Complaint 1 of Mon 2 Nov 10:00, in hand since 11:00."""
    desk.at(f"{MON} 10:00").ok("record", "The clerk was rude", "--category", "attitude", "--phone", "13800001234")
    desk.at(f"{MON} 11:00").ok("accept", 1)
    return desk


@pytest.fixture
def promised(monday: Desk) -> Desk:
    """A new router is promised on Mon 11:00 for Fri 6 Nov 15:00."""
    monday.ok(*BY_FRIDAY)
    return monday


def clocks(desk: Desk, id: int = 1) -> list[dict[str, Any]]:
    return [m for m in desk.ok("show", id)["milestones"] if m["name"] in ("deliver", "promise")]


def clock(desk: Desk, of: str = "#1") -> dict[str, Any]:
    """The one milestone of that promise."""
    (row,) = [m for m in clocks(desk) if m["of"] == of]
    return row


def text(instant: str | None) -> str:
    """An instant of the JSON as `2026-11-06 15:00`."""
    return instant[:19].replace("T", " ").removesuffix(":00") if instant else "–"


def owed(desk: Desk) -> list[str]:
    return [row["of"] for row in desk.ok("overdue") if row["milestone"] in ("deliver", "promise")]


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


def edited(desk: Desk, old: str, new: str) -> None:
    """One edit of the rule file, which stays a good one."""
    path = desk.home / "rules.toml"
    usual = path.read_text("utf-8")
    assert usual.count(old) == 1
    path.write_text(usual.replace(old, new), "utf-8")
    assert desk.tsk("rules", "check").code == 0


def closed(desk: Desk, at: str) -> None:
    """Everything that closing asks for, and the closing."""
    desk.at(at).ok("contact", 1, "--via", "phone")
    for words in (PLAN, ANSWER, ("submit", 1), ("close", 1)):
        desk.ok(*words)


# ── the date ───────────────────────────────────────────────────────────────────────────────────────


def test_a_promised_date_is_a_milestone_due_exactly_then(promised: Desk) -> None:
    row = clock(promised)
    assert (row["name"], row["of"], row["round"]) == ("deliver", "#1", 1)
    assert (text(row["from"]), text(row["due"])) == (f"{MON} 11:00", f"{FRI} 15:00")
    assert (row["limit"], row["standing"]) == ("agreed", "open")
    (one,) = promised.ok("show", 1)["promises"]
    assert (one["nth"], one["text"], one["by"]) == (1, "A new router", "tester")
    assert (text(one["due"]), one["delivered_at"], one["withdrawn_at"]) == (f"{FRI} 15:00", None, None)


def test_the_promise_says_in_its_own_event_what_was_promised(promised: Desk) -> None:
    event = promised.ok("show", 1, "--history")["events"][-1]
    assert (event["type"], event["promise"], event["nth"]) == ("promised", "A new router", 1)
    (started,) = event["dues"]
    assert (started["op"], started["milestone"], started["of"]) == ("started", "deliver", "#1")
    assert text(started["due"]) == f"{FRI} 15:00"


def test_explain_counts_every_second_to_the_promised_date(promised: Desk) -> None:
    """Mon 11:00 to Fri 15:00 is four days and four hours by the clock: 100 h."""
    (one,) = [m for m in promised.ok("explain", 1)["milestones"] if m["name"] == "deliver"]
    assert one["counted_seconds"] == 100 * 3600
    assert (text(one["due"]), text(one["due_today"])) == (f"{FRI} 15:00", f"{FRI} 15:00")


def test_a_date_alone_includes_its_day(desk: Desk) -> None:
    """Promised for the 12th: to its 24:00, which belongs to the 12th and to no other day."""
    desk.ok("record", "The clerk was rude", "--category", "attitude")
    row = desk.ok("promise", 1, "A letter", "--by", "2026-10-12")["milestones"][-1]
    assert text(row["due"]) == "2026-10-13 00:00"
    assert owed(desk.at("2026-10-13 00:00:00")) == []
    assert owed(desk.at("2026-10-13 00:00:01")) == ["#1"]


@pytest.mark.parametrize(
    ("at", "due", "why"),
    [
        (f"{MON} 11:00", "2026-11-09 18:00", "five working days after Mon: Tue, Wed, Thu, Fri, Mon"),
        (f"{SAT} 11:00", "2026-11-13 18:00", "nothing counts on the weekend: Mon to Fri"),
        ("2026-09-30 11:00", "2026-10-13 18:00", "the 8th, 9th, the make-up 10th, the 12th and 13th"),
    ],
)
def test_without_a_date_the_limit_of_the_policy_says_by_when(desk: Desk, at: str, due: str, why: str) -> None:
    desk.at(at).ok("record", "The clerk was rude", "--category", "attitude")
    desk.ok("promise", 1, "A letter")
    assert text(clock(desk)["due"]) == due, why


@pytest.mark.parametrize("by", [f"{MON} 10:59", f"{MON} 11:00", "2026-11-01", "yesterday 15:20", "-2h"])
def test_a_date_in_the_past_is_refused(monday: Desk, by: str) -> None:
    refused(monday, 2, "promise", 1, "A new router", "--by", by)


def test_today_is_not_over_yet(monday: Desk) -> None:
    monday.ok("promise", 1, "A call", "--by", MON)
    assert text(clock(monday)["due"]) == f"{TUE} 00:00"


@pytest.mark.parametrize("words", [("",), ("  ",), ()])
def test_a_promise_of_nothing_is_refused(monday: Desk, words: tuple[str, ...]) -> None:
    refused(monday, 2, "promise", 1, *words, "--by", FRI)


def test_nothing_is_promised_or_carried_out_before_the_sum_is_approved(monday: Desk) -> None:
    monday.ok(*PLAN, "--amount", "30")
    assert "not approved" in refused(monday, 4, *BY_FRIDAY).err
    refused(monday, 4, "deliver", 1)
    monday.ok("approve", 1)
    monday.ok(*BY_FRIDAY)
    monday.ok("deliver", 1)


def test_a_refused_sum_is_not_promised_either(monday: Desk) -> None:
    monday.ok(*PLAN, "--amount", "30")
    monday.ok("refuse", 1, "--reason", "Too much.")
    refused(monday, 4, *BY_FRIDAY)


# ── kept ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "standing"), [(f"{FRI} 15:00:00", "met"), (f"{FRI} 15:00:01", "late"), (f"{TUE} 09:00:00", "met")]
)
def test_a_delivery_is_in_time_up_to_the_very_second(promised: Desk, at: str, standing: str) -> None:
    promised.at(at).ok("deliver", 1, "--note", "Installed.")
    row = clock(promised)
    assert (row["standing"], row["met_at"]) == (standing, f"{at.replace(' ', 'T')}+08:00")
    assert promised.ok("show", 1)["promises"][0]["delivered_at"] == row["met_at"]
    assert owed(promised.at("2026-12-01 10:00")) == []


def test_a_missed_promise_is_overdue_in_the_inbox_and_in_the_daily_summary(promised: Desk) -> None:
    promised.at(f"{FRI} 15:00:00")
    assert owed(promised) == []
    promised.at(f"{FRI} 15:00:01")
    assert clock(promised)["standing"] == "missed"
    (late,) = [row for row in promised.ok("overdue") if row["milestone"] == "deliver"]
    assert (late["of"], text(late["due"]), late["late_seconds"]) == ("#1", f"{FRI} 15:00", 1)
    reasons = promised.ok("inbox")[0]["why"]
    assert ("overdue", "#1", "A new router") in [(why["kind"], why["of"], why["text"]) for why in reasons]
    assert "deliver" in [row["milestone"] for row in promised.ok("daily")["overdue"]]


def test_of_several_open_promises_the_delivery_says_which(promised: Desk) -> None:
    promised.ok("promise", 1, "A letter", "--by", f"{THU} 12:00")
    told = refused(promised, 2, "deliver", 1)
    assert "--promise: 1, 2" in told.err
    assert "router" not in told.err  # an error tells nothing of what the customer was promised
    promised.at(f"{WED} 10:00").ok("deliver", 1, "--promise", 2)
    assert [row["standing"] for row in clocks(promised)] == ["open", "met"]
    promised.at(f"{WED} 11:00").ok("deliver", 1)
    assert [row["standing"] for row in clocks(promised)] == ["met", "met"]


@pytest.mark.parametrize("nth", [0, 2, -1])
def test_a_promise_that_was_never_made_is_not_delivered(promised: Desk, nth: int) -> None:
    assert promised.tsk("deliver", 1, f"--promise={nth}").code in (2, 4)
    assert clock(promised)["standing"] == "open"


def test_what_was_delivered_is_not_delivered_again(promised: Desk) -> None:
    promised.ok("deliver", 1)
    refused(promised, 4, "deliver", 1)
    refused(promised, 4, "deliver", 1, "--promise", 1)
    assert clock(promised)["standing"] == "met"


def test_nothing_is_delivered_where_nothing_was_promised_or_decided(monday: Desk) -> None:
    refused(monday, 4, "deliver", 1)


def test_each_promise_has_its_own_date(promised: Desk) -> None:
    promised.ok("promise", 1, "A letter", "--by", f"{TUE} 12:00")
    assert {row["of"]: text(row["due"]) for row in clocks(promised)} == {"#1": f"{FRI} 15:00", "#2": f"{TUE} 12:00"}
    assert owed(promised.at(f"{WED} 10:00")) == ["#2"]


# ── taken back ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "standing"), [(f"{WED} 10:00:00", "void"), (f"{FRI} 15:00:00", "void"), (f"{FRI} 15:00:01", "missed")]
)
def test_taking_a_promise_back_voids_it_before_its_date_and_wipes_nothing_after(
    promised: Desk, at: str, standing: str
) -> None:
    promised.at(at).ok("promise", 1, "--withdraw", 1, *REASON)
    row = clock(promised)
    assert (row["standing"], row["why"], row["met_at"]) == (standing, "withdrawn", None)
    assert owed(promised.at("2026-12-01 10:00")) == []
    assert clock(promised)["standing"] == standing
    refused(promised, 4, "deliver", 1, "--promise", 1)


def test_taking_a_promise_back_needs_a_reason(promised: Desk) -> None:
    refused(promised, 2, "promise", 1, "--withdraw", 1)
    promised.ok("promise", 1, "--withdraw", 1, *REASON)
    assert promised.ok("show", 1, "--history")["events"][-1]["reason"] == REASON[1]


def test_only_an_open_promise_is_taken_back(promised: Desk) -> None:
    refused(promised, 4, "promise", 1, "--withdraw", 2, *REASON)
    assert promised.tsk("promise", 1, "--withdraw", 0, *REASON).code in (2, 4)
    promised.ok("deliver", 1)
    refused(promised, 4, "promise", 1, "--withdraw", 1, *REASON)


def test_an_undone_promise_leaves_no_clock(promised: Desk) -> None:
    promised.ok("undo", 1)
    assert clocks(promised) == []
    assert promised.ok("show", 1)["promises"] == []


# ── what does not end it ───────────────────────────────────────────────────────────────────────────


def test_an_answer_is_not_a_delivery(promised: Desk) -> None:
    promised.at(f"{TUE} 10:00").ok(*ANSWER)
    assert clock(promised)["standing"] == "open"
    assert owed(promised.at(f"{FRI} 15:00:01")) == ["#1"]


def test_a_promise_runs_on_after_closing_and_is_kept_then(promised: Desk) -> None:
    closed(promised, f"{TUE} 10:00")
    assert clock(promised)["standing"] == "open"
    assert ("due", "#1") in [(why["kind"], why["of"]) for why in promised.ok("inbox")[0]["why"]]
    promised.at(f"{FRI} 15:00:01")
    assert owed(promised) == ["#1"]
    assert promised.ok("inbox")[0]["why"][0]["kind"] == "overdue"
    case = promised.ok("deliver", 1)
    assert (case["state"], clock(promised)["standing"]) == ("closed", "late")


@pytest.mark.parametrize("first", [ANSWER, None], ids=["answered", "closed"])
def test_something_is_promised_after_the_answer_and_after_closing(
    monday: Desk, first: tuple[object, ...] | None
) -> None:
    if first:
        monday.at(f"{TUE} 10:00").ok(*first)
    else:
        closed(monday, f"{TUE} 10:00")
    state = monday.ok("show", 1)["state"]
    monday.at(f"{TUE} 11:00").ok(*BY_FRIDAY)
    assert (monday.ok("show", 1)["state"], text(clock(monday)["due"])) == (state, f"{FRI} 15:00")


def test_a_file_that_must_be_delivered_is_not_closed_while_a_promise_is_open(monday: Desk) -> None:
    monday.ok("contact", 1, "--via", "phone")
    monday.ok(*PLAN, "--amount", "30", "--responsible", "care")
    for words in (("approve", 1), BY_FRIDAY, ANSWER, ("submit", 1)):
        monday.ok(*words)
    assert "closing.paid" in refused(monday, 4, "close", 1).err
    monday.ok("deliver", 1)
    monday.ok("close", 1)


def test_a_new_round_keeps_the_promise_and_its_only_clock(promised: Desk) -> None:
    promised.at(f"{TUE} 10:00").ok("reply", 1, "No.", "--via", "phone", "--satisfied", "no", "--demand", "Money.")
    (row,) = clocks(promised)
    assert (row["round"], row["of"], text(row["due"]), row["standing"]) == (1, "#1", f"{FRI} 15:00", "open")
    promised.ok("promise", 1, "A letter", "--by", f"{THU} 12:00")
    assert [(row["round"], row["of"]) for row in clocks(promised)] == [(1, "#1"), (2, "#2")]
    promised.ok("deliver", 1, "--promise", 1)
    assert [row["standing"] for row in clocks(promised)] == ["met", "open"]


CALLED_OFF = {
    "cancelled": ("cancel", 1, "--by", "customer", "--reason", "Gave up."),
    "rejected": ("reject", 1, "--reason", "Another operator's."),
    "merged": ("merge", 1, "--into", 2),
}


@pytest.mark.parametrize("state", CALLED_OFF)
def test_a_case_is_not_called_off_while_it_owes_a_promise(desk: Desk, state: str) -> None:
    """Complaint 1 is the later one of the same customer."""
    who = ("--category", "attitude", "--phone", "13800001234")
    desk.at(f"{MON} 10:00").ok("record", "The clerk was rude", *who)
    desk.ok("record", "Rude again", *who, "--received", f"{MON} 09:00")
    desk.at(f"{MON} 11:00").ok(*BY_FRIDAY)
    assert "promise 1 is still open" in refused(desk, 4, *CALLED_OFF[state]).err
    desk.ok("promise", 1, "--withdraw", 1, *REASON)
    assert desk.ok(*CALLED_OFF[state])["state"] == state


def test_a_delivered_promise_keeps_no_case_from_being_called_off(promised: Desk) -> None:
    promised.ok("deliver", 1)
    assert promised.ok(*CALLED_OFF["cancelled"])["state"] == "cancelled"
    assert clock(promised)["standing"] == "met"


# ── what does not move it ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reason", ["customer", "incident", "supplier", "approval"])
def test_no_wait_moves_a_promised_date(promised: Desk, reason: str) -> None:
    promised.at(f"{TUE} 10:00").ok("pend", 1, "--reason", reason, "--until", f"{WED} 10:00")
    assert (text(clock(promised)["due"]), clock(promised)["standing"]) == (f"{FRI} 15:00", "open")


def test_a_wait_that_the_rule_lists_moves_the_promised_date_by_the_clock(monday: Desk) -> None:
    """From Tue 10:00 to Wed 10:00 the clock is stopped for 24 h: Fri 15:00 becomes Sat 15:00."""
    edited(monday, 'each = "promise" }', 'each = "promise", waits = "customer" }')
    monday.at(f"{TUE} 09:00").ok("record", "Rude again", "--category", "attitude")
    monday.ok("promise", 2, "A new router", "--by", f"{FRI} 15:00")
    monday.at(f"{TUE} 10:00").ok("pend", 2, "--reason", "customer", "--until", f"{WED} 10:00")
    (row,) = clocks(monday, 2)
    assert (text(row["due"]), row["standing"]) == (f"{SAT} 15:00", "paused")


@pytest.mark.parametrize("words", [("--severity", "urgent"), ("--severity", "grave"), ("--category", "network")])
def test_a_correction_does_not_move_a_promised_date(promised: Desk, words: tuple[str, str]) -> None:
    promised.at(f"{TUE} 10:00").ok("update", 1, *words)
    assert (text(clock(promised)["due"]), clock(promised)["standing"]) == (f"{FRI} 15:00", "open")


def test_a_promised_date_is_not_extended(promised: Desk) -> None:
    refused(promised, 4, "extend", 1, "--milestone", "deliver", "--by", "1 working day", *REASON)


# ── a policy that says nothing of promises ─────────────────────────────────────────────────────────


@pytest.fixture
def standard(tmp_path: Path) -> Desk:
    """A desk with the service standard, which has no milestone for promises; complaint 1 of Mon 2 Nov 10:00."""
    desk = Desk(tmp_path / "home", f"{MON} 10:00")
    desk.ok("init", "--practice", "--policy", "service-standard")
    desk.ok("record", "网速很慢", "--channel", "sms", "--as", "s1101")
    return desk


def test_a_policy_without_a_milestone_for_promises_has_one_all_the_same(standard: Desk) -> None:
    agent = ("--as", "s1101")
    standard.ok(*BY_FRIDAY, *agent)
    (row,) = [m for m in standard.ok("show", 1, *agent)["milestones"] if m["of"] == "#1"]
    assert (row["name"], text(row["due"]), row["standing"]) == ("promise", f"{FRI} 15:00", "open")
    standard.at(f"{FRI} 15:00:01")
    assert ("promise", "#1") in [(late["milestone"], late["of"]) for late in standard.ok("overdue", *agent)]
    standard.ok("deliver", 1, *agent)
    (row,) = [m for m in standard.ok("show", 1, *agent)["milestones"] if m["of"] == "#1"]
    assert row["standing"] == "late"


def test_a_policy_without_a_limit_for_promises_asks_by_when(standard: Desk) -> None:
    assert "--by" in refused(standard, 2, "promise", 1, "A new router", "--as", "s1101").err
