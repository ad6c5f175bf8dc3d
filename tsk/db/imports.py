"""Many complaints written at once, and found again by the key under which they came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tsk.db import files
from tsk.db.engine import Connection, Row
from tsk.db.sites import DOCS

Rows = Sequence[Mapping[str, object]]
_AT_ONCE = 500  # keys asked for with one question
_LIKE = ("phone", "card", "email", "category", "severity", "channel", "store", "region", "product")


def known(db: Connection, site: str, keys: Sequence[str]) -> list[Row]:
    """The complaints that have been recorded under any of the keys: key, id and snapshot."""
    found: list[Row] = []
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        asked = {f"k{place}": key for place, key in enumerate(some)}
        names = ", ".join(f":{name}" for name in asked)
        found += db.rows(
            "SELECT e.key, e.id, c.snapshot FROM event e CROSS JOIN complaint c "  # by the key, then its complaint
            f"WHERE e.site = :site AND e.key IN ({names}) AND e.kind || '' = 'complaint' "
            "AND c.site = e.site AND c.id = e.id",
            site=site,
            **asked,
        )
    return found


def latest_like(db: Connection, site: str, same: Mapping[str, str], since: str, until: str) -> Row | None:
    """The latest complaint that has those words and was received on [since, until], no mistake."""
    wanted = {name: value for name, value in same.items() if name in _LIKE}
    other = {name: value for name, value in same.items() if name not in _LIKE}
    facts = "".join(f" AND f.{name} = :{name}" for name in other)
    keys = [name for name in ("phone", "card", "email") if name in wanted]
    sparse = "".join(f" AND c.{name} <> ''" for name in keys)
    received = "c.received_at || ''" if keys else "c.received_at"  # the few of one customer first, then their dates
    return db.row(
        "SELECT c.number, c.received_at FROM complaint c JOIN fact f ON f.site = c.site AND f.id = c.id "
        f"WHERE c.site = :site AND {received} >= :since AND {received} <= :until AND f.counted = 1"
        + "".join(f" AND c.{name} = :{name}" for name in wanted)
        + sparse
        + facts
        + f" ORDER BY {received} DESC, c.id DESC LIMIT 1",
        site=site,
        since=since,
        until=until,
        **wanted,
        **other,
    )


def write_new(db: Connection, site: str, rows: Mapping[str, Rows], texts: Iterable[tuple[int, str]]) -> None:
    """Writes complaints that nobody has written before: `rows` by table, `texts` by number to be found by."""
    files.told_by(db, rows["event"])
    for table in files.TABLES:
        db.run_many(files.insert(table, rows[table][0]), rows[table]) if rows.get(table) else None
    nth = db.row("SELECT nth FROM site WHERE site = :site", site=site)
    assert nth
    db.index_new((nth["nth"] * DOCS + id, text) for id, text in texts)


def set_counters(db: Connection, site: str, n: int, hash: str, last_number: int) -> None:
    """Sets the chain head and the last complaint number."""
    db.write(
        "UPDATE site SET n = :n, hash = :hash, last_number = :last WHERE site = :site",
        site=site,
        n=n,
        hash=hash,
        last=last_number,
    )
