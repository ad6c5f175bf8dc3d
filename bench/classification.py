"""How well words suggest a category: `tsk.rules.suggest_category` measured on two sets of complaints.

Each set has a rule file under examples/classification/. Equal texts count once; the rest is split in two by the seed:
the *seen* half, whose word counts (`--words`) were used to improve the words, and the *kept* half, which is measured.

    python bench/classification.py [--half seen] [--words] [--summary] [--rules messages-zh=FILE]

The sets are no part of the project: they are read from ../shared/data, and the script says which it did not find. The
first needs openpyxl, of the group `bench` of pyproject.toml; `make bench-classification` installs it. Method, figures
and what they are worth: docs/classification.md.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise, takewhile
from math import sqrt
from pathlib import Path
from random import Random
from typing import NamedTuple

from msgspec.structs import replace

from tsk.rulefile import compile_rules
from tsk.rulerows import Policy
from tsk.rules import suggest_category
from tsk.searchtext import folded

PROJECT = Path(__file__).resolve().parents[1]
RULES = PROJECT / "examples" / "classification"
DATA = PROJECT.parent / "shared" / "data"
SEED = 2020

# ── the sets ───────────────────────────────────────────────────────────────────────────────────────


class Missing(Exception):
    """A set that cannot be measured here, and why."""


class Message(NamedTuple):
    """One complaint: its line in the set, what was said, and the category it is known to belong to ("": not known)."""

    line: int
    text: str
    truth: str


class Set(NamedTuple):
    """One set: its rule file is NAME.toml; `read` gives the messages with the labels of the file."""

    name: str
    place: str
    read: Callable[[Path], Iterator[tuple[str, str]]]


def citizens(path: Path) -> Iterator[tuple[str, str]]:
    """Subject and text of each message as `tsk record` puts them together, and the label of its first level."""
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise Missing("openpyxl is not installed; it is in the group `bench` of pyproject.toml") from error
    rows = load_workbook(path, read_only=True).worksheets[0].iter_rows(min_row=2, values_only=True)
    for _, _, subject, _, details, label, *_ in takewhile(lambda row: row[0] is not None, rows):  # then only empty rows
        yield f"{subject}\n{str(details).strip()}", str(label)


def titles(path: Path) -> Iterator[tuple[str, str]]:
    """The title of each complaint; the file has no column that says what it is about."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield row["Customer Complaint"].strip(), ""


SETS = (
    Set("messages-zh", "tipdm2020c/e2.xlsx", citizens),
    Set("telecom-en", "comcast/Comcast_telecom_complaints_data.csv", titles),
)


def policy_of(name: str, path: Path | None = None) -> Policy:
    """The compiled rule file of a set."""
    path = path or RULES / f"{name}.toml"
    rules, problems = compile_rules(path.read_bytes(), path.name)
    if rules is None or problems:
        raise SystemExit("\n".join(f"{path.name}:{problem.line} {problem}" for problem in problems))
    return rules.policy


