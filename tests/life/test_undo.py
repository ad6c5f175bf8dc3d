"""Taking a step back: afterwards everything is as it was before, and the file says both the step and its undoing.

Complaints 1 and 2 are one customer's, about the network, received on Mon 2 Nov at 10:00 and 10:05.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result

MON = "2026-11-02"
PHONE = ("--phone", "13800001234")
WHY = ("--reason", "暴雨冲毁光缆")  # said with every step, so that the search can tell whether it counts
FOUND_BY = "冲毁"
PAPER = "paper.jpg"  # stands for a file that each test makes

Words = tuple[object, ...]

CALL: Words = ("contact", 1, "--via", "phone")
PLAN: Words = ("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")
COSTLY: Words = ("propose", 1, "Pay back.", "--cause", "charging", "--upheld", "yes", "--amount", "50")
PROMISE: Words = ("promise", 1, "A new router.", "--by", "2026-11-06 12:00")
WAIT: Words = ("pend", 1, "--reason", "customer", "--until", "2026-11-04 12:00")
ANSWER: Words = ("reply", 1, "We apologised.", "--via", "phone")
HAPPY: Words = ("rate", 1, "--satisfied", "yes")
UNHAPPY: Words = ("--satisfied", "no", "--demand", "A letter.")
CANCEL: Words = ("cancel", 1, "--by", "customer", "--reason", "Found it.")

CALLED = (CALL,)
ANSWERED = (CALL, PLAN, ANSWER)
FILED = (*ANSWERED, HAPPY, ("submit", 1))
CLOSED = (*FILED, ("close", 1))

# What was done before, the step, and the events that it writes to its file.
STEPS: dict[str, tuple[tuple[Words, ...], Words, list[str]]] = {
    "contact, first work on the case": ((), CALL, ["accepted", "contacted"]),
    "contact": (CALLED, (*CALL, "--next", "2026-11-02 15:00", "--demand", "Money."), ["contacted"]),
    "contact that reached nobody": (CALLED, (*CALL, "--reached", "no"), ["contacted"]),
    "contact after a chase": ((*CALLED, ("chase", 1, "News?")), CALL, ["contacted"]),
    "note": (CALLED, ("note", 1, "A dog in the yard."), ["noted"]),
    "note on a closed case": (CLOSED, ("note", 1, "A dog in the yard."), ["noted"]),
    "chase": (CALLED, ("chase", 1, "News?"), ["chased"]),
    "inspect": (
        FILED, ("inspect", "record", 1, "--followed", "yes", "--reasonable", "yes", "--satisfied", "yes"),
        ["inspected"],
    ),
    "attach": (CALLED, ("attach", 1, PAPER, "--kind", "photo"), ["attached"]),
    "assign to a handler": ((), ("assign", 1, "--handler", "zhao"), ["assigned"]),
    "assign to another department": (
        (*CALLED, PLAN, WAIT), ("assign", 1, "--to", "billing"), ["assigned"],
    ),
    "assign a co-handling department": (CALLED, ("assign", 1, "--with", "billing"), ["assigned"]),
    "accept": ((), ("accept", 1), ["accepted"]),
    "pend": (CALLED, ("pend", 1, "--reason", "customer", "--note", WHY[1]), ["asked"]),
    "pend, first work on the case": (
        (), ("pend", 1, "--reason", "customer", "--note", WHY[1]), ["accepted", "asked"],
    ),
    "resume": ((*CALLED, WAIT), ("resume", 1), ["resumed"]),
    "resume one of two waits": (
        (*CALLED, WAIT, ("pend", 1, "--reason", "supplier")), ("resume", 1, "--wait", "supplier"), ["resumed"],
    ),
    "propose": (CALLED, PLAN, ["proposed"]),
    "propose another": ((*CALLED, COSTLY, ("approve", 1)), PLAN, ["proposed"]),
    "approve": ((*CALLED, COSTLY), ("approve", 1), ["approved"]),
    "refuse": ((*CALLED, COSTLY), ("refuse", 1), ["refused"]),
    "promise": (CALLED, PROMISE, ["promised"]),
    "deliver": ((*CALLED, PROMISE), ("deliver", 1), ["delivered"]),
    "deliver what was decided": ((*CALLED, COSTLY, ("approve", 1)), ("deliver", 1, "--amount", "50"), ["delivered"]),
    "withdraw": ((*CALLED, PROMISE), ("promise", 1, "--withdraw", 1), ["withdrawn"]),
    "extend": (CALLED, ("extend", 1, "--by", "3 working days"), ["extended"]),
    "reply": ((*CALLED, PLAN), ANSWER, ["replied"]),
    "reply, first work on the case": ((), ANSWER, ["accepted", "replied"]),
    "reply that ends a wait": ((*CALLED, WAIT), ANSWER, ["replied"]),
    "reply that answers a chase": ((*CALLED, ("chase", 1, "News?")), ANSWER, ["replied"]),
    "reply with an unsatisfied customer": (
        (*CALLED, PLAN), (*ANSWER, *UNHAPPY), ["replied", "rated"],
    ),
    "rate yes": (ANSWERED, HAPPY, ["rated"]),
    "rate no": (ANSWERED, ("rate", 1, *UNHAPPY), ["rated"]),
    "rate no after closing": (CLOSED, ("rate", 1, *UNHAPPY), ["rated"]),
    "submit": ((*ANSWERED, HAPPY), ("submit", 1), ["submitted"]),
    "submit one department's part": (
        (("assign", 1, "--with", "billing"), CALL), ("submit", 1, "--department", "billing"), ["submitted"],
    ),
    "return": (FILED, ("return", 1), ["returned"]),
    "return after closing": (CLOSED, ("return", 1), ["returned"]),
    "return to be done again": (FILED, ("return", 1, "--redo"), ["returned"]),
    "close": (FILED, ("close", 1, "--lesson", "Ask first."), ["closed"]),
    "close a chased case": ((*FILED, ("chase", 1, "News?")), ("close", 1), ["closed"]),
    "visit": (CLOSED, ("visit", 1, "--via", "phone", "--satisfied", "yes"), ["visited"]),
    "visit that reached nobody": (CLOSED, ("visit", 1, "--via", "phone", "--reached", "no"), ["visited"]),
    "visit to an unsatisfied customer": (CLOSED, ("visit", 1, "--via", "phone", *UNHAPPY), ["visited"]),
    "visit given up": (
        (*CLOSED, *[("visit", 1, "--via", "phone", "--reached", "no")] * 2),
        ("visit", 1, "--via", "phone", "--reached", "no"), ["visited"],
    ),
    "reopen a closed case": (CLOSED, ("reopen", 1), ["reopened"]),
    "reopen a cancelled case": ((CANCEL,), ("reopen", 1), ["reopened"]),
    "reopen a rejected case": ((("reject", 1, "--reason", "Not ours."),), ("reopen", 1), ["reopened"]),
    "cancel for the customer": ((*CALLED, WAIT), ("cancel", 1, "--by", "customer"), ["cancelled"]),
    "cancel as a mistake": ((), ("cancel", 1, "--by", "mistake"), ["cancelled"]),
    "reject": (CALLED, ("reject", 1), ["rejected"]),
    "merge": ((("contact", 2, "--via", "phone"),), ("merge", 2, "--into", 1), ["merged"]),
    "merge of a waiting case": (
        (("pend", 2, "--reason", "customer"),), ("merge", 2, "--into", 1), ["merged"],
    ),
    "chase of a merged number": ((("merge", 2, "--into", 1),), ("chase", 2, "News?"), ["chased"]),
    "update of texts": ((), ("update", 1, "--summary", "No signal", "--phone", "13911112222"), ["corrected"]),
    "update of the category": ((), ("update", 1, "--category", "business"), ["corrected", "assigned"]),
    "update of the severity": ((), ("update", 1, "--severity", "major"), ["corrected"]),
    "urge": (CALLED, ("urge", 1, "--note", "Today, please."), ["urged"]),
}  # fmt: skip


def reasoned(words: Words) -> Words:
    return words if WHY[1] in words or "--reason" in words else (*words, *WHY)


@pytest.fixture
def two(desk: Desk, tmp_path: Path) -> Desk:
    (tmp_path / PAPER).write_bytes(b"a photo")
    desk.at(f"{MON} 10:00").ok("record", "断网三天", *PHONE)
    desk.at(f"{MON} 10:05").ok("record", "断网三天", *PHONE)
    return desk


def taken(desk: Desk, words: Words) -> Any:
    """The JSON of a step that must succeed, with the paper of this test."""
    return desk.ok(*(desk.home.parent / PAPER if word == PAPER else word for word in words))


def everything(desk: Desk) -> dict[str, Any]:
    """All that people look at, as it is now."""
    return {
        "show": desk.ok("show", 1, 2),
        "inbox": desk.ok("inbox"),
        "handover": desk.ok("handover"),
        "overdue": desk.ok("overdue", "--within", "1 month"),
        "report": desk.ok("report", "--by", "handler"),
        "found": [[case["id"] for case in desk.ok("search", word)] for word in (FOUND_BY, "13800001234")],
    }


def history(desk: Desk, id: int) -> Any:
    return desk.ok("show", id, "--history")["events"]


def types(events: Any) -> list[str]:
    return [event["type"] for event in events]


def refused(desk: Desk, *words: object) -> Result:
    """The undoing is not allowed: exit 4, and nothing is written."""
    events = desk.events
    told = desk.tsk("undo", *words)
    assert (told.code, told.out) == (4, ""), told
    assert desk.events == events
    return told


# ── every step ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", STEPS, ids=lambda name: name.replace(",", "").replace(" ", "-"))
def test_after_an_undo_all_is_as_before_and_the_history_keeps_the_step_and_the_undoing(two: Desk, name: str) -> None:
    done, step, written = STEPS[name]
    step = reasoned(step)
    id = next(word for word in step if isinstance(word, int))
    for words in done:
        taken(two, words)
    before, events = everything(two.at(f"{MON} 11:05")), history(two, id)

    taken(two, step)
    after = everything(two)
    assert after != before
    assert id in after["found"][0]
    assert types(history(two, id)) == [*types(events), *written]

    undone = two.ok("undo", id, "--reason", "Wrong number.")
    assert everything(two) == before
    assert types(undone["events"]) == ["undone"]
    assert (undone["events"][0]["steps"], undone["events"][0]["reason"]) == (written, "Wrong number.")
    kept = history(two, id)
    assert types(kept) == [*types(events), *written, "undone"]
    assert kept[: len(events)] == events
    assert two.ok("verify")["whole"]

    taken(two, step)
    assert two.ok("show", 1, 2) == after["show"]


def test_every_verb_that_can_be_undone_is_tried() -> None:
    verbs = {str(step[0]) for _, step, _ in STEPS.values()}
    assert verbs == {
        "contact", "note", "chase", "attach", "assign", "accept", "pend", "resume", "propose", "approve", "refuse",
        "promise", "deliver", "extend", "reply", "rate", "submit", "return", "close", "visit", "reopen", "cancel",
        "reject", "merge", "update", "urge", "inspect",
    }  # fmt: skip


LIFE: tuple[Words, ...] = (
    ("accept", 1), ("assign", 1, "--with", "billing"), CALL, WAIT, ("resume", 1), COSTLY, ("refuse", 1), PLAN, PROMISE,
    ("chase", 1, "News?"), ("submit", 1, "--department", "billing"), ("deliver", 1), ANSWER, ("rate", 1, *UNHAPPY),
    CALL, PLAN, ANSWER, HAPPY, ("submit", 1), ("return", 1), ("submit", 1), ("close", 1), ("reopen", 1), CANCEL,
)  # fmt: skip


def test_a_whole_life_is_taken_back_step_by_step_as_far_as_the_registration(two: Desk) -> None:
    """Undo, and undo again goes one step further back; the undoings add up to no step of their own."""
    two.at(f"{MON} 11:05")
    stages = []
    for words in LIFE:
        stages.append(everything(two))
        taken(two, reasoned(words))
    for stage in reversed(stages):
        two.ok("undo", 1)
        assert everything(two) == stage
    assert "a registration is not undone" in refused(two, 1).err
    steps = types(history(two, 1))
    assert steps.count("undone") == len(LIFE)
    assert two.ok("verify")["whole"]


def test_undo_twice_goes_one_further_back(two: Desk) -> None:
    for note in ("one", "two", "three"):
        two.ok("note", 1, note)
    assert [two.ok("undo", 1)["events"][0]["steps"] for _ in range(2)] == [["noted"], ["noted"]]
    found = {note: bool(two.ok("search", note)) for note in ("one", "two", "three")}
    assert found == {"one": True, "two": False, "three": False}


# ── from the restored state ────────────────────────────────────────────────────────────────────────


def test_a_step_after_an_undo_is_taken_from_the_restored_state(two: Desk) -> None:
    two.ok("accept", 1, "--as", "zhao")
    two.ok("undo", 1, "--as", "zhao")
    assert two.ok("accept", 1, "--as", "qian")["handler"] == "qian"
    two.ok(*WAIT)
    two.ok("undo", 1)
    assert two.tsk("resume", 1).code == 4
    two.ok(*ANSWER)
    two.ok("undo", 1)
    assert two.tsk(*HAPPY).code == 4
    assert two.ok(*CALL)["state"] == "in_progress"


def test_numbers_within_a_case_run_on_from_the_restored_state(two: Desk, tmp_path: Path) -> None:
    (tmp_path / "other.jpg").write_bytes(b"another photo")
    for name in (PAPER, "other.jpg"):
        two.ok("attach", 1, tmp_path / name, "--kind", "photo")
        two.ok(*PROMISE)
        case = two.ok("show", 1)
        assert [one["nth"] for one in (*case["attachments"], *case["promises"])] == [1, 1]
        assert [m["of"] for m in case["milestones"] if m["name"] == "deliver"] == ["#1"]
        two.ok("undo", 1)
        two.ok("undo", 1)
    assert two.ok("attach", 1, tmp_path / PAPER, "--kind", "photo")["attachments"][0]["name"] == PAPER


def test_a_step_may_be_claimed_from_the_last_step_that_counts_on(two: Desk) -> None:
    two.at(f"{MON} 12:00").ok("propose", 1, "A new router.")
    assert two.tsk(*CALL, "--at", "11:30").code == 2
    two.ok("undo", 1)
    assert two.ok(*CALL, "--at", "11:30")["events"][-1]["at"] == f"{MON}T11:30:00+08:00"


def test_the_day_s_summary_leaves_out_what_was_undone_on_the_next_day(two: Desk) -> None:
    two.at(f"{MON} 23:58").ok("chase", 1, "News?")
    assert two.ok("daily")["chased"] == 1
    two.at("2026-11-03 00:02").ok("undo", 1)
    told = two.ok("daily", "--date", MON)
    assert (told["chased"], told["chased_complaints"], told["new"]) == (0, [], 2)


# ── commands that wrote several events ─────────────────────────────────────────────────────────────


def test_a_command_that_accepted_first_is_taken_back_whole(two: Desk) -> None:
    two.ok(*CALL)
    undone = two.ok("undo", 1)
    assert undone["events"][0]["steps"] == ["accepted", "contacted"]
    assert (undone["state"], undone["handler"]) == ("assigned", "")
    assert [m["met_at"] for m in undone["milestones"]] == [None] * len(undone["milestones"])


def test_several_papers_of_one_command_are_taken_back_together(two: Desk, tmp_path: Path) -> None:
    (tmp_path / "other.jpg").write_bytes(b"another photo")
    two.ok("attach", 1, tmp_path / PAPER, tmp_path / "other.jpg", "--kind", "photo")
    undone = two.ok("undo", 1)
    assert (undone["events"][0]["steps"], undone["attachments"]) == (["attached", "attached"], [])


def test_of_one_command_on_several_cases_each_is_undone_by_itself(two: Desk) -> None:
    two.ok("accept", 1, 2)
    two.ok("undo", 1)
    assert [case["state"] for case in two.ok("show", 1, 2)] == ["assigned", "in_progress"]


@pytest.mark.parametrize("asked", [1, 2], ids=["of-the-survivor", "of-the-merged-one"])
def test_a_merge_is_undone_on_both_files_whichever_is_named(two: Desk, asked: int) -> None:
    before = everything(two)
    two.ok("merge", 2, "--into", 1)
    two.ok("undo", asked)
    assert everything(two) == before
    assert [types(history(two, id))[-2:] for id in (1, 2)] == [["absorbed", "undone"], ["merged", "undone"]]
    assert two.ok("verify")["whole"]


@pytest.mark.parametrize("asked", [1, 2], ids=["of-the-survivor", "of-the-merged-one"])
def test_the_chase_of_a_merged_number_is_undone_on_both_files(two: Desk, asked: int) -> None:
    two.ok("merge", 2, "--into", 1)
    two.ok("chase", 2, "News?")
    assert [case["chases"] for case in two.ok("show", 1, 2)] == [1, 1]
    two.ok("undo", asked)
    assert [case["chases"] for case in two.ok("show", 1, 2)] == [0, 0]


# ── what is not undone ─────────────────────────────────────────────────────────────────────────────


def test_a_registration_is_not_undone_but_cancelled_as_a_mistake(two: Desk) -> None:
    told = refused(two, 1)
    assert "a registration is not undone" in told.err
    assert "`tsk cancel 1 --by mistake --reason" in told.err
    assert "登记" in two.tsk("undo", 1, "--lang", "zh").err


@pytest.mark.parametrize(
    "words",
    [
        ("--answered", f"{MON} 10:06"),
        ("--external", "CRM-7"),
        ("--external", "CRM-7:42", "--answered", f"{MON} 10:06"),
        ("--external", "2:1:7", "--answered", f"{MON} 10:06"),
        ("--settled", "We apologised."),
    ],
    ids=["answered", "external-key", "external-key-with-a-colon", "external-key-of-numbers", "settled-on-the-spot"],
)
def test_no_part_of_a_registration_is_undone(two: Desk, words: tuple[str, ...]) -> None:
    two.at(f"{MON} 10:10").ok("record", "断网三天", "--received", f"{MON} 10:05", *words)
    before = two.ok("show", 3)
    assert "a registration is not undone" in refused(two, 3).err
    assert two.ok("show", 3) == before


def test_somebody_else_s_step_is_not_undone(two: Desk) -> None:
    two.ok("note", 1, "A dog in the yard.", "--as", "zhao")
    told = refused(two, 1)
    assert "note" in told.err
    assert "zhao" in told.err
    assert two.ok("undo", 1, "--as", "zhao")["events"][0]["steps"] == ["noted"]


def test_one_s_own_step_under_somebody_else_s_is_not_undone(two: Desk) -> None:
    two.ok("note", 1, "Mine.")
    two.ok("note", 1, "Theirs.", "--as", "zhao")
    refused(two, 1)
    two.ok("undo", 1, "--as", "zhao")
    assert two.ok("undo", 1)["events"][0]["steps"] == ["noted"]


def rewritten(desk: Desk, old: str, new: str) -> Desk:
    """The same desk after a supervisor edited its rule file."""
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    assert text.count(old) == 1, old
    rules.write_text(text.replace(old, new), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    return desk


def test_a_step_recorded_longer_ago_than_the_policy_s_minutes_is_not_undone(two: Desk) -> None:
    rewritten(two, 'undo = "10 minutes"', 'undo = "1 second"')
    two.ok("note", 1, "A dog in the yard.")
    time.sleep(2.1)
    told = refused(two, 1)
    assert "more than 1 second ago" in told.err
    assert "Record a new step instead" in told.err


def test_the_machine_s_clock_says_how_long_ago_a_step_was_recorded(two: Desk) -> None:
    """Neither the present that is claimed nor the instant of the step counts."""
    two.at(f"{MON} 12:00").ok("note", 1, "A dog in the yard.", "--at", "10:30")
    assert two.at("2026-11-05 10:00").ok("undo", 1)["events"][0]["steps"] == ["noted"]


def test_a_step_whose_escalation_told_somebody_is_not_undone(two: Desk) -> None:
    """The third chase tells handler and head, by the default rules."""
    for _ in range(3):
        two.ok("chase", 1, "News?")
    told = refused(two, 1)
    assert "network has been told already" in told.err
    assert two.ok("show", 1)["chases"] == 3


@pytest.mark.parametrize("asked", [1, 2], ids=["asked-of-the-survivor", "asked-of-the-merged-one"])
def test_a_chase_of_a_merged_number_whose_escalation_told_somebody_is_not_undone(two: Desk, asked: int) -> None:
    """The third one is the survivor's third, and raises it and tells its head."""
    two.ok("merge", 2, "--into", 1)
    for _ in range(3):
        two.ok("chase", 2, "News?")
    assert two.ok("show", 1)["severity"] == "major"
    refused(two, asked)
    assert two.ok("show", 1)["severity"] == "major"


