"""Two people at one complaint in the same moment: real processes, and each learns what the other one did.

Both are started while nobody can write, so both decide in the same moment; either may come first.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from behind import held
from conftest import Desk, Result

NUMBER = "20261009-0001"
ZHAO, QIAN, BOSS = "w2001", "w2002", "w9001"
STAFF = """
[staff]
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2002 = { zh = "钱进", role = "handler",    department = "network" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""
CALL = ("contact", 1, "--via", "phone")

Words = tuple[object, ...]


def at_once(desk: Desk, *commands: Words) -> list[Result]:
    """What the commands said that were given at once, each by a process of its own."""
    with held(desk):
        crowd = [desk.process(*words) for words in commands]
    said = [process.communicate(timeout=60) for process in crowd]
    assert desk.ok("verify", "--as", BOSS)["whole"]
    return [Result(process.returncode, *told) for process, told in zip(crowd, said, strict=True)]


def history(desk: Desk, id: int = 1) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.ok("show", id, "--history", "--as", BOSS)["events"]
    return found


def actors(desk: Desk, kind: str, id: int = 1) -> list[str]:
    return [event["actor"] for event in history(desk, id) if event["type"] == kind]


@pytest.fixture
def one(desk: Desk) -> Desk:
    desk.ok("record", "断网三天", "--phone", "13800001234", "--as", BOSS)
    return desk


@pytest.fixture
def staffed(one: Desk) -> Desk:
    rules = one.home / "rules.toml"
    usual = rules.read_text("utf-8")
    assert "\n[channels]" in usual
    rules.write_text(usual.replace("\n[channels]", STAFF, 1), "utf-8")
    return one


# ── one free case ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("desk_of", ["one", "staffed"], ids=["nobody-listed", "staff-listed"])
def test_of_two_who_accept_a_free_case_at_once_one_has_it_and_the_other_learns_who(
    desk_of: str, request: pytest.FixtureRequest
) -> None:
    desk: Desk = request.getfixturevalue(desk_of)
    said = dict(zip((ZHAO, QIAN), at_once(desk, *(("accept", 1, "--as", who) for who in (ZHAO, QIAN))), strict=True))
    assert sorted(told.code for told in said.values()) == [0, 4]
    (owner,) = [who for who in said if said[who].code == 0]
    (other,) = [who for who in said if said[who].code == 4]
    assert f"{NUMBER} is in progress (accepted by {owner})" in said[other].err
    assert said[other].out == ""
    assert (actors(desk, "accepted"), desk.ok("show", 1, "--as", BOSS)["handler"]) == ([owner], owner)


def test_of_five_who_accept_three_free_cases_at_once_each_case_has_one_owner(one: Desk) -> None:
    for _ in range(2):
        one.ok("record", "断网三天")
    names = ("zhao", "qian", "sun", "li", "zhou")
    said = at_once(one, *(("accept", 1, 2, 3, "--json", "--as", name) for name in names))
    for id in (1, 2, 3):
        (owner,) = actors(one, "accepted", id)
        assert one.ok("show", id)["handler"] == owner
        told = [case["handler"] for done in said for case in done.json if case.get("number", "").endswith(f"000{id}")]
        assert told == [owner]


def test_of_two_who_call_the_customer_of_a_free_case_at_once_one_takes_it_and_both_calls_count(one: Desk) -> None:
    said = at_once(one, *((*CALL, "--note", name, "--json", "--as", name) for name in ("zhao", "qian")))
    assert [told.code for told in said] == [0, 0]
    (owner,) = actors(one, "accepted")
    assert sorted(actors(one, "contacted")) == ["qian", "zhao"]
    assert [(told.json["handler"], told.json["state"]) for told in said] == [(owner, "in_progress")] * 2
    assert sorted([event["type"] for event in told.json["events"]] for told in said) == [
        ["accepted", "contacted"], ["contacted"],
    ]  # fmt: skip
    met = [
        event for event in history(one) for due in event["dues"] if (due["op"], due["milestone"]) == ("met", "contact")
    ]
    assert len(met) == 1


@pytest.mark.parametrize("round", range(3))
def test_of_one_who_accepts_and_one_who_calls_at_once_one_takes_it(one: Desk, round: int) -> None:
    accepted, called = at_once(one, ("accept", 1, "--as", "zhao"), (*CALL, "--as", "qian"))
    (owner,) = actors(one, "accepted")
    assert (called.code, accepted.code) == (0, 0 if owner == "zhao" else 4)
    if owner == "qian":
        assert f"{NUMBER} is in progress (contacted by qian)" in accepted.err
    assert one.ok("show", 1)["handler"] == owner


def test_two_steps_that_exclude_each_other_are_not_both_taken(one: Desk) -> None:
    """Cancelled or answered: whichever came second says what the case is now, by whom and by which step."""
    cancelled, answered = at_once(
        one,
        ("cancel", 1, "--by", "customer", "--reason", "It works again.", "--as", "zhao"),
        ("reply", 1, "We repaired it.", "--via", "phone", "--as", "qian"),
    )
    if answered.code == 0:  # an answered case may still be called off
        assert (cancelled.code, one.ok("show", 1)["state"]) == (0, "cancelled")
    else:
        assert (cancelled.code, answered.code) == (0, 4)
        assert f"{NUMBER} is cancelled (cancelled by zhao)" in answered.err
    assert len(actors(one, "cancelled")) == 1


def test_a_case_is_closed_once(one: Desk) -> None:
    for words in (
        CALL,
        ("propose", 1, "Repair.", "--cause", "equipment", "--upheld", "yes"),
        ("reply", 1, "We repaired it.", "--via", "phone", "--satisfied", "yes"),
        ("submit", 1),
    ):
        one.ok(*words)
    said = at_once(one, *(("close", 1, "--as", name) for name in ("zhao", "qian")))
    (closer,) = actors(one, "closed")
    assert sorted(told.code for told in said) == [0, 4]
    (late,) = [told.err for told in said if told.code]
    assert f"{NUMBER} is closed (closed by {closer})" in late


# ── one case for two handlers ──────────────────────────────────────────────────────────────────────


def test_of_two_who_name_a_handler_at_once_the_later_is_told_whom_it_replaced(one: Desk) -> None:
    one.ok("accept", 1, "--as", "li")
    said = at_once(one, *(("assign", 1, "--handler", name) for name in ("zhao", "qian")))
    assert [told.code for told in said] == [0, 0]
    first, last = [event["handler"] for event in history(one) if event["type"] == "assigned" and "handler" in event]
    assert one.ok("show", 1)["handler"] == last
    told = {name: done.out for name, done in zip(("zhao", "qian"), said, strict=True)}
    assert f"with Network · {first} (before: Network · li, since 10-09 16:40)" in told[first]
    assert f"with Network · {last} (before: Network · {first}, since 10-09 16:40)" in told[last]


def test_of_two_who_name_a_department_at_once_the_later_is_told_where_it_was(one: Desk) -> None:
    one.ok("accept", 1, "--as", "li")
    said = at_once(one, *(("assign", 1, "--to", name) for name in ("billing", "market")))
    assert [told.code for told in said] == [0, 0]
    first, last = [event["department"] for event in history(one) if event["type"] == "assigned"][1:]
    assert (one.ok("show", 1)["department"], {first, last}) == (last, {"billing", "market"})
    running = [m["of"] for m in one.ok("show", 1)["milestones"] if m["name"] == "opinion" and not m["ended_at"]]
    assert running == [last]
    told = {name: done.out for name, done in zip(("billing", "market"), said, strict=True)}
    names = {"billing": "Billing", "market": "Marketing"}
    assert "(before: Network · li, since 10-09 16:40)" in told[first]
    assert f"(before: {names[first]}, since 10-09 16:40)" in told[last]


def test_who_had_a_case_until_it_was_assigned_stands_in_the_json_and_only_where_it_moved(one: Desk) -> None:
    one.ok("accept", 1, "--as", "li")
    moved = one.at("2026-10-09 17:00").ok("assign", 1, "--to", "billing", "--handler", "zhao")
    assert moved["before"] == {
        "department": "network", "handler": "li", "offered_to": "", "since": "2026-10-09T16:40:00+08:00",
    }  # fmt: skip
    again = one.ok("assign", 1, "--handler", "qian")
    assert (again["before"]["handler"], again["before"]["since"]) == ("zhao", "2026-10-09T17:00:00+08:00")
    assert one.ok(*CALL)["before"] is None


# ── papers, chases, undoing, merging ───────────────────────────────────────────────────────────────


def test_five_chases_at_once_are_five_and_the_third_raises_the_case_once(one: Desk) -> None:
    said = at_once(one, *(("chase", 1, f"call {n}", "--json") for n in range(5)))
    assert sorted(told.json["chases"] for told in said) == [1, 2, 3, 4, 5]
    case = one.ok("show", 1, "--history")
    assert (case["chases"], case["severity"]) == (5, "major")
    assert [event["rule"] for event in case["events"] if event["type"] == "escalated"] == ["third-chase"]
    assert sorted(event["note"] for event in case["events"] if event["type"] == "chased") == [
        f"call {n}" for n in range(5)
    ]


def test_nobody_undoes_what_a_colleague_does_in_the_same_moment(one: Desk) -> None:
    one.ok("note", 1, "Mine.", "--as", "zhao")
    undone, noted = at_once(one, ("undo", 1, "--as", "zhao"), ("note", 1, "Theirs.", "--as", "qian"))
    assert noted.code == 0
    if undone.code:
        assert (undone.code, undone.out) == (4, "")
        assert "qian" in undone.err
    assert (len(one.ok("search", "theirs")), len(one.ok("search", "mine"))) == (1, int(undone.code != 0))


def test_one_step_is_undone_by_one_of_two_undoings_at_once(one: Desk) -> None:
    """The other one finds the registration, which is not undone."""
    one.ok("accept", 1, "--as", "zhao")
    said = at_once(one, *[("undo", 1, "--as", "zhao")] * 2)
    assert sorted(told.code for told in said) == [0, 4]
    assert actors(one, "undone") == ["zhao"]
    assert one.ok("show", 1)["state"] == "assigned"


def test_complaints_merged_at_once_make_no_circle_and_no_chain_without_an_end(one: Desk) -> None:
    for _ in range(2):
        one.ok("record", "断网三天", "--phone", "13800001234")
    to_first, to_second = at_once(one, ("merge", 2, "--into", 1), ("merge", 3, "--into", 2))
    assert to_first.code == 0
    cases = {case["number"]: case for case in one.ok("show", 1, 2, 3)}
    assert cases[NUMBER]["state"] == "assigned"
    assert [case["state"] for case in cases.values()].count("merged") == (2 if to_second.code == 0 else 1)
    assert one.ok("chase", 3)["number"] == (NUMBER if to_second.code == 0 else "20261009-0003")
    if to_second.code:
        assert f"20261009-0002 was merged into {NUMBER}" in to_second.err


def test_a_complaint_is_merged_once_by_two_at_once(one: Desk) -> None:
    one.ok("record", "断网三天", "--phone", "13800001234")
    said = at_once(one, *[("merge", 2, "--into", 1)] * 2)
    assert sorted(told.code for told in said) == [0, 4]
    assert [event["type"] for event in history(one, 1)].count("absorbed") == 1
    assert one.ok("show", 1)["absorbed"] == ["20261009-0002"]


def test_two_recordings_of_one_key_at_once_are_one_complaint(one: Desk) -> None:
    said = at_once(one, *[("record", "断网三天", "--external", "CRM-7", "--json")] * 2)
    assert [told.code for told in said] == [0, 0]
    assert ([told.json["id"] for told in said], sorted(told.json["repeated"] for told in said)) == (
        [2, 2],
        [False, True],
    )
    assert one.ok("record", "断网三天")["id"] == 3


# ── what the desk does by itself ───────────────────────────────────────────────────────────────────


def carried(desk: Desk) -> Counter[tuple[int, str]]:
    """How often each escalation was carried out on each of the four complaints."""
    escalated = ((id, event) for id in (1, 2, 3, 4) for event in history(desk, id) if event["type"] == "escalated")
    return Counter((id, event["rule"]) for id, event in escalated)


@pytest.mark.parametrize(
    "second", [("daily", "--json"), ("escalate", "--due", "--json")], ids=["two-summaries", "a-summary-and-a-run"]
)
def test_each_escalation_is_carried_out_once_by_two_at_once(one: Desk, second: Words) -> None:
    """Contact, plan and answer of all four are long overdue; one was urgent, and reported up at once."""
    for words in ((), (), ("--severity", "urgent")):
        one.ok("record", "断网三天", *words)
    before = carried(one)
    assert before == {(4, "grave"): 1}
    first, last = at_once(one.at("2026-10-20 10:00"), ("daily", "--json"), second)
    assert (first.code, last.code) == (0, 0)
    after = carried(one)
    rules = {"contact-late", "reply-soon", "reply-late", "plan-up", "silent"}
    assert after == {(4, "grave"): 1, **{(id, rule): 1 for id in (1, 2, 3, 4) for rule in rules}}
    told = first.json["carried_out"] + (last.json if second[0] == "escalate" else last.json["carried_out"])
    assert Counter((row["id"], row["rule"]) for row in told) == after - before
    assert one.ok("daily")["carried_out"] == []


def test_an_escalation_and_a_step_at_once_are_both_recorded_in_either_order(one: Desk) -> None:
    one.at("2026-10-12 09:00")
    run, called = at_once(one, ("daily", "--json"), (*CALL, "--as", "zhao"))
    assert (run.code, called.code) == (0, 0)
    rules = [event["rule"] for event in history(one) if event["type"] == "escalated"]
    assert rules.count("contact-late") == len([row for row in run.json["carried_out"] if row["rule"] == "contact-late"])
    assert (actors(one, "contacted"), one.ok("show", 1)["handler"]) == (["zhao"], "zhao")
