"""The same customer with the same kind of matter again: told at once at the counter, with what was promised last time.

Complaint 1 comes in on Mon 2 Nov at 10:00 about the network. The answer is due on Thu 5 Nov at 18:00.
"""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk

DAY = "2026-11-02"
FIRST = "20261102-0001"
PHONE, CARD = ("--phone", "13800001234"), ("--card", "6222 0200")
OTHER_PHONE = ("--phone", "13911112222")
CLERK, NETWORK, BILLING, BOSS, STRANGER = "w1001", "w2001", "w2101", "w9001", "visitor"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


@pytest.fixture
def one(desk: Desk) -> Desk:
    desk.at(f"{DAY} 10:00").ok("record", "断网三天", *PHONE, *CARD)
    return desk.at("2026-11-10 10:00")


def again(desk: Desk, *words: object) -> Any:
    """The recording of the same matter once more."""
    return desk.ok("record", "又断网了", *words)


# ── the same customer ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        PHONE, ("--phone", "138-0000-1234"), ("--phone", "+86 138 0000 1234"), ("--phone", "１３８００００１２３４"),
        CARD, ("--card", "6222-0200"), ("--card", "62220200"), (*OTHER_PHONE, *CARD), (*PHONE, "--card", "6222 9999"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_same_phone_or_card_in_any_spelling_is_the_same_customer(one: Desk, words: tuple[str, ...]) -> None:
    told = again(one, *words)
    assert (told["repeat_of"], told["repeats"]["number"]) == (FIRST, FIRST)
    assert one.ok("show", 2)["repeat_of"] == FIRST


@pytest.mark.parametrize(
    "words",
    [OTHER_PHONE, ("--card", "6222 9999"), ("--customer", "林小满"), ()],
    ids=lambda words: " ".join(words) or "-",
)
def test_another_or_no_phone_and_card_is_no_repeat(desk: Desk, words: tuple[str, ...]) -> None:
    desk.at(f"{DAY} 10:00").ok("record", "断网三天", *PHONE, *CARD, "--customer", "林小满")
    told = again(desk, *words)
    assert (told["repeat_of"], told["repeats"]) == (None, None)


def test_two_complaints_of_nobody_do_not_repeat_each_other(desk: Desk) -> None:
    desk.ok("record", "断网三天")
    assert again(desk)["repeat_of"] is None


def test_a_phone_is_no_card(desk: Desk) -> None:
    desk.ok("record", "断网三天", "--card", "13800001234")
    assert again(desk, *PHONE)["repeat_of"] is None


# ── the same matter, in time ───────────────────────────────────────────────────────────────────────


def test_another_category_is_no_repeat(one: Desk) -> None:
    told = one.ok("record", "套餐扣费不对", *PHONE)
    assert (told["category"], told["repeat_of"], told["repeats"]) == ("business", None, None)


def test_a_corrected_category_counts(one: Desk) -> None:
    one.ok("update", 1, "--category", "business")
    assert again(one, *PHONE)["repeat_of"] is None
    assert one.ok("record", "套餐扣费不对", *PHONE)["repeat_of"] == FIRST


@pytest.mark.parametrize(
    ("when", "repeat_of"),
    [
        (f"{DAY} 10:00", FIRST),
        ("2026-12-02 10:00:00", FIRST),
        ("2026-12-02 10:00:01", None),
        ("2026-12-03 10:00", None),
    ],
    ids=["at-once", "thirty-days", "a-second-more", "thirty-one-days"],
)
def test_the_earlier_one_was_received_within_thirty_days(one: Desk, when: str, repeat_of: str | None) -> None:
    assert again(one.at(when), *PHONE)["repeat_of"] == repeat_of


def test_the_days_are_counted_from_receipt_to_receipt(one: Desk) -> None:
    told = again(one.at("2026-12-03 10:00"), *PHONE, "--received", "2026-12-02 09:00")
    assert told["repeat_of"] == FIRST


def test_a_complaint_does_not_repeat_one_that_was_received_later(one: Desk) -> None:
    one.at("2026-11-03 10:00")
    assert again(one, *PHONE, "--received", f"{DAY} 09:00")["repeat_of"] is None


def test_of_several_the_latest_is_told(one: Desk) -> None:
    again(one, *PHONE)
    assert again(one.at("2026-11-11 10:00"), *PHONE)["repeat_of"] == "20261110-0002"


# ── what counts ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "repeat_of"),
    [
        (("cancel", 1, "--by", "mistake", "--reason", "Wrong number."), None),
        (("cancel", 1, "--by", "customer", "--reason", "It works again."), FIRST),
        (("cancel", 1, "--by", "duplicate", "--reason", "Came twice."), FIRST),
        (("reject", 1, "--reason", "Not ours."), FIRST),
        (("reply", 1, "We repaired it.", "--via", "phone"), FIRST),
    ],
    ids=["cancelled-as-a-mistake", "cancelled", "duplicate", "rejected", "answered"],
)
def test_only_what_was_recorded_by_mistake_does_not_count(
    one: Desk, words: tuple[object, ...], repeat_of: str | None
) -> None:
    one.ok(*words)
    assert again(one, *PHONE)["repeat_of"] == repeat_of


