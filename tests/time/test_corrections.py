"""A corrected severity, category or tier: what becomes of deadlines, department and people; by the default rules.

Complaint 1 about a rude clerk comes in on Mon 2 Nov 2026 at 10:00: contact by Tue, plan and opinion by Wed, answer by
Thu, each at 18:00. The office works Mon–Fri 09:00–12:00 and 13:30–18:00; 1–7 October are off, Sat 10 October works.
A limit that gets shorter: due = max(from the start, min(the old due, the same limit from the change)).
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import Desk, Result

MON, TUE, WED, THU, FRI = (f"2026-11-0{day}" for day in (2, 3, 4, 5, 6))
WHY = ("--reason", "Judged wrongly.")
CLOCKS = ("contact", "plan", "reply", "opinion")
USUAL = {"contact": "11-03 18:00", "plan": "11-04 18:00", "reply": "11-05 18:00", "opinion": "11-04 18:00"}


def received(desk: Desk, at: str, *words: object) -> Desk:
    desk.at(at).ok("record", "The clerk was rude", "--category", "attitude", *words)
    return desk


@pytest.fixture
def monday(desk: Desk) -> Desk:
    """Complaint 1 of Mon 2 Nov 10:00, looked at at 11:00."""
    return received(desk, f"{MON} 10:00").at(f"{MON} 11:00")


def row(desk: Desk, name: str, of: str = "") -> dict[str, Any]:
    (one,) = [m for m in desk.ok("show", 1)["milestones"] if m["name"] == name and of in ("", m["of"])]
    return one


def short(instant: str) -> str:
    """An instant of the JSON as `11-05 18:00`, with seconds only where there are any."""
    assert instant.startswith("2026-")
    assert instant.endswith("+08:00")
    return instant[5:19].replace("T", " ").removesuffix(":00")


def dues(desk: Desk, *names: str) -> dict[str, str]:
    """When the running milestones are due, the legal one aside."""
    rows = desk.ok("show", 1)["milestones"]
    return {m["name"]: short(m["due"]) for m in rows if m["name"] in (names or CLOCKS) and not m["ended_at"]}


def steady(desk: Desk) -> None:
    """Computed again, nothing moves: what the correction said is what the clocks say."""
    for one in desk.ok("explain", 1)["milestones"]:
        assert one["due"] == one["due_today"], one["name"]
    events = desk.events
    desk.ok("recalculate", 1)
    assert desk.events == events


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


def edited(desk: Desk, edits: dict[str, str]) -> None:
    """Edits of the rule file, which stays a good one; blanks count alike."""
    path = desk.home / "rules.toml"
    text = path.read_text("utf-8")
    for old, new in edits.items():
        text, found = re.subn(r"\s+".join(map(re.escape, old.split())), lambda match, new=new: new, text)
        assert found == 1
    path.write_text(text, "utf-8")
    assert desk.tsk("rules", "check").code == 0


# ── a limit that gets shorter ──────────────────────────────────────────────────────────────────────

# urgent: contact 30 minutes, plan 4 hours, answer 2, opinion 1 working day. From the start: Mon 10:30, Mon 14:00,
# Wed 18:00, Tue 18:00. When it is changed, and the dues then:
TO_URGENT = {
    f"{MON} 10:00": ("11-02 10:30", "11-02 14:00", "11-04 18:00", "11-03 18:00"),  # in the second of receipt
    f"{MON} 10:01": ("11-02 10:31", "11-02 14:01", "11-04 18:00", "11-03 18:00"),
    f"{MON} 11:00": ("11-02 11:30", "11-02 15:00", "11-04 18:00", "11-03 18:00"),
    f"{MON} 22:00": ("11-02 22:30", "11-03 02:00", "11-04 18:00", "11-03 18:00"),  # hours run at night
    f"{TUE} 09:30": ("11-03 10:00", "11-03 13:30", "11-05 18:00", "11-04 18:00"),  # days count from Wed: the old dues
    f"{TUE} 17:50": ("11-03 18:00", "11-03 21:50", "11-05 18:00", "11-04 18:00"),  # 18:20 is later than the old due
    f"{WED} 17:00": ("11-03 18:00", "11-04 18:00", "11-05 18:00", "11-04 18:00"),  # contact was late before, and is
}


@pytest.mark.parametrize("at", TO_URGENT)
def test_urgent_from_now_on_makes_nobody_late_before_it_could_be_known(monday: Desk, at: str) -> None:
    monday.at(at).ok("update", 1, "--severity", "urgent")
    assert dues(monday) == dict(zip(CLOCKS, TO_URGENT[at], strict=True))
    steady(monday)


@pytest.mark.parametrize(
    ("severity", "at", "contact"),
    [
        ("major", f"{MON} 11:00", "11-02 14:30"),  # two working hours: to 12:00, from 13:30; from the start 12:00
        ("major", f"{TUE} 09:00", "11-03 11:00"),
        ("major", f"{TUE} 16:30", "11-03 18:00"),  # Wed 09:30 is later than the old due
        ("grave", f"{MON} 11:30", "11-02 14:00"),  # one working hour: half of it before lunch
        ("grave", f"{MON} 17:30", "11-03 09:30"),  # half of it on Tue
        ("grave", f"{MON} 20:00", "11-03 10:00"),
    ],
)
def test_working_hours_count_from_the_change_too(monday: Desk, severity: str, at: str, contact: str) -> None:
    monday.at(at).ok("update", 1, "--severity", severity)
    assert dues(monday, "contact") == {"contact": contact}
    steady(monday)


def test_a_shorter_limit_over_national_day(desk: Desk) -> None:
    """Received Wed 30 Sep 17:00, urgent since Thu 1 Oct 10:00: hours run on the holiday, days begin on the 8th."""
    received(desk, "2026-09-30 17:00")
    assert dues(desk) == {
        "contact": "10-08 18:00", "plan": "10-09 18:00", "reply": "10-10 18:00", "opinion": "10-09 18:00",
    }  # fmt: skip
    desk.at("2026-10-01 10:00").ok("update", 1, "--severity", "urgent")
    assert dues(desk) == {
        "contact": "10-01 10:30", "plan": "10-01 14:00", "reply": "10-09 18:00", "opinion": "10-08 18:00",
    }  # fmt: skip
    steady(desk)


def test_a_shorter_limit_on_a_make_up_saturday(desk: Desk) -> None:
    """Received Fri 9 Oct 16:40; on Sat 10 Oct 17:00 two working days lead to Tue 13, the old due."""
    received(desk, "2026-10-09 16:40").at("2026-10-10 17:00").ok("update", 1, "--severity", "urgent")
    assert dues(desk, "contact", "plan", "reply") == {
        "contact": "10-10 17:30", "plan": "10-10 21:00", "reply": "10-13 18:00",
    }  # fmt: skip


# ── a limit that gets longer ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("severity", "wanted"),
    [
        ("general", ("11-03 18:00", "11-04 18:00", "11-05 18:00", "11-04 18:00")),
        ("major", ("11-02 12:00", "11-04 18:00", "11-09 18:00", "11-04 18:00")),  # the answer: 3, 4, 5, 6, 9 Nov
        ("grave", ("11-02 11:00", "11-05 18:00", "11-16 18:00", "11-04 18:00")),  # ten: to Mon 16 Nov
    ],
)
def test_a_longer_limit_counts_from_the_start(desk: Desk, severity: str, wanted: tuple[str, ...]) -> None:
    received(desk, f"{MON} 10:00", "--severity", "urgent").at(f"{MON} 10:20").ok("update", 1, "--severity", severity)
    assert dues(desk) == dict(zip(CLOCKS, wanted, strict=True))
    steady(desk)


def test_a_correction_taken_back_by_another_leaves_the_dues_as_they_were(monday: Desk) -> None:
    """From the start, both times: a due that was spared by the change is no extension."""
    assert dues(monday) == USUAL
    monday.ok("update", 1, "--severity", "urgent")
    monday.at(f"{MON} 11:20").ok("update", 1, "--severity", "general")
    assert dues(monday) == USUAL
    steady(monday)


def test_an_undone_correction_leaves_the_dues_as_they_were(monday: Desk) -> None:
    monday.ok("update", 1, "--severity", "major")
    assert dues(monday, "contact", "reply") == {"contact": "11-02 14:30", "reply": "11-09 18:00"}
    monday.ok("undo", 1)
    assert dues(monday) == USUAL
    assert monday.ok("show", 1)["severity"] == "general"


# ── waits, extensions, what is met ─────────────────────────────────────────────────────────────────


@pytest.fixture
def moved(monday: Desk) -> Desk:
    """The answer extended by a working day and four hours waited for: Thu + 7 h 30 + 4 h = Mon 9 Nov 14:30.

    The wait from Mon 15:00 to Tue 10:00 covers 3 h and 1 h; the plan is due on Thu 14:30.
    """
    monday.ok("extend", 1, "--by", "1 working day", *WHY)
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    monday.at(f"{TUE} 10:00").ok("resume", 1)
    assert dues(monday, "plan", "reply") == {"plan": "11-05 14:30", "reply": "11-09 14:30"}
    return monday.at(f"{TUE} 11:00")


def test_a_longer_limit_keeps_waits_and_extensions(moved: Desk) -> None:
    """Major, five days to Mon 9, and 11 h 30: Tue 10 Nov 18:00, then Wed 09:00–12:00 and 13:30–14:30."""
    moved.ok("update", 1, "--severity", "major")
    assert dues(moved, "plan", "reply") == {"plan": "11-05 14:30", "reply": "11-11 14:30"}
    steady(moved)


def test_a_shorter_limit_keeps_waits_and_extensions(moved: Desk) -> None:
    """Urgent: the answer from the start Wed 18:00 + 11 h 30 = Fri 14:30, from the change Thu 18:00: Fri.

    The plan from the start Mon 14:00, before the wait began; from the change Tue 15:00; the old due is Thu: Tue 15:00.
    """
    moved.ok("update", 1, "--severity", "urgent")
    assert dues(moved, "plan", "reply") == {"plan": "11-03 15:00", "reply": "11-06 14:30"}
    steady(moved)


def test_a_wait_that_is_open_at_the_change_stops_the_new_limit_too(monday: Desk) -> None:
    """To Tue 15:00. Urgent since Tue 11:00: four hours, stopped to 15:00, end at 19:00; resumed at 12:00, at 16:00."""
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 15:00")
    monday.at(f"{TUE} 11:00").ok("update", 1, "--severity", "urgent")
    assert dues(monday, "plan") == {"plan": "11-03 19:00"}
    steady(monday)
    monday.at(f"{TUE} 12:00").ok("resume", 1)
    assert dues(monday, "plan") == {"plan": "11-03 16:00"}


def test_a_wait_after_the_correction_moves_the_new_due(monday: Desk) -> None:
    """Urgent since 11:00: the plan is due at 15:00, and after an hour's wait at 16:00."""
    monday.ok("update", 1, "--severity", "urgent")
    monday.at(f"{MON} 12:00").ok("pend", 1, "--reason", "customer", "--until", f"{MON} 13:00")
    assert dues(monday, "contact", "plan") == {"contact": "11-02 11:30", "plan": "11-02 16:00"}
    steady(monday)


