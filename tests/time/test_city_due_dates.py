"""A city's real due dates come out of a real desk: 346 of the police, 73 of seven other departments.

The file holds 1,000 requests to New York's 311 line from 2014 to 2019; 486 of them have a due date, 346 of the police
and 140 of twelve other departments. A desk with a rule file for that city records 419 of these, each at the second at
which it came in, and takes the steps that the file knows; then the dues that are stored are compared with the file's,
request by request. Times are wall times of New York, in the file and here.

- **Police** (346, all but one of theirs): eight hours after receipt, day and night, compared to the second; 138 run
  over midnight, none over a change of the clocks. Answered when the file closes them, 330 are in time and 16 late.
- **Whole days** (62): where all requests of one kind, at least two, have the same number of days, that number is a row
  here. The city keeps the time of day: 21 days after 10:25:37 end at 10:25:37. Our "21 days" end at 24:00 of the same
  date. So each of these has two deadlines on the desk: 504 hours, compared to the second, and 21 days, by date.
- **By date only** (7): 30 days too, but the file has cut the hour of receipt to 00:00:00 (rodents), or the due lies two
  seconds further on (one of three about vapours).
- **Graffiti still open** (4 of 15): 30 days after the last action on them, here the step *accepted*, by date. Three of
  them run over a change of the clocks: the city's due keeps the time of day, and 720 hours end an hour beside it.

Not reproduced are the other 67 of the 140. A rule that is read from one request proves nothing, and so the 29 of them
are left out that have a whole number of days, but are the only one of their kind or at odds with another. The remaining
38 do not lie a whole number of days after receipt, and, but for two that are alone in their kind, not after closing or
the last action either: what they count from is not in the file. They are 11 graffiti, 6 of the taxi commission (four of
one day share the minute of their due), 6 of consumer affairs, 15 scattered over six departments.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from conftest import Desk
from msgspec.structs import replace

from tsk.desk.handling import ask_plainly, ask_reply
from tsk.desk.intake import Intake, record
from tsk.desk.session import Desk as Session
from tsk.desk.session import Options, open_desk
from tsk.desk.steps import take

REQUESTS = Path(__file__).parents[2].parent / "shared" / "data" / "nyc311" / "311_2018_1000_with_due.csv"
ZONE = ZoneInfo("America/New_York")
SECOND = timedelta(seconds=1)

# How the summary of a request begins, the days that it has, and how many of these the file holds.
WHOLE_DAYS = (
    ("DFTA: ", 14, 3),
    ("DOF: DOF Parking - Tax Exemption: ", 5, 2),
    ("DOF: DOF Property - Reduction Issue: Personal ", 5, 9),
    ("DOF: DOF Property - Update Account: ", 10, 2),
    ("DOF: SCRIE: ", 14, 3),
    ("DOHMH: Asbestos: ", 45, 2),
    ("DOHMH: Food Establishment: ", 60, 5),
    ("DOT: Broken Parking Meter: Coin or Card Did Not Register", 20, 2),
    ("DOT: Broken Parking Meter: No Receipt", 21, 6),
    ("DOT: Curb Condition: ", 30, 3),
    ("DOT: Highway Condition: ", 10, 3),
    ("DOT: Sidewalk Condition: Broken Sidewalk", 30, 2),
    ("DOT: Street Condition: Rough, Pitted or Cracked Roads", 90, 2),
    ("DPR: Maintenance or Facility: Garbage or Litter", 3, 4),
    ("DPR: Maintenance or Facility: Structure - Outdoors", 14, 7),
    ("DPR: Root/Sewer/Sidewalk Condition: ", 90, 3),
    ("DPR: Violation of Park Rules: ", 14, 2),
    ("EDC: Noise - Helicopter: ", 10, 2),
)
BY_DATE = (
    ("DOHMH: Indoor Air Quality: Chemical Vapors/Gases/Odors", 30, 3),
    ("DOHMH: Rodent: ", 30, 4),
)
POLICE, GRAFFITI = "NYPD: ", "DSNY: Graffiti: "

RULES = """\
policy = { id = "city", zh = "市民热线", en = "City hotline", zone = "America/New_York", currency = "USD" }

[departments]
hotline = { zh = "热线中心", en = "Hotline", desk = true }

[roles]
agent = { zh = "受理员", en = "Agent", may = ["all"], sees = "all" }

[channels]
phone = { zh = "电话", en = "Phone", default = true }

[severities]
normal = { zh = "普通", en = "Normal" }

[categories]
request = { zh = "诉求", en = "Request" }

