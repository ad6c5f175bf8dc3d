"""Restoring: a backup that was proved takes the place of the present, which is kept, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tsk.backups import DATABASE, REPLACED, SiteMark
from tsk.backupstore import Connection, Lost, common, give_no_number_twice, lost, marks, opened, papers
from tsk.desk.backupchecks import beside, finding_text, tried
from tsk.desk.backupfiles import Backup, backup_at, backups_in, copy_file, draft_in, unwritable_backup, using
from tsk.desk.backups import RIGHT, folder_of, make, pool, present_of
from tsk.desk.once import fresh_key
from tsk.desk.papers import is_kept
from tsk.desk.session import Desk, Options, open_desk, rules_path
from tsk.desk.upkeep import Finding
from tsk.desk.wrecks import keep_copy, take_place
from tsk.errors import StoreError, Unreadable, UsageError
from tsk.folders import expanded, make_folder
from tsk.home import database_path, exists
from tsk.model import Draft
from tsk.paperstore import place_of
from tsk.rights import check_right
from tsk.store import Store

_UNREADABLE = (Unreadable, msgspec.MsgspecError, AssertionError, LookupError, TypeError, UnicodeError)


class Ready(Struct, frozen=True):
    """A proved backup, restored into a scratch folder; `gone` is what the present has and it has not, where known."""

    backup: Backup
    scratch: Path
    sites: tuple[SiteMark, ...]
    gone: tuple[Lost, ...] | None


class Replaced(Struct, frozen=True):
    """What was in the place: each site's chain, its complaints with events since the backup, and where it is kept."""

    kept_as: str = ""
    sites: tuple[SiteMark, ...] = ()
    gone: tuple[Lost, ...] | None = None


class Restored(Struct, frozen=True):
    """What a restore did: attachments that were brought back, those that are nowhere, and whether the rules came."""

    backup: Backup
    replaced: Replaced
    sites: tuple[SiteMark, ...]
    papers: int
    missing: tuple[str, ...]
    rules: bool


# ── which backup, and what is in its place ─────────────────────────────────────────────────────────


def present_desk(options: Options, open: Callable[[], Desk]) -> Desk | None:
    """The desk as it is; None where there is none, or where its database can no longer be read as one of ours."""
    if not exists(database_path(options.home, options.db)):
        return None
    try:
        desk = open()
    except _UNREADABLE:
        return None
    check_right(desk.rules, desk.person, RIGHT)
    return desk


def named(folder: Path, said: str) -> Backup:
    """The backup of that name, or at that path; raises UsageError where there is none."""
    for path in (folder / said, expanded(said)):
        if path.is_dir() or path.is_file():
            return backup_at(path.absolute())
    raise UsageError(
        "There is no backup {said} in {folder}.",
        "`tsk restore --list` shows those there are.",
        said=said[:80],
        folder=str(folder),
    )


def newest(options: Options, folder: Path, desk: Desk | None) -> Backup:
    """The newest backup of this desk that is whole; raises StoreError where there is none."""
    found = _good(options, [one for one in backups_in(folder) if of_desk(one, desk) and not is_replaced(one)])
    if found is None:
        raise StoreError(
            "There is no backup in {folder} that is whole.",
            "`tsk restore --list` shows what is there; name another folder with --from.",
            folder=str(folder),
        )
    return found


def is_replaced(backup: Backup) -> bool:
    """Whether it is what an earlier restore replaced, which only its name brings back."""
    return bool(backup.manifest and backup.manifest.label)


def of_desk(backup: Backup, desk: Desk | None) -> bool:
    """Whether the backup may be one of that desk; a damaged one and any for no desk may."""
    if desk is None or backup.manifest is None:
        return True
    if backup.manifest.encrypted != desk.store.db.encrypted:
        return False
    own = _here(desk.store.db)
    return not own or bool(backup.manifest.desks & {site.desk_id for site in own})


def _here(db: Connection) -> tuple[SiteMark, ...]:
    """The sites of a database with their chains; none where they cannot be read."""
    try:
        return marks(db)
    except _UNREADABLE:
        return ()


def _good(options: Options, backups: list[Backup]) -> Backup | None:
    """The first that is whole when it is tried."""
    make_folder(folder_of(options))
    for one in backups:
        with using(one.folder), draft_in(folder_of(options)) as scratch:
            if not tried(options, one, scratch):
                return one
    return None


# ── making ready ───────────────────────────────────────────────────────────────────────────────────


