"""Six people with roles work at random on complaints; a small model of its own says what each step must come to.

The model is plain Python written after the table of states and the rights of the default policy; it shares no code with
the program. Of each step it says: taken, refused as out of sight (3), refused as not allowed (4), or, where only the
closing list of the policy decides, one of taken and refused.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from conftest import Figure
from databases import copied_home, dropped_home
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from soaking import SOAKING, budget, new_folder

from tsk.desk import closing, counter
from tsk.desk import handling as h
from tsk.desk.intake import Intake, record
from tsk.desk.oversight import listed
from tsk.desk.session import Desk, Options, open_desk
from tsk.desk.steps import Ask, take
from tsk.desk.upkeep import verify
from tsk.errors import TskError

STAFF = """
[staff]
clerk = { zh = "李薇", role = "clerk",      department = "care" }
zhao  = { zh = "赵敏", role = "handler",    department = "network" }
qian  = { zh = "钱进", role = "handler",    department = "network" }
wu    = { zh = "吴霞", role = "handler",    department = "billing" }
chen  = { zh = "陈静", role = "reviewer",   department = "care" }
wang  = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""
DEPARTMENT = {"clerk": "care", "zhao": "network", "qian": "network", "wu": "billing", "chen": "care", "wang": "ops"}
ROLE = {"clerk": "clerk", "zhao": "handler", "qian": "handler", "wu": "handler", "chen": "reviewer", "wang": "boss"}
COUNTER = {"note"}
HANDLING = {
    *("assign", "assign-handler", "accept", "contact", "pend", "resume", "propose", "promise", "deliver"),
    *("reply", "rate", "submit"),
}  # fmt: skip
CLOSING = {"close", "reopen", "cancel", "reject"}
MAY = {
    "clerk": COUNTER | {"contact", "reply", "rate"},
    "handler": COUNTER | HANDLING,
    "reviewer": COUNTER | HANDLING | CLOSING,
    "boss": COUNTER | HANDLING | CLOSING,
}
WORKED_ON = ("assigned", "in_progress", "pending")
FROM = {
    "assign": ("registered", *WORKED_ON), "assign-handler": ("registered", *WORKED_ON), "accept": WORKED_ON,
    "contact": (*WORKED_ON, "resolved"), "pend": WORKED_ON, "resume": ("pending",),
    "propose": (*WORKED_ON, "resolved"), "promise": (*WORKED_ON, "resolved", "closed"),
    "deliver": (*WORKED_ON, "resolved", "closed"), "reply": ("registered", *WORKED_ON, "resolved"),
    "rate": ("resolved", "closed"), "submit": ("in_progress", "resolved"), "close": ("resolved",),
    "reopen": ("resolved", "closed", "cancelled", "rejected"),
    "cancel": ("registered", *WORKED_ON, "resolved"), "reject": ("registered", "assigned", "in_progress"),
}  # fmt: skip
STATES = ("registered", *WORKED_ON, "resolved", "closed", "cancelled", "rejected")
TAKES_OVER = ("contact", "pend", "propose", "reply", "submit", "promise", "deliver")
TAKEN, UNSEEN, REFUSED = 0, 3, 4
PEOPLE, STEPS = tuple(DEPARTMENT), (*FROM, "note")


