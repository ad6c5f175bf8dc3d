"""Walk-through C: the company's complaint procedure, from three complaints of Mon 2 November 2026 to the closed file.

The office works 09:00–12:00 and 13:30–18:00; 24 hours run by the clock.

Told otherwise than in the walk-through: the judgement, the cause and the people of step 3 are said with the plan of
step 4, since a judgement is put forward together with what should be done; what a record lacks is a mistake of the
command line (exit 2), not a step that is not allowed now.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from walking import Walk, dues, stands, text, why

# The general manager's office, general affairs (head, person in charge), technology, quality (lead, supervisor), and
# the manager.
LUO, SHI = "c1001", "c1002"
MA, XIE = "c2001", "c2002"
TANG = "c3001"
DENG, XIA = "c4001", "c4002"
CAO = "c9001"

CUSTOMER = ("--customer", "何晴", "--phone", "13800005678", "--address", "梧桐路12号", "--card", "M20260001")
COMPLAINANT = (*CUSTOMER, "--against", "三楼收银台", "--tier", "customer")
ON_THE_SPOT, AFTERWARDS = ("--set", "occasion=on-site"), ("--set", "occasion=afterwards")
JUSTIFIED = ("--upheld", "yes", "--set", "grounds=sufficient", "--set", "material=reasonable")
FOUND = ("--cause", "product", "--responsible", "quality", "--fault", "进货验收员许某")
PLAN = ("propose", 1, "换货并补偿300元", "--amount", 300, *JUSTIFIED, *FOUND)


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    return Walk(tmp_path / "home", "company-procedure", "2026-11-02 10:00")


def test_the_company_procedure_is_walked(walk: Walk) -> None:
    three_complaints(walk)  # 1 (C1, C5)
    the_letter_reaches_the_quality_supervisor(walk)  # 1 (C1)
    not_upheld(walk)  # 2 (C2)
    a_person_in_charge(walk)  # 3 (C3)
    a_plan_that_one_refuses(walk)  # 3, 4 (C2–C4)
    both_approve(walk)  # 4 (C4, C5)
    the_customer_is_told(walk)  # 5 (C5)
    talks(walk)  # 6 (C6)
    carried_out_and_not(walk)  # 7 (C5)
    the_general_managers_office_sees_who_is_late(walk)  # 7 (C7)
    feedback(walk)  # (C5)
    no_end_without_evaluation(walk)  # 8 (C3, C8)
    the_effect_is_confirmed(walk)  # 8 (C8)
    the_course_of_it(walk)  # (C3, C6, C7)
    the_record_prints(walk)  # 9 (C9)


def three_complaints(walk: Walk) -> None:
    """Mon 2 Nov 10:00: on the spot, by phone and in writing; each is answered by Tue 3 Nov 10:00."""
    first = walk.does(
        *(LUO, "record", "商品有瑕疵", "--channel", "in-person", *COMPLAINANT, *ON_THE_SPOT),
        *("--set", "demand_kind=exchange", "--amount", 300),
    )
    walk.does(LUO, "record", "服务态度差", "--channel", "phone", *COMPLAINANT, *AFTERWARDS)
    third = walk.does(
        *(SHI, "record", "促销赠品没有给", "--channel", "written", "--customer", "沈雨", "--address", "梧桐路15号"),
        *("--against", "企划部", "--tier", "employee", "--set", "occasion=other"),
    )
    listed = walk.does(LUO, "list", "--sort", "number")
    assert [(c["channel"], c["category"], c["department"], c["co_departments"]) for c in listed] == [
        ("in-person", "goods", "general", ["technical"]),
        ("phone", "service", "general", []),
        ("written", "promotion", "quality", []),
    ]
    assert [dues(case) for case in listed] == [{"answer": "2026-11-03 10:00"}] * 3
    assert first["fields"] == {"occasion": "on-site", "demand_kind": "exchange"}
    assert (first["against"], third["customer"]["tier"]) == ("三楼收银台", "employee")
    # C1: the form has to be whole
    bare = ("record", "服务态度差", "--channel", "phone", "--customer", "何晴", "--phone", "13800005678")
    walk.fails(2, LUO, *bare, *AFTERWARDS, naming="needs.others")
    walk.fails(2, LUO, "record", "服务态度差", "--channel", "written", *COMPLAINANT, naming="needs.letter")


def the_letter_reaches_the_quality_supervisor(walk: Walk) -> None:
    """The letter lies with the quality supervisor, who passes it on to general affairs; its clock runs on."""
    assert why(walk.does(XIA, "inbox"), 3) == ["accept"]
    walk.fails(3, XIE, "show", 3, naming="not within what c2002 may see")
    third = walk.at("2026-11-02 10:30").does(XIA, "assign", 3, "--to", "general", "--reason", "由综合部调查")
    assert (third["department"], dues(third)) == ("general", {"answer": "2026-11-03 10:00"})


def not_upheld(walk: Walk) -> None:
    """#2: judged by both criteria and with a reason, answered tactfully, closed without a plan that anybody signs."""
    walk.at("2026-11-02 11:00").refused(XIE, "reply", 2, "感谢您的意见", "--via", "phone", rule="needs.answered")
    judged = ("propose", 2, "说明服务规范", "--upheld", "no", "--set", "grounds=insufficient")
    reason = ("--reason", "监控显示服务符合规范")
    walk.refused(XIE, *judged, "--set", "material=reasonable", rule="needs.unfounded")
    walk.refused(XIE, *judged, *reason, rule="needs.unfounded")  # the second criterion is not judged
    second = walk.does(XIE, *judged, "--set", "material=reasonable", *reason)
    assert (second["upheld"], second["proposal"]["state"]) == ("no", "noted")
    walk.does(XIE, "reply", 2, "感谢您的意见,当时按规范办理,给您带来不便敬请谅解", "--via", "phone")
    walk.refused(XIE, "close", 2, rule="may not `close`")
    second = walk.does(LUO, "close", 2)
    assert (second["state"], stands(second, "answer"), second["satisfied"]) == ("closed", "met", "")
    assert [(step["type"], step.get("reason")) for step in walk.history(LUO, 2)][2:] == [
        ("accepted", None),
        ("proposed", "监控显示服务符合规范"),
        ("replied", None),
        ("closed", None),
    ]


