"""docs/figures.md explains every figure of a report, of the day's summary and of the load, by their JSON keys."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import Desk

PAGE = (Path(__file__).parents[2] / "docs" / "figures.md").read_text("utf-8")


def rows() -> list[str]:
    """The first column of the table of figures."""
    return re.findall(r"^\| (?!figure|---)([^|]+) \|", PAGE, re.MULTILINE)


def paragraph(title: str) -> str:
    (found,) = re.findall(rf"^\*\*{title}\*\*.*?(?=\n\n)", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def test_every_figure_of_a_report_has_its_row_and_no_row_is_of_none(desk: Desk) -> None:
    desk.ok("record", "小区断网三天")
    report = desk.ok("report")
    named = [key for row in rows() for key in re.findall(r"`(\w+)`", row)]
    figures = set(report["total"]) - {"department"}
    assert figures <= set(named)
    assert set(named) <= figures
    parts = set(report["total"]["handling"]) | set(report["total"]["timeliness"]) | {"causes", "backlog", "ageing"}
    unnamed = {part for part in parts if f"`{part}`" not in PAGE}
    assert unnamed == {"complaints", "answered"}  # denominators, said in words


def test_what_a_day_counts_is_told_in_words(desk: Desk) -> None:
    desk.ok("record", "小区断网三天")
    day = desk.ok("daily")
    told = {"new": "new", "replied": "answered", "cancelled": "called off"}
    counted = [name for name, value in day.items() if type(value) is int]
    assert counted[:7] == ["new", "replied", "closed", "reopened", "cancelled", "chased", "escalated"]
    assert [name for name in counted[:7] if f"*{told.get(name, name)}*" not in paragraph("The day")] == []


def test_what_the_load_counts_is_told_in_words(desk: Desk) -> None:
    desk.ok("record", "小区断网三天")
    (department,) = desk.ok("load")
    counted = [name for name, value in department.items() if type(value) is int]
    assert set(counted) == {"open", "overdue", "today", "waiting", "chased", "idle", "approval"}
    told = {"approval": "*to approve*", "open": "counts open complaints"}
    assert [name for name in counted if told.get(name, f"*{name}*") not in paragraph("The load")] == []
