"""Every escalation step exactly once and in its order: real processes on a real file, at once, after an outage, killed.

Three tiers, counter → store → operations, each with the next one `above` it. A complaint is called about within one
working day and answered within three; a tier settles it within two, or it goes up by itself. The office works Mon–Fri
09:00–12:00 and 13:30–18:00; 1–7 October 2026 are off, Sat 10 October is a make-up day. Every instant was worked out by
hand. Cases are carried out one by one, in the order of their numbers, each in one transaction.
"""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from behind import behind, held
from conftest import Desk, Result

LIN, CHEN, SUN, OU = "lin", "chen", "sun", "ou"  # a clerk at the counter, and the heads of the three tiers
RULES = """\
policy = { id = "tiers", zh = "三级处理", en = "Three tiers", zone = "Asia/Shanghai", currency = "CNY" }

[calendars]
office = { hours = { mon-fri = ["09:00-12:00", "13:30-18:00"] }, holidays = "CN", default = true }

[departments]
counter    = { zh = "柜台", en = "Counter",    head = "chen", above = "store", desk = true }
store      = { zh = "店面", en = "Store",      head = "sun",  above = "operations" }
operations = { zh = "运营", en = "Operations", head = "ou" }

[roles]
all = { zh = "全部", en = "Everything", may = ["all"], sees = "all" }

[staff]
lin  = { zh = "林", role = "all", department = "counter" }
chen = { zh = "陈", role = "all", department = "counter" }
sun  = { zh = "孙", role = "all", department = "store" }
ou   = { zh = "欧", role = "all", department = "operations" }

[channels]
counter = { zh = "柜台", en = "Counter", default = true }

[severities]
grave   = { zh = "特别重大", en = "Grave" }
major   = { zh = "重大",     en = "Major" }
general = { zh = "一般",     en = "General" }

[categories]
other = { zh = "其他", en = "Other" }

[waits]
customer = { zh = "等待客户", en = "Customer" }

[milestones]
contact = { zh = "联系", en = "Contact", from = "received", met_by = "contacted" }
settle  = { zh = "处理", en = "Settled", from = "assigned", met_by = "replied", each = "lead" }
reply   = { zh = "答复", en = "Answer",  from = "received", met_by = "replied", extend = "9 working days", waits = [
    "customer",
] }

[limits]
grave = { when.severity = "grave", reply = "1 hour" }
major = { when.severity = "major", reply = "2 hours" }
every = { contact = "1 working day", settle = "2 working days", reply = "3 working days" }

[escalation]
ROWS

[closing]
standard = { requires = ["replied"], review = false }

[settings]
conduct = { undo = "10 minutes", backdate = "2 days", longest_wait = "9 working days", owner = "at-once" }
"""
UP = 'up = { milestone = "settle", after = "0 minutes", move = "above", tell = "above" }'
SOON = 'soon = { milestone = "reply", before = "4 working hours", tell = "handler" }'
LATE = 'late = { milestone = "reply", after = "0 minutes", tell = "handler" }'

Runs = list[tuple[int, str, tuple[str, ...]]]  # what was carried out: the case, the row, and who was told


class Tiers(Desk):
    """The desk of the three tiers, driven by the head of operations where nobody else is named."""

    @property
    def env(self) -> dict[str, str]:
        return {**super().env, "TSK_USER": OU}

    def copy(self, home: Path) -> Tiers:
        copied = super().copy(home)
        return Tiers(copied.home, copied.now)

    def received(self, at: str, count: int = 1) -> Tiers:
        for _ in range(count):
            self.at(at).ok("record", "A torn coat", "--as", LIN)
        return self

    def run(self, verb: str = "escalate") -> Runs:
        """What one run carries out, in a process of its own."""
        return ended(self.process(*RUN[verb]))

    def runs(self, *days: str) -> dict[str, list[str]]:
        """The rows that a run at each of these instants carries out."""
        return {at: [rule for _, rule, _ in self.at(at).run()] for at in days}

    def history(self, id: int = 1) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ok("show", id, "--history")["events"]
        return found

    def escalated(self, id: int = 1) -> list[dict[str, Any]]:
        return [event for event in self.history(id) if event["type"] == "escalated"]

    def due(self, name: str = "reply") -> str:
        """When the running milestone of complaint 1 is due, to the minute."""
        (running,) = [m for m in self.ok("show", 1)["milestones"] if m["name"] == name and not m["ended_at"]]
        return str(running["due"]).replace("T", " ")[:16]

    def stages(self, id: int = 1) -> list[tuple[str, str]]:
        """The row and the stage of each escalation on the case, oldest first; the stage is round and due in UTC."""
        return [(event["rule"], event["stage"]) for event in self.escalated(id)]


