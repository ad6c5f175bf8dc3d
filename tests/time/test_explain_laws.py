"""Laws that every explanation keeps, whatever happened to the complaint: what is shown is what was computed.

Random lives on a real desk: received around weekends, holidays, make-up days and the turn of the year, waited for
several reasons at once, extended, corrected, raised, answered, taken up again, undone. The hours of the two calendars
are typed here a second time, by hand, and every stretch is measured with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from conftest import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
Stretch = tuple[datetime, datetime]


# ── the calendars, typed by hand ───────────────────────────────────────────────────────────────────


def days(first: str, last: str) -> set[date]:
    a, b = date.fromisoformat(first), date.fromisoformat(last)
    return {a + n * DAY for n in range((b - a).days + 1)}


# The State Council's notice for 2026: Mid-autumn and National Day with its two make-up days. Of 2027 only what the
# regulation says: 1 January; Spring Festival from its eve, Fri 5 February, to Mon 8; the office guesses no other day.
OFF = (
    days("2026-09-25", "2026-09-27")
    | days("2026-10-01", "2026-10-07")
    | days("2027-01-01", "2027-01-01")
    | days("2027-02-05", "2027-02-08")
)
MAKE_UP = {date(2026, 9, 20), date(2026, 10, 10)}
FIRST_DAY, LAST_DAY = date(2026, 9, 1), date(2027, 3, 31)  # the days that were typed
OFFICE = ((9, 0, 12, 0), (13, 30, 18, 0))
FIELD = ((8, 0, 18, 0),)


def hours(calendar: str, day: date) -> Iterator[Stretch]:
    """The opening hours of a day: the office's with holidays, those of the network's field every day."""
    assert FIRST_DAY <= day <= LAST_DAY, f"{day} was not typed"
    works = calendar == "field" or day in MAKE_UP or (day.weekday() < 5 and day not in OFF)
    midnight = datetime(day.year, day.month, day.day)
    for h1, m1, h2, m2 in (FIELD if calendar == "field" else OFFICE) if works else ():
        yield midnight + timedelta(hours=h1, minutes=m1), midnight + timedelta(hours=h2, minutes=m2)


def open_seconds(calendar: str, a: datetime, b: datetime) -> int:
    """How long the calendar is open in [a, b), day by day."""
    found = 0
    for n in range((b.date() - a.date()).days + 1):
        for opens, closes in hours(calendar, a.date() + n * DAY):
            found += max(0, (min(b, closes) - max(a, opens)) // SECOND)
    return found


def closing_after(calendar: str, start: datetime, n: int) -> datetime:
    """Closing time of the nth working day after the day of `start`, one day at a time."""
    day = start.date()
    while n:
        day += DAY
        n -= any(hours(calendar, day))
    return max(closes for _, closes in hours(calendar, day))


# ── the limits of the default policy, typed by hand ────────────────────────────────────────────────

ELAPSED = {"20 seconds": 20, "3 minutes": 180, "30 minutes": 1800, "4 hours": 14_400}
WORKING = {"1 working hour": 3600, "2 working hours": 7200}
WORKING_DAYS = {f"{n} working day{'s' * (n > 1)}": n for n in (1, 2, 3, 5, 10)}
STOPPED_BY = {"plan": {"customer"}, "reply": {"customer", "incident"}}


# ── lives ──────────────────────────────────────────────────────────────────────────────────────────

DATES = [
    "2026-09-18", "2026-09-19", "2026-09-20", "2026-09-21",  # a weekend with a make-up Sunday
    "2026-09-24", "2026-09-25", "2026-09-27", "2026-09-30",  # Mid-autumn, and the day before National Day
    "2026-10-01", "2026-10-03", "2026-10-07", "2026-10-08",
    "2026-10-09", "2026-10-10", "2026-10-11",  # the make-up Saturday
    "2026-11-06", "2026-11-07", "2026-11-09",  # an ordinary weekend
    "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-03", "2027-01-04",
]  # fmt: skip
EDGES = [f"{clock}:{second:02}" for clock in ("00:00", "09:00", "12:00", "13:30", "18:00") for second in (0, 1)]
EDGES += ["08:59:59", "11:59:59", "13:29:59", "17:59:59", "23:59:59"]
receipts = st.builds(
    lambda day, clock: datetime.fromisoformat(f"{day} {clock}"),
    st.sampled_from(DATES),
    st.one_of(
        st.sampled_from(EDGES),
        st.times().map(lambda t: t.replace(microsecond=0).isoformat()),
    ),
)
MINUTE, HOUR = 60, 3600
gaps = st.one_of(
    st.sampled_from([0, 0, 1, 20 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, 16 * HOUR, 24 * HOUR, 72 * HOUR]),
    st.integers(0, 50 * HOUR),
)
SEVERITY = st.sampled_from(["urgent", "grave", "major", "general"])
CATEGORY = st.sampled_from(["attitude", "network", "business"])
REASON = st.sampled_from(["customer", "customer", "incident", "supplier"])
MORE = ["30 working minutes", "4 working hours", "1 working day", "3 working days", "2 days", "5 hours"]
WHY = ("--reason", "As it was.")
VIA = ("--via", "phone")

Step = tuple[Any, ...]
steps: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("pend"), REASON, gaps),
    st.tuples(st.just("pend"), REASON, gaps),
    st.tuples(st.just("resume"), st.sampled_from(["", "customer", "incident"])),
    st.tuples(st.just("extend"), st.sampled_from(["reply", "plan"]), st.sampled_from(MORE)),
    st.tuples(st.just("severity"), SEVERITY),
    st.tuples(st.just("category"), CATEGORY),
    st.tuples(st.just("raise"), SEVERITY),
    st.tuples(st.just("assign"), st.sampled_from(["care", "network", "billing"]), st.sampled_from(["", "network"])),
    st.tuples(st.just("promise"), gaps),
    st.tuples(st.just("take"), st.sampled_from(["contact", "propose", "submit", "reply", "refused", "reopen", "undo"])),
)
lives = st.lists(st.tuples(gaps, steps), max_size=8)

PLAIN: dict[str, tuple[str, ...]] = {
    "contact": VIA,
    "propose": ("Apologise.", "--cause", "staff", "--upheld", "yes"),
    "submit": (),
    "reply": ("We apologised.", *VIA),
    "reopen": WHY,
    "undo": (),
}


def command(step: Step, id: int, now: datetime) -> tuple[object, ...]:
    """The words of a step; not every one is possible in every state."""
    match step:
        case ("pend", reason, length):
            return ("pend", id, "--reason", reason, "--until", now + timedelta(seconds=length))
        case ("resume", wait):
            return ("resume", id, *(("--wait", wait) if wait else ()))
        case ("extend", name, more):
            return ("extend", id, "--milestone", name, "--by", more, *WHY)
        case ("severity", name):
            return ("update", id, "--severity", name, *WHY)
        case ("category", name):
            return ("update", id, "--category", name, *WHY)
        case ("raise", name):
            return ("escalate", id, "--raise", name, *WHY)
        case ("assign", to, co):
            return ("assign", id, "--to", to, *(("--with", co) if co else ()))
        case ("promise", length):
            return ("promise", id, "Money back.", "--by", now + timedelta(seconds=length))
        case ("take", "refused"):
            return ("rate", id, "--satisfied", "no", "--demand", "Money back.")
    return (step[1], id, *PLAIN[step[1]])


def lived(desk: Desk, received: datetime, words: tuple[str, ...], life: list[tuple[int, Step]]) -> int:
    """The number of a complaint after its life; a step that is not possible is refused and changes nothing."""
    now = received
    id: int = desk.at(str(now)).ok("record", "The clerk was rude", *words)["id"]
    for gap, step in life:
        now += timedelta(seconds=gap)
        done = desk.at(str(now)).tsk(*command(step, id, now))
        assert done.code in (0, 2, 4), done
    return id


def at(instant: str) -> datetime:
    """An instant of the JSON as the wall time of the policy's zone, which has no summer time."""
    assert instant.endswith("+08:00")
    return datetime.fromisoformat(instant).replace(tzinfo=None)


