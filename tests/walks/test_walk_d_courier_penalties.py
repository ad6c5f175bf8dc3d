"""Walk-through D: the courier's penalties, outlet HZ-07, from Monday 2 November 2026.

A claim or a query is recorded when it reaches the outlet; a complaint about it is a `chase`, so "complains again" (D5)
is what the articles ask of the chases. 2 Dec 24:00 is missed from 3 Dec 00:00 on, and the article counts for the day
of the second complaint.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from walking import Walk, dues, stands

HEAD, OFFICE, CLERK, OTHER = "c1001", "c1101", "c7001", "c8001"
OUTLET = "HZ-07"


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    return Walk(tmp_path / "home", "courier-penalties", "2026-11-02 09:00")


def test_the_whole_walk(walk: Walk) -> None:
    claim = a_claim(walk)
    a_verified_wait_without_apology(walk)
    a_query_answered_late(walk)
    enquirers_sent_to_head_office(walk)
    attitude_within_its_range(walk)
    unproven_three_times(walk)
    a_complaint_passed_on(walk)
    feedback_owed_and_waived(walk)
    valuables_four_times(walk)
    delivered_only_after_a_call(walk)
    its_second_complaint(walk, claim)
    the_ledger(walk)


def record(walk: Walk, text: str, category: str, outlet: str = OUTLET) -> int:
    said = walk.does(OFFICE, "record", text, "--category", category, "--store", outlet)
    return int(said["id"])


def fined(done: Any) -> tuple[float, str]:
    """The latest penalty of a complaint: its fine and how it stands."""
    return done["penalties"][-1]["amount"], done["penalties"][-1]["state"]


def a_query_answered_late(walk: Walk) -> None:
    """D1, D2: two hours; 16:05 is late; article 2.1(2) names the staff number."""
    walk.at("2026-11-02 14:00")
    id = record(walk, "快件查询", "query")
    assert dues(walk.does(OFFICE, "show", id))["answer"] == "2026-11-02 16:00"
    walk.at("2026-11-02 15:30").refused(
        OFFICE, "penalty", "propose", id, "--article", "2.1(2)", rule="penalties.no-answer"
    )
    answered = walk.at("2026-11-02 16:05").does(CLERK, "reply", id, "快件在途", "--via", "phone")
    walk.does(OFFICE, "chase", id)
    assert stands(answered, "answer") == "late"
    said = ("--article", "2.1(2)", "--person", "HZ07-12", "--evidence", "staff-number")
    assert fined(walk.does(OFFICE, "penalty", "propose", id, *said)) == (200, "proposed")
    assert fined(walk.does(HEAD, "penalty", "confirm", id)) == (200, "confirmed")
    walk.fails(4, CLERK, "penalty", "propose", id, "--article", "25", naming="`penalty`")


def enquirers_sent_to_head_office(walk: Walk) -> None:
    """D3: three in a month cost 200 each, the fourth 200 more."""
    sums = []
    for day in (4, 5, 6, 7):
        walk.at(f"2026-11-0{day} 10:00")
        id = record(walk, "查询被推给总部", "query")
        done = walk.does(OFFICE, "penalty", "propose", id, "--article", "2.1(1)", "--evidence", "landline")
        sums.append(fined(done)[0])
    assert sums == [200, 200, 200, 400]


def attitude_within_its_range(walk: Walk) -> None:
    """D2, D4: 10 to 100; where nothing can be proven the customer is believed, at 10."""
    walk.at("2026-11-09 09:00")
    id, doubtful = record(walk, "态度差", "attitude"), record(walk, "语气不好", "attitude")
    walk.refused(OFFICE, "penalty", "propose", id, "--article", "14", "--amount", 120, rule="penalties.bad-attitude")
    walk.fails(2, OFFICE, "penalty", "propose", id, "--article", "14", naming="10 to 100")
    assert fined(walk.does(OFFICE, "penalty", "propose", id, "--article", "14", "--amount", 80))[0] == 80
    assert fined(walk.does(OFFICE, "penalty", "propose", doubtful, "--article", "14", "--unproven"))[0] == 10


def unproven_three_times(walk: Walk) -> None:
    """D4: article 4, the same person, on file twice; the third makes all three proven."""
    found = []
    for day in (9, 10, 11):
        walk.at(f"2026-11-{day:02} 11:00")
        id = record(walk, "辱骂客户", "attitude")
        done = walk.does(OFFICE, "penalty", "propose", id, "--article", "4*", "--person", "HZ07-03", "--unproven")
        found.append(fined(done))
    assert found == [(0, "filed"), (0, "filed"), (300, "proposed")]


def a_verified_wait_without_apology(walk: Walk) -> None:
    """D1, D5: 24 hours from the verification; charged at the second complaint only."""
    walk.at("2026-11-02 10:00")
    id = record(walk, "久等派送员", "waiting")
    ordered = walk.does(OFFICE, "propose", id, "上门致歉", "--upheld", "yes")
    assert dues(ordered)["apology"] == "2026-11-03 10:00"
    walk.at("2026-11-03 10:00:01")
    assert [one["id"] for one in walk.does(HEAD, "penalty", "propose")] == []
    walk.does(OFFICE, "chase", id)
    (done,) = walk.does(HEAD, "penalty", "propose")
    assert (done["id"], fined(done)) == (id, (50, "proposed"))
    assert walk.does(HEAD, "penalty", "propose") == []  # assessed twice, charged once


def a_complaint_passed_on(walk: Walk) -> None:
    """D5: article 2.4 at the second complaint, 200 and a sum by gravity."""
    id = record(walk.at("2026-11-10 14:00"), "总部转办件", "passed-on")
    said = ("penalty", "propose", id, "--article", "2.4", "--amount", 300)
    walk.refused(OFFICE, *said, rule="penalties.not-handled")
    walk.at("2026-11-13 10:00").does(OFFICE, "chase", id)
    assert fined(walk.does(OFFICE, *said))[0] == 500


def feedback_owed_and_waived(walk: Walk) -> None:
    """D1, D6: the same day at 17:00; the second complaint charges 100; waived with a reason, on record."""
    walk.at("2026-11-12 09:00")
    id = record(walk, "没有反馈", "feedback")
    assert dues(walk.does(OFFICE, "show", id))["feedback"] == "2026-11-12 17:00"
    walk.at("2026-11-12 17:00:01").does(OFFICE, "chase", id)
    (done,) = walk.does(HEAD, "penalty", "propose")
    assert (done["id"], fined(done)[0]) == (id, 100)
    walk.fails(2, HEAD, "penalty", "waive", id, naming="--reason")
    waived = walk.does(HEAD, "penalty", "waive", id, "--reason", "系统停机")["penalties"][-1]
    assert (waived["state"], waived["decided_by"], waived["why"]) == ("waived", HEAD, "系统停机")
    walk.fails(4, HEAD, "penalty", "confirm", id, naming="no penalty")


def valuables_four_times(walk: Walk) -> None:
    """D3: liability each time; the third in a month costs 5000, a fourth goes to the management of the outlets."""
    found = []
    for day in (16, 17, 18, 19):
        walk.at(f"2026-11-{day} 18:30")
        id = record(walk, "到件后内件遗失", "valuables")
        done = walk.does(OFFICE, "penalty", "propose", id, "--article", "1a", "--liability", 100)
        found.append((fined(done)[0], done["penalties"][-1]["referred"]))
    assert found == [(0, False), (0, False), (5000, False), (0, True)]


def delivered_only_after_a_call(walk: Walk) -> None:
    """D3: 200 each, the third of the month referred too; another outlet's counts only there."""
    found = []
    for day in (20, 23, 24):
        walk.at(f"2026-11-{day} 10:00")
        done = walk.does(OFFICE, "penalty", "propose", record(walk, "虚报签收", "conduct"), "--article", "23b")
        found.append((fined(done)[0], done["penalties"][-1]["referred"]))
    assert found == [(200, False), (200, False), (200, True)]
    walk.at("2026-12-01 10:00")
    id = record(walk, "虚报签收", "conduct", "HZ-08")
    other = walk.does(OFFICE, "penalty", "propose", id, "--article", "23b")["penalties"][-1]
    assert (other["outlet"], other["amount"], other["referred"]) == ("HZ-08", 200, False)


