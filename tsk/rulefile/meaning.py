"""What a rule file means: words that nothing defines, rows that never count, promises that nobody can keep.

Every check reads the compiled rows and adds its problems to the page; none of them stops the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from msgspec.structs import replace

from tsk.conditions import When
from tsk.errors import TskError, Word
from tsk.incidents import BLANKS, KIND
from tsk.requirements import FILED
from tsk.rulefile import articles, escalation, milestones, texts, views
from tsk.rulefile.lines import Path
from tsk.rulefile.values import FACTS, Page
from tsk.rulefile.vocabulary import known_words, names, words_asked_for
from tsk.rulerows import Named, Role
from tsk.rules import FROZEN, Rules, find
from tsk.steps import STEPS, rights_of, step_of
from tsk.worktime import Calendar, WorkTime

STAND_INS = ("not-upheld", "unreachable")
TARGETS = ("timeliness", "resolution", "satisfaction", "repeat", "chase")

LESS_IS_BETTER = ("repeat", "chase")

# section, attribute (and how the file spells it), what it names
REFERENCES = (
    ("departments", "above", "above", "department"),
    ("departments", "calendar", "calendar", "calendar"),
    ("departments", "head", "head", "staff number"),
    ("staff", "role", "role", "role"),
    ("staff", "department", "department", "department"),
    ("staff", "deputy", "deputy", "staff number"),
    ("roles", "may", "may", "right"),
    ("routes", "to", "to", "department"),
    ("routes", "co", "with", "department"),
    ("milestones", "from_", "from", "step, narrowed"),
    ("milestones", "met_by", "met_by", "step after receipt, narrowed"),
    ("milestones", "waits", "waits", "reason for waiting"),
    ("milestones", "calendar", "calendar", "calendar of a milestone"),
    ("limits", "limits", "", "milestone"),
    ("needs", "needs", "", "step, narrowed"),
    ("escalation", "milestone", "milestone", "milestone"),
    ("escalation", "on", "on", "step, narrowed"),
    ("escalation", "tell", "tell", "addressee"),
    ("escalation", "move", "move", "department to move to"),
    ("approvals", "by", "by", "role"),
    ("penalties", "evidence", "evidence", "kind of evidence"),
    ("causes", "department", "department", "responsible party"),
    ("categories", "theme", "theme", "theme"),
    ("closing", "review", "review", "role"),
    ("notify", "department", "department", "department"),
    ("frequent", "category", "category", "category"),
    ("frequent", "severity", "severity", "severity"),
    ("frequent", "channel", "channel", "channel"),
    ("closing", "requires", "requires", "step or field"),
)


def check(page: Page, rules: Rules) -> None:
    """Every problem of meaning is added to the page."""
    page.labels |= {label: row.name for row in _labelled(rules) for label in (row.zh, row.en) if label}
    for one in (_references, _conditions, _needs, _closing, _departments, _defaults, _calendars, _targets, _settings):
        one(page, rules)
    for one in (
        _staff,
        _fields,
        _authority,
        milestones.check,
        escalation.check,
        articles.check,
        texts.check,
        views.check,
        _unreachable,
    ):
        one(page, rules)


def _rows(rules: Rules, section: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] = getattr(rules.policy if section in FROZEN else rules, section)
    return found


def _labelled(rules: Rules) -> Iterator[Named]:
    for section in ("staff", "roles", "waits", "channels", "tiers", "severities", "categories", "milestones"):
        yield from _rows(rules, section)
    yield from rules.departments


def _no_such(page: Page, path: Path, word: str, known: Iterable[str], kind: str) -> None:
    if word not in known:
        page.unknown(path, 'There is no {kind} "{word}".', word, (one for one in known if one), kind=Word(kind))


def _references(page: Page, rules: Rules) -> None:
    known = known_words(rules)
    for section, attribute, spelled, kind in REFERENCES:
        for row in _rows(rules, section):
            value = getattr(row, attribute)
            for word in (value,) if isinstance(value, str) else tuple(value):
                if word:
                    _no_such(
                        page, (section, row.name, spelled or word), word, known[kind], kind.removesuffix(", narrowed")
                    )


# ── conditions ─────────────────────────────────────────────────────────────────────────────────────

CONDITIONAL = ("severities", "routes", "limits", "needs", "escalation", "closing", "approvals", "points", "penalties")


def _conditions(page: Page, rules: Rules) -> None:
    known = words_asked_for(rules)
    own = {field.name for field in rules.fields}
    for section, row in [(name, row) for name in CONDITIONAL for row in _rows(rules, name)]:
        for field, words in (row.when or {}).items():
            path = (section, row.name, "when", field)
            if section == "severities" and field == "severity":
                page.wrong(path, "A severity cannot ask for the severity.", "Ask for words, category, channel or tier.")
            elif field == "missed" and section != "penalties":
                page.wrong(path, "Only a penalty can ask for what was missed.", "Elsewhere: [escalation] milestone.")
            elif field in known:
                for word in words:
                    if word != "!":  # anything but nothing
                        _no_such(page, path, word.removeprefix("!"), known[field], field)
            elif field in own:
                page.wrong(
                    path,
                    "A condition cannot ask for {name}: it is no choice and no check.",
                    'Write kind = "choice" or kind = "check" in [fields].',
                    name=field,
                )


def covers(earlier: When, later: When) -> bool:
    """Whether everything that fits `later` fits `earlier` too, as far as their words tell."""
    return all(field in later and _includes(wanted, later[field]) for field, wanted in earlier.items())


def _includes(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    if any(word.startswith("!") for word in (*wide, *narrow)):
        return set(wide) == set(narrow)
    return set(narrow) <= set(wide)


def _subjects(rules: Rules) -> Iterator[tuple[str, str, Named, When]]:
    """Each row once for each thing that it decides: section, thing, row, condition."""
    for section in ("routes", "closing", "approvals", "points"):
        yield from ((section, "", row, row.when) for row in _rows(rules, section))
    yield from (("severities", "", graded, graded.when) for graded in rules.policy.severities if graded.when)
    yield from (("limits", name, limit, limit.when) for limit in rules.policy.limits for name in limit.limits)
    yield from (("needs", name, need, need.when) for need in rules.policy.needs for name in need.needs)


def _unreachable(page: Page, rules: Rules) -> None:
    seen: dict[tuple[str, str], list[tuple[str, When]]] = {}
    for section, thing, row, when in _subjects(rules):
        before = seen.setdefault((section, thing), [])
        winner = next((name for name, earlier in before if covers(earlier, when)), None)
        if winner:
            path: Path = (section, row.name, thing) if thing else (section, row.name)
            page.wrong(
                path,
                "This never counts: the earlier row {winner} fits whatever fits here.",
                "Move it before {winner}, or delete it.",
                winner=winner,
            )
        before.append((row.name, when))


# ── steps, fields, closing ─────────────────────────────────────────────────────────────────────────


def _needs(page: Page, rules: Rules) -> None:
    for row in rules.policy.needs:
        for name, wanted in row.needs.items():
            step = STEPS.get(step_of(name))
            mine = known_words(rules)["step or field"]
            known = {*mine, *STEPS, *step.public, *step.private} - {name} if step else set()
            for word in wanted if step else ():
                _no_such(page, ("needs", row.name, name), word, known, "step or field")


def _closing(page: Page, rules: Rules) -> None:
    for row in rules.policy.closing:
        role = find(rules.roles, row.review)
        if role and "close" not in rights_of(role.may):
            path = ("closing", row.name, "review")
            page.wrong(path, "The role {role} may not close.", 'Give it the right "close".', role=role.name)
        for name, stand_ins in row.unless.items():
            place = ("closing", row.name, "unless", name)
            _no_such(page, place, name, row.requires, "requirement of this row")
            for word in stand_ins:
                _no_such(page, place, word, STAND_INS, "stand-in")


# ── departments, people, calendars, figures ────────────────────────────────────────────────────────


def _departments(page: Page, rules: Rules) -> None:
    desks = [row.name for row in rules.departments if row.desk]
    if rules.departments and not desks:
        page.wrong(("departments",), "No department is the desk.", "Write desk = true in the one that answers.")
    for name in desks[1:]:
        page.wrong(
            ("departments", name, "desk"),
            "{name} is a second desk beside {first}.",
            "Keep desk = true in one of them.",
            name=name,
            first=desks[0],
        )
    above = {row.name: row.above for row in rules.departments}
    for name in above:
        chain = [name]
        while (up := above.get(chain[-1], "")) and up not in chain:
            chain.append(up)
        if up == name:
            circle = " → ".join((*chain, name))
            page.wrong(("departments", name, "above"), "{circle} goes round in a circle.", "", circle=circle)


def _staff(page: Page, rules: Rules) -> None:
    for row in rules.staff:
        if row.deputy == row.name:
            path = ("staff", row.name, "deputy")
            page.wrong(path, "Nobody stands in for themselves.", "Name somebody else.")


def _defaults(page: Page, rules: Rules) -> None:
    for channel in [row for row in rules.channels if row.default][1:]:
        path = ("channels", channel.name, "default")
        page.wrong(path, "Only one channel can be the default.", "Remove default = true here.")
    for row in rules.policy.severities:
        if row.when is not None and not row.when:
            page.wrong(("severities", row.name, "when"), "An empty condition fits nothing here.", "Leave `when` out.")


def _fields(page: Page, rules: Rules) -> None:
    """Fields of the policy's own are no steps and no facts, and a choice has something to choose from."""
    taken = {*FACTS, *FILED, *STEPS, *(one for step in STEPS.values() for one in (*step.public, *step.private))}
    for row in rules.fields:
        path = ("fields", row.name)
        if row.name in taken:
            page.wrong(path, "Every complaint has {name} already.", "Choose another name.", name=row.name)
        if (row.kind == "choice") != bool(row.options):
            page.wrong(path, "A choice has options, and nothing else has.", 'Write kind = "choice" and its options.')
        if row.personal and row.kind != "text":
            page.wrong((*path, "personal"), "Only a text can be personal: it can be removed.", 'Write kind = "text".')