def length(span: dict[str, Any]) -> int:
    return (at(span["to"]) - at(span["from"])) // SECOND


def check(one: dict[str, Any], shown: dict[str, Any], case: dict[str, Any]) -> None:
    """Every law about one milestone."""
    joins(one)
    adds_up(one, shown)
    stands_still(one, shown, case)
    lies_in_opening_hours(one)
    begins_and_ends_as_the_limit_says(one)


def joins(one: dict[str, Any]) -> None:
    """The calendar has not changed: the way leads to what was promised, without a gap or an overlap."""
    assert one["due_today"] == one["due"]
    ends = [one["from"], *(span["to"] for span in one["stretches"])]
    assert ends == [*(span["from"] for span in one["stretches"]), one["due_today"]]
    assert all(length(span) > 0 for span in one["stretches"])


def adds_up(one: dict[str, Any], shown: dict[str, Any]) -> None:
    """What counted is the limit and what it was extended by; what was waited made it no shorter and no longer."""
    counted = sum(length(span) for span in one["stretches"] if span["counted"])
    assert one["counted_seconds"] == counted
    if one["from"] != shown["from"] and shown["extended_seconds"]:
        return  # shortened by a correction: what had been added before it may be overtaken
    limit = ELAPSED.get(one["limit"]) or WORKING.get(one["limit"])
    if limit:
        assert counted == limit + shown["extended_seconds"]
    way = open_seconds(one["calendar"], at(one["from"]), at(one["base"])) if runs_in_working_time(one) else None
    plain = (at(one["base"]) - at(one["from"])) // SECOND if way is None else way
    assert counted == plain + shown["extended_seconds"]
    if at(one["due"]) > at(one["base"]):
        assert one["stretches"][-1]["counted"]  # the earliest instant: its last second was needed


