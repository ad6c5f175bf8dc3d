"""A rule file is read as a whole: every mistake with its line, its place and a suggestion."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from tsk.evidence import policy_version as version
from tsk.rulefile import Problem, compile_rules
from tsk.rulefile.lines import lines_of
from tsk.rulerows import Policy
from tsk.rules import Rules

ROOT = Path(__file__).parents[2]

# The smallest file that is complete; each test changes one thing in it.
SMALL = """\
policy = { id = "small", zh = "小店", en = "Small", zone = "Asia/Shanghai", currency = "CNY" }

[calendars]
office = { hours = { mon-fri = ["09:00-12:00", "13:30-18:00"] }, default = true }

[departments]
care    = { zh = "客服部", en = "Care", desk = true }
network = { zh = "网络部", en = "Network", above = "care" }

[roles]
reviewer = { zh = "审核员", may = ["counter", "closing"], sees = "all", approves = 12.5 }

[channels]
counter = { zh = "柜台", default = true }
email   = { zh = "邮件" }

[severities]
urgent  = { zh = "紧急", when.words = ["触电"] }
general = { zh = "一般" }

[categories]
network = { zh = "网络", words = ["断网"], subtypes = { speed = "网速" } }
other   = { zh = "其他" }

[waits]
customer = { zh = "等待客户" }

[routes]
network = { to = "network", when.category = "network" }

[milestones]
reply = { zh = "答复", from = "received", met_by = "reply", waits = ["customer"], warn = "1 working day" }

[limits]
urgent = { when.severity = "urgent", reply = "4 hours" }
every  = { reply = "3 working days" }

[needs]
email = { when.channel = "email", record = ["customer"], reply = ["basis"] }

[closing]
standard = { requires = ["contacted", "satisfied"], review = "reviewer" }

[targets]
satisfaction = { at_least = 85 }

[settings]
rating = { scale = "0-10", satisfied_from = 8 }

