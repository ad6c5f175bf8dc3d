"""Walk-through A: the telecom complaint policy, from five complaints on a Friday to the figures of 1 November.

2026: Sunday 20 September is a make-up working day, 25–27 September and 1–7 October are off.
The office works 09:00–12:00 and 13:30–18:00, 7 h 30 a day.

Not here yet: step 12's export for management (a report as JSON is walked; a page and a workbook come with the reports).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from walking import Walk, dues, lines, share, stands, text, why

# The complaints department: two officers, two at the intake. Of each other department the head and a handler.
CHEN, LIN, LI, HE = "t1001", "t1002", "t1101", "t1102"
NETWORK_HEAD, NETWORK = "t2001", "t2002"
BUSINESS_HEAD, BUSINESS = "t3001", "t3002"
SERVICE_HEAD, SERVICE = "t4001", "t4002"
VALUE_HEAD, VALUE = "t5001", "t5002"
GROUP = "t9001"  # of the supervision group

NAMED = ("--customer", "林小满", "--phone", "13800001234", "--email", "lin@example.com")
PERSON = (*NAMED, "--occurred", "2026-09-17 20:00")
SOMEBODY_ELSE = ("--customer", "周远", "--phone", "13900004321", "--occurred", "2026-10-03 22:00")
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
    a_plan_and_a_part(walk)  # 6, on 23 September (A5)
    a_complex_one_gets_more_time(walk)  # 8 (A11)
    answered_and_not_satisfied(walk)  # 6 (A8, A9)
    answered_again_and_satisfied(walk)  # 7, to 30 September (A8, A10)
    a_major_outage_on_a_holiday(walk)  # 9 (A11)
    closed_by_the_complaints_department(walk)  # 7, from 8 October (A10)
    the_same_customer_again(walk)  # 10 (A16)
    a_sample_is_inspected(walk)  # 11 (A13)
    return_visits(walk)  # (A16)
    the_figures_of_two_months(walk)  # 10, 12 (A14–A16)
    departments_and_handlers_are_scored(walk)  # 12 (A17)
    measures_come_out_of_it(walk)  # 12 (A15)
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
    assert walk.does(CHEN, "list", "--recorded-late") == []  # within the half hour that the policy allows

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
    sent = walk.does(NETWORK, "attach", 1, walk.paper("截图.txt", "无服务"), "--kind", "screenshot")
    assert [(one["kind"], one["name"], one["by"]) for one in sent["attachments"]] == [
        ("screenshot", "截图.txt", NETWORK)
    ]


def nobody_called_the_third(walk: Walk) -> None:
    """Wed 23 Sep 09:00: contact on #3 was due on Sunday at 18:00, 63 hours or two office days of 7 h 30 ago."""
    walk.at("2026-09-22 10:00").does(VALUE, "propose", 4, "补发流量包", "--cause", "charging")
    walk.does(LIN, "propose", 5, "补寄宣传册", "--cause", "process")
    assert [case["id"] for case in walk.does(CHEN, "list", "--no-contact")] == [
        3
    ]  # A6: two working days and nobody called
    overdue = walk.at("2026-09-23 09:00").does(CHEN, "overdue")
    assert [(x["id"], x["milestone"], x["late_seconds"], x["late_working_seconds"]) for x in overdue] == [
        (3, "contact", 226_800, 54_000),
        (2, "plan", 54_000, 0),
        (3, "plan", 54_000, 0),
    ]
    assert (overdue[0]["department"], overdue[0]["handler"]) == ("service", "")

    # Two working days without a step are over for #2, which was called on Sunday, on Tuesday at 18:00; for #3 before.
    late, slow = [BUSINESS, BUSINESS_HEAD, "complaints"], [BUSINESS, "complaints"]
    unclaimed = ["service", SERVICE_HEAD, "complaints"]
    carried = walk.does(CHEN, "escalate", "--due")
    assert [(one["id"], one["rule"], one["tell"]) for one in carried] == [
        (2, "plan-late", late),
        (2, "slow", slow),
        (3, "contact-late", unclaimed),
        (3, "slow", ["service", "complaints"]),
        (3, "plan-late", unclaimed),
    ]
    assert walk.does(CHEN, "escalate", "--due") == []
    assert "told" in why(walk.does(LIN, "inbox"), 3)

    walk.refused(SERVICE_HEAD, "urge", 3, rule="may not `urge`")
    walk.does(CHEN, "urge", 3, "--note", "今日内联系客户并报方案")
    urged = walk.history(CHEN, 3)[-1]
    assert (urged["type"], urged["actor"], text(urged["at"])) == ("urged", CHEN, "2026-09-23 09:00")
    assert urged["note"] == "今日内联系客户并报方案"
    assert why(walk.does(SERVICE_HEAD, "inbox"), 3) == ["overdue", "urged", "told", "accept"]