def _authority(page: Page, rules: Rules) -> None:
    """Whoever must sign beyond a customer's sum exists, and who signs level by level may approve something."""
    most = rules.policy.authority.per_customer
    if most and rules.roles:
        _no_such(page, ("authority", "per_customer", "then"), most.then, names(rules.roles), "role")
    for row in rules.policy.approvals:
        for role in filter(None, (find(rules.roles, word) for word in row.by)):
            _signer(page, ("approvals", row.name, "by"), role, row.enough)


def _signer(page: Page, path: Path, role: Role, enough: bool) -> None:
    if "approve" not in rights_of(role.may):
        page.wrong(path, "The role {role} may not approve.", 'Give it the right "approve".', role=role.name)
    elif enough and not role.approves:
        page.wrong(path, "The role {role} may approve no sum.", "Write approves = … in its row.", role=role.name)


def _calendars(page: Page, rules: Rules) -> None:
    for row in rules.calendars:
        if _never_works(row, rules):
            page.wrong(("calendars", row.name), "{name} has no working time.", "Give it hours.", name=row.name)


def _never_works(row: Calendar, rules: Rules) -> bool:
    """Whether five years pass without working time: in every year, or from the first of its own dates on."""
    every_year = replace(row, dates={})
    starts = [(every_year, _SOME_YEAR), *((row, date.fromisoformat(first)) for first in sorted(row.dates)[:1])]
    try:
        for calendar, day in starts:
            WorkTime(calendar, rules.public.get(row.holidays)).opening(day)
    except TskError:
        return True
    return False


