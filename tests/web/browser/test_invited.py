"""A colleague and a guest are invited from *Sharing* and come in: at a desk in English, on a telephone in French."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import opened, ready
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from web.browser.watched import Watched, beside

from legation.language import Lang, Message, say
from legation.web.accounts.models import Account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a sentence that is long enough"


class Clicks:
    """What a person presses, and how often."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, words: str, within: str = "main") -> None:
        """Press what says something, and wait for the page to which it leads."""
        self.count += 1
        pressed = self.page.locator(within).locator("a, button").filter(has_text=words).first
        with self.page.expect_event("load"):
            pressed.click()
        ready(self.page)


def signed_in(window: Watched, account: Account, address: str) -> None:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    window.page.context.add_cookies([{"name": "legation-session", "value": client.cookies["legation-session"].value, "url": address}])


def come(browser: Browser, address: str, link: str, lang: Lang, width: int) -> tuple[str, list[Any]]:
    """Make the account of a link in a browser of its own, open the dossier from home, and return its heading and what axe finds."""
    with beside(browser, address, width=width, locale=lang) as window:
        page = window.page
        opened(page, link)
        page.locator("input[name=name]").fill(f"New {lang}")
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        clicks = Clicks(page)
        clicks.press(say(Message("page-accounts.make-account"), lang))
        found = window.serious() + window.wide()
        clicks.press("petite affaire" if lang == "fr" else "small matter", within="main h3")
        assert clicks.count == 2
        return page.locator("h1").inner_text(), found


@pytest.mark.parametrize(("lang", "width", "role"), [("en", 1280, "reader"), ("fr", 390, "guest")])
def test_a_colleague_and_a_guest_are_invited(browser: Browser, live_server: Any, site: Any, lang: Lang, width: int, role: str) -> None:
    owner = site.people["owner"]
    Account.objects.filter(pk=owner.pk).update(is_administrator=True, language=lang)
    with beside(browser, live_server.url, width=width) as window:
        page = window.page
        signed_in(window, owner, live_server.url)
        opened(page, "/dossiers/small")
        clicks = Clicks(page)
        if width < 900:
            page.locator(".fold > summary").click()
        clicks.press(say(Message("web.place.sharing"), lang), within=".places")
        page.get_by_label(say(Message("page-sharing.who"), lang)).fill(f"new-{role}@example.org")
        page.locator("select[name=role]").first.select_option(role)
        assert not window.serious() + window.wide()
        clicks.press(say(Message("page-sharing.share"), lang))
        link = page.locator("#link").input_value()
        assert not window.serious() + window.wide()
        clicks.press(say(Message("page-accounts.link.back"), lang))
        expect(page.get_by_text(f"new-{role}@example.org", exact=True)).to_be_visible()
        assert clicks.count == 3

    heading, found = come(browser, live_server.url, link, lang, width)

    assert not found
    assert heading == ("Une petite affaire" if lang == "fr" else "A small matter")
    account = Account.objects.get(email=f"new-{role}@example.org")
    assert account.is_guest is (role == "guest")
