"""`staff` says who is listed, what they may do and see, who stands in for whom, and what they have in hand."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk, Result
from rich.cells import cell_len

STAFF = """
[staff]
w1001 = { zh = "李薇", en = "Li Wei", role = "clerk", department = "care", store = "HZ01", deputy = "w1002",
          away = ["2026-11-20..2026-12-04", "2026-12-24"] }
w1002 = { zh = "孙悦", role = "clerk",      department = "care",    store = "HZ02" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing", deputy = "w2001", away = "2026-12-24" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care",    until = 2099-12-31 }
w3002 = { zh = "李薇", role = "reviewer",   department = "care" }
w8001 = { zh = "钱多", role = "supervisor", department = "ops",     until = 2020-12-31 }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }

[channels]"""
BOSS, GONE, STRANGER = "w9001", "w8001", "visitor"


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    """A desk with listed staff on Mon 23 Nov 2026; Zhao Min of the network handles complaints 1 and 2."""
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8")
    listed = STAFF.replace('"w1002",\n          away', '"w1002", away')  # one rule, one line
    rules.write_text(usual.replace("\n[channels]", listed, 1), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    desk.at("2026-11-23 10:00")
    for _ in range(3):
        desk.ok("record", "断网三天", "--as", BOSS)
    for id in (1, 2):
        desk.ok("accept", id, "--as", "w2001")
    return desk


def staff(desk: Desk, *words: object) -> Any:
    return desk.ok("staff", *words, "--as", BOSS)


def numbers(desk: Desk, *words: object) -> list[str]:
    return [one["number"] for one in staff(desk, *words)]


def drawn(desk: Desk, columns: int, *words: object, term: str = "dumb") -> Result:
    """The command on a terminal of so many columns."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"FORCE_COLOR": "1", "COLUMNS": str(columns), "TERM": term}.items():
            patch.setenv(name, value)
        return desk.tsk("staff", *words, "--as", BOSS)


def picture(done: Result) -> str:
    """What a terminal shows, without the blanks at the ends of its lines."""
    assert done.code == 0, done
    return "\n".join(line.rstrip() for line in done.out.splitlines())


# ── who is there ───────────────────────────────────────────────────────────────────────────────────


def test_everybody_is_listed_in_the_order_of_the_rule_file(staffed: Desk) -> None:
    assert numbers(staffed) == ["w1001", "w1002", "w2001", "w2101", "w3001", "w3002", "w8001", "w9001"]


def test_a_person_has_the_promised_keys(staffed: Desk) -> None:
    assert staff(staffed)[0] == {
        "number": "w1001", "name": "李薇", "role": "clerk", "department": "care", "store": "HZ01", "deputy": "w1002",
        "away": ["2026-11-20..2026-12-04", "2026-12-24"], "until": None,
        "may": ["counter", "contact", "reply", "rate"], "sees": "store", "approves": 50, "open": 0, "left": False,
        "request": None,
    }  # fmt: skip


def test_open_counts_what_a_person_handles_and_has_not_closed(staffed: Desk) -> None:
    """Zhao Min took over two of three; one of them is cancelled."""
    assert {one["number"]: one["open"] for one in staff(staffed) if one["open"]} == {"w2001": 2}
    staffed.ok("cancel", 1, "--by", "mistake", "--reason", "twice", "--as", BOSS)
    assert {one["number"]: one["open"] for one in staff(staffed) if one["open"]} == {"w2001": 1}


def test_those_who_left_are_those_whom_the_desk_turns_away(staffed: Desk) -> None:
    left = {one["number"]: one["left"] for one in staff(staffed)}
    turned_away = {number: staffed.tsk("report", "--as", number).code == 4 for number in left}
    assert left == turned_away
    assert [number for number in left if left[number]] == [GONE]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_json_is_the_same_in_both_languages(staffed: Desk, lang: str) -> None:
    assert staff(staffed, "--lang", lang) == staff(staffed)


def test_somebody_who_is_not_listed_may_not_read_the_list(staffed: Desk) -> None:
    told = staffed.tsk("staff", "--as", STRANGER)
    assert (told.code, told.out) == (4, "")
    assert "not listed as staff" in told.err
    assert staffed.tsk("staff", "w1001", "--as", STRANGER).code == 4


