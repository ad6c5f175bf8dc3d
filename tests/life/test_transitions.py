"""Which step may follow which state: the table of the design, typed by hand, against the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Desk

from tsk.lifecycle import TRANSITIONS
from tsk.model import STATES as MODEL_STATES

A, I, P = "assigned", "in_progress", "pending"  # noqa: E741
S, C, X, R, M = "resolved", "closed", "cancelled", "rejected", "merged"
STATES = (A, I, P, S, C, X, R, M)  # registered lasts only as long as the recording: the desk takes what no route takes
ANY = {state: state for state in STATES}
EARLIER, CASE = 1, 2  # of the same customer; the later one is the one that is tried
FILE, ID = "FILE", "ID"  # what stands for a paper, and for the complaint where that is not the first word

# What to type, and the state it leads to from each state that allows it.
STEPS = {
    "assigned to another department": (("assign", "--to", "billing"), {A: A, I: A, P: A}),
    "assigned to a handler": (("assign", "--handler", "zhou"), {A: A, I: I, P: P}),
    "accepted": (("accept",), {A: I}),
    "contacted": (("contact", "--via", "phone"), {A: A, I: I, P: P, S: S}),
    "opined": (("opinion", "It is the card."), {A: A, I: I, P: P}),
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
    "reopened": (("reopen", "--reason", "It broke again."), {S: I, C: I, X: I, R: I}),
    "cancelled": (("cancel", "--by", "customer", "--reason", "Found it."), {A: X, I: X, P: X, S: X}),
    "promised": (("promise", "A new card.", "--by", "+1d"), {A: A, I: I, P: P, S: S, C: C}),
    "withdrawn": (("promise", "--withdraw", 1, "--reason", "None left."), {A: A, I: I, P: P, S: S, C: C}),
    "delivered": (("deliver",), {A: A, I: I, P: P, S: S, C: C}),
    "extended": (("extend", "--by", "1 working day", "--reason", "A mast is down."), {A: A, I: I, P: P}),
    "escalated": (("escalate", "--reason", "He calls daily."), {A: A, I: I, P: P, S: S, C: C}),
    "visited satisfied": (("visit", "--via", "phone", "--satisfied", "yes"), {C: C}),
    "visited unsatisfied": (("visit", "--via", "phone", "--satisfied", "no", "--demand", "A mast."), {C: I}),
    "visited in vain": (("visit", "--via", "phone", "--reached", "no"), {C: C}),
    "rejected": (("reject", "--reason", "Another operator's mast."), {A: R, I: R}),
    "merged": (("merge", "--into", EARLIER), {A: M, I: M, P: M, S: M}),
    "noted": (("note", "He lives on the hill."), ANY),
    "attached": (("attach", FILE), ANY),
    "chased": (("chase",), ANY),
    "urged": (("urge",), ANY),
    "inspected": (("inspect record", "--followed", "yes", "--reasonable", "yes", "--satisfied", "unknown"), ANY),
    "corrected": (("update", "--region", "east"), ANY),
    "linked": (("incident", "link", 1, ID), {A: P, I: P, P: P, S: S}),
    "unlinked": (("incident", "unlink", ID), {A: A, I: I, P: P, S: S}),  # from where the link found it
    "undone": (("undo",), {A: A, I: I, P: I, S: I, C: S, X: I, R: I, M: I}),  # back to before what brought it there
    "recalculated": (("recalculate",), ANY),
}  # fmt: skip
NEW_ROUND = ("rated unsatisfied", "returned to be done again", "reopened", "visited unsatisfied")
FIRST = {  # what the step is about
    "withdrawn": ("promise", CASE, "A new card.", "--by", "+1d"),
    "unlinked": ("incident", "link", 1, CASE),
}
# No news in a hint.
UNNAMED = (
    *("note", "attach", "chase", "urge", "update", "undo", "recalculate", "escalate", "inspect record"),
    "incident",
)
SAID = {
    A: "assigned (proposed by tester)",
    I: "in progress (submitted by tester)",
    P: "waiting (wait begun by tester)",
    S: "answered (rated by tester)",
    C: "closed (closed by tester)",
    X: "cancelled (cancelled by tester)",
    R: "rejected (rejected by tester)",
    M: "merged (merged by tester)",
}
ALLOWED = [(step, state) for step, (_, row) in STEPS.items() for state in row]
FORBIDDEN = [(step, state) for step, (_, row) in STEPS.items() for state in STATES if state not in row]
# Somebody was told of an escalation, a recalculation writes nothing here, and an undone step is no step to undo.
UNDOABLE = [(step, state) for step, state in ALLOWED if step not in ("escalated", "recalculated", "undone")]


@pytest.fixture(scope="module")
def one_of_each(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each state a home whose complaint 2 stands there, with everything done that a next step could ask for."""
    folder = tmp_path_factory.mktemp("states")
    homes = {state: folder / state for state in STATES}
    for state, home in homes.items():
        _bring(Desk(practice_home, "2026-11-02 10:00").copy(home), state)
    return homes


