"""Sampling inspection on the screen: draws, their complaints, what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from tsk.i18n import say, tr, word
from tsk.model import Finding
from tsk.render import labels
from tsk.render.console import Column, Segment, line, on_terminal, table
from tsk.render.times import day_and_time, short_time
from tsk.rules import Rules
from tsk.stepfacts import INSPECTED
from tsk.text import harmless


def show_sample(one: Any, rules: Rules, zone: ZoneInfo) -> None:
    """Prints one draw: from how many, by which seed, and its complaints with what was found."""
    i = one.inspection
    if on_terminal():
        line((say("Inspection {id}", id=i.id), "bold"), f"  {_of(i, rules)}")
        told = say(
            "{drawn} of {population} drawn with seed {seed}", drawn=one.drawn, population=i.population, seed=i.seed
        )
        line("  ", told)
        line("  ", (say("still to do {to_do} · breaches {breaches}", to_do=one.to_do, breaches=one.breaches), "dim"))
        if one.out_of_view:
            line("  ", (say("{count} of them you may not see", count=one.out_of_view), "dim"))
    if one.cases or not one.drawn:
        show_findings(one.cases, rules, zone)


def _of(i: Any, rules: Rules) -> str:
    """The population of a draw in words."""
    parts = [say("closed from {since} to {until}", since=i.since, until=i.until)]
    parts += [labels.department(rules, i.department)] if i.department else []
    parts += [labels.severity(rules, i.severity)] if i.severity else []
    return " · ".join(parts)


def show_samples(found: Sequence[Any], rules: Rules, zone: ZoneInfo) -> None:
    """Prints all draws, one a row."""
    if not found:
        _nothing()
        return
    columns = (
        Column(tr("No."), right=True, keep=True),
        Column(tr("Drawn on"), keep=True),
        Column(tr("Of"), give=True),
        Column(tr("Population"), right=True, keep=True),
        Column(tr("Drawn"), right=True, keep=True),
        Column(tr("To do"), right=True, keep=True),
        Column(tr("Breaches"), right=True, keep=True),
    )
    table(columns, [_sample_row(one, rules, zone) for one in found])


def _sample_row(one: Any, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    i = one.inspection
    return [
        (str(i.id), "bold"),
        (day_and_time(i.at, zone), ""),
        (_of(i, rules), ""),
        (str(i.population), ""),
        (str(one.drawn), ""),
        (str(one.to_do), "yellow" if one.to_do else ""),
        (str(one.breaches), "red" if one.breaches else ""),
    ]


def show_findings(cases: Sequence[Any], rules: Rules, zone: ZoneInfo) -> None:
    """Prints complaints that were looked at, or are still to do, one a row."""
    if not cases:
        _nothing()
        return
    columns = (
        Column(tr("Number"), keep=True),
        Column(tr("Department")),
        Column(tr("Handler")),
        Column(tr("Inspected"), keep=True),
        Column(tr("Found")),
        Column(tr("What follows"), give=True),
    )
    table(columns, [_case_row(one.case, one.finding, rules, zone) for one in cases])


def _case_row(case: Any, found: Finding | None, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    return [
        (case.number, "bold"),
        (labels.department(rules, case.department), ""),
        (labels.who(rules, case.handler), ""),
        (short_time(found.at, zone), "") if found else (tr("to do"), "yellow"),
        (_outcome(found) if found else "", "red" if found and found.is_breach else ""),
        ((found.consequence or found.note) if found else "", ""),
    ]


def outcome(said: Mapping[str, Any]) -> str:
    """What was found, in one phrase: all in order, or what was wanting."""
    names = [name for name in INSPECTED if said.get(name) == "no"]
    return tr(", ").join(word(f"not {name}") for name in names) if names else tr("in order")


def _outcome(found: Finding) -> str:
    return outcome({name: getattr(found, name) for name in INSPECTED})


def finding_told(found: Finding, rules: Rules, zone: ZoneInfo) -> str:
    """One finding of a complaint on one line."""
    who = say("{when} by {who}", when=day_and_time(found.at, zone), who=labels.who(rules, found.by))
    texts = (harmless(text) for text in (found.note, found.consequence) if text)
    return " · ".join((_outcome(found), *texts, who))


def _nothing() -> None:
    if on_terminal():
        line(tr("Nothing was inspected."))
