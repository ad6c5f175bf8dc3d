"""Whatever text anybody types or writes into the rule file: no output acts on it, and its letters stay readable.

One life of complaints is lived three times: with tricks that steer a terminal, with tricks that are written, and with
plain letters; every view is looked at on a terminal of 80 columns, in a pipe and as JSON, in both languages.
"""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Desk
from openpyxl import load_workbook
from payloads import FORMULAS, STEERING, WRITTEN
from planting import BOSS, ODD_WORDS, VIEWS, Shown, labelled, life, shown

TRICKS = {"steering": STEERING, "written": WRITTEN, "plain": "plain"}
LOOKED = "2026-10-20 10:00"
OUR_STYLES = re.compile(r"\x1b\[[0-9;]*m")  # what Rich writes; the tricks use styles that it never does
THEIRS = ("\x1b[31;1m", "\x1b]", "\x1b[2J", "\x1bP", "\x9b")
HIDDEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
ELSEWHERE = {"seed", "again", "person"}  # of a merged complaint, of a list alone
MASKED = {"email", "card", "address", "behalf"}


class Lived(NamedTuple):
    """A desk after the life, and what its commands wrote on the way."""

    trick: str
    desk: Desk
    folder: Path
    steps: list[Shown]


_LIVED: dict[str, Lived] = {}


def lived(name: str, factory: pytest.TempPathFactory) -> Lived:
    if name not in _LIVED:
        folder = factory.mktemp(name)
        desk = Desk(folder / "home")
        desk.ok("init", "--practice")
        trick = TRICKS[name]
        labelled(desk.home / "rules.toml", trick.translate({ord("{"): None, ord("}"): None}))
        paper = folder / f"A{trick[:40].translate({ord('/'): None, 0: None})}.txt"
        paper.write_text("a paper")
        steps = []
        for number, (at, words) in enumerate(life(trick, paper)):
            screen, lang = bool(number % 2), "zh" if number % 3 else "en"
            steps.append(shown(desk.at(at), *words, *BOSS, screen=screen, lang=lang))
            assert steps[-1].code == 0, (name, ascii(steps[-1]))
        shown(desk.at(LOOKED), "daily", *BOSS)  # escalates what is due, so that no view changes anything
        _LIVED[name] = Lived(trick, desk, folder, steps)
    return _LIVED[name]


@pytest.fixture(params=["steering", "written"])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The desk where every text tries something."""
    return lived(request.param, tmp_path_factory)


def harm(text: str, lines: str = "\n") -> list[str]:
    """The characters of an output that a terminal may act upon, that turn or that hide text, and foreign styles."""
    found = [one for one in THEIRS if one in text]
    return found + [c for c in OUR_STYLES.sub("", text) if c not in lines and _is_harmful(c)]


def _is_harmful(c: str) -> bool:
    kind = unicodedata.category(c)
    if c == "\u200d":  # in a picture of several
        return False
    return kind in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") or c in HIDDEN or "\ufe00" <= c <= "\ufe0e"


def safe(one: Shown, screen: bool) -> None:
    """Neither stream holds anything that acts; in a pipe tabs part the columns."""
    found = harm(one.out + one.err, "\n" if screen else "\n\t")
    assert not found, (ascii(one.words)[:200], [ascii(c) for c in found][:5], ascii(one.out[:2000] + one.err[:500]))


# ── terminal, pipe, JSON ───────────────────────────────────────────────────────────────────────────


def test_no_step_prints_what_acts_on_a_terminal(hostile: Lived) -> None:
    for number, step in enumerate(hostile.steps):
        safe(step, bool(number % 2))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_view_prints_what_acts_on_a_terminal(hostile: Lived, lang: str) -> None:
    for words in VIEWS:
        one = shown(hostile.desk, *words, *BOSS, screen=True, lang=lang)
        assert one.code == 0, ascii(one)
        safe(one, screen=True)


def test_json_is_json_and_prints_nothing_that_acts_on_a_terminal(hostile: Lived) -> None:
    for words in VIEWS:
        one = shown(hostile.desk, *words, *BOSS, "--json")
        safe(one, screen=True)  # no tab either
        json.loads(one.out)


def test_json_gives_every_text_back_as_it_was_kept(hostile: Lived) -> None:
    case = json.loads(shown(hostile.desk, "show", 1, *BOSS, "--json").out)
    lines = hostile.trick.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) != "Cc")
    assert case["summary"] == f"AsummaryZ{kept}YsummaryB"


def test_errors_quote_what_was_typed_harmlessly(hostile: Lived, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hostile.folder)
    for odd in ODD_WORDS:
        words = odd(hostile.trick.replace("\x00", ""))
        for screen, more in ((True, ()), (False, ("--json",))):
            one = shown(hostile.desk, *words, *(() if "--as" in words else BOSS), *more, screen=screen)
            assert one.code in (0, 2, 3, 4, 5, 6), ascii(one)
            safe(one, screen)
            assert len(one.err.splitlines()) <= 4, ascii(one)


def test_hostile_text_makes_no_more_lines_and_columns_in_a_pipe_than_harmless_text(
    hostile: Lived, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain = lived("plain", tmp_path_factory)
    for words in VIEWS:
        if words[0] in ("rules", "verify"):  # files and hashes of their own
            continue
        one = shown(hostile.desk, *words, *BOSS, lang="zh")
        safe(one, screen=False)
        ours, theirs = one.out, shown(plain.desk, *words, *BOSS, lang="zh").out
        assert [line.count("\t") for line in ours.splitlines()] == [line.count("\t") for line in theirs.splitlines()], (
            words,
            ascii(ours[:3000]),
        )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_letters_around_every_trick_stay_readable(hostile: Lived, lang: str) -> None:
    """On a terminal they may be broken over lines; what a list cuts off, `show` has."""
    views = (("show", 1, "--history"), ("show", 3, "--history"), ("show", 5, "--history"), ("measure", "show", 1))
    views += (("show", 6, "--history"), ("inspect", "list", 1), ("incident", "show", 1))
    planted = {
        name for _, words in life("", Path("x")) for name in re.findall(r"A([a-z0-9]+)ZY", " ".join(map(str, words)))
    }
    assert len(planted) > 40
    for screen in (True, False):
        told = "".join(shown(hostile.desk, *words, *BOSS, screen=screen, lang=lang).out for words in views)
        letters = re.sub(r"\s", "", OUR_STYLES.sub("", told))
        missing = {name for name in planted if not (f"A{name}Z" in letters and f"Y{name}B" in letters)}
        assert missing <= MASKED | ELSEWHERE, missing


# ── files ──────────────────────────────────────────────────────────────────────────────────────────


def report(lived: Lived, kind: str, folder: Path, *more: object) -> Path:
    target = folder / f"report.{kind}"
    one = shown(lived.desk, "report", "--month", "2026-10", "--format", kind, "-o", target, *more, *BOSS)
    assert one.code == 0, ascii(one)
    safe(one, screen=False)
    return target


class Page(HTMLParser):
    """What a browser would make of a page: its elements and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def is_inert(page: Page) -> None:
    for tag, attributes in page.elements:
        assert tag not in ("script", "img", "iframe", "object", "link", "form", "a"), (tag, attributes)
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, attributes)
            assert "evil.example" not in (value or "") or name in ("title", "aria-label"), (tag, attributes)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_page_of_a_report_shows_tricks_as_text(hostile: Lived, tmp_path: Path, lang: str) -> None:
    for by in ("store", "product", "handler", "category"):
        target = report(hostile, "html", tmp_path, "--by", by, "--lang", lang)
        text = target.read_text("utf-8")
        assert not harm(text)
        page = Page(text)
        is_inert(page)
        assert by != "store" or "AstoreZ" in page.text
        target.unlink()


