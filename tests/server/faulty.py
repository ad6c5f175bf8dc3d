"""Desks on a server that goes wrong: how they are made, and a line to the server that is cut, held up or slowed."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from conftest import Desk
from postgres import Server

RECORDED = ("record", "No signal", "--category", "network", "--phone", "13800000001")


class Shop(Desk):
    """The command line of one machine whose desk is at the address; there may be many for one database."""

    def __init__(self, home: Path, url: str, now: str = "2026-10-09 16:40") -> None:
        super().__init__(home, now)
        self.url = url

    @property
    def database(self) -> dict[str, str]:
        return {"TSK_DB": self.url}

    def through(self, url: str) -> Shop:
        """The same machine with another way to the database."""
        return Shop(self.home, url, self.now)


def asked(url: str, sql: str) -> list[tuple[Any, ...]]:
    """What the administrator is answered behind the program's back."""
    with closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


def new_shop(server: Server, home: Path) -> Shop:
    """A desk for practice in a database of its own."""
    name = f"t{os.getpid()}_{os.urandom(6).hex()}"
    asked(server.url(), f"CREATE DATABASE {name} TEMPLATE template0")
    shop = Shop(home, server.url(name))
    shop.ok("init", "--practice")
    return shop


def kill(server: Server) -> None:
    """Ends the server and every process of it at once, as when its machine loses power."""
    first = server.pid
    family = [first, *_children(first)]
    for pid in family:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until(lambda: not any(_is_alive(pid) for pid in family))
    for lock in ("data/postmaster.pid", f".s.PGSQL.{server.port}.lock"):  # nobody may have buried the dead one yet
        (server.folder / lock).unlink(missing_ok=True)


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()
    return [int(pid) for pid in found]


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(holds: Callable[[], object], seconds: float = 20) -> None:
    """Waits until it holds; fails where it never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


# ── a line that can be cut ─────────────────────────────────────────────────────────────────────────


_SAID = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"
_STARTING = b"E" + (len(_SAID) + 4).to_bytes(4, "big") + _SAID


class Line:
    """A way to a server through a port of its own.

    `met` is called with each message of a client before it goes on, and says what happens to it: "" it passes, "cut"
    the line is cut in front of it, "deaf" it arrives and the line is cut in front of the answer, "hold" it stays here,
    "starting" it is answered as by a server that starts.
    """

    def __init__(self, port: int, met: Callable[[bytes], str]) -> None:
        self._port = port
        self._met = met
        self._ends: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.held = threading.Event()
        threading.Thread(target=self._let_in, daemon=True).start()

    def of(self, url: str) -> str:
        """The same address by this way."""
        parts = urlsplit(url)
        return urlunsplit(parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{self._door.getsockname()[1]}"))

    def close(self) -> None:
        self._door.close()
        for end in self._ends:
            _shut(end)

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                threading.Thread(target=self._join, args=(client,), daemon=True).start()

    def _join(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._port))
        except OSError:
            _shut(client)
            return
        self._ends += [client, server]
        answers = threading.Event()
        threading.Thread(target=_carry, args=(server, client, answers), daemon=True).start()
        with suppress(OSError):
            while data := client.recv(2**16):
                done = self._met(data)
                if done == "hold":
                    self.held.set()
                    continue
                if done == "starting":
                    client.sendall(_STARTING)
                if done in ("cut", "starting"):
                    break
                if done == "deaf":
                    answers.set()
                server.sendall(data)
                if done == "deaf":
                    time.sleep(0.5)  # the server carries it out
                    break
        _shut(client)
        _shut(server)


def _carry(source: socket.socket, target: socket.socket, deaf: threading.Event) -> None:
    with suppress(OSError):
        while data := source.recv(2**16):
            if not deaf.is_set():
                target.sendall(data)
    if not deaf.is_set():
        _shut(target)


def _shut(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def line(port: int, met: Callable[[bytes], str]) -> Iterator[Line]:
    """A line that is closed in the end, with everything that goes over it."""
    made = Line(port, met)
    try:
        yield made
    finally:
        made.close()


class Nth:
    """Does something to the nth COMMIT of those that write an event, and lets everything else pass."""

    def __init__(self, what: str, nth: int = 1, times: int = 1) -> None:
        self._what = what
        self._places = range(nth, nth + times)
        self.seen = 0
        self._writes = False
        self._lock = threading.Lock()

    def __call__(self, data: bytes) -> str:
        with self._lock:
            self._writes = self._writes or b"INSERT INTO event" in data
            if b"COMMIT" not in data or not self._writes:
                return ""
            self._writes = False
            self.seen += 1
            return self._what if self.seen in self._places else ""
