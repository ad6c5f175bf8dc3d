"""Walk-through J: a shopping mall in three tiers, open every day 10:00–22:00, from Monday 16 November 2026.

The figures that the regulation leaves open: counter 2 hours, store 1 day, operations 3 days of opening hours. In the
order of the clock: 1, 2, 4, then 3 to Tuesday, 5, 6, 7, the end of 3 on Friday, 8.

Three things are read as the requirement has them:
- a tier that is due at 13:00:00 is late from 13:00:01, so the complaint rises at the first run of the job after that;
- "outside the house" is a department that does not exist, a mistake of the command line (2); what is refused (4) is to
  turn a complaint away, for nobody holds the right;
- J2 gives a tier two ways to keep its time, to settle or to agree a date: with the date the tier's clock is met and
  that of the date begins; what the walk leaves open, a date that was not kept makes the complaint rise too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from walking import Walk, dues, lines, share, stands, text, why

COUNTER, OTHER_COUNTER = "m1001", "m1002"  # of counter C12 and of counter C30
STORE, CENTRE, OPERATIONS, MANAGER = "m2001", "m3001", "m4001", "m9001"
PERSON = ("--customer", "林小满", "--phone", "13800000011")
RETURNED = ("--set", "settlement=returned", "--set", "apology=yes")
ANSWER = {"answer": "2026-11-21 22:00"}  # five days for all tiers together, ours, for what came in on the first day
ESCALATE = ("escalate", "--due")


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    return Walk(tmp_path / "home", "mall-three-tier", "2026-11-16 11:00")


def test_the_mall_is_walked(walk: Walk) -> None:
    settled_at_the_counter(walk)  # 1 (J1, J2, J3)
    the_counter_is_silent(walk)  # 2 (J1)
    nothing_leaves_the_house(walk)  # 4 (J1)
    a_date_is_agreed(walk)  # 5, on Monday (J2)
    the_store_is_silent(walk)  # 3, to Tuesday (J1)
    the_date_is_not_kept(walk)  # 5 (J2)
    hurt_on_the_escalator(walk)  # 6 (J3)
    a_service_that_went_wrong(walk)  # 7 (J3)
    the_person_concerned_apologises(walk)  # 7 (J3)
    the_top_tier_rises_no_further(walk)  # 3, to Friday (J1)
    the_report_by_tier(walk)  # 8 (J1)
    assert walk.desk.events == walk.desk.written  # one whole chain


def rises(walk: Walk) -> list[tuple[int, str, str]]:
    """What the job carries out now: the complaint, the row, and where it goes."""
    return [(one["id"], one["rule"], one["department"]) for one in walk.does(STORE, *ESCALATE)]


def settled_at_the_counter(walk: Walk) -> None:
    """Mon 11:00: a torn coat is taken back with an apology; it is recorded and ends there; no tier's clock ever ran."""
    torn = ("record", "大衣破了", *PERSON, "--settled", "已退货并致歉")
    walk.refused(COUNTER, *torn, rule="needs.goods")
    walk.refused(COUNTER, *torn, "--set", "settlement=returned", "--set", "apology=no", rule="needs.goods")
    coat = walk.does(COUNTER, *torn, *RETURNED)
    assert (coat["state"], coat["department"], coat["store"], dues(coat)) == ("closed", "counter", "C12", ANSWER)
    assert coat["fields"] == {"settlement": "returned", "apology": "yes"}
    assert [step["type"] for step in walk.history(COUNTER, 1)] == ["registered", "replied", "rated", "closed"]
    # every complaint is written down with who complains; goods with their counter (a mistake of the command line)
    walk.fails(2, CENTRE, "record", "毛衣掉色", *PERSON, naming="needs.goods")
    walk.fails(2, COUNTER, "record", "毛衣掉色", naming="needs.goods")


