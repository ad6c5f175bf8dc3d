"""Every verb with whatever anybody may type behind it: a sentence and a known exit code, no trace, no half step."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from budget import tried
from conftest import Desk
from hypothesis import given
from hypothesis import strategies as st
from words import command_lines

CODES = {0, 2, 3, 4, 5, 6, 10}
POLICIES = ("telecom-storefront", "courier-penalties", "company-procedure", "factory-8d", "mall-three-tier")
COUNTS = {"command lines": 0, "done": 0}


class Ready(NamedTuple):
    """A desk with complaints in several states, and the words and people of its policy."""

    desk: Desk
    words: tuple[str, ...]
    people: tuple[str, ...]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of commands wait for no disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as made:
        yield Path(made)


@cache
def ready(folder: Path, policy: str) -> Ready:
    desk = Desk(folder / policy / "home")
    desk.ok("init", "--practice", "--policy", policy)
    rules = desk.ok("rules", "show")
    people = tuple(one["name"] for one in rules["staff"])
    words = tuple(
        sorted(
            {*_names(rules), *re.findall(r"[\u4e00-\u9fff]{2,6}", json.dumps(rules["departments"], ensure_ascii=False))}
        )
    )
    head = ("--as", people[0]) if people else ()
    for summary in ("断网三天", "多扣了30元", "宽带太慢", "营业员态度差"):
        desk.tsk("record", summary, "--customer", "王小明", "--phone", "13800000001", *head)
    for words_ in (
        ("assign", 2, "--to", rules["departments"][0]["name"]),
        ("accept", 3),
        ("reply", 4, "ok", "--via", "phone"),
    ):
        desk.tsk(*words_, *head)
    desk.tsk("incident", "open", "光缆中断", *head)
    desk.tsk("measure", "add", "多备光缆", "--by", "2026-11-01", *head)
    desk.tsk("inspect", "draw", "--month", "2026-10", "--n", 1, "--reason", "x", *head)
    _odd_files(desk.home.parent)
    return Ready(desk, words, people)


def _names(value: Any) -> Iterator[str]:
    """Every name of a row in the rules."""
    if isinstance(value, dict):
        yield from (value["name"] for _ in range(1) if isinstance(value.get("name"), str))
        for one in value.values():
            yield from _names(one)
    elif isinstance(value, list):
        for one in value:
            yield from _names(one)


def _odd_files(place: Path) -> None:
    (place / "paper.txt").write_text("a paper", "utf-8")
    (place / "empty.txt").touch()
    (place / "folder").mkdir()
    (place / "link").symlink_to("paper.txt")
    (place / "loop").symlink_to("loop")
    os.mkfifo(place / "fifo")
    (place / "rules.toml").write_bytes((place / "home" / "rules.toml").read_bytes())


def events(desk: Desk) -> int:
    with contextlib.closing(sqlite3.connect(desk.home / "tsk.db")) as db:
        return int(db.execute("SELECT count(*) FROM event").fetchone()[0])


def tried_once(desk: Desk, said: list[str], alone: bool, stdin: str) -> None:
    before = events(desk)
    done = desk.tsk(*said, stdin=stdin)
    COUNTS["command lines"] += 1
    COUNTS["done"] += done.code == 0
    assert done.code in CODES, (said, done)
    assert "Traceback" not in done.out + done.err, (said, done)
    assert "unexpected" not in done.err, (said, done)
    if "--json" in said and done.code == 0 and "--help" not in said:
        assert done.out == "" or json.loads(done.out) is not None, (said, done)
    if done.code:
        assert done.out or done.err, (said, done)
    if done.code not in (0, 10) and alone:
        assert events(desk) == before, (said, done)


@pytest.mark.soak
@pytest.mark.parametrize("policy", POLICIES)
def test_no_command_line_ends_in_a_trace_or_in_half_a_step(policy: str, folder: Path, monkeypatch: Any) -> None:
    start = ready(folder, policy)

    @tried(60)
    @given(st.data())
    def runs(data: st.DataObject) -> None:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            here = Path(place)
            shutil.copytree(
                start.desk.home.parent, here / "here", symlinks=True, ignore=lambda _, names: {"fifo"} & {*names}
            )
            os.mkfifo(here / "here" / "fifo")
            desk = Desk(here / "here" / "home", start.desk.now)
            monkeypatch.chdir(here / "here")
            for _ in range(data.draw(st.integers(1, 6))):
                said, alone = data.draw(command_lines(start.words, start.people))
                said += data.draw(st.sampled_from([[], ["--json"], ["--lang", "zh"]]))
                stdin = data.draw(st.sampled_from(["", "1\n2\n", "\x00\n1\tx\n", "a" * 1000]))
                tried_once(desk, said, alone, stdin)
            assert desk.ok("verify")["whole"]

    runs()
    print(COUNTS)
