"""`tsk record --from`, `--template` and `--slip`: a complaint out of a file or a pipe, a usual one, and its receipt."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Desk, Result

TOML = """
summary = "宽带套餐多扣了30元"
details = '''
第一行
第二行'''
amount = 30.5
occurred = 2026-10-08T15:20:00
channel = "热线"
[customer]
name = "何晴"
phone = 13800000002
on-behalf-of = "母亲"
"""
JSON = {
    "summary": "宽带套餐多扣了30元",
    "details": "第一行\n第二行",
    "amount": 30.5,
    "occurred": "2026-10-08 15:20",
    "channel": "hotline",
    "customer": {"name": "何晴", "phone": "13800000002", "on_behalf_of": "母亲"},
}


def piped(desk: Desk, content: bytes, *words: str) -> Result:
    """`tsk record --from -` as a process of its own, with these bytes in its pipe."""
    command = [sys.executable, "-m", "tsk", "record", "--from", "-", *words]
    ran = subprocess.run(command, env={**os.environ, **desk.env}, input=content, capture_output=True, check=False)
    return Result(ran.returncode, ran.stdout.decode(), ran.stderr.decode())


@pytest.mark.parametrize(
    "content",
    [
        TOML.encode(),
        b"\xef\xbb\xbf" + TOML.replace("\n", "\r\n").encode(),
        TOML.encode("gb18030"),
        TOML.encode("utf-16"),
        json.dumps(JSON).encode(),
        json.dumps(JSON, ensure_ascii=False).encode("gbk"),
        b"\xef\xbb\xbf  " + json.dumps(JSON, indent=1, ensure_ascii=False).encode(),
    ],
    ids=["toml", "mark", "gb18030", "utf-16", "json", "gbk", "indented"],
)
def test_json_and_toml_say_the_same_in_any_encoding(desk: Desk, content: bytes) -> None:
    done = piped(desk, content, "--json")
    assert (done.code, done.err) == (0, "")
    case = done.json
    assert (case["summary"], case["details"], case["channel"]) == ("宽带套餐多扣了30元", "第一行\n第二行", "hotline")
    assert case["occurred_at"] == "2026-10-08T15:20:00+08:00"
    assert (case["customer"]["name"], case["customer"]["phone"]) == ("何晴", "13800000002")
    assert (case["amount"], case["category"], case["customer"]["on_behalf_of"]) == (30.5, "business", "母亲")


def test_words_of_the_command_stand_before_those_of_the_file(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "one.toml"
    file.write_text('summary = "断网"\ncustomer = "何晴"\nphone = "13800000002"\ncategory = "other"\n', "utf-8")
    case = desk.ok("record", "小区断网三天", "--from", file, "--category", "network")
    assert (case["summary"], case["category"], case["customer"]["name"]) == ("小区断网三天", "network", "何晴")


def test_own_fields_papers_and_an_external_key_come_along(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "factory", "2026-11-09 10:00")
    desk.ok("init", "--practice", "--policy", "factory-8d")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a photograph")
    said = {
        "summary": "尺寸超差",
        "customer": "某厂",
        "product": "轴承",
        "category": "quality",
        "occurred": "2026-11-08",
        "fields": {"place": "杭州", "quantity": 200, "batch": "L2611", "shipped": "2026-10-20", "goods_back": "未退货"},
        "attach": [str(photo)],
        "kind": "photo",
        "external": "CRM-7",
    }
    first = desk.ok("record", "--from", "-", stdin=json.dumps(said))
    assert first["fields"]["quantity"] == "200"
    assert (first["fields"]["goods_back"], len(first["attachments"])) == ("not_returned", 1)
    assert desk.ok("record", "--from", "-", stdin=json.dumps(said))["repeated"] is True


@pytest.mark.parametrize(
    ("said", "naming"),
    [
        ("", "is empty"),
        ("[1, 2]", "Several complaints at once: `tsk import`."),
        ('{"summary": "断网",\n "phone": }', "line 2, column 11"),
        ('{"summary": "断网"} x', "trailing characters (at line 1"),
        ('summary = "断网\n', "line 1"),
        ("summary = 断网", "line 1, column 11"),
        ('{"sumary": "断网"}', "sumary. Did you mean summary?"),
        ('{"summary": "断网", "number": 7, "state": "closed"}', "number, state"),
        ('{"summary": "断网", "customer": {"fone": "1"}}', "fone"),
        ('{"summary": ["断网"]}', "summary cannot be that"),
        ('{"summary": "断网", "fields": 3}', "fields cannot be that"),
        ('{"summary": "断网", "fields": {"colour": "red"}}', "colour"),
        ('{"summary": "断网", "category": "netwrok"}', "did you mean network?"),
        ('{"summary": "断网", "occurred": "2026-13-01"}', "2026-13-01"),
        ('{"summary": "断网", "amount": -3}', "-3"),
        ('{"details": "断网"}', "A complaint needs a summary."),
        ('{"summary": ' + "[" * 5000, "cannot be read"),
        ("amount = " + "9" * 5000, "cannot be read"),
        ('{"summary": "' + "长" * 700_000 + '"}', "larger than 2 MB"),
    ],
)
def test_what_is_no_complaint_is_refused_with_what_is_wrong(desk: Desk, said: str, naming: str) -> None:
    done = desk.tsk("record", "--from", "-", stdin=said)
    assert (done.code, done.out) == (2, ""), done
    assert naming in done.err
    assert desk.events == 0


def test_bytes_that_are_no_text_are_refused(desk: Desk) -> None:
    done = piped(desk, b"\x89PNG\r\n\x1a\n\x00\xff\xff\xff")
    assert done.code == 2 and "is no text" in done.err


def test_a_file_that_is_not_there_is_named(desk: Desk, tmp_path: Path) -> None:
    done = desk.tsk("record", "--from", tmp_path / "nowhere.toml")
    assert done.code == 2 and "nowhere.toml" in done.err


# ── frequent complaints ────────────────────────────────────────────────────────────────────────────


def test_a_template_says_what_nobody_else_says(desk: Desk) -> None:
    case = desk.ok("record", "--template", "outage", "--customer", "何晴", "--lang", "zh")
    assert (case["summary"], case["category"], case["subtype"], case["demand"]) == (
        "小区断网",
        "network",
        "speed",
        "尽快恢复",
    )
    case = desk.ok("record", "账单看不懂", "--template", "套餐多扣费", "--demand", "解释账单")
    assert (case["summary"], case["category"], case["demand"]) == ("账单看不懂", "business", "解释账单")
    case = desk.ok("record", "账单看不懂", "--template", "fee", "--category", "other")
    assert (case["category"], case["subtype"]) == ("other", ""), "a subtype of another category is left out"


def test_an_unknown_template_lists_those_there_are(desk: Desk) -> None:
    done = desk.tsk("record", "--template", "outtage")
    assert done.code == 2
    assert "There is no frequent complaint “outtage”; did you mean outage? There are: outage, fee." in done.err


@pytest.mark.parametrize(
    ("section", "place", "naming"),
    [
        ('[frequent]\na = { category = "netz" }', "frequent.a.category", 'There is no category "netz"'),
        ('[frequent]\na = { severity = "bad" }', "frequent.a.severity", 'There is no severity "bad"'),
        ('[frequent]\na = { channel = "fax" }', "frequent.a.channel", 'There is no channel "fax"'),
        ('[frequent]\na = { category = "network", subtype = "fee" }', "frequent.a.subtype", '"fee" is not known here'),
        ('[frequent]\na = { subtype = "fee" }', "frequent.a.subtype", "A subtype stands beside its category."),
        ('[frequent]\na = { sumary = "x" }', "frequent.a.sumary", '"sumary" is not known here'),
        ('[templates]\na = { zh = "{nmae}您好" }', "templates.a", "Nothing fills in nmae here."),
        ("[templates]\na = { }", "templates.a", "a has no text."),
    ],
)
def test_a_mistake_in_these_sections_is_named(desk: Desk, section: str, place: str, naming: str) -> None:
    rules = desk.home / "rules.toml"
    kept = rules.read_text("utf-8")
    start, end = kept.index("[frequent]"), kept.index("# ── examples")
    rules.write_text(kept[:start].replace('reply = "fault"', 'reply = ""') + section + "\n\n" + kept[end:], "utf-8")
    done = desk.tsk("rules", "check", "--json")
    assert done.code == 5
    found = [one for one in done.json["problems"] if one["name"] == place]
    assert [naming in one["message"] for one in found] == [True], done.json["problems"]


# ── the receipt ────────────────────────────────────────────────────────────────────────────────────


def test_a_slip_is_printed_in_the_same_step(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    case = desk.ok("record", "小区断网三天", "--customer", "何晴", "--phone", "13800000002", "--slip")
    assert case["slip"] == "20261009-0001-slip.html"
    file = tmp_path / case["slip"]
    text = file.read_text("utf-8")
    assert "20261009-0001" in text and "小区断网三天" in text and "13800000002" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = desk.tsk("record", "账单看不懂", "--slip")
    assert told.out.endswith(
        "20261009-0002-slip.html: complaint receipt of 20261009-0002. Open it in a browser to print it.\n"
    )
    assert "slip" not in desk.ok("record", "信号弱")


def test_a_slip_that_cannot_be_written_leaves_the_complaint(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "20261009-0001-slip.html").write_text("mine", "utf-8")
    done = desk.tsk("record", "小区断网三天", "--slip", "--json")
    assert (done.code, done.json["slip"]) == (6, None)
    assert "20261009-0001 is recorded, but its receipt was not printed." in done.error["error"]
    assert (tmp_path / "20261009-0001-slip.html").read_text("utf-8") == "mine"
    assert len(desk.ok("list")) == 1


def test_who_may_not_print_records_nothing_with_a_slip(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    staff = '[staff]\nw1 = { zh = "甲", role = "clerk", department = "care" }\n[channels]'
    rules.write_text(rules.read_text("utf-8").replace("[channels]", staff, 1), "utf-8")
    done = desk.tsk("record", "小区断网三天", "--slip", "--as", "stranger")
    assert done.code == 4 and "not listed as staff" in done.err
    assert desk.ok("list", "--as", "w1") == []
