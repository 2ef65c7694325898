"""Codes of places, actors and events beside other tables of them."""

from __future__ import annotations

import pytest

from legation.dossier.tables.countries import countries
from legation.sources.names.event_codes import REGIONS, cameo_event, cameo_events, place_of, places, quad_of, state_of

WITHOUT_A_CODE_IN_ISO = {"AX", "DX", "IP", "OC", "OS", "PF", "PG"}
"""Akrotiri, Dhekelia, Clipperton, oceans, Paracel and Spratly Islands."""


def test_every_place_is_in_the_table_of_countries() -> None:
    assert {iso3 for iso3 in places().values() if iso3} <= countries().keys()
    assert {fips for fips, iso3 in places().items() if iso3 is None} == WITHOUT_A_CODE_IN_ISO


def test_every_country_of_today_is_a_place() -> None:
    today = {c.iso3 for c in countries().values() if c.end is None}

    assert today - set(places().values()) == {"ALA", "BES"}, "FIPS counts them to Finland and to the Netherlands Antilles"


@pytest.mark.parametrize(
    ("fips", "iso3"),
    [
        ("CH", "CHN"), ("SZ", "CHE"), ("BO", "BLR"), ("AU", "AUT"), ("AS", "AUS"), ("GM", "DEU"), ("RS", "RUS"), ("UP", "UKR"),
        ("EI", "IRL"), ("JA", "JPN"), ("KS", "KOR"), ("KN", "PRK"), ("UK", "GBR"), ("SP", "ESP"), ("SW", "SWE"), ("NI", "NGA"),
        ("NG", "NER"), ("GG", "GEO"), ("BM", "MMR"), ("CB", "KHM"), ("CG", "COD"), ("CF", "COG"), ("IZ", "IRQ"), ("IS", "ISR"),
        ("IC", "ISL"), ("TU", "TUR"), ("RI", "SRB"), ("KV", "XKX"), ("MJ", "MNE"), ("WE", "PSE"), ("GZ", "PSE"), ("OS", None),
    ],
)  # fmt: skip
def test_places_that_look_like_other_countries(fips: str, iso3: str | None) -> None:
    assert place_of(fips) == iso3


def test_regions_are_no_states() -> None:
    assert len(REGIONS) == 25
    assert {state_of(code) for code in REGIONS} == {None}
    assert not REGIONS & countries().keys()


def test_a_state_of_today_is_itself() -> None:
    assert all(state_of(c.iso3) == c.iso3 for c in countries().values() if c.end is None)


def test_every_code_has_a_class_a_root_and_a_label() -> None:
    for event in cameo_events().values():
        assert event.root in cameo_events() and event.code[:3] in cameo_events()
        assert event.label.en and event.label.fr
        assert event.goldstein is None or -10 <= event.goldstein <= 10
    assert {e.code for e in cameo_events().values() if e.goldstein is None} == {"155", "176", "1834", "1951", "1952"}
    assert quad_of("999") is None and cameo_event("1") is None
