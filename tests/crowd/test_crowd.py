"""Sixteen processes work on one file at once; what each was told is compared with what the file holds, step by step."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import Desk, Figure
from databases import SERVER, dropped_home
from eventlog import event_rows
from soaking import SEED, budget, new_folder

from tsk.lifecycle import command_of
from tsk.model import SYSTEM

PROCESSES = 16
SECONDS = budget(15, 180)
PATIENCE = 10  # seconds that everybody waits for the others before anything is said about it
BOSS = "w9001"
BEFORE = 12  # complaints that were there before the crowd came
READING = ("show", "list", "search", "overdue", "report", "inbox", "verify", "daily", "escalate")
READING += () if SERVER else ("backup",)  # the server's own tools do that there
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care" }
w1002 = { zh = "孙悦", role = "clerk",      department = "care" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2002 = { zh = "钱进", role = "handler",    department = "network" }
w2102 = { zh = "郑爽", role = "handler",    department = "billing" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }
w9002 = { zh = "冯远", role = "supervisor", department = "ops" }


[channels]"""


class Said(NamedTuple):
    """One command of one process, and everything that it said."""

    words: list[str]
    code: int
    out: str
    err: str
    took: float

    @property
    def verb(self) -> str:
        return self.words[0]

    @property
    def actor(self) -> str:
        return self.words[3]

    @property
    def rows(self) -> list[Any]:
        """The objects that it printed: complaints, or errors of some of several."""
        said = json.loads(self.out) if self.out.strip() else []
        return said if isinstance(said, list) else [said]


class Crowd(NamedTuple):
    """What the crowd was told, and what the file holds afterwards."""

    said: list[Said]
    log: list[Any]
    cases: dict[int, Any]
    begun: int  # events that were there before
    seconds: float  # how long they worked


def gathered(practice_home: Path) -> Crowd:
    """What came of a crowd that worked on a new desk with twelve complaints."""
    folder = new_folder()
    desk = Desk(practice_home, "").copy(folder / "home")
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8").partition("# ── examples")[0].replace("\n[channels]", STAFF, 1)
    for row in ("contact-late", "reply-late", "plan-up"):  # the crowd may work on a Sunday night
        usual = re.sub(rf"(?m)^({row}\s*= {{)", r'\1 hours = "always",', usual)
    rules.write_text(usual, "utf-8")
    assert desk.tsk("rules", "check").code == 0
    for _ in range(BEFORE):
        desk.ok("record", "断网三天", "--phone", "13800001234", "--category", "network", "--as", BOSS)
    begun = len(logged(desk))
    said, seconds = worked(desk)
    crowd = Crowd(said, logged(desk), histories(desk), begun, seconds)
    dropped_home(folder)
    return crowd


def worked(desk: Desk) -> tuple[list[Said], float]:
    """Everything said to sixteen processes that worked side by side, and for how long they did."""
    script = str(Path(__file__).with_name("worker.py"))
    env = {**os.environ, "PYTHONPATH": ":".join(filter(None, sys.path)), "TSK_DEBUG": "1", **desk.database}
    pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    commands = [[sys.executable, script, str(desk.home), str(n), str(SECONDS), str(SEED)] for n in range(PROCESSES)]
    everybody = [subprocess.Popen(command, env=env, text=True, **pipes) for command in commands]
    for one in everybody:
        one.stdout.readline()
    began = time.monotonic()
    for one in everybody:
        print(file=one.stdin, flush=True)
    ended = [(one.communicate(timeout=SECONDS + 300)[1], one.returncode) for one in everybody]
    seconds = time.monotonic() - began
    assert ended == [("", 0)] * PROCESSES
    files = sorted(desk.home.glob("worker-*.log"))
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    return [Said(**json.loads(line)) for line in lines], seconds


