"""The rows of [escalation] are read and checked: when each begins, what it does, whom it can reach."""

from __future__ import annotations

import pytest

from tsk.rulefile import Problem, compile_rules
from tsk.rulerows import Escalation

from .test_rulefile import SMALL, compiled, line_of

STAFF = '[staff]\nw1 = { zh = "李薇", role = "reviewer", department = "care" }\n\n[channels]'
STAFFED = SMALL.replace("[channels]", STAFF)
LATE = 'late = { milestone = "reply", after = "0 minutes", tell = "handler" }'


def with_row(row: str, text: str = SMALL) -> str:
    return text.replace("[closing]", f"[escalation]\n{row}\n\n[closing]")


def read(row: str, text: str = SMALL) -> Escalation:
    (found,) = compiled(with_row(row, text)).policy.escalation
    return found


def wrong(row: str, text: str = SMALL) -> tuple[Problem, ...]:
    """What is wrong with a file that has this row; every problem stands at its line."""
    rules, problems = compile_rules(with_row(row, text).encode(), "rules.toml")
    assert rules is None
    assert {problem.line for problem in problems} == {line_of(row, with_row(row, text))}
    return problems


# ── what comes out ─────────────────────────────────────────────────────────────────────────────────

READ = [  # a row, and what it says once it is compiled
    (LATE, {"milestone": "reply", "after": "0 minutes", "tell": ("handler",)}),
    ('a = { milestone = "reply", before = "1个工作日", move = "above" }', {"before": "1个工作日", "move": "above"}),
    ('a = { idle = "2 working days", tell = ["handler", "head"] }', {"idle": "2 working days"}),
    ('a = { chases = 3, raise = 1, tell = "above" }', {"chases": 3, "raise_": 1, "tell": ("above",)}),
    ('a = { round = 2, move = "network" }', {"round": 2, "move": "network"}),
    ('a = { on = "registered", tell = "care" }', {"on": "registered", "tell": ("care",)}),
    ('a = { on = "reject", tell = "care" }', {"on": "rejected"}),
    ('a = { on = "received", tell = "care" }', {"on": "registered"}),
    ('a = { chases = 1, tell = "care", hours = "always" }', {"always": True}),
    ('a = { chases = 1, tell = "care" }', {"always": False, "when": {}, "move": "", "raise_": 0}),
    ('a = { round = 2, when.severity = "urgent", raise = 2 }', {"when": {"severity": ("urgent",)}, "raise_": 2}),
    ('a = { zh = "催三次", en = "Third chase", chases = 3, raise = 1 }', {"zh": "催三次", "en": "Third chase"}),
]


@pytest.mark.parametrize(("row", "says"), READ, ids=[row for row, _ in READ])
def test_a_row_says_when_it_begins_and_what_it_does(row: str, says: dict[str, object]) -> None:
    found = read(row)
    assert {name: getattr(found, name) for name in says} == says


def test_a_staff_number_can_be_told() -> None:
    assert read('a = { chases = 1, tell = "w1" }', STAFFED).tell == ("w1",)


def test_a_row_is_frozen_with_the_policy_but_its_label_is_not() -> None:
    plain = compiled(with_row(LATE)).version
    assert plain != compiled().version
    assert compiled(with_row(LATE.replace("0 minutes", "1 hour"))).version != plain
    assert compiled(with_row(LATE.replace("{ mil", '{ zh = "超时", mil'))).version == plain


def test_rows_keep_their_order_and_their_lines() -> None:
    text = with_row(f'{LATE}\nthird = {{ chases = 3, tell = "care" }}')
    rows = compiled(text).policy.escalation
    assert [(row.name, row.line) for row in rows] == [
        ("late", line_of("late = ", text)),
        ("third", line_of("third = ", text)),
    ]


# ── when it begins ─────────────────────────────────────────────────────────────────────────────────

BEGIN = [
    (
        'a = { tell = "care" }',
        "escalation.a",
        "a never begins. Add milestone with before, after or used, idle, chases, round or on.",
    ),
    (
        'a = { chases = 3, round = 2, tell = "care" }',
        "escalation.a",
        "a begins in more than one way: chases, round. Write a row for each.",
    ),
    (
        'a = { milestone = "reply", after = "1 hour", idle = "1 day", tell = "care" }',
        "escalation.a",
        "a begins in more than one way: milestone, idle.",
    ),
    (
        'a = { milestone = "reply", tell = "care" }',
        "escalation.a.milestone",
        'a needs before, after or used, and only one of them. Write for example after = "0 minutes"',
    ),
    (
        'a = { milestone = "reply", after = "1 hour", before = "1 hour", tell = "care" }',
        "escalation.a.milestone",
        "a needs before, after or used, and only one of them.",
    ),
    ('a = { after = "1 hour", tell = "care" }', "escalation.a.after", "after needs a milestone. Add milestone ="),
    ('a = { before = "1 hour", tell = "care" }', "escalation.a.before", "before needs a milestone."),
    (
        'a = { on = "escalate", tell = "care" }',
        "escalation.a.on",
        "An escalation cannot begin with an escalation. Name another step.",
    ),
]


