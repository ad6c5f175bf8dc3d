"""A desk moved to a database server, or a site of one into a file: all of it, proved there, before anybody works there.

It can be repeated after whatever stopped it: it goes on where it was. What is left behind is read, and written no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from tsk import movestore
from tsk.anchors import Anchor
from tsk.derived import derived_rows
from tsk.desk.session import Desk, Options, begin_rules, open_desk, rule_content, rules_path
from tsk.desk.upkeep import DAMAGE, booked_with
from tsk.entries import FOLDS, fold_entry
from tsk.errors import NoSite, RulesInvalid, StoreError, UsageError
from tsk.folders import expanded
from tsk.home import check_site_code, is_server, with_tables
from tsk.lifecycle import fold
from tsk.model import Case, Event
from tsk.moved import gone_to
from tsk.movestore import STANDS, Way
from tsk.paperstore import Place, papers_in
from tsk.rights import check_right
from tsk.store import Store

RIGHT = "restore"  # whoever may bring a whole desk back may take it elsewhere
_DATABASE = "tsk.db"


class Moved(Struct, frozen=True):
    """What is there now: where, as which site, how much of what; `already`: all of it was there before.

    `missing` papers lay nowhere where the desk was, or were changed there. `rules` is the rule file that was written.
    """

    place: str
    site: str
    was: str
    anchor: Anchor
    complaints: int
    texts: int
    entries: int
    messages: int
    papers: int
    missing: int
    already: bool = False
    rules: str = ""


def desk_to_move(options: Options) -> tuple[Desk, str]:
    """The desk that is meant, and its code on the other side.

    A code that the file's only site does not have is the one that it gets there.
    """
    check_site_code(options.site)
    try:
        desk = open_desk(options)
        return desk, desk.store.site
    except NoSite:
        if is_server(options.db) or not options.site:
            raise
    desk = open_desk(replace(options, site=""))
    if len(desk.store.sites()) == 1:
        return desk, options.site
    desk.store.db.close()
    raise UsageError(
        "Site {site} is none of {known}.", "Name the one that is to be moved.", site=options.site,
        known=tuple(desk.store.sites()),
    )  # fmt: skip


def move(desk: Desk, to: str, code: str) -> Moved:
    """Moves the site to the database of that name; raises StoreError, with everything as it was, where that cannot be.

    What was carried before stays there, shut, for the next run.
    """
    check_right(desk.rules, desk.person, RIGHT)
    db = to if is_server(to) else str(_file(to))
    _check_other(desk, db)
    with closing(with_tables(db, desk.options.clock, desk.options.keys)) as target:
        store = desk.store
        way = Way(store.db, store.site, target, code, movestore.place_of(target))
        if store.moved not in ("", way.place):
            raise gone_to(store.moved)
        if movestore.open_way(way) == STANDS:
            return _told(way, 0, already=True)
        home = Path(db).parent if target.is_file else desk.options.home
        missing = _carry(desk, way, home)
        return _told(way, missing, rules=_rules(desk, home) if target.is_file else "")


def _file(said: str) -> Path:
    """The database in the file or folder that was named."""
    path = expanded(said).absolute()
    return path if path.suffix == ".db" and not path.is_dir() else path / _DATABASE


def _check_other(desk: Desk, db: str) -> None:
    """Raises UsageError where the desk lies there already."""
    here = desk.store.db.name
    with suppress(OSError):
        if desk.store.db.is_file and not is_server(db) and Path(db).samefile(here):
            raise UsageError("{file} is the desk itself.", "Name another with --to.", file=here)


def _carry(desk: Desk, way: Way, home: Path) -> int:
    """Carries everything, again where more was written here meanwhile; how many papers are missing."""
    lying = papers_in(way.source, way.site, desk.options.home)
    while True:
        carried = movestore.carry_events(way)
        movestore.remove_texts(way)
        for ids in movestore.not_derived(way):
            _derive(desk, way, ids)
        _derive_entries(desk, way)
        missing = _carry_papers(way, lying, papers_in(way.target, way.to, home), desk.options.clock.timestamp())
        _prove(way)
        if movestore.close_way(way, carried):
            return missing


def _prove(way: Way) -> None:
    n = movestore.differing(way)
    if n is not None:
        raise StoreError(
            "Event {n} is not the same at {place} as in {file}.",
            "Nobody can work there yet; `tsk verify` tells what was changed here.",
            n=n,
            place=way.place,
            file=way.source.name,
        )


# ── what is derived ────────────────────────────────────────────────────────────────────────────────


def _derive(desk: Desk, way: Way, ids: movestore.Ids) -> None:
    """Derives complaints from the events that arrived, compares them with what is here, and writes them there."""
    arrived = movestore.events_there(way, "complaint", ids)
    here = movestore.derived_here(way, ids)
    movestore.write_derived(way, {id: _same(desk, way, id, events, here[id]) for id, events in arrived.items()})


def _same(desk: Desk, way: Way, id: int, events: tuple[Event, ...], here: movestore.Tables) -> movestore.Derived:
    """The rows of one complaint as they are to be there; raises StoreError where those here tell something else."""
    with suppress(*DAMAGE):
        case = fold(events, way.site)
        derived = booked_with(desk, case, events, movestore.booked(here))
        if derived_rows(case, derived) == here:
            return derived_rows(_at(case, way.to), derived)
    raise StoreError(
        "What is kept of complaint {id} is not what its events add up to.",
        "Nothing behind it was moved; `tsk verify` names what differs, `tsk verify --rebuild` mends what can be.",
        id=id,
    )


def _at(case: Case, site: str) -> Case:
    return case if case.site == site else replace(case, site=site)


def _derive_entries(desk: Desk, way: Way) -> None:
    """The files beside the complaints: measures, incidents, inspections, requests."""
    there = Store(way.target, way.to)
    for kind in FOLDS:
        ids = movestore.entry_ids(way, kind)
        arrived = movestore.events_there(way, kind, ids) if ids else {}
        rows = []
        for id, events in arrived.items():
            row = there.entry_row(kind, fold_entry(kind, events))
            if {**row, "site": way.site} != desk.store.entry(kind, id):
                raise StoreError(
                    "What is kept of {kind} {id} is not what its events add up to.",
                    "`tsk verify` names what differs, `tsk verify --rebuild` mends what can be.",
                    kind=kind,
                    id=id,
                )
            rows.append(row)
        movestore.write_entries(way, rows)


# ── papers and rules ───────────────────────────────────────────────────────────────────────────────


class _Lying:
    """A paper where it lies, on its way to another place."""

    def __init__(self, place: Place, digest: str) -> None:
        self._place, self._digest = place, digest
        self.sha256, self.size = "", 0

    def pieces(self) -> Iterator[bytes]:
        digest, self.size = sha256(), 0
        for piece in self._place.read(self._digest):
            digest.update(piece)
            self.size += len(piece)
            yield piece
        self.sha256 = digest.hexdigest()


def _carry_papers(way: Way, source: Place, target: Place, now: float) -> int:
    """Carries the papers that complaints with their person have; how many lay nowhere, or were changed."""
    wanted = movestore.papers(way)
    return sum(not (target.is_kept(one) or _carried(way, source, target, one, now)) for one in wanted)


def _carried(way: Way, source: Place, target: Place, digest: str, now: float) -> bool:
    if not source.is_kept(digest):
        return False
    copy = target.take(_Lying(source, digest), now)
    try:
        with way.target.transaction(way.to):
            copy.keep()
    finally:
        copy.drop()
    return True


def _rules(desk: Desk, home: Path) -> str:
    """Writes the rule file beside the new database where there is none: that of the machine, else the site's last."""
    target = home / "rules.toml"
    if target.exists():
        return ""
    try:
        content = rule_content(rules_path(desk.options))
    except RulesInvalid:
        stored = desk.store.rule_file()
        if stored is None:
            return ""
        content = bytes(stored["content"])
    begin_rules(replace(desk.options, home=home, rules=""), content)
    return str(target)