@dataclass
class Model:
    """One complaint as the model knows it."""

    recorder: str
    department: str
    state: str = "assigned"
    handler: str = ""
    round: int = 1
    waits: int = 0
    promises: int = 0
    done: set[str] = field(default_factory=set)
    moved: bool = False  # the department changed, or a new round began: what counts as done is the policy's affair

    def sees(self, who: str) -> bool:
        if ROLE[who] in ("reviewer", "boss") or who in (self.recorder, self.handler):
            return True
        return ROLE[who] == "handler" and self.department == DEPARTMENT[who]

    def free_to_take(self) -> bool:
        return self.state in WORKED_ON and (self.state == "assigned" or not self.handler)

    def takes_over(self, who: str, step: str) -> bool:
        if step not in TAKES_OVER or not self.free_to_take():
            return False
        if self.handler:
            return who == self.handler
        return DEPARTMENT[who] == self.department and "accept" in MAY[ROLE[who]]

    # ── what must come of a step ───────────────────────────────────────────────────────────────────

    def outcomes(self, who: str, step: str, word: str) -> set[int]:
        if not self.sees(who):
            return {UNSEEN}
        state = "in_progress" if self.takes_over(who, step) and self.state == "assigned" else self.state
        if step not in MAY[ROLE[who]] and not (step == "accept" and who == self.handler):
            return {REFUSED}
        if step in FROM and state not in FROM[step]:
            return {REFUSED}
        return getattr(self, f"_{step.replace('-', '_')}_comes_to", lambda *_: {TAKEN})(who, word)

    def _accept_comes_to(self, who: str, word: str) -> set[int]:
        return {TAKEN} if self.free_to_take() and self.handler in ("", who) else {REFUSED}

    def _assign_handler_comes_to(self, who: str, word: str) -> set[int]:
        return {TAKEN} if DEPARTMENT[word] == self.department else {REFUSED}

    def _submit_comes_to(self, who: str, word: str) -> set[int]:
        if self.moved or "submit" in self.done:
            return {TAKEN, REFUSED}
        return {TAKEN} if {"contact", "propose"} <= self.done else {REFUSED}

    def _close_comes_to(self, who: str, word: str) -> set[int]:
        sure = {"reply", "submit", "satisfied"} <= self.done
        return {TAKEN, REFUSED} if sure or self.moved else {REFUSED}

    def _cancel_comes_to(self, who: str, word: str) -> set[int]:
        return {TAKEN, REFUSED} if self.promises else {TAKEN}

    _reject_comes_to = _cancel_comes_to

    # ── what it makes of the complaint ─────────────────────────────────────────────────────────────

    def take(self, who: str, step: str, word: str) -> None:
        if self.takes_over(who, step) or step == "accept":
            self.handler = who
            self.state = "in_progress" if self.state == "assigned" else self.state
        self.done.add(step)
        getattr(self, f"_{step.replace('-', '_')}_taken", lambda *_: None)(who, word)

    def _assign_taken(self, who: str, word: str) -> None:
        if word != self.department:
            self.department, self.handler, self.state, self.waits, self.moved = word, "", "assigned", 0, True

    def _assign_handler_taken(self, who: str, word: str) -> None:
        self.handler = word

    def _pend_taken(self, who: str, word: str) -> None:
        self.state, self.waits = "pending", 1

    def _resume_taken(self, who: str, word: str) -> None:
        self.state, self.waits = "in_progress", 0

    def _promise_taken(self, who: str, word: str) -> None:
        self.promises += 1

    def _deliver_taken(self, who: str, word: str) -> None:
        self.promises -= 1

    def _reply_taken(self, who: str, word: str) -> None:
        self.state, self.waits = "resolved", 0

    def _rate_taken(self, who: str, word: str) -> None:
        if word == "no":
            self._again()
        elif word == "yes":
            self.done.add("satisfied")
        else:
            self.done.discard("satisfied")

    def _again(self) -> None:
        self.state, self.round, self.waits, self.moved = "in_progress", self.round + 1, 0, True

    def _reopen_taken(self, who: str, word: str) -> None:
        self._again()

    def _close_taken(self, who: str, word: str) -> None:
        self.state = "closed"

    def _cancel_taken(self, who: str, word: str) -> None:
        self.state, self.waits = "cancelled", 0

    def _reject_taken(self, who: str, word: str) -> None:
        self.state, self.waits = "rejected", 0


# ── the same steps on the real desk ────────────────────────────────────────────────────────────────


def asks(desk: Desk, step: str, word: str) -> list[Ask]:
    empty = {"demand": "", "note": "", "reason": "", "outcome": "", "fault": "", "amount": "", "score": "", "basis": ""}
    plan = {"proposal": "换卡", "cause": "equipment", "upheld": "yes", "responsible": "network"}
    rating = {"satisfied": word, "demand": "退款", "score": "", "reason": ""}
    table: dict[str, Any] = {
        "assign": lambda: h.ask_assign(desk, word, [], "", ""),
        "assign-handler": lambda: h.ask_assign(desk, "", [], word, ""),
        "accept": lambda: [Ask("accepted")],
        "contact": lambda: h.ask_contact(desk, {**empty, "via": "phone", "reached": "yes"}),
        "pend": lambda: h.ask_pend(desk, "customer", "", "", ""),
        "resume": lambda: h.ask_resume(desk, "", ""),
        "propose": lambda: h.ask_propose(desk, {**empty, **plan}),
        "promise": lambda: h.ask_promise(desk, "送新卡", "+1d", "", ""),
        "deliver": lambda: h.ask_deliver(desk, None, "", "", ""),
        "reply": lambda: h.ask_reply(
            desk, {**empty, "answer": "已换卡", "via": "phone"}, {"satisfied": "", "score": ""}
        ),
        "rate": lambda: h.ask_rate(desk, rating),
        "submit": lambda: h.ask_submit(desk, "", ""),
        "close": lambda: closing.ask_close(desk, "", ""),
        "reopen": lambda: closing.ask_reopen(desk, "退款", "又坏了"),
        "cancel": lambda: closing.ask_cancel(desk, "mistake", "误报"),
        "reject": lambda: closing.ask_reject("他网"),
        "note": lambda: counter.ask_note("住在山上", ""),
    }
    found: list[Ask] = table[step]()
    return found


def sensible(model: Model, step: str, word: str) -> bool:
    """What the model leaves out: third rounds, second waits of one kind, and promises of which one is to be named."""
    again = step == "reopen" or (step == "rate" and word == "no")
    if again and model.round >= 2:
        return False
    if step in ("promise", "deliver"):
        return model.promises == (step == "deliver")
    return not (step == "pend" and model.waits)


