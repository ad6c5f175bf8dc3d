"""Where a report goes that is not shown as a table: the format asked for, and the file or the pipe it is written to."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

from tsk.commands.newfile import write_new
from tsk.commands.session import Session
from tsk.desk.reportfile import ReportFile
from tsk.desk.reportviews import report_view
from tsk.desk.words import one_of
from tsk.errors import UsageError
from tsk.export import FORMATS

_BY_ENDING = {f".{name}": name for name in FORMATS if name != "table"} | {".htm": "html"}
PAPERS = ("html", "xlsx")  # nothing to read on a terminal; they are compared with the period before unless told


def chosen(said: str, output: str, as_json: bool) -> str:
    """The format asked for: by name, by --json, by the ending of the file; raises UsageError where they disagree."""
    named = one_of("format", FORMATS, said)
    if as_json and named not in ("", "json"):
        raise UsageError("--json and --format {format} exclude each other.", "Leave one of them out.", format=named)
    wanted = named or ("json" if as_json else _BY_ENDING.get(Path(output).suffix.casefold(), "table"))
    if wanted == "table" and output:
        raise UsageError(
            "A table is for reading here; -o takes {known}.",
            "Say which with --format.",
            known=list(FORMATS[1:]),
        )
    if wanted in PAPERS and not output and sys.stdout.isatty():
        raise UsageError(
            "A report as {format} is not for a terminal.",
            "Name a file with -o, or - for a pipe.",
            format=wanted,
        )
    return wanted


def here(wanted: str, output: str) -> str:
    """The format of what is only shown, or printed as JSON; raises UsageError for any other, and for a file."""
    if output or wanted not in ("table", "json"):
        raise UsageError("--integrity is shown here, or printed with --json.", "Leave --format and -o out.")
    return wanted


def deliver(session: Session, file: ReportFile, wanted: str, output: str) -> None:
    """Makes the whole of it, then writes it: to the file, which must be new, or to stdout."""
    data = _MAKERS[wanted](file)
    if output in ("", "-"):
        write_out(data)
        return
    write_new(Path(output), data)
    if not session.as_json:
        from tsk.render.written import show_report_written

        show_report_written(output, wanted, file.report)


def write_out(data: bytes) -> None:
    """Writes the bytes as they are; a stream that takes text alone gets text."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data.decode())


def _json(file: ReportFile) -> bytes:
    from msgspec.json import encode

    return encode(report_view(file.report)) + b"\n"


def _csv(file: ReportFile) -> bytes:
    from tsk.export.csvfile import csv_file
    from tsk.export.words import line_name

    return csv_file(report_view(file.report), lambda by, line: line_name(file.rules, by, line))


def _html(file: ReportFile) -> bytes:
    from tsk.export.page import page

    return page(file).encode()


def _xlsx(file: ReportFile) -> bytes:
    from tsk.export.workbook import workbook

    return workbook(file)


_MAKERS: dict[str, Callable[[ReportFile], bytes]] = {"json": _json, "csv": _csv, "html": _html, "xlsx": _xlsx}
