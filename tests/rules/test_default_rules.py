"""The rule file that ships and the policies beside it: what they make of a complaint, in tables to read."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tsk.conditions import facts_of, fits
from tsk.rulefile import compile_rules
from tsk.rulefile.examples import sample
from tsk.rules import Rules, closing_row, grade, limit_row, needs_row, route, suggest_category
from tsk.steps import rights_of

ROOT = Path(__file__).parents[2]
POLICIES = {path.stem: path for path in sorted((ROOT / "tsk" / "policies").glob("*.toml"))}
FILES = {"rules": ROOT / "rules.toml", **POLICIES}
LETTERS = {
    "telecom-policy": "A", "service-standard": "B", "company-procedure": "C", "courier-penalties": "D",
    "iptv-field": "E", "broadband-field": "F", "retail-store": "G", "factory-8d": "H", "store-frontline": "I",
    "mall-three-tier": "J", "operator-handbook": "K",
}  # fmt: skip
_COMPILED: dict[str, Rules] = {}


def rules_of(name: str) -> Rules:
    if name not in _COMPILED:
        rules, problems = compile_rules(FILES[name].read_bytes(), FILES[name].name)
        assert [f"{problem.line} {problem.name}: {problem}" for problem in problems] == []
        assert rules
        _COMPILED[name] = rules
    return _COMPILED[name]


@pytest.fixture
def rules() -> Rules:
    return rules_of("rules")


def facts(**given: Any) -> dict[str, object]:
    """The facts of a case of which nothing is known but what is given."""
    return {**facts_of(sample("other", "general", "counter"), rules_of("rules").zoneinfo), **given}


# ── the files themselves ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", FILES)
def test_it_compiles_without_a_problem_and_its_examples_come_out(name: str) -> None:
    rules = rules_of(name)
    assert rules.file == FILES[name].name
    assert name == "rules" or rules.name == name


@pytest.mark.parametrize("name", FILES)
def test_it_has_examples_and_says_which_rows_it_serves(name: str) -> None:
    text = FILES[name].read_text("utf-8")
    letter = LETTERS.get(name, "A")
    assert text.count("[examples.") >= 5
    assert f"{letter}1" in text
    assert "ours" in text.lower()


@pytest.mark.parametrize("name", FILES)
def test_no_line_is_longer_than_160_columns(name: str) -> None:
    long = [line for line in FILES[name].read_text("utf-8").splitlines() if len(line) > 160]
    assert long == []


@pytest.mark.parametrize("name", FILES)
def test_rows_are_aligned_on_a_screen(name: str) -> None:
    """Within a section the first words after the names begin in one column, Chinese characters being two wide."""

    def width(text: str) -> int:
        return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)

    block: list[int] = []
    for line in [*FILES[name].read_text("utf-8").splitlines(), ""]:
        if " = { zh = " in line and " en = " in line and not line.startswith(("#", "policy")):
            block.append(width(line[: line.index("en = ")]))
        elif not line:
            assert len(set(block)) <= 1, "one of the rows above is not aligned"
            block = []


@pytest.mark.parametrize("name", FILES)
def test_every_row_that_people_see_has_a_label_in_both_languages(name: str) -> None:
    rules = rules_of(name)
    rows = (*rules.departments, *rules.roles, *rules.channels, *rules.causes, *rules.parties, *rules.waits)
    frozen = (*rules.policy.severities, *rules.policy.categories, *rules.policy.milestones, *rules.policy.escalation)
    assert [row.name for row in (*rows, *frozen, *rules.targets, *rules.attachments) if not (row.zh and row.en)] == []


def test_nobody_is_listed_at_first_so_everybody_may_do_everything(rules: Rules) -> None:
    assert rules.staff == ()
    assert all(not row.head for row in rules.departments)


@pytest.mark.parametrize("head", ["", ', head = "w3001"'], ids=["no-head", "a-head"])
def test_the_commented_staff_lines_work_once_they_are_switched_on(head: str) -> None:
    text = FILES["rules"].read_text("utf-8")
    start, end = text.index("# [staff]"), text.index("[channels]")
    lines = [line.removeprefix("# ") if not line.startswith("#  ") else "" for line in text[start:end].splitlines()]
    switched_on = text[:start] + "\n".join(lines) + "\n" + text[end:]
    switched_on = switched_on.replace('above = "ops", desk = true', f'above = "ops", desk = true{head}')
    rules, problems = compile_rules(switched_on.encode(), "rules.toml")
    assert problems == ()
    assert rules
    assert [row.name for row in rules.staff] == ["w1001", "w2001", "w2101", "w3001", "w9001"]
    assert [row.name for row in rules.staff if row.away] == ["w2101"]


# ── what it makes of a complaint ───────────────────────────────────────────────────────────────────

CLASSIFIED = [
    ("家里信号不好,经常掉线", "network"),
    ("小区断网三天", "network"),
    ("No signal since Monday", "network"),
    ("套餐被私自变更", "business"),
    ("多扣了费用,账单不对", "business"),
    ("流量包扣费两次,费用没有退", "business"),  # two words against one
    ("营业员态度恶劣", "attitude"),
    ("收不到短信验证码", "value"),
    ("手机质量差,功能失灵", "product"),
    ("虚假宣传误导客户", "marketing"),
    ("实名政策前后不一", "policy"),
    ("门口台阶太高", "other"),
    ("", "other"),
]


@pytest.mark.parametrize(("text", "category"), CLASSIFIED)
def test_words_suggest_the_category(rules: Rules, text: str, category: str) -> None:
    assert suggest_category(rules.policy, text)[0] == category


GRADED = [
    ({"words": "有人触电"}, "urgent"),
    ({"words": "全区大面积断网"}, "urgent"),
    ({"words": "断网", "tier": "elderly"}, "major"),
    ({"words": "断网", "tier": "key-account"}, "major"),
    ({"words": "触电", "tier": "elderly"}, "urgent"),  # the gravest that fits
    ({"words": "断网", "tier": "gold"}, "general"),
    ({"words": "断网"}, "general"),
]


@pytest.mark.parametrize(("given", "severity"), GRADED)
def test_words_and_customer_decide_the_severity(rules: Rules, given: dict[str, str], severity: str) -> None:
    assert grade(rules.policy, facts(**given)) == severity


ROUTED = [
    ("network", "断网", "network", (), "network"),
    ("business", "宽带多扣费", "billing", ("network",), "broadband-fee"),
    ("business", "套餐变更", "billing", (), "money"),
    ("value", "彩信", "billing", (), "money"),
    ("product", "", "market", (), "market"),
    ("marketing", "", "market", (), "market"),
    ("policy", "", "ops", (), "policy"),
    ("attitude", "", "care", (), ""),  # the desk takes what no row takes
    ("other", "", "care", (), ""),
]


@pytest.mark.parametrize(("category", "words", "to", "co", "row"), ROUTED)
def test_category_and_words_decide_the_department(
    rules: Rules, category: str, words: str, to: str, co: tuple[str, ...], row: str
) -> None:
    routing = route(rules, rules.policy, facts(category=category, words=words))
    assert (routing.to, routing.co, routing.row) == (to, co, row)


# severity, channel: contact, plan, answer, first response, the department's part, statutory answer
PROMISED = [
    ("urgent", "counter", "30 minutes", "4 hours", "2 working days", None, "1 working day", "15 days"),
    ("grave", "email", "1 working hour", "3 working days", "10 working days", None, "2 working days", "15 days"),
    ("major", "chat", "2 working hours", "2 working days", "5 working days", "3 minutes", "2 working days", "15 days"),
    (
        "general",
        "hotline",
        "1 working day",
        "2 working days",
        "3 working days",
        "20 seconds",
        "2 working days",
        "15 days",
    ),
    ("general", "counter", "1 working day", "2 working days", "3 working days", None, "2 working days", "15 days"),
]
NAMES = ("contact", "plan", "reply", "first_response", "opinion", "statutory")


@pytest.mark.parametrize("row", PROMISED, ids=[f"{row[0]} {row[1]}" for row in PROMISED])
def test_severity_and_channel_decide_the_limits(rules: Rules, row: tuple[str | None, ...]) -> None:
    severity, channel, *limits = row
    found = [(name, limit_row(rules.policy, name, facts(severity=severity, channel=channel))) for name in NAMES]
    assert [one.limits[name] if one else None for name, one in found] == limits


def test_only_what_is_compensated_names_the_responsible_party_and_an_approval(rules: Rules) -> None:
    free, paid = (closing_row(rules.policy, facts(amount=amount)) for amount in (0, 0.01))
    assert free and paid
    assert (free.name, paid.name) == ("standard", "paid")
    assert set(paid.requires) - set(free.requires) == {"responsible", "approved", "delivered"}
    assert free.unless == {"satisfied": ("not-upheld", "unreachable")}
    assert free.review == paid.review == "reviewer"


@pytest.mark.parametrize("amount", [0, 50])
def test_what_is_settled_on_the_spot_is_closed_without_a_review(rules: Rules, amount: int) -> None:
    row = closing_row(rules.policy, facts(settled="counter", amount=amount))
    assert row and (row.name, row.requires, row.review) == ("on-the-spot", ("replied", "satisfied"), "")


EXTENDED = {"plan": "8 working days", "reply": "20 working days"}


def test_only_the_plan_and_the_answer_may_be_extended(rules: Rules) -> None:
    assert {row.name: row.extend for row in rules.policy.milestones if row.extend} == EXTENDED


@pytest.mark.parametrize(
    ("name", "starts", "ends", "limit"),
    [("deliver", "promised", "delivered", "5 working days"), ("visit", "closed", "visited", "3 working days")],
)
def test_promises_are_delivered_and_closed_complaints_visited(
    rules: Rules, name: str, starts: str, ends: str, limit: str
) -> None:
    milestone = next(row for row in rules.policy.milestones if row.name == name)
    row = limit_row(rules.policy, name, facts())
    assert (milestone.from_, milestone.met_by) == ((starts,), (ends,))
    assert row and row.limits[name] == limit


# row: when it begins · whom it tells · where it moves the complaint · lines up
ESCALATED = [
    ("contact-late", "contact +0 minutes", "handler head", "", 0),
    ("reply-soon", "reply -1 working day", "handler", "", 0),
    ("reply-late", "reply +1 working day", "head above", "", 1),
    ("plan-up", "plan +2 working days", "", "above", 0),
    ("silent", "idle 2 working days", "handler", "", 0),
    ("third-chase", "chases 3", "handler head", "", 1),
    ("third-round", "round 3", "", "ops", 0),
    ("grave", "on registered", "head above", "", 0),
]


def test_what_nobody_does_is_told_moved_or_raised(rules: Rules) -> None:
    found = []
    for row in rules.policy.escalation:
        begins = [f"{row.milestone} {'+' if row.after else '-'}{row.after or row.before}"] if row.milestone else []
        begins += [f"{key} {getattr(row, key)}" for key in ("idle", "chases", "round", "on") if getattr(row, key)]
        found.append((row.name, ", ".join(begins), " ".join(row.tell), row.move, row.raise_))
    assert found == ESCALATED


def test_only_what_is_urgent_is_reported_at_night(rules: Rules) -> None:
    assert {row.name: row.when for row in rules.policy.escalation if row.always or row.when} == {
        "grave": {"severity": ("urgent", "grave")}
    }


def test_an_answer_to_an_email_names_its_basis(rules: Rules) -> None:
    written = needs_row(rules.policy, "replied", facts(channel="email"))
    assert written and written.needs == {"registered": ("name",), "replied": ("basis",)}
    assert needs_row(rules.policy, "replied", facts(channel="counter")) is None


# ── conditions ─────────────────────────────────────────────────────────────────────────────────────

NOON, SIX = 12 * 60, 18 * 60
CONDITIONS = [
    ({}, {}, True),
    ({"channel": ("chat",)}, {"channel": "chat"}, True),
    ({"channel": ("chat", "app")}, {"channel": "app"}, True),
    ({"channel": ("!chat",)}, {"channel": "app"}, True),
    ({"channel": ("!chat", "!app")}, {"channel": "app"}, False),
    ({"channel": ("chat",), "tier": ("vip",)}, {"channel": "chat", "tier": ""}, False),
    ({"words": ("断网", "outage")}, {"words": "Major OUTAGE in the east"}, True),
    ({"words": ("断网",)}, {"words": "断了网"}, False),
    ({"amount": (">= 500",)}, {"amount": 500}, True),
    ({"amount": ("> 500",)}, {"amount": 500}, False),
    ({"round": ("!1",)}, {"round": 2}, True),
    ({"round": ("3",)}, {"round": 3}, True),
    ({"chases": (">= 3",)}, {"chases": 3}, True),
    ({"repeat": ("1",)}, {"repeat": 1}, True),
    ({"repeat": ("1",)}, {"repeat": 0}, False),
    ({"settled": ("!",)}, {"settled": "refunded"}, True),  # anything
    ({"settled": ("!",)}, {"settled": ""}, False),
    ({"received": ("08:00-18:00",)}, {"received": NOON}, True),
    ({"received": ("08:00-18:00",)}, {"received": SIX}, False),  # half-open
    ({"received": ("18:00-08:00",)}, {"received": SIX}, True),
    ({"received": ("18:00-08:00",)}, {"received": 7 * 60 + 59}, True),
    ({"received": ("18:00-08:00",)}, {"received": NOON}, False),
]


@pytest.mark.parametrize(("when", "given", "holds"), CONDITIONS)
def test_a_condition_holds_when_each_of_its_fields_does(
    when: dict[str, tuple[str, ...]], given: dict[str, object], holds: bool
) -> None:
    assert fits(when, facts(**given)) is holds


# ── the policies ───────────────────────────────────────────────────────────────────────────────────


def test_in_the_telecom_policy_the_complaints_department_alone_assigns_answers_and_closes() -> None:
    rules = rules_of("telecom-policy")
    assert rules.desk_department == "complaints"
    for right in ("assign", "reply", "close"):
        holders = {row.name for row in rules.roles if right in rights_of(row.may)}
        assert {person.department for person in rules.staff if person.role in holders} == {"complaints"}


def test_in_the_telecom_policy_every_department_has_a_head_who_may_name_the_handler() -> None:
    rules = rules_of("telecom-policy")
    people = {person.name: person for person in rules.staff}
    for department in rules.departments:
        head = people[department.head]
        role = next(row for row in rules.roles if row.name == head.role)
        assert head.department == department.name
        assert "assign-handler" in rights_of(role.may)


def test_the_service_standard_counts_from_the_departments_receipt() -> None:
    policy = rules_of("service-standard").policy
    reply = next(row for row in policy.milestones if row.name == "reply")
    assert reply.from_ == ("assigned",)
    limits = {name: limit_row(policy, "reply", facts(severity=name)) for name in ("general", "major", "grave")}
    assert {name: row.limits["reply"] for name, row in limits.items() if row} == {
        "general": "3 working days",
        "major": "5 working days",
        "grave": "10 working days",
    }


def test_the_service_standards_green_channel_goes_first_with_the_general_limits() -> None:
    policy = rules_of("service-standard").policy
    first = [row.name for row in policy.severities if row.first]
    assert first == ["emergency", "important"]
    rows = [limit_row(policy, "reply", facts(severity=name)) for name in (*first, "general")]
    assert {row.name for row in rows if row} == {"general"}


def test_the_operator_handbook_is_always_open_and_leaves_a_case_with_its_owner_until_it_is_accepted() -> None:
    rules = rules_of("operator-handbook")
    assert rules.calendars == ()
    assert rules.default_calendar == ""
    assert rules.settings.owner_until_accepted
    assert (rules.settings.scale, rules.settings.satisfied_from) == ("1-10", 8)


@pytest.mark.parametrize("name", FILES)
def test_an_instant_far_away_can_be_promised_too(name: str) -> None:
    """The longest answer of each policy is computed beyond the calendar's last year without an error."""
    from tsk.limits import base_due, parse_limit
    from tsk.rules import Calendars

    rules = rules_of(name)
    late = datetime(2029, 12, 30, tzinfo=UTC)
    for row in rules.policy.limits:
        for limit in row.limits.values():
            due = base_due(parse_limit(limit), late, Calendars(rules).named())
            assert getattr(due, "due", due) > late
