"""Who had a complaint how long, in working time: counted by hand, with the default rules.

The office works Mon–Fri 09:00–12:00 and 13:30–18:00; the network department works by the field calendar, every day
08:00–18:00 without a break. Complaint 1 about a bill comes in on Mon 2 Nov 2026 at 10:00 and goes to billing.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import Desk

MON, TUE, WED, THU, FRI = (f"2026-11-0{day}" for day in (2, 3, 4, 5, 6))
HOUR = 3600
HE, SUN = "w4001", "w2001"
WHY = ("--reason", "The line was down.")
Share = tuple[str, str, str, str, float]


@pytest.fixture
def monday(desk: Desk) -> Desk:
    desk.at(f"{MON} 10:00").ok("record", "多扣了30元", "--category", "value")
    return desk


def shares(desk: Desk, id: int = 1) -> list[Share]:
    """Department, handler, part, wait and working hours of each who had the case."""
    rows = desk.ok("show", id, "--history")["had_by"]
    return [(*(row[name] for name in ("department", "handler", "part", "wait")), row["working_seconds"] / HOUR)
            for row in rows]  # fmt: skip


def report(desk: Desk, by: str) -> dict[str, dict[str, Any]]:
    return {row[by]: row for row in desk.ok("report", "--by", by)["rows"]}


def hours(row: dict[str, Any]) -> tuple[int, float, float, float]:
    """Complaints, and the hours handled, waited and reviewed."""
    told = row["handling"]
    return told["complaints"], *(told[f"{name}_seconds"] / HOUR for name in ("handled", "waited", "reviewed"))


def handed_on(desk: Desk) -> Desk:
    """Billing has it until Mon 15:00, then the network, which waits for the customer on Tuesday and answers Wed 09:00.

    Billing: 10–11 nobody of it 1 h; He 11–12 and 13:30–15 2.5 h. Network: Mon 15–18 and Tue 8–9 nobody of it 4 h;
    Sun Tue 9–10, waiting 10–16, 16–18, Wed 8–9: 4 h and 6 h of waiting. Handed in, the file is the desk's to answer,
    from Wed 9 to 10, and to close: Wed 10–12, 13:30–18 and Thu 9–10, 7.5 h of the office.
    """
    desk.at(f"{MON} 11:00").ok("accept", 1, "--as", HE)
    desk.at(f"{MON} 15:00").ok("assign", 1, "--to", "network", *WHY)
    desk.at(f"{TUE} 09:00").ok("accept", 1, "--as", SUN)
    desk.at(f"{TUE} 10:00").ok("pend", 1, "--reason", "customer", "--until", f"{WED} 10:00")
    desk.at(f"{TUE} 16:00").ok("resume", 1)
    desk.at(f"{WED} 09:00").ok("contact", 1, "--via", "phone")
    desk.ok("propose", 1, "退30元", "--cause", "equipment", "--upheld", "yes", "--as", SUN)
    desk.ok("submit", 1, "--as", SUN)
    desk.at(f"{WED} 10:00").ok("reply", 1, "已修复。", "--via", "phone", "--satisfied", "yes")
    desk.at(f"{THU} 10:00").ok("close", 1)
    return desk


HANDED_ON = [
    ("billing", "", "lead", "", 1.0),
    ("billing", HE, "lead", "", 2.5),
    ("network", "", "lead", "", 4.0),
    ("network", SUN, "lead", "", 4.0),
    ("network", SUN, "lead", "customer", 6.0),
    ("care", "", "answer", "", 1.0),
    ("care", "", "review", "", 7.5),
]


def test_each_has_its_own_time_and_the_waiting_is_nobodys(monday: Desk) -> None:
    assert shares(handed_on(monday)) == HANDED_ON


def test_the_time_stops_when_the_case_is_closed(monday: Desk) -> None:
    assert shares(handed_on(monday).at("2026-12-01 10:00")) == HANDED_ON


def test_the_last_department_is_not_blamed_for_the_first(monday: Desk) -> None:
    rows = report(handed_on(monday), "department")
    assert (rows["billing"]["received"], *hours(rows["billing"])) == (0, 1, 3.5, 0, 0)
    assert (rows["network"]["received"], *hours(rows["network"])) == (1, 1, 8, 6, 0)
    assert (rows["care"]["received"], *hours(rows["care"])) == (0, 1, 1, 0, 7.5)
    assert hours(monday.ok("report")["total"]) == (1, 12.5, 6, 7.5)


def test_each_person_has_the_time_in_which_it_was_theirs(monday: Desk) -> None:
    rows = report(handed_on(monday), "handler")
    assert {name: hours(row)[:3] for name, row in rows.items()} == {"": (1, 6, 0), HE: (1, 2.5, 0), SUN: (1, 4, 6)}


def test_by_any_other_dimension_the_time_is_that_of_the_complaints(monday: Desk) -> None:
    assert hours(report(handed_on(monday), "category")["value"]) == (1, 12.5, 6, 7.5)


def test_what_is_still_in_hand_counts_up_to_now(monday: Desk) -> None:
    assert shares(monday.at(f"{MON} 14:30")) == [("billing", "", "lead", "", 3.0)]
    assert hours(report(monday, "department")["billing"]) == (1, 3, 0, 0)


def test_a_wait_that_nobody_ended_is_over_when_it_was_to_be(monday: Desk) -> None:
    """Mon 15:00 to Tue 10:00 are 3 and 1 office hours; from then on the case is its handler's again."""
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00", "--as", HE)
    assert shares(monday.at(f"{TUE} 12:00")) == [
        ("billing", "", "lead", "", 3.5),  # Mon 10–12, 13:30–15
        ("billing", HE, "lead", "customer", 4.0),
        ("billing", HE, "lead", "", 2.0),
    ]