def logged(desk: Desk) -> list[Any]:
    """All events of the file in the order of the chain, which is proved."""
    found = desk.ok("verify", "--as", BOSS)
    assert (found["whole"], found["findings"]) == (True, [])
    rows = event_rows(desk)
    assert len(rows) == found["events"]
    return rows


def histories(desk: Desk) -> dict[int, Any]:
    ids = [case["id"] for case in desk.ok("list", "--state", "all", "--as", BOSS)]
    return {case["id"]: case for case in desk.ok("show", *ids, "--history", "--as", BOSS)}


def confirmed(crowd: Crowd) -> list[tuple[Said, int, Any]]:
    """Every step that somebody was told of: by whom, of which complaint, and the step."""
    return [(said, row["id"], event) for said in crowd.said for row in answers(said) for event in row["events"]]


def answers(said: Said) -> list[Any]:
    """The complaints after a command that wrote to them, each with its events."""
    if said.verb in READING:
        return []
    return [row for row in said.rows if isinstance(row, dict) and row.get("events")]


def carried(crowd: Crowd) -> list[Any]:
    """Every escalation that a `daily` or an `escalate --due` said it carried out."""
    summed = [row for said in crowd.said if said.verb == "daily" for day in said.rows for row in day["carried_out"]]
    return summed + [row for said in crowd.said if said.verb == "escalate" for row in said.rows]


# ── what everybody was told ────────────────────────────────────────────────────────────────────────


def all_kinds_of_commands_were_given(crowd: Crowd) -> None:
    verbs = Counter(said.verb for said in crowd.said if said.code == 0)
    assert {"record", "assign", "chase", "reply", "overdue", "report", "daily", "escalate", "contact"} <= set(verbs)
    assert len(crowd.log) - crowd.begun > 100


def nobody_saw_anything_but_an_answer_or_a_refusal_in_words(crowd: Crowd) -> None:
    """3: a case that moved out of the person's sight; 4: a step that is not possible any more, or not theirs."""
    for said in crowd.said:
        waited_in_vain = said.code == 6 and "busy" in said.err and said.took >= PATIENCE
        assert said.code in (0, 3, 4) or waited_in_vain, said
        assert "Traceback" not in said.out + said.err and "unexpectedly" not in said.err, said
        if said.code and not said.out.strip():
            (line,) = said.err.splitlines()
            error = json.loads(line)
            assert error["exit"] == said.code and error["error"].endswith((".", "?")), said


def nobody_is_told_that_the_file_is_busy_before_ten_seconds_of_waiting(crowd: Crowd) -> None:
    told = [said for said in crowd.said if any(word in said.out + said.err for word in ("locked", "busy"))]
    assert not [said for said in told if said.took < PATIENCE], told[:3]


# ── what they were told, and what is there ─────────────────────────────────────────────────────────


def every_step_that_was_confirmed_is_in_the_log_just_so(crowd: Crowd) -> None:
    log = {row["n"]: row for row in crowd.log}
    for said, id, event in confirmed(crowd):
        row = log[event["n"]]
        found = (row["id"], row["seq"], row["type"], row["actor"])
        assert found == (id, event["seq"], event["type"], event["actor"]), said
        assert event["actor"] in (said.actor, SYSTEM), said


def every_step_in_the_log_was_confirmed_to_one_process_and_none_to_two(crowd: Crowd) -> None:
    """A merge writes in both files under one key; escalations are told by `daily` and `escalate --due`."""
    counts = Counter(event["n"] for _, _, event in confirmed(crowd))
    assert [n for n, count in counts.items() if count > 1] == []
    told = {command_of(row["key"]) for row in crowd.log if row["n"] in counts}
    looks = [row for row in crowd.log if row["kind"] == "access"]  # that somebody saw how to reach a customer
    by_desk = [row for row in crowd.log[crowd.begun :] if command_of(row["key"]) not in told and row not in looks]
    assert {row["actor"] for row in by_desk} <= {SYSTEM}
    assert all(command_of(row["key"]).startswith("escalation:") for row in by_desk)
    once = Counter((row["id"], row["actor"]) for row in looks if row["type"] == "looked")
    assert set(once.values()) <= {1, 2}  # a day, and the crowd may work past midnight
    escalated = Counter(row["id"] for row in by_desk if row["type"] == "escalated")
    assert escalated == Counter(row["id"] for row in carried(crowd))


