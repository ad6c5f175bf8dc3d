"""Walk-through H: a factory's complaint control with the 8D report, from Monday 9 November 2026.

The four hours to quality control run by the clock; nothing else has a figure.

- A complaint in which something is missing is a mistake of the command line (2); everything else that the walk calls
  refused is refused by a rule (4).
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from walking import Walk, dues, stands, text, why

SALES, QC, TECHNOLOGY, MANUFACTURING = "f1001", "f2001", "f3001", "f4001"
BUYER = ("--customer", "蓝海电器", "--phone", "13800000031", "--occurred", "2026-11-06 15:00")
OTHER_BUYER = ("--customer", "远山机械", "--phone", "13800000032", "--occurred", "2026-11-09 09:00")
PLACE, PIECES = ("--set", "place=来料检验"), ("--set", "quantity=200")
BATCH, SHIPPED = ("--set", "batch=L2611"), ("--set", "shipped=2026-10-20")
JPEG = b"\xff\xd8\xff\xe0"  # how a photograph begins
RETURNED = ("--set", "goods_back=not_returned")
CONFIRMED = (*PLACE, *PIECES, *BATCH, *SHIPPED, *RETURNED)


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    return Walk(tmp_path / "home", "factory-8d", "2026-11-09 10:00")


def test_the_factory_is_walked(walk: Walk) -> None:
    a_key_dimension(walk)  # 1 (H1)
    a_dented_carton(walk)  # 3 (H1)
    four_hours_to_quality_control(walk)  # 2 (H2)
    the_customers_own_doing(walk)  # 4 (H3)
    our_own_doing(walk)  # 5 (H3)
    dated_steps_with_owners(walk)  # 6 (H4)
    the_same_product_again(walk)  # (H4)
    a_step_is_missed(walk)  # 7 (H4)
    not_closed_before_the_effect_is_checked(walk)  # 8 (H4)
    one_report(walk)  # 9 (H4)
    assert walk.desk.events == walk.desk.written  # one whole chain


def complains(walk: Walk, summary: str, product: str, *more: str) -> Any:
    """A complaint with one photograph and everything that is confirmed with the customer."""
    photo = ("--attach", str(walk.paper("缺陷.jpg", summary)), "--kind", "photo")
    return walk.does(SALES, "record", summary, "--product", product, *CONFIRMED, *photo, *more)


def photograph(walk: Walk, name: str) -> Path:
    """A file that begins as a photograph does."""
    file = walk.desk.home.with_name(name)
    file.write_bytes(JPEG + name.encode())
    return file


def a_key_dimension(walk: Walk) -> None:
    """Mon 10:00: severe, with two photographs, time, place, 200 pieces, batch, shipped 20 Oct, not returned."""
    photos = [word for name in ("一.jpg", "二.jpg") for word in ("--attach", str(photograph(walk, name)))]
    said = ("record", "轴承座关键尺寸超差", *BUYER, "--product", "ZC-20")
    shown = (*photos, "--kind", "photo")
    for missing in (PLACE, PIECES, BATCH, SHIPPED, RETURNED):
        rest = [word for pair in (PLACE, PIECES, BATCH, SHIPPED, RETURNED) if pair != missing for word in pair]
        walk.fails(2, SALES, *said, *rest, *shown, naming="needs.defect")
    walk.fails(2, SALES, *said, *CONFIRMED, naming="needs.defect")  # no photograph
    first = walk.does(SALES, *said, *CONFIRMED, *shown)
    assert (first["severity"], first["category"], first["department"]) == ("severe", "quality", "marketing")
    assert [one["kind"] for one in first["attachments"]] == ["photo", "photo"]
    assert first["fields"] == {
        "place": "来料检验", "quantity": "200", "batch": "L2611", "shipped": "2026-10-20", "goods_back": "not_returned",
    }  # fmt: skip
    assert dues(first) == {"handover": "2026-11-09 14:00", "answer": "2026-11-23 18:00"}


def a_dented_carton(walk: Walk) -> None:
    """Mon 10:00: slight damage to the carton is no characteristic of the product: general; so is the third."""
    carton = complains(walk, "外箱轻微破损", "ZC-31", *OTHER_BUYER)
    assert (carton["id"], carton["severity"], dues(carton)["handover"]) == (2, "general", "2026-11-09 14:00")
    third = complains(walk, "端面划伤", "ZC-40", *OTHER_BUYER)
    assert (third["id"], third["severity"]) == (3, "general")


def four_hours_to_quality_control(walk: Walk) -> None:
    """13:50 in time, 14:00:01 late; not before it was confirmed with the customer."""
    walk.at("2026-11-09 13:40").refused(SALES, "assign", 1, "--to", "qc", rule="needs.confirm")
    for id in (1, 2, 3):
        walk.does(SALES, "contact", id, "--via", "phone", "--note", "核对批号与数量")
    for id in (1, 3):
        handed = walk.at("2026-11-09 13:50").does(SALES, "assign", id, "--to", "qc")
        assert (handed["department"], stands(handed, "handover")) == ("qc", "met")
    assert walk.at("2026-11-09 14:00:00").does(SALES, "overdue") == []
    assert [late["id"] for late in walk.at("2026-11-09 14:00:01").does(SALES, "overdue")] == [2]
    late = walk.does(SALES, "assign", 2, "--to", "qc")
    assert stands(late, "handover") == "late"


def the_customers_own_doing(walk: Walk) -> None:
    """Tue 10 Nov: the scratches of #3 come from the customer; marketing explains with the analysis; no 8D."""
    walk.at("2026-11-10 10:00").does(QC, "accept", 3)
    walk.refused(QC, "submit", 3, rule="closing.ours")  # nobody has said yet whose it is
    judged = (
        "--upheld",
        "no",
        "--responsible",
        "customer",
        "--cause",
        "customers-use",
        "--reason",
        "划痕方向与装配夹具一致",
    )
    walk.does(QC, "propose", 3, "客户装配夹具划伤,建议加护垫", *judged)
    walk.does(QC, "attach", 3, walk.paper("分析.txt", "划痕对照"), "--kind", "analysis")
    walk.does(QC, "submit", 3)
    answer = ("reply", 3, "划伤产生于装配,附分析", "--via", "email")
    walk.at("2026-11-10 14:00").refused(SALES, *answer, rule="needs.finding")
    walk.refused(QC, *answer, "--basis", "划痕对照", rule="`reply`")
    walk.does(SALES, *answer, "--basis", "质控分析报告")
    closed = walk.does(SALES, "close", 3)
    assert (closed["state"], closed["upheld"], closed["responsible"]) == ("closed", "no", "customer")


