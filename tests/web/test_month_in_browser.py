"""The calendar and the short form of an engagement by keyboard alone, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import opened, ready
from playwright.sync_api import Browser, Page, expect

from legation.dossier.edit import Edit

from .conftest import Site
from .test_calendar import changed
from .window import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(browser: Browser, live_server: Any, site: Site) -> Iterator[Page]:
    """A page of an editor; every word of the console is an error."""
    changed(
        site,
        Edit("activities", "add", "a", {"title": "First act", "date": "2019-12-03"}),
        Edit("activities", "add", "b", {"title": "Second act", "date": "2019-12-03"}),
        Edit("activities", "add", "c", {"title": "A week later", "date": "2019-12-10"}),
    )
    with signed_in(browser, live_server, site.people["editor"]) as page:
        yield page


def test_arrows_go_from_entry_to_entry_and_the_page_keys_turn_the_month(window: Page) -> None:
    opened(window, "/dossiers/small/strategy/calendar?month=2019-12")
    focused = window.locator(":focus")
    window.get_by_role("link", name="First act").focus()
    window.keyboard.press("ArrowDown")
    expect(focused).to_contain_text("Second act")
    window.keyboard.press("ArrowDown")
    expect(focused).to_contain_text("A week later")
    window.keyboard.press("ArrowUp")
    expect(focused).to_contain_text("First act")
    window.keyboard.press("ArrowRight")
    expect(focused).to_contain_text("A week later")
    window.keyboard.press("ArrowLeft")
    expect(focused).to_contain_text("First act")
    window.keyboard.press("PageDown")
    expect(window.locator("table.month caption")).to_have_text("January 2020")
    ready(window)
    window.keyboard.press("PageUp")
    expect(window.locator("table.month caption")).to_have_text("December 2019")


def test_an_engagement_with_its_promise_is_entered_by_keyboard(window: Page) -> None:
    opened(window, "/dossiers/small/engagement/new")
    window.locator('[name="talk.actor"]').focus()
    window.keyboard.type("Fra")
    window.keyboard.press("Tab")
    window.keyboard.press("Control+a")
    window.keyboard.type("2019-06-01")
    window.locator('[name="talk.ask"]').focus()
    window.keyboard.type("A vote")
    window.locator("summary", has_text="A promise was made").focus()
    window.keyboard.press("Enter")
    window.locator('[name="promise.promise"]').focus()
    window.keyboard.type("The text")
    window.locator('[name="promise.due"]').focus()
    window.keyboard.type("2019-07-01")
    window.keyboard.press("Enter")

    expect(window.get_by_role("heading", level=1)).to_have_text("Engagement")
    promise = window.locator(".scroll[aria-labelledby=promises] tbody tr")
    expect(promise).to_contain_text("France")
    expect(promise).to_contain_text("The text")
    expect(promise).to_contain_text("1 July 2019")
    expect(window.locator("section[aria-labelledby=talks] li")).to_contain_text("A vote")
