"""Facts about deadlines that once were not so: each through the real command line, every instant worked out by hand.

Unless a test says otherwise complaint 1 about a rude clerk, customer care's own, comes in on Mon 2 Nov 2026 at 10:00
under the default rules: contact by Tue, plan and opinion by Wed, answer by Thu 5 Nov, each at 18:00; the legal limit is
17 Nov 24:00. The office works Mon–Fri 09:00–12:00 and 13:30–18:00 (7 h 30 a day), the field every day 08:00–18:00.
November 2026 has no public holiday; the 2nd, 9th, 16th and 23rd are Mondays.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import Desk, Result

MON, TUE, WED, THU, FRI, SAT, SUN = (f"2026-11-0{day}" for day in range(2, 9))
NEXT_MON, NEXT_TUE = "2026-11-09", "2026-11-10"
WHY = ("--reason", "The laboratory is slow.")
CUSTOMER, SUPPLIER = ("--reason", "customer"), ("--reason", "supplier")
CALL = ("--via", "phone")
ANSWER = ("reply", 1, "We apologised.", *CALL)
PLAN = ("propose", 1, "Apologise.", "--cause", "staff", "--upheld", "yes")
HOUR = 3600
DAY = 7 * HOUR + 1800
ALWAYS = ', hours = "always"'

NETWORK, BILLING, REVIEWER, BOSS = "w2001", "w2101", "w3001", "w9001"
STAFF = """
[staff]
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }


[channels]"""


# ── a desk by the default rules ────────────────────────────────────────────────────────────────────


def received(desk: Desk, at: str = f"{MON} 10:00", *words: object) -> Desk:
    desk.at(at).ok("record", "The clerk was rude", "--category", "attitude", *words)
    return desk


@pytest.fixture
def monday(desk: Desk) -> Desk:
    """Complaint 1 of Mon 2 Nov 10:00, looked at at 11:00."""
    return received(desk).at(f"{MON} 11:00")


def edited(desk: Desk, *edits: tuple[str, str]) -> Desk:
    """The rule file with those places written differently, blanks aside; its examples are left out."""
    path = desk.home / "rules.toml"
    text = path.read_text("utf-8").partition("\n[examples.")[0]
    for old, new in edits:
        text, found = re.subn(r"\s+".join(map(re.escape, old.split())), lambda match, new=new: new, text)
        assert found == 1, old
    return under(desk, text)


def under(desk: Desk, text: str) -> Desk:
    """The desk by that rule file, which is a good one."""
    (desk.home / "rules.toml").write_text(text, "utf-8")
    checked = desk.tsk("rules", "check")
    assert checked.code == 0, checked
    return desk


def entered(desk: Desk, dates: str) -> Desk:
    """The office calendar with dates of its own, as a supervisor enters them."""
    return edited(
        desk, ('holidays = "CN", default = true }', f'holidays = "CN", default = true, dates = {{ {dates} }} }}')
    )


def listed(desk: Desk) -> Desk:
    return edited(desk, ("\n[channels]", STAFF))


def row(desk: Desk, name: str, of: str = "", id: int = 1, *words: object) -> dict[str, Any]:
    """The only milestone of that name, or that department's."""
    (one,) = [m for m in desk.ok("show", id, *words)["milestones"] if m["name"] == name and of in ("", m["of"])]
    return one


def short(instant: str) -> str:
    """An instant of the JSON as `11-05 18:00`, with seconds only where there are any."""
    assert instant.startswith("2026-")
    assert instant.endswith("+08:00")
    return instant[5:19].replace("T", " ").removesuffix(":00")


def due(desk: Desk, name: str = "reply", of: str = "", id: int = 1, *words: object) -> str:
    return short(row(desk, name, of, id, *words)["due"])


def dues(desk: Desk, *names: str) -> dict[str, str]:
    """When the milestones of those names are due."""
    return {m["name"]: short(m["due"]) for m in desk.ok("show", 1)["milestones"] if m["name"] in names}


def names(desk: Desk) -> list[str]:
    return [m["name"] for m in desk.ok("show", 1)["milestones"]]


def why(desk: Desk, name: str = "reply") -> dict[str, Any]:
    """What `explain` says of the only milestone of that name."""
    (one,) = [m for m in desk.ok("explain", 1)["milestones"] if m["name"] == name]
    return one


def told(desk: Desk, title: str) -> str:
    """What `explain` prints of the milestone with that label."""
    blocks = desk.tsk("--lang", "en", "explain", 1).out.split("\n\n")
    (block,) = [block for block in blocks if block.startswith(f"{title} · ")]
    return block


def refused(desk: Desk, code: int, *words: object) -> Result:
    """The command is refused with that code and writes nothing."""
    events = desk.events
    said = desk.tsk("--lang", "en", *words)
    assert (said.code, said.out) == (code, ""), said
    assert desk.events == events
    return said


def nothing_moves(desk: Desk, *words: object) -> None:
    """Computed again, nothing is written, and the rehearsal says so."""
    before, events = desk.ok("show", 1), desk.events
    rehearsed = desk.ok("recalculate", 1, "--dry-run", *words)
    assert (rehearsed["moves"], rehearsed["events"]) == ([], [])
    assert desk.ok("recalculate", 1, *words)["moves"] == []
    assert (desk.ok("show", 1), desk.events) == (before, events)


# ── a desk by a small policy of its own ────────────────────────────────────────────────────────────

SMALL = """\
policy = {{ id = "small", zh = "小店", en = "Small", zone = "Asia/Shanghai", currency = "CNY" }}

[calendars]
{calendars}

[departments]
care    = {{ zh = "客服部", en = "Care", desk = true }}
network = {{ zh = "网络部", en = "Network", above = "care", calendar = "field" }}

[channels]
counter = {{ zh = "柜台", en = "Counter", default = true }}

[severities]
general = {{ zh = "一般", en = "General" }}

[categories]
network = {{ zh = "网络", en = "Network", words = ["outage"] }}
other   = {{ zh = "其他", en = "Other" }}

[waits]
customer = {{ zh = "等待客户", en = "Customer" }}

[routes]
network = {{ to = "network", when.category = "network" }}

[milestones]
{milestones}

[limits]
every = {{ {limits} }}

[escalation]
{escalation}

[settings]
conduct = {{ undo = "10 minutes", backdate = "2 days", longest_wait = "10 working days" }}
"""
FIELD = 'field = { hours = { mon-sun = ["08:00-18:00"] } }\n'
OFFICE = FIELD + 'office = { hours = { mon-fri = ["09:00-12:00", "13:30-18:00"] }, default = true }'
ANSWERED = 'en = "Answer", from = "received", met_by = "replied", waits = "customer"'
REPLY = f'reply = {{ zh = "答复", {ANSWERED}, extend = "60 days" }}'
FROM_RECEIPT = REPLY.replace('"60 days"', '"3 working days", count = "from-receipt"')


def small(limits: str, milestones: str = REPLY, escalation: str = "", calendars: str = OFFICE) -> str:
    return SMALL.format(limits=limits, milestones=milestones, escalation=escalation, calendars=calendars)


def case(desk: Desk, at: str, text: str = "It is broken") -> Desk:
    desk.at(at).ok("record", text)
    return desk


def carried_out(desk: Desk) -> list[str]:
    """What `escalate --due` carries out now."""
    return [one["rule"] for one in desk.ok("escalate", "--due")]


# ── what counts on from 24:00 counts from the day that it ends ─────────────────────────────────────


@pytest.fixture
def fortnight(desk: Desk) -> Desk:
    """An answer within 15 days of Fri 9 Oct 16:40: Sat 24 Oct 24:00."""
    case(under(desk, small('reply = "15 days"')), "2026-10-09 16:40")
    assert due(desk) == "10-25 00:00"
    return desk