@pytest.fixture(scope="module")
def as_it_was(one_of_each: dict[str, Path]) -> dict[str, tuple[list[Any], int]]:
    """For each state both complaints of its home at 11:00, and how many events its file holds."""
    desks = {state: Desk(home, "2026-11-02 11:00") for state, home in one_of_each.items()}
    return {state: (_both(desk), desk.events) for state, desk in desks.items()}


def _both(desk: Desk) -> list[Any]:
    """Both complaints as a list tells them: the phone masked, and no look at it on record."""
    return list(desk.ok("list", "--state", "all", "--sort", "number"))


def _bring(desk: Desk, state: str) -> None:
    desk.ok("incident", "open", "A mast is down")
    for summary in ("No signal at home", "Still no signal"):
        desk.ok("record", summary, "--category", "network", "--phone", "13800001234")
    desk.ok("contact", CASE, "--via", "phone")
    _propose(desk)
    desk.ok("submit", CASE)
    if state == A:  # somebody else's, so that nothing the tester does takes it over
        desk.ok("assign", CASE, "--to", "market", "--handler", "zhao")
        _propose(desk)
    if state == P:
        desk.ok("pend", CASE, "--reason", "customer", "--until", "2026-11-06")
    if state in (S, C):
        desk.ok("reply", CASE, "We changed the card.", "--via", "phone", "--satisfied", "yes")
    if state == C:
        desk.ok("close", CASE)
    if state in (X, R, M):
        verb, *words = STEPS[state][0]
        desk.ok(verb, CASE, *words)
    assert desk.ok("show", CASE)["state"] == state


def _propose(desk: Desk) -> None:
    desk.ok("propose", CASE, "Change the card.", "--cause", "equipment", "--upheld", "yes")


def _words(step: str, folder: Path) -> tuple[object, ...]:
    """What to type for the step on the tried complaint; the paper to attach lies in the folder."""
    paper = folder / "card.txt"
    paper.write_text("The old card.", "utf-8")
    verb, *words = STEPS[step][0]
    said = (paper if word is FILE else CASE if word is ID else word for word in words)
    return (*str(verb).split(), *said) if ID in words else (*str(verb).split(), CASE, *said)


@pytest.mark.parametrize(("step", "state"), ALLOWED, ids=lambda word: word.replace(" ", "-"))
def test_an_allowed_step_leads_to_the_state_of_the_table(
    one_of_each: dict[str, Path], tmp_path: Path, step: str, state: str
) -> None:
    desk = Desk(one_of_each[state], "2026-11-02 11:00").copy(tmp_path / "case")
    if step in FIRST:
        desk.ok(*FIRST[step])
    told = desk.ok(*_words(step, tmp_path))
    both = _both(desk)
    after = both[CASE - 1]
    assert after["state"] == STEPS[step][1][state]
    assert after["round"] == 1 + (step in NEW_ROUND)
    shown = both[EARLIER - 1] if (step, state) == ("chased", M) else after
    assert {name: told[name] for name in shown} == shown
    assert desk.ok("verify")["whole"]