def test_what_was_met_stays_met_as_it_was_promised(monday: Desk) -> None:
    monday.ok("contact", 1, "--via", "phone")
    before = row(monday, "contact")
    monday.at(f"{TUE} 10:00").ok("update", 1, "--severity", "urgent")
    assert row(monday, "contact") == before
    assert (before["standing"], short(before["due"])) == ("met", "11-03 18:00")


# ── what other rules ask for, or no more ───────────────────────────────────────────────────────────


@pytest.fixture
def unless_other(desk: Desk) -> Desk:
    """A policy in which a complaint of the category `other` owes no contact."""
    calls = 'calls = { when.category = "!other", contact = "1 working day" }'
    edited(desk, {'every = { contact = "1 working day",': "every = {", "hurry = {": f"{calls}\nhurry = {{"})
    return desk


@pytest.mark.parametrize(
    ("at", "standing"), [(f"{TUE} 10:00", "void"), (f"{TUE} 18:00:00", "void"), (f"{TUE} 18:00:01", "missed")]
)
def test_what_the_new_rules_lack_is_void_or_missed_if_its_due_had_passed(
    unless_other: Desk, at: str, standing: str
) -> None:
    received(unless_other, f"{MON} 10:00").at(at).ok("update", 1, "--category", "other")
    assert (row(unless_other, "contact")["standing"], row(unless_other, "contact")["met_at"]) == (standing, None)
    assert dues(unless_other, "plan", "reply") == {"plan": "11-04 18:00", "reply": "11-05 18:00"}
    assert "contact" not in [late["milestone"] for late in unless_other.at(f"{FRI} 10:00").ok("overdue")]


