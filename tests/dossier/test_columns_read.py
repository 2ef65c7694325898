"""A table is read a column at a time and its rules are looked at in sets; what comes of it is what reading cell by cell gives."""

from __future__ import annotations

import dataclasses
import gc
import itertools
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.dossier.column import Table, Wording
from legation.dossier.kind import Day, InvalidValue, Number, Text
from legation.dossier.problem import Problem, problem
from legation.dossier.records import MARKINGS, TABLES
from legation.dossier.tables import cells, csv_sheet, integrity
from legation.dossier.tables.csv_sheet import CELL_LIMIT, Sheet, read_csv
from legation.garbage import collector_at_rest

_CELLS = (
    *("", " ", "a", "b", " a ", "e1", "e2 e1", "e1;e2", "i01", "x y", "é", "FRA"),
    *("1", "50", "50,5", "200", "-3", "nan", "1e2", "2018", "2018-11", "2018-13-01", "2019-02-01", " 2018 "),
    *("yes", "no", "oui", "peut-être", "abstain", "absent", "TLP:RED", "TLP:PINK", "state", "vote", "low", "funds"),
    *("=1+1", "+SUM(A1)", "-12", "@you", "a\nb", "a\x07b", "\ufffe", "https://example.org/", "ftp://x", "l'accord", "x" * (CELL_LIMIT + 1)),
)
_TABLES = ("positions", "evidence", "groups", "rollcalls", "actors", "relations", "forecasts", "engagements")


@st.composite
def _sheets(draw: st.DrawFn) -> tuple[Table, Sheet]:
    table = TABLES[draw(st.sampled_from(_TABLES))]
    names = [name for column in table.columns for name in column.names]
    required = [column.name for column in table.columns if column.required] + list(table.unique)
    some = draw(st.lists(st.sampled_from([*names, "colour", "Markng", ""]), max_size=8))
    header = tuple(draw(st.permutations([*(required if draw(st.booleans()) else ()), *some])))
    few = draw(st.lists(st.sampled_from(_CELLS), min_size=1, max_size=6))
    rows = draw(st.lists(st.tuples(*(st.sampled_from(few) for _ in header)), max_size=8))
    return table, Sheet(table.part, header, tuple((2 * number + 2, row) for number, row in enumerate(rows)))


def _by_cell(table: Table, sheet: Sheet, problems: list[Problem]) -> tuple[list[Any], list[tuple[str, int]]]:
    """Read each row by itself, and of it each cell."""
    at, _ = cells._columns(table, sheet, problems, keeps=False)
    records, places = [], []
    for number, row in sheet.rows:
        values = {
            column.name: _value(table, column, number, row, at[column.name], problems) for column in table.columns if column.name in at
        }
        filled = {name: value for name, value in values.items() if value is not None}
        if {column.name for column in table.columns if column.required} <= filled.keys():
            records.append(table.record(**filled))
            places.append((sheet.part, number))
    return records, places


def _value(table: Table, column: Any, number: int, row: tuple[str, ...], at: dict[str, int], problems: list[Problem]) -> Any:
    texts = {name: cells._checked(table.part, name, number, row[i], problems) for name, i in at.items()}
    if isinstance(column.kind, Text) and column.kind.localized:
        versions = [texts.get(name) or "" for name in column.names]
        return Wording(*versions) if any(versions) else None
    text = texts[column.name]
    if not text:
        if text is not None and (column.required or column.name in table.unique[:2]):
            problems.append(problem("required", table.part, number, column.name, allowed=column.kind.allowed))
        return None
    try:
        value = column.kind.read(text)
    except InvalidValue as error:
        problems.append(problem(error.code, table.part, number, column.name, allowed=column.kind.allowed, found=text))
        return {"marking": MARKINGS[-1], "attributable": False}.get(column.name)
    if isinstance(column.kind, Number) and "," in text:
        problems.append(problem("decimal-comma", table.part, number, column.name, allowed=column.kind.write(value), found=text))
    return value


@given(_sheets())
@settings(max_examples=150, deadline=None)
def test_columns_give_what_cells_give(drawn: tuple[Table, Sheet]) -> None:
    """Records, places and faults are the same and in the same order, of valid and of faulty sheets."""
    table, sheet = drawn
    expected: list[Problem] = []
    records, places = _by_cell(table, sheet, expected)
    found: list[Problem] = []

    read, where = cells.read_table(table, sheet, found)

    assert tuple(records) == read
    assert tuple(places) == where
    assert [repr(row) for row in records] == [repr(row) for row in read]
    assert expected == found


@given(st.text(alphabet='ab,"\n\r ;é', max_size=60), st.sampled_from((2, 200)))
@settings(max_examples=200, deadline=None)
def test_lines_at_once_are_the_lines_one_by_one(text: str, columns: int) -> None:
    """A text that breaks no rule gives the same lines; of any other the lines before the fault and the fault are told."""
    problems: list[Problem] = []
    told = csv_sheet._noted_cells("actors.csv", text, ",", problems, columns)

    at_once = csv_sheet._plain_cells(text, ",", columns)

    assert (at_once is None) == bool(problems)
    assert at_once in (None, told)


