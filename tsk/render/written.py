"""A file that was written."""

from __future__ import annotations

from datetime import timedelta

from tsk.i18n import say
from tsk.render.console import unbroken
from tsk.report import Report


def show_report_written(file: str, kind: str, found: Report) -> None:
    """Prints where the report was written and what it is of."""
    told = "{file}: report of {since} to {until} as {kind}."
    last = found.until - timedelta(days=1)
    unbroken(say(told, file=file, since=str(found.since), until=str(last), kind=kind))
