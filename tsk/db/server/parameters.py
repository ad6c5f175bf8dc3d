"""`:name` parameters written as psycopg2 wants them."""

from __future__ import annotations

import re
from functools import cache

# What a colon or a percent sign may stand in without meaning a parameter: literals, quoted names, comments, casts.
_PIECES = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|::|:(?P<name>[a-z_]\w*)|%", re.I)


@cache
def translated(sql: str) -> str:
    """The statement with `%(name)s` for each `:name`; percent signs are doubled wherever they stand."""
    return _PIECES.sub(_piece, sql)


def _piece(found: re.Match[str]) -> str:
    name = found.group("name")
    return f"%({name})s" if name else found.group().replace("%", "%%")
