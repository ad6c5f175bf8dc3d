"""What a report is asked and what it answers: periods, dimensions, filters, comparison, bookings, and bad input."""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import Any

import pytest
from conftest import Desk
from hypothesis import given
from hypothesis import strategies as st

from tsk.backlog import AGES, ageing, backlog
from tsk.comparison import period_before
from tsk.handlingtime import spread_of

MON, TUE, WED, THU, FRI = (f"2026-11-0{day}" for day in (2, 3, 4, 5, 6))
ANSWER = ("Sorry.", "--via", "phone")


def recorded(desk: Desk, at: str, *words: str) -> int:
    return int(desk.at(at).ok("record", "The clerk was rude", "--category", "attitude", *words)["id"])


def page(desk: Desk, *words: str, columns: int = 80, lang: str = "en") -> str:
    """The report as a terminal of that width shows it."""
    env = {**os.environ, **desk.env, "FORCE_COLOR": "1", "TERM": "dumb", "COLUMNS": str(columns), "TSK_LANG": lang}
    out, err = desk.process("report", *words, env=env).communicate()
    assert err == ""
    return out


# ── time ───────────────────────────────────────────────────────────────────────────────────────────


def test_median_and_ninetieth_are_the_nearest_ranks(desk: Desk) -> None:
    """Ten complaints of Monday 09:00, answered after 10, 20 … 100 minutes in the morning of three hours."""
    ids = [recorded(desk, f"{MON} 09:00") for _ in range(10)]
    for nth, id in enumerate(ids, 1):
        desk.at(f"{MON} {9 + nth * 10 // 60:02d}:{nth * 10 % 60:02d}").ok("reply", id, *ANSWER)
    handling = desk.at(f"{TUE} 10:00").ok("report")["total"]["handling"]
    assert (handling["answered"], handling["median_seconds"], handling["p90_seconds"]) == (10, 50 * 60, 90 * 60)


def test_a_wait_and_the_night_are_not_in_the_handling_time(desk: Desk) -> None:
    """In hand 16:00–18:00 on Monday and 11:00–12:00 on Tuesday; from 18:00 to 11:00 the customer was waited for."""
    id = recorded(desk, f"{MON} 16:00")
    desk.at(f"{MON} 18:00").ok("pend", id, "--reason", "customer", "--until", f"{FRI} 18:00")
    desk.at(f"{TUE} 11:00").ok("resume", id)
    desk.at(f"{TUE} 12:00").ok("reply", id, *ANSWER)
    handling = desk.at(f"{TUE} 18:00").ok("report")["total"]["handling"]
    assert handling["median_seconds"] == 3 * 3600
    assert handling["waited_seconds"] == 2 * 3600  # 9 to 11
    assert handling["reviewed_seconds"] == 4.5 * 3600  # the afternoon


def test_a_complaint_answered_and_taken_up_again_has_no_handling_time_until_its_next_answer(desk: Desk) -> None:
    id = recorded(desk, f"{MON} 09:00")
    desk.at(f"{MON} 10:00").ok("reply", id, *ANSWER, "--satisfied", "no", "--demand", "A letter.")
    assert desk.ok("report")["total"]["handling"]["answered"] == 0
    desk.at(f"{MON} 11:00").ok("reply", id, *ANSWER)
    handling = desk.ok("report")["total"]["handling"]
    assert (handling["answered"], handling["median_seconds"]) == (1, 2 * 3600)