def a_person_in_charge(walk: Walk) -> None:
    """#1 and #3: the head of general affairs names the person in charge; nobody below may."""
    walk.at("2026-11-02 13:30").refused(XIE, "assign", 1, "--handler", XIE, rule="may not `assign-handler`")
    for id in (1, 3):
        assert walk.does(MA, "assign", id, "--handler", XIE)["handler"] == XIE
    found = ("--set", "verified_at=2026-11-02", "--set", "finding=同批次3件有瑕疵", "--severity", "serious")
    verified = walk.does(XIE, "update", 1, *found)
    assert (verified["severity"], verified["fields"]["verified_at"]) == ("serious", "2026-11-02")
    walk.does(TANG, "note", 1, "技术部复核:瑕疵属出厂缺陷")


def a_plan_that_one_refuses(walk: Walk) -> None:
    """Department, person in charge, cause, person at fault, plan; nothing is carried out, and one refusal is enough."""
    walk.at("2026-11-02 14:00").refused(XIE, *PLAN[:-2], rule="needs.judged")  # nobody named as at fault
    for who in (LUO, TANG):  # C4: general affairs plans
        walk.refused(who, *PLAN, rule="may not `propose`")
    first = walk.does(XIE, *PLAN)
    named = {name: first[name] for name in ("responsible", "handler", "fault", "cause", "upheld")}
    assert named == {
        "responsible": "quality",
        "handler": XIE,
        "fault": "进货验收员许某",
        "cause": "product",
        "upheld": "yes",
    }
    assert (first["proposal"]["amount"], first["proposal"]["state"]) == (300, "open")
    walk.refused(XIE, "deliver", 1, rule="approvals.plan")
    walk.refused(XIE, "promise", 1, "周五换货", "--by", "2026-11-06", rule="approvals.plan")
    walk.refused(XIE, "reply", 1, "为您换货", "--via", "phone", rule="approvals.plan")
    for who in (XIE, MA, LUO):
        walk.refused(who, "approve", 1, rule="may not `approve`")

    for who in (DENG, CAO):
        assert why(walk.does(who, "inbox"), 1) == ["approval"]
    walk.at("2026-11-02 15:00").does(DENG, "approve", 1)
    walk.refused(DENG, "approve", 1, rule="approvals.plan")  # one signature of each
    walk.refused(CAO, "refuse", 1, rule="needs.refused")
    refused = walk.does(CAO, "refuse", 1, "--reason", "先核实进货检验记录")
    assert (refused["proposal"]["state"], refused["proposal"]["approved_by"]) == ("refused", [])
    walk.refused(XIE, "deliver", 1, rule="nothing has been promised or decided")
    assert walk.history(LUO, 1)[-1]["reason"] == "先核实进货检验记录"


