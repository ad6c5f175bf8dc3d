"""Real files of other people's desks, replayed through our own command line: every row becomes the steps it tells of.

Two files of `../shared/data` are read, nothing of them is kept here. Steps are taken in the order of time, whichever
complaint they belong to, each at its own present; so what the desk knows at an instant is what it knew then.

- `incidents`: an incident log of an IT service, one row for each change of an incident. Its 890 incidents all came in
  between 29 February and 2 March 2016, and their lives end between then and February 2017. Groups are departments,
  priorities severities, `Awaiting …` states waits, closing codes causes, callers customers. Limits are ours: the file
  says whether an incident kept its own, not what it was.
- `requests`: a thousand requests to a city's hotline from 2014 to 2019, a row for each. Agencies are departments, what
  has a due date gets a promise of that date, and what has a closing date is answered, delivered and closed then.

What a file tells and a desk like ours has no step for is left out: an assignment of what was answered already, an
acceptance or a wait of what no department has. A step that is refused is an error.

A step takes some 10 ms of one processor, so all incidents take more than a minute (7,043 steps) and all requests nearly
one (4,937); a test that only needs real life takes the first hundred of a file, and every test works on a copy:

    @pytest.fixture(scope="module")
    def real(tmp_path_factory):
        return kept(tmp_path_factory, "incidents", incidents(100))

    def test_something(real, tmp_path):
        desk = real.desk(tmp_path / "home")
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Desk

DATA = Path(__file__).parents[1].parent / "shared" / "data"
INCIDENTS = DATA / "uci-incident" / "incident_event_log.sample5998_ddmmyyyy_dash.csv"
REQUESTS = DATA / "nyc311" / "311_2018_1000_with_due.csv"

Row = dict[str, str]


class Step(NamedTuple):
    """One command: when it is given, on the how-manieth complaint of the file, by whom, and its words.

    The words of a step on a complaint begin with its verb; its number is put in behind it.
    """

    at: datetime
    of: int
    place: int  # within the complaint
    who: str
    words: tuple[str, ...]


class Log(NamedTuple):
    """A file as commands: the rule file that fits it, the steps in the order of time, and the last instant."""

    rules: str
    steps: tuple[Step, ...]
    end: datetime

    def until(self, instant: datetime) -> Log:
        """The log as far as it had gone at that instant."""
        return self._replace(steps=tuple(step for step in self.steps if step.at <= instant), end=instant)


class Replay(NamedTuple):
    """What was replayed: how many complaints and steps, and the seconds that they took."""

    complaints: int
    steps: int
    seconds: float


# ── replaying ──────────────────────────────────────────────────────────────────────────────────────


def replay(home: Path, log: Log) -> Replay:
    """Makes a desk for practice with the rules of the log in that folder and takes all its steps."""
    began = time.perf_counter()
    home.mkdir(parents=True)
    (home / "rules.toml").write_text(log.rules, "utf-8")
    desk = Desk(home, f"{log.steps[0].at:%Y-%m-%d %H:%M:%S}")
    desk.ok("init", "--practice")
    ids: dict[int, int] = {}
    for step in log.steps:
        desk.at(f"{step.at:%Y-%m-%d %H:%M:%S}")
        verb, *rest = step.words
        if verb == "record":
            ids[step.of] = len(ids) + 1
        number = () if verb == "record" else (str(ids[step.of]),)
        done = desk.tsk(verb, *number, *rest, "--as", step.who, "--json")
        assert done.code == 0, f"{step}: {done}"
    return Replay(len(ids), len(log.steps), time.perf_counter() - began)


class Kept(NamedTuple):
    """A replayed folder, never worked in, and the instant at which its log ends."""

    home: Path
    end: datetime

    def desk(self, into: Path) -> Desk:
        """A desk on a copy of it."""
        return Desk(self.home, f"{self.end:%Y-%m-%d %H:%M:%S}").copy(into)


def kept(factory: pytest.TempPathFactory, name: str, log: Log) -> Kept:
    """The log replayed, once for all processes of a test run that ask for that name."""
    base = factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / f"replayed-{name}"
    if not shared.exists():
        own = factory.mktemp(name) / "home"
        replay(own, log)
        try:
            own.rename(shared)
        except OSError:  # another process was faster; what it made is the same
            shutil.rmtree(own)
    return Kept(shared, log.end)


def rows_of(file: Path) -> list[Row]:
    """The rows of a file; the test is skipped where it is missing."""
    if not file.exists():
        pytest.skip(f"{file} is not part of this checkout; the real data stand there")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps by time; those of one complaint keep their order, whatever their times say."""
    last: dict[int, datetime] = {}
    mended = []
    for step in sorted(steps, key=lambda step: (step.of, step.place)):
        last[step.of] = max(step.at, last.get(step.of, step.at))
        mended.append(step._replace(at=last[step.of]))
    return tuple(sorted(mended, key=lambda step: (step.at, step.of, step.place)))


def slug(text: str) -> str:
    """The text as a name of the rule file: small letters, figures and hyphens."""
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-")


