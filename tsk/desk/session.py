"""The desk of one person at one instant: the open store, the rules in force, the present."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from tsk.desk.settingrules import put_in_force
from tsk.errors import NoSite, NotAllowed, RulesInvalid, StoreError, TskError, UsageError, Word
from tsk.folders import file_mode, make_folder, unwritable
from tsk.holidaypackage import is_outdated
from tsk.home import (
    check_site_code,
    create_store,
    database_path,
    exists,
    is_server,
    open_store,
    prepare_encryption,
)
from tsk.keys import Keys
from tsk.model import Case, Person
from tsk.moved import left_behind
from tsk.rights import has_right, sees
from tsk.rulerows import Policy
from tsk.rules import COMPILER, Calendars, Rules, person
from tsk.store import Store
from tsk.whenwords import parse_when

if TYPE_CHECKING:
    from tsk.desk.sites import Place
    from tsk.rulefile import Problem


class Options(msgspec.Struct, frozen=True):
    """The root options as the command line settled them.

    `now` is the instant claimed, as typed ("" for none); `clock` is the machine's own.
    """

    home: Path
    db: str
    site: str
    rules: str
    actor: str
    lang: str
    now: str
    clock: datetime
    interactive: bool
    policy: str = ""  # which policy a new home starts with
    visits: bool = False  # another site than the home's own, which goes by rules of its own
    practice: bool = False  # a new home for practice: everyone may claim any present
    group: str = ""  # of the machine, to which a home is opened
    source: str = ""  # the folder of a plain desk that is taken into a new encrypted one
    once: str = ""  # names this command: the same name again does nothing more
    encrypt: bool = False  # a new home whose database and papers are encrypted
    keys: Keys = msgspec.field(default_factory=Keys)  # where the key of an encrypted one comes from


CLOCK_DRIFT = timedelta(minutes=5)  # that clocks may differ by
_LARGEST_RULES = 2_000_000  # bytes


class Desk:
    """Everything a command needs: `warnings` are for the person, said once per command."""

    def __init__(
        self, options: Options, store: Store, rules: Rules, warnings: tuple[TskError, ...], is_new: bool = False
    ) -> None:
        self.options = options
        self.is_new = is_new  # made by this command
        self.store = self.logbook = store  # whose complaints are read, and where looks at contact data are logged
        self.granted: dict[str, int] = {}  # the requests by which people act in another role than the rule file's
        self.rules = self._with_requests(rules)
        self.warnings = warnings
        self.calendars = Calendars(rules)
        self.zone = self.calendars.zone
        self.person: Person = person(self.rules, options.actor, _real_day(options, rules))
        self.now = self._present()
        self._policies: dict[str, Policy] = {rules.version: rules.policy}

    def _with_requests(self, rules: Rules) -> Rules:
        """The rules with everybody in the role that an approved request gave them, where anybody is listed."""
        rows = self.store.entries("request", state="approved") if rules.staff else ()
        if not rows:
            return rules
        from tsk.staffrequests import Request, in_force, with_requests

        with suppress(msgspec.MsgspecError):  # a damaged row grants nothing, and `verify` must be able to name it
            requests = [msgspec.json.decode(row["snapshot"], type=Request) for row in rows]
            granted = in_force(requests, _real_day(self.options, rules))
            self.granted = {number: one.id for number, one in granted.items()}
            return with_requests(rules, granted)
        return rules

    def _present(self) -> datetime:
        """The instant claimed with --now, else the clock; claiming needs the right to back-date, or a practice desk."""
        if not self.options.now:
            return self.options.clock
        if not (self.store.practice or has_right(self.rules, self.person, "backdate")):
            raise NotAllowed(
                "{person} may not claim another present with --now or TSK_NOW.",
                "Leave it out, or ask somebody with the right `backdate`.",
                person=self.person.id,
            )
        now = parse_when(self.options.now, self.options.clock, self.zone)
        if not self.store.practice and now > self.options.clock + CLOCK_DRIFT:
            raise UsageError("{at} lies in the future.", "Only a practice desk can go there.", at=self.options.now)
        return now

    def find(self, ref: str) -> int:
        """The id of the complaint that people call so; a phone tells nothing of what the person may not see."""
        return self.store.find(ref, self.person.id, lambda case: sees(self.rules, self.person, case))

    def at(self, site: str) -> Place:
        """The rules and calendars of the site that a complaint is of."""
        return self

    def policy_of(self, case: Case) -> Policy:
        """The policy that the case was received under."""
        return self.frozen(case.policy, case.number)

    def frozen(self, version: str, number: str) -> Policy:
        """The policy of that version, under which the complaint of that number was received."""
        if version not in self._policies:
            policy = self.store.policy(version)
            if policy is None:
                raise StoreError(
                    "The policy {version} of {number} is missing in {file}.",
                    "Bring a backup back (`tsk restore`), or run `tsk verify`.",
                    version=version,
                    number=number,
                    file=self.store.db.name,
                )
            self._policies[version] = policy
        return self._policies[version]


def _real_day(options: Options, rules: Rules) -> str:
    """The local date by which rights begin and end; --now gives none back."""
    return options.clock.astimezone(rules.zoneinfo).date().isoformat()


def has_home(options: Options) -> bool:
    """Whether there is a complaint desk where the options look for one."""
    if is_server(options.db):
        return has_site(options)
    return exists(database_path(options.home, options.db))


def has_site(options: Options) -> bool:
    """Whether the desk has the site that the options name, or its only one where they name none."""
    if not is_server(options.db) and not has_home(options):
        return False
    try:
        open_store(options.home, options.db, options.site, options.clock, options.keys).db.close()
    except NoSite:
        return False
    except StoreError:
        if is_server(options.db):
            raise
        return False
    return True


def open_desk(options: Options, create: bool = False) -> Desk:
    """The desk of an existing home; with `create` the home is made first where there is none."""
    store, is_new = _opened(options, create)
    with store.closed_on_failure():
        rules, warnings = _rules_in_force(store, options)
        desk = Desk(options, store, rules, (*options.keys.warnings, *left_behind(store.moved), *warnings), is_new)
        if not store.is_derived():
            from tsk.desk.rebuilding import rebuild

            rebuild(desk)
    return desk


def _opened(options: Options, create: bool) -> tuple[Store, bool]:
    """The store, and whether it was made for it; a server is asked once, and only what is missing is made there."""
    is_new = create and not is_server(options.db) and not has_home(options)
    if is_new:
        from tsk.desk.beginning import check_plain

        check_plain(options)
        make_home(options)
    try:
        return open_store(options.home, options.db, options.site, options.clock, options.keys), is_new
    except NoSite:
        if not (create and is_server(options.db)):
            raise
    make_home(options)
    return open_store(options.home, options.db, options.site, options.clock, options.keys), True


def make_home(options: Options) -> None:
    """Makes a home that holds the chosen policy as its `rules.toml`; an existing file is left alone."""
    from tsk.desk.words import unknown
    from tsk.policies import policy_names, policy_text

    if options.policy and options.policy not in policy_names():
        raise unknown("policy", options.policy, policy_names())
    check_site_code(options.site)
    if options.rules:
        _check_rules(rules_path(options))
    if options.source:
        _take_over(options)
        return
    if options.encrypt:
        prepare_encryption(options.home, options.db, options.keys)
    content = policy_text(options.policy)
    if not is_server(options.db):
        begin_rules(options, content)
    create_store(options.home, options.db, options.site, options.clock, options.keys, options.practice, options.encrypt)
    begin_rules(options, content)  # a server may refuse the site: then no rule file was left behind


def begin_rules(options: Options, content: bytes) -> None:
    """Writes the rule file of a new home, where none is named and none is there."""
    make_folder(options.home)
    target = rules_path(options)
    if not options.rules and not target.exists():
        _write(target, content)


def _take_over(options: Options) -> None:
    """Makes an encrypted home that holds everything of a plain one, its rule file too."""
    from tsk.conversion import check_source, take_over

    source, path = Path(options.source), database_path(options.home, options.db)
    check_source(source, path)
    prepare_encryption(options.home, options.db, options.keys)
    begin_rules(options, rule_content(source / "rules.toml"))
    take_over(source, options.home, path, options.keys, options.clock)


def _check_rules(path: Path) -> None:
    """Raises RulesInvalid, naming the first problem, for a rule file that cannot be used."""
    from tsk.rulefile import compile_rules

    _, problems = compile_rules(rule_content(path), path.name)
    if problems:
        raise _broken(path, problems[0])


def _broken(path: Path, first: Problem) -> RulesInvalid:
    return RulesInvalid(
        "{file}, line {line}: {problem}",
        "All problems: `tsk rules check`.",
        file=path.name,
        line=first.line,
        problem=TskError(first.message, first.hint, **first.values),
    )


def _write(target: Path, content: bytes) -> None:
    """Writes the file whole or not at all, so that nobody reads half of it."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.chmod(file_mode(target.parent))
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise unwritable(target, error) from error


