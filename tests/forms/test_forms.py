"""Forms: what each of them says, in both languages, filled from the case or left open to be filled in by hand."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from pathlib import Path

import pytest
from conftest import Desk
from paper import rows
from shop import AGENT, BARE, CHIEF, CLERK, ELSEWHERE, KINDS, WHOLE, does, html, png, shop, text

# C9, row by row of the paper.
COMPANY = {
    "zh": [
        "日期", "投诉单号", "投诉人", "联系电话", "会员卡号", "联系地址", "投诉人类型", "投诉方式", "投诉类型",
        "被投诉方", "投诉内容", "投诉要求", "涉及金额", "问题核查", "核查时间", "涉及部门", "负责人", "当事人",
        "核查结果", "核实情节", "责任判定", "部门意见", "最终对策",
        "与投诉人沟通记录", "第 1 次沟通", "沟通人", "结果", "投诉人意愿",
        "第 2 次沟通", "沟通人", "结果", "投诉人意愿", "第 3 次沟通", "沟通人", "结果", "投诉人意愿",
        "沟通记录（续）", "第 4 次沟通", "沟通人", "结果", "投诉人意愿",
        "第 5 次沟通", "沟通人", "结果", "投诉人意愿",
        "总结评价", "总结与教训", "预防措施", "负责人", "完成期限", "效果确认",
    ],
    "en": [
        "Date", "Number", "Complainant", "Phone", "Member card", "Address", "Complainant is", "Way of complaining",
        "Type of complaint", "Party complained of", "Content of the complaint", "Demand", "Amount concerned",
        "Verification", "Time of verification", "Departments concerned", "Person in charge", "Party concerned",
        "Result of the verification", "Severity as verified", "Ruling on responsibility", "Department's opinion",
        "Final measure",
        "Talks with the complainant", "Talk 1", "Talk held by", "Result", "Wants now", "Talk 2", "Talk held by",
        "Result", "Wants now", "Talk 3", "Talk held by", "Result", "Wants now",
        "Talks, continued", "Talk 4", "Talk held by", "Result", "Wants now",
        "Talk 5", "Talk held by", "Result", "Wants now",
        "Evaluation", "Lessons", "Preventive measure", "Owner", "By when", "Check of the effect",
    ],
}  # fmt: skip

# G5, row by row of the paper.
STORE = {
    "zh": [
        "投诉单号", "门店编号", "投诉日期", "顾客姓名", "联系电话", "会员卡号", "联系地址", "投诉类型", "投诉内容",
        "投诉要求", "涉及金额", "核实情节", "核实情况及处理意见", "最终处理结果", "顾客是否满意", "不满意原因",
        "总结与教训", "改进措施", "措施", "负责人", "完成期限", "1", "2", "3",
        "回访", "回访内容", "回访人", "时间", "处理人", "主管领导",
    ],
    "en": [
        "Number", "Store number", "Date of complaint", "Customer's name", "Phone", "Member card", "Address",
        "Type of complaint", "Content of the complaint", "Demand", "Amount concerned", "Severity as verified",
        "Verification and opinion", "Final result", "Customer satisfied", "Why not", "Lessons",
        "Improvement measures", "Measure", "Owner", "By when", "1", "2", "3",
        "Return visit", "Content", "Visited by", "When", "Handler", "Supervising leader",
    ],
}  # fmt: skip

EIGHT = {
    "zh": [
        "D1 成立小组", "D2 问题描述", "D3 临时措施", "D4 根本原因",
        "D5 对策选定", "D6 对策实施", "D7 预防再发", "D8 结案",
    ],
    "en": [
        "D1 Team", "D2 Description of the problem", "D3 Interim measure", "D4 Root cause", "D5 Choice of measures",
        "D6 Implementation", "D7 Prevention of recurrence", "D8 Closing",
    ],
}  # fmt: skip

SECTIONS = {
    "zh": [
        "一、投诉情况", "二、处理结果", "三、办理经过", "四、与客户的联系", "五、等待时段", "六、承诺与兑现",
        "七、证据清单", "八、时限及其计算", "九、存证",
    ],
    "en": [
        "1. The complaint", "2. The outcome", "3. Everything that was done", "4. Contacts with the customer",
        "5. Times of waiting", "6. Promises and what was delivered", "7. Evidence",
        "8. Deadlines and how each came about", "9. Proof",
    ],
}  # fmt: skip

TITLES = {
    "slip": ("投诉受理回执", "Complaint receipt"),
    "store": ("门店顾客投诉记录表", "Store complaint record"),
    "company": ("公司投诉记录表", "Company complaint record"),
    "8d": ("8D 报告", "8D report"),
    "appeal": ("投诉申诉案卷", "Complaint file for an appeal"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The shop; the tests of this module only read it, or work on a copy."""
    return shop(tmp_path_factory.mktemp("shop") / "home")


