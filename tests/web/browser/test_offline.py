"""With the server gone the page for want of a connection comes, and nothing of a dossier is left in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import context_of, opened
from playwright.sync_api import Browser, expect
from web.browser.watched import AXE, Watched
from web.sites import PASSWORD, Server, prepared

pytestmark = pytest.mark.browser

STORED = """async () => {
  const found = [];
  for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found;
}"""
WORKER = "navigator.serviceWorker.ready.then((one) => one.active.state)"
CONTROLLED = """() => navigator.serviceWorker.controller !== null"""


def test_without_the_server_the_page_comes_and_no_page_of_a_dossier_was_stored(browser: Browser, tmp_path: Path) -> None:
    with prepared(tmp_path, postgresql=False) as environment:
        server = Server(environment)
        address = f"http://127.0.0.1:{server.port}"
        context = context_of(browser, viewport={"width": 390, "height": 844}, base_url=address)
        page = context.new_page()
        with server:
            opened(page, "/account/login/")
            page.locator("input[name=login]").fill("admin@legation.localhost")
            page.locator("input[name=password]").fill(PASSWORD)
            with page.expect_event("load"):
                page.locator("main button.primary").click()
            page.evaluate(WORKER)
            page.wait_for_function(CONTROLLED)
            for place in ("", "/actors", "/positions", "/rows/evidence/e1/row"):
                opened(page, f"/dossiers/small{place}")
            assert installable(page) == []
            stored = page.evaluate(STORED)
        assert "/offline" in stored
        assert [one for one in stored if one != "/offline" and not one.startswith("/static/")] == []

        page.goto("/dossiers/small/actors")
        expect(page.get_by_text("The site is out of reach")).to_be_visible()
        expect(page.get_by_text("Le site est hors d\u2019atteinte")).to_be_visible()
        assert "France" not in page.content()
        window = Watched(page, address)
        assert window.wide() == []
        if AXE.is_file():
            assert window.serious() == []
        assert page.evaluate(STORED) == stored
        context.close()


def installable(page: Any) -> list[Any]:
    """Return why the browser would not install the site; nothing where it would."""
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    session.detach()
    return [one for one in found if one["errorId"] != "in-incognito"]
