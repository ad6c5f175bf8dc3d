"""A customer who asks for news: counted, seen at once by whoever has the case, and answered or not.

Complaint 1 comes in on Mon 2 Nov at 10:00 about the network: contact by Tue, plan by Wed, answer by Thu, each at 18:00.
"""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk, Result

MON, TUE, WED, THU = (f"2026-11-0{day}" for day in (2, 3, 4, 5))
NUMBER = "20261102-0001"
PHONE = "13800001234"
CALL = ("contact", 1, "--via", "phone")
ANSWER = ("reply", 1, "We repaired it.", "--via", "phone")
STRANGER, CLERK, NETWORK, BILLING, BOSS = "visitor", "w1001", "w2001", "w2101", "w9001"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


@pytest.fixture
def one(desk: Desk) -> Desk:
    desk.at(f"{MON} 10:00").ok("record", "断网三天", "--customer", "林小满", "--phone", PHONE)
    return desk


def waiting(desk: Desk, id: int = 1) -> list[str]:
    """Why the case lies in the inbox, as far as a chase is concerned: how many there were."""
    items = [item for item in desk.ok("inbox") if item["id"] == id]
    return [why["text"] for item in items for why in item["why"] if why["kind"] == "chased"]


# ── counted ────────────────────────────────────────────────────────────────────────────────────────


def test_each_chase_counts_and_is_kept_with_what_the_customer_asked(one: Desk) -> None:
    assert one.ok("chase", 1)["chases"] == 1
    assert one.ok("chase", 1, "When will it work?", "--via", "phone")["chases"] == 2
    event = one.ok("show", 1, "--history")["events"][-1]
    assert (event["type"], event["note"], event["via"]) == ("chased", "When will it work?", "phone")


def test_a_chase_says_what_the_customer_may_be_told_next(one: Desk) -> None:
    told = one.tsk("chase", 1, "When will it work?").out
    assert "chased ×1 in all" in told
    assert "Next: Contact by 11-03 18:00" in told


def test_an_unknown_way_to_chase_is_refused_with_those_that_exist(one: Desk) -> None:
    told = one.tsk("chase", 1, "--via", "pigeon")
    assert (told.code, told.out) == (2, "")
    for way in ("phone", "sms", "email", "chat", "visit", "letter"):
        assert way in told.err


def test_a_chased_complaint_counts_once_in_the_figures(one: Desk) -> None:
    """Two chases of one complaint, none of another."""
    one.ok("record", "断网三天")
    one.ok("chase", 1)
    one.ok("chase", 1)
    assert one.ok("report")["total"]["chased"] == 1
    assert one.ok("daily")["chased"] == 1
    assert [(case["id"], case["chases"]) for case in one.ok("daily")["chased_complaints"]] == [(1, 2)]


# ── answered or not ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "cleared"),
    [
        (CALL, True),
        ((*CALL, "--reached", "no"), False),
        (ANSWER, True),
        (("accept", 1), False),
        (("note", 1, "The customer called."), False),
        (("propose", 1, "Change the card."), False),
        (("assign", 1, "--handler", "tester"), False),
        (("pend", 1, "--reason", "supplier"), False),
        (("urge", 1), False),
    ],
    ids=["contact", "nobody-reached", "reply", "accept", "note", "propose", "assign", "pend", "urge"],
)
def test_a_chase_stands_in_the_inbox_until_the_customer_was_reached_or_answered(
    one: Desk, words: tuple[object, ...], cleared: bool
) -> None:
    one.ok("chase", 1)
    one.ok("chase", 1)
    assert waiting(one) == ["2"]
    one.ok(*words)
    assert waiting(one) == ([] if cleared else ["2"])
    assert one.ok("show", 1)["chases"] == 2


def test_a_chase_after_the_call_stands_in_the_inbox_again_with_the_whole_count(one: Desk) -> None:
    one.ok("chase", 1)
    one.ok(*CALL)
    one.ok("chase", 1)
    assert waiting(one) == ["2"]


def test_a_chase_after_the_answer_stands_in_the_inbox_until_the_next_call(one: Desk) -> None:
    one.ok(*ANSWER)
    one.ok("chase", 1)
    assert (waiting(one), one.ok("show", 1)["state"]) == (["1"], "resolved")
    one.ok(*CALL)
    assert waiting(one) == []


