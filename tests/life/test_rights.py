"""Who may do and see what, where staff is listed, and whose a case is; driven through the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result

STRANGER = "visitor"
CLERK, CLERK_2, NETWORK, BILLING = "w1001", "w1002", "w2001", "w2101"
REVIEWER, REVIEWER_2, CLOSER, BOSS = "w3001", "w3002", "w3101", "w9001"
GONE, STAYING = "w8001", "w8002"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w1002 = { zh = "孙悦", role = "clerk",      department = "care",    store = "HZ02" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w3002 = { zh = "何晴", role = "reviewer",   department = "care" }
w3101 = { zh = "吴刚", role = "closer",     department = "care" }
w8001 = { zh = "钱多", role = "supervisor", department = "ops", until = 2020-12-31 }
w8002 = { zh = "冯远", role = "supervisor", department = "ops", until = 2099-12-31 }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""
CLOSING_ROLE = 'closer = { zh = "结案员", en = "Closer", may = ["handling", "closing"], sees = "all" }\n'

CALL = ("contact", 1, "--via", "phone")
PLAN = ("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")
ANSWER = ("reply", 1, "We apologised.", "--via", "phone", "--satisfied", "yes")
REASON = ("--reason", "The finding is thin.")


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """A desk with listed staff on Mon 2 Nov 10:00."""
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8")
    listed = usual.replace("\n[channels]", STAFF, 1).replace("supervisor = {", f"{CLOSING_ROLE}supervisor = {{", 1)
    assert len(listed) == len(usual) + len(STAFF) - len("\n[channels]") + len(CLOSING_ROLE)
    rules.write_text(listed, "utf-8")
    assert desk.tsk("rules", "check").code == 0
    return desk.at("2026-11-02 10:00")


@pytest.fixture
def rude(staffed: Desk) -> Desk:
    """Complaint 1 about a clerk of the store HZ01: customer care's own, recorded by the clerk of that store."""
    staffed.ok("record", "The clerk was rude", "--category", "attitude", "--store", "HZ01", "--as", CLERK)
    return staffed


@pytest.fixture
def fee(staffed: Desk) -> Desk:
    """Complaint 1 about a broadband fee: billing leads, the network department helps; in billing's hands."""
    staffed.ok("record", "宽带套餐多扣了30元", "--as", BOSS)
    staffed.ok("accept", 1, "--as", BILLING)
    return staffed


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


# ── four eyes ──────────────────────────────────────────────────────────────────────────────────────


def answered(desk: Desk, proposer: str) -> Desk:
    """Everything that closing needs but the file; the supervisor has it in hand."""
    desk.ok("assign", 1, "--to", "ops", "--handler", BOSS, "--as", BOSS)
    desk.ok(*CALL, "--as", BOSS)
    desk.ok(*PLAN, "--as", proposer)
    desk.ok(*ANSWER, "--as", BOSS)
    return desk


def test_whoever_proposed_or_handed_in_may_not_close(rude: Desk) -> None:
    """The supervisor handles, so of those who may close only the third reviewer's hands are clean."""
    answered(rude, REVIEWER)
    rude.ok("submit", 1, "--as", REVIEWER_2)
    for who in (REVIEWER, REVIEWER_2, BOSS):
        assert "four eyes" in refused(rude, 4, "close", 1, "--as", who).err
    assert rude.ok("close", 1, "--as", STAYING)["state"] == "closed"


def test_whoever_handed_in_may_not_close_after_somebody_else_handed_in_again(rude: Desk) -> None:
    answered(rude, BOSS)
    rude.ok("submit", 1, "--as", REVIEWER)
    rude.ok("return", 1, *REASON, "--as", REVIEWER_2)
    rude.ok("submit", 1, "--as", BOSS)
    assert "four eyes" in refused(rude, 4, "close", 1, "--as", REVIEWER).err
    assert rude.ok("close", 1, "--as", REVIEWER_2)["state"] == "closed"


def test_whoever_handed_in_may_not_send_it_back(rude: Desk) -> None:
    answered(rude, BOSS)
    rude.ok("submit", 1, "--as", REVIEWER)
    refused(rude, 4, "return", 1, *REASON, "--as", REVIEWER)
    rude.ok("return", 1, *REASON, "--as", REVIEWER_2)


def test_whoever_worked_on_an_earlier_round_may_close_the_next(rude: Desk) -> None:
    answered(rude, REVIEWER)
    rude.ok("rate", 1, "--satisfied", "no", "--demand", "A letter.", "--as", BOSS)
    rude.ok(*CALL, "--as", BOSS)
    rude.ok(*PLAN, "--as", BOSS)
    rude.ok(*ANSWER, "--as", BOSS)
    rude.ok("submit", 1, "--as", BOSS)
    assert rude.ok("close", 1, "--as", REVIEWER)["round"] == 2