@pytest.mark.parametrize(
    ("by", "until", "text", "reason"),
    [
        ("2 days", "10-27 00:00", "2026-10-26 24:00", "Sun 25, Mon 26"),
        ("1 week", "11-01 00:00", "2026-10-31 24:00", "Sat 31"),
        ("1 month", "11-25 00:00", "2026-11-24 24:00", "the 24th of the month after"),
        ("1 working day", "10-26 18:00", "2026-10-26 18:00", "the first working day after Sat 24 is Mon 26"),
        ("next working day 12:00", "10-26 12:00", "2026-10-26 12:00", "likewise"),
        ("36 hours", "10-26 12:00", "2026-10-26 12:00", "24 h of Sunday and 12"),
        ("4 working hours", "10-26 14:30", "2026-10-26 14:30", "Mon 09:00–12:00 and 13:30–14:30"),
    ],
)
def test_more_time_from_a_due_at_midnight_counts_from_the_day_that_it_ends(
    fortnight: Desk, by: str, until: str, text: str, reason: str
) -> None:
    fortnight.ok("extend", 1, "--by", by, *WHY)
    assert due(fortnight) == until, reason
    assert f"due {text}" in told(fortnight, "Answer")


def test_extended_by_two_days_twice_it_is_four_days_later(fortnight: Desk) -> None:
    """Sat 24, Mon 26, Wed 28 October, each at 24:00."""
    for until in ("10-27 00:00", "10-29 00:00"):
        fortnight.ok("extend", 1, "--by", "2 days", *WHY)
        assert due(fortnight) == until


@pytest.mark.parametrize(
    ("after", "hours", "at", "reason"),
    [
        ("1 working day", ALWAYS, f"{FRI} 18:00:00", "the working day after Thu is Fri, to closing"),
        ("1 working day", "", f"{NEXT_MON} 09:00:00", "Fri at closing the office has closed"),
        ("1 day", ALWAYS, f"{SAT} 00:00:00", "Fri 24:00"),
        ("1 week", ALWAYS, "2026-11-13 00:00:00", "Thu 12 Nov 24:00"),
        ("90 minutes", ALWAYS, f"{FRI} 01:30:00", "by the clock"),
    ],
)
def test_an_escalation_after_a_due_at_midnight_counts_from_the_day_that_it_ends(
    desk: Desk, after: str, hours: str, at: str, reason: str
) -> None:
    """Three days after Mon 2 Nov are Thu 5 Nov 24:00."""
    escalation = f'late = {{ milestone = "reply", after = "{after}", tell = "handler"{hours} }}'
    case(under(desk, small('reply = "3 days"', escalation=escalation)), f"{MON} 10:00")
    assert due(desk) == "11-06 00:00"
    for early in (f"{FRI} 00:00:01", str(datetime.fromisoformat(at) - timedelta(seconds=1))):
        assert carried_out(desk.at(early)) == []
    assert carried_out(desk.at(at)) == ["late"], reason
    assert carried_out(desk.at("2026-12-01 10:00")) == []


def test_an_escalation_of_office_hours_after_friday_at_closing_waits_for_monday(desk: Desk) -> None:
    escalation = 'late = { milestone = "reply", after = "1 working day", tell = "handler" }'
    case(under(desk, small('reply = "3 days"', escalation=escalation)), f"{MON} 10:00")
    for early in (f"{FRI} 17:59:59", f"{FRI} 18:00:01", f"{SUN} 12:00"):
        assert carried_out(desk.at(early)) == []
    assert carried_out(desk.at(f"{NEXT_MON} 09:00")) == ["late"]


# ── a working day of a milestone that counts from receipt ──────────────────────────────────────────


@pytest.fixture
def two_days(desk: Desk) -> Desk:
    """15 h from Mon 10:00: 2 h and 4 h 30, Tue 7 h 30, Wed 1 h: Wed 10:00; at most three days, 22 h 30, Thu 10:00."""
    escalation = f'late = {{ milestone = "reply", after = "1 working day", tell = "handler"{ALWAYS} }}'
    case(under(desk, small('reply = "2 working days"', FROM_RECEIPT, escalation)), f"{MON} 10:00")
    assert due(desk) == "11-04 10:00"
    return desk


def test_extended_by_a_working_day_it_has_one_ordinary_day_more(two_days: Desk) -> None:
    """Wed 10:00–12:00 and 13:30–18:00 are 6 h 30, Thu 09:00–10:00 the last hour; that is the cap too."""
    refused(two_days, 4, "extend", 1, "--by", "451 working minutes", *WHY)
    two_days.ok("extend", 1, "--by", "1 working day", *WHY)
    assert (due(two_days), row(two_days, "reply")["extended_seconds"]) == ("11-05 10:00", DAY)
    refused(two_days, 4, "extend", 1, "--by", "1 working minute", *WHY)
    nothing_moves(two_days)


def test_a_working_day_after_it_is_an_ordinary_day_too(two_days: Desk) -> None:
    assert carried_out(two_days.at(f"{THU} 09:59:59")) == []
    assert carried_out(two_days.at(f"{THU} 10:00")) == ["late"]


# ── whose deadline gets more time ──────────────────────────────────────────────────────────────────

BROADBAND = ("record", "宽带套餐多扣了30元")
MORE = ("extend", 1, "--milestone", "opinion", "--by", "1 working day", *WHY)


@pytest.fixture
def broadband(desk: Desk) -> Desk:
    """Billing leads, the network department works with it; each owes its opinion by Wed 18:00, and may have more."""
    return edited(
        desk,
        (
            'each = "department", calendar = "department"',
            'each = "department", calendar = "department", extend = "10 working days"',
        ),
    )


def opinions(desk: Desk, *words: object) -> tuple[str, str]:
    """When billing and when the network department owe their opinion; each works on the day after Wed till 18:00."""
    return due(desk, "opinion", "billing", 1, *words), due(desk, "opinion", "network", 1, *words)


def test_more_time_where_several_departments_owe_it_asks_whose(broadband: Desk) -> None:
    broadband.at(f"{MON} 10:00").ok(*BROADBAND)
    said = refused(broadband, 2, *MORE)
    assert re.search(r"--of: .*billing.*network", said.err)
    assert opinions(broadband) == ("11-04 18:00", "11-04 18:00")


@pytest.mark.parametrize(
    ("of", "wanted"),
    [
        ("network", ("11-04 18:00", "11-05 18:00")),
        ("billing", ("11-05 18:00", "11-04 18:00")),
        ("网络部", ("11-04 18:00", "11-05 18:00")),
    ],
)
def test_the_department_that_is_named_gets_more_time_and_no_other(
    broadband: Desk, of: str, wanted: tuple[str, str]
) -> None:
    broadband.at(f"{MON} 10:00").ok(*BROADBAND)
    broadband.ok(*MORE, "--of", of)
    assert opinions(broadband) == wanted


def test_a_department_that_owes_nothing_or_is_unknown_gets_no_more_time(broadband: Desk) -> None:
    broadband.at(f"{MON} 10:00").ok(*BROADBAND)
    refused(broadband, 4, *MORE, "--of", "care")
    refused(broadband, 2, *MORE, "--of", "kitchen")


@pytest.mark.parametrize(
    ("who", "wanted"), [(BILLING, ("11-05 18:00", "11-04 18:00")), (NETWORK, ("11-04 18:00", "11-05 18:00"))]
)
def test_somebody_of_one_of_those_departments_extends_their_own(
    broadband: Desk, who: str, wanted: tuple[str, str]
) -> None:
    listed(broadband).at(f"{MON} 10:00").ok(*BROADBAND, "--as", BOSS)
    broadband.ok(*MORE, "--as", who)
    assert opinions(broadband, "--as", BOSS) == wanted


def test_somebody_of_another_department_says_whose(broadband: Desk) -> None:
    listed(broadband).at(f"{MON} 10:00").ok(*BROADBAND, "--as", BOSS)
    events = broadband.ok("show", 1, "--history", "--as", BOSS)["events"]
    said = broadband.tsk("--lang", "en", *MORE, "--as", BOSS)
    assert (said.code, said.out) == (2, "")
    assert broadband.ok("show", 1, "--history", "--as", BOSS)["events"] == events
    broadband.ok(*MORE, "--of", "network", "--as", BOSS)
    assert opinions(broadband, "--as", BOSS) == ("11-04 18:00", "11-05 18:00")