@pytest.mark.parametrize(
    "words",
    [
        ("escalate", 1, "--to", "ops", "--reason", "It is in the papers."),
        ("update", 1, "--severity", "urgent"),  # reported up at once, by the default rules
    ],
    ids=["escalated-by-hand", "raised-to-urgent"],
)
def test_what_somebody_was_told_of_is_not_undone(two: Desk, words: Words) -> None:
    two.ok("accept", 1)
    two.ok(*words)
    assert "has been told already" in refused(two, 1).err


@pytest.mark.parametrize("run", [("escalate", "--due"), ("daily",)], ids=["escalate", "daily"])
def test_what_the_desk_itself_did_is_not_undone_nor_the_step_below_it(two: Desk, run: Words) -> None:
    two.ok("note", 1, "A dog in the yard.")
    two.at("2026-11-04 10:00").ok(*run)
    assert types(history(two, 1))[-1] == "escalated"
    assert "escalated" in refused(two, 1).err


def test_a_merge_is_not_undone_after_the_survivor_went_on(two: Desk) -> None:
    two.ok("merge", 2, "--into", 1)
    two.ok("note", 1, "A dog in the yard.")
    told = refused(two, 2)
    assert "20261102-0001 has later steps" in told.err
    assert [case["state"] for case in two.ok("show", 1, 2)] == ["assigned", "merged"]
    two.ok("undo", 1)
    assert two.ok("undo", 2)["state"] == "assigned"
    assert two.ok("show", 1)["absorbed"] == []


def test_a_complaint_that_does_not_exist_has_nothing_to_undo(two: Desk) -> None:
    assert two.tsk("undo", 99).code == 3


def test_a_login_that_is_not_listed_undoes_nothing_not_even_its_own(two: Desk) -> None:
    rewritten(
        two,
        "\n[channels]",
        '\n[staff]\nw9001 = { zh = "王强", role = "supervisor", department = "ops" }\n\n\n[channels]',
    )
    two.ok("chase", "20261102-0001", "News?", "--as", "visitor")
    events = two.ok("verify", "--as", "w9001")["events"]
    assert two.tsk("undo", "20261102-0001", "--as", "visitor").code == 4
    assert two.ok("verify", "--as", "w9001")["events"] == events


# ── how it is said ─────────────────────────────────────────────────────────────────────────────────


def test_the_screen_says_what_was_taken_back_and_the_history_shows_both(two: Desk) -> None:
    two.ok(*CALL)
    assert "undone: accepted, contacted: in progress → assigned" in two.tsk("undo", 1).out
    told = two.tsk("show", 1, "--history").out
    assert "contacted  tester" in told
    assert "undone: accepted, contacted  tester" in told
