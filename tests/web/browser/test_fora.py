"""Fora taken on a telephone without scripts: from an empty dossier to the answer of where to take a matter, clicks and seconds counted."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

import pytest
from browsing import ways
from playwright.sync_api import Browser, Locator, expect
from web.browser.test_import import signed_in
from web.browser.watched import beside
from web.conftest import Site

from legation.dossier import decode
from legation.language import Lang, Message, say
from legation.web.dossiers import store
from legation.web.runs.worker import Worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_TAPS, MOST_SECONDS = 9, 120
EMPTY = {"dossier.toml": b'id = "desk"\ntitle = "Desk"\n'}
QUESTION = "where-should-we-take-it"
ANSWERED = {
    "fr": "n’en surclasse une autre sur tous les points",
    "en": "beats another in everything",
}


@ways("lang, width", ("fr", 390), ("en", 1280))
def test_icann_and_itu_are_taken_and_compared_in_a_few_taps(browser: Browser, live_server: Any, site: Site, lang: Lang, width: int) -> None:
    client = signed_in(site, lang)
    dossier = store.create(decode(EMPTY), site.people["editor"])
    with beside(browser, live_server.url, width=width, java_script_enabled=False) as there:
        cookie = {"name": "legation-session", "value": client.cookies["legation-session"].value, "url": live_server.url}
        there.page.context.add_cookies([cookie])  # type: ignore[list-item]
        page, taps = there.page, []
        begun = time.monotonic()

        def tap(place: Locator) -> None:
            words = (place.text_content() or place.get_attribute("value") or "").strip()
            place.click()
            taps.append(words[:40])

        def picture(name: str) -> None:
            assert there.wide() == []
            if os.environ.get("LEGATION_TEST_PICTURES"):
                folder = Path("build/fora")
                folder.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=folder / f"{name}-{lang}-{width}.png", full_page=True)

        page.goto("/dossiers/desk")
        picture("1-dossier")
        tap(page.locator("main a[href*='record=pack:internet-governance']").first)
        picture("2-fora")
        tap(page.locator("input[name=fora][value=icann]"))
        tap(page.locator("input[name=fora][value=itu]"))
        tap(page.locator("main button.primary").first)
        picture("3-preview")
        tap(page.locator("main button.primary").first)
        picture("4-taken")
        dossier.refresh_from_db()
        content = store.content(store.revision_of(dossier))
        assert {"icann-ec", "itu-pp"} <= {row.id for row in content.processes}

        menu = page.locator(".side > details:not([open]) > summary")
        if menu.count() and menu.is_visible():
            tap(menu)
        tap(page.locator("a[href$='/dossiers/desk/questions']").first)
        tap(page.locator(f"main a[href$='/questions/{QUESTION}']").first)
        expect(page.locator("h1")).to_have_text(say(Message(f"{QUESTION}.title"), lang))
        tap(page.locator("main form.form button.primary, main form.form button").first)
        worker = Worker(every=60)
        while worker.once():
            pass
        page.reload()
        picture("5-answer")
        seconds = time.monotonic() - begun
        said = f"{lang} {width}: {len(taps)} taps {taps}, {seconds:.0f} s"
        stands = re.sub(r"\s+", " ", page.locator("main").inner_text())
        assert ANSWERED[lang] in stands, said
        assert "ICANN" in stands and ("UIT" if lang == "fr" else "ITU") in stands, said
        assert len(taps) <= MOST_TAPS, said
        assert seconds <= MOST_SECONDS, said