@pytest.mark.parametrize(
    ("at", "due"), [(f"{MON} 15:00", "11-03 18:00"), (f"{TUE} 10:00", "11-04 18:00"), (f"{FRI} 10:00", "11-09 18:00")]
)
def test_what_the_new_rules_ask_for_begins_and_can_still_be_kept(unless_other: Desk, at: str, due: str) -> None:
    """A working day from receipt, but never less than one from the correction."""
    desk = received(unless_other, f"{MON} 10:00", "--category", "other")
    assert "contact" not in dues(desk)
    desk.at(at).ok("update", 1, "--category", "attitude")
    assert dues(desk, "contact") == {"contact": due}
    steady(desk)


# ── a raise ────────────────────────────────────────────────────────────────────────────────────────


def by_hand(desk: Desk, to: str) -> None:
    desk.ok("escalate", 1, "--raise", to, *WHY)


@pytest.mark.parametrize(
    ("to", "contact"), [("major", "11-02 14:30"), ("grave", "11-02 12:00"), ("urgent", "11-02 11:30")]
)
def test_a_raise_by_hand_moves_no_date_later(monday: Desk, to: str, contact: str) -> None:
    """Major has five, grave ten working days for the answer and three for the plan: the old dues stay."""
    by_hand(monday, to)
    assert monday.ok("show", 1)["severity"] == to
    reply = "11-04 18:00" if to == "urgent" else "11-05 18:00"
    plan = "11-02 15:00" if to == "urgent" else "11-04 18:00"
    assert dues(monday, "contact", "plan", "reply") == {"contact": contact, "plan": plan, "reply": reply}
    steady(monday)


