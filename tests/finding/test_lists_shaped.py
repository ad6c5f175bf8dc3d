"""Lists in the shape that is asked for: saved views, columns, orders, lines for scripts, two lines at 80 columns."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import Any

import pytest
from conftest import Desk

from tsk.db import lists, overdue
from tsk.listing import KEYS, KEYS_OF_MILESTONES, OF_COMPLAINTS, SORTS, both_ways
from tsk.render.formatted import pattern_of, show_formatted
from tsk.rulefile import compile_rules

VIEWS = """
[views]
mine-late.zh = "网络超时"
mine-late.state = "open"
mine-late.department = "network"
mine-late.overdue = true
mine-late.sort = "due"
mine-late.columns = ["number", "due"]
autumn    = { since = "2026-10-09", until = "2026-10-09", limit = 1 }
worst     = { sort = "worst", columns = "number, late" }

[targets]"""


@pytest.fixture
def three(desk: Desk) -> Desk:
    """1 network, 2 billing and 3 network again, received a day apart; 3 is the gravest; the views above."""
    rules = desk.home / "rules.toml"
    text = rules.read_text(encoding="utf-8")
    before, _, rest = text.partition("\n[views]")
    rules.write_text(
        before.replace("\n[targets]", VIEWS) + "\n#" + rest.partition("\n# ── examples")[2], encoding="utf-8"
    )
    assert desk.tsk("rules", "check").code == 0
    desk.at("2026-10-09 10:00").ok(
        "record", "断网", "--customer", "林小满", "--phone", "13800001234", "--store", "HZ02"
    )
    desk.at("2026-10-10 10:00").ok("record", "宽带套餐多扣了30元", "--customer", "何晴", "--store", "HZ01")
    desk.at("2026-10-11 10:00").ok("record", "断网", "--severity", "urgent", "--store", "HZ03")
    return desk.at("2026-10-20 10:00")


def ids(found: Any) -> list[int]:
    return [one["id"] for one in found]


# ── views ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_view_is_a_list_under_a_name(three: Desk) -> None:
    assert three.tsk("list", "@mine-late").out.split("\n") == [
        "20261009-0001\t10-10 18:00", "20261011-0003\t10-11 10:30", "",
    ]  # fmt: skip
    assert ids(three.ok("list", "@网络超时")) == [1, 3]
    assert ids(three.ok("list", "@autumn")) == [1]


def test_what_is_said_counts_before_the_view(three: Desk) -> None:
    assert ids(three.ok("list", "@mine-late", "--department", "billing")) == [2]
    assert ids(three.ok("list", "@mine-late", "--sort", "number")) == [1, 3]
    assert three.tsk("list", "@mine-late", "--columns", "store").out == "HZ02\nHZ03\n"
    assert three.tsk("list", "@mine-late", "--format", "{id} {store}").out == "1 HZ02\n3 HZ03\n"


def test_every_list_takes_a_view(three: Desk) -> None:
    assert set(ids(three.ok("overdue", "@mine-late"))) == {1, 2, 3}  # of 2 the network department owes an opinion
    assert ids(three.ok("search", "@mine-late", "断网")) == [1, 3]
    assert ids(three.ok("export", "@mine-late", "--format", "json")) == [1, 3]
    assert three.ok("report", "@mine-late", "--month", "2026-10")["total"]["received"] == 2


def test_an_order_of_another_list_is_left_out(three: Desk) -> None:
    assert ids(three.ok("list", "@worst")) == [3, 2, 1]
    assert three.tsk("overdue", "@worst", "--limit", "1").out.startswith("20261009-0001\t")


def test_an_unknown_view_is_named(three: Desk) -> None:
    done = three.tsk("list", "@mine-lat")
    assert (done.code, done.err) == (
        2, "There is no view “@mine-lat”; did you mean @mine-late? There are: @mine-late, @autumn, @worst.\n",
    )  # fmt: skip
    assert "@mine-late 网络超时、" in three.tsk("list", "@mine-lat", "--lang", "zh").err
    assert three.tsk("list", "mine-late").code == 2
    assert three.ok("search", "@nobody") == []


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        ('a = { departmnt = "network" }', "views.a.departmnt", '"departmnt" is not known here'),
        ('a = { department = "netwrk" }', "views.a.department", 'There is no department "netwrk"'),
        ('a = { state = "opened" }', "views.a.state", 'There is no state "opened"'),
        ('a = { sort = "size" }', "views.a.sort", 'There is no sort order "size"'),
        ('a = { columns = ["number", "size"] }', "views.a.columns", 'There is no column "size"'),
        ('a = { mine = "yes" }', "views.a.mine", "neither true nor false"),
        ("a = { round = 0 }", "views.a.round", "not a number of times"),
    ],
)
def test_a_mistake_in_a_view_is_found(three: Desk, row: str, place: str, said: str) -> None:
    text = (three.home / "rules.toml").read_text(encoding="utf-8")
    before, _, rest = text.partition("[views]\n")
    _, problems = compile_rules(f"{before}[views]\n{row}\n{rest}".encode(), "rules.toml")
    assert [(one.name, said in str(one)) for one in problems] == [(place, True)]


# ── columns and orders ─────────────────────────────────────────────────────────────────────────────


def test_columns_are_chosen_by_name_or_title(three: Desk) -> None:
    assert three.tsk("list", "--columns", "number,customer", "--sort", "number").out == (
        "20261009-0001\t林小满\n20261010-0002\t何晴\n20261011-0003\t\n"
    )
    chinese = three.tsk("--lang", "zh", "list", "--columns", "投诉单号，门店", "--limit", "1", "--sort", "number")
    assert chinese.out == "20261009-0001\tHZ02\n"
    assert three.tsk("overdue", "--columns", "number,milestone,customer", "--limit", "1").out == (
        "20261009-0001\tContact\t林小满\n"
    )
    wrong = three.tsk("list", "--columns", "size", "--lang", "zh")
    assert (wrong.code, "due 截止时间、" in wrong.err, "closed 结案时间、" in wrong.err) == (2, True, True)
    assert "late 超时、" in three.tsk("overdue", "--columns", "size", "--lang", "zh").err


def test_every_column_can_be_shown(three: Desk) -> None:
    for verb in ("list", "overdue"):
        done = three.tsk(verb, "--columns", ",".join(OF_COMPLAINTS))
        assert (done.code, done.err) == (0, "")
        assert {len(line.split("\t")) for line in done.out.splitlines()} == {len(OF_COMPLAINTS)}


def test_phones_stay_masked_in_a_column(three: Desk) -> None:
    assert "138****1234" in three.tsk("list", "--columns", "phone").out
    assert "13800001234" in three.tsk("list", "--columns", "phone", "--reveal", "回访").out


def test_a_list_has_every_order(three: Desk) -> None:
    def order(sort: str) -> list[int]:
        return ids(three.ok("list", "--sort", sort))

    assert (order("received"), order("-received")) == ([1, 2, 3], [3, 2, 1])
    assert (order("store"), order("-store")) == ([2, 1, 3], [3, 1, 2])
    assert (order("severity"), order("-severity")) == ([3, 1, 2], [2, 1, 3])
    assert order("department") == [2, 1, 3]
    assert order("due") == [1, 3, 2]
    three.ok("cancel", 1, "--by", "customer", "--reason", "好了")
    assert order("due")[-1] == 1  # nothing is owed any more
    assert order("-due")[-1] == 1
    for sort in (*both_ways(SORTS), "best"):
        assert three.tsk("search", "断网", "--sort", sort).code == 0
        assert three.tsk("export", "--sort", sort, "--format", "json").code == (0 if sort != "best" else 2)


def test_the_names_of_orders_are_the_same_in_every_list() -> None:
    assert set(lists.SORTS) == set(both_ways(SORTS))
    assert set(overdue.SORTS) == {*both_ways((*SORTS, "worst", "milestone")), "chased"}


@pytest.mark.parametrize("sort", overdue.SORTS)
def test_what_is_overdue_has_every_order(three: Desk, sort: str) -> None:
    three.at("2026-10-20 10:00")
    found = [(one["id"], one["milestone"]) for one in three.ok("overdue", "--sort", sort)]
    assert sorted(found) == sorted((one["id"], one["milestone"]) for one in three.ok("overdue"))
    owner = [one["held_by"] for one in three.ok("overdue", "--sort", "-department")]
    assert owner == sorted(owner, reverse=True) and len(set(owner)) > 1


# ── lines for scripts ──────────────────────────────────────────────────────────────────────────────


def test_a_line_for_scripts_is_the_same_in_every_language(three: Desk) -> None:
    pattern = r"{number}\t{due}\t{customer.name}\t{department}"
    wanted = (
        "20261009-0001\t2026-10-10T18:00:00+08:00\t林小满\tnetwork\n"
        "20261010-0002\t2026-10-12T18:00:00+08:00\t何晴\tbilling\n"
    )
    for lang in ("en", "zh"):
        done = three.tsk("--lang", lang, "list", "--sort", "number", "--limit", "2", "--format", pattern)
        assert done.out == wanted
    late = three.tsk("overdue", "--limit", "1", "--format", "{number} {milestone} {late_seconds} {customer.phone}")
    assert late.out == "20261009-0001 contact 835200 138****1234\n"
    assert three.tsk("search", "多扣", "--format", "{number}").out == "20261010-0002\n"


def test_a_pattern_writes_its_signs(capsys: pytest.CaptureFixture[str]) -> None:
    views = [{"id": 1, "text": "a\tb\nc", "no": None, "yes": True, "many": ["x", "y"], "in": {"side": 2.5}}]
    pattern = pattern_of(r"{id}\t{{{text}}}|{no}|{yes}|{many}|{in.side}\\", (*views[0], "in.side"))
    show_formatted(pattern, views)
    assert capsys.readouterr().out == "1\t{a b c}||true|x,y|2.5\\\n"
    show_formatted(pattern_of(r"{id}\0", ("id",)), views * 2)
    assert capsys.readouterr().out == "1\0" * 2


@pytest.mark.parametrize("said", ["{nummer}", "{number", "{number:>3}", "{number!r}", "{}"])
def test_a_pattern_that_is_none_is_refused(three: Desk, said: str) -> None:
    assert three.tsk("list", "--format", said).code == 2
    assert three.tsk("list", "--format", "{number}", "--columns", "number").code == 2


def test_the_keys_are_those_of_the_json(three: Desk) -> None:
    def flat(value: dict[str, Any], path: str = "") -> set[str]:
        return {
            name
            for key, one in value.items()
            for name in (flat(one, f"{key}.") if isinstance(one, dict) else {path + key})
        }

    (one,) = three.ok("list", "--limit", "1")
    assert set(KEYS) - {"due", "milestone"} <= flat(one)
    (late,) = three.ok("overdue", "--limit", "1")
    assert {*KEYS_OF_MILESTONES, "due", "milestone"} <= flat(late)


# ── at 80 columns ──────────────────────────────────────────────────────────────────────────────────


def on_screen(desk: Desk, *words: str) -> list[str]:
    """The lines of a command on a real terminal of 80 columns."""
    outer, inner = pty.openpty()
    env = {**os.environ, **desk.env, "COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}
    process = subprocess.Popen([sys.executable, "-m", "tsk", *words], stdout=inner, stdin=inner, stderr=inner, env=env)
    os.close(inner)
    told = b""
    try:
        while part := os.read(outer, 65_536):
            told += part
    except OSError:
        pass  # the other end was closed: all is read
    assert process.wait(60) == 0, told.decode()
    os.close(outer)
    return [line.rstrip() for line in told.decode().splitlines()]


def test_a_narrow_terminal_shows_the_whole_summary(desk: Desk) -> None:
    said = "新装宽带三天断网五次，师傅约了两次都没有来，孩子上不了网课，要求减免本月费用"
    desk.ok("record", said, "--customer", "林小满")
    assert on_screen(desk, "list") == [
        "20261009-0001  10-09 16:40  assigned  Network",
        "    林小满 · 新装宽带三天断网五次，师傅约了两次都没有来，孩子上不了网课，要求减…",
    ]
    assert on_screen(desk, "search", "网课", "--lang", "zh")[0] == "20261009-0001  10-09 16:40  已分派  网络部"
    assert json.loads("\n".join(on_screen(desk, "list", "--json")))[0]["summary"] == said


def test_a_hit_out_of_sight_stands_below(desk: Desk) -> None:
    desk.ok("record", "断网", "--details", "电梯里也没有信号", "--customer", "林小满")
    assert on_screen(desk, "search", "信号") == [
        "20261009-0001  10-09 16:40  assigned  Network",
        "    林小满 · 断网",
        "    details: 电梯里也没有信号",
    ]


# ── sites of one file ──────────────────────────────────────────────────────────────────────────────


def test_lists_show_another_site_of_the_same_file(desk: Desk) -> None:
    desk.ok("record", "断网")
    assert ids(desk.ok("list", "--of-site", "all")) == [1]
    assert desk.tsk("init", "--practice", "--site", "HZ01").code == 0
    desk.ok("record", "退费", "--site", "HZ01")
    for verb in (("list",), ("search", "退费"), ("export", "--format", "json")):
        (found,) = desk.ok(*verb, "--of-site", "HZ01")
        assert (found["site"], found["summary"]) == ("HZ01", "退费")
    assert [one["summary"] for one in desk.ok("list")] == ["断网"]
    desk.at("2026-10-30 10:00")
    assert {one["number"] for one in desk.ok("overdue", "--of-site", "HZ01")} == {"HZ01-20261009-0001"}
    assert desk.ok("report", "--month", "2026-10", "--of-site", "HZ01")["total"]["received"] == 1
    assert {(one["site"], one["id"]) for one in desk.ok("list", "--of-site", "all")} == {("HZ01", 1), ("main", 1)}
    assert desk.tsk("list", "--of-site", "XX").code == 6


def test_no_chosen_column_is_left_out_on_a_narrow_terminal(desk: Desk) -> None:
    desk.ok("record", "新装宽带三天断网五次，师傅约了两次都没有来，孩子上不了网课", "--customer", "林小满")
    heading = on_screen(desk, "list", "--columns", "number,due,milestone,department,customer,summary")[1]
    assert heading.split() == ["Number", "Due", "Milestone", "Department", "Customer", "Summary"]
