"""Walk-through G: a retail store, from Saturday 7 November 2026 to the figures of the month; open daily 09:00–22:00.

Told otherwise than in the walk-through: the steps stand in the order of time; an unknown type is a mistake of the
command line (exit 2), not a step that is not allowed now; "the manager alone" is a signature on record that is not
enough, so that nothing may be promised, answered or carried out, and the region cannot sign before the manager.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from walking import Walk, dues, lines, stands, text, why

# The service desk (manager, two clerks), goods, facilities and safety, public relations, region, head office.
WANG, TIAN, FANG = "g1001", "g1101", "g1102"
CUI, HE = "g2001", "g4001"
GONG = "g6001"
YAN, WEN = "g7001", "g9001"

CUSTOMER = ("--customer", "何晴", "--phone", "13800005678")
CARD = (*CUSTOMER, "--address", "梧桐路12号", "--card", "M20260001")

# One complaint of every other type and subtype: what is said, category, subtype.
OTHERS = (
    ("价签与收款不符", "goods", "price"),
    ("苹果有虫眼", "goods", "quality"),
    ("饼干盒压坏", "goods", "damage"),
    ("成分看不清", "goods", "labelling"),
    ("促销鸡蛋缺货", "goods", "stock"),
    ("导购爱理不理", "service", "attitude"),
    ("找零有误", "service", "till"),
    ("送货晚到", "service", "poor"),
    ("没有存包柜", "service", "missing"),
    ("班车取消", "service", "withdrawn"),
    ("在门口绊了一下", "safety", "accident"),
    ("鱼档异味", "safety", "environment"),
    ("赠品已送完", "promotion", ""),
    ("推车轮子坏", "facilities", ""),
    ("要求开发票", "other", ""),
)
TILL, COAT, INJURY, MEDIA = 17, 18, 19, 20  # the complaints of the steps 3 and 4, 5, 6


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    return Walk(tmp_path / "home", "retail-store", "2026-11-07 10:10")


def test_the_retail_store_is_walked(walk: Walk) -> None:
    settled_on_the_spot(walk)  # 1 (G1, G2)
    one_of_every_other_kind(walk)  # 2 (G1)
    a_date_is_agreed(walk)  # 3 (G1, G2)
    level_by_level(walk)  # 5 (G3)
    a_demand_beyond_the_law(walk)  # 5 (G3)
    an_injury_and_the_media(walk)  # 6 (G4)
    the_agreed_date_is_missed(walk)  # 4 (G2)
    the_last_second_of_three_days(walk)  # 4 (G2)
    not_satisfied_stays_open(walk)  # 7 (G6)
    lesson_and_return_visit(walk)  # 8 (G5)
    the_figures(walk)  # 9 (G6)
    the_whole_course_stays_readable(walk)  # (G3, G6)
    the_record_prints(walk)  # 9 (G5)


def settled_on_the_spot(walk: Walk) -> None:
    """Sat 10:00 expired milk, 12.90 refunded at 10:10: recorded, answered, closed; nobody has to say a name."""
    milk = ("record", "牛奶已过期", "--received", "2026-11-07 10:00", "--subtype", "expiry")
    refund = ("--set", "demand_kind=return", "--amount", "12.90", "--settled", "当场退款12.90元并致歉")
    first = walk.does(TIAN, *milk, *refund)
    assert (first["state"], first["category"], first["amount"]) == ("closed", "goods", 12.90)
    assert (text(first["received_at"]), text(first["closed_at"])) == ("2026-11-07 10:00", "2026-11-07 10:10")
    assert (stands(first, "answer"), first["satisfied"], first["store"]) == ("met", "yes", "SH-01")
    assert "visit" not in dues(first)
    # what goes beyond the clerk's 100 is not settled by the clerk
    walk.refused(TIAN, "record", "牛奶已过期", "--amount", 150, "--settled", "退款150元", rule="above what Clerk may")


def one_of_every_other_kind(walk: Walk) -> None:
    """Every other type and subtype is accepted, here settled on the spot by the second clerk; an unknown one is not."""
    walk.at("2026-11-07 10:30")
    for said, category, subtype in OTHERS:
        kind = ("--category", category, *(("--subtype", subtype) if subtype else ()))
        case = walk.does(FANG, "record", said, *kind, "--settled", "当场说明并致歉")
        assert (case["category"], case["subtype"], case["state"]) == (category, subtype, "closed")
    walk.fails(2, FANG, "record", "送货晚到", "--category", "delivery", *CUSTOMER, naming="delivery")
    walk.fails(2, FANG, "record", "送货晚到", "--category", "goods", "--subtype", "late", *CUSTOMER, naming="late")


def a_date_is_agreed(walk: Walk) -> None:
    """11:00 a till error: passed on to the manager at once, judged, a date agreed; the three days run beside it."""
    wanted = ("--demand", "退还十元", "--set", "demand_kind=compensation", "--amount", 10)
    till = walk.at("2026-11-07 11:00").does(TIAN, "record", "收银多收十元", "--subtype", "till", *CARD, *wanted)
    assert (till["id"], till["department"], till["co_departments"]) == (TILL, "service", [])
    assert dues(till) == {
        "judgement": "2026-11-07 12:00",
        "appoint": "2026-11-07 22:00",
        "answer": "2026-11-11 00:00",  # the end of Tuesday 10
    }
    assert why(walk.does(WANG, "inbox"), TILL)[0] == "told"  # G2: the direct superior
    walk.fails(2, TIAN, "record", "收银多收十元", "--customer", "何晴", naming="needs.others")

    walk.refused(TIAN, "propose", TILL, "核对收银录像", rule="needs.judged")
    judged = walk.at("2026-11-07 11:05").does(TIAN, "propose", TILL, "核对收银录像", "--upheld", "yes")
    assert (judged["upheld"], judged["handler"], stands(judged, "judgement")) == ("yes", TIAN, "met")
    promised = walk.does(TIAN, "promise", TILL, "周一17:00前给出核对结果", "--by", "2026-11-09 17:00")
    assert (stands(promised, "appoint"), dues(promised)["agreed of #1"]) == ("met", "2026-11-09 17:00")
    assert "2026-11-10 24:00" in walk.desk.tsk("show", TILL, "--as", TIAN).out


def level_by_level(walk: Walk) -> None:
    """800 for a spoiled coat: beyond the manager's 500, within the region's 2,000; both sign, in this order."""
    coat = ("record", "外套洗一次就褪色", "--category", "goods", "--subtype", "quality", *CARD, "--amount", 800)
    walk.at("2026-11-07 12:00").does(TIAN, *coat, "--set", "demand_kind=compensation")
    waiting = walk.does(TIAN, "propose", COAT, "赔偿800元", "--upheld", "yes", "--amount", 800)
    assert (waiting["id"], waiting["co_departments"], waiting["proposal"]["state"]) == (COAT, ["goods"], "open")
    walk.refused(TIAN, "approve", COAT, rule="may not `approve`")
    walk.refused(YAN, "approve", COAT, rule="approvals.money")  # not before the manager
    assert "approval" in why(walk.does(WANG, "inbox"), COAT)
    walk.at("2026-11-07 12:10").does(WANG, "approve", COAT)
    for step in (("reply", COAT, "赔偿800元", "--via", "phone"), ("deliver", COAT, "--amount", 800)):
        walk.refused(TIAN, *step, rule="approvals.money")  # the manager alone is not enough
    walk.refused(TIAN, "promise", COAT, "周日付款", "--by", "2026-11-08", rule="approvals.money")
    approved = walk.at("2026-11-07 12:30").does(YAN, "approve", COAT)
    assert (approved["proposal"]["state"], approved["proposal"]["approved_by"]) == ("approved", [WANG, YAN])
    signed = [(step["actor"], step["role"]) for step in walk.history(YAN, COAT) if step["type"] == "approved"]
    assert signed == [(WANG, "manager"), (YAN, "region")]


def a_demand_beyond_the_law(walk: Walk) -> None:
    """Ten times the price of a till error: marked, talked about first, given in only with approval, small as it is."""
    tenfold = ("propose", TILL, "破例赔偿100元", "--upheld", "yes", "--amount", 100, "--set", "beyond_law=yes")
    walk.at("2026-11-07 13:00").refused(TIAN, *tenfold, rule="needs.beyond")
    talk = ("--via", "phone", "--outcome", "refused", "--demand", "十倍赔偿", "--note", "说明消法规定,建议依法解决")
    walk.does(TIAN, "contact", TILL, *talk)
    conceded = walk.does(TIAN, *tenfold)
    assert (conceded["fields"]["beyond_law"], conceded["demand"]) == ("yes", "十倍赔偿")
    walk.refused(TIAN, "deliver", TILL, rule="approvals.beyond")
    walk.does(WANG, "refuse", TILL, "--reason", "继续说服")
    walk.at("2026-11-07 13:30").does(TIAN, "contact", TILL, "--via", "phone", "--outcome", "accepted")
    refund = walk.does(
        TIAN, "propose", TILL, "退还多收的10元", "--upheld", "yes", "--amount", 10, "--set", "beyond_law=no"
    )
    assert (refund["proposal"]["state"], refund["fields"]["beyond_law"]) == ("noted", "no")  # within the clerk's 100


def an_injury_and_the_media(walk: Walk) -> None:
    """15:00: the manager, the region's head and public relations are told at once, each once."""
    walk.at("2026-11-07 15:00")
    fall = ("record", "地面积水,老人摔伤送医", "--subtype", "accident", *CUSTOMER)
    injury = walk.does(FANG, *fall)
    assert (injury["id"], injury["severity"], injury["category"]) == (INJURY, "major", "safety")
    assert injury["co_departments"] == ["facilities", "relations"]
    media = walk.does(FANG, "record", "电视台记者来电询问过期牛奶", "--channel", "phone", *CUSTOMER)
    assert (media["id"], media["severity"], media["co_departments"]) == (MEDIA, "major", ["goods", "relations"])
    for id, concerned in ((INJURY, HE), (MEDIA, CUI)):
        assert told_of_major(walk, id) == [[WANG, YAN, "relations"]]
        for who in (WANG, YAN, GONG, concerned):
            assert "told" in why(walk.does(who, "inbox"), id)
    assert walk.does(WANG, "escalate", "--due") == []
    walk.does(HE, "note", INJURY, "积水已清理,警示牌已放")
    walk.does(GONG, "note", MEDIA, "由公关部统一回复")
    # they are handled like all others: judged, and told when
    for id in (INJURY, MEDIA):
        walk.does(WANG, "propose", id, "陪同就医并核实", "--upheld", "yes")
        walk.does(WANG, "promise", id, "下周回复处理结果", "--by", "2026-11-13 18:00")
        assert told_of_major(walk, id) == [[WANG, YAN, "relations"]]