def test_the_time_on_the_answer_counts_and_that_of_helpers_does_not(desk: Desk) -> None:
    """In hand 10:00–11:00, handed in, answered by the desk at 14:30: 3 hours. Beside it billing helped for those 3."""
    id = recorded(desk, f"{MON} 10:00")
    desk.ok("assign", id, "--to", "market", "--with", "billing")
    desk.at(f"{MON} 10:30").ok("contact", id, "--via", "phone")
    desk.ok("propose", id, "Apologise.", "--cause", "staff", "--upheld", "yes")
    desk.at(f"{MON} 11:00").ok("submit", id)
    desk.at(f"{MON} 14:30").ok("reply", id, *ANSWER)
    report = desk.ok("report")
    handling = report["total"]["handling"]
    assert (handling["median_seconds"], handling["handled_seconds"]) == (3 * 3600, 6 * 3600)
    hours = {row["department"]: row["handling"]["handled_seconds"] / 3600 for row in report["rows"]}
    assert hours == {"market": 1, "care": 2, "billing": 3}


def test_what_is_booked_stays_when_the_calendar_changes(desk: Desk) -> None:
    """Answered after 3 hours; then lunch is worked through. A second complaint has 4.5 hours by the new calendar."""
    first = recorded(desk, f"{MON} 10:00")
    desk.at(f"{MON} 14:30").ok("reply", first, *ANSWER)
    rules = desk.home / "rules.toml"
    hours = '["09:00-12:00", "13:30-18:00"]'
    text = rules.read_text("utf-8").partition("# ── examples")[0]
    assert hours in text
    rules.write_text(text.replace(hours, '["09:00-18:00"]'), "utf-8")
    second = recorded(desk, f"{TUE} 10:00")
    desk.at(f"{TUE} 14:30").ok("reply", second, *ANSWER)
    assert desk.ok("report", "--until", MON)["total"]["handling"]["median_seconds"] == 3 * 3600
    assert desk.ok("report", "--since", TUE)["total"]["handling"]["median_seconds"] == 4.5 * 3600
    assert desk.ok("verify")["whole"]


def test_a_wait_that_ends_by_itself_counts_to_its_end(desk: Desk) -> None:
    """Waited from 10:00 to 11:00 and nobody did anything: in hand from 09:00 to 10:00 and from 11:00 to 12:00."""
    id = recorded(desk, f"{MON} 09:00")
    desk.at(f"{MON} 10:00").ok("pend", id, "--reason", "customer", "--until", f"{MON} 11:00")
    handling = desk.at(f"{MON} 12:00").ok("report")["total"]["handling"]
    assert (handling["handled_seconds"], handling["waited_seconds"]) == (2 * 3600, 3600)
    assert desk.ok("verify")["whole"]


# ── lines ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_milestone_that_is_owed_and_late_counts_as_fallen_due(desk: Desk) -> None:
    id = recorded(desk, f"{MON} 10:00")
    desk.at(f"{MON} 11:00").ok("contact", id, "--via", "phone")
    each = {one["milestone"]: one for one in desk.at(f"{FRI} 10:00").ok("report")["total"]["milestones"]}
    assert {name: (one["count"], one["of"]) for name, one in each.items()} == {
        "contact": (1, 1),
        "plan": (0, 1),
        "reply": (0, 1),
        "opinion": (0, 1),
    }


def test_months_quarters_and_weeks_follow_each_other(desk: Desk) -> None:
    for at in ("2026-10-31 10:00", "2026-11-01 10:00", f"{MON} 10:00", f"{TUE} 10:00"):
        recorded(desk, at)
    asked = ("report", "--since", "2026-10-01", "--by")
    received = {
        by: [(row[by], row["received"]) for row in desk.ok(*asked, by)["rows"]] for by in ("month", "quarter", "week")
    }
    assert received == {
        "month": [("2026-10", 1), ("2026-11", 3)],
        "quarter": [("2026-Q4", 4)],
        "week": [("2026-W44", 2), ("2026-W45", 2)],
    }


def test_a_quarter_is_three_months(desk: Desk) -> None:
    report = desk.at("2026-11-20 10:00").ok("report", "--quarter", "2026-Q4")
    assert (report["since"], report["until"]) == ("2026-10-01", "2027-01-01")
    assert report == desk.ok("report", "--quarter", "2026年第4季度")
    assert desk.ok("report", "--quarter", "2026q1")["until"] == "2026-04-01"