RUN = {"escalate": ("escalate", "--due", "--json"), "daily": ("daily", "--json")}


def ended(process: subprocess.Popen[str]) -> Runs:
    """What the run says it carried out; it succeeds and says nothing else."""
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    said = Result(0, out, err).json
    rows = said["carried_out"] if isinstance(said, dict) else said
    return [(row["id"], row["rule"], tuple(row["tell"])) for row in rows]


def names(carried: Runs) -> Counter[tuple[int, str]]:
    return Counter((id, rule) for id, rule, _ in carried)


def recorded(desk: Tiers, cases: int) -> Counter[tuple[int, str]]:
    """How often each step stands in the events of each case; the chain is proved on the way."""
    assert desk.ok("verify")["whole"]
    shown = desk.ok("show", *range(1, cases + 1), "--history")
    files = shown if cases > 1 else [shown]
    found = [(one["id"], event) for one in files for event in one["events"] if event["type"] == "escalated"]
    keys = [(id, e["rule"], e.get("milestone"), e.get("of"), e.get("stage")) for id, e in found]
    assert max(Counter(keys).values(), default=1) == 1
    return Counter((id, event["rule"]) for id, event in found)


@pytest.fixture
def tiers(tmp_path: Path) -> Callable[..., Tiers]:
    """Makes the desk with these rows of [escalation] and no other."""

    def made(*rows: str) -> Tiers:
        desk = Tiers(tmp_path / "home")
        desk.home.mkdir()
        (desk.home / "rules.toml").write_text(RULES.replace("ROWS", "\n".join(rows)), "utf-8")
        desk.ok("init", "--practice")
        assert desk.tsk("rules", "check").code == 0
        return desk

    return made


# ── after an outage ────────────────────────────────────────────────────────────────────────────────

TUE_29, WED_30 = "2026-09-29", "2026-09-30"
# Two complaints; the rows stand in no order of time. In one second moving the case comes last, else their order holds.
ROWS = """\
#                                                                 29 and 30 September:      Tue 29 10:00   Wed 30 10:00
#                                                                           contact is due  Wed 30 18:00   Thu  8 18:00
answer-above  = { milestone = "reply",   after  = "2 working days",  tell = "above" }     # Mon 12 18:00   Tue 13 18:00
answer-head   = { milestone = "reply",   after  = "1 working day",   tell = "head" }      # Sat 10 18:00   Mon 12 18:00
answer-late   = { milestone = "reply",   after  = "0 minutes",       tell = "handler" }   # Fri  9 18:00   Sat 10 18:00
answer-soon   = { milestone = "reply",   before = "4 working hours", tell = "handler" }   # Fri  9 14:00   Sat 10 14:00
up = { milestone = "settle", after = "0 minutes", move = "above", tell = "above" }        # Thu  8 18:00   Fri  9 18:00
contact-day   = { milestone = "contact", after  = "1 working day",   tell = "head" }      # Thu  8 18:00   Fri  9 18:00
contact-above = { milestone = "contact", after  = "3 days",          tell = "above" }     # Sat  3 24:00   Sun 11 24:00
contact-head  = { milestone = "contact", after  = "1 working hour",  tell = "head" }      # Thu  8 10:00   Fri  9 10:00
contact-night = { milestone = "contact", after  = "4 hours",         tell = "handler" }   # Wed 30 22:00   Thu  8 22:00
contact-late  = { milestone = "contact", after  = "0 minutes",       tell = "handler" }   # Wed 30 18:00   Thu  8 18:00
contact-soon  = { milestone = "contact", before = "4 working hours", tell = "handler" }   # Wed 30 14:00   Thu  8 14:00
silent        = { idle = "6 working hours",                tell = ["handler", "head"] }   # Tue 29 17:30   Wed 30 17:30
"""
FIRST = [  # by Tue 13 Oct 10:00; at the counter lin handles it and chen is the head, at the store nobody and sun
    (1, "silent", (LIN, CHEN)),
    (1, "contact-soon", (LIN,)),
    (1, "contact-late", (LIN,)),
    (1, "contact-night", (LIN,)),
    (1, "contact-above", (SUN,)),
    (1, "contact-head", (CHEN,)),
    (1, "contact-day", (CHEN,)),
    (1, "up", (SUN,)),
    (1, "answer-soon", ("store",)),
    (1, "answer-late", ("store",)),
    (1, "answer-head", (SUN,)),
    (1, "answer-above", (OU,)),
]
SECOND = [  # nobody handles it: the counter is told
    (2, "silent", ("counter", CHEN)),
    (2, "contact-soon", ("counter",)),
    (2, "contact-late", ("counter",)),
    (2, "contact-night", ("counter",)),
    (2, "contact-head", (CHEN,)),
    (2, "contact-day", (CHEN,)),
    (2, "up", (SUN,)),
    (2, "answer-soon", ("store",)),
    (2, "answer-late", ("store",)),
    (2, "contact-above", (OU,)),
    (2, "answer-head", (SUN,)),
]


