"""The glossary is held by the catalogues and the code: each term has its words in both languages, and each name in the code exists."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from legation.glossary import CODE, GROUPS, name
from legation.language import LANGUAGES, Lang, catalogue, say

ROOT = Path(__file__).parents[1]
TERMS = [term for terms in GROUPS.values() for term in terms]
PRIVATE = {
    "en": r"\b(mouths?|deeds?|twins?|sights?|beneath|whence|squeezed|tongues?|beaten|cries wolf)\b",
    "fr": r"\b(appel nominal|bouche|jumelle?s?|issue à|point de rupture|diplomatie parallèle)\b",
}
"""Words that only we used, and French terms that the field does not use."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_is_named_and_explained(lang: Lang) -> None:
    words = catalogue("glossary", lang)

    named = {key.removesuffix(".term") for key in words if key.endswith(".term")}
    assert named == set(TERMS)
    assert {key.removesuffix(".text") for key in words if key.endswith(".text")} == set(TERMS)
    assert {key.removeprefix("group.") for key in words if key.startswith("group.")} == set(GROUPS)
    assert all(words[f"{term}.text"].endswith(".") for term in TERMS)
    assert len({words[f"{term}.term"] for term in TERMS}) == len(TERMS)


def test_no_term_stands_in_two_groups() -> None:
    assert len(TERMS) == len(set(TERMS))
    assert set(CODE) <= set(TERMS)


@pytest.mark.parametrize(("term", "path"), CODE.items())
def test_the_name_that_carries_a_term_is_public(term: str, path: str) -> None:
    module, _, attribute = path.rpartition(".")
    found = importlib.import_module(module)

    assert attribute in found.__all__, f"{term}: {path} must be a public name"
    assert hasattr(found, attribute)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_private_words_are_gone(lang: Lang) -> None:
    words = catalogue("glossary", lang)

    assert [key for key in words if key != "roll-call.text" and re.search(PRIVATE[lang], words[key], re.IGNORECASE)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_has_every_term_and_its_name_in_the_code(lang: Lang) -> None:
    page = (ROOT / "docs" / lang / "glossary.md").read_text("utf-8")
    named = {term: " ".join(say(name(term), lang).split()) for term in TERMS}

    assert [term for term in TERMS if f"| **{named[term]}** |" not in page] == []
    assert [path for path in CODE.values() if f"`{path}`" not in page] == []


@pytest.mark.parametrize(("term", "english", "french"), [("issue", "issue", "sujet"), ("roll-call", "recorded vote", "vote enregistré")])
def test_the_terms_that_are_often_confused(term: str, english: str, french: str) -> None:
    assert (catalogue("glossary", "en")[f"{term}.term"], catalogue("glossary", "fr")[f"{term}.term"]) == (english, french)
