"""Every sentence and every word that reaches people stands in the Chinese catalogue, and nothing else does.

They are found in the syntax trees: whatever reaches an argument of the calls in `SENTENCES` and `VOCABULARY`, directly
or through a name, a table, a conditional, or a function of ours that hands its own parameter on to such a call.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest
from jinja2 import Environment, nodes

import tsk
from tsk.cli import main
from tsk.locale.words import WORDS
from tsk.locale.zh import MESSAGES
from tsk.model import SATISFIED, STATES, UPHELD
from tsk.publicdays import public_days
from tsk.render.labels import STANDING_STYLE
from tsk.rulefile.values import Page, Problem
from tsk.sla import NOT_MEASURED
from tsk.steps import ENTRY_STEPS, STEPS

ROOT = Path(tsk.__file__).parent
CHINESE = re.compile(r"[一-鿿]")
COMMAND = re.compile(r"`[^`]*`")
ERRORS = (
    "TskError",
    "UsageError",
    "NotFound",
    "NotAllowed",
    "RulesInvalid",
    "StoreError",
    "Unreadable",
    "NoSite",
    "Forbidden",
)

Target = tuple[str, str]  # the module of a function or class, "" for a method, and its name
Places = dict[Target, set[int]]

SENTENCES: Places = {
    **{("tsk.errors", name): {0, 1} for name in ERRORS},
    ("tsk.i18n", "tr"): {0},
    ("tsk.i18n", "say"): {0},
    ("tsk.verbs", "Verb"): {2, 3},
    ("tsk.desk.upkeep", "Finding"): {0},
    ("tsk.importer.values", "Fault"): {2, 3},
    ("tsk.desk.doctor", "Checkup"): {2, 3},
    (Problem.__module__, "Problem"): {2, 3},
    ("tsk.importer.cells", "Untaken"): {1, 2},
}
VOCABULARY: Places = {
    ("tsk.i18n", "word"): {0},
    ("tsk.lifecycle", "Word"): {0},
    ("tsk.desk.words", "unknown"): {0},
}
TABLES = (
    ("tsk.render.times", "_STEPS", 1),
    ("tsk.render.report", "_MORE", 0),
    ("tsk.export.columns", "_FIGURES", 1),
    ("tsk.export.columns", "_FIGURES", 4),
    ("tsk.rulefile.told", "TOLD", 1),
)  # handed on whole, so their columns are named here
HELP = ("tsk.cli", "tsk.verbs", "tsk.commands", "tsk.render.help")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SKIPPED = ("weekend", "holiday", "own", "before-opening", "after-closing", "break", "waiting", "clock")


class Said(NamedTuple):
    """A text where it stands, and the call that it reaches; `text` is None where it is put together in the code."""

    text: str | None
    module: str
    line: int
    target: Target

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.text or 'is put together in the code'}"


class Parameter(NamedTuple):
    """A text that comes from the caller, at this place of this function."""

    target: Target
    place: int


# ── reading the code ───────────────────────────────────────────────────────────────────────────────


class Module:
    """One module: its functions, and where each name that it uses comes from."""

    def __init__(self, path: Path) -> None:
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.origins: dict[str, Target] = {}
        self.aliases: dict[str, str] = {}
        self.functions = dict(self._functions(self.tree, ""))
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                self._import(node.module, node.names)

    def _functions(self, node: ast.AST, of: str) -> Iterator[tuple[ast.FunctionDef, Target]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                yield child, ("" if of == "class" else self.name, child.name)
            kind = "class" if isinstance(child, ast.ClassDef) else "" if isinstance(child, ast.FunctionDef) else of
            if isinstance(child, ast.ClassDef) or (isinstance(child, ast.FunctionDef) and of == ""):
                self.origins.setdefault(child.name, (self.name, child.name))
            yield from self._functions(child, kind)

    def _import(self, source: str, names: list[ast.alias]) -> None:
        for name in names:
            self.origins[name.asname or name.name] = (source, name.name)
            self.aliases[name.asname or name.name] = f"{source}.{name.name}"

    def target(self, call: ast.Call) -> Target:
        """What is called: a function or class of a module, or a method by its name alone."""
        if isinstance(call.func, ast.Name):
            return self.origins.get(call.func.id, ("", ""))
        if isinstance(call.func, ast.Attribute):
            owner = call.func.value.id if isinstance(call.func.value, ast.Name) else ""
            return (self.aliases.get(owner, ""), call.func.attr)
        return ("", "")

    def calls(self) -> Iterator[tuple[ast.Call, ast.FunctionDef | None]]:
        """Every call with the innermost function around it."""
        yield from self._calls(self.tree, None)

    def _calls(
        self, node: ast.AST, inside: ast.FunctionDef | None
    ) -> Iterator[tuple[ast.Call, ast.FunctionDef | None]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                yield child, inside
            yield from self._calls(child, child if isinstance(child, ast.FunctionDef) else inside)


@cache
def modules() -> tuple[Module, ...]:
    return tuple(Module(path) for path in sorted(ROOT.rglob("*.py")) if path.parent.name != "locale")


def _parameters(function: ast.FunctionDef, target: Target) -> list[str]:
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if not target[0] else names


class Reader:
    """Finds the texts that an expression of one module can stand for."""

    def __init__(self, module: Module, target: Target) -> None:
        self.module = module
        self.target = target

    def texts(self, node: ast.expr, inside: ast.FunctionDef | None) -> Iterator[Said | Parameter]:
        """The texts behind an expression; what only the running program knows gives none."""
        match node:
            case ast.Constant(value=str(text)) if text:
                yield self._said(text, node)
            case ast.JoinedStr() | ast.BinOp() | ast.Call(func=ast.Attribute(attr="format" | "join" | "replace")):
                yield self._said(None, node)
            case ast.IfExp():
                yield from self.texts(node.body, inside)
                yield from self.texts(node.orelse, inside)
            case ast.BoolOp():
                for one in node.values:
                    yield from self.texts(one, inside)
            case ast.Name():
                yield from self._named(node.id, inside)
            case ast.Subscript(value=ast.Name(id=table)):
                for value in _bound(table, self.module.tree, self.module.tree):
                    for one in value.values if isinstance(value, ast.Dict) else ():
                        yield from self.texts(one, inside)
            case ast.Call(func=ast.Name(id="next"), args=[ast.GeneratorExp() as found, *_]):
                yield from self.texts(found.elt, inside)
            case ast.Call(func=ast.Name(id=name)):
                yield from self._returned(name)

    def _said(self, text: str | None, node: ast.expr) -> Said:
        return Said(text, self.module.name, node.lineno, self.target)

    def _returned(self, name: str) -> Iterator[Said | Parameter]:
        for function, (home, called) in self.module.functions.items():
            if home and called == name and (self.module.name, name) not in (*SENTENCES, *VOCABULARY):
                for node in ast.walk(function):
                    if isinstance(node, ast.Return) and node.value:
                        yield from self.texts(node.value, function)

    def _named(self, name: str, inside: ast.FunctionDef | None) -> Iterator[Said | Parameter]:
        if inside:
            target = self.module.functions[inside]
            names = _parameters(inside, target)
            if name in names:
                yield Parameter(target, names.index(name))
                return
        values = list(_bound(name, inside, self.module.tree)) if inside else []
        for value in values or _bound(name, self.module.tree, self.module.tree):
            yield from self.texts(value, inside)


def _bound(name: str, scope: ast.AST, module: ast.Module) -> Iterator[ast.expr]:
    """What is assigned to a name within a function, or at the top of a module."""
    nodes: Iterable[ast.AST] = ast.iter_child_nodes(scope) if isinstance(scope, ast.Module) else ast.walk(scope)
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _part(name, target, node.value)
        elif isinstance(node, ast.AnnAssign) and node.value:
            yield from _part(name, node.target, node.value)
        elif isinstance(node, ast.For | ast.comprehension):
            for row in _rows(node.iter, module):
                yield from _part(name, node.target, row)


def _part(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    """The part of a value that the name takes when the target is assigned."""
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, part in zip(target.elts, value.elts, strict=False):
            yield from _part(name, one, part)


def _rows(table: ast.expr, module: ast.Module) -> list[ast.expr]:
    """The rows of a table that stands in the code."""
    if isinstance(table, ast.Name):
        return [row for value in _bound(table.id, module, module) for row in _rows(value, module)]
    return table.elts if isinstance(table, ast.Tuple | ast.List) else []


def _arguments(call: ast.Call, places: set[int], names: list[str]) -> Iterator[ast.expr]:
    """The arguments at those places, by position or by keyword."""
    for place, argument in enumerate(call.args):
        if isinstance(argument, ast.Starred):
            break
        if place in places:
            yield argument
    wanted = {names[place] for place in places if place < len(names)}
    yield from (one.value for one in call.keywords if one.arg in wanted)


def _found(sinks: Places) -> Iterator[Said | Parameter]:
    known = {target: _parameters(one, target) for module in modules() for one, target in module.functions.items()}
    for module in modules():
        for call, inside in module.calls():
            target = module.target(call)
            for argument in _arguments(call, sinks.get(target, set()), known.get(target, [])):
                yield from Reader(module, target).texts(argument, inside)


def _everything(sinks: Places) -> tuple[Said, ...]:
    """The texts that reach the calls, with functions that hand a parameter on counted among the calls."""
    sinks = {target: set(places) for target, places in sinks.items()}
    while True:
        found = list(_found(sinks))
        size = sum(map(len, sinks.values()))
        for one in found:
            if isinstance(one, Parameter):
                sinks.setdefault(one.target, set()).add(one.place)
        if sum(map(len, sinks.values())) == size:
            return tuple(one for one in found if isinstance(one, Said))


def _columns() -> Iterator[Said]:
    for module in modules():
        for name, table, column in TABLES:
            if module.name == name:
                for row in _rows(ast.Name(table), module.tree):
                    yield from Reader(module, ("", table)).texts(row.elts[column], None)


def _on_paper(*functions: str) -> Iterator[Said]:
    """What the templates of forms and reports hand to these functions."""
    for path in sorted(ROOT.glob("*/templates/*.html")):
        for call in Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in functions:
                text = call.args[0].value if isinstance(call.args[0], nodes.Const) else None
                yield Said(text, f"tsk/{path.relative_to(ROOT).as_posix()}", call.lineno, ("tsk.i18n", call.node.name))


@cache
def sentences() -> tuple[Said, ...]:
    return (*_everything(SENTENCES), *_columns(), *_on_paper("tr", "say"))


@cache
def vocabulary() -> tuple[Said, ...]:
    return tuple(one for one in (*_everything(VOCABULARY), *_on_paper("word")) if one.text is not None)


@cache
def templates() -> frozenset[str]:
    return frozenset(one.text for one in sentences() if one.text is not None)


@cache
def day_names() -> frozenset[str]:
    china = public_days("CN")
    return frozenset([*(name for _, _, name in (*china.off, *china.statutory)), *(name for _, name in china.work)])


def fields(template: str) -> set[str]:
    """The values that a template takes."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def letters(template: str) -> bool:
    """Whether a template says anything beside its values."""
    return any(char.isalpha() for text, _, _, _ in Formatter().parse(template) for char in text)