def test_filters_limit_the_whole_report(desk: Desk) -> None:
    recorded(desk, f"{MON} 10:00", "--store", "HZ01")
    recorded(desk, f"{TUE} 10:00", "--store", "HZ02")
    report = desk.ok("report", "--store", "HZ01", "--compare", "previous")
    assert report["filters"] == {"store": "HZ01"}
    assert (report["total"]["received"], report["backlog"]["buckets"][-1]["open"]) == (1, 1)
    assert sum(one["open"] for one in report["ageing"]) == 1
    assert "Only store: HZ01" in page(desk, "--store", "HZ01")


def test_a_department_that_was_renamed_keeps_its_name_and_is_marked(desk: Desk) -> None:
    recorded(desk, f"{MON} 10:00")
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8").partition("# ── examples")[0]
    for old, new in (("\ncare    =", "\nfront   ="), ('to = "care"', 'to = "front"'), ('"care"', '"front"')):
        text = text.replace(old, new)
    rules.write_text(text, "utf-8")
    (row,) = desk.at(f"{TUE} 10:00").ok("report")["rows"]
    assert row["department"] == "care"
    assert "care (no longer in the policy)" in desk.tsk("report").out
    assert desk.ok("report", "--department", "care")["total"]["received"] == 1
    assert desk.tsk("report", "--department", "nobody").code == 2


def test_a_complaint_without_a_cause_is_called_none(desk: Desk) -> None:
    recorded(desk, f"{MON} 10:00")
    assert "(none)\t1" in desk.tsk("report", "--by", "cause").out
    assert "without a cause so far: 1" not in page(desk)  # no main cause, nothing to say
    (cause,) = desk.ok("report")["causes"]
    assert cause == {"cause": "", "received": 1, "share": 100.0, "cumulative": 100.0}


# ── other periods ──────────────────────────────────────────────────────────────────────────────────


def test_a_comparison_says_what_is_more_or_fewer(desk: Desk) -> None:
    """Two complaints in October, one of them answered late; one in November, answered in time."""
    one, two = recorded(desk, "2026-10-12 09:00"), recorded(desk, "2026-10-12 09:00")
    desk.at("2026-10-12 11:00").ok("reply", one, *ANSWER)
    desk.at("2026-10-30 11:00").ok("reply", two, *ANSWER)
    three = recorded(desk, f"{MON} 09:00")
    desk.at(f"{MON} 10:00").ok("reply", three, *ANSWER)
    compare = desk.ok("report", "--compare", "previous")["compare"]
    assert (compare["to"], compare["since"], compare["until"]) == ("previous", "2026-10-01", "2026-11-01")
    assert (compare["change"]["received"], compare["change"]["timeliness"]) == (-1, 50.0)
    assert compare["change"]["median_seconds"] == -3600
    assert compare["changes"] == [{"department": "care", **compare["change"]}]
    assert desk.ok("report", "--compare", "year")["compare"]["since"] == "2025-11-01"
    shown = page(desk, "--compare", "previous")
    assert "More or fewer than from 2026-10-01 to 2026-10-31" in shown
    assert "+50.0" in shown


@pytest.mark.parametrize(
    ("since", "until", "to", "expected"),
    [
        ("2026-11-01", "2026-12-01", "previous", ("2026-10-01", "2026-11-01")),
        ("2026-01-01", "2026-04-01", "previous", ("2025-10-01", "2026-01-01")),
        ("2026-11-10", "2026-11-17", "previous", ("2026-11-03", "2026-11-10")),
        ("2026-11-01", "2026-12-01", "year", ("2025-11-01", "2025-12-01")),
        ("2028-02-29", "2028-03-01", "year", ("2027-03-01", "2027-03-01")),
    ],
)
def test_the_period_to_compare_with(since: str, until: str, to: str, expected: tuple[str, str]) -> None:
    first, after = period_before(date.fromisoformat(since), date.fromisoformat(until), to)
    assert (first.isoformat(), after.isoformat()) == expected


