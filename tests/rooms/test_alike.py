"""Names that look alike are found, each with its reason, by one reading of the list; names that differ to the eye are left alone."""

from __future__ import annotations

import itertools
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.language import LANGUAGES, country_name
from legation.methods.text.confusable import skeleton
from legation.rooms.circulation import REASONS, look_alike

STATES = "AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN BWA CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH FIN FJI FRA FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG POL PRK PRT PRY QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON TTO TUN TUR TUV TZA UGA UKR URY USA UZB VCT VEN VNM VUT WSM YEM ZAF ZMB ZWE".split()  # noqa: SIM905


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("Greenpeace", "Greenpeace", "same"),
        ("Greenpeace", "Gr\u0435enpeace", "hidden"),  # one Cyrillic letter in a Latin word
        ("Peace Forum", "Peace\u200b Forum", "hidden"),
        ("Peace Forum", "\u202ePeace Forum", "hidden"),
        ("CCCP", "СССР", "letters"),
        ("ETA", "ΕΤΑ", "letters"),  # wholly Greek
        ("ITU", "lTU", "letters"),
        ("Forum 10", "Forum lO", "letters"),
        ("Amnesty", "Arnnesty", "letters"),
        ("Orsted", "Ørsted", "letters"),
        ("Acme SA", "Acme", "form"),
        ("Acme, Inc.", "Acme Ltd", "form"),
        ("Acme S.A.", "Acme SAS", "form"),
        ("Peace Forum", "PEACE-FORUM", "writing"),
        ("Médecins du Monde", "Medecins du monde", "writing"),
        ("Peace Forum", "Ｐｅａｃｅ Ｆｏｒｕｍ", "writing"),
        ("Россия", "РОССИЯ", "writing"),
        ("Νίκος", "ΝΙΚΟΣ", "writing"),
        ("L'Oréal", "L’Oréal", "writing"),
    ],
)
def test_names_that_look_alike_are_found_with_the_reason(first: str, second: str, reason: str) -> None:
    (pair,) = look_alike([("a", first), ("z", "Norway"), ("b", second)])
    assert (pair.first, pair.second, pair.names, pair.reason) == ("a", "b", (first, second), reason)
    assert look_alike([("b", second), ("a", first)])[-1].second == "a"


@pytest.mark.parametrize(
    "names", [("Niger", "Nigeria"), ("Austria", "Australia"), ("Mali", "Malta"), ("SA", "AG"), ("Россия", "Rossiya"), ("中国", "日本")]
)
def test_names_that_differ_to_the_eye_are_left_alone(names: tuple[str, str]) -> None:
    assert look_alike(zip("ab", names, strict=True)) == ()


def test_no_two_states_look_alike_in_either_language() -> None:
    named = [(code, country_name(code, lang) or "") for lang in LANGUAGES for code in STATES]
    assert len(named) > 360
    assert all(name for _, name in named)
    assert look_alike(named) == ()


def test_a_name_that_hides_something_is_told_although_it_is_like_no_other() -> None:
    (found,) = look_alike([("x", "Gr\u0435enpeace"), ("no", "Norway"), ("fa", "می\u200cخواهم"), ("", " ")])
    assert (found.first, found.second, found.reason) == ("x", "", "hidden")


def test_one_that_bears_several_names_is_not_like_itself() -> None:
    assert look_alike([("no", "Norway"), ("no", "NORWAY"), ("no", "Norway SA")]) == ()


@given(st.lists(st.text("aAеЕ 0oIl1-é", max_size=4), max_size=7))
def test_every_name_that_is_like_an_earlier_one_stands_beside_one_and_no_other_does(names: list[str]) -> None:
    named = [(str(number), name) for number, name in enumerate(names)]
    found = look_alike(named)
    alike = {
        str(later)
        for earlier, later in itertools.combinations(range(len(names)), 2)
        if names[earlier].strip() and names[later].strip() and skeleton(names[earlier]).is_like(skeleton(names[later]))
    }
    assert {pair.second for pair in found if pair.second} == alike
    assert all(int(pair.first) < int(pair.second) for pair in found if pair.second)
    assert {pair.reason for pair in found} <= {*REASONS}


@given(st.text(max_size=12))
def test_any_text_is_like_itself_in_another_normal_form(name: str) -> None:
    other = unicodedata.normalize("NFD", name)
    made = skeleton(name)
    assert made == skeleton(other)
    assert made.is_like(skeleton(other)) == any(made[:3])


def test_five_thousand_names_take_as_long_as_their_number() -> None:
    names = [(str(number), f"Association number {number} for the open network") for number in range(5_000)]
    names[-1] = ("5000", "АSSOCIATION number 17 for the open network")
    began = time.process_time()
    (pair,) = look_alike(names)
    assert (pair.first, pair.second, pair.reason) == ("17", "5000", "hidden")
    assert time.process_time() - began < 5
    assert len(look_alike([(str(number), "One name") for number in range(5_000)])) == 4_999
