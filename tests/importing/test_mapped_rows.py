"""A row becomes what its mapping says: texts, instants and a past that can be; or it is named with line and column."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rowsread import NOW, SHANGHAI, local, made, parted, said, taken

from tsk.errors import UsageError
from tsk.importer.entries import REASONS, entries
from tsk.importer.reading import open_table
from tsk.importer.values import Entry, Fault
from tsk.locale.words import WORDS

HEAD = """[file]
dates = ["%Y-%m-%d %H:%M", "%Y-%m-%d"]

[complaint]
external = "编号"
received = "受理时间"
summary = "内容"
"""


def theirs(folder: Path, *rows: str) -> Path:
    path = folder / "theirs.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def one(folder: Path, mapping: str, *rows: str) -> Entry:
    (entry,) = taken(theirs(folder, *rows), HEAD + mapping)
    assert isinstance(entry, Entry), said(entry)
    return entry


def fault(folder: Path, mapping: str, *rows: str) -> Fault:
    (found,) = taken(theirs(folder, *rows), HEAD + mapping)
    assert isinstance(found, Fault)
    return found


# ── texts and words ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("source", "gives"),
    [
        ('"甲"', "HZ / 断网"),
        ('"#4"', "HZ / 断网"),
        ('{ from = ["甲", "乙", "空"], with = "; " }', "HZ / 断网; 3 天"),
        ('{ text = "{甲}（{乙}）" }', "HZ / 断网（3 天）"),
        ('{ text = "备注：{空}" }', None),
        ('{ is = "总部" }', "总部"),
        ('{ from = "甲", split = " / ", part = 2 }', "断网"),
        ('{ from = "甲", split = " / ", part = 3 }', None),
        ('{ from = "乙", match = "(\\\\d+) 天" }', "3"),
        ('{ from = "乙", match = "\\\\d+" }', "3"),
        ('{ from = "乙", match = "周" }', None),
        ('{ from = "乙", map = { " 3  天 " = "三天" } }', "三天"),
        ('{ from = "乙", map = { "4 天" = "四天" }, else = "很久" }', "很久"),
        ('{ from = "乙", map = { "4 天" = "四天" }, else = "" }', None),
        ('{ from = "乙", map = { "4 天" = "四天" }, keep = true }', "3 天"),
        ('{ from = "空", map = { "4 天" = "四天" } }', None),
        ('{ from = "空", default = "未知" }', "未知"),
        ('{ from = "甲", cut = 4 }', "HZ …"),
    ],
)
def test_a_source_gives_its_text(tmp_path, source, gives):
    rows = ("编号,受理时间,内容,甲,乙,空", "1,2026-10-01 09:00,断网, HZ / 断网 ,3 天,")
    assert one(tmp_path, f"details = {source}\n", *rows).texts.get("details") == gives


def test_what_counts_as_empty_says_nothing(tmp_path):
    mapping = HEAD.replace("[file]", '[file]\nempty = ["?", "N/A"]') + 'name = "客户"\nphone = "电话"\n'
    path = theirs(tmp_path, "编号,受理时间,内容,客户,电话", "1,2026-10-01 09:00,断网,?,N/A")
    (entry,) = taken(path, mapping)
    assert isinstance(entry, Entry)
    assert entry.texts == {"summary": "断网"}


def test_each_text_goes_where_the_mapping_says(tmp_path):
    mapping = 'customer = "客户"\nchannel = "渠道"\namount = "金额"\n[fields]\ncity = "城市"\n'
    entry = one(
        tmp_path, mapping, "编号,受理时间,内容,客户,渠道,金额,城市", "T-1,2026-10-01 09:00,断网,客户甲,热线,12.50,杭州"
    )
    assert (entry.line, entry.external) == (2, "T-1")
    assert entry.texts == {"summary": "断网", "name": "客户甲"}
    assert entry.words == {"channel": "热线", "amount": "12.50"}
    assert entry.fields == {"city": "杭州"}
    assert entry.cells == ("T-1", "2026-10-01 09:00", "断网", "客户甲", "热线", "12.50", "杭州")


def test_a_row_without_a_number_is_its_own_key_and_twins_are_counted(tmp_path):
    path = theirs(tmp_path, "受理时间,内容", "2026-10-01 09:00,断网", "2026-10-01 09:00,断网", "2026-10-01 09:00,慢")
    mapping = HEAD.replace('external = "编号"', "external = { digest = true }")
    first, second, third = (entry.external for entry in taken(path, mapping) if isinstance(entry, Entry))
    assert (second, first == third) == (f"{first}#2", False)
    again = [entry.external for entry in taken(path, mapping) if isinstance(entry, Entry)]
    assert again == [first, second, third]


# ── instants ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "cell", "at"),
    [
        ("%Y-%m-%d %H:%M:%S", "2026-03-04 05:06:07", "2026-03-04 05:06:07"),
        ("%d/%m/%Y %H:%M", "4/3/2026 5:06", "2026-03-04 05:06:00"),
        ("%m/%d/%Y %I:%M:%S %p", "03/04/2026 12:06:07 AM", "2026-03-04 00:06:07"),
        ("%m/%d/%Y %I:%M %p", "03/04/2026  12:06 pm", "2026-03-04 12:06:00"),
        ("%d-%m-%y %H:%M", "04-03-26 05:06", "2026-03-04 05:06:00"),
        ("%d-%b-%Y %H:%M", "4-Mar-2026 05:06", "2026-03-04 05:06:00"),
        ("%B %d, %Y %H:%M", "September 4, 2026 05:06", "2026-09-04 05:06:00"),
        ("%Y年%m月%d日 %p%I时%M分", "2026年3月4日 下午5时06分", "2026-03-04 17:06:00"),
        ("%Y%m%d%H%M", "202603040506", "2026-03-04 05:06:00"),
        ("%a %b %d %H:%M:%S %Z %Y", "Wed Mar 04 05:06:07 CST 2026", "2026-03-04 05:06:07"),
        ("%Y-%m-%dT%H:%M:%S.%f%z", "2026-03-04T05:06:07.123+00:00", "2026-03-04 13:06:07"),
        ("iso", "2026-03-04T05:06:07Z", "2026-03-04 13:06:07"),
        ("iso", "2026-03-04T05:06", "2026-03-04 05:06:00"),
        ("unix", "1772572000", "2026-03-04 05:06:40"),
        ("unix-ms", "1772572000123", "2026-03-04 05:06:40"),
        ("excel", "46085.5", "2026-03-04 12:00:00"),
    ],
)
def test_dates_are_read_by_their_declared_form(tmp_path, form, cell, at):
    mapping = f'[complaint]\nsummary = "内容"\nreceived = {{ from = "时", dates = ["{form}"] }}\n'
    (entry,) = taken(theirs(tmp_path, "时;内容", f"{cell};断网"), mapping)
    assert isinstance(entry, Entry), said(entry)
    assert (local(entry.received), entry.estimated) == (at, ())


@pytest.mark.parametrize(
    ("form", "cell"),
    [
        ("%Y-%m-%d", "2026-11-31"),
        ("%Y-%m-%d", "2026-02-29"),
        ("%d/%m/%Y", "13/13/2026"),
        ("%Y-%m-%d %H:%M", "2026-03-04 24:00"),
        ("%m/%d/%Y %I:%M %p", "03/04/2026 13:06 PM"),
        ("%Y-%m-%d", "2026-03-04 05:06"),
        ("%Y-%m-%d", "昨天"),
        ("%Y%m%d", "2026034"),
        ("%Y-%m-%d", "1066-10-14"),
        ("unix", "nan"),
        ("excel", "12"),
        ("excel", "1e300"),
    ],
)
def test_a_date_that_does_not_exist_is_named_with_its_column(tmp_path, form, cell):
    mapping = f'[complaint]\nsummary = "内容"\nreceived = {{ from = "时", dates = ["{form}"] }}\n'
    (found,) = taken(theirs(tmp_path, "时;内容", f"{cell};断网"), mapping)
    assert isinstance(found, Fault)
    assert (found.line, found.reason, found.column) == (2, "date", "时")
    assert said(found) == f"“{cell}” is no date in the form {form}."


def test_times_are_those_of_the_zone_that_the_mapping_names(tmp_path):
    path = theirs(tmp_path, "编号,受理时间,内容", "1,2026-07-01 09:00,a", "2,2026-01-15 09:00,b")
    entries_, _ = parted(taken(path, HEAD.replace("[file]", '[file]\nzone = "America/New_York"')))
    assert [local(entry.received, ZoneInfo("UTC")) for entry in entries_] == [
        "2026-07-01 13:00:00",
        "2026-01-15 14:00:00",
    ]


def test_a_date_alone_is_marked_and_takes_the_time_that_is_told_for_it(tmp_path):
    rows = ("编号,受理时间,内容,发生", "1,2026-10-01,断网,2026-10-01 10:20")
    plain = one(tmp_path, "", *rows)
    assert (local(plain.received), plain.estimated) == ("2026-10-01 00:00:00", ("received",))
    happened = one(tmp_path, 'occurred = "发生"\n', *rows)
    assert (local(happened.received), happened.estimated) == ("2026-10-01 10:20:00", ("received",))
    mapping = HEAD.replace('received = "受理时间"', 'received = { from = "受理时间", time = "09:00" }')
    (said_,) = taken(theirs(tmp_path, *rows), mapping)
    assert isinstance(said_, Entry)
    assert (local(said_.received), said_.estimated) == ("2026-10-01 09:00:00", ("received",))


def test_date_and_time_may_stand_in_two_columns(tmp_path):
    mapping = '[complaint]\nsummary = "c"\nreceived = { from = ["d", "t"], dates = ["%d.%m.%Y %H:%M", "%d.%m.%Y"] }\n'
    path = theirs(tmp_path, "d,t,c", "1.10.2026,9:05,a", "2.10.2026,,b")
    first, second = taken(path, mapping)
    assert isinstance(first, Entry) and isinstance(second, Entry)
    assert (local(first.received), first.estimated) == ("2026-10-01 09:05:00", ())
    assert (local(second.received), second.estimated) == ("2026-10-02 00:00:00", ("received",))


# ── the past ───────────────────────────────────────────────────────────────────────────────────────

PAST_HEAD = "编号,受理时间,内容,状态,答复,答复时间,结案时间,期限"


def steps(entry: Entry) -> list[tuple[str, str, bool]]:
    return [(past.step, local(past.at)[5:16], past.estimated) for past in entry.past]


def test_columns_of_the_past_become_steps_in_order_of_time(tmp_path):
    mapping = (
        '[past]\nclosed = { at = "结案时间" }\nreplied = { at = "答复时间", answer = "答复", via = { is = "phone" } }\n'
    )
    entry = one(tmp_path, mapping, PAST_HEAD, "1,2026-10-01 09:00,断网,x,已修复,2026-10-02 10:00,2026-10-03 11:00,")
    assert steps(entry) == [("replied", "10-02 10:00", False), ("closed", "10-03 11:00", False)]
    assert entry.past[0].said == {"answer": "已修复", "via": "phone"}


def test_what_is_closed_was_answered_at_the_latest_then(tmp_path):
    entry = one(
        tmp_path, '[past]\nclosed = { at = "结案时间" }\n', PAST_HEAD, "1,2026-10-01 09:00,断网,,,,2026-10-03 11:00,"
    )
    assert steps(entry) == [("replied", "10-03 11:00", True), ("closed", "10-03 11:00", False)]


def test_a_step_is_taken_where_its_tests_hold(tmp_path):
    replied = 'replied = { at = "答复时间", when."状态" = ["已答复", "已结案"] }'
    mapping = f'[past]\n{replied}\nclosed = {{ when."状态" = "已结案" }}\n'
    rows = (
        "1,2026-10-01 09:00,a,处理中,,2026-10-02 10:00,,",
        "2,2026-10-01 09:00,b,已答复,,2026-10-02 10:00,,",
        "3,2026-10-01 09:00,c, 已结案 ,,2026-10-02 10:00,,",
        "4,2026-10-01 09:00,d,已答复,,,,",
    )
    found, _ = parted(taken(theirs(tmp_path, PAST_HEAD, *rows), HEAD + mapping))
    assert [steps(entry) for entry in found] == [
        [],
        [("replied", "10-02 10:00", False)],
        [("replied", "10-02 10:00", False), ("closed", "10-02 10:00", True)],
        [("replied", "10-01 09:00", True)],
    ]


@pytest.mark.parametrize(
    ("test", "numbers"),
    [('"!已结案"', "13"), ('["!已结案", "!处理中"]', "3"), ('"!"', "12"), ('["处理中", "已结案"]', "12")],
)
def test_tests_may_refuse_words_or_ask_for_any(tmp_path, test, numbers):
    rows = [f"{nth},2026-10-01 09:00,a,{state},,,," for nth, state in (("1", "处理中"), ("2", "已结案"), ("3", ""))]
    found, _ = parted(taken(theirs(tmp_path, PAST_HEAD, *rows), f'{HEAD}[past]\nnoted = {{ when."状态" = {test} }}\n'))
    assert "".join(entry.external for entry in found if entry.past) == numbers


def test_a_step_of_a_date_alone_never_comes_before_the_step_of_that_day(tmp_path):
    mapping = '[past]\nreplied = { at = "答复时间" }\nclosed = { at = "结案时间" }\n'
    entry = one(tmp_path, mapping, PAST_HEAD, "1,2026-10-01 09:00,断网,,,2026-10-01,2026-10-02,")
    assert steps(entry) == [("replied", "10-01 09:00", True), ("closed", "10-02 00:00", True)]


def test_a_due_column_becomes_a_promise_of_the_receipt(tmp_path):
    mapping = '[past]\npromised = { due = "期限", promise = { is = "原系统时限" } }\n'
    entry = one(tmp_path, mapping, PAST_HEAD, "1,2026-10-01 09:00,断网,,,,,2026-10-05 18:00")
    assert steps(entry) == [("promised", "10-01 09:00", True)]
    assert entry.past[0].said == {"promise": "原系统时限", "due": "2026-10-05T10:00:00Z"}
    day = one(tmp_path, '[past]\npromised = { due = "期限" }\n', PAST_HEAD, "1,2026-10-01 09:00,断网,,,,,2026-10-05")
    assert day.past[0].said == {"promise": "期限", "due": "2026-10-05T16:00:00Z"}  # 24:00 of that day
    assert one(tmp_path, mapping, PAST_HEAD, "1,2026-10-01 09:00,断网,,,,,").past == ()


@pytest.mark.parametrize(
    ("mapping", "row", "reason", "column"),
    [
        ("", "1,2026-10-10 09:00,断网,,,,,", "future", "受理时间"),
        ("", "1,,断网,,,,,", "received", "受理时间"),
        ("", ",2026-10-01 09:00,断网,,,,,", "external", "编号"),
        ("", "9" * 5000 + ",2026-10-01 09:00,断网,,,,,", "long", "编号"),
        ("", "1,2026-10-01 09:00,,,,,,", "summary", ""),
        ("", f"1,2026-10-01 09:00,{'长' * 501},,,,,", "long", "内容"),
        (
            'channel = { from = "状态", map = { "热线" = "hotline" } }\n',
            "1,2026-10-01 09:00,断网,传真,,,,",
            "word",
            "状态",
        ),
        ('[past]\nclosed = { at = "结案时间" }\n', "1,2026-10-01 09:00,断网,,,,2026-09-30 09:00,", "order", "结案时间"),
        ('[past]\nclosed = { at = "结案时间" }\n', "1,2026-10-01 09:00,断网,,,,2026-09-30,", "order", "结案时间"),
        (
            '[past]\nclosed = { at = "结案时间" }\n',
            "1,2026-10-01 09:00,断网,,,,2026-10-09 16:41,",
            "future",
            "结案时间",
        ),
        ('[past]\npromised = { due = "期限" }\n', "1,2026-10-01 09:00,断网,,,,,2026-09-01", "order", "期限"),
        ('answered = "答复时间"\n', "1,2026-10-01 09:00,断网,,,2026-10-01 08:59,,", "order", "答复时间"),
    ],
)
def test_a_row_that_cannot_be_is_named_with_line_and_column(tmp_path, mapping, row, reason, column):
    found = fault(tmp_path, mapping, PAST_HEAD, row)
    assert (found.line, found.reason, found.column) == (2, reason, column)
    assert found.cells == tuple(row.split(","))
    assert "{" not in said(found)


def test_every_reason_is_a_word_of_both_languages():
    assert [word for word in REASONS.values() if word not in WORDS] == []


def test_a_number_used_twice_is_taken_once(tmp_path):
    rows = ("1,2026-10-01 09:00,a", "2,2026-10-01 09:00,b", "1,2026-10-01 09:00,a")
    found, wrong = parted(taken(theirs(tmp_path, "编号,受理时间,内容", *rows), HEAD))
    assert [entry.external for entry in found] == ["1", "2"]
    assert [(one.line, one.reason, one.column) for one in wrong] == [(4, "twice", "编号")]


# ── headings ───────────────────────────────────────────────────────────────────────────────────────


def refused(path: Path, mapping: str) -> str:
    found = made(mapping)
    with open_table(path, found.file) as table, pytest.raises(UsageError) as caught:
        entries(table, found, SHANGHAI, NOW)
    return str(caught.value)


def test_every_column_that_the_file_lacks_is_told_at_once(tmp_path):
    path = theirs(tmp_path, "编号,时间,内容", "1,2026-10-01 09:00,断网")
    told = refused(path, HEAD + 'name = "客户"\n')
    assert "The file has no column ('客户', '受理时间')" in told or "('受理时间', '客户')" in told
    assert "编号" in told


def test_a_heading_that_stands_twice_is_named_by_its_number(tmp_path):
    path = theirs(tmp_path, "编号,受理时间,内容,内容", "1,2026-10-01 09:00,断网,慢")
    assert "“#3” or “#4”" in refused(path, HEAD)
    (entry,) = taken(path, HEAD.replace('"内容"', '"#4"'))
    assert isinstance(entry, Entry)
    assert entry.texts == {"summary": "慢"}


def test_a_heading_that_stands_twice_does_not_matter_where_it_is_not_used(tmp_path):
    (entry,) = taken(theirs(tmp_path, "编号,受理时间,内容,备注,备注", "1,2026-10-01 09:00,断网,a,b"), HEAD)
    assert isinstance(entry, Entry)


# ── logs ───────────────────────────────────────────────────────────────────────────────────────────

LOG = """[file]
dates = ["%Y-%m-%d %H:%M"]

