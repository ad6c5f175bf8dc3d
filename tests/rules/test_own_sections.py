"""Fields, approvals, points, measures, themes, weights and penalties: every mistake is found, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tsk.cli import main
from tsk.rulefile import Problem, compile_rules
from tsk.rulefile.remarks import remarks

from .test_rulefile import SMALL, compiled

SIGNER = 'reviewer = { zh = "审核员", may = ["counter", "closing"], sees = "all", approves = 12.5 }'
ROLES = """\
reviewer = { zh = "审核员", may = ["counter", "closing", "approve"], sees = "all", approves = 12.5 }
manager  = { zh = "经理", may = ["all"], sees = "all" }"""


def problems(section: str, text: str = SMALL) -> list[Problem]:
    before, settings = text.split("[settings]")
    return list(compile_rules(f"{before}{section}\n\n[settings]{settings}".encode(), "rules.toml")[1])


# The section, the place of the problem, and part of what is said.
WRONG = [
    ('[fields]\nbatch = { zh = "批号", kind = "words" }', "fields.batch.kind", '"words" is not possible here'),
    ('[fields]\nfound = { zh = "程度", kind = "choice" }', "fields.found", "A choice has options"),
    ('[fields]\nbatch = { zh = "批号", options = { a = "甲" } }', "fields.batch", "A choice has options"),
    ('[fields]\nsummary = { zh = "概要" }', "fields.summary", "Every complaint has summary already"),
    ('[approvals]\na = { by = ["boss"] }', "approvals.a.by", 'There is no role "boss"'),
    ('[approvals]\na = { when.amount = "> 5" }', "approvals.a", "approvals.a needs by"),
    ('[approvals]\na = { by = ["reviewer"] }', "approvals.a.by", "may not approve"),
    ('[points]\na = { points = "two" }', "points.a.points", "two is not a number"),
    ('[measures]\na = { steps = ["D1"] }', "measures.a.steps", "is not a table"),
    ('[templates]\na = { de = "Hallo" }', "templates.a.de", '"de" is not known here'),
    ('[themes]\na = { zh = "甲" }\nb.x = 1', "themes.b.x", '"x" is not known here'),
    ('[penalties]\na = { fine = 5 }', "penalties.a", "penalties.a needs article"),
    ('[penalties]\na = { article = "1", fine = [9, 5] }', "penalties.a.fine", "is no sum and no range"),
    ('[penalties]\na = { article = "1", fine = -5 }', "penalties.a.fine", "is no sum and no range"),
    ('[penalties]\na = { article = "1", fine = "5" }', "penalties.a.fine", "is not a number"),
    ('[penalties]\na = { article = "1", fine = 5, add_at = { x = 9 }, within = "month" }', "penalties.a.add_at", "x"),
    ('[penalties]\na = { article = "1", fine = 5, add_at = { 3 = 9 } }', "penalties.a", "Within which time"),
    ('[penalties]\na = { article = "1", fine = 5, within = "year" }', "penalties.a.within", '"year" is not'),
    ('[penalties]\na = { article = "1", fine = [5, 9], plus = [1, 2] }', "penalties.a.plus", "beside a fixed"),
    ('[penalties]\na = { article = "1", fine = 5, unproven = 1, proven_from = 3 }', "penalties.a.proven_from", "kept"),
    ('[penalties]\na = { article = "1", fine = 5, evidence = ["film"] }', "penalties.a.evidence", '"film"'),
    ('[penalties]\na = { article = "1", fine = 5 }\nb = { article = "1", fine = 6 }', "penalties.b.article", "is a"),
    ('[penalties]\na = { article = "1", fine = 5, when.missed = "answer" }', "penalties.a.when.missed", '"answer"'),
]  # fmt: skip


@pytest.mark.parametrize(("section", "place", "said"), WRONG, ids=[f"{place}: {said}" for _, place, said in WRONG])
def test_a_mistake_is_found_with_its_place(section: str, place: str, said: str) -> None:
    found = problems(section)
    assert [(one.name, said in str(one)) for one in found] == [(place, True)], [str(one) for one in found]
    assert found[0].line


def test_an_article_about_what_such_complaints_never_owe_is_found() -> None:
    """Only urgent ones have the limit of four hours; a general one never misses it."""
    text = SMALL.replace("every  = { reply", 'every  = { when.category = "other", reply')
    text = text.replace("urgent = { when.severity", 'urgent = { when.category = "other", when.severity')
    text = text.replace("[examples.monday]", "[examples.none]").replace('text = "断网"', 'text = "别的"')
    row = '[penalties]\na = { article = "1", fine = 5, when = { category = "network", missed = "reply" } }'
    assert "penalties.a.when.missed" in [one.name for one in problems(row, text)]


def test_a_condition_asks_for_a_choice_or_a_tick_but_not_for_a_text() -> None:
    fields = '[fields]\nbatch = { zh = "批号" }\nserious = { zh = "严重", kind = "check" }\n\n[approvals]\n'
    text = SMALL.replace(SIGNER, ROLES)
    asks_text = problems(fields + 'a = { when.batch = "L1", by = ["manager"] }', text)
    assert ["it is no choice and no check" in str(one) for one in asks_text] == [True]
    assert problems(fields + 'a = { when.serious = "yes", by = ["manager"] }', text) == []
    (wrong,) = problems(fields + 'a = { when.serious = "maybe", by = ["manager"] }', text)
    assert wrong.name == "approvals.a.when.serious"


def test_who_signs_level_by_level_may_approve_a_sum() -> None:
    (wrong,) = problems(
        '[approvals]\na = { by = ["reviewer", "manager"], enough = true }', SMALL.replace(SIGNER, ROLES)
    )
    assert "The role manager may approve no sum" in str(wrong)


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        ("chase = { at_least = 5 }", "less is better"),
        ("timeliness = { at_most = 95 }", "Of timeliness, more is better. Write at_least."),
        (
            "timeliness = { at_least = 5, weight = 40 }\nresolution = { at_least = 5, weight = 40 }",
            "The weights add up to 80: timeliness 40, resolution 40. Let them add up to 100.",
        ),
        (
            "timeliness = { at_least = 5, weight = 70 }\nresolution = { at_least = 5, weight = 40 }",
            "The weights add up to 110: timeliness 70, resolution 40.",
        ),
        (
            "timeliness = { at_least = 5, weight = 120 }",
            "120 is not a share. Write a number from 0 to 100, in percent.",
        ),
        ("timeliness = { at_least = 120 }", "120 is not a share. Write a number from 0 to 100, in percent."),
        ("timeliness = { at_least = -5 }", "-5 is not a share."),
        ("timeliness = { at_least = 0 }", "At least 0 percent is always reached. Write what should be reached"),
        ("speed = { at_least = 5 }", 'no figure "speed"'),
    ],
)
def test_targets_can_be_missed_weigh_a_hundred_and_say_which_way_is_better(targets: str, said: str) -> None:
    text = SMALL.replace("satisfaction = { at_least = 85 }", targets)
    found = compile_rules(text.encode(), "rules.toml")[1]
    (wrong,) = (one for one in found if said in str(one))
    assert wrong.line in (text[: text.index("[targets]")].count("\n") + 1, text[: text.index(targets)].count("\n") + 1)
    assert [one for one in found if one is not wrong and "weights" not in str(one)] == []


@pytest.mark.parametrize(
    "targets",
    [
        "repeat = { at_most = 0 }",  # none at all may repeat
        "timeliness = { at_least = 100 }",
        "timeliness = { at_least = 5, weight = 33.3 }\nresolution = { at_least = 5, weight = 33.3 }\n"
        "satisfaction = { at_least = 5, weight = 33.4 }",
    ],
)
def test_a_target_of_none_or_all_and_weights_in_fractions_are_in_order(targets: str) -> None:
    assert compile_rules(SMALL.replace("satisfaction = { at_least = 85 }", targets).encode(), "rules.toml")[1] == ()


def test_both_languages_say_which_target_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(SMALL.replace("at_least = 85", "at_least = 0"), "utf-8")
    line = SMALL[: SMALL.index("satisfaction =")].count("\n") + 1
    for lang, said in (("en", "always reached"), ("zh", "至少 0% 总能达到。请写要达到的数值，或删去这一行。")):
        assert main(["--lang", lang, "rules", "check", str(file)]) == 5
        told = capsys.readouterr().out
        assert said in told
        assert str(line) in told.splitlines()[0]
        assert "targets.satisfaction.at_least" in told


RAISE = '[escalation]\nup = { milestone = "reply", after = "1 hour", raise = 1 }\n\n[needs]'


def test_a_raise_that_lengthens_is_worth_a_look() -> None:
    text = SMALL.replace("[needs]", RAISE)
    assert remarks(compiled(text)) == ()  # urgent ones have four hours, others three days
    longer = text.replace('reply = "4 hours"', 'reply = "5 working days"')
    (one,) = remarks(compiled(longer))
    assert (one.name, one.line) == ("escalation.up", longer[: longer.index("up = {")].count("\n") + 1)
    plain = {name: getattr(value, "name", value) for name, value in one.values.items()}
    assert one.message.format(**plain) == (
        "A raise from general to urgent gives reply a longer limit (5 working days instead of 3 working days)."
    )


def test_a_raise_of_what_has_no_graver_limit_is_in_order() -> None:
    text = SMALL.replace("[needs]", RAISE.replace("raise = 1", 'raise = 1, when.severity = "urgent"'))
    assert remarks(compiled(text.replace('reply = "4 hours"', 'reply = "5 working days"'))) == ()


def test_rows_that_move_a_case_in_a_circle_are_found() -> None:
    rows = """[escalation]
up   = { milestone = "reply", after = "1 hour", when.department = "network", move = "care" }
down = { milestone = "reply", after = "1 hour", when.department = "care",    move = "network" }"""
    assert [one.name for one in problems(rows)] == ["escalation.up.move", "escalation.down.move"]
    assert problems(rows[: rows.index("down")]) == []


def test_a_department_without_people_and_a_signature_nobody_can_give_are_worth_a_look() -> None:
    assert remarks(compiled()) == ()
    text = SMALL.replace(SIGNER, ROLES).replace(
        "[channels]", '[staff]\nw1 = { zh = "李薇", role = "reviewer", department = "care" }\n\n[channels]'
    )
    before, settings = text.split("[settings]")
    rules = compiled(f'{before}[approvals]\nplan = {{ by = ["reviewer", "manager"] }}\n\n[settings]{settings}')
    assert [one.name for one in remarks(rules)] == ["routes.network", "approvals.plan"]
