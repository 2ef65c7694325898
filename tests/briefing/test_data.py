"""Answers as CSV: what a spreadsheet opens and never runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from legation.briefing.data import csv_table
from legation.dossier.tables.csv_sheet import is_formula
from legation.language import LANGUAGES, Lang, Message
from legation.questions import AnswerTable
from legation.questions.answer import Named, TableColumn

BRA, CIV = Named("BRA", "Brazil"), Named("CIV", "Côte d’Ivoire")


def written(*rows: tuple[object, ...], lang: Lang = "en") -> list[list[str]]:
    width = max(map(len, rows))
    columns = tuple(TableColumn(f"column-{i}", Message("column.actor")) for i in range(width))
    table = AnswerTable(id="t", title=Message("column.actor"), columns=columns, rows=rows)
    return list(csv.reader(io.StringIO(csv_table(table, lang).decode("utf-8"))))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headings_and_things_are_ids_in_either_language(lang: Lang) -> None:
    assert written((BRA, (BRA, CIV), ("e1", "e2")), lang=lang) == [["column-0", "column-1", "column-2"], ["BRA", "BRA CIV", "e1 e2"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_are_numbers_and_nothing_is_nothing(lang: Lang) -> None:
    assert written((-12.5, 1234567, 0, None, float("nan"), (), ""), lang=lang)[1] == ["-12.5", "1234567", "0", "", "", "", ""]


def test_messages_are_said() -> None:
    assert written((Message("vote.yes"),), lang="en")[1] == ["yes"]
    assert written((Message("vote.yes"),), lang="fr")[1] != ["yes"]


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1+(2)", '-2+HYPERLINK("x")', "=\n1"])
@pytest.mark.parametrize("wrap", [str, lambda text: (text, "b"), lambda text: Message("answer.value", value=text)])
def test_no_cell_is_run(text: str, wrap: Callable[[str], object]) -> None:
    cell = written((wrap(text),))[1][0]

    assert not is_formula(cell)
    assert cell.startswith(f"'{text}")


@pytest.mark.parametrize("value", [Named("=1+1", "x"), (Named("=1+1", "x"), BRA), ("-1", "(x)")])
def test_no_id_and_no_list_is_run(value: object) -> None:
    assert not is_formula(written((value,))[1][0])


@pytest.mark.parametrize("text", ["a,b", 'a "b"', "a\nb", "+33 1 43 17", "@MFA_handle", " blank ", "é"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert written((text,))[1] == [text]


def test_the_same_table_gives_the_same_bytes() -> None:
    columns = (TableColumn("c", Message("column.actor")),)
    table = AnswerTable(id="t", title=Message("column.actor"), columns=columns, rows=((BRA,), (CIV,)))

    assert csv_table(table, "fr") == csv_table(table, "fr") == b"c\nBRA\nCIV\n"