def test_the_third_chase_raises_and_moves_no_date_later(monday: Desk) -> None:
    """General to major at 11:00: two working hours for the contact, the answer stays on Thu."""
    for _ in range(3):
        monday.ok("chase", 1)
    assert monday.ok("show", 1)["severity"] == "major"
    assert dues(monday) == {**USUAL, "contact": "11-02 14:30"}


def test_an_escalation_raises_and_moves_no_date_later(monday: Desk) -> None:
    """`reply-late` a working day after Thu: on Mon 9 Nov; what was overdue is overdue since the same instant."""
    monday.at("2026-11-09 09:00").ok("escalate", "--due")
    assert monday.ok("show", 1)["severity"] == "major"
    assert dues(monday, "contact", "reply") == {"contact": "11-03 18:00", "reply": "11-05 18:00"}


@pytest.mark.parametrize("words", [("--summary", "The clerk was very rude"), ("--phone", "13800001234")])
@pytest.mark.parametrize("to", ["major", "grave"])
def test_a_slip_corrected_after_a_raise_moves_no_date_either(monday: Desk, to: str, words: tuple[str, str]) -> None:
    by_hand(monday, to)
    before = dues(monday)
    monday.at(f"{MON} 11:30").ok("update", 1, *words)
    assert dues(monday) == before


def test_a_wait_moves_what_a_raise_left_alone(monday: Desk) -> None:
    """Mon 15:00 to Tue 10:00 covers 4 h: the answer from Thu 18:00 to Fri 14:30."""
    by_hand(monday, "major")
    monday.at(f"{MON} 15:00").ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 10:00")
    assert dues(monday, "plan", "reply") == {"plan": "11-05 14:30", "reply": "11-06 14:30"}


# ── the severity of the rules ──────────────────────────────────────────────────────────────────────


def test_the_severity_follows_the_rules_and_its_dues_with_it(monday: Desk) -> None:
    """An elderly customer's complaint is major: two working hours, five working days."""
    case = monday.ok("update", 1, "--tier", "elderly")
    assert (case["severity"], case["customer"]["tier"]) == ("major", "elderly")
    assert dues(monday, "contact", "reply") == {"contact": "11-02 14:30", "reply": "11-09 18:00"}


def test_the_severity_follows_the_words_of_a_corrected_text(monday: Desk) -> None:
    assert monday.ok("update", 1, "--summary", "基站漏电,有人触电")["severity"] == "urgent"
    assert dues(monday, "contact", "plan") == {"contact": "11-02 11:30", "plan": "11-02 15:00"}


@pytest.mark.parametrize(
    "words", [("update", 1, "--severity", "grave"), ("escalate", 1, "--raise", "grave", *WHY)], ids=["set", "raised"]
)
def test_a_severity_that_somebody_set_does_not_follow_the_rules(monday: Desk, words: tuple[object, ...]) -> None:
    monday.ok(*words)
    before = dues(monday)
    monday.at(f"{MON} 11:30")
    assert monday.ok("update", 1, "--tier", "elderly")["severity"] == "grave"
    assert dues(monday) == before


def test_a_severity_set_at_receipt_does_not_follow_the_rules(desk: Desk) -> None:
    received(desk, f"{MON} 10:00", "--severity", "grave")
    assert desk.ok("update", 1, "--tier", "elderly")["severity"] == "grave"


