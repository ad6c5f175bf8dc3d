"""More complaints of one kind and place than usual: proposed by the daily summary, counted and dated by hand.

The default rules watch for five of one category and region within two hours; it is Mon 9 Nov 2026 at 09:50.
"""

from __future__ import annotations

import shlex
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import Desk

DAY = date(2026, 11, 9)
NOW = "2026-11-09 09:50"


def complaints(desk: Desk, count: int, at: str, *words: object, region: str = "east", back: int = 0) -> None:
    """So many complaints about the network, recorded at that time of the Monday or of so many days before."""
    desk.at(f"{DAY - timedelta(days=back)} {at}")
    for _ in range(count):
        desk.ok("record", "No signal", "--category", "network", *(("--region", region) if region else ()), *words)


def surges(desk: Desk, now: str = NOW) -> list[Any]:
    """What the summary proposes at that time."""
    found: list[Any] = desk.at(now).ok("daily")["surges"]
    return found


def test_five_of_one_kind_and_place_within_two_hours_are_a_surge(desk: Desk) -> None:
    complaints(desk, 1, "07:50")
    complaints(desk, 4, "09:00")
    assert surges(desk) == [
        {
            "category": "network", "subtype": "", "store": "", "region": "east", "product": "",
            "count": 5, "usual": 0, "since": "2026-11-09T07:50:00+08:00", "complaints": [1, 2, 3, 4, 5],
            "command": 'tsk incident open "…" --category network --region east',
        }
    ]  # fmt: skip
    assert surges(desk, "2026-11-09 09:51") == []  # the first came in two hours and a minute ago
    assert desk.ok("incident", "list") == []  # nothing is opened by itself


def test_it_is_said_in_words_with_what_to_type(desk: Desk) -> None:
    complaints(desk, 6, "09:00", region="the east side")
    out = desk.at(NOW).tsk("daily").out
    assert "Surge: 6 × Network quality · the east side since 11-09 09:00, usually 0 at most" in out
    assert "突增：网络质量 · the east side 6 件" in desk.tsk("daily", "--lang", "zh").out
    (line,) = (line for line in out.splitlines() if "tsk incident open" in line)
    opened = desk.ok(*shlex.split(line.strip())[1:])
    assert (opened["category"], opened["region"], opened["candidates"]) == ("network", "the east side", [*range(1, 7)])


@pytest.mark.parametrize("words", [("--quiet",), ("--quiet", "--lang", "zh")])
def test_a_day_with_a_surge_is_not_calm(desk: Desk, words: tuple[str, ...]) -> None:
    complaints(desk, 5, "09:00")
    assert "tsk incident open" in desk.at(NOW).tsk("daily", *words).out


def test_other_kinds_and_places_are_counted_apart(desk: Desk) -> None:
    """Spelled differently it is the same place; where none was said, that is a group of its own."""
    complaints(desk, 3, "09:00")
    complaints(desk, 2, "09:10", region=" EAST ")
    complaints(desk, 4, "09:00", region="west")
    complaints(desk, 4, "09:20", region="")
    for _ in range(4):
        desk.ok("record", "Wrong bill", "--category", "business", "--region", "east")
    assert [(one["category"], one["region"], one["count"]) for one in surges(desk)] == [("network", "east", 5)]
    complaints(desk, 2, "09:30", region="")
    found = [(one["category"], one["region"], one["count"], one["command"]) for one in surges(desk)]
    assert found == [
        ("network", "", 6, 'tsk incident open "…" --category network'),
        ("network", "east", 5, 'tsk incident open "…" --category network --region east'),
    ]


def test_what_was_received_counts_and_not_what_was_recorded(desk: Desk) -> None:
    complaints(desk, 5, "09:40", "--received", "2026-11-08 18:00")
    assert surges(desk) == []


def test_mistakes_and_what_goes_on_in_another_are_not_counted(desk: Desk) -> None:
    complaints(desk, 6, "09:00", "--phone", "13800000001")
    assert [one["count"] for one in surges(desk)] == [6]
    desk.ok("cancel", 1, "--by", "mistake", "--reason", "A trial.")
    desk.ok("merge", 3, "--into", 2)
    assert surges(desk) == []


