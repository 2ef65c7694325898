"""A telegram is pasted on a telephone, by a post and by the desk, and the desk accepts the answers as promises: French, 360 pixels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect
from web.browser.watched import beside
from web.posted import Posted, filled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = """Tallinn, le 3 mars 2020

Estonie : reçu ce jour par la directrice des Nations unies au ministère. L'Estonie votera pour le projet, m'a-t-elle dit.

France : la délégation réfléchit encore, semble-t-il.
"""


@pytest.fixture
def posted(site: Any, live_server: Any) -> Posted:
    return filled(site)


@pytest.fixture
def window(browser: Browser, live_server: Any, posted: Posted) -> Iterator[Any]:
    with beside(browser, live_server.url, width=360, has_touch=True, is_mobile=True, locale="fr") as there:
        yield there
        there.complaints[:] = [said for said in there.complaints if "422" not in said]  # a form with an open question


def fits(window: Any) -> None:
    """Axe finds nothing serious in the page, and nothing scrolls sideways."""
    assert (window.serious(), window.wide()) == ([], [])


def read_and_leave_one_out(window: Any, send: str) -> None:
    """Paste the text, see that an open question is not passed over, leave out the report that has it, and send."""
    page = window.page
    expect(page.get_by_label("Texte du télégramme")).to_be_visible()
    fits(window)
    page.get_by_label("Texte du télégramme").fill(TEXT)
    page.get_by_role("button", name="Lire le texte").tap()
    expect(page.locator("mark")).to_have_count(2)
    expect(page.locator('[name="1-answer"][value="yes"]')).to_be_checked()
    assert page.locator('[name="2-answer"]:checked').count() == 0
    fits(window)
    page.get_by_role("button", name=send).tap()
    expect(page.get_by_text("Choisissez la réponse.")).to_be_visible()
    expect(page.locator("mark")).to_have_count(2)
    fits(window)
    page.locator('[name="2-drop"]').tap()
    page.get_by_role("button", name=send).tap()


def test_a_post_pastes_its_telegram(window: Any, posted: Posted) -> None:
    page = window.page
    page.goto(f"/posts/open/{posted.links['Tallinn']}")
    page.get_by_role("button", name="Ouvrir", exact=True).tap()
    page.get_by_role("link", name="Coller un télégramme").tap()
    read_and_leave_one_out(window, "Envoyer le compte rendu")

    expect(page.locator("h1")).to_have_text("Vos comptes rendus en télégramme")
    assert "Réponse : oui" in page.locator("#draft").input_value()
    fits(window)
    assert [(row.actor, row.answer) for name, row in posted.engagements().items() if name not in ("g1", "g2", "g3")] == [("EST", "yes")]


def test_the_desk_pastes_for_a_post_and_accepts_the_answer(window: Any, posted: Posted, live_server: Any) -> None:
    editor = posted.site.people["editor"]
    editor.language = "fr"
    editor.save()
    signed_in = posted.site.client("editor").cookies[settings.SESSION_COOKIE_NAME].value
    window.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": signed_in, "url": live_server.url}])
    page = window.page
    page.goto("/dossiers/small/rounds/october/posts")
    page.get_by_role("link", name="Coller un télégramme").tap()
    page.get_by_label("Poste").select_option("Tallinn")
    read_and_leave_one_out(window, "Saisir les comptes rendus")

    expect(page.get_by_text("marqué comme saisi par le service", exact=False)).to_be_visible()
    page.get_by_role("link", name="Réponses à accepter comme promesses").tap()
    expect(page.get_by_label("Estonie")).to_be_visible()
    fits(window)
    page.get_by_label("Estonie").check()
    page.get_by_role("button", name="Accepter comme promesses").tap()
    expect(page.get_by_text("Aucune réponse n’attend d’être acceptée.")).to_be_visible()
    fits(window)
    assert [(row.actor, row.vote) for row in posted.whole().commitments if row.rollcall == "ahead"] == [("EST", "yes")]
