"""The lines of a report as CSV: its JSON laid flat, so that headings are English and only ever added."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tsk.text import harmless

BOM = "\ufeff"  # without it Excel takes the file for the code page of the machine
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # a spreadsheet takes the wide ones too
_Part = tuple[str, str, Sequence[Mapping[str, Any]], Mapping[str, Any]]  # row, dimension, lines, period


def csv_file(view: Mapping[str, Any], label: Callable[[str, Mapping[str, Any]], str]) -> bytes:
    """One row for each line, the totals and the months before; `label` names a line of a dimension for people."""
    rows = [row for part in _parts(view) for row in _rows(*part, label)]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    return (BOM + text.getvalue()).encode()


def plain_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """The rows under those headings; what is a list is written as words with `; ` between them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(_joined(row[name])) for name in columns] for row in rows)
    return (BOM + text.getvalue()).encode()


def _joined(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _parts(view: Mapping[str, Any]) -> Iterator[_Part]:
    yield "line", view["by"], view["rows"], view
    yield "total", "", [view["total"]], view
    yield "month before", "month", view["trend"], {}
    if other := view["compare"]:
        yield "compared line", view["by"], other["rows"], other
        yield "compared total", "", [other["total"]], other


def _rows(
    row: str,
    by: str,
    lines: Sequence[Mapping[str, Any]],
    period: Mapping[str, Any],
    label: Callable[[str, Mapping[str, Any]], str],
) -> Iterator[dict[str, Any]]:
    """What each row is of, then its figures."""
    for line in lines:
        key = line.get(by, "")
        days = {name: period.get(name) for name in ("since", "until", "last")}
        head = {"row": row, **days, "by": by, "key": key}
        figures = {name: value for name, value in line.items() if name != by}
        yield {**head, "label": label(by, line), **dict(_flat("", figures))}


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The values with their way through the JSON as one name; what stands in a list goes by its first value."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(f"{prefix}_{name}" if prefix else name, inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            (_, name), *rest = one.items()
            yield from _flat(f"{prefix}_{name}", dict(rest))
    else:
        yield prefix, value


def cell(value: Any) -> Any:
    """A value as it stands in the file, on one line; a text that a spreadsheet would run gets a ' before it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{harmless(value)}" if value.startswith(_FORMULA) else harmless(value)
    return "" if value is None else value
