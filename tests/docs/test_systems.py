"""The table of the systems is true: every row names a command, a row of its policy, and a test that fails without it.

A named test is run twice in a session of its own: with the policy as it is, where it passes, and with a copy that
lacks the row, where it fails – a step of a walk in that very step. The copy leaves out the file's own [examples] too,
which would miss the row before anybody records a complaint.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from functools import reduce
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import tsk.policies
from tsk.rulefile import compile_rules
from tsk.verbs import VERBS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "systems.md"
REQUIREMENTS = ROOT.parent / "shared" / "REQUIREMENTS.md"
COUNTS = {"A": 17, "B": 9, "C": 9, "D": 6, "E": 5, "F": 6, "G": 6, "H": 4, "I": 4, "J": 3, "K": 4, "L": 5}
NOTHING = "–"
FEW = 2  # so many rows at most may be decided by no policy

_SYSTEM = re.compile(r"^Policy `(?P<policy>[\w-]+)` .*`(?P<file>tests/[\w/]+\.py)::(?P<walk>\w+)`", re.MULTILINE)
_BARE = re.compile(r"[\w-]+", re.ASCII)
_QUOTED = re.compile(r"`([^`]+)`")


class Row(NamedTuple):
    """One row of the page: what it asks, who shows it, and what is missing; `walk` is the walk of its system."""

    id: str
    asks: str
    commands: tuple[str, ...]
    rules: tuple[str, ...]
    shown: str
    note: str
    policy: str
    walk: str

    @property
    def step(self) -> str:
        """The step of the walk that shows it; nothing where a test of its own does."""
        return "" if "test_" in self.shown else self.shown

    @property
    def test(self) -> str:
        """The test that shows it, as pytest calls it."""
        file = self.walk.partition("::")[0]
        return self.walk if self.step else self.shown if "::" in self.shown else f"{file}::{self.shown}"


def _rows() -> Iterator[Row]:
    for part in PAGE.read_text("utf-8").split("\n## ")[1:]:
        if system := _SYSTEM.search(part):
            walk = f"{system['file']}::{system['walk']}"
            for line in part.splitlines():
                if re.match(r"\| [A-L]\d", line):
                    yield _row(line, system["policy"], walk)


def _row(line: str, policy: str, walk: str) -> Row:
    id, asks, commands, rules, shown, note = (cell.strip() for cell in line.strip("|").split("|"))
    assert rules == NOTHING or _QUOTED.search(rules), line
    quoted = (tuple(_QUOTED.findall(cell)) for cell in (commands, rules))
    return Row(id, asks, *quoted, shown.strip("`"), note, policy, walk)


ROWS = tuple(_rows())
DECIDED = [row for row in ROWS if row.rules]


# ── the page ───────────────────────────────────────────────────────────────────────────────────────


def test_every_row_of_the_requirements_stands_there_once() -> None:
    own = [f"{system}{n}" for system, last in COUNTS.items() for n in range(1, last + 1)]
    if REQUIREMENTS.is_file():
        assert re.findall(r"^\| ([A-L]\d+) \|", REQUIREMENTS.read_text("utf-8"), re.MULTILINE) == own
    assert [row.id for row in ROWS] == own


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_it_names_commands_that_there_are(row: Row) -> None:
    assert row.commands
    for command in row.commands:
        words = command.split()
        assert " ".join(words[:2]) in VERBS or words[0] in VERBS, command


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_it_names_a_test_that_there_is(row: Row) -> None:
    file, _, test = row.test.partition("::")
    code = (ROOT / file).read_text("utf-8")
    assert f"\ndef {test}(" in code
    assert not row.step or f"\ndef {row.step}(" in code
    assert not row.step or re.search(rf"^    (\w+ = )?{row.step}\(walk", code, re.MULTILINE)
    for more in re.findall(r"`(\w+_\w+)`", row.note):
        assert f"\ndef {more}(" in code


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_it_is_said_in_a_few_words(row: Row) -> None:
    assert 0 < len(row.asks.split()) <= 14


def test_what_no_policy_decides_is_little_and_has_its_reason() -> None:
    undecided = [row for row in ROWS if not row.rules]
    assert len(undecided) <= FEW
    assert all(row.note for row in undecided)


# ── the policy row decides ─────────────────────────────────────────────────────────────────────────


class Course:
    """What became of the tests of one session: how each went in its phases; where one failed, by file and function."""

    def __init__(self) -> None:
        self.went: list[tuple[str, str]] = []
        self.where: list[tuple[Path, str]] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Iterator[None]:
        report: Any = yield
        self.went.append((report.when, report.outcome))
        self.where += [(Path(entry.path), entry.name) for entry in call.excinfo.traceback] if call.excinfo else []
        return report


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs one test in a session of its own, with these rules as its policy; in the end with the policies as before."""

    def of(row: Row, rules: dict[str, Any]) -> Course:
        text = written(rules)
        assert tomllib.loads(text) == rules
        _, problems = compile_rules(text.encode(), f"{row.policy}.toml")
        assert [f"{problem.name}: {problem}" for problem in problems] == []  # the row does not make the file invalid
        file = tmp_path / f"{row.policy}.toml"
        file.write_text(text, "utf-8")
        monkeypatch.setattr(tsk.policies, "_HERE", tmp_path)
        monkeypatch.setattr(tsk.policies, "_DEFAULT_FILES", (file,))
        course = Course()
        quiet = ("-q", "-x", "--no-header", "--tb=short", "--capture=no", f"--basetemp={tmp_path / 'homes'}")
        less = [f"-pno:{plugin}" for plugin in ("cacheprovider", "xdist", "faulthandler")]
        pytest.main([str(ROOT / row.test), *quiet, *less, f"--rootdir={ROOT}"], plugins=[course])
        return course

    return of


