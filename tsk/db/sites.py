"""The site's row (chain head and numbering), its rule file and the policies that complaints were received under."""

from __future__ import annotations

from tsk.db.engine import Connection, Row
from tsk.db.scope import of

SITE_ROW = "SELECT * FROM site WHERE site = :site"
RULE_FILE = "SELECT * FROM rule_file WHERE site = :site"
DOCS = 2**40  # numbers of texts in the search index that each site has of its own


def site_row(db: Connection, site: str) -> Row | None:
    """The site's desk id, chain head (`n`, `hash`), last complaint number and what its rows are derived by, or None."""
    return db.row(SITE_ROW, site=site)


def sites(db: Connection) -> list[str]:
    """The codes of the sites in this database."""
    return [row["site"] for row in db.rows("SELECT site FROM site ORDER BY site")]


def add_site(db: Connection, site: str, desk_id: str, derived: str, now: str) -> None:
    """Makes the site's row; its chain begins with the desk id, and its rows are derived by that version."""
    db.write(
        "INSERT INTO site (site, desk_id, n, hash, last_number, derived, created_at, nth) "
        "SELECT :site, :desk_id, 0, :desk_id, 0, :derived, :now, coalesce(max(nth) + 1, 0) FROM site",
        site=site,
        desk_id=desk_id,
        derived=derived,
        now=now,
    )


def mark_derived(db: Connection, site: str, derived: str) -> None:
    """Notes by which version everything derived from the site's events has been derived."""
    db.write("UPDATE site SET derived = :derived WHERE site = :site", site=site, derived=derived)


def move_number(db: Connection, site: str, last_number: int) -> None:
    """Sets the last complaint number."""
    db.write("UPDATE site SET last_number = :last_number WHERE site = :site", site=site, last_number=last_number)


def move_head(db: Connection, site: str, n: int, hash: str) -> None:
    """Sets the chain head."""
    db.write("UPDATE site SET n = :n, hash = :hash WHERE site = :site", site=site, n=n, hash=hash)


def rule_file(db: Connection, site: str) -> Row | None:
    """The last good rule file of the site: name, content, compiler and compiled text, or None."""
    return db.row(RULE_FILE, site=site)


def rule_files(db: Connection) -> list[Row]:
    """Of every site the name of its last good rule file, its compiler, and how its compiled form begins."""
    return db.rows(
        "SELECT s.site, r.name, r.compiler, substr(r.compiled, 1, 2000) AS head "
        "FROM site s LEFT JOIN rule_file r ON r.site = s.site ORDER BY s.site"
    )


def save_rule_file(
    db: Connection,
    site: str,
    name: str,
    content: bytes,
    compiler: str,
    compiled: str,
    version: str,
    policy: str,
    now: str,
) -> None:
    """Keeps a good rule file in its compiled form, and its frozen part under its version."""
    db.write(
        "INSERT INTO rule_file (site, name, content, compiler, compiled, read_at) "
        "VALUES (:site, :name, :content, :compiler, :compiled, :now) "
        "ON CONFLICT (site) DO UPDATE SET name = excluded.name, content = excluded.content, "
        "compiler = excluded.compiler, compiled = excluded.compiled, read_at = excluded.read_at",
        site=site,
        name=name,
        content=content,
        compiler=compiler,
        compiled=compiled,
        now=now,
    )
    db.write(
        "INSERT INTO policy (site, version, compiled) VALUES (:site, :version, :policy) ON CONFLICT DO NOTHING",
        site=site,
        version=version,
        policy=policy,
    )


def compile_again(db: Connection, site: str) -> None:
    """Marks the compiled form of the site's rule file as nobody's."""
    db.write("UPDATE rule_file SET compiler = '' WHERE site = :site", site=site)


def policy_texts(db: Connection, site: str) -> dict[str, str]:
    """All frozen policies of the site, compiled, by version."""
    rows = db.rows("SELECT version, compiled FROM policy WHERE site = :site ORDER BY version", site=site)
    return {row["version"]: row["compiled"] for row in rows}


def policy_text(db: Connection, site: str, version: str) -> str | None:
    """The frozen part of a rule file by its version, compiled, or None."""
    sql = f"SELECT compiled FROM policy p WHERE {of('p', site)} AND version = :version LIMIT 1"
    row = db.row(sql, site=site, version=version)
    return None if row is None else str(row["compiled"])


def alike(db: Connection) -> dict[str, str]:
    """Of each site that has a rule file, the first one that has the same file."""
    rows = db.rows(
        "SELECT r.site, a.site AS first FROM rule_file r "
        "JOIN (SELECT content, min(site) AS site FROM rule_file GROUP BY content) a ON a.content = r.content"
    )
    return {row["site"]: row["first"] for row in rows}
