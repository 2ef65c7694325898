"""The map of actors: one actor and those round it, kinds of actors and ties, search, a list of all; of many actors a picture of those tied most."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from web.conftest import Site
from web.test_actors import saved

from legation.dossier.edit import Edit
from legation.figures.measure import width

pytestmark = pytest.mark.django_db
MAP = "/dossiers/small/actors/map"


def tie(source: str, target: str, kind: str = "ally") -> Edit:
    return Edit("relations", "add", "", {"source": source, "target": target, "kind": kind})


@pytest.fixture
def chain(site: Site) -> Site:
    """FRA - DEU - EST - icann, each tied to the next; France also funds ICANN's neighbour; somebody hidden is tied to Germany."""
    saved(site, tie("FRA", "DEU"), tie("DEU", "EST", "funds"), tie("EST", "icann", "advises"), tie("hidden-co", "DEU"))
    return site


def crowd(site: Site, count: int) -> None:
    """A star of many: each of twenty is tied to a share of the others."""
    names = [f"a{n:04}" for n in range(count)]
    actors = [Edit("actors", "add", name, {"name": f"Association number {name}", "kind": "association"}) for name in names]
    saved(site, *actors, *(tie(names[n % 20], names[n]) for n in range(20, count)))


def asked(site: Site, query: str = "", role: str = "owner") -> dict[str, Any]:
    found: dict[str, Any] = site.client(role).get(f"{MAP}.json{query}").json()
    return found


def test_one_actor_stands_with_those_that_it_reaches_by_one_tie_or_two(chain: Site) -> None:
    near, far = asked(chain, "?actor=FRA"), asked(chain, "?actor=FRA&steps=2")

    assert ({s["id"] for s in near["spots"]}, near["count"]) == ({"FRA", "DEU"}, 1)
    assert ({s["id"] for s in far["spots"]}, far["count"]) == ({"FRA", "DEU", "EST", "hidden-co"}, 3)
    assert [(one["id"], one["step"]) for one in far["listed"]] == [("DEU", 1), ("EST", 2), ("hidden-co", 2)]
    assert far["step_links"][0]["value"] == f"{MAP}?actor=FRA"
    assert "Network of France" in chain.client("owner").get(f"{MAP}?actor=FRA").content.decode()


def test_the_map_is_that_of_a_kind_of_actor_of_tie_or_a_group(chain: Site) -> None:
    assert {s["id"] for s in asked(chain, "?kind=technical")["spots"]} == {"EST", "icann"}
    assert {s["id"] for s in asked(chain, "?tie=funds")["spots"]} == {"DEU", "EST"}
    assert {s["id"] for s in asked(chain, "?group=EU&tie=ally")["spots"]} == {"FRA", "DEU", "hidden-co"}
    assert {c["value"]: c["count"] for c in asked(chain)["tie_choices"]} == {"ally": 2, "funds": 1, "advises": 1}
    assert asked(chain, "?kind=media")["spots"] == []
    assert "No tie fits" in chain.client("owner").get(f"{MAP}?kind=media").content.decode()


def test_an_actor_is_searched_among_all_and_one_that_is_meant_opens_at_once(chain: Site) -> None:
    assert asked(chain, "?q=allemagne")["actor"] == "DEU"
    several = asked(chain, "?q=a")
    assert several["actor"] == "" and {one["id"] for one in several["found"]} >= {"FRA", "DEU", "icann"}
    assert asked(chain, "?q=france")["actor"] == "FRA"
    assert asked(chain, "?q=nobody")["found"] == []
    alone = asked(chain, "?q=" + "x" * 10_000)
    assert alone["found"] == [] and len(alone["words"]) <= 300


