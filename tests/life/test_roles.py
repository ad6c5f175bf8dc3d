"""Who may take which step: every verb by every role, typed by hand after the default rules, where the step is possible.

The office works Mon–Fri 09:00–12:00 and 13:30–18:00; it is Mon 2 Nov 2026.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result

from tsk.steps import RIGHTS

CLERK, HANDLER, REVIEWER, SUPERVISOR, STRANGER = "w1001", "w2001", "w3001", "w9001", "visitor"
OTHER_STORE, WORKER, ABSENT, BILLING, COVERED, HEAD = "w1002", "w2002", "w2101", "w2102", "w3002", "w9002"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w1002 = { zh = "孙悦", role = "clerk",      department = "care",    store = "HZ02" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2002 = { zh = "钱进", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing", deputy = "w2001" }
w2102 = { zh = "郑爽", role = "handler",    department = "billing" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w3002 = { zh = "何晴", role = "reviewer",   department = "care",    deputy = "w3001" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }
w9002 = { zh = "冯远", role = "supervisor", department = "ops" }


[channels]"""
EARLIER, CASE, NUMBER, PHONE = 1, 2, "20261102-0002", "13800001234"
WHY = ("--reason", "He asked for it.")
IN_ORDER = ("--followed", "yes", "--reasonable", "yes", "--satisfied", "yes")
TEN, ELEVEN = "2026-11-02 10:00", "2026-11-02 11:00"

ALL = {CLERK, HANDLER, REVIEWER, SUPERVISOR}
HANDLERS, REVIEWERS, SUPERVISORS = ALL - {CLERK}, {REVIEWER, SUPERVISOR}, {SUPERVISOR}

# How far complaint 2 of the network department has come; all work on it is done by a colleague whom no row names.
FRESH, BEGUN, WAITING, PROMISED, ANSWERED, CLOSED = "fresh", "begun", "waiting", "promised", "answered", "closed"
FILE = "FILE"
VERBS = {
    "note": (BEGUN, ("note", CASE, "He lives on the hill."), ALL),
    "attach": (BEGUN, ("attach", CASE, FILE), ALL),
    "chase": (BEGUN, ("chase", CASE), ALL),
    "update": (BEGUN, ("update", CASE, "--region", "east"), ALL),
    "contact": (BEGUN, ("contact", CASE, "--via", "phone"), ALL),
    "reply": (BEGUN, ("reply", CASE, "We changed the card.", "--via", "phone"), ALL),
    "rate": (ANSWERED, ("rate", CASE, "--satisfied", "yes"), ALL),
    "assign": (BEGUN, ("assign", CASE, "--to", "billing"), HANDLERS),
    "assign-handler": (FRESH, ("assign", CASE, "--handler", WORKER), HANDLERS),
    "accept": (FRESH, ("accept", CASE), HANDLERS),
    "pend": (BEGUN, ("pend", CASE, "--reason", "customer"), HANDLERS),
    "resume": (WAITING, ("resume", CASE), HANDLERS),
    "opinion": (BEGUN, ("opinion", CASE, "It is the card."), HANDLERS),
    "propose": (BEGUN, ("propose", CASE, "Build a mast."), HANDLERS),
    "approve": (BEGUN, ("approve", CASE), HANDLERS),
    "refuse": (BEGUN, ("refuse", CASE), HANDLERS),
    "promise": (BEGUN, ("promise", CASE, "A new card.", "--by", "+1d"), HANDLERS),
    "promise --withdraw": (PROMISED, ("promise", CASE, "--withdraw", 1, *WHY), HANDLERS),
    "deliver": (PROMISED, ("deliver", CASE), HANDLERS),
    "extend": (BEGUN, ("extend", CASE, "--by", "1 working day", *WHY), HANDLERS),
    "escalate": (BEGUN, ("escalate", CASE, *WHY), HANDLERS),
    "submit": (BEGUN, ("submit", CASE), HANDLERS),
    "close": (ANSWERED, ("close", CASE), REVIEWERS),
    "return": (ANSWERED, ("return", CASE, *WHY), REVIEWERS),
    "reopen": (CLOSED, ("reopen", CASE, *WHY), REVIEWERS),
    "cancel": (BEGUN, ("cancel", CASE, "--by", "customer", *WHY), REVIEWERS),
    "reject": (BEGUN, ("reject", CASE, *WHY), REVIEWERS),
    "merge": (BEGUN, ("merge", CASE, "--into", EARLIER), REVIEWERS),
    "visit": (CLOSED, ("visit", CASE, "--via", "phone", "--satisfied", "yes"), REVIEWERS),
    "urge": (BEGUN, ("urge", CASE), SUPERVISORS),
    "inspect": (CLOSED, ("inspect", "record", CASE, *IN_ORDER), SUPERVISORS),
    "recalculate": (BEGUN, ("recalculate", CASE), SUPERVISORS),
}  # fmt: skip
RIGHT_FIRST = ("recalculate",)  # asked before the case is looked for
MAY = [(verb, who) for verb, (_, _, who_may) in VERBS.items() for who in sorted(who_may)]
MAY_NOT = [(verb, who) for verb, (_, _, who_may) in VERBS.items() for who in sorted(ALL - who_may)]


