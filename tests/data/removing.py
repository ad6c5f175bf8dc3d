"""What the tests of removing a person share: a person to remove, and where bytes of theirs are looked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from behind import behind, contents, served
from conftest import Desk

from tsk.db.pairs import pairs

NAME, PHONE, MAIL, CARD = "龘靐犇", "13800001234", "wuming@mail.example", "VIP-77-0031"
SUMMARY = "鱻麤飝饕餮家断网"
PERSON = ("--customer", NAME, "--phone", PHONE, "--email", MAIL, "--card", CARD, "--address", "骉骦路7号")
NEEDLES = tuple(text.encode() for text in (NAME, PHONE, MAIL, CARD, "骉骦路", "鱻麤", "饕餮"))
# The second half of a pair as the index writes it: the first half may be shared with the term before it.
PAIRS = (b"z9750", b"z7287", b"z9ea4", b"z98dd")  # 龘靐 靐犇 鱻麤 麤飝
WHY = ("--reason", "The customer asked for it.")


def over(desk: Desk, *words: object, summary: str = SUMMARY) -> Any:
    """A complaint that is settled, visited and closed; nothing of it is left to do."""
    done = desk.ok("record", summary, "--settled", "已经修好了，给您道歉。", *(words or PERSON))
    return desk.ok("visit", done["id"], "--via", "phone", "--satisfied", "yes")


def anonymise(desk: Desk, *words: object, stdin: str = "") -> Any:
    """The JSON of removing the person from what is named so."""
    return desk.ok("anonymise", *words, "--yes", *WHY, stdin=stdin)


def held(home: Path, needles: tuple[bytes, ...] = NEEDLES, rest: tuple[str, ...] = ()) -> set[bytes]:
    """Which of them some file of the home holds, byte for byte, but for the rule file and the folders left out.

    Of a home whose database is on a server, which of them stand in any row there.
    """
    paths = [path for path in home.rglob("*") if not {*rest, "rules.toml"} & {*path.relative_to(home).parts}]
    files = [path for path in paths if path.is_file()]
    found = [path.read_bytes() for path in files] + ([contents(home)] if served(home) else [])
    return {needle for needle in needles if any(needle in content for content in found)}


def indexed(home: Path, text: str) -> set[str]:
    """Which character pairs of the text the search index holds."""
    with behind(Desk(home)) as db:
        if served(home):
            found = db.execute("SELECT word FROM ts_stat('SELECT pairs FROM search_pairs')")
        else:
            db.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search_pairs, row)")
            found = db.execute("SELECT term FROM terms")
        terms = {term for (term,) in found}
    return terms & {*pairs(text)}
