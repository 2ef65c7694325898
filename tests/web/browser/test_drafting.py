"""Two delegations and a projector before one text, on a telephone, by keyboard and without a connection; instructions never leave the browser."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from browsing import launched, ready
from playwright.sync_api import Browser, Page, Request, expect
from web.browser.watched import Watched, beside
from web.sites import ROOT, Server, prepared

pytestmark = pytest.mark.browser

CANARY = "CANARYMANDATE"
_FILL = """
import json, sys
from types import SimpleNamespace
from legation.web.serving.database import set_up_there
set_up_there()
sys.path.insert(0, "tests")
from web.text_room import text_room
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
site = SimpleNamespace(dossier=Dossier.objects.get(slug="small"), people={"owner": Account.objects.get()})
print(json.dumps(text_room(site).room.pk))
"""


def _room(environment: dict[str, str]) -> str:
    made = subprocess.run([sys.executable, "-c", _FILL], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return str(json.loads(made.stdout.splitlines()[-1]))


def _sits(window: Watched, room: str, who: str, sent: list[str]) -> Page:
    address = f"{window.base}/rooms/{room}/seat/"
    window.page.context.add_cookies([{"name": f"seat-{room}", "value": f"secret-{who}", "url": address, "httpOnly": True}])

    def note(request: Request) -> None:
        sent.append(f"{request.url} {request.post_data or ''} {request.headers}")

    window.page.context.on("request", note)
    window.page.goto(address)
    ready(window.page)
    return window.page


def _checked(window: Watched, pictures: Path, name: str) -> None:
    window.page.screenshot(path=pictures / f"text-{name}.png", full_page=True)
    assert window.wide() == []
    assert window.serious() == []


def _choose(page: Page, unit: str, first: int, last: int) -> None:
    for n in (first, last):
        page.locator(f"#u-{unit} .w[data-n='{n}']").tap()


def negotiated(browser: Browser, base: str, room: str, pictures: Path) -> list[str]:
    """Negotiate; return all that was sent."""
    sent: list[str] = []
    with contextlib.ExitStack() as stack:

        def window(**options: Any) -> Watched:
            return stack.enter_context(beside(browser, base, **options))

        phone, desk, wall = (
            window(width=360, locale="fr-FR", has_touch=True),
            window(width=1280, locale="en-GB"),
            window(width=1280, locale="en-GB"),
        )
        fra, rus = _sits(phone, room, "fra", sent), _sits(desk, room, "rus", sent)
        screen = _sits(wall, room, "screen", sent)

        fra.locator("#mandate summary").click()
        fra.locator("#mandate-text").fill(f"1: {CANARY} gardez shall\n2. repli: each two years")
        expect(fra.locator("#u-1 .mandate")).to_have_text(f"{CANARY} gardez shall")
        fra.locator("#mandate summary").click()

        _choose(fra, "1", 3, 5)  # in good faith
        expect(fra.locator("#compose [data-chosen] q")).to_have_text("in good faith")
        fra.locator("#compose #text").fill("sans délai")
        expect(fra.locator("#preview ins")).to_have_text("sans délai")
        _checked(phone, pictures, "compose-360")
        fra.locator("#compose button.primary").click()
        for page in (fra, rus, screen):
            expect(page.locator("#u-1 .br").nth(1)).to_contain_text("sans délai")

        words = rus.locator("#u-3 .words")  # by keyboard alone
        words.focus()
        for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight"):
            rus.keyboard.press(key)
        rus.keyboard.press("Enter")
        rus.keyboard.press("ArrowDown")  # from replace to insert
        rus.locator("#compose #text").focus()
        rus.keyboard.type("solemnly")
        rus.keyboard.press("Tab")
        while not rus.evaluate("document.activeElement.matches('#compose button.primary')"):
            rus.keyboard.press("Tab")
        _checked(desk, pictures, "keyboard-1280")
        rus.keyboard.press("Enter")
        expect(fra.locator("#u-3 .br")).to_contain_text("solemnly")
        expect(fra.locator("#u-1 .mandate")).to_have_count(1)

        fra.context.set_offline(True)
        fra.locator("#u-3 .who").tap()
        fra.locator("#stand [value=oppose]").tap()
        _choose(fra, "3", 0, 1)
        fra.locator("#compose #text").fill("Ce texte-ci")
        fra.locator("#compose button.primary").click()
        expect(fra.locator("#waits li")).to_have_count(2)
        expect(fra.locator("#state")).not_to_be_empty()
        fra.context.set_offline(False)
        expect(rus.locator("#u-3")).to_contain_text("FRA oppose")
        expect(rus.locator("#u-3")).to_contain_text("Ce texte-ci")
        expect(fra.locator("#waits li")).to_have_count(0)
        phone.complaints.clear()  # that there was no connection

        alone = rus.locator("#stand [name=chair]")  # what was said to the chair alone is said so again, and of that bracket only
        rus.locator("#u-3 .who").first.click()
        alone.check()
        rus.locator("#stand [value=flexible]").click()
        expect(rus.locator("#u-3 .who[data-alone]")).to_have_count(1)
        rus.locator("#u-1 .who").first.click()
        expect(alone).not_to_be_checked()
        rus.locator("#u-3 .who[data-alone]").click()
        expect(alone).to_be_checked()
        rus.keyboard.press("Escape")

        rus.locator("#u-2 .w[data-n='0']").click()  # words move while somebody writes
        rus.locator("#u-2 .w[data-n='6']").click(modifiers=["Shift"])
        rus.locator("#compose #text").fill("Each year States report,")
        _choose(fra, "2", 0, 0)
        fra.locator("#compose [name=operation][value=insert]").check()
        fra.locator("#compose #text").fill("parties")
        fra.locator("#compose button.primary").click()
        expect(rus.locator("#compose .near")).to_have_count(1)
        expect(rus.locator("#compose #text")).to_have_value("Each year States report,")
        rus.locator("#compose button.primary").click()
        expect(rus.locator("#waits .near")).to_contain_text("Each year States report,")
        desk.complaints = [said for said in desk.complaints if "409" not in said]

        fra.goto(f"{base}/rooms/{room}/seat/?unit=1")
        ready(fra)
        expect(fra.locator("#u-1 .mandate")).to_have_text(f"{CANARY} gardez shall")
        _checked(phone, pictures, "paragraph-360")
        for one, name in ((phone, "fr-360"), (desk, "en-1280"), (wall, "screen")):
            one.page.goto(f"{base}/rooms/{room}/seat/")
            ready(one.page)
            _checked(one, pictures, name)
        phone.complaints = [said for said in phone.complaints if not re.search("ERR_|Failed to load", said)]
    return sent


def test_a_text_is_negotiated_by_touch_by_keyboard_and_without_a_connection(chromium: str, tmp_path: Path, pictures: Path) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    with prepared(tmp_path, postgresql=False) as environment, launched(chromium) as browser:
        room = _room(environment)
        with Server(environment) as server:
            sent = negotiated(browser, f"http://127.0.0.1:{server.port}", room, pictures)
    assert len(sent) > 30
    assert not [one for one in sent if CANARY in one]
