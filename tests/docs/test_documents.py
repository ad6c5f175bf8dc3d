"""README and the handbooks are true, and say the same in both languages.

Their console blocks are executed and compared whole. Of a pair, the sections and the rows of tables name the same
commands, options and files, the blocks hold the same command lines, and the links lead to the same pages.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from console import DOCUMENTS, ROOT, blocks, commands, masked, prepared

from tsk.locale.zh import MESSAGES

PAIRS = list(zip(DOCUMENTS[::2], DOCUMENTS[1::2], strict=True))
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
CHINESE = re.compile(r"[一-鿿]")
WORD = re.compile(r"[A-Za-z]{2,}")
CLERK = [(DOCUMENTS[2], MESSAGES.keys()), (DOCUMENTS[3], MESSAGES.values())]
LANG = " TSK_LANG=zh"
SERVER = "docs/server.md"  # followed on a real server: tests/server/test_server_document.py


class Part(NamedTuple):
    """A section, or a row of a table in it: where it stands, and its code, sorted."""

    where: str
    code: list[str]


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def sections(name: str) -> list[str]:
    """The sections of a document without its fenced blocks, each from its heading on."""
    return re.split(r"^(?=##? )", FENCED.sub("", text(name)), flags=re.MULTILINE)[1:]


def parts(name: str) -> list[Part]:
    """The prose of every section, then every row of its tables."""
    found = []
    for n, section in enumerate(sections(name)):
        rows = [line for line in section.splitlines() if line.startswith("| ")]
        prose = "\n".join(line for line in section.splitlines() if not line.startswith("|"))
        found += [Part(f"section {n}", sorted(set(CODE.findall(prose))))]
        found += [Part(f"section {n}, row {m}", sorted(CODE.findall(row))) for m, row in enumerate(rows)]
    return found


def typed(name: str) -> list[list[str]]:
    """The command lines of each block, without the one word that sets the language; then scripts without comments."""
    scripts = [found[2] for found in FENCED.finditer(text(name)) if found[1] != "console"]
    lines = [
        [word for line in commands(block.text) for word in (line.text.replace(LANG, ""), *line.answers)]
        for block in blocks(text(name))
    ]
    return lines + [[re.sub(r"\s+#.*", "", line) for line in script.splitlines()] for script in scripts]


# ── they are true ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", DOCUMENTS)
def test_its_blocks_come_out_as_printed(name: str, tmp_path: Path) -> None:
    terminal = prepared(text(name), tmp_path / "home")
    for block in blocks(text(name)):
        assert terminal.run(block.text) == masked(block.text), f"{name}, block at line {block.line}: make docs"


def test_no_other_document_has_a_block_that_nobody_runs() -> None:
    pages = {*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")}
    shown = {str(page.relative_to(ROOT)) for page in pages if blocks(page.read_text("utf-8"))}
    assert shown == {*DOCUMENTS, SERVER}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_its_links_lead_to_files(name: str) -> None:
    links = [link for link in LINK.findall(text(name)) if "://" not in link]
    assert links
    assert [link for link in links if not ((ROOT / name).parent / link).is_file()] == []


@pytest.mark.parametrize(("name", "spoken"), CLERK)
def test_what_the_clerk_is_told_is_what_the_program_says(name: str, spoken: Collection[str]) -> None:
    (table,) = re.findall(r"^\| (?:it says|它说) .*\n\| --- .*\n((?:\|.*\n)+)", text(name), re.MULTILINE)
    said = [row.split(" | ")[0].strip("| ") for row in table.splitlines()]
    assert len(said) > 5
    pieces = [piece.strip() for one in said for piece in one.split("…")]
    assert [piece for piece in pieces if not any(piece in sentence for sentence in spoken)] == []


# ── they say the same ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_type_the_same_commands(english: str, chinese: str) -> None:
    assert typed(chinese) == typed(english)
    assert text(chinese).count(LANG) == 1
    assert LANG not in text(english)


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_name_the_same_words_section_by_section_and_row_by_row(english: str, chinese: str) -> None:
    differing = [
        (of.where, of.code, other.code)
        for of, other in zip_longest(parts(english), parts(chinese), fillvalue=Part("missing", []))
        if of != other
    ]
    assert differing == []


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_link_to_the_same_pages(english: str, chinese: str) -> None:
    def pages(name: str) -> set[str]:
        return {re.sub(r"(\.en|\.zh)?\.md$", "", link) for link in LINK.findall(text(name))}

    assert pages(chinese) == pages(english)


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_no_section_is_left_in_the_other_language(english: str, chinese: str) -> None:
    for section in sections(chinese):
        bare = CODE.sub("", LINK.sub("", section))
        assert len(CHINESE.findall(bare)) > len(WORD.findall(bare)), section[:200]
    for section in sections(english):
        bare = CODE.sub("", LINK.sub("", section))
        assert len(CHINESE.findall(bare)) < len(WORD.findall(bare)) / 10, section[:200]
