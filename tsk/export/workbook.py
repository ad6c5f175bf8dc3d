"""A report as a workbook to go on working with: numbers are numbers, days are days, a share is its exact fraction."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook

from tsk.desk.reportfile import ReportFile
from tsk.export.cells import cells
from tsk.export.sheets import Entry, Plot, Sheet, sheets
from tsk.i18n import tr
from tsk.text import harmless

_FORMATS = {
    "text": "@",
    "count": "#,##0",
    "share": "0.0%",
    "hours": "0.0",
    "points": "0.0",
    "day": "yyyy-mm-dd",
    "month": "yyyy-mm",
    "instant": "yyyy-mm-dd hh:mm",
}
_DAYS = ("day", "month", "instant")
_MISSED = '0.0%" ✗"'  # the number stays a number; the mark is how it is shown
_WIDTHS = {"text": 0, "count": 8, "share": 10, "hours": 8, "points": 8, "day": 11, "month": 9, "instant": 17}
_WIDEST, _ARROW = 60, 3  # letters of a column; of the arrow of a filter
_MOST_DRAWN, _CHART_ROWS = 40, 18  # lines in a chart; rows of a sheet that it covers
_ON_PAPER = 12  # columns that can be read on one page
_BESIDE = 6  # the column of the summary where charts stand
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")
_BLUE, _GREY, _DARK = "#9DBFE3", "#D3DAE2", "#1B2430"


def workbook(file: ReportFile) -> bytes:
    """The bytes of the workbook; the same report gives the same bytes."""
    made = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(made, {"in_memory": True, **safe})
    local = file.now.astimezone(file.rules.zoneinfo).replace(tzinfo=None)
    book.set_properties({"title": tr("Complaint report"), "created": local})
    book.set_calc_mode("auto")
    styles = _Styles(book)
    written = [(_write(book, styles, sheet), sheet) for sheet in sheets(file)]
    drawn = [(page, sheet, sheet.plot) for page, sheet in written if sheet.plot and sheet.rows]
    for nth, (page, sheet, plot) in enumerate(drawn):
        chart = _chart(book, page.get_name(), sheet, plot)
        written[0][0].insert_chart(1 + nth * _CHART_ROWS, _BESIDE, chart, {"description": plot.title})
    book.close()
    return made.getvalue()


class _Styles:
    """The looks of cells, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Any] = {}
        self.head = book.add_format({"bold": True, "bottom": 1, "valign": "bottom"})

    def of(self, entry: Entry, total: bool) -> Any:
        """The look of an entry; of a total, bold under a line."""
        key = (entry.kind, entry.missed, total)
        if key not in self._made:
            look: dict[str, Any] = {"num_format": _MISSED if entry.missed else _FORMATS[entry.kind]}
            look |= {"font_color": "#A8430B"} if entry.missed else {}
            look |= {"bold": True, "top": 1} if total else {}
            look |= {"align": "left", "indent": 1} if entry.kind in (*_DAYS, "text") else {}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _write(book: Any, styles: _Styles, sheet: Sheet) -> Any:
    """The sheet with all that stands on it."""
    page = book.add_worksheet(_sheet_name(sheet.name))
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    if len(sheet.heads) <= _ON_PAPER:
        page.fit_to_pages(1, 0 if sheet.filtered else 1)
    page.repeat_rows(0)
    for place, head in enumerate(sheet.heads):
        page.write_string(0, place, harmless(head), styles.head)
    for number, row in enumerate(sheet.rows, 1):
        _write_row(page, styles, number, row)
    if sheet.rows and sheet.filtered:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
    if sheet.total:
        _write_row(page, styles, len(sheet.rows) + 1, sheet.total, total=True)
    for place in range(len(sheet.heads)):
        page.set_column(place, place, _width(sheet, place))
    return page


def _sheet_name(name: str) -> str:
    """A name that a workbook takes."""
    return harmless(name).translate(_FORBIDDEN).strip("' ")[:31]


def _write_row(page: Any, styles: _Styles, number: int, row: Iterable[Entry], total: bool = False) -> None:
    for place, entry in enumerate(row):
        look = styles.of(entry, total)
        if entry.value is None:
            page.write_blank(number, place, None, look)
        elif isinstance(entry.value, str):
            page.write_string(number, place, harmless(entry.value), look)
        elif isinstance(entry.value, date | datetime):
            page.write_datetime(number, place, entry.value, look)
        else:
            page.write_number(number, place, entry.value, look)


def _width(sheet: Sheet, place: int) -> int:
    """Room for the widest text of a column, Chinese letters counted as two, and for the arrow of the filter."""
    rows = [*sheet.rows, *([sheet.total] if sheet.total else [])]
    entries = [row[place] for row in rows if place < len(row)]
    texts = [cells(one.value) if isinstance(one.value, str) else _WIDTHS[one.kind] for one in entries]
    return min(_WIDEST, max([cells(sheet.heads[place]) + _ARROW, *(one + 1 for one in texts)]))


def _chart(book: Any, name: str, sheet: Sheet, plot: Plot) -> Any:
    """A chart that reads the cells, so that it follows what people do with them."""
    chart = book.add_chart({"type": "column"})
    for place, colour in zip(plot.columns, (_BLUE, _GREY), strict=False):
        chart.add_series({**_series(name, sheet, place), "fill": {"color": colour}, "gap": 60})
    if plot.lines:
        over = book.add_chart({"type": "line"})
        for place in plot.lines:
            over.add_series({**_series(name, sheet, place), "line": {"color": _DARK, "width": 2}})
        chart.combine(over)
    chart.set_title({"name": plot.title, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    first = sheet.rows[0][0].kind
    chart.set_x_axis({"num_format": "mm-dd" if first == "day" else _FORMATS[first], "text_axis": True})
    scale = {"num_format": "0%", "min": 0, "max": 1, "major_unit": 0.2} if plot.share else {}
    chart.set_y_axis({**scale, "major_gridlines": {"visible": True, "line": {"color": _GREY}}})
    chart.set_size({"width": 860, "height": 340})
    return chart


def _series(name: str, sheet: Sheet, place: int) -> dict[str, Any]:
    last = min(len(sheet.rows), _MOST_DRAWN)
    return {
        "name": [name, 0, place],
        "categories": [name, 1, 0, last, 0],
        "values": [name, 1, place, last, place],
    }
