"""Whether a desk on a database server can be relied on: the server, the way to it, this login and its rights."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tsk.desk.doctor import (
    BAD,
    GOOD,
    NOTE,
    Checkup,
    calendars_of,
    checkup,
    clock_of,
    folder_of_home,
    inside,
    rules_of,
    sites_of,
    wrong,
)
from tsk.desk.session import CLOCK_DRIFT, Desk, Options
from tsk.errors import StoreError
from tsk.serverlook import OLDEST, Facts, look

_IDLE = "idle_in_transaction_session_timeout"
_PLAIN_TYPES = ("C", "POSIX")
_SERVER, _LINE, _LOGIN, _TABLES = "server", "line", "login", "tables"

Test = Callable[[Facts], object]

# Each that holds is wrong.
_SERIOUS: tuple[tuple[Test, str, str, str], ...] = (
    (
        lambda it: it.number < OLDEST * 10_000,
        _SERVER,
        "PostgreSQL {version} is too old: its views would show every site to everybody.",
        "Whoever keeps the server brings it to version {oldest} or later.",
    ),
    (
        lambda it: it.encoding != "UTF8",
        _SERVER,
        "The database {database} keeps texts as {encoding}, which has not every character.",
        "`tsk server init` makes one in UTF8; `tsk move` carries the desk over (docs/server.md).",
    ),
    (
        lambda it: it.ctype in _PLAIN_TYPES,
        _SERVER,
        "The character type of {database} is {ctype}: Chinese is no letters to it, and the server's own ways to search "
        "find nothing without saying so.",
        "`tsk server init` makes one with C.UTF-8; `tsk move` carries the desk over (docs/server.md).",
    ),
    (
        lambda it: it.is_standby or it.reads_only,
        _SERVER,
        "This server is a copy that can only be read.",
        "Name the main server with --db to write; for reports it will do.",
    ),
    (
        lambda it: not it.tls and not it.is_local,
        _LINE,
        "The way to the server is not encrypted: everybody on it reads along.",
        "Write sslmode=require or verify-full into the address (docs/server.md).",
    ),
    (
        lambda it: it.unguarded,
        _TABLES,
        "Every login sees the rows of every site in: {tables}.",
        "Whoever keeps the server runs `tsk server init`.",
    ),
    (
        lambda it: it.missing_guards,
        _TABLES,
        "The guards that keep history from being changed are missing: {guards}.",
        "Run `tsk verify`, with an anchor kept elsewhere; `tsk server init` makes them again.",
    ),
    (
        lambda it: not it.timeouts[_IDLE],
        _SERVER,
        "A client that stops in the middle of a step would hold its site for ever.",
        "Whoever keeps the server runs `tsk server init`, or sets idle_in_transaction_session_timeout.",
    ),
)
_OWN = "Work with a login of your site: `tsk server login` (docs/server.md)."
# The first that holds says what this login is.
_LOGINS: tuple[tuple[Test, str, str, str], ...] = (
    (lambda it: it.is_superuser, BAD, "{login} is an administrator of the server: nothing is kept from it.", _OWN),
    (lambda it: it.owns, BAD, "{login} owns the tables: nothing is kept from it.", _OWN),
    (lambda it: it.passes_guards, BAD, "{login} passes by row-level security: it sees every site.", _OWN),
    (
        lambda it: it.may_change,
        BAD,
        "{login} may change what was recorded ({rights}).",
        "Whoever keeps the server runs `tsk server init`.",
    ),
    (
        lambda it: it.may_create,
        BAD,
        "{login} may make tables and functions of its own among ours.",
        "Whoever keeps the server runs `tsk server init`.",
    ),
    (lambda it: not it.may_write, NOTE, "{login} may only read.", ""),
    (lambda it: True, GOOD, "{login} is neither administrator nor owner, and changes nothing that was recorded.", ""),
)


def examined(options: Options, opened: Callable[[Desk], None]) -> tuple[Checkup, ...]:
    """Everything that was looked at on the server and in its desk; nothing is written."""
    try:
        found = look(options.db)
    except StoreError as error:
        return (wrong(_SERVER, error),)
    home = folder_of_home(options.home) if options.home.is_dir() else ()
    looks = (rules_of, sites_of, clock_of, calendars_of, _people, _backups)
    return (*home, *_of_server(found, options), *inside(options, opened, looks))


def _of_server(found: Facts, options: Options) -> Iterator[Checkup]:
    serious = tuple(_serious(found))
    yield from serious
    if not any(one.about == _SERVER for one in serious):
        message = "PostgreSQL {version}, {encoding}, {ctype}; it needs no extension."
        yield checkup(_SERVER, GOOD, message, version=found.version, encoding=found.encoding, ctype=found.ctype)
        message = "A client that stops in the middle of a step is cut off after {seconds} seconds."
        yield checkup(_SERVER, GOOD, message, seconds=found.timeouts[_IDLE] // 1000)
    if not any(one.about == _LINE for one in serious):
        yield _line(found)
    if found.schema:
        yield from _login(found)
        yield checkup(_TABLES, GOOD, "The tables are of version {version}.", version=found.schema)
    yield _clocks(found, options)
    yield _room(found)


def _serious(found: Facts) -> Iterator[Checkup]:
    values = {
        "version": found.version,
        "oldest": OLDEST,
        "database": found.database,
        "encoding": found.encoding,
        "ctype": found.ctype,
        "tables": found.unguarded,
        "guards": found.missing_guards,
    }
    for holds, about, message, hint in _SERIOUS:
        if holds(found):
            yield checkup(about, BAD, message, hint, **values)


def _login(found: Facts) -> Iterator[Checkup]:
    for holds, state, message, hint in _LOGINS:
        if holds(found):
            yield checkup(_LOGIN, state, message, hint, login=found.login, rights=found.may_change)
            return


def _line(found: Facts) -> Checkup:
    """How the way to the server is kept from others."""
    if not found.tls:
        return checkup(_LINE, GOOD, "The server is on this machine; the way to it needs no encryption.")
    if found.is_checked or found.is_local:
        return checkup(_LINE, GOOD, "The way to the server is encrypted ({tls}).", tls=found.tls)
    message = "The way to the server is encrypted ({tls}), but nobody looks whose certificate it is."
    return checkup(_LINE, NOTE, message, "sslmode=verify-full with sslrootcert does (docs/server.md).", tls=found.tls)


def _clocks(found: Facts, options: Options) -> Checkup:
    there, here = found.clock.replace(microsecond=0), options.clock
    if abs(there - here) > CLOCK_DRIFT:
        message = "The clock of this machine stands at {now}, that of the server at {there}."
        return checkup(
            "clock", BAD, message, "Set the one that is wrong before anything is recorded.", now=here, there=there
        )
    return checkup("clock", GOOD, "The clocks of this machine and of the server agree.")


def _room(found: Facts) -> Checkup:
    message = "The database takes {size} MB; how much room is left, a server does not tell."
    return checkup("disk", NOTE, message, "Whoever keeps it looks with `df`.", size=-(-found.size // 1_000_000))


def _people(desk: Desk) -> Iterator[Checkup]:
    if desk.rules.staff:
        yield checkup("people", GOOD, "{count} people are listed as staff.", count=len(desk.rules.staff))
    else:
        message = "Nobody is listed as staff: everybody with a login may do whatever the server lets the login do."
        yield checkup("people", NOTE, message, "List them under [staff] in {file}.", file=desk.rules.file)


def _backups(desk: Desk) -> Iterator[Checkup]:
    """Nothing of them can be seen from here."""
    hint = "Whoever keeps it makes them with `pg_dump` or a base backup (docs/server.md)."
    yield checkup("backup", NOTE, "Whether the server has backups cannot be seen from here.", hint)