def test_a_mistake_hides_no_earlier_one(one: Desk) -> None:
    again(one, *PHONE)
    one.ok("cancel", 2, "--by", "mistake", "--reason", "Twice.")
    assert again(one, *PHONE)["repeat_of"] == FIRST


def test_of_a_merged_one_the_survivor_is_told(one: Desk) -> None:
    again(one, *PHONE)
    one.ok("merge", 2, "--into", 1)
    assert again(one, *PHONE)["repeat_of"] == FIRST


def test_of_a_merged_one_the_survivor_is_told_even_where_only_the_merged_one_had_the_phone(one: Desk) -> None:
    """Merged by the card that both had."""
    again(one, *OTHER_PHONE, *CARD)
    one.ok("merge", 2, "--into", 1)
    assert again(one, *OTHER_PHONE)["repeat_of"] == FIRST


def test_the_same_external_key_is_the_same_complaint_and_no_repeat_of_itself(one: Desk) -> None:
    for _ in range(2):
        told = again(one, *OTHER_PHONE, "--external", "CRM-7")
        assert (told["id"], told["repeat_of"]) == (2, None)


def test_what_was_a_repeat_at_recording_stays_one(one: Desk) -> None:
    again(one, *PHONE)
    one.ok("cancel", 1, "--by", "mistake", "--reason", "Wrong number.")
    assert one.ok("show", 2)["repeat_of"] == FIRST


# ── what was promised ──────────────────────────────────────────────────────────────────────────────


def test_the_repeat_says_what_was_promised_last_time(one: Desk) -> None:
    one.at(f"{DAY} 11:00")
    one.ok("promise", 1, "A technician.", "--by", "2026-11-03 12:00")
    one.ok("promise", 1, "A new router.", "--by", "2026-11-06 12:00")
    assert again(one.at("2026-11-10 10:00"), *PHONE)["repeats"] == {
        "number": FIRST, "received_at": f"{DAY}T10:00:00+08:00", "category": "network", "promised": "A new router.",
        "promised_for": "2026-11-06T12:00:00+08:00", "state": "in_progress", "answer": "", "handler": "tester",
    }  # fmt: skip


def test_without_a_promise_it_says_by_when_the_answer_was_owed(one: Desk) -> None:
    """Not the contact, due on Tue, nor the plan, due on Wed: the screen calls it the answer."""
    repeats = again(one, *PHONE)["repeats"]
    assert (repeats["promised"], repeats["promised_for"]) == ("", "2026-11-05T18:00:00+08:00")
    one.ok("cancel", 2, "--by", "mistake", "--reason", "Twice.")
    assert "an answer was promised by 11-05 18:00" in one.tsk("record", "又断网了", *PHONE).out


def test_where_the_answer_was_given_no_other_deadline_is_called_one(one: Desk) -> None:
    """The network department still owes its part of the file, which was due on Wed."""
    one.at("2026-11-03 10:00").ok("reply", 1, "We repaired it.", "--via", "phone")
    assert again(one, *PHONE)["repeats"]["promised_for"] in (None, "2026-11-05T18:00:00+08:00")


