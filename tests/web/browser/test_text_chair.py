"""A room for a text is opened by its form, its chair decides on a telephone and on a desk, in French and in English, by keyboard too."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from browsing import launched, opened, ready, ways
from playwright.sync_api import Page, expect
from web.browser.watched import Watched, beside
from web.sites import PASSWORD, ROOT, Server, prepared

pytestmark = pytest.mark.browser
TEXT = """PP1. Recalling the reports of the Group of Governmental Experts and of the Open-ended Working Group,

1. States [shall][should] report incidents [within 72 hours][without undue delay].

2. States protect critical infrastructure [and the general availability of the Internet].

3. The Secretary-General is invited to submit a report."""
_SAID = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"
import django
django.setup()
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.stores.rooms.models import Room
room = Room.objects.get()
state = DESK.room(room.pk).state
of = {one.organisation: one.id for one in state.seats.values() if one.organisation}
words = {"".join(state.draft.words(one)).strip(): one.id for one in state.draft.held.values()}
def say(organisation, kind, **data):
    (written,) = DESK.write(room.pk, of[organisation], [Draft(kind=kind, data=data)])
    assert written.refused is None, written.refused
for organisation, quoted, stance in (("FRA", "shall", "support"), ("DEU", "shall", "oppose"), ("DEU", "should", "support"), ("EST", "should", "oppose"),
        ("FRA", "should", "oppose"), ("EST", "within 72 hours", "oppose"), ("DEU", "within 72 hours", "oppose"), ("FRA", "within 72 hours", "support"),
        ("EST", "and the general availability of the Internet", "oppose")):
    say(organisation, "stood", target=words[quoted], stance=stance, public=True)
say("FRA", "received", what="1")
say("EST", "confided", id="c1", text="Our capital can live with 72 hours if reporting stays voluntary.")
"""


def _sign_in(page: Page) -> None:
    opened(page, "/account/login/")
    page.locator("input[name=login]").fill("admin@legation.localhost")
    page.locator("input[name=password]").fill(PASSWORD)
    _press(page, "main button.primary")


def _press(page: Page, button: str) -> None:
    with page.expect_event("load"):
        page.locator(button).click()


def _checked(window: Watched, pictures: Path, name: str) -> None:
    """Look at a page on a desk and on a telephone: nothing runs over its edge, and axe finds nothing serious."""
    for width in (1280, 360):
        window.page.set_viewport_size({"width": width, "height": 900})
        assert window.wide() == [], (name, width)
        window.page.screenshot(path=pictures / f"text-{name}-{width}.png", full_page=True)
    assert window.serious() == [], name


def _open(host: Page) -> str:
    """Open the room, seat three delegations; return the address of the chair's door."""
    opened(host, "/dossiers/small/rooms/new/text")
    for name, words in (("title", "Rolling text on norms"), ("text", TEXT), ("host", "The desk"), ("interest", "To agree on norms")):
        host.locator(f"[name={name}]").fill(words)
    for name, words in (("machine", "The ministry"), ("law", "French law")):
        host.locator(f"[name={name}]").fill(words)
    host.locator("[name=zone]").select_option("Europe/Paris")
    host.locator("[name=silence_accepts]").check()
    _press(host, "main button.primary")
    ready(host)
    address = host.url
    door = re.search(r"/join/[A-Z]{10}/", host.content())
    assert door is not None
    for one in ("FRA", "DEU", "EST"):
        opened(host, f"{address}/organisations")
        host.locator("#organisation").select_option(one)
        _press(host, "main form.card button.primary")
        ready(host)
    opened(host, address)
    return door[0]


def _decides(chair: Page, paragraph: str, summary: str, button: str) -> None:
    """Open what can be done in a paragraph and do it, by keyboard alone."""
    part = chair.locator(f"[id='u-{paragraph}']")
    part.locator("summary", has_text=summary).first.focus()
    chair.keyboard.press("Enter")
    with chair.expect_event("load"):
        part.locator("details[open] button", has_text=button).first.press("Enter")


@pytest.mark.slow
@ways("lang", "fr", "en")
def test_the_desk_of_a_chair(chromium: str, tmp_path: Path, pictures: Path, lang: str) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    locale = {"fr": "fr-FR", "en": "en-GB"}[lang]
    words: dict[str, Any] = {
        "fr": ("Lever ce crochet", "Lever le crochet", "Constater l’accord", "Constater"),
        "en": ("Close this bracket", "Close the bracket", "Record agreement", "Record"),
    }
    close, closed, level, raised = words[lang]
    with prepared(tmp_path, postgresql=False) as environment, launched(chromium) as browser, Server(environment) as server:
        base = f"http://127.0.0.1:{server.port}"
        with beside(browser, base, width=1280, locale=locale) as host, beside(browser, base, width=1280, locale=locale) as seat:
            _sign_in(host.page)
            opened(host.page, "/dossiers/small/rooms/new/text")
            _checked(host, pictures, f"new-{lang}")
            door = _open(host.page)
            _checked(host, pictures, f"host-{lang}")
            opened(host.page, f"{host.page.url}/organisations")
            _checked(host, pictures, f"delegations-{lang}")
            subprocess.run([sys.executable, "-c", _SAID], env=environment, cwd=ROOT, check=True, capture_output=True)
            chair = seat.page
            chair.goto(door)
            _checked(seat, pictures, f"door-{lang}")
            _press(chair, "main button.primary")
            root = chair.url.rstrip("/") + "/chair"
            for page in ("", "/text", "/versions", "/silences", "/caucus"):
                chair.goto(root + page)
                _checked(seat, pictures, f"chair{page.replace('/', '-')}-{lang}")
            chair.goto(root)
            expect(chair.locator("#fresh")).to_be_hidden()
            other = chair.context.new_page()
            other.goto(root)
            before = chair.locator("[id='u-pp1'] .level").inner_text()
            _decides(other, "pp1", level, raised)
            assert other.url.endswith("#u-pp1")
            other.close()
            expect(chair.locator("[id='u-pp1'] .level")).not_to_have_text(before)  # shown at once, by the stream
            _decides(chair, "2", close, closed)  # Estonia stands against it
            assert chair.locator("[role=alert]").count() == 1
            _checked(seat, pictures, f"chair-refused-{lang}")
            chair.goto(f"{root}/silences")
            chair.locator("input[name=units]").last.check()
            chair.locator("[name=level]").select_option("adopted")
            chair.locator("[name=day]").fill("2099-07-14")
            chair.locator("[name=time]").fill("18:30")
            chair.locator("[name=zone]").select_option("America/New_York")
            _press(chair, "form button.primary")
            assert chair.locator("li.num").count() == 3
            _checked(seat, pictures, f"chair-silence-{lang}")
            chair.goto(f"{root}/text")
            chair.locator("#text").fill(TEXT.replace("[shall][should]", "should").replace("72 hours", "seven days"))
            _press(chair, "form button.primary")
            _checked(seat, pictures, f"chair-look-{lang}")
            _press(chair, "form button.primary")
            chair.goto(f"{root}/versions?from=1&to=2")
            _checked(seat, pictures, f"chair-compared-{lang}")
            seat.complaints = [one for one in seat.complaints if "409" not in one]  # what was refused is said so
