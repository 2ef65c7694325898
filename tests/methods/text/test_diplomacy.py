"""Digital or cyber: the codebook's own cases, labels that count for nothing, places, other languages, bad input."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.text.diplomacy import LONGEST, file_activity, label_of

LABELLED = Path(__file__).parents[3] / "labelled" / "diplomacy"
TESTS = ("diplomacy", "means", "object")
CODEBOOK = (
    ("The two directors spoke by video about the tuna quota.", "neither"),
    ("Les parties classent les clauses par vote anonyme à l'écran et le médiateur travaille sur l'écart.", "digital"),
    ("ICANN's community met remotely; the registrars won the other groups over on transfer rules.", "cyber"),
    ("Six foreign ministries rehearsed, on paper, a joint reply to a hack of ports.", "cyber"),
    ("Le poste remplace son pare-feu.", "neither"),
    ("The tool ranks whom to lobby before the vote on seals.", "digital"),
    ("Demandez votre laissez-passer consulaire en ligne.", "digital"),
    ("Coders build an alert app for nationals abroad with two consuls.", "digital"),
    ("Judges from five partner States learn to exchange electronic evidence.", "cyber"),
    ("La ministre vante nos éditeurs de logiciels à Séoul.", "neither"),
    ("Delegations haggle over licences for phone-hacking kits.", "cyber"),
    ("Ministers agree principles on AI in hiring.", "neither"),
    ("Partners draft a warning system for sabotage of Internet cables.", "cyber"),
    ("They discussed digital matters.", "undecided"),
    ("Capitals press the platforms to remove fake account networks.", "cyber"),
    ("The note asks the neighbour to seize the servers of a botnet.", "cyber"),
    ("A searchable base of attributions of cyber attacks helps delegates find co-signatories.", "both"),
    ("Posts run visa bots; at the UN we negotiate on ransomware.", "both"),
)
LABELS = (
    ("digital diplomacy", "cyber diplomacy", "e-diplomacy", "tech diplomacy"),
    ("diplomatie numérique", "cyberdiplomatie", "diplomatie digitale", "diplomatie électronique"),
)


@pytest.mark.parametrize(("text", "label"), CODEBOOK)
def test_the_hard_cases_of_the_codebook(text, label) -> None:
    assert file_activity(text).label == label


def test_the_label_follows_from_the_answers() -> None:
    plain = {a: label_of(*a) for a in itertools.product(("yes", "no"), repeat=3)}

    assert [plain[a] for a in plain] == ["both", "digital", "cyber", "neither", "neither", "neither", "neither", "neither"]
    for answers in itertools.product(("yes", "no", "unclear"), repeat=3):
        readings = {plain[r] for r in itertools.product(*(("yes", "no") if a == "unclear" else (a,) for a in answers))}
        assert label_of(*answers) == (readings.pop() if len(readings) == 1 else "undecided")


@pytest.mark.parametrize(
    ("lang", "frame", "label"),
    [
        (0, "Our {} programme: nine envoys negotiate a treaty against ransomware in Vienna.", "cyber"),
        (0, "Under the name of {}, the embassy answers visa questions by chatbot.", "digital"),
        (0, "Our {} week: the two ambassadors signed the agreement on salmon over dinner.", "neither"),
        (1, "La {} a obtenu de trois capitales une déclaration contre les rançongiciels.", "cyber"),
        (1, "Bilan de {} : le consulat renouvelle les passeports par une application.", "digital"),
        (1, "Au titre de la {}, les deux ambassadeurs ont signé l'accord sur la pêche.", "neither"),
    ],
)
def test_what_it_is_called_changes_nothing(lang, frame, label) -> None:
    filings = [file_activity(frame.format(name)) for name in LABELS[lang]]

    assert {filing.label for filing in filings} == {label}
    for filing, name in zip(filings, LABELS[lang], strict=True):
        assert any(name in word.text.lower() for word in filing.crossed_out)
        assert not any(name in word.text.lower() for r in filing.reasons.values() for word in (*r.words, *r.against))
    assert len({tuple(r.probability for r in f.reasons.values()) for f in filings}) == 1


@pytest.mark.parametrize(
    "title",
    [
        "L'ambassadeur pour le numérique",
        "Madame l'ambassadrice pour les affaires numériques",
        "Notre envoyé spécial pour le numérique",
        "Le conseiller cyber",
    ],
)
def test_titles_are_not_read_in_french(title) -> None:
    filing = file_activity(f"{title} a négocié à Genève le partage des quotas de thon avec trois pays.")

    assert filing.label == "neither"
    assert filing.crossed_out


@pytest.mark.parametrize(
    "title", ["The Tech Ambassador", "Our Ambassador for Digital Affairs", "The cyber envoy", "The Digital Diplomacy Department"]
)
def test_titles_are_not_read_in_english(title) -> None:
    filing = file_activity(f"{title} negotiated tuna quotas in Geneva with three governments.")

    assert filing.label == "neither"
    assert filing.crossed_out


@pytest.mark.parametrize("actor", ["The ministry", "The retailer", "A church", "The operators' association", "An NGO"])
def test_who_acts_decides_nothing(actor) -> None:
    assert file_activity(f"{actor} asked three governments to agree on a common rule against botnets.").label == "cyber"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Digital diplomacy.",
        "La diplomatie numérique",
        "12345",
        "Der Botschafter sprach über Ransomware.",
        "El embajador habló de internet.",
    ],
)
def test_nothing_left_or_another_language_is_undecided(text) -> None:
    filing = file_activity(text)

    assert filing.label == "undecided"
    assert all(r.answer == "unclear" and not r.words for r in filing.reasons.values())


@given(st.text(max_size=300), st.sampled_from([None, "en", "fr"]))
@settings(max_examples=150, deadline=None)
def test_any_text_is_answered_and_every_word_stands_where_it_says(text, lang) -> None:
    filing = file_activity(text, lang)

    assert tuple(filing.reasons) == TESTS
    assert filing.label == label_of(*(filing.reasons[test].answer for test in TESTS))
    for word in (*filing.crossed_out, *(w for r in filing.reasons.values() for w in (*r.words, *r.against))):
        assert text[word.start : word.end] == word.text


def test_places_hold_with_accents_typed_apart_and_curly_apostrophes() -> None:
    text = "L\u2019ambassade a demande\u0301 aux re\u0301gulateurs d\u2019exclure les logiciels espions : œuvre commune."
    filing = file_activity(text)
    words = [word for reason in filing.reasons.values() for word in reason.words]

    assert filing.label == "cyber"
    assert any("logiciels espions" in word.text for word in words)
    assert all(text[word.start : word.end] == word.text for word in words)


def test_what_is_denied_is_no_means() -> None:
    with_tool = file_activity("Nine delegates used a dashboard to agree on the quota.")
    without = file_activity("Nine delegates agreed on the quota without a dashboard.")

    assert (with_tool.label, without.label) == ("digital", "neither")
    assert [word.text for word in without.reasons["means"].against] == ["dashboard"]


@pytest.mark.parametrize(
    ("text", "lang", "place"),
    [
        (None, None, "text"),
        (b"x", None, "text"),
        ("x" * (LONGEST + 1), None, "text"),
        ("The envoy.", "de", "lang"),
        ("The envoy.", 3, "lang"),
    ],
)
def test_bad_input_says_what_is_allowed(text, lang, place) -> None:
    with pytest.raises(BadValue, match=rf"{place}: allowed .*found"):
        file_activity(text, lang)


def test_the_training_texts_are_filed_as_their_coders_say() -> None:
    if not LABELLED.is_dir():
        pytest.skip("the labelled texts are not there")
    with (LABELLED / "texts-train.csv").open(encoding="utf-8", newline="") as rows:
        texts = list(csv.DictReader(rows))
    with (LABELLED / "coder-a-train.csv").open(encoding="utf-8", newline="") as rows:
        codes = {row["id"]: row["label"] for row in csv.DictReader(rows)}
    filings = [file_activity(row["text"]) for row in texts]
    right = sum(filing.label == codes[row["id"]] for filing, row in zip(filings, texts, strict=True))
    contradicted = [(f, row) for f, row in zip(filings, texts, strict=True) if row["official_contradiction"] == "1"]

    assert right >= 0.9 * len(texts)
    assert sum(f.label == codes[row["id"]] for f, row in contradicted) >= 0.9 * len(contradicted)
    assert all(filing.lang == row["lang"] for filing, row in zip(filings, texts, strict=True))