def a_claim(walk: Walk) -> int:
    """D1: accepted in 3 and settled in 10 working days, paid within a month."""
    id = record(walk.at("2026-11-02 10:00"), "破损理赔", "claim")
    assert {name: due for name, due in dues(walk.does(HEAD, "show", id)).items() if name != "reply"} == {
        "accept": "2026-11-05 18:00",
        "settle": "2026-11-16 18:00",
        "paid": "2026-12-03 00:00",
    }
    return id


def its_second_complaint(walk: Walk, id: int) -> None:
    """D5: the first complaint costs nothing, the second 200."""
    walk.at("2026-11-20 10:00").does(OFFICE, "chase", id)
    assert walk.does(HEAD, "penalty", "propose") == []
    walk.at("2026-12-03 09:00").does(OFFICE, "chase", id)
    (done,) = walk.does(HEAD, "penalty", "propose")
    assert (done["id"], fined(done)[0], done["penalties"][-1]["day"]) == (id, 200, "2026-12-03")


def the_ledger(walk: Walk) -> None:
    """D6: what, when, article, evidence, how much, decided by whom; November and December of HZ-07."""
    assert walk.does(HEAD, "penalty", "propose") == []
    november = walk.does(HEAD, "penalty", "list", "--outlet", OUTLET, "--month", "2026-11")
    assert (november["raised"], november["waived"], november["due"]) == (7840, 100, 7740)
    assert (november["referrals"], november["liability"]) == (2, 400)
    december = walk.does(HEAD, "penalty", "list", "--outlet", OUTLET, "--month", "2026-12")
    assert december["due"] == 200
    assert walk.does(HEAD, "penalty", "list", "--outlet", OUTLET)["due"] == 7940
    assert {one["outlet"] for one in walk.does(CLERK, "penalty", "list")["penalties"]} == {OUTLET}
    assert [one["outlet"] for one in walk.does(OTHER, "penalty", "list")["penalties"]] == ["HZ-08"]
    shown = walk.desk.tsk("penalty", "list", "--outlet", OUTLET, "--as", HEAD).out
    assert "2.1(2)" in shown and "7940" in shown
    assert walk.desk.tsk("verify").code == 0
