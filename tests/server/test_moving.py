"""A desk moved to a server and back: row for row the same, proved, repeatable after whatever stopped it."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from conftest import Desk
from databases import Databases

from server.moved import CARRIED, asking, columns_of, everything, lived_in, without_person

STAFF = """
[staff]
w1 = { zh = "李薇", en = "Li", role = "reviewer", department = "care" }
w2 = { zh = "陈静", en = "Chen", role = "supervisor", department = "care" }

[channels]"""
NEVER_CARRIED = {
    "site": "its row is made anew: the chain's head is carried link by link",
    "paper": "attachments: a folder beside a file, a table on a server",
    "search_pairs": "the index of a server: made anew from the texts",
    "escalation_seen": "a memory of looks: everything is looked at once more",
    "escalation_watch": "a memory of looks",
    "login": "who may log in is the server's",
}


@pytest.fixture(scope="session")
def lived_home(filed_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a lived-in desk, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("lived")
    lived_in(Desk(filed_home, databases=None).copy(folder / "home"), folder)
    return folder / "home"


@pytest.fixture
def lived(lived_home: Path, tmp_path: Path) -> Desk:
    return Desk(lived_home, databases=None).copy(tmp_path / "filed")


@pytest.fixture
def scan(lived_home: Path) -> bytes:
    return (lived_home.parent / "scan.pdf").read_bytes()


@pytest.fixture
def place(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database."""
    yield databases.url(tmp_path / "there")
    databases.drop(tmp_path)


class At(Desk):
    """A desk of one site of several."""

    site = ""

    @property
    def env(self) -> dict[str, str]:
        return {**super().env, **({"TSK_SITE": self.site} if self.site else {})}


def there(databases: Databases, tmp_path: Path, site: str = "") -> Desk:
    """The desk as it is worked with on the server, from a machine that has nothing of it."""
    desk = At(tmp_path / "there", databases=databases)
    desk.site = site
    return desk


def on_file(home: Path) -> Desk:
    return Desk(home, databases=None)


def begun(home: Path, summary: str = "") -> Desk:
    """A new desk on a file, with one complaint where its summary is given."""
    desk = on_file(home)
    desk.ok("init", "--practice")
    if summary:
        desk.ok("record", summary)
    return desk


def anchor(desk: Desk) -> str:
    found = desk.ok("verify")
    assert found["whole"], found["findings"]
    return str(found["anchor"])


# ── up ─────────────────────────────────────────────────────────────────────────────────────────────


def test_every_row_arrives_as_it_was_and_the_chain_holds(
    lived: Desk, databases: Databases, place: str, tmp_path: Path
) -> None:
    before, was = everything(lived, None), anchor(lived)
    done = lived.ok("move", "--to", place)
    assert (done["complaints"], done["entries"], done["attachments"], done["missing"]) == (5, 2, 2, 0)
    assert (done["site"], done["was_site"], done["already"], done["anchor"]) == ("main", "main", False, was)
    moved = there(databases, tmp_path)
    assert everything(moved, databases) == before
    assert anchor(moved) == was
    for words in (("list", "--state", "all"), ("overdue",), ("search", "断网"), ("report",), ("measure", "list")):
        assert moved.ok(*words) == lived.ok(*words), words


