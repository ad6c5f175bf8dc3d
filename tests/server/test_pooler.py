"""Behind pgbouncer in transaction pooling, where two statements seldom meet the same process of the server."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import postgres
import pytest
from postgres import Server

from server.faulty import RECORDED, Shop, asked, new_shop, until

POOLER = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(
    POOLER is None, reason="pgbouncer is not installed here (Debian: apt install pgbouncer)"
)


@contextmanager
def pooled(server: Server, place: Path, size: int) -> Iterator[int]:
    """The port of a pooler in front of the server, with so many connections to each database."""
    port = postgres._free_port()
    folder = server.folder / f"pooler-{port}"
    folder.mkdir()
    (folder / "users").write_text(f'"tsk" "{server.password}"\n', "ascii")
    (folder / "ini").write_text(
        f"[databases]\n* = host=127.0.0.1 port={server.port}\n[pgbouncer]\nlisten_addr=127.0.0.1\nlisten_port={port}\n"
        f"unix_socket_dir=\nauth_type=scram-sha-256\nauth_file={folder}/users\npidfile={folder}/pid\n"
        f"logfile={folder}/log\npool_mode=transaction\ndefault_pool_size={size}\nmax_client_conn=100\n"
        "query_wait_timeout=20\nserver_login_retry=1\n",
        "ascii",
    )
    if os.geteuid() == 0:
        owner = server.folder.stat()
        for path in (folder, *folder.iterdir()):
            os.chown(path, owner.st_uid, owner.st_gid)
    postgres._run(server.folder, POOLER, "-q", "-d", folder / "ini")
    until(lambda: _answers(port))
    try:
        yield port
    finally:
        os.kill(int((folder / "pid").read_text("ascii")), signal.SIGKILL)


def _answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def by(url: str, port: int) -> str:
    """The same address through that port."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{port}"))


@pytest.fixture
def shop(server: Server, tmp_path: Path) -> Iterator[Shop]:
    made = new_shop(server, tmp_path / "home")
    yield made
    asked(server.url(), f"DROP DATABASE {made.url.rpartition('/')[2]} WITH (FORCE)")


def test_a_day_at_the_counter_goes_through_one_connection_of_a_pooler(
    shop: Shop, server: Server, tmp_path: Path
) -> None:
    shop.ok(*RECORDED)
    with pooled(server, tmp_path, size=1) as port:
        there = Shop(tmp_path / "there", by(shop.url, port), shop.now)
        there.ok("init", "--practice")
        assert there.ok(*RECORDED)["number"] == "20261009-0002"
        there.ok("accept", "1", "2")
        there.ok("contact", "2", "--via", "phone")
        there.ok("reply", "2", "The mast is repaired", "--via", "phone")
        assert [one["state"] for one in there.ok("list", "--sort", "number")] == ["in_progress", "resolved"]
        assert [one["number"] for one in there.ok("search", "signal")] != []
        assert there.ok("report")["total"]["received"] == 2
        assert there.ok("daily")["date"] == "2026-10-09"
        assert len(there.ok("export", "--format", "json")) == 2
        assert there.ok("verify", "--rebuild")["whole"]
        assert there.tsk("doctor", "--json").json["findings"]
    assert shop.ok("verify")["whole"]


def test_many_clients_share_a_few_connections_and_nothing_is_lost_or_doubled(
    shop: Shop, server: Server, tmp_path: Path
) -> None:
    told: list[tuple[int, str, str]] = []

    def work(nth: int, url: str) -> None:
        machine = Shop(tmp_path / f"machine{nth}", url, shop.now)
        for words in (RECORDED, ("verify",), RECORDED):
            process = machine.process(*words, "--json")
            out, err = process.communicate(timeout=120)
            told.append((process.returncode, out, err))

    with pooled(server, tmp_path, size=2) as port:
        workers = [threading.Thread(target=work, args=(nth, by(shop.url, port))) for nth in range(6)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert [one for one in told if one[0]] == []
    assert sorted(one["id"] for one in shop.ok("list")) == list(range(1, 13))
    assert shop.ok("verify")["whole"]
    held = (
        "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND datname = current_database()"
    )
    assert asked(shop.url, held) == [(0,)]


def test_a_pooler_that_is_gone_is_told_as_a_server_that_is_gone(shop: Shop, server: Server, tmp_path: Path) -> None:
    with pooled(server, tmp_path, size=1) as port:
        there = Shop(tmp_path / "there", by(shop.url, port), shop.now)
        assert there.ok("list") == []
    time.sleep(0.2)
    done = there.tsk(*RECORDED, "--json")
    assert done.code == 6
    assert done.error["error"].startswith(f"Nothing listens at postgresql://tsk@127.0.0.1:{port}/")


def test_a_server_that_is_gone_behind_a_pooler_is_told_in_one_sentence(tmp_path: Path) -> None:
    with postgres.running() as own:
        shop = new_shop(own, tmp_path / "home")
        shop.ok(*RECORDED)
        with pooled(own, tmp_path, size=1) as port:
            there = Shop(tmp_path / "home", by(shop.url, port), shop.now)
            assert len(there.ok("list")) == 1
            own.stop("immediate")
            done = there.tsk(*RECORDED, "--json")
            assert (done.code, done.out) == (6, "")
            assert done.error["error"].endswith(" has broken off.")
            own.start()
            until(lambda: there.tsk("list").code == 0)
            assert there.ok(*RECORDED)["id"] == 2
