"""The charts of a report: what each shows, in a drawing and in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tsk.backlog import Aged, Backlog
from tsk.comparison import Compared
from tsk.export.charts import Mark, Series, across, thinned, upright
from tsk.export.columns import FIGURES
from tsk.export.words import age_name, bucket_name, heading, percent, target_of, told
from tsk.i18n import say, tr
from tsk.render import labels
from tsk.report import Cause, Line, Rate
from tsk.rules import Rules

MOST_LINES, MOST_CAUSES = 20, 10
_SCALE = tuple((float(one), str(one)) for one in (0, 20, 40, 60, 80, 100))


class Picture(NamedTuple):
    """A chart: `alt` says in words what it shows, `legend` which style is what, `note` what is left out."""

    title: str
    svg: str
    alt: str
    legend: tuple[tuple[str, str], ...] = ()
    note: str = ""


def timely(lines: Sequence[Line], by: str, rules: Rules) -> Picture | None:
    """Answers in time by line against the target; nothing where no answer fell due."""
    due = [line for line in lines if line.timeliness.of]
    drawn = due[:MOST_LINES]
    if not drawn:
        return None
    names = [labels.dimension(rules, by, line.key) for line in drawn]
    rates = [line.timeliness for line in drawn]
    bars = Series([one.percent for one in rates], [told(one) for one in rates], [one.missed for one in rates])
    return Picture(
        title=tr("Answers in time"),
        svg=across(names, [bars], _SCALE, _target(rules)),
        alt=_alt(tr("Answers in time"), names, bars.texts),
        legend=_judged(rates),
        note=_left_out(len(drawn), len(due)),
    )


def _target(rules: Rules) -> Mark | None:
    """Where the target is on the scale, and what is written there."""
    target = target_of(rules, "timeliness")
    if target is None:
        return None
    least = target.at_least if target.at_least is not None else target.at_most or 0
    return float(least), say("target {percent} %", percent=f"{least:g}")


def _judged(rates: Iterable[Rate]) -> tuple[tuple[str, str], ...]:
    """What the colours of bars held against a target mean."""
    if all(one.reached is None for one in rates):
        return ()
    return ("mark", tr("target reached")), ("missed", f"✗ {tr('target missed')}")


def _left_out(shown: int, there: int) -> str:
    return say("The {n} with the most complaints of {all}.", n=shown, all=there) if shown < there else ""


def _alt(title: str, names: Iterable[str], texts: Iterable[str]) -> str:
    points = [say("{name}: {value}", name=name, value=text) for name, text in zip(names, texts, strict=True)]
    return say("{name}: {value}", name=title, value=tr("; ").join(points))


def flow(backlog: Backlog) -> Picture:
    """What came in and what ended in each day, week or month, and what was open at its end."""
    buckets = backlog.buckets
    names = [bucket_name(one, backlog.step) for one in buckets]
    received, ended, open_ = ([getattr(one, name) for one in buckets] for name in ("received", "ended", "open"))
    texts = [say("{open} open", open=one) for one in open_]
    return Picture(
        title=tr("Received, ended and open"),
        svg=upright(
            thinned(names), [Series(received), Series(ended)], [Series(open_)], print_values=False, x_label_rotation=0
        ),
        alt=_alt(tr("Open at the end of each"), names, texts),
        legend=(("mark", tr("Received")), ("second", tr("Ended")), ("line", tr("Open at its end"))),
    )


def ages(ageing: Sequence[Aged]) -> Picture:
    """How long what is open now has been open."""
    names = [age_name(one) for one in ageing]
    counts = [one.count for one in ageing]
    texts = [str(one) for one in counts]
    drawing = upright(names, [Series(counts, texts)], height=240)
    return Picture(tr("Age of what is open now"), drawing, _alt(tr("Open now"), names, texts))


def pareto(causes: Sequence[Cause], rules: Rules) -> Picture:
    """The main causes with what they make up together, each as a part of all received."""
    drawn = causes[:MOST_CAUSES]
    names = [labels.dimension(rules, "cause", one.key) for one in drawn]
    bars = Series([one.share for one in drawn], [str(one.received) for one in drawn])
    line = Series([one.cumulative for one in drawn], [percent(one.cumulative) for one in drawn])
    texts = [say("{n}, added up {percent}", n=one.received, percent=percent(one.cumulative)) for one in drawn]
    return Picture(
        title=tr("Main causes"),
        svg=upright(names, [bars], [line], range=(0, 105), print_values_position="bottom"),
        alt=_alt(tr("Main causes"), names, texts),
        legend=(("mark", tr("Complaints, as a part of all")), ("line", tr("Added up"))),
        note=_left_out(len(drawn), len(causes)),
    )


def beside(total: Line, compared: Compared, before: str) -> Picture | None:
    """The rates of the whole beside those of the other period; nothing where either has none."""
    rows = [
        (heading(figure), figure.of(total), figure.of(compared.total)) for figure in FIGURES if figure.kind == "rate"
    ]
    rates = [(title, a, b) for title, a, b in rows if isinstance(a, Rate) and isinstance(b, Rate) and a.of and b.of]
    if not rates:
        return None
    names = [title for title, _, _ in rates]
    now = Series([a.percent for _, a, _ in rates], [told(a) for _, a, _ in rates], [a.missed for _, a, _ in rates])
    then = Series([b.percent for _, _, b in rates], [percent(b.percent) for _, _, b in rates])
    most = max(one or 0 for series in (now, then) for one in series.values)
    scale = _SCALE if most <= 100 else (*_SCALE, (most, percent(most)))
    texts = [say("{now}, before {then}", now=a, then=b) for a, b in zip(now.texts, then.texts, strict=True)]
    return Picture(
        title=tr("Rates of both periods"),
        svg=across(names, [now, then], scale, top=max(100, most)),
        alt=_alt(tr("Rates of both periods"), names, texts),
        legend=(("mark", tr("this period")), ("second", before), *_judged([a for _, a, _ in rates])[1:]),
    )