# ── a correction starts what departments owe by the new rules ──────────────────────────────────────

OFFICER = ("--as", "t1001")


@pytest.fixture
def telecom(tmp_path: Path) -> Desk:
    """A general complaint of Mon 2 Nov 10:00 with the network department, by the telecom policy: no part is owed."""
    desk = Desk(tmp_path / "telecom", f"{MON} 10:00")
    assert desk.tsk("init", "--practice", "--policy", "telecom-policy").code == 0
    who = ("--customer", "林小满", "--phone", "13800001234", "--occurred", f"{MON} 08:00")
    desk.ok("record", "手机信号不好", "--channel", "hotline", *who, *OFFICER)
    assert parts(desk) == {}
    return desk


@pytest.fixture
def accepted(telecom: Desk) -> Desk:
    """The same, accepted by the head of the network department at once."""
    telecom.ok("accept", 1, "--as", "t2001")
    return telecom


def made_complex(desk: Desk, at: str) -> Desk:
    desk.at(at).ok("update", 1, "--severity", "complex", "--reason", "Three masts are down.", *OFFICER)
    return desk


def parts(desk: Desk) -> dict[str, tuple[str, str]]:
    """Whose part it is, when it began and when it is due."""
    rows = desk.ok("show", 1, *OFFICER)["milestones"]
    return {m["of"]: (short(m["from"]), short(m["due"])) for m in rows if m["name"] == "part"}


@pytest.mark.parametrize(
    ("at", "wanted", "reason"),
    [
        (f"{MON} 11:00", "11-06 18:00", "four working days after Mon: Tue, Wed, Thu, Fri"),
        (f"{WED} 11:00", "11-10 18:00", "four from the correction: Thu, Fri, Mon 9, Tue 10"),
        (f"{FRI} 18:00:01", "11-12 18:00", "Mon 9 to Thu 12, though Fri is over"),
        (f"{NEXT_MON} 10:00", "11-13 18:00", "Tue 10 to Fri 13"),
    ],
)
def test_a_correction_starts_the_part_of_the_lead_department_and_it_can_still_be_kept(
    accepted: Desk, at: str, wanted: str, reason: str
) -> None:
    assert parts(made_complex(accepted, at)) == {"network": ("11-02 10:00", wanted)}, reason
    accepted.at(f"2026-{wanted}:00")
    assert "part" not in [late["milestone"] for late in accepted.ok("overdue", *OFFICER)]
    accepted.at(f"2026-{wanted}:01")
    late = [late for late in accepted.ok("overdue", *OFFICER) if late["milestone"] == "part"]
    assert [(one["of"], one["late_seconds"]) for one in late] == [("network", 1)]


def test_a_correction_starts_the_part_of_every_department_on_the_case(accepted: Desk) -> None:
    """The one has had it since Mon 10:00, the other since Tue 10:00; four days from Tue 11:00 are Mon 9 Nov."""
    accepted.at(f"{TUE} 10:00").ok("assign", 1, "--with", "business", *OFFICER)
    made_complex(accepted, f"{TUE} 11:00")
    assert parts(accepted) == {"network": ("11-02 10:00", "11-09 18:00"), "business": ("11-03 10:00", "11-09 18:00")}
    accepted.at(f"{TUE} 12:00").ok("submit", 1, "--department", "business", *OFFICER)
    standing = {m["of"]: m["standing"] for m in accepted.ok("show", 1, *OFFICER)["milestones"] if m["name"] == "part"}
    assert standing == {"network": "open", "business": "met"}


def test_what_a_correction_started_is_started_once(accepted: Desk) -> None:
    made_complex(accepted, f"{MON} 11:00")
    accepted.at(f"{TUE} 11:00").ok("update", 1, "--summary", "三个基站没有信号", *OFFICER)
    assert accepted.ok("recalculate", 1, *OFFICER)["events"] == []
    assert parts(accepted) == {"network": ("11-02 10:00", "11-06 18:00")}


def test_a_correction_starts_the_part_of_a_department_that_has_not_accepted_the_case_yet(telecom: Desk) -> None:
    """As if it had been complex when it was assigned: the clock runs from the assignment, Mon 10:00, to Fri."""
    assert parts(made_complex(telecom, f"{MON} 11:00")) == {"network": ("11-02 10:00", "11-06 18:00")}


# ── called off, then taken up again ────────────────────────────────────────────────────────────────

REVIEW_ONCE = ('met_by = ["closed", "returned"] }', 'met_by = ["closed", "returned"], scope = "case" }')
REPLY_ONCE = (
    'from = "received", met_by = "replied", waits = [',
    'from = "received", met_by = "replied", scope = "case", waits = [',
)
CALLED_OFF = {"cancelled": ("cancel", 1, "--by", "customer", *WHY), "rejected": ("reject", 1, *WHY)}


@pytest.mark.parametrize("words", CALLED_OFF.values(), ids=CALLED_OFF)
def test_taken_up_again_a_case_owes_no_review_of_a_file_that_was_never_handed_in(
    desk: Desk, words: tuple[object, ...]
) -> None:
    """Two rounds: contact, plan, answer and opinion in each, the legal limit once; no review."""
    received(edited(desk, REVIEW_ONCE)).at(f"{MON} 14:00").ok(*words)
    desk.at(f"{MON} 15:00").ok("reopen", 1, *WHY)
    assert "review" not in names(desk)
    assert names(desk).count("statutory") == 1
    desk.at(f"{TUE} 09:00").ok("contact", 1, *CALL)
    desk.ok(*PLAN)
    desk.ok("submit", 1)
    assert due(desk, "review") == "11-04 18:00"  # one working day after Tue


@pytest.fixture
def revived(desk: Desk) -> Desk:
    """Waiting for the customer from 11:00 to 10 Nov, cancelled at 14:00, taken up again at 15:00."""
    received(edited(desk, REPLY_ONCE)).at(f"{MON} 11:00")
    desk.ok("pend", 1, *CUSTOMER, "--until", f"{NEXT_TUE} 18:00")
    assert due(desk) == "11-16 16:00"  # 5 h 30 of Mon and six days: Fri and Mon to Fri 13, then 5 h 30 of Mon 16
    desk.at(f"{MON} 14:00").ok("cancel", 1, "--by", "customer", *WHY)
    desk.at(f"{MON} 15:00").ok("reopen", 1, *WHY)
    return desk


def test_what_a_case_owed_when_it_was_called_off_it_owes_again_with_its_due_computed_anew(revived: Desk) -> None:
    """The wait lasted from 11:00 to 14:00, 1 h 30 of work: Thu 18:00 and 1 h 30 are Fri 10:30."""
    assert (due(revived), row(revived, "reply")["standing"]) == ("11-06 10:30", "open")
    assert due(revived, "statutory") == "11-18 00:00"
    assert why(revived)["due_today"] == why(revived)["due"]
    nothing_moves(revived)
    said = revived.tsk("--lang", "en", "recalculate", "--dry-run")
    assert (said.code, "11-" in said.out) == (0, False)


def test_what_is_owed_again_is_met_to_its_second_and_late_from_the_next(revived: Desk) -> None:
    assert "reply" not in [late["milestone"] for late in revived.at(f"{FRI} 10:30:00").ok("overdue")]
    assert "reply" in [late["milestone"] for late in revived.at(f"{FRI} 10:30:01").ok("overdue")]


# ── a day that was entered as a working day ────────────────────────────────────────────────────────
# A due that would have passed already is the earlier of the old one and the same limit from the recalculation.

SATURDAY = f'{SAT} = ["09:00-18:00"]'
WEEKEND = f'{SATURDAY}, {SUN} = ["09:00-18:00"]'