def test_a_chased_case_comes_before_one_that_is_due_today(one: Desk) -> None:
    """Complaint 2, of an elderly customer, is due today, but nobody asked for it; 3 is not due, but chased."""
    one.ok("record", "营业员态度恶劣", "--severity", "general")
    one.ok("record", "断网三天")
    one.at(f"{TUE} 09:00").ok("chase", 3)
    assert [item["id"] for item in one.ok("inbox")] == [3, 1, 2]


def test_a_case_that_is_called_off_waits_for_no_answer_to_a_chase(one: Desk) -> None:
    one.ok("chase", 1)
    one.ok("cancel", 1, "--by", "customer", "--reason", "It works again.")
    assert one.ok("inbox") == []
    one.ok("reopen", 1, "--reason", "It broke again.")
    assert waiting(one) == []


# ── in every state ─────────────────────────────────────────────────────────────────────────────────

FILED: list[tuple[object, ...]] = [
    CALL, ("propose", 1, "Repair.", "--cause", "equipment", "--upheld", "yes"), (*ANSWER, "--satisfied", "yes"),
    ("submit", 1),
]  # fmt: skip
WAYS: dict[str, list[tuple[object, ...]]] = {
    "in_progress": [CALL],
    "pending": [CALL, ("pend", 1, "--reason", "customer")],
    "resolved": [CALL, ANSWER],
    "closed": [*FILED, ("close", 1)],
    "cancelled": [("cancel", 1, "--by", "customer", "--reason", "It works again.")],
    "rejected": [("reject", 1, "--reason", "Not ours.")],
}


@pytest.mark.parametrize("state", WAYS)
def test_a_chase_is_recorded_in_every_state_and_changes_neither_it_nor_a_deadline(one: Desk, state: str) -> None:
    for words in WAYS[state]:
        one.ok(*words)
    before = one.ok("show", 1)
    after = one.ok("chase", 1, "When will it work?")
    assert (after["state"], after["round"], after["chases"]) == (state, before["round"], 1)
    assert after["milestones"] == before["milestones"]
    assert one.ok("verify")["whole"]


def test_a_third_chase_of_a_closed_case_raises_nothing_that_is_over(one: Desk) -> None:
    for words in WAYS["cancelled"]:
        one.ok(*words)
    for _ in range(4):
        one.ok("chase", 1)
    case = one.ok("show", 1)
    assert (case["chases"], case["severity"], case["state"]) == (4, "general", "cancelled")


# ── the third ──────────────────────────────────────────────────────────────────────────────────────


def dues(case: Any) -> dict[str, str]:
    return {m["name"]: m["due"][5:16] for m in case["milestones"]}


USUAL = {
    "contact": "11-03T18:00", "plan": "11-04T18:00", "opinion": "11-04T18:00", "reply": "11-05T18:00",
    "statutory": "11-18T00:00",
}  # fmt: skip


def test_the_third_chase_raises_by_one_and_makes_no_date_later(one: Desk) -> None:
    """Major: contact within two working hours from the chase at 11:00, over the lunch break until 14:30; five working
    days for the answer would be later than the three of before, so it stays."""
    one.at(f"{MON} 11:00")
    for _ in range(2):
        assert dues(one.ok("chase", 1)) == USUAL
    third = one.ok("chase", 1)
    assert [event["type"] for event in third["events"]] == ["chased", "escalated", "corrected"]
    assert third["severity"] == "major"
    assert dues(third) == {**USUAL, "contact": "11-02T14:30"}


def test_the_fourth_chase_raises_no_further(one: Desk) -> None:
    for _ in range(3):
        one.ok("chase", 1)
    fourth = one.ok("chase", 1)
    assert ([event["type"] for event in fourth["events"]], fourth["severity"]) == (["chased"], "major")


def test_a_third_chase_in_a_later_round_counts_those_of_the_earlier_ones(one: Desk) -> None:
    one.ok("chase", 1)
    one.ok("chase", 1)
    one.ok(*ANSWER, "--satisfied", "no", "--demand", "Money back.")
    third = one.ok("chase", 1)
    assert (third["round"], third["chases"], third["severity"]) == (2, 3, "major")


