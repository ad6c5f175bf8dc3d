"""A rehearsal on the screen: both sides beside each other, what moves, and examples."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from tsk.i18n import say, tr, word
from tsk.render import labels
from tsk.render.console import Column, Segment, grid, line, table
from tsk.render.times import due_text
from tsk.rules import Rules
from tsk.simulate import Change, Counts, Due, Side, Simulation, Sum


def show_simulation(found: Simulation, rules: Rules, new: Rules) -> None:
    """Prints the sums of both sides, how many complaints change in what, and the first of them."""
    last = found.until - timedelta(days=1)
    title = say("Complaints received from {since} to {until}", since=str(found.since), until=str(last))
    line((title, "bold"), "  ", say("replayed: {count}", count=found.replayed))
    line((tr("A rehearsal: people's steps as recorded, what the rules decide made anew. Nothing is written."), "dim"))
    _show_unmet(found)
    _show_sums(found, rules)
    _show_counts(found.differ)
    _show_milestones(found, rules, new)
    _show_examples(found, rules, new)
    _show_doubts(found)


def _show_unmet(found: Simulation) -> None:
    """Prints how many of the edited file's own examples come out otherwise now, and the first of them."""
    if not found.unmet:
        return
    first = found.unmet[0]
    _doubt(
        say(
            "{file}: of its own examples come out otherwise: {count}. The first:",
            file=found.new_file,
            count=len(found.unmet),
        )
    )
    line(
        "  ",
        say("line {line}", line=first.line),
        "  ",
        say("{name}: {value}", name=first.name, value=say(first.message, **first.values)),
    )


def _show_sums(found: Simulation, rules: Rules) -> None:
    """Prints the sums in all and by department, each side in its own columns, and how they differ."""
    columns = (
        Column(tr("Department")),
        *(Column(title, right=True, keep=True) for title in _titles()),
    )
    names = sorted({*found.now.departments, *found.new.departments})
    rows = [
        _sums(labels.department(rules, name), *(side.departments.get(name, Sum()) for side in (found.now, found.new)))
        for name in names
    ]
    table(columns, rows, _sums(tr("Total"), found.now.total, found.new.total))


def _titles() -> tuple[str, ...]:
    now, new = tr("now"), tr("new")
    counts, late, rate = tr("Complaints"), tr("Overdue"), tr("In time")
    return tuple(f"{title}\n{side}" for title in (counts, late, rate) for side in (now, new))


def _sums(name: str, now: Sum, new: Sum) -> list[Segment]:
    return [
        (name, ""),
        *_pair(str(now.complaints), str(new.complaints)),
        *_pair(str(now.overdue), str(new.overdue)),
        *_pair(_percent(now), _percent(new)),
    ]


def _pair(now: str, new: str) -> tuple[Segment, Segment]:
    """Both sides; what differs stands out."""
    return (now, "dim" if now == new else ""), (new, "dim" if now == new else "bold")


def _percent(one: Sum) -> str:
    return "–" if one.timeliness is None else say("{percent} %", percent=f"{one.timeliness:.1f}")


def _show_counts(differ: Counts) -> None:
    if not differ.complaints:
        line(tr("No complaint would stand otherwise."))
        return
    line((say("Complaints that would stand otherwise: {count}.", count=differ.complaints), "bold"))
    told = [
        (tr("another route"), differ.route),
        (tr("another severity"), differ.severity),
        (tr("another category"), differ.category),
        (tr("with another department now"), differ.department),
        (tr("in another state now"), differ.state),
        (tr("other deadlines"), differ.due),
    ]
    ways = [
        (tr("deadlines that come sooner"), differ.sooner),
        (tr("deadlines that come later"), differ.later),
        (tr("deadlines that begin"), differ.begun),
        (tr("deadlines that are gone"), differ.gone),
    ]
    grid([[(name, ""), (str(count), "bold")] for name, count in (*told, *ways) if count], "  ")


def _show_milestones(found: Simulation, rules: Rules, new: Rules) -> None:
    """Prints how each kind of deadline stands on both sides, where it differs."""
    names = dict.fromkeys((*found.now.milestones, *found.new.milestones))
    moved = [name for name in names if _stands(found.now, name) != _stands(found.new, name)]
    if not moved:
        return
    sides = tr("now"), tr("new")
    titles = [f"{word(one).capitalize()}\n{side}" for one in _STANDINGS for side in sides]
    columns = (Column(tr("Deadline")), *(Column(title, right=True, keep=True) for title in titles))
    table(columns, [_milestone(found, name, rules, new) for name in moved])


_STANDINGS = ("met", "late", "missed")


def _stands(side: Side, name: str) -> list[int]:
    return [side.milestones.get(name, {}).get(one, 0) for one in _STANDINGS]


def _milestone(found: Simulation, name: str, rules: Rules, new: Rules) -> list[Segment]:
    pairs = zip(_stands(found.now, name), _stands(found.new, name), strict=True)
    known = rules if name in found.now.milestones else new
    return [(labels.milestone_name(known, name), ""), *(one for a, b in pairs for one in _pair(str(a), str(b)))]


# ── examples ───────────────────────────────────────────────────────────────────────────────────────


def _show_examples(found: Simulation, rules: Rules, new: Rules) -> None:
    if found.examples:
        line()
        line((tr("For example"), "bold"))
    for one in found.examples:
        line((one.number, "bold"))
        grid([_change(change, rules, new) for change in one.changes], "  ")
    left = found.differ.complaints - len(found.examples)
    if left > 0:
        line(say("… {count} more: `--limit N`, or `--json`.", count=left))


def _change(one: Change, rules: Rules, new: Rules) -> list[Segment]:
    if one.what != "due":
        sides = (_word(one.what, value, side) for value, side in ((one.now, rules), (one.new, new)))
        return _arrow(word(one.what), *sides)
    known = rules if one.now else new
    name = labels.milestone_name(known, one.milestone, one.of)
    name = name if one.round == 1 else say("{name}, round {round}", name=name, round=one.round)
    return _arrow(name, *(_due(value, rules.zoneinfo) for value in (one.now, one.new)))


def _arrow(name: str, now: str, new: str) -> list[Segment]:
    return [(name, ""), (now, "dim"), ("→", "dim"), (new, "bold")]


def _word(what: str, name: str, rules: Rules) -> str:
    if what == "state":
        return word(name)
    return labels.named(rules, "department" if what == "route" else what, name) if name else "–"


def _due(one: Due | None, zone: ZoneInfo) -> str:
    return say("{due} {standing}", due=due_text(one.due, zone, year=True), standing=word(one.standing)) if one else "–"


# ── what it cannot know ────────────────────────────────────────────────────────────────────────────


def _show_doubts(found: Simulation) -> None:
    """Prints what a reader should know before trusting the figures."""
    for one in found.unreplayed.values():
        numbers = tuple(one.numbers)
        _doubt(say("Not replayed: {count} ({numbers}). {why}", count=one.count, numbers=numbers, why=one.why))
    if found.unlike:
        told = tr(
            "Stand otherwise in the file than under its rules of today: {count}"
            " (received under earlier ones, or before days were known)."
        )
        _doubt(told.format(count=found.unlike))
    if found.new.missing:
        told = tr(
            "Steps that {file} would have refused for what is missing: on {count} complaints; taken all the same."
        )
        _doubt(told.format(file=found.new_file, count=found.new.missing))
    if found.new.impossible:
        told = tr("Steps that would have been impossible under {file}: on {count} complaints; left out.")
        _doubt(told.format(file=found.new_file, count=found.new.impossible))


def _doubt(told: str) -> None:
    line((told, "yellow"))
