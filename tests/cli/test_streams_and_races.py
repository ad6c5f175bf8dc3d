"""Closed streams, full disks, held locks and many processes at once: real processes on a real file.

Here stand also the sites of one file and the ways to write a number.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Desk, Result


@pytest.fixture
def one(desk: Desk) -> Desk:
    """A desk with complaint 1, assigned to the network department."""
    desk.ok("record", "断网三天")
    return desk


# ── streams ────────────────────────────────────────────────────────────────────────────────────────


def shell(desk: Desk, redirected: str, *words: object) -> Result:
    """One command of a shell whose streams are redirected as said; what is left of them is read."""
    command = ["bash", "-c", f'"$@" {redirected}', "tsk", sys.executable, "-m", "tsk", *map(str, words)]
    env = {**os.environ, **desk.env}
    done = subprocess.run(command, env=env, input="1\n", capture_output=True, text=True, timeout=30, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    assert "Exception" not in done.stdout + done.stderr
    assert "lost sys" not in done.stderr
    return Result(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
def test_a_command_with_closed_streams_does_its_work(one: Desk, closed: str) -> None:
    told = shell(one, closed, "record", "营业员态度恶劣")
    assert told.code == 0
    assert ("20261009-0002" in told.out) == (">&-" not in closed.replace("2>&-", ""))
    assert told.err == ""
    assert [case["summary"] for case in one.ok("list")] == ["营业员态度恶劣", "断网三天"]
    assert one.ok("verify")["whole"]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_refused_command_with_closed_streams_keeps_its_exit_code(one: Desk, closed: str) -> None:
    told = shell(one, closed, "show", 99)
    assert (told.code, told.out) == (3, "")
    assert ("There is no complaint 99 here." in told.err) == ("2>&-" not in closed)


def test_ids_from_a_closed_stdin_are_no_ids(one: Desk) -> None:
    assert shell(one, "<&-", "accept", "-", "--json") == (0, "[]\n", "")
    assert shell(one, "", "accept", "-", "--json").code == 0


def test_a_reader_that_went_away_is_no_error(one: Desk) -> None:
    assert shell(one, "| true", "list").err == ""


@pytest.mark.parametrize(
    "words", [("list",), ("show", 1, "--json"), ("record", "营业员态度恶劣"), ("--help",)], ids=str
)
def test_a_full_disk_behind_stdout_is_no_traceback(one: Desk, words: tuple[object, ...]) -> None:
    """What could not be said is an error, so a script does not go on as if it had been."""
    assert shell(one, ">/dev/full", *words).code != 0
    assert one.ok("verify")["whole"]


def test_a_full_disk_behind_stderr_keeps_the_exit_code_of_an_error(one: Desk) -> None:
    assert shell(one, "2>/dev/full", "show", 99) == (3, "", "")
    assert shell(one, "2>/dev/full", "list").code == 0


# ── races ──────────────────────────────────────────────────────────────────────────────────────────

WRITER = """
import sys
from pathlib import Path
from tsk.cli import main
stop, name = Path(sys.argv[1]), sys.argv[2]
while not stop.exists():
    codes = main(["record", f"断网 {name}"]), main(["contact", "1", "--via", "phone"]), main(["list"])
    assert codes == (0, 0, 0), codes
