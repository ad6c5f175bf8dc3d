"""Facts of handling that once were not so, where nobody is listed and where staff is; driven through the command line.

Complaint 1 comes in on Mon 2 Nov 2026 at 10:00: contact by Tue, plan and opinion by Wed, answer by Thu, each at 18:00.
The office works Mon–Fri 09:00–12:00 and 13:30–18:00.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result
from oldfile import older

MON, TUE, WED, THU, FRI = (f"2026-11-0{day}" for day in range(2, 7))
NUMBER, PHONE = "20261102-0001", "13800001234"
WHY = ("--reason", "It was not us.")
CALL = ("contact", 1, "--via", "phone")
PLAN = ("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")
ANSWER = ("reply", 1, "We apologised.", "--via", "phone", "--satisfied", "yes")
CLERK, CLERK_2, NETWORK, BILLING, BILLING_2 = "w1001", "w1002", "w2001", "w2101", "w2102"
REVIEWER, GONE, BOSS = "w3001", "w8001", "w9001"
PLAIN = 'plain = { when.severity = "!grave", plan = "2 working days" }'
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w1002 = { zh = "孙悦", role = "clerk",      department = "care",    store = "HZ02" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w2102 = { zh = "吴霞", role = "handler",    department = "billing" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w8001 = { zh = "钱多", role = "supervisor", department = "ops", until = 2020-12-31 }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


def edited(desk: Desk, old: str, new: str) -> Desk:
    """The desk with that one place of its rules written differently."""
    path = desk.home / "rules.toml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")
    checked = desk.tsk("rules", "check")
    assert checked.code == 0, checked
    return desk


def escalating(desk: Desk, *rows: str) -> Desk:
    """The desk with these rows of [escalation] and no other."""
    text = (desk.home / "rules.toml").read_text("utf-8")
    (section,) = re.findall(r"\n\[escalation\].*?(?=\n\[closing\])", text, re.DOTALL)
    return edited(desk, section, "\n[escalation]\n" + "\n".join(rows) + "\n")


def listed(desk: Desk) -> Desk:
    return edited(desk, "\n[channels]", STAFF)


def rude(desk: Desk, *words: object) -> Desk:
    """Complaint 1, customer care's own."""
    desk.at(f"{MON} 10:00").ok("record", "The clerk was rude", "--category", "attitude", *words)
    return desk


def refused(desk: Desk, code: int, *words: object, stdin: str = "") -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words, stdin=stdin)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


def due(desk: Desk, name: str) -> str:
    (found,) = [m["due"][:16] for m in desk.ok("show", 1)["milestones"] if m["name"] == name]
    return str(found)


def events(desk: Desk, type: str, id: int = 1, *words: object) -> list[Any]:
    return [e for e in desk.ok("show", id, "--history", *words)["events"] if e["type"] == type]


def carried_out(desk: Desk) -> list[str]:
    """What `escalate --due` carries out now."""
    return [one["rule"] for one in desk.ok("escalate", "--due")]


def kinds(desk: Desk, *words: object) -> list[str]:
    return [why["kind"] for item in desk.ok("inbox", *words) for why in item["why"]]


# ── said, but blank ────────────────────────────────────────────────────────────────────────────────

DONE = (CALL, PLAN, ANSWER, ("submit", 1))
BLANK = {
    "escalate": ((), ("escalate", 1)),
    "extend": ((), ("extend", 1, "--by", "1 working day")),
    "reject": ((), ("reject", 1)),
    "reopen": (((*DONE, ("close", 1))), ("reopen", 1)),
    "cancel": ((), ("cancel", 1, "--by", "customer")),
    "promise": ((("promise", 1, "A letter.", "--by", f"{WED} 12:00"),), ("promise", 1, "--withdraw", 1)),
    "return": (DONE, ("return", 1)),
}  # fmt: skip


@pytest.mark.parametrize("verb", BLANK)
@pytest.mark.parametrize("blank", ["", " ", "\t"], ids=["empty", "space", "tab"])
def test_a_blank_reason_is_no_reason(desk: Desk, verb: str, blank: str) -> None:
    steps, words = BLANK[verb]
    rude(desk)
    for step in steps:
        desk.ok(*step)
    refused(desk, 2, *words, "--reason", blank)
    desk.ok(*words, *WHY)


