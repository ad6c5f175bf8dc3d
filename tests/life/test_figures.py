"""What single complaints and small months add to a report; every figure was counted by hand, with the default rules.

Complaint 1 comes in on Mon 2 Nov at 10:00, its answer is due on Thu 5 Nov at 18:00; an answer of round 2 that begins
on that day or the next is due three working days after it.
"""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk

MON, TUE, WED, THU, FRI = (f"2026-11-0{day}" for day in (2, 3, 4, 5, 6))
LATER = "2026-11-27 10:00"
Rate = tuple[int, int, bool | None]
Steps = list[tuple[str, tuple[object, ...]]]

CALL = ("contact", 1, "--via", "phone")
PLAN = ("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")
ANSWER = ("reply", 1, "We apologised.", "--via", "phone")
SATISFIED = ("rate", 1, "--satisfied", "yes")
UNSATISFIED = ("rate", 1, "--satisfied", "no", "--demand", "A letter.")
NOT_SAID = ("rate", 1, "--satisfied", "unknown")
GAVE_UP = ("cancel", 1, "--by", "customer", "--reason", "Gave up.")
DUPLICATE = ("cancel", 1, "--by", "duplicate", "--reason", "Came twice.")
MISTAKE = ("cancel", 1, "--by", "mistake", "--reason", "Wrong number.")
AGAIN = ("reopen", 1, "--reason", "It happened again.")

NONE: Rate = (0, 0, None)
UNSOLVED: Rate = (0, 1, False)
SOLVED: Rate = (1, 1, True)


def closed(at: str) -> Steps:
    return [(at, words) for words in (CALL, PLAN, ANSWER, SATISFIED, ("submit", 1), ("close", 1))]


def rate(said: Any) -> Rate:
    """A rate as (count, of, target reached); the percentage is checked on the way."""
    percent = said["count"] * 100 / said["of"] if said["of"] else None
    assert said["percent"] == percent
    return said["count"], said["of"], said["reached"]


def figures(line: Any) -> tuple[int, int, int, int, Rate, Rate, Rate]:
    counts = (line["received"], line["open"], line["overdue"], line["reopened"])
    return (*counts, rate(line["timeliness"]), rate(line["resolution"]), rate(line["satisfaction"]))


