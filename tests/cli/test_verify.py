"""`verify` proves a real file, and finds any one byte that was changed behind the program's back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from behind import asked, changed, columns, unguarded
from conftest import Desk

EVENTS = 8  # of complaint 1: 1 registered, 2 assigned, 5 accepted, 6 contacted, 7 proposed, 8 replied; of 2: 3 and 4
TEXT = ("kind", "key", "at", "recorded_at", "actor", "type", "body", "hash", "site")
NUMBER = ("n", "id", "seq")


@pytest.fixture(scope="module")
def whole(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two complaints with eight events: the file that every test here takes a copy of."""
    desk = Desk(practice_home, "2026-11-02 10:00").copy(tmp_path_factory.mktemp("verify") / "home")
    desk.ok("record", "断网三天", "--customer", "李娜", "--phone", "13812345678", "--details", "从周五起")
    desk.ok("record", "营业员态度恶劣", "--demand", "道歉")
    desk.ok("contact", 1, "--via", "phone", "--note", "客户在家")
    desk.ok("propose", 1, "换卡", "--cause", "equipment", "--upheld", "yes")
    desk.ok("reply", 1, "已换卡", "--via", "phone")
    return desk


@pytest.fixture
def copy(whole: Desk, tmp_path: Path) -> Desk:
    return whole.copy(tmp_path / "copy")


def findings(desk: Desk) -> str:
    """What verify says of a damaged file: exit 6, both as text and as JSON."""
    told = desk.tsk("verify", "--json")
    assert told.code == 6, told
    assert told.err == ""
    assert told.json["whole"] is False
    assert told.json["findings"]
    assert desk.tsk("verify").code == 6
    return "\n".join(told.json["findings"])


def names_event(said: str, n: int) -> bool:
    """Whether a sentence names the event, alone or within a stretch that is missing."""
    if re.search(rf"[Ee]vent {n}\b", said):
        return True
    missing = re.findall(r"Events (\d+) to (\d+)", said)
    ends = re.findall(r"ends at event (\d+), the site's row says (\d+)", said)
    return any(int(first) <= n <= int(last) for first, last in missing) or any(int(a) < n <= int(b) for a, b in ends)


def test_an_honest_file_is_whole(whole: Desk) -> None:
    proved = whole.ok("verify")
    assert (proved["whole"], proved["findings"]) == (True, [])
    assert (proved["events"], proved["complaints"]) == (EVENTS, 2)
    assert re.fullmatch(r"[0-9a-f]{64}", proved["hash"])
    assert f"{proved['desk_id']} {EVENTS} {proved['hash']}" in whole.tsk("verify").out


REPLACED = (
    "REPLACE INTO event SELECT site, n, kind, id, seq, key, at, recorded_at, 'x', type, body, hash FROM event",
    "UPDATE OR REPLACE event SET n = 1 WHERE n = 8",
    "REPLACE INTO private SELECT site, n, field, salt, 'x' FROM private",
)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET actor = 'nobody'",
        "UPDATE event SET at = at WHERE n = 1",
        "DELETE FROM event",
        "DELETE FROM event WHERE n = 8",
        "UPDATE private SET value = 'x'",
        *(pytest.param(sql, marks=pytest.mark.on_file("only SQLite replaces rows so")) for sql in REPLACED),
    ],
)
def test_what_a_shell_tries_is_refused_by_the_database_itself(copy: Desk, statement: str) -> None:
    with pytest.raises(Exception, match="append-only"):
        changed(copy, statement)
    assert copy.ok("verify")["whole"]


# ── events ─────────────────────────────────────────────────────────────────────────────────────────


def test_every_column_of_an_event_and_of_a_text_is_tried(whole: Desk) -> None:
    found = {table: {*columns(whole, table)} for table in ("event", "private")}
    assert found == {"event": {*TEXT, *NUMBER}, "private": {"site", "n", "field", "salt", "value"}}


def one_byte(text: str, where: int) -> str:
    """The text with one character replaced by its neighbour."""
    at = where % len(text)
    return text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]


@pytest.mark.parametrize("where", [0, -1, 7], ids=["first", "last", "middle"])
@pytest.mark.parametrize("n", [1, 4, EVENTS])
@pytest.mark.parametrize("column", TEXT)
def test_one_byte_changed_in_an_event_is_found_and_the_event_named(copy: Desk, column: str, n: int, where: int) -> None:
    with unguarded(copy) as db:
        (old,) = db.execute(f"SELECT {column} FROM event WHERE n = ?", (n,)).fetchone()
        db.execute(f"UPDATE event SET {column} = ? WHERE n = ?", (one_byte(old, where), n))
    assert names_event(findings(copy), n)


