"""Texts and instants taken out of the cells of a row, as a mapping says; what cannot be taken names its column."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tsk.errors import UsageError
from tsk.importer.dates import WORKBOOK, Said, reader
from tsk.importer.plan import Moment, Source, Test
from tsk.importer.sources import NAMED, folded
from tsk.text import cleaned

Cells = Sequence[str]
Take = Callable[[Cells], str]
SHORT = 400  # what is shorter fits every field
_SHOWN = 60


class Untaken(Exception):
    """Why a row is not taken: the parts of its Fault."""

    def __init__(self, reason: str, message: str, hint: str = "", column: str = "", **values: Any) -> None:
        super().__init__(message)
        self.reason, self.message, self.hint, self.column, self.values = reason, message, hint, column, values


class Columns:
    """The headings of a file, and where each stands."""

    def __init__(self, headings: tuple[str, ...], empty: Iterable[str], zone: ZoneInfo, is_workbook: bool) -> None:
        self._headings, self._empty = headings, frozenset(("", *empty))
        self._zone, self._more = zone, WORKBOOK if is_workbook else ()

    def check(self, named: Iterable[str]) -> None:
        """Raises UsageError for the headings that the file lacks, and for those that stand in it twice."""
        wanted = [name for name in dict.fromkeys(named) if not self._numbered(name)]
        lacking = tuple(name for name in wanted if name not in self._headings)
        if lacking:
            raise UsageError(
                "The file has no column {lacking}.", "It has: {known}.", lacking=lacking, known=self._headings
            )
        twice = tuple(name for name in wanted if self._headings.count(name) > 1)
        if twice:
            first = [nth for nth, name in enumerate(self._headings, 1) if name == twice[0]]
            raise UsageError(
                "Several columns are called {twice}.",
                "Name the one that is meant by its number in the mapping: “#{first}” or “#{second}”.",
                twice=twice,
                first=first[0],
                second=first[1],
            )

    def _numbered(self, name: str) -> int:
        """The number of a column that is named by it, `#3`; 0 for a heading."""
        found = re.fullmatch(r"#(\d{1,4})", name)
        number = int(found[1]) if found and name not in self._headings else 0
        return number if number <= len(self._headings) else 0

    def column(self, name: str) -> Take:
        """The text of one cell, without outer blanks; "" for what counts as empty."""
        number = self._numbered(name)
        place = number - 1 if number else self._headings.index(name)
        empty = self._empty
        if len(empty) == 1:
            return lambda cells: cells[place].strip()

        def take(cells: Cells) -> str:
            text = cells[place].strip()
            return "" if text in empty else text

        return take

    # ── texts ──────────────────────────────────────────────────────────────────────────────────────

    def text(self, source: Source) -> Take:
        """The text that a source gives for a row; raises Untaken for a value that its map does not name."""
        take = self._origin(source)
        for wants, step in (
            (source.split, _splitting),
            (source.match, _matching),
            (source.map is not None, _looking_up),
            (source.default, _defaulting),
            (source.cut, _cutting),
        ):
            if wants:
                take = step(take, source)
        return take

    def _origin(self, source: Source) -> Take:
        if source.constant is not None:
            constant = source.constant
            return lambda cells: constant
        if source.digest:
            return lambda cells: hashlib.sha256("\x1f".join(cells).encode()).hexdigest()[:20]
        if source.text:
            return self._template(source)
        takes = [self.column(name) for name in source.columns]
        if len(takes) == 1:
            return takes[0]
        joined = source.joined
        return lambda cells: joined.join(text for take in takes if (text := take(cells)))

    def _template(self, source: Source) -> Take:
        """A template filled in; "" where none of its columns says anything."""
        pieces = NAMED.split(source.text)
        fixed, takes = pieces[::2], [self.column(name) for name in pieces[1::2]]

        def take(cells: Cells) -> str:
            texts = [one(cells) for one in takes]
            if takes and not any(texts):
                return ""
            return "".join(piece for pair in zip(fixed, [*texts, ""], strict=True) for piece in pair).strip()

        return take

    # ── instants ───────────────────────────────────────────────────────────────────────────────────

    def instant(self, moment: Moment) -> Callable[[Cells], Said | None]:
        """The instant that a moment gives for a row, None for an empty cell; raises Untaken for no such date.

        A time of day that the mapping gives for dates without one is part of `at`, which stays not whole.
        """
        take = self.text(moment.source)
        formats = (*moment.formats, *(form for form in self._more if form not in moment.formats))
        zone = ZoneInfo(moment.zone) if moment.zone else self._zone
        read = reader(formats, zone)
        column = named(moment.source)
        clock = _clock(moment.clock)

        def instant(cells: Cells) -> Said | None:
            text = take(cells)
            if not text:
                return None
            said = read(text)
            if said is None:
                raise Untaken(
                    "date",
                    "“{said}” is no date in the form {form}.",
                    "Mend the cell, or add its form to dates in the mapping.",
                    column,
                    said=text[:_SHOWN],
                    form=" / ".join(moment.formats or formats),
                )
            return said if said.whole or not clock else Said(said.at + clock, False)

        return instant

    # ── tests ──────────────────────────────────────────────────────────────────────────────────────

    def holds(self, tests: Iterable[Test]) -> Callable[[Cells], bool]:
        """Whether all the tests hold for a row."""
        single = [self._test(test) for test in tests]
        return lambda cells: all(one(cells) for one in single)

    def _test(self, test: Test) -> Callable[[Cells], bool]:
        take = self.column(test.column)
        if not test.values:
            return lambda cells: bool(take(cells))
        values, wanted = frozenset(map(folded, test.values)), not test.refused
        return lambda cells: (folded(take(cells)) in values) is wanted


def named(source: Source) -> str:
    """The column to name when something is wrong with a value: the first of several."""
    return source.columns[0] if source.columns else ""


def _clock(said: str) -> timedelta:
    at = time.fromisoformat(said) if said else time()
    return timedelta(hours=at.hour, minutes=at.minute)


def same_day(one: datetime, other: datetime, zone: ZoneInfo) -> bool:
    """Whether both instants lie on one day of the zone."""
    return one.astimezone(zone).date() == other.astimezone(zone).date()


def check_length(field: str, text: str, column: str) -> None:
    """Raises Untaken for a text that its field does not hold."""
    try:
        cleaned(field, text)
    except UsageError as error:
        raise Untaken("long", error.message, "Cut it in the mapping: cut = 500.", column, **error.values) from error


# ── what a source does to its text ─────────────────────────────────────────────────────────────────


def _splitting(take: Take, source: Source) -> Take:
    mark, place = source.split, source.part - 1

    def part(cells: Cells) -> str:
        parts = take(cells).split(mark)
        return parts[place].strip() if place < len(parts) else ""

    return part


def _matching(take: Take, source: Source) -> Take:
    pattern = re.compile(source.match)

    def found(cells: Cells) -> str:
        match = pattern.search(take(cells))
        return (match[pattern.groups] or "").strip() if match else ""

    return found


def _looking_up(take: Take, source: Source) -> Take:
    known, otherwise, keep = source.map or {}, source.otherwise, source.keep
    seen: dict[str, str] = {}  # theirs as it stands → ours

    def look_up(cells: Cells) -> str:
        text = take(cells)
        found = seen.get(text)
        if found is None:
            if not text and "" not in known:
                return ""
            found = known.get(folded(text), text if keep else otherwise)
            if found is None:
                raise Untaken(
                    "word",
                    "The map of the mapping does not name “{said}”.",
                    'Add it there, or an else = "…".',
                    named(source),
                    said=text[:_SHOWN],
                )
            if len(seen) < _REMEMBERED:
                seen[text] = found
        return found

    return look_up


_REMEMBERED = 10_000


def _defaulting(take: Take, source: Source) -> Take:
    default = source.default
    return lambda cells: take(cells) or default


def _cutting(take: Take, source: Source) -> Take:
    longest = source.cut

    def cut(cells: Cells) -> str:
        text = take(cells)
        return text if len(text) <= longest else f"{text[: longest - 1]}…"

    return cut
