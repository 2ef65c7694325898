"""Persons told from bodies: by titles and forms of address in both languages, and by names that were persons' elsewhere."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest

from legation.methods.text.plain import plain, plain_words
from legation.sources.names import persons as module
from legation.sources.names.persons import BEFORE, Persons, titled

HELD = tomllib.loads(Path(module.__file__).with_name("person_titles.toml").read_text("utf-8"))
TITLES = [title for kind in ("address", "office", "capital") for title in HELD["before"][kind]]


@pytest.mark.parametrize("title", TITLES)
def test_every_title_marks_the_name_behind_it_inside_and_before(title: str) -> None:
    assert titled(f"{title} Anna Zorvan") == "Anna Zorvan"
    assert titled(f"Zorvan Team {title} Anna Quellin") == "Anna Quellin"
    assert titled("Anna Zorvan", f"on Monday {title} ") == "Anna Zorvan"
    assert titled("Anna Zorvan", f"on Monday {title} came to see ") is None


@pytest.mark.parametrize("title", HELD["before"]["office"])
def test_offices_are_seen_in_any_letters_and_without_accents(title: str) -> None:
    for form in (title, title.upper(), title.title().replace("'S", "'s"), plain(title).text, title.replace("'", "’")):
        assert titled(f"{form} Anna Zorvan") == "Anna Zorvan"


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("H.E. Mr John Smith", "John Smith"),
        ("H.E. Mr. John Smith", "John Smith"),
        ("S.E.M. Jean Dupont", "Jean Dupont"),
        ("S. E. M. Jean Dupont", "Jean Dupont"),
        ("Madame Dupont", "Dupont"),
        ("Madame la Ministre Dupont", "Dupont"),
        ("M. de Zorvan", "de Zorvan"),
        ("Mme l'Ambassadrice Anna Zorvan", "Anna Zorvan"),
        ("Foreign Minister John Smith", "John Smith"),
        ("Minister, Anna Zorvan", "Anna Zorvan"),
        ("Vice-President-elect Anna Zorvan", "Anna Zorvan"),
        ("Under-Secretary-General Anna Zorvan", "Anna Zorvan"),
        ("Directrice générale adjointe Anna Zorvan", "Anna Zorvan"),
        ("Représentante permanente Anna Zorvan", "Anna Zorvan"),
        ("Office of President Zorvan", "Zorvan"),
        ("John Smith CBE", "John Smith"),
        ("John Smith, Jr.", "John Smith"),
        ("Mr King", "King"),
        ("Queen Anna II", "Anna II"),
    ],
)
def test_the_person_is_what_stands_behind_the_last_title_and_before_the_letters(name: str, person: str) -> None:
    assert titled(name) == person


@pytest.mark.parametrize(
    "name",
    [
        "Minister of Transport",
        "MINISTER OF TRANSPORT",
        "Ministre de la Mer",
        "Prime Minister",
        "Madame la Présidente de la Mer",
        "Madame",
        "Sir",
    ],
)
def test_a_title_may_name_nobody(name: str) -> None:
    assert titled(name) == ""


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("Representative Office", ""),
        ("Office of the President", ""),
        ("Cabinet du Premier ministre", ""),
        ("General Assembly", "to the "),
        ("Directorate General for Zorvan", ""),
        ("Premier League", ""),
        ("Council of Ministers", ""),
        ("Notre Dame", ""),
        ("Port-au-Prince", ""),
        ("Zorvan Programme II", ""),
        ("Office", "the Representative "),
        ("le Pacte de Zorvan", "représentant "),
        ("Pelagic Cable Forum", "Representative of France to the "),
        ("Pelagic Cable Forum", "Representative of France, "),
        ("Zorvan Compact", "Mr President, the "),
        ("Zorvan Compact", "Mr Smith and the "),
        ("", ""),
        ("", "Mr "),
    ],
)
def test_what_only_looks_like_a_title_marks_nobody(name: str, before: str) -> None:
    assert not titled(name, before)


@pytest.mark.parametrize(
    "before",
    [
        "the Minister of Foreign Affairs ",
        "the Minister for Europe and Foreign Affairs, ",
        "the Permanent Representative of France to the United Nations, ",
        "la ministre des Affaires étrangères ",
        "le représentant permanent de la France, ",
        "l’ambassadrice d’Estonie ",
    ],
)
def test_a_name_may_follow_what_the_office_is_of(before: str) -> None:
    assert titled("Anna Zorvan", before) == "Anna Zorvan"


def test_only_so_much_before_a_name_is_read_and_nothing_takes_long() -> None:
    assert titled("Anna Zorvan", "Mr" + " " * BEFORE) is None
    for hostile in ("Minister of " * 10_000, "de la " * 10_000, "Mr " * 10_000, "A" * 100_000, "président de Étrangères " * 5_000):
        titled("Anna Zorvan", hostile)
        titled(hostile[:2_000], "")


def noted(*persons: str) -> Persons:
    made = Persons()
    for one in persons:
        made.add(tuple(plain_words(one)))
    return made


def within(seen: Persons, name: str) -> bool:
    return seen.within(tuple(plain_words(name)))


@pytest.mark.parametrize(
    "name",
    [
        "Smith",
        "John",
        "John Smith",
        "John Smith CBE",
        "Team John Smith",
        "John Smith Foundation",
        "Office of John Smith",
        "Jack Smith",
        "Team Smith",
        "Council Member Smith",
        "Smith John",
        "Anna Smith",
        "Anna de Zorvan",
    ],
)
def test_what_has_a_persons_name_in_it_is_a_persons(name: str) -> None:
    seen = noted("John Smith and Anna de Zorvan", "Elizabeth II")

    assert within(seen, name)
    assert not within(noted("Marie Quellin"), name)


@pytest.mark.parametrize(
    "name", ["Smith Foundation", "Fondation Smith", "Institute of Smith", "Zorvan Institute", "Programme II", "of the"]
)
def test_what_is_clearly_a_body_may_bear_a_surname(name: str) -> None:
    assert not within(noted("John Smith", "Anna de Zorvan", "Elizabeth II"), name)


def test_a_title_or_a_body_within_a_name_is_no_surname() -> None:
    seen = noted("Anna Zorvan Minister", "Anna Zorvan Forum", "Chair of the Pelagic Cable Forum")

    assert not within(seen, "Quellin Forum")
    assert not within(seen, "Quellin Minister")
    assert within(seen, "Maria Zorvan")


def test_every_part_of_a_name_is_within_as_a_plain_scan_says() -> None:
    words = ("maria", "anna", "de", "la", "zorvan")
    seen = Persons()
    seen.add(words)

    for size in range(1, len(words) + 1):
        for part in itertools.combinations(words, size):
            assert seen.within(part) or not any(word not in ("de", "la") for word in part)
    assert not seen.within(())
