"""The page of a release: one HTML file that needs no network and no script to be read.

The templates lie beside this code; page.toml has the words that the data do not contain.
"""

import hashlib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, NamedTuple

import jinja2

from factbook import rules
from factbook.exports.contents import Contents
from factbook.page import model as words
from factbook.page.model import WORDS, Both, Model, Record
from factbook.spelling import decimal_text

NAME = "index.html"
PICTURE = "docs/computing-power.svg"
# The plot of a chart in its picture, in pixels.
_WIDTH, _TOP, _BOTTOM, _RIGHT = 400, 28, 248, 388
_CHARACTER, _TICKS, _MILLION = 7, 7, 10**6
_FIGURES = ("figure", "bound")


def render(contents: Contents, files: Mapping[str, bytes], rows: int) -> bytes:
    """Return the bytes of the page.

    files: those of the release beside it, by name. rows: those that the validation looked at.
    """
    made, about = Model(contents), dict(contents.about.rows)
    # The same if the report's text was at hand.
    checked = {
        "rows": rows,
        "rules": len(rules.RULES),
        "needing_text": sum(bool(check.reads() & rules.TEXT_TABLES) for check in rules.checks()),
        "needing_earlier": len(rules.SUBJECTS["release"]),
        "seen": WORDS["faults_seen"],
    }
    more = {"downloads": downloads(files), "about": about, "checked": checked}
    return _filled("page.html.jinja", model=made, charts=list(charts(made)), alone=False, **more)


def picture(contents: Contents) -> bytes:
    """Return the first chart as a file of its own, for the README; b"" if there is no chart."""
    for chart in charts(Model(contents)):
        return _filled("chart.svg.jinja", chart=chart, alone=True)
    return b""