def list_staff(home: Path) -> None:
    """Switches the staff list on, as a supervisor would."""
    rules = home / "rules.toml"
    usual = rules.read_text("utf-8")
    assert "\n[channels]" in usual
    rules.write_text(usual.replace("\n[channels]", STAFF, 1), "utf-8")


@pytest.fixture(scope="module")
def stages(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each stage a home with two complaints of one customer about the store HZ01, recorded by the head."""
    folder = tmp_path_factory.mktemp("stages")
    desk = Desk(practice_home, TEN).copy(folder / FRESH)
    list_staff(desk.home)
    assert desk.tsk("rules", "check").code == 0
    for summary in ("No signal at home", "Still no signal"):
        words = ("--category", "network", "--store", "HZ01", "--phone", PHONE, "--customer", "林小满")
        desk.ok("record", summary, *words, "--as", HEAD)
    begun = desk.copy(folder / BEGUN)
    begun.ok("contact", CASE, "--via", "phone", "--as", WORKER)
    begun.ok("propose", CASE, "Change the card.", "--cause", "equipment", "--upheld", "yes", "--as", WORKER)
    begun.copy(folder / WAITING).ok("pend", CASE, "--reason", "customer", "--as", WORKER)
    begun.copy(folder / PROMISED).ok("promise", CASE, "A new card.", "--by", "+1d", "--as", WORKER)
    answered = begun.copy(folder / ANSWERED)
    answered.ok("submit", CASE, "--as", WORKER)
    answered.ok("reply", CASE, "We changed the card.", "--via", "phone", "--satisfied", "yes", "--as", WORKER)
    answered.copy(folder / CLOSED).ok("close", CASE, "--as", HEAD)
    return {stage: folder / stage for stage in (FRESH, BEGUN, WAITING, PROMISED, ANSWERED, CLOSED)}


@pytest.fixture
def begun(stages: dict[str, Path], tmp_path: Path) -> Desk:
    """Complaint 2 in the network department's hands at 11:00."""
    return Desk(stages[BEGUN], ELEVEN).copy(tmp_path / "begun")


def words_of(verb: str, folder: Path) -> tuple[object, ...]:
    """What to type for the verb; the paper to attach lies in the folder."""
    paper = folder / "card.txt"
    paper.write_text("The old card.", "utf-8")
    return tuple(paper if word is FILE else word for word in VERBS[verb][1])


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


# ── the table ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("verb", "who"), MAY, ids=lambda word: word.replace(" ", ""))
def test_who_holds_the_right_takes_the_step(stages: dict[str, Path], tmp_path: Path, verb: str, who: str) -> None:
    desk = Desk(stages[VERBS[verb][0]], ELEVEN).copy(tmp_path / "case")
    told = desk.ok(*words_of(verb, tmp_path), "--as", who)
    assert {event["actor"] for event in told["events"]} == ({who} if verb != "recalculate" else set())
    assert desk.ok("verify")["whole"]


@pytest.mark.parametrize(("verb", "who"), MAY_NOT, ids=lambda word: word.replace(" ", ""))
def test_who_lacks_the_right_is_told_so_and_writes_nothing(
    stages: dict[str, Path], tmp_path: Path, verb: str, who: str
) -> None:
    desk = Desk(stages[VERBS[verb][0]], ELEVEN).copy(tmp_path / "case")
    told = refused(desk, 4, *words_of(verb, tmp_path), "--as", who)
    assert f"{who} may not `{verb.split()[0]}`" in told.err


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "chase"])
def test_somebody_who_is_not_listed_takes_no_step_by_either_number(
    stages: dict[str, Path], tmp_path: Path, verb: str
) -> None:
    desk = Desk(stages[VERBS[verb][0]], ELEVEN).copy(tmp_path / "case")
    words = words_of(verb, tmp_path)
    for ref in (CASE, NUMBER):
        named = (ref if word == CASE else word for word in words)
        told = refused(desk, 4 if verb in RIGHT_FIRST else 3, *named, "--as", STRANGER)
        assert "signal" not in told.err


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in RIGHT_FIRST])
def test_a_case_of_another_store_or_department_is_out_of_sight_whatever_the_step(
    stages: dict[str, Path], tmp_path: Path, verb: str
) -> None:
    desk = Desk(stages[VERBS[verb][0]], ELEVEN).copy(tmp_path / "case")
    for who in (OTHER_STORE, BILLING):
        told = refused(desk, 3, *words_of(verb, tmp_path), "--as", who)
        assert "signal" not in told.err