def test_ties_to_hidden_actors_are_neither_drawn_nor_counted_nor_found(chain: Site) -> None:
    for query in ("", "?actor=DEU", "?actor=DEU&steps=2", "?actor=hidden-co", "?q=SECRET", "?kind=company"):
        for role in ("reader", "guest"):
            page, data = chain.client(role).get(f"{MAP}{query}").content.decode(), asked(chain, query, role)
            assert "hidden-co" not in re.sub(r'value="[^"]*"|\?[^"]*', "", page) and "COMPANY" not in page, (query, role)
            assert "hidden-co" not in str(data["spots"]) + str(data["listed"]) + str(data["found"])
    assert asked(chain, "?actor=DEU", "reader")["tied"] == 3
    assert asked(chain, "", "reader")["count"] == 3
    assert [c["value"] for c in asked(chain, "", "reader")["kind_choices"]] == ["state", "technical"]


def test_of_many_those_with_the_most_ties_are_drawn_and_the_list_has_everybody(site: Site) -> None:
    crowd(site, 300)
    data = asked(site)

    assert (data["drawn"], data["tied"], data["left_out"], data["count"]) == (60, 300, 240, 280)
    assert {f"a{n:04}" for n in range(20)} <= {s["id"] for s in data["spots"]}
    assert asked(site, "?most=200")["drawn"] == 200 and asked(site, "?most=5000")["drawn"] == 60
    assert data["pages"] == 10 and [one["ties"] for one in data["listed"]] == sorted((one["ties"] for one in data["listed"]), reverse=True)
    names = [one["id"] for n in range(1, 11) for one in asked(site, f"?page={n}")["listed"]]
    assert len(names) == len(set(names)) == 300


def test_of_many_the_picture_comes_after_the_page_which_stays_small(site: Site) -> None:
    crowd(site, 300)
    client = site.client("owner")
    first = client.get(MAP).content.decode()
    drawn = client.get(f"{MAP}?picture=yes").content.decode()

    assert 'hx-trigger="intersect once"' in first and "<svg width" not in first and f'href="{MAP}?picture=yes#map-picture"' in first
    assert len(first) < 40_000
    assert drawn.count('class="node') == 60 and 'hx-trigger="intersect' not in drawn
    assert "Drawn are the 60 with the most ties" in first
    assert client.get(f"{MAP}?actor=a0001").content.decode().count('class="node') == 15


def meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5


def test_no_name_covers_another_or_a_mark(site: Site) -> None:
    crowd(site, 120)
    page = site.client("owner").get(f"{MAP}?most=120&picture=yes").content.decode()
    boxes = []
    form = r'transform="translate\(([-\d.]+),([-\d.]+)\)".*?<text x="([-\d.]+)" y="([-\d.]+)" text-anchor="(\w+)"( visibility)?[^>]*>(.*?)</text>'
    marks = []
    for x, y, left, top, anchor, hidden, text in re.findall(form, page):
        marks.append((float(x) - 7, float(y) - 7, float(x) + 7, float(y) + 7))
        if hidden:
            continue
        lines = re.findall(r">([^<]+)</tspan>", text)
        wide = max(width(line.strip(), 12) for line in lines)
        start = float(x) + float(left) - wide * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        boxes.append((start, float(y) + float(top) + 3, start + wide, float(y) + float(top) + 3 + 14 * len(lines)))

    assert len(boxes) > 30 and len(marks) == 120
    assert not [pair for pair in itertools.combinations(boxes, 2) if meet(*pair)]
    assert not [(box, mark) for box in boxes for mark in marks if meet(box, mark)]


def test_an_actor_without_a_tie_and_a_long_and_an_arabic_name_stand(site: Site) -> None:
    long = "An international working group of many interested parties on the stability of routing, naming and numbering, 2019-2024"
    saved(
        site,
        Edit("actors", "add", "long", {"name": long, "kind": "ngo"}),
        Edit("actors", "add", "itu", {"name": "الاتحاد الدولي للاتصالات", "kind": "international_org"}),
        tie("long", "itu"),
    )
    page = site.client("owner").get(MAP).content.decode()

    assert long in page and "الاتحاد الدولي" in page
    assert asked(site, "?q=الاتحاد")["actor"] == "itu"
    assert "No tie of this actor" in site.client("owner").get(f"{MAP}?actor=FRA").content.decode()
    assert asked(site, "?actor=nobody&steps=9&kind=x&tie=y&group=z&order=w&page=-3")["tied"] == 2
