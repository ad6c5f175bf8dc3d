"""The rule file as a JSON Schema: made of the grammar that reads it, so that an editor completes what tsk understands.

Draft 7, which the TOML servers of editors speak. It knows shapes and words; what rows mean to each other, `rules check`
alone can say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tsk.rulefile import grammar, hours, receivers, values
from tsk.rulefile.grammar import (
    AUTHORITY,
    CALENDAR,
    LABELS,
    NEEDED_SECTIONS,
    OPEN_ROWS,
    POLICY,
    REQUIRED,
    ROWS,
    SETTINGS,
    Fields,
)
from tsk.rulefile.told import told
from tsk.rulefile.values import FACTS, NUMBER_FACTS, STEP_OF_VERB, Choice, Choices, Only, Read
from tsk.steps import GROUPS, RIGHTS

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
_EXAMPLE = ("given", "expect")
_NAME = "^[^ ]+$"  # of a row: no blanks


def schema(say: Callable[[str], str] = str) -> Schema:
    """The schema of a whole rule file; `say` puts each description into the language of the reader."""
    sections = {
        "policy": _object("policy", POLICY | LABELS),
        "calendars": _rows("calendars", CALENDAR | LABELS),
        **{name: _rows(name, fields | LABELS) for name, (_, fields) in ROWS.items()},
        "authority": _object("authority", AUTHORITY),
        "settings": _closed({name: _told(_object(name, own), name) for name, own in SETTINGS.items()}),
        "examples": _many(
            _closed({part: _told({"type": "object"}, f"examples.{part}") for part in ("given", "expect")})
        ),
    }
    properties = {name: _told(section, name) for name, section in sections.items()}
    whole = {"$schema": DRAFT, "title": "rules.toml", **_closed(properties), "required": list(NEEDED_SECTIONS)}
    return {name: _said(node, say) for name, node in {**whole, "definitions": {"when": _when(), "step": _STEP}}.items()}


def _said(node: Any, say: Callable[[str], str]) -> Any:
    """The schema with every description said in the language of the reader."""
    if isinstance(node, dict):
        return {key: say(one) if key == "description" else _said(one, say) for key, one in node.items()}
    return [_said(one, say) for one in node] if isinstance(node, list) else node


# ── sections and rows ──────────────────────────────────────────────────────────────────────────────


_OPTIONS = {"views": grammar.VIEW_OPTIONS}  # rows whose other keys are names, but not any name


def _rows(section: str, fields: Fields) -> Schema:
    """A section of rows, each under a name of its own."""
    row = _object(section, fields)
    if section in _OPTIONS:
        row["properties"] |= {key: of(read) for key, read in _OPTIONS[section].items()}
    elif section in OPEN_ROWS:
        row["additionalProperties"] = _told(of(OPEN_ROWS[section][1]), f"{section}.*")
    if section in REQUIRED:
        row["required"] = list(REQUIRED[section])
    return _many(row)


def _many(row: Schema) -> Schema:
    return {"type": "object", "patternProperties": {_NAME: row}, "additionalProperties": False}


def _object(place: str, fields: Fields) -> Schema:
    known = {key: _OF_KEY.get(f"{place}.{key}") or of(read) for key, read in fields.items()}
    return _closed({key: _told(node, f"{place}.{key}", key) for key, node in known.items()})


def _closed(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _told(node: Schema, *places: str) -> Schema:
    """The node with the sentence of the first place that has one; beside a reference nothing would be read."""
    sentence = told(*places)
    return {"description": sentence, **({"allOf": [node]} if "$ref" in node else node)} if sentence else node


# ── values ─────────────────────────────────────────────────────────────────────────────────────────

TEXT: Schema = {"type": "string"}
_DATE = r"\d{4}-\d{2}-\d{2}"
DAY: Schema = {"type": "string", "pattern": f"^{_DATE}$"}
LIMIT: Schema = {
    "type": "string",
    "examples": ["30 minutes", "4 working hours", "3 working days", "15 days", "1 month", "same day 17:00"],
}


def _one_or_more(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one}]}


def _suggested(words: Iterable[str]) -> Schema:
    """A text of which some are well known."""
    return {"anyOf": [{"enum": list(words)}, TEXT]}


def _when() -> Schema:
    plain = {name: _told(_one_or_more(TEXT), f"when.{name}", "when.*") for name in FACTS if name not in NUMBER_FACTS}
    numbers = {name: _told(_one_or_more({"type": ["string", "number"]}), "when.#") for name in NUMBER_FACTS}
    return {"type": "object", "properties": plain | numbers, "additionalProperties": _one_or_more(TEXT)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _by_name(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


_CLOCK: Schema = {"type": "string", "pattern": r"^ *\d{1,2}:\d{2} *[-–~] *\d{1,2}:\d{2} *$"}
_PERIODS = _one_or_more(_CLOCK)
_STEP = _suggested(dict.fromkeys((*STEP_OF_VERB, "received")))
_DAYS = "|".join(hours.WEEKDAYS)
_LABEL = {"anyOf": [TEXT, _closed({key: _told(TEXT, key) for key in LABELS})]}
_SUM: Schema = {"type": "number", "minimum": 0}

_READS: Mapping[Read, Schema] = {
    values.text: TEXT,
    values.texts: _one_or_more(TEXT),
    values.flag: {"type": "boolean"},
    values.number: {"type": "number"},
    values.money: {"type": "number"},
    values.whole: {"type": "number"},
    values.counted: {"type": "integer", "minimum": 1},
    values.percent: {"type": "number", "minimum": 0, "maximum": 100},
    values.share: {"type": "string", "pattern": r"^ *\d{1,3}(\.\d+)? *% *$"},
    values.day: DAY,
    values.day_text: DAY,
    values.limit: LIMIT,
    values.limit_or_agreed: {**LIMIT, "examples": [*LIMIT["examples"], "agreed"]},
    values.elapsed: {**TEXT, "examples": ["10 minutes", "1 hour"]},
    values.kept_for: {**TEXT, "examples": ["3 years after closed"]},
    values.test: {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^ *(>=|<=|>|<|!|=)? *\d+(\.\d+)? *$"}]},
    values.role_or_false: {"anyOf": [TEXT, {"const": False}]},
    values.step: _ref("step"),
    values.steps: _one_or_more(_ref("step")),
    values.when: _ref("when"),
    hours.periods: _PERIODS,
    hours.week: {
        "anyOf": [
            {"const": "always"},
            {
                "type": "object",
                "patternProperties": {f"^({_DAYS})(-({_DAYS}))?$": _PERIODS},
                "additionalProperties": False,
            },
        ]
    },
    hours.dates: _by_name(_PERIODS),
    hours.days_away: _one_or_more(
        {"type": "string", "pattern": r"^ *\d{4}-\d{2}-\d{2} *(\.\. *\d{4}-\d{2}-\d{2} *)?$"}
    ),
    receivers.addresses: _one_or_more(TEXT),
    grammar.subtypes: _by_name(_LABEL),
    grammar.fine: {"anyOf": [_SUM, {"type": "array", "items": _SUM, "minItems": 1, "maxItems": 2}]},
    grammar.by_count: {
        "type": "object",
        "patternProperties": {r"^[1-9]\d?$": {"type": "number"}},
        "additionalProperties": False,
    },
    grammar.list_option: {"type": ["string", "integer", "boolean", "array"]},
    grammar.caps: _by_name(LIMIT),
    grammar.unless: _by_name(_one_or_more(TEXT)),
    grammar.per_customer: {
        **_closed({"at_most": _SUM, "within": LIMIT, "then": TEXT}),
        "required": ["at_most", "within", "then"],
    },
}
_OF_KEY: Mapping[str, Schema] = {"roles.may": _one_or_more({"enum": ["all", *GROUPS, *sorted(RIGHTS)]})}


def of(read: Read) -> Schema:
    """What the reader of a value takes; anything where that is not said here."""
    if isinstance(read, Choices):
        return _one_or_more({"enum": list(read.options)})
    if isinstance(read, Choice):
        return {"enum": list(read.options)}
    return {"const": read.word} if isinstance(read, Only) else _READS.get(read, {})