@pytest.mark.parametrize(
    "words",
    [("extend", CASE, "--by", "900 days", *WHY), ("extend", CASE, "--milestone", "review", "--by", "1 day", *WHY),
     ("deliver", CASE)],
    ids=["further-than-the-cap", "what-does-not-run", "which-of-two-promises"],
)  # fmt: skip
def test_who_lacks_the_right_is_told_so_before_anything_else_is_asked(begun: Desk, words: tuple[object, ...]) -> None:
    for text in ("A new card.", "A call."):
        begun.ok("promise", CASE, text, "--by", "+1d", "--as", WORKER)
    assert f"{CLERK} may not `{words[0]}`" in refused(begun, 4, *words, "--as", CLERK).err


def test_every_verb_of_a_case_is_in_the_table() -> None:
    said = {verb.split()[0] for verb in VERBS} | {"undo"}
    later = {"incident", "measure", "penalty", "decide-penalty", "staff", "anonymise", "restore", "import", "all-sites"}
    data = {words[0] for words in DATA.values()} | {"reveal"}
    assert said | data - {"show"} == RIGHTS - later - {"record", "settle", "backdate"}


DATA = {
    "export": ("export",),
    "reveal": ("show", CASE, "--reveal", "He asked which number we have."),
}


@pytest.mark.parametrize("right", DATA)
@pytest.mark.parametrize("who", [CLERK, HANDLER, REVIEWER, SUPERVISOR, STRANGER])
def test_only_a_supervisor_takes_complaints_along_and_reveals_for_a_reason(begun: Desk, right: str, who: str) -> None:
    words = tuple(NUMBER if word == CASE else word for word in DATA[right])
    if who == SUPERVISOR:
        assert PHONE in begun.tsk(*words, *(("--reveal", "Asked.") if right == "export" else ()), "--as", who).out
        return
    refused_words = "is not listed as staff" if (who, right) == (STRANGER, "export") else f"{who} may not `{right}`"
    assert refused_words in refused(begun, 4, *words, "--as", who).err


@pytest.mark.parametrize("who", [CLERK, HANDLER, REVIEWER, SUPERVISOR])
def test_everybody_listed_takes_their_own_last_step_back_and_nobody_else_s(begun: Desk, who: str) -> None:
    assert "undoes only one's own" in refused(begun, 4, "undo", CASE, "--as", who).err
    begun.ok("note", CASE, "He lives on the hill.", "--as", who)
    assert [event["type"] for event in begun.ok("undo", CASE, "--as", who)["events"]] == ["undone"]


def test_a_handler_takes_back_their_own_assignment_that_took_the_case_out_of_their_sight(begun: Desk) -> None:
    begun.ok("assign", CASE, "--to", "billing", "--as", HANDLER)
    assert begun.ok("undo", CASE, "--as", HANDLER)["department"] == "network"


def test_somebody_who_is_not_listed_takes_nothing_back(begun: Desk) -> None:
    begun.ok("record", "No signal", "--as", STRANGER)
    for id in (CASE, 3):
        assert "may not `undo`" in refused(begun, 4, "undo", id, "--as", STRANGER).err


