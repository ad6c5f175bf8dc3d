"""Walk-through B: the operator's service standard, from Monday 2 November 2026 to the figures of the quarter.

Not here: of step 7 the encryption (tests/data/test_encryption.py), of step 9 the response time by agent and channel;
the daily summary, and the rates of day and quarter, are walked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from databases import SERVER
from walking import Walk, dues, lines, share, stands, text, why

MANAGER, AGENT, COLLEAGUE = "s1001", "s1101", "s1102"  # customer service
PRODUCT, MARKETING = "s2001", "s3001"  # a specialist of each

PERSON = ("--customer", "何晴", "--phone", "13800005678")
ANSWER = ("--via", "sms", "--basis", "核查记录")

# The eight complaints of step 1: channel, what is said, severity where somebody sets it.
EIGHT = (
    ("phone", "网速很慢", ""),
    ("sms", "产品功能用不了", ""),
    ("email", "虚假宣传", ""),
    ("chat", "新规定没有通知", ""),
    ("website", "套餐扣费不明", ""),
    ("app", "产品价格不合理", "major"),
    ("social", "宣传误导老人", "grave"),
    ("storefront", "客服态度冷淡", ""),
)


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    return Walk(tmp_path / "home", "service-standard", "2026-11-02 09:00")


def test_the_service_standard_is_walked(walk: Walk) -> None:
    eight_channels(walk)  # 1 (B1, B2)
    the_customers_data_are_accounted_for(walk)  # 7 (B7)
    three_grades(walk)  # 3 (B3)
    twenty_seconds_and_three_minutes(walk)  # 2 (B5)
    the_green_channel_leaves_the_limits_alone(walk)  # 4 (B8)
    the_care_note_is_shown(walk)  # 4 (B7, B8)
    a_reply_that_says_everything(walk)  # 6 (B2, B4)
    the_next_morning(walk)  # 9 (B6)
    what_is_due_on_thursday(walk)  # 9 (B6, B8)
    the_last_second_of_thursday(walk)  # 5 (B3)
    the_return_visits(walk)  # 8 (B9)
    the_rates_of_the_quarter(walk)  # 9 (B6)
    a_finding_becomes_a_rectification_notice(walk)  # 9 (B6)


def record(walk: Walk, text: str, channel: str, *more: str) -> int:
    """A complaint that customer service takes; its short number."""
    return int(walk.does(AGENT, "record", text, "--channel", channel, *PERSON, *more)["id"])


def eight_channels(walk: Walk) -> None:
    """Mon 2 Nov 09:00: eight channels, four departments; a tariff draws the product department in by itself."""
    for channel, said, severity in EIGHT:
        record(walk, said, channel, *(("--severity", severity) if severity else ()))
    listed = walk.does(MANAGER, "list", "--sort", "number")
    assert [(c["channel"], c["category"], c["department"], c["co_departments"]) for c in listed] == [
        ("phone", "service", "service", []),
        ("sms", "product", "product", []),
        ("email", "marketing", "marketing", []),
        ("chat", "policy", "policy", []),
        ("website", "service", "service", ["product"]),
        ("app", "product", "product", []),
        ("social", "marketing", "marketing", []),
        ("storefront", "service", "service", []),
    ]
    assert {case["customer"]["phone"] for case in listed} == {"138****5678"}  # B7: a list masks phones
    drawn_in = walk.does(AGENT, "assign", 1, "--with", "product")  # and by hand, where it concerns them
    assert (drawn_in["department"], drawn_in["co_departments"]) == ("service", ["product"])


def three_grades(walk: Walk) -> None:
    """3, 5 and 10 working days from the department's receipt, not counting that day."""
    general, major, grave = (walk.does(MANAGER, "show", id) for id in (2, 6, 7))
    assert [case["severity"] for case in (general, major, grave)] == ["general", "major", "grave"]
    assert dues(general) == {"reply": "2026-11-05 18:00"}
    assert dues(major) == {"reply": "2026-11-09 18:00"}
    assert dues(grave) == {"reply": "2026-11-16 18:00"}


