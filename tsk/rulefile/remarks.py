"""What is no mistake in a rule file but worth a look: departments without people, signatures nobody can give."""

from __future__ import annotations

from collections.abc import Iterator

from tsk.rulefile.values import Problem
from tsk.rules import Rules, find


def remarks(rules: Rules) -> tuple[Problem, ...]:
    """Everything worth a look in a file that is in order, in the order of its lines; nothing where nobody is listed."""
    found = (*_empty_departments(rules), *_missing_signers(rules)) if rules.staff else ()
    return tuple(sorted(found, key=lambda one: one.line))


def _empty_departments(rules: Rules) -> Iterator[Problem]:
    staffed = {row.department for row in rules.staff}
    for route in rules.policy.routes:
        for name in (route.to, *route.co):
            if name not in staffed:
                yield Problem(
                    route.line,
                    f"routes.{route.name}",
                    "Nobody works in {department}: what is sent there lies there.",
                    "Add somebody to [staff], or send it elsewhere.",
                    {"department": find(rules.departments, name) or name},
                )


def _missing_signers(rules: Rules) -> Iterator[Problem]:
    roles = {row.role for row in rules.staff}
    for row in rules.policy.approvals:
        for name in row.by:
            if name not in roles:
                yield Problem(
                    row.line,
                    f"approvals.{row.name}",
                    "Nobody has the role {role}, which must sign.",
                    "Give it to somebody in [staff].",
                    {"role": find(rules.roles, name) or name},
                )
