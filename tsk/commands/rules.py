"""The rule file and what it says: check it, show it, the policies to start from, the calendar, the staff."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.filters import counted
from tsk.commands.session import Session
from tsk.desk import calendar as desk_calendar
from tsk.desk import policies as desk_policies
from tsk.desk import recalculation
from tsk.desk import staff as desk_staff
from tsk.desk.session import has_home
from tsk.errors import UsageError
from tsk.i18n import tr

INVALID = 5


def check(
    ctx: o.Ctx,
    file: Annotated[
        str, Argument(metavar="FILE", help=tr("The rule file; this desk's where left out."), show_default=False)
    ] = "",
    json: o.Json = False,
) -> None:
    from tsk.render.rules import show_check

    session = o.session(ctx)
    checked = desk_policies.checked(session.options, file)
    session.exit_code = INVALID if checked.problems else 0
    own = not (file or checked.problems) and has_home(session.options)
    unannounced = recalculation.unannounced(session.desk()) if own else ()
    if session.as_json:
        session.json(desk_policies.check_view(checked, unannounced))
    else:
        show_check(checked, unannounced)


def simulate(
    ctx: o.Ctx,
    file: Annotated[str, Argument(metavar="NEW.toml", help=tr("The edited rule file."), show_default=False)],
    since: o.Since = "",
    until: o.Until = "",
    limit: Annotated[
        int | None, Option("--limit", metavar="N", help=tr("At most so many examples; ten where left out."))
    ] = None,
    json: o.Json = False,
) -> None:
    from tsk.desk import simulation

    session = o.session(ctx)
    checked = desk_policies.edited(file)
    if checked.rules is None:
        _show_problems(session, checked)
        return
    desk = session.desk()
    found = simulation.simulated(desk, checked, since, until, counted("--limit", limit) or simulation.SHOWN)
    if session.as_json:
        session.json(simulation.simulation_view(found, desk.zone))
    else:
        from tsk.render.simulation import show_simulation

        show_simulation(found, desk.rules, checked.rules)


def _show_problems(session: Session, checked: desk_policies.Checked) -> None:
    """Says what is wrong with a rule file, as the check of it does."""
    from tsk.render.rules import show_check

    session.exit_code = INVALID
    if session.as_json:
        session.json(desk_policies.check_view(checked, ()))
    else:
        show_check(checked, ())


def show(
    ctx: o.Ctx,
    section: Annotated[
        str, Argument(metavar="SECTION", help=tr("One section, such as limits."), show_default=False)
    ] = "",
    json: o.Json = False,
) -> None:
    from tsk.render.rules import show_rules

    session = o.session(ctx)
    desk = session.desk()
    sections = desk_policies.sections(desk.rules, section)
    if session.as_json:
        session.json(desk_policies.rules_view(desk.rules, sections))
    else:
        stored = desk.store.rule_file()
        lines = desk_policies.section_lines(stored["content"] if stored else b"", sections)
        show_rules(desk.rules, lines)


def schema(ctx: o.Ctx, json: o.Json = False) -> None:
    session = o.session(ctx)
    session.json(desk_policies.schema(tr), indented=not json)


def policies(ctx: o.Ctx, json: o.Json = False) -> None:
    from tsk.render.rules import show_policies

    session = o.session(ctx)
    rows = desk_policies.policies()
    if session.as_json:
        session.json([{"name": row.name, "zh": row.zh, "en": row.en} for row in rows])
    else:
        show_policies(rows)


def calendar(
    ctx: o.Ctx,
    period: Annotated[
        str,
        Argument(
            metavar="YEAR|MONTH",
            help=tr("A year or a month: 2026, 2026-10, 10; this month where left out."),
            show_default=False,
        ),
    ] = "",
    name: Annotated[str, o.text("--name", "Which calendar; the policy's own where left out.", "CALENDAR")] = "",
    json: o.Json = False,
) -> None:
    from tsk.render.calendar import show_calendar

    session = o.session(ctx)
    found = desk_calendar.wall(session.desk(), period, name)
    if session.as_json:
        session.json(desk_calendar.wall_view(found))
    else:
        show_calendar(found)


def staff(
    ctx: o.Ctx,
    name: Annotated[str, Argument(metavar="NAME", help=tr("One person, by number or name."), show_default=False)] = "",
    may: Annotated[str, o.text("--may", "Only those who hold this right, such as approve.", "RIGHT")] = "",
    department: Annotated[str, o.text("--department", "Only those of this department.", "NAME")] = "",
    json: o.Json = False,
) -> None:
    from tsk.render import staff as render_staff

    if name and (may or department):
        raise UsageError("A person and --may or --department exclude each other.", "Leave one of them out.")
    session = o.session(ctx)
    desk = session.desk()
    one = desk_staff.colleague(desk, name) if name else None
    people = (one,) if one else desk_staff.colleagues(desk, may, department)
    if session.as_json:
        views = [desk_staff.colleague_view(person, whole=bool(one)) for person in people]
        session.json(views[0] if one else views)
    elif not desk.rules.staff:
        render_staff.show_nobody(desk.rules)
    elif one:
        render_staff.show_colleague(one, desk.rules, desk_staff.today(desk))
    else:
        render_staff.show_staff(people, desk.rules, desk_staff.today(desk))
