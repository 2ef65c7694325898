"""Columns of answers' tables: ids, headings and kinds, and which headings are shared."""

from __future__ import annotations

import typing

import pytest

from legation.language import Message, say
from legation.questions.answer import AnswerTable, CellKind, TableColumn
from legation.questions.base.columns import ACTOR, DATE, EVIDENCE, GROUP, SHARED, SPEAKERS, Columns

KINDS = typing.get_args(CellKind)
COLUMN = Columns("who-reads-us.column.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_cell_has_a_method_that_makes_it(kind: CellKind) -> None:
    made = getattr(COLUMN, kind.replace("-", "_"))("people")

    assert made == (TableColumn("people", Message("who-reads-us.column.people"), kind),)
    assert made == COLUMN.of(kind, "people")


def test_columns_keep_their_order_and_may_be_headed_otherwise() -> None:
    made = COLUMN.number("people", "change_low", bots="visits-bots", total="column.count", past=Message("answer.value", value="2019"))

    assert [one.id for one in made] == ["people", "change_low", "bots", "total", "past"]
    assert [one.title for one in made] == [
        Message("who-reads-us.column.people"),
        Message("who-reads-us.column.change-low"),
        Message("who-reads-us.column.visits-bots"),
        Message("column.count"),
        Message("answer.value", value="2019"),
    ]


def test_a_column_may_have_the_name_of_an_argument() -> None:
    """What is called as a parameter of the maker, or as a word of the language, is an id like any other."""
    made = COLUMN.text("judgement", kind="kind", self="what", **{"class": "page"})

    assert [(one.id, one.title.id.rpartition(".")[2]) for one in made] == [
        ("judgement", "judgement"),
        ("kind", "kind"),
        ("self", "what"),
        ("class", "page"),
    ]


def test_a_judgement_is_borne_by_all_columns_of_one_call() -> None:
    assert [one.judgement for one in (*COLUMN.share("low", "high", judgement="effect"), *COLUMN.share("share"))] == ["effect", "effect", ""]


def test_no_names_make_no_columns() -> None:
    assert COLUMN.text() == ()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_shared_columns_have_headings_in_both_languages(lang: typing.Literal["en", "fr"]) -> None:
    for one in (ACTOR, DATE, EVIDENCE, GROUP, SPEAKERS, *SHARED.points("low", "high")):
        assert not say(one.title, lang).startswith("["), one.id


def test_a_table_is_written_by_the_kinds_of_its_columns() -> None:
    table = AnswerTable(
        id="t", title=Message("column.actor"), columns=(ACTOR, *COLUMN.share("share"), *COLUMN.chance("chance")), rows=(("FRA", 1.0, 1.0),)
    )

    assert [table.cell(0, at, "en") for at in range(3)] == ["FRA", "100%", "more than 99%"]