# ── the catalogue ──────────────────────────────────────────────────────────────────────────────────


def test_the_sentences_are_found():
    assert len(templates()) > 200
    wanted = {"{number} is {state} ({last} by {who}): `{verb}` is not possible now.", "{n} h", "{names} overdue"}
    assert {*wanted, "Who acts; else the login (TSK_USER)."} <= templates()


def test_no_sentence_is_put_together():
    assert [str(one) for one in sentences() if one.text is None] == []


def test_every_sentence_has_its_chinese():
    spoken = [one for one in sentences() if one.text and letters(one.text)]
    assert [str(one) for one in spoken if one.text not in MESSAGES] == []
    assert day_names() - MESSAGES.keys() == set()


def test_no_chinese_is_left_over():
    assert sorted(MESSAGES.keys() - templates() - day_names()) == []


def test_values_are_names():
    assert [text for text in sorted(templates()) if not all(name.isidentifier() for name in fields(text))] == []


def test_chinese_says_the_same_values():
    assert [english for english, chinese in MESSAGES.items() if fields(chinese) != fields(english)] == []


def test_chinese_names_the_same_commands():
    pairs = MESSAGES.items()
    assert [english for english, chinese in pairs if COMMAND.findall(chinese) != COMMAND.findall(english)] == []


def test_chinese_is_chinese():
    spoken = {english: chinese for english, chinese in MESSAGES.items() if letters(english)}
    assert [english for english, chinese in MESSAGES.items() if chinese == english] == []
    assert [english for english, chinese in spoken.items() if not CHINESE.search(chinese)] == []


