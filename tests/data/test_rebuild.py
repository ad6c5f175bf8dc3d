"""`verify --rebuild` mends whatever is derived from events, and never an event."""

from __future__ import annotations

import pytest
from behind import changed, columns, drop_guard
from conftest import Desk
from databases import SERVER

SPOILT = (  # the search index, by each engine's own way
    ("DELETE FROM search_pairs", "INSERT INTO search_pairs VALUES (99, 'main', '65adz7f51')")
    if SERVER
    else (
        "INSERT INTO search_pairs (search_pairs) VALUES ('delete-all')",
        "INSERT INTO search_pairs (rowid, pairs) VALUES (99, '65adz7f51')",
    )
)
MENDED = [
    ("UPDATE complaint SET severity = 'urgent', phone = '1' WHERE id = 1", "20261009-0001"),
    ("UPDATE complaint SET snapshot = '{}' WHERE id = 1", "20261009-0001"),
    ("UPDATE milestone SET due = '2027-01-01T00:00:00Z' WHERE id = 2", "20261009-0002"),
    ("DELETE FROM milestone", "20261009-0001"),
    ("INSERT INTO milestone SELECT site, id, name, 7, part, department, start_at, due, provisional, met_at, ended_at, "
     "promised FROM milestone WHERE id = 1", "20261009-0001"),
    ("UPDATE fact SET answers_met = 9 WHERE id = 1", "20261009-0001"),
    ("DELETE FROM fact WHERE id = 1", "20261009-0001"),
    ("DELETE FROM reach WHERE id = 2", "20261009-0002"),
    ("UPDATE stay SET department = 'market' WHERE id = 1", "20261009-0001"),
    ("UPDATE search_text SET text = 'x' WHERE id = 1", "20261009-0001"),
    *((sql, "search") for sql in SPOILT),
    ("UPDATE rule_file SET compiled = replace(compiled, '\"four_eyes\"', '\"five_eyes\"')", "rules"),
    ("UPDATE register SET state = 'done' WHERE kind = 'measure'", "measure 1"),
]  # fmt: skip


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Two complaints and a measure."""
    desk.ok("record", "断网三天", "--phone", "13800001234", "--customer", "林小满")
    desk.ok("record", "多扣了30元")
    desk.ok("note", 1, "客户在家")
    desk.ok("measure", "add", "换设备", "--complaint", 1, "--department", "network", "--by", "2026-11-09")
    return desk


def listed(desk: Desk) -> list[object]:
    """What people see of it all."""
    commands = (("list",), ("show", 1), ("overdue",), ("report",), ("search", "断网"), ("measure", "list"))
    return [desk.ok(*words) for words in commands]


@pytest.mark.parametrize(("statement", "named"), MENDED, ids=lambda value: str(value)[:50])
def test_what_is_derived_is_found_and_mended_and_the_events_stay(busy: Desk, statement: str, named: str) -> None:
    before, proved = listed(busy), busy.ok("verify")
    changed(busy, statement)
    assert busy.tsk("verify").code == 6
    told = busy.ok("verify", "--rebuild")
    assert named in told["mended"]
    assert (told["hash"], told["events"], told["findings"]) == (proved["hash"], proved["events"], [])
    assert listed(busy) == before
    assert busy.ok("verify", "--rebuild")["mended"] == []  # nothing is left to mend


def test_a_whole_file_has_nothing_to_mend(busy: Desk) -> None:
    assert busy.ok("verify", "--rebuild")["mended"] == []


def test_rows_of_a_complaint_without_events_are_taken_away(busy: Desk) -> None:
    changed(
        busy,
        "INSERT INTO search_text (site, id, text) VALUES ('main', 1, 'x') "
        "ON CONFLICT (site, id) DO UPDATE SET text = 'x'",
    )
    names = columns(busy, "complaint")
    values = ", ".join({"id": "9", "number": "'20261009-0009'"}.get(name, name) for name in names)
    changed(busy, f"INSERT INTO complaint ({', '.join(names)}) SELECT {values} FROM complaint WHERE id = 1")
    assert busy.tsk("verify").code == 6
    assert busy.ok("verify", "--rebuild")["mended"] == ["20261009-0001", "9"]
    assert [one["id"] for one in busy.ok("list")] == [2, 1]


def test_a_changed_event_is_not_mended_and_the_way_out_is_named(busy: Desk) -> None:
    drop_guard(busy, "event_update")
    changed(busy, "UPDATE event SET actor = 'x' WHERE n = 1")
    told = busy.tsk("verify", "--rebuild")
    assert told.code == 6
    assert "Event 1 (complaint 1, registered) was changed." in told.out
    assert "`tsk restore`" in told.out


def test_all_sentences_are_said_in_chinese_too(busy: Desk) -> None:
    changed(busy, "DELETE FROM reach WHERE id = 2")
    assert "已由记录重新推算：20261009-0002。" in busy.tsk("verify", "--rebuild", "--lang", "zh").out