def twenty_seconds_and_three_minutes(walk: Walk) -> None:
    """A call is taken within 20 seconds, a chat within 3 minutes; exactly so long is in time."""

    def response(channel: str, received: str, answered: str) -> str:
        times = ("--received", f"2026-11-02 {received}", "--answered", f"2026-11-02 {answered}")
        return stands(walk.does(AGENT, "record", "网速很慢", "--channel", channel, *PERSON, *times), "first_response")

    walk.at("2026-11-02 09:00:30")
    assert response("phone", "09:00:00", "09:00:20") == "met"  # 9
    assert response("phone", "09:00:00", "09:00:21") == "late"  # 10
    walk.at("2026-11-02 10:05")
    assert response("chat", "10:00:00", "10:03:00") == "met"  # 11
    assert response("chat", "10:00:00", "10:03:01") == "late"  # 12
    # nobody told when the first call was taken: it is not measured, and a text message has no such limit
    assert stands(walk.does(AGENT, "show", 1), "first_response") == "void"
    assert "first_response" not in dues(walk.does(AGENT, "show", 2))


def the_green_channel_leaves_the_limits_alone(walk: Walk) -> None:
    """An emergency, an important customer and an ordinary case in the same minute: one limit for all."""
    walk.at("2026-11-02 10:30")
    cases = [
        walk.does(AGENT, "record", "紧急:大面积断网", "--channel", "app", *PERSON),  # 13
        walk.does(AGENT, "record", "网速很慢", "--channel", "app", "--tier", "vip", *PERSON),  # 14
        walk.does(AGENT, "record", "网速很慢", "--channel", "app", *PERSON),  # 15
    ]
    assert [case["severity"] for case in cases] == ["emergency", "important", "general"]
    assert [dues(case)["reply"] for case in cases] == ["2026-11-05 18:00"] * 3
    # The two go first; the others of customer service follow by their due, which is one, and by their receipt.
    assert [case["id"] for case in walk.does(AGENT, "inbox")] == [13, 14, 1, 5, 8, 9, 10, 11, 12, 15]


def the_care_note_is_shown(walk: Walk) -> None:
    """The customer of #8 turns out to be elderly: a note for whoever has the case, no other grade, no other limit."""
    eighth = walk.does(AGENT, "update", 8, "--tier", "elderly")
    assert (eighth["severity"], dues(eighth)) == ("general", {"reply": "2026-11-05 18:00"})
    assert "Elderly: speak slowly, offer a visit" in walk.desk.tsk("show", 8, "--as", COLLEAGUE).out
    assert "放慢语速" in walk.desk.tsk("show", 8, "--as", COLLEAGUE, "--lang", "zh").out
    assert [case["tier"] for case in walk.does(COLLEAGUE, "inbox") if case["id"] in (8, 14, 15)] == [
        "vip",
        "elderly",
        "",
    ]


def the_customers_data_are_accounted_for(walk: Walk) -> None:
    """Who answers sees the phone, on record; revealing takes right and reason; a backup restored is equal."""
    phone, why = "13800005678", ("--reveal", "核对号码")
    walk.fails(3, MARKETING, "show", 2, naming="not within what s3001 may see")  # B7: access by role
    assert walk.does(PRODUCT, "show", 2)["customer"]["phone"] == "138****5678"
    assert walk.does(COLLEAGUE, "show", 2)["customer"]["phone"] == phone
    walk.refused(PRODUCT, "show", 2, *why, rule="may not `reveal`")
    walk.refused(AGENT, "export", rule="may not `export`")
    assert walk.does(MANAGER, "list", "--category", "product", *why)[0]["customer"]["phone"] == phone
    assert {case["customer"]["phone"] for case in walk.does(MANAGER, "export")} == {"138****5678"}
    log = [(one["who"], one["type"]) for one in walk.does(MANAGER, "report", "--access")["items"]]
    assert log[-3:] == [(COLLEAGUE, "looked"), (MANAGER, "revealed"), (MANAGER, "exported")]
    if not SERVER:  # its own tools do that there
        a_backup_comes_back(walk)