def our_own_doing(walk: Walk) -> None:
    """Tue 10 Nov: the bore of #1 deviates in production, so manufacturing answers for it; D1 team, D2 defect."""
    walk.at("2026-11-10 15:00").does(QC, "accept", 1)
    judged = walk.does(QC, "propose", 1, "封存库存,修模,全检", "--upheld", "yes", "--cause", "deviation")
    assert (judged["cause"], judged["responsible"]) == ("deviation", "manufacturing")
    walk.fails(3, MANUFACTURING, "show", 1, naming="not within what f4001 may see")
    drawn = walk.does(QC, "assign", 1, "--with", "manufacturing", "--with", "technology")
    assert (drawn["department"], drawn["co_departments"]) == ("qc", ["manufacturing", "technology"])

    walk.refused(SALES, "measure", "add", "8D", "--kind", "8d", "--complaint", 1, rule="`measure`")
    opened = walk.does(QC, "measure", "add", "轴承座尺寸超差", "--kind", "8d", "--complaint", 1)
    assert (opened["id"], opened["number"], opened["department"]) == (1, "20261109-0001", "qc")
    assert [part["name"] for part in opened["parts"]] == ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"]
    eight_d(walk, QC, "D1", "质控、制造、技术各一人", "--owner", QC)
    described = eight_d(walk, QC, "D2", "内径超上差0.04毫米,200件", "--owner", QC)
    assert done(described) == ["D1", "D2"]


def eight_d(walk: Walk, who: str, part: str, text_: str, *more: str) -> Any:
    """A step of the 8D report that is done, with what was done."""
    return walk.does(who, "measure", "step", 1, part, "--text", text_, "--done", *more)


def done(measure: Any) -> list[str]:
    """The steps of an 8D report that are done."""
    return [part["name"] for part in measure["parts"] if part["done_at"]]


