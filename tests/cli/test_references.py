"""How people name a complaint: by its number, as the last one they touched, by a phone, by a whole list."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk, Result

FIRST, SECOND, THIRD = (f"20261009-000{n}" for n in (1, 2, 3))
PHONE, OTHER = "13800001234", "13911112222"
CLERK, ZHAO, QIAN, ZHOU, BOSS, STRANGER = "w1001", "w2001", "w2002", "w2101", "w9001", "visitor"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2002 = { zh = "钱进", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Complaints 1 and 2 are of one phone, 3 of another."""
    for phone in (PHONE, PHONE, OTHER):
        desk.ok("record", "断网三天", "--phone", phone)
    return desk


@pytest.fixture
def staffed(three: Desk) -> Desk:
    """The same with listed staff; all three are the network's."""
    rules = three.home / "rules.toml"
    usual = rules.read_text("utf-8")
    assert "\n[channels]" in usual
    rules.write_text(usual.replace("\n[channels]", STAFF, 1), "utf-8")
    return three


def refused(desk: Desk, code: int, *words: object, stdin: str = "") -> Result:
    """The command is refused with that code, has no result, and writes nothing."""
    before = desk.ok("show", 1, 2, 3, "--history", "--as", BOSS)
    told = desk.tsk(*words, stdin=stdin)
    assert (told.code, told.out) == (code, ""), told
    assert desk.ok("show", 1, 2, 3, "--history", "--as", BOSS) == before
    return told


# ── numbers ────────────────────────────────────────────────────────────────────────────────────────

FORMS = ("2", "0002", "#2", "#0002", SECOND, f"#{SECOND}", " 2 ", "２", "main/2", "２０２６１００９-０００２")


@pytest.mark.parametrize(
    "words",
    [("show",), ("explain",), ("note", "A dog in the yard."), ("chase",), ("urge",)],
    ids=lambda words: words[0],
)
def test_every_verb_understands_every_form_of_a_number(three: Desk, words: tuple[str, ...]) -> None:
    assert [three.ok(words[0], said, *words[1:])["id"] for said in FORMS] == [2] * len(FORMS)


@pytest.mark.parametrize("said", ["4", "0", "20261009-0004", "20261010-0001", "#", "", "x", "1.5"])
def test_what_names_no_complaint_is_not_found_and_quoted(three: Desk, said: str) -> None:
    told = refused(three, 3, "accept", said)
    assert f"There is no complaint {said}" in told.err


def test_merging_understands_every_form_on_both_sides(three: Desk) -> None:
    assert three.ok("merge", "#0002", "--into", f"#{FIRST}")["merged_into"] == FIRST


# ── the last one touched ───────────────────────────────────────────────────────────────────────────


def test_a_dot_is_the_complaint_that_this_person_touched_last(three: Desk) -> None:
    three.ok("accept", 1, "--as", "zhao")
    three.ok("accept", 3, "--as", "qian")
    three.ok("note", 2, "A dog in the yard.", "--as", "zhao")
    assert [three.ok("show", ".", "--as", who)["id"] for who in ("zhao", "qian", "tester")] == [2, 3, 3]
    assert three.ok("contact", ".", "--via", "phone", "--as", "qian")["id"] == 3


def test_recording_touches_and_looking_does_not(three: Desk) -> None:
    assert three.ok("record", "断网三天", "--as", "zhao")["id"] == 4
    three.ok("show", 1, "--as", "zhao")
    three.ok("search", "断网", "--as", "zhao")
    three.tsk("accept", 99, "--as", "zhao")
    assert three.ok("show", ".", "--as", "zhao")["id"] == 4


def test_what_the_desk_does_by_itself_is_nobody_s_touch(three: Desk) -> None:
    three.ok("note", 1, "A dog in the yard.")
    three.at("2026-10-14 10:00").ok("daily")
    assert three.ok("show", ".")["id"] == 1


def test_undoing_touches_too(three: Desk) -> None:
    three.ok("note", 1, "A dog in the yard.")
    three.ok("note", 2, "A dog in the yard.")
    three.ok("undo", 1)
    assert three.ok("show", ".")["id"] == 1


def test_who_has_touched_nothing_yet_has_no_last_complaint(three: Desk) -> None:
    told = refused(three, 3, "accept", ".", "--as", "zhao")
    assert "zhao has not worked on any complaint yet" in told.err
    assert three.tsk("accept", ".", "--as", "zhao", "--json").error["exit"] == 3


