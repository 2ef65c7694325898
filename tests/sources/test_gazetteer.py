"""The list of names: every member of the United Nations in both languages, organisations, and a dossier's own ids."""

from __future__ import annotations

import pytest

from legation.dossier.column import Wording
from legation.dossier.records import Actor
from legation.sources.names.countries import countries
from legation.sources.names.gazetteer import demonyms, gazetteer

MEMBERS = sorted(code for code, country in countries().items() if country.un_member)


@pytest.mark.parametrize("iso3", MEMBERS)
def test_every_member_is_found_by_its_names_and_by_what_belongs_to_it(iso3: str) -> None:
    country = countries()[iso3]
    for name in (country.name.en, country.name.fr):
        assert any(iso3 in tag.candidates for tag in gazetteer().tag(f"Here {name} speaks.", "2021-01-01")), name
    forms = demonyms().get(iso3, ("Congolese", "congolais"))
    for form in (form for listed in forms for form in listed.split("|")):
        assert any(iso3 in tag.candidates for tag in gazetteer().tag(f"Here {form} law.", "2021-01-01")), form


def test_what_is_a_place_a_treaty_or_a_language_is_no_actor() -> None:
    text = "In Paris, the Paris Agreement; the Indian Ocean, South China Sea, the French language, Northern Ireland."
    assert gazetteer().tag(text) == ()


def test_organisations_in_both_languages() -> None:
    text = "The European Union, l'OTAN, le Groupe des 77 et la Chine, the African Union, l'ONU"
    assert [tag.actor for tag in gazetteer().tag(text)] == [
        "european-union",
        "nato",
        "group-of-77",
        "CHN",
        "african-union",
        "united-nations",
    ]


def test_a_dossier_gives_its_ids_and_adds_its_actors() -> None:
    actors = [
        Actor(id="france", name=Wording(en="France", fr="France"), kind="state", iso3="FRA"),
        Actor(id="eu", name=Wording(en="European Union"), kind="international_org"),
        Actor(id="acme", name=Wording("Acme Networks"), kind="company"),
    ]
    found = gazetteer(actors).tag("French law, the European Union, l'Union européenne and Acme Networks")

    assert [(tag.actor, tag.kind) for tag in found] == [
        ("france", "demonym"),
        ("eu", "organisation"),
        ("eu", "organisation"),
        ("acme", "organisation"),
    ]


def test_the_list_of_the_same_actors_is_made_once() -> None:
    actors = (Actor(id="XYZ", name=Wording("Xylophonia"), kind="state"),)
    other = (Actor(id="XYZ", name=Wording("Xylophonia"), kind="ngo"),)

    assert gazetteer(actors) is gazetteer(iter(actors))
    assert [gazetteer(listed).tag("Xylophonia spoke")[0].kind for listed in (actors, other)] == ["name", "organisation"]