def told_of_major(walk: Walk, id: int) -> list[Any]:
    """Whom the escalation of major cases told of that one, each time that it did."""
    return [step["tell"] for step in walk.history(WANG, id) if step.get("rule") == "major"]


def the_agreed_date_is_missed(walk: Walk) -> None:
    """Mon 9 Nov 17:01: nobody has called; the date is missed, the three days are not over."""
    walk.at("2026-11-07 16:00").does(TIAN, "promise", COAT, "周三前付款", "--by", "2026-11-11")
    assert walk.at("2026-11-09 17:00:00").does(WANG, "overdue") == []
    (late,) = walk.at("2026-11-09 17:01").does(WANG, "overdue")
    assert (late["id"], late["milestone"], late["of"], late["late_seconds"]) == (TILL, "agreed", "#1", 60)
    till = walk.does(WANG, "show", TILL)
    assert (stands(till, "agreed of #1"), stands(till, "answer")) == ("missed", "open")
    carried = walk.does(WANG, "escalate", "--due")
    assert [(one["id"], one["rule"], one["tell"]) for one in carried] == [(TILL, "agreed-late", [TIAN, WANG])]


def the_last_second_of_three_days(walk: Walk) -> None:
    """Tue 10 Nov 23:59:59: the answer is in time, the kept date is not."""
    walk.at("2026-11-10 20:00")
    for id, said in ((COAT, "同意赔偿800元"), (INJURY, "承担医药费"), (MEDIA, "已统一答复")):
        assert stands(walk.does(WANG, "reply", id, said, "--via", "phone"), "answer") == "met"
    delivered = walk.at("2026-11-10 23:59:59").does(TIAN, "deliver", TILL, "--amount", 10)
    assert stands(delivered, "agreed of #1") == "late"
    till = walk.does(TIAN, "reply", TILL, "核对无误,退还10元", "--via", "phone")
    assert (stands(till, "answer"), till["state"]) == ("met", "resolved")


