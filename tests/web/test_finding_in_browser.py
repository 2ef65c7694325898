"""What is found and how it stands, in a real browser: axe on the pages of finding at both widths, names that are read from the right."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import opened, ways
from playwright.sync_api import Browser, Page, expect
from web.browser.watched import AXE, Watched
from web.conftest import Site
from web.test_picker import many
from web.window import signed_in

from legation.dossier.edit import Edit, apply
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAUDI = "المملكة العربية السعودية"
TITLE = "قرار بشأن أمن الفضاء الإلكتروني"
WIDTHS = (390, 1280)
BASE = "/dossiers/small"
PAGES = ("questions", "questions/who-can-move", "votes", "votes/r1/vote", "situations", "situations/vote", "situations/strategy", "briefs")


@pytest.fixture
def window(browser: Browser, live_server: Any, site: Site) -> Iterator[Page]:
    """A page of an owner, thirty companies, a State and a vote with Arabic names; every word of the console is an error."""
    many(site)
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    edits = [
        Edit("rollcalls", "change", "r1", {"title": TITLE, "sponsors": "SAU FRA"}),
        Edit("positions", "add", "pa", {"actor": "SAU", "issue": "norms", "value": "40"}),
    ]
    content = apply(store.content(store.revision_of(dossier)), edits)
    store.save(dossier, dossier.head, content, site.people["owner"], store.EVERYTHING, reason="")
    with signed_in(browser, live_server, site.people["owner"]) as page:
        yield page


def fits(window: Page, width: int) -> None:
    """Look that nothing makes the page scroll sideways."""
    found = window.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert found[0] <= found[1], (window.url, width, Watched(window, "").wide())


@ways("width", *WIDTHS)
def test_axe_finds_nothing_serious_where_one_looks_for_something(window: Page, width: int) -> None:
    if not AXE.is_file() and not os.environ.get("LEGATION_REQUIRE_ALL"):
        pytest.skip("axe-core is not there: make test fetches it.")
    window.set_viewport_size({"width": width, "height": 844})
    watched = Watched(window, "")
    faults = {}
    for page in PAGES:
        opened(window, f"{BASE}/{page}")
        window.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        if found := watched.serious():
            faults[page] = found
        fits(window, width)
    window.keyboard.press("Control+k")
    window.keyboard.type("company")
    expect(window.locator("dialog.palette").get_by_role("option").nth(3)).to_contain_text("Company")
    if found := watched.serious():
        faults["palette"] = found
    window.keyboard.press("Escape")
    opened(window, f"{BASE}/briefs")
    window.locator("#kit-actor").press_sequentially("company")
    expect(window.locator(".suggest:visible li").first).to_be_visible()
    if found := watched.serious():
        faults["picker"] = found

    assert not faults


_APART = """(text) => {
  const here = document.querySelector("dialog[open], .suggest:not([hidden])") ?? document.querySelector("main");
  const deepest = [...here.querySelectorAll("*")].filter((e) => e.textContent.includes(text) && ![...e.children].some((c) => c.textContent.includes(text)));
  const apart = (e) => getComputedStyle(e).display !== "inline" || ["isolate", "plaintext"].includes(getComputedStyle(e).unicodeBidi);
  const ends = (words) => words.trim().endsWith(text) || words.includes(`\u2068${text}\u2069`);
  const alone = (e) => ends(e.textContent) || [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && ends(node.data));
  const shown = deepest.filter((e) => e.tagName !== "TITLE");
  return [shown.length, shown.filter((e) => !apart(e) || !alone(e)).map((e) => e.outerHTML.slice(0, 200))];
}"""


def stands_apart(window: Page, text: str) -> None:
    """Look that a text is in sight, and that each of its places is set apart from its neighbours: a number beside it keeps its place."""
    count, mixed = window.evaluate(_APART, text)
    assert count > 0 and not mixed, (window.url, count, mixed)


@ways("width", *reversed(WIDTHS))
def test_a_name_in_arabic_stands_apart_from_what_is_beside_it(window: Page, width: int) -> None:
    window.set_viewport_size({"width": width, "height": 844})
    for page, text in (
        ("votes", TITLE),
        ("votes/r1/vote", TITLE),
        ("actors?q=العربية", SAUDI),
        ("actors/SAU/history", SAUDI),
        ("search?q=العربية", SAUDI),
        ("positions?issue=norms", SAUDI),
    ):
        opened(window, f"{BASE}/{page}")
        fits(window, width)
        stands_apart(window, text)
    window.keyboard.press("Control+k")
    window.keyboard.type("العربية")
    option = window.locator("dialog.palette").get_by_role("option").first
    expect(option).to_contain_text(SAUDI)
    stands_apart(window, SAUDI)
    window.keyboard.press("Escape")
    opened(window, f"{BASE}/briefs")
    window.locator("#kit-actor").press_sequentially("العربية")
    expect(window.locator(".suggest:visible li").first).to_contain_text(SAUDI)
    stands_apart(window, SAUDI)
    window.keyboard.press("Enter")
    expect(window.locator(".picker:has(#kit-actor) .chip")).to_contain_text(SAUDI)
    fits(window, width)
