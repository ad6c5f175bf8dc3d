"""Calls to the customer: the return visit after closing, and attempts that reach nobody; by the default rules.

Complaint 1 about a rude clerk comes in on Mon 2 Nov 2026 at 10:00 and is closed on Tue 3 Nov at 12:00, so the return
visit is due three working days later, on Fri 6 Nov at 18:00. Three calls that reach nobody make a customer unreachable.
"""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk, Result

MON, TUE, WED, THU, FRI, SAT = (f"2026-11-0{day}" for day in range(2, 8))
WHY = ("--reason", "It happened again.")
CALL = ("contact", 1, "--via", "phone")
NOBODY = (*CALL, "--reached", "no")
PLAN = ("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")
ANSWER = ("reply", 1, "We apologised.", "--via", "phone")
SATISFIED = ("--satisfied", "yes")
UNSATISFIED = ("--satisfied", "no", "--demand", "A letter.")
VISIT = ("visit", 1, "--via", "phone")
UNHEARD = (*VISIT, "--reached", "no")


@pytest.fixture
def monday(desk: Desk) -> Desk:
    """Complaint 1 of Mon 2 Nov 10:00."""
    desk.at(f"{MON} 10:00").ok("record", "The clerk was rude", "--category", "attitude")
    return desk


@pytest.fixture
def closed(monday: Desk) -> Desk:
    """Answered on Tue 11:00, closed at 12:00 with a satisfied customer."""
    monday.at(f"{TUE} 11:00")
    for words in (CALL, PLAN, (*ANSWER, *SATISFIED), ("submit", 1)):
        monday.ok(*words)
    monday.at(f"{TUE} 12:00").ok("close", 1)
    return monday


def row(desk: Desk, name: str = "visit", round: int = 1) -> dict[str, Any]:
    (one,) = [m for m in desk.ok("show", 1)["milestones"] if (m["name"], m["round"]) == (name, round)]
    return one


def total(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = desk.ok("report", "--month", "2026-11")["total"]
    return found


def overdue(desk: Desk) -> list[str]:
    return [late["milestone"] for late in desk.ok("overdue")]


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


# ── the plan ───────────────────────────────────────────────────────────────────────────────────────


def test_closing_plans_the_return_visit(closed: Desk) -> None:
    visit = row(closed)
    assert (visit["from"][:16], visit["due"][:16], visit["standing"]) == (f"{TUE}T12:00", f"{FRI}T18:00", "open")
    assert overdue(closed.at(f"{FRI} 18:00:00")) == []
    assert overdue(closed.at(f"{FRI} 18:00:01")) == ["visit"]
    assert closed.ok("inbox")[0]["why"][0]["milestone"] == "visit"


def test_a_visit_planned_over_the_weekend_counts_working_days(monday: Desk) -> None:
    """Closed on Thu 5 Nov: Fri, Mon, Tue 10."""
    monday.at(f"{THU} 12:00")
    for words in (CALL, PLAN, (*ANSWER, *SATISFIED), ("submit", 1), ("close", 1)):
        monday.ok(*words)
    assert row(monday)["due"][:16] == "2026-11-10T18:00"


@pytest.mark.parametrize("state", ["assigned", "resolved", "cancelled"])
def test_only_a_closed_case_is_visited(monday: Desk, state: str) -> None:
    if state == "resolved":
        monday.ok(*ANSWER)
    if state == "cancelled":
        monday.ok("cancel", 1, "--by", "customer", *WHY)
    assert monday.ok("show", 1)["state"] == state
    refused(monday, 4, *VISIT, *SATISFIED)
    refused(monday, 4, *UNHEARD)


# ── what comes of it ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "standing"), [(f"{WED} 10:00:00", "met"), (f"{FRI} 18:00:00", "met"), (f"{FRI} 18:00:01", "late")]
)
def test_a_satisfied_customer_ends_the_visit(closed: Desk, at: str, standing: str) -> None:
    case = closed.at(at).ok(*VISIT, *SATISFIED, "--note", "All well.")
    assert (case["state"], case["round"], case["satisfied"]) == ("closed", 1, "yes")
    assert row(closed)["standing"] == standing
    assert overdue(closed.at("2026-12-01 10:00")) == []
    assert (total(closed)["satisfaction"]["count"], total(closed)["satisfaction"]["of"]) == (1, 1)


