"""Registrations that may be of one person: in any script and order, with what people get wrong; never twins, nor parent and child."""

from __future__ import annotations

from itertools import permutations

import pytest
from benchmarks.consular_matching import accuracy
from benchmarks.consular_people import registry

from legation.consular.matching import Person, duplicates
from legation.errors import BadValue

BORN = "1980-03-04"


def found(first: Person, second: Person) -> bool:
    """Return whether two registrations are proposed as one person."""
    return bool(duplicates([first, second]))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("Mohammed", "Ali"), ("محمد", "علي")),
        (("Mohammed", "Khalil"), ("خليل", "محمد")),
        (("Abdul Rahman", "Saleh"), ("عبد الرحمن", "صالح")),
        (("Fatima", "Zahra"), ("فاطمة", "الزهراء")),
        (("Oualid", "Cherif"), ("وليد", "شريف")),
        (("Yevgenia", "Joukova"), ("Евгения", "Жукова")),
        (("Alexei", "Shcherbakov"), ("Алексей", "Щербаков")),
        (("Evangelos", "Bampis"), ("Ευάγγελος", "Μπάμπης")),
        (("Xiao Ming", "Wang"), ("晓明", "王")),
        (("Thị Hương", "Nguyễn"), ("Huong", "Nguyen Thi")),
        (("Anna", "Schmidt"), ("Schmitd", "Anna")),
        (("Anne-Marie", "O’Brien"), ("ANNE MARIE", "O'BRIEN")),
        (("An\u202ena", "Silva"), ("Anna", "Silva")),
        (("Tariq", "Qassem"), ("طارق", "قاسم")),
        (("Toufik", "Alzahrani"), ("توفيق", "الزهراني")),
        (("Elmasry", "Gamal"), ("جمال", "المصري")),
        (("Rachid", "Naggar"), ("Rachid", "Najjar")),
        (("Aisha", "Sayeed"), ("Aisha", "Said")),
        (("Yeoryios", "Vlahos"), ("Georgios", "Vlachos")),
        (("Κωνσταντίνος", "Καραγιάννης"), ("Konstantinos", "Karayannis")),
        (("Aggeliki", "Lambrou"), ("Angeliki", "Lamprou")),
        (("Dmiri", "Popov"), ("Dmitry", "Попов")),
    ],
)
def test_one_name_is_found_in_another_script_spelling_or_order(one: tuple[str, str], two: tuple[str, str]) -> None:
    assert found(Person("a", *one, BORN), Person("b", *two, BORN))


@pytest.mark.parametrize("birth", ["1980-03-04", "1980-04-03", "1980-03-14", "1981-03-04", "1980", "1980-01-01", ""])
def test_a_date_of_birth_may_be_exchanged_one_digit_off_or_a_year(birth: str) -> None:
    assert found(Person("a", "Jean", "Martin", BORN), Person("b", "Jean", "Martin", birth))


def test_namesakes_are_not_one() -> None:
    assert not found(Person("a", "Jean", "Martin", BORN), Person("b", "Jean", "Martin", "1971-11-20"))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Mario", "Maria"),
        ("Karim", "Karima"),
        ("Hassan", "Hussein"),
        ("حسن", "حسين"),
        ("حسن", "Hussein"),
        ("晓明", "晓华"),
        ("伟", "薇"),
        ("Minh", "Linh"),
    ],
)
@pytest.mark.parametrize("tie", [{"household": "h"}, {"phones": ("+44 7700 900001",)}, {"emails": ("a@example.org",)}])
def test_twins_are_two(one: str, two: str, tie: dict[str, str | tuple[str, ...]]) -> None:
    assert not found(Person("a", one, "Wang", BORN, **tie), Person("b", two, "Wang", BORN, **tie))  # type: ignore[arg-type]


@pytest.mark.parametrize("birth", ["1990-03-04", "2006-11-20", "2010"])
def test_parent_and_child_of_one_name_are_two(birth: str) -> None:
    assert not found(Person("a", "Jean", "Martin", "1960-03-04", household="h"), Person("b", "Jean", "Martin", birth, household="h"))