@pytest.mark.parametrize(
    "words",
    [
        ("--from", " ", "--to", "bob"), (1, "--with", ""), (1, "--handler", " "),
        ("--from", "alice", "--to", "bob", "--with", "network"),
    ],
    ids=["from", "with", "handler", "from-with"],
)  # fmt: skip
def test_assigning_by_a_blank_or_a_word_of_another_way_is_refused(desk: Desk, words: tuple[object, ...]) -> None:
    refused(rude(desk), 2, "assign", *words)


def test_an_empty_settling_is_refused(desk: Desk) -> None:
    refused(desk.at(f"{MON} 10:00"), 2, "record", "Rude", "--settled", "")
    assert rude(desk).ok("show", 1)["number"] == NUMBER


def test_a_settling_that_the_policy_refuses_names_no_number_and_says_that_nothing_was_recorded(desk: Desk) -> None:
    on_the_spot = 'on-the-spot = { when.settled = "!", review = false, requires = ["replied", "satisfied"'
    edited(desk, on_the_spot, f'{on_the_spot}, "contacted", "cause"').at(f"{MON} 10:00")
    told = refused(desk, 4, "record", "The clerk was rude", "--settled", "We apologised.")
    assert "20261102" not in told.err
    assert "othing was recorded" in told.err


@pytest.mark.parametrize("words", [("list", "--sort"), ("report", "--by")], ids=" ".join)
def test_an_empty_order_or_breakdown_is_none(desk: Desk, words: tuple[str, str]) -> None:
    rude(rude(desk))
    assert desk.ok(*words, "") == desk.ok(words[0])
    assert desk.tsk(*words, "") == desk.tsk(words[0])


def test_a_dash_empties_the_phone(desk: Desk) -> None:
    rude(desk, "--phone", PHONE)
    assert desk.ok("list", "--phone", PHONE) != []
    assert not desk.ok("update", 1, "--phone", "-").get("phone")
    assert not desk.ok("show", 1).get("phone")
    assert desk.ok("list", "--phone", PHONE) == []


# ── what was approved and missed ───────────────────────────────────────────────────────────────────


def test_no_more_is_paid_than_was_approved(desk: Desk) -> None:
    desk = listed(desk)
    rude(desk, "--as", BOSS)
    desk.ok("assign", 1, "--handler", REVIEWER, "--as", BOSS)
    desk.ok(*PLAN, "--amount", 100, "--as", REVIEWER)
    desk.ok("approve", 1, "--as", BOSS)
    refused(desk, 4, "deliver", 1, "--amount", "100.01", "--as", REVIEWER)
    desk.ok("deliver", 1, "--amount", "100", "--as", REVIEWER)
    assert float(desk.ok("show", 1, "--as", BOSS)["paid"]) == 100


def test_a_missed_deadline_is_moved_with_a_reason_only(desk: Desk) -> None:
    """Urgent at 10:00: contact by 10:30; an ordinary case would have until Tue 18:00."""
    rude(desk, "--severity", "urgent").at(f"{MON} 11:00")
    refused(desk, 4, "update", 1, "--severity", "general")
    assert due(desk, "contact") == f"{MON}T10:30"
    desk.ok("update", 1, "--severity", "general", *WHY)
    assert due(desk, "contact") == f"{TUE}T18:00"


def test_a_missed_deadline_is_moved_with_the_right_to_backdate_only(desk: Desk) -> None:
    rude(listed(desk), "--severity", "urgent", "--store", "HZ01", "--as", CLERK).at(f"{MON} 11:00")
    refused(desk, 4, "update", 1, "--severity", "general", *WHY, "--as", REVIEWER)
    refused(desk, 4, "update", 1, "--severity", "general", "--as", BOSS)
    assert desk.ok("update", 1, "--severity", "general", *WHY, "--as", BOSS)["severity"] == "general"


def test_a_raise_keeps_a_milestone_for_which_the_graver_row_has_no_limit(desk: Desk) -> None:
    edited(desk, 'plan = "3 working days", reply = "10 working days"', 'reply = "10 working days"')
    every = 'contact = "1 working day",   plan = "2 working days", reply = "3 working days" }'
    edited(desk, every, every.replace('plan = "2 working days", ', "") + f"\n{PLAIN}")
    rude(desk).ok("escalate", 1, "--raise", "grave", *WHY)
    assert (desk.ok("show", 1)["severity"], due(desk, "plan")) == ("grave", f"{WED}T18:00")
    assert (due(desk, "contact"), due(desk, "reply")) == (f"{MON}T11:00", f"{THU}T18:00")


