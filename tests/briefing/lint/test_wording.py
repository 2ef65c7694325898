"""Likelihood and confidence apart, no certainty, one meaning for a word."""

from __future__ import annotations

import pytest

from legation.briefing.lint import lint


def rules(text: str, **more: object) -> list[str]:
    return [f.rule for f in lint(text, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "We assess with high confidence that more firms are very likely concerned.",
        "It is probable, with moderate confidence, that data were lost.",
        "There is an 80% chance of it; we are confident in that.",
        "Nous estimons avec un degré de confiance élevé qu'il est très probable que des données manquent.",
        "Cela est vraisemblable (confiance faible).",
        "It is likely.\nOur confidence is low and a loss is unlikely",
    ],
)
def test_likelihood_and_confidence_in_one_sentence(text: str) -> None:
    assert "likelihood-and-confidence" in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is very likely that data were lost. Our confidence in this judgement is moderate.",
        "Confidence-building measures are likely to help.",
        "Il est probable que des données manquent. La confiance dans cette appréciation est moyenne.",
        "Des mesures de confiance sont probables.",
        "Parliament passed a vote of confidence, as was likely.",
    ],
)
def test_two_sentences_and_other_confidence(text: str) -> None:
    assert "likelihood-and-confidence" not in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "It will happen again.",
        "This certainly happened.",
        "There is no doubt that it happened.",
        "It is certain that data were lost.",
        "They'll come back.",
        "Sans aucun doute, des données manquent.",
        "Il est certain que des données manquent.",
        "Cela se reproduira à coup sûr.",
    ],
)
def test_words_of_certainty(text: str) -> None:
    assert rules(text) == ["certainty"]


@pytest.mark.parametrize(
    "text",
    [
        "It is almost certain that data are missing.",
        "We will continue to work with our partners.",
        "It is not certain that data are missing.",
        "We cannot say with certainty who it was.",
        "States act of their own free will.",
        "The company shows goodwill and is willing to help.",
        "Il est presque certain que des données manquent.",
        "Nous ne pouvons le dire avec certitude.",
    ],
)
def test_no_words_of_certainty(text: str) -> None:
    assert rules(text) == []


def test_a_promise_of_the_own_state_is_no_forecast() -> None:
    assert rules("France will help the victims.", own="FRA") == []
    assert rules("France will help the victims.") == ["certainty"]


def test_sans_doute_says_less_than_it_seems() -> None:
    assert rules("Des données manquent sans doute.") == ["false-friend"]


def test_a_number_beside_a_word_is_of_its_band() -> None:
    assert rules("It is likely (90%) that data are missing.") == ["off-its-band"]
    assert rules("It is likely (60%) that data are missing.") == []
    assert rules("It is likely (90%) that data are missing.", scale="ipcc") == []
    assert rules("Il est probable (90 %) que des données manquent.") == ["off-its-band"]


def test_a_word_has_one_meaning() -> None:
    assert rules("It is likely (55-80%) here. It is likely (60–70 %) there.") == ["two-meanings"]
    assert rules("It is likely (55-80%) here. It is likely (55 to 80 per cent) there.") == []


def test_a_draft_keeps_to_one_row_of_words() -> None:
    assert rules("It is likely. Later it is highly probable. And probable again.") == ["mixed-columns"]
    assert rules("It is likely. Later it is very likely.") == []
    assert rules("It is likely. Il est vraisemblable que des données manquent dans la base.") == []  # each language has its own