[complaint]
external = "编号"
summary = "内容"

[log]
at = "时间"
assigned = { handler = "处理人" }
asked = { wait = { is = "customer" } }
replied = { answer = "说明" }

[log.state]
from = "状态"
[log.state.map]
"新建" = "registered"
"处理" = "in_progress"
"等待" = "pending"
"答复" = "resolved"
"结案" = "closed"
"""
LOG_HEAD = "编号,时间,状态,处理人,说明,内容"


def test_rows_of_a_log_become_the_steps_between_their_states(tmp_path):
    rows = (
        "1,2026-10-01 09:00,新建,,,断网",
        "1,2026-10-01 10:00,处理,周洋,,断网",
        "1,2026-10-01 11:00,处理,周洋,,断网",
        "1,2026-10-02 09:00,等待,,,断网",
        "1,2026-10-02 15:00,处理,赵敏,,断网",
        "1,2026-10-03 09:00,答复,,已修复,断网",
        "1,2026-10-04 09:00,处理,,,断网",
        "1,2026-10-05 09:00,结案,,,断网",
        "2,2026-10-01 09:00,新建,,,慢",
    )
    first, second = taken(theirs(tmp_path, LOG_HEAD, *rows), LOG)
    assert isinstance(first, Entry) and isinstance(second, Entry)
    assert steps(first) == [
        ("assigned", "10-01 10:00", False),
        ("accepted", "10-01 10:00", False),
        ("asked", "10-02 09:00", False),
        ("assigned", "10-02 15:00", False),
        ("resumed", "10-02 15:00", False),
        ("replied", "10-03 09:00", False),
        ("reopened", "10-04 09:00", False),
        ("replied", "10-05 09:00", True),
        ("closed", "10-05 09:00", False),
    ]
    assert [past.said for past in first.past if past.said] == [
        {"handler": "周洋"},
        {"wait": "customer"},
        {"handler": "赵敏"},
        {"answer": "已修复"},
    ]
    assert (local(first.received), first.estimated, first.line) == ("2026-10-01 09:00:00", (), 2)
    assert (second.line, second.past) == (10, ())


def test_a_log_that_begins_in_the_middle_says_so(tmp_path):
    (entry,) = taken(theirs(tmp_path, LOG_HEAD, "1,2026-10-02 09:00,等待,,,断网"), LOG)
    assert isinstance(entry, Entry)
    assert (steps(entry), entry.estimated) == ([("asked", "10-02 09:00", False)], ("received",))


def test_rows_of_one_complaint_stand_in_any_order_but_together(tmp_path):
    rows = (
        "1,2026-10-02 09:00,答复,,好,a",
        "1,2026-10-01 09:00,新建,,,a",
        "2,2026-10-01 09:00,新建,,,b",
        "1,2026-10-03 09:00,结案,,,a",
    )
    found, wrong = parted(taken(theirs(tmp_path, LOG_HEAD, *rows), LOG))
    assert [steps(entry) for entry in found] == [[("replied", "10-02 09:00", False)], []]
    assert [(one.line, one.reason, one.column) for one in wrong] == [(5, "apart", "编号")]


def test_all_rows_of_a_complaint_that_cannot_be_taken_are_named(tmp_path):
    rows = ("1,2026-10-01 09:00,新建,,,a", "1,2026-10-02 09:00,冻结,,,a", "2,2026-10-01 09:00,新建,,,b")
    found, wrong = parted(taken(theirs(tmp_path, LOG_HEAD, *rows), LOG))
    assert [entry.external for entry in found] == ["2"]
    assert [(one.line, one.reason, one.cells[2]) for one in wrong] == [(2, "word", "新建"), (3, "together", "冻结")]
    assert said(wrong[1]) == "The row tells of the same complaint as line 2."


def test_a_state_that_the_map_does_not_name_is_a_fault_of_the_complaint(tmp_path):
    found, wrong = parted(
        taken(theirs(tmp_path, LOG_HEAD, "1,2026-10-01 09:00,冻结,,,a", "2,2026-10-01 09:00,新建,,,b"), LOG)
    )
    assert [entry.external for entry in found] == ["2"]
    assert [(one.line, one.reason, one.column) for one in wrong] == [(2, "word", "状态")]


def test_now_is_the_present_of_the_command_not_of_the_machine(tmp_path):
    path = theirs(tmp_path, "编号,受理时间,内容", "1,2026-10-01 09:00,断网")
    (early,) = taken(path, HEAD, now=datetime(2026, 9, 30, tzinfo=UTC))
    assert isinstance(early, Fault)
    assert early.reason == "future"
