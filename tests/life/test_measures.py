"""Improvement measures: whose, by when, in which parts, and whether they worked.  It is Mon 2 Nov 2026, 10:00."""

from __future__ import annotations

import pytest
from behind import asked
from conftest import Desk, Result

CARE, NETWORK, QUALITY, CHIEF, STRANGER = "w1001", "w2001", "w3001", "w9001", "visitor"
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care", store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }

[themes]
bills = { zh = "账务", en = "Bills" }

[measures]
rectification = { zh = "整改通知", en = "Rectification notice" }
two-parts = { zh = "两步", en = "In two parts", steps = { find = { zh = "查明", en = "Find out" }, mend = "改正" } }


[channels]"""
MONDAY, LATER = "2026-11-02 10:00", "2026-11-10 09:30"
WHY = ("--reason", "The part comes later.")


@pytest.fixture
def open_desk(desk: Desk) -> Desk:
    """A desk with people and two kinds of measures, and complaint 1 of the network department."""
    rules = desk.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("\n\n[channels]", STAFF, 1), "utf-8")
    desk.at(MONDAY).ok("record", "No signal in the lift", "--product", "Phone A", "--as", CARE)
    return desk


def refused(desk: Desk, code: int, *words: object, who: str = CHIEF) -> Result:
    """The command fails with that code and writes nothing."""
    before = desk.events
    told = desk.tsk(*words, "--as", who, "--lang", "en")
    assert (told.code, told.out) == (code, ""), told
    assert desk.events == before
    return told


def taken(desk: Desk, *words: object) -> int:
    """The number of a new measure of the network department, due on Friday."""
    plain = ("--department", "network", "--by", "2026-11-06")
    return int(desk.ok("measure", "add", "Mend the mast", *(words or plain), "--as", CHIEF)["id"])


# ── a measure ──────────────────────────────────────────────────────────────────────────────────────


def test_a_measure_has_a_department_an_owner_a_date_and_where_it_comes_from(open_desk: Desk) -> None:
    words = ("--department", "网络部", "--owner", "赵敏", "--by", "2026-11-06", "--from", "report 2026-10, network")
    found = open_desk.ok("measure", "add", "Mend the mast", "--kind", "整改通知", *words, "--as", CHIEF)
    assert (found["id"], found["state"], found["text"]) == (1, "open", "Mend the mast")
    assert (found["kind"], found["department"], found["owner"]) == ("rectification", "network", NETWORK)
    assert found["source"] == "report 2026-10, network"
    assert found["due"] == found["next_due"] == "2026-11-07T00:00:00+08:00"  # Friday 24:00
    assert (found["complaint"], found["number"], found["parts"], found["done_at"]) == (None, None, [], None)
    shown = open_desk.ok("measure", "show", 1, "--as", CARE)
    assert [(event["type"], event["actor"]) for event in shown["events"]] == [("measure_added", CHIEF)]


@pytest.mark.parametrize(
    ("words", "department"),
    [
        (("--complaint", 1), "network"),  # of the complaint
        (("--complaint", 1, "--department", "billing"), "billing"),  # as said
        (("--owner", NETWORK), "network"),  # of the owner
        ((), "ops"),  # of whoever takes it
    ],
)
def test_the_department_follows_from_what_is_said(open_desk: Desk, words: tuple[object, ...], department: str) -> None:
    found = open_desk.ok("measure", "add", "Mend it", *words, "--by", "2026-11-06", "--as", CHIEF)
    assert found["department"] == department


def test_a_measure_of_a_complaint_is_shown_with_it(open_desk: Desk) -> None:
    taken(open_desk, "--complaint", 1, "--by", "2026-11-06")
    (found,) = open_desk.ok("show", 1, "--as", CHIEF)["measures"]
    assert (found["id"], found["complaint"], found["number"]) == (1, 1, "20261102-0001")
    assert "Mend the mast" in open_desk.tsk("show", 1, "--as", CHIEF).out


@pytest.mark.parametrize(
    ("code", "words", "naming"),
    [
        (2, ("  ",), "A measure needs a text."),
        (2, ("Mend it",), "By when is it to be done?"),
        (2, ("Mend it", "--by", "2026-11-01"), "before it is begun"),
        (2, ("Mend it", "--by", "never"), "never"),
        (2, ("Mend it", "--kind", "9d"), "There is no kind of measure “9d”"),
        (2, ("Mend it", "--department", "moon", "--by", "+1d"), "There is no department “moon”"),
        (2, ("Mend it", "--owner", "nobody", "--by", "+1d"), "There is no person “nobody”"),
        (2, ("Mend it", "--study", "moon", "--by", "+1d"), "There is no theme “moon”"),
        (3, ("Mend it", "--complaint", 99, "--by", "+1d"), "There is no complaint 99 here."),
        (2, ("Mend it", "--by", "+1d", "--at", "2026-11-03"), "lies in the future"),
    ],
)
def test_what_cannot_be_a_measure_is_refused(
    open_desk: Desk, code: int, words: tuple[object, ...], naming: str
) -> None:
    assert naming in refused(open_desk, code, "measure", "add", *words).err


def test_a_measure_takes_the_right_to_it(open_desk: Desk) -> None:
    for who in (CARE, NETWORK, QUALITY, STRANGER):
        assert f"{who} may not `measure`" in refused(open_desk, 4, "measure", "add", "x", "--by", "+1d", who=who).err
    assert "not within what w1001 may see" not in refused(open_desk, 4, "measure", "done", 9, who=CARE).err


@pytest.mark.parametrize("words", [("step", 7, "find", "--done"), ("done", 7, "--effect", "Well."), ("show", 7)])
def test_a_measure_that_is_not_there_is_not_found(open_desk: Desk, words: tuple[object, ...]) -> None:
    assert "There is no improvement measure 7 here." in refused(open_desk, 3, "measure", *words).err


# ── its parts ──────────────────────────────────────────────────────────────────────────────────────


def test_a_kind_with_parts_opens_all_of_them(open_desk: Desk) -> None:
    taken(open_desk, "--kind", "two-parts", "--complaint", 1)
    found = open_desk.ok("measure", "show", 1, "--as", CHIEF)
    assert [(part["name"], part["due"], part["done_at"]) for part in found["parts"]] == [
        ("find", None, None),
        ("mend", None, None),
    ]
    assert (found["due"], found["next_due"]) == (None, None)


def test_a_part_has_an_owner_and_a_date_and_its_owner_finishes_it(open_desk: Desk) -> None:
    taken(open_desk, "--kind", "two-parts", "--complaint", 1)
    found = open_desk.ok("measure", "step", 1, "查明", "--owner", NETWORK, "--by", "2026-11-04", "--as", CHIEF)
    assert found["next_due"] == "2026-11-05T00:00:00+08:00"
    assert "may not `measure`" in refused(open_desk, 4, "measure", "step", 1, "find", "--by", "+9d", who=NETWORK).err
    assert "may not `measure`" in refused(open_desk, 4, "measure", "step", 1, "mend", "--done", who=NETWORK).err
    words = ("--text", "The mast was struck.", "--done", "--told")
    done = open_desk.at("2026-11-03 15:00").ok("measure", "step", 1, "find", *words, "--as", NETWORK)["parts"][0]
    assert (done["owner"], done["done_by"], done["text"]) == (NETWORK, NETWORK, "The mast was struck.")
    assert done["done_at"] == done["told_at"] == "2026-11-03T15:00:00+08:00"
    assert "find of measure 1 is done already" in refused(open_desk, 4, "measure", "step", 1, "find", "--done").err


@pytest.mark.parametrize(
    ("code", "words", "naming"),
    [
        (2, ("moan", "--done"), "There are: find, mend."),
        (2, ("find",), "Nothing would change."),
        (2, ("find", "--by", "2026-11-01"), "before it is begun"),
        (2, ("--done",), "Which part is meant?"),
        (4, ("find", "--done"), "only with a word about what was done"),
        (4, ("find", "--told"), "belongs to no complaint"),
        (2, ("find", "--text", "x", "--at", "2026-11-02 09:00"), "lies before"),
    ],
)
def test_what_is_no_work_on_a_part_is_refused(
    open_desk: Desk, code: int, words: tuple[object, ...], naming: str
) -> None:
    taken(open_desk, "--kind", "two-parts")
    assert naming in refused(open_desk, code, "measure", "step", 1, *words).err


def test_a_measure_without_parts_has_none_to_work_on(open_desk: Desk) -> None:
    taken(open_desk)
    assert "Measure 1 has no parts." in refused(open_desk, 2, "measure", "step", 1, "find", "--done").err


def test_a_date_is_moved_only_with_a_reason(open_desk: Desk) -> None:
    taken(open_desk)
    words = ("measure", "step", 1, "--by", "2026-11-13")
    assert "Why is the date moved?" in refused(open_desk, 2, *words).err
    found = open_desk.ok(*words, *WHY, "--owner", NETWORK, "--as", CHIEF)
    assert (found["due"], found["owner"]) == ("2026-11-14T00:00:00+08:00", NETWORK)


# ── its effect ─────────────────────────────────────────────────────────────────────────────────────


def test_a_measure_is_done_when_its_effect_was_confirmed_and_never_changes_again(open_desk: Desk) -> None:
    taken(open_desk)
    assert "only when its effect was checked" in refused(open_desk, 4, "measure", "done", 1).err
    assert "only when its effect was checked" in refused(open_desk, 4, "measure", "done", 1, "--effect", " ").err
    found = open_desk.ok("measure", "done", 1, "--effect", "No complaint since.", "--as", CHIEF)
    assert (found["state"], found["confirmed"], found["effect"]) == ("done", "yes", "No complaint since.")
    assert (found["done_at"], found["next_due"]) == ("2026-11-02T10:00:00+08:00", None)
    for words in (("done", 1, "--effect", "x"), ("step", 1, "--text", "x"), ("step", 1, "--by", "+9d", *WHY)):
        assert "Measure 1 is done and can no longer be changed." in refused(open_desk, 4, "measure", *words).err


def test_a_measure_with_an_open_part_is_not_done(open_desk: Desk) -> None:
    taken(open_desk, "--kind", "two-parts")
    open_desk.ok("measure", "step", 1, "find", "--text", "Found.", "--done", "--as", CHIEF)
    told = refused(open_desk, 4, "measure", "done", 1, "--effect", "Well.")
    assert "Measure 1 still has open parts: 改正." in told.err
    assert "tsk measure step 1 mend --done" in told.err
    open_desk.ok("measure", "step", 1, "mend", "--text", "Mended.", "--done", "--as", CHIEF)
    assert open_desk.ok("measure", "done", 1, "--effect", "Well.", "--as", CHIEF)["state"] == "done"


def test_an_effect_that_is_not_there_keeps_the_measure_open_and_stays_on_record(open_desk: Desk) -> None:
    taken(open_desk, "--kind", "two-parts")
    for part in ("find", "mend"):
        open_desk.ok("measure", "step", 1, part, "--text", "So.", "--done", "--as", CHIEF)
    words = ("measure", "done", 1, "--effect", "It broke again.", "--confirmed", "no", "--as", CHIEF)
    found = open_desk.ok(*words)
    assert (found["state"], found["confirmed"], found["effect"]) == ("open", "no", "It broke again.")
    again = open_desk.ok("measure", "step", 1, "mend", "--by", "2026-11-06", *WHY, "--as", CHIEF)
    assert [part["done_at"] is None for part in again["parts"]] == [False, True]
    open_desk.ok("measure", "step", 1, "mend", "--done", "--as", CHIEF)
    open_desk.ok("measure", "done", 1, "--effect", "It holds.", "--as", CHIEF)
    checks = open_desk.ok("measure", "show", 1, "--as", CHIEF)["checks"]
    assert [(one["effect"], one["confirmed"]) for one in checks] == [("It broke again.", "no"), ("It holds.", "yes")]


# ── what a complaint needs of them ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("asked", ["measure", "measures", "measure:rectification"])
def test_a_complaint_closes_only_with_the_measures_that_its_policy_asks_for(open_desk: Desk, asked: str) -> None:
    rules = open_desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    closing = f'[closing]\nwith-measure = {{ when.product = "Phone B", requires = ["replied", "{asked}"] }}\n'
    rules.write_text(text.replace("[closing]", closing, 1), "utf-8")
    assert open_desk.tsk("rules", "check").code == 0
    open_desk.ok("record", "No signal", "--product", "Phone B", "--as", CARE)
    open_desk.ok("reply", 2, "We mend it.", "--via", "phone", "--as", CHIEF)
    close = ("close", 2)
    assert "closing.with-measure" in refused(open_desk, 4, *close).err
    taken(open_desk, "--complaint", 2, "--kind", "rectification", "--by", "2026-11-06")
    if asked != "measure":
        assert "closing.with-measure" in refused(open_desk, 4, *close).err
        open_desk.ok("measure", "done", 1, "--effect", "Well.", "--as", CHIEF)
    assert open_desk.ok(*close, "--as", CHIEF)["state"] == "closed"


def test_one_open_measure_among_done_ones_is_not_all_of_them(open_desk: Desk) -> None:
    rules = open_desk.home / "rules.toml"
    closing = '[closing]\nall = { when.product = "Phone B", requires = ["measures"] }\n'
    rules.write_text(rules.read_text("utf-8").replace("[closing]", closing, 1), "utf-8")
    open_desk.ok("record", "No signal", "--product", "Phone B", "--as", CARE)
    open_desk.ok("reply", 2, "We mend it.", "--via", "phone", "--as", CHIEF)
    for _ in range(2):
        taken(open_desk, "--complaint", 2, "--by", "2026-11-06")
    open_desk.ok("measure", "done", 1, "--effect", "Well.", "--as", CHIEF)
    assert "all measures done" in refused(open_desk, 4, "close", 2).err
    open_desk.ok("measure", "done", 2, "--effect", "Well.", "--as", CHIEF)
    assert open_desk.ok("close", 2, "--as", CHIEF)["state"] == "closed"


def test_a_recurrence_on_the_same_product_is_told_at_the_counter(open_desk: Desk) -> None:
    taken(open_desk, "--complaint", 1, "--by", "2026-11-06")
    again = ("record", "No signal again", "--product", "Phone A", "--as", CARE)
    assert open_desk.ok(*again)["recurs"] == []  # not done yet
    open_desk.ok("measure", "done", 1, "--effect", "Well.", "--as", CHIEF)
    assert open_desk.ok(*again)["recurs"] == [1]
    told = open_desk.tsk(*again, "--lang", "en").out
    assert "a measure was taken for this product before: measure 1" in told
    assert open_desk.ok("show", 3, "--as", CHIEF)["recurs"] == [1]
    for other in (("Phone B", "No signal"), ("Phone A", "账单 wrong")):
        assert open_desk.ok("record", other[1], "--product", other[0], "--as", CARE)["recurs"] == []


# ── studies ────────────────────────────────────────────────────────────────────────────────────────


def test_recurring_problems_become_one_study(open_desk: Desk) -> None:
    found = open_desk.ok(
        "measure", "add", "Why?", "--study", "账务", "--study", "network", "--by", "+9d", "--as", CHIEF
    )
    assert found["study"] == ["bills", "network"]
    told = refused(open_desk, 4, "measure", "add", "Again", "--study", "network", "--by", "+9d")
    assert "Network quality is being studied already, by measure 1." in told.err
    open_desk.ok("measure", "done", 1, "--effect", "Well.", "--as", CHIEF)
    assert open_desk.ok("measure", "add", "Anew", "--study", "network", "--by", "+9d", "--as", CHIEF)["id"] == 2


# ── lists ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def four(open_desk: Desk) -> Desk:
    """Measure 1 due Friday, 2 in two parts of complaint 1, 3 done, 4 due on the 20th."""
    taken(open_desk, "--department", "network", "--owner", QUALITY, "--by", "2026-11-06")
    taken(open_desk, "--kind", "two-parts", "--complaint", 1)
    open_desk.ok("measure", "step", 2, "mend", "--owner", NETWORK, "--by", "2026-11-05 18:00", "--as", CHIEF)
    taken(open_desk, "--department", "billing", "--by", "2026-11-03")
    open_desk.ok("measure", "done", 3, "--effect", "Well.", "--as", CHIEF)
    taken(open_desk, "--department", "billing", "--by", "2026-11-20")
    return open_desk


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ((), [2, 1, 4, 3]),
        (("--state", "open"), [2, 1, 4]),
        (("--state", "done"), [3]),
        (("--department", "billing"), [4, 3]),
        (("--owner", "陈静"), [1]),
        (("--owner", NETWORK), [2]),
        (("--complaint", 1), [2]),
        (("--overdue",), [2, 1]),
        (("--overdue", "--department", "billing"), []),
    ],
)
def test_measures_are_listed_open_ones_first_earliest_due_first(
    four: Desk, words: tuple[object, ...], ids: list[int]
) -> None:
    assert [one["id"] for one in four.at(LATER).ok("measure", "list", *words, "--as", CARE)] == ids


@pytest.mark.parametrize(("code", "words"), [(2, ("--state", "late")), (3, ("--complaint", 99)), (2, ("--owner", "x"))])
def test_a_wrong_filter_is_refused(four: Desk, code: int, words: tuple[object, ...]) -> None:
    refused(four, code, "measure", "list", *words)


def test_who_is_not_listed_sees_no_measures(four: Desk) -> None:
    for words in (("list",), ("show", 1)):
        assert "not listed as staff" in refused(four, 4, "measure", *words, who=STRANGER).err


def test_overdue_measures_stand_below_the_milestones_with_their_owner(four: Desk) -> None:
    """Thursday 5 November 18:00 to Tuesday 09:30; the field works from 08:00 to 18:00 every day."""
    items = four.at(LATER).ok("overdue", "--as", CHIEF)
    late = [item for item in items if item["measure"]]
    assert items[-2:] == late
    assert [(one["milestone"], one["of"], one["measure"], one["handler"]) for one in late] == [
        ("mend", "measure 2", 2, NETWORK),
        ("measure", "measure 1", 1, QUALITY),
    ]
    part = late[0]
    assert (part["id"], part["number"], part["department"]) == (1, "20261102-0001", "network")
    assert part["due"] == "2026-11-05T18:00:00+08:00"
    assert part["late_seconds"] == (4 * 24 + 15) * 3600 + 1800
    assert part["late_working_seconds"] == (4 * 10 + 1) * 3600 + 1800
    assert (late[1]["id"], late[1]["number"]) == (None, None)
    assert set(items[0]) == set(late[0])
    assert all(item["measure"] is None for item in items[:-2])
    told = four.tsk("overdue", "--as", CHIEF, "--lang", "en").out.splitlines()
    assert [row.split("\t")[3] for row in told[-2:]] == ["mend 改正 · measure 2", "measure 1"]


def test_overdue_shows_the_measures_of_those_who_see_them(four: Desk) -> None:
    def numbers(who: str, *words: object) -> list[int]:
        items = four.at(LATER).ok("overdue", *words, "--as", who)
        return [item["measure"] for item in items if item["measure"]]

    assert numbers(CHIEF) == numbers(NETWORK) == [2, 1]
    assert numbers(CARE) == [2]  # complaint 1 was recorded by her
    assert numbers(NETWORK, "--mine") == [2]
    assert numbers(CHIEF, "--handler", QUALITY) == [1]
    assert numbers(CHIEF, "--department", "billing") == numbers(CHIEF, "--severity", "general") == []
    assert numbers(CHIEF, "--within", "20 days") == [2, 1, 4]


def test_the_day_s_summary_shows_overdue_measures(four: Desk) -> None:
    found = four.at(LATER).ok("daily", "--as", CHIEF)
    assert [(one["measure"], one["milestone"]) for one in found["measures"]] == [(2, "mend"), (1, "measure")]
    told = four.tsk("daily", "--as", CHIEF, "--lang", "en").out
    assert "mend 改正 · measure 2" in told
    assert four.tsk("daily", "--check", "--as", CHIEF).code == 10


def test_an_overdue_measure_alone_is_owed(open_desk: Desk) -> None:
    open_desk.ok("cancel", 1, "--by", "mistake", "--reason", "Twice.", "--as", CHIEF)
    taken(open_desk)
    assert open_desk.tsk("overdue", "--check", "--as", CHIEF).code == 0
    open_desk.at(LATER)
    assert open_desk.tsk("overdue", "--check", "--as", CHIEF).code == 10
    assert open_desk.tsk("daily", "--quiet", "--as", CHIEF).out


def test_measures_are_read_in_chinese(four: Desk) -> None:
    assert "整改" not in four.tsk("measure", "show", 2, "--as", CHIEF, "--lang", "zh").out
    assert "find 查明" in four.tsk("measure", "show", 2, "--as", CHIEF, "--lang", "zh").out
    assert "find Find out" in four.tsk("measure", "show", 2, "--as", CHIEF, "--lang", "en").out


# ── proof ──────────────────────────────────────────────────────────────────────────────────────────


def test_measures_are_part_of_the_chain_and_of_its_proof(four: Desk) -> None:
    assert four.ok("verify")["whole"] is True


def test_the_text_of_a_measure_stands_outside_the_chain(four: Desk) -> None:
    """What is not in an event's public body can be removed without breaking the chain."""
    bodies = [body for (body,) in asked(four, "SELECT body FROM event WHERE kind = 'measure'")]
    assert len(bodies) == 6
    assert not any("Mend" in body or "Well." in body for body in bodies)


