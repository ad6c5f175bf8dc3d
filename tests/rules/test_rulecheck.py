"""A rule file is checked for its meaning: unknown words, rows that never count, promises that nobody can keep."""

from __future__ import annotations

import pytest

from tsk.conditions import fits
from tsk.rulefile import compile_rules
from tsk.rulefile.meaning import covers

from .test_rulefile import SMALL, compiled, line_of, problems_of

STAFFED = SMALL.replace(
    "[channels]", '[staff]\nw1 = { zh = "李薇", role = "reviewer", department = "care" }\n\n[channels]'
)

UNKNOWN = [  # what stands in the file, what is written instead, its place, what is said
    (
        'to = "network", when',
        'to = "netwrk", when',
        "routes.network.to",
        'no department "netwrk". Did you mean "network"?',
    ),
    (
        'to = "network", when',
        'to = "网络部", when',
        "routes.network.to",
        'no department "网络部". Did you mean "network"?',
    ),
    ('to = "network", when', 'to = "network", with = ["lab"], when', "routes.network.with", "One of: care, network."),
    (
        'when.category = "network"',
        'when.category = "net"',
        "routes.network.when.category",
        'There is no category "net".',
    ),
    ('when.category = "network"', 'when.subtype = "sped"', "routes.network.when.subtype", 'Did you mean "speed"?'),
    ('when.severity = "urgent"', 'when.severity = "!urgnt"', "limits.urgent.when.severity", 'Did you mean "urgent"?'),
    ('when.channel = "email"', 'when.channel = "mail"', "needs.email.when.channel", 'Did you mean "email"?'),
    ('when.channel = "email"', 'when.upheld = "maybe"', "needs.email.when.upheld", "One of: no, partly, yes."),
    (
        'when.words = ["触电"]',
        'when.severity = "general"',
        "severities.urgent.when.severity",
        "cannot ask for the severity",
    ),
    (
        'reply = "4 hours" }',
        'reply = "4 hours", replay = "1 day" }',
        "limits.urgent.replay",
        'There is no milestone "replay".',
    ),
    ('above = "care"', 'above = "car"', "departments.network.above", 'Did you mean "care"?'),
    ('above = "care"', 'calendar = "ofice"', "departments.network.calendar", 'Did you mean "office"?'),
    ('above = "care"', 'head = "w9"', "departments.network.head", 'There is no staff number "w9". None is defined.'),
    (
        'may = ["counter", "closing"]',
        'may = ["closeing"]',
        "roles.reviewer.may",
        'There is no right "closeing". Did you mean',
    ),
    ('met_by = "reply"', 'met_by = "replyed"', "milestones.reply.met_by", 'Did you mean "replied"?'),
    (
        'met_by = "reply"',
        'met_by = ["reply", "registered"]',
        "milestones.reply.met_by",
        'no step after receipt "registered"',
    ),
    ('from = "received"', 'from = "recieved"', "milestones.reply.from", 'Did you mean "received"?'),
    (
        'waits = ["customer"]',
        'waits = ["client"]',
        "milestones.reply.waits",
        'There is no reason for waiting "client".',
    ),
    (
        'met_by = "reply"',
        'met_by = "reply", calendar = "shop"',
        "milestones.reply.calendar",
        "One of: always, department, office.",
    ),
    ('record = ["customer"]', 'recrd = ["customer"]', "needs.email.recrd", 'There is no step "recrd".'),
    ('reply = ["basis"]', 'reply = ["bases"]', "needs.email.replied", 'Did you mean "basis"?'),
    ('reply = ["basis"]', 'reply = ["reply"]', "needs.email.replied", 'There is no step or field "replied".'),
    ('review = "reviewer"', 'review = "auditor"', "closing.standard.review", 'There is no role "auditor".'),
    (
        '["contacted", "satisfied"]',
        '["contacted", "hapiness"]',
        "closing.standard.requires",
        'no step or field "hapiness"',
    ),
    ('["contacted", "satisfied"]', '["contacted", "close"]', "closing.standard.requires", 'no step or field "closed"'),
    (
        'review = "reviewer"',
        'unless.satisfied = "tired"',
        "closing.standard.unless.satisfied",
        "One of: not-upheld, unreachable.",
    ),
    (
        'review = "reviewer"',
        'unless.cause = "not-upheld"',
        "closing.standard.unless.cause",
        'requirement of this row "cause"',
    ),
    ("satisfaction = {", "satisfacton = {", "targets.satisfacton", 'Did you mean "satisfaction"?'),
]