def the_counter_is_silent(walk: Walk) -> None:
    """Mon 11:00 and two hours: 13:00 is in time; with the next second it rises, once though the job runs twice."""
    second = walk.does(COUNTER, "record", "毛衣掉色", *PERSON)
    assert (second["id"], second["department"], dues(second)) == (2, "counter", {**ANSWER, "tier": "2026-11-16 13:00"})
    assert rises(walk.at("2026-11-16 13:00:00")) == []
    assert rises(walk.at("2026-11-16 13:00:01")) == [(2, "up", "store")]
    assert rises(walk) == []
    risen = walk.does(STORE, "show", 2)
    assert (risen["department"], risen["state"], risen["handler"]) == ("store", "assigned", "")
    assert dues(risen) == {**ANSWER, "tier of counter": "2026-11-16 13:00", "tier": "2026-11-17 22:00"}
    assert stands(risen, "tier of counter") == "missed"
    assert "told" in why(walk.does(STORE, "inbox"), 2)
    assert [step["type"] for step in walk.history(STORE, 2)].count("escalated") == 1


def nothing_leaves_the_house(walk: Walk) -> None:
    """There is no department outside to assign it to, and nobody may turn a complaint away."""
    walk.at("2026-11-16 13:30").fails(2, STORE, "assign", 2, "--to", "供货商", naming="no department")
    walk.fails(2, MANAGER, "assign", 2, "--to", "supplier", naming="no department")
    for who in (COUNTER, STORE, CENTRE, OPERATIONS, MANAGER):
        walk.refused(who, "reject", 2, "--reason", "请联系厂家", rule="`reject`")
    walk.refused(COUNTER, "assign", 2, "--to", "operations", rule="`assign`")  # a counter passes nothing on by itself


def a_date_is_agreed(walk: Walk) -> None:
    """Mon 14:00: a lift that cannot be mended at once; the store agrees on Wed 18 Nov 16:00 and so keeps its time."""
    lift = walk.at("2026-11-16 14:00").does(CENTRE, "record", "电梯坏了", *PERSON)
    assert (lift["id"], lift["department"], dues(lift)) == (3, "store", {**ANSWER, "tier": "2026-11-17 22:00"})
    agreed = walk.does(STORE, "promise", 3, "电梯修复", "--by", "2026-11-18 16:00")
    assert dues(agreed) == {**ANSWER, "tier": "2026-11-17 22:00", "agreed of #1": "2026-11-18 16:00"}
    assert (stands(agreed, "tier"), agreed["state"]) == ("met", "in_progress")


def the_store_is_silent(walk: Walk) -> None:
    """The store's day ends on Tue 17 Nov at closing; operations has three more days."""
    assert rises(walk.at("2026-11-17 22:00:00")) == []
    assert rises(walk.at("2026-11-17 22:00:01")) == [(2, "up", "operations")]
    risen = walk.does(OPERATIONS, "show", 2)
    assert (risen["department"], dues(risen)["tier"]) == ("operations", "2026-11-20 22:00")
    assert stands(risen, "tier of store") == "missed"
    assert "told" in why(walk.does(OPERATIONS, "inbox"), 2)


def the_date_is_not_kept(walk: Walk) -> None:
    """Wed 18 Nov 16:00 is in time, 16:01 is overdue; the mended lift is reported at 18:00, late."""
    assert walk.at("2026-11-18 16:00:00").does(MANAGER, "overdue") == []
    overdue = walk.at("2026-11-18 16:01").does(MANAGER, "overdue")
    assert [(x["id"], x["milestone"], x["late_seconds"], x["department"]) for x in overdue] == [
        (3, "agreed", 60, "store")
    ]
    walk.refused(STORE, "close", 3, rule="`close`")
    assert (rises(walk), rises(walk)) == ([(3, "missed", "operations")], [])
    mended = walk.at("2026-11-18 18:00").does(OPERATIONS, "deliver", 3, "--note", "电梯已修复")
    assert stands(mended, "agreed of #1") == "late"
    walk.does(OPERATIONS, "reply", 3, "电梯已修复,致歉", "--via", "phone", "--satisfied", "yes")
    assert walk.does(OPERATIONS, "close", 3)["state"] == "closed"


