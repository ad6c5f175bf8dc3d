"""Settled on the spot: one command registers, answers, rates and closes a complaint, or writes nothing at all.

It is Mon 2 Nov 2026 at 10:00; the default rules close what was settled without contact, cause or review.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result

NOW = "2026-11-02 10:00"
RUDE = ("record", "The clerk was rude", "--category", "attitude")
SETTLED = (*RUDE, "--settled", "We apologised.")
CLERK, HANDLER, REVIEWER, BOSS = "w1001", "w2001", "w3001", "w9001"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


@pytest.fixture
def counter(desk: Desk) -> Desk:
    """A desk where nobody is listed, on Mon 2 Nov 10:00."""
    return desk.at(NOW)


@pytest.fixture
def staffed(counter: Desk) -> Desk:
    """The same with listed staff: a clerk approves up to 50, a reviewer 500, a supervisor 5000, a handler nothing."""
    path = counter.home / "rules.toml"
    path.write_text(path.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
    assert counter.tsk("rules", "check").code == 0
    return counter


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing: no event, no number used up."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


def standings(case: dict[str, Any]) -> dict[str, str]:
    return {m["name"]: m["standing"] for m in case["milestones"]}


def test_one_command_registers_answers_rates_and_closes(counter: Desk) -> None:
    case = counter.ok(*SETTLED)
    assert (case["state"], case["satisfied"], case["answer"]) == ("closed", "yes", "We apologised.")
    assert (case["department"], case["closed_at"][:16]) == ("care", "2026-11-02T10:00")
    events = counter.ok("show", 1, "--history")["events"]
    assert [event["type"] for event in events] == ["registered", "replied", "rated", "closed"]
    assert {event["actor"] for event in events} == {"tester"}
    assert {event["at"] for event in events} == {"2026-11-02T10:00:00+08:00"}
    assert counter.events == 4
    assert counter.ok("list", "--state", "open") == []


def test_the_answer_is_in_time_and_the_return_visit_is_planned(counter: Desk) -> None:
    """The visit is due three working days after Mon: Thu 5 Nov. Nobody need call or propose any more."""
    case = counter.ok(*SETTLED)
    assert standings(case) == {"contact": "void", "plan": "void", "reply": "met", "statutory": "met", "visit": "open"}
    (visit,) = [m for m in case["milestones"] if m["name"] == "visit"]
    assert visit["due"][:16] == "2026-11-05T18:00"
    assert counter.at("2026-11-05 18:00:00").ok("overdue") == []


def test_the_same_key_of_another_system_settles_once(counter: Desk) -> None:
    """All four steps bear one key: the second time nothing is written."""
    first = counter.ok(*SETTLED, "--external", "TILL-7")
    events = counter.events
    again = counter.ok(*SETTLED, "--external", "TILL-7")
    assert (again["number"], again["state"], again["repeated"]) == (first["number"], "closed", True)
    assert counter.events == events


def test_what_was_settled_in_one_command_is_not_half_undone(counter: Desk) -> None:
    counter.ok(*SETTLED)
    refused(counter, 4, "undo", 1)
    assert counter.ok("show", 1)["state"] == "closed"


def test_the_number_is_said_in_the_answer(counter: Desk) -> None:
    done = counter.tsk(*SETTLED)
    assert done.code == 0
    assert "20261102-0001" in done.out
    assert "closed" in done.out


def test_it_stays_with_those_who_settled_it(counter: Desk) -> None:
    """A matter of the network, settled at the counter, is nobody's to work on there."""
    case = counter.ok("record", "断网三天", "--settled", "Restarted.")
    assert (case["category"], case["department"]) == ("network", "care")


@pytest.mark.parametrize(("words", "via"), [((), "visit"), (("--via", "phone"), "phone")])
def test_the_answer_was_given_in_person_unless_another_way_is_named(
    counter: Desk, words: tuple[str, ...], via: str
) -> None:
    counter.ok(*SETTLED, *words)
    (reply,) = [event for event in counter.ok("show", 1, "--history")["events"] if event["type"] == "replied"]
    assert reply["via"] == via


@pytest.mark.parametrize("words", [("--via", "pigeon"), ("--settled", "   ")])
def test_what_makes_no_sense_is_refused(counter: Desk, words: tuple[str, str]) -> None:
    assert counter.tsk(*SETTLED, *words).code == 2
    assert counter.ok("list") == []


def test_an_unknown_way_of_contact_is_refused_without_a_settlement_too(counter: Desk) -> None:
    refused(counter, 2, *RUDE, "--via", "pigeon")


def test_a_settled_case_can_be_taken_up_again(counter: Desk) -> None:
    counter.ok(*SETTLED)
    case = counter.at("2026-11-03 10:00").ok("visit", 1, "--satisfied", "no", "--demand", "A letter.", "--via", "phone")
    assert (case["state"], case["round"]) == ("in_progress", 2)


# ── which policies allow it ────────────────────────────────────────────────────────────────────────


