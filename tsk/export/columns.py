"""The figures of a line as columns: what each is called, how it is written, what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from tsk.report import Line, Rate

Value = int | float | Rate | None


class Figure(NamedTuple):
    """One column: `kind` is count, rate, hours (of seconds) or points; `about` explains it in a line."""

    name: str
    title: str
    kind: str
    of: Callable[[Line], Value]
    about: str


_FIGURES: tuple[tuple[str, str, str, Callable[[Line], Value], str], ...] = (
    (
        "received",
        "Received",
        "count",
        lambda line: line.received,
        "Complaints received in the period, without those cancelled by mistake.",
    ),
    (
        "solved",
        "Closed so far",
        "count",
        lambda line: line.solved,
        "Those of them that are closed now.",
    ),
    (
        "open",
        "Open",
        "count",
        lambda line: line.open,
        "Those of them that are neither closed nor cancelled; what is answered is open until it is closed.",
    ),
    (
        "overdue",
        "Overdue answers",
        "count",
        lambda line: line.overdue,
        "Answers owed now whose time is up.",
    ),
    (
        "timeliness",
        "In time",
        "rate",
        lambda line: line.timeliness,
        "Answers given in time ÷ answers that fell due.",
    ),
    (
        "resolution",
        "Resolved",
        "rate",
        lambda line: line.resolution,
        "Closed ÷ received.",
    ),
    (
        "satisfaction",
        "Satisfied",
        "rate",
        lambda line: line.satisfaction,
        "Satisfied ÷ rated; who said nothing does not count.",
    ),
    (
        "each",
        "Hours each",
        "hours",
        lambda line: line.handling.each,
        "Working time in hand ÷ complaints in hand, of whoever had them then; waits are not in it.",
    ),
    (
        "median",
        "Median hours",
        "hours",
        lambda line: line.spread.median,
        "Half of the complaints answered took no longer, in working time.",
    ),
    (
        "ninetieth",
        "90 % within",
        "hours",
        lambda line: line.spread.ninetieth,
        "Nine of ten complaints answered took no longer, in hours of working time.",
    ),
    (
        "repeat",
        "Repeats",
        "rate",
        lambda line: line.repeat,
        "Complaints that repeat an earlier one ÷ received.",
    ),
    (
        "chase",
        "Chases",
        "rate",
        lambda line: line.chase,
        "How often customers asked for news ÷ received; may pass 100 %.",
    ),
    (
        "reopen",
        "Reopened",
        "rate",
        lambda line: line.reopen,
        "Complaints taken up again at least once ÷ received.",
    ),
    (
        "upheld",
        "Upheld",
        "rate",
        lambda line: line.upheld,
        "Judged upheld or partly upheld ÷ judged.",
    ),
    (
        "rose",
        "Rose",
        "count",
        lambda line: line.rose,
        "How often complaints were moved up the line by themselves.",
    ),
    (
        "points",
        "Points",
        "points",
        lambda line: line.points,
        "What closed complaints count by the policy's points.",
    ),
    (
        "score",
        "Score",
        "points",
        lambda line: line.score,
        "How far the policy's targets are reached by their weights, out of 100.",
    ),
    (
        "rank",
        "Rank",
        "count",
        lambda line: line.rank,
        "By score; equal scores share a rank.",
    ),
)
FIGURES = tuple(Figure(*row) for row in _FIGURES)
FIRST = ("received", "solved", "open", "overdue", "timeliness", "resolution", "satisfaction", "each")
_WHERE_ANY = ("rose", "points", "score", "rank")


def shown(lines: Iterable[Line]) -> tuple[Figure, ...]:
    """The figures worth a column: those that a policy may do without only where a line has any."""
    lines = tuple(lines)
    return tuple(one for one in FIGURES if one.name not in _WHERE_ANY or any(one.of(line) for line in lines))
