"""One matter recorded twice goes on as one: the later complaint in the earlier one, and nothing is wiped by it.

Complaint 1 comes in on Mon 2 Nov at 10:00, complaint 2 at 10:05, of the same phone, about the network: contact by
Tue, plan by Wed, answer by Thu, each at 18:00.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result

MON, TUE, WED, THU, FRI = (f"2026-11-0{day}" for day in (2, 3, 4, 5, 6))
FIRST, SECOND, THIRD = (f"20261102-000{n}" for n in (1, 2, 3))
PHONE, OTHER_PHONE = ("--phone", "13800001234"), ("--phone", "13911112222")
CALL = ("--via", "phone")
HANDLER, REVIEWER, BOSS = "w2001", "w3001", "w9001"
STAFF = """
[staff]
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


@pytest.fixture
def two(desk: Desk) -> Desk:
    desk.at(f"{MON} 10:00").ok("record", "断网三天", *PHONE)
    desk.at(f"{MON} 10:05").ok("record", "断网三天", *PHONE)
    return desk.at(f"{MON} 11:00")


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The merge is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk("merge", *words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


def standings(desk: Desk, id: int) -> dict[str, str]:
    return {m["name"]: m["standing"] for m in desk.ok("show", id)["milestones"]}


def events(desk: Desk, id: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.ok("show", id, "--history")["events"]
    return found


# ── which into which ───────────────────────────────────────────────────────────────────────────────


def test_the_later_complaint_goes_into_the_earlier_one(two: Desk) -> None:
    merged = two.ok("merge", 2, "--into", 1)
    assert (merged["id"], merged["state"], merged["merged_into"]) == (2, "merged", FIRST)
    survivor = two.ok("show", 1)
    assert (survivor["state"], survivor["merged_into"], survivor["absorbed"]) == ("assigned", None, [SECOND])


def test_the_earlier_one_does_not_go_into_the_later_one_and_the_right_command_is_told(two: Desk) -> None:
    assert "`tsk merge 2 --into 1`" in refused(two, 4, 1, "--into", 2).err
    assert two.tsk("merge", 2, "--into", 1).code == 0


def test_what_counts_is_when_a_complaint_was_received_and_not_its_number(two: Desk) -> None:
    two.ok("record", "断网三天", *PHONE, "--received", "09:30")
    assert "`tsk merge 1 --into 3`" in refused(two, 4, 3, "--into", 1).err
    assert two.ok("merge", 1, "--into", 3)["merged_into"] == THIRD


def test_of_two_received_in_the_same_second_the_lower_number_is_the_earlier_one(two: Desk) -> None:
    two.ok("record", "断网三天", *PHONE, "--received", "10:05")
    assert "`tsk merge 3 --into 2`" in refused(two, 4, 2, "--into", 3).err
    assert two.ok("merge", 3, "--into", 2)["merged_into"] == SECOND


def test_a_complaint_is_not_merged_into_itself(two: Desk) -> None:
    for into in (1, FIRST):
        assert "cannot be merged into itself" in refused(two, 4, 1, "--into", into).err


def test_complaints_are_not_merged_in_a_circle(two: Desk) -> None:
    two.ok("merge", 2, "--into", 1)
    told = refused(two, 4, 1, "--into", 2)
    assert f"{SECOND} was merged into {FIRST}" in told.err
    assert f"merge 1 --into {FIRST}" not in told.err  # nothing is merged into itself


def test_a_complaint_is_merged_into_the_survivor_of_one_that_was_merged(two: Desk) -> None:
    two.ok("record", "断网三天", *PHONE)
    two.ok("merge", 2, "--into", 1)
    told = refused(two, 4, 3, "--into", 2)
    assert f"{SECOND} was merged into {FIRST}" in told.err
    assert f"`tsk merge 3 --into {FIRST}`" in told.err
    two.ok("merge", 3, "--into", FIRST)
    assert two.ok("show", 1)["absorbed"] == [SECOND, THIRD]


def test_several_are_merged_with_one_command_each_by_itself(two: Desk) -> None:
    two.ok("record", "营业员态度恶劣", *OTHER_PHONE)
    two.ok("record", "断网三天", *PHONE)
    told = two.tsk("merge", 2, 3, 4, "--into", 1, "--json")
    assert told.code == 4
    assert [case.get("state") for case in told.json] == ["merged", None, "merged"]
    assert two.ok("show", 1)["absorbed"] == [SECOND, "20261102-0004"]


def test_a_merge_needs_the_complaint_that_goes_on(two: Desk) -> None:
    assert "--into" in refused(two, 2, 2).err
    refused(two, 3, 2, "--into", 99)
    refused(two, 3, 99, "--into", 1)


# ── the same customer ──────────────────────────────────────────────────────────────────────────────

LIN = ("--customer", "林小满")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (PHONE, ("--phone", "+86 138 0000 1234"), True),
        (PHONE, ("--phone", "１３８-００００-１２３４"), True),
        (PHONE, OTHER_PHONE, False),
        ((*PHONE, *LIN), (*OTHER_PHONE, *LIN), False),
        ((*PHONE, "--card", "6222 0200"), (*OTHER_PHONE, "--card", "6222-0200"), True),
        ((*PHONE, "--card", "6222 0200"), (*PHONE, "--card", "6222 0201"), True),
        (("--card", "AB 1"), ("--card", "ab1"), True),
        (("--email", "Lin@Example.com"), ("--email", "lin@example.com "), True),
        (("--email", "lin@example.com"), ("--email", "li@example.com"), False),
        (LIN, LIN, True),
        (LIN, ("--customer", "林大满"), False),
        (LIN, (*LIN, *PHONE), True),
        ((), (), False),
        ((), PHONE, False),
    ],
    ids=[
        "phone-spelled-otherwise", "phone-in-full-width", "another-phone", "another-phone-but-one-name",
        "same-card-another-phone", "same-phone-another-card", "card-in-capitals", "e-mail-in-capitals",
        "another-e-mail", "name-only", "another-name", "one-name-and-only-one-phone", "nobody-named", "one-unknown",
    ],
)  # fmt: skip
def test_only_complaints_of_the_same_customer_are_merged(
    desk: Desk, one: tuple[str, ...], other: tuple[str, ...], same: bool
) -> None:
    desk.ok("record", "断网三天", *one)
    desk.ok("record", "断网三天", *other)
    if same:
        assert desk.ok("merge", 2, "--into", 1)["state"] == "merged"
    else:
        assert "not of the same customer" in refused(desk, 4, 2, "--into", 1).err


