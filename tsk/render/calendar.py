"""A wall calendar: weeks from Monday, days off and make-up days marked, what they are called below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from tsk import i18n
from tsk.desk.calendar import Wall, WallDay
from tsk.i18n import say, tr, word
from tsk.render.console import Segment, grid, line, lines, on_terminal, padded, table, width

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_GAP = 3  # cells between two months of a year
_SMALL, _ROOMY = 3, 4  # cells of a day in a month of a year
_UNSURE = "≈"


class Look(NamedTuple):
    """How a kind of day is marked: by a word where a month has the room, by a sign in a year, and by its colour."""

    word: str
    sign: str
    style: str


_LOOKS = {
    "working": Look("", " ", ""),
    "weekend": Look("", " ", "dim"),
    "holiday": Look("day off", "*", "red"),
    "make-up": Look("day at work", "+", "bold green"),
    "own": Look("own day off", "x", "cyan"),
    "own hours": Look("own day at work", "o", "bold cyan"),
}
_PLAIN = ("working", "weekend")

Drawn = list[list[Segment]]  # lines of a drawing, all of one width


def show_calendar(shown: Wall) -> None:
    """Draws the month or the year on a terminal; prints one tab-separated line a day in a pipe."""
    if not on_terminal():
        table((), [_told(day) for day in shown.days])
        return
    today = [day for day in shown.days if day.date == shown.today]
    line(
        (_title(shown), "bold"),
        (say(" · calendar {calendar}", calendar=shown.calendar), ""),
        (say(" · today {day}", day=_dated(today)) if today else "", ""),
    )
    line()
    big = not shown.is_year and width() >= 7 * _big_cell()
    lines(_big_month(shown) if big else _months(shown))
    line()
    grid(list(_legend(shown.days, big)))
    seconds = sum(day.seconds for day in shown.days)
    line(
        say(
            "Working days: {days} · working time: {hours}",
            days=sum(d.working for d in shown.days),
            hours=_length(seconds),
        ),
        (f" {_UNSURE}" if any(day.provisional for day in shown.days) else "", "yellow"),
    )
    line((_ordinary(shown), "dim"))
    if any(day.provisional for day in shown.days):
        line(
            (_UNSURE, "yellow"), " ", tr("provisional: the holidays of those days are not announced, or not known here")
        )


def _ordinary(shown: Wall) -> str:
    """The hours of an ordinary week: `Mon–Fri 09:00–12:00, 13:30–18:00`."""
    runs = [list(run) for _, run in groupby(zip(WEEKDAYS, shown.week, strict=True), key=lambda day: day[1])]
    told = []
    for run in runs:
        first, last, hours = word(run[0][0]), word(run[-1][0]), run[0][1]
        days = first if first == last else f"{first}–{last}"
        told += [f"{days} {tr(', ').join(one.replace('-', '–') for one in hours)}"] if hours else []
    return " · ".join(told)


def _told(day: WallDay) -> list[Segment]:
    """One day as a line of a pipe: date, weekday, kind, hours, holiday, mark of a provisional day."""
    kind, unsure = _kind(day), _UNSURE if day.provisional else ""
    texts = (f"{day.date}", word(WEEKDAYS[day.date.weekday()]), _kind_word(kind), " ".join(day.hours), tr(day.name))
    return [(text, "") for text in (*texts, unsure)]


def _title(shown: Wall) -> str:
    first = shown.days[0].date
    return say("{year}", year=first.year) if shown.is_year else _month_title(first)


def _month_title(first: date) -> str:
    return say("{month} {year}", month=word(f"month {first.month}"), year=first.year)


def _kind(day: WallDay) -> str:
    """The kind of a day as it looks: a make-up day that the calendar does not work is a weekend."""
    if day.kind == "own" and day.working:
        return "own hours"
    return "weekend" if day.kind == "make-up" and not day.working else day.kind


def _kind_word(kind: str) -> str:
    return word({"working": "working day", "make-up": "make-up working day"}.get(kind, kind))


def _length(seconds: int) -> str:
    """A length of working time in hours, and minutes where they are not whole."""
    hours, rest = divmod(seconds // 60, 60)
    return say("{n} h", n=hours) + (" " + say("{n} min", n=rest) if rest else "")


# ── drawing ────────────────────────────────────────────────────────────────────────────────────────


def _mark_width() -> int:
    from rich.cells import cell_len

    return max(cell_len(word(look.word)) for look in _LOOKS.values())


def _big_cell() -> int:
    """The cells of a day in a month of its own: the number in its frame, the mark, ≈, and a gap."""
    return 4 + _mark_width() + 2


def _big_month(shown: Wall) -> Drawn:
    size = _big_cell()
    heading = [(padded(f" {word(name)}", size), "bold" if name in WEEKDAYS[:5] else "dim") for name in WEEKDAYS]
    days = [_big_day(day, shown.today, size) for day in shown.days]
    return [heading, *_weeks(shown.days[0].date, days, size)]


def _big_day(day: WallDay, today: date, size: int) -> list[Segment]:
    look, number = _LOOKS[_kind(day)], f"{day.date.day:>2}"
    framed, style = (f"[{number}]", f"{look.style} reverse") if day.date == today else (f" {number} ", look.style)
    mark = word(look.word) + (_UNSURE if day.provisional else "")
    return [(framed, style), (padded(mark, size - len(framed)), look.style)]


def _weeks(first: date, days: Sequence[list[Segment]], size: int) -> Drawn:
    """The days in lines of seven, Monday first, with blanks before the first and after the last."""
    blank = [(" " * size, "")]
    cells = [*[blank] * first.weekday(), *days]
    cells += [blank] * (-len(cells) % 7)
    return [[part for cell in cells[at : at + 7] for part in cell] for at in range(0, len(cells), 7)]


def _months(shown: Wall) -> Drawn:
    """The months of a year side by side, as many as fit and divide the year; one month by itself."""
    months = [tuple(days) for _, days in groupby(shown.days, key=lambda day: day.date.month)]
    beside = next((n for n in (6, 4, 3, 2) if n <= len(months) and _room(n, _SMALL) <= width()), 1)
    size = _ROOMY if _room(beside, _ROOMY) <= width() else _SMALL
    drawn: Drawn = []
    for at in range(0, len(months), beside):
        row = [_small_month(days, shown.today, size, titled=shown.is_year) for days in months[at : at + beside]]
        drawn += [[], *_side_by_side(row, 7 * size)] if at else _side_by_side(row, 7 * size)
    return drawn


def _room(beside: int, size: int) -> int:
    return beside * 7 * size + (beside - 1) * _GAP


def _side_by_side(months: Sequence[Drawn], size: int) -> Drawn:
    height = max(len(month) for month in months)
    full = [[*month, *[[(" " * size, "")]] * (height - len(month))] for month in months]
    gap = (" " * _GAP, "")
    return [
        [part for i, month in enumerate(full) for part in ([gap] if i else []) + month[row]] for row in range(height)
    ]


def _small_month(days: Sequence[WallDay], today: date, size: int, titled: bool) -> Drawn:
    """A month of a year; where all of it is provisional its title says so, and not each day."""
    unsure = all(day.provisional for day in days)
    name = word(f"month {days[0].date.month}")
    title = (_centred(f"{name} {_UNSURE}" if unsure else name, 7 * size), "bold")
    heading = [(padded(_short(name), size), "" if name in WEEKDAYS[:5] else "dim") for name in WEEKDAYS]
    cells = [_small_day(day, today, size, quiet=unsure and titled) for day in days]
    return [*([[title]] if titled else []), heading, *_weeks(days[0].date, cells, size)]


def _short(weekday: str) -> str:
    """A weekday in two cells: Mo, 一."""
    return word(weekday)[-1] if i18n.lang == "zh" else word(weekday)[:2]


def _centred(text: str, size: int) -> str:
    from rich.cells import cell_len

    return padded(" " * ((size - 1 - cell_len(text)) // 2) + text, size)


def _small_day(day: WallDay, today: date, size: int, quiet: bool) -> list[Segment]:
    kind, number = _kind(day), f"{day.date.day:>2}"
    look = _LOOKS[kind]
    sign = _UNSURE if day.provisional and not quiet and kind in _PLAIN else look.sign
    style = f"{look.style} reverse" if day.date == today else look.style
    return [(number, style), (padded(sign, size - 2), look.style)]


# ── what the special days are ──────────────────────────────────────────────────────────────────────


def _legend(days: Sequence[WallDay], in_words: bool) -> Iterator[list[Segment]]:
    """The special days, each run of one kind and name as one row: its mark, its dates, what it is, its hours."""
    special = (day for day in days if _kind(day) not in _PLAIN)
    for kind, run in _runs(special):
        look = _LOOKS[kind]
        yield [
            (word(look.word) if in_words else look.sign, look.style),
            (_dated(run), ""),
            (_called(kind, run[0]) + (f" {_UNSURE}" if run[0].provisional else ""), ""),
            (" ".join(run[0].hours).replace("-", "–"), ""),
        ]


def _runs(days: Iterator[WallDay]) -> Iterator[tuple[str, list[WallDay]]]:
    """Neighbouring days that are alike."""

    def alike(numbered: tuple[int, WallDay]) -> tuple[object, ...]:
        at, day = numbered
        return day.date.toordinal() - at, _kind(day), day.name, day.hours, day.provisional

    for _, run in groupby(enumerate(days), key=alike):
        found = [day for _, day in run]
        yield _kind(found[0]), found


def _dated(run: Sequence[WallDay]) -> str:
    first, last = run[0].date, run[-1].date
    if first == last:
        return f"{first:%m-%d} {word(WEEKDAYS[first.weekday()])}"
    return f"{first:%m-%d} … {last:%m-%d}"


def _called(kind: str, day: WallDay) -> str:
    if kind == "make-up" and day.name:
        return say("make-up day for {holiday}", holiday=tr(day.name))
    return tr(day.name) if day.name else _kind_word(kind)
