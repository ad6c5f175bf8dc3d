"""A complaint keeps the rules it was received under, and says so; the last good rule file outlives a new version."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from conftest import Desk

CALL = ("contact", "--via", "phone")
PLAN = ("propose", "Apologise.", "--cause", "staff", "--upheld", "yes")
ANSWER = ("reply", "We apologised.", "--via", "phone", "--satisfied", "yes")
EVERY = (
    'every  = {                           contact = "1 working day",   plan = "2 working days", '
    'reply = "3 working days" }'
)
STAFF = """
[staff]
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


def take(desk: Desk, id: int, words: tuple[str, ...], *more: str) -> Any:
    verb, *rest = words
    return desk.ok(verb, id, *rest, *more)


def edit(desk: Desk, old: str, new: str) -> None:
    """Changes one place of the rule file, as a supervisor would; the examples are left out with what they expect."""
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8").partition("# ── examples")[0]
    assert usual.count(old) == 1, old
    rules.write_text(usual.replace(old, new), "utf-8")
    told = desk.tsk("rules", "check")
    assert told.code == 0, told


def rude(desk: Desk) -> Any:
    """The next complaint, about a rude clerk: customer care's own."""
    return desk.ok("record", "The clerk was rude", "--category", "attitude")


@pytest.fixture
def one(desk: Desk) -> Desk:
    rude(desk.at("2026-11-02 10:00"))
    return desk


def explained(desk: Desk, id: int, name: str) -> Any:
    (found,) = [m for m in desk.ok("explain", id)["milestones"] if m["name"] == name]
    return found


def line_of(desk: Desk, start: str) -> int:
    lines = (desk.home / "rules.toml").read_text("utf-8").splitlines()
    (number,) = [number for number, line in enumerate(lines, 1) if line.startswith(start)]
    return number


# ── where a rule is cited ──────────────────────────────────────────────────────────────────────────


def test_a_row_that_is_the_same_today_is_cited_by_its_line(one: Desk) -> None:
    line = line_of(one, "every ")
    assert explained(one, 1, "reply")["line"] == line
    assert f"rule limits.every, rules.toml:{line} · calendar office" in one.tsk("explain", 1).out


def test_a_row_that_moved_is_cited_by_its_line_of_today(one: Desk) -> None:
    before = explained(one, 1, "reply")["line"]
    edit(one, "[limits] ", "# moved\n# down\n[limits] ")
    assert explained(one, 1, "reply")["line"] == before + 2 == line_of(one, "every ")


@pytest.mark.parametrize(
    "new",
    [
        EVERY.replace("3 working days", "4 working days"),
        EVERY.replace("{  ", '{ when.channel = "counter", ') + f"\nrest{EVERY.removeprefix('every')}",
        EVERY.replace("every  =", "others ="),
        EVERY.replace("1 working day", "2 working days"),
    ],
    ids=["longer", "for-fewer", "renamed", "another-milestone-longer"],
)
def test_a_row_that_says_something_else_today_is_cited_by_the_policy(one: Desk, new: str) -> None:
    """No line of the file of today says what was promised; due and stretches are those of the rules of then."""
    policy = one.ok("show", 1)["policy"]
    due = explained(one, 1, "reply")["due"]
    edit(one, EVERY, new)
    row = explained(one, 1, "reply")
    assert (row["rule"], row["line"], row["due"], row["due_today"]) == ("every", 0, due, due)
    answer = one.tsk("explain", 1).out.split("\n\n")[3]
    assert f"rule limits.every, {policy} · calendar office" in answer
    assert "rules.toml" not in answer


def test_one_row_that_changed_is_cited_by_the_policy_and_the_others_by_their_lines(one: Desk) -> None:
    policy = one.ok("show", 1)["policy"]
    edit(one, 'statutory = "15 days"', 'statutory = "20 days"')
    told = one.tsk("explain", 1).out
    assert f"rule limits.appeal, {policy} · from" in told
    assert f"rule limits.every, rules.toml:{line_of(one, 'every ')} " in told


def test_what_closing_lacks_is_cited_by_the_policy_once_its_row_has_changed(one: Desk) -> None:
    take(one, 1, ANSWER)
    policy, line = one.ok("show", 1)["policy"], line_of(one, "standard ")
    assert f"(rule closing.standard, rules.toml:{line})" in one.tsk("close", 1).err
    edit(one, 'unless.satisfied = ["not-upheld", "unreachable"], ', "")
    assert f"(rule closing.standard, {policy})" in one.tsk("close", 1).err


# ── what is frozen ─────────────────────────────────────────────────────────────────────────────────


def test_limits_are_those_of_the_receipt(one: Desk) -> None:
    """Three working days from Mon 2 Nov are Thu, four are Fri."""
    edit(one, EVERY, EVERY.replace("3 working days", "4 working days"))
    second = rude(one)
    assert explained(one, 1, "reply")["due"] == "2026-11-05T18:00:00+08:00"
    assert explained(one, 2, "reply")["due"] == "2026-11-06T18:00:00+08:00"
    assert second["policy"] != one.ok("show", 1)["policy"]
    again = one.ok("reply", 1, "No.", "--via", "phone", "--satisfied", "no", "--demand", "A letter.")
    assert [m["due"] for m in again["milestones"] if (m["name"], m["round"]) == ("reply", 2)] == [
        "2026-11-05T18:00:00+08:00"
    ]


