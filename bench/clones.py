"""A desk of as many complaints as are asked for, the same every time: a few hundred taken through the command line,
then copied week by week into the past.

A copy has its own number, instants a whole number of weeks earlier, its own customer, its own links in the chain and
its own commitments to personal text, so that `tsk verify` finds the whole file in order. Rows are written to the
tables as they are, without their indexes, which are built afterwards.
"""

from __future__ import annotations

import io
import re
import sqlite3
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tsk.cli import main
from tsk.db.pairs import pairs
from tsk.evidence import commitment, link

NOW = "2026-11-20T17:00"
FRIDAY = date(2026, 11, 20)
PEOPLE = {"network": range(100, 130), "billing": range(200, 230), "care": range(300, 320)}
PHONE = "1380000"
SUMMARIES = (
    *("断网三天了，没有人来修", "宽带每天晚上掉线", "信号弱，地下室打不了电话", "光猫红灯亮，报修两次没人来"),
    *("资费与宣传不符，要求退费", "副卡每月多扣五元", "流量用超没有提醒", "套餐取消后继续扣费"),
    *("营业员态度差，排队两小时", "The bill is twice as high as agreed", "No signal in the lift", "师傅约了两次没来"),
)
CATEGORIES = ("broadband", "business", "attitude")
HERE = "\x01"  # where the complaint's number in the file stands in a text
THERE = "\x02"  # where its site does
MAIN = "main"
DOCS = 2**40  # numbers of texts in the search index that each site has of its own
_PART = re.compile(
    r"(?P<here>\x01)|(?P<site>\x02)|(?P<day>20\d\d-\d\d-\d\d)|(?P<number>20\d{6}-\d{4,})|(?P<phone>1380000\d{4})|(?P<hash>\b[0-9a-f]{64}\b)"
)


# ── the originals, through the command line ────────────────────────────────────────────────────────


def staff() -> str:
    """The people of the desk, as the rule file lists them."""
    rows = [
        f'h{n} = {{ zh = "员工{n}", role = "handler", department = "{department}" }}'
        for department, numbers in PEOPLE.items()
        for n in numbers
    ]
    desk = [
        'c1 = { zh = "前台", role = "supervisor", department = "care" }',
        'r1 = { zh = "审核", role = "reviewer", department = "care" }',
    ]
    return "\n[staff]\n" + "\n".join([*rows, *desk]) + "\n"


class Counter:
    """One practice desk, worked on in this process."""

    def __init__(self, home: Path) -> None:
        self.home = str(home)
        self.say("", "", "init", "--practice")
        rules = home / "rules.toml"
        rules.write_text(rules.read_text("utf-8") + staff(), encoding="utf-8")

    def say(self, at: str, who: str, *words: str) -> None:
        moment = ("--now", at, "--as", who) if at else ()
        with redirect_stdout(io.StringIO()) as said:
            code = main(["--home", self.home, *moment, *words])
        if code:
            raise SystemExit(f"tsk {' '.join(words)} at {at} by {who} ended with {code}: {said.getvalue()}")


