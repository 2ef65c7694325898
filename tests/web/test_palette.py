"""The palette finds what a person may go to or do, and nothing else: neither a name, nor a count, nor a suggestion."""

from __future__ import annotations

import json
from typing import Any

import pytest

PALETTE = "/dossiers/small/palette"


def found(site: Any, role: str, words: str, address: str = PALETTE, lang: str = "en") -> dict[str, Any]:
    site.people[role].language = lang
    site.people[role].save()
    response = site.client(role).get(address, {"q": words})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return dict(response.json())


def entries(body: dict[str, Any]) -> dict[str, list[str]]:
    return {group["title"]: [entry["name"] for entry in group["entries"]] for group in body["groups"]}


pytestmark = pytest.mark.django_db


@pytest.mark.each_database("rows are found by the database")
def test_an_actor_is_found_with_what_can_be_added_about_it(site: Any) -> None:
    body = found(site, "editor", "fran")

    assert entries(body)["Actors"] == ["France"]
    assert "Add a position of France" in entries(body)["Do"]
    (href,) = [e["href"] for g in body["groups"] for e in g["entries"] if e["name"] == "Add a position of France"]
    assert site.client("editor").get(href).status_code == 200
    assert (
        'value="FRA"' in site.client("editor").get(href).content.decode() or "selected" in site.client("editor").get(href).content.decode()
    )


@pytest.mark.parametrize(
    ("words", "lang", "wanted"),
    [
        ("add a position of germ", "en", "Add a position of Germany"),
        ("ajouter position allem", "fr", "Ajouter une position\u00a0: Allemagne"),
        ("germany", "fr", "Ajouter une position\u00a0: Allemagne"),
    ],
)
def test_what_to_add_may_stand_before_the_name(site: Any, words: str, lang: str, wanted: str) -> None:
    done = entries(found(site, "editor", words, lang=lang))["Do" if lang == "en" else "Faire"]

    assert wanted in done


def test_words_in_either_language_find_questions_with_what_one_learns(site: Any) -> None:
    body = found(site, "reader", "avons-nous les voix", lang="fr")
    first = next(group for group in body["groups"] if group["title"] == "Questions")["entries"][0]

    assert first["href"].endswith("/questions/do-we-have-the-votes")
    assert first["note"]
    assert "Do we have the votes?" in entries(found(site, "reader", "enough support"))["Questions"]


def test_pages_issues_votes_and_dossiers_are_found(site: Any) -> None:
    assert entries(found(site, "owner", "sett"))["Pages"] == ["Settings"]
    assert entries(found(site, "owner", "binding"))["Issues"] == ["Binding norms?"]
    assert any("A/RES/1" in name for name in entries(found(site, "owner", "A/RES/1"))["Votes"])
    assert entries(found(site, "owner", "small matter"))["Dossiers"] == ["A small matter"]
    assert entries(found(site, "owner", "small", "/palette")) == {"Dossiers": ["A small matter"]}


@pytest.mark.parametrize("role", ["reader", "guest"])
def test_who_may_not_add_is_offered_nothing_to_do(site: Any, role: str) -> None:
    assert "Do" not in entries(found(site, role, "fran"))
    assert "Do" not in entries(found(site, role, ""))
    assert "Settings" not in str(found(site, role, "sett"))


@pytest.mark.each_database("rows are found by the database")
@pytest.mark.parametrize("role", ["contributor", "reader", "guest"])
@pytest.mark.parametrize(
    "words", ["secret", "secret-company", "SECRET COMPANY", "hidden-co", "secret-issu", "sekret compani", "SECRET-INTERVIEW"]
)
def test_what_a_person_may_not_see_gives_neither_result_nor_count_nor_suggestion(site: Any, role: str, words: str) -> None:
    body = found(site, role, words)
    rows = [entry for group in body["groups"] if group["title"] != "Questions" for entry in group["entries"]]

    assert "SECRET-" not in json.dumps(body).replace(words, "").replace(words.upper(), "")
    assert "hidden-co" not in json.dumps([group["entries"] for group in body["groups"]])
    assert rows == []


def test_what_an_owner_sees_is_found(site: Any) -> None:
    assert entries(found(site, "owner", "secret-company"))["Actors"] == ["SECRET-COMPANY"]


def test_tables_that_are_not_shared_with_a_guest_are_not_searched(site: Any) -> None:
    assert "Coalitions" not in entries(found(site, "guest", "friends"))
    assert entries(found(site, "reader", "friends"))["Coalitions"]


def test_a_stranger_finds_nothing(site: Any) -> None:
    assert site.client("member").get(PALETTE, {"q": "fran"}).status_code == 404
    assert site.client("anonymous").get(PALETTE, {"q": "fran"}).status_code in (302, 401, 403, 404)
    assert entries(found(site, "member", "small", "/palette")) == {}


def test_nearly_written_names_are_suggested(site: Any) -> None:
    body = found(site, "reader", "Germny zzz")
    assert body["groups"] == [] or entries(body).keys() == {"Questions"}

    body = found(site, "reader", "Setings", "/dossiers/small/palette")
    assert "SECRET" not in json.dumps(body)
    site_wide = found(site, "owner", "A smal mater", "/palette")
    assert [entry["name"] for entry in site_wide["close"]] == ["A small matter"]
    assert site_wide["said"] == "Nothing fits “A smal mater”. Did you mean:"


@pytest.mark.parametrize("words", ["x" * 10_000, "<img src=x onerror=alert(1)>", "الاتحاد", "%", "_", "'", "\\"])
def test_any_words_are_answered(site: Any, words: str) -> None:
    body = found(site, "owner", words)

    assert len(json.dumps(body)) < 30_000


def test_the_day_of_the_page_is_the_day_of_the_search(site: Any) -> None:
    response = site.client("reader").get(PALETTE, {"q": "france", "as_of": "2001-01-01"})

    assert response.status_code == 200
    assert "Statement of France" not in response.content.decode()


def test_each_page_has_the_button_and_the_dialog(site: Any) -> None:
    text = site.client("reader").get("/dossiers/small/actors").content.decode()
    home = site.client("reader").get("/").content.decode()

    assert 'data-palette="/dossiers/small/palette"' in text
    assert 'href="/dossiers/small/search"' in text, "without scripts it is a link to the search"
    assert 'data-palette="/palette"' in home
    assert '<dialog class="palette"' in text
    assert "data-palette" not in site.client("anonymous").get("/glossary").content.decode()


@pytest.mark.parametrize(("lang", "words"), [("en", "do we have enough support"), ("fr", "avons-nous les voix")])
def test_the_search_offers_questions_and_pages_beside_rows(site: Any, lang: str, words: str) -> None:
    site.people["reader"].language = lang
    site.people["reader"].save()
    body = site.client("reader").get("/dossiers/small/search.json", {"q": words}).json()
    text = site.client("reader").get("/dossiers/small/search", {"q": words}).content.decode()

    assert body["beside"][0]["href"].endswith("/questions/do-we-have-the-votes")
    assert body["count"] == 0
    assert body["beside"][0]["href"] in text


def test_the_search_offers_names_that_are_written_nearly_so(site: Any) -> None:
    body = site.client("reader").get("/dossiers/small/search.json", {"q": "Germny"}).json()
    hidden = site.client("reader").get("/dossiers/small/search.json", {"q": "SECRET-COMPNY"}).json()

    assert [entry["name"] for entry in body["close"]] == ["Germany"]
    assert hidden["close"] == []