def a_plan_and_a_part(walk: Walk) -> None:
    """Wed 23 Sep: #1 has its plan in time, and the co-handling department of #2 hands in its part."""
    planned = walk.at("2026-09-23 15:00").does(NETWORK, "propose", 1, "增加室分,减免一天", "--cause", "network")
    assert stands(planned, "plan") == "met"
    # A5: the co-handling department hands in its part, in time by its own clock
    helped = walk.at("2026-09-23 16:00").does(NETWORK, "submit", 2, "--department", "network")
    assert (stands(helped, "part of network"), stands(helped, "part")) == ("met", "open")


def a_complex_one_gets_more_time(walk: Walk) -> None:
    """Thu 24 Sep: #2, complex, to 15 Oct at most, the fifteenth working day; the customer knows; no other case."""
    walk.at("2026-09-24 09:30")
    why_ = ("--reason", "须厂商配合核查历史账单")
    longer = ("--until", "2026-10-15 18:00", "--told", *why_)
    walk.refused(BUSINESS, "extend", 2, *longer, rule="may not `extend`")
    walk.refused(CHEN, "extend", 1, *longer, rule="may be extended")
    walk.refused(CHEN, "extend", 2, "--until", "2026-10-15 18:00", *why_, rule="needs.complex")
    walk.refused(CHEN, "extend", 2, "--until", "2026-10-16", "--told", *why_, rule="2026-10-15 18:00 at most")
    walk.fails(2, CHEN, "extend", 2, "--until", "2026-10-15 18:00", "--told", naming="Why is more time needed?")
    second = walk.does(CHEN, "extend", 2, *longer)
    assert (dues(second)["reply"], stands(second, "reply")) == ("2026-10-15 18:00", "open")
    extended = walk.history(CHEN, 2)[-1]
    assert (extended["type"], extended["told"], extended["reason"]) == ("extended", True, "须厂商配合核查历史账单")


def answered_and_not_satisfied(walk: Walk) -> None:
    """The complaints department alone answers, with the basis; who is not satisfied says what they want: round 2."""
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
    assert (stands(second, "plan"), stands(second, "reply")) == ("late", "met")

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
    sixth = walk.does(LI, "record", "重大故障,全城断网", "--channel", "hotline", *EAST, *SOMEBODY_ELSE)
    assert (sixth["severity"], sixth["department"], sixth["repeat_of"]) == ("urgent", "network", None)
    urgent = {"contact": "2026-10-03 22:40", "opinion": "2026-10-04 00:10", "reply": "2026-10-08 18:00"}
    assert dues(sixth) == urgent
    for who in (NETWORK_HEAD, LIN):  # the emergency procedure begins at once, at night and on a holiday
        first, *_ = walk.does(who, "inbox")
        assert (first["id"], ("told", "emergency") in [(r["kind"], r["text"]) for r in first["why"]]) == (6, True)
    explained = walk.does(CHEN, "explain", 6)["milestones"][-1]
    holidays = {text(s["from"])[:10] for s in explained["stretches"] if s["name"] == "National Day"}
    assert holidays == {"2026-10-03", "2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07"}
    said = walk.desk.tsk("explain", 6, "--as", CHEN).out
    assert "10-03 – 10-07  National Day" in said
    assert "国庆" in walk.desk.tsk("explain", 6, "--as", CHEN, "--lang", "zh").out
    assert stands(walk.at("2026-10-03 22:40:00").does(NETWORK, "contact", 6, "--via", "phone"), "contact") == "met"
    thought = walk.at("2026-10-04 00:10:00").does(NETWORK, "opinion", 6, "疑似骨干光缆中断,已派抢修")
    assert (stands(thought, "opinion"), thought["opinions"][0]["department"], thought["proposal"]) == (
        "met", "network", None,
    )  # fmt: skip


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


