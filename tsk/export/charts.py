"""Drawings as SVG for a page of its own: shapes and texts alone; the page has the styles, the legend and the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from pygal import HorizontalBar
from pygal.etree import etree
from pygal.graph.bar import Bar
from pygal.graph.line import Line
from pygal.style import Style

from tsk.export.cells import cells, cut
from tsk.text import harmless

etree.to_etree()  # whatever else is installed: one kind of tree to clean
WIDTH = 760  # of all drawings, in units of their own
_TEXT = 13
_STYLE = Style(label_font_size=_TEXT, major_label_font_size=_TEXT, value_font_size=_TEXT, value_label_font_size=_TEXT)
_LETTER, _COUNTED = 0.53 * _TEXT, 0.6 * _TEXT  # the width of a Latin letter: as drawn, as the library counts it
_ROW, _ROOM, _ABOVE = 30, 64, 20  # the height of a line of bars; of everything else; of what is written above them
_PLOT = WIDTH - 70  # about what is left for the columns beside the scale
_LONGEST = 26  # letters of a name
_APART = 12  # from the last guide to the texts of the bars
_LONG = re.compile(r"\d+\.\d{2,}")


def thinned(names: Sequence[str]) -> list[str]:
    """The names of a row of days or weeks, as many of them as there is room for."""
    widest = max((cells(name) for name in names), default=1) * _LETTER + 10
    step = max(1, -(-len(names) * widest // _PLOT))
    return [name if i % step == 0 else "" for i, name in enumerate(names)]


Mark = tuple[float, str]  # a place of a scale, and what is written there


class Series(NamedTuple):
    """What one bar or point of each name says; `missed` are drawn in the colour of what misses its target."""

    values: Sequence[float | None]
    texts: Sequence[str] = ()
    missed: Sequence[bool] = ()

    def points(self) -> list[Any]:
        texts = self.texts or [""] * len(self.values)
        missed = self.missed or [False] * len(self.values)
        return [_point(*one) for one in zip(self.values, texts, missed, strict=True)]


def _point(value: float | None, text: str, missed: bool) -> Any:
    """A value with its text and its class; no value is no bar."""
    if value is None:
        return None
    return {"value": value, "formatter": lambda _: harmless(text), "node": {"class": "missed" if missed else "mark"}}


def across(
    names: Sequence[str], bars: Sequence[Series], scale: Sequence[Mark], marked: Mark | None = None, top: float = 100
) -> str:
    """Bars from left to right up to `top`, the first name above; the guide `marked` is drawn strongly.

    The texts of the bars stand behind the last guide and that of the mark above the bars: no line goes through them.
    """
    names = [_short(name) for name in names]
    beside = max((cells(text) for one in bars for text in one.texts), default=0) * _LETTER + _APART
    above = _ABOVE if marked else 0
    chart = HorizontalBar(
        **_settings(_ROOM + above + _ROW * len(names) * max(1, len(bars) * 0.7), min(beside, WIDTH / 3)),
        margin_left=10 + _wider(names),
        margin_top=10 + above,
        range=(0, top),
    )
    chart.x_labels = names[::-1]
    chart.y_labels = [{"value": value, "label": label} for value, label in (*scale, *([marked] if marked else []))]
    chart.y_labels_major = [marked[0] if marked else -1.0]  # with none it would choose some
    for one in bars:
        chart.add("", one.points()[::-1])
    root = chart.render_tree()
    _clear_of_lines(root, marked[1] if marked else "")
    return _svg(root)


def _clear_of_lines(root: Any, mark: str) -> None:
    """Moves the texts of the bars behind the last guide, and that of the mark above the bars."""
    texts = list(root.iter("text"))
    behind = max(float(one.attrib["x"]) for one in texts if "value" not in one.attrib.get("class", "")) + _APART
    for one in texts:
        if "value" in one.attrib.get("class", ""):
            one.attrib["x"] = str(behind)
        elif "major" in one.attrib["class"] and one.text == mark:
            one.attrib.update({"y": "-8", "class": "major"})
        else:
            one.attrib["class"] = ""


def upright(names: Sequence[str], bars: Sequence[Series], lines: Sequence[Series] = (), **more: Any) -> str:
    """Columns beside each other with lines over them; names that have no room are slanted."""
    names = [_short(name) for name in names]
    slanted = max((cells(name) for name in names), default=0) * _LETTER > _PLOT / max(1, len(names)) - 4
    settings = {**_settings(300, 40 if lines else 14), "x_label_rotation": 20 if slanted else 0, **more}
    chart = _Columns(**settings, min_scale=3, max_scale=8, order_min=0, margin_left=10)
    chart.columns = len(bars)
    chart.x_labels = names
    for one in (*bars, *lines):
        chart.add("", one.points(), allow_interruptions=True, dots_size=3.5)
    return _svg(chart.render_tree())


class _Columns(Bar, Line):  # type: ignore[misc]  # the library has no types
    """Columns whose last series are lines through the middle of each group."""

    columns = 1
    _values = Bar._values  # a line takes its own from points that are not there yet

    @property
    def _order(self) -> int:
        """How many columns stand side by side."""
        return self.columns

    def _plot(self) -> None:
        for one in self.series[: self.columns]:
            self.bar(one)
        for one in self.series[self.columns :]:
            one.points = [(x if x is None else x + 0.5 / self._len, y) for x, y in one.points]
            self.line(one)


def _short(name: str) -> str:
    """A name as there is room for it; the tables have the whole."""
    return cut(harmless(name), _LONGEST)


def _settings(height: float, margin_right: float) -> dict[str, Any]:
    return {
        "width": WIDTH,
        "height": round(height),
        "style": _STYLE,
        "show_legend": False,
        "print_values": True,
        "print_values_position": "top",
        "truncate_label": -1,
        "margin": 10,
        "margin_right": round(margin_right),
        "js": [],
    }


def _wider(names: Sequence[str]) -> int:
    """How much more room the names need than the library leaves, which takes a Chinese letter for a Latin one."""
    counted = max((len(name) for name in names), default=0) * _COUNTED
    return round(max(0.0, max((cells(name) for name in names), default=0) * _LETTER - counted))


# ── what is left of a drawing ──────────────────────────────────────────────────────────────────────


def _svg(root: Any) -> str:
    """The drawing without scripts, styles, marks of its maker and hidden texts; its numbers are cut to one place."""
    _clean(root)
    root.attrib.clear()
    root.attrib.update({"viewBox": f"0 0 {WIDTH} {_height(root)}", "class": "drawing", "aria-hidden": "true"})
    return str(etree.tostring(root, encoding="unicode"))


def _height(root: Any) -> str:
    return str(next(node.attrib["height"] for node in root.iter("rect")))


def _clean(node: Any) -> None:
    for child in list(node):
        if _superfluous(child):
            node.remove(child)
        else:
            _clean(child)
    node.attrib.pop("id", None)
    for name, value in node.attrib.items():
        node.attrib[name] = _LONG.sub(lambda found: f"{float(found[0]):.1f}", value)


def _superfluous(node: Any) -> bool:
    hidden = "tooltip-overlay" in node.attrib.get("class", "")
    return hidden or node.tag not in _KEPT


_KEPT = ("g", "rect", "path", "circle", "text")
