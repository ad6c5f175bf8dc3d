"""Nothing of a person who was removed can be read in any file of the home, byte by byte; and before it could."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import Desk
from removing import CARD, MAIL, NAME, NEEDLES, PAIRS, PERSON, PHONE, SUMMARY, WHY, anonymise, held, indexed, over

from tsk import outboxstore
from tsk.desk.session import Options, open_desk


def paper(desk: Desk, name: str, said: str) -> Path:
    file = desk.home.with_name(name)
    file.write_text(said, "utf-8")
    return file


def test_no_byte_of_the_person_is_left_in_database_journal_index_or_papers(desk: Desk) -> None:
    over(desk)
    desk.ok("attach", 1, paper(desk, "scan.txt", f"{NAME} {PHONE}"))
    assert held(desk.home) == {*NEEDLES}
    assert held(desk.home, PAIRS) == {*PAIRS}
    assert indexed(desk.home, NAME) and indexed(desk.home, SUMMARY)
    done = anonymise(desk, 1)
    assert (done["anonymised"][0]["texts"], done["papers_deleted"], done["gone_from_file"]) == (8, 1, True)
    assert held(desk.home) == held(desk.home, PAIRS) == set()
    assert indexed(desk.home, NAME) == indexed(desk.home, SUMMARY) == set()
    assert desk.ok("verify")["whole"]


def test_earlier_spellings_are_gone_too_after_many_corrections_and_other_work(desk: Desk) -> None:
    desk.ok("record", SUMMARY, *PERSON)
    for nth in range(25):
        desk.ok("update", 1, "--customer", f"{NAME}{nth}", "--details", f"{SUMMARY}{nth}" * 40)
        desk.ok("record", f"断网{nth}" * 30)
    desk.ok("update", 1, "--customer", "王五", "--phone", "13800009999", "--details", "-", "--summary", "断网")
    desk.ok("cancel", 1, "--by", "customer", *WHY)
    assert held(desk.home) == {*NEEDLES}
    assert len(indexed(desk.home, NAME)) == 3
    anonymise(desk, "--phone", PHONE)
    assert held(desk.home) == held(desk.home, PAIRS) == set()
    assert indexed(desk.home, NAME) == set()
    assert desk.ok("verify")["whole"]


def test_a_file_that_was_written_without_overwriting_what_is_deleted_is_cleaned_too(desk: Desk) -> None:
    """Free pages of a file from before: what stood there once is gone as well."""
    over(desk)
    with closing(sqlite3.connect(desk.home / "tsk.db")) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("CREATE TABLE scrap (text TEXT)")
        db.executemany("INSERT INTO scrap VALUES (?)", [(f"{NAME} {PHONE} " * 50,)] * 200)
        db.execute("DELETE FROM scrap")
        db.execute("DROP TABLE scrap")
        db.commit()
    assert desk.home.joinpath("tsk.db").read_bytes().count(NAME.encode()) > 1000
    anonymise(desk, 1)
    assert held(desk.home) == set()


def test_somebody_who_has_the_file_open_keeps_nothing_back(desk: Desk) -> None:
    over(desk)
    with closing(sqlite3.connect(desk.home / "tsk.db", isolation_level=None)) as db:
        assert db.execute("SELECT customer FROM complaint").fetchone() == (NAME,)
        assert anonymise(desk, 1)["gone_from_file"]
        assert held(desk.home) == held(desk.home, PAIRS) == set()


def test_somebody_who_still_reads_what_was_before_is_waited_for_and_told_of(desk: Desk) -> None:
    over(desk)
    with closing(sqlite3.connect(desk.home / "tsk.db", isolation_level=None)) as db:
        db.execute("BEGIN")
        db.execute("SELECT count(*) FROM complaint").fetchone()
        told = desk.tsk("anonymise", 1, "--yes", *WHY)
        assert told.code == 6
        assert "can still be read on the disk" in told.err
        assert "`tsk anonymise --finish`" in told.err
        assert held(desk.home)
        found = desk.tsk("verify", "--json")
        assert (found.code, found.json["findings"]) == (
            6,
            ["What was anonymised may still be read in the file: `tsk anonymise --finish`."],
        )
        db.execute("ROLLBACK")
    assert desk.ok("anonymise", "--finish")["gone_from_file"]
    assert held(desk.home) == set()
    assert desk.ok("verify")["whole"]


def test_messages_of_the_outbox_lose_the_lines_that_tell_of_the_person(desk: Desk) -> None:
    """The program writes no names into messages; whatever did is cleaned of them."""
    number = over(desk)["number"]
    options = Options(desk.home, "", "", "", "tester", "en", desk.now, datetime.now(UTC), interactive=False)
    store = open_desk(options).store
    text = f"Overdue\n  {number}  Network\n  Call 138-0000-1234 back\n  {NAME}\n  20261009-0099  Billing"
    assert outboxstore.queue(store, "daily", "boss", "2026-10-09", f"For {NAME}", text, datetime.now(UTC))
    store.db.close()
    assert anonymise(desk, 1)["messages"] == 1
    (message,) = desk.ok("outbox")
    whole = desk.ok("outbox", message["id"])
    assert whole["subject"] == "(removed)"
    assert whole["text"].splitlines() == ["Overdue", *["(removed)"] * 3, "  20261009-0099  Billing"]
    assert held(desk.home) == set()


def test_an_encrypted_desk_forgets_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSK_KEY_FILE", str(tmp_path / "tsk.key"))
    desk = Desk(tmp_path / "home")
    desk.ok("init", "--practice", "--encrypt")
    over(desk)
    desk.ok("attach", 1, paper(desk, "a.txt", "a letter"))
    done = anonymise(desk, 1)
    assert (done["papers_deleted"], done["gone_from_file"], papers(desk)) == (1, True, [])
    assert desk.ok("search", NAME) == []
    assert desk.ok("verify")["whole"]


# ── papers ─────────────────────────────────────────────────────────────────────────────────────────


def papers(desk: Desk) -> list[bytes]:
    folder = desk.home / "attachments"
    return sorted(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_paper_that_another_complaint_has_too_is_kept_until_that_one_loses_its_person(desk: Desk) -> None:
    shared, own = paper(desk, "a.txt", "the same form"), paper(desk, "b.txt", "a letter")
    over(desk)
    over(desk, "--customer", "Li Lei", "--phone", "13800007777", summary="Fee")
    desk.ok("attach", 1, shared, own)
    desk.ok("attach", 2, shared)
    done = anonymise(desk, 1)
    assert (done["papers_deleted"], done["papers_shared"]) == (1, 1)
    assert papers(desk) == [b"the same form"]
    desk.ok("attach", 2, "--fetch", 1, "-o", desk.home.parent / "back.txt")
    assert (desk.home.parent / "back.txt").read_text() == "the same form"
    assert anonymise(desk, 2)["papers_deleted"] == 1
    assert papers(desk) == []
    assert desk.ok("verify")["whole"]


def test_a_paper_that_a_complaint_of_another_site_has_is_kept(desk: Desk) -> None:
    shared = paper(desk, "a.txt", "the same form")
    over(desk)
    desk.ok("attach", 1, shared)
    desk.ok("init", "--site", "HZ02")
    desk.ok("record", "Fee", "--site", "HZ02", "--attach", shared)
    anonymise(desk, 1, "--site", "main")
    assert papers(desk) == [b"the same form"]
    assert desk.ok("verify", "--site", "HZ02")["whole"]


def test_what_is_left_of_attaching_that_broke_off_long_ago_is_deleted(desk: Desk) -> None:
    over(desk)
    desk.ok("attach", 1, paper(desk, "a.txt", "a letter"))
    old, new = desk.home / "attachments" / ".4123456-abcd", desk.home / "attachments" / ".4123457-abcd"
    for draft in (old, new):
        draft.write_text(NAME, "utf-8")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    anonymise(desk, 1)
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.parametrize("word", [NAME, PHONE, "138-0000-1234", MAIL, CARD.lower()])
def test_a_reason_that_names_the_person_is_refused_because_it_would_stay(desk: Desk, word: str) -> None:
    over(desk)
    told = desk.tsk("anonymise", 1, "--yes", "--reason", f"{word} asked for it")
    assert (told.code, word in told.err) == (2, False)
    assert desk.ok("show", 1)["customer"]["name"] == NAME
