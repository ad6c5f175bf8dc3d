"""The JSON Schema of the rule file takes what tsk takes, and names what it refuses, as far as shapes and words go."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from typing import Any

import pytest
from conftest import Desk
from jsonschema import Draft7Validator

from tsk.policies import policy_names, policy_text
from tsk.rulefile import compile_rules, schema
from tsk.rulefile.grammar import AUTHORITY, CALENDAR, LABELS, OPEN_ROWS, POLICY, ROWS, SETTINGS
from tsk.rulefile.told import TOLD
from tsk.rulefile.values import Choice, Choices, Only

VALIDATOR = Draft7Validator(schema.schema())
DEFAULT = policy_text("").decode("utf-8")


def as_an_editor_reads_it(text: str) -> Any:
    """The file as a TOML server hands it to the schema: dates are texts."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(one) for name, one in value.items()}
        if isinstance(value, list):
            return [plain(one) for one in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(tomllib.loads(text))


def places(text: str) -> list[str]:
    """Where the schema refuses something."""
    errors = VALIDATOR.iter_errors(as_an_editor_reads_it(text))
    return sorted(".".join(map(str, error.absolute_path)) for error in errors)


def test_it_is_a_schema_of_draft_7() -> None:
    Draft7Validator.check_schema(schema.schema())
    assert schema.schema()["$schema"] == "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("name", policy_names())
def test_every_policy_fits(name: str) -> None:
    assert places(policy_text(name).decode("utf-8-sig")) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("[channels]", "[chanels]", ""),
        ('above = "ops", desk = true', 'above = "ops", desk = "yes"', "departments.care.desk"),
        ('holidays = "CN", default = true', 'holidays = 86, default = "yes"', "calendars.office.default"),
        ('mon-fri = ["09:00-12:00"', 'mon-fry = ["09:00-12:00"', "calendars.office.hours"),
        ('["09:00-12:00", "13:30-18:00"]', '["nine to five"]', "calendars.office.hours"),
        ('sees = "store"', 'sees = "shop"', "roles.clerk.sees"),
        ('may = ["all"]', 'may = ["everything"]', "roles.supervisor.may"),
        ("approves = 50 ", 'approves = "50" ', "roles.clerk.approves"),
        ("first = true, when.words", "first = 1, when.words", "severities.urgent.first"),
        ('to = "network", ', "", "routes.network"),
        ('from = "received", met_by = "contacted"', 'from = "received"', "milestones.contact"),
        ('each = "promise"', 'each = "promises"', "milestones.deliver.each"),
        ("statutory = true", 'statutory = "law"', "milestones.statutory.statutory"),
        ("statutory = \"15 days\"", "statutory = 15", "limits.appeal.statutory"),
        ("chases = 3", "chases = 0", "escalation.third-chase.chases"),
        ('hours = "always", tell', 'hours = "night", tell', "escalation.grave.hours"),
        ("review = false", "review = true", "closing.on-the-spot.review"),
        ('need_approval    = "> 0"', 'need_approval    = "every sum"', "authority.need_approval"),
        ("at_least = 85", "at_least = 185", "targets.satisfaction.at_least"),
        ("satisfied_from = 8", "satisfied_form = 8", "settings.rating"),
        ("visits  = { attempts = 3 }", "visits  = { attempts = 0 }", "settings.visits.attempts"),
        ('owner = "at-once"', 'owner = "later"', "settings.conduct.owner"),
        ('same = ["category"]', 'same = ["colour"]', "settings.repeat.same"),
    ],
)  # fmt: skip
def test_what_tsk_refuses_the_schema_marks_where_it_stands(old: str, new: str, place: str) -> None:
    broken = DEFAULT.replace(old, new, 1)
    assert broken != DEFAULT
    assert compile_rules(broken.encode(), "rules.toml")[1] != ()
    assert place in places(broken)


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        ('own = { department = "network", overdue = true, columns = ["number", "due"], limit = 20 }', True),
        ("own = { overdeu = true }", False),
        ('own = { overdue = "yes" }', False),
        ("own = { limit = 0 }", False),
    ],
)
def test_a_view_takes_the_options_of_lists_and_no_other(row: str, fits: bool) -> None:
    text = re.sub(r"(?m)^\[views\].*$", f"[views]\n{row}", DEFAULT)
    assert row in text
    assert (compile_rules(text.encode(), "rules.toml")[1] == ()) == fits
    assert (places(text) == []) == fits


def test_a_missing_section_is_marked() -> None:
    data = as_an_editor_reads_it(DEFAULT)
    del data["limits"]
    assert [error.message for error in VALIDATOR.iter_errors(data)] == ["'limits' is a required property"]


def _readers() -> list[tuple[str, Any]]:
    """Every place of the grammar with what reads it."""
    own = {"policy": POLICY, "calendars": CALENDAR, "authority": AUTHORITY, **SETTINGS}
    own |= {name: fields for name, (_, fields) in ROWS.items()}
    found = [(f"{section}.{key}", read) for section, fields in own.items() for key, read in fields.items()]
    return found + [(f"{section}.*", read) for section, (_, read) in OPEN_ROWS.items()]


def test_every_value_has_a_shape() -> None:
    """A new reader of the grammar is put into the table of tsk/rulefile/schema.py."""
    shapeless = [
        place for place, read in _readers() if not isinstance(read, (Choice, Choices, Only)) and not schema.of(read)
    ]
    assert shapeless == []


def test_every_key_is_told() -> None:
    """A new key of the grammar is put into the table of tsk/rulefile/told.py."""
    told = dict(TOLD)
    shared = {*LABELS, "when"}
    assert [place for place, _ in _readers() if place not in told and place.rpartition(".")[2] not in shared] == []
    assert [
        name for name in (*ROWS, *SETTINGS, "policy", "calendars", "authority", "settings") if name not in told
    ] == []
    assert len(told) == len(TOLD)


def test_an_editor_is_told_in_the_language_of_the_reader(desk: Desk) -> None:
    told = json.loads(desk.tsk("rules", "schema").out)
    assert told == schema.schema()
    assert told["properties"]["routes"]["description"].startswith("Where a complaint goes")
    chinese = desk.ok("rules", "schema", "--lang", "zh")
    assert chinese["properties"]["routes"]["description"] == "分派到哪里：取第一个符合的行；都不符合的交给受理部门。"
    assert told["properties"].keys() == chinese["properties"].keys()


def test_it_needs_no_desk(tmp_path: object) -> None:
    nowhere = Desk(tmp_path / "nowhere")  # type: ignore[operator]
    assert nowhere.tsk("rules", "schema").code == 0
    assert not nowhere.home.exists()