@pytest.mark.parametrize(
    ("words", "satisfied", "score"),
    [(("--score", "8"), "yes", 8), (("--satisfied", "unknown"), "unknown", None), (("--score", "10"), "yes", 10)],
)
def test_a_visit_records_what_the_customer_said(
    closed: Desk, words: tuple[str, str], satisfied: str, score: int | None
) -> None:
    case = closed.at(f"{WED} 10:00").ok(*VISIT, *words)
    assert (case["satisfied"], case["score"], case["state"]) == (satisfied, score, "closed")
    assert row(closed)["standing"] == "met"


@pytest.mark.parametrize("words", [(), ("--score", "11"), ("--satisfied", "perhaps"), ("--via", "pigeon", *SATISFIED)])
def test_a_visit_says_how_satisfied_the_customer_is(closed: Desk, words: tuple[str, ...]) -> None:
    refused(closed, 2, "visit", 1, *words)


@pytest.mark.parametrize("words", [("--satisfied", "no"), ("--score", "7")])
def test_an_unsatisfied_visit_needs_the_new_demand(closed: Desk, words: tuple[str, str]) -> None:
    assert "--demand" in refused(closed, 4, *VISIT, *words).err


def test_an_unsatisfied_visit_opens_the_next_round(closed: Desk) -> None:
    """From Wed 4 Nov 10:00: contact on Thu, plan and opinion on Fri, answer on Mon; the first answer keeps its time."""
    case = closed.at(f"{WED} 10:00").ok(*VISIT, *UNSATISFIED)
    assert (case["state"], case["round"], case["demand"]) == ("in_progress", 2, "A letter.")
    assert (case["handler"], case["satisfied"], case["closed_at"]) == ("tester", "no", None)
    second = {m["name"]: m["due"][5:16] for m in case["milestones"] if m["round"] == 2}
    assert second == {
        "contact": "11-05T18:00", "plan": "11-06T18:00", "reply": "11-09T18:00", "opinion": "11-06T18:00",
    }  # fmt: skip
    assert (row(closed)["standing"], row(closed, "reply")["met_at"][:16]) == ("met", f"{TUE}T11:00")
    assert (total(closed)["open"], total(closed)["satisfaction"]["count"]) == (1, 0)


def test_after_an_unsatisfied_visit_the_file_is_handed_in_reviewed_and_visited_again(closed: Desk) -> None:
    closed.at(f"{WED} 10:00").ok(*VISIT, *UNSATISFIED)
    for words in (CALL, PLAN, (*ANSWER, *SATISFIED)):
        closed.ok(*words)
    assert "submit" in refused(closed, 4, "close", 1).err
    closed.ok("submit", 1)
    closed.at(f"{THU} 10:00").ok("close", 1)
    again = row(closed, "visit", 2)
    assert (again["due"][:16], again["standing"]) == ("2026-11-10T18:00", "open")


def story(desk: Desk) -> dict[str, Any]:
    """The case as anybody sees it, without the machine's own clock."""
    case: dict[str, Any] = desk.ok("show", 1, "--history")
    del case["recorded_at"]
    case["events"] = [{k: v for k, v in event.items() if k != "recorded_at"} for event in case["events"]]
    return case


@pytest.mark.parametrize("words", [SATISFIED, UNSATISFIED, ("--score", "9")], ids=["yes", "no", "score"])
def test_a_rating_on_a_visit_is_a_visit(closed: Desk, tmp_path: Any, words: tuple[str, ...]) -> None:
    other = closed.copy(tmp_path / "other")
    closed.at(f"{WED} 10:00").ok(*VISIT, *words)
    other.at(f"{WED} 10:00").ok("rate", 1, "--via", "phone", *words, "--visit")
    assert story(closed) == story(other)


