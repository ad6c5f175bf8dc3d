"""What was found wrong in supervision once, and must not come back."""

from __future__ import annotations

import pytest
from conftest import Desk


def renamed(desk: Desk, label: str) -> Desk:
    """The desk after its billing department got another name in the rule file; complaint 1 was given to the old one."""
    desk.at("2026-10-09 10:00").ok("record", "套餐扣费不对")
    rules = desk.home / "rules.toml"
    text = rules.read_text("utf-8").replace('billing = { zh = "计费部",     en = "Billing"', f"charges = {{ {label}")
    rules.write_text(text.replace('"billing"', '"charges"'), encoding="utf-8")
    return desk.at("2026-10-20 10:00")


@pytest.mark.parametrize("label", ['zh = "计费部", en = "Billing"', 'zh = "收费部", en = "Charges"'])
@pytest.mark.parametrize(
    "words", [("list",), ("overdue",), ("load",), ("search", "扣费"), ("report", "--month", "2026-10")]
)
def test_a_department_that_left_the_policy_is_found_by_its_old_name(desk: Desk, label: str, words: tuple[str]) -> None:
    gone = renamed(desk, label)
    found = gone.ok(*words, "--department", "billing")
    assert (found["total"]["received"] if words[0] == "report" else len(found)) >= 1
    assert gone.tsk(*words, "--department", "nobody").code == 2


@pytest.mark.parametrize(
    "options", [("--by", "nonsense"), ("--compare", "nonsense"), ("--compare", "previous"), ("--trend", "3")]
)
def test_fair_figures_ignore_no_option(desk: Desk, options: tuple[str, ...]) -> None:
    assert desk.tsk("report", "--integrity", *options).code == 2
