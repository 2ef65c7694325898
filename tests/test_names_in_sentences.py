"""Names in the sentences of the catalogues: article, preposition, elision and verb, with the names that go wrong most easily."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from legation.dossier import decode
from legation.dossier.tables.labels import heading
from legation.errors import DossierError
from legation.figures.figure import Named
from legation.language import AnyOrder, Message, _parsed, _typeset, _write, say
from legation.proper_nouns import FORMS
from legation.questions import Case

LOCALE = Path(__file__).parents[1] / "src/legation/locale"
AWKWARD = ("États-Unis", "Oman", "Saint-Siège", "Haïti", "Île Maurice", "Comores", "Hongrie", "Israël", "Cuba", "Pays-Bas")
WRONG = re.compile(
    r"\b(?:de|à) les?\b|\b(?:le|la|de|que|si|lorsque) (?=[AEIOUÉÎ])(?!A/)|\b(?:de|à|par|avec|sans|pour) (?:États-Unis|Comores|Pays-Bas|Saint-Siège|Hongrie)"
)
"""What nobody writes, whatever the name: an article that is not merged or not elided, or one that is missing."""
SINGULAR = re.compile(
    r"\{\w+:[Ll]e\} (?:(?:ne|y|en|se|le) |n’|l’|s’)*"
    r"(?:a|est|peut|doit|vote|parle|siège|décide|tient|compte|figure|penche|porte|préfère|voit|prend|garantit|finit|aime|manque)\b"
)
"""A verb after a name that cannot follow *les États-Unis*: the catalogues write ``{actor:a|ont}``."""
BARE = re.compile(
    r"\b(?:de|à|par|avec|sans|pour|chez|entre|contre|que) \{(?:actors?|makers|us|target|states)\}(?! (?:acteurs?|membres?|décideurs|locuteurs?))"
)
"""A name that follows a preposition without a form."""


def texts(lang: str) -> Iterator[tuple[str, str]]:
    for path in sorted((LOCALE / lang).glob("*.toml")):
        yield from _flat(tomllib.loads(path.read_text("utf-8")), f"{path.stem}.", lang)


def _flat(table: Mapping[str, object], prefix: str, lang: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.", lang)
        else:
            yield prefix + key, _typeset(str(value), lang)  # type: ignore[arg-type]


@functools.cache
def with_names(lang: str) -> Mapping[str, str]:
    return {key: text for key, text in texts(lang) if any(how.lower() in FORMS for _, _, how in _parsed(text) if how)}


def rendered(text: str, name: str, lang: str) -> str:
    """Return a sentence with a name in each place that takes one, and a word of no consequence in the others."""
    parts = _parsed(text)
    named = {place for _, place, how in parts if place and how and how.lower() in FORMS}
    filled = ""
    for before, place, how in parts:
        filled += before
        if place:
            filled += _write(Named("x", name), how, lang) if place in named else "XX"  # type: ignore[arg-type]
    return filled


@pytest.mark.parametrize("name", AWKWARD)
def test_no_french_sentence_joins_a_name_wrongly(name: str) -> None:
    sentences = with_names("fr")
    said = {key: rendered(text, name, "fr") for key, text in sentences.items()}

    assert len(sentences) > 150
    assert {key: text for key, text in said.items() if WRONG.search(text)} == {}


@pytest.mark.parametrize(
    "text", ["de le Mexique", "à les États-Unis", "de États-Unis", "de Oman", "la Inde", "que Oman", "avec Comores", "par Saint-Siège"]
)
def test_a_wrong_join_is_seen(text: str) -> None:
    assert WRONG.search(text)


def test_a_verb_agrees_with_a_name_that_is_plural() -> None:
    assert {key: text for key, text in texts("fr") if SINGULAR.search(text)} == {}
    assert SINGULAR.search("{actor:Le} n’a pas") and SINGULAR.search("{actor:le} se tient")


def test_no_name_follows_a_preposition_without_a_form() -> None:
    assert {key: text for key, text in texts("fr") if BARE.search(text)} == {}


@pytest.mark.parametrize("name", ["Netherlands", "Gambia", "United States", "Marshall Islands", "Holy See"])
def test_english_sentences_say_the(name: str) -> None:
    said = {key: rendered(text, name, "en") for key, text in with_names("en").items()}

    assert len(said) > 150
    assert {key: text for key, text in said.items() if not re.search(rf"\b[Tt]he {name}", text)} == {}
    assert {key: text for key, text in said.items() if re.search(rf"(?<![Tt]he ){name}", text)} == {}


@pytest.mark.parametrize(
    ("identifier", "values", "french", "english"),
    [
        ("who-would-sign.before", {"count": 1, "actors": ("USA",)}, "Les États-Unis ont nommé", "The United States has named"),
        (
            "who-can-reach.no-path",
            {"as_of": "X", "source": "NLD", "target": "USA"},
            "des Pays-Bas aux États-Unis",
            "from the Netherlands to the",
        ),
        ("who-is-missing.often", {"count": 1, "actors": ("OMN",), "missed": 3, "of": 8}, "Oman penche vers nous", "Oman leans to us"),
        (
            "where-it-would-land.turns-on",
            {"count": 2, "actors": ("NLD", "OMN"), "most": 2.0},
            "tient surtout aux Pays-Bas et à Oman",
            "on the Netherlands and Oman",
        ),
        (
            "where-they-stand-over-time.near",
            {"count": 1, "until": "X", "actor": "USA", "now": ("OMN",)},
            "ne distingue les États-Unis d’Oman",
            "the United States cannot",
        ),
        (
            "page-actors.tie.speaks_for",
            {"source": "USA", "target": "NLD"},
            "Les États-Unis parlent au nom des Pays-Bas",
            "The United States speaks for the",
        ),
    ],
)
def test_sentences_as_people_write_them(identifier: str, values: dict[str, object], french: str, english: str) -> None:
    from legation.dossier.tables.countries import countries

    def named(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(named(one) for one in value)
        return Named(value, countries()[value].name) if value in countries() else value  # type: ignore[arg-type,index]

    message = Message(identifier, **{key: named(value) for key, value in values.items()})

    assert french in say(message, "fr")
    assert english in say(message, "en")


def test_names_in_any_order_stand_in_that_of_the_language() -> None:
    names = AnyOrder((Named("DEU", "Allemagne"), Message("who-matters.more", count=2), Named("ETH", "Éthiopie"), Named("AUT", "Autriche")))

    assert say(names, "fr") == "Allemagne, Autriche, Éthiopie et 2 autres"
    assert names == (names[0], names[1], names[2], names[3]), "it is a tuple for whoever reads the values"


def test_a_dossier_says_the_article_of_its_own_names() -> None:
    rows = "id,name,article_fr\nwatch,Veille des fonds marins,la\nsoc,Internet Society,l'\nbare,Forum Demain,none\nFRA,France,\n"
    case = Case(dossier=decode({"dossier.toml": b'id = "x"', "actors.csv": rows.encode()}), today=None, as_of=None)  # type: ignore[arg-type]

    said = [
        say(Message("language.name-example", one=case.named(one), several=(case.named(one),)), "fr")
        for one in ("watch", "soc", "bare", "FRA")
    ]

    assert said == [
        "La Veille des fonds marins répond à la Veille des fonds marins.",
        "L’Internet Society répond à l’Internet Society.",
        "Forum Demain répond à Forum Demain.",
        "La France répond à la France.",
    ]
    assert [a.article_fr for a in case.dossier.actors] == ["la", "l’", "none", ""], "a straight apostrophe is read as the curly one"


def test_another_article_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(DossierError) as refused:
        decode({"dossier.toml": b'id = "x"', "actors.csv": b"id,name,article_fr\nx,X,der\n"})

    (fault,) = refused.value.problems
    assert fault.allowed == "le | la | les | l’ | none" and fault.found == "der"
    assert say(heading("actors", "article_fr"), "fr") == "article en français"
