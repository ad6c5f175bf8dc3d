"""What a mapping file says, read and checked: where each value of a complaint comes from, and each step of its past."""

from __future__ import annotations

from msgspec import Struct


class FileRules(Struct, frozen=True):
    """How the foreign file is to be read; what is left empty is found out."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header: int = 0  # the line of the headings; 0: the first that is not blank
    empty: tuple[str, ...] = ()  # what stands in a cell that says nothing
    zone: str = ""
    dates: tuple[str, ...] = ()
    short_rows: bool = False  # rows may leave out their last cells


class Source(Struct, frozen=True):
    """Where a text comes from: columns joined, a template of columns, or a constant; then cut, looked up, filled in."""

    columns: tuple[str, ...] = ()
    joined: str = " "
    text: str = ""
    constant: str | None = None
    digest: bool = False  # a key made of the whole row
    split: str = ""
    part: int = 0  # from 1
    match: str = ""
    map: dict[str, str] | None = None
    otherwise: str | None = None  # `else`: for a value that the map does not name
    keep: bool = False  # such a value stays as it is
    default: str = ""  # where nothing stands
    cut: int = 0
    line: int = 0


class Moment(Struct, frozen=True):
    """Where an instant comes from; `clock` is the time of day of a date that stands alone."""

    source: Source
    formats: tuple[str, ...]
    zone: str = ""
    clock: str = ""


class Test(Struct, frozen=True):
    """What a column must say: one of the values, or with `refused` none of them; no values: anything."""

    column: str
    values: frozenset[str]
    refused: bool = False


class StepPlan(Struct, frozen=True):
    """One step of the past: it was taken where all tests hold and, without any, where its time stands."""

    step: str
    at: Moment | None = None
    when: tuple[Test, ...] = ()
    said: dict[str, Source] = {}
    instants: dict[str, Moment] = {}


class LogPlan(Struct, frozen=True):
    """How the rows of one complaint tell its past: each says when, and in which state the complaint was then."""

    at: Moment
    state: Source
    said: dict[str, dict[str, Source]] = {}  # by step


class Mapping(Struct, frozen=True):
    """A whole mapping: `sources` by field of the complaint, `fields` the policy's own."""

    file: FileRules
    external: Source | None
    received: Moment
    texts: dict[str, Source]
    words: dict[str, Source]
    fields: dict[str, Source]
    occurred: Moment | None = None
    answered: Moment | None = None
    past: tuple[StepPlan, ...] = ()
    log: LogPlan | None = None

    def columns(self) -> dict[str, int]:
        """Every heading that the mapping names, with its line."""
        return {name: source.line for source in self._sources() for name in source.columns} | {
            test.column: 0 for step in self.past for test in step.when
        }

    def _sources(self) -> tuple[Source, ...]:
        moments = [self.received, self.occurred, self.answered]
        plain = [self.external, *self.texts.values(), *self.words.values(), *self.fields.values()]
        for step in self.past:
            moments += [step.at, *step.instants.values()]
            plain += step.said.values()
        if self.log:
            moments.append(self.log.at)
            plain += [self.log.state, *(one for said in self.log.said.values() for one in said.values())]
        return tuple(one for one in (*plain, *(moment.source for moment in moments if moment)) if one)
