"""What would prove us wrong: searches by what they tell, what would overturn, and the assumption that carries."""

from __future__ import annotations

import pytest
from questions.assessment_dossier import BARE, MODEL, case

from legation.language import LANGUAGES, say
from legation.questions import ask

QUESTION = "what-would-prove-us-wrong"


def text(answer, finding: str, lang: str = "en") -> str:
    return say(answer.finding(finding).message, lang)


def test_searches_stand_by_what_they_tell() -> None:
    rows = ask(QUESTION, case()).table("searches").rows

    assert [str(row[0]) for row in rows] == ["The server", "The weather"]
    assert rows[0][1] > 0.2
    assert rows[1][1:5] == (0, 0.5, rows[1][3], rows[1][3])


def test_a_search_that_tells_nothing_is_not_proposed() -> None:
    ids = {finding.id for finding in ask(QUESTION, case()).findings}

    assert "next-server" in ids
    assert "next-useless" not in ids


def test_what_speaks_most_against_is_a_search_without_a_find() -> None:
    answer = ask(QUESTION, case())

    assert text(answer, "against").startswith("Would speak most against “Alpha”: that “The server” is looked for and not found.")
    assert "“planted marks of Alpha” would stand first" in text(answer, "against")


def test_the_assumption_that_carries() -> None:
    answer = ask(QUESTION, case())
    row = answer.table("assumptions").rows[0]

    assert row[4] == pytest.approx(0.75 / 1.5)
    assert text(answer, "assumption").startswith("The assumption that carries most: “The logs are whole”. Without it 1 item says nothing")


def test_an_item_in_hand_that_speaks_against_is_named() -> None:
    other = '\n[[item]]\nid = "c"\nclaim = "It is not Alpha."\nevidence = ["e1"]\nratio = { alpha = "weakly-against" }\n'

    assert "No item in hand speaks for" in text(ask(QUESTION, case()), "in-hand")
    assert "“It is not Alpha”" in text(ask(QUESTION, case(model=MODEL + other)), "in-hand")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_missing_is_said(lang) -> None:
    answer = ask(QUESTION, case(model=BARE))

    assert len(answer.missing) == 3
    assert all(say(one, lang) for one in answer.missing)
