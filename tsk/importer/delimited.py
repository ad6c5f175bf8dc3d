"""Text in columns: comma, semicolon, tab or bar between them; each broken row named, none read wrongly.

The reading is strict: a quote in the wrong place makes its own line a Fault, and the reading goes on with the next
line, however many lines the open quote had swallowed.
"""

from __future__ import annotations

import csv
import io
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice

from tsk.errors import UsageError
from tsk.importer.values import Fault

Row = tuple[int, list[str]]
DELIMITERS = ",;\t|"
LONGEST_LINE = 1 << 24  # characters
LONGEST_CELL = 200_000
MOST_COLUMNS = 1_000
_MOST_LINES = 2_000  # of one record; more are an open quote
_MOST_BROKEN = 1_000
_SNIFFED = 60


class _Endless(Exception):
    """A record that does not end: a quote is open somewhere."""


class _Lines:
    """The physical lines of a text; those of the record in hand are kept, so that they can be read again."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self._read = partial(stream.readline, LONGEST_LINE)
        self.kept: list[str] = []
        self._back: deque[str] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else self._read()
        if not line:
            raise StopIteration
        self.kept.append(line)
        if len(self.kept) > _MOST_LINES:
            raise _Endless
        return line

    def give_back(self) -> None:
        """Leaves the first line of the record to itself and reads the others again."""
        self._back.extendleft(reversed(self.kept[1:]))
        self.kept.clear()


class Delimited:
    """A text in columns, its headings read."""

    def __init__(self, stream: io.TextIOBase, delimiter: str, header: int, short_rows: bool, has_nul: bool) -> None:
        csv.field_size_limit(LONGEST_LINE)
        self._short, self._nul = short_rows, has_nul
        said, self._line = _said_above(stream)
        self.delimiter = delimiter or said or sniff(stream)
        self._lines = _Lines(stream)
        self._source = self._records()
        self.headings = self._headings(header)

    def rows(self) -> Iterator[Row | Fault]:
        """Each row with the line it begins on, as many cells as there are headings; blank ones are left out."""
        width = len(self.headings)
        kept = self._lines.kept
        for line, cells in self._source:
            if isinstance(cells, str):
                yield self._open_quote(line, cells)
            elif len(kept) > 1 or len(kept[0]) > LONGEST_CELL or self._nul or len(cells) != width:
                row = self._looked_at(line, cells)
                if row:
                    yield row
            elif cells[0].strip() or any(cell.strip() for cell in cells):
                yield line, cells

    def _records(self) -> Iterator[tuple[int, list[str] | str]]:
        """Each record with the line it begins on; the text of its first line where it is broken."""
        lines, broken = self._lines, 0
        reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
        while True:
            lines.kept.clear()
            try:
                yield self._line, next(reader)
            except StopIteration:
                return
            except (csv.Error, _Endless):
                broken += 1
                _check_not_hopeless(broken, self._line)
                yield self._line, lines.kept[0]
                lines.give_back()
                self._line += 1
            else:
                self._line += len(lines.kept)

    def _headings(self, header: int) -> tuple[str, ...]:
        for line, cells in self._source:
            if isinstance(cells, str):
                raise UsageError("The headings on line {line} cannot be read.", "Mend the quotes there.", line=line)
            if any(cell.strip() for cell in cells) and line >= header:
                return headings_of(cells)
        return ()

    def _looked_at(self, line: int, cells: list[str]) -> Row | Fault | None:
        """The row where it can be taken after all, else what is wrong with it; None for a blank one."""
        if not any(cell.strip() for cell in cells):
            return None
        width = len(self.headings)
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        if len(cells) < width and self._short:
            cells += [""] * (width - len(cells))
        return self._ragged(line, cells) or faulty_cell(line, cells, self.headings) or (line, cells)

    def _ragged(self, line: int, cells: list[str]) -> Fault | None:
        width = len(self.headings)
        if len(cells) == width:
            return None
        return Fault(
            line,
            "ragged",
            "The row has {count} cells, the headings are {width}.",
            "A cell with the delimiter in it needs quotes; a file cut off ends so.",
            {"count": len(cells), "width": width},
            self.headings[min(len(cells), width) - 1],
            tuple(cells),
        )

    def _open_quote(self, line: int, text: str) -> Fault:
        cells = next(csv.reader([text], delimiter=self.delimiter))
        return Fault(
            line,
            "quotes",
            "A quote is open or stands in the wrong place.",
            'Within quotes a quote is written twice: "".',
            column=self.headings[min(_broken_at(text, self.delimiter), len(self.headings) - 1)],
            cells=tuple(cells),
        )


def _check_not_hopeless(broken: int, line: int) -> None:
    if broken > _MOST_BROKEN:
        raise UsageError(
            "The quotes of more than {count} rows are broken, down to line {line}.",
            "Export the file again as CSV, with quotes around the texts.",
            count=_MOST_BROKEN,
            line=line,
        )


def _broken_at(text: str, delimiter: str) -> int:
    """The column, from 0, with the first quote that is not closed or is followed by more than the delimiter."""
    column, place = 0, 0
    while place < len(text):
        if text[place] != '"':
            place = text.find(delimiter, place)
            if place < 0:
                return column
        else:
            place = _closing_quote(text, place + 1)
            if place < 0 or text[place + 1 : place + 2] not in (delimiter, "", "\r", "\n"):
                return column
            place += 1
        column, place = column + 1, place + 1
    return max(column - 1, 0)


def _closing_quote(text: str, place: int) -> int:
    """Where the quote that is open closes, doubled ones being text; -1 where it does not."""
    while (place := text.find('"', place)) >= 0 and text[place + 1 : place + 2] == '"':
        place += 2
    return place


def headings_of(cells: Iterable[object]) -> tuple[str, ...]:
    """The headings as a mapping names them: blanks single, without marks that cannot be seen."""
    names = [" ".join(str("" if cell is None else cell).replace("\ufeff", "").split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise UsageError(
            "The file has {count} columns; at most {most} are read.",
            "Give the delimiter in the mapping, or leave columns out.",
            count=len(names),
            most=MOST_COLUMNS,
        )
    return tuple(names)


def faulty_cell(line: int, cells: Sequence[str], headings: tuple[str, ...]) -> Fault | None:
    """What is wrong with a single cell: longer than any text that is kept, or holding a zero byte."""
    for heading, cell in zip(headings, cells, strict=False):
        if len(cell) > LONGEST_CELL:
            said = {"count": len(cell), "most": LONGEST_CELL}
            message, hint = "A cell has {count} characters; at most {most} are taken.", "Keep such a text as a file."
            return Fault(line, "long", message, hint, said, heading, tuple(cells))
        if "\0" in cell:
            message, hint = "A cell holds zero bytes: the file is damaged here.", "Export it again."
            return Fault(line, "damaged", message, hint, {}, heading, tuple(cells))
    return None


# ── delimiters ─────────────────────────────────────────────────────────────────────────────────────


def _said_above(stream: io.TextIOBase) -> tuple[str, int]:
    """The delimiter of a first line `sep=;`, as Excel writes it, and the line that the table begins on."""
    first = stream.readline(8).strip("\ufeff\r\n")
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4], 2
    stream.seek(0)
    return "", 1


def sniff(stream: io.TextIOBase) -> str:
    """The delimiter that makes a table of the beginning: as many cells in each row as in the first one."""
    place = stream.tell()
    lines = list(islice(iter(partial(stream.readline, 1 << 16), ""), 5 * _SNIFFED))
    stream.seek(place)
    return max(DELIMITERS, key=lambda delimiter: _worth(lines, delimiter))


def _worth(lines: list[str], delimiter: str) -> tuple[bool, float, int]:
    """How sure a delimiter is: whether the first row is as wide as most, the share of rows that are, and how wide."""
    try:
        widths = [len(row) for row in islice(csv.reader(lines, delimiter=delimiter), _SNIFFED) if row]
    except csv.Error:
        return False, 0.0, 0
    counted = Counter(width for width in widths if width > 1)
    common = max(counted, key=lambda width: (counted[width], width), default=0)
    return bool(common) and widths[0] == common, counted[common] / max(len(widths), 1), common
