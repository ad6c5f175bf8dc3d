"""A file that is ruined, or is none of ours: clear words in both languages, exit 6, and nothing is made worse."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import Desk, Result
from wrecks import GONE, SPOILT

READING = (
    ("list",), ("show", 1), ("search", "断网"), ("overdue",), ("report",), ("inbox",), ("verify",), ("explain", 1),
    ("incident", "list"), ("rules", "show"), ("calendar",), ("handover",),
)  # fmt: skip
WRITING = (
    ("record", "断网四天"), ("contact", 1, "--via", "phone"), ("chase", 1), ("assign", 1, "--to", "billing"),
    ("note", 1, "x"), ("daily",), ("escalate", "--due"), ("recalculate",), ("undo", 1), ("init",),
    ("incident", "open", "Cable theft", "--category", "network"),
)  # fmt: skip
IN_CHINESE = (READING[0], READING[6], WRITING[0], WRITING[1])
IN_SEVERAL = (("daily",), ("escalate", "--due"), WRITING[-1])  # transactions: those before the spoilt part stand
ABOUT = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def used_home(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with thirty complaints, and nothing of it outside the one file."""
    desk = Desk(practice_home).copy(tmp_path_factory.mktemp("used") / "home")
    for _ in range(30):
        desk.ok("record", "断网三天", "--details", "x" * 400)
    assert not [*desk.home.glob("*-wal")]
    return desk.home


@pytest.fixture
def used(used_home: Path, tmp_path: Path) -> Desk:
    return Desk(used_home).copy(tmp_path / "used")


def bytes_of(desk: Desk) -> dict[str, str]:
    """Every file of the home but the rules, by its content."""
    files = (path for path in desk.home.rglob("*") if path.is_file() and path.name != "rules.toml")
    return {str(path.relative_to(desk.home)): sha256(path.read_bytes()).hexdigest() for path in files}


def refused(told: Result, desk: Desk, chinese: bool) -> None:
    assert (told.code, told.out) == (6, ""), told
    assert str(desk.home) in told.err
    assert "Traceback" not in told.err
    assert bool(ABOUT.search(told.err)) == chinese, told.err


@pytest.mark.parametrize("wreck", GONE)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_ruined_file_is_refused_by_every_command_names_the_way_back_and_is_left_alone(
    used: Desk, wreck: str, lang: str
) -> None:
    GONE[wreck](used.home / "tsk.db")
    before = bytes_of(used)
    for words in (*READING, *WRITING) if lang == "en" else IN_CHINESE:
        told = used.tsk("--lang", lang, *words)
        refused(told, used, lang == "zh")
        assert "tsk restore" in told.err, told.err
        assert bytes_of(used) == before, words


@pytest.mark.parametrize("wreck", SPOILT)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_that_is_spoilt_in_part_is_found_out_by_verify_and_never_read_wrongly(
    used: Desk, wreck: str, lang: str
) -> None:
    """What needs nothing of the spoilt part goes on; what is refused changes nothing."""
    reading, writing = (READING, WRITING) if lang == "en" else (IN_CHINESE[:2], IN_CHINESE[2:])
    healthy = {words: used.tsk("--lang", lang, *words) for words in reading if words != ("verify",)}
    SPOILT[wreck](used.home / "tsk.db")
    before = bytes_of(used)
    told = used.tsk("--lang", lang, "verify")
    assert told.code == 6
    assert "tsk restore" in told.err + told.out
    for words in healthy:
        told = used.tsk("--lang", lang, *words)
        if told.code != 6:
            assert told == healthy[words], words
        else:
            refused(told, used, lang == "zh")
            assert "tsk restore" in told.err, told.err
        assert bytes_of(used) == before, words
    for words in writing:
        before = bytes_of(used)
        told = used.tsk("--lang", lang, *words)
        assert told.code in (0, 4, 6), (words, told)
        assert "Traceback" not in told.err
        if told.code and words not in IN_SEVERAL:
            assert bytes_of(used) == before, words
