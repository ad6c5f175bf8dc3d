"""Backups: make one, list them, bring one back, try whether that would work."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from typer import Argument, Option

from tsk import i18n
from tsk.commands import options as o
from tsk.commands.session import Session
from tsk.desk import backupchecks, backupfiles, backups, drills, restoring
from tsk.desk.session import Desk
from tsk.errors import UsageError
from tsk.i18n import tr
from tsk.text import cleaned

INCOMPLETE = 6


def backup(
    ctx: o.Ctx,
    to: Annotated[str, o.text("--to", "The folder of backups, if not that in the home.", "DIR")] = "",
    daily: Annotated[int, Option("--daily", metavar="N", help=tr("Keep the newest of each of so many days."))] = 7,
    weekly: Annotated[int, Option("--weekly", metavar="N", help=tr("… of each of so many weeks."))] = 5,
    monthly: Annotated[int, Option("--monthly", metavar="N", help=tr("… of each of so many months."))] = 12,
    json: o.Json = False,
) -> None:
    from tsk.render.backups import say_missing, show_made

    session = o.session(ctx)
    desk = session.desk()
    folder = backups.folder_of(desk.options, to)
    made = backups.back_up(desk, folder, backups.Keep(daily, weekly, monthly))
    session.exit_code = INCOMPLETE if made.manifest.missing else 0
    if session.as_json:
        session.json(backups.made_view(made, folder))
    else:
        show_made(made)
    say_missing(made.manifest.missing)


def restore(
    ctx: o.Ctx,
    name: Annotated[str, Argument(metavar="NAME", help=tr("A backup, or the path of one."), show_default=False)] = "",
    latest: Annotated[bool, Option("--latest", help=tr("The newest backup that is whole."))] = False,
    list_: Annotated[bool, Option("--list", help=tr("Show the backups, and whether they are whole."))] = False,
    drill: Annotated[
        bool,
        Option("--drill", help=tr("Only try: restore the newest beside the desk, and verify it.")),
    ] = False,
    from_: Annotated[str, o.text("--from", "The folder of backups, if not that in the home.", "DIR")] = "",
    with_rules: Annotated[bool, Option("--with-rules", help=tr("Bring the rule file back too."))] = False,
    yes: Annotated[bool, Option("--yes", help=tr("Do not ask."))] = False,
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    session = o.session(ctx)
    folder = backups.folder_of(session.options, from_)
    if list_:
        _list(session, folder)
    elif drill:
        _drill(session, folder)
    else:
        _restore(session, folder, _Said(name, latest, with_rules, yes, cleaned("reason", reason)))


class _Said:
    """What was said about the restore."""

    def __init__(self, name: str, latest: bool, with_rules: bool, yes: bool, reason: str) -> None:
        self.name, self.latest, self.with_rules, self.yes, self.reason = name, latest, with_rules, yes, reason


def _list(session: Session, folder: Path) -> None:
    from tsk.render.backups import show_backups

    desk = restoring.present_desk(session.options, session.desk)
    found = [(one, backupchecks.looked_at(one)) for one in backupfiles.backups_in(folder)]
    if not desk:
        _zone_of(*(one for one, _ in found))
    aside = [(path.name, backupfiles.size_of(path)) for path in backupfiles.copies_in(folder)]
    if session.as_json:
        copies = [{"name": name, "bytes": size} for name, size in aside]
        session.json({"backups": [backupchecks.backup_view(*one) for one in found], "aside": copies})
    else:
        show_backups(found, aside, folder)


def _zone_of(*found: backupfiles.Backup) -> None:
    """Says instants in the zone of the first backup that has one: no desk is there to name its own."""
    if zones := [one.manifest.zone for one in found if one.manifest]:
        i18n.use(i18n.lang, ZoneInfo(zones[0]))


def _drill(session: Session, folder: Path) -> None:
    from tsk.render.backups import show_drilled

    done = drills.drill(session.desk(), folder)
    if session.as_json:
        session.json(drills.drilled_view(done))
    else:
        show_drilled(done)


def _restore(session: Session, folder: Path, said: _Said) -> None:
    from tsk.render.backups import show_restored

    desk = restoring.present_desk(session.options, session.desk)
    chosen = restoring.named(folder, said.name) if said.name else restoring.newest(session.options, folder, desk)
    if not (said.name or said.latest or session.options.interactive):
        raise UsageError(
            "Say which backup.", "{name} is the newest that is whole: `tsk restore {name}`.", name=chosen.name
        )
    if not desk:
        _zone_of(chosen)
    with restoring.ready(session.options, chosen, desk) as found:
        if not said.yes and not _agreed(session, found, desk):
            session.nothing("Nothing was restored.")
            return
        done = restoring.restore(session.options, desk, found, said.reason, said.with_rules)
    session.exit_code = INCOMPLETE if done.missing else 0
    if session.as_json:
        session.json(restoring.restored_view(done))
    else:
        show_restored(done)


def _agreed(session: Session, found: restoring.Ready, desk: Desk | None) -> bool:
    from tsk.render.ask import confirmed
    from tsk.render.backups import question, show_gone

    if not session.options.interactive or session.as_json:
        raise UsageError("Restoring replaces what is there; nobody can be asked here.", "Say --yes.")
    show_gone(found.gone, desk is not None)
    return confirmed(question(found.backup))
