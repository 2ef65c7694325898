"""The map of a live room on a telephone and on a screen: it comes by itself, weighs little, and follows the votes.

``LEGATION_LONG=1 pytest tests/web/browser/test_room_map.py``: a server, its worker of rooms and a browser take half a minute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from browsing import launched
from playwright.sync_api import Page, expect
from web.browser.watched import Watched, beside
from web.sites import ROOT, Server, prepared

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not os.environ.get("LEGATION_LONG"), reason="half a minute: LEGATION_LONG=1")]
LIGHT = 60_000
"""Bytes over the wire that the page may weigh, with its scripts and styles."""

_FILL = """
import json, sys
from legation.web.serving.database import set_up_there
set_up_there()
sys.path.insert(0, "tests")
from web.rooms_filled import filled
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.rooms.browser import Browser
from legation.web.stores.rooms.models import RoomSeat
inside = sys.argv[1]
room, there = filled(Dossier.objects.get(slug="small"), Account.objects.get(), 46, "en", inside=inside)
for number, seat in enumerate(there[:2]):
    found, _ = RoomSeat.objects.update_or_create(room=room, seat=seat, defaults={"digest": Browser(f"secret{number}").digest, "role": "participant"})
fresh = [one for one in RoomSeat.objects.filter(room=room, digest="", account=None).values_list("seat", flat=True) if one not in there][:5]
for number, seat in enumerate(fresh):
    RoomSeat.objects.filter(room=room, seat=seat).update(digest=Browser(f"fresh{number}").digest)
print(json.dumps([room.pk, len(fresh)]))
"""


def _filled(environment: dict[str, str], inside: str) -> str:
    made = subprocess.run([sys.executable, "-c", _FILL, inside], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return str(json.loads(made.stdout.splitlines()[-1])[0])


def _seated(window: Watched, room: str, secret: str) -> None:
    cookie = {"name": f"seat-{room}", "value": secret, "url": f"{window.base}/rooms/{room}/seat/", "httpOnly": True}
    window.page.context.add_cookies([cookie])  # type: ignore[list-item]  # a dict is one


def _vote_on_all(page: Page) -> None:
    while page.locator("article[data-statement]").count():
        statement = page.locator("article[data-statement]").get_attribute("data-statement")
        page.locator("#live .vote .agree").click()
        expect(page.locator(f"article[data-statement='{statement}']")).to_have_count(0)


@pytest.mark.parametrize("inside", ["anonymous", "organisation"])
def test_the_map_comes_by_itself_and_follows_the_votes(chromium: str, tmp_path: Path, pictures: Path, inside: str) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    with prepared(tmp_path, postgresql=False) as environment, launched(chromium) as browser:
        room = _filled(environment, inside)
        with Server(environment) as server:
            base = f"http://127.0.0.1:{server.port}"
            address = f"/rooms/{room}/seat/map"
            with (
                beside(browser, base, width=360, locale="fr-FR", has_touch=True) as phone,
                beside(browser, base, width=1280, locale="fr-FR") as screen,
            ):
                _seated(phone, room, "secret0")
                _seated(screen, room, "secret1")
                phone.page.goto(address)
                expect(phone.page.locator("h1")).to_contain_text("2 groupes", timeout=150_000)  # without a key or a touch
                expect(phone.page.locator(".room-map .me")).to_have_count(1)
                expect(phone.page.locator(".room-map .organisation")).to_have_count(5 if inside == "organisation" else 0)
                weight, _ = phone.bytes_of(address)
                assert weight < LIGHT
                screen.page.goto(address)
                for window, width in ((phone, 360), (screen, 1280)):
                    assert window.wide() == []
                    assert window.serious() == []
                    window.page.screenshot(path=pictures / f"room-map-{inside}-{width}.png", full_page=True)
                if inside == "anonymous":
                    before = screen.page.locator("#picture p").first.inner_text()
                    for number in range(5):
                        with beside(browser, base, width=390, locale="fr-FR") as fresh:
                            _seated(fresh, room, f"fresh{number}")
                            fresh.page.goto(f"/rooms/{room}/seat/")
                            _vote_on_all(fresh.page)
                    expect(screen.page.locator("#picture p").first).not_to_have_text(before, timeout=30_000)
                    assert "50" in screen.page.locator("#picture p").first.inner_text()
