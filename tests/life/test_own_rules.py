"""What a policy adds by itself: fields, signatures by role, sums for one customer, shares of a limit.

The default rules, with a few rows more; it is Monday 2 November 2026, 09:00–12:00 and 13:30–18:00 are worked.
"""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Desk

FIELDS = """
[fields]
batch   = { zh = "批号", en = "Batch" }
pieces  = { zh = "件数", en = "Pieces",  kind = "number" }
shipped = { zh = "发货日", en = "Shipped", kind = "date" }
found   = { zh = "核实程度", en = "Found", kind = "choice", options = { slight = "轻微", serious = "严重" } }
checked = { zh = "已核对", en = "Checked", kind = "check" }
"""
SIGNED = """
[approvals]
small = { when.amount = "<= 100", by = ["reviewer"] }
large = { when.amount = "> 1000", by = ["reviewer", "supervisor"], enough = true }
both  = { by = ["supervisor", "reviewer"] }
"""
STAFF = """
[staff]
w1001 = { zh = "李薇", role = "clerk",      department = "care", store = "HZ01" }
w2001 = { zh = "赵敏", role = "handler",    department = "network" }
w2101 = { zh = "周洋", role = "handler",    department = "billing" }
w2201 = { zh = "沈岚", role = "handler",    department = "market" }
w3001 = { zh = "陈静", role = "reviewer",   department = "care" }
w3002 = { zh = "何晴", role = "reviewer",   department = "care" }
w9001 = { zh = "王强", role = "supervisor", department = "ops" }
"""
PHONE = ("--phone", "13800000001")


def with_rules(desk: Desk, *sections: str, **replaced: str) -> Desk:
    """The desk with sections added before the settings, and words replaced that stand in the file."""
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    for old, new in replaced.items():
        assert old in text
        text = text.replace(old, new)
    for section in sections:
        text = text.replace("\n[settings]", f"{section}\n\n[settings]", 1)
    rules.write_text(text, "utf-8")
    told = desk.tsk("rules", "check")
    assert told.code == 0, told.out
    return desk.at("2026-11-02 10:00")


def refused(desk: Desk, naming: str, *words: object, code: int = 4) -> None:
    """The command fails, nothing is written, and the error names what forbids it."""
    before = desk.events
    told = desk.tsk(*words)
    assert (told.code, told.out) == (code, ""), told
    assert naming in told.err
    assert desk.events == before


# ── fields of the policy's own ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def own(desk: Desk) -> Desk:
    needs = '\n\n[needs]\nbatch = { when.category = "network", propose = ["batch", "checked"], reply = ["found"] }\n'
    text = (desk.home / "rules.toml").read_text("utf-8")
    start = text.index("[needs]")
    end = text.index("\n\n\n[", start)
    (desk.home / "rules.toml").write_text(text[:start] + needs.strip() + text[end:], "utf-8")
    return with_rules(desk, FIELDS)


def test_a_field_is_filled_in_with_any_step_and_shown_by_its_label(own: Desk) -> None:
    case = own.ok("record", "小区断网", "--set", "batch=L2611", "--set", "件数=200", "--set", "shipped=2026-10-20")
    assert case["fields"] == {"batch": "L2611", "pieces": "200", "shipped": "2026-10-20"}
    case = own.ok("update", 1, "--set", "found=严重")
    assert case["fields"]["found"] == "serious"
    shown = own.tsk("show", 1, "--history", "--lang", "zh").out
    for said in ("批号", "L2611", "核实程度", "严重", "件数：200"):
        assert said in shown, said
    assert own.ok("search", "L2611")[0]["id"] == 1
    assert own.ok("update", 1, "--set", "batch=-")["fields"].get("batch") is None


