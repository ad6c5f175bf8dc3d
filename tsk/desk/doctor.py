"""Whether a desk can be relied on: its folder, disk, database, rules, clock and calendars, one finding each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct

from tsk.desk.backupfiles import backups_in
from tsk.desk.backups import folder_of
from tsk.desk.session import CLOCK_DRIFT, Desk, Options, has_home, open_desk
from tsk.errors import TskError
from tsk.folders import disk_of, is_shared
from tsk.home import database_path, is_server, no_home
from tsk.moved import left_behind
from tsk.proofstore import last_recorded, policies_in_force

GOOD, NOTE, BAD = "ok", "note", "bad"
_SPARE = 200_000_000  # bytes that should be free beside room for one more copy of the database
_AHEAD = timedelta(days=45)  # calendars should reach beyond the longest deadlines that start today
_OLD_BACKUP = timedelta(days=2)
_OTHERS = 0o007
_MOST_FAULTS = 3
_MOST_SITES = 8
_FIRST_POLICY = "The first command there with a good rule file sets it."


class Checkup(Struct, frozen=True):
    """One thing that was looked at: `state` is ok, note (worth a look) or bad; the rest is a sentence and its hint."""

    about: str
    state: str
    message: str
    hint: str = ""
    values: dict[str, Any] = {}


Look = Callable[[Desk], Iterator[Checkup]]


def doctor(options: Options, opened: Callable[[Desk], None]) -> tuple[Checkup, ...]:
    """Everything that was looked at; raises StoreError where there is no desk. Nothing is written.

    A desk that can be opened is handed to `opened`, before anything is looked at in it.
    """
    if is_server(options.db):
        from tsk.desk.serverdoctor import examined

        return examined(options, opened)
    path = database_path(options.home, options.db)
    if not has_home(options):
        raise no_home(path)
    looks = (_database, rules_of, sites_of, clock_of, calendars_of, _people, _backups)
    return (*folder_of_home(options.home), *_file(path), *_disk(path), *inside(options, opened, looks))


def inside(options: Options, opened: Callable[[Desk], None], looks: Iterable[Look]) -> Iterator[Checkup]:
    """What is found in a desk that can be opened; why it cannot be, else."""
    try:
        desk = open_desk(options)
    except TskError as error:
        yield wrong("database", error)
        return
    opened(desk)
    try:
        for look in looks:
            yield from _looked(desk, look)
    finally:
        desk.store.db.close()


def _looked(desk: Desk, look: Look) -> Iterator[Checkup]:
    try:
        yield from look(desk)
    except TskError as error:
        yield wrong("database", error)


def wrong(about: str, error: TskError) -> Checkup:
    return Checkup(about, BAD, error.message, error.hint, error.values)


def checkup(about: str, state: str, message: str, hint: str = "", **values: Any) -> Checkup:
    return Checkup(about, state, message, hint, values)


def folder_of_home(home: Path) -> Iterator[Checkup]:
    """Who may come in, and whether this person may work there."""
    asking = "Ask whoever owns it; see `tsk init --group`."
    if not os.access(home, os.W_OK | os.X_OK):
        yield checkup("folder", BAD, "You may not write in {folder}.", asking, folder=str(home))
    if os.name == "posix" and home.stat().st_mode & _OTHERS:
        message = "Everybody on this machine may look into {folder}."
        yield checkup("folder", BAD, message, "`chmod 700 {folder}`.", folder=str(home))
        return
    whose = "{folder} is open to its group." if is_shared(home) else "{folder} is its owner's alone."
    yield checkup("folder", GOOD, whose, folder=str(home))


def _file(path: Path) -> Iterator[Checkup]:
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        yield checkup("file", BAD, "Everybody on this machine may read {file}.", "`chmod 600 {file}`.", file=str(path))
    elif not os.access(path, os.R_OK | os.W_OK):
        hint = "Ask whoever owns it; see `tsk init --group`."
        yield checkup("file", BAD, "You may not write {file}.", hint, file=str(path))
    else:
        yield checkup("file", GOOD, "{file} is kept from others.", file=str(path))


def _disk(path: Path) -> Iterator[Checkup]:
    """A disk of this machine alone, with room."""
    disk = disk_of(path.parent)
    free = disk.free // 1_000_000
    if disk.is_network:
        message = "The desk lies on a network folder ({kind}): two machines at once would damage it."
        hint = "Move it to a disk of this machine, and let the others log in here."
        yield checkup("disk", BAD, message, hint, kind=disk.kind)
    elif disk.free < path.stat().st_size + _SPARE:
        hint = "Make room: a backup needs as much as the database."
        yield checkup("disk", BAD, "Only {free} MB are free.", hint, free=free)
    else:
        message = "{free} MB are free on a disk of this machine ({kind})."
        yield checkup("disk", GOOD, message, free=free, kind=disk.kind or "?")


def _database(desk: Desk) -> Iterator[Checkup]:
    """The engine's settings and its own check of its pages."""
    health = desk.store.db.health()
    for fault in health.faults[:_MOST_FAULTS]:
        hint = "Stop writing to it; `tsk restore` puts the last backup in its place."
        yield checkup("database", BAD, "The database is damaged: {fault}.", hint, fault=fault)
    for setting in health.unsafe:
        hint = "Another program has changed that; `tsk verify` tells whether anything else."
        yield checkup("database", BAD, "The database is not run as it should be: {setting}.", hint, setting=setting)
    for name in desk.store.db.missing_guards():
        message = "The guard {name} that keeps history from being changed is missing."
        yield checkup("database", BAD, message, "Run `tsk verify`, with an anchor kept elsewhere.", name=name)
    if not (health.faults or health.unsafe):
        encrypted = "{engine}, encrypted: its pages are in order."
        message = encrypted if desk.store.db.encrypted else "{engine}: its pages are in order."
        yield checkup("database", GOOD, message, engine=health.engine)


