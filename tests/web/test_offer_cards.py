"""Offers on a seat's page are written once: each page has its own token, and nothing is kept of words that may be taken away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web.played import PACKAGE, played

from legation.web.pages.rooms.negotiation import offer_cards

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')


@pytest.fixture(autouse=True)
def _nothing_written() -> None:
    offer_cards._cached.cache_clear()


def test_a_page_is_the_same_where_its_offers_were_written_before(site: Any) -> None:
    made = played(site)
    made.post("users", "offered", **PACKAGE)
    pages = [made.page("state") for _ in range(2)]
    tokens = [TOKEN.findall(page) for page in pages]

    assert TOKEN.sub("", pages[0]) == TOKEN.sub("", pages[1])
    assert offer_cards._cached.cache_info().hits == 1 and offer_cards._cached.cache_info().currsize == 1
    assert all(len(set(found)) == 1 and found[0] for found in tokens)
    assert tokens[0] != tokens[1] and offer_cards._TOKEN not in pages[0]


def test_each_side_reads_its_own_points(site: Any) -> None:
    made = played(site)
    made.post("users", "offered", **PACKAGE)

    assert "30 points" in re.sub(r"<[^>]+>", " ", made.page("state"))
    assert "85 points" in re.sub(r"<[^>]+>", " ", made.page("users"))


def test_nothing_is_kept_of_words_of_ones_own(site: Any) -> None:
    made = played(site)
    made.post("users", "offered", reason="Thirty days protect people.", **PACKAGE)
    made.page("state")

    assert offer_cards._cached.cache_info().currsize == 0