@pytest.mark.parametrize(("step", "state"), FORBIDDEN, ids=lambda word: word.replace(" ", "-"))
def test_a_forbidden_step_exits_4_writes_nothing_and_names_what_is_possible(
    one_of_each: dict[str, Path],
    as_it_was: dict[str, tuple[list[Any], int]],
    tmp_path: Path,
    step: str,
    state: str,
) -> None:
    desk = Desk(one_of_each[state], "2026-11-02 11:00").copy(tmp_path / "case")
    verb, *words = _words(step, tmp_path)
    refused = desk.tsk(verb, *words, "--json")
    assert (refused.code, refused.out) == (4, "")
    assert refused.error["exit"] == 4
    assert refused.error["error"] == f"20261102-0002 is {SAID[state]}: `{verb}` is not possible now."
    assert _possible(refused.error["hint"]) == {
        row[0][0] for row in STEPS.values() if state in row[1] and row[0][0] not in UNNAMED
    }
    assert (_both(desk), desk.events) == as_it_was[state]


@pytest.mark.parametrize(("step", "state"), UNDOABLE, ids=lambda word: word.replace(" ", "-"))
def test_undoing_an_allowed_step_gives_back_both_complaints_as_they_were(
    one_of_each: dict[str, Path],
    as_it_was: dict[str, tuple[list[Any], int]],
    tmp_path: Path,
    step: str,
    state: str,
) -> None:
    desk = Desk(one_of_each[state], "2026-11-02 11:00").copy(tmp_path / "case")
    before, _ = as_it_was[state]
    if step in FIRST:
        desk.ok(*FIRST[step])
        before = _both(desk)
    desk.ok(*_words(step, tmp_path))
    undone = desk.ok("undo", CASE)
    assert [event["type"] for event in undone["events"]] == ["undone"]
    assert _both(desk) == before
    assert desk.ok("verify")["whole"]


def _possible(hint: str) -> set[str]:
    if hint == "It goes on as 20261102-0001.":  # of a merged one
        return set()
    return {word.strip(" .`") for word in hint.removeprefix("Possible:").split(",")} - {"–"}


def test_every_state_and_every_verb_of_the_table_is_tried() -> None:
    assert len(ALLOWED) + len(FORBIDDEN) == len(STEPS) * len(STATES)
    others = {"registered", "answered", "absorbed"}  # said by the intake, and by the merge of another complaint
    others |= {"anonymised"}  # of what is over, by a verb of its own: tests/data/test_anonymise.py
    others |= {"penalised", "penalty_confirmed", "penalty_waived"}  # in any state, where the policy has articles
    assert {step.split()[0] for step in STEPS} == TRANSITIONS.keys() - others
    assert set(STATES) == {*MODEL_STATES} - {"registered"}


@pytest.mark.parametrize("state", STATES)
def test_recalculating_writes_nothing_where_nothing_moves(
    one_of_each: dict[str, Path], tmp_path: Path, state: str
) -> None:
    desk = Desk(one_of_each[state], "2026-11-02 11:00").copy(tmp_path / "case")
    before, events = desk.ok("show", CASE), desk.events
    assert desk.ok("recalculate", CASE)["events"] == []
    assert desk.ok("recalculate", CASE, "--policy", "--reason", "New rules.")["events"] == []
    assert (desk.ok("show", CASE), desk.events) == (before, events)


