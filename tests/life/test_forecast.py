"""`overdue --forecast` on real incidents: every chance is counted again, in plain Python, over what `show` says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk
from replayed import Kept, incidents, kept

NOW = datetime.fromisoformat("2016-03-10T12:00:00+00:00")
CALENDAR_DAYS = {"5 working days": 7, "3 working days": 5, "1 working day": 1, "4 hours": 0, "15 days": 15, "3 days": 3}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A hundred and forty incidents two days after the question is asked: what came since must not be known."""
    return kept(tmp_path_factory, "until-the-12th", incidents(140).until(datetime(2016, 3, 12, 12)))


@pytest.fixture
def desk(real: Kept, tmp_path: Path) -> Desk:
    return real.desk(tmp_path / "home").at("2016-03-10 12:00")


def office_minutes(a: datetime, b: datetime) -> int:
    """Minutes from Monday to Friday between 9 and 18, counted day by day."""
    total, day = 0, a.replace(hour=0, minute=0)
    while day < b:
        opens, closes = max(a, day + timedelta(hours=9)), min(b, day + timedelta(hours=18))
        total += max(0, int((closes - opens).total_seconds()) // 60) if day.weekday() < 5 else 0
        day += timedelta(days=1)
    return total


def share(milestone: Any, at: datetime) -> float:
    """How much of its time had gone by."""
    start, due = (datetime.fromisoformat(milestone[name]) for name in ("from", "due"))
    if "working" not in milestone["limit"]:
        return (at - start) / (due - start)
    gone = office_minutes(start, at) / office_minutes(start, due)
    return max(gone, 1.0001) if at > due else gone


def past(cases: list[Any], name: str, limit: str) -> Iterator[tuple[dict[str, Any], float, bool]]:
    """The earlier milestones of that name and limit: what they are like, how long they ran, whether they still run."""
    last_day = (NOW - timedelta(days=CALENDAR_DAYS[limit])).date().isoformat()
    for case in cases:
        for m in case["milestones"]:
            if (m["name"], m["limit"]) != (name, limit) or case["received_at"][:10] >= last_day:
                continue
            ends = [datetime.fromisoformat(m[end]) for end in ("met_at", "ended_at") if m[end]]
            known = [at for at in ends if at <= NOW]
            department = m["of"].partition("#")[0] or case["department"]
            like = {"category": case["category"], "severity": case["severity"], "department": department}
            if datetime.fromisoformat(m["from"]) < NOW:
                yield {**like, "round": m["round"]}, share(m, min([*known, NOW])), not known


def surviving(lengths: list[tuple[float, bool]], used: float) -> float:
    """Of those that ran longer than `used`, the share that ran past 1: step by step, by those still seen."""
    left = 1.0
    for at in sorted({length for length, running in lengths if not running and used < length <= 1}):
        seen = sum(length >= at for length, _ in lengths)
        left *= 1 - sum(length == at and not running for length, running in lengths) / seen
    return left


def test_each_chance_is_the_share_of_similar_ones(desk: Desk):
    cases = desk.ok("show", *range(1, desk.ok("verify")["complaints"] + 1))
    told = [item for item in desk.ok("overdue", "--within", "10 days", "--forecast") if item["forecast"]]
    assert len(told) >= 3
    for item in told:
        case = cases[item["id"] - 1]
        place = (item["milestone"], item["round"], item["of"])
        (own,) = (m for m in case["milestones"] if (m["name"], m["round"], m["of"]) == place)
        used, of = share(own, NOW), item["forecast"]["of"]
        department = own["of"].partition("#")[0] or case["department"]
        mine = {"category": case["category"], "severity": case["severity"], "department": department, "round": 1}
        mine["round"] = item["round"]
        same = [one for one in past(cases, own["name"], own["limit"]) if all(one[0][name] == mine[name] for name in of)]
        longer = [(length, running) for _, length, running in same if length > used]
        assert item["forecast"]["cases"] == sum(length > 1 or not running for length, running in longer) >= 30
        assert item["forecast"]["chance"] == pytest.approx(surviving(longer, used), abs=1e-4)


def test_what_is_overdue_comes_first_and_has_no_forecast(desk: Desk):
    plain, told = desk.ok("overdue"), desk.ok("overdue", "--forecast")
    late = [item for item in told if item["late_seconds"] > 0]
    assert [{**item, "forecast": None} for item in plain] == late == told[: len(late)]
    chances = [item["forecast"]["chance"] for item in told[len(late) :]]
    assert chances == sorted(chances, reverse=True) and all(chance >= 0.25 for chance in chances)


def test_all_that_falls_due_within_what_is_asked_is_shown(desk: Desk):
    told = desk.ok("overdue", "--within", "2 days", "--forecast")
    plain = desk.ok("overdue", "--within", "2 days")
    assert sorted((item["id"], item["milestone"], item["of"]) for item in told) == sorted(
        (item["id"], item["milestone"], item["of"]) for item in plain
    )


@pytest.mark.parametrize(("lang", "said"), [("en", " cases with the same "), ("zh", "案例 ")])
def test_no_line_is_wider_than_the_screen(desk: Desk, monkeypatch: pytest.MonkeyPatch, lang: str, said: str):
    from rich.cells import cell_len
    from rich.text import Text

    monkeypatch.setenv("FORCE_COLOR", "1")
    for columns in (80, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        told = desk.tsk("overdue", "--forecast", "--within", "10 days", "--lang", lang, "--limit", "5")
        lines = Text.from_ansi(told.out).plain.splitlines()
        assert told.code == 0 and "%" in told.out
        assert max(map(cell_len, lines)) <= columns
        assert (said in told.out) == (columns == 80)


def test_a_young_desk_foretells_nothing(practice_home: Path, tmp_path: Path):
    desk = Desk(practice_home).copy(tmp_path / "home")
    desk.ok("record", "小区断网三天", "--customer", "林小满", "--phone", "13800001234")
    (first, *_) = desk.ok("overdue", "--forecast", "--within", "3 working days")
    assert first["forecast"] is None
    assert desk.ok("overdue", "--forecast") == []
    assert desk.tsk("overdue", "--forecast", "--check").code == 0
    assert desk.tsk("overdue", "--forecast", "--within", "3 working days", "--check").code == 10


def test_groups_have_no_forecast(desk: Desk):
    told = desk.tsk("overdue", "--forecast", "--by", "department")
    assert told.code == 2 and "--by and --forecast exclude each other" in told.err