def not_satisfied_stays_open(walk: Walk) -> None:
    """Wed 11 Nov: the customer of the till is not satisfied and says why; the second answer satisfies."""
    unhappy = ("rate", TILL, "--satisfied", "no", "--demand", "书面道歉")
    walk.at("2026-11-11 10:00").refused(TIAN, *unhappy[:-2], rule="say what the customer now wants")
    again = walk.does(TIAN, *unhappy, "--reason", "等了四天,无人道歉")
    assert walk.history(WANG, TILL)[-1]["reason"] == "等了四天,无人道歉"
    assert (again["state"], again["round"], again["demand"]) == ("in_progress", 2, "书面道歉")
    walk.refused(WANG, "close", TILL, "--lesson", "复核找零", rule="`close` is not possible now")
    assert dues(again, round=2) == {"appoint": "2026-11-11 22:00", "answer": "2026-11-15 00:00"}
    walk.at("2026-11-11 15:00").does(TIAN, "reply", TILL, "店长书面致歉", "--via", "letter")
    satisfied = walk.at("2026-11-12 10:00").does(TIAN, "rate", TILL, "--satisfied", "yes")
    assert (satisfied["state"], satisfied["satisfied"]) == ("resolved", "yes")


def lesson_and_return_visit(walk: Walk) -> None:
    """The manager closes with a lesson, not without; the return visit says what, who and when."""
    lesson = ("--lesson", "收银换班前复核")
    walk.refused(TIAN, "close", TILL, *lesson, rule="may not `close`")
    walk.refused(WANG, "close", TILL, *lesson, rule="closing.standard")  # no finding and opinion yet
    verified = ("--severity", "slight", "--set", "finding=录像核实多收10元,退还并致歉")
    walk.does(TIAN, "update", TILL, *verified)
    walk.refused(WANG, "close", TILL, rule="closing.standard")
    for said, by in (("换班前复核收银", "2026-11-20"), ("投诉须当日致歉", "2026-11-30")):
        walk.does(WANG, "measure", "add", said, "--complaint", TILL, "--owner", TIAN, "--by", by)
    closed = walk.does(WANG, "close", TILL, *lesson)
    assert (closed["state"], closed["lesson"], closed["severity"]) == ("closed", "收银换班前复核", "slight")
    assert dues(closed, round=2)["visit"] == "2026-11-16 00:00"  # the end of Sunday 15
    visit = ("visit", TILL, "--via", "phone", "--satisfied", "yes", "--note", "对处理表示满意")
    visited = walk.at("2026-11-15 11:00").does(FANG, *visit)
    assert stands(visited, "visit", round=2) == "met"
    said = walk.history(WANG, TILL)[-1]
    assert (said["type"], said["actor"], said["note"]) == ("visited", FANG, "对处理表示满意")
    assert text(said["at"]) == "2026-11-15 11:00"


