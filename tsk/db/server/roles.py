"""The logins of a database: made, changed, taken away and listed, by an administrator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg2.extensions
from msgspec import Struct

from tsk.db.engine import Row
from tsk.db.server import access
from tsk.db.server.access import CLERK, OFFICE, OWNER, REVIEWER, literal, quoted
from tsk.db.server.connection import PostgresConnection
from tsk.errors import StoreError


class Login(Struct, frozen=True):
    """What a login may: at which sites, as whom (anybody where nobody is named), and whether it reviews or sees all."""

    login: str
    sites: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    reviewer: bool = False
    office: bool = False


def exists(db: PostgresConnection, login: str) -> bool:
    """Whether the server knows the login already; raises StoreError for one that stands above all rules."""
    row = db.row(
        "SELECT rolsuper OR rolbypassrls OR pg_has_role(oid, :owner, 'MEMBER') AS above FROM pg_roles "
        "WHERE rolname = :login",
        login=login,
        owner=OWNER,
    )
    if row and row["above"]:
        raise StoreError(
            "{login} is an administrator of {server}: no rule would hold for it.",
            "Make a login of its own for the desk.",
            login=login,
            server=db.name,
        )
    return row is not None


def write(db: PostgresConnection, to: Login, password: str) -> None:
    """Makes the login, or changes what it may; without a password it keeps its own. Call it in a transaction."""
    name = quoted(to.login)
    if not exists(db, to.login):
        db.run(f"CREATE ROLE {name} LOGIN")
    if password:
        db.run(f"ALTER ROLE {name} LOGIN PASSWORD {literal(_encrypted(db, to.login, password))}")
    db.run(f"GRANT CONNECT ON DATABASE {quoted(db.at.database)} TO {name}")
    for group, wanted in ((CLERK, bool(to.sites)), (REVIEWER, to.reviewer), (OFFICE, to.office)):
        _join(db, to.login, group, wanted)
    db.run("DELETE FROM login WHERE login = :login", login=to.login)
    rows = [
        {"login": to.login, "site": site, "person": person} for site in to.sites for person in (to.persons or ("",))
    ]
    db.run_many("INSERT INTO login (login, site, person) VALUES (:login, :site, :person)", rows)


def _encrypted(db: PostgresConnection, login: str, password: str) -> str:
    """What the server keeps of a password: it never goes over the line, and stands in no log of the server."""
    return str(psycopg2.extensions.encrypt_password(password, login, db.raw, "scram-sha-256"))


def _join(db: PostgresConnection, login: str, group: str, wanted: bool) -> None:
    row = db.row("SELECT pg_has_role(:login, :of, 'MEMBER') AS is_member", login=login, of=group)
    if row and row["is_member"] != wanted:
        db.run(access.joins(login, group) if wanted else access.leaves(login, group))


def remove(db: PostgresConnection, login: str) -> bool:
    """Takes the login away; whether it is gone from the server too: another database may still need it."""
    db.run("DELETE FROM login WHERE login = :login", login=login)
    db.run(f"REVOKE ALL ON DATABASE {quoted(db.at.database)} FROM {quoted(login)}")
    _end_sessions(db, login)
    others = db.row(_ELSEWHERE, login=login)
    if others and others["n"]:
        return False
    db.run(f"DROP ROLE {quoted(login)}")
    return True


def _end_sessions(db: PostgresConnection, login: str) -> None:
    """Ends what the login has open; an administrator who is no superuser may as a member of it."""
    row = db.row("SELECT pg_has_role(:login, 'USAGE') AS may", login=login)
    lent = row is not None and not row["may"]
    if lent:
        db.run(f"GRANT {quoted(login)} TO CURRENT_USER")
    db.run(_ENDED, login=login)
    if lent:
        db.run(f"REVOKE {quoted(login)} FROM CURRENT_USER")


_ENDED = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :login AND datname = current_database()"
)
_ELSEWHERE = (
    "SELECT count(*) AS n FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid "
    "WHERE d.refclassid = CAST('pg_authid' AS regclass) AND r.rolname = :login"
)


def listed(db: PostgresConnection) -> list[Login]:
    """Everybody who may come in as a clerk, a reviewer or head office, by name."""
    rows = db.rows(
        "SELECT r.rolname AS login, pg_has_role(r.oid, :reviewer, 'MEMBER') AS reviewer, "
        "pg_has_role(r.oid, :office, 'MEMBER') AS office FROM pg_roles r "
        "WHERE r.rolcanlogin AND NOT r.rolsuper AND has_database_privilege(r.oid, current_database(), 'CONNECT') "
        "AND (pg_has_role(r.oid, :clerk, 'MEMBER') OR pg_has_role(r.oid, :office, 'MEMBER')) ORDER BY r.rolname",
        reviewer=REVIEWER,
        office=OFFICE,
        clerk=CLERK,
    )
    own = db.rows("SELECT login, site, person FROM login ORDER BY login, site, person")
    return [_login(row, [one for one in own if one["login"] == row["login"]]) for row in rows]


def _login(row: Row, own: Iterable[Row]) -> Login:
    found = list(own)
    return Login(
        row["login"],
        _once(one["site"] for one in found),
        _once(one["person"] for one in found if one["person"]),
        bool(row["reviewer"]),
        bool(row["office"]),
    )


def _once(names: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(name) for name in names))


def sites(db: PostgresConnection) -> list[Row]:
    """The sites: since when, how many events and complaints, by which policy; those not begun yet have none."""
    return db.rows(
        "SELECT s.site, s.created_at, s.n AS events, s.last_number AS complaints, r.name AS rules FROM site s "
        "LEFT JOIN rule_file r ON r.site = s.site UNION ALL "
        "SELECT DISTINCT l.site, NULL, 0, 0, NULL FROM login l WHERE l.site NOT IN (SELECT site FROM site) ORDER BY 1"
    )
