"""The desk of one site as it reads others: one of them, or all that the database shows to this login.

Head office reads what other sites wrote: each complaint by the policy, the calendars and the personal fields of its
own site. Nothing is written there; who looked at contact data is logged in the site of whoever looked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol, TypeVar

from msgspec.structs import replace

from tsk.desk.session import Desk, last_good
from tsk.duestore import EVERY
from tsk.errors import NoSite
from tsk.rights import check_all_sites
from tsk.rulerows import Named, Staff
from tsk.rules import Calendars, Rules, find
from tsk.sitestore import alike, over

T = TypeVar("T")
ALL = "all"  # what is typed for every site
_OF_THE_HOUSE = (
    *("departments", "channels", "tiers", "causes", "fields", "themes", "measures", "evidence", "parties", "waits"),
    *("attachments", "staff"),
)
_FROZEN = (
    *("severities", "categories", "routes", "milestones", "escalation", "closing", "approvals", "penalties"),
)  # the sections whose rows have labels


class Place(Protocol):
    """The rules and calendars that a site goes by."""

    @property
    def rules(self) -> Rules: ...

    @property
    def calendars(self) -> Calendars: ...


class House(NamedTuple):
    """Another site's rules and calendars, as it kept them last."""

    rules: Rules
    calendars: Calendars


class Across(Desk):
    """The desk that reads another site, or all of them; the person and what they may do are those of its own."""

    def __init__(self, own: Desk, scope: str) -> None:
        vars(self).update(vars(own))
        self.own = own
        self.store = over(own.store, scope)
        self._alike = alike(own.store)
        self._places: dict[str, Place] = {}
        if scope == EVERY:
            self.rules = together(own.rules, [self.at(site).rules for site in sorted({*self._alike.values()})])
        else:
            self.calendars = self.at(scope).calendars
            self.rules = replace(self.at(scope).rules, roles=own.rules.roles, views=own.rules.views)

    def at(self, site: str) -> Place:
        """The rules and calendars of a site; sites with the same rule file share theirs."""
        if site == self.own.store.site:
            return self.own
        like = self._alike.get(site, site)
        if like not in self._places:
            rules = last_good(over(self.own.store, like))
            self._places[like] = House(rules, Calendars(rules)) if rules else self.own
        return self._places[like]


def across(desk: Desk, said: str) -> Desk:
    """The desk that reads the site of that code, or `all`; itself where that is its own, or there is no other.

    Raises NoSite where there is no such site, and NotAllowed where the person may see none but their own.
    """
    known = desk.store.sites()
    if said in ("", desk.store.site) or (said == ALL and known == [desk.store.site]):
        return desk
    if said != ALL and said not in known:
        raise NoSite(
            "There is no site {site} in {file}.", "Sites: {known}.", site=said, file=desk.store.db.name, known=known
        )
    check_all_sites(desk.rules, desk.person)
    return Across(desk, EVERY if said == ALL else said)


def differing(desk: Desk, of: Callable[[Rules], T]) -> tuple[T, tuple[tuple[T, tuple[str, ...]], ...]]:
    """What most sites have by their rules, and what the others have, with the codes of these."""
    found: list[tuple[T, list[str]]] = []
    for site in desk.store.sites():
        value = of(desk.at(site).rules)
        same = next((sites for one, sites in found if one == value), None)
        if same is None:
            found.append((value, [site]))
        else:
            same.append(site)
    found.sort(key=lambda one: -len(one[1]))
    return found[0][0], tuple((value, tuple(sites)) for value, sites in found[1:])


def together(own: Rules, others: Iterable[Rules]) -> Rules:
    """One's own rules with the rows of others behind them that it has none of that name for: so that all are named."""
    others = tuple(others)
    policy = replace(own.policy, **_joined(own.policy, [one.policy for one in others], _FROZEN))
    return replace(own, policy=policy, **_joined(own, others, _OF_THE_HOUSE))


def _joined(own: Any, others: Iterable[Any], sections: Iterable[str]) -> dict[str, Any]:
    return {name: _rows(getattr(own, name), [getattr(one, name) for one in others]) for name in sections}


def _rows(own: tuple[Named, ...], others: Iterable[tuple[Named, ...]]) -> tuple[Named, ...]:
    found = {row.name: row for rows in (*others, own) for row in rows}
    names = dict.fromkeys(row.name for rows in (own, *others) for row in rows)
    return tuple(found[name] for name in names)


def naming(desk: Desk, keys: Iterable[str]) -> Rules:
    """The rules with a name for each person who stands behind the code of a site: `HZ01/001`."""
    rows = tuple(_person(desk, *key.split("/", 1)) for key in dict.fromkeys(keys) if "/" in key)
    return replace(desk.rules, staff=(*rows, *desk.rules.staff))


def _person(desk: Desk, site: str, name: str) -> Staff:
    row = find(desk.at(site).rules.staff, name) or Staff(name=name)
    return Staff(name=f"{site}/{name}", zh=f"{row.zh or name} {site}", en=f"{row.en or name} {site}")
