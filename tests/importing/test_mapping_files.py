"""A mapping file is read whole: each of its mistakes is told with its line and what to write instead."""

from __future__ import annotations

import pytest
from rowsread import MAPPINGS, made

from tsk.importer.mapping import parse_mapping, read_mapping

GOOD = """[file]
dates = ["%Y-%m-%d %H:%M"]

[complaint]
external = "编号"
received = "受理时间"
summary = "内容"
"""


def wrong(text: str) -> list[tuple[int, str]]:
    mapping, problems = parse_mapping(text.encode())
    assert mapping is None
    return [(one.line, str(one)) for one in problems]


def test_every_mistake_is_told_at_once_with_its_line():
    text = """[file]
encoding = "utf-9"
delimiter = "ab"
zone = "Asia/Hangzhou"
colour = "red"

[complaint]
external = "编号"
recieved = "受理时间"
received = { from = "受理时间", dates = ["%d.%m"] }
summary = { from = "内容", is = "断网" }
channel = { from = "渠道", else = "web" }
category = { from = "分类", map = { "网络" = 3 } }

[past]
closed = {}
promised = { promise = "承诺" }
repleid = { at = "答复时间" }
noted = { at = { from = "时间", dates = ["%Y-%m-%d"], time = "9h" }, nota = "备注" }

[history]
x = 1
"""
    assert wrong(text) == [
        (2, "There is no encoding utf-9. Write utf-8, gb18030, utf-16, big5 or cp1252."),
        (3, 'A delimiter is one character. Write for example ";", or "\\t" for tabs.'),
        (4, 'There is no time zone Asia/Hangzhou. Write for example "Asia/Shanghai".'),
        (
            5,
            'Nothing here is called "colour". '
            "One of: dates, delimiter, empty, encoding, header, sheet, short_rows, zone.",
        ),
        (9, 'Nothing here is called "recieved". Did you mean "received"?'),
        (10, '"%d.%m" has no year. Join the column that has it: from = [ … ].'),
        (11, 'A source says one thing: from, text, is or digest. Write: summary = { from = "Heading" }.'),
        (12, 'else and keep belong to a map. Add: map = { "Theirs" = "ours" }.'),
        (13, 'A map gives a text for each text. Write: map = { "Theirs" = "ours" }.'),
        (16, 'Nothing says when this step was taken. Add at = "…", or when = { Status = "Closed" }.'),
        (17, 'A promise needs its date. Say in which column it stands: due = "…".'),
        (18, 'Nothing here is called "repleid". Did you mean "replied"?'),
        (19, 'Nothing here is called "nota". Did you mean "note"?'),
        (19, '9h is no time of day. Write: time = "09:00".'),
        (21, 'Nothing here is called "history". One of: complaint, fields, file, log, past.'),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The mapping has no section [complaint]."),
        ('[complaint]\nsummary = "x"\n', "No source for the time of receipt."),
        ('[file]\ndates = ["iso"]\n[complaint]\nreceived = "x"\n', "No source for the summary."),
        ('[complaint]\nsummary = "x"\nreceived = "y"\n', "Nothing says how the dates of this column are written."),
        ('[complaint]\nsummary = 7\nreceived = { from = "y", dates = "iso" }\n', "summary is no heading of a column."),
        ('[complaint]\nsummary = { form = "x" }\n', 'Nothing here is called "form". Did you mean "from"?'),
        ('[complaint]\nsummary = { from = "x", split = "/" }\n', "split and part go together."),
        ('[complaint]\nsummary = { from = "x", match = "(" }\n', "The pattern cannot be read"),
        ('[complaint]\nsummary = { from = "x", match = "(a)(b)" }\n', "A pattern has one group at most."),
        ('[complaint]\nsummary = { from = "x", cut = 0 }\n', "0 is no number from 1 on."),
        ('[complaint]\nsummary = "x"\nsummary = "y"\n', "A name stands twice here."),
        ('[complaint]\nsummary = "x"\n[past]\nclosed = { when.状态 = "x" }\n', "stands in quotes"),
        ("[complaint]\nsummary = “内容”\n", "This line cannot be read"),
        ('[complaint]\nsummary = "x"\n[log]\nat = { from = "y", dates = "iso" }\n', "[log] needs state."),
        (
            '[complaint]\nsummary = "x"\n[log]\nat = { from = "y", dates = "iso" }\n'
            'state = { from = "z", map = { "Neu" = "fresh" } }\n',
            '"fresh" is not a state of a complaint.',
        ),
        (
            '[complaint]\nsummary = "x"\n[log]\nat = { from = "y", dates = "iso" }\nstate = "z"\n',
            "Nothing says which rows of the log are one complaint.",
        ),
        ('[complaint]\nsummary = "x"\n[past]\nclosed = 7\n', "past.closed is a table."),
        (
            '[complaint]\nsummary = "x"\n[past]\nclosed = { when.Status = 7 }\n',
            "Status is no text and no list of texts.",
        ),
    ],
)
def test_a_mistake_is_told_in_plain_words(text, told):
    assert told in " ".join(sentence for _, sentence in wrong(text))


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ('"?"', "Nobody has said yet how the dates of this column are written."),
        ('["%d/%m/%Y", "%m/%d/%Y"]', "Two of these forms read the same date as different days."),
        ('["%d/%m/%y %H:%M", "%m/%d/%y %H:%M"]', "Two of these forms read the same date as different days."),
        ('"%Q-%m-%d"', '"%Q-%m-%d" is not a form of dates.'),
        ('"%Y-%m-%d %m"', '"%Y-%m-%d %m" names one part of a date twice.'),
        ('"%Y-%m"', '"%Y-%m" has no day of a month.'),
        ('"%Y-%m-%d %I:%M"', '"%Y-%m-%d %I:%M" leaves the half of the day open.'),
    ],
)
def test_dates_are_declared_so_that_each_is_read_in_one_way(dates, told):
    text = f'[complaint]\nsummary = "x"\nreceived = {{ from = "y", dates = {dates} }}\n'
    ((line, sentence),) = wrong(text)
    assert (line, sentence.startswith(told)) == (3, True)


def test_what_the_file_says_about_dates_holds_where_nothing_else_is_said():
    mapping = made(GOOD + 'occurred = { from = "发生", dates = ["%Y/%m/%d"], zone = "Asia/Tokyo" }\n')
    assert mapping.received.formats == ("%Y-%m-%d %H:%M",)
    assert mapping.occurred is not None
    assert (mapping.occurred.formats, mapping.occurred.zone) == (("%Y/%m/%d",), "Asia/Tokyo")


def test_a_mapping_is_no_larger_than_a_person_writes():
    mapping, problems = parse_mapping(b"#\n" * 20_000)
    assert mapping is None
    assert "lines" in str(problems[0])


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_mappings_that_come_with_the_program_are_in_order(path):
    mapping, problems = read_mapping(path)
    assert (bool(mapping), problems) == (True, ())
