"""What the customer last said to a proposal, as rules ask for it: `when.outcome`."""

from __future__ import annotations

import re

import pytest
from conftest import Desk

CALL = ("contact", 1, "--via", "phone")


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """Complaint 1; after a refusal an answer names its basis."""
    rules = desk.home / "rules.toml"
    row = '[needs]\nagain = { when.outcome = "refused", reply = ["basis"] }\n'
    text, count = re.subn(r"(?m)^\[needs\].*\n", lambda _: row, rules.read_text("utf-8"))
    assert count == 1
    rules.write_text(text, "utf-8")
    assert desk.tsk("rules", "check").code == 0
    desk.ok("record", "No signal")
    return desk


def answer(desk: Desk) -> int:
    """The exit code of an answer without a basis."""
    return desk.tsk("reply", 1, "We repaired it.", "--via", "phone").code


def test_a_rule_may_ask_what_the_customer_said_to_the_proposal(asked: Desk) -> None:
    asked.ok(*CALL, "--outcome", "refused")
    assert answer(asked) == 4
    asked.ok(*CALL, "--outcome", "accepted")
    assert answer(asked) == 0


def test_a_call_that_settles_nothing_leaves_the_refusal_as_it_was(asked: Desk) -> None:
    asked.ok(*CALL, "--outcome", "refused")
    asked.ok(*CALL)
    assert answer(asked) == 4


def test_a_new_round_begins_without_a_refusal(asked: Desk) -> None:
    asked.ok(*CALL, "--outcome", "refused")
    asked.ok("reply", 1, "No.", "--via", "phone", "--basis", "§ 3", "--satisfied", "no", "--demand", "Money.")
    assert asked.ok("show", 1)["round"] == 2
    assert answer(asked) == 0


def test_an_unknown_outcome_in_a_condition_is_found(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8").replace(
        "[needs]", '[needs]\nagain = { when.outcome = "maybe", reply = ["basis"] }', 1
    )
    rules.write_text(text, "utf-8")
    told = desk.tsk("rules", "check")
    assert (told.code, "maybe" in told.out + told.err) == (5, True)
