"""Tables of answers as Arrow and pandas: ids as names, real types, missing as missing, units beside them; the same values in both."""

from __future__ import annotations

import datetime as dt
import functools
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import legation as lg
from legation.dossier import When
from legation.figures.figure import Named
from legation.language import Message
from legation.questions.answer import NUMERIC, AnswerTable, TableColumn

EXAMPLES = Path(__file__).parents[3] / "examples"
TODAY = dt.date(2026, 1, 1)
ASKED = {
    "notpetya-2017": (
        "how-sure-are-we",
        "what-would-prove-us-wrong",
        "who-would-sign",
        "who-matters",
        "is-the-strategy-sound",
        "what-changed",
    ),
    "un-ict-2018": ("who-is-forgotten", "where-is-the-text-stuck", "who-stands-where", "what-is-due"),
    "death-penalty-moratorium": ("do-we-have-the-votes", "who-is-in"),
}
"""Quick questions whose tables have every kind of cell between them."""
TITLE = Message("column.count")


def one(kind: str, *cells: Any, **more: Any) -> AnswerTable:
    column = TableColumn("it", Message("column.low"), kind, **more)  # type: ignore[arg-type]
    return AnswerTable(id="t", title=TITLE, columns=(column,), rows=tuple((cell,) for cell in cells))


def both(table: AnswerTable) -> tuple[pa.ChunkedArray, pd.Series]:
    return table.to_arrow().column("it"), table.to_pandas()["it"]


@functools.cache
def tables_of(name: str) -> list[AnswerTable]:
    dossier = lg.load(EXAMPLES / name)
    return [table for question in ASKED[name] for table in dossier.ask(question, today=TODAY).tables]


@pytest.fixture(scope="module", params=ASKED)
def tables(request: pytest.FixtureRequest) -> list[AnswerTable]:
    return tables_of(request.param)


def test_every_kind_of_cell_is_among_the_examples() -> None:
    kinds = {column.kind for name in ASKED for table in tables_of(name) for column in table.columns}
    assert kinds >= {"text", "number", "chance", "share", "points", "date", "vote", "actors", "evidence"}


def test_tables_of_examples_say_the_same_in_both(tables: list[AnswerTable]) -> None:
    for table in tables:
        typed, frame = table.to_arrow(), table.to_pandas()
        assert typed.column_names == list(frame.columns) == [column.id for column in table.columns]
        assert typed.num_rows == len(frame) == len(table.rows)
        for at, column in enumerate(table.columns):
            values, series = typed.column(at).to_pylist(), frame.iloc[:, at]
            assert [value is None for value in values] == series.isna().tolist(), (table.id, column.id)
            there = [value.date() if isinstance(value, pd.Timestamp) else value for value in series[series.notna()]]
            assert there == [value for value in values if value is not None]


def test_what_is_missing_in_examples_is_null_and_nothing_else_is(tables: list[AnswerTable]) -> None:
    for table in tables:
        for at, column in enumerate(table.columns):
            values = table.to_arrow().column(at).to_pylist()
            assert not {"", "None", "nan", "—"} & {value for value in values if isinstance(value, str)}
            for value, row in zip(values, table.rows, strict=True):
                cell = row[at]
                if value is None:
                    assert (
                        cell is None or cell != cell or column.kind == "date" or not table.cell(table.rows.index(row), at, "en").strip()
                    ), column.id


def test_types_of_examples_follow_the_kind(tables: list[AnswerTable]) -> None:
    for table in tables:
        for field, column in zip(table.to_arrow().schema, table.columns, strict=True):
            if column.kind in ("actors", "evidence"):
                assert field.type == pa.list_(pa.string())
            elif column.kind == "date":
                assert field.type == pa.date32()
            elif column.kind in NUMERIC:
                assert pa.types.is_floating(field.type) or (column.kind == "number" and pa.types.is_integer(field.type))
                assert (b"unit" in field.metadata) or column.kind == "number"
            elif column.kind == "vote":
                assert field.type == pa.string()


