"""Taking complaints along: everything that is known of each, one by one, masked unless there is a reason, on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from tsk import accessstore
from tsk.access import EXPORTED, masked_case, masked_file, personal
from tsk.accessstore import Chosen
from tsk.desk.access import log_many
from tsk.desk.session import Desk
from tsk.desk.views import carried_view, complaint_view
from tsk.model import Case
from tsk.rights import check_listed, check_right, view_of
from tsk.rules import Rules


class Export(Struct, frozen=True):
    """The complaints that are taken along, in order: as the person sees them, contact data masked without a reason."""

    desk: Desk
    found: Chosen
    filters: Mapping[str, Any]
    format: str
    reason: str
    events: bool = False

    @property
    def rules(self) -> Rules:
        """The rules in force: what they name has a column of its own."""
        return self.desk.rules

    def views(self) -> Iterator[dict[str, Any]]:
        """Each complaint as JSON shows it, in one view of the file; logged before the first is given away."""
        said = {"verb": "export", "format": self.format, "masked": not self.reason}
        log_many(self.desk, EXPORTED, self.found.by_site(), said, self.filters, self.reason)
        desk = self.desk
        with desk.store.db.reading():
            for case in accessstore.cases(desk.store, self.found):
                fields = personal(desk.at(case.site).rules)
                yield self._with_events(case, fields) if self.events else self._view(case, fields)

    def _view(self, case: Case, fields: frozenset[str]) -> dict[str, Any]:
        shown = case if self.reason else masked_case(case, fields)
        return complaint_view(shown, self.desk.now, self.desk.zone, masked=not self.reason)

    def _with_events(self, case: Case, fields: frozenset[str]) -> dict[str, Any]:
        """The complaint with everything that was ever said of it."""
        desk = self.desk
        events = tuple(desk.store.events(case.id, site=case.site))
        shown, told = (case, events) if self.reason else masked_file(case, events, fields)
        view = complaint_view(shown, desk.now, desk.zone, masked=not self.reason)
        return {**view, "events": [carried_view(one) for one in told]}


def check_export(desk: Desk) -> None:
    """Raises NotAllowed, naming who holds it, where the person lacks the right to export."""
    check_listed(desk.person)
    check_right(desk.rules, desk.person, "export")


def chosen(
    desk: Desk, filters: Mapping[str, Any], sort: str, limit: int | None, format: str, reason: str, events: bool = False
) -> Export:
    """What passes the filters and lies within the person's view; nothing is read whole before it is asked for."""
    check_export(desk)
    gravest_first = tuple(row.name for row in desk.rules.policy.severities)
    asked = {**filters, "view": view_of(desk.rules, desk.person), "severities": gravest_first}
    found = accessstore.chosen(desk.store, asked, sort, limit)
    return Export(desk, found, filters, format, reason, events)