@pytest.mark.parametrize(("old", "new", "name", "said"), UNKNOWN, ids=[f"{row[2]}: {row[1][:24]}" for row in UNKNOWN])
def test_a_word_that_nothing_defines_is_named_with_its_line_and_the_nearest_one(
    old: str, new: str, name: str, said: str
) -> None:
    found = {problem.name: problem for problem in problems_of(old, new)}
    assert name in found, [f"{problem.name}: {problem}" for problem in found.values()]
    assert said in str(found[name])
    assert found[name].line == line_of(new, SMALL.replace(old, new))


STAFF = [
    ('role = "reviewer", dep', 'role = "reviewr", dep', "staff.w1.role", 'Did you mean "reviewer"?'),
    ('department = "care"', 'department = "cares"', "staff.w1.department", 'Did you mean "care"?'),
    ('department = "care"', 'department = "care", deputy = "w2"', "staff.w1.deputy", 'There is no staff number "w2".'),
    ('role = "reviewer", dep', "dep", "staff.w1", "staff.w1 needs role."),
]


@pytest.mark.parametrize(("old", "new", "name", "said"), STAFF)
def test_staff_belong_to_roles_and_departments_that_exist(old: str, new: str, name: str, said: str) -> None:
    (problem,) = problems_of(old, new, STAFFED)
    assert (problem.name, problem.line) == (name, line_of("w1 =", STAFFED))
    assert said in str(problem)


def test_nobody_stands_in_for_themselves() -> None:
    (problem,) = problems_of('department = "care"', 'department = "care", deputy = "w1"', STAFFED)
    assert (problem.name, problem.line) == ("staff.w1.deputy", line_of("w1 =", STAFFED))
    assert str(problem) == "Nobody stands in for themselves. Name somebody else."


def test_listed_staff_may_be_heads() -> None:
    assert compiled(STAFFED.replace('above = "care"', 'head = "w1"')).departments[1].head == "w1"


# ── departments, calendars, figures ────────────────────────────────────────────────────────────────


def test_one_department_is_the_desk() -> None:
    (problem,) = problems_of(", desk = true", "")
    assert (problem.name, problem.line) == ("departments", line_of("[departments]"))
    assert "No department is the desk. Write desk = true" in str(problem)


def test_a_second_desk_is_refused() -> None:
    (problem,) = problems_of('above = "care"', "desk = true")
    assert (problem.name, problem.line) == ("departments.network.desk", line_of('above = "care"'))
    assert str(problem) == "network is a second desk beside care. Keep desk = true in one of them."


def test_going_up_in_a_circle_is_refused() -> None:
    problems = problems_of("desk = true", 'desk = true, above = "network"')
    assert [(problem.name, str(problem)) for problem in problems] == [
        ("departments.care.above", "care → network → care goes round in a circle."),
        ("departments.network.above", "network → care → network goes round in a circle."),
    ]


def test_a_department_above_itself_is_a_circle() -> None:
    (problem,) = problems_of('above = "care"', 'above = "network"')
    assert str(problem) == "network → network goes round in a circle."


def test_a_calendar_without_working_time_is_refused() -> None:
    (problem,) = problems_of('mon-fri = ["09:00-12:00", "13:30-18:00"]', "mon-fri = []")
    assert (problem.name, problem.line) == ("calendars.office", line_of("office ="))
    assert str(problem) == "office has no working time. Give it hours."


def test_no_default_channel_is_fine_but_two_are_not() -> None:
    assert compiled(
        SMALL.replace('柜台", default = true', '柜台"').replace(
            '{ text = "断网",', '{ text = "断网", channel = "email",'
        )
    )
    (problem,) = problems_of('zh = "邮件"', 'zh = "邮件", default = true')
    assert (problem.name, problem.line) == ("channels.email.default", line_of("email   ="))


def test_a_target_is_either_at_least_or_at_most() -> None:
    (problem,) = problems_of("at_least = 85", "at_least = 85, at_most = 90")
    assert str(problem) == "satisfaction needs at_least or at_most, and only one of them."


