"""Names are found whole, longest first, at their date; what is ambiguous stays so until the context decides; who speaks for whom."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.text.tagging import Entry, Gazetteer, spokespersons

NAMES = Gazetteer(
    [
        Entry(actor="GIN", alias="Guinea", doubtful=True, near=("Conakry",), not_before=("pig",)),
        Entry(actor="GNB", alias="Guinea-Bissau"),
        Entry(actor="GNB", alias="Guinée-Bissau", lang="fr"),
        Entry(actor="PNG", alias="Papua New Guinea"),
        Entry(actor="", alias="Gulf of Guinea"),
        Entry(actor="COD", alias="Congo", near=("Kinshasa",)),
        Entry(actor="COG", alias="Congo", near=("Brazzaville",)),
        Entry(actor="COD", alias="DRC"),
        Entry(actor="CIV", alias="Côte d’Ivoire"),
        Entry(actor="TUR", alias="Turkey", end="2022-05-31"),
        Entry(actor="TUR", alias="Türkiye"),
        Entry(actor="MKD", alias="Macedonia", start="1993-04-08", end="2019-02-11"),
        Entry(actor="USA", alias="US"),
        Entry(actor="USA", alias="U.S."),
        Entry(actor="RUS", alias="russe", lang="fr", kind="demonym"),
        Entry(actor="RUS", alias="Moscow", kind="metonym", doubtful=True, not_after=("in",)),
        Entry(actor="KNA", alias="St. Kitts & Nevis"),
        Entry(actor="EU", alias="European Union", kind="organisation"),
        Entry(actor="EU", alias="Union européenne", lang="fr", kind="organisation"),
        Entry(actor="FIN", alias="Finland"),
        Entry(actor="NOR", alias="Norway"),
        Entry(actor="NOR", alias="Norvège", lang="fr"),
        Entry(actor="BEN", alias="Bénin", lang="fr"),
        Entry(actor="AFR", alias="Groupe africain", lang="fr", kind="organisation"),
        Entry(actor="G77", alias="Group of 77", kind="organisation"),
        Entry(actor="CHN", alias="China"),
        Entry(actor="ISL", alias="Iceland"),
    ]
)


def tagged(text: str, date: str | None = "2019-01-01") -> list[tuple[str, str, bool]]:
    return [(tag.actor, text[tag.start : tag.end], tag.sure) for tag in NAMES.tag(text, date)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Guinea-Bissau and GUINÉE\u2011BISSAU", [("GNB", "Guinea-Bissau", True), ("GNB", "GUINÉE\u2011BISSAU", True)]),
        ("the Gulf of Guinea", []),
        ("Guinea pig", []),
        ("Guinea", [("GIN", "Guinea", False)]),
        ("Guinea. In Conakry", [("GIN", "Guinea", True)]),
        ("Papua New Guinea, Guinea", [("PNG", "Papua New Guinea", True), ("GIN", "Guinea", True)]),
        ("Congo", [("", "Congo", False)]),
        ("Congo (Kinshasa)", [("COD", "Congo", True)]),
        ("Congo: the DRC", [("COD", "Congo", True), ("COD", "DRC", True)]),
        ("Kinshasa, Brazzaville, Congo", [("", "Congo", False)]),
        ("la Côte d'Ivoire et la Co\u0302te\u00a0d’Ivoire", [("CIV", "Côte d'Ivoire", True), ("CIV", "Co\u0302te\u00a0d’Ivoire", True)]),
        ("US, U.S. or us", [("USA", "US", True), ("USA", "U.S", True)]),
        ("turkey; Turkey", [("TUR", "Turkey", True)]),
        ("all about turkey", [("TUR", "turkey", False)]),
        ("la presse russe, les Russes", [("RUS", "russe", True)]),
        ("in Moscow. Moscow said", [("RUS", "Moscow", False)]),
        ("St Kitts and Nevis; St. Kitts & Nevis", [("KNA", "St. Kitts & Nevis", True)]),
        ("Chinaware Finlandia", []),
        ("US-led, China’s", [("USA", "US", True), ("CHN", "China", True)]),
    ],
)
def test_names_in_texts(text: str, wanted: list[tuple[str, str, bool]]) -> None:
    assert tagged(text) == wanted


def test_names_hold_at_their_dates() -> None:
    assert tagged("Macedonia", "2019-02-11") == [("MKD", "Macedonia", True)]
    assert tagged("Macedonia", "2019-02-12T10:00") == []
    assert tagged("Macedonia, Turkey", "1990-01-01") == [("TUR", "Turkey", True)]
    assert len(tagged("Macedonia, Turkey", None)) == 2


def test_candidates_are_named_where_nothing_decides() -> None:
    assert NAMES.tag("Congo")[0].candidates == ("COD", "COG")


@given(
    st.lists(
        st.sampled_from(["Norway", "Congo", "œ", "Guinea", "Bissau", " ", "-", ", ", "\u00ad", "İ", "Côte d’Ivoire", "x"]), max_size=20
    ).map("".join)
)
def test_tags_stand_in_order_apart_and_at_names(text: str) -> None:
    tags = NAMES.tag(text)

    assert all(a.end <= b.start for a, b in itertools.pairwise(tags))
    assert all(0 <= tag.start < tag.end <= len(text) for tag in tags)
    assert all(tag.actor in tag.candidates or not tag.actor for tag in tags)
    assert all(len(tag.candidates) > 1 for tag in tags if not tag.actor)


SPOKEN = [
    ("I have the honour to speak on behalf of the Group of 77 and China.", [("ME", "speaks_for", "G77"), ("ME", "speaks_for", "CHN")]),
    ("J’interviens au nom de l’Union européenne, de la Norvège et du Bénin.", [("ME", "speaks_for", a) for a in ("EU", "NOR", "BEN")]),
    ("La Norvège s’associe pleinement à la déclaration prononcée au nom de l'Union européenne.", [("NOR", "joins", "EU")]),
    (
        "China aligns itself with the statements made by the representative of Iceland, on behalf of the European Union.",
        [("CHN", "joins", "EU"), ("ISL", "speaks_for", "EU")],
    ),
    ("The statement delivered by Finland on behalf of the member States of the European Union was heard.", [("FIN", "speaks_for", "EU")]),
    ("Norway, speaking on behalf of Iceland, agreed.", [("NOR", "speaks_for", "ISL")]),
    ("Speaking for Finland, the envoy said no.", [("ME", "speaks_for", "FIN")]),
    ("We associate ourselves with the statement of the Group of 77.", [("ME", "joins", "G77")]),
    (
        "Le Bénin souscrit à la déclaration faite par la Norvège au nom du Groupe africain.",
        [("BEN", "joins", "AFR"), ("NOR", "speaks_for", "AFR")],
    ),
    ("On behalf of my Government, I thank Norway.", []),
    ("China asks for help on behalf of Iceland.", [("ME", "speaks_for", "ISL")]),
]


@pytest.mark.parametrize(("text", "wanted"), SPOKEN)
def test_who_speaks_for_whom(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert [(b.speaker, b.how, b.principal) for b in spokespersons(text, NAMES.tag(text), "ME")] == wanted


def test_the_place_is_that_of_phrase_and_principal_in_the_original() -> None:
    text = "Cœur. Je parle au nom de l’Union européenne."
    found = spokespersons(text, NAMES.tag(text))[0]
    assert text[found.start : found.end] == "au nom de l’Union européenne"


def test_texts_made_to_be_slow_are_not() -> None:
    began = time.process_time()
    for text in (
        "aligns " + " " * 50_000,
        "aligns " + "itself " * 20_000,
        "on behalf of the " * 5_000,
        "by the " * 20_000 + "Norway on behalf of Iceland",
    ):
        spokespersons(text, NAMES.tag(text))
    assert time.process_time() - began < 3


def test_entries_that_cannot_be_are_answered() -> None:
    with pytest.raises(BadValue, match="alias must be"):
        Gazetteer([Entry(actor="X", alias="…")])
    with pytest.raises(BadValue, match="start, end must be"):
        Gazetteer([Entry(actor="X", alias="x", start="1990")])
    with pytest.raises(BadValue, match="date must be"):
        NAMES.tag("Norway", "yesterday")
