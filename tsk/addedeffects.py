"""What steps add to a case beside its handling: papers, chases, urges, findings, penalties."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import convert
from msgspec.structs import replace

from tsk.model import Attachment, Case, Finding, Opinion, Penalty, Told, Trace
from tsk.stepfacts import Body, Taken

Effect = Callable[[Case, Taken, Body], Case]


def _attached(case: Case, step: Taken, said: Body) -> Case:
    nth = len(case.attachments) + 1
    name = said.get("file_name", "")
    one = Attachment(nth, said.get("kind", ""), said["sha256"], said.get("size", 0), name, step.actor, step.at)
    return replace(case, attachments=(*case.attachments, one))


def _inspected(case: Case, step: Taken, said: Body) -> Case:
    plain = ("followed", "reasonable", "satisfied", "inspection", "note", "consequence")
    one = Finding(step.at, step.actor, **{name: said[name] for name in plain if name in said})
    return replace(case, inspections=(*case.inspections, one))


def _chased(case: Case, step: Taken, said: Body) -> Case:
    """A chase of a merged case is answered where it goes on."""
    return replace(case, chases=case.chases + 1, last_chase=step.at, chased_at=None if case.merged_into else step.at)


def _urged(case: Case, step: Taken, said: Body) -> Case:
    told = {one.who: one for one in case.told}
    told |= {who: Told(who, step.type, step.at) for who in filter(None, (said.get("tell"),))}
    return replace(case, urged_at=step.at, told=tuple(told.values()))


def _penalised(case: Case, step: Taken, said: Body) -> Case:
    plain = {name: said[name] for name in _PENALTY if name in said}
    one = Penalty(by=step.actor, proven=bool(said.get("proven")), **plain)
    return replace(case, penalties=(*case.penalties, one))


_PENALTY = ("nth", "rule", "outlet", "day", "state", "person", "amount", "liability", "referred", "evidence")


def _penalty_confirmed(case: Case, step: Taken, said: Body) -> Case:
    return _decided(case, step, said, "confirmed")


def _penalty_waived(case: Case, step: Taken, said: Body) -> Case:
    return _decided(case, step, said, "waived")


def _decided(case: Case, step: Taken, said: Body, state: str) -> Case:
    new = {"state": state, "decided_by": step.actor, "why": said.get("reason", "")}
    new |= {"evidence": said["evidence"]} if said.get("evidence") else {}
    found = (replace(one, **new) if one.nth == said["nth"] else one for one in case.penalties)
    return replace(case, penalties=tuple(found))


def _opined(case: Case, step: Taken, said: Body) -> Case:
    one = Opinion(said.get("department", case.department), said["opinion"], step.actor, step.at)
    return replace(case, opinions=(*case.opinions, one))


REMOVED = "(removed)"  # the summary of a complaint from which the person was removed


def _anonymised(case: Case, step: Taken, said: Body) -> Case:
    """No summary and no papers any more; figures that rested on texts, and who is whom in penalties, are kept."""
    persons = said.get("persons", {})
    return replace(
        case,
        anonymised_at=step.at,
        summary=REMOVED,
        attachments=(),
        penalties=tuple(replace(one, person=persons.get(str(one.nth), "")) for one in case.penalties),
        traces=convert(said["traces"], tuple[Trace, ...]) if "traces" in said else case.traces,
        kept_figures=said.get("figures", {}),
    )


ADDED: dict[str, Effect] = {
    "opined": _opined,
    "attached": _attached,
    "inspected": _inspected,
    "chased": _chased,
    "urged": _urged,
    "penalised": _penalised,
    "penalty_confirmed": _penalty_confirmed,
    "penalty_waived": _penalty_waived,
    "anonymised": _anonymised,
}
