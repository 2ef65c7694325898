"""Names of natural persons in free text: by rules alone, in five languages; silent rather than wrong."""

from __future__ import annotations

import time

import pytest
from benchmarks.named_persons import LANGUAGES, LATER, baseline, by_rules, counted, sentences

from legation.methods.text.named_persons import RULES, named_persons


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_are_found_more_surely_than_by_two_great_letters(lang: str) -> None:
    said = sentences(lang, 1)
    ours, plain = counted(said, by_rules), counted(said, baseline)

    assert ours.precision > plain.precision and ours.precision >= 0.8
    assert ours.recall >= 0.5


def test_sentences_that_were_written_later_are_read_as_surely() -> None:
    measured = [one for lang in LANGUAGES for one in sentences(lang, 1, LATER)]
    ours, plain = counted(measured, by_rules), counted(measured, baseline)

    assert ours.precision >= 0.95 > 0.6 > plain.precision
    assert ours.recall >= 0.65


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Agreed with A. Zorvan and J.-P. Renquist.", ["A. Zorvan", "J.-P. Renquist"]),
        ("The chair, Xavor Zorvan, closed the list.", ["Xavor Zorvan"]),
        ("According to Xavor Zorvan, legal adviser, it binds nobody.", ["Xavor Zorvan"]),
        ("Согласовано с К. П. Зорваном.", ["К. П. Зорваном"]),
        ("طلب السيد زورفان تصويتا.", ["زورفان"]),
        ("See option B. France voted; annexes C and D. Delegations may speak. Plan A. The text.", []),
        ("Costa Rica, adviser to the group, and the president, New Zealand, left.", []),
        ("The U. S. Congress and the U.N. Charter", []),
        ("It landed at John Paul II Airport beside the Robert Lind building.", []),
        ("السيد رئيس الوفد والسيدة ممثلة البلد", []),
    ],
)
def test_initials_and_offices_beside_a_comma_tell_a_name(text: str, names: list[str]) -> None:
    assert [one.name for one in named_persons(text)] == names


@pytest.mark.parametrize("text", ["A. " * 20_000, "Adviser, " * 10_000, "The Security Council met in New York, adviser. " * 2_000])
def test_a_long_text_without_names_is_read_in_time(text: str) -> None:
    begun = time.process_time()

    assert named_persons(text) == ()
    assert time.process_time() - begun < 5


def test_each_rule_by_itself_is_surer_than_the_baseline_or_would_be_off() -> None:
    whole = [one for lang in LANGUAGES for one in sentences(lang, 1)]
    plain = counted(whole, baseline)
    for rule in RULES:
        alone = counted(whole, lambda text, rule=rule: by_rules(text, [rule]))  # type: ignore[misc]
        assert alone.right >= 5 and alone.precision > 0.9 > plain.precision, rule


@pytest.mark.parametrize(
    "text",
    [
        "Saint Vincent and the Grenadines, Costa Rica, San Marino and the Marshall Islands",
        "April May June, Chad, Georgia, Jordan and Israel",
        "HMS Richard Lander, the frigate Maria Pita and Hurricane Katrina",
        "The Foreign Minister, the Secretary-General and the President of the General Assembly",
        "Madame la Présidente, Señor Presidente, Господин Председатель, السيد الرئيس",
        "Anna Lindh Foundation; Jean Monnet University; rue Jean Moulin; calle Francisco Pizarro",
        "",
        "МИНИСТР ИНОСТРАННЫХ ДЕЛ И ПРЕЗИДЕНТ",
    ],
)
def test_countries_bodies_ships_streets_and_months_are_nobody(text: str) -> None:
    assert named_persons(text) == ()


def test_the_form_of_address_goes_with_the_name_and_the_office_stays() -> None:
    text = "Then Dr. Anna Zorvan and the ambassador Paul Renquist left; Mme la Ministre Claire Dupont stayed."
    found = named_persons(text)

    assert [text[one.start : one.end] for one in found] == ["Dr. Anna Zorvan", "Paul Renquist", "Claire Dupont"]
    assert [one.name for one in found] == ["Anna Zorvan", "Paul Renquist", "Claire Dupont"]


def test_a_long_text_of_capitals_is_read_in_time() -> None:
    assert len(named_persons("Mr Anna Zorvan " * 5_000)) == 5_000


def test_an_office_behind_an_elision_is_one() -> None:
    assert [one.name for one in named_persons("Selon l’ambassadeur Xavor Zorvan, rien.")] == ["Xavor Zorvan"]