# The steps, the instant of the report, and its line: received, open, overdue, reopened, timeliness, resolution,
# satisfaction; the rates as (count, of, target reached).
TABLE: dict[str, tuple[Steps, str, tuple[int, int, int, int, Rate, Rate, Rate]]] = {
    "owed, not yet due": ([], f"{THU} 18:00:00", (1, 1, 0, 0, NONE, UNSOLVED, NONE)),
    "owed and passed": ([], f"{THU} 18:00:01", (1, 1, 1, 0, (0, 1, False), UNSOLVED, NONE)),
    "answered in the last second": ([(f"{THU} 18:00:00", ANSWER)], LATER, (1, 1, 0, 0, (1, 1, True), UNSOLVED, NONE)),
    "answered one second late": ([(f"{THU} 18:00:01", ANSWER)], LATER, (1, 1, 0, 0, (0, 1, False), UNSOLVED, NONE)),
    "answered twice, the second time late": (
        [(f"{WED} 10:00", ANSWER), (f"{FRI} 10:00", ANSWER)], LATER, (1, 1, 0, 0, (1, 1, True), UNSOLVED, NONE),
    ),
    "closed": (closed(f"{TUE} 10:00"), LATER, (1, 0, 0, 0, (1, 1, True), SOLVED, (1, 1, True))),
    "closed late": (closed(f"{FRI} 10:00"), LATER, (1, 0, 0, 0, (0, 1, False), SOLVED, (1, 1, True))),
    "cancelled in time": ([(f"{WED} 10:00", GAVE_UP)], LATER, (1, 0, 0, 0, NONE, UNSOLVED, NONE)),
    "cancelled in the last second": ([(f"{THU} 18:00:00", GAVE_UP)], LATER, (1, 0, 0, 0, NONE, UNSOLVED, NONE)),
    "cancelled after its due": ([(f"{THU} 18:00:01", GAVE_UP)], LATER, (1, 0, 0, 0, (0, 1, False), UNSOLVED, NONE)),
    "cancelled as a duplicate": ([(f"{WED} 10:00", DUPLICATE)], LATER, (1, 0, 0, 0, NONE, UNSOLVED, NONE)),
    "cancelled after its answer": (
        [(f"{TUE} 10:00", ANSWER), (f"{WED} 10:00", GAVE_UP)], LATER, (1, 0, 0, 0, (1, 1, True), UNSOLVED, NONE),
    ),
    "rated satisfied": (
        [(f"{TUE} 10:00", ANSWER), (f"{TUE} 11:00", SATISFIED)], LATER,
        (1, 1, 0, 0, (1, 1, True), UNSOLVED, (1, 1, True)),
    ),
    "rated unknown": (
        [(f"{TUE} 10:00", ANSWER), (f"{TUE} 11:00", NOT_SAID)], LATER, (1, 1, 0, 0, (1, 1, True), UNSOLVED, NONE),
    ),
    "re-rated: yes, then unknown": (
        [(f"{TUE} 10:00", ANSWER), (f"{TUE} 11:00", SATISFIED), (f"{TUE} 12:00", NOT_SAID)], LATER,
        (1, 1, 0, 0, (1, 1, True), UNSOLVED, (1, 1, True)),
    ),
    "re-rated: yes, then no": (
        [(f"{TUE} 10:00", ANSWER), (f"{TUE} 11:00", SATISFIED), (f"{TUE} 12:00", UNSATISFIED)], f"{FRI} 18:00:00",
        (1, 1, 0, 0, (1, 1, True), UNSOLVED, (0, 1, False)),
    ),
    "re-rated: the second answer is owed and passed": (
        [(f"{TUE} 10:00", ANSWER), (f"{TUE} 11:00", UNSATISFIED)], f"{FRI} 18:00:01",
        (1, 1, 1, 0, (1, 2, False), UNSOLVED, (0, 1, False)),
    ),
    "re-rated: no, then yes for the second answer": (
        [
            (f"{TUE} 10:00", ANSWER), (f"{TUE} 11:00", UNSATISFIED),
            (f"{FRI} 18:00:00", ANSWER), (f"{FRI} 19:00", SATISFIED),
        ],
        LATER, (1, 1, 0, 0, (2, 2, True), UNSOLVED, (1, 1, True)),
    ),
    "reopened": (
        [*closed(f"{TUE} 10:00"), (f"{WED} 10:00", AGAIN)], "2026-11-09 18:00:00",
        (1, 1, 0, 1, (1, 1, True), UNSOLVED, (1, 1, True)),
    ),
    "reopened and left lying": (
        [*closed(f"{TUE} 10:00"), (f"{WED} 10:00", AGAIN)], "2026-11-09 18:00:01",
        (1, 1, 1, 1, (1, 2, False), UNSOLVED, (1, 1, True)),
    ),
    "reopened and closed again": (
        [*closed(f"{TUE} 10:00"), (f"{WED} 10:00", AGAIN), *closed(f"{THU} 10:00")], LATER,
        (1, 0, 0, 1, (2, 2, True), SOLVED, (1, 1, True)),
    ),
    "cancelled late, then reopened": (
        [(f"{FRI} 10:00", GAVE_UP), (f"{FRI} 11:00", AGAIN)], "2026-11-11 18:00:00",
        (1, 1, 0, 1, (0, 1, False), UNSOLVED, NONE),
    ),
    "cancelled as a mistake, then reopened": (
        [(f"{WED} 10:00", MISTAKE), (f"{WED} 11:00", AGAIN)], "2026-11-09 18:00:00",
        (1, 1, 0, 1, NONE, UNSOLVED, NONE),
    ),
}  # fmt: skip


def walked(desk: Desk, steps: Steps) -> Desk:
    desk.at(f"{MON} 10:00").ok("record", "The clerk was rude", "--category", "attitude")
    for at, words in steps:
        desk.at(at).ok(*words)
    return desk


@pytest.mark.parametrize("name", TABLE)
def test_what_one_complaint_adds_to_the_report(desk: Desk, name: str) -> None:
    steps, at, expected = TABLE[name]
    report = walked(desk, steps).at(at).ok("report")
    (row,) = report["rows"]
    assert row["department"] == "care"
    assert figures(row) == figures(report["total"]) == expected
    assert desk.ok("verify")["whole"]