[examples.monday]
given  = { text = "断网", received = "2026-11-02 09:00" }
expect = { to = "network", reply = "2026-11-05 18:00" }
"""


def compiled(text: str = SMALL) -> Rules:
    rules, problems = compile_rules(text.encode(), "shop/rules.toml")
    assert [str(problem) for problem in problems] == []
    assert rules
    return rules


def problems_of(old: str, new: str, text: str = SMALL) -> tuple[Problem, ...]:
    """What is wrong once a piece of the small file reads otherwise."""
    assert text.count(old) == 1, f"{old!r} is not unique"
    rules, problems = compile_rules(text.replace(old, new).encode(), "rules.toml")
    assert (rules is None) == bool(problems)
    return problems


def line_of(piece: str, text: str = SMALL) -> int:
    return text[: text.index(piece)].count("\n") + 1


# ── what comes out ─────────────────────────────────────────────────────────────────────────────────


def test_a_complete_file_becomes_rules() -> None:
    rules = compiled()
    assert (rules.name, rules.zh, rules.zone, rules.currency) == ("small", "小店", "Asia/Shanghai", "CNY")
    assert rules.file == "rules.toml", "the base name of the file"
    assert rules.desk_department == "care"
    assert rules.default_calendar == "office"
    assert re.fullmatch("[0-9a-f]{12}", rules.version)


def test_every_named_row_knows_its_line() -> None:
    rules = compiled()
    assert rules.departments[1].line == line_of("network = { zh = ")
    assert rules.policy.limits[1].line == line_of("every  =")
    assert rules.policy.categories[0].subtypes[0].line == line_of('network = { zh = "网络"')
    rows = (*rules.departments, *rules.channels, *rules.policy.milestones, *rules.policy.closing, *rules.policy.needs)
    assert all(row.line > 0 for row in rows)


def test_a_verb_is_another_spelling_of_its_step() -> None:
    policy = compiled().policy
    assert policy.milestones[0].met_by == ("replied",)
    assert policy.needs[0].needs == {"registered": ("name",), "replied": ("basis",)}


def test_amounts_become_hundredths() -> None:
    assert compiled().roles[0].approves == 1250


def test_one_word_and_a_list_of_one_are_the_same() -> None:
    assert compiled(SMALL.replace('waits = ["customer"]', 'waits = "customer"')).policy == compiled().policy


def test_a_row_may_stand_in_a_table_of_its_own() -> None:
    own = SMALL.replace('urgent = { when.severity = "urgent", reply = "4 hours" }\n', "")
    own = own.replace("[needs]", '[limits.late]\nreply = "9 days"\n[needs]')
    problems = compile_rules(own.encode(), "rules.toml")[1]
    assert [(p.name, p.line) for p in problems] == [("limits.late.reply", line_of('reply = "9 days"', own))]


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    rules, problems = compile_rules(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode(), "rules.toml")
    assert problems == ()
    assert rules == compiled()


# ── the version ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('zh = "答复"', 'zh = "回复"'),
        ("[limits]", "# a comment\n\n[limits]"),
        ('{ speed = "网速" }', '{ speed = "速度" }'),
        ('en = "Network", above = "care"', 'en = "Lines", above = "care"'),
        ("at_least = 85", "at_least = 90"),
    ],
)
def test_labels_lines_and_what_is_not_frozen_leave_the_version(old: str, new: str) -> None:
    assert compiled(SMALL.replace(old, new)).version == compiled().version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('reply = "3 working days"', 'reply = "4 working days"'),
        ('when.words = ["触电"]', 'when.words = ["漏电"]'),
        ('requires = ["contacted", "satisfied"]', 'requires = ["satisfied"]'),
    ],
)
def test_what_decides_about_a_complaint_changes_the_version(old: str, new: str) -> None:
    text = SMALL.replace(old, new).replace(
        "2026-11-05 18:00", "2026-11-06 18:00" if "4 working" in new else "2026-11-05 18:00"
    )
    assert compiled(text).version != compiled().version


def test_the_version_counts_the_order_of_rows() -> None:
    policy = compiled().policy
    assert version(replace(policy, limits=policy.limits[::-1])) != version(policy)


# ── calendars ──────────────────────────────────────────────────────────────────────────────────────

OFFICE = 'office = { hours = { mon-fri = ["09:00-12:00", "13:30-18:00"] }, default = true }'


def calendar_of(row: str) -> object:
    return compiled(SMALL.replace(OFFICE, row)).calendars[0]


def test_weekdays_are_given_alone_in_ranges_and_round_the_weekend() -> None:
    text = SMALL.replace(
        OFFICE, 'office = { hours = { sat-mon = "10:00-12:00", wed = ["08:00-09:00"] }, default = true }'
    )
    week = compiled(text[: text.index("[examples")]).calendars[0].week
    short = ((600, 720),)
    assert week == (short, (), ((480, 540),), (), (), short, short)


def test_a_night_shift_belongs_to_the_day_on_which_it_opens() -> None:
    text = SMALL.replace(OFFICE, 'office = { hours = { mon = ["09:00-12:00", "20:00-02:00"] }, default = true }')
    assert compiled(text[: text.index("[examples")]).calendars[0].week[0] == ((540, 720), (1200, 1560))


def test_always_is_open_day_and_night() -> None:
    text = SMALL.replace(OFFICE, 'day = { hours = "always", default = true }')
    assert compiled(text[: text.index("[examples")]).calendars[0].week == (((0, 1440),),) * 7


def test_dates_ranges_and_yearly_ranges_are_told_apart() -> None:
    dates = (
        '{ 2027-02-05 = ["09:00-12:00"], "2027-02-06..2027-02-08" = [], "12-28..01-02" = [], "05-04" = "09:00-12:00" }'
    )
    row = OFFICE.replace(
        "default = true", f'default = true, dates = {dates}, confirmed = 2027-12-31, make_up = "10:00-11:00"'
    )
    calendar = compiled(SMALL.replace(OFFICE, row)).calendars[0]
    half = ((540, 720),)
    assert calendar.dates == {"2027-02-05": half, "2027-02-06": (), "2027-02-07": (), "2027-02-08": ()}
    assert calendar.yearly == (("12-28", "01-02", ()), ("05-04", "05-04", half))
    assert calendar.confirmed == date(2027, 12, 31)
    assert calendar.make_up == ((600, 660),)


def test_public_days_are_fetched_only_for_countries_that_are_named() -> None:
    assert compiled().public == {}
    with_holidays = compiled(SMALL.replace("default = true }\n\n[dep", 'holidays = "CN", default = true }\n\n[dep'))
    assert list(with_holidays.public) == ["CN"]


# ── people, papers, promises, settings ─────────────────────────────────────────────────────────────

PERSON = '[staff]\nw1 = {{ zh = "李薇", role = "reviewer", department = "care", away = {} }}\n\n[channels]'


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"2026-11-20"', ("2026-11-20",)),
        ("2026-11-20", ("2026-11-20",)),
        ('"2026-11-20..2026-12-04"', ("2026-11-20..2026-12-04",)),
        ('["2026-11-20..2026-11-20", " 2026-12-24 .. 2026-12-31"]', ("2026-11-20", "2026-12-24..2026-12-31")),
    ],
)
def test_people_are_away_for_days_and_from_day_to_day(written: str, read: tuple[str, ...]) -> None:
    assert compiled(SMALL.replace("[channels]", PERSON.format(written))).staff[0].away == read


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"2026-12-04..2026-11-20"', "2026-12-04..2026-11-20 ends before it begins. Write the earlier date first."),
        ('"2026-11-31"', '"2026-11-31" is not a date. Write for example 2027-12-31.'),
        ('"2026-11-20.."', '"" is not a date.'),
        ('["2026-11-20", "tomorrow"]', '"tomorrow" is not a date.'),
        ("true", '"true" is not a date.'),
    ],
)
def test_days_away_that_cannot_be_read_are_named_once(written: str, said: str) -> None:
    text = SMALL.replace("[channels]", PERSON.format(written))
    (problem,) = compile_rules(text.encode(), "rules.toml")[1]
    assert (problem.name, problem.line) == ("staff.w1.away", line_of("w1 = ", text))
    assert str(problem).startswith(said)


def test_kinds_of_papers_have_labels_and_change_no_decision() -> None:
    rules = compiled(SMALL.replace("[waits]", '[attachments]\nphoto = { zh = "照片", en = "Photo" }\n\n[waits]'))
    assert [(row.name, row.zh, row.en) for row in rules.attachments] == [("photo", "照片", "Photo")]
    assert rules.version == compiled().version
    assert compiled().attachments == ()


def test_a_milestone_says_how_far_it_may_be_extended() -> None:
    text = SMALL.replace('warn = "1 working day"', 'extend = "10 working days"')
    assert compiled(text).policy.milestones[0].extend == "10 working days"
    assert compiled().policy.milestones[0].extend == ""


PROMISE = 'deliver = { from = "promise", met_by = "deliver", each = "promise" }\n\n[limits]'


@pytest.mark.parametrize("limit", ["5 working days", "agreed", "约定"])
def test_a_promise_has_a_limit_or_the_date_that_is_agreed(limit: str) -> None:
    text = SMALL.replace("[limits]", PROMISE).replace("every  = {", f'every  = {{ deliver = "{limit}",')
    policy = compiled(text).policy
    row = policy.milestones[1]
    assert (row.from_, row.met_by, row.each) == (("promised",), ("delivered",), "promise")
    assert policy.limits[1].limits["deliver"] == limit


def test_a_promise_needs_no_limit_because_it_brings_its_own_date() -> None:
    assert compiled(SMALL.replace("[limits]", PROMISE)).policy.milestones[1].each == "promise"


def test_settings_say_what_a_repeat_is_how_often_to_call_and_how_long_to_undo() -> None:
    words = (
        'repeat  = { within = "60 days", same = ["category", "product"], customer = "email" }\n'
        'visits  = { attempts = 2 }\nconduct = { undo = "1 hour", owner = "until-accepted" }\nrating = {'
    )
    settings = compiled(SMALL.replace("rating = {", words)).settings
    assert (settings.repeat_within, settings.repeat_same) == ("60 days", ("category", "product"))
    assert settings.repeat_customer == ("email",)
    assert (settings.visit_attempts, settings.undo, settings.owner_until_accepted) == (2, "1 hour", True)


def test_each_setting_of_incidents_surges_and_repeats_is_its_own() -> None:
    words = (
        'repeat   = { within = "60 days", same = "category" }\n'
        'incident = { within = "12 hours", same = ["category", "region"] }\n'
        'surge    = { count = 5, within = "3 hours", same = "store" }\nrating = {'
    )
    waits = '[waits]\nincident = { zh = "批量故障" }\n'
    settings = compiled(SMALL.replace("rating = {", words).replace("[waits]\n", waits)).settings
    assert (settings.repeat_within, settings.repeat_same) == ("60 days", ("category",))
    assert (settings.incident_within, settings.incident_same) == ("12 hours", ("category", "region"))
    assert (settings.surge_count, settings.surge_within, settings.surge_same) == (5, "3 hours", ("store",))


def test_without_settings_a_repeat_is_the_same_category_within_thirty_days() -> None:
    settings = compiled().settings
    assert (settings.repeat_within, settings.repeat_same) == ("30 days", ("category",))
    assert settings.repeat_customer == ("phone", "card")
    assert (settings.visit_attempts, settings.undo) == (3, "10 minutes")


def test_a_policy_with_points_bears_the_same_name_after_it_was_stored() -> None:
    policy = compiled(SMALL + '\n[points]\nrepair = { when.category = "network", points = 2 }\n').policy
    stored = msgspec.json.decode(msgspec.json.encode(policy), type=Policy)
    assert (stored.points[0].points, version(stored)) == (2, version(policy))


def test_a_cause_has_the_department_or_party_that_answers_for_it() -> None:
    causes = (
        '[parties]\ncarrier = { zh = "承运商" }\n\n[causes]\nshort = { zh = "短少", department = "%s" }\n\n[limits]'
    )
    for known in ("care", "carrier"):
        assert compiled(SMALL.replace("[limits]", causes % known)).causes[0].department == known
    _, problems = compile_rules(SMALL.replace("[limits]", causes % "carriers").encode(), "rules.toml")
    assert [str(one) for one in problems] == [
        'There is no responsible party "carriers". Did you mean "carrier"?',
    ]


# ── mistakes ───────────────────────────────────────────────────────────────────────────────────────

MISTAKES = [  # what stands in the file, what is written instead, its place, what is said
    (
        'reply = "4 hours"',
        'reply = "4 hors"',
        "limits.urgent.reply",
        '"4 hors" is not a limit. Write for example "3 working',
    ),
    (
        'reply = "4 hours"',
        'reply = "4 hours", wen.severity = "major"',
        "limits.urgent.wen",
        '"wen" is not known here. Did you mean "when"?',
    ),
    (
        'reply = "4 hours"',
        'reply.within = "4 hours"',
        "limits.urgent.reply",
        'limits.urgent.reply is a text, not a table. Write: reply = "…".',
    ),
    ('reply = "4 hours"', "reply = 4", "limits.urgent.reply", '4 is not a text. Put it in quotes: "4".'),
    (
        'reply = "4 hours"',
        'reply = "agreed"',
        "limits.urgent.reply",
        "A date agreed with the customer cannot be a limit",
    ),
    (
        'warn = "1 working day"',
        'warm = "1 working day"',
        "milestones.reply.warm",
        '"warm" is not known here. Did you mean "warn"?',
    ),
    (
        'above = "care"',
        'above = "care", colour = "red"',
        "departments.network.colour",
        '"colour" is not known here. One of: above',
    ),
    ("[waits]", "[wait]", "wait", 'There is no section [wait]. Did you mean "waits"?'),
    ("desk = true", 'desk = "yes"', "departments.care.desk", "yes is neither true nor false. Write true or false"),
    ('sees = "all"', 'sees = "al"', "roles.reviewer.sees", '"al" is not possible here. Did you mean "all"?'),
    ("approves = 12.5", 'approves = "12"', "roles.reviewer.approves", "12 is not a number. Write it without quotes"),
    (
        "at_least = 85",
        "at_least = 850",
        "targets.satisfaction.at_least",
        "850 is not a share. Write a number from 0 to 100",
    ),
    (
        'zone = "Asia/Shanghai"',
        'zone = "Asia/Shangai"',
        "policy.zone",
        'not a time zone. Did you mean "Asia/Shanghai"?',
    ),
    ("mon-fri", "mon-fry", "calendars.office.hours.mon-fry", '"fry" is not a weekday. One of: fri'),
    ("mon-fri = [", 'mon = ["09:00-10:00"], mon-fri = [', "calendars.office.hours.mon-fri", "mon is given twice."),
    ('"13:30-18:00"', '"13:30"', "calendars.office.hours.mon-fri", '"13:30" is not a time of day. Write for example'),
    ('"13:30-18:00"', '"11:30-18:00"', "calendars.office.hours.mon-fri", "begins before the period before it ends."),
    (
        "default = true }\n\n[d",
        "default = true, dates = { 2027-02-30 = [] } }\n\n[d",
        "calendars.office.dates.2027-02-30",
        "is not a date.",
    ),
    (
        "default = true }\n\n[d",
        'default = true, holidays = "XX" }\n\n[d',
        "calendars.office.holidays",
        'No holidays are known for "XX".',
    ),
    (
        "default = true }\n\n[d",
        "default = false }\n\n[d",
        "calendars",
        "Exactly one calendar is the default. Write default = true in one of: office.",
    ),
    (
        'when.severity = "urgent"',
        'when.gravity = "urgent"',
        "limits.urgent.when.gravity",
        'A condition cannot ask for "gravity".',
    ),
    (
        'when.severity = "urgent"',
        'when = "urgent"',
        "limits.urgent.when",
        "limits.urgent.when is not a table. Write: when = { key",
    ),
    (
        'when.severity = "urgent"',
        'when.amount = "> much"',
        "limits.urgent.when.amount",
        '"> much" is not a condition on a number.',
    ),
    (
        'when.severity = "urgent"',
        'when.received = "8-18"',
        "limits.urgent.when.received",
        'Write for example "08:00-18:00".',
    ),
    ('when.words = ["触电"]', 'when.words = ["!触电"]', "severities.urgent.when.words", '"!" does not work with words'),
    ('from = "received", ', "", "milestones.reply", "milestones.reply needs from. Add it to the row."),
    (
        'counter = { zh = "柜台"',
        '"my counter" = { zh = "柜台"',
        "channels.my counter",
        '"my counter" cannot be a name.',
    ),
    ("customer = { zh", "customer = [] #", "waits.customer", "waits.customer is not a table."),
    ("rating = {", "ratings = {", "settings.ratings", '"ratings" is not known here. Did you mean "rating"?'),
    (
        "rating = {",
        "visits = { attempts = 0 }\nrating = {",
        "settings.visits.attempts",
        "0 is not a number of times. Write 1, 2, 3",
    ),
    (
        "rating = {",
        'conduct = { undo = "1 working day" }\nrating = {',
        "settings.conduct.undo",
        '"1 working day" does not run by the clock. Write for example "10 minutes".',
    ),
    (
        "rating = {",
        'repeat = { within = "a month" }\nrating = {',
        "settings.repeat.within",
        '"a month" is not a limit.',
    ),
    (
        "rating = {",
        'repeat = { same = ["categry"] }\nrating = {',
        "settings.repeat.same",
        '"categry" is not possible here. Did you mean "category"?',
    ),
    (
        "rating = {",
        'repeat = { customer = "name" }\nrating = {',
        "settings.repeat.customer",
        '"name" is not possible here. One of: anybody, card, email, phone.',
    ),
    (
        'warn = "1 working day"',
        'extend = "long"',
        "milestones.reply.extend",
        '"long" is not a limit.',
    ),
    (
        'warn = "1 working day"',
        'extend = "agreed"',
        "milestones.reply.extend",
        "A date agreed with the customer cannot be a limit here.",
    ),
    (
        'warn = "1 working day"',
        'each = "promises"',
        "milestones.reply.each",
        '"promises" is not possible here. Did you mean "promise"?',
    ),
]


@pytest.mark.parametrize(("old", "new", "name", "said"), MISTAKES, ids=[f"{row[2]}: {row[1][:20]}" for row in MISTAKES])
def test_a_mistake_is_named_with_its_line_and_a_suggestion(old: str, new: str, name: str, said: str) -> None:
    text = SMALL.replace(old, new)
    found = {problem.name: problem for problem in problems_of(old, new)}
    assert name in found, [str(problem) for problem in found.values()]
    assert said in str(found[name])
    expected = line_of("[calendars]", text) if name == "calendars" else line_of(new.split("\n")[0], text)
    assert found[name].line == (expected if new else line_of("reply = { zh", text))


def test_all_mistakes_are_found_at_once_in_the_order_of_their_lines() -> None:
    text = SMALL.replace("4 hours", "4 hors").replace('above = "care"', 'abov = "care"').replace("= 85", "= 185")
    problems = compile_rules(text.encode(), "rules.toml")[1]
    assert [problem.name for problem in problems] == [
        "departments.network.abov",
        "limits.urgent.reply",
        "targets.satisfaction.at_least",
    ]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_a_missing_section_is_named() -> None:
    start, end = SMALL.index("[channels]"), SMALL.index("[severities]")
    problems = compile_rules((SMALL[:start] + SMALL[end:]).encode(), "rules.toml")[1]
    assert "The section [channels] is missing or empty." in [str(problem) for problem in problems]


def test_an_empty_file_names_every_section_it_needs() -> None:
    rules, problems = compile_rules(b"", "rules.toml")
    assert rules is None
    needed = ("policy", "departments", "channels", "severities", "categories", "milestones", "limits")
    assert {problem.name for problem in problems} >= set(needed)


# ── syntax ─────────────────────────────────────────────────────────────────────────────────────────

BROKEN = [
    ('above = "care" }', "above = care }", "Texts stand in quotes"),
    ('above = "care" }', 'above = "care }', "A quote is missing"),
    ('above = "care" }', 'above = "care"', "Keep { … } on one line and close it"),
    ('above = "care" }', 'above = "care", above = "care" }', "Give each name once"),
    ('above = "care" }', "above = “care” }", "instead of the wide ones"),
    ('network = { zh = "网络部"', 'network { zh = "网络部"', "Write one rule on one line"),
]


@pytest.mark.parametrize(("old", "new", "hint"), BROKEN, ids=[row[2] for row in BROKEN])
def test_a_line_that_cannot_be_read_is_named_with_a_hint(old: str, new: str, hint: str) -> None:
    (problem,) = problems_of(old, new)
    assert problem.line == line_of("network = { zh = ")
    assert problem.name == "network"
    assert hint in str(problem)


def test_several_broken_lines_are_found_at_once() -> None:
    text = SMALL.replace('above = "care" }', "above = care }").replace('"4 hours"', "4 hours")
    problems = compile_rules(text.encode(), "rules.toml")[1]
    assert [problem.line for problem in problems] == [line_of("above = care", text), line_of("reply = 4 hours", text)]


def test_a_list_left_open_is_looked_for_further_up() -> None:
    (problem,) = problems_of('warn = "1 working day" }', 'warn = [\n"1 working day",')
    assert "A bracket or quote further up is not closed." in str(problem)


def test_a_name_given_twice_is_a_mistake() -> None:
    (problem,) = problems_of("every  =", "urgent =")
    assert problem.line == line_of("every  =")
    assert "Give each name once" in str(problem)


def test_text_that_is_not_utf8_is_named_with_its_line() -> None:
    content = SMALL.replace("小店", "店").encode().replace("网络部".encode(), "网络部".encode("gbk"))
    rules, (problem,) = compile_rules(content, "rules.toml")
    assert rules is None
    assert problem.line == line_of("网络部")
    assert "Save the file as UTF-8." in str(problem)


def test_no_damage_to_the_file_stops_the_check() -> None:
    """Whatever is cut out or written over, the answer is rules or problems with printable sentences."""
    text = (ROOT / "rules.toml").read_text("utf-8")
    dice = random.Random(7)
    for _ in range(60):
        at = dice.randrange(len(text))
        damaged = (
            text[:at] + dice.choice(['"', "[", "}", "3", "true", "= {}", "\n", ""]) + text[at + dice.randrange(12) :]
        )
        rules, problems = compile_rules(damaged.encode(), "rules.toml")
        assert (rules is None) == bool(problems)
        assert all(str(problem) for problem in problems)


# ── positions ──────────────────────────────────────────────────────────────────────────────────────


def test_positions_follow_tables_inline_tables_dotted_and_quoted_keys() -> None:
    text = '''
# a comment with [brackets] = and "quotes"
first = { a = 1, b.c = "x # not a comment", "d.e" = [1, 2] }
[section]
row = { long = [
    "one",   # with ] in a comment
    "two",
], after = """
many
lines""" }
[section."quoted row"]
deep.er = 1979-05-27T07:32:00
'中文' = 'it''s' # never read
'''.replace("'it''s'", "'its'")
    lines = lines_of(text)
    assert lines[("first",)] == 3
    assert lines[("first", "b", "c")] == lines[("first", "d.e")] == 3
    assert lines[("section", "row", "long")] == 5
    assert lines[("section", "row", "after")] == 8
    assert lines[("section", "quoted row")] == 11
    assert lines[("section", "quoted row", "deep", "er")] == 12
    assert lines[("section", "quoted row", "中文")] == 13
