"""A new complaint told on the terminal: only what is missing is asked for, in the order people tell it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from tsk import i18n
from tsk.errors import TskError
from tsk.i18n import say, tr, word
from tsk.render.ask import EMPTY, ask, choose, let_people_edit, note
from tsk.render.console import flowing, line, lines
from tsk.render.customer import show_customer
from tsk.render.editor import edited
from tsk.render.times import day_and_time
from tsk.rulerows import Field, Named
from tsk.rules import Rules, find
from tsk.text import folded, harmless

Said = dict[str, str]
OWN, PAPER, BETWEEN_FILES = "field:", "attachment:", "\0"
QUESTIONS = {
    "summary": "What happened?",
    "phone": "The customer's phone?",
    "name": "The customer's name?",
    "on_behalf_of": "For whom does the customer speak?",
    "tier": "Is the customer treated specially?",
    "email": "The customer's e-mail address?",
    "card": "The customer's card number?",
    "address": "The customer's address?",
    "channel": "Which channel?",
    "category": "Which category?",
    "subtype": "Which subtype?",
    "severity": "Which severity?",
    "occurred": "When did it happen?",
    "product": "Which product or plan?",
    "order": "The order number?",
    "store": "Which store?",
    "region": "Which region?",
    "against": "Whom is it about?",
    "demand": "What does the customer want?",
    "amount": "The sum in dispute?",
    "details": "The whole story? (e: in the editor)",
    "received": "When was it received, if not now?",
    "reason": "Why is it recorded only now?",
}


class Help(NamedTuple):
    """What the desk tells while somebody types."""

    outlook: Callable[[Said], Any]  # what would become of the complaint
    understood: Callable[[Said, str, str], str]  # a field's text as it will be taken
    suggested: Callable[[Said], tuple[str, tuple[str, ...]]]  # the category, and the words that tell it
    customer: Callable[[str], Any]  # who has that phone
    filled: Callable[[Said, str], Said]  # with what a frequent complaint says
    on_disk: bool = True  # whether an editor may lay a text on the disk in plain


def is_whole(rules: Rules, said: Said, help: Help) -> bool:
    """Whether there is nothing to ask: what happened, whose it is, and all that the policy needs."""
    channel = said.get("channel") or any(row.default for row in rules.channels)
    told = all(said.get(name) for name in ("summary", "name", "phone"))
    return bool(told and channel and not help.outlook(said).missing)


def converse(rules: Rules, said: Said, help: Help) -> None:
    """Asks for what is missing; each answer stands in `said` at once, so that nothing of it is lost."""
    let_people_edit()
    _what(rules, said, help)
    _who(rules, said, help)
    _kind(rules, said, help)
    while names := [name for name in _missing(said, help) if _can_ask(rules, name)]:
        answer(rules, said, help, names[0], needed=True)


def _missing(said: Said, help: Help) -> tuple[str, ...]:
    """What the policy still asks for; nothing where something else stands in the way, which the last look says."""
    look = outlook(said, help)
    return () if isinstance(look, TskError) else look.missing


def outlook(said: Said, help: Help) -> Any:
    """What would become of it, or why it cannot be recorded so."""
    try:
        return help.outlook(said)
    except TskError as error:
        return error


# ── in the order people tell it ────────────────────────────────────────────────────────────────────


def _what(rules: Rules, said: Said, help: Help) -> None:
    if said.get("summary"):
        return
    line((tr("Enter skips a question; Ctrl-C stops and keeps a draft."), "dim"))
    usual = rules.frequent
    if usual:
        parts = [(f"{number} {harmless(row.label(i18n.lang))}   ", "") for number, row in enumerate(usual, 1)]
        lines(flowing(parts, "  "))
    question = "What happened? (or a number, or e for the editor)" if usual else "What happened? (or e for the editor)"
    while not said.get("summary"):
        text = ask(tr(question))
        if folded(text) == "e":
            tell_story(said, help)
        elif text.isdecimal() and 1 <= int(text[:4]) <= len(usual):
            said |= help.filled(said, usual[int(text[:4]) - 1].name)
        else:
            _take(said, help, "summary", text)


def tell_story(said: Said, help: Help) -> None:
    """Opens the editor: its first line is what happened, the rest the whole story."""
    parts = filter(None, (said.get("summary", ""), said.get("details", "")))
    take = partial(_take_story, said, help)
    take(edited("\n\n".join(parts), help.on_disk, take))


def _take_story(said: Said, help: Help, text: str) -> None:
    summary, _, details = text.partition("\n")
    if summary.strip() and not _take(said, help, "summary", summary.strip()):
        details = text  # nothing of it is lost; what happened is asked for again
    if details.strip():
        _take(said, help, "details", details.strip())


def _who(rules: Rules, said: Said, help: Help) -> None:
    if not said.get("phone"):
        answer(rules, said, help, "phone")
    name = show_known(rules, said, help)
    if not said.get("name"):
        answer(rules, said, help, "name", name)


def show_known(rules: Rules, said: Said, help: Help) -> str:
    """Shows what is known of whoever has that phone; their name, "" where nobody is known."""
    customer = help.customer(said.get("phone", ""))
    if customer is None:
        return ""
    show_customer(customer, rules)
    if customer.tier and not said.get("tier"):
        said["tier"] = customer.tier
    return str(customer.name)


def _kind(rules: Rules, said: Said, help: Help) -> None:
    if not said.get("channel") and not any(row.default for row in rules.channels):
        answer(rules, said, help, "channel", needed=True)
    if not said.get("category"):
        category, words = help.suggested(said)
        found = say("found by {words}", words=list(words)) if words else tr("No word in it tells what kind it is.")
        line("  ", (found, "dim"))
        answer(rules, said, help, "category", category)
    if not said.get("subtype") and choices(rules, said, "subtype"):
        answer(rules, said, help, "subtype")


# ── one question ───────────────────────────────────────────────────────────────────────────────────


def answer(rules: Rules, said: Said, help: Help, name: str, present: str = "", needed: bool = False) -> None:
    """Asks for one field until its answer can be taken; Enter keeps `present`, a dash empties what was said."""
    if name.startswith(PAPER):
        _paper(rules, said, help, name.removeprefix(PAPER))
        return
    key, question = _key(rules, name), question_of(rules, name)
    while True:
        text = _asked(rules, said, help, key, question, present)
        if text == EMPTY and not needed:
            said.pop(key, None)
            return
        if text and _take(said, help, key, text):
            return
        if not text and not needed:
            return
        if not text:
            note(tr("The policy asks for this."))


def _asked(rules: Rules, said: Said, help: Help, key: str, question: str, present: str) -> str:
    """What the person says; Enter says what stands there."""
    rows = choices(rules, said, key)
    if rows:
        return choose(question, rows, present)
    text = ask(question, shown(rules, said, key, present)) or present
    if key == "details" and folded(text) == "e":
        return edited(present or said.get(key, ""), help.on_disk, partial(_take, said, help, key))
    return text


def _take(said: Said, help: Help, key: str, text: str) -> bool:
    """Whether the text could be taken; what is wrong with it is said."""
    try:
        said[key] = help.understood(said, key, text)
    except TskError as error:
        note(i18n.error_text(error))
        return False
    return bool(said[key])


def _paper(rules: Rules, said: Said, help: Help, kind: str) -> None:
    row = find(rules.attachments, kind)
    question = say("Which file? ({kind})", kind=row or kind)
    while True:
        files = [*filter(None, said.get("attach", "").split(BETWEEN_FILES)), ask(question)]
        if files[-1] and _take(said, help, "attach", BETWEEN_FILES.join(files)):
            said["kind"] = said.get("kind") or kind
            return


# ── what a field is called, may be, and how it is shown ────────────────────────────────────────────


def _can_ask(rules: Rules, name: str) -> bool:
    return name in QUESTIONS or name.startswith(PAPER) or find(rules.fields, name) is not None


def _key(rules: Rules, name: str) -> str:
    """The name under which an answer stands; one of the policy's own fields is marked as such."""
    return name if name in QUESTIONS or name.startswith(OWN) else OWN + name


