"""The rule file: check it, show it, list the policies to start from."""

from __future__ import annotations

from typing import Annotated

from typer import Argument

from tsk.commands import options as o
from tsk.desk import policies as desk_policies
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
    if session.as_json:
        session.json(desk_policies.check_view(checked))
    else:
        show_check(checked)


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


def policies(ctx: o.Ctx, json: o.Json = False) -> None:
    from tsk.render.rules import show_policies

    session = o.session(ctx)
    rows = desk_policies.policies()
    if session.as_json:
        session.json([{"name": row.name, "zh": row.zh, "en": row.en} for row in rows])
    else:
        show_policies(rows)
