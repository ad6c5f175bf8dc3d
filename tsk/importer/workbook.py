"""Workbooks (.xlsx): one sheet read row by row; what a hostile one holds is measured before it is unpacked."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from tsk.errors import UsageError
from tsk.importer.delimited import LONGEST_CELL, Row, faulty_cell, headings_of
from tsk.importer.values import Fault

_MOST_STRINGS = 64 << 20  # bytes of the table of texts, which is held whole
_MOST_BYTES = 2 << 30  # of a sheet, which is not
_BOMB = 250  # times smaller than it unpacks, where it is large; blank rows shrink a hundred times
_LARGE = 64 << 20
_READ = re.compile(r"xl/(worksheets/[^/]+\.xml|sharedStrings\.xml|styles\.xml|workbook\.xml)")
_MOST_ROWS = 1 << 20  # that a sheet can have
_SURE = 10**15  # a spreadsheet keeps fifteen figures of a number


class Workbook:
    """One sheet of a workbook, its headings read."""

    def __init__(self, path: Path, sheet: str, header: int) -> None:
        _check_archive(path)
        self._file = path.open("rb")
        self._book = _opened(path, self._file)
        self._sheet = _chosen(self._book, path, sheet)
        self._sheet.reset_dimensions()
        self._rows = _rows_of(self._sheet, path)
        self.headings = self._headings(header)

    def _headings(self, header: int) -> tuple[str, ...]:
        for row, cells in self._rows:
            if row >= header and any(_said(cell).strip() for cell in cells):
                return headings_of(cells)
        return ()

    def rows(self) -> Iterator[Row | Fault]:
        """Each row with its number, as many cells as there are headings; blank ones are left out."""
        width = len(self.headings)
        for row, values in self._rows:
            if any(value is not None for value in values):
                cells = [_said(value) for value in values[:width]]
                cells += [""] * (width - len(cells))
                if any(cell.strip() for cell in cells):
                    yield self._fault(row, cells, values) or (row, cells)

    def _fault(self, row: int, cells: list[str], values: tuple[Any, ...]) -> Fault | None:
        """What is wrong with a cell: figures that the spreadsheet dropped, or one too long."""
        for heading, value in zip(self.headings, values, strict=False):
            if isinstance(value, int | float) and abs(value) >= _SURE:
                return Fault(
                    row,
                    "digits",
                    "A number of more than 15 figures: the spreadsheet has dropped its last ones.",
                    "Format the column as text in the file it came from, and export again.",
                    column=heading,
                    cells=tuple(cells),
                )
        return faulty_cell(row, cells, self.headings) if max(map(len, cells)) > LONGEST_CELL else None

    def close(self) -> None:
        """Gives the file back."""
        self._book.close()
        self._file.close()


def _said(value: Any) -> str:
    """The cell as text; a date as the formats of `dates.WORKBOOK` read it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}" if value.time() != time() else f"{value:%Y-%m-%d}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


# ── before it is unpacked ──────────────────────────────────────────────────────────────────────────


def _check_archive(path: Path) -> None:
    """Raises UsageError for a damaged archive, one that is no workbook, and one that unpacks beyond reason."""
    try:
        with ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                raise _no_workbook(path)
            parts = [part for part in archive.infolist() if _READ.fullmatch(part.filename)]
            for part in parts:
                _check_size(path, part)
            for part in parts:
                with archive.open(part) as file:
                    _parser().ParseFile(file)
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, expat.ExpatError) as error:
        raise UsageError(
            "{path} is damaged and cannot be read as a workbook.",
            "Open it in Excel or WPS and save it again.",
            path=path,
        ) from error


def _no_workbook(path: Path) -> UsageError:
    return UsageError(
        "{path} is an archive, not an .xlsx workbook.",
        "Open it in Excel or WPS and save it as .xlsx, or as CSV.",
        path=path,
    )


def _check_size(path: Path, part: ZipInfo) -> None:
    size, packed = part.file_size, max(part.compress_size, 1)
    most = _MOST_BYTES if "worksheets/" in part.filename else _MOST_STRINGS
    if size > most or (size > _LARGE and size > _BOMB * packed):
        raise UsageError(
            "{path} would unpack to {size} MB ({part}).",
            "Save the sheet as CSV and import that.",
            path=path,
            size=size >> 20,
            part=part.filename,
        )


def _parser() -> expat.XMLParserType:
    """A parser that only looks whether the part is whole; declared entities, which no workbook has, are refused."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise BadZipFile

    parser.StartDoctypeDeclHandler = refuse
    return parser


def _opened(path: Path, file: BinaryIO) -> Any:
    """The workbook, whatever the name of its file ends in."""
    import warnings

    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and validations that it does not know do not concern the cells
        try:
            return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # whatever a damaged one makes it trip over
            raise UsageError(
                "{path} is damaged and cannot be read as a workbook.",
                "Open it in Excel or WPS and save it again.",
                path=path,
            ) from error


def _rows_of(sheet: Any, path: Path) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows of a sheet with their numbers; raises UsageError where what they hold makes no sense."""
    rows, nth = sheet.iter_rows(values_only=True), 0
    while nth <= _MOST_ROWS:
        nth += 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except Exception as error:  # whatever a damaged one makes the reader trip over
            raise _damaged_at(path, nth) from error
        yield nth, cells
    raise _damaged_at(path, nth)


def _damaged_at(path: Path, row: int) -> UsageError:
    return UsageError(
        "{path} is damaged at row {row}.", "Open it in Excel or WPS and save it again.", path=path, row=row
    )


def _chosen(book: Any, path: Path, name: str) -> Any:
    """The sheet of that name, or the only one with more than a heading."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets:
        raise UsageError("{path} has headings but no row.", "Export it again with its rows.", path=path)
    if name and name not in sheets:
        raise UsageError(
            "{path} has no sheet “{name}”.", "There are: {known}.", path=path, name=name, known=tuple(sheets)
        )
    full = [name] if name else [title for title, sheet in sheets.items() if _has_rows(sheet, path)]
    if len(full) > 1:
        raise UsageError(
            "{path} has several sheets with rows.",
            'Say in the mapping which: [file] sheet = "{first}". There are: {known}.',
            path=path,
            first=full[0],
            known=tuple(full),
        )
    return sheets[full[0]] if full else next(iter(sheets.values()))


def _has_rows(sheet: Any, path: Path) -> bool:
    """Whether the sheet is shown and has a second row with anything in it."""
    if sheet.sheet_state != "visible":
        return False
    sheet.reset_dimensions()
    found = (row for _, row in _rows_of(sheet, path) if any(cell is not None for cell in row))
    return next(found, None) is not None and next(found, None) is not None