[milestones]
reply       = { zh = "答复", en = "Answer",           from = "received", met_by = "replied" }
day         = { zh = "限日", en = "Last day",         from = "received", met_by = "replied" }
clean       = { zh = "清除", en = "Cleaning",         from = "accepted", met_by = "replied" }
clean_hours = { zh = "清除", en = "Cleaning (hours)", from = "accepted", met_by = "replied" }

[limits]
police   = { when.words = ["NYPD: "],           reply = "8 hours" }
graffiti = { when.words = ["DSNY: Graffiti: "], clean = "30 days", clean_hours = "720 hours" }
"""


class Request(NamedTuple):
    """One row of the file; `key` is the city's own number, the instants are wall times of New York."""

    key: str
    summary: str
    status: str
    created: datetime
    due: datetime
    closed: datetime | None
    updated: datetime | None


class Stored(NamedTuple):
    """One deadline as the desk keeps it."""

    due: datetime
    standing: str
    rule: str


Step = Callable[[Session, Request, dict[str, str]], None]


def wall(text: str) -> datetime | None:
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=ZONE) if text else None


def request(row: dict[str, str]) -> Request:
    created, due = wall(row["Created Date"]), wall(row["Due Date"])
    assert created and due
    summary = f"{row['Agency']}: {row['Complaint Type']}: {row['Descriptor']}"
    closed, updated = wall(row["Closed Date"]), wall(row["Resolution Action Updated Date"])
    return Request(row["Unique Key"], summary, row["Status"], created, due, closed, updated)


@pytest.fixture(scope="module")
def requests() -> list[Request]:
    """The requests that the rules are for, out of all that have a due date."""
    if not REQUESTS.exists():
        pytest.skip(f"{REQUESTS} is not part of this checkout; the city's requests stand there")
    with REQUESTS.open(encoding="utf-8-sig", newline="") as file:
        rows = [request(row) for row in csv.DictReader(file) if row["Due Date"]]
    assert len(rows) == 486
    ours = (POLICE, *(words for words, _, _ in (*WHOLE_DAYS, *BY_DATE)))
    return [one for one in rows if one.summary.startswith(ours) or is_open_graffiti(one)]


def is_open_graffiti(one: Request) -> bool:
    return one.summary.startswith(GRAFFITI) and one.status == "Open"


def of(requests: list[Request], words: str) -> list[Request]:
    return [one for one in requests if one.summary.startswith(words)]


# ── the desk ───────────────────────────────────────────────────────────────────────────────────────


def rule_file() -> str:
    """The rules above, a row for each kind of request, and the last row that answers need."""
    exact = [(words, f'reply = "{days * 24} hours", day = "{days} days"') for words, days, _ in WHOLE_DAYS]
    dated = [(words, f'day = "{days} days"') for words, days, _ in BY_DATE]
    rows = [f'kind-{n} = {{ when.words = ["{words}"], {limits} }}' for n, (words, limits) in enumerate(exact + dated)]
    return "\n".join([RULES.rstrip(), *rows, 'rest = { reply = "1 month" }', ""])


def steps_of(one: Request) -> list[tuple[datetime, Request, Step]]:
    """The request comes in; the police answer it when the file closes it, graffiti are accepted at the last action."""
    steps: list[tuple[datetime, Request, Step]] = [(one.created, one, recorded)]
    if one.summary.startswith(POLICE) and one.closed:
        steps.append((one.closed, one, answered))
    if is_open_graffiti(one) and one.updated:
        steps.append((one.updated, one, accepted))
    return steps


def recorded(desk: Session, one: Request, ids: dict[str, str]) -> None:
    ids[one.key] = str(record(desk, Intake({"summary": one.summary, "external": one.key})).taken.case.id)


def answered(desk: Session, one: Request, ids: dict[str, str]) -> None:
    said = {"answer": "Closed.", "via": "phone", "basis": "", "reason": ""}
    take(desk, ids[one.key], ask_reply(desk, said, {"satisfied": "", "score": "", "demand": ""}))


def accepted(desk: Session, one: Request, ids: dict[str, str]) -> None:
    take(desk, ids[one.key], ask_plainly("accepted", ""))


def live(home: Path, requests: list[Request]) -> None:
    """Takes every step at its instant, in the order of time: the desk's clock is that of the step."""
    steps = sorted((step for one in requests for step in steps_of(one)), key=lambda step: step[0].astimezone(UTC))
    clock, ids = steps[0][0].astimezone(UTC), dict[str, str]()
    options = Options(
        home=home, db="", site="", rules="", actor="tester", lang="en", now="", clock=clock, interactive=False
    )
    desk = open_desk(options)
    for at, one, step in steps:
        now = replace(options, clock=at.astimezone(UTC))
        step(Session(now, desk.store, desk.rules, ()), one, ids)
    desk.store.db.close()