def the_figures(walk: Walk) -> None:
    """Tue 1 Dec: November by type and by severity; #18 to #20 are still open."""
    walk.at("2026-12-01 09:00")
    month = ("report", "--month", "2026-11", "--by")
    types = lines(walk.does(WEN, *month, "category"), "category")
    assert {name: (row["received"], row["open"]) for name, row in types.items()} == {
        "goods": (8, 2), "service": (6, 0), "safety": (3, 1), "promotion": (1, 0), "facilities": (1, 0),
        "other": (1, 0),
    }  # fmt: skip
    grades = lines(walk.does(WEN, *month, "severity"), "severity")
    assert {name: row["received"] for name, row in grades.items()} == {"normal": 17, "major": 2, "slight": 1}


def the_whole_course_stays_readable(walk: Walk) -> None:
    """Who did what when about the till error, from the counter to the return visit."""
    steps = [(text(step["at"])[5:], step["actor"], step["type"]) for step in walk.history(WANG, TILL)]
    assert steps == [
        ("11-07 11:00", TIAN, "registered"),
        ("11-07 11:00", "system", "assigned"),
        ("11-07 11:00", "system", "escalated"),
        ("11-07 11:05", TIAN, "accepted"),
        ("11-07 11:05", TIAN, "proposed"),
        ("11-07 11:05", TIAN, "promised"),
        ("11-07 13:00", TIAN, "contacted"),
        ("11-07 13:00", TIAN, "proposed"),
        ("11-07 13:00", WANG, "refused"),
        ("11-07 13:30", TIAN, "contacted"),
        ("11-07 13:30", TIAN, "proposed"),
        ("11-09 17:01", "system", "escalated"),
        ("11-10 23:59:59", TIAN, "delivered"),
        ("11-10 23:59:59", TIAN, "replied"),
        ("11-11 10:00", TIAN, "rated"),
        ("11-11 15:00", TIAN, "replied"),
        ("11-12 10:00", TIAN, "rated"),
        ("11-12 10:00", TIAN, "corrected"),
        ("11-12 10:00", WANG, "closed"),
        ("11-15 11:00", FANG, "visited"),
    ]
    assert walk.does(WANG, "verify")["whole"]


