"""At the counter: make a desk."""

from __future__ import annotations

from typing import Annotated

from msgspec.structs import replace
from typer import Option

from tsk.commands import options as o
from tsk.desk import views
from tsk.desk.session import Desk, has_site
from tsk.errors import UsageError
from tsk.i18n import tr


def init(
    ctx: o.Ctx,
    policy: Annotated[str, o.text("--policy", "Which policy to start from; see `tsk rules policies`.", "NAME")] = "",
    practice: Annotated[
        bool, Option("--practice", help=tr("A desk to practise on: everyone may set the present."))
    ] = False,
    group: Annotated[
        str, o.text("--group", "Open the home to a group of this machine; else it is its owner's alone.", "NAME")
    ] = "",
    encrypt: Annotated[
        bool, Option("--encrypt", help=tr("Encrypt the database and the papers; the key comes from TSK_KEY_FILE."))
    ] = False,
    source: Annotated[
        str, o.text("--from", "With --encrypt: take everything of a plain desk over; it stays as it is.", "FOLDER")
    ] = "",
    json: o.Json = False,
) -> None:
    from tsk.desk.beginning import own_rules, settings_file
    from tsk.render.home import show_encrypted, show_home

    session = o.session(ctx)
    if source and (policy or practice or not encrypt):
        raise UsageError("--from goes with --encrypt, and with no policy: everything comes from that desk.")
    session.options = replace(
        session.options, policy=policy, practice=practice, group=group, encrypt=encrypt, source=source
    )
    existed = has_site(session.options)
    desk = session.desk(init=True)
    rules_file, settings, key_file = own_rules(desk.options), settings_file(desk.options), desk.options.keys.made
    if session.as_json:
        session.json(views.home_view(desk.store, rules_file, desk.rules, existed, key_file, settings))
    else:
        show_home(desk.store.db.name, rules_file, desk.rules, desk.store.site, existed, _stranger(desk), settings)
        if desk.store.db.encrypted and not existed:
            show_encrypted(key_file, source)


def _stranger(desk: Desk) -> str:
    """The login of a person who may only record, because staff is listed without them; "" for anybody else."""
    return "" if desk.person.anyone or desk.person.known else desk.person.id
