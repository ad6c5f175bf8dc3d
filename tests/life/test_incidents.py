"""One fault that many complain of: linked, held, answered in one step, each in a file of their own.

Every instant was worked out by hand: the office works Mon–Fri 09:00–12:00 and 13:30–18:00, it is Mon 9 Nov 2026, and an
answer is owed by Thu 12 Nov 18:00. What an incident holds from 08:10 to 14:00 covers 3 h 30 min of working time.
"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest
from behind import behind, changed, held
from conftest import Desk, Result

DAY = "2026-11-09"
LIN, HE, SHEN, GU, XU = 1, 2, 3, 4, 5
NAMES = {LIN: "林小满", HE: "何晴", SHEN: "沈雨", GU: "顾行", XU: "许棠"}
OPEN = ("incident", "open", "Cable theft east", "--category", "network", "--region", "east")
RESOLVE = ("incident", "resolve", 1, "--reply", "The cable is mended.", "--via", "sms")
EAST = ("--region", "east")
NO_ANSWER = (
    "Dear {name}, what you reported ({number}) was a fault that affected many. The cable is mended."
    " Thank you. Are you satisfied?"
)


def at(desk: Desk, clock: str) -> Desk:
    """The desk at that time of Monday."""
    return desk.at(f"{DAY} {clock}")


def recorded(desk: Desk, clock: str, *words: object) -> Any:
    """A complaint about the network, received at that time."""
    return at(desk, clock).ok("record", "No signal at home", "--category", "network", *words)


def due(case: Any, name: str = "reply") -> str:
    """When the answer of round 1 is due, as `11-13 14:00`."""
    (row,) = (m for m in case["milestones"] if (m["name"], m["round"], m["of"]) == (name, 1, ""))
    return str(row["due"])[5:16].replace("T", " ")


def waits(case: Any) -> list[tuple[str, str, str]]:
    """What the complaint waited for, from when to when: `("incident", "08:10", "14:00")`."""
    return [(wait["reason"], wait["since"][11:16], wait["until"][11:16]) for wait in case["waits"]]


def types(desk: Desk, id: int) -> list[str]:
    return [event["type"] for event in desk.ok("show", id, "--history")["events"]]


def refused(desk: Desk, code: int, *words: object, naming: str = "") -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert naming in told.err
    assert desk.events == events
    return told


@pytest.fixture(scope="module")
def five_home(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five complaints received at 07:30 about the network in the east, and the incident opened at 07:50."""
    desk = Desk(practice_home).copy(tmp_path_factory.mktemp("incidents") / "home")
    for id, name in NAMES.items():
        recorded(desk, "07:30", *EAST, "--customer", name, "--phone", f"1380000000{id}")
    at(desk, "07:50").ok(*OPEN)
    return desk.home


@pytest.fixture
def five(five_home: Path, tmp_path: Path) -> Desk:
    return Desk(five_home, f"{DAY} 07:50").copy(tmp_path / "five")


@pytest.fixture
def linked(five: Desk) -> Desk:
    """The first three linked at 08:10, 08:40 and 09:30."""
    for id, clock in ((LIN, "08:10"), (HE, "08:40"), (SHEN, "09:30")):
        at(five, clock).ok("incident", "link", 1, id)
    return five


# ── five customers ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def ended(five: Desk) -> tuple[Desk, Any]:
    """Each customer of their own kind when the cable is mended at 14:00, and what the command said."""
    for id, clock in ((LIN, "08:10"), (HE, "08:40"), (SHEN, "09:30"), (GU, "09:30"), (XU, "09:30")):
        at(five, clock).ok("incident", "link", 1, id)
    at(five, "10:00").ok("reply", SHEN, "沈雨, your line was mended first.", "--via", "phone")
    at(five, "10:30").ok("pend", GU, "--reason", "customer", "--until", "2026-11-10 18:00")
    at(five, "11:00").ok("incident", "unlink", XU, "--reason", "Another street.")
    return five, at(five, "14:00").ok(*RESOLVE, "--cause", "equipment", "--as", "wang")


def test_five_customers_get_five_answers_with_five_names(ended: tuple[Desk, Any]) -> None:
    desk, said = ended
    assert (said["state"], said["answered"], said["unlinked"], said["refused"]) == (
        "resolved", [LIN, HE, GU], [SHEN], [],
    )  # fmt: skip
    at(desk, "15:00").ok("reply", XU, "许棠, your modem was broken.", "--via", "phone")
    answers = {id: desk.ok("show", id)["answer"] for id in NAMES}
    assert answers == {
        LIN: NO_ANSWER.format(name="林小满", number="20261109-0001"),
        HE: NO_ANSWER.format(name="何晴", number="20261109-0002"),
        SHEN: "沈雨, your line was mended first.",
        GU: NO_ANSWER.format(name="顾行", number="20261109-0004"),
        XU: "许棠, your modem was broken.",
    }
    for id in NAMES:
        assert types(desk, id).count("replied") == 1
    assert desk.ok("verify")["whole"]


