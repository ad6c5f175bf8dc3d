"""A foreign file opened as a table: headings, and rows one after the other, whatever form it has."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from tsk.errors import UsageError
from tsk.importer.delimited import Delimited, Row
from tsk.importer.jsonlines import JsonLines
from tsk.importer.plan import FileRules
from tsk.importer.sniffing import BLOCK, Scan, scan
from tsk.importer.values import Fault
from tsk.importer.workbook import Workbook


class Table:
    """A table of a foreign file; its rows can be read once."""

    def __init__(self, path: Path, rules: FileRules) -> None:
        self._path = path
        found = scan(path, rules.encoding)
        self.size, self.encoding, self.delimiter = found.size, found.encoding, ""
        self._stream: io.TextIOWrapper | None = None
        self._file: BinaryIO | None = None
        self._body = self._opened(found, rules)
        self.kind = _kind(self._body)
        self.headings = self._body.headings
        self._rows = self._checked()

    def _opened(self, found: Scan, rules: FileRules) -> Delimited | JsonLines | Workbook:
        if found.kind == "workbook":
            return Workbook(self._path, rules.sheet, rules.header)
        self._file = file = self._path.open("rb", buffering=BLOCK)
        self._stream = io.TextIOWrapper(file, encoding=found.encoding, newline="")
        if not rules.delimiter and _is_json(self._stream):
            return JsonLines(self._stream)
        delimited = Delimited(self._stream, rules.delimiter, rules.header, rules.short_rows, found.has_nul)
        self.delimiter = delimited.delimiter
        return delimited

    def _checked(self) -> Iterator[Row | Fault]:
        """The rows, of which there must be one."""
        rows = self._body.rows()
        first = next(rows, None)
        if first is None:
            raise UsageError("{path} has headings but no row.", "Export it again with its rows.", path=self._path)
        return chain((first,), rows)

    def rows(self) -> Iterator[Row | Fault]:
        """Each row that is not blank, with the line it begins on, or what is wrong with it."""
        return self._rows

    def position(self) -> int:
        """How many bytes of the file are read so far; of a workbook 0, as its parts are packed."""
        return self._file.tell() if self._file else 0

    def __enter__(self) -> Table:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Gives the file back."""
        if self._stream:
            self._stream.close()
        if isinstance(self._body, Workbook):
            self._body.close()


def open_table(path: Path, rules: FileRules | None = None) -> Table:
    """The table in the file; raises UsageError, saying what is the matter, for a file that is none."""
    return Table(path, rules or FileRules())


def _kind(body: Delimited | JsonLines | Workbook) -> str:
    if isinstance(body, Delimited):
        return "tsv" if body.delimiter == "\t" else "csv"
    return "xlsx" if isinstance(body, Workbook) else "jsonl"


def _is_json(stream: io.TextIOWrapper) -> bool:
    """Whether the text begins as an object, or a list of objects, on its first line."""
    first = stream.read(1024).lstrip("\ufeff \t\r\n")
    stream.seek(0)
    return first.startswith(('{"', "{ ", "{}", "{\n", "{\r", "[{", "[ {", "[\n", "[\r"))
