"""Papers inside the database of a server: kept in pieces, given back as they were, and nobody can change one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import psycopg2
import pytest
from conftest import Desk
from databases import Databases

PHOTO = b"\xff\xd8\xff\xe0 a photo"
DIGEST = hashlib.sha256(PHOTO).hexdigest()
MEGABYTE = 1 << 20


@pytest.fixture
def one(served: Desk) -> Desk:
    served.ok("record", "断网三天", "--customer", "王小明", "--phone", "13800000001")
    return served


def paper(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def stored(databases: Databases, desk: Desk) -> list[tuple[str, int, int]]:
    """Site, number and size of every piece that lies in the database."""
    return databases.rows(desk.home, "SELECT site, nth, length(bytes) FROM paper ORDER BY site, sha256, nth")


def test_a_paper_lies_in_the_database_and_nothing_of_it_in_the_home(
    one: Desk, databases: Databases, tmp_path: Path
) -> None:
    case = one.ok("attach", 1, paper(tmp_path, "photo.jpg", PHOTO), "--kind", "photo")
    assert [(a["name"], a["sha256"], a["size"]) for a in case["attachments"]] == [("photo.jpg", DIGEST, 12)]
    assert stored(databases, one) == [("main", 0, 12)]
    assert not (one.home / "attachments").exists()
    out = tmp_path / "back.jpg"
    one.ok("attach", 1, "--fetch", 1, "-o", out)
    assert out.read_bytes() == PHOTO
    assert one.ok("verify")["whole"]


def test_a_large_paper_lies_in_pieces_of_a_megabyte_and_comes_back_whole(
    one: Desk, databases: Databases, tmp_path: Path
) -> None:
    content = os.urandom(2 * MEGABYTE + 5)
    one.ok("attach", 1, paper(tmp_path, "recording.wav", content), "--kind", "recording")
    assert stored(databases, one) == [("main", 0, MEGABYTE), ("main", 1, MEGABYTE), ("main", 2, 5)]
    out = tmp_path / "back.wav"
    one.ok("attach", 1, "--fetch", 1, "-o", out)
    assert out.read_bytes() == content
    assert one.ok("verify")["whole"]


def test_the_same_bytes_on_two_complaints_lie_there_once(one: Desk, databases: Databases, tmp_path: Path) -> None:
    photo = paper(tmp_path, "photo.jpg", PHOTO)
    one.ok("record", "信号差", "--attach", photo, "--kind", "photo")
    one.ok("attach", 1, photo, "--kind", "photo")
    assert stored(databases, one) == [("main", 0, 12)]
    assert [len(one.ok("show", id)["attachments"]) for id in (1, 2)] == [1, 1]


@pytest.mark.parametrize(
    "words",
    [("attach", "99"), ("record", "x", "--category", "nonsense", "--attach")],
    ids=["no-complaint", "refused-recording"],
)
def test_a_refused_step_leaves_nothing_there(
    one: Desk, databases: Databases, tmp_path: Path, words: tuple[str, ...]
) -> None:
    done = one.tsk(*words, paper(tmp_path, "photo.jpg", PHOTO), "--kind", "photo")
    assert done.code in (2, 3)
    assert stored(databases, one) == []


def test_a_refused_step_leaves_alone_what_another_complaint_has(
    one: Desk, databases: Databases, tmp_path: Path
) -> None:
    photo = paper(tmp_path, "photo.jpg", PHOTO)
    one.ok("attach", 1, photo, "--kind", "photo")
    assert one.tsk("attach", 99, photo, "--kind", "photo").code == 3
    assert stored(databases, one) == [("main", 0, 12)]


def test_what_a_killed_command_left_is_completed_by_the_next_that_attaches_it(
    one: Desk, databases: Databases, tmp_path: Path
) -> None:
    content = os.urandom(2 * MEGABYTE)
    digest = hashlib.sha256(content).hexdigest()
    first = psycopg2.Binary(content[:MEGABYTE]).getquoted().decode("ascii")
    databases.rows(one.home, f"INSERT INTO paper VALUES ('main', '{digest}', 0, {first})")
    one.ok("attach", 1, paper(tmp_path, "recording.wav", content), "--kind", "recording")
    assert stored(databases, one) == [("main", 0, MEGABYTE), ("main", 1, MEGABYTE)]
    assert one.ok("verify")["whole"]


def test_other_bytes_under_the_hash_of_a_paper_are_found_and_not_taken_for_it(
    one: Desk, databases: Databases, tmp_path: Path
) -> None:
    databases.rows(one.home, f"INSERT INTO paper VALUES ('main', '{DIGEST}', 0, 'twelve bytes')")
    done = one.tsk("attach", 1, paper(tmp_path, "photo.jpg", PHOTO), "--kind", "photo")
    assert done.code == 6
    assert "other bytes under the hash" in done.err
    assert one.ok("show", 1)["attachments"] == []


@pytest.mark.parametrize(
    "harm",
    ["UPDATE paper SET bytes = ''", "DELETE FROM paper", "TRUNCATE paper"],
)
def test_the_database_refuses_to_change_a_paper_that_a_step_names(
    one: Desk, databases: Databases, tmp_path: Path, harm: str
) -> None:
    one.ok("attach", 1, paper(tmp_path, "photo.jpg", PHOTO), "--kind", "photo")
    with pytest.raises(psycopg2.errors.RaiseException):
        databases.rows(one.home, harm)
    assert stored(databases, one) == [("main", 0, 12)]


def test_the_database_refuses_to_add_to_a_paper_that_is_whole(one: Desk, databases: Databases, tmp_path: Path) -> None:
    one.ok("attach", 1, paper(tmp_path, "photo.jpg", PHOTO), "--kind", "photo")
    with pytest.raises(psycopg2.errors.RaiseException):
        databases.rows(one.home, "INSERT INTO paper SELECT site, sha256, 1, 'x' FROM paper")
    assert stored(databases, one) == [("main", 0, 12)]
    assert one.tsk("verify").code == 0


@pytest.mark.parametrize(
    ("harm", "said"),
    [("UPDATE paper SET bytes = 'x'", "was changed"), ("DELETE FROM paper", "cannot be read")],
    ids=["changed", "missing"],
)
def test_a_paper_that_was_harmed_is_named_by_verify_and_not_given_back(
    one: Desk, databases: Databases, tmp_path: Path, harm: str, said: str
) -> None:
    one.ok("attach", 1, paper(tmp_path, "photo.jpg", PHOTO), "--kind", "photo")
    for name in ("paper_update", "paper_delete"):
        databases.rows(one.home, f"ALTER TABLE paper DISABLE TRIGGER {name}")
    databases.rows(one.home, harm)
    for name in ("paper_update", "paper_delete"):
        databases.rows(one.home, f"ALTER TABLE paper ENABLE TRIGGER {name}")
    told = one.tsk("attach", 1, "--fetch", 1, "-o", tmp_path / "out")
    assert told.code == 6
    assert said in told.err
    assert not (tmp_path / "out").exists()
    checked = one.tsk("verify", "--json")
    assert checked.code != 0
    assert checked.json["findings"] == ["Attachment 1 of 20261009-0001 is missing or was changed."]


def test_a_missing_paper_is_there_again_when_it_is_attached_again(
    one: Desk, databases: Databases, tmp_path: Path
) -> None:
    photo = paper(tmp_path, "photo.jpg", PHOTO)
    one.ok("attach", 1, photo, "--kind", "photo")
    databases.rows(one.home, "ALTER TABLE paper DISABLE TRIGGER paper_delete; DELETE FROM paper")
    databases.rows(one.home, "ALTER TABLE paper ENABLE TRIGGER paper_delete")
    one.ok("attach", 1, photo, "--kind", "agreement")
    assert stored(databases, one) == [("main", 0, 12)]


def test_papers_go_with_their_person_and_those_of_others_stay(one: Desk, databases: Databases, tmp_path: Path) -> None:
    one.ok("record", "信号差")
    photo, other = paper(tmp_path, "photo.jpg", PHOTO), paper(tmp_path, "other.jpg", b"another")
    shared = paper(tmp_path, "shared.jpg", b"of both")
    one.ok("attach", 1, photo, shared, "--kind", "photo")
    one.ok("attach", 2, other, shared, "--kind", "photo")
    one.ok("cancel", 1, "--by", "mistake", "--reason", "Twice.")
    done = one.at("2031-10-09 16:40").ok("anonymise", 1, "--reason", "The customer asked.", "--yes")
    assert done["papers_deleted"] == 1
    assert sorted(size for _, _, size in stored(databases, one)) == [len(b"of both"), len(b"another")]
    assert one.ok("verify")["whole"]


def test_what_no_step_names_goes_when_a_person_is_removed(one: Desk, databases: Databases, tmp_path: Path) -> None:
    databases.rows(one.home, "INSERT INTO paper VALUES ('main', 'of a killed command', 0, 'x')")
    one.ok("cancel", 1, "--by", "mistake", "--reason", "Twice.")
    one.at("2031-10-09 16:40").ok("anonymise", 1, "--reason", "The customer asked.", "--yes")
    assert stored(databases, one) == []


def test_two_processes_that_attach_the_same_file_at_once_attach_it_once(
    one: Desk, databases: Databases, tmp_path: Path
) -> None:
    recording = paper(tmp_path, "recording.wav", os.urandom(3 * MEGABYTE))
    both = [one.process("attach", 1, recording, "--kind", "recording") for _ in range(2)]
    assert [process.communicate(timeout=60)[1] for process in both] == ["", ""]
    assert [process.returncode for process in both] == [0, 0]
    assert len(one.ok("show", 1)["attachments"]) == 1
    assert len(stored(databases, one)) == 3
    assert one.ok("verify")["whole"]