def fill(home: Path, closed: int, still_open: int) -> None:
    """A desk with complaints closed within their week, and with open ones of the last days, many of them late."""
    counter = Counter(home)
    monday = FRIDAY - timedelta(days=11)
    steps: list[tuple[str, str, tuple[str, ...]]] = []
    for n in range(1, closed + 1):
        steps += _closed(n, monday + timedelta(days=(n - 1) * 4 // closed), (n - 1) % 30)
    for at, who, words in steps:
        counter.say(at, who, *words)
    for n in range(closed + 1, closed + still_open + 1):
        day = FRIDAY - timedelta(days=9 - (n - closed - 1) * 10 // still_open)
        counter.say(f"{day}T09:{n % 60:02d}", "c1", *_record(n))
        counter.say(f"{day}T11:{n % 60:02d}", "c1", "assign", str(n), "--to", _home_of(n), "--handler", _handler(n))


def _record(n: int) -> tuple[str, ...]:
    words = ("record", SUMMARIES[n % len(SUMMARIES)], "--customer", f"客户{n}", "--phone", f"{PHONE}{n:04d}")
    return (
        *words,
        "--channel",
        ("hotline", "counter", "app")[n % 3],
        "--region",
        f"R{n % 40:02d}",
        "--store",
        f"S{n % 90}",
    )


def _home_of(n: int) -> str:
    return tuple(PEOPLE)[n % 3]


def _handler(n: int) -> str:
    numbers = PEOPLE[_home_of(n)]
    return f"h{numbers[n % len(numbers)]}"


def _closed(n: int, day: date, minute: int) -> list[tuple[str, str, tuple[str, ...]]]:
    """The steps of one complaint: every other one settled on the spot, the rest worked on for two days."""
    at = f"{day}T10:{minute:02d}"
    if n % 2:
        visited = (f"{day + timedelta(days=1)}T16:{minute:02d}", "r1", ("visit", str(n), "--satisfied", "yes"))
        return [(at, "c1", (*_record(n), "--settled", "已当场解释并处理")), visited]
    later, handler = f"{day + timedelta(days=2)}T15:{minute:02d}", _handler(n)
    plan = ("propose", str(n), "上门检修", "--cause", "equipment", "--upheld", "yes")
    return [
        (at, "c1", _record(n)),
        (at, "c1", ("assign", str(n), "--to", _home_of(n), "--handler", handler)),
        (later, handler, ("contact", str(n), "--via", "phone")),
        (later, handler, plan),
        (later, "c1", ("reply", str(n), "已修好，减免当月费用", "--via", "phone", "--satisfied", "yes")),
        (later, handler, ("submit", str(n))),
        (f"{day + timedelta(days=3)}T11:{minute:02d}", "r1", ("close", str(n))),
        (f"{day + timedelta(days=4)}T10:{minute:02d}", "r1", ("visit", str(n), "--satisfied", "yes")),
    ]


# ── copies, row by row ─────────────────────────────────────────────────────────────────────────────

# A row is a list of (kind, value): what is the same in each copy, a text with places to fill in, the complaint's number
# in the file, and the link of an event in the chain.
SAME, TEXT, ID, LINK = range(4)
Row = list[tuple[int, Any]]
Commitments = dict[str, tuple[str, str]]  # a commitment to text that holds the phone: its salt, and the text to fill in


def _form(text: str, number: str, changed: Commitments) -> tuple[int, str]:
    """The text with a place for each day, the number, the phone, and each commitment to a text that changes."""

    def place(found: re.Match[str]) -> str:
        kind, said = str(found.lastgroup), found.group()
        if kind in ("here", "site"):
            return "%(id)s" if kind == "here" else "%(site)s"
        strange = (kind == "hash" and said not in changed) or (kind == "number" and said != number)
        return said if strange else f"%({said if kind in ('day', 'hash') else kind})s"

    form = _PART.sub(place, text.replace("%", "%%"))
    return (TEXT, form) if form != text else (SAME, text)


class Original:
    """The rows of one complaint of the filled desk, ready to be copied."""

    def __init__(self, db: sqlite3.Connection, id: int, tables: dict[str, list[str]]) -> None:
        self.number = db.execute("SELECT number FROM complaint WHERE id = ?", (id,)).fetchone()[0]
        self.recorded = date.fromisoformat(f"{self.number[:4]}-{self.number[4:6]}-{self.number[6:8]}")
        events = db.execute("SELECT * FROM event WHERE kind = 'complaint' AND id = ? ORDER BY seq", (id,)).fetchall()
        texts = [row for one in events for row in db.execute("SELECT * FROM private WHERE n = ?", (one["n"],))]
        rows = {name: db.execute(f"SELECT * FROM {name} WHERE id = ?", (id,)).fetchall() for name in tables}
        self.id, self.steps = id, len(events)
        self.changed: Commitments = {
            commitment(row["salt"], row["value"]): (row["salt"], _PHONE.sub("%(phone)s", row["value"]))
            for row in texts
            if PHONE in row["value"]
        }
        self._places = {one["n"]: place for place, one in enumerate(events)}
        self.rows = {
            table: [self._ready(row) for row in some]
            for table, some in {"event": events, "private": texts, **rows}.items()
        }
        self.days = {day for form in self._forms() for day in re.findall(r"%\((20[0-9-]+)\)s", form)}

    def _forms(self) -> Iterator[str]:
        yield from (value for rows in self.rows.values() for row in rows for kind, value in row if kind == TEXT)

    def _ready(self, row: sqlite3.Row) -> Row:
        special = {
            "id": lambda value: (ID, 0),
            "n": lambda value: (LINK, self._places[value]),
            "site": lambda value: (TEXT, "%(site)s"),
        }
        found: Row = []
        for name in row.keys():  # noqa: SIM118  a Row walks its values
            value = row[name]
            if name in ("body", "snapshot"):
                value = value.replace(f'"id":{self.id},', f'"id":{HERE},', 1)
                value = value.replace(f'"site":"{MAIN}"', f'"site":"{THERE}"', 1)
            if name in special:
                found.append(special[name](value))
            else:
                found.append(_form(value, self.number, self.changed) if isinstance(value, str) else (SAME, value))
        return found

    def copied(self, at: Place, days: int) -> tuple[dict[str, list[list[Any]]], str]:
        """The rows of a copy that lies so many days earlier, at its place in the site, and the last hash."""
        site, id, first, previous = at
        shift = timedelta(days=days)
        said = {day: (date.fromisoformat(day) - shift).isoformat() for day in self.days}
        said |= {
            "id": str(id),
            "site": site,
            "number": f"{'' if site == MAIN else site + '-'}{self.recorded - shift:%Y%m%d}-{id:04d}",
            "phone": f"1380{id % 900_000 + 1_000_000}",
        }
        said |= {known: commitment(salt, form % said) for known, (salt, form) in self.changed.items()}

        others = {ID: id, LINK: first}

        def filled(row: Row) -> list[Any]:
            return [
                value % said if kind == TEXT else others[kind] + value if kind in others else value
                for kind, value in row
            ]

        found = {table: [filled(row) for row in rows] for table, rows in self.rows.items()}
        for event in found["event"]:
            event[KEY] = f"{event[KEY]}.{id}"
            event[HASH] = previous = link(previous, dict(zip(EVENT, event, strict=True)))
        return found, previous


EVENT = ("site", "n", "kind", "id", "seq", "key", "at", "recorded_at", "actor", "type", "body", "hash")
KEY, HASH = EVENT.index("key"), EVENT.index("hash")
_PHONE = re.compile(rf"{PHONE}\d{{4}}")


Wanted = list[tuple[Original, int]]


def copies(closed: list[Original], still_open: list[Original], complaints: int) -> Iterator[tuple[Original, int]]:
    """The originals in the order in which their copies are recorded, each with how many days before they lie.

    One in four hundred is open, as where a complaint takes four days and the desk has kept its file for five years.
    """
    still_open = sorted(still_open * max(1, complaints // 400 // len(still_open)), key=lambda one: one.id)
    past = complaints - len(still_open)
    rounds = -(-past // len(closed))
    weeks = min(260, rounds)
    in_week = [rounds // weeks + (week < rounds % weeks) for week in range(weeks)]
    left = past
    for week in range(weeks - 1, -1, -1):
        for original in sorted(closed * in_week[week], key=lambda one: one.id)[:left]:
            yield original, week * 7
        left -= min(left, len(closed) * in_week[week])
    yield from ((one, 0) for one in still_open)


class Place(NamedTuple):
    """Where a copy goes: its site, its number there, the link of its first event, and the hash before that."""

    site: str
    id: int
    first: int
    previous: str


def codes(sites: int) -> list[str]:
    """The codes of so many sites; a single one is the default site."""
    return [MAIN] if sites == 1 else [f"S{nth:04d}" for nth in range(1, sites + 1)]


def grow(filled: Path, target: Path, complaints: int, sites: int = 1) -> None:
    """Writes the desk of `filled` to the database `target` with that many complaints, over so many sites."""
    source = sqlite3.connect(filled)
    source.row_factory = sqlite3.Row
    db = sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000", "foreign_keys = OFF"):
        db.execute(f"PRAGMA {pragma}")
    schema = source.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    virtual = "search_pairs"
    for one in schema:
        if one["type"] == "table" and not one["name"].startswith((virtual + "_", "sqlite_")):
            db.execute(one["sql"])
    tables = {one["name"]: _columns(source, one["name"]) for one in schema if one["type"] == "table"}
    of_complaints = {
        name: columns
        for name, columns in tables.items()
        if {"site", "id"} <= set(columns) and name not in ("event", "private", "register") and virtual not in name
    }
    _write(db, "schema_migration", [list(row) for row in source.execute("SELECT * FROM schema_migration")])
    ids = [row[0] for row in source.execute("SELECT id FROM complaint ORDER BY id")]
    states = dict(source.execute("SELECT id, state FROM complaint").fetchall())
    originals = [Original(source, id, of_complaints) for id in ids]
    done = [one for one in originals if states[one.id] == "closed"]
    going = [one for one in originals if states[one.id] != "closed"]
    db.execute("BEGIN")
    wanted = list(copies(done, going, complaints // sites))
    for nth, site in enumerate(codes(sites)):
        _site(db, source, site, nth, wanted)
    db.execute("COMMIT")
    for one in schema:
        if one["type"] in ("index", "trigger", "view"):
            db.execute(one["sql"])
    db.execute("PRAGMA journal_mode = WAL")
    db.close()


def _site(db: sqlite3.Connection, source: sqlite3.Connection, site: str, nth: int, wanted: Wanted) -> None:
    """Writes one site: its row, its rule file, its policies and its copies."""
    row = dict(source.execute("SELECT * FROM site").fetchone())
    desk_id = row["desk_id"] if site == MAIN else f"{row['desk_id']}{nth:04d}"
    n, last = _copied(db, source, Place(site, 0, 1, desk_id), nth * DOCS, wanted)
    row.update(site=site, desk_id=desk_id, nth=nth, n=n, hash=last, last_number=len(wanted))
    _write(db, "site", [list(row.values())])
    for name in ("rule_file", "policy"):
        _write(db, name, [[site, *tuple(one)[1:]] for one in source.execute(f"SELECT * FROM {name}")])


def _copied(
    db: sqlite3.Connection, source: sqlite3.Connection, at: Place, first_doc: int, wanted: Wanted
) -> tuple[int, str]:
    """Writes the copies; the number of events and the last hash."""
    waiting: dict[str, list[list[Any]]] = {}
    text = _columns(source, "search_text").index("text")
    for id, (original, days) in enumerate(wanted, 1):
        rows, last = original.copied(at._replace(id=id), days)
        at = at._replace(first=at.first + original.steps, previous=last)
        for table, some in rows.items():
            waiting.setdefault(table, []).extend(some)
        waiting.setdefault("search_pairs (rowid, pairs)", []).append(
            [first_doc + id, " ".join(pairs(rows["search_text"][0][text]))]
        )
        if id % 2_000 == 0 or id == len(wanted):
            for table, some in waiting.items():
                _write(db, table, some)
            waiting.clear()
    return at.first - 1, at.previous


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def _write(db: sqlite3.Connection, table: str, rows: list[list[Any]]) -> None:
    if rows:
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
