"""What a step needs by the policy: a row fits the case as the step itself leaves it."""

from __future__ import annotations

import pytest
from conftest import Desk

FIELDS = """
[fields]
beyond = { zh = "超出消法", en = "Beyond the law", kind = "check" }
gravity = { zh = "情节", en = "Gravity", kind = "choice", options = { slight = "轻微", serious = "严重" } }


[needs]
unfounded = { when.upheld = "no", propose = ["reason"] }
beyond    = { when.beyond = "yes", propose = ["contacted"], contact = ["outcome"] }
serious   = { when.gravity = "serious", reply = ["basis"] }
charged   = { when.cause = "charging", propose = ["responsible"] }
"""


@pytest.fixture
def judged(desk: Desk) -> Desk:
    """Complaint 1 of Friday 9 October 16:40, under the default rules with other needs."""
    path = desk.home / "rules.toml"
    whole = path.read_text("utf-8")
    before, _, rest = whole.partition("[needs]")
    path.write_text(before + FIELDS.strip() + "\n\n\n" + rest[rest.index("[escalation]") :], "utf-8")
    assert desk.tsk("rules", "check").code == 0
    desk.ok("record", "The clerk was rude", "--category", "attitude")
    return desk


def refused(desk: Desk, rule: str, *words: object) -> None:
    events = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out, desk.events) == (4, "", events)
    assert f"needs.{rule}" in told.err


def test_a_row_for_complaints_judged_so_fits_the_proposal_that_judges_so(judged: Desk) -> None:
    refused(judged, "unfounded", "propose", 1, "Explain.", "--upheld", "no")
    assert judged.ok("propose", 1, "Explain.", "--upheld", "no", "--reason", "It is the tariff.")["upheld"] == "no"


def test_a_proposal_that_judges_otherwise_is_not_asked_for_it_any_more(judged: Desk) -> None:
    judged.ok("propose", 1, "Explain.", "--upheld", "no", "--reason", "It is the tariff.")
    assert judged.ok("propose", 1, "Apologise.", "--upheld", "yes")["upheld"] == "yes"


def test_a_row_for_a_field_fits_the_step_that_fills_it_in(judged: Desk) -> None:
    refused(judged, "beyond", "propose", 1, "Pay ten times.", "--set", "beyond=yes")
    assert judged.ok("propose", 1, "Pay once.", "--set", "beyond=no")["fields"] == {"beyond": "no"}
    refused(judged, "beyond", "contact", 1, "--via", "phone", "--set", "beyond=yes")
    judged.ok("contact", 1, "--via", "phone", "--outcome", "refused", "--set", "beyond=yes")
    assert judged.ok("propose", 1, "Pay ten times.")["fields"] == {"beyond": "yes"}


def test_a_field_that_the_step_empties_is_asked_for_no_more(judged: Desk) -> None:
    judged.ok("update", 1, "--set", "gravity=serious")
    refused(judged, "serious", "reply", 1, "We apologised.", "--via", "phone")
    assert judged.ok("reply", 1, "We apologised.", "--via", "phone", "--set", "gravity=-")["state"] == "resolved"


def test_a_row_for_a_cause_fits_the_proposal_that_names_it(judged: Desk) -> None:
    refused(judged, "charged", "propose", 1, "Refund.", "--cause", "charging")
    assert judged.ok("propose", 1, "Retrain.", "--cause", "staff")["cause"] == "staff"
