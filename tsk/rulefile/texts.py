"""What the texts of a rule file mean: blanks of answers that nothing fills in, and frequent complaints."""

from __future__ import annotations

from tsk.answers import BLANKS, blanks
from tsk.rulefile.values import Page
from tsk.rulefile.vocabulary import names
from tsk.rules import Rules, find


def check(page: Page, rules: Rules) -> None:
    """Every problem of the templates and of the frequent complaints is added to the page."""
    for row in rules.templates:
        if row.name != rules.settings.incident_reply:  # that one is checked with the incident
            for blank in sorted({*blanks(row.zh), *blanks(row.en)} - set(BLANKS)):
                place = ("templates", row.name)
                page.wrong(place, "Nothing fills in {blank} here.", "There are: {known}.", blank=blank, known=BLANKS)
        misspelt = any(one.name.startswith(f"templates.{row.name}.") for one in page.problems)
        if not (row.zh or row.en or misspelt):
            page.wrong(("templates", row.name), "{name} has no text.", 'Write zh = "…" or en = "…".', name=row.name)
    for one in rules.frequent:
        category = find(rules.policy.categories, one.category)
        path = ("frequent", one.name, "subtype")
        if one.subtype and category is None:
            page.wrong(path, "A subtype stands beside its category.", "Write category = … in the row.")
        elif one.subtype and category and one.subtype not in names(category.subtypes):
            page.unknown(path, '"{word}" is not known here.', one.subtype, names(category.subtypes))
