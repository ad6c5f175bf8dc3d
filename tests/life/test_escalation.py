"""What happens by itself, and only once: who is told, what is raised, where a case is moved.

Complaint 1 about a rude clerk, customer care's own, comes in on Mon 2 Nov 2026 at 10:00: contact by Tue, plan and
opinion by Wed, answer by Thu, each at 18:00. The office works Mon–Fri 09:00–12:00 and 13:30–18:00; 1–7 October are off.
Each test writes the rows of [escalation] that it is about; every instant was worked out by hand.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from conftest import Desk

MON, TUE, WED, THU, FRI, SAT = (f"2026-11-0{day}" for day in range(2, 8))
NEXT_MON, NEXT_TUE = "2026-11-09", "2026-11-10"
WHY = ("--reason", "It was not us.")
ANSWER = ("reply", 1, "We apologised.", "--via", "phone", "--satisfied", "yes")
CLERK, BILLING, NETWORK, REVIEWER, REVIEWER_2, BOSS = "w1001", "w2101", "w2001", "w3001", "w3002", "w9001"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w2102 = { zh = "吴霞", role = "handler",    department = "billing" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w3002 = { zh = "何晴", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""
HEADS = {"care": REVIEWER, "network": NETWORK, "ops": BOSS}  # billing has none


def escalating(desk: Desk, *rows: str, staff: bool = False) -> Desk:
    """The desk with these rows of [escalation] and no other, and on wish with listed staff and heads."""
    path = desk.home / "rules.toml"
    text = path.read_text("utf-8")
    section = re.compile(r"\n\[escalation\].*?(?=\n\[closing\])", re.DOTALL)
    assert len(section.findall(text)) == 1
    text = section.sub(lambda _: "\n[escalation]\n" + "\n".join(rows) + "\n", text)
    if staff:
        text = text.replace("\n[channels]", STAFF, 1)
        for department, head in HEADS.items():
            text = re.sub(rf"(?m)^({department}\s*= {{)", rf'\1 head = "{head}",', text, count=1)
    path.write_text(text, "utf-8")
    assert desk.tsk("rules", "check").code == 0
    return desk


def received(desk: Desk, at: str = f"{MON} 10:00", *words: object) -> Desk:
    desk.at(at).ok("record", "The clerk was rude", "--category", "attitude", *words)
    return desk


def due_steps(desk: Desk, *words: object) -> list[Any]:
    """What `escalate --due` carries out now."""
    found: list[Any] = desk.ok("escalate", "--due", *words)
    return found


def rules(desk: Desk, *words: object) -> list[str]:
    return [one["rule"] for one in due_steps(desk, *words)]


def carried(desk: Desk, id: int = 1, *words: object) -> list[str]:
    """The rows that were ever carried out on the case, oldest first."""
    return [e["rule"] for e in desk.ok("show", id, "--history", *words)["events"] if e["type"] == "escalated"]


def told(desk: Desk, *words: object) -> list[str]:
    """The news of escalations in somebody's inbox."""
    return [w["text"] for one in desk.ok("inbox", *words) for w in one["why"] if w["kind"] == "told"]


# ── when ───────────────────────────────────────────────────────────────────────────────────────────

