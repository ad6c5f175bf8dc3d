"""Terminals that do not speak UTF-8: an old Chinese console loses no sign, a plain one gets the nearest."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

import pytest
from conftest import Desk

from tsk.lookalikes import NAME, register

PAGES = (
    *("--help", "record --help", "list", "show 1 --history", "explain 1", "overdue", "report", "daily", "calendar"),
    *("inbox", "handover", "load", "doctor", "report --by category", "search 断网", "show 99", "rules check"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("gbk") / "home")
    desk.ok("init", "--practice")
    desk.ok("record", "小区断网三天", "--customer", "林小满", "--phone", "13800001234", "--channel", "counter")
    desk.ok("record", "充值卡打不开", "--channel", "counter", "--settled", "当场换卡", "--basis", "服务协议")
    desk.at("2026-10-20 10:00")
    return desk


def seen(desk: Desk, words: str, encoding: str, screen: bool) -> str:
    """What a process shows in that encoding, on a terminal of 80 columns or in a pipe."""
    shape = {"FORCE_COLOR": "1", "COLUMNS": "80", "TERM": "dumb"} if screen else {}
    env = {**os.environ, **desk.env, **shape, "TSK_LANG": "zh", "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        [sys.executable, "-m", "tsk", *shlex.split(words)], env=env, capture_output=True, check=False, timeout=60
    )
    return (done.stdout + done.stderr).decode(encoding)


@pytest.mark.parametrize("screen", [True, False], ids=["terminal", "pipe"])
@pytest.mark.parametrize("words", PAGES)
def test_an_old_chinese_console_loses_no_sign(words: str, screen: bool, desk: Desk) -> None:
    whole = seen(desk, words, "utf-8", screen)
    assert whole
    assert seen(desk, words, "gbk", screen).replace("\r", "").count("?") == whole.count("?")


def test_the_language_comes_from_a_locale_of_another_encoding(desk: Desk) -> None:
    env = {**os.environ, **desk.env, "LANG": "zh_CN.GBK", "PYTHONIOENCODING": "gbk"}
    done = subprocess.run([sys.executable, "-m", "tsk", "show", "99"], env=env, capture_output=True, check=False)
    assert done.returncode == 3
    assert "这里没有投诉 99" in done.stderr.decode("gbk")


@pytest.mark.parametrize(
    ("sign", "encoding", "shown"),
    [
        ("✓", "gbk", "√"), ("✗", "gbk", "×"), ("░", "gbk", "·"), ("\ufeff", "gbk", ""),
        ("✓", "ascii", "v"), ("✗", "ascii", "x"), ("→", "ascii", ">"), ("░", "ascii", "."), ("“", "ascii", '"'),
        ("→", "gbk", "→"), ("✓", "utf-8", "✓"), ("断", "ascii", "?"), ("¥", "gbk", "￥"),
    ],
)  # fmt: skip
def test_a_missing_sign_is_shown_by_the_nearest(sign: str, encoding: str, shown: str) -> None:
    assert register() == NAME
    assert sign.encode(encoding, NAME).decode(encoding) == shown
