"""Backing up: the database as it is at one instant, its rules and its attachments, checked before they count."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from tsk import __version__
from tsk.backups import DATABASE, FORMAT, MANIFEST, PAPERS, RULES, FileMark, Manifest, Missing, kept, names_of, written
from tsk.backupstore import Connection, Named, faults, is_encrypted, marks, opened, papers, schema_of
from tsk.desk.backupfiles import (
    Backup,
    backup_at,
    backups_in,
    become,
    copy_file,
    draft_in,
    like,
    mark_of,
    remove,
    shelf_in,
    sweep,
    tidying,
    unwritable_backup,
    using,
    write_file,
)
from tsk.desk.papers import is_kept
from tsk.desk.session import Desk, Options, rule_content, rules_path
from tsk.errors import RulesInvalid, StoreError, Unreadable, UsageError, Word
from tsk.folders import expanded, make_folder, sync_folder
from tsk.model import Attachment
from tsk.paperstore import Shelf, place_of
from tsk.rights import check_right

RIGHT = "restore"  # over the backups: to make them, to take them back


class Keep(Struct, frozen=True):
    """Of how many of the last days, weeks and months the newest backup stays."""

    daily: int = 7
    weekly: int = 5
    monthly: int = 12


class Pooled(Struct, frozen=True):
    """What became of the attachments: those of the backup with their sizes, how many are new there, what is missing."""

    sizes: dict[str, int]
    copied: int
    missing: tuple[Missing, ...]


class Made(Struct, frozen=True):
    """A backup that was just made, its new attachments, and the older ones that were removed for it."""

    backup: Backup
    manifest: Manifest
    papers: int
    copied: int
    removed: tuple[str, ...] = ()


def folder_of(options: Options, said: str = "") -> Path:
    """The folder of backups: as said, else in the home."""
    return expanded(said) if said else options.home / "backups"


def back_up(desk: Desk, folder: Path, keep: Keep) -> Made:
    """A new backup in the folder, which is then tidied up; raises StoreError with nothing left of it there."""
    check_right(desk.rules, desk.person, RIGHT)
    if min(keep.daily, keep.weekly, keep.monthly) < 0:
        raise UsageError("A number of backups to keep is not below 0.", "The newest is always kept.")
    made = make(desk, folder)
    try:
        return replace(made, removed=_rotated(desk, folder, keep))
    except OSError as error:
        raise StoreError(
            "The backup {name} is made, but older ones cannot be removed ({reason}).",
            "Look at {folder}.",
            name=made.backup.name,
            reason=Word(error.strerror),
            folder=str(folder),
        ) from error


def make(desk: Desk, folder: Path, label: str = "") -> Made:
    """A new backup, whole and on the disk; raises Unreadable where the desk's own database is."""
    make_folder(folder)
    try:
        with using(folder), draft_in(folder) as draft:
            return _made(desk, folder, draft, label)
    except Unreadable:
        raise
    except StoreError as error:
        raise StoreError(error.message, error.hint, **{**error.values, "file": str(folder)}) from error
    except OSError as error:
        raise unwritable_backup(folder, error) from error


def _made(desk: Desk, folder: Path, draft: Path, label: str) -> Made:
    database = draft / DATABASE
    desk.store.db.copy_to(str(database))
    with opened(database, desk.options.keys) as copy:
        _check_whole(desk, copy)
        sites, schema, named = marks(copy), schema_of(copy), papers(copy)
    pooled = pool(desk, folder, named)
    lines = "".join(f"{digest} {size}\n" for digest, size in sorted(pooled.sizes.items()))
    manifest = Manifest(
        format=FORMAT,
        made_at=present_of(desk),
        version=__version__,
        schema=schema,
        zone=str(desk.zone),
        label=label,
        encrypted=is_encrypted(database),
        shelf=Shelf(desk.store.db).mark,
        database=mark_of(database),
        rules=_keep_rules(desk, draft / RULES),
        attachments=write_file(draft / PAPERS, lines.encode()),
        papers=len(pooled.sizes),
        sites=sites,
        missing=pooled.missing,
    )
    write_file(draft / MANIFEST, written(manifest))
    for one in (draft, *draft.iterdir()):
        like(one, desk.options.home)
    path = become(draft, names_of(manifest.made_at, (site.site for site in sites), label))
    return Made(backup_at(path), manifest, len(pooled.sizes), pooled.copied)


def _check_whole(desk: Desk, copy: Connection) -> None:
    """Raises Unreadable where the copy is not whole, which is how the database itself is."""
    if faults(copy):
        raise Unreadable(
            "{file} is damaged; no backup was made of it.",
            "Stop writing to it and bring the last backup back: `tsk restore`.",
            file=desk.store.db.name,
        )


