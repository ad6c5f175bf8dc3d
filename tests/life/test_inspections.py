"""Sampling inspection: closed complaints drawn by a seed, what was found, and what follows from a breach.

It is Mon 2 Nov 2026; eight complaints were settled on the spot that morning.
"""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from conftest import Desk, Result

CARE, NETWORK, QUALITY, CHIEF, OTHER, STRANGER = "w1001", "w2001", "w3001", "w9001", "w9002", "visitor"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care", store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }
w9002 = { zh = "冯远", role = "supervisor", department = "network" }


[channels]"""
GOOD = ("--followed", "yes", "--reasonable", "yes", "--satisfied", "yes")
BAD = ("--followed", "no", "--reasonable", "yes", "--satisfied", "unknown")
DRAW = ("inspect", "draw", "--month", "2026-11")
# SHA-256 over "autumn", a line feed and the number begins, for 20261102-0001 to -0008, with
# 971a 8a32 2580 39f1 abac e33e fa3d bd99: in order of the hash 3 4 2 1 5 8 6 7.
FIRST_THREE = ["20261102-0002", "20261102-0003", "20261102-0004"]


def with_staff(desk: Desk) -> Desk:
    rules = desk.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("\n\n[channels]", STAFF, 1), "utf-8")
    return desk


def settle(desk: Desk, number: int, *words: object) -> None:
    desk.ok("record", f"Complaint {number}", "--settled", "Done.", *words, "--as", CHIEF)


@pytest.fixture(scope="module")
def settled(practice_home: Any, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = with_staff(Desk(practice_home, "2026-11-02 10:00").copy(tmp_path_factory.mktemp("eight") / "home"))
    for number in range(1, 9):
        settle(desk, number)
    return desk


@pytest.fixture
def eight(settled: Desk, tmp_path: Any) -> Desk:
    """Complaints 1 to 8, closed this morning."""
    return settled.copy(tmp_path / "home").at("2026-11-02 11:00")


def refused(desk: Desk, code: int, *words: object, who: str = CHIEF) -> Result:
    """The command fails with that code and writes nothing."""
    before = desk.events
    told = desk.tsk(*words, "--as", who, "--lang", "en")
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == before
    return told


def numbers(sample: Any) -> list[str]:
    return [one["number"] for one in sample["cases"]]


# ── drawing ────────────────────────────────────────────────────────────────────────────────────────


def test_a_seed_draws_always_the_same(eight: Desk) -> None:
    for _ in range(2):
        found = eight.ok(*DRAW, "--n", 3, "--seed", "autumn", "--as", CHIEF)
        assert numbers(found) == FIRST_THREE
    assert (found["id"], found["seed"], found["population"], found["drawn"]) == (2, "autumn", 8, 3)
    assert (found["since"], found["until"], found["by"]) == ("2026-11-01", "2026-11-30", CHIEF)
    assert numbers(eight.ok("inspect", "list", 1, "--as", CHIEF)) == FIRST_THREE


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_no_hash_of_the_interpreter_changes_the_draw(eight: Desk, hash_seed: str) -> None:
    env = {**os.environ, **eight.env, "PYTHONHASHSEED": hash_seed}
    done = eight.process(*DRAW, "--n", 3, "--seed", "autumn", "--as", CHIEF, "--json", env=env)
    assert numbers(json.loads(done.communicate()[0])) == FIRST_THREE


def test_another_seed_draws_others_and_no_seed_leaves_its_own_on_record(eight: Desk) -> None:
    found = [eight.ok(*DRAW, "--n", 3, "--seed", str(seed), "--as", CHIEF) for seed in range(6)]
    assert len({tuple(numbers(one)) for one in found}) > 1
    own = eight.ok(*DRAW, "--n", 3, "--as", CHIEF)
    again = eight.ok(*DRAW, "--n", 3, "--seed", own["seed"], "--as", CHIEF)
    assert numbers(again) == numbers(own)
    assert len(own["seed"]) == 16


@pytest.mark.parametrize(
    ("words", "drawn"),
    [(("--share", "5 %"), 1), (("--share", "12.5%"), 1), (("--share", "12.6%"), 2), (("--share", "100"), 8),
     (("--n", 99), 8)],
)  # fmt: skip
def test_what_is_begun_of_a_share_counts_as_one_and_nothing_is_drawn_twice(
    eight: Desk, words: tuple[object, ...], drawn: int
) -> None:
    found = eight.ok(*DRAW, *words, "--as", CHIEF)
    assert len(set(numbers(found))) == found["drawn"] == drawn


def test_only_what_is_closed_and_was_closed_in_the_period_is_drawn(eight: Desk) -> None:
    eight.ok("reopen", 1, "--reason", "It broke again.", "--as", CHIEF)
    eight.ok("record", "Still open", "--as", CHIEF)
    eight.at("2026-12-01 00:30")
    settle(eight, 10)
    assert eight.ok(*DRAW, "--n", 99, "--as", CHIEF)["population"] == 7
    december = eight.ok("inspect", "draw", "--n", 99, "--as", CHIEF)
    assert (december["population"], numbers(december)) == (1, ["20261201-0010"])
    both = eight.ok("inspect", "draw", "--since", "2026-11-02", "--until", "2026-12-01", "--n", 99, "--as", CHIEF)
    assert (both["population"], both["until"]) == (8, "2026-12-01")


def test_a_draw_may_be_of_one_department_or_severity(eight: Desk) -> None:
    settle(eight, 9, "--severity", "urgent")
    found = eight.ok(*DRAW, "--severity", "紧急", "--n", 9, "--as", CHIEF)
    assert (found["severity"], numbers(found)) == ("urgent", ["20261102-0009"])
    assert eight.ok(*DRAW, "--department", "ops", "--n", 99, "--as", CHIEF)["population"] == 9
    assert "No complaint was closed" in refused(eight, 3, *DRAW, "--department", "network", "--n", 1).err


@pytest.mark.parametrize(
    ("words", "naming"),
    [
        ((), "How many"),
        (("--n", 2, "--share", "5 %"), "How many"),
        (("--n", 0), "from 1 to"),
        (("--share", "0 %"), "is not a share"),
        (("--share", "101 %"), "is not a share"),
        (("--share", "many"), "is not a share"),
        (("--n", 1, "--since", "2026-11-01"), "exclude each other"),
        (("--n", 1, "--severity", "huge"), "There is no severity"),
        (("--n", 1, "--department", "moon"), "There is no department"),
    ],
)
def test_what_is_no_draw_is_refused(eight: Desk, words: tuple[object, ...], naming: str) -> None:
    assert naming in refused(eight, 2, *DRAW, *words).err


def test_drawing_takes_the_right_to_inspect(eight: Desk) -> None:
    for who in (CARE, NETWORK, QUALITY, STRANGER):
        assert "may not `inspect`" in refused(eight, 4, *DRAW, "--n", 1, who=who).err


# ── findings ───────────────────────────────────────────────────────────────────────────────────────


def test_a_finding_stands_in_the_file_and_changes_nothing_else(eight: Desk) -> None:
    before = eight.ok("show", 2, "--as", CHIEF)
    after = eight.ok("inspect", "record", 2, *GOOD, "--note", "Well done.", "--as", OTHER)
    (found,) = after["inspections"]
    assert found == {
        "by": OTHER, "followed": "yes", "reasonable": "yes", "satisfied": "yes", "note": "Well done.",
        "consequence": "", "at": "2026-11-02T11:00:00+08:00", "inspection": None, "breach": False,
    }  # fmt: skip
    shown = eight.ok("show", 2, "--as", CHIEF)
    assert {**before, "inspections": shown["inspections"]} == shown
    assert "in order · Well done." in eight.tsk("show", 2, "--as", CHIEF, "--lang", "en").out


def test_an_open_complaint_may_be_inspected_too(eight: Desk) -> None:
    eight.ok("record", "No signal", "--as", CHIEF)
    assert eight.ok("inspect", "record", 9, *GOOD, "--as", CHIEF)["state"] == "assigned"


def test_a_breach_is_dealt_with_on_record(eight: Desk) -> None:
    told = refused(eight, 4, "inspect", "record", 2, *BAD, who=OTHER).err
    assert "20261102-0002: found wanting (procedure not followed)" in told
    every = ("--followed", "no", "--reasonable", "no", "--satisfied", "no")
    assert "result not reasonable, customer not satisfied" in refused(eight, 4, "inspect", "record", 2, *every).err
    for words in (("--consequence", "Trained again."), ("--note", "No call was logged.")):
        found = eight.ok("inspect", "record", 2, *BAD, *words, "--as", OTHER)["inspections"][-1]
        assert (found["breach"], found["followed"]) == (True, "no")


@pytest.mark.parametrize(
    ("words", "naming"),
    [
        ((), "Was the procedure followed"),
        (GOOD[:4], "Was the procedure followed"),
        (("--followed", "maybe", *GOOD[2:]), "There is no answer “maybe”"),
        (("--followed", "unknown", *GOOD[2:]), "There is no answer “unknown”"),
    ],
)
def test_a_finding_answers_all_three_questions(eight: Desk, words: tuple[object, ...], naming: str) -> None:
    assert naming in refused(eight, 2, "inspect", "record", 2, *words).err


def test_nobody_inspects_what_they_handled_in_whatever_round(eight: Desk) -> None:
    eight.ok("record", "No signal", "--as", CARE)
    eight.ok("assign", 9, "--handler", OTHER, "--as", CHIEF)
    eight.ok("contact", 9, "--via", "phone", "--as", OTHER)
    eight.at("2026-11-02 11:30").ok("assign", 9, "--handler", NETWORK, "--as", CHIEF)
    told = refused(eight, 4, "inspect", "record", 9, *GOOD, who=OTHER).err
    assert "nobody may `inspect` their own work (four eyes)" in told
    eight.ok("inspect", "record", 9, *GOOD, "--as", CHIEF)


def test_a_finding_can_be_taken_back(eight: Desk) -> None:
    eight.ok("inspect", "record", 2, *GOOD, "--as", OTHER)
    eight.ok("undo", 2, "--as", OTHER)
    assert eight.ok("show", 2, "--as", CHIEF)["inspections"] == []


# ── what is still to do ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def three(eight: Desk) -> Desk:
    """Inspection 1 of complaints 2, 3 and 4."""
    eight.ok(*DRAW, "--n", 3, "--seed", "autumn", "--as", CHIEF)
    return eight


def test_a_finding_counts_for_the_draw_that_waits_for_it(three: Desk) -> None:
    assert three.ok("inspect", "record", 2, *GOOD, "--as", OTHER)["inspections"][0]["inspection"] == 1
    assert three.ok("inspect", "record", 1, *GOOD, "--as", OTHER)["inspections"][0]["inspection"] is None
    words = ("inspect", "record", 3, *BAD, "--consequence", "Trained again.", "--inspection", 1)
    three.ok(*words, "--as", OTHER)
    found = three.ok("inspect", "list", 1, "--as", QUALITY)
    assert (found["to_do"], found["breaches"]) == (1, 1)
    assert [one["finding"] and one["finding"]["consequence"] for one in found["cases"]] == ["", "Trained again.", None]
    told = three.tsk("inspect", "list", 1, "--as", QUALITY, "--lang", "en").out.splitlines()
    assert told[1].split("\t")[4:] == ["procedure not followed", "Trained again."]
    assert told[2].split("\t")[3] == "to do"
    (row,) = three.ok("inspect", "list", "--as", CHIEF)
    assert (row["id"], row["drawn"], row["to_do"], row["breaches"]) == (1, 3, 1, 1)


def test_of_complaints_out_of_view_a_draw_tells_only_how_many(eight: Desk) -> None:
    settle(eight, 9, "--store", "HZ01")
    eight.ok(*DRAW, "--n", 9, "--as", CHIEF)
    for id in (2, 9):
        eight.ok("inspect", "record", id, *BAD, "--note", f"Finding {id}.", "--as", OTHER)
    one, (row,) = eight.ok("inspect", "list", 1, "--as", CARE), eight.ok("inspect", "list", "--as", CARE)
    for found in (one, row):
        assert [(each["id"], each["finding"]["note"]) for each in found["cases"]] == [(9, "Finding 9.")]
        assert (found["drawn"], found["to_do"], found["breaches"], found["out_of_view"]) == (9, 7, 2, 8)
    told = eight.tsk("inspect", "list", 1, "--as", CARE, "--lang", "en").out
    assert [line.split("\t")[0] for line in told.splitlines()] == ["20261102-0009"]
    assert eight.ok("inspect", "list", 1, "--as", CHIEF)["out_of_view"] == 0


def test_a_case_is_done_for_one_draw_at_a_time(three: Desk) -> None:
    three.ok(*DRAW, "--n", 99, "--as", CHIEF)
    for expected in (2, 1, None):  # the latest draw first
        found = three.ok("inspect", "record", 2, *GOOD, "--as", OTHER)
        assert found["inspections"][-1]["inspection"] == expected


@pytest.mark.parametrize(("code", "id", "draw", "naming"), [(3, 2, 9, "There is no inspection 9 here."),
                                                            (4, 1, 1, "20261102-0001 was not drawn by inspection 1."),
                                                            (3, 99, 1, "There is no complaint 99 here.")])  # fmt: skip
def test_a_draw_that_does_not_have_the_complaint_is_refused(
    three: Desk, code: int, id: int, draw: int, naming: str
) -> None:
    assert naming in refused(three, code, "inspect", "record", id, "--inspection", draw, *GOOD).err


def test_findings_are_listed_by_when_they_were_made_drawn_or_not(three: Desk) -> None:
    three.ok("inspect", "record", 1, *GOOD, "--as", OTHER)
    three.ok("inspect", "record", 2, *BAD, "--note", "No call.", "--as", OTHER)
    three.at("2026-12-01 09:00").ok("inspect", "record", 3, *GOOD, "--as", OTHER)

    def found(*words: object) -> list[int]:
        return [one["id"] for one in three.ok("inspect", "list", "--findings", *words, "--as", CHIEF)]

    assert found() == [3]
    assert found("--month", "2026-11") == [1, 2]
    assert found("--since", "2026-11-02", "--until", "2026-12-01") == [1, 2, 3]


@pytest.mark.parametrize(("code", "words"), [(3, (7,)), (2, (1, "--findings")), (2, ("--month", "2026-11"))])
def test_a_wrong_list_is_refused(three: Desk, code: int, words: tuple[object, ...]) -> None:
    refused(three, code, "inspect", "list", *words)


def test_who_is_not_listed_sees_no_inspections(three: Desk) -> None:
    for words in ((), (1,), ("--findings",)):
        assert "not listed as staff" in refused(three, 4, "inspect", "list", *words, who=STRANGER).err


# ── what a policy may ask ──────────────────────────────────────────────────────────────────────────


def test_a_milestone_may_be_met_by_an_inspection_or_only_by_one_that_found_nothing(eight: Desk) -> None:
    rules = eight.home / "rules.toml"
    audit = 'audit = { zh = "抽查", en = "Audit", from = "closed", met_by = "inspect" }\n'
    mend = 'mend = { zh = "整改", en = "Mend", from = "inspected:no", met_by = "inspected:yes", scope = "case" }\n'
    text = rules.read_text("utf-8").replace("visit          = {", f"{audit}{mend}visit          = {{", 1)
    limits = 'audit = { audit = "2 working days", mend = "1 working day" }\nhurry  = {'
    rules.write_text(text.replace("hurry  = {", limits, 1), "utf-8")
    assert eight.tsk("rules", "check").code == 0, eight.tsk("rules", "check").out
    settle(eight, 9)

    def standing() -> dict[str, str]:
        rows = eight.ok("show", 9, "--as", CHIEF)["milestones"]
        return {row["name"]: row["standing"] for row in rows if row["name"] in ("audit", "mend")}

    assert standing() == {"audit": "open"}
    eight.ok("inspect", "record", 9, *BAD, "--note", "No call.", "--as", OTHER)
    assert standing() == {"audit": "met", "mend": "open"}
    eight.ok("inspect", "record", 9, *BAD, "--note", "Still none.", "--as", OTHER)
    assert standing()["mend"] == "open"
    eight.ok("inspect", "record", 9, *GOOD, "--as", OTHER)
    assert standing() == {"audit": "met", "mend": "met"}


def test_inspections_are_part_of_the_chain_and_of_its_proof(three: Desk) -> None:
    three.ok("inspect", "record", 2, *GOOD, "--as", OTHER)
    assert three.ok("verify")["whole"] is True
