"""Fora taken on a telephone without scripts: from the first page of a dossier to what ICANN and ITU decide, in a few taps."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from browsing import ways
from playwright.sync_api import Browser
from web.browser.test_import import signed_in
from web.browser.watched import beside
from web.conftest import Site

from legation.language import Lang
from legation.web.dossiers import store

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TAPS = 7


@ways("lang, width", ("fr", 390), ("en", 1280))
def test_icann_and_itu_are_taken_in_a_few_taps(browser: Browser, live_server: Any, site: Site, lang: Lang, width: int) -> None:
    client = signed_in(site, lang)
    with beside(browser, live_server.url, width=width, java_script_enabled=False) as there:
        cookie = {"name": "legation-session", "value": client.cookies["legation-session"].value, "url": live_server.url}
        there.page.context.add_cookies([cookie])  # type: ignore[list-item]
        page, taps = there.page, 0

        def picture(name: str) -> None:
            assert there.wide() == []
            if os.environ.get("LEGATION_TEST_PICTURES"):
                folder = Path("build/fora")
                folder.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=folder / f"{name}-{lang}-{width}.png", full_page=True)

        page.goto("/dossiers/small")
        picture("1-dossier")
        page.locator("main a[href*='record=pack:internet-governance']").first.click()
        picture("2-fora")
        page.locator("input[name=fora][value=icann]").check()
        page.locator("input[name=fora][value=itu]").check()
        page.locator("main button.primary").first.click()
        picture("3-preview")
        page.locator("main button.primary").first.click()
        taps += 5
        picture("4-taken")

        site.dossier.refresh_from_db()
        content = store.content(store.revision_of(site.dossier))
        assert {"icann-ec", "itu-pp"} <= {row.id for row in content.processes}
        assert taps <= MOST_TAPS