# ── some of them ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("right", "holders"),
    [
        ("approve", ["w2001", "w2101", "w3001", "w3002", "w9001"]),  # handling, or all; who has left holds nothing
        ("close", ["w3001", "w3002", "w9001"]),
        ("reply", ["w1001", "w1002", "w2001", "w2101", "w3001", "w3002", "w9001"]),  # the clerks' own right
        ("backdate", ["w9001"]),
        ("handling", ["w2001", "w2101", "w3001", "w3002", "w9001"]),  # every right of the group
        ("all", ["w9001"]),
        ("record", ["w1001", "w1002", "w2001", "w2101", "w3001", "w3002", "w9001"]),  # open to everybody
    ],
)
def test_only_those_who_hold_a_right(staffed: Desk, right: str, holders: list[str]) -> None:
    assert numbers(staffed, "--may", right) == holders


@pytest.mark.parametrize("said", ["care", "客户服务部", "customer care"])
def test_only_those_of_a_department(staffed: Desk, said: str) -> None:
    assert numbers(staffed, "--department", said) == ["w1001", "w1002", "w3001", "w3002"]


def test_both_filters_narrow_together_and_may_leave_nobody(staffed: Desk) -> None:
    assert numbers(staffed, "--department", "care", "--may", "approve") == ["w3001", "w3002"]
    assert numbers(staffed, "--department", "network", "--may", "close") == []
    assert picture(drawn(staffed, 80, "--department", "network", "--may", "close")) == "Nobody."


def test_an_unknown_right_or_department_lists_what_exists(staffed: Desk) -> None:
    told = staffed.tsk("staff", "--may", "aprove", "--as", BOSS)
    assert (told.code, told.out) == (2, "")
    assert "did you mean approve?" in told.err
    assert "handling" in told.err
    told = staffed.tsk("staff", "--department", "biling", "--as", BOSS)
    assert (told.code, told.out) == (2, "")
    assert "did you mean billing?" in told.err


# ── one of them ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("said", ["w2001", "W2001", "赵敏"])
def test_one_person_is_found_by_number_or_name_with_every_right(staffed: Desk, said: str) -> None:
    one = staff(staffed, said)
    assert (one["number"], one["open"], one["may"]) == ("w2001", 2, ["counter", "handling"])
    assert {"record", "chase", "approve", "submit"} <= set(one["rights"])
    assert not {"close", "backdate"} & set(one["rights"])
    assert staff(staffed, "li wei")["number"] == "w1001"


def test_a_name_that_two_people_bear_asks_for_the_number(staffed: Desk) -> None:
    told = staffed.tsk("staff", "李薇", "--as", BOSS)
    assert (told.code, told.out) == (2, "")
    assert "Several people are called “李薇”. Give the staff number: w1001, w3002." in told.err


def test_an_unknown_person_lists_those_who_exist(staffed: Desk) -> None:
    told = staffed.tsk("staff", "w90011", "--as", BOSS)
    assert (told.code, told.out) == (2, "")
    assert "did you mean w9001?" in told.err
    assert "w3002" in told.err


def test_one_person_and_a_filter_exclude_each_other(staffed: Desk) -> None:
    told = staffed.tsk("staff", "w2001", "--may", "approve", "--as", BOSS)
    assert (told.code, told.out) == (2, "")


def test_somebody_who_left_holds_no_right(staffed: Desk) -> None:
    assert staff(staffed, GONE)["rights"] == []
    told = staffed.tsk("staff", GONE, "--as", BOSS).out
    assert told.startswith("w8001  钱多  left 2020-12-31\n")
    assert "Rights" not in told


PERSON = """\
w1001  Li Wei
  Role        Clerk
  Department  Customer care
  Store       HZ01
  Deputy      w1002 孙悦
  Away        2026-11-20 … 2026-12-04, 2026-12-24
  Sees        own store
  Approves    50 CNY
  Open        0
Rights
  counter   record settle update attach note chase undo
  handling  contact reply rate"""
PERSON_ZH = """\
w1001  李薇
  角色      营业员
  部门      客户服务部
  门店      HZ01
  代理人    w1002 孙悦
  不在岗    2026-11-20 … 2026-12-04、2026-12-24
  可见范围  本门店
  审批额度  50 元
  未结      0
权限
  counter   record settle update attach note chase undo
  handling  contact reply rate"""


@pytest.mark.parametrize(("lang", "wanted"), [("en", PERSON), ("zh", PERSON_ZH)])
def test_one_person_in_detail(staffed: Desk, lang: str, wanted: str) -> None:
    assert picture(drawn(staffed, 80, "w1001", "--lang", lang)) == wanted
    assert staffed.tsk("staff", "w1001", "--lang", lang, "--as", BOSS).out == f"{wanted}\n"


# ── on a terminal and in a pipe ────────────────────────────────────────────────────────────────────

