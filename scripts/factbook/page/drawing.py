"""A chart as SVG: matplotlib draws it, and what it writes is made fit for a page.

Colours become variables of the page, texts stay texts in both languages, numbers keep two
decimals, and ids are unique to a chart: the same chart gives the same bytes.
"""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import matplotlib as mpl
from matplotlib.figure import Figure

from factbook.page import words
from factbook.page.charts import LOOKS
from factbook.page.words import Both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    from factbook.page.charts import Chart, Point

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
# What matplotlib draws with → the variable of the page that stands for it.
INK, GRID, OTHERS, REPORT, PAPER = "#010101", "#020202", "#030303", "#040404", "#050505"
_VARIABLES = {
    INK: "--ink",
    GRID: "--grid",
    OTHERS: "--others",
    REPORT: "--report",
    PAPER: "--page",
}
_ALONE = (
    ":root{--page:#fff;--ink:#333;--grid:#ccc;--others:#0b5394;--report:#b3261e}"
    "@media(prefers-color-scheme:dark)"
    "{:root{--page:#0d1117;--ink:#ddd;--grid:#555;--others:#8ab4f8;--report:#ff8a80}}"
    "text{font-family:sans-serif}"
)
_WIDTH, _HEIGHT = 390, 290
_MARKS: dict[str, dict[str, Any]] = {
    "figure": {"marker": "o", "color": OTHERS, "markersize": 7},
    "bound": {"marker": "^", "color": OTHERS, "markersize": 8},
    "target": {"marker": "s", "color": OTHERS, "markersize": 8, "markerfacecolor": "none"},
    "report": {"marker": "D", "color": REPORT, "markersize": 9},
    "plan": {"marker": "D", "color": REPORT, "markersize": 9, "markerfacecolor": "none"},
}
_SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 12,
    "axes.edgecolor": GRID,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "grid.color": GRID,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.facecolor": PAPER,
    "legend.edgecolor": "none",
    "legend.framealpha": 1,
    "legend.fontsize": 12,
}


def draw(chart: Chart, *, alone: bool = False) -> str:
    """Return the SVG of a chart; alone: as a file of its own, in English, with title and words."""
    settings: Any = _SETTINGS | {"svg.hashsalt": chart.spec.name}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(_WIDTH / 72, _HEIGHT / 72), layout="constrained")
        texts = _plot(figure.add_subplot(), chart)
        out = io.BytesIO()
        metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(out, format="svg", transparent=True, metadata=metadata)
    root = ET.fromstring(out.getvalue())  # noqa: S314 - matplotlib just wrote it
    _clean(root, {} if alone else {text.en: text for text in texts})
    _name(root, chart, alone=alone)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return _tidy(ET.tostring(root, encoding="unicode"))


def _plot(axes: Axes, chart: Chart) -> list[Both]:
    """Draw a chart; return the texts on it."""
    line = [point for point in chart.points if point.mark == "figure"]
    style = "steps-post" if chart.spec.more else "default"
    values = [float(point.value / chart.scale) for point in line]
    axes.plot(_numbers(line), values, color=OTHERS, linewidth=1.5, drawstyle=style, zorder=2)
    for name, look in _MARKS.items():
        points = [point for point in chart.points if point.look == name]
        if points:
            at = [float(point.value / chart.scale) for point in points]
            label = LOOKS[name].en
            axes.plot(
                _numbers(points), at, linestyle="none", label=label, zorder=3, clip_on=False, **look
            )
    axes.set_ylim(0, max(float(point.value / chart.scale) for point in chart.points) * 1.08)
    counted = _counts(axes, chart)
    axes.grid(visible=True, axis="y", linewidth=0.6)
    axes.tick_params(length=0)
    axes.axvline(_number(chart.published), color=REPORT, linewidth=1, linestyle=":", zorder=1)
    years = _years(axes, chart)
    unit = _unit(chart)
    axes.set_title(unit.en, loc="left", fontsize=12)
    axes.legend(loc="lower right", handletextpad=0.2)
    return [*LOOKS.values(), *years, *counted, unit]