_SOME_YEAR = date(2027, 1, 1)


def _targets(page: Page, rules: Rules) -> None:
    for row in rules.targets:
        _no_such(page, ("targets", row.name), row.name, TARGETS, "figure")
        if row.name in LESS_IS_BETTER and row.at_least is not None:
            page.wrong(("targets", row.name, "at_least"), "Of {name}, less is better.", "Write at_most.", name=row.name)
        if row.name not in LESS_IS_BETTER and row.at_most is not None and row.at_least is None:
            page.wrong(("targets", row.name, "at_most"), "Of {name}, more is better.", "Write at_least.", name=row.name)
        if row.at_least == 0:
            page.wrong(
                ("targets", row.name, "at_least"),
                "At least 0 percent is always reached.",
                "Write what should be reached, or delete the row.",
            )
        if (row.at_least is None) == (row.at_most is None):
            page.wrong(("targets", row.name), "{name} needs at_least or at_most, and only one of them.", name=row.name)

    weighed = [row for row in rules.targets if row.weight]
    total = round(sum(row.weight for row in weighed), 6)  # 33.3 and 33.3 and 33.4 are a hundred
    if weighed and total != 100:
        parts = ", ".join(f"{row.name} {row.weight:g}" for row in weighed)
        page.wrong(
            ("targets",),
            "The weights add up to {sum}: {parts}.",
            "Let them add up to 100.",
            sum=f"{total:g}",
            parts=parts,
        )


def _incident(page: Page, rules: Rules) -> None:
    """The template of the answer exists and holds it, and what is linked by itself may wait."""
    name, path = rules.settings.incident_reply, ("settings", "incident", "reply")
    template = find(rules.templates, name)
    if name:
        _no_such(page, path, name, names(rules.templates), "template")
    for text in (template.zh, template.en) if template else ():
        place = ("templates", name)
        if text and "{answer}" not in text:
            page.wrong(place, "The template {name} leaves the answer out.", "Write {{answer}} in it.", name=name)
        for blank in sorted({*_BLANK.findall(text)} - set(BLANKS)):
            page.wrong(place, "Nothing fills in {blank} here.", "There are: {known}.", blank=blank, known=BLANKS)
    if rules.settings.incident_same:
        _no_such(page, ("settings", "incident", "same"), KIND, names(rules.waits), "reason for waiting")


_BLANK = re.compile(r"\{(\w*)\}")


def _settings(page: Page, rules: Rules) -> None:
    _incident(page, rules)
    path = ("settings", "rating", "scale")
    ends = rules.settings.scale.split("-")
    if len(ends) != 2 or not all(end.isdecimal() for end in ends) or int(ends[0]) >= int(ends[1]):
        page.wrong(path, '"{scale}" is not a scale.', 'Write for example "0-10".', scale=rules.settings.scale)
    elif not int(ends[0]) <= rules.settings.satisfied_from <= int(ends[1]):
        values = {"score": rules.settings.satisfied_from, "scale": rules.settings.scale}
        page.wrong(("settings", "rating", "satisfied_from"), "{score} lies outside the scale {scale}.", "", **values)
