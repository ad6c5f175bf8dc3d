"""The index of character pairs finds exactly what the text holds, at any length, and forgets what was corrected."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from conftest import Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tsk.db.pairs import SEARCH_INDEX, changed_text, match, pairs

# a small alphabet, so that words are often found; blanks, punctuation, an emoji and the letter that joins a pair
LETTERS = "断网费z a1.-’😀%_"
TEXTS = st.text(LETTERS, max_size=12)
WORDS = st.text(LETTERS.replace(" ", ""), min_size=1, max_size=4)


def filled(texts: list[str]) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute(SEARCH_INDEX)
    for doc, text in enumerate(texts):
        for sql, values in changed_text(doc, "", text):
            db.execute(sql, values)
    return db


def found(db: sqlite3.Connection, *searches: tuple[str, ...]) -> set[int]:
    table, values = match(searches)
    return {row[0] for row in db.execute(f"SELECT doc FROM {table}", values)}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, max_size=8), WORDS)
def test_no_text_that_holds_a_word_is_missed(texts: list[str], word: str) -> None:
    holding = {doc for doc, text in enumerate(texts) if word in text}
    with closing(filled(texts)) as db:
        assert holding <= found(db, (word,))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, max_size=8), st.text(LETTERS.replace(" ", ""), min_size=1, max_size=2))
def test_a_word_of_one_or_two_characters_is_found_nowhere_else(texts: list[str], word: str) -> None:
    holding = {doc for doc, text in enumerate(texts) if word in text}
    with closing(filled(texts)) as db:
        assert found(db, (word,)) == holding


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS, WORDS)
def test_a_text_is_found_by_what_it_says_now_and_not_by_what_it_said(before: str, after: str, word: str) -> None:
    with closing(filled([before])) as db:
        for sql, values in changed_text(0, before, after):
            db.execute(sql, values)
        fresh = filled([after])
        assert found(db, (word,)) == found(fresh, (word,))
        fresh.close()


def test_the_last_character_of_a_run_begins_no_pair_with_the_next_run() -> None:
    assert pairs("断网 费") == ("65adz7f51", "7f51z", "8d39z")


def test_every_step_keeps_the_index_up_to_date(desk: Desk) -> None:
    desk.ok("record", "小区断网")
    desk.ok("note", 1, "光猫闪红灯")
    desk.ok("undo", 1)
    assert [case["id"] for case in desk.ok("search", "断网")] == [1]
    assert desk.ok("search", "光猫") == []
    desk.ok("note", 1, "换了光猫")
    assert [case["id"] for case in desk.ok("search", "光猫", "断网")] == [1]


def test_two_sites_of_one_file_are_searched_apart(desk: Desk) -> None:
    desk.ok("record", "小区断网")
    desk.ok("--site", "HZ01", "init", "--practice")
    desk.ok("--site", "HZ01", "record", "宿舍断网")
    assert [case["summary"] for case in desk.ok("--site", "main", "search", "断网")] == ["小区断网"]
    assert [case["summary"] for case in desk.ok("--site", "HZ01", "search", "断网")] == ["宿舍断网"]
    assert desk.ok("--site", "HZ01", "search", "小区") == []
