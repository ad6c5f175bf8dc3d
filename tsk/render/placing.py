"""Why a complaint is where it is, in words."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from tsk.i18n import say, tr
from tsk.model import Case
from tsk.render import labels
from tsk.render.console import Segment, flowing, line, lines
from tsk.render.times import short_time
from tsk.rules import Rules
from tsk.text import harmless


def show_placing(found: Any, case: Case, rules: Rules, zone: ZoneInfo) -> None:
    """Prints how the complaint was classified and graded, and each department that it was given to with the reason."""
    line((case.number, "bold"), f"  {labels.summary(case)}")
    kind = labels.category(rules, found.category)
    words = tr(", ").join(found.words)
    said = say("{category}, for “{words}”", category=kind, words=words) if words else kind
    grade = labels.severity(rules, found.severity)
    ruled = say("{severity}, by severities.{rule}", severity=grade, rule=found.graded_by) if found.graded_by else grade
    lines(flowing([(said, ""), (" · ", "dim"), (ruled, "")], "  "))
    for one in found.placed:
        lines(flowing(_placed(one, rules, zone), "  "))


def _placed(one: Any, rules: Rules, zone: ZoneInfo) -> list[Segment]:
    where = labels.department(rules, one.department)
    helped = tr(", ").join(labels.department(rules, name) for name in one.co)
    what = (
        say("to {department}, with {co}", department=where, co=helped)
        if one.co
        else say("to {department}", department=where)
    )
    parts = [(short_time(one.at, zone, seconds=False), "dim"), ("  ", ""), (what, "")]
    why = harmless(_why(one, rules))
    return [*parts, *([(f"  {why}", "dim")] if why else [])]


def _why(one: Any, rules: Rules) -> str:
    if one.rule:
        place = f"{one.rule}, {rules.file}:{one.line}" if one.line else one.rule
        return say("by the rule {rule}", rule=place)
    if not one.by:
        return tr("because no route fits: the desk")
    by = say("by {who}", who=labels.who(rules, one.by))
    return say("{by}: {reason}", by=by, reason=one.reason) if one.reason else by
