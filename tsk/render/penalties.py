"""The ledger of penalties on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tsk import i18n
from tsk.i18n import say, tr, word
from tsk.render.console import Column, Segment, grid, line, table
from tsk.rules import Rules


def show_ledger(charges: Sequence[Any], sums: Any, rules: Rules) -> None:
    """Prints penalties, one a row, and what they add up to where `sums` are given."""
    if not charges:
        line(tr("No penalties."))
        return
    columns = (
        Column(tr("Day"), keep=True),
        Column(tr("Outlet"), keep=True),
        Column(tr("Article"), keep=True),
        Column(tr("Violation"), give=True),
        Column(tr("Fine"), right=True, keep=True),
        Column(tr("Standing"), keep=True),
        Column(tr("Number"), keep=True),
    )
    table(columns, [_row(one) for one in charges])
    if sums is not None:
        _show_sums(sums, rules)


def _row(one: Any) -> list[Segment]:
    """The line of a penalty, its article as the policy of its complaint has it."""
    p, row = one.penalty, one.row
    state = word(f"penalty {p.state}")
    state = i18n.with_note(state, tr("referred")) if p.referred else state
    told = state if one.counted else i18n.with_note(state, tr("complaint cancelled as a mistake"))
    return [
        (p.day, ""),
        (p.outlet, ""),
        (row.article if row else p.rule, ""),
        (row.label(i18n.lang) if row else p.rule, ""),
        (_money(p.amount), "bold" if p.amount else "dim"),
        (told, "dim" if p.state == "waived" or not one.counted else ""),
        (one.number, ""),
    ]


def _money(hundredths: int) -> str:
    return i18n.said(hundredths / 100)


def _show_sums(sums: Any, rules: Rules) -> None:
    currency = word(rules.currency)
    rows = [
        (tr("Raised"), f"{_money(sums.raised)} {currency}"),
        (tr("Waived"), f"{_money(sums.waived)} {currency}"),
        (tr("To pay"), f"{_money(sums.due)} {currency}"),
        (tr("Compensation"), f"{_money(sums.liability)} {currency}" if sums.liability else ""),
        (tr("Referrals"), say("{count}", count=sums.referrals) if sums.referrals else ""),
    ]
    line()
    grid([[(name, "dim"), (value, "")] for name, value in rows if value], "  ")
