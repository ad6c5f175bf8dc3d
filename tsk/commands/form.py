"""Papers to print: receipts, records, reports, the file of an appeal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from tsk.commands import options as o
from tsk.commands.newfile import write_private
from tsk.desk.access import check_reveal
from tsk.desk.formfile import form_file
from tsk.desk.words import one_of
from tsk.errors import UsageError
from tsk.forms import KINDS, LEAVING


def form(
    ctx: o.Ctx,
    id: o.Id,
    kind: Annotated[str, o.text("--kind", "slip (the customer's receipt), store, company, 8d or appeal.", "KIND")] = "",
    output: Annotated[str, o.text("-o", "Where it is written, or - for stdout; else here by its number.", "FILE")] = "",
    reveal: o.Reveal = None,
    json: o.Json = False,
) -> None:
    from tsk.forms.page import page
    from tsk.render.formed import show_formed

    session = o.session(ctx)
    if session.as_json and output == "-":
        raise UsageError("--json and -o - exclude each other.", "Leave one of them out.")
    kind = one_of("kind of form", KINDS, kind) or KINDS[0]
    desk = session.desk()
    file = form_file(
        desk,
        id,
        deadlines=kind == "appeal",
        with_papers=kind == "8d",
        reason=check_reveal(desk, reveal),
        leaves=kind in LEAVING,
    )
    session.note(file.note)
    html = page(kind, file, desk.rules)
    if output == "-":
        sys.stdout.write(html)
        return
    target = Path(output or f"{file.case.number}-{kind}.html")
    write_private(target, html.encode())
    if session.as_json:
        session.json({"id": file.case.id, "number": file.case.number, "kind": kind, "file": str(target)})
    else:
        show_formed(str(target), kind, file.case.number)
