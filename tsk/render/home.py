"""A new complaint desk, as `init` announces it."""

from __future__ import annotations

from tsk.i18n import say, tr
from tsk.render.console import line, unbroken
from tsk.rules import Rules


def show_home(
    database: str, rules_file: str, rules: Rules, site: str, existed: bool, stranger: str, settings: str
) -> None:
    """Prints where the desk lives and what to do next; where it has no rule file of its own, the site's are meant."""
    line(_beginning(existed, joined=bool(settings) and not rules_file))
    unbroken(say("  Data    {database} (site {site})", database=database, site=site))
    if rules_file:
        unbroken(say("  Rules   {file} ({policy})", file=rules_file, policy=rules.name))
    else:
        unbroken(say("  Rules   those of the site ({policy})", policy=rules.name))
    if settings:
        unbroken(say("  Server  named in {file}: here no --db is needed", file=settings))
    if stranger:
        line(
            say(
                "Staff is listed there, and {person} is not: add yourself to [staff], or act --as somebody.",
                person=stranger,
            )
        )
    if rules_file:
        line(tr('Next: `tsk record "…" --phone …`; the rules are yours to edit, then `tsk rules check`.'))
    else:
        line(tr('Next: `tsk record "…" --phone …`; a password for the server belongs into ~/.pgpass.'))


def _beginning(existed: bool, joined: bool) -> str:
    if joined:
        return tr("This machine works with a site that exists already.")
    return tr("This desk exists already; nothing was changed.") if existed else tr("The complaint desk is ready.")


def show_encrypted(key_file: str, source: str) -> None:
    """Prints that the desk is encrypted, and what becomes of whoever loses the key."""
    if key_file:
        unbroken(say("  Key     {file} (new)", file=key_file))
    line(tr("Encrypted. Keep a copy of the key elsewhere, not beside the desk: without it nothing can be read."))
    if source:
        line(
            say(
                "Everything of {folder} was taken over; it lies there still, in plain. When `tsk verify` finds this one"
                " whole, remove it.",
                folder=source,
            )
        )


def show_new_key(database: str, key_file: str) -> None:
    """Prints which key opens the desk from now on, and what still needs the old one."""
    line(say("{file} has another key.", file=database))
    if key_file:
        unbroken(say("  Key     {file}: TSK_KEY_FILE names it from now on", file=key_file))
    line(tr("Backups made before open with the old key: keep it as long as them. Keep a copy of the new one too."))
