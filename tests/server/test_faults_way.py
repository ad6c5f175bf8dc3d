"""The way to a server: each thing that can be wrong with it has a sentence, exit code 6, and never shows a password."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import postgres
import pytest
from postgres import Server

from server.faulty import RECORDED, Shop, asked, new_shop
from tsk.db.server.address import address

SECRET = "geheim-4711"


@pytest.fixture
def shop(server: Server, tmp_path: Path) -> Iterator[Shop]:
    made = new_shop(server, tmp_path / "home")
    yield made
    asked(server.url(), f"DROP DATABASE {made.url.rpartition('/')[2]} WITH (FORCE)")


def told(shop: Shop, url: str) -> tuple[str, str]:
    """What a reading and a writing command are told of the address, which is the same."""
    done = [shop.through(url).tsk(*words, "--json") for words in (("list",), RECORDED)]
    assert [one.code for one in done] == [6, 6], done
    assert done[0].err == done[1].err
    password = urlsplit(url).password
    assert password is None or password not in done[0].err
    return done[0].error["error"].partition(" (")[0], done[0].error["hint"]


def test_a_wrong_password_is_told_without_it(shop: Shop, server: Server) -> None:
    database = shop.url.rpartition("/")[2]
    name = f"postgresql://tsk@127.0.0.1:{server.port}/{database}"
    hint = "Put the password into ~/.pgpass or PGPASSWORD, or ask whoever keeps the server."
    assert told(shop, server.url(database, password=SECRET)) == (
        f"{name} does not know this login or its password.",
        hint,
    )


def test_a_missing_password_is_asked_for(shop: Shop, server: Server) -> None:
    database = shop.url.rpartition("/")[2]
    name = f"postgresql://tsk@127.0.0.1:{server.port}/{database}"
    assert told(shop, name) == (
        f"{name} asks for a password.",
        "Put it into ~/.pgpass or PGPASSWORD (docs/server.md).",
    )


def test_a_database_that_is_not_there_is_named(shop: Shop, server: Server) -> None:
    assert told(shop, server.url("nowhere")) == (
        f"postgresql://tsk@127.0.0.1:{server.port}/nowhere has no such database.",
        "Check its name, or make it: `tsk server init` (docs/server.md).",
    )


def test_a_machine_that_is_not_there_is_named(shop: Shop) -> None:
    url = f"postgresql://tsk:{SECRET}@nobody.invalid:5432/desk"
    assert told(shop, url) == (
        "There is no machine of the name in postgresql://tsk@nobody.invalid:5432/desk.",
        "Check --db or TSK_DB, and the network.",
    )


def test_a_port_where_nothing_listens_is_named(shop: Shop) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    assert told(shop, f"postgresql://tsk:{SECRET}@127.0.0.1:{port}/desk") == (
        f"Nothing listens at postgresql://tsk@127.0.0.1:{port}/desk.",
        "Check --db or TSK_DB, and that the server runs; then try again.",
    )


def test_a_server_that_never_answers_is_given_up(shop: Shop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        begun = time.monotonic()
        said = told(shop, f"postgresql://tsk:{SECRET}@127.0.0.1:{port}/desk?connect_timeout=2")
    assert said[0] == f"postgresql://tsk@127.0.0.1:{port}/desk does not answer."
    assert time.monotonic() - begun < 10


def test_what_listens_and_is_no_database_is_told(shop: Shop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        def answer() -> None:
            for _ in range(4):
                end, _ = other.accept()
                end.recv(100)
                end.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                end.close()

        threading.Thread(target=answer, daemon=True).start()
        said = told(shop, f"postgresql://tsk:{SECRET}@127.0.0.1:{port}/desk")
    assert said[0].startswith(f"postgresql://tsk@127.0.0.1:{port}/desk cannot be reached")


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://tsk:{SECRET}#1@db.example.cn/desk",
        f"postgresql://tsk:12/{SECRET}@db.example.cn/desk",
        f"postgresql://tsk:1?{SECRET}@db.example.cn/desk",
        f"postgresql://tsk:{SECRET}@db.example.cn:54a2/desk",
        f"postgresql://tsk:{SECRET}@db.example.cn:99999/desk",
    ],
)
def test_an_address_that_is_none_is_refused_without_showing_what_may_be_a_password(url: str, shop: Shop) -> None:
    done = shop.through(url).tsk("list", "--json")
    assert (done.code, done.error["error"]) == (2, "That is no address of a database server.")
    assert SECRET not in done.err


def test_who_may_not_log_in_or_not_use_the_database_is_told_so(shop: Shop, server: Server) -> None:
    database = shop.url.rpartition("/")[2]
    asked(shop.url, f"CREATE ROLE {database}_a LOGIN PASSWORD '{SECRET}'")
    asked(shop.url, f"CREATE ROLE {database}_b NOLOGIN PASSWORD '{SECRET}'")
    asked(shop.url, f"REVOKE CONNECT ON DATABASE {database} FROM PUBLIC")
    for login in ("a", "b"):
        url = server.url(database, f"{database}_{login}", SECRET)
        name = f"postgresql://{database}_{login}@127.0.0.1:{server.port}/{database}"
        assert told(shop, url) == (f"{name} lets this login not in.", "Use the login of your site (docs/server.md).")
    asked(shop.url, f"GRANT CONNECT ON DATABASE {database} TO PUBLIC")
    said = told(shop, server.url(database, f"{database}_a", SECRET))
    name = f"postgresql://{database}_a@127.0.0.1:{server.port}/{database}"
    assert said[0] in (f"This login may not do that at {name}.", f"There is no complaint desk at {name}.")
    for login in ("a", "b"):
        asked(shop.url, f"DROP ROLE {database}_{login}")


def test_what_a_login_may_not_do_is_told_with_the_way_to_the_right(shop: Shop, server: Server) -> None:
    database = shop.url.rpartition("/")[2]
    asked(shop.url, f"CREATE ROLE {database}_c LOGIN PASSWORD '{SECRET}'")
    asked(shop.url, f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {database}_c")
    reader = shop.through(server.url(database, f"{database}_c", SECRET))
    assert reader.ok("list") == []
    done = reader.tsk(*RECORDED, "--json")
    name = f"postgresql://{database}_c@127.0.0.1:{server.port}/{database}"
    assert (done.code, done.error["error"]) == (6, f"This login may not do that at {name}.")
    assert done.error["hint"].endswith("`tsk server login`. Nothing was written.")
    asked(shop.url, f"DROP OWNED BY {database}_c; DROP ROLE {database}_c")


# ── TLS ────────────────────────────────────────────────────────────────────────────────────────────


def test_another_machine_is_reached_over_tls_unless_something_else_is_said() -> None:
    assert "sslmode=require" in address("postgresql://tsk@db.example.cn/desk").dsn
    assert "sslmode=require" in address("postgresql://tsk@/desk?host=127.0.0.1,db.example.cn").dsn
    assert "sslmode=require" in address("postgresql://tsk@localhost/desk?hostaddr=192.0.2.7").dsn
    assert "sslmode=require" in address("postgresql:///desk", usual_host="db.example.cn").dsn
    assert "sslmode=verify-full" in address("postgresql://tsk@db.example.cn/desk?sslmode=verify-full").dsn
    assert "require" not in address("postgresql://tsk@db.example.cn/desk?sslmode=verify-full").dsn
    for near in ("127.0.0.1", "localhost", "[::1]", ""):
        assert "sslmode" not in address(f"postgresql://tsk@{near}/desk").dsn
    assert "sslmode" not in address("postgresql://tsk@db.example.cn/desk", ssl_is_said=True).dsn


@pytest.fixture(scope="module")
def certified() -> Iterator[Server]:
    """A server with a certificate that it signed itself, for the name db.example.cn."""
    try:
        with postgres.running() as one:
            _certify(one)
            one.stop("fast")
            one.start("-c ssl=on", f"-c ssl_cert_file={one.folder}/cert.pem", f"-c ssl_key_file={one.folder}/key.pem")
            yield one
    except postgres.Unavailable as error:
        pytest.skip(f"{postgres.SKIPPED}: {error}")


def _certify(server: Server) -> None:
    for name, host in (("cert", "db.example.cn"), ("other", "elsewhere.example.cn")):
        key = server.folder / ("key.pem" if name == "cert" else "other-key.pem")
        postgres._run(
            server.folder,
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}"),
            *("-addext", f"subjectAltName=DNS:{host}", "-keyout", key, "-out", server.folder / f"{name}.pem"),
        )
        key.chmod(0o600)


def test_a_self_signed_certificate_is_encrypted_to_by_require_and_refused_by_verify_full(
    certified: Server, tmp_path: Path
) -> None:
    shop = new_shop(certified, tmp_path / "home")
    name = f"postgresql://tsk@127.0.0.1:{certified.port}/{shop.url.rpartition('/')[2]}"

    def mode(words: str) -> Shop:
        return shop.through(f"{shop.url}?{words}")

    assert mode("sslmode=require").ok("list") == []
    used = asked(f"{shop.url}?sslmode=require", "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    assert used == [(True,)]
    done = mode("sslmode=verify-full").tsk("list", "--json")
    assert (done.code, done.error["error"]) == (6, f"The certificate of the authority for {name} is missing.")
    done = mode(f"sslmode=verify-full&sslrootcert={certified.folder}/other.pem").tsk("list", "--json")
    assert (done.code, done.error["error"]) == (6, f"{name} shows a certificate that nobody here vouches for.")
    assert done.error["hint"].endswith("do not turn the check off.")
    done = mode(f"sslmode=verify-full&sslrootcert={certified.folder}/cert.pem").tsk("list", "--json")
    assert (done.code, done.error["error"]) == (6, f"{name} shows the certificate of another machine.")
    assert mode(f"sslmode=verify-ca&sslrootcert={certified.folder}/cert.pem").ok("list") == []
    by_name = shop.url.replace("127.0.0.1", "db.example.cn") + "?hostaddr=127.0.0.1"
    assert shop.through(f"{by_name}&sslmode=verify-full&sslrootcert={certified.folder}/cert.pem").ok("list") == []


def test_a_server_without_tls_is_refused_where_tls_is_asked_for(shop: Shop, server: Server) -> None:
    said = told(shop, f"{shop.url}?sslmode=require")
    assert said[0].endswith(" speaks no TLS, and is not on this machine.")
    far = shop.url.replace("127.0.0.1", "db.example.cn") + "?hostaddr=127.0.0.1"
    assert told(shop, far)[0].endswith(" speaks no TLS, and is not on this machine.")
    assert shop.through(f"{far}&sslmode=disable").ok("list") == []


@pytest.mark.parametrize("secret", ["50%cretzz", "sec%00ret", "sec@ret", "sec#ret", "sec/ret", "sec?ret"])
def test_an_address_that_cannot_be_read_is_refused_without_its_password(shop: Shop, secret: str) -> None:
    done = shop.through(f"postgresql://tsk:{secret}@localhost:5432/desk").tsk("list", "--json")
    assert (done.code, done.error["error"]) == (2, "That is no address of a database server.")
    assert not re.search("sec|cret", done.err)


def test_an_address_without_a_host_reaches_the_server_by_its_socket() -> None:
    assert address("postgresql:///desk?host=/run/postgresql").dsn.startswith("postgresql:///desk?")
