"""The library on the site: what each piece is for, and how it comes into a dossier; who may not, is told or refused."""

from __future__ import annotations

import html
from typing import Any

import pytest

from legation.sources.packs.pack import pieces
from legation.web.dossiers import store

pytestmark = pytest.mark.django_db
BASE = "/dossiers/small/library"


@pytest.mark.parametrize(("lang", "word"), [("en", "Usual mistakes"), ("fr", "Erreurs habituelles")])
def test_each_piece_says_for_whom_it_is_how_long_it_takes_and_what_it_teaches(site: Any, lang: str, word: str) -> None:
    site.people["owner"].language = lang
    site.people["owner"].save()
    page = html.unescape(site.client("owner").get(BASE).content.decode())

    assert word in page
    assert page.count('name="piece"') == len(pieces()) == 3
    for facts in pieces().values():
        piece = facts.library
        assert piece is not None
        assert f"{piece.minutes} minutes" in page
        assert all(str(getattr(aim, lang)).split(",")[0] in page for aim in piece.aims)


def test_a_piece_comes_into_the_dossier_once(site: Any) -> None:
    client = site.client("owner")

    answer = client.post(f"{BASE}/take", {"piece": "library-disclosure"})

    assert answer.status_code == 302
    site.dossier.refresh_from_db()
    files = store.seen(store.newest(site.dossier), store.EVERYTHING).files
    assert {"games/disclosure.toml", "negotiations/disclosure.toml"} <= set(files)
    number = store.newest(site.dossier).number
    assert client.post(f"{BASE}/take", {"piece": "library-disclosure"}).status_code == 302
    site.dossier.refresh_from_db()
    assert store.newest(site.dossier).number == number
    page = client.get(BASE).content.decode()
    assert page.count('name="piece"') == 2


def test_a_piece_that_is_none_is_not_there(site: Any) -> None:
    assert site.client("owner").post(f"{BASE}/take", {"piece": "unga-votes"}).status_code == 404
    assert site.client("owner").post(f"{BASE}/take", {"piece": "../x"}).status_code == 404


@pytest.mark.parametrize("role", ["reader", "guest"])
def test_who_may_not_edit_takes_nothing(site: Any, role: str) -> None:
    assert site.client(role).post(f"{BASE}/take", {"piece": "library-disclosure"}).status_code in (403, 404)


def test_the_rooms_of_a_dossier_lead_to_the_library(site: Any) -> None:
    page = site.client("owner").get("/dossiers/small/rooms").content.decode()

    assert "/dossiers/small/library" in page
