"""The database server behind the program's back."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import psycopg2


def asked(url: str, sql: str) -> list[tuple[Any, ...]]:
    """What the login of that address is answered to a statement."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []
