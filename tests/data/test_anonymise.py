"""Removing the person from complaints that are over: which, by whom, what is left of them, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from behind import asked, changed, drop_guard, unguarded
from conftest import Desk, Result
from removing import NAME, PERSON, PHONE, SUMMARY, WHY, anonymise, held, over

NUMBER = "20261009-0001"
OTHER = ("--customer", "Han Mei", "--phone", "13800005678")


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


def numbers(done: Any) -> list[str]:
    return [one["number"] for one in done["anonymised"]]


# ── what is left ───────────────────────────────────────────────────────────────────────────────────


def test_the_complaint_stays_without_anything_that_was_said(desk: Desk) -> None:
    over(desk)
    desk.ok("note", 1, f"{NAME} called")
    before = desk.ok("show", 1)
    assert anonymise(desk, 1) == {
        "dry_run": False,
        "anonymised": [
            {
                "id": 1,
                "number": NUMBER,
                "state": "closed",
                "closed_at": "2026-10-09T16:40:00+08:00",
                "texts": 8,
                "papers": 0,
            }
        ],
        "already": [],
        "papers_deleted": 0,
        "papers_shared": 0,
        "messages": 0,
        "gone_from_file": True,
        "backups": [],
        "also_named_in": [],
        "exports_since": 0,
        "left": [],
    }
    after = desk.ok("show", 1)
    assert (after["summary"], after["answer"], after["anonymised_at"]) == ("(removed)", "", "2026-10-09T16:40:00+08:00")
    assert set(after["customer"].values()) == {"", False}  # nothing there to mask either
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"summary", "answer", "customer", "anonymised_at"}
    steps = desk.ok("show", 1, "--history")["events"]
    assert [step["type"] for step in steps] == [
        "registered",
        "replied",
        "rated",
        "closed",
        "visited",
        "noted",
        "anonymised",
    ]
    assert [steps[0]["name"], steps[1]["answer"], steps[5]["note"]] == [None, None, None]
    assert steps[6]["reason"] == WHY[1]
    assert desk.ok("verify")["whole"]


def test_people_read_that_it_was_removed_in_both_languages(desk: Desk) -> None:
    over(desk)
    anonymise(desk, 1)
    english, chinese = desk.tsk("show", 1, "--history").out, desk.tsk("show", 1, "--history", "--lang", "zh").out
    assert "\n(removed)\n" in english
    assert "removed on 2026-10-09 16:40" in english
    assert "summary: (removed)" in english
    assert "（已删除）" in chinese
    assert "(removed)" not in chinese
    assert desk.tsk("list", "--lang", "zh").out.endswith("（已删除）\n")
    assert desk.tsk("list").out.endswith("(removed)\n")


def test_phone_name_and_words_find_nothing_any_more(desk: Desk) -> None:
    over(desk)
    anonymise(desk, 1)
    for words in (
        ("search", NAME),
        ("search", PHONE),
        ("search", SUMMARY[:2]),
        ("list", "--phone", PHONE),
        ("list", "--customer", NAME),
    ):
        assert desk.ok(*words) == []
    assert [one["number"] for one in desk.ok("search", NUMBER)] == [NUMBER]
    assert refused(desk, 3, "chase", PHONE)
    assert desk.ok("record", SUMMARY, *PERSON)["repeat_of"] is None


@pytest.mark.parametrize(
    "words",
    [
        ("note", 1, "He called."), ("chase", 1), ("undo", 1), ("urge", 1), ("reopen", 1, *WHY),
        ("update", 1, "--region", "east"),
        ("visit", 1, "--via", "phone", "--satisfied", "no", "--demand", "More"), ("attach", 1, __file__),
        ("inspect", "record", 1, "--followed", "yes", "--reasonable", "yes", "--satisfied", "yes"),
        ("return", 1, *WHY), ("deliver", 1), ("escalate", 1, *WHY),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_nothing_more_is_recorded_of_it(desk: Desk, words: tuple[object, ...]) -> None:
    over(desk)
    anonymise(desk, 1)
    told = refused(desk, 4, *words)
    assert "20261009-0001 was anonymised on 2026-10-09 16:40" in told.err
    assert "已于 2026-10-09 16:40 删除个人信息" in desk.tsk(*words, "--lang", "zh").err


@pytest.mark.parametrize(
    "words",
    [
        ("show", 1, "--history"), ("explain", 1), ("explain", 1, "--whole"), ("inspect", "list"), ("report",),
        ("form", 1, "--kind", "slip", "-o", "-"), ("form", 1, "--kind", "store", "-o", "-"),
        ("form", 1, "--kind", "8d", "-o", "-"), ("form", 1, "--kind", "company", "-o", "-"),
        ("form", 1, "--kind", "appeal", "-o", "-"), ("recalculate", 1), ("daily",), ("load",), ("inbox",),
        ("search", "router", "--lessons"), ("measure", "list"), ("measure", "show", 1), ("report", "--integrity"),
        ("handover",), ("overdue",), ("escalate", "--due"), ("rules", "simulate", "RULES"), ("incident", "show", 1),
    ],
    ids=lambda words: "-".join(map(str, words[:2])),
)  # fmt: skip
def test_every_way_of_looking_at_it_goes_on(withouts: Desk, words: tuple[object, ...]) -> None:
    told = withouts.tsk(*(withouts.home / "rules.toml" if word == "RULES" else word for word in words))
    assert told.code == 0, told
    assert NAME not in told.out + told.err


@pytest.fixture
def withouts(desk: Desk) -> Desk:
    """A complaint without its person that went through much: an incident, two rounds, money, papers, an inspection."""
    desk.ok("record", SUMMARY, *PERSON, "--category", "network", "--region", "east")
    desk.ok("contact", 1, "--via", "phone", "--reached", "no", "--note", NAME)
    desk.ok("pend", 1, "--reason", "customer", "--note", f"{NAME}: a photograph")
    desk.ok("opinion", 1, "The router")
    desk.ok("extend", 1, "--by", "1 working day", "--reason", f"{NAME} agrees")
    desk.ok("resume", 1)
    desk.ok(
        "propose", 1, "A router", "--cause", "equipment", "--upheld", "yes", "--amount", 30, "--alternative", "Money"
    )
    desk.ok("approve", 1)
    desk.ok("reply", 1, "No.", "--via", "phone", "--satisfied", "no", "--demand", "An apology")
    desk.ok("incident", "open", "A mast is down", "--category", "network", "--region", "east")
    desk.ok("incident", "link", 1, 1)
    desk.ok("incident", "resolve", 1, "--reply", "It stands again.", "--via", "phone")
    desk.ok("rate", 1, "--satisfied", "yes")
    desk.ok("contact", 1, "--via", "phone", "--note", NAME)
    desk.ok("propose", 1, "A router", "--cause", "equipment", "--upheld", "yes")
    desk.ok("promise", 1, "30 back", "--by", "+1d")
    desk.ok("deliver", 1)
    desk.ok("attach", 1, __file__)
    desk.ok("submit", 1)
    desk.ok("close", 1, "--lesson", "The router was old")
    desk.ok("visit", 1, "--via", "phone", "--satisfied", "yes")
    desk.ok("inspect", "draw", "--month", "2026-10", "--n", 1)
    desk.ok(
        "inspect",
        "record",
        1,
        "--followed",
        "yes",
        "--reasonable",
        "no",
        "--satisfied",
        "yes",
        "--consequence",
        "A talk",
    )
    desk.ok(
        "measure", "add", "New routers", "--complaint", 1, "--department", "network", "--owner", "zhao", "--by", "+3d"
    )
    anonymise(desk, 1)
    return desk


def test_a_draw_leaves_out_what_nothing_is_left_of(desk: Desk) -> None:
    over(desk)
    over(desk, *OTHER)
    anonymise(desk, 1)
    drawn = desk.ok("inspect", "draw", "--month", "2026-10", "--share", "100 %")
    assert [one["number"] for one in drawn["cases"]] == ["20261009-0002"]


# ── which ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("said", [PHONE, "138-0000-1234", "+86 138 0000 1234", "１３８００００１２３４"])
def test_a_customer_s_phone_in_any_spelling_is_all_of_theirs_that_is_over(desk: Desk, said: str) -> None:
    over(desk)
    over(desk, *OTHER)
    over(desk, "--phone", "0086 13800001234")
    desk.ok("record", "Fee", *PERSON)
    told = desk.tsk("anonymise", "--phone", said, "--yes", *WHY, "--json")
    assert told.code == 4
    assert numbers(told.json) == [NUMBER, "20261009-0003"]
    assert [(one["id"], one["exit"]) for one in told.json["left"]] == [("20261009-0004", 4)]
    assert told.json["also_named_in"] == [{"kind": "complaint", "id": 4, "number": "20261009-0004"}]
    assert desk.ok("show", 2)["customer"]["name"] == "Han Mei"


def test_a_phone_that_was_corrected_since_still_leads_to_the_complaint(desk: Desk) -> None:
    over(desk)
    desk.ok("update", 1, "--phone", "13800009999")
    assert numbers(anonymise(desk, "--phone", PHONE)) == [NUMBER]


def test_a_phone_of_nobody_is_said_so(desk: Desk) -> None:
    over(desk)
    assert (
        "is of a customer with the phone" in refused(desk, 3, "anonymise", "--phone", "13800000000", "--yes", *WHY).err
    )


def test_what_ended_before_a_day_closed_or_not(desk: Desk) -> None:
    over(desk)
    desk.ok("record", "Fee", *PERSON)
    desk.ok("cancel", 2, "--by", "mistake", *WHY)
    desk.at("2026-10-10 10:00")
    over(desk, *OTHER)
    assert numbers(desk.ok("anonymise", "--closed-before", "2026-10-09", "--dry-run")) == []
    done = anonymise(desk, "--closed-before", "2026-10-10")
    assert numbers(done) == [NUMBER, "20261009-0002"]
    assert anonymise(desk, "--closed-before", "2026-10-10")["anonymised"] == []


@pytest.mark.parametrize(
    ("kept", "last", "first"),
    [
        ("3 years after closed", "2029-10-08", "2029-10-09"), ("结案后3年", "2029-10-08", "2029-10-09"),
        ("3年", "2029-10-08", "2029-10-09"),
        ("18 months after closed", "2028-04-08", "2028-04-09"), ("10 days", "2026-10-18", "2026-10-19"),
        ("2 weeks after closed", "2026-10-22", "2026-10-23"),
    ],
)  # fmt: skip
def test_what_is_due_is_what_the_policy_says(desk: Desk, kept: str, last: str, first: str) -> None:
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    assert text.count('anonymise = "3 years after closed"') == 1
    rules.write_text(text.replace("3 years after closed", kept), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    over(desk)
    assert anonymise(desk.at(f"{last} 23:59"), "--due")["anonymised"] == []
    assert numbers(anonymise(desk.at(f"{first} 00:01"), "--due")) == [NUMBER]


def test_the_last_day_of_a_month_that_is_shorter_counts(desk: Desk) -> None:
    """Closed on 29 February 2028: three years later there is none, so it is due on 1 March."""
    over(desk.at("2028-02-29 10:00"))
    assert anonymise(desk.at("2031-02-28 10:00"), "--due")["anonymised"] == []
    assert len(anonymise(desk.at("2031-03-01 10:00"), "--due")["anonymised"]) == 1


def test_without_a_rule_nothing_is_due_and_that_is_said(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    rules.write_text(text.replace('privacy  = { anonymise = "3 years after closed" }\n', ""), "utf-8")
    over(desk)
    told = refused(desk, 2, "anonymise", "--due", "--yes", *WHY)
    assert "rules.toml does not say how long a complaint keeps its person." in told.err
    assert 'privacy = { anonymise = "3 years after closed" }' in told.err


@pytest.mark.parametrize("said", ['"for ever"', '"0 years"', '"3 parsecs after closed"', "3", '"after closed"', '""'])
def test_a_rule_that_says_no_time_is_found_with_its_line(desk: Desk, said: str) -> None:
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8").replace('"3 years after closed"', said)
    rules.write_text(text, "utf-8")
    line = text[: text.index("privacy  =")].count("\n") + 1
    told = desk.tsk("rules", "check")
    assert told.code == 5
    assert f"{line}" in told.out + told.err


def test_several_numbers_come_from_a_pipe(desk: Desk) -> None:
    for _ in range(3):
        over(desk)
    done = anonymise(desk, "-", stdin="1\tx\n0003\n")
    assert numbers(done) == [NUMBER, "20261009-0003"]


@pytest.mark.parametrize("words", [(), (1, "--due"), ("--phone", PHONE, "--closed-before", "2026-10-10")], ids=str)
def test_exactly_one_way_of_naming_them(desk: Desk, words: tuple[object, ...]) -> None:
    over(desk)
    assert "Which complaints?" in refused(desk, 2, "anonymise", *words, "--yes", *WHY).err


# ── what is refused ────────────────────────────────────────────────────────────────────────────────


def test_what_is_not_over_keeps_its_person_and_says_what_is_to_be_done_first(desk: Desk) -> None:
    desk.ok("record", "断网", *PERSON)
    desk.ok("record", "Fee", *PERSON, "--settled", "好的，已经处理完毕。")
    desk.ok("record", "Fee", *PERSON)
    desk.ok("merge", 3, "--into", 1)
    told = desk.tsk("anonymise", 1, 2, 3, "--yes", *WHY)
    assert told.code == 4
    assert told.err.splitlines() == [
        "1: 20261009-0001 is assigned: its customer still waits. Close or cancel it first.",
        "2: 20261009-0002 is closed, but Visit is still owed, by 2026-10-13 18:00. "
        "Do it, or take it back, first: `tsk show 2`.",
        "3: 20261009-0003 goes on as 20261009-0001, which is not over. Finish that one first.",
    ]
    assert desk.ok("show", 3)["customer"]["name"] == NAME


def test_one_that_is_linked_to_an_open_incident_waits_for_its_end(desk: Desk) -> None:
    desk.ok("incident", "open", "A mast is down", "--category", "network")
    desk.ok("record", "断网", *PERSON, "--category", "network")
    desk.ok("contact", 1, "--via", "phone")
    desk.ok("propose", 1, "A router", "--cause", "equipment", "--upheld", "yes")
    desk.ok("reply", 1, "Done, all of it.", "--via", "phone", "--satisfied", "yes")
    desk.ok("incident", "link", 1, 1)
    desk.ok("submit", 1)
    desk.ok("close", 1)
    desk.ok("visit", 1, "--via", "phone", "--satisfied", "yes")
    assert "is linked to incident 1, which is not over" in refused_one(desk, 1)
    desk.ok("incident", "cancel", 1, *WHY)
    assert numbers(anonymise(desk, 1)) == [NUMBER]


def refused_one(desk: Desk, id: int) -> str:
    told = desk.tsk("anonymise", id, "--yes", *WHY)
    assert told.code == 4
    return told.err


def test_of_several_the_number_is_said_once(desk: Desk) -> None:
    desk.ok("record", "断网三天", "--phone", "13800000077")
    desk.ok("record", "多扣了费用", "--phone", "13800000077")
    told = desk.tsk("anonymise", "--phone", "13800000077", "--yes", *WHY)
    lines = told.err.splitlines()
    assert (told.code, len(lines)) == (4, 2)
    assert all(line.count("20261009-000") == 1 for line in lines)


def test_the_right_is_asked_first(desk: Desk) -> None:
    over(desk)
    rules = desk.home / "rules.toml"
    people = ('w1 = { role = "clerk", department = "care" }', 'w9 = { role = "supervisor", department = "ops" }')
    staff = "\n".join(("\n[staff]", *people, "\n[channels]"))
    rules.write_text(rules.read_text("utf-8").replace("\n[channels]", staff, 1), "utf-8")
    told = desk.tsk("anonymise", 1, "--yes", *WHY, "--as", "w1")
    assert (told.code, "w1 may not `anonymise`" in told.err) == (4, True)
    assert desk.tsk("anonymise", "--finish", "--as", "w1").code == 4
    assert numbers(anonymise(desk, 1, "--as", "w9")) == [NUMBER]


def test_it_is_asked_for_and_needs_a_reason(desk: Desk) -> None:
    over(desk)
    assert "cannot be brought back" in refused(desk, 2, "anonymise", 1, *WHY).err
    assert "Add --reason." in refused(desk, 2, "anonymise", 1, "--yes").err
    shown = desk.tsk("anonymise", 1, "--dry-run")
    assert (shown.code, shown.out) == (0, f"{NUMBER}  closed\n")
    assert desk.ok("show", 1)["customer"]["name"] == NAME


def test_done_twice_is_done_once(desk: Desk) -> None:
    over(desk)
    anonymise(desk, 1)
    events = desk.events
    again = desk.ok("anonymise", 1)
    assert (again["anonymised"], again["already"], desk.events) == ([], [NUMBER], events)


# ── proof ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_chain_holds_and_an_anchor_from_before_still_matches(desk: Desk) -> None:
    over(desk)
    before, anchor = desk.ok("verify"), desk.tsk("verify", "--anchor").out.strip()
    anonymise(desk, 1)
    after = desk.ok("verify", "--against", anchor)
    assert (after["whole"], after["events"]) == (True, before["events"] + 1)
    assert desk.tsk("verify", "--against", anchor.replace(before["hash"], "0" * 64)).code == 6
    assert desk.ok("verify", "--rebuild")["mended"] == []


def findings(desk: Desk) -> list[str]:
    told = desk.tsk("verify", "--json")
    assert told.code == 6
    return list(told.json["findings"])


def test_a_text_that_is_missing_without_such_a_step_is_found(desk: Desk) -> None:
    over(desk)
    over(desk, *OTHER)
    anonymise(desk, 1)
    with unguarded(desk) as db:
        db.execute("DELETE FROM private WHERE field = 'name' AND value = 'Han Mei'")
    assert "The name of event 6 (complaint 2) is missing." in findings(desk)
    with unguarded(desk) as db:
        db.execute("DELETE FROM private WHERE field = 'reason'")
    assert "The reason of event 11 (complaint 1) is missing." in findings(desk)


def test_a_text_that_should_have_gone_is_found_and_removed_by_finishing(desk: Desk) -> None:
    over(desk)
    (kept,) = asked(desk, "SELECT site, n, field, salt, value FROM private WHERE field = 'name'")
    anonymise(desk, 1)
    with unguarded(desk) as db:
        db.execute("INSERT INTO private VALUES (?, ?, ?, ?, ?)", kept)
    assert "The name of event 1 (complaint 1) should be gone with its person." in findings(desk)
    assert desk.ok("anonymise", "--finish")["gone_from_file"]
    assert desk.ok("verify")["whole"]
    assert NAME.encode() not in held(desk.home)


@pytest.mark.parametrize(
    "sql", ["DELETE FROM private", "DELETE FROM private WHERE field = 'reason'", "DELETE FROM event"]
)
def test_the_database_itself_refuses_to_let_other_texts_go(desk: Desk, sql: str) -> None:
    over(desk)
    over(desk, *OTHER)
    anonymise(desk, 1)
    with pytest.raises(Exception, match="append-only"):
        changed(desk, sql)
    assert desk.ok("verify")["whole"]


def test_a_missing_guard_is_named(desk: Desk) -> None:
    drop_guard(desk, "private_delete")
    assert findings(desk) == ["The guard private_delete that keeps history from being changed is missing."]


# ── who else ───────────────────────────────────────────────────────────────────────────────────────


def test_whoever_else_names_the_person_is_told_by_number(desk: Desk, tmp_path: Path) -> None:
    over(desk)
    over(desk, *OTHER, summary=f"Neighbour of {NAME}")
    desk.ok("note", 2, "Call 138 0000 1234")
    over(desk, *OTHER, summary="Nothing to do with it")
    desk.ok("measure", "add", f"Call {NAME}", "--department", "network", "--by", "+3d")
    desk.ok("incident", "open", "A mast is down", "--notice", f"Ask {PHONE}")
    done = anonymise(desk, 1)
    assert done["also_named_in"] == [
        {"kind": "complaint", "id": 2, "number": "20261009-0002"},
        {"kind": "incident", "id": 1},
        {"kind": "measure", "id": 1},
    ]


@pytest.mark.on_file("makes backups")
def test_a_backup_made_before_is_named_and_holds_the_person_still(desk: Desk) -> None:
    over(desk)
    name = desk.ok("backup")["name"]
    (desk.home / "backups" / "before-upgrade-20261001T000000.db").write_text("", "utf-8")
    done = anonymise(desk, 1)
    assert done["backups"] == [name, "before-upgrade-20261001T000000.db"]
    assert held(desk.home / "backups") and not held(desk.home, rest=("backups",))
    again = desk.ok("anonymise", 1)
    assert again["backups"] == []


def test_a_short_latin_name_is_found_as_a_word_and_not_inside_others(desk: Desk) -> None:
    over(desk, "--customer", "Li", "--phone", PHONE)
    over(desk, *OTHER, summary="Spoke with Li today")
    over(desk, *OTHER, summary="A lively line")
    assert [one["id"] for one in anonymise(desk, 1)["also_named_in"]] == [2]


# ── many, and at once ──────────────────────────────────────────────────────────────────────────────


def test_two_at_once_remove_each_complaint_once(desk: Desk) -> None:
    for _ in range(6):
        over(desk)
    runs = [desk.process("anonymise", "--phone", PHONE, "--yes", *WHY, "--json") for _ in range(2)]
    said = [run.communicate(timeout=60) for run in runs]
    assert {run.returncode for run in runs} <= {0, 3}, said  # the second may find nobody of that phone any more
    assert asked(desk, "SELECT count(*), count(DISTINCT id) FROM event WHERE type = 'anonymised'") == [(6, 6)]
    assert desk.ok("verify")["whole"]


def test_a_desk_whose_rows_an_earlier_version_derived_is_derived_again(desk: Desk) -> None:
    over(desk)
    anonymise(desk, 1)
    shown = desk.ok("show", 1)
    changed(desk, "UPDATE site SET derived = '7'", "UPDATE fact SET solved = 0")
    assert desk.ok("show", 1) == shown
    assert desk.ok("verify")["whole"]


@pytest.mark.on_file("makes backups")
def test_a_restore_names_the_complaints_whose_person_comes_back_with_it(desk: Desk) -> None:
    over(desk)
    over(desk, *OTHER, summary="Bill too high")
    name = desk.ok("backup")["name"]
    anonymise(desk, 1)
    desk.ok("record", "No line", "--category", "network", "--phone", "13800005679")
    over(desk, "--customer", "Li Lei", "--phone", "13800005680", summary="Bad line")
    anonymise(desk, 4)
    copy = desk.copy(desk.home.with_name("copy"))
    assert copy.ok("restore", name, "--yes")["gone"]["anonymised"] == [NUMBER]
    told = desk.tsk("restore", name, "--yes").out
    assert f"Their person stands in them again; `tsk anonymise` removes it: {NUMBER}\n" in told
    assert numbers(anonymise(desk, 1)) == [NUMBER]
    assert held(desk.home, rest=("backups",)) == set()