@pytest.mark.parametrize("state", STATES)
def test_only_an_open_complaint_goes_on_with_another_and_it_keeps_its_state(
    one_of_each: dict[str, Path], tmp_path: Path, state: str
) -> None:
    desk = Desk(one_of_each[state], "2026-11-02 11:00").copy(tmp_path / "case")
    desk.ok("record", "No signal again", "--category", "network", "--phone", "13800001234")
    before, events = desk.ok("show", CASE), desk.events
    told = desk.tsk("merge", 3, "--into", CASE)
    after = desk.ok("show", CASE)
    if state in (A, I, P, S):
        assert (told.code, after["state"], after["absorbed"]) == (0, state, ["20261102-0003"])
    else:
        assert (told.code, after, desk.events) == (4, before, events)
    assert desk.ok("show", 3)["state"] == (M if told.code == 0 else A)


def test_an_escalation_of_which_somebody_was_told_is_not_undone(one_of_each: dict[str, Path], tmp_path: Path) -> None:
    desk = Desk(one_of_each[I], "2026-11-02 11:00").copy(tmp_path / "case")
    before = desk.ok("escalate", CASE, "--reason", "He calls daily.")
    refused = desk.tsk("undo", CASE)
    assert (refused.code, refused.out) == (4, "")
    assert "told" in refused.err
    assert desk.ok("show", CASE)["milestones"] == before["milestones"]


@pytest.mark.parametrize("id", [EARLIER, CASE], ids=["from-the-survivor", "from-the-merged"])
def test_a_merge_is_undone_on_both_complaints_unless_one_of_them_has_gone_on_since(
    one_of_each: dict[str, Path], tmp_path: Path, id: int
) -> None:
    desk = Desk(one_of_each[I], "2026-11-02 11:00").copy(tmp_path / "case")
    before = _both(desk)
    desk.ok("merge", CASE, "--into", EARLIER)
    desk.ok("note", EARLIER + CASE - id, "He called twice.")
    events = desk.events
    refused = desk.tsk("undo", id)
    assert (refused.code, refused.out, desk.events) == (4, "", events)
    desk.ok("undo", EARLIER + CASE - id)
    desk.ok("undo", id)
    assert _both(desk) == before


def test_deliver_is_named_only_where_something_was_promised_or_proposed(desk: Desk) -> None:
    desk.ok("record", "No signal")

    def named() -> bool:
        return "deliver" in _possible(desk.tsk("close", 1, "--json").error["hint"])

    assert not named()
    assert desk.tsk("deliver", 1).code == 4
    desk.ok("promise", 1, "A new card.", "--by", "+1d")
    assert named()
    desk.ok("promise", 1, "--withdraw", 1, "--reason", "None left.")
    assert not named()
    desk.ok("propose", 1, "Change the card.")
    assert named()


def test_what_was_closed_without_a_review_may_be_sent_back_by_one_afterwards(desk: Desk) -> None:
    desk.ok("record", "No signal", "--settled", "The aerial was loose.")
    assert desk.ok("show", 1)["state"] == C
    back = desk.ok("return", 1, "--reason", "Whose aerial?")
    assert (back["state"], back["round"], back["closed_at"]) == (S, 1, None)
    told = desk.tsk("return", 1, "--reason", "Whose aerial?")
    assert (told.code, told.out) == (4, "")  # once is enough: there is nothing to send back now
    assert desk.ok("close", 1)["state"] == C


def test_the_first_response_of_an_intake_leaves_the_complaint_where_routing_puts_it(desk: Desk) -> None:
    told = desk.ok("record", "No signal", "--channel", "hotline", "--answered", "16:40")
    types = [event["type"] for event in desk.ok("show", 1, "--history")["events"]]
    assert (told["state"], types) == (A, ["registered", "answered", "assigned"])


# ── who takes an assigned case over ────────────────────────────────────────────────────────────────

TAKES_OVER = ("contacted", "proposed", "asked", "replied", "submitted", "promised", "delivered")
SAYS_ONLY = ("noted", "attached", "chased", "urged", "corrected", "escalated")


