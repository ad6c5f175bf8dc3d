"""A small file of another system with its mapping, to be changed by each test."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from conftest import Desk, Result

HEADINGS = ("Ticket", "Opened", "Answered", "Closed", "Due", "Customer", "Phone", "Problem", "Kind", "Answer")
MAPPING = """
[file]
dates = "%Y-%m-%d %H:%M"

[complaint]
external = "Ticket"
received = "Opened"
summary = "Problem"
customer = "Customer"
phone = "Phone"
channel = { is = "hotline" }
category = "Kind"

[past]
promised = { due = "Due", promise = { is = "The date of the old system" } }
replied = { at = "Answered", answer = "Answer" }
closed = { at = "Closed" }
"""
ANSWER = "The cable was mended and the fee refunded."
ROWS: tuple[dict[str, str], ...] = (
    {
        "Ticket": "T1", "Opened": "2026-09-01 10:00", "Answered": "2026-09-03 16:00", "Closed": "2026-09-04 09:00",
        "Due": "2026-09-02 18:00", "Customer": "张三", "Phone": "138 0000 0001", "Problem": "断网三天",
        "Answer": ANSWER,
    },
    {"Ticket": "T2", "Opened": "2026-10-08 10:00", "Customer": "李四", "Phone": "13800000002", "Problem": "资费不符"},
    {
        "Ticket": "T3", "Opened": "2026-09-20 10:00", "Closed": "2026-09-21 16:00", "Customer": "张三",
        "Phone": "13800000001", "Problem": "又断网了",
    },
)  # fmt: skip


class Foreign:
    """The file with so many rows, and the desk that takes it in."""

    def __init__(self, desk: Desk, folder: Path, rows: tuple[dict[str, str], ...] = ROWS) -> None:
        self.desk = desk
        self.rows = [dict(row) for row in rows]
        self.file, self.map = folder / "old.csv", folder / "old.toml"
        self.map.write_text(MAPPING, "utf-8")

    def write(self) -> None:
        with self.file.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADINGS, restval="")
            writer.writeheader()
            writer.writerows(self.rows)

    def run(self, *words: object) -> Result:
        self.write()
        return self.desk.tsk("import", self.file, "--map", self.map, *words)

    def ok(self, *words: object) -> Any:
        self.write()
        return self.desk.ok("import", self.file, "--map", self.map, *words)

    def case(self, id: int) -> Any:
        return self.desk.ok("show", id, "--history")


def steps(case: Any) -> list[str]:
    """What was done, in order."""
    return [event["type"] for event in case["events"]]


def due_of(case: Any, name: str) -> Any:
    (found,) = [one for one in case["milestones"] if one["name"] == name]
    return found
