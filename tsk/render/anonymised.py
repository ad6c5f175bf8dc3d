"""What was removed with the person, and what may still hold them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tsk.i18n import say, tr, word
from tsk.model import Case
from tsk.render.console import line


def show_plan(cases: Sequence[Case]) -> None:
    """Prints the complaints that would lose their person."""
    for case in cases:
        line((case.number, "bold"), f"  {word(case.state)}")


def show_done(removed: Sequence[Any], rest: Any, other: Any) -> None:
    """Prints what was removed from each complaint, what of the disk, and where the people may still be named."""
    for one in removed:
        told = say("anonymised: {texts} texts, {papers} papers", texts=one.texts, papers=one.papers)
        line((one.case.number, "bold"), f"  {told}")
    for count, sentence in (
        (rest.papers, tr("Papers deleted: {count}.")),
        (rest.shared, tr("Papers kept, because other complaints have them: {count}.")),
        (rest.messages, tr("Messages of the outbox without them now: {count}.")),
    ):
        if count:
            line(sentence.format(count=count))
    if rest.gone:
        line(tr("Nothing of what was removed can be read in the database any more."))
    _show_elsewhere(other)


def _show_elsewhere(other: Any) -> None:
    if other.complaints:
        line((say("Also named in: {numbers}", numbers=[case.number for case in other.complaints]), "yellow"))
    if other.beside:
        named = [f"{word(kind)} {id}" for kind, id in other.beside]
        line((say("Also named in: {numbers}", numbers=named), "yellow"))
    if other.exports:
        line(
            (
                say(
                    "Exported since they were received: {count} times; those files are not reached.",
                    count=other.exports,
                ),
                "yellow",
            )
        )
    if other.backups:
        line((say("Backups made before hold them still: {names}", names=list(other.backups)), "yellow"))