def a_backup_comes_back(walk: Walk) -> None:
    before = walk.does(MANAGER, "list")
    walk.does(MANAGER, "backup")
    walk.does(AGENT, "note", 2, "会随恢复消失")
    walk.does(MANAGER, "restore", "--latest", "--yes", "--reason", "演练")
    assert walk.does(MANAGER, "list") == before


def a_reply_that_says_everything(walk: Walk) -> None:
    """Customer service answers, and only when department, process, result and evidence are there."""
    walk.at("2026-11-02 14:00").refused(AGENT, "reply", 2, "已修复", *ANSWER, rule="needs.answer")  # no process
    walk.at("2026-11-02 14:30").does(PRODUCT, "propose", 2, "重新下发功能配置", "--cause", "product")
    walk.refused(AGENT, "reply", 2, "已修复", "--via", "sms", rule="needs.answer")  # no evidence
    walk.refused(AGENT, "reply", 2, "已修复", "--basis", "核查记录", rule="needs.answer")  # no way of answering
    walk.refused(PRODUCT, "reply", 2, "已修复", *ANSWER, rule="may not `reply`")  # B4: customer service answers
    walk.does(PRODUCT, "attach", 2, walk.paper("下发记录.txt", "14:20 成功"), "--kind", "evidence")
    walk.does(AGENT, "reply", 2, "功能已恢复,谢谢", *ANSWER, "--satisfied", "yes")

    shown = walk.desk.tsk("show", 2, "--as", COLLEAGUE).out
    evidence = "下发记录.txt · Evidence"
    for said in ("Product", "重新下发功能配置", "功能已恢复,谢谢", "核查记录", "Rating        yes", evidence):
        assert said in shown
    second = walk.does(COLLEAGUE, "close", 2)
    assert (second["state"], second["department"], second["satisfied"]) == ("closed", "product", "yes")

    walk.at("2026-11-02 15:00").does(MARKETING, "propose", 3, "下架宣传页", "--cause", "service")
    unhappy = walk.does(AGENT, "reply", 3, "已下架", *ANSWER, "--satisfied", "no", "--demand", "公开道歉")
    assert (unhappy["round"], unhappy["state"]) == (2, "in_progress")  # B4: another round
    assert dues(unhappy, round=2)["reply"] == "2026-11-05 18:00"


def the_next_morning(walk: Walk) -> None:
    """Tue 3 Nov 09:00: what Monday brought, both rates against their targets of 95 % and 85 %."""
    day = ("--since", "2026-11-02", "--until", "2026-11-02")
    total = walk.at("2026-11-03 09:00").does(MANAGER, "report", *day)["total"]
    monday = walk.does(MANAGER, "daily", "--date", "2026-11-02")
    told = ("date", "new", "replied", "closed", "reopened", "cancelled", "chased", "escalated")
    assert [monday[name] for name in told] == ["2026-11-02", 15, 2, 1, 0, 0, 0, 0]  # #2 and #3 answered, #2 closed
    assert (monday["overdue"], monday["due"], monday["carried_out"]) == ([], [], [])
    today = walk.does(MANAGER, "daily")
    assert [today[name] for name in told] == ["2026-11-03", 0, 0, 0, 0, 0, 0, 0]
    page = walk.desk.tsk("daily", "--as", MANAGER).out
    for said in ("Operator service standard · 2026-11-03 Tue", "Resolution 6.7 % ✗", "Satisfaction 50.0 % ✗"):
        assert said in page
    assert share(total["resolution"]) == (1, 15, False)  # #2
    assert share(total["satisfaction"]) == (1, 2, False)  # #2 is satisfied, #3 is not


