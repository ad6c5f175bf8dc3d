"""Whatever anybody did: lived again under the same rules, every complaint comes to stand exactly as it was recorded."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from msgspec.structs import replace
from test_random_walk import Walk

from tsk.cli import main
from tsk.desk.policies import Checked
from tsk.desk.replay import Runs, replayed, under
from tsk.desk.session import Desk
from tsk.desk.simulation import simulated
from tsk.lifecycle import effective, fold
from tsk.model import Case
from tsk.recorded import escalation_runs


def as_recorded(desk: Desk, id: int) -> Case:
    """The case without the places that undone steps left behind in the file."""
    events = effective(desk.store.events(id))
    return fold((replace(event, seq=place) for place, event in enumerate(events, 1)), "main")


class LivedAgain(Walk):
    """The same walk under rules that never change, and what it recorded lived again at its end."""

    def other_rules_hold(self) -> None:
        """The rules stay."""

    def teardown(self) -> None:
        desk = self.desk
        runs = Runs(*escalation_runs(desk.store))
        for id in self.ids:
            again = replayed(under(desk, desk.rules), tuple(desk.store.events(id)), runs)
            assert again.case == as_recorded(desk, id)
            assert (again.missing, again.impossible) == ((), ())
        found = simulated(desk, Checked(desk.rules.file, desk.rules, ()), "", "")
        assert (found.replayed, found.unlike, found.unreplayed) == (self.complaints, 0, {})
        assert (found.differ.complaints, found.now) == (0, found.new)
        super().teardown()


@pytest.fixture
def plain_home(tmp_path: Path) -> Path:
    """A new home with the default policy, not one for practice: the clock says when a command was given."""
    with redirect_stdout(StringIO()):
        assert main(["--home", str(tmp_path / "plain"), "--lang", "en", "init"]) == 0
    return tmp_path / "plain"


def test_the_same_rules_make_the_same_of_the_same_steps(plain_home: Path) -> None:
    LivedAgain.practice = plain_home
    run_state_machine_as_test(
        LivedAgain,
        settings=settings(
            max_examples=20,
            stateful_step_count=40,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