def test_a_satisfied_score_lies_on_the_scale() -> None:
    (problem,) = problems_of("satisfied_from = 8", "satisfied_from = 11")
    assert (problem.line, str(problem)) == (line_of("rating ="), "11 lies outside the scale 0-10.")
    (problem,) = problems_of('scale = "0-10"', 'scale = "ten"')
    assert '"ten" is not a scale. Write for example "0-10".' in str(problem)


def test_the_role_that_reviews_may_close() -> None:
    (problem,) = problems_of('may = ["counter", "closing"]', 'may = ["counter"]')
    assert (problem.name, problem.line) == ("closing.standard.review", line_of("standard ="))
    assert str(problem) == 'The role reviewer may not close. Give it the right "close".'


# ── papers and stand-ins ───────────────────────────────────────────────────────────────────────────

ASKED = '["contacted", "satisfied"]'
KINDS = SMALL.replace("[waits]", '[attachments]\nagreement = { zh = "协议" }\nphoto = { zh = "照片" }\n\n[waits]')


def test_closing_may_ask_for_a_kind_of_paper_for_promises_and_their_delivery() -> None:
    wanted = '["contacted", "satisfied", "promise", "delivered", "attachment:photo"]'
    (row,) = compiled(KINDS.replace(ASKED, wanted)).policy.closing
    assert row.requires == ("contacted", "satisfied", "promised", "delivered", "attachment:photo")


def test_a_kind_of_paper_that_is_not_listed_is_named() -> None:
    (problem,) = problems_of(ASKED, '["attachment:agrement"]', KINDS)
    assert (problem.name, problem.line) == ("closing.standard.requires", line_of("standard =", KINDS))
    assert 'no step or field "attachment:agrement". Did you mean "attachment:agreement"?' in str(problem)


def test_where_no_kinds_are_listed_any_word_is_a_kind_of_paper() -> None:
    assert compiled(SMALL.replace(ASKED, '["attachment:receipt"]')).policy.closing[0].requires
    (problem,) = problems_of(ASKED, '["attachment:"]')
    assert 'There is no step or field "attachment:".' in str(problem)


def test_who_cannot_be_reached_or_is_not_right_need_not_be_satisfied() -> None:
    text = SMALL.replace('review = "reviewer"', 'unless.satisfied = ["unreachable", "not-upheld"]')
    assert compiled(text).policy.closing[0].unless == {"satisfied": ("unreachable", "not-upheld")}


@pytest.mark.parametrize("field", ["settled", "tier", "upheld", "category"])
def test_an_exclamation_mark_alone_asks_for_anything_but_nothing(field: str) -> None:
    text = SMALL.replace("standard = {", f'standard = {{ when.{field} = "!",')
    when = compiled(text).policy.closing[0].when
    assert when == {field: ("!",)}
    assert fits(when, {field: "x"})
    assert not fits(when, {field: ""})


# ── rows that never count ──────────────────────────────────────────────────────────────────────────

EVERY = 'every  = { reply = "3 working days" }'
ROUTE = 'network = { to = "network", when.category = "network" }'


def test_a_row_after_an_unconditional_one_never_counts() -> None:
    (problem,) = problems_of(EVERY, EVERY + '\nmail   = { when.channel = "email", reply = "1 day" }')
    assert (problem.name, problem.line) == ("limits.mail.reply", line_of("every  =") + 1)
    assert str(problem) == (
        "This never counts: the earlier row every fits whatever fits here. Move it before every, or delete it."
    )


def test_a_row_with_the_same_condition_never_counts() -> None:
    (problem,) = problems_of(ROUTE, ROUTE + '\nagain = { to = "care", when.category = "network" }')
    assert (problem.name, problem.line) == ("routes.again", line_of(ROUTE) + 1)


def test_a_narrower_row_after_a_wider_one_never_counts() -> None:
    narrow = '\nmail = { to = "care", when = { category = "network", channel = "email" } }'
    (problem,) = problems_of(ROUTE, ROUTE + narrow)
    assert problem.name == "routes.mail"


def test_a_narrower_row_before_a_wider_one_counts() -> None:
    assert compiled(
        SMALL.replace(ROUTE, 'mail = { to = "care", when = { category = "network", channel = "email" } }\n' + ROUTE)
    )


