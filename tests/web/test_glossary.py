"""The glossary: open to everybody, in both languages, each term with an address of its own."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from legation.web.pages.desk.reference import GROUPS

pytestmark = pytest.mark.django_db
TERMS = [term for terms in GROUPS.values() for term in terms]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_term_has_an_anchor_and_a_text(lang: str) -> None:
    html = Client(headers={"Accept-Language": lang}).get("/glossary").content.decode()

    assert [term for term in TERMS if f'id="{term}"' not in html] == []
    assert len(set(TERMS)) == len(TERMS)
    assert "[glossary." not in html
    assert len(re.findall(r'\bid="([^"]+)"', html)) == len(set(re.findall(r'\bid="([^"]+)"', html)))


def test_the_two_activities_are_told_apart_and_official_usage_is_named() -> None:
    french = Client(headers={"Accept-Language": "fr"}).get("/glossary.json").json()
    texts = {term["id"]: term for group in french["groups"] for term in group["terms"]}

    assert (texts["digital-diplomacy"]["term"], texts["digital-diplomacy"]["other"]) == ("diplomatie numérique", "digital diplomacy")
    assert "moyen" in texts["digital-diplomacy"]["text"]
    assert "objet" in texts["cyber-diplomacy"]["text"]
    assert "usage officiel français" in texts["official-usage"]["text"]


def test_terms_are_sorted_as_a_dictionary_sorts_them() -> None:
    french = Client(headers={"Accept-Language": "fr"}).get("/glossary.json").json()
    work = next(group for group in french["groups"] if group["id"] == "work")
    names = [term["term"] for term in work["terms"]]

    assert names.index("démarche") < names.index("engagement")
