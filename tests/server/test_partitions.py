"""The tables parted by site, as docs/scale.md writes them down: the program runs on them as on whole ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Desk
from databases import Databases

from tsk.db.migrations import migrate
from tsk.db.server.address import address
from tsk.db.server.connection import PostgresConnection

PARTED = (*("event", "private", "complaint", "milestone", "stay", "reach", "trace", "penalty", "fact", "search_text"),)
PARTS = 4
_TABLE = re.compile(rf"\s*CREATE TABLE ({'|'.join(PARTED)}) \(")


class Parted(PostgresConnection):
    """A connection that makes the tables of complaints in parts."""

    def declared(self, statement: str) -> str:
        whole = super().declared(statement)
        found = _TABLE.match(whole)
        if not found:
            return whole
        name = found.group(1)
        parts = (
            f"CREATE TABLE {name}_p{part} PARTITION OF {name} FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})"
            for part in range(PARTS)
        )
        return "; ".join((f"{whole} PARTITION BY HASH (site)", *parts))


@pytest.fixture
def parted(databases: Databases, tmp_path: Path) -> Iterator[Desk]:
    """A desk for practice whose tables are parted."""
    home = tmp_path / "parted"
    with closing(Parted(address(databases.url(home)))) as connection:
        migrate(connection, "2026-10-09T08:00:00Z")
    desk = Desk(home, databases=databases)
    desk.ok("init", "--practice")
    yield desk
    databases.drop(tmp_path)


def test_a_desk_in_parts_records_handles_finds_counts_and_verifies(parted: Desk) -> None:
    for nth in (1, 2, 3):
        parted.ok("record", f"no signal on floor {nth}", "--category", "network", "--phone", f"1380000000{nth}")
    parted.ok("assign", 1, "--to", "network")
    parted.ok("note", 1, "looked at the mast")
    parted.ok("update", 2, "--severity", "major")
    assert [one["id"] for one in parted.ok("search", "mast")] == [1]
    assert [one["id"] for one in parted.ok("list", "--sort", "number")] == [1, 2, 3]
    parted.at("2026-12-09 16:40")
    assert {one["id"] for one in parted.ok("overdue")} == {1, 2, 3}
    assert parted.ok("report", "--month", "2026-10")["total"]["received"] == 3
    assert parted.events >= 6


def test_the_rows_of_two_sites_lie_in_parts_of_their_own(parted: Desk) -> None:
    parted.ok("init", "--site", "HZ01", "--practice")
    for site in ("main", "HZ01"):
        parted.ok("--site", site, "record", "no signal", "--category", "network", "--phone", "13800000001")
    assert parted.databases
    rows = parted.databases.rows(parted.home, "SELECT site, tableoid::regclass::text FROM event ORDER BY site")
    assert {table.startswith("event_p") for _, table in rows} == {True}
    by_site = {site: {table for own, table in rows if own == site} for site, _ in rows}
    assert {site: len(tables) for site, tables in by_site.items()} == {"HZ01": 1, "main": 1}
    assert [one["number"] for one in parted.ok("--site", "HZ01", "list")] == ["HZ01-20261009-0001"]


def test_the_document_shows_the_statement_that_is_tried_here(parted: Desk) -> None:
    text = (Path(__file__).parents[2] / "docs" / "scale.md").read_text("utf-8")
    assert "UNIQUE (site, key)) PARTITION BY HASH (site);" in text
    assert text.count(f"PARTITION OF event FOR VALUES WITH (MODULUS {PARTS}, REMAINDER") == PARTS