def test_rows_about_different_milestones_do_not_hide_each_other() -> None:
    text = SMALL.replace(EVERY, EVERY + '\nmail   = { when.channel = "email", contact = "1 day" }')
    text = text.replace("[limits]", 'contact = { from = "received", met_by = "contact" }\n\n[limits]')
    assert len(compiled(text).policy.limits) == 3


@pytest.mark.parametrize(
    ("earlier", "later", "hidden"),
    [
        ({}, {"channel": ("a",)}, True),
        ({"channel": ("a",)}, {"channel": ("a",)}, True),
        ({"channel": ("a", "b")}, {"channel": ("a",)}, True),
        ({"channel": ("a",)}, {"channel": ("a", "b")}, False),
        ({"channel": ("a",)}, {}, False),
        ({"channel": ("a",)}, {"channel": ("a",), "tier": ("x",)}, True),
        ({"channel": ("!a", "!b")}, {"channel": ("!a",)}, False),
        ({"channel": ("!a",)}, {"channel": ("!a",)}, True),
        ({"channel": ("!a",)}, {"channel": ("b",)}, False),
    ],
)
def test_a_condition_covers_another_only_when_that_is_certain(
    earlier: dict[str, tuple[str, ...]], later: dict[str, tuple[str, ...]], hidden: bool
) -> None:
    assert covers(earlier, later) is hidden


# ── milestones and limits ──────────────────────────────────────────────────────────────────────────


def test_a_category_without_a_limit_for_its_answer_is_named() -> None:
    problems = problems_of(EVERY, 'every  = { when.category = "network", reply = "3 working days" }')
    assert [(problem.name, problem.line) for problem in problems] == [("categories.other", line_of("other   ="))]
    assert str(problems[0]).startswith("Nothing says when other (general, counter) must be answered.")


def test_a_policy_without_any_answer_is_refused() -> None:
    problems = problems_of('met_by = "reply"', 'met_by = "contact"')
    assert "No milestone is met by an answer to the customer." in str(problems[0])


def test_a_statutory_milestone_stops_for_nothing() -> None:
    (problem, *_) = problems_of('warn = "1 working day"', "statutory = true")
    assert [problem.name for problem in problems_of('warn = "1 working day"', "statutory = true")] == [
        "milestones",
        "milestones.reply.waits",
    ]
    assert "[milestones]" in SMALL and problem.line == line_of("[milestones]")


def test_a_statutory_milestone_is_never_extended() -> None:
    law = 'law = { from = "received", met_by = "reply", statutory = true, extend = "30 days" }\n\n[limits]'
    (problem,) = problems_of("[limits]", f"{law}\nlaw = {{ law = '15 days' }}")
    assert (problem.name, problem.line) == ("milestones.law.extend", line_of("[limits]"))
    assert str(problem) == "A statutory limit is never extended. Remove `extend` or `statutory`."


DELIVER = 'deliver = { from = "promise", met_by = "deliver", each = "promise" }'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('from = "promise"', 'from = "received"'),
        ('met_by = "deliver"', 'met_by = "reply"'),
        ('met_by = "deliver"', 'met_by = ["deliver", "reply"]'),
    ],
)
def test_a_promise_runs_until_it_is_delivered(old: str, new: str) -> None:
    (problem,) = problems_of("[limits]", f"{DELIVER.replace(old, new)}\n\n[limits]")
    assert (problem.name, problem.line) == ("milestones.deliver.each", line_of("[limits]"))
    assert str(problem) == (
        "A promise's own milestone runs from the promise to its delivery. "
        'Write from = "promised", met_by = "delivered".'
    )


def test_all_promises_have_one_milestone() -> None:
    (problem,) = problems_of("[limits]", f"{DELIVER}\n{DELIVER.replace('deliver =', 'again =')}\n\n[limits]")
    assert (problem.name, problem.line) == ("milestones.again.each", line_of("[limits]") + 1)
    assert str(problem).startswith("again is a second milestone of promises beside deliver.")


def test_only_a_promise_has_a_date_that_is_agreed() -> None:
    text = SMALL.replace("[limits]", f"{DELIVER}\n\n[limits]")
    (problem,) = problems_of('reply = "4 hours"', 'reply = "约定", deliver = "agreed"', text)
    assert (problem.name, problem.line) == ("limits.urgent.reply", line_of("urgent = { when", text))
    assert str(problem).startswith("A date agreed with the customer cannot be a limit here.")