def test_chinese_is_punctuated_as_chinese():
    bare = {chinese: re.sub(r"`[^`]*`|\{[^}]*\}+", "x", chinese) for chinese in MESSAGES.values()}
    wrong = re.compile(r"[一-鿿][,;:?!.]|[,;:?!][一-鿿]|[。，；：？！]{2}|[。，；：？！、] ")
    assert [chinese for chinese, text in bare.items() if wrong.search(text)] == []


def test_errors_end_as_sentences():
    """Message and hint stand side by side without a blank."""
    errors = {("tsk.errors", name) for name in ERRORS} | {(Problem.__module__, "Problem")}
    errors |= {("", method.__name__) for method in (Page.wrong, Page.unknown)}
    ended = {one.text for one in sentences() if one.target in errors and one.text in MESSAGES and one.text[-1] in ".?"}
    assert [text for text in sorted(ended) if MESSAGES[text][-1] not in "。？"] == []


# ── the vocabulary ─────────────────────────────────────────────────────────────────────────────────


def test_every_word_of_a_case_is_known():
    wanted = {*STATES, *STEPS, *STANDING_STYLE, NOT_MEASURED, "reassigned", *UPHELD, *SATISFIED, *WEEKDAYS, *SKIPPED}
    wanted |= ENTRY_STEPS.keys()
    wanted |= {field for step in (STEPS | ENTRY_STEPS).values() for field in (*step.public, *step.private)} - {
        "id",
        "number",
        "policy",
    }
    assert wanted - WORDS.keys() == set()


