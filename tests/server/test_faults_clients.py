"""Clients that stop in the middle, or come two at once, or of another version: nobody else is held up or harmed."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from postgres import Server

from server.faulty import RECORDED, Line, Nth, Shop, asked, line, new_shop

IDLE, LOCK = 15, 20  # seconds that a transaction may stand still, and that others wait for it


@pytest.fixture
def shop(server: Server, tmp_path: Path) -> Iterator[Shop]:
    made = new_shop(server, tmp_path / "home")
    yield made
    asked(server.url(), f"DROP DATABASE {made.url.rpartition('/')[2]} WITH (FORCE)")


@contextmanager
def in_the_middle(shop: Shop, server: Server) -> Iterator[tuple[subprocess.Popen[str], Line]]:
    """A client that records, holds its site, and whose last message never arrives."""
    with line(server.port, _Held()) as held:
        process = shop.through(held.of(shop.url)).process(*RECORDED)
        assert held.held.wait(60)
        try:
            yield process, held
        finally:
            process.kill()
            process.communicate()


class _Held(Nth):
    def __init__(self) -> None:
        super().__init__("hold")


def test_a_client_killed_in_mid_transaction_leaves_nothing_and_holds_nobody_up(shop: Shop, server: Server) -> None:
    with in_the_middle(shop, server) as (process, _):
        process.kill()
        process.communicate()
        begun = time.monotonic()
        assert shop.ok(*RECORDED)["number"] == "20261009-0001"
    assert time.monotonic() - begun < 5
    assert len(shop.ok("list")) == 1
    assert shop.ok("verify")["whole"]


def test_a_client_that_stands_still_lets_go_of_its_site_before_the_others_give_up(shop: Shop, server: Server) -> None:
    with in_the_middle(shop, server) as (process, _):
        process.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        done = shop.tsk(*RECORDED, "--json")
        waited = time.monotonic() - begun
        process.send_signal(signal.SIGCONT)
    assert (done.code, done.json["number"]) == (0, "20261009-0001")
    assert IDLE - 2 < waited < LOCK
    assert len(shop.ok("list")) == 1


def test_a_command_whose_message_the_line_swallows_is_carried_out_once_all_the_same(shop: Shop, server: Server) -> None:
    """The server takes the step back; the command finds that it does not stand, and is run again."""
    with in_the_middle(shop, server) as (process, _):
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert len(shop.ok("list")) == 1
    assert shop.ok("verify")["whole"] is True


def test_who_waits_too_long_for_a_busy_site_is_told_so_and_writes_nothing(shop: Shop, server: Server) -> None:
    import psycopg2

    other = psycopg2.connect(shop.url)
    other.cursor().execute("SELECT 1 FROM site FOR UPDATE")
    done = shop.tsk(*RECORDED, "--json")
    assert done.code == 6
    assert done.error["error"].endswith(f" has been busy for {LOCK} seconds.")
    assert done.error["hint"] == "Another command holds the site; try again. Nothing was written."
    assert shop.ok("list") == []  # who only reads waits for nobody
    other.close()
    assert shop.ok(*RECORDED)["number"] == "20261009-0001"


def test_a_deadlock_is_survived_by_running_the_command_again(shop: Shop, server: Server) -> None:
    shop.ok(*RECORDED)
    asked(
        shop.url,
        """CREATE FUNCTION fails_twice() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF nextval('times') < 3 THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF;
          RETURN new;
        END $$; CREATE SEQUENCE times; CREATE TRIGGER fails BEFORE INSERT ON event FOR EACH ROW
        EXECUTE FUNCTION fails_twice()""",
    )
    assert shop.ok("note", "1", "Called")["events"][-1]["type"] == "noted"
    types = [one["type"] for one in shop.ok("show", "1", "--history")["events"]]
    assert types.count("noted") == 1
    assert shop.ok("verify")["whole"]


def test_a_deadlock_that_comes_again_and_again_ends_after_the_third_time(shop: Shop, server: Server) -> None:
    shop.ok(*RECORDED)
    asked(
        shop.url,
        """CREATE SEQUENCE times; CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM nextval('times');
          RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001';
        END $$; CREATE TRIGGER fails BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION fails()""",
    )
    done = shop.tsk("note", "1", "Called", "--json")
    assert (done.code, done.error["hint"]) == (6, "Try again. Nothing was written.")
    assert done.error["error"].endswith(" is very busy.")
    assert asked(shop.url, "SELECT last_value FROM times") == [(3,)]


def test_two_daily_runs_on_two_machines_carry_out_each_escalation_once(shop: Shop, tmp_path: Path) -> None:
    for nth in range(6):
        shop.ok("record", f"No signal {nth}", "--category", "network", "--phone", f"138000000{nth:02}")
    later = "2026-10-20 09:00"
    machines = [Shop(tmp_path / f"machine{nth}", shop.url, later) for nth in range(2)]
    runs = [machine.process("daily", "--json") for machine in machines]
    done = [(run.communicate(timeout=120), run.returncode) for run in runs]
    assert [code for _, code in done] == [0, 0], done
    events = asked(shop.url, "SELECT id, body FROM event WHERE type = 'escalated'")
    assert events
    assert len(events) == len(set(events))
    keys = asked(shop.url, "SELECT key FROM event WHERE key LIKE '%escalation:%'")
    assert len(keys) == len(set(keys))
    shop.at(later)
    assert shop.ok("daily")["carried_out"] == []
    assert shop.ok("verify")["whole"]


def test_two_clients_that_make_the_tables_at_once_make_them_once(server: Server, tmp_path: Path) -> None:
    name = f"t{os.getpid()}_{os.urandom(6).hex()}"
    asked(server.url(), f"CREATE DATABASE {name} TEMPLATE template0")
    shops = [Shop(tmp_path / f"machine{nth}", server.url(name)) for nth in range(3)]
    begun = [shop.process("init", "--practice", "--site", f"HZ0{nth}") for nth, shop in enumerate(shops, 1)]
    done = [(one.communicate(timeout=120), one.returncode) for one in begun]
    assert [code for _, code in done] == [0, 0, 0], done
    twice = asked(shops[0].url, "SELECT name FROM schema_migration GROUP BY name HAVING count(*) > 1")
    assert twice == []
    assert asked(shops[0].url, "SELECT site, nth FROM site ORDER BY nth") == [
        (site, nth) for nth, (site,) in enumerate(asked(shops[0].url, "SELECT site FROM site ORDER BY nth"))
    ]
    for nth, shop in enumerate(shops, 1):
        assert shop.ok(*RECORDED, "--site", f"HZ0{nth}")["number"] == f"HZ0{nth}-20261009-0001"
    asked(server.url(), f"DROP DATABASE {name} WITH (FORCE)")


def test_a_client_that_is_older_than_the_tables_is_refused_by_name_and_changes_nothing(shop: Shop) -> None:
    asked(shop.url, "INSERT INTO schema_migration (name, applied_at) VALUES ('9999_future', '2030-01-01T00:00:00Z')")
    for words in (("list",), RECORDED, ("init", "--practice"), ("overdue",), ("verify",)):
        done = shop.tsk(*words, "--json")
        assert (done.code, done.error["hint"]) == (6, "Install that version; nothing was changed."), words
        assert done.error["error"].endswith(" was written by a newer tsk (schema 9999_future).")
    assert asked(shop.url, "SELECT count(*) FROM event") == [(0,)]


def test_a_client_that_is_newer_than_the_tables_is_told_who_brings_them_up_to_date(shop: Shop) -> None:
    asked(shop.url, "DELETE FROM schema_migration WHERE name = '0016_papers'")
    done = shop.tsk("list", "--json")
    assert done.code == 6
    assert done.error["error"].endswith(" are of an earlier version.")
    assert "tsk server init" in done.error["hint"]


def test_eight_clients_of_one_site_write_at_once_and_nobody_is_refused_or_doubled(shop: Shop, tmp_path: Path) -> None:
    numbers: list[str] = []
    faults: list[str] = []

    def work(nth: int) -> None:
        machine = Shop(tmp_path / f"machine{nth}", shop.url)
        for _ in range(3):
            process = machine.process(*RECORDED, "--json")
            out, err = process.communicate(timeout=120)
            if process.returncode:
                faults.append(err)
            else:
                numbers.append(out.partition('"number":"')[2][:13])

    workers = [threading.Thread(target=work, args=(nth,)) for nth in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
    assert sorted(numbers) == [f"20261009-{nth:04}" for nth in range(1, 25)]
    assert shop.ok("verify")["whole"]
