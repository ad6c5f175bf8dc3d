"""A first mapping for a foreign file: what its columns seem to be, and questions where only a person can know.

A date that can be read in two ways is never decided: the mapping then says `dates = "?"`, and is refused until
somebody has put the right form there.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from itertools import islice, pairwise, product
from zoneinfo import ZoneInfo

from msgspec import Struct

from tsk.importer.dates import ASK, are_ambiguous, reader
from tsk.importer.headings import ALONE, FIELDS, are_alike, meaning_of, plain
from tsk.importer.reading import Table
from tsk.importer.values import Fault

Known = Mapping[str, Iterable[tuple[str, str, str]]]  # what → (name, Chinese, English) of the policy
_ROWS = 2_000
_MOST_WORDS = 40
_PAST = ("status", "closed at", "replied at", "due", "answer", "updated")
_LISTED = ("channel", "category", "subtype", "severity", "tier")
_DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"),
    *("%d.%m.%Y", "%m.%d.%Y", "%d/%m/%y", "%m/%d/%y", "%d-%m-%y", "%m-%d-%y", "%y/%m/%d", "%d-%b-%Y", "%d-%b-%y"),
    *("%d %b %Y", "%b %d, %Y", "%d %B %Y"),
)
_CLOCKS = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "T%H:%M:%S", " %H时%M分", "%H:%M:%S", " %H:%M:%S.%f")
_CLOCK_ALONE = re.compile(r"\d{1,2}:\d{2}(:\d{2})?( ?[AaPp]\.?[Mm]\.?)?")
_TIME_HEADINGS = ("time", "时间", "时刻", "time of day")


class _Sample(Struct, frozen=True):
    """The first rows of a table, column by column."""

    headings: tuple[str, ...]
    rows: list[Sequence[str]]

    def column(self, place: int) -> list[str]:
        return [text for row in self.rows if (text := row[place].strip())]

    def name(self, place: int) -> str:
        """How a mapping names the column: by its heading, or by its place where that does not tell it."""
        heading = self.headings[place]
        return heading if heading and self.headings.count(heading) == 1 else f"#{place + 1}"


def suggest(table: Table, known: Known) -> str:
    """The text of a mapping file; `known` are the policy's own words, by what they are words for."""
    rows: list[Sequence[str]] = [row[1] for row in islice(table.rows(), _ROWS) if not isinstance(row, Fault)]
    sample = _Sample(table.headings, rows)
    places = _recognised(sample)
    is_log = "external" in places and _repeats(sample.column(places["external"]))
    lines = [*_head(table, sample, places), "", "[complaint]", *_complaint(sample, places, is_log)]
    lines += list(_words(sample, places, known))
    lines += list(_log(sample, places) if is_log else _past(sample, places))
    return "\n".join(lines) + "\n"


def _recognised(sample: _Sample) -> dict[str, int]:
    """The column of each field that one is recognised for: by its whole heading, then by a word within it."""
    places: dict[str, int] = {}
    names = [plain(heading) for heading in sample.headings]
    for matches in (_is_called, _has_word):
        for field, words in FIELDS.items():
            if field not in places:
                free = (nth for word in words for nth, name in enumerate(names) if matches(name, word))
                place = next((nth for nth in free if nth not in places.values() and _fits(field, sample, nth)), None)
                if place is not None:
                    places[field] = place
    if "external" not in places and sample.headings[0] == "" and _fits("external", sample, 0):
        places["external"] = 0  # a table saved with its row numbers bears no heading there
    return places


def _is_called(name: str, word: str) -> bool:
    return name == word


def _has_word(name: str, word: str) -> bool:
    if word in ALONE:
        return False
    return (f" {word} " in f" {name} ") if word.isascii() else len(word) > 1 and word in name


def _fits(field: str, sample: _Sample, place: int) -> bool:
    """Whether the cells of the column can be what its heading says."""
    texts = sample.column(place)
    if field in ("received", "occurred", "answered", "closed at", "replied at", "due", "updated"):
        return bool(texts) and bool(_forms(texts))
    if field == "external":
        return len(texts) == len(sample.rows) and (len(set(texts)) == len(texts) or _stand_together(texts))
    return bool(texts) or not sample.rows


def _repeats(keys: list[str]) -> bool:
    return len(set(keys)) < 0.8 * len(keys)


def _stand_together(keys: list[str]) -> bool:
    """Whether the rows of one number stand below one another, as in a log; a few used twice are only mistakes."""
    changes = 1 + sum(one != other for one, other in pairwise(keys))
    return len(set(keys)) > 0.9 * len(keys) or (len(set(keys)) > 1 and changes <= 1.05 * len(set(keys)))


