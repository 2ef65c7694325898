"""A coordinator confirms, enters, releases; the world reads the list: at a desk in English, on a telephone in French."""

from __future__ import annotations

from typing import Any

import pytest
from browsing import opened, ways
from django.test import Client
from playwright.sync_api import Browser, expect
from web.browser.watched import beside
from web.circulated import filled

from legation.language import Lang, Message, say
from legation.web.accounts.models import Account
from legation.web.stores.public_lists.models import PublicList

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looked_at(window: Any) -> None:
    """Look for what axe finds serious, and for what makes the page scroll sideways."""
    assert (window.serious(), window.wide()) == ([], []), window.page.url


@ways("lang, width", ("fr", 360), ("en", 1280))
def test_from_a_claim_to_the_public_list(browser: Browser, live_server: Any, site: Any, lang: Lang, width: int) -> None:
    filled(site)
    editor = site.people["editor"]
    Account.objects.filter(pk=editor.pk).update(language=lang)
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")

    def words(name: str, **values: Any) -> str:
        return say(Message(f"page-circulations.{name}", **values), lang)

    with beside(browser, live_server.url, width=width, locale=lang) as window:
        page = window.page
        session = {"name": "legation-session", "value": client.cookies["legation-session"].value, "url": live_server.url}
        page.context.add_cookies([session])
        opened(page, "/dossiers/small/circulations")
        looked_at(window)
        page.locator("main h2 a").click()
        looked_at(window)

        page.get_by_label("Cedonia", exact=True).check()
        page.get_by_label(words("reference")).fill("Note 12/2020")
        page.get_by_role("button", name=words("confirm")).click()
        expect(page.locator(".lede strong")).to_contain_text("3")
        looked_at(window)

        page.get_by_role("link", name=words("enter")).click()
        looked_at(window)
        page.get_by_label(words("field-actor"), exact=True).fill("Dorne")
        page.get_by_label(words("channel")).select_option("spoken")
        page.get_by_label(words("reference")).fill("Chargé, 4/5")
        page.get_by_role("button", name=words("enter")).click()
        expect(page.locator(".lede strong")).to_contain_text("4")

        page.get_by_role("link", name=words("new-version")).click()
        looked_at(window)
        page.go_back()
        page.get_by_role("link", name=words("public"), exact=True).click()
        looked_at(window)
        page.get_by_role("button", name=words("release")).click()
        expect(page.locator("a.address")).to_be_visible()
        looked_at(window)

    key = PublicList.objects.get().pk
    with beside(browser, live_server.url, width=width, locale=lang) as window:
        page = window.page
        page.goto(f"{live_server.url}/statements/{key}")
        expect(page.locator("main")).to_contain_text("République d’Aland" if lang == "fr" else "Republic of Aland")
        expect(page.locator("main")).to_contain_text("Dorne")
        looked_at(window)
