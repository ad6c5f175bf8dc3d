"""Complaints taken in from a foreign file: all of it or nothing, or what can be taken, the rest beside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from msgspec.structs import replace
from typer import Argument, Option

from tsk import i18n
from tsk.commands import options as o
from tsk.commands.quarantine import Quarantine
from tsk.commands.reportfile import write_out
from tsk.commands.session import Session
from tsk.desk.importfile import (
    ON_ERROR,
    QUARANTINE,
    REASONS,
    SKIP,
    STOP,
    Asked,
    Done,
    Problem,
    Watch,
    import_file,
    suggested,
)
from tsk.desk.importing import NOW, POLICY_TIMES, RECEIVED
from tsk.desk.rehearsal import begins, rehearsal
from tsk.desk.words import one_of
from tsk.errors import TskError, UsageError
from tsk.i18n import say, tell, tr
from tsk.importer.values import Fault

_SAID = 20  # faults that are said one by one; all are counted
_IN_JSON = 1000


def import_(
    ctx: o.Ctx,
    file: Annotated[
        str,
        Argument(metavar="FILE", help=tr("CSV, TSV, XLSX, or a line of JSON for each complaint."), show_default=False),
    ],
    map: Annotated[str, o.text("--map", "The mapping: which of its columns is what (TOML).", "FILE")] = "",
    suggest: Annotated[
        bool, Option("--suggest", help=tr("Print a first mapping made from the headings; nothing is taken in."))
    ] = False,
    dry_run: Annotated[
        bool, Option("--dry-run", help=tr("Only say what would be taken in; nothing is written."))
    ] = False,
    on_error: Annotated[
        str,
        o.text("--on-error", "When a row cannot be taken: stop (take in nothing), skip it, or quarantine.", "WHAT"),
    ] = STOP,
    policy_time: Annotated[
        str, o.text("--policy-time", "From when limits of what is still open run: received, or now.", "WHEN")
    ] = RECEIVED,
    json: o.Json = False,
) -> None:
    from tsk.render.imported import progress, show_import

    session = o.session(ctx)
    asked = Asked(
        Path(file),
        Path(map) if map else None,
        dry_run,
        one_of("way with errors", ON_ERROR, on_error) or STOP,
        one_of("policy time", POLICY_TIMES, policy_time) == NOW,
    )
    if not asked.file.is_file():
        raise UsageError("There is no file {file}.", "Check the name.", file=file)
    if suggest:
        write_out(_suggested(session, asked.file).encode())
        return
    faults = _Faults(asked, session.as_json)
    with progress(session.as_json) as bar:
        try:
            done = _done(session, asked, Watch(faults.add, faults.mistake, bar))
        finally:
            faults.close()
    if session.as_json:
        session.json(_view(asked, done, faults))
    else:
        show_import(asked.file.name, done.totals, asked.dry_run or done.stopped, faults.written, REASONS)
    if done.stopped:
        session.exit_code = 2
        if not session.as_json:
            tell(tr("Nothing was taken in. Mend the rows, or add --on-error skip or --on-error quarantine."))


def _suggested(session: Session, file: Path) -> str:
    if begins(session.options):
        with rehearsal(session.options) as desk:
            return suggested(desk, file)
    return suggested(session.desk(), file)


def _done(session: Session, asked: Asked, watch: Watch) -> Done:
    """What became of the file; a new desk is made only for what can be taken in."""
    if begins(session.options):
        told = asked.dry_run or asked.on_error == STOP
        heard = watch if told else Watch(lambda headings, fault: None, watch.mistake, watch.progress)
        with rehearsal(session.options) as desk:
            i18n.use(i18n.lang, desk.zone)
            done = import_file(desk, replace(asked, dry_run=True), heard)
        if asked.dry_run or done.stopped:
            return done
        asked = replace(asked, on_error=SKIP)  # it has been looked at whole
    return import_file(session.desk(create=True), asked, watch)


class _Faults:
    """The rows that cannot be taken: said, and written beside where that is asked for."""

    def __init__(self, asked: Asked, as_json: bool) -> None:
        keeps = asked.on_error == QUARANTINE and not asked.dry_run
        self._beside = Quarantine(asked.file) if keeps else None
        self._as_json = as_json
        self._file = asked.file.name
        self._count = 0
        self.views: list[dict[str, Any]] = []

    @property
    def written(self) -> str:
        """The name of the file that they were written to, or ""."""
        return self._beside.name if self._beside else ""

    def add(self, headings: tuple[str, ...], fault: Fault) -> None:
        """Says one, and writes it."""
        if self._beside:
            self._beside.add(headings, fault)
        self._count += 1
        if self._as_json:
            self.views += [] if self._count > _IN_JSON else [_fault_view(fault)]
        elif self._count <= _SAID:
            told = TskError(fault.message, fault.hint, **fault.values)
            place = "{file}, line {line}, {column}: {problem}" if fault.column else "{file}, line {line}: {problem}"
            tell(say(place, file=self._file, line=fault.line, column=fault.column, problem=told))
        elif self._count == _SAID + 1:
            tell(tr("More rows cannot be taken; they are counted below."))

    def mistake(self, file: str, problem: Problem) -> None:
        """Says one mistake of the mapping."""
        if not self._as_json:
            told = TskError(problem.message, problem.hint, **problem.values)
            tell(say("{file}, line {line}: {problem}", file=file, line=problem.line, problem=told))

    def close(self) -> None:
        """Ends the file."""
        if self._beside:
            self._beside.close()


def _fault_view(fault: Fault) -> dict[str, Any]:
    plain = {"line": fault.line, "column": fault.column or None, "reason": fault.reason}
    return {**plain, "message": say(fault.message, **fault.values)}


def _view(asked: Asked, done: Done, faults: _Faults) -> dict[str, Any]:
    """What an import came to, as JSON shows it; `faults` are the first thousand."""
    totals = done.totals
    names = ("new", "unchanged", "corrected", "differing", "kept", "steps", "estimated", "still_open")
    return {
        "file": str(asked.file),
        "written": not (asked.dry_run or done.stopped),
        **{name: getattr(totals, name) for name in names},
        "category_by_rule": totals.by_rule,
        "refused": dict(sorted(totals.refused.items())),
        "faults": faults.views,
        "quarantine": faults.written or None,
    }
