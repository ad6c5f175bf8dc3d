"""A page to print, read as a person reads it: row by row."""

from __future__ import annotations

import re
from html.parser import HTMLParser


def rows(page: str) -> list[list[str]]:
    """The page row by row: the cells of each row of a table, and every other text as a row of its own."""
    reader = _Rows()
    reader.feed(page)
    return [row for row in reader.rows if any(row)]


class _Rows(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._cells: list[str] | None = None
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden = tag in ("style", "title")
        if tag == "tr":
            self._cells = []
            self.rows.append(self._cells)
        elif self._cells is not None and tag in ("td", "th"):
            self._cells.append("")
        elif self._cells and tag in ("br", "div"):
            self._cells[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False
        if tag == "div" and self._cells:
            self._cells[-1] += " "
        if tag == "tr":
            self._cells[:] = [re.sub(r"\s+", " ", cell).strip() for cell in self._cells or []]
            self._cells = None

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._cells:
            self._cells[-1] += data
        elif data.strip():
            self.rows.append([re.sub(r"\s+", " ", data).strip()])