def test_the_repeat_says_what_was_answered_last_time(one: Desk) -> None:
    one.ok("reply", 1, "We repaired it.", "--via", "phone")
    repeats = again(one, *PHONE)["repeats"]
    assert (repeats["state"], repeats["answer"], repeats["handler"]) == ("resolved", "We repaired it.", "tester")


def test_the_counter_is_told_on_the_terminal_in_english(one: Desk) -> None:
    one.at(f"{DAY} 11:00").ok("promise", 1, "一台新路由器", "--by", "2026-11-06 12:00")
    told = one.at("2026-11-10 10:00").tsk("record", "又断网了", *PHONE).out
    assert f"Repeat of {FIRST} of 11-02 10:00, Network quality · in progress" in told
    assert "promised then: 一台新路由器, by 11-06 12:00" in told
    one.ok("reply", 1, "已经修好", "--via", "phone")
    one.ok("cancel", 2, "--by", "mistake", "--reason", "Twice.")
    assert "answered then: 已经修好" in one.tsk("record", "又断网了", *PHONE).out


def test_the_counter_is_told_on_the_terminal_in_chinese(one: Desk) -> None:
    one.at(f"{DAY} 11:00").ok("promise", 1, "一台新路由器", "--by", "2026-11-06 12:00")
    one.ok("reply", 1, "已经修好", "--via", "phone")
    told = one.at("2026-11-10 10:00").tsk("record", "又断网了", *PHONE, "--lang", "zh").out
    lines = told[told.index(FIRST) - 20 :]
    for word in (FIRST, "网络质量", "一台新路由器", "11-06 12:00", "已经修好"):
        assert word in lines
    for word in ("Repeat", "promised", "answered", "then"):
        assert word not in told


def test_show_names_what_is_repeated(one: Desk) -> None:
    again(one, *PHONE)
    assert f"Repeat of  {FIRST}" in " ".join(one.tsk("show", 2).out.split("\n"))


def test_nothing_is_said_where_nothing_is_repeated(desk: Desk) -> None:
    assert "Repeat" not in desk.tsk("record", "断网三天", *PHONE).out


# ── out of sight ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """Complaint 1 is the network's: promised and answered by its handler."""
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8")
    assert "\n[channels]" in usual
    rules.write_text(usual.replace("\n[channels]", STAFF, 1), "utf-8")
    desk.at(f"{DAY} 10:00").ok("record", "断网三天", *PHONE, "--customer", "林小满", "--as", BOSS)
    desk.ok("promise", 1, "A new router.", "--by", "2026-11-06 12:00", "--as", NETWORK)
    desk.ok("reply", 1, "We repaired it.", "--via", "phone", "--as", NETWORK)
    return desk.at("2026-11-10 10:00")


@pytest.mark.parametrize("who", [BILLING, CLERK, STRANGER])
def test_of_a_case_out_of_sight_only_day_category_and_promise_are_told(staffed: Desk, who: str) -> None:
    assert again(staffed, *PHONE, "--as", who)["repeats"] == {
        "number": "", "received_at": f"{DAY}T10:00:00+08:00", "category": "network", "promised": "A new router.",
        "promised_for": "2026-11-06T12:00:00+08:00", "state": "", "answer": "", "handler": "",
    }  # fmt: skip
    staffed.ok("cancel", 2, "--by", "mistake", "--reason", "Twice.", "--as", BOSS)
    told = staffed.tsk("record", "又断网了", *PHONE, "--as", who).out
    assert "promised then: A new router., by 11-06 12:00" in told
    for secret in ("三天", "林小满", "We repaired it", "赵敏", NETWORK, "answered"):
        assert secret not in told


@pytest.mark.parametrize("who", [NETWORK, BOSS])
def test_whoever_sees_the_case_is_told_state_answer_and_handler(staffed: Desk, who: str) -> None:
    repeats = again(staffed, *PHONE, "--as", who)["repeats"]
    assert (repeats["state"], repeats["answer"], repeats["handler"]) == ("resolved", "We repaired it.", NETWORK)


# ── figures and rules ──────────────────────────────────────────────────────────────────────────────


def repeated(desk: Desk, *words: object) -> dict[str, int]:
    report = desk.ok("report", "--month", "2026-11", *words)
    return {"total": report["total"]["repeated"], **{row["category"]: row["repeated"] for row in report["rows"]}}


