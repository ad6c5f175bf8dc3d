"""The figures are exactly what they were before the person was removed, also after everything was derived again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from behind import asked, changed
from conftest import Desk
from removing import NAME, PERSON, PHONE, WHY, anonymise

OVER = {"closed", "cancelled", "rejected", "merged"}
DIMENSIONS = (
    "department",
    "category",
    "severity",
    "channel",
    "store",
    "region",
    "product",
    "cause",
    "handler",
    "month",
)
CALL = ("contact", "--via", "phone", "--note", NAME)
PLAN = ("propose", "更换光猫", "--cause", "equipment", "--upheld", "yes", "--responsible", "network")
NO = ("reply", "不行。", "--via", "phone", "--satisfied", "no", "--demand", "道歉")
YES = ("reply", "已经更换光猫，恢复正常使用。", "--via", "phone", "--satisfied", "yes")
END = (("submit",), ("close",), ("visit", "--via", "phone", "--satisfied", "yes"))
PLAIN = (CALL, PLAN, YES, *END)
SHAPES: dict[str, tuple[tuple[object, ...], ...]] = {
    "plain": PLAIN,
    "a short answer, and a second round for it": (CALL, PLAN, NO, *PLAIN),
    "taken up again after closing": (*PLAIN, ("reopen", *WHY), *PLAIN),
    "corrected after closing": (*PLAIN, ("update", "--summary", "网络断了三天", "--region", "east", *WHY)),
    "waited and was extended": (
        CALL, ("pend", "--reason", "customer", "--note", NAME), ("resume",),
        ("extend", "--by", "1 working day", "--reason", NAME), PLAN, YES, *END,
    ),
    "chased, urged and inspected": (
        ("chase",), ("urge",), *PLAIN,
        ("inspect record", "--followed", "yes", "--reasonable", "no", "--satisfied", "no", "--consequence", NAME),
    ),
    "promised and paid": (
        CALL, PLAN, ("promise", "退款", "--by", "+1d"), ("deliver",), YES, *END,
    ),
    "a visit without anybody": (*PLAIN[:-1], *(("visit", "--via", "phone", "--reached", "no"),) * 3),
    "cancelled by the customer": (CALL, ("cancel", "--by", "customer", *WHY)),
    "a mistake": (("cancel", "--by", "mistake", *WHY),),
    "not ours": (("reject", "--reason", NAME),),
}  # fmt: skip


def figures(desk: Desk) -> Any:
    """Every figure that the desk shows of October and November, and the rows that they are counted from."""
    said = {by: desk.ok("report", "--since", "2026-10-01", "--until", "2026-11-30", "--by", by) for by in DIMENSIONS}
    for when in ("2026-10", "2026-11"):
        said[when] = desk.ok("report", "--month", when)
        said[f"fair {when}"] = desk.ok("report", "--integrity", "--month", when)
    tables = ("fact", "milestone", "stay", "trace", "v_complaint", "v_milestone", "v_month", "v_overdue")
    said |= {table: sorted(map(repr, asked(desk, f"SELECT * FROM {table}"))) for table in tables}
    return said


def take(desk: Desk, id: int, steps: tuple[tuple[object, ...], ...]) -> None:
    for verb, *words in steps:
        desk.ok(*str(verb).split(), id, *words)


@pytest.fixture
def full(desk: Desk) -> Desk:
    """A complaint of each shape, the last one merged into the first, and one that is still open; all recorded late."""
    for id, (shape, steps) in enumerate(SHAPES.items(), 1):
        desk.ok("record", f"断网三天 {shape}", *PERSON, "--category", "network", "--received", "2026-10-09 09:00")
        take(desk, id, steps)
    return desk


def test_no_figure_changes_whatever_the_complaint_went_through(full: Desk) -> None:
    """The answers of few signs are counted by their words, the corrections by what they said: both are gone after."""
    before = figures(full)
    kinds = {kind["kind"]: kind["count"] for kind in before["fair 2026-10"]["kinds"]}
    assert kinds == {"backdated": 11, "wait": 0, "answer": 1, "reopened": 1, "extension": 1, "edit": 1}
    done = anonymise(full, "--phone", PHONE)
    assert len(done["anonymised"]) == len(SHAPES)
    assert figures(full) == before
    assert full.ok("verify")["whole"]


def test_derived_again_they_are_the_same(full: Desk) -> None:
    before = figures(full)
    anonymise(full, "--phone", PHONE)
    changed(full, "UPDATE site SET derived = ''", "DELETE FROM trace", "DELETE FROM fact")
    assert full.ok("verify")["whole"]
    assert figures(full) == before


def test_what_was_counted_by_its_words_still_counts_as_much(desk: Desk) -> None:
    """Points for a closed complaint whose text holds a word: 3 and 1, with the words and without them."""
    rules = desk.home / "rules.toml"
    points = '\n[points]\nlong = { when.words = "三天", points = 3 }\nrest = { points = 1 }\n\n[settings]'
    text = rules.read_text("utf-8")
    rules.write_text(text.replace("\n[settings]", points, 1), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    for id, summary in enumerate(("断网三天", "断网"), 1):
        desk.ok("record", summary, *PERSON, "--category", "network")
        take(desk, id, PLAIN)
    before = figures(desk)
    assert asked(desk, "SELECT points FROM fact ORDER BY id") == [(300,), (100,)]
    anonymise(desk, 1, 2)
    assert figures(desk) == before
    assert asked(desk, "SELECT points FROM fact ORDER BY id") == [(300,), (100,)]


# ── penalties ──────────────────────────────────────────────────────────────────────────────────────


INSPECTOR, HEAD = ("--as", "c1101"), ("--as", "c1001")


@pytest.fixture
def courier(tmp_path: Path) -> Desk:
    """Courier D4: four rude ones of two people on Mon 2 Nov, cancelled then; confirmed, on file, waived, confirmed."""
    desk = Desk(tmp_path / "home", "2026-11-02 10:00")
    desk.ok("init", "--practice", "--policy", "courier-penalties")
    said = (("1", ""), ("2", "--unproven"), ("1", ""), ("2", ""))
    for id, (who, unproven) in enumerate(said, 1):
        desk.ok("record", "投诉", "--category", "attitude", "--store", "HZ-07", *PERSON, *INSPECTOR)
        rude = ("--article", "rude", "--person", f"{NAME}{who}", *([unproven] if unproven else []))
        desk.ok("penalty", "propose", id, *rude, *INSPECTOR)
    for id in (1, 4):
        desk.ok("penalty", "confirm", id, *HEAD)
    for id in (1, 2, 3, 4):
        desk.ok("cancel", id, "--by", "customer", *WHY, *HEAD)
    return desk


def ledger(desk: Desk) -> Any:
    """The ledger without the people whom it names."""
    said = desk.ok("penalty", "list", *HEAD)
    rows = [{name: one for name, one in row.items() if name not in ("person", "why")} for row in said["penalties"]]
    return {**said, "penalties": rows}


def test_an_undecided_penalty_is_decided_before_the_person_goes(courier: Desk) -> None:
    told = courier.tsk("anonymise", 3, "--yes", *WHY, *HEAD)
    assert (told.code, told.err) == (
        4,
        "20261102-0003 has a penalty that nobody has decided. First: `tsk penalty confirm 3`, or waive it.\n",
    )


def test_the_ledger_of_penalties_adds_up_to_the_same(courier: Desk) -> None:
    courier.ok("penalty", "waive", 3, "--reason", f"{NAME} was ill", *HEAD)
    before = ledger(courier)
    assert (before["raised"], before["waived"], before["confirmed"], before["due"]) == (300, 100, 200, 200)
    anonymise(courier, 1, 2, 3, 4, *HEAD)
    assert ledger(courier) == before
    people = [row["person"] for row in courier.ok("penalty", "list", *HEAD)["penalties"]]
    assert people == ["#1"] * 4
    assert courier.ok("penalty", "propose", *HEAD) == []
    assert courier.ok("verify", *HEAD)["whole"]


def test_two_people_of_one_complaint_are_told_apart(courier: Desk) -> None:
    courier.ok("penalty", "waive", 3, "--reason", "It was another.", *HEAD)
    again = courier.ok("penalty", "propose", 3, "--article", "rude", "--person", f"{NAME}9", *HEAD)
    courier.ok("penalty", "confirm", 3, *HEAD)
    assert [one["person"] for one in again["penalties"]] == [f"{NAME}1", f"{NAME}9"]
    anonymise(courier, 3, *HEAD)
    assert [one["person"] for one in courier.ok("show", 3, *HEAD)["penalties"]] == ["#1", "#2"]
    assert NAME not in courier.tsk("show", 3, "--history", *HEAD).out