# ── lessons ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def taught(open_desk: Desk) -> Desk:
    """Complaint 1 of the network department closed with a lesson and a measure, 2 of 林小满 closed without a word."""
    open_desk.ok("record", "账单 too high", "--customer", "林小满", "--phone", "13800001234", "--as", CARE)
    taken(open_desk, "--complaint", 1, "--by", "2026-11-06")
    for id, words in ((1, ("--lesson", "Check the battery of every mast.")), (2, ())):
        open_desk.ok("accept", id, "--as", CHIEF)
        open_desk.ok("contact", id, "--via", "phone", "--as", CHIEF)
        open_desk.ok("propose", id, "Mend it.", "--cause", "equipment", "--upheld", "yes", "--as", CHIEF)
        open_desk.ok("reply", id, "林小满, it is mended.", "--via", "phone", "--satisfied", "yes", "--as", CHIEF)
        open_desk.ok("submit", id, "--as", CHIEF)
        open_desk.ok("close", id, *words, "--as", QUALITY)
    taken(open_desk, "--study", "bills", "--department", "billing", "--by", "+9d")
    open_desk.ok("measure", "done", 2, "--effect", "Fewer complaints about masts.", "--as", CHIEF)
    return open_desk


@pytest.mark.parametrize(
    ("text", "lessons"),
    [
        ("battery", ["Check the battery of every mast."]),
        ("BATTERY mast", ["Check the battery of every mast."]),
        ("网络质量 battery", ["Check the battery of every mast."]),  # the category
        ("设备故障", ["Check the battery of every mast."]),  # the cause
        ("mast", ["Check the battery of every mast.", ""]),  # a measure of its own too
        ("fewer", [""]),
        ("林小满", []),  # what the customer said or is called is no lesson
        ("elevator", []),
    ],
)
def test_lessons_are_found_from_every_department_without_number_or_customer(
    taught: Desk, text: str, lessons: list[str]
) -> None:
    found = taught.ok("search", text, "--lessons", "--as", NETWORK)
    assert [one["lesson"] for one in found] == lessons
    assert all(set(one) == {"category", "cause", "lesson", "measures"} for one in found)