def both_approve(walk: Walk) -> None:
    """The plan goes in again; the manager first, the quality lead after: Tue 3 Nov 09:00, and five working days run."""
    walk.at("2026-11-02 17:00").does(XIE, *PLAN, "--set", "department_opinion=同意换货,加强进货检验")
    gift = ("propose", 3, "补发赠品", *JUSTIFIED, "--cause", "process", "--responsible", "general", "--fault", "无")
    walk.does(XIE, *gift)
    walk.at("2026-11-03 09:00").does(CAO, "approve", 1, 3)
    walk.refused(XIE, "deliver", 1, rule="approvals.plan")  # one of the two is not enough
    for case in walk.does(DENG, "approve", 1, 3):
        assert (case["proposal"]["state"], case["proposal"]["approved_by"]) == ("approved", [CAO, DENG])
        assert dues(case) == {"answer": "2026-11-03 10:00", "carry": "2026-11-10 18:00"}


def the_customer_is_told(walk: Walk) -> None:
    """09:40, before the 24 hours are over: what is going to be done."""
    first = walk.at("2026-11-03 09:40").does(XIE, "reply", 1, "为您换货并补偿300元", "--via", "phone")
    third = walk.at("2026-11-03 10:00:00").does(XIE, "reply", 3, "为您补发赠品", "--via", "letter")
    assert [(stands(case, "answer"), stands(case, "carry")) for case in (first, third)] == [("met", "open")] * 2


def talks(walk: Walk) -> None:
    """Wed no (500), Thu no (400), Fri yes, and a fourth on Monday: when, by whom, accepted or not, what is wanted."""
    for at, who, *outcome in (
        ("2026-11-04 10:00", XIE, "refused", "--demand", "补偿500元"),
        ("2026-11-05 10:00", MA, "refused", "--demand", "补偿400元"),
        ("2026-11-06 10:00", XIE, "accepted"),
        ("2026-11-09 16:00", XIE, "accepted", "--note", "约定次日下午取货"),
    ):
        walk.at(at).does(who, "contact", 1, "--via", "phone", "--outcome", *outcome)
    said = [
        (text(step["at"]), step["actor"], step["outcome"], step.get("demand"))
        for step in walk.history(LUO, 1)
        if step["type"] == "contacted"
    ]
    assert said == [
        ("2026-11-04 10:00", XIE, "refused", "补偿500元"),
        ("2026-11-05 10:00", MA, "refused", "补偿400元"),
        ("2026-11-06 10:00", XIE, "accepted", None),
        ("2026-11-09 16:00", XIE, "accepted", None),
    ]


def carried_out_and_not(walk: Walk) -> None:
    """Tue 10 Nov, the fifth working day: #1 is done at 17:00, #3 is not; more than approved is never paid."""
    walk.at("2026-11-10 17:00").refused(XIE, "deliver", 1, "--amount", 400, rule="more than was approved")
    first = walk.does(XIE, "deliver", 1, "--amount", 300, "--note", "已换货,补偿到账")
    assert (stands(first, "carry"), first["paid"]) == ("met", 300)
    assert dues(first)["feedback"] == "2026-11-13 18:00"  # three working days after it
    assert walk.at("2026-11-10 18:00:00").does(LUO, "overdue") == []


def the_general_managers_office_sees_who_is_late(walk: Walk) -> None:
    """Wed 11 Nov 09:00: #3, Xie Ning's, since Tuesday 18:00; the office is told once and urges."""
    (late,) = walk.at("2026-11-11 09:00").does(LUO, "overdue")
    assert (late["id"], late["milestone"], text(late["due"])) == (3, "carry", "2026-11-10 18:00")
    assert (late["department"], late["handler"], late["late_seconds"]) == ("general", XIE, 54_000)
    (carried,) = walk.does(LUO, "escalate", "--due")
    assert (carried["id"], carried["rule"], carried["tell"]) == (3, "carry-late", [XIE, "office"])
    assert walk.does(LUO, "escalate", "--due") == []
    for who in (LUO, SHI):
        assert why(walk.does(who, "inbox"), 3) == ["told"]
    walk.refused(MA, "urge", 3, rule="may not `urge`")
    walk.does(SHI, "urge", 3, "--note", "今日内补发")
    third = walk.at("2026-11-11 11:00").does(XIE, "deliver", 3, "--note", "已寄出")
    assert stands(third, "carry") == "late"


def feedback(walk: Walk) -> None:
    """Thu 12 Nov: what the customer says after it was carried out."""
    first = walk.at("2026-11-12 10:00").does(XIE, "rate", 1, "--satisfied", "yes", "--via", "phone")
    assert (stands(first, "feedback"), first["satisfied"]) == ("met", "yes")


