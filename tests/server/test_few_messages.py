"""How often a command waits for the server: each message costs a way there and back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from conftest import Desk

from tsk.db.server.connection import PostgresConnection, open_postgres
from tsk.errors import StoreError

_QUERY = b"Q"


class Line:
    """A line to a server that counts the questions which pass."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._target = (parts.hostname, parts.port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        place = parts.netloc.replace(f":{parts.port}", f":{port}")
        self.url = urlunsplit(parts._replace(netloc=place, query="sslmode=disable"))
        self.questions = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(self._target)
                threading.Thread(target=self._asked, args=(client, server), daemon=True).start()
                threading.Thread(target=_passed, args=(server, client), daemon=True).start()

    def _asked(self, client: socket.socket, server: socket.socket) -> None:
        """Passes the client's messages on, one by one: the first has no letter, every other begins with one."""
        with suppress(OSError), client.makefile("rb") as said:
            letter = b""
            while length := said.read(4):
                server.sendall(letter + length + said.read(int.from_bytes(length, "big") - 4))
                self.questions += letter == _QUERY
                letter = said.read(1)
        server.close()


def _passed(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)


@pytest.fixture
def line(served: Desk) -> Iterator[Line]:
    with closing(Line(served.database["TSK_DB"])) as one:
        yield one


RECORD = ("record", "no signal in the basement", "--category", "network", "--customer", "Ann", "--phone", "13800000001")


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        (3, RECORD),  # what opens the desk; the site's lock with what is looked at; all that is written, and its end
        (3, ("overdue",)),
        (2, ("list",)),
        (4, ("update", "1", "--severity", "major")),
        (4, ("note", "1", "called back")),
        (6, ("show", "1")),  # the first look of a day is written down
        (12, ("report", "--month", "2026-10")),
    ],
)
def test_a_command_asks_the_server_so_often(served: Desk, line: Line, questions: int, words: tuple[str, ...]) -> None:
    served.ok(*RECORD)
    served.ok("--db", line.url, *words)
    assert line.questions == questions


@pytest.fixture
def connection(served: Desk) -> Iterator[PostgresConnection]:
    with closing(open_postgres(served.database["TSK_DB"])) as one:
        yield one


def test_what_is_held_back_is_written_whole_or_not_at_all(connection: PostgresConnection) -> None:
    add = "INSERT INTO policy (site, version, compiled) VALUES (:site, :version, :compiled)"
    with pytest.raises(StoreError), connection.transaction("main"):
        connection.write(add, site="main", version="one", compiled="{}")
        connection.write(add, site="nowhere", version="two", compiled="{}")
    assert connection.rows("SELECT version FROM policy WHERE compiled = '{}'") == []
    with connection.transaction("main"):
        connection.write(add, site="main", version="one", compiled="{}")
    assert connection.rows("SELECT version FROM policy WHERE compiled = '{}'") == [{"version": "one"}]


def test_a_transaction_in_which_a_question_failed_is_never_told_as_written(connection: PostgresConnection) -> None:
    with pytest.raises(StoreError, match="took the step back"), connection.transaction("main"):
        connection.write("UPDATE site SET last_number = 77")
        with suppress(StoreError):
            connection.rows("SELECT 1 / 0 AS n")
    assert connection.row("SELECT last_number FROM site") != {"last_number": 77}


def test_a_question_inside_a_transaction_sees_what_was_held_back(connection: PostgresConnection) -> None:
    with connection.transaction("main"):
        connection.write("UPDATE site SET last_number = :n WHERE site = :site", n=41, site="main")
        assert connection.row("SELECT last_number FROM site WHERE site = :site", site="main") == {"last_number": 41}


def test_what_is_held_back_is_there_for_a_stream_too(connection: PostgresConnection) -> None:
    with connection.transaction("main"):
        connection.write("UPDATE site SET last_number = 17 WHERE site = :site", site="main")
        assert list(connection.stream("SELECT last_number FROM site")) == [(17,)]


HEAD = "SELECT last_number FROM site WHERE site = :site"


def test_an_answer_from_before_a_transaction_is_not_given_inside_it(
    served: Desk, connection: PostgresConnection
) -> None:
    connection.ahead((HEAD, {"site": "main"}))
    served.ok(*RECORD)
    with connection.transaction("main"):
        assert connection.row(HEAD, site="main") == {"last_number": 1}


def test_an_answer_is_given_once_and_not_after_its_table_was_written_to(connection: PostgresConnection) -> None:
    move = "UPDATE site SET last_number = last_number + 1 WHERE site = :site"
    with connection.transaction("main"):
        connection.ahead((HEAD, {"site": "main"}))
        connection.write(move, site="main")
        assert connection.row(HEAD, site="main") == {"last_number": 1}
        connection.ahead((HEAD, {"site": "main"}))
        assert connection.row(HEAD, site="main") == {"last_number": 1}
        connection.write(move, site="main")
        assert connection.row(HEAD, site="main") == {"last_number": 2}


def test_answers_asked_together_are_those_of_each_question(served: Desk, connection: PostgresConnection) -> None:
    served.ok(*RECORD)
    questions: tuple[tuple[str, dict[str, Any]], ...] = (
        ("SELECT * FROM complaint WHERE site = :site AND id = :id", {"site": "main", "id": 1}),
        ("SELECT * FROM event WHERE site = :site ORDER BY n", {"site": "main"}),
        ("SELECT * FROM penalty WHERE site = :site", {"site": "main"}),
        ("SELECT max(seq) AS seq FROM event WHERE site = :site AND id = :id", {"site": "main", "id": 99}),
    )
    one_by_one = [connection.rows(sql, **values) for sql, values in questions]
    connection.ahead(*questions)
    assert [connection.rows(sql, **values) for sql, values in questions] == one_by_one


def test_two_who_record_at_once_get_numbers_of_their_own(served: Desk) -> None:
    served.ok(*RECORD)
    crowd = [served.process(*RECORD[:-1], f"1380000001{n}", "--json") for n in range(6)]
    assert [one.wait(120) for one in crowd] == [0] * 6
    assert [one["id"] for one in served.ok("list", "--sort", "number")] == [1, 2, 3, 4, 5, 6, 7]
    assert served.events >= 7
