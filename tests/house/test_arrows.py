"""Who may import whom: the arrows of the house, read from every import in the code, those inside functions too."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "tsk"

# ── the table ──────────────────────────────────────────────────────────────────────────────────────

# The core, from the ground up: each may import only what stands before it.
CORE = (
    "errors",
    "redaction",
    "anchors",
    "annexes",
    "model", "text", "privacy", "steps",
    "register",
    "worktime",
    "limits", "stepfacts",
    "measures", "inspections", "incidents",
    "anonymity",
    "answers",
    "waits", "addedeffects", "effects", "custody", "traces", "lifecycle", "pinyin", "searchtext", "sight",
    "conditions", "rulerows", "rules", "staffrequests", "listing",
    "entries",
    "evidence",
    "approvals",
    "rights", "access",
    "waitchecks", "preconditions", "requirements", "sla", "moment", "duemoves", "duestarts", "duties",
    "extension",
    "escalation", "penalties", "inbox",
    "explain", "handlingtime", "figures",
    "scores", "reportlines", "backlog", "comparison", "report",
    "simulate", "integrity", "forecast",
    "targets", "outbox",
    "backups",
)  # fmt: skip

# The other rooms: what each may import beside itself. A dotted name allows that one module and no other of its room.
ROOMS = {
    "__init__": (),
    "__main__": ("entry",),
    "entry": ("cli",),
    # The command line hands over the root options (desk.session), and lists the commands without importing any.
    "lookalikes": (),
    "cli": (
        "commands",
        "completion",
        "desk.session",
        "render.help",
        "i18n",
        "errors",
        "rootoptions",
        "text",
        "verbs",
        "lookalikes",
    ),
    # What a shell asks while somebody types: the words that are understood, told by those who understand them.
    "completion": (
        *("desk", "glancestore", "export", "forms", "duestore", "figurestore", "policies", "render.help"),
        "render.listcolumns",
        *(
            "rootoptions",
            "verbs",
            "i18n",
            "model",
            "lifecycle",
            "steps",
            "rights",
            "rulerows",
            "rules",
            "staffrequests",
        ),
    ),
    "rootoptions": ("desk.session", "folders", "keys", "settings", "i18n", "errors"),
    "serverlook": ("db",),
    "settings": ("folders", "errors"),
    "verbs": (),
    # Filters turn words into states, instants and phone keys before they call the desk: model, whenwords, privacy.
    "commands": (
        "desk",
        "render",
        "export",
        "forms",
        "completion.scripts",
        "i18n",
        "whenwords",
        "errors",
        "model",
        "privacy",
        "anchors",
        "text",
        "importer.values",
        "listing",
    ),
    # What people type is understood in both languages: locale.words.
    "desk": (
        *(
            "home",
            "folders",
            "settings",
            "serverlook",
            "keys",
            "serverlogins",
            "paperstore",
            "serverhome",
            "moved",
            "movestore",
            "conversion",
            "store",
            "figurestore",
            "accessstore",
            "importstore",
            "recorded",
            "backupstore",
            "pastdues",
            "proofstore",
            "duestore",
            "sitestore",
            "daystore",
            "outboxstore",
            "removalstore",
            "watchstore",
            "rulefile",
            "derived",
            "holidaypackage",
            "publicdays",
            "policies",
            "importer",
            "notify",
            "whenwords",
            "locale.words",
        ),
        *CORE,
    ),
    # The store speaks in values of the core: figures to write, policies to keep, hashes and phone keys to make.
    "moved": ("errors",),
    "home": ("store", "serverhome", "moved", "db", "errors", "model", "folders", "keys"),
    "serverhome": ("home", "store", "db", "errors", "model"),
    "serverlogins": ("db", "model"),
    "folders": ("errors",),
    # The way to a key: what it is stands in db; its question on the terminal is said in the reader's language.
    "keys": ("db.cipher", "i18n", "errors", "folders"),
    "paperstore": ("db", "folders", "errors", "serverpapers"),
    "serverpapers": ("paperstore", "db", "errors"),
    "conversion": ("db", "home", "folders", "keys", "paperstore", "errors"),
    "store": (
        *("db", "derived", "errors", "moved", "model", "lifecycle", "rulerows", "rules", "handlingtime"),
        *("privacy", "register", "evidence", "searchtext", "sight"),
    ),
    "glancestore": ("store", "db", "sight"),
    "figurestore": ("db", "handlingtime", "model", "report"),
    "accessstore": ("store", "db", "model"),
    "movestore": ("store", "db", "moved", "model", "evidence", "handlingtime", "errors"),
    "importstore": ("store", "db", "model", "derived", "evidence"),
    "recorded": ("db", "store", "model", "annexes", "integrity"),
    "backupstore": ("backups", "db", "store", "home", "keys", "model", "errors"),
    "pastdues": ("db", "store", "model"),
    "proofstore": ("db", "store"),
    "duestore": ("db", "store", "model"),
    "sitestore": ("db", "store"),
    "derived": ("db", "figures", "handlingtime", "model", "privacy", "sight"),
    "db": ("model", "custody", "sight", "errors", "folders"),
    "watchstore": ("store", "db", "model", "errors"),
    "outboxstore": ("store", "db", "model", "outbox"),
    "removalstore": ("store", "db", "model", "addedeffects", "anonymity"),
    # What sends loads apprise, and only when something is sent.
    "notify": ("sending",),
    "sending": ("notify", "outbox"),
    "daystore": ("store", "db", "model", "lifecycle"),
    # The compiler of rule files runs a file's own examples through the core.
    "rulefile": ("publicdays", *CORE),
    "publicdays": ("errors", "worktime"),
    "holidaypackage": (),
    "policies": ("errors",),
    # Foreign files: read without the desk, which writes what they say. A mapping is read like a rule file, with its
    # lines and its problems, and names the fields of the steps.
    "importer": ("errors", "text", "whenwords", "steps", "rulefile.lines", "rulefile.syntax", "rulefile.values"),
    "whenwords": ("errors", "whenspoken", "whenforeign"),
    "whenforeign": ("errors", "whenspoken"),
    "whenspoken": ("errors",),
    # What is shown are finished values; of the desk those of `verify`, `calendar` and `staff`, which are defined there.
    "render": (
        *(
            "i18n",
            "errors",
            "custody",
            "model",
            "lifecycle",
            "stepfacts",
            "searchtext",
            "steps",
            "text",
            "limits",
            "rulerows",
            "rules",
            "sla",
            "explain",
            "handlingtime",
            "measures",
            "incidents",
            "backlog",
            "comparison",
            "report",
            "simulate",
            "integrity",
            "traces",
            "inbox",
            "outbox",
            "backups",
        ),
        *("desk.upkeep", "serverlogins", "desk.calendar", "desk.staff", "desk.doctor", "desk.customers", "anchors"),
        *("desk.backups", "desk.backupchecks", "desk.backupfiles", "desk.restoring", "desk.drills", "backupstore"),
    ),
    # What is printed are finished values too; of render the words, never a line on the screen.
    "forms": (
        *("i18n", "errors", "model", "lifecycle", "stepfacts", "text", "rulerows", "rules", "explain", "measures"),
        *("desk.formfile", "render.labels", "render.times", "render.taken", "render.history", "render.explain"),
        *("render.measures",),
    ),
    # A report for paper or another program: finished values again, with the words and the pages of those who print.
    "export": (
        *("i18n", "text", "rulerows", "rules", "report", "backlog", "comparison"),
        *("desk.reportfile", "render.labels", "forms.environment", "forms.speech"),
    ),
    "i18n": ("locale", "errors", "text"),
    "locale": (),
}

# Packages from outside, and the two of the standard library that have one room: who may import them.
PACKAGES = {
    "msgspec": (
        *CORE,
        "cli",
        "commands",
        "completion",
        "desk",
        "store",
        "daystore",
        "importstore",
        "movestore",
        "backupstore",
        "removalstore",
        "serverlogins",
        "derived",
        "db",
        "rulefile",
        "render",
        "forms",
        "export.cases",
        "importer",
        "sending",
    ),
    "jinja2": ("forms",),
    "pygal": ("export.charts",),
    "xlsxwriter": ("export.workbook", "export.casebook"),
    "typer": ("cli", "commands", "render.ask", "render.help"),  # help: the words of its own frame, translated
    "rich": ("render",),
    "sqlite3": ("db",),
    "sqlcipher3": ("db",),
    "psycopg2": ("db.server",),
    "chinese_calendar": ("publicdays",),
    "holidays": ("publicdays",),
    "openpyxl": ("importer.workbook",),
    "charset_normalizer": ("importer.sniffing",),
    "dateutil": ("whenforeign",),
    "tomllib": ("rulefile", "importer", "settings"),
    "apprise": ("notify", "sending"),
    "requests": ("sending",),
}

# What the core may use of the standard library: nothing here reads a file, a clock, a locale or the environment.
PURE = {
    *(
        "__future__",
        "bisect",
        "collections",
        "contextlib",
        "dataclasses",
        "datetime",
        "enum",
        "fractions",
        "functools",
        "hashlib",
    ),
    *("heapq", "itertools", "math", "operator", "re", "string", "typing", "unicodedata", "zoneinfo"),
}

CLOCK = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.strftime"),
}
CLOCK_IN_SQL = re.compile(r"CURRENT_(TIMESTAMP|DATE|TIME)|\b(datetime|date|strftime|julianday)\([^)]*'now'", re.I)
# The views for other tools say what is overdue by the clock of whoever reads them; the program reads none of them.
READERS_CLOCK = ("db.sqlite", "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')")
VIEW = re.compile(r"\bv_[a-z]+\b")
SQL = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE (TABLE|INDEX|TRIGGER)|PRAGMA|BEGIN)\b")

# ── reading the code ───────────────────────────────────────────────────────────────────────────────


def module_name(path: Path) -> str:
    """`desk.session` for tsk/desk/session.py, `db` for tsk/db/__init__.py."""
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the house, parsed."""
    return {module_name(path): ast.parse(path.read_text("utf-8")) for path in sorted(HOUSE.rglob("*.py"))}


