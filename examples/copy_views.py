"""Copies the SQL views of a complaint desk as plain tables into a new file: `python copy_views.py DESK.db COPY.db`.

The copy holds no names, phones or texts, so it can be given to whoever may see the figures but not the file: for Excel,
Metabase, a notebook. It is written beside its place and put there in one go; the desk may be in use meanwhile.
"""

import contextlib
import sqlite3
import sys
from pathlib import Path

LIST = "SELECT name FROM desk.sqlite_master WHERE type = 'view' AND name LIKE 'v\\_%' ESCAPE '\\' ORDER BY name"


def copy(desk: Path, target: Path) -> list[str]:
    """The names of the tables of the new file."""
    unfinished = target.with_name(f".{target.name}.new")
    unfinished.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(f"file:{unfinished}", uri=True)) as db:
        db.execute("ATTACH ? AS desk", (f"{desk.resolve().as_uri()}?mode=ro",))
        db.execute("BEGIN")  # all views of one moment
        views = [name for (name,) in db.execute(LIST)]
        for view in views:
            db.execute(f"CREATE TABLE main.{view[2:]} AS SELECT * FROM desk.{view}")
        db.execute("COMMIT")
    unfinished.replace(target)
    return views


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(*copy(Path(sys.argv[1]), Path(sys.argv[2])))
