"""The restore drill: the newest backup, restored beside the desk, verified, and compared with the chain of today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from tsk.backups import DATABASE, Manifest, SiteMark
from tsk.backupstore import common, contains, forks_by_restore, opened
from tsk.desk.backupchecks import tried
from tsk.desk.backupfiles import Backup, backups_in, draft_in, using
from tsk.desk.backups import folder_of, made_text
from tsk.desk.restoring import is_replaced, of_desk, refused
from tsk.desk.session import Desk
from tsk.errors import StoreError
from tsk.folders import make_folder
from tsk.rights import check_listed


class Drilled(Struct, frozen=True):
    """A backup that restores whole; `since` counts the events of today that it does not have."""

    backup: Backup
    manifest: Manifest
    since: int


def drill(desk: Desk, folder: Path) -> Drilled:
    """The newest backup of this desk, proved; raises StoreError where it is damaged, or history was rewritten since."""
    check_listed(desk.person)
    own = (one for one in backups_in(folder) if of_desk(one, desk) and not is_replaced(one))
    backup = next(own, None)
    if backup is None:
        raise StoreError("There is no backup in {folder}.", "Make one: `tsk backup`.", folder=str(folder))
    make_folder(folder_of(desk.options))
    with using(folder), draft_in(folder_of(desk.options)) as scratch:
        found = tried(desk.options, backup, scratch)
        manifest = backup.manifest
        if found or manifest is None:
            raise refused(desk.options, backup, found, desk)
        for site in manifest.sites:
            _check_history(desk, backup, site, scratch)
    return Drilled(backup, manifest, desk.store.head()["n"] - _held(desk, manifest))


def _held(desk: Desk, manifest: Manifest) -> int:
    return next((site.n for site in manifest.sites if site.site == desk.store.site), 0)


def _check_history(desk: Desk, backup: Backup, site: SiteMark, scratch: Path) -> None:
    """Raises StoreError where the chain of today does not go on from the backup's, and no restore says why."""
    live = desk.store.db
    if contains(live, site):
        return
    with opened(scratch / DATABASE, desk.options.keys) as copy:
        n = common(live, copy, site.site)
    if not forks_by_restore(live, site, n):
        raise StoreError(
            "History was rewritten since {name} was made: from event {n} on, {file} says something else.",
            "Keep both, and find out who did it; `tsk restore {name}` brings back what was.",
            name=backup.name,
            n=n + 1,
            file=live.name,
        )


def drilled_view(done: Drilled) -> dict[str, Any]:
    """What was proved, as JSON."""
    return {
        "backup": done.backup.name,
        "made_at": made_text(done.manifest),
        "complaints": done.manifest.complaints,
        "events": done.manifest.events,
        "attachments": done.manifest.papers,
        "since": done.since,
        "whole": True,
    }
