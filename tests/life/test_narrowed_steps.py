"""A step narrowed by a word that it says: to which department it goes, what is waited for, who is satisfied.

A row of [escalation], [needs], [closing] or [milestones] may ask for such a step alone. Complaint 1 about a rude
clerk, customer care's own, comes in on Mon 2 Nov 2026 at 10:00, when the office is open.
"""

from __future__ import annotations

import re

import pytest
from conftest import Desk

from tsk.rulefile import compile_rules

MON = "2026-11-02"
ANSWER = ("reply", 1, "We apologised.", "--via", "phone")


def ruled(desk: Desk, section: str, *rows: str) -> Desk:
    """The desk with these rows of the section and no other, and with complaint 1."""
    path = desk.home / "rules.toml"
    here = re.compile(rf"\n\[{section}\].*?(?=\n\[)", re.DOTALL)
    text = here.sub(lambda _: f"\n[{section}]\n" + "\n".join(rows) + "\n", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    assert desk.tsk("rules", "check").code == 0
    desk.at(f"{MON} 10:00").ok("record", "The clerk was rude", "--category", "attitude")
    return desk


def told(desk: Desk) -> list[str]:
    """The rows that were carried out on the case, oldest first."""
    return [e["rule"] for e in desk.ok("show", 1, "--history")["events"] if e["type"] == "escalated"]


# ── [escalation] on ────────────────────────────────────────────────────────────────────────────────


def test_an_escalation_begins_with_a_wait_for_one_reason_only(desk: Desk) -> None:
    ruled(desk, "escalation", 'stuck = { on = "pend:supplier", tell = "ops" }')
    desk.ok("pend", 1, "--reason", "customer", "--note", "a photograph")
    assert told(desk) == []
    desk.ok("pend", 1, "--reason", "supplier", "--note", "a spare part")
    assert told(desk) == ["stuck"]


def test_an_escalation_begins_with_an_unsatisfied_visit_in_each_round(desk: Desk) -> None:
    ruled(desk, "escalation", 'again = { on = "visit:no", move = "ops", hours = "always" }')
    close(desk)
    case = desk.ok("visit", 1, "--via", "phone", "--satisfied", "no", "--demand", "an apology in writing")
    assert (case["round"], case["department"], told(desk)) == (2, "ops", ["again"])
    desk.ok("assign", 1, "--to", "care")
    close(desk)
    case = desk.ok("visit", 1, "--via", "phone", "--satisfied", "no", "--demand", "from the manager")
    assert (case["round"], case["department"], told(desk)) == (3, "ops", ["again", "again"])


def test_a_satisfied_visit_begins_nothing_that_asks_for_an_unsatisfied_one(desk: Desk) -> None:
    ruled(desk, "escalation", 'again = { on = "visit:no", tell = "ops", hours = "always" }')
    close(desk)
    desk.ok("visit", 1, "--via", "phone", "--satisfied", "yes")
    assert told(desk) == []


def close(desk: Desk) -> None:
    desk.ok("contact", 1, "--via", "phone")
    desk.ok("propose", 1, "Train the clerk", "--cause", "staff", "--upheld", "yes")
    desk.ok(*ANSWER, "--satisfied", "yes")
    desk.ok("submit", 1)
    assert desk.ok("close", 1)["state"] == "closed"


# ── [needs] ────────────────────────────────────────────────────────────────────────────────────────


def test_a_need_may_be_that_of_an_assignment_to_one_department(desk: Desk) -> None:
    ruled(desk, "needs", 'back = { "assign:billing" = ["reason"] }')
    refused = desk.tsk("assign", 1, "--to", "billing")
    assert (refused.code, "needs.back" in refused.err) == (4, True)
    assert desk.ok("assign", 1, "--to", "network")["department"] == "network"
    assert desk.ok("assign", 1, "--to", "billing", "--reason", "wrong address")["department"] == "billing"


def test_naming_a_handler_is_an_assignment_of_its_own(desk: Desk) -> None:
    ruled(desk, "needs", 'named = { "assign:handler" = ["reason"] }')
    assert desk.tsk("assign", 1, "--handler", "li").code == 4
    assert desk.ok("assign", 1, "--to", "network")["handler"] == ""


def test_a_step_may_need_another_one_that_was_taken_before(desk: Desk) -> None:
    ruled(desk, "needs", 'chain = { "assign:network" = ["assign:billing"] }')
    refused = desk.tsk("assign", 1, "--to", "network")
    assert (refused.code, "`assign` needs assigned (Billing) (rule needs.chain" in refused.err) == (4, True)
    desk.ok("assign", 1, "--to", "billing")
    assert desk.ok("assign", 1, "--to", "network")["department"] == "network"


def test_a_step_may_need_the_complaint_to_be_of_a_kind(desk: Desk) -> None:
    """What counts is its category now, not that it was once corrected to it."""
    ruled(desk, "needs", 'retyped = { "assign:network" = ["category:network"] }')
    for category in ("network", "attitude"):
        desk.ok("update", 1, "--category", category, "--keep")
    refused = desk.tsk("assign", 1, "--to", "network")
    assert (refused.code, "`assign` needs category (Network quality) (rule needs.retyped" in refused.err) == (4, True)
    desk.ok("update", 1, "--category", "network", "--keep")
    assert desk.ok("assign", 1, "--to", "network")["department"] == "network"


# ── [closing] ──────────────────────────────────────────────────────────────────────────────────────


def test_closing_may_ask_for_an_accepted_proposal(desk: Desk) -> None:
    ruled(desk, "closing", 'agreed = { requires = ["contact:accepted", "replied"], review = false }')
    desk.ok("contact", 1, "--via", "phone", "--outcome", "refused")
    desk.ok(*ANSWER)
    refused = desk.tsk("close", 1)
    assert (refused.code, "contacted (accepted)" in refused.err) == (4, True)
    desk.ok("contact", 1, "--via", "phone", "--outcome", "accepted")
    assert desk.ok("close", 1)["state"] == "closed"


# ── what is no word of a step ──────────────────────────────────────────────────────────────────────

WRONG = [
    ("escalation", 'a = { on = "pend:sunshine", tell = "ops" }'),
    ("needs", 'a = { "assign:nowhere" = ["reason"] }'),
    ("needs", 'a = { close = ["visited:maybe"] }'),
    ("needs", 'a = { close = ["category:weather"] }'),
    ("closing", 'a = { requires = ["replied", "contact:perhaps"], review = false }'),
]


@pytest.mark.parametrize(("section", "row"), WRONG, ids=[row for _, row in WRONG])
def test_a_step_is_narrowed_only_by_words_that_exist(desk: Desk, section: str, row: str) -> None:
    text = (desk.home / "rules.toml").read_text("utf-8")
    broken = text.replace(f"\n[{section}]", f"\n[{section}]\n{row}\n#", 1)
    rules, problems = compile_rules(broken.encode(), "rules.toml")
    assert rules is None
    assert f"{section}.a" in {".".join(problem.name.split(".")[:2]) for problem in problems}
