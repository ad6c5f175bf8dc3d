"""Walk-through A: the telecom complaint policy, from five complaints on a Friday to the figures of 1 November.

2026: Sunday 20 September is a make-up working day, 25–27 September and 1–7 October are off.
The office works 09:00–12:00 and 13:30–18:00, 7 h 30 a day.

Not here yet: step 1 (the list of late registrations), step 3 (the list of cases without contact), step 5 (urge),
step 8 (extend), step 9 (the preliminary opinion as a step of its own; its due is walked), step 10 (repeats),
step 11 (inspect), step 12 (measure, study, export, monthly scores; the report is walked).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from walking import Walk, dues, lines, share, stands, text

# The complaints department: two officers, two at the intake. Of each other department the head and a handler.
CHEN, LIN, LI, HE = "t1001", "t1002", "t1101", "t1102"
NETWORK_HEAD, NETWORK = "t2001", "t2002"
BUSINESS_HEAD, BUSINESS = "t3001", "t3002"
SERVICE = "t4002"
VALUE_HEAD, VALUE = "t5001", "t5002"

NAMED = ("--customer", "林小满", "--phone", "13800001234", "--email", "lin@example.com")
PERSON = (*NAMED, "--occurred", "2026-09-17 20:00")
EAST, WEST = ("--region", "east"), ("--region", "west")
COMPLEX = ("--severity", "complex")  # set by hand
SATISFIED, UNSATISFIED = ("--satisfied", "yes"), ("--satisfied", "no")


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    return Walk(tmp_path / "home", "telecom-policy", "2026-09-18 16:00")


def test_the_telecom_policy_is_walked(walk: Walk) -> None:
    five_complaints(walk)  # 1 (A1–A4, A11)
    a_lead_and_a_co_handler(walk)  # 2 (A5)
    handlers_call_the_customers(walk)  # 3 (A6)
    waiting_for_a_screenshot(walk)  # 4 (A7)
    nobody_called_the_third(walk)  # 5 (A12)
    answered_and_not_satisfied(walk)  # 6 (A8, A9)
    answered_again_and_satisfied(walk)  # 7, to 30 September (A8, A10)
    a_major_outage_on_a_holiday(walk)  # 9 (A11)
    closed_by_the_complaints_department(walk)  # 7, from 8 October (A10)
    the_figures_of_two_months(walk)  # 12 (A14, A16)
    the_whole_course_stays_readable(walk)  # 3, 12 (A6, A12)


def answers(walk: Walk, who: str, id: int, text: str, *more: str) -> Any:
    """An answer to the customer by phone, with what it rests on."""
    return walk.does(who, "reply", id, text, "--via", "phone", "--basis", "资费公示与服务规范", *more)


def five_complaints(walk: Walk) -> None:
    """Fri 18 Sep 16:00: one per category over four channels; each goes to the department of its category by itself."""
    first = walk.does(LI, "record", "家里手机没信号", "--channel", "hotline", *EAST, *PERSON)
    walk.does(LI, "record", "套餐变更后费用不对", "--channel", "online", *COMPLEX, *EAST, *PERSON)
    walk.does(HE, "record", "营业员态度差", "--channel", "email", *WEST, *PERSON)
    walk.does(HE, "record", "流量包未到账", "--channel", "counter", *WEST, *PERSON)
    # received at 15:40 and recorded at 16:00: the gap is kept (A1)
    fifth = walk.does(HE, "record", "宣传册丢失", *EAST, "--received", "2026-09-18 15:40", *PERSON)
    assert (text(fifth["received_at"]), text(fifth["registered_at"])) == ("2026-09-18 15:40", "2026-09-18 16:00")

    # A2: number, customer and contact, category, what, when it happened, when it was accepted, who took it
    assert (first["number"], first["category"], first["summary"]) == ("20260918-0001", "network", "家里手机没信号")
    assert (first["customer"]["name"], first["customer"]["phone"]) == ("林小满", "13800001234")
    assert (text(first["occurred_at"]), text(first["received_at"])) == ("2026-09-17 20:00", "2026-09-18 16:00")
    assert first["recorder"] == LI

    listed = walk.does(CHEN, "list", "--sort", "number")
    assert [(case["channel"], case["category"], case["department"]) for case in listed] == [
        ("hotline", "network", "network"),
        ("online", "business", "business"),
        ("email", "attitude", "service"),
        ("counter", "value", "value"),
        ("counter", "other", "complaints"),
    ]
    # A11, all from receipt: 1, 3 and 5 working days; Sunday 20 is the first
    general = {"contact": "2026-09-20 18:00", "plan": "2026-09-22 18:00", "reply": "2026-09-24 18:00"}
    assert dues(first) == general
    # A5: each department has its own clock on a complex one, here 4 working days (ours)
    assert dues(listed[1]) == {**general, "part": "2026-09-23 18:00"}
    # A2: a record without the customer's number is no record (a missing field is a mistake of the command line)
    walk.fails(2, LI, "record", "没信号", "--channel", "hotline", "--customer", "林小满", naming="needs.others")


def a_lead_and_a_co_handler(walk: Walk) -> None:
    """The complaints department, and only it, says who leads and who helps; each has its own clock."""
    for who in (BUSINESS_HEAD, BUSINESS):
        walk.refused(who, "assign", 2, "--to", "business", "--with", "network", rule="may not `assign`")
    second = walk.does(CHEN, "assign", 2, "--to", "business", "--with", "network")
    assert (second["department"], second["co_departments"], second["severity"]) == ("business", ["network"], "complex")
    assert dues(second)["part of network"] == "2026-09-23 18:00"
    walk.refused(NETWORK_HEAD, "assign", 2, "--to", "network", "--with", "business", rule="may not `assign`")
    # a department that has no part in it does not even see it
    walk.fails(3, VALUE_HEAD, "assign", 2, "--with", "value", naming="not within what t5001 may see")


def handlers_call_the_customers(walk: Walk) -> None:
    """Sun 20 Sep, a working day: the head names the handler; the contacts before noon are in time and logged."""
    walk.at("2026-09-20 10:00").does(NETWORK_HEAD, "assign", 1, "--handler", NETWORK)
    first = walk.at("2026-09-20 10:30").does(NETWORK, "contact", 1, "--via", "phone", "--note", "说明流程,核实地址")
    assert (first["state"], first["handler"], stands(first, "contact")) == ("in_progress", NETWORK, "met")
    logged = walk.history(NETWORK, 1)[-1]
    assert (logged["type"], logged["actor"], text(logged["at"])) == ("contacted", NETWORK, "2026-09-20 10:30")
    assert (logged["via"], logged["note"]) == ("phone", "说明流程,核实地址")

    walk.at("2026-09-20 11:50")
    for who, id, via in ((BUSINESS, 2, "sms"), (VALUE, 4, "phone"), (LIN, 5, "email")):
        assert stands(walk.does(who, "contact", id, "--via", via), "contact") == "met"


def waiting_for_a_screenshot(walk: Walk) -> None:
    """Sun 18:00 to Tue 22 Sep 09:00 covers one working day: plan and answer move on by it; contact is met already."""
    wait = ("--reason", "customer", "--until", "2026-09-22 09:00", "--note", "请客户截图;已发短信教程")
    waiting = walk.at("2026-09-20 18:00").does(NETWORK, "pend", 1, *wait)
    assert (waiting["state"], stands(waiting, "reply")) == ("pending", "paused")
    shown = walk.does(CHEN, "show", 1)["waits"]
    assert [(w["asked"], text(w["since"]), text(w["until"])) for w in shown] == [
        ("请客户截图;已发短信教程", "2026-09-20 18:00", "2026-09-22 09:00")
    ]
    first = walk.at("2026-09-22 09:00").does(NETWORK, "resume", 1)
    moved = {"contact": "2026-09-20 18:00", "plan": "2026-09-23 18:00", "reply": "2026-09-28 18:00"}
    assert (first["state"], dues(first)) == ("in_progress", moved)


def nobody_called_the_third(walk: Walk) -> None:
    """Wed 23 Sep 09:00: contact on #3 was due on Sunday at 18:00, 63 hours or two office days of 7 h 30 ago."""
    walk.at("2026-09-22 10:00").does(VALUE, "propose", 4, "补发流量包", "--cause", "charging")
    walk.does(LIN, "propose", 5, "补寄宣传册", "--cause", "process")
    overdue = walk.at("2026-09-23 09:00").does(CHEN, "overdue")
    assert [(x["id"], x["milestone"], x["late_seconds"], x["late_working_seconds"]) for x in overdue] == [
        (3, "contact", 226_800, 54_000),
        (2, "plan", 54_000, 0),
        (3, "plan", 54_000, 0),
    ]
    assert (overdue[0]["department"], overdue[0]["handler"]) == ("service", "")


