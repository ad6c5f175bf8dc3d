"""A home says in `tsk.toml` where its database is; --db and TSK_DB go before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Desk

pytestmark = pytest.mark.on_file("its databases are files; of a server tests/server/test_server_settings.py tells")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A home whose settings name a file beside the usual one, with two sites; nothing else names a database."""
    one = Desk(tmp_path / "home")
    monkeypatch.setattr(Desk, "database", {})
    for site in ("HZ01", "HZ02"):
        one.ok("--db", one.home / "shops.db", "--site", site, "init", "--practice")
    (one.home / "tsk.toml").write_text('db = "shops.db"\nsite = "HZ02"\n', "utf-8")
    return one


def test_the_settings_name_database_and_site(home: Desk) -> None:
    home.ok("record", "断网三天")
    assert [one["site"] for one in home.ok("list")] == ["HZ02"]
    assert not (home.home / "tsk.db").exists()


def test_another_site_of_the_same_database_can_be_named(home: Desk) -> None:
    home.ok("--site", "HZ01", "record", "断网三天")
    assert home.ok("list") == []
    assert [one["site"] for one in home.ok("list", "--site", "HZ01")] == ["HZ01"]


def test_a_database_that_is_named_goes_before_the_settings_and_their_site(
    home: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = home.home / "other.db"
    home.ok("--db", other, "init", "--practice")
    home.ok("--db", other, "record", "断网三天")
    assert [one["site"] for one in home.ok("--db", other, "list")] == ["main"]
    monkeypatch.setattr(Desk, "database", {"TSK_DB": str(other)})
    assert [one["site"] for one in home.ok("list")] == ["main"]
    monkeypatch.setattr(Desk, "database", {})
    assert home.ok("list") == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("db = [", "cannot be understood"),
        ('database = "shops.db"', "cannot be understood"),
        ("site = 7", "cannot be understood"),
        ("db = " + "[" * 5000, "cannot be understood"),
        ('db = "postgresql://hz01:geheim@db.example/tsk"', "hold a password"),
        ('db = "postgresql://hz01@db.example/tsk?password=geheim&sslmode=require"', "hold a password"),
    ],
)
def test_settings_that_cannot_be_used_are_named_and_nothing_else_is_opened(home: Desk, content: str, said: str) -> None:
    (home.home / "tsk.toml").write_text(content, "utf-8")
    told = home.tsk("list")
    assert (told.code, told.out) == (6, "")
    assert said in told.err and "tsk.toml" in told.err
    assert "geheim" not in told.err
    assert home.tsk("--db", home.home / "shops.db", "--site", "HZ01", "list").code == 0


def test_settings_that_are_no_file_are_named(home: Desk) -> None:
    (home.home / "tsk.toml").unlink()
    (home.home / "tsk.toml").mkdir()
    told = home.tsk("record", "断网三天", "--lang", "zh")
    assert (told.code, "无法读取设置文件" in told.err) == (6, True)
    assert not (home.home / "tsk.db").exists()


def test_an_embedded_home_gets_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "database", {})
    one = Desk(tmp_path / "home")
    assert one.ok("init")["settings"] is None
    assert not (one.home / "tsk.toml").exists()


def test_another_site_goes_by_its_own_rules_and_keeps_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Desk, "database", {})
    office, shop = Desk(tmp_path / "office"), Desk(tmp_path / "shop")
    file = tmp_path / "desks.db"
    office.ok("--db", file, "--site", "HQ", "init", "--practice")
    there = shop.ok("--db", file, "--site", "HZ01", "init", "--policy", "retail-store", "--practice")
    (office.home / "tsk.toml").write_text(f'db = "{file}"\nsite = "HQ"\n', "utf-8")
    here = office.ok("rules", "show")["version"]
    assert office.ok("--site", "HZ01", "rules", "show")["version"] == there["version"] != here
    assert office.ok("rules", "show")["version"] == here
    policies = [one["message"] for one in office.ok("doctor")["findings"] if one["about"] == "sites"]
    assert sorted(policies) == sorted(
        [f"Policy {here} is in force at HQ (1).", f"Policy {there['version']} is in force at HZ01 (1)."]
    )
