"""The chain: how an event is bound to the one before it, and personal text to its event."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from tsk.rulerows import Category, Named, Policy

LINKED = ("n", "kind", "id", "seq", "key", "at", "recorded_at", "actor", "type", "body")


def commitment(salt: str, text: str) -> str:
    """The salted hash (64 hex digits) that stands in the chain for a text kept outside it."""
    return sha256(f"{salt}\0{text}".encode()).hexdigest()


def link(previous: str, row: Mapping[str, object]) -> str:
    """The hash (64 hex digits) of one stored event row after the hash before it; the site code is not part of it."""
    return sha256(msgspec.json.encode([previous, *(row[name] for name in LINKED)])).hexdigest()


def policy_version(policy: Policy) -> str:
    """The name (12 hex digits) of the frozen part of a rule file; labels and line numbers do not count."""
    rows = {name: getattr(policy, name) for name in policy.__struct_fields__}
    bare = {name: tuple(map(_bare, value)) for name, value in rows.items() if isinstance(value, tuple)}
    return sha256(msgspec.json.encode(replace(policy, **bare), order="deterministic")).hexdigest()[:12]


def _bare(row: Named) -> Named:
    plain = replace(row, zh="", en="", line=0)
    return replace(plain, subtypes=tuple(map(_bare, row.subtypes))) if isinstance(row, Category) else plain
