"""The field that names rows, as a person at a keyboard or with a finger meets it, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import opened, ways
from playwright.sync_api import Browser, Page, expect
from web.conftest import Site
from web.test_picker import many
from web.window import signed_in

from legation.web.runs.models import Run

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORM = "/dossiers/small/questions/who-took-up-our-words"


@pytest.fixture
def window(browser: Browser, live_server: Any, site: Site) -> Iterator[Page]:
    """A page of an owner with thirty companies; every word of the console is an error."""
    many(site)
    with signed_in(browser, live_server, site.people["owner"]) as page:
        yield page


def chips(page: Page, name: str) -> Any:
    return page.locator(f".picker:has(#option-{name}) .chip")


def test_rows_are_chosen_by_words_with_the_keyboard(window: Page) -> None:
    opened(window, FORM)
    field = window.locator("#option-us")
    field.focus()
    field.press_sequentially("company 1")
    expect(window.locator(".suggest:visible li").first).to_contain_text("Company 1")
    expect(window.locator(".picker:has(#option-us) [role=status]")).to_contain_text("12")
    field.press("Enter")
    expect(chips(window, "us")).to_have_text(["Company 1×"])
    field.press_sequentially("france")
    expect(window.locator(".suggest:visible li").first).to_contain_text("France")
    field.press("ArrowDown")
    field.press("ArrowUp")
    field.press("Enter")
    expect(chips(window, "us")).to_have_text(["Company 1×", "France×"])
    field.press("Backspace")
    expect(chips(window, "us")).to_have_text(["Company 1×"])
    field.press_sequentially("ger")
    expect(window.locator(".suggest:visible")).to_have_count(1)
    field.press("Escape")
    expect(window.locator(".suggest:visible")).to_have_count(0)
    field.fill("Germany")
    assert window.locator("input[name=us]").input_value() == "x1; Germany"
    window.locator("#option-phrase").fill("norms")
    window.locator("form.form .button.primary").click()
    window.wait_for_url("**/runs/*")
    assert Run.objects.latest("pk").options["us"] == "x1 DEU"


def test_one_row_is_chosen_and_taken_back(window: Page) -> None:
    opened(window, "/dossiers/small/questions/who-can-move")
    field = window.locator("#option-first")
    field.focus()
    expect(window.locator(".suggest:visible li").first).to_contain_text("A/RES/2")
    window.locator(".suggest:visible li").nth(1).click()
    expect(chips(window, "first")).to_contain_text(["A/RES/1"])
    expect(chips(window, "first")).to_be_focused()
    expect(field).to_be_hidden()
    assert window.locator("input[name=first]").input_value() == "r1"
    window.keyboard.press("Enter")
    expect(chips(window, "first")).to_have_count(0)
    expect(field).to_be_focused()


@ways("width", 1280, 390)
def test_it_stays_on_the_page(window: Page, width: int) -> None:
    window.set_viewport_size({"width": width, "height": 800})
    opened(window, f"{FORM}?us=x1+x2+x3+SAU")
    field = window.locator("#option-us")
    field.press_sequentially("comp")
    expect(window.locator(".suggest:visible li").first).to_be_visible()
    if folder := os.environ.get("LEGATION_PICTURES"):
        window.screenshot(path=f"{folder}/picker-{width}.png")

    assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = window.locator(".suggest:visible").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
