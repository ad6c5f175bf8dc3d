"""Rights by approved request: asked for with a reason, granted by somebody else, in force to the end of its last day.

The machine's clock is the present here: rights begin and end by it, whatever --now says.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import Desk, Result

from tsk.staffrequests import Request, in_force

CLERK, HANDLER, CHIEF, OTHER, MANAGER, STRANGER, NEW = "w1001", "w2001", "w9001", "w9002", "w8001", "visitor", "w5001"
STAFF = """
manager = { zh = "店长", en = "Store manager", may = ["counter", "handling", "staff"], sees = "store", approves = 200 }

[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network", deputy = "w9001" }
w7001 = { zh = "吴桐", role = "clerk",      department = "care",    until = 2020-12-31 }
w8001 = { zh = "许岚", role = "manager",    department = "care",    store = "HZ01" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }
w9002 = { zh = "冯远", role = "supervisor", department = "ops" }


[channels]"""
SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = datetime.now(SHANGHAI)
ASK = ("staff", "request", NEW, "--name", "何晴", "--role", "clerk", "--department", "care", "--reason", "She is new.")


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).date().isoformat()


def at(days: int) -> str:
    return f"{day(days)} 10:00"


@pytest.fixture
def staffed(practice_home: Path, tmp_path: Path) -> Desk:
    desk = Desk(practice_home, at(0)).copy(tmp_path / "home")
    rules = desk.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("\n\n[channels]", STAFF, 1), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    return desk


def refused(desk: Desk, code: int, *words: object, who: str = CHIEF) -> Result:
    """The command fails with that code and writes nothing."""
    before = desk.events
    told = desk.tsk(*words, "--as", who, "--lang", "en")
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == before
    return told


# ── asked and granted ──────────────────────────────────────────────────────────────────────────────


def test_a_request_is_on_record_and_gives_nothing_before_it_is_approved(staffed: Desk) -> None:
    found = staffed.ok(*ASK, "--store", "HZ01", "--as", CLERK)
    assert (found["id"], found["state"], found["by"], found["person"]) == (1, "asked", CLERK, NEW)
    assert (found["name"], found["role"], found["department"], found["store"]) == ("何晴", "clerk", "care", "HZ01")
    assert (found["reason"], found["until"], found["decided_by"]) == ("She is new.", None, "")
    assert "not listed as staff" in refused(staffed, 4, "list", who=NEW).err


def test_an_approved_request_lets_its_person_act_in_the_role_at_once(staffed: Desk) -> None:
    staffed.ok(*ASK, "--store", "HZ01", "--as", CLERK)
    found = staffed.ok("staff", "approve", 1, "--as", CHIEF)
    assert (found["state"], found["decided_by"]) == ("approved", CHIEF)
    case = staffed.ok("record", "No signal", "--as", NEW)
    assert (case["recorder"], case["store"]) == (NEW, "HZ01")
    person = staffed.ok("staff", NEW, "--as", NEW)
    assert (person["name"], person["role"], person["request"]) == ("何晴", "clerk", 1)
    assert "may not `close`" in refused(staffed, 4, "close", 1, who=NEW).err
    assert "by request 1" in staffed.tsk("staff", NEW, "--as", CHIEF, "--lang", "en").out
    assert "何晴" in staffed.tsk("show", 1, "--as", NEW).out


def test_an_approved_request_stands_above_the_rule_file_s_own_row(staffed: Desk) -> None:
    words = ("staff", "request", HANDLER, "--role", "审核员", "--department", "care", "--reason", "She stands in.")
    staffed.ok(*words, "--as", HANDLER)
    staffed.ok("record", "No signal", "--as", HANDLER)
    assert "may not `close`" in refused(staffed, 4, "close", 1, who=HANDLER).err
    staffed.ok("staff", "approve", 1, "--as", CHIEF)
    person = staffed.ok("staff", HANDLER, "--as", HANDLER)
    assert (person["name"], person["role"], person["department"]) == ("赵敏", "reviewer", "care")
    assert (person["deputy"], person["until"]) == (CHIEF, None)  # what the row says besides stays


def test_of_several_the_one_approved_last_counts(staffed: Desk) -> None:
    for role in ("reviewer", "supervisor"):
        staffed.ok("staff", "request", HANDLER, "--role", role, "--reason", "A try.", "--as", HANDLER)
        staffed.ok("staff", "approve", {"reviewer": 1, "supervisor": 2}[role], "--as", CHIEF)
        assert staffed.ok("staff", HANDLER, "--as", CHIEF)["role"] == role
    staffed.ok("staff", "refuse", 2, "--reason", "It is over.", "--as", OTHER)
    assert staffed.ok("staff", HANDLER, "--as", CHIEF)["role"] == "reviewer"


def test_a_request_counts_to_the_end_of_its_last_day_by_the_machine_s_clock(staffed: Desk) -> None:
    staffed.ok(*ASK, "--until", day(0), "--as", CLERK)
    staffed.ok("staff", "approve", 1, "--as", CHIEF)
    assert staffed.ok("staff", NEW, "--as", NEW)["until"] == day(0)
    assert staffed.at(at(300)).ok("staff", NEW, "--as", NEW)["role"] == "clerk"  # --now takes none away


def test_what_has_run_out_counts_no_longer_and_the_own_row_does_again() -> None:
    def granted(person: str, until: str) -> Request:
        return Request(1, 2, TODAY, CLERK, person, "supervisor", "ops", name="何晴", until=until, state="approved")

    assert in_force([granted(NEW, "2026-11-02")], "2026-11-02").keys() == {NEW}
    assert in_force([granted(NEW, "2026-11-02")], "2026-11-03") == {}


def test_a_store_that_nobody_names_stays_the_person_s_own(staffed: Desk) -> None:
    found = staffed.ok("staff", "request", CLERK, "--role", "handler", "--reason", "She learns.", "--as", CLERK)
    assert (found["name"], found["department"], found["store"]) == ("李薇", "care", "HZ01")


# ── refused, taken back ────────────────────────────────────────────────────────────────────────────


def test_a_refused_request_gives_nothing_and_another_may_be_made(staffed: Desk) -> None:
    staffed.ok(*ASK, "--as", CLERK)
    assert "Why is it refused?" in refused(staffed, 2, "staff", "refuse", 1).err
    found = staffed.ok("staff", "refuse", 1, "--reason", "No place free.", "--as", CHIEF)
    assert (found["state"], found["why"]) == ("refused", "No place free.")
    assert "not listed as staff" in refused(staffed, 4, "list", who=NEW).err
    assert staffed.ok(*ASK, "--as", CLERK)["id"] == 2


def test_rights_are_taken_back_with_a_reason(staffed: Desk) -> None:
    staffed.ok(*ASK, "--as", CLERK)
    staffed.ok("staff", "approve", 1, "--as", CHIEF)
    assert staffed.ok("staff", "refuse", 1, "--reason", "She left.", "--as", CHIEF)["state"] == "ended"
    assert "not listed as staff" in refused(staffed, 4, "list", who=NEW).err
    for words in (("approve", 1), ("refuse", 1, "--reason", "Again.")):
        assert "Request 1 was decided already: taken back" in refused(staffed, 4, "staff", *words).err


# ── four eyes, and no more than one has ────────────────────────────────────────────────────────────


def test_nobody_approves_what_they_asked_for_or_what_is_for_them(staffed: Desk) -> None:
    staffed.ok(*ASK, "--as", CHIEF)
    staffed.ok("staff", "request", CHIEF, "--role", "reviewer", "--reason", "Less work.", "--as", CLERK)
    for id in (1, 2):
        assert "nobody may approve their own request" in refused(staffed, 4, "staff", "approve", id).err
        staffed.ok("staff", "approve", id, "--as", OTHER)


def test_deciding_takes_the_right_to_it(staffed: Desk) -> None:
    staffed.ok(*ASK, "--as", CHIEF)
    for who in (CLERK, HANDLER, STRANGER):
        assert "may not `staff`" in refused(staffed, 4, "staff", "approve", 1, who=who).err
        assert "may not `staff`" in refused(staffed, 4, "staff", "refuse", 1, "--reason", "No.", who=who).err


@pytest.mark.parametrize(
    ("words", "granted"),
    [
        (("--role", "clerk", "--store", "HZ01"), True),
        (("--role", "manager", "--store", "HZ02"), False),  # another store
        (("--role", "handler", "--store", "HZ01"), False),  # sees a whole department
        (("--role", "supervisor", "--store", "HZ01"), False),
        (("--role", "manager", "--store", "HZ01"), True),
    ],
)
def test_a_store_manager_grants_what_they_have_for_their_own_store(
    staffed: Desk, words: tuple[str, ...], granted: bool
) -> None:
    staffed.ok("staff", "request", NEW, "--name", "何晴", *words, "--reason", "Help.", "--as", CLERK)
    if granted:
        staffed.ok("staff", "approve", 1, "--as", MANAGER)
    else:
        assert "goes beyond what w8001 may do or see" in refused(staffed, 4, "staff", "approve", 1, who=MANAGER).err


@pytest.mark.parametrize(
    ("sees", "words", "granted"),
    [
        ("own", ("--role", "aide", "--department", "care", "--store", "HZ01"), True),
        ("own", ("--role", "aide", "--department", "care", "--store", "HZ02"), False),
        ("own", ("--role", "aide", "--department", "network", "--store", "HZ01"), False),
        ("store", ("--role", "aide", "--department", "network", "--store", "HZ01"), False),
        ("department", ("--role", "clerk", "--department", "care", "--store", "HZ01"), True),
        ("department", ("--role", "clerk", "--department", "care", "--store", "HZ02"), False),  # sees that store
        ("department", ("--role", "aide", "--department", "care", "--store", "HZ02"), True),
        ("department", ("--role", "handler", "--department", "care"), True),
        ("department", ("--role", "handler", "--department", "network"), False),
        ("all", ("--role", "clerk", "--department", "network", "--store", "HZ02"), True),
    ],
)
def test_nobody_grants_beyond_their_own_view(staffed: Desk, sees: str, words: tuple[str, ...], granted: bool) -> None:
    rules = staffed.home / "rules.toml"
    aide = 'aide = { zh = "协助", en = "Aide", may = ["counter"], sees = "own" }\n'
    text = rules.read_text("utf-8").replace(
        'sees = "store", approves = 200 }\n', f'sees = "{sees}", approves = 200 }}\n{aide}', 1
    )
    rules.write_text(
        text.replace('"counter", "handling", "staff"', '"counter", "handling", "reply", "rate", "staff"', 1), "utf-8"
    )
    staffed.ok("staff", "request", NEW, "--name", "何晴", *words, "--reason", "Help.", "--as", CHIEF)
    if granted:
        assert staffed.ok("staff", "approve", 1, "--as", MANAGER)["state"] == "approved"
    else:
        assert "goes beyond what w8001 may do or see" in refused(staffed, 4, "staff", "approve", 1, who=MANAGER).err


# ── bad input ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "words", "naming"),
    [
        (2, (NEW, "--name", "何晴", "--role", "clerk"), "Why is the role asked for?"),
        (2, (NEW, "--name", "何晴", "--reason", "x"), "Which role?"),
        (2, (NEW, "--role", "clerk", "--reason", "x"), "What is the person called?"),
        (2, (NEW, "--name", " ", "--role", "clerk", "--reason", "x"), "What is the person called?"),
        (2, (NEW, "--name", "何晴", "--role", "king", "--reason", "x"), "There is no role “king”"),
        (2, (NEW, "--name", "x", "--role", "clerk", "--department", "moon", "--reason", "x"), "There is no department"),
        (2, (NEW, "--name", "x", "--role", "clerk", "--until", "2020-01-01", "--reason", "x"), "has passed already"),
        (2, (NEW, "--name", "x", "--role", "clerk", "--until", "never", "--reason", "x"), "never"),
        (2, ("w 1", "--name", "x", "--role", "clerk", "--reason", "x"), "is not a staff number"),
        (2, ("何晴", "--name", "x", "--role", "clerk", "--reason", "x"), "is not a staff number"),
        (2, ("system", "--name", "x", "--role", "clerk", "--reason", "x"), "is not a staff number"),
        (2, (CLERK, "--role", "clerk", "--reason", "x"), "w1001 has that role already."),
        (2, ("w7001", "--role", "handler", "--reason", "x"), "left on 2020-12-31"),
    ],
)
def test_what_is_no_request_is_refused(staffed: Desk, code: int, words: tuple[str, ...], naming: str) -> None:
    assert naming in refused(staffed, code, "staff", "request", *words, who=CLERK).err


def test_a_second_request_for_somebody_waits_for_the_first(staffed: Desk) -> None:
    staffed.ok(*ASK, "--as", CLERK)
    assert "Request 1 for w5001 waits to be decided." in refused(staffed, 4, *ASK, who=HANDLER).err


def test_a_request_that_is_not_there_is_not_found(staffed: Desk) -> None:
    told = refused(staffed, 3, "staff", "approve", 7).err
    assert "There is no request 7 here. `tsk staff requests` shows them." in told
    refused(staffed, 3, "staff", "refuse", 7, "--reason", "No.")


def test_who_is_not_listed_asks_for_nothing(staffed: Desk) -> None:
    assert "not listed as staff" in refused(staffed, 4, *ASK, who=STRANGER).err
    assert "not listed as staff" in refused(staffed, 4, "staff", "requests", who=STRANGER).err


def test_where_nobody_is_listed_nothing_is_asked_for(desk: Desk) -> None:
    assert "Nobody is listed as staff" in refused(desk, 4, *ASK, who="tester").err
    assert desk.ok("staff", "requests") == []


# ── lists ──────────────────────────────────────────────────────────────────────────────────────────


def test_requests_are_listed_those_that_wait_first(staffed: Desk) -> None:
    for number in ("w5001", "w5002", "w5003"):
        words = ("--name", "何晴", "--role", "clerk", "--reason", f"For {number}.")
        staffed.ok("staff", "request", number, *words, "--as", CLERK)
    staffed.ok("staff", "approve", 1, "--as", CHIEF)
    staffed.ok("staff", "refuse", 3, "--reason", "No.", "--as", CHIEF)
    assert [one["id"] for one in staffed.ok("staff", "requests", "--as", CLERK)] == [2, 3, 1]
    for state, ids in (("asked", [2]), ("approved", [1]), ("refused", [3]), ("ended", [])):
        assert [one["id"] for one in staffed.ok("staff", "requests", "--state", state, "--as", CLERK)] == ids
    assert staffed.tsk("staff", "requests", "--as", CLERK, "--lang", "en").out.splitlines()[0] == (
        "2\twaits to be decided\tw5002 何晴\tClerk · Customer care\t\t李薇\tFor w5002."
    )
    refused(staffed, 2, "staff", "requests", "--state", "old")


def test_a_right_called_like_a_verb_is_still_asked_for(staffed: Desk) -> None:
    """`tsk staff --may approve` lists who may approve, and is no approval."""
    assert CHIEF in [one["number"] for one in staffed.ok("staff", "--may", "approve", "--as", CHIEF)]


def test_requests_are_part_of_the_chain_and_of_its_proof(staffed: Desk) -> None:
    staffed.ok(*ASK, "--as", CLERK)
    staffed.ok("staff", "approve", 1, "--as", CHIEF)
    assert staffed.ok("verify")["whole"] is True
