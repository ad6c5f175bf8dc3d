"""Every real file of complaints that lies beside the project is read by a mapping that comes with it.

The yields were counted by hand, with other tools and by looking: rows, what each status gives, and the few rows that
contradict themselves.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from rowsread import MAPPINGS, NOW, REAL, SHANGHAI, local, parted, real_files, said, taken

from tsk.importer.reading import open_table
from tsk.importer.values import Entry, Fault

pytestmark = real_files
NEW_YORK = ZoneInfo("America/New_York")


class Yield(NamedTuple):
    """What a file gives: complaints, faults by reason and column, and how often each step was taken."""

    mapping: str
    file: str
    complaints: int
    faults: dict[tuple[str, str], int]
    steps: dict[str, int]


YIELDS = (
    # 973 solved and 734 closed are answered, 154 wait, 363 are open.
    Yield(
        "comcast",
        "comcast/Comcast_telecom_complaints_data.csv",
        2224,
        {},
        {"replied": 1707, "closed": 734, "asked": 154},
    ),
    Yield("comcast", "comcast/Comcast_ddmmyyyy_variant.csv", 2224, {}, {"replied": 1707, "closed": 734, "asked": 154}),
    # 26 taken up, 286 answered, 57 scored (answered and closed), 231 as they came.
    Yield(
        "car-complain", "car-complain-zh/car_complain.gbk.csv", 600, {}, {"accepted": 26, "replied": 343, "closed": 57}
    ),
    # Five numbers stand twice, with different texts. 4152 - 5 answered in time; of those 951 are disputed.
    Yield(
        "cfpb-semicolon",
        "cfpb/ConsumerComplaints_semicolon.csv",
        4336,
        {("twice", "#1"): 5},
        {"replied": 4147, "rated": 951},
    ),
    # Six were sent to the company before they were received. 3186 - 6; three in progress, 26 untimely.
    Yield(
        "cfpb-2013",
        "cfpb/consumer_complaints_2013.csv",
        3180,
        {("order", "Date sent to company"): 6},
        {"noted": 3180, "replied": 3151, "closed": 3151, "rated": 593},
    ),
    # 969 closed, 486 with a due date, five in progress.
    Yield(
        "nyc311",
        "nyc311/311_2018_1000_with_due.csv",
        1000,
        {},
        {"replied": 969, "closed": 969, "promised": 486, "accepted": 5},
    ),
    Yield("nyc311", "qsv-311/nyc311-100.csv", 100, {}, {"replied": 98, "closed": 98, "promised": 42}),
    Yield("nyc311", "qsv-311/NYC311-5.csv", 5, {}, {"replied": 4, "closed": 4, "promised": 3}),
    # 85 closed, 89 with a target; the variants differ in nothing that the mapping takes, but for what is said.
    Yield("boston311", "qsv-311/boston311-100.csv", 100, {}, {"replied": 85, "closed": 85, "promised": 89}),
    Yield("boston311", "qsv-311/boston311-dmy-100.csv", 100, {}, {"replied": 85, "closed": 85, "promised": 89}),
    Yield(
        "boston311", "qsv-311/boston311-100-with-nonascii.csv", 100, {}, {"replied": 85, "closed": 85, "promised": 89}
    ),
    Yield(
        "boston311", "qsv-311/boston311-100-with-fake-pii.csv", 100, {}, {"replied": 85, "closed": 85, "promised": 89}
    ),
    # Line 41 has a cell too many; it is closed and has a target.
    Yield(
        "boston311",
        "qsv-311/boston311-100-bad.tsv",
        99,
        {("ragged", "source"): 1},
        {"replied": 84, "closed": 84, "promised": 88},
    ),
    # Twenty rows stand twice.
    Yield(
        "boston311",
        "qsv-311/boston311-100-20dupes-random.csv",
        80,
        {("twice", "case_enquiry_id"): 20},
        {"replied": 68, "closed": 68, "promised": 71},
    ),
    # One number stands twice, under two headings; 64,707 blank rows follow.
    Yield("tipdm2020", "tipdm2020c/e2.xlsx", 494, {("twice", "留言编号"): 1}, {}),
    # 353, 399 and 84 tickets, of which 33, 44 and 26 are closed.
    Yield(
        "prepbench-059",
        "prepbench-059/input_02.csv",
        353,
        {},
        {"assigned": 417, "accepted": 281, "asked": 311, "resumed": 169, "replied": 33, "closed": 33},
    ),
    Yield(
        "prepbench-059",
        "prepbench-059/input_03.csv",
        399,
        {},
        {"assigned": 439, "accepted": 277, "asked": 367, "resumed": 185, "replied": 44, "closed": 44},
    ),
    Yield(
        "prepbench-059",
        "prepbench-059/input_04.csv",
        84,
        {},
        {"assigned": 79, "accepted": 40, "asked": 100, "resumed": 44, "replied": 26, "closed": 26},
    ),
    # 890 incidents; two, of four and eight rows, were touched before they were opened.
    Yield(
        "uci-incident",
        "uci-incident/incident_event_log.sample5998_ddmmyyyy_dash.csv",
        888,
        {("order", "sys_updated_at"): 2, ("together", ""): 10},
        {"accepted": 539, "asked": 346, "resumed": 77, "replied": 900, "reopened": 12, "closed": 888},
    ),
)


def read(row: Yield) -> tuple[list[Entry], list[Fault]]:
    return parted(taken(REAL / row.file, MAPPINGS / f"{row.mapping}.toml"))


@pytest.mark.parametrize("row", YIELDS, ids=lambda row: row.file)
def test_a_real_file_gives_what_was_counted_by_hand(row):
    entries, faults = read(row)
    assert len(entries) == row.complaints
    assert Counter((one.reason, one.column) for one in faults) == row.faults
    assert Counter(past.step for entry in entries for past in entry.past) == row.steps


def test_no_mapping_is_without_its_file():
    assert {row.mapping for row in YIELDS} == {path.stem for path in MAPPINGS.glob("*.toml")}


def told(row: Yield) -> list[tuple[object, ...]]:
    entries, _ = read(row)
    return [(one.external, one.texts, one.words, one.received, one.past, one.estimated) for one in entries]


def test_the_twins_of_one_file_give_the_same_complaints():
    original, variant = (row for row in YIELDS if row.mapping == "comcast")
    assert told(original) == told(variant)


def test_dates_written_with_the_day_first_are_the_same_days():
    by_file = {row.file: row for row in YIELDS}
    plain, day_first = (by_file[f"qsv-311/boston311-{name}100.csv"] for name in ("", "dmy-"))
    assert told(plain) == told(day_first)


def test_a_complaint_of_each_file_was_compared_by_eye():
    first = {row.file: read(row)[0][0] for row in YIELDS}
    cable = first["comcast/Comcast_telecom_complaints_data.csv"]
    assert (cable.external, local(cable.received, NEW_YORK)) == ("250635", "2015-04-22 15:53:50")
    assert cable.words == {"channel": "hotline"}
    assert [(past.step, past.estimated) for past in cable.past] == [("replied", True), ("closed", True)]
    car = first["car-complain-zh/car_complain.gbk.csv"]
    assert (car.texts["summary"], car.texts["against"]) == ("一汽马自达阿特兹B柱异响 车内异响严重", "一汽马自达")
    assert (local(car.received), car.estimated) == ("2020-06-08 00:00:00", ("received",))
    city = first["nyc311/311_2018_1000_with_due.csv"]
    assert local(city.received, NEW_YORK) == "2018-06-26 10:58:54"
    assert [(past.step, local(past.at, NEW_YORK)) for past in city.past] == [
        ("promised", "2018-06-26 10:58:54"),
        ("replied", "2018-06-26 12:50:01"),
        ("closed", "2018-06-26 12:50:01"),
    ]
    assert city.past[0].said["due"] == "2018-06-26T22:58:54Z"  # 06:58:54 PM in New York
    letter = first["tipdm2020c/e2.xlsx"]
    assert (letter.external, local(letter.received)) == ("24", "2020-01-06 12:09:38")
    assert letter.texts["summary"] == "A市西湖建筑集团占道施工有安全隐患"
    log = first["uci-incident/incident_event_log.sample5998_ddmmyyyy_dash.csv"]
    assert [(past.step, local(past.at)[:16]) for past in log.past] == [
        ("replied", "2016-02-29 08:53"),
        ("closed", "2016-03-05 12:00"),
    ]


def test_the_damaged_row_is_named_as_it_stands():
    (row,) = (row for row in YIELDS if row.file.endswith("bad.tsv"))
    _, (fault,) = read(row)
    assert (fault.line, said(fault)) == (41, "The row has 30 cells, the headings are 29.")
    assert fault.cells[-2:] == ("City Worker App", "Citizens Connect App")


def test_the_rows_that_a_city_closed_before_they_came_are_left_open():
    (row,) = (row for row in YIELDS if "with_due" in row.file)
    entries, _ = read(row)
    assert sum(not any(past.step == "closed" for past in entry.past) for entry in entries) == 31


@pytest.mark.parametrize(
    "file", ["holiday-cn/2026.json", "prepbench-059/expected_output_01.csv", "tipdm2020c/附件1.xlsx"]
)
def test_a_table_without_complaints_lacks_the_columns_of_any_mapping(file):
    from tsk.errors import UsageError
    from tsk.importer.entries import entries
    from tsk.importer.mapping import read_mapping

    mapping, _ = read_mapping(MAPPINGS / "comcast.toml")
    assert mapping
    with (
        pytest.raises(UsageError, match=r"The file has no column|No line is a JSON object"),
        open_table(REAL / file) as table,
    ):
        entries(table, mapping, SHANGHAI, NOW)