@pytest.mark.parametrize("verb", RUN)
def test_two_weeks_without_a_run_are_caught_up_in_the_order_of_time_by_one_run(
    tiers: Callable[..., Tiers], verb: str
) -> None:
    """The last run is that of Tue 29 Sep, the next one that of Tue 13 Oct, after National Day and two more weekends."""
    desk = tiers(ROWS).received(f"{TUE_29} 10:00")
    desk.ok("assign", 1, "--handler", LIN)
    assert desk.run() == []
    desk.received(f"{WED_30} 10:00")
    assert desk.at("2026-10-13 10:00").run(verb) == FIRST + SECOND
    events = desk.events
    assert [desk.run(again) for again in RUN] == [[], []]
    assert desk.events == events
    for id, wanted in ((1, FIRST), (2, SECOND)):
        assert [(id, e["rule"], tuple(e["tell"])) for e in desk.escalated(id)] == wanted
        assert {(e["actor"], e["at"][:19]) for e in desk.escalated(id)} == {("system", "2026-10-13T10:00:00")}
    assert desk.at("2026-10-14 09:00").run() == [(2, "answer-above", (OU,))]
    assert set(recorded(desk, 2).values()) == {1}


def test_a_tier_that_gets_a_case_after_an_outage_has_its_whole_time(tiers: Callable[..., Tiers]) -> None:
    """Due at the counter on Thu 8 Oct; the store has it on Tue 13 Oct 10:00, two working days are Thu 15 Oct 18:00."""
    desk = tiers(UP).received(f"{TUE_29} 10:00").at("2026-10-13 10:00")
    assert [desk.run(), desk.run(), desk.due("settle")] == [[(1, "up", (SUN,))], [], "2026-10-15 18:00"]


@pytest.mark.parametrize("day", ["2026-09-30 18:00:00", "2026-10-12 17:59:59"])
def test_runs_in_between_change_neither_the_steps_nor_their_order(tiers: Callable[..., Tiers], day: str) -> None:
    desk = tiers(ROWS).received(f"{TUE_29} 10:00")
    desk.ok("assign", 1, "--handler", LIN)
    early = desk.at(day).run("daily")
    wanted = [rule for _, rule, _ in FIRST]
    assert [rule for _, rule, _ in [*early, *desk.at("2026-10-13 10:00").run()]] == wanted
    assert 0 < len(early) < len(wanted)


def test_a_chase_that_came_at_night_is_told_before_what_fell_due_after_it(tiers: Callable[..., Tiers]) -> None:
    """Chased on Tue 29 Sep 22:00, the contact due on Wed 30 Sep 18:00: both are told by the run of Thu 8 Oct."""
    late = 'late = { milestone = "contact", after = "0 minutes", tell = "head" }'
    desk = tiers(late, 'chased = { chases = 1, tell = "head" }').received(f"{TUE_29} 10:00")
    desk.at(f"{TUE_29} 22:00").ok("chase", 1)
    assert [rule for _, rule, _ in desk.at("2026-10-08 10:00").run()] == ["chased", "late"]


# ── at once ────────────────────────────────────────────────────────────────────────────────────────

CASES = 5
BEFORE = {"silent", "contact-soon"}  # told by the run of Wed 30 Sep 15:00


def at_once(desk: Tiers, verbs: tuple[str, ...], hold: float = 0) -> list[Runs]:
    """What the runs say that were started together; with `hold` they all look before any of them may write."""
    with held(desk, hold) if hold else nullcontext():
        crowd = [desk.process(*RUN[verb]) for verb in verbs]
    return [ended(process) for process in crowd]