def _given_to_the_tester(home: Path, folder: Path) -> Desk:
    """Complaint 2 with an open promise, given to billing and there to the tester, who has not yet taken it over."""
    desk = Desk(home, "2026-11-02 11:00").copy(folder / "case")
    desk.ok("promise", CASE, "A new card.", "--by", "+1d")
    assert desk.ok("assign", CASE, "--to", "billing", "--handler", "tester")["state"] == A
    return desk


@pytest.mark.parametrize("step", TAKES_OVER)
def test_work_of_the_handler_on_an_assigned_case_accepts_it_first_in_the_same_transaction(
    one_of_each: dict[str, Path], tmp_path: Path, step: str
) -> None:
    desk = _given_to_the_tester(one_of_each[I], tmp_path)
    taken = desk.ok(*_words(step, tmp_path))
    assert [(event["type"], event["actor"]) for event in taken["events"]] == [("accepted", "tester"), (step, "tester")]
    assert (taken["handler"], taken["state"]) == ("tester", {"asked": P, "replied": S}.get(step, I))


@pytest.mark.parametrize("step", SAYS_ONLY)
def test_a_word_of_the_handler_about_an_assigned_case_accepts_nothing(
    one_of_each: dict[str, Path], tmp_path: Path, step: str
) -> None:
    desk = _given_to_the_tester(one_of_each[I], tmp_path)
    said = desk.ok(*_words(step, tmp_path))
    assert ([event["type"] for event in said["events"]], said["state"]) == ([step], A)


@pytest.mark.parametrize("step", TAKES_OVER[:3])
def test_whoever_works_on_a_case_that_nobody_has_takes_it_over(desk: Desk, tmp_path: Path, step: str) -> None:
    desk.ok("record", "No signal")
    verb, _, *words = _words(step, tmp_path)
    taken = desk.ok(verb, 1, *words)
    assert ([event["type"] for event in taken["events"]], taken["handler"]) == (["accepted", step], "tester")


# ── an unsatisfied customer ────────────────────────────────────────────────────────────────────────

VISIT = ("visit", CASE, "--via", "phone")
NOT_YET = ("--satisfied", "no", "--demand", "A mast.")


@pytest.fixture
def closed(one_of_each: dict[str, Path], tmp_path: Path) -> Desk:
    """Complaint 2, recorded, answered and closed on Mon 2 Nov at 10:00; it is Tuesday 10:00."""
    return Desk(one_of_each[C], "2026-11-03 10:00").copy(tmp_path / "closed")


def _row(desk: Desk, name: str, round: int) -> dict[str, Any]:
    (row,) = [m for m in desk.ok("show", CASE)["milestones"] if (m["name"], m["round"]) == (name, round)]
    return row


@pytest.mark.parametrize("words", [(*VISIT, "--satisfied", "no"), (*VISIT, "--score", 3), ("rate", CASE, "--score", 7)])
def test_an_unsatisfied_customer_is_recorded_only_with_the_new_demand(closed: Desk, words: tuple[object, ...]) -> None:
    events = closed.events
    refused = closed.tsk(*words)
    assert (refused.code, refused.out, closed.events) == (4, "", events)
    assert "--demand" in refused.err
    assert (closed.ok("show", CASE)["state"], closed.ok("show", CASE)["round"]) == (C, 1)


@pytest.mark.parametrize("words", [(*VISIT, *NOT_YET), ("rate", CASE, *NOT_YET)], ids=["visit", "rate"])
def test_an_unsatisfied_closed_case_goes_back_to_its_handler_with_the_new_demand_and_keeps_its_answer_time(
    closed: Desk, words: tuple[object, ...]
) -> None:
    """A new answer within three working days of Tuesday; the first one was given on Monday."""
    after = closed.ok(*words)
    assert (after["state"], after["round"], after["handler"], after["demand"]) == (I, 2, "tester", "A mast.")
    first, second = _row(closed, "reply", 1), _row(closed, "reply", 2)
    assert (first["standing"], first["met_at"]) == ("met", "2026-11-02T10:00:00+08:00")
    assert (second["from"], second["due"]) == ("2026-11-03T10:00:00+08:00", "2026-11-06T18:00:00+08:00")


