"""The store that the desk sees: open a home's database, load a case file, append to it, and find complaints.

One write transaction takes the lock, reads, decides and appends; the chain head and the numbering live in the
site's row and move inside the same transaction.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import structs

from tsk.db import figures, files, lists, proof, sites
from tsk.db.engine import Connection, Row
from tsk.db.lists import SORTS
from tsk.db.migrations import applied, migrate, missing
from tsk.db.sqlite import open_sqlite, unwritable
from tsk.errors import NotFound, StoreError, UsageError
from tsk.figures import Fact
from tsk.model import Case, Draft, Event, iso
from tsk.privacy import FULL_WIDTH, phone_key
from tsk.rules import COMPILER, Policy, Rules

DIMENSIONS = tuple(figures.DIMENSIONS)
__all__ = ["DIMENSIONS", "SORTS", "Store", "unwritable"]
DEFAULT_SITE = "main"
_SITE_CODE = re.compile(r"[A-Za-z0-9]{1,12}")
PRACTICE = "practice-"  # begins the desk id of a desk to practise on; the desk id begins the chain


class Store:
    """One site of one open database."""

    def __init__(self, db: Connection, site: str) -> None:
        self.db = db
        self.site = site
        self.practice = self.head()["desk_id"].startswith(PRACTICE)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One write transaction; it holds the lock from here and leaves nothing behind when it fails."""
        with self.db.transaction():
            yield

    # ── events ─────────────────────────────────────────────────────────────────────────────────────

    def events(self, id: int, kind: str = "complaint") -> list[Event]:
        """The events of one file, oldest first; empty where it does not exist."""
        rows = files.event_rows(self.db, self.site, kind, id)
        try:
            return files.read_events(rows, files.private_rows(self.db, self.site, kind, id))
        except (msgspec.MsgspecError, RecursionError, ValueError, AttributeError) as error:
            raise StoreError(
                "The events of complaint {id} are damaged.",
                "`tsk verify` names them; restore the last backup.",
                id=id,
            ) from error

    def append(self, kind: str, id: int, seq: int, drafts: tuple[Draft, ...], key: str) -> tuple[Event, ...]:
        """The drafts as written events, numbered on from `seq` and linked to the chain; call it while writing."""
        from tsk.evidence import link

        head = self.head()
        n, previous = head["n"], head["hash"]
        rows: list[dict[str, object]] = []
        texts: list[dict[str, object]] = []
        for index, draft in enumerate(drafts, 1):
            row = self._event_row(
                kind, id, seq + index, n + index, f"{index}:{key}" if index > 1 else key, draft, texts
            )
            row["hash"] = previous = link(previous, row)
            rows.append(row)
        files.write_events(self.db, rows, texts)
        sites.move_head(self.db, self.site, n + len(drafts), previous)
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

    def written_under(self, key: str) -> int | None:
        """The complaint that a command with this key was written to, or None."""
        row = files.event_of_key(self.db, self.site, key)
        return None if row is None else int(row["id"])

    def save(self, before: Case | None, after: Case, fact: Fact) -> None:
        """Writes the rows derived from a case: its list row, the milestones that changed, its figures."""
        old = set(before.milestones) if before else set()
        changed = [files.milestone_row(after, m) for m in after.milestones if m not in old]
        row = files.complaint_row(after, phone_key(after.customer.phone))
        files.write_derived(self.db, row, changed, fact_row(after, fact))

    # ── rules ──────────────────────────────────────────────────────────────────────────────────────

    def rule_file(self) -> Row | None:
        """The last good rule file: name, content, compiler, compiled; or None."""
        return sites.rule_file(self.db, self.site)

    def keep_rules(self, rules: Rules, content: bytes, now: datetime) -> None:
        """Stores a good rule file in its compiled form, and its frozen part under its version."""
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
        text = sites.policy_text(self.db, self.site, version)
        return None if text is None else msgspec.json.decode(text, type=Policy)

    # ── finding ────────────────────────────────────────────────────────────────────────────────────

    def next_number(self) -> int:
        """The next complaint number of the site; call it while writing."""
        return sites.next_number(self.db, self.site)

    def find(self, said: str) -> int:
        """The id of the complaint that people call `7`, `0007` or by its whole number; raises NotFound."""
        text = said.strip("\ufeff \t\r\n#").removeprefix(f"{self.site}/").translate(FULL_WIDTH)
        if text.isascii() and text.isdigit() and len(text.lstrip("0")) < 10:
            if lists.complaint_of(self.db, self.site, int(text)):
                return int(text)
        else:
            for row in lists.numbers_like(self.db, self.site, text):
                return int(row["id"])
        raise NotFound(
            "There is no complaint {said} here.",
            "`tsk list` shows the latest; give the number or its last digits.",
            said=said[:60],
        )

    def complaints(self, filters: Mapping[str, object], sort: str, limit: int | None) -> list[Case]:
        """The cases that pass the filters, as last written."""
        rows = lists.complaints(self.db, {**filters, "site": self.site}, sort, limit)
        return [files.read_snapshot(row["snapshot"]) for row in rows]

    def snapshot(self, row: Row) -> Case:
        """The case of a list row, as last written."""
        return files.read_snapshot(row["snapshot"])

    def count(self, filters: Mapping[str, object]) -> int:
        """How many complaints pass the filters."""
        return lists.count(self.db, {**filters, "site": self.site})

    def overdue(self, filters: Mapping[str, object], before: datetime, limit: int | None) -> list[Row]:
        """The running milestones due before that instant, earliest due first, each with its complaint's row."""
        return lists.overdue(self.db, {**filters, "site": self.site}, iso(before), limit)

    def overdue_count(self, filters: Mapping[str, object], before: datetime) -> int:
        """How many running milestones were due before that instant."""
        return lists.overdue_count(self.db, {**filters, "site": self.site}, iso(before))

    def sums(self, since: str, until: str, now: datetime, by: str, scope: Mapping[str, str]) -> list[Row]:
        """The figures of complaints received on [since, until), one row for each value of the dimension."""
        return figures.sums(self.db, self.site, since, until, iso(now), by, scope)

    # ── proof ──────────────────────────────────────────────────────────────────────────────────────

    def chain(self) -> Iterator[list[Row]]:
        """All stored events of the site in batches, in the order of the chain."""
        return proof.chain(self.db, self.site)

    def texts(self, first: int, last: int) -> list[Row]:
        """The stored personal texts of the events `first` to `last`."""
        return proof.texts(self.db, self.site, first, last)

    def file_ids(self) -> list[int]:
        """The ids of all complaints that have events or a list row."""
        return proof.file_ids(self.db, self.site)

    def policies(self) -> dict[str, Policy | None]:
        """The frozen policies of the site by version; None where one can no longer be read."""
        return {version: _policy(text) for version, text in sites.policy_texts(self.db, self.site).items()}

    def strangers(self) -> int:
        """How many events or texts belong to no site, or to no event."""
        return proof.strangers(self.db)

    def derived(self, id: int) -> dict[str, list[Row]]:
        """All stored rows derived for one case, by table."""
        return files.derived_rows(self.db, self.site, id)

    def head(self) -> Row:
        """The site's row: desk id, chain head (`n`, `hash`), last number."""
        row = sites.site_row(self.db, self.site)
        assert row is not None
        return row


