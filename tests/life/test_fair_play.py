"""What was promised, what was missed and who did the work cannot be talked away afterwards; the default rules.

The office works Mon–Fri 09:00–12:00 and 13:30–18:00. Complaint 1 comes in on Mon 2 Nov at 10:00: contact by Tue,
plan and opinion by Wed, answer by Thu, each at 18:00.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from test_random_walk import DEPARTMENTS, Step, Walk, anybody, complaint, earlier, minutes

from tsk.desk import handling as h
from tsk.lifecycle import effective

FRI_BEFORE, MON, TUE, WED, THU, FRI = "2026-10-30", *(f"2026-11-0{day}" for day in (2, 3, 4, 5, 6))
REASON = ("--reason", "The switchboard was down.")
CALL = ("contact", 1, "--via", "phone")
ANSWER = ("reply", 1, "We apologised.", "--via", "phone")
PLAN = ("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")

CLERK, NETWORK, REVIEWER, BOSS = "w1001", "w2001", "w3001", "w9001"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


def list_staff(home: Path) -> None:
    """Switches the staff list on, as a supervisor would."""
    rules = home / "rules.toml"
    usual = rules.read_text("utf-8")
    assert "\n[channels]" in usual
    rules.write_text(usual.replace("\n[channels]", STAFF, 1), "utf-8")


@pytest.fixture
def monday(desk: Desk) -> Desk:
    """Complaint 1 of Mon 2 Nov 10:00 about a rude clerk: customer care's own."""
    desk.at(f"{MON} 10:00").ok("record", "The clerk was rude", "--category", "attitude")
    return desk


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """The same complaint at a desk with listed staff; the reviewer may handle and close, but not back-date."""
    list_staff(desk.home)
    desk.at(f"{MON} 10:00").ok("record", "The clerk was rude", "--category", "attitude", "--as", CLERK)
    return desk


def promise(desk: Desk, name: str, round: int = 1, of: str | None = None) -> dict[str, Any]:
    rows = [m for m in desk.ok("show", 1, "--as", BOSS)["milestones"] if (m["name"], m["round"]) == (name, round)]
    (row,) = [m for m in rows if of is None or m["of"] == of]
    return row


def explained(desk: Desk, name: str) -> dict[str, Any]:
    (one,) = [m for m in desk.ok("explain", 1)["milestones"] if (m["name"], m["round"]) == (name, 1)]
    return one


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


# ── what explain shows of a promise that was kept ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("course", "due"),
    [
        ([("15:00", "propose"), ("16:00", "pend")], "11-04T18:00"),
        ([("15:00", "propose"), ("15:00", "pend")], "11-04T18:00"),
        ([("11:00", "pend"), ("15:00", "propose")], "11-05T17:00"),
        ([("11:00", "pend"), ("15:00", "propose"), ("16:00", "resume")], "11-05T17:00"),
        ([("11:00", "pend"), ("14:30", "resume"), ("15:00", "propose")], "11-05T11:00"),
        ([("11:00", "pend"), ("14:30", "resume"), ("15:00", "propose"), ("16:00", "pend")], "11-05T11:00"),
        ([("11:00", "pend"), ("11:00", "propose")], "11-05T17:00"),
        ([("11:00", "pend"), ("14:30", "resume"), ("14:30", "propose")], "11-05T11:00"),
        ([("11:00", "pend"), ("14:30", "propose"), ("14:30", "resume")], "11-05T17:00"),
    ],
    ids=[
        "a-wait-after-it", "a-wait-in-its-second", "a-wait-open-then", "a-wait-ended-early-after-it",
        "a-wait-that-was-over", "a-second-wait-after-it", "met-in-the-second-of-the-wait",
        "met-in-the-second-of-the-resuming", "resumed-in-the-second-of-the-meeting",
    ],
)  # fmt: skip
def test_no_wait_or_resuming_after_a_milestone_was_met_changes_what_explain_shows(
    monday: Desk, course: list[tuple[str, str]], due: str
) -> None:
    """Mon 11:00 to Tue 10:00 is 6 h 30 of work, Mon 11:00 to 14:30 is 2 h: added to Wed 18:00."""
    words = {
        "pend": ("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00"),
        "propose": ("propose", 1, "Apologise."),
        "resume": ("resume", 1),
    }
    for at, verb in course:
        monday.at(f"{MON} {at}").ok(*words[verb])
    one = explained(monday.at(f"{FRI} 09:00"), "plan")
    assert (one["due"], one["due_today"]) == (f"2026-{due}:00+08:00", f"2026-{due}:00+08:00")
    assert "promised was" not in monday.tsk("explain", 1).out


