"""The shape of the house: files and functions of a size that a reader holds in the head; no path of one machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

PROJECT = Path(__file__).parents[2]
MODULES = sorted((PROJECT / "tsk").rglob("*.py"))
LONGEST_FILE, LONGEST_BODY, MEDIAN_BODY = 400, 40, 10

GENERATED = {".git", ".venv", ".cache", "__pycache__", "build", "dist"}
TEXT = {".py", ".toml", ".md", ".csv", ".json", ".cfg", ".txt", ".yml", ".yaml", ".sh", ".html", ".sql", ""}
# Folders of one machine: a text that names one is wrong everywhere else. Written so that this file does not name them.
MACHINE = re.compile("(?<![\\w.~-])/(?:" + "|".join(("work", "root", "tmp/v")) + r")(?!\w)")


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function with the lines of its body: from the first statement after the docstring, tables aside."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}", body_lines(node)


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 - sum(table_lines(statement) for statement in body)


def table_lines(statement: ast.stmt) -> int:
    """The rows of a table that a name is bound to: a display of names and constants over several lines."""
    value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
    if not isinstance(value, ast.Dict | ast.Tuple | ast.List | ast.Set):
        return 0
    plain = not any(isinstance(node, ast.Call | ast.Lambda | ast.IfExp) for node in ast.walk(value))
    return (value.end_lineno or 0) - value.lineno if plain else 0


def hidden(path: Path) -> bool:
    return bool(GENERATED & set(path.relative_to(PROJECT).parts)) or any(
        part.endswith(("_cache", ".egg-info")) or part == ".hypothesis" for part in path.relative_to(PROJECT).parts
    )


def texts() -> list[Path]:
    return [path for path in PROJECT.rglob("*") if path.is_file() and path.suffix in TEXT and not hidden(path)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_file_holds_one_subject(path: Path):
    if path.parent.name == "locale":
        return  # a catalogue is one table, as long as there are sentences
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= LONGEST_FILE, f"{lines} lines: which second subject moved in?"


def test_no_function_is_longer_than_a_screen():
    long = [f"{name}: {lines} lines" for path in MODULES for name, lines in functions(path) if lines > LONGEST_BODY]
    assert not long, "\n".join(long)


def test_half_of_the_functions_are_shorter_than_ten_lines():
    assert median(lines for path in MODULES for _, lines in functions(path)) < MEDIAN_BODY


def test_no_text_names_a_folder_of_one_machine():
    named = [
        f"{path.relative_to(PROJECT)}, line {number}"
        for path in texts()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert not named, "\n".join(named)