def rules_of(desk: Desk) -> Iterator[Checkup]:
    gone = {one.message: one for one in left_behind(desk.store.moved)}
    for one in gone.values():
        hint = "Name that one in `tsk.toml` of the home, or with --db (docs/move.md)."
        yield checkup("moved", NOTE, one.message, hint, **one.values)
    warnings = [one for one in desk.warnings if one.message not in gone]
    for warning in warnings:
        yield wrong("rules", warning)
    if not warnings:
        message = "{file} is in force (version {version})."
        yield checkup("rules", GOOD, message, file=desk.rules.file, version=desk.rules.version)


def sites_of(desk: Desk) -> Iterator[Checkup]:
    """Which policy is in force at which of several sites."""
    found = policies_in_force(desk.store)
    if sum(map(len, found.values())) < 2:
        return
    for version, names in found.items():
        shown = (*names[:_MOST_SITES], *(["…"] if len(names) > _MOST_SITES else []))
        if version:
            message = "Policy {version} is in force at {names} ({count})."
            yield checkup("sites", GOOD, message, version=version, count=len(names), names=shown)
        else:
            hint = "The first command there with a good rule file sets it."
            yield checkup("sites", NOTE, "No policy yet: {names} ({count}).", hint, count=len(names), names=shown)


def clock_of(desk: Desk) -> Iterator[Checkup]:
    """A clock that was set back would date new steps before old ones."""
    last, now = last_recorded(desk.store), desk.options.clock
    if last and last > now + CLOCK_DRIFT:
        message = "The clock of this machine stands at {now}, but a step was recorded at {last}."
        yield checkup("clock", BAD, message, "Set the clock before anything else is recorded.", now=now, last=last)
    else:
        yield checkup("clock", GOOD, "The clock stands at {now}.", now=now)


def calendars_of(desk: Desk) -> Iterator[Checkup]:
    """How far public holidays are known."""
    soon = (desk.now + _AHEAD).astimezone(desk.zone).date()
    for calendar in (one for one in desk.rules.calendars if one.holidays):
        days = desk.rules.public[calendar.holidays]
        last = max(days.last, calendar.confirmed or days.last)
        message = "Public holidays in the calendar {name} are known to {day}."
        hint = "Update the holiday package, or enter the announced days; then `tsk recalculate`." if last < soon else ""
        yield checkup("calendar", NOTE if hint else GOOD, message, hint, name=calendar.name, day=last.isoformat())


def _people(desk: Desk) -> Iterator[Checkup]:
    if desk.rules.staff:
        yield checkup("people", GOOD, "{count} people are listed as staff.", count=len(desk.rules.staff))
    else:
        message = "Nobody is listed as staff: everybody who can open the file may do everything."
        yield checkup("people", NOTE, message, "List them under [staff] in {file}.", file=desk.rules.file)


def _backups(desk: Desk) -> Iterator[Checkup]:
    """How old the newest backup in the home is."""
    made = [
        one.manifest.made_at for one in backups_in(folder_of(desk.options)) if one.manifest and not one.manifest.label
    ]
    hint = "Let `tsk backup` run every night (docs/cron.md); those in another folder are not seen here."
    if not made:
        yield checkup("backup", NOTE, "There is no backup in the home.", hint)
    elif max(made) < desk.now - _OLD_BACKUP:
        yield checkup("backup", NOTE, "The newest backup in the home is of {at}.", hint, at=max(made))
    else:
        yield checkup("backup", GOOD, "The newest backup in the home is of {at}.", at=max(made))


def is_sound(found: Iterable[Checkup]) -> bool:
    """Whether nothing is wrong; what is worth a look is not wrong."""
    return not any(one.state == BAD for one in found)