def test_a_dot_among_several_follows_the_command_itself(three: Desk) -> None:
    three.ok("note", 1, "A dog in the yard.")
    first, second = three.tsk("accept", 2, ".", "--json").json
    assert (first["id"], second["exit"]) == (2, 4)
    assert SECOND in second["error"]


# ── by phone ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "said",
    [OTHER, "139-1111-2222", "+86 139 1111 2222", "0086 13911112222", "１３９１１１１２２２２", "(139) 1111 2222"],
)
def test_a_phone_in_any_spelling_is_its_customer_s_open_complaint(three: Desk, said: str) -> None:
    assert three.ok("show", said)["id"] == 3
    assert three.ok("accept", said)["id"] == 3


@pytest.mark.parametrize("said", ["0571-88886666", "057188886666", "(0571) 8888 6666"])
def test_a_landline_is_a_phone_too(desk: Desk, said: str) -> None:
    desk.ok("record", "断网三天", "--phone", "0571 88886666")
    assert desk.ok("show", said)["id"] == 1


def test_a_phone_with_several_open_complaints_is_ambiguous_and_names_them(three: Desk) -> None:
    told = refused(three, 3, "accept", "138-0000-1234")
    assert "2 open complaints" in told.err
    assert FIRST in told.err
    assert SECOND in told.err
    assert THIRD not in told.err


@pytest.mark.parametrize(
    "over",
    [
        ("cancel", 1, "--by", "customer", "--reason", "x"),
        ("reject", 1, "--reason", "Not ours."),
        ("merge", 2, "--into", 1),
    ],
    ids=["cancelled", "rejected", "merged"],
)
def test_of_several_the_only_one_that_is_still_open_is_meant(three: Desk, over: tuple[object, ...]) -> None:
    three.ok(*over)
    assert three.ok("show", PHONE)["id"] == (1 if over[0] == "merge" else 2)


def test_an_answered_complaint_is_open_until_it_is_closed(three: Desk) -> None:
    three.ok("reply", 3, "We repaired it.", "--via", "phone")
    assert three.ok("show", OTHER)["state"] == "resolved"


def test_a_phone_without_an_open_complaint_is_not_found(three: Desk) -> None:
    three.ok("cancel", 3, "--by", "customer", "--reason", "x")
    for said in (OTHER, "13700000000"):
        told = refused(three, 3, "accept", said)
        assert f"There is no complaint {said}" in told.err


def test_part_of_a_phone_names_nobody(three: Desk) -> None:
    for said in ("1391111", "11112222", "139111122223"):
        refused(three, 3, "accept", said)


def test_a_corrected_phone_counts_and_the_old_one_does_not(three: Desk) -> None:
    three.ok("update", 3, "--phone", "13700000000")
    assert three.ok("show", "137-0000-0000")["id"] == 3
    refused(three, 3, "accept", OTHER)


def test_a_number_comes_before_a_phone_of_the_same_digits(desk: Desk) -> None:
    desk.ok("record", "断网三天", "--phone", "00002")
    desk.ok("record", "断网三天")
    assert desk.ok("show", "00002")["id"] == 2


def test_a_phone_shows_nobody_a_case_out_of_sight(staffed: Desk) -> None:
    told = refused(staffed, 3, "show", OTHER, "--as", ZHOU)
    assert "断网" not in told.err


def test_a_phone_tells_a_login_that_is_not_listed_no_whole_number(staffed: Desk) -> None:
    """Whoever knows a whole number may see the case, so the number is not told to whoever does not know it."""
    for said in (1, "0001", PHONE, OTHER):
        told = staffed.tsk("show", said, "--as", STRANGER)
        assert told.code == 3
        assert "20261009-" not in told.err


# ── another site ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("said", ["HZ01/1", "HZ01/0001", "HZ01-20261009-0001", "HZ01/77"])
def test_the_number_of_another_site_is_refused_and_the_site_named(three: Desk, said: str) -> None:
    three.ok("init", "--site", "HZ01")
    three.ok("record", "断网三天", "--site", "HZ01")
    told = refused(three, 3, "accept", said)
    assert f"{said} is a complaint of site HZ01" in told.err
    assert "tsk --site HZ01" in told.err
    assert three.tsk("show", said, "--site", "HZ01").code == (3 if "77" in said else 0)


def test_a_site_that_does_not_exist_is_not_named(three: Desk) -> None:
    assert "There is no complaint XX/1" in refused(three, 3, "accept", "XX/1").err


def test_a_dot_and_a_phone_stay_within_the_site(three: Desk) -> None:
    three.ok("init", "--site", "HZ01")
    three.ok("record", "断网三天", "--phone", OTHER, "--site", "HZ01")
    assert three.ok("show", ".")["number"] == THIRD
    assert three.ok("show", OTHER)["number"] == THIRD
    for said in (".", OTHER):
        assert three.ok("show", said, "--site", "HZ01")["number"] == "HZ01-20261009-0001"