@pytest.mark.parametrize("at", [f"{WED} 10:00", f"{FRI} 10:00"], ids=["in-time", "after-its-due"])
def test_a_complaint_cancelled_as_a_mistake_leaves_all_figures(desk: Desk, at: str) -> None:
    report = walked(desk, [(at, MISTAKE)]).at(LATER).ok("report")
    assert report["rows"] == []
    assert figures(report["total"]) == (0, 0, 0, 0, NONE, NONE, NONE)


def test_an_empty_month_has_no_rates(desk: Desk) -> None:
    report = desk.at(LATER).ok("report", "--month", "2026-11")
    assert report["rows"] == []
    assert figures(report["total"]) == (0, 0, 0, 0, NONE, NONE, NONE)
    assert "%" not in desk.tsk("report", "--month", "2026-11").out


@pytest.mark.parametrize(
    ("satisfied", "reached"), [(17, True), (16, False)], ids=["seventeen-satisfied", "sixteen-satisfied"]
)
def test_seventeen_of_twenty_are_85_percent_and_nineteen_of_twenty_are_95(
    desk: Desk, satisfied: int, reached: bool
) -> None:
    """Twenty complaints; the last one is answered late, so 19 of 20 answers are in time: exactly the target."""
    desk.at(f"{MON} 10:00")
    for _ in range(20):
        desk.ok("record", "The clerk was rude", "--category", "attitude")
    for id in range(1, 21):
        desk.at(f"{THU} 18:00:01" if id == 20 else f"{THU} 18:00:00")
        happy = ("yes",) if id <= satisfied else ("no", "--demand", "A letter.")
        desk.ok("reply", id, "We apologised.", "--via", "phone", "--satisfied", *happy)
    total = desk.ok("report")["total"]
    assert rate(total["satisfaction"]) == (satisfied, 20, reached)
    assert rate(total["timeliness"]) == (19, 20, True)


# ── the period ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def year_end(desk: Desk) -> Desk:
    """Complaints of the first and the last second of 30 November, and of the seconds beside them."""
    for at in ("2026-11-29 23:59:59", "2026-11-30 00:00:00", "2026-11-30 23:59:59", "2026-12-01 00:00:00"):
        desk.at(at).ok("record", "The clerk was rude", "--category", "attitude")
    return desk.at("2026-12-02 10:00")


@pytest.mark.parametrize(
    ("words", "received"),
    [
        (("--since", "2026-11-30", "--until", "2026-11-30"), 2),
        (("--since", "2026-11-29", "--until", "2026-11-30"), 3),
        (("--since", "2026-11-30", "--until", "2026-12-01"), 3),
        (("--until", "2026-11-30"), 3),
        (("--since", "2026-11-30"), 3),
        (("--since", "2026-12-01"), 1),
        (("--month", "2026-11"), 3),
        (("--month", "2026-12"), 1),
        ((), 1),
    ],
    ids=lambda value: "-".join(value) or "this-month" if isinstance(value, tuple) else str(value),
)
def test_a_report_includes_its_first_and_its_last_day(year_end: Desk, words: tuple[str, ...], received: int) -> None:
    assert year_end.ok("report", *words)["total"]["received"] == received


@pytest.mark.parametrize(
    "words",
    [
        ("--month", "2026-11", "--since", "2026-11-01"),
        ("--month", "2026-11", "--until", "2026-11-30"),
        ("--month", "2026-11", "--since", "2026-11-01", "--until", "2026-11-30"),
        ("--since", "2026-12-01", "--until", "2026-11-30"),
    ],
    ids=["since", "until", "both", "backwards"],
)
def test_a_period_that_contradicts_itself_is_refused(year_end: Desk, words: tuple[str, ...]) -> None:
    told = year_end.tsk("report", *words)
    assert (told.code, told.out) == (2, "")
    assert told.err


def test_a_complaint_belongs_to_the_day_of_its_receipt(desk: Desk) -> None:
    desk.at("2026-12-01 10:00").ok("record", "The clerk was rude", "--received", "2026-11-30 23:59:59")
    assert desk.ok("report", "--month", "2026-11")["total"]["received"] == 1
    assert desk.ok("report", "--month", "2026-12")["total"]["received"] == 0