def the_record_prints(walk: Walk) -> None:
    """Every field of the store's record, filled in or left open."""
    assert walk.form(WANG, TILL, "store")[2:] == [
        ["门店顾客投诉记录表"],
        ["投诉单号", "20261107-0017"],
        ["门店编号", "SH-01", "投诉日期", "2026-11-07"],
        ["顾客姓名", "何晴", "联系电话", "13800005678"],
        ["会员卡号", "M20260001", "联系地址", "梧桐路12号"],
        ["投诉类型", "商品 √服务（收银作业） 安全 促销活动 设备设施 其他"],
        ["投诉内容", "收银多收十元"],
        ["投诉要求", "退货 换货 √赔偿 其他 退还十元"],
        ["涉及金额", "10 元"],
        ["核实情节", "√轻微 一般 严重 重大"],
        ["核实情况及处理意见", "成立 录像核实多收10元,退还并致歉 退还多收的10元 · 10 元"],
        ["最终处理结果", "店长书面致歉（信函） · 10 元"],
        ["顾客是否满意", "√满意 不满意"],
        ["不满意原因", ""],
        ["总结与教训", "收银换班前复核"],
        ["超出消法规定", "是"],
        ["改进措施", "措施", "负责人", "完成期限"],
        ["1", "换班前复核收银", "客服中心 · 田甜（g1101）", "2026-11-20 24:00 进行中"],
        ["2", "投诉须当日致歉", "客服中心 · 田甜（g1101）", "2026-11-30 24:00 进行中"],
        ["3", "", "", ""],
        ["回访", "回访内容", "回访人", "时间"],
        ["1", "对处理表示满意 客户满意：是", "方圆（g1102）", "2026-11-15 11:00"],
        ["处理人", "田甜（g1101）", "主管领导", "汪洁（g1001）"],
    ]


# ── what the walk does not come by ─────────────────────────────────────────────────────────────────


@pytest.fixture
def coat(walk: Walk) -> Walk:
    """Complaint 1, about a coat, taken on Saturday at 10:10."""
    walk.does(TIAN, "record", "外套洗一次就褪色", "--category", "goods", *CUSTOMER)
    return walk


def signers(walk: Walk, amount: int, *more: str) -> list[str]:
    """The roles that must sign a compensation of that sum."""
    walk.does(TIAN, "propose", 1, "赔偿", "--upheld", "yes", "--amount", amount, *more)
    signed: list[str] = walk.history(WEN, 1)[-1].get("signers", [])
    return signed


@pytest.mark.parametrize(
    ("amount", "roles"),
    [
        (100, []),
        (101, ["manager"]),
        (500, ["manager"]),
        (501, ["manager", "region"]),
        (2000, ["manager", "region"]),
        (2001, ["manager", "region", "director"]),
    ],
)
def test_a_sum_is_signed_up_to_the_level_whose_authority_suffices(coat: Walk, amount: int, roles: list[str]) -> None:
    """G3"""
    assert signers(coat, amount) == roles


