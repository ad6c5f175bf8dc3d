"""Penalties: proposed by the articles of the policy, confirmed or waived by a person, kept in a ledger by outlet."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from tsk.conditions import fits
from tsk.desk.additions import Ask
from tsk.desk.oversight import in_view
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, take_of
from tsk.desk.views import penalty_view
from tsk.desk.words import amount_of, known, unknown
from tsk.errors import NotAllowed, UsageError, Word
from tsk.model import Case, Penalty
from tsk.penalties import Assessed, Earlier, assess, choosable, due_articles, facts_at, tries_by_itself, violated_on
from tsk.rights import check_listed, check_right
from tsk.rulerows import Article
from tsk.rules import find, where
from tsk.text import cleaned


class Charge(Struct, frozen=True):
    """One line of the ledger."""

    id: int
    number: str
    penalty: Penalty
    row: Article | None  # as the policy has it that the complaint was received under
    counted: bool  # False once the complaint was cancelled as a mistake


class Ledger(Struct, frozen=True):
    """The penalties of a period, with their sums in hundredths; what is waived was raised all the same.

    What a complaint cost that was cancelled as a mistake is listed, and adds nothing.
    """

    charges: tuple[Charge, ...]
    raised: int
    waived: int
    confirmed: int
    liability: int
    referrals: int

    @property
    def due(self) -> int:
        """What is left to pay: raised less waived."""
        return self.raised - self.waived


class Violation(Struct, frozen=True):
    """What somebody says of a violation: the article, and what it leaves to be said."""

    article: str
    amount: str = ""
    liability: str = ""
    person: str = ""
    unproven: bool = False
    evidence: str = ""
    outlet: str = ""
    note: str = ""
    reason: str = ""


# ── proposing ──────────────────────────────────────────────────────────────────────────────────────


def propose(desk: Desk, ref: str, said: Violation, at: datetime | None = None) -> Taken:
    """The case with the violation on its ledger; the same article of the same person again adds nothing."""
    return take_of(desk, ref, lambda case: _by_hand(desk, case, said, at), at)


def _by_hand(desk: Desk, case: Case, said: Violation, at: datetime | None) -> list[Ask]:
    row = _article(desk, case, said.article)
    if any(_stands_against(one, row, said) for one in case.penalties):
        return []
    if not fits(row.when, facts_at(case, at or desk.now, desk.zone)):
        raise NotAllowed(
            "{number}: article {article} does not fit: its condition is not fulfilled (rule {rule}).",
            "See its `when`; `tsk penalty propose` without a number finds what fits.",
            number=case.number,
            article=row.article,
            rule=where(desk.rules, "penalties", row, case),
        )
    _check_uncharged(desk, case, row, cleaned("person", said.person))
    return [_ask(desk, case, row, _day(desk, case, row, at), said, _gravity(desk, case, row, said))]


def _stands_against(one: Penalty, row: Article, said: Violation) -> bool:
    """Whether it is this very violation; a waived one is not, and what is on file may yet be proven."""
    same = one.rule == row.name and one.person == cleaned("person", said.person)
    return same and one.counts and (one.state != "filed" or said.unproven)


def _check_uncharged(desk: Desk, case: Case, row: Article, person: str) -> None:
    """Raises where what is on file was charged with a later one, when so many had proven each other."""
    for one in case.penalties:
        if (one.rule, one.person, one.state) != (row.name, person, "filed"):
            continue
        later = desk.store.penalties({"outlet": one.outlet, "rule": one.rule, "since": one.day})
        for r in later:
            if r["person"] == person and not r["proven"] and r["counted"] and r["state"] in ("proposed", "confirmed"):
                raise NotAllowed(
                    "{number}: article {article} was charged already, with {other} (rule {rule}).",
                    "Waive that one first, if it is to be charged by itself.",
                    number=case.number,
                    article=row.article,
                    other=r["number"],
                    rule=where(desk.rules, "penalties", row, case),
                )


def _day(desk: Desk, case: Case, row: Article, at: datetime | None) -> date:
    """The local date of the violation: as somebody says, else of what fulfilled the condition, else today."""
    if row.when and at is None:
        return violated_on(row, case, desk.now, desk.zone)
    return (at or desk.now).astimezone(desk.zone).date()


def _article(desk: Desk, case: Case, said: str) -> Article:
    """The article by its name, its number or a label."""
    rows = desk.policy_of(case).penalties
    numbered = [row for row in rows if row.article == said]
    if len(numbered) == 1:
        return numbered[0]
    if not rows:
        raise UsageError("This policy has no penalties.", "Write them into [penalties].")
    if not said:
        raise UsageError("Which article?", "Add --article: {known}.", known=tuple(row.article for row in rows))
    found = find(rows, known("article", rows, said))
    assert found
    return found


def _gravity(desk: Desk, case: Case, row: Article, said: Violation) -> int:
    """The sum chosen within the article's range; raises NotAllowed outside of it, UsageError where none is given."""
    range_ = choosable(row) if not said.unproven else None
    currency = desk.rules.currency
    values: dict[str, Any] = {
        "article": row.article,
        "currency": Word(currency),
        "rule": where(desk.rules, "penalties", row, case),
    }
    if range_ is None:
        if said.amount:
            raise NotAllowed("Article {article} fixes its sum (rule {rule}).", "Leave --amount out.", **values)
        return 0
    values |= {"low": range_[0] / 100, "high": range_[1] / 100}
    if not said.amount:
        raise UsageError("Article {article} leaves {low} to {high} {currency}: how much?", "Add --amount.", **values)
    amount = amount_of(said.amount, currency)
    if not range_[0] <= amount <= range_[1]:
        raise NotAllowed(
            "{amount} {currency} lies outside what article {article} allows: {low} to {high} (rule {rule}).",
            "Give a sum within it.",
            amount=amount / 100,
            **values,
        )
    return amount


