"""Whatever a command was doing when it was killed: the file opens and is whole, and what was confirmed is there.

Every act is first run to its end, and the system calls by which it writes are counted. Then it is killed at moments
drawn between the first and the last of them, each time on a fresh copy of the same desk.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Desk, Figure
from killing import Act, Log, Run, Series, Tracer, fresh_folder, tracing
from oldfile import older
from soaking import budget

KILLS = budget(10, 400)
ON_DISK = budget(3, 40)  # of an act, on a real disk and as a new interpreter
PHONE = "13800001234"
CALL = ("contact", 1, "--via", "phone")
PLAN = ("propose", 1, "Repair.", "--cause", "equipment", "--upheld", "yes")
ANSWER = ("reply", 1, "We repaired it.", "--via", "phone", "--satisfied", "yes")
MANY, LINKED = 25, 120


def recorded(count: int, *words: object) -> Callable[[Desk], None]:
    def prepare(desk: Desk) -> None:
        for _ in range(count):
            desk.ok("record", "断网三天", "--category", "network", *words)

    return prepare


def ready_to_close(desk: Desk) -> None:
    recorded(1)(desk)
    for words in (CALL, PLAN, ANSWER, ("submit", 1)):
        desk.ok(*words)


def long_overdue(desk: Desk) -> None:
    recorded(MANY)(desk)
    desk.at("2026-10-20 10:00")


def linked(desk: Desk) -> None:
    desk.ok("incident", "open", "Cable theft east", "--category", "network", "--region", "east")
    recorded(LINKED, "--region", "east")(desk)


def other_rules(desk: Desk) -> None:
    """The answer is owed after five working days now; those recorded before keep their three."""
    recorded(MANY)(desk)
    rules = desk.home / "rules.toml"
    usual = rules.read_text("utf-8").partition("# ── examples")[0]
    assert 'reply = "3 working days"' in usual
    rules.write_text(usual.replace('reply = "3 working days"', 'reply = "5 working days"'), "utf-8")
    desk.ok("list")


def with_a_paper(desk: Desk) -> None:
    recorded(1)(desk)
    (desk.home / "scan.txt").write_bytes(b"a page of the contract\n" * 200_000)


def of_an_old_schema(desk: Desk) -> None:
    recorded(6, "--phone", PHONE)(desk)
    desk.ok("chase", 1)
    older(desk)


def of_one_customer(desk: Desk) -> None:
    recorded(2, "--phone", PHONE)(desk)


def with_a_foreign_file(desk: Desk) -> None:
    """Rows of another system, of which the first four are here already and say something else by now."""
    head = "Ticket,Opened,Closed,Phone,Problem,Answer\n"
    old = [f"T{n},2026-09-0{n} 10:00,,1380000000{n},断网三天," for n in range(1, 5)]
    closed = "2026-09-20 16:00"
    new = [f"T{n},2026-09-10 10:{n % 60:02},{closed},138{n:08},资费不符 {n},{'x' * 300}" for n in range(5, 260)]
    (desk.home / "old.toml").write_text(FOREIGN, "utf-8")
    (desk.home / "old.csv").write_text(head + "\n".join(old) + "\n", "utf-8")
    desk.ok("import", desk.home / "old.csv", "--map", desk.home / "old.toml")
    said = [old[0].replace("断网", "断网又"), f"{old[1][:20]}{closed}{old[1][20:]}", *old[2:]]
    assert said[1].startswith("T2,2026-09-02 10:00,2026-09-20 16:00,138")
    (desk.home / "old.csv").write_text(head + "\n".join([*said, *new]) + "\n", "utf-8")


def nothing(desk: Desk) -> None:
    shutil.rmtree(desk.home)


def is_not_there_or_whole(desk: Desk, before: Log, found: Log, whole: Log, run: Run) -> None:
    """A home is made with one stroke: there is none, or one that works."""
    assert found.steps == ()
    assert (desk.home / "tsk.db").exists() or not run.out
    assert len([*desk.home.glob(".tsk.db.*")]) <= 4  # what was begun under another name, and a journal of it


def with_a_backup(desk: Desk) -> None:
    with_a_paper(desk)
    desk.ok("attach", 1, desk.home / "scan.txt", "--kind", "receipt")
    desk.ok("backup")
    recorded(4)(desk.at("2026-10-09 17:00"))


def is_as_before_or_brought_back(desk: Desk, before: Log, found: Log, whole: Log, run: Run) -> None:
    assert found.steps in (before.steps, whole.steps)
    assert found.steps == whole.steps or not run.out


def every_backup_listed_is_whole(desk: Desk) -> None:
    listed = desk.tsk("restore", "--list", "--json")
    assert listed.code == 0 and listed.json, listed
    drilled = desk.tsk("restore", "--drill", "--json")
    assert drilled.code == 0, drilled


def over(desk: Desk) -> None:
    recorded(3, "--phone", PHONE, "--customer", "林小满")(desk)
    for id in (1, 2, 3):
        desk.ok("cancel", id, "--by", "mistake", "--reason", "Recorded twice.")


def nobody_is_left(desk: Desk) -> None:
    """The phone stands nowhere, neither as text nor as UTF-16, once the rest of the removal is finished."""
    assert desk.tsk("anonymise", "--finish", "--yes").code == 0
    for path in (path for path in desk.home.rglob("*") if path.is_file()):
        data = path.read_bytes()
        assert PHONE.encode() not in data and "林小满".encode() not in data, path


RECORD = (
    "record",
    "断网三天",
    "--phone",
    PHONE,
    "--customer",
    "林小满",
    "--category",
    "network",
    "--details",
    "x" * 3000,
)
FOREIGN = """
[file]
dates = "%Y-%m-%d %H:%M"
[complaint]
external = "Ticket"
received = "Opened"
summary = "Problem"
phone = "Phone"
channel = { is = "hotline" }
[past]
closed = { at = "Closed" }
"""
IMPORT = ("import", "{home}/old.csv", "--map", "{home}/old.toml", "--on-error", "skip")
ACTS = {  # every verb that writes in a way of its own
    "record": Act(RECORD, recorded(3), again=(0,)),
    "record under a key": Act((*RECORD, "--external", "CRM-7"), recorded(3), again=(0,), same=True),
    "assign": Act(("assign", 1, "--to", "billing", "--handler", "li", "--with", "network"), recorded(1)),
    "reply": Act(ANSWER, recorded(1)),
    "close": Act(("close", 1), ready_to_close, same=True),
    "attach": Act(("attach", 1, "{home}/scan.txt", "--kind", "receipt"), with_a_paper),
    "merge": Act(("merge", 2, "--into", 1), of_one_customer, same=True),
    "chase of many": Act(
        ("chase", "-"), recorded(MANY), stdin="".join(f"{id}\n" for id in range(1, MANY + 1)), again=(0,)
    ),
    "daily": Act(("daily",), long_overdue, again=(0,), same=True),
    "incident resolve": Act(
        ("incident", "resolve", 1, "--reply", "The cable is mended.", "--via", "sms"), linked, again=(0,), same=True
    ),
    "recalculate": Act(("recalculate", "--policy"), other_rules, again=(0,), same=True),
    "import": Act(IMPORT, with_a_foreign_file, again=(0,), same=True),
    "migration": Act(("list",), of_an_old_schema, again=(0,), same=True),
    "backup": Act(("backup",), with_a_backup, again=(0,), same=True, after=every_backup_listed_is_whole),
    "restore": Act(
        ("restore", "--latest", "--yes", "--reason", "x"), with_a_backup, again=(0,), check=is_as_before_or_brought_back
    ),
    "anonymise": Act(
        ("anonymise", "--phone", PHONE, "--yes", "--reason", "The customer asks."),
        over,
        again=(0, 3, 4),
        after=nobody_is_left,
    ),
    "init": Act(("init", "--practice"), nothing, again=(0,), same=True, check=is_not_there_or_whole),
}


@pytest.fixture(scope="module")
def tracer() -> Iterator[Tracer]:
    yield from tracing()


@pytest.fixture
def scratch() -> Iterator[Path]:
    yield from fresh_folder()


@pytest.mark.soak
@pytest.mark.parametrize("name", ACTS)
def test_a_killed_command_leaves_whole_steps_and_nothing_confirmed_is_missing(
    name: str,
    tracer: Tracer,
    practice_home: Path,
    scratch: Path,
    tmp_path: Path,
    figure: Figure,
) -> None:
    act = ACTS[name]
    base = Desk(practice_home).copy(scratch / "base")
    act.prepare(base)
    act = act._replace(words=tuple(str(word).replace("{home}", str(base.home)) for word in act.words))
    in_memory = Series(tracer, act, base, scratch)
    on_disk = Series(tracer, act, base, tmp_path)
    sums = [in_memory.killed(KILLS, name), on_disk.killed(ON_DISK, f"{name} on disk", execs=ON_DISK)]
    figure("commands killed", sum(one.kills for one in sums))
    figure("commands killed inside a write transaction", sum(one.inside for one in sums))
    figure("steps that killed commands had taken", sum(one.steps for one in sums))
    figure("writing system calls among which the moments were drawn", in_memory.calls)
