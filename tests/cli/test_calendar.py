"""`calendar` hangs the working days on the wall: what the rule file and the public holidays make of each day."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result
from rich.cells import cell_len

from tsk.publicdays import public_days

DAY = ["09:00-12:00", "13:30-18:00"]
OFFICE = 'holidays = "CN", default'

# Typed from the State Council's notice for 2026: National Day is off from Thu 1 to Wed 7 October; for it Sun 20
# September and Sat 10 October are worked. Mid-autumn is off from Fri 25 to Sun 27 September, without a make-up day.
# w: a working day · -: weekend · H: public holiday · M: make-up day
SEPTEMBER = """
      w w w w - -
    w w w w w - -
    w w w w w - M
    w w w w H H H
    w w w
"""
OCTOBER = """
          H H H H
    H H H w w M -
    w w w w w - -
    w w w w w - -
    w w w w w -
"""
LETTERS = {"working": "w", "weekend": "-", "holiday": "H", "make-up": "M", "own": "o"}


def calendar(desk: Desk, *words: object) -> dict[str, dict[str, Any]]:
    """The days of a calendar by their dates."""
    return {day["date"]: day for day in desk.ok("calendar", *words)}


def drawn(desk: Desk, columns: int, *words: object, term: str = "dumb") -> Result:
    """The command on a terminal of so many columns."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"FORCE_COLOR": "1", "COLUMNS": str(columns), "TERM": term}.items():
            patch.setenv(name, value)
        return desk.tsk("calendar", *words)


def picture(done: Result) -> str:
    """What a terminal shows, without the blanks at the ends of its lines."""
    assert done.code == 0, done
    return "\n".join(line.rstrip() for line in done.out.splitlines())


