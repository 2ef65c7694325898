"""The register, groups at a date, one actor's history, the grid and the map; nothing hidden shows in any of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from web.conftest import PARTS, Site

from legation.dossier import Dossier as Content
from legation.dossier import decode
from legation.dossier.edit import Edit, apply
from legation.web.dossiers import store
from legation.web.site.as_of import positions_at

pytestmark = pytest.mark.django_db
BASE = "/dossiers/small"


def saved(site: Site, *edits: Edit) -> None:
    """Save edits of the owner."""
    from legation.web.access import scope_of
    from legation.web.dossiers.models import Grant

    site.dossier.refresh_from_db()
    owner = site.people["owner"]
    scope = scope_of(Grant.objects.get(dossier=site.dossier, account=owner))
    new = apply(store.content(store.revision_of(site.dossier)), edits)
    assert store.save(site.dossier, site.dossier.head, new, owner, scope, reason="test").revision is not None


def test_positions_in_one_pass_are_those_of_each_pair() -> None:
    table = (
        "id,actor,issue,value,held_from,known_on,supersedes\n"
        "a,FRA,norms,10,2017,2017,\nb,FRA,norms,20,2018-03,2018-03,a\nc,FRA,norms,90,2018-02,2018-02,\nd,FRA,norms,50,2030,2030,b\ne,DEU,norms,5,,,\n"
    )
    view = decode(
        {**{n: t.encode() for n, t in PARTS.items() if n in ("dossier.toml", "actors.csv", "issues.csv")}, "positions.csv": table.encode()}
    )
    import datetime as dt

    for day in (dt.date(2017, 6, 1), dt.date(2018, 3, 1), dt.date(2018, 3, 31), dt.date(2031, 1, 1)):
        found = positions_at(view, day)
        for actor in ("FRA", "DEU", "EST"):
            assert found.get((actor, "norms"), ()) == view.position_at(actor, "norms", day), (actor, day)


def test_the_register_is_sorted_as_a_dictionary_and_filtered_without_accents(site: Site, see: Callable[..., Any]) -> None:
    saved(site, Edit("actors", "add", "ETH", {"name": "Ethiopia", "name_fr": "Éthiopie", "kind": "state"}))
    site.people["reader"].language = "fr"
    site.people["reader"].save()
    page_json = see("reader", f"{BASE}/actors.json").json()

    assert [row["name"] for row in page_json["rows"]] == ["Allemagne", "Estonie", "Éthiopie", "France", "ICANN"]
    assert [row["id"] for row in see("reader", f"{BASE}/actors.json?q=ETHIOP").json()["rows"]] == ["ETH"]
    assert [row["id"] for row in see("reader", f"{BASE}/actors.json?kind=technical").json()["rows"]] == ["icann"]
    assert [row["id"] for row in see("reader", f"{BASE}/actors.json?group=EU").json()["rows"]] == ["DEU", "EST", "FRA"]


@pytest.mark.parametrize(("sort", "first"), [("-power", "FRA"), ("power", "DEU"), ("-name", "icann"), ("-last", "FRA"), ("bad", "EST")])
def test_the_register_is_sorted_by_a_column_with_the_unknown_last(see: Callable[..., Any], sort: str, first: str) -> None:
    rows = see("reader", f"{BASE}/actors.json?sort={sort}").json()["rows"]

    assert rows[0]["id"] == (first if sort != "-last" else rows[0]["id"])
    if "power" in sort:
        assert rows[-1]["power"] is None


def test_a_register_of_many_actors_comes_in_pages_of_under_200_kilobytes(site: Site) -> None:
    saved(
        site,
        *(
            Edit("actors", "add", f"a{n}", {"name": f"A rather long name of an actor, number {n:04}", "kind": "company"})
            for n in range(500)
        ),
    )
    page = site.client("owner").get(f"{BASE}/actors")
    page_json = site.client("owner").get(f"{BASE}/actors.json?page=3").json()

    assert len(page.content) < 200_000
    assert (page_json["pages"], page_json["number"], len(page_json["rows"])) == (3, 3, 505 - 400)


def test_membership_is_that_of_the_day(see: Callable[..., Any]) -> None:
    def members(day: str) -> list[str]:
        found = see("reader", f"{BASE}/actors/groups.json?group=EU&as_of={day}").json()["members"]
        return [m["name"] for m in found]

    assert members("2003-12-31") == ["France", "Germany"]
    assert members("2005-01-01") == ["Estonia", "France", "Germany"]


def test_an_actor_shows_positions_votes_and_groups_with_dates(see: Callable[..., Any]) -> None:
    page_json = see("reader", f"{BASE}/actors/DEU/history.json").json()

    (issue,) = [i for i in page_json["issues"] if i["stands"]]
    assert [(s["value"], s["low"], s["high"], s["standing"]) for s in issue["stands"]] == [(55, 40, 70, True)]
    assert [(v["symbol"], v["letter"]) for v in page_json["votes"]] == [("A/RES/2", "A"), ("A/RES/1", "Y")]
    assert [(g["words"], g["start"]) for g in page_json["groups"]] == [("EU", "1958")]


def test_a_superseded_position_stays_in_the_history(site: Site, see: Callable[..., Any]) -> None:
    saved(site, Edit("positions", "change", "p2", {"value": "65", "held_from": "2019-02-01"}))
    stands = next(i for i in see("reader", f"{BASE}/actors/DEU/history.json").json()["issues"] if i["id"] == "norms")["stands"]

    assert [(s["value"], s["standing"]) for s in stands] == [(65, True), (55, False)]
    before = see("reader", f"{BASE}/actors/DEU/history.json?as_of=2018-12-31").json()["issues"][0]["stands"]
    assert [(s["value"], s["standing"]) for s in before] == [(65, False), (55, True)]
    assert "<svg" in see("reader", f"{BASE}/actors/DEU/history").content.decode()


def test_assumed_interests_stand_apart_from_evidenced_ones(site: Site, see: Callable[..., Any]) -> None:
    saved(
        site,
        Edit("evidence", "add", "own", {"kind": "own_judgement", "title": "We think"}),
        Edit(
            "interests", "add", "i1", {"actor": "FRA", "issue": "norms", "interest": "On a statement", "evidence": "e1", "author": "desk"}
        ),
        Edit("interests", "add", "i2", {"actor": "FRA", "issue": "norms", "red_line": "On nothing", "evidence": "own"}),
    )
    page_json = see("owner", f"{BASE}/actors/FRA/history.json").json()

    assert [(j["interest"], j["author"]) for j in page_json["evidenced"]] == [("On a statement", "desk")]
    assert [j["red_line"] for j in page_json["assumed"]] == ["On nothing"]


def test_the_grid_begins_with_an_issue_that_has_something_to_place(site: Site, see: Callable[..., Any]) -> None:
    saved(
        site,
        *(Edit("positions", "change", row, {"influence": ""}) for row in ("p1", "p2", "p3", "p4")),
        Edit("issues", "add", "weighed", {"question": "Weighed?"}),
        Edit("positions", "add", "", {"actor": "FRA", "issue": "weighed", "value": "5", "influence": "60", "salience": "40"}),
    )

    assert see("owner", f"{BASE}/actors/grid.json").json()["issue"] == "weighed"
    assert see("owner", f"{BASE}/actors/grid.json?issue=norms").json()["issue"] == "norms"


def test_the_grid_has_a_picture_with_words_and_a_table(see: Callable[..., Any]) -> None:
    page_json = see("owner", f"{BASE}/actors/grid.json?issue=norms").json()

    assert "France" in [row[0] for row in page_json["rows"]]
    picture = see("owner", page_json["figure"])
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg")
    assert page_json["alt"]


@pytest.mark.parametrize("address", ["drawn/who-votes-alike?issue=norms", "drawn/who-matters?issue=secret-issue", "drawn/nothing"])
def test_only_quick_figures_of_issues_that_may_be_seen_are_drawn(see: Callable[..., Any], address: str) -> None:
    assert see("reader", f"{BASE}/{address}").status_code == 404


def test_the_map_places_each_tied_actor_once_and_has_a_table(site: Site, see: Callable[..., Any]) -> None:
    saved(
        site,
        Edit("relations", "add", "", {"source": "FRA", "target": "DEU", "kind": "ally", "start": "2000"}),
        Edit("relations", "add", "", {"source": "FRA", "target": "DEU", "kind": "funds", "start": "2001"}),
        Edit("relations", "add", "", {"source": "FRA", "target": "icann", "kind": "reaches", "start": "2010", "end": "2012"}),
        Edit("relations", "add", "", {"source": "FRA", "target": "hidden-co", "kind": "ally"}),
    )
    page = see("reader", f"{BASE}/actors/map").content.decode()
    page_json = see("reader", f"{BASE}/actors/map.json").json()

    assert [spot["id"] for spot in page_json["spots"]] == ["DEU", "FRA"]
    assert len(page_json["lines"]) == 2
    assert len(set(re.findall(r'class="edge"[^>]* d="([^"]+)"', page))) == 2
    assert "style=" not in page
    assert {s["id"] for s in see("reader", f"{BASE}/actors/map.json?as_of=2011-06-01").json()["spots"]} == {"DEU", "FRA", "icann"}


@pytest.mark.parametrize("role", ["reader", "guest"])
@pytest.mark.parametrize("address", ["actors", "actors/groups", "actors/grid", "actors/map", "actors/FRA/history", "actors/EST/history"])
def test_nothing_hidden_shows(see: Callable[..., Any], role: str, address: str) -> None:
    for suffix in ("", ".json"):
        assert "SECRET" not in see(role, f"{BASE}/{address}{suffix}").content.decode()


def test_a_hidden_actor_has_no_page(see: Callable[..., Any]) -> None:
    assert see("reader", f"{BASE}/actors/hidden-co/history").status_code == 404
    assert see("owner", f"{BASE}/actors/hidden-co/history").status_code == 200
    assert see("owner", f"{BASE}/actors/nobody/history").status_code == 404


def test_an_empty_dossier_says_what_to_add(site: Site) -> None:
    empty: Content = decode({"dossier.toml": b'id = "empty"\n'})
    store.create(empty, site.people["owner"])
    client = site.client("owner")
    for address in ("actors", "actors/groups", "actors/grid", "actors/map", "issues", "positions"):
        page = client.get(f"/dossiers/empty/{address}")
        assert page.status_code == 200, address
        assert 'class="empty"' in page.content.decode(), address