@pytest.mark.parametrize(
    ("verbs", "hold", "edited"),
    [
        (("escalate", "escalate"), 0.8, ""),
        (("daily", "daily"), 0.8, ""),
        (("daily", "escalate"), 0.8, ""),
        (("daily", "escalate") * 4, 2, ""),
        (("escalate", "daily") * 4, 0, "# a rule file that each of them has to read again"),
    ],
    ids=["two-runs", "two-summaries", "run-and-summary", "eight", "eight-as-they-come"],
)
def test_runs_at_once_carry_out_and_report_every_step_exactly_once(
    tiers: Callable[..., Tiers], verbs: tuple[str, ...], hold: float, edited: str
) -> None:
    desk = tiers(ROWS).received(f"{TUE_29} 10:00", CASES)
    early = desk.at(f"{WED_30} 15:00").run()
    assert names(early) == {(id, rule): 1 for id in range(1, CASES + 1) for rule in BEFORE}
    with (desk.home / "rules.toml").open("a", encoding="utf-8") as file:
        file.write(edited)
    told = at_once(desk.at("2026-10-13 10:00"), verbs, hold)
    wanted = {(id, rule): 1 for id in range(1, CASES + 1) for _, rule, _ in FIRST}
    assert recorded(desk, CASES) == wanted
    assert names([row for one in told for row in one]) + names(early) == wanted
    for id in range(1, CASES + 1):
        assert [e["rule"] for e in desk.escalated(id)] == [rule for _, rule, _ in FIRST]
        assert [e["department"] for e in desk.history(id) if e["type"] == "assigned"] == ["counter", "store"]
    events = desk.events
    assert desk.ok("daily")["carried_out"] == desk.ok("escalate", "--due") == []
    assert desk.events == events


# ── up the tiers ───────────────────────────────────────────────────────────────────────────────────


def test_what_no_tier_settles_goes_up_twice_and_is_overdue_at_the_top(tiers: Callable[..., Tiers]) -> None:
    """Wherever a step is due, two run at once. The counter has it until Thu 8 Oct 18:00, which is carried out on Fri
    09:00, so the store until Mon 12 Oct 18:00, two working days with the make-up Saturday, and operations from Tue on
    until Thu 15 Oct 18:00.
    At the top the row has nobody to tell and nowhere to move: it is not carried out.
    """
    desk = tiers(UP, LATE).received(f"{TUE_29} 10:00")
    wanted = [
        ("2026-10-08 18:00:00", [], "counter", "due at this very second"),
        ("2026-10-08 18:00:01", [], "counter", "late, but the office has closed"),
        ("2026-10-09 09:00:00", [("up", (SUN,))], "store", ""),
        ("2026-10-10 09:00:00", [("late", ("store",))], "store", "the answer was due on Fri 9 Oct 18:00"),
        ("2026-10-13 09:00:00", [("up", (OU,))], "operations", ""),
        ("2026-10-15 18:00:00", [], "operations", "due at this very second"),
        ("2026-10-16 09:00:00", [], "operations", "nobody is above"),
        ("2026-12-01 10:00:00", [], "operations", ""),
    ]
    for at, steps, department, why in wanted:
        told = [row for one in at_once(desk.at(at), ("daily", "escalate") if steps else ("daily",)) for row in one]
        assert [(rule, who) for _, rule, who in told] == steps, (at, why)
        assert desk.ok("show", 1)["department"] == department, at
    told = [(e["rule"], who) for e in desk.escalated() for who in e["tell"]]
    assert told == [("up", SUN), ("late", "store"), ("up", OU)]
    parts = [(e["rule"], e["of"]) for e in desk.escalated() if e["rule"] == "up"]
    assert parts == [("up", "counter"), ("up", "store")]