# ── what is told ───────────────────────────────────────────────────────────────────────────────────


def _told(way: Way, missing: int, already: bool = False, rules: str = "") -> Moved:
    head, counts = way.here(), movestore.counted(way)
    return Moved(
        place=way.place,
        site=way.to,
        was=way.site,
        anchor=Anchor(str(head["desk_id"]), int(head["n"]), str(head["hash"])),
        complaints=counts["complaint"],
        texts=counts["private"],
        entries=counts["register"],
        messages=counts["outbox"],
        papers=len(movestore.papers(way)) - missing,
        missing=missing,
        already=already,
        rules=rules,
    )


def moved_view(done: Moved) -> dict[str, Any]:
    """What is there now, as JSON."""
    return {
        "to": done.place,
        "site": done.site,
        "was_site": done.was,
        "already": done.already,
        "events": done.anchor.n,
        "texts": done.texts,
        "complaints": done.complaints,
        "entries": done.entries,
        "messages": done.messages,
        "attachments": done.papers,
        "missing": done.missing,
        "rules": done.rules or None,
        "anchor": done.anchor.line,
    }


def take_back(options: Options) -> tuple[str, str]:
    """Lets the site that was moved away be written here again; its code, and the place it went to."""
    desk = open_desk(options)
    with closing(desk.store.db):
        check_right(desk.rules, desk.person, RIGHT)
        if not desk.store.moved:
            raise UsageError("Site {site} was not moved from here.", "Nothing was changed.", site=desk.store.site)
        return desk.store.site, movestore.take_back(desk.store)
