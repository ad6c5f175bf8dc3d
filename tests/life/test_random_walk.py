"""Whatever anybody does, in whatever order: the file, its events and its rows say the same."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

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

from tsk.desk import handling as h
from tsk.desk.intake import Intake, record
from tsk.desk.session import Desk, Options, open_desk
from tsk.desk.steps import Ask, fact_of, take
from tsk.desk.upkeep import verify
from tsk.errors import TskError
from tsk.lifecycle import fold
from tsk.store import derived_rows

START = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)  # a Thursday morning before a make-up Sunday and two holidays
DEPARTMENTS = ("", "care", "network", "billing", "market", "ops")
REASONS = ("customer", "incident", "supplier", "approval")
Step = Callable[[Desk], list[Ask]]


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


some = st.sampled_from
text = some(["", "退款"])
answer = some(["yes", "no", "unknown"])
steps = st.one_of(
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
    st.builds(answering, some(["", "yes", "no"]), text),
    st.builds(lambda s, d: lambda desk: h.ask_rate(desk, rating(s, d)), answer, text),
    st.builds(lambda dept: lambda desk: h.ask_submit(desk, dept, ""), some(DEPARTMENTS)),
    st.builds(lambda redo: lambda desk: h.ask_return(desk, redo, "再查"), st.booleans()),
    st.just(lambda desk: h.ask_close(desk, "", "")),
    st.builds(lambda demand: lambda desk: h.ask_reopen(desk, demand, "又坏了"), text),
    st.builds(lambda by: lambda desk: h.ask_cancel(desk, by, "误报"), some(["customer", "duplicate", "mistake"])),
)  # fmt: skip
minutes = st.one_of(st.integers(0, 90), st.integers(0, 3000), st.integers(0, 20_000))
complaint = st.integers(1, 3)


class Walk(RuleBasedStateMachine):
    """Three people take steps, allowed or not, on up to three complaints of one file while time goes by."""

    practice: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copytree(self.practice, self.folder / "home")
        self.now = START
        self.complaints = 0
        self.written = 0
        self.desk = self.as_person("tester")

    def as_person(self, who: str) -> Desk:
        options = Options(
            home=self.folder / "home", db="", site="", rules="", actor=who, lang="en",
            now=self.now.isoformat(), clock=self.now, interactive=False,
        )  # fmt: skip
        return open_desk(options)

    def teardown(self) -> None:
        found = verify(self.desk)
        assert found.findings == ()
        assert (found.events, found.complaints) == (self.written, self.complaints)
        shutil.rmtree(self.folder)

    @initialize()
    def somebody_complains(self) -> None:
        self.records("network", "counter", False)

    @precondition(lambda self: self.complaints < 3)
    @rule(category=some(["", "network", "attitude", "business"]), channel=some(["", "hotline"]), told=st.booleans())
    def records(self, category: str, channel: str, told: bool) -> None:
        answered = self.now if told else None
        done = record(self.desk, Intake({"summary": "宽带多扣了费用"}, channel, category, answered=answered))
        self.complaints += 1
        self.written += len(done.taken.events)
        assert done.taken.case.id == self.complaints

    @rule(
        id=complaint, ask=steps, passed=minutes, back=st.one_of(st.just(0), minutes), who=some(["tester", "zhao", "li"])
    )
    def takes_a_step(self, id: int, ask: Step, passed: int, back: int, who: str) -> None:
        self.now += timedelta(minutes=passed)
        self.desk = self.as_person(who)
        before = self.rows()
        try:
            taken = take(self.desk, str(id), ask(self.desk), self.now - timedelta(minutes=back))
        except TskError:
            assert self.rows() == before
        else:
            self.written += len(taken.events)
            assert taken.case == fold(self.desk.store.events(id), "main")

    def rows(self) -> list[Any]:
        store = self.desk.store
        return [store.head(), *(store.derived(id) for id in range(1, self.complaints + 1))]

    @invariant()
    def the_rows_are_what_the_events_add_up_to(self) -> None:
        store = self.desk.store
        for id in range(1, self.complaints + 1):
            events = store.events(id)
            case = fold(events, store.site)
            assert [event.seq for event in events] == [*range(1, len(events) + 1)]
            assert case.seq == len(events)
            assert store.derived(id) == derived_rows(case, fact_of(self.desk, case))
            assert (case.state == "pending") == any(wait.open for wait in case.waits)
            assert case.is_open or not any(m.running for m in case.milestones if m.name in ("contact", "plan", "reply"))

    @invariant()
    def the_chain_has_no_gap(self) -> None:
        assert self.desk.store.head()["n"] == self.written


def test_fold_snapshot_and_rows_agree_after_any_steps(practice_home: Path) -> None:
    Walk.practice = practice_home
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