AT_NIGHT = ', hours = "always"'
BEGINS = [  # a trigger, with office hours or always, and the first second in which it is carried out
    ('milestone = "reply", before = "4 working hours"', "", f"{THU} 14:00:00", "13:30–18:00 is 4 h 30"),
    ('milestone = "reply", before = "1 working day"', AT_NIGHT, f"{WED} 18:00:00", "what is due at closing"),
    ('milestone = "reply", before = "1 working day"', "", f"{THU} 09:00:00", "at closing the office has closed"),
    ('milestone = "contact", after = "0 minutes"', AT_NIGHT, f"{TUE} 18:00:01", "18:00:00 is in time"),
    ('milestone = "contact", after = "0 minutes"', "", f"{WED} 09:00:00", "the office has closed"),
    ('milestone = "contact", after = "4 hours"', AT_NIGHT, f"{TUE} 22:00:00", "by the clock"),
    ('milestone = "contact", after = "4 hours"', "", f"{WED} 09:00:00", "due at 22:00: at the next opening"),
    ('milestone = "contact", after = "1110 minutes"', "", f"{WED} 13:30:00", "due at 12:30, in the lunch break"),
    ('milestone = "reply", after = "1 working day"', "", f"{NEXT_MON} 09:00:00", "Fri at closing: after the weekend"),
    ('milestone = "statutory", before = "2 days"', AT_NIGHT, "2026-11-16 00:00:00", "two days before 17 Nov 24:00"),
    ('idle = "4 working hours"', "", f"{MON} 15:30:00", "10:00–12:00 and 13:30–15:30"),
    ('idle = "2 working days"', "", f"{THU} 09:00:00", "Wed at closing"),
    ('idle = "2 working days"', AT_NIGHT, f"{WED} 18:00:00", "Wed at closing"),
]


@pytest.mark.parametrize(("trigger", "hours", "at", "why"), BEGINS, ids=[f"{row[0]}{row[1]}" for row in BEGINS])
def test_a_step_is_carried_out_in_its_second_and_not_before(
    desk: Desk, trigger: str, hours: str, at: str, why: str
) -> None:
    received(escalating(desk, f'row = {{ {trigger}, tell = "handler"{hours} }}'))
    assert rules(desk.at(str(datetime.fromisoformat(at) - timedelta(seconds=1)))) == []
    assert rules(desk.at(at)) == ["row"], why
    assert rules(desk.at("2026-12-01 10:00")) == []


def test_over_national_day_a_step_waits_for_the_office(desk: Desk) -> None:
    """Contact is due on Wed 30 Sep 18:00, the step four hours later: on Thu 8 Oct at 09:00."""
    escalating(desk, 'row = { milestone = "contact", after = "4 hours", tell = "handler" }')
    received(desk, "2026-09-29 10:00")
    for at in ("2026-10-01 10:00", "2026-10-07 15:00", "2026-10-08 08:59:59"):
        assert rules(desk.at(at)) == []
    assert rules(desk.at("2026-10-08 09:00:00")) == ["row"]


def test_the_third_chase_is_told_at_once(desk: Desk) -> None:
    received(escalating(desk, 'row = { chases = 3, tell = "handler" }'))
    for _ in range(2):
        desk.ok("chase", 1)
    assert carried(desk) == []
    assert [event["type"] for event in desk.ok("chase", 1)["events"]] == ["chased", "escalated"]
    desk.ok("chase", 1)
    assert (rules(desk), carried(desk)) == ([], ["row"])


def test_a_chase_at_night_is_told_in_the_morning(desk: Desk) -> None:
    received(escalating(desk, 'row = { chases = 1, tell = "handler" }')).at(f"{MON} 22:00").ok("chase", 1)
    assert carried(desk) == []
    assert rules(desk.at(f"{TUE} 03:00")) == []
    assert rules(desk.at(f"{TUE} 09:00")) == ["row"]
    assert rules(desk.at(f"{TUE} 09:01")) == []


def test_a_chase_at_night_is_told_at_night_where_the_row_says_always(desk: Desk) -> None:
    received(escalating(desk, f'row = {{ chases = 1, tell = "handler"{AT_NIGHT} }}')).at(f"{MON} 22:00").ok("chase", 1)
    assert carried(desk) == ["row"]


def test_the_third_round_begins_a_step(desk: Desk) -> None:
    received(escalating(desk, 'row = { round = 3, tell = "handler" }'))
    for round in (2, 3):
        assert carried(desk) == []
        case = desk.ok("reply", 1, "No.", "--via", "phone", "--satisfied", "no", "--demand", "Money.")
        assert case["round"] == round
    assert (rules(desk), carried(desk)) == ([], ["row"])


