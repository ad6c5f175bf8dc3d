"""Fields of the policy's own with `scope = "round"`: what was said in one round is not known in the next.

Complaint 1 about a rude clerk is closed on Mon 2 Nov 2026; closing asks for the customer's confirmation.
"""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk

FIELDS = """
[fields]
confirmed = { zh = "客户已确认", en = "Confirmed", kind = "check", scope = "round" }
remark    = { zh = "备注",       en = "Remark", scope = "round" }
batch     = { zh = "批号",       en = "Batch", kind = "number" }


[routes]"""
CLOSING = """
[closing]
sure = { when.category = "attitude", requires = ["replied", "confirmed"], review = false }
#"""
SAID = ("--set", "confirmed=yes", "--set", "remark=rang twice", "--set", "batch=12")
ANSWER = ("reply", 1, "We apologised.", "--via", "phone")
UNHAPPY = ("--satisfied", "no", "--demand", "an apology in writing")


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """The desk with complaint 1, answered, all its fields filled in."""
    path = desk.home / "rules.toml"
    text = path.read_text("utf-8").replace("\n[routes]", FIELDS, 1)
    text = text.replace("\n[closing]", CLOSING, 1)
    path.write_text(text, "utf-8")
    assert desk.tsk("rules", "check").code == 0
    desk.at("2026-11-02 10:00").ok("record", "The clerk was rude", "--category", "attitude")
    assert fields(desk.ok(*ANSWER, *SAID)) == {"confirmed": "yes", "remark": "rang twice", "batch": "12"}
    return desk


def fields(case: Any) -> dict[str, str]:
    found: dict[str, str] = case["fields"]
    return found


@pytest.mark.parametrize(
    "words",
    [("rate", 1, *UNHAPPY), ("reopen", 1, "--reason", "it was not us")],
    ids=["unsatisfied", "reopened"],
)
def test_a_new_round_asks_again(filled: Desk, words: tuple[object, ...]) -> None:
    assert fields(filled.ok(*words)) == {"batch": "12"}


def test_after_an_unsatisfied_visit_the_customer_has_to_confirm_again(filled: Desk) -> None:
    assert filled.ok("close", 1)["state"] == "closed"
    assert fields(filled.ok("visit", 1, "--via", "phone", *UNHAPPY)) == {"batch": "12"}
    filled.ok(*ANSWER)
    refused = filled.tsk("close", 1)
    assert (refused.code, "Confirmed" in refused.err, "closing.sure" in refused.err) == (4, True, True)
    assert filled.ok("close", 1, "--set", "confirmed=yes")["state"] == "closed"
    assert filled.ok("verify")["whole"]


def test_what_is_said_with_the_step_that_begins_the_round_belongs_to_it(filled: Desk) -> None:
    filled.ok("close", 1)
    again = filled.ok("visit", 1, "--via", "phone", *UNHAPPY, "--set", "remark=call after six", "--set", "confirmed=no")
    assert fields(again) == {"batch": "12", "confirmed": "no", "remark": "call after six"}


def test_a_satisfied_customer_leaves_the_fields_as_they_are(filled: Desk) -> None:
    filled.ok("rate", 1, "--satisfied", "yes")
    assert fields(filled.ok("close", 1))["confirmed"] == "yes"


def test_undoing_the_step_gives_the_fields_back(filled: Desk) -> None:
    before = fields(filled.ok("show", 1))
    filled.ok("rate", 1, *UNHAPPY)
    assert fields(filled.ok("undo", 1, "--reason", "a slip")) == before