@pytest.mark.parametrize(
    ("today", "past", "over"),
    [(f"{MON} 10:00", 2, False), ("2026-11-30 23:00", 30, False), ("2026-12-01 08:00", 30, True)],
)
def test_a_report_says_how_many_of_its_days_have_come(desk: Desk, today: str, past: int, over: bool) -> None:
    recorded(desk, f"{MON} 10:00")
    report = desk.at(today).ok("report", "--month", "2026-11")
    assert report["days"] == {"past": past, "of": 30, "over": over}
    assert (report["until"], report["last"]) == ("2026-12-01", "2026-11-30")
    said = {2: "2 of 30 days.", 30: "today is its last day."}[past]
    assert (f"This period still runs: {said}" in page(desk, "--month", "2026-11")) is not over


def test_a_month_that_still_runs_says_so_above_the_comparison(desk: Desk) -> None:
    recorded(desk, "2026-10-12 09:00")
    recorded(desk, f"{MON} 10:00")
    desk.at("2026-11-20 08:30")
    assert page(desk, "--compare", "previous").count("This period still runs: 20 of 30 days.") == 2
    assert "本期尚未结束：已过 20 天，共 30 天。" in desk.tsk("--lang", "zh", "report", "--compare", "previous").out
    nothing = "Nothing to compare with: no complaint from 2025-11-01 to 2025-11-30."
    assert nothing in page(desk, "--compare", "year")


def test_the_time_before_the_first_assignment_has_a_name(desk: Desk) -> None:
    """Nobody's for an hour, then somebody's: the hour has a line without a complaint."""
    id = recorded(desk, f"{MON} 10:00")
    desk.at(f"{MON} 11:00").ok("assign", id, "--to", "market", "--handler", "chen")
    desk.at(f"{MON} 12:00")
    assert [row["handler"] for row in desk.ok("report", "--by", "handler")["rows"]] == ["chen", ""]
    assert " no handler yet " in page(desk, "--by", "handler")
    assert " 尚无处理人 " in page(desk, "--by", "handler", lang="zh")


# ── an answer, not an error page ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [("--month", "2030-01"), ("--quarter", "2030-Q1"), ("--until", "2020-01-31")])
def test_a_period_without_complaints_says_so(desk: Desk, words: tuple[str, ...]) -> None:
    recorded(desk, f"{MON} 10:00")
    report = desk.ok("report", *words)
    assert (report["rows"], report["total"]["received"], report["causes"]) == ([], 0, [])
    assert "No complaint was received from" in page(desk, *words)
    assert "没有受理投诉" in page(desk, *words, lang="zh")


