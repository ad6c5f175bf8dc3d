"""A server that goes away: what was acknowledged is there when it comes back, and everybody is told in one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from conftest import Result
from postgres import Server

from server.faulty import RECORDED, Shop, asked, kill, line, new_shop, until

WRITERS = 4
GONE = (  # the sentences by which a server that goes away is told
    "has broken off",
    "broke off before it confirmed",
    "Nothing listens at",
    "is starting or stopping",
)


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server that the tests of this module may stop."""
    try:
        with postgres.running() as one:
            yield one
    except postgres.Unavailable as error:
        pytest.skip(f"{postgres.SKIPPED}: {error}")


def recorder(shop: Shop, who: int, stop: threading.Event, told: list[tuple[int, str, str]]) -> None:
    """Records one complaint after the other, and notes what it was told of each."""
    nth = 0
    while not stop.is_set():
        nth += 1
        words = (
            "record",
            f"No signal {who}-{nth}",
            "--category",
            "network",
            "--phone",
            f"1380000{who:02}{nth % 99:02}",
        )
        process = shop.process(*words, "--json")
        out, err = process.communicate(timeout=120)
        told.append((process.returncode, out, err))


def test_a_server_killed_while_four_write_has_every_step_that_it_acknowledged_and_a_whole_chain(
    own: Server, tmp_path: Path
) -> None:
    shop = new_shop(own, tmp_path / "home")
    stop, told = threading.Event(), list[tuple[int, str, str]]()
    writers = [threading.Thread(target=recorder, args=(shop, who, stop, told)) for who in range(WRITERS)]
    for writer in writers:
        writer.start()
    until(lambda: len(told) >= 2 * WRITERS, 120)
    kill(own)
    time.sleep(0.5)
    stop.set()
    for writer in writers:
        writer.join()
    own.start()
    kept = {json.loads(out)["number"] for code, out, _ in told if code == 0}
    failed = [(code, err) for code, _, err in told if code]
    present = {one["number"] for one in shop.ok("list")}
    assert len(kept) >= 2 * WRITERS
    assert kept <= present
    assert len(present - kept) <= len(failed)
    assert failed
    for code, err in failed:
        assert code == 6, err
        (only,) = err.splitlines()
        assert any(word in json.loads(only)["error"] for word in GONE), err
        assert own.password not in err
    assert shop.ok("verify")["whole"]
    assert sorted(int(number[-4:]) for number in present) == list(range(1, len(present) + 1))


def test_a_server_restarted_between_two_commands_is_noticed_by_neither(own: Server, tmp_path: Path) -> None:
    shop = new_shop(own, tmp_path / "home")
    first = shop.ok(*RECORDED)["number"]
    own.stop("fast")
    own.start()
    assert [one["number"] for one in shop.ok("list")] == [first]
    assert shop.ok(*RECORDED)["number"] == "20261009-0002"


def test_a_command_waits_for_a_server_that_is_starting(own: Server, tmp_path: Path) -> None:
    shop = new_shop(own, tmp_path / "home")
    number = shop.ok(*RECORDED)["number"]
    for times, code in ((4, 0), (99, 6)):
        met = _Starting(times)
        with line(own.port, met) as slow:
            done = shop.through(slow.of(shop.url)).tsk("list", "--json")
        assert done.code == code, done
        assert met.seen >= min(times, 7)
    assert done.error["error"].endswith(" is starting or stopping.")
    assert [one["number"] for one in shop.ok("list")] == [number]


class _Starting:
    """Answers the first that come as a server does that has just begun to start."""

    def __init__(self, times: int) -> None:
        self._times = times
        self.seen = 0

    def __call__(self, data: bytes) -> str:
        if len(data) == 8:  # whether it speaks TLS
            return ""
        self.seen += 1
        return "starting" if self.seen <= self._times else ""


def test_a_server_that_is_down_is_told_in_one_sentence_and_nothing_is_written(own: Server, tmp_path: Path) -> None:
    shop = new_shop(own, tmp_path / "home")
    own.stop("fast")
    try:
        done = shop.tsk(*RECORDED, "--json")
    finally:
        own.start()
    name = f"postgresql://tsk@127.0.0.1:{own.port}/{shop.url.rpartition('/')[2]}"
    assert (done.code, done.out) == (6, "")
    assert done.error == {
        "error": f"Nothing listens at {name}.",
        "exit": 6,
        "hint": "Check --db or TSK_DB, and that the server runs; then try again.",
    }
    assert shop.ok("list") == []


def test_a_database_that_may_only_be_read_is_read_and_refuses_a_step_by_name(own: Server, tmp_path: Path) -> None:
    shop = new_shop(own, tmp_path / "home")
    shop.ok(*RECORDED)
    asked(shop.url, f"ALTER DATABASE {shop.url.rpartition('/')[2]} SET default_transaction_read_only = on")
    assert len(shop.ok("list")) == 1
    done = shop.tsk(*RECORDED, "--json")
    assert done.code == 6
    assert done.error["error"].endswith(" is a copy that can only be read.")
    assert done.error["hint"] == "Name the main server with --db. Nothing was written."