def test_the_report_counts_the_complaints_that_repeat_another(one: Desk) -> None:
    """Complaints 2 and 3 repeat one of the network; complaint 4 is the first about fees."""
    for _ in range(2):
        again(one, *PHONE)
    one.ok("record", "套餐扣费不对", *PHONE)
    assert repeated(one, "--by", "category") == {"total": 2, "network": 2, "business": 0}
    one.ok("cancel", 3, "--by", "mistake", "--reason", "Twice.")
    assert repeated(one, "--by", "category") == {"total": 1, "network": 1, "business": 0}


def edited(desk: Desk, section: str, row: str) -> Desk:
    """The same desk with one more row at the beginning of a section of its rule file."""
    rules = desk.home / "rules.toml"
    before, head, after = rules.read_text("utf-8").partition(f"\n[{section}]")
    line, end, rest = after.partition("\n")
    rules.write_text(f"{before}{head}{line}{end}{row}\n{rest}", "utf-8")
    assert desk.tsk("rules", "check").code == 0, desk.tsk("rules", "check")
    return desk


@pytest.mark.parametrize("test", ['">= 1"', "1", '"> 0"'])
def test_a_rule_may_ask_whether_a_complaint_repeats_another(desk: Desk, test: str) -> None:
    edited(desk, "routes", f'again = {{ to = "ops", when.repeat = {test} }}')
    assert desk.ok("record", "断网三天", *PHONE)["department"] == "network"
    told = again(desk, *PHONE)
    assert (told["department"], told["route"]) == ("ops", "again")


def test_a_repeat_may_be_graver_and_have_shorter_limits(desk: Desk) -> None:
    edited(desk, "limits", 'again = { when.repeat = ">= 1", reply = "1 working day" }')
    due = {}
    for _ in range(2):
        case = desk.at(f"{DAY} 10:00").ok("record", "断网三天", *PHONE)
        due[case["id"]] = next(m["due"] for m in case["milestones"] if m["name"] == "reply")
    assert due == {1: "2026-11-05T18:00:00+08:00", 2: "2026-11-03T18:00:00+08:00"}


def test_the_policy_says_who_is_the_same_customer_what_is_the_same_matter_and_how_long(one: Desk) -> None:
    rules = one.home / "rules.toml"
    text = rules.read_text("utf-8")
    usual = '{ within = "30 days", same = ["category"], customer = ["phone", "card"] }'
    assert text.count(usual) == 1
    rules.write_text(text.replace(usual, '{ within = "5 days", same = ["subtype"], customer = ["phone"] }'), "utf-8")
    assert one.tsk("rules", "check").code == 0
    assert one.at("2026-11-07 10:00:01").ok("record", "套餐扣费不对", *PHONE)["repeat_of"] is None
    assert one.at("2026-11-07 10:00").ok("record", "套餐扣费不对", *CARD)["repeat_of"] is None
    assert one.ok("record", "套餐扣费不对", *PHONE)["repeat_of"] == FIRST


def test_a_repeat_may_be_the_same_product_whoever_complains_of_it(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    usual = '{ within = "30 days", same = ["category"], customer = ["phone", "card"] }'
    text = rules.read_text("utf-8")
    assert text.count(usual) == 1
    anybody = '{ within = "5 days", same = ["category", "product"], customer = "anybody" }'
    rules.write_text(text.replace(usual, anybody), "utf-8")
    desk.at(f"{DAY} 10:00").ok("record", "断网三天", *PHONE, "--product", "K9")
    assert desk.at("2026-11-07 10:00").ok("record", "断网", *OTHER_PHONE, "--product", "K9")["repeat_of"] == FIRST
    assert desk.ok("record", "套餐扣费不对", *PHONE, "--product", "K9")["repeat_of"] is None  # another category
    assert desk.ok("record", "断网", *PHONE, "--product", "K8")["repeat_of"] is None
    assert desk.ok("record", "断网", *PHONE)["repeat_of"] is None  # of no product that anybody named
    assert desk.ok("record", "断网", *PHONE)["repeat_of"] is None
    assert desk.at("2026-11-12 10:00:01").ok("record", "断网", "--product", "K9")["repeat_of"] is None
