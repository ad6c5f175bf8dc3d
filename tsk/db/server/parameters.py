"""A statement of the program as psycopg2 and PostgreSQL want it: `:name` parameters, and LIKE."""

from __future__ import annotations

import re
from functools import cache

# What a colon or a percent sign may stand in without meaning a parameter: literals, quoted names, comments, casts.
# LIKE takes A for a in a file, and so does ILIKE where texts compare byte by byte: no letters but those of ASCII.
_PIECES = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|::|:(?P<name>[a-z_]\w*)|%|\b(?P<like>LIKE)\b", re.I)


@cache
def translated(sql: str) -> str:
    """The statement with `%(name)s` for each `:name`; percent signs are doubled wherever they stand."""
    return _PIECES.sub(_piece, sql)


def _piece(found: re.Match[str]) -> str:
    if found["like"]:
        return "ILIKE"
    name = found["name"]
    return f"%({name})s" if name else found.group().replace("%", "%%")
