"""Who sees a customer's phone, card, e-mail and address: every verb that prints is walked by every role.

The customer's data stand in fields and in texts. Expected are, typed by hand, the lines of the table `SEES`: who sees
them with `show`. Nobody sees them in a list, and nobody anywhere else without a reason that is on record.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from behind import asked, changed
from conftest import Desk, Result

from tsk.cli import _traced
from tsk.verbs import VERBS

CLERK, CLERK_2, HANDLER, COLLEAGUE, REVIEWER, BILLING, SUPERVISOR = (
    *("w1001", "w1002", "w2001", "w2002", "w3001", "w2101", "w9001"),
)
DEPUTY = "w2003"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "market",  store = "HZ01" }
w1002 = { zh = "孙悦", role = "clerk",      department = "market",  store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network", deputy = "w2003" }
w2002 = { zh = "钱进", role = "handler",    department = "network" }
w2003 = { zh = "吴桐", role = "handler",    department = "network" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""
SEES = {  # with `show`, without a reason
    CLERK: True,  # recorded it
    CLERK_2: False,  # the same store
    HANDLER: True,
    DEPUTY: True,  # stands in for the handler
    COLLEAGUE: False,  # the same department
    REVIEWER: True,  # of the department that answers
    SUPERVISOR: False,
}
PHONE, CARD, MAIL, OLD = "13800005678", "6222 0000 0000 0001", "xiaoman@example.com", "13900001111"
ADDRESS, WHOM = "西湖路18号", "林奶奶"
PLANTED = (PHONE, "138-0000-5678", CARD, MAIL, OLD, ADDRESS, WHOM)
SAID = f"电话{PHONE}或138-0000-5678,卡{CARD},邮箱{MAIL}"
NUMBER = "20261102-0001"


@pytest.fixture(scope="module")
def house(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One complaint full of contact data in every text, far enough for every paper and list; and it is overdue."""
    desk = Desk(practice_home, "2026-11-02 10:00").copy(tmp_path_factory.mktemp("house") / "home")
    rules = desk.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    who = ("--customer", "林小满", "--phone", OLD, "--card", CARD, "--email", MAIL, "--address", ADDRESS)
    more = ("--on-behalf-of", WHOM, "--store", "HZ01", "--category", "network", "--order", "20261101000000000")
    desk.ok("record", f"没有信号,{SAID}", "--details", SAID, "--demand", SAID, *who, *more, "--as", CLERK)
    desk.ok("update", 1, "--phone", PHONE, "--as", CLERK)
    desk.ok("note", 1, SAID, "--as", CLERK)
    desk.ok("assign", 1, "--handler", HANDLER, "--as", HANDLER)
    desk.ok("contact", 1, "--via", "phone", "--note", SAID, "--as", HANDLER)
    desk.ok("pend", 1, "--reason", "customer", "--note", SAID, "--until", "2026-11-03 10:00", "--as", HANDLER)
    desk.ok("chase", 1, SAID, "--as", CLERK)
    desk.ok("propose", 1, SAID, "--amount", "10", "--reason", SAID, "--as", HANDLER)
    desk.ok("approve", 1, "--as", REVIEWER)
    desk.ok("promise", 1, SAID, "--by", "2026-11-04", "--as", HANDLER)
    paper = desk.home.with_name(f"{PHONE}.txt")
    paper.write_text("Scan", "utf-8")
    desk.ok("attach", 1, paper, "--as", HANDLER)
    desk.ok(
        "measure",
        "add",
        "换设备",
        "--complaint",
        1,
        "--department",
        "network",
        "--by",
        "2026-11-05",
        "--as",
        SUPERVISOR,
    )
    desk.ok("incident", "open", "基站故障", "--category", "network", "--as", SUPERVISOR)
    return desk.at("2026-11-09 09:30")


def said(told: Result) -> list[str]:
    """What of the planted data stands in an output, in its JSON or its page too."""
    text = told.out + told.err
    assert told.code in (0, 4, 3), told
    return [word for word in PLANTED if word in text]


LISTS = [
    ("list",),
    ("list", "--json"),
    ("list", "--state", "open", "--lang", "zh"),
    ("search", "没有信号"),
    ("search", "没有信号", "--json"),
    ("inbox",),
    ("inbox", "--json"),
    ("handover",),
    ("handover", "--json"),
    ("overdue",),
    ("overdue", "--json"),
    ("overdue", "--by", "handler"),
    ("overdue", "--forecast", "--json"),
    ("load",),
    ("load", "--json"),
    ("daily",),
    ("daily", "--json"),
    ("explain", "1"),
    ("explain", "1", "--json"),
    ("incident", "list"),
    ("incident", "show", "1"),
    ("incident", "show", "1", "--json"),
    ("measure", "list", "--json"),
    ("measure", "show", "1", "--json"),
    ("inspect", "list"),
    ("penalty", "list", "--json"),
    ("staff",),
    ("staff", "--json"),
    ("outbox", "--json"),
    ("report", "--json"),
    ("report", "--integrity", "--json"),
    ("report", "--by", "store", "--format", "csv"),
    ("report", "--format", "html"),
    ("report", "--access", "--json"),
    ("recalculate", "--dry-run", "--json"),
    ("rules", "check", "--json"),
    ("calendar", "2026-11"),
    ("form", "1", "-o", "-"),
    ("export",),
    ("export", "--format", "json"),
    ("export", "--format", "jsonl"),
    ("verify",),
    ("",),
]