# ── several ────────────────────────────────────────────────────────────────────────────────────────


def test_of_several_those_that_do_not_exist_are_said_and_the_rest_is_done(three: Desk) -> None:
    told = three.tsk("accept", 1, 77, 3, "--json")
    assert told.code == 3
    first, missing, last = told.json
    assert [(case["id"], case["state"]) for case in (first, last)] == [(1, "in_progress"), (3, "in_progress")]
    assert missing == {
        "id": "77", "error": "There is no complaint 77 here.", "exit": 3,
        "hint": "`tsk list` shows the latest; give the number or its last digits.",
    }  # fmt: skip
    assert three.ok("show", 2)["state"] == "assigned"


def test_what_failed_among_several_is_said_on_stderr_and_what_was_done_on_stdout(three: Desk) -> None:
    told = three.tsk("accept", 1, 77, 3)
    assert told.code == 3
    assert [line for line in told.err.splitlines() if line.startswith("77: ")] == told.err.splitlines()
    assert (FIRST in told.out, THIRD in told.out, "77" in told.out) == (True, True, False)


def test_the_largest_exit_code_of_several_wins(three: Desk) -> None:
    three.ok("accept", 1)
    assert [three.tsk("accept", *ids).code for ids in ((77, 1), (1, 77), (77, 2))] == [4, 4, 3]


def test_all_that_do_not_exist_are_an_array_of_errors(three: Desk) -> None:
    told = three.tsk("accept", 77, 78, "--json")
    assert (told.code, [(one["id"], one["exit"]) for one in told.json]) == (3, [("77", 3), ("78", 3)])


def test_a_dash_takes_complaints_from_a_pipe_in_every_form(three: Desk) -> None:
    stdin = f"\ufeff#0001\r\n\n{OTHER}\r\n  2  \n77\n"
    told = three.tsk("accept", "-", "--json", stdin=stdin)
    assert told.code == 3
    assert [one["id"] for one in told.json] == [1, 3, 2, "77"]
    assert [case["state"] for case in three.ok("show", 1, 2, 3)] == ["in_progress"] * 3


def test_a_list_in_a_pipe_is_taken_line_by_line_by_its_first_column(three: Desk) -> None:
    listed = three.tsk("list", "--sort", "number").out
    assert "\t" in listed
    assert [case["id"] for case in three.ok("accept", "-", stdin=listed)] == [1, 2, 3]


@pytest.mark.parametrize(("stdin", "count"), [("2\n", 1), ("", 0), ("\n \n", 0)], ids=["one", "none", "blanks"])
def test_from_a_pipe_json_is_an_array_however_many_there_are(three: Desk, stdin: str, count: int) -> None:
    told = three.ok("accept", "-", stdin=stdin)
    assert isinstance(told, list)
    assert len(told) == count


# ── an absence ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def absent(staffed: Desk) -> Desk:
    """Zhao handles 1 and 2 and has closed none; 3 is Qian's."""
    for id, who in ((1, ZHAO), (2, ZHAO), (3, QIAN)):
        staffed.ok("accept", id, "--as", who)
    return staffed


def handlers(desk: Desk) -> list[str]:
    return [case["handler"] for case in desk.ok("show", 1, 2, 3, "--as", BOSS)]


def by_boss(desk: Desk, *words: object) -> Any:
    return desk.ok("assign", *words, "--as", BOSS)


@pytest.mark.parametrize("words", [("--to", QIAN), ("--handler", QIAN), ("--to", "钱进")], ids=" ".join)
def test_every_open_complaint_of_an_absent_person_goes_to_a_colleague(absent: Desk, words: tuple[str, str]) -> None:
    assert [case["id"] for case in by_boss(absent, "--from", ZHAO, *words, "--reason", "On leave.")] == [1, 2]
    assert handlers(absent) == [QIAN] * 3
    event = absent.ok("show", 2, "--history", "--as", BOSS)["events"][-1]
    assert (event["type"], event["actor"], event["reason"]) == ("assigned", BOSS, "On leave.")


def test_what_is_finished_stays_with_whoever_finished_it(absent: Desk) -> None:
    absent.ok("cancel", 1, "--by", "mistake", "--reason", "x", "--as", BOSS)
    by_boss(absent, "--from", ZHAO, "--to", QIAN)
    assert handlers(absent) == [ZHAO, QIAN, QIAN]


