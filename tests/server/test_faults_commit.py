"""The answer to a COMMIT that never comes: what stands is known, and nothing is doubled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import Server

from server.faulty import RECORDED, Nth, Shop, asked, line, new_shop


@pytest.fixture
def shop(server: Server, tmp_path: Path) -> Iterator[Shop]:
    made = new_shop(server, tmp_path / "home")
    yield made
    asked(server.url(), f"DROP DATABASE {made.url.rpartition('/')[2]} WITH (FORCE)")


def test_a_complaint_whose_confirmation_was_lost_is_told_as_recorded_and_stands_once(
    shop: Shop, server: Server
) -> None:
    with line(server.port, Nth("deaf")) as cut:
        done = shop.through(cut.of(shop.url)).tsk(*RECORDED, "--json")
    assert (done.code, done.json["number"], done.json["repeated"]) == (0, "20261009-0001", False), done
    assert [one["number"] for one in shop.ok("list")] == ["20261009-0001"]
    assert shop.ok("verify")["whole"]


def test_a_command_whose_commit_never_arrived_is_carried_out_again_by_itself(shop: Shop, server: Server) -> None:
    with line(server.port, Nth("cut")) as cut:
        done = shop.through(cut.of(shop.url)).tsk(*RECORDED, "--json")
    assert (done.code, done.json["number"]) == (0, "20261009-0001"), done
    assert len(shop.ok("list")) == 1
    assert shop.ok("verify")["whole"]


def test_a_line_that_is_cut_again_and_again_ends_after_three_times_with_nothing_written(
    shop: Shop, server: Server
) -> None:
    cuts = Nth("cut", times=99)
    with line(server.port, cuts) as cut:
        done = shop.through(cut.of(shop.url)).tsk(*RECORDED, "--json")
    assert (done.code, cuts.seen) == (6, 3), done
    assert done.error["error"].endswith(" has broken off.")
    assert done.error["hint"] == "Try again. Nothing was written."
    assert shop.ok("list") == []


def test_where_nobody_can_say_whether_it_stands_the_person_is_told_how_to_repeat_it_once(
    shop: Shop, server: Server
) -> None:
    gone = _Gone()
    with line(server.port, gone) as cut:
        done = shop.through(cut.of(shop.url)).tsk(*RECORDED, "--json")
    assert done.code == 6
    assert done.error["error"].endswith(" broke off before it confirmed; whether that was recorded is not known.")
    key = done.error["hint"].partition("`--once ")[2].partition("`")[0]
    again = shop.ok(*RECORDED, "--once", key)
    assert (again["number"], again["repeated"]) == ("20261009-0001", True)
    assert len(shop.ok("list")) == 1


class _Gone(Nth):
    """Carries out the first COMMIT that writes, and lets nobody through any more."""

    def __init__(self) -> None:
        super().__init__("deaf")

    def __call__(self, data: bytes) -> str:
        return "cut" if self.seen else super().__call__(data)


def test_a_step_that_is_lost_is_repeated_by_its_key_without_being_doubled(shop: Shop, server: Server) -> None:
    shop.ok(*RECORDED)
    with line(server.port, _Gone()) as cut:
        done = shop.through(cut.of(shop.url)).tsk("note", "1", "Called the carrier", "--json")
    key = done.error["hint"].partition("`--once ")[2].partition("`")[0]
    for _ in range(2):
        again = shop.ok("note", "1", "Called the carrier", "--once", key)
        assert again["events"] == []
    events = shop.ok("show", "1", "--history")["events"]
    assert [one["type"] for one in events].count("noted") == 1


def test_of_several_complaints_the_one_whose_confirmation_was_lost_stands_and_the_rest_go_on(
    shop: Shop, server: Server
) -> None:
    for _ in range(3):
        shop.ok(*RECORDED)
    with line(server.port, Nth("deaf", nth=2)) as cut:
        done = shop.through(cut.of(shop.url)).tsk("contact", "1", "2", "3", "--via", "phone", "--json")
    assert [(one["id"], one["events"][-1]["type"]) for one in done.json] == [(n, "contacted") for n in (1, 2, 3)]
    assert shop.ok("verify")["whole"]
