"""What is written from the program itself is what the program would write today."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from references import PAGES, ROOT, made


@pytest.mark.parametrize("page", PAGES)
def test_it_is_what_the_program_says(page: str) -> None:
    assert (ROOT / page).read_text(encoding="utf-8") == made(page), "run: python tests/docs/references.py"
