"""A desk that is encrypted at rest: what lies on the disk, whose key opens it, and what is said where none does."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result
from sqlcipher3 import dbapi2 as sqlcipher

from tsk.db.migrations import MIGRATIONS

RAW = "6b" * 32
PHRASE = "seven blue lanterns"
NAME, PHONE = "林小满", "13800001234"
SUMMARY, DETAILS = "小区断网三天没有人来", "师傅约了两次都没有上门"
LETTER = "敬启者：本人要求退还宽带费。".encode() * 400
PLANTED = {
    "name": NAME.encode(),
    "name in the index of words": b"z5c0f",  # 林小 as its pairs are written; equal beginnings of tokens are left out
    "phone": PHONE.encode(),
    "summary": SUMMARY.encode(),
    "details": DETAILS.encode(),
    "letter": LETTER[:60],
    "schema": b"CREATE TABLE",
    "header": b"SQLite format 3",
}


class Locked(Desk):
    """A desk whose key comes from the settings given."""

    def __init__(self, home: Path, **settings: str) -> None:
        super().__init__(home)
        self.settings = settings

    @property
    def env(self) -> dict[str, str]:
        return {**super().env, **self.settings}

    def but(self, **settings: str) -> Locked:
        """The same desk under other settings."""
        return Locked(self.home, **settings)

    @property
    def file(self) -> Path:
        return self.home / "tsk.db"

    def raw(self) -> Any:
        """The database as another tool opens it that has the key."""
        database = sqlcipher.connect(self.file, isolation_level=None, timeout=20)
        key = Path(self.settings["TSK_KEY_FILE"]).read_text("ascii").strip()
        database.execute(f"PRAGMA key = \"x'{key}'\"")
        return database


def keyed(folder: Path, content: str | bytes = RAW, name: str = "tsk.key") -> str:
    """A key file of that content that only its owner may read."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    file.chmod(0o600)
    return str(file)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Locked:
    """An encrypted desk, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("encrypted")
    desk = Locked(folder / "home", TSK_KEY_FILE=keyed(folder))
    desk.ok("init", "--practice", "--encrypt")
    return desk


@pytest.fixture
def locked(made: Locked, tmp_path: Path) -> Locked:
    shutil.copytree(made.home, tmp_path / "locked")
    return Locked(tmp_path / "locked", TSK_KEY_FILE=keyed(tmp_path))


def bytes_of(home: Path) -> dict[str, bytes]:
    return {str(file.relative_to(home)): file.read_bytes() for file in sorted(home.rglob("*")) if file.is_file()}


def found(home: Path) -> set[str]:
    """Which of the planted texts lie anywhere in the home, in plain bytes; the rule file tells nobody's name."""
    everything = b"\0".join(content for name, content in bytes_of(home).items() if name != "rules.toml")
    return {what for what, sign in PLANTED.items() if sign in everything}


def told_in_one_line(told: Result, code: int = 6) -> str:
    assert (told.code, told.out) == (code, ""), told
    (line,) = told.err.splitlines()
    assert "Traceback" not in line and RAW not in line and PHRASE not in line
    return line


# ── what lies on the disk ──────────────────────────────────────────────────────────────────────────


def told_everything(desk: Desk, folder: Path) -> None:
    letter = folder / "letter.txt"
    letter.write_bytes(LETTER)
    words = ("--customer", NAME, "--phone", PHONE, "--details", DETAILS, "--attach", letter, "--kind", "photo")
    desk.ok("record", SUMMARY, *words)
    desk.ok("chase", 1, DETAILS)


def without_the_last_tables(database: Any) -> None:
    """The file as it was before escalation remembered its looks."""
    for table in ("escalation_seen", "escalation_watch"):
        database.execute(f"DROP TABLE {table}")
    database.execute("DELETE FROM schema_migration WHERE name = '0011_looks'")


def test_a_plain_desk_shows_everything_and_an_encrypted_one_nothing(desk: Desk, locked: Locked, tmp_path: Path) -> None:
    """The whole home while somebody reads, so that the log of writes is there: database, log, papers, earlier copy."""
    with closing(sqlite3.connect(desk.home / "tsk.db", isolation_level=None)) as plain, closing(locked.raw()) as sealed:
        for one, reader in ((desk, plain), (locked, sealed)):
            without_the_last_tables(reader)
            told_everything(one, tmp_path)  # the copy before the upgrade is made here
            one.ok("list")
            names = set(bytes_of(one.home))
            assert {"tsk.db", "tsk.db-wal"} < names
            assert any(name.startswith("backups/before-upgrade-") for name in names)
            assert any(name.startswith("attachments/") for name in names)
        assert found(desk.home) == set(PLANTED)
        assert found(locked.home) == set()
    assert found(locked.home) == set()
    assert locked.ok("show", 1)["customer"]["name"] == NAME
    assert locked.ok("search", "上门")[0]["id"] == 1
    assert locked.ok("verify")["whole"]