def test_a_wait_after_the_plan_still_explains_the_answer(monday: Desk) -> None:
    """Mon 15:00 to Tue 10:00 covers 4 h of work; the answer moves from Thu 18:00 to Fri 14:30."""
    monday.at(f"{MON} 11:00").ok(*PLAN)
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    plan, answer = explained(monday, "plan"), explained(monday, "reply")
    assert (plan["waits"], plan["due_today"]) == ([], f"{WED}T18:00:00+08:00")
    assert len(answer["waits"]) == 1
    assert (answer["due"], answer["due_today"]) == (f"{FRI}T14:30:00+08:00", f"{FRI}T14:30:00+08:00")


ENDS_WAITS = {
    "reply": ANSWER,
    "assign": ("assign", 1, "--to", "billing"),
    "cancel": ("cancel", 1, "--by", "customer", *REASON),
}


@pytest.mark.parametrize("verb", ENDS_WAITS)
def test_a_step_that_ends_a_wait_does_not_change_what_explain_shows_of_what_it_meets_or_ends(
    monday: Desk, verb: str
) -> None:
    """Mon 11:00 to Tue 10:00 is 6 h 30 of work: the answer is due on Fri 17:00, however early it is given."""
    monday.at(f"{MON} 11:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    monday.at(f"{MON} 15:00").ok(*ENDS_WAITS[verb])
    for m in monday.ok("explain", 1)["milestones"]:
        assert m["due"] == m["due_today"], m["name"]
    if verb == "reply":
        assert (explained(monday, "plan")["due"], explained(monday, "reply")["due"]) == (
            f"{THU}T17:00:00+08:00", f"{FRI}T17:00:00+08:00",
        )  # fmt: skip
    assert "promised was" not in monday.tsk("explain", 1).out


def test_working_days_counted_from_receipt_are_explained_without_a_first_day(desk: Desk) -> None:
    """One working day of 7 h 30 from Mon 10:00: 2 h, 4 h 30 and Tuesday's first hour."""
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8")
    without_examples = usual[: usual.index("# ── examples")]
    counted = without_examples.replace('met_by = "contacted"', 'met_by = "contacted", count = "from-receipt"', 1)
    assert counted != without_examples
    rules.write_text(counted, "utf-8")
    desk.at(f"{MON} 10:00").ok("record", "The clerk was rude", "--category", "attitude")
    one = explained(desk, "contact")
    assert (one["due"], one["due_today"]) == (f"{TUE}T10:00:00+08:00", f"{TUE}T10:00:00+08:00")
    assert one["counted_seconds"] == 27_000
    assert {span["day"] for span in one["stretches"]} == {None}
    contact, plan = desk.tsk("explain", 1).out.split("\n\n")[1:3]
    assert "first day" not in contact
    assert "7 h 30 min" in contact
    assert "first day, not counted" in plan


# ── each milestone starts once ─────────────────────────────────────────────────────────────────────


def changes_of(event: Any) -> list[tuple[str, str, int, str]]:
    return [(due["op"], due["milestone"], due["round"], due["of"]) for due in event["dues"]]


def started_once(events: list[Any]) -> None:
    """No event says the same of one milestone twice, and no milestone starts twice in the whole file."""
    for event in events:
        assert [*Counter(changes_of(event)).values()] == [1] * len(event["dues"]), event
    starts = [change for event in events for change in changes_of(event) if change[0] == "started"]
    assert len(starts) == len(set(starts))


@pytest.mark.parametrize(
    "assignments",
    [
        ["--to care --with care"],
        ["--to billing --with billing"],
        ["--to billing --with billing --with billing"],
        ["--to billing --with network --with billing --with network"],
        ["--with care"],
        ["--with care", "--with care"],
        ["--to care --with network", "--to care --with network"],
        ["--to care --with network", "--to network --with care", "--to care --with network"],
        ["--with network", "--to network", "--to network --with network"],
        ["--with billing --with network", "--to billing --with care", "--with care --with billing"],
        ["--to billing", "--to care", "--to billing --with care", "--to care --with billing"],
    ],
    ids=" then ".join,
)
def test_no_assignment_starts_a_milestone_twice(monday: Desk, assignments: list[str]) -> None:
    for minute, words in enumerate(assignments):
        monday.at(f"{MON} 11:{minute:02}").ok("assign", 1, *words.split())
    case = monday.ok("show", 1, "--history")
    started_once(case["events"])
    running = [m["of"].partition("#")[0] for m in case["milestones"] if m["name"] == "opinion" and not m["ended_at"]]
    assert sorted(running) == sorted({case["department"], *case["co_departments"]})
    assert case["department"] not in case["co_departments"]
    assert monday.ok("verify")["whole"]


def test_a_lead_department_that_was_co_handling_keeps_its_clock(monday: Desk) -> None:
    """Two days of the field calendar from Mon: Wed; the second time nothing starts anew."""
    monday.at(f"{MON} 11:00").ok("assign", 1, "--with", "network")
    monday.at(f"{TUE} 11:00").ok("assign", 1, "--to", "network", "--with", "network")
    opinions = [m for m in monday.ok("show", 1)["milestones"] if m["name"] == "opinion"]
    assert [(m["of"], m["due"], m["standing"]) for m in opinions] == [
        ("care", f"{WED}T18:00:00+08:00", "void"),
        ("network", f"{WED}T18:00:00+08:00", "open"),
    ]


def assigning(to: str, co: list[str], who: str) -> Step:
    return lambda desk: h.ask_assign(desk, to, co, who, "")


PEOPLE = (CLERK, NETWORK, "w2101", REVIEWER, BOSS)
assignments = st.builds(
    assigning,
    st.sampled_from(DEPARTMENTS),
    st.lists(st.sampled_from(DEPARTMENTS[1:]), max_size=3),
    st.sampled_from(["", "", *PEOPLE]),
)


class StaffedWalk(Walk):
    """The same walk among listed people of every role, and one who is not listed; half of the steps are the boss's."""

    people = (*PEOPLE, "stranger", *[BOSS] * 5)

    @rule(id=complaint, ask=assignments, passed=minutes, back=earlier, who=anybody)
    def assigns(self, id: int, ask: Step, passed: int, back: int, who: str) -> None:
        self.handles(id, ask, passed, back, who, regrets=False)

    @invariant()
    def no_event_says_the_same_of_a_milestone_twice(self) -> None:
        for events, _ in self.files.values():
            starts: list[tuple[str, str, int, str]] = []
            for event in effective(events):
                changes = [(due.op, due.name, due.round, due.of) for due in event.dues]
                assert len(changes) == len(set(changes)), (event.type, changes)
                starts += [change for change in changes if change[0] == "started"]
            assert len(starts) == len(set(starts)), starts

    @invariant()
    def no_step_of_a_person_lies_before_the_one_before(self) -> None:
        for events, _ in self.files.values():
            taken = [event.at for event in effective(events)[1:] if event.actor != "system"]
            assert taken == sorted(taken)


def test_no_milestone_starts_twice_whoever_does_whatever(practice_home: Path, tmp_path: Path) -> None:
    StaffedWalk.practice = tmp_path / "staffed"
    shutil.copytree(practice_home, StaffedWalk.practice)
    list_staff(StaffedWalk.practice)
    assert Desk(StaffedWalk.practice).tsk("rules", "check").code == 0
    run_state_machine_as_test(
        StaffedWalk,
        settings=settings(
            max_examples=10,
            stateful_step_count=40,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


# ── whose overdue milestone it is ──────────────────────────────────────────────────────────────────


def late(desk: Desk, *words: object) -> list[tuple[str, str]]:
    return [(row["milestone"], row["of"]) for row in desk.ok("overdue", *words)]


def test_overdue_of_a_department_lists_what_that_department_owes(desk: Desk) -> None:
    """Billing leads and the network helps; on Tue 13 Oct 08:30 all but the answer is missed."""
    desk.ok("record", "宽带套餐多扣了30元")
    desk.at("2026-10-13 08:30")
    assert late(desk) == [("contact", ""), ("opinion", "network"), ("opinion", "billing"), ("plan", "")]
    assert late(desk, "--department", "network") == [("opinion", "network")]
    assert late(desk, "--department", "billing") == [("contact", ""), ("opinion", "billing"), ("plan", "")]
    assert late(desk, "--department", "care") == []
    assert desk.tsk("overdue", "--check", "--department", "network").code == 10
    assert desk.tsk("overdue", "--check", "--department", "care").code == 0


def test_overdue_of_a_department_lists_its_second_clock_too(monday: Desk) -> None:
    """Care leads, gives the case to billing and gets it back on Tue: its second opinion was due on Thu."""
    monday.at(f"{MON} 11:00").ok("assign", 1, "--to", "billing", "--with", "network")
    monday.at(f"{TUE} 11:00").ok("assign", 1, "--to", "care", "--with", "network")
    monday.at(f"{THU} 18:00:01")
    assert ("opinion", "care#2") in late(monday, "--department", "care")
    assert late(monday, "--department", "network") == [("opinion", "network")]
    assert late(monday, "--department", "billing") == []


# ── when a step was taken ──────────────────────────────────────────────────────────────────────────


def test_no_step_lies_before_the_last_one_that_somebody_took(monday: Desk) -> None:
    """Called 10:30, proposed 11:30, handed in 11:50, answered 14:00, handed in again 15:00."""
    monday.at(f"{MON} 17:00")
    refused(monday, 2, *CALL, "--at", "09:59")
    monday.ok(*CALL, "--at", "10:30")
    refused(monday, 2, *PLAN, "--at", "10:29:59")
    monday.ok(*PLAN, "--at", "11:30")
    told = refused(monday, 2, *ANSWER, "--at", "11:29:59")
    assert "11:29:59" in told.err
    assert "11:30" in told.err
    refused(monday, 2, "submit", 1, "--at", "11:00")
    monday.ok("submit", 1, "--at", "11:50")
    refused(monday, 2, *ANSWER, "--at", "11:49")
    monday.ok(*ANSWER, "--satisfied", "yes", "--at", "14:00")
    monday.ok("submit", 1, "--at", "15:00")
    refused(monday, 2, "close", 1, "--at", "14:30")
    monday.ok("close", 1, "--at", "15:00")
    refused(monday, 2, "reopen", 1, *REASON, "--at", "14:59")


def test_no_wait_ends_before_it_began(monday: Desk) -> None:
    monday.at(f"{MON} 17:00").ok("pend", 1, "--reason", "customer", "--at", "15:00", "--until", f"{TUE} 10:00")
    refused(monday, 2, "resume", 1, "--at", "14:59")
    monday.ok("resume", 1, "--at", "15:00")


def test_a_step_in_the_second_of_the_last_one_is_taken(monday: Desk) -> None:
    monday.at(f"{MON} 17:00").ok(*CALL, "--at", "11:30")
    monday.ok(*PLAN, "--at", "11:30")
    assert monday.ok(*ANSWER, "--at", "11:30")["state"] == "resolved"


def test_the_desk_s_own_assignment_dates_nothing(desk: Desk) -> None:
    """Received at 10:00 and called at 10:20, recorded only at 16:00: the thirty minutes of an urgent contact are kept.

    The deadline has passed by then, so it needs a word of explanation.
    """
    desk.at(f"{MON} 16:00").ok("record", "断网三天", "--severity", "urgent", "--received", "10:00")
    assert promise(desk, "contact")["due"] == f"{MON}T10:30:00+08:00"
    refused(desk, 2, *CALL, *REASON, "--at", "09:59")
    refused(desk, 4, *CALL, "--at", "10:20")
    desk.ok(*CALL, *REASON, "--at", "10:20")
    row = promise(desk, "contact")
    assert (row["standing"], row["met_at"]) == ("met", f"{MON}T10:20:00+08:00")
    refused(desk, 2, *PLAN, *REASON, "--at", "10:19")


def test_a_person_s_own_assignment_dates_what_comes_after_it(monday: Desk) -> None:
    monday.at(f"{MON} 15:00").ok("assign", 1, "--to", "billing")
    refused(monday.at(f"{MON} 16:00"), 2, *CALL, "--at", "14:59")


# ── what is missed by now stays missed ─────────────────────────────────────────────────────────────

BEFORE = ("--at", f"{WED} 17:00")  # the plan and the opinion were due at 18:00
MOVES = {
    "pend": ("pend", 1, "--reason", "customer", "--until", f"{FRI} 10:00"),
    "assign": ("assign", 1, "--to", "billing"),
    "cancel": ("cancel", 1, "--by", "customer"),
    "reopen": ("reopen", 1),
    "return": ("return", 1),
}
WHY = {verb: ("--note" if verb == "pend" else "--reason", "Written down only now.") for verb in MOVES}
ENOUGH = ("pend", "assign")  # the others are never taken without a reason at all


def thursday(desk: Desk, verb: str) -> Desk:
    """Thu 5 Nov 09:00: the opinion is missed; to take it up again there is an answer, to send back there is a file."""
    if verb in ("reopen", "return"):
        desk.at(f"{MON} 11:00").ok(*CALL, "--as", BOSS)
        desk.ok(*PLAN, "--as", BOSS)
    if verb == "return":  # care's own opinion is met with its file; billing, which helps, still owes one
        desk.ok("assign", 1, "--with", "billing", "--as", BOSS)
        desk.ok("submit", 1, "--department", "care", "--as", BOSS)
    if verb == "reopen":
        desk.at(f"{TUE} 11:00").ok(*ANSWER, "--as", BOSS)
    return desk.at(f"{THU} 09:00")


@pytest.mark.parametrize("verb", MOVES)
def test_a_step_that_moves_clocks_is_not_claimed_before_a_missed_due_without_a_reason(monday: Desk, verb: str) -> None:
    thursday(monday, verb)
    words = MOVES[verb]
    refused(monday, 4 if verb in ENOUGH else 2, *words, *BEFORE)
    monday.ok(*words, *WHY[verb], *BEFORE)


@pytest.mark.parametrize("verb", [verb for verb in MOVES if verb != "return"])
def test_a_step_that_moves_clocks_is_not_claimed_before_a_missed_due_without_the_right(
    staffed: Desk, verb: str
) -> None:
    thursday(staffed, verb)
    words = (*MOVES[verb], *WHY[verb], *BEFORE)
    told = refused(staffed, 4, *words, "--as", REVIEWER)
    assert "`backdate`" in told.err
    assert promise(staffed, "opinion", of="care")["standing"] == "missed"
    staffed.ok(*words, "--as", BOSS)


@pytest.mark.parametrize("verb", [verb for verb in MOVES if verb != "return"])
def test_a_step_that_moves_clocks_is_taken_now_and_leaves_what_was_missed(staffed: Desk, verb: str) -> None:
    thursday(staffed, verb)
    staffed.ok(*MOVES[verb], *WHY[verb], "--as", REVIEWER)
    assert promise(staffed, "opinion", of="care")["standing"] == "missed"
    if verb != "reopen":
        assert promise(staffed, "plan")["standing"] == "missed"


def test_a_wait_claimed_after_the_missed_due_needs_nothing(staffed: Desk) -> None:
    staffed.at(f"{THU} 09:00").ok(*MOVES["pend"], "--at", f"{WED} 18:00:01", "--as", REVIEWER)
    assert promise(staffed, "plan")["standing"] == "missed"


def test_the_very_second_of_the_due_counts_as_before_it(staffed: Desk) -> None:
    refused(staffed.at(f"{THU} 09:00"), 4, *MOVES["pend"], *WHY["pend"], "--at", f"{WED} 18:00", "--as", REVIEWER)


@pytest.mark.parametrize(
    ("words", "name"), [(CALL, "contact"), (ANSWER, "reply"), (PLAN, "plan")], ids=["contact", "reply", "propose"]
)
@pytest.mark.parametrize("who", [REVIEWER, BOSS])
def test_work_done_in_time_and_told_late_needs_a_reason_and_no_right(
    staffed: Desk, words: tuple[object, ...], name: str, who: str
) -> None:
    """By Wed 10:00 only the contact of Tue 18:00 is missed; Tue 17:00 is within the two days of back-dating."""
    claimed = (*words, "--at", f"{TUE} 17:00", "--as", who)
    told = refused(staffed.at(f"{WED} 10:00"), 4, *claimed)
    assert "--reason" in told.err
    staffed.ok(*claimed, *REASON)
    row = promise(staffed, name)
    assert (row["standing"], row["met_at"]) == ("met", f"{TUE}T17:00:00+08:00")


def test_a_call_told_after_its_due_as_made_after_its_due_is_late_without_a_word(monday: Desk) -> None:
    monday.at(f"{WED} 10:00").ok(*CALL, "--at", f"{TUE} 18:00:01")
    assert promise(monday, "contact")["standing"] == "late"


# ── further back than the policy allows ────────────────────────────────────────────────────────────


def friday(desk: Desk, *who: str) -> Desk:
    """Received Fri 30 Oct 16:00 and called 16:30; on Mon 17:00 nothing is missed and Friday is three days back."""
    desk.at(f"{FRI_BEFORE} 16:00").ok("record", "The clerk was rude", "--category", "attitude", *who)
    desk.at(f"{FRI_BEFORE} 16:30").ok(*CALL, *who)
    return desk.at(f"{MON} 17:00")


LONG_AGO = ("--at", f"{FRI_BEFORE} 17:00")


def test_a_step_further_back_than_two_days_needs_a_reason(desk: Desk) -> None:
    friday(desk)
    refused(desk, 4, *PLAN, *LONG_AGO)
    desk.ok(*PLAN, *LONG_AGO, *REASON)
    assert promise(desk, "plan")["met_at"] == f"{FRI_BEFORE}T17:00:00+08:00"


def test_a_step_of_yesterday_needs_no_reason(desk: Desk) -> None:
    friday(desk).ok(*PLAN, "--at", "2026-11-01 12:00")


def test_a_step_further_back_than_two_days_needs_the_right_where_staff_is_listed(desk: Desk) -> None:
    list_staff(desk.home)
    friday(desk, "--as", BOSS)
    told = refused(desk, 4, *PLAN, *LONG_AGO, *REASON, "--as", REVIEWER)
    assert "`backdate`" in told.err
    refused(desk, 4, *PLAN, *LONG_AGO, "--as", BOSS)
    desk.ok(*PLAN, *LONG_AGO, *REASON, "--as", BOSS)


def test_a_receipt_further_back_than_two_days_needs_the_right_where_staff_is_listed(desk: Desk) -> None:
    list_staff(desk.home)
    words = ("record", "The clerk was rude", "--received", f"{FRI_BEFORE} 10:00")
    desk.at(f"{MON} 17:00")
    refused(desk, 4, *words, *REASON, "--as", CLERK)
    refused(desk, 4, *words, "--as", BOSS)
    desk.ok(*words, *REASON, "--as", BOSS)


# ── nothing is promised before it is approved ──────────────────────────────────────────────────────

COSTLY = (*PLAN, "--amount", "100")


def test_a_refused_proposal_with_a_sum_lets_no_answer_through(monday: Desk) -> None:
    monday.ok(*COSTLY)
    refused(monday, 4, *ANSWER)
    monday.ok("refuse", 1)
    told = refused(monday, 4, *ANSWER)
    assert "100 CNY is not approved" in told.err
    refused(monday, 4, "approve", 1)
    monday.ok(*PLAN)
    assert monday.ok(*ANSWER)["state"] == "resolved"


def test_a_refused_proposal_without_a_sum_stops_no_answer(monday: Desk) -> None:
    monday.ok(*PLAN)
    monday.ok("refuse", 1)
    assert monday.ok(*ANSWER)["state"] == "resolved"


def test_an_approval_does_not_cover_the_next_round(monday: Desk) -> None:
    monday.ok(*COSTLY)
    monday.ok("approve", 1, "--as", "wang")
    again = monday.ok(*ANSWER, "--satisfied", "no", "--demand", "Twice as much.")
    assert (again["round"], again["proposal"]) == (2, None)
    refused(monday, 4, "approve", 1, "--as", "wang")
    second = monday.ok(*COSTLY)
    assert (second["proposal"]["state"], second["proposal"]["approved_by"]) == ("open", [])
    refused(monday, 4, *ANSWER)
    monday.ok("approve", 1, "--as", "wang")
    assert monday.ok(*ANSWER)["state"] == "resolved"


@pytest.mark.parametrize("verb", ["reopen", "return"])
def test_a_proposal_lapses_with_every_new_round(monday: Desk, verb: str) -> None:
    monday.ok(*CALL)
    monday.ok(*COSTLY, "--responsible", "care")
    monday.ok("approve", 1, "--as", "wang")
    monday.ok(*ANSWER, "--satisfied", "yes")
    monday.ok("submit", 1)
    case = monday.ok(verb, 1, *REASON, *(("--redo",) if verb == "return" else ()))
    assert (case["round"], case["proposal"]) == (2, None)


# ── an answered case can be completed ──────────────────────────────────────────────────────────────


def test_an_answer_that_came_first_is_completed_and_closed(monday: Desk) -> None:
    """Answered Mon 11:00; contact and plan ended then, in time, so nothing that comes after meets or misses them."""
    monday.at(f"{MON} 11:00").ok(*ANSWER, "--satisfied", "yes")
    refused(monday, 4, "submit", 1)
    monday.at(f"{FRI} 09:00").ok(*CALL)
    monday.ok(*PLAN)
    for name in ("contact", "plan"):
        row = promise(monday, name)
        assert (row["standing"], row["met_at"], row["ended_at"]) == ("void", None, f"{MON}T11:00:00+08:00")
    assert late(monday) == [("opinion", "care")]
    monday.ok("submit", 1)
    assert promise(monday, "opinion")["standing"] == "late"
    closed = monday.ok("close", 1)
    assert (closed["state"], closed["cause"], closed["upheld"]) == ("closed", "staff", "yes")
    assert promise(monday, "review")["standing"] == "met"
    assert late(monday.at("2026-12-01 09:00")) == [("visit", "")]
    monday.ok("visit", 1, "--via", "phone", "--satisfied", "yes")
    assert late(monday) == []
    assert monday.ok("verify")["whole"]


def test_a_contact_missed_before_the_answer_stays_missed(monday: Desk) -> None:
    monday.at(f"{WED} 09:00").ok(*ANSWER, "--satisfied", "yes")
    monday.ok(*CALL)
    assert promise(monday, "contact")["standing"] == "missed"
    assert late(monday) == []


# ── departments of a case ──────────────────────────────────────────────────────────────────────────


def departments(case: Any) -> tuple[str, list[str]]:
    return case["department"], case["co_departments"]


def test_the_same_lead_keeps_the_co_handlers_and_a_new_one_drops_them(desk: Desk) -> None:
    assert departments(desk.ok("record", "宽带套餐多扣了30元")) == ("billing", ["network"])
    assert departments(desk.ok("assign", 1, "--to", "billing")) == ("billing", ["network"])
    assert departments(desk.ok("assign", 1, "--handler", "zhou")) == ("billing", ["network"])
    assert departments(desk.ok("assign", 1, "--with", "care")) == ("billing", ["network", "care"])
    assert departments(desk.ok("assign", 1, "--to", "billing", "--with", "ops")) == (
        "billing", ["network", "care", "ops"],
    )  # fmt: skip
    assert departments(desk.ok("assign", 1, "--to", "market")) == ("market", [])
    assert departments(desk.ok("assign", 1, "--to", "network", "--with", "billing")) == ("network", ["billing"])