# ── the text ───────────────────────────────────────────────────────────────────────────────────────


def _head(table: Table, sample: _Sample, places: dict[str, int]) -> Iterator[str]:
    unused = [sample.name(nth) for nth in range(len(sample.headings)) if nth not in places.values()]
    yield "# A first mapping, made from the headings: read it, mend it, then `tsk import FILE --map THIS --dry-run`."
    yield "# 由列名生成的初稿：请核对、修改后再试导入。"
    yield f"# {table.kind} {table.encoding} · {len(sample.headings)} columns 列 · {len(sample.rows)} rows read 已读行"
    if unused:
        yield "# Not used 未使用: " + ", ".join(unused)
    yield ""
    yield "[file]"
    yield '# zone = "Asia/Shanghai"   # of the times in the file; without it the policy\'s 文件中时间的时区'
    yield '# empty = ["N/A", "?"]     # cells that say nothing 视为空白的内容'


def _complaint(sample: _Sample, places: dict[str, int], is_log: bool) -> Iterator[str]:
    if "external" in places:
        yield f"external = {_text(sample.name(places['external']))}"
    else:
        yield "external = { digest = true }   # no column bears a number: the row is the key 无编号列，以整行为准"
    for field in FIELDS:
        if field in places and field not in (*_PAST, *_LISTED, "external"):
            yield f"{field} = {_source(sample, places, field)}"
    if "summary" not in places:
        yield '# summary = "…"   # ← no column is called like one 请指定摘要列'
    if "received" not in places and not is_log:
        yield '# received = { from = "…", dates = ["%Y-%m-%d %H:%M"] }   # ← no column of dates 请指定受理时间列'


def _source(sample: _Sample, places: dict[str, int], field: str) -> str:
    if field in ("received", "occurred", "answered"):
        return _moment(sample, places, places[field])
    return _text(sample.name(places[field]))


def _moment(sample: _Sample, places: dict[str, int], place: int) -> str:
    """A column of dates with the form they are written in; with the time of day from the column beside it."""
    texts = sample.column(place)
    names = _text(sample.name(place))
    clock = _clock_beside(sample, places, place) if all(":" not in text for text in texts) else None
    if clock is not None:
        names = f"[{names}, {_text(sample.name(clock))}]"
        texts = [f"{row[place].strip()} {row[clock].strip()}" for row in sample.rows if row[place].strip()]
    forms = _forms(texts)
    if not forms:
        return f'{{ from = {names}, dates = "{ASK}" }}'
    if any(are_ambiguous(one, other) for one, other in product(forms, forms)):
        return f'{{ from = {names}, dates = "{ASK}" }}   # ← which 是哪一种? {" · ".join(forms)}: {texts[0]}'
    others = [text for text in texts if not _reads(forms[0], [text], ZoneInfo("UTC"))]
    asks = f"   # ← {len(others)} not so 格式不符: {_text(others[0][:40])}" if others else ""
    return f"{{ from = {names}, dates = [{_text(forms[0])}] }}{asks}"


def _clock_beside(sample: _Sample, places: dict[str, int], place: int) -> int | None:
    for nth, heading in enumerate(sample.headings):
        texts = sample.column(nth)
        if plain(heading) in _TIME_HEADINGS and texts and all(_CLOCK_ALONE.fullmatch(text) for text in texts):
            return nth if nth != place else None
    return None


def _forms(texts: list[str]) -> list[str]:
    """The forms in which all of the texts can be read as dates; where some cells are no dates, most of them."""
    few, zone = texts[:5], ZoneInfo("UTC")
    forms = [day + clock for day in _DAYS for clock in _CLOCKS]
    likely = [form for form in (*forms, "iso") if _mostly(form, few, zone)]
    sure = [form for form in likely if _reads(form, texts, zone)] or [
        form for form in likely if _mostly(form, texts, zone)
    ]
    return [form for form in sure if form != "iso"] or sure


def _mostly(form: str, texts: list[str], zone: ZoneInfo) -> bool:
    """Whether at least two in three of the texts can be read so."""
    return 3 * sum(_reads(form, [text], zone) for text in texts) >= 2 * max(1, len(texts))


def _reads(form: str, texts: list[str], zone: ZoneInfo) -> bool:
    read = reader((form,), zone)
    return bool(texts) and all(said and said.at.astimezone(UTC).year < 2100 for said in map(read, texts))