def named(prefix: str, texts: Iterable[str]) -> str:
    """Rows of the rule file, one for each of the texts."""
    return "\n".join(f'{slug(text)} = {{ zh = "{prefix}{text}", en = "{text}" }}' for text in texts)


def known(said: str) -> str:
    """What the file says, "" where it says that nobody knows."""
    return "" if said.strip() in ("?", "") else said.strip()


# ── incidents ──────────────────────────────────────────────────────────────────────────────────────

_INCIDENT_RULES = """\
policy = {{ id = "incidents", zh = "事件", en = "Incidents", zone = "UTC", currency = "EUR" }}

[calendars]
office = {{ hours = {{ mon-fri = ["09:00-18:00"] }}, default = true }}

[departments]
desk = {{ zh = "服务台", en = "Service desk", desk = true }}
{departments}

[channels]
phone = {{ zh = "电话", en = "Phone", default = true }}

[severities]
{severities}

[categories]
{categories}

[causes]
{causes}

[waits]
{waits}

[milestones]
reply    = {{ zh = "答复", en = "Answer",   from = "received", met_by = "replied", waits = [{wait_names}] }}
deadline = {{ zh = "期限", en = "Deadline", from = "received", met_by = "replied", scope = "case", statutory = true }}
part     = {{ zh = "部门", en = "Part",     from = "assigned", met_by = "replied", each = "department" }}

[limits]
critical = {{ when.severity = "1-critical", reply = "4 hours", deadline = "24 hours" }}
high     = {{ when.severity = "2-high",     reply = "1 working day", deadline = "3 days" }}
rest     = {{                               reply = "5 working days", deadline = "15 days", part = "3 working days" }}

[closing]
every = {{ review = false, requires = ["replied"] }}

[targets]
timeliness = {{ zh = "及时率", en = "Timeliness", at_least = 80 }}
resolution = {{ zh = "解决率", en = "Resolution", at_least = 95 }}

[settings]
repeat  = {{ within = "30 days", same = ["category"], customer = ["card"] }}
conduct = {{ undo = "10 minutes", backdate = "400 days", longest_wait = "60 days", owner = "at-once" }}
"""
_PRIORITIES = ("1 - Critical", "2 - High", "3 - Moderate", "4 - Low")
_AWAITING = "Awaiting "


def incidents(most: int | None = None) -> Log:
    """The incident log, or its first `most` incidents."""
    files: dict[str, list[Row]] = {}
    for row in rows_of(INCIDENTS):
        files.setdefault(row["number"], []).append(row)
    chosen = list(files.values())[:most]
    steps = in_order(step for of, rows in enumerate(chosen) for step in _incident(of, rows))
    return Log(_incident_rules(chosen), steps, steps[-1].at)


def _incident_rules(files: list[list[Row]]) -> str:
    rows = [row for rows in files for row in rows]

    def said(column: str) -> list[str]:
        return sorted({known(row[column]) for row in rows} - {""}, key=lambda text: (len(text), text))

    waits = [state.removeprefix(_AWAITING) for state in said("incident_state") if state.startswith(_AWAITING)]
    return _INCIDENT_RULES.format(
        departments=named("", said("assignment_group")),
        severities=named("", _PRIORITIES),
        categories=named("", [*said("category"), "Unknown"]),
        causes=named("", said("closed_code")),
        waits=named("", waits),
        wait_names=", ".join(f'"{slug(wait)}"' for wait in waits),
    )


class Held(NamedTuple):
    """What our desk makes of an incident so far: whether a department has it, and what it waits for."""

    placed: bool = False
    waits_for: str = ""


def _incident(of: int, rows: list[Row]) -> Iterator[Step]:
    """The steps that the rows of one incident tell of."""
    before: Row = {"incident_state": "", "assignment_group": "?", "assigned_to": "?", "priority": "", "category": ""}
    held, place = Held(), 0
    for row in rows:
        for words in _incident_words(row, before, held):
            at, who = _minute(row["sys_updated_at"]), known(row["sys_updated_by"]) or "somebody"
            yield Step(at, of, place, who, words)
            held, place = _held(held, words), place + 1
        before = row


def _held(held: Held, words: tuple[str, ...]) -> Held:
    if words[0] == "assign" and "--to" in words:
        return Held(placed=True)  # a department that is given it anew waits for nothing
    if words[0] == "pend":
        return held._replace(waits_for=words[2])
    return held._replace(waits_for="") if words[0] in ("resume", "reply") else held


def _incident_words(row: Row, before: Row, held: Held) -> Iterator[tuple[str, ...]]:
    """The commands that one row tells of, compared with the row before."""
    state, was = row["incident_state"], before["incident_state"]
    if not was:
        yield _recorded_incident(row)
    else:
        yield from _corrected_incident(row, before)
    assigned = () if was in ("Resolved", "Closed") else tuple(_assigned(row, before))
    if assigned:
        yield ("assign", *assigned)
        held = _held(held, ("assign", *assigned))
    awaits = slug(state.removeprefix(_AWAITING)) if state.startswith(_AWAITING) and held.placed else ""
    if awaits != held.waits_for:
        yield from [("resume",)] if held.waits_for else []
        yield from [("pend", "--reason", awaits, "--note", "Asked.")] if awaits else []
    if state != was:
        yield from _moved(row, was, held.placed)


