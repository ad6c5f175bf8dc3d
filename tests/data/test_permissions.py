"""A home belongs to its owner alone, or to one group of the machine."""

from __future__ import annotations

import grp
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Desk

OWN_GROUP = grp.getgrgid(os.getgid()).gr_name


def modes(home: Path) -> dict[str, str]:
    """The permissions of everything in a home, the home itself as `.`."""
    return {str(path.relative_to(home)): f"{stat.S_IMODE(path.stat().st_mode):o}" for path in (home, *home.rglob("*"))}


@pytest.fixture(autouse=True)
def generous_umask() -> None:
    """Whatever the login shell allows, the home decides."""
    os.umask(0o002)


def filled(folder: Path, *words: str) -> Path:
    """A home made by `init` with those words, with a complaint, a paper and whatever the program makes on its way."""
    desk = Desk(folder / "home")
    desk.ok("init", "--practice", *words)
    (folder / "photo.jpg").write_bytes(b"a picture")
    desk.ok("record", "断网三天", "--attach", folder / "photo.jpg")
    return desk.home


def test_a_home_is_its_owner_s_alone(tmp_path: Path) -> None:
    found = modes(filled(tmp_path))
    assert {found[name] for name in (".", "attachments")} == {"700"}
    assert {found[name] for name in ("tsk.db", "rules.toml")} == {"600"}
    assert set(found.values()) == {"700", "600"}


def test_a_backup_is_kept_from_others_whatever_the_folders_around_it_allow(tmp_path: Path) -> None:
    home, copies = filled(tmp_path), tmp_path / "copies"
    copies.mkdir()
    for folder in (home, copies):
        folder.chmod(0o755)
    Desk(home).ok("backup", "--to", copies)
    assert {mode for name, mode in modes(copies).items() if name not in (".", ".lock")} == {"700", "600"}


def test_what_a_restore_puts_in_the_place_of_a_wreck_is_the_group_s_too(tmp_path: Path) -> None:
    home = filled(tmp_path, "--group", OWN_GROUP)
    Desk(home).ok("backup")
    (home / "tsk.db").write_bytes(b"no database" * 1000)
    for paper in (home / "attachments").glob("*/*"):
        paper.unlink()
    Desk(home).ok("restore", "--latest", "--yes")
    found = modes(home)
    assert {found[name] for name in found if name.startswith(("tsk.db", "attachments/"))} == {"660", "2770"}


def test_a_home_for_a_group_is_open_to_the_group_and_nobody_else(tmp_path: Path) -> None:
    home = filled(tmp_path, "--group", OWN_GROUP)
    assert set(modes(home).values()) == {"2770", "660"}
    assert {path.stat().st_gid for path in (home, *home.rglob("*"))} == {os.getgid()}


def test_an_existing_home_is_opened_to_a_group_with_everything_in_it(tmp_path: Path) -> None:
    home = filled(tmp_path)
    assert Desk(home).ok("init", "--group", OWN_GROUP)["existed"] is True
    assert set(modes(home).values()) == {"2770", "660"}
    assert Desk(home).ok("verify")["whole"]


def test_a_group_that_does_not_exist_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    told = Desk(tmp_path / "home").tsk("init", "--group", "no-such-group")
    assert (told.code, "no group no-such-group" in told.err) == (2, True)
    assert not (tmp_path / "home").exists()


# What a person types, as that person: whatever the program loads is loaded on another home before the rights are
# dropped, because the interpreter itself may lie where only root can read.
AS_SOMEBODY = """
import os, sys
from tsk.cli import main
home, practice, uid, gid, name = sys.argv[1:]
words = ["--as", name, "record", "没信号", "--json"]
main(["--home", practice, *words])
sys.stdout.flush()
os.umask(0o077)
os.setgroups([int(gid)] if gid else [])
os.setgid(int(uid))
os.setuid(int(uid))
sys.exit(main(["--home", home, *words]))
"""


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that everybody may pass through."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can act as two people of a group")
def test_two_people_of_the_group_work_on_one_file_and_a_third_cannot(reachable: Path) -> None:
    home, practice = filled(reachable, "--group", "users"), filled(reachable / "practice")
    gid = str(grp.getgrnam("users").gr_gid)
    said = {
        name: subprocess.run(
            [sys.executable, "-c", AS_SOMEBODY, str(home), str(practice), uid, group, name],
            env={**os.environ, "TSK_NOW": "2026-10-09 16:40"}, capture_output=True, text=True, check=False,
        )
        for name, uid, group in (("anna", "54321", gid), ("berta", "54322", gid), ("carl", "54323", ""))
    }  # fmt: skip
    assert [said[name].returncode for name in ("anna", "berta", "carl")] == [0, 0, 6], said
    assert "Traceback" not in said["carl"].stderr
    assert len(Desk(home).ok("list")) == 3
    assert Desk(home).ok("verify")["whole"]
    assert set(modes(home).values()) == {"2770", "660"}


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_form_and_a_paper_written_out_are_their_owner_s_alone(desk: Desk, tmp_path: Path, umask: int) -> None:
    paper = tmp_path / "bill.txt"
    paper.write_bytes(b"a bill")
    desk.ok("record", "No line", "--phone", "13800000001", "--category", "network")
    desk.ok("attach", 1, paper)
    before = os.umask(umask)
    try:
        desk.ok("form", 1, "--kind", "company", "-o", tmp_path / "form.html")
        desk.ok("attach", 1, "--fetch", 1, "-o", tmp_path / "got.txt")
    finally:
        os.umask(before)
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("form.html", "got.txt")} == {0o600}
