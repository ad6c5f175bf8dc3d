"""A desk that was moved: what is there now, how that is proved, and what is left here."""

from __future__ import annotations

from typing import Any

from tsk.i18n import say, tr
from tsk.render.console import line, unbroken


def show_moved(done: Any, source: str) -> None:
    """Prints what is there now, and what becomes of the desk that it came from."""
    if done.already:
        line(say("Everything is at {place} already, as site {site}.", place=done.place, site=done.site))
    else:
        line(say("Moved to {place}, as site {site}.", place=done.place, site=done.site))
    counts = {"complaints": done.complaints, "events": done.anchor.n, "papers": done.papers}
    line(
        say("  {complaints} complaints, {events} steps, {papers} attachments; every step is the same there.", **counts)
    )
    unbroken(say("  Anchor  {anchor}", anchor=done.anchor.line))
    if done.rules:
        unbroken(say("  Rules   {file}", file=done.rules))
    if done.missing:
        line(say("{count} attachments lie nowhere here, or were changed: `tsk verify` names them.", count=done.missing))
    line(tr("Drafts and backups stay here."))
    line(say("{file} can be read and is written no more; `tsk move --undo` takes that back.", file=source))


def show_back(site: str, place: str) -> None:
    """Prints that a site may be written again where it was moved away."""
    line(say("Site {site} can be written here again.", site=site))
    line(say("What was recorded at {place} since is not here; nobody should go on there.", place=place))