def test_only_the_top_tier_is_overdue_and_from_the_second_after_its_due(tiers: Callable[..., Tiers]) -> None:
    """What went up is not overdue with those who had it before; it stays in the file as missed."""
    desk = tiers(UP).received(f"{TUE_29} 10:00")
    for day in ("2026-10-09 09:00", "2026-10-13 09:00"):
        assert len(desk.at(day).run()) == 1

    def overdue(at: str) -> list[tuple[int, str, str]]:
        rows = desk.at(at).ok("overdue")
        return [(row["id"], row["of"], row["department"]) for row in rows if row["milestone"] == "settle"]

    assert overdue("2026-10-15 18:00:00") == []
    assert overdue("2026-10-15 18:00:01") == [(1, "operations", "operations")]
    assert desk.at("2026-10-16 09:00").run("daily") == []
    assert overdue("2026-12-01 10:00") == [(1, "operations", "operations")]
    rows = [(m["of"], m["standing"]) for m in desk.ok("show", 1)["milestones"] if m["name"] == "settle"]
    assert rows == [("counter", "missed"), ("store", "missed"), ("operations", "missed")]


def test_a_case_that_a_tier_settles_in_time_goes_up_no_further(tiers: Callable[..., Tiers]) -> None:
    """Answered by the store on Mon 12 Oct 18:00:00, the last second in which it is in time."""
    desk = tiers(UP).received(f"{TUE_29} 10:00")
    assert desk.at("2026-10-09 09:00").run() == [(1, "up", (SUN,))]
    desk.at("2026-10-12 18:00:00").ok("reply", 1, "A new coat.", "--via", "phone", "--satisfied", "yes", "--as", SUN)
    assert desk.runs("2026-10-13 09:00", "2026-12-01 10:00") == {"2026-10-13 09:00": [], "2026-12-01 10:00": []}
    assert (desk.ok("show", 1)["department"], len(desk.escalated())) == ("store", 1)


# ── only when the policy allows it ─────────────────────────────────────────────────────────────────

HOURS = [  # the contact of Mon 28 Sep 10:00 was due on Tue 29 Sep 18:00; is the office open at
    ("2026-09-29 18:00:01", False, "the office has closed"),
    ("2026-09-29 23:00:00", False, "night"),
    ("2026-09-30 03:00:00", False, "night"),
    ("2026-09-30 08:59:59", False, "before opening"),
    ("2026-09-30 09:00:00", True, "opening"),
    ("2026-09-30 12:00:00", True, "the morning closes: still in time"),
    ("2026-09-30 12:00:01", False, "lunch"),
    ("2026-09-30 13:29:59", False, "lunch"),
    ("2026-09-30 13:30:00", True, "opening after lunch"),
    ("2026-09-30 18:00:00", True, "closing: still in time"),
    ("2026-09-30 18:00:01", False, "closed"),
    ("2026-10-01 10:00:00", False, "National Day"),
    ("2026-10-07 17:59:59", False, "the last day of National Day"),
    ("2026-10-08 08:59:59", False, "before opening"),
    ("2026-10-08 09:00:00", True, "opening after National Day"),
    ("2026-10-10 10:00:00", True, "a make-up Saturday"),
    ("2026-10-11 10:00:00", False, "Sunday"),
    ("2026-10-17 10:00:00", False, "Saturday"),
]


def test_a_step_is_carried_out_in_office_hours_only_and_one_for_always_at_any_hour(
    tiers: Callable[..., Tiers], tmp_path: Path
) -> None:
    """One copy of the desk for each instant, which is the first one that anybody runs at; what had to wait is carried
    out on Mon 19 Oct 09:00:00, and everything once.
    """
    late = 'milestone = "contact", after = "0 minutes", tell = "head"'
    desk = tiers(f"office = {{ {late} }}", f'always = {{ {late}, hours = "always" }}').received("2026-09-28 10:00")
    assert desk.at("2026-09-29 18:00:00").run() == []
    desks = [desk.copy(tmp_path / str(n)).at(at) for n, (at, _, _) in enumerate(HOURS)]
    first = [ended(process) for process in [one.process(*RUN["escalate"]) for one in desks]]
    for told, (at, is_open, why) in zip(first, HOURS, strict=True):
        assert [rule for _, rule, _ in told] == (["office", "always"] if is_open else ["always"]), (at, why)
    for one, (at, is_open, why) in zip(desks, HOURS, strict=True):
        last = [row["rule"] for row in one.at("2026-10-19 09:00:00").ok("daily")["carried_out"]]
        assert last == ([] if is_open else ["office"]), (at, why)
        assert recorded(one, 1) == {(1, "office"): 1, (1, "always"): 1}


