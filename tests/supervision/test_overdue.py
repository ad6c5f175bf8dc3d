"""What is overdue: the worst first, by how much, who has it since when, how often the customer asked; in groups."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import Any

import pytest
from conftest import Desk
from rich.cells import cell_len

STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2002 = { zh = "孙强", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""
# Wed 14 October 2026, noon.  Contact is due after 1, plan and opinion after 2, the answer after 3 working days; the
# network department's own calendar counts Saturdays and Sundays too, and Sat 10 October is a make-up working day.
NOW = "2026-10-14 12:00"


def supervised(desk: Desk) -> Desk:
    """The desk with people, worked on by the supervisor."""
    rules = desk.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("\n[channels]", STAFF, 1), encoding="utf-8")
    return desk


@pytest.fixture
def late(desk: Desk) -> Desk:
    """1: billing, of Fri 9 Oct, chased twice, with w2101 since Mon; 2: network, of Mon; 3: care, of Wed, not late."""
    supervised(desk)
    as_boss = ("--as", "w9001")
    desk.at("2026-10-09 10:00").ok(*as_boss, "record", "套餐扣费不对", "--customer", "林小满", "--phone", "13800000001")
    desk.at("2026-10-12 09:00").ok(*as_boss, "record", "小区断网三天", "--customer", "何晴", "--phone", "13800000002")
    desk.at("2026-10-12 11:30").ok(*as_boss, "assign", 1, "--handler", "w2101", "--to", "billing")
    desk.at("2026-10-13 10:00").ok(*as_boss, "chase", 1, "什么时候退")
    desk.at("2026-10-14 09:00").ok(*as_boss, "chase", 1, "还没有退")
    desk.at("2026-10-14 10:00").ok(*as_boss, "record", "店员态度生硬", "--category", "attitude")
    return desk.at(NOW)


def boss(desk: Desk, *words: object) -> Any:
    return desk.ok("--as", "w9001", *words)


def test_the_worst_is_what_was_due_the_longest_ago(late: Desk) -> None:
    rows = boss(late, "overdue")
    assert [(row["id"], row["milestone"], row["of"]) for row in rows] == [
        (1, "contact", ""),  # due Sat 10 Oct 18:00, a make-up day
        (1, "opinion", "billing"),  # Mon 12 Oct 18:00
        (1, "plan", ""),
        (1, "reply", ""),  # Tue 13 Oct 18:00
        (2, "contact", ""),
    ]


def test_each_says_who_has_it_since_when_and_how_often_the_customer_asked(late: Desk) -> None:
    first = boss(late, "overdue")[0]
    assert (first["held_by"], first["handler"], first["chases"], first["round"]) == ("billing", "w2101", 2, 1)
    assert first["held_since"] == "2026-10-12T11:30:00+08:00"


def test_lateness_is_told_on_both_clocks(late: Desk) -> None:
    """From Sat 18:00 to Wed 12:00: 3 days 18 hours; of working time Mon and Tue whole (7.5 h each) and 3 h of Wed."""
    first = boss(late, "overdue")[0]
    assert (first["late_seconds"], first["late_working_seconds"]) == (90 * 3600, 18 * 3600)


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (("--sort", "number"), [1, 2]),
        (("--sort", "-received"), [2, 1]),
        (("--sort", "chased"), [1, 2]),
        (("--department", "network"), [2]),
        (("--handler", "w2101"), [1]),
        (("--state", "assigned", "--category", "business"), [1]),
        (("--phone", "13800000002"), [2]),
        (("--milestone", "reply"), [1]),
        (("--round", 2), []),
    ],
)
def test_it_is_sorted_and_filtered_like_every_list(late: Desk, options: tuple[str, ...], ids: list[int]) -> None:
    assert list(dict.fromkeys(row["id"] for row in boss(late, "overdue", *options))) == ids


def test_what_is_late_the_least_may_come_first(late: Desk) -> None:
    dues = [row["due"] for row in boss(late, "overdue", "--sort", "-worst")]
    assert dues == sorted(dues, reverse=True)
    assert len(set(dues)) == 3


def test_the_gravest_may_come_first(late: Desk) -> None:
    boss(late, "update", 2, "--severity", "major", "--reason", "整栋楼")
    assert boss(late, "overdue", "--sort", "severity")[0]["id"] == 2


def test_groups_count_what_is_late_with_the_worst_of_each(late: Desk) -> None:
    found = boss(late, "overdue", "--by", "department")
    told = [(one["key"], one["overdue"], one["complaints"], one["chased"], one["worst"]["id"]) for one in found]
    assert told == [("billing", 4, 1, 1, 1), ("network", 1, 1, 0, 2)]
    assert found[0]["worst"]["milestone"] == "contact"
    assert found[0]["worst"]["late_working_seconds"] == 18 * 3600


def test_groups_count_what_is_due_soon_beside_what_is_late(late: Desk) -> None:
    """Until Thu 18:00 fall due: plan and opinion of complaint 2 on Wed, its answer on Thu, and the contact of 3."""
    found = {one["key"]: one for one in boss(late, "overdue", "--by", "department", "--within", "1 working day")}
    assert (found["network"]["overdue"], found["network"]["due_soon"]) == (1, 3)
    assert (found["care"]["overdue"], found["care"]["due_soon"]) == (0, 1)


def test_groups_by_handler_name_nobody_where_nobody_has_it(late: Desk) -> None:
    found = boss(late, "overdue", "--by", "handler")
    assert [(one["key"], one["overdue"]) for one in found] == [("w2101", 4), ("", 1)]


def test_a_check_finds_groups_too(late: Desk) -> None:
    assert late.tsk("--as", "w9001", "overdue", "--by", "department", "--check").code == 10
    assert late.tsk("--as", "w9001", "overdue", "--by", "department", "--department", "market", "--check").code == 0


@pytest.mark.parametrize(("person", "ids"), [("w2001", [2]), ("w2101", [1]), ("w1001", []), ("w9001", [1, 2])])
def test_everybody_sees_what_is_late_of_what_they_may_see(late: Desk, person: str, ids: list[int]) -> None:
    rows = late.ok("--as", person, "overdue")
    assert list(dict.fromkeys(row["id"] for row in rows)) == ids
    grouped = late.ok("--as", person, "overdue", "--by", "department")
    assert sum(one["overdue"] for one in grouped) == len(rows)


def test_of_a_closed_complaint_the_visit_is_owed_since_it_was_closed(desk: Desk) -> None:
    desk.at("2026-10-09 10:00").ok("record", "断网", "--settled", "已修好")
    (visit,) = [row for row in desk.at("2026-10-20 12:00").ok("overdue") if row["milestone"] == "visit"]
    assert visit["held_since"] == "2026-10-09T10:00:00+08:00"


def test_what_was_handed_in_is_the_desks_to_answer(late: Desk) -> None:
    """Without the customer's money nothing else is asked for; the desk is customer care."""
    late.ok("--as", "w2101", "contact", 1, "--via", "phone")
    late.ok("--as", "w2101", "propose", 1, "解释收费", "--upheld", "partly", "--cause", "misunderstood")
    late.ok("--as", "w2101", "submit", 1)
    (answer,) = [row for row in boss(late, "overdue") if row["milestone"] == "reply"]
    assert (answer["held_by"], answer["department"]) == ("care", "billing")
    assert [row["milestone"] for row in boss(late, "overdue", "--department", "care")] == ["reply"]
    assert {one["key"] for one in boss(late, "overdue", "--by", "department")} == {"care", "network"}
    assert {one["key"] for one in boss(late, "overdue", "--by", "handler")} == {""}