def stands_still(one: dict[str, Any], shown: dict[str, Any], case: dict[str, Any]) -> None:
    """No second of a wait counts, and what is called waiting was one; a running milestone knows every wait."""
    waits = [(at(wait["from"]), at(wait["to"])) for wait in one["waits"]]
    for span in one["stretches"]:
        a, b = at(span["from"]), at(span["to"])
        if span["counted"]:
            assert not any(max(since, a) < min(end, b) for since, end in waits)
        elif span["kind"] == "waiting":
            assert any(since <= a and b <= end for since, end in waits)
    if shown["met_at"] or shown["ended_at"]:
        return
    reasons, start = STOPPED_BY.get(one["name"], set()), at(one["from"])
    due = at(one["due_today"])
    known = [(at(wait["since"]), at(wait["until"])) for wait in case["waits"] if wait["reason"] in reasons]
    inside = [(max(since, start), min(end, due)) for since, end in known]
    assert sorted(waits) == sorted(wait for wait in inside if wait[0] < wait[1])


def runs_in_working_time(one: dict[str, Any]) -> bool:
    return one["limit"] in WORKING or one["limit"] in WORKING_DAYS


def lies_in_opening_hours(one: dict[str, Any]) -> None:
    """In working time what counts or waits is open, and what is skipped is closed; else all of it counts or waits."""
    for span in one["stretches"]:
        if runs_in_working_time(one):
            works = open_seconds(one["calendar"], at(span["from"]), at(span["to"]))
            assert works == (length(span) if span["counted"] or span["kind"] == "waiting" else 0)
        else:
            assert span["counted"] or span["kind"] == "waiting"


def begins_and_ends_as_the_limit_says(one: dict[str, Any]) -> None:
    """The due without waits: N working days, one at a time; 15 days at 24:00; hours by the length of what counted."""
    start, base = at(one["from"]), at(one["base"])
    if one["limit"] in WORKING_DAYS:
        n = WORKING_DAYS[one["limit"]]
        assert base == closing_after(one["calendar"], start, n)
        within = [span for span in one["stretches"] if span["day"] and at(span["from"]) < base]
        assert {span["day"] for span in within} == {*range(1, n + 1)}
        assert len({at(span["from"]).date() for span in within}) == n
    elif one["limit"] == "15 days":
        assert base == datetime.combine(start.date() + 16 * DAY, datetime.min.time())
    elif one["limit"] == "agreed":
        assert base == at(one["due"])
    elif one["limit"] in ELAPSED:
        assert base == start + timedelta(seconds=ELAPSED[one["limit"]])
    else:
        assert open_seconds(one["calendar"], start, base) == WORKING[one["limit"]]
        assert open_seconds(one["calendar"], base - SECOND, base) == 1


# ── the laws ───────────────────────────────────────────────────────────────────────────────────────


@given(
    received=receipts,
    severity=SEVERITY,
    category=CATEGORY,
    channel=st.sampled_from(["counter", "hotline", "chat"]),
    life=lives,
)
@settings(
    max_examples=120, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_every_stretch_is_counted_or_skipped_for_its_reason_and_they_add_up(
    desk: Desk, received: datetime, severity: str, category: str, channel: str, life: list[tuple[int, Step]]
) -> None:
    words = ("--severity", severity, "--category", category, "--channel", channel)
    id = lived(desk, received, words, life)
    case = desk.ok("show", id)
    explained = desk.ok("explain", id)["milestones"]
    assert len(explained) == len(case["milestones"])
    shown = {(m["name"], m["round"], m["of"]): m for m in case["milestones"]}
    for one in explained:
        check(one, shown[one["name"], one["round"], one["of"]], case)
    assert desk.ok("recalculate", id)["events"] == []


@pytest.mark.parametrize(
    ("calendar", "a", "b", "seconds"),
    [
        ("office", "2026-09-18 16:00", "2026-09-20 10:00", 3 * HOUR),  # Fri 2 h, make-up Sun 1 h
        ("office", "2026-09-30 17:00", "2026-10-08 12:00", 4 * HOUR),
        ("office", "2026-12-31 17:59:59", "2027-01-04 09:00:01", 2),
        ("field", "2026-10-03 07:00", "2026-10-04 09:00", 11 * HOUR),
    ],
)
def test_the_hours_typed_here_are_right(calendar: str, a: str, b: str, seconds: int) -> None:
    assert open_seconds(calendar, datetime.fromisoformat(a), datetime.fromisoformat(b)) == seconds
