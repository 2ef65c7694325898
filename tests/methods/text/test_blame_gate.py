"""What may be shown unreviewed: nothing of neutral sentences, nobody by name, no accusation without an accuser."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.methods.text.blame import LANGUAGES, blame, consider, language_of
from legation.methods.text.blame.individual import PERSON, unnamed
from legation.methods.text.persons import persons

LABELLED = Path(__file__).parents[3] / "labelled/blame"
NEUTRAL = [
    ("en", "France presented the budget on Monday."),
    ("en", "The ministry held a workshop on ransomware."),
    ("en", "Estonia and France signed a memorandum on incident response."),
    ("en", "The company published its annual security report."),
    ("en", "Portugal will send three experts to the training centre for network defenders."),
    ("en", "The supplier opened a new office in Riga."),
    ("en", "Russia and Serbia discussed the opening of a consulate."),
    ("en", "The coach blames the goalkeeper."),
    ("en", "The court fined the bakery for selling stale bread."),
    ("en", "The software maker published an update that closes two holes."),
    ("fr", "Le ministère a tenu un séminaire sur les rançongiciels."),
    ("fr", "L'Estonie et la France ont signé un mémorandum sur la réponse aux incidents."),
    ("fr", "La société a publié son rapport annuel sur la sécurité."),
    ("fr", "Le tribunal a condamné la boulangerie pour avoir vendu du pain rassis."),
    ("fr", "L'éditeur ouvre un nouveau bureau à Riga."),
    ("fr", "La Chine et le Brésil ont évoqué l'ouverture d'un consulat."),
]


def sentences(name: str) -> list[dict[str, str]]:
    path = LABELLED / f"sentences-{name}.csv"
    if not path.is_file():
        pytest.skip("the labelled sentences are not there")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("lang", "text"), NEUTRAL)
def test_nobody_is_accused_where_nobody_is(lang: str, text: str) -> None:
    assert blame(text, lang) == ()


def test_of_neutral_training_sentences_hardly_one_in_a_hundred_accuses() -> None:
    """They taught the gate, so this says only that weights and code fit together."""
    neutral = [row for row in sentences("train-3") if row["id"] >= "train3-0666"]
    accused = [row["text"] for row in neutral if any(one.stance == "blames" for one in blame(row["text"], row["lang"]))]

    assert len(neutral) > 400 and len(accused) <= 0.01 * len(neutral), accused


def test_what_is_shown_is_surer_than_what_is_only_offered() -> None:
    for row in sentences("train-2")[:150]:
        one = consider(row["text"], row["lang"])
        assert len(one.blames) == len(one.chance) == len(one.stance_chance) == len(one.shown)
        shown = [chance for chance, ok in zip(one.stance_chance, one.shown, strict=True) if ok]
        assert not shown or (min(shown) >= 0.4 and one.gate >= 0.4)


@pytest.mark.parametrize(
    ("lang", "text", "holder"),
    [
        ("en", "Ms Lind said that the bank had ignored two warnings.", PERSON),
        ("en", "According to analyst Ilse Brandt, the bank had ignored two warnings.", PERSON),
        ("en", "Maria Keller accused the hosting firm of hiding the flaw for months.", PERSON),
        ("fr", "Selon Mme Arnaud, la banque avait ignoré deux alertes.", PERSON),
        ("fr", "« La banque avait ignoré deux alertes », affirme Jeanne Dupont.", PERSON),
        ("en", "The mayor said that the bank had ignored two warnings.", "The mayor"),
        ("en", "Helvia Telecom said that the bank had ignored two warnings.", "Helvia Telecom"),
        ("en", "The United Kingdom accused the hosting firm of hiding the flaw for months.", "The United Kingdom"),
    ],
)
def test_a_named_person_is_no_holder_by_name(lang: str, text: str, holder: str) -> None:
    found = consider(text, lang).blames

    assert found and {one.holder for one in found} == {holder}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "A 19-year-old student broke into the exam server and stole the papers."),
        ("en", "Two brothers were charged with extorting a regional hospital."),
        ("en", "An intern clicked on the link and let the thieves in."),
        ("en", "John Smith stole the passwords of the bank."),
        ("en", "Mr Keller left the database of the bank open."),
        ("fr", "Une infirmière a cliqué sur le lien et ouvert la porte aux voleurs."),
        ("fr", "Deux frères ont été mis en examen pour extorsion au préjudice d'un hôpital."),
    ],
)
def test_a_natural_person_is_never_shown_as_target(lang: str, text: str) -> None:
    people = {"a 19-year-old student", "two brothers", "an intern", "john smith", "mr keller", "une infirmière", "deux frères"}
    one = consider(text, lang)

    assert not any(any(text[b.start : b.end].casefold().startswith(p) for p in people) for b in blame(text, lang))
    assert "Smith" not in {b.holder for b in one.blames} and "Mr Keller" not in {b.holder for b in one.blames}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Hackers linked to Norland stole the files of the ministry."),
        ("en", "A gang sponsored by Norland is blamed for the theft of the passwords."),
        ("fr", "Un gang lié à la Norlande est accusé d'avoir volé les mots de passe."),
    ],
)
def test_hearsay_needs_somebody_who_says_it(lang: str, text: str) -> None:
    assert not any(one.holder == "author" and one.stance == "blames" for one in blame(text, lang))


def test_the_lawyers_of_the_firm_speak_and_the_firm_is_not_read_as_accused() -> None:
    one = consider("The company's lawyers say the software vendor hid the flaw for months.", "en")

    assert {b.holder for b in one.blames} == {"The company's lawyers"}
    assert {(b.target, b.stance) for b in one.blames} == {("vendor/supplier", "blames")}


def test_not_this_one_but_that_one() -> None:
    found = {
        (b.target, b.stance) for b in consider("It was not the bank but its hosting provider that left the database open.", "en").blames
    }

    assert found == {("breached organisation", "excuses"), ("vendor/supplier", "blames")}


def test_the_holder_is_the_speaker_of_the_quotation() -> None:
    found = consider("The paper writes: “The bank had ignored two warnings,” said the ombudsman.", "en").blames

    assert {one.holder for one in found if one.target == "breached organisation"} == {"the ombudsman"}


@pytest.mark.parametrize("text", ["Ransomware", "Hôpital : panne, jour trois", "Cyberattack on port; trains late", "blame", "Blame!"])
def test_headlines_and_single_words_accuse_nobody(text: str) -> None:
    assert blame(text, "en") == () and blame(text, "fr") == ()


def test_a_third_language_is_none_of_ours() -> None:
    assert language_of("Die Bank hatte zwei Warnungen ignoriert, sagte der Minister am Montag.") is None


def test_a_sentence_quoted_twice_accuses_nobody_else() -> None:
    text = "The minister said that the bank had ignored two warnings."
    once, twice = (blame(t, "en") for t in (text, f"{text} {text}"))

    assert {b.target for b in twice} <= {b.target for b in once}


def test_the_longest_sentence_takes_no_time() -> None:
    text = ("The bank said that hackers stole the data of the clinic, and " * 80)[:4000]
    began = time.process_time()
    consider(text, "en")

    assert time.process_time() - began < 5


@given(st.sampled_from(["Ms", "Mr", "Dr"]), st.sampled_from(["Lind", "Okafor", "Brandt", "Keller"]), st.sampled_from(["said", "told us"]))
def test_no_name_is_left_in_any_holder(title: str, name: str, verb: str) -> None:
    for one in consider(f"{title} {name} {verb} that the port had ignored the warning.", "en").blames:
        assert name not in one.holder


def test_persons_are_found_by_title_first_name_and_what_stands_beside() -> None:
    def found(text: str, lang: str, **how: bool) -> list[str]:
        return [text[a:b] for a, b in persons(text, lang, **how)]

    assert found("Mr. Lind met Anna Keller and the Bank of Norland.", "en") == ["Mr. Lind", "Anna Keller"]
    assert found("Selon Mme Arnaud, Jean Petit est parti.", "fr") == ["Mme Arnaud", "Jean Petit"]
    assert found("Ilse Brandt, 34, a nurse", "en") == [] and found("Ilse Brandt, 34, a nurse", "en", beside=True) == ["Ilse Brandt"]
    assert [unnamed(name, "en") for name in ("Grey Lantern", "Crown Lettings", "the lawyers of Peter Hall", "Ilse Brandt")] == [
        "Grey Lantern",
        "Crown Lettings",
        PERSON,
        PERSON,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Die Bank hat die Warnungen ignoriert.",
        "El banco ignoró las advertencias durante meses y dejó sus servidores sin parches.",
        "La banca ha ignorato gli avvisi per mesi, dicono gli esperti.",
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_shown_of_a_third_language(text: str, lang: str) -> None:
    assert blame(text, lang) == ()