def test_a_document_is_strong_and_a_phone_is_a_household_s() -> None:
    document, phone = {"documents": ("FRA 12-AB",)}, {"phones": ("+33 1 99 00 00 01",)}

    assert found(Person("a", "Anna", "Schmidt", BORN, **document), Person("b", "Anna", "Dupont", BORN, documents=("fra 12ab",)))
    assert found(Person("a", "Jean", "Martin", BORN, **document), Person("b", "Jean", "Martin", "1971-11-20", **document))
    assert not found(Person("a", "Jean", "Martin", BORN, **phone), Person("b", "Jean", "Martin", "1971-11-20", **phone))
    assert not found(Person("a", "Anna", "Schmidt", BORN, **phone), Person("b", "Bernd", "Schmidt", BORN, phones=("0033 199000001",)))


def test_a_typing_error_in_a_household_is_one_where_others_bear_the_right_name() -> None:
    people = [Person("a", "Marta", "Silva", BORN, household="h"), Person("b", "Marza", "Silva", BORN, household="h")]

    assert not duplicates(people)
    assert duplicates([*people, Person("c", "Marta", "Lima", "1999-12-31")])


@pytest.mark.parametrize(
    ("one", "two"),
    [("Hussein", "Hassan"), ("Mario", "Maria"), ("Karim", "Karima"), ("Anne", "Anna"), ("حسين", "حسن"), ("Хуссейн", "Хассан")],
)
def test_twins_are_two_though_somebody_elsewhere_bears_one_of_the_names(one: str, two: str) -> None:
    twins = [Person("a", one, "Silva", BORN, household="h"), Person("b", two, "Silva", BORN, household="h")]

    pairs = duplicates([*twins, Person("c", two, "Lima", "1999-12-31"), Person("d", two, "Silva", "1955-01-17")])

    assert ("a", "b") not in {pair[:2] for pair in pairs}


@pytest.mark.parametrize(
    ("one", "two", "family"), [("Mario", "Мария", "Росси"), ("Karim", "Карима", "Алиев"), ("Karima", "Карим", "Алиев")]
)
def test_twins_are_two_in_two_alphabets(one: str, two: str, family: str) -> None:
    latin = {"Росси": "Rossi", "Алиев": "Aliev"}[family]
    home = {"household": "h"}

    assert not found(Person("a", one, latin, BORN, **home), Person("b", two, family, BORN, **home))
    assert found(Person("a", "Maria", latin, BORN, **home), Person("b", "Мария", family, BORN, **home))


def test_two_names_on_one_phone_are_no_typing_error_though_somebody_bears_one_of_them() -> None:
    phone = ("+44 7700 900001",)
    people = [Person("a", "Hussein", "Silva", BORN, phones=phone), Person("b", "Hassan", "Silva", BORN, phones=phone)]

    assert not duplicates([*people, Person("c", "Hassan", "Lima", "1999-12-31")])


@pytest.mark.parametrize("tie", [{"household": "h"}, {"phones": ("+44 7700 900001",)}, {"emails": ("a@example.org",)}])
@pytest.mark.parametrize(
    ("family", "again"), [("Schneider", "Schnieder"), ("Lefèvre", "Lefebre"), ("حداد", "Hadad"), ("Rashidi", "Rachidy")]
)
def test_one_given_name_in_one_household_is_one_person_though_the_family_name_is_written_in_another_way(
    family: str, again: str, tie: dict[str, str | tuple[str, ...]]
) -> None:
    people = [
        Person("a", "Nadia", family, BORN, **tie),  # type: ignore[arg-type]
        Person("b", "Nadia", again, BORN, **tie),  # type: ignore[arg-type]
        Person("c", "Nadia", "Lima", "1999-12-31"),
        Person("d", "Peter", family, "1955-01-17"),
    ]

    assert [pair[:2] for pair in duplicates(people)] == [("a", "b")]


