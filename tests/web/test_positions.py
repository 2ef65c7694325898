"""The grid of positions: what is shown, checked and saved in one go; who may; what a conflict and a fault do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from web.conftest import Site
from web.test_actors import saved

from legation.dossier.edit import Edit
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Proposal, Revision

pytestmark = pytest.mark.django_db
BASE = "/dossiers/small"


def head(site: Site) -> Revision:
    return store.revision_of(Dossier.objects.get(pk=site.dossier.pk))


def change(row: str = "", actor: str = "FRA", issue: str = "norms", **values: str) -> dict[str, Any]:
    return {"row": row, "actor": actor, "issue": issue, "values": values}


def send(site: Site, changes: Any, role: str = "editor", to: str = "save", **more: Any) -> Any:
    body = {"changes": changes if isinstance(changes, str) else json.dumps(changes), "base": "1", **more}
    return site.client(role).post(f"{BASE}/positions/{to}", body)


def test_the_grid_shows_the_standing_positions_as_cells(see: Callable[..., Any]) -> None:
    page_json = see("reader", f"{BASE}/positions.json?issue=norms").json()

    assert [c["name"] for c in page_json["columns"]][:3] == ["low", "value", "high"]
    assert [(r["name"], r["row"], [c["raw"] for c in r["cells"]][:3]) for r in page_json["rows"]] == [
        ("France", "p1", ["50", "60", "70"]),
        ("Germany", "p2", ["40", "55", "70"]),
    ]
    assert not page_json["editable"]


def test_actors_without_a_position_can_be_shown_to_be_filled(see: Callable[..., Any]) -> None:
    rows = see("reader", f"{BASE}/positions.json?actors=all").json()["rows"]

    assert [(r["actor"], r["row"]) for r in rows] == [("EST", ""), ("FRA", "p1"), ("DEU", "p2"), ("icann", "")]


def test_all_issues_stand_side_by_side(site: Site, see: Callable[..., Any]) -> None:
    saved(
        site,
        Edit("issues", "add", "second", {"question": "Second?"}),
        Edit("positions", "add", "s1", {"actor": "DEU", "issue": "second", "value": "7,5"}),
    )
    page_json = see("reader", f"{BASE}/positions.json?layout=issues").json()

    assert [c["issue"] for c in page_json["columns"]] == ["norms", "second"]
    assert [[(c["row"], c["raw"]) for c in r["cells"]] for r in page_json["rows"]] == [
        [("p1", "60"), ("", "")],
        [("p2", "55"), ("s1", "7.5")],
    ]


def test_french_readers_see_decimal_commas(site: Site) -> None:
    saved(site, Edit("positions", "change", "p1", {"value": "60.5"}))
    site.people["owner"].language = "fr"
    site.people["owner"].save()

    assert 'data-v="60.5">60,5</td>' in site.client("owner").get(f"{BASE}/positions").content.decode()


def test_many_changes_are_one_revision_and_supersede(site: Site) -> None:
    answer = send(
        site,
        [change("p1", value="61,5", high="75"), change("p2", actor="DEU", value="50"), change(actor="icann", value="30")],
        reason="New round",
    )
    revision = head(site)
    rows = store.content(revision).positions

    assert answer.status_code == 302
    assert (revision.number, store.read_reason(revision.reason)) == (2, "New round")
    assert [(p.supersedes, p.actor, p.value, p.author) for p in rows[-3:]] == [
        ("p1", "FRA", 61.5, "Editor"),
        ("p2", "DEU", 50, "Editor"),
        ("", "icann", 30, "Editor"),
    ]
    assert {"p1", "p2"} <= {p.id for p in rows}


def test_a_check_says_what_is_wrong_and_saves_nothing(site: Site) -> None:
    answer = send(
        site,
        [change("p1", value="61"), change("p2", actor="DEU", value="120", held_from="2018-13"), change(actor="nobody", value="5")],
        to="check",
    )
    found = {(p["row"], p["column"]) for p in answer.json()["problems"]}

    assert {(2, "value"), (2, "held_from")} <= found
    assert all(p["remedy"] for p in answer.json()["problems"])
    assert head(site).number == 1
    assert send(site, [change("p1", value="61")], to="check").json() == {"ok": True, "problems": []}


def test_a_fault_shows_the_grid_again_with_everything_that_was_typed(site: Site) -> None:
    answer = send(
        site, [change("p1", value="61"), change("p2", actor="DEU", value="120")], reason="Kept words", next=f"{BASE}/positions?issue=norms"
    )
    html = answer.content.decode()

    assert answer.status_code == 422
    assert 'data-was="60">61</td>' in html
    assert 'data-was="55">120</td>' in html
    assert html.count('aria-invalid="true"') == 1
    assert 'value="Kept words"' in html
    assert head(site).number == 1


def test_two_people_who_change_one_position_choose(site: Site) -> None:
    send(site, [change("p1", value="61")])
    answer = send(site, [change("p1", value="66"), change("p2", actor="DEU", value="44")], role="owner")

    assert answer.status_code == 409
    assert head(site).number == 2


def test_two_people_who_change_different_positions_are_joined(site: Site) -> None:
    send(site, [change("p1", value="61")])
    send(site, [change("p2", actor="DEU", value="44")], role="owner")

    assert {p.supersedes: p.value for p in store.content(head(site)).positions if p.supersedes} == {"p1": 61, "p2": 44}


def test_a_contributor_offers(site: Site) -> None:
    send(site, [change("p1", value="61")], role="contributor")

    assert Proposal.objects.get().edits[0]["values"] == {"value": "61"}
    assert head(site).number == 1


@pytest.mark.parametrize("role", ["reader", "guest"])
def test_readers_change_and_check_nothing(site: Site, role: str) -> None:
    assert send(site, [change("p1", value="61")], role=role).status_code == 403
    assert send(site, [change("p1", value="61")], role=role, to="check").status_code == 403
    assert 'role="grid"' not in site.client(role).get(f"{BASE}/positions").content.decode()


def test_a_hidden_position_cannot_be_changed(site: Site) -> None:
    answer = send(site, [change("p4", actor="hidden-co", value="1")], role="contributor", to="check")

    assert [p["row"] for p in answer.json()["problems"]] == [1]
    assert "SECRET" not in answer.content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[1]",
        '{"a": 1}',
        '[{"row": "p1"}]',
        '[{"row": "p1", "actor": "FRA", "issue": "norms", "values": {"author": "x"}}]',
        "[" * 5000,
        "[" + "0," * 6000 + "0]",
    ],
)
def test_what_is_no_list_of_changes_is_refused(site: Site, bad: str) -> None:
    assert send(site, bad).status_code == 400
    assert head(site).number == 1


def test_the_plain_form_sends_fields_and_saves_what_differs(site: Site) -> None:
    client = site.client("editor")
    page = client.get(f"{BASE}/positions?plain=1").content.decode()
    assert 'name="cell-0-value"' in page

    sent = {
        "key": ["p3|EST|norms", "p1|FRA|norms"],
        "cell-0-value": "20",
        "cell-0-low": "10",
        "cell-1-value": "62",
        "cell-1-low": "50",
        "base": "1",
    }
    assert client.post(f"{BASE}/positions/save", sent).status_code == 302
    assert {p.supersedes: p.value for p in store.content(head(site)).positions if p.supersedes} == {"p1": 62}
    client.post(f"{BASE}/positions/save", {"key": ["p2|DEU|norms"], "cell-0-value": "55", "base": "2"})
    assert head(site).number == 2


def test_text_in_a_cell_is_never_markup(site: Site) -> None:
    answer = send(site, [change("p1", basis="<script>alert(1)</script>", evidence='"><img src=x>')])

    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert "<img src=x>" not in answer.content.decode()


def test_a_fault_is_marked_at_the_row_that_has_it_and_said_with_the_actors_name(site: Site) -> None:
    wrong = [change("p1", evidence="nowhere"), change(actor="EST", value="30"), change(actor="icann", value="20")]
    answer = send(site, wrong, next=f"{BASE}/positions?issue=norms")
    html = answer.content.decode()

    assert [p["row"] for p in send(site, wrong, to="check").json()["problems"]] == [1]
    assert re.findall(r'<tr data-actor="(\w+)"(?:(?!</tr>).)*aria-invalid', html) == ["FRA"]
    assert "France, evidence must be" in html and "(got nowhere)" in html
    assert "positions.csv:1" not in html


def test_what_was_typed_for_an_actor_who_is_not_shown_is_not_lost(site: Site) -> None:
    answer = send(site, [change(actor="icann", value="120")], next=f"{BASE}/positions?issue=norms&q=germ")

    assert 'data-was="">120</td>' in answer.content.decode()


def test_what_was_typed_stands_where_somebody_else_changed_the_row_meanwhile(site: Site) -> None:
    send(site, [change("p1", value="61")])
    answer = send(site, [change("p1", value="120")], role="owner")

    assert answer.status_code == 422
    assert 'data-was="60">120</td>' in answer.content.decode()
    assert 'name="base" value="1"' in answer.content.decode()


def test_actors_are_found_by_id_and_by_name_in_either_language(site: Site) -> None:
    names = "FRA\nallemagne\nESTONIE\n  Germany \nFederal Republic of Germany\nNobody\nSECRET-COMPANY"
    found = site.client("editor").post(f"{BASE}/positions/actors", {"names": names}).json()["actors"]
    offered = site.client("contributor").post(f"{BASE}/positions/actors", {"names": "SECRET-COMPANY\nhidden-co"}).json()["actors"]

    assert {text: one["actor"] for text, one in found.items()} == {
        "FRA": "FRA",
        "allemagne": "DEU",
        "ESTONIE": "EST",
        "Germany": "DEU",
        "Federal Republic of Germany": "DEU",
        "SECRET-COMPANY": "hidden-co",
    }
    assert offered == {}


def test_a_source_may_be_named_by_its_title(site: Site) -> None:
    send(site, [change("p2", actor="DEU", evidence="statement of france")])

    assert store.content(head(site)).positions[-1].evidence == ("e1",)


def test_the_plain_form_has_fields_in_every_layout(site: Site) -> None:
    saved(site, Edit("issues", "add", "second", {"question": "Second?"}))

    assert 'name="cell-0-value"' in site.client("editor").get(f"{BASE}/positions?plain=1&layout=issues").content.decode()
