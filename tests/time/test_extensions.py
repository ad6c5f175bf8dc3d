"""More time for a deadline: from its present due, in its own clock, within the cap, before the due and never after.

The default rules; complaint 1 about a rude clerk comes in on Mon 2 Nov 2026 at 10:00, its plan is due on Wed, its
answer on Thu 5 Nov at 18:00; the plan may be extended to 8, the answer to 20 working days in all. The office works
Mon–Fri 09:00–12:00 and 13:30–18:00 (7 h 30 a day); 25–27 Sep and 1–7 Oct are off, Sun 20 Sep and Sat 10 Oct work.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from conftest import Desk, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MON, TUE, WED, THU, FRI = (f"2026-11-0{day}" for day in (2, 3, 4, 5, 6))
WHY = ("--reason", "The laboratory is slow.")
CUSTOMER = ("--reason", "customer")
DAY = 7 * 3600 + 1800


def received(desk: Desk, at: str, *words: object) -> Desk:
    desk.at(at).ok("record", "The clerk was rude", "--category", "attitude", *words)
    return desk


@pytest.fixture
def monday(desk: Desk) -> Desk:
    """Complaint 1 of Mon 2 Nov 10:00, looked at at 11:00."""
    return received(desk, f"{MON} 10:00").at(f"{MON} 11:00")


def row(desk: Desk, name: str = "reply", id: int = 1) -> dict[str, Any]:
    (one,) = [m for m in desk.ok("show", id)["milestones"] if m["name"] == name]
    return one


def due(desk: Desk, name: str = "reply", id: int = 1) -> str:
    """The due as `11-05 18:00`, in the policy's zone."""
    said = row(desk, name, id)["due"]
    assert said.startswith("2026-")
    assert said.endswith(":00+08:00")
    return said[5:16].replace("T", " ")


def extend(desk: Desk, *words: object) -> Desk:
    desk.ok("extend", 1, *words, *WHY)
    return desk


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


def edited(desk: Desk, old: str, new: str) -> None:
    """One edit of the rule file, which stays a good one."""
    path = desk.home / "rules.toml"
    usual = path.read_text("utf-8")
    assert usual.count(old) == 1
    path.write_text(usual.replace(old, new), "utf-8")
    assert desk.tsk("rules", "check").code == 0


# ── by so much ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("by", "until", "why"),
    [
        ("1 working day", "11-06 18:00", "the working day after Thu"),
        ("3 working days", "11-10 18:00", "Fri, Mon, Tue"),
        ("3个工作日", "11-10 18:00", "the same in Chinese"),
        ("4 working hours", "11-06 14:30", "Fri 09:00–12:00 and 13:30–14:30"),
        ("15 working hours", "11-09 18:00", "two days of 7 h 30: what runs out at closing is due at closing"),
        ("1 day", "11-06 18:00", "to Fri 24:00, of which the office works to 18:00"),
        ("1 week", "11-12 18:00", "to Thu 12 Nov 24:00"),
        ("next working day 12:00", "11-06 12:00", "as it says"),
    ],
)
def test_by_counts_from_the_present_due_in_working_time(monday: Desk, by: str, until: str, why: str) -> None:
    extend(monday, "--by", by)
    assert due(monday) == until, why
    assert due(monday, "plan") == "11-04 18:00"
    assert due(monday, "statutory") == "11-18 00:00"


def test_by_counts_over_a_holiday_and_a_make_up_day(desk: Desk) -> None:
    """The answer of Mon 28 Sep is due on Thu 8 Oct: 29, 30, the 8th. Three more: Fri 9, the make-up Sat 10, Mon 12."""
    extend(received(desk, "2026-09-28 10:00"), "--by", "3 working days")
    assert due(desk) == "10-12 18:00"


@pytest.mark.parametrize(
    ("at", "first", "by", "until", "why"),
    [
        (f"{MON} 10:00", "11-02 14:00", "2 hours", "11-02 16:00", "elapsed"),
        (f"{MON} 16:00", "11-02 20:00", "3 hours", "11-02 23:00", "elapsed, after closing too"),
        (f"{MON} 07:30", "11-02 11:30", "1 working hour", "11-02 14:00", "11:30–12:00 and 13:30–14:00"),
        (f"{MON} 10:00", "11-02 14:00", "1 working day", "11-03 18:00", "the working day after Mon"),
    ],
)
def test_a_limit_in_hours_is_extended_by_the_clock(
    desk: Desk, at: str, first: str, by: str, until: str, why: str
) -> None:
    """An urgent plan is due four hours after receipt, day and night."""
    received(desk, at, "--severity", "urgent")
    assert due(desk, "plan") == first
    extend(desk, "--milestone", "plan", "--by", by)
    assert due(desk, "plan") == until, why