def test_a_wrong_phone_is_corrected_first(desk: Desk) -> None:
    desk.ok("record", "断网三天", *PHONE)
    desk.ok("record", "断网三天", *OTHER_PHONE)
    refused(desk, 4, 2, "--into", 1)
    desk.ok("update", 2, *PHONE)
    assert desk.ok("merge", 2, "--into", 1)["state"] == "merged"


# ── what is over, and what is owed ─────────────────────────────────────────────────────────────────

DONE = {
    "closed": [
        ("contact", 1, *CALL), ("propose", 1, "Repair.", "--cause", "equipment", "--upheld", "yes"),
        ("reply", 1, "We repaired it.", *CALL, "--satisfied", "yes"), ("submit", 1), ("close", 1),
    ],
    "cancelled": [("cancel", 1, "--by", "customer", "--reason", "Found it.")],
    "rejected": [("reject", 1, "--reason", "Not ours.")],
}  # fmt: skip


@pytest.mark.parametrize("state", DONE)
def test_nothing_is_merged_into_a_finished_complaint(two: Desk, state: str) -> None:
    for words in DONE[state]:
        two.ok(*words)
    told = refused(two, 4, 2, "--into", 1)
    assert f"{FIRST} is {state}" in told.err
    assert two.ok("show", 2)["state"] == "assigned"


@pytest.mark.parametrize("state", DONE)
def test_a_finished_complaint_is_not_merged(two: Desk, state: str) -> None:
    two.ok("record", "断网三天", *PHONE, "--received", "09:30")
    for words in DONE[state]:
        two.ok(*words)
    assert f"{FIRST} is {state}" in refused(two, 4, 1, "--into", 3).err


def test_a_complaint_is_merged_once(two: Desk) -> None:
    two.ok("record", "断网三天", *PHONE, "--received", "09:30")
    two.ok("merge", 2, "--into", 1)
    assert f"{SECOND} is merged" in refused(two, 4, 2, "--into", 3).err


@pytest.mark.parametrize("state", ["in_progress", "pending", "resolved"])
def test_a_complaint_is_merged_into_one_that_is_being_handled(two: Desk, state: str) -> None:
    step = {
        "in_progress": ("accept", 1),
        "pending": ("pend", 1, "--reason", "customer"),
        "resolved": ("reply", 1, "We repaired it.", *CALL),
    }[state]
    before = two.ok(*step)
    two.ok("merge", 2, "--into", 1)
    after = two.ok("show", 1)
    assert (after["state"], after["handler"], after["milestones"]) == (state, "tester", before["milestones"])


def test_a_complaint_with_an_open_promise_is_merged_only_after_it_was_kept_or_taken_back(two: Desk) -> None:
    two.ok("promise", 2, "A new router.", "--by", f"{THU} 12:00")
    told = refused(two, 4, 2, "--into", 1)
    assert "promise 1 is still open" in told.err
    assert "`tsk deliver 2`" in told.err
    assert "tsk promise 2 --withdraw 1" in told.err
    two.ok("deliver", 2)
    assert two.ok("merge", 2, "--into", 1)["state"] == "merged"