def no_end_without_evaluation(walk: Walk) -> None:
    """Ruling, what became of the person at fault, lessons and a preventive measure: without them nothing is closed."""
    lesson = ("--lesson", "进货须逐件抽检")
    walk.at("2026-11-12 14:00").refused(LUO, "close", 1, *lesson, rule="closing.standard")
    ruled = ("--set", "ruling=验收疏漏,质量部负责", "--set", "sanction=批评教育,扣当月绩效")
    walk.does(XIE, "update", 1, *ruled)
    walk.refused(LUO, "close", 1, *lesson, rule="closing.standard")  # nothing that prevents it
    prevent = ("measure", "add", "进货逐件抽检", "--kind", "prevention", "--complaint", 1)
    owed = ("--department", "quality", "--owner", XIA, "--by", "2026-11-20")
    walk.refused(XIE, *prevent, *owed, rule="may not `measure`")
    measure = walk.does(MA, *prevent, *owed)
    assert (measure["number"], measure["department"], measure["owner"]) == ("20261102-0001", "quality", XIA)
    walk.refused(LUO, "close", 1, rule="closing.standard")  # no lessons
    walk.refused(MA, "close", 1, *lesson, rule="may not `close`")
    first = walk.does(LUO, "close", 1, *lesson)
    assert (first["state"], first["lesson"]) == ("closed", "进货须逐件抽检")


def the_effect_is_confirmed(walk: Walk) -> None:
    """Fri 27 Nov: not there yet a week after it was due; on 18 Dec it is."""
    walk.at("2026-11-20 17:00").does(XIA, "measure", "step", 1, "--text", "进货逐件抽检,已写入验收单")
    assert [one["id"] for one in walk.at("2026-11-27 09:00").does(LUO, "measure", "list", "--overdue")] == [1]
    absent = ("measure", "done", 1, "--effect", "两批中仍有1件漏检", "--confirmed", "no")
    assert walk.does(LUO, *absent)["state"] == "open"
    done = walk.at("2026-12-18 10:00").does(LUO, "measure", "done", 1, "--effect", "三周内无同类投诉")
    assert done["state"] == "done"


def the_course_of_it(walk: Walk) -> None:
    """Everything about #1 is there to read for the general manager's office; and nothing was changed afterwards."""
    shown = walk.desk.tsk("show", 1, "--as", LUO).out
    for said in (
        "何晴 · 13800005678 · M20260001 · 梧桐路12号",
        "over In person, recorded by 罗岚",
        "Goods · Serious",
        "三楼收银台",
        "General affairs, with Technology · 谢宁",
        "换货并补偿300元 · 300 CNY · approved (曹毅, 邓琳)",
        "upheld · Product · Quality",
        "进货验收员许某",
        "验收疏漏,质量部负责",
        "批评教育,扣当月绩效",
        "同意换货,加强进货检验",
        "进货须逐件抽检",
    ):
        assert said in shown
    assert walk.does(LUO, "verify")["whole"]