def _ask(desk: Desk, case: Case, row: Article, day: date, said: Violation, gravity: int) -> Ask:
    """The step that puts the violation on the ledger, with what it costs as computed now."""
    outlet = cleaned("store", said.outlet) or case.store
    if not outlet:
        raise NotAllowed(
            "{number}: no outlet is named that could be charged.",
            "Add --outlet, or correct the complaint: `tsk update {id} --store …`.",
            number=case.number,
            id=case.id,
        )
    person = cleaned("person", said.person)
    proven = not said.unproven
    if not proven and row.unproven is None and not row.proven_from:
        raise NotAllowed(
            "Article {article} charges only what is proven (rule {rule}).",
            "Leave --unproven out once it is.",
            article=row.article,
            rule=where(desk.rules, "penalties", row, case),
        )
    found = assess(row, day, person, proven, gravity, _earlier(desk, row, outlet))
    return Ask("penalised", _fields(desk, case, row, day, said, found) | {"outlet": outlet, "person": person})


def _fields(desk: Desk, case: Case, row: Article, day: date, said: Violation, found: Assessed) -> dict[str, Any]:
    return {
        "nth": len(case.penalties) + 1,
        "rule": row.name,
        "day": day.isoformat(),
        "state": found.state,
        "proven": not said.unproven,
        "unproven": said.unproven or "",
        "amount": found.amount,
        "referred": found.referred or "",
        "liability": amount_of(said.liability, desk.rules.currency) if said.liability else "",
        "evidence": _evidence(desk, case, row, said.evidence),
        "note": cleaned("note", said.note),
        "reason": cleaned("reason", said.reason),
    }


def _evidence(desk: Desk, case: Case, row: Article, said: str) -> str:
    """The kind of evidence that is called so; raises NotAllowed where the article accepts others only."""
    kind = known("kind of evidence", desk.rules.evidence, said)
    if kind and row.evidence and kind not in row.evidence:
        raise NotAllowed(
            "Article {article} does not accept {evidence} as evidence (rule {rule}).",
            "Add --evidence: {known}.",
            evidence=find(desk.rules.evidence, kind),
            **_asked(desk, case, row),
        )
    return kind


