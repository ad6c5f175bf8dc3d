"""Complaints taken along: by right, masked, on record, whole or not at all, however many there are."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk

from tsk.export.cases import FORMATS as MAKERS

FORMATS = ("csv", "json", "jsonl")
PHONE = "13800005678"


@pytest.fixture
def three(desk: Desk) -> Desk:
    """Three complaints: one of the network department, answered; one that a spreadsheet would run; a plain one."""
    who = ("--customer", "林小满", "--phone", PHONE, "--email", "xm@example.com", "--address", "西湖路18号")
    desk.ok("record", "没有信号", "--category", "network", "--store", "HZ01", *who)
    desk.ok("contact", 1, "--via", "phone")
    desk.ok("promise", 1, "换卡", "--by", "2026-10-12")
    desk.ok("record", "=HYPERLINK(1)", "--customer", "@何晴", "--details", '第一行\n第二行,引号"')
    desk.ok("record", "账单不清", "--category", "business")
    return desk


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def exported(desk: Desk, *words: object) -> str:
    done = desk.tsk("export", *words)
    assert (done.code, done.err) == (0, ""), done
    return done.out


# ── what is in it ──────────────────────────────────────────────────────────────────────────────────


def test_json_holds_what_a_list_holds(three: Desk) -> None:
    listed = three.ok("list", "--sort", "number")
    assert json.loads(exported(three, "--format", "json")) == listed
    assert three.ok("export") == listed
    assert [json.loads(line) for line in exported(three, "--format", "jsonl").splitlines()] == listed


def test_csv_is_flat_with_a_column_for_each_deadline(three: Desk) -> None:
    first, second, third = rows(exported(three))
    assert (first["number"], first["department"], first["customer_name"]) == ("20261009-0001", "network", "林小满")
    assert (first["customer_phone"], first["customer_email"]) == ("138****5678", "x***@example.com")
    assert (first["customer_address"], first["customer_masked"]) == ("", "true")
    assert (first["contact_standing"], first["reply_due"]) == ("met", "2026-10-13T18:00:00+08:00")
    assert [one["text"] for one in json.loads(first["promises"])] == ["换卡"]
    assert (second["summary"], second["customer_name"]) == ("'=HYPERLINK(1)", "'@何晴")
    assert second["details"] == '第一行 第二行,引号"'
    assert (third["promises"], third["closed_at"], third["score"]) == ("", "", "")


def test_every_key_of_the_json_has_a_column(three: Desk) -> None:
    (view, *_), (row, *_) = three.ok("export"), rows(exported(three))
    nested = {"customer", "proposal", "fields"}
    assert set(view) - nested <= set(row)
    assert {f"customer_{name}" for name in view["customer"]} <= set(row)


def test_the_columns_do_not_depend_on_the_complaints(three: Desk) -> None:
    head = exported(three).splitlines()[0]
    assert exported(three, "--category", "network").splitlines()[0] == head
    assert exported(three, "--store", "nowhere") == head + "\r\n"
    assert exported(three, "--store", "nowhere", "--format", "json") == "[]\n"
    assert exported(three, "--store", "nowhere", "--format", "jsonl") == ""


def test_it_takes_the_filters_of_a_list(three: Desk) -> None:
    assert [one["id"] for one in three.ok("export", "--category", "network")] == [1]
    assert [one["id"] for one in three.ok("export", "--sort", "-number", "--limit", 2)] == [3, 2]
    assert three.tsk("export", "--category", "nonsense").code == 2


@pytest.mark.parametrize("format", FORMATS)
def test_revealed_it_holds_the_contact_data(three: Desk, format: str) -> None:
    masked = exported(three, "--format", format)
    whole = exported(three, "--format", format, "--reveal", "交给总部")
    for word in (PHONE, "xm@example.com", "西湖路18号"):
        assert (word in masked, word in whole) == (False, True)


# ── where it goes ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_is_new_its_ending_says_the_format_and_it_is_its_owner_s_alone(
    three: Desk, tmp_path: Path, format: str
) -> None:
    file = tmp_path / f"out.{format}"
    told = three.ok("export", "-o", file)
    assert told == {"file": str(file), "format": format, "complaints": 3, "masked": True}
    assert file.read_bytes().decode() == exported(three, "--format", format)
    assert file.stat().st_mode & 0o777 == 0o600
    again = three.tsk("export", "-o", file)
    assert (again.code, "cannot be written" in again.err) == (6, True)


def test_a_file_that_cannot_be_written_whole_is_not_left(three: Desk, tmp_path: Path) -> None:
    import resource

    file = tmp_path / "out.csv"
    no_room = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))  # noqa: E731
    for _ in range(40):
        three.ok("record", "没有信号" * 100, "--details", "很长" * 2_000)
    process = three.process("export", "-o", file, preexec_fn=no_room)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, file.exists(), str(file) in err) == (6, False, True)
    assert [one["count"] for one in three.ok("report", "--access")["items"]] == [43]  # it was on its way


@pytest.mark.parametrize(
    "words", [("--format", "xml"), ("-o", "out.doc"), ("--format", "csv", "--json"), ("--limit", "0")], ids=str
)
def test_what_cannot_be_meant_is_refused(three: Desk, words: tuple[str, ...]) -> None:
    events = three.events
    assert three.tsk("export", *words).code == 2
    assert three.events == events


def test_practice_and_real_desk_alike_log_every_export(three: Desk) -> None:
    exported(three)
    exported(three, "--category", "network", "--format", "jsonl", "--reveal", "交给总部")
    first, second = three.ok("report", "--access")["items"]
    names = ("type", "format", "count", "complaints", "masked", "reason", "filters")
    assert [first[name] for name in names] == ["exported", "csv", 3, "1-3", True, "", []]
    assert [second[name] for name in names] == [
        *("exported", "jsonl", 1, "1", False, "交给总部"),
        ["category=network"],
    ]


# ── how much ───────────────────────────────────────────────────────────────────────────────────────


class Rules:
    """A policy of no milestones and fields."""

    class policy:
        milestones = ()

    fields = ()


@pytest.mark.parametrize("format", FORMATS)
def test_complaints_are_written_as_they_come_and_never_held_together(three: Desk, format: str) -> None:
    (view, *_) = three.ok("export")
    asked = 0

    def endless() -> Any:
        nonlocal asked
        while True:
            asked += 1
            yield view

    parts: Any = MAKERS[format](endless(), Rules())  # type: ignore[arg-type]
    for _ in range(5):
        assert next(parts)
    assert asked <= 1_000


def test_a_reader_that_leaves_early_is_no_error(three: Desk) -> None:
    process = three.process("export", env={**os.environ, **three.env, "PYTHONPATH": ":".join(sys.path)})
    assert process.stdout
    process.stdout.close()
    assert process.wait(timeout=60) == 0