@pytest.mark.parametrize(
    ("on", "words"), [("record", None), ("contact", ("contact", 1, "--via", "phone")), ("replied", ANSWER)]
)
def test_a_step_that_somebody_takes_begins_one(desk: Desk, on: str, words: tuple[object, ...] | None) -> None:
    received(escalating(desk, f'row = {{ on = "{on}", tell = "handler" }}'))
    if words:
        assert carried(desk) == []
        desk.ok(*words)
    assert carried(desk) == ["row"]


def test_every_step_that_somebody_takes_ends_the_silence(desk: Desk) -> None:
    """Told at Mon 15:30; a note on Tue 09:00, so again at 14:30; what the desk does by itself is no sign of life."""
    received(escalating(desk, 'row = { idle = "4 working hours", tell = "handler" }'))
    assert rules(desk.at(f"{MON} 15:30")) == ["row"]
    assert rules(desk.at(f"{TUE} 08:59")) == []
    desk.at(f"{TUE} 09:00").ok("note", 1, "On it.")
    assert rules(desk.at(f"{TUE} 14:29")) == []
    assert rules(desk.at(f"{TUE} 14:30")) == ["row"]


def test_nobody_is_silent_who_waits_or_has_answered(desk: Desk) -> None:
    received(escalating(desk, 'row = { idle = "4 working hours", tell = "handler" }'))
    desk.ok("pend", 1, "--reason", "customer", "--until", f"{FRI} 10:00")
    assert rules(desk.at(f"{TUE} 15:00")) == []
    desk.ok("reply", 1, "We apologised.", "--via", "phone")
    assert rules(desk.at(f"{THU} 15:00")) == []


# ── for which cases ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        ('when.severity = ["urgent", "grave"]', [2]),
        ('when.severity = "!urgent"', [1]),
        ('when.words = "safety"', [2]),
        ('when.channel = "hotline"', [2]),
        ('when = { severity = "urgent", channel = "counter" }', []),
    ],
)
def test_a_row_is_for_the_cases_that_its_condition_fits(desk: Desk, when: str, fits: list[int]) -> None:
    received(escalating(desk, f'row = {{ on = "record", {when}, tell = "handler" }}'))
    desk.ok("record", "No safety", "--category", "attitude", "--severity", "urgent", "--channel", "hotline")
    assert [id for id in (1, 2) if carried(desk, id)] == fits


def test_a_case_that_comes_to_fit_later_is_told_then(desk: Desk) -> None:
    received(escalating(desk, 'row = { on = "record", when.severity = "urgent", tell = "handler" }'))
    assert carried(desk) == []
    desk.ok("update", 1, "--severity", "urgent")
    assert carried(desk) == ["row"]


def test_the_rows_of_the_day_of_receipt_hold(desk: Desk) -> None:
    received(escalating(desk, 'old = { chases = 1, tell = "handler" }'))
    escalating(desk, 'new = { chases = 1, tell = "handler" }')
    received(desk)
    for id in (1, 2):
        desk.ok("chase", id)
    assert (carried(desk, 1), carried(desk, 2)) == (["old"], ["new"])


LATE = 'late = { milestone = "contact", after = "0 minutes", tell = "handler", raise = 1, move = "ops" }'
FINISHED = {
    "contacted": [("contact", 1, "--via", "phone")],
    "answered": [ANSWER],
    "cancelled": [("cancel", 1, "--by", "customer", *WHY)],
    "rejected": [("reject", 1, *WHY)],
}


