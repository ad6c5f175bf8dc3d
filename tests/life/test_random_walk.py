"""Whatever anybody does, in whatever order: the file, its events and its rows say the same."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import pytest
from conftest import Figure
from databases import copied_home, dropped_home
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace
from soaking import SOAKING, budget

from tsk.derived import derived_rows
from tsk.desk import closing, counter
from tsk.desk import handling as h
from tsk.desk.chasing import chase
from tsk.desk.daily import daily
from tsk.desk.escalation import escalate_due
from tsk.desk.incidentends import cancel, resolve
from tsk.desk.incidents import link, open_incident, unlink
from tsk.desk.intake import Intake, record
from tsk.desk.merging import merge
from tsk.desk.papers import copied
from tsk.desk.recalculation import recalculate
from tsk.desk.session import Desk, Options, open_desk
from tsk.desk.steps import Ask, take
from tsk.desk.undoing import undo
from tsk.desk.upkeep import as_booked, verify
from tsk.effects import escalation_key
from tsk.errors import TskError
from tsk.lifecycle import fold
from tsk.model import Case, Event
from tsk.proofstore import derived as derived_rows_of

START = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)  # a Thursday morning before a make-up Sunday and two holidays
DEPARTMENTS = ("", "care", "network", "billing", "market", "ops")
PHONE = "13800001234"
BY_HAND = escalation_key("", "", "", "")
REASONS = ("customer", "incident", "supplier", "approval")
Step = Callable[[Desk], list[Ask]]
Act = Callable[[Desk, str, datetime], object]
Derived = dict[str, Any]


def proposing(amount: str, upheld: str, reason: str) -> Step:
    said = {"proposal": "换卡", "cause": "equipment", "upheld": upheld, "responsible": "network", "fault": ""}
    return lambda desk: h.ask_propose(desk, {**said, "amount": amount, "reason": reason})


def contacting(reached: str, demand: str) -> Step:
    said = {"via": "phone", "reached": reached, "outcome": "", "demand": demand, "note": "", "reason": ""}
    return lambda desk: h.ask_contact(desk, said)


def rating(satisfied: str, demand: str) -> dict[str, str]:
    return {"satisfied": satisfied, "score": "", "demand": demand}


def answering(satisfied: str, demand: str) -> Step:
    said = {"answer": "已换卡", "via": "phone", "basis": "", "reason": ""}
    return lambda desk: h.ask_reply(desk, said, rating(satisfied, demand))


def waiting(reason: str, minutes: int) -> Step:
    def ask(desk: Desk) -> list[Ask]:
        until = f"+{minutes}m" if minutes else ""
        return h.ask_pend(desk, reason, until, "", "")

    return ask


def promising(by: str) -> Step:
    return lambda desk: h.ask_promise(desk, "送新卡", by, "", "")


def extending(milestone: str, by: str) -> Step:
    return lambda desk: h.ask_extend(desk, milestone, "", by, "", False, "等备件")


def visiting(reached: str, satisfied: str, demand: str) -> Step:
    said = {**rating(satisfied, demand), "via": "phone", "reached": reached, "note": "", "reason": ""}
    return lambda desk: closing.ask_visit(desk, said)


def correcting(category: str, severity: str, tier: str, keep: bool) -> Act:
    said = {"category": category, "severity": severity, "tier": tier, "reason": "听错了"}
    return lambda desk, ref, at: counter.update(desk, ref, said, keep, at)


def attaching(content: str) -> Act:
    def attach(desk: Desk, ref: str, at: datetime) -> object:
        paper = desk.options.home / f"{content}.txt"
        paper.write_text(content, "utf-8")
        with copied(desk, [str(paper)], "receipt") as copies:
            return counter.attach(desk, ref, copies, "", at)

    return attach


def chasing(note: str) -> Act:
    return lambda desk, ref, at: chase(desk, ref, {"via": "phone", "note": note, "reason": ""}, PHONE, at)


some = st.sampled_from
text = some(["", "退款"])
answer = some(["yes", "no", "unknown"])
handling = st.one_of(
    st.builds(
        lambda to, co, who: lambda desk: h.ask_assign(desk, to, co, who, ""),
        some(DEPARTMENTS), st.lists(some(DEPARTMENTS[1:]), max_size=2), some(["", "zhao", "tester"]),
    ),
    st.just(lambda desk: [Ask("accepted")]),
    st.builds(contacting, some(["yes", "no"]), text),
    st.builds(waiting, some(REASONS), some([0, 30, 600, 3000, 30_000])),
    st.builds(lambda wait: lambda desk: h.ask_resume(desk, wait, ""), some(["", *REASONS])),
    st.builds(proposing, some(["", "50", "2500"]), some(["", "yes", "no"]), text),
    st.just(lambda desk: [Ask("approved")]),
    st.just(lambda desk: [Ask("refused")]),
    st.builds(lambda dept: lambda desk: h.ask_submit(desk, dept, ""), some(DEPARTMENTS)),
)  # fmt: skip
finishing = st.one_of(
    st.builds(answering, some(["", "yes", "no"]), text),
    st.builds(lambda s, d: lambda desk: h.ask_rate(desk, rating(s, d)), answer, text),
    st.builds(lambda redo: lambda desk: closing.ask_return(desk, redo, "再查"), st.booleans()),
    st.just(lambda desk: closing.ask_close(desk, "", "")),
    st.builds(lambda demand: lambda desk: closing.ask_reopen(desk, demand, "又坏了"), text),
    st.builds(lambda by: lambda desk: closing.ask_cancel(desk, by, "误报"), some(["customer", "duplicate", "mistake"])),
    st.just(lambda desk: closing.ask_reject("他网")),
    st.builds(visiting, some(["yes", "no"]), answer, text),
)
dates = st.one_of(
    st.builds(promising, some(["", "+1h", "+2d"])),
    st.builds(promising, some(["", "+1h", "+2d"])),
    st.builds(lambda nth: lambda desk: h.ask_withdraw(nth, "缺货"), some([1, 2])),
    st.builds(lambda nth: lambda desk: h.ask_deliver(desk, nth, "", "", ""), some([None, 1, 2])),
    st.builds(extending, some(["", "plan", "reply"]), some(["2 hours", "1 working day", "3 working days"])),
    st.builds(lambda to: lambda desk: h.ask_escalate(desk, "", to, "急"), some(["", "urgent", "major"])),
    st.just(lambda desk: counter.ask_note("住在山上", "")),
    st.just(lambda desk: counter.ask_urge(desk, "", "", "")),
)
additions = st.one_of(
    st.builds(
        correcting, some(["", "network", "business", "attitude"]), some(["", "urgent", "major", "general"]),
        some(["", "elderly"]), st.booleans(),
    ),
    st.builds(attaching, some(["旧卡", "新卡"])),
    st.builds(chasing, text),
    st.builds(lambda into: lambda desk, ref, at: merge(desk, ref, str(into), "同一件事", at), some([1, 2, 3])),
    st.builds(lambda rules: lambda desk, ref, at: recalculate(desk, ref, rules, "再算"), st.booleans()),
    st.builds(lambda n: lambda desk, ref, at: link(desk, n, ref, "", at), some([1, 1, 2])),
    st.just(lambda desk, ref, at: unlink(desk, ref, "", at)),
)  # fmt: skip


def opening(until: str) -> Callable[[Desk], object]:
    said = {"title": "光缆中断", "category": "network", "subtype": "", "region": "", "store": "", "product": ""}
    return lambda desk: open_incident(desk, {**said, "until": until, "notice": "", "reason": ""}, (), None)


def ending(n: int, answer: str) -> Callable[[Desk], object]:
    said = {"answer": answer, "basis": "", "reason": "", "via": "", "cause": "equipment"}
    return lambda desk: resolve(desk, n, said, None) if answer else cancel(desk, n, "虚惊", None)


about_incidents = st.one_of(
    st.builds(opening, some(["", "+30m", "+2d"])),
    st.builds(ending, some([1, 2]), some(["", "已修复", "已修复"])),
)
COURSE: tuple[Step, ...] = (
    contacting("yes", ""),
    proposing("", "yes", ""),
    lambda desk: h.ask_submit(desk, "", ""),
    answering("yes", ""),
    lambda desk: closing.ask_close(desk, "", ""),
)
minutes = st.one_of(*[st.integers(0, 90)] * 4, st.integers(0, 900), st.integers(0, 10_000))
earlier = st.one_of(*[st.just(0)] * 4, minutes)
complaint = st.runner().flatmap(lambda walk: some(walk.ids))
anybody = st.runner().flatmap(lambda walk: some(walk.people))
FOLDED = ("milestone", "fact", "search_text")


def untimed(rows: list[Any]) -> list[Any]:
    """The rows without the time booked so far, which goes on while a step stands."""
    return [{name: row[name] for name in row if name not in ("in_hand", "waited", "reviewed")} for row in rows]


class Walk(RuleBasedStateMachine):
    """Three people take steps, allowed or not, on up to three complaints of one file while time goes by."""

    practice: ClassVar[Path]
    people: ClassVar[tuple[str, ...]] = ("tester", "zhao", "li")
    tried: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.db = copied_home(self.practice, self.folder / "home")
        self.now = START
        self.complaints = 0
        self.past: dict[int, list[tuple[Case, Derived]]] = {}  # what each file was before each command in force
        self.read_at = 0
        self.last_read: dict[int, tuple[list[Event], Case]] = {}
        self.desk = self.as_person("tester")

    def as_person(self, who: str) -> Desk:
        options = Options(
            home=self.folder / "home", db=self.db, site="", rules="", actor=who, lang="en",
            now=self.now.isoformat(), clock=self.now, interactive=False,
        )  # fmt: skip
        return open_desk(options)

    def teardown(self) -> None:
        found = verify(self.desk)
        assert found.findings == ()
        assert (found.anchor.n, found.complaints) == (self.written, self.complaints)
        dropped_home(self.folder)

    @property
    def ids(self) -> range:
        return range(1, self.complaints + 1)

    @property
    def files(self) -> dict[int, tuple[list[Event], Case]]:
        """The events of every file as they stand in the store, and the case that they fold to; read when they moved."""
        n = self.desk.store.head()["n"]
        if n != self.read_at:
            self.read_at = n
            files = {id: [*self.desk.store.events(id)] for id in self.ids}
            self.last_read = {id: (events, fold(events, "main")) for id, events in files.items()}
        return self.last_read

    @property
    def cases(self) -> list[Case]:
        return [case for _, case in self.files.values()]

    @property
    def written(self) -> int:
        beside = sum(len(self.desk.store.events(id, "incident")) for id in self.desk.store.entry_ids("incident"))
        return beside + sum(len(events) for events, _ in self.files.values())

    def rows(self) -> list[Any]:
        return [self.desk.store.head(), *(derived_rows_of(self.desk.store, id) for id in self.ids)]

    def does(self, who: str, act: Callable[[Desk], object]) -> list[int]:
        """The files that the act wrote to; one that is refused writes nothing."""
        self.desk = self.as_person(who)
        type(self).tried += 1
        before = self.rows()
        known = {id: (case, derived_rows_of(self.desk.store, id)) for id, (_, case) in self.files.items()}
        try:
            act(self.desk)
        except TskError:
            assert self.rows() == before
            return []
        touched = [id for id, (_, case) in self.files.items() if case.seq > known[id][0].seq]
        for id in touched:
            self.past[id].append(known[id])
        return touched

    # ── what people do ─────────────────────────────────────────────────────────────────────────────

    @initialize()
    def somebody_complains(self) -> None:
        self.records("network", "counter", False)

    @precondition(lambda self: self.complaints < 3)
    @rule(category=some(["", "network", "attitude", "business"]), channel=some(["", "hotline"]), told=st.booleans())
    def records(self, category: str, channel: str, told: bool) -> None:
        answered = self.now if told else None
        texts = {"summary": "宽带多扣了费用", "phone": PHONE}
        done = record(self.desk, Intake(texts, channel, category, answered=answered))
        self.complaints += 1
        self.past[self.complaints] = []
        assert done.taken.case.id == self.complaints

    def takes(self, id: int, who: str, ask: Step, at: datetime) -> None:
        """One step, if it is possible: its answer is what the file then folds to, with every event that it wrote."""
        written = self.written
        taken: list[Any] = []
        self.does(who, lambda desk: taken.append(take(desk, str(id), ask(desk), at)))
        for one in taken:
            assert one.case == self.files[id][1]
            assert self.written == written + len(one.events)

    def takes_back(self, id: int, who: str) -> None:
        """Undoing gives back each file that the command wrote to as it was: all but the number of its events."""
        for touched in self.does(who, lambda desk: undo(desk, str(id), "")):
            self.past[touched].pop()
            case, rows = self.past[touched].pop()
            assert replace(self.files[touched][1], seq=case.seq) == case
            now = derived_rows_of(self.desk.store, touched)
            assert [untimed(now[table]) for table in FOLDED] == [untimed(rows[table]) for table in FOLDED]

    @rule(id=complaint, ask=handling, passed=minutes, back=earlier, who=anybody, regrets=st.booleans())
    def handles(self, id: int, ask: Step, passed: int, back: int, who: str, regrets: bool) -> None:
        self.now += timedelta(minutes=passed)
        self.takes(id, who, ask, self.now - timedelta(minutes=back))
        if regrets:
            self.takes_back(id, who)

    @rule(id=complaint, ask=finishing, passed=minutes, back=earlier, who=anybody, regrets=st.booleans())
    def answers_or_finishes(self, id: int, ask: Step, passed: int, back: int, who: str, regrets: bool) -> None:
        self.handles(id, ask, passed, back, who, regrets)

    @rule(id=complaint, ask=dates, passed=minutes, back=earlier, who=anybody, regrets=st.booleans())
    def promises_or_urges(self, id: int, ask: Step, passed: int, back: int, who: str, regrets: bool) -> None:
        self.handles(id, ask, passed, back, who, regrets)

    @rule(id=complaint, far=st.integers(2, len(COURSE)), who=anybody)
    def goes_its_ordinary_way(self, id: int, far: int, who: str) -> None:
        """Contact, plan, file, answer and closing as far as that, so that what comes after it is walked too."""
        for ask in COURSE[:far]:
            self.takes(id, who, ask, self.now)

    @rule(id=complaint, act=additions, passed=minutes, back=earlier, who=anybody, regrets=st.booleans())
    def adds_to_a_file(self, id: int, act: Act, passed: int, back: int, who: str, regrets: bool) -> None:
        self.now += timedelta(minutes=passed)
        at = self.now - timedelta(minutes=back)
        self.does(who, lambda desk: act(desk, str(id), at))
        if regrets:
            self.takes_back(id, who)

    @rule(id=complaint, passed=st.integers(0, 12), own=st.booleans(), who=anybody)
    def takes_an_earlier_command_back(self, id: int, passed: int, own: bool, who: str) -> None:
        self.now += timedelta(minutes=passed)
        self.takes_back(id, self.files[id][1].last_by if own else who)

    @rule(act=about_incidents, passed=minutes, who=anybody)
    def an_incident_begins_or_ends(self, act: Callable[[Desk], object], passed: int, who: str) -> None:
        self.now += timedelta(minutes=passed)
        self.does(who, act)

    @rule(passed=minutes, who=anybody, whole=st.booleans(), other=some([False, False, True]))
    def time_goes_by(self, passed: int, who: str, whole: bool, other: bool) -> None:
        """Whatever was due is carried out, and the same again finds nothing to do; now and then the rules change."""
        self.now += timedelta(minutes=passed)
        self.does(who, (lambda desk: daily(desk, "")) if whole else escalate_due)
        self.does(who, escalate_due)
        assert self.does(who, escalate_due) == []
        if other:
            self.other_rules_hold()

    def other_rules_hold(self) -> None:
        """The answer is owed after three working days or five, by turns."""
        rules = self.folder / "home" / "rules.toml"
        usual = rules.read_text("utf-8").partition("# ── examples")[0]
        three, five = 'reply = "3 working days"', 'reply = "5 working days" '
        rules.write_text(usual.replace(three, five) if three in usual else usual.replace(five, three), "utf-8")
        self.desk = self.as_person("tester")
        assert self.desk.warnings == ()

    # ── what always holds ──────────────────────────────────────────────────────────────────────────

    @invariant()
    def the_rows_are_what_the_events_add_up_to(self) -> None:
        store = self.desk.store
        for id, (events, case) in self.files.items():
            assert [event.seq for event in events] == [*range(1, len(events) + 1)]
            assert case.seq == len(events)
            rows = derived_rows(case, as_booked(self.desk, case, tuple(events)))
            assert derived_rows_of(store, id) == rows
            (row,) = rows["complaint"]
            assert store.snapshot(row) == case

    @invariant()
    def a_case_waits_exactly_while_a_wait_is_open(self) -> None:
        for case in self.cases:
            assert (case.state == "pending") == any(wait.open for wait in case.waits)

    @invariant()
    def an_open_case_is_always_in_somebodys_hands_and_only_once(self) -> None:
        for case in self.cases:
            hands = [one for one in case.held if one.part != "co"]
            assert all(one.since <= (one.until or one.since) for one in hands)
            assert all(a.until is not None and a.until <= b.since for a, b in pairwise(hands))
            assert [one.until is None for one in hands[-1:]] == [case.is_open] or not (hands or case.is_open)
            now = {one.department for one in case.held if one.until is None}
            assert now <= {case.department, *case.co_departments, ""}  # "": handed in, with the desk

    @invariant()
    def nothing_is_owed_in_a_case_that_is_over_but_promises_and_a_visit(self) -> None:
        for case in self.cases:
            owed = {m.name for m in case.milestones if m.running}
            over = {"closed": {"deliver", "visit"}, "cancelled": set(), "rejected": set(), "merged": set()}
            assert case.is_open or owed <= over[case.state], (case.state, owed)

    @invariant()
    def a_promise_has_one_clock_that_runs_as_long_as_it_is_open(self) -> None:
        for case in self.cases:
            clocks = {m.of: m.running for m in case.milestones if m.name == "deliver"}
            assert clocks == {f"#{one.nth}": one.open for one in case.promises}

    @invariant()
    def what_an_incident_holds_is_linked_to_it_and_nothing_that_is_over(self) -> None:
        for case in self.cases:
            linked = [id for id in (1, 2, 3, 4, 5, 6, 7, 8, 9) if case.id in self.desk.store.linked(id, 0, 9)]
            assert linked == ([case.incident] if case.incident and case.is_open else [])
            assert (case.resumes_as == "") or case.state == "pending"
            assert not case.incident or case.state not in ("cancelled", "rejected", "merged")

    @invariant()
    def a_merged_case_and_its_survivor_name_each_other(self) -> None:
        merged = {(case.number, case.merged_into) for case in self.cases if case.merged_into}
        assert merged == {(number, case.number) for case in self.cases for number in case.absorbed}
        assert all((case.state == "merged") == bool(case.merged_into) for case in self.cases)

    @invariant()
    def no_escalation_is_carried_out_twice(self) -> None:
        for case in self.cases:
            by_rule = [key for key in case.escalated if key != BY_HAND]
            assert len(by_rule) == len(set(by_rule))

    @invariant()
    def the_chain_has_no_gap(self) -> None:
        assert self.desk.store.head()["n"] == self.written


@pytest.mark.soak
def test_fold_snapshot_and_rows_agree_after_any_steps(practice_home: Path, figure: Figure) -> None:
    Walk.practice = practice_home
    Walk.tried = 0
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=budget(20, 400),
            stateful_step_count=budget(40, 80),
            deadline=None,
            database=None,
            derandomize=not SOAKING,
            suppress_health_check=list(HealthCheck),
        ),
    )
    figure("commands of the walk over folds and rows", Walk.tried)
