"""What a command loads: start-up is the product's speed, and every module here was measured before it was let in.

Each command runs as a process of its own, its output in a pipe, under `-X importtime`; what the bare interpreter loads
anyway is taken off.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
LINE = re.compile(r"^import time:\s+\d+ \|\s+\d+ \|\s+(\S+)$", re.M)

# Cost after `import typer`, in milliseconds, of what no command at the counter needs.
DEAR = {
    *("sqlite_utils", "pydantic", "sqlalchemy", "openpyxl", "xlsxwriter", "pygal", "jinja2", "psycopg"),  # 26 to 165
    *("holidays", "chinese_calendar", "tsk.publicdays"),  # 110, 5: only when a rule file is compiled
    *("importlib.metadata", "secrets", "dateutil", "tomlkit", "dataclasses"),  # 20, 4, 9, 7, 1 a class
    *("json", "logging", "asyncio", "email", "tempfile", "random", "statistics", "fractions"),
}
RULE_FILE = {"tomllib", "tsk.rulefile", "tsk.policies"}  # the compiled policy is read from the database
RICH_TABLES = {"rich.table", "rich.console", "rich.text", "rich.box", "rich.markdown", "rich.traceback"}


def environment(home: Path) -> dict[str, str]:
    """A plain environment with this project first on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TSK_", "PYTHON"))}
    return {**kept, "PYTHONPATH": str(PROJECT), "TSK_HOME": str(home), "TSK_LANG": "en", "PYTHONUTF8": "1"}


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "importtime", *words]
    return subprocess.run(command, env=environment(home), cwd=home.parent, capture_output=True, text=True, check=True)


@cache
def bare(home: Path) -> frozenset[str]:
    """What the interpreter loads for `pass`."""
    return frozenset(LINE.findall(run(home, "-c", "pass").stderr))


def loaded(home: Path, *words: str) -> set[str]:
    """The modules that `tsk` loads for these words."""
    return set(LINE.findall(run(home, "-m", "tsk", *words).stderr)) - bare(home)


def within(names: set[str], unwanted: set[str]) -> list[str]:
    """Those of the names that are unwanted, or stand inside an unwanted package."""
    return sorted(name for name in names if any(name == one or name.startswith(f"{one}.") for one in unwanted))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with one complaint that is overdue; its rule file is compiled."""
    home = tmp_path_factory.mktemp("desk") / "home"
    run(home, "-m", "tsk", "init", "--practice")
    run(home, "-m", "tsk", "record", "No signal in the lift", "--channel", "hotline", "--now", "2026-03-02T09:00")
    return home


@pytest.fixture(scope="module")
def version(home: Path) -> set[str]:
    return loaded(home, "--version")


@pytest.fixture(scope="module")
def listing(home: Path) -> set[str]:
    return loaded(home, "--help")


@pytest.fixture(scope="module")
def overdue(home: Path) -> set[str]:
    return loaded(home, "overdue", "--now", "2026-06-01T09:00")


@pytest.fixture(scope="module")
def record(home: Path) -> set[str]:
    return loaded(home, "record", "The bill is twice as high", "--channel", "hotline", "--now", "2026-06-01T09:00")


def test_version_loads_next_to_nothing(version: set[str]):
    assert not within(version, {"typer", "sqlite3", "rich", "tsk.commands", "tsk.desk", "tsk.store", "tsk.db"})
    assert not within(version, {"tsk.render", "tsk.rules", *DEAR, *RULE_FILE})


def test_help_reads_help_lines_and_no_command(listing: set[str]):
    assert not within(listing, {"typer", "sqlite3", "tsk.commands", "tsk.desk", "tsk.store", "tsk.db", "tsk.rules"})
    assert not within(listing, {*RICH_TABLES, *DEAR, *RULE_FILE})


@pytest.mark.parametrize("verb", ["overdue", "record"])
def test_a_command_in_a_pipe_loads_no_table_and_no_rule_file(verb: str, request: pytest.FixtureRequest):
    names = request.getfixturevalue(verb)
    assert "sqlite3" in names and "typer" in names
    assert not within(names, {*RICH_TABLES, *DEAR, *RULE_FILE})


def test_reading_loads_nothing_for_writing(overdue: set[str]):
    writing = {"hashlib", "tsk.evidence", "tsk.desk.steps", "tsk.desk.intake", "tsk.desk.handling", "tsk.requirements"}
    assert not within(overdue, {*writing, "rich"})


def test_what_is_overdue_loads_no_forecast(overdue: set[str]):
    assert not within(overdue, {"tsk.forecast", "tsk.desk.forecasts", "tsk.pastdues", "tsk.db.history"})


@pytest.mark.parametrize(("verb", "own"), [("overdue", "overdue"), ("record", "recording")])
def test_one_verb_loads_one_module_of_verbs(verb: str, own: str, request: pytest.FixtureRequest):
    shared = {f"tsk.commands.{name}" for name in ("session", "options", "filters", "filteroptions", "shape", "taking")}
    names = {name for name in request.getfixturevalue(verb) if name.startswith("tsk.commands.")}
    assert names - shared == {f"tsk.commands.{own}"}


def test_a_complaint_in_a_pipe_loads_no_question_and_no_file(record: set[str]):
    asking = {f"tsk.render.{name}" for name in ("ask", "entry", "lastlook", "customer", "draft", "editor")}
    assert not within(
        record, {*asking, "tsk.desk.customers", "tsk.desk.drafts", "tsk.importer", "tsk.forms", "readline"}
    )


def test_only_a_form_loads_the_templates(home: Path):
    form = loaded(home, "form", "1", "-o", "-", "--now", "2026-06-01T09:00")
    assert {"jinja2", "tsk.forms.page", "tsk.commands.form"} <= form
    assert not within(form, {"rich", "tsk.locale.zh", "asyncio"})
    assert not within(loaded(home, "show", "1", "--now", "2026-06-01T09:00"), {"jinja2", "tsk.forms"})


def test_only_a_page_loads_the_charts_and_only_a_workbook_what_writes_it(home: Path):
    page = loaded(home, "report", "--format", "html", "--now", "2026-06-01T09:00")
    assert {"pygal", "jinja2"} <= page
    assert not within(page, {"xlsxwriter", "rich", "tsk.locale.zh", "asyncio"})
    book = loaded(home, "report", "-o", "report.xlsx", "--now", "2026-06-01T09:00")
    assert "xlsxwriter" in book
    assert not within(book, {"pygal", "jinja2", "rich"})
    assert not within(
        loaded(home, "report", "--now", "2026-06-01T09:00"), {"pygal", "xlsxwriter", "jinja2", "tsk.export.page"}
    )


def test_english_loads_no_catalogue(overdue: set[str]):
    assert "tsk.locale.zh" not in overdue


def test_a_change_of_the_rule_file_is_what_loads_the_compiler(home: Path):
    with (home / "rules.toml").open("a", encoding="utf-8") as file:
        file.write("\n# a remark\n")
    now = ("--now", "2026-06-01T09:00")
    assert {"tomllib", "tsk.rulefile"} <= loaded(home, "overdue", *now)
    assert not within(loaded(home, "overdue", *now), RULE_FILE)