@pytest.fixture
def own(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A copy of the shop, and an empty folder to stand in."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return desk.copy(tmp_path / "home")


def stand_in_order(labels: list[str], page: str) -> None:
    """Every label is the whole text of a cell, each after the one before."""
    cells = iter([cell for row in rows(page) for cell in row])
    missing = next((label for label in labels if label not in cells), None)
    assert missing is None, f"“{missing}” is missing, or does not come after the label before it"


def row_of(page: str, *first: str) -> list[str]:
    """The first row of the page that begins with these cells."""
    return next(row for row in rows(page) if row[: len(first)] == list(first))


# ── the records of a company and a store ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("number", [WHOLE, BARE])
def test_the_company_record_has_every_box_of_the_rows(desk: Desk, number: str, lang: str) -> None:
    stand_in_order(COMPANY[lang], html(desk, number, "company", lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("number", [WHOLE, BARE])
def test_the_store_record_has_every_box_of_the_rows(desk: Desk, number: str, lang: str) -> None:
    stand_in_order(STORE[lang], html(desk, number, "store", lang))


def test_the_company_record_says_what_the_case_says(desk: Desk) -> None:
    page = html(desk, 1, "company")
    assert row_of(page, "日期") == ["日期", "2026-11-07", "投诉单号", WHOLE]
    assert row_of(page, "投诉人") == ["投诉人", "林小满", "联系电话", "13800000001"]
    assert row_of(page, "会员卡号") == ["会员卡号", "VIP-6600", "联系地址", "示例市样板路 18 号"]
    assert row_of(page, "投诉人类型")[1] == "√顾客 员工"
    assert row_of(page, "投诉方式")[1] == "现场 √事后 √当面 电话 书面"
    assert row_of(page, "投诉类型")[1] == "√商品（质量） 服务 促销活动 设备设施 其他"
    assert row_of(page, "被投诉方")[1] == "男装柜台"
    assert row_of(page, "投诉内容")[1] == "新衬衫洗一次就脱线 左袖口缝线全部脱开。 小票在。"
    assert row_of(page, "投诉要求")[1] == "√退货 换货 退货并道歉"
    assert row_of(page, "涉及金额")[1] == "239 元"
    assert row_of(page, "核查时间") == ["核查时间", "2026-11-09 09:20", "涉及部门", "质量部"]
    assert row_of(page, "负责人") == ["负责人", "赵敏（w2001）", "当事人", "供应商验货员"]
    assert row_of(page, "核查结果")[1] == "成立 · 做工不良"
    assert row_of(page, "核实情节")[1] == "轻微 √严重"
    assert row_of(page, "责任判定")[1] == "质量部 · 由质量部承担"
    assert row_of(page, "部门意见")[1] == "全额退货，另赔偿200元 · 439 元 已批准：王强（w9001）"
    assert row_of(page, "最终对策")[1] == "道歉信已寄出。（信函） 439 元"
    assert row_of(page, "总结与教训")[1] == "进货抽检袖口缝线。"


def test_talks_are_the_contacts_that_reached_the_customer_and_go_on_after_the_third(desk: Desk) -> None:
    page = html(desk, 1, "company")
    talks = [row for row in rows(page) if row[0].startswith("第 ")]
    assert [(row[0], row[1]) for row in talks] == [
        ("第 1 次沟通", "2026-11-07 11:00"),
        ("第 2 次沟通", "2026-11-08 14:00"),
        ("第 3 次沟通", "2026-11-09 09:00"),
        ("第 4 次沟通", "2026-11-10 09:00"),
        ("第 5 次沟通", ""),
    ]
    assert {row[3] for row in talks[:4]} == {"赵敏（w2001）"}
    assert [row[1] for row in rows(page) if row[0] == "结果"] == [
        "接受 √不接受 提出换货",
        "接受 √不接受 提出全额退货",
        "√接受 不接受 退货，另赔偿200",
        "√接受 不接受 同意寄道歉信",
        "接受 不接受",
    ]
    wanted = ["退货并赔偿500", "退货并赔偿400", "退货并赔偿200", "书面道歉", ""]
    assert [row[1] for row in rows(page) if row[0] == "投诉人意愿"] == wanted


def test_seven_talks_need_no_second_rows(own: Desk) -> None:
    for hour in range(1, 8):
        does(own, f"2026-11-14 0{hour}:00", CHIEF, "contact", 2, "--via", "phone", "--note", f"第{hour}次")
    page = html(own.at("2026-11-14 09:00"), 2, "company")
    talks = [row[:2] for row in rows(page) if re.fullmatch("第 . 次沟通", row[0])]
    assert talks[-2:] == [["第 7 次沟通", "2026-11-14 07:00"], ["第 8 次沟通", ""]]
    assert len(talks) == 8


def test_the_store_record_says_what_the_case_says(desk: Desk) -> None:
    page = html(desk, 1, "store")
    assert row_of(page, "门店编号") == ["门店编号", "SH-03", "投诉日期", "2026-11-07"]
    assert row_of(page, "核实情节")[1] == "轻微 √严重"
    assert row_of(page, "核实情况及处理意见")[1] == "成立 · 做工不良 · 质量部 全额退货，另赔偿200元 · 439 元"
    assert row_of(page, "最终处理结果")[1] == "道歉信已寄出。（信函） · 439 元"
    assert row_of(page, "顾客是否满意")[1] == "√满意 不满意"
    assert row_of(page, "总结与教训")[1] == "进货抽检袖口缝线。"
    assert row_of(page, "1", "退款已到账 客户满意：是")[2:] == ["王强（w9001）", "2026-11-13 10:00"]
    assert row_of(page, "处理人") == ["处理人", "赵敏（w2001）", "主管领导", "王强（w9001）"]


def test_the_store_record_says_why_a_customer_is_not_satisfied(own: Desk) -> None:
    does(own, "2026-11-13 17:00", CHIEF, "visit", 1, "--via", "phone", "--satisfied", "no", "--note", "又脱线",
         "--demand", "再换一件")  # fmt: skip
    page = html(own, 1, "store")
    assert row_of(page, "顾客是否满意")[1] == "满意 √不满意"
    assert row_of(page, "不满意原因")[1] == "又脱线 · 再换一件"
    assert row_of(page, "2", "又脱线 客户满意：否")[2:] == ["王强（w9001）", "2026-11-13 17:00"]


def test_what_is_not_known_is_left_open(desk: Desk) -> None:
    page = html(desk, 2, "store")
    assert row_of(page, "会员卡号") == ["会员卡号", "", "联系地址", ""]
    assert row_of(page, "投诉要求")[1] == "退货 换货"
    assert row_of(page, "核实情节")[1] == "轻微 严重"
    assert row_of(page, "最终处理结果")[1] == ""
    assert row_of(page, "顾客是否满意")[1] == "满意 不满意"
    assert row_of(page, "处理人") == ["处理人", "", "主管领导", ""]


@pytest.mark.parametrize("kind", ["store", "company", "8d", "appeal"])
def test_every_field_of_the_policy_is_printed_once_with_its_label(desk: Desk, kind: str) -> None:
    page = html(desk, 1, kind)
    assert row_of(page, "批号")[1] == "L2611"
    assert row_of(page, "发货日期")[1] == ""
    assert row_of(page, "已退回")[1] == "是"  # beside an empty box
    assert row_of(page, "核实情节")[1] == "轻微 √严重"
    assert "由质量部承担" in row_of(page, "责任判定")[1]
    assert "√退货 换货" in row_of(page, "要求种类" if kind in ("8d", "appeal") else "投诉要求")[1]
    labels = [row[0] for row in rows(page)]
    names = ("批号", "发货日期", "已退回", "核实情节", "责任判定", "要求种类")
    assert max(labels.count(name) for name in names) == 1


def test_without_fields_of_its_own_the_severity_is_ticked_once_it_was_verified(own: Desk) -> None:
    rules = own.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").partition("[fields]")[0], "utf-8")
    for kind in ("store", "company"):
        page = html(own, 2, kind)
        assert row_of(page, "投诉要求")[1] == "退货 换货 赔偿 其他"
        assert row_of(page, "核实情节")[1] == "轻微 一般 严重"
    does(own, "2026-11-13 17:00", CHIEF, "update", 2, "--severity", "slight")
    assert row_of(html(own, 2, "store"), "核实情节")[1] == "√轻微 一般 严重"
    does(own, "2026-11-13 17:10", CHIEF, "update", 2, "--severity", "normal")
    assert row_of(html(own, 2, "store"), "核实情节")[1] == "轻微 √一般 严重"


# ── the slip ───────────────────────────────────────────────────────────────────────────────────────


def test_the_slip_says_number_what_was_understood_by_when_and_where_to_ask(desk: Desk) -> None:
    page = html(desk.copy(desk.home.with_name("at-once")).at("2026-11-07 10:10"), 2, "slip")
    assert row_of(page, "投诉单号") == ["投诉单号", BARE]
    assert row_of(page, "客户") == ["客户", "沈雨", "您的联系方式", "138****0002"]
    assert row_of(page, "投诉类别")[1] == "其他"
    assert row_of(page, "投诉内容")[1] == "电梯口的灯坏了"
    assert row_of(page, "答复客户")[1] == "2026-11-16 24:00"
    assert row_of(page, "受理单位")[1] == "示例商店投诉规则"
    assert row_of(page, "门店") == ["门店", "SH-03", "接待人", "李薇（w1001）"]
    assert "法定答复" not in text(page) and "联系" not in [row[0] for row in rows(page)]
    assert f"只需报投诉单号 {BARE} 和您的电话号码" in text(page)
    assert "tsk" not in page.lower()


def test_the_slip_says_what_the_customer_told_in_the_fields_of_the_policy(desk: Desk) -> None:
    page = html(desk, 1, "slip")
    assert row_of(page, "要求种类")[1] == "退货"
    assert row_of(page, "批号")[1] == "L2611"
    assert "责任判定" not in text(page)  # said later, by the house


def test_a_promise_stands_on_the_slip_in_its_own_words(own: Desk) -> None:
    does(own, "2026-11-13 16:30", CHIEF, "promise", 2, "周一前换好灯", "--by", "2026-11-16 12:00")
    page = html(own, 2, "slip")
    assert row_of(page, "周一前换好灯")[1] == "2026-11-16 12:00"
    assert row_of(page, "答复客户")[1] == "2026-11-16 24:00"


def test_the_slip_of_an_answered_complaint_says_the_answer(desk: Desk) -> None:
    page = html(desk, 1, "slip")
    assert row_of(page, "答复")[1] == "道歉信已寄出。（信函）"
    assert row_of(page, "依据")[1] == "检测报告QC-118"
    assert "答复时间" not in text(page)


# ── the 8D report ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_8d_report_has_eight_parts_with_owner_and_dates(desk: Desk, lang: str) -> None:
    page = html(desk, 2, "8d", lang)
    stand_in_order(EIGHT[lang], page)
    owner = {"zh": ["负责人", "", "截止时间", "", "完成时间", ""], "en": ["Owner", "", "Due", "", "Done", ""]}[lang]
    assert [row for row in rows(page) if row[0] == owner[0]] == [owner] * 8


def test_the_8d_report_describes_the_defect_and_shows_the_photographs(desk: Desk) -> None:
    page = html(desk, 1, "8d")
    read = rows(page)
    assert read[read.index(["D2 问题描述"]) + 1] == ["新衬衫洗一次就脱线 左袖口缝线全部脱开。 小票在。"]
    assert page.count("<img ") == 1
    assert f'src="data:image/png;base64,{b64encode(png(40, 30)).decode()}"' in page
    assert "1 · cuff.png · 照片" in text(page)
    assert f"SHA-256 {hashlib.sha256(png(40, 30)).hexdigest()}" in text(page)
    assert ["2", "receipt.txt", hashlib.sha256("小票".encode()).hexdigest()] in read


def test_a_measure_with_parts_is_the_report(own: Desk) -> None:
    at, first = "2026-11-13 16:10", ("measure", "step", 1, "D1")
    does(own, at, CHIEF, "measure", "add", "缝线整改", "--kind", "8d", "--complaint", 1, "--department", "quality",
         "--owner", AGENT, "--by", "2026-11-20")  # fmt: skip
    does(own, at, CHIEF, *first, "--text", "赵敏、王强", "--owner", CHIEF, "--by", "2026-11-14 12:00")
    does(own, at, CHIEF, "measure", "step", 1, "D3", "--text", "停售此批", "--by", "2026-11-16", "--told")
    does(own, "2026-11-13 16:20", CHIEF, *first, "--done")
    page = html(own.at("2026-11-13 16:30"), 1, "8d")
    assert row_of(page, "报告编号") == ["报告编号", "#1 缝线整改", "责任部门", "质量部 · 赵敏（w2001）"]
    assert row_of(page, "完成期限") == ["完成期限", "2026-11-20 24:00", "状态", "进行中"]
    read = rows(page)
    start = read.index(["D1 组队"])
    assert read[start : start + 9] == [
        ["D1 组队"],
        ["赵敏、王强"],
        ["负责人", "王强（w9001）", "截止时间", "2026-11-14 12:00", "完成时间", "2026-11-13 16:20"],
        ["D2 描述"],
        ["新衬衫洗一次就脱线 左袖口缝线全部脱开。 小票在。"],
        ["负责人", "赵敏（w2001）", "截止时间", "", "完成时间", ""],
        ["D3 止损"],
        ["停售此批 2026-11-13 16:10 已告知客户"],
        ["负责人", "赵敏（w2001）", "截止时间", "2026-11-16 24:00", "完成时间", ""],
    ]


def test_measures_and_their_effect_stand_on_the_records_and_in_the_appeal(own: Desk) -> None:
    for said in ("抽检袖口", "改写店员手册", "换供应商", "再培训"):
        does(own, "2026-11-13 16:10", CHIEF, "measure", "add", said, "--complaint", 1, "--by", "2026-11-20")
    does(own, "2026-11-13 16:20", CHIEF, "measure", "done", 1, "--effect", "两周无同类投诉")
    own.at("2026-11-13 16:30")
    read = rows(html(own, 1, "store"))
    assert ["1", "抽检袖口", "质量部", "2026-11-20 24:00 已完成"] in read
    assert ["4", "再培训", "质量部", "2026-11-20 24:00 进行中"] in read
    page = html(own, 1, "company")
    assert row_of(page, "预防措施", "抽检袖口")
    assert row_of(page, "效果确认") == ["效果确认", "有效 · 两周无同类投诉（2026-11-13 16:20，王强（w9001））"]
    assert "质量部 2026-11-20 24:00" in row_of(html(own, 1, "appeal"), "改进措施 4")[1]


def test_a_photograph_that_is_missing_or_changed_is_named_all_the_same(own: Desk) -> None:
    digest = hashlib.sha256(png(40, 30)).hexdigest()
    (own.home / "attachments" / digest[:2] / digest).write_bytes(png(41, 30))
    page = html(own, 1, "8d")
    assert ["1", "cuff.png · 照片 未打印：文件缺失、被改动或过大", digest] in rows(page)
    assert "<img" not in page


# ── the file for an appeal ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("number", [WHOLE, BARE])
def test_the_appeal_has_all_its_sections(desk: Desk, number: str, lang: str) -> None:
    stand_in_order(SECTIONS[lang], html(desk, number, "appeal", lang))


def test_the_appeal_tells_every_step_with_who_when_what_and_why(desk: Desk) -> None:
    page = html(desk, 1, "appeal")
    history = desk.ok("show", 1, "--history", "--as", CHIEF)["events"]
    course = [row for row in rows(page) if len(row) == 5 and row[0].isdigit() and ":" in row[1]]
    assert [int(row[0]) for row in course] == [event["seq"] for event in history] == list(range(1, len(history) + 1))
    assert [row[1][:19] for row in course] == [event["at"][:19].replace("T", " ") for event in history]
    extended = next(row for row in course if row[3] == "延期")
    assert extended[2] == "赵敏（w2001）"
    assert "延长：2天" in extended[4] and "原因说明：检测排队" in extended[4]


def test_a_step_that_was_taken_back_stays_and_says_so(desk: Desk) -> None:
    read = rows(html(desk, 1, "appeal"))
    (note,) = (row for row in read if row[-1] == "备注：写错的备注")
    assert note[3] == "备注 后已撤销"
    (undone,) = (row for row in read if len(row) == 5 and row[3] == "撤销操作：备注")
    assert "原因说明：写错了" in undone[4]


def test_the_appeal_lists_contacts_waits_promises_money_and_evidence(desk: Desk) -> None:
    read = rows(html(desk, 1, "appeal"))
    who = "赵敏（w2001）"
    assert ["2026-11-08 15:00", "未联系上 电话", who, "无人接听", ""] in read
    assert ["2026-11-09 09:00", "联系客户 电话", who, "退货，另赔偿200", "接受 退货并赔偿200"] in read
    assert ["2026-11-09 11:00", "满意度评价", who, "", "客户满意：否 书面道歉"] in read
    assert ["等待客户", "请寄回衬衫", "2026-11-07 11:05", "2026-11-08 09:00", "已结束"] in read
    promise = ["1", "三日内退款", who, "2026-11-09 10:30", "2026-11-12 18:00", "已兑现 · 2026-11-09 10:50"]
    assert promise in read
    assert ["2026-11-09 10:50", "#1", "439 元", who, "已退款"] in read
    digest = hashlib.sha256(png(40, 30)).hexdigest()
    size = str(len(png(40, 30)))
    assert ["1", "cuff.png · 照片", size, digest, "李薇（w1001）", "2026-11-07 10:05"] in read


def test_the_appeal_holds_everything_that_is_known_of_the_customer(own: Desk) -> None:
    own.ok("update", 1, "--region", "城东", "--on-behalf-of", "母亲", "--email", "lin@example.com", "--as", CHIEF)
    page = html(own, 1, "appeal")
    assert row_of(page, "客户") == ["客户", "林小满", "联系电话", "13800000001"]
    assert row_of(page, "电子邮件") == ["电子邮件", "lin@example.com", "联系地址", "示例市样板路 18 号"]
    assert row_of(page, "会员卡号") == ["会员卡号", "VIP-6600", "客户等级", "顾客"]
    assert row_of(page, "代何人投诉") == ["代何人投诉", "母亲", "结案时间", "2026-11-11 15:00"]
    assert row_of(page, "渠道") == ["渠道", "当面", "门店", "SH-03 · 城东"]
    assert row_of(page, "方案") == ["方案", "全额退货，另赔偿200元 · 439 元", "审批", "已批准：王强（w9001）"]


def test_the_appeal_explains_every_deadline_as_explain_does(desk: Desk) -> None:
    page = html(desk, 1, "appeal")
    read = rows(page)
    assert ["答复客户 · 第 1 轮", "3天", "2026-11-07 10:00", "2026-11-13 24:00", "2026-11-09 11:00", "按时"] in read
    assert ["联系 · 第 2 轮", "4小时", "2026-11-09 11:00", "2026-11-09 15:00", "2026-11-10 09:00", "超时完成"] in read
    milestones = desk.ok("show", 1, "--as", CHIEF)["milestones"]
    told = desk.tsk("explain", 1, "--lang", "zh", "--as", CHIEF).out
    squeezed = re.sub(r"\s", "", text(page))
    deadlines = told.partition("\n\n")[2]  # before them explain says why the complaint is where it is
    lines = [re.sub(r"\s", "", line) for line in deadlines.splitlines() if line.strip() and "截止" not in line]
    assert len(lines) > 3 * len(milestones)
    assert [line for line in lines if line not in squeezed] == []


def test_the_appeal_ends_with_the_anchor_of_the_last_step(own: Desk) -> None:
    own.at("2026-11-14 10:00").ok("note", 1, "最后一步", "--as", CHIEF)
    anchor = re.search(r"Anchor: (.+)", own.tsk("verify", "--lang", "en").out)
    assert anchor and anchor[1] in text(html(own, 1, "appeal"))


# ── all of them ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_speaks_the_language_of_its_reader(desk: Desk, kind: str) -> None:
    chinese, english = html(desk, 1, kind, "zh"), html(desk, 1, kind, "en")
    assert [TITLES[kind][0]] in rows(chinese) and ["示例商店投诉规则"] in rows(chinese)
    assert [TITLES[kind][1]] in rows(english) and ["Paper House"] in rows(english)
    assert '<html lang="zh-CN">' in chinese and '<html lang="en">' in english


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_asks_for_nothing_outside_itself(desk: Desk, kind: str) -> None:
    page = html(desk, 1, kind)
    sources = re.findall(r"""\b(?:src|href|action|srcset|data|background)\s*=\s*["']?([^"'>]{0,20})""", page)
    assert [source for source in sources if not source.startswith("data:image/")] == []
    assert not re.search(r"https?:|url\(|@import|<link|<script|<iframe|<object", page)
    assert "default-src 'none'; img-src data:" in page


@pytest.mark.parametrize("kind", KINDS)
def test_chinese_fonts_are_named(desk: Desk, kind: str) -> None:
    page = html(desk, 1, kind)
    for font in ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimSun"):
        assert f'"{font}"' in page


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_typed_cannot_become_markup(own: Desk, tmp_path: Path, kind: str) -> None:
    evil = '<script>alert("1")</script>\u202eabc\'"><img src=x onerror=alert(2)>'
    photo = tmp_path / '"><img src=x onerror=alert(3)>.png'
    photo.write_bytes(png(3, 3))
    at = "2026-11-13 16:10"
    options = ("--details", "--demand", "--address", "--against", "--product", "--order", "--customer")
    said = [word for option in options for word in (option, evil)]
    does(own, at, CHIEF, "record", evil, *said, "--set", f"batch={evil}")
    does(own, at, CHIEF, "contact", 3, "--via", "phone", "--note", evil, "--demand", evil)
    does(own, at, CHIEF, "propose", 3, evil, "--upheld", "yes", "--cause", "making")
    does(own, at, CHIEF, "promise", 3, evil, "--by", "2026-11-16 12:00")
    does(own, at, CHIEF, "attach", 3, photo, "--kind", "photo")
    does(own, at, CHIEF, "reply", 3, evil, "--via", "phone", "--basis", evil)
    page = html(own.at("2026-11-13 16:20"), 3, kind)
    assert "<script" not in page and "onerror=alert(2)&gt;" in page
    assert [one for one in re.findall(r"<img [^>]*>", page) if 'src="data:image/png;base64,' not in one] == []
    assert "\u202e" not in page and "&lt;U+202E&gt;" in page
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", page)


@pytest.mark.parametrize("kind", KINDS)
def test_printing_writes_nothing_into_the_file(desk: Desk, kind: str) -> None:
    before = desk.events
    html(desk, 1, kind)
    assert desk.events == before


# ── the command ────────────────────────────────────────────────────────────────────────────────────


def test_a_form_is_written_here_under_its_number_and_kind(own: Desk) -> None:
    told = own.tsk("form", 1, "--kind", "store", "--lang", "en", "--as", CHIEF)
    assert (told.code, told.err) == (0, "")
    assert told.out == f"{WHOLE}-store.html: store complaint record of {WHOLE}. Open it in a browser to print it.\n"
    assert Path(f"{WHOLE}-store.html").read_text("utf-8") == html(own, 1, "store", "en")


def test_without_a_kind_it_is_the_slip(own: Desk) -> None:
    assert own.ok("form", 2, "--as", CHIEF) == {"id": 2, "number": BARE, "kind": "slip", "file": f"{BARE}-slip.html"}


def test_the_kind_may_be_said_in_chinese(own: Desk) -> None:
    assert own.ok("form", 2, "--kind", "回执", "--as", CHIEF)["kind"] == "slip"


def test_the_file_may_be_named(own: Desk) -> None:
    assert own.ok("form", 1, "--kind", "8d", "-o", "report.html", "--as", CHIEF)["file"] == "report.html"
    assert "8D 报告" not in Path("report.html").read_text("utf-8")  # English, as the tests run


@pytest.mark.parametrize("output", [(), ("-o", "mine.html")])
def test_a_file_that_exists_is_never_overwritten(own: Desk, output: tuple[str, ...]) -> None:
    target = Path(output[1] if output else f"{WHOLE}-slip.html")
    target.write_text("somebody else's", "utf-8")
    told = own.tsk("form", 1, *output, "--as", CHIEF)
    assert (told.code, told.out) == (6, "")
    assert str(target) in told.err and "-o" in told.err
    assert target.read_text("utf-8") == "somebody else's"


def test_a_folder_that_does_not_exist_is_no_place_for_a_form(own: Desk) -> None:
    told = own.tsk("form", 1, "-o", "nowhere/form.html", "--as", CHIEF)
    assert (told.code, told.out) == (6, "") and "nowhere" in told.err


def test_an_unknown_kind_lists_the_kinds(own: Desk) -> None:
    told = own.tsk("form", 1, "--kind", "9d", "--as", CHIEF)
    assert (told.code, told.out) == (2, "")
    assert all(kind in told.err for kind in KINDS)
    assert list(Path().iterdir()) == []


def test_json_cannot_be_mixed_with_the_page(own: Desk) -> None:
    told = own.tsk("form", 1, "-o", "-", "--json", "--as", CHIEF)
    assert told.code == told.error["exit"] == 2
    assert told.out == ""


@pytest.mark.parametrize("kind", KINDS)
def test_what_one_may_not_see_one_cannot_print(own: Desk, kind: str) -> None:
    shown = own.tsk("show", 1, "--as", ELSEWHERE)
    told = own.tsk("form", 1, "--kind", kind, "--as", ELSEWHERE)
    assert told.code == shown.code != 0
    assert (told.out, told.err) == ("", shown.err)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_number_shows_a_case_to_who_is_not_listed_and_prints_nothing(own: Desk, kind: str) -> None:
    assert own.ok("show", WHOLE, "--as", "visitor")["number"] == WHOLE
    for output in ((), ("-o", "-")):
        told = own.tsk("form", WHOLE, "--kind", kind, *output, "--as", "visitor", "--lang", "en")
        assert (told.code, told.out) == (4, "")
        assert "visitor is not listed as staff here." in told.err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("who", [CLERK, AGENT, CHIEF])
def test_whoever_may_see_the_case_may_print_it(own: Desk, who: str) -> None:
    assert own.ok("form", 1, "--as", who)["number"] == WHOLE


def test_a_complaint_that_does_not_exist_cannot_be_printed(own: Desk) -> None:
    assert own.tsk("form", 77, "--as", CHIEF).code == 3