def test_a_lesson_says_category_cause_and_measures(taught: Desk) -> None:
    (found,) = taught.ok("search", "battery", "--lessons", "--as", NETWORK)
    assert (found["category"], found["cause"]) == ("network", "equipment")
    assert found["measures"] == [{"id": 1, "text": "Mend the mast", "state": "open", "effect": ""}]
    told = taught.tsk("search", "battery", "--lessons", "--as", CARE, "--lang", "en").out
    assert told == "Network quality\tEquipment fault\tCheck the battery of every mast.\tMend the mast\n"


@pytest.mark.parametrize("words", [("--customer", "林"), ("--phone", "13800001234"), ("--state", "open")])
def test_lessons_are_not_asked_for_by_customer_or_state(taught: Desk, words: tuple[object, ...]) -> None:
    assert "Leave that filter out." in refused(taught, 2, "search", "mast", "--lessons", *words).err


def test_lessons_are_narrowed_by_what_complaints_have(taught: Desk) -> None:
    assert len(taught.ok("search", "mast", "--lessons", "--category", "network", "--as", CARE)) == 1
    for category in ("business", "attitude"):
        assert taught.ok("search", "mast", "--lessons", "--category", category, "--as", CARE) == []


def test_who_is_not_listed_reads_no_lessons(taught: Desk) -> None:
    assert "not listed as staff" in refused(taught, 4, "search", "mast", "--lessons", who=STRANGER).err
