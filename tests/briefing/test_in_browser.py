"""The pages of an example in a browser: narrow and wide, by keyboard, by ear, on paper, and never on the network."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from briefing.conftest import NAME
from browsing import persistent
from playwright.sync_api import BrowserContext, Page, Route, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser

PAPERS = [f"{NAME}-{kind}-{lang}" for kind in ("note", "book", "tally", "room-sheet", "kit-FRA") for lang in ("en", "fr")]
WIDTHS = (360, 768, 1280, 1920)
A4 = (595, 842)


class Opened(NamedTuple):
    """A page that was opened, the addresses that it asked for beside its own file, and what it complained of."""

    page: Page
    requested: list[str]
    complaints: list[str]


@pytest.fixture(scope="module")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with persistent(chromium, tmp_path_factory.mktemp("browser")) as context:
        yield context


@pytest.fixture(scope="module", params=PAPERS)
def opened(request: pytest.FixtureRequest, browser: BrowserContext, papers: Path) -> Iterator[Opened]:
    address = (papers / f"{request.param}.html").as_uri()
    page, addresses, complaints = browser.new_page(), [], []

    def answer(route: Route) -> None:
        if route.request.url.partition("#")[0] == address:
            route.continue_()
        else:
            addresses.append(route.request.url)
            route.abort()

    page.route("**/*", answer)
    page.on("request", lambda sent: addresses.append(sent.url) if not sent.url.startswith(("file:", "data:")) else None)
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => true)")
    yield Opened(page, addresses, complaints)
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_window(opened: Opened, width: int) -> None:
    opened.page.set_viewport_size({"width": width, "height": 900})
    wide = """() => [document.documentElement, document.body].map(e => e.scrollWidth - e.clientWidth)"""

    assert opened.page.evaluate(wide) == [0, 0]


def test_nothing_is_asked_of_any_host_and_nothing_is_wrong(opened: Opened) -> None:
    for width in WIDTHS:
        opened.page.set_viewport_size({"width": width, "height": 900})
        opened.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")

    assert opened.requested == []
    assert opened.complaints == []


def test_every_figure_has_a_name_for_those_who_do_not_see_it(opened: Opened) -> None:
    heard = opened.page.context.new_cdp_session(opened.page).send("Accessibility.getFullAXTree")["nodes"]
    names = [node["name"]["value"] for node in heard if not node["ignored"] and node["role"]["value"] == "image"]
    drawings = opened.page.locator("figure svg").count()

    assert len(names) == opened.page.locator("figure").count() == drawings
    assert all(len(name) > 20 for name in names)
    assert opened.page.locator("figure .drawing[role=group][aria-label]").count() == drawings


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_brief_has_figures(papers: Path, lang: str) -> None:
    assert (papers / f"{NAME}-book-{lang}.html").read_text("utf-8").count("<figure") >= 3


def test_the_first_key_leads_past_the_head_of_the_page(opened: Opened) -> None:
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.reload()
    page.keyboard.press("Tab")
    box = page.evaluate(
        "() => { const r = document.activeElement.getBoundingClientRect(); return [document.activeElement.className, r.x, r.y, r.width] }"
    )
    page.keyboard.press("Enter")

    expect(page.locator("#text")).to_be_focused()
    assert box[0] == "skip"
    assert min(box[1:3]) >= 0
    assert box[3] > 0


def test_headings_stand_in_order(opened: Opened) -> None:
    levels = opened.page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))")

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_link_inside_leads_to_something(opened: Opened) -> None:
    lost = """() => [...document.querySelectorAll("a[href^='#']")]
        .filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.outerHTML)"""
    called = "[...document.querySelectorAll('.refs a')].map(a => a.hash)"
    sources = "[...document.querySelectorAll('.sources li')].map(li => '#' + li.id)"

    assert opened.page.evaluate(lost) == []
    assert set(opened.page.evaluate(called)) == set(opened.page.evaluate(sources))
    assert "-book-" not in opened.page.url or len(opened.page.evaluate(called)) >= 3
    assert "-kit-" not in opened.page.url or len(opened.page.evaluate(called)) >= 1


def test_a_number_leads_to_its_source_and_back(opened: Opened) -> None:
    page = opened.page
    if "-note-" in page.url or "-room-sheet-" in page.url:
        assert not page.locator(".refs a").count(), "its numbers are those of the annex, a paper of its own, or it cites nothing"
        return
    called = page.locator(".refs a").first
    there = called.get_attribute("href") or ""
    called.click()
    expect(page).to_have_url(re.compile(f"{re.escape(there)}$"))
    page.locator(f"{there} a.back").first.click()

    assert there.startswith("#source-")
    expect(page).to_have_url(re.compile(f"#{re.escape(called.get_attribute('id') or '')}$"))


def test_it_prints_on_a4(opened: Opened, pages_of: Callable[[Path], tuple[str, ...]], tmp_path: Path) -> None:
    path = tmp_path / "printed.pdf"
    path.write_bytes(opened.page.pdf(prefer_css_page_size=True))
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in PdfReader(path).pages}
    wanted = A4[::-1] if "-tally-" in opened.page.url else A4

    assert len(sizes) == 1
    assert all(abs(found - size) <= 1 for found, size in zip(sizes.pop(), wanted, strict=True))
    assert all(page.strip() for page in pages_of(path)), "no page is blank"
