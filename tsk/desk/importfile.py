"""A foreign file on its way in: opened with its mapping, looked at before anything is written, or row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from tsk.desk.importing import How, Totals, check_import, take_in
from tsk.desk.session import Desk
from tsk.errors import StoreError, TskError, UsageError, Word
from tsk.importer.entries import REASONS as READ
from tsk.importer.entries import entries
from tsk.importer.mapping import read_mapping
from tsk.importer.reading import Table, open_table
from tsk.importer.values import Entry, Fault
from tsk.rulefile import Problem as Problem

STOP, SKIP, QUARANTINE = "stop", "skip", "quarantine"
ON_ERROR = (STOP, SKIP, QUARANTINE)
REASONS = {  # why rows are left out, as the vocabulary calls it
    **READ,
    "step": "step not possible",
    "missing": "something missing",
    "anonymised": "anonymised before",
}


class Asked(Struct, frozen=True):
    """What is asked of an import: which file by which mapping, and what is done with what cannot be taken."""

    file: Path
    map: Path | None
    dry_run: bool
    on_error: str
    from_now: bool


class Done(Struct, frozen=True):
    """What an import came to; `stopped` where something could not be taken and so nothing was."""

    totals: Totals
    stopped: bool


class Watch(Struct, frozen=True):
    """What is told while a file is taken in: each fault with the headings of the file, each mistake of its mapping but
    the first, and how much has been read.
    """

    fault: Callable[[tuple[str, ...], Fault], None]
    mistake: Callable[[str, Problem], None]
    progress: Callable[[int, int, int], None]


def import_file(desk: Desk, asked: Asked, watch: Watch) -> Done:
    """What became of the file; with `stop` it is looked at whole before anything is written."""
    check_import(desk)
    mapping = _mapping(asked, watch)
    if asked.on_error == STOP and not asked.dry_run:
        looked = _passed(desk, asked, mapping, watch, dry_run=True)
        if looked.refused:
            return Done(looked, stopped=True)
    totals = _passed(desk, asked, mapping, watch, asked.dry_run)
    return Done(totals, stopped=asked.on_error == STOP and bool(totals.refused))


def _mapping(asked: Asked, watch: Watch) -> Any:
    if asked.map is None:
        raise UsageError(
            "Which column is what? {file} needs a mapping.",
            "`tsk import {file} --suggest` writes a first one; then add --map.",
            file=asked.file.name,
        )
    if not asked.map.is_file():
        raise StoreError("There is no file {file}.", "Check the name after --map.", file=str(asked.map))
    mapping, problems = read_mapping(asked.map)
    if mapping is None or problems:
        for one in problems[1:]:
            watch.mistake(asked.map.name, one)
        first = TskError(problems[0].message, problems[0].hint, **problems[0].values)
        raise UsageError("{file}, line {line}: {problem}", file=asked.map.name, line=problems[0].line, problem=first)
    return mapping


def _passed(desk: Desk, asked: Asked, mapping: Any, watch: Watch, dry_run: bool) -> Totals:
    """What one pass through the file came to."""
    with _opened(asked.file, mapping) as table:
        how = How(
            dry_run,
            asked.from_now,
            refuse=lambda fault: watch.fault(table.headings, fault),
            tell=lambda totals: watch.progress(table.position(), table.size, totals.complaints),
        )
        return take_in(desk, _rows(table, mapping, desk), how)


def _rows(table: Table, mapping: Any, desk: Desk) -> Iterator[Entry | Fault]:
    return iter(entries(table, mapping, desk.zone, desk.now))


@contextmanager
def _opened(file: Path, mapping: Any) -> Iterator[Table]:
    try:
        with open_table(file, mapping.file) as table:
            yield table
    except OSError as error:
        raise StoreError(
            "{file} cannot be read ({reason}).", file=str(file), reason=Word(error.strerror or "")
        ) from error


def total_of(refused: Counter[str]) -> int:
    """How many rows were left out."""
    return sum(refused.values())
