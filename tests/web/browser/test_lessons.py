"""A learner takes the six lessons on a telephone, by keyboard alone, in French and in English, without an account and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from web.browser.test_keyboard import tab_to
from web.browser.watched import Watched, beside

from legation.language import Lang, Message, say
from legation.questions.lessons.exercise import Item
from legation.questions.lessons.path import LESSONS, Lesson
from legation.web.pages.lessons.prepared import exercise_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW = "document.querySelectorAll('main').forEach((e) => { if (e.scrollWidth > innerWidth) throw new Error(e.scrollWidth); })"


def choose(page: Page, item: Item, wanted: set[str]) -> None:
    """Choose by keyboard: of boxes each one, of buttons of which one is pressed by the arrows."""
    if item.many:
        for one in item.choices:
            box = page.locator(f"input[name='{item.id}'][value='{one.id}']")
            tab_to(page, selector=f"input[name='{item.id}'][value='{one.id}']")
            if box.is_checked() != (one.id in wanted):
                page.keyboard.press("Space")
        return
    tab_to(page, selector=f"input[name='{item.id}']")
    page.keyboard.press("Space")
    for _ in item.choices:
        if page.evaluate("document.activeElement.value") in wanted:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{wanted} is not reached in {item.id}.")


def sends(page: Page) -> None:
    tab_to(page, selector="button.primary")
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def takes(window: Watched, lesson: Lesson, lang: Lang) -> None:
    """Answer a lesson wrongly, then rightly, and read the answer."""
    page, asks = window.page, exercise_for(lesson)
    for place, item in enumerate(asks.items):
        right = set(item.right)
        other = {next(one.id for one in item.choices if one.id not in right)}
        choose(page, item, right if place else other)
    sends(page)
    expect(page.get_by_role("status")).to_contain_text(say(Message("lessons.not-yet"), lang))
    assert not window.serious() + window.wide()
    for item in asks.items:
        choose(page, item, set(item.right))
    sends(page)
    expect(page.get_by_role("status")).to_contain_text(say(Message("lessons.second"), lang))
    expect(page.get_by_role("heading", name=say(Message("lessons.sources"), lang))).to_be_visible()
    assert not window.serious() + window.wide()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_path_is_taken_by_keyboard_on_a_telephone(browser: Browser, live_server: Any, lang: Lang) -> None:
    with beside(browser, live_server.url, width=360, locale=lang) as window:
        page = window.page
        page.goto("/learn/")
        assert not window.serious() + window.wide()
        tab_to(page, say(Message("lessons.terms.title"), lang))
        with page.expect_event("load"):
            page.keyboard.press("Enter")
        for place, lesson in enumerate(LESSONS):
            assert not page.locator("script").count()
            assert not window.serious() + window.wide()
            page.evaluate(NARROW)
            takes(window, lesson, lang)
            tab_to(page, selector="a.next")
            with page.expect_event("load"):
                page.keyboard.press("Enter")
            assert page.url.endswith("/learn/" if place == len(LESSONS) - 1 else f"/learn/{LESSONS[place + 1].id}")
        done = page.locator(".lessons .over").filter(has_text=f"· {say(Message('lessons.done'), lang)}")
        expect(done).to_have_count(len(LESSONS))