@pytest.mark.parametrize("words", [(*VISIT, *NOT_YET), ("rate", CASE, *NOT_YET)], ids=["visit", "rate"])
def test_an_unsatisfied_closed_case_is_submitted_and_reviewed_again(closed: Desk, words: tuple[object, ...]) -> None:
    closed.ok(*words)
    closed.ok("contact", CASE, "--via", "phone")
    _propose(closed)
    closed.ok("reply", CASE, "We built a mast.", "--via", "phone", "--satisfied", "yes")
    assert f"tsk submit {CASE}" in closed.tsk("close", CASE).err
    closed.ok("submit", CASE)
    assert _row(closed, "review", 2)["standing"] == "open"
    assert closed.ok("close", CASE)["state"] == C
    assert [_row(closed, name, 2)["standing"] for name in ("review", "visit")] == ["met", "open"]


def test_an_unsatisfied_answer_ends_the_waits_and_keeps_the_handler(
    one_of_each: dict[str, Path], tmp_path: Path
) -> None:
    desk = Desk(one_of_each[P], "2026-11-03 10:00").copy(tmp_path / "waiting")
    after = desk.ok("reply", CASE, "We changed the card.", "--via", "phone", *NOT_YET)
    assert (after["state"], after["round"], after["handler"], after["demand"]) == (I, 2, "tester", "A mast.")
    assert [wait["until"] for wait in after["waits"]] == ["2026-11-03T10:00:00+08:00"]


# ── a visit that reaches nobody ────────────────────────────────────────────────────────────────────


def _unreachable(desk: Desk) -> tuple[str, str, int]:
    """How the visit stands and why, and its column in the figures."""
    row = _row(desk, "visit", 1)
    return row["standing"], row["why"], desk.ok("report")["total"]["unreachable"]


def test_after_the_third_visit_in_vain_the_customer_is_unreachable_with_a_column_of_its_own(closed: Desk) -> None:
    """The visit is due three working days after Monday; the policy asks for three calls."""
    for hour in (10, 11):
        closed.at(f"2026-11-03 {hour}:00").ok(*VISIT, "--reached", "no")
        assert _unreachable(closed) == ("open", "", 0)
    closed.at("2026-11-04 10:00").ok(*VISIT, "--reached", "no")
    assert _unreachable(closed) == ("void", "unreachable", 1)
    assert [row["milestone"] for row in closed.at("2026-12-01 10:00").ok("overdue") if row["id"] == CASE] == []
    total = closed.ok("report", "--month", "2026-11")["total"]
    assert (total["unreachable"], total["satisfaction"]["count"], total["satisfaction"]["of"]) == (1, 1, 1)
    assert closed.ok("verify")["whole"]


def test_a_customer_reached_before_the_last_call_is_visited(closed: Desk) -> None:
    for _ in range(2):
        closed.ok(*VISIT, "--reached", "no")
    closed.ok(*VISIT, "--satisfied", "yes")
    assert _unreachable(closed) == ("met", "", 0)


def test_an_unreachable_customer_who_is_reached_after_all_leaves_the_column(closed: Desk) -> None:
    for _ in range(3):
        closed.ok(*VISIT, "--reached", "no")
    closed.ok(*VISIT, *NOT_YET)
    assert _unreachable(closed) == ("void", "unreachable", 0)
    assert closed.ok("show", CASE)["round"] == 2