def room(module: str) -> str:
    """The room a module stands in: `desk` for `desk.session`."""
    return module.partition(".")[0]


def imported(module: str, tree: ast.Module) -> set[tuple[int, str]]:
    """Line and full name of everything that is imported, `from tsk import rights` counting as `tsk.rights`."""
    found: set[tuple[int, str]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {(node.lineno, alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = resolved(module, node)
            found |= {(node.lineno, deepest(f"{base}.{alias.name}", base)) for alias in node.names}
    return found


def resolved(module: str, node: ast.ImportFrom) -> str:
    """The absolute name behind a `from`, relative ones included."""
    if not node.level:
        return node.module or ""
    package = ["tsk", *module.split(".")]
    above = package[: len(package) - node.level + (module in packages())]
    return ".".join([*above, *([node.module] if node.module else [])])


@cache
def packages() -> frozenset[str]:
    return frozenset(module_name(path) for path in HOUSE.glob("*/__init__.py"))


def deepest(name: str, base: str) -> str:
    """The name itself where it is a module of ours, else the module that it is taken from."""
    return name if name.removeprefix("tsk.") in trees() else base


def inward(module: str) -> list[tuple[int, str]]:
    """The modules of ours that a module imports."""
    names = imported(module, trees()[module])
    return sorted((line, name.removeprefix("tsk.")) for line, name in names if name.startswith("tsk."))


def outward(module: str) -> list[tuple[int, str]]:
    """The packages and standard modules that a module imports, by their first name."""
    names = imported(module, trees()[module])
    return sorted({(line, name.partition(".")[0]) for line, name in names} - {(line, "tsk") for line, _ in names})


def allowed(module: str) -> tuple[str, ...]:
    """What the table lets a module import of the house, beside its own room."""
    if module in CORE:
        return CORE[: CORE.index(module)]
    return ROOMS.get(room(module), ())


def covers(names: tuple[str, ...], module: str) -> bool:
    """Whether one of the names is the module's room or the module itself."""
    above = module.split(".")
    return any(".".join(above[:depth]) in names for depth in range(1, len(above) + 1))


MODULES = sorted(trees())
IN_THE_CORE = [module for module in MODULES if module in CORE]

# ── the tests ──────────────────────────────────────────────────────────────────────────────────────


def test_every_room_stands_in_the_table():
    strangers = {room(module) for module in MODULES} - {*CORE, *ROOMS}
    assert not strangers, f"add to CORE or ROOMS, with what they may import: {sorted(strangers)}"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_along_the_arrows(module: str):
    own = room(module) if module not in CORE else None
    wrong = [
        f"tsk.{module}, line {line}: imports tsk.{name}"
        for line, name in inward(module)
        if room(name) != own and not covers(allowed(module), name)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", MODULES)
def test_a_package_is_imported_only_in_its_rooms(module: str):
    wrong = [
        f"tsk.{module}, line {line}: imports {name}"
        for line, name in outward(module)
        if (name in PACKAGES or name not in sys.stdlib_module_names) and not covers(PACKAGES.get(name, ()), module)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", IN_THE_CORE)
def test_the_core_is_pure(module: str):
    impure = [name for _, name in outward(module) if name not in PURE and name not in PACKAGES]
    doing = [call for call in calls(module) if call in ("print", "open", "input", "exec", "eval")]
    assert not impure + doing


@pytest.mark.parametrize("module", [module for module in MODULES if module != "rootoptions"])
def test_only_the_command_line_reads_the_clock(module: str):
    assert not CLOCK & calls(module)
    assert not [text for text in strings(module) if CLOCK_IN_SQL.search(text) and (module, text) != READERS_CLOCK]
    from_time = [
        node for node in ast.walk(trees()[module]) if isinstance(node, ast.ImportFrom) and node.module == "time"
    ]
    assert not from_time, "import time itself, so that its clock can be seen"


@pytest.mark.parametrize("module", [module for module in MODULES if module != "db.migrations"])
def test_no_module_reads_a_view_for_other_tools(module: str):
    assert not [text for text in strings(module) if VIEW.search(text)]


@pytest.mark.parametrize("module", [module for module in MODULES if room(module) != "db"])
def test_only_the_database_room_writes_sql(module: str):
    assert not [text for text in strings(module) if SQL.match(text)]


def test_only_the_command_line_loads_by_name():
    by_name = {
        module for module in MODULES if {"__import__", "import_module", "importlib.import_module"} & calls(module)
    }
    assert by_name <= {"cli"}


def calls(module: str) -> set[str]:
    """What is called: `print` for a name, `datetime.now` for the last two parts of a dotted one."""
    named = (node.func for node in ast.walk(trees()[module]) if isinstance(node, ast.Call))
    return {".".join(ast.unparse(func).split(".")[-2:]) for func in named if isinstance(func, ast.Name | ast.Attribute)}


def strings(module: str) -> list[str]:
    """The text constants that are not docstrings."""
    said = {id(node.value) for node in ast.walk(trees()[module]) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(trees()[module]) if isinstance(node, ast.Constant) and id(node) not in said)
    return [node.value for node in constants if isinstance(node.value, str)]


# ── the reading itself, tried on samples ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("import sqlite3", "sqlite3"),
        ("def f():\n    from tsk.desk import session", "tsk.desk.session"),
        ("from tsk import rights", "tsk.rights"),
        ("from tsk.db.lists import SORTS", "tsk.db.lists"),
        ("from . import session", "tsk.desk.session"),
        ("from ..db.lists import SORTS", "tsk.db.lists"),
        ("if TYPE_CHECKING:\n    import rich.table", "rich.table"),
    ],
)
def test_an_import_is_found_wherever_it_stands(code: str, name: str):
    assert name in {found for _, found in imported("desk.steps", ast.parse(code))}
