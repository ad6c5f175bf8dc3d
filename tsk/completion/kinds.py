"""What the value of each option and argument is: a department, a complaint, a file.

Asked in this order: the option of that verb, the option, what the help calls the value. What stands nowhere is free.
"""

from __future__ import annotations

FREE = ""
FILES, FOLDERS = ":files", ":folders"  # the shell itself completes these

_OF_VERB = {
    "assign --from": "person",
    "cancel --by": "canceller",
    "contact --choice": FREE,
    "escalate --to": "told",
    "export --format": "export format",
    "form --kind": "form",
    "incident list --state": "entry state",
    "import --on-error": "way with errors",
    "import --policy-time": "policy time",
    "init --group": FREE,
    "measure add --kind": "measure kind",
    "measure list --state": "entry state",
    "overdue --by": "overdue group",
    "overdue --sort": "overdue sort",
    "move --to": FOLDERS,
    "pend --reason": "wait",
    "penalty list --state": "penalty state",
    "penalty propose --article": "article",
    "record --against": FREE,
    "record --template": "frequent",
    "reply --template": "template",
    "report --by": "dimension",
    "report --format": "report format",
    "rules show SECTION": "section",
    "staff NAME": "person",
    "staff requests --state": "request state",
    "restore NAME": "backup",
    "server login --person": FREE,
    "search --sort": "search sort",
    "staff request --name": FREE,
    "staff request NUMBER": "person",
    "completion SHELL": "shell",
    "urge --to": "told",
    **{f"incident {verb} N": "incident" for verb in ("link", "resolve", "cancel", "show")},
    **{f"measure {verb} N": "measure" for verb in ("step", "done", "show")},
    **{f"staff {verb} N": "request" for verb in ("approve", "refuse")},
}
_OF_OPTION = {
    "--article": "article",
    "--awaiting": "awaited",
    "--category": "category",
    "--cause": "cause",
    "--channel": "channel",
    "--columns": "column",
    "--department": "department",
    "--evidence": "evidence",
    "--handler": "person",
    "--in": "language",
    "--incident": "incident",
    "--kind": "paper",
    "--lang": "language",
    "--may": "right",
    "--milestone": "milestone",
    "--month": "month",
    "--of-site": "site",
    "--outcome": "outcome",
    "--outlet": "store",
    "--owner": "person",
    "--person": "person",
    "--policy": "policy",
    "--product": "product",
    "--raise": "severity",
    "--region": "region",
    "--responsible": "party",
    "--role": "role",
    "--rules": FILES,
    "--home": FOLDERS,
    "--db": FILES,
    "--set": "field",
    "--severity": "severity",
    "--site": "site",
    "--sort": "sort",
    "--state": "state",
    "--store": "store",
    "--study": "theme",
    "--subtype": "subtype",
    "--tell": "told",
    "--tier": "tier",
    "--wait": "wait",
    "--waiting": "wait",
    "--as": "person",
    "--now": "when",
    # whom or what no list may tell: customers, and words of one's own
    **dict.fromkeys(("--against", "--customer", "--fault", "--on-behalf-of", "--once", "--phone"), FREE),
}
_OF_METAVAR = {
    "ANSWER": "answer",
    "CALENDAR": "calendar",
    "DATE": "when",
    "DEPT": "department",
    "DIR": FOLDERS,
    "FILE": FILES,
    "FILE…": FILES,
    "FOLDER": FOLDERS,
    "ID": "complaint",
    "ID…": "complaint",
    "METHOD": "method",
    "NEW.toml": FILES,
    "WHEN": "when",
    "YEAR|MONTH": "month",
    "[@VIEW]": "view",
    "YYYY-MM": "month",
    # what nobody can know before it is said
    **dict.fromkeys(
        (
            *("", "0-10", "ADDRESS", "ANCHOR", "KEY", "LIMIT", "N", "NUMBER", "PART", "REASON", "SHARE", "SUMMARY"),
            *("LOGIN", "PATTERN", "TEXT", "TEXT…", "TITLE", "YYYY-Qn"),
        ),
        FREE,
    ),
}


def kind_of(verb: str, name: str, value: str) -> str | None:
    """What the value of an option, or the argument of that name, is; None where no table knows it.

    `YES|NO` is one of these words, and is its own kind.
    """
    asked = ((_OF_VERB, f"{verb} {name}"), (_OF_OPTION, name), (_OF_METAVAR, value))
    found = next((table[key] for table, key in asked if key in table), None)
    return value if found is None and "|" in value else found
