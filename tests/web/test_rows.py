"""Any table can be read and edited by the general form; nothing typed is lost, nothing hidden shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from web.conftest import Site

from legation.dossier import TABLES
from legation.dossier.records import MARKINGS
from legation.language import LANGUAGES, say
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Proposal
from legation.web.forms.row_field import STAMPED, words_of
from legation.web.site import routing

pytestmark = pytest.mark.django_db
BASE = "/dossiers/small"


def head(site: Site) -> Any:
    return store.content(store.revision_of(Dossier.objects.get(pk=site.dossier.pk)))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_choice_of_every_table_has_a_word(lang: Any) -> None:
    for name, table in TABLES.items():
        for column in table.columns:
            for option in words_of(name, column):
                word = say(option.label, lang)

                assert "[" not in word, (name, column.name, option.value)
                assert word == option.value or not isinstance(option.label, str) or option.value in MARKINGS


@pytest.mark.parametrize("table", list(TABLES))
def test_every_table_can_be_listed_and_has_a_form(see: Callable[..., Any], table: str) -> None:
    assert see("owner", f"{BASE}/rows/{table}").status_code == 200
    form = see("owner", f"{BASE}/rows/{table}/new")

    assert form.status_code == 200
    for column in TABLES[table].columns:
        given = f'name="{column.name}"' in form.content.decode()
        assert given == (column.name not in ("supersedes", "author", "recorded", "reason")) or column.name == "reason", column.name


def test_a_row_shows_its_fields_evidence_and_history(see: Callable[..., Any]) -> None:
    page_json = see("owner", f"{BASE}/rows/positions/p1/row.json").json()

    assert {"label": "actor", "value": "France", "href": f"{BASE}/actors/FRA/history"} in page_json["fields"]
    assert [e["id"] for e in page_json["evidence"]] == ["e1"]
    assert page_json["author"] == "desk"


def test_a_change_supersedes_and_the_history_says_so(site: Site, see: Callable[..., Any]) -> None:
    client = site.client("editor")
    answer = client.post(f"{BASE}/rows/positions/p1/change", {"value": "65", "high": "72", "reason": "New statement", "base": "1"})

    assert answer.status_code == 302
    new = head(site).positions[-1]
    assert (new.supersedes, new.value, new.low, new.high, new.reason) == ("p1", 65, 50, 72, "New statement")
    assert see("editor", f"{BASE}/rows/positions/p1/row.json").json()["newer"][0]["id"] == new.id
    assert see("editor", f"{BASE}/rows/positions/{new.id}/row.json").json()["older"][0]["id"] == "p1"


def test_a_form_sent_without_a_change_saves_nothing(site: Site) -> None:
    site.client("owner").post(f"{BASE}/rows/positions/p1/change", {"value": "60", "base": "1"})

    assert Dossier.objects.get(pk=site.dossier.pk).head == 1


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(site: Site) -> None:
    sent = {"actor": "FRA", "issue": "norms", "value": "120", "note": "<b>typed</b>", "evidence": ["", "e1"], "base": "1"}
    answer = site.client("owner").post(f"{BASE}/rows/positions/add", sent)
    html = answer.content.decode()

    assert answer.status_code == 422
    assert 'value="120"' in html
    assert 'id="f-value-error"' in html
    assert "&lt;b&gt;typed&lt;/b&gt;" in html
    assert '<input type="checkbox" name="evidence" value="e1" checked>' in html
    assert Dossier.objects.get(pk=site.dossier.pk).head == 1


def test_a_program_gets_the_problems_as_json(site: Site) -> None:
    answer = site.client("owner").post(
        f"{BASE}/rows/positions/add", {"actor": "XXX", "issue": "norms"}, headers={"accept": "application/json"}
    )

    assert answer.status_code == 422
    assert [(p["row"], p["column"], p["code"]) for p in answer.json()["problems"]] == [(1, "actor", "unknown-actor")]


def test_a_name_typed_in_either_language_stands_for_its_id(site: Site) -> None:
    site.client("owner").post(f"{BASE}/rows/interests/add", {"actor": "allemagne", "issue": "norms", "interest": "Trade"})

    assert head(site).interests[0].actor == "DEU"


def test_several_chosen_rows_are_joined_and_can_be_emptied(site: Site) -> None:
    client = site.client("owner")
    client.post(f"{BASE}/rows/interests/add", {"id": "i1", "actor": "FRA", "issue": "norms", "evidence": ["", "e1", "e2"]})
    assert head(site).interests[0].evidence == ("e1", "e2")
    client.post(f"{BASE}/rows/interests/i1/change", {"evidence": [""]})
    assert head(site).interests[-1].evidence == ()


def test_a_contributor_offers_positions_and_nothing_else(site: Site) -> None:
    client = site.client("contributor")
    client.post(f"{BASE}/rows/positions/add", {"actor": "FRA", "issue": "norms", "value": "61", "held_from": "2019"})

    assert Proposal.objects.get().edits[0]["values"]["value"] == "61"
    assert client.get(f"{BASE}/rows/actors/new").status_code == 403
    assert client.post(f"{BASE}/rows/actors/add", {"name": "X"}).status_code == 403
    assert client.post(f"{BASE}/rows/positions/p1/remove").status_code == 403
    assert Dossier.objects.get(pk=site.dossier.pk).head == 1


@pytest.mark.parametrize(
    "address", ["rows/positions/p4/row", "rows/positions/p4/edit", "rows/objectives", "rows/nothing", "rows/positions/absent/row"]
)
def test_what_a_guest_may_not_see_is_not_there(see: Callable[..., Any], address: str) -> None:
    assert see("guest", f"{BASE}/{address}").status_code in (403, 404)


def test_next_never_leads_out_of_the_dossier(site: Site) -> None:
    client = site.client("owner")
    for bad in ("https://evil.example/", "//evil.example", "/dossiers/small/../../x//y", "/me", "/dossiers/small\\evil"):
        answer = client.post(f"{BASE}/rows/actors/add", {"name": f"A {bad}"[:40], "next": bad})
        assert answer["Location"] == f"{BASE}/rows/actors", bad
    assert client.post(f"{BASE}/rows/actors/add", {"name": "B", "next": f"{BASE}/actors?q=b"})["Location"] == f"{BASE}/actors?q=b"


def test_a_list_is_filtered_by_words_without_accents(see: Callable[..., Any]) -> None:
    page_json = see("owner", f"{BASE}/rows/actors.json?q=estonia").json()

    assert [row[0]["id"] for row in page_json["rows"]] == ["EST"]


def test_a_list_that_was_filtered_by_one_finds_nothing_hidden_for_another(site: Site, see: Callable[..., Any]) -> None:
    """Searched rows are cached for those alone who see the same, on the same day and in the same language."""
    found = {who: see(who, f"{BASE}/rows/actors.json?q=secret").json()["count"] for who in ("owner", "reader", "owner")}
    assert found == {"owner": 1, "reader": 0}

    for lang, words, count in (("en", "germany", 1), ("fr", "germany", 0), ("fr", "allemagne", 1), ("en", "allemagne", 0)):
        Account.objects.filter(pk=site.people["owner"].pk).update(language=lang)
        assert see("owner", f"{BASE}/rows/actors.json?q={words}").json()["count"] == count, (lang, words)


@pytest.mark.parametrize(("table", "column"), [("issues", "question"), ("actors", "name"), ("positions", "actor"), ("groups", "group")])
def test_an_empty_form_is_not_saved_and_says_which_field_is_missing(site: Site, table: str, column: str) -> None:
    answer = site.client("owner").post(f"{BASE}/rows/{table}/add", {"base": "1"})

    assert answer.status_code == 422
    assert f'id="f-{column}-error">Without this the row says nothing' in answer.content.decode()
    assert Dossier.objects.get(pk=site.dossier.pk).head == 1


def test_a_field_that_must_be_filled_says_so_before_it_is_sent(site: Site) -> None:
    html = site.client("owner").get(f"{BASE}/rows/issues/new").content.decode()

    assert html.count('aria-required="true"') == 1
    assert "(needed)" in html


@pytest.mark.parametrize(
    ("table", "place"), [("positions", "positions"), ("rollcalls", "issues"), ("groups", "actors"), ("forecasts", "questions")]
)
def test_a_row_stands_where_its_table_belongs(site: Site, table: str, place: str) -> None:
    html = site.client("owner").get(f"{BASE}/rows/{table}/new").content.decode()
    address = f"{BASE}/{place}"

    assert f'<li><a href="{address}" aria-current="page">' in html


def form_of(answer: Any) -> dict[str, Any]:
    return answer.json()["form"]


def names(fields: list[dict[str, Any]]) -> list[str]:
    return [field["name"] for field in fields]


@pytest.mark.parametrize("table", TABLES)
def test_a_new_row_is_asked_for_three_facts_and_the_rest_is_folded(see: Callable[..., Any], table: str) -> None:
    definition = TABLES[table]
    form = form_of(see("owner", f"{BASE}/rows/{table}/new.json"))

    assert len(definition.first) == 3
    assert names(form["fields"]) == list(definition.opening)
    assert {*names(form["fields"]), *names(form["more"])} == {c.name for c in definition.columns if c.name not in STAMPED}
    assert not form["opened"]


def test_only_an_entry_that_needs_more_is_asked_for_more_than_three_facts() -> None:
    needs_more = {"releases", "signatures"}  # nobody types a release; a signature without its version says nothing of what was answered

    assert {name for name, table in TABLES.items() if len(table.opening) > 3} == needs_more


def test_what_a_row_or_an_address_says_stands_before_the_fold(see: Callable[..., Any]) -> None:
    changed = form_of(see("owner", f"{BASE}/rows/positions/p1/edit.json"))
    begun = form_of(see("owner", f"{BASE}/rows/commitments/new.json?due=2030-01-01"))

    assert {"actor", "issue", "value", "low", "high", "basis", "held_from", "evidence"} <= set(names(changed["fields"]))
    assert {"note", "confidence", "known_on"} <= set(names(changed["more"]))
    assert "due" in names(begun["fields"])


def test_what_is_wrong_inside_the_fold_opens_it_and_nothing_typed_is_out_of_sight(site: Site) -> None:
    client = site.client("owner")
    sent = {"base": "1", "actor": "FRA", "issue": "norms", "value": "50"}
    wrong = client.post(f"{BASE}/rows/positions/add", {**sent, "salience": "120"}).content.decode()
    elsewhere = client.post(f"{BASE}/rows/positions/add", {**sent, "value": "120", "note": "A word"}).content.decode()
    right = client.post(f"{BASE}/rows/positions/add", {**sent, "value": "120"}).content.decode()

    fold = wrong.partition('<details class="more" open>')[2]
    assert 'id="f-salience-error"' in fold
    assert "A word" in elsewhere.partition('<details class="more" open>')[2]
    assert '<details class="more" open>' not in right


@pytest.mark.parametrize(("lang", "words"), [("en", "separated by blanks"), ("fr", "séparés par des espaces")])
def test_no_form_asks_for_ids_between_blanks(site: Site, lang: Any, words: str) -> None:
    client = site.client("owner")
    site.people["owner"].language = lang
    site.people["owner"].save()

    assert [table for table in TABLES if words in client.get(f"{BASE}/rows/{table}/new").content.decode()] == []


def test_rows_of_a_long_table_are_picked_by_name(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.web.forms.row_field.LISTED", 1)
    routing._JSON.clear()  # the same form with all actors in a list may have been shown before
    client = site.client("owner")
    form = client.get(f"{BASE}/rows/rollcalls/new.json").json()["form"]
    fields = {field["name"]: field for field in (*form["fields"], *form["more"])}

    assert (fields["sponsors"]["kind"], fields["sponsors"]["picker"]["many"]) == ("pick", True)
    assert fields["sponsors"]["picker"]["href"] == f"{BASE}/pick/actors"
    html = client.get(f"{BASE}/rows/positions/p1/edit").content.decode()
    assert f'data-pick="{BASE}/pick/actors"' in html and '<li data-id="FRA">France</li>' in html
    sent = {"base": "1", "title": "Third", "sponsors": "FRA; Allemagne; EST"}
    assert client.post(f"{BASE}/rows/rollcalls/add", sent).status_code == 302
    assert '"sponsors"' not in html
    seen = store.seen(store.revision_of(Dossier.objects.get(pk=site.dossier.pk)), store.EVERYTHING)
    assert seen.rollcalls[-1].sponsors == ("FRA", "DEU", "EST")


def test_a_wrong_pick_stands_beside_its_field_with_what_was_typed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.web.forms.row_field.LISTED", 1)
    html = site.client("owner").post(f"{BASE}/rows/positions/add", {"base": "1", "actor": "Nobody", "issue": "norms"}).content.decode()

    assert 'id="f-actor-error"' in html and 'value="Nobody"' in html