def test_each_keeps_its_own_record(ended: tuple[Desk, Any]) -> None:
    desk, _ = ended
    cases = {id: desk.ok("show", id) for id in NAMES}
    assert {id: waits(case) for id, case in cases.items()} == {
        LIN: [("incident", "08:10", "14:00")],
        HE: [("incident", "08:40", "14:00")],
        SHEN: [("incident", "09:30", "10:00")],
        GU: [("incident", "09:30", "14:00"), ("customer", "10:30", "14:00")],
        XU: [("incident", "09:30", "11:00")],
    }
    assert {id: case["state"] for id, case in cases.items()} == {
        LIN: "resolved", HE: "resolved", SHEN: "resolved", GU: "resolved", XU: "assigned",
    }  # fmt: skip
    assert {id: (case["incident"], case["answered_with"]) for id, case in cases.items()} == {
        LIN: (None, 1), HE: (None, 1), SHEN: (None, None), GU: (None, 1), XU: (None, None),
    }  # fmt: skip
    assert {id: case["cause"] for id, case in cases.items()} == {
        LIN: "equipment", HE: "equipment", SHEN: "", GU: "equipment", XU: "",
    }  # fmt: skip
    told = desk.ok("show", LIN, "--history")["events"][-1]
    assert (told["type"], told["actor"], told["via"], told["incident"]) == ("replied", "wang", "sms", 1)


def test_each_answer_is_judged_by_its_own_clock(ended: tuple[Desk, Any]) -> None:
    """Held from 08:10 or 08:40 they gain 3 h 30 min, from 09:30 on 3 h, until 11:00 an hour and a half.

    Who was answered while another wait was open keeps the due that assumed it to last: 14 h 30 min to Tue 18:00 for the
    customer's photograph, 82 working hours to Mon 23 Nov 18:00 for the one that was answered by hand while held.
    """
    desk, _ = ended
    dues = {id: due(desk.ok("show", id)) for id in NAMES}
    assert dues == {
        LIN: "11-13 14:00", HE: "11-13 14:00", SHEN: "11-27 17:30", GU: "11-16 17:30", XU: "11-13 10:30",
    }  # fmt: skip
    assert {m["standing"] for m in desk.ok("show", LIN)["milestones"] if m["name"] in ("reply", "statutory")} == {"met"}


def test_one_is_satisfied_and_one_starts_a_second_round_as_usual(ended: tuple[Desk, Any]) -> None:
    desk, _ = ended
    at(desk, "15:00").ok("rate", LIN, "--satisfied", "yes")
    again = desk.ok("rate", HE, "--satisfied", "no", "--demand", "A day's fee back.")
    assert (again["state"], again["round"], again["incident"], again["demand"]) == (
        "in_progress", 2, None, "A day's fee back.",
    )  # fmt: skip
    (second,) = (m for m in again["milestones"] if (m["name"], m["round"]) == ("reply", 2))
    assert (second["due"], second["standing"]) == ("2026-11-12T18:00:00+08:00", "open")
    own = desk.ok("reply", HE, "何晴, a day's fee is taken off.", "--via", "phone")
    assert (own["answer"], own["answered_with"]) == ("何晴, a day's fee is taken off.", None)
    assert desk.ok("show", LIN)["satisfied"] == "yes"


def test_the_incident_shows_whom_it_answered_and_how_long_each_was_held(ended: tuple[Desk, Any]) -> None:
    desk, _ = ended
    found = at(desk, "18:00").ok("incident", "show", 1)
    assert [(row["id"], row["held_seconds"], row["answered_with"]) for row in found["complaints"]] == [
        (LIN, 21_000, 1), (HE, 19_200, 1), (SHEN, 1_800, None), (GU, 16_200, 1),
    ]  # fmt: skip
    assert (found["explains"], found["answer"], found["cause"], found["ended_by"]) == (
        4, "The cable is mended.", "equipment", "wang",
    )  # fmt: skip
    assert {case["id"] for case in desk.ok("list", "--incident", 1)} == {LIN, HE, SHEN, GU}
    told = desk.tsk("incident", "show", 1).out
    for words in ("Cable theft east", "held 5 h 50 min", "held 5 h 20 min", "held 4 h 30 min", "林小满"):
        assert words in told


# ── opening ────────────────────────────────────────────────────────────────────────────────────────


def test_an_incident_is_opened_with_what_was_said_of_it(desk: Desk) -> None:
    words = ("--product", "Fibre 500", "--store", "HZ01", "--until", "14:00", "--notice", "A crew is on site.")
    told = at(desk, "07:50").ok(*OPEN, *words, "--tell", "Operations", "--tell", "wang", "--as", "chen")
    wanted = {
        "id": 1, "title": "Cable theft east", "state": "open", "category": "network", "region": "east",
        "product": "Fibre 500", "store": "HZ01", "notice": "A crew is on site.", "opened_by": "chen",
        "opened_at": f"{DAY}T07:50:00+08:00", "until": f"{DAY}T14:00:00+08:00", "tell": ["ops", "wang"],
        "ended_at": None, "explains": 0,
    }  # fmt: skip
    assert {name: told[name] for name in wanted} == wanted
    assert desk.ok("incident", "open", "Mail is down")["id"] == 2
    assert desk.ok("verify")["whole"]


