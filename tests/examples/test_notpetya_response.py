"""The response part of the NotPetya dossier: it holds on the eve, opens nothing that law or proof does not, and learns only with time."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from legation.dossier import Dossier, Wording, load
from legation.dossier.models.response import RESPONSE, ResponseModel
from legation.dossier.parts import walk
from legation.language import Lang, Message, say
from legation.methods.response import CRITERIA, conditions
from legation.questions import Answer, Case, ask

FOLDER = Path(__file__).parents[2] / "examples" / "notpetya-2017"
PART = "incidents/notpetya.response.toml"
QUESTIONS = ("what-may-we-do", "what-does-naming-cost", "which-norm-was-breached")
ACCUSED = ("Russia", "Russie", "GRU", "Moscow", "Moscou")
TRACKS = ("criminal-charges", "listing", "countermeasures", "necessity", "self-defence")


@pytest.fixture(scope="module")
def notpetya() -> Dossier:
    return load(FOLDER)


@pytest.fixture(scope="module")
def model() -> ResponseModel:
    return RESPONSE.read((FOLDER / PART).read_bytes(), PART)


def on(day: str, dossier: Dossier) -> Case:
    date = dt.date.fromisoformat(day)
    return Case(dossier=dossier, today=date).at(date)


def known(model: ResponseModel, dossier: Dossier, day: str) -> ResponseModel:
    return RESPONSE.read(dossier.as_of(day).files[PART], PART)


def states(answer: Answer) -> dict[str, str]:
    return {row[0].id: row[2].id for row in answer.table("measures").rows}


def told(answer: Answer, lang: Lang) -> list[str]:
    return [say(finding.message, lang) for finding in answer.findings]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_question_answers_in_both_languages(notpetya: Dossier, question: str, lang: Lang) -> None:
    sentences = told(ask(question, notpetya), lang)

    assert len(sentences) > 5
    assert not any("{" in sentence for sentence in sentences)


def test_every_condition_is_answered_by_a_source_or_a_note(model: ResponseModel) -> None:
    """The regime that was chosen asks for no criteria of others; whether the reasons are public follows from the grounds."""
    assert {row.id for row in model.conditions} == set(conditions()) - {"regime-criteria", "reasons-public"}
    assert [row.id for row in model.conditions if not (row.note and row.evidence) and not row.reference] == []
    assert [row.id for row in model.criteria] == list(CRITERIA)


def test_all_is_worded_twice_and_nothing_foretold(model: ResponseModel) -> None:
    rows = [model, *(row for _, _, row, _ in walk(model))]
    words = [word for row in rows for word in wordings(row)]

    assert [word for word in words if not (word.en and word.fr)] == []
    assert [word.en for word in words if " will " in f" {word.en.lower()} "] == []


def wordings(row: Any) -> Iterator[Wording]:
    yield from (value for name in row.__dataclass_fields__ if isinstance(value := getattr(row, name), Wording) and value)


def test_every_source_is_in_the_dossier(notpetya: Dossier, model: ResponseModel) -> None:
    assert set(model.cited()) <= {row.id for row in notpetya.evidence}


def test_what_the_eve_rests_on_was_public(notpetya: Dossier, model: ResponseModel) -> None:
    """No row of the eve loses a source by its date: whoever reads it then reads it whole."""
    seen = {row.id for row in notpetya.as_of("2018-02-14").evidence}
    rows = [row for _, _, row, _ in walk(known(model, notpetya, "2018-02-14"))]

    assert all(seen.issuperset(row.evidence) for row in rows)
    whole = [row for _, _, row, _ in walk(model)]
    assert all(row in whole for row in rows)


def test_on_the_eve_only_a_private_word_and_help_are_open(notpetya: Dossier) -> None:
    found = states(ask("what-may-we-do", notpetya))

    assert {name for name, state in found.items() if state == "open"} == {"victim-support", "private-word"}
    assert (found["public-attribution"], found["joint-attribution"]) == ("closed", "undecided")
    assert {found[name] for name in TRACKS} == {"closed"}


def test_what_was_known_later_is_not_seen_before(notpetya: Dossier, model: ResponseModel) -> None:
    eve, later = (ask("what-may-we-do", on(day, notpetya)) for day in ("2018-02-14", "2020-11-01"))

    assert [met(answer, "legal-basis") for answer in (eve, later)] == ["no", "yes"]
    assert states(later)["listing"] == "closed"
    assert [len(known(model, notpetya, day).precedents) for day in ("2018-02-14", "2018-06-01", "2018-11-01", "2022-06-01")] == [4, 4, 5, 6]


def met(answer: Answer, condition: str) -> str:
    return next(row[2].id for row in answer.table("conditions").rows if row[1].id == condition)


def test_the_price_for_firms_is_told_as_it_became_known(notpetya: Dossier) -> None:
    days = ("2018-02-14", "2019-02-01", "2024-02-01")
    eve, suit, end = (" ".join(told(ask("what-does-naming-cost", on(day, notpetya)), "en")) for day in days)

    assert ("Mondelez" in eve, "Merck" in eve) == (False, False)
    assert ("Mondelez sues" in suit, "How it ended" in suit) == (True, False)
    assert "How it ended" in end


def test_no_breach_is_found_where_nobody_showed_who_did_it(notpetya: Dossier) -> None:
    answer = ask("which-norm-was-breached", notpetya)
    recorded = {row[0].id: row[2] for row in answer.table("norms").rows}

    assert recorded["f"] == recorded["i"] == Message("which-norm-was-breached.state.gaps")


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_who_is_accused_stands_only_beside_a_holder(notpetya: Dossier, question: str, lang: Lang) -> None:
    """On the eve one sentence names the State: that of its accuser. What precedents tell is what governments said."""
    answer = ask(question, notpetya)
    named = [finding.id for finding in answer.findings if any(word in say(finding.message, lang) for word in ACCUSED)]

    assert named == ["held"]
    assert "Ukraine" in next(say(finding.message, lang) for finding in answer.findings if finding.id == "held")


def test_without_its_sources_nobody_is_named(notpetya: Dossier) -> None:
    """Who may see none of the sources of the file sees nothing of it."""
    hidden = tuple(dataclasses.replace(row, marking="TLP:RED") for row in notpetya.evidence)

    assert PART not in dataclasses.replace(notpetya, evidence=hidden).cleared("TLP:GREEN").files