@pytest.mark.parametrize("way", FINISHED)
def test_what_is_not_owed_any_more_is_not_escalated(desk: Desk, way: str) -> None:
    """Contact was due on Tue 18:00; before the office opens on Wed nobody owes it any more."""
    received(escalating(desk, LATE))
    desk.at(f"{TUE} 20:00")
    for words in FINISHED[way]:
        desk.ok(*words)
    before = desk.ok("show", 1)
    assert rules(desk.at(f"{WED} 10:00")) == []
    after = desk.ok("show", 1)
    assert (after["severity"], after["department"], after["state"]) == ("general", "care", before["state"])


def closed(desk: Desk) -> None:
    """Everything that closing asks for, and the closing."""
    desk.ok("contact", 1, "--via", "phone")
    desk.ok("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")
    for words in (ANSWER, ("submit", 1), ("close", 1)):
        desk.ok(*words)


def test_a_case_that_is_closed_already_is_left_alone(desk: Desk) -> None:
    """Three chases at night would raise it in the morning, but by then it is closed; one more changes nothing."""
    received(escalating(desk, 'row = { chases = 3, raise = 1, tell = "head" }')).at(f"{MON} 22:00")
    for _ in range(3):
        desk.ok("chase", 1)
    closed(desk)
    assert rules(desk.at(f"{TUE} 10:00")) == []
    desk.ok("chase", 1)
    case = desk.ok("show", 1)
    assert (case["state"], case["severity"], carried(desk)) == ("closed", "general", [])


def test_what_a_closed_case_still_owes_is_escalated(desk: Desk) -> None:
    """A promise for Wed 12:00, and the return visit due on Thu 18:00, three working days after Mon."""
    promise = 'broken = { milestone = "deliver", after = "0 minutes", tell = "handler" }'
    received(escalating(desk, promise, 'unvisited = { milestone = "visit", after = "1 hour", tell = "handler" }'))
    desk.ok("promise", 1, "A letter", "--by", f"{WED} 12:00")
    closed(desk)
    assert rules(desk.at(f"{WED} 14:00")) == ["broken"]
    assert rules(desk.at(f"{FRI} 09:00")) == ["unvisited"]


# ── once ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "order", [("escalate", "daily"), ("daily", "escalate"), ("escalate", "escalate"), ("daily", "daily")]
)
def test_each_step_is_carried_out_once_however_often_anybody_looks(desk: Desk, order: tuple[str, str]) -> None:
    received(escalating(desk, LATE, 'silent = { idle = "1 working day", tell = "head" }')).at(f"{WED} 10:00")

    def runs(verb: str) -> list[str]:
        found = desk.ok("daily")["carried_out"] if verb == "daily" else due_steps(desk)
        return [one["rule"] for one in found]

    assert runs(order[0]) == ["silent", "late"]  # both since Tue 18:00; what moves the case comes last
    events = desk.events
    for at in (f"{WED} 10:00", f"{WED} 10:05", f"{FRI} 10:00"):
        desk.at(at)
        assert [runs(verb) for verb in order] == [[], []]
    assert (carried(desk), desk.events) == (["silent", "late"], events)


def test_two_at_the_same_time_carry_it_out_once(desk: Desk) -> None:
    escalating(desk, LATE)
    for _ in range(5):
        received(desk)
    desk.at(f"{WED} 10:00")
    runs = [desk.process("escalate", "--due", "--json") for _ in range(2)]
    ends = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], ends
    assert [carried(desk, id) for id in range(1, 6)] == [["late"]] * 5
    assert sum(out.count('"rule":"late"') for out, _ in ends) == 5


def test_a_due_that_moved_is_warned_of_again(desk: Desk) -> None:
    """Thu 14:00, four working hours before; extended to Fri 18:00, so on Fri 14:00 again."""
    received(escalating(desk, 'soon = { milestone = "reply", before = "4 working hours", tell = "handler" }'))
    assert rules(desk.at(f"{THU} 14:00")) == ["soon"]
    desk.ok("extend", 1, "--by", "1 working day", *WHY)
    assert rules(desk.at(f"{THU} 15:00")) == []
    assert rules(desk.at(f"{FRI} 13:59:59")) == []
    assert rules(desk.at(f"{FRI} 14:00:00")) == ["soon"]
    assert rules(desk.at(f"{FRI} 14:00:01")) == []