def test_as_many_as_usual_at_this_time_of_day_is_no_surge(desk: Desk) -> None:
    """Usual is what the same two hours held on all but two of the 28 days before: three mornings of five make it so."""
    complaints(desk, 5, "09:00", back=21)
    complaints(desk, 5, "09:00", back=14)
    complaints(desk, 6, "09:00")
    assert [(one["count"], one["usual"]) for one in surges(desk)] == [(6, 0)]
    complaints(desk, 5, "08:00", back=7)
    assert [(one["count"], one["usual"]) for one in surges(desk)] == [(6, 5)]
    complaints(desk, 1, "09:49", back=7)
    assert [(one["count"], one["usual"]) for one in surges(desk)] == [(6, 5)]
    complaints(desk, 1, "09:50", back=14)
    complaints(desk, 1, "07:50", back=21)
    assert surges(desk) == []


@pytest.mark.parametrize(("at", "back"), [("07:49", 1), ("09:51", 1), ("09:00", 29)])
def test_other_hours_and_earlier_months_say_nothing_of_what_is_usual(desk: Desk, at: str, back: int) -> None:
    for more in range(3):
        complaints(desk, 5, at, back=back + more)
    complaints(desk, 5, "09:00")
    assert [one["usual"] for one in surges(desk)] == [0]


def test_an_open_incident_about_it_covers_the_surge(desk: Desk) -> None:
    complaints(desk, 6, "09:00")
    desk.at(NOW).ok("incident", "open", "Something in the west", "--region", "west")
    desk.ok("incident", "open", "Something with bills", "--category", "business", "--region", "east")
    desk.ok("incident", "open", "Somewhere")
    assert len(surges(desk)) == 1
    desk.ok("incident", "open", "Cable theft east", "--region", "East")
    assert surges(desk) == []
    desk.ok("incident", "cancel", 4, "--reason", "Not the cable.")
    assert len(surges(desk)) == 1


def test_what_an_incident_explains_is_no_surge_of_its_own_before_or_after_its_end(desk: Desk) -> None:
    complaints(desk, 6, "09:00")
    desk.ok("incident", "open", "A mast is down")
    desk.ok("incident", "link", 1, 1, 2)
    assert surges(desk) == []  # four are left
    desk.ok("incident", "resolve", 1, "--reply", "The mast is up again.")
    assert surges(desk) == []
    complaints(desk, 1, "09:30")
    assert [one["complaints"] for one in surges(desk)] == [[3, 4, 5, 6, 7]]


def test_what_a_cancelled_incident_let_go_is_unexplained_again(desk: Desk) -> None:
    complaints(desk, 6, "09:00")
    desk.ok("incident", "open", "A mast is down")
    desk.ok("incident", "link", 1, *range(1, 7))
    assert surges(desk) == []
    desk.ok("incident", "cancel", 1, "--reason", "It stands.")
    assert [one["count"] for one in surges(desk)] == [6]


def test_only_today_is_watched_and_only_where_the_policy_says_so(desk: Desk) -> None:
    complaints(desk, 5, "09:00")
    assert desk.at(NOW).ok("daily", "--date", "2026-11-08")["surges"] == []
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8")
    line = 'surge    = { count = 5, within = "2 hours", same = ["category", "region"] }'
    assert line in usual
    rules.write_text(usual.replace(line, 'surge = { count = 3, within = "30 minutes", same = ["store"] }'), "utf-8")
    complaints(desk, 3, "09:30", "--store", "HZ01", region="")
    assert [(one["store"], one["count"]) for one in surges(desk)] == [("HZ01", 3)]
    rules.write_text(usual.replace(line, ""), "utf-8")
    assert surges(desk) == []


def test_it_is_proposed_to_those_who_may_open_an_incident(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    staff = """
[staff]
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""
    complaints(desk, 5, "09:00")
    rules.write_text(rules.read_text("utf-8").replace("\n[channels]", staff, 1), "utf-8")
    seen = {who: len(desk.at(NOW).ok("daily", "--as", who)["surges"]) for who in ("w2001", "w9001")}
    assert seen == {"w2001": 0, "w9001": 1}
