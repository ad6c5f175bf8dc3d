"""Every promise in docs/promises.md names a test that exists, and makes none without one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (?P<promise>.+) \| `(?P<file>tests/[\w/]+\.py)::(?P<test>test_\w+)` \|$")


def rows() -> list[str]:
    """The rows of the tables, without their heads."""
    lines = (ROOT / "docs" / "promises.md").read_text("utf-8").splitlines()
    return [line for line in lines if line.startswith("|") and not line.startswith(("| ---", "| promise"))]


def test_every_promise_names_a_test() -> None:
    assert [row for row in rows() if not ROW.match(row)] == []
    assert len(rows()) > 25


def test_every_test_that_is_named_exists() -> None:
    missing = []
    for row in rows():
        found = ROW.match(row)
        path = ROOT / found["file"] if found else None
        tests = ast.walk(ast.parse(path.read_text("utf-8"))) if path and path.exists() else ()
        if not any(isinstance(one, ast.FunctionDef) and found and one.name == found["test"] for one in tests):
            missing.append(row)
    assert missing == []
