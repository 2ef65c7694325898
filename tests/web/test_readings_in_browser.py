"""From a text to a confirmed share, in French, in a real browser: by keyboard, and on a narrow screen."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import opened, ready
from playwright.sync_api import Browser, Page, expect

from legation.web.dossiers import store

from .conftest import Site
from .window import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INCIDENT = '[statement]\ntitle_fr = "Sur la fuite"\naddressee_fr = "le public"\nfirm_fr = "la Banque de Kestrie"\n'
TEXT = " ".join(f"Le maire accuse la banque d'avoir ignoré l'avertissement {at}." for at in range(10))


@pytest.fixture
def window(browser: Browser, live_server: Any, site: Site) -> Iterator[Page]:
    """A page of the editor, in French, of a dossier that holds an incident."""
    head = store.revision_of(site.dossier)
    there = store.content(head)
    new = dataclasses.replace(there, files={**there.files, "incidents/fuite.statement.toml": INCIDENT.encode()})
    store.save(site.dossier, head.number, new, site.people["owner"], store.EVERYTHING, reason="")
    site.people["editor"].language = "fr"
    site.people["editor"].save()
    with signed_in(browser, live_server, site.people["editor"]) as page:
        yield page


def test_a_text_becomes_a_confirmed_share(window: Page) -> None:
    opened(window, "/dossiers/small/rows/evidence/new?next=/dossiers/small/evidence")
    window.locator("#f-title").fill("La Banque de Kestrie")
    window.locator("#f-kind").select_option("press")
    window.locator("details:has(#f-quote) > summary").click()
    window.locator("#f-quote").fill(TEXT)
    with window.expect_event("load"):
        window.get_by_role("button", name="Enregistrer").click()
    ready(window)
    window.get_by_role("link", name="Passages à lire").click()
    expect(window.get_by_role("heading", name="Passage 1 sur 10")).to_be_visible()
    expect(window.locator("blockquote mark").first).to_be_visible()
    window.set_viewport_size({"width": 390, "height": 800})
    for left in range(10, 0, -1):
        expect(window.get_by_role("heading", name=f"Passage 1 sur {left}")).to_be_visible()
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(window.get_by_text("Les parts sont données à partir de 10.")).to_be_visible()
        confirm(window)

    expect(window.get_by_role("heading", name="Aucun passage n’attend")).to_be_visible()
    row = window.get_by_role("row", name="L’organisation touchée")
    expect(row).to_contain_text("10")
    expect(row).to_contain_text("100")
    window.get_by_role("link", name="Qui le public met-il en cause ?").click()
    expect(window.get_by_role("button", name="Poser la question")).to_be_visible()


def confirm(page: Page) -> None:
    """Confirm by keyboard what is offered; where only a passage is, choose target and stance."""
    button = page.get_by_role("button", name="Confirmer")
    if not button.count():
        page.locator("#f-0-target").select_option("breached organisation")
        page.locator("#f-0-stance").select_option("blames")
        button = page.get_by_role("button", name="Enregistrer la lecture").first
    button.focus()
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    ready(page)