def _counts(axes: Axes, chart: Chart) -> list[Both]:
    """Put the numbers on the axis, in millions or, in Chinese, in steps of ten thousand."""
    top = axes.get_ylim()[1]
    ticks = [float(tick) for tick in axes.get_yticks() if 0 <= tick <= top]
    step = 1 if chart.scale == 1 else chart.scale // 10**4
    counted = [Both(f"{tick:g}", f"{tick * step:g}") for tick in ticks]
    axes.set_yticks(ticks, [both.en for both in counted])
    return counted


def _years(axes: Axes, chart: Chart) -> list[Both]:
    """Put the years on the axis, each in its middle; return them."""
    first, last = chart.points[0].first.year, chart.points[-1].day.year
    starts = [_number(date(year, 1, 1)) for year in range(first, last + 2)]
    middles = [(a + b) / 2 for a, b in pairwise(starts)]
    names = [words.date(str(year)) for year in range(first, last + 1)]
    axes.set_xlim(starts[0], starts[-1])
    axes.set_xticks(starts, [""] * len(starts))
    axes.set_xticks(middles, [name.en for name in names], minor=True)
    axes.tick_params(axis="x", which="minor", length=0)
    axes.tick_params(axis="x", which="major", length=5)
    return names


def _unit(chart: Chart) -> Both:
    """Return what the axis counts in."""
    if chart.scale == 1:
        return chart.unit
    return Both(f"{chart.unit.en}, millions", f"{chart.unit.zh}（万）")


def _numbers(points: Iterable[Point]) -> list[float]:
    return [_number(point.day) for point in points]


def _number(day: date) -> float:
    return float((day - date(2000, 1, 1)) / timedelta(days=1))


def _clean(root: ET.Element, texts: dict[str, Both]) -> None:
    """Take out what a page does not need; give every text that has one its Chinese twin."""
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{SVG}}}metadata":
                parent.remove(child)
            elif child.tag == f"{{{SVG}}}text":
                _reset(child)
                _double(parent, child, texts.get(child.text or ""))
        if parent.tag == f"{{{SVG}}}g":
            parent.attrib.pop("id", None)


def _reset(text: ET.Element) -> None:
    """Leave the choice of the font to the page."""
    style = re.sub(r"font: (\d+)px [^;]*", r"font-size: \1px", text.attrib.get("style", ""))
    text.attrib["style"] = re.sub(r"font-family: [^;]*; ", "", style)
    if "rotate(-0 " in text.attrib.get("transform", ""):
        del text.attrib["transform"]


def _double(parent: ET.Element, text: ET.Element, both: Both | None) -> None:
    if both is None or both.en == both.zh:
        return
    chinese = ET.Element(text.tag, text.attrib | {"lang": "zh"})
    chinese.text = both.zh
    text.attrib["class"] = "en"
    parent.insert(list(parent).index(text) + 1, chinese)


def _name(root: ET.Element, chart: Chart, *, alone: bool) -> None:
    """Give the picture its name and its words: its own if alone, else those that stand by it."""
    name = chart.spec.name
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title {name}-told"}
    if not alone:
        return
    style = ET.Element(f"{{{SVG}}}style")
    style.text = _ALONE
    root.insert(0, style)
    for tag, key, text in (("desc", "told", chart.told), ("title", "title", chart.title)):
        element = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{key}"})
        element.text = text.en
        root.insert(0, element)


def _tidy(svg: str) -> str:
    """Return the SVG with variables for colours and with two decimals."""
    for colour, variable in _VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    svg = re.sub(r"-?\d+\.\d{3,}", lambda found: f"{float(found[0]):.2f}", svg)
    return re.sub(r"\s*\n\s*", "\n", svg).strip() + "\n"
