"""The largest example on a telephone: no page scrolls sideways, its header is one line, wide tables are cards, main actions fit a finger."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browsing import opened, ready
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page
from web.browser.conftest import Served
from web.browser.watched import Watched, beside

from legation.web.site.routing import ROUTES

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
LARGEST = "un-ict-2018"
LINKS = "() => [...document.querySelectorAll('a[href]')].map((one) => one.getAttribute('href')).filter((one) => one.startsWith('/'))"
SMALL = """() => [...document.querySelectorAll("main .button:not(.small), main input:not([type=checkbox], [type=radio], [type=hidden]), main select")]
  .filter((e) => e.checkVisibility() && !e.closest("table, .tiers") && e.getBoundingClientRect().height < 40).map((e) => e.outerHTML.slice(0, 120))"""
HEADER = "() => document.querySelector('.top').getBoundingClientRect().height"
CARDS = """() => [...document.querySelectorAll(".cards")].flatMap((table) => [...table.querySelectorAll("td")]
  .filter((cell) => cell.checkVisibility() && cell.colSpan === 1 && table.tHead.rows[0].cells[cell.cellIndex].textContent.trim() && !cell.dataset.label)
  .map((cell) => cell.outerHTML.slice(0, 120)))"""


def signed_in(page: Page, served: Served) -> None:
    opened(page, "/account/login/")
    page.locator("input[name=login]").fill(served.email)
    page.locator("input[name=password]").fill(served.password)
    with page.expect_event("load"):
        page.locator("main button.primary").click()
    ready(page)


def named(address: str) -> str:
    """Return the route of a page, by its address; empty where it is none."""
    try:
        name = resolve(address.partition("?")[0].partition("#")[0]).url_name or ""
    except Resolver404:
        return ""
    return name if name in ROUTES and ROUTES[name].kind == "page" else ""


def walked(window: Watched) -> dict[str, list[Any]]:
    """Open a page of each route that links lead to, and return by route what is wrong there."""
    page, seen = window.page, {"home": "/", "dossier": f"/dossiers/{LARGEST}"}
    waiting, faults = ["home", "dossier"], {}
    while waiting:
        name = waiting.pop(0)
        answer = page.goto(seen[name])
        ready(page)
        if answer is None or answer.status != 200:
            faults[name] = [seen[name], answer and answer.status]
            continue
        page.evaluate("document.querySelectorAll('main details:not(.menu)').forEach((e) => { e.open = true; })")
        wrong = window.wide() + page.evaluate(SMALL) + page.evaluate(CARDS)
        if page.locator(".top").count() and (height := page.evaluate(HEADER)) > 49:
            wrong.append(f"the header is {height} px high")
        if page.locator("main h1").count() > 1:
            wrong.append("more than one title")
        if wrong:
            faults[name] = wrong
        for address in page.evaluate(LINKS):
            elsewhere = re.match(r"/dossiers/(?!new)([^/?#]+)", address)
            if (elsewhere is None or elsewhere[1] == LARGEST) and (route := named(address)) and route not in seen:
                seen[route] = address
                waiting.append(route)
    assert len(seen) > 45, sorted(seen)
    return faults


def test_no_page_scrolls_sideways_on_a_telephone(browser: Browser, served: Served) -> None:
    with beside(browser, served.address, width=PHONE["width"], locale="fr") as window:
        window.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        signed_in(window.page, served)
        faults = walked(window)

    assert not faults, "\n".join(f"{name}: {found}" for name, found in faults.items())


def test_a_wide_table_is_cards_on_a_telephone_and_a_table_at_a_desk(browser: Browser, served: Served) -> None:
    with beside(browser, served.address, width=PHONE["width"]) as window:
        page = window.page
        signed_in(page, served)
        opened(page, f"/dossiers/{LARGEST}/rows/interests")
        cell = page.locator("tbody td").first
        assert page.locator("table.cards").count() == 1
        assert cell.evaluate("e => getComputedStyle(e, '::before').content.includes(e.dataset.label)")
        assert cell.evaluate("e => getComputedStyle(e).display") == "block"
        page.set_viewport_size({"width": 1280, "height": 900})
        page.wait_for_function("() => !document.querySelector('.cards')")
        assert cell.evaluate("e => getComputedStyle(e).display") == "table-cell"