"""


@contextlib.contextmanager
def writers(desk: Desk, stop: Path, count: int) -> Iterator[list[subprocess.Popen[str]]]:
    """So many processes that write without a pause until the end of the block."""
    command = [sys.executable, "-c", WRITER, str(stop)]
    env = {**os.environ, **desk.env}
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    crowd = [subprocess.Popen([*command, str(n)], env=env, text=True, **pipes) for n in range(count)]
    try:
        yield crowd
    finally:
        stop.touch()
        said = [process.communicate(timeout=60)[1] for process in crowd]
    assert [(process.returncode, err) for process, err in zip(crowd, said, strict=True)] == [(0, "")] * count


def test_a_file_is_proved_whole_at_any_moment_while_four_processes_write(one: Desk, tmp_path: Path) -> None:
    seen = [one.events]
    with writers(one, tmp_path / "stop", 4):
        deadline = time.monotonic() + 30
        while len(seen) < 7 and time.monotonic() < deadline:
            proved = one.tsk("verify", "--json")
            assert (proved.code, proved.json["whole"], proved.json["findings"]) == (0, True, [])
            if proved.json["events"] > seen[-1]:  # somebody wrote since the last proof
                seen.append(proved.json["events"])
    assert len(seen) == 7
    events = one.ok("show", 1, "--history")["events"]
    assert [event["seq"] for event in events] == [*range(1, len(events) + 1)]
    assert one.ok("verify")["whole"]


@contextlib.contextmanager
def locked(desk: Desk, seconds: float) -> Iterator[None]:
    """Somebody else's transaction on the file, held until the block ends, for so long at least."""
    with closing(sqlite3.connect(desk.home / "tsk.db", isolation_level=None)) as db:
        started = time.monotonic()
        db.execute("BEGIN IMMEDIATE")
        yield
        time.sleep(max(0.0, started + seconds - time.monotonic()))
        db.execute("ROLLBACK")


def test_six_processes_that_wait_for_one_lock_all_succeed_and_time_never_runs_backwards(one: Desk) -> None:
    """They read the clock half a second apart and get the lock in any order."""
    one.at("").ok("record", "营业员态度恶劣")
    crowd = []
    with locked(one, 3.2):
        for n in range(6):
            crowd.append(one.process("contact", 2, "--via", "phone", "--note", n))
            time.sleep(0.4)
    said = [process.communicate(timeout=60) for process in crowd]
    assert [(process.returncode, err) for process, (_, err) in zip(crowd, said, strict=True)] == [(0, "")] * 6
    events = one.ok("show", 2, "--history")["events"]
    contacts = [event for event in events if event["type"] == "contacted"]
    assert sorted(event["note"] for event in contacts) == [*"012345"]
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    assert one.ok("verify")["whole"]


def test_reading_waits_for_nobody(one: Desk) -> None:
    with locked(one, 0):
        started = time.monotonic()
        for words in (("list",), ("show", 1), ("overdue",), ("explain", 1), ("report",), ("verify",)):
            assert one.tsk(*words).code == 0
        assert time.monotonic() - started < 5


# ── whose files these are ──────────────────────────────────────────────────────────────────────────


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("words", [("init",), ("record", "断网")], ids=["init", "record"])
def test_a_new_home_is_its_owner_s_alone_whatever_the_umask(tmp_path: Path, words: tuple[str, ...]) -> None:
    desk = Desk(tmp_path / "new", now="")
    with desk.process(*words, umask=0) as process:
        process.communicate(timeout=30)
    assert process.returncode == 0
    assert mode(desk.home) == 0o700
    assert {path.name: mode(path) for path in desk.home.iterdir() if path.name in ("tsk.db", "rules.toml")} == {
        "tsk.db": 0o600, "rules.toml": 0o600,
    }  # fmt: skip
    assert {mode(path) for path in desk.home.iterdir()} == {0o600}


# ── sites ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def two_sites(one: Desk) -> Desk:
    """The file of `main` with a second site HZ01 in it, which has a complaint 1 of its own."""
    assert one.ok("init", "--site", "HZ01")["site"] == "HZ01"
    assert one.ok("record", "营业员态度恶劣", "--site", "HZ01")["number"] == "HZ01-20261009-0001"
    return one


def test_commands_without_a_site_mean_the_first_one(two_sites: Desk) -> None:
    assert [case["summary"] for case in two_sites.ok("list")] == ["断网三天"]
    assert two_sites.ok("show", 1)["site"] == "main"
    assert two_sites.ok("record", "断网四天")["number"] == "20261009-0002"
    assert two_sites.ok("verify")["complaints"] == 2
    assert two_sites.ok("report")["total"]["received"] == 2
    assert two_sites.ok("init")["site"] == "main"