def what_is_due_on_thursday(walk: Walk) -> None:
    """Thu 5 Nov 09:00: every answer of the general limit but that of #2, and the return visit of #2."""
    thursday = walk.at("2026-11-05 09:00").does(MANAGER, "daily")
    assert [case["id"] for case in thursday["due"]] == [13, 14, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15]
    assert {(reason["milestone"], case["id"] == 2) for case in thursday["due"] for reason in case["why"]} == {
        ("reply", False),
        ("visit", True),
    }
    assert (thursday["overdue"], why(thursday["due"], 2)) == ([], ["today"])


def the_last_second_of_thursday(walk: Walk) -> None:
    """Due Thu 5 Nov 18:00: done at that second is in time, one second later is late."""
    for id in (1, 8):
        walk.at("2026-11-05 17:00").does(AGENT, "propose", id, "安排回访整改", "--cause", "service")
    answer = ("已整改", *ANSWER, "--satisfied", "yes")
    assert stands(walk.at("2026-11-05 18:00:00").does(AGENT, "reply", 1, *answer), "reply") == "met"
    assert stands(walk.at("2026-11-05 18:00:01").does(AGENT, "reply", 8, *answer), "reply") == "late"
    walk.does(COLLEAGUE, "close", 1, 8)


def the_return_visits(walk: Walk) -> None:
    """Three working days after closing: #2, of Monday 2, by Thu 5; #1 and #8, of Thursday 5 at 18:00:01, by Tue 10."""
    shown = {id: walk.does(AGENT, "show", id) for id in (1, 2, 8)}
    assert [dues(shown[id])["visit"][:16] for id in (2, 1, 8)] == ["2026-11-05 18:00", *["2026-11-10 18:00"] * 2]
    visit = ("--satisfied", "yes", "--via")
    second = walk.does(COLLEAGUE, "visit", 2, *visit, "phone")
    first = walk.at("2026-11-10 18:00:00").does(COLLEAGUE, "visit", 1, *visit, "chat")
    eighth = walk.at("2026-11-10 18:00:01").does(COLLEAGUE, "visit", 8, *visit, "visit")
    assert [stands(case, "visit") for case in (second, first, eighth)] == ["late", "met", "late"]
    walk.refused(PRODUCT, "visit", 2, *visit, "phone", rule="may not `visit`")


def the_rates_of_the_quarter(walk: Walk) -> None:
    """4 Jan 2027: October to December as a whole, by agent and by channel."""
    walk.at("2027-01-04 09:00")

    def quarter(by: str) -> dict[str, Any]:
        report = walk.does(MANAGER, "report", "--since", "2026-10-01", "--until", "2026-12-31", "--by", by)
        assert share(report["total"]["resolution"]) == (3, 15, False)
        assert share(report["total"]["satisfaction"]) == (3, 4, False)
        return lines(report, by)

    channels = quarter("channel")
    assert {name: share(row["resolution"])[:2] for name, row in channels.items()} == {
        "phone": (1, 3), "sms": (1, 1), "email": (0, 1), "chat": (0, 3), "website": (0, 1), "app": (0, 4),
        "social": (0, 1), "storefront": (1, 1),
    }  # fmt: skip
    assert channels["chat"]["satisfaction"]["percent"] is None  # nobody was asked: no rate
    assert share(quarter("handler")[AGENT]["resolution"]) == (2, 2, True)
    assert walk.does(MANAGER, "verify")["whole"]


def a_finding_becomes_a_rectification_notice(walk: Walk) -> None:
    """The chats of the quarter: none of three is solved; customer service has until 31 January to mend it."""
    notice = ("measure", "add", "在线客服增配班次", "--kind", "rectification", "--from", "report 2026-Q4, chat")
    owed = ("--department", "service", "--by", "2027-01-31")
    walk.refused(AGENT, *notice, *owed, rule="may not `measure`")
    sent = walk.does(MANAGER, *notice, *owed)
    assert (sent["kind"], sent["department"], text(sent["due"])) == ("rectification", "service", "2027-02-01 00:00")
    assert walk.does(AGENT, "measure", "list", "--overdue") == []
    late = walk.at("2027-02-01 09:00").does(AGENT, "measure", "list", "--overdue")
    assert [(one["id"], one["source"]) for one in late] == [(sent["id"], "report 2026-Q4, chat")]


