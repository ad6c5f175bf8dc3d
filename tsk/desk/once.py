"""A command that is carried out once however often it is given: `--once KEY` names it, and its events bear the key."""

from __future__ import annotations

import os

from tsk.desk.session import Desk


def fresh_key() -> str:
    """A new command id: 128 random bits in hex."""
    return os.urandom(16).hex()


def command_key(desk: Desk, id: int | None = None) -> str:
    """The id of the command: fresh, or what --once says, for one of the files it is given for or for a new one."""
    once = desk.options.once
    if not once:
        return fresh_key()
    return once if id is None else f"{once}/{id}"


def was_done(desk: Desk, id: int, kind: str = "complaint") -> bool:
    """Whether the command that --once names was carried out on that file before.

    One that had a fresh key can be named by it too: that is what a person is told whose server broke off.
    """
    if not desk.options.once:
        return False
    return any(desk.store.written_under(key, kind) == id for key in (command_key(desk, id), command_key(desk)))