TABLE = """\

 No.    Name    Role        Department     Store  Deputy  Presence          Open
 ───────────────────────────────────────────────────────────────────────────────
 w1001  Li Wei  Clerk       Customer care  HZ01   孙悦    away to 12-04        0
 w1002  孙悦    Clerk       Customer care  HZ02                                0
 w2001  赵敏    Handler     Network                                            2
 w2101  周洋    Handler     Billing               赵敏    away from 12-24      0
 w3001  陈静    Reviewer    Customer care                 until 2099-12-31     0
 w3002  李薇    Reviewer    Customer care                                      0
 w8001  钱多    Supervisor  Operations                    left 2020-12-31      0
 w9001  王强    Supervisor  Operations                                         0

Clerk       sees own store       approves 50 CNY    counter contact reply rate
Handler     sees own department  approves nothing   counter handling
Reviewer    sees everything      approves 500 CNY   counter handling closing
Supervisor  sees everything      approves 5000 CNY  all"""
TABLE_ZH = """\

 工号   姓名  角色    部门        门店  代理人  在岗情况           未结
 ──────────────────────────────────────────────────────────────────────
 w1001  李薇  营业员  客户服务部  HZ01  孙悦    不在岗至 12-04        0
 w1002  孙悦  营业员  客户服务部  HZ02                                0
 w2001  赵敏  处理人  网络部                                          2
 w2101  周洋  处理人  计费部            赵敏    12-24 起不在岗        0
 w3001  陈静  审核员  客户服务部                2099-12-31 离职       0
 w3002  李薇  审核员  客户服务部                                      0
 w8001  钱多  主管    运营管理部                2020-12-31 已离职     0
 w9001  王强  主管    运营管理部                                      0

营业员  可见：本门店  审批额度 50 元    counter contact reply rate
处理人  可见：本部门  无审批额度        counter handling
审核员  可见：全部    审批额度 500 元   counter handling closing
主管    可见：全部    审批额度 5000 元  all"""


@pytest.mark.parametrize(
    ("lang", "columns", "wanted"), [("en", 81, TABLE), ("zh", 80, TABLE_ZH), ("zh", 120, TABLE_ZH)]
)
def test_the_list_on_a_terminal(staffed: Desk, lang: str, columns: int, wanted: str) -> None:
    assert picture(drawn(staffed, columns, "--lang", lang)) == wanted


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_list_fits_80_columns(staffed: Desk, lang: str) -> None:
    rows = drawn(staffed, 80, "--lang", lang).out.splitlines()
    assert max(map(cell_len, rows)) <= 80
    for number in numbers(staffed):
        assert any(number in row for row in rows)


def test_an_absence_that_is_over_is_not_told_any_more(staffed: Desk) -> None:
    """On 5 December the next absence of Li Wei is that of the 24th; on the 25th there is none."""
    assert "away from 12-24" in drawn(staffed.at("2026-12-05 10:00"), 100).out.splitlines()[3]
    assert "away to 12-24" in drawn(staffed.at("2026-12-24 10:00"), 100).out.splitlines()[3]
    assert "away" not in drawn(staffed.at("2026-12-25 10:00"), 100).out


def test_whoever_left_is_dimmed_and_marked(staffed: Desk) -> None:
    coloured = drawn(staffed, 100, term="xterm-256color").out
    (row,) = [line for line in coloured.splitlines() if GONE in line]
    assert f"\x1b[2m{GONE}" in row
    assert "left 2020-12-31" in row


def test_a_pipe_gets_one_line_a_person_with_everything(staffed: Desk) -> None:
    rows = [line.split("\t") for line in staffed.tsk("staff", "--as", BOSS).out.splitlines()]
    assert {len(row) for row in rows} == {13}
    assert rows[0] == [
        *("w1001", "Li Wei", "Clerk", "Customer care", "HZ01", "w1002", "2026-11-20..2026-12-04 2026-12-24", ""),
        *("counter contact reply rate", "own store", "50", "0", ""),
    ]
    assert (rows[6][0], rows[6][7], rows[6][12]) == (GONE, "2020-12-31", "left")


# ── nobody listed ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [(), ("w1001",), ("--may", "approve")])
def test_without_staff_one_sentence_says_that_everyone_may_do_everything(desk: Desk, words: tuple[str, ...]) -> None:
    told = desk.tsk("staff", *words)
    assert (told.code, told.out) == (0, "")
    assert told.err == (
        "Nobody is listed as staff, so everyone may do everything; to change that, fill in [staff] in rules.toml.\n"
    )
    assert "人人可以执行所有操作" in desk.tsk("staff", *words, "--lang", "zh").err
    assert desk.ok("staff", *words) == []
