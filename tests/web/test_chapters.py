"""Every table of a dossier stands two clicks from its first page, for who may see it, and the column at the left is short."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from web.conftest import GUEST_TABLES

from legation.dossier import TABLES
from legation.web.site.chapters import CHAPTERS, DOORS
from legation.web.site.frame import PLACES, UPKEEP
from legation.web.site.routing import ROUTES

pytestmark = pytest.mark.django_db


def links(html: str) -> set[str]:
    """Return where a page leads."""
    return {found.partition("?")[0].partition("#")[0] for found in re.findall(r'<a [^>]*href="([^"]+)"', html)}


def two_clicks(site: Any, who: str) -> set[str]:
    """Return every address that two clicks reach from the first page of the dossier."""
    client = site.client(who)
    first = links(client.get(reverse("dossier", args=["small"])).content.decode())
    nearby = {one for one in first if one.startswith("/dossiers/small") and one.count("/") == 3}
    return first.union(*(links(client.get(one).content.decode()) for one in nearby))


def doors(table: str) -> set[str]:
    """Return the addresses at which the rows of a table are seen."""
    return {reverse("rows", args=["small", table])} | ({reverse(DOORS[table], args=["small"])} if table in DOORS else set())


@pytest.mark.parametrize("who", ["owner", "reader"])
def test_every_table_stands_two_clicks_from_the_first_page(site: Any, who: str) -> None:
    reached = two_clicks(site, who)

    assert [name for name in TABLES if not doors(name) & reached] == []


def test_a_guest_finds_the_tables_that_are_shared_and_no_other(site: Any) -> None:
    reached = two_clicks(site, "guest")

    assert [name for name in GUEST_TABLES if not doors(name) & reached] == []
    assert [name for name in TABLES if name not in GUEST_TABLES and reverse("rows", args=["small", name]) in reached] == []


def test_every_table_has_a_chapter_in_the_column(site: Any) -> None:
    assert {table.chapter for table in TABLES.values()} == set(CHAPTERS) <= {*PLACES, *UPKEEP}
    assert set(DOORS) <= set(TABLES)
    assert {page for pages in CHAPTERS.values() for page in pages} <= set(ROUTES)


def test_a_table_stands_in_its_chapter(site: Any) -> None:
    page = site.client("owner").get(reverse("rows", args=["small", "processes"])).content.decode()

    assert re.search(r'<a href="/dossiers/small/strategy" aria-current="page">', page), "the chapter is marked in the column"
    tabs = page.partition('<nav class="tabs"')[2].partition("</nav>")[0]
    assert re.search(r'<a href="/dossiers/small/rows/processes" aria-current="page">Processes</a>', tabs)
    assert "/dossiers/small/strategy/logframe" in tabs


def test_upkeep_is_folded_until_it_is_opened(site: Any) -> None:
    client = site.client("owner")

    assert '<details class="keeping">' in client.get(reverse("actors", args=["small"])).content.decode()
    assert '<details class="keeping" open>' in client.get(reverse("history", args=["small"])).content.decode()
