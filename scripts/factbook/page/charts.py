"""The charts: which figures they show, when, and what stands in words beside them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from factbook.canonical import decimal_text
from factbook.page import words
from factbook.page.words import Both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.page.model import Model, Record

# How points look, in the order of the legend.
LOOKS = {
    "figure": Both("other pages", "其他网页"),
    "bound": Both("other pages: more than", "其他网页：超过"),
    "target": Both("target", "目标"),
    "report": Both("the report", "该报道"),
    "plan": Both("the report, with its plan", "该报道，含计划"),
}


@dataclass(frozen=True)
class Spec:
    """A chart: the measure of a subject and, of the same subject, what it grew by, and plans.

    One predicate is one series: figures of other predicates are never mixed in. targets: a value
    to be reached. more: a measured increase. planned: an increase to come. printed: the figures of
    the report stand at its own date, not at the date that other pages give them.
    """

    name: str
    subject: str
    predicate: str
    targets: str = ""
    more: str = ""
    planned: str = ""
    printed: bool = False


SPECS = (
    Spec("computing-power", "china", "total-computing-power", targets="target-computing-power"),
    Spec(
        "base-stations",
        "china",
        "number-of-5g-base-stations",
        targets="target-5g-base-stations",
    ),
    Spec(
        "tianjin-capacity",
        "tianjin-centre",
        "computing-capacity",
        more="capacity-increase",
        planned="planned-capacity-increase",
        printed=True,
    ),
)


@dataclass(frozen=True)
class Point:
    """A figure at a time. mark: figure, target, report or plan. when: as said, "" if undated."""

    mark: str
    when: str
    comparator: str
    value: Decimal
    source: Record
    record: str
    note: str = ""

    @property
    def look(self) -> str:
        """Return how the point is marked: a key of LOOKS."""
        bound = self.mark == "figure" and self.comparator in ("gt", "ge")
        return "bound" if bound else self.mark

    @property
    def first(self) -> date:
        """Return the first day of the time said."""
        return _days(self.when)[0]

    @property
    def day(self) -> date:
        """Return the last day of the time said: a figure of a month is that of its end."""
        return _days(self.when)[1]


@dataclass(frozen=True)
class Chart:
    """What is drawn and told: points in order of time, those without a date apart."""

    spec: Spec
    title: Both
    unit: Both
    scale: int
    points: list[Point]
    undated: list[Point]
    published: date
    told: Both = field(default_factory=lambda: Both("", ""))

    @property
    def records(self) -> set[str]:
        """Return the ids of the facts and observations drawn."""
        return {point.record for point in self.points}

    @property
    def sources(self) -> list[Record]:
        """Return the sources of what is drawn, each once."""
        return list({point.source["source_id"]: point.source for point in self.points}.values())


def _days(when: str) -> tuple[date, date]:
    parts = [int(part) for part in when.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 0
    if len(parts) > 2:  # noqa: PLR2004 - year, month, day
        return date(*parts), date(*parts)
    last = monthrange(year, month or 12)[1]
    return date(year, month or 1, 1), date(year, month or 12, last)


def charts(model: Model) -> list[Chart]:
    """Return the charts for which the package has figures of the report and of other pages."""
    return [made for spec in SPECS for made in [_chart(model, spec)] if made]


def _chart(model: Model, spec: Spec) -> Chart | None:
    facts = list(_facts(model, spec))
    reported = [point for point in facts if point.mark == "report"]
    if not reported:
        return None
    found = sorted(_observed(model, spec), key=lambda point: (point.when, point.record))
    if not any(point.mark == "figure" and point.when for point in found):
        return None
    if spec.more:
        found = list(_summed(found))
    points = sorted([p for p in found if p.when] + facts, key=lambda p: (p.day, p.record))
    unit = model.units[_unit(model, spec)]
    years = f"{points[0].day.year}–{points[-1].day.year}"
    subject, predicate = model.entities[spec.subject], model.predicates[spec.predicate]
    title = Both(
        f"{subject['label_en']}: {predicate['label_en'].removeprefix('has ')}, {years}",
        f"{subject['label_zh']}：{predicate['label_zh']}，{years}",
    )
    undated = [point for point in found if not point.when and point.mark == "figure"]
    made = Chart(
        spec,
        title,
        model.unit_name(unit),
        _scale(points),
        points,
        undated,
        model.published(reported[0].source),
    )
    return replace(made, told=_told(model, made))


def _unit(model: Model, spec: Spec) -> str:
    """Return the unit of the report's own figure: the axis is in it."""
    return next(
        str(fact["quantity"]["unit"]["unit_id"])
        for fact in model.facts
        if fact["quantity"] and fact["predicate"]["predicate_id"] == spec.predicate
    )


