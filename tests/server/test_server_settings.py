"""`init` keeps the address of a server in the home, without a password."""

from __future__ import annotations

import os
from pathlib import Path

import postgres
import pytest
from conftest import Desk

from .asking import asked


@pytest.fixture
def url(server: postgres.Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty database, with the password in it; nothing else names a database."""
    monkeypatch.setattr(Desk, "database", {})
    name = f"s{os.urandom(6).hex()}"
    asked(server.url(), f"CREATE DATABASE {name} TEMPLATE template0")
    return server.url(name)


def test_init_keeps_the_address_without_the_password_and_later_commands_find_it(
    server: postgres.Server, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path / "home")
    told = desk.ok("--db", f"{url}?sslmode=disable&password={server.password}", "--site", "HZ01", "init", "--practice")
    settings = desk.home / "tsk.toml"
    assert told["settings"] == str(settings)
    said = settings.read_text("utf-8")
    assert server.password not in said
    assert f'db = "{url.replace(f":{server.password}", "")}?sslmode=disable"' in said and 'site = "HZ01"' in said
    refused = desk.tsk("list")
    assert (refused.code, ".pgpass" in refused.err) == (6, True)
    monkeypatch.setenv("PGPASSWORD", server.password)
    desk.ok("record", "断网三天")
    assert [one["site"] for one in desk.ok("list")] == ["HZ01"]
    assert not (desk.home / "tsk.db").exists()


def test_the_password_may_stand_in_pgpass(
    server: postgres.Server, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"127.0.0.1:{server.port}:*:tsk:{server.password}\n", "ascii")
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    desk = Desk(tmp_path / "home")
    desk.ok("--db", url.replace(f":{server.password}", ""), "init", "--practice")
    assert desk.ok("list") == []


def test_a_home_that_has_a_desk_of_its_own_keeps_it(url: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    desk.ok("init", "--practice")
    desk.ok("record", "断网三天")
    assert desk.ok("--db", url, "init", "--practice")["settings"] is None
    assert len(desk.ok("list")) == 1


def test_settings_that_are_there_stay_as_they_are(url: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    desk.home.mkdir()
    (desk.home / "tsk.toml").write_text('site = "HZ01"\n', "utf-8")
    desk.ok("--db", url, "init", "--practice")
    assert (desk.home / "tsk.toml").read_text("utf-8") == 'site = "HZ01"\n'


def test_another_machine_of_a_site_goes_by_the_rules_of_the_site(url: str, tmp_path: Path) -> None:
    first, second = Desk(tmp_path / "first"), Desk(tmp_path / "second")
    made = first.ok("--db", url, "--site", "HZ01", "init", "--policy", "retail-store", "--practice")
    told = second.ok("--db", url, "init")
    assert (told["policy"], told["version"], told["site"]) == ("retail-store", made["version"], "HZ01")
    assert (told["existed"], told["settings"]) == (True, str(second.home / "tsk.toml"))
    assert told["rules"] is None
    assert sorted(path.name for path in second.home.iterdir()) == ["tsk.toml"]


def test_a_machine_that_names_a_policy_sets_the_site_s_rules(url: str, tmp_path: Path) -> None:
    Desk(tmp_path / "first").ok("--db", url, "--site", "HZ01", "init", "--policy", "retail-store", "--practice")
    second = Desk(tmp_path / "second")
    assert second.ok("--db", url, "init", "--policy", "factory-8d")["policy"] == "factory-8d"
    assert (second.home / "rules.toml").is_file()
