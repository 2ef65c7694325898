"""The essential way through the site without a mouse: every stop is reached by Tab, and one always sees where one is."""

from __future__ import annotations

from pathlib import Path

import pytest
from browsing import opened, ready, ways
from playwright.sync_api import Page, expect
from web.browser.conftest import Served
from web.browser.walk import Walk
from web.browser.watched import watched

from legation.language import Lang

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_TABS = 150
FLAGSHIP = {"en": "UN rules for ICT, 2018-2019", "fr": "Règles de l’ONU pour les TIC, 2018-2019"}
TITLE = {"en": "By keyboard", "fr": "Au clavier"}
FOCUSED = """(wanted) => {
  const e = document.activeElement;
  const style = getComputedStyle(e);
  const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const box = e.getBoundingClientRect();
  const names = [e.getAttribute("aria-label"), e.innerText, ...[...(e.labels ?? [])].map((label) => label.innerText)];
  const said = names.map((name) => (name ?? "").trim().split("\\n")[0].trim());
  return {
    here: wanted.selector ? e.matches(wanted.selector) : said.some((name) => name && name.startsWith(wanted.words)),
    seen: e === document.body || (ring && box.width > 0 && box.bottom > 0 && box.top < innerHeight),
    what: `${e.outerHTML.slice(0, 120)} outline ${style.outlineStyle} ${style.outlineWidth} at ${box.top} of ${innerHeight}`,
  };
}"""


def tab_to(page: Page, words: str = "", *, selector: str = "") -> None:
    """Press Tab until the focus is on what is wanted; on the way the focus is always to be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED, {"words": words, "selector": selector})
        assert found["seen"], f"The focus is not to be seen: {found['what']}"
        if found["here"]:
            return
    pytest.fail(f"{words or selector} is not reached by {MOST_TABS} presses of Tab on {page.url}.")


def enter(page: Page) -> None:
    """Press Enter where it leads to another page, and wait until that page listens."""
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    ready(page)


def press(walk: Walk, identifier: str) -> None:
    """Go to what bears these words and press Enter."""
    tab_to(walk.page, walk.words(identifier))
    enter(walk.page)


@ways("lang", "en", "fr")
def test_the_way_is_open_without_a_mouse(served: Served, chromium: str, pictures: Path, lang: Lang) -> None:
    with watched(chromium, served.address, locale=lang) as window:
        walk, page = Walk(window, lang, pictures / f"{lang}-keyboard"), window.page
        sign_in(walk, served)
        ask(walk)
        begin(walk)
        fill_grid(walk)
        move(walk)
        assert page.evaluate("document.documentElement.lang") == lang


def sign_in(walk: Walk, served: Served) -> None:
    page = walk.page
    opened(page, "/")
    if page.evaluate("!document.activeElement.matches('input[name=login]')"):
        tab_to(page, selector="input[name=login]")
    page.keyboard.type(served.email)
    tab_to(page, selector="input[name=password]")
    page.keyboard.type(served.password)
    enter(page)
    if page.locator("html").get_attribute("lang") != walk.lang:
        tab_to(page, {"en": "FR", "fr": "EN"}[walk.lang])
        page.keyboard.press("Enter")
        tab_to(page, selector=f"button[lang={walk.lang}]")
        enter(page)


def ask(walk: Walk) -> None:
    page = walk.page
    tab_to(page, selector=".skip")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    tab_to(page, FLAGSHIP[walk.lang])
    enter(page)
    press(walk, "web.place.questions")
    press(walk, "who-can-move.title")
    press(walk, "page-questions.ask")
    page.locator("#finding").wait_for()
    tab_to(page, selector=".answer-head .sources summary")
    page.keyboard.press("Enter")
    tab_to(page, selector=".answer-head .sources[open] a")
    page.keyboard.press("Enter")
    expect(page.locator("aside.source")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".answer-head .sources a").first).to_be_focused()


def begin(walk: Walk) -> None:
    page = walk.page
    opened(page, "/")
    press(walk, "page-home.make")
    tab_to(page, selector="#f-list-title")
    page.keyboard.type(TITLE[walk.lang])
    tab_to(page, selector="#f-list-names")
    page.keyboard.type("France\nKenya\n")
    press(walk, "page-import.read-list")
    press(walk, "page-import.make")
    press(walk, "web.place.issues")
    press(walk, "page-issues.add")
    tab_to(page, selector="#f-question")
    page.keyboard.type("1 + 1 = 2 ?")
    press(walk, "page-rows.save")


def fill_grid(walk: Walk) -> None:
    page = walk.page
    press(walk, "web.place.positions")
    tab_to(page, selector="input[name=actors]")
    page.keyboard.press("Space")
    press(walk, "page-positions.show")
    tab_to(page, selector="#grid td")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("70")
    page.keyboard.press("Enter")
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    tab_to(page, selector="#grid-reason")
    page.keyboard.type("-")
    tab_to(page, selector="#grid-save")
    enter(page)
    expect(page.locator(".notice.success")).to_be_visible()
    assert [page.locator(f'#grid td[data-at="{row},1"]').inner_text() for row in range(2)] == ["70", "40"]


def move(walk: Walk) -> None:
    page = walk.page
    press(walk, "web.place.coalitions")
    tab_to(page, selector="#new-name")
    page.keyboard.type("friends")
    tab_to(page, selector="#new-actor")
    page.keyboard.type("KEN")
    page.keyboard.press("Escape")
    press(walk, "page-coalitions.make")
    tab_to(page, selector="#piece-KEN")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    saved = page.locator('.tier[data-tier="supporter"] #piece-KEN')
    expect(page.locator("#board [data-said]").first).to_be_attached()
    expect(saved).to_be_focused()
    page.reload()
    expect(saved).to_be_visible()
