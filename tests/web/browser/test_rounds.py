"""A round of démarches on a telephone, in French, by somebody who has never seen a terminal: from nothing to the page of 18 heures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import opened
from django.test import Client
from playwright.sync_api import Browser, expect
from web.browser.watched import beside

from legation.web.accounts.models import Account
from legation.web.links.secret import POSTS
from legation.web.posts import holders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(browser: Browser, live_server: Any, site: Any) -> Iterator[Any]:
    """A telephone of an editor who reads French."""
    editor = site.people["editor"]
    Account.objects.filter(pk=editor.pk).update(language="fr")
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    with beside(browser, live_server.url, width=360, locale="fr", timezone_id="Europe/Paris") as there:
        there.page.context.add_cookies(
            [{"name": "legation-session", "value": client.cookies["legation-session"].value, "url": live_server.url}]
        )
        yield there
        there.complaints[:] = [said for said in there.complaints if "422" not in said]  # what was wrong in a form


def looked_at(window: Any) -> None:
    """Look for what axe finds serious, and for what makes the page scroll sideways."""
    assert (window.serious(), window.wide()) == ([], []), window.page.url


def test_from_nothing_to_the_page_of_the_evening(window: Any, site: Any) -> None:
    page = window.page
    opened(page, "/dossiers/small/engagement")
    page.get_by_role("link", name="Campagnes de démarches").click()
    looked_at(window)
    page.get_by_role("link", name="Nouvelle campagne").first.click()
    expect(page.get_by_label("Fuseau horaire")).to_have_value("Europe/Paris")
    page.get_by_label("Titre, en français").fill("Avant le vote")
    page.get_by_label("Jour de l’échéance").fill("2999-03-05")
    looked_at(window)
    page.get_by_role("button", name="Créer la campagne").click()

    page.get_by_label("Qui parle à qui, une ligne par intervenant").fill("Tallinn : Estonie, Atlantide")
    page.get_by_role("button", name="Lire les lignes").click()
    expect(page.get_by_role("alert")).to_contain_text("Atlantide")
    looked_at(window)
    lines = page.get_by_label("Qui parle à qui, une ligne par intervenant")
    expect(lines).to_have_value("Tallinn : Estonie, Atlantide")
    lines.fill("Tallinn : Estonie, France")
    page.get_by_label("Poste", exact=True).fill("Berne")
    page.get_by_label("Capitales", exact=True).fill("France")
    page.get_by_role("button", name="Ajouter cette ligne").click()
    expect(lines).to_have_value("Tallinn : Estonie, France\nBerne : France")
    page.get_by_role("button", name="Lire les lignes").click()
    expect(page.locator(".notice.warning")).to_contain_text("France")
    looked_at(window)
    page.get_by_role("button", name="Confier 3 démarches").click()

    expect(page.locator("h1")).to_have_text("Avant le vote")
    looked_at(window)
    page.get_by_role("link", name="Écrire l’instruction").click()
    page.get_by_label("Demande, en français").fill("Obtenir un vote favorable")
    page.get_by_label("Position de repli, en français").fill("À défaut, une abstention")
    looked_at(window)
    page.get_by_role("button", name="Donner la version 1").click()
    expect(page.locator("#telegram-text")).to_have_value(re.compile("Obtenir un vote favorable"))
    looked_at(window)

    page.get_by_role("link", name="La campagne").click()
    page.get_by_role("link", name="Voir comme le poste · Tallinn").click()
    expect(page.get_by_text("Obtenir un vote favorable")).to_be_visible()
    looked_at(window)
    page.get_by_role("link", name="La campagne").click()
    page.get_by_role("link", name="Page de 18 heures").click()
    looked_at(window)
    counted = page.get_by_role("row", name="Oui")
    expect(counted).to_have_count(0)

    reported(site)
    expect(counted).to_have_count(1)  # the page has refreshed itself
    looked_at(window)
    with page.expect_download() as taken:
        page.get_by_role("link", name="La page (PDF)").click()
    assert taken.value.suggested_filename.endswith(".pdf")


def reported(site: Any) -> None:
    """Let the post of Tallinn report a yes of Estonia by its link."""
    post = holders.post_for(site.dossier, "avant-le-vote", "Tallinn")
    link = Client()
    link.cookies[POSTS.cookie_of(post.pk)] = holders.make_link(post, None)
    sent = {"key": "0" * 32, "reached": "yes", "answer": "yes", "level": "mission", "form": "said", "version": "1"}
    assert link.post(f"/posts/{post.pk}/to/EST/report", sent).status_code == 302
