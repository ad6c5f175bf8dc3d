"""Which step may follow which state: the table of the design, typed by hand, against the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Desk

A, I, P = "assigned", "in_progress", "pending"  # noqa: E741
S, C, X = "resolved", "closed", "cancelled"
STATES = (A, I, P, S, C, X)  # registered lasts only as long as the recording: the desk takes what no route takes

# What to type, and the state it leads to from each state that allows it.
STEPS = {
    "assigned to another department": (("assign", "--to", "billing"), {A: A, I: A, P: A}),
    "assigned to a handler": (("assign", "--handler", "zhou"), {A: A, I: I, P: P}),
    "accepted": (("accept",), {A: I}),
    "contacted": (("contact", "--via", "phone"), {A: A, I: I, P: P, S: S}),
    "proposed": (("propose", "Change the card."), {A: A, I: I, P: P, S: S}),
    "approved": (("approve",), {A: A, I: I, P: P, S: S}),
    "refused": (("refuse",), {A: A, I: I, P: P, S: S}),
    "asked": (("pend", "--reason", "supplier"), {A: P, I: P, P: P}),
    "resumed": (("resume",), {P: I}),
    "replied": (("reply", "We changed the card.", "--via", "phone"), {A: S, I: S, P: S, S: S}),
    "rated satisfied": (("rate", "--satisfied", "yes"), {S: S, C: C}),
    "rated unsatisfied": (("rate", "--satisfied", "no", "--demand", "Money back."), {S: I, C: I}),
    "submitted": (("submit",), {I: I, S: S}),
    "returned": (("return", "--reason", "The finding is thin."), {A: A, I: I, P: P, S: S, C: S}),
    "returned to be done again": (("return", "--redo", "--reason", "Wrong cause."), {A: I, I: I, P: I, S: I, C: I}),
    "closed": (("close",), {S: C}),
    "reopened": (("reopen", "--reason", "It broke again."), {S: I, C: I, X: I}),
    "cancelled": (("cancel", "--by", "customer", "--reason", "Found it."), {A: X, I: X, P: X, S: X}),
}  # fmt: skip
NEW_ROUND = ("rated unsatisfied", "returned to be done again", "reopened")
ALLOWED = [(step, state) for step, (_, row) in STEPS.items() for state in row]
FORBIDDEN = [(step, state) for step, (_, row) in STEPS.items() for state in STATES if state not in row]


@pytest.fixture(scope="module")
def one_of_each(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each state a home whose complaint 1 stands there, with everything done that a next step could ask for."""
    folder = tmp_path_factory.mktemp("states")
    homes = {state: folder / state for state in STATES}
    for state, home in homes.items():
        _bring(Desk(practice_home, "2026-11-02 10:00").copy(home), state)
    return homes


def _bring(desk: Desk, state: str) -> None:
    desk.ok("record", "No signal at home", "--category", "network")
    desk.ok("contact", 1, "--via", "phone")
    _propose(desk)
    desk.ok("submit", 1)
    if state == A:  # somebody else's, so that nothing the tester does takes it over
        desk.ok("assign", 1, "--to", "market", "--handler", "zhao")
        _propose(desk)
    if state == P:
        desk.ok("pend", 1, "--reason", "customer", "--until", "2026-11-06")
    if state in (S, C):
        desk.ok("reply", 1, "We changed the card.", "--via", "phone", "--satisfied", "yes")
    if state == C:
        desk.ok("close", 1)
    if state == X:
        desk.ok("cancel", 1, "--by", "customer", "--reason", "Found it.")
    assert desk.ok("show", 1)["state"] == state


def _propose(desk: Desk) -> None:
    desk.ok("propose", 1, "Change the card.", "--cause", "equipment", "--upheld", "yes")


@pytest.mark.parametrize(("step", "state"), ALLOWED, ids=lambda word: word.replace(" ", "-"))
def test_an_allowed_step_leads_to_the_state_of_the_table(
    one_of_each: dict[str, Path], tmp_path: Path, step: str, state: str
) -> None:
    case = Desk(one_of_each[state], "2026-11-02 11:00").copy(tmp_path / "case")
    (verb, *words), row = STEPS[step]
    before = case.ok("show", 1)
    after = case.ok(verb, 1, *words)
    assert after["state"] == row[state]
    assert after["round"] == before["round"] + (step in NEW_ROUND)
    assert case.ok("show", 1)["state"] == row[state]
    assert case.ok("verify")["whole"]