def test_an_older_file_is_brought_up_to_date_and_its_copy_opens_with_the_same_key(locked: Locked) -> None:
    locked.ok("record", SUMMARY)
    with closing(locked.raw()) as database:
        without_the_last_tables(database)
    assert [case["id"] for case in locked.ok("list")] == [1]
    (copy,) = (locked.home / "backups").glob("before-upgrade-*.db")
    with closing(sqlite3.connect(copy)) as database, pytest.raises(sqlite3.DatabaseError, match="not a database"):
        database.execute("SELECT count(*) FROM event")
    copy.replace(locked.file)
    with closing(locked.raw()) as database:
        have = [name for (name,) in database.execute("SELECT name FROM schema_migration ORDER BY name")]
        assert have == [one.name for one in MIGRATIONS if one.name != "0011_looks"]
    assert locked.ok("verify")["whole"]


@pytest.mark.parametrize("seconds", [0.05, 0.15, 0.25, 0.4, 0.6])
def test_no_plain_byte_is_there_whenever_making_the_desk_is_cut_short(tmp_path: Path, seconds: float) -> None:
    desk = Locked(tmp_path / "home", TSK_KEY_FILE=keyed(tmp_path))
    process = desk.process("init", "--practice", "--encrypt")
    time.sleep(seconds)
    process.kill()
    process.communicate(timeout=30)
    if desk.home.exists():
        assert found(desk.home) == set()
    assert desk.ok("init", "--practice", "--encrypt")["encrypted"]


def test_what_is_sorted_stays_in_memory(locked: Locked) -> None:
    from tsk.home import open_database
    from tsk.keys import Keys

    with closing(open_database(locked.file, Keys(locked.settings["TSK_KEY_FILE"]))) as database:
        assert database.row("PRAGMA temp_store") == {"temp_store": 2}


def test_an_encrypted_desk_does_everything_that_a_plain_one_does(desk: Desk, locked: Locked) -> None:
    said = []
    for one in (desk, locked):
        one.ok("record", SUMMARY, "--customer", NAME, "--phone", PHONE)
        case = one.ok("contact", 1, "--via", "phone")
        hits = [found["number"] for found in one.ok("search", "断网")]  # each was recorded at its own second
        said.append((case["state"], case["milestones"], one.ok("report"), one.ok("overdue"), hits))
    assert said[0] == said[1]


def test_each_kind_of_desk_loads_its_own_engine_and_no_other(desk: Desk, locked: Locked) -> None:
    for one, own, other in ((desk, "sqlite3", "sqlcipher3"), (locked, "sqlcipher3", "sqlite3")):
        command = [sys.executable, "-X", "importtime", "-m", "tsk", "overdue"]
        ran = subprocess.run(command, env={**os.environ, **one.env}, capture_output=True, text=True, check=True)
        names = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
        assert own in names and other not in names


# ── making one ─────────────────────────────────────────────────────────────────────────────────────


def test_a_key_file_that_does_not_exist_is_written_with_a_new_key(tmp_path: Path) -> None:
    file = tmp_path / "stick" / "tsk.key"
    file.parent.mkdir()
    desk = Locked(tmp_path / "home", TSK_KEY_FILE=str(file))
    told = desk.tsk("init", "--practice", "--encrypt")
    assert (told.code, told.err) == (0, "")
    assert f"Key     {file} (new)" in told.out
    assert "Keep a copy of the key elsewhere, not beside the desk" in told.out
    key = file.read_text("ascii").strip()
    assert len(key) == 64 and int(key, 16) and key not in told.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["tsk.key"]
    desk.ok("record", SUMMARY)
    again = desk.ok("init", "--encrypt")
    assert (again["existed"], again["encrypted"], again["key_file"]) == (True, True, None)
    assert "密钥" in Locked(tmp_path / "zh", TSK_KEY_FILE=str(file)).tsk("init", "--encrypt", "--lang", "zh").out


def test_the_json_of_a_new_desk_names_the_key_file_and_never_the_key(tmp_path: Path) -> None:
    desk = Locked(tmp_path / "home", TSK_KEY_FILE=str(tmp_path / "new.key"))
    made = desk.ok("init", "--practice", "--encrypt")
    assert (made["encrypted"], made["key_file"]) == (True, str(tmp_path / "new.key"))
    assert (tmp_path / "new.key").read_text("ascii").strip() not in json.dumps(made)