def test_limits_of_lines_hold_where_they_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, or one cell, above a limit is told with the same words as before."""
    monkeypatch.setattr(csv_sheet, "ROW_LIMIT", 3)
    monkeypatch.setattr(csv_sheet, "_AT_ONCE", 2)
    problems: list[Problem] = []

    sheet = read_csv("actors.csv", b"id,name\n" + b"a,b\n" * 4, problems)

    assert sheet is not None
    assert len(sheet.rows) == 3
    assert [(one.code, one.row) for one in problems] == [("too-many", 5)]


_NUMBERS = st.sampled_from((None, 1.0, 2.0, 3.0))


@given(st.lists(st.tuples(_NUMBERS, _NUMBERS, _NUMBERS, st.sampled_from(("a", "b", "c")), st.sampled_from(("", "a", "q"))), max_size=6))
@settings(max_examples=100, deadline=None)
def test_rules_in_sets_are_the_rules_row_by_row(rows: list[tuple[Any, ...]]) -> None:
    """Ids that stand twice, names of nothing and ranges out of order are told at each row, whatever the other rows hold."""
    table = TABLES["positions"]
    positions = [
        table.record(id=name, actor="FRA", issue="i", low=low, value=value, high=high, supersedes=before)
        for low, value, high, name, before in rows
    ]
    where = [(table.part, number) for number in range(2, len(rows) + 2)]

    twice = [one.row for one in integrity._keys(table, positions, where)]
    known = {name: {"FRA", "i"} for name in ("actors", "issues")}
    unknown = [(one.row, one.column) for one in integrity._references(table, positions, where, known)]
    disordered = [(one.row, one.column) for one in integrity.out_of_order(table, positions, where)]

    assert twice == [n for n, row in enumerate(positions, 2) if row.id in [one.id for one in positions[: n - 2]]]
    assert unknown == [
        (n, "supersedes") for n, row in enumerate(positions, 2) if row.supersedes and row.supersedes not in {r.id for r in positions}
    ]
    assert disordered == [pair for n, row in enumerate(positions, 2) for pair in _disordered(n, row)]


def _disordered(number: int, row: Any) -> list[tuple[int, str]]:
    filled = [(name, getattr(row, name)) for name in ("low", "value", "high") if getattr(row, name) is not None]
    return [(number, after) for (_, low), (after, high) in itertools.pairwise(filled) if high < low]


def test_records_filled_by_field_have_every_field() -> None:
    """No table has a field that filling a record by its columns would leave out, and no check that it would pass by."""
    for table in TABLES.values():
        fields = {one.name for one in dataclasses.fields(table.record)}

        assert fields == {column.attribute for column in table.columns} == {column.name for column in table.columns}
        assert not hasattr(table.record, "__post_init__")
        assert not any(isinstance(column.default, (list, dict)) for column in table.columns)


def test_the_collector_is_as_it_was() -> None:
    """It rests while a dossier is read, also where that fails, and one that rested goes on resting."""
    with pytest.raises(ValueError, match="stop"), collector_at_rest():
        assert not gc.isenabled()
        msg = "stop"
        raise ValueError(msg)
    assert gc.isenabled()
    gc.disable()
    try:
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_dates_out_of_order_are_told_once_each() -> None:
    """A month that holds the day before it is in order; a day before it is not."""
    table = TABLES["groups"]
    days = [("2018-03", "2018-03-01"), ("2018-03-02", "2018-03-01"), ("2018-03-02", "2018-03-01")]
    read = Day().read
    rows = [table.record(group="g", actor="a", start=read(first), end=read(last)) for first, last in days]

    found = list(integrity.out_of_order(table, rows, [(table.part, n) for n in (2, 3, 4)]))

    assert [(one.row, one.code) for one in found] == [(3, "ends-before-start"), (4, "ends-before-start")]


@given(
    st.lists(
        st.tuples(*(st.sampled_from(("a", " a", "b", "")) for _ in range(2)), st.sampled_from(("yes", "no ", "", "=1", "non"))), max_size=7
    )
)
@settings(max_examples=100, deadline=None)
def test_votes_by_column(rows: list[tuple[str, str, str]]) -> None:
    """Votes hold each row that names an actor and a roll call; what is wrong is told at its row."""
    table = TABLES["votes"]
    problems: list[Problem] = []
    sheet = Sheet(table.part, ("actor", "rollcall", "vote"), tuple(enumerate(rows, start=2)))

    votes, places = cells.read_votes(table, sheet, problems)

    whole = [(n, tuple(cell.strip() for cell in row)) for n, row in sheet.rows if row[0].strip() and row[1].strip()]
    code = {"yes": 1, "no": 3}
    assert [(row.actor, row.rollcall) for row in votes.rows()] == [row[:2] for _, row in whole]
    assert np.array_equal(votes.vote, [code.get(row[2], 0) for _, row in whole])
    assert tuple(places) == tuple((table.part, n) for n, _ in whole)
    assert {(one.row, one.column) for one in problems} == {
        *((n, "vote") for n, row in sheet.rows if row[2].strip() not in ("", "yes", "no")),
        *((n, name) for n, row in sheet.rows for name, cell in zip(("actor", "rollcall"), row[:2], strict=True) if not cell.strip()),
    }


def test_lines_beyond_the_columns_are_refused_before_many_of_them_take_memory() -> None:
    data = b"id,name\n"
    data += (b"," * 2_000 + b"\n") * 1_000
    problems: list[Problem] = []
    tracemalloc.start()
    try:
        read_csv("actors.csv", data, problems)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert [one.code for one in problems][-1] == "too-many"
    assert most < 9 * len(data)  # the text takes six times as much, its thousand lists of cells eight times more
