"""What the desk does when the calendar ends: late in December the next year's days may not be announced yet.

By the default rules a complaint of Wed 30 Dec 2026 at 10:00 is to be answered in three working days: Thu 31 Dec, then
Mon 4 and Tue 5 Jan 2027, for 1 January is off in any year. Should Mon 4 Jan be off too, it is Wed 6 Jan.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from conftest import Desk

from tsk.publicdays import public_days

NUMBER = "20261230-0001"
MONDAY = "2027-01-04T18:00:00+08:00"
PROVISIONAL = "2027-01-05T18:00:00+08:00"
CERTAIN = "2027-01-06T18:00:00+08:00"
OFFICE = 'holidays = "CN", default = true }'
KNOWN = 'holidays = "CN", default = true, confirmed = 2027-12-31, dates = { 2027-01-04 = [] } }'

announced = pytest.mark.skipif(public_days("CN").last > date(2026, 12, 31), reason="2027 has been announced")


@pytest.fixture
def december(desk: Desk) -> Desk:
    desk.at("2026-12-30 10:00").ok("record", "The clerk was rude", "--category", "attitude")
    return desk


def answer(desk: Desk) -> dict[str, Any]:
    (one,) = [m for m in desk.ok("show", 1)["milestones"] if m["name"] == "reply"]
    return {name: one[name] for name in ("due", "provisional")}


def known_now(desk: Desk) -> Desk:
    """The days of 2027 are entered in the rule file: 4 January is off."""
    path = desk.home / "rules.toml"
    path.write_text(path.read_text("utf-8").partition("\n[examples.")[0].replace(OFFICE, KNOWN), "utf-8")
    return desk


# ── provisional, in every view ─────────────────────────────────────────────────────────────────────


@announced
def test_a_deadline_in_a_year_that_is_not_announced_is_provisional(december: Desk) -> None:
    assert answer(december) == {"due": PROVISIONAL, "provisional": True}


@announced
@pytest.mark.parametrize(
    ("at", "words", "mark"),
    [
        ("2026-12-30 10:00", ("show", "1"), r"Answer .*2027-01-05 18:00 \(provisional\)"),
        ("2026-12-30 10:00", ("explain", "1"), "provisional: the public holidays of those days are not announced yet"),
        ("2027-01-05 10:00", ("inbox",), "Answer ≈ due"),
        ("2027-01-05 10:00", ("handover",), "Answer ≈ due"),
        ("2027-01-05 10:00", ("daily",), "Answer ≈ due"),
        ("2027-01-06 10:00", ("overdue",), "\tAnswer ≈\t"),
        ("2026-12-30 10:00", ("record", "Again", "--category", "attitude"), r"by 2027-01-05 18:00.*\(provisional\)"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_every_view_marks_it(december: Desk, at: str, words: tuple[str, ...], mark: str) -> None:
    assert re.search(mark, december.at(at).tsk(*words).out)


@announced
@pytest.mark.parametrize(
    ("at", "words", "place"),
    [
        ("2027-01-05 10:00", ("inbox",), lambda said: said[0]["why"]),
        ("2027-01-06 10:00", ("overdue",), lambda said: said),
        ("2027-01-06 10:00", ("explain", 1), lambda said: said["milestones"]),
        ("2027-01-06 10:00", ("list",), lambda said: said[0]["milestones"]),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_json_says_it_too(december: Desk, at: str, words: tuple[object, ...], place: Callable[[Any], Any]) -> None:
    rows = place(december.at(at).ok(*words))
    assert [row["provisional"] for row in rows if "reply" in (row.get("milestone"), row.get("name"))] == [True]


@announced
def test_the_check_of_the_rules_lists_it(december: Desk) -> None:
    said = december.ok("rules", "check")
    assert {row["name"]: row["sure_until"] for row in said["calendars"]} == {"office": "2026-12-31"}
    assert said["provisional"] == [
        {"id": 1, "number": NUMBER, "milestone": "opinion", "of": "care", "due": MONDAY, "known": False},
        {"id": 1, "number": NUMBER, "milestone": "plan", "of": "", "due": MONDAY, "known": False},
        {"id": 1, "number": NUMBER, "milestone": "reply", "of": "", "due": PROVISIONAL, "known": False},
    ]
    told = december.tsk("rules", "check").out
    assert "calendar office: holidays are known to 2026-12-31" in told
    assert re.search(rf"{NUMBER}\s+Answer\s+2027-01-05 18:00", told)
    assert "tsk recalculate" in told


@announced
def test_what_was_answered_is_not_listed_any_more(december: Desk) -> None:
    december.ok("contact", 1, "--via", "phone")
    december.ok("reply", 1, "Sorry.", "--via", "phone")
    assert [row["milestone"] for row in december.ok("rules", "check")["provisional"]] == ["opinion"]


def test_where_the_days_are_confirmed_nothing_is_listed(december: Desk) -> None:
    known_now(december).ok("recalculate")
    said = december.ok("rules", "check")
    assert {row["name"]: row["sure_until"] for row in said["calendars"]} == {"office": "2027-12-31"}
    assert said["provisional"] == []


# ── brought up to date ─────────────────────────────────────────────────────────────────────────────


@announced
def test_a_rehearsal_shows_what_would_move_and_writes_nothing(december: Desk) -> None:
    known_now(december)
    events = december.events
    (one,) = december.ok("recalculate", "--dry-run")
    assert one["number"] == NUMBER
    (reply,) = [move for move in one["moves"] if move["milestone"] == "reply"]
    assert reply == {
        "milestone": "reply",
        "round": 1,
        "of": "",
        "why": "",
        "from": PROVISIONAL,
        "to": CERTAIN,
        "provisional": False,
    }
    assert (december.events, one["events"]) == (events, [])
    assert answer(december) == {"due": PROVISIONAL, "provisional": True}


@announced
def test_the_rehearsal_says_what_the_recalculation_does(december: Desk) -> None:
    known_now(december)
    (rehearsed,) = december.ok("recalculate", "--dry-run")
    (done,) = december.ok("recalculate", "--reason", "2027 is announced.")
    assert done["moves"] == rehearsed["moves"]
    assert [event["type"] for event in done["events"]] == ["recalculated"]
    assert answer(december) == {"due": CERTAIN, "provisional": False}
    assert december.ok("recalculate", "--dry-run") == december.ok("recalculate") == []


@announced
def test_the_rehearsal_is_readable(december: Desk) -> None:
    told = known_now(december).tsk("recalculate", "--dry-run").out
    assert f"{NUMBER}  would be recalculated" in told
    assert re.search(r"Answer\s+2027-01-05 18:00 \(provisional\)\s+→\s+2027-01-06 18:00", told)
    assert "Complaints that would change: 1. Nothing was written." in told
    december.ok("recalculate")
    assert "as the calendar of today has it" in december.tsk("recalculate", "--dry-run").out


def test_a_rehearsal_takes_the_right_to_recalculate(december: Desk) -> None:
    path = december.home / "rules.toml"
    staff = '\n[staff]\nw1001 = { zh = "李薇", role = "clerk", department = "care", store = "HZ01" }\n\n[channels]'
    path.write_text(path.read_text("utf-8").replace("\n[channels]", staff, 1), "utf-8")
    assert december.tsk("recalculate", "--dry-run", "--as", "w1001").code == 4


# ── a newer holiday package ────────────────────────────────────────────────────────────────────────


def compiled_before(desk: Desk, source: str) -> Desk:
    """The desk as a package had compiled it that ended with 2025 and knew no make-up day after it."""
    path = desk.home / "rules.toml"
    path.write_text(path.read_text("utf-8").partition("\n[examples.")[0], "utf-8")
    desk.ok("list")
    (file,) = desk.home.glob("*.db")
    with closing(sqlite3.connect(file)) as db, db:
        (text,) = db.execute("SELECT compiled FROM rule_file").fetchone()
        rules = json.loads(text)
        days = rules["public"]["CN"]
        days |= {"source": source, "last": "2025-12-31", "work": [row for row in days["work"] if row[0] < "2026"]}
        db.execute("UPDATE rule_file SET compiled = ?", (json.dumps(rules),))
    return desk


def test_days_that_a_newer_package_knows_come_into_force_by_themselves(desk: Desk) -> None:
    """The plan of Fri 9 Oct is due in two working days: Mon and Tue; with the make-up Saturday, Sat and Mon."""
    installed = public_days("CN").source
    compiled_before(desk, installed)
    desk.at("2026-10-09 10:00").ok("record", "The clerk was rude", "--category", "attitude")
    assert plan(desk) == ("2026-10-13T18:00:00+08:00", True)
    compiled_before(desk, "chinesecalendar 1.10.0")
    news = desk.tsk("list").err
    assert f"known to {public_days('CN').last}" in news and "tsk recalculate" in news
    assert desk.tsk("list").err == ""
    assert plan(desk) == ("2026-10-13T18:00:00+08:00", True)  # as promised, until it is computed again
    desk.ok("recalculate")
    assert plan(desk) == ("2026-10-12T18:00:00+08:00", False)
    assert desk.ok("verify")["whole"]


def test_an_older_package_takes_nothing_back(desk: Desk) -> None:
    """One machine of several has the older package still: what the others know stays in force."""
    compiled_before(desk, "chinesecalendar 99.0.0")
    desk.at("2026-10-09 10:00").ok("record", "The clerk was rude", "--category", "attitude")
    assert plan(desk) == ("2026-10-13T18:00:00+08:00", True)
    assert desk.tsk("list").err == ""


def plan(desk: Desk) -> tuple[str, bool]:
    (one,) = [m for m in desk.ok("show", 1)["milestones"] if m["name"] == "plan"]
    return one["due"], one["provisional"]


# ── the turn of the year ───────────────────────────────────────────────────────────────────────────

TURNS = (
    *("2026-12-31 17:59:59", "2026-12-31 23:59:59", "2027-01-01 00:00:00", "2027-12-31 23:59:59"),
    *("2028-02-29 12:00:00", "2060-12-31 23:59:59", "2061-01-01 00:00:00"),
)
LOOKS: tuple[tuple[object, ...], ...] = (
    *(("list",), ("show", 1, "--history"), ("explain", 1), ("overdue", "--within", "10 working days"), ("inbox",)),
    *(("handover",), ("report",), ("report", "--by", "month", "--since", "2026-01-01"), ("daily",), ("calendar",)),
    *(("recalculate", "--dry-run"), ("escalate", "--due"), ("rules", "check"), ("search", "rude"), ("verify",)),
)


@pytest.mark.parametrize("at", TURNS)
def test_nothing_breaks_at_the_turn_of_a_year(december: Desk, at: str) -> None:
    december.at(at).ok("record", "Nobody came", "--category", "attitude")
    december.ok("pend", 2, "--reason", "customer")
    december.ok("resume", 2)
    december.ok("extend", 2, "--milestone", "reply", "--by", "1 working day", "--reason", "Parts.", "--told")
    for words in LOOKS:
        december.ok(*words)
        told = december.tsk(*words)
        assert (told.code, told.err) == (0, "")