def test_an_elapsed_due_that_was_extended_is_moved_by_later_waits_around_the_clock(desk: Desk) -> None:
    """14:00 and two hours more; the hour from 11:00 to 12:00 is the customer's."""
    received(desk, f"{MON} 10:00", "--severity", "urgent")
    extend(desk, "--milestone", "plan", "--by", "2 hours")
    desk.at(f"{MON} 11:00").ok("pend", 1, *CUSTOMER, "--until", f"{MON} 12:00")
    assert due(desk, "plan") == "11-02 17:00"


@pytest.mark.parametrize(
    ("until", "new"),
    [("2026-11-09 12:00", "11-09 12:00"), ("2026-11-09", "11-09 18:00"), (f"{FRI} 09:00:01", "11-06 09:00:01")],
)
def test_until_names_the_new_due(monday: Desk, until: str, new: str) -> None:
    """A date alone includes its day: to its 24:00, of which the office works to 18:00."""
    extend(monday, "--until", until)
    assert row(monday)["due"] == f"2026-{new.replace(' ', 'T')}{':00' * (len(new) < 14)}+08:00"


def test_of_the_running_deadlines_the_answer_is_meant_unless_another_is_named(monday: Desk) -> None:
    extend(monday, "--milestone", "plan", "--by", "1 working day")
    assert (due(monday, "plan"), due(monday)) == ("11-05 18:00", "11-05 18:00")


def test_two_extensions_add_up(monday: Desk) -> None:
    """Thu and one day is Fri; Fri and two days is Tue 10 Nov."""
    extend(monday, "--by", "1 working day")
    assert (due(monday), row(monday)["extended_seconds"]) == ("11-06 18:00", DAY)
    extend(monday, "--by", "2 working days")
    assert (due(monday), row(monday)["extended_seconds"]) == ("11-10 18:00", 3 * DAY)


def test_what_was_extended_is_met_to_its_new_due_and_late_after_it(monday: Desk) -> None:
    extend(monday, "--by", "1 working day")
    assert "reply" not in [late["milestone"] for late in monday.at(f"{FRI} 18:00:00").ok("overdue")]
    assert "reply" in [late["milestone"] for late in monday.at(f"{FRI} 18:00:01").ok("overdue")]
    monday.ok("reply", 1, "We apologised.", "--via", "phone", "--at", f"{FRI} 18:00:00", "--reason", "Called then.")
    assert row(monday)["standing"] == "met"


# ── how far ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def capped(desk: Desk) -> Desk:
    """A cap of 15 working days, and complaint 1 of Fri 18 Sep 2026 16:00.

    The 15th working day is Thu 15 Oct: 20–24 Sep are five, 28–30 Sep eight, 8–10 Oct eleven, 12–15 Oct fifteen.
    """
    edited(desk, 'extend = "20 working days"', 'extend = "15 working days"')
    received(desk, "2026-09-18 16:00")
    assert due(desk) == "09-22 18:00"
    return desk


def test_the_cap_counts_from_the_start_and_may_be_used_up(capped: Desk) -> None:
    extend(capped, "--until", "2026-10-15 18:00")
    assert due(capped) == "10-15 18:00"
    refused(capped, 4, "extend", 1, "--by", "1 working minute", *WHY)


def test_the_last_day_of_the_cap_may_be_named_as_a_date(capped: Desk) -> None:
    extend(capped, "--until", "2026-10-15")
    assert due(capped) == "10-15 18:00"


def test_by_reaches_exactly_the_cap(capped: Desk) -> None:
    """The third working day is Tue 22 Sep; twelve more make fifteen."""
    extend(capped, "--by", "12 working days")
    assert due(capped) == "10-15 18:00"


@pytest.mark.parametrize(
    "words",
    [("--until", "2026-10-16 09:00:01"), ("--until", "2026-10-16"), ("--by", "13 working days"), ("--by", "2 months")],
)
def test_further_than_the_cap_is_refused_and_the_cap_is_named(capped: Desk, words: tuple[str, str]) -> None:
    told = refused(capped, 4, "extend", 1, *words, *WHY)
    assert "10-15 18:00" in told.err
    assert "15 working days" in told.err
    assert due(capped) == "09-22 18:00"


def test_two_extensions_together_stay_within_the_cap(capped: Desk) -> None:
    extend(capped, "--by", "6 working days")
    assert due(capped) == "10-08 18:00"
    refused(capped, 4, "extend", 1, "--by", "7 working days", *WHY)
    extend(capped, "--by", "6 working days")
    assert due(capped) == "10-15 18:00"


