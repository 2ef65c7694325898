"""What a guest reads where they see no row, and what a French reader reads of a list that was typed in English."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from legation.web.accounts.models import Account
from legation.web.dossiers.models import Grant

pytestmark = pytest.mark.django_db
PAGES = ("actors", "issues", "positions", "evidence", "coalitions")


def test_a_guest_never_reads_that_the_dossier_holds_nothing(site: Any) -> None:
    Grant.objects.filter(role="guest").update(tables=["coalitions", "evidence"], marking="TLP:CLEAR")
    text = site.client("guest").get("/dossiers/small").content.decode()

    assert "The dossier is empty" not in text
    assert "Shared with you: evidence and coalitions" in text.replace("memberships of ", "")

    Grant.objects.filter(role="guest").update(tables=[])
    assert "No table of this dossier is shared with you yet" in site.client("guest").get("/dossiers/small").content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_page_tells_a_guest_that_nothing_is_open_to_them(site: Any, name: str) -> None:
    tables = ["issues", "positions", name] if name == "positions" else [name]
    Grant.objects.filter(role="guest").update(tables=tables, marking="TLP:CLEAR")
    text = site.client("guest").get(reverse(name, args=["small"])).content.decode()

    assert "Nothing here is open to you" in text
    assert " yet</h2>" not in text


def test_who_may_add_is_still_told_to_add(site: Any) -> None:
    text = site.client("owner").get("/dossiers/small/rows/processes").content.decode()

    assert "No row yet" in text and "Nothing here is open to you" not in text


def test_a_list_typed_in_english_is_told_of_in_french(site: Any) -> None:
    client = site.client("member")
    arrived = client.post("/dossiers/new/list", {"title": "Two states", "names": "France\nKenya", "kind": "state", "marking": "TLP:GREEN"})
    assert "List as typed" in client.get(arrived.url).content.decode()
    Account.objects.filter(pk=site.people["member"].pk).update(language="fr")
    assert "Liste saisie" in client.get(arrived.url).content.decode()
    made = client.post(f"{arrived.url}/make", {"title": "Deux \u00c9tats", "slug": "two", "marking": "TLP:GREEN"})

    told = client.get(f"{made.url}/history").content.decode()

    assert "Liste saisie" in told and "as typed" not in told