def test_what_a_step_needs_is_what_the_policy_of_receipt_asks(one: Desk) -> None:
    basis = "# A2, A8: a written answer names its basis"
    edit(one, basis, f'{basis}\nall = {{ reply = ["basis"] }}')
    rude(one)
    refused = one.tsk("reply", 2, "We apologised.", "--via", "phone")
    assert (refused.code, "needs.all" in refused.err) == (4, True)
    one.ok("reply", 2, "We apologised.", "--via", "phone", "--basis", "The service standard.")
    take(one, 1, ANSWER)


def test_what_a_step_needed_at_receipt_it_needs_after_the_row_has_gone(desk: Desk) -> None:
    email = ("record", "The clerk was rude", "--channel", "email", "--customer", "李娜")
    desk.at("2026-11-02 10:00").ok(*email)
    edit(desk, ', reply = ["basis"]', "")
    desk.ok(*email)
    assert desk.tsk("reply", 1, "We apologised.", "--via", "email").code == 4
    desk.ok("reply", 2, "We apologised.", "--via", "email")


@pytest.mark.parametrize("then", [True, False], ids=["asked-for-at-receipt", "not-asked-for-at-receipt"])
def test_four_eyes_follow_the_policy_of_receipt(desk: Desk, then: bool) -> None:
    """Complaint 1 before the change, complaint 2 after it; the supervisor does everything alone."""
    boss = ("--as", "w9001")
    sign = 'second_signature = "> 2000"       # by two different people\nfour_eyes        = '
    edit(desk.at("2026-11-02 10:00"), "\n[channels]", STAFF)
    if not then:
        edit(desk, f"{sign}true ", f"{sign}false ")
    desk.ok("record", "The clerk was rude", "--category", "attitude", *boss)
    edit(desk, f"{sign}{str(then).lower()} ", f"{sign}{str(not then).lower()} ")
    desk.ok("record", "The clerk was rude", "--category", "attitude", *boss)
    for id in (1, 2):
        for words in (CALL, PLAN, ANSWER, ("submit",)):
            take(desk, id, words, *boss)
    strict, free = (1, 2) if then else (2, 1)
    told = desk.tsk("close", strict, *boss)
    assert (told.code, "four eyes" in told.err) == (4, True)
    assert desk.ok("close", free, *boss)["state"] == "closed"
    assert desk.ok("close", strict, "--as", "w3001")["state"] == "closed"


def test_approvals_follow_the_policy_of_receipt(one: Desk) -> None:
    edit(one, 'need_approval    = "> 0" ', 'need_approval    = "> 500" ')
    rude(one)
    for id in (1, 2):
        take(one, id, PLAN, "--amount", "100")
    assert one.tsk("reply", 1, "We apologised.", "--via", "phone").code == 4
    one.ok("reply", 2, "We apologised.", "--via", "phone")


def test_staff_follows_the_file_of_today(one: Desk) -> None:
    edit(one, "\n[channels]", STAFF)
    assert one.tsk("contact", 1, "--via", "phone", "--as", "zhao").code == 3
    one.ok("contact", 1, "--via", "phone", "--as", "w3001")


# ── a stored rule file of another version ──────────────────────────────────────────────────────────


def broken(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace('to = "billing"', 'to = "biling"', 1), "utf-8")


def gone(desk: Desk) -> None:
    (desk.home / "rules.toml").unlink()


@pytest.mark.parametrize("spoil", [broken, gone], ids=["broken", "gone"])
@pytest.mark.parametrize("compiled", [None, "{}", "[1, 2"], ids=["whole", "another-shape", "garbage"])
def test_the_last_good_rules_go_on_whichever_version_compiled_them(
    one: Desk, spoil: Callable[[Desk], None], compiled: str | None
) -> None:
    with closing(sqlite3.connect(one.home / "tsk.db")) as db:
        db.execute("UPDATE rule_file SET compiler = 'old'")
        if compiled is not None:
            db.execute("UPDATE rule_file SET compiled = ?", (compiled,))
        db.commit()
    spoil(one)
    policy = one.ok("show", 1)["policy"]
    for words in (("list",), ("explain", 1), ("record", "断网三天")):
        told = one.tsk(*words)
        assert (told.code, told.out != "") == (0, True), told
        assert "last good policy goes on" in told.err
        assert "Traceback" not in told.err
    assert one.ok("show", 2)["policy"] == policy
    proved = one.tsk("verify", "--json")
    assert (proved.code, proved.json["whole"]) == (0, True)


def test_a_good_rule_file_of_another_version_is_compiled_anew_without_a_word(one: Desk) -> None:
    with closing(sqlite3.connect(one.home / "tsk.db")) as db:
        db.execute("UPDATE rule_file SET compiler = 'old', compiled = '{}'")
        db.commit()
    assert one.tsk("show", 1).err == ""
    with closing(sqlite3.connect(one.home / "tsk.db")) as db:
        ((compiler, compiled),) = db.execute("SELECT compiler, compiled FROM rule_file").fetchall()
    assert compiler != "old"
    assert len(compiled) > 1000
