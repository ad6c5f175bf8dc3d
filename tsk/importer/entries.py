"""Rows become complaints: each with its texts, its instants and its past, or a Fault that names line and column."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from tsk.importer.cells import SHORT, Cells, Columns, Take, Untaken, check_length, named, same_day
from tsk.importer.dates import Said
from tsk.importer.logs import Group, Log, groups
from tsk.importer.past import PastReader, Step, check_time, whole_past
from tsk.importer.plan import Mapping, Source
from tsk.importer.reading import Table
from tsk.importer.values import Entry, Fault

REASONS = {  # why a row is not taken, as the vocabulary calls it
    "ragged": "row of another width",
    "quotes": "broken quotes",
    "long": "text too long",
    "damaged": "damaged row",
    "digits": "number cut short",
    "date": "no such date",
    "word": "word not in the map",
    "summary": "no summary",
    "received": "no time of receipt",
    "external": "no number",
    "twice": "number used twice",
    "order": "before the receipt",
    "future": "in the future",
    "apart": "rows of a log apart",
    "together": "row of a complaint left out",
}


def entries(table: Table, mapping: Mapping, zone: ZoneInfo, now: datetime) -> Iterator[Entry | Fault]:
    """The complaints of the table in the order of the file, and a Fault for each row that cannot be taken.

    Raises UsageError at once where the mapping names a column that the file lacks or has twice.
    """
    home = ZoneInfo(mapping.file.zone) if mapping.file.zone else zone
    columns = Columns(table.headings, mapping.file.empty, home, table.kind == "xlsx")
    columns.check(mapping.columns())
    taker = _Taker(columns, mapping, home, now)
    return taker.logged(table) if mapping.log else taker.single(table)


class _Taker:
    """A mapping made ready for the columns of one file."""

    def __init__(self, columns: Columns, mapping: Mapping, zone: ZoneInfo, now: datetime) -> None:
        self._zone, self._now = zone, now
        self._external = columns.text(mapping.external) if mapping.external else None
        self._column = named(mapping.external) if mapping.external else ""
        self._digest = bool(mapping.external and mapping.external.digest)
        self._texts = _fields(columns, mapping.texts)
        self._words = _fields(columns, mapping.words)
        self._fields = _fields(columns, mapping.fields)
        self._received, self._received_in = columns.instant(mapping.received), named(mapping.received.source)
        self._occurred = columns.instant(mapping.occurred) if mapping.occurred else None
        self._answered = columns.instant(mapping.answered) if mapping.answered else None
        self._answered_in = named(mapping.answered.source) if mapping.answered else ""
        self._past = PastReader(columns, mapping.past, zone) if mapping.past else None
        self._log = Log(columns, mapping.log, zone) if mapping.log else None
        self._seen: set[int] = set()
        self._copies: dict[str, int] = {}

    # ── one row, one complaint ─────────────────────────────────────────────────────────────────────

    def single(self, table: Table) -> Iterator[Entry | Fault]:
        """An Entry or a Fault for each row."""
        for row in table.rows():
            if isinstance(row, Fault):
                yield row
                continue
            line, cells = row
            try:
                key = self._key(cells) if self._external else ""
                yield self._entry(line, key, cells, self._receipt(cells), [], cells, cells)
            except Untaken as why:
                yield _fault(line, cells, why)

    def _key(self, cells: Cells) -> str:
        """Their number of the complaint, which stands once in a file."""
        assert self._external
        key = self._external(cells)
        if not key:
            raise Untaken("external", "The row has no number.", "Give it one, or leave it out.", self._column)
        if len(key) > SHORT:
            check_length("external", key, self._column)
        mark = hash(key)
        if mark not in self._seen:
            self._seen.add(mark)
            return key
        if not self._digest:
            raise Untaken(
                "twice",
                "“{number}” stands further up already.",
                "Each complaint has its own number; several rows of one complaint need a [log] in the mapping.",
                self._column,
                number=key,
            )
        self._copies[key] = self._copies.get(key, 1) + 1
        return f"{key}#{self._copies[key]}"

    # ── several rows, one complaint ────────────────────────────────────────────────────────────────

    def logged(self, table: Table) -> Iterator[Entry | Fault]:
        """An Entry for the rows below one another that have one number, or a Fault for all of them."""
        assert self._external and self._log
        for group in groups(table.rows(), self._external):
            if isinstance(group, Fault):
                yield group
                continue
            try:
                key = self._key_of_log(group[0][1])
                yield self._logged(key, group, self._log)
            except Untaken as why:
                yield _fault(*group[0], why)
                yield from _with_it(group)

    def _logged(self, key: str, group: Group, log: Log) -> Entry:
        rows = log.ordered(group)
        line, cells = group[0]
        first, last = rows[0].cells, rows[-1].cells
        received = self._receipt(first)
        begun = log.begins(rows)
        steps = log.steps(rows, received.at)
        return self._entry(line, key, first, received, steps, last, cells, () if begun else ("received",))

    def _key_of_log(self, cells: Cells) -> str:
        assert self._external
        key = self._external(cells)
        if not key:
            raise Untaken("external", "The row has no number.", "Give it one, or leave it out.", self._column)
        if hash(key) in self._seen:
            raise Untaken(
                "apart",
                "Rows of “{number}” stand further up, with others between.",
                "Sort the file by number and time, and import it again.",
                self._column,
                number=key,
            )
        self._seen.add(hash(key))
        return key

    # ── the complaint ──────────────────────────────────────────────────────────────────────────────

    def _entry(
        self,
        line: int,
        key: str,
        cells: Cells,
        received: Said,
        steps: list[Step],
        last: Cells,
        shown: Cells,
        guessed: tuple[str, ...] = (),
    ) -> Entry:
        texts = _said(self._texts, cells)
        if "summary" not in texts:
            raise Untaken("summary", "The row has no summary.", "Say what happened, or give a default in the mapping.")
        occurred = self._occurred(cells) if self._occurred else None
        answered = self._first_response(cells, received.at) if self._answered else None
        if self._past:
            steps = self._past.steps(last, received.at, steps)
        if not received.whole or (answered and not answered.whole) or (occurred and not occurred.whole):
            guessed = (*guessed, *_guessed(received=received, occurred=occurred, answered=answered))
        return Entry(
            line,
            key,
            texts,
            _said(self._words, cells),
            received.at,
            _said(self._fields, cells),
            occurred.at if occurred else None,
            answered.at if answered else None,
            whole_past(steps, received.at, self._now) if steps else (),
            tuple(dict.fromkeys(guessed)),
            tuple(shown),
        )

    def _receipt(self, cells: Cells) -> Said:
        """The time of receipt; a date alone takes the time of what happened the same day."""
        received = self._received(cells)
        if received is None:
            raise Untaken("received", "The row has no time of receipt.", "Fill it in.", self._received_in)
        if received.at > self._now:
            raise Untaken("future", "{at} lies in the future.", "Mend the cell.", self._received_in, at=received.at)
        if not received.whole and self._occurred:
            occurred = self._occurred(cells)
            if occurred and received.at < occurred.at and same_day(received.at, occurred.at, self._zone):
                return Said(occurred.at, False)
        return received

    def _first_response(self, cells: Cells, received: datetime) -> Said | None:
        assert self._answered
        answered = self._answered(cells)
        if answered is None:
            return None
        if not answered.whole and answered.at < received and same_day(answered.at, received, self._zone):
            return Said(received, False)
        check_time("answered", answered.at, received, self._now, self._answered_in)
        return answered


def _fields(columns: Columns, sources: dict[str, Source]) -> tuple[tuple[str, str, Take], ...]:
    return tuple((name, named(source), columns.text(source)) for name, source in sources.items())


def _said(fields: tuple[tuple[str, str, Take], ...], cells: Cells) -> dict[str, str]:
    """What the row says of each field; raises Untaken for a text that is longer than its field."""
    said = {}
    for name, column, take in fields:
        text = take(cells)
        if text:
            if len(text) > SHORT:
                check_length(name, text, column)
            said[name] = text
    return said


def _guessed(**instants: Said | None) -> tuple[str, ...]:
    return tuple(name for name, said in instants.items() if said and not said.whole)


def _with_it(group: Group) -> Iterator[Fault]:
    """The other rows of a complaint that cannot be taken: each is left out too, so that all can be mended together."""
    for line, cells in group[1:]:
        message, hint = "The row tells of the same complaint as line {first}.", "Mend that line; this one goes with it."
        yield Fault(line, "together", message, hint, {"first": group[0][0]}, "", tuple(cells))


def _fault(line: int, cells: Cells, why: Untaken) -> Fault:
    return Fault(line, why.reason, why.message, why.hint, why.values, why.column, tuple(cells))