@pytest.mark.parametrize(("amount", "roles"), [(1, 2), (2000, 2), (2001, 3)])
def test_a_concession_beyond_the_law_is_signed_by_manager_and_region_at_least(
    coat: Walk, amount: int, roles: int
) -> None:
    """G3: after the customer was talked to."""
    coat.does(TIAN, "contact", 1, "--via", "phone", "--outcome", "refused", "--set", "beyond_law=yes")
    assert signers(coat, amount) == ["manager", "region", "director"][:roles]


def test_the_manager_puts_a_plan_forward_and_signs_it_at_the_own_level(coat: Walk) -> None:
    """G3: a store has one manager, so both are on record and the region signs after."""
    coat.does(WANG, "propose", 1, "赔偿800元", "--upheld", "yes", "--amount", 800)
    assert coat.does(WANG, "approve", 1)["proposal"]["state"] == "open"
    assert coat.does(YAN, "approve", 1)["proposal"]["state"] == "approved"


def test_a_major_case_is_told_after_closing_time_too(walk: Walk) -> None:
    """G4: Saturday 23:30, by whoever is still there."""
    walk.at("2026-11-07 23:30").does(FANG, "record", "试衣间门夹伤手指", *CUSTOMER)
    assert told_of_major(walk, 1) == [[WANG, YAN, "relations"]]


def test_what_turns_out_to_be_major_is_told_then_and_once(coat: Walk) -> None:
    """G4: special circumstances are set by hand; another round tells nobody again."""
    assert told_of_major(coat, 1) == []
    coat.does(WANG, "update", 1, "--severity", "major")
    coat.does(WANG, "propose", 1, "致歉", "--upheld", "yes")
    coat.does(WANG, "reply", 1, "致歉", "--via", "phone", "--satisfied", "no", "--demand", "公开道歉")
    coat.does(WANG, "update", 1, "--severity", "serious")
    coat.does(WANG, "update", 1, "--severity", "major")
    assert told_of_major(coat, 1) == [[WANG, YAN, "relations"]]


def test_a_major_case_is_not_over_with_a_word_at_the_desk(walk: Walk) -> None:
    """G2, G4: whatever the customer is told on the spot, its file has to be whole."""
    walk.refused(TIAN, "record", "老人摔伤送医", "--settled", "已致歉", rule="closing.standard")


def test_nothing_ends_before_the_customer_is_satisfied(coat: Walk) -> None:
    """G6: whatever was found, done and answered."""
    coat.does(TIAN, "propose", 1, "换货", "--upheld", "yes", "--set", "finding=褪色属实")
    coat.does(TIAN, "deliver", 1)
    coat.does(TIAN, "reply", 1, "已换货", "--via", "phone")
    coat.refused(WANG, "close", 1, "--lesson", "进货抽检", rule="closing.standard")
    coat.does(TIAN, "rate", 1, "--satisfied", "yes")
    assert coat.does(WANG, "close", 1, "--lesson", "进货抽检")["state"] == "closed"


def test_who_is_not_right_gets_an_answer_and_need_not_be_satisfied(coat: Walk) -> None:
    """G1, G6: judged not upheld with a reason, answered, closed with what was learned."""
    judged = ("propose", 1, "说明洗涤方式", "--upheld", "no")
    coat.refused(TIAN, *judged, rule="only with a reason")
    coat.does(TIAN, *judged, "--reason", "未按洗标洗涤", "--set", "finding=洗标写明手洗")
    coat.does(TIAN, "reply", 1, "请按洗标手洗", "--via", "phone")
    assert coat.does(WANG, "close", 1, "--lesson", "售出时提示洗涤方式")["state"] == "closed"


def test_the_clerk_sees_the_own_store_only_and_public_relations_what_concerns_them(walk: Walk) -> None:
    """G4, G6"""
    walk.does(YAN, "record", "外套褪色", "--category", "goods", "--store", "SH-02", *CUSTOMER)
    for who in (TIAN, GONG):
        walk.fails(3, who, "show", 1, naming=f"not within what {who} may see")
    assert walk.does(WEN, "show", 1)["store"] == "SH-02"


def test_the_fields_of_the_record_are_shown_with_the_rules(walk: Walk) -> None:
    """G5"""
    shown = walk.desk.tsk("rules", "show", "fields", "--as", WANG).out
    for said in ("finding", "beyond_law", "options.exchange"):
        assert said in shown
