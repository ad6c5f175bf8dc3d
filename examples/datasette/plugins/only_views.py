"""Lets Datasette's connections read the views whose names begin with v_, and nothing else of the desk's file.

The permissions in metadata.yaml close the pages of the tables. This closes the tables themselves: SQLite asks before it
reads any column, whatever page, filter or search made the statement, and says through which view it is read. Nothing is
asked about writing, because Datasette opens the file for reading only.
"""

import sqlite3

from datasette import hookimpl


def may(action, table, column, database, view):
    """SQLite's question for what a statement does; `view` is the innermost view through which a column is read."""
    if action == sqlite3.SQLITE_ATTACH:
        return sqlite3.SQLITE_DENY
    if action != sqlite3.SQLITE_READ or is_open(table) or is_open(view or "-"):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def is_open(name):
    """A view of ours, the list of tables, or the settings of the search index, which are read when the file opens."""
    return name.startswith(("v_", "sqlite_", "pragma_")) or name.endswith("_config") or not name


@hookimpl
def prepare_connection(conn, database):
    if not database.startswith("_"):  # Datasette's own
        conn.set_authorizer(may)