def test_nobody_approves_their_own_proposal_and_a_role_approves_only_up_to_its_sum(rude: Desk) -> None:
    rude.ok("assign", 1, "--handler", REVIEWER, "--as", REVIEWER)
    rude.ok(*PLAN, "--amount", "600", "--as", REVIEWER)
    assert "four eyes" in refused(rude, 4, "approve", 1, "--as", REVIEWER).err
    assert "500" in refused(rude, 4, "approve", 1, "--as", REVIEWER_2).err
    assert rude.ok("approve", 1, "--as", BOSS)["proposal"]["state"] == "approved"


def test_only_the_reviewing_role_closes_or_whoever_may_do_all(rude: Desk) -> None:
    answered(rude, BOSS)
    rude.ok("submit", 1, "--as", BOSS)
    assert "Reviewer only" in refused(rude, 4, "close", 1, "--as", CLOSER).err
    refused(rude, 4, "close", 1, "--as", CLERK)
    assert rude.ok("close", 1, "--as", REVIEWER)["state"] == "closed"
    rude.ok("reopen", 1, *REASON, "--as", CLOSER)
    for words in (CALL, PLAN, ANSWER, ("submit", 1)):
        rude.ok(*words, "--as", BOSS)
    assert rude.ok("close", 1, "--as", STAYING)["state"] == "closed"


# ── who is not listed ──────────────────────────────────────────────────────────────────────────────


def test_somebody_who_is_not_listed_may_record_and_show_what_they_recorded(staffed: Desk) -> None:
    number = staffed.ok("record", "断网三天", "--as", STRANGER)["number"]
    assert staffed.ok("show", number, "--as", STRANGER)["summary"] == "断网三天"
    assert staffed.ok("show", 1, "--as", STRANGER)["number"] == number


def test_somebody_who_is_not_listed_sees_a_case_by_its_whole_number_only(rude: Desk) -> None:
    assert rude.ok("show", "20261102-0001", "--as", STRANGER)["summary"] == "The clerk was rude"
    for said in ("1", "0001", "#1", "main/1"):
        told = refused(rude, 3, "show", said, "--as", STRANGER)
        assert "rude" not in told.err


@pytest.mark.parametrize(
    "words", [("explain", "1"), ("explain", "20261102-0001"), ("report",), ("list",), ("overdue",)], ids=" ".join
)
def test_somebody_who_is_not_listed_gets_no_explanations_figures_or_lists(
    rude: Desk, words: tuple[object, ...]
) -> None:
    assert "not listed" in refused(rude, 4, *words, "--as", STRANGER).err


@pytest.mark.parametrize(
    "words",
    [CALL, PLAN, ANSWER, ("accept", 1), ("submit", 1), ("cancel", 1, "--by", "mistake", *REASON)],
    ids=lambda words: words[0],
)
@pytest.mark.parametrize("id", [1, "20261102-0001"], ids=["short", "whole"])
def test_somebody_who_is_not_listed_takes_no_step(rude: Desk, words: tuple[object, ...], id: object) -> None:
    told = rude.tsk(words[0], id, *words[2:], "--as", STRANGER)
    assert (told.code, told.out) == (3, "")
    assert rude.events == 2


def test_somebody_who_is_not_listed_takes_no_step_in_what_they_recorded(staffed: Desk) -> None:
    number = staffed.ok("record", "断网三天", "--as", STRANGER)["number"]
    for said in (1, number):
        assert "may not `contact`" in refused(staffed, 4, "contact", said, "--via", "phone", "--as", STRANGER).err
        refused(staffed, 4, "explain", said, "--as", STRANGER)


def test_somebody_who_has_left_is_not_listed_any_more(rude: Desk) -> None:
    refused(rude, 4, "report", "--as", GONE)
    refused(rude, 3, "show", 1, "--as", GONE)
    refused(rude, 3, *CALL, "--as", GONE)
    assert rude.ok("report", "--as", STAYING)["total"]["received"] == 1
    assert rude.ok(*CALL, "--as", STAYING)["handler"] == ""


# ── what people see ────────────────────────────────────────────────────────────────────────────────

SECRET = ("--customer", "林小满", "--phone", "13800001234", "--details", "她很生气")