@pytest.mark.parametrize(("row", "name", "said"), BEGIN, ids=[row for row, *_ in BEGIN])
def test_a_row_begins_in_exactly_one_way(row: str, name: str, said: str) -> None:
    (problem,) = wrong(row)
    assert problem.name == name
    assert str(problem).startswith(said)


# ── what it does ───────────────────────────────────────────────────────────────────────────────────


def test_a_row_that_does_nothing_is_refused() -> None:
    (problem,) = wrong("a = { chases = 3 }")
    assert (problem.name, str(problem)) == ("escalation.a", "a does nothing. Add tell, move or raise.")
    (problem,) = wrong("a = { chases = 3, tell = [] }")
    assert str(problem) == "a does nothing. Add tell, move or raise."


@pytest.mark.parametrize(("key", "value"), [("tell", '["care", "above"]'), ("move", '"above"')])
def test_nothing_goes_up_where_no_department_stands_above_another(key: str, value: str) -> None:
    flat = SMALL.replace(', above = "care"', "")
    (problem,) = wrong(f"a = {{ chases = 3, {key} = {value} }}", flat)
    assert problem.name == f"escalation.a.{key}"
    assert str(problem) == "No department has one above it. Write above = … in [departments]."


def test_where_staff_is_listed_somebody_is_the_head_who_alone_is_told() -> None:
    row = 'a = { chases = 3, tell = "head" }'
    (problem,) = wrong(row, STAFFED)
    assert problem.name == "escalation.a.tell"
    assert str(problem) == "No department has a head who could be told. Write head = … in [departments]."
    assert read(row, STAFFED.replace("desk = true", 'desk = true, head = "w1"'))


def test_without_staff_or_beside_others_a_head_may_be_told_who_is_not_named_yet() -> None:
    assert read('a = { chases = 3, tell = "head" }')
    assert read('a = { chases = 3, tell = ["handler", "head"] }', STAFFED)


# ── words that nothing defines ─────────────────────────────────────────────────────────────────────

UNKNOWN = [
    (
        'a = { milestone = "replay", after = "1 hour", tell = "care" }',
        "milestone",
        'no milestone "replay". Did you mean "reply"?',
    ),
    ('a = { on = "registred", tell = "care" }', "on", 'There is no step "registred". Did you mean "registered"?'),
    ('a = { chases = 3, tell = "netwrk" }', "tell", 'There is no addressee "netwrk". Did you mean "network"?'),
    (
        'a = { chases = 3, tell = ["handler", "w7"] }',
        "tell",
        'no addressee "w7". One of: above, care, handler, head, network, recorder.',
    ),
    ('a = { chases = 3, tell = "网络部" }', "tell", 'Did you mean "network"?'),
    ('a = { chases = 3, move = "head" }', "move", 'no department to move to "head". One of: above, care, network.'),
    ('a = { chases = 3, raise = 1, when.severity = "urgnt" }', "when.severity", 'Did you mean "urgent"?'),
    ('a = { chases = 3, raise = 1, when.colour = "red" }', "when.colour", 'A condition cannot ask for "colour".'),
    ('a = { chases = 3, raise = 1, if.severity = "urgent" }', "if", '"if" is not known here.'),
]


@pytest.mark.parametrize(("row", "key", "said"), UNKNOWN, ids=[row for row, *_ in UNKNOWN])
def test_a_word_that_nothing_defines_is_named_with_the_nearest_one(row: str, key: str, said: str) -> None:
    (problem,) = wrong(row)
    assert problem.name == f"escalation.a.{key}"
    assert said in str(problem)


def test_a_person_said_by_name_is_found_by_the_number() -> None:
    (problem,) = wrong('a = { chases = 3, tell = "李薇" }', STAFFED)
    assert 'Did you mean "w1"?' in str(problem)


# ── values that cannot be read ─────────────────────────────────────────────────────────────────────

UNREADABLE = [
    ('a = { chases = "three", tell = "care" }', "chases", "three is not a number of times. Write 1, 2, 3 …"),
    ('a = { chases = 0, tell = "care" }', "chases", "0 is not a number of times."),
    ('a = { round = 1.5, tell = "care" }', "round", "1.5 is not a number of times."),
    ("a = { chases = 3, raise = true }", "raise", "true is not a number of times."),
    ('a = { milestone = "reply", after = "soon", tell = "care" }', "after", '"soon" is not a limit.'),
    ('a = { idle = "agreed", tell = "care" }', "idle", "A date agreed with the customer cannot be a limit here."),
    (
        'a = { chases = 3, tell = "care", hours = "office" }',
        "hours",
        '"office" is not possible here. One of: always.',
    ),
    ("a = { chases = 3, tell = 7, raise = 1 }", "tell", "7 is not a text."),
]


@pytest.mark.parametrize(("row", "key", "said"), UNREADABLE, ids=[row for row, *_ in UNREADABLE])
def test_a_value_that_cannot_be_read_is_named_once(row: str, key: str, said: str) -> None:
    (problem,) = wrong(row)
    assert problem.name == f"escalation.a.{key}"
    assert str(problem).startswith(said)


def test_a_row_may_ask_how_often_the_customer_chased_and_whether_it_is_a_repeat() -> None:
    found = read('a = { on = "replied", when = { chases = ">= 2", repeat = 1 }, tell = "care" }')
    assert found.when == {"chases": (">= 2",), "repeat": ("1",)}
