"""What a backup says of itself, how it is called, and which ones are kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import msgspec
from msgspec import Struct
from msgspec.structs import replace

FORMAT = 1  # of the manifest and the folder
MANIFEST, DATABASE, RULES, PAPERS = "manifest.json", "tsk.db", "rules.toml", "attachments.txt"
REPLACED = "replaced"  # the label of a backup of what a restore replaced
_FRESH = timedelta(hours=24)
_NAME = re.compile(r"(\d{8}T\d{6}Z)((?:-[A-Za-z0-9]+)*)")
_STAMP = "%Y%m%dT%H%M%SZ"


class FileMark(Struct, frozen=True):
    """A file as it was written: its SHA-256 (64 hex digits) and its size in bytes."""

    sha256: str
    size: int


class SiteMark(Struct, frozen=True):
    """One site's chain as the backup holds it: `n` events, the last with that hash."""

    site: str
    desk_id: str
    n: int
    hash: str
    last_number: int
    complaints: int


class Missing(Struct, frozen=True):
    """An attachment that was gone or damaged in the desk itself when the backup was made."""

    site: str
    number: str
    nth: int
    sha256: str


class Manifest(Struct, frozen=True):
    """What a backup holds; `seal` is the hash of all the rest, so that no byte of it changes unseen."""

    format: int
    made_at: datetime
    version: str  # of tsk
    schema: str  # the last migration
    zone: str
    label: str  # "" for a backup that was asked for
    encrypted: bool
    shelf: str  # the mark of the key that its attachments are sealed under; "" where they lie as they are
    database: FileMark
    rules: FileMark | None
    attachments: FileMark  # the list of them
    papers: int  # how many it lists
    sites: tuple[SiteMark, ...]
    missing: tuple[Missing, ...] = ()
    seal: str = ""

    @property
    def events(self) -> int:
        return sum(site.n for site in self.sites)

    @property
    def complaints(self) -> int:
        return sum(site.complaints for site in self.sites)

    @property
    def desks(self) -> frozenset[str]:
        return frozenset(site.desk_id for site in self.sites)


def written(manifest: Manifest) -> bytes:
    """The manifest as its file holds it, sealed."""
    return msgspec.json.format(msgspec.json.encode(replace(manifest, seal=_seal(manifest))), indent=1) + b"\n"


def _seal(manifest: Manifest) -> str:
    return sha256(msgspec.json.encode(replace(manifest, seal=""))).hexdigest()


def read(content: bytes) -> Manifest | None:
    """The manifest that the file holds; None where it is none, or where a byte of it was changed."""
    try:
        found = msgspec.json.decode(content, type=Manifest)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
    return found if found.format == FORMAT and content == written(found) else None


# ── names ──────────────────────────────────────────────────────────────────────────────────────────


def names_of(made_at: datetime, codes: Iterable[str], label: str = "") -> Iterator[str]:
    """The names that a backup may bear, the best first: its time, the codes of its sites but `main`, its label."""
    said = [code for code in codes if code != "main"][:3]
    plain = "-".join([made_at.astimezone(UTC).strftime(_STAMP), *said, *([label] if label else [])])
    yield plain
    yield from (f"{plain}-{nth}" for nth in range(2, 1000))


def instant_of(name: str) -> datetime | None:
    """When a backup of that name was made; None for what is no backup's name."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    try:
        return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


# ── which are kept ─────────────────────────────────────────────────────────────────────────────────


def _day(day: date) -> object:
    return day


def _week(day: date) -> object:
    return day.isocalendar()[:2]


def _month(day: date) -> object:
    return day.year, day.month


def kept(made: Mapping[str, datetime], daily: int, weekly: int, monthly: int) -> frozenset[str]:
    """The names that stay: the newest of each of the last so many days, weeks and months that have any; the newest.

    All of the last 24 hours before the newest stay too. `made` are local times. Days without a backup do not count, so
    that a desk that was closed loses none.
    """
    newest_first = sorted(made, key=lambda name: (made[name], name), reverse=True)
    stays = {name for name in newest_first if made[newest_first[0]] - made[name] < _FRESH}
    for most, bucket in ((daily, _day), (weekly, _week), (monthly, _month)):
        stays.update(_newest_of_each(newest_first, made, most, bucket))
    return frozenset(stays)


def _newest_of_each(
    newest_first: list[str], made: Mapping[str, datetime], most: int, bucket: Callable[[date], object]
) -> list[str]:
    found: dict[object, str] = {}
    for name in newest_first:
        found.setdefault(bucket(made[name].date()), name)
    return list(found.values())[:most]