def test_over_national_day_a_step_waits_for_the_office_whenever_anybody_runs(tiers: Callable[..., Tiers]) -> None:
    """Contact is due on Wed 30 Sep 18:00."""
    desk = tiers('late = { milestone = "contact", after = "0 minutes", tell = "head" }').received(f"{TUE_29} 10:00")
    for at in ("2026-10-01 10:00", "2026-10-05 23:00", "2026-10-07 03:00"):
        assert desk.at(at).run() == [], at
    assert desk.runs("2026-10-08 08:59:59", "2026-10-08 09:00:00") == {
        "2026-10-08 08:59:59": [],
        "2026-10-08 09:00:00": ["late"],
    }


@pytest.mark.parametrize(
    ("at", "told"),
    [("2026-10-08 17:59:59", []), ("2026-10-08 18:00:00", ["soon"]), ("2026-10-08 18:00:01", [])],
    ids=["a-second-before", "at-closing", "a-second-after"],
)
def test_what_falls_due_at_closing_is_carried_out_at_closing_or_at_the_next_opening(
    tiers: Callable[..., Tiers], at: str, told: list[str]
) -> None:
    """The answer is due on Fri 9 Oct 18:00, a working day before is Thu 8 Oct 18:00."""
    desk = tiers('soon = { milestone = "reply", before = "1 working day", tell = "head" }').received(f"{TUE_29} 10:00")
    assert desk.runs(at, "2026-10-09 08:59:59", "2026-10-09 09:00:00") == {
        at: told,
        "2026-10-09 08:59:59": [],
        "2026-10-09 09:00:00": [] if told else ["soon"],
    }


def test_a_chase_recorded_at_night_for_the_afternoon_tells_nobody_before_the_office_opens(
    tiers: Callable[..., Tiers],
) -> None:
    """Recorded on Tue 29 Sep 22:00 as of 17:30: what counts is when the head would be told."""
    desk = tiers('chased = { chases = 1, tell = "head" }').received(f"{TUE_29} 10:00").at(f"{TUE_29} 22:00")
    desk.ok("chase", 1, "--at", f"{TUE_29} 17:30")
    assert desk.escalated() == []
    assert desk.runs(f"{WED_30} 08:59:59", f"{WED_30} 09:00:00") == {
        f"{WED_30} 08:59:59": [],
        f"{WED_30} 09:00:00": ["chased"],
    }


ENDINGS = {
    "close": [("reply", 1, "A new coat.", "--via", "phone", "--satisfied", "yes"), ("close", 1)],
    "cancel": [("cancel", 1, "--by", "customer", "--reason", "No more.")],
    "reject": [("reject", 1, "--reason", "Not ours.")],
}


@pytest.mark.parametrize("hour", ["17:00", "22:00"])
@pytest.mark.parametrize("on", ENDINGS)
def test_a_step_that_ends_a_case_is_told_once_at_night_in_the_morning(
    tiers: Callable[..., Tiers], on: str, hour: str
) -> None:
    desk = tiers(f'over = {{ on = "{on}", tell = "head" }}').received(f"{TUE_29} 10:00").at(f"{TUE_29} {hour}")
    for words in ENDINGS[on]:
        desk.ok(*words)
    for at in (f"{WED_30} 09:00", f"{WED_30} 10:00"):
        desk.at(at).run()
    assert [event["tell"] for event in desk.escalated()] == [[CHEN]]


# ── killed in the middle ───────────────────────────────────────────────────────────────────────────

MANY = 30
EACH = ["silent", "contact-late", "contact-head", "up", "answer-late", "answer-head"]  # as they fall due
SEVERAL = [row for row in ROWS.splitlines() if row.split()[0] in EACH]


@contextmanager
def written(desk: Desk) -> Iterator[Callable[[], int]]:
    """How many escalations stand in the file, to be asked again and again."""
    with behind(desk) as db:
        yield lambda: int(db.execute("SELECT count(*) FROM event WHERE type = 'escalated'").fetchone()[0])


def killed(process: subprocess.Popen[str], count: Callable[[], int], at: int = 0, after: float = 30) -> int:
    """How many escalations stand in the file once the run is killed: when it has so many, or after so many seconds."""
    end = time.monotonic() + after
    while process.poll() is None and time.monotonic() < end and not (at and count() >= at):
        time.sleep(0.001)
    process.kill()
    process.communicate()
    return count()