@pytest.mark.parametrize("by", [1000, -1000])
@pytest.mark.parametrize("n", [1, 4, EVENTS])
@pytest.mark.parametrize("column", NUMBER)
def test_a_number_changed_in_an_event_is_found_and_the_event_named(copy: Desk, column: str, n: int, by: int) -> None:
    with unguarded(copy) as db:
        db.execute(f"UPDATE event SET {column} = {column} + ? WHERE n = ?", (by, n))
    assert names_event(findings(copy), n)


@pytest.mark.on_file("a server refuses to store it")
@pytest.mark.parametrize("column", ["type", "body", "at", "actor"])
def test_a_byte_that_is_no_text_is_found_and_the_event_named(copy: Desk, column: str) -> None:
    with unguarded(copy) as db:
        (old,) = db.execute(f"SELECT {column} FROM event WHERE n = 4").fetchone()
        db.execute(f"UPDATE event SET {column} = CAST(? AS TEXT) WHERE n = 4", (b"\xff" + old.encode()[1:],))
    assert names_event(findings(copy), 4)


@pytest.mark.parametrize(
    "body", ["[]", "null", "1", "{}", '{"private":[]}', '{"private":{"summary":1}}', '{"dues":[{}]}', "[" * 2000]
)
def test_a_body_of_another_shape_is_found_and_the_event_named(copy: Desk, body: str) -> None:
    with unguarded(copy) as db:
        db.execute("UPDATE event SET body = ? WHERE n = 6", (body,))
    assert names_event(findings(copy), 6)


@pytest.mark.parametrize("n", [1, 4, EVENTS])
def test_an_event_that_was_removed_is_named(copy: Desk, n: int) -> None:
    with unguarded(copy) as db:
        db.execute("DELETE FROM private WHERE n = ?", (n,))
        db.execute("DELETE FROM event WHERE n = ?", (n,))
    assert names_event(findings(copy), n)


def test_a_file_cut_off_at_the_end_is_found(copy: Desk) -> None:
    with unguarded(copy) as db:
        db.execute("DELETE FROM private WHERE n > 4")
        db.execute("DELETE FROM event WHERE n > 4")
    assert names_event(findings(copy), EVENTS)


def test_an_event_added_from_outside_is_named(copy: Desk) -> None:
    with unguarded(copy) as db:
        db.execute(
            "INSERT INTO event SELECT site, 9, kind, id, 7, 'k', at, recorded_at, actor, type, body, hash "
            "FROM event WHERE n = 8"
        )
    assert names_event(findings(copy), 9)


def test_two_events_that_changed_places_are_named(copy: Desk) -> None:
    with unguarded(copy) as db:
        db.execute("UPDATE event SET n = 100 WHERE n = 6")
        db.execute("UPDATE event SET n = 6 WHERE n = 7")
        db.execute("UPDATE event SET n = 7 WHERE n = 100")
    said = findings(copy)
    assert names_event(said, 6)
    assert names_event(said, 7)


# ── personal texts ─────────────────────────────────────────────────────────────────────────────────


def texts(desk: Desk) -> list[tuple[int, str]]:
    return asked(desk, "SELECT n, field FROM private ORDER BY n, field")


@pytest.mark.parametrize("column", ["value", "salt", "field"])
def test_one_byte_changed_in_any_personal_text_is_found_and_its_event_named(
    copy: Desk, column: str, tmp_path: Path
) -> None:
    kept = texts(copy)
    assert len(kept) >= 9
    for number, (n, field) in enumerate(kept):
        one = copy.copy(tmp_path / str(number))
        with unguarded(one) as db:
            key = (n, field)
            (old,) = db.execute(f"SELECT {column} FROM private WHERE n = ? AND field = ?", key).fetchone()
            db.execute(f"UPDATE private SET {column} = ? WHERE n = ? AND field = ?", (one_byte(old, -1), *key))
        assert names_event(findings(one), n)


@pytest.mark.parametrize(("column", "value"), [("n", 2), ("n", 999), ("n", 0), ("site", "mair")])
def test_a_personal_text_moved_elsewhere_is_found_and_its_event_named(copy: Desk, column: str, value: Any) -> None:
    with unguarded(copy) as db:
        db.execute(f"UPDATE private SET {column} = ? WHERE n = 1 AND field = 'name'", (value,))
    assert names_event(findings(copy), 1)


def test_a_personal_text_that_was_deleted_is_found(copy: Desk) -> None:
    with unguarded(copy) as db:
        db.execute("DELETE FROM private WHERE n = 1 AND field = 'phone'")
    said = findings(copy)
    assert names_event(said, 1)
    assert "phone" in said