def test_the_screen_says_whom_the_colleague_replaces(absent: Desk) -> None:
    told = absent.tsk("assign", "--from", ZHAO, "--to", QIAN, "--as", BOSS).out
    assert told.count("with Network · 钱进 (before: Network · 赵敏, since") == 2


def test_nothing_to_hand_over_is_said_and_no_error(absent: Desk) -> None:
    told = absent.tsk("assign", "--from", ZHOU, "--to", QIAN, "--as", BOSS)
    assert (told.code, told.out) == (0, "")
    assert "has no open complaints" in told.err
    assert by_boss(absent, "--from", ZHOU, "--to", QIAN) == []


def test_json_of_an_absence_is_an_array_however_many_there_are(absent: Desk) -> None:
    """Nobody named the complaints, so a script cannot know whether there will be one."""
    told = by_boss(absent, "--from", QIAN, "--to", ZHAO)
    assert [case["id"] for case in told] == [3]


def test_each_complaint_of_an_absence_is_a_transaction_of_its_own(absent: Desk) -> None:
    """Complaint 1 went to billing, where Qian does not belong, with Zhao as its handler still."""
    absent.ok("update", 1, "--category", "business", "--keep", "--as", BOSS)
    rules = absent.home / "rules.toml"
    rules.write_text(
        rules.read_text("utf-8").replace(
            'w2001 = { zh = "赵敏", role = "handler",    department = "network" }',
            'w2001 = { zh = "赵敏", role = "handler",    department = "billing" }',
        ),
        "utf-8",
    )
    absent.ok("assign", 1, "--to", "billing", "--handler", ZHAO, "--as", BOSS)
    told = absent.tsk("assign", "--from", ZHAO, "--to", QIAN, "--json", "--as", BOSS)
    assert told.code == 4
    assert [one.get("exit") for one in told.json] == [4, None]
    assert handlers(absent) == [ZHAO, QIAN, QIAN]
    numbers = [absent.ok("show", id, "--history", "--as", BOSS)["events"][-1]["n"] for id in (2, 3)]
    assert len(set(numbers)) == 2


def test_numbers_beside_an_absence_are_refused(absent: Desk) -> None:
    told = refused(absent, 2, "assign", 1, "--from", ZHAO, "--to", QIAN, "--as", BOSS)
    assert "--from" in told.err
    refused(absent, 2, "assign", "-", "--from", ZHAO, "--to", QIAN, "--as", BOSS, stdin="1\n")


def test_an_absence_needs_somebody_who_takes_over(absent: Desk) -> None:
    refused(absent, 2, "assign", "--from", ZHAO, "--as", BOSS)


@pytest.mark.parametrize("words", [("--from", "w9999", "--to", QIAN), ("--from", ZHAO, "--to", "w9999")], ids=" ".join)
def test_a_person_who_is_not_listed_is_refused_with_those_who_are(absent: Desk, words: tuple[str, ...]) -> None:
    told = refused(absent, 2, "assign", *words, "--as", BOSS)
    assert ZHAO in told.err
    assert QIAN in told.err


def test_a_colleague_of_another_department_is_refused_case_by_case(absent: Desk) -> None:
    told = refused(absent, 4, "assign", "--from", ZHAO, "--to", ZHOU, "--as", BOSS)
    for number in (FIRST, SECOND):
        assert f"{number} is led by Network; 周洋 belongs to Billing" in told.err
    assert handlers(absent) == [ZHAO, ZHAO, QIAN]


def test_a_department_may_take_over_for_an_absent_person(absent: Desk) -> None:
    told = by_boss(absent, "--from", ZHAO, "--to", "billing")
    assert [(case["department"], case["handler"], case["state"]) for case in told] == [("billing", "", "assigned")] * 2


def test_without_listed_staff_any_two_names_do(three: Desk) -> None:
    three.ok("accept", 1, 3, "--as", "zhao")
    told = three.ok("assign", "--from", "zhao", "--to", "qian")
    assert [(case["id"], case["handler"]) for case in told] == [(1, "qian"), (3, "qian")]
    assert three.ok("show", 2)["handler"] == ""


def test_who_may_not_assign_hands_nobody_s_work_over(absent: Desk) -> None:
    """The clerk sees what is about her store, but lacks the right."""
    absent.ok("update", 1, "--store", "HZ01", "--as", BOSS)
    told = refused(absent, 4, "assign", "--from", ZHAO, "--to", QIAN, "--as", CLERK)
    assert "the role Clerk lacks that right" in told.err
    refused(absent, 4, "assign", "--from", ZHAO, "--to", QIAN, "--as", STRANGER)
