"""Complaints as a workbook: the columns of the CSV, with days as days and numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook

from tsk.export.cases import columns_of, flat
from tsk.i18n import tr
from tsk.rules import Rules
from tsk.text import harmless

_MOST = 1_048_575  # rows under the heading that a sheet takes
_LONGEST = 32_767  # letters that a cell takes
_INSTANT = "yyyy-mm-dd hh:mm:ss"
_WIDTH = 18


def as_workbook(views: Iterable[Mapping[str, Any]], rules: Rules) -> Iterator[bytes]:
    """The bytes of the workbook; rows beyond what a sheet takes stand on a further one."""
    made = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(made, {"constant_memory": True, **safe})
    head, instant = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": _INSTANT})
    columns, page, at = columns_of(rules), None, _MOST
    for view in views:
        if page is None or at >= _MOST:
            page, at = _new_page(book, columns, head), 0
        at += 1
        for place, value in enumerate(flat(view, rules)):
            _write(page, at, place, value, instant)
    if page is None:
        _new_page(book, columns, head)
    book.close()
    yield made.getvalue()


def _new_page(book: Any, columns: Iterable[str], head: Any) -> Any:
    names = list(columns)
    page = book.add_worksheet(tr("Complaints") if not book.worksheets() else f"{len(book.worksheets()) + 1}")
    page.freeze_panes(1, 3)
    page.set_column(0, len(names) - 1, _WIDTH)
    for place, name in enumerate(names):
        page.write_string(0, place, name, head)
    return page


def _write(page: Any, row: int, place: int, value: Any, instant: Any) -> None:
    if value in (None, ""):
        return
    if isinstance(value, bool):
        page.write_boolean(row, place, value)
    elif isinstance(value, int | float):
        page.write_number(row, place, value)
    elif at := _instant(value):
        page.write_datetime(row, place, at, instant)
    else:
        page.write_string(row, place, harmless(str(value))[:_LONGEST])


def _instant(value: str) -> datetime | None:
    """The local time of an instant as JSON shows it; None for any other text."""
    if len(value) == 25 and value[10] == "T":
        try:
            return datetime.fromisoformat(value).replace(tzinfo=None)
        except ValueError:
            return None
    return None