def test_a_raise_to_a_less_grave_severity_is_refused(desk: Desk) -> None:
    rude(desk, "--severity", "major")
    assert desk.tsk("escalate", 1, "--raise", "general", *WHY).code in (2, 4)
    assert (desk.ok("show", 1)["severity"], desk.events) == ("major", 2)


# ── chases ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("later", "waits"), [(("chase", 1), True), (("note", 1, "He called."), False)], ids=["chase", "note"]
)
def test_a_contact_before_a_later_chase_or_note_is_accepted_and_answers_no_later_chase(
    desk: Desk, later: tuple[object, ...], waits: bool
) -> None:
    rude(desk).at(f"{MON} 14:00").ok(*later)
    desk.at(f"{MON} 15:00").ok(*CALL, "--at", f"{MON} 11:00")
    assert ("chased" in kinds(desk)) == waits
    desk.ok(*CALL)
    assert "chased" not in kinds(desk)


def test_a_chase_does_not_end_the_silence(desk: Desk) -> None:
    """10:00–12:00 and 13:30–15:30 are four working hours."""
    rude(escalating(desk, 'row = { idle = "4 working hours", tell = "handler" }'))
    desk.at(f"{MON} 14:00").ok("chase", 1)
    assert carried_out(desk.at(f"{MON} 15:29")) == []
    assert carried_out(desk.at(f"{MON} 15:30")) == ["row"]


def test_a_note_ends_the_silence(desk: Desk) -> None:
    """Four working hours from 14:00 end at closing, 18:00."""
    rude(escalating(desk, 'row = { idle = "4 working hours", tell = "handler", hours = "always" }'))
    desk.at(f"{MON} 14:00").ok("note", 1, "On it.")
    assert carried_out(desk.at(f"{MON} 17:59")) == []
    assert carried_out(desk.at(f"{MON} 18:00")) == ["row"]


def test_an_unanswered_chase_goes_over_to_the_complaint_that_goes_on(desk: Desk) -> None:
    for _ in range(2):
        rude(desk, "--phone", PHONE, "--customer", "林小满")
    desk.ok("chase", 2)
    desk.ok("merge", 2, "--into", 1)
    assert [item["id"] for item in desk.ok("inbox") if "chased" in [why["kind"] for why in item["why"]]] == [1]


# ── escalation ─────────────────────────────────────────────────────────────────────────────────────


def late(hours: str = "") -> str:
    return f'row = {{ milestone = "contact", after = "0 minutes", tell = "handler"{hours} }}'


def test_at_night_only_a_row_for_always_is_carried_out(desk: Desk) -> None:
    rude(escalating(desk, late(), late(', hours = "always"').replace("row", "night")))
    assert carried_out(desk.at(f"{TUE} 22:00")) == ["night"]
    assert carried_out(desk.at(f"{WED} 08:59:59")) == []
    assert carried_out(desk.at(f"{WED} 09:00")) == ["row"]


def test_the_last_second_of_the_office_is_still_in_office_hours(desk: Desk) -> None:
    """Four working hours before the answer of Thu 18:00 is 14:00; what nobody ran since is run at closing."""
    row = 'row = { milestone = "reply", before = "4 working hours", tell = "handler" }'
    assert carried_out(rude(escalating(desk, row)).at(f"{THU} 18:00")) == ["row"]


@pytest.mark.parametrize("on", ["reopened", "cancelled"])
def test_a_row_for_a_step_that_ends_or_reopens_a_case_is_carried_out(desk: Desk, on: str) -> None:
    rude(escalating(desk, f'row = {{ on = "{on}", tell = "head" }}')).ok("cancel", 1, "--by", "customer", *WHY)
    if on == "reopened":
        assert events(desk, "escalated") == []
        desk.ok("reopen", 1, *WHY)
    assert [(e["rule"], e["tell"]) for e in events(desk, "escalated")] == [("row", ["care"])]


