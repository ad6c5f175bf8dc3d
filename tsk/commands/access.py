"""Who looked at contact data and took complaints along: `report --access`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tsk.commands.newfile import stream_new
from tsk.commands.reportfile import write_out
from tsk.commands.session import Session
from tsk.desk.accesslog import AccessLog, access_log, access_view, entry_view
from tsk.desk.oversight import handler_once
from tsk.desk.session import Desk
from tsk.errors import UsageError


def show_access_log(
    session: Session, desk: Desk, period: tuple[date, date], who: str, wanted: str, output: str
) -> None:
    """Shows the log of a period, of one person where one is named: as a table, as JSON or as CSV."""
    if wanted not in ("table", "json", "csv"):
        raise UsageError("The log is shown, or written as json or csv.", "Leave --format {said} out.", said=wanted)
    found = access_log(desk, *period, _named(desk, who))
    if wanted == "csv":
        _deliver(_csv(found, desk), output)
    elif output not in ("", "-"):
        from msgspec.json import encode

        _deliver(encode(access_view(found, desk)) + b"\n", output)
    elif wanted == "json":
        session.json(access_view(found, desk))
    else:
        from tsk.render.access import show_log

        show_log(found, desk.rules, desk.zone)


def _named(desk: Desk, who: str) -> str:
    """Whose entries are asked for: somebody listed, or a login that never handled anything."""
    try:
        return handler_once(desk, who)
    except UsageError:
        if desk.person.anyone:
            return who
        raise


def _csv(found: AccessLog, desk: Desk) -> bytes:
    from tsk.export.csvfile import plain_rows

    return plain_rows([entry_view(one, desk) for one in found.entries], ENTRY_COLUMNS)


ENTRY_COLUMNS = (
    *("n", "at", "recorded_at", "who", "type", "verb", "ground", "id", "number", "count", "complaints", "filters"),
    *("format", "masked", "reason"),
)


def _deliver(data: bytes, output: str) -> None:
    if output in ("", "-"):
        write_out(data)
    else:
        stream_new(Path(output), (data,))
