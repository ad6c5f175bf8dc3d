"""How a report on paper says its figures, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from tsk import i18n
from tsk.backlog import Aged, Bucket
from tsk.comparison import Compared
from tsk.export.columns import Figure, Value
from tsk.i18n import say, tr
from tsk.render import labels
from tsk.report import Line, Rate
from tsk.rulerows import Target
from tsk.rules import Rules, find

NOTHING = "–"
MISSED = "✗"


class Cell(NamedTuple):
    """A text of a table; `missed` where it misses its target."""

    text: str
    missed: bool = False


def heading(figure: Figure) -> str:
    """What a figure is called; a Chinese title has its blank only where a narrow screen may break it."""
    title = tr(figure.title)
    return title.replace(" ", "") if i18n.lang == "zh" else title


def figure_cell(figure: Figure, line: Line) -> Cell:
    """What the line says in that column."""
    value = figure.of(line)
    return Cell(written(figure.kind, value), isinstance(value, Rate) and value.missed)


def written(kind: str, value: Value) -> str:
    """A figure of that kind as a text; – where there is none."""
    if isinstance(value, Rate):
        return percent(value.percent)
    if value is None:
        return NOTHING
    if kind == "hours":
        return f"{value / 3600:.1f}"
    return f"{value:.1f}" if kind == "points" else str(value)


def percent(share: float | None) -> str:
    """A share in percent to one place."""
    return NOTHING if share is None else say("{percent} %", percent=f"{share:.1f}")


def signed(kind: str, now: Value, before: Value) -> str:
    """How much more or less than before: counts, percentage points, hours."""
    a, b = (one.percent if isinstance(one, Rate) else one for one in (now, before))
    if a is None or b is None:
        return NOTHING
    more = (a - b) / 3600 if kind == "hours" else a - b
    text = f"{more:+d}" if isinstance(more, int) else f"{more:+.1f}"
    text = text if text.strip("+-0.") else text.strip("+-")  # nothing more, nothing less
    return say("{more} points", more=text) if kind == "rate" else text


def told(rate: Rate) -> str:
    """A rate with what it means where it misses its target."""
    text = percent(rate.percent)
    return f"{text} {MISSED} {tr('target missed')}" if rate.missed else text


def period(since: date, until: date) -> str:
    """The days of [since, until), both ends included."""
    return say("{since} to {until}", since=str(since), until=str(until - timedelta(days=1)))


def nothing_before(compared: Compared) -> str:
    """That there is nothing to compare with."""
    last = str(compared.until - timedelta(days=1))
    return say("Nothing to compare with: no complaint from {since} to {until}.", since=str(compared.since), until=last)


def bucket_name(one: Bucket, step: str) -> str:
    """A day, week or month of the backlog in few letters."""
    if step == "month":
        return f"{one.first:%Y-%m}"
    return f"{one.first:%m-%d}" if step == "day" else f"{one.first:%m-%d} – {one.last:%m-%d}"


def age_name(one: Aged) -> str:
    """How long what is counted has been open."""
    if one.last is None:
        return say("{first}+ days", first=one.first)
    return say("{first}–{last} days", first=one.first, last=one.last)


def target_of(rules: Rules, name: str) -> Target | None:
    """The target of that rate, where the policy has one."""
    target = find(rules.targets, name)
    return target if target and (target.at_least is not None or target.at_most is not None) else None


def target_text(target: Target | None) -> str:
    """What should be reached; – for no target."""
    if target is None:
        return NOTHING
    if target.at_least is not None:
        return say("at least {percent} %", percent=i18n.said(float(target.at_least)))
    return say("at most {percent} %", percent=i18n.said(float(target.at_most or 0)))


def line_name(rules: Rules, by: str, line: Mapping[str, Any]) -> str:
    """The name of a line of the JSON for people; that of the total where no dimension is named."""
    idle = not line["received"] and not line["cancelled"]
    return labels.dimension(rules, by, line[by], idle) if by else tr("Total")
