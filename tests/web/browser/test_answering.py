"""One that is invited, on a telephone without script, in both languages: it reads, answers in two steps, and keeps its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from web.answering import Circulated, filled
from web.browser.watched import beside

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "en": ("Open the text", "Read before sending", "Send this answer", "Receipt"),
    "fr": ("Ouvrir le texte", "Relire avant l’envoi", "Envoyer cette réponse", "Accusé de réception"),
}


@pytest.fixture
def there(site: Any, live_server: Any) -> Circulated:
    return filled(site)


@pytest.fixture(params=["en", "fr"])
def window(request: Any, browser: Browser, live_server: Any, there: Circulated) -> Iterator[Any]:
    with beside(browser, live_server.url, width=360, has_touch=True, is_mobile=True, locale=request.param) as seen:
        seen.lang = request.param
        yield seen


def test_an_invited_one_answers_on_a_telephone(window: Any, there: Circulated) -> None:
    page, (open_it, read_it, send_it, receipt) = window.page, WORDS[window.lang]
    page.goto(there.opened_at("EST"))
    looks = [(window.serious(), window.wide())]
    page.get_by_role("button", name=open_it, exact=True).tap()
    expect(page.locator("#text")).to_be_visible()
    looks.append((window.serious(), window.wide()))
    page.locator('[name="kind"][value="reservation"]').tap()
    page.get_by_role("button", name=read_it).tap()
    expect(page.locator("#wrong-words")).to_be_visible()
    looks.append((window.serious(), window.wide()))
    page.fill("#words", "TYPED " * 40)
    page.get_by_role("button", name=read_it).tap()
    expect(page.locator("dl")).to_contain_text("TYPED")
    looks.append((window.serious(), window.wide()))
    page.get_by_role("button", name=send_it).tap()
    expect(page.locator("h1")).to_have_text(receipt)
    looks.append((window.serious(), window.wide()))

    window.complaints[:] = [said for said in window.complaints if "status of 422" not in said]  # words were missing, and asked for
    assert looks == [([], [])] * 5
    assert [row.answer for name, row in there.signatures().items() if name.startswith("EST")] == ["reservation"]
