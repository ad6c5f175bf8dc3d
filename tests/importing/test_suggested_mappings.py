"""A first mapping is written from the headings in either language; what only a person can know stays a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from rowsread import MAPPINGS, NOW, REAL, SHANGHAI, made, parted, real_files

from tsk.importer.entries import entries
from tsk.importer.mapping import parse_mapping
from tsk.importer.reading import open_table
from tsk.importer.suggest import suggest
from tsk.importer.values import Entry

OURS = {
    "channel": (("counter", "营业厅", "Counter"), ("hotline", "热线", "Hotline"), ("web", "网站", "Website")),
    "category": (("network", "网络质量", "Network quality"), ("business", "业务办理", "Transactions")),
}


def suggested(path: Path) -> str:
    with open_table(path) as table:
        return suggest(table, OURS)


def theirs(folder: Path, *rows: str) -> Path:
    path = folder / "theirs.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def mistakes(text: str) -> list[str]:
    return [one.message.format(**one.values) for one in parse_mapping(text.encode())[1]]


def test_a_chinese_sheet_is_recognised_whole(tmp_path):
    path = theirs(
        tmp_path,
        "投诉单号,受理时间,客户姓名,联系电话,投诉渠道,投诉类别,投诉内容,处理状态,答复时间,答复内容,要求完成时间",
        "T1,2026-10-01 09:30,客户甲,13800000001,热线,网络质量,断网三天,已结案,2026-10-02 10:00,已修复,2026-10-03",
        "T2,2026-10-02 15:05,客户乙,13800000002,现场,套餐,多扣了费用,处理中,,,2026-10-13",
    )
    text = suggested(path)
    mapping = made(text)
    with open_table(path, mapping.file) as table:
        (first, second), faults = parted(entries(table, mapping, SHANGHAI, NOW))
    assert faults == []
    assert first.external == "T1"
    assert first.texts == {"summary": "断网三天", "name": "客户甲", "phone": "13800000001"}
    assert first.words == {"channel": "hotline", "category": "network"}
    assert [(past.step, past.said) for past in first.past] == [
        ("promised", {"promise": "要求完成时间", "due": "2026-10-03T16:00:00Z"}),
        ("replied", {"answer": "已修复"}),
        ("closed", {}),
    ]
    assert second.words == {"channel": "counter"}  # a category of another name is left to the rules
    assert '"套餐" = ""   # 1' in text


def test_a_cell_that_is_no_date_does_not_hide_the_column(tmp_path):
    rows = ("A1,2026-09-01,断网,网络", "A2,2026-09-02,多扣费,业务", "A3,2026-09-15,没信号,网", "A4,2026-13-15,慢,")
    path = theirs(tmp_path, "投诉编号,登记日期,投诉内容,投诉类型", *rows)
    text = suggested(path)
    assert 'received = { from = "登记日期", dates = ["%Y-%m-%d"] }   # ← 1 not so 格式不符: "2026-13-15"' in text
    assert '"": by the rules 由规则判断; ours 本店的: network 网络质量 · business 业务办理' in text
    assert '"网络" = "network"' in text and '"业务" = "business"' in text and '"网" = ""' in text
    with open_table(path, made(text).file) as table:
        good, bad = parted(entries(table, made(text), SHANGHAI, NOW))
    assert ([one.external for one in good], [(one.line, one.reason) for one in bad]) == (
        ["A1", "A2", "A3"],
        [(5, "date")],
    )


def test_dates_that_mostly_fit_are_asked_where_day_and_month_could_change_places(tmp_path):
    rows = [f"{nth},0{nth}/0{nth + 1}/2026,断网" for nth in range(1, 6)]
    text = suggested(theirs(tmp_path, "编号,受理时间,内容", *rows, "6,?,断网"))
    assert 'dates = "?"' in text and "%d/%m/%Y" in text and "%m/%d/%Y" in text


def test_an_english_sheet_is_recognised_with_its_signs_and_capitals(tmp_path):
    path = theirs(
        tmp_path,
        "Ticket_ID;createdAt;Customer Name;Phone No.;Subject;Status;Closed Date",
        "A-1;2026-10-01T09:30:00Z;Customer A;13800000001;No signal;Closed;2026-10-02T09:30:00Z",
        "A-2;2026-10-01T10:30:00Z;Customer B;13800000002;Charged twice;Open;",
    )
    text = suggested(path)
    mapping = made(text)
    assert {"summary", "name"} <= mapping.texts.keys()
    with open_table(path, mapping.file) as table:
        (first, second), _ = parted(entries(table, mapping, SHANGHAI, NOW))
    assert [past.step for past in first.past] == ["replied", "closed"]
    assert (first.texts["summary"], second.past) == ("No signal", ())


def test_day_and_month_that_cannot_be_told_apart_are_asked(tmp_path):
    path = theirs(tmp_path, "id,date,summary", "1,03/04/2026,a", "2,05/06/2026,b")
    text = suggested(path)
    assert 'received = { from = "date", dates = "?" }' in text
    assert "%d/%m/%Y · %m/%d/%Y: 03/04/2026" in text
    assert mistakes(text) == ["Nobody has said yet how the dates of this column are written."]


@pytest.mark.parametrize(("cell", "form"), [("13/04/2026", "%d/%m/%Y"), ("04/13/2026", "%m/%d/%Y")])
def test_one_day_beyond_the_twelfth_decides(tmp_path, cell, form):
    path = theirs(tmp_path, "id,date,summary", "1,03/04/2026,a", f"2,{cell},b")
    assert f'received = {{ from = "date", dates = ["{form}"] }}' in suggested(path)


def test_questions_within_the_past_keep_the_mapping_readable(tmp_path):
    path = theirs(
        tmp_path, "id,created,summary,status,closed date,due date", "1,2026-03-01,a,closed,03/04/2026,04/05/2026"
    )
    assert mistakes(suggested(path)) == ["Nobody has said yet how the dates of this column are written."] * 3


def test_a_time_of_day_is_taken_from_the_column_beside(tmp_path):
    path = theirs(tmp_path, "id,Date,Time,summary", "1,2026-03-04,9:05 AM,a", "2,2026-03-05,10:15 PM,b")
    assert 'received = { from = ["Date", "Time"], dates = ["%Y-%m-%d %I:%M %p"] }' in suggested(path)


def test_without_a_column_of_numbers_the_row_is_the_key(tmp_path):
    text = suggested(theirs(tmp_path, "date,summary", "2026-03-04,a", "2026-03-04,a"))
    assert "external = { digest = true }" in text
    assert made(text)


def test_what_no_column_is_called_is_left_as_a_question(tmp_path):
    text = suggested(theirs(tmp_path, "x,y", "1,2", "3,4"))
    assert mistakes(text) == ["No source for the summary.", "No source for the time of receipt."]
    assert "# Not used 未使用: x, y" in text


def test_rows_that_share_their_number_are_taken_for_a_log(tmp_path):
    path = theirs(
        tmp_path,
        "ticket,updated at,status,summary",
        "1,2026-03-04 09:00,New,a",
        "1,2026-03-04 10:00,In Progress,a",
        "1,2026-03-05 10:00,Closed,a",
        "2,2026-03-04 09:00,New,b",
        "2,2026-03-06 09:00,Frozen,b",
    )
    text = suggested(path)
    mapping = made(text)
    assert mapping.log is not None
    assert mapping.log.state.map == {
        "new": "registered",
        "in progress": "in_progress",
        "closed": "closed",
        "frozen": "",
    }
    with open_table(path, mapping.file) as table:
        found = [one for one in entries(table, mapping, SHANGHAI, NOW) if isinstance(one, Entry)]
    assert [[past.step for past in one.past] for one in found] == [["accepted", "replied", "closed"], []]


def test_headings_with_quotes_and_signs_are_written_as_toml(tmp_path):
    path = theirs(tmp_path, 'id,date,"the ""summary"" \\ text",due date', "1,2026-03-04,a,2026-03-05")
    mapping = made(suggested(path))
    assert mapping.texts["summary"].columns == ('the "summary" \\ text',)


@real_files
@pytest.mark.parametrize(
    ("file", "open_questions"),
    [
        ("comcast/Comcast_telecom_complaints_data.csv", []),
        ("comcast/Comcast_ddmmyyyy_variant.csv", []),
        ("car-complain-zh/car_complain.gbk.csv", []),
        ("cfpb/consumer_complaints_2013.csv", []),
        ("cfpb/ConsumerComplaints_semicolon.csv", ["No source for the summary."]),
        ("nyc311/311_2018_1000_with_due.csv", []),
        ("qsv-311/boston311-100.csv", []),
        ("qsv-311/boston311-dmy-100.csv", []),
        ("qsv-311/NYC311-5.csv", []),
        ("tipdm2020c/e2.xlsx", []),
        ("prepbench-059/input_02.csv", ["No source for the summary."]),
        ("uci-incident/incident_event_log.sample5998_ddmmyyyy_dash.csv", ["No source for the summary."]),
    ],
)
def test_a_mapping_is_suggested_for_every_real_file(file, open_questions):
    assert mistakes(suggested(REAL / file)) == open_questions


@real_files
def test_what_is_suggested_takes_as_many_complaints_as_the_mapping_by_hand():
    for file, name in (
        ("comcast/Comcast_ddmmyyyy_variant.csv", "comcast"),
        ("nyc311/311_2018_1000_with_due.csv", "nyc311"),
    ):
        mapping = made(suggested(REAL / file))
        by_hand = made((MAPPINGS / f"{name}.toml").read_text("utf-8"))
        counts = []
        for one in (mapping, by_hand):
            with open_table(REAL / file, one.file) as table:
                found, _ = parted(entries(table, one, SHANGHAI, NOW))
            counts.append((len(found), sum(any(past.step == "closed" for past in entry.past) for entry in found)))
        assert counts[0] == counts[1]
