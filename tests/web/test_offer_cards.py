"""Offers on a seat's page are written once: each page has its own token, and nothing is kept of words that may be taken away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web.played import PACKAGE, Played, played

from legation.web.pages.rooms.negotiation import offer_cards
from legation.web.pages.rooms.negotiation.table import TableView
from legation.web.pages.rooms.negotiation.table import _known as known_tables
from legation.web.rooms.desk import DESK

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')


@pytest.fixture(autouse=True)
def _nothing_written() -> None:
    offer_cards._cached.cache_clear()


def _tables(made: Played) -> list[TableView]:
    with DESK.reading(made.room.pk) as live:
        given = live.state.settings if live.state is not None else {}
    return [table for settings, table in known_tables.values() if settings is given]


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
    assert [len(table.offers) for table in _tables(made)] == [0]


def test_an_offer_is_kept_as_one_side_reads_it(site: Any) -> None:
    made = played(site)
    made.post("users", "offered", **PACKAGE)
    for side in ("state", "users", "state"):
        made.page(side)

    (table,) = _tables(made)
    assert sorted(one.bar.points for one in table.offers.values() if one.bar) == [30, 85]
