"""A complaint desk to drive through its real command line, on a real file in a folder of its own."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import postgres
import pytest
from databases import DATABASES, SERVER, Databases

from tsk.cli import main

ROOM = 3 * 2**30  # bytes that all homes together need at most
ENCRYPTED = bool(os.environ.get("TSK_TEST_ENCRYPTED"))  # every desk that the tests make is then an encrypted one


class Result(NamedTuple):
    """What one command said: its exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The value printed on stdout."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The error printed on stderr with --json: exactly one line."""
        (line,) = self.err.splitlines()
        return json.loads(line)


def typed(words: Iterable[object]) -> list[str]:
    """The words of a command; where the tests go over encrypted desks, `init` makes such a one."""
    said = [str(word) for word in words]
    return [*said, "--encrypt"] if ENCRYPTED and said[:1] == ["init"] else said


def raw_database(path: Path) -> Any:
    """The database behind the program's back: as another tool opens it that has the key, where it is encrypted."""
    with path.open("rb") as file:
        if file.read(6) == b"SQLite":
            return sqlite3.connect(path)
    from sqlcipher3 import dbapi2

    database = dbapi2.connect(path)
    key = Path(os.environ["TSK_KEY_FILE"]).read_text("ascii").strip()
    database.execute(f"PRAGMA key = \"x'{key}'\"")
    return database


class Desk:
    """The command line of one home at one present; `at` moves the present, `copy` gives the same desk elsewhere.

    Its database is the file in the home, or one of the `databases` of a server.
    """

    def __init__(self, home: Path, now: str = "2026-10-09 16:40", databases: Databases | None = DATABASES) -> None:
        self.home = home
        self.now = now
        self.databases = databases

    def at(self, when: str) -> Desk:
        self.now = when
        return self

    def copy(self, home: Path) -> Desk:
        shutil.copytree(self.home, home)
        if self.databases:
            self.databases.copy(self.home, home)
        return Desk(home, self.now, self.databases)

    @property
    def env(self) -> dict[str, str]:
        return {"TSK_HOME": str(self.home), "TSK_NOW": self.now, **self.database}

    @property
    def database(self) -> dict[str, str]:
        """What leads to its database where that is not a file in the home."""
        return {"TSK_DB": self.databases.url(self.home)} if self.databases else {}

    @property
    def written(self) -> int:
        """How many events were ever written here, counted in the file itself."""
        if self.databases:
            return sum(int(n) for (n,) in self.databases.rows(self.home, "SELECT count(*) FROM event"))
        if not (self.home / "tsk.db").is_file():
            return 0
        with closing(raw_database(self.home / "tsk.db")) as database:
            return int(database.execute("SELECT count(*) FROM event").fetchone()[0])

    @property
    def events(self) -> int:
        """How many events the whole file holds; its chain is proved on the way."""
        return int(self.ok("verify")["events"])

    def tsk(self, *words: object, stdin: str = "") -> Result:
        """One command in this process; a traceback is a failure of the test."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
            for name, value in {**self.env, "TSK_DEBUG": "1"}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.StringIO(stdin))
            code = main(typed(words))
        return Result(code, out.getvalue(), err.getvalue())

    def ok(self, *words: object, stdin: str = "") -> Any:
        """The JSON of a command that must succeed."""
        done = self.tsk(*words, "--json", stdin=stdin)
        assert done.code == 0, f"tsk {words}: {done}"
        return done.json

    def process(self, *words: object, **options: Any) -> subprocess.Popen[str]:
        """One command as a process of its own."""
        pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        command = [sys.executable, "-m", "tsk", *map(str, words)]
        env = {**os.environ, **self.env}
        return subprocess.Popen(command, text=True, **{"env": env, **pipes, **options})


Figure = Callable[[str, float], None]


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Notes a figure that the end of the run sums up over all tests; of `longest …` it says the largest."""
    return lambda name, value: request.node.user_properties.append(("figure", (name, value)))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Prints what the suites that look for trouble came to, whichever process ran them, and what could not be run."""
    found: dict[str, list[float]] = {}
    for report in (one for kind in ("passed", "failed") for one in terminalreporter.getreports(kind)):
        for name, value in (said for key, said in report.user_properties if key == "figure"):
            found.setdefault(name, []).append(value)
    if found:
        terminalreporter.section("figures")
    for name, values in found.items():
        value = max(values) if name.startswith("longest") else sum(values)
        terminalreporter.write_line(f"{name}: {value:,.10g}")
    told = [str(report.longrepr) for report in terminalreporter.getreports("skipped")]
    if any(postgres.SKIPPED in text for text in told):
        terminalreporter.section(f"{postgres.SKIPPED}: none is installed here (`make test-server` installs one)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what is about files where the desks are on a server."""
    if not SERVER:
        return
    on_file = [item for item in items if item.get_closest_marker("on_file")]
    config.hook.pytest_deselected(items=on_file)
    items[:] = [item for item in items if not item.get_closest_marker("on_file")]


def pytest_configure(config: pytest.Config) -> None:
    """Puts the homes of the tests into memory where there is room: a commit waits for the disk longer than it works.

    What asks for a disk makes its folder itself.
    """
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > ROOM
    if roomy and not config.option.basetemp:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(shared))


@pytest.fixture(scope="session", autouse=True)
def nobodys_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting of whoever runs the tests reaches the program, and the program cannot reach their home."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            if name.startswith(("TSK_", "LC_", "XDG_", "PG")) or name in ("LANGUAGE", "COLUMNS"):
                patch.delenv(name)
        nobody = str(tmp_path_factory.getbasetemp() / "nobody")
        for name, value in {"LANG": "C.UTF-8", "HOME": nobody, "LOGNAME": "tester"}.items():
            patch.setenv(name, value)
        if ENCRYPTED:
            patch.setenv("TSK_KEY_FILE", str(tmp_path_factory.mktemp("key") / "tsk.key"))
        yield


def practised(home: Path, databases: Databases | None) -> Path:
    """The home, made for practice with the default policy."""
    database = ["--db", databases.url(home)] if databases else []
    words = ["--home", str(home), *database, "--lang", "en", "init", "--practice", *["--encrypt"] * ENCRYPTED]
    with redirect_stdout(io.StringIO()):
        assert main(words) == 0
    return home


@pytest.fixture(scope="session")
def practice_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new home for practice with the default policy, made once; tests work on copies."""
    return practised(tmp_path_factory.mktemp("practice") / "home", DATABASES)


@pytest.fixture
def desk(practice_home: Path, tmp_path: Path) -> Desk:
    """A desk for practice with the default policy, on Friday 9 October 2026 at 16:40."""
    return Desk(practice_home).copy(tmp_path / "home")


@pytest.fixture(autouse=bool(DATABASES))
def dropped_databases(tmp_path: Path) -> Iterator[None]:
    """On a test server, takes away what the test's homes had there."""
    yield
    if DATABASES:
        DATABASES.drop(tmp_path)
