"""The sheet of a tally by keyboard alone, in a real browser: find, choose by a letter, seal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import opened
from playwright.sync_api import Browser, Page, expect

from legation.dossier.edit import Edit

from .conftest import Site
from .test_calendar import changed
from .window import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(browser: Browser, live_server: Any, site: Site) -> Iterator[Page]:
    """A page of a reader before a vote; every word of the console is an error."""
    changed(site, Edit("rollcalls", "add", "r3", {"symbol": "A/RES/3", "title": "First", "date": "2999-01-01", "stage": "plenary"}))
    with signed_in(browser, live_server, site.people["reader"]) as page:
        yield page


def test_find_choose_and_seal_by_keyboard(window: Page) -> None:
    opened(window, "/dossiers/small/tallies/r3/sheet")
    find = window.get_by_label("Find members or a group")
    find.focus()
    window.keyboard.type("estö")
    expect(window.get_by_label("Estonia")).to_be_visible()
    expect(window.get_by_label("France")).to_be_hidden()
    window.keyboard.press("Enter")
    assert "/sheet" in window.url
    window.keyboard.press("Tab")
    expect(window.get_by_label("Estonia")).to_be_focused()
    window.keyboard.type("n")
    expect(window.get_by_label("Estonia")).to_have_value("no")
    expect(window.locator("[data-counts] dd")).to_have_text(["0", "1", "0", "0"])
    find.fill("")
    window.get_by_label("France").focus()
    window.keyboard.type("y")
    window.get_by_role("button", name="Seal for good").focus()
    window.keyboard.press("Enter")
    expect(window.get_by_label("France")).to_be_disabled()
    made = window.request.get("/dossiers/small/tallies/r3/sheet.json").json()
    expect(window.locator("code.address").first).to_have_text(made["seal"])
    words = {member["actor"]: member["word"] for bench in made["benches"] for member in bench["members"]}
    assert (made["sealed"], words) == (True, {"EST": "no", "FRA": "yes", "DEU": ""})
