"""What every command asks first, in one message: the schema, the site, its rule file, who acts in another role."""

from __future__ import annotations

import msgspec

from tsk.db import entries, sites
from tsk.db.migrations import MIGRATIONS
from tsk.db.server.ahead import apart
from tsk.db.server.connection import PostgresConnection
from tsk.errors import StoreError

_OPENING = """SELECT
    (SELECT CAST(json_agg(m.name ORDER BY m.name) AS text) FROM schema_migration m) AS applied,
    (SELECT CAST(json_agg(r ORDER BY r.id) AS text) FROM register r
        WHERE r.site = s.site AND r.kind = 'request' AND r.state = 'approved') AS requests,
    s.site AS code, CAST(row_to_json(s) AS text) AS head, f.*
    FROM site s LEFT JOIN rule_file f ON f.site = s.site
    WHERE s.site = CASE WHEN :site <> '' THEN :site WHEN (SELECT count(*) FROM site) = 1 THEN s.site ELSE :main END"""
_BESIDE = ("applied", "requests", "code", "head")


def opened(connection: PostgresConnection, site: str, main: str) -> str | None:
    """The site that is meant, with all that its store and its rules are going to ask; None where anything is amiss."""
    try:
        row = connection.row(_OPENING, site=site, main=main)
    except StoreError:
        return None
    if row is None or msgspec.json.decode(row["applied"] or "[]") != [one.name for one in MIGRATIONS]:
        return None
    code = str(row["code"])
    rules = {name: value for name, value in row.items() if name not in _BESIDE}
    keep, of_site = connection.answers.keep, {"site": code}
    keep(sites.SITE_ROW, of_site, [msgspec.json.decode(row["head"])])
    keep(sites.RULE_FILE, of_site, [rules] if rules["site"] else [])
    keep(*entries.asked("request", {"state": "approved"}, code), apart(row["requests"]))
    return code
