"""Pages and tables that are written from the program itself: `python tests/docs/references.py` writes them anew.

Each is made in a process of its own, because a command's help is said in one language for the whole process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def _parameters(verb: str) -> list[Any]:
    """The options and arguments of a verb as Typer reads them."""
    import typer
    from typer.main import get_command

    from tsk.verbs import VERBS

    place = VERBS[verb]
    app = typer.Typer(add_completion=False)
    app.command()(getattr(__import__(f"tsk.commands.{place.module}", fromlist=[place.function]), place.function))
    return list(get_command(app).params)


def _row(parameter: Any) -> dict[str, Any]:
    """What is said of one option or argument; an option that takes no value has none."""
    plain = getattr(parameter, "is_flag", False)
    told = {
        "value": "" if plain else parameter.metavar or "TEXT",
        "help": parameter.help or "",
        "several": parameter.multiple if parameter.param_type_name == "option" else parameter.nargs == -1,
    }
    names = sorted((*parameter.opts, *parameter.secondary_opts), key=len)
    return {"names": names, **told} if parameter.param_type_name == "option" else told


def table() -> dict[str, Any]:
    """What may be typed behind each verb, in the language of this process."""
    from tsk.verbs import VERBS

    found: dict[str, Any] = {}
    for verb in VERBS:
        shown = [one for one in _parameters(verb) if not getattr(one, "hidden", False)]
        kinds = {"arguments": "argument", "options": "option"}
        found[verb] = {key: [_row(one) for one in shown if one.param_type_name == kind] for key, kind in kinds.items()}
    return found


def completion() -> str:
    """tsk/completion/commands.json: one verb a line, without what is left at its default."""

    def short(row: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in row.items() if value}

    rows = {verb: {key: [short(one) for one in some] for key, some in row.items()} for verb, row in table().items()}
    lines = [f"{json.dumps(verb)}: {json.dumps(row, ensure_ascii=False)}" for verb, row in rows.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────

WRITTEN = {
    "en": "This page is written from the program: `python tests/docs/references.py`. A test compares.",
    "zh": "本页由程序生成：`python tests/docs/references.py`，并由测试核对。",
}


def _in(english: str, chinese: str) -> str:
    """One of the two, in the language of this process."""
    from tsk import i18n

    return chinese if i18n.lang == "zh" else english


def _cells(rows: list[list[str]]) -> list[str]:
    """The rows of a table of Markdown, the first of them its head."""
    safe = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
    return [f"| {safe[0]} |", f"| {' | '.join(['---'] * len(rows[0]))} |", *(f"| {row} |" for row in safe[1:]), ""]


def _typed(row: dict[str, Any]) -> str:
    """An option as it is typed, with what its value is called."""
    names = ", ".join(f"`{name}`" for name in row["names"])
    return f"{names} `{row['value']}`" if row["value"] else names


def commands_page() -> str:
    """Every command with its arguments and options."""
    from tsk.i18n import tr
    from tsk.verbs import VERBS

    lines = [f"# {_in('Commands', '命令')}", "", _in(**_both(WRITTEN)), ""]
    rows = table()
    for group in dict.fromkeys(verb.group for verb in VERBS.values()):
        lines += [f"## {tr(group)}", ""]
        for name in (name for name, verb in VERBS.items() if verb.group == group):
            lines += [f"### `tsk {name}`", "", tr(VERBS[name].help), ""]
            head = [_in("argument, option", "参数、选项"), _in("what it says", "说明")]
            own = [[f"`{row['value']}`", row["help"]] for row in rows[name]["arguments"]]
            own += [[_typed(row), row["help"]] for row in rows[name]["options"]]
            lines += _cells([head, *own])
    return "\n".join([*lines, *_root_options()]) + "\n"


def _both(said: dict[str, str]) -> dict[str, str]:
    return {"english": said["en"], "chinese": said["zh"]}


def _root_options() -> list[str]:
    from tsk.i18n import tr
    from tsk.render.help import OPTIONS

    head = [_in("option", "选项"), _in("what it says", "说明")]
    title = tr("Options of every command, before or after it")
    rows = [[f"`{name}`", tr(help)] for name, help in OPTIONS]
    return [f"## {title}", "", *_cells([head, *rows])][:-1]


# What the reader of a value takes, in words; of words to choose from they are listed instead.
KINDS = {
    "text": ("text", "文字"),
    "texts": ("text, or a list", "文字或列表"),
    "flag": ("`true` or `false`", "`true` 或 `false`"),
    "number": ("number", "数字"),
    "money": ("sum", "金额"),
    "whole": ("number", "数字"),
    "counted": ("1, 2, 3 …", "1、2、3……"),
    "percent": ("percent, 0 to 100", "百分比，0 到 100"),
    "share": ('`"60 %"`', '`"60 %"`'),
    "day": ("date", "日期"),
    "day_text": ("date", "日期"),
    "limit": ("limit", "时限"),
    "limit_or_agreed": ('limit, or `"agreed"`', '时限，或 `"agreed"`'),
    "elapsed": ("limit by the clock", "连续计时的时限"),
    "kept_for": ('`"3 years after closed"`', '`"3 years after closed"`'),
    "test": ('`"> 500"`', '`"> 500"`'),
    "role_or_false": ("role, or `false`", "角色，或 `false`"),
    "step": ("step", "步骤"),
    "steps": ("step, or a list", "步骤或列表"),
    "when": ("condition", "条件"),
    "periods": ('`["09:00-12:00", "13:30-18:00"]`', '`["09:00-12:00", "13:30-18:00"]`'),
    "week": ('`{ mon-fri = ["09:00-18:00"] }`, or `"always"`', '`{ mon-fri = ["09:00-18:00"] }`，或 `"always"`'),
    "dates": ('`{ 2027-02-05 = ["09:00-12:00"], "12-28..01-02" = [] }`',) * 2,
    "days_away": ('`"2026-11-20..2026-12-04"`, or a list', '`"2026-11-20..2026-12-04"`，或列表'),
    "addresses": ("address, or a list", "地址或列表"),
    "subtypes": ('`{ speed = { zh = "网速", en = "Speed" } }`',) * 2,
    "fine": ("`200`, or `[10, 100]`", "`200`，或 `[10, 100]`"),
    "by_count": ("`{ 3 = 5000 }`",) * 2,
    "list_option": ("as on the command line", "与命令行相同"),
    "caps": ('`{ reply = "15 working days" }`',) * 2,
    "unless": ('`{ satisfied = ["unreachable"] }`',) * 2,
    "per_customer": ('`{ at_most = 500, within = "365 days", then = "supervisor" }`',) * 2,
}


def _kind(read: Any) -> str:
    """What the reader takes, in words."""
    from tsk.rulefile.values import Choice, Choices, Only

    if isinstance(read, (Choice, Choices)):
        words = " · ".join(f'`"{word}"`' for word in read.options)
        return words if isinstance(read, Choice) else f"{words}{_in(', or a list', '，或列表')}"
    return f'`"{read.word}"`' if isinstance(read, Only) else _in(*KINDS[read.__name__.strip("_")])


def _keys(section: str, fields: dict[str, Any], required: tuple[str, ...] = ()) -> list[str]:
    """The table of the keys of a section, or of a group of settings."""
    from tsk.i18n import tr
    from tsk.rulefile.told import told

    head = [_in("key", "键"), _in("value", "值"), _in("what it says", "说明")]
    star = _in(" (needed)", "（必填）")
    rows = [
        [
            f"`{'…' if key == '*' else key}`{star if key in required else ''}",
            _kind(read),
            tr(told(f"{section}.{key}", key)),
        ]
        for key, read in fields.items()
    ]
    return _cells([head, *rows]) if rows else []


def rule_file_page() -> str:
    """Every section and key of a rule file."""
    from tsk.i18n import tr
    from tsk.rulefile.grammar import AUTHORITY, CALENDAR, NEEDED_SECTIONS, OPEN_ROWS, POLICY, REQUIRED, ROWS, SETTINGS
    from tsk.rulefile.told import told

    fields = {"policy": POLICY, "calendars": CALENDAR, **{name: own for name, (_, own) in ROWS.items()}}
    lines = [f"# {_in('The rule file, key by key', '规则文件逐项说明')}", "", _in(**_both(WRITTEN)), "", _intro(), ""]
    for name, own in {**fields, "authority": AUTHORITY}.items():
        needed = _in(" (needed)", "（必有）") if name in NEEDED_SECTIONS else ""
        lines += [f"## `[{name}]`{needed}", "", tr(told(name)), ""]
        if name in OPEN_ROWS:
            own = {**own, "*": OPEN_ROWS[name][1]}
        lines += _keys(name, own, REQUIRED.get(name, ()))
    lines += ["## `[settings]`", "", tr(told("settings")), ""]
    for name, own in SETTINGS.items():
        lines += [f"### `{name}`", "", tr(told(name)), "", *_keys(name, own)]
    lines += ["## `[examples]`", "", tr(told("examples")), ""]
    head = [_in("key", "键"), _in("what it says", "说明")]
    lines += _cells([head, *[[f"`{part}`", tr(told(f"examples.{part}"))] for part in ("given", "expect")]])
    return "\n".join([*lines, *_conditions()]) + "\n"


def _intro() -> str:
    return _in(
        "How rules are written, and what they mean: [the rule file](rules.md). Every row may carry `zh` and `en`, its"
        " label in both languages. Limits: [time](time.md). The same for editors: `tsk rules schema`.",
        "规则的写法和含义见[规则文件](rules.md)。每一行都可写 `zh` 和 `en`，即两种语言的名称。时限见[时间](time.md)。"
        "供编辑器使用的同一内容：`tsk rules schema`。",
    )


def _conditions() -> list[str]:
    """What a condition may ask for."""
    from tsk.i18n import tr
    from tsk.rulefile.told import told
    from tsk.rulefile.values import FACTS, NUMBER_FACTS

    head = [_in("`when` asks for", "`when` 可问"), _in("what it takes", "写法")]
    rows = [[f"`{name}`", tr(told(f"when.{name}", "when.#" if name in NUMBER_FACTS else "when.*"))] for name in FACTS]
    return ["## `when`", "", tr(told("when")), "", *_cells([head, *rows])][:-1]


PAGES: dict[str, tuple[Callable[[], str], str]] = {
    "tsk/completion/commands.json": (completion, "en"),
    "docs/commands.md": (commands_page, "en"),
    "docs/commands.zh.md": (commands_page, "zh"),
    "docs/rule-file.md": (rule_file_page, "en"),
    "docs/rule-file.zh.md": (rule_file_page, "zh"),
}


def made(page: str) -> str:
    """The page as the program would have it now."""
    command = [sys.executable, __file__, page]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=True).stdout


def main(words: list[str]) -> None:
    """Prints one page, or writes them all."""
    if words:
        from tsk import i18n

        make, lang = PAGES[words[0]]
        i18n.use(lang)
        sys.stdout.write(make())
        return
    for page in PAGES:
        (ROOT / page).write_text(made(page), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
