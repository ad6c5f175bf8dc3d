"""Another key for an encrypted desk: everything is written again under it, in one transaction."""

from __future__ import annotations

import os
from pathlib import Path

from tsk.desk.session import Desk
from tsk.errors import NotAllowed, StoreError, UsageError


def change_key(desk: Desk) -> str:
    """The file that holds the new key, "" where it was typed; only whoever owns the database may change its key."""
    path, keys = Path(desk.store.db.name), desk.options.keys
    if not desk.store.db.encrypted:
        raise StoreError("{file} is not encrypted.", "`tsk init --encrypt --from` makes one that is.", file=str(path))
    if os.name == "posix" and os.geteuid() not in (0, path.stat().st_uid):
        raise NotAllowed("{file} is somebody else's; its key is changed by whoever owns it.", file=str(path))
    old = keys.of(path)
    new = keys.next(path, desk.options.home)
    if new == old:
        raise UsageError("The new key is the old one.", "Nothing was changed.")
    desk.store.db.change_key(new)
    return keys.made or keys.new_file