def test_without_names_its_department_and_the_desk_are_told_once(desk: Desk) -> None:
    assert at(desk, "07:50").ok(*OPEN)["tell"] == ["network", "care"]
    assert desk.ok("incident", "open", "Mail is down", "--notice", "For an hour.")["tell"] == ["care"]
    page = desk.ok("handover", "--department", "network")
    assert [(one["id"], one["title"]) for one in page["incidents"]] == [(1, "Cable theft east")]
    assert "Cable theft east" in desk.tsk("handover").out
    assert "For an hour." in desk.tsk("daily").out
    assert [one["id"] for one in desk.ok("daily")["incidents"]] == [2, 1]


def test_what_came_in_before_it_is_proposed_to_be_linked(desk: Desk) -> None:
    recorded(desk, "07:30", *EAST)
    recorded(desk, "07:30", "--region", "west")
    recorded(desk, "07:40", *EAST)
    desk.ok("reply", 3, "Mended.", "--via", "phone")
    recorded(desk, "07:45", "--region", "East")
    assert at(desk, "07:50").ok(*OPEN)["candidates"] == [1, 4]
    assert "tsk incident link 2 1 4" in desk.tsk(*OPEN).out


def test_incidents_are_listed_latest_first_by_state(linked: Desk) -> None:
    at(linked, "10:00").ok("incident", "open", "Mail is down")
    at(linked, "10:30").ok("incident", "open", "Wrong bills", "--category", "business")
    linked.ok("incident", "cancel", 2, "--reason", "It was one mailbox.")
    rows = linked.ok("incident", "list")
    assert [(row["id"], row["state"], row["explains"]) for row in rows] == [
        (3, "open", 0), (2, "cancelled", 0), (1, "open", 3),
    ]  # fmt: skip
    ids = {state: [row["id"] for row in linked.ok("incident", "list", "--state", state)] for state in ("open", "done")}
    assert ids == {"open": [3, 1], "done": [2]}
    assert linked.tsk("incident", "list").out.splitlines()[2].split("\t") == [
        "1", "11-09 07:50", "open", "–", "3", "Network quality · east", "Cable theft east",
    ]  # fmt: skip


# ── linking ────────────────────────────────────────────────────────────────────────────────────────


def test_a_linked_complaint_is_held_until_the_expected_end(desk: Desk) -> None:
    recorded(desk, "07:30", *EAST)
    at(desk, "07:50").ok(*OPEN, "--until", "14:00")
    case = at(desk, "08:10").ok("incident", "link", 1, 1)
    assert (case["state"], case["incident"], due(case)) == ("pending", 1, "11-13 14:00")
    assert waits(case) == [("incident", "08:10", "14:00")]
    assert {m["name"]: m["standing"] for m in case["milestones"] if m["name"] in ("plan", "reply", "statutory")} == {
        "plan": "open", "reply": "paused", "statutory": "open",
    }  # fmt: skip
    assert "incident 1, Cable theft east" in desk.tsk("show", 1).out


def test_without_an_expected_end_the_hold_lasts_the_longest_wait(five: Desk) -> None:
    """Ten working days after Mon 9 Nov: Mon 23 Nov 18:00."""
    case = at(five, "08:10").ok("incident", "link", 1, LIN)
    assert case["waits"][0]["until"] == "2026-11-23T18:00:00+08:00"


def test_several_are_linked_one_by_one_and_a_failure_does_not_stop_the_rest(five: Desk) -> None:
    five.ok("cancel", HE, "--by", "customer", "--reason", "It works.")
    told = at(five, "08:10").tsk("incident", "link", 1, LIN, HE, 99, SHEN, "--json")
    assert (told.code, [row.get("exit", 0) for row in told.json]) == (4, [0, 4, 3, 0])
    piped = at(five, "08:20").tsk("incident", "link", 1, "-", stdin="4\n5\n")
    assert piped.code == 0
    assert {case["id"] for case in five.ok("list", "--incident", 1)} == {LIN, SHEN, GU, XU}


def test_linking_twice_writes_nothing(linked: Desk) -> None:
    events = linked.events
    assert at(linked, "10:00").ok("incident", "link", 1, LIN)["events"] == []
    assert linked.events == events


def test_an_answered_complaint_is_linked_and_not_held(five: Desk) -> None:
    five.ok("reply", LIN, "Mended.", "--via", "phone")
    case = at(five, "08:10").ok("incident", "link", 1, LIN)
    assert (case["state"], case["incident"], case["waits"]) == ("resolved", 1, [])
    assert at(five, "14:00").ok(*RESOLVE)["unlinked"] == [LIN]
    assert five.ok("show", LIN)["answer"] == "Mended."


