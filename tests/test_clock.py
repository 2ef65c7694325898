"""Whose clocks show a time is said by a city, in French and in English, and with the distance from UTC where it comes twice."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation import moment
from legation.clock import Clock
from legation.language import LANGUAGES, Lang, say

INSTANTS = st.integers(631152000, 3786912000).map(lambda seconds: dt.datetime.fromtimestamp(seconds - seconds % 60, dt.UTC))


@pytest.mark.parametrize(
    ("zone", "fr", "en"),
    [
        ("Europe/Paris", "heure\u00a0de Paris", "Paris time"),
        ("Africa/Cairo", "heure\u00a0du Caire", "Cairo time"),
        ("America/Havana", "heure\u00a0de La Havane", "Havana time"),
        ("Asia/Ulaanbaatar", "heure\u00a0d’Oulan-Bator", "Ulaanbaatar time"),
        ("Asia/Yangon", "heure\u00a0de Yangon", "Yangon time"),
        ("Europe/Helsinki", "heure\u00a0d’Helsinki", "Helsinki time"),
        ("Atlantic/Azores", "heure\u00a0des Açores", "Azores time"),
        ("Pacific/Easter", "heure\u00a0de l’Île de Pâques", "Easter Island time"),
        ("Africa/Tripoli", "heure\u00a0de Tripoli", "Tripoli time"),
        ("America/Argentina/Buenos_Aires", "heure\u00a0de Buenos Aires", "Buenos Aires time"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_a_time_is_called_by_its_city(zone: str, fr: str, en: str) -> None:
    assert (Clock(zone).in_language("fr"), str(Clock(zone))) == (fr, en)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_zone_that_can_be_chosen_has_a_name_in_words(lang: Lang) -> None:
    named = [Clock(zone).in_language(lang) for zone in moment.zones() if zone != "UTC"]
    assert len(named) > 400
    assert [name for name in named if any(sign in name for sign in "/_[](){}") or len(name) < len("Oma time")] == []


def test_an_hour_that_comes_twice_is_said_with_its_distance() -> None:
    first, second = (moment.shown(moment.instant("2026-10-25T02:30", "Europe/Paris", fold), "Europe/Paris") for fold in (0, 1))
    assert say(first, "fr") == "25 octobre 2026 à\u00a002:30 (heure\u00a0de Paris, UTC+2)"
    assert say(second, "en") == "25 October 2026, 02:30 (Paris time, UTC+1)"
    half = moment.shown(moment.instant("2026-11-01T01:30", "America/St_Johns", 1), "America/St_Johns")
    assert say(half, "en") == "1 November 2026, 01:30 (St. John’s time, UTC−3:30)"


@given(INSTANTS, st.sampled_from(("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")))
def test_two_instants_are_never_said_alike(at: dt.datetime, zone: str) -> None:
    others = [at + dt.timedelta(minutes=shift) for shift in (-60, -30, 30, 60)]
    assert say(moment.shown(at, zone), "en") not in [say(moment.shown(one, zone), "en") for one in others]