def test_of_two_waits_at_once_the_first_that_began_is_told(monday: Desk) -> None:
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{MON} 17:00", "--as", HE)
    monday.at(f"{MON} 16:00").ok("pend", 1, "--reason", "incident", "--until", f"{MON} 18:00", "--as", HE)
    told = {wait: time for _, _, _, wait, time in shares(monday.at(f"{TUE} 08:00")) if wait}
    assert told == {"customer": 2.0, "incident": 1.0}


def test_a_co_handling_department_has_its_part_beside_the_lead(monday: Desk) -> None:
    """Fri 10:00 to Sun 14:00 in the field: 8 h, 10 h and 6 h; the office has Fri 10–12 and 13:30–18, Mon 9–10."""
    monday.at(f"{FRI} 10:00").ok("assign", 1, "--to", "billing", "--with", "network", *WHY)
    monday.at("2026-11-08 14:00").ok("contact", 1, "--via", "phone", "--as", HE)
    monday.ok("submit", 1, "--department", "network")
    found = shares(monday.at("2026-11-09 10:00"))
    assert [share for share in found if share[2] == "co"] == [("network", "", "co", "", 24.0)]
    before = 6.5 + 3 * 7.5 + 1  # Mon 10–18, Tue–Thu, Fri 9–10
    assert [(who, time) for department, who, part, _, time in found if part == "lead"] == [
        ("", before + 6.5), (HE, 1.0)
    ]  # fmt: skip


def test_in_a_new_round_a_co_handling_department_has_its_part_again(monday: Desk) -> None:
    monday.ok("assign", 1, "--to", "billing", "--with", "network", *WHY)
    monday.at(f"{MON} 12:00").ok("contact", 1, "--via", "phone", "--as", HE)
    monday.ok("submit", 1, "--department", "network")
    monday.ok("propose", 1, "退30元", "--cause", "equipment", "--upheld", "yes", "--as", HE)
    monday.at(f"{TUE} 09:00").ok("reply", 1, "已退。", "--via", "phone", "--as", HE)
    monday.at(f"{TUE} 10:00").ok("rate", 1, "--satisfied", "no", "--demand", "退60元")
    assert ("network", "", "co", "", 2.0 + 3.0) in shares(monday.at(f"{TUE} 13:00"))  # Mon 10–12, Tue 10–13


def test_before_it_is_recorded_a_complaint_is_nobodys(desk: Desk) -> None:
    desk.at(f"{TUE} 10:00").ok("record", "多扣了30元", "--category", "value", "--received", f"{MON} 16:00")
    assert shares(desk.at(f"{TUE} 11:00")) == [("", "", "lead", "", 3.0), ("billing", "", "lead", "", 1.0)]


def test_what_was_undone_gave_nobody_any_time(monday: Desk) -> None:
    monday.at(f"{MON} 10:05").ok("assign", 1, "--to", "network", *WHY)
    monday.at(f"{MON} 10:09").ok("undo", 1)
    assert shares(monday.at(f"{MON} 11:00")) == [("billing", "", "lead", "", 1.0)]


@pytest.mark.parametrize(
    "words",
    [("cancel", 1, "--by", "customer", *WHY), ("reject", 1, *WHY)],
    ids=["cancelled", "rejected"],
)
def test_what_was_called_off_is_nobodys_from_then_on(monday: Desk, words: tuple[object, ...]) -> None:
    monday.at(f"{MON} 11:00").ok(*words)
    assert shares(monday.at(f"{FRI} 10:00")) == [("billing", "", "lead", "", 1.0)]


def test_taken_up_again_it_is_somebodys_again_and_the_time_between_nobodys(monday: Desk) -> None:
    monday.at(f"{MON} 11:00").ok("cancel", 1, "--by", "customer", *WHY)
    monday.at(f"{TUE} 10:00").ok("reopen", 1, *WHY)
    assert shares(monday.at(f"{TUE} 12:00")) == [("billing", "", "lead", "", 3.0)]  # Mon 10–11, Tue 10–12


def test_a_complaint_cancelled_by_mistake_takes_its_time_out_of_the_report(monday: Desk) -> None:
    monday.at(f"{MON} 11:00").ok("cancel", 1, "--by", "mistake", *WHY)
    assert monday.ok("report")["rows"] == []


def test_the_history_says_it_in_words(monday: Desk) -> None:
    told = handed_on(monday).tsk("show", 1, "--history").out
    assert "Who had it  in working time" in told
    rows = [re.split(r"\s{2,}", row.strip()) for row in told.splitlines()]
    assert [f"Network · {SUN}", "waiting for Customer", "6 h"] in rows
    assert [f"Billing · {HE}", "2 h 30 min"] in rows
    assert ["Customer care", "handed in, to be answered", "1 h"] in rows
    assert ["Customer care", "answered, to be closed", "7 h 30 min"] in rows


def test_the_rows_prove_themselves(monday: Desk) -> None:
    assert handed_on(monday).ok("verify")["whole"]
