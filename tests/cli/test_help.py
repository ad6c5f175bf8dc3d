"""The help of every command in both languages on a terminal of 80 columns: whole, within it, in one language."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tsk.verbs import VERBS

PROJECT = Path(__file__).parents[2]
WIDTH = 80
GROUPS = sorted({verb.split()[0] for verb in VERBS} - VERBS.keys())
# One process a language, because what Typer is told is said once for the whole process.
ALL = """
import io, json, sys
from contextlib import redirect_stdout
sys.path.insert(0, "tests/docs")
from references import table
from tsk import i18n
from tsk.cli import main
from tsk.verbs import VERBS
i18n.use(sys.argv[1])
shown = {}
for words in json.loads(sys.argv[2]):
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(["--lang", sys.argv[1], *words.split(), "--help"]) == 0, words
    shown[words] = out.getvalue()
told = {verb: i18n.tr(row.help) for verb, row in VERBS.items()}
print(json.dumps({"shown": shown, "table": table(), "told": told}))
"""


@cache
def helped(lang: str) -> dict[str, Any]:
    """What every command's help shows, and what it should tell."""
    env = {**os.environ, "COLUMNS": str(WIDTH), "FORCE_COLOR": "1", "TERM": "dumb", "PYTHONPATH": str(PROJECT)}
    words = json.dumps(["", *GROUPS, *VERBS])
    command = [sys.executable, "-c", ALL, lang, words]
    done = subprocess.run(command, env=env, cwd=PROJECT, capture_output=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def plain(text: str) -> str:
    """A screen without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def cells(line: str) -> int:
    """The columns that a line takes: two for a Chinese sign."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in line)


def packed(text: str) -> str:
    """A text without blanks and frames, so that it is found however it was broken."""
    return re.sub(r"[\s│╭╮╰╯─]", "", text)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_is_wider_than_the_terminal(lang: str) -> None:
    lines = [(verb, line) for verb, text in helped(lang)["shown"].items() for line in plain(text).splitlines()]
    assert [one for one in lines if cells(one[1]) > WIDTH] == []
    assert len(lines) > 1000


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_word_of_help_is_shown_whole(lang: str) -> None:
    """A text that is cut shows an … instead of its end."""
    found, missing = helped(lang), []
    for verb, rows in found["table"].items():
        screen = packed(plain(found["shown"][verb]))
        texts = [found["told"][verb], *(row["help"] for some in rows.values() for row in some)]
        names = [name for row in rows["options"] for name in row["names"]]
        # two columns stand beside each other, so a text of several lines is looked for line by line
        missing += [(verb, text) for text in (*texts, *names) if not _stands(text, screen, found["shown"][verb])]
    assert missing == []


def _stands(text: str, screen: str, raw: str) -> bool:
    return packed(text) in screen or packed(text) in packed(_right_column(plain(raw)))


def _right_column(screen: str) -> str:
    """What stands in the column of help alone, line after line."""
    return "\n".join(re.split(r" {2,}", line.strip("│ "))[-1] for line in screen.splitlines())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_of_commands_tells_every_command(lang: str) -> None:
    found = helped(lang)
    screen = packed(plain(found["shown"][""]))
    assert [verb for verb, help in found["told"].items() if packed(verb) + packed(help) not in screen] == []
    for group in GROUPS:
        own = packed(plain(found["shown"][group]))
        assert [verb for verb in VERBS if verb.startswith(f"{group} ") and packed(found["told"][verb]) not in own] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_command_of_the_list_has_one_line(lang: str) -> None:
    found = helped(lang)
    lines = [" ".join(line.split()) for line in plain(found["shown"][""]).splitlines()]
    assert [verb for verb, help in found["told"].items() if f"{verb} {help}" not in lines] == []


def test_chinese_help_has_no_word_of_the_frame_in_english() -> None:
    words = ("Usage:", r"\[OPTIONS\]", "Options", "Arguments", "Commands", "required", "default", "Show this", "range")
    frame = re.compile("|".join((*words, "env var", "<[A-Za-z]+>")))
    shown = {verb: plain(text) for verb, text in helped("zh")["shown"].items()}
    assert [(verb, frame.findall(text)) for verb, text in shown.items() if frame.search(text)] == []


def test_no_sentence_of_the_chinese_help_is_english() -> None:
    """Three words of English in a row are a sentence, unless they are typed so."""
    english = re.compile(r"(?<![\w`\"-])[a-z]{2,} [a-z]{2,} [a-z]{2,}")
    found = helped("zh")
    texts = [
        *found["told"].values(),
        *(row["help"] for rows in found["table"].values() for some in rows.values() for row in some),
    ]
    assert [text for text in texts if english.search(re.sub(r"`[^`]*`", "", text))] == []