def test_a_met_deadline_stays_met_when_the_third_chase_raises_the_case(one: Desk) -> None:
    one.at(f"{TUE} 17:00").ok(*CALL)
    for _ in range(3):
        one.ok("chase", 1)
    (contact,) = [m for m in one.ok("show", 1)["milestones"] if m["name"] == "contact"]
    assert (contact["standing"], contact["due"]) == ("met", f"{TUE}T18:00:00+08:00")


# ── out of sight ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """Listed staff: complaint 1 is the network's, recorded by the supervisor; billing and the clerk do not see it."""
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8")
    assert "\n[channels]" in usual
    rules.write_text(usual.replace("\n[channels]", STAFF, 1), "utf-8")
    person = ("--customer", "林小满", "--phone", PHONE, "--details", "老人在家")
    desk.at(f"{MON} 10:00").ok("record", "断网三天", *person, "--as", BOSS)
    return desk


def refused(desk: Desk, code: int, *words: object) -> Result:
    events = desk.ok("verify", "--as", BOSS)["events"]
    told = desk.tsk("chase", *words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.ok("verify", "--as", BOSS)["events"] == events
    return told


def tells_nothing(text: str) -> None:
    for secret in ("断网", "林小满", "1234", "老人", "assigned", "general", "Contact", "11-03"):
        assert secret not in text, secret


@pytest.mark.parametrize("said", [PHONE, "138-0000-1234", "+86 138 0000 1234", "１３８００００１２３４"])
def test_whoever_knows_number_and_phone_may_chase_a_case_that_they_may_not_see(staffed: Desk, said: str) -> None:
    assert staffed.ok("chase", NUMBER, "News?", "--phone", said, "--as", BILLING) == {
        "id": 1, "number": NUMBER, "state": "assigned", "chases": 1,
    }  # fmt: skip
    event = staffed.ok("show", 1, "--history", "--as", BOSS)["events"][-1]
    assert (event["type"], event["actor"], event["note"]) == ("chased", BILLING, "News?")
    told = staffed.tsk("chase", NUMBER, "--phone", said, "--as", CLERK).out
    assert told.split() == [NUMBER, "chased,", "2", "in", "all", "·", "assigned"]


@pytest.mark.parametrize("said", ["13800009999", "1234", "138", "x", "-"])
def test_a_wrong_phone_is_refused_and_tells_nothing_of_the_case(staffed: Desk, said: str) -> None:
    told = refused(staffed, 3, NUMBER, "--phone", said, "--as", BILLING)
    assert "not the phone of its customer" in told.err
    tells_nothing(told.err)


@pytest.mark.parametrize("said", ["x", "-", "13800001234"])
def test_no_phone_is_the_right_one_where_the_customer_gave_none(staffed: Desk, said: str) -> None:
    staffed.ok("record", "断网三天", "--as", BOSS)
    refused(staffed, 3, "20261102-0002", "--phone", said, "--as", BILLING)


def test_number_or_phone_alone_is_not_enough_for_somebody_listed(staffed: Desk) -> None:
    for words in ((NUMBER,), (1, "--phone", PHONE), ("0001", "--phone", PHONE), (PHONE,), (PHONE, "--phone", PHONE)):
        tells_nothing(refused(staffed, 3, *words, "--as", BILLING).err.replace(PHONE, ""))


def test_a_login_that_is_not_listed_chases_by_the_whole_number_only(staffed: Desk) -> None:
    assert staffed.ok("chase", NUMBER, "--as", STRANGER) == {
        "id": 1, "number": NUMBER, "state": "assigned", "chases": 1,
    }  # fmt: skip
    for said in (1, "0001", PHONE, "."):
        tells_nothing(refused(staffed, 3, said, "--as", STRANGER).err.replace(PHONE, ""))


def test_whoever_sees_the_case_chases_it_by_any_name_and_is_shown_it(staffed: Desk) -> None:
    for said in (1, "0001", NUMBER, PHONE):
        assert staffed.ok("chase", said, "--as", NETWORK)["summary"] == "断网三天"
    assert staffed.ok("show", 1, "--as", NETWORK)["chases"] == 4
