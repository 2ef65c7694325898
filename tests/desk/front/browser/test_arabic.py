"""Somebody registers in Arabic, in a drill, on a small telephone and a poor line that breaks while the last page is on its way."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import context_of, launched
from playwright.sync_api import Error, Page, Route
from web.browser.watched import AXE, Watched

from legation.web.front.catalogue import texts
from legation.web.front.places import FILE

if TYPE_CHECKING:
    from desk.front.conftest import Desk

pytestmark = [pytest.mark.browser]

AR = texts("ar")
LINE = {"offline": False, "latency": 300, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
"""50 kbit/s."""
SMALL = """() => [...document.querySelectorAll("button:not(.first), input:not([type=hidden], [type=radio], [type=checkbox]), textarea, .choice, a.button")]
  .filter((e) => e.getBoundingClientRect().height < 40).map((e) => e.outerHTML.slice(0, 100))"""
SLOW = 4_000
"""Milliseconds in which a page is there on that line, its style sheet included."""


@pytest.fixture
def served(desk: Desk) -> Iterator[str]:
    """Serve the front by its command."""
    desk.say(names={"ar": "القنصلية العامة (تمرين)"})
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    house = str(desk.folder.parent)
    command = [sys.executable, "-m", "legation", "consular", "front", "--data", house, "--port", str(port), "--lang", "en"]
    cleared = {name: value for name, value in os.environ.items() if not name.startswith(("LEGATION_", "DJANGO_"))}
    with (desk.folder.parent / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=cleared)
    try:
        assert server.stdout is not None
        assert f"127.0.0.1:{port}" in server.stdout.readline(), (desk.folder.parent / "log").read_text("utf-8")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=60)


def looked_at(window: Watched, pictures: Path, name: str) -> None:
    """See that a page fits the telephone, that a finger meets what it holds, and that axe finds nothing in it."""
    window.page.screenshot(path=str(pictures / f"front-ar-{name}.png"), full_page=True)
    assert window.wide() == []
    assert window.page.evaluate(SMALL) == []
    assert window.page.evaluate("document.documentElement.dir") == "rtl"
    if AXE.is_file() or os.environ.get("LEGATION_REQUIRE_ALL"):
        assert window.serious() == []


def pressed(page: Page, key: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=AR.say(key), exact=True).last.click()


def test_registering_in_arabic_on_a_poor_line_that_breaks_counts_once(
    chromium: str, served: str, desk: Desk, request: pytest.FixtureRequest
) -> None:
    if not FILE.is_file() and not os.environ.get("LEGATION_REQUIRE_ALL"):
        pytest.skip("the places are not there: make gazetteer packs them.")
    pictures = Path(request.config.rootpath) / "build" / "front"
    pictures.mkdir(parents=True, exist_ok=True)
    year = dt.datetime.now(dt.UTC).year + 1
    with launched(chromium) as browser:
        context = context_of(browser, viewport={"width": 360, "height": 780}, base_url=served, locale="ar")
        page = context.new_page()
        window = Watched(page, served)
        context.on("request", window.on_request)
        context.on("console", lambda said: window.complaints.append(said.text) if said.type in ("error", "warning") else None)
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", LINE)
        page.goto("/")
        took = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        assert took < SLOW, took
        looked_at(window, pictures, "start")
        assert window.complaints == []
        with page.expect_navigation(wait_until="load"):
            page.get_by_text(AR.say("start.register")).click()

        page.get_by_label(AR.say("stay.trip")).check()
        page.get_by_label(AR.say("stay.country"), exact=True).fill("لبنان")
        page.get_by_label(AR.say("stay.place")).fill("بيروت")
        page.get_by_label(AR.say("stay.leaves")).fill(f"{year}-08-06")
        pressed(page, "stay.search")
        page.get_by_label("بيروت (Beirut)").check()
        looked_at(window, pictures, "stay")
        pressed(page, "frame.next")
        page.get_by_label(AR.say("people.given")).fill("نور")
        page.get_by_label(AR.say("people.family")).fill("الحسيني")
        pressed(page, "people.add")
        page.get_by_label(AR.say("people.given")).last.fill("Zoé")
        looked_at(window, pictures, "people")
        pressed(page, "frame.next")
        pressed(page, "frame.next")
        looked_at(window, pictures, "contact-refused")
        page.get_by_label(AR.say("contact.phone")).fill("٠٣ ١٢٣ ٤٥٦")
        pressed(page, "frame.next")
        looked_at(window, pictures, "review")

        cut = []

        def lose(route: Route) -> None:
            cut.append(route.fetch().status)
            route.abort("internetdisconnected")

        page.route("**/register", lose, times=1)
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"), page.expect_navigation():
            page.get_by_role("button", name=AR.say("review.send"), exact=True).last.click(no_wait_after=True)
        page.wait_for_load_state("load")
        page.wait_for_timeout(500)  # the browser's own page of the fault comes after the fault
        page.reload()
        looked_at(window, pictures, "sent")
        assert page.get_by_text(AR.say("sent.registration")).count() == 1
        assert page.context.cookies() == []
        assert window.elsewhere == []
        context.close()

    assert cut == [200]
    ((_, content),) = desk.fetch()
    assert [one["given"] for one in content["people"]] == ["نور", "Zoé"]
    assert content["stay"]["place"]["name"] == "Beirut"
    assert content["contact"]["phone"] == "+9613123456"