def test_a_standby_answers_who_reads_and_refuses_who_writes(own: Server, tmp_path: Path) -> None:
    shop = new_shop(own, tmp_path / "home")
    number = shop.ok(*RECORDED)["number"]
    with standby(own) as second:
        there = shop.through(second.url(shop.url.rpartition("/")[2]))
        assert [one["number"] for one in there.ok("list")] == [number]
        assert there.ok("show", "1")["number"] == number
        assert there.ok("report")["total"]["received"] == 1
        assert there.ok("verify")["whole"]
        done = there.tsk("note", "1", "Called", "--json")
        assert (done.code, done.error["hint"]) == (6, "Name the main server with --db. Nothing was written.")
    assert [one["type"] for one in shop.ok("show", "1", "--history")["events"]].count("noted") == 0


def test_an_address_of_two_servers_finds_the_one_that_writes_and_the_one_that_takes_over(
    own: Server, tmp_path: Path
) -> None:
    shop = new_shop(own, tmp_path / "home")
    database = shop.url.rpartition("/")[2]
    with standby(own) as second:
        both = f"postgresql://tsk:{own.password}@/{database}?host=127.0.0.1,127.0.0.1&port={second.port},{own.port}"
        there = shop.through(f"{both}&target_session_attrs=read-write")
        assert there.ok(*RECORDED)["number"] == "20261009-0001"
        until(lambda: asked(second.url(database), "SELECT count(*) FROM event") == [(2,)])
        kill(own)
        try:
            postgres._run(second.folder, second.programs / "pg_ctl", "-w", "-D", second.folder / "data", "promote")
            assert there.ok(*RECORDED)["number"] == "20261009-0002"
            assert there.ok("verify")["whole"]
        finally:
            own.start()


class standby:
    """A second server that follows the first, for as long as it is used."""

    def __init__(self, main: Server) -> None:
        self._main = main

    def __enter__(self) -> Server:
        folder = Path(str(self._main.folder) + "-standby")
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            owner = self._main.folder.stat()
            os.chown(folder, owner.st_uid, owner.st_gid)
        self.server = Server(self._main.programs, folder, postgres._free_port(), self._main.password)
        postgres._run(
            folder,
            *(self._main.programs / "pg_basebackup", "-D", folder / "data", "-R", "-X", "stream", "-c", "fast"),
            *("-d", self._main.url()),
        )
        self.server.start()
        return self.server

    def __exit__(self, *_: object) -> None:
        self.server.stop()
        subprocess.run(["rm", "-rf", "--", str(self.server.folder)], check=True)


def test_a_server_without_a_free_connection_is_told_so_after_a_little_patience(tmp_path: Path) -> None:
    with postgres.running("-c max_connections=4 -c superuser_reserved_connections=0 -c max_wal_senders=0") as small:
        import psycopg2

        shop = new_shop(small, tmp_path / "home")
        taken = [psycopg2.connect(shop.url) for _ in range(4)]
        done = shop.tsk("list", "--json")
        assert (done.code, done.error["hint"]) == (6, "Try again; docs/server.md tells of a pooler.")
        assert done.error["error"].endswith(" takes no more connections.")
        threading.Timer(1, taken[0].close).start()
        assert shop.ok("list") == []
        for one in taken:
            one.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a server a disk that is small")
def test_a_full_disk_of_the_server_ends_a_command_with_clear_words_and_with_room_it_goes_on(
    own: Server, tmp_path: Path
) -> None:
    shop = new_shop(own, tmp_path / "home")
    place = own.folder / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)], check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        owner = own.folder.stat()
        os.chown(place, owner.st_uid, owner.st_gid)
        place.chmod(0o700)
        name = shop.url.rpartition("/")[2]
        asked(own.url(), f"CREATE TABLESPACE small LOCATION '{place}'")
        asked(own.url(), f"ALTER DATABASE {name} SET TABLESPACE small")
        shop.ok(*RECORDED)
        _fill(place / "filler")
        done = _until_it_fails(shop)
        assert (done.code, done.error["hint"]) == (
            6,
            "Whoever keeps it has to make room; then repeat the command. Nothing was written.",
        )
        kept = len(shop.ok("list"))
        (place / "filler").unlink()
        assert shop.ok(*RECORDED)["id"] == kept + 1
        assert shop.ok("verify")["whole"]
        asked(own.url(), f"DROP DATABASE {name} WITH (FORCE)")
        asked(own.url(), "DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def _fill(path: Path) -> None:
    """Leaves a few pages free, so that it gives out in the middle of something."""
    free = os.statvfs(path.parent).f_bavail * os.statvfs(path.parent).f_frsize
    path.write_bytes(bytes(max(0, free - 65536)))


def _until_it_fails(shop: Shop) -> Result:
    for _ in range(200):
        done = shop.tsk(*RECORDED, "--details", "No signal " * 200, "--json")
        if done.code:
            return done
    raise AssertionError("the disk was never full")