def _scale(points: list[Point]) -> int:
    """Return by what the axis is divided: a million where figures are that large."""
    million = 10**6
    return million if max(point.value for point in points) >= million else 1


def _facts(model: Model, spec: Spec) -> Iterator[Point]:
    """Yield the report's own figures, placed in time."""
    so_far = Decimal(0)
    marks = {spec.predicate: "report", spec.planned: "plan"}
    for fact in model.facts:
        about = (fact["subject"]["entity_id"], fact["predicate"]["predicate_id"])
        if about[0] != spec.subject or about[1] not in marks or not fact["quantity"]:
            continue
        mark, quantity = marks[about[1]], fact["quantity"]
        source = model.sources[fact["evidence"]["source_id"]]
        basis = model.as_of(fact)
        when = source["published"] if spec.printed or not basis else basis["as_of"]
        value = Decimal(quantity["value"])
        so_far = so_far + value if mark == "plan" else value
        yield Point(mark, when, quantity["comparator"], so_far, source, fact["fact_id"])


def _observed(model: Model, spec: Spec) -> Iterator[Point]:
    """Yield what other pages say, in the unit of the report; "more" marks an increase."""
    marks = {spec.predicate: "figure", spec.targets: "target", spec.more: "more"}
    base = Decimal(model.units[_unit(model, spec)]["factor"])
    for row in model.observations:
        if row["subject_id"] == spec.subject and row["predicate_id"] in marks and row["value"]:
            factor = Decimal(model.units[row["unit_id"]]["factor"])
            yield Point(
                marks[row["predicate_id"]],
                row["as_of"],
                row["comparator"],
                Decimal(decimal_text(Decimal(row["value"]) * factor / base)),
                model.sources[row["source_id"]],
                row["observation_id"],
                row["note"],
            )


def _summed(found: list[Point]) -> Iterator[Point]:
    """Yield the points with every increase added to the figure before it."""
    so_far: Point | None = None
    for point in found:
        if point.mark == "more" and so_far and point.when:
            value = so_far.value + point.value
            record = f"{so_far.record} + {point.record}"
            so_far = replace(point, mark="figure", value=value, record=record)
            yield so_far
        elif point.mark != "more":
            yield point
            so_far = point if point.when else so_far


def _told(model: Model, chart: Chart) -> Both:
    """Return the chart in words."""
    said = [model.said(p.comparator, p.value, chart.unit) for p in chart.points]
    at = [words.date(point.when) for point in chart.points]
    measured = [n for n, point in enumerate(chart.points) if point.mark == "figure"]
    own = [n for n, point in enumerate(chart.points) if point.mark in ("report", "plan")]
    day = words.date(chart.published.isoformat())
    told = measured if chart.spec.printed else [measured[0], measured[-1]]
    english = ", ".join(f"{said[n].en} ({at[n].en})" for n in told)
    chinese = "、".join(f"{said[n].zh}（{at[n].zh}）" for n in told)
    text = Both(f"Other pages: {english}.", f"其他网页：{chinese}。")
    if told != measured:
        text = Both(f"Other pages, first and last: {english}.", f"其他网页，首尾：{chinese}。")
    for n in own:
        text += _own(chart.points[n], said[n], at[n], day)
    return text


def _own(point: Point, said: Both, at: Both, day: Both) -> Both:
    """Return a figure of the report in words."""
    if point.mark == "plan":
        return Both(
            f" Together with what it says is planned that makes {said.en}.",
            f"加上报道所说的计划，共{said.zh}。",
        )
    if at == day:
        return Both(f" The report of {day.en} says {said.en}.", f"{day.zh}的报道称{said.zh}。")
    return Both(
        f" The report of {day.en} says {said.en} and no date; other pages date that {at.en}.",
        f"{day.zh}的报道称{said.zh}，未注明日期；其他网页注明为{at.zh}。",
    )