def test_a_plain_rating_of_a_closed_case_is_no_visit(closed: Desk) -> None:
    closed.at(f"{WED} 10:00").ok("rate", 1, *SATISFIED)
    assert row(closed)["standing"] == "open"


@pytest.mark.parametrize(("at", "standing"), [(f"{WED} 10:00", "void"), (f"{FRI} 18:00:01", "missed")])
def test_a_case_taken_up_again_before_the_visit_needs_none(closed: Desk, at: str, standing: str) -> None:
    closed.at(at).ok("reopen", 1, *WHY)
    visit = row(closed)
    assert (visit["standing"], visit["why"], visit["met_at"]) == (standing, "reopened", None)
    assert "visit" not in overdue(closed.at("2026-12-01 10:00"))


# ── nobody answers ─────────────────────────────────────────────────────────────────────────────────


def test_after_three_calls_the_customer_is_unreachable(closed: Desk) -> None:
    for at in (f"{WED} 10:00", f"{THU} 10:00"):
        assert closed.at(at).ok(*UNHEARD)["state"] == "closed"
        assert row(closed)["standing"] == "open"
        assert total(closed)["unreachable"] == 0
    closed.at(f"{FRI} 10:00").ok(*UNHEARD)
    visit = row(closed)
    assert (visit["standing"], visit["why"], visit["met_at"]) == ("void", "unreachable", None)
    assert overdue(closed.at("2026-12-01 10:00")) == []
    assert [one["id"] for one in closed.ok("inbox")] == []


def test_a_visit_given_up_after_its_due_was_missed(closed: Desk) -> None:
    for at in (f"{WED} 10:00", f"{THU} 10:00", f"{FRI} 18:00:01"):
        closed.at(at).ok(*UNHEARD)
    assert row(closed)["standing"] == "missed"
    assert overdue(closed) == []


def test_the_unreachable_have_a_column_of_their_own_in_the_report(closed: Desk) -> None:
    """The rating of the answer stays: they are neither satisfied nor unsatisfied by the visit."""
    for _ in range(3):
        closed.ok(*UNHEARD)
    line = total(closed)
    assert line["unreachable"] == 1
    assert (line["satisfaction"]["count"], line["satisfaction"]["of"]) == (1, 1)
    (care,) = closed.ok("report", "--month", "2026-11")["rows"]
    assert (care["department"], care["unreachable"]) == ("care", 1)


def test_calls_before_the_one_that_is_answered_do_not_count_against_the_customer(closed: Desk) -> None:
    closed.ok(*UNHEARD)
    closed.ok(*UNHEARD)
    closed.at(f"{WED} 10:00").ok(*VISIT, *SATISFIED)
    assert (row(closed)["standing"], total(closed)["unreachable"]) == ("met", 0)


def test_an_unreachable_customer_who_calls_back_is_heard(closed: Desk) -> None:
    for _ in range(3):
        closed.ok(*UNHEARD)
    closed.at(f"{WED} 10:00").ok(*VISIT, *SATISFIED)
    assert total(closed)["unreachable"] == 0


def test_the_calls_are_counted_anew_in_the_next_round(closed: Desk) -> None:
    """Two in round 1; in round 2 the third call is needed again."""
    closed.ok(*UNHEARD)
    closed.ok(*UNHEARD)
    closed.at(f"{WED} 10:00").ok(*VISIT, *UNSATISFIED)
    for words in (CALL, PLAN, (*ANSWER, *SATISFIED), ("submit", 1), ("close", 1), UNHEARD, UNHEARD):
        closed.ok(*words)
    assert row(closed, "visit", 2)["standing"] == "open"
    closed.ok(*UNHEARD)
    assert row(closed, "visit", 2)["standing"] == "void"


# ── attempts to contact ────────────────────────────────────────────────────────────────────────────


def answered(desk: Desk) -> Desk:
    """Everything that closing asks for but the customer's satisfaction."""
    desk.at(f"{TUE} 10:00")
    for words in (CALL, PLAN, ANSWER, ("submit", 1)):
        desk.ok(*words)
    return desk