def answered_and_not_satisfied(walk: Walk) -> None:
    """The complaints department alone answers, with the basis; who is not satisfied says what they want: round 2."""
    planned = walk.at("2026-09-23 15:00").does(NETWORK, "propose", 1, "增加室分,减免一天", "--cause", "network")
    assert stands(planned, "plan") == "met"
    # A5: the co-handling department hands in its part, in time by its own clock
    helped = walk.at("2026-09-23 16:00").does(NETWORK, "submit", 2, "--department", "network")
    assert (stands(helped, "part of network"), stands(helped, "part")) == ("met", "open")

    basis = ("--basis", "网络覆盖标准第3条")
    walk.at("2026-09-24 10:00").refused(NETWORK, "reply", 1, "已优化", "--via", "phone", *basis, rule="may not `reply`")
    walk.at("2026-09-24 11:00").refused(CHEN, "reply", 1, "已优化,谢谢", "--via", "phone", rule="needs.answer")
    unhappy = ("reply", 1, "已优化,谢谢", "--via", "phone", *basis, *UNSATISFIED)
    walk.refused(CHEN, *unhappy, rule="say what the customer now wants")
    first = walk.does(CHEN, *unhappy, "--demand", "减免当月费用")
    assert (first["state"], first["round"], first["handler"]) == ("in_progress", 2, NETWORK)
    assert (first["demand"], stands(first, "reply", round=1)) == ("减免当月费用", "met")
    # 25–27 Sep are off: Mon 28 is the first working day after it, Wed 30 the third, Fri 9 Oct the fifth
    again = {"contact": "2026-09-28 18:00", "plan": "2026-09-30 18:00", "reply": "2026-10-09 18:00"}
    assert dues(first, round=2) == again

    fifth = answers(walk.at("2026-09-24 17:00"), LIN, 5, "已补寄", "--satisfied", "unknown")
    fourth = answers(walk.at("2026-09-24 18:00:00"), CHEN, 4, "已补发", *SATISFIED)  # at the very second: in time
    assert (stands(fifth, "reply"), stands(fourth, "reply")) == ("met", "met")