def the_same_customer_again(walk: Walk) -> None:
    """Fri 9 Oct: the customer of #1 with the same problem, three weeks later: what became of #1 is shown."""
    words = ("record", "家里手机又没信号", "--channel", "hotline", *EAST, *PERSON)
    seventh = walk.at("2026-10-09 10:00").does(LI, *words)
    assert (seventh["id"], seventh["repeat_of"]) == (7, "20260918-0001")
    earlier = seventh["repeats"]
    assert (earlier["number"], earlier["state"]) == ("20260918-0001", "closed")
    assert (text(earlier["received_at"]), earlier["answer"]) == ("2026-09-18 16:00", "已减免当月费用")
    assert "20260918-0001" in walk.desk.tsk("show", 7, "--as", NETWORK).out
    # Sat 10 works; the fifth working day is Thu 15
    assert dues(seventh) == {"contact": "2026-10-10 18:00", "plan": "2026-10-13 18:00", "reply": "2026-10-15 18:00"}
    walk.at("2026-10-10 10:00").does(NETWORK, "contact", 7, "--via", "phone")
    walk.at("2026-10-12 10:00").does(NETWORK, "propose", 7, "更换基站天线", "--cause", "network")
    assert stands(answers(walk.at("2026-10-15 18:00:00"), CHEN, 7, "天线已更换"), "reply") == "met"


def return_visits(walk: Walk) -> None:
    """Closed on Wed 30 Sep, so visited by Tue 13 Oct, the fifth working day; #1, closed on 8 Oct, by Wed 14 Oct."""
    listed = {id: walk.does(CHEN, "show", id) for id in (1, 2, 4)}
    assert dues(listed[1], round=2)["visit"] == "2026-10-14 18:00"
    assert [dues(listed[id])["visit"] for id in (2, 4)] == ["2026-10-13 18:00"] * 2
    said = ("--via", "phone", "--at", "2026-10-13 18:00", "--reason", "补录纸质回访单")
    walk.at("2026-10-14 09:00").refused(NETWORK, "visit", 2, *said, *SATISFIED, rule="may not `visit`")
    for case in walk.does(LIN, "visit", 2, 4, *said, *SATISFIED):
        assert (case["state"], stands(case, "visit"), case["satisfied"]) == ("closed", "met", "yes")
    first = walk.at("2026-10-14 18:00:01").does(LIN, "visit", 1, "--via", "phone", *SATISFIED)
    assert stands(first, "visit", round=2) == "late"


def a_sample_is_inspected(walk: Walk) -> None:
    """Mon 12 Oct: a seeded sample of what was closed; three answers each; a breach has its consequence on record."""
    draw = ("inspect", "draw", "--since", "2026-09-01", "--until", "2026-10-12", "--n", 2, "--seed", "autumn")
    first, again = (walk.at("2026-10-12 10:00").does(GROUP, *draw) for _ in range(2))
    fine, breached = [one["id"] for one in first["cases"]]
    assert [one["id"] for one in again["cases"]] == [fine, breached]  # the same seed, the same cases
    walk.refused(NETWORK, *draw, rule="may not `inspect`")
    answers_to = ("--reasonable", "yes", "--satisfied", "yes")
    walk.does(GROUP, "inspect", "record", fine, "--followed", "yes", *answers_to)
    bad = ("inspect", "record", breached, "--followed", "no", *answers_to)
    walk.refused(GROUP, *bad, rule="found wanting")  # a breach without what follows from it
    found = walk.does(GROUP, *bad, "--consequence", "部门整改,十日内复查")["inspections"][-1]
    assert (found["followed"], found["consequence"]) == ("no", "部门整改,十日内复查")


