"""Any common table is read: its form, encoding and delimiter are found, and nothing is read wrongly."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from rowsread import said

from tsk.errors import UsageError
from tsk.importer.plan import FileRules
from tsk.importer.reading import Table, open_table
from tsk.importer.values import Fault

PLAIN = '编号,内容,地区\n1,断网三天,杭州\n2,"多扣了费用,要求退还",宁波\n3,营业员态度差,温州\n'
ROWS = [(2, ["1", "断网三天", "杭州"]), (3, ["2", "多扣了费用,要求退还", "宁波"]), (4, ["3", "营业员态度差", "温州"])]


def write(folder: Path, content: str | bytes, name: str = "theirs.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, **rules: object) -> tuple[Table, list[object]]:
    with open_table(path, FileRules(**rules)) as table:  # type: ignore[arg-type]
        return table, list(table.rows())


def refused(path: Path, **rules: object) -> str:
    with pytest.raises(UsageError) as caught:
        read(path, **rules)
    return str(caught.value)


def book(folder: Path, rows: list[list[object]], name: str = "theirs.xlsx") -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(folder / name)
    return folder / name


# ── encodings ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_the_encoding_is_found(tmp_path, written, found):
    table, rows = read(write(tmp_path, PLAIN.encode(written)))
    assert (table.encoding, table.headings, rows) == (found, ("编号", "内容", "地区"), ROWS)


def test_one_chinese_word_in_gbk_is_enough(tmp_path):
    table, rows = read(write(tmp_path, "id,text,city\n1,no signal,杭州\n".encode("gbk")))
    assert (table.encoding, rows) == ("gb18030", [(2, ["1", "no signal", "杭州"])])


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1251", "koi8-r"])
def test_another_encoding_is_named_and_never_guessed(tmp_path, encoding):
    words = "Жалоба на связь, нет сигнала" if encoding in ("cp1251", "koi8-r") else "Dëad rât picked üp, naïve café"
    path = write(tmp_path, ("id;text\n" + "".join(f"{nth};{words}\n" for nth in range(9))).encode(encoding))
    assert "is neither UTF-8 nor GBK nor UTF-16 text: line 2 cannot be read." in refused(path)
    _, rows = read(path, encoding=encoding)
    assert rows[0] == (2, ["0", words])


def test_one_damaged_byte_is_named_with_its_line(tmp_path):
    lines = [f"{nth},宽带断网第{nth}次,杭州".encode() for nth in range(1, 2000)]
    lines[1499] = lines[1499].replace("断".encode(), b"\xe6\x96")
    assert "line 1501 cannot be read" in refused(write(tmp_path, b"a,b,c\n" + b"\n".join(lines)))


def test_an_encoding_that_the_mapping_names_wrongly_is_refused(tmp_path):
    path = write(tmp_path, PLAIN.encode("gbk"))
    assert "is not utf-8 text: line 1 cannot be read." in refused(path, encoding="utf-8")


# ── forms ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_is_found_whatever_ends_the_lines(tmp_path, delimiter, end):
    texts = [
        ["id", "text, or what; it said", "city"],
        ["1", "slow, then gone", "Ningbo"],
        ["2", "gone; then slow", "Wenzhou"],
    ]
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in texts]
    table, rows = read(write(tmp_path, end.join(delimiter.join(row) for row in quoted) + end))
    assert (table.delimiter, table.headings, rows) == (delimiter, tuple(texts[0]), [(2, texts[1]), (3, texts[2])])


def test_a_line_of_excel_says_the_delimiter(tmp_path):
    table, rows = read(write(tmp_path, "sep=;\r\nid;text\r\n1;a,b,c\r\n"))
    assert (table.delimiter, table.headings, rows) == (";", ("id", "text"), [(3, ["1", "a,b,c"])])


def test_a_title_above_the_headings_is_passed_over_where_the_mapping_says_so(tmp_path):
    content = "2026年投诉登记表,,\n\n编号,内容,地区\n1,断网,杭州\n"
    table, rows = read(write(tmp_path, content), header=3)
    assert (table.headings, rows) == (("编号", "内容", "地区"), [(4, ["1", "断网", "杭州"])])


def test_a_text_of_several_lines_keeps_them_and_the_next_row_its_line(tmp_path):
    _, rows = read(write(tmp_path, 'id,text\n1,"first\nsecond\n\nfourth"\n2,next\n'))
    assert rows == [(2, ["1", "first\nsecond\n\nfourth"]), (6, ["2", "next"])]


def test_blank_rows_are_left_out_wherever_they_stand(tmp_path):
    _, rows = read(write(tmp_path, "\n\nid,text\n\n1,a\n,\n  ,\n2,b\n\n,\n"))
    assert rows == [(5, ["1", "a"]), (8, ["2", "b"])]


def test_cells_beyond_the_headings_may_be_empty(tmp_path):
    _, rows = read(write(tmp_path, "id,text\n1,a,,\n2,b\n"))
    assert rows == [(2, ["1", "a"]), (3, ["2", "b"])]


def test_rows_may_leave_out_their_last_cells_where_the_mapping_allows_it(tmp_path):
    _, rows = read(write(tmp_path, "id,text,city\n1,a\n2,b,c\n"), short_rows=True)
    assert rows == [(2, ["1", "a", ""]), (3, ["2", "b", "c"])]


def test_json_lines_are_a_table(tmp_path):
    objects = [
        {"id": 7, "text": "断网", "customer": {"name": "客户甲", "phone": "13800000001"}, "tags": ["a", "b"]},
        {"id": 8, "open": True, "text": None, "amount": 12.5},
    ]
    content = "\n".join(json.dumps(one, ensure_ascii=False) for one in objects)
    table, rows = read(write(tmp_path, content, "theirs.jsonl"))
    assert table.kind == "jsonl"
    assert table.headings == ("id", "text", "customer.name", "customer.phone", "tags", "open", "amount")
    assert rows == [
        (1, ["7", "断网", "客户甲", "13800000001", '["a","b"]', "", ""]),
        (2, ["8", "", "", "", "", "true", "12.5"]),
    ]


def test_a_workbook_is_a_table(tmp_path):
    path = book(
        tmp_path,
        [
            ["编号", "时间", "日期", "电话", "金额", "是否", "内容"],
            [1, datetime(2026, 10, 1, 9, 30), date(2026, 10, 2), 13800000001, 12.5, True, "断网"],
            [None] * 7,
            [2.0, None, None, "057100000001", 100, False, " 慢 "],
        ],
    )
    table, rows = read(path)
    assert (table.kind, table.headings) == ("xlsx", ("编号", "时间", "日期", "电话", "金额", "是否", "内容"))
    assert rows == [
        (2, ["1", "2026-10-01 09:30:00", "2026-10-02", "13800000001", "12.5", "true", "断网"]),
        (4, ["2", "", "", "057100000001", "100", "false", " 慢 "]),
    ]


@pytest.mark.parametrize("name", ["theirs.xls", "theirs.csv", "theirs"])
def test_a_file_is_what_its_bytes_say_whatever_its_name_ends_in(tmp_path, name):
    path = book(tmp_path, [["编号", "内容"], [1, "断网"]]).rename(tmp_path / name)
    assert read(path)[1] == [(2, ["1", "断网"])]


def test_of_several_sheets_one_is_named(tmp_path):
    made = openpyxl.Workbook()
    made.active.title = "空表"
    for name in ("九月", "十月"):
        sheet = made.create_sheet(name)
        sheet.append(["编号", "内容"])
        sheet.append([1, name])
    made.save(tmp_path / "two.xlsx")
    assert "has several sheets with rows" in refused(tmp_path / "two.xlsx")
    assert read(tmp_path / "two.xlsx", sheet="十月")[1] == [(2, ["1", "十月"])]
    assert "no sheet “三月”" in refused(tmp_path / "two.xlsx", sheet="三月")


# ── what is refused whole ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "is empty"),
        (b"id,text\n", "has headings but no row"),
        (b"id,text\n\n,\n", "has headings but no row"),
        (b"<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "is a web page or XML"),
        (b"\xef\xbb\xbf  <!-- saved --> <TABLE border=1>", "is a web page or XML"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "is a web page or XML",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old Excel workbook (.xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "is a workbook with a password",
        ),
        (b"%PDF-1.7\n", "is a PDF file"),
        (b"SQLite format 3\0" + bytes(90), "is a SQLite file"),
        (b"\x1f\x8b\x08" + bytes(90), "is a gzip file"),
        (b"PK\x03\x04" + bytes(90), "is damaged"),
        (b'[{"id": 1}]', "is one JSON list"),
        (b'{\n  "id": 1\n}\n', "No line is a JSON object"),
    ],
)
def test_what_is_no_table_is_refused_by_name(tmp_path, content, told):
    assert told in refused(write(tmp_path, content, "theirs.csv"))


def test_both_sides_of_a_merge_conflict_are_refused_with_their_line(tmp_path):
    content = "id,text\n1,a\n<<<<<<< HEAD\n2,b\n=======\n2,c\n>>>>>>> theirs\n3,d\n"
    assert "merge conflict, from line 3 on" in refused(write(tmp_path, content))


def test_a_conflict_is_found_across_the_pieces_in_which_a_file_is_read(tmp_path):
    filler = "".join(f"{nth},{'x' * 40}\n" for nth in range(60_000))  # 2.9 MB
    content = f"id,text\n{filler}<<<<<<< HEAD\n{filler}=======\n{filler}>>>>>>> theirs\n"
    assert "merge conflict, from line 60002 on" in refused(write(tmp_path, content))


def test_a_line_that_only_looks_like_a_mark_is_text(tmp_path):
    _, rows = read(write(tmp_path, 'id,text\n1,"heading\n=======\nbody"\n2,<<<<<<< here\n'))
    assert [cells[0] for _, cells in rows] == ["1", "2"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = book(tmp_path, [["编号", "内容"], [1, "断网"]])
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        for part in good.namelist():
            content = good.read(part)
            if part == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", b"<row/>" * 20_000_000 + b"</sheetData>")
            bomb.writestr(part, content)
    assert "would unpack to 11" in refused(tmp_path / "bomb.xlsx")


def test_declared_entities_are_refused_in_a_workbook(tmp_path):
    path = book(tmp_path, [["编号", "内容"], [1, "断网"]])
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(tmp_path / "laughs.xlsx", "w") as bad:
        for part in good.namelist():
            content = good.read(part)
            if part == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "ha">]>' + content.partition(b"?>")[2]
            bad.writestr(part, content)
    assert "is damaged" in refused(tmp_path / "laughs.xlsx")


def test_a_workbook_cut_off_is_refused(tmp_path):
    path = book(tmp_path, [["编号", "内容"], *([nth, "断网"] for nth in range(500))])
    whole = path.read_bytes()
    assert "is damaged" in refused(write(tmp_path, whole[: len(whole) * 2 // 3], "cut.xlsx"))
    middle = len(whole) // 3
    broken = whole[:middle] + bytes(40) + whole[middle + 40 :]
    assert "is damaged" in refused(write(tmp_path, broken, "broken.xlsx"))


def test_more_columns_than_anybody_has_are_refused(tmp_path):
    head = ",".join(f"c{nth}" for nth in range(1001))
    assert "has 1001 columns" in refused(write(tmp_path, f"{head}\n{head}\n"))


def test_three_hundred_columns_are_read(tmp_path):
    head = ",".join(f"c{nth}" for nth in range(300))
    table, rows = read(write(tmp_path, f"{head}\n{head}\n"))
    assert (len(table.headings), len(rows)) == (300, 1)


# ── single rows ────────────────────────────────────────────────────────────────────────────────────


def faults(rows: list[object]) -> list[tuple[int, str, str]]:
    return [(one.line, one.reason, one.column) for one in rows if isinstance(one, Fault)]


def test_a_row_too_wide_and_one_too_narrow_are_named_and_the_others_read(tmp_path):
    _, rows = read(write(tmp_path, "id,text,city\n1,a,b\n2,c,d,e\n3,f\n4,g,h\n"))
    assert faults(rows) == [(3, "ragged", "city"), (4, "ragged", "text")]
    assert said(rows[1]) == "The row has 4 cells, the headings are 3."
    assert rows[1].cells == ("2", "c", "d", "e")
    assert [row for row in rows if not isinstance(row, Fault)] == [(2, ["1", "a", "b"]), (5, ["4", "g", "h"])]


def test_an_open_quote_costs_its_own_line_only(tmp_path):
    lines = ["id,text,city", '1,"open,Ningbo', "2,a,b", '3,"c, d",e', *(f"{nth},x,y" for nth in range(4, 3000))]
    _, rows = read(write(tmp_path, "\n".join(lines) + "\n"))
    assert faults(rows) == [(2, "quotes", "text")]
    assert len(rows) == 2999
    assert rows[1:3] == [(3, ["2", "a", "b"]), (4, ["3", "c, d", "e"])]


def test_a_quote_in_the_wrong_place_is_named_with_its_column(tmp_path):
    _, rows = read(write(tmp_path, 'id,text,city\n1,a,"b" c\n2,"said ""no"" twice",d\n3,5" pipe,e\n'))
    assert faults(rows) == [(2, "quotes", "city")]
    assert rows[1:] == [(3, ["2", 'said "no" twice', "d"]), (4, ["3", '5" pipe', "e"])]


def test_a_file_cut_off_ends_in_a_fault(tmp_path):
    _, rows = read(write(tmp_path, 'id,text,city\n1,a,b\n2,"cut o'))
    assert faults(rows) == [(3, "quotes", "text")]
    assert rows[0] == (2, ["1", "a", "b"])


def test_a_file_of_broken_quotes_is_given_up(tmp_path):
    content = "id,text\n" + "".join(f'{nth},"a" b\n' for nth in range(1200))
    assert "The quotes of more than 1000 rows are broken, down to line 1002." in refused(write(tmp_path, content))


def test_a_cell_of_five_megabytes_is_named_and_the_next_row_read(tmp_path):
    _, rows = read(write(tmp_path, f"id,text,city\n1,{'x' * 5_000_000},b\n2,c,d\n"))
    assert faults(rows) == [(2, "long", "text")]
    assert said(rows[0]) == "A cell has 5000000 characters; at most 200000 are taken."
    assert rows[1] == (3, ["2", "c", "d"])


def test_zero_bytes_in_a_cell_are_named(tmp_path):
    _, rows = read(write(tmp_path, b"id,text\n1,a\n2,b\0c\n3,d\n"))
    assert faults(rows) == [(3, "damaged", "text")]


def test_a_line_that_is_no_object_is_named(tmp_path):
    _, rows = read(write(tmp_path, '{"id": 1}\n{"id": \n[1]\n{"id": 2}\n', "theirs.jsonl"))
    assert faults(rows) == [(2, "damaged", ""), (3, "damaged", "")]
    assert [row for row in rows if not isinstance(row, Fault)] == [(1, ["1"]), (4, ["2"])]


def test_a_number_that_the_spreadsheet_cut_short_is_named(tmp_path):
    _, rows = read(book(tmp_path, [["编号", "内容"], [12345678901234567890, "断网"], [2, "慢"]]))
    assert faults(rows) == [(2, "digits", "编号")]


def test_a_file_of_any_length_takes_the_same_memory(tmp_path):
    row = f"{{}},{'断网三天没有人来修' * 10},杭州\n"
    short = write(tmp_path, "id,text,city\n" + "".join(row.format(nth) for nth in range(10_000)), "short.csv")
    long = write(tmp_path, "id,text,city\n" + "".join(row.format(nth) for nth in range(60_000)), "long.csv")
    peaks = []
    for path in (short, long):
        tracemalloc.start()
        with open_table(path) as table:
            assert sum(1 for _ in table.rows()) in (10_000, 60_000)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 2_000_000
    assert long.stat().st_size > 16_000_000
