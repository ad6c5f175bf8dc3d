"""A draft of an earlier attempt, offered before a new complaint is begun."""

from __future__ import annotations

from typing import Any

from tsk.i18n import say, tr, word
from tsk.render.ask import choose
from tsk.render.console import cut, line, width
from tsk.render.times import short_time
from tsk.rulerows import Named
from tsk.rules import Rules
from tsk.text import harmless

GO_ON, LATER, THROW_AWAY = "go on", "later", "throw away"


def offered(draft: Any, rules: Rules) -> str:
    """What the person wants to do with the draft; Enter goes on with it."""
    line((cut(_told(draft, rules), width() - 1), "bold yellow"))
    rows = [Named(name, zh=word(f"draft {name}"), en=word(f"draft {name}")) for name in (GO_ON, LATER, THROW_AWAY)]
    return choose(tr("What is to be done with it?"), rows, GO_ON)


def is_another(draft: Any, rules: Rules) -> None:
    """Says that there is a draft beside what is being recorded."""
    line((cut(_told(draft, rules), width() - 1), "yellow"))
    line("  ", (tr("`tsk record` without a summary offers it."), "dim"))


def _told(draft: Any, rules: Rules) -> str:
    at = short_time(draft.at, rules.zoneinfo, seconds=False)
    what = draft.said.get("summary") or draft.said.get("name") or draft.said.get("phone") or "–"
    return say("A draft of {at}: {what}", at=at, what=harmless(what))
