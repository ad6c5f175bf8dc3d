"""The parts of a report beside its table: targets, deadlines, backlog, ages and causes, each as a block of lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tsk.i18n import say, tr
from tsk.render import labels
from tsk.render.charts import Lines, bar, spark
from tsk.render.console import Segment, cut, padded
from tsk.report import Line, Rate, Report
from tsk.rulerows import Target
from tsk.rules import Rules, find

_BAR, _NAME = 20, 24  # cells
_MOST_CAUSES = 8


def rate_names() -> dict[str, str]:
    """What each rate is called in the heading of a column."""
    return {
        "timeliness": tr("In time"),
        "resolution": tr("Resolved"),
        "satisfaction": tr("Satisfied"),
        "repeat": tr("Repeats"),
        "chase": tr("Chases"),
        "reopen": tr("Reopened"),
        "upheld": tr("Upheld"),
    }


def percent_text(percent: float | None) -> str:
    """A share in percent to one place; – where nothing could be counted."""
    return "–" if percent is None else say("{percent} %", percent=f"{percent:.1f}")


def target_block(total: Line, rules: Rules) -> Lines:
    """Each rate as a bar, with its target and whether it is reached."""
    names = {name: title for name, title in rate_names().items() if total.rates[name].of}
    rows = [_rate_row(title, total.rates[name], find(rules.targets, name)) for name, title in names.items()]
    return _block(tr("Rates and targets"), rows)


def _rate_row(title: str, rate: Rate, target: Target | None) -> list[Segment]:
    reached = {True: "green", False: "red", None: ""}[rate.reached]
    return [*_bar_row(title, rate, reached), (_target_text(rate, target), reached)]


def _bar_row(title: str, rate: Rate, style: str) -> list[Segment]:
    percent = rate.percent or 0.0
    return [
        (" " + padded(cut(title, _NAME), _NAME), ""),
        (bar(percent / 100, _BAR), style),
        (percent_text(rate.percent).rjust(9) + "  ", style),
    ]


def _target_text(rate: Rate, target: Target | None) -> str:
    """The target in words: missed or reached, and what it is."""
    if target is None or rate.reached is None:
        return say("{count} of {of}", count=rate.count, of=rate.of)
    least, most = target.at_least, target.at_most
    wanted = say("at least {n} %", n=least) if least is not None else say("at most {n} %", n=most or 0.0)
    return say("✓ {wanted}", wanted=wanted) if rate.reached else say("✗ missed: {wanted}", wanted=wanted)


def deadline_block(total: Line, rules: Rules) -> Lines:
    """Each milestone that fell due as a bar of those met in time."""
    rows = [
        [
            *_bar_row(labels.milestone_name(rules, one.name), one.rate, "red" if one.rate.missed else ""),
            (say("{count} of {of}", count=one.rate.count, of=one.rate.of), "dim"),
        ]
        for one in total.milestones
    ]
    return _block(tr("Deadlines met of those that fell due"), rows)


def backlog_block(found: Report) -> Lines:
    """What was open, came in and ended over the period, as three lines of one character a day, week or month."""
    log = found.backlog
    if log is None or not log.buckets:
        return []
    most = max(log.buckets, key=lambda one: one.open)
    peak = _day(most.last) if log.step == "day" else f"{_day(most.first)}–{_day(most.last)}"
    told = say("{n} at the end, most {most} on {day}", n=log.buckets[-1].open, most=most.open, day=peak)
    rows = [
        _spark_row(tr("Open"), [one.open for one in log.buckets], told),
        _spark_row(tr("Received"), [one.received for one in log.buckets], _in_all(one.received for one in log.buckets)),
        _spark_row(tr("Ended"), [one.ended for one in log.buckets], _in_all(one.ended for one in log.buckets)),
    ]
    titles = {
        "day": tr("Open at the end of each day"),
        "week": tr("Open at the end of each week"),
        "month": tr("Open at the end of each month"),
    }
    return _block(titles[log.step], rows)


def _day(day: date) -> str:
    return f"{day:%m-%d}"


def _in_all(counts: Iterable[int]) -> str:
    return say("{n} in all", n=sum(counts))


def _spark_row(title: str, values: Sequence[int], told: str) -> list[Segment]:
    return [(" " + padded(title, 10), ""), (spark(values), "cyan"), ("  " + told, "dim")]


def ageing_block(found: Report) -> Lines:
    """How old the open complaints are, as bars."""
    most = max((one.count for one in found.ageing), default=0)
    if not most:
        return []
    rows = [
        [
            (" " + padded(_age(one.first, one.last), _NAME), ""),
            (bar(one.count / most, _BAR), "yellow" if one.last is None else ""),
            (str(one.count).rjust(7), ""),
        ]
        for one in found.ageing
    ]
    return _block(tr("Open now, by age"), rows)


def _age(first: int, last: int | None) -> str:
    if last is None:
        return say("more than {n} days", n=first - 1)
    return say("up to {n} day", n=last) if not first else say("{first} to {last} days", first=first, last=last)


def cause_block(found: Report, rules: Rules) -> Lines:
    """The main causes as bars, with what they make up added together."""
    known = [one for one in found.causes if one.key]
    most = max((one.received for one in known), default=0)
    rows = [
        [
            (" " + padded(cut(labels.dimension(rules, "cause", one.key), _NAME), _NAME), ""),
            (bar(one.received / most, _BAR), ""),
            (str(one.received).rjust(7), ""),
            (percent_text(one.share).rjust(10), ""),
            ("  " + say("added up {percent}", percent=percent_text(one.cumulative)), "dim"),
        ]
        for one in known[:_MOST_CAUSES]
    ]
    rest = sum(one.received for one in found.causes if not one.key)
    more: Lines = [[(" " + say("without a cause so far: {n}", n=rest), "dim")]] if rest and known else []
    return [*_block(tr("Main causes"), rows), *more] if rows else []


def _block(title: str, rows: Lines) -> Lines:
    return [[(title, "bold")], *rows] if rows else []
