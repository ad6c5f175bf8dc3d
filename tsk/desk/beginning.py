"""The beginning of a home by `init`: everything that is missing is made, and what is there is left alone."""

from __future__ import annotations

from tsk.desk.session import Desk, Options, make_home, open_desk
from tsk.folders import SETTINGS, group_of, share
from tsk.home import is_server
from tsk.settings import keep_settings


def init_desk(options: Options) -> Desk:
    """The desk of a home in which whatever was missing has been made; what exists is left alone.

    A home whose desk is on a server keeps its address, for the commands to come. Where a group is named, the home and
    everything in it is opened to it.
    """
    gid = group_of(options.group) if options.group else None
    make_home(options)
    desk = open_desk(options)
    with desk.store.closed_on_failure():
        if is_server(options.db):
            keep_settings(options.home, options.db, desk.store.site)
        if gid is not None:
            share(options.home, gid)
    return desk


def settings_file(options: Options) -> str:
    """The file in the home that names its server; "" where there is none."""
    path = options.home / SETTINGS
    return str(path) if is_server(options.db) and path.exists() else ""