def measures_come_out_of_it(walk: Walk) -> None:
    """Sun 1 Nov: a measure with department and date, one study of what recurs; lessons that everybody finds."""
    mend = ("measure", "add", "室分告警当日派单", "--kind", "improvement", "--from", "网络质量占 43 %")
    walk.refused(NETWORK_HEAD, *mend, "--by", "2026-11-15", rule="may not `measure`")
    taken = walk.does(GROUP, *mend, "--department", "network", "--by", "2026-11-15")
    assert (taken["department"], text(taken["due"])) == ("network", "2026-11-16 00:00")
    study = ("measure", "add", "弱覆盖专题", "--kind", "study", "--study", "network")
    assert walk.does(GROUP, *study, "--department", "network", "--by", "2026-12-01")["study"] == ["network"]
    walk.refused(GROUP, *study, "--by", "2026-12-01", rule="being studied already")
    assert [one["id"] for one in walk.does(CHEN, "measure", "list", "--state", "open")] == [1, 2]
    late = walk.at("2026-11-16 09:00").does(CHEN, "daily")["measures"]
    assert [one["measure"] for one in late] == [1]  # a Sunday's due is over on Monday morning
    lessons = walk.at("2026-11-01 09:00").does(VALUE, "search", "室分告警", "--lessons")  # from every department
    assert lessons[0]["lesson"] == "室分告警当日派单"


def departments_and_handlers_are_scored(walk: Walk) -> None:
    """Timeliness weighs 40, resolution 20, satisfaction 30, repeats 10; equal scores share a rank."""
    september = ("report", "--month", "2026-09")
    scored = lines(walk.does(CHEN, *september), "department")
    # #5 of the complaints department: in time 40, not closed 0, nobody rated it, no repeat 10: 50 of 70;
    # #3 of the service department: late 0, open 0, unsatisfied 0, no repeat 10
    assert {name: (row["rank"], row["score"]) for name, row in scored.items() if row["received"]} == {
        "network": (1, 100.0), "business": (1, 100.0), "value": (1, 100.0),
        "complaints": (4, pytest.approx(500 / 7)), "service": (5, 10.0),
    }  # fmt: skip
    by_handler = lines(walk.does(CHEN, *september, "--by", "handler"), "handler")
    assert (by_handler[NETWORK]["rank"], by_handler[SERVICE]["rank"]) == (1, 5)
    # October, #6 and #7: both in time 40, none closed, nobody rated them, one of two a repeat where 5 % may be: 1
    october = lines(walk.does(CHEN, "report", "--month", "2026-10"), "department")["network"]
    assert (october["rank"], october["score"]) == (1, pytest.approx(4100 / 70))


