"""What PostgreSQL writes otherwise than SQLite in the migrations, and what it has beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tsk.db.server import papers
from tsk.db.server.logins import LOGINS

TYPES = {
    "int": "BIGINT",
    "blob": "BYTEA",
    "strict": "",
    "keyed": "",
    "utc_now": "to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",  # in views for other tools alone
}
_TRIGGER = re.compile(r"CREATE TRIGGER (\w+) (?:BEFORE|AFTER) \w+ ON (\w+)")
_TEXT = re.compile(r"\bTEXT\b")
_VIEW = re.compile(r"\b(CREATE VIEW \w+) AS\b")


def declared(statement: str) -> str:
    """A statement of the migrations as PostgreSQL runs it.

    Texts compare byte by byte, as in a file, whatever the database's own order is; a view shows what its reader may
    see.
    """
    filled = statement.format(**TYPES)
    return _VIEW.sub(r"\1 WITH (security_invoker = true) AS", _TEXT.sub('TEXT COLLATE "C"', filled))


_APPEND_ONLY = """CREATE FUNCTION tsk_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"""
_KEPT = "CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH {each} EXECUTE FUNCTION tsk_append_only()"
_GUARDED = (
    ("event", "UPDATE", "ROW"),
    ("event", "DELETE", "ROW"),
    ("event", "TRUNCATE", "STATEMENT"),
    ("private", "UPDATE", "ROW"),
    ("private", "TRUNCATE", "STATEMENT"),
)
_REMOVAL = """CREATE FUNCTION tsk_texts_go_with_their_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM event e JOIN event a ON a.site = e.site AND a.id = e.id AND a.type = 'anonymised'
             AND a.kind = 'complaint' AND a.n > e.n
             WHERE e.site = old.site AND e.n = old.n AND e.kind IN ('complaint', 'access')) THEN RETURN old;
  END IF;
  RAISE EXCEPTION 'private is append-only';
END $$"""
_REMOVAL_GUARD = (
    "CREATE TRIGGER private_delete BEFORE DELETE ON private FOR EACH ROW "
    "EXECUTE FUNCTION tsk_texts_go_with_their_person()"
)
GUARDS = (
    *(f"{table}_{what.lower()}" for table, what, _ in (*_GUARDED, *papers.GUARDED)),
    "private_delete",
    "paper_delete",
    "paper_insert",
)

_SEARCH = (
    """CREATE TABLE search_pairs (
        doc BIGINT PRIMARY KEY, site TEXT COLLATE "C" NOT NULL REFERENCES site (site), pairs tsvector NOT NULL)""",
    "CREATE INDEX search_pairs_pairs ON search_pairs USING gin (pairs)",
    """CREATE FUNCTION tsk_found(asked tsquery) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT doc FROM search_pairs WHERE pairs @@ asked $$""",
)
_NTH = (  # a login sees its own sites only, and must not count them to number a new one
    """CREATE FUNCTION tsk_number_site() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path FROM CURRENT AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(7239011);
      SELECT coalesce(max(nth) + 1, 0) INTO new.nth FROM site;
      RETURN new;
    END $$""",
    "CREATE TRIGGER site_number BEFORE INSERT ON site FOR EACH ROW EXECUTE FUNCTION tsk_number_site()",
)


def _kept(guarded: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """The triggers that keep tables from being changed."""
    return tuple(
        _KEPT.format(name=f"{table}_{what.lower()}", what=what, table=table, each=each) for table, what, each in guarded
    )


EXTRAS = {
    "0001_desk": (_APPEND_ONLY, *_kept(_GUARDED)),
    "0009_found_fast": (*_SEARCH, *_NTH),
    "0013_anonymised": (_REMOVAL, _REMOVAL_GUARD),
    "0015_logins": LOGINS,
    "0016_papers": (*papers.TABLES, *_kept(papers.GUARDED)),
}


def made_again(names: Iterable[str]) -> Iterator[str]:
    """The statements that put the triggers of those names back, whether they were dropped or switched off."""
    wanted = set(names)
    for statement in (one for statements in EXTRAS.values() for one in statements):
        found = _TRIGGER.match(statement)
        if found and found[1] in wanted:
            yield f"DROP TRIGGER IF EXISTS {found[1]} ON {found[2]}"
            yield statement