def test_a_severity_said_with_the_tier_is_the_one_that_counts(monday: Desk) -> None:
    assert monday.ok("update", 1, "--tier", "elderly", "--severity", "urgent")["severity"] == "urgent"


# ── the department ─────────────────────────────────────────────────────────────────────────────────


def test_a_corrected_category_routes_again(monday: Desk) -> None:
    """A new lead: assigned, nobody has it, the proposal lapsed; the old part ends, the new one has its own clock.

    The network department works every day from 08:00 to 18:00: two days after Mon are Wed.
    """
    monday.ok("accept", 1)
    monday.ok("propose", 1, "Pay.", "--amount", "30")
    case = monday.ok("update", 1, "--category", "network")
    assert (case["category"], case["department"], case["state"]) == ("network", "network", "assigned")
    assert (case["handler"], case["proposal"]) == ("", None)
    assert monday.tsk("approve", 1).code == 4
    old, new = row(monday, "opinion", "care"), row(monday, "opinion", "network")
    assert (old["standing"], old["why"], short(old["ended_at"])) == ("void", "reassigned", "11-02 11:00")
    assert (new["standing"], short(new["from"]), short(new["due"])) == ("open", "11-02 11:00", "11-04 18:00")


def test_an_opinion_that_was_late_when_the_category_was_corrected_stays_missed(monday: Desk) -> None:
    monday.at(f"{WED} 18:00:01").ok("update", 1, "--category", "network")
    old = row(monday, "opinion", "care")
    assert (old["standing"], old["why"]) == ("missed", "reassigned")


def test_a_corrected_category_with_keep_stays_where_it_is(monday: Desk) -> None:
    monday.ok("accept", 1)
    case = monday.ok("update", 1, "--category", "network", "--keep")
    assert (case["category"], case["department"], case["state"]) == ("network", "care", "in_progress")
    assert case["handler"] == "tester"
    assert row(monday, "opinion")["standing"] == "open"


def test_a_department_that_a_person_chose_is_kept(monday: Desk) -> None:
    monday.ok("assign", 1, "--to", "billing")
    case = monday.ok("update", 1, "--category", "network")
    assert (case["category"], case["department"]) == ("network", "billing")


def test_a_category_of_the_same_department_keeps_handler_and_proposal(monday: Desk) -> None:
    monday.ok("accept", 1)
    monday.ok("propose", 1, "Pay.", "--amount", "30")
    case = monday.ok("update", 1, "--category", "other")
    assert (case["department"], case["state"], case["handler"]) == ("care", "in_progress", "tester")
    assert case["proposal"]["state"] == "open"


def test_a_corrected_category_drops_the_old_ones_subtype(desk: Desk) -> None:
    desk.at(f"{MON} 10:00").ok("record", "断网三天", "--category", "network", "--subtype", "speed")
    assert desk.ok("update", 1, "--category", "business")["subtype"] == ""


# ── what is written ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words", [(), ("--severity", "general"), ("--category", "attitude"), ("--summary", "The clerk was rude"), WHY]
)
def test_a_correction_that_changes_nothing_is_refused(monday: Desk, words: tuple[str, ...]) -> None:
    refused(monday, 2, "update", 1, *words)


@pytest.mark.parametrize("words", [("--severity", "awful"), ("--category", "weather"), ("--tier", "royal")])
def test_a_word_that_the_policy_does_not_know_is_refused(monday: Desk, words: tuple[str, str]) -> None:
    refused(monday, 2, "update", 1, *words)


def test_a_correction_keeps_the_old_text_in_the_history(monday: Desk) -> None:
    monday.ok("update", 1, "--summary", "The guard was rude", "--customer", "林小满", *WHY)
    shown = monday.ok("show", 1, "--history")
    assert (shown["summary"], shown["customer"]["name"]) == ("The guard was rude", "林小满")
    first, last = shown["events"][0], shown["events"][-1]
    assert (first["type"], first["summary"]) == ("registered", "The clerk was rude")
    assert (last["type"], last["summary"], last["reason"]) == ("corrected", "The guard was rude", WHY[1])


def test_a_finished_case_is_corrected_and_none_of_its_dues(monday: Desk) -> None:
    monday.ok("cancel", 1, "--by", "customer", *WHY)
    before = monday.ok("show", 1)["milestones"]
    case = monday.ok("update", 1, "--severity", "urgent", "--category", "network")
    assert (case["state"], case["severity"], case["department"]) == ("cancelled", "urgent", "care")
    assert monday.ok("show", 1)["milestones"] == before
