"""What real files tell comes out of a desk on which they were replayed, complaint by complaint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from replayed import INCIDENTS, REQUESTS, Kept, Log, Row, incidents, kept, requests, rows_of, slug

Homes = Callable[[Log, str], Kept]


def by_key(desk: Any) -> dict[str, Any]:
    """Every complaint of the desk by its key in the file that it came from."""
    return {case["external"]: case for case in desk.ok("show", *range(1, desk.ok("verify")["complaints"] + 1))}


def files() -> dict[str, list[Row]]:
    """The rows of each incident, oldest first."""
    found: dict[str, list[Row]] = {}
    for row in rows_of(INCIDENTS):
        found.setdefault(row["number"], []).append(row)
    return found


@pytest.fixture(scope="module")
def incident_desk(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return kept(tmp_path_factory, "incidents-60", incidents(60))


@pytest.fixture(scope="module")
def request_desk(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return kept(tmp_path_factory, "requests-60", requests(60))


def test_incidents_end_as_their_file_says(incident_desk: Kept, tmp_path: Any):
    cases = by_key(incident_desk.desk(tmp_path / "home"))
    told = {number: rows for number, rows in files().items() if number in cases}
    assert len(cases) == len(told) == 60
    for number, rows in told.items():
        case, last = cases[number], rows[-1]
        states = ["", *(row["incident_state"] for row in rows)]
        answered = [n for n, state in enumerate(states) if state == "Resolved" != states[n - 1]]
        first = max(minute(row["sys_updated_at"]) for row in rows[: answered[0]])  # one file goes back in time once
        (deadline,) = (m for m in case["milestones"] if m["name"] == "deadline")
        assert (case["state"], case["severity"]) == ("closed", slug(last["priority"]))
        assert (case["round"], deadline["met_at"][:16]) == (len(answered), first)


def minute(text: str) -> str:
    """`29-02-2016 11:29` as the JSON says it."""
    day, month, year = text[:10].split("-")
    return f"{year}-{month}-{day}T{text[11:]}"


def test_requests_end_as_their_file_says(request_desk: Kept, tmp_path: Any):
    cases = by_key(request_desk.desk(tmp_path / "home"))
    rows = rows_of(REQUESTS)[:60]
    assert [*sorted(cases)] == sorted(row["Unique Key"] for row in rows)
    for row in rows:
        case = cases[row["Unique Key"]]
        promised = [m for m in case["milestones"] if m["name"] == "deliver"]
        assert (case["state"] == "closed") == bool(row["Closed Date"])
        assert (case["department"], bool(promised)) == (slug(row["Agency"]), bool(row["Due Date"]))


def test_a_replay_is_the_same_every_time(tmp_path_factory: pytest.TempPathFactory, tmp_path: Any):
    one, two = (kept(tmp_path_factory, f"twice-{n}", incidents(8)).desk(tmp_path / str(n)) for n in (1, 2))
    plain = [[{**case, "recorded_at": ""} for case in by_key(desk).values()] for desk in (one, two)]
    assert plain[0] == plain[1]