def test_a_second_round_before_the_end_is_answered_with_it_and_may_be_held_again(linked: Desk) -> None:
    at(linked, "10:00").ok("reply", LIN, "Soon.", "--via", "phone", "--satisfied", "no", "--demand", "A signal.")
    assert (linked.ok("show", LIN)["state"], linked.ok("show", LIN)["incident"]) == ("in_progress", 1)
    held = at(linked, "10:30").ok("incident", "link", 1, LIN)
    assert (held["state"], waits(held)[0]) == ("pending", ("incident", "08:10", "10:00"))
    assert at(linked, "14:00").ok(*RESOLVE)["answered"] == [LIN, HE, SHEN]
    assert waits(linked.ok("show", LIN)) == [("incident", "08:10", "10:00"), ("incident", "10:30", "14:00")]
    assert linked.ok("incident", "show", 1)["complaints"][0]["held_seconds"] == 6_600 + 12_600


def test_unlinking_restores_the_clock_and_the_state(five: Desk) -> None:
    """Held from 08:10 to 09:30, of which half an hour is working time; given back at once, nothing has moved."""
    before = at(five, "08:10").ok("show", LIN)
    five.ok("incident", "link", 1, LIN)
    five.ok("incident", "unlink", LIN)
    after = five.ok("show", LIN)
    assert {**after, "waits": []} == before
    five.ok("incident", "link", 1, LIN)
    case = at(five, "09:30").ok("incident", "unlink", LIN)
    assert (case["state"], case["incident"], due(case), due(case, "plan")) == (
        "assigned", None, "11-13 09:30", "11-11 18:00",
    )  # fmt: skip
    assert five.ok("accept", LIN)["state"] == "in_progress"
    five.ok("incident", "link", 1, LIN)
    assert five.ok("incident", "unlink", LIN)["state"] == "in_progress"


def test_other_waits_stay_when_it_is_unlinked(linked: Desk) -> None:
    at(linked, "10:00").ok("pend", LIN, "--reason", "customer", "--until", "2026-11-10 18:00")
    case = at(linked, "11:00").ok("incident", "unlink", LIN)
    assert (case["state"], waits(case)) == (
        "pending", [("incident", "08:10", "11:00"), ("customer", "10:00", "18:00")],
    )  # fmt: skip
    assert linked.ok("resume", LIN)["state"] == "in_progress"


def test_only_unlinking_ends_the_hold(linked: Desk) -> None:
    at(linked, "10:00")
    for words in ((), ("--wait", "incident")):
        refused(linked, 4, "resume", LIN, *words, naming=f"tsk incident unlink {LIN}")
    linked.ok("pend", LIN, "--reason", "customer")
    case = linked.ok("resume", LIN)
    assert (case["state"], [wait["reason"] for wait in case["waits"]]) == ("pending", ["incident", "customer"])
    refused(linked, 4, "resume", LIN)


def test_a_held_complaint_is_held_wherever_it_is_given(linked: Desk) -> None:
    """Whoever gets it has to accept it once it is let go, or may before."""
    case = at(linked, "10:00").ok("assign", LIN, "--to", "billing", "--handler", "zhou")
    assert (case["state"], case["department"], case["incident"]) == ("pending", "billing", 1)
    assert linked.ok("incident", "unlink", LIN)["state"] == "assigned"
    linked.ok("assign", HE, "--to", "billing")
    assert linked.ok("accept", HE, "--as", "zhou")["state"] == "pending"
    case = linked.ok("incident", "unlink", HE)
    assert (case["state"], case["handler"]) == ("in_progress", "zhou")


def test_an_own_link_is_undone_like_any_step(five: Desk) -> None:
    before = at(five, "08:10").ok("show", LIN)
    five.ok("incident", "link", 1, LIN)
    five.ok("undo", LIN)
    assert five.ok("show", LIN) == before
    assert five.ok("list", "--incident", 1) == []


def test_what_ends_otherwise_is_linked_no_longer(linked: Desk) -> None:
    at(linked, "10:00").ok("cancel", LIN, "--by", "customer", "--reason", "Moved away.")
    assert (linked.ok("show", LIN)["incident"], waits(linked.ok("show", LIN))) == (
        None, [("incident", "08:10", "10:00")],
    )  # fmt: skip
    for words in (
        ("contact", HE, "--via", "phone"),
        ("propose", HE, "Repair.", "--cause", "equipment", "--upheld", "yes"),
        ("reply", HE, "Mended.", "--via", "phone", "--satisfied", "yes"),
        ("submit", HE),
        ("close", HE),
    ):
        linked.ok(*words)
    told = at(linked, "14:00").ok(*RESOLVE)
    assert (told["answered"], told["unlinked"]) == ([SHEN], [])
    closed = linked.ok("show", HE)
    assert (closed["state"], closed["answer"], closed["incident"]) == ("closed", "Mended.", 1)
    again = linked.ok("visit", HE, "--via", "phone", "--satisfied", "no", "--demand", "Better.")
    assert (again["state"], again["incident"]) == ("in_progress", None)
    assert linked.ok("daily")["incidents_ended"] == []