def test_a_day_entered_when_it_is_over_makes_nobody_late(desk: Desk) -> None:
    """Received Fri 10:00; with Sat the contact would be due on it, plan and opinion on Mon, the answer on Tue."""
    received(desk, f"{FRI} 10:00")
    before = {"contact": "11-09 18:00", "plan": "11-10 18:00", "reply": "11-11 18:00", "opinion": "11-10 18:00"}
    assert dues(desk, *before) == before
    entered(desk.at(f"{SUN} 10:00"), SATURDAY).ok("recalculate", 1)
    after = {"contact": "11-09 18:00", "plan": "11-09 18:00", "reply": "11-10 18:00", "opinion": "11-09 18:00"}
    assert dues(desk, *after) == after
    assert desk.ok("overdue") == []
    nothing_moves(desk)
    nothing_moves(desk.at(f"{NEXT_MON} 12:00"))


@pytest.mark.parametrize(
    ("at", "wanted", "reason"),
    [
        (f"{SAT} 17:59:59", "11-07 18:00", "it can still be kept"),
        (f"{SAT} 18:00:00", "11-07 18:00", "in its very second it has not passed"),
        (f"{SAT} 18:00:01", "11-08 18:00", "one working day from Sat is Sun, before the old due"),
        (f"{SUN} 19:00:00", "11-09 18:00", "one working day from Sun is Mon, the old due"),
    ],
)
def test_a_due_that_would_have_passed_can_still_be_kept(desk: Desk, at: str, wanted: str, reason: str) -> None:
    """The contact of Fri 10:00 is due on Mon; with the weekend worked it would be due on Sat 18:00."""
    received(desk, f"{FRI} 10:00")
    entered(desk.at(at), WEEKEND).ok("recalculate", 1)
    assert due(desk, "contact") == wanted, reason
    assert desk.ok("overdue") == []
    nothing_moves(desk)
    nothing_moves(desk.at(f"{NEXT_MON} 12:00"))


@pytest.fixture
def spared(desk: Desk) -> Desk:
    """An answer within a working day of Fri 10:00, by Mon; on Sun Sat is entered, and the due stays what it was."""
    case(under(desk, small('reply = "1 working day"')), f"{FRI} 10:00").at(f"{SUN} 10:00")
    under(
        desk,
        small('reply = "1 working day"', calendars=OFFICE.replace(" }, def", f" }}, dates = {{ {SATURDAY} }}, def")),
    )
    desk.ok("recalculate", 1)
    assert due(desk) == "11-09 18:00"
    nothing_moves(desk)
    return desk


def test_of_what_was_spared_a_later_wait_moves_the_due_by_what_it_covers(spared: Desk) -> None:
    """Mon 10:00–11:00 is an hour: Tue 10 Nov 10:00."""
    spared.at(f"{NEXT_MON} 10:00").ok("pend", 1, *CUSTOMER, "--until", f"{NEXT_MON} 11:00")
    assert due(spared) == "11-10 10:00"
    nothing_moves(spared)


def test_of_what_was_spared_more_time_counts_from_its_due(spared: Desk) -> None:
    """The working day after Mon is Tue."""
    spared.at(f"{NEXT_MON} 10:00").ok("extend", 1, "--by", "1 working day", *WHY)
    assert due(spared) == "11-10 18:00"
    nothing_moves(spared)


def test_with_more_time_and_a_wait_the_second_recalculation_changes_nothing(desk: Desk) -> None:
    """By Mon, with a day more by Tue, with the hour of Fri 15:00–16:00 by Wed 10:00.

    With the weekend, entered on Sun 18:30, Sat 18:00, and 8 h 30 of Sun, 17:30, have passed; from then on it is Mon.
    """
    case(under(desk, small('reply = "1 working day"')), f"{FRI} 10:00").ok("extend", 1, "--by", "1 working day", *WHY)
    desk.at(f"{FRI} 15:00").ok("pend", 1, *CUSTOMER, "--until", f"{FRI} 16:00")
    assert due(desk) == "11-11 10:00"
    desk.at(f"{SUN} 18:30")
    under(
        desk,
        small('reply = "1 working day"', calendars=OFFICE.replace(" }, def", f" }}, dates = {{ {WEEKEND} }}, def")),
    )
    desk.ok("recalculate", 1)
    assert due(desk) == "11-09 18:00"
    nothing_moves(desk)
    nothing_moves(desk.at(f"{NEXT_MON} 12:00"))


# ── under rules with other waits ───────────────────────────────────────────────────────────────────

STOPS = '"customer", "incident", ], warn = "1 working day", extend = "20 working days"'


@pytest.fixture
def supplied(monday: Desk) -> Desk:
    """Waiting for the supplier from Mon 11:00 to Wed 10:00; since 12:00 the rules say that the answer stops for it."""
    monday.ok("pend", 1, *SUPPLIER, "--until", f"{WED} 10:00")
    assert due(monday) == "11-05 18:00"
    return edited(monday.at(f"{MON} 12:00"), (STOPS, STOPS.replace("],", '"supplier" ],')))


def test_rules_with_another_wait_move_the_due_once(supplied: Desk) -> None:
    """1 h and 4 h 30 of Mon, 7 h 30 of Tue, 1 h of Wed: 14 h. Fri takes 7 h 30, Mon 9 Nov 3 h and 3 h 30: 17:00."""
    nothing_moves(supplied)
    (moved,) = supplied.ok("recalculate", 1, "--policy")["moves"]
    assert (moved["milestone"], short(moved["from"]), short(moved["to"])) == ("reply", "11-05 18:00", "11-09 17:00")
    assert row(supplied, "reply")["standing"] == "paused"
    nothing_moves(supplied, "--policy")
    nothing_moves(supplied)


def test_a_wait_of_the_new_rules_that_ends_early_gives_back_its_part(supplied: Desk) -> None:
    """To Tue 10:00: 5 h 30 and 1 h; Fri 09:00–12:00 and 13:30–17:00."""
    supplied.ok("recalculate", 1, "--policy")
    supplied.at(f"{TUE} 10:00").ok("resume", 1)
    assert due(supplied) == "11-06 17:00"
    nothing_moves(supplied, "--policy")


def test_rules_that_stop_for_less_are_applied_once_too(monday: Desk) -> None:
    """The customer's wait, Mon 11:00 to Tue 10:00, 6 h 30, had moved the answer to Fri 17:00; now nothing stops it."""
    monday.ok("pend", 1, *CUSTOMER, "--until", f"{TUE} 10:00")
    assert due(monday) == "11-06 17:00"
    edited(monday.at(f"{MON} 12:00"), (STOPS, STOPS.replace('"customer", ', "")))
    monday.ok("recalculate", 1, "--policy")
    assert (due(monday), row(monday, "reply")["standing"]) == ("11-05 18:00", "open")
    nothing_moves(monday, "--policy")


# ── a date that was promised while the case waited ─────────────────────────────────────────────────

BY_FRIDAY = ("promise", 1, "A new router", "--by", f"{FRI} 15:00")
TO_TUESDAY = ("pend", 1, *CUSTOMER, "--until", f"{TUE} 10:00")


@pytest.fixture
def router(desk: Desk) -> Desk:
    """Rules by which a promise stands still while the customer is waited for; complaint 1, looked at at 11:00."""
    return received(edited(desk, ('each = "promise" }', 'each = "promise", waits = ["customer"] }'))).at(f"{MON} 11:00")


@pytest.mark.parametrize("later", [0, 1, HOUR], ids=["the same second", "a second later", "an hour later"])
def test_a_promise_knows_of_the_waits_that_began_before_it(router: Desk, later: int) -> None:
    router.ok(*TO_TUESDAY)
    router.at(str(datetime.fromisoformat(f"{MON} 11:00") + timedelta(seconds=later))).ok(*BY_FRIDAY)
    assert due(router, "deliver") == "11-06 15:00"
    nothing_moves(router)
    assert why(router, "deliver")["waits"] == []
    router.at(f"{MON} 16:00").ok("resume", 1)
    assert due(router, "deliver") == "11-06 15:00"
    router.at(f"{WED} 10:00").ok("deliver", 1)
    one = why(router, "deliver")
    assert (short(one["due_today"]), one["due"], one["standing"]) == ("11-06 15:00", one["due_today"], "met")


