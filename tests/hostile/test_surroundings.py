"""Settings, streams and files with rubbish in them: a sentence and a known exit code, and nothing is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Desk

CODES = {0, 2, 3, 4, 5, 6, 10}
RUBBISH = (
    b"x",
    b"'; DROP TABLE event",
    b"\xff",
    b"\x1b[35;5m",
    b"9" * 3000,
    b"/dev/null",
    b"/dev/full",
    b"loop",
    b"a\nb",
    b"-",
)
NAMES = ("TSK_HOME", "TSK_DB", "TSK_SITE", "TSK_RULES", "TSK_USER", "TSK_LANG", "TSK_NOW", "TSK_NOTIFY", "TSK_KEY_FILE")
OTHERS = ("COLUMNS", "LINES", "TERM", "LANG", "LC_ALL", "TZ", "HOME", "XDG_DATA_HOME", "LOGNAME", "TSK_NOTIFY_SECONDS")
ENCODINGS = ("ascii", "gbk", "utf-16", "latin-1", "ascii:strict")


@pytest.fixture
def one(desk: Desk) -> Desk:
    """A desk with a complaint."""
    desk.ok("record", "断网三天")
    return desk


def run(desk: Desk, *words: str, given: bytes = b"", **env: bytes | str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own, in a folder of its own."""
    command = [sys.executable, "-m", "tsk", *words]
    place = desk.home.parent
    source = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])}
    whole = {**os.environ, **source, **desk.env, **env}
    return subprocess.run(command, input=given, capture_output=True, env=whole, cwd=place, timeout=60)


def is_said(done: subprocess.CompletedProcess[bytes]) -> None:
    told = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode in CODES, told[-2000:]
    assert "Traceback" not in told
    assert "unexpected" not in told
    assert b"\x1b[35;5m" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", [*NAMES, *OTHERS])
def test_rubbish_in_a_setting_is_a_sentence_or_nothing(one: Desk, name: str) -> None:
    events = one.events
    (one.home.parent / "loop").symlink_to("loop")
    words = ("daily", "--notify") if "NOTIFY" in name else ("list",)
    for value in RUBBISH:
        is_said(run(one, *words, **{name: value}))
    assert one.events == events


@pytest.mark.parametrize("columns", ["0", "-1", "1", "7", "99999999999", "x"])
def test_a_terminal_of_any_width_is_written_on(one: Desk, columns: str) -> None:
    for words in (("list",), ("show", "1"), ("report",)):
        done = run(one, *words, COLUMNS=columns, FORCE_COLOR="1", TERM="xterm")
        is_said(done)
        assert done.returncode == 0


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_loses_nothing_on_a_stream_of_another_encoding(one: Desk, encoding: str) -> None:
    done = run(one, "show", "1", "--json", PYTHONIOENCODING=encoding)
    assert json.loads(done.stdout.decode(encoding.partition(":")[0]))["summary"] == "断网三天"
    is_said(run(one, "list", PYTHONIOENCODING=encoding))
    is_said(run(one, "show", "99", TSK_LANG="zh", PYTHONIOENCODING=encoding))


@pytest.mark.parametrize(
    "given",
    [b"a" * 10_000_000, os.urandom(20_000), b"1\0\n\n\t\n-\n", b"\xff\xfe1\n", b"1\n" * 10_000, b"' OR '1'='1\n", b""],
    ids=["10 MB", "random", "zeros", "utf-16", "again and again", "SQL", "nothing"],
)
def test_ids_from_a_pipe_may_be_anything(one: Desk, given: bytes) -> None:
    for words in (("show", "-"), ("note", "-", "x"), ("show", "-", "--json")):
        done = run(one, *words, given=given)
        is_said(done)
        assert len(done.stdout + done.stderr) < 2_000_000
    assert one.ok("verify")["whole"]


# ── names of files ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "back"),
    [
        (".bashrc", "bashrc"),
        ("-", "attachment-1"),
        ("-rf", "rf"),
        ("..\\..\\x.txt", "_.._x.txt"),
        ("CON", "_CON"),
        ("aux.txt", "_aux.txt"),
        ("a:b.txt", "a_b.txt"),
        ("a\nb.txt", "a b.txt"),
        ("gnp\u202etxt.exe", "gnp_U+202E_txt.exe"),
        ("x" * 255, "x" * 255),
        ("宽" * 85, "宽" * 85),
    ],
    ids=lambda name: ascii(name)[:20],
)
def test_an_attachment_comes_back_under_a_name_that_hides_nothing(
    one: Desk, monkeypatch: pytest.MonkeyPatch, name: str, back: str
) -> None:
    there, here = one.home.parent / "there", one.home.parent / "here"
    there.mkdir()
    here.mkdir()
    (there / name).write_text("a paper")
    assert one.tsk("attach", 1, there / name).code == 0
    monkeypatch.chdir(here)
    assert one.tsk("attach", 1, "--fetch", 1).code == 0
    assert [file.name for file in here.iterdir()] == [back]


@pytest.mark.parametrize("kind", ["fifo", "folder", "loop", "/dev/zero", "/dev/stdin", "sparse", "x" * 300])
def test_what_is_no_paper_is_not_attached(one: Desk, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    place = one.home.parent
    os.mkfifo(place / "fifo")
    (place / "folder").mkdir()
    (place / "loop").symlink_to("loop")
    with (place / "sparse").open("wb") as file:
        file.truncate(1 << 30)
    monkeypatch.chdir(place)
    events = one.events
    told = one.tsk("attach", 1, kind)
    assert (told.code, told.out) == (2, "")
    assert len(told.err.splitlines()) == 1
    assert one.events == events


@pytest.mark.parametrize("target", ["victim", "folder", "link", "dangling", "fifo", "/dev/full", "no/where"])
def test_nothing_that_exists_is_written_over(one: Desk, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    place = one.home.parent
    (place / "victim").write_text("precious")
    (place / "folder").mkdir()
    (place / "link").symlink_to("victim")
    (place / "dangling").symlink_to("elsewhere")
    os.mkfifo(place / "fifo")
    monkeypatch.chdir(place)
    one.ok("attach", 1, "victim")
    for words in (("attach", 1, "--fetch", 1), ("form", 1), ("report", "--format", "html")):
        told = one.tsk(*words, "-o", target)
        assert told.code == 6, told
    assert (place / "victim").read_text() == "precious"
    assert not (place / "elsewhere").exists()


def test_an_unexpected_error_tells_no_customers_data(one: Desk) -> None:
    """The plain message and the trace of TSK_DEBUG name places in the program; neither holds values of variables."""
    breaking = (
        "import tsk.desk.intake as i; i.grade = lambda *a: 1 / 0\nimport tsk.cli; raise SystemExit(tsk.cli.main())"
    )
    words = ("record", "秘密的事", "--customer", "王小明", "--phone", "13800000001")
    for debug in ("", "1"):
        env = {**os.environ, **one.env, "TSK_DEBUG": debug}
        done = subprocess.run([sys.executable, "-c", breaking, *words], capture_output=True, env=env, timeout=60)
        assert done.returncode == 1
        told = done.stderr.decode()
        assert ("Traceback" in told) == bool(debug)
        assert "ZeroDivisionError" in told
        assert not any(secret in told for secret in ("秘密", "王小明", "13800000001"))
    assert one.events == 2
