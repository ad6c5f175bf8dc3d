"""`restore --list` on a terminal of 80 columns, and where the database can no longer be read."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from conftest import Desk
from keeping import folder, names


def on_screen(desk: Desk, *words: str, lang: str) -> str:
    """What the command prints on a terminal of 80 columns."""
    env = {**os.environ, **desk.env, "FORCE_COLOR": "1", "NO_COLOR": "1", "COLUMNS": "80", "TERM": "dumb"}
    command = [sys.executable, "-m", "tsk", "--lang", lang, *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("lang", "whole", "damaged", "why"),
    [
        ("en", "whole", "damaged", "tsk.db is missing or was changed."),
        ("zh", "完好", "损坏", "tsk.db 缺失或被改动。"),
    ],
)
def test_the_list_tells_the_state_of_each_at_80_columns(
    desk: Desk, lang: str, whole: str, damaged: str, why: str
) -> None:
    desk.ok("record", "断网三天")
    desk.ok("backup")
    desk.at("2026-10-09 16:50").ok("restore", "--latest", "--yes")
    first, kept = names(folder(desk))
    with (folder(desk) / first / "tsk.db").open("ab") as file:
        file.write(b"x")
    rows = on_screen(desk, "restore", "--list", lang=lang).splitlines()
    assert all(len(row) <= 80 for row in rows)
    states = {row.split()[0]: row.split()[-1] for row in rows if row.strip().startswith("2026") and why not in row}
    assert states == {first: damaged, kept: whole}
    assert f"{first}  {why}" in rows


def test_a_backup_is_dated_in_its_own_zone_where_the_database_cannot_be_read(desk: Desk) -> None:
    desk.ok("record", "断网三天")
    desk.ok("backup")
    before = desk.tsk("restore", "--list").out.splitlines()[0]
    (desk.home / "tsk.db").write_bytes(b"\0" * 8192)
    assert before.split("\t")[1].startswith("2026-10-09 16:40")
    assert desk.tsk("restore", "--list").out.splitlines()[0] == before