def test_what_killed_runs_began_the_next_run_completes_and_nothing_is_done_twice(tiers: Callable[..., Tiers]) -> None:
    """A case is carried out whole or not at all, so that what a killed run leaves are whole cases."""
    desk = tiers(*SEVERAL).received(f"{TUE_29} 10:00", MANY).at("2026-10-13 10:00")
    with written(desk) as count:
        left = [killed(desk.process(*RUN["escalate"]), count, after=seconds) for seconds in (0.05, 0.15)]
        for cases in (0, 2, 5, 9):
            left.append(killed(desk.process(*RUN["escalate"]), count, at=max(left[-1], cases * len(EACH)) + 1))
            assert desk.ok("verify")["whole"]
    done = [number for number in left if 0 < number < MANY * len(EACH)]
    assert len(done) >= 2, left  # the kills did strike in the middle
    assert left == sorted(left)
    assert [number % len(EACH) for number in left] == [0] * len(left)
    wanted = [(id, rule) for id in range(1, MANY + 1) for rule in EACH]
    assert [row[:2] for row in desk.run()] == wanted[left[-1] :]
    assert recorded(desk, MANY) == Counter(wanted)
    assert desk.run("daily") == []


def test_of_two_runs_at_once_one_is_killed_and_the_other_leaves_nothing_undone(tiers: Callable[..., Tiers]) -> None:
    desk = tiers(*SEVERAL).received(f"{TUE_29} 10:00", MANY).at("2026-10-13 10:00")
    with written(desk) as count:
        with held(desk, 0.8):
            one, other = desk.process(*RUN["escalate"]), desk.process(*RUN["daily"])
        assert killed(one, count, at=len(EACH)) < MANY * len(EACH)
    told = ended(other)
    assert max(names(told).values()) == 1
    assert recorded(desk, MANY) == Counter((id, rule) for id in range(1, MANY + 1) for rule in EACH)
    assert desk.run() == []


# ── a due that moves ───────────────────────────────────────────────────────────────────────────────

MON_12, TUE_13, WED_14 = "2026-10-12", "2026-10-13", "2026-10-14"
MON_DUE, TUE_DUE = "1 2026-10-12T10:00:00Z", "1 2026-10-13T10:00:00Z"  # round 1 and 18:00 in Shanghai


@pytest.fixture
def warned(tiers: Callable[..., Tiers]) -> Tiers:
    """Complaint 1 of Thu 8 Oct 10:00, to be answered by Mon 12 Oct 18:00; warned of at 14:00, and it is 14:30."""
    desk = tiers(LATE, SOON).received("2026-10-08 10:00")
    assert desk.due() == f"{MON_12} 18:00"
    assert desk.runs(f"{MON_12} 13:59:59", f"{MON_12} 14:00:00") == {
        f"{MON_12} 13:59:59": [],
        f"{MON_12} 14:00:00": ["soon"],
    }
    return desk.at(f"{MON_12} 14:30")


def anew(desk: Tiers) -> None:
    """The answer, due on Tue 13 Oct 18:00 now, is warned of on Tue 14:00 and late on Wed, each once by two at once."""
    assert desk.due() == f"{TUE_13} 18:00"
    wanted = {
        f"{MON_12} 17:00:00": [],
        f"{TUE_13} 13:59:59": [],
        f"{TUE_13} 14:00:00": ["soon"],
        f"{TUE_13} 18:00:00": [],
        f"{WED_14} 09:00:00": ["late"],
    }
    for at, rules in wanted.items():
        told = at_once(desk.at(at), ("escalate", "daily") if rules else ("escalate",))
        assert [rule for one in told for _, rule, _ in one] == rules, at
    assert desk.stages() == [("soon", MON_DUE), ("soon", TUE_DUE), ("late", TUE_DUE)]
    assert desk.ok("verify")["whole"]


def back(desk: Tiers, now: str = f"{MON_12} 14:30") -> None:
    """The answer, due on Mon 12 Oct 18:00 again, is not warned of twice, and late once."""
    assert desk.due() == f"{MON_12} 18:00"
    assert desk.runs(now, f"{MON_12} 18:00:00", f"{TUE_13} 09:00", f"{TUE_13} 09:05", f"{WED_14} 10:00") == {
        now: [],
        f"{MON_12} 18:00:00": [],
        f"{TUE_13} 09:00": ["late"],
        f"{TUE_13} 09:05": [],
        f"{WED_14} 10:00": [],
    }
    assert desk.stages() == [("soon", MON_DUE), ("late", MON_DUE)]


EXTEND = ("extend", 1, "--by", "1 working day", "--reason", "The tailor is ill.")