@pytest.mark.parametrize("row", {row.test: row for row in ROWS}.values(), ids=lambda row: row.test)
def test_what_it_names_passes_with_the_policy_as_it_is(row: Row, run: Any) -> None:
    course = run(row, rules_of(row.policy))
    assert {outcome for _, outcome in course.went} == {"passed"}


@pytest.mark.parametrize("row", DECIDED, ids=lambda row: row.id)
def test_what_it_names_fails_without_the_policy_row(row: Row, run: Any) -> None:
    course = run(row, reduce(without, row.rules, rules_of(row.policy)))
    assert ("call", "failed") in course.went and ("setup", "failed") not in course.went
    assert not row.step or row.step in [function for _, function in course.where]
    assert course.where[-1][0].is_relative_to(ROOT / "tests")  # an expectation that fails, no crash of the program


def rules_of(policy: str) -> dict[str, Any]:
    """The content of a policy without its examples."""
    rules = tomllib.loads(tsk.policies.policy_text(policy).decode())
    return {section: rows for section, rows in rules.items() if section != "examples"}


def without(rules: dict[str, Any], path: str) -> dict[str, Any]:
    """A copy without what stands at that path: a row, a key of it, or a word of a list; nor what is empty then."""
    copy = deepcopy(rules)
    *above, last = path.split(".")
    holders: list[Any] = [copy]
    for name in above:
        holders.append(holders[-1][name])
    for name in reversed((*above, last)):
        holder = holders.pop()
        holder.remove(name) if isinstance(holder, list) else holder.pop(name)
        if holder:
            return copy
    raise AssertionError(f"nothing is left without {path}")


def written(rules: dict[str, Any]) -> str:
    """The rules as TOML: a table for each section, a line for each row."""
    lines = []
    for section, rows in rules.items():
        lines += [f"[{section}]", *(f"{_key(name)} = {_value(row)}" for name, row in rows.items()), ""]
    return "\n".join(lines)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {_value(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
