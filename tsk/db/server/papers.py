"""Papers inside the database: each in pieces of a megabyte, once for each site that has it.

The database itself refuses to change a paper, to add to one that a step names and that is whole, and to delete one that
a step names whose complaint has its person.
"""

from __future__ import annotations

from collections.abc import Iterator

from tsk.db.engine import Connection

PIECE = 1 << 20  # bytes
_OF_PAPER = "site = :site AND sha256 = :digest"

_GUARD = """CREATE FUNCTION tsk_papers_stay_with_their_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT site, sha256 FROM gone) g
             JOIN event e ON e.site = g.site AND e.type = 'attached' AND strpos(e.body, g.sha256) > 0
             WHERE NOT EXISTS (SELECT 1 FROM event a WHERE a.site = e.site AND a.id = e.id
                               AND a.type = 'anonymised')) THEN
    RAISE EXCEPTION 'a paper stays as long as a step names it';
  END IF;
  RETURN NULL;
END $$"""
_WHOLE = """CREATE FUNCTION tsk_papers_stay_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT site, sha256 FROM come) c
             JOIN event e ON e.site = c.site AND e.type = 'attached' AND strpos(e.body, c.sha256) > 0
             WHERE c.sha256 = (SELECT encode(sha256(string_agg(p.bytes, ''::bytea ORDER BY p.nth)), 'hex') FROM paper p
                               WHERE p.site = c.site AND p.sha256 = c.sha256 AND NOT EXISTS (
                                   SELECT FROM come n WHERE n.site = p.site AND n.sha256 = p.sha256 AND n.nth = p.nth)))
  THEN
    RAISE EXCEPTION 'a paper that is whole stays as it is';
  END IF;
  RETURN NULL;
END $$"""
TABLES = (
    # No reference to the site's row: whoever holds that for a step would hold up those who send.
    """CREATE TABLE paper (
        site TEXT COLLATE "C" NOT NULL, sha256 TEXT COLLATE "C" NOT NULL, nth BIGINT NOT NULL,
        bytes BYTEA NOT NULL, PRIMARY KEY (site, sha256, nth))""",
    "ALTER TABLE paper ALTER COLUMN bytes SET STORAGE EXTERNAL",  # pictures and recordings are small already
    _GUARD,
    "CREATE TRIGGER paper_delete AFTER DELETE ON paper REFERENCING OLD TABLE AS gone FOR EACH STATEMENT "
    "EXECUTE FUNCTION tsk_papers_stay_with_their_step()",
    _WHOLE,
    "CREATE TRIGGER paper_insert AFTER INSERT ON paper REFERENCING NEW TABLE AS come FOR EACH STATEMENT "
    "EXECUTE FUNCTION tsk_papers_stay_whole()",
)
GUARDED = (("paper", "UPDATE", "ROW"), ("paper", "TRUNCATE", "STATEMENT"))


def add(db: Connection, site: str, digest: str, nth: int, piece: bytes) -> None:
    """Adds one piece of a paper; one that is there stays."""
    db.run(
        "INSERT INTO paper (site, sha256, nth, bytes) VALUES (:site, :digest, :nth, :piece) ON CONFLICT DO NOTHING",
        site=site,
        digest=digest,
        nth=nth,
        piece=piece,
    )


def size(db: Connection, site: str, digest: str) -> int:
    """How many bytes of a paper are there."""
    row = db.row(f"SELECT coalesce(sum(length(bytes)), 0) AS n FROM paper WHERE {_OF_PAPER}", site=site, digest=digest)
    return int(row["n"]) if row else 0


def hash_of(db: Connection, site: str, digest: str) -> str:
    """The hash of the bytes that lie under that hash, as the server computes it: no byte travels."""
    row = db.row(
        "SELECT encode(sha256(coalesce(string_agg(bytes, ''::bytea ORDER BY nth), ''::bytea)), 'hex') AS found "
        f"FROM paper WHERE {_OF_PAPER}",
        site=site,
        digest=digest,
    )
    return str(row["found"]) if row else ""


def pieces(db: Connection, site: str, digest: str) -> Iterator[bytes]:
    """The pieces of a paper in their order."""
    nth = 0
    while row := db.row(f"SELECT bytes FROM paper WHERE {_OF_PAPER} AND nth = :nth", site=site, digest=digest, nth=nth):
        yield bytes(row["bytes"])
        nth += 1


def delete(db: Connection, site: str, digest: str) -> int:
    """Deletes a paper that no complaint with its person has; how many pieces it had."""
    return db.run(f"DELETE FROM paper WHERE {_OF_PAPER}", site=site, digest=digest)


def delete_unnamed(db: Connection, site: str, digest: str = "") -> None:
    """Deletes the papers of the site that no step names, or one of them; call it while writing."""
    db.run(
        "DELETE FROM paper p WHERE p.site = :site AND (:digest = '' OR p.sha256 = :digest) AND p.sha256 NOT IN ("
        "SELECT e.body::jsonb ->> 'sha256' FROM event e WHERE e.site = :site AND e.type = 'attached')",
        site=site,
        digest=digest,
    )
