"""The rule file as an object of work: checked, shown by section, and the policies to start from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from tsk.desk.addresses import doubts
from tsk.desk.recalculation import Unannounced
from tsk.desk.session import Options, has_home, rule_content, rules_path
from tsk.desk.words import unknown
from tsk.errors import RulesInvalid
from tsk.home import database_path, no_home
from tsk.policies import policy_names, policy_text
from tsk.rulerows import Named
from tsk.rules import FROZEN, Rules
from tsk.worktime import Calendar, PublicDays

_TODAY = (
    *("calendars", "departments", "roles", "staff", "channels", "tiers", "causes", "parties", "waits", "attachments"),
    *("fields", "themes", "frequent", "templates", "measures", "evidence", "targets", "notify", "settings"),
)
SECTIONS = (*_TODAY, *FROZEN)


_HEADER = re.compile(r"\s*\[+\s*(\w+)")


class Sure(msgspec.Struct, frozen=True):
    """How far a calendar is sure of its days, closed, and where that comes from: a package, or `confirmed`."""

    calendar: str
    source: str
    until: date


def _sure(calendar: Calendar, days: PublicDays) -> Sure:
    if calendar.confirmed and calendar.confirmed > days.last:
        return Sure(calendar.name, "confirmed", calendar.confirmed)
    return Sure(calendar.name, days.source, days.last)


class Checked(msgspec.Struct, frozen=True):
    """A rule file and all its problems; `rules` is there where it could be compiled."""

    file: str
    rules: Rules | None
    problems: tuple[Any, ...]
    remarks: tuple[Any, ...] = ()  # what is in order but worth a look

    @property
    def sure(self) -> tuple[Sure, ...]:
        """How far each calendar with public holidays is sure of its days."""
        if self.rules is None:
            return ()
        public = self.rules.public
        return tuple(_sure(one, public[one.holidays]) for one in self.rules.calendars if one.holidays in public)


def edited(file: str) -> Checked:
    """A rule file that is to be rehearsed: its `rules` are there too where only its examples come out otherwise."""
    from tsk.rulefile import compile_edited

    path = Path(file)
    if not path.exists():
        raise RulesInvalid("There is no file {file}.", "Copy rules.toml, edit the copy and name it here.", file=file)
    return Checked(str(path), *compile_edited(rule_content(path), path.name))


def checked(options: Options, file: str) -> Checked:
    """All problems of a rule file at once, its own examples included, and what is worth a look."""
    from tsk.rulefile import compile_rules
    from tsk.rulefile.remarks import remarks

    if not (file or options.rules or has_home(options)):
        raise no_home(database_path(options.home, options.db))
    path = Path(file) if file else rules_path(options)
    content = rule_content(path)
    rules, problems = compile_rules(content, path.name)
    found = (*remarks(rules), *doubts(rules, content)) if rules else ()
    return Checked(str(path), rules, tuple(problems), found)


def _unannounced_view(one: Unannounced) -> dict[str, Any]:
    return {**msgspec.to_builtins(one), "due": one.due.isoformat()}


def check_view(found: Checked, unannounced: tuple[Unannounced, ...]) -> dict[str, Any]:
    """The check as JSON shows it, with the running deadlines that rest on days not announced yet."""
    return {
        "file": found.file,
        "policy": found.rules.name if found.rules else None,
        "version": found.rules.version if found.rules else None,
        "calendars": [
            {"name": one.calendar, "source": one.source, "sure_until": one.until.isoformat()} for one in found.sure
        ],
        "provisional": [_unannounced_view(one) for one in unannounced],
        "problems": [problem_view(one) for one in found.problems],
        "remarks": [problem_view(one) for one in found.remarks],
    }


def problem_view(one: Any) -> dict[str, Any]:
    plain = {name: getattr(value, "name", value) for name, value in one.values.items()}
    texts = {"message": one.message.format(**plain), "hint": one.hint.format(**plain)}
    return {"line": one.line, "name": one.name, **texts}


def schema(say: Callable[[str], str]) -> dict[str, Any]:
    """The rule file as a JSON Schema; `say` puts its descriptions into the language of the reader."""
    from tsk.rulefile.schema import schema as of_grammar

    return of_grammar(say)


def sections(rules: Rules, wanted: str) -> dict[str, Any]:
    """The sections of the rules in force by name, or the one wanted; raises UsageError for an unknown one."""
    names = (wanted,) if wanted else SECTIONS
    if wanted and wanted not in SECTIONS:
        raise unknown("section", wanted, SECTIONS)
    return {name: getattr(rules.policy if name in FROZEN else rules, name) for name in names}


def section_lines(content: bytes, names: Iterable[str]) -> tuple[tuple[int, str], ...]:
    """The lines of a rule file that make up those sections, each with its number, as the supervisor wrote them."""
    wanted, inside, found = frozenset(names), False, []
    for number, text in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        header = _HEADER.match(text)
        if header:
            inside = header[1] in wanted
        if inside and text.strip():
            found.append((number, text))
    return tuple(found)


def rules_view(rules: Rules, shown: dict[str, Any]) -> dict[str, Any]:
    """The rules in force as JSON shows them."""
    head = {"policy": rules.name, "version": rules.version, "file": rules.file, "zone": rules.zone}
    return {**head, **{name: msgspec.to_builtins(rows) for name, rows in shown.items()}}


def policies() -> tuple[Named, ...]:
    """The policies that a new home can start with, each with its title in both languages."""
    from tsk.rulefile import compile_rules

    rows = []
    for name in policy_names():
        rules, _ = compile_rules(policy_text(name), f"{name}.toml")
        rows.append(Named(name=name, zh=rules.zh if rules else "", en=rules.en if rules else ""))
    return tuple(rows)
