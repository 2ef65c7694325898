"""Issues: who stands where, counted; contradictions named; nothing hidden counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from web.conftest import Site
from web.test_actors import saved

from legation.dossier.edit import Edit
from legation.web.site.cache import Cache

pytestmark = pytest.mark.django_db
BASE = "/dossiers/small"


@pytest.mark.parametrize(("role", "actors"), [("owner", 4), ("editor", 4), ("reader", 2), ("guest", 2)])
def test_counts_are_of_what_the_person_sees(see: Callable[..., Any], role: str, actors: int) -> None:
    rows = see(role, f"{BASE}/issues.json").json()["rows"]

    assert next(row for row in rows if row["id"] == "norms")["actors"] == actors


def test_an_issue_lists_its_holders_from_high_to_low(see: Callable[..., Any]) -> None:
    page_json = see("owner", f"{BASE}/issues/norms/stand.json").json()

    assert [(h["name"], h["stand"]["value"]) for h in page_json["holders"]] == [
        ("France", 60),
        ("Germany", 55),
        ("Estonia", 20),
        ("SECRET-COMPANY", 10),
    ]
    assert page_json["issue"]["thirds"] == [2, 2, 0]
    assert see("owner", page_json["figure"]).content.startswith(b"<svg")


def test_where_there_are_several_pages_the_count_is_that_of_all(see: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert b'data-other="{n} of {all}"' in see("owner", f"{BASE}/issues/norms/stand").content
    monkeypatch.setattr("legation.web.pages.voting.issues.PAGE", 3)
    monkeypatch.setattr("legation.web.site.routing._CONTENT", Cache(10))

    assert b'data-other="{n} of 4"' in see("owner", f"{BASE}/issues/norms/stand").content


def test_contradictory_positions_stand_side_by_side_and_are_said(site: Site, see: Callable[..., Any]) -> None:
    saved(
        site,
        Edit(
            "positions", "add", "p9", {"actor": "FRA", "issue": "norms", "low": "5", "value": "10", "high": "15", "held_from": "2018-09-01"}
        ),
    )
    page_json = see("reader", f"{BASE}/issues/norms/stand.json").json()

    assert [h["stand"]["value"] for h in page_json["holders"] if h["name"] == "France"] == [10, 60]
    assert [(s["newer"]["value"], s["older"]["value"]) for s in page_json["splits"]] == [(10, 60)]
    assert page_json["issue"]["contradictions"] == 1


def test_a_hidden_issue_is_not_there(see: Callable[..., Any]) -> None:
    assert see("reader", f"{BASE}/issues/secret-issue/stand").status_code == 404
    assert "SECRET" not in see("reader", f"{BASE}/issues").content.decode()
    assert see("owner", f"{BASE}/issues/secret-issue/stand").status_code == 200


def test_an_issue_without_positions_says_what_to_add(site: Site, see: Callable[..., Any]) -> None:
    saved(site, Edit("issues", "add", "new", {"question": "Another?"}))
    page = see("owner", f"{BASE}/issues/new/stand").content.decode()

    assert 'class="empty"' in page
    assert f"{BASE}/rows/positions/new?issue=new" in page


def test_a_scale_without_words_is_not_said(site: Site, see: Callable[..., Any]) -> None:
    saved(
        site,
        Edit("issues", "add", "bare", {"question": "Bare?"}),
        Edit("positions", "add", "", {"actor": "FRA", "issue": "bare", "value": "5"}),
    )

    for address in ("issues", "issues/bare/stand", "positions?issue=bare", "actors/FRA/history"):
        assert "0 = 0" not in see("owner", f"/dossiers/small/{address}").content.decode(), address
    assert "0 = none" in see("owner", "/dossiers/small/issues/norms/stand").content.decode()


def test_one_actor_is_counted_in_the_singular(site: Site, see: Callable[..., Any]) -> None:
    saved(
        site,
        Edit("issues", "add", "bare", {"question": "Bare?"}),
        Edit("positions", "add", "", {"actor": "FRA", "issue": "bare", "value": "5"}),
    )

    assert see("owner", "/dossiers/small/issues/bare/stand.json").json()["alt"].startswith("1 actor and its position on")
    assert "1 actor: " in see("owner", "/dossiers/small/drawn/who-stands-where?issue=bare").content.decode()