def test_a_late_opinion_is_told_to_the_head_of_the_department_that_owes_it(desk: Desk) -> None:
    """Billing leads, the network department works with it; neither has handed in its opinion, due on Wed 18:00."""
    listed(desk)
    for department, head in {"network": NETWORK, "billing": BILLING}.items():
        text = (desk.home / "rules.toml").read_text("utf-8")
        (row,) = re.findall(rf"(?m)^{department} +\= \{{ zh = .*above.*$", text)
        edited(desk, row, row.replace("{", f'{{ head = "{head}",', 1))
    escalating(desk, 'row = { milestone = "opinion", after = "0 minutes", tell = "head" }')
    desk.at(f"{MON} 10:00").ok("record", "宽带套餐多扣了30元", "--as", BOSS)
    desk.at(f"{FRI} 10:00").ok("escalate", "--due", "--as", BOSS)
    assert [e["tell"] for e in events(desk, "escalated", 1, "--as", BOSS)] == [[BILLING], [NETWORK]]


# ── who hears of it ────────────────────────────────────────────────────────────────────────────────


def test_whoever_is_urged_by_name_finds_it_in_the_inbox(desk: Desk) -> None:
    rude(listed(desk), "--as", BOSS).ok("assign", 1, "--handler", REVIEWER, "--as", BOSS)
    assert kinds(desk, "--as", CLERK) == []
    desk.ok("urge", 1, "--to", CLERK, "--note", "Today.", "--as", BOSS)
    assert kinds(desk, "--as", CLERK) == ["told"]


def test_a_department_that_is_told_finds_it_in_the_inbox_of_its_people(desk: Desk) -> None:
    """The case is the network department's; billing is told and has no part in it."""
    listed(escalating(desk, 'row = { chases = 1, tell = "billing" }'))
    desk.at(f"{MON} 10:00").ok("record", "断网三天", "--as", BOSS)
    desk.ok("chase", 1, "--as", BOSS)
    for who in (BILLING, BILLING_2):
        assert "told" in kinds(desk, "--as", who)
    assert "told" not in kinds(desk, "--as", NETWORK)


@pytest.fixture
def hidden(desk: Desk) -> Desk:
    """Complaint 1 of the store HZ01, recorded by the supervisor; the clerk of HZ02 does not see it."""
    return rude(listed(desk), "--store", "HZ01", "--phone", PHONE, "--customer", "林小满", "--as", BOSS)


@pytest.mark.parametrize("words", [("show", PHONE), ("note", PHONE, "x"), ("undo", PHONE)], ids=" ".join)
def test_a_phone_tells_nothing_of_a_case_of_another_store(hidden: Desk, words: tuple[object, ...]) -> None:
    told = refused(hidden, 3, *words, "--as", CLERK_2)
    assert "rude" not in told.err
    assert NUMBER not in told.err


@pytest.mark.parametrize("said", [1, NUMBER])
def test_undo_tells_no_more_of_a_case_out_of_sight_than_show(hidden: Desk, said: object) -> None:
    """Neither whose the last step was nor which; that of somebody else is refused with both where the case is seen."""
    told = refused(hidden, 3, "undo", said, "--as", CLERK_2)
    assert told.err == refused(hidden, 3, "show", said, "--as", CLERK_2).err
    assert BOSS not in told.err


@pytest.mark.parametrize("said", [1, PHONE])
def test_recalculate_without_the_right_names_no_number(hidden: Desk, said: object) -> None:
    told = hidden.tsk("recalculate", said, "--as", CLERK_2)
    assert (told.code in (3, 4), told.out, NUMBER in told.err) == (True, "", False)


# ── whose it is ────────────────────────────────────────────────────────────────────────────────────


def test_nobody_gets_a_case_after_their_last_day(desk: Desk) -> None:
    rude(listed(desk), "--as", BOSS)
    assert "2020-12-31" in refused(desk, 2, "assign", 1, "--handler", GONE, "--as", BOSS).err
    desk.ok("assign", 1, "--handler", REVIEWER, "--as", BOSS)
    assert "2020-12-31" in refused(desk, 2, "assign", "--from", REVIEWER, "--to", GONE, "--as", BOSS).err


def test_somebody_taken_out_of_the_list_is_listed_as_handler_and_relieved(desk: Desk) -> None:
    listed(desk).at(f"{MON} 10:00").ok("record", "断网三天", "--category", "business", "--as", BOSS)
    desk.ok("assign", 1, "--handler", BILLING, "--as", BOSS)
    edited(desk, 'w2101 = { zh = "周洋", role = "handler",    department = "billing" }\n', "")
    assert [case["id"] for case in desk.ok("list", "--handler", BILLING, "--as", BOSS)] == [1]
    desk.ok("assign", "--from", BILLING, "--to", BILLING_2, "--as", BOSS)
    assert desk.ok("show", 1, "--as", BOSS)["handler"] == BILLING_2


