"""The tables of docs/design.md that are read from the code: rooms and core by their docstrings, steps by their own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tsk.lifecycle import TRANSITIONS, Transition
from tsk.model import OPEN_STATES, STATES

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "tsk"
ARROWS = ROOT / "tests" / "house" / "test_arrows.py"

_TABLE = re.compile(r"<!-- table: (\w+) -->\n.*?<!-- end -->", re.DOTALL)
_SETS = {STATES: "any", OPEN_STATES: "any open", (): "–"}
_TARGETS = {
    "_after_assignment": "assigned, where it is given anew; pending while it still waits",
    "_after_acceptance": "in_progress",
    "_after_resuming": "in_progress, or as it was, when no wait is open",
    "_after_rating": "in_progress in a new round, where unsatisfied",
    "_after_return": "resolved, from closed; in_progress in a new round, to be done again",
    "_after_visit": "in_progress in a new round, where unsatisfied",
    "_after_linking": "pending; an answered one stays so",
    "_after_unlinking": "in_progress, or as it was, when no wait is open",
}


def tabled(text: str) -> str:
    """The document with its tables as the code is now."""
    return _TABLE.sub(lambda found: f"<!-- table: {found[1]} -->\n{TABLES[found[1]]()}<!-- end -->", text)


def _rooms() -> str:
    names = sorted(path.name.removesuffix(".py") for path in HOUSE.iterdir() if _is_room(path))
    return _table(("room", ""), [(f"`{name}`", _first_line(name)) for name in names])


def _core() -> str:
    return _table(("module", ""), [(f"`{name}`", _first_line(name)) for name in core()])


def _steps() -> str:
    rows = [(f"`{name}`", _sources(one), _target(one)) for name, one in TRANSITIONS.items()]
    return _table(("step", "from", "to"), rows)


def core() -> tuple[str, ...]:
    """The modules of the core, from the ground up, as the test of the arrows lists them."""
    for node in ast.parse(ARROWS.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CORE":
            names: tuple[str, ...] = ast.literal_eval(node.value)
            return names
    raise AssertionError("there is no CORE")


def _is_room(path: Path) -> bool:
    name = path.name.removesuffix(".py")
    there = path.suffix == ".py" or (path / "__init__.py").exists()
    return there and name not in core() and not name.startswith("__")


def _first_line(name: str) -> str:
    file = HOUSE / f"{name}.py"
    said = ast.get_docstring(ast.parse((file if file.exists() else HOUSE / name / "__init__.py").read_text("utf-8")))
    assert said, f"{name} does not say what it is"
    return re.sub(r"\s+", " ", said.partition("\n\n")[0]).replace("|", "\\|")


def _sources(step: Transition) -> str:
    return _SETS.get(step.sources) or ", ".join(step.sources)


def _target(step: Transition) -> str:
    return _TARGETS[step.target.__name__] if callable(step.target) else step.target or ""


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


TABLES = {"rooms": _rooms, "core": _core, "steps": _steps}
