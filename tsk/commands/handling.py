"""Handling a complaint: each verb turns its options into steps and takes them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.taking import each, take_each
from tsk.desk.closing import ask_visit
from tsk.desk.escalation import carried_view, escalated_by_hand
from tsk.desk.handling import (
    ask_assign,
    ask_contact,
    ask_deliver,
    ask_escalate,
    ask_extend,
    ask_opinion,
    ask_pend,
    ask_plainly,
    ask_promise,
    ask_propose,
    ask_rate,
    ask_reassign,
    ask_reply,
    ask_resume,
    ask_submit,
    ask_withdraw,
)
from tsk.desk.ownfields import with_fields
from tsk.desk.session import Desk
from tsk.desk.steps import Taken, take
from tsk.errors import UsageError
from tsk.i18n import tr


def assign(
    ctx: o.Ctx,
    ids: o.MaybeIds = None,
    to: Annotated[str, o.text("--to", "The lead department; after --from a person.", "DEPT")] = "",
    co: Annotated[
        list[str] | None, Option("--with", metavar="DEPT", help=tr("A co-handling department; may be repeated."))
    ] = None,
    handler: Annotated[str, o.text("--handler", "Who handles it.", "NAME")] = "",
    from_: Annotated[str, o.text("--from", "Every open complaint of this person, for an absence.", "NAME")] = "",
    set_: o.Set = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    if not from_:
        take_each(ctx, o.some(ids), lambda desk: ask_assign(desk, to, co or [], handler, reason), at, set_)
        return
    session = o.session(ctx)
    desk = session.desk()
    refs, asks = ask_reassign(desk, from_, ids or [], to, co or [], handler, reason)
    each(ctx, desk, refs, lambda desk, ref, when: take(desk, ref, asks, when), at, several=True)
    if not refs:
        session.nothing("{who} has no open complaints.", who=from_)


def accept(ctx: o.Ctx, ids: o.Ids, at: o.At = "", reason: o.Reason = "", json: o.Json = False) -> None:
    take_each(ctx, ids, lambda desk: ask_plainly("accepted", reason), at)


def contact(
    ctx: o.Ctx,
    ids: o.Ids,
    via: Annotated[str, o.text("--via", "phone, sms, email, chat, visit or letter.", "METHOD")] = "",
    reached: Annotated[str, o.text("--reached", "yes or no.", "YES|NO")] = "yes",
    outcome: Annotated[
        str, o.text("--outcome", "What the customer says to the proposal: accepted or refused.", "NAME")
    ] = "",
    demand: Annotated[str, o.text("--demand", "What the customer now wants.")] = "",
    choice: Annotated[
        int | None,
        Option("--choice", metavar="N", help=tr("Which offer: 1 the proposal, 2 … the others."), show_default=False),
    ] = None,
    next_: Annotated[str, o.text("--next", "When the customer is called next.", "WHEN")] = "",
    note: Annotated[str, o.text("--note", "What was said.")] = "",
    set_: o.Set = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    said = {"via": via, "reached": reached, "outcome": outcome, "demand": demand, "next": next_, "choice": choice}
    take_each(ctx, ids, lambda desk: ask_contact(desk, {**said, "note": note, "reason": reason}), at, set_)


def pend(
    ctx: o.Ctx,
    ids: o.Ids,
    reason: Annotated[str, o.text("--reason", "What is waited for; the policy lists the reasons.", "NAME")] = "",
    until: Annotated[str, o.text("--until", "When the wait ends; else after the policy's longest wait.", "WHEN")] = "",
    note: Annotated[str, o.text("--note", "What was asked, and what help was given.")] = "",
    at: o.At = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_pend(desk, reason, until, note, at), at)


def resume(
    ctx: o.Ctx,
    ids: o.Ids,
    wait: Annotated[str, o.text("--wait", "Which wait ends, where several are open.", "NAME")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_resume(desk, wait, reason), at)


def opinion(
    ctx: o.Ctx,
    id: o.Id,
    text: Annotated[
        str, Argument(metavar="TEXT", help=tr("What the department thinks of it so far."), show_default=False)
    ],
    department: Annotated[str, o.text("--department", "Whose opinion it is.", "DEPT")] = "",
    set_: o.Set = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, [id], lambda desk: ask_opinion(desk, text, department, reason), at, set_)


def propose(
    ctx: o.Ctx,
    id: o.Id,
    proposal: Annotated[str, Argument(metavar="TEXT", help=tr("What should be done."), show_default=False)],
    cause: Annotated[str, o.text("--cause", "The cause found.", "NAME")] = "",
    upheld: Annotated[str, o.text("--upheld", "yes, no or partly.", "YES|NO|PARTLY")] = "",
    responsible: Annotated[str, o.text("--responsible", "The responsible department or party.", "NAME")] = "",
    fault: Annotated[str, o.text("--fault", "The person at fault.", "NAME")] = "",
    amount: Annotated[str, o.text("--amount", "What it costs.", "N")] = "",
    others: Annotated[
        list[str] | None,
        Option("--alternative", metavar="TEXT", help=tr("What else was offered; may be repeated."), show_default=False),
    ] = None,
    set_: o.Set = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    said: dict[str, Any] = {
        "proposal": proposal, "cause": cause, "upheld": upheld, "responsible": responsible,
        "fault": fault, "amount": amount, "reason": reason,
    }  # fmt: skip
    take_each(ctx, [id], lambda desk: ask_propose(desk, said, others or ()), at, set_)


def approve(ctx: o.Ctx, ids: o.Ids, at: o.At = "", reason: o.Reason = "", json: o.Json = False) -> None:
    take_each(ctx, ids, lambda desk: ask_plainly("approved", reason), at)


def refuse(ctx: o.Ctx, ids: o.Ids, at: o.At = "", reason: o.Reason = "", json: o.Json = False) -> None:
    take_each(ctx, ids, lambda desk: ask_plainly("refused", reason), at)


def reply(
    ctx: o.Ctx,
    id: o.Id,
    answer: Annotated[str, Argument(metavar="TEXT", help=tr("What the customer is told."), show_default=False)] = "",
    template: Annotated[
        str, o.text("--template", "Fill in this text of the policy; TEXT stands where it says {answer}.", "NAME")
    ] = "",
    language: Annotated[
        str, o.text("--in", "The template's language: en or zh; else that of the customer's own words.", "LANGUAGE")
    ] = "",
    via: Annotated[str, o.text("--via", "phone, sms, email, chat, visit or letter.", "METHOD")] = "",
    basis: Annotated[str, o.text("--basis", "What the answer rests on.")] = "",
    satisfied: Annotated[str, o.text("--satisfied", "yes, no or unknown.", "YES|NO|UNKNOWN")] = "",
    score: Annotated[str, o.text("--score", "The customer's score.", "0-10")] = "",
    demand: Annotated[str, o.text("--demand", "What the customer wants now, if not satisfied.")] = "",
    set_: o.Set = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    session = o.session(ctx)
    desk = session.desk()
    if session.options.interactive and not (answer or template or session.as_json):
        answer, template = _asked(desk, id)
    said = {"answer": answer, "via": via, "basis": basis, "reason": reason}
    rating = {"satisfied": satisfied, "score": score, "demand": demand}
    if not template:
        wanted = with_fields(desk, ask_reply(desk, said, rating), set_)
        each(ctx, desk, [id], lambda desk, ref, when: take(desk, ref, wanted, when), at)
        return
    from tsk.desk.answers import Wording, reply_from

    done: list[Taken] = []

    def step(desk: Desk, ref: str, when: datetime | None) -> Taken:
        done.append(reply_from(desk, ref, Wording(template, language), said, rating, set_ or (), when))
        return done[-1]

    each(ctx, desk, [id], step, at)
    if not session.as_json:
        from tsk.render.taken import show_answer

        show_answer(done[0].case)


def _asked(desk: Desk, id: str) -> tuple[str, str]:
    """The answer as somebody at the terminal gives it, and its template; first whether there is such a complaint."""
    from tsk.desk.counter import seen
    from tsk.render.replying import answer_asked

    seen(desk, id)
    return answer_asked(desk.rules, on_disk=not desk.store.db.encrypted)


def rate(
    ctx: o.Ctx,
    ids: o.Ids,
    satisfied: Annotated[str, o.text("--satisfied", "yes, no or unknown.", "YES|NO|UNKNOWN")] = "",
    score: Annotated[str, o.text("--score", "The customer's score.", "0-10")] = "",
    demand: Annotated[str, o.text("--demand", "What the customer wants now, if not satisfied.")] = "",
    via: Annotated[str, o.text("--via", "phone, sms, email, chat, visit or letter.", "METHOD")] = "",
    visit: Annotated[bool, Option("--visit", help=tr("It was said on a return visit."))] = False,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    rating = {"satisfied": satisfied, "score": score, "demand": demand, "via": via, "reason": reason}
    if visit:
        take_each(ctx, ids, lambda desk: ask_visit(desk, {**rating, "reached": "yes", "note": ""}), at)
    else:
        take_each(ctx, ids, lambda desk: ask_rate(desk, rating), at)


def submit(
    ctx: o.Ctx,
    ids: o.Ids,
    department: Annotated[
        str, o.text("--department", "Whose part is handed in; the lead department's is the whole file.", "DEPT")
    ] = "",
    set_: o.Set = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_submit(desk, department, reason), at, set_)


def promise(
    ctx: o.Ctx,
    id: o.Id,
    promised: Annotated[
        str, Argument(metavar="TEXT", help=tr("What the customer was promised."), show_default=False)
    ] = "",
    by: Annotated[str, o.text("--by", "By when; else after the policy's limit for promises.", "WHEN")] = "",
    withdraw: Annotated[
        int | None, Option("--withdraw", metavar="N", help=tr("Take promise N back."), show_default=False)
    ] = None,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    if withdraw is not None:
        take_each(ctx, [id], lambda desk: ask_withdraw(withdraw, reason), at)
    else:
        take_each(ctx, [id], lambda desk: ask_promise(desk, promised, by, reason, at), at)


def deliver(
    ctx: o.Ctx,
    ids: o.Ids,
    which: Annotated[
        int | None, Option("--promise", metavar="N", help=tr("Which promise, where several are open."))
    ] = None,
    amount: Annotated[str, o.text("--amount", "The sum that was paid.", "N")] = "",
    note: Annotated[str, o.text("--note", "How it was carried out.")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_deliver(desk, which, amount, note, reason), at)


def extend(
    ctx: o.Ctx,
    ids: o.Ids,
    by: Annotated[str, o.text("--by", 'By so much from the present due, such as "3 working days".', "LIMIT")] = "",
    until: Annotated[str, o.text("--until", "Until then.", "WHEN")] = "",
    milestone: Annotated[str, o.text("--milestone", "Which deadline; else the answer.", "NAME")] = "",
    of: Annotated[str, o.text("--of", "Which department's, where each has one; else one's own.", "DEPT")] = "",
    told: Annotated[bool, Option("--told", help=tr("The customer was told why and until when."))] = False,
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    take_each(ctx, ids, lambda desk: ask_extend(desk, milestone, of, by, until, told, reason), at)


def escalate(
    ctx: o.Ctx,
    ids: o.MaybeIds = None,
    due: Annotated[
        bool, Option("--due", help=tr("Carry out every escalation step that is due; safe to repeat."))
    ] = False,
    to: Annotated[str, o.text("--to", "Who is told: a person, or a department's head.", "NAME")] = "",
    raise_to: Annotated[str, o.text("--raise", "The severity it is raised to.", "NAME")] = "",
    at: o.At = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    if not due:
        take_each(ctx, o.some(ids), lambda desk: ask_escalate(desk, to, raise_to, reason), at)
        return
    if ids or to or raise_to or at or reason:
        raise UsageError("--due carries out what the rules say, on every complaint.", "Leave out everything else.")
    from tsk.render.daily import show_carried

    session = o.session(ctx)
    desk = session.desk()
    carried = escalated_by_hand(desk)
    if session.as_json:
        session.json([carried_view(one) for one in carried])
    else:
        show_carried(carried, desk.rules)
