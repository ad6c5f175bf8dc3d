"""A lived-in desk to be moved, and all its rows on either engine."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from conftest import Desk, raw_database
from databases import Databases

CARRIED = (
    *("event", "private", "complaint", "milestone", "fact", "stay", "search_text", "reach", "trace", "penalty"),
    *("register", "policy", "rule_file", "outbox"),
)
OF_THE_SITE = ("desk_id", "n", "hash", "last_number", "created_at", "derived", "remains")


def lived_in(desk: Desk, folder: Path) -> None:
    """Complaints with papers, an incident, a measure, a wait, an undone step, one without its person."""
    photo, scan = folder / "photo.jpg", folder / "scan.pdf"
    photo.write_bytes(b"\xff\xd8 a photo")
    scan.write_bytes(b"%PDF a scan " * 100_000)
    for n, summary in enumerate(("断网三天", "信号差", "多收话费 30 元", "断网三天", "营业员态度差"), 1):
        desk.ok("record", summary, "--customer", f"王{n}", "--phone", f"1380000000{n}", "--details", f"详情 {n}")
    desk.ok("attach", 1, photo, scan, "--kind", "photo")
    desk.ok("attach", 2, photo, "--kind", "photo")
    desk.ok("incident", "open", "城西断网")
    desk.ok("incident", "link", 1, 1)
    desk.ok("measure", "add", "换设备", "--by", "2026-12-01", "--department", "network")
    desk.ok("note", 3, "x")
    desk.ok("undo", 3)
    desk.ok("cancel", 5, "--by", "mistake", "--reason", "Twice.")
    now = desk.now
    desk.at("2026-10-20 10:00").ok("escalate", "--due")
    desk.ok("daily")
    desk.at(now)


def without_person(desk: Desk) -> None:
    """Takes the person out of the cancelled complaint."""
    desk.ok("anonymise", 5, "--reason", "The customer asked.", "--yes")


def rows_of(desk: Desk, databases: Databases | None, table: str, site: str) -> list[tuple[Any, ...]]:
    """All rows of a site in a table, the site left out, in an order of their own."""
    columns = [name for name in columns_of(desk, databases, table) if name not in ("site", "nth", "moved")]
    asked = f"SELECT {', '.join(columns)} FROM {table} WHERE site = '{site}'"
    return sorted((tuple(map(_plain, row)) for row in asking(desk, databases, asked)), key=repr)


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def asking(desk: Desk, databases: Databases | None, sql: str) -> list[tuple[Any, ...]]:
    """What the database answers behind the program's back."""
    if databases:
        return databases.rows(desk.home, sql)
    with closing(raw_database(desk.home / "tsk.db")) as database:
        found = list(database.execute(sql))
        database.commit()
        return found


def columns_of(desk: Desk, databases: Databases | None, table: str) -> list[str]:
    """The names of a table's columns."""
    if databases:
        asked = f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY 1"
    else:
        asked = f"SELECT name FROM pragma_table_info('{table}') ORDER BY 1"
    return [name for (name,) in asking(desk, databases, asked)]


def everything(desk: Desk, databases: Databases | None, site: str = "main") -> dict[str, Any]:
    """All rows of the site that a move carries, but for what names the site itself."""
    found: dict[str, Any] = {table: rows_of(desk, databases, table, site) for table in CARRIED}
    head = asking(desk, databases, f"SELECT {', '.join(OF_THE_SITE)} FROM site WHERE site = '{site}'")
    return {**found, "site": head}
