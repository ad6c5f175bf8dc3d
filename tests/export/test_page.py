"""The page of a report: whole in itself, the figures of the screen, in both languages, in signs and words too."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Desk
from counted import OCTOBER, counted
from paper import rows

from tsk.export.charts import Series, across


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """That desk on 20 October at 10:00."""
    return counted(tmp_path_factory.mktemp("counted") / "home")


def page(desk: Desk, *words: object, lang: str = "en") -> str:
    done = desk.tsk("--lang", lang, *OCTOBER, "--format", "html", *words)
    assert done.code == 0, done.err
    return done.out


class Elements(HTMLParser):
    """Every element of a page with its attributes; `open` ends empty where all are closed in their order."""

    EMPTY = ("meta", "br")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


# ── whole in itself ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("by", ["department", "product", "store", "cause", "month"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_asks_for_nothing_and_runs_nothing(october: Desk, by: str, lang: str) -> None:
    html = page(october, "--by", by, lang=lang)
    elements = Elements(html)
    names = {name for name, _ in elements.found}
    assert elements.open == []
    assert not names & {"script", "link", "img", "image", "iframe", "object", "embed", "use", "base", "form"}
    attributes = {name for _, attrs in elements.found for name in attrs}
    assert not [name for name in attributes if name.startswith("on") or name in ("src", "href", "xlink:href", "srcset")]
    assert not re.search(r"https?:|//|url\(|@import", html)
    assert "default-src 'none'" in html


def test_what_people_typed_is_text(october: Desk) -> None:
    html = page(october, "--by", "product")
    assert "<script>" not in html
    assert html.count("&lt;/svg&gt;&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


def test_the_same_report_is_the_same_page(october: Desk) -> None:
    """No clock of the machine, no chance number stands in it."""
    assert page(october) == page(october)


@pytest.mark.parametrize(("lang", "code"), [("en", "en"), ("zh", "zh-CN")])
def test_the_page_is_in_the_readers_language(october: Desk, lang: str, code: str) -> None:
    html = page(october, lang=lang)
    texts = " ".join(" ".join(row) for row in rows(html))
    assert ("html", {"lang": code}) in Elements(html).found
    assert bool(re.search(r"[一-鿿]", texts)) == (lang == "zh")
    if lang == "zh":  # what is left in Latin letters are names, times and the file of the definitions
        left = {word for word in re.findall(r"[A-Za-z]{3,}", texts) if set(word) - set("abcdef")}
        assert left == {"main", "telecom", "storefront", "tester", "docs", "figures"}


# ── what it says ───────────────────────────────────────────────────────────────────────────────────


def test_the_heading_says_of_what_and_when(october: Desk) -> None:
    flat = [" ".join(row) for row in rows(page(october))]
    assert flat[:3] == ["Telecom storefront", "Complaint report", "2026-10-01 to 2026-10-31"]
    told = dict(pairwise(flat))
    assert told["Desk"] == "Telecom storefront · main · practice"
    assert (told["Each line"], told["As of"], told["Made by"]) == ("department", "2026-10-20 10:00:00", "tester")
    assert told["Policy"].startswith("telecom-storefront · ")


def test_the_table_says_what_the_screen_says(october: Desk) -> None:
    """One answer in time (settled), one late, two owed past their due: 1 of 4; the cancelled one is no longer open."""
    said = rows(page(october))
    first = said.index(next(row for row in said if row[:3] == ["Department", "Received", "Closed so far"]))
    assert said[first][3:] == ["Open", "Overdue answers", "In time", "Resolved", "Satisfied", "Hours each"]
    assert said[first + 1 : first + 5] == [
        ["Customer care", "2", "1", "0", "0", "50.0 % ✗", "50.0 % ✗", "100.0 %", "60.5"],
        ["Billing", "1", "0", "1", "1", "0.0 % ✗", "0.0 % ✗", "–", "60.5"],
        ["Network", "1", "0", "1", "0", "0.0 % ✗", "0.0 % ✗", "–", "110.5"],
        ["Total", "4", "1", "2", "1", "25.0 % ✗", "25.0 % ✗", "100.0 %", "114.0"],
    ]  # fmt: skip


def test_a_chart_says_in_words_what_it_draws(october: Desk) -> None:
    charts = [attrs for _, attrs in Elements(page(october)).found if attrs.get("role") == "img"]
    assert charts[0]["aria-label"] == (
        "Answers in time: Customer care: 50.0 % ✗ target missed; Billing: 0.0 % ✗ target missed; "
        "Network: 0.0 % ✗ target missed"
    )
    chinese = [attrs for _, attrs in Elements(page(october, lang="zh")).found if attrs.get("role") == "img"]
    assert chinese[0]["aria-label"].startswith("答复及时率：客户服务部：50.0% ✗ 未达标；计费部：")
    assert len(charts) == len(chinese) >= 1


def test_a_bar_that_misses_says_so_beside_it(october: Desk) -> None:
    html = page(october)
    assert len(re.findall(r'<rect [^>]*class="missed"', html)) >= 3
    assert html.count("50.0 % ✗ target missed</text>") == 1
    assert "target 95 %</text>" in html


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_of_the_chart_goes_through_a_text(october: Desk, lang: str) -> None:
    """The texts of the bars stand behind the mark of 100 %, that of the target above the bars; no mark gives way."""
    drawing = page(october, lang=lang).partition("<svg")[2].partition("</svg>")[0]
    lines = [float(x) for x in re.findall(r'<path d="M([\d.]+) ', drawing)]
    texts = re.findall(r'<text [^>]*?x="([-\d.]+)" y="([-\d.]+)" class="([a-z]*)">([^<]+)', drawing)
    assert [text for _, _, kind, text in texts if kind == "" and text.isdigit()] == ["0", "20", "40", "60", "80", "100"]
    assert min(float(x) for x, _, kind, _ in texts if kind == "value") > max(lines)
    ((above, target),) = [(float(y), text) for _, y, kind, text in texts if kind == "major"]
    assert (above < 0, "95" in target) == (True, True)


def test_a_chart_without_a_target_has_no_line_of_one() -> None:
    drawn = across(["In time"], [Series([80.0], ["80.0 %"]), Series([60.0], ["60.0 %"])], [(0.0, "0"), (100.0, "100")])
    assert ("major" in drawn, "guide line" in drawn) == (False, True)


def test_every_figure_of_the_tables_is_explained(october: Desk) -> None:
    said = [row[0] for row in rows(page(october)) if len(row) == 1]
    heads = {cell for row in rows(page(october)) if row[0] == "Department" for cell in row[1:]}
    after = set(said[said.index("What the figures say") :])
    assert heads - {"then", "Change"} <= after


def test_every_part_has_its_chart_and_its_table(october: Desk) -> None:
    """9 October: four came in, one was settled; the 20th: one cancelled, so two are open, for eleven days."""
    html = page(october)
    said = rows(html)
    charts = {attrs["aria-label"].partition(":")[0] for _, attrs in Elements(html).found if attrs.get("role") == "img"}
    wanted = {"Answers in time", "Open at the end of each", "Age of what is open now", "Main causes"}
    assert charts == wanted - {"Age of what is open now"} | {"Open now"}  # nothing to compare with before
    assert ["Open when the period began", "", "", "0"] in said
    assert ["2026-10-08", "0", "0", "0"] in said
    assert ["2026-10-09", "4", "1", "3"] in said
    assert ["2026-10-20", "0", "1", "2"] in said
    assert not [row for row in said if row[0] == "2026-10-21"]  # tomorrow
    assert ["8–15 days", "2"] in said
    assert ["(none)", "4", "100.0 %", "100.0 %"] in said  # nobody has found a cause
    assert ["Answer", "4", "1", "25.0 %", "–"] in said


def test_a_page_is_compared_with_the_period_before_unless_told(october: Desk) -> None:
    html = page(october)
    assert "Nothing to compare with: no complaint from 2026-09-01 to 2026-09-30." in html
    assert "Nothing to compare with: no complaint from 2025-10-01 to 2025-10-31." in page(october, "--compare", "year")
    assert not [row for row in rows(html) if row[0] == "The whole beside then"]
    assert "Compared with" not in html


def test_a_period_that_still_runs_says_so_at_its_head_and_above_the_comparison(october: Desk) -> None:
    said = [" ".join(row) for row in rows(page(october))]
    assert said[3] == "This period still runs: 20 of 31 days."
    days = ("--since", "2026-10-15", "--until", "2026-10-21")
    html = october.tsk("report", *days, "--format", "html").out
    assert "Compared with 2026-10-08 to 2026-10-14, the period before; both as they stand now." in html
    assert html.count("This period still runs: 6 of 7 days.") == 2
    chinese = october.tsk("--lang", "zh", "report", *days, "--format", "html").out
    assert chinese.count("本期尚未结束：已过 6 天，共 7 天。") == 2
    assert (
        "still runs"
        not in october.tsk("report", "--since", "2026-10-09", "--until", "2026-10-19", "--format", "html").out
    )


def test_a_month_to_come_is_compared_too(october: Desk) -> None:
    html = october.tsk("report", "--month", "2026-11", "--format", "html").out
    assert ["Received", "0", "4", "-4"] in rows(html)
    assert ["In time", "–", "25.0 % ✗", "–"] in rows(html)


def test_an_empty_month_is_a_page(october: Desk) -> None:
    done = october.tsk("report", "--month", "2026-01", "--format", "html")
    assert (done.code, "Total" in done.out) == (0, True)


def test_a_thousand_letters_in_a_name_are_cut_in_the_chart_alone(october: Desk, tmp_path: Path) -> None:
    long = october.copy(tmp_path / "long")
    long.ok("record", "断网", "--product", "长" * 1000, "--settled", "已处理")
    html = page(long, "--by", "product")
    assert "长" * 12 + "…</text>" in html
    assert [row[0] for row in rows(html) if row[0].startswith("长") and len(row) == 9] == ["长" * 1000]
