"""The store that the desk sees: open a home's database, load a case file, append to it, and find complaints.

One write transaction takes the lock, reads, decides and appends; the chain head and the numbering live in the
site's row and move inside the same transaction.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from itertools import takewhile
from typing import Any

import msgspec
from msgspec import structs

from tsk.db import entries, expected, files, incidents, lists, penalties, sites
from tsk.db.engine import Connection, Row
from tsk.db.lists import BEST, SORTS
from tsk.derived import ROWS_OF, Derived, customer_keys, fact_row, stay_rows, text_row
from tsk.errors import NotFound, StoreError
from tsk.handlingtime import Booking
from tsk.lifecycle import command_of
from tsk.model import OPEN_STATES, Case, Draft, Event, iso
from tsk.moved import check_here
from tsk.privacy import FULL_WIDTH, phone_key
from tsk.register import Filed
from tsk.rulerows import Policy
from tsk.rules import COMPILER, Rules

__all__ = ["BEST", "SORTS", "Store"]
SHORTEST_PHONE = 5  # digits
MOST_EVENTS = 500  # of one command
DERIVED_BY = "9"  # what is derived from events, and how; a new number has all of it derived again
PRACTICE = "practice-"  # begins the desk id of a desk to practise on; the desk id begins the chain


class Store:
    """One site of one open database; what it reads of is its `scope`, that site or EVERY."""

    def __init__(self, db: Connection, site: str) -> None:
        self.db = db
        self.site = self.scope = site
        self._new: set[int] | None = None  # while writing: the numbers given meanwhile
        self._held: dict[str, Any] | None = None  # the site's row while nobody else can move it
        head = self.head()
        self.practice = head["desk_id"].startswith(PRACTICE)
        self._derived = str(head["derived"])
        self.moved = str(head["moved"])  # where the site went; from then on it is only read here

    def closed_on_failure(self) -> AbstractContextManager[None]:
        """Closes the database where what is done with it fails."""
        return self.db.closed_on_failure()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write transaction; it holds the lock from here and leaves nothing behind when it fails."""
        check_here(self.moved)
        self._new = set()
        try:
            with self.db.transaction(self.site):
                yield
        finally:
            self._new = self._held = None

    def hold(self) -> dict[str, Any]:
        """The site's row while writing, moved along with what is written."""
        if self._held is None:
            self._held = dict(self.head())
            check_here(self._held["moved"])
        return self._held

    # ── events ─────────────────────────────────────────────────────────────────────────────────────

    def events(self, id: int, kind: str = "complaint", site: str = "") -> list[Event]:
        """The events of one file, of this site or of the one named, oldest first; empty where it does not exist."""
        rows = files.event_rows(self.db, site or self.site, kind, id)
        try:
            return files.read_events(rows, files.private_rows(self.db, site or self.site, kind, id))
        except (msgspec.MsgspecError, RecursionError, ValueError, AttributeError) as error:
            raise StoreError(
                "The events of complaint {id} are damaged.",
                "`tsk verify` names them; `tsk restore` brings the last backup back.",
                id=id,
            ) from error

    def append(
        self, kind: str, id: int, seq: int, drafts: tuple[Draft, ...], key: str, first: int = 1
    ) -> tuple[Event, ...]:
        """The drafts as written events, numbered on from `seq` and linked to the chain; call it while writing.

        A command that writes to several files counts its events on from `first`.
        """
        from tsk.evidence import link

        head = self.hold()
        n, previous = head["n"], head["hash"]
        rows: list[dict[str, object]] = []
        texts: list[dict[str, object]] = []
        for index, draft in enumerate(drafts, 1):
            place = first + index - 1
            row = self._event_row(
                kind, id, seq + index, n + index, f"{place}:{key}" if place > 1 else key, draft, texts
            )
            row["hash"] = previous = link(previous, row)
            rows.append(row)
        files.write_events(self.db, rows, texts)
        head.update(n=n + len(drafts), hash=previous)
        sites.move_head(self.db, self.site, head["n"], previous)
        return tuple(files.read_events(rows, texts))

    def _event_row(
        self, kind: str, id: int, seq: int, n: int, key: str, draft: Draft, texts: list[dict[str, object]]
    ) -> dict[str, object]:
        from tsk.evidence import commitment

        commitments = {}
        for field, value in draft.private.items():
            salt = os.urandom(16).hex()
            commitments[field] = commitment(salt, value)
            texts.append({"site": self.site, "n": n, "field": field, "salt": salt, "value": value})
        return {
            "site": self.site,
            "n": n,
            "kind": kind,
            "id": id,
            "seq": seq,
            "key": key,
            "at": iso(draft.at),
            "recorded_at": iso(draft.recorded_at),
            "actor": draft.actor,
            "type": draft.type,
            "body": files.write_body(draft.body, commitments, draft.dues),
        }

    def written_under(self, key: str, kind: str = "complaint") -> int | None:
        """The file of that kind that a command with this key was written to, or None."""
        row = files.event_of_key(self.db, self.site, key)
        return int(row["id"]) if row and row["kind"] == kind else None

    def files_of(self, key: str) -> tuple[int, ...]:
        """The complaints that the command of that key wrote to."""
        first = files.event_of_key(self.db, self.site, key)
        rows = files.events_from(self.db, self.site, first["n"], MOST_EVENTS) if first else []
        own = takewhile(lambda row: row["key"] == key or row["key"].endswith(f":{key}"), rows)
        return tuple(dict.fromkeys(int(row["id"]) for row in own))

    def save(self, before: Case | None, after: Case, derived: Derived, had: Iterable[Booking] = ()) -> None:
        """Writes the rows derived from a case: its list row, figures and search text, and of its many what changed.

        `had` are the stays as they are stored.
        """
        self.db.count_file()
        row = files.complaint_row(after, customer_keys(after))
        found_by = "" if after.id in (self._new or ()) else files.search_text(self.db, self.site, after.id)
        text = text_row(after, derived.text)
        files.write_derived(self.db, row, fact_row(after, derived.fact), text, found_by, self.hold()["nth"])
        for table, rows_of in ROWS_OF.items():
            files.write_changes(self.db, table, rows_of(before) if before else (), rows_of(after))
        files.write_changes(self.db, "stay", stay_rows(after, had), stay_rows(after, derived.bookings))

    def bookings(self, id: int) -> tuple[Booking, ...]:
        """Who has had a case, with the time booked for it."""
        rows = files.stays_of(self.db, self.site, id)
        return tuple(Booking(files.read_stay(row), row["working"], row["booked_by"]) for row in rows)

    # ── files beside the complaints ────────────────────────────────────────────────────────────────

    def next_entry(self, kind: str) -> int:
        """The next number of a file of that kind; call it while writing."""
        return entries.last_id(self.db, self.site, kind) + 1

    def save_entry(self, kind: str, filed: Filed) -> None:
        """Writes the row that the register keeps of a file."""
        self.db.count_file()
        entries.write_entry(self.db, self.entry_row(kind, filed))

    def entry_row(self, kind: str, filed: Filed) -> dict[str, object]:
        """The row that the register should have of a file."""
        row: dict[str, object] = structs.asdict(filed.entry)
        due = iso(filed.entry.due) if filed.entry.due else None
        text = msgspec.json.encode(filed).decode()
        return {**row, "due": due, "site": self.site, "kind": kind, "id": filed.id, "seq": filed.seq, "snapshot": text}

    def entries(self, kind: str, **filters: object) -> list[Row]:
        """The rows of the register of one kind by state, department, owner or complaint, oldest first."""
        return entries.entries(self.db, self.scope, kind, filters)

    def entries_like(self, kind: str, state: str, product: str, category: str) -> list[Row]:
        """The rows of one kind and state whose complaint is about that product and category, oldest first."""
        return entries.entries_like(self.db, self.site, kind, state, product, category)

    def entry(self, kind: str, id: int) -> Row | None:
        """The register's row of one file, or None."""
        return entries.entry(self.db, self.site, kind, id)

    def entry_ids(self, kind: str) -> list[int]:
        """The numbers of all files of a kind."""
        return entries.entry_ids(self.db, self.site, kind)

    def linked(self, incident: int, after: int, most: int) -> list[int]:
        """The open complaints linked to an incident, by number, from the next after `after` on."""
        return incidents.linked(self.db, self.site, incident, after, most)

    def with_linked(self) -> list[int]:
        """The incidents to which open complaints are linked."""
        return incidents.with_linked(self.db, self.site)

    def unexplained(self, since: datetime) -> list[Row]:
        """What the complaints received since then are about that no incident explains."""
        return incidents.unexplained(self.db, self.site, iso(since))

    # ── rules ──────────────────────────────────────────────────────────────────────────────────────

    def rule_file(self) -> Row | None:
        """The last good rule file: name, content, compiler, compiled; or None."""
        return sites.rule_file(self.db, self.site)

    def keep_rules(self, rules: Rules, content: bytes, now: datetime) -> None:
        """Stores a good rule file, without its secrets, in its compiled form, and its frozen part under its version.

        Where nothing can be written, it is compiled again the next time.
        """
        if self.moved or not self.db.can_write:
            return
        with self.writing():
            sites.save_rule_file(
                self.db,
                self.site,
                name=rules.file,
                content=content,
                compiler=COMPILER,
                compiled=msgspec.json.encode(rules).decode(),
                version=rules.version,
                policy=msgspec.json.encode(rules.policy).decode(),
                now=iso(now),
            )

    def policy(self, version: str) -> Policy | None:
        """The frozen part of a rule file by its version, or None."""
        text = sites.policy_text(self.db, self.scope, version)
        return None if text is None else msgspec.json.decode(text, type=Policy)

    def policies(self) -> dict[str, Policy | None]:
        """The frozen policies of the site by version; None where one can no longer be read."""
        return {version: _policy(text) for version, text in sites.policy_texts(self.db, self.site).items()}

    # ── finding ────────────────────────────────────────────────────────────────────────────────────

    def next_number(self) -> int:
        """The next complaint number of the site; call it while writing."""
        head = self.hold()
        head["last_number"] += 1
        sites.move_number(self.db, self.site, head["last_number"])
        self._new = (self._new or set()) | {head["last_number"]}
        return int(head["last_number"])

    def find(self, said: str, actor: str = "", seen: Callable[[Case], bool] = lambda case: True) -> int:
        """The id of the complaint that people call `7`, `0007`, by its whole number, by `.` or by a phone number.

        `.` is the one that `actor` took a step on last; a phone stands for that customer's open complaint among those
        `seen`. Raises NotFound, with the numbers where several are meant.
        """
        text = said.strip("\ufeff \t\r\n#").removeprefix(f"{self.site}/").translate(FULL_WIDTH)
        id = self._last_of(actor) if text == "." else self._numbered(text)
        if id is None:
            id = self._of_phone(phone_key(text), seen)
        if id is None:
            raise _no_such(said, self._other_site(text))
        return id

    def _last_of(self, actor: str) -> int:
        if (id := files.last_file_of(self.db, self.site, actor)) is None:
            raise NotFound("{who} has not worked on any complaint yet.", "Give its number.", who=actor or "–")
        return id

    def _numbered(self, text: str) -> int | None:
        if text.isascii() and text.isdigit() and len(text.lstrip("0")) < 10:
            self.db.ahead(*(expected.of_case if self._new is None else expected.of_step)(self.site, int(text)))
            return int(text) if lists.complaint_of(self.db, self.site, int(text)) else None
        rows = lists.numbers_like(self.db, self.site, text)
        return int(rows[0]["id"]) if rows else None

    def _of_phone(self, digits: str, seen: Callable[[Case], bool]) -> int | None:
        """The customer's open complaint; raises NotFound, naming them, where there are several."""
        rows = self.of_customer("phone", digits) if len(digits) >= SHORTEST_PHONE else []
        open_ones = [row for row in rows if row["state"] in OPEN_STATES and seen(self.snapshot(row))]
        if len(open_ones) > 1:
            raise NotFound(
                "This customer has {count} open complaints: {numbers}.",
                "Give the number of one.",
                count=len(open_ones),
                numbers=tuple(row["number"] for row in open_ones),
            )
        return int(open_ones[0]["id"]) if open_ones else None

    def _other_site(self, text: str) -> str:
        code = text.partition("/")[0] if "/" in text else text.partition("-")[0]
        return code if code != self.site and code in sites.sites(self.db) else ""

    def before_record(self, key: str, customer: Mapping[str, str]) -> None:
        """Asks at once for all that is looked at before a complaint is recorded; call it while writing."""
        self.db.ahead(*expected.of_record(self.site, key, customer))

    def of_customer(self, by: str, key: str) -> list[Row]:
        """The list rows of the customer with that phone, card or e-mail (comparable form), latest received first."""
        return lists.of_customer(self.db, self.site, by, key) if key else []

    def at_hand(self, marks: tuple[str, ...] = ()) -> list[Case]:
        """The cases with something left to do that have one of the marks; all of them for none."""
        rows = lists.at_hand(self.db, self.site, marks)
        return [files.read_snapshot(row["snapshot"]) for row in rows]

    def steps_between(self, since: datetime, until: datetime) -> dict[str, list[int]]:
        """The complaints on which each kind of step was taken on [since, until), undone ones left out."""
        rows = files.steps_between(self.db, self.site, iso(since), iso(until))
        undone = {msgspec.json.decode(row["body"])["key"] for row in rows if row["type"] == "undone"}
        found: dict[str, list[int]] = {}
        for row in rows:
            if row["type"] != "undone" and command_of(row["key"]) not in undone:
                found.setdefault(kind_of(row), []).append(int(row["id"]))
        return found

    def complaints(self, filters: Mapping[str, object], sort: str, limit: int | None) -> list[Case]:
        """The cases that pass the filters, as last written."""
        rows = lists.complaints(self.db, {**filters, "site": self.scope}, sort, limit)
        return [files.read_snapshot(row["snapshot"]) for row in rows]

    def is_derived(self) -> bool:
        """Whether everything derived has been derived by this version."""
        return self._derived == DERIVED_BY

    def mark_derived(self) -> None:
        """Notes that everything derived has been derived by this version."""
        with self.writing():
            sites.mark_derived(self.db, self.site, DERIVED_BY)

    def cases(self, ids: Iterable[int]) -> list[Case]:
        """The cases of those ids, as last written."""
        rows = (lists.complaint_of(self.db, self.site, id) for id in dict.fromkeys(ids))
        return [self.snapshot(row) for row in rows if row]

    def snapshot(self, row: Row) -> Case:
        """The case of a list row, as last written."""
        return files.read_snapshot(row["snapshot"])

    def count(self, filters: Mapping[str, object], most: int | None = None) -> int:
        """How many complaints pass the filters; counted up to `most`."""
        return lists.count(self.db, {**filters, "site": self.scope}, most)

    def penalties(self, filters: Mapping[str, object]) -> list[Row]:
        """The penalties on the ledger by outlet, article, state, complaint and day, each with its complaint's row."""
        return penalties.penalties(self.db, self.site, filters)

    # ── the site ───────────────────────────────────────────────────────────────────────────────────

    def sites(self) -> list[str]:
        """The codes of all sites in this file."""
        return sites.sites(self.db)

    def head(self) -> Row:
        """The site's row: desk id, chain head (`n`, `hash`), last number."""
        row = sites.site_row(self.db, self.site)
        assert row is not None
        return row


def _policy(text: str) -> Policy | None:
    with suppress(msgspec.MsgspecError, RecursionError):
        return msgspec.json.decode(text, type=Policy)
    return None


def kind_of(row: Row) -> str:
    """The kind of step; a visit that opened a new round and a chase that went on elsewhere are kinds of their own."""
    said = msgspec.json.decode(row["body"]) if row["type"] in ("visited", "chased") else {}
    if said.get("satisfied") == "no":
        return "visited unsatisfied"
    return "chased elsewhere" if said.get("on") else str(row["type"])


def _no_such(said: str, site: str) -> NotFound:
    if site:
        return NotFound(
            "{said} is a complaint of site {site}.", "Work there: `tsk --site {site} …`.", said=said[:60], site=site
        )
    return NotFound(
        "There is no complaint {said} here.",
        "`tsk list` shows the latest; give the number or its last digits.",
        said=said[:60],
    )