def test_a_promise_that_a_wait_does_not_stop_is_not_called_paused(router: Desk) -> None:
    router.ok(*TO_TUESDAY)
    router.ok(*BY_FRIDAY)
    assert row(router.at(f"{MON} 12:00"), "deliver")["standing"] == "open"


def test_a_wait_that_begins_after_the_promise_in_its_second_moves_it(router: Desk) -> None:
    """Mon 11:00 to Tue 10:00 are 23 hours: Fri 15:00 becomes Sat 14:00."""
    router.ok(*BY_FRIDAY)
    router.ok(*TO_TUESDAY)
    assert (due(router, "deliver"), row(router, "deliver")["standing"]) == ("11-07 14:00", "paused")
    nothing_moves(router)
    router.at(f"{WED} 10:00").ok("deliver", 1)
    assert why(router, "deliver")["due_today"] == why(router, "deliver")["due"]


# ── nobody was reached ─────────────────────────────────────────────────────────────────────────────


def test_a_contact_that_reached_nobody_starts_no_clock(desk: Desk) -> None:
    """A plan is due one working day after the contact: spoken to on Tue 09:00, by Wed."""
    plan = 'plan = { zh = "方案", en = "Plan", from = "contacted", met_by = "proposed" }'
    case(under(desk, small('reply = "5 working days", plan = "1 working day"', f"{REPLY}\n{plan}")), f"{MON} 10:00")
    desk.at(f"{MON} 11:00").ok("contact", 1, *CALL, "--reached", "no")
    assert names(desk) == ["reply"]
    desk.at(f"{TUE} 09:00").ok("contact", 1, *CALL, "--reached", "yes")
    assert short(row(desk, "plan")["from"]) == "11-03 09:00"
    assert due(desk, "plan") == "11-04 18:00"


# ── by the calendar of the lead department ─────────────────────────────────────────────────────────

EACH_LEAD = 'met_by = "submitted", each = "lead", calendar = "department"'
OPINION = f'opinion = {{ zh = "意见", en = "Opinion", from = "assigned", {EACH_LEAD} }}'


def test_what_each_lead_department_owes_may_run_by_its_own_calendar(desk: Desk) -> None:
    """Two days after Fri are Sun in the field and, handed on Fri 11:00, Tue in the office."""
    case(
        under(desk, small('reply = "5 working days", opinion = "2 working days"', f"{REPLY}\n{OPINION}")),
        f"{FRI} 10:00",
        "An outage",
    )
    assert due(desk, "opinion", "network") == "11-08 18:00"
    desk.at(f"{FRI} 11:00").ok("assign", 1, "--to", "care")
    assert row(desk, "opinion", "network")["why"] == "reassigned"
    assert due(desk, "opinion", "care") == "11-10 18:00"
    nothing_moves(desk)


def test_what_the_case_owes_has_no_department_whose_calendar_it_could_run_by(desk: Desk) -> None:
    text = small(
        'reply = "5 working days", opinion = "2 working days"', f"{REPLY}\n{OPINION}".replace('"lead"', '"case"')
    )
    (desk.home / "rules.toml").write_text(text, "utf-8")
    assert [one["name"] for one in problems(desk)] == ["milestones.opinion.calendar"]


# ── no warning before the start ────────────────────────────────────────────────────────────────────


def test_a_deadline_shorter_than_its_warning_is_warned_of_from_its_start(desk: Desk) -> None:
    """Urgent: plan by 14:00, four working hours before which is Fri 17:30; answer by Wed, of which Tue 18:00 warns."""
    received(desk, f"{MON} 10:00", "--severity", "urgent")
    assert [short(why(desk, name)["warn_at"]) for name in ("plan", "reply")] == ["11-02 10:00", "11-03 18:00"]
    assert "warned of from 11-02 10:00" in told(desk, "Plan")


def test_a_deadline_shortened_by_a_correction_is_not_warned_of_before_that(monday: Desk) -> None:
    """Urgent since 11:00: plan by 15:00, four working hours before which is 09:30."""
    monday.ok("update", 1, "--severity", "urgent")
    one = why(monday, "plan")
    assert (short(one["from"]), short(one["due"]), short(one["warn_at"])) == (
        "11-02 11:00",
        "11-02 15:00",
        "11-02 11:00",
    )


def test_the_inbox_knows_a_warning_from_the_start_on(desk: Desk) -> None:
    received(desk, f"{MON} 10:00", "--severity", "urgent")
    assert "plan" in [
        reason["milestone"] for one in desk.ok("inbox") for reason in one["why"] if reason["kind"] in ("soon", "today")
    ]


# ── explained ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("at", "clock", "own", "text"),
    [
        (f"{THU} 20:00:00", -2 * HOUR, 0, "late by 2 h"),  # after closing the clock of the answer stands
        (f"{FRI} 10:00:00", -16 * HOUR, -HOUR, "late by 1 h"),
        (f"{THU} 18:00:00", 0, 0, "met, in the very second of its due"),
        (f"{THU} 17:00:00", HOUR, HOUR, "met, 1 h early"),
        (f"{WED} 17:00:00", 25 * HOUR, DAY + HOUR, "met, 8 h 30 min early"),
    ],
)
def test_how_early_or_late_is_told_by_the_clock_and_by_the_limits_own(
    monday: Desk, at: str, clock: int, own: int, text: str
) -> None:
    assert (why(monday)["margin_seconds"], why(monday)["margin_own_seconds"]) == (None, None)
    monday.at(at).ok(*ANSWER)
    assert (why(monday)["margin_seconds"], why(monday)["margin_own_seconds"]) == (clock, own)
    assert told(monday, "Answer").splitlines()[0].endswith(f"  {text}")


def test_of_a_limit_in_hours_both_are_the_clock(desk: Desk) -> None:
    """Urgent on Mon 16:00: the plan is due at 20:00; half an hour after that is half an hour late, closed or not."""
    received(desk, f"{MON} 16:00", "--severity", "urgent").at(f"{MON} 20:30").ok(*PLAN)
    assert (why(desk, "plan")["margin_seconds"], why(desk, "plan")["margin_own_seconds"]) == (-1800, -1800)
    assert "late by 30 min" in told(desk, "Plan")


@pytest.fixture
def moved(monday: Desk) -> Desk:
    """Extended, stopped, resumed, corrected and computed again; the answer of Thu 18:00 moves five times.

    A day more: Fri 18:00. Waiting from 15:00 to Tue 10:00, 4 h: Mon 9 Nov 14:30. Resumed at 17:00, 2 h: Mon 11:00.
    Major, five days to Mon 9 Nov, and 9 h 30: Wed 11 Nov 11:00. Without Wed 4 Nov a day later: Thu 12 Nov 11:00.
    """
    monday.ok("extend", 1, "--by", "1 working day", *WHY)
    monday.at(f"{MON} 15:00").ok("pend", 1, *CUSTOMER, "--until", f"{TUE} 10:00", "--note", "Which invoice?")
    monday.at(f"{MON} 17:00").ok("resume", 1, "--reason", "He called.")
    monday.at(f"{TUE} 11:00").ok("update", 1, "--severity", "major", "--reason", "Judged wrongly.")
    entered(monday, f"{WED} = []").ok("recalculate", 1, "--reason", "The works outing.")
    return monday


MOVES = [
    ("extended", "11-02 11:00", "11-05 18:00", "11-06 18:00", WHY[1], "1 working day", DAY),
    ("asked", "11-02 15:00", "11-06 18:00", "11-09 14:30", "Which invoice?", "", 0),
    ("resumed", "11-02 17:00", "11-09 14:30", "11-09 11:00", "He called.", "", 0),
    ("corrected", "11-03 11:00", "11-09 11:00", "11-11 11:00", "Judged wrongly.", "", 0),
    ("recalculated", "11-03 11:00", "11-11 11:00", "11-12 11:00", "The works outing.", "", 0),
]


