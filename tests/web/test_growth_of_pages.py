"""What a page reads does not grow with its dossier: as many queries, and as often the whole of a table, on three times the rows."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from benchmarks.large_dossiers import parts
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web.samples import names_of

from legation.dossier import Dossier as Content
from legation.dossier import decode
from legation.web.dossiers import contents, store
from legation.web.site.page import ROUTES, Route

from .conftest import Site

pytestmark = pytest.mark.slow

SIZES = (30, 90)
SAMPLES: dict[str, dict[str, Any]] = {
    "actors.one": {"actor": "AFG"},
    "coalitions.one": {"coalition": "c00"},
    "evidence.one": {"row": "e000001"},
    "issues.one": {"issue": "i00"},
    "models.kind": {"kind": "scenario"},
    "models.matrix": {"kind": "scenario", "name": "sample"},
    "models.new": {"kind": "scenario"},
    "models.one": {"kind": "scenario", "name": "sample"},
    "questions.one": {"question": "who-stands-where"},
    "rows": {"table": "positions"},
    "rows.edit": {"table": "evidence", "row": "e000001"},
    "rows.new": {"table": "positions"},
    "rows.one": {"table": "evidence", "row": "e000001"},
    "situations.one": {"situation": "vote"},
    "tallies.one": {"rollcall": "A/C.1/99/L.1"},
    "votes.one": {"rollcall": "A/RES/74/19"},
}
QUERIES = {"coalitions.compare": "?coalition=c00&without=AFG", "search": "?q=press"}
OTHERS = frozenset({"runs.compare"})
"""Pages that show nothing of the rows where there is no answer yet."""
SLACK = 2
"""Tables that may be read once more: a list of few rows may be shorter than what a page asks of it."""


class Counted(tuple[Any, ...]):
    """The rows of a table, which note each time that all of them are looked at."""

    __slots__ = ()
    readings: ClassVar[Counter[int]] = Counter()

    def __iter__(self) -> Iterator[Any]:
        self.readings[len(self)] += 1
        return super().__iter__()


def counted(whole: Content) -> Content:
    """Return a dossier that counts how often its large tables are read."""
    return dataclasses.replace(
        whole, **{name: Counted(getattr(whole, name)) for name in ("actors", "positions", "evidence", "engagements")}
    )


def pages() -> list[Route]:
    """Return the pages of a dossier that need nothing but rows of it."""
    inside = (route for route in ROUTES.values() if route.kind == "page" and route.path.startswith("dossiers/<slug:slug>"))
    return [route for route in inside if (not names_of(route) or route.name in SAMPLES) and route.name not in OTHERS]


@pytest.fixture
def dossiers(site: Site) -> list[str]:
    """Return the addresses of a small dossier and of a larger one, of which nothing but its rows is in memory."""
    made = []
    for size in SIZES:
        dossier = store.create(decode(parts(size, voters=20, rollcalls=60)), site.people["owner"], slug=f"size-{size}")
        contents._CONTENTS.put(store.revision_of(dossier).hash, counted(contents.content(store.revision_of(dossier))))
        made.append(f"/dossiers/{dossier.slug}")
    contents._KNOWN.clear()  # made with the dossier, of rows that do not count
    return made


def test_no_page_reads_more_tables_or_asks_more_of_the_database_where_there_are_more_rows(site: Site, dossiers: list[str]) -> None:
    client = site.client("owner")
    found: dict[str, list[tuple[int, int]]] = {}
    for home in dossiers:
        for route in (ROUTES["dossier"], *pages()):  # what all pages share is read by the first
            address = f"{home}{_rest(route)}"
            Counted.readings.clear()
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(address)
            assert answer.status_code == 200, (address, answer.content[:300])
            found.setdefault(route.name, []).append((len(asked.captured_queries), Counted.readings.total()))

    few = {name: numbers[0] for name, numbers in found.items()}
    more = {name: numbers[-1] for name, numbers in found.items()}
    assert len(found) > 45
    assert {name: (few[name], more[name]) for name in found if more[name][0] > few[name][0] + SLACK} == {}
    assert {name: (few[name], more[name]) for name in found if more[name][1] > few[name][1] + SLACK} == {}


def _rest(route: Route) -> str:
    path = route.path.removeprefix("dossiers/<slug:slug>")
    for name, value in SAMPLES.get(route.name, {}).items():
        path = path.replace(f"<slug:{name}>", str(value)).replace(f"<path:{name}>", str(value)).replace(f"<str:{name}>", str(value))
    return path + QUERIES.get(route.name, "")