def edited(desk: Desk, old: str, new: str) -> Desk:
    """The desk with one place of its rule file changed; its examples, worked out for the old place, are left out."""
    rules = desk.home / "rules.toml"
    usual, _, _ = rules.read_text("utf-8").partition("[examples.")
    assert old in usual
    rules.write_text(usual.replace(old, new, 1), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    return desk


# ── the days ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("month", "wanted"), [("2026-09", SEPTEMBER), ("2026-10", OCTOBER)])
def test_the_days_are_those_that_the_state_council_announced(desk: Desk, month: str, wanted: str) -> None:
    days = desk.ok("calendar", month)
    assert [LETTERS[day["kind"]] for day in days] == wanted.split()
    assert [day["working"] for day in days] == [letter in "wM" for letter in wanted.split()]
    assert [day["hours"] for day in days] == [DAY if letter in "wM" else [] for letter in wanted.split()]
    assert not any(day["provisional"] for day in days)


def test_holidays_and_their_make_up_days_bear_the_name_of_the_holiday(desk: Desk) -> None:
    named = {day: one["name"] for day, one in calendar(desk, 2026).items() if one["name"]}
    assert {named[f"2026-10-0{n}"] for n in range(1, 8)} == {"National Day"}
    assert (named["2026-09-20"], named["2026-10-10"]) == ("National Day", "National Day")
    assert (named["2026-02-14"], named["2026-02-17"]) == ("Spring Festival", "Spring Festival")
    assert not {"2026-10-08", "2026-10-11", "2026-02-13"} & named.keys()


def test_a_day_has_the_promised_keys(desk: Desk) -> None:
    assert calendar(desk)["2026-10-10"] == {
        "date": "2026-10-10", "working": True, "kind": "make-up", "name": "National Day", "hours": DAY,
        "provisional": False,
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_json_is_the_same_in_both_languages(desk: Desk, lang: str) -> None:
    assert desk.ok("calendar", "--lang", lang) == desk.ok("calendar", "2026-10")


@pytest.mark.parametrize(
    ("said", "first", "count"),
    [
        ("2026", "2026-01-01", 365),
        ("2028", "2028-01-01", 366),
        ("2026-10", "2026-10-01", 31),
        ("2026-1", "2026-01-01", 31),
        ("2028-02", "2028-02-01", 29),
        ("12", "2026-12-01", 31),
        ("2", "2026-02-01", 28),
        ("02", "2026-02-01", 28),
        (" 2 ", "2026-02-01", 28),
        ("1900", "1900-01-01", 365),
        ("2999-12", "2999-12-01", 31),
    ],
)
def test_a_year_or_a_month_is_shown_from_its_first_day_to_its_last(
    desk: Desk, said: str, first: str, count: int
) -> None:
    days = [day["date"] for day in desk.ok("calendar", said)]
    assert (days[0], len(days), days) == (first, count, sorted(set(days)))


def test_without_a_word_it_is_the_month_of_the_desk_s_own_zone(desk: Desk) -> None:
    """17:00 in Greenwich on the last day of September is 01:00 on 1 October in Shanghai."""
    assert desk.at("2026-09-30T17:00:00+00:00").ok("calendar")[0]["date"] == "2026-10-01"
    assert desk.at("2026-09-30T15:00:00+00:00").ok("calendar")[0]["date"] == "2026-09-01"


# ── which calendar ─────────────────────────────────────────────────────────────────────────────────


def test_another_calendar_is_asked_for_by_name(desk: Desk) -> None:
    """The field calendar works every day; the built-in one never closes."""
    assert {tuple(day["hours"]) for day in desk.ok("calendar", "--name", "field")} == {("08:00-18:00",)}
    assert {tuple(day["hours"]) for day in desk.ok("calendar", "--name", "always")} == {("00:00-24:00",)}
    assert desk.ok("calendar", "--name", "OFFICE") == desk.ok("calendar")


def test_an_unknown_calendar_lists_those_that_exist(desk: Desk) -> None:
    told = desk.tsk("calendar", "--name", "offce")
    assert (told.code, told.out) == (2, "")
    assert "did you mean office? There are: office, field, always." in told.err


def test_a_policy_without_calendars_never_closes(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "handbook")
    desk.ok("init", "--practice", "--policy", "operator-handbook")
    assert {tuple(day["hours"]) for day in desk.ok("calendar")} == {("00:00-24:00",)}


# ── own dates, and days that nobody knows yet ──────────────────────────────────────────────────────


@pytest.fixture
def own(desk: Desk) -> Desk:
    """The office opens late on National Day, closes one Tuesday, and every year from 28 December to 2 January."""
    dates = 'dates = { 2026-10-01 = ["10:00-12:00"], 2026-10-13 = [], "12-28..01-02" = [] }'
    return edited(desk, OFFICE, f'holidays = "CN", {dates}, default')


def test_a_date_of_the_calendar_s_own_stands_above_holiday_and_week(own: Desk) -> None:
    days = calendar(own, 2026)
    opened, closed = days["2026-10-01"], days["2026-10-13"]
    assert (opened["kind"], opened["working"], opened["hours"]) == ("own", True, ["10:00-12:00"])
    assert (closed["kind"], closed["working"], closed["hours"], closed["name"]) == ("own", False, [], "")
    kinds = {day: days[f"2026-{day}"]["kind"] for day in ("01-01", "01-02", "01-03", "12-27", "12-28", "12-31")}
    assert kinds == {
        "01-01": "own", "01-02": "own", "01-03": "holiday", "12-27": "weekend", "12-28": "own", "12-31": "own",
    }  # fmt: skip


def test_own_dates_are_marked_open_or_shut(own: Desk) -> None:
    """The 18 days of the office less Tue 13, with Thu 1: 17 of 7.5 hours and one of two are 129.5."""
    assert (
        picture(drawn(own, 80))
        == """\
October 2026 · calendar office · today 10-09 Fri

 Mon       Tue       Wed       Thu       Fri       Sat       Sun
                                1 open    2 off     3 off     4 off
  5 off     6 off     7 off     8       [ 9]       10 work   11
 12        13 shut   14        15        16        17        18
 19        20        21        22        23        24        25
 26        27        28        29        30        31

open  10-01 Thu      hours of its own              10:00–12:00
off   10-02 … 10-07  National Day
work  10-10 Sat      make-up day for National Day  09:00–12:00 13:30–18:00
shut  10-13 Tue      closed by the calendar
Working days: 18 · working time: 129 h 30 min
Mon–Fri 09:00–12:00, 13:30–18:00"""
    )


def test_own_dates_have_signs_of_their_own_in_a_year(own: Desk) -> None:
    months = picture(drawn(own, 80, 2026, "--lang", "zh"))
    assert "          1o 2* 3* 4*" in months
    assert "12 13x14 15 16 17 18" in months
    assert "o  10-01 周四     日历另定上班    10:00–12:00" in months
    assert "x  12-28 … 12-31  日历另定休息" in months


def test_a_night_shift_belongs_to_the_date_on_which_it_opens(desk: Desk) -> None:
    """31 nights of eight hours."""
    edited(desk, 'mon-sun = ["08:00-18:00"]', 'mon-sun = ["22:00-06:00"]')
    assert desk.ok("calendar", "--name", "field")[30]["hours"] == ["22:00-06:00"]
    assert "Working days: 31 · working time: 248 h" in drawn(desk, 80, "--name", "field").out


def test_a_make_up_day_has_the_hours_that_the_calendar_gives_it(desk: Desk) -> None:
    edited(desk, OFFICE, 'holidays = "CN", make_up = ["10:00-12:00"], default')
    assert calendar(desk)["2026-10-10"]["hours"] == ["10:00-12:00"]


def test_a_make_up_day_that_nobody_works_looks_like_a_weekend(desk: Desk) -> None:
    edited(desk, OFFICE, 'holidays = "CN", make_up = [], default')
    assert calendar(desk)["2026-10-10"]["working"] is False
    assert "10 work" not in drawn(desk, 80).out
    assert "Working days: 17 · working time: 127 h 30 min" in drawn(desk, 80).out
    assert "2026-10-10\tSat\tweekend\t\t" in desk.tsk("calendar").out


def test_a_year_that_is_not_announced_is_provisional_throughout(desk: Desk) -> None:
    """Only the statutory days are known: of the Spring Festival of 2027 the four from Fri 5 to Mon 8 February."""
    if public_days("CN").last.year > 2026:
        pytest.skip("2027 has been announced")
    days = calendar(desk, 2027)
    assert all(day["provisional"] for day in days.values())
    assert [day for day, one in days.items() if one["name"] == "Spring Festival"] == [
        "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08",
    ]  # fmt: skip
    told = drawn(desk, 80, "2027-02").out
    assert "  5 off≈" in told
    assert "  9 ≈" in told
    assert "≈ provisional: the holidays of those days are not announced" in told
    assert {line.split("\t")[5] for line in desk.tsk("calendar", "2027").out.splitlines()} == {"≈"}


def test_days_that_the_rule_file_confirms_are_not_provisional(desk: Desk) -> None:
    """Confirmed up to 15 March 2050: March is marked day by day from the 16th, April in its title."""
    edited(desk, OFFICE, 'holidays = "CN", confirmed = 2050-03-15, default')
    days = calendar(desk, 2050)
    assert [days[f"2050-03-{n}"]["provisional"] for n in (14, 15, 16)] == [False, False, True]
    months = picture(drawn(desk, 80, 2050))
    assert "April ≈" in months
    assert "March ≈" not in months
    assert re.search(r"14 15 16≈17≈18≈", months)


# ── on a terminal ──────────────────────────────────────────────────────────────────────────────────

ENGLISH = """\
October 2026 · calendar office · today 10-09 Fri

 Mon       Tue       Wed       Thu       Fri       Sat       Sun
                                1 off     2 off     3 off     4 off
  5 off     6 off     7 off     8       [ 9]       10 work   11
 12        13        14        15        16        17        18
 19        20        21        22        23        24        25
 26        27        28        29        30        31

off   10-01 … 10-07  National Day
work  10-10 Sat      make-up day for National Day  09:00–12:00 13:30–18:00
Working days: 18 · working time: 135 h
Mon–Fri 09:00–12:00, 13:30–18:00"""
CHINESE = """\
2026年10月 · 日历 office · 今天 10-09 周五

 周一    周二    周三    周四    周五    周六    周日
                          1 休    2 休    3 休    4 休
  5 休    6 休    7 休    8     [ 9]     10 班   11
 12      13      14      15      16      17      18
 19      20      21      22      23      24      25
 26      27      28      29      30      31

休  10-01 … 10-07  国庆节
班  10-10 周六     国庆节调休上班  09:00–12:00 13:30–18:00
工作日 18 天 · 工时 135 小时
周一–周五 09:00–12:00、13:30–18:00"""


@pytest.mark.parametrize("columns", [80, 120, 200])
@pytest.mark.parametrize(("lang", "wanted"), [("en", ENGLISH), ("zh", CHINESE)])
def test_a_month_is_drawn_as_a_wall_calendar(desk: Desk, columns: int, lang: str, wanted: str) -> None:
    """18 working days: 31 less 7 of National Day and 6 of weekends; Sat 10 is worked. 18 of 7.5 hours are 135."""
    assert picture(drawn(desk, columns, "--lang", lang)) == wanted


QUARTER = """\
      October                 November                December
Mo Tu We Th Fr Sa Su    Mo Tu We Th Fr Sa Su    Mo Tu We Th Fr Sa Su
          1* 2* 3* 4*                      1        1  2  3  4  5  6
 5* 6* 7* 8  9 10+11     2  3  4  5  6  7  8     7  8  9 10 11 12 13
12 13 14 15 16 17 18     9 10 11 12 13 14 15    14 15 16 17 18 19 20
19 20 21 22 23 24 25    16 17 18 19 20 21 22    21 22 23 24 25 26 27
26 27 28 29 30 31       23 24 25 26 27 28 29    28 29 30 31
                        30
"""


def test_a_year_stands_three_months_abreast_in_80_columns(desk: Desk) -> None:
    """Of the 365 days 248 are worked in 2026, as the notice says: 365 - 104 of weekends - 19 on weekdays + 6."""
    told = picture(drawn(desk, 80, 2026))
    assert told.startswith("2026 · calendar office · today 10-09 Fri\n\n      January ")
    assert QUARTER in told
    assert "*  10-01 … 10-07  National Day\n+  10-10 Sat " in told
    assert told.endswith("Working days: 248 · working time: 1860 h\nMon–Fri 09:00–12:00, 13:30–18:00")


@pytest.mark.parametrize(("columns", "abreast"), [(21, 1), (45, 2), (80, 3), (120, 4), (200, 6)])
@pytest.mark.parametrize(("lang", "monday"), [("en", "Mo"), ("zh", "一")])
def test_a_year_takes_as_many_months_abreast_as_fit(
    desk: Desk, columns: int, abreast: int, lang: str, monday: str
) -> None:
    rows = drawn(desk, columns, 2026, "--lang", lang).out.splitlines()
    headings = [row for row in rows if row.startswith(f"{monday} ")]
    assert [row.count(f"{monday} ") for row in headings] == [abreast] * (12 // abreast)
    assert max(map(cell_len, rows)) <= columns


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [30, 60, 80, 130])
def test_every_number_stands_under_its_weekday(desk: Desk, columns: int, lang: str) -> None:
    """1 October 2026 is a Thursday: by cells, not by characters, 8, 15, 22 and 29 stand under it."""
    rows = drawn(desk, columns, "2026-10", "--lang", lang).out.splitlines()
    start = next(i for i, row in enumerate(rows) if re.match(r"\s?(Mo|一|周一)", row))
    ends = [end_of(rows[start + week], day) for week, day in ((1, 1), (2, 8), (3, 15), (4, 22), (5, 29))]
    assert len(set(ends)) == 1


def end_of(row: str, day: int) -> int:
    """The cell in which that day's number ends."""
    found = re.search(rf"(?<!\d){day}(?!\d)", row)
    assert found, row
    return cell_len(row[: found.end()])


def test_what_colour_says_a_mark_says_too(desk: Desk) -> None:
    plain, coloured = drawn(desk, 80).out, drawn(desk, 80, term="xterm-256color").out
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b[31m  1 \x1b[0m\x1b[31moff" in coloured
    assert "\x1b[7m[ 9]\x1b[0m" in coloured
    assert "\x1b[2m 11 " in coloured


# ── in a pipe ──────────────────────────────────────────────────────────────────────────────────────


def test_a_pipe_gets_one_line_a_day(desk: Desk) -> None:
    rows = desk.tsk("calendar").out.splitlines()
    assert len(rows) == 31
    assert rows[6:11] == [
        "2026-10-07\tWed\tpublic holiday\t\tNational Day\t",
        "2026-10-08\tThu\tworking day\t09:00-12:00 13:30-18:00\t\t",
        "2026-10-09\tFri\tworking day\t09:00-12:00 13:30-18:00\t\t",
        "2026-10-10\tSat\tmake-up working day\t09:00-12:00 13:30-18:00\tNational Day\t",
        "2026-10-11\tSun\tweekend\t\t\t",
    ]


def test_a_pipe_gets_chinese_words_too(desk: Desk) -> None:
    rows = desk.tsk("calendar", "--lang", "zh").out.splitlines()
    assert rows[6:11] == [
        "2026-10-07\t周三\t法定节假日\t\t国庆节\t",
        "2026-10-08\t周四\t工作日\t09:00-12:00 13:30-18:00\t\t",
        "2026-10-09\t周五\t工作日\t09:00-12:00 13:30-18:00\t\t",
        "2026-10-10\t周六\t调休上班\t09:00-12:00 13:30-18:00\t国庆节\t",
        "2026-10-11\t周日\t周末\t\t\t",
    ]


# ── what cannot be shown ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "said",
    [
        "13",
        "0",
        "00",
        "26",
        "2026-13",
        "2026-00",
        "0000",
        "1899",
        "3000",
        "2026-10-09",
        "October",
        "下个月",
        " ",
        "x" * 99,
    ],
)
def test_what_is_no_year_or_month_is_quoted_with_two_forms_that_work(desk: Desk, said: str) -> None:
    told = desk.tsk("calendar", said)
    assert (told.code, told.out) == (2, "")
    assert f"“{said[:60]}” is not a year or month" in told.err
    forms = re.findall(r'"([^"]+)"', told.err)
    assert len(forms) == 2
    for form in forms:
        assert desk.tsk("calendar", form).code == 0
    assert f"“{said[:60]}”不是" in desk.tsk("calendar", said, "--lang", "zh").err
    assert desk.tsk("calendar", said, "--json").error["exit"] == 2


def test_it_is_an_error_without_a_desk(tmp_path: Path) -> None:
    assert Desk(tmp_path / "nowhere").tsk("calendar").code == 6