@pytest.mark.parametrize(("step", "state"), FORBIDDEN, ids=lambda word: word.replace(" ", "-"))
def test_a_forbidden_step_exits_4_writes_nothing_and_names_what_is_possible(
    one_of_each: dict[str, Path], tmp_path: Path, step: str, state: str
) -> None:
    case = Desk(one_of_each[state], "2026-11-02 11:00").copy(tmp_path / "case")
    verb, *words = STEPS[step][0]
    before, events = case.ok("show", 1), case.events
    refused = case.tsk(verb, 1, *words, "--json")
    assert (refused.code, refused.out) == (4, "")
    assert refused.error["exit"] == 4
    possible = {row[0][0] for row in STEPS.values() if state in row[1]}
    assert {word.strip(" .`") for word in refused.error["hint"].removeprefix("Possible:").split(",")} == possible
    assert (case.ok("show", 1), case.events) == (before, events)


def test_every_state_and_every_verb_of_the_table_is_tried() -> None:
    assert len(ALLOWED) + len(FORBIDDEN) == len(STEPS) * len(STATES)


def test_the_first_response_of_an_intake_leaves_the_complaint_where_routing_puts_it(desk: Desk) -> None:
    told = desk.ok("record", "No signal", "--channel", "hotline", "--answered", "16:40")
    types = [event["type"] for event in desk.ok("show", 1, "--history")["events"]]
    assert (told["state"], types) == (A, ["registered", "answered", "assigned"])


@pytest.mark.parametrize(
    "words",
    [("contact", 1, "--via", "phone"), ("propose", 1, "Change the card."), ("pend", 1, "--reason", "customer")],
    ids=lambda words: words[0],
)
def test_work_on_an_assigned_case_accepts_it_first_in_the_same_transaction(desk: Desk, words: tuple[object]) -> None:
    desk.ok("record", "No signal")
    taken = desk.ok(*words)
    assert len(taken["events"]) == 2
    assert taken["events"][0]["type"] == "accepted"
    assert taken["handler"] == "tester"
    assert taken["state"] == ("pending" if words[0] == "pend" else "in_progress")


def test_resuming_one_of_two_waits_leaves_the_case_pending(desk: Desk) -> None:
    desk.ok("record", "No signal")
    desk.ok("pend", 1, "--reason", "customer")
    desk.ok("pend", 1, "--reason", "supplier")
    assert desk.ok("resume", 1, "--wait", "customer")["state"] == P
    assert desk.ok("resume", 1, "--wait", "supplier")["state"] == I


def test_a_new_lead_department_ends_waits_clears_the_handler_and_drops_an_open_proposal(desk: Desk) -> None:
    desk.ok("record", "No signal")
    desk.ok("propose", 1, "Change the card.")
    desk.ok("pend", 1, "--reason", "customer")
    moved = desk.ok("assign", 1, "--to", "billing")
    assert (moved["state"], moved["handler"], moved["proposal"]) == (A, "", None)
    assert moved["waits"][0]["until"] == "2026-10-09T16:40:00+08:00"
    assert desk.tsk("resume", 1).code == 4


def test_a_step_dated_before_the_present_state_began_is_refused(desk: Desk) -> None:
    desk.ok("record", "No signal")
    desk.at("2026-10-09 17:00").ok("pend", 1, "--reason", "customer")
    events = desk.events
    refused = desk.at("2026-10-09 17:30").tsk("resume", 1, "--at", "16:59")
    assert refused.code in (2, 4)
    assert "16:59" in refused.err
    assert desk.events == events


def test_a_step_dated_in_the_future_is_refused(desk: Desk) -> None:
    desk.ok("record", "No signal")
    assert desk.tsk("contact", 1, "--via", "phone", "--at", "16:41").code == 2
    assert desk.ok("show", 1)["state"] == A