def test_the_text_of_a_field_stands_outside_the_chain_and_a_word_of_the_policy_in_it(own: Desk) -> None:
    own.ok("record", "小区断网", "--set", "batch=L2611", "--set", "found=slight")
    (registered, *_) = own.ok("show", 1, "--history")["events"]
    assert registered["fields"] == {"found": "slight"}
    assert registered["field batch"] == "L2611"
    assert own.tsk("verify").code == 0


def test_a_step_needs_fields_and_a_tick_that_says_no_counts_as_missing(own: Desk) -> None:
    own.ok("record", "小区断网")
    refused(own, "needs.batch", "propose", 1, "换光缆")
    refused(own, "Checked", "propose", 1, "换光缆", "--set", "batch=L2611", "--set", "checked=no")
    assert (
        own.ok("propose", 1, "换光缆", "--set", "batch=L2611", "--set", "checked=yes")["proposal"]["text"] == "换光缆"
    )
    refused(own, "Found", "reply", 1, "已修复", "--via", "phone", "--basis", "工单")


@pytest.mark.parametrize(
    ("said", "naming"),
    [
        ("batch", "NAME=VALUE"),
        ("colour=red", "There is no field"),
        ("pieces=many", "is not a number"),
        ("shipped=2026-11-31", "2026-11-31"),
        ("found=bad", "slight"),
        ("checked=perhaps", "perhaps"),
        ("=L1", "Which field"),
    ],
)
def test_what_a_field_cannot_hold_is_refused_and_nothing_recorded(own: Desk, said: str, naming: str) -> None:
    refused(own, naming, "record", "小区断网", "--set", said, code=2)


# ── signatures ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def signed(desk: Desk) -> Desk:
    with_rules(desk, SIGNED, STAFF)
    desk.ok("record", "小区断网", *PHONE, "--as", "w2001")
    desk.ok("accept", 1, "--as", "w2001")
    return desk


def propose(desk: Desk, amount: object) -> Any:
    return desk.ok("propose", 1, "赔偿", "--amount", amount, "--as", "w2001")


def test_one_role_signs_a_small_sum(signed: Desk) -> None:
    propose(signed, 100)
    refused(signed, "approvals.small", "approve", 1, "--as", "w9001")
    refused(signed, "approvals.small", "deliver", 1, "--amount", 100, "--as", "w2001")
    assert signed.ok("approve", 1, "--as", "w3001")["proposal"]["state"] == "approved"
    assert signed.ok("deliver", 1, "--amount", 100, "--as", "w2001")["paid"] == 100


def test_all_roles_of_a_row_sign_in_any_order_and_a_refusal_sends_it_back(signed: Desk) -> None:
    propose(signed, 300)
    assert signed.ok("approve", 1, "--as", "w3001")["proposal"]["state"] == "open"
    refused(signed, "approvals.both", "approve", 1, "--as", "w3002")  # the reviewers have signed
    assert signed.ok("refuse", 1, "--reason", "太多", "--as", "w9001")["proposal"]["state"] == "refused"
    propose(signed, 250)
    signed.ok("approve", 1, "--as", "w9001")
    assert signed.ok("approve", 1, "--as", "w3002")["proposal"]["state"] == "approved"


def test_levels_sign_one_after_the_other_up_to_the_one_with_the_authority(signed: Desk) -> None:
    """The reviewer's 500 do not cover 1500, the supervisor's 5000 do; both signatures stay on record."""
    propose(signed, 1500)
    refused(signed, "approvals.large", "approve", 1, "--as", "w9001")
    assert signed.ok("approve", 1, "--as", "w3001")["proposal"]["state"] == "open"
    done = signed.ok("approve", 1, "--as", "w9001")["proposal"]
    assert (done["state"], done["approved_by"]) == ("approved", ["w3001", "w9001"])


@pytest.mark.parametrize("amount", ["-5", "1e12", "12.905", "USD 5", "二百"])
def test_no_sum_is_guessed(signed: Desk, amount: str) -> None:
    before = signed.events
    told = signed.tsk("propose", 1, "赔偿", f"--amount={amount}", "--as", "w2001")
    assert (told.code, signed.events) == (2, before)
    assert "amount" in told.err