def test_an_open_promise_of_the_survivor_stands_in_no_merge_s_way(two: Desk) -> None:
    two.ok("promise", 1, "A new router.", "--by", f"{THU} 12:00")
    two.ok("merge", 2, "--into", 1)
    assert [one["delivered_at"] for one in two.ok("show", 1)["promises"]] == [None]


def test_a_merge_ends_the_waits_of_the_merged_one_only(two: Desk) -> None:
    for id in (1, 2):
        two.ok("pend", id, "--reason", "customer", "--until", f"{WED} 12:00")
    two.at(f"{MON} 15:00").ok("merge", 2, "--into", 1)
    survivor, merged = two.ok("show", 1, 2)
    assert [wait["until"] for wait in merged["waits"]] == [f"{MON}T15:00:00+08:00"]
    assert [wait["until"] for wait in survivor["waits"]] == [f"{WED}T12:00:00+08:00"]
    assert (survivor["state"], merged["state"]) == ("pending", "merged")
    assert two.tsk("resume", 2).code == 4


def test_what_is_not_yet_due_becomes_void_and_what_was_overdue_stays_missed(two: Desk) -> None:
    """On Wed at noon the contact of Tue is overdue, the plan is due that evening."""
    two.at(f"{WED} 12:00").ok("merge", 2, "--into", 1)
    assert standings(two.at(f"{FRI} 12:00"), 2) == {
        "contact": "missed", "plan": "void", "opinion": "void", "reply": "void", "statutory": "void",
    }  # fmt: skip
    assert {item["id"] for item in two.ok("overdue")} == {1}


def test_what_is_due_in_the_very_second_of_the_merge_is_void(two: Desk) -> None:
    two.at(f"{TUE} 18:00:00").ok("merge", 2, "--into", 1)
    assert standings(two, 2)["contact"] == "void"


def test_what_was_met_before_the_merge_stays_met(two: Desk) -> None:
    two.ok("contact", 2, *CALL)
    two.ok("merge", 2, "--into", 1)
    assert standings(two, 2)["contact"] == "met"
    assert standings(two, 1)["contact"] == "open"


def figures(desk: Desk) -> dict[str, Any]:
    total = desk.ok("report", "--month", "2026-11")["total"]
    on_time = (total["timeliness"]["count"], total["timeliness"]["of"])
    return {"received": total["received"], "open": total["open"], "overdue": total["overdue"], "on time": on_time}


def test_a_merge_in_time_leaves_one_answer_owed_and_one_case_open(two: Desk) -> None:
    two.ok("merge", 2, "--into", 1)
    assert figures(two.at(f"{FRI} 12:00")) == {"received": 2, "open": 1, "overdue": 1, "on time": (0, 1)}


def test_a_merge_after_the_answer_was_due_leaves_it_missed_in_the_figures(two: Desk) -> None:
    two.at(f"{FRI} 12:00").ok("merge", 2, "--into", 1)
    two.ok("reply", 1, "We repaired it.", *CALL)
    assert figures(two) == {"received": 2, "open": 1, "overdue": 0, "on time": (0, 2)}


@pytest.fixture
def staffed(two: Desk) -> Desk:
    rules = two.home / "rules.toml"
    usual = rules.read_text("utf-8")
    assert "\n[channels]" in usual
    rules.write_text(usual.replace("\n[channels]", STAFF, 1), "utf-8")
    return two


@pytest.mark.parametrize(
    "words", [("merge", 2, "--into", 1), ("reject", 2), ("cancel", 2, "--by", "duplicate")], ids=lambda words: words[0]
)
def test_no_missed_deadline_is_wiped_out_by_claiming_an_earlier_end(staffed: Desk, words: tuple[object, ...]) -> None:
    """A reviewer holds the right to merge, but not to back-date; the contact was due on Tue at 18:00."""
    before = staffed.at(f"{WED} 09:00").ok("verify", "--as", BOSS)["events"]
    told = staffed.tsk(*words, "--at", f"{TUE} 17:00", "--reason", "Came twice.", "--as", REVIEWER)
    assert told.code == 4
    assert "backdate" in told.err
    assert staffed.ok("verify", "--as", BOSS)["events"] == before


def test_a_merge_needs_the_right_to_it(staffed: Desk) -> None:
    """What a handler lacks; neither file is touched."""
    told = staffed.tsk("merge", 2, "--into", 1, "--as", HANDLER)
    assert (told.code, told.out) == (4, "")
    assert "the role Handler lacks that right" in told.err
    assert [case["state"] for case in staffed.ok("show", 1, 2, "--as", BOSS)] == ["assigned", "assigned"]