@pytest.mark.parametrize(
    ("at", "code"), [(f"{THU} 18:00:00", 0), (f"{THU} 18:00:01", 4)], ids=["in its last second", "one second late"]
)
def test_what_is_late_is_not_extended(monday: Desk, at: str, code: int) -> None:
    assert monday.at(at).tsk("extend", 1, "--by", "1 working day", *WHY).code == code
    assert due(monday) == ("11-06 18:00" if code == 0 else "11-05 18:00")


def test_what_is_late_is_not_extended_by_claiming_an_earlier_instant(monday: Desk) -> None:
    monday.at(f"{FRI} 10:00")
    assert monday.tsk("extend", 1, "--by", "1 working day", "--at", f"{THU} 17:00").code != 0
    assert row(monday)["standing"] == "missed"


@pytest.mark.parametrize("name", ["statutory", "contact", "opinion"])
def test_a_statutory_deadline_and_one_without_a_cap_are_not_extended(monday: Desk, name: str) -> None:
    refused(monday, 4, "extend", 1, "--milestone", name, "--by", "1 day", *WHY)


def test_a_deadline_that_is_met_is_not_extended(monday: Desk) -> None:
    monday.ok("propose", 1, "Apologise.")
    refused(monday, 4, "extend", 1, "--milestone", "plan", "--by", "1 working day", *WHY)
    monday.ok("reply", 1, "We apologised.", "--via", "phone")
    refused(monday, 4, "extend", 1, "--by", "1 working day", *WHY)


@pytest.mark.parametrize(
    "words",
    [
        ("--by", "1 working day"),
        WHY,
        ("--by", "1 working day", "--until", FRI, *WHY),
        ("--by", "0 working days", *WHY),
        ("--by", "agreed", *WHY),
        ("--by", "soon", *WHY),
        ("--until", f"{THU} 18:00", *WHY),
        ("--until", f"{TUE} 12:00", *WHY),
        ("--milestone", "dinner", "--by", "1 working day", *WHY),
    ],
    ids=["no reason", "no time", "both", "nothing", "agreed", "no limit", "the same due", "an earlier one", "unknown"],
)
def test_an_extension_says_why_and_how_much_more(monday: Desk, words: tuple[str, ...]) -> None:
    refused(monday, 2, "extend", 1, *words)


def test_that_the_customer_was_told_is_on_record(monday: Desk) -> None:
    extend(monday, "--by", "1 working day", "--told")
    event = monday.ok("show", 1, "--history")["events"][-1]
    assert (event["type"], event["milestone"], event["told"], event["reason"]) == ("extended", "reply", True, WHY[1])
    extend(monday, "--by", "1 working day")
    assert "told" not in monday.ok("show", 1, "--history")["events"][-1]


def test_an_undone_extension_gives_the_old_due_back(monday: Desk) -> None:
    extend(monday, "--by", "1 working day")
    monday.ok("undo", 1)
    assert (due(monday), row(monday)["extended_seconds"]) == ("11-05 18:00", 0)


# ── extensions and waits ───────────────────────────────────────────────────────────────────────────


def test_a_later_wait_still_moves_what_was_extended(monday: Desk) -> None:
    """To Tue 10 Nov; Mon 9 Nov 15:00 to Tue 10:00 covers 4 h, which end on Wed at 09:00 + 3 h, 13:30 + 1 h."""
    extend(monday, "--by", "3 working days")
    monday.at("2026-11-09 15:00").ok("pend", 1, *CUSTOMER, "--until", "2026-11-10 10:00")
    assert due(monday) == "11-11 14:30"


def test_a_later_wait_moves_a_due_that_was_named_too(monday: Desk) -> None:
    """To Mon 9 Nov 12:00; Fri 09:00 to 11:00 covers 2 h, from Mon 13:30 to 15:30."""
    extend(monday, "--until", "2026-11-09 12:00")
    monday.at(f"{FRI} 09:00").ok("pend", 1, *CUSTOMER, "--until", f"{FRI} 11:00")
    assert due(monday) == "11-09 15:30"


def test_a_wait_resumed_earlier_gives_back_its_part_and_keeps_the_extension(monday: Desk) -> None:
    """Of the 4 h only Mon 15:00 to 17:00 are waited: Wed 11:00. Without any of it: Tue 10 Nov 18:00."""
    extend(monday, "--by", "3 working days")
    monday.at("2026-11-09 15:00").ok("pend", 1, *CUSTOMER, "--until", "2026-11-10 10:00")
    monday.at("2026-11-09 17:00").ok("resume", 1)
    assert (due(monday), row(monday)["extended_seconds"]) == ("11-11 11:00", 3 * DAY)


