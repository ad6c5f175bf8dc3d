"""Running milestones that are late, or due soon: listed, counted, and in groups with the worst of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tsk.db.engine import Connection, Row
from tsk.db.lists import conditions, ranked_severities
from tsk.db.scope import EVERY, by_site, columns, of, personal, whole

_WORST = "m.due, m.id, m.name, m.round, m.part"
_KEYS = {  # what is asked besides how late it is; "chased" has the most first
    "received": "c.received_at",
    "severity": "{ranks}",
    "department": "{department}",
    "handler": "{handler}",
    "milestone": "m.name",
    "round": "m.round",
    "active": "c.active_at",
    **{
        name: f"c.{name}" for name in ("state", "category", "customer", "store", "region", "product", "channel", "site")
    },
}
_SORTS = {
    "worst": _WORST,
    "-worst": f"m.due DESC, {_WORST}",
    "due": _WORST,
    "-due": f"m.due DESC, {_WORST}",
    "number": "m.id, m.due, m.name, m.round, m.part",
    "-number": "m.id DESC, m.due, m.name, m.round, m.part",
    "chased": f"c.chases DESC, {_WORST}",
    **{name: f"{key}, {_WORST}" for name, key in _KEYS.items()},
    **{f"-{name}": f"{key} DESC, {_WORST}" for name, key in _KEYS.items()},
}
SORTS = tuple(_SORTS)
GROUPS = {
    "department": "{department}",
    "handler": "{handler}",
    "milestone": "m.name",
    "category": "c.category",
    "severity": "c.severity",
    "channel": "c.channel",
    "store": "c.store",
    "region": "c.region",
    "product": "c.product",
    "state": "c.state",
    "site": "c.site",
}


def _running(site: object) -> str:
    return f"{of('m', site)} AND m.met_at IS NULL AND m.ended_at IS NULL"


def _with_complaint(site: object) -> str:
    return f"FROM milestone m JOIN complaint c ON c.site = m.site AND c.id = m.id WHERE {_running(site)}"


def _of_milestone(values: Mapping[str, object]) -> str:
    """What the filters ask of the milestone itself: its name, and not to be due before an instant."""
    named = " AND m.name = :milestone" if "milestone" in values else ""
    return f"{named} AND m.due >= :due_from" if "due_from" in values else named


class AtTheDesk(NamedTuple):
    """The department that answers and reviews for the house, and the milestones that only its steps meet.

    `elsewhere` says so of the sites that have others, where several are asked at once.
    """

    department: str
    milestones: tuple[str, ...]
    elsewhere: tuple[tuple[tuple[str, ...], AtTheDesk], ...] = ()


def owing(filters: Mapping[str, object]) -> tuple[dict[str, str], dict[str, object]]:
    """The expressions for the department and the person that owe a milestone, and their values.

    A department's own milestone is that department's; what was handed in, and what only the desk's steps meet, is the
    desk's (the filter `desk`); all else is with whoever has the complaint.
    """
    desk: AtTheDesk = filters.get("desk") or AtTheDesk("", ())  # type: ignore[assignment]
    who, values = _owing(desk, "desk")
    others = []
    for i, (sites, theirs) in enumerate(desk.elsewhere):
        named = {f"desk_{i}_site{j}": site for j, site in enumerate(sites)}
        own, more = _owing(theirs, f"desk_{i}_")
        values |= {**named, **more}
        others.append((own, tuple(named)))
    found = {name: by_site("m", usual, [(own[name], sites) for own, sites in others]) for name, usual in who.items()}
    return {**found, "handler": personal("m", filters["site"], found["handler"])}, values


def _owing(desk: AtTheDesk, called: str) -> tuple[dict[str, str], dict[str, object]]:
    """The same of sites with one desk, whose values are called so."""
    names = {f"{called}{i}": name for i, name in enumerate(desk.milestones)}
    listed = ", ".join(":" + name for name in names) or "''"
    handed_in = "(c.awaits IN ('answer', 'review') AND m.part = '')"
    theirs = f"(m.name IN ({listed}) OR {handed_in})" if desk.department else "1 = 0"
    department = f"CASE WHEN m.department <> '' THEN m.department WHEN {theirs} THEN :{called} ELSE c.department END"
    handler = f"CASE WHEN m.department NOT IN ('', c.department) OR {theirs} THEN '' ELSE c.handler END"
    return {"department": department, "handler": handler}, {**names, called: desk.department}


def _late(filters: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """Running milestones due before `:before` under those filters; `department` is the one that owes the milestone."""
    who, named_desk = owing(filters)
    where, values = conditions(filters, department=who["department"])
    values |= named_desk
    named = _of_milestone(values)
    site = filters["site"]
    if where == of("c", site):  # nothing is asked of the complaint: the index of the dues holds all
        return f"FROM milestone m WHERE {_running(site)} AND m.due < :before{named}", values
    return f"{_with_complaint(site)} AND m.due < :before AND {where}{named}", values


def overdue(
    db: Connection,
    filters: Mapping[str, object],
    before: str,
    limit: int | None,
    sort: str = "worst",
    severities: Sequence[str] = (),
) -> list[Row]:
    """The running milestones due before that instant, each with its complaint's list row.

    The worst are those due the longest ago; `severities` is their order, the gravest first.
    """
    who, named_desk = owing(filters)
    where, values = conditions(filters, department=who["department"])
    values |= named_desk
    named = _of_milestone(values)
    top = "" if limit is None else " LIMIT :limit"
    ranked, ranks = ranked_severities({"severities": severities})
    order = _SORTS[sort].replace("m.id", columns("m", filters["site"])).format(ranks=ranked, **who)
    return db.rows(
        "SELECT m.name, m.round AS milestone_round, m.part, m.start_at, m.due, m.promised, m.provisional, c.* "
        f"{_with_complaint(filters['site'])} AND m.due < :before AND {where}{named} ORDER BY {order}{top}",
        **{**values, **ranks},
        before=before,
        limit=limit,
    )


def overdue_sums(db: Connection, filters: Mapping[str, object], before: str) -> tuple[int, int]:
    """How many running milestones were due before that instant, and of how many complaints."""
    late, values = _late(filters)
    each = whole("m", filters["site"])
    row = db.row(f"SELECT count(*) AS n, count(DISTINCT {each}) AS complaints {late}", **values, before=before)
    return (int(row["n"]), int(row["complaints"])) if row else (0, 0)


def overdue_groups(db: Connection, filters: Mapping[str, object], before: str, now: str, by: str) -> list[Row]:
    """The running milestones due before that instant by group, the most late ones first.

    `late` counts those due before now and `soon` the others, `complaints` what they belong to, `chased` how many of
    these the customer asked about; `worst` is the id, `worst_name`, `worst_part` and `worst_due` the milestone that is
    due the longest.
    """
    who, named_desk = owing(filters)
    where, values = conditions(filters, department=who["department"])
    values |= named_desk
    named = _of_milestone(values)
    site = filters["site"]
    several = site == EVERY
    rows = (
        f"SELECT {GROUPS[by].format(**who)} AS key, {columns('m', site)}, m.name, m.part, m.due, m.round, m.promised, "
        f"c.chases, c.policy, c.number "
        f"{_with_complaint(site)} AND m.due < :before AND {where}{named}"
    )
    each, own = ("site || '/' || id", "site, id") if several else ("id", "id")
    return db.rows(
        f"SELECT g.*, {'w.site, ' if several else ''}w.id AS worst, w.number, w.name AS worst_name, "
        "w.part AS worst_part, w.due AS worst_due, "
        "w.policy, w.promised FROM (SELECT key, sum(CASE WHEN due < :now THEN 1 ELSE 0 END) AS late, "
        f"sum(CASE WHEN due < :now THEN 0 ELSE 1 END) AS soon, count(DISTINCT {each}) AS complaints, "
        f"count(DISTINCT CASE WHEN chases > 0 THEN {each} END) AS chased FROM ({rows}) q GROUP BY key) g "
        f"JOIN (SELECT p.*, row_number() OVER (PARTITION BY key ORDER BY due, {own}, name, round, part) AS nth "
        f"FROM ({rows}) p) w ON w.key = g.key AND w.nth = 1 ORDER BY g.late DESC, w.due, g.key",
        **values,
        before=before,
        now=now,
    )


def provisional(db: Connection, site: str) -> list[Row]:
    """The running milestones that rest on days not announced yet, earliest due first, each with its list row."""
    return db.rows(
        f"SELECT m.name, m.part, m.due, c.* {_with_complaint(site)} AND m.provisional = 1 ORDER BY m.due, m.id, m.name",
        site=site,
    )