def own_field(rules: Rules, key: str) -> Field | None:
    """The policy's own field of that key, or None."""
    return find(rules.fields, key.removeprefix(OWN)) if key.startswith(OWN) else None


def question_of(rules: Rules, name: str) -> str:
    """The question for a field."""
    if name in QUESTIONS:
        return tr(QUESTIONS[name])
    row = own_field(rules, _key(rules, name))
    return say("{field}?", field=row or name)


def choices(rules: Rules, said: Said, key: str) -> tuple[Named, ...]:
    """What a field may be, where it is one of several things."""
    category = find(rules.policy.categories, said.get("category", ""))
    rows: dict[str, tuple[Named, ...]] = {
        "category": rules.policy.categories,
        "subtype": category.subtypes if category else (),
        "severity": rules.policy.severities,
        "channel": rules.channels,
        "tier": rules.tiers,
    }
    own = own_field(rules, key)
    if own and own.kind == "check":
        return tuple(Named(name, zh=word(name), en=word(name)) for name in ("yes", "no"))
    return own.options if own else rows.get(key, ())


def shown(rules: Rules, said: Said, key: str, text: str) -> str:
    """A field's text as people read it."""
    row = find(choices(rules, said, key), text)
    if row:
        return row.label(i18n.lang)
    if key in ("occurred", "received", "answered") and "T" in text:
        return day_and_time(datetime.fromisoformat(text), rules.zoneinfo)
    return harmless(text)