def present_of(desk: Desk) -> datetime:
    """When a backup is made: by the machine's clock; a desk to practise on has its own present."""
    return desk.now if desk.store.practice else desk.options.clock


def _keep_rules(desk: Desk, target: Path) -> FileMark | None:
    """The rule file as it is, else the last good one."""
    try:
        return write_file(target, rule_content(rules_path(desk.options)))
    except RulesInvalid:
        last = desk.store.rule_file()
        return write_file(target, last["content"]) if last else None


# ── attachments ────────────────────────────────────────────────────────────────────────────────────


def pool(desk: Desk, folder: Path, named: list[Named]) -> Pooled:
    """Puts the attachments that are not there yet beside the backups, each proved by its hash."""
    shelf = shelf_in(folder, Shelf(desk.store.db).mark)
    if named and shelf != folder:
        make_folder(shelf)
        like(shelf, desk.options.home)
    found: dict[str, bool] = {}
    copied = 0
    with draft_in(folder) as draft:
        for one in named:
            digest = one.paper.sha256
            if digest not in found:
                found[digest], new = _pooled(desk, shelf, draft, one.paper)
                copied += new
    places = ((digest, place_of(shelf, digest)) for digest in found)
    return Pooled(
        sizes={digest: place.stat().st_size for digest, place in places if place.is_file()},
        copied=copied,
        missing=tuple(
            Missing(one.site, one.number, one.paper.nth, one.paper.sha256)
            for one in named
            if not found[one.paper.sha256]
        ),
    )


def _pooled(desk: Desk, shelf: Path, draft: Path, paper: Attachment) -> tuple[bool, bool]:
    """Whether the desk itself has the attachment whole, and whether it was copied; one of another size is read."""
    source, target = place_of(desk.options.home, paper.sha256), place_of(shelf, paper.sha256)
    if not source.is_file():
        return False, False
    if target.is_file() and target.stat().st_size == source.stat().st_size:
        return True, False
    copy = place_of(draft, paper.sha256)
    copy_file(source, copy)
    if not is_kept(at_folder(desk, draft), paper):
        return False, False
    make_folder(target.parent)
    copy.replace(target)
    sync_folder(target.parent)
    for one in (target.parent.parent, target.parent, target):
        like(one, desk.options.home)
    return True, True


def at_folder(desk: Desk, folder: Path) -> Desk:
    """The same desk with its attachments in that folder."""
    return Desk(replace(desk.options, home=folder), desk.store, desk.rules, ())


# ── rotation ───────────────────────────────────────────────────────────────────────────────────────


def _rotated(desk: Desk, folder: Path, keep: Keep) -> tuple[str, ...]:
    """The backups that were removed; none while another command uses the folder."""
    with tidying(folder) as alone:
        if not alone:
            return ()
        made = {one.name: at for one in backups_in(folder) if (at := _counted(desk, one))}
        gone = sorted(made.keys() - kept(made, keep.daily, keep.weekly, keep.monthly))
        remove(folder, gone)
        sweep(folder)
        return tuple(gone)


def _counted(desk: Desk, one: Backup) -> datetime | None:
    """The local time of a backup of this desk that was asked for and is there whole; None for any other."""
    manifest = one.manifest
    own = {site.desk_id for site in marks(desk.store.db)}
    if manifest is None or manifest.label or not own & manifest.desks:
        return None
    whole = one.database.is_file() and one.database.stat().st_size == manifest.database.size
    return manifest.made_at.astimezone(desk.zone) if whole else None


def made_view(made: Made, folder: Path) -> dict[str, Any]:
    """What was backed up, as JSON."""
    manifest = made.manifest
    return {
        "name": made.backup.name,
        "folder": str(folder),
        "made_at": made_text(manifest),
        "complaints": manifest.complaints,
        "events": manifest.events,
        "bytes": manifest.database.size,
        "encrypted": manifest.encrypted,
        "attachments": {"named": made.papers, "new": made.copied},
        "missing": [missing_view(one) for one in manifest.missing],
        "sites": [{"site": one.site, "desk_id": one.desk_id, "n": one.n, "hash": one.hash} for one in manifest.sites],
        "removed": list(made.removed),
    }


def made_text(manifest: Manifest) -> str:
    """When a backup was made, in its desk's own zone."""
    return manifest.made_at.astimezone(ZoneInfo(manifest.zone)).isoformat()


def missing_view(one: Missing) -> dict[str, Any]:
    """An attachment that the desk no longer has, as JSON."""
    return {"number": one.number, "attachment": one.nth, "sha256": one.sha256}