@pytest.mark.parametrize(
    ("kind", "cells", "type_", "dtype", "values"),
    [
        ("number", (3, None, 5), pa.int64(), "Int64", [3, None, 5]),
        ("number", (3, 2.5, float("nan")), pa.float64(), "float64", [3.0, 2.5, None]),
        ("number", (np.int64(2), np.int64(1)), pa.int64(), "Int64", [2, 1]),
        ("chance", (1, 0.25, None), pa.float64(), "float64", [1.0, 0.25, None]),
        ("points", (), pa.float64(), "float64", []),
        ("number", (None,), pa.float64(), "float64", [None]),
        ("text", (True, None, False), pa.bool_(), "boolean", [True, None, False]),
        ("text", ("a", None, ""), pa.string(), "string", ["a", None, None]),
        ("text", (Named("FRA", "France"), Message("vote.yes")), pa.string(), "string", ["FRA", "yes"]),
        ("text", (), pa.string(), "string", []),
        ("vote", ("yes", None), pa.string(), "string", ["yes", None]),
        ("date", (dt.date(2018, 12, 5), None), pa.date32(), "datetime64[s]", [dt.date(2018, 12, 5), None]),
        ("date", (When("2018-11"), Message("who-is-forgotten.never")), pa.date32(), "datetime64[s]", [dt.date(2018, 11, 30), None]),
        ("evidence", (("a", "b"), (), None), pa.list_(pa.string()), "object", [["a", "b"], [], None]),
        ("actors", ((Named("FRA", "France"),),), pa.list_(pa.string()), "object", [["FRA"]]),
        ("text", ((Message("vote.yes"),), ()), pa.list_(pa.string()), "object", [["yes"], []]),
    ],
)
def test_a_column(kind: str, cells: tuple[Any, ...], type_: pa.DataType, dtype: str, values: list[Any]) -> None:
    typed, series = both(one(kind, *cells))

    assert (typed.type, str(series.dtype)) == (type_, dtype)
    assert typed.to_pylist() == values
    assert series.isna().tolist() == [value is None for value in values]


def test_words_follow_the_language_and_ids_do_not() -> None:
    table = one("text", Message("vote.no"), Named("FRA", Message("vote.no")))

    assert table.to_arrow("fr").column("it").to_pylist() == ["non", "FRA"]
    assert table.to_pandas("fr").attrs["lang"] == "fr"


def test_units_titles_kinds_and_precision_are_metadata() -> None:
    columns = (
        TableColumn("lag", Message("column.low"), "number", unit="days"),
        TableColumn("share", Message("column.high"), "share", judgement="j"),
        TableColumn("on", Message("column.of"), "date"),
        TableColumn("note", Message("column.count")),
    )
    table = AnswerTable(id="t", title=TITLE, columns=columns, rows=((1, 0.5, When("2018"), "x"),))
    typed, attrs = table.to_arrow(), table.to_pandas().attrs

    assert [field.metadata.get(b"unit") for field in typed.schema] == [b"days", b"1", None, None]
    assert typed.field("share").metadata[b"judgement"] == b"j"
    assert typed.field("on").metadata[b"precision"] == b"year"
    assert typed.schema.metadata[b"table"] == b"t"
    assert (attrs["units"], attrs["kinds"]["on"], attrs["precisions"]) == ({"lag": "days", "share": "1"}, "date", {"on": "year"})
    assert attrs["titles"]["lag"] == str(Message("column.low"))


def test_a_table_without_columns_or_rows_is_a_table() -> None:
    empty = AnswerTable(id="t", title=TITLE, columns=(), rows=())

    assert empty.to_arrow().num_columns == len(empty.to_pandas().columns) == 0


cells = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=False), st.integers(-(2**53), 2**53))


@given(st.lists(cells, max_size=20), st.sampled_from(["number", "chance", "share", "fine-share", "points"]))
def test_numbers_come_back_as_they_were(values: list[Any], kind: str) -> None:
    typed, series = both(one(kind, *values))
    wanted = [None if value is None or math.isnan(value) else value for value in values]

    assert typed.to_pylist() == wanted
    assert [None if pd.isna(value) else value for value in series] == wanted


@given(st.lists(st.one_of(st.none(), st.text(max_size=5)), max_size=20))
def test_texts_come_back_but_for_empty_ones(values: list[str | None]) -> None:
    typed, series = both(one("text", *values))
    wanted = [value or None for value in values]

    assert typed.to_pylist() == [None if pd.isna(value) else value for value in series] == wanted


def test_importing_loads_neither_pandas_nor_arrow() -> None:
    code = (
        "import sys, legation; legation.load; import legation.questions.answer, legation.questions.base.typed_table; "
        "sys.exit(', '.join(m for m in ('pandas', 'pyarrow', 'numba') if m in sys.modules) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
