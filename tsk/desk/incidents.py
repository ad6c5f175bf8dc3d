"""Incidents at the desk: opened, and complaints linked to them and unlinked by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from tsk.conditions import minute_of_day
from tsk.desk.additions import Ask, told
from tsk.desk.claims import present
from tsk.desk.entries import instant_of, write_entry
from tsk.desk.knownfaults import incident_of, linking
from tsk.desk.oversight import in_view
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, take_of
from tsk.desk.words import handler_named, known
from tsk.errors import Due, NotAllowed, UsageError
from tsk.incidents import ALIKE, KIND, Incident, covers
from tsk.limits import parse_limit, warn_at
from tsk.model import Case, iso
from tsk.rights import check_right
from tsk.rules import find, route
from tsk.text import cleaned, shows
from tsk.waits import HOLD, is_held
from tsk.whenwords import parse_when

# ── opening ────────────────────────────────────────────────────────────────────────────────────────


def open_incident(desk: Desk, said: Mapping[str, str], tell: Iterable[str], at: datetime | None) -> Incident:
    """A new incident; those who handle such complaints and those who speak with the customers are told of it once."""
    check_right(desk.rules, desk.person, KIND)
    texts = {name: cleaned(name, said[name]) for name in ("title", "notice", "reason", "store", "region", "product")}
    if not shows(texts["title"]):
        raise UsageError("An incident needs a title.", 'Say what is out of order: `tsk incident open "…"`.')
    category = known("category", desk.rules.policy.categories, said["category"])
    row = find(desk.rules.policy.categories, category)
    subtype = known("subtype", row.subtypes if row else (), said["subtype"])
    start = instant_of(desk, at, texts["reason"])
    about = {**texts, "category": category, "subtype": subtype}
    names = list(dict.fromkeys(_addressee(desk, name) for name in tell)) or _concerned(desk, about, start)
    opened = Ask("incident_opened", {**about, "until": _until(desk, said["until"], start), **told(desk, names)})
    filed = write_entry(desk, KIND, None, lambda _: [opened], start)
    return incident_of(desk, filed.id)


def _until(desk: Desk, said: str, start: datetime) -> str:
    """The expected end; raises UsageError for one before the beginning."""
    until = parse_when(said, desk.now, desk.zone, end_of_day=True) if said else None
    if until and until <= start:
        raise UsageError("The incident would end at {end}, before it begins.", "Give a later --until.", end=Due(until))
    return iso(until) if until else ""


def _addressee(desk: Desk, said: str) -> str:
    """A department, or a person."""
    rules = desk.rules
    name = cleaned("handler", said)
    if not shows(name):
        raise UsageError("Who is told?", "Give --tell a staff number or a department.")
    row = next((row for row in rules.departments if name in (row.name, row.zh, row.en)), None)
    return row.name if row else handler_named(rules, name)


def _concerned(desk: Desk, about: Mapping[str, str], at: datetime) -> list[str]:
    """The department that such complaints go to, and the desk, which speaks with the customers."""
    numbers = {"amount": 0, "round": 1, "repeat": 0, "chases": 0, "received": minute_of_day(at, desk.zone)}
    facts = {**about, "words": f"{about['title']}\n{about['notice']}", **numbers}
    to = route(desk.rules, desk.rules.policy, facts).to
    return [name for name in dict.fromkeys((to, desk.rules.desk_department)) if name]


def candidates(desk: Desk, incident: Incident) -> list[Case]:
    """The unanswered complaints received shortly before it that the incident may explain too."""
    since = warn_at(parse_limit(desk.rules.settings.incident_within), incident.opened_at, desk.calendars.named())
    if not incident.about:
        return []
    filters = {"state": "open", "category": incident.category, "since": iso(since)}
    cases = desk.store.complaints(filters, "received", None)
    free = (case for case in in_view(desk, cases) if not case.incident and case.state != "resolved")
    return [case for case in free if covers(incident, _about(case))]


def _about(case: Case) -> dict[str, str]:
    return {name: getattr(case, name) for name in ALIKE}


# ── linking ────────────────────────────────────────────────────────────────────────────────────────


def link(desk: Desk, id: int, ref: str, reason: str, at: datetime | None) -> Taken:
    """The complaint, held until the incident is over; one that is held by it already is left as it is."""
    check_right(desk.rules, desk.person, KIND)
    why = cleaned("reason", reason)
    return take_of(desk, ref, lambda case: _linking(desk, id, case, why, at), at)


def _linking(desk: Desk, id: int, case: Case, reason: str, at: datetime | None) -> list[Ask]:
    incident = incident_of(desk, id)
    start = at or present(desk, case)
    _check_open(incident)
    _check_begun(incident, start)
    _check_reason_is_listed(desk)
    if case.incident not in (0, id):
        raise NotAllowed(
            "{number} is linked to incident {incident}.",
            "Unlink it first: `tsk incident unlink {id}`.",
            number=case.number,
            incident=case.incident,
            id=case.id,
        )
    if case.incident == id and (is_held(case) or case.state == "resolved"):
        return []
    return [linking(desk, incident, start, reason)]


def _check_open(incident: Incident) -> None:
    if not incident.is_open:
        raise NotAllowed(
            "Incident {incident} is over since {at}; nothing is linked to it any more.",
            "`tsk incident list --state open` shows what is open.",
            incident=incident.id,
            at=incident.ended_at,
        )


def _check_begun(incident: Incident, at: datetime) -> None:
    if at < incident.opened_at:
        raise NotAllowed(
            "Incident {incident} holds nothing before {at}, when it was opened.",
            "Give a later --at.",
            incident=incident.id,
            at=incident.opened_at,
        )


def _check_reason_is_listed(desk: Desk) -> None:
    """Raises NotAllowed, naming the rule file, where the policy knows no such wait."""
    if find(desk.rules.waits, HOLD) is None:
        raise NotAllowed(
            "The policy does not let a complaint wait for an incident ([waits] in {file} has no row {row}).",
            "Add it there and to `waits` of the milestones that it stops, then `tsk rules check`.",
            file=desk.rules.file,
            row=HOLD,
        )


def unlink(desk: Desk, ref: str, reason: str, at: datetime | None) -> Taken:
    """The complaint with its clocks running again, as if the incident had held it only until now."""
    check_right(desk.rules, desk.person, KIND)
    why = cleaned("reason", reason)
    return take_of(desk, ref, lambda case: [Ask("unlinked", {"incident": case.incident, "reason": why})], at)
