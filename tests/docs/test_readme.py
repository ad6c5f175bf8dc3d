"""The README is true: its console blocks are executed and compared whole."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from console import Terminal, blocks, masked

from tsk.cli import VERBS

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
FOLDER = "/tmp/tsk-walk"


def test_the_walk_comes_out_as_printed(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "home", FOLDER)
    walk = blocks(README)
    assert len(walk) > 5
    for block in walk:
        assert terminal.run(block.text) == masked(block.text), f"README.md, block at line {block.line}"


@pytest.mark.parametrize("verb", VERBS)
def test_the_command_table_names_every_command(verb: str) -> None:
    assert re.search(rf"^\| `{verb}", README.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_command_table_names_nothing_else() -> None:
    table = re.findall(r"^\| `([a-z ]+?)(?: [A-Z\[].*?)?` \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(table) == set(VERBS)
