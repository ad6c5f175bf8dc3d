"""The README names every command and nothing else; that its blocks are true is tested in test_documents.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tsk.verbs import VERBS

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"


@pytest.mark.parametrize("verb", VERBS)
def test_the_command_table_names_every_command(verb: str) -> None:
    assert re.search(rf"^\| `{verb}", README.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_command_table_names_nothing_else() -> None:
    table = re.findall(r"^\| `([a-z ]+?)(?: [A-Z\[].*?)?` \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(table) == set(VERBS)