def answered_again_and_satisfied(walk: Walk) -> None:
    """Round 2 to the answer; a file without a contact log is refused, another is sent back with a reason."""
    walk.at("2026-09-28 09:30").does(NETWORK, "contact", 1, "--via", "phone", "--note", "客户要求减免当月费用")
    walk.does(BUSINESS, "propose", 2, "退还差额", "--cause", "charging")
    second = answers(walk.at("2026-09-28 10:00"), CHEN, 2, "已退还差额", *SATISFIED)
    assert (stands(second, "plan"), stands(second, "reply")) == ("late", "late")

    walk.at("2026-09-29 10:00").does(NETWORK, "propose", 1, "减免当月费用", "--cause", "network")
    first = answers(walk.at("2026-09-29 16:00"), CHEN, 1, "已减免当月费用", *SATISFIED)
    assert [stands(first, name, round=2) for name in ("contact", "plan", "reply")] == ["met", "met", "met"]

    # The walk's own case has its contact of 28 Sep on record, so "without contact log" is walked on #3.
    walk.at("2026-09-30 09:30").does(SERVICE, "propose", 3, "培训营业员", "--cause", "staff")
    walk.refused(SERVICE, "submit", 3, rule="closing.standard")
    third = walk.at("2026-09-30 10:00").does(SERVICE, "contact", 3, "--via", "phone")
    assert stands(third, "contact") == "late"
    third = answers(walk.at("2026-09-30 11:00"), CHEN, 3, "已批评教育", *UNSATISFIED, "--demand", "书面道歉")
    assert dues(third, round=2)["reply"] == "2026-10-13 18:00"  # 8, 9, Sat 10 (make-up), 12 and 13 October

    for who, id in ((BUSINESS, 2), (VALUE, 4)):
        walk.does(who, "submit", id)
        assert walk.does(CHEN, "close", id)["state"] == "closed"
    walk.does(NETWORK, "submit", 1)
    walk.refused(NETWORK, "return", 1, "--reason", "缺回电记录", rule="may not `return`")
    returned = walk.at("2026-09-30 15:00").does(CHEN, "return", 1, "--reason", "缺9月24日的回电记录")
    assert (returned["state"], returned["round"]) == ("resolved", 2)
    assert walk.history(CHEN, 1)[-1]["reason"] == "缺9月24日的回电记录"
    walk.refused(CHEN, "close", 1, rule="closing.standard")