@contextmanager
def ready(options: Options, backup: Backup, desk: Desk | None) -> Iterator[Ready]:
    """The backup restored beside the desk and proved; raises StoreError, naming what differs, where it is not whole."""
    _check_no_desk(options, backup)
    make_folder(folder_of(options))
    with using(backup.folder), draft_in(folder_of(options)) as scratch:
        if found := tried(options, backup, scratch):
            raise refused(options, backup, found, desk)
        with opened(scratch / DATABASE, options.keys) as copy:
            sites = marks(copy)
            if desk:
                _check_own(desk, backup, sites)
                _check_alike(desk.store.db, backup, copy)
            gone = _gone(desk.store.db, copy) if desk else None
        yield Ready(backup, scratch, sites, gone)


def refused(options: Options, backup: Backup, found: tuple[Finding, ...], desk: Desk | None = None) -> StoreError:
    """The error for a backup that is not whole; it names an older one that is."""
    older = [one for one in backups_in(backup.folder) if one.name < backup.name and of_desk(one, desk)]
    good = _good(options, [one for one in older if not is_replaced(one)])
    return StoreError(
        "The backup {name} is damaged: {what}",
        "{good} is whole: `tsk restore {good}`." if good else "No older backup there is whole.",
        name=backup.name,
        what=tuple(finding_text(one) for one in found[:3]),
        good=good.name if good else "",
    )


def _check_no_desk(options: Options, backup: Backup) -> None:
    """Raises UsageError for the desk's own database: whoever looks into an open one as a file gives up its locks."""
    path = database_path(options.home, options.db)
    if backup.is_bare and exists(path) and path.samefile(backup.path):
        raise UsageError(
            "{file} is the desk itself, and no backup of it.",
            "`tsk restore --list` shows those there are.",
            file=str(path),
        )


def _check_own(desk: Desk, backup: Backup, sites: tuple[SiteMark, ...]) -> None:
    own = {site.desk_id for site in _here(desk.store.db)}
    if own and not own & {site.desk_id for site in sites}:
        raise StoreError(
            "{name} is a backup of another desk than that in {file}.",
            "Restore it into a home of its own: `tsk --home DIR restore …`.",
            name=backup.name,
            file=desk.store.db.name,
        )


def _check_alike(db: Connection, backup: Backup, copy: Connection) -> None:
    """Raises StoreError where one of them is encrypted and the other is not: neither pages nor papers would fit."""
    if db.encrypted and not copy.encrypted:
        raise StoreError(
            "{name} is not encrypted, and {file} is.",
            "Restore it into a home of its own (`tsk --home DIR restore …`), and take that into an encrypted one:"
            " `tsk --home NEW init --encrypt --from DIR`.",
            name=backup.name,
            file=db.name,
        )
    if copy.encrypted and not db.encrypted:
        raise StoreError(
            "{name} is encrypted, and {file} is not.",
            "Restore it into a home of its own: `tsk --home DIR restore …`.",
            name=backup.name,
            file=db.name,
        )


def _gone(db: Connection, copy: Connection) -> tuple[Lost, ...] | None:
    """The complaints with events that the copy does not have; None where what is there cannot be read."""
    try:
        return tuple(one for site in marks(db) for one in lost(db, site.site, common(db, copy, site.site)))
    except (StoreError, *_UNREADABLE):
        return None


# ── restoring ──────────────────────────────────────────────────────────────────────────────────────


def restore(options: Options, desk: Desk | None, found: Ready, reason: str, with_rules: bool) -> Restored:
    """Puts the backup in the place of the present, which is kept; every site's chain goes on with word of it."""
    told: list[Replaced] = []
    with opened(found.scratch / DATABASE, options.keys) as source:
        brought, missing = _attachments_back(options, found, source)
        if desk is None or not _filled(desk, found, source, told, reason):
            was = told.pop() if told else Replaced()
            told.append(replace(was, kept_as=_new(options, found, source, was, reason)))
    rules = _rules_back(options, found.backup, with_rules)
    return Restored(found.backup, told[0], found.sites, brought, missing, rules)


def _filled(desk: Desk, found: Ready, source: Connection, told: list[Replaced], reason: str) -> bool:
    """Whether the desk's database could be filled; where it is too damaged for it, nothing was done."""
    folder = folder_of(desk.options)
    make_folder(folder)
    with suppress(Unreadable), using(folder):
        pool(desk, folder, papers(desk.store.db))  # what takes long, before anybody waits

    def locked() -> None:
        replaced = Replaced(_kept(desk, folder), _here(desk.store.db), _gone(desk.store.db, source))
        told.append(replaced)
        _note(source, desk.options, present_of(desk), found, replaced, reason)

    try:
        desk.store.db.fill_from(source, locked)
    except Unreadable:
        desk.store.db.close()
        return False
    return True