# ── by rule ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("clock", "words", "linked"),
    [
        ("08:10", EAST, True),
        ("08:10", ("--region", " EAST "), True),
        ("08:10", ("--region", "west"), False),
        ("08:10", (), False),
        ("19:50", EAST, True),  # twelve hours after 07:50
        ("19:51", EAST, False),
        ("08:10", (*EAST, "--received", "07:40"), True),  # shortly before it was opened
        ("08:10", (*EAST, "--received", "2026-11-08 19:49"), False),
        ("08:10", (*EAST, "--settled", "Told about the fault."), False),
    ],
)
def test_a_new_complaint_of_the_same_kind_and_place_is_linked_at_once(
    desk: Desk, clock: str, words: tuple[object, ...], linked: bool
) -> None:
    at(desk, "07:50").ok(*OPEN)
    case = recorded(desk, clock, *words)
    assert case["incident"] == (1 if linked else None)
    assert (case["known_fault"] or {}).get("title") == ("Cable theft east" if linked else None)
    assert ("linked" in [event["type"] for event in case["events"]]) == linked


def test_another_kind_is_not_linked_and_neither_is_what_comes_after_the_end(desk: Desk) -> None:
    at(desk, "07:50").ok(*OPEN)
    assert desk.ok("record", "Wrong bill", "--category", "business", *EAST)["incident"] is None
    at(desk, "10:00").ok(*RESOLVE)
    assert recorded(desk, "10:01", *EAST)["incident"] is None
    at(desk, "10:30").ok(*OPEN)
    at(desk, "10:40").ok(*OPEN)
    assert recorded(desk, "11:00", *EAST)["incident"] == 3  # the latest


def test_the_counter_is_told_of_the_known_fault(desk: Desk) -> None:
    at(desk, "07:50").ok(*OPEN, "--until", "14:00", "--notice", "A crew is on site.")
    out = at(desk, "08:10").tsk("record", "No signal", "--category", "network", *EAST).out
    assert "Known fault: incident 1, Cable theft east · expected end 11-09 14:00" in out
    assert "A crew is on site." in out
    assert "已知故障" in desk.tsk("record", "断网", *EAST, "--lang", "zh").out
    linked = desk.ok("show", 1, "--history")["events"][-1]
    assert (linked["type"], linked["actor"], linked["at"]) == ("linked", "system", f"{DAY}T08:10:00+08:00")
    refused(desk, 4, "undo", 1)  # the registration and what came with it


