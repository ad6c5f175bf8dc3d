"""Registering a complaint: from the words of the command, a file, a frequent complaint, and questions on a terminal."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from typer import Argument, Option

from tsk import i18n
from tsk.commands import options as o
from tsk.commands.session import Session
from tsk.desk import intake, papers, sheet, views
from tsk.desk.access import as_listed
from tsk.desk.knownfaults import fault_view
from tsk.desk.repeats import repeat_view
from tsk.desk.session import Desk
from tsk.errors import NotAllowed, StoreError, TskError, UsageError, Word
from tsk.i18n import tr

Said = dict[str, str]


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
    template: Annotated[
        str,
        o.text(
            "--template", "What the policy's frequent complaint of that name says, where nothing else is said.", "NAME"
        ),
    ] = "",
    source: Annotated[str, o.text("--from", "Read the complaint from a JSON or TOML file; - is a pipe.", "FILE")] = "",
    slip: Annotated[bool, Option("--slip", help=tr("Print the customer's receipt with it, as `form` does."))] = False,
    reason: o.Reason = "",
    json: o.Json = False,
) -> None:
    typed = {
        "summary": summary, "details": details, "name": customer, "phone": phone, "email": email, "card": card,
        "address": address, "on_behalf_of": on_behalf_of, "store": store, "region": region, "product": product,
        "against": against, "order": order, "demand": demand, "external": external, "reason": reason,
        "channel": channel, "category": category, "subtype": subtype, "severity": severity, "tier": tier,
        "amount": amount, "basis": basis, "via": via, "received": received, "occurred": occurred,
        "answered": answered, "attach": sheet.BETWEEN_FILES.join(attach or ()), "kind": kind,
    }  # fmt: skip
    session = o.session(ctx)
    content = _content(source) if source else b""
    desk = session.desk(create=True)
    if slip:
        from tsk.desk.formfile import check_may_print

        check_may_print(desk)  # before anything is recorded
    said = {name: text for name, text in typed.items() if text} | sheet.own_fields(desk, set_ or ())
    if settled is not None:
        said["settled"] = settled
    if source:
        said = sheet.told_in_file(desk, content, "stdin" if source == "-" else source) | said
    if template:
        said = sheet.filled_in(desk, said, template)
    if session.options.interactive and not session.as_json:
        done, slip = _on_terminal(desk, said, slip)
    else:
        done = _recorded(desk, said)
    _show(session, desk, done, slip)


def _content(source: str) -> bytes:
    """The bytes of the file, or of standard input for `-`."""
    try:
        if source == "-":
            stream = getattr(sys.stdin, "buffer", None)
            return bytes(stream.read(sheet.LARGEST + 1)) if stream else sys.stdin.read().encode()
        with Path(source).open("rb") as file:
            return file.read(sheet.LARGEST + 1)
    except OSError as error:
        raise UsageError(
            "{file} cannot be read ({reason}).", "Check the name.", file=source, reason=Word(error.strerror)
        ) from error


def _recorded(desk: Desk, said: Said) -> intake.Recorded:
    with papers.copied(desk, sheet.files_of(said), said.get("kind", "")) as copies:
        return intake.record(desk, sheet.intake_of(desk, said, copies))


# ── on a terminal ──────────────────────────────────────────────────────────────────────────────────


def _on_terminal(desk: Desk, said: Said, slip: bool) -> tuple[intake.Recorded, bool]:
    """The recorded complaint after what was missing was asked for; whatever stops it, what was said is kept."""
    from tsk.desk import customers
    from tsk.render.entry import Help, converse, is_whole

    help = Help(
        outlook=partial(sheet.look_ahead, desk),
        understood=partial(sheet.understood, desk),
        suggested=partial(sheet.suggested, desk),
        customer=partial(customers.known_by_phone, desk),
        filled=partial(sheet.filled_in, desk),
        on_disk=not desk.store.db.encrypted,
    )
    intake.check_may(desk, said.get("settled"))
    said = sheet.all_understood(desk, said)
    if is_whole(desk.rules, said, help):
        return _recorded(desk, said), slip
    with _kept_as_draft(desk, said):
        converse(desk.rules, said, help)
        return _looked_over(desk, said, help, slip)


def _looked_over(desk: Desk, said: Said, help: Any, slip: bool) -> tuple[intake.Recorded, bool]:
    """The recorded complaint after the last look; what is refused is said, and looked at again."""
    from tsk.render.lastlook import last_look

    problem: TskError | None = None
    while True:
        slip = last_look(desk.rules, said, help, problem) or slip
        try:
            return _recorded(desk, said), slip
        except (UsageError, NotAllowed) as error:
            problem = error


@contextmanager
def _kept_as_draft(desk: Desk, said: Said) -> Iterator[None]:
    """Takes up an earlier draft where the person wants it; what stops before it is recorded is kept as one."""
    from tsk.desk import drafts

    kept = _taken_up(desk, said)
    try:
        with _hang_up_like_ctrl_c():
            yield
    except BaseException:
        if any(said.get(name) for name in ("summary", "details", "name", "phone")):
            with _told():
                drafts.keep(desk, said)
                i18n.tell(tr("A draft is kept for a week; `tsk record` offers it."))
                drafts.drop(kept)
        raise
    drafts.drop(kept)


def _taken_up(desk: Desk, said: Said) -> Any:
    """The draft that the person goes on with, its words added to what was said; None for a new complaint."""
    from tsk.desk import drafts
    from tsk.render.draft import GO_ON, THROW_AWAY, is_another, offered

    kept = drafts.latest(desk)
    if kept is None:
        return None
    if said.get("summary"):
        is_another(kept.draft, desk.rules)
        return None
    choice = offered(kept.draft, desk.rules)
    if choice == THROW_AWAY:
        drafts.drop(kept)
    if choice != GO_ON:
        return None
    said |= {name: text for name, text in kept.draft.said.items() if name not in said}
    return kept


@contextmanager
def _told() -> Iterator[None]:
    """Says what goes wrong, and goes on."""
    try:
        yield
    except TskError as error:
        i18n.tell(i18n.error_text(error))


@contextmanager
def _hang_up_like_ctrl_c() -> Iterator[None]:
    """A terminal that is closed stops the command as Ctrl-C does, so that nothing is lost."""

    def stop(number: int, frame: Any) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), stop) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


# ── what became of it ──────────────────────────────────────────────────────────────────────────────


def _show(session: Session, desk: Desk, done: intake.Recorded, slip: bool) -> None:
    """Prints the complaint; the receipt is written first, so that its name can stand in the JSON."""
    from tsk.render.case import show_known_fault, show_recorded, show_repeat

    failed: TskError | None = None
    file = ""
    if slip and done.visible:
        try:
            file = _slip(session, desk, done)
        except TskError as error:
            failed = error
    if session.as_json:
        view = _recorded_view(desk, done)
        session.json({**view, "slip": file or None} if slip else view)
    else:
        words = () if done.chosen else done.words
        show_recorded(done.taken.case, desk.rules, words, done.routing.row, done.taken.repeated, desk.now)
        if done.earlier:
            show_repeat(done.earlier, desk.rules)
        if done.fault:
            show_known_fault(done.fault, desk.rules)
        if file:
            from tsk.render.formed import show_formed

            show_formed(file, "slip", done.taken.case.number)
    if failed:
        raise StoreError(
            "{number} is recorded, but its receipt was not printed. {why}",
            "`tsk form {id}` prints it.",
            number=done.taken.case.number,
            id=done.taken.case.id,
            why=failed,
        ) from failed


def _slip(session: Session, desk: Desk, done: intake.Recorded) -> str:
    """The new file of the customer's receipt, with contact data masked: it leaves the house."""
    from tsk.commands.newfile import write_private
    from tsk.desk.formfile import form_file
    from tsk.forms.page import page

    case = done.taken.case
    file = form_file(desk, case.number, leaves=True)
    target = Path(f"{case.number}-slip.html")
    write_private(target, page("slip", file, desk.rules).encode())
    return str(target)


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