def _kept(desk: Desk, folder: Path) -> str:
    """The name under which the present is kept: a backup, or a copy as it is where it is damaged."""
    try:
        return make(desk, folder, REPLACED).backup.name
    except Unreadable:
        return keep_copy(desk.store.db, database_path(desk.options.home, desk.options.db), present_of(desk))


def _new(options: Options, found: Ready, source: Connection, was: Replaced, reason: str) -> str:
    """Makes the database anew, and puts it where there is none or a wreck, which is kept; the folder's name."""
    path = database_path(options.home, options.db)
    make_folder(path.parent)
    desk = open_desk(replace(beside(options, found.backup, found.scratch, found.sites[0].site), now=options.now))
    at = present_of(desk)
    desk.store.db.close()

    def locked() -> None:
        _note(source, options, at, found, was, reason)

    return take_place(path, at, options.keys if source.encrypted else None, lambda new: new.fill_from(source, locked))


def _note(source: Connection, options: Options, at: datetime, found: Ready, replaced: Replaced, reason: str) -> None:
    """Appends to every site's chain in the copy that it was restored, and what it replaces."""
    before = {site.site: site for site in replaced.sites}
    for site in found.sites:
        store, was = Store(source, site.site), before.get(site.site)
        said = {
            "backup": found.backup.name,
            "kept_as": replaced.kept_as,
            **({"replaced_n": was.n, "replaced_hash": was.hash} if was else {}),
        }
        body = {name: value for name, value in said.items() if value != ""}
        private = {"reason": reason} if reason else {}
        draft = Draft("restored", at, options.clock, options.actor, body, private)
        with store.writing():
            give_no_number_twice(store, was.last_number if was else 0)
            seq = len(store.events(0, "admin"))
            store.append("admin", 0, seq, (draft,), fresh_key())


# ── what lies beside the database ──────────────────────────────────────────────────────────────────


def _attachments_back(options: Options, found: Ready, source: Connection) -> tuple[int, tuple[str, ...]]:
    """How many attachments were brought back into the home, and of which complaints some are nowhere."""
    brought, missing = 0, []
    for site in found.sites:
        here = open_desk(replace(beside(options, found.backup, found.scratch, site.site), home=options.home))
        try:
            for one in (one for one in papers(source) if one.site == site.site):
                if is_kept(here, one.paper):
                    continue
                back = place_of(found.backup.shelf, one.paper.sha256)
                if back.is_file():
                    _bring(back, place_of(options.home, one.paper.sha256))
                    brought += 1
                if not is_kept(here, one.paper):
                    missing.append(one.number)
        finally:
            here.store.db.close()
    return brought, tuple(dict.fromkeys(missing))


def _bring(source: Path, target: Path) -> None:
    try:
        copy_file(source, target)
    except OSError as error:
        raise unwritable_backup(target.parent, error) from error


def _rules_back(options: Options, backup: Backup, wanted: bool) -> bool:
    """Whether the backup's rule file was put into the home: where it is wanted, or where there is none."""
    target = rules_path(options)
    if not backup.rules.is_file() or (target.exists() and not wanted):
        return False
    _bring(backup.rules, target)
    return True


def restored_view(done: Restored) -> dict[str, Any]:
    """What was restored and what it replaced, as JSON; `gone` is null where what was replaced cannot be read."""
    return {
        "backup": done.backup.name,
        "kept_as": done.replaced.kept_as,
        "events": sum(site.n for site in done.sites),
        "complaints": sum(site.complaints for site in done.sites),
        "attachments": done.papers,
        "missing": list(done.missing),
        "rules": done.rules,
        "gone": gone_view(done.replaced.gone),
    }


def gone_view(gone: tuple[Lost, ...] | None) -> dict[str, Any] | None:
    """What was recorded after the backup, as JSON: new complaints, those with further steps, files beside them.

    `anonymised` are those in which a removed person stands again.
    """
    if gone is None:
        return None
    cases = [one for one in gone if one.kind == "complaint"]
    return {
        "events": sum(one.events for one in gone),
        "recorded": [one.number for one in cases if one.new],
        "continued": [one.number for one in cases if not one.new],
        "anonymised": [one.number for one in cases if one.returns],
        "others": [{"kind": one.kind, "id": int(one.number)} for one in gone if one.kind != "complaint"],
    }