def _asked(desk: Desk, case: Case, row: Article) -> dict[str, Any]:
    """The article, its place, and the kinds of evidence that it accepts."""
    kinds = tuple(find(desk.rules.evidence, name) or name for name in row.evidence)
    return {"article": row.article, "rule": where(desk.rules, "penalties", row, case), "known": kinds}


def _earlier(desk: Desk, row: Article, outlet: str) -> list[Earlier]:
    """The penalties of the article that count for the outlet; what was on file and then proven counts once."""
    rows = [r for r in desk.store.penalties({"outlet": outlet, "rule": row.name}) if r["counted"]]
    proven = {(r["id"], r["person"]) for r in rows if r["proven"] and r["state"] != "waived"}
    return [
        Earlier(date.fromisoformat(r["day"]), r["person"], bool(r["proven"]), r["state"])
        for r in rows
        if r["state"] != "filed" or (r["id"], r["person"]) not in proven
    ]


def assess_all(desk: Desk) -> tuple[Taken, ...]:
    """Every complaint that fulfils an article by now, with the penalty on the ledger; the same again adds nothing."""
    check_right(desk.rules, desk.person, "penalty")
    articles = {version: policy.penalties for version, policy in desk.store.policies().items() if policy}
    if not any(articles.values()):
        raise UsageError("This policy has no penalties.", "Write them into [penalties].")
    versions = tuple(version for version, rows in articles.items() if any(map(tries_by_itself, rows)))
    if not versions:
        return ()
    cases = in_view(desk, desk.store.complaints({"state": "all", "policies": versions}, "received", None))
    return tuple(done for case in cases for done in _assessed(desk, case))


def _assessed(desk: Desk, case: Case) -> Iterator[Taken]:
    """The case with each article that it fulfils by now, looked at again under its lock, one after the other."""
    while _due(desk, case):
        taken = take_of(desk, str(case.id), lambda found: list(_by_rule(desk, found)))
        if taken.repeated:
            return
        yield taken
        case = taken.case


def _due(desk: Desk, case: Case) -> list[Article]:
    """The articles that fit by themselves: nothing is left to be chosen, and an outlet is named."""
    if not case.store or case.cancelled_by == "mistake":
        return []
    return [row for row in due_articles(case, desk.policy_of(case), desk.now, desk.zone) if tries_by_itself(row)]


def _by_rule(desk: Desk, case: Case) -> Iterable[Ask]:
    for row in _due(desk, case)[:1]:  # one at a time: the next is counted with this one on the ledger
        day = violated_on(row, case, desk.now, desk.zone)
        yield _ask(desk, case, row, day, Violation(row.name), 0)


# ── deciding ───────────────────────────────────────────────────────────────────────────────────────


def confirm(desk: Desk, ref: str, nth: int | None, evidence: str, reason: str) -> Taken:
    """The case with a proposed penalty confirmed; the evidence that its article asks for must be named."""
    return take_of(desk, ref, lambda case: [_confirmation(desk, case, nth, evidence, reason)])


def _confirmation(desk: Desk, case: Case, nth: int | None, evidence: str, reason: str) -> Ask:
    one = _pending(case, nth, ("proposed",))
    row = find(desk.policy_of(case).penalties, one.rule)
    assert row
    if one.state == "filed":
        raise _unproven(desk, case, row, one)
    kind = _evidence(desk, case, row, evidence or one.evidence)
    if row.evidence and not kind:
        raise NotAllowed(
            "Article {article} needs evidence (rule {rule}).",
            "Add --evidence: {known}.",
            **_asked(desk, case, row),
        )
    return Ask("penalty_confirmed", {"nth": one.nth, "evidence": kind, "reason": cleaned("reason", reason)})


