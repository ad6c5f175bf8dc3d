"""The day summed up, and the page for the next shift; every count and date was worked out by hand, default rules.

Complaints about a rude clerk are customer care's own. Received on Mon 2 Nov 2026 at 10:00 they are due: contact on Tue,
plan and opinion on Wed, answer on Thu, each at 18:00.
"""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk, Result

SUN, MON, TUE, WED, THU, FRI, SAT = (f"2026-11-0{day}" for day in range(1, 8))
WHY = ("--reason", "Wrong number.")
COUNTS = ("new", "closed", "replied", "chased", "escalated", "reopened", "cancelled")
CLERK, CLERK_2, NETWORK, REVIEWER, BOSS = "w1001", "w1002", "w2001", "w3001", "w9001"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care",    store = "HZ01" }
w1002 = { zh = "孙悦", role = "clerk",      department = "care",    store = "HZ02" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


def received(desk: Desk, at: str, *words: object) -> Desk:
    desk.at(at).ok("record", "The clerk was rude", "--category", "attitude", *words)
    return desk


@pytest.fixture
def monday(desk: Desk) -> Desk:
    """Complaint 1 of Mon 2 Nov 10:00."""
    return received(desk, f"{MON} 10:00")


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    path = desk.home / "rules.toml"
    path.write_text(path.read_text("utf-8").replace("\n[channels]", STAFF, 1), "utf-8")
    assert desk.tsk("rules", "check").code == 0
    return desk.at(f"{MON} 10:00")


def answer(id: int) -> tuple[object, ...]:
    return ("reply", id, "We apologised.", "--via", "phone", "--satisfied", "yes")


def closed(desk: Desk, id: int) -> None:
    desk.ok("contact", id, "--via", "phone")
    desk.ok("propose", id, "Apologise.", "--cause", "staff", "--upheld", "yes")
    for words in (answer(id), ("submit", id), ("close", id)):
        desk.ok(*words)


def counts(desk: Desk, *words: object) -> dict[str, int]:
    """What happened on the day, without what did not."""
    found = desk.ok("daily", *words)
    return {name: found[name] for name in COUNTS if found[name]}


def due(desk: Desk, date: str) -> set[str]:
    """What falls due on that day, as `1 contact`."""
    return {f"{one['id']} {why['milestone']}" for one in desk.ok("daily", "--date", date)["due"] for why in one["why"]}


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == events
    return told


# ── what happened ──────────────────────────────────────────────────────────────────────────────────


def test_an_empty_day_counts_nothing(desk: Desk) -> None:
    found = desk.ok("daily")
    assert found["date"] == "2026-10-09"
    assert {name: found[name] for name in COUNTS} == dict.fromkeys(COUNTS, 0)
    assert (found["overdue"], found["overdue_complaints"]) == ([], 0)
    assert (found["due"], found["chased_complaints"], found["carried_out"]) == ([], [], [])


def test_the_counts_are_complaints_by_what_happened_to_them_that_day(desk: Desk) -> None:
    """Six come in on Mon; two are chased, one of them twice; on Tue each meets another fate."""
    for _ in range(6):
        received(desk, f"{MON} 10:00")
    for id in (1, 1, 2):
        desk.ok("chase", id)
    assert counts(desk) == {"new": 6, "chased": 2}
    desk.at(f"{TUE} 10:00").ok(*answer(1))
    closed(desk, 2)
    desk.ok("cancel", 3, "--by", "customer", *WHY)
    desk.ok("reject", 4, *WHY)
    closed(desk, 5)
    desk.ok("reopen", 5, *WHY)
    assert counts(desk) == {"replied": 3, "closed": 2, "cancelled": 2, "reopened": 1}
    assert counts(desk, "--date", MON) == {"new": 6, "chased": 2}


def test_who_asked_for_news_is_named(monday: Desk) -> None:
    received(monday, f"{MON} 11:00")
    for id in (2, 2):
        monday.ok("chase", id)
    assert monday.ok("daily")["chased_complaints"] == [{"id": 2, "number": "20261102-0002", "chases": 2}]
    assert monday.at(f"{TUE} 10:00").ok("daily")["chased_complaints"] == []
    assert monday.ok("daily", "--date", MON)["chased_complaints"] == [{"id": 2, "number": "20261102-0002", "chases": 2}]


def test_a_merged_complaint_is_called_off(desk: Desk) -> None:
    received(desk, f"{MON} 09:00", "--phone", "13800001234")
    received(desk, f"{MON} 10:00", "--phone", "13800001234").ok("merge", 2, "--into", 1)
    assert counts(desk) == {"new": 2, "cancelled": 1}


def test_a_day_goes_by_the_instant_that_was_claimed(monday: Desk) -> None:
    """Told on Tue what was done on Mon, with the last second of Mon and the first of Tue."""
    received(monday, f"{MON} 11:00")
    monday.at(f"{TUE} 10:00").ok(*answer(1), "--at", f"{MON} 23:59:59")
    monday.ok(*answer(2), "--at", f"{TUE} 00:00:00")
    assert counts(monday, "--date", MON) == {"new": 2, "replied": 1}
    assert counts(monday) == {"replied": 1}


def test_a_step_that_was_undone_did_not_happen(monday: Desk) -> None:
    monday.ok("chase", 1)
    monday.ok("undo", 1)
    assert counts(monday) == {"new": 1}
    monday.at(f"{MON} 23:58").ok("chase", 1)
    monday.at(f"{TUE} 00:02").ok("undo", 1)
    assert counts(monday, "--date", MON) == {"new": 1}
    assert monday.ok("daily", "--date", MON)["chased_complaints"] == []


@pytest.mark.parametrize("said", [MON, "yesterday", "昨天", "11-02"])
def test_a_day_is_named_in_any_of_these_ways(monday: Desk, said: str) -> None:
    found = monday.at(f"{TUE} 10:00").ok("daily", "--date", said)
    assert (found["date"], found["new"]) == (MON, 1)


@pytest.mark.parametrize("said", [WED, "tomorrow", "2027-01-01", "some day"])
def test_a_day_that_has_not_come_is_not_summed_up(monday: Desk, said: str) -> None:
    refused(monday.at(f"{TUE} 10:00"), 2, "daily", "--date", said)


# ── what is owed ───────────────────────────────────────────────────────────────────────────────────


def test_overdue_is_what_is_overdue_now_whatever_the_day(monday: Desk) -> None:
    """Contact since Tue 18:00: one second late on Tue 18:00:01; plan and opinion since Wed 18:00."""
    received(monday, f"{TUE} 10:00")
    assert monday.at(f"{TUE} 18:00:00").ok("daily")["overdue"] == []
    found = monday.at(f"{TUE} 18:00:01").ok("daily")
    assert [(row["id"], row["milestone"], row["late_seconds"]) for row in found["overdue"]] == [(1, "contact", 1)]
    found = monday.at(f"{WED} 18:00:01").ok("daily", "--date", MON)
    assert [(row["id"], row["milestone"]) for row in found["overdue"]] == [
        (1, "contact"), (1, "opinion"), (1, "plan"), (2, "contact"),
    ]  # fmt: skip
    assert found["overdue_complaints"] == 2


def test_due_is_what_falls_due_on_that_day(monday: Desk) -> None:
    received(monday, f"{TUE} 10:00")
    monday.at(f"{WED} 23:00")
    assert due(monday, MON) == set()
    assert due(monday, TUE) == {"1 contact"}
    assert due(monday, WED) == {"1 plan", "1 opinion", "2 contact"}
    monday.ok("contact", 2, "--via", "phone")
    assert due(monday, WED) == {"1 plan", "1 opinion"}


def test_what_is_due_at_24_00_belongs_to_the_day_that_ends(monday: Desk) -> None:
    """The legal limit is 17 Nov 24:00, a promise for Wed runs to its 24:00."""
    monday.ok("promise", 1, "A letter", "--by", WED)
    monday.at(f"{THU} 10:00")
    assert due(monday, WED) == {"1 plan", "1 opinion", "1 deliver"}
    assert due(monday, THU) == {"1 reply"}
    monday.at("2026-11-19 10:00")
    assert due(monday, "2026-11-17") == {"1 statutory"}
    assert due(monday, "2026-11-18") == set()


def test_promises_and_return_visits_fall_due_too(monday: Desk) -> None:
    """Closed on Mon: visited by Thu; the letter was promised for Wed 12:00."""
    monday.ok("promise", 1, "A letter", "--by", f"{WED} 12:00")
    closed(monday, 1)
    monday.at(f"{THU} 20:00")
    assert due(monday, WED) == {"1 deliver"}
    assert due(monday, THU) == {"1 visit"}
    assert [row["milestone"] for row in monday.ok("daily")["overdue"]] == ["deliver", "visit"]


def test_twice_says_the_same_but_for_what_was_carried_out(monday: Desk) -> None:
    """On Wed 09:00 the head of customer care hears of the contact that nobody made."""
    first = monday.at(f"{WED} 10:00").ok("daily")
    events = monday.events
    assert [(one["rule"], one["id"]) for one in first["carried_out"]] == [("contact-late", 1)]
    assert first["escalated"] == 1
    again = monday.ok("daily")
    assert again["carried_out"] == []
    assert {**again, "carried_out": first["carried_out"]} == first
    assert monday.events == events


def test_what_the_summary_shows_was_carried_out_before_it(monday: Desk) -> None:
    """An answer late by a working day is raised to major: the overdue row says so already."""
    found = monday.at("2026-11-09 10:00").ok("daily")
    assert "reply-late" in [one["rule"] for one in found["carried_out"]]
    assert {row["severity"] for row in found["overdue"]} == {"major"}


def test_quiet_says_nothing_unless_something_is_wrong(monday: Desk) -> None:
    """What is due, chased or told in time is the day's work; the contact is wrong from a second after its due."""
    for when in (f"{MON} 10:00", f"{TUE} 10:00", f"{TUE} 18:00:00"):
        assert monday.at(when).tsk("daily", "--quiet", "--check") == (0, "", "")
        assert monday.tsk("daily").out != ""
    monday.ok("chase", 1)
    assert monday.tsk("daily", "--quiet") == (0, "", "")
    late = monday.at(f"{TUE} 18:00:01").tsk("daily", "--quiet", "--check")
    assert late.code == 10
    assert "Contact" in late.out


def test_what_is_wrong_is_said_in_json(monday: Desk) -> None:
    assert monday.ok("daily")["wrong"] is False
    assert monday.at(f"{TUE} 18:00:01").ok("daily")["wrong"] is True


# ── what else is said ──────────────────────────────────────────────────────────────────────────────


def test_a_target_is_lost_only_where_what_is_open_could_not_mend_it(desk: Desk) -> None:
    """Solved by Tue: one of two, and the other is open, so 95 of 100 could be reached still; cancelled, it is lost."""
    for _ in range(2):
        received(desk, f"{MON} 10:00")
    closed(desk, 1)
    desk.at(f"{TUE} 10:00")
    missed = {one["name"]: one for one in desk.ok("daily")["missed_targets"]}
    assert {name: one["lost"] for name, one in missed.items()} == {"resolution": False}
    assert (missed["resolution"]["percent"], missed["resolution"]["at_least"]) == (50.0, 95.0)
    assert "Target not reached yet: Resolution 50.0 %, at least 95 %" in desk.tsk("daily").out
    assert desk.tsk("daily", "--check").code == 0
    desk.ok("cancel", 2, "--by", "customer", *WHY)
    assert [one["lost"] for one in desk.ok("daily")["missed_targets"]] == [True]
    assert desk.tsk("daily", "--check").code == 10
    assert "Target missed: Resolution 50.0 %" in desk.tsk("daily", "--quiet").out
    assert "未达标：解决率 50.0%，不低于 95%" in desk.tsk("daily", "--lang", "zh").out


def test_a_wait_that_is_over_is_counted_from_its_end(monday: Desk) -> None:
    """The customer was to send a photograph by Tue 12:00."""
    monday.ok("pend", 1, "--reason", "customer", "--until", f"{TUE} 12:00", "--note", "A photograph.")
    assert monday.at(f"{TUE} 11:59:59").ok("daily")["waits_over"] == 0
    assert monday.at(f"{TUE} 12:00:00").ok("daily")["waits_over"] == 1
    assert "Waits that are over: 1" in monday.tsk("daily", "--quiet").out
    other = monday.copy(monday.home.with_name("other"))
    monday.ok("resume", 1)
    other.ok("cancel", 1, "--by", "customer", *WHY)
    assert [desk.ok("daily")["waits_over"] for desk in (monday, other)] == [0, 0]


def test_return_visits_that_are_late_are_counted_on_their_own(monday: Desk) -> None:
    """Closed on Mon: visited by Thu 18:00."""
    closed(monday, 1)
    found = monday.at(f"{THU} 18:00:01").ok("daily")
    assert (found["overdue_visits"], found["overdue_milestones"], found["overdue_complaints"]) == (1, 1, 1)
    assert "Return visits overdue: 1" in monday.tsk("daily").out


def test_deadlines_that_are_not_sure_are_counted_with_the_earliest(desk: Desk) -> None:
    """Recorded on Wed 30 Dec 2026: the contact is due on Thu 31 Dec, the rest in days of 2027 not announced yet."""
    received(desk, "2026-12-30 10:00")
    found = desk.ok("daily")["provisional"]
    assert (found["count"], found["earliest"][:10]) == (3, "2027-01-04")
    assert "Provisional deadlines: 3, the earliest 2027-01-04 18:00" in desk.tsk("daily").out


def test_many_late_ones_are_counted_exactly_and_shown_up_to_a_hundred(desk: Desk) -> None:
    """Forty with contact, plan and opinion late on Wed evening: 120 milestones of 40 complaints."""
    for _ in range(40):
        received(desk, f"{MON} 10:00")
    found = desk.at(f"{WED} 18:00:01").ok("daily")
    assert (found["overdue_milestones"], found["overdue_complaints"], len(found["overdue"])) == (120, 40, 100)
    assert "… 20 more deadlines: `tsk overdue`" in desk.tsk("daily").out
    found = desk.ok("daily", "--date", TUE)
    assert (found["due_complaints"], len(found["due"])) == (40, 40)


def test_whoever_sees_a_part_is_told_the_same_sums_of_it(staffed: Desk) -> None:
    """The clerk of HZ01 took one of three; the supervisor sees all."""
    received(staffed, f"{MON} 10:00", "--store", "HZ01", "--as", CLERK)
    for _ in range(2):
        received(staffed, f"{MON} 10:00", "--store", "HZ02", "--as", CLERK_2)
    staffed.at(f"{TUE} 18:00:01")
    sums = {}
    for who in (CLERK, CLERK_2, BOSS):
        found = staffed.ok("daily", "--as", who)
        sums[who] = (found["overdue_milestones"], found["overdue_complaints"], found["due_complaints"])
    assert sums == {CLERK: (1, 1, 1), CLERK_2: (2, 2, 2), BOSS: (3, 3, 3)}


@pytest.mark.parametrize("words", [(), ("--quiet",), ("--json",), ("--date", "yesterday")])
def test_check_exits_with_10_where_anything_is_overdue(monday: Desk, words: tuple[str, ...]) -> None:
    assert monday.at(f"{TUE} 18:00:00").tsk("daily", "--check", *words).code == 0
    assert monday.at(f"{TUE} 18:00:01").tsk("daily", "--check", *words).code == 10
    assert monday.tsk("daily", *words).code == 0


def test_the_summary_is_said_in_words(monday: Desk) -> None:
    monday.at(f"{WED} 10:00")
    out = monday.tsk("daily").out
    for words in ("2026-11-04 Wed", "overdue now: 1", "20261102-0001", "Contact", "contact late", "Customer care"):
        assert words.casefold() in out.casefold(), words
    assert "周三" in monday.tsk("daily", "--lang", "zh").out


# ── the next shift ─────────────────────────────────────────────────────────────────────────────────


def handed(desk: Desk, *words: object) -> dict[int, str]:
    """The complaints on the page, each with its most urgent reason."""
    found = desk.ok("handover", *words)
    return {one["id"]: f"{one['why'][0]['kind']} {one['why'][0]['milestone']}".strip() for one in found["items"]}


@pytest.mark.parametrize(
    ("now", "until", "why"),
    [
        (f"{MON} 17:00", "2026-11-04T00:00", "Tue 24:00"),
        (f"{FRI} 17:00", "2026-11-10T00:00", "over the weekend: Mon 9 Nov 24:00"),
        (f"{SAT} 12:00", "2026-11-10T00:00", "on the weekend: Mon 9 Nov 24:00"),
        ("2026-09-30 17:00", "2026-10-09T00:00", "over National Day: Thu 8 Oct 24:00"),
        ("2026-10-03 12:00", "2026-10-09T00:00", "on National Day: Thu 8 Oct 24:00"),
        ("2026-10-09 17:00", "2026-10-11T00:00", "the make-up Saturday 10 Oct 24:00"),
        ("2026-09-18 17:00", "2026-09-21T00:00", "the make-up Sunday 20 Sep 24:00"),
    ],
)
def test_the_page_reaches_to_the_end_of_the_next_working_day(desk: Desk, now: str, until: str, why: str) -> None:
    assert desk.at(now).ok("handover")["until"][:16] == until, why


def test_the_page_holds_what_matters_until_then(desk: Desk) -> None:
    """On Fri 17:00: due by Mon 24:00, whatever was missed or asked for, and what only waits."""
    received(desk, f"{FRI} 10:00").ok("accept", 1)  # contact by Mon 9
    received(desk, f"{WED} 10:00").ok("accept", 2)  # contact since Thu, the rest by Mon
    received(desk, f"{FRI} 10:00").ok("chase", 3)
    received(desk, f"{FRI} 10:00")
    desk.ok("contact", 4, "--via", "phone", "--next", "2026-11-09 15:00")
    received(desk, f"{FRI} 10:00").ok("contact", 5, "--via", "phone")  # plan by Tue: not yet
    received(desk, f"{FRI} 10:00")
    desk.ok("contact", 6, "--via", "phone")
    desk.ok("pend", 6, "--reason", "customer", "--until", "2026-11-12 12:00")
    closed(received(desk, f"{FRI} 10:00"), 7)  # visited by Wed
    assert handed(desk.at(f"{FRI} 17:00")) == {
        2: "overdue contact", 3: "chased", 4: "callback", 1: "today contact", 6: "waiting",
    }  # fmt: skip


def test_the_page_says_how_many_are_open_and_what_was_done_today(monday: Desk) -> None:
    received(monday, f"{TUE} 10:00")
    received(monday, f"{TUE} 10:00")
    monday.ok("chase", 1)
    monday.ok("chase", 1)
    closed(monday, 2)
    monday.ok("undo", 2)
    found = monday.ok("handover")
    assert found["open"] == 3
    wanted = {"new": 2, "chased": 1, "replied": 1, "closed": 0}
    assert {name: found["today"][name] for name in wanted} == wanted


def test_the_page_is_of_a_department_or_a_store(desk: Desk) -> None:
    """Two at customer care, of two stores; one led by billing, in which the network department has a part."""
    received(desk, f"{MON} 10:00", "--store", "HZ01")
    received(desk, f"{MON} 10:00", "--store", "HZ02")
    desk.ok("record", "宽带套餐多扣了30元", "--store", "HZ01")
    desk.at(f"{TUE} 10:00")
    assert set(handed(desk)) == {1, 2, 3}
    assert set(handed(desk, "--department", "care")) == {1, 2}
    assert set(handed(desk, "--department", "network")) == set(handed(desk, "--department", "billing")) == {3}
    assert set(handed(desk, "--store", "HZ01")) == {1, 3}
    assert set(handed(desk, "--department", "care", "--store", "HZ02")) == {2}
    found = desk.ok("handover", "--department", "care", "--store", "HZ02")
    assert (found["department"], found["store"], found["open"]) == ("care", "HZ02", 1)


def test_the_page_has_its_sections_in_order(desk: Desk) -> None:
    """What is overdue, what was asked for, what is due by then, what waits for one of us, and for others."""
    received(desk, f"{FRI} 10:00").ok("accept", 1)
    received(desk, f"{WED} 10:00").ok("accept", 2)
    received(desk, f"{FRI} 10:00").ok("chase", 3)
    received(desk, f"{FRI} 10:00")
    desk.ok("contact", 4, "--via", "phone")
    desk.ok("propose", 4, "Pay.", "--amount", "30")
    received(desk, f"{FRI} 10:00").ok("contact", 5, "--via", "phone")
    desk.ok("pend", 5, "--reason", "customer", "--until", "2026-11-12 12:00")
    out = desk.at(f"{FRI} 17:00").tsk("handover").out
    order = [
        "Overdue (1)", "-0002", "Asked for (1)", "-0003", "Due by then (1)", "-0001",
        "Waiting for one of us (1)", "-0004", "Waiting for others (1)", "-0005",
    ]  # fmt: skip
    places = [out.index(words) for words in order]
    assert places == sorted(places)
    assert "11-09 24:00" in out


def test_where_nothing_is_owed_the_page_says_so(desk: Desk) -> None:
    assert handed(desk) == {}
    assert "Nothing is owed" in desk.tsk("handover").out


@pytest.mark.parametrize("words", [("--department", "kitchen"), ("--store",)])
def test_a_page_of_nowhere_is_refused(monday: Desk, words: tuple[str, ...]) -> None:
    refused(monday, 2, "handover", *words)


# ── where staff is listed ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def stores(staffed: Desk) -> Desk:
    """Complaint 1 of the store HZ01, 2 of HZ02, both at customer care; 3 of HZ01 at the network department."""
    for who in (CLERK, CLERK_2):
        received(staffed, f"{MON} 10:00", "--as", who)
    staffed.ok("record", "断网三天", "--as", CLERK)
    return staffed


def test_the_page_holds_what_the_reader_may_see(stores: Desk) -> None:
    """A clerk the own store, a handler the own department, a reviewer everything."""
    stores.at(f"{TUE} 10:00")
    seen = {CLERK: {1, 3}, CLERK_2: {2}, NETWORK: {3}, REVIEWER: {1, 2, 3}, BOSS: {1, 2, 3}}
    assert {who: set(handed(stores, "--as", who)) for who in seen} == seen
    assert handed(stores, "--department", "care", "--as", NETWORK) == {}


def test_the_summary_holds_what_the_reader_may_see(stores: Desk) -> None:
    stores.at(f"{TUE} 18:00:01")
    seen = {CLERK: {1, 3}, CLERK_2: {2}, NETWORK: {3}, REVIEWER: {1, 2, 3}, BOSS: {1, 2, 3}}
    for who, ids in seen.items():
        found: dict[str, Any] = stores.ok("daily", "--date", MON, "--as", who)
        assert {row["id"] for row in found["overdue"]} == ids
        assert found["new"] == len(ids)


def test_what_is_carried_out_is_carried_out_for_all_whoever_asks_for_the_summary(stores: Desk) -> None:
    """The handler sees one complaint, the steps on all three are taken."""
    found = stores.at(f"{WED} 10:00").ok("daily", "--as", NETWORK)
    assert {one["id"] for one in found["carried_out"]} == {3}
    assert stores.ok("daily", "--as", BOSS)["carried_out"] == []
    assert stores.ok("daily", "--as", BOSS)["escalated"] == 3


@pytest.mark.parametrize("verb", ["daily", "handover"])
def test_somebody_who_is_not_listed_gets_neither(stores: Desk, verb: str) -> None:
    refused(stores, 4, verb, "--as", "visitor")
