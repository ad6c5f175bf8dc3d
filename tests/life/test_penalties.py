"""Penalties: proposed again, proven later, with which evidence, on which day, in which sums, tried on what."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result

INSPECTOR, HEAD = "c1101", "c1001"
RUDE = ("--article", "rude", "--person", "HZ07-03")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A courier's desk on Monday 2 November 2026, 10:00."""
    desk = Desk(tmp_path / "home", "2026-11-02 10:00")
    desk.ok("init", "--practice", "--policy", "courier-penalties")
    return desk


def recorded(desk: Desk, category: str) -> int:
    said = desk.ok("record", "投诉", "--category", category, "--store", "HZ-07", "--as", INSPECTOR)
    return int(said["id"])


def proposed(desk: Desk, id: int, *words: object) -> list[tuple[float, str, str]]:
    """Every penalty of the complaint after a proposal: its fine, its state, its day."""
    done = desk.ok("penalty", "propose", id, *words, "--as", INSPECTOR)
    return [(one["amount"], one["state"], one["day"]) for one in done["penalties"]]


def refused(desk: Desk, *words: object) -> str:
    """What a refused command says; nothing was written."""
    before = desk.events
    told: Result = desk.tsk(*words, "--as", HEAD)
    assert (told.code, told.out, desk.events) == (4, "", before), told
    return told.err


def by_rule(desk: Desk) -> list[Any]:
    found: list[Any] = desk.ok("penalty", "propose", "--as", HEAD)
    return found


def unmet_feedback(desk: Desk) -> int:
    """A complaint that fulfils article 22: feedback was due at 17:00, and the customer complained again at 18:00."""
    id = recorded(desk, "feedback")
    desk.at("2026-11-02 18:00").ok("chase", id, "--as", INSPECTOR)
    return id


def change(desk: Desk, before: str, after: str) -> None:
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    assert text.count(before) == 1
    rules.write_text(text.replace(before, after), "utf-8")


def without_articles(desk: Desk, *names: str) -> None:
    """Takes articles of one line out of the rule file."""
    rules = desk.home / "rules.toml"
    lines = rules.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if line.partition(" ")[0] not in names or "article =" not in line]
    assert len(lines) - len(kept) == len(names)
    rules.write_text("".join(kept), "utf-8")
    assert desk.tsk("rules", "check").code == 0


def test_a_waived_penalty_may_be_proposed_again_by_hand_and_never_by_itself(desk: Desk) -> None:
    id = unmet_feedback(desk)
    assert [one["id"] for one in by_rule(desk)] == [id]
    desk.ok("penalty", "waive", id, "--reason", "系统停机", "--as", HEAD)
    assert by_rule(desk) == []
    again = [(100, "waived", "2026-11-02"), (100, "proposed", "2026-11-02")]
    assert proposed(desk, id, "--article", "22") == again
    assert proposed(desk, id, "--article", "22") == again  # the same once more adds nothing
    found = desk.ok("penalty", "list", "--as", HEAD)
    assert (found["raised"], found["waived"], found["due"]) == (200, 100, 100)


def test_what_is_on_file_is_proposed_again_once_it_is_proven(desk: Desk) -> None:
    id = recorded(desk, "attitude")
    assert proposed(desk, id, *RUDE, "--unproven") == [(0, "filed", "2026-11-02")]
    told = refused(desk, "penalty", "confirm", id)
    assert "on file, unproven" in told and "penalties.rude" in told
    assert f"`tsk penalty propose {id} --article rude --person HZ07-03`" in told
    both = [(0, "filed", "2026-11-02"), (100, "proposed", "2026-11-02")]
    assert proposed(desk, id, *RUDE) == both
    assert proposed(desk, id, *RUDE) == both
    done = desk.ok("penalty", "confirm", id, "--as", HEAD)
    assert [one["state"] for one in done["penalties"]] == ["filed", "confirmed"]


def test_what_was_proven_no_longer_counts_as_unproven(desk: Desk) -> None:
    first, second, third, fourth = (recorded(desk, "attitude") for _ in range(4))
    proposed(desk, first, *RUDE, "--unproven")
    proposed(desk, first, *RUDE)
    assert proposed(desk, second, *RUDE, "--unproven")[0][:2] == (0, "filed")
    assert proposed(desk, third, *RUDE, "--unproven")[0][:2] == (0, "filed")
    assert proposed(desk, fourth, *RUDE, "--unproven")[0][:2] == (300, "proposed")


def test_what_three_together_were_charged_for_is_not_charged_by_itself_too(desk: Desk) -> None:
    first, second, third = (recorded(desk, "attitude") for _ in range(3))
    for id in (first, second, third):
        proposed(desk, id, *RUDE, "--unproven")
    number = desk.ok("show", third, "--as", HEAD)["number"]
    assert number in refused(desk, "penalty", "propose", first, *RUDE)
    desk.ok("penalty", "waive", third, "--reason", "查无此事", "--as", HEAD)
    assert proposed(desk, first, *RUDE)[-1][:2] == (100, "proposed")