@pytest.mark.parametrize("who", [STRANGER, CLERK_2, NETWORK, GONE])
def test_the_same_external_key_tells_only_the_number_of_a_case_out_of_view(staffed: Desk, who: str) -> None:
    words = ("--category", "attitude", "--store", "HZ01", "--external", "CRM-7")
    staffed.ok("record", "The clerk was rude", *words, *SECRET, "--as", CLERK)
    again = staffed.ok("record", "Something else", "--external", "CRM-7", "--as", who)
    assert again == {"id": 1, "number": "20261102-0001", "state": "assigned", "repeated": True}
    assert staffed.events == 2


def test_the_same_external_key_tells_as_little_in_words(staffed: Desk) -> None:
    words = ("--category", "attitude", "--store", "HZ01", "--external", "CRM-7")
    staffed.ok("record", "The clerk was rude", *words, *SECRET, "--as", CLERK)
    told = staffed.tsk("record", "Something else", "--external", "CRM-7", "--as", STRANGER)
    assert (told.code, told.err) == (0, "")
    assert "20261102-0001" in told.out
    for said in ("rude", "林小满", "1234", "生气", "attitude", "Customer care", "Contact"):
        assert said not in told.out


def test_the_same_external_key_gives_the_whole_case_to_whoever_sees_it(staffed: Desk) -> None:
    words = ("--category", "attitude", "--store", "HZ01", "--external", "CRM-7")
    staffed.ok("record", "The clerk was rude", *words, "--as", CLERK)
    for who in (CLERK, REVIEWER):
        again = staffed.ok("record", "Something else", "--external", "CRM-7", "--as", who)
        assert (again["summary"], again["repeated"]) == ("The clerk was rude", True)


def received(desk: Desk, who: str, by: str = "department") -> dict[str, int]:
    report = desk.ok("report", "--by", by, "--as", who)
    assert report["total"]["received"] == sum(row["received"] for row in report["rows"])
    return {row[by]: row["received"] for row in report["rows"]}


def test_a_report_reaches_as_far_as_the_person_sees(staffed: Desk) -> None:
    """Network 1 (store HZ01), care 2 (HZ01, HZ02), billing 1 (no store), all recorded by the supervisor."""
    for words in (
        ("断网三天", "--store", "HZ01"),
        ("The clerk was rude", "--category", "attitude", "--store", "HZ01"),
        ("The clerk was rude", "--category", "attitude", "--store", "HZ02"),
        ("多扣了费用",),
    ):
        staffed.ok("record", *words, "--as", BOSS)
    assert received(staffed, BOSS) == {"care": 2, "billing": 1, "network": 1}
    assert received(staffed, REVIEWER) == {"care": 2, "billing": 1, "network": 1}
    assert received(staffed, CLERK) == {"care": 1, "network": 1}
    assert received(staffed, CLERK_2, "store") == {"HZ02": 1}
    assert received(staffed, NETWORK) == {"network": 1}
    assert received(staffed, NETWORK, "category") == {"network": 1}
    assert [case["id"] for case in staffed.ok("list", "--as", CLERK)] == [2, 1]
    assert [case["id"] for case in staffed.ok("list", "--as", NETWORK)] == [1]


def test_a_case_out_of_view_is_said_without_what_it_is_about(rude: Desk) -> None:
    for words in (("show", 1), ("explain", 1), CALL, ("submit", 1)):
        told = refused(rude, 3, *words, "--as", NETWORK)
        assert "The clerk" not in told.err


# ── parts of a file ────────────────────────────────────────────────────────────────────────────────


def opinion(desk: Desk, department: str) -> str:
    case = desk.ok("show", 1, "--as", BOSS)
    (row,) = [m for m in case["milestones"] if (m["name"], m["of"]) == ("opinion", department)]
    return str(row["standing"])


def test_a_co_handling_department_hands_in_its_own_part(fee: Desk) -> None:
    case = fee.ok("submit", 1, "--as", NETWORK)
    assert [(event["type"], event["department"]) for event in case["events"]] == [("submitted", "network")]
    assert (case["handler"], case["state"], case["department"]) == (BILLING, "in_progress", "billing")
    assert (opinion(fee, "network"), opinion(fee, "billing")) == ("met", "open")
    assert "review" not in [m["name"] for m in case["milestones"]]


def test_a_co_handling_department_hands_in_its_part_while_the_case_waits(fee: Desk) -> None:
    fee.ok("pend", 1, "--reason", "customer", "--until", "2026-11-04", "--as", BILLING)
    refused(fee, 4, "submit", 1, "--as", BILLING)
    case = fee.ok("submit", 1, "--as", NETWORK)
    assert (case["state"], opinion(fee, "network")) == ("pending", "met")


