"""The mapping file: from their columns to a complaint and its past; all its mistakes found at once, with their lines.

[file]       how to read the file: encoding, delimiter, sheet, header, empty, zone, dates, short_rows
[complaint]  one source for each field: external, received, summary, channel …
[fields]     the policy's own fields
[past]       steps that were taken before: replied = { at = "Closed Date", when.Status = "Closed" }
[log]        where several rows tell one complaint: at, state, and what each step says
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Pairs
from pathlib import Path as FilePath
from typing import Any

from tsk.errors import StoreError
from tsk.importer.plan import FileRules, LogPlan, Mapping, StepPlan, Test
from tsk.importer.sources import FILE, Reader
from tsk.rulefile.lines import Path, lines_of
from tsk.rulefile.syntax import read
from tsk.rulefile.values import Page, Problem
from tsk.steps import STEPS

TEXTS = (
    *("summary", "details", "name", "phone", "email", "card", "address", "on_behalf_of", "against", "order"),
    *("demand", "reason", "product", "region", "store"),
)
WORDS = ("channel", "category", "subtype", "severity", "tier", "amount")
INSTANTS = ("received", "occurred", "answered")
STATES = ("registered", "assigned", "in_progress", "pending", "resolved", "closed", "cancelled", "rejected")
PAST = (
    *("assigned", "accepted", "contacted", "opined", "proposed", "approved", "refused", "asked", "resumed", "promised"),
    *("delivered", "extended", "noted", "chased", "urged", "replied", "rated", "submitted", "returned", "closed"),
    *("visited", "reopened", "cancelled", "rejected"),
)
SAID_INSTANTS = ("due", "until", "next")
_SECTIONS = ("file", "complaint", "fields", "past", "log")


def read_mapping(path: FilePath) -> tuple[Mapping | None, tuple[Problem, ...]]:
    """The mapping in the file, or everything that is wrong with it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StoreError(
            "{path} cannot be read ({reason}).", "Check the name.", path=path, reason=error.strerror or error
        ) from error
    return parse_mapping(content)


def parse_mapping(content: bytes) -> tuple[Mapping | None, tuple[Problem, ...]]:
    """The mapping in the bytes of a file, or everything that is wrong with it, in the order of its lines."""
    text, problems = read(content)
    if problems:
        return None, tuple(problems)
    page = Page(lines_of(text))
    mapping = _mapping(page, tomllib.loads(text))
    return (None if page.problems else mapping), tuple(sorted(page.problems, key=lambda one: one.line))


def _mapping(page: Page, tables: dict[str, Any]) -> Mapping | None:
    _check_names(page, (), tables, _SECTIONS)
    file = _file(page, _table(page, ("file",), tables))
    reader = Reader(page, file)
    complaint = _table(page, ("complaint",), tables)
    _check_names(page, ("complaint",), complaint, ("external", "customer", *TEXTS, *WORDS, *INSTANTS))
    sources = {name: reader.source(("complaint", name), complaint[name]) for name in complaint if name not in INSTANTS}
    if "customer" in sources:
        sources["name"] = sources.pop("customer")
    moments = {name: reader.moment(("complaint", name), complaint[name]) for name in INSTANTS if name in complaint}
    own = _table(page, ("fields",), tables)
    fields = {name: reader.source(("fields", name), value) for name, value in own.items()}
    past = tuple(_past(reader, _table(page, ("past",), tables)))
    log = _log(reader, _table(page, ("log",), tables)) if "log" in tables else None
    _check_needed(page, complaint, log)
    if page.problems:
        return None
    return Mapping(
        file,
        sources.get("external"),
        moments["received"] if "received" in moments else log.at if log else moments["received"],
        {name: sources[name] for name in TEXTS if name in sources},
        {name: sources[name] for name in WORDS if name in sources},
        fields,
        moments.get("occurred"),
        moments.get("answered"),
        past,
        log,
    )


def _check_needed(page: Page, complaint: dict[str, Any], log: LogPlan | None) -> None:
    if not complaint:
        page.wrong(
            ("complaint",), "The mapping has no section [complaint].", "`tsk import FILE --suggest` writes a first one."
        )
        return
    if "summary" not in complaint:
        page.wrong(("complaint",), "No source for the summary.", 'Say in which column it stands: summary = "…".')
    if "received" not in complaint and not log:
        page.wrong(
            ("complaint",), "No source for the time of receipt.", 'Say in which column it stands: received = "…".'
        )
    if log and "external" not in complaint:
        page.wrong(
            ("complaint",),
            "Nothing says which rows of the log are one complaint.",
            'Say in which column its number stands: external = "…".',
        )