def a_major_outage_on_a_holiday(walk: Walk) -> None:
    """Sat 3 Oct 22:10: urgent by its words; minutes and hours run on National Day, the working day comes after it."""
    walk.at("2026-10-03 22:10")
    sixth = walk.does(LI, "record", "重大故障,全城断网", "--channel", "hotline", *EAST, *PERSON)
    assert (sixth["severity"], sixth["department"]) == ("urgent", "network")
    urgent = {"contact": "2026-10-03 22:40", "opinion": "2026-10-04 00:10", "reply": "2026-10-08 18:00"}
    assert dues(sixth) == urgent
    explained = walk.does(CHEN, "explain", 6)["milestones"][-1]
    holidays = {text(s["from"])[:10] for s in explained["stretches"] if s["name"] == "National Day"}
    assert holidays == {"2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"}
    said = walk.desk.tsk("explain", 6, "--as", CHEN).out
    assert "10-03 – 10-07  National Day" in said
    assert "国庆" in walk.desk.tsk("explain", 6, "--as", CHEN, "--lang", "zh").out
    assert stands(walk.at("2026-10-03 22:40:00").does(NETWORK, "contact", 6, "--via", "phone"), "contact") == "met"


def closed_by_the_complaints_department(walk: Walk) -> None:
    """Thu 8 Oct: handed in again, reviewed and closed; neither handler nor head may close."""
    walk.at("2026-10-08 09:30").does(NETWORK, "submit", 1)
    walk.at("2026-10-08 10:00")
    for who in (NETWORK, NETWORK_HEAD):
        walk.refused(who, "close", 1, rule="may not `close`")
    first = walk.does(CHEN, "close", 1, "--lesson", "室分告警当日派单")
    assert (first["state"], text(first["closed_at"])) == ("closed", "2026-10-08 10:00")
    sixth = answers(walk.at("2026-10-08 18:00:00"), CHEN, 6, "网络已恢复")
    assert stands(sixth, "reply") == "met"


def the_figures_of_two_months(walk: Walk) -> None:
    """Sun 1 Nov, received in September and October, by period, region, business type and cause."""
    walk.at("2026-11-01 09:00")

    def report(by: str) -> dict[str, Any]:
        return lines(walk.does(CHEN, "report", "--since", "2026-09-01", "--until", "2026-10-31", "--by", by), by)

    september, october = report("month")["2026-09"], report("month")["2026-10"]
    # #1, #2 and #4 are closed; #3 is in round 2, #5 answered but not rated
    assert (september["received"], september["open"], september["overdue"]) == (5, 2, 1)
    assert share(september["resolution"]) == (3, 5, False)
    # in time: both answers of #1, #4, #5; late: #2 and #3; missed: the second of #3, due 13 Oct
    assert share(september["timeliness"]) == (4, 7, False)
    assert share(september["satisfaction"]) == (3, 4, False)  # #3 is not; unknown (#5) does not count
    assert (october["received"], share(october["timeliness"])) == (1, (1, 1, True))
    assert october["satisfaction"]["percent"] is None  # A16: nothing rated is no rate
    said = walk.desk.tsk("report", "--month", "2026-10", "--by", "month", "--as", CHEN).out
    assert said.splitlines()[0].split("\t")[-1] == "–"

    assert {key: row["received"] for key, row in report("region").items()} == {"east": 4, "west": 2}
    assert {key: row["received"] for key, row in report("category").items()} == {
        "network": 2, "business": 1, "attitude": 1, "value": 1, "other": 1,
    }  # fmt: skip
    assert {key: row["received"] for key, row in report("cause").items()} == {
        "charging": 2, "network": 1, "staff": 1, "process": 1, "": 1,
    }  # fmt: skip