def without_the_row(desk: Desk) -> Desk:
    """The default policy, which then has no closing row for what was settled on the spot."""
    path = desk.home / "rules.toml"
    text, found = re.subn(r"(?m)^on-the-spot = .*\n", "", path.read_text("utf-8"))
    assert found == 1
    path.write_text(text, "utf-8")
    assert desk.tsk("rules", "check").code == 0
    return desk


def test_a_policy_without_a_row_for_it_refuses_the_whole_and_names_the_rule(counter: Desk) -> None:
    told = refused(without_the_row(counter), 4, *SETTLED)
    assert "closing.standard" in told.err
    assert counter.ok("list") == []
    assert counter.ok(*RUDE)["number"] == "20261102-0001"


def test_refused_nothing_of_it_is_found_again(counter: Desk) -> None:
    refused(without_the_row(counter), 4, *SETTLED, "--phone", "13800001234")
    assert counter.ok("search", "apologised") == []
    assert counter.ok(*RUDE, "--phone", "13800001234")["repeat_of"] is None


@pytest.mark.parametrize(
    ("policy", "who", "words"),
    [
        ("service-standard", "s1101", ("record", "网速很慢", "--channel", "sms")),
        ("telecom-policy", "t1001", ("record", "没信号", "--channel", "counter", "--customer", "林小满",
                                     "--phone", "13800001234", "--occurred", "2026-11-01 20:00")),
    ],
)  # fmt: skip
def test_a_policy_that_asks_for_more_refuses_it(tmp_path: Path, policy: str, who: str, words: tuple[str, ...]) -> None:
    desk = Desk(tmp_path / "home", NOW)
    desk.ok("init", "--practice", "--policy", policy)
    told = refused(desk, 4, *words, "--settled", "Restarted.", "--as", who)
    assert re.search(r"(needs|closing)\.\w+", told.err)
    assert desk.ok("list", "--as", who) == []
    assert desk.ok(*words, "--as", who)["number"] == "20261102-0001"


# ── money and rights ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "most", "more"), [(CLERK, "50", "50.01"), (REVIEWER, "500", "500.01"), (BOSS, "5000", "5000.01")]
)
def test_a_sum_is_settled_by_whoever_may_approve_it(staffed: Desk, who: str, most: str, more: str) -> None:
    told = refused(staffed, 4, *SETTLED, "--amount", more, "--as", who)
    assert more in told.err
    case = staffed.ok(*SETTLED, "--amount", most, "--as", who)
    assert (case["state"], case["amount"], case["number"]) == ("closed", float(most), "20261102-0001")


def test_a_role_that_approves_nothing_settles_only_what_costs_nothing(staffed: Desk) -> None:
    refused(staffed, 4, *SETTLED, "--amount", "0.01", "--as", HANDLER)
    assert staffed.ok(*SETTLED, "--as", HANDLER)["department"] == "network"


def test_where_nobody_is_listed_any_sum_is_settled(counter: Desk) -> None:
    assert counter.ok(*SETTLED, "--amount", "9000")["state"] == "closed"


def test_somebody_who_is_not_listed_may_record_but_not_settle(staffed: Desk) -> None:
    refused(staffed, 4, *SETTLED, "--as", "visitor")
    assert staffed.ok(*RUDE, "--as", "visitor")["state"] == "assigned"


def test_a_clerk_settles_in_the_own_store(staffed: Desk) -> None:
    case = staffed.ok(*SETTLED, "--as", CLERK)
    assert (case["state"], case["store"], case["department"], case["recorder"]) == ("closed", "HZ01", "care", CLERK)


# ── figures and repeats ────────────────────────────────────────────────────────────────────────────


def share(rate: dict[str, Any]) -> tuple[int, int]:
    return rate["count"], rate["of"]


def test_the_figures_count_it(counter: Desk) -> None:
    counter.ok(*SETTLED)
    line = counter.ok("report", "--month", "2026-11")["total"]
    assert (line["received"], line["open"]) == (1, 0)
    assert [share(line[name]) for name in ("timeliness", "resolution", "satisfaction")] == [(1, 1)] * 3
    summary = counter.ok("daily")
    assert (summary["new"], summary["replied"], summary["closed"]) == (1, 1, 1)


def test_a_repeat_is_said_of_what_is_settled_and_of_what_was(counter: Desk) -> None:
    who = ("--phone", "13800001234")
    first = counter.ok(*RUDE, *who)["number"]
    second = counter.at("2026-11-03 10:00").ok(*SETTLED, *who)
    assert (second["repeat_of"], second["repeats"]["number"]) == (first, first)
    third = counter.at("2026-11-04 10:00").tsk(*SETTLED, *who)
    assert second["number"] in third.out


def test_what_was_settled_is_found_by_what_was_said(counter: Desk) -> None:
    counter.ok(*SETTLED)
    assert [case["id"] for case in counter.ok("search", "apologised")] == [1]
