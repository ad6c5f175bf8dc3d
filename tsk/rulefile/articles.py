"""What the penalties of a rule file mean: articles that fit nothing, sums that contradict each other."""

from __future__ import annotations

from itertools import product

from tsk.conditions import facts_of
from tsk.rulefile.examples import sample
from tsk.rulefile.lines import Path
from tsk.rulefile.values import Page
from tsk.rulerows import Article
from tsk.rules import Rules, limit_row, milestone_rule


def check(page: Page, rules: Rules) -> None:
    """Every problem of the articles is added to the page."""
    numbers: dict[str, str] = {}
    for row in rules.policy.penalties:
        path = ("penalties", row.name)
        _condition(page, path, row, rules)
        _sums(page, path, row)
        if numbers.setdefault(row.article, row.name) != row.name:
            page.wrong(
                (*path, "article"),
                "Article {article} is {first} already.",
                "Give each row a number of its own, such as 5a.",
                article=row.article,
                first=numbers[row.article],
            )


def _condition(page: Page, path: Path, row: Article, rules: Rules) -> None:
    for name in row.when.get("missed", ()):
        if not _can_be_missed(name, row, rules):
            page.wrong(
                (*path, "when", "missed"),
                "{name} fits nothing: no limit gives {milestone} to such complaints.",
                "Change its `when`, or add a row to [limits].",
                name=row.name,
                milestone=name,
            )


def _can_be_missed(milestone: str, row: Article, rules: Rules) -> bool:
    """Whether some complaint of the kinds that the article asks for has that milestone."""
    policy = rules.policy
    rule = milestone_rule(policy, milestone)
    if rule is None or rule.each == "promise":
        return True  # said elsewhere, or brought by a promise
    kinds = (policy.categories, policy.severities, rules.channels)
    asked = (row.when.get("category"), row.when.get("severity"), row.when.get("channel"))
    wanted = [
        [one.name for one in rows if not words or one.name in words] for rows, words in zip(kinds, asked, strict=True)
    ]
    cases = (sample(*names) for names in product(*wanted))
    return any(limit_row(policy, milestone, facts_of(case, rules.zoneinfo)) for case in cases)


def _sums(page: Page, path: Path, row: Article) -> None:
    if row.plus and row.fine[0] != row.fine[1]:
        page.wrong((*path, "plus"), "A range by gravity stands beside a fixed fine only.", "Remove one of them.")
    if row.proven_from and row.unproven is not None:
        page.wrong((*path, "proven_from"), "What is unproven is kept on file, or costs a sum.", "Remove one of them.")
    if (row.add_at or row.add_beyond or row.refer_from) and not row.within:
        page.wrong(
            path, "Within which time do the repetitions of {name} count?", 'Add within = "month".', name=row.name
        )
