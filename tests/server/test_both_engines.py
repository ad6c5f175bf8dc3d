"""The same complaints on a file and on a server: the same answers, in the same order."""

from __future__ import annotations

from conftest import Desk


def test_a_complaint_recorded_on_either_engine_is_answered_alike(filed: Desk, served: Desk) -> None:
    words = ("record", "no signal in the basement", "--category", "network", "--phone", "13800000001")
    assert filed.ok(*words) == served.ok(*words)
    assert filed.ok("show", 1) == served.ok("show", 1)
    assert (filed.home / "tsk.db").is_file()
    assert not (served.home / "tsk.db").exists()