def each_escalation_was_carried_out_once_however_many_ran_at_once(crowd: Crowd) -> None:
    assert len([said for said in crowd.said if said.verb in ("daily", "escalate")]) > 5
    assert carried(crowd)
    keys = [row["key"] for row in crowd.log if command_of(row["key"]).startswith("escalation:")]
    assert len(keys) == len(set(keys))
    stages = [
        (case["id"], event["rule"], event.get("milestone", ""), event.get("stage", ""))
        for case in crowd.cases.values()
        if not any(event["type"] == "undone" for event in case["events"])
        for event in case["events"]
        if event["type"] == "escalated" and event.get("rule")
    ]
    assert len(stages) == len(set(stages))


def numbers_and_places_have_no_gap_and_none_is_given_twice(crowd: Crowd) -> None:
    assert [row["n"] for row in crowd.log] == [*range(1, len(crowd.log) + 1)]
    files: dict[tuple[str, int], list[int]] = {}
    for row in crowd.log:
        files.setdefault((row["kind"], row["id"]), []).append(row["seq"])
    assert all(places == [*range(1, len(places) + 1)] for places in files.values())
    given = [row["id"] for said in crowd.said if said.verb == "record" and said.code == 0 for row in said.rows]
    assert sorted(given) == [*range(BEFORE + 1, BEFORE + 1 + len(given))]
    assert sorted(id for kind, id in files if kind == "complaint") == [*range(1, BEFORE + 1 + len(given))]
    assert len({case["number"] for case in crowd.cases.values()}) == BEFORE + len(given)


def whoever_assigns_a_complaint_is_told_who_had_it_just_before(crowd: Crowd) -> None:
    """What each was told is what the command right before theirs had left, whoever gave it a moment ago."""
    left: dict[tuple[int, int], Any] = {}
    for said in crowd.said:
        for row in answers(said):
            left[row["id"], row["events"][-1]["seq"]] = row
    compared = 0
    for said in (one for one in crowd.said if one.verb == "assign"):
        for row in answers(said):
            just_before = left.get((row["id"], row["events"][0]["seq"] - 1))
            if just_before:
                compared += 1
                had = {name: just_before[name] for name in ("department", "handler", "offered_to")}
                now = {name: row[name] for name in had}
                assert (row["before"] is None) == (had == now), said
                assert row["before"] is None or {**row["before"], **had} == row["before"], said
    assert compared > 5


@pytest.mark.soak
def test_what_sixteen_processes_at_one_file_are_told_is_what_is_there(practice_home: Path, figure: Figure) -> None:
    crowd = gathered(practice_home)
    all_kinds_of_commands_were_given(crowd)
    nobody_saw_anything_but_an_answer_or_a_refusal_in_words(crowd)
    nobody_is_told_that_the_file_is_busy_before_ten_seconds_of_waiting(crowd)
    every_step_that_was_confirmed_is_in_the_log_just_so(crowd)
    every_step_in_the_log_was_confirmed_to_one_process_and_none_to_two(crowd)
    each_escalation_was_carried_out_once_however_many_ran_at_once(crowd)
    numbers_and_places_have_no_gap_and_none_is_given_twice(crowd)
    whoever_assigns_a_complaint_is_told_who_had_it_just_before(crowd)
    taken = len(crowd.log) - crowd.begun
    figure("processes at one file", PROCESSES)
    figure("commands that they gave", len(crowd.said))
    figure("steps that they took", taken)
    figure("steps a second", round(taken / crowd.seconds, 1))
    figure("longest command of theirs in seconds, waiting included", round(max(said.took for said in crowd.said), 2))