def test_explain_names_every_step_that_moved_the_due(moved: Desk) -> None:
    found = why(moved)["moves"]
    keys = ("step", "at", "from", "to", "reason", "more", "seconds")
    assert [
        tuple(short(one[key]) if key in ("at", "from", "to") else one[key] for key in keys) for one in found
    ] == MOVES
    assert {one["by"] for one in found} == {"tester"}
    assert short(why(moved)["due"]) == MOVES[-1][3]


def test_the_text_names_every_step_that_moved_the_due(moved: Desk) -> None:
    lines = [one for one in told(moved, "Answer").splitlines() if " → " in one and " by tester: " in one]
    assert len(lines) == len(MOVES)
    for line, (_, at, before, after, reason, _, _) in zip(lines, MOVES, strict=True):
        assert line.strip().startswith(at)
        assert line.endswith(f"{before} → {after} · {reason}")
    assert "(1 working day)" in lines[0]


def test_an_undone_step_moved_nothing(monday: Desk) -> None:
    monday.ok("extend", 1, "--by", "1 working day", *WHY)
    monday.ok("undo", 1)
    assert why(monday)["moves"] == []


def test_a_milestone_that_no_step_moved_names_none(moved: Desk) -> None:
    assert why(moved, "statutory")["moves"] == []


def waited(desk: Desk, name: str) -> list[tuple[str, str, str]]:
    one = why(desk, name)
    for wait in one["waits"]:
        assert one["from"] <= wait["from"] < wait["to"] <= one["due_today"]
    return [(wait["reason"], short(wait["from"]), short(wait["to"])) for wait in one["waits"]]


def test_a_wait_is_listed_from_the_start_of_the_clock_that_it_stopped(monday: Desk) -> None:
    """Urgent since Tue 11:00, when the case waited since Mon 15:00: the new clock stood from 11:00 to 15:00."""
    monday.at(f"{MON} 15:00").ok("pend", 1, *CUSTOMER, "--until", f"{TUE} 15:00", "--note", "Which invoice?")
    assert waited(monday, "plan") == [("customer", "11-02 15:00", "11-03 15:00")]
    monday.at(f"{TUE} 11:00").ok("update", 1, "--severity", "urgent")
    assert due(monday, "plan") == "11-03 19:00"
    assert waited(monday, "plan") == [("customer", "11-03 11:00", "11-03 15:00")]
    assert why(monday, "plan")["waits"][0]["asked"] == "Which invoice?"


def test_a_wait_after_the_due_or_for_another_reason_is_not_listed(monday: Desk) -> None:
    monday.ok("pend", 1, *SUPPLIER, "--until", f"{MON} 16:00")
    monday.at(f"{THU} 18:00:01").ok("pend", 1, *CUSTOMER, "--until", f"{NEXT_MON} 18:00")
    assert waited(monday, "reply") == []


LONG = [  # received, limit, dates and times of the only stretch
    (f"{MON} 06:00", "72 hours", "11-02 – 11-05", "06:00", "06:00", "Sunday in Greenwich"),
    (f"{MON} 18:00", "54 hours", "11-02 – 11-04", "18:00", "24:00", "midnight is Wed's"),
    (f"{MON} 18:00", f"{54 * HOUR + 1} seconds", "11-02 – 11-05", "18:00", "00:00:01", "a second of Thu"),
    (f"{MON} 01:00", "22 hours", "11-02 Mon", "01:00", "23:00", "one day"),
]


def stretches(desk: Desk) -> list[list[str]]:
    """The rows of the answer's explanation, cut into their columns."""
    lines = told(desk, "Answer").splitlines()[2:]
    return [
        re.split(r"\s{2,}", line.strip()) for line in lines if re.match(r"  \d\d-\d\d ", line) and " → " not in line
    ]


@pytest.mark.parametrize(("at", "limit", "dates", "begins", "ends", "reason"), LONG, ids=[one[-1] for one in LONG])
def test_a_limit_by_the_clock_over_several_days_is_told_with_its_local_dates(
    desk: Desk, at: str, limit: str, dates: str, begins: str, ends: str, reason: str
) -> None:
    ((when, what, times, _),) = stretches(case(under(desk, small(f'reply = "{limit}"')), at))
    assert (when, what) == (dates, "counted")
    first, last = times.split(" – ")
    assert (first.split()[-1], last.split()[-1]) == (begins, ends)


def test_a_wait_over_several_days_of_a_limit_by_the_clock_is_told_with_its_local_dates(desk: Desk) -> None:
    """Four hours from Mon 10:00, stopped from 11:00 to Wed 06:00, when it is still Tue in Greenwich: Wed 09:00."""
    case(under(desk, small('reply = "4 hours"')), f"{MON} 10:00").at(f"{MON} 11:00")
    desk.ok("pend", 1, *CUSTOMER, "--until", f"{WED} 06:00")
    assert due(desk) == "11-04 09:00"
    assert [tuple(one[:2]) for one in stretches(desk)] == [
        ("11-02 Mon", "counted"), ("11-02 – 11-04", "waiting"), ("11-04 Wed", "counted"),
    ]  # fmt: skip


def test_a_promise_has_no_rule_behind_it(monday: Desk) -> None:
    monday.ok(*BY_FRIDAY)
    one = why(monday, "deliver")
    assert (one["rule"], one["file"], one["line"]) == (None, None, None)
    block = told(monday, "Promise (#1)")
    assert "promised to the customer on 11-02 11:00 for 11-06 15:00" in block
    assert "limits" not in block


# ── the history ────────────────────────────────────────────────────────────────────────────────────


def steps(desk: Desk) -> dict[str, str]:
    """What the history prints of each step, by its kind; the last of several."""
    text = desk.tsk("--lang", "en", "show", 1, "--history").out.partition("\nSteps\n")[2]
    blocks = re.split(r"(?m)^ +\d+ 2026-\d\d-\d\d \d\d:\d\d:\d\d  ", text)[1:]
    return {re.split(r"\s{2,}", block)[0]: block for block in blocks}


def test_the_history_tells_the_old_and_the_new_due_beside_the_step_that_moved_it(moved: Desk) -> None:
    found = steps(moved)
    assert "Answer: 11-05 18:00 → 11-06 18:00" in found["extended"]
    assert "Answer: 11-06 18:00 → 11-09 14:30" in found["wait begun"]
    assert "Plan: 11-04 18:00 → 11-05 14:30" in found["wait begun"]  # 4 h
    assert "Contact: 11-03 18:00 → 11-03 14:30" in found["corrected"]  # two working hours from Tue 11:00
    assert "Answer: 11-09 11:00 → 11-11 11:00" in found["corrected"]
    assert "Answer: 11-11 11:00 → 11-12 11:00" in found["recalculated"]
    assert "→" not in found["registered"]


def test_a_due_at_midnight_is_told_by_the_day_that_it_ends(fortnight: Desk) -> None:
    fortnight.ok("extend", 1, "--by", "2 days", *WHY)
    assert "Answer: 10-24 24:00 → 10-26 24:00" in steps(fortnight)["extended"]


@pytest.mark.parametrize(
    ("said", "english", "chinese"),
    [
        ("3天", "3 days", "3天"),
        ("2个工作日", "2 working days", "2个工作日"),
        ("1 working day", "1 working day", "1个工作日"),
    ],
)
def test_more_time_is_told_in_the_readers_language(monday: Desk, said: str, english: str, chinese: str) -> None:
    monday.ok("extend", 1, "--by", said, *WHY)
    assert f"more time: {english}\n" in steps(monday)["extended"]
    assert f"({english})" in told(monday, "Answer")
    assert chinese in monday.tsk("--lang", "zh", "show", 1, "--history").out


# ── the days of a calendar ─────────────────────────────────────────────────────────────────────────