@pytest.fixture(scope="module")
def stored(requests: list[Request], tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Stored]]:
    """The deadlines of every request by its key, read from the proved file once all steps have been taken."""
    desk = Desk(tmp_path_factory.mktemp("city") / "home")
    desk.home.mkdir()
    (desk.home / "rules.toml").write_text(rule_file(), "utf-8")
    desk.ok("init", "--practice")
    assert desk.tsk("rules", "check").code == 0
    live(desk.home, requests)
    assert desk.ok("verify")["complaints"] == len(requests) == 346 + 62 + 7 + 4
    return {case["external"]: deadlines(case) for case in desk.ok("list", "--limit", 1000)}


def deadlines(case: dict[str, Any]) -> dict[str, Stored]:
    return {
        row["name"]: Stored(datetime.fromisoformat(row["due"]), row["standing"], row["rule"])
        for row in case["milestones"]
    }


def dates(stored: dict[str, dict[str, Stored]], requests: list[Request], name: str) -> dict[str, str]:
    return {one.key: last_day(stored[one.key][name].due) for one in requests}


def last_day(due: datetime) -> str:
    """The date that a due at 24:00 closes."""
    assert due.astimezone(ZONE).strftime("%H:%M:%S") == "00:00:00"
    return f"{(due.astimezone(ZONE) - SECOND).date()}"


# ── the due dates ──────────────────────────────────────────────────────────────────────────────────


def test_every_due_date_of_the_police_is_reproduced(
    requests: list[Request], stored: dict[str, dict[str, Stored]]
) -> None:
    police = of(requests, POLICE)
    wrong = {one.key: stored[one.key] for one in police if stored[one.key]["reply"].due != one.due}
    assert wrong == {}
    assert {stored[one.key]["reply"].rule for one in police} == {"police"}
    assert len(police) == 346


def test_every_answer_of_the_police_is_in_time_or_late_as_the_file_has_it(
    requests: list[Request], stored: dict[str, dict[str, Stored]]
) -> None:
    late = {one.key for one in of(requests, POLICE) if one.closed and one.closed > one.due}
    in_time = {one.key for one in of(requests, POLICE) if one.closed and one.closed <= one.due}
    assert {key for key, rows in stored.items() if rows["reply"].standing == "late"} == late
    assert {key for key, rows in stored.items() if rows["reply"].standing == "met"} == in_time
    assert (len(in_time), len(late)) == (330, 16)


@pytest.mark.parametrize(("words", "days", "count"), WHOLE_DAYS)
def test_every_due_date_of_a_kind_with_whole_days_is_reproduced(
    requests: list[Request], stored: dict[str, dict[str, Stored]], words: str, days: int, count: int
) -> None:
    """To the second by so many times 24 hours, and by date by so many days."""
    kind = of(requests, words)
    assert {one.key: stored[one.key]["reply"].due for one in kind} == {one.key: one.due for one in kind}
    assert dates(stored, kind, "day") == {one.key: f"{one.due.date()}" for one in kind}
    assert len(kind) == count


@pytest.mark.parametrize(("words", "days", "count"), BY_DATE)
def test_every_due_date_of_a_kind_without_its_hour_is_reproduced_by_date(
    requests: list[Request], stored: dict[str, dict[str, Stored]], words: str, days: int, count: int
) -> None:
    kind = of(requests, words)
    assert dates(stored, kind, "day") == {one.key: f"{one.due.date()}" for one in kind}
    assert len(kind) == count


def test_graffiti_still_open_are_due_thirty_days_after_the_last_action(
    requests: list[Request], stored: dict[str, dict[str, Stored]]
) -> None:
    """By date; 720 hours keep the time of day where the clocks stay, else they end an hour before or after it."""
    graffiti = of(requests, GRAFFITI)
    assert dates(stored, graffiti, "clean") == {one.key: f"{one.due.date()}" for one in graffiti}
    hours = {one.key: stored[one.key]["clean_hours"].due.replace(tzinfo=None) for one in graffiti}
    beside = [hours[one.key] - one.due.replace(tzinfo=None) for one in graffiti]
    hour = timedelta(hours=1)
    assert sorted(beside) == [-hour, -hour, timedelta(0), hour]
