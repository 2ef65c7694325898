"""Every column of every kind of model is explained in both languages, and nothing else is."""

from __future__ import annotations

import pytest

from legation.dossier.models.conflict import CONFLICT
from legation.dossier.parts import ModelKind, kinds
from legation.dossier.parts.bodies import BODIES
from legation.language import LANGUAGES, Lang, catalogue, say

MODELS = [*(kind for kind in kinds() if isinstance(kind, ModelKind)), BODIES]


def explained() -> list[str]:
    """Every id under which a table or a column of a model is explained."""
    return [
        kind.meaning(table, name).id
        for kind in MODELS
        for table, columns in kind.tables.items()
        for name in ("_", *(column.name for column in columns))
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_of_every_model_has_a_meaning_and_none_is_left_over(lang: Lang) -> None:
    assert {f"model.{key}" for key in catalogue("model", lang)} == set(explained())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_says_what_it_holds(lang: Lang) -> None:
    for kind in MODELS:
        for table in kind.tables:
            assert kind.about(table).id == f"model.{kind.id}.{table.replace('.', '-')}._" or "." in table
            assert not say(kind.about(table), lang).startswith("[")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_part_has_a_title(lang: Lang) -> None:
    assert [kind.id for kind in kinds() if say(kind.title, lang).startswith("[")] == []


@pytest.mark.parametrize(("lang", "word"), [("en", "Empty"), ("fr", "Vide")])
def test_what_may_be_left_out_says_what_that_means(lang: Lang, word: str) -> None:
    silent = [
        f"{kind.id}.{table}.{column.name}"
        for kind in MODELS
        for table, columns in kind.tables.items()
        for column in columns
        if not column.required and word not in say(kind.meaning(table, column.name), lang)
    ]

    assert [name for name in silent if not name.endswith(".title")] == []


def test_a_table_within_another_is_explained_where_it_says_the_same() -> None:
    assert CONFLICT.meaning("view.option", "direction") == CONFLICT.meaning("maker.option", "direction")
    assert CONFLICT.meaning("view.option", "maker").id == "model.conflict.view-option.maker"
    assert CONFLICT.meaning("view.preference.judgement", "statement").id == "model.conflict.preference-judgement.statement"
    assert CONFLICT.meaning("maker", "note").id == "model.all.note"