@pytest.mark.parametrize("n", [1, 2, EVENTS, 999])
def test_a_personal_text_that_was_added_is_found(copy: Desk, n: int) -> None:
    with unguarded(copy) as db:
        db.execute("INSERT INTO private VALUES ('main', ?, 'lesson', 'aa', 'never said')", (n,))
    said = findings(copy)
    assert n == 999 or names_event(said, n)


# ── what is derived ────────────────────────────────────────────────────────────────────────────────

DERIVED = {
    "complaint": (
        *("number", "seq", "state", "round", "received_at", "category", "severity", "channel", "department", "handler"),
        *("store", "region", "product", "customer", "phone", "summary", "snapshot"),
    ),
    "milestone": ("name", "round", "part", "start_at", "due", "provisional", "met_at", "ended_at"),
    "fact": (
        *("received_on", "department", "category", "severity", "channel", "store", "region", "product", "cause"),
        *("handler", "counted", "solved", "cancelled", "rounds", "reopened", "answers_met", "answers_late"),
        *("answers_missed", "answer_due", "rated", "satisfied", "upheld"),
    ),
}
CELLS = [(table, column) for table, columns in DERIVED.items() for column in columns]


def altered(value: Any) -> Any:
    if isinstance(value, int):
        return value + 1
    return one_byte(value, -2) if value else "2030-01-01T00:00:00Z"


@pytest.mark.parametrize(("table", "column"), CELLS, ids=lambda word: word)
def test_a_changed_row_that_is_derived_from_events_is_found_and_its_complaint_named(
    copy: Desk, table: str, column: str
) -> None:
    with unguarded(copy) as db:
        where = "WHERE id = 2 AND name = 'contact'" if table == "milestone" else "WHERE id = 2"
        (old,) = db.execute(f"SELECT {column} FROM {table} {where}").fetchone()
        db.execute(f"UPDATE {table} SET {column} = ? {where}", (altered(old),))
    said = findings(copy)
    assert table in said
    assert "20261102-0002" in said


@pytest.mark.parametrize("table", DERIVED)
def test_a_missing_row_that_is_derived_from_events_is_found(copy: Desk, table: str) -> None:
    with unguarded(copy) as db:
        db.execute(f"DELETE FROM {table} WHERE id = 2")
    assert "20261102-0002" in findings(copy)


def test_a_milestone_and_a_complaint_that_nobody_recorded_are_found(copy: Desk) -> None:
    with unguarded(copy) as db:
        db.execute(
            "INSERT INTO milestone SELECT site, id, 'visit', round, part, department, start_at, due, provisional, "
            "met_at, ended_at, promised FROM milestone WHERE id = 2 AND name = 'contact'"
        )
    assert "20261102-0002" in findings(copy)


def test_a_list_row_without_events_is_found(copy: Desk) -> None:
    with unguarded(copy) as db:
        same = ", ".join({"id": "77", "number": "'x'"}.get(name, name) for name in columns(copy, "complaint"))
        db.execute(f"INSERT INTO complaint SELECT {same} FROM complaint WHERE id = 2")
    assert "77" in findings(copy)


@pytest.mark.parametrize(
    ("column", "value"), [("n", 7), ("n", 9), ("hash", "0" * 64), ("desk_id", "practice-" + "0" * 32)]
)
def test_a_changed_head_of_the_chain_is_found(copy: Desk, column: str, value: Any) -> None:
    with unguarded(copy) as db:
        db.execute(f"UPDATE site SET {column} = ?", (value,))
    findings(copy)


@pytest.mark.parametrize("value", [1, 0])
def test_a_counter_that_would_give_a_number_twice_is_found(copy: Desk, value: int) -> None:
    with unguarded(copy) as db:
        db.execute("UPDATE site SET last_number = ?", (value,))
    assert copy.tsk("record", "断网").code == 6
    findings(copy)


def test_a_frozen_policy_that_was_changed_is_found(copy: Desk) -> None:
    """The limits that a complaint was received under decide its later rounds: they are evidence too."""
    with unguarded(copy) as db:
        longer = db.execute("UPDATE policy SET compiled = replace(compiled, '3 working days', '9 working days')")
        assert longer.rowcount == 1
    findings(copy)


def test_changes_go_unfound_in_no_list_of_many_batches(desk: Desk, tmp_path: Path) -> None:
    for n in range(30):
        desk.ok("record", f"断网 {n}")
    with unguarded(desk) as db:
        db.execute("UPDATE event SET actor = 'nobody' WHERE n IN (17, 59)")
    said = findings(desk)
    assert names_event(said, 17)
    assert names_event(said, 59)
    assert not names_event(said, 18)
