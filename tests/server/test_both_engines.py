"""The same work on a file and on a server: the same answers to the byte, in the same order."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from behind import asked
from conftest import Desk
from databases import Databases

from tsk.desk.session import Options, open_desk
from tsk.listing import SORTS

EXAMPLES = Path(__file__).parents[2] / "examples"
SOME = 25  # complaints of the tour
LAST = "2026-11-20 09:00"
# One after the other in the order of their bytes; a database's own order would have them otherwise.
NAMES = (
    *("", "#1", "10", "9", "Anna", "Zoe", "anna", "zoe", "Émile", "émile"),
    *("丁一", "万洁", "李娜", "林小满", "阿强", "😀"),
)
BY = (
    *("department", "handler", "category", "severity", "channel", "store", "region", "product", "cause"),
    *("theme", "month"),
)


def unclocked(told: Any) -> Any:
    """The JSON without the chance in it: the anchor, and the instants of this machine's clock at which was recorded."""
    if isinstance(told, list):
        return [unclocked(one) for one in told]
    if isinstance(told, dict):
        return {name: unclocked(one) for name, one in told.items() if name not in ("recorded_at", "anchor")}
    return told


class Both(NamedTuple):
    """Two desks that the same was done to."""

    filed: Desk
    served: Desk

    def ok(self, *words: object) -> Any:
        """The JSON that both answer."""
        one, other = (unclocked(desk.ok(*words)) for desk in self)
        assert one == other, words
        return one

    def told(self, *words: object) -> tuple[int, str, str]:
        """The exit code and the words that both answer."""
        one, other = self.filed.tsk(*words), self.served.tsk(*words)
        assert one == other, words
        return one


@pytest.fixture
def both(filed: Desk, served: Desk) -> Both:
    return Both(filed, served)