def test_every_word_in_a_sentence_is_known():
    assert sorted({str(one) for one in vocabulary() if one.text not in WORDS}) == []


def test_words_have_both_languages():
    assert [name for name, (english, _) in WORDS.items() if not english or CHINESE.search(english)] == []
    assert [name for name, (_, chinese) in WORDS.items() if not CHINESE.search(chinese)] == []


# ── the help ───────────────────────────────────────────────────────────────────────────────────────


def _help(width: int, words: tuple[str, ...], home: Path) -> str:
    settings = {**os.environ, "COLUMNS": str(width), "TSK_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "tsk", "--lang", "zh", *words]
    return subprocess.run(command, env=settings, capture_output=True, encoding="utf-8", check=True).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("record", "--help"),
        ("list", "--help"),
        ("rules", "--help"),
        ("report", "--help"),
        ("outbox", "--help"),
        ("outbox", "send", "--help"),
    ],
)
def test_help_is_chinese(words, tmp_path):
    shown = _help(400, (*words, "--help"), tmp_path)
    ours = {one.text for one in sentences() if one.text and one.module.startswith(HELP)}
    assert [text for text in ours if text in shown] == []
    assert CHINESE.search(shown)
    frame = ("Usage:", "OPTIONS", "Options", "Show this", "default:", "<str>", "<int>", "required")
    assert [text for text in frame if text in shown] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("report", "--trend", "x"), "--trend：“x”不是整数。请看 `tsk report --help`。"),
        (("outbox", "x"), "N：“x”不是整数。请看 `tsk outbox --help`。"),
        (("list", "extra"), "多出的词：extra。含空格的文字请加引号。"),
        (("list", "--mine=1"), "--mine 后面不写值。请看 `tsk list --help`。"),
        (("list", "--limit"), "--limit 后面要写值。请看 `tsk list --help`。"),
    ],
)
def test_what_the_option_parser_refuses_is_told_in_chinese(words, told, capfd):
    assert main(["--lang", "zh", *words]) == 2
    assert capfd.readouterr().err == f"{told}\n"


def test_no_help_has_square_brackets():
    """The help's frame takes them for markup, and leaves them out."""
    said = [one.text for one in sentences() if one.text and one.module.startswith(("tsk.commands", "tsk.verbs"))]
    assert [text for text in said if "[" in text + MESSAGES.get(text, "")] == []
