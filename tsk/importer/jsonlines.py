"""JSON lines: one object on each line; what stands inside others is named with dots, `customer.name`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec

from tsk.errors import UsageError
from tsk.importer.delimited import LONGEST_CELL, LONGEST_LINE, MOST_COLUMNS, Row, faulty_cell
from tsk.importer.values import Fault

_FIRST = 100  # lines of which at least one must be an object


class JsonLines:
    """A file of objects, its headings all the names that occur, in the order in which they do."""

    def __init__(self, stream: io.TextIOBase) -> None:
        self._stream = stream
        names: dict[str, None] = {}
        for line, text in _lines(stream):
            names.update(dict.fromkeys(_cells(text) or ()))
            _check_is_jsonl(line, text, names)
        if not names:
            raise UsageError("No line is a JSON object.", "Give JSON lines: one object on each line.")
        self.headings = tuple(names)
        stream.seek(0)

    def rows(self) -> Iterator[Row | Fault]:
        """Each object as cells under the headings, "" for a name that it lacks."""
        for line, text in _lines(self._stream):
            found = _cells(text)
            if found is None:
                yield _fault(line, text)
            else:
                cells = [found.get(name, "") for name in self.headings]
                yield (len(text) > LONGEST_CELL and faulty_cell(line, cells, self.headings)) or (line, cells)


def _lines(stream: io.TextIOBase) -> Iterator[tuple[int, str]]:
    for line, text in enumerate(iter(partial(stream.readline, LONGEST_LINE), ""), 1):
        if text.strip("\ufeff \t\r\n"):
            yield line, text.strip("\ufeff \t\r\n")


def _check_is_jsonl(line: int, text: str, names: dict[str, None]) -> None:
    if line == 1 and text.startswith("["):
        raise UsageError(
            "This is one JSON list, not JSON lines.", "Write each object on a line of its own: `jq -c '.[]' FILE`."
        )
    if line >= _FIRST and not names:
        raise UsageError("No line is a JSON object.", "Give JSON lines: one object on each line.")
    if len(names) > MOST_COLUMNS:
        raise UsageError(
            "The file has {count} columns; at most {most} are read.",
            "Give the delimiter in the mapping, or leave columns out.",
            count=len(names),
            most=MOST_COLUMNS,
        )


def _cells(text: str) -> dict[str, str] | None:
    """The object as texts by dotted name; None for anything else."""
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    return dict(_flat(found, "")) if isinstance(found, dict) else None


def _flat(found: dict[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", _said(value)


def _said(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return msgspec.json.encode(value).decode()


def _fault(line: int, text: str) -> Fault:
    detail = "no object"
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        detail = str(error).partition(":")[0]
    return Fault(
        line, "damaged", "The line is no JSON object ({detail}).", "Export it again.", {"detail": detail}, "", (text,)
    )