def test_a_policy_may_link_by_other_words_or_not_at_all(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8")
    line = 'incident = { same = ["category", "region"], within = "12 hours", reply = "fault" }'
    assert line in usual
    rules.write_text(usual.replace(line, 'incident = { same = ["store"], within = "1 hour" }'), "utf-8")
    at(desk, "07:50").ok("incident", "open", "Power cut", "--store", "HZ01")
    assert recorded(desk, "08:00", "--store", "HZ01")["incident"] == 1
    at(desk, "08:30").ok("incident", "resolve", 1, "--reply", "The light is on again.")
    assert desk.ok("show", 1)["answer"] == "The light is on again."  # no template
    rules.write_text(usual.replace(line, ""), "utf-8")
    at(desk, "09:00").ok(*OPEN)
    assert recorded(desk, "09:00", *EAST)["incident"] is None


# ── beyond the expected end ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("runs", [(), ("daily",), ("escalate", "--due")], ids=["no-run", "daily", "escalate"])
def test_an_incident_that_lasts_longer_than_expected_holds_to_its_end(desk: Desk, runs: tuple[str, ...]) -> None:
    """Expected until 11:00, over at 14:00: held for 5 h 50 min all the same, whether or not anything ran meanwhile."""
    recorded(desk, "07:30", *EAST)
    at(desk, "07:50").ok(*OPEN, "--until", "11:00")
    assert due(at(desk, "08:10").ok("incident", "link", 1, 1)) == "11-13 11:00"
    at(desk, "13:00")
    if runs:
        desk.ok(*runs)
        desk.ok(*runs)
        assert types(desk, 1).count("linked") == 2
        (paused,) = (m["standing"] for m in desk.ok("show", 1)["milestones"] if m["name"] == "reply")
        assert paused == "paused"
    at(desk, "14:00").ok(*RESOLVE)
    case = desk.ok("show", 1)
    assert waits(case) == [("incident", "08:10", "11:00"), ("incident", "11:00", "14:00")]
    assert desk.ok("incident", "show", 1)["complaints"][0]["held_seconds"] == 21_000
    assert due(case) == "11-13 14:00"
    assert desk.ok("verify")["whole"]


def test_an_answer_beyond_the_expected_end_is_judged_by_a_clock_that_still_stands(desk: Desk) -> None:
    """Urgent, so owed by Wed 11 Nov 18:00; held until Mon 11:00 as expected, by Thu 11:00; the cable is still down."""
    recorded(desk, "07:30", *EAST, "--severity", "urgent")
    at(desk, "07:50").ok(*OPEN, "--until", "11:00")
    at(desk, "08:10").ok("incident", "link", 1, 1)
    case = desk.at("2026-11-12 15:00").ok("reply", 1, "Mended.", "--via", "phone")
    assert [event["type"] for event in case["events"]] == ["linked", "accepted", "replied"]
    (row,) = (m for m in case["milestones"] if m["name"] == "reply")
    assert row["standing"] == "met"


# ── the end ────────────────────────────────────────────────────────────────────────────────────────


def test_ending_it_again_adds_nothing_and_no_other_end_is_taken(linked: Desk) -> None:
    at(linked, "14:00").ok(*RESOLVE)
    events = linked.events
    again = at(linked, "14:30").ok(*RESOLVE)
    assert (again["answered"], again["unlinked"], again["ended_at"]) == ([], [], f"{DAY}T14:00:00+08:00")
    assert linked.events == events
    refused(linked, 4, "incident", "resolve", 1, "--reply", "Another text.", naming="tsk incident show 1")
    refused(linked, 4, "incident", "cancel", 1, "--reason", "A mistake.")


def test_a_complaint_that_refuses_the_answer_is_reported_and_stays_linked_and_the_rest_goes_on(linked: Desk) -> None:
    """Its proposal waits for an approval; it is held no longer, and answered by `daily` once it may be."""
    at(linked, "10:00").ok("propose", HE, "Pay a day's fee.", "--amount", "30")
    told = at(linked, "14:00").tsk(*RESOLVE, "--json")
    assert (told.code, told.json["answered"], [row["id"] for row in told.json["refused"]]) == (4, [LIN, SHEN], [HE])
    assert "not approved" in told.json["refused"][0]["error"]
    case = linked.ok("show", HE)
    assert (case["incident"], case["answer"], waits(case)) == (1, "", [("incident", "08:40", "14:00")])
    assert case["state"] != "pending"
    again = at(linked, "15:00").tsk(*RESOLVE)
    assert again.code == 4
    assert "20261109-0002" in again.err
    assert linked.ok("daily")["incidents_ended"] == [{"id": 1, "answered": [], "unlinked": [], "refused": [HE]}]
    linked.ok("approve", HE, "--as", "wang")
    found = at(linked, "16:00").ok("daily")
    assert found["incidents_ended"] == [{"id": 1, "answered": [HE], "unlinked": [], "refused": []}]
    case = linked.ok("show", HE, "--history")
    assert (case["answer"], case["events"][-1]["at"][11:16], case["events"][-1]["actor"]) == (
        NO_ANSWER.format(name="何晴", number="20261109-0002"), "16:00", "tester",
    )  # fmt: skip
    assert linked.ok("daily")["incidents_ended"] == []
    assert linked.ok("verify")["whole"]


def test_an_email_needs_the_basis_that_the_policy_asks_for(desk: Desk) -> None:
    at(desk, "07:50").ok(*OPEN)
    recorded(desk, "08:00", *EAST, "--channel", "email", "--customer", "林小满")
    told = at(desk, "14:00").tsk(*RESOLVE)
    assert (told.code, "needs.email, rules.toml:" in told.err) == (4, True)
    at(desk, "15:00").ok(*OPEN)
    recorded(desk, "15:10", *EAST, "--channel", "email", "--customer", "林小满")
    told = desk.ok("incident", "resolve", 2, "--reply", "Mended.", "--basis", "Repair sheet 7")
    assert (told["answered"], desk.ok("show", 2)["basis"]) == ([2], "Repair sheet 7")


def test_the_end_may_be_told_later_than_it_was(linked: Desk) -> None:
    told = at(linked, "15:00").ok(*RESOLVE, "--at", "14:00", "--reason", "The crew called late.")
    assert told["ended_at"] == f"{DAY}T14:00:00+08:00"
    assert waits(linked.ok("show", LIN)) == [("incident", "08:10", "14:00")]
    (met,) = (m["met_at"] for m in linked.ok("show", LIN)["milestones"] if m["name"] == "reply")
    assert met == f"{DAY}T14:00:00+08:00"


def test_a_cancelled_incident_lets_everything_go_unanswered(linked: Desk) -> None:
    at(linked, "10:00").ok("reply", SHEN, "Mended.", "--via", "phone")
    told = at(linked, "14:00").ok("incident", "cancel", 1, "--reason", "It was each one's own modem.")
    assert (told["state"], told["answered"], told["unlinked"]) == ("cancelled", [], [LIN, HE, SHEN])
    cases = {id: linked.ok("show", id) for id in (LIN, HE, SHEN)}
    assert {id: (case["state"], case["incident"], case["answer"]) for id, case in cases.items()} == {
        LIN: ("assigned", None, ""), HE: ("assigned", None, ""), SHEN: ("resolved", None, "Mended."),
    }  # fmt: skip
    assert (waits(cases[LIN]), due(cases[LIN])) == ([("incident", "08:10", "14:00")], "11-13 14:00")
    assert {case["id"] for case in linked.ok("list", "--incident", 1)} == {LIN, HE, SHEN}


def test_what_was_done_for_everybody_is_not_undone_for_one(linked: Desk) -> None:
    at(linked, "14:00").ok(*RESOLVE)
    refused(linked, 4, "undo", LIN, naming="for everybody")


def test_the_answers_are_in_the_language_of_the_command(linked: Desk) -> None:
    at(linked, "14:00").ok(*RESOLVE[:3], "--reply", "电缆已修复。", "--lang", "zh")
    assert linked.ok("show", LIN)["answer"] == (
        "林小满您好：您反映的问题（20261109-0001）系批量故障所致。处理情况：电缆已修复。"
        " 感谢您的理解，请问您对处理结果是否满意？"
    )


def test_a_customer_without_a_name_is_answered_and_braces_in_an_answer_stay(desk: Desk) -> None:
    at(desk, "07:50").ok(*OPEN)
    recorded(desk, "08:00", *EAST)
    desk.ok("incident", "resolve", 1, "--reply", "See {number} and {nothing}.")
    assert desk.ok("show", 1)["answer"] == (
        "Dear customer, what you reported (20261109-0001) was a fault that affected many. See {number} and {nothing}."
        " Thank you. Are you satisfied?"
    )


# ── two at once, and interrupted ───────────────────────────────────────────────────────────────────


def _crowd(desk: Desk, count: int) -> list[int]:
    """So many complaints, held by the incident from their registration on."""
    at(desk, "07:50").ok(*OPEN)
    return [recorded(desk, "08:10", *EAST, "--customer", f"No. {n}")["id"] for n in range(count)]


def test_two_who_resolve_at_once_answer_everybody_once(desk: Desk) -> None:
    ids = _crowd(desk, 60)
    at(desk, "14:00")
    with held(desk):
        crowd = [desk.process(*RESOLVE, "--json", "--as", name) for name in ("zhao", "qian")]
    said = [process.communicate(timeout=60) for process in crowd]
    told = [Result(process.returncode, *one) for process, one in zip(crowd, said, strict=True)]
    assert [one.code for one in told] == [0, 0]
    assert sorted(id for one in told for id in one.json["answered"]) == ids
    for id in ids[::12]:
        assert types(desk, id).count("replied") == 1
    assert desk.events == 1 + 1 + len(ids) * 5  # opened, resolved; registered, assigned, linked, unlinked, replied
    assert desk.ok("incident", "list")[0]["explains"] == 60


def test_an_end_that_was_interrupted_is_finished_by_daily(desk: Desk) -> None:
    """Killed after the first fifty at the earliest, or after all of them: nobody is left out, nobody asked twice."""
    ids = _crowd(desk, 120)
    running = at(desk, "14:00").process(*RESOLVE)
    with behind(desk) as db:
        while running.poll() is None:
            (answered,) = db.execute("SELECT count(*) FROM event WHERE type = 'replied'").fetchone()
            if answered:
                running.send_signal(signal.SIGKILL)
                break
        running.communicate(timeout=60)
    found = at(desk, "16:00").ok("daily")["incidents_ended"]
    late = [id for one in found for id in one["answered"]]
    cases = {case["id"]: case for case in desk.ok("list", "--incident", 1)}
    assert sorted(cases) == ids
    assert {case["answered_with"] for case in cases.values()} == {1}
    assert desk.events == 2 + len(ids) * 5
    for id in late[:1]:  # held to the end of the incident, answered when the rest was gone on with
        case = desk.ok("show", id, "--history")
        assert waits(case) == [("incident", "08:10", "14:00")]
        assert (case["events"][-1]["at"][11:16], due(case)) == ("16:00", "11-13 14:00")
    assert desk.ok("daily")["incidents_ended"] == []


# ── what is refused ────────────────────────────────────────────────────────────────────────────────

REFUSED = {
    "an unknown incident to link to": (3, ("incident", "link", 9, LIN), "incident 9"),
    "an unknown incident to show": (3, ("incident", "show", 9), "tsk incident list"),
    "an unknown incident to end": (3, ("incident", "resolve", 9, "--reply", "Mended."), "incident 9"),
    "an unknown incident to cancel": (3, ("incident", "cancel", 9, "--reason", "None."), "incident 9"),
    "number 0": (3, ("incident", "show", 0), "incident 0"),
    "a number beyond all": (3, ("incident", "show", 10**20), "incident 1000"),
    "no number": (2, ("incident", "show", "one"), "N"),
    "an unknown complaint": (3, ("incident", "link", 1, 99), "99"),
    "no complaint": (2, ("incident", "link", 1), "Which complaint?"),
    "an empty title": (2, ("incident", "open", " "), "title"),
    "an unknown category": (2, ("incident", "open", "Fault", "--category", "weather"), "weather"),
    "an unknown person's name": (2, ("incident", "open", "Fault", "--tell", " "), "--tell"),
    "an end before the beginning": (2, ("incident", "open", "Fault", "--until", "07:50"), "07:50"),
    "an opening in the future": (2, ("incident", "open", "Fault", "--at", "07:51"), "future"),
    "no answer": (2, ("incident", "resolve", 1), "--reply"),
    "an empty answer": (2, ("incident", "resolve", 1, "--reply", " "), "--reply"),
    "an unknown way": (2, ("incident", "resolve", 1, "--reply", "Mended.", "--via", "drum"), "drum"),
    "an unknown cause": (2, ("incident", "resolve", 1, "--reply", "Mended.", "--cause", "moon"), "moon"),
    "an end before its beginning": (2, ("incident", "resolve", 1, "--reply", "Mended.", "--at", "07:49"), "07:50"),
    "no reason": (2, ("incident", "cancel", 1), "--reason"),
    "what is not linked": (4, ("incident", "unlink", LIN), "no incident"),
    "a link before its beginning": (4, ("incident", "link", 1, LIN, "--at", "07:40"), "07:50"),
    "an unknown state": (2, ("incident", "list", "--state", "asleep"), "asleep"),
    "an unknown verb": (2, ("incident", "close", 1), "incident close"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(five: Desk, what: str) -> None:
    code, words, naming = REFUSED[what]
    refused(five, code, *words, naming=naming)


def test_nothing_is_linked_to_what_is_over_or_to_two(linked: Desk) -> None:
    at(linked, "10:00").ok(*OPEN)
    refused(linked, 4, "incident", "link", 2, LIN, naming=f"tsk incident unlink {LIN}")
    at(linked, "14:00").ok(*RESOLVE)
    refused(linked, 4, "incident", "link", 1, GU, naming="over since")
    refused(linked, 4, "incident", "unlink", LIN)


def test_a_finished_complaint_is_not_linked(five: Desk) -> None:
    five.ok("cancel", LIN, "--by", "customer", "--reason", "Moved away.")
    refused(five, 4, "incident", "link", 1, LIN, naming="20261109-0001 is cancelled")


def test_a_policy_without_such_a_wait_links_nothing_and_says_where_it_is_to_be_added(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", f"{DAY} 07:50")
    desk.ok("init", "--practice", "--policy", "operator-handbook")
    desk.ok("record", "No signal")
    desk.ok("incident", "open", "Cable theft east")
    refused(desk, 4, "incident", "link", 1, 1, naming="[waits] in rules.toml")


@pytest.mark.parametrize(
    ("usual", "written", "named"),
    [
        ('reply = "fault" }', 'reply = "fautl" }', "fautl"),
        ("Dear {customer}", "Dear {client}", "client"),
        ("{answer}", "the answer", "{answer}"),
        ('same = ["category", "region"], within = "12', 'same = ["town"], within = "12', "town"),
        ('incident = { zh = "批量故障"', 'outage   = { zh = "批量故障"', 'reason for waiting "incident"'),
    ],
)
def test_the_rule_file_is_checked(desk: Desk, usual: str, written: str, named: str) -> None:
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    assert usual in text
    rules.write_text(text.replace(usual, written), "utf-8")
    told = desk.tsk("rules", "check")
    assert (told.code, named in told.out + told.err) == (5, True), told


def test_a_changed_row_or_event_of_an_incident_is_found(linked: Desk) -> None:
    changed(linked, "UPDATE register SET state = 'resolved' WHERE kind = 'incident'")
    told = linked.tsk("verify", "--json")
    assert (told.code, told.json["findings"]) == (
        6, ["The register's row of incident 1 differs from its events."],
    )  # fmt: skip


# ── people ─────────────────────────────────────────────────────────────────────────────────────────

CLERK, HANDLER, REVIEWER, BOSS = "w1001", "w2001", "w3001", "w9001"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


@pytest.fixture
def staffed(five: Desk) -> Desk:
    rules = five.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
    return five


@pytest.mark.parametrize("who", [CLERK, HANDLER, REVIEWER])
def test_only_a_supervisor_opens_links_and_ends(staffed: Desk, who: str) -> None:
    for words in (OPEN, ("incident", "link", 1, LIN), RESOLVE, ("incident", "cancel", 1, "--reason", "No.")):
        events = int(staffed.ok("verify", "--as", BOSS)["events"])
        told = staffed.tsk(*words, "--as", who)
        assert (told.code, "`incident`" in told.err) == (4, True), told
        assert staffed.ok("verify", "--as", BOSS)["events"] == events


def test_whoever_ends_it_answers_without_taking_the_complaints_over(staffed: Desk) -> None:
    at(staffed, "08:10").ok("incident", "link", 1, LIN, "--as", BOSS)
    told = at(staffed, "14:00").ok(*RESOLVE, "--as", BOSS)
    case = staffed.ok("show", LIN, "--as", BOSS)
    assert (told["answered"], case["handler"], case["department"]) == ([LIN], "", "network")


def test_those_who_were_told_see_it_in_their_inbox_until_it_is_over(
    staffed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    at(staffed, "08:00").ok("incident", "open", "Mail is down", "--tell", "赵敏", "--as", BOSS)
    seen = {who: staffed.tsk("inbox", "--as", who).out for who in (CLERK, HANDLER, REVIEWER, BOSS)}
    assert {who for who, out in seen.items() if "Mail is down" in out} == {HANDLER}
    assert {who for who, out in seen.items() if "Cable theft east" in out} == {CLERK, HANDLER, REVIEWER}
    at(staffed, "14:00").ok(*RESOLVE, "--as", BOSS)
    assert "Cable theft east" not in staffed.tsk("inbox", "--as", HANDLER).out
