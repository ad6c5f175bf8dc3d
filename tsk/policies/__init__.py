"""The policies that a new home can start with, one TOML file each."""

from __future__ import annotations

from pathlib import Path

DEFAULT = "telecom-storefront"
_HERE = Path(__file__).parent
# The default policy is the repository's own rules.toml; a wheel carries it beside the others.
_DEFAULT_FILES = (_HERE / f"{DEFAULT}.toml", _HERE.parent.parent / "rules.toml")


def policy_names() -> tuple[str, ...]:
    """The names that `tsk init --policy` knows, the default first."""
    return (DEFAULT, *sorted(path.stem for path in _HERE.glob("*.toml") if path.stem != DEFAULT))


def policy_text(name: str) -> bytes:
    """The content of a policy's rule file, of the default one without a name."""
    name = name or DEFAULT
    places = _DEFAULT_FILES if name == DEFAULT else (_HERE / f"{name}.toml",)
    return next(path for path in places if path.is_file()).read_bytes()
