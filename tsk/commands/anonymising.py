"""The person removed from complaints that are over."""

from __future__ import annotations

from typing import Annotated, Any

from typer import Option

from tsk.commands import options as o
from tsk.commands.session import Session, from_stdin, instant
from tsk.desk import anonymising, forgetting
from tsk.desk.anonymising import Plan, Removed
from tsk.desk.session import Desk
from tsk.errors import StoreError, TskError, UsageError
from tsk.i18n import say, tr

Views = list[dict[str, Any]]


def anonymise(
    ctx: o.Ctx,
    ids: o.MaybeIds = None,
    phone: Annotated[str, o.text("--phone", "All complaints of the customer with that phone.", "NUMBER")] = "",
    closed_before: Annotated[str, o.text("--closed-before", "All that ended before this day.", "DATE")] = "",
    due: Annotated[bool, Option("--due", help=tr("All that ended as long ago as the rule file says."))] = False,
    finish: Annotated[bool, Option("--finish", help=tr("Only finish what an interrupted run left."))] = False,
    dry_run: Annotated[bool, Option("--dry-run", help=tr("Only show which; nothing is removed."))] = False,
    yes: Annotated[bool, Option("--yes", help=tr("Do not ask; it cannot be undone."))] = False,
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    session = o.session(ctx)
    desk = session.desk()
    if finish:
        _done(session, desk, anonymising.nothing(desk), [], [])
        return
    day = instant(desk, closed_before)
    before = day.astimezone(desk.zone).date() if day else None
    plan = anonymising.planned(desk, from_stdin(ids or []), phone, before, due)
    left = [session.failed(one.said, one.why) for one in plan.left]
    if dry_run:
        _show_plan(session, desk, plan, left)
        return
    if not plan.cases and not plan.done_before:
        if session.as_json:
            session.json({**forgetting.plan_view(desk, plan), "dry_run": False, "left": left})
        elif not left:
            session.nothing("No complaint is to be anonymised.")
        return
    people = anonymising.people_of(desk, plan)
    why = anonymising.check_reason(people, reason) if plan.cases else ""
    _make_sure(session, plan, yes)
    messages = forgetting.empty_messages(desk, people) if plan.cases else 0
    removed = _removed(session, desk, plan, why, left)
    _done(session, desk, plan, removed, left, messages)


def _make_sure(session: Session, plan: Plan, yes: bool) -> None:
    """Asks on a terminal; raises UsageError where nobody can be asked, KeyboardInterrupt for a no."""
    if yes or not plan.cases:
        return
    if session.as_json or not session.options.interactive:
        raise UsageError("What is removed cannot be brought back.", "Look with --dry-run, then add --yes.")
    from tsk.render.anonymised import show_plan
    from tsk.render.ask import is_sure

    show_plan(plan.cases)
    if not is_sure(say("Remove the person from these complaints for ever ({count})?", count=len(plan.cases))):
        raise KeyboardInterrupt


def _show_plan(session: Session, desk: Desk, plan: Plan, left: Views) -> None:
    if session.as_json:
        session.json({**forgetting.plan_view(desk, plan), "left": left})
        return
    from tsk.render.anonymised import show_plan

    show_plan(plan.cases)
    session.nothing("Nothing was removed: {count} would be.", count=len(plan.cases))


def _removed(session: Session, desk: Desk, plan: Plan, reason: str, left: Views) -> list[Removed]:
    """Each complaint without its person, one after the other; what is refused meanwhile does not stop the rest."""
    removed = []
    for case in plan.cases:
        try:
            done = anonymising.remove(desk, case.id, reason)
        except TskError as error:
            left.append(session.failed(case.number, error))
            continue
        if done:
            removed.append(done)
    return removed


def _done(session: Session, desk: Desk, plan: Plan, removed: list[Removed], left: Views, messages: int = 0) -> None:
    """What is left on the disk is removed too, and everything is told."""
    rest = forgetting.finish(desk, [one.person for one in removed], messages)
    other = forgetting.elsewhere(desk, removed)
    if session.as_json:
        session.json({**forgetting.done_view(desk, plan, removed, rest, other), "left": left})
    else:
        from tsk.render.anonymised import show_done

        show_done(removed, rest, other)
    if not rest.gone:
        raise StoreError(
            "The texts are removed, but what they were can still be read on the disk: somebody else is using it now.",
            "Close what reads {file}, then: `tsk anonymise --finish`.",
            file=desk.store.db.name,
        )