def test_every_round_has_its_own_three_calls(closed: Desk) -> None:
    for _ in range(2):
        closed.ok(*VISIT, "--reached", "no")
    closed.ok("rate", CASE, *NOT_YET)
    closed.ok("contact", CASE, "--via", "phone")
    _propose(closed)
    closed.ok("reply", CASE, "We built a mast.", "--via", "phone", "--satisfied", "yes")
    closed.ok("submit", CASE)
    closed.ok("close", CASE)
    closed.ok(*VISIT, "--reached", "no")
    assert (_row(closed, "visit", 2)["standing"], closed.ok("report")["total"]["unreachable"]) == ("open", 0)


# ── calling a case off ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "settled",
    [("deliver", CASE), ("promise", CASE, "--withdraw", 1, "--reason", "None left.")],
    ids=["delivered", "withdrawn"],
)
@pytest.mark.parametrize("step", ["cancelled", "rejected", "merged"])
def test_no_case_is_called_off_while_a_promise_is_open(
    one_of_each: dict[str, Path], tmp_path: Path, step: str, settled: tuple[object, ...]
) -> None:
    desk = Desk(one_of_each[I], "2026-11-02 11:00").copy(tmp_path / "case")
    desk.ok("promise", CASE, "A new card.", "--by", "+1d")
    events = desk.events
    refused = desk.tsk(*_words(step, tmp_path))
    assert (refused.code, refused.out, desk.events) == (4, "", events)
    for named in ("promise 1", f"tsk deliver {CASE}", f"tsk promise {CASE} --withdraw 1"):
        assert named in refused.err
    desk.ok(*settled)
    assert desk.ok(*_words(step, tmp_path))["state"] == step


def _received(desk: Desk) -> tuple[int, int]:
    total = desk.ok("report")["total"]
    return total["received"], total["open"]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (("cancel", CASE, "--by", "customer", "--reason", "Found it."), (2, 1)),
        (("cancel", CASE, "--by", "duplicate", "--reason", "Came twice."), (2, 1)),
        (("cancel", CASE, "--by", "mistake", "--reason", "A trial."), (1, 1)),
        (("reject", CASE, "--reason", "Another operator's mast."), (2, 1)),
        (("merge", CASE, "--into", EARLIER), (2, 1)),
    ],
    ids=["customer", "duplicate", "mistake", "rejected", "merged"],
)
def test_only_a_mistake_leaves_the_figures_and_nothing_called_off_is_open(
    one_of_each: dict[str, Path], tmp_path: Path, words: tuple[object, ...], left: tuple[int, int]
) -> None:
    desk = Desk(one_of_each[I], "2026-11-02 11:00").copy(tmp_path / "case")
    assert _received(desk) == (2, 2)
    desk.ok(*words)
    assert _received(desk) == left
    assert [case["id"] for case in desk.ok("list", "--state", "open")] == [EARLIER]


@pytest.mark.parametrize("step", ["cancelled", "rejected", "merged"])
def test_calling_a_case_off_ends_its_waits_voids_what_is_not_yet_due_and_keeps_what_was_missed(
    one_of_each: dict[str, Path], tmp_path: Path, step: str
) -> None:
    """On Thu 5 Nov 09:00 the opinion of Wed 18:00 is missed; the answer and the legal limit lie ahead."""
    desk = Desk(one_of_each[A], "2026-11-02 11:00").copy(tmp_path / "case")
    desk.ok(*(("accept", CASE) if step == "rejected" else ("pend", CASE, "--reason", "supplier")))
    after = desk.at("2026-11-05 09:00").ok(*_words(step, tmp_path))
    now = "2026-11-05T09:00:00+08:00"
    assert [wait["until"] for wait in after["waits"]] == ([] if step == "rejected" else [now])
    stand = {m["name"]: m["standing"] for m in after["milestones"] if m["of"] in ("", "market")}
    assert stand == {"contact": "met", "plan": "met", "opinion": "missed", "reply": "void", "statutory": "void",
                     "review": "missed"}  # fmt: skip
    assert [row["id"] for row in desk.ok("overdue")] == [EARLIER] * 3


# ── waits and the instant of a step ────────────────────────────────────────────────────────────────


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
