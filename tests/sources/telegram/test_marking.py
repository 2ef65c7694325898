"""A text with the marking of a classified level is refused; a text that speaks of secrets is not."""

from __future__ import annotations

import pytest
from telegram_reports import TARGETS

from legation.errors import WrongUse
from legation.language import LANGUAGES, say
from legation.sources.telegram import ClassifiedText, read_reports
from legation.sources.telegram.marking import classified_line

MARKED = (
    "SECRET",
    "TRÈS SECRET",
    "TRES SECRET DEFENSE",
    "SECRET DÉFENSE - SPÉCIAL FRANCE",
    "Secret Défense",
    "CONFIDENTIEL DÉFENSE",
    "Ce télégramme est classé confidentiel défense.",
    "Confidentiel",
    "Classification : secret",
    "Mention : TRÈS SECRET",
    "TOP SECRET // SI // NOFORN",
    "S E C R E T NAIROBI 001234",
    "C O N F I D E N T I A L SECTION 01 OF 02 JAKARTA 000187",
    "S.E.C.R.E.T",
    "s\u200bec\u200bret",
    "ＳＥＣＲＥＴ",
    "1. (S//NF) The Director said that Kenya will abstain.",
    "3. (C) The Director said that Kenya will abstain.",
    "(TS) Kenya will abstain.",
    "Classified By: the Ambassador, Reason 1.4 (b)",
    "NATO SECRET",
    "NATO RESTRICTED",
    "OTAN DIFFUSION RESTREINTE",
    "EU CONFIDENTIAL",
    "The paper is EU RESTRICTED.",
    "RESTREINT UE/EU RESTRICTED",
    "COSMIC TOP SECRET",
    "UK SECRET - UK EYES ONLY",
    "VS-NfD",
    "GEHEIM",
    "СОВЕРШЕННО СЕКРЕТНО",
    "绝密",
    "Le Kenya s'abstiendra. SECRET",
)
NOT_MARKED = (
    "NON CLASSIFIÉ",
    "UNCLASSIFIED",
    "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
    "SENSITIVE BUT UNCLASSIFIED",
    "OFFICIAL",
    "OFFICIAL-SENSITIVE",
    "DIFFUSION RESTREINTE",
    "LIMITE",
    "TLP:AMBER",
    "Le vote a lieu à bulletin secret.",
    "UN VOTE À BULLETIN SECRET EST DEMANDÉ, dit le directeur.",
    "It is an open secret that they will abstain.",
    "She told me in confidence that the matter is confidential.",
    "The Secretary-General and the Secretary of State",
    "SECRÉTAIRE GÉNÉRAL du ministère",
    "The secret service was not present.",
    "The text is restricted to States.",
    "(A) Kenya\n(B) Ghana\n(C) Chile will abstain.",
    "(c) Chile will abstain.",
    "LE KENYA DEMANDE UN SCRUTIN SECRET ET S'ABSTIENDRA",
)


@pytest.mark.parametrize("line", MARKED)
def test_a_marked_text_is_refused_with_its_line_and_nothing_of_it(line):
    text = f"Nairobi, le 3 mars 2026\n\n{line}\n\nLe Kenya a un plan."

    with pytest.raises(ClassifiedText) as refused:
        read_reports(text, TARGETS)

    error = refused.value
    assert error.line == 3 and error.level
    for lang in LANGUAGES:
        said = say(error.message, lang)
        assert "3" in said and error.level in said
        assert "plan" not in said and "Nairobi" not in said
    assert isinstance(error, WrongUse)


@pytest.mark.parametrize("text", NOT_MARKED)
def test_a_text_that_is_not_classified_is_taken(text):
    assert classified_line(f"Le Kenya, dit-on ici, est prudent.\n{text}\nLe reste est en clair.") is None


def test_the_first_marking_is_told():
    assert classified_line("a\r\nb\rSECRET\nTOP SECRET") == ("secret", 3)
