"""The public game by keyboard alone, on a telephone: on the site, and as one file that asks for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from web.browser.watched import Watched, beside

from legation.briefing.public_game import file_name, one_file
from legation.language import LANGUAGES, Lang, Message, say

pytestmark = pytest.mark.browser
SCREENS = 23
NARROW = 360
ALL = """async () => (await axe.run(document, { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } })).violations
  .map((one) => [one.impact, one.id])"""
"""Whatever axe finds, be it moderate or minor."""


def to(page: Page, selector: str) -> None:
    """Press the tabulator until something is reached."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"No key leads to {selector}.")


def answer_by_keys(page: Page) -> None:
    """Answer the questions that a page has: to each group of answers by the tabulator, and the space bar."""
    for _ in range(page.locator("fieldset").count()):
        to(page, "input[type=radio]")
        page.keyboard.press("Space")


def go_by_keys(page: Page, selector: str) -> None:
    """Press a button, and wait for what comes next."""
    before = page.locator(".body").inner_text()
    to(page, selector)
    page.keyboard.press("Enter")
    page.wait_for_function("before => { const now = document.querySelector('.body'); return now && now.innerText !== before; }", arg=before)


def played(window: Watched, lang: Lang, pick: str) -> int:
    """Play to the end by keys, looking at each screen; return how many there were."""
    page, count = window.page, 0
    exercise = say(Message("game.exercise"), lang)
    while True:
        count += 1
        expect(page.locator(".exercise")).to_have_text(exercise)
        assert window.wide() == []
        assert window.serious(contrast=count in (1, 2, 4, 17, 21, SCREENS)) == []
        assert page.evaluate(ALL) == []
        if page.locator("h1", has_text=say(Message("public-game.end-title"), lang)).count():
            return count
        answer_by_keys(page)
        go_by_keys(page, f".choices button:nth-child({pick if page.locator('.choices.acts, .choices.days').count() else 1})")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_a_file_without_a_network(browser: Browser, tmp_path: Path, lang: Lang) -> None:
    path = tmp_path / file_name(lang)
    path.write_bytes(one_file(lang))
    requests: list[str] = []
    with beside(browser, path.as_uri(), width=NARROW, locale=lang, offline=True) as window:
        window.page.on("request", lambda request: requests.append(request.url))
        window.page.goto(path.as_uri())
        assert played(window, lang, "2") == SCREENS
        page = window.page
        assert page.title().startswith(say(Message("game.exercise"), lang))
        page.go_back()
        expect(page.locator("h1")).to_have_text(say(Message("public-game.after-title"), lang))
        page.go_forward()
        go_by_keys(page, ".choices.end button")
        expect(page.locator("h1")).to_have_text(say(Message("public-game.title"), lang))
        assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    assert requests == [path.as_uri()]


@pytest.mark.parametrize(
    "forged", ["#4.22", "#x.y.z", "#99999.20.dcbnftft.dcbndcbndcbn.01201", "#3.9.<b>.zzz", "#3.16.xxxxxxxx.dcbndcbndcbn.9"]
)
def test_an_address_that_no_button_makes_shows_a_screen(browser: Browser, tmp_path: Path, forged: str) -> None:
    path = tmp_path / "game.html"
    path.write_bytes(one_file("en"))
    with beside(browser, path.as_uri(), width=NARROW) as window:
        window.page.goto(path.as_uri() + forged)
        expect(window.page.locator("h1")).not_to_be_empty()
        assert "undefined" not in window.page.locator("main").inner_text()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_the_site_without_scripts(browser: Browser, live_server: Any, lang: Lang) -> None:
    with beside(browser, live_server.url, width=NARROW, locale=lang) as window:
        window.page.goto("/play/whose-word")
        assert played(window, lang, "3") == SCREENS
        assert window.page.locator("script").count() == 0
        names = {cookie["name"] for cookie in window.page.context.cookies()}
        assert names <= {"legation-csrf"}
        with window.page.expect_download() as taken:
            window.page.get_by_role("link", name=say(Message("public-game.download"), lang)).click()
        assert taken.value.suggested_filename == file_name(lang)
        assert Path(taken.value.path()).read_bytes() == one_file(lang)