def dated_steps_with_owners(walk: Walk) -> None:
    """D3 by Wed 11 Nov, told to the customer; D4 by Fri 13, D5 by Mon 16, D6 by Fri 20: each with its owner."""
    dated = (("D3", MANUFACTURING, 11), ("D4", QC, 13), ("D5", TECHNOLOGY, 16), ("D6", MANUFACTURING, 20))
    for part, owner, day in dated:
        said = walk.does(QC, "measure", "step", 1, part, "--owner", owner, "--by", f"2026-11-{day} 18:00")
    assert [(part["name"], part["owner"], text(part["due"])) for part in said["parts"][2:6]] == [
        ("D3", MANUFACTURING, "2026-11-11 18:00"),
        ("D4", QC, "2026-11-13 18:00"),
        ("D5", TECHNOLOGY, "2026-11-16 18:00"),
        ("D6", MANUFACTURING, "2026-11-20 18:00"),
    ]
    eight_d(walk.at("2026-11-11 16:00"), MANUFACTURING, "D3", "封存库存,逐件全检")
    walk.does(QC, "contact", 1, "--via", "email", "--note", "临时措施:封存、全检")
    told = walk.does(QC, "measure", "step", 1, "D3", "--told")
    assert [(part["name"], text(part["told_at"])) for part in told["parts"] if part["told_at"]] == [
        ("D3", "2026-11-11 16:00")
    ]
    walk.at("2026-11-11 16:30").does(QC, "submit", 1)  # what was found, and the plan
    assert "answer" in why(walk.does(SALES, "inbox"), 1)
    reply = ("reply", 1, "已封存库存,11月20日前完成修模", "--via", "email", "--basis", "尺寸复测报告")
    answered = walk.does(SALES, *reply)
    assert (answered["state"], stands(answered, "answer")) == ("resolved", "met")
    eight_d(walk.at("2026-11-13 17:00"), QC, "D4", "模具型腔磨损,未按周期检测")
    eight_d(walk.at("2026-11-16 17:00"), TECHNOLOGY, "D5", "修模并改检测周期")


def the_same_product_again(walk: Walk) -> None:
    """Thu 12 Nov: another customer complains of the quality of the same product: a recurrence of #1."""
    again = complains(walk.at("2026-11-12 10:00"), "轴承座尺寸不良", "ZC-20", *OTHER_BUYER)
    assert (again["repeat_of"], again["repeats"]["number"]) == ("20261109-0001", "20261109-0001")
    assert complains(walk, "端盖变形", "ZC-77", *BUYER)["repeat_of"] is None
    for id in (4, 5):
        walk.does(SALES, "contact", id, "--via", "phone")
        walk.does(SALES, "assign", id, "--to", "qc")


def a_step_is_missed(walk: Walk) -> None:
    """D6 by Fri 20 Nov 18:00: that second is in time; then the overdue list names whose it is."""
    assert walk.at("2026-11-20 18:00:00").does(QC, "overdue") == []
    for who in (SALES, QC, MANUFACTURING):
        (late,) = walk.at("2026-11-20 18:00:01").does(who, "overdue")
        assert (late["number"], late["milestone"], late["handler"]) == ("20261109-0001", "D6", MANUFACTURING)
        assert (late["measure"], late["late_seconds"]) == (1, 1)


def not_closed_before_the_effect_is_checked(walk: Walk) -> None:
    """Mon 23 Nov: D6 to D8 are done, but the case is closed only when the effect was checked and found."""
    walk.at("2026-11-23 10:00").refused(SALES, "close", 1, rule="closing.ours")
    eight_d(walk, MANUFACTURING, "D6", "11月22日修模完成,复测合格")
    assert walk.does(QC, "overdue") == []
    walk.refused(QC, "measure", "done", 1, "--effect", "复测合格", rule="D7")
    eight_d(walk, QC, "D7", "检测周期写入作业指导书", "--owner", TECHNOLOGY)
    report = eight_d(walk, QC, "D8", "三批追踪无不良,通报小组", "--owner", QC)
    assert (done(report), report["state"]) == (["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8"], "open")
    walk.refused(SALES, "close", 1, rule="closing.ours")
    checked = walk.does(QC, "measure", "done", 1, "--effect", "连续三批内径合格")
    assert (checked["state"], checked["confirmed"]) == ("done", "yes")
    walk.refused(QC, "close", 1, rule="`close`")
    closed = walk.does(SALES, "close", 1, "--lesson", "模具按周期检测")
    assert (closed["state"], stands(closed, "review")) == ("closed", "met")


