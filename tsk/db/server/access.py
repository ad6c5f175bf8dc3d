"""Who may do what with the tables: roles, grants and row-level security, each statement with what it is for.

All of it may be run again and again: `tsk server init` does so after every upgrade, and so reaches tables that came
with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tsk.db.server.failures import LOCK_SECONDS, STATEMENT_SECONDS
from tsk.db.sites import DOCS

OWNER, CLERK, REVIEWER, OFFICE = "tsk_owner", "tsk_clerk", "tsk_reviewer", "tsk_office"
IDLE_SECONDS = 60  # that a transaction may wait for its client, who holds the site meanwhile


class Told(NamedTuple):
    """A statement and what it is for."""

    why: str
    sql: str


_ROLES = {
    OWNER: "owns the database and everything in it; nobody logs in as it, and no clerk belongs to it",
    CLERK: "what the program does at a site, but for the steps of a review",
    REVIEWER: "a clerk who may review too, set the rules of the site, and remove persons for good",
    OFFICE: "head office: reads all sites, and writes to none but those given to it",
}

_DERIVED = ("complaint", "fact", "milestone", "penalty", "reach", "search_pairs", "search_text", "stay", "trace")
_LOOKS = ("escalation_seen", "escalation_watch")
_LISTED = ("outbox", "register")
_RULES = ("policy", "rule_file")
# What nobody changes stands in no row of this table: no grant says UPDATE or DELETE on event.
_GRANTS = (
    (CLERK, "SELECT, INSERT", ("event", "private"), "what happened and what was said is added, never changed"),
    (CLERK, "SELECT, INSERT", ("site",), "a new site begins its chain; row-level security says which"),
    (
        CLERK,
        "UPDATE (n, hash, last_number, derived, remains)",
        ("site",),
        "each event moves the head of the chain; the desk id, with which the chain begins, stays",
    ),
    (
        CLERK,
        "SELECT, INSERT, UPDATE, DELETE",
        (*_DERIVED, *_LOOKS),
        "all of it is derived from the events, and can be derived again: `tsk verify --rebuild`",
    ),
    (CLERK, "SELECT, INSERT, UPDATE", _LISTED, "messages to send, and the lists of measures, incidents and looks"),
    (CLERK, "SELECT", (*_RULES, "schema_migration"), "a clerk works by the rules of the site, and does not set them"),
    (REVIEWER, "UPDATE (moved)", ("site",), "a site that moves away is marked, so that nobody goes on writing here"),
    (REVIEWER, "INSERT", _RULES, "the rule file is read in under a reviewer's login"),
    (REVIEWER, "UPDATE", ("rule_file",), "a new one takes its place; a policy by which complaints went never changes"),
    (REVIEWER, "DELETE", ("private",), "texts go with their person; a trigger lets nothing else go"),
)
_ASKED = {  # the functions that a login's own statements and policies call
    "tsk_found(tsquery)": (CLERK, OFFICE),
    "tsk_is_new(text, bigint)": (CLERK,),
    "tsk_is_theirs(text, text, text, text, text)": (CLERK,),
    "tsk_sees_all()": (CLERK, OFFICE),
    "tsk_sites()": (CLERK, OFFICE),
}


_CALLED_BY_TRIGGERS = (
    "tsk_append_only()",
    "tsk_number_site()",
    "tsk_papers_stay_whole()",
    "tsk_papers_stay_with_their_step()",
    "tsk_texts_go_with_their_person()",
)


def quoted(name: str) -> str:
    """The name as it stands in a statement."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """The text as it stands in a statement; it holds no backslash that would mean anything."""
    return "'" + text.replace("'", "''") + "'"


def roles() -> Iterator[Told]:
    """The group roles; a login belongs to some of them."""
    for name, why in _ROLES.items():
        yield Told(
            f"{name}: {why}.",
            f"DO $$ BEGIN CREATE ROLE {name} NOLOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
        )
    yield Told("A reviewer may do what a clerk may.", _member(CLERK, literal(REVIEWER)))
    yield Told(
        "An administrator who is no superuser acts as the owner by belonging to it.",
        "DO $$ BEGIN IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN "
        f"GRANT {OWNER} TO CURRENT_USER; END IF; END $$",
    )


def _member(group: str, role: str) -> str:
    """A role made a member of a group where it is none, so that two at once do not get in each other's way."""
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member "
        f"JOIN pg_roles g ON g.oid = m.roleid WHERE g.rolname = '{group}' AND r.rolname = {role}) "
        f"THEN GRANT {group} TO {role.strip(chr(39))}; END IF; END $$"
    )


def database(name: str) -> Told:
    """The database, made where it is missing."""
    return Told(
        "The database: texts in UTF-8, characters known as such whatever the machine's own language is.",
        f"CREATE DATABASE {quoted(name)} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8' "
        "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'",
    )


def settings(name: str) -> Iterator[Told]:
    """Who owns the database, who may come in, and how long anybody may keep others waiting."""
    db = quoted(name)
    yield Told(
        "The owner of the tables owns the database, and so may make tables in it.",
        f"ALTER DATABASE {db} OWNER TO {OWNER}",
    )
    yield Told(
        "Nobody comes in, or makes tables of their own for a time, but whom `tsk server login` lets in.",
        f"REVOKE ALL ON DATABASE {db} FROM PUBLIC",
    )
    for setting, seconds, why in (
        ("lock_timeout", LOCK_SECONDS, "Who waits for another's step longer than this gives up."),
        ("statement_timeout", STATEMENT_SECONDS, "A question that takes longer than this is ended."),
        (
            "idle_in_transaction_session_timeout",
            IDLE_SECONDS,
            "A machine that stops in the middle of a step holds its site no longer than this.",
        ),
    ):
        yield Told(why, f"ALTER DATABASE {db} SET {setting} = '{seconds}s'")