@pytest.mark.parametrize("who", [CLERK, HANDLER, REVIEWER, SUPERVISOR, STRANGER])
def test_everybody_records(begun: Desk, who: str) -> None:
    told = begun.ok("record", "No signal", "--as", who)
    assert (told["recorder"], told["number"]) == (who, "20261102-0003")


@pytest.mark.parametrize("who", [CLERK, HANDLER, REVIEWER, SUPERVISOR])
def test_everybody_listed_settles_on_the_spot(begun: Desk, who: str) -> None:
    told = begun.ok("record", "A bill is missing", "--settled", "Printed again.", "--as", who)
    assert (told["state"], told["recorder"]) == ("closed", who)


def test_somebody_who_is_not_listed_settles_nothing(begun: Desk) -> None:
    words = ("record", "A bill is missing", "--settled", "Printed again.")
    assert "may not `settle`" in refused(begun, 4, *words, "--as", STRANGER).err


@pytest.mark.parametrize(
    ("who", "code"), [(CLERK, 4), (HANDLER, 0), (REVIEWER, 0), (SUPERVISOR, 0), (STRANGER, 4)], ids=str
)
def test_who_may_escalate_carries_out_what_is_due(begun: Desk, who: str, code: int) -> None:
    """On Wed 4 Nov 10:00 the contact with complaint 1 is late."""
    events = begun.events
    told = begun.at("2026-11-04 10:00").tsk("escalate", "--due", "--as", who)
    assert told.code == code
    assert ("`escalate`" in told.err, begun.events > events) == (code == 4, code == 0)


# ── sums ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("amount", "may"),
    [("0", HANDLERS), ("0.01", REVIEWERS), ("500", REVIEWERS), ("500.01", SUPERVISORS), ("5000", SUPERVISORS),
     ("5000.01", set())],
)  # fmt: skip
def test_a_role_approves_up_to_its_sum(begun: Desk, amount: str, may: set[str]) -> None:
    begun.ok("propose", CASE, "Pay.", "--amount", amount, "--as", WORKER)
    for who in sorted(ALL - may - {CLERK}):
        assert "is above what" in refused(begun, 4, "approve", CASE, "--as", who).err
    for who in sorted(may):
        approved = begun.ok("approve", CASE, "--as", who)["proposal"]
        assert who in approved["approved_by"]
        begun.ok("undo", CASE, "--as", who)


def test_the_second_signature_is_another_person_s(begun: Desk) -> None:
    begun.ok("propose", CASE, "Pay.", "--amount", "2000.01", "--as", WORKER)
    assert begun.ok("approve", CASE, "--as", SUPERVISOR)["proposal"]["state"] == "open"
    assert "has approved this already" in refused(begun, 4, "approve", CASE, "--as", SUPERVISOR).err
    refused(begun, 4, "reply", CASE, "We pay.", "--via", "phone", "--as", WORKER)
    assert begun.ok("approve", CASE, "--as", HEAD)["proposal"]["state"] == "approved"


# ── who is not listed, and who is elsewhere ────────────────────────────────────────────────────────


def test_somebody_who_is_not_listed_sees_a_case_by_its_whole_number_only(begun: Desk) -> None:
    assert begun.ok("show", NUMBER, "--as", STRANGER)["summary"] == "Still no signal"
    for said in (CASE, "0002", f"#{CASE}", f"main/{CASE}", PHONE, "."):
        assert "signal" not in refused(begun, 3, "show", said, "--as", STRANGER).err


def test_somebody_who_is_not_listed_chases_by_the_whole_number_only(begun: Desk) -> None:
    for said in (CASE, "0002", f"main/{CASE}", PHONE):
        assert "signal" not in refused(begun, 3, "chase", said, "--as", STRANGER).err
    told = begun.ok("chase", NUMBER, "He calls again.", "--as", STRANGER)
    assert told == {"id": CASE, "number": NUMBER, "state": "in_progress", "chases": 1}


@pytest.mark.parametrize("said", [PHONE, "138-0000-1234", "+86 138 0000 1234"])
def test_a_clerk_of_another_store_who_knows_number_and_phone_chases_the_case(begun: Desk, said: str) -> None:
    told = begun.ok("chase", NUMBER, "--phone", said, "--as", OTHER_STORE)
    assert told == {"id": CASE, "number": NUMBER, "state": "in_progress", "chases": 1}
    assert begun.ok("show", CASE, "--as", WORKER)["chases"] == 1