def _policy(text: str) -> Policy | None:
    try:
        return msgspec.json.decode(text, type=Policy)
    except (msgspec.MsgspecError, RecursionError):
        return None


def fact_row(case: Case, fact: Fact) -> dict[str, object]:
    """The row of a case's figures."""
    row: dict[str, object] = structs.asdict(fact)
    return {**row, "site": case.site, "id": case.id, "answer_due": iso(fact.answer_due) if fact.answer_due else None}


def derived_rows(case: Case, fact: Fact) -> Mapping[str, list[dict[str, object]]]:
    """All rows that a case should have, by table, in the order of `files.derived_rows`."""
    milestones = sorted(case.milestones, key=lambda m: (m.name, m.round, m.of))
    return {
        "milestone": [files.milestone_row(case, m) for m in milestones],
        "fact": [fact_row(case, fact)],
        "complaint": [files.complaint_row(case, phone_key(case.customer.phone))],
    }


def database_path(home: Path, db: str) -> Path:
    """The file that holds the database: `db` where it is given, else `tsk.db` in the home."""
    return Path(db) if db else home / "tsk.db"


def open_store(home: Path, db: str, site: str, now: datetime) -> Store:
    """The store of an existing home; raises StoreError, naming the folder it looked in, where there is none."""
    path = database_path(home, db)
    if not exists(path):
        raise no_home(path)
    connection = open_sqlite(path, create=False)
    if applied(connection) is None:
        raise _foreign(path)
    if missing(connection):
        _upgrade(connection, path.parent / "backups", now)
    return Store(connection, _known_site(connection, site))