def test_a_return_visit_is_the_desks_too(desk: Desk) -> None:
    desk.at("2026-10-09 10:00").ok("record", "断网", "--settled", "已修好")
    (visit,) = desk.at("2026-10-20 12:00").ok("overdue", "--department", "care")
    assert (visit["milestone"], visit["held_by"]) == ("visit", "care")


def screen(desk: Desk, columns: int, *words: str) -> list[str]:
    """What a terminal of that width shows, line by line, without colours."""
    ours, theirs = pty.openpty()
    env = {**os.environ, **desk.env, "COLUMNS": str(columns), "LINES": "50", "TERM": "xterm", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "tsk", *words]
    process = subprocess.Popen(command, env=env, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    data = b""
    try:
        while chunk := os.read(ours, 65536):
            data += chunk
    except OSError:
        pass  # the other side was closed
    os.close(ours)
    assert process.wait() == 0
    return [re.sub("\x1b\\[[0-9;?]*[a-zA-Z]", "", line).rstrip() for line in data.decode().splitlines()]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [60, 80, 120, 160, 200])
@pytest.mark.parametrize(
    "words", [("overdue",), ("overdue", "--by", "handler"), ("overdue", "--within", "2 days"), ("load",)]
)
def test_no_line_is_wider_than_the_terminal(late: Desk, language: str, columns: int, words: tuple[str, ...]) -> None:
    shown = screen(late, columns, "--as", "w9001", "--lang", language, *words)
    assert shown
    assert max(map(cell_len, shown)) <= columns


def test_eighty_columns_hold_everything_on_two_lines(late: Desk) -> None:
    shown = screen(late, 80, "--as", "w9001", "--lang", "en", "overdue")
    assert shown[0] == "5 overdue, complaints concerned: 2"
    assert shown[1:6] == [
        "20261009-0001  10-10 18:00  2 working days 3 h  Contact  Billing",
        "20261009-0001  10-12 18:00  1 working day 3 h   Opinion  Billing",
        "20261009-0001  10-12 18:00  1 working day 3 h   Plan     Billing",
        "20261009-0001  10-13 18:00  3 h working         Answer   Billing",
        "    周洋 · since 10-12 11:30 · chased ×2 · 套餐扣费不对",
    ]


def test_two_hundred_columns_hold_everything_on_one(late: Desk) -> None:
    shown = screen(late, 200, "--as", "w9001", "--lang", "zh", "overdue")
    (row,) = [line for line in shown if "联系" in line and "20261009-0001" in line]
    assert row.split() == [
        *("20261009-0001", "10-10", "18:00", "2", "个工作日", "3", "小时", "联系", "计费部", "周洋"),
        *("10-12", "11:30", "2", "1", "套餐扣费不对"),
    ]


def test_colours_are_said_in_words_too(late: Desk) -> None:
    """What is only due soon says so where lateness would stand."""
    shown = screen(late, 80, "--as", "w9001", "--lang", "en", "overdue", "--within", "1 working day")
    assert any("due soon" in line and "Plan" in line for line in shown)
    assert shown[0] == "5 overdue, complaints concerned: 2 · 4 due soon"