def test_the_second_site_has_its_own_numbers_chain_and_figures(two_sites: Desk) -> None:
    site = ("--site", "HZ01")
    assert [case["summary"] for case in two_sites.ok("list", *site)] == ["营业员态度恶劣"]
    for said in ("1", "HZ01/1", "HZ01-20261009-0001"):
        assert two_sites.ok("show", said, *site)["summary"] == "营业员态度恶劣"
    two_sites.ok("contact", 1, "--via", "phone", *site)
    proved = two_sites.ok("verify", *site)
    assert (proved["whole"], proved["events"], proved["complaints"]) == (True, 4, 1)
    assert proved["desk_id"] != two_sites.ok("verify")["desk_id"]
    assert two_sites.ok("verify")["events"] == 2
    assert two_sites.ok("report", *site)["total"]["received"] == 1


def test_the_only_site_of_a_file_needs_no_name(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "shop")
    desk.ok("init", "--practice", "--site", "HZ01")
    assert desk.ok("record", "断网")["number"] == "HZ01-20261009-0001"
    assert desk.ok("show", 1)["site"] == "HZ01"


def test_a_site_that_is_made_twice_is_the_same_one(two_sites: Desk) -> None:
    before = two_sites.ok("verify", "--site", "HZ01")
    assert two_sites.ok("init", "--site", "HZ01")["existed"]
    assert two_sites.ok("verify", "--site", "HZ01") == before


@pytest.mark.parametrize("code", ["../x", "a b", "HZ/01", "杭州", "x" * 13, "-", "HZ01\n"])
def test_a_site_code_is_letters_and_digits(one: Desk, tmp_path: Path, code: str) -> None:
    told = one.tsk("init", f"--site={code}")
    assert (told.code, told.out) == (2, "")
    assert "is not a site code" in told.err
    new = Desk(tmp_path / "new")
    assert new.tsk("init", f"--site={code}").code == 2
    assert not (new.home / "tsk.db").exists()


def test_a_refused_site_code_leaves_no_home_behind(tmp_path: Path) -> None:
    new = Desk(tmp_path / "new")
    for words in (("init",), ("record", "断网")):
        assert new.tsk(*words, "--site", "../x").code == 2
        assert not new.home.exists()


# ── numbers ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "said", ["1", "１", "0001", "００１", "#1", " #1 ", "00000000001", "main/1", "main/0001", "20261009-0001"]
)
def test_a_number_is_understood_as_people_write_it(one: Desk, said: str) -> None:
    assert one.ok("show", said)["id"] == 1
    assert one.ok("accept", "-", stdin=f"{said}\n")[0]["id"] == 1


@pytest.mark.parametrize(
    "said", ["2", "２", "0", "HZ01/1", "1/main", "main/", "-1", "1.0", "²", "main/main/1", "9" * 30]
)
def test_what_is_no_number_of_this_site_is_not_found(one: Desk, said: str) -> None:
    told = one.tsk("show", "--", said)
    assert (told.code, told.out) == (3, "")
    assert said in told.err


def test_init_says_whether_it_made_the_site(desk: Desk) -> None:
    assert "ready" in desk.tsk("init", "--site", "HZ01").out
    assert "exists already" in desk.tsk("init", "--site", "HZ01").out
    assert "exists already" in desk.tsk("init").out


def test_making_a_home_leaves_the_unfinished_file_of_another_process_alone(tmp_path: Path) -> None:
    home = tmp_path / "new"
    home.mkdir()
    other = home / f".tsk.db.{os.getpid()}7"  # the number of this process begins that of the other one
    other.write_bytes(b"not finished")
    assert Desk(home).tsk("init", "--practice").code == 0
    assert sorted(path.name for path in home.iterdir()) == [other.name, "rules.toml", "tsk.db"]