def test_an_extended_due_is_warned_of_anew(warned: Tiers) -> None:
    warned.ok(*EXTEND)
    anew(warned)


def test_a_due_that_a_wait_moves_is_warned_of_anew(warned: Tiers) -> None:
    """Mon 14:30 to Tue 14:30 are 3 h 30, 3 h and 1 h of office time: a whole day of 7 h 30."""
    warned.ok("pend", 1, "--reason", "customer", "--until", f"{TUE_13} 14:30")
    anew(warned)


def test_a_wait_that_ends_early_makes_a_third_due_with_a_warning_of_its_own(warned: Tiers) -> None:
    """Mon 14:30 to 15:30 is one hour: due on Tue 10:00, and four office hours before that was Mon 15:00, so at once."""
    warned.ok("pend", 1, "--reason", "customer", "--until", f"{TUE_13} 14:30")
    assert warned.runs(f"{MON_12} 15:00") == {f"{MON_12} 15:00": []}
    warned.at(f"{MON_12} 15:30").ok("resume", 1)
    assert warned.due() == f"{TUE_13} 10:00"
    wanted = {
        f"{MON_12} 15:30:01": ["soon"],
        f"{MON_12} 15:31": [],
        f"{TUE_13} 10:00": [],
        f"{TUE_13} 10:00:01": ["late"],
    }
    assert warned.runs(*wanted) == wanted
    third = "1 2026-10-13T02:00:00Z"
    assert warned.stages() == [("soon", MON_DUE), ("soon", third), ("late", third)]


def test_a_wait_ended_in_its_first_second_moves_the_due_back_and_tells_nothing_twice(warned: Tiers) -> None:
    warned.ok("pend", 1, "--reason", "customer", "--until", f"{TUE_13} 14:30")
    assert warned.due() == f"{TUE_13} 18:00"
    warned.ok("resume", 1)
    back(warned)


def test_an_extension_that_is_undone_moves_the_due_back_and_tells_nothing_twice(warned: Tiers) -> None:
    warned.ok(*EXTEND)
    assert warned.run() == []
    warned.ok("undo", 1)
    back(warned)


def test_the_same_extension_again_after_it_was_undone_is_warned_of_once(warned: Tiers) -> None:
    warned.ok(*EXTEND)
    warned.ok("undo", 1)
    assert warned.run() == []
    warned.ok(*EXTEND)
    anew(warned)


def test_a_due_does_not_move_back_to_where_nobody_could_keep_it_and_is_late_once(warned: Tiers) -> None:
    """Mon 12 Oct is made a free day and the due moves to Tue; on Tue 14:30 it is made an office day again: too late."""
    path = warned.home / "rules.toml"
    usual = path.read_text("utf-8")
    path.write_text(usual.replace('holidays = "CN"', 'holidays = "CN", dates = { 2026-10-12 = [] }'), "utf-8")
    warned.ok("recalculate", "--reason", "A free day.")
    assert warned.due() == f"{TUE_13} 18:00"
    assert warned.runs(f"{TUE_13} 14:00", f"{TUE_13} 14:05") == {f"{TUE_13} 14:00": ["soon"], f"{TUE_13} 14:05": []}
    path.write_text(usual, "utf-8")
    warned.at(f"{TUE_13} 14:30").ok("recalculate", "--reason", "No free day.")
    assert warned.due() == f"{TUE_13} 18:00"
    assert warned.runs(f"{TUE_13} 14:30", f"{WED_14} 10:00") == {f"{TUE_13} 14:30": [], f"{WED_14} 10:00": ["late"]}
    assert warned.stages() == [("soon", MON_DUE), ("soon", TUE_DUE), ("late", TUE_DUE)]


def test_a_row_that_raises_does_not_set_itself_off_again_by_the_due_that_it_moved(tiers: Callable[..., Tiers]) -> None:
    """Raised to major on Mon 12 Oct 14:00, to be answered within two hours from then: 16:00, which the row tells of
    no second time; one line up is not two.
    """
    desk = tiers('soon = { milestone = "reply", before = "4 working hours", tell = "head", raise = 1 }')
    desk.received("2026-10-08 10:00")
    assert desk.runs(f"{MON_12} 14:00", f"{MON_12} 14:05") == {f"{MON_12} 14:00": ["soon"], f"{MON_12} 14:05": []}
    assert (desk.ok("show", 1)["severity"], desk.due()) == ("major", f"{MON_12} 16:00")