def test_an_extension_during_a_wait_counts_from_the_due_that_the_wait_gave(monday: Desk) -> None:
    """Mon 15:00 to Tue 10:00 moves Thu 18:00 to Fri 14:30; one working day after Fri is Mon 18:00: 11 h of work.

    Resumed at once, the wait gives its 4 h back: 11 h from Thu 18:00 end on Mon 9 Nov at 12:30 + 1 h, so 14:00.
    """
    monday.at(f"{MON} 15:00").ok("pend", 1, *CUSTOMER, "--until", f"{TUE} 10:00")
    extend(monday, "--by", "1 working day")
    assert (due(monday), row(monday)["extended_seconds"]) == ("11-09 18:00", 11 * 3600)
    monday.ok("resume", 1)
    assert due(monday) == "11-09 14:00"


def explained(desk: Desk, name: str) -> dict[str, Any]:
    (one,) = [m for m in desk.ok("explain", 1)["milestones"] if m["name"] == name]
    return one


def seconds(span: dict[str, Any]) -> int:
    return int((datetime.fromisoformat(span["to"]) - datetime.fromisoformat(span["from"])).total_seconds())


def test_explain_counts_to_the_extended_due_without_a_gap(monday: Desk) -> None:
    """Mon 10:00–18:00 is 6 h 30, three days of the limit and three more; 4 h of waiting are not counted."""
    extend(monday, "--by", "3 working days")
    monday.at("2026-11-09 15:00").ok("pend", 1, *CUSTOMER, "--until", "2026-11-10 10:00")
    one = explained(monday, "reply")
    assert one["due"] == one["due_today"] == "2026-11-11T14:30:00+08:00"
    assert one["base"] == f"{THU}T18:00:00+08:00"
    ends = [one["from"], *(span["to"] for span in one["stretches"])]
    assert ends == [*(span["from"] for span in one["stretches"]), one["due"]]
    counted = sum(seconds(span) for span in one["stretches"] if span["counted"])
    assert counted == one["counted_seconds"] == 6 * 3600 + 1800 + 6 * DAY
    assert sum(seconds(span) for span in one["stretches"] if span["kind"] == "waiting") == 4 * 3600


# ── a law ──────────────────────────────────────────────────────────────────────────────────────────

START = datetime(2026, 11, 2, 10, 0)
END = datetime(2026, 11, 5, 18, 0)  # the answer's due without waits
MINUTE = timedelta(minutes=1)
minutes = st.integers(1, int((END - START) / MINUTE))
stretches = st.lists(minutes, min_size=2, max_size=4, unique=True).map(sorted).map(lambda m: m[: len(m) // 2 * 2])


def works(at: datetime) -> bool:
    """Whether the office works in the minute that begins then; November 2026 has no holiday."""
    clock = at.hour * 60 + at.minute
    return at.weekday() < 5 and (540 <= clock < 720 or 810 <= clock < 1080)


def worked(a: datetime, b: datetime) -> int:
    return sum(works(a + n * MINUTE) for n in range(int((b - a) / MINUTE)))


def moved(due: datetime, more: int) -> datetime:
    """The earliest instant after so many minutes of work, one minute at a time."""
    while more:
        more -= works(due)
        due += MINUTE
    return due


def walked(desk: Desk, waits: list[tuple[datetime, datetime]], more: int, place: int, early: bool) -> str:
    """The answer's due after the waits and, before the one at `place`, the extension.

    With `early` each wait was to last until Fri 13 Nov and ends by being resumed.
    """
    id = desk.at(str(START)).ok("record", "The clerk was rude", "--category", "attitude")["id"]
    for nth, (since, until) in enumerate([*waits, (END, END)]):
        if nth == place:
            desk.at(str(since)).ok("extend", id, "--by", f"{more} working minutes", *WHY)
        if since < until:
            end = "2026-11-13 18:00" if early else str(until)
            desk.at(str(since)).ok("pend", id, *CUSTOMER, "--until", end)
            desk.at(str(until)).ok("resume", id)
    return str(row(desk, "reply", id)["due"])


@given(
    edges=stretches,
    more=st.one_of(st.integers(1, 120), st.integers(1, 900)),
    early=st.booleans(),
)
@settings(
    max_examples=20, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_extension_and_waits_add_up_in_whatever_order(desk: Desk, edges: list[int], more: int, early: bool) -> None:
    """Waits before the first due cover the same work whenever the extension comes; a slow count agrees."""
    at = [START + n * MINUTE for n in edges]
    waits = list(zip(at[::2], at[1::2], strict=True))
    wanted = moved(END, more + sum(worked(a, b) for a, b in waits))
    found = {walked(desk, waits, more, place, early) for place in range(len(waits) + 1)}
    assert found == {f"{wanted:%Y-%m-%dT%H:%M:%S}+08:00"}