def test_every_table_of_a_site_is_carried_or_said_to_stay(
    lived: Desk, databases: Databases, place: str, tmp_path: Path
) -> None:
    lived.ok("move", "--to", place)
    moved = there(databases, tmp_path)
    tables = (
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    of_sites = {name for (name,) in asking(moved, databases, tables) if "site" in columns_of(moved, databases, name)}
    assert of_sites - set(NEVER_CARRIED) == set(CARRIED)


def test_papers_come_along_and_are_given_back(
    lived: Desk, scan: bytes, databases: Databases, place: str, tmp_path: Path
) -> None:
    lived.ok("move", "--to", place)
    out = tmp_path / "back.pdf"
    there(databases, tmp_path).ok("attach", 1, "--fetch", 2, "-o", out)
    assert out.read_bytes() == scan


def test_the_desk_that_was_moved_is_read_and_written_no_more(lived: Desk, place: str) -> None:
    lived.ok("move", "--to", place)
    before = everything(lived, None)
    for words in (("note", "1", "x"), ("record", "x"), ("undo", "3"), ("measure", "add", "x", "--by", "2026-12-01")):
        told = lived.tsk(*words)
        assert (told.code, told.out) == (6, ""), words
        assert "this desk was moved to postgresql://127.0.0.1" in told.err
        assert "tsk move --undo" in told.err
    told = lived.tsk("list")
    assert told.code == 0
    assert "20261009-0001" in told.out
    assert "what is here stands as it was then" in told.err
    assert everything(lived, None) == before


def test_no_password_is_told_or_kept(lived: Desk, databases: Databases, place: str) -> None:
    password = place.partition("@")[0].rpartition(":")[2]
    told = lived.tsk("move", "--to", place)
    note = lived.tsk("note", 1, "x")
    assert password not in told.out + told.err + note.err
    assert password.encode() not in (lived.home / "tsk.db").read_bytes()


def test_a_command_that_had_the_file_open_writes_nothing_to_it_after_the_move(lived: Desk, place: str) -> None:
    """What a person was still typing when the desk went is refused, not lost in the file."""
    with closing(sqlite3.connect(lived.home / "tsk.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        late = lived.process("note", "1", "late")
        time.sleep(1.5)  # it has opened the desk and waits for the lock
        holder.execute("UPDATE site SET moved = 'postgresql://elsewhere/x'")
        holder.execute("COMMIT")
    out, err = late.communicate(timeout=60)
    assert (late.returncode, out) == (6, "")
    assert "moved to postgresql://elsewhere/x" in err


def test_it_can_be_taken_back(lived: Desk, place: str) -> None:
    assert lived.tsk("move", "--undo").code == 2
    lived.ok("move", "--to", place)
    assert lived.ok("move", "--undo")["site"] == "main"
    lived.ok("note", 1, "x")


def test_moved_again_after_it_was_taken_back_it_goes_on(
    lived: Desk, databases: Databases, place: str, tmp_path: Path
) -> None:
    lived.ok("move", "--to", place)
    lived.ok("move", "--undo")
    lived.ok("note", 1, "x")
    done = lived.ok("move", "--to", place)
    assert done["already"] is False
    moved = there(databases, tmp_path)
    assert anchor(moved) == done["anchor"]
    assert everything(moved, databases) == everything(lived, None)


def test_both_went_on_and_neither_is_lost(lived: Desk, databases: Databases, place: str, tmp_path: Path) -> None:
    lived.ok("move", "--to", place)
    lived.ok("move", "--undo")
    moved = there(databases, tmp_path)
    lived.ok("note", 1, "here")
    moved.ok("note", 1, "there")
    told = lived.tsk("move", "--to", place)
    assert told.code == 6
    assert "holds steps that are not here" in told.err
    lived.ok("note", 1, "here")
    moved.ok("note", 1, "there")


def test_repeated_it_says_that_all_is_there(lived: Desk, databases: Databases, place: str, tmp_path: Path) -> None:
    first = lived.ok("move", "--to", place)
    moved = there(databases, tmp_path)
    moved.ok("note", 1, "since")
    before = everything(moved, databases)
    again = lived.ok("move", "--to", place)
    assert again["already"] is True
    assert again["anchor"] == first["anchor"]
    assert everything(moved, databases) == before
    assert "Everything is at postgresql://" in lived.tsk("move", "--to", place).out


def test_somewhere_else_it_is_not_moved_twice(lived: Desk, databases: Databases, place: str, tmp_path: Path) -> None:
    lived.ok("move", "--to", place)
    other = databases.url(tmp_path / "other")
    assert "was moved to postgresql://" in lived.tsk("move", "--to", other).err


def test_people_without_the_right_move_nothing(lived: Desk, place: str) -> None:
    rules = lived.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
    told = lived.tsk("move", "--to", place, "--as", "w1")
    assert told.code == 4
    assert lived.ok("move", "--to", place, "--as", "w2")["complaints"] == 5


def test_the_clerk_of_the_site_goes_on_there_and_moves_nothing(
    lived: Desk, databases: Databases, place: str, tmp_path: Path
) -> None:
    admin, login = there(databases, tmp_path, "HZ01"), f"clerk_{os.getpid()}"
    admin.ok("server", "init")
    lived.ok("move", "--to", place, "--site", "HZ01")
    password = admin.ok("server", "login", login)["password"]
    clerk = f"postgresql://{login}:{password}@{place.partition('@')[2]}"
    new, by = tmp_path / "new.jpg", ("--site", "HZ01", "--db", clerk)
    new.write_bytes(b"a new photo")
    lived.ok("attach", 2, new, "--kind", "photo", *by)
    assert lived.tsk("attach", 99, lived.home / "rules.toml", "--kind", "photo", *by).code == 3
    assert asking(admin, databases, "SELECT count(DISTINCT sha256) FROM paper") == [(3,)]
    assert lived.ok("verify", *by)["whole"]
    for statement in ("DELETE FROM paper", "UPDATE site SET moved = 'x'"):
        with closing(psycopg2.connect(clerk)) as typed, pytest.raises(psycopg2.Error):
            typed.cursor().execute(statement)
    begun(tmp_path / "second", "信号差")
    told = on_file(tmp_path / "second").tsk("move", "--to", clerk, "--site", "HZ02")
    assert told.code == 6
    assert "may not do that" in told.err
    admin.ok("server", "login", login, "--remove")


def test_an_encrypted_desk_is_moved_with_its_papers_opened(
    databases: Databases, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlcipher3", reason="SQLCipher is not installed")
    monkeypatch.setenv("TSK_KEY_FILE", str(tmp_path / "tsk.key"))
    sealed, photo = on_file(tmp_path / "sealed"), tmp_path / "photo.jpg"
    photo.write_bytes(b"a photo of the bill")
    sealed.ok("init", "--practice", "--encrypt")
    sealed.ok("record", "断网三天", "--attach", photo, "--kind", "photo")
    done = sealed.ok("move", "--to", place)
    assert (done["attachments"], done["missing"]) == (1, 0)
    assert (
        asking(there(databases, tmp_path), databases, "SELECT bytes FROM paper")[0][0].tobytes() == photo.read_bytes()
    )
    assert anchor(there(databases, tmp_path)) == done["anchor"]


# ── codes ──────────────────────────────────────────────────────────────────────────────────────────


def test_two_files_of_the_default_site_meet_under_codes_of_their_own(
    lived: Desk, databases: Databases, place: str, tmp_path: Path
) -> None:
    before = everything(lived, None)
    lived.ok("move", "--to", place, "--site", "HZ01")
    other = begun(tmp_path / "second", "信号差")
    told = other.tsk("move", "--to", place, "--site", "HZ01")
    assert told.code == 6
    assert "is another desk" in told.err
    other.ok("move", "--to", place, "--site", "HZ02")
    first, two = (there(databases, tmp_path, code) for code in ("HZ01", "HZ02"))
    moved = everything(first, databases, "HZ01")
    assert {name: moved[name] for name in ("event", "private", "policy", "site")} == {
        name: before[name] for name in ("event", "private", "policy", "site")
    }
    assert [one["number"] for one in two.ok("list")] == ["20261009-0001"]
    assert first.ok("record", "断网")["number"] == "HZ01-20261009-0006"
    assert first.ok("show", "20261009-0001")["site"] == "HZ01"
    anchor(first)
    anchor(two)


def test_the_same_desk_is_not_there_twice_under_two_codes(lived: Desk, place: str) -> None:
    lived.ok("move", "--to", place, "--site", "HZ01")
    lived.ok("move", "--undo")
    told = lived.tsk("move", "--to", place, "--site", "HZ02")
    assert told.code == 6
    assert "already, as site HZ01" in told.err


# ── what is refused ────────────────────────────────────────────────────────────────────────────────


def harmed(desk: Desk, *statements: str) -> None:
    """Changes the file behind the program's back."""
    with closing(sqlite3.connect(desk.home / "tsk.db")) as database:
        triggers = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for statement in (*(f"DROP TRIGGER {name}" for name in triggers), *statements):
            database.execute(statement)
        database.commit()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE event SET actor = 'somebody' WHERE n = 4", "broken at event 4"),
        ("UPDATE complaint SET state = 'closed' WHERE id = 2", "complaint 2 is not what its events add up to"),
        ("UPDATE fact SET chases = 9 WHERE id = 3", "complaint 3 is not what its events add up to"),
        ("DELETE FROM register WHERE kind = 'measure'", "measure 1 is not what its events add up to"),
    ],
    ids=["event", "state", "figures", "register"],
)
def test_what_does_not_add_up_here_is_not_moved_and_nothing_is_open_there(
    lived: Desk, databases: Databases, place: str, tmp_path: Path, harm: str, said: str
) -> None:
    harmed(lived, harm)
    told = lived.tsk("move", "--to", place)
    assert told.code == 6
    assert said in told.err
    shut = there(databases, tmp_path).tsk("list")
    assert shut.code == 6
    assert "is being moved" in shut.err
    lived.ok("note", 1, "x")


def test_mended_it_goes_on(lived: Desk, databases: Databases, place: str, tmp_path: Path) -> None:
    harmed(lived, "UPDATE complaint SET state = 'closed' WHERE id = 2")
    assert lived.tsk("move", "--to", place).code == 6
    lived.tsk("verify", "--rebuild")
    lived.ok("move", "--to", place)
    assert everything(there(databases, tmp_path), databases) == everything(lived, None)


def test_missing_papers_are_counted_and_hold_nothing_up(
    lived: Desk, databases: Databases, place: str, tmp_path: Path
) -> None:
    next((lived.home / "attachments").glob("??/*")).write_bytes(b"harmed")
    done = lived.tsk("move", "--to", place, "--json")
    assert done.code == 6
    assert (done.json["attachments"], done.json["missing"]) == (1, 1)
    assert there(databases, tmp_path).tsk("list").code == 0


@pytest.mark.parametrize("words", [(), ("--to", "/tmp/x", "--undo")], ids=["neither", "both"])
def test_it_says_where_or_takes_back(lived: Desk, words: tuple[str, ...]) -> None:
    assert lived.tsk("move", *words).code == 2


def test_onto_itself_nothing_is_moved(lived: Desk) -> None:
    told = lived.tsk("move", "--to", lived.home)
    assert told.code == 2
    assert "is the desk itself" in told.err


# ── down ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_site_comes_into_a_new_file_with_everything(
    lived: Desk, scan: bytes, databases: Databases, place: str, tmp_path: Path
) -> None:
    lived.ok("move", "--to", place)
    moved = there(databases, tmp_path)
    moved.ok("note", 2, "On the server.")
    before, was = everything(moved, databases), anchor(moved)
    done = moved.ok("move", "--to", tmp_path / "down")
    down = on_file(tmp_path / "down")
    assert done["to"] == str(tmp_path / "down" / "tsk.db")
    assert everything(down, None) == before
    assert anchor(down) == was
    assert (down.home / "rules.toml").read_text("utf-8") == (lived.home / "rules.toml").read_text("utf-8")
    out = tmp_path / "back.pdf"
    down.ok("attach", 1, "--fetch", 2, "-o", out)
    assert out.read_bytes() == scan
    down.ok("record", "断网")
    refused = moved.tsk("note", 2, "x")
    assert refused.code == 6
    assert "was moved to" in refused.err


def test_back_into_the_old_file_it_is_brought_up_to_date(
    lived: Desk, databases: Databases, place: str, tmp_path: Path
) -> None:
    lived.ok("move", "--to", place)
    moved = there(databases, tmp_path)
    moved.ok("note", 2, "On the server.")
    moved.ok("record", "信号差")
    moved.ok("move", "--to", lived.home / "tsk.db")
    assert everything(lived, None) == everything(moved, databases)
    lived.ok("note", 6, "Here again.")
    anchor(lived)
    assert lived.ok("search", "信号差")
    lived.ok("move", "--to", place)
    moved.ok("note", 6, "There again.")
    anchor(moved)


def test_one_site_of_several_comes_alone(lived: Desk, databases: Databases, place: str, tmp_path: Path) -> None:
    lived.ok("move", "--to", place, "--site", "HZ01")
    other = begun(tmp_path / "second", "另一家店")
    other.ok("move", "--to", place, "--site", "HZ02")
    there(databases, tmp_path, "HZ02").ok("move", "--to", tmp_path / "down")
    down = on_file(tmp_path / "down")
    assert [one["summary"] for one in down.ok("list", "--state", "all")] == ["另一家店"]
    assert asking(down, None, "SELECT site FROM site") == [("HZ02",)]
    there(databases, tmp_path, "HZ01").ok("note", 1, "Goes on.")


# ── stopped halfway ────────────────────────────────────────────────────────────────────────────────


def stopped(desk: Desk, databases: Databases, home: Path, table: str, lock: str, *words: object) -> None:
    """Kills the command where it waits for that table, which the administrator holds."""
    with closing(psycopg2.connect(databases.url(home))) as holder:
        holder.cursor().execute(f"LOCK TABLE {table} IN {lock} MODE")
        process = desk.process(*words)
        for _ in range(600):
            waits = databases.rows(
                home,
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
            )
            if waits != [(0,)] or process.poll() is not None:
                break
            time.sleep(0.05)
        assert process.poll() is None, (table, process.communicate())
        process.kill()
        process.wait()
        holder.rollback()


def settled(databases: Databases, home: Path) -> None:
    """Waits until nobody of a killed command is at the database any more."""
    for _ in range(200):
        if databases.rows(home, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") == [(1,)]:
            return
        time.sleep(0.05)


@pytest.mark.parametrize(
    "table", ["event", "private", "complaint", "search_text", "search_pairs", "register", "paper", "policy", "outbox"]
)
def test_killed_on_the_way_up_it_is_shut_there_and_goes_on(
    lived: Desk, databases: Databases, place: str, tmp_path: Path, table: str
) -> None:
    moved = there(databases, tmp_path)
    begun(tmp_path / "seed").ok("move", "--to", place, "--site", "SEED")  # the tables are there
    stopped(lived, databases, moved.home, table, "EXCLUSIVE", "move", "--to", place, "--site", "HZ01")
    settled(databases, moved.home)
    shut = there(databases, tmp_path, "HZ01").tsk("list")
    assert shut.code == 6
    seed = there(databases, tmp_path, "SEED")
    assert {one["site"] for one in seed.ok("list", "--of-site", "all")} <= {"SEED"}
    lived.ok("note", 1, "Meanwhile.")
    lived.ok("record", "Meanwhile.")
    without_person(lived)
    before = everything(lived, None)
    lived.ok("move", "--to", place, "--site", "HZ01")
    after = everything(moved, databases, "HZ01")
    for name in ("event", "private", "milestone", "fact", "stay", "reach", "trace", "outbox", "policy", "site"):
        assert after[name] == before[name], name
    anchor(there(databases, tmp_path, "HZ01"))


@pytest.mark.parametrize("table", ["event", "private", "complaint", "paper", "policy", "outbox"])
def test_killed_on_the_way_down_it_is_shut_there_and_goes_on(
    lived: Desk, databases: Databases, place: str, tmp_path: Path, table: str
) -> None:
    lived.ok("move", "--to", place)
    moved = there(databases, tmp_path)
    stopped(moved, databases, moved.home, table, "ACCESS EXCLUSIVE", "move", "--to", tmp_path / "down")
    settled(databases, moved.home)
    down = on_file(tmp_path / "down")
    assert down.tsk("list").code == 6
    moved.ok("note", 1, "Meanwhile.")
    before = everything(moved, databases)
    moved.ok("move", "--to", tmp_path / "down")
    assert everything(down, None) == before
    anchor(down)


def test_killed_between_the_two_marks_it_is_shut_on_both_sides_and_the_next_run_opens_it(
    lived: Desk, databases: Databases, place: str, tmp_path: Path
) -> None:
    lived.ok("move", "--to", place)
    moved = there(databases, tmp_path)
    databases.rows(moved.home, "UPDATE site SET moved = 'coming'")  # as it stands between the two
    assert (lived.tsk("note", 1, "x").code, moved.tsk("note", 1, "x").code) == (6, 6)
    lived.ok("move", "--to", place)
    assert (lived.tsk("note", 1, "x").code, moved.tsk("note", 1, "x").code) == (6, 0)
    anchor(moved)


def test_two_at_once_move_it_once(lived: Desk, databases: Databases, place: str, tmp_path: Path) -> None:
    both = [lived.process("move", "--to", place, "--json") for _ in range(2)]
    told = [process.communicate(timeout=120) for process in both]
    assert 0 in [process.returncode for process in both], told
    lived.ok("move", "--to", place)
    moved = there(databases, tmp_path)
    assert everything(moved, databases) == everything(lived, None)
    anchor(moved)
