"""From an empty dossier to a note, on a telephone and in French, by somebody who has never been here: nothing but what the pages offer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from web.browser.conftest import Served
from web.browser.test_tutorial import sign_in
from web.browser.walk import Walk
from web.browser.watched import watched

from legation.language import Message

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Capteurs de crue"
VOTE = "Projet de résolution sur les capteurs"
ENGLISH = re.compile(r"\b(the|and|Reader|Open|Note of|Choose|your|with)\b")
"""Words that no French page has; titles of sources keep their own language and are not looked at."""


def test_a_first_note_on_a_telephone_in_french(served: Served, chromium: str, pictures: Path) -> None:
    with watched(chromium, served.address, width=390, locale="fr", has_touch=True, is_mobile=True) as window:
        walk = Walk(window, "fr", pictures / "fr-telephone")
        sign_in(walk, served)
        make_dossier(walk)
        state_aim(walk)
        add_issue(walk)
        place(walk)
        ask_for_decision(walk)
        make_note(walk)
        assert not window.complaints


def make_dossier(walk: Walk) -> None:
    walk.go("page-home.make")
    walk.field("page-import.dossier-title").fill(TITLE)
    walk.field("page-import.names").fill("France\nKenya\nMexique\nInde\n")
    walk.page.locator("input[name=vote]").fill(VOTE)
    walk.go("page-import.read-list")
    walk.go("page-import.make")
    expect(walk.page.locator("h1")).to_have_text(TITLE)
    expect(walk.page.locator("main")).to_contain_text("TLP:AMBER")
    walk.stop("a-new-dossier")


def home(walk: Walk) -> None:
    walk.page.goto(walk.page.url.partition("/dossiers/")[0] + "/")
    walk.settled()
    walk.dossier(TITLE)


def state_aim(walk: Walk) -> None:
    walk.go("path.entry.goal", within=".path")
    assert walk.page.locator("#f-aim_en").is_hidden(), "what a French desk does not write is folded"
    walk.cell("objectives", "aim").fill("La résolution est adoptée")
    walk.cell("objectives", "due").fill("2027-03-15")
    walk.cell("objectives", "rollcall").select_option(index=1)
    walk.cell("objectives", "goal").select_option("adopt")
    walk.stop("an-aim")
    walk.go("page-rows.save")


def add_issue(walk: Walk) -> None:
    home(walk)
    walk.go("path.add", within=".next-step", what=Message("path.entry.issue"))
    walk.cell("issues", "question").fill("Les membres partagent-ils leurs capteurs ?")
    walk.cell("issues", "low").fill("jamais")
    walk.cell("issues", "high").fill("toujours")
    walk.go("page-rows.save")


def place(walk: Walk) -> None:
    """Write positions with a finger."""
    home(walk)
    walk.go("path.entry.positions", within=".path")
    walk.shows("page-positions.help-touch")
    rows = walk.page.locator("#grid tbody tr")
    expect(rows).to_have_count(4)
    columns = walk.page.locator("#grid thead th[data-col]").evaluate_all("cells => cells.map(cell => cell.dataset.col)")
    for number in range(4):
        walk.page.locator(f'#grid td[data-at="{number},{columns.index("value")}"]').tap()
        walk.page.locator("#grid td input").fill(str(20 + 20 * number))
        walk.page.locator("#grid td input").press("Enter")
    walk.stop("positions-by-finger")
    walk.go("page-positions.save", within="#grid-form")
    expect(walk.page.locator(".notice.success")).to_be_visible()


def ask_for_decision(walk: Walk) -> None:
    home(walk)
    walk.go("path.entry.decision", within=".path")
    for name, words in (("to", "la directrice"), ("decision", "Approuver deux démarches."), ("recommendation", "Appeler le Kenya.")):
        walk.page.locator(f"[name={name}_fr]").fill(words)
    assert walk.page.locator("[name=decision_en]").is_hidden()
    walk.stop("a-decision")
    walk.go("web.save")
    expect(walk.page.locator(".notice.success")).to_be_visible()


def make_note(walk: Walk) -> None:
    home(walk)
    walk.follow(walk.page.locator("main .head .actions a").first)
    walk.go("page-briefs.make-note")
    walk.page.locator("main a[download]", has_text="PDF").first.wait_for()
    walk.shows("runs.paper.note")
    walk.shows("runs.paper.annex")
    assert not ENGLISH.search(walk.page.locator("main").inner_text())
    note = walk.page.frame_locator("iframe")
    expect(note.locator("h1")).to_have_text("Note à l’attention de la directrice")
    expect(note.locator("main")).to_contain_text("Approuver deux démarches.")
    walk.stop("the-note")
    walk.page.get_by_text(walk.words("runs.open"), exact=True).first.click()  # the note stands alone there, without a script of the site
    expect(walk.page.locator(".marking").first).to_contain_text("TLP:AMBER")
