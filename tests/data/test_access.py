"""The log of who looked: once a day and complaint, always where something was revealed, and never in anybody's way."""

from __future__ import annotations

import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk
from hypothesis import given
from hypothesis import strategies as st

from tsk.access import filters_told, ranges

CLERK, HANDLER, COLLEAGUE, REVIEWER, SUPERVISOR = "w1001", "w2001", "w2002", "w3001", "w9001"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "market", store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2002 = { zh = "钱进", role = "handler",    department = "network" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""
PHONE = "13800005678"
WHY = "客户要求核对电话"


@pytest.fixture
def house(desk: Desk) -> Desk:
    """Two complaints of the network department that the handler has; she and the clerk see the phone."""
    rules = desk.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
    for summary in ("没有信号", "还是没有信号"):
        words = ("--category", "network", "--phone", PHONE, "--customer", "林小满", "--store", "HZ01")
        desk.ok("record", summary, *words, "--as", CLERK)
    desk.ok("assign", 1, 2, "--handler", HANDLER, "--as", HANDLER)
    return desk


def log(desk: Desk, *words: object) -> list[Any]:
    """The entries of the log, as the supervisor reads it."""
    return list(desk.ok("report", "--access", *words, "--as", SUPERVISOR)["items"])


def told(desk: Desk, *words: object) -> list[tuple[Any, ...]]:
    return [tuple(one[name] for name in ("who", "type", "number", "ground", "reason")) for one in log(desk, *words)]


# ── looking ────────────────────────────────────────────────────────────────────────────────────────


def test_a_look_is_logged_once_a_day_for_each_person_and_complaint(house: Desk) -> None:
    for who in (HANDLER, HANDLER, CLERK, REVIEWER):
        assert house.ok("show", 1, "--as", who)["customer"]["phone"] == PHONE
    house.ok("show", 2, "--as", HANDLER)
    house.tsk("form", 1, "--kind", "store", "-o", "-", "--as", HANDLER)
    assert told(house) == [
        (HANDLER, "looked", "20261009-0001", "handler", ""),
        (CLERK, "looked", "20261009-0001", "recorder", ""),
        (REVIEWER, "looked", "20261009-0001", "desk", ""),
        (HANDLER, "looked", "20261009-0002", "handler", ""),
    ]
    house.at("2026-10-10 09:00").ok("show", 1, "--as", HANDLER)
    assert len(log(house)) == 5
    assert house.ok("verify")["whole"]


def test_who_sees_it_masked_is_not_logged(house: Desk) -> None:
    for who in (COLLEAGUE, SUPERVISOR):
        assert house.ok("show", 1, "--as", who)["customer"]["phone"] == "138****5678"
    house.ok("list", "--as", HANDLER)
    assert log(house) == []


def test_a_complaint_that_holds_no_contact_data_leaves_no_trace(house: Desk) -> None:
    house.ok("record", "没有信号", "--customer", "何晴", "--as", CLERK)
    assert house.ok("show", 3, "--as", CLERK)["customer"]["masked"] is False
    assert log(house) == []


def test_without_listed_staff_everybody_sees_and_is_logged_by_the_login(desk: Desk) -> None:
    desk.ok("record", "没有信号", "--phone", PHONE, "--as", "li")
    assert desk.ok("show", 1, "--as", "wang")["customer"]["phone"] == PHONE
    (one,) = desk.ok("report", "--access")["items"]
    assert (one["who"], one["ground"], one["verb"], one["id"]) == ("wang", "anyone", "show", 1)


def test_somebody_who_is_not_listed_sees_the_complaint_masked(house: Desk) -> None:
    assert house.ok("show", "20261009-0001", "--as", "visitor")["customer"]["phone"] == "138****5678"


# ── revealing ──────────────────────────────────────────────────────────────────────────────────────


def test_a_reveal_is_logged_each_time_with_its_reason(house: Desk) -> None:
    for _ in range(2):
        assert house.ok("show", 1, "--reveal", WHY, "--as", SUPERVISOR)["customer"]["phone"] == PHONE
    assert told(house) == [(SUPERVISOR, "revealed", "20261009-0001", "", WHY)] * 2


def test_a_revealed_list_is_one_entry_with_its_count_and_filters(house: Desk) -> None:
    house.ok("list", "--state", "open", "--phone", PHONE, "--customer", "林", "--reveal", WHY, "--as", SUPERVISOR)
    (one,) = log(house)
    assert (one["id"], one["count"], one["complaints"]) == (None, 2, "1-2")
    assert one["filters"] == ["state=open", "customer", "phone"]


REVEALING = [("show", 1), ("list",), ("search", "信号"), ("form", 1, "-o", "-"), ("export",)]


@pytest.mark.parametrize("words", REVEALING, ids=str)
@pytest.mark.parametrize("who", [CLERK, HANDLER, REVIEWER])
def test_who_lacks_the_right_reveals_nothing(house: Desk, who: str, words: tuple[object, ...]) -> None:
    events = house.events
    done = house.tsk(*words, "--reveal", WHY, "--as", who)
    right = "export" if words[0] == "export" else "reveal"
    assert (done.code, done.out) == (4, "")
    assert f"{who} may not `{right}`" in done.err
    assert "Roles that hold it: Supervisor." in done.err
    assert house.events == events


def test_revealing_takes_a_reason(house: Desk) -> None:
    for reason in ("", "  "):
        done = house.tsk("show", 1, "--reveal", reason, "--as", SUPERVISOR)
        assert (done.code, done.out) == (2, "")
        assert "takes a reason" in done.err


# ── the log is in nobody's way ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def full(house: Desk) -> Iterator[Any]:
    """A disk without room for another page: what is to be written fails, what is to be read does not."""
    log_file = house.home / "tsk.db-wal"

    def run(*words: object) -> tuple[int, str, str]:
        size = log_file.stat().st_size
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # noqa: E731
        process = house.process(*words, preexec_fn=limit)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    with closing(sqlite3.connect(house.home / "tsk.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM event").fetchone()  # as long as it reads, what is written is appended
        house.ok("note", 1, "喂", "--as", HANDLER)
        assert log_file.stat().st_size > 32_768  # the index of the log may be written
        yield run


def test_where_a_look_cannot_be_logged_the_contact_data_stay_masked(full: Any) -> None:
    code, out, err = full("show", 1, "--as", HANDLER)
    assert (code, PHONE in out, "138****5678" in out) == (0, False, True)
    assert "20261009-0001: contact data stay masked, as the look cannot be logged." in err


@pytest.mark.parametrize("words", [("show", 1), ("list",), ("export",)], ids=str)
def test_where_a_reveal_cannot_be_logged_nothing_is_shown(full: Any, words: tuple[object, ...]) -> None:
    code, out, err = full(*words, "--reveal", WHY, "--as", SUPERVISOR)
    assert (code, out) == (6, "")
    assert "Nothing was shown, as it cannot be logged." in err


def test_the_log_disturbs_no_step_no_figure_and_no_memory(house: Desk) -> None:
    house.ok("note", 2, "喂", "--as", HANDLER)
    before = {words: house.ok(*words, "--as", SUPERVISOR) for words in (("report",), ("overdue",), ("load",))}
    house.ok("show", 1, "--as", HANDLER)
    house.ok("list", "--reveal", WHY, "--as", SUPERVISOR)
    house.ok("export", "--as", SUPERVISOR)
    assert {words: house.ok(*words, "--as", SUPERVISOR) for words in before} == before
    assert house.ok("show", ".", "--as", HANDLER)["id"] == 2  # the last that a step was taken on, not looked at
    assert [event["type"] for event in house.ok("undo", 2, "--as", HANDLER)["events"]] == ["undone"]
    assert [event["seq"] for event in house.ok("show", 1, "--history", "--as", HANDLER)["events"]] == [1, 2, 3]
    house.ok("daily", "--as", SUPERVISOR)
    with closing(sqlite3.connect(house.home / "tsk.db")) as db:
        steps = {step for (step,) in db.execute("SELECT DISTINCT step FROM v_event")}
    assert not steps & {"looked", "revealed", "exported"}
    assert house.ok("verify")["whole"]


def test_a_changed_log_is_found(house: Desk) -> None:
    house.ok("show", 1, "--reveal", WHY, "--as", SUPERVISOR)
    with closing(sqlite3.connect(house.home / "tsk.db")) as db:
        db.execute("DROP TRIGGER event_update")
        db.execute("UPDATE event SET actor = 'somebody' WHERE type = 'revealed'")
        db.commit()
    done = house.tsk("verify")
    assert done.code == 6
    assert "revealed" in done.out + done.err


# ── reading the log ────────────────────────────────────────────────────────────────────────────────


def test_the_report_counts_each_person_and_tells_when_and_why(house: Desk) -> None:
    house.ok("show", 1, "--as", HANDLER)
    house.at("2026-10-10 09:00").ok("show", 2, "--reveal", WHY, "--as", SUPERVISOR)
    house.at("2026-10-10 09:30").tsk("export", "--as", SUPERVISOR)
    house.at("2026-10-11 09:00")
    found = house.ok("report", "--access", "--as", SUPERVISOR)
    assert found["people"] == [
        {"who": SUPERVISOR, "looked": 0, "revealed": 1, "exported": 1, "complaints": 2},
        {"who": HANDLER, "looked": 1, "revealed": 0, "exported": 0, "complaints": 0},
    ]
    assert [one["at"][:16] for one in found["items"]] == ["2026-10-09T16:40", "2026-10-10T09:00", "2026-10-10T09:30"]
    day = ("--since", "2026-10-10", "--until", "2026-10-10")
    assert [one["type"] for one in log(house, *day)] == ["revealed", "exported"]
    assert [one["type"] for one in log(house, "--handler", HANDLER)] == ["looked"]
    assert log(house, "--month", "2026-09") == []
    plain = house.tsk("report", "--access", "--as", SUPERVISOR, "--lang", "zh").out.splitlines()
    assert plain[1].split("\t") == ["10-10 09:00", "王强", "解除隐藏", "20261009-0002", WHY]


def test_the_log_is_written_as_csv(house: Desk, tmp_path: Path) -> None:
    house.ok("show", 1, "--reveal", "=1+1", "--as", SUPERVISOR)
    file = tmp_path / "log.csv"
    assert house.tsk("report", "--access", "-o", file, "--as", SUPERVISOR).code == 0
    head, row = file.read_text("utf-8-sig").splitlines()
    assert head.startswith("n,at,recorded_at,who,type,verb")
    assert row.endswith(",false,'=1+1")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("who", [CLERK, HANDLER, REVIEWER])
def test_only_who_may_reveal_reads_the_log(house: Desk, who: str) -> None:
    done = house.tsk("report", "--access", "--as", who)
    assert (done.code, done.out) == (4, "")
    assert "may not `reveal`" in done.err


def test_who_sees_only_a_part_does_not_read_the_log_even_with_the_right(house: Desk) -> None:
    rules = house.home / "rules.toml"
    text = rules.read_text("utf-8")
    usual = 'may = ["counter", "handling"],                 sees = "department"'
    assert usual in text
    rules.write_text(text.replace(usual, 'may = ["counter", "handling", "reveal"], sees = "department"'), "utf-8")
    assert house.ok("show", 1, "--reveal", WHY, "--as", COLLEAGUE)["customer"]["phone"] == PHONE
    done = house.tsk("report", "--access", "--as", COLLEAGUE)
    assert (done.code, "sees only a part" in done.err) == (4, True)


@pytest.mark.parametrize("words", [("backup",), ("restore", "--latest"), ("report", "--access"), ("export",)])
def test_somebody_who_is_not_listed_is_told_so_and_of_no_role(house: Desk, words: tuple[str, ...]) -> None:
    done = house.tsk(*words, "--as", "visitor")
    assert (done.code, "is not listed as staff here." in done.err) == (4, True)
    assert "–" not in done.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_log_fits_eighty_columns(house: Desk, lang: str) -> None:
    house.ok("show", 1, "--reveal", WHY * 5, "--as", SUPERVISOR)
    house.ok("show", 1, "--as", HANDLER)
    words = ("report", "--access", "--month", "2026-10", "--lang", lang, "--as", SUPERVISOR)
    env = {**os.environ, **house.env, "FORCE_COLOR": "1", "NO_COLOR": "1", "COLUMNS": "80", "TERM": "dumb"}
    out, _ = house.process(*words, env=env).communicate(timeout=60)
    from rich.cells import cell_len

    assert max(cell_len(line.rstrip()) for line in out.splitlines()) <= 80
    assert ("核对电话" in out, "20261009-0001" in out) == (True, True)


# ── what the log says ──────────────────────────────────────────────────────────────────────────────


def test_ranges_are_as_short_as_they_can_be() -> None:
    assert [ranges(ids) for ids in ([], [7], [1, 2, 3], [3, 1, 2, 7], range(1, 100_001))] == [
        *("", "7", "1-3", "1-3,7", "1-100000"),
    ]
    long = ranges(range(1, 100_000, 2))
    assert (len(long) <= 2_002, long.endswith(",…")) == (True, True)


@given(st.sets(st.integers(1, 300), max_size=60))
def test_ranges_name_each_number_once(ids: set[int]) -> None:
    parts = [part.split("-") for part in ranges(ids).split(",") if part]
    assert [id for part in parts for id in range(int(part[0]), int(part[-1]) + 1)] == sorted(ids)


def test_the_log_keeps_no_word_that_may_be_a_customer_s() -> None:
    asked = {"state": "open", "customer": "林小满", "phone": PHONE, "words": (("信号",),), "store": "HZ01", "view": 1}
    assert filters_told(asked, 3) == ("state=open", "customer", "phone", "words", "store=HZ01")
    assert filters_told(asked, 0) == ("state=open", "customer", "phone", "words", "store")
