"""What the walk-throughs share: a desk with one policy, the people at it, and the few questions asked of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conftest import Desk
from paper import rows


class Walk:
    """One policy on a real file: `at` moves the present, `does` is a step by somebody, `refused` one that must fail."""

    def __init__(self, home: Path, policy: str, now: str) -> None:
        self.desk = Desk(home, now)
        self.desk.ok("init", "--practice", "--policy", policy)
        assert self.desk.tsk("rules", "check").code == 0

    def at(self, when: str) -> Walk:
        self.desk.at(when)
        return self

    def does(self, who: str, *words: object) -> Any:
        """The JSON of a command that must succeed."""
        return self.desk.ok(*words, "--as", who)

    def refused(self, who: str, *words: object, rule: str) -> None:
        """The step is not allowed: exit 4, nothing written, and the error names the rule."""
        self.fails(4, who, *words, naming=rule)

    def fails(self, code: int, who: str, *words: object, naming: str) -> None:
        before = self.desk.written
        told = self.desk.tsk(*words, "--as", who)
        assert (told.code, told.out) == (code, ""), told
        assert naming in told.err
        assert self.desk.written == before

    def paper(self, name: str, said: str) -> Path:
        """A file of that name that may be attached."""
        file = self.desk.home.with_name(name)
        file.write_text(said, "utf-8")
        return file

    def form(self, who: str, id: int, kind: str) -> list[list[str]]:
        """The Chinese form of a complaint, row by row."""
        told = self.desk.tsk("form", id, "--kind", kind, "--lang", "zh", "-o", "-", "--as", who)
        assert (told.code, told.err) == (0, ""), told
        return rows(told.out)

    def history(self, who: str, id: int) -> list[Any]:
        """Every step of a complaint, oldest first."""
        events: list[Any] = self.does(who, "show", id, "--history")["events"]
        return events


def text(instant: str | None) -> str:
    """An instant of the JSON as people write it: `2026-09-20 18:00`, with seconds only where there are any."""
    return instant[:19].replace("T", " ").removesuffix(":00") if instant else "–"


def dues(case: Any, round: int = 1) -> dict[str, str]:
    """When each milestone of that round is due; one that another than the lead department owes is `part of network`."""
    rows = (m for m in case["milestones"] if m["round"] == round)
    return {_called(m, case): text(m["due"]) for m in rows}


def stands(case: Any, name: str, round: int = 1) -> str:
    """How that milestone stands: open, paused, met, late, missed or void."""
    (row,) = (m for m in case["milestones"] if (_called(m, case), m["round"]) == (name, round))
    return str(row["standing"])


def why(inbox: Any, id: int) -> list[str]:
    """Why that complaint stands in somebody's inbox, the most urgent kind of reason first."""
    (row,) = (row for row in inbox if row["id"] == id)
    return list(dict.fromkeys(reason["kind"] for reason in row["why"]))


def _called(milestone: Any, case: Any) -> str:
    name, of = milestone["name"], milestone["of"]
    return f"{name} of {of}" if of not in ("", case["department"]) else str(name)


def lines(report: Any, by: str) -> dict[str, Any]:
    """The lines of a report by their key."""
    return {row[by]: row for row in report["rows"]}


def share(rate: Any) -> tuple[int, int, bool | None]:
    """A rate as (count, of, target reached)."""
    return rate["count"], rate["of"], rate["reached"]