def _unproven(desk: Desk, case: Case, row: Article, one: Penalty) -> NotAllowed:
    same = ("--article", row.name, *(("--person", one.person) if one.person else ()))
    return NotAllowed(
        "{number}: the penalty of article {article} is on file, unproven (rule {rule}).",
        "Propose it again as proven: `tsk penalty propose {id} {said}`.",
        number=case.number,
        id=case.id,
        said=shlex.join(same),
        article=row.article,
        rule=where(desk.rules, "penalties", row, case),
    )


def waive(desk: Desk, ref: str, nth: int | None, reason: str) -> Taken:
    """The case with a penalty waived, by whom and why."""
    text = cleaned("reason", reason)
    if not text:
        raise UsageError("Why is the penalty waived?", 'Add --reason "…".')
    return take_of(desk, ref, lambda case: [Ask("penalty_waived", {"nth": _pending(case, nth).nth, "reason": text})])


def _pending(case: Case, nth: int | None, first: tuple[str, ...] = ("proposed", "filed")) -> Penalty:
    """The penalty of that number, or the only one that waits for a decision; those in the `first` states go before."""
    waiting = [one for one in case.penalties if one.state in ("proposed", "filed")]
    waiting = [one for one in waiting if one.state in first] or waiting
    found = waiting if nth is None else [one for one in case.penalties if one.nth == nth]
    if len(found) == 1 and found[0].state not in ("confirmed", "waived"):
        return found[0]
    if len(found) == 1:
        raise NotAllowed(
            "{number}: penalty {nth} has been decided already ({state}).",
            number=case.number,
            nth=found[0].nth,
            state=Word(found[0].state),
        )
    if not found:
        raise NotAllowed(
            "{number} has no penalty that waits for a decision.", "`tsk penalty list` shows them.", number=case.number
        )
    raise UsageError(
        "{number} has several penalties: which one?",
        "Add --nth: {known}.",
        number=case.number,
        known=tuple(str(one.nth) for one in found),
    )


# ── the ledger ─────────────────────────────────────────────────────────────────────────────────────


def ledger(desk: Desk, filters: dict[str, Any]) -> Ledger:
    """The penalties that pass the filters, as far as the person may see their complaints, with their sums."""
    check_listed(desk.person)
    state = filters.get("state", "")
    if state and state not in STATES:
        raise unknown("state", state, STATES)
    rows = desk.store.penalties(filters)
    cases = {case.id for case in in_view(desk, (desk.store.snapshot(row) for row in rows))}
    charges = tuple(_charge(desk, row) for row in rows if row["id"] in cases)
    raised = [one.penalty for one in charges if one.counted]
    waived = [one for one in raised if one.state == "waived"]
    return Ledger(
        charges=charges,
        raised=sum(one.amount for one in raised),
        waived=sum(one.amount for one in waived),
        confirmed=sum(one.amount for one in raised if one.state == "confirmed"),
        liability=sum(one.liability for one in raised if one.state != "waived"),
        referrals=sum(one.referred for one in raised if one.state != "waived"),
    )


STATES = ("proposed", "filed", "confirmed", "waived")


def _charge(desk: Desk, row: Any) -> Charge:
    case = desk.store.snapshot(row)
    return charge(desk, case, next(one for one in case.penalties if one.nth == row["nth"]))


def charge(desk: Desk, case: Case, one: Penalty) -> Charge:
    """The line of the ledger for a penalty of the case."""
    row = find(desk.policy_of(case).penalties, one.rule)
    return Charge(case.id, case.number, one, row, case.cancelled_by != "mistake")


def charge_view(one: Charge) -> dict[str, Any]:
    """One line of the ledger as JSON shows it; sums in the policy's currency."""
    return {"id": one.id, "number": one.number, **penalty_view(one.penalty), "counted": one.counted}


def ledger_view(found: Ledger) -> dict[str, Any]:
    """The ledger as JSON shows it; sums in the policy's currency."""
    sums = {name: getattr(found, name) / 100 for name in ("raised", "waived", "confirmed", "due", "liability")}
    return {"penalties": [charge_view(one) for one in found.charges], **sums, "referrals": found.referrals}
