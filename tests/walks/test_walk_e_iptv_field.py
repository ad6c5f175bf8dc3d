"""Walk-through E: an internet-TV field service, always open, from Wednesday 30 September to Saturday 3 October 2026.

The posts hand on with `assign`, or by correcting the type. The community manager gives the result to the customer and
hands the file in (`submit`), which makes it the fusion desk's to close: its 20 minutes are those of the review.

The walk's case 1 is complaint 3 here: the two orders of step 8 come in the evening before. Of the checklist the
regulation names the account faults; that the ticket was pre-handled by the fault guide is its second line.
The limit outside the window (step 9, X) is ours: nine o'clock, the next one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from walking import Walk, dues, lines, stands, text, why

# One at each post; at the city desk and among the community managers a second one.
CARE, CITY, CITY_2, NETWORK, SUPPORT = "e1001", "e2001", "e2002", "e3001", "e4001"
MANAGER, MANAGER_2, FUSION, BUSINESS, DATA = "e5001", "e5002", "e6001", "e7001", "e9001"
ORDER, LATE_ORDER, STUTTER, SET_TOP, RENEWAL, EVENING, HALF, NIGHT = range(1, 9)

TICKED = ("--set", "account_excluded=yes", "--set", "pre_handled=yes")
PERSON = ("--customer", "林小满", "--phone", "13800000001")


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    return Walk(tmp_path / "home", "iptv-field", "2026-09-30 17:00")


def test_the_field_service_is_walked(walk: Walk) -> None:
    two_orders(walk)  # 8, entered (E4)
    care_explains(walk)  # 1 (E1, E2)
    the_city_desk_works_through_its_checklist(walk)  # 2 (E2, E3)
    the_network_centre_cannot_solve_it(walk)  # 3 (E1)
    a_visit_is_needed(walk)  # 4 (E3)
    only_the_fusion_desk_closes(walk)  # 5 (E1)
    the_time_at_each_post(walk)  # 6 (E1)
    settled_at_the_city_desk(walk)  # 7, case 2 (E2)
    co_handled_without_a_visit(walk)  # 7, case 3 (E3)
    the_last_minute_of_the_window(walk)  # 9 (E5)
    seventy_two_hours(walk)  # 8, completed (E4)
    every_hand_over_stays_readable(walk)  # (E1)


def two_orders(walk: Walk) -> None:
    """Wed 17:00: 72 hours by the clock, over National Day; in the window, so dispatched and appointed by 18:00."""
    for id in (ORDER, LATE_ORDER):
        order = walk.does(CARE, "record", "新装互联网电视", "--channel", "hall", *PERSON)
        assert (order["id"], order["category"], order["department"]) == (id, "order", "support")
        assert dues(order) == {
            "dispatched": "2026-09-30 18:00", "appointed": "2026-09-30 18:00", "completed": "2026-10-03 17:00",
        }  # fmt: skip
    walk.at("2026-09-30 17:20").does(SUPPORT, "assign", ORDER, LATE_ORDER, "--to", "community")
    walk.at("2026-09-30 17:40")
    for id in (ORDER, LATE_ORDER):
        order = walk.does(MANAGER, "promise", id, "周六下午上门装机", "--by", "2026-10-03 17:00")
        assert [stands(order, name) for name in ("dispatched", "appointed")] == ["met", "met"]
        assert dues(order)["kept of #1"] == "2026-10-03 17:00"


def care_explains(walk: Walk) -> None:
    """Thu 1 Oct 09:20, a holiday: care takes the call, explains, and hands on to the city desk at 09:40."""
    case = walk.at("2026-10-01 09:20").does(CARE, "record", "电视播放卡顿", *PERSON)
    assert (case["id"], case["category"], case["department"]) == (STUTTER, "usage", "care")
    assert dues(case) == {"reply": "2026-10-03 09:20"}
    walk.at("2026-10-01 09:40").refused(CARE, "assign", STUTTER, "--to", "city", rule="needs.explained")
    walk.does(CARE, "contact", STUTTER, "--via", "phone", "--note", "解释无线连接易卡顿,请用户改用有线,仍卡顿")
    for post in ("network", "support", "community"):  # no post is left out
        walk.refused(CARE, "assign", STUTTER, "--to", post, rule="needs.chain")
    handed = walk.does(CARE, "assign", STUTTER, "--to", "city")
    assert (handed["department"], handed["state"]) == ("city", "assigned")
    assert "accept" in why(walk.does(CITY, "inbox"), STUTTER)


def the_city_desk_works_through_its_checklist(walk: Walk) -> None:
    """By 10:15: nothing leaves the desk, by hand or by its type, before everything is ticked; then network."""
    walk.at("2026-10-01 10:15")
    for post in ("network", "support"):
        walk.refused(CITY, "assign", STUTTER, "--to", post, rule="needs.checklist")
    half = ("--set", "account_excluded=yes", "--set", "pre_handled=no")
    for ticked in ((), ("--set", "account_excluded=yes"), half):
        walk.refused(CITY, "update", STUTTER, "--category", "network", *ticked, rule="needs.checklist")
    assert walk.does(CITY, "show", STUTTER)["category"] == "usage"
    # Naming who of the desk has it is no handing on.
    assert walk.does(CITY, "assign", STUTTER, "--handler", CITY)["handler"] == CITY
    ticked = walk.does(CITY, "update", STUTTER, "--set", "account_excluded=yes")
    assert (ticked["fields"], ticked["department"]) == ({"account_excluded": "yes"}, "city")
    retyped = walk.does(CITY, "update", STUTTER, "--category", "network", "--set", "pre_handled=yes")
    assert (retyped["category"], retyped["department"], retyped["handler"]) == ("network", "network", "")
    assert retyped["fields"] == {"account_excluded": "yes", "pre_handled": "yes"}
    assert dues(retyped) == {"reply": "2026-10-03 09:20"}  # handing on moves no promise to the customer


def the_network_centre_cannot_solve_it(walk: Walk) -> None:
    """11:30: what the centre cannot solve falls to the support centre; it sends nobody to a customer itself."""
    walk.at("2026-10-01 11:30")
    walk.refused(NETWORK, "assign", STUTTER, "--to", "community", rule="needs.chain")
    handed = walk.does(NETWORK, "assign", STUTTER, "--to", "support", "--reason", "网管侧正常,未解决")
    assert handed["department"] == "support"
    walk.fails(3, NETWORK, "update", STUTTER, "--category", "usage", naming="not within what e3001 may see")


def a_visit_is_needed(walk: Walk) -> None:
    """12:00: as a network ticket it is not dispatched; as a usage ticket it goes to the community manager by itself."""
    walk.at("2026-10-01 12:00").refused(SUPPORT, "assign", STUTTER, "--to", "community", rule="needs.chain")
    retyped = walk.does(SUPPORT, "update", STUTTER, "--category", "usage")
    assert (retyped["category"], retyped["department"], retyped["state"]) == ("usage", "community", "assigned")
    event = walk.history(FUSION, STUTTER)[-1]
    assert (event["type"], event["actor"], event["department"]) == ("assigned", "system", "community")


def only_the_fusion_desk_closes(walk: Walk) -> None:
    """15:40: the result, told to the customer, goes to the fusion desk; 16:00: it closes, nobody else can."""
    walk.at("2026-10-01 15:40")
    answer = ("reply", STUTTER, "已更换路由器并改为有线连接,播放正常", "--via", "visit")
    assert stands(walk.does(MANAGER, *answer), "reply") == "met"
    walk.refused(FUSION, "close", STUTTER, rule="closing.standard")  # the result has not come in
    walk.does(MANAGER, "submit", STUTTER)
    for who in (MANAGER, DATA):
        walk.refused(who, "close", STUTTER, rule="may not `close`")
    closed = walk.at("2026-10-01 16:00").does(FUSION, "close", STUTTER, "--lesson", "安装时建议有线连接")
    assert (closed["state"], text(closed["closed_at"])) == ("closed", "2026-10-01 16:00")


def the_time_at_each_post(walk: Walk) -> None:
    """20 + 35 + 75 + 30 + 220 + 20 = 400 minutes, in the file and in the figures."""
    minutes = {"care": 20, "city": 35, "network": 75, "support": 30, "community": 220, "fusion": 20}
    had: dict[str, int] = {}
    for share in walk.does(FUSION, "show", STUTTER, "--history")["had_by"]:
        assert share["working_seconds"] == share["clock_seconds"]  # always open
        had[share["department"]] = had.get(share["department"], 0) + share["clock_seconds"]
    assert had == {post: 60 * length for post, length in minutes.items()}
    assert sum(had.values()) == 400 * 60

    day = ("--since", "2026-10-01", "--until", "2026-10-01")
    report = walk.does(FUSION, "report", *day, "--by", "department")
    spent = {
        post: row["handling"]["handled_seconds"] + row["handling"]["reviewed_seconds"]
        for post, row in lines(report, "department").items()
    }
    assert spent == had
    assert report["total"]["handling"]["handled_seconds"] == 380 * 60  # all but the review


def settled_at_the_city_desk(walk: Walk) -> None:
    """A set-top box that turns out to be an account: it stays where it is, and is settled without a hand-over."""
    case = walk.at("2026-10-01 16:10").does(CARE, "record", "机顶盒提示鉴权失败", "--category", "机顶盒类", *PERSON)
    assert (case["id"], case["category"], case["department"]) == (SET_TOP, "settop", "care")
    walk.does(CARE, "contact", SET_TOP, "--via", "phone", "--note", "重启无效")
    walk.at("2026-10-01 16:20").does(CARE, "assign", SET_TOP, "--to", "city")
    kept = walk.at("2026-10-01 16:30").does(CITY_2, "update", SET_TOP, "--category", "account")
    assert (kept["category"], kept["department"], kept["fields"]) == ("account", "city", {})
    walk.at("2026-10-01 16:40").does(CITY_2, "reply", SET_TOP, "账号已重置,可以登录", "--via", "phone")
    walk.does(CITY_2, "submit", SET_TOP)
    walk.refused(CITY_2, "close", SET_TOP, rule="may not `close`")
    assert walk.at("2026-10-01 16:50").does(FUSION, "close", SET_TOP)["state"] == "closed"


def co_handled_without_a_visit(walk: Walk) -> None:
    """A renewal: from the city desk to the support centre, with provincial business support, and no visit."""
    case = walk.at("2026-10-01 17:00").does(CARE, "record", "续费后仍提示到期", *PERSON)
    assert (case["id"], case["category"], case["department"]) == (RENEWAL, "business", "care")
    walk.does(CARE, "contact", RENEWAL, "--via", "phone", "--note", "已核对缴费")
    walk.does(CARE, "assign", RENEWAL, "--to", "city")
    walk.does(
        CITY, "update", RENEWAL, "--category", "usage", "--keep"
    )  # taken for usage at first, and kept at the desk
    walk.refused(CITY, "update", RENEWAL, "--category", "business", rule="needs.checklist")
    shared = walk.does(CITY, "update", RENEWAL, "--category", "business", *TICKED)
    assert (shared["department"], shared["co_departments"]) == ("support", ["business"])
    walk.refused(SUPPORT, "assign", RENEWAL, "--to", "community", rule="needs.chain")
    walk.at("2026-10-01 17:30").does(BUSINESS, "contact", RENEWAL, "--via", "phone", "--note", "已补同步续费")
    part = walk.does(BUSINESS, "submit", RENEWAL)  # its part, not the file
    assert (part["department"], part["state"]) == ("support", "assigned")
    walk.at("2026-10-01 17:40").does(SUPPORT, "reply", RENEWAL, "续费已生效", "--via", "phone")
    walk.does(SUPPORT, "submit", RENEWAL)
    assert walk.does(FUSION, "close", RENEWAL)["state"] == "closed"


def the_last_minute_of_the_window(walk: Walk) -> None:
    """Entered Thu 17:59: dispatched and appointed by 18:59, each by itself; entered 18:30: by nine next morning."""
    for id in (EVENING, HALF):
        order = walk.at("2026-10-01 17:59").does(CARE, "record", "新装互联网电视", "--channel", "hall", *PERSON)
        assert (order["id"], dues(order)["dispatched"]) == (id, "2026-10-01 18:59")
        assert dues(order)["appointed"] == "2026-10-01 18:59"
    night = walk.at("2026-10-01 18:30").does(CARE, "record", "新装互联网电视", "--channel", "hall", *PERSON)
    assert (night["id"], dues(night)["dispatched"]) == (NIGHT, "2026-10-02 09:00")
    assert (dues(night)["appointed"], dues(night)["completed"]) == ("2026-10-02 09:00", "2026-10-04 18:30")

    walk.does(SUPPORT, "assign", EVENING, "--to", "community", "--handler", MANAGER_2)
    both = walk.at("2026-10-01 18:59:00").does(
        MANAGER_2, "promise", EVENING, "周五上午上门", "--by", "2026-10-02 10:00"
    )
    assert [stands(both, name) for name in ("dispatched", "appointed")] == ["met", "met"]
    one = walk.does(SUPPORT, "assign", HALF, "--to", "community")
    assert [stands(one, name) for name in ("dispatched", "appointed")] == ["met", "open"]
    assert walk.does(FUSION, "overdue") == []
    late = walk.at("2026-10-01 18:59:01").does(FUSION, "overdue")
    assert [(item["id"], item["milestone"], item["late_seconds"]) for item in late] == [(HALF, "appointed", 1)]
    carried = walk.does(FUSION, "escalate", "--due")
    assert [(item["id"], item["rule"], item["tell"]) for item in carried] == [
        (HALF, "appoint-late", ["community", "fusion"])
    ]
    assert walk.does(FUSION, "escalate", "--due") == []
    made = walk.at("2026-10-01 19:10").does(MANAGER, "promise", HALF, "周五下午上门", "--by", "2026-10-02 15:00")
    assert stands(made, "appointed") == "late"

    walk.at("2026-10-02 09:00:00").does(SUPPORT, "assign", NIGHT, "--to", "community")
    last = walk.does(MANAGER, "promise", NIGHT, "周五下午上门", "--by", "2026-10-02 16:00")
    assert [stands(last, name) for name in ("dispatched", "appointed")] == ["met", "met"]


def seventy_two_hours(walk: Walk) -> None:
    """Sat 3 Oct 17:00:00 is in time, one second later is late; an order is closed with its appointment kept."""
    done = ("竣工并已演示", "--via", "visit")
    for id, who in ((EVENING, MANAGER_2), (HALF, MANAGER), (NIGHT, MANAGER)):
        walk.at("2026-10-02 15:30").does(who, "deliver", id)
        walk.does(who, "reply", id, *done)
    walk.at("2026-10-03 17:00:00").does(MANAGER, "deliver", ORDER)
    assert stands(walk.does(MANAGER, "reply", ORDER, *done), "completed") == "met"
    late = walk.at("2026-10-03 17:00:01").does(FUSION, "overdue", "--milestone", "completed")
    assert [(item["id"], item["late_seconds"]) for item in late] == [(LATE_ORDER, 1)]
    assert stands(walk.does(MANAGER, "reply", LATE_ORDER, *done), "completed") == "late"
    for id in (ORDER, LATE_ORDER):
        walk.does(MANAGER, "submit", id)
    assert walk.does(FUSION, "close", ORDER)["state"] == "closed"
    walk.refused(FUSION, "close", LATE_ORDER, rule="closing.order")  # nobody has said that the visit took place
    walk.does(MANAGER, "deliver", LATE_ORDER)
    assert walk.does(FUSION, "close", LATE_ORDER)["state"] == "closed"


def every_hand_over_stays_readable(walk: Walk) -> None:
    """Who handed the stutter to whom and when; nothing was changed afterwards."""

    def handed(step: Any) -> tuple[str, str, str]:
        return text(step["at"])[-5:], step["actor"], step["department"]

    steps = [step for step in walk.history(FUSION, STUTTER) if step["type"] == "assigned" and "department" in step]
    assert [handed(step) for step in steps] == [
        ("09:20", "system", "care"),
        ("09:40", CARE, "city"),
        ("10:15", "system", "network"),
        ("11:30", NETWORK, "support"),
        ("12:00", "system", "community"),
    ]
    kinds = [step["type"] for step in walk.history(FUSION, STUTTER)][-3:]
    assert kinds == ["replied", "submitted", "closed"]
    assert walk.does(FUSION, "verify")["whole"]


# ── what the chain does not let happen ─────────────────────────────────────────────────────────────


def test_a_ticket_that_comes_back_is_dispatched_again_from_where_it_is(walk: Walk) -> None:
    """E1: not satisfied, so a second round; whoever went there goes again, without the chain from the beginning."""
    walk.does(CARE, "record", "电视播放卡顿", *PERSON)
    walk.does(CARE, "contact", 1, "--via", "phone")
    walk.does(CARE, "assign", 1, "--to", "city")
    assert walk.does(CITY, "assign", 1, "--to", "support", *TICKED)["department"] == "support"
    walk.does(SUPPORT, "assign", 1, "--to", "community")  # a usage ticket already
    walk.does(MANAGER, "reply", 1, "已调试", "--via", "visit")
    again = walk.does(FUSION, "rate", 1, "--satisfied", "no", "--demand", "晚间仍卡顿")
    assert (again["round"], again["department"], again["handler"]) == (2, "community", MANAGER)
    assert dues(again, round=2) == {"reply": "2026-10-02 17:00"}
    assert walk.does(FUSION, "assign", 1, "--to", "network")["department"] == "network"


def test_a_wrong_type_corrected_elsewhere_moves_nothing(walk: Walk) -> None:
    """E3: only the desk and the support centre send a ticket on by its type."""
    walk.does(CARE, "record", "电视播放卡顿", *PERSON)
    assert walk.does(CARE, "update", 1, "--category", "network")["department"] == "care"
    walk.does(CARE, "contact", 1, "--via", "phone")
    walk.does(CARE, "assign", 1, "--to", "city")
    assert walk.does(CITY, "update", 1, "--category", "account")["department"] == "city"