@pytest.fixture(scope="module")
def folder(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for desks that the tests of this module only read."""
    made = tmp_path_factory.mktemp("both")
    yield made
    databases.drop(made)


@pytest.fixture(scope="module")
def named(filed_home: Path, served_home: Path, databases: Databases, folder: Path) -> Both:
    """A complaint for each of the names, from the last to the first; each customer, shop and product is called so."""
    both = Both(
        Desk(filed_home, databases=None).copy(folder / "filed" / "names"),
        Desk(served_home, databases=databases).copy(folder / "served" / "names"),
    )
    for name in reversed(NAMES):
        words = ("--customer", name, "--store", name, "--product", name) if name else ()
        both.ok("record", f"断网 {name}", "--category", "network", *words)
    return both


def practised_on(desk: Desk, clock: datetime) -> None:
    """Does what the first complaints of examples/complaints.csv went through, recorded all at that instant."""
    tools = runpy.run_path(str(EXAMPLES / "load.py"))
    loading = tools["load"].__globals__
    rows = loading["FILE"].read_text("utf-8").splitlines(keepends=True)[: SOME + 1]
    loading["FILE"] = desk.home.with_name("some.csv")
    loading["FILE"].write_text("".join(rows), "utf-8")
    db = desk.env.get("TSK_DB", "")
    opened = open_desk(Options(desk.home, db, *("", "", "desk", "en", "", clock), interactive=False))
    tools["load"](opened)
    opened.store.db.close()


@pytest.fixture(scope="module")
def tour(filed_home: Path, served_home: Path, databases: Databases, folder: Path) -> Both:
    """Both desks after the first weeks of the tour."""
    both = Both(
        Desk(filed_home, LAST, None).copy(folder / "filed" / "tour"),
        Desk(served_home, LAST, databases).copy(folder / "served" / "tour"),
    )
    clock = datetime.now(UTC).replace(microsecond=0)
    for desk in both:
        practised_on(desk, clock)
    return both


def test_the_desks_lie_on_different_engines(both: Both) -> None:
    both.ok("record", "断网三天", "--phone", "13800000001")
    assert (both.filed.home / "tsk.db").is_file()
    assert not (both.served.home / "tsk.db").exists()
    assert asked(both.filed, "SELECT summary FROM complaint") == asked(both.served, "SELECT summary FROM complaint")


@pytest.mark.parametrize("key", ["customer", "store", "product"])
def test_lists_are_ordered_by_bytes_whatever_the_order_of_the_database(named: Both, key: str) -> None:
    rows = named.ok("list", "--sort", key)
    assert [row["summary"].removeprefix("断网").strip() for row in rows] == [*NAMES]
    assert named.ok("list", "--sort", f"-{key}") == rows[::-1]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("ANNA", {"Anna", "anna"}),
        ("émile", {"émile"}),
        ("É", {"Émile"}),
        ("小", {"林小满"}),
        ("😀", {"😀"}),
        ("%", set()),
    ],
)
def test_a_part_of_a_name_finds_the_same_people(named: Both, said: str, found: set[str]) -> None:
    assert {row["customer"]["name"] for row in named.ok("list", "--customer", said)} == found


@pytest.mark.parametrize("word", ["断网", "anna", "ANNA", "ÉMILE", "李", "林小满", "1", "10", "😀", "断网 zoe", "没有"])
def test_a_search_finds_the_same_in_the_same_order(named: Both, word: str) -> None:
    named.ok("search", word)


@pytest.mark.parametrize("by", ["store", "product"])
def test_groups_stand_in_the_same_order(named: Both, by: str) -> None:
    assert len(named.ok("report", "--by", by)["rows"]) == len(NAMES)
    named.told("report", "--by", by, "--lang", "zh")


# ── over the tour ──────────────────────────────────────────────────────────────────────────────────


def test_every_complaint_of_the_tour_has_the_same_file(tour: Both) -> None:
    files = tour.ok("show", *range(1, SOME + 1), "--history")
    assert sum(len(file["events"]) for file in files) > 120


@pytest.mark.parametrize("sort", sorted({key for one in SORTS for key in (one, f"-{one.lstrip('-')}")}))
def test_every_order_of_lists_is_the_same(tour: Both, sort: str) -> None:
    assert len(tour.ok("list", "--state", "all", "--sort", sort)) == SOME


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("words", [("--month", "2026-09"), ("--month", "2026-09", "--compare", "previous")])
def test_every_report_is_the_same(tour: Both, by: str, words: tuple[str, ...]) -> None:
    tour.ok("report", *words, "--by", by)


READ = (
    *("overdue", "overdue --by department", "load", "report --trend 3", "report --integrity", "explain 3", "inbox"),
    *("search 宽带", "search 138", "search 套餐 退", "list --overdue", "list --recorded-late", "list --no-contact"),
    *("penalty list", "measure list", "incident list", "rules show"),
)


@pytest.mark.parametrize("said", READ)
def test_everything_else_that_is_read_is_the_same(tour: Both, said: str) -> None:
    words = said.split()
    assert tour.told(*words, "--json")[0] == 0
    tour.told(*words, "--lang", "zh")


def test_a_day_s_run_says_and_does_the_same(tour: Both, folder: Path) -> None:
    names = zip(tour._fields, tour, strict=True)
    again = Both(*(desk.copy(folder / name / "day").at("2026-11-23 09:00") for name, desk in names))
    assert again.ok("daily")["date"] == "2026-11-23"
    again.ok("list", "--state", "all")


@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_an_export_is_the_same_to_the_byte(tour: Both, tmp_path: Path, form: str) -> None:
    written = []
    for name, desk in zip(tour._fields, tour, strict=True):
        file = tmp_path / f"{name}.{form}"
        desk.ok("export", "-o", file, "--state", "all")
        written.append(file.read_bytes())
    assert written[0] == written[1]
    assert len(written[0]) > 10_000


def plain(value: object) -> object:
    """A sum as a whole number, whatever the engine calls it."""
    return int(value) if isinstance(value, Decimal) else value


VIEWS = ("v_complaint", "v_milestone", "v_month", "v_overdue")


@pytest.mark.parametrize("view", VIEWS)
def test_the_views_for_other_tools_show_the_same(tour: Both, view: str) -> None:
    rows = [sorted(repr([*map(plain, row)]) for row in asked(desk, f"SELECT * FROM {view}")) for desk in tour]
    assert rows[0] == rows[1]


def test_both_are_proved_and_derived_again_alike(tour: Both) -> None:
    told = [desk.ok("verify", "--rebuild") for desk in tour]
    for one in told:
        assert (one["whole"], one["findings"], one["mended"]) == (True, [], [])
    assert told[0]["events"] == told[1]["events"]
