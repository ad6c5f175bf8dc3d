"""The figures of a period as plain values for JSON: keys are a contract and only ever added."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tsk.backlog import Aged, Backlog
from tsk.comparison import Change, Compared
from tsk.handlingtime import Handling, Spread
from tsk.report import Line, Rate, Report

_PLAIN = (
    *("received", "solved", "open", "cancelled", "overdue", "reopened", "chased", "repeated", "unreachable"),
    *("points", "rose", "share", "cumulative", "score", "rank"),
)


def report_view(report: Report) -> dict[str, Any]:
    """The figures of a period; a rate without a denominator is null. `until` is the day after its `last`."""
    return {
        **days_view(report.since, report.until),
        "days": {"past": report.days.past, "of": report.days.of, "over": report.days.over},
        "by": report.by,
        "filters": report.filters,
        "rows": [line_view(line, report.by) for line in report.lines],
        "total": line_view(report.total, ""),
        "trend": [line_view(line, "month") for line in report.trend],
        "backlog": backlog_view(report.backlog) if report.backlog else None,
        "ageing": [aged_view(one) for one in report.ageing],
        "causes": [
            {"cause": one.key, "received": one.received, "share": one.share, "cumulative": one.cumulative}
            for one in report.causes
        ],
        "compare": compared_view(report.compared, report.by) if report.compared else None,
    }


def days_view(since: date, until: date) -> dict[str, str]:
    """The days [since, until): the first, the day after the last, the last."""
    return {"since": since.isoformat(), "until": until.isoformat(), "last": (until - timedelta(days=1)).isoformat()}


def line_view(line: Line, by: str) -> dict[str, Any]:
    """The figures of one value of a dimension, or of all where none is named."""
    return {
        **({by: line.key} if by else {}),
        **{name: getattr(line, name) for name in _PLAIN},
        "handling": {**handling_view(line.handling), **spread_view(line.spread)},
        **{name: rate_view(rate) for name, rate in line.rates.items()},
        "milestones": [{"milestone": one.name, **rate_view(one.rate)} for one in line.milestones],
    }


def rate_view(rate: Rate) -> dict[str, Any]:
    """A rate as it is counted, in percent, and whether it reaches its target."""
    return {"count": rate.count, "of": rate.of, "percent": rate.percent, "reached": rate.reached}


def handling_view(handling: Handling) -> dict[str, Any]:
    """The time that complaints took whoever had them, in working seconds."""
    return {
        "complaints": handling.cases,
        "handled_seconds": handling.handled,
        "waited_seconds": handling.waited,
        "reviewed_seconds": handling.reviewed,
    }


def spread_view(spread: Spread) -> dict[str, Any]:
    """How the handling times of the complaints answered lie, in working seconds."""
    return {"answered": spread.count, "median_seconds": spread.median, "p90_seconds": spread.ninetieth}


def backlog_view(backlog: Backlog) -> dict[str, Any]:
    """What was open at the end of each day, week or month; `last` is its last day."""
    return {
        "step": backlog.step,
        "before": backlog.before,
        "buckets": [
            {
                "first": one.first.isoformat(),
                "last": one.last.isoformat(),
                "received": one.received,
                "ended": one.ended,
                "open": one.open,
            }
            for one in backlog.buckets
        ],
    }


def aged_view(one: Aged) -> dict[str, Any]:
    """How many complaints have been open for so many days; `to` is null for any number from there on."""
    return {"from_days": one.first, "to_days": one.last, "open": one.count}


def compared_view(found: Compared, by: str) -> dict[str, Any]:
    """The figures of the other period, and what is more or fewer than then."""
    return {
        "to": found.to,
        **days_view(found.since, found.until),
        "rows": [line_view(line, by) for line in found.lines],
        "total": line_view(found.total, ""),
        "changes": [{by: one.key, **change_view(one)} for one in found.changes],
        "change": change_view(found.change),
    }


def change_view(one: Change) -> dict[str, Any]:
    """The difference to the same line before: counts, percentage points, working seconds; null where unknown."""
    return {
        "received": one.received,
        "open": one.open,
        "overdue": one.overdue,
        **one.rates,
        "each_seconds": one.each,
        "median_seconds": one.median,
        "p90_seconds": one.ninetieth,
        "score": one.score,
    }