@pytest.mark.parametrize(
    "words",
    [(CASE,), (NUMBER,), (CASE, "--phone", PHONE), (NUMBER, "--phone", "13800001235"), (NUMBER, "--phone", "1234")],
    ids=["short", "whole", "short-and-phone", "another-phone", "its-end"],
)
def test_a_clerk_of_another_store_who_does_not_know_both_chases_nothing(begun: Desk, words: tuple[object, ...]) -> None:
    told = refused(begun, 3, "chase", *words, "--as", OTHER_STORE)
    for secret in ("signal", "林小满", "0000", "1234 "):
        assert secret not in told.err.replace(NUMBER, "")


def test_a_clerk_chases_the_cases_of_their_own_store_by_any_number(begun: Desk) -> None:
    assert begun.ok("chase", CASE, "--as", CLERK)["summary"] == "Still no signal"


def test_a_chase_of_a_merged_case_by_number_and_phone_counts_on_both(begun: Desk) -> None:
    begun.ok("merge", CASE, "--into", EARLIER, "--as", REVIEWER)
    told = begun.ok("chase", NUMBER, "--phone", PHONE, "--as", OTHER_STORE)
    assert told == {"id": EARLIER, "number": "20261102-0001", "state": "assigned", "chases": 1}
    assert [begun.ok("show", id, "--as", HEAD)["chases"] for id in (EARLIER, CASE)] == [1, 1]


def test_nobody_merges_into_a_case_that_they_do_not_see(begun: Desk) -> None:
    """A clerk may not merge at all, so the supervisor lends the right to the store's own."""
    rules = begun.home / "rules.toml"
    text = rules.read_text("utf-8")
    rules.write_text(text.replace('may = ["counter", "contact"', 'may = ["counter", "merge", "contact"', 1), "utf-8")
    begun.ok("record", "No signal", "--phone", PHONE, "--store", "HZ02", "--as", OTHER_STORE)
    refused(begun, 3, "merge", 3, "--into", CASE, "--as", OTHER_STORE)
    assert begun.ok("merge", 3, "--into", CASE, "--as", HEAD)["state"] == "merged"


# ── deputies ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def lent(begun: Desk) -> Desk:
    """Complaint 2 given to somebody of billing whose deputy sits in the network department."""
    begun.ok("assign", CASE, "--to", "billing", "--handler", ABSENT, "--as", HEAD)
    return begun


COURSE: tuple[tuple[object, ...], ...] = (
    ("contact", CASE, "--via", "phone"),
    ("propose", CASE, "Change the card.", "--cause", "equipment", "--upheld", "yes"),
    ("promise", CASE, "A new card.", "--by", "+1d"),
    ("deliver", CASE),
    ("submit", CASE),
)


STEP_OF = {"contact": "contacted", "propose": "proposed", "promise": "promised"}


def test_a_deputy_accepts_works_on_and_hands_in_what_was_given_to_the_other(lent: Desk) -> None:
    taken = lent.ok("accept", CASE, "--as", HANDLER)
    assert (taken["state"], taken["handler"]) == ("in_progress", HANDLER)
    for words in COURSE:
        done: Any = lent.ok(*words, "--as", HANDLER)
    assert [m["standing"] for m in done["milestones"] if (m["name"], m["of"]) == ("opinion", "billing")] == ["met"]


@pytest.mark.parametrize("words", COURSE[:3], ids=lambda words: words[0])
def test_the_first_work_of_a_deputy_accepts_the_case(lent: Desk, words: tuple[object, ...]) -> None:
    done = lent.ok(*words, "--as", HANDLER)
    assert [event["type"] for event in done["events"]] == ["accepted", STEP_OF[str(words[0])]]
    assert done["handler"] == HANDLER


def test_a_deputy_hands_in_what_the_other_has_taken_over_and_leaves_it_theirs(lent: Desk) -> None:
    lent.ok("accept", CASE, "--as", ABSENT)
    for words in COURSE:
        assert lent.ok(*words, "--as", HANDLER)["handler"] == ABSENT