def test_a_new_round_has_clocks_that_are_escalated_anew(desk: Desk) -> None:
    """Contact of round 1 was due on Tue; that of round 2, which begins on Wed 11:00, is due on Thu 18:00."""
    received(escalating(desk, 'late = { milestone = "contact", after = "0 minutes", tell = "handler" }'))
    assert rules(desk.at(f"{WED} 10:00")) == ["late"]
    desk.at(f"{WED} 11:00").ok("reply", 1, "No.", "--via", "phone", "--satisfied", "no", "--demand", "Money.")
    assert rules(desk.at(f"{THU} 17:00")) == []
    assert rules(desk.at(f"{FRI} 09:00")) == ["late"]


def test_each_departments_part_is_escalated_for_itself(desk: Desk) -> None:
    """Care and billing have their opinions due on Wed 18:00, by the same calendar."""
    received(escalating(desk, 'late = { milestone = "opinion", after = "0 minutes", tell = "head" }'))
    desk.ok("assign", 1, "--to", "care", "--with", "billing")
    assert rules(desk.at(f"{THU} 09:00")) == ["late", "late"]
    assert rules(desk.at(f"{THU} 09:01")) == []


# ── what it does ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("tell", "who"),
    [
        ('"handler"', ["tester"]), ('"head"', ["care"]), ('"above"', ["ops"]), ('"billing"', ["billing"]),
        ('["handler", "head", "above", "head"]', ["tester", "care", "ops"]),
    ],
)  # fmt: skip
def test_where_nobody_is_listed_the_handler_or_a_department_is_told(desk: Desk, tell: str, who: list[str]) -> None:
    received(escalating(desk, f"row = {{ chases = 1, tell = {tell} }}")).ok("accept", 1)
    desk.ok("chase", 1)
    assert desk.ok("show", 1, "--history")["events"][-1]["tell"] == who


@pytest.mark.parametrize(
    ("tell", "who"),
    [
        ('"handler"', [REVIEWER_2]), ('"head"', [REVIEWER]), ('"above"', [BOSS]), ('"billing"', ["billing"]),
        (f'"{NETWORK}"', [NETWORK]), ('["head", "handler"]', [REVIEWER, REVIEWER_2]),
    ],
)  # fmt: skip
def test_where_staff_is_listed_people_are_told(desk: Desk, tell: str, who: list[str]) -> None:
    received(escalating(desk, f"row = {{ chases = 1, tell = {tell} }}", staff=True), f"{MON} 10:00", "--as", CLERK)
    desk.ok("assign", 1, "--handler", REVIEWER_2, "--as", REVIEWER)
    desk.ok("chase", 1, "--as", REVIEWER_2)
    assert desk.ok("show", 1, "--history", "--as", BOSS)["events"][-1]["tell"] == who


def test_where_nobody_has_the_case_its_department_is_told_as_handler(desk: Desk) -> None:
    received(escalating(desk, 'row = { chases = 1, tell = "handler" }', staff=True), f"{MON} 10:00", "--as", CLERK)
    desk.ok("chase", 1, "--as", CLERK)
    assert desk.ok("show", 1, "--history", "--as", BOSS)["events"][-1]["tell"] == ["care"]


