"""Everybody's inbox: what somebody has to do next, why, and in which order; by the default rules.

Complaint 1 about a rude clerk, customer care's own, comes in on Mon 2 Nov 2026 at 10:00: contact by Tue, plan and
opinion by Wed, answer by Thu, each at 18:00. Customer care is the desk that answers and reviews.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk

MON, TUE, WED, THU, FRI, SAT = (f"2026-11-0{day}" for day in range(2, 8))
WHY = ("--reason", "The finding is thin.")
CALL = ("contact", 1, "--via", "phone")
PLAN = ("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")
ANSWER = ("reply", 1, "We apologised.", "--via", "phone", "--satisfied", "yes")
FILE = (CALL, PLAN, ("submit", 1))

CLERK, CLERK_2, NETWORK, NETWORK_2, BILLING = "w1001", "w1002", "w2001", "w2002", "w2101"
REVIEWER, REVIEWER_2, BOSS = "w3001", "w3002", "w9001"
EVERYBODY = (CLERK, CLERK_2, NETWORK, NETWORK_2, BILLING, REVIEWER, REVIEWER_2, BOSS)
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w1002 = { zh = "孙悦", role = "clerk",      department = "care",    store = "HZ02" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2002 = { zh = "刘洋", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing", deputy = "w2001", away = "2026-11-04..2026-11-05" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w3002 = { zh = "何晴", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""

Words = tuple[object, ...]


def received(desk: Desk, at: str, *words: object) -> Desk:
    desk.at(at).ok("record", "The clerk was rude", "--category", "attitude", *words)
    return desk


def done(desk: Desk, *steps: Words) -> Desk:
    for words in steps:
        desk.ok(*words)
    return desk


@pytest.fixture
def monday(desk: Desk) -> Desk:
    """Nobody is listed; complaint 1 of Mon 2 Nov 10:00."""
    return received(desk, f"{MON} 10:00")


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """Listed staff; billing's only handler is away on Wed and Thu, and a handler of the network is the deputy."""
    path = desk.home / "rules.toml"
    path.write_text(path.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    return desk.at(f"{MON} 10:00")


def kinds(desk: Desk, *words: object, id: int = 1) -> list[str]:
    """Why that complaint is in the inbox, the most urgent reason first; milestones by `kind name`."""
    rows = [one for one in desk.ok("inbox", *words) if one["id"] == id]
    return [f"{why['kind']} {why['milestone']}".strip() for one in rows for why in one["why"]]


def whose(desk: Desk, *, kind: str = "", id: int = 1) -> set[str]:
    """Who has the complaint in the inbox, or who has it there for that reason."""
    found = {who: kinds(desk, "--as", who, id=id) for who in EVERYBODY}
    return {who for who, reasons in found.items() if (kind in reasons if kind else reasons)}


# ── why ────────────────────────────────────────────────────────────────────────────────────────────

# What was done since, the present, the reason, its text, and the step that takes it off the list again.
Row = tuple[list[tuple[str, Words]], str, str, str, Words]
AT10 = f"{MON} 10:00"
TABLE: dict[str, Row] = {
    "overdue": ([], f"{TUE} 18:00:01", "overdue contact", "", CALL),
    "due today": ([], f"{TUE} 10:00", "today contact", "", CALL),
    "due at 18:00:00": ([], f"{TUE} 18:00:00", "today contact", "", CALL),
    "due later": ([], f"{MON} 23:59", "due contact", "", CALL),
    "chased": ([(AT10, ("chase", 1))] * 2, AT10, "chased", "2", CALL),
    "urged": ([(AT10, ("urge", 1))], AT10, "urged", "", PLAN),
    "told": ([(AT10, ("escalate", 1, "--to", "tester", *WHY, "--as", "anna"))], AT10, "told", "", ("note", 1, "Seen.")),
    "the file came back": (
        [*((AT10, step) for step in FILE), (AT10, ("return", 1, *WHY))], AT10, "returned", WHY[1], ("submit", 1),
    ),
    "the plan came back": (
        [(AT10, (*PLAN, "--amount", "30")), (AT10, ("refuse", 1, *WHY))], AT10, "returned", WHY[1], PLAN,
    ),
    "a call was announced": ([(AT10, (*CALL, "--next", f"{TUE} 15:00"))], f"{TUE} 09:00", "callback", "", CALL),
    "a wait is over": (
        [(AT10, ("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00"))],
        f"{TUE} 10:00", "wait-over", "customer", ("resume", 1),
    ),
    "a wait": (
        [(AT10, ("pend", 1, "--reason", "supplier", "--until", f"{TUE} 10:00"))],
        f"{TUE} 09:59", "waiting", "supplier", ("resume", 1),
    ),
    "to be taken over": ([], AT10, "accept", "", ("accept", 1)),
    "to be approved": ([(AT10, (*PLAN, "--amount", "30"))], AT10, "approval", "Apologise.", ("approve", 1)),
    "to be answered": ([(AT10, step) for step in FILE], AT10, "answer", "", ANSWER),
    "to be reviewed": ([(AT10, step) for step in (*FILE, ANSWER)], AT10, "review", "", ("close", 1)),
    "to be visited": (
        [(AT10, step) for step in (*FILE, ANSWER, ("close", 1))], f"{THU} 10:00", "today visit", "",
        ("visit", 1, "--via", "phone", "--satisfied", "yes"),
    ),
    "promised": (
        [(AT10, ("promise", 1, "A letter", "--by", f"{TUE} 12:00"))], f"{TUE} 10:00", "today deliver", "A letter",
        ("deliver", 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_a_reason_is_in_the_inbox_until_it_is_seen_to(monday: Desk, case: str) -> None:
    steps, now, kind, text, then = TABLE[case]
    for at, words in steps:
        monday.at(at).ok(*words)
    assert kind in kinds(monday.at(now))
    (why,) = [w for w in monday.ok("inbox")[0]["why"] if f"{w['kind']} {w['milestone']}".strip() == kind]
    assert why["text"] == text
    monday.ok(*then)
    assert kind not in kinds(monday)


def test_an_empty_inbox_is_empty(desk: Desk) -> None:
    assert desk.ok("inbox") == []
    assert desk.tsk("inbox") == (0, "", "")
    received(desk, AT10).ok("cancel", 1, "--by", "customer", *WHY)
    assert desk.ok("inbox") == []


def test_a_promise_for_a_whole_day_is_due_on_that_day(monday: Desk) -> None:
    """To Wed 24:00: later on Tue, today on Wed to its last second, overdue from the first of Thu."""
    monday.ok("promise", 1, "A letter", "--by", WED)
    for at, kind in ((f"{TUE} 23:59", "due"), (f"{WED} 00:00", "today"), (f"{WED} 23:59:59", "today")):
        assert f"{kind} deliver" in kinds(monday.at(at))
    assert "overdue deliver" in kinds(monday.at(f"{THU} 00:00:01"))


def test_an_attempt_that_reached_nobody_leaves_the_customer_waiting_for_news(monday: Desk) -> None:
    monday.ok("chase", 1)
    monday.ok(*CALL, "--reached", "no")
    assert "chased" in kinds(monday)
    monday.ok(*ANSWER)
    assert "chased" not in kinds(monday)


def test_a_note_is_no_answer_to_an_urge(monday: Desk) -> None:
    monday.ok("urge", 1)
    monday.ok("note", 1, "Read.")
    assert "urged" in kinds(monday)


# ── in which order ─────────────────────────────────────────────────────────────────────────────────


def test_first_what_goes_first_then_by_urgency_then_by_due(desk: Desk) -> None:
    """On Wed 10:00: an elderly customer's, overdue ones, a chased one, one due today, one nobody took, a later one."""
    received(desk, f"{WED} 09:00").ok("accept", 1)  # later
    received(desk, f"{WED} 09:00")  # 2: nobody took it
    received(desk, f"{TUE} 09:00").ok("accept", 3)  # contact today
    received(desk, f"{WED} 09:00").ok("accept", 4)
    desk.ok("chase", 4)
    received(desk, f"{MON} 10:00").ok("accept", 5)  # contact was due on Tue
    received(desk, f"{WED} 09:00", "--tier", "elderly").ok("accept", 6)  # major goes first everywhere
    received(desk, f"{MON} 09:00", "--severity", "grave").ok(
        "accept", 7
    )  # grave goes first too, and was due on Mon 10:00
    assert [one["id"] for one in desk.at(f"{WED} 10:00").ok("inbox")] == [7, 6, 5, 4, 3, 2, 1]


def test_of_what_goes_first_the_more_urgent_is_first(desk: Desk) -> None:
    """Urgent since Wed 09:45, to be called by 10:15; major since Tue, to be called by Tue 11:00."""
    received(desk, f"{WED} 09:45", "--severity", "urgent")
    received(desk, f"{TUE} 09:00", "--severity", "major")
    received(desk, f"{MON} 10:00")
    assert [one["id"] for one in desk.at(f"{WED} 10:00").ok("inbox")] == [2, 1, 3]


def test_of_several_overdue_ones_the_earliest_due_is_first(desk: Desk) -> None:
    received(desk, f"{TUE} 10:00")
    received(desk, f"{MON} 10:00")
    received(desk, f"{MON} 09:00")
    found = desk.at(f"{FRI} 10:00").ok("inbox")
    assert [(one["id"], one["due"][5:16]) for one in found] == [
        (3, "11-03T18:00"), (2, "11-03T18:00"), (1, "11-04T18:00"),
    ]  # fmt: skip


def test_of_one_case_the_most_urgent_reason_is_first(monday: Desk) -> None:
    monday.ok("chase", 1)
    wanted = [
        "overdue contact", "overdue plan", "overdue opinion",  # Tue and Wed
        "chased", "today reply", "accept", "due statutory",
    ]  # fmt: skip
    assert kinds(monday.at(f"{THU} 10:00")) == wanted


# ── whose ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def outage(staffed: Desk) -> Desk:
    """Complaint 1 of Mon 10:00 for the network department, recorded by the clerk of the store HZ01."""
    staffed.ok("record", "断网三天", "--as", CLERK)
    return staffed


def test_what_a_department_got_is_everybodys_there_until_one_takes_it(outage: Desk) -> None:
    assert whose(outage) == {NETWORK, NETWORK_2}
    assert whose(outage, kind="accept") == {NETWORK, NETWORK_2}
    outage.ok("accept", 1, "--as", NETWORK)
    assert whose(outage) == {NETWORK}
    assert kinds(outage, "--as", NETWORK) == [
        "due contact", "due plan", "due opinion", "due reply", "due statutory",  # earliest first
    ]  # fmt: skip


def test_what_is_given_to_somebody_is_theirs_alone(outage: Desk) -> None:
    outage.ok("assign", 1, "--handler", NETWORK_2, "--as", BOSS)
    assert whose(outage) == {NETWORK_2}
    assert whose(outage, kind="accept") == {NETWORK_2}


@pytest.fixture
def handed_in(outage: Desk) -> Desk:
    """The network department has handed its file in; the desk answers."""
    for step in FILE:
        outage.ok(*step, "--as", NETWORK)
    return outage


def test_the_desk_is_to_answer_whoever_of_it_may_and_sees_the_case(handed_in: Desk) -> None:
    """The clerk of the case's store may answer; the clerk of the other store does not see it."""
    assert whose(handed_in, kind="answer") == {CLERK, REVIEWER, REVIEWER_2}


def test_the_answered_file_waits_for_whoever_may_close_it(handed_in: Desk) -> None:
    outage = handed_in
    assert {REVIEWER, REVIEWER_2} <= whose(outage, kind="answer")
    outage.ok(*ANSWER, "--as", REVIEWER)
    assert whose(outage, kind="answer") == set()
    assert whose(outage, kind="review") == {REVIEWER, REVIEWER_2}
    assert whose(outage, kind="due review") == {REVIEWER, REVIEWER_2}
    outage.ok("close", 1, "--as", REVIEWER_2)
    assert whose(outage) == whose(outage, kind="due visit") == {REVIEWER, REVIEWER_2}


def test_nobody_reviews_their_own_work(staffed: Desk) -> None:
    """Handled by one reviewer, so the file waits for the other."""
    staffed.ok("record", "The clerk was rude", "--category", "attitude", "--as", REVIEWER)
    for step in (*FILE, ANSWER):
        staffed.ok(*step, "--as", REVIEWER)
    assert whose(staffed, kind="review") == {REVIEWER_2}


def test_a_sum_waits_for_whoever_may_approve_it(outage: Desk) -> None:
    """A reviewer signs up to 500, a supervisor up to 5000, nobody their own proposal."""
    outage.ok(*CALL, "--as", NETWORK)
    outage.ok(*PLAN, "--amount", "400", "--as", NETWORK)
    assert whose(outage, kind="approval") == {REVIEWER, REVIEWER_2, BOSS}
    outage.ok(*PLAN, "--amount", "600", "--as", NETWORK)
    assert whose(outage, kind="approval") == {BOSS}
    outage.ok("assign", 1, "--to", "ops", "--handler", BOSS, "--as", BOSS)
    outage.ok(*PLAN, "--amount", "400", "--as", BOSS)
    assert whose(outage, kind="approval") == {REVIEWER, REVIEWER_2}


def test_two_signatures_are_two_peoples(outage: Desk) -> None:
    """Above 2000 a second person signs; whoever has signed has done their part."""
    path = outage.home / "rules.toml"
    usual = path.read_text("utf-8")
    text = re.sub(r"(?m)^(reviewer .*approves = )500 ", r"\g<1>5000 ", usual)
    assert text != usual
    path.write_text(text, "utf-8")
    outage.ok(*PLAN, "--amount", "3000", "--as", NETWORK)
    assert whose(outage, kind="approval") == {REVIEWER, REVIEWER_2, BOSS}
    outage.ok("approve", 1, "--as", BOSS)
    assert whose(outage, kind="approval") == {REVIEWER, REVIEWER_2}


def test_a_co_handling_department_finds_its_part_and_no_more(staffed: Desk) -> None:
    """Broadband fees: billing leads, the network department helps, by its own calendar."""
    staffed.ok("record", "宽带套餐多扣了30元", "--as", CLERK)
    assert kinds(staffed, "--as", NETWORK) == ["due opinion"]
    assert "accept" in kinds(staffed, "--as", BILLING)
    assert whose(staffed) == {NETWORK, NETWORK_2, BILLING}
    staffed.ok("submit", 1, "--as", NETWORK_2)
    assert whose(staffed) == {BILLING}


def test_a_clerk_finds_what_a_clerk_may_do_in_the_own_store(staffed: Desk) -> None:
    """A clerk calls and answers; taking over, proposing and handing in are other people's."""
    staffed.ok("record", "The clerk was rude", "--category", "attitude", "--as", CLERK)
    assert kinds(staffed, "--as", CLERK) == ["due contact", "due reply", "due statutory"]
    assert whose(staffed) == {CLERK, REVIEWER, REVIEWER_2}
    staffed.ok("record", "The clerk was rude", "--category", "attitude", "--as", CLERK_2)
    assert whose(staffed, id=2) == {CLERK_2, REVIEWER, REVIEWER_2}


def test_what_was_asked_of_the_handler_is_the_handlers(outage: Desk) -> None:
    outage.ok("accept", 1, "--as", NETWORK)
    outage.ok("chase", 1, "--as", CLERK)
    outage.ok("urge", 1, "--as", BOSS)
    assert whose(outage, kind="chased") == whose(outage, kind="urged") == {NETWORK}


def test_a_supervisor_of_another_department_finds_what_is_theirs_and_no_more(outage: Desk) -> None:
    assert outage.at(f"{FRI} 10:00").ok("inbox", "--as", BOSS) == []
    outage.ok("assign", 1, "--to", "ops", "--as", BOSS)
    assert "accept" in kinds(outage, "--as", BOSS)


def test_where_the_handler_may_not_answer_the_desk_owes_the_answer(desk: Desk) -> None:
    """A role that may do all of handling but answer."""
    path = desk.home / "rules.toml"
    single = 'may = ["counter", "assign", "accept", "contact", "pend", "resume", "propose", "submit"]'
    text, found = re.subn(r'(?m)^(handler .*)may = \["counter", "handling"\]', rf"\1{single}", path.read_text("utf-8"))
    assert found == 1
    path.write_text(text.replace("\n[channels]", STAFF, 1), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    desk.at(f"{MON} 10:00").ok("record", "断网三天", "--as", CLERK)
    desk.ok("accept", 1, "--as", NETWORK)
    assert whose(desk, kind="due plan") == {NETWORK}
    assert whose(desk, kind="due reply") >= {REVIEWER, REVIEWER_2}
    assert not whose(desk, kind="due reply") & {NETWORK, NETWORK_2, BILLING, BOSS}


@pytest.mark.parametrize(
    ("day", "found"), [(TUE, {BILLING}), (WED, {NETWORK, BILLING}), (THU, {NETWORK, BILLING}), (FRI, {BILLING})]
)
def test_a_deputy_has_the_inbox_of_somebody_who_is_away_and_only_then(staffed: Desk, day: str, found: set[str]) -> None:
    """A fee of Mon, in the hands of billing's handler, who is away on Wed and Thu."""
    staffed.ok("record", "多扣了费用", "--as", CLERK)
    staffed.ok("accept", 1, "--as", BILLING)
    assert whose(staffed.at(f"{day} 10:00")) == found
    assert "contact" in " ".join(kinds(staffed, "--as", BILLING))


def test_the_deputy_can_do_what_the_inbox_shows(staffed: Desk) -> None:
    staffed.ok("record", "多扣了费用", "--as", CLERK)
    staffed.ok("accept", 1, "--as", BILLING)
    staffed.at(f"{WED} 10:00").ok(*CALL, "--as", NETWORK)
    assert staffed.ok("show", 1, "--as", NETWORK)["handler"] == BILLING


def test_where_nobody_is_listed_everything_nobody_has_is_everybodys(monday: Desk) -> None:
    assert "accept" in kinds(monday, "--as", "anna")
    monday.ok("accept", 1, "--as", "anna")
    assert "due contact" in kinds(monday, "--as", "anna")
    monday.ok("chase", 1)
    assert "chased" in kinds(monday, "--as", "anna")
    assert "chased" not in kinds(monday, "--as", "bert")


def test_somebody_who_is_not_listed_has_no_inbox(outage: Desk) -> None:
    told = outage.tsk("inbox", "--as", "visitor")
    assert (told.code, told.out) == (4, "")
    assert outage.tsk("--as", "visitor").code == 4


# ── how it is said ─────────────────────────────────────────────────────────────────────────────────


def test_nothing_but_tsk_is_the_inbox(monday: Desk) -> None:
    assert monday.tsk() == monday.tsk("inbox")
    assert monday.tsk("--json").json == monday.ok("inbox")
    assert "20261102-0001" in monday.tsk().out


def test_without_a_home_it_is_the_list_of_commands(tmp_path: Path) -> None:
    bare = Desk(tmp_path / "nowhere", f"{MON} 10:00")
    listed = bare.tsk()
    assert listed.code == 0
    for verb in ("record", "inbox", "overdue"):
        assert verb in listed.out
    assert bare.tsk("inbox").code == 6
    assert not bare.home.exists()


def test_each_case_is_one_object_with_all_its_reasons(monday: Desk) -> None:
    (one,) = monday.at(f"{TUE} 10:00").ok("inbox")
    wanted: dict[str, Any] = {
        "id": 1, "number": "20261102-0001", "state": "assigned", "round": 1, "severity": "general",
        "department": "care", "handler": "", "summary": "The clerk was rude", "due": f"{TUE}T18:00:00+08:00",
    }  # fmt: skip
    assert {name: one[name] for name in wanted} == wanted
    assert one["why"][0] == {
        "kind": "today", "at": f"{TUE}T18:00:00+08:00", "milestone": "contact", "of": "", "text": "",
        "provisional": False,
    }  # fmt: skip


def test_a_pipe_gets_one_row_a_case_with_tabs_between_its_columns(monday: Desk) -> None:
    received(monday, f"{MON} 12:00", "--tier", "elderly")
    first, second = monday.at(f"{TUE} 18:00:01").tsk("inbox").out.splitlines()
    assert first.split("\t")[:2] == ["20261102-0002", "11-02 15:30"]  # two working hours from 13:30
    number, due, why, *_, summary = second.split("\t")
    assert (number, due, summary) == ("20261102-0001", "11-03 18:00", "The clerk was rude")
    assert "overdue" in why
    assert "take over" in why


def test_it_is_said_in_chinese_too(monday: Desk) -> None:
    out = monday.at(f"{TUE} 18:00:01").tsk("inbox", "--lang", "zh").out
    assert "超时" in out
    assert "受理" in out
