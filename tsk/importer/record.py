"""One complaint as a JSON or TOML text: what `tsk record --from` reads."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from tsk.errors import UsageError, Word

_TEXTS = (
    *("summary", "details", "phone", "email", "card", "address", "tier", "on_behalf_of", "channel", "category"),
    *("subtype", "severity", "store", "region", "product", "against", "order", "demand", "amount", "occurred"),
    *("received", "answered", "settled", "via", "basis", "external", "reason", "kind"),
)
_OF_CUSTOMER = ("name", "phone", "email", "card", "address", "tier", "on_behalf_of")
KEYS = (*_TEXTS, "customer", "attach", "fields")


class Told(Struct, frozen=True):
    """What the text says: by the names of a complaint's fields, the policy's own fields, and files to attach."""

    said: dict[str, str]
    fields: dict[str, str]
    attach: tuple[str, ...]


def read_record(content: bytes, name: str) -> Told:
    """One complaint; raises UsageError, with line and column, for what is neither JSON nor TOML or says more."""
    table = _table(_text(content, name), name)
    plain = {key.replace("-", "_"): value for key, value in table.items()}
    _check_keys(plain, KEYS, name)
    said = {key: _word(plain[key], key, name) for key in _TEXTS if key in plain}
    customer = plain.get("customer", "")
    if isinstance(customer, Mapping):
        own = {key.replace("-", "_"): value for key, value in customer.items()}
        _check_keys(own, _OF_CUSTOMER, name)
        said |= {key: _word(value, key, name) for key, value in own.items()}
    else:
        said["name"] = _word(customer, "customer", name)
    fields = plain.get("fields", {})
    if not isinstance(fields, Mapping):
        raise _unlike("fields", name)
    return Told(
        {key: text for key, text in said.items() if text},
        {key: _word(value, key, name) for key, value in fields.items()},
        tuple(_files(plain.get("attach", ()), name)),
    )


def _text(content: bytes, name: str) -> str:
    """The text in whichever encoding a shell of today or of old Windows writes."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError("{file} is no text.", "It takes JSON or TOML, in UTF-8.", file=name)


def _table(text: str, name: str) -> Mapping[str, Any]:
    """The one table that the text is; what begins like JSON is read as that."""
    bare = text.lstrip()
    if not bare:
        raise UsageError("{file} is empty.", "It takes one complaint as JSON or TOML.", file=name)
    if bare.startswith("{"):
        return _from_json(text, name)
    if bare.startswith("[") and _is_list(text):
        raise UsageError("{file} is a list.", "Several complaints at once: `tsk import`.", file=name)
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:  # a number of too many digits is no TOMLDecodeError
        raise _malformed(name, str(error)) from error


def _from_json(text: str, name: str) -> Mapping[str, Any]:
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _malformed(name, _with_line(str(error), text)) from error
    assert isinstance(found, dict)
    return found


def _is_list(text: str) -> bool:
    try:
        return isinstance(msgspec.json.decode(text), list)
    except (msgspec.DecodeError, RecursionError):
        return False


def _with_line(message: str, text: str) -> str:
    """The parser's message with line and column instead of the byte."""
    said, _, place = message.partition(" (byte ")
    at = place.rstrip(")")
    before = text.encode()[: int(at)].decode(errors="ignore") if at.isdecimal() else text
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return f"{said.removeprefix('JSON is malformed: ')} (at line {line}, column {column})"


def _malformed(name: str, detail: str) -> UsageError:
    return UsageError(
        "{file} cannot be read: {detail}.", "It takes one complaint as JSON or TOML.", file=name, detail=Word(detail)
    )


def _check_keys(table: Mapping[str, Any], known: tuple[str, ...], name: str) -> None:
    """Raises UsageError, naming all of them, for keys that a record does not have."""
    wrong = tuple(key for key in table if key not in known)
    if not wrong:
        return
    from difflib import get_close_matches

    near = get_close_matches(wrong[0], known, n=1, cutoff=0.6)
    raise UsageError(
        "{file} says what a record does not have: {keys}.",
        "Did you mean {near}?" if near else "There are: {known}.",
        file=name,
        keys=wrong,
        known=known,
        near=near[0] if near else "",
    )


def _word(value: Any, key: str, name: str) -> str:
    """A value as it would be typed: numbers, dates and yes or no included."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict | list):
        raise _unlike(key, name)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _unlike(key: str, name: str) -> UsageError:
    return UsageError(
        "{file}: {key} cannot be that.", "Write a text, and fields as NAME = VALUE in a table.", file=name, key=key
    )


def _files(value: Any, name: str) -> Iterator[str]:
    for one in value if isinstance(value, list | tuple) else [value]:
        yield _word(one, "attach", name)
