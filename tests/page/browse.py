"""The page in a real browser: what a visitor with a mouse, a keyboard or a screen reader does.

Run by `nox -s page`, which says where axe-core is. Chromium must be installed.
"""

from __future__ import annotations

import functools
import http.server
import itertools
import json
import os
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

import build
from factbook import archive, exports, page, validation
from factbook.package import Folder
from factbook.schemas import OWN_ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]
LANGUAGES = {"en": "en-GB", "zh-Hans": "zh-CN"}
WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=360, height=740)
NESTED = json.loads((OWN_ROOT / "data" / "facts.json").read_text(encoding="utf-8"))
FACTS: list[dict[str, Any]] = NESTED["facts"]


@dataclass
class Visit:
    """A page that is open, and what it said and asked for on the way."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def shown(self) -> list[str]:
        """Return the ids of the facts that are shown, in order."""
        found = self.page.eval_on_selector_all(
            "#table tbody tr", "rows => rows.filter(r => r.offsetParent).map(r => r.id)"
        )
        return [str(one) for one in found]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the release of this repository, its page among it."""
    package = Folder(OWN_ROOT)
    folder = tmp_path_factory.mktemp("site")
    archive.replace_folder(folder, build.release(package, validation.validate(package).rows))
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Visit]:
    """Return the page, opened from the disk by a reader of English; it must log nothing."""
    yield from _visit(browser, (site / page.NAME).as_uri(), locale="en-GB", viewport=WIDE)


def _visit(browser: Browser, address: str, **options: Any) -> Iterator[Visit]:
    context = browser.new_context(**options)
    visit = Visit(context.new_page())
    visit.page.on("console", lambda message: visit.said.append(message.text))
    visit.page.on("pageerror", lambda error: visit.said.append(str(error)))
    visit.page.on("request", lambda request: visit.asked.append(request.url))
    visit.page.goto(address)
    yield visit
    elsewhere = [url for url in visit.asked if not url.startswith((address, "data:"))]
    context.close()
    assert visit.said == []
    assert elsewhere == []


def facts(**wanted: str) -> list[str]:
    """Return the ids of the facts with the values wanted, in order."""
    own = {
        fact["fact_id"]: {
            "kind": fact["predicate"]["kind"],
            "modality": fact["modality"],
            "verdict": fact["corroboration"],
        }
        for fact in FACTS
    }
    return [key for key, has in own.items() if all(has[k] == v for k, v in wanted.items())]


def test_every_fact_is_shown_once_with_its_anchor(visit: Visit) -> None:
    assert visit.shown() == [fact["fact_id"] for fact in FACTS]
    rows: dict[str, list[Any]] = visit.page.evaluate(
        """Object.fromEntries([...document.querySelectorAll('#table tbody tr')].map(
            row => [row.id, [row.textContent, row.querySelectorAll('li').length]]))"""
    )
    for fact in FACTS:
        text, observations = rows[fact["fact_id"]]
        assert fact["statement"] in text
        assert observations == len(fact["observations"])


def test_search_finds_in_both_languages(visit: Visit) -> None:
    for asked, found in (("base stations 3.377", "f0057"), ("刘烈宏 5g基站数量", "f0057")):
        visit.page.fill("#search", asked)
        assert found in visit.shown()
        assert len(visit.shown()) < 5
        expect(visit.page.locator("#shown")).to_have_text(str(len(visit.shown())))
    visit.page.fill("#search", "no such words")
    assert visit.shown() == []
    visit.page.click("button[type=reset]")
    expect(visit.page.locator("#shown")).to_have_text(str(len(FACTS)))
    assert len(visit.shown()) == len(FACTS)


def test_filters_narrow_and_add_up(visit: Visit) -> None:
    for wanted in (
        {"kind": "measurement"},
        {"modality": "planned"},
        {"verdict": "not-corroborated"},
        {"kind": "relation", "modality": "presupposed", "verdict": "not-corroborated"},
    ):
        visit.page.click("button[type=reset]")
        for name, value in wanted.items():
            visit.page.select_option(f"#{name}", value)
        assert visit.shown() == facts(**wanted)
        assert 0 < len(visit.shown()) < len(FACTS)


def test_a_count_of_the_coverage_shows_its_facts(visit: Visit) -> None:
    link = visit.page.locator('[data-show="contradicted"]')
    wanted = facts(verdict="contradicted")
    assert (link.text_content() or "").startswith(str(len(wanted)))
    link.click()
    assert visit.shown() == wanted


