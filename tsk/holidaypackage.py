"""Whether a newer holiday package is installed than the one that a compiled rule file rests on.

Every command asks, so that new public days come into force without an edit of the rule file; it costs one look into a
folder.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

_MODULES = {"chinesecalendar": "chinese_calendar", "holidays": "holidays"}


def is_outdated(source: str) -> bool:
    """Whether a newer package than that source (`chinesecalendar 1.11.0`) is installed here; it is not imported.

    An older one never is: on several machines with one database, the newest knowledge stays in force.
    """
    package, _, version = source.rpartition(" ")
    spec = find_spec(_MODULES[package]) if package in _MODULES else None
    if spec is None or spec.origin is None:
        return False
    if (Path(spec.origin).parents[1] / f"{package}-{version}.dist-info").is_dir():
        return False
    return _numbers(_installed(package)) > _numbers(version)


def _installed(package: str) -> str:
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed(package)
    except PackageNotFoundError:
        return ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