MORE = """\
part = { from = "assigned", met_by = "submit", each = "department", calendar = "department" }

[limits]
p = { part = "1 day" }"""


def test_a_departments_own_milestone_starts_when_it_gets_the_case() -> None:
    assert compiled(SMALL.replace("[limits]", MORE))
    (problem,) = problems_of("[limits]", MORE.replace('"assigned"', '"received"'))
    assert (problem.name, problem.line) == ("milestones.part.from", line_of("[limits]"))
    assert 'Write from = "assigned".' in str(problem)


def test_only_a_departments_own_milestone_runs_by_its_calendar() -> None:
    (problem,) = problems_of("[limits]", MORE.replace('each = "department", ', ""))
    assert problem.name == "milestones.part.calendar"
    assert 'Add each = "department".' in str(problem)


def test_a_milestone_without_a_limit_is_named() -> None:
    (problem,) = problems_of("[limits]", MORE.split("\n")[0] + "\n\n[limits]")
    assert (problem.name, problem.line) == ("milestones.part", line_of("[limits]"))
    assert str(problem) == "No row of [limits] says how long part may take. Add it to a row there."


# ── examples ───────────────────────────────────────────────────────────────────────────────────────

GIVEN = 'given = { text = "断网", received = "2026-11-02 09:00" }'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'reply = "2026-11-05 18:00"',
            'reply = "2026-11-06 18:00"',
            "The example expects 2026-11-06 18:00; by the rules it is 2026-11-05 18:00.",
        ),
        ('to = "network", reply', 'to = "care", reply', "The example expects care; by the rules it is network."),
        ('to = "network", reply', 'with = "care", reply', "The example expects care; by the rules it is none."),
        (
            'to = "network", reply',
            'category = "other", reply',
            "The example expects other; by the rules it is network.",
        ),
        (
            'to = "network", reply',
            'severity = "urgent", reply',
            "The example expects urgent; by the rules it is general.",
        ),
        (
            'reply = "2026-11-05 18:00"',
            'reply = "void"',
            "The example expects void; by the rules it is 2026-11-05 18:00.",
        ),
    ],
)
def test_an_example_that_does_not_come_out_says_what_came_instead(old: str, new: str, said: str) -> None:
    (problem,) = problems_of(old, new)
    assert problem.line == line_of("expect =")
    assert problem.name.startswith("examples.monday.expect.")
    assert str(problem).startswith(said)
    assert "If the rule was meant to change" in str(problem)


@pytest.mark.parametrize(
    ("old", "new", "name", "said"),
    [
        ("text = ", "txt = ", "examples.monday.given.txt", 'Did you mean "text"?'),
        ('text = "断网"', 'text = "断网", channel = "fax"', "examples.monday.given.channel", "One of: counter, email."),
        ('text = "断网"', "text = 7", "examples.monday.given.text", "7 is not a text."),
        ('"2026-11-02 09:00"', '"2 November"', "examples.monday.given.received", "is not a date with a time."),
        ('"2026-11-05 18:00"', '"2026-11-05"', "examples.monday.expect.reply", 'Write for example "2026-10-24 18:00"'),
        (' reply = "2026-11-05', ' replay = "2026-11-05', "examples.monday.expect.replay", 'Did you mean "reply"?'),
    ],
)
def test_an_example_that_cannot_be_read_is_named(old: str, new: str, name: str, said: str) -> None:
    found = {problem.name: problem for problem in problems_of(old, new)}
    assert said in str(found[name])
    assert found[name].line == line_of("given  =" if ".given." in name else "expect =")


def test_examples_wait_until_the_rules_themselves_are_sound() -> None:
    text = SMALL.replace('above = "care"', 'abov = "care"').replace("2026-11-05 18:00", "2026-11-09 18:00")
    assert [problem.name for problem in compile_rules(text.encode(), "rules.toml")[1]] == ["departments.network.abov"]


def test_an_example_counts_calendar_days_to_twenty_four_hours() -> None:
    text = SMALL.replace("3 working days", "15 days").replace("2026-11-05 18:00", "2026-11-17 24:00")
    assert compiled(text)
    (problem,) = problems_of("2026-11-17 24:00", "2026-11-18 24:00", text)
    assert str(problem).startswith("The example expects 2026-11-18 24:00; by the rules it is 2026-11-17 24:00.")
