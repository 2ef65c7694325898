"""The example of the General Debate: short quotes with their speakers, and questions that answer on them as its README says."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from legation.dossier import Dossier, load
from legation.language import say
from legation.questions import Answer, Case, ask, find

FOLDER = Path(__file__).parents[2] / "examples" / "general-debate-2013"
HIGHEST_WORDS, HIGHEST_QUOTES = 60, 3


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return load(FOLDER)


@pytest.fixture(scope="module")
def case(dossier: Dossier) -> Case:
    case = Case(dossier=dossier, today=dt.date(2026, 1, 1))
    return case.at(case.as_of)


def quotes(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Return speaker, year and words of each quote."""
    rows = [row for row in dossier.evidence if row.quote]
    return [(row.id.split("-")[0].upper(), row.id.split("-")[1], say(row.quote, "en")) for row in rows]


def said(answer: Answer) -> str:
    return " ".join(say(finding.message, "en") for finding in answer.findings)


def test_quotes_are_short_few_of_a_speech_and_have_their_speaker(dossier: Dossier) -> None:
    found = quotes(dossier)
    names = {row.id: row.name.in_language("en") for row in dossier.actors}

    assert max(len(words.split()) for _, _, words in found) <= HIGHEST_WORDS
    assert max(Counter((speaker, year) for speaker, year, _ in found).values()) <= HIGHEST_QUOTES
    assert [row.id for row in dossier.evidence if row.quote and row.origin != names[row.id.split("-")[0].upper()]] == []
    assert {row.url for row in dossier.evidence if row.quote} == {"https://doi.org/10.7910/DVN/0TJX8Y"}


def test_the_readme_counts_what_is_there(dossier: Dossier) -> None:
    found = quotes(dossier)
    states = [row for row in dossier.actors if row.kind == "state" and row.id != "VAT"]

    for name in ("README.md", "README.fr.md"):
        read = (FOLDER / name).read_text("utf-8")
        assert f"{len(found)} " in read
        assert f"{len({speaker for speaker, _, _ in found})} " in read
        assert f"({len(states)} " in read


def test_who_took_up_the_words_is_as_the_readme_tells(case: Case) -> None:
    answer = said(ask(find("who-took-up-our-words"), case))

    assert "5 of the 74 others" in answer
    assert re.search(r"Bangladesh .*Belarus .*Dominican Republic .*Latvia .*Portugal", answer)
    assert "nobody else is held with it by 12 July 2018" in answer
    assert "not clearly other" in answer


def test_what_is_said_counts_the_speakers_and_names_no_topic_that_does_not_come_back(case: Case) -> None:
    answer = said(ask(find("what-is-said"), case))

    assert "Of 322 texts" in answer or "322 texts" in answer
    assert "None of 6 topics" in answer


def test_words_place_those_who_said_enough_and_say_what_the_line_is_not(case: Case) -> None:
    answer = ask(find("where-their-words-place-them"), case)

    assert "11 actors in English" in said(answer)
    assert "2 of 55 pairs" in said(answer)
    assert any("Words are not positions" in say(caveat, "en") for caveat in answer.caveats)