def _filled(name: str, **values: Any) -> bytes:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("factbook", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    looks = {name: Both(**words) for name, words in WORDS["looks"].items()}
    environment.globals |= {"t": Both, "labels": words.labels, "measure": words.measure}
    environment.globals |= {"looks": looks, "width": _WIDTH, "said": said}
    environment.filters |= {"date": words.date}
    return environment.get_template(name).render(values).encode()


def downloads(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Return name, media type, words, size and checksum of the files of a release, in order."""
    kinds, found = WORDS["downloads"], {}
    for name, data in files.items():
        # The longest end counts: .schema.json is not .json.
        end = max((end for end in kinds if name.endswith(f".{end}")), key=len, default="")
        digest = hashlib.sha256(data).hexdigest()
        found[end] = {"name": name, "size": len(data), "sha256": digest}
    return [kind | found[end] for end, kind in kinds.items() if end in found]


class Point(NamedTuple):
    """A figure at a time. mark: a key of looks in page.toml. when: as said, "" if undated."""

    mark: str
    when: str
    comparator: str
    value: Decimal
    unit_id: str
    source: Record
    record: str
    note: str = ""

    @property
    def day(self) -> date:
        """Return the last day of the time said: a figure of a month is drawn at its end."""
        year, month, day = [*map(int, self.when.split("-")), 0, 0][:3]
        return date(year, month or 12, day or monthrange(year, month or 12)[1])


def charts(model: Model) -> Iterator[SimpleNamespace]:
    """Yield the charts for which the report and, with a date, another page have a figure.

    spec: as in page.toml. points: in order of time, undated: those without a date. Then in words
    title, unit, summary, and what _layout returns.
    """
    for spec in WORDS["charts"]:
        own, others = list(_reported(model, spec)), []
        if own and own[0].mark == "report" and own[0].source["published"]:
            others = list(_observed(model, spec, own[0].unit_id))
        if not any(point.mark in _FIGURES and point.when for point in others):
            continue
        points = sorted([p for p in others if p.when] + own, key=lambda p: (p.day, p.record))
        undated = [point for point in others if not point.when and point.mark in _FIGURES]
        who = words.labels(model.entities[spec["subject"]])
        what = words.measure(model.predicates[spec["predicate"]])
        years = f"{points[0].day.year}–{points[-1].day.year}"
        title = Both(f"{who.en}: {what.en}, {years}", f"{who.zh}：{what.zh}，{years}")
        unit, published = model.unit_name(model.units[own[0].unit_id]), own[0].source["published"]
        summary = _summary(model, spec, points, unit, words.date(published))
        said = {"title": title, "unit": unit, "summary": summary}
        places = _layout(points, date.fromisoformat(published))
        yield SimpleNamespace(spec=spec, points=points, undated=undated, **said, **places)


def _reported(model: Model, spec: Record) -> Iterator[Point]:
    """Yield the report's own figures, placed in time; plans add up."""
    marks, so_far = {spec["predicate"]: "report", spec.get("planned"): "plan"}, Decimal(0)
    for fact in model.facts:
        mark, quantity = marks.get(fact["predicate"]["predicate_id"]), fact["quantity"]
        if mark and quantity and fact["subject"]["entity_id"] == spec["subject"]:
            source = model.sources[fact["evidence"]["source_id"]]
            basis = None if spec.get("printed") else model.as_of(fact)
            when = basis["as_of"] if basis else source["published"]
            so_far = Decimal(quantity["value"]) + (so_far if mark == "plan" else 0)
            figure = (quantity["comparator"], so_far, quantity["unit"]["unit_id"])
            yield Point(mark, when, *figure, source, fact["fact_id"])


def _observed(model: Model, spec: Record, unit_id: str) -> Iterator[Point]:
    """Yield what other pages say, in a unit; an increase is added to the figure before it."""
    marks = {spec["predicate"]: "figure", spec.get("targets"): "target", spec.get("more"): "more"}
    so_far: Point | None = None
    for row in sorted(model.observations, key=lambda row: (row["as_of"], row["observation_id"])):
        mark, record, code = (
            marks.get(row["predicate_id"]),
            row["observation_id"],
            row["comparator"],
        )
        if not mark or row["subject_id"] != spec["subject"] or not row["value"]:
            continue
        factors = [Decimal(model.units[unit]["factor"]) for unit in (row["unit_id"], unit_id)]
        value = Decimal(row["value"]) * factors[0] / factors[1]
        if mark == "more" and so_far and row["as_of"]:
            mark, value, record = "figure", so_far.value + value, f"{so_far.record} + {record}"
        mark = "bound" if mark == "figure" and code in ("gt", "ge") else mark
        figure, source = (code, value, unit_id), model.sources[row["source_id"]]
        point = Point(mark, row["as_of"], *figure, source, record, row["note"])
        so_far = point if point.when and mark in _FIGURES else so_far
        if mark != "more":
            yield point


def said(model: Model, point: Point, unit: Both) -> Both:
    """Return a figure with comparator and unit."""
    figure = model.figure({"comparator": point.comparator, "value": decimal_text(point.value)})
    return Both(f"{figure.en} {unit.en}", f"{figure.zh} {unit.zh}")


def _summary(model: Model, spec: Record, points: list[Point], unit: Both, day: Both) -> Both:
    """Return a chart in words: what other pages say, at least first and last, then the report."""
    figures = [(p.mark, said(model, p, unit), words.date(p.when)) for p in points]
    texts = []
    for n, shapes in enumerate(WORDS["summary"].values()):
        seen = [shapes["one"].format(f[n], at[n]) for mark, f, at in figures if mark in _FIGURES]
        every = spec.get("printed") or len(seen) == 1
        listed = shapes["and"].join(seen if every else (seen[0], seen[-1]))
        text = shapes["all" if every else "ends"].format(listed)
        for mark, figure, when in figures:
            shape = shapes.get("undated" if mark == "report" and when != day else mark, "")
            text += shape.format(day=day[n], figure=figure[n], when=when[n])
        texts.append(text)
    return Both(*texts)


def _layout(points: list[Point], published: date) -> dict[str, Any]:
    """Return where the parts of a chart go, for the template: pixels from the upper left corner.

    scale: by what the numbers on the axis are divided.
    """
    top = max(point.value for point in points) * Decimal("1.04") or Decimal(1)
    scale = _MILLION if top >= _MILLION else 1
    ticks = list(_ticks(top / scale, scale))
    left = 10 + _CHARACTER * max(len(text) for _, names in ticks for text in names)
    years = {day.year for day in (published, *(point.day for point in points))}
    first, last = date(min(years), 1, 1), date(max(years) + 1, 1, 1)

    def x(day: date) -> str:
        return f"{left + (_RIGHT - left) * ((day - first) / (last - first)):.1f}"

    def y(value: Decimal) -> str:
        return f"{_BOTTOM - float(value / top) * (_BOTTOM - _TOP):.1f}"

    return {
        "box": (left, _RIGHT, _TOP, _BOTTOM),
        "scale": scale,
        "ticks": [(y(value * scale), names) for value, names in ticks],
        "years": [
            (x(date(year, 1, 1)), x(date(year, 7, 2)), words.date(str(year)))
            for year in range(first.year, last.year)
        ],
        "published": x(published),
        "marks": [(point.mark, x(point.day), y(point.value)) for point in points],
    }


def _ticks(top: Decimal, scale: int) -> Iterator[tuple[Decimal, Both]]:
    """Yield (value, name) of the ticks; Chinese counts in steps of ten thousand."""
    steps = (Decimal(step).scaleb((top / _TICKS).adjusted()) for step in (1, 2, 5, 10))
    step = next(step for step in steps if top <= step * _TICKS)
    for tick in range(int(top / step) + 1):
        value = tick * step
        yield value, Both(decimal_text(value), decimal_text(value * max(scale // 10**4, 1)))
