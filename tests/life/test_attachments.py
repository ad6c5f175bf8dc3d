"""Papers of a case: kept under their hash, given back only as they were, and refused at once where they are none."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from behind import held
from conftest import Desk, Result

PHOTO = b"\xff\xd8\xff\xe0 a photo"
DIGEST = hashlib.sha256(PHOTO).hexdigest()
KINDS = ("photo", "agreement", "recording", "receipt", "other")
BILLING, BOSS = "w2101", "w9001"


@pytest.fixture
def one(desk: Desk) -> Desk:
    desk.ok("record", "断网三天")
    return desk


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return paper(tmp_path, "photo.jpg", PHOTO)


def paper(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def stored(desk: Desk) -> dict[str, bytes]:
    """Every file below the folder of attachments by its place there, drafts included."""
    folder = desk.home / "attachments"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def place(desk: Desk, digest: str = DIGEST) -> Path:
    return desk.home / "attachments" / digest[:2] / digest


def papers(desk: Desk, id: int = 1) -> list[tuple[int, str, str]]:
    return [(one["nth"], one["kind"], one["name"]) for one in desk.ok("show", id)["attachments"]]


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code; no event is written."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


# ── kept ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_paper_is_kept_under_its_hash_and_stands_in_the_case(one: Desk, photo: Path) -> None:
    case = one.ok("attach", 1, photo, "--kind", "photo", "--reason", "The dog.")
    assert case["attachments"] == [{
        "nth": 1, "kind": "photo", "name": "photo.jpg", "sha256": DIGEST, "size": 12, "by": "tester",
        "at": "2026-10-09T16:40:00+08:00",
    }]  # fmt: skip
    assert stored(one) == {f"{DIGEST[:2]}/{DIGEST}": PHOTO}
    event = case["events"][-1]
    assert (event["type"], event["kind"], event["sha256"], event["file_name"], event["reason"]) == (
        "attached", "photo", DIGEST, "photo.jpg", "The dog.",
    )  # fmt: skip
    assert one.ok("verify")["whole"]


def test_nobody_else_on_the_machine_can_read_it(one: Desk, photo: Path) -> None:
    photo.chmod(0o644)
    old = os.umask(0)
    try:
        one.ok("attach", 1, photo, "--kind", "photo")
    finally:
        os.umask(old)
    assert stat.S_IMODE(place(one).stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (place(one).parent, place(one).parent.parent)} == {0o700}


def test_the_file_itself_stays_where_it_was(one: Desk, photo: Path) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    assert photo.read_bytes() == PHOTO


def test_several_files_are_one_command_and_numbered_in_its_order(one: Desk, tmp_path: Path) -> None:
    files = [paper(tmp_path, f"{n}.jpg", str(n).encode()) for n in (3, 1, 2)]
    case = one.ok("attach", 1, *files, "--kind", "photo")
    assert [(a["nth"], a["name"]) for a in case["attachments"]] == [(1, "3.jpg"), (2, "1.jpg"), (3, "2.jpg")]
    assert [event["type"] for event in case["events"]] == ["attached"] * 3
    assert len(stored(one)) == 3


@pytest.mark.parametrize(
    "name", ["投诉照片（一）.jpg", "a b  c.jpg", "无后缀", ".hidden", "-rf.jpg", "%s{x}[y].jpg", "é" * 100 + ".jpg"]
)
def test_a_file_keeps_its_name(one: Desk, tmp_path: Path, name: str) -> None:
    one.ok("attach", 1, paper(tmp_path, name, PHOTO), "--kind", "photo")
    assert papers(one) == [(1, "photo", name)]
    assert name in one.tsk("show", 1).out
    out = tmp_path / "out"
    assert one.ok("attach", 1, "--fetch", 1, "-o", out)["file"] == str(out)
    assert out.read_bytes() == PHOTO


def test_a_name_that_would_disguise_itself_on_the_screen_is_spelled_out(one: Desk, tmp_path: Path) -> None:
    one.ok("attach", 1, paper(tmp_path, "photo\u202egpj.exe", PHOTO), "--kind", "photo")
    told = one.tsk("show", 1).out
    assert "\u202e" not in told
    assert "photo<U+202E>gpj.exe" in told


def test_the_words_of_a_file_name_are_found(one: Desk, tmp_path: Path) -> None:
    one.ok("attach", 1, paper(tmp_path, "暴雨现场.jpg", PHOTO), "--kind", "photo")
    assert [case["id"] for case in one.ok("search", "暴雨")] == [1]


# ── kinds ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("said", ["agreement", "AGREEMENT", "Agreement", "协议"])
def test_a_kind_is_said_by_its_name_or_label(one: Desk, photo: Path, said: str) -> None:
    one.ok("attach", 1, photo, "--kind", said)
    assert papers(one) == [(1, "agreement", "photo.jpg")]


def test_an_unknown_kind_is_refused_with_those_of_the_policy(one: Desk, photo: Path) -> None:
    told = refused(one, 2, "attach", 1, photo, "--kind", "foto")
    assert "did you mean photo?" in told.err
    for kind in KINDS:
        assert kind in told.err
    assert stored(one) == {}
    assert "协议" in one.tsk("attach", 1, photo, "--kind", "foto", "--lang", "zh").err


def test_a_policy_without_kinds_takes_any_word(one: Desk, photo: Path) -> None:
    rules = one.home / "rules.toml"
    text = rules.read_text("utf-8")
    first, rest = text.split("[attachments]", 1)
    rules.write_text(first + rest[rest.index("\n[") :], "utf-8")
    assert one.tsk("rules", "check").code == 0
    one.ok("attach", 1, photo, "--kind", "X-ray")
    assert papers(one) == [(1, "X-ray", "photo.jpg")]


# ── the same again ─────────────────────────────────────────────────────────────────────────────────


def test_the_same_file_again_is_said_and_nothing_is_written(one: Desk, photo: Path, tmp_path: Path) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    events = one.events
    again = one.tsk("attach", 1, paper(tmp_path, "renamed.jpg", PHOTO), "--kind", "photo")
    assert again.code == 0
    assert "it is so already; nothing was written" in again.out
    assert one.ok("attach", 1, photo, "--kind", "photo")["events"] == []
    assert (one.events, papers(one)) == (events, [(1, "photo", "photo.jpg")])
    assert len(stored(one)) == 1


def test_the_same_bytes_under_two_kinds_are_two_papers_and_one_stored_file(one: Desk, photo: Path) -> None:
    for kind in ("photo", "agreement"):
        one.ok("attach", 1, photo, "--kind", kind)
    assert papers(one) == [(1, "photo", "photo.jpg"), (2, "agreement", "photo.jpg")]
    assert len(stored(one)) == 1


def test_the_same_bytes_on_two_cases_are_one_stored_file(one: Desk, photo: Path) -> None:
    one.ok("record", "断网三天")
    for id in (1, 2):
        one.ok("attach", id, photo, "--kind", "photo")
    assert (len(papers(one, 1)), len(papers(one, 2)), len(stored(one))) == (1, 1, 1)


def test_a_new_paper_beside_one_that_is_there_already_is_added_alone(one: Desk, photo: Path, tmp_path: Path) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    case = one.ok("attach", 1, photo, paper(tmp_path, "new.jpg", b"new"), "--kind", "photo")
    assert [event["file_name"] for event in case["events"]] == ["new.jpg"]


def test_the_same_file_named_twice_in_one_command_is_one_paper(one: Desk, photo: Path) -> None:
    one.ok("attach", 1, photo, photo, "--kind", "photo")
    assert papers(one) == [(1, "photo", "photo.jpg")]


def test_the_same_file_named_twice_when_recording_is_one_paper(one: Desk, photo: Path) -> None:
    one.ok("record", "断网三天", "--attach", photo, "--attach", photo, "--kind", "photo")
    assert papers(one, 2) == [(1, "photo", "photo.jpg")]


def test_a_paper_that_was_undone_can_be_attached_again(one: Desk, photo: Path) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    one.ok("undo", 1)
    assert papers(one) == []
    one.ok("attach", 1, photo, "--kind", "photo")
    assert papers(one) == [(1, "photo", "photo.jpg")]


# ── what is no paper ───────────────────────────────────────────────────────────────────────────────


def no_paper(desk: Desk, path: object, said: str) -> None:
    """Refused, saying which file and why, at once, with no event and nothing copied."""
    started = time.monotonic()
    told = refused(desk, 2, "attach", 1, path, "--kind", "photo")
    assert time.monotonic() - started < 5
    assert said in told.err
    assert str(path) in told.err
    assert stored(desk) == {}


def test_a_missing_file_is_refused(one: Desk, tmp_path: Path) -> None:
    no_paper(one, tmp_path / "none.jpg", "no such file")


def test_a_folder_is_refused(one: Desk, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    no_paper(one, tmp_path / "papers", "this is a folder")


def test_an_empty_file_is_refused(one: Desk, tmp_path: Path) -> None:
    no_paper(one, paper(tmp_path, "empty.jpg", b""), "is empty")


def test_a_link_that_leads_nowhere_is_refused(one: Desk, tmp_path: Path) -> None:
    (tmp_path / "link.jpg").symlink_to(tmp_path / "none.jpg")
    no_paper(one, tmp_path / "link.jpg", "no such file")


def test_a_link_to_a_file_is_that_file(one: Desk, photo: Path, tmp_path: Path) -> None:
    (tmp_path / "link.jpg").symlink_to(photo)
    one.ok("attach", 1, tmp_path / "link.jpg", "--kind", "photo")
    assert (papers(one), stored(one)) == ([(1, "photo", "link.jpg")], {f"{DIGEST[:2]}/{DIGEST}": PHOTO})


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_refused(one: Desk, photo: Path) -> None:
    photo.chmod(0)
    no_paper(one, photo, "cannot be attached")


@pytest.mark.parametrize("size", [100_000_001, 2_000_000_000], ids=["a-byte-too-much", "two-gigabytes"])
def test_a_file_that_is_too_large_is_refused_at_once(one: Desk, tmp_path: Path, size: int) -> None:
    large = tmp_path / "recording.wav"
    with large.open("wb") as file:
        file.truncate(size)
    no_paper(one, large, "larger than 100 MB")


def test_a_pipe_is_refused_and_not_waited_for(one: Desk, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with one.process("attach", 1, tmp_path / "pipe", "--kind", "photo") as process:
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (2, "")
    assert str(tmp_path / "pipe") in err
    assert (papers(one), stored(one)) == ([], {})


def test_a_device_is_refused(one: Desk) -> None:
    no_paper(one, "/dev/zero", "cannot be attached")


def test_a_name_that_is_no_text_is_refused(one: Desk, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/photo\xff.jpg"
    Path(os.fsdecode(path)).write_bytes(PHOTO)
    assert one.tsk("attach", 1, os.fsdecode(path), "--kind", "photo").code == 2
    assert (papers(one), stored(one)) == ([], {})


def test_one_file_that_is_no_paper_keeps_the_others_of_the_command_out(one: Desk, photo: Path, tmp_path: Path) -> None:
    refused(one, 2, "attach", 1, photo, tmp_path / "none.jpg", "--kind", "photo")
    assert papers(one) == []


def test_a_command_without_a_file_says_so(one: Desk) -> None:
    assert "FILE is missing" in refused(one, 2, "attach", 1).err


def test_nothing_is_kept_for_a_complaint_that_does_not_exist(one: Desk, photo: Path) -> None:
    refused(one, 3, "attach", 99, photo, "--kind", "photo")
    assert stored(one) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to the size of a file can be set")
def test_a_disk_that_is_full_halfway_leaves_no_draft_behind(one: Desk, tmp_path: Path) -> None:
    """Two megabytes are as much as the process may write into one file."""
    import resource

    large = paper(tmp_path, "recording.wav", b"x" * 5_000_000)
    limit = (2_000_000, 2_000_000)
    words = ("attach", 1, large, "--kind", "recording")
    with one.process(*words, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)) as process:
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (6, "")
    assert "cannot be written" in err
    assert (papers(one), stored(one)) == ([], {})


# ── with the recording ─────────────────────────────────────────────────────────────────────────────


def test_papers_come_with_the_recording(one: Desk, photo: Path, tmp_path: Path) -> None:
    scan = paper(tmp_path, "scan.pdf", b"a scan")
    case = one.ok("record", "断网三天", "--attach", photo, "--attach", scan, "--kind", "photo")
    assert [(a["nth"], a["kind"], a["name"]) for a in case["attachments"]] == [
        (1, "photo", "photo.jpg"), (2, "photo", "scan.pdf"),
    ]  # fmt: skip
    types = [event["type"] for event in one.ok("show", 2, "--history")["events"]]
    assert types == ["registered", "assigned", "attached", "attached"]
    assert len(stored(one)) == 2


@pytest.mark.parametrize(
    "words",
    [("--attach", "none.jpg", "--kind", "photo"), ("--attach", "photo.jpg", "--kind", "foto"),
     ("--attach", "photo.jpg", "--kind", "photo", "--category", "nonsense")],
    ids=["no-file", "unknown-kind", "unknown-category"],
)  # fmt: skip
def test_a_recording_that_fails_leaves_no_event_and_takes_no_number(
    one: Desk, photo: Path, words: tuple[str, ...]
) -> None:
    refused(one, 2, "record", "断网三天", *(photo.parent / word if word.endswith(".jpg") else word for word in words))
    assert one.ok("record", "断网三天")["id"] == 2


def test_a_recording_told_twice_by_its_key_keeps_its_papers_once(one: Desk, photo: Path) -> None:
    for _ in range(2):
        one.ok("record", "断网三天", "--external", "CRM-7", "--attach", photo, "--kind", "photo")
    assert papers(one, 2) == [(1, "photo", "photo.jpg")]


# ── given back ─────────────────────────────────────────────────────────────────────────────────────


def test_a_paper_is_given_back_as_it_was(one: Desk, photo: Path, tmp_path: Path) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    out = tmp_path / "back.jpg"
    assert one.ok("attach", 1, "--fetch", 1, "-o", out) == {
        "file": str(out), "sha256": DIGEST, "size": 12, "kind": "photo",
    }  # fmt: skip
    assert out.read_bytes() == PHOTO


def test_into_a_pipe_it_comes_as_it_was(one: Desk, photo: Path, tmp_path: Path) -> None:
    one.ok("attach", 1, photo)
    with (tmp_path / "piped").open("wb") as pipe:
        assert one.process("attach", 1, "--fetch", 1, "-o", "-", stdout=pipe, cwd=tmp_path).wait() == 0
    assert (tmp_path / "piped").read_bytes() == PHOTO
    assert not (tmp_path / "-").exists()
    assert one.tsk("attach", 1, "--fetch", 1, "-o", "-", "--json").code == 2


def test_without_a_name_it_is_written_here_under_its_own(
    one: Desk, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    assert "photo.jpg: attachment 1 (12 bytes), unchanged." in one.tsk("attach", 1, "--fetch", 1).out
    assert (here / "photo.jpg").read_bytes() == PHOTO


def test_fetching_writes_no_event(one: Desk, photo: Path, tmp_path: Path) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    events = one.events
    one.ok("attach", 1, "--fetch", 1, "-o", tmp_path / "back.jpg")
    assert one.events == events


def test_a_file_that_exists_is_not_overwritten(one: Desk, photo: Path, tmp_path: Path) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    mine = paper(tmp_path, "mine.jpg", b"mine")
    told = refused(one, 6, "attach", 1, "--fetch", 1, "-o", mine)
    assert str(mine) in told.err
    assert "exists already" in told.err
    assert mine.read_bytes() == b"mine"


def test_a_folder_that_does_not_exist_is_named(one: Desk, photo: Path, tmp_path: Path) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    target = tmp_path / "none" / "back.jpg"
    assert str(target) in refused(one, 6, "attach", 1, "--fetch", 1, "-o", target).err


def test_a_number_that_the_case_has_not_is_refused_with_those_it_has(one: Desk, photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "back.jpg"
    refused(one, 3, "attach", 1, "--fetch", 1, "-o", out)
    one.ok("attach", 1, photo, "--kind", "photo")
    for nth in (0, 2, -1):
        assert "It has: 1" in refused(one, 3, "attach", 1, "--fetch", nth, "-o", out).err
    assert not out.exists()


def changed(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(PHOTO + b"!")


@pytest.mark.parametrize(
    ("harm", "said"), [(changed, "was changed"), (Path.unlink, "no such file")], ids=["changed", "missing"]
)
def test_a_stored_file_that_was_harmed_is_named_and_not_given_back(
    one: Desk, photo: Path, tmp_path: Path, harm: Any, said: str
) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    harm(place(one))
    out = tmp_path / "back.jpg"
    told = one.tsk("attach", 1, "--fetch", 1, "-o", out)
    assert (told.code, told.out) == (6, "")
    assert "ttachment 1 of 20261009-0001" in told.err
    assert one.tsk("verify", "--json").json["findings"] == ["Attachment 1 of 20261009-0001 is missing or was changed."]
    assert said in told.err
    assert not out.exists()
    assert one.ok("show", 1)["attachments"][0]["sha256"] == DIGEST


def test_a_stored_file_that_was_lost_is_there_again_when_the_same_paper_is_attached(one: Desk, photo: Path) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    place(one).unlink()
    one.ok("attach", 1, photo, "--kind", "receipt")
    assert stored(one) == {f"{DIGEST[:2]}/{DIGEST}": PHOTO}


# ── who may ────────────────────────────────────────────────────────────────────────────────────────


def test_a_case_out_of_sight_neither_takes_papers_nor_gives_them_back(one: Desk, photo: Path, tmp_path: Path) -> None:
    rules = one.home / "rules.toml"
    staff = (
        f'\n[staff]\n{BILLING} = {{ zh = "周洋", role = "handler", department = "billing" }}\n'
        f'{BOSS} = {{ zh = "王强", role = "supervisor", department = "ops" }}\n\n\n[channels]'
    )
    usual = rules.read_text("utf-8")
    assert "\n[channels]" in usual
    one.ok("attach", 1, photo, "--kind", "photo")
    rules.write_text(usual.replace("\n[channels]", staff, 1), "utf-8")
    out, other = tmp_path / "back.jpg", paper(tmp_path, "other.jpg", b"other")
    assert one.tsk("attach", 1, "--fetch", 1, "-o", out, "--as", BILLING).code == 3
    assert one.tsk("attach", 1, other, "--kind", "photo", "--as", BILLING).code == 3
    assert (out.exists(), len(stored(one))) == (False, 1)
    assert one.ok("attach", 1, "--fetch", 1, "-o", out, "--as", BOSS)["sha256"] == DIGEST


# ── closing ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def signed(desk: Desk) -> Desk:
    """A desk whose closing asks for a signed agreement, with complaint 1 answered and handed in."""
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8")
    row = '"contacted", "cause", "upheld", "replied", "satisfied", "submitted",'
    assert usual.count(row) == 1
    rules.write_text(usual.replace(row, f'{row} "attachment:agreement",'), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    desk.ok("record", "断网三天")
    for words in (
        ("contact", 1, "--via", "phone"),
        ("propose", 1, "Repair.", "--cause", "equipment", "--upheld", "yes"),
        ("submit", 1),
        ("reply", 1, "We repaired it.", "--via", "phone", "--satisfied", "yes"),
    ):
        desk.ok(*words)
    return desk


def test_a_closing_that_asks_for_a_paper_waits_for_that_kind(signed: Desk, photo: Path) -> None:
    told = refused(signed, 4, "close", 1)
    assert "Agreement (rule closing.standard, rules.toml:" in told.err
    assert "`tsk attach 1 FILE --kind agreement`" in told.err
    assert "协议" in signed.tsk("close", 1, "--lang", "zh").err
    signed.ok("attach", 1, photo, "--kind", "photo")
    refused(signed, 4, "close", 1)
    signed.ok("attach", 1, photo, "--kind", "agreement")
    assert signed.ok("close", 1)["state"] == "closed"


def test_a_paper_that_was_undone_is_asked_for_again(signed: Desk, photo: Path) -> None:
    signed.ok("attach", 1, photo, "--kind", "agreement")
    signed.ok("undo", 1)
    refused(signed, 4, "close", 1)


def test_a_kind_that_the_policy_has_not_is_no_requirement(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    rules.write_text(
        rules.read_text("utf-8").replace('"submitted",\n]', '"submitted", "attachment:agrement",\n]'), "utf-8"
    )
    told = desk.tsk("rules", "check")
    assert told.code == 5
    assert "agrement" in told.out + told.err


# ── two at once ────────────────────────────────────────────────────────────────────────────────────


def test_two_processes_that_attach_the_same_file_at_once_attach_it_once(one: Desk, photo: Path) -> None:
    with held(one):
        crowd = [one.process("attach", 1, photo, "--kind", "photo") for _ in range(2)]
    said = [process.communicate(timeout=30) for process in crowd]
    assert [(process.returncode, err) for process, (_, err) in zip(crowd, said, strict=True)] == [(0, "")] * 2
    assert sorted("nothing was written" in out for out, _ in said) == [False, True]
    assert (papers(one), stored(one)) == ([(1, "photo", "photo.jpg")], {f"{DIGEST[:2]}/{DIGEST}": PHOTO})
    assert one.ok("verify")["whole"]


def test_two_processes_that_attach_two_files_at_once_attach_both(one: Desk, tmp_path: Path) -> None:
    files = [paper(tmp_path, f"{n}.jpg", str(n).encode()) for n in (1, 2)]
    with held(one):
        crowd = [one.process("attach", 1, file, "--kind", "photo") for file in files]
    for process in crowd:
        process.communicate(timeout=30)
    assert [process.returncode for process in crowd] == [0, 0]
    assert sorted(name for _, _, name in papers(one)) == ["1.jpg", "2.jpg"]
    assert [nth for nth, _, _ in papers(one)] == [1, 2]
    assert one.ok("verify")["whole"]


# ── what is left of a command that failed ──────────────────────────────────────────────────────────


def test_a_paper_of_a_refused_step_is_not_kept(one: Desk, photo: Path, tmp_path: Path) -> None:
    """The copy is made before anything is asked of the case; refused, it goes without a trace."""
    refused(one, 2, "attach", 1, photo, "--kind", "photo", "--at", "2026-12-24 10:00")
    assert stored(one) == {}
    one.ok("record", "网速慢")
    one.ok("cancel", 2, "--by", "mistake", "--reason", "Recorded twice.")
    refused(one, 2, "attach", 1, photo, tmp_path / "none.jpg", "--kind", "photo")
    refused(one, 2, "record", "断网三天", "--attach", photo, "--kind", "photo", "--category", "nonsense")
    assert stored(one) == {}


def test_a_refused_step_leaves_alone_what_others_attached(one: Desk, photo: Path) -> None:
    one.ok("attach", 1, photo, "--kind", "photo")
    refused(one, 2, "attach", 1, photo, "--kind", "agreement", "--at", "2026-12-24 10:00")
    assert stored(one) == {f"{DIGEST[:2]}/{DIGEST}": PHOTO}
    assert one.ok("verify")["whole"]


def test_a_paper_that_was_recorded_already_leaves_no_second_copy(one: Desk, photo: Path) -> None:
    for _ in range(2):
        one.ok("record", "网速慢", "--external", "CRM-1", "--attach", photo, "--kind", "photo")
    assert stored(one) == {f"{DIGEST[:2]}/{DIGEST}": PHOTO}


def test_the_copies_of_killed_commands_go_with_the_next_paper(one: Desk, photo: Path, tmp_path: Path) -> None:
    """An old copy of a process that is no more; not a young one, not one that somebody may still be writing."""
    one.ok("attach", 1, photo, "--kind", "photo")
    with one.process("list") as process:
        process.communicate(timeout=60)
    copies = {
        "gone": f".{process.pid}-0a1b2c3d",
        "young": f".{process.pid}-1a1b2c3d",
        "busy": f".{os.getpid()}-2a1b2c3d",
    }
    for what, name in copies.items():
        copy = paper(one.home / "attachments", name, b"half a recording")
        if what != "young":
            os.utime(copy, (time.time() - 7200, time.time() - 7200))
    one.ok("attach", 1, paper(tmp_path, "new.jpg", b"new"), "--kind", "photo")
    left = {name for name in stored(one) if name.startswith(".")}
    assert left == {copies["young"], copies["busy"]}
