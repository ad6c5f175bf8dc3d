"""Hundreds of complaints without their person in one run; a run that is killed; what deleting costs the counter."""

from __future__ import annotations

import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from behind import asked
from conftest import Desk
from removing import NAME, WHY, anonymise, held

from tsk.desk.additions import Ask
from tsk.desk.intake import Intake, record
from tsk.desk.session import Options, open_desk
from tsk.desk.steps import take

MANY, FEW = 500, 80
LONGEST = 60.0  # seconds; it takes 3 to 10


@pytest.fixture(scope="module")
def crowd(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return filled(Desk(practice_home).copy(tmp_path_factory.mktemp("many") / "home"), MANY)


@pytest.fixture(scope="module")
def few(practice_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return filled(Desk(practice_home).copy(tmp_path_factory.mktemp("few") / "home"), FEW)


def filled(desk: Desk, count: int) -> Desk:
    """The desk with so many complaints of as many people, all called off on the day that they came in."""
    options = Options(
        desk.home,
        desk.database.get("TSK_DB", ""),
        "",
        "",
        "tester",
        "en",
        desk.now,
        datetime.now(UTC),
        interactive=False,
    )
    open_one = open_desk(options)
    for nth in range(count):
        texts = {
            "summary": f"断网第{nth}天",
            "name": f"{NAME}{nth}",
            "phone": f"138{nth:08}",
            "details": "一言难尽" * 20,
        }
        case = record(open_one, Intake(texts)).taken.case
        take(open_one, case.number, [Ask("cancelled", {"by": "customer", "reason": "It works."})])
    open_one.store.db.close()
    return desk


def counted(desk: Desk) -> int:
    return int(asked(desk, "SELECT count(*) FROM event WHERE type = 'anonymised'")[0][0])


def test_five_hundred_lose_their_person_in_one_run(crowd: Desk, tmp_path: Path) -> None:
    desk = crowd.copy(tmp_path / "home")
    before = desk.ok("report", "--month", "2026-10")
    begun = time.monotonic()
    done = anonymise(desk, "--closed-before", "2026-10-10")
    assert time.monotonic() - begun < LONGEST
    assert (len(done["anonymised"]), done["also_named_in"], done["gone_from_file"]) == (MANY, [], True)
    assert held(desk.home, (NAME.encode(), "一言难尽".encode())) == set()
    assert desk.ok("report", "--month", "2026-10") == before
    assert desk.ok("verify")["whole"]


@pytest.mark.parametrize("after", [3, 50])
def test_a_run_that_is_killed_loses_nothing_and_is_finished_by_the_next(few: Desk, tmp_path: Path, after: int) -> None:
    """Each complaint has all its texts or none; what was removed is said to be readable still until it is not."""
    desk = few.copy(tmp_path / "home")
    run = desk.process("anonymise", "--closed-before", "2026-10-10", "--yes", *WHY, stdout=subprocess.DEVNULL)
    while counted(desk) < after and run.poll() is None:
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=60)
    done = counted(desk)
    assert after <= done < FEW
    assert desk.tsk("verify", "--json").json["findings"] == [
        "What was anonymised may still be read in the file: `tsk anonymise --finish`."
    ]
    rest = anonymise(desk, "--closed-before", "2026-10-10")
    assert (len(rest["anonymised"]), rest["gone_from_file"]) == (FEW - done, True)
    assert held(desk.home, (NAME.encode(), "一言难尽".encode())) == set()
    assert desk.ok("verify")["whole"]
