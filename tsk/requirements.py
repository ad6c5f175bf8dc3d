"""What a step needs before it may be taken: the policy's rows and the few conditions that no policy can lift."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tsk.conditions import facts_of
from tsk.errors import NotAllowed, Noted, UsageError, Word
from tsk.model import Case
from tsk.preconditions import PRECONDITIONS, Condition, own_part
from tsk.rulerows import ClosingRow, Named, NeedsRow, Policy
from tsk.rules import Rules, closing_row, find, needs_row, where
from tsk.stepfacts import CLEARED, FIELD, is_whole_file, names_of
from tsk.steps import FIELDS, STEPS, step_of
from tsk.waitchecks import check_linked, check_resumable

Said = Mapping[str, Any]

# What to type for what is missing.
HOW = {
    "contacted": "tsk contact {id} --via phone",
    "proposed": 'tsk propose {id} "…"',
    "approved": "tsk approve {id}",
    "replied": 'tsk reply {id} "…" --via phone',
    "submitted": "tsk submit {id}",
    "satisfied": "tsk rate {id} --satisfied yes",
    "cause": 'tsk propose {id} "…" --cause …',
    "upheld": 'tsk propose {id} "…" --upheld yes',
    "responsible": 'tsk propose {id} "…" --responsible …',
    "lesson": 'tsk close {id} --lesson "…"',
    "promised": 'tsk promise {id} "…" --by …',
    "delivered": "tsk deliver {id}",
    "attachment": "tsk attach {id} FILE --kind {kind}",
    "measure": 'tsk measure add "…" --complaint {id} --by …',
    "measures": "tsk measure list --complaint {id}",
}
_FILL_IN = "tsk update {id} --set {field}=…"
ATTACHMENT = "attachment:"  # begins the name of a paper that the closing asks for, its kind behind it
PAPERS = "papers"  # the kinds of the papers that come with a step
MEASURES = ("measure", "measures")  # what the desk says of the measures of a case: there is one, all are done
WORDED = ("category", "subtype", "severity", "channel")  # what a need may ask to be of one word: `category:fault`
FILED = ("satisfied", "cause", "upheld", "responsible", "fault", "lesson", "basis", "demand", "subtype", "store")
# What the reviewing desk itself adds after a department has handed in its file.
_DESK_PART = ("replied", "satisfied", "submitted", "approved", "delivered", "lesson")


def check(step: str, case: Case, said: Said, rules: Rules, policy: Policy, at: datetime) -> None:
    """Raises NotAllowed or UsageError, naming what is missing and the rule that asks for it."""
    if at < case.last_at:
        raise UsageError(
            "{number}: {at} lies before {since}, when the last step was taken.",
            "Give a later --at.",
            number=case.number,
            at=at,
            since=case.last_at,
        )
    check_needs(step, case, said, rules, policy)
    for own in _OWN.get(step, ()):
        own(case, said, rules, policy)


def closing_gaps(case: Case, row: ClosingRow, rules: Rules, policy: Policy, said: Said) -> tuple[str, ...]:
    """What the closing row still asks of the case, in the row's order."""
    return tuple(name for name in row.requires if not _has(name, case, row, rules, policy, said))


def _stands_in(word: str, case: Case, rules: Rules) -> bool:
    """Whether something of the case may stand in for what is missing."""
    if word == "unreachable":
        return case.attempts >= rules.settings.visit_attempts
    return word == "not-upheld" and case.upheld == "no"


def _has(name: str, case: Case, row: ClosingRow, rules: Rules, policy: Policy, said: Said) -> bool:
    if any(_stands_in(word, case, rules) for word in row.unless.get(name, ())):
        return True
    if name.startswith(ATTACHMENT):
        return _has_paper(name, case, said)
    if name.partition(":")[0] in MEASURES:
        return name in said.get("measures", ())
    if name == "delivered":
        return not any(one.open for one in case.promises) and _nothing_left_to_carry_out(case)
    if name == "approved":
        return case.proposal is None or case.proposal.state == "approved" or not case.proposal.required
    if step_of(name) in STEPS:
        return name in case.done
    if name not in FILED:
        return _given(name, case, said, rules)
    value = said.get(name) or getattr(case, name)
    return value == "yes" if name == "satisfied" else bool(value)


def _nothing_left_to_carry_out(case: Case) -> bool:
    """Whether what was decided has been carried out: delivered in this round, kept as promised, or free of cost."""
    kept = any(one.delivered_at for one in case.promises)
    return "delivered" in case.done or kept or case.proposal is None or not case.proposal.amount


