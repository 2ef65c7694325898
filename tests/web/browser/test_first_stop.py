"""A pasted list of thirty countries and no file: who votes like them, who can move on a vote ahead, a tally sheet to print; in the browser.

It is done in few clicks, which are counted; the seconds, which are those of the machine, are reported beside the limit of three minutes.
``LEGATION_TEST_PICTURES`` leaves pictures.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from browsing import ways
from playwright.sync_api import expect
from web.browser.conftest import Served
from web.browser.test_tutorial import sign_in
from web.browser.walk import Walk
from web.browser.watched import watched

from legation.language import Lang

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIST = {
    "en": "France, Germany, Italy, Spain, Poland, Sweden, Norway, Switzerland, Türkiye, India, China, Japan, Indonesia, Singapore, Brazil, "
    "Mexico, Argentina, Chile, Colombia, Peru, Egypt, Nigeria, Kenya, Senegal, Ghana, Morocco, Jordan, Kazakhstan, Australia, Namibia",
    "fr": "France, Allemagne, Italie, Espagne, Pologne, Suède, Norvège, Suisse, Turquie, Inde, Chine, Japon, Indonésie, Singapour, Brésil, "
    "Mexique, Argentine, Chili, Colombie, Pérou, Égypte, Nigéria, Kenya, Sénégal, Ghana, Maroc, Jordanie, Kazakhstan, Australie, Namibie",
}
TITLE = {"en": "A test-ban vote", "fr": "Un vote sur les essais"}
VOTE = "Comprehensive Nuclear-Test-Ban Treaty"
SECONDS, CLICKS = 180, 15
WALKS: list[tuple[Lang, int]] = [("en", 1280), ("fr", 390), ("fr", 1280), ("en", 390)]


@ways("lang, width", *WALKS)
def test_thirty_pasted_countries_become_an_answer_and_a_sheet(
    served: Served, chromium: str, pictures: Path, lang: Lang, width: int
) -> None:
    with watched(chromium, served.address, width=width, locale=lang) as window:
        walk = Walk(window, lang, pictures / f"first-stop-{lang}-{width}")
        clicks: list[str] = []
        walk.page.expose_function("clicked", lambda tag: clicks.append(tag))
        walk.page.add_init_script("addEventListener('click', (e) => e.isTrusted && window.clicked(e.target.tagName), true)")
        sign_in(walk, served)
        clicks.clear()
        begun = time.monotonic()
        paste(walk, lang)
        walk.go("page-import.make")
        expect(walk.page.locator("h1")).to_have_text(TITLE[lang])
        made = time.monotonic() - begun
        ask(walk, "who-votes-alike", "100" if lang == "fr" else "100%")
        ask(walk, "who-can-move", VOTE)
        tally(walk)
        seconds = time.monotonic() - begun
        sys.stdout.write(f"{lang} {width}: made {made:.0f} s, all {seconds:.0f} s of {SECONDS}, {len(clicks)} clicks\n")
        assert 0 < len(clicks) <= CLICKS
        look(walk)
        assert not window.complaints


def paste(walk: Walk, lang: Lang) -> None:
    walk.go("page-home.make")
    walk.field("page-import.dossier-title").fill(TITLE[lang])
    walk.field("page-import.names").fill(LIST[lang].replace(", ", "\n"))
    walk.page.locator("input[name=vote]").fill(VOTE)
    walk.field("packs.goal").select_option("adopt")
    walk.go("page-import.read-list")
    expect(walk.page.locator("[name=record]")).to_have_value("pack:unga-votes")
    if os.environ.get("LEGATION_TEST_PICTURES"):
        walk.stop("votes-proposed")


def place(walk: Walk, name: str) -> None:
    """Open a part of the dossier; on a telephone out of the menu."""
    menu = walk.page.locator(".side > details:not([open]) > summary")
    if menu.count() and menu.is_visible():
        menu.click()
    walk.place(name)


def look(walk: Walk) -> None:
    """Look at each stop again, with axe and on a telephone; that is no part of the three minutes."""
    walk.stop("sheet")
    walk.page.go_back()
    walk.stop("papers")
    place(walk, "issues")
    walk.go("packs.title")
    walk.stop("take")


def ask(walk: Walk, question: str, found: str) -> None:
    """Open a question of the dossier and press its button."""
    place(walk, "questions")
    walk.go(f"{question}.title")
    walk.go("page-questions.ask", within="form.form")
    walk.page.locator("#finding").wait_for()
    expect(walk.page.locator("main")).to_contain_text(found)


def tally(walk: Walk) -> None:
    """Make the tally sheet of the vote ahead, as a file to print."""
    place(walk, "briefs")
    walk.go("page-briefs.make-tally", within="#paper-tally")
    walk.page.locator("main a[download]", has_text="PDF").first.wait_for()
    expect(walk.page.frame_locator("iframe").locator("main")).to_contain_text(VOTE)