def the_whole_course_stays_readable(walk: Walk) -> None:
    """Who did what when on #1, from the hotline to the closing; and nothing was changed afterwards."""
    steps = [(text(step["at"]), step["actor"], step["type"]) for step in walk.history(CHEN, 1)]
    assert steps == [
        ("2026-09-18 16:00", LI, "registered"),
        ("2026-09-18 16:00", "system", "assigned"),
        ("2026-09-20 10:00", NETWORK_HEAD, "assigned"),
        ("2026-09-20 10:30", NETWORK, "accepted"),
        ("2026-09-20 10:30", NETWORK, "contacted"),
        ("2026-09-20 18:00", NETWORK, "asked"),
        ("2026-09-22 09:00", NETWORK, "resumed"),
        ("2026-09-23 15:00", NETWORK, "proposed"),
        ("2026-09-24 11:00", CHEN, "replied"),
        ("2026-09-24 11:00", CHEN, "rated"),
        ("2026-09-28 09:30", NETWORK, "contacted"),
        ("2026-09-29 10:00", NETWORK, "proposed"),
        ("2026-09-29 16:00", CHEN, "replied"),
        ("2026-09-29 16:00", CHEN, "rated"),
        ("2026-09-30 11:00", NETWORK, "submitted"),
        ("2026-09-30 15:00", CHEN, "returned"),
        ("2026-10-08 09:30", NETWORK, "submitted"),
        ("2026-10-08 10:00", CHEN, "closed"),
    ]
    assert walk.does(CHEN, "verify")["whole"]


# ── what the co-handling department may not do ─────────────────────────────────────────────────────


@pytest.fixture
def shared(walk: Walk) -> Walk:
    """Complaint 1, led by the business department with the network department's help, on Sunday 20 September."""
    walk.does(LI, "record", "套餐变更后费用不对", "--channel", "online", *COMPLEX, *PERSON)
    walk.does(CHEN, "assign", 1, "--to", "business", "--with", "network")
    return walk.at("2026-09-20 10:00")


def test_only_the_lead_department_hands_in_the_result(shared: Walk) -> None:
    """A5: the co-handling department hands in its own part, said or not, never the file."""
    shared.does(BUSINESS, "contact", 1, "--via", "phone")
    shared.does(BUSINESS, "propose", 1, "退还差额", "--cause", "charging")
    shared.refused(NETWORK, "submit", 1, "--department", "business", rule="is led by")
    case = shared.does(NETWORK, "submit", 1)
    assert stands(case, "part of network") == "met"
    assert "review" not in [m["name"] for m in case["milestones"]]


def test_a_call_by_the_co_handling_department_does_not_take_the_case_over(shared: Walk) -> None:
    """A5, A6: it may talk to the customer, but the handler belongs to the lead department."""
    called = shared.does(NETWORK, "contact", 1, "--via", "phone")
    assert (called["handler"], stands(called, "contact")) == ("", "met")
    shared.refused(NETWORK, "accept", 1, rule="is led by")


@pytest.mark.parametrize(("head", "handler"), [(NETWORK_HEAD, NETWORK), (BUSINESS_HEAD, VALUE)])
def test_the_lead_department_names_one_of_its_own_people_as_handler(shared: Walk, head: str, handler: str) -> None:
    """A6: not the co-handling department's head, and nobody from another department."""
    shared.refused(head, "assign", 1, "--handler", handler, rule="is led by")