def test_only_the_kinds_of_evidence_that_the_article_names_are_accepted(desk: Desk) -> None:
    id = recorded(desk, "delivery")
    said = ("penalty", "propose", id, "--article", "signed-wrongly")
    for told in (refused(desk, *said, "--evidence", "surname"), refused(desk, *said, "--evidence", "姓氏")):
        assert "6*" in told and "penalties.signed-wrongly" in told and "Scan, Recording" in told
    desk.ok(*said, "--as", INSPECTOR)
    assert "Scan, Recording" in refused(desk, "penalty", "confirm", id)
    assert "penalties.signed-wrongly" in refused(desk, "penalty", "confirm", id, "--evidence", "message")
    done = desk.ok("penalty", "confirm", id, "--evidence", "scan", "--as", HEAD)
    assert (done["penalties"][0]["state"], done["penalties"][0]["evidence"]) == ("confirmed", "scan")


def test_an_article_that_names_no_evidence_accepts_any_kind(desk: Desk) -> None:
    id = recorded(desk, "delivery")
    done = desk.ok("penalty", "propose", id, "--article", "12", "--evidence", "surname", "--as", INSPECTOR)
    assert done["penalties"][0]["evidence"] == "surname"


def test_a_proposal_by_hand_is_booked_on_the_day_of_the_violation(desk: Desk) -> None:
    id = unmet_feedback(desk)
    desk.at("2026-11-05 09:00")
    assert proposed(desk, id, "--article", "22") == [(100, "proposed", "2026-11-02")]


def test_a_day_that_is_said_is_the_day_of_the_penalty(desk: Desk) -> None:
    id = unmet_feedback(desk)
    desk.at("2026-11-05 09:00")
    said = ("--article", "22", "--at", "2026-11-04 09:00", "--reason", "补记")
    assert proposed(desk, id, *said) == [(100, "proposed", "2026-11-04")]


def test_an_article_without_a_condition_is_booked_today(desk: Desk) -> None:
    id = recorded(desk, "delivery")
    desk.at("2026-11-05 09:00")
    assert proposed(desk, id, "--article", "12") == [(200, "proposed", "2026-11-05")]


def test_a_complaint_cancelled_as_a_mistake_costs_nothing_and_repeats_nothing(desk: Desk) -> None:
    """Article 1a: the third in a month costs 5000; of three, one was no complaint, so the fourth is the third."""
    ids = [recorded(desk, "valuables") for _ in range(4)]
    said = ("--article", "1a", "--liability", 100)
    fines = [proposed(desk, id, *said)[0][0] for id in ids[:2]]
    desk.ok("cancel", ids[0], "--by", "mistake", "--reason", "登记有误", "--as", HEAD)
    fines += [proposed(desk, id, *said)[0][0] for id in ids[2:]]
    assert fines == [0, 0, 0, 5000]
    desk.ok("cancel", ids[3], "--by", "mistake", "--reason", "登记有误", "--as", HEAD)
    found = desk.ok("penalty", "list", "--as", HEAD)
    assert [(one["amount"], one["counted"]) for one in found["penalties"]] == [
        (0, False),
        (0, True),
        (0, True),
        (5000, False),
    ]
    assert (found["raised"], found["due"], found["liability"]) == (0, 0, 200)
    assert desk.tsk("penalty", "list", "--as", HEAD, "--lang", "zh").out.count("登记有误") == 2


def test_a_complaint_cancelled_as_a_mistake_is_not_assessed(desk: Desk) -> None:
    id = unmet_feedback(desk)
    desk.ok("cancel", id, "--by", "mistake", "--reason", "登记有误", "--as", HEAD)
    assert by_rule(desk) == []


def damage(desk: Desk, id: int) -> None:
    """Makes the complaint's row unreadable: whoever reads it fails."""
    (file,) = desk.home.glob("*.db")
    with sqlite3.connect(file) as db:
        assert db.execute("UPDATE complaint SET snapshot = 'x' WHERE id = ?", (id,)).rowcount == 1
    db.close()


def without_articles_to_try(desk: Desk) -> None:
    """Takes every article out that fits by itself; those with a range left to be chosen stay."""
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    start, end = text.index("no-answer  "), text.index("loss-unpaid")  # the one of several lines
    rules.write_text(text[:start] + text[end:], "utf-8")
    without_articles(
        desk, "loss-unpaid", "claim-late", "no-apology", "broken-promise", "no-invoice", "no-feedback", "fragile"
    )


def test_only_complaints_whose_policy_has_articles_to_try_are_read(desk: Desk) -> None:
    tried = unmet_feedback(desk)
    without_articles_to_try(desk)
    damage(desk, recorded(desk, "feedback"))
    assert [one["id"] for one in by_rule(desk)] == [tried]


def test_nothing_is_read_where_no_policy_has_an_article_to_try(desk: Desk) -> None:
    without_articles_to_try(desk)
    damage(desk, recorded(desk, "feedback"))
    assert by_rule(desk) == []


def test_an_article_that_left_the_file_is_shown_as_its_complaint_has_it(desk: Desk) -> None:
    proposed(desk, recorded(desk, "delivery"), "--article", "12")
    proposed(desk, recorded(desk, "delivery"), "--article", "7*")
    without_articles(desk, "downstairs")
    change(desk, 'article = "7*",     zh = "周末不派送"', 'article = "70",     zh = "节假日不派送"')
    desk.at("2026-11-02 10:05")
    shown = desk.tsk("penalty", "list", "--as", HEAD, "--lang", "zh").out
    assert "要求客户下楼" in shown and "7*" in shown and "周末不派送" in shown
    assert "70" not in shown and "节假日" not in shown