def _recorded_incident(row: Row) -> tuple[str, ...]:
    received = min(_minute(row["opened_at"]), _minute(row["sys_updated_at"]))
    return (
        *("record", f"{row['u_symptom']} · {row['subcategory']}", "--external", row["number"]),
        *("--category", slug(known(row["category"]) or "Unknown"), "--severity", slug(row["priority"])),
        *("--card", row["caller_id"], "--customer", row["caller_id"], "--region", row["location"]),
        *("--received", f"{received:%Y-%m-%d %H:%M}"),
    )


def _corrected_incident(row: Row, before: Row) -> Iterator[tuple[str, ...]]:
    for column, option in (("priority", "--severity"), ("category", "--category")):
        if row[column] != before[column]:
            yield ("update", option, slug(known(row[column]) or "Unknown"), "--reason", "Corrected.")


def _assigned(row: Row, before: Row) -> Iterator[str]:
    for column, option in (("assignment_group", "--to"), ("assigned_to", "--handler")):
        if known(row[column]) and row[column] != before[column]:
            yield option
            yield slug(row[column]) if option == "--to" else row[column]


def _moved(row: Row, was: str, placed: bool) -> Iterator[tuple[str, ...]]:
    """The commands of a change of state, but for waits."""
    state = row["incident_state"]
    if was == "Resolved" and state != "Closed":
        yield ("reopen", "--reason", "Taken up again.")
    elif state == "Active" and was in ("", "New") and placed:
        yield ("accept",)
    if state == "Resolved":
        if placed:
            cause = slug(known(row["closed_code"]))
            yield ("propose", "Resolved.", *(("--cause", cause) if cause else ()))
        yield ("reply", "Resolved.", "--via", "phone")
    elif state == "Closed":
        yield ("close",)


def _minute(text: str) -> datetime:
    return datetime.strptime(text, "%d-%m-%Y %H:%M")


# ── requests ───────────────────────────────────────────────────────────────────────────────────────

_REQUEST_RULES = """\
policy = {{ id = "city", zh = "市民热线", en = "City hotline", zone = "America/New_York", currency = "USD" }}

[departments]
hotline = {{ zh = "热线中心", en = "Hotline", desk = true }}
{departments}

[channels]
{channels}

[severities]
normal = {{ zh = "普通", en = "Normal" }}

[categories]
{categories}

[milestones]
reply   = {{ zh = "答复", en = "Answer",  from = "received", met_by = "replied" }}
deliver = {{ zh = "兑现", en = "Promise", from = "promised", met_by = "delivered", each = "promise" }}

[limits]
police = {{ when.words = ["NYPD: "], reply = "8 hours" }}
rest   = {{                          reply = "10 days", deliver = "10 days" }}

[closing]
every = {{ review = false, requires = ["replied"] }}

[targets]
timeliness = {{ zh = "及时率", en = "Timeliness", at_least = 80 }}

[settings]
conduct = {{ undo = "10 minutes", backdate = "400 days", longest_wait = "60 days", owner = "at-once" }}
"""
_COMMON = 8  # a kind of request that came so often has a category of its own


def requests(most: int | None = None) -> Log:
    """The requests to the city, or the first `most` of the file."""
    rows = rows_of(REQUESTS)[:most]
    kinds = [row["Complaint Type"] for row in rows]
    common = sorted({kind for kind in kinds if kinds.count(kind) >= _COMMON})
    steps = in_order(step for of, row in enumerate(rows) for step in _request(of, row, common))
    rules = _REQUEST_RULES.format(
        departments=named("", sorted({row["Agency"] for row in rows})),
        channels=named("", sorted({row["Open Data Channel Type"] for row in rows})),
        categories=named("", [*common, "Other kinds"]),
    )
    return Log(rules, steps, steps[-1].at)


def _request(of: int, row: Row, common: list[str]) -> Iterator[Step]:
    """The steps that one request tells of."""
    created, due, closed = (_second(row[column]) for column in ("Created Date", "Due Date", "Closed Date"))
    assert created
    kind = row["Complaint Type"]
    record = (
        *("record", f"{row['Agency']}: {kind}: {row['Descriptor']}", "--external", row["Unique Key"]),
        *("--category", slug(kind if kind in common else "Other kinds"), "--region", row["Borough"]),
        *("--channel", slug(row["Open Data Channel Type"])),
    )
    words = [(created, record), (created, ("assign", "--to", slug(row["Agency"])))]
    promised = due is not None and due > created
    if due and promised:
        words.append((created, ("promise", "The city's due date.", "--by", f"{due:%Y-%m-%d %H:%M:%S}")))
    if closed:
        delivered = [(closed, ("deliver",))] if promised else []
        words += [*delivered, (closed, ("reply", "Done.", "--via", "letter")), (closed, ("close",))]
    for place, (at, said) in enumerate(words):
        yield Step(at, of, place, slug(row["Agency"]), said)


def _second(text: str) -> datetime | None:
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p") if text else None