def test_moved_above_the_case_is_assigned_there_with_its_clocks(desk: Desk) -> None:
    """Plan due on Wed 18:00, two working days later Fri 18:00, so Mon 9 Nov 09:00: operations has two days to Wed."""
    received(escalating(desk, 'up = { milestone = "plan", after = "2 working days", move = "above" }')).ok("accept", 1)
    (done,) = due_steps(desk.at(f"{NEXT_MON} 09:00"))
    assert (done["rule"], done["department"]) == ("up", "ops")
    case = desk.ok("show", 1, "--history")
    assert (case["department"], case["state"], case["handler"]) == ("ops", "assigned", "")
    rows = {m["of"]: m for m in case["milestones"] if m["name"] == "opinion"}
    assert (rows["care"]["standing"], rows["care"]["why"]) == ("missed", "reassigned")
    assert (rows["ops"]["standing"], rows["ops"]["from"][:16]) == ("open", f"{NEXT_MON}T09:00")
    assert rows["ops"]["due"][:16] == "2026-11-11T18:00"
    assert {event["actor"] for event in case["events"][-2:]} == {"system"}
    assert [m["due"][:10] for m in case["milestones"] if m["name"] == "plan"] == [WED]


def test_a_raise_goes_one_line_up_once_and_never_past_the_gravest(desk: Desk) -> None:
    received(escalating(desk, "up = { chases = 1, raise = 1 }", 'on = { on = "corrected", raise = 9 }')).ok("chase", 1)
    assert desk.ok("show", 1)["severity"] == "urgent"
    assert carried(desk) == ["up", "on"]
    desk.ok("chase", 1)
    assert rules(desk) == []
    received(desk, f"{MON} 10:00", "--severity", "urgent").ok("chase", 2)
    assert (desk.ok("show", 2)["severity"], carried(desk, 2)) == ("urgent", [])  # nothing is left to do


def test_at_the_top_nobody_is_told_and_nothing_is_moved(desk: Desk) -> None:
    received(escalating(desk, 'up = { chases = 1, tell = "above", move = "above" }')).ok("assign", 1, "--to", "ops")
    desk.ok("chase", 1)
    assert desk.ok("show", 1)["department"] == "ops"
    assert (carried(desk), rules(desk)) == ([], [])


def test_rules_that_set_each_other_off_come_to_an_end(desk: Desk) -> None:
    round_and_round = ('up = { on = "assigned", move = "ops" }', 'down = { on = "assigned", move = "care" }')
    higher = ('raise = { on = "corrected", raise = 1 }', 'again = { on = "assigned", raise = 1 }')
    received(escalating(desk, *round_and_round, *higher))
    assert sorted(carried(desk)) == ["again", "down", "raise", "up"]
    assert desk.ok("show", 1)["severity"] == "grave"
    assert rules(desk) == []


def test_the_json_names_the_rule_who_was_told_and_what_became_of_the_case(desk: Desk) -> None:
    received(escalating(desk, LATE)).at(f"{WED} 10:00")
    wanted = {
        "id": 1, "number": "20261102-0001", "rule": "late", "milestone": "contact",
        "tell": ["care"], "severity": "major", "department": "ops",
    }  # fmt: skip
    (done,) = due_steps(desk)
    assert {name: done[name] for name in wanted} == wanted
    assert due_steps(desk) == []


def test_what_is_carried_out_is_said_in_words_too(desk: Desk) -> None:
    received(escalating(desk, LATE)).at(f"{WED} 10:00")
    done = desk.tsk("escalate", "--due")
    assert done.code == 0
    for word in ("20261102-0001", "late", "Customer care", "Major", "Operations"):
        assert word in done.out
    assert "20261102-0001" not in desk.tsk("escalate", "--due").out


def test_an_escalation_leaves_the_chain_whole(desk: Desk) -> None:
    received(escalating(desk, LATE)).at(f"{WED} 10:00")
    due_steps(desk)
    assert desk.tsk("verify").code == 0


# ── who finds it in the inbox ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def late(desk: Desk) -> Desk:
    """Listed staff; the second reviewer has complaint 1, and did not call the customer: on Wed its head is told."""
    row = 'late = { milestone = "contact", after = "0 minutes", tell = ["handler", "head"] }'
    received(escalating(desk, row, staff=True), f"{MON} 10:00", "--as", CLERK)
    desk.ok("assign", 1, "--handler", REVIEWER_2, "--as", REVIEWER)
    assert rules(desk.at(f"{WED} 10:00"), "--as", BOSS) == ["late"]
    return desk