@pytest.mark.parametrize("who", [WORKER, CLERK])
def test_nobody_else_of_the_deputy_s_department_or_store_accepts_it(lent: Desk, who: str) -> None:
    refused(lent, 3 if who == WORKER else 4, "accept", CASE, "--as", who)


@pytest.mark.parametrize("who", [BILLING, REVIEWER, SUPERVISOR])
def test_no_colleague_accepts_what_was_given_to_somebody_else(lent: Desk, who: str) -> None:
    assert f"was given to {ABSENT}" in refused(lent, 4, "accept", CASE, "--as", who).err
    assert lent.ok("contact", CASE, "--via", "phone", "--as", who)["state"] == "assigned"


def test_whom_a_deputy_stands_in_for_is_no_deputy_of_theirs(begun: Desk) -> None:
    begun.ok("assign", CASE, "--to", "market", "--as", HEAD)
    begun.ok("assign", CASE, "--to", "network", "--handler", HANDLER, "--as", HEAD)
    refused(begun, 3, "accept", CASE, "--as", ABSENT)


def test_a_deputy_does_not_approve_their_own_proposal_but_the_other_s(begun: Desk) -> None:
    begun.ok("assign", CASE, "--to", "care", "--handler", COVERED, "--as", HEAD)
    begun.ok("propose", CASE, "Pay.", "--amount", "50", "--as", REVIEWER)
    assert "four eyes" in refused(begun, 4, "approve", CASE, "--as", REVIEWER).err
    assert begun.ok("approve", CASE, "--as", COVERED)["proposal"]["state"] == "approved"
    begun.ok("propose", CASE, "Pay.", "--amount", "60", "--as", COVERED)
    assert "four eyes" in refused(begun, 4, "approve", CASE, "--as", COVERED).err
    assert begun.ok("approve", CASE, "--as", REVIEWER)["proposal"]["state"] == "approved"


def test_a_deputy_who_did_the_work_does_not_review_it(begun: Desk) -> None:
    begun.ok("assign", CASE, "--to", "care", "--handler", COVERED, "--as", HEAD)
    begun.ok("contact", CASE, "--via", "phone", "--as", REVIEWER)
    begun.ok("reply", CASE, "We changed the card.", "--via", "phone", "--satisfied", "yes", "--as", REVIEWER)
    begun.ok("submit", CASE, "--as", REVIEWER)
    for words in (("close", CASE), ("return", CASE, *WHY)):
        assert "four eyes" in refused(begun, 4, *words, "--as", REVIEWER).err
    assert begun.ok("close", CASE, "--as", COVERED)["state"] == "closed"


# ── back-dating ────────────────────────────────────────────────────────────────────────────────────

LONG_AGO = "2026-11-02 10:30"  # on Fri 6 Nov 10:00 further back than two days


@pytest.mark.parametrize("who", [CLERK, HANDLER, REVIEWER, SUPERVISOR])
@pytest.mark.parametrize(
    "words",
    [("contact", CASE, "--via", "phone", "--at", LONG_AGO), ("note", CASE, "He called.", "--at", LONG_AGO),
     ("record", "No signal", "--received", LONG_AGO)],
    ids=["contact", "note", "record"],
)  # fmt: skip
def test_only_who_may_back_date_goes_further_back_than_the_policy_allows(
    begun: Desk, words: tuple[object, ...], who: str
) -> None:
    begun.at("2026-11-06 10:00")
    refused(begun, 4, *words, "--as", who)
    if who == SUPERVISOR:
        assert begun.ok(*words, *WHY, "--as", who)["events" if words[0] != "record" else "received_at"]
    else:
        assert "`backdate`" in refused(begun, 4, *words, *WHY, "--as", who).err


@pytest.mark.parametrize("who", [CLERK, HANDLER, REVIEWER, SUPERVISOR, STRANGER])
def test_only_who_may_back_date_claims_another_present_at_a_real_desk(tmp_path: Path, who: str) -> None:
    desk = Desk(tmp_path / "real", "")
    desk.ok("init")
    list_staff(desk.home)
    words = ("record", "No signal", "--now", "2026-01-05 10:00", "--as", who)
    if who == SUPERVISOR:
        assert desk.tsk(*words).code == 0
        assert desk.ok("show", 1, "--as", who)["received_at"] == "2026-01-05T10:00:00+08:00"
    else:
        assert "`backdate`" in refused(desk, 4, *words).err
