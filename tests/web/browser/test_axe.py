"""Every page of the site, as axe-core sees it and on a narrow screen: light, some of them dark, in French and English in turn.

Whether letters stand out is looked at once on each page, on the wide and on the narrow screen in turn: both take their colours from one sheet.
"""

from __future__ import annotations

import os
from typing import Any, Literal

import pytest
from browsing import opened, ready
from django.test import Client
from playwright.sync_api import Browser
from web.browser.watched import AXE, beside
from web.samples import address_of, made
from web.test_actors import saved

from legation.dossier.edit import Edit
from legation.language import LANGUAGES
from legation.web.accounts.models import Account
from legation.web.site.routing import ROUTES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW = {"width": 360, "height": 800}
WIDE = {"width": 1440, "height": 900}
OUTSIDE = ("/account/login/", "/account/password/change/", "/account/2fa/", "/account/sessions/", "/account/2fa/totp/activate/")
"""Pages of the accounts' library: they are shown in our frame."""
DARK = 5
"""One page in so many is looked at in the dark too, in the other language: the colours are those of one sheet."""
OF_TWO_ANSWERS = "runs.compare"
"""Shows nothing without two answers: the tutorial looks at it."""


def addresses(site: Any) -> dict[str, str]:
    """Return the address of each page of the site, by the name of its route."""
    saved(site, Edit("issues", "change", "norms", {"high": "a treaty"}))  # a second revision: the first can be restored
    samples = made(site)
    return {
        route.name: address_of(route, site, samples) for route in ROUTES.values() if route.kind == "page" and route.name != OF_TWO_ANSWERS
    }


@pytest.mark.parametrize(("scheme", "every"), [("light", 1), ("dark", DARK)])
def test_no_page_has_a_serious_fault_or_scrolls_sideways(
    browser: Browser, live_server: Any, site: Any, scheme: Literal["light", "dark"], every: int
) -> None:
    if not AXE.is_file() and not os.environ.get("LEGATION_REQUIRE_ALL"):
        pytest.skip("axe-core is not there: make test fetches it.")
    owner = site.people["owner"]
    Account.objects.filter(pk=owner.pk).update(is_administrator=True)  # so that the pages of the site are open too
    client = Client()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    pages = addresses(site) | {address: address for address in OUTSIDE[1:]}
    assert len(pages) > 50
    looked_at = list(pages.items())[::every]
    faults: dict[str, Any] = {}
    with beside(browser, live_server.url, color_scheme=scheme) as window:
        page = window.page
        opened(page, OUTSIDE[0])
        if found := window.serious():
            faults[OUTSIDE[0]] = found
        page.context.add_cookies([{"name": "legation-session", "value": client.cookies["legation-session"].value, "url": live_server.url}])
        for number, (name, address) in enumerate(looked_at):
            lang = LANGUAGES[(number + (scheme == "dark")) % 2]
            Account.objects.filter(pk=owner.pk).update(language=lang)
            page.set_viewport_size(WIDE)  # type: ignore[arg-type]
            answer = page.goto(address)
            if answer is None or answer.status != 200 or page.evaluate("document.documentElement.lang") != lang:
                faults[name] = (address, answer and answer.status)
                continue
            ready(page)
            page.evaluate("document.querySelectorAll('main details').forEach((e) => { e.open = true; })")
            found = window.serious(contrast=number % 2 == 0)
            page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            found += window.serious(contrast=number % 2 == 1) + window.wide()
            if found:
                faults[name] = found

    assert not faults, "\n".join(f"{name}: {found}" for name, found in faults.items())
    assert len(looked_at) >= 10