def check_needs(step: str, case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    """Raises NotAllowed (of a new complaint UsageError), naming what the policy asks for and the rule that does."""
    for name in names_of(step, said):
        _check_need(name, case, said, rules, policy)


def lacking(step: str, case: Case, said: Said, rules: Rules, policy: Policy) -> tuple[str, ...]:
    """What the policy asks for with the step that is not there yet, in the order of its row."""
    found = (_lacking(name, case, said, rules, policy)[1] for name in names_of(step, said))
    return tuple(dict.fromkeys(word for missing in found for word in missing))


def _lacking(name: str, case: Case, said: Said, rules: Rules, policy: Policy) -> tuple[NeedsRow | None, list[str]]:
    """The row for a step under one of its names (`assigned`, or `assigned:network`), and what is missing of it."""
    row = needs_row(policy, name, {**facts_of(case, rules.zoneinfo), **_judged(said)})
    wanted = row.needs[name] if row else ()
    return row, [n for n in wanted if not _given(n, case, said, rules)]


def _check_need(name: str, case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    step = step_of(name)
    row, missing = _lacking(name, case, said, rules, policy)
    if row and missing and step == "registered":
        raise UsageError(
            "A complaint that comes this way needs {missing} (rule {rule}).",
            "Give it with the same command.",
            missing=[_paper(name, rules) for name in missing],
            rule=where(rules, "needs", row, case),
        )
    if row and missing:
        raise NotAllowed(
            "{number}: `{verb}` needs {missing} (rule {rule}).",
            "Give it with the same command, or take the missing step first.",
            number=case.number,
            verb=STEPS[step].verb,
            missing=[_paper(name, rules) for name in missing],
            rule=where(rules, "needs", row, case),
        )


_JUDGEMENT = ("upheld", "cause", "responsible", "satisfied")


def _judged(said: Said) -> dict[str, str]:
    """What the step itself finds out about the case: a row that asks for it fits the very step that says it."""
    own = {name: "" if word == CLEARED else word for name, word in said.get(FIELDS, {}).items()}
    return {**{name: said[name] for name in _JUDGEMENT if said.get(name)}, **own}


def _given(name: str, case: Case, said: Said, rules: Rules) -> bool:
    """Whether what a step needs is there: taken before, in the file, or said with the step."""
    first, _, word = name.partition(":")
    if first in STEPS:
        return name in case.done
    if name.startswith(ATTACHMENT):
        return _has_paper(name, case, said)
    if word:
        return getattr(case, first, "") == word
    own = said.get(FIELD + name) or said.get(FIELDS, {}).get(name) or case.fields.get(name, "")
    row = find(rules.fields, name)
    empty = ("", CLEARED, "no") if row and row.kind == "check" else ("", CLEARED)
    return said.get(name) not in (None, "") or own not in empty


def _has_paper(name: str, case: Case, said: Said) -> bool:
    kind = name.removeprefix(ATTACHMENT)
    return any(one.kind == kind for one in case.attachments) or kind in said.get(PAPERS, ())


def _department_part(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    row = closing_row(policy, facts_of(case, rules.zoneinfo))
    if row is None or not is_whole_file(case, said):
        return
    gaps = tuple(name for name in closing_gaps(case, row, rules, policy, said) if not _added_later(name))
    _raise_gaps("submit", case, gaps, rules, row)


def _added_later(name: str) -> bool:
    return name in _DESK_PART or ":" in name or name in MEASURES


def _closing_list(case: Case, said: Said, rules: Rules, policy: Policy) -> None:
    row = closing_row(policy, facts_of(case, rules.zoneinfo))
    if row:
        _raise_gaps("close", case, closing_gaps(case, row, rules, policy, said), rules, row)


def _raise_gaps(verb: str, case: Case, gaps: tuple[str, ...], rules: Rules, row: ClosingRow) -> None:
    if not gaps:
        return
    first, _, kind = gaps[0].partition(":")
    raise NotAllowed(
        "{number}: `{verb}` still needs {missing} (rule {rule}).",
        "Next: `{how}`.",
        number=case.number,
        verb=verb,
        missing=[_paper(name, rules) for name in gaps],
        rule=where(rules, "closing", row, case),
        how=HOW.get(first, _FILL_IN).format(id=case.id, kind=kind, field=first),
    )


def _paper(name: str, rules: Rules) -> object:
    """A requirement as people say it: papers, measures and the policy's own fields by their label, else a word."""
    first, _, kind = name.partition(":")
    if kind and first in (*STEPS, *WORDED):
        return Noted(Word(first), _narrowing(first, kind, rules))
    if kind:
        return find((*rules.attachments, *rules.measures), kind) or kind
    return find(rules.fields, first) or Word(first)


def _narrowing(step: str, word: str, rules: Rules) -> object:
    """What a step is narrowed to, as people say it."""
    rows: Mapping[str, tuple[Named, ...]] = {
        "assigned": rules.departments,
        "submitted": rules.departments,
        "asked": rules.waits,
        "resumed": rules.waits,
        "attached": rules.attachments,
        "corrected": (*rules.policy.categories, *rules.policy.severities),
        "proposed": (*rules.causes, *rules.parties),
        "category": rules.policy.categories,
        "severity": rules.policy.severities,
        "channel": rules.channels,
    }
    return find(rows.get(step, ()), word) or Word(word)


_OWN: dict[str, tuple[Condition, ...]] = {
    **PRECONDITIONS,
    "submitted": (own_part, _department_part),
    "resumed": (check_resumable,),
    "unlinked": (check_linked,),
    "closed": (_closing_list,),
}
