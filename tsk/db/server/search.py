"""The search index of PostgreSQL: the same pairs of characters as in a file, in a column that a GIN index holds.

A search goes through a function of the tables' owner: under row-level security the planner may not use an index for a
condition that could tell of other rows, and would read every text of the site. The function looks up itself which
sites the login may see; each text bears its site as one more word, `@HZ01`, so that the index leaves out the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tsk.db.pairs import pairs, tokens

ADDED = (
    "INSERT INTO search_pairs (doc, site, pairs) SELECT :doc, s.site, "
    "array_to_tsvector(array_append(string_to_array(:pairs, ' '), '@' || s.site)) "
    "FROM site s WHERE s.nth = :doc / 1099511627776"
)
CHANGED = f"{ADDED} ON CONFLICT (doc) DO UPDATE SET pairs = excluded.pairs"
REMOVED = "DELETE FROM search_pairs WHERE doc = :doc"
EMPTIED = "DELETE FROM search_pairs"
COUNTED = "SELECT word, ndoc FROM ts_stat('SELECT pairs FROM search_pairs') WHERE word NOT LIKE '@%'"


def indexed(doc: int, text: str) -> dict[str, object]:
    """The values by which a text is put into the index."""
    return {"doc": doc, "pairs": " ".join(pairs(text))}


def match(searches: Iterable[Iterable[str]]) -> tuple[str, Mapping[str, object]]:
    """A table of the numbers of texts that hold the pairs of all words of any search, and its values by name."""
    asked = " | ".join("(" + " & ".join(map(_of_word, words)) + ")" for words in searches)
    return "(SELECT tsk_found AS doc FROM tsk_found(CAST(:match AS tsquery)))", {"match": asked}


def _of_word(word: str) -> str:
    *whole, last = tokens(word)
    return " & ".join(f"'{token}'" for token in whole) if whole else f"'{last}':*"
