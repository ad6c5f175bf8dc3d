"""What a database server says of itself, for `doctor`."""

from __future__ import annotations

from contextlib import closing

from tsk.db.server.connection import open_postgres
from tsk.db.server.looks import Facts, facts
from tsk.db.server.setup import OLDEST

__all__ = ["OLDEST", "Facts", "look"]


def look(db: str) -> Facts:
    """What the server at that address says; raises StoreError where it cannot be asked."""
    with closing(open_postgres(db)) as connection:
        return facts(connection)