def test_nought_is_a_sum_that_needs_no_more_than_the_smallest(signed: Desk) -> None:
    assert propose(signed, 0)["proposal"]["state"] == "open"
    assert signed.ok("approve", 1, "--as", "w3001")["proposal"]["state"] == "approved"


def test_beyond_what_one_customer_may_be_given_in_a_time_another_role_signs(desk: Desk) -> None:
    """At most 120 within 30 days: 100 were paid, so 50 more need the supervisor; a month later they do not."""
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    text = text.replace(
        "[authority]", '[authority]\nper_customer = { at_most = 120, within = "30 days", then = "supervisor" }', 1
    )
    rules.write_text(text, "utf-8")
    with_rules(desk, SIGNED, STAFF)
    for id in (1, 2, 3):
        desk.ok("record", "小区断网", "--phone", "138-0000-0001" if id > 1 else "13800000001", "--as", "w2001")
        desk.ok("accept", id, "--as", "w2001")
    desk.ok("propose", 1, "赔偿", "--amount", 100, "--as", "w2001")
    desk.ok("approve", 1, "--as", "w3001")
    desk.ok("deliver", 1, "--amount", 100, "--as", "w2001")
    desk.ok("propose", 2, "赔偿", "--amount", 50, "--as", "w2001")
    assert desk.ok("approve", 2, "--as", "w3001")["proposal"]["state"] == "open"
    assert desk.ok("approve", 2, "--as", "w9001")["proposal"]["state"] == "approved"
    desk.at("2026-12-03 10:00").ok("propose", 3, "赔偿", "--amount", 50, "--as", "w2001")
    assert desk.ok("approve", 3, "--as", "w3001")["proposal"]["state"] == "approved"


def test_what_was_approved_once_is_paid_once(signed: Desk) -> None:
    propose(signed, 100)
    signed.ok("approve", 1, "--as", "w3001")
    signed.ok("deliver", 1, "--amount", 60, "--as", "w2001")
    refused(signed, "more than was approved (40)", "deliver", 1, "--amount", 60, "--as", "w2001")
    assert signed.ok("deliver", 1, "--amount", 40, "--as", "w2001")["paid"] == 100


def test_what_is_proposed_on_another_complaint_counts_as_given(desk: Desk) -> None:
    """At most 120: two proposals of 100 stand side by side, so the second needs the supervisor too."""
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    cap = '[authority]\nper_customer = { at_most = 120, within = "30 days", then = "supervisor" }'
    rules.write_text(text.replace("[authority]", cap, 1), "utf-8")
    with_rules(desk, SIGNED, STAFF)
    for id in (1, 2):
        desk.ok("record", "小区断网", *PHONE, "--as", "w2001")
        desk.ok("propose", id, "赔偿", "--amount", 100, "--as", "w2001")
    asked = [desk.ok("show", id, "--as", "w9001")["proposal"]["signers"] for id in (1, 2)]
    assert asked == [["reviewer"], ["reviewer", "supervisor"]]


def test_a_sum_above_everybodys_authority_is_not_even_proposed(signed: Desk) -> None:
    refused(signed, "approvals.large", "propose", 1, "赔偿", "--amount", "5000.01", "--as", "w2001")
    assert propose(signed, 5000)["proposal"]["signers"] == ["reviewer", "supervisor"]