def rules_path(options: Options) -> Path:
    """The rule file of this home, or the one named on the command line."""
    return Path(options.rules) if options.rules else options.home / "rules.toml"


def _rules_in_force(store: Store, options: Options) -> tuple[Rules, tuple[TskError, ...]]:
    """The rules of the file where it is good, else the last good ones with a warning."""
    stored = store.rule_file()
    if stored and options.visits and not options.rules:
        return _kept_rules(stored), ()
    path = rules_path(options)
    try:
        content = rule_content(path)
    except RulesInvalid:
        if stored is None:
            raise
        if is_server(options.db) and not options.rules and not path.exists():
            return _kept_rules(stored), ()  # one machine of a site has the file; the others ask the server
        warning = RulesInvalid(
            "The rule file {file} cannot be read; the last good policy goes on.",
            "Put it back, then `tsk rules check`.",
            file=str(path),
        )
        return _kept_rules(stored), (warning,)
    if stored and stored["content"] == _as_kept(content) and stored["compiler"] == COMPILER:
        with suppress(msgspec.MsgspecError):
            rules = msgspec.json.decode(stored["compiled"], type=Rules)
            newer = any(is_outdated(days.source) for days in rules.public.values())
            return _with_new_days(store, options, content, rules) if newer else (rules, ())
    return _compiled(store, options, path, content)