def test_a_plain_desk_says_that_it_is_plain_and_asks_for_no_key(desk: Desk, tmp_path: Path) -> None:
    plain = Locked(desk.home, TSK_KEY_FILE=str(tmp_path / "none"), TSK_KEY_COMMAND="false")
    assert plain.ok("list") == []
    assert plain.ok("init")["encrypted"] is False


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "An encrypted desk needs a key."),
        ({"TSK_KEY_FILE": "{folder}/home/tsk.key"}, "lies in the folder of the desk"),
        ({"TSK_KEY_FILE": "{folder}/none/tsk.key"}, "cannot be written (no such file or folder)"),
        ({"TSK_KEY_FILE": "{folder}/short"}, "The key is too short"),
        ({"TSK_KEY_FILE": "{folder}/empty"}, "holds no key"),
        ({"TSK_KEY_COMMAND": "false"}, "TSK_KEY_COMMAND gave no key (exit 1)"),
    ],
    ids=["none", "inside", "no-folder", "short", "empty", "command"],
)
def test_without_a_good_key_nothing_is_made(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    keyed(tmp_path, "1234567", "short")
    keyed(tmp_path, "\n", "empty")
    desk = Locked(tmp_path / "home", **{name: value.format(folder=tmp_path) for name, value in settings.items()})
    assert said in told_in_one_line(desk.tsk("init", "--practice", "--encrypt"))
    assert not desk.home.exists()


def test_a_plain_desk_is_not_taken_for_an_encrypted_one(desk: Desk, tmp_path: Path) -> None:
    before = bytes_of(desk.home)
    told = Locked(desk.home, TSK_KEY_FILE=str(tmp_path / "new.key")).tsk("init", "--encrypt")
    assert "exists already, and is not encrypted" in told_in_one_line(told)
    assert bytes_of(desk.home) == before
    assert not (tmp_path / "new.key").exists()


def test_of_two_that_make_the_same_desk_at_once_both_get_the_one(tmp_path: Path) -> None:
    desk = Locked(tmp_path / "home", TSK_KEY_FILE=str(tmp_path / "tsk.key"))
    crowd = [desk.process("init", "--practice", "--encrypt") for _ in range(3)]
    said = [process.communicate(timeout=60) for process in crowd]
    assert [(process.returncode, err) for process, (_, err) in zip(crowd, said, strict=True)] == [(0, "")] * 3
    assert desk.ok("verify")["whole"]
    assert found(desk.home) == set()


# ── whose key opens it ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("content", [RAW, RAW + "\n", RAW.upper() + "\r\n", f"  {RAW}\nsecond line\n"])
def test_a_raw_key_is_read_however_its_line_ends(locked: Locked, tmp_path: Path, content: str) -> None:
    assert locked.but(TSK_KEY_FILE=keyed(tmp_path, content)).tsk("list").code == 0


@pytest.mark.parametrize("phrase", ["它有'引号\"和空格  ", "x'" + RAW[:62] + "'", "f" * 65])
def test_a_passphrase_opens_what_it_made_whatever_is_in_it(tmp_path: Path, phrase: str) -> None:
    desk = Locked(tmp_path / "home", TSK_KEY_FILE=keyed(tmp_path, phrase))
    desk.ok("init", "--practice", "--encrypt")
    desk.ok("record", SUMMARY)
    assert desk.but(TSK_KEY_FILE=keyed(tmp_path, f"{phrase}\r\nmore")).ok("show", 1)["summary"] == SUMMARY
    assert "does not open" in told_in_one_line(desk.but(TSK_KEY_FILE=keyed(tmp_path, phrase + "x")).tsk("list"))


def test_a_command_tells_the_key(locked: Locked) -> None:
    """Its words are split as a shell does, it is no shell, and it reads nothing of what is typed or piped."""
    script = f"import sys; assert sys.stdin.read() == ''; print('{RAW}'); print('more')"
    command = f'"{sys.executable}" -c "{script}"'
    locked.ok("record", SUMMARY)
    told = locked.but(TSK_KEY_COMMAND=command).tsk("accept", "-", "--json", stdin="1\n")
    assert (told.code, told.json[0]["state"]) == (0, "in_progress")
    assert told_in_one_line(locked.but(TSK_KEY_COMMAND=f"echo {RAW[:10]} ; {command}").tsk("list"))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "is encrypted, and there is no key to open it. Set TSK_KEY_FILE"),
        ({"TSK_KEY_FILE": "{folder}/wrong"}, "The key does not open"),
        ({"TSK_KEY_FILE": "{folder}/phrase"}, "The key does not open"),
        ({"TSK_KEY_FILE": "{folder}/none"}, "cannot be read (no such file or folder)"),
        ({"TSK_KEY_FILE": "{folder}"}, "cannot be read (this is a folder)"),
        ({"TSK_KEY_FILE": "/dev/zero"}, "cannot be read (this is no ordinary file)"),
        ({"TSK_KEY_FILE": "{folder}/empty"}, "holds no key. It takes 64 hexadecimal digits"),
        ({"TSK_KEY_FILE": "{folder}/binary"}, "holds no key"),
        ({"TSK_KEY_FILE": "{folder}/long"}, "holds no key"),
        ({"TSK_KEY_FILE": "{folder}/none", "TSK_KEY_COMMAND": "echo " + RAW}, "cannot be read"),
        ({"TSK_KEY_COMMAND": "cat {folder}/wrong"}, "The key does not open"),
        ({"TSK_KEY_COMMAND": "cat {folder}/none"}, "TSK_KEY_COMMAND gave no key (exit 1). Run it by hand"),
        ({"TSK_KEY_COMMAND": "true"}, "TSK_KEY_COMMAND gave no key (exit 0)"),
        ({"TSK_KEY_COMMAND": "no-such-program-here"}, "TSK_KEY_COMMAND cannot be run (no such file or folder)"),
        ({"TSK_KEY_COMMAND": "echo 'half a quote"}, "TSK_KEY_COMMAND cannot be run"),
        ({"TSK_KEY_COMMAND": "   "}, "TSK_KEY_COMMAND cannot be run"),
        ({"TSK_KEY_COMMAND": "sleep 60", "TSK_KEY_SECONDS": "0.3"}, "TSK_KEY_COMMAND gave no key within 0.30 seconds"),
    ],
)
def test_a_key_that_does_not_open_it_is_told_in_one_line(
    locked: Locked, tmp_path: Path, settings: dict[str, str], said: str
) -> None:
    for name, content in (("wrong", "00" * 32), ("phrase", PHRASE), ("empty", ""), ("long", "x" * 5000)):
        keyed(tmp_path, content, name)
    keyed(tmp_path, b"\xff\xfe\x00\x01", "binary")
    other = locked.but(**{name: value.format(folder=tmp_path) for name, value in settings.items()})
    before = bytes_of(locked.home)
    for words in (("list",), ("record", SUMMARY), ("init",), ("verify",)):
        assert said in told_in_one_line(other.tsk(*words))
    assert told_in_one_line(other.tsk("list", "--lang", "zh")).isascii() is False
    told = other.tsk("list", "--json")
    assert (told.code, told.out, told.error["exit"]) == (6, "", 6)
    assert bytes_of(locked.home) == before
    assert locked.ok("list") == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_key_file_that_may_not_be_read_is_told(locked: Locked) -> None:
    Path(locked.settings["TSK_KEY_FILE"]).chmod(0)
    assert "cannot be read" in told_in_one_line(locked.tsk("list"))


