"""A command that is named with --once is carried out once, however often a script or a person gives it."""

from __future__ import annotations

import pytest
from conftest import Desk

NEW = ("record", "No signal", "--category", "network", "--phone", "13800000001")


def types(desk: Desk, ref: object = 1) -> list[str]:
    return [one["type"] for one in desk.ok("show", ref, "--history")["events"]]


def test_a_complaint_recorded_twice_under_one_name_is_there_once(desk: Desk) -> None:
    first = desk.ok(*NEW, "--once", "call-4711")
    again = desk.ok(*NEW, "--once=call-4711")
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert (first["number"], again["number"]) == ("20261009-0001", "20261009-0001")
    assert len(desk.ok("list")) == 1
    assert desk.ok(*NEW, "--once", "call-4712")["number"] == "20261009-0002"


def test_a_step_given_again_on_several_complaints_is_taken_only_where_it_is_missing(desk: Desk) -> None:
    for _ in range(3):
        desk.ok(*NEW)
    desk.ok("contact", 1, 2, "--via", "phone", "--once", "k1")
    done = desk.ok("contact", 1, 2, 3, "--via", "phone", "--once", "k1")
    assert [[step["type"] for step in one["events"]] for one in done] == [[], [], ["accepted", "contacted"]]
    assert [types(desk, n).count("contacted") for n in (1, 2, 3)] == [1, 1, 1]
    desk.ok("contact", 1, "--via", "phone", "--once", "k2")
    assert types(desk).count("contacted") == 2


def test_what_a_person_is_told_is_that_it_is_so_already(desk: Desk) -> None:
    desk.ok(*NEW)
    desk.ok("note", 1, "Called the carrier", "--once", "n1")
    done = desk.tsk("note", 1, "Called the carrier", "--once", "n1")
    assert (done.code, done.out) == (0, "20261009-0001  it is so already; nothing was written\n")


@pytest.mark.parametrize(
    ("words", "step"),
    [
        (("chase", 1, "--via", "phone"), "chased"),
        (("reply", 1, "The mast is repaired", "--via", "phone"), "replied"),
        (("cancel", 1, "--by", "customer", "--reason", "Works again"), "cancelled"),
        (("undo", 1), "undone"),
        (("merge", 2, "--into", 1), "absorbed"),
        (("assign", 1, "--to", "billing"), "assigned"),
        (("promise", 1, "A visit", "--by", "2026-10-12 10:00"), "promised"),
    ],
)
def test_every_kind_of_step_is_taken_once(words: tuple[object, ...], step: str, desk: Desk) -> None:
    desk.ok(*NEW)
    desk.ok(*NEW)
    desk.ok("note", 1, "Asked around")
    before = types(desk).count(step)
    desk.ok(*words, "--once", "again")
    written = desk.events
    desk.ok(*words, "--once", "again")
    assert types(desk).count(step) == before + 1
    assert desk.events == written


@pytest.mark.parametrize(
    ("first", "then", "shown"),
    [
        (("incident", "open", "Mast down", "--category", "network"), ("incident", "list"), 1),
        (
            ("measure", "add", "Check the mast", "--department", "network", "--by", "2026-10-30"),
            ("measure", "list"),
            1,
        ),
    ],
)
def test_a_file_beside_the_complaints_is_opened_once(
    first: tuple[str, ...], then: tuple[str, ...], shown: int, desk: Desk
) -> None:
    desk.ok(*NEW)
    one, two = (desk.ok(*first, "--once", "x") for _ in range(2))
    assert one["id"] == two["id"] == 1
    assert len(desk.ok(*then)) == shown


@pytest.mark.parametrize("name", ["two words", "a/b", "1:abc", "-x", "长", "a" * 65])
def test_what_could_be_taken_for_something_else_names_nothing(name: str, desk: Desk) -> None:
    done = desk.tsk(*NEW, f"--once={name}", "--json")
    assert (done.code, done.error["hint"]) == (
        2,
        "Write up to 64 letters, digits, dots, hyphens and underlines.",
    )
    assert desk.ok("list") == []


def test_the_environment_names_no_command(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TSK_ONCE", "all")
    assert [desk.ok(*NEW)["id"] for _ in range(2)] == [1, 2]