@pytest.mark.parametrize(
    ("one", "two"), [("Hussein", "Hassan"), ("Mario", "Maria"), ("Karim", "Karima"), ("Jan", "Jana"), ("Tomas", "Thomaz")]
)
@pytest.mark.parametrize("is_family_first", [False, True])
def test_twins_are_two_in_either_order_though_others_bear_each_of_their_names(one: str, two: str, *, is_family_first: bool) -> None:
    names = [(one, "Rashidi"), (two, "Rashidi"), (one, "Lima"), (two, "Costa"), ("Peter", "Rashidi"), ("Olga", "Rashidi")]
    births = [BORN, BORN, "1999-12-31", "1971-11-20", "1955-01-17", "1957-08-29"]
    people = [
        Person(str(place), *(name[::-1] if is_family_first and place < 2 else name), birth, household="h" if place < 2 else "")
        for place, (name, birth) in enumerate(zip(names, births, strict=True))
    ]

    assert ("0", "1") not in {pair[:2] for pair in duplicates(people)}


def test_other_phones_and_addresses_speak_against_one_person_and_a_number_without_its_country_does_not() -> None:
    def chance(phone: str, email: str = "") -> float:
        first = Person("a", "Ana", "Silva", BORN, phones=("+33 6 12 34 56 78",), emails=("a@example.org",))
        second = Person("b", "Ana", "Silva", "1980-03-05", phones=(phone,) if phone else (), emails=(email,) if email else ())
        return duplicates([first, second])[0][2]

    assert chance("+41 79 123 45 67", "b@example.org") < chance("+41 79 123 45 67") < chance("") == chance("06 12 34 56 78")


def test_one_digit_off_says_more_where_no_calendar_has_the_day() -> None:
    def chance(birth: str) -> float:
        return duplicates([Person("a", "Ana", "Silva", "1980-11-14"), Person("b", "Ana", "Silva", birth)])[0][2]

    assert chance("1980-12-14") < chance("1980-19-14") == chance("1980-11-44")


def test_the_order_of_the_people_does_not_matter_and_pairs_stand_by_falling_score_then_ids() -> None:
    people = [Person("b", "Ana", "Silva", BORN), Person("a", "Ana", "Silva", BORN), Person("c", "Ana", "Silva", "1980")]

    results = {duplicates(list(order)) for order in permutations(people)}

    assert len(results) == 1
    pairs = results.pop()
    assert pairs[0][:2] == ("a", "b")
    assert [pair[:2] for pair in pairs] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert all(0.5 <= score <= 1 for *_, score in pairs)


def test_nobody_and_a_person_without_a_name_make_no_pair() -> None:
    assert duplicates([]) == ()
    assert duplicates([Person("a", "", "", BORN), Person("b", "", "", BORN), Person("c", "?", "!", BORN)]) == ()


def test_ids_that_come_twice_and_dates_that_are_none_are_named() -> None:
    with pytest.raises(BadValue, match="got a 2 times"):
        duplicates([Person("a", "Ana", "Silva"), Person("a", "Ana", "Lima")])
    with pytest.raises(BadValue, match="birth of b must be YYYY-MM-DD"):
        duplicates([Person("b", "Ana", "Silva", "4.3.1980")])


def test_seeded_people_are_told_apart() -> None:
    drawn = registry(3_000, seed=5)

    f1 = accuracy({pair[:2] for pair in duplicates(drawn.people)}, drawn.same)[2]

    assert f1 >= 0.965


def test_a_crowd_that_shares_one_phone_is_compared_by_name() -> None:
    letters = "bdfgklmnprst"
    names = ["".join(f"{letters[n // 12**k % 12]}a" for k in range(4)) for n in range(0, 20_000, 10)]
    crowd = [Person(f"p{n:04d}", "Mohammed", name, f"{1950 + n % 60}-05-17", phones=("+44 7700 900999",)) for n, name in enumerate(names)]

    assert len(duplicates(crowd)) < 20
