"""A COMMIT whose answer never came: whether it stands is asked again, under the lock of its site.

The lock is had only when the transaction in question has ended one way or the other, so that the answer is final; and
the question is for an event, not for the server's memory of a transaction: one that took over knows it too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

from tsk.db.engine import Connection
from tsk.errors import StoreError

_PAUSES = (0.2, 0.8, 2, 4)  # seconds before each look
_ASKED = "SELECT 1 AS yes FROM event WHERE site = :site AND key = :key"


class Mark(NamedTuple):
    """By which event a transaction can be known: the first that it wrote."""

    site: str
    key: str


def stands(mark: Mark, reach: Callable[[], Connection]) -> bool | None:
    """Whether the transaction stands, asked over a connection that `reach` makes; None where nobody can say."""
    for pause in _PAUSES:
        time.sleep(pause)
        try:
            with closing(reach()) as connection, connection.transaction(mark.site):
                return connection.row(_ASKED, site=mark.site, key=mark.key) is not None
        except StoreError:
            continue
    return None


def unknown(server: str, mark: Mark | None) -> StoreError:
    """The error for a command of which nobody can say whether it was recorded, with the way to repeat it safely."""
    message = "{server} broke off before it confirmed; whether that was recorded is not known."
    if mark is None or ":" in mark.key:  # a key that the same command has again
        return StoreError(
            message, "When it is there again, repeat the command: what stands is not done twice.", server=server
        )
    return StoreError(
        message,
        "When it is there again, repeat the command with `--once {key}`: what stands is not done twice.",
        server=server,
        key=mark.key.partition("/")[0],
    )
