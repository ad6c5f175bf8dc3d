"""`report` says what a second, independent count says: over the quarter of the tour and over two files of real life."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk
from recount import Course, Recount, house_of
from replayed import incidents, kept, requests

EXAMPLES = Path(__file__).parents[2] / "examples"
RATES = ("timeliness", "resolution", "satisfaction", "repeat", "chase", "upheld", "reopen")
COUNTS = ("received", "solved", "open", "cancelled", "overdue", "reopened", "chased", "repeated")
SPREAD = ("answered", "median_seconds", "p90_seconds")
TIMES = ("complaints", "handled_seconds", "waited_seconds", "reviewed_seconds")
pytestmark = pytest.mark.on_file("the tour and the files of real life are loaded into a file")
SOME = 200  # of a file of real life

Real = tuple[Desk, Recount]


def recounted(desk: Desk) -> Real:
    """The desk, and all its files as they are shown."""
    every = desk.ok("list", "--state", "all")
    files = desk.ok("show", *sorted(one["id"] for one in every), "--history")
    house = house_of(desk.home / "rules.toml")
    now = datetime.fromisoformat(desk.now).replace(tzinfo=house.zone)
    return desk, Recount([Course(file) for file in files], house, now)


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Real:
    """The complaints of examples/complaints.csv."""
    home = tmp_path_factory.mktemp("tour") / "home"
    tools = runpy.run_path(str(EXAMPLES / "load.py"))
    desk = tools["practice_desk"](home)
    tools["load"](desk)
    desk.store.db.close()
    return recounted(Desk(home, "2026-11-20 09:00"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Real:
    real = kept(tmp_path_factory, f"incidents-{SOME}", incidents(SOME))
    return recounted(real.desk(tmp_path_factory.mktemp("incidents") / "home"))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Real:
    real = kept(tmp_path_factory, f"requests-{SOME}", requests(SOME))
    return recounted(real.desk(tmp_path_factory.mktemp("requests") / "home"))


def same_line(told: dict[str, Any], counted: dict[str, Any]) -> None:
    assert {name: told[name] for name in COUNTS} == {name: counted[name] for name in COUNTS}
    assert {name: (told[name]["count"], told[name]["of"]) for name in RATES} == {name: counted[name] for name in RATES}
    each = {one["milestone"]: (one["count"], one["of"]) for one in told["milestones"]}
    assert each == counted["milestones"]
    assert {name: told["handling"][name] for name in SPREAD} == {name: counted[name] for name in SPREAD}


def same_report(real: Real, *words: str, by: str, of: Callable[[Course], str]) -> None:
    """Every figure of a report by a dimension of the complaint is what was counted again."""
    desk, again = real
    told = desk.ok("report", *words, "--by", by)
    some = again.of(date.fromisoformat(told["since"]), date.fromisoformat(told["until"]))
    assert some, "nothing to compare"
    same_line(told["total"], again.line(some))
    lines = {line[by]: line for line in told["rows"] if line["received"]}
    assert set(lines) == {of(one) for one in some}
    for key, line in lines.items():
        same_line(line, again.line(one for one in some if of(one) == key))
    holders = {"department": lambda one, spell: spell.department, "handler": lambda one, spell: spell.handler}
    times = again.handling(some, holders.get(by, lambda one, spell: of(one)))
    told_times = {line[by]: {name: line["handling"][name] for name in TIMES} for line in told["rows"]}
    assert {key: one for key, one in told_times.items() if any(one.values())} == {
        key: one for key, one in times.items() if any(one.values())
    }
    assert {name: told["total"]["handling"][name] for name in TIMES} == again.handling(some, lambda *_: "")[""]


def same_backlog(real: Real, *words: str) -> None:
    desk, again = real
    told = desk.ok("report", *words)
    log = told["backlog"]
    days = [(date.fromisoformat(one["first"]), date.fromisoformat(one["last"])) for one in log["buckets"]]
    assert [(one["received"], one["ended"], one["open"]) for one in log["buckets"]] == again.backlog(days)
    (before,) = again.backlog([(date(1900, 1, 1), date.fromisoformat(told["since"]) - timedelta(days=1))])
    assert log["before"] == before[2]


def same_ages_and_causes(real: Real, *words: str) -> None:
    desk, again = real
    told = desk.ok("report", *words)
    ages = again.ages()
    for one in told["ageing"]:
        last = one["to_days"] if one["to_days"] is not None else 10**6
        assert one["open"] == sum(one["from_days"] <= age <= last for age in ages), one
    assert sum(one["open"] for one in told["ageing"]) == len(ages)
    some = again.of(date.fromisoformat(told["since"]), date.fromisoformat(told["until"]))
    causes = [(one["cause"], one["received"]) for one in told["causes"]]
    assert causes == [(name, count) for name, count, _ in again.causes(some)]
    shares = [(one["share"], one["cumulative"]) for one in told["causes"]]
    assert shares == [(count * 100 / len(some), so_far * 100 / len(some)) for _, count, so_far in again.causes(some)]


def plain(name: str) -> Callable[[Course], str]:
    return lambda one: str(one.file[name])


OCTOBER, QUARTER, WHOLE = ("--month", "2026-10"), ("--quarter", "2026-Q3"), ("--since", "2026-08-01")


@pytest.mark.parametrize("words", [OCTOBER, QUARTER, WHOLE], ids=["october", "third-quarter", "from-august"])
@pytest.mark.parametrize("by", ["department", "handler", "category", "store", "severity"])
def test_the_tour_is_counted_alike(tour: Real, words: tuple[str, ...], by: str) -> None:
    same_report(tour, *words, by=by, of=plain(by))


@pytest.mark.parametrize("words", [OCTOBER, QUARTER, WHOLE], ids=["by-day", "by-week", "by-week-so-far"])
def test_backlog_ages_and_causes_of_the_tour_are_counted_alike(tour: Real, words: tuple[str, ...]) -> None:
    same_backlog(tour, *words)
    same_ages_and_causes(tour, *words)


INCIDENTS, REQUESTS = ("--since", "2016-02-01", "--until", "2017-02-28"), ("--since", "2014-01-01")


@pytest.mark.parametrize("by", ["department", "handler", "category", "severity"])
def test_real_incidents_are_counted_alike(served: Real, by: str) -> None:
    same_report(served, *INCIDENTS, by=by, of=plain(by))


def test_backlog_ages_and_causes_of_real_incidents_are_counted_alike(served: Real) -> None:
    same_backlog(served, *INCIDENTS)
    same_ages_and_causes(served, *INCIDENTS)


@pytest.mark.parametrize("by", ["department", "category", "region"])
def test_real_requests_are_counted_alike(city: Real, by: str) -> None:
    same_report(city, *REQUESTS, by=by, of=plain(by))


def test_backlog_ages_and_causes_of_real_requests_are_counted_alike(city: Real) -> None:
    same_backlog(city, *REQUESTS)
    same_ages_and_causes(city, *REQUESTS)
