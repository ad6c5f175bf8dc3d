"""What the log of looks says of a person goes with them; and what it cannot let go of is told."""

from __future__ import annotations

import pytest
from behind import asked
from conftest import Desk
from removing import NAME, NEEDLES, anonymise, held, over

OTHER = ("--customer", "Han Mei", "--phone", "13800005678")


def looks(desk: Desk) -> list[tuple[int, str, str | None]]:
    """The log: complaint, kind, reason where there still is one."""
    looked = (
        "SELECT e.id, e.type, p.value FROM event e LEFT JOIN private p ON p.site = e.site AND p.n = e.n "
        "WHERE e.kind = 'access' ORDER BY e.n"
    )
    return asked(desk, looked)


def test_the_reason_of_a_look_goes_with_the_person_and_the_look_stays(desk: Desk) -> None:
    over(desk)
    over(desk, *OTHER, summary="Fee")
    desk.ok("show", 1, "--reveal", f"{NAME} is on the line")
    desk.ok("show", 2, "--reveal", "She calls.")
    revealed = [(1, "revealed", f"{NAME} is on the line"), (2, "revealed", "She calls.")]
    assert looks(desk) == revealed
    assert held(desk.home) == {*NEEDLES}
    anonymise(desk, 1)
    assert looks(desk) == [(1, "revealed", None), (2, "revealed", "She calls.")]
    assert held(desk.home) == set()
    assert desk.ok("verify")["whole"]


def test_a_reason_for_many_at_once_that_names_the_person_stays_and_is_told(desk: Desk) -> None:
    over(desk)
    desk.ok("list", "--reveal", f"Look for {NAME}")
    assert anonymise(desk, 1)["also_named_in"] == [{"kind": "access", "id": 0}]
    assert desk.ok("verify")["whole"]


@pytest.mark.on_file("restores a backup")
def test_a_reason_of_a_restore_that_names_the_person_stays_and_is_told(desk: Desk) -> None:
    over(desk)
    name = desk.ok("backup")["name"]
    desk.ok("restore", name, "--yes", "--reason", f"{NAME} was missing")
    assert anonymise(desk, 1)["also_named_in"] == [{"kind": "admin", "id": 0}]
    assert desk.ok("verify")["whole"]


def test_exports_since_are_counted_that_held_the_complaint(desk: Desk) -> None:
    over(desk)
    over(desk, *OTHER, summary="Fee")
    desk.ok("export")
    desk.ok("export", "--customer", "Han")
    assert anonymise(desk, 1)["exports_since"] == 1
    assert anonymise(desk, 2)["exports_since"] == 2


def test_looking_at_a_complaint_without_its_person_is_no_look_at_anybody(desk: Desk) -> None:
    over(desk)
    anonymise(desk, 1)
    before = looks(desk)
    for words in (("show", 1), ("show", 1, "--history"), ("show", 1, "--reveal", "Who was it?"), ("list",)):
        assert desk.tsk(*words).code == 0
    assert looks(desk) == before