def dated(*lines: str) -> str:
    """The small policy with these dates of the office, each on a line of its own."""
    week = '[calendars.office]\nhours = { mon-fri = ["09:00-12:00", "13:30-18:00"] }\ndefault = true\n'
    return small('reply = "1 working day"', calendars=f"{FIELD}\n{week}\n[calendars.office.dates]\n" + "\n".join(lines))


def problems(desk: Desk) -> list[dict[str, Any]]:
    """What `rules check` finds wrong with the file."""
    found = desk.tsk("--lang", "en", "rules", "check", "--json")
    assert found.code == 5, found
    return list(found.json["problems"])


def problem(desk: Desk, text: str, line: str) -> str:
    """The only problem of a rule file, which stands on that line."""
    (desk.home / "rules.toml").write_text(text, "utf-8")
    (one,) = problems(desk)
    assert text.splitlines()[one["line"] - 1] == line
    said = desk.tsk("--lang", "en", "rules", "check")
    assert (said.code, f"line {one['line']}  " in said.out) == (5, True)
    return f"{one['message']} {one['hint']}"


CLOSED, MORNING = f'"{TUE}..{FRI}" = []', f'{WED} = ["09:00-12:00"]'


@pytest.mark.parametrize("lines", [(CLOSED, MORNING), (MORNING, CLOSED)], ids=["range first", "date first"])
def test_a_date_stands_above_the_range_that_it_lies_in(desk: Desk, lines: tuple[str, str]) -> None:
    """Closed from Tue to Fri but for Wed morning: the working day after Mon is Wed, to 12:00."""
    assert due(case(under(desk, dated(*lines)), f"{MON} 10:00")) == "11-04 12:00"
    assert due(case(desk, f"{WED} 10:00"), id=2) == "11-09 18:00"


def test_two_ranges_that_overlap_are_a_mistake_on_the_line_of_the_second(desk: Desk) -> None:
    second = f'"{THU}..{NEXT_MON}" = ["09:00-12:00"]'
    said = problem(desk, dated(CLOSED, "", second), second)
    assert f"{THU} is in another range already" in said


def test_ranges_that_follow_each_other_do_not_overlap(desk: Desk) -> None:
    under(desk, dated(CLOSED, f'"{SAT}..{NEXT_MON}" = []'))
    assert due(case(desk, f"{MON} 10:00")) == "11-10 18:00"


@pytest.mark.parametrize("last", ["2037-01-01", "9999-12-31"])
def test_a_range_of_more_than_ten_years_is_refused(desk: Desk, last: str) -> None:
    line = f'"2026-12-01..{last}" = []'
    assert f"2026-12-01..{last} is longer than ten years" in problem(desk, dated(line), line)


def test_a_range_of_ten_years_is_not(desk: Desk) -> None:
    under(desk, dated('"2027-01-01..2036-12-31" = ["10:00-16:00"]'))


@pytest.mark.parametrize("hours", ['["09:00-09:00"]', '["09:00-12:00", "13:30-13:30"]', '["00:00-00:00"]'])
def test_hours_that_end_when_they_begin_are_refused(desk: Desk, hours: str) -> None:
    line = f"{WED} = {hours}"
    assert "is empty" in problem(desk, dated(line), line)
    week = small('reply = "1 working day"', calendars=OFFICE.replace('["09:00-12:00", "13:30-18:00"]', hours))
    (desk.home / "rules.toml").write_text(week, "utf-8")
    found = problems(desk)[0]
    assert "is empty" in found["message"]
    assert week.splitlines()[found["line"] - 1].startswith("office")


ONE_LINE = OFFICE.replace("default = true", f"default = true, dates = {{ {WED} = [], {WED} = [] }}")
TWICE = {
    "on two lines": (dated(MORNING, MORNING.replace("12:00", "11:00")), MORNING.replace("12:00", "11:00")),
    "with quotes": (dated(MORNING, f'"{WED}" = []'), f'"{WED}" = []'),
    "on one line": (small('reply = "1 working day"', calendars=ONE_LINE), ONE_LINE.splitlines()[-1]),
    "two ranges": (dated(CLOSED, CLOSED), CLOSED),
}


def test_a_date_that_is_written_twice_is_told_in_plain_words(desk: Desk) -> None:
    for text, line in TWICE.values():
        (desk.home / "rules.toml").write_text(text, "utf-8")
        found = problems(desk)
        assert "twice" in found[0]["message"] + found[0]["hint"]
        place = max(n for n, one in enumerate(text.splitlines(), 1) if one == line)
        assert found[0]["line"] == place
        for language in ("en", "zh"):
            said = desk.tsk("--lang", language, "rules", "check").out
            assert not re.search("immutable|namespace|mutate|overwrite|tomllib", said, re.IGNORECASE)


# ── how late ───────────────────────────────────────────────────────────────────────────────────────


def late(desk: Desk) -> dict[str, tuple[str, int, int]]:
    """What is overdue: how late the list says it is, by the clock, and in working time."""
    texts = {one.split("\t")[3]: one.split("\t")[2] for one in desk.tsk("--lang", "en", "overdue").out.splitlines()}
    rows = desk.ok("overdue")
    assert len(rows) == len(texts)
    return {
        text: (how, one["late_seconds"], one["late_working_seconds"])
        for (text, how), one in zip(texts.items(), rows, strict=True)
    }


def test_what_runs_day_and_night_is_late_by_the_clock_and_the_rest_in_working_time(desk: Desk) -> None:
    """Urgent on Mon 10:00: contact by 10:30 and plan by 14:00 by the clock, opinion by Tue 18:00 in working time."""
    received(desk, f"{MON} 10:00", "--severity", "urgent")
    assert late(desk.at(f"{MON} 20:00")) == {
        "▲ Contact": ("9 h 30 min", 9 * HOUR + 1800, 6 * HOUR),  # to 12:00 and from 13:30 to 18:00
        "▲ Plan": ("6 h", 6 * HOUR, 4 * HOUR),
    }
    found = late(desk.at(f"{TUE} 20:00"))
    assert found["▲ Plan"] == ("1 d 6 h", 30 * HOUR, 4 * HOUR + DAY)
    assert found["▲ Opinion"] == ("after hours", 2 * HOUR, 0)
    assert late(desk.at(f"{WED} 10:30"))["▲ Opinion"] == ("1 h 30 min working", 16 * HOUR + 1800, HOUR + 1800)


def test_a_promised_date_is_late_by_the_clock(monday: Desk) -> None:
    monday.ok("promise", 1, "A call", "--by", f"{MON} 19:00")
    ((_, found),) = late(monday.at(f"{MON} 20:30")).items()
    assert found == ("1 h 30 min", HOUR + 1800, 0)


def test_lateness_is_measured_by_the_calendar_that_the_complaint_was_received_under(desk: Desk) -> None:
    """Two days of the field after Fri are Sun 18:00; Mon 08:00–09:00 is an hour of it, and none of the office.

    By Mon 19:00 the field has worked 10 h, a whole day of it, the office 7 h 30.
    """
    desk.at(f"{FRI} 10:00").ok("record", "断网三天")
    assert due(desk, "opinion") == "11-08 18:00"
    for _ in range(2):
        assert late(desk.at(f"{NEXT_MON} 09:00")) == {"Opinion": ("1 h working", 15 * HOUR, HOUR)}
        assert late(desk.at(f"{NEXT_MON} 19:00"))["Opinion"] == ("1 working day", 25 * HOUR, 10 * HOUR)
        text = (desk.home / "rules.toml").read_text("utf-8")
        if 'each = "department", calendar = "department"' in text:
            edited(desk, ('each = "department", calendar = "department"', 'each = "department"'))
    assert 'calendar = "department"' not in (desk.home / "rules.toml").read_text("utf-8").partition("[milestones]")[2]


# ── what reading costs ─────────────────────────────────────────────────────────────────────────────


class Careless(sqlite3.Connection):
    """A connection that never waits for the disk, to fill a desk quickly."""

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return super().execute(sql.replace("synchronous = FULL", "synchronous = OFF"), *values)