def hurt_on_the_escalator(walk: Walk) -> None:
    """Thu 19 Nov 21:50: management is told in the same second; no answer without the treatment on record."""
    injured = ("record", "扶梯夹到孩子的脚,受伤", "--customer", "沈雨")
    walk.at("2026-11-19 21:50").fails(2, CENTRE, *injured, naming="needs.injury")  # a phone to ask how the child is
    hurt = walk.does(CENTRE, *injured, "--phone", "13800000012")
    assert (hurt["id"], hurt["severity"], hurt["department"]) == (4, "injury", "store")
    (told,) = (step for step in walk.history(MANAGER, 4) if step["type"] == "escalated")
    assert (text(told["at"]), told["rule"], told["tell"]) == ("2026-11-19 21:50", "injury", ["management"])
    assert "told" in why(walk.does(MANAGER, "inbox"), 4)
    assert rises(walk) == []
    answer = ("reply", 4, "已陪同就医并承担费用", "--via", "visit", "--satisfied", "yes")
    walk.at("2026-11-20 10:30").refused(STORE, *answer, rule="needs.injury")
    walk.does(STORE, "attach", 4, walk.paper("就诊记录.txt", "软组织挫伤"), "--kind", "medical")
    answered = walk.does(STORE, *answer, "--set", "treatment=当晚送医包扎,承担医药费")
    assert (stands(answered, "tier"), answered["fields"]["treatment"]) == ("met", "当晚送医包扎,承担医药费")
    assert walk.does(STORE, "close", 4)["state"] == "closed"


def a_service_that_went_wrong(walk: Walk) -> None:
    """Fri 20 Nov 11:00: a parcel handed out wrongly; apology and remedy before the answer, the cause before the end."""
    parcel = walk.at("2026-11-20 11:00").does(CENTRE, "record", "寄存的物品取错", *PERSON)
    assert (parcel["id"], parcel["category"], parcel["department"]) == (5, "convenience", "centre")
    answer = ("reply", 5, "已找回并送到家", "--via", "phone")
    walk.refused(CENTRE, *answer, "--set", "apology=yes", rule="needs.convenience")
    walk.refused(CENTRE, *answer, "--set", "remedy=送货上门", rule="needs.convenience")
    walk.does(CENTRE, *answer, "--set", "apology=yes", "--set", "remedy=送货上门")
    walk.refused(CENTRE, "close", 5, rule="closing.convenience")
    walk.does(CENTRE, "propose", 5, "寄存牌改为一式两联", "--cause", "mistake")
    closed = walk.does(CENTRE, "close", 5, "--lesson", "寄存须核对号牌")
    assert (closed["state"], closed["cause"], closed["fields"]["remedy"]) == ("closed", "mistake", "送货上门")


def the_person_concerned_apologises(walk: Walk) -> None:
    """A rude shop assistant: whom it is about at the intake, their own apology, what it meant for them."""
    rude = ("record", "导购态度生硬", *PERSON)
    walk.fails(2, CENTRE, *rude, naming="needs.attitude")
    sixth = walk.at("2026-11-20 12:00").does(CENTRE, *rude, "--against", "C30 导购")
    assert (sixth["id"], sixth["category"], sixth["department"]) == (6, "attitude", "store")
    answer = ("reply", 6, "当事人已当面致歉", "--via", "visit")
    walk.refused(STORE, *answer, rule="needs.attitude")
    walk.does(STORE, *answer, "--set", "apology_by=C30 导购")
    walk.refused(STORE, "close", 6, rule="closing.attitude")
    closed = walk.does(STORE, "close", 6, "--set", "discipline=口头警告,重新培训")
    assert closed["fields"] == {"apology_by": "C30 导购", "discipline": "口头警告,重新培训"}


