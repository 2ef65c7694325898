"""Six at a table, each in a browser of their own and on a telephone, and a wall: from the first offer to what each side wanted; one is cut off."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import launched, opened, ready
from playwright.sync_api import Browser, Locator, Page, expect
from web.browser.conftest import EMAIL
from web.browser.watched import Watched, beside
from web.played import BRIEFS, FLOORS, NAMES, SCORES, SIX
from web.sites import PASSWORD, ROOT, Server, prepared

pytestmark = pytest.mark.browser

CUT = "insurer"
SCRIPT = "<img src=x onerror=\"document.body.innerHTML=''\">"
_FILL = """
import json, sys
from types import SimpleNamespace
from legation.web.serving.database import set_up_there
set_up_there()
sys.path.insert(0, "tests")
from web.played import SIX, played
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
site = SimpleNamespace(dossier=Dossier.objects.get(slug="small"), people={"owner": Account.objects.get()})
made = played(site, sides=SIX[:int(sys.argv[1])], real=sys.argv[2] == "real")
print(json.dumps({"room": made.room.pk, "secrets": made.secrets}))
"""


@pytest.fixture
def looks() -> Iterator[Path]:
    """Return the folder in which pictures of the table are left."""
    folder = ROOT / "build" / "games"
    folder.mkdir(parents=True, exist_ok=True)
    yield folder


def _room(environment: dict[str, str], sides: int, session: str) -> dict[str, Any]:
    words = [sys.executable, "-c", _FILL, str(sides), session]
    made = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return dict(json.loads(made.stdout.splitlines()[-1]))


class Table:
    """Those who sit in a room, each in a window."""

    def __init__(self, browser: Browser, base: str, made: dict[str, Any], looks: Path, stack: contextlib.ExitStack) -> None:
        self.browser, self.base, self.made, self.looks, self.stack = browser, base, made, looks, stack
        self.windows: dict[str, Watched] = {}

    @property
    def seat(self) -> str:
        return f"{self.base}/rooms/{self.made['room']}/seat/"

    def sits(self, who: str, lang: str, width: int = 360) -> Page:
        """Let somebody sit down."""
        more: dict[str, Any] = {"has_touch": True} if width < 600 else {}
        window = self.stack.enter_context(beside(self.browser, self.base, width=width, locale=lang, **more))
        secret = self.made["secrets"][who]
        window.page.context.add_cookies([{"name": f"seat-{self.made['room']}", "value": secret, "url": self.seat, "httpOnly": True}])
        self.windows[who] = window
        opened(window.page, self.seat)
        return window.page

    def page(self, who: str) -> Page:
        return self.windows[who].page

    def goes(self, who: str, place: str) -> Page:
        """Tap one of the places at the bottom."""
        page = self.page(who)
        page.locator(f".places a[href$='?show={place}']").tap()
        page.wait_for_url(f"**show={place}*")
        ready(page)
        return page

    def checked(self, who: str, name: str) -> None:
        """Look for what axe finds and for what scrolls sideways, and leave a picture."""
        window = self.windows[who]
        window.page.screenshot(path=self.looks / f"{name}.png", full_page=True)
        assert window.wide() == [], name
        assert window.serious() == [], name

    def offers(self, who: str, *options: int, to: str = "") -> None:
        """Compose a package by tapping and send it."""
        page = self.goes(who, "offer")
        for issue, option in enumerate(options):
            page.locator(f".option:has([name=o{issue}][value='{option}'])").tap()
        worth = sum(SCORES[who][issue][option] for issue, option in enumerate(options))
        expect(page.locator("#total .points")).to_contain_text(str(worth))
        if to:
            page.locator("summary", has=page.locator("xpath=following-sibling::fieldset")).tap()
            page.locator(f".tick:has([value='{to}'])").tap()
        page.locator("#compose button.primary").tap()
        page.wait_for_url("**done=offered*")
        ready(page)

    def newest(self, who: str) -> Locator:
        return self.page(who).locator("article.offer").first


def _hosts(table: Table) -> Watched:
    """Sign in as whoever holds the room, and open its page."""
    window = table.stack.enter_context(beside(table.browser, table.base, width=1280, locale="en"))
    page = window.page
    opened(page, "/account/login/")
    page.locator("input[name=login]").fill(EMAIL)
    page.locator("input[name=password]").fill(PASSWORD)
    with page.expect_event("load"):
        page.locator("main button.primary").click()
    opened(page, f"/dossiers/small/rooms/{table.made['room']}")
    return window


def _played(table: Table) -> None:
    """Play from the first offer to the deal, with one cut and back."""
    for number, side in enumerate(SIX):
        table.sits(side, ("fr", "en")[number % 2])
    wall = table.sits("wall", "fr", 1600)
    state, users, insurer = table.page("state"), table.page("users"), table.page(CUT)
    expect(wall.locator(".exercise").first).to_be_visible()
    table.checked("state", "fr-360-empty")

    table.goes("users", "offer")
    for issue, option in enumerate((0, 1, 0)):
        users.locator(f".option:has([name=o{issue}][value='{option}'])").tap()
    table.checked("users", "fr-360-offer")
    table.offers("users", 0, 1, 0)
    for who in SIX:
        expect(table.newest(who)).to_contain_text(str(sum(SCORES[who][at][o] for at, o in enumerate((0, 1, 0)))))
    table.newest("state").locator("summary", has_text=re.compile("motif")).tap()
    table.newest("state").locator("textarea").fill(SCRIPT)
    table.newest("state").locator("button.no").tap()
    state.wait_for_url("**done=rejected*")
    expect(wall.locator("article.offer")).to_contain_text(SCRIPT)

    insurer.context.set_offline(True)
    table.offers("firm", 1, 1, 1, to="regulator")
    expect(table.newest("regulator")).to_contain_text("Aside" if SIX.index("regulator") % 2 else "En aparté")
    for who in ("state", "users", "finder"):
        expect(table.page(who).locator("article.offer")).to_have_count(1)
    expect(wall.locator("article.offer")).to_have_count(1)
    table.offers("regulator", 1, 1, 1)
    insurer.locator("article.offer button.no").tap()  # sent as soon as there is a connection
    expect(insurer.locator("#state")).not_to_be_empty()
    insurer.context.set_offline(False)
    expect(insurer.locator("article.offer")).to_have_count(2)  # in the same seat, with what came meanwhile; nothing that was said aside
    table.windows[CUT].complaints = [said for said in table.windows[CUT].complaints if not re.search("ERR_|Failed to load", said)]

    table.checked("firm", "en-360-table")
    table.checked("users", "fr-360-table")
    table.checked("wall", "fr-1600-wall")
    for who in ("state", "finder"):
        table.goes(who, "own")
        page = table.page(who)
        expect(page.locator("#live")).to_contain_text(BRIEFS[who]["fr" if SIX.index(who) % 2 == 0 else "en"])
        assert not [other for other in SIX if other != who and str(BRIEFS[other]["en"]) in page.content()]
        table.checked(who, f"360-own-{who}")
    table.goes("finder", "talk").locator("#text").fill("We can live with it.")
    table.page("finder").locator("#say button.primary").tap()
    expect(table.goes("users", "talk").locator("article.word")).to_contain_text("We can live with it.")
    table.checked("users", "fr-360-talk")

    for who in SIX:
        if who != "regulator":
            page = table.goes(who, "table")
            page.locator("article.offer", has=page.locator("button.yes")).first.locator("button.yes").tap()
            page.wait_for_url("**done=accepted*")
    for who in (*SIX, "wall"):
        expect(table.page(who).locator("section.deal")).to_contain_text("60")
    table.checked("users", "fr-360-deal")
    table.checked("wall", "fr-1600-deal")


def _revealed(table: Table) -> None:
    """Close the room as its host and open the secrets: each reads them, and has the way to the debrief."""
    host = _hosts(table).page
    closing = host.locator("form:has(button[name=phase][value=closed])")
    host.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    with host.expect_event("load"):
        closing.locator("button").click()
    expect(table.page("users").locator("#now .near")).to_be_visible()
    assert all(BRIEFS[other]["fr"] not in table.page("users").content() for other in SIX)
    with host.expect_event("load"):
        host.locator("form[action$='reveal'] button").click()
    for number, who in enumerate(SIX):
        page = table.page(who)
        expect(page.locator("#after")).to_be_visible()
        page.evaluate("document.querySelectorAll('#live details').forEach((one) => { one.open = true; })")
        for side in SIX:
            expect(page.locator("#live")).to_contain_text(BRIEFS[side][("fr", "en")[number % 2]])
        expect(page.locator("#live")).to_contain_text(str(FLOORS["regulator"]))
    expect(table.page("wall").locator("#live")).to_contain_text(NAMES["insurer"][1])
    table.checked("users", "fr-360-revealed")
    table.checked("firm", "en-360-revealed")
    table.checked("wall", "fr-1600-revealed")
    debrief = table.page("firm").locator(".debrief")
    expect(debrief).to_be_visible()
    with table.page("firm").expect_event("load"):
        debrief.tap()
    table.checked("firm", "en-360-debrief")


def test_six_play_from_the_first_offer_to_the_debrief_and_one_is_cut_off(chromium: str, tmp_path: Path, looks: Path) -> None:
    with prepared(tmp_path, postgresql=False) as environment, launched(chromium) as browser:
        made = _room(environment, len(SIX), "rehearsal")
        with Server(environment) as server, contextlib.ExitStack() as stack:
            table = Table(browser, f"http://127.0.0.1:{server.port}", made, looks, stack)
            _played(table)
            _revealed(table)