def _words(sample: _Sample, places: dict[str, int], known: Known) -> Iterator[str]:
    """The columns whose words are those of the policy: each word of theirs with ours, where one is called so."""
    for field in _LISTED:
        if field in places:
            words = Counter(sample.column(places[field]))
            rows = tuple(known.get(field, ()))
            yield from ("", f"[complaint.{field}]", f"from = {_text(sample.name(places[field]))}")
            if len(words) > _MOST_WORDS:
                yield "map = {}"
                yield f'else = ""   # {len(words)} different ones 种; left to the rules 由规则判断'
                continue
            ours = " · ".join(f"{name} {chinese}".strip() for name, chinese, _ in rows)
            yield f'[complaint.{field}.map]   # "": by the rules 由规则判断; ours 本店的: {ours}'
            for word, count in words.most_common():
                yield f"{_text(word)} = {_text(_ours(word, rows))}   # {count}"


def _ours(word: str, rows: Iterable[tuple[str, str, str]]) -> str:
    said, rows = plain(word), tuple(rows)
    exact = next((row[0] for row in rows if said in map(plain, row)), "")
    alike = exact or next((row[0] for row in rows if any(are_alike(said, plain(own)) for own in row)), "")
    within = [
        row[0]
        for row in rows
        if len(said) > 1 and any(own.startswith(said) or own.endswith(said) for own in map(plain, row))
    ]
    return alike or (within[0] if len(within) == 1 else "")


# ── the past ───────────────────────────────────────────────────────────────────────────────────────


def _past(sample: _Sample, places: dict[str, int]) -> Iterator[str]:
    if not {"status", "closed at", "replied at", "due"} & places.keys():
        return
    yield from ("", "[past]   # what happened already 历史")
    if "due" in places:
        yield f"promised = {{ due = {_moment_inside(sample, places, 'due')}"
    states = Counter(sample.column(places["status"])) if "status" in places else Counter()
    answer = f", answer = {_text(sample.name(places['answer']))}" if "answer" in places else ""
    for step, meanings, columns in (
        ("replied", ("resolved", "closed"), ("replied at", "closed at")),
        ("closed", ("closed",), ("closed at",)),
    ):
        said = _told(sample, places, states, meanings, columns)
        if said:
            yield _commented(f"{step} = {{ {said}{answer if step == 'replied' else ''} }}")
    unknown = [state for state in states if not meaning_of(state)]
    if unknown:
        yield f"# Left open 未识别的状态: {', '.join(unknown[:_MOST_WORDS])}"


def _told(
    sample: _Sample, places: dict[str, int], states: Counter[str], meanings: tuple[str, ...], columns: tuple[str, ...]
) -> str:
    """When a step was taken: at the time of a column, where the state says so."""
    column = next((places[name] for name in columns if name in places), None)
    words = [state for state in states if meaning_of(state) in meanings]
    parts = [f"at = {_moment(sample, places, column)}"] if column is not None else []
    if words:
        parts.append(f"when.{_text(sample.name(places['status']))} = [{', '.join(map(_text, words))}]")
    return ", ".join(parts)


def _moment_inside(sample: _Sample, places: dict[str, int], field: str) -> str:
    """A moment as the last thing in an inline table, its question behind the bracket."""
    moment, _, question = _moment(sample, places, places[field]).partition("   #")
    return f"{moment} }}" + (f"   #{question}" if question else "")


def _commented(line: str) -> str:
    """The line with what asks a question at its end."""
    found = re.search(r"   (# ← .*?)(?=, when\.|, answer = | }$)", line)
    return f"{line.replace(found[0], '')}   {found[1]}" if found else line


def _log(sample: _Sample, places: dict[str, int]) -> Iterator[str]:
    """Several rows tell one complaint: when each was written, and the state that it tells."""
    at = places.get("updated", places.get("received"))
    if at is None or "status" not in places:
        yield "\n# Several rows have one number: add a [log] with their time and state 多行同号：请补充 [log]"
        return
    yield from ("", "[log]   # several rows tell one complaint 多行记录一件投诉")
    yield f"at = {_moment(sample, places, at)}"
    yield from ("", "[log.state]", f"from = {_text(sample.name(places['status']))}", "[log.state.map]")
    for state, count in Counter(sample.column(places["status"])).most_common(_MOST_WORDS):
        yield f"{_text(state)} = {_text(meaning_of(state))}   # {count}"


def _text(said: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(said, ensure_ascii=False).replace("\x7f", "\\u007f")