@pytest.mark.parametrize("who", SEES)
@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_list_a_report_and_the_slip_show_nobody_how_to_reach_the_customer(
    house: Desk, who: str, words: tuple[str, ...]
) -> None:
    told = house.tsk(*filter(None, words), "--as", who)
    assert said(told) == []
    assert who != SUPERVISOR or told.code == 0  # who sees nothing because nothing was shown proves nothing


def test_every_verb_that_prints_is_walked() -> None:
    walked = {" ".join(words[:2]) for words in LISTS} | {words[0] for words in LISTS} | {"show", "form", "export"}
    writes = {
        *("init", "record", "import", "update", "attach", "note", "chase", "undo", "assign", "accept", "contact"),
        "pend",
        *("resume", "opinion", "propose", "approve", "refuse", "reply", "rate", "submit", "promise", "deliver"),
        *("extend", "escalate", "close", "return", "reopen", "cancel", "reject", "merge", "visit", "urge"),
        *("outbox send", "outbox drop", "penalty propose", "penalty confirm", "penalty waive", "measure add"),
        *("measure step", "measure done", "inspect draw", "inspect record", "incident open", "incident link"),
        *("incident unlink", "incident resolve", "incident cancel", "staff request", "staff approve", "staff refuse"),
        "import",
    }  # fmt: skip
    without = {
        "rules simulate",
        "rules show",
        "rules policies",
        "rules schema",
        "staff requests",
        "doctor",
        "backup",
        "restore",
        "anonymise",
        "key change",
        "move",
        "completion",
        "server init",
        "server login",
        "server list",
    }
    assert set(VERBS) - writes - without <= walked


@pytest.mark.parametrize("history", [(), ("--history",)], ids=["case", "history"])
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["screen", "json"])
@pytest.mark.parametrize("who", SEES)
def test_show_shows_them_on_a_ground_of_one_s_own(
    house: Desk, tmp_path: Path, who: str, form: tuple[str, ...], history: tuple[str, ...]
) -> None:
    desk = house.copy(tmp_path / "home")
    found = said(desk.tsk("show", 1, *form, *history, "--as", who))
    everything = [word for word in PLANTED if word != OLD or history]
    assert found == (everything if SEES[who] else [])


def test_what_was_corrected_since_is_masked_in_the_history_too(house: Desk) -> None:
    told = house.ok("show", 1, "--history", "--as", SUPERVISOR)
    first, second = (event for event in told["events"] if "phone" in event)
    assert (first["phone"], second["phone"]) == ("139****1111", "138****5678")
    assert (first["card"], first["email"]) == ("622************0001", "x***@example.com")
    assert (first["address"], first["on_behalf_of"], first["name"]) == ("", "", "林小满")
    assert told["customer"]["masked"] is True


def test_the_number_of_the_complaint_and_the_order_stay_readable(house: Desk) -> None:
    (row,) = house.ok("list", "--as", SUPERVISOR)
    assert (row["number"], row["order"], row["customer"]["name"]) == (NUMBER, "20261101000000000", "林小满")
    assert row["summary"] == "没有信号,电话138****5678或138******5678,卡622************0001,邮箱x***@example.com"


@pytest.mark.parametrize("kind", ["store", "company", "8d", "appeal"])
@pytest.mark.parametrize("who", SEES)
def test_a_paper_of_the_house_shows_them_as_show_does(house: Desk, tmp_path: Path, who: str, kind: str) -> None:
    desk = house.copy(tmp_path / "home")
    told = desk.tsk("form", 1, "--kind", kind, "-o", "-", "--as", who)
    assert bool(said(told)) == SEES[who]
    assert (PHONE in told.out) == SEES[who]


def test_the_slip_shows_the_phone_masked_even_to_who_recorded_it(house: Desk, tmp_path: Path) -> None:
    desk = house.copy(tmp_path / "home")
    assert "138****5678" in desk.tsk("form", 1, "-o", "-", "--as", CLERK).out
    assert PHONE in desk.tsk("form", 1, "-o", "-", "--reveal", "电话要核对", "--as", SUPERVISOR).out


@pytest.mark.parametrize(
    "words", [("note", "1", "喂"), ("urge", "1"), ("chase", "1"), ("update", "1", "--region", "east")], ids=" ".join
)
def test_a_step_shows_nobody_how_to_reach_the_customer(house: Desk, tmp_path: Path, words: tuple[str, ...]) -> None:
    for name, form in (("json", ("--json",)), ("screen", ())):
        assert said(house.copy(tmp_path / name).tsk(*words, *form, "--as", SUPERVISOR)) == []


