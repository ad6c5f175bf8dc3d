"""The SQL views for other tools: what they say, what they hide, and that they can be read while the desk works."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import Desk
from replayed import Kept, incidents, kept

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "sql-views.md").read_text("utf-8")
DATASETTE = PROJECT / "examples" / "datasette"
VIEWS = ("v_complaint", "v_event", "v_milestone", "v_month", "v_overdue")
SECRETS = {
    "--customer": "林小满", "--phone": "13800001234", "--email": "lin@example.com", "--card": "6200000000000001",
    "--address": "示例路1号", "--details": "详情如下", "--demand": "要求退款", "--on-behalf-of": "林大满",
    "--against": "某员工", "--order": "ORD-77", "--reason": "补录说明",
}  # fmt: skip


def reading(desk: Desk) -> sqlite3.Connection:
    """The desk's file, opened as another tool would."""
    return sqlite3.connect(f"file:{desk.home / 'tsk.db'}?mode=ro", uri=True)


def table(desk: Desk, view: str) -> list[dict[str, Any]]:
    with closing(reading(desk)) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(f"SELECT * FROM {view}")]


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Some incidents most of which are over."""
    log = incidents(60)
    return kept(tmp_path_factory, "views", log.until(log.steps[len(log.steps) * 9 // 10].at))


@pytest.fixture
def today(unfinished: Kept, tmp_path: Path) -> Desk:
    """The same, seen by the real clock, as the views see it."""
    return unfinished.desk(tmp_path / "home").at("")


def test_there_are_these_views(desk: Desk):
    with closing(reading(desk)) as db:
        assert (
            tuple(name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY 1"))
            == VIEWS
        )


@pytest.mark.parametrize("view", VIEWS)
def test_the_page_explains_every_column_and_no_other(view: str, desk: Desk):
    (part,) = re.findall(rf"^## `{view}`.*?(?=^## )", PAGE, re.M | re.S)
    rows = re.findall(r"^\| (`.*?) \|", part, re.M)
    explained = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    with closing(reading(desk)) as db:
        assert sorted(explained) == sorted(column[0] for column in db.execute(f"SELECT * FROM {view}").description)


def test_no_view_says_who_complains_or_what_was_said(desk: Desk):
    said = [word for pair in SECRETS.items() for word in pair]
    desk.ok("record", "小区断网三天", *said)
    desk.at("2026-10-09 17:00").ok("contact", 1, "--via", "phone", "--note", "约好明天上门")
    desk.ok(
        "propose", 1, "更换光猫", "--cause", "equipment", "--upheld", "yes", "--fault", "张三", "--reason", "检测结果"
    )
    desk.ok("reply", 1, "光猫已更换", "--via", "phone", "--basis", "服务协议")
    told = repr([row for view in VIEWS for row in table(desk, view)])
    hidden = (
        *SECRETS.values(),
        "小区断网三天",
        "约好明天上门",
        "更换光猫",
        "张三",
        "检测结果",
        "光猫已更换",
        "服务协议",
    )
    assert "equipment" in told and not [text for text in hidden if text in told]


def test_months_are_counted_as_the_report_counts_them(today: Desk):
    report = today.ok("report", "--since", "2016-01-01", "--until", "2016-12-31", "--by", "month")
    months = {row["month"]: row for row in table(today, "v_month")}
    assert sorted(months) == sorted(line["month"] for line in report["rows"]) == ["2016-02"]
    for line in report["rows"]:
        month = months[line["month"]]
        assert [month[name] for name in ("received", "still_open", "closed", "cancelled", "answers_overdue")] == [
            line[name] for name in ("received", "open", "solved", "cancelled", "overdue")
        ]
        assert (month["answers_met"], month["answers_met"] + month["answers_not_met"]) == (
            line["timeliness"]["count"],
            line["timeliness"]["of"],
        )
        assert (month["satisfied"], month["rated"]) == (line["satisfaction"]["count"], line["satisfaction"]["of"])
        assert (month["upheld"], month["judged"]) == (line["upheld"]["count"], line["upheld"]["of"])
        assert all(month[name] == line[name] for name in ("reopened", "repeated", "chased", "unreachable", "rose"))


def test_what_is_overdue_is_what_the_command_shows(today: Desk):
    shown = [(item["number"], item["milestone"], item["of"], item["held_by"]) for item in today.ok("overdue")]
    listed = [(row["number"], row["milestone"], row["part"]) for row in table(today, "v_overdue")]
    assert len(listed) > 3
    assert sorted(listed) == sorted(item[:3] for item in shown)


def test_complaints_and_their_deadlines_are_those_of_show(today: Desk):
    cases = {case["number"]: case for case in today.ok("show", *range(1, today.ok("verify")["complaints"] + 1))}
    rows = table(today, "v_complaint")
    assert len(rows) == len(cases)
    for row in rows:
        same = ("state", "round", "category", "severity", "department", "handler", "cause")
        assert all(row[name] == cases[row["number"]][name] for name in same)
    standing = {
        (number, m["name"], m["round"], m["of"]): m["standing"]
        for number, case in cases.items()
        for m in case["milestones"]
    }
    outcomes = {
        (row["number"], row["milestone"], row["round"], row["part"]): row["outcome"]
        for row in table(today, "v_milestone")
    }
    assert outcomes.keys() == standing.keys()
    over = {place: said for place, said in outcomes.items() if said != "running"}
    assert {"met", "late"} <= set(over.values()) and all(standing[place] == said for place, said in over.items())
    assert {standing[place] for place in outcomes.keys() - over.keys()} <= {"open", "paused", "missed"}


def test_steps_are_those_of_the_history(today: Desk):
    (case,) = today.ok("show", 1, 1, "--history")[:1]
    steps = [row for row in table(today, "v_event") if row["id"] == 1]
    assert [(row["seq"], row["step"], row["actor"]) for row in steps] == [
        (event["seq"], event["type"], event["actor"]) for event in case["events"]
    ]


def test_views_are_read_while_somebody_writes(desk: Desk):
    writing = [desk.process("record", f"断网 {n}", "--phone", f"1380000{n:04}") for n in range(6)]
    seen = 0
    while any(process.poll() is None for process in writing):
        counts = [len(table(desk, view)) for view in VIEWS]
        assert counts[0] >= seen
        seen = counts[0]
    assert [process.wait() for process in writing] == [0] * 6
    assert len(table(desk, "v_complaint")) == 6


def test_a_reader_can_change_nothing(desk: Desk):
    with closing(reading(desk)) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM complaint")


# ── the examples ───────────────────────────────────────────────────────────────────────────────────


def plugin(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The plugin of the example; of Datasette it needs nothing but the mark on its hooks."""
    datasette = ModuleType("datasette")
    datasette.hookimpl = lambda hook: hook  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "datasette", datasette)
    spec = spec_from_file_location("only_views", DATASETTE / "plugins" / "only_views.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def of_kind(db: sqlite3.Connection, kind: str) -> Iterator[str]:
    yield from [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = ?", (kind,))]


def test_the_plugin_opens_the_views_and_no_table(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.ok("record", "小区断网三天", "--phone", "13800001234")
    with closing(reading(desk)) as db:
        plugin(monkeypatch).prepare_connection(db, "tsk")
        assert all(db.execute(f"SELECT * FROM {view}").description for view in of_kind(db, "view"))
        tables = [name for name in of_kind(db, "table") if not name.endswith("_config")]
        assert {"complaint", "private", "event", "search_text"} <= set(tables)
        for name in tables:
            db.execute(f"PRAGMA table_info({name})")  # Datasette asks this of every table
            with pytest.raises(sqlite3.DatabaseError, match=r"prohibited|not authorized"):
                db.execute(f"SELECT count(*) FROM {name}")
        with pytest.raises(sqlite3.DatabaseError, match="prohibited"):
            db.execute("SELECT number FROM v_complaint WHERE id IN (SELECT id FROM complaint WHERE phone = '1')")
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            db.execute("ATTACH ':memory:' AS other")


def test_the_configuration_opens_every_view_and_nothing_else():
    text = (DATASETTE / "metadata.yaml").read_text("utf-8")
    database = text[text.index("\n  tsk:") :]
    assert re.search(r"^    allow: false\b", database, re.M) and re.search(r"^    allow_sql: false$", database, re.M)
    opened = re.findall(r"^      (\w+):\n        allow: true$", database, re.M)
    assert tuple(sorted(opened)) == VIEWS
    assert sorted(set(re.findall(r"/tsk/(\w+)", text))) == sorted(VIEWS)
    assert text.count("allow: true") == len(VIEWS)


def test_the_copy_holds_the_views_and_nothing_else(today: Desk, tmp_path: Path):
    target = tmp_path / "figures.db"
    script = [sys.executable, PROJECT / "examples" / "copy_views.py", today.home / "tsk.db", target]
    for _ in range(2):  # an older copy is replaced
        subprocess.run(script, check=True, capture_output=True)
    with closing(sqlite3.connect(target)) as db:
        assert sorted(of_kind(db, "table")) == [view.removeprefix("v_") for view in VIEWS]
        copied = [len(db.execute(f"SELECT * FROM {view.removeprefix('v_')}").fetchall()) for view in VIEWS]
    assert copied == [len(table(today, view)) for view in VIEWS]
    assert [path.name for path in tmp_path.glob(".figures*")] == []