def test_who_was_told_finds_it_in_the_inbox_until_they_take_a_step(late: Desk) -> None:
    assert [told(late, "--as", who) for who in (REVIEWER, REVIEWER_2, BOSS)] == [["late"], ["late"], []]
    late.ok("note", 1, "I know.", "--as", BOSS)
    assert [told(late, "--as", who) for who in (REVIEWER, REVIEWER_2)] == [["late"], ["late"]]
    late.ok("note", 1, "Spoken to.", "--as", REVIEWER)
    assert [told(late, "--as", who) for who in (REVIEWER, REVIEWER_2)] == [[], ["late"]]
    late.ok("contact", 1, "--via", "phone", "--as", REVIEWER_2)
    assert told(late, "--as", REVIEWER_2) == []


def test_who_took_a_complaint_in_may_be_told_of_it(desk: Desk) -> None:
    row = 'row = { on = "proposed", tell = "recorder" }'
    received(escalating(desk, row, staff=True), f"{MON} 10:00", "--as", CLERK)
    desk.ok("propose", 1, "We apologise.", "--as", REVIEWER)
    assert [told(desk, "--as", who) for who in (CLERK, REVIEWER)] == [["row"], []]


def test_the_news_ends_with_the_case(late: Desk) -> None:
    late.ok("cancel", 1, "--by", "customer", *WHY, "--as", REVIEWER_2)
    assert [told(late, "--as", who) for who in (REVIEWER, REVIEWER_2)] == [[], []]


def test_somebody_of_another_department_who_is_told_finds_it_and_may_look(desk: Desk) -> None:
    received(escalating(desk, f'row = {{ chases = 1, tell = "{NETWORK}" }}', staff=True), f"{MON} 10:00", "--as", CLERK)
    assert desk.tsk("show", 1, "--as", NETWORK).code == 3
    desk.ok("chase", 1, "--as", CLERK)
    assert desk.ok("show", 1, "--as", NETWORK)["id"] == 1
    assert told(desk, "--as", NETWORK) == ["row"]
    desk.ok("note", 1, "Not the network.", "--as", NETWORK)
    assert told(desk, "--as", NETWORK) == []


def test_a_department_that_is_told_finds_it_until_one_of_them_works_on_it(desk: Desk) -> None:
    """Billing has no head: both of its people find the case; once one works on it, it is off both lists."""
    row = 'row = { chases = 1, tell = "head" }'
    received(escalating(desk, row, staff=True), f"{MON} 10:00", "--as", CLERK)
    desk.ok("assign", 1, "--to", "billing", "--as", REVIEWER)
    desk.ok("chase", 1, "--as", CLERK)
    assert [told(desk, "--as", who) for who in (BILLING, "w2102", REVIEWER_2)] == [["row"], ["row"], []]
    desk.ok("contact", 1, "--via", "phone", "--as", BILLING)
    assert [told(desk, "--as", who) for who in (BILLING, "w2102")] == [[], []]


def test_where_nobody_is_listed_the_news_of_every_department_is_everybodys(desk: Desk) -> None:
    received(escalating(desk, 'row = { chases = 1, tell = "head" }')).ok("chase", 1)
    assert told(desk) == ["row"]


def test_escalating_by_hand_tells_somebody_and_needs_a_reason(late: Desk) -> None:
    assert late.tsk("escalate", 1, "--to", BOSS, "--as", REVIEWER).code == 2
    late.ok("escalate", 1, "--to", BOSS, *WHY, "--as", REVIEWER)
    assert len(told(late, "--as", BOSS)) == 1


def test_carrying_out_what_is_due_takes_the_right_to_escalate(late: Desk) -> None:
    assert late.tsk("escalate", "--due", "--as", CLERK).code == 4
