"""The schema as one ordered list of migrations, and the runner that applies what is missing.

The statements are the subset that SQLite and PostgreSQL share; `{int}`, `{blob}`, `{strict}`, `{keyed}` (a table
kept in the order of its key alone) and `{utc_now}` (the clock of whoever reads a view, written as we write instants)
are filled by the engine, which also holds its own extras under the migration's name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tsk.db.engine import Connection
from tsk.errors import StoreError


class Migration(NamedTuple):
    name: str
    statements: tuple[str, ...]


MIGRATIONS = (
    Migration(
        "0001_desk",
        (
            """CREATE TABLE site (
                site TEXT PRIMARY KEY, desk_id TEXT NOT NULL, n {int} NOT NULL, hash TEXT NOT NULL,
                last_number {int} NOT NULL, created_at TEXT NOT NULL){strict}""",
            """CREATE TABLE event (
                site TEXT NOT NULL REFERENCES site (site), n {int} NOT NULL, kind TEXT NOT NULL, id {int} NOT NULL,
                seq {int} NOT NULL, key TEXT NOT NULL, at TEXT NOT NULL, recorded_at TEXT NOT NULL,
                actor TEXT NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL,
                PRIMARY KEY (site, n), UNIQUE (site, kind, id, seq), UNIQUE (site, key)){strict}""",
            """CREATE TABLE private (
                site TEXT NOT NULL, n {int} NOT NULL, field TEXT NOT NULL, salt TEXT NOT NULL, value TEXT NOT NULL,
                PRIMARY KEY (site, n, field), FOREIGN KEY (site, n) REFERENCES event (site, n)){strict}""",
            """CREATE TABLE complaint (
                site TEXT NOT NULL REFERENCES site (site), id {int} NOT NULL, number TEXT NOT NULL, seq {int} NOT NULL,
                state TEXT NOT NULL, round {int} NOT NULL, received_at TEXT NOT NULL, category TEXT NOT NULL,
                severity TEXT NOT NULL, channel TEXT NOT NULL, department TEXT NOT NULL, handler TEXT NOT NULL,
                store TEXT NOT NULL, region TEXT NOT NULL, product TEXT NOT NULL, customer TEXT NOT NULL,
                phone TEXT NOT NULL, summary TEXT NOT NULL, snapshot TEXT NOT NULL,
                PRIMARY KEY (site, id), UNIQUE (site, number)){strict}""",
            "CREATE INDEX complaint_open ON complaint (site, received_at) WHERE state IN "
            "('registered', 'assigned', 'in_progress', 'pending', 'resolved')",
            "CREATE INDEX complaint_received ON complaint (site, received_at)",
            "CREATE INDEX complaint_phone ON complaint (site, phone) WHERE phone <> ''",
            """CREATE TABLE milestone (
                site TEXT NOT NULL, id {int} NOT NULL, name TEXT NOT NULL, round {int} NOT NULL, part TEXT NOT NULL,
                department TEXT NOT NULL,
                start_at TEXT NOT NULL, due TEXT NOT NULL, provisional {int} NOT NULL, met_at TEXT, ended_at TEXT,
                PRIMARY KEY (site, id, name, round, part),
                FOREIGN KEY (site, id) REFERENCES complaint (site, id)){strict}""",
            "CREATE INDEX milestone_due ON milestone (site, due) WHERE met_at IS NULL AND ended_at IS NULL",
            """CREATE TABLE fact (
                site TEXT NOT NULL, id {int} NOT NULL, received_on TEXT NOT NULL, department TEXT NOT NULL,
                category TEXT NOT NULL, severity TEXT NOT NULL, channel TEXT NOT NULL, store TEXT NOT NULL,
                region TEXT NOT NULL, product TEXT NOT NULL, cause TEXT NOT NULL, handler TEXT NOT NULL,
                counted {int} NOT NULL, solved {int} NOT NULL, cancelled {int} NOT NULL, rounds {int} NOT NULL,
                reopened {int} NOT NULL, answers_met {int} NOT NULL, answers_late {int} NOT NULL,
                answers_missed {int} NOT NULL, answer_due TEXT, rated {int} NOT NULL, satisfied {int} NOT NULL,
                upheld TEXT NOT NULL,
                PRIMARY KEY (site, id), FOREIGN KEY (site, id) REFERENCES complaint (site, id)){strict}""",
            "CREATE INDEX fact_received ON fact (site, received_on)",
            """CREATE TABLE rule_file (
                site TEXT PRIMARY KEY REFERENCES site (site), name TEXT NOT NULL, content {blob} NOT NULL,
                compiler TEXT NOT NULL, compiled TEXT NOT NULL, read_at TEXT NOT NULL){strict}""",
            """CREATE TABLE policy (
                site TEXT NOT NULL REFERENCES site (site), version TEXT NOT NULL, compiled TEXT NOT NULL,
                PRIMARY KEY (site, version)){strict}""",
        ),
    ),
    Migration(
        "0002_every_step",
        (
            "ALTER TABLE complaint ADD COLUMN card TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE complaint ADD COLUMN email TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE complaint ADD COLUMN people TEXT NOT NULL DEFAULT ''",
            "CREATE INDEX complaint_card ON complaint (site, card) WHERE card <> ''",
            "CREATE INDEX complaint_email ON complaint (site, email) WHERE email <> ''",
            "CREATE INDEX complaint_handler ON complaint (site, handler) WHERE handler <> ''",
            "CREATE INDEX complaint_department ON complaint (site, department) WHERE state IN "
            "('registered', 'assigned', 'in_progress', 'pending', 'resolved')",
            "ALTER TABLE fact ADD COLUMN chases {int} NOT NULL DEFAULT 0",
            "ALTER TABLE fact ADD COLUMN repeated {int} NOT NULL DEFAULT 0",
            "ALTER TABLE fact ADD COLUMN unreachable {int} NOT NULL DEFAULT 0",
            "CREATE INDEX event_at ON event (site, at)",
            "CREATE INDEX event_actor ON event (site, actor, n)",
            """CREATE TABLE search_text (
                site TEXT NOT NULL, id {int} NOT NULL, text TEXT NOT NULL,
                PRIMARY KEY (site, id), FOREIGN KEY (site, id) REFERENCES complaint (site, id)){strict}""",
        ),
    ),
    Migration(
        "0003_who_has_it",
        (
            "ALTER TABLE site ADD COLUMN derived TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE complaint ADD COLUMN policy TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE milestone ADD COLUMN promised TEXT NOT NULL DEFAULT ''",
            """CREATE TABLE stay (
                site TEXT NOT NULL, id {int} NOT NULL, department TEXT NOT NULL, handler TEXT NOT NULL,
                part TEXT NOT NULL, wait TEXT NOT NULL, since TEXT NOT NULL, until TEXT,
                PRIMARY KEY (site, id, part, department, handler, since),
                FOREIGN KEY (site, id) REFERENCES complaint (site, id)){strict}""",
        ),
    ),
    Migration(
        "0004_whole_life",
        (
            "ALTER TABLE complaint ADD COLUMN incident {int} NOT NULL DEFAULT 0",
            "CREATE INDEX complaint_incident ON complaint (site, incident) WHERE incident <> 0",
            "ALTER TABLE fact ADD COLUMN theme TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE fact ADD COLUMN subtype TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE fact ADD COLUMN points {int} NOT NULL DEFAULT 0",
            "ALTER TABLE fact ADD COLUMN rose {int} NOT NULL DEFAULT 0",
            """CREATE TABLE register (
                site TEXT NOT NULL REFERENCES site (site), kind TEXT NOT NULL, id {int} NOT NULL, seq {int} NOT NULL,
                state TEXT NOT NULL, due TEXT, department TEXT NOT NULL, owner TEXT NOT NULL,
                complaint {int} NOT NULL, snapshot TEXT NOT NULL,
                PRIMARY KEY (site, kind, id)){strict}""",
            "CREATE INDEX register_complaint ON register (site, complaint) WHERE complaint <> 0",
            """CREATE TABLE penalty (
                site TEXT NOT NULL, id {int} NOT NULL, nth {int} NOT NULL, rule TEXT NOT NULL, outlet TEXT NOT NULL,
                person TEXT NOT NULL, day TEXT NOT NULL, proven {int} NOT NULL, amount {int} NOT NULL,
                liability {int} NOT NULL, referred {int} NOT NULL, state TEXT NOT NULL,
                PRIMARY KEY (site, id, nth),
                FOREIGN KEY (site, id) REFERENCES complaint (site, id)){strict}""",
            "CREATE INDEX penalty_outlet ON penalty (site, outlet, rule, day)",
        ),
    ),
    Migration(
        "0005_waiting",
        (
            "ALTER TABLE complaint ADD COLUMN waiting TEXT NOT NULL DEFAULT ''",
            "CREATE INDEX complaint_waiting ON complaint (site, received_at) WHERE waiting <> ''",
        ),
    ),
    Migration(
        "0006_figures",
        (
            "ALTER TABLE fact ADD COLUMN ended_on TEXT",
            "ALTER TABLE fact ADD COLUMN settled TEXT NOT NULL DEFAULT '{{}}'",
            "ALTER TABLE fact ADD COLUMN next_due TEXT",
            "ALTER TABLE fact ADD COLUMN handled {int}",
            "ALTER TABLE fact ADD COLUMN in_hand {int} NOT NULL DEFAULT 0",
            "ALTER TABLE fact ADD COLUMN waited {int} NOT NULL DEFAULT 0",
            "ALTER TABLE fact ADD COLUMN reviewed {int} NOT NULL DEFAULT 0",
            "DROP INDEX fact_received",
            "CREATE INDEX fact_received ON fact (site, received_on) WHERE counted = 1",
            "CREATE INDEX fact_ended ON fact (site, ended_on, received_on) WHERE counted = 1",
            "CREATE INDEX fact_owing ON fact (site, received_on) WHERE counted = 1 AND next_due IS NOT NULL",
            # All of it is derived again; what a stay took is booked from here on.
            "DROP TABLE stay",
            """CREATE TABLE stay (
                site TEXT NOT NULL, id {int} NOT NULL, department TEXT NOT NULL, handler TEXT NOT NULL,
                part TEXT NOT NULL, wait TEXT NOT NULL, since TEXT NOT NULL, until TEXT, working {int},
                booked_by TEXT NOT NULL,
                PRIMARY KEY (site, id, part, department, handler, since),
                FOREIGN KEY (site, id) REFERENCES complaint (site, id)){keyed}""",
        ),
    ),
    Migration(
        "0007_outbox",
        (
            """CREATE TABLE outbox (
                site TEXT NOT NULL REFERENCES site (site), id {int} NOT NULL, key TEXT NOT NULL,
                receiver TEXT NOT NULL, address TEXT NOT NULL, kind TEXT NOT NULL, day TEXT NOT NULL,
                subject TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL, attempts {int} NOT NULL,
                error TEXT NOT NULL, at TEXT NOT NULL,
                PRIMARY KEY (site, id), UNIQUE (site, key)){strict}""",
            "CREATE INDEX outbox_unsent ON outbox (site, id) WHERE state NOT IN ('sent', 'dropped')",
            "CREATE INDEX milestone_provisional ON milestone (site, due) "
            "WHERE provisional = 1 AND met_at IS NULL AND ended_at IS NULL",
        ),
    ),
    Migration(
        # For other tools, never for the program: no name, phone, card, address or free text, and the reader's clock.
        "0008_views",
        (
            """CREATE VIEW v_complaint AS SELECT
                c.site, c.number, c.id, c.state, c.round, f.received_on, c.received_at, f.ended_on,
                f.category, f.subtype, f.severity, f.channel, f.department, f.handler, f.store, f.region, f.product,
                f.cause, f.upheld, f.counted, f.solved AS closed, f.cancelled, f.reopened, f.repeated, f.chases, f.rose,
                f.rated, f.satisfied, f.unreachable, f.answers_met, f.answers_late, f.answers_missed, f.answer_due,
                f.next_due, f.handled AS handled_seconds, f.in_hand AS in_hand_seconds, f.waited AS waited_seconds,
                f.reviewed AS reviewed_seconds
                FROM complaint c JOIN fact f ON f.site = c.site AND f.id = c.id""",
            """CREATE VIEW v_milestone AS SELECT
                m.site, c.number, m.id, m.name AS milestone, m.round, m.part,
                CASE WHEN m.department = '' THEN c.department ELSE m.department END AS department,
                m.promised AS time_limit, m.start_at AS started_at, m.due, m.met_at, m.ended_at, m.provisional,
                CASE WHEN m.met_at <= m.due THEN 'met' WHEN m.met_at IS NOT NULL THEN 'late'
                WHEN m.ended_at <= m.due THEN 'void' WHEN m.ended_at IS NOT NULL THEN 'missed' ELSE 'running' END
                AS outcome
                FROM milestone m JOIN complaint c ON c.site = m.site AND c.id = m.id""",
            """CREATE VIEW v_overdue AS SELECT
                m.site, c.number, m.id, m.name AS milestone, m.round, m.part, m.due, m.start_at AS started_at,
                m.promised AS time_limit,
                CASE WHEN m.department = '' THEN c.department ELSE m.department END AS department,
                CASE WHEN m.department IN ('', c.department) THEN c.handler ELSE '' END AS handler,
                c.state, c.category, c.severity, c.channel, c.store, c.region, c.product, f.received_on, f.chases,
                m.provisional
                FROM milestone m JOIN complaint c ON c.site = m.site AND c.id = m.id
                JOIN fact f ON f.site = m.site AND f.id = m.id
                WHERE m.met_at IS NULL AND m.ended_at IS NULL AND m.due < {utc_now}""",
            """CREATE VIEW v_month AS SELECT
                site, substr(received_on, 1, 7) AS month, count(*) AS received,
                count(*) - sum(solved) - sum(cancelled) AS still_open, sum(solved) AS closed,
                sum(cancelled) AS cancelled,
                sum(answers_met) AS answers_met,
                sum(answers_late + answers_missed + CASE WHEN answer_due < {utc_now} THEN 1 ELSE 0 END)
                AS answers_not_met,
                sum(CASE WHEN answer_due < {utc_now} THEN 1 ELSE 0 END) AS answers_overdue,
                sum(rated) AS rated, sum(satisfied) AS satisfied, sum(reopened) AS reopened, sum(repeated) AS repeated,
                sum(CASE WHEN chases > 0 THEN 1 ELSE 0 END) AS chased, sum(chases) AS chases,
                sum(unreachable) AS unreachable, sum(CASE WHEN upheld <> '' THEN 1 ELSE 0 END) AS judged,
                sum(CASE WHEN upheld IN ('yes', 'partly') THEN 1 ELSE 0 END) AS upheld, sum(rose) AS rose,
                sum(in_hand) AS in_hand_seconds, sum(waited) AS waited_seconds, sum(reviewed) AS reviewed_seconds
                FROM fact WHERE counted = 1 GROUP BY site, substr(received_on, 1, 7)""",
            """CREATE VIEW v_event AS SELECT
                e.site, e.n, c.number, e.id, e.seq, e.type AS step, e.at, e.recorded_at, e.actor
                FROM event e JOIN complaint c ON c.site = e.site AND c.id = e.id WHERE e.kind = 'complaint'""",
        ),
    ),
    Migration(
        "0009_found_fast",
        (
            "ALTER TABLE site ADD COLUMN nth {int} NOT NULL DEFAULT 0",
            "UPDATE site SET nth = (SELECT count(*) FROM site s WHERE s.site < site.site)",
            "ALTER TABLE complaint DROP COLUMN people",
            "ALTER TABLE complaint ADD COLUMN active_at TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE complaint ADD COLUMN awaits TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE complaint ADD COLUMN chases {int} NOT NULL DEFAULT 0",
            "CREATE INDEX complaint_awaits ON complaint (site, awaits, received_at) WHERE awaits <> ''",
            "CREATE INDEX complaint_category ON complaint (site, category, received_at)",
            """CREATE TABLE reach (
                site TEXT NOT NULL, id {int} NOT NULL, mark TEXT NOT NULL, at_hand {int} NOT NULL,
                PRIMARY KEY (site, mark, at_hand, id),
                FOREIGN KEY (site, id) REFERENCES complaint (site, id)){keyed}""",
            "CREATE INDEX reach_complaint ON reach (site, id)",
            "DELETE FROM search_text",  # the index of its words begins empty: both are derived again
        ),
    ),
    Migration(
        "0010_integrity",
        (
            """CREATE TABLE trace (
                site TEXT NOT NULL, id {int} NOT NULL, seq {int} NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
                who TEXT NOT NULL, what TEXT NOT NULL, seconds {int} NOT NULL, claimed {int} NOT NULL,
                PRIMARY KEY (site, id, seq, kind),
                FOREIGN KEY (site, id) REFERENCES complaint (site, id)){strict}""",
            "CREATE INDEX trace_at ON trace (site, at) WHERE kind <> 'short'",
        ),
    ),
    Migration(
        "0011_looks",
        (
            """CREATE TABLE escalation_seen (
                site TEXT PRIMARY KEY REFERENCES site (site), n {int} NOT NULL, under TEXT NOT NULL){strict}""",
            """CREATE TABLE escalation_watch (
                site TEXT NOT NULL, id {int} NOT NULL, at TEXT NOT NULL,
                PRIMARY KEY (site, id), FOREIGN KEY (site, id) REFERENCES complaint (site, id)){strict}""",
            "CREATE INDEX escalation_watch_at ON escalation_watch (site, at, id)",
        ),
    ),
    Migration(
        "0012_access",
        ("CREATE INDEX event_access ON event (site, recorded_at, at) WHERE kind = 'access'",),
    ),
    Migration(
        "0013_anonymised",
        (
            # 1: what was deleted may still be read in the file's free space, or papers are left
            "ALTER TABLE site ADD COLUMN remains {int} NOT NULL DEFAULT 0",
            "CREATE INDEX event_anonymised ON event (site, id) WHERE type = 'anonymised'",
            "CREATE INDEX event_attached ON event (site, id) WHERE type = 'attached'",
        ),
    ),
    Migration(
        "0014_secret",  # of an encrypted database alone; elsewhere the table stays empty
        ("CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL){strict}",),
    ),
    Migration("0015_logins", ()),  # who may see which site: of a database server alone
    Migration("0016_papers", ()),  # attachments inside the database: of a database server alone
    Migration(
        "0017_moved",  # where the site went, or that it is on its way to here; "" while it is in use
        ("ALTER TABLE site ADD COLUMN moved TEXT NOT NULL DEFAULT ''",),
    ),
)

LEDGER = "CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL){strict}"


def applied(connection: Connection) -> tuple[str, ...] | None:
    """The names of the migrations that the database has, in order; None where it has no schema of ours."""
    if not connection.has_table("schema_migration"):
        return None
    return tuple(row["name"] for row in connection.rows("SELECT name FROM schema_migration ORDER BY name"))


def missing(connection: Connection, migrations: tuple[Migration, ...] = MIGRATIONS) -> tuple[Migration, ...]:
    """The migrations still to apply, in order; raises StoreError for a schema newer than this program."""
    have = applied(connection) or ()
    unknown = [name for name in have if name not in {m.name for m in migrations}]
    if unknown:
        raise StoreError(
            "{file} was written by a newer tsk (schema {schema}).",
            "Install that version; nothing was changed.",
            file=connection.name,
            schema=unknown[-1],
        )
    return tuple(m for m in migrations if m.name not in have)


def migrate(connection: Connection, now: str, migrations: tuple[Migration, ...] = MIGRATIONS) -> tuple[str, ...]:
    """The names applied now, all in one transaction; two processes at once apply each migration once."""
    with connection.transaction():
        return apply_missing(connection, now, migrations)


def apply_missing(connection: Connection, now: str, migrations: tuple[Migration, ...] = MIGRATIONS) -> tuple[str, ...]:
    """The names applied now, inside the caller's transaction."""
    connection.run(connection.declared(LEDGER))
    todo = missing(connection, migrations)
    for migration in todo:
        for statement in statements(connection.declared, connection.extras, migration):
            connection.run(statement)
        connection.run(
            "INSERT INTO schema_migration (name, applied_at) VALUES (:name, :now)", name=migration.name, now=now
        )
    return tuple(m.name for m in todo)


def statements(
    declared: Callable[[str], str], extras: Mapping[str, tuple[str, ...]], migration: Migration
) -> tuple[str, ...]:
    """The statements of a migration in the words of an engine, its own extras last."""
    return (*map(declared, migration.statements), *extras.get(migration.name, ()))
