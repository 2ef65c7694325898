"""The list of votes and the page of one in a real browser: narrowed while one types, walked by keyboard from a seat to its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import opened
from playwright.sync_api import Browser, expect
from web.browser.test_figures import mark, seats, small, window_on
from web.browser.watched import Watched
from web.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

__all__ = ["small"]
"""A fixture that stands in the file of the figures."""


@pytest.fixture
def window(lang_and_width: tuple[str, int], browser: Browser, live_server: Any, small: Site) -> Iterator[Watched]:
    with window_on(browser, live_server, small, lang_and_width[1], "/dossiers/small/votes") as there:
        yield there


def test_from_the_list_to_the_source_of_a_seat(window: Watched) -> None:
    """By keyboard: the list narrows as one types; the first vote is opened; a seat says whose it is and leads to its source."""
    page = window.page
    expect(page.locator("#votes tbody tr")).to_have_count(3)
    page.locator("#votes-q").focus()
    page.keyboard.type("first")
    expect(page.locator("#votes tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("q=first"))
    page.locator("#votes tbody a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("A/RES/1")

    figure = seats(page)
    mark(figure, "Kenya").focus()
    page.keyboard.press("Enter")
    source = page.locator('a[href$="/evidence/e1/read"]').first
    expect(source).to_be_visible()
    assert "hidden-co" not in page.content()
    source.focus()
    opened(page, str(source.get_attribute("href")))
    expect(page.locator("main")).to_contain_text("Statement of France")
    assert window.wide() == []


def test_a_member_is_looked_for_and_another_vote_is_laid_beside(window: Watched) -> None:
    page = window.page
    opened(page, "/dossiers/small/votes/r2/vote")
    page.locator('input[name="name"]').fill("mexi")
    page.keyboard.press("Enter")
    expect(page.locator("#members")).to_be_in_viewport()
    expect(page.locator(".voters dd a")).to_have_text(["Mexico"])

    page.locator('input[name="with"]').fill("A/RES/1")
    page.keyboard.press("Enter")
    expect(page.locator(".crossing tbody tr")).to_have_count(4)
    assert window.wide() == []
