"""Two coalitions compared and a make-up tried and saved, and the map of actors, as a person meets them: at a desk, on a phone, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import opened, ways
from playwright.sync_api import Locator, Page, expect
from web.browser.conftest import Served
from web.browser.test_keyboard import enter, tab_to
from web.browser.walk import Walk
from web.browser.watched import watched

from legation.language import Lang

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DOSSIER = "/dossiers/un-ict-2018"
MOST_PRESSES = 3
"""From the first page of the dossier to two coalitions side by side, beside the choice of the two."""


class Presses:
    """Counts what is pressed."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, found: Locator) -> None:
        found.click()
        self.count += 1


def signed_in(page: Page, served: Served, lang: Lang) -> None:
    opened(page, "/")
    page.locator("input[name=login]").fill(served.email)
    page.locator("input[name=password]").fill(served.password)
    page.locator("input[name=password]").focus()
    enter(page)
    if page.locator("html").get_attribute("lang") != lang:
        with page.expect_event("load"):
            page.locator(f"form[action*=language]:has(input[value={lang}])").evaluate("(form) => form.submit()")
    opened(page, DOSSIER)


def leads_to_coalitions(page: Page, press: Presses) -> None:
    """Open the coalitions from the dossier's own column, which is folded on a phone."""
    link = page.locator(f'.places a[href="{DOSSIER}/coalitions"]')
    if not link.is_visible():
        press(page.locator(".fold > summary").first)
    press(link)
    page.wait_for_url(f"**{DOSSIER}/coalitions")


@ways("lang, width", ("fr", 390), ("en", 1280))
def test_two_coalitions_are_compared(served: Served, chromium: str, pictures: Path, lang: Lang, width: int) -> None:
    with watched(chromium, served.address, width=width, locale=lang) as window:
        page, press, walk = window.page, Presses(), Walk(window, lang, pictures)
        signed_in(page, served, lang)
        leads_to_coalitions(page, press)
        page.locator("select[name=coalition]").select_option("l11-sponsors")
        page.locator("select[name=other]").select_option("paris-call")
        press(page.get_by_role("button", name=walk.words("page-coalitions-compare.compare")))
        expect(page.get_by_role("row", name=walk.words("page-coalitions-compare.outcome"))).to_be_visible()
        difference = page.locator("#difference").inner_text()

        assert press.count <= MOST_PRESSES
        assert "6" in difference and "47" in difference
        assert not window.wide() and not window.serious()


def test_a_make_up_is_tried_by_keyboard_and_written_as_a_second_coalition(served: Served, chromium: str, pictures: Path) -> None:
    with watched(chromium, served.address, locale="en") as window:
        page, walk = window.page, Walk(window, "en", pictures)
        signed_in(page, served, "en")
        opened(page, f"{DOSSIER}/coalitions/joint-statement-2019/board")
        tab_to(page, walk.words("page-coalitions-compare.open"))
        enter(page)
        tab_to(page, selector="#leave-AUS")
        page.keyboard.press("Enter")
        expect(page.locator("#back-AUS")).to_be_visible()
        expect(page.locator("#difference")).to_contain_text("Without Australia")
        tab_to(page, selector="#try-actor")
        page.keyboard.type("Brazil")
        page.keyboard.press("Escape")
        tab_to(page, selector="#try-add")
        page.keyboard.press("Enter")
        expect(page.locator("#back-BRA")).to_be_visible()
        assert "without=AUS" in page.url
        page.locator("#save-second").fill("Wider statement")
        page.get_by_role("button", name=walk.words("page-coalitions-compare.save-second")).press("Enter")
        expect(page.locator("h1")).to_have_text("Wider statement")
        expect(page.locator("#piece-BRA")).to_be_visible()
        expect(page.locator("#piece-AUS")).to_have_count(0)


def test_the_map_is_enlarged_moved_and_searched(served: Served, chromium: str) -> None:
    with watched(chromium, served.address, width=1280, locale="en") as window:
        page = window.page
        signed_in(page, served, "en")
        opened(page, f"{DOSSIER}/actors/map")
        svg = page.locator("figure.network svg[viewBox][role=group]")
        whole = svg.get_attribute("viewBox")
        for _ in range(3):
            page.locator("[data-zoom=in]").click()
        near = svg.get_attribute("viewBox")
        assert near != whole and svg.get_attribute("data-zoomed") is not None
        page.locator("[data-zoom=right]").press("Enter")
        assert svg.get_attribute("viewBox") != near
        page.locator("a.node[tabindex='0']").focus()
        page.keyboard.press("0")
        assert [float(n) for n in (svg.get_attribute("viewBox") or "").split()] == [float(n) for n in (whole or "").split()]
        page.keyboard.press("+")
        assert svg.get_attribute("data-zoomed") is not None
        box = svg.bounding_box()
        assert box is not None
        before = svg.get_attribute("viewBox")
        page.mouse.move(box["x"] + 300, box["y"] + 100)
        page.mouse.down()
        page.mouse.move(box["x"] + 360, box["y"] + 130, steps=4)
        page.mouse.up()
        assert svg.get_attribute("viewBox") != before
        page.locator("#map-q").fill("Russian Federation")
        page.locator("#map-q").press("Enter")
        expect(page.locator('a.node[data-id="RUS"]')).to_be_focused()
        assert not window.wide() and not window.serious()
        opened(page, f"{DOSSIER}/actors/map?actor=RUS")
        expect(page.locator("a.node")).to_have_count(8)


def test_on_a_phone_a_list_stands_in_the_pictures_place(served: Served, chromium: str) -> None:
    with watched(chromium, served.address, width=390, locale="fr", has_touch=True) as window:
        page = window.page
        signed_in(page, served, "fr")
        opened(page, f"{DOSSIER}/actors/map")
        expect(page.locator("#map-list li").first).to_be_visible()
        expect(page.locator("figure.network")).to_be_hidden()
        assert not window.wide() and not window.serious()
        page.locator(".chip.phone").click()
        expect(page.locator("figure.network")).to_be_visible()
        svg = page.locator("figure.network svg[role=group]")
        box = svg.bounding_box()
        assert box is not None
        session = page.context.new_cdp_session(page)
        middle = (box["x"] + 150, box["y"] + 100)
        for step, kind in ((20, "touchStart"), (60, "touchMove"), (110, "touchMove")):
            points = [{"x": middle[0] - step / 2, "y": middle[1], "id": 1}, {"x": middle[0] + step / 2, "y": middle[1], "id": 2}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(svg).to_have_attribute("data-zoomed", "")
        assert not window.wide()
