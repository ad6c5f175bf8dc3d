"""Backups as people see them: one line for one that was made, a table of all, what a restore brought and took."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tsk.backups import Manifest, Missing
from tsk.backupstore import Lost
from tsk.desk.backupchecks import finding_text
from tsk.desk.backupfiles import Backup
from tsk.desk.backups import Made
from tsk.desk.drills import Drilled
from tsk.desk.restoring import Restored
from tsk.desk.upkeep import Finding
from tsk.errors import Noted, Word
from tsk.i18n import said, say, tell, tr
from tsk.render.console import Column, Segment, line, lines, on_terminal, table, unbroken

_SHOWN = 20  # numbers of complaints; all of them with --json


def size_text(size: int) -> str:
    """The bytes as people say them."""
    for unit, bytes in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000)):
        if size >= bytes:
            return f"{size / bytes:.1f} {unit}"
    return f"{size} B"


def show_made(made: Made) -> None:
    """Prints the one line of a backup that was made."""
    manifest = made.manifest
    parts = [
        say("{count} complaints", count=manifest.complaints),
        say("{count} events", count=manifest.events),
        size_text(manifest.database.size),
    ]
    if made.papers:
        parts.append(say("{count} attachments ({new} new)", count=made.papers, new=made.copied))
    if made.removed:
        parts.append(say("{count} older ones removed", count=len(made.removed)))
    unbroken(say("Backup {name}: {parts}", name=made.backup.name, parts=tr(", ").join(parts)))


def say_missing(missing: Sequence[Missing]) -> None:
    """Says on stderr which attachments the desk no longer has."""
    for one in missing:
        text = "Attachment {nth} of {number} is missing or was changed in the desk itself ({hash})."
        tell(say(text, nth=one.nth, number=one.number, hash=one.sha256[:12]))


def show_backups(
    found: Sequence[tuple[Backup, tuple[Finding, ...]]], aside: Sequence[tuple[str, int]], folder: object
) -> None:
    """Prints the backups, the newest first, and what was put aside beside them."""
    if not found and not aside:
        line(say("There is no backup in {folder}.", folder=str(folder)))
        return
    columns = (
        Column(tr("Backup"), keep=True),
        Column(tr("Made at")),
        Column(tr("Complaints"), right=True),
        Column(tr("Events"), right=True, give=True),
        Column(tr("Size"), right=True),
        Column(tr("State"), keep=True),
    )
    if found:
        _show_states(columns, found)
    for name, size in aside:
        line(say("Put aside, not rotated: {name} ({size})", name=name, size=size_text(size)))


def _show_states(columns: Sequence[Column], found: Sequence[tuple[Backup, tuple[Finding, ...]]]) -> None:
    """The table; on a terminal the state is one word, and what is the matter with a backup stands below."""
    if not on_terminal():
        table(columns, [_row(one, (_state(one, what), "")) for one, what in found])
        return
    table(columns, [_row(one, _mark(one, what)) for one, what in found])
    for one, what in found:
        if what or (one.manifest and one.manifest.missing):
            line((one.name, "bold"), "  ", (_state(one, what), _mark(one, what)[1]))


def _row(one: Backup, state: Segment) -> list[Segment]:
    return [(one.name, ""), *((text, "") for text in _figures(one.manifest)), state]


def _mark(one: Backup, found: tuple[Finding, ...]) -> tuple[str, str]:
    if found:
        return tr("damaged"), "red"
    return (tr("gaps"), "yellow") if one.manifest and one.manifest.missing else (tr("whole"), "")


def _state(one: Backup, found: tuple[Finding, ...]) -> str:
    return said(finding_text(found[0])) if found else _whole(one.manifest)


def _figures(manifest: Manifest | None) -> tuple[str, ...]:
    if manifest is None:
        return ("–",) * 4
    return (
        said(manifest.made_at.replace(second=0) if on_terminal() else manifest.made_at),
        str(manifest.complaints),
        str(manifest.events),
        size_text(manifest.database.size),
    )


def _whole(manifest: Manifest | None) -> str:
    if manifest and manifest.missing:
        return say("whole but for {count} attachments", count=len(manifest.missing))
    return tr("whole")


# ── restoring ──────────────────────────────────────────────────────────────────────────────────────


def question(backup: Backup) -> str:
    """What a person is asked before the present is replaced."""
    at = said(backup.manifest.made_at) if backup.manifest else "–"
    return say("Restore {name} (made {at})?", name=backup.name, at=at)


def show_gone(gone: Sequence[Lost] | None, is_there: bool) -> None:
    """Prints what was recorded after the backup, and so goes or is gone."""
    if gone is None:
        if is_there:
            line((tr("What was recorded since cannot be read."), "yellow"))
        return
    if not gone:
        line(tr("Nothing was recorded since."))
        return
    line(
        (say("Recorded since, and not in it: {count} steps.", count=sum(one.events for one in gone)), "yellow"),
    )
    cases = [one for one in gone if one.kind == "complaint"]
    others = [Noted(Word(one.kind), one.number) for one in gone if one.kind != "complaint"]
    new = [one.number for one in cases if one.new]
    old = [one.number for one in cases if not one.new]
    back = [one.number for one in cases if one.returns]
    rows = (
        (new, say("New complaints: {numbers}", numbers=_some(new))),
        (old, say("Further steps on: {numbers}", numbers=_some(old))),
        (back, say("Their person stands in them again; `tsk anonymise` removes it: {numbers}", numbers=_some(back))),
        (others, say("Beside them: {numbers}", numbers=_some(others))),
    )
    lines([("  ", ""), (text, "")] for found, text in rows if found)


def _some(numbers: Sequence[Any]) -> tuple[Any, ...]:
    more = len(numbers) - _SHOWN
    return (*numbers[:_SHOWN], *([say("… {count} more", count=more)] if more > 0 else []))


def show_restored(done: Restored) -> None:
    """Prints what was restored, what is no longer there, and where it is kept."""
    complaints, events = (sum(getattr(site, name) for site in done.sites) for name in ("complaints", "n"))
    line(
        say(
            "Restored from {name}: {complaints} complaints, {events} events.",
            name=done.backup.name,
            complaints=complaints,
            events=events,
        )
    )
    show_gone(done.replaced.gone, bool(done.replaced.kept_as))
    if done.replaced.kept_as:
        unbroken(say("What was there is kept as {name}.", name=done.replaced.kept_as))
    if done.papers:
        line(say("Attachments brought back: {count}", count=done.papers))
    if done.rules:
        line(tr("The rule file was brought back too."))
    if done.missing:
        tell(say("Attachments are missing, and not in the backup, of: {numbers}", numbers=_some(done.missing)))


def show_drilled(done: Drilled) -> None:
    """Prints the one line of a drill that came out well."""
    text = (
        "{name} (made {at}) restores whole: {complaints} complaints, {events} events, {papers} attachments; "
        "{since} events were recorded since."
    )
    manifest = done.manifest
    values = {"complaints": manifest.complaints, "events": manifest.events, "papers": manifest.papers}
    unbroken(say(text, name=done.backup.name, at=manifest.made_at, since=done.since, **values))
