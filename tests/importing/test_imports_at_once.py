"""Several people at once: the same file twice, two files, and a counter that goes on meanwhile."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conftest import Desk
from foreign import ROWS, Foreign

MANY = 400


def large(desk: Desk, folder: Path, key: str, first: dict[str, str]) -> Foreign:
    """A file of many rows that are all alike but for their key, minute and phone."""
    folder.mkdir(exist_ok=True)
    rows = [
        {**first, "Ticket": f"{key}{n}", "Opened": f"2026-09-01 {8 + n // 60:02}:{n % 60:02}", "Phone": f"138{n:08}"}
        for n in range(MANY)
    ]
    foreign = Foreign(desk, folder, tuple(rows))
    foreign.write()
    return foreign


def begun(one: Foreign) -> Any:
    return one.desk.process("import", one.file, "--map", one.map, "--on-error", "skip", "--json")


def ended(process: Any) -> Any:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return json.loads(out)


def test_two_who_take_in_the_same_file_record_each_complaint_once(desk: Desk, tmp_path: Path):
    one = large(desk, tmp_path, "T", ROWS[0])
    found = [ended(process) for process in [begun(one), begun(one)]]
    assert sum(done["new"] for done in found) == MANY
    assert sum(done["unchanged"] for done in found) == MANY
    assert [done["refused"] for done in found] == [{}, {}]
    proved = desk.ok("verify")
    assert proved["whole"] and proved["complaints"] == MANY


def test_two_files_at_once_and_the_counter_goes_on(desk: Desk, tmp_path: Path):
    files = [large(desk, tmp_path / key, key, ROWS[n]) for n, key in ((0, "A"), (2, "B"))]
    running = [begun(one) for one in files]
    recorded = 0
    while any(process.poll() is None for process in running):
        desk.ok("record", "断网三天", "--category", "network")
        recorded += 1
    assert [ended(process)["new"] for process in running] == [MANY, MANY]
    proved = desk.ok("verify")
    assert proved["whole"] and proved["complaints"] == 2 * MANY + recorded
    assert recorded > 1
