"""docs/design.md is true where it can be read from the code: its rooms, its core, and the steps of a complaint."""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from tables import HOUSE, ROOT, TABLES, tabled

PAGE = (ROOT / "docs" / "design.md").read_text("utf-8")


def test_its_tables_are_those_of_the_code() -> None:
    assert re.findall(r"<!-- table: (\w+) -->", PAGE) == ["steps", "rooms", "core"]
    assert tabled(PAGE) == PAGE, "make docs writes them anew"


def test_every_module_and_package_stands_in_one_of_them() -> None:
    there = {path.name.removesuffix(".py") for path in HOUSE.iterdir() if not path.name.startswith("__")} - {"py.typed"}
    listed = [name for table in ("rooms", "core") for name in re.findall(r"^\| `(\w+)`", TABLES[table](), re.MULTILINE)]
    assert sorted(listed) == sorted(there)
