"""A foreign file on its way in: opened with its mapping, looked at before anything is written, or row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from tsk.desk.importedcases import Clocks, no_clocks
from tsk.desk.importing import How, Totals, check_import, take_in
from tsk.desk.ownexport import checked_rows, own_mapping
from tsk.desk.session import Desk
from tsk.desk.takeover import is_ours, take_over
from tsk.duties import changes
from tsk.errors import StoreError, TskError, UsageError, Word
from tsk.importer.entries import REASONS as READ
from tsk.importer.entries import entries
from tsk.importer.mapping import read_mapping
from tsk.importer.plan import Mapping
from tsk.importer.reading import Table, open_table
from tsk.importer.values import Entry, Fault
from tsk.rulefile import Problem as Problem

STOP, SKIP, QUARANTINE = "stop", "skip", "quarantine"
ON_ERROR = (STOP, SKIP, QUARANTINE)
REASONS = {  # why rows are left out, as the vocabulary calls it
    **READ,
    "step": "fault step",
    "missing": "fault missing",
    "anonymised": "fault anonymised",
    "masked": "fault masked",
    "taken": "fault taken",
    "policy": "fault policy",
    "incident": "fault incident",
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
    mapping = _mapping(desk, asked, watch)
    if asked.on_error == STOP and not asked.dry_run:
        looked = _passed(desk, asked, mapping, watch, dry_run=True, clocks=no_clocks)
        if looked.refused:
            return Done(looked, stopped=True)
    totals = _passed(desk, asked, mapping, watch, asked.dry_run)
    return Done(totals, stopped=asked.on_error == STOP and bool(totals.refused))


def _mapping(desk: Desk, asked: Asked, watch: Watch) -> Mapping | None:
    """How the file is read; None for what our own desks export with their steps."""
    if asked.map is None:
        return None if is_ours(asked.file) else own_mapping(desk, asked.file)
    if not asked.map.is_file():
        raise StoreError("There is no file {file}.", "Check the name after --map.", file=str(asked.map))
    mapping, problems = read_mapping(asked.map)
    if mapping is None or problems:
        for one in problems[1:]:
            watch.mistake(asked.map.name, one)
        first = TskError(problems[0].message, problems[0].hint, **problems[0].values)
        raise UsageError("{file}, line {line}: {problem}", file=asked.map.name, line=problems[0].line, problem=first)
    return mapping


def _passed(
    desk: Desk, asked: Asked, mapping: Mapping | None, watch: Watch, dry_run: bool, clocks: Clocks = changes
) -> Totals:
    """What one pass through the file came to."""
    if mapping is None:
        how = How(dry_run, asked.from_now, lambda fault: watch.fault((), fault))
        return take_over(desk, asked.file, how)
    with _opened(asked.file, mapping) as table:
        how = How(
            dry_run,
            asked.from_now,
            refuse=lambda fault: watch.fault(table.headings, fault),
            tell=lambda totals: watch.progress(table.position(), table.size, totals.complaints),
            clocks=clocks,
        )
        return take_in(desk, _rows(desk, table, mapping, ours=asked.map is None), how)


def _rows(desk: Desk, table: Table, mapping: Mapping, ours: bool) -> Iterator[Entry | Fault]:
    rows = iter(entries(table, mapping, desk.zone, desk.now))
    return checked_rows(desk, table.headings, rows) if ours else rows


@contextmanager
def _opened(file: Path, mapping: Mapping | None) -> Iterator[Table]:
    try:
        with open_table(file, mapping.file if mapping else None) as table:
            yield table
    except OSError as error:
        raise StoreError(
            "{file} cannot be read ({reason}).", file=str(file), reason=Word(error.strerror or "")
        ) from error


def suggested(desk: Desk, file: Path) -> str:
    """The text of a first mapping for the file, with the words of the rules in force."""
    from tsk.importer.suggest import suggest

    check_import(desk)
    rules = desk.rules
    rows = {"channel": rules.channels, "category": rules.policy.categories, "severity": rules.policy.severities}
    known = {name: [(row.name, row.zh, row.en) for row in named] for name, named in rows.items()}
    with _opened(file, None) as table:
        return suggest(table, known)
