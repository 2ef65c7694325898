"""The record of a meeting in a real browser, wide and narrow: what is undecided is told, what is confirmed is saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import opened, ways
from playwright.sync_api import Browser, Page, expect

from legation.dossier.edit import Edit

from .conftest import Site
from .test_calendar import changed
from .window import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(browser: Browser, live_server: Any, site: Site) -> Iterator[Page]:
    """A page of an editor with a meeting that is planned."""
    changed(
        site,
        Edit(
            "engagements",
            "add",
            "plan",
            {"date": "2030-05-01", "actor": "FRA", "channel": "meeting", "ask": "A vote", "known_on": "2019-01-01"},
        ),
    )
    with signed_in(browser, live_server, site.people["editor"], quiet=False) as page:  # an answer of 422 is an error of the console
        yield page


@ways("width", 390, 1280)
def test_a_record_is_filled_confirmed_and_saved(window: Page, width: int) -> None:
    window.set_viewport_size({"width": width, "height": 900})
    opened(window, "/dossiers/small/engagement/record?row=plan")
    assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    window.fill('[name="talk.place"]', "Geneva")
    window.fill('[name="answer-1.words"]', "With pleasure")
    window.fill('[name="promise-1.promise"]', "A text")
    window.get_by_role("button", name="Save the record").click()
    expect(window.locator("#answer-1-error")).to_be_visible()
    expect(window.locator("#promise-1-error")).to_be_visible()
    assert window.input_value('[name="promise-1.promise"]') == "A text"
    window.check('[name="answer-1.state"][value="confirmed"]')
    window.check('[name="promise-1.state"][value="left"]')
    window.get_by_role("button", name="Save the record").click()
    expect(window.get_by_text("With pleasure")).to_be_visible()
    expect(window.get_by_text("A text")).to_have_count(0)