def the_record_prints(walk: Walk) -> None:
    """Every field of the company's record, the rounds of talks and their continuation, and the policy's own fields."""
    assert walk.form(LUO, 1, "company")[2:] == [
        ["公司投诉记录表"],
        ["日期", "2026-11-02", "投诉单号", "20261102-0001"],
        ["投诉人", "何晴", "联系电话", "13800005678"],
        ["会员卡号", "M20260001", "联系地址", "梧桐路12号"],
        ["投诉人类型", "√顾客 员工"],
        ["投诉方式", "√现场 事后 其他 √当面 电话 书面"],
        ["投诉类型", "√商品 服务 促销活动 设备设施 其他"],
        ["被投诉方", "三楼收银台"],
        ["投诉内容", "商品有瑕疵"],
        ["投诉要求", "退货 √换货 赔偿 其他"],
        ["涉及金额", "300 元"],
        ["问题核查"],
        ["核查时间", "2026-11-02", "涉及部门", "综合部、技术部"],
        ["负责人", "谢宁（c2002）", "当事人", "进货验收员许某"],
        ["核查结果", "成立 · 商品质量 同批次3件有瑕疵"],
        ["核实情节", "轻微 一般 √严重"],
        ["责任判定", "质量部 · 验收疏漏,质量部负责"],
        [
            "部门意见",
            "同意换货,加强进货检验 换货并补偿300元 · 300 元 已批准：曹毅（c9001）、邓琳（c4001）",
        ],
        ["最终对策", "为您换货并补偿300元（电话） 300 元"],
        ["与投诉人沟通记录"],
        ["第 1 次沟通", "2026-11-04 10:00", "沟通人", "谢宁（c2002）"],
        ["结果", "接受 √不接受"],
        ["投诉人意愿", "补偿500元"],
        ["第 2 次沟通", "2026-11-05 10:00", "沟通人", "马骏（c2001）"],
        ["结果", "接受 √不接受"],
        ["投诉人意愿", "补偿400元"],
        ["第 3 次沟通", "2026-11-06 10:00", "沟通人", "谢宁（c2002）"],
        ["结果", "√接受 不接受"],
        ["投诉人意愿", ""],
        ["沟通记录（续）"],
        ["第 4 次沟通", "2026-11-09 16:00", "沟通人", "谢宁（c2002）"],
        ["结果", "√接受 不接受 约定次日下午取货"],
        ["投诉人意愿", ""],
        ["第 5 次沟通", "", "沟通人", ""],
        ["结果", "接受 不接受"],
        ["投诉人意愿", ""],
        ["总结评价"],
        ["总结与教训", "进货须逐件抽检"],
        ["预防措施", "进货逐件抽检,已写入验收单"],
        ["负责人", "质量部 · 夏雨（c4002）", "完成期限", "2026-11-20 24:00"],
        [
            "效果确认",
            "无效 · 两批中仍有1件漏检（2026-11-27 09:00，罗岚（c1001）） "
            "有效 · 三周内无同类投诉（2026-12-18 10:00，罗岚（c1001））",
        ],
        ["其他事项"],
        ["责任人处理", "批评教育,扣当月绩效"],
        ["投诉理由", "√充分 不充分"],
        ["投诉资料", "√合理 不合理"],
    ]


# ── what the walk does not come by ─────────────────────────────────────────────────────────────────


@pytest.fixture
def planned(walk: Walk) -> Walk:
    """Complaint 1, by phone on Monday 10:00, with a plan that waits for both."""
    walk.does(LUO, "record", "商品有瑕疵", "--channel", "phone", *COMPLAINANT, *AFTERWARDS)
    walk.does(XIE, *PLAN)
    return walk.at("2026-11-02 11:00")


@pytest.mark.parametrize(("first", "second"), [(DENG, CAO), (CAO, DENG)])
def test_either_refusal_sends_the_plan_back_whoever_signed_before(planned: Walk, first: str, second: str) -> None:
    """C4"""
    planned.does(first, "approve", 1)
    assert planned.does(second, "refuse", 1, "--reason", "补偿过高")["proposal"]["state"] == "refused"
    planned.refused(first, "approve", 1, rule="has no proposal")
    assert why(planned.does(XIE, "inbox"), 1)[0] == "returned"


def test_what_is_planned_without_money_waits_for_both_as_well(walk: Walk) -> None:
    """C4: it is the plan that they approve, not the sum."""
    walk.does(LUO, "record", "服务态度差", "--channel", "phone", *COMPLAINANT, *AFTERWARDS)
    walk.does(XIE, "propose", 1, "当面道歉", *JUSTIFIED, *FOUND)
    walk.refused(XIE, "deliver", 1, rule="approvals.plan")


def test_an_answer_one_second_after_the_day_is_late_and_the_office_is_told(planned: Walk) -> None:
    """C5, C7"""
    planned.does(DENG, "approve", 1)
    planned.does(CAO, "approve", 1)
    planned.at("2026-11-03 10:00:01")
    assert [one["tell"] for one in planned.does(LUO, "escalate", "--due")] == [[XIE, "office"]]
    assert stands(planned.does(XIE, "reply", 1, "为您换货", "--via", "phone"), "answer") == "late"


def test_who_is_not_satisfied_says_what_they_want_and_a_new_plan_is_signed_by_both(planned: Walk) -> None:
    """C4–C6: another round, another day for the answer."""
    for who in (DENG, CAO):
        planned.does(who, "approve", 1)
    unhappy = ("--satisfied", "no", "--demand", "全额退款")
    again = planned.does(XIE, "reply", 1, "为您换货", "--via", "phone", *unhappy)
    assert (again["round"], again["demand"], dues(again, round=2)) == (2, "全额退款", {"answer": "2026-11-03 11:00"})
    planned.refused(XIE, "reply", 1, "为您退款", "--via", "phone", rule="needs.answered")
    planned.does(XIE, "propose", 1, "全额退款", "--amount", 900, *JUSTIFIED, *FOUND)
    planned.refused(XIE, "reply", 1, "为您退款", "--via", "phone", rule="approvals.plan")