@pytest.mark.parametrize("kind", ["slip", "store", "company", "8d", "appeal"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_paper_shows_tricks_as_text(hostile: Lived, tmp_path: Path, kind: str, lang: str) -> None:
    target = tmp_path / "paper.html"
    one = shown(hostile.desk, "form", 1, "--kind", kind, "-o", target, *BOSS, lang=lang)
    assert one.code == 0, ascii(one)
    text = target.read_text("utf-8")
    assert not harm(text)
    page = Page(text)
    is_inert(page)
    assert "AsummaryZ" in page.text
    assert "YsummaryB" in page.text


def test_a_csv_has_the_rows_and_columns_of_harmless_text_and_no_formula(
    hostile: Lived, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain = lived("plain", tmp_path_factory)
    rows = [
        list(csv.reader(io.StringIO(report(one, "csv", tmp_path / name, "--by", "store").read_text("utf-8-sig"))))
        for one, name in ((hostile, _made(tmp_path / "a")), (plain, _made(tmp_path / "b")))
    ]
    assert [len(row) for row in rows[0]] == [len(row) for row in rows[1]]
    assert not any(_is_formula(cell) for row in rows[0] for cell in row)
    assert not harm("".join(cell for row in rows[0] for cell in row))


def _made(folder: Path) -> str:
    folder.mkdir()
    return folder.name


def _is_formula(cell: str) -> bool:
    return cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) and not re.fullmatch(
        r"-?\d+(\.\d+)?", cell
    )


@pytest.mark.parametrize("formula", FORMULAS, ids=ascii)
def test_a_text_that_looks_like_a_formula_is_none_in_a_spreadsheet(desk: Desk, tmp_path: Path, formula: str) -> None:
    words = (f"--store={formula}", f"--product={formula}", f"--region={formula}")
    desk.ok("record", f"x{formula}", *words)
    done = Lived("", desk, tmp_path, [])
    for by in ("store", "product", "region"):
        target = report(done, "csv", tmp_path, "--by", by)
        cells = [cell for row in csv.reader(io.StringIO(target.read_text("utf-8-sig"))) for cell in row]
        assert not any(_is_formula(cell) for cell in cells)
        assert any(formula.strip() in cell for cell in cells)
        target.unlink()
    book = load_workbook(report(done, "xlsx", tmp_path))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in found)
    assert sum(cell.value == formula.strip() for cell in found) >= 3


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_workbook_holds_tricks_as_text(hostile: Lived, tmp_path: Path, lang: str) -> None:
    book = load_workbook(report(hostile, "xlsx", tmp_path, "--lang", lang))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    texts = "\n".join([*book.sheetnames, *(str(cell.value) for cell in cells)])
    assert not harm(texts)
    assert "AstoreZ" in texts
    assert "YstoreB" in texts


# ── a terminal as the system gives it ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "words", [("show", 1, "--history"), ("list",), ("list", "--json")], ids=lambda words: words[-1]
)
def test_a_real_terminal_gets_nothing_that_acts(hostile: Lived, words: tuple[object, ...], lang: str) -> None:
    ours, theirs = pty.openpty()
    env = {**os.environ, **hostile.desk.env, "TERM": "xterm", "COLUMNS": "80", "TSK_LANG": lang}
    command = [sys.executable, "-m", "tsk", *map(str, words), *BOSS, "--no-input"]
    process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs)
    os.close(theirs)
    told = b""
    with suppress(OSError):  # the other end is closed
        while piece := os.read(ours, 65536):
            told += piece
    os.close(ours)
    assert process.wait(30) == 0
    text = told.decode().replace("\r\n", "\n")
    assert not harm(text), ascii(text[:2000])
    assert words[0] == "list" or "AsummaryZ" in text
