"""Every verb with its real options, read off the functions that implement them."""

from __future__ import annotations

import inspect
import typing
from typing import Any, NamedTuple

from tsk.verbs import VERBS


class Param(NamedTuple):
    """One option or argument: its flag ("" for an argument), what the help calls its value, and what it takes."""

    name: str
    flag: str
    metavar: str
    takes: str  # text, number, yes-no (no value), several


class Typed(NamedTuple):
    """A verb with everything that may be typed behind it."""

    verb: str
    arguments: tuple[Param, ...]
    options: tuple[Param, ...]


def _takes(kind: Any) -> str:
    if kind is bool:
        return "nothing"
    parts = typing.get_args(kind) or (kind,)
    if any(typing.get_origin(part) is list or part is list for part in (kind, *parts)):
        return "several"
    return "number" if int in parts else "text"


def _param(name: str, hint: Any) -> tuple[bool, Param] | None:
    if typing.get_origin(hint) is not typing.Annotated:
        return None
    kind, info = typing.get_args(hint)[:2]
    declared = (info.default, *(info.param_decls or ()))  # the first one stands where a default used to
    flags = [one.split("/")[0] for one in declared if isinstance(one, str) and one.startswith("-")]
    flag = max(flags, key=len, default="")
    is_option = type(info).__name__ == "OptionInfo"
    return is_option, Param(name, flag, info.metavar or "", _takes(kind))


def _typed(verb: str) -> Typed:
    place = VERBS[verb]
    module = __import__(f"tsk.commands.{place.module}", fromlist=[place.function])
    hints = typing.get_type_hints(getattr(module, place.function), include_extras=True)
    names = inspect.signature(getattr(module, place.function)).parameters
    found = [one for one in (_param(name, hints[name]) for name in names) if one]
    arguments = tuple(param for is_option, param in found if not is_option)
    return Typed(verb, arguments, tuple(param for is_option, param in found if is_option))


TYPED = tuple(_typed(verb) for verb in VERBS)