# ── later chases ───────────────────────────────────────────────────────────────────────────────────


def test_a_later_chase_of_the_merged_number_goes_to_the_survivor_and_shows_on_both_histories(two: Desk) -> None:
    two.ok("merge", 2, "--into", 1, "--reason", "The same outage.")
    chased = two.ok("chase", 2, "When will it work?")
    assert (chased["id"], chased["chases"], chased["state"]) == (1, 1, "assigned")
    first, second = events(two, 1)[-1], events(two, 2)[-1]
    assert (first["type"], first["note"]) == (second["type"], second["note"]) == ("chased", "When will it work?")
    assert second["on"] == FIRST
    merged = two.ok("show", 2)
    assert (merged["state"], merged["chases"]) == ("merged", 1)


def test_a_later_chase_lies_in_the_inbox_with_the_survivor_alone(two: Desk) -> None:
    two.ok("merge", 2, "--into", 1)
    two.ok("chase", 2)
    assert [(item["id"], item["why"][0]["kind"]) for item in two.ok("inbox")] == [(1, "chased")]


def test_a_chase_goes_on_through_a_chain_of_merges(two: Desk) -> None:
    two.ok("record", "断网三天", *PHONE)
    two.ok("merge", 3, "--into", 2)
    two.ok("merge", 2, "--into", 1)
    assert two.ok("chase", 3, "When will it work?")["id"] == 1
    assert [events(two, id)[-1]["type"] for id in (1, 2, 3)] == ["chased"] * 3
    assert [event["on"] for event in (events(two, 2)[-1], events(two, 3)[-1])] == [FIRST, SECOND]
    assert two.ok("verify")["whole"]


def test_chases_of_both_numbers_add_up_on_the_survivor(two: Desk) -> None:
    """The third in all raises it, by the default rules."""
    two.ok("merge", 2, "--into", 1)
    for id in (1, 2, 1):
        two.ok("chase", id)
    survivor = two.ok("show", 1)
    assert (survivor["chases"], survivor["severity"]) == (3, "major")


def test_the_phone_of_both_stands_for_the_survivor_alone(two: Desk) -> None:
    assert two.tsk("show", "138-0000-1234").code == 3
    two.ok("merge", 2, "--into", 1)
    assert two.ok("show", "138-0000-1234")["id"] == 1


# ── how it is shown ────────────────────────────────────────────────────────────────────────────────


def test_show_names_the_other_file_in_both_directions(two: Desk) -> None:
    two.ok("merge", 2, "--into", 1)
    assert f"Goes on for  {SECOND}" in two.tsk("show", 1).out
    assert f"Merged into  {FIRST}" in two.tsk("show", 2).out
    for id, other in ((1, SECOND), (2, FIRST)):
        told = two.tsk("show", id, "--lang", "zh").out
        assert other in told
        assert "Goes on" not in told
        assert "Merged into" not in told


def test_both_histories_say_who_merged_what_and_why(two: Desk) -> None:
    two.ok("merge", 2, "--into", 1, "--reason", "The same outage.", "--as", "zhao")
    survivor, merged = events(two, 1)[-1], events(two, 2)[-1]
    assert (merged["type"], merged["into"], survivor["type"], survivor["merged"]) == (
        "merged", FIRST, "absorbed", SECOND,
    )  # fmt: skip
    for event in (survivor, merged):
        assert (event["actor"], event["reason"], event["at"]) == ("zhao", "The same outage.", f"{MON}T11:00:00+08:00")


def test_both_files_are_written_in_one_transaction(two: Desk) -> None:
    """Neighbours in the chain; what forbids one side leaves the other untouched."""
    two.ok("merge", 2, "--into", 1)
    assert events(two, 1)[-1]["n"] == events(two, 2)[-1]["n"] + 1
    two.ok("record", "断网三天", *PHONE)
    two.ok("cancel", 1, "--by", "customer", "--reason", "Found it.")
    before = two.ok("show", 3, "--history")
    refused(two, 4, 3, "--into", 1)
    assert two.ok("show", 3, "--history") == before


def test_a_merged_complaint_still_takes_notes_and_papers_but_no_work(two: Desk, tmp_path: Path) -> None:
    two.ok("merge", 2, "--into", 1)
    paper = tmp_path / "paper.jpg"
    paper.write_bytes(b"a photo")
    assert two.ok("note", 2, "The customer came by.")["state"] == "merged"
    assert two.ok("attach", 2, paper, "--kind", "photo")["state"] == "merged"
    for words in (("accept", 2), ("contact", 2, *CALL), ("reply", 2, "Done.", *CALL), ("reopen", 2, "--reason", "x")):
        assert two.tsk(*words).code == 4
