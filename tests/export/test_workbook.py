"""The workbook of a report, opened again: the figures that were counted by hand, each as what it is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk
from counted import OCTOBER, counted
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tsk.desk import reports
from tsk.desk.session import Options, open_desk


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """That desk on 20 October at 10:00."""
    return counted(tmp_path_factory.mktemp("counted") / "home")


def book(desk: Desk, folder: Path, *words: object, lang: str = "en") -> Any:
    done = desk.tsk("--lang", lang, *OCTOBER, "-o", folder / "october.xlsx", *words)
    assert done.code == 0, done.err
    return load_workbook(folder / "october.xlsx")


def table(sheet: Worksheet) -> dict[str, dict[str, Cell]]:
    """The cells of a sheet by the text that begins the row and the heading."""
    heads = [cell.value for cell in sheet[1]]
    return {str(row[0].value): dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)}


def test_there_is_a_sheet_for_each_dimension_that_says_anything(october: Desk, tmp_path: Path) -> None:
    names = book(october, tmp_path).sheetnames
    assert names[:2] == ["Summary", "Department"]
    assert {"Category", "Severity", "Channel", "Store", "Region", "Product", "Handler", "Month"} <= set(names)
    assert names[-1] == "What the figures say"
    assert not {"Theme", "Cause", "Subtype"} & set(names)  # nobody has said any of them


def test_chinese_sheets_are_named_in_chinese(october: Desk, tmp_path: Path) -> None:
    names = book(october, tmp_path, lang="zh").sheetnames
    assert [*names[:2], names[-1]] == ["概要", "部门", "指标说明"]
    assert {"分类", "级别", "渠道", "门店", "地区", "产品", "处理人", "月份"} <= set(names)


def test_the_dimension_asked_for_comes_first(october: Desk, tmp_path: Path) -> None:
    assert book(october, tmp_path, "--by", "store").sheetnames[1:3] == ["Store", "Department"]


def test_the_figures_are_those_counted_by_hand(october: Desk, tmp_path: Path) -> None:
    found = table(book(october, tmp_path)["Department"])
    assert list(found) == ["Customer care", "Billing", "Network", "Total"]
    values = {name: [found[line][name].value for line in found] for name in next(iter(found.values()))}
    assert values["Received"] == [2, 1, 1, 4]
    assert values["Closed so far"] == [1, 0, 0, 1]
    assert values["Open"] == [0, 1, 1, 2]
    assert values["Overdue answers"] == [0, 1, 0, 1]
    assert values["In time"] == [0.5, 0, 0, 0.25]
    assert values["Satisfied"] == [1, None, None, 1]
    assert values["Hours each"] == [60.5, 60.5, 110.5, 114]
    assert values["In time: Counted"] == [1, 0, 0, 1]
    assert values["In time: Out of"] == [2, 1, 1, 4]
    assert values["Target: In time"] == [0.95] * 3 + [None]


def test_cells_are_what_they_say(october: Desk, tmp_path: Path) -> None:
    made = book(october, tmp_path)
    row = table(made["Department"])["Total"]
    kinds = {name: (row[name].data_type, row[name].number_format) for name in row}
    assert kinds["Received"] == ("n", "#,##0")
    assert kinds["Satisfied"] == ("n", "0.0%")
    assert kinds["In time"] == ("n", '0.0%" ✗"')  # missed: a number with a mark
    assert kinds["Hours each"] == ("n", "0.0")
    assert kinds["Department"] == ("s", "@")
    month = made["Month"]["A2"]
    assert (month.value, month.number_format) == (datetime(2026, 10, 1), "yyyy-mm")


def test_the_summary_says_of_what_and_when(october: Desk, tmp_path: Path) -> None:
    found = {name: row["Value"] for name, row in table(book(october, tmp_path)["Summary"]).items()}
    days = [found[name].value for name in ("Received from", "Received up to")]
    assert days == [datetime(2026, 10, 1), datetime(2026, 10, 31)]
    assert (found["As of"].value, found["As of"].number_format) == (datetime(2026, 10, 20, 10), "yyyy-mm-dd hh:mm")
    assert (found["Desk"].value, found["Made by"].value) == ("Telecom storefront · main · practice", "tester")
    assert (found["Received"].value, found["In time"].value) == (4, 0.25)


def test_headings_stay_and_filter(october: Desk, tmp_path: Path) -> None:
    made = book(october, tmp_path)
    for sheet in made:
        assert sheet.freeze_panes == "B2"
    assert made["Department"].auto_filter.ref.startswith("A1:")
    assert made["Department"].auto_filter.ref.endswith("4")  # three lines; the total stands outside


def test_columns_have_room_for_chinese(october: Desk, tmp_path: Path) -> None:
    """A Chinese letter is as wide as two; the arrow of the filter stands in the heading."""
    sheet = book(october, tmp_path, lang="zh")["部门"]
    assert sheet["A2"].value == "客户服务部"
    assert sheet.column_dimensions["A"].width >= 10
    assert [cell.value for cell in sheet[1]][4] == "答复超时"
    assert sheet.column_dimensions["E"].width >= 11


def test_a_formula_is_a_text(october: Desk, tmp_path: Path) -> None:
    cell = next(row["Store"] for name, row in table(book(october, tmp_path)["Store"]).items() if name.startswith("="))
    assert (cell.value, cell.data_type, cell.hyperlink) == ('=HYPERLINK("x")', "s", None)


def test_the_summary_has_charts_of_the_cells(october: Desk, tmp_path: Path) -> None:
    charts = book(october, tmp_path)["Summary"]._charts
    assert len(charts) >= 1
    assert charts[0].series[0].val.numRef.f == "Department!$F$2:$F$4"
    assert charts[0].series[0].cat.strRef.f == "Department!$A$2:$A$4"


def test_backlog_ageing_and_comparison_have_sheets(october: Desk, tmp_path: Path) -> None:
    made = book(october, tmp_path)
    days = {row[0]: row[1:] for row in made["Flow and backlog"].iter_rows(min_row=2, values_only=True)}
    assert days[datetime(2026, 10, 9)] == (datetime(2026, 10, 9), 4, 1, 3)
    assert days[datetime(2026, 10, 20)] == (datetime(2026, 10, 20), 0, 1, 2)
    assert len(days) == 20
    assert [row for row in made["Ageing"].iter_rows(min_row=2, values_only=True) if row[1]] == [("8–15 days", 2)]
    november = tmp_path / "november.xlsx"
    assert october.tsk("report", "--month", "2026-11", "-o", november).code == 0
    sheet = load_workbook(november)["Comparison"]
    compared = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == "Total"]
    assert ("Total", "Received", 0, 4, -4) in compared
    assert ("Total", "In time", None, 0.25, None) in compared
    answers = [row for row in made["Milestones"].iter_rows(min_row=2, values_only=True) if row[1] == "Answer"]
    assert answers == [
        ("Customer care", "Answer", 2, 1, 0.5, None),
        ("Billing", "Answer", 1, 0, 0, None),
        ("Network", "Answer", 1, 0, 0, None),
    ]


def test_the_same_report_is_the_same_file(october: Desk, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        october.tsk(*OCTOBER, "-o", tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_what_is_left_out_and_what_still_runs_stand_on_the_summary(october: Desk, tmp_path: Path) -> None:
    october_book = book(october, tmp_path)
    summary = table(october_book["Summary"])
    assert summary["Days"]["Value"].value == "This period still runs: 20 of 31 days."
    nothing = "Nothing to compare with: no complaint from 2026-09-01 to 2026-09-30."
    assert summary["Comparison"]["Value"].value == nothing
    assert "Comparison" not in october_book.sheetnames


def test_what_is_read_in_one_view_does_not_see_what_is_recorded_meanwhile(desk: Desk) -> None:
    """All sheets are of one moment: a view inside a view is the same one."""
    desk.ok("record", "断网")
    day, after = date(2026, 1, 1), date(2027, 1, 1)
    clock = datetime(2026, 10, 9, 9, 0, tzinfo=UTC)
    ours = open_desk(Options(desk.home, "", "", "", "tester", "en", "", clock, interactive=False))
    with ours.store.db.reading():
        before = reports.lines(ours, day, after, "store", {}).total.received
        desk.ok("record", "又断网")
        assert reports.lines(ours, day, after, "channel", {}).total.received == before == 1