def test_columns_sort_both_ways(visit: Visit) -> None:
    header = visit.page.locator('th[data-key="value"]')
    header.locator("button").click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    figures = {f["fact_id"]: f["quantity"] for f in FACTS if f["quantity"]}
    wanted = sorted(figures, key=lambda key: float(figures[key]["base_value"]))
    assert visit.shown()[: len(figures)] == wanted
    header.locator("button").click()
    expect(header).to_have_attribute("aria-sort", "descending")
    assert visit.shown()[: len(figures)] == wanted[::-1]
    visit.page.locator('th[data-key="modality"] button').click()
    expect(header).not_to_have_attribute("aria-sort", re.compile("."))
    modality = {fact["fact_id"]: fact["modality"] for fact in FACTS}
    groups = [modality[key] for key in visit.shown()]
    assert len([1 for a, b in itertools.pairwise(groups) if a != b]) == 4
    visit.page.locator('th[data-key="id"] button').click()
    assert visit.shown() == [fact["fact_id"] for fact in FACTS]


def test_an_anchor_leads_to_its_fact_and_opens_it(visit: Visit) -> None:
    visit.page.fill("#search", "no such words")
    visit.page.evaluate("location.hash = '#f0017'")
    row = visit.page.locator("#f0017")
    expect(row).to_be_in_viewport()
    expect(row.locator("details")).to_have_attribute("open", "")
    expect(row.locator("li").first).to_be_visible()


def test_the_switch_changes_labels_figures_and_dates(visit: Visit) -> None:
    card = visit.page.locator("article", has=visit.page.locator("#card-f0057"))
    for language, name, words in (
        ("zh-Hans", "中文", ("337.7万", "2023年12月", "大于", "刘烈宏", "已获独立证实")),
        ("en", "English", ("3.377 million", "December 2023", "greater than", "Liu Liehong")),
    ):
        visit.page.get_by_role("button", name=name).click()
        expect(visit.page.locator("html")).to_have_attribute("lang", language)
        text = card.inner_text()
        assert [word for word in words if word not in text] == []
        option = visit.page.locator('#modality option[value="planned"]')
        expect(option).to_have_text("计划中" if language == "zh-Hans" else "planned")
        assert ("全部事实" in visit.page.inner_text("main")) == (language == "zh-Hans")
        assert bool(re.search("[\u4e00-\u9fff]", visit.page.title())) == (language == "zh-Hans")


def test_the_keyboard_reaches_search_filter_and_sort(visit: Visit) -> None:
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.id") == "search"
    visit.page.keyboard.type("petaflops")
    assert set(visit.shown()) >= {"f0016", "f0017"}
    for _ in range(5):
        visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Space")
    expect(visit.page.locator('th[data-key="id"]')).to_have_attribute("aria-sort", "ascending")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(browser: Browser, site: Path, language: str, scheme: str) -> None:
    axe = Path(os.environ["AXE"]).read_text(encoding="utf-8")
    address = (site / page.NAME).as_uri()
    for viewport in (WIDE, NARROW):
        options = {"locale": LANGUAGES[language], "color_scheme": scheme, "viewport": viewport}
        for visit in _visit(browser, address, **options):
            expect(visit.page.locator("html")).to_have_attribute("lang", language)
            visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            visit.page.evaluate(axe)
            found = visit.page.evaluate("axe.run({resultTypes: ['violations']})")
            said = [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]]
            assert said == []
            assert len(found["passes"]) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, site: Path, language: str) -> None:
    options = {"locale": LANGUAGES[language], "viewport": NARROW}
    for visit in _visit(browser, (site / page.NAME).as_uri(), **options):
        visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert visit.page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
        beyond = """[...document.querySelectorAll('main *:not(.unseen)')].filter(e =>
            !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => e.outerHTML.slice(0, 80))"""
        assert visit.page.evaluate(beyond) == []


def test_without_script_everything_can_be_read(browser: Browser, site: Path) -> None:
    options = {"java_script_enabled": False, "viewport": WIDE}
    for visit in _visit(browser, (site / page.NAME).as_uri(), **options):
        assert visit.page.locator("#table tbody tr").count() == len(FACTS)
        expect(visit.page.locator("#f0127")).to_be_visible()
        expect(visit.page.locator("#tools")).to_be_hidden()
        expect(visit.page.locator("#languages")).to_be_hidden()
        visit.page.click("#f0057 summary")
        expect(visit.page.locator("#f0057 li").first).to_be_visible()


def test_paper_shows_what_is_folded(visit: Visit) -> None:
    visit.page.emulate_media(media="print")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(visit.page.locator("#f0057 li").first).to_be_visible()
    expect(visit.page.locator("header")).to_be_hidden()
    assert visit.page.pdf(format="A4").startswith(b"%PDF")


def test_a_web_server_serves_it_and_its_downloads(browser: Browser, site: Path) -> None:
    handler = functools.partial(_Quiet, directory=site)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        for visit in _visit(browser, address, locale="en-GB"):
            assert len(visit.shown()) == len(FACTS)
            links = visit.page.eval_on_selector_all("a[download]", "a => a.map(x => x.href)")
            assert len(set(links)) == len(exports.FORMATS) + 1
            for link in links:
                answer: Any = visit.page.request.head(link)
                assert answer.ok, link
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""