def halves(one: Set, policy: Policy) -> tuple[list[Message], list[Message]]:
    """The seen and the kept half of a set, always the same."""
    path = DATA / one.place
    if not path.exists():
        raise Missing(f"{path} is not there")
    named = {row.zh: row.name for row in policy.categories}
    judged = judgements(one.name)
    first: dict[str, Message] = {}
    for line, (text, label) in enumerate(one.read(path), 1):
        first.setdefault(folded(text), Message(line, text, named.get(label) or judged.get(line, "")))
    messages = list(first.values())
    Random(SEED).shuffle(messages)
    return messages[: len(messages) // 2], messages[len(messages) // 2 :]


def judgements(name: str) -> dict[int, str]:
    """What a reader found a complaint to be about, by its line in the set."""
    path = Path(__file__).with_name("classification.toml")
    tables = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    return {line: category for category, lines in tables.get(name, {}).items() for line in lines}


# ── the measure ────────────────────────────────────────────────────────────────────────────────────


class Suggestion(NamedTuple):
    """What the rules make of a message: the category, how many of its words were found, and how many of the next."""

    message: Message
    category: str
    words: int
    next: int

    @property
    def right(self) -> bool:
        return self.category == self.message.truth

    @property
    def tied(self) -> bool:
        return self.words == self.next > 0


def suggestion(policy: Policy, message: Message) -> Suggestion:
    category, words = suggest_category(policy, message.text)
    others = tuple(row for row in policy.categories if row.name != category)
    _, fewer = suggest_category(replace(policy, categories=others), message.text)
    return Suggestion(message, category, len(words), len(fewer))


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int

    def __str__(self) -> str:
        if not self.whole:
            return "–"
        low, high = self.likely
        return f"{100 * self.part / self.whole:.1f} % ({self.part} of {self.whole}; {100 * low:.0f}–{100 * high:.0f})"

    @property
    def likely(self) -> tuple[float, float]:
        """Where the true share lies, in 95 of 100 samples of this size (Wilson)."""
        z, n, p = 1.96, self.whole, self.part / self.whole
        middle, reach = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return (middle - reach) / (1 + z * z / n), (middle + reach) / (1 + z * z / n)


def share(ones: list[Suggestion], test: Callable[[Suggestion], bool]) -> Share:
    return Share(sum(map(test, ones)), len(ones))


def figures(all_: list[Suggestion]) -> dict[str, Share]:
    """The figures of a set, in the order of the table; after the first two, of messages whose category is known."""
    known = [one for one in all_ if one.message.truth]
    found, counts = [one for one in known if one.words], Counter(one.message.truth for one in known)
    leads = [[one for one in found if min(one.words - one.next, 2) == lead] for lead in range(3)]
    single, several = ([one for one in found if (one.words > 1) == more] for more in (False, True))
    return {
        "coverage": share(all_, lambda one: one.words > 0),
        "ties": share(all_, lambda one: one.tied),
        "precision": share(found, lambda one: one.right),
        "… by one word": share(single, lambda one: one.right),
        "… by two or more": share(several, lambda one: one.right),
        "… in ties": share(leads[0], lambda one: one.right),
        "… one word ahead": share(leads[1], lambda one: one.right),
        "… two or more ahead": share(leads[2], lambda one: one.right),
        "accuracy": share(known, lambda one: one.right),
        "largest category": Share(max(counts.values(), default=0), len(known)),
    }


def by_category(policy: Policy, all_: list[Suggestion]) -> dict[str, tuple[Share, Share]]:
    """For each category its precision and its recall as complaints would be filed; the last one takes the rest."""
    known = [one for one in all_ if one.message.truth]
    return {
        row.name: (
            share([one for one in known if one.category == row.name], lambda one: one.right),
            share([one for one in known if one.message.truth == row.name], lambda one: one.right),
        )
        for row in policy.categories
    }


def measured(
    one: Set, half: str = "kept", path: Path | None = None, summary: bool = False
) -> tuple[Policy, list[Suggestion]]:
    """What the rules make of a half of a set; with `summary` of the first line of each message alone."""
    policy = policy_of(one.name, path)
    messages = halves(one, policy)[half == "kept"]
    shown = [each._replace(text=each.text.partition("\n")[0]) for each in messages] if summary else messages
    return policy, [suggestion(policy, message) for message in shown]


# ── what is printed ────────────────────────────────────────────────────────────────────────────────


def table(one: Set, half: str = "kept", path: Path | None = None, summary: bool = False) -> None:
    policy, all_ = measured(one, half, path, summary)
    print(f"\n{one.name}: {len(all_)} {'summaries' if summary else 'messages'} of the {half} half (seed {SEED})")
    for name, value in figures(all_).items():
        print(f"  {name:<21}{value}")
    print(f"\n  {'category':<14}{'precision':<36}recall")
    for name, (precision, recall) in by_category(policy, all_).items():
        print(f"  {name:<14}{precision!s:<36}{recall}")
    wrong = Counter((one.message.truth, one.category) for one in all_ if one.message.truth and not one.right)
    print("\n  taken for another: " + ", ".join(f"{a} → {b} {n}" for (a, b), n in wrong.most_common(8)))


LEAST = 5  # messages: rarer words are not shown, so that none points to a single message


def pieces(text: str) -> set[str]:
    """The words that a text may hold: two to four Chinese characters in a row, one or two Latin words."""
    said = folded(text)
    latin = re.findall(r"[a-z][a-z0-9'-]+", said)
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", said)
    chinese = {run[i : i + n] for run in runs for n in (2, 3, 4) for i in range(len(run) - n + 1)}
    return chinese | set(latin) | {f"{a} {b}" for a, b in pairwise(latin)}


def words(one: Set, path: Path | None) -> None:
    """In how many messages of the seen half the words of the rules stand, and those that tell most of each category."""
    policy, all_ = measured(one, "seen", path)
    for row in policy.categories:
        hold = {word: [each for each in all_ if folded(word) in folded(each.message.text)] for word in row.words}
        own = {word: sum(each.message.truth == row.name for each in some) for word, some in hold.items()}
        print(f"\n{one.name} · words of {row.name}\n  " + ", ".join(f"{w} {own[w]}/{len(hold[w])}" for w in row.words))
    totals = Counter(piece for each in all_ for piece in pieces(each.message.text))
    groups = {row.name: [each for each in all_ if each.message.truth == row.name] for row in policy.categories}
    groups["(all)"], groups["(no word found)"] = all_, [each for each in all_ if not each.words]
    for name, group in groups.items():
        counts = Counter(piece for each in group for piece in pieces(each.message.text))
        often = [(n * n / totals[piece], piece, n) for piece, n in counts.items() if n >= LEAST]
        print(f"\n{one.name} · {name} ({len(group)})")
        print("  " + ", ".join(f"{piece} {n}/{totals[piece]}" for _, piece, n in sorted(often, reverse=True)[:120]))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--half", choices=("seen", "kept"), default="kept")
    parser.add_argument("--words", action="store_true", help="count the words of the seen half instead")
    parser.add_argument("--summary", action="store_true", help="measure the first line of each message alone")
    parser.add_argument("--rules", action="append", default=[], metavar="SET=FILE", help="measure another rule file")
    said = parser.parse_args()
    files = {name: Path(file) for name, _, file in (one.partition("=") for one in said.rules)}
    for one in SETS:
        try:
            if said.words:
                words(one, files.get(one.name))
            else:
                table(one, said.half, files.get(one.name), said.summary)
        except Missing as why:
            print(f"\n{one.name}: not measured: {why}.", file=sys.stderr)


if __name__ == "__main__":
    main()
