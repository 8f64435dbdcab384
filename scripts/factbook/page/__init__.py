"""The page of a release: one HTML file that needs no network and no script to be read.

The templates page.html.jinja, style.css.jinja and script.js.jinja lie beside this code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from factbook import release, rules
from factbook.formats.contents import citation
from factbook.page import charts, downloads, drawing, jsonld, words
from factbook.page.model import Model
from factbook.page.words import Both

if TYPE_CHECKING:
    from factbook.formats.contents import Contents
    from factbook.validation import Report

NAME = "index.html"
PICTURE = "docs/computing-power.svg"


def render(contents: Contents, report: Report, files: dict[str, bytes]) -> bytes:
    """Return the bytes of the page: the same whether or not the text was at hand.

    report: of the validation that let it pass. files: those of the release beside it, by name.
    """
    needing_text = {rule.rule.code for rule in rules.rules() if rule.of_the_text}
    model, offered = Model(contents), downloads.offered(files)
    drawn = [(chart, Markup(drawing.draw(chart))) for chart in charts.charts(model)]  # noqa: S704 - our own drawing
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("factbook", "page"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"t": Both, "labels": words.labels, "looks": charts.LOOKS}
    environment.filters |= {"date": words.date, "number": words.number}
    text = environment.get_template("page.html.jinja").render(
        model=model,
        rows=report.rows,
        passed=len(set(report.ran) - needing_text),
        needing_text=len(needing_text),
        needing_earlier=len(release.RULES),
        seen=rules.FAULTS_SEEN,
        charts=drawn,
        downloads=offered,
        cite=citation(contents.descriptor),
        jsonld=jsonld.script(jsonld.dataset(model, offered)),
    )
    return text.encode()


def picture(contents: Contents) -> bytes:
    """Return the first chart as a file of its own, for the README."""
    return drawing.draw(charts.charts(Model(contents))[0], alone=True).encode()