def test_after_three_attempts_a_case_closes_without_a_rating(monday: Desk) -> None:
    answered(monday)
    for _ in range(2):
        monday.ok(*NOBODY)
        assert "satisfied" in refused(monday, 4, "close", 1).err
    monday.ok(*NOBODY)
    case = monday.ok("close", 1)
    assert (case["state"], case["satisfied"]) == ("closed", "")
    assert total(monday)["satisfaction"]["of"] == 0


@pytest.mark.parametrize("words", [CALL, ANSWER], ids=["reached", "answered again"])
def test_only_attempts_in_a_row_count(monday: Desk, words: tuple[object, ...]) -> None:
    answered(monday)
    for step in (NOBODY, NOBODY, words, NOBODY, NOBODY):
        monday.ok(*step)
    refused(monday, 4, "close", 1)
    monday.ok(*NOBODY)
    monday.ok("close", 1)


def test_attempts_do_not_stand_in_for_the_contact_itself(monday: Desk) -> None:
    monday.at(f"{TUE} 10:00")
    for words in (PLAN, ANSWER, NOBODY, NOBODY, NOBODY):
        monday.ok(*words)
    assert "contact" in refused(monday, 4, "submit", 1).err


def test_a_row_that_lets_nobody_stand_in_asks_for_the_rating(monday: Desk) -> None:
    """What costs money is not closed without the customer's word."""
    monday.ok(*CALL)
    monday.ok(*PLAN, "--amount", "30", "--responsible", "care")
    for words in (("approve", 1), ("deliver", 1), ANSWER, ("submit", 1), NOBODY, NOBODY, NOBODY):
        monday.ok(*words)
    assert "closing.paid" in refused(monday, 4, "close", 1).err


# ── the next call ──────────────────────────────────────────────────────────────────────────────────


def callbacks(desk: Desk) -> list[str]:
    """The calls in the inbox, as `11-04 15:00`."""
    reasons = [why for one in desk.ok("inbox") for why in one["why"]]
    return [why["at"][5:16].replace("T", " ") for why in reasons if why["kind"] == "callback"]


def test_the_next_call_is_in_the_inbox_from_the_morning_of_its_day(monday: Desk) -> None:
    case = monday.ok(*NOBODY, "--next", f"{WED} 15:00")
    assert case["callback_at"][:16] == f"{WED}T15:00"
    for at in (f"{MON} 18:00", f"{TUE} 10:00", f"{TUE} 23:59:59"):
        assert callbacks(monday.at(at)) == []
    for at in (f"{WED} 00:00:00", f"{WED} 08:00", f"{WED} 15:00", f"{THU} 09:00"):
        assert callbacks(monday.at(at)) == ["11-04 15:00"]


@pytest.mark.parametrize("words", [CALL, NOBODY, ANSWER], ids=["reached", "tried again", "answered"])
def test_the_next_contact_takes_the_call_off_the_list(monday: Desk, words: tuple[object, ...]) -> None:
    monday.ok(*NOBODY, "--next", f"{WED} 15:00")
    assert monday.at(f"{WED} 10:00").ok(*words)["callback_at"] is None
    assert callbacks(monday.at(f"{THU} 10:00")) == []


def test_the_next_contact_may_name_another_call(monday: Desk) -> None:
    monday.ok(*NOBODY, "--next", f"{WED} 15:00")
    monday.at(f"{WED} 15:00").ok(*NOBODY, "--next", f"{FRI} 09:30")
    assert callbacks(monday.at(f"{THU} 10:00")) == []
    assert callbacks(monday.at(f"{FRI} 09:00")) == ["11-06 09:30"]


def test_a_note_leaves_the_call_on_the_list(monday: Desk) -> None:
    monday.ok(*NOBODY, "--next", f"{WED} 15:00")
    monday.ok("note", 1, "At work until three.")
    assert callbacks(monday.at(f"{WED} 10:00")) == ["11-04 15:00"]


@pytest.mark.parametrize("next", [f"{MON} 09:59", f"{MON} 10:00", "yesterday 15:00", "soon"])
def test_a_next_call_in_the_past_is_refused(monday: Desk, next: str) -> None:
    refused(monday, 2, *NOBODY, "--next", next)