@pytest.mark.parametrize("who", ["t1", "boss"])
def test_a_case_that_was_accepted_may_still_be_handed_on_where_it_is_owned_until_accepted(
    tmp_path: Path, who: str
) -> None:
    desk = Desk(tmp_path / "handbook", f"{MON} 10:00")
    assert desk.tsk("init", "--practice", "--policy", "operator-handbook").code == 0
    people = 't1 = { zh = "甲", role = "agent", department = "technical" }\n'
    people += 'b1 = { zh = "乙", role = "agent", department = "billing" }\n'
    edited(
        desk,
        "\n[channels]",
        f'\n[staff]\n{people}boss = {{ zh = "丙", role = "lead", department = "care" }}\n\n\n[channels]',
    )
    desk.ok("record", "家里宽带故障", "--as", "boss")
    desk.ok("accept", 1, "--as", "t1")
    desk.ok("assign", 1, "--to", "billing", "--as", who)
    assert desk.ok("accept", 1, "--as", "b1")["department"] == "billing"


def test_what_the_customer_was_told_of_is_not_undone(desk: Desk) -> None:
    rude(desk).ok("extend", 1, "--by", "1 working day", "--told", *WHY)
    refused(desk, 4, "undo", 1)
    assert due(desk, "reply") == f"{FRI}T18:00"


# ── overdue ────────────────────────────────────────────────────────────────────────────────────────


def test_what_falls_due_exactly_within_the_limit_is_shown(desk: Desk) -> None:
    """On Mon, one working day ends on Tue 18:00, when contact is due, and not a second later."""
    rude(desk)
    assert [row["milestone"] for row in desk.ok("overdue", "--within", "1 working day")] == ["contact"]
    assert desk.ok("overdue") == []


def test_a_number_on_several_lines_of_a_pipe_is_urged_once(desk: Desk) -> None:
    lines = rude(desk).at(f"{FRI} 10:00").tsk("overdue").out
    assert lines.count(NUMBER) > 1
    desk.ok("urge", "-", stdin=lines)
    assert len(events(desk, "urged")) == 1


# ── an old file ────────────────────────────────────────────────────────────────────────────────────


def test_a_file_of_the_first_schema_is_brought_up_to_date_with_a_backup(desk: Desk, tmp_path: Path) -> None:
    rude(desk, "--phone", PHONE, "--customer", "林小满", "--card", "C-77").ok("chase", 1)
    before = (desk.ok("show", 1, "--history"), desk.ok("report"), desk.ok("list"))
    old = desk.copy(tmp_path / "old")
    older(old)
    kept = {path for path in old.home.rglob("*") if path.is_file()}
    assert old.ok("show", 1, "--history") == before[0]
    new = [path for path in old.home.rglob("*") if path.is_file() and path not in kept]
    (backup,) = [path for path in new if path.read_bytes()[:15] == b"SQLite format 3"]
    assert backup.stat().st_mode & 0o777 == 0o600
    assert old.ok("verify")["whole"]
    assert (old.ok("report"), old.ok("list")) == before[1:]
    assert [case["id"] for case in old.ok("search", "林小满")] == [case["id"] for case in desk.ok("search", "林小满")]
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT count(*) FROM schema_migration").fetchone() == (1,)


def test_rows_that_could_not_be_derived_again_are_derived_at_the_next_opening(desk: Desk) -> None:
    """A write that fails, as on a full disk, is no damage that may be passed over."""
    rude(desk)
    (file,) = desk.home.glob("*.db")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM stay")
        connection.execute("UPDATE site SET derived = ''")
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON stay BEGIN SELECT RAISE(ABORT, 'full'); END")
    assert desk.tsk("list").code == 6
    with closing(sqlite3.connect(file)) as connection, connection:
        assert connection.execute("SELECT derived FROM site").fetchone() == ("",)
        connection.execute("DROP TRIGGER full")
    assert len(desk.ok("list")) == 1
    assert desk.ok("verify")["whole"]