@pytest.mark.parametrize(
    "words",
    [
        ("--quarter", "2026-Q5"),
        ("--quarter", "autumn"),
        ("--quarter", "0000-Q1"),
        ("--quarter", "2026-Q3", "--month", "2026-07"),
        ("--quarter", "2026-Q3", "--since", "2026-07-01"),
        ("--compare", "tomorrow"),
        ("--by", "weather"),
        ("--category", "weather"),
        ("--trend", "25"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(desk: Desk, words: tuple[str, ...]) -> None:
    told = desk.tsk("report", *words)
    assert (told.code, told.out) == (2, "")
    assert told.err


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [80, 200])
def test_the_page_fits_its_terminal(desk: Desk, columns: int, lang: str) -> None:
    from rich.cells import cell_len

    for at in ("2026-10-12 09:00", f"{MON} 09:00", f"{TUE} 09:00"):
        desk.at(f"{at[:10]} 17:00").ok("reply", recorded(desk, at), *ANSWER, "--satisfied", "yes")
    shown = page(desk, "--since", "2026-10-01", "--compare", "previous", "--trend", "2", columns=columns, lang=lang)
    assert max(cell_len(line.rstrip()) for line in shown.splitlines()) <= columns
    assert "✗" in shown and "█" in shown


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["network", "宽带与固定电话网络部"])
def test_the_names_of_lines_are_not_cut_for_many_columns(desk: Desk, name: str, lang: str) -> None:
    """With scores and ranks beside the other figures the second table goes on in a third."""
    rules = desk.home / "rules.toml"
    weighed = rules.read_text("utf-8").replace("at_least = 95 }", "at_least = 95, weight = 50 }")
    rules.write_text(weighed, "utf-8")
    desk.at(f"{MON} 17:00").ok("reply", recorded(desk, f"{MON} 09:00", "--store", name), *ANSWER)
    shown = page(desk, "--by", "store", lang=lang)
    assert sum(line.startswith(f" {name} ") for line in shown.splitlines()) >= 2
    assert "…" not in shown
    heads = {"en": ("Score", "Rank", "Upheld"), "zh": ("得分", "名次", "成立率")}[lang]
    assert [one for one in heads if one not in shown] == []


def test_a_desk_where_nothing_is_open_has_a_page(desk: Desk) -> None:
    assert "No complaint was received from" in page(desk)


# ── laws ───────────────────────────────────────────────────────────────────────────────────────────

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
COUNTS = st.dictionaries(DAYS.map(date.isoformat), st.integers(0, 50), max_size=8)


@given(since=DAYS, length=st.integers(1, 400), today=DAYS, before=st.integers(0, 99), came=COUNTS, went=COUNTS)
def test_what_was_open_and_came_less_what_ended_is_open_after(
    since: date, length: int, today: date, before: int, came: dict[str, int], went: dict[str, int]
) -> None:
    until = since + timedelta(days=length)
    log = backlog(since, until, today, before, came, went)
    open_then, day = before, since
    for one in log.buckets:
        assert one.first == day and one.first <= one.last
        open_then += one.received - one.ended
        assert one.open == open_then
        day = one.last + timedelta(days=1)
    assert day == max(since, min(until, today + timedelta(days=1)))
    inside = [n for at, n in came.items() if since.isoformat() <= at < day.isoformat()]
    assert sum(one.received for one in log.buckets) == sum(inside)


@given(received=COUNTS, today=DAYS)
def test_every_open_complaint_has_one_age(received: dict[str, int], today: date) -> None:
    assert sum(one.count for one in ageing(received, today)) == sum(received.values())
    assert [one.first for one in ageing(received, today)] == [first for first, _ in AGES]


@given(minutes=st.dictionaries(st.integers(0, 9999), st.integers(1, 20), min_size=1))
def test_a_percentile_is_the_value_at_its_rank(minutes: dict[int, int]) -> None:
    every = sorted(minute for minute, count in minutes.items() for _ in range(count))
    spread = spread_of(minutes)
    assert spread.count == len(every)
    assert spread.median == 60 * every[(len(every) + 1) // 2 - 1]
    assert spread.ninetieth == 60 * every[(len(every) * 9 + 9) // 10 - 1]


def test_the_lines_add_up_to_the_total(desk: Desk) -> None:
    for at, store in ((f"{MON} 09:00", "A"), (f"{MON} 10:00", "B"), (f"{TUE} 09:00", "A")):
        id = recorded(desk, at, "--store", store)
        desk.at(f"{at[:10]} 17:00").ok("reply", id, *ANSWER)
    for by in ("store", "department", "category", "month", "week", "handler", "site", "theme"):
        report: dict[str, Any] = desk.ok("report", "--by", by)
        for name in ("received", "open", "solved", "cancelled"):
            assert (
                sum(row[name] for row in report["rows"])
                == report["total"][name]
                == {"received": 3, "open": 3}.get(name, 0)
            )
        for name in ("handled_seconds", "answered"):
            assert sum(row["handling"][name] for row in report["rows"]) == report["total"]["handling"][name]
