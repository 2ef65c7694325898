"""Statements read from their part: what is read, written again and left out, and every fault with its place."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questions.statement_dossier import STATEMENT

from legation.errors import DossierError
from legation.language import LANGUAGES
from legation.sources.models import TEMPLATES
from legation.sources.models_seen import model_seen
from legation.sources.statement_model import read_statement_model, template, write_statement_model

PART = "incidents/tax.statement.toml"
HEAD = '[statement]\ntitle_en = "T"\naddressee_en = "A"\n'
DAY = dt.date(2018, 6, 1)


def read(text: str):
    return read_statement_model(text.encode(), PART)


def faults(text: str) -> set[tuple[str, str]]:
    with pytest.raises(DossierError) as raised:
        read(text)
    assert all(one.allowed is not None and str(one.remedy) for one in raised.value.problems)
    return {(one.code, one.column or "") for one in raised.value.problems}


def test_a_file_gives_its_rows() -> None:
    model = read(STATEMENT)

    assert (model.id, model.tone, len(model.claims), model.claims[5].party) == ("tax", "formal", 7, "XX")
    assert model.cited() == ("e1", "e2")


def test_what_is_written_is_read_again() -> None:
    model = read(STATEMENT)
    made = write_statement_model(dataclasses.replace(model, source=b""))

    assert read_statement_model(made, PART) == model
    assert write_statement_model(model) == STATEMENT.encode()


def test_whole_numbers_of_people_are_read_again_too() -> None:
    model = read(HEAD + '[[harm]]\nid = "h"\ntext_en = "t"\nnumber = [0, 0, 3]\n')

    assert read_statement_model(write_statement_model(dataclasses.replace(model, source=b"")), PART) == model


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_templates_are_whole(lang) -> None:
    model = read(template(lang))

    assert TEMPLATES["statement"](lang) == template(lang)
    assert all(one.text.en and one.text.fr for one in (*model.claims, *model.failings, *model.harms, *model.answers))


@pytest.mark.parametrize(
    "text, code, place",
    [
        ("", "toml-value", "statement.title"),
        ("not toml", "bad-toml", ""),
        ("statement = 3", "toml-value", "statement"),
        (HEAD + "[statements]\n", "unknown-key", "statements"),
        (HEAD + 'tone = "loud"\n', "not-a-choice", "statement.tone"),
        (HEAD + 'ask = "In which language?"\n', "language-not-said", "statement.ask"),
        (HEAD + '[[claim]]\nid = "a"\n', "toml-value", "claim 1.text"),
        (HEAD + '[[claim]]\nid = "a"\ntext = "In which language?"\n', "language-not-said", "claim 1.text"),
        (HEAD + '[[claim]]\nid = "a b"\ntext_en = "t"\n', "bad-id", "claim 1.id"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\ntier = "everybody"\n', "not-a-choice", "claim 1.tier"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\ncollection = "magic"\n', "not-a-choice", "claim 1.collection"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\nparty = "XX"\n', "party-without-holder", "claim 1.holder"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\nrests_on = ["b"]\n', "unknown-in-model", "claim 1.rests_on"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\nrests_on = ["a"]\n', "rests-on-itself", "claim 1.rests_on"),
        (HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\n[[claim]]\nid = "a"\ntext_en = "u"\n', "twice-in-model", "claim 2"),
        (HEAD + '[[notice]]\nid = "n"\nto_en = "t"\n', "toml-value", "notice 1"),
        (HEAD + '[[notice]]\nid = "n"\nto_en = "t"\nmade = "soon"\n', "toml-value", "notice 1.made"),
        (HEAD + '[[harm]]\nid = "h"\ntext_en = "t"\nnumber = [3, 2, 1]\n', "toml-value", "harm 1.number"),
        (HEAD + '[[harm]]\nid = "h"\ntext_en = "t"\nnumber = -1\n', "toml-value", "harm 1.number"),
        (HEAD + '[[harm]]\nid = "h"\ntext_en = "t"\nnumber = [nan, nan, nan]\n', "toml-value", "harm 1.number"),
        (HEAD + '[[harm]]\nid = "h"\ntext_en = "t"\nnumber = true\n', "toml-value", "harm 1.number"),
        (HEAD + "[[failing]]\n" * 201, "model-size", "failing"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text, code, place) -> None:
    assert (code, place) in faults(text)


def test_all_faults_are_told_at_once() -> None:
    assert len(faults(HEAD + '[[claim]]\nid = "a"\n[[harm]]\nid = "h"\ntext_en = "t"\nnumber = -1\n')) == 2


@given(st.sets(st.sampled_from(["e1", "e2"])))
def test_a_row_falls_away_with_any_of_its_sources(seen) -> None:
    model, gone = read(STATEMENT).as_known(seen, DAY)

    assert all(seen.issuperset(one.evidence) for one in (*model.claims, *model.failings))
    assert gone == 6 + 1 - sum(bool(one.evidence) for one in (*model.claims, *model.failings))
    assert {name for one in model.claims for name in one.rests_on} <= {one.id for one in model.claims}


def test_objects_of_a_register_count_as_sources() -> None:
    text = HEAD + '[[claim]]\nid = "a"\ntext_en = "t"\nobjects = ["indicator--1"]\n'

    assert read(text).as_known((), DAY)[0].claims == ()
    assert len(read(text).as_known(("indicator--1",), DAY)[0].claims) == 1


def test_a_reader_gets_the_file_without_what_is_hidden() -> None:
    made = model_seen(STATEMENT.encode(), PART, {"e2"})

    assert made is not None
    assert b"A partner watched it" not in made
    assert b"It was aimed at one office" in made