def test_who_records_a_repeat_is_told_of_the_first_without_its_numbers(house: Desk, tmp_path: Path) -> None:
    desk = house.copy(tmp_path / "home")
    words = ("record", "又没有信号", "--category", "network", "--phone", PHONE, "--customer", "林小满")
    told = desk.tsk(*words, "--as", BILLING)
    assert "Repeat of" in told.out
    assert said(told) == []


def test_the_same_key_again_tells_somebody_else_nothing(desk: Desk) -> None:
    words = ("record", "断网", "--phone", PHONE, "--address", ADDRESS, "--external", "K1")
    assert desk.ok(*words, "--as", "li")["customer"]["phone"] == PHONE
    again = desk.ok("record", "断网", "--external", "K1", "--as", "sun")
    assert (again["repeated"], again["customer"]["phone"]) == (True, "138****5678")


def test_a_field_that_the_policy_calls_personal_is_masked_like_a_card(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    field = '[fields]\nmember_card = { zh = "会员卡", en = "Member card", personal = true }\n\n[channels]'
    rules.write_text(rules.read_text("utf-8").replace("[channels]", field, 1), "utf-8")
    desk.ok("record", "断网", "--set", "member_card=VIP88001234", "--as", "li")
    (row,) = desk.ok("list")
    assert row["fields"] == {"member_card": "VIP****1234"}
    assert desk.ok("show", 1)["fields"] == {"member_card": "VIP88001234"}


def test_only_a_text_can_be_personal(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    field = '[fields]\nage = { zh = "年龄", en = "Age", kind = "number", personal = true }\n\n[channels]'
    rules.write_text(rules.read_text("utf-8").replace("[channels]", field, 1), "utf-8")
    told = desk.tsk("rules", "check")
    assert (told.code, "Only a text can be personal" in told.out + told.err) == (5, True)


def test_no_message_that_is_sent_holds_anything_of_a_customer(house: Desk, tmp_path: Path) -> None:
    desk = house.copy(tmp_path / "home")
    rules = desk.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8") + '\n[notify]\nboss = { to = "json://127.0.0.1:9/x" }\n', "utf-8")
    desk.tsk("daily", "--notify", "--as", SUPERVISOR)
    ((subject, text),) = asked(desk, "SELECT subject, text FROM outbox")
    assert NUMBER in text
    for word in (*PLANTED, "林小满", "没有信号"):
        assert word not in subject + text


def test_a_list_is_revealed_with_name_and_phone_for_a_reason(house: Desk, tmp_path: Path) -> None:
    desk = house.copy(tmp_path / "home")
    told = desk.tsk("list", "--reveal", "逐个回访", "--as", SUPERVISOR)
    assert re.search(rf"林小满\t{PHONE}", told.out)
    (row,) = desk.ok("search", "没有信号", "--reveal", "逐个回访", "--as", SUPERVISOR)
    assert (row["customer"]["phone"], row["customer"]["address"], row["customer"]["masked"]) == (PHONE, ADDRESS, False)


def test_the_trace_of_a_failure_tells_its_way_and_not_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        try:
            int(SAID)
        except ValueError as error:
            raise KeyError(PHONE) from error
    except KeyError as error:
        assert _traced(error) == 1
    told = capsys.readouterr().err
    assert ("KeyError" in told, "ValueError" in told, "test_masking.py" in told) == (True, True, True)
    assert [word for word in PLANTED if word in told] == []


def test_an_unexpected_failure_of_a_real_command_names_no_customer(house: Desk, tmp_path: Path) -> None:
    """The row of a complaint is damaged so that nothing expects it: its name and phone stand in what cannot be read."""
    desk = house.copy(tmp_path / "home")
    changed(desk, f"UPDATE complaint SET snapshot = '林小满 {PHONE}'")
    for debug in ("", "1"):
        process = desk.process("list", "--as", SUPERVISOR, env={**os.environ, **desk.env, "TSK_DEBUG": debug})
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (6, "")
        assert err and not [word for word in (*PLANTED, "林小满") if word in err]


@pytest.mark.parametrize("part", ["3800", "13800", "38000056", "8000 0567", "222 0000", "390000", "oman@ex"])
def test_a_masked_number_is_not_guessed_by_parts_of_it(house: Desk, part: str) -> None:
    assert house.ok("search", part, "--as", COLLEAGUE) == []
    assert len(house.ok("search", part, "--as", HANDLER)) == 1


@pytest.mark.parametrize("words", [PHONE, "138 0000 5678", OLD, MAIL, "5678", NUMBER[:8], "没有信号 5678"])
def test_a_whole_number_and_what_is_shown_of_it_are_found_by_everybody(house: Desk, words: str) -> None:
    assert len(house.ok("search", words, "--as", COLLEAGUE)) == 1