def test_the_latest_judgement_counts_where_the_closing_asks_for_one(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    row = '[closing]\nnetwork = { when.category = "network", requires = ["propose:yes", "replied"], review = false }'
    rules.write_text(text.replace("[closing]", row, 1), "utf-8")
    with_rules(desk)
    desk.ok("record", "小区断网")
    for upheld in ("yes", "no"):
        desk.ok("propose", 1, "说明", "--cause", "equipment", "--upheld", upheld, "--reason", "复测正常")
    desk.ok("reply", 1, "已说明", "--via", "phone", "--basis", "工单")
    refused(desk, "closing.network", "close", 1)


# ── what is offered ────────────────────────────────────────────────────────────────────────────────


def test_alternatives_and_the_customers_choice_stay_on_record(desk: Desk) -> None:
    """L5: the proposal is offer 1, what is offered besides follows."""
    desk.at("2026-11-02 10:00").ok("record", "小区断网")
    offers = ("propose", 1, "减免当月费用", "--alternative", "赠送流量", "--alternative", "上门检修")
    assert desk.ok(*offers)["proposal"]["alternatives"] == ["赠送流量", "上门检修"]
    refused(desk, "nothing 4 was offered", "contact", 1, "--via", "phone", "--choice", 4)
    chosen = desk.ok("contact", 1, "--via", "phone", "--outcome", "accepted", "--choice", 3)
    assert (chosen["chosen"], chosen["proposal"]["text"]) == ("上门检修", "减免当月费用")
    shown = desk.tsk("show", 1, "--lang", "zh").out
    assert "备选方案" in shown and "赠送流量；上门检修" in shown and "客户选择" in shown


# ── limits and routes ──────────────────────────────────────────────────────────────────────────────


def test_a_share_of_a_limit_without_a_step_is_told_once(desk: Desk) -> None:
    """60 % of three working days of 7 h 30: 13 h 30 min after Tuesday 09:00 is Wednesday 16:30."""
    row = '\nslow-start = { zh = "未动", en = "Untouched", milestone = "reply", used = "60 %", tell = "care" }'
    rules = desk.home / "rules.toml"
    rules.write_text(rules.read_text("utf-8").replace("[escalation]", f"[escalation]{row}", 1), "utf-8")
    with_rules(desk)
    for text in ("小区断网", "手机没有信号"):
        desk.ok("record", text, "--channel", "hotline")
    desk.at("2026-11-02 10:05").ok("contact", 2, "--via", "phone")

    def untouched(when: str) -> list[int]:
        return [one["id"] for one in desk.at(when).ok("escalate", "--due") if one["rule"] == "slow-start"]

    first = untouched("2026-11-03 09:00")
    later = untouched("2026-11-05 17:59")
    assert (first, later, untouched("2026-11-05 18:00")) == ([], [1], [])


def test_a_corrected_category_goes_where_it_belongs_even_from_where_a_person_sent_it(desk: Desk) -> None:
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8").replace("conduct = {", 'conduct = { reroute = "always",', 1)
    rules.write_text(text, "utf-8")
    with_rules(desk)
    desk.ok("record", "小区断网")
    desk.ok("assign", 1, "--to", "care")
    assert desk.ok("update", 1, "--category", "business")["department"] == "billing"


def test_a_cap_may_count_from_first_receipt(desk: Desk) -> None:
    """Round 2 begins on 9 November; ten working days from receipt end on the 16th, whatever the round."""
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8")
    old = 'warn = "1 working day", extend = "20 working days"'
    assert old in text
    new = 'warn = "1 working day", extend = "10 working days", extend_from = "receipt"'
    rules.write_text(text.replace(old, new), "utf-8")
    with_rules(desk)
    desk.ok("record", "小区断网")
    desk.ok("contact", 1, "--via", "phone")
    desk.at("2026-11-04 10:00").ok("reply", 1, "已修复", "--via", "phone", "--basis", "工单")
    again = desk.at("2026-11-09 10:00").ok("rate", 1, "--satisfied", "no", "--demand", "书面说明")
    assert again["round"] == 2
    said = ("extend", 1, "--milestone", "reply", "--told", "--reason", "等配件", "--until")
    refused(desk, "from receipt", *said, "2026-11-17 09:30")
    assert desk.ok(*said, "2026-11-16 18:00")["state"] == "in_progress"