def test_a_key_file_that_others_may_read_is_warned_of(locked: Locked) -> None:
    Path(locked.settings["TSK_KEY_FILE"]).chmod(0o640)
    told = locked.tsk("list")
    assert told.code == 0
    assert told.err == f"Others may read the key file {locked.settings['TSK_KEY_FILE']}. `chmod 600` keeps them out.\n"


def test_a_key_file_beside_the_desk_is_warned_of(locked: Locked) -> None:
    told = locked.but(TSK_KEY_FILE=keyed(locked.home)).tsk("list")
    assert told.code == 0
    assert "lies in the folder of the desk. Keep it elsewhere." in told.err


def test_without_the_extra_its_installation_is_told_before_a_key_is_asked_for(locked: Locked, tmp_path: Path) -> None:
    """The package is hidden from the interpreter by a finder of the site, as where it was never installed."""
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "sitecustomize.py").write_text(
        "import sys\n"
        "class Hidden:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'sqlcipher3':\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Hidden())\n"
    )
    path = os.pathsep.join([str(tmp_path / "hidden"), *filter(None, sys.path)])
    new = Locked(tmp_path / "new", TSK_KEY_FILE=str(tmp_path / "new.key"), PYTHONPATH=path)
    for desk, words in ((locked.but(PYTHONPATH=path), ("list",)), (new, ("init", "--encrypt"))):
        with desk.process(*words) as process:
            out, err = process.communicate(timeout=60)
        line = told_in_one_line(Result(process.returncode, out, err))
        assert line.endswith("Install it: `pip install 'tsk-complaints[encrypted]'`.")
    assert not (tmp_path / "new.key").exists() and not new.home.exists()


