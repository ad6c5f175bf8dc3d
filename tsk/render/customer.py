"""Who the customer is that gives a phone number: earlier complaints, open ones first, and what was promised."""

from __future__ import annotations

from tsk.desk.customers import Before, Customer
from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.render.console import cut, line, width
from tsk.render.times import due_text, short_time
from tsk.rules import Rules
from tsk.text import harmless


def show_customer(customer: Customer, rules: Rules) -> None:
    """Prints what is known of the customer."""
    count = len(customer.before) + customer.more
    name = harmless(customer.name) or word("customer")
    known = say("{name} · complaints so far: {count}, open: {open}", name=name, count=count, open=customer.open)
    line("  ", (known, "bold yellow"))
    if customer.tier:
        line("  ", (labels.named(rules, "tier", customer.tier), "bold yellow"))
    for one in customer.before:
        _show(one, rules)
    if customer.more:
        line("  ", (say("… {count} more: `tsk list --phone`", count=customer.more), "dim"))


def _show(one: Before, rules: Rules) -> None:
    day, category = short_time(one.received_at, rules.zoneinfo, seconds=False), labels.category(rules, one.category)
    number = (one.number, "bold") if one.number else (tr("elsewhere"), "dim")
    state = [(f" · {word(one.state)}", "yellow" if one.is_open else "")] if one.state else []
    line("  ", number, f"  {day} · {category}", *state)
    if one.summary:
        line("      ", cut(harmless(one.summary), width() - 6))
    if told := _promise(one, rules):
        line("      ", (told, "bold red" if one.broken else ""))
    if one.is_open:
        line("      ", (say("only news of it: Ctrl-C, then `tsk chase {number}`", number=one.number), "dim"))


def _promise(one: Before, rules: Rules) -> str:
    if one.due is None:
        return ""
    due = due_text(one.due, rules.zoneinfo)
    if not one.promised:
        owed = "an answer was promised by {due}, and it is late" if one.broken else "an answer was promised by {due}"
        return say(owed, due=due)
    if one.kept:
        return say("promised then and kept: {text}", text=one.promised)
    told = "promised then: {text}, by {due}, and not kept" if one.broken else "promised then: {text}, by {due}"
    return say(told, text=one.promised, due=due)