def _file(page: Page, table: dict[str, Any]) -> FileRules:
    said = {name: FILE[name](page, ("file", name), value) for name, value in table.items() if name in FILE}
    _check_names(page, ("file",), table, FILE)
    return FileRules(**{name: value for name, value in said.items() if value is not None})


# ── the past ───────────────────────────────────────────────────────────────────────────────────────


def _past(reader: Reader, table: dict[str, Any]) -> Iterable[StepPlan]:
    _check_names(reader.page, ("past",), table, PAST)
    for step, value in table.items():
        for row in value if isinstance(value, list) else [value]:
            if step in PAST and _is_table(reader.page, ("past", step), row):
                yield _step(reader, ("past", step), step, row)


def _step(reader: Reader, path: Path, step: str, row: dict[str, Any]) -> StepPlan:
    allowed = _said_by(step)
    _check_names(reader.page, path, row, ("at", "when", *allowed))
    at = reader.moment((*path, "at"), row["at"]) if "at" in row else None
    when = tuple(_tests(reader.page, (*path, "when"), row["when"])) if "when" in row else ()
    instants = {
        name: reader.moment((*path, name), row[name]) for name in SAID_INSTANTS if name in row and name in allowed
    }
    plain = {name: row[name] for name in allowed if name in row and name not in SAID_INSTANTS}
    said = {name: reader.source((*path, name), value) for name, value in plain.items()}
    if step == "promised" and "due" not in row:
        reader.page.wrong(path, "A promise needs its date.", 'Say in which column it stands: due = "…".')
    elif not at and not when and not instants:
        reader.page.wrong(
            path, "Nothing says when this step was taken.", 'Add at = "…", or when = {{ Status = "Closed" }}.'
        )
    return StepPlan(step, at, when, said, instants)


def _said_by(step: str) -> tuple[str, ...]:
    return (*STEPS[step].public, *STEPS[step].private)


def _tests(page: Page, path: Path, value: Any) -> Iterable[Test]:
    if not _is_table(page, path, value):
        return
    for column, words in value.items():
        said = [words] if isinstance(words, str) else words
        if not isinstance(said, list) or not said or not all(isinstance(word, str) for word in said):
            page.wrong(
                (*path, column), "{name} is no text and no list of texts.", 'Write: Status = "Closed".', name=column
            )
            continue
        refused = said[0].startswith("!")
        yield Test(column, frozenset(word.removeprefix("!") for word in said) - {""}, refused and said != ["!"])


# ── logs ───────────────────────────────────────────────────────────────────────────────────────────


def _log(reader: Reader, table: dict[str, Any]) -> LogPlan:
    _check_names(reader.page, ("log",), table, ("at", "state", *PAST))
    for name in ("at", "state"):
        if name not in table:
            reader.page.wrong(
                ("log",), "[log] needs {name}.", 'Say in which column it stands: {name} = "…".', name=name
            )
    state = reader.source(("log", "state"), table.get("state", {"is": ""}))
    for word in {*(state.map or {}).values(), state.otherwise or ""} - {*STATES, ""}:
        reader.page.unknown(("log", "state", "map"), '"{word}" is not a state of a complaint.', word, STATES)
    said = {}
    for step, row in table.items():
        if step in PAST and _is_table(reader.page, ("log", step), row):
            _check_names(reader.page, ("log", step), row, _said_by(step))
            said[step] = {name: reader.source(("log", step, name), value) for name, value in row.items()}
    return LogPlan(reader.moment(("log", "at"), table.get("at", {"is": ""})), state, said)


# ── tables and names ───────────────────────────────────────────────────────────────────────────────


def _table(page: Page, path: Path, tables: dict[str, Any]) -> dict[str, Any]:
    found = tables.get(path[-1], {})
    return found if _is_table(page, path, found) else {}


def _is_table(page: Page, path: Path, value: Any) -> bool:
    if isinstance(value, dict):
        return True
    page.wrong(path, "{name} is a table.", "Write: {last} = {{ … }}.", name=".".join(path), last=path[-1])
    return False


def _check_names(page: Page, path: Path, table: Pairs[str, Any], known: Iterable[str]) -> None:
    known = tuple(known)
    for name in table:
        if name not in known:
            page.unknown((*path, name), 'Nothing here is called "{word}".', name, known)
