"""At the counter: make a desk, register complaints."""

from __future__ import annotations

from typing import Annotated

from msgspec.structs import replace
from typer import Argument, Option

from tsk.commands import options as o
from tsk.commands.session import instant
from tsk.desk import intake, papers, views
from tsk.desk.access import as_listed
from tsk.desk.knownfaults import fault_view
from tsk.desk.ownfields import fields_said
from tsk.desk.repeats import repeat_view
from tsk.desk.session import Desk, has_site, rules_path, stranger
from tsk.desk.words import one_of
from tsk.errors import UsageError
from tsk.i18n import tr
from tsk.model import CONTACT_METHODS


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
    from tsk.render.home import show_encrypted, show_home

    session = o.session(ctx)
    if source and (policy or practice or not encrypt):
        raise UsageError("--from goes with --encrypt, and with no policy: everything comes from that desk.")
    session.options = replace(
        session.options, policy=policy, practice=practice, group=group, encrypt=encrypt, source=source
    )
    existed = has_site(session.options)
    desk = session.desk(init=True)
    rules_file, key_file = str(rules_path(desk.options)), desk.options.keys.made
    if session.as_json:
        session.json(views.home_view(desk.store, rules_file, desk.rules, existed, key_file))
    else:
        show_home(desk.store.db.name, rules_file, desk.rules, desk.store.site, existed, stranger(desk))
        if desk.store.db.encrypted and not existed:
            show_encrypted(key_file, source)


def record(
    ctx: o.Ctx,
    summary: Annotated[
        str, Argument(metavar="SUMMARY", help=tr("What happened, in one line."), show_default=False)
    ] = "",
    details: o.SaidDetails = "",
    customer: o.SaidCustomer = "",
    phone: o.SaidPhone = "",
    email: o.SaidEmail = "",
    card: o.SaidCard = "",
    address: o.SaidAddress = "",
    tier: o.SaidTier = "",
    on_behalf_of: o.SaidOnBehalfOf = "",
    channel: o.SaidChannel = "",
    category: Annotated[str, o.text("--category", "Category; found by words where it is left out.", "NAME")] = "",
    subtype: o.SaidSubtype = "",
    severity: Annotated[str, o.text("--severity", "Severity; graded by the policy where it is left out.", "NAME")] = "",
    store: o.SaidStore = "",
    region: o.SaidRegion = "",
    product: o.SaidProduct = "",
    against: o.SaidAgainst = "",
    order: o.SaidOrder = "",
    demand: o.SaidDemand = "",
    amount: o.SaidAmount = "",
    occurred: o.SaidOccurred = "",
    received: Annotated[str, o.text("--received", "When it was received, if not now.", "WHEN")] = "",
    answered: Annotated[str, o.text("--answered", "When a person first responded.", "WHEN")] = "",
    settled: Annotated[
        str | None,
        o.text("--settled", "Settled on the spot: what the customer was told; recorded, answered and closed."),
    ] = None,
    via: Annotated[str, o.text("--via", "How a settled one was answered; else in person.", "METHOD")] = "",
    basis: Annotated[str, o.text("--basis", "What the answer to a settled one rests on.")] = "",
    attach: Annotated[
        list[str] | None, Option("--attach", metavar="FILE", help=tr("A paper; may be repeated."), show_default=False)
    ] = None,
    kind: Annotated[str, o.text("--kind", "What the papers are; the policy may list the kinds.", "KIND")] = "",
    set_: o.Set = None,
    external: Annotated[
        str, o.text("--external", "Key in another system; the same key twice records once.", "KEY")
    ] = "",
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    from tsk.render.case import show_known_fault, show_recorded, show_repeat

    texts = {
        "summary": summary, "details": details, "name": customer, "phone": phone, "email": email, "card": card,
        "address": address, "on_behalf_of": on_behalf_of, "store": store, "region": region, "product": product,
        "against": against, "order": order, "demand": demand, "external": external, "reason": reason,
    }  # fmt: skip
    session = o.session(ctx)
    desk = session.desk(create=True)
    if session.options.interactive and not session.as_json:
        from tsk.render.ask import ask_missing

        asked, channel = ask_missing(desk.rules, {**texts, "occurred": occurred}, channel)
        occurred = asked.pop("occurred", "")
        texts = asked
    told = intake.Intake(
        texts=texts,
        channel=channel,
        category=category,
        subtype=subtype,
        severity=severity,
        tier=tier,
        amount=amount,
        settled=settled,
        basis=basis,
        via=one_of("way of contact", CONTACT_METHODS, via),
        fields=fields_said(desk, set_ or ()),
        received=instant(desk, received),
        occurred=instant(desk, occurred),
        answered=instant(desk, answered),
    )
    with papers.copied(desk, attach or (), kind) as copies:
        done = intake.record(desk, replace(told, papers=copies))
    if session.as_json:
        session.json(_recorded_view(desk, done))
    else:
        words = () if done.chosen else done.words
        show_recorded(done.taken.case, desk.rules, words, done.routing.row, done.taken.repeated, desk.now)
        if done.earlier:
            show_repeat(done.earlier, desk.rules)
        if done.fault:
            show_known_fault(done.fault, desk.rules)


def _recorded_view(desk: Desk, done: intake.Recorded) -> dict[str, object]:
    case = done.taken.case
    if not done.visible:
        return {"id": case.id, "number": case.number, "state": case.state, "repeated": True}
    again = done.taken.repeated  # what was recorded before may be somebody else's
    shown = as_listed(desk, [case])[0] if again else case
    view = views.complaint_view(shown, desk.now, desk.zone, masked=again)
    more = {"classified_by": list(done.words), "route": done.routing.row, "repeated": done.taken.repeated}
    more["events"] = [views.event_view(event, desk.zone) for event in done.taken.events]
    if done.earlier and not done.earlier.number:
        view["repeat_of"] = None
    known = {"known_fault": fault_view(done.fault, desk.zone) if done.fault else None}
    return {**view, **more, **known, "repeats": repeat_view(done.earlier, desk.zone) if done.earlier else None}
