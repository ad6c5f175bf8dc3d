"""The worked examples of docs/time.md come out: every row of its tables was computed by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tsk.limits import base_due, is_sure, parse_limit, warn_at, with_waits
from tsk.publicdays import public_days
from tsk.worktime import Calendar, WorkTime

PAGE = (Path(__file__).parents[2] / "docs" / "time.md").read_text("utf-8")
SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = (((540, 720), (810, 1080)),) * 5 + ((), ())


def rows(*columns: str) -> list[dict[str, str]]:
    """The rows of the tables with exactly these columns."""
    head = "| " + " | ".join(columns) + " |\n"
    found: list[dict[str, str]] = []
    for table in re.split(r"\n\n", PAGE):
        if table.startswith(head):
            cells = (line.strip("| ").split(" | ") for line in table.splitlines()[2:])
            found += [dict(zip(columns, row, strict=True)) for row in cells]
    return found


LIMITS = rows("start", "limit", "due", "why")
WAITS = rows("start", "limit", "waits", "due", "why")
WARNINGS = rows("due", "warn", "at", "why")


@cache
def office() -> WorkTime:
    return WorkTime(Calendar("office", "Asia/Shanghai", WEEK, holidays="CN"), public_days("CN"))


def instant(text: str) -> datetime:
    """A local instant as the page writes it; 24:00 ends its day."""
    day, _, clock = text.partition(" ")
    late = clock == "24:00"
    wall = datetime.fromisoformat(f"{day} 00:00" if late else text) + timedelta(days=late)
    return wall.replace(tzinfo=SHANGHAI).astimezone(UTC)


def why(row: dict[str, str]) -> str:
    return row["why"]


@pytest.mark.parametrize("row", LIMITS, ids=why)
def test_a_limit_runs_out_as_the_page_says(row: dict[str, str]) -> None:
    limit, start = parse_limit(row["limit"]), instant(row["start"])
    due = base_due(limit, start, office())
    assert due == instant(row["due"])
    assert is_sure(limit, start, due, office()) is ("provisional" not in row["why"])


@pytest.mark.parametrize("row", WAITS, ids=why)
def test_waits_move_a_due_as_the_page_says(row: dict[str, str]) -> None:
    limit, start = parse_limit(row["limit"]), instant(row["start"])
    waits = [tuple(map(instant, wait.split(" – "))) for wait in row["waits"].split(", ")]
    assert with_waits(limit, base_due(limit, start, office()), start, waits, office()) == instant(row["due"])


@pytest.mark.parametrize("row", WARNINGS, ids=why)
def test_a_warning_lies_where_the_page_says(row: dict[str, str]) -> None:
    assert warn_at(parse_limit(row["warn"]), instant(row["due"]), office()) == instant(row["at"])


def test_the_page_has_examples_of_each_kind() -> None:
    kinds = {parse_limit(row["limit"]).kind for row in LIMITS}
    assert kinds == {"elapsed", "working", "working_days", "days", "months", "same_day", "next_day"}
    assert (len(WAITS), len(WARNINGS)) == (6, 3)