def test_a_co_handling_department_hands_in_its_part_before_anybody_took_the_case_over(staffed: Desk) -> None:
    staffed.ok("record", "宽带套餐多扣了30元", "--as", BOSS)
    case = staffed.ok("submit", 1, "--as", NETWORK)
    assert (case["state"], case["handler"], opinion(staffed, "network")) == ("assigned", "", "met")


def test_a_part_handed_in_is_not_the_file(fee: Desk) -> None:
    fee.ok("submit", 1, "--as", NETWORK)
    refused(fee, 4, "return", 1, *REASON, "--as", REVIEWER)
    fee.ok(*CALL, "--as", BILLING)
    fee.ok(*PLAN, "--as", BILLING)
    fee.ok(*ANSWER, "--as", BILLING)
    assert "tsk submit 1" in refused(fee, 4, "close", 1, "--as", REVIEWER).err


def test_a_co_handling_department_hands_in_nobody_else_s_part(fee: Desk) -> None:
    refused(fee, 4, "submit", 1, "--department", "billing", "--as", NETWORK)


# ── words that do not exist ────────────────────────────────────────────────────────────────────────


def test_an_unknown_tier_is_refused_with_the_known_ones(desk: Desk) -> None:
    told = refused(desk, 2, "record", "断网", "--tier", "eldery")
    assert "did you mean elderly?" in told.err
    for tier in ("elderly", "disabled", "key-account"):
        assert tier in told.err
    assert desk.ok("record", "断网", "--tier", "elderly")["severity"] == "major"


@pytest.mark.parametrize("verb", ["list", "overdue"])
def test_a_handler_who_does_not_exist_is_refused_with_those_who_do(rude: Desk, verb: str) -> None:
    told = refused(rude, 2, verb, "--handler", "nobody", "--as", BOSS)
    for who in (CLERK, NETWORK, BILLING, REVIEWER, BOSS):
        assert who in told.err
    assert rude.ok(verb, "--handler", BOSS, "--as", BOSS) == []
    assert rude.ok(verb, "--handler", "王强", "--as", BOSS) == []


# ── an owner until another accepts ─────────────────────────────────────────────────────────────────

ZHOU, WU, LI = "zhou", "wu", "li"


@pytest.fixture
def owned(tmp_path: Path) -> Desk:
    """The operator's handbook: complaint 1 is Zhou's, who has offered it to Wu."""
    desk = Desk(tmp_path / "handbook", "2026-11-23 09:00")
    desk.ok("init", "--practice", "--policy", "operator-handbook")
    desk.ok("record", "想改地址", "--as", ZHOU)
    desk.ok("accept", 1, "--as", ZHOU)
    desk.at("2026-11-23 09:20").ok("assign", 1, "--handler", WU, "--as", ZHOU)
    return desk


def owner(case: Any) -> tuple[str, str]:
    return case["handler"], case["offered_to"]


def test_a_call_by_the_owner_keeps_the_case_and_the_offer(owned: Desk) -> None:
    assert owner(owned.at("2026-11-23 09:30").ok(*CALL, "--as", ZHOU)) == (ZHOU, WU)
    assert owner(owned.at("2026-11-23 09:40").ok("accept", 1, "--as", WU)) == (WU, "")


def test_a_call_by_the_old_owner_leaves_the_case_with_whoever_accepted_it(owned: Desk) -> None:
    assert owner(owned.at("2026-11-23 09:40").ok("accept", 1, "--as", WU)) == (WU, "")
    called = owned.at("2026-11-23 09:50").ok(*CALL, "--as", ZHOU)
    assert (owner(called), called["state"]) == ((WU, ""), "in_progress")
    assert [event["type"] for event in called["events"]] == ["contacted"]


def test_a_call_by_a_third_person_takes_over_nothing_that_is_offered(owned: Desk) -> None:
    assert owner(owned.at("2026-11-23 09:30").ok(*CALL, "--as", LI)) == (ZHOU, WU)


def test_an_owner_keeps_a_case_that_went_to_another_department_until_somebody_there_accepts(owned: Desk) -> None:
    handed = owned.at("2026-11-23 10:00").ok("assign", 1, "--to", "billing", "--as", ZHOU)
    assert (owner(handed), handed["state"]) == ((ZHOU, ""), "assigned")
    called = owned.at("2026-11-23 10:10").ok(*CALL, "--as", ZHOU)
    assert (owner(called), called["state"]) == ((ZHOU, ""), "assigned")
    assert owner(owned.at("2026-11-23 10:20").ok("accept", 1, "--as", WU)) == (WU, "")
    again = owned.at("2026-11-23 10:30").ok(*CALL, "--as", ZHOU)
    assert (owner(again), again["state"]) == ((WU, ""), "in_progress")