def the_top_tier_rises_no_further(walk: Walk) -> None:
    """Fri 20 Nov 22:00 is in time; then it is overdue and stays where it is, and management is told once."""
    assert walk.at("2026-11-20 22:00:00").does(MANAGER, "overdue") == []
    overdue = walk.at("2026-11-20 22:00:01").does(MANAGER, "overdue")
    assert [(x["id"], x["milestone"], x["of"], x["late_seconds"]) for x in overdue] == [(2, "tier", "operations", 1)]
    assert (rises(walk), rises(walk)) == ([(2, "top", "")], [])
    assert walk.does(MANAGER, "show", 2)["department"] == "operations"
    refund = ("reply", 2, "已全额退款并致歉", "--via", "phone")
    walk.at("2026-11-21 10:00").does(OPERATIONS, *refund, "--set", "settlement=refunded", "--set", "apology=yes")
    late = walk.does(OPERATIONS, "close", 2)
    assert (late["state"], stands(late, "tier")) == ("closed", "late")


def the_report_by_tier(walk: Walk) -> None:
    """November by the tier that settled it: two that had risen, three times in all, ended in operations."""
    report = walk.at("2026-11-30 10:00").does(MANAGER, "report", "--by", "department")
    tiers = {name: row for name, row in lines(report, "department").items() if row["received"]}
    assert {name: (row["received"], row["rose"]) for name, row in tiers.items()} == {
        "operations": (2, 3), "store": (2, 0), "centre": (1, 0), "counter": (1, 0),
    }  # fmt: skip
    assert all(share(row["resolution"])[:2] == (row["received"],) * 2 for row in tiers.values())
    assert {case["id"]: case["rose"] for case in walk.does(MANAGER, "list") if case["rose"]} == {2: 2, 3: 1}
    assert report["total"]["rose"] == 3
    assert share(report["total"]["timeliness"])[:2] == (6, 6)  # everybody had an answer within the five days


# ── who sees and may what ──────────────────────────────────────────────────────────────────────────


def test_a_counter_sees_its_own_complaints_and_the_store_sees_all(walk: Walk) -> None:
    """The clerk of another counter is told neither of the list nor of the case."""
    walk.does(COUNTER, "record", "毛衣掉色", *PERSON)
    walk.does(CENTRE, "record", "鞋底裂了", "--store", "C30", *PERSON)
    assert [case["id"] for case in walk.does(COUNTER, "list")] == [1]
    walk.fails(3, COUNTER, "show", 2, naming="not within what m1001 may see")
    assert [case["id"] for case in walk.does(OTHER_COUNTER, "list")] == [2]
    assert [case["id"] for case in walk.does(STORE, "list", "--sort", "number")] == [1, 2]


def test_a_tier_that_was_answered_in_time_rises_no_more(walk: Walk) -> None:
    """J1, J3: settled at its counter within the two hours; unsatisfied, the counter has two more."""
    walk.does(COUNTER, "record", "毛衣掉色", *PERSON)
    wants_more = ("--satisfied", "no", "--demand", "退款")
    answered = ("reply", 1, "可以换货", "--via", "visit", "--set", "settlement=exchanged", "--set", "apology=yes")
    again = walk.at("2026-11-16 13:00:00").does(COUNTER, *answered, *wants_more)
    assert (again["round"], again["department"], dues(again, 2)["tier"]) == (2, "counter", "2026-11-16 15:00")
    assert rises(walk.at("2026-11-16 15:00:00")) == []
    assert rises(walk.at("2026-11-16 15:00:01")) == [(1, "up", "store")]
    walk.refused(STORE, "reply", 1, "全额退款", "--via", "phone", rule="needs.goods")  # what was done this time
    refund = walk.does(STORE, "reply", 1, "全额退款", "--via", "phone", "--set", "settlement=refunded")
    assert (refund["fields"]["settlement"], stands(refund, "tier", 2)) == ("refunded", "met")


def test_a_complaint_handed_up_by_hand_has_not_risen_by_itself(walk: Walk) -> None:
    """The centre hands a hard one to operations at once: its clock is that of operations."""
    walk.does(CENTRE, "record", "商场太吵", *PERSON)
    handed: Any = walk.does(CENTRE, "assign", 1, "--to", "operations")
    assert (dues(handed)["tier"], handed["rose"]) == ("2026-11-19 22:00", 0)
