"""The palette by keyboard alone, in a real browser; without scripts its button is a link to the search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browsing import context_of, opened
from playwright.sync_api import Browser, Page, expect

from .conftest import Site
from .window import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(browser: Browser, live_server: Any, site: Site) -> Iterator[Page]:
    """A page of an editor; every word of the console is an error."""
    with signed_in(browser, live_server, site.people["editor"]) as page:
        yield page


def test_keys_open_it_choose_and_go(window: Page) -> None:
    opened(window, "/dossiers/small/issues")
    window.keyboard.press("Control+k")
    field, options = window.get_by_role("combobox"), window.get_by_role("option")
    expect(field).to_be_focused()
    expect(options.first).to_be_visible()

    window.keyboard.type("germ")
    expect(options.first).to_contain_text("Germany")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "palette-0")
    window.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    window.keyboard.press("ArrowUp")
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", level=1)).to_contain_text("Germany")


def test_enter_before_the_list_has_come_goes_where_all_the_words_lead(window: Page) -> None:
    opened(window, "/dossiers/small/issues")
    window.keyboard.press("Control+k")
    expect(window.get_by_role("option").first).to_be_visible()

    window.keyboard.type("germany")
    window.keyboard.press("Enter")
    expect(window.get_by_role("heading", level=1)).to_contain_text("Germany")


def test_escape_closes_it_and_its_button_opens_it(window: Page) -> None:
    opened(window, "/dossiers/small/issues")
    dialog = window.locator("dialog.palette")
    window.locator("[data-palette]").click()
    expect(dialog).to_be_visible()
    window.keyboard.type("Germny zz")
    expect(dialog.get_by_role("status")).to_contain_text("Nothing fits")
    window.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_without_scripts_the_button_leads_to_the_search(browser: Browser, live_server: Any, site: Site) -> None:
    from django.test import Client

    client = Client()
    client.force_login(site.people["reader"], backend="django.contrib.auth.backends.ModelBackend")
    context = context_of(browser, base_url=live_server.url, java_script_enabled=False)
    context.add_cookies([{"name": "legation-session", "value": client.cookies["legation-session"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto("/dossiers/small/issues")
    page.locator("[data-palette]").click()

    assert page.url.endswith("/dossiers/small/search")
    context.close()
