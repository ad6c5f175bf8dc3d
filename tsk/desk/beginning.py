"""The beginning of a home by `init`: everything that is missing is made, and what is there is left alone."""

from __future__ import annotations

from tsk.desk.session import Desk, Options, make_home, open_desk, rules_path
from tsk.errors import NoSite, RulesInvalid, StoreError
from tsk.folders import SETTINGS, group_of, make_folder, share
from tsk.home import database_path, is_server
from tsk.settings import keep_settings


def init_desk(options: Options) -> Desk:
    """The desk of a home in which whatever was missing has been made; what exists is left alone.

    A home whose desk is on a server keeps its address, for the commands to come. Where a group is named, the home and
    everything in it is opened to it.
    """
    gid = group_of(options.group) if options.group else None
    desk = _of_site(options) or _made(options)
    with desk.store.closed_on_failure():
        if is_server(options.db):
            make_folder(options.home)
            keep_settings(options.home, options.db, desk.store.site)
        if gid is not None:
            share(options.home, gid)
    return desk


def _of_site(options: Options) -> Desk | None:
    """The desk of a site that a server has with its rules: one more machine of it needs no rule file of its own."""
    if not is_server(options.db) or options.policy or options.encrypt:
        return None
    try:
        return open_desk(options)
    except (NoSite, RulesInvalid):
        return None


def _made(options: Options) -> Desk:
    make_home(options)
    return open_desk(options)


def own_rules(options: Options) -> str:
    """The rule file that this home goes by; "" where it goes by the site's on the server."""
    path = rules_path(options)
    return str(path) if path.exists() or not is_server(options.db) else ""


def settings_file(options: Options) -> str:
    """The file in the home that names its server; "" where there is none."""
    path = options.home / SETTINGS
    return str(path) if is_server(options.db) and path.exists() else ""


def check_plain(options: Options) -> None:
    """Raises StoreError where a key is set: a plain desk would be made by the way, and nobody would notice."""
    if options.keys.is_set and not options.encrypt:
        raise StoreError(
            "There is no complaint desk in {folder}, and the key of an encrypted one is set.",
            "Make one with `tsk init --encrypt`, or a plain one with `tsk init`; or name another with --home.",
            folder=str(database_path(options.home, options.db).parent),
        )
