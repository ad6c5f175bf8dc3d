"""Files of other systems, taken in by the mappings that come with the program."""

from __future__ import annotations

from collections import Counter

import pytest
from conftest import Desk
from rowsread import MAPPINGS, REAL, real_files

pytestmark = real_files


def taken(desk: Desk, file: str, mapping: str) -> dict[str, object]:
    done = desk.ok("import", REAL / file, "--map", MAPPINGS / f"{mapping}.toml", "--on-error", "skip")
    return {name: done[name] for name in ("new", "unchanged", "corrected", "refused")}


@pytest.mark.parametrize(
    ("file", "mapping", "new", "refused"),
    [
        ("car-complain-zh/car_complain.gbk.csv", "car-complain", 600, {}),
        ("qsv-311/boston311-100-20dupes-random.csv", "boston311", 80, {"twice": 20}),
        ("qsv-311/boston311-100-bad.tsv", "boston311", 99, {"ragged": 1}),
        ("qsv-311/nyc311-100.csv", "nyc311", 100, {}),
    ],
)
def test_a_real_file_goes_in_once_and_the_desk_is_whole(
    desk: Desk, file: str, mapping: str, new: int, refused: dict[str, int]
):
    assert taken(desk, file, mapping) == {"new": new, "unchanged": 0, "corrected": 0, "refused": refused}
    assert taken(desk, file, mapping) == {"new": 0, "unchanged": new, "corrected": 0, "refused": refused}
    assert desk.ok("verify")["whole"]


def test_files_that_go_on_with_each_other_tell_one_history(desk: Desk):
    """Three exports of one desk, each of some weeks; many tickets stand in two of them."""
    expected = ((353, 0), (312, 87), (0, 84))
    for part, (new, goes_on) in zip(("02", "03", "04"), expected, strict=True):
        found = taken(desk, f"prepbench-059/input_{part}.csv", "prepbench-059")
        assert found == {"new": new, "unchanged": 0, "corrected": goes_on, "refused": {}}
    before = desk.events
    for part, known in (("02", 353), ("03", 399), ("04", 84)):
        assert taken(desk, f"prepbench-059/input_{part}.csv", "prepbench-059")["unchanged"] == known
    assert desk.events == before
    # the last row of each ticket: Logged 101, Assigned 218, Customer Response 128 and UAT 115, Closed 103
    states = Counter(one["state"] for one in desk.ok("list"))
    assert states == {"assigned": 101, "in_progress": 218, "pending": 243, "closed": 103}