def filled(desk: Desk, upto: int) -> Desk:
    """The desk with so many complaints in all."""
    connect = sqlite3.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda *args, **options: connect(*args, **options, factory=Careless))
        while desk.ok("record", "The clerk was rude", "--customer", "林小满")["id"] < upto:
            pass
    return desk


def machine_steps(desk: Desk, *words: object) -> int:
    """How many instructions of its machine the database executes for one command."""
    count, connect = 0, sqlite3.connect

    def step() -> None:
        nonlocal count
        count += 1

    def counted(*args: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*args, **options)
        connection.set_progress_handler(step, 1)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", counted)
        desk.ok(*words)
    return count


def test_reading_a_case_costs_the_same_however_many_complaints_there_are(desk: Desk) -> None:
    commands = [("show", 1), ("show", 1, "--history"), ("explain", 1), ("note", 1, "Nothing new.")]
    filled(desk.at(f"{MON} 10:00"), 20)
    few = [machine_steps(desk, *words) for words in commands]
    filled(desk, 400)
    many = [machine_steps(desk, *words) for words in commands]
    assert all(a > 0 and b <= 3 * a for a, b in zip(few, many, strict=True)), (few, many)


# ── an old file that is damaged ────────────────────────────────────────────────────────────────────


def damaged(desk: Desk, n: int) -> None:
    """Event n says nothing any more, and the file was derived by an older version."""
    with closing(sqlite3.connect(desk.home / "tsk.db")) as db, db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        assert db.execute("UPDATE event SET body = '{}' WHERE n = ?", (n,)).rowcount == 1
        db.execute("UPDATE site SET derived = ''")


@pytest.fixture
def two(desk: Desk) -> Desk:
    """Complaint 1 with events 1 and 2, complaint 2 with 3 and 4, and a contact with complaint 1's customer, 5 and 6."""
    received(received(desk)).ok("contact", 1, *CALL)
    assert desk.events == 6
    return desk


@pytest.mark.parametrize(("n", "id"), [(1, 1), (3, 2), (4, 2)])
def test_after_an_upgrade_a_damaged_event_is_still_named(two: Desk, n: int, id: int) -> None:
    other = two.ok("show", 3 - id)
    damaged(two, n)
    for _ in range(2):
        found = two.tsk("--lang", "en", "verify", "--json")
        assert (found.code, found.json["whole"]) == (6, False)
        assert f"Event {n} (complaint {id}, " in "\n".join(found.json["findings"])
        assert two.tsk("verify").code == 6
        assert sorted(one["id"] for one in two.ok("list")) == [1, 2]
        assert two.ok("show", 3 - id) == other


# ── who had it, once it was handed in ──────────────────────────────────────────────────────────────


@pytest.fixture
def handed_in(desk: Desk) -> Desk:
    """The network department has it from Mon 10:00 to 12:00, when its file is handed in; answered on Thu 10:00."""
    listed(desk).at(f"{MON} 10:00").ok("record", "断网三天", "--as", BOSS)
    desk.ok("accept", 1, "--as", NETWORK)
    desk.at(f"{MON} 12:00").ok("contact", 1, *CALL, "--as", NETWORK)
    desk.ok("propose", 1, "Build a mast.", "--cause", "equipment", "--upheld", "yes", "--as", NETWORK)
    desk.ok("submit", 1, "--as", NETWORK)
    return desk


def test_what_a_department_handed_in_is_the_desks_to_answer_and_to_review(handed_in: Desk) -> None:
    """Mon 13:30–18:00, Tue, Wed, an hour of Thu are 20 h 30 to the answer; Thu 10–12 and 13:30–15 3 h 30 after it."""
    handed_in.at(f"{THU} 10:00").ok(*ANSWER, "--satisfied", "yes", "--as", REVIEWER)
    found = handed_in.at(f"{THU} 15:00").ok("show", 1, "--history", "--as", BOSS)["had_by"]
    assert [(one["department"], one["part"], one["working_seconds"] / HOUR) for one in found] == [
        ("network", "lead", 2), ("care", "answer", 20.5), ("care", "review", 3.5),
    ]  # fmt: skip


def hours(desk: Desk, who: str) -> dict[str, tuple[int, float]]:
    """By department: what it has received, and its hours of handling."""
    rows = desk.ok("report", "--by", "department", "--month", "2026-11", "--as", who)["rows"]
    return {one["department"]: (one["received"], one["handling"]["handled_seconds"] / HOUR) for one in rows}


def test_the_time_of_a_department_stops_when_it_hands_its_file_in(handed_in: Desk) -> None:
    """By Wed 18:00 the desk has had 19 h 30 to answer."""
    handed_in.at(f"{WED} 18:00")
    assert hours(handed_in, NETWORK) == {"network": (1, 2)}
    assert hours(handed_in, BOSS) == {"network": (1, 2), "care": (0, 19.5)}


def test_a_department_sees_the_time_that_it_had_though_another_has_the_case_now(desk: Desk) -> None:
    """Billing had it on Mon 10–12 and 13:30–15, the network, in the field, from 15:00 to 18:00."""
    listed(desk).at(f"{MON} 10:00").ok("record", "多扣了30元", "--category", "value", "--as", BOSS)
    desk.at(f"{MON} 15:00").ok("assign", 1, "--to", "network", *WHY, "--as", BOSS)
    desk.at(f"{MON} 18:00")
    assert hours(desk, BILLING) == {"billing": (0, 3.5)}
    assert hours(desk, NETWORK) == {"network": (1, 3)}
    assert hours(desk, BOSS) == {"network": (1, 3), "billing": (0, 3.5)}


# ── up the line by hand ────────────────────────────────────────────────────────────────────────────


def escalated(desk: Desk, who: str = "") -> list[str]:
    """Whom an escalation of complaint 1 that names nobody tells."""
    words = ("--as", who) if who else ()
    desk.ok("escalate", 1, *WHY, *words)
    return list(desk.ok("show", 1, "--history", *words)["events"][-1]["tell"])


@pytest.fixture
def headed(desk: Desk) -> Desk:
    """The head of operations, above all other departments, is listed."""
    return edited(listed(desk), ('ops = { zh = "运营管理部",', f'ops = {{ head = "{BOSS}", zh = "运营管理部",'))


def told_of(desk: Desk, who: str) -> bool:
    return "told" in [reason["kind"] for one in desk.ok("inbox", "--as", who) for reason in one["why"]]


def test_an_escalation_that_names_nobody_tells_the_head_of_the_department_above(headed: Desk) -> None:
    headed.at(f"{MON} 10:00").ok("record", "断网三天", "--as", REVIEWER)
    assert escalated(headed, NETWORK) == [BOSS]
    assert told_of(headed, BOSS)
    assert not told_of(headed, REVIEWER)


def test_at_the_top_it_tells_the_desk(headed: Desk) -> None:
    headed.at(f"{MON} 10:00").ok("record", "实名政策不清楚", "--category", "policy", "--as", REVIEWER)
    assert headed.ok("show", 1, "--as", BOSS)["department"] == "ops"
    assert escalated(headed, BOSS) == ["care"]
    assert told_of(headed, REVIEWER)


@pytest.mark.parametrize(("category", "tell"), [("network", "ops"), ("attitude", "ops"), ("policy", "care")])
def test_a_department_above_without_a_head_is_told_itself(desk: Desk, category: str, tell: str) -> None:
    desk.at(f"{MON} 10:00").ok("record", "Something is wrong", "--category", category)
    assert escalated(desk) == [tell]


def test_whoever_is_named_is_told_and_nobody_else(headed: Desk) -> None:
    headed.at(f"{MON} 10:00").ok("record", "断网三天", "--as", REVIEWER)
    headed.ok("escalate", 1, "--to", REVIEWER, *WHY, "--as", NETWORK)
    assert told_of(headed, REVIEWER)
    assert not told_of(headed, BOSS)
