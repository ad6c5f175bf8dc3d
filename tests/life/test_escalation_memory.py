"""What is remembered of earlier looks makes escalation faster, never other: two desks live the same days.

One remembers. The rule file of the other gets a comment before every run, after which everything is looked at anew.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk

ROWS = """
[escalation]
silent   = { idle = "1 working day", tell = "head" }
half     = { milestone = "reply", used = "50 %", tell = "handler" }
soon     = { milestone = "reply", before = "4 working hours", tell = "handler" }
late     = { milestone = "contact", after = "0 minutes", tell = "head", hours = "always" }
later    = { milestone = "reply", after = "2 working hours", tell = "above", raise = 1 }
chased   = { chases = 2, tell = "head" }
again    = { round = 2, tell = "above" }
over     = { on = "close", tell = "head" }
nobody   = { milestone = "plan", after = "1 hour", move = "above" }

[closing]"""
STEPS: list[tuple[Any, ...]] = [
    ("contact", "--via", "phone"),
    *[("chase",)] * 4,
    *[("note", "Looked into it.")] * 2,
    ("pend", "--reason", "customer", "--until", "2026-11-05 11:00"),
    ("resume",),
    ("extend", "--milestone", "reply", "--by", "1 working day", "--reason", "Parts are missing."),
    ("undo",),
    ("reply", "We apologised.", "--via", "phone", "--satisfied", "yes"),
    ("reply", "Sorry.", "--via", "phone", "--satisfied", "no"),
    ("submit",),
    ("close",),
    ("cancel", "--by", "customer", "--reason", "No more."),
    ("reopen", "--reason", "It is back."),
    ("update", "--severity", "urgent", "--reason", "It is worse."),
]


def escalated(desk: Desk) -> list[tuple[int, str, str]]:
    """What the run carries out, in its order."""
    return [(one["id"], one["rule"], one["milestone"]) for one in desk.ok("escalate", "--due")]


def with_rules(desk: Desk, rows: str = ROWS) -> Desk:
    path = desk.home / "rules.toml"
    before, _, rest = path.read_text("utf-8").partition("\n[escalation]")
    path.write_text(before + rows + rest.partition("\n[closing]")[2], "utf-8")
    assert desk.tsk("rules", "check").code == 0
    return desk


def forgotten(desk: Desk) -> Desk:
    """The desk with its rules moved down by a line, so that they are not those of the last look."""
    path = desk.home / "rules.toml"
    path.write_text("# again\n" + path.read_text("utf-8"), "utf-8")
    return desk


@pytest.mark.parametrize("seed", range(3))
def test_with_a_memory_and_without_one_the_same_is_carried_out(desk: Desk, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with_rules(desk)
    other = desk.copy(tmp_path / "other")
    now, told = datetime(2026, 11, 2, 9, 0), 0
    for turn in range(50):
        now += timedelta(minutes=chance.choice((0, 7, 30, 90, 240, 700)))
        for one in (desk, other):
            one.at(f"{now:%Y-%m-%d %H:%M}")
        if turn < 3 or chance.random() < 0.15:
            words: tuple[Any, ...] = ("record", "The clerk was rude", "--category", "attitude")
        else:
            step = chance.choice(STEPS)
            words = (step[0], chance.randint(1, 6), *step[1:])
        assert desk.tsk(*words).code == other.tsk(*words).code, words
        if chance.random() < 0.7:
            found = escalated(desk)
            assert found == escalated(forgotten(other)), (turn, now)
            told += len(found)
    assert told > 5


def test_what_had_nobody_to_tell_is_carried_out_once_somebody_is_there(desk: Desk) -> None:
    """At the top of the house nobody is above; then a department is put above it."""
    with_rules(desk, '\n[escalation]\nup = { milestone = "contact", after = "0 minutes", tell = "above" }\n\n[closing]')
    desk.at("2026-11-02 10:00").ok("record", "实名规定不明", "--category", "policy")
    assert desk.ok("show", 1)["department"] == "ops"
    for at in ("2026-11-04 09:00", "2026-11-04 09:01"):
        assert escalated(desk.at(at)) == []
    path = desk.home / "rules.toml"
    usual = path.read_text("utf-8")
    row = next(line for line in usual.splitlines() if line.startswith("ops  "))
    top = 'top = { zh = "总经理", en = "General manager" }'
    path.write_text(usual.replace(row, row.replace(" }", ', above = "top" }') + f"\n{top}"), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    assert escalated(desk.at("2026-11-04 09:02")) == [(1, "up", "contact")]


def test_a_day_that_is_no_holiday_any_more_is_noticed(desk: Desk) -> None:
    """Silence of a working day since Mon 16:00: over on Tue 18:00, on Wed 18:00 while Tuesday is free."""
    with_rules(desk, '\n[escalation]\nsilent = { idle = "1 working day", tell = "care" }\n\n[closing]')
    path = desk.home / "rules.toml"
    usual = path.read_text("utf-8")
    path.write_text(usual.replace('holidays = "CN"', 'holidays = "CN", dates = { 2026-11-24 = [] }'), "utf-8")
    desk.at("2026-11-23 16:00").ok("record", "The clerk was rude", "--category", "attitude")
    assert escalated(desk.at("2026-11-25 09:00")) == []
    path.write_text(usual, "utf-8")
    assert escalated(desk.at("2026-11-25 09:01")) == [(1, "silent", "")]


def test_what_is_due_at_night_waits_for_the_morning_and_is_not_forgotten(desk: Desk) -> None:
    with_rules(desk, '\n[escalation]\nover = { on = "cancel", tell = "care" }\n\n[closing]')
    desk.at("2026-11-02 22:00").ok("record", "The clerk was rude", "--category", "attitude")
    desk.ok("cancel", 1, "--by", "customer", "--reason", "No more.")
    for at in ("2026-11-02 22:01", "2026-11-02 23:00", "2026-11-03 08:59:59"):
        assert escalated(desk.at(at)) == []
    assert escalated(desk.at("2026-11-03 09:00")) == [(1, "over", "")]
    assert escalated(desk.at("2026-11-03 09:01")) == []