class Walk(RuleBasedStateMachine):
    """Steps by anybody on anything, allowed or not, while days go by."""

    practice: ClassVar[Path]
    counts: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = new_folder()
        self.db = copied_home(self.practice, self.folder / "home")
        rules = self.folder / "home" / "rules.toml"
        rules.write_text(rules.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
        self.now = datetime(2026, 9, 17, 1, 0, tzinfo=UTC)
        self.models: dict[int, Model] = {}
        self.steps = 0

    def as_person(self, who: str) -> Desk:
        options = Options(
            home=self.folder / "home", db=self.db, site="", rules="", actor=who, lang="en",
            now=self.now.isoformat(), clock=self.now, interactive=False,
        )  # fmt: skip
        return open_desk(options)

    def teardown(self) -> None:
        assert verify(self.as_person("wang")).findings == ()
        dropped_home(self.folder)

    @initialize(who=st.sampled_from(PEOPLE))
    def first(self, who: str) -> None:
        self.complains(who, "network")

    @rule(who=st.sampled_from(PEOPLE), category=st.sampled_from(["network", "business"]))
    def complains(self, who: str, category: str) -> None:
        if len(self.models) == 4:
            return
        desk = self.as_person(who)
        done = record(desk, Intake({"summary": "手机没信号"}, "counter", category))
        desk.store.db.close()
        lead = {"network": "network", "business": "billing"}[category]
        assert done.taken.case.department == lead
        self.models[done.taken.case.id] = Model(who, lead)
        assert done.taken.case.id == len(self.models)

    @rule(
        nth=st.integers(0, 3), who=st.sampled_from(PEOPLE), step=st.sampled_from(STEPS), data=st.data(),
        passed=st.integers(0, 600),
    )  # fmt: skip
    def somebody_takes_a_step(self, nth: int, who: str, step: str, data: st.DataObject, passed: int) -> None:
        id = nth % len(self.models) + 1
        words = {"assign": ["network", "billing"], "assign-handler": PEOPLE, "rate": ["yes", "no", "unknown"]}
        self.tries(id, who, step, data.draw(st.sampled_from(words.get(step, [""]))), passed)

    @rule(nth=st.integers(0, 3), far=st.integers(3, 8), passed=st.integers(0, 600))
    def goes_its_ordinary_way(self, nth: int, far: int, passed: int) -> None:
        """So that what comes after an answer, a submitted file or a closing is walked too."""
        id = nth % len(self.models) + 1
        owner = self.models[id].handler or "wang"
        course = [(owner, "accept", ""), (owner, "contact", ""), (owner, "propose", ""), (owner, "submit", "")]
        course += [(owner, "reply", ""), (owner, "rate", "yes"), ("chen", "close", ""), ("chen", "reopen", "")]
        for who, step, word in course[:far]:
            self.tries(id, who, step, word, passed)

    def tries(self, id: int, who: str, step: str, word: str, passed: int) -> None:
        """One step on the real desk and in the model, and what both came to."""
        self.now += timedelta(minutes=passed)
        model = self.models[id]
        if not sensible(model, step, word):
            return
        expected = model.outcomes(who, step, word)
        desk, before = self.as_person(who), 0
        try:
            before = desk.store.head()["n"]
            take(desk, str(id), asks(desk, step, word))
            code = TAKEN
        except TskError as error:
            code = error.exit_code
            assert desk.store.head()["n"] == before
            assert code in expected, (model, who, step, word, str(error))
        finally:
            desk.store.db.close()
        assert code in expected, (model, who, step, word)
        if code == TAKEN:
            model.take(who, step, word)
        self.counts["taken" if code == TAKEN else "refused"] += 1

    @invariant()
    def the_desk_holds_what_the_model_says(self) -> None:
        desk = self.as_person("wang")
        cases = {case.id: case for case in listed(desk, {"state": "all"}, "number", None).cases}
        assert sorted(cases) == sorted(self.models)
        for id, model in self.models.items():
            case = cases[id]
            found = (case.state, case.department, case.handler, case.round)
            assert found == (model.state, model.department, model.handler, model.round), id
            assert sum(wait.open for wait in case.waits) == model.waits
            assert sum(one.open for one in case.promises) == model.promises
        for state in STATES:
            wanted = sum(model.state == state for model in self.models.values())
            assert listed(desk, {"state": state}, "number", None).total == wanted, state
        desk.store.db.close()


@pytest.mark.soak
def test_every_step_comes_to_what_the_model_says(practice_home: Path, figure: Figure) -> None:
    Walk.practice = practice_home
    Walk.counts.clear()
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=budget(6, 400),
            stateful_step_count=budget(30, 80),
            deadline=None,
            database=None,
            derandomize=not SOAKING,
            phases=(Phase.generate,),  # what failed is said with the model; a shorter way to it takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    figure("steps of the model walk that were taken", Walk.counts["taken"])
    figure("steps of the model walk that were refused", Walk.counts["refused"])
    assert min(Walk.counts["taken"], Walk.counts["refused"]) > 50
