"""The triggers of SQLite that keep what is recorded from being changed or removed."""

from __future__ import annotations

_APPEND_ONLY = "CREATE TRIGGER {name} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
_ONCE = (
    "CREATE TRIGGER {table}_once BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
GUARDS = (
    *(
        _APPEND_ONLY.format(name=f"{table}_{what.lower()}", what=what, table=table)
        for table, what in (("event", "UPDATE"), ("event", "DELETE"), ("private", "UPDATE"))
    ),
    # INSERT OR REPLACE deletes without asking the triggers above
    _ONCE.format(table="event", same="site = new.site AND n = new.n"),
    _ONCE.format(table="private", same="site = new.site AND n = new.n AND field = new.field"),
)

# Texts go only with the person: those of a complaint that came before the step that removed the person from it.
REMOVAL_GUARD = (
    "CREATE TRIGGER private_delete BEFORE DELETE ON private WHEN NOT EXISTS (SELECT 1 FROM event e JOIN event a "
    "ON a.site = e.site AND a.id = e.id AND a.type = 'anonymised' AND a.kind = 'complaint' AND a.n > e.n "
    "WHERE e.site = old.site AND e.n = old.n AND e.kind IN ('complaint', 'access')) "
    "BEGIN SELECT RAISE(ABORT, 'private is append-only'); END"
)
GUARD_NAMES = tuple(guard.split()[2] for guard in (*GUARDS, REMOVAL_GUARD))