def the_figures_of_two_months(walk: Walk) -> None:
    """Sun 1 Nov, received in September and October, by period, region, business type and cause."""
    walk.at("2026-11-01 09:00")
    period = ("--since", "2026-09-01", "--until", "2026-10-31")

    def report(by: str) -> dict[str, Any]:
        return lines(walk.does(CHEN, "report", *period, "--by", by), by)

    september, october = report("month")["2026-09"], report("month")["2026-10"]
    # #1, #2 and #4 are closed; #3 is in round 2, #5 answered but not rated
    assert (september["received"], september["open"], september["overdue"]) == (5, 2, 1)
    assert share(september["resolution"]) == (3, 5, False)
    # in time: both answers of #1, #2 within its longer limit, #4, #5; late: #3; missed: the second of #3, due 13 Oct
    assert share(september["timeliness"]) == (5, 7, False)
    assert share(september["satisfaction"]) == (3, 4, False)  # #3 is not; unknown (#5) does not count
    assert (october["received"], share(october["timeliness"])) == (2, (2, 2, True))  # #6 and #7
    assert october["satisfaction"]["percent"] is None  # A16: nothing rated is no rate
    said = walk.desk.tsk("report", "--month", "2026-10", "--by", "month", "--as", CHEN).out
    assert said.splitlines()[0].split("\t")[6] == "–"

    total = walk.does(CHEN, "report", *period)["total"]
    assert (share(total["repeat"]), round(total["repeat"]["percent"], 1)) == ((1, 7, False), 14.3)  # A16
    assert (september["repeated"], october["repeated"]) == (0, 1)

    assert {key: row["received"] for key, row in report("region").items()} == {"east": 5, "west": 2}
    assert {key: row["received"] for key, row in report("category").items()} == {
        "network": 3, "business": 1, "attitude": 1, "value": 1, "other": 1,
    }  # fmt: skip
    assert {key: row["received"] for key, row in report("cause").items()} == {
        "charging": 2, "network": 2, "staff": 1, "process": 1, "": 1,
    }  # fmt: skip
    assert [case["id"] for case in walk.does(LIN, "search", "室分告警")] == [1]  # A15: the lesson of #1


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
        ("2026-09-22 09:00", NETWORK, "attached"),
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
        ("2026-10-12 10:00", GROUP, "inspected"),
        ("2026-10-14 18:00:01", LIN, "visited"),
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


# ── what the complaints department may not leave out ───────────────────────────────────────────────


def test_nothing_is_settled_at_the_counter_past_the_complaints_department(walk: Walk) -> None:
    """A8, A10: an answer has its basis, a closing its file, whoever takes the complaint."""
    words = ("record", "营业员态度差", "--channel", "counter", *PERSON, "--settled", "已当面道歉")
    walk.refused(HE, *words, rule="needs.answer")
    assert walk.does(CHEN, "list") == []


def test_a_customer_who_is_called_in_vain_three_times_is_not_waited_for(walk: Walk) -> None:
    """A9 asks for a satisfied customer; who never says so is called three times (ours), then the file may close."""
    walk.does(LI, "record", "家里手机没信号", "--channel", "hotline", *PERSON)
    walk.at("2026-09-20 10:00").does(NETWORK, "contact", 1, "--via", "phone")
    walk.does(NETWORK, "propose", 1, "增加室分", "--cause", "network")
    answers(walk.at("2026-09-21 10:00"), CHEN, 1, "已优化")
    walk.does(NETWORK, "submit", 1)
    for day in ("2026-09-21", "2026-09-22", "2026-09-23"):
        walk.at(f"{day} 16:00").refused(CHEN, "close", 1, rule="closing.standard")
        walk.does(LIN, "contact", 1, "--via", "phone", "--reached", "no")
    assert walk.does(CHEN, "close", 1)["satisfied"] == ""


# ── what has to be on record ───────────────────────────────────────────────────────────────────────


def test_what_is_recorded_more_than_half_an_hour_after_its_receipt_is_listed(walk: Walk) -> None:
    """A1: the half hour is ours; the very second is within it."""
    for received in ("15:30:00", "15:29:59"):
        walk.does(HE, "record", "宣传册丢失", "--received", f"2026-09-18 {received}", *PERSON)
    assert [case["id"] for case in walk.does(CHEN, "list", "--recorded-late")] == [2]


def test_no_file_is_handed_in_without_its_cause(walk: Walk) -> None:
    """A14: every closed complaint can be counted by what brought it about."""
    walk.does(LI, "record", "家里手机没信号", "--channel", "hotline", *PERSON)
    walk.at("2026-09-20 10:00").does(NETWORK, "contact", 1, "--via", "phone")
    walk.does(NETWORK, "propose", 1, "增加室分")
    answers(walk, CHEN, 1, "已优化", *SATISFIED)
    walk.refused(NETWORK, "submit", 1, rule="closing.standard")
    walk.does(NETWORK, "propose", 1, "增加室分", "--cause", "network")
    assert walk.does(NETWORK, "submit", 1)["cause"] == "network"