def schema() -> Iterator[Told]:
    """The schema in which the tables are made: the owner's, and nobody else's."""
    yield Told("Nobody but the owner makes anything in the schema.", "REVOKE ALL ON SCHEMA public FROM PUBLIC")
    yield Told("The owner does.", f"GRANT ALL ON SCHEMA public TO {OWNER}")
    yield Told(
        "The others see what is in it, as far as they are given rights to it.",
        f"GRANT USAGE ON SCHEMA public TO {CLERK}, {OFFICE}",
    )


def grants(tables: Iterable[str], views: Iterable[str], reviews: Iterable[str]) -> Iterator[Told]:
    """The rights to the tables and their rows.

    `tables` are all that have a site, `views` those for other tools, `reviews` the steps of a review.
    """
    sited, shown = sorted(tables), sorted(views)
    yield Told(
        "No right is left over from before.",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {CLERK}, {REVIEWER}, {OFFICE}",
    )
    for function in (*_ASKED, *_CALLED_BY_TRIGGERS):
        yield Told(
            "Nobody calls it but whom a statement below lets.",
            f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC, {CLERK}, {REVIEWER}, {OFFICE}",
        )
    for function in _CALLED_BY_TRIGGERS:
        yield Told(
            "It looks into our tables, whatever else somebody puts in its way.",
            f"ALTER FUNCTION {function} SET search_path = public, pg_temp",
        )
    for role, what, given, why in _GRANTS:
        yield Told(f"{_said(why)}.", f"GRANT {what} ON {', '.join(given)} TO {role}")
    yield Told(
        "The views for other tools show what their reader may see.", f"GRANT SELECT ON {', '.join(shown)} TO {CLERK}"
    )
    if papers := [name for name in sited if name.startswith("paper")]:
        names = ", ".join(papers)
        yield Told(
            "Papers are added and read; what a refused step left goes, and a trigger keeps what a step names.",
            f"GRANT SELECT, INSERT, DELETE ON {names} TO {CLERK}",
        )
    yield Told(
        "Head office reads everything.",
        f"GRANT SELECT ON {', '.join((*sited, 'schema_migration', *shown))} TO {OFFICE}",
    )
    for function, callers in _ASKED.items():
        yield Told(
            "It tells a login of its own sites alone.", f"GRANT EXECUTE ON FUNCTION {function} TO {', '.join(callers)}"
        )
    for name in sited:
        yield from policies(name, tuple(reviews))


def _said(why: str) -> str:
    return why[:1].upper() + why[1:]


_OWN = "site = ANY (ARRAY(SELECT tsk_sites()))"
_ACTOR = "tsk_is_theirs(site, actor, type, key, body)"
_NUMBERED = f"{_OWN} AND doc / {DOCS} = (SELECT s.nth FROM site s WHERE s.site = search_pairs.site)"


def policies(table: str, reviews: tuple[str, ...]) -> Iterator[Told]:
    """Row-level security of one table."""
    yield Told(
        f"{table}: no row is seen or written that no policy below lets through.",
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
    )
    yield from _policy(table, "tsk_all_sites", "head office sees every site", f"FOR SELECT TO {OFFICE} USING (true)")
    if table == "login":
        return  # who may what is the administrator's to know, and head office's
    if table != "event":
        numbered = table == "search_pairs"  # its key is one for all sites: nobody takes the number of another's text
        yield from _policy(
            table,
            "tsk_own_sites",
            "a login sees and writes the rows of its own sites" + (", under their numbers" if numbered else ""),
            f"FOR ALL TO {CLERK} USING ({_OWN}) WITH CHECK ({_NUMBERED if numbered else _OWN})",
        )
        return
    listed = ", ".join(map(literal, reviews))
    yield from _policy(
        table, "tsk_own_sites", "a login sees the steps of its own sites", f"FOR SELECT TO {CLERK} USING ({_OWN})"
    )
    yield from _policy(
        table,
        "tsk_steps",
        "a clerk adds steps at an own site, under a name of this login, and none of a review; a complaint is closed "
        "only where it was recorded in the same moment, as settled on the spot",
        f"FOR INSERT TO {CLERK} WITH CHECK ({_OWN} AND {_ACTOR} AND type NOT IN ({listed}) "
        "AND (type <> 'closed' OR tsk_is_new(site, id)))",
    )
    yield from _policy(
        table,
        "tsk_reviews",
        "a reviewer adds all steps at an own site, under a name of this login",
        f"FOR INSERT TO {REVIEWER} WITH CHECK ({_OWN} AND {_ACTOR})",
    )


def _policy(table: str, name: str, why: str, sql: str) -> Iterator[Told]:
    yield Told(f"{table}: the policy is made anew.", f"DROP POLICY IF EXISTS {name} ON {table}")
    yield Told(f"{table}: {why}.", f"CREATE POLICY {name} ON {table} {sql}")


# ── logins ─────────────────────────────────────────────────────────────────────────────────────────


def joins(login: str, group: str) -> str:
    """The statement that makes a login a member of a group."""
    return f"GRANT {group} TO {quoted(login)}"


def leaves(login: str, group: str) -> str:
    """The statement that takes a login out of a group."""
    return f"REVOKE {group} FROM {quoted(login)}"