def _upgrade(connection: Connection, backups: Path, now: datetime) -> None:
    """Brings an older schema up to date, after a copy of the database was put beside it."""
    make_folder(backups)
    connection.copy_to(str(backups / f"before-upgrade-{now:%Y%m%dT%H%M%S}.db"))
    migrate(connection, iso(now))


def _known_site(connection: Connection, site: str) -> str:
    known = sites.sites(connection)
    default = known[0] if len(known) == 1 else DEFAULT_SITE
    if (site or default) in known:
        return site or default
    raise StoreError(
        "There is no site {site} in {file}.",
        "Sites: {known}.",
        site=site or DEFAULT_SITE,
        file=connection.name,
        known=tuple(known) or "–",
    )


def exists(path: Path) -> bool:
    """Whether the file is there; raises StoreError where its folder may not be looked into."""
    try:
        return path.is_file()
    except OSError as error:
        raise unwritable(path, error) from error


def make_folder(folder: Path) -> None:
    """Makes the folder, for its owner alone, where it does not exist."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error


def check_site_code(site: str) -> None:
    """Raises UsageError for what cannot be a site's code; no code at all can."""
    if site and not _SITE_CODE.fullmatch(site):
        raise UsageError(
            "“{site}” is not a site code.", "Write up to 12 letters and digits, such as HZ01.", site=site[:40]
        )


def create_store(home: Path, db: str, site: str, now: datetime, practice: bool = False) -> Store:
    """The store of a home, made where it is missing; two processes at once make one, and neither sees half of it."""
    check_site_code(site)
    path = database_path(home, db)
    make_folder(path.parent)
    desk_id = (PRACTICE if practice else "") + os.urandom(16).hex()
    if not exists(path):
        _make_database(path, site or DEFAULT_SITE, desk_id, now)
    connection = open_sqlite(path, create=False)
    if applied(connection) is None:
        raise _foreign(path)
    if site:
        _make_site(connection, site, desk_id, now)
    return Store(connection, _known_site(connection, site))


def _make_database(path: Path, site: str, desk_id: str, now: datetime) -> None:
    """Makes the whole database under another name, then gives it its own, unless another process was faster."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        connection = open_sqlite(draft, create=True)
        try:
            migrate(connection, iso(now))
            _make_site(connection, site, desk_id, now)
        finally:
            connection.close()
        with suppress(FileExistsError):
            os.link(draft, path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        for suffix in ("", "-journal", "-wal", "-shm"):
            draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _make_site(connection: Connection, site: str, desk_id: str, now: datetime) -> None:
    with connection.transaction():
        if sites.site_row(connection, site) is None:
            sites.add_site(connection, site, desk_id, iso(now))


def no_home(path: Path) -> StoreError:
    """The error for a folder that holds no complaint desk."""
    return StoreError(
        "There is no complaint desk in {folder}.",
        "Make one with `tsk init`, or name another with --home.",
        folder=str(path.parent),
    )


def _foreign(path: Path) -> StoreError:
    return StoreError("{file} is not a tsk database.", "Check --home or --db, or restore a backup.", file=str(path))