def one_report(walk: Walk) -> None:
    """One 8D report with owners, dates and photographs."""
    assert walk.form(QC, 1, "8d")[2:] == [
        ["8D 报告"],
        ["投诉单号", "20261109-0001", "收到", "2026-11-09 10:00"],
        ["客户", "蓝海电器", "联系电话", "13800000031"],
        ["产品", "ZC-20", "订单号", ""],
        ["发生时间", "2026-11-06 15:00", "级别", "严重"],
        ["发生地点", "来料检验"],
        ["不良数量", "200"],
        ["产品批号", "L2611"],
        ["发货日期", "2026-10-20"],
        ["是否退货", "√未退货 部分退货 已退货"],
        ["报告编号", "#1 轴承座尺寸超差", "责任部门", "质控部"],
        ["完成期限", "", "状态", "已完成"],
        ["D1 成立小组"],
        ["质控、制造、技术各一人"],
        ["负责人", "葛明（f2001）", "截止时间", "", "完成时间", "2026-11-10 15:00"],
        ["D2 问题描述"],
        ["内径超上差0.04毫米,200件"],
        ["负责人", "葛明（f2001）", "截止时间", "", "完成时间", "2026-11-10 15:00"],
        ["D3 临时措施"],
        ["封存库存,逐件全检 2026-11-11 16:00 已告知客户"],
        ["负责人", "郎军（f4001）", "截止时间", "2026-11-11 18:00", "完成时间", "2026-11-11 16:00"],
        ["D4 根本原因"],
        ["模具型腔磨损,未按周期检测"],
        ["负责人", "葛明（f2001）", "截止时间", "2026-11-13 18:00", "完成时间", "2026-11-13 17:00"],
        ["D5 选定措施"],
        ["修模并改检测周期"],
        ["负责人", "奚文（f3001）", "截止时间", "2026-11-16 18:00", "完成时间", "2026-11-16 17:00"],
        ["D6 实施措施"],
        ["11月22日修模完成,复测合格"],
        ["负责人", "郎军（f4001）", "截止时间", "2026-11-20 18:00", "完成时间", "2026-11-23 10:00"],
        ["D7 预防再发"],
        ["检测周期写入作业指导书"],
        ["负责人", "奚文（f3001）", "截止时间", "", "完成时间", "2026-11-23 10:00"],
        ["D8 效果结案"],
        ["三批追踪无不良,通报小组"],
        ["负责人", "葛明（f2001）", "截止时间", "", "完成时间", "2026-11-23 10:00"],
        ["效果确认"],
        ["有效 · 连续三批内径合格（2026-11-23 10:00，葛明（f2001））"],
        ["照片"],
        ["1 · 一.jpg · 缺陷照片"],
        [f"SHA-256 {sha256(JPEG + '一.jpg'.encode()).hexdigest()}"],
        ["2 · 二.jpg · 缺陷照片"],
        [f"SHA-256 {sha256(JPEG + '二.jpg'.encode()).hexdigest()}"],
    ]


# ── causes and the departments that answer for them ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cause", "responsible"),
    [
        ("shipment", "marketing"), ("missed", "qc"), ("documents", "technology"), ("deviation", "manufacturing"),
        ("late", "material"), ("carriage", "marketing"), ("customers-use", "customer"),
    ],
)  # fmt: skip
def test_each_cause_has_the_department_that_answers_for_it(walk: Walk, cause: str, responsible: str) -> None:
    complains(walk, "尺寸不良", "ZC-20", *BUYER)
    walk.does(SALES, "contact", 1, "--via", "phone")
    walk.does(SALES, "assign", 1, "--to", "qc")
    judged = walk.does(QC, "propose", 1, "分析", "--cause", cause)
    assert judged["responsible"] == responsible


@pytest.mark.parametrize(
    ("said", "category", "severity"),
    [
        ("产品性能不达标", "quality", "severe"), ("整批退回,外观不良", "quality", "severe"),
        ("外观轻微划伤", "quality", "general"), ("多发十件", "quantity", "general"),
    ],
)  # fmt: skip
def test_what_touches_the_product_itself_is_severe(walk: Walk, said: str, category: str, severity: str) -> None:
    case = complains(walk, said, "ZC-20", *BUYER)
    assert (case["category"], case["severity"]) == (category, severity)


def test_a_late_delivery_needs_its_order_and_no_photograph(walk: Walk) -> None:
    late = ("record", "交期延迟两周", *BUYER, "--product", "ZC-20", *PIECES)
    walk.fails(2, SALES, *late, naming="needs.late")
    assert walk.does(SALES, *late, "--order", "PO-7781")["category"] == "late"
