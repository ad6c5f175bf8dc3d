"""Checking backups: what a look at the files tells, and what restoring one beside the desk proves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from tsk.backups import DATABASE, MANIFEST, PAPERS, RULES, FileMark, Manifest, SiteMark
from tsk.backupstore import Connection, faults, marks, opened
from tsk.desk.backupfiles import Backup, listed, mark_of
from tsk.desk.backups import made_text
from tsk.desk.session import Options, open_desk
from tsk.desk.upkeep import Finding, verify
from tsk.errors import TskError, Unreadable
from tsk.paperstore import place_of

_DAMAGE = (msgspec.MsgspecError, AssertionError, LookupError, RecursionError, TypeError, ValueError)


def looked_at(backup: Backup) -> tuple[Finding, ...]:
    """What is wrong with the files of a backup: one that is gone, or of which a byte was changed."""
    if backup.is_bare:
        return ()
    manifest = backup.manifest
    if manifest is None:
        return (Finding("{file} is missing or was changed.", {"file": MANIFEST}),)
    return (*_files(backup, manifest), *_attachments(backup))


def _files(backup: Backup, manifest: Manifest) -> Iterator[Finding]:
    marks = {DATABASE: manifest.database, RULES: manifest.rules, PAPERS: manifest.attachments}
    for name, expected in marks.items():
        if expected and _mark(backup.path / name) != expected:
            yield Finding("{file} is missing or was changed.", {"file": name})


def _mark(path: Path) -> FileMark | None:
    try:
        return mark_of(path)
    except OSError:
        return None


def _attachments(backup: Backup) -> Iterator[Finding]:
    for digest, size in (listed(backup) or {}).items():
        place = place_of(backup.shelf, digest)
        if not place.is_file() or place.stat().st_size != size:
            yield Finding("The attachment {file} is missing or was changed.", {"file": digest})


def tried(options: Options, backup: Backup, scratch: Path) -> tuple[Finding, ...]:
    """What is wrong with a backup that is restored into the scratch folder, as `tsk.db`, and verified there whole.

    Raises StoreError where the scratch folder has no room for it: that says nothing of the backup.
    """
    if found := looked_at(backup):
        return found
    try:
        with opened(backup.database, options.keys) as given:
            given.copy_to(str(scratch / DATABASE))
        with opened(scratch / DATABASE, options.keys) as copy:
            found = tuple(_of_copy(copy, backup))
            sites = marks(copy)
        return found or tuple(one for site in sites for one in _of_site(options, backup, scratch, site))
    except TskError as error:
        if not isinstance(error, Unreadable) and error.values.get("file") == str(scratch / DATABASE):
            raise
        return (Finding(error.message, error.values),)


def _of_copy(copy: Connection, backup: Backup) -> Iterator[Finding]:
    for what in faults(copy):
        yield Finding("{file}: {what}.", {"file": DATABASE, "what": what})
    if backup.manifest and marks(copy) != backup.manifest.sites:
        yield Finding("{file} holds other events than {manifest} says.", {"file": DATABASE, "manifest": MANIFEST})


def _of_site(options: Options, backup: Backup, scratch: Path, site: SiteMark) -> Iterator[Finding]:
    try:
        desk = open_desk(beside(options, backup, scratch, site.site))
        try:
            found = verify(desk).findings
        finally:
            desk.store.db.close()
    except _DAMAGE:
        found = (Finding("{file} is damaged.", {"file": DATABASE}),)
    yield from (one for one in found if not _known(backup, one))


def beside(options: Options, backup: Backup, scratch: Path, site: str) -> Options:
    """The options of a desk in the scratch folder, with the attachments of the backup and its rules."""
    home = options.home if backup.is_bare else backup.shelf
    rules = backup.rules if backup.rules.is_file() else scratch / RULES
    return replace(options, home=home, db=str(scratch / DATABASE), site=site, rules=str(rules), now="")


def _known(backup: Backup, one: Finding) -> bool:
    """Whether the finding is an attachment that was missing already when the backup was made."""
    of_paper = one.message.startswith("Attachment ")
    if backup.is_bare or backup.manifest is None:
        return of_paper
    gone = {(missing.number, missing.nth) for missing in backup.manifest.missing}
    return of_paper and (one.values.get("number"), one.values.get("nth")) in gone


def finding_text(one: Finding) -> TskError:
    """The finding as a value inside a sentence."""
    return TskError(one.message, **one.values)


def backup_view(backup: Backup, found: tuple[Finding, ...]) -> dict[str, Any]:
    """One backup of the list, as JSON."""
    manifest = backup.manifest
    held = {
        "made_at": made_text(manifest) if manifest else None,
        "label": manifest.label if manifest else None,
        "complaints": manifest.complaints if manifest else None,
        "events": manifest.events if manifest else None,
        "bytes": manifest.database.size if manifest else None,
        "attachments": manifest.papers if manifest else None,
        "missing": len(manifest.missing) if manifest else None,
    }
    return {"name": backup.name, **held, "whole": not found, "findings": [str(finding_text(one)) for one in found]}
