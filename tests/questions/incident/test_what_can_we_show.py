"""What can we show: tiers by marking and by source, the chances from public items alone, and what is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questions.assessment_dossier import EVIDENCE, MODEL, case

from legation.dossier import MARKINGS, Evidence
from legation.dossier.models.assessment import EvidenceItem
from legation.language import LANGUAGES, say
from legation.questions import ask
from legation.questions.incident.attribution.inputs import shown

QUESTION = "what-can-we-show"
WIDTH = {"public": 0, "partners": 1, "national": 2}


def text(answer, finding: str, lang: str = "en") -> str:
    return say(answer.finding(finding).message, lang)


def test_each_item_has_its_tier() -> None:
    rows = {row[0].id: row[1].id for row in ask(QUESTION, case()).table("tiers").rows}

    assert rows == {"code": "public", "key": "partners"}


def test_the_chances_are_computed_anew_from_public_items() -> None:
    answer = ask(QUESTION, case())
    rows = {row[0].id: row[2:5] for row in answer.table("views").rows}

    assert rows["alpha"][0] == pytest.approx(1.0 / (1.0 + 0.25 + 0.4 + 0.4))
    assert rows["alpha"][1] == rows["alpha"][2] > rows["alpha"][0]
    assert "roughly even chance, no longer likely" in text(answer, "view-public")
    assert text(answer, "carrying").startswith("Lost in public")


def test_an_item_that_tells_of_its_source_stays_until_its_release_is_agreed() -> None:
    clear = EVIDENCE.replace("A,1,TLP:AMBER", "A,1,TLP:CLEAR")
    held = ask(QUESTION, case(evidence=clear))
    released = ask(
        QUESTION, case(model=MODEL.replace('collection = "partner"', 'collection = "partner"\nrelease = "the partner"'), evidence=clear)
    )

    assert "showing it would tell of a source or method (That a partner watches.)" in text(held, "tells-key")
    assert text(released, "view-public").startswith("Every item can be shown to the public")


def test_low_grades_carry_no_public_claim() -> None:
    answer = ask(QUESTION, case(model=MODEL.replace('evidence = ["e1"]\nratio', 'evidence = ["e5"]\nratio')))

    assert "too low for a claim" in text(answer, "weak")


@given(st.sampled_from(MARKINGS), st.sampled_from(["open", "technical", "partner", "human", "signals"]), st.booleans())
def test_no_item_is_shown_more_widely_than_its_marking(marking, collection, released) -> None:
    item = EvidenceItem(id="a", evidence=("e",), collection=collection, release="somebody" if released else "")
    found = shown(item, ("B", 2), {"e": Evidence(id="e", marking=marking)}, "TLP:CLEAR")
    narrower = shown(item, ("B", 2), {"e": Evidence(id="e", marking="TLP:RED")}, "TLP:CLEAR")

    assert WIDTH[found.tier] >= WIDTH[found.marked]
    assert narrower.tier == "national"
    assert found.tells == (found.tier != found.marked)
    assert not (released and found.tells)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_can_be_told_whole(lang) -> None:
    answer = ask(QUESTION, case())

    assert all(answer.sentences(lang))
    assert all(isinstance(table.cell(0, column, lang), str) for table in answer.tables for column in range(len(table.columns)))