def _kept_rules(stored: Mapping[str, Any]) -> Rules:
    """The last good rules; raises RulesInvalid where they cannot be compiled any more."""
    rules = _compiled_again(stored)
    if rules is None:
        raise RulesInvalid(
            "The last good rule file cannot be compiled by this version.",
            "Put the rule file back, then `tsk rules check`.",
        )
    return rules


def _with_new_days(store: Store, options: Options, content: bytes, before: Rules) -> tuple[Rules, tuple[TskError, ...]]:
    """The same rules with the public days of the package that is installed now, and word of how far they reach."""
    from tsk.publicdays import public_days

    rules = replace(before, public={name: public_days(name) for name in before.public})
    put_in_force(store, rules, _as_kept(content), options.clock)
    news = TskError(
        "The public holidays are read anew; they are known to {day} now.",
        "`tsk recalculate` brings running deadlines up to date.",
        day=f"{min(days.last for days in rules.public.values())}",
    )
    return rules, (news,)


def _as_kept(content: bytes) -> bytes:
    """A rule file as the store keeps it: without the secrets in its addresses."""
    if b"://" not in content:
        return content
    from tsk.redaction import redacted

    return redacted(content)


def rule_content(path: Path) -> bytes:
    """The bytes of a rule file; raises RulesInvalid where it cannot be read."""
    try:
        size = path.stat().st_size
        if not path.is_file() or size > _LARGEST_RULES:
            raise OSError(0, "Not a rule file")
        return path.read_bytes()
    except OSError as error:
        raise RulesInvalid(
            "The rule file {file} cannot be read ({reason}).",
            "Write one: `tsk init`, or name another with --rules.",
            file=str(path),
            reason=Word(error.strerror),
        ) from error


def _compiled(store: Store, options: Options, path: Path, content: bytes) -> tuple[Rules, tuple[TskError, ...]]:
    from tsk.rulefile import compile_rules

    rules, problems = compile_rules(content, path.name)
    if rules is not None and not problems:
        aside = put_in_force(store, rules, _as_kept(content), options.clock)
        return (_kept_rules(store.rule_file() or {}), (aside,)) if aside else (rules, ())
    first = problems[0]
    last = last_good(store)
    if last is None:
        raise _broken(path, first)
    warning = RulesInvalid(
        "{file}, line {line}: {problem} The last good policy goes on.",
        "All problems: `tsk rules check`.",
        file=path.name,
        line=first.line,
        problem=TskError(first.message, **first.values),
    )
    return last, (warning,)


def last_good(store: Store) -> Rules | None:
    """The rules of the last good file, compiled anew where an earlier version of tsk had compiled them."""
    stored = store.rule_file()
    return None if stored is None else _compiled_again(stored)


def _compiled_again(stored: Mapping[str, Any]) -> Rules | None:
    if stored["compiler"] == COMPILER:
        with suppress(msgspec.MsgspecError):
            return msgspec.json.decode(stored["compiled"], type=Rules)
    from tsk.rulefile import compile_rules

    return compile_rules(stored["content"], stored["name"])[0]