OTHERS = {
    "zeros": bytes(8192),
    "text": "这是一份文本文件。\n".encode() * 600,
    "english": b"Dear Sir or Madam,\n" * 500,
    "utf-16": ("A letter. " * 900).encode("utf-16"),
    "archive": b"PK\x03\x04\x14\x00\x06\x00" + os.urandom(8192),
    "picture": b"\x89PNG\r\n\x1a\n" + os.urandom(8192),
    "short": os.urandom(300),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_a_file_of_another_kind_is_no_encrypted_desk(tmp_path: Path, kind: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "tsk.db").write_bytes(OTHERS[kind])
    told = told_in_one_line(Locked(home).tsk("list"))
    assert "is not a tsk database" in told or "is damaged" in told
    assert (home / "tsk.db").read_bytes() == OTHERS[kind]


def test_a_damaged_page_is_told_and_verify_does_not_pass_over_it(locked: Locked) -> None:
    for _ in range(5):
        locked.ok("record", SUMMARY, "--details", DETAILS * 40)
    with locked.file.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for page in range(20, size // 4096):
            file.seek(page * 4096 + 100)
            file.write(b"damage")
    told = locked.tsk("show", 3)
    assert told.code == 6 and told.err.count("\n") == 1 and "Traceback" not in told.err
    assert locked.tsk("verify").code == 6


def test_no_trace_holds_the_key(locked: Locked, tmp_path: Path) -> None:
    """With TSK_DEBUG an unexpected end shows its whole trace; the rule file is a folder here, the wrong key PHRASE."""
    for settings in ({"TSK_KEY_FILE": keyed(tmp_path, PHRASE, "p")}, {"TSK_KEY_COMMAND": f"printf '{PHRASE}\\n\\n'"}):
        other = locked.but(**settings, TSK_DEBUG="1")
        with other.process("list") as process:
            out, err = process.communicate(timeout=60)
        assert process.returncode == 6
        assert PHRASE not in out + err


# ── on a terminal ──────────────────────────────────────────────────────────────────────────────────


class Screen:
    """A command at a terminal of its own."""

    def __init__(self, desk: Desk, *words: str) -> None:
        self.shown = ""
        command = [sys.executable, "-m", "tsk", *words]
        env = {**os.environ, **desk.env, "TERM": "dumb"}
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execve(sys.executable, command, env)

    def answers(self, question: str, typed: str) -> Screen:
        """Waits for the question, then types; meanwhile nobody else on the machine may read the key."""
        before = len(self.shown)
        while question not in self.shown[before:]:
            self._read()
        words = Path(f"/proc/{self.pid}/cmdline")
        assert not words.exists() or not typed or typed.encode() not in words.read_bytes()
        os.write(self.terminal, f"{typed}\n".encode())
        return self

    def end(self) -> int:
        while self._read():
            pass
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _read(self) -> bool:
        ready, _, _ = select.select([self.terminal], [], [], 60)
        assert ready, f"nothing came after: {self.shown}"
        try:
            piece = os.read(self.terminal, 65536)
        except OSError:  # Linux reports the closed side so
            piece = b""
        self.shown += piece.decode()
        return bool(piece)


def test_on_a_terminal_the_key_is_asked_for_unseen(tmp_path: Path) -> None:
    desk = Locked(tmp_path / "home")
    new = Screen(desk, "init", "--practice", "--encrypt").answers("Key of tsk.db:", PHRASE).answers("again:", PHRASE)
    assert new.end() == 0, new.shown
    assert PHRASE not in new.shown and "Encrypted." in new.shown
    right = Screen(desk, "list", "--lang", "zh").answers("tsk.db 的密钥：", PHRASE)
    assert right.end() == 0, right.shown
    wrong = Screen(desk, "list").answers("Key of tsk.db:", "another one")
    assert wrong.end() == 6
    assert "The key does not open" in wrong.shown and "another one" not in wrong.shown
    nothing = Screen(desk, "list").answers("Key of tsk.db:", "")
    assert (nothing.end(), "No key was typed." in nothing.shown) == (6, True)
    never = Screen(desk, "list", "--no-input")
    assert (never.end(), "there is no key to open it" in never.shown) == (6, True)


def test_a_new_key_is_typed_twice_alike(tmp_path: Path) -> None:
    desk = Locked(tmp_path / "home")
    new = Screen(desk, "init", "--encrypt").answers("Key of tsk.db:", PHRASE).answers("again:", PHRASE + "x")
    assert (new.end(), "The two keys differ." in new.shown) == (6, True)
    assert not desk.home.exists()


# ── several at once, and killed ────────────────────────────────────────────────────────────────────


def test_several_processes_write_at_once(locked: Locked) -> None:
    crowd = [locked.process("record", f"{SUMMARY} {n}", "--json") for n in range(4)]
    said = [process.communicate(timeout=90) for process in crowd]
    assert [(process.returncode, err) for process, (_, err) in zip(crowd, said, strict=True)] == [(0, "")] * 4
    assert sorted(json.loads(out)["id"] for out, _ in said) == [1, 2, 3, 4]
    assert locked.ok("verify")["whole"]


def test_a_killed_command_leaves_all_or_nothing(locked: Locked, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_bytes(LETTER)
    told: set[int] = set()
    started = time.monotonic()
    locked.process("record", SUMMARY, "--attach", letter, "--kind", "photo").communicate(timeout=60)
    usual = time.monotonic() - started
    for n in range(12):
        process = locked.process("record", f"{SUMMARY} {n}", "--attach", letter, "--kind", "photo", "--json")
        time.sleep(usual * (0.3 + 0.07 * n))
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate(timeout=60)
        if out.endswith("}\n"):
            told.add(json.loads(out)["id"])
    kept = {case["id"] for case in locked.ok("list", "--limit", 99)}
    assert told <= kept and kept == set(range(1, len(kept) + 1))
    assert locked.ok("verify")["whole"]
    assert found(locked.home) == set()


# ── papers ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def one(locked: Locked) -> Iterator[Locked]:
    locked.ok("record", SUMMARY)
    yield locked


def sealed(desk: Desk) -> list[Path]:
    return [path for path in sorted((desk.home / "attachments").rglob("*")) if path.is_file()]


@pytest.mark.parametrize("size", [1, 4096, 3_000_001], ids=["a-byte", "a-page", "three-megabytes"])
def test_a_paper_comes_back_as_it_was(one: Locked, tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    (tmp_path / "scan.pdf").write_bytes(content)
    case = one.ok("attach", 1, tmp_path / "scan.pdf", "--kind", "photo")
    assert case["attachments"][0]["size"] == size
    (file,) = sealed(one)
    assert file.name == case["attachments"][0]["sha256"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert content not in file.read_bytes() or size == 1
    one.ok("attach", 1, "--fetch", 1, "-o", tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == content
    assert one.ok("verify")["whole"]


@pytest.mark.parametrize("harm", ["changed", "cut", "gone", "plain"])
def test_a_paper_that_was_changed_is_found_out(one: Locked, tmp_path: Path, harm: str) -> None:
    (tmp_path / "letter.txt").write_bytes(LETTER)
    one.ok("attach", 1, tmp_path / "letter.txt", "--kind", "photo")
    (file,) = sealed(one)
    content = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        changed = {"changed": content[:9000] + b"x" + content[9001:], "cut": content[:8192], "plain": LETTER}
        file.write_bytes(changed[harm])
    told = one.tsk("attach", 1, "--fetch", 1, "-o", tmp_path / "out")
    assert told.code == 6 and "Attachment 1 of" in told.err and "Traceback" not in told.err
    assert not (tmp_path / "out").exists()
    assert one.tsk("verify").code == 6


def test_a_copy_that_is_cut_short_holds_nothing_plain(one: Locked, tmp_path: Path) -> None:
    (tmp_path / "recording.wav").write_bytes(LETTER * 3000)
    process = one.process("attach", 1, tmp_path / "recording.wav", "--kind", "recording")
    deadline = time.monotonic() + 60
    while not any(path.stat().st_size > 1_000_000 for path in sealed(one)) and time.monotonic() < deadline:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    (draft,) = sealed(one)
    assert draft.name.startswith(f".{process.pid}-")
    assert found(one.home) == set()
    assert one.ok("show", 1)["attachments"] == []


# ── a plain desk taken over ────────────────────────────────────────────────────────────────────────


def test_a_plain_desk_is_taken_into_an_encrypted_one_whole(desk: Desk, tmp_path: Path) -> None:
    told_everything(desk, tmp_path)
    (desk.home / "rules.toml").open("a", encoding="utf-8").write("\n# ours\n")
    before = bytes_of(desk.home)
    new = Locked(tmp_path / "new", TSK_KEY_FILE=str(tmp_path / "new.key"))
    told = new.tsk("init", "--encrypt", "--from", desk.home)
    assert (told.code, told.err) == (0, "")
    assert f"Everything of {desk.home} was taken over" in told.out
    assert bytes_of(desk.home) == before
    assert found(new.home) == set()
    assert (new.home / "rules.toml").read_text("utf-8").endswith("# ours\n")
    for words in (("verify",), ("show", 1, "--history"), ("search", "上门"), ("report",)):  # a look is an event
        assert new.ok(*words) == desk.ok(*words)
    new.ok("attach", 1, "--fetch", 1, "-o", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == LETTER
    with closing(new.raw()) as database, pytest.raises(sqlcipher.Error, match="append-only"):
        database.execute("DELETE FROM event")
    assert new.ok("record", SUMMARY)["id"] == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--encrypt", "--from", "{folder}/none"), 6, "There is no complaint desk in"),
        (("--encrypt", "--from", "{folder}/locked"), 6, "is encrypted already"),
        (("--encrypt", "--from", "{folder}/other"), 6, "is not a tsk database"),
        (("--from", "{folder}/home"), 2, "--from goes with --encrypt"),
        (("--encrypt", "--policy", "retail-store", "--from", "{folder}/home"), 2, "--from goes with --encrypt"),
    ],
)
def test_what_cannot_be_taken_over_is_refused_and_nothing_made(
    desk: Desk, locked: Locked, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "tsk.db").write_bytes(b"a text\n" * 2000)
    new = Locked(tmp_path / "new", TSK_KEY_FILE=str(tmp_path / "new.key"))
    assert said in told_in_one_line(new.tsk("init", *(word.format(folder=tmp_path) for word in words)), code)
    assert not new.home.exists() and not (tmp_path / "new.key").exists()
    told = new.but(TSK_HOME=str(locked.home)).tsk("init", "--encrypt", "--from", desk.home)
    assert "exists already" in told_in_one_line(told)


# ── another key ────────────────────────────────────────────────────────────────────────────────────


def test_another_key_opens_everything_and_the_old_one_nothing(one: Locked, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_bytes(LETTER)
    one.ok("attach", 1, tmp_path / "letter.txt", "--kind", "photo")
    papers = {path: path.read_bytes() for path in sealed(one)}
    before = one.ok("verify")
    told = one.but(**one.settings, TSK_NEW_KEY_FILE=str(tmp_path / "next.key")).tsk("key", "change")
    assert (told.code, told.err) == (0, "")
    assert f"{tmp_path / 'next.key'}: TSK_KEY_FILE names it from now on" in told.out
    assert "does not open" in told_in_one_line(one.tsk("list"))
    new = one.but(TSK_KEY_FILE=str(tmp_path / "next.key"))
    assert new.ok("verify") == before
    assert {path: path.read_bytes() for path in sealed(one)} == papers
    new.ok("attach", 1, "--fetch", 1, "-o", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == LETTER
    phrase = keyed(tmp_path, PHRASE, "phrase")
    assert new.but(**new.settings, TSK_NEW_KEY_FILE=phrase).ok("key", "change")["key_file"] == phrase
    assert one.but(TSK_KEY_FILE=phrase).ok("verify") == before


def test_a_key_is_changed_on_a_terminal(tmp_path: Path, one: Locked) -> None:
    changed = Screen(one, "key", "change").answers("Key of tsk.db:", PHRASE).answers("again:", PHRASE)
    assert changed.end() == 0, changed.shown
    shown = " ".join(changed.shown.split())  # the path is long, and the line broken anywhere
    assert PHRASE not in shown
    assert "has another key." in shown
    assert one.but(TSK_KEY_FILE=keyed(tmp_path, PHRASE, "phrase")).ok("verify")["whole"]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("", "There is no new key."),
        (RAW.upper(), "The new key is the old one."),
        ("1234567", "The key is too short"),
        ("\n", "holds no key"),
    ],
    ids=["none", "same", "short", "empty"],
)
def test_a_key_is_not_changed_for_none(locked: Locked, tmp_path: Path, new: str, said: str) -> None:
    settings = {"TSK_NEW_KEY_FILE": keyed(tmp_path, new, "new")} if new else {}
    told = locked.but(**locked.settings, **settings).tsk("key", "change")
    assert (told.code, said in told.err, told.out) == (2 if "old one" in said else 6, True, "")
    assert locked.ok("list") == []


def test_a_passphrase_that_differs_in_capitals_alone_is_another_key(tmp_path: Path) -> None:
    old, new = keyed(tmp_path, PHRASE, "old"), keyed(tmp_path, PHRASE.title(), "new")
    desk = Locked(tmp_path / "home", TSK_KEY_FILE=old, TSK_NEW_KEY_FILE=new)
    desk.ok("init", "--encrypt")
    desk.ok("key", "change")
    assert "does not open" in told_in_one_line(desk.tsk("list"))
    assert desk.but(TSK_KEY_FILE=new).ok("list") == []


def test_a_plain_desk_has_no_key_to_change(desk: Desk) -> None:
    assert "is not encrypted" in told_in_one_line(desk.tsk("key", "change"))


def test_a_key_is_not_changed_while_somebody_writes_and_nobody_writes_under_the_old_one(
    one: Locked, tmp_path: Path
) -> None:
    """Who had the file open under the old key before cannot write into it afterwards: nothing told is lost."""
    new = keyed(tmp_path, "0f" * 32, "new")
    with closing(one.raw()) as early:
        assert early.execute("SELECT count(*) FROM complaint").fetchone() == (1,)
        one.but(**one.settings, TSK_NEW_KEY_FILE=new).ok("key", "change")
        with pytest.raises(sqlcipher.Error):
            early.execute("UPDATE site SET created_at = created_at")
    assert one.but(TSK_KEY_FILE=new).ok("verify")["whole"]


def test_a_change_of_key_that_is_killed_leaves_one_key_or_the_other(one: Locked, tmp_path: Path) -> None:
    for _ in range(3):
        one.ok("record", SUMMARY, "--details", DETAILS * 50)
    started = time.monotonic()
    one.process("list").communicate(timeout=60)
    usual = time.monotonic() - started
    keys = [one.settings["TSK_KEY_FILE"], keyed(tmp_path, "0f" * 32, "new")]
    for n in range(8):
        process = one.but(TSK_KEY_FILE=keys[0], TSK_NEW_KEY_FILE=keys[1]).process("key", "change")
        time.sleep(usual * (0.5 + 0.1 * n))
        process.kill()
        process.communicate(timeout=60)
        opens = [key for key in keys if one.but(TSK_KEY_FILE=key).tsk("list").code == 0]
        assert len(opens) == 1
        assert one.but(TSK_KEY_FILE=opens[0]).ok("verify")["complaints"] == 4
        keys.sort(key=lambda key: key != opens[0])


# ── backups ────────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_encrypted_and_comes_back_under_the_key_of_its_day(one: Locked, tmp_path: Path) -> None:
    """Into the desk as it is, and into the place of a wreck."""
    told_everything(one, tmp_path)
    made = one.ok("backup")
    assert found(one.home) == set()
    assert one.ok("restore", "--drill")["whole"] is True
    before = one.ok("show", 2)
    one.ok("note", 2, "Recorded after the backup.")
    assert one.tsk("restore", "--latest", "--yes", "--reason", "Drill.").code == 0
    assert one.ok("show", 2)["summary"] == before["summary"]
    assert one.ok("verify")["whole"]
    one.file.write_bytes(os.urandom(8192))
    assert one.tsk("restore", "--latest", "--yes", "--reason", "A wreck.").code == 0
    assert (found(one.home), one.ok("verify")["whole"]) == (set(), True)
    one.ok("attach", 2, "--fetch", 1, "-o", tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == LETTER
    new = keyed(tmp_path, "0f" * 32, "new")
    one.but(**one.settings, TSK_NEW_KEY_FILE=new).ok("key", "change")
    told = one.but(TSK_KEY_FILE=new).tsk("restore", made["name"], "--yes", "--reason", "Under another key.")
    assert told.code == 6 and "does not open" in told.err and "Traceback" not in told.err
    assert one.but(TSK_KEY_FILE=new).ok("verify")["whole"]
    assert made["encrypted"] is True


def taken_over(desk: Desk, home: Path, key: str) -> Locked:
    new = Locked(home, TSK_KEY_FILE=key)
    assert new.tsk("init", "--encrypt", "--from", desk.home).code == 0
    return new


def test_desks_under_several_keys_and_a_plain_one_share_a_folder_of_backups(desk: Desk, tmp_path: Path) -> None:
    """The same paper is other bytes under each key, and each backup finds its own; what no backup names goes."""
    told_everything(desk, tmp_path)
    key, folder = keyed(tmp_path), tmp_path / "backups"
    desks = [desk, *(taken_over(desk, tmp_path / name, key) for name in ("one", "two"))]
    made = [one.ok("backup", "--to", folder) for one in desks]
    assert [one["attachments"] for one in made] == [{"named": 1, "new": 1}] * 3
    for one, backup in zip(desks, made, strict=True):
        (one.home / "tsk.db").unlink()
        shutil.rmtree(one.home / "attachments")
        back = one.tsk("restore", folder / backup["name"], "--yes", "--reason", "A new disk.")
        assert (back.code, back.err) == (0, "")
        assert one.ok("verify")["whole"]
        one.ok("attach", 1, "--fetch", 1, "-o", tmp_path / f"{one.home.name}.txt")
        assert (tmp_path / f"{one.home.name}.txt").read_bytes() == LETTER
    papers = [path for path in folder.rglob("attachments/*/*") if path.is_file()]
    shutil.rmtree(folder / made[1]["name"])
    assert desks[2].ok("backup", "--to", folder)["attachments"] == {"named": 1, "new": 0}
    left = [path for path in folder.rglob("attachments/*/*") if path.is_file()]
    assert (len(papers), len(left)) == (3, 2)


def test_a_backup_of_the_other_kind_is_refused_and_no_paper_touched(desk: Desk, tmp_path: Path) -> None:
    """Otherwise the papers would be lost: each kind of desk keeps them in a way that the other cannot read."""
    told_everything(desk, tmp_path)
    other = taken_over(desk, tmp_path / "encrypted", keyed(tmp_path))
    key = {"TSK_KEY_FILE": other.settings["TSK_KEY_FILE"]}
    backups = [one.ok("backup", "--to", str(tmp_path / "backups"))["name"] for one in (desk, other)]
    for one, name, said in (
        (other, backups[0], f"{backups[0]} is not encrypted, and {other.file} is."),
        (Locked(desk.home, **key), backups[1], f"{backups[1]} is encrypted, and {desk.home / 'tsk.db'} is not."),
    ):
        before = bytes_of(one.home / "attachments")
        told = one.tsk("restore", name, "--from", str(tmp_path / "backups"), "--yes", "--reason", "Trial.")
        assert said in told_in_one_line(told)
        assert before and bytes_of(one.home / "attachments") == before
        assert one.ok("verify")["whole"] is True
    told = other.ok("restore", "--latest", "--from", str(tmp_path / "backups"), "--yes", "--reason", "Trial.")
    assert told["backup"] == backups[1]  # of the two of this desk, the one of its own kind


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to the size of a file can be set")
def test_a_change_of_key_for_which_there_is_no_room_leaves_the_old_one(one: Locked, tmp_path: Path) -> None:
    """No file may grow beyond a part of what the whole database takes to be written again."""
    import resource

    limit = (100_000, 100_000)
    assert one.file.stat().st_size > 3 * limit[0]
    settings = {**one.settings, "TSK_NEW_KEY_FILE": keyed(tmp_path, "0f" * 32, "new")}
    words = ("key", "change")
    with one.but(**settings).process(
        *words, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    ) as process:
        out, err = process.communicate(timeout=60)
    line = told_in_one_line(Result(process.returncode, out, err))
    assert "could not be changed; the old one opens it still" in line
    assert one.ok("verify")["whole"]
    assert one.but(TSK_KEY_FILE=settings["TSK_NEW_KEY_FILE"]).tsk("list").code == 6


def test_a_removed_person_is_removed_from_an_encrypted_desk_too(one: Locked, tmp_path: Path) -> None:
    """Whoever has the key finds no more of them than on a plain desk, and their papers are gone."""
    told_everything(one, tmp_path)
    one.ok("cancel", 2, "--by", "customer", "--reason", "It works again.")
    one.at("2026-12-20 10:00")
    one.ok("anonymise", 2, "--yes", "--reason", "The customer asked for it.")
    assert one.ok("verify")["whole"]
    (tmp_path / "read").mkdir()
    with closing(one.raw()) as database:
        database.execute("ATTACH ? AS plain KEY ''", (str(tmp_path / "read" / "plain.db"),))
        database.execute("SELECT sqlcipher_export('plain')")
    assert found(tmp_path / "read") == {"schema", "header", "summary", "details"}  # complaint 1 tells of the same fault
    assert sealed(one) == []


@pytest.mark.parametrize("name", ["TSK_KEY_FILE", "TSK_KEY_COMMAND"])
def test_no_plain_desk_is_made_by_the_way_where_a_key_is_set(tmp_path: Path, name: str) -> None:
    desk = Locked(tmp_path / "home", **{name: keyed(tmp_path)})
    told = desk.tsk("record", SUMMARY, "--phone", PHONE, "--category", "network")
    assert "tsk init --encrypt" in told_in_one_line(told)
    assert not desk.home.exists()
    assert desk.but(TSK_KEY_FILE="").tsk("record", SUMMARY, "--phone", PHONE, "--category", "network").code == 0
