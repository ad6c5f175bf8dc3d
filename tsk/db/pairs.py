"""The search index of SQLite: each text by its pairs of neighbouring characters.

Most Chinese words have two characters, and FTS5's own trigrams find none below three. A pair is one token, written in
ASCII whatever its characters are; the last character of a run stands alone, so that a single character is found as the
beginning of a token. What the index finds holds all the pairs; whether it holds the word is asked of the text itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE search_pairs USING fts5(pairs, content = '', columnsize = 0, detail = none, "
    "tokenize = 'ascii')"
)
ADDED = "INSERT INTO search_pairs (rowid, pairs) VALUES (:doc, :pairs)"
FORGOTTEN = "INSERT INTO search_pairs (search_pairs) VALUES ('optimize')"  # pairs of texts that are gone go too
_BETWEEN = "z"  # no hexadecimal digit


def pairs(text: str) -> tuple[str, ...]:
    """The tokens of a text, each once: its pairs of neighbours, and the last character of each run without blanks."""
    found = (token for run in text.split() for token in tokens(run))
    return tuple(dict.fromkeys(found))


def tokens(run: str) -> Iterator[str]:
    codes = [f"{ord(character):x}" for character in run]
    return (f"{first}{_BETWEEN}{then}" for first, then in zip(codes, [*codes[1:], ""], strict=True))


def changed_text(doc: int, before: str, after: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The statements that take the old text out of the index and put the new one in; none where they are the same."""
    if before == after:
        return
    if before:
        yield (
            "INSERT INTO search_pairs (search_pairs, rowid, pairs) VALUES ('delete', :doc, :pairs)",
            {"doc": doc, "pairs": " ".join(pairs(before))},
        )
    if after:
        yield ADDED, {"doc": doc, "pairs": " ".join(pairs(after))}


def match(searches: Iterable[Iterable[str]]) -> tuple[str, Mapping[str, object]]:
    """A table of the numbers of texts that hold the pairs of all words of any search, and its values by name."""
    asked = " OR ".join("(" + " AND ".join(map(_of_word, words)) + ")" for words in searches)
    return "(SELECT rowid AS doc FROM search_pairs WHERE search_pairs MATCH :match)", {"match": asked}


def _of_word(word: str) -> str:
    *whole, last = tokens(word)
    return " AND ".join(f'"{token}"' for token in whole) if whole else f'"{last}" *'


EMPTIED = "INSERT INTO search_pairs (search_pairs) VALUES ('delete-all')"
VOCABULARY = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_vocabulary USING fts5vocab(main, search_pairs, row)"
COUNTED = "SELECT term, doc FROM temp.search_vocabulary"  # of each pair, in how many texts the index has it


def faults(texts: Iterable[str], counted: Iterable[tuple[str, int]]) -> int:
    """Of how many pairs the index says another number of texts than there are."""
    found: Counter[str] = Counter(token for text in texts for token in pairs(text))
    found.subtract(dict(counted))
    return sum(1 for count in found.values() if count)
