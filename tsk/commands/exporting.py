"""Complaints taken along as a file or into a pipe: CSV, JSON, or a line of JSON for each."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

from typer import Option

from tsk.commands import options as o
from tsk.commands.filteroptions import Sort, View, filtered, named
from tsk.commands.filters import counted, filters
from tsk.commands.newfile import stream_new
from tsk.commands.reportfile import write_out
from tsk.desk import exporting
from tsk.desk.access import check_reveal
from tsk.desk.listviews import with_view
from tsk.desk.oversight import SORTS
from tsk.desk.words import one_of
from tsk.errors import UsageError
from tsk.i18n import tr

FORMATS = ("csv", "json", "jsonl", "xlsx")
_WITH_EVENTS = ("json", "jsonl")


@filtered()
def export(
    ctx: o.Ctx,
    view: View = "",
    sort: Sort = "",
    limit: o.Limit = None,
    format: Annotated[
        str, o.text("--format", "csv, xlsx (a workbook), json, or jsonl (a line for each).", "FORMAT")
    ] = "",
    output: Annotated[
        str,
        Option(
            "-o",
            "--output",
            metavar="FILE",
            help=tr("A new file, its ending may say the format; or - for a pipe."),
        ),
    ] = "",
    events: Annotated[
        bool, Option("--events", help=tr("With every step, as json or jsonl: another desk can take it in whole."))
    ] = False,
    reveal: o.Reveal = None,
    json: o.Json = False,
    **_: Any,
) -> None:
    from tsk.export.cases import FORMATS as MAKERS
    from tsk.render.written import show_exported

    session, name = o.session(ctx), named(view)
    wanted = chosen_format(format, output, session.as_json)
    if events and wanted not in _WITH_EVENTS:
        raise UsageError("Steps are exported as json or jsonl.", "Add --format jsonl, or leave --events out.")
    if wanted == "xlsx" and output in ("", "-") and sys.stdout.isatty():
        raise UsageError("A workbook is not for a terminal.", "Name a file with -o.")
    desk = session.desk_of(ctx.params["of_site"])
    exporting.check_export(desk)
    reason = check_reveal(desk, reveal)
    said = with_view(desk, ctx.params, name, SORTS)
    order = one_of("sort order", SORTS, said["sort"]) or "number"
    asked, most = filters(desk, said), counted("--limit", said["limit"])
    found = exporting.chosen(desk, asked, order, most, wanted, reason, events)
    parts = MAKERS[wanted](found.views(), found.rules)
    if output in ("", "-"):
        for part in parts:
            write_out(part)
        return
    stream_new(Path(output), parts)
    if session.as_json:
        session.json({"file": output, "format": wanted, "complaints": len(found.found.ids), "masked": not reason})
    else:
        show_exported(output, wanted, len(found.found.ids), masked=not reason)


def chosen_format(said: str, output: str, as_json: bool) -> str:
    """The format by name, by the ending of the file, or by --json; raises UsageError where two disagree."""
    named = one_of("format", FORMATS, said)
    if as_json and output in ("", "-") and named not in ("", "json"):
        raise UsageError("--json and --format {format} exclude each other.", "Leave one of them out.", format=named)
    ending = Path(output).suffix.casefold().removeprefix(".")
    if not named and ending not in ("", *FORMATS):
        raise UsageError(
            "“{ending}” is no format to export to; -o takes {known}.", "Say which with --format.",
            ending=ending[:20], known=list(FORMATS),
        )  # fmt: skip
    return named or ending or ("json" if as_json and output in ("", "-") else FORMATS[0])
