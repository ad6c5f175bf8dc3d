"""The policy's own fields, as they are kept."""

from __future__ import annotations

from pathlib import Path

from conftest import Desk


def test_fields_said_in_any_order_are_proved_whole(tmp_path: Path) -> None:
    """The snapshot that a command writes is the one that its events fold to, whatever came first."""
    desk = Desk(tmp_path / "home", "2026-11-16 11:00")
    desk.ok("init", "--practice", "--policy", "mall-three-tier")
    said = ("record", "大衣破了", "--customer", "林小满", "--store", "C12", "--as", "m3001")
    one = desk.ok(*said, "--set", "settlement=returned", "--set", "remedy=送货", "--set", "apology=yes")
    two = desk.ok(*said, "--set", "apology=yes", "--set", "settlement=returned", "--set", "remedy=送货")
    assert one["fields"] == two["fields"] == {"apology": "yes", "remedy": "送货", "settlement": "returned"}
    desk.ok("update", 1, "--set", "discipline=警告", "--set", "apology_by=导购", "--as", "m3001")
    assert desk.ok("verify")["whole"]
