"""A file that was written."""

from __future__ import annotations

from datetime import timedelta

from tsk.i18n import say, tr
from tsk.render.console import unbroken
from tsk.report import Report


def show_report_written(file: str, kind: str, found: Report) -> None:
    """Prints where the report was written and what it is of."""
    told = "{file}: report of {since} to {until} as {kind}."
    last = found.until - timedelta(days=1)
    unbroken(say(told, file=file, since=str(found.since), until=str(last), kind=kind))


def show_exported(file: str, kind: str, count: int, masked: bool) -> None:
    """Prints where complaints were written, how many, and whether contact data are in it as they are."""
    hidden = tr("contact data masked") if masked else tr("contact data as they are")
    told = say("{file}: {count} complaints as {kind}, {hidden}.", file=file, count=count, kind=kind, hidden=hidden)
    unbroken(told)