# ── 8 (B6, B9): surveys against the targets, compared on the exact fraction ────────────────────────────────────────


def surveyed(walk: Walk, satisfied: int, of: int) -> None:
    """So many closed complaints of this day, each visited; those who are not satisfied any more are taken up again."""
    for nth in range(of):
        id = record(walk, "网速很慢", "phone")
        walk.does(AGENT, "propose", id, "扩容", "--cause", "network")
        walk.does(AGENT, "reply", id, "已扩容", *ANSWER, "--satisfied", "yes")
        walk.does(AGENT, "close", id)
        via = ("phone", "chat", "visit")[nth % 3]  # a survey by phone, online, at the storefront
        happy = ("--satisfied", "yes") if nth < satisfied else ("--satisfied", "no", "--demand", "再次上门")
        visited = walk.does(COLLEAGUE, "visit", id, "--via", via, *happy)
        state = ("closed", 1) if nth < satisfied else ("in_progress", 2)
        assert ((visited["state"], visited["round"]), stands(visited, "visit")) == (state, "met")


@pytest.mark.parametrize(("satisfied", "reached"), [(17, True), (16, False)])
def test_seventeen_of_twenty_satisfied_reach_85_percent_and_sixteen_miss_it(
    walk: Walk, satisfied: int, reached: bool
) -> None:
    surveyed(walk, satisfied, of=20)
    record(walk, "网速很慢", "phone")  # not asked yet: does not count
    total = walk.does(MANAGER, "report")["total"]
    assert share(total["satisfaction"]) == (satisfied, 20, reached)
    assert total["satisfaction"]["percent"] == {17: 85.0, 16: 80.0}[satisfied]


@pytest.mark.parametrize(("closed", "reached"), [(19, True), (18, False)])
def test_nineteen_of_twenty_closed_reach_95_percent_and_eighteen_miss_it(
    walk: Walk, closed: int, reached: bool
) -> None:
    surveyed(walk, closed, of=20)
    total = walk.does(MANAGER, "report")["total"]
    assert share(total["resolution"]) == (closed, 20, reached)
    assert total["resolution"]["percent"] == {19: 95.0, 18: 90.0}[closed]


# ── handing on to another department ───────────────────────────────────────────────────────────────


def test_the_three_days_run_from_the_receipt_by_the_department_that_has_it_now(walk: Walk) -> None:
    """B3: misrouted on Monday, handed on Wed 4 Nov; the third working day of the marketing department is Mon 9."""
    id = record(walk, "产品功能虚假", "email", "--category", "product")
    handed = walk.at("2026-11-04 10:00").does(AGENT, "assign", id, "--to", "marketing")
    assert dues(handed)["reply"] == "2026-11-09 18:00"


# ── customers who cannot be reached ────────────────────────────────────────────────────────────────


def test_a_customer_who_is_visited_in_vain_three_times_is_not_counted_as_rated_by_it(walk: Walk) -> None:
    """B9: three calls (ours); the duty ends, and the customer stands in a column of their own."""
    id = record(walk, "网速很慢", "phone")
    walk.does(AGENT, "propose", id, "扩容", "--cause", "network")
    walk.does(AGENT, "reply", id, "已扩容", *ANSWER)
    walk.refused(AGENT, "close", id, rule="closing.standard")
    for _ in range(3):
        walk.does(AGENT, "contact", id, "--via", "phone", "--reached", "no")
    walk.does(AGENT, "close", id)
    for standing in ("open", "open", "void"):
        visited = walk.does(COLLEAGUE, "visit", id, "--via", "phone", "--reached", "no")
        assert stands(visited, "visit") == standing
    total = walk.does(MANAGER, "report")["total"]
    assert (total["unreachable"], share(total["satisfaction"])) == (1, (0, 0, None))
