"""The people of the desk: a list with their roles, and one of them in detail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tsk import i18n
from tsk.desk.staff import Colleague
from tsk.i18n import say, tr, with_note, word
from tsk.render import labels
from tsk.render.console import Column, Segment, grid, line, on_terminal, table, width
from tsk.rulerows import Role
from tsk.rules import Rules, find

_DETAIL_MARGIN = 20  # cells left of the rights: the indent and the longest group


def show_nobody(rules: Rules) -> None:
    """Says on stderr, out of the way of a pipe, that no staff is listed and how to list some."""
    template = "Nobody is listed as staff, so everyone may do everything; to change that, fill in [staff] in {file}."
    i18n.tell(say(template, file=rules.file))


def show_staff(people: Sequence[Colleague], rules: Rules, today: date) -> None:
    """Prints one row a person, and below what their roles may do; in a pipe one row with everything."""
    if not on_terminal():
        table((), [_told(one, rules) for one in people])
        return
    if not people:
        line(tr("Nobody."))
        return
    columns = (
        Column(word("short staff number"), keep=True),
        Column(tr("Name")),
        Column(tr("Role")),
        Column(tr("Department")),
        Column(tr("Store")),
        Column(tr("Deputy")),
        Column(tr("Presence"), keep=True),
        Column(tr("Open"), right=True, keep=True),
    )
    rows = [_row(one, rules, today) for one in people]
    used = [i for i in range(len(columns)) if any(row[i][0] for row in rows)]
    table([columns[i] for i in used], [[row[i] for i in used] for row in rows])
    grid([_role_row(role, rules) for role in dict.fromkeys(one.role for one in people)])


def _row(one: Colleague, rules: Rules, today: date) -> list[Segment]:
    row, urgent = one.row, "bold red" if one.left else "yellow"
    texts = (
        (row.name, "bold"),
        (row.label(i18n.lang), ""),
        (one.role.label(i18n.lang), ""),
        (labels.department(rules, row.department), ""),
        (row.store, ""),
        (labels.who(rules, row.deputy) if row.deputy else "", ""),
        (_presence(one, today), "yellow"),
    )
    shown = [(text, "dim" if one.left else style) for text, style in texts]
    return [*shown, (str(one.open), urgent if one.open and (one.left or one.away) else "")]


def _presence(one: Colleague, today: date) -> str:
    """Left, away, soon away or leaving: the first of these that holds."""
    if one.left:
        return say("left {day}", day=one.row.until)
    if one.absence:
        first, last = (_day(day, today) for day in one.absence)
        return say("away to {day}", day=last) if one.away else say("away from {day}", day=first)
    return say("until {day}", day=one.row.until) if one.row.until else ""


def _day(day: date, today: date) -> str:
    return f"{day:%m-%d}" if day.year == today.year else str(day)


def _role_row(role: Role, rules: Rules) -> list[Segment]:
    return [
        (role.label(i18n.lang), "bold"),
        (say("sees {what}", what=word(f"sees {role.sees}")), ""),
        (say("approves {sum}", sum=_sum(role, rules)) if role.approves else tr("approves nothing"), ""),
        (" ".join(role.may), ""),
    ]


def _sum(role: Role, rules: Rules) -> str:
    return say("{amount} {currency}", amount=role.approves / 100, currency=word(rules.currency))


def _told(one: Colleague, rules: Rules) -> list[Segment]:
    """One person as a line of a pipe."""
    row, role = one.row, one.role
    texts = (
        *(row.name, row.label(i18n.lang), role.label(i18n.lang), labels.department(rules, row.department)),
        *(row.store, row.deputy, " ".join(row.away), row.until, " ".join(role.may), word(f"sees {role.sees}")),
        *(i18n.said(role.approves / 100), str(one.open), tr("left") if one.left else ""),
    )
    return [(text, "") for text in texts]


def show_colleague(one: Colleague, rules: Rules, today: date) -> None:
    """Prints everything about one person, the rights one by one."""
    row, role = one.row, one.role
    line((row.name, "bold"), f"  {row.label(i18n.lang)}", (f"  {_presence(one, today)}" if one.left else "", "red"))
    deputy = find(rules.staff, row.deputy)
    by = say("by request {id}", id=one.request) if one.request else ""
    facts = (
        (tr("Role"), with_note(role.label(i18n.lang), by) if by else role.label(i18n.lang)),
        (tr("Department"), labels.department(rules, row.department)),
        (tr("Store"), row.store),
        (tr("Deputy"), f"{deputy.name} {deputy.label(i18n.lang)}" if deputy else row.deputy),
        (tr("Away"), tr(", ").join(days.replace("..", " … ") for days in row.away)),
        (tr("Last day"), row.until),
        (tr("Sees"), word(f"sees {role.sees}")),
        (tr("Approves"), _sum(role, rules) if role.approves else tr("nothing")),
        (tr("Open"), str(one.open)),
    )
    grid([[(name, "dim"), (value, "")] for name, value in facts if value], "  ")
    if one.rights:
        line((tr("Rights"), "bold"))
        grid([part for group, rights in one.rights for part in _rights(group, rights)], "  ")


def _rights(group: str, rights: Sequence[str]) -> list[list[Segment]]:
    """The rights of a group in as many lines as they need."""
    from textwrap import wrap

    texts = wrap(" ".join(rights), max(20, width() - _DETAIL_MARGIN), break_on_hyphens=False)
    return [[(group if i == 0 else "", "dim"), (text, "")] for i, text in enumerate(texts)]
