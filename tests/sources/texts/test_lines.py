"""Rows of large tables: broken ones are told, and none swallows its neighbour."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import CannotRead
from legation.sources.observations.texts.tables import BrokenRow, rows_of, text_lines

CELL = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\r"), max_size=12)


def rows(text: str) -> list[object]:
    lines = enumerate(io.StringIO(text, newline="\n"), start=1)
    return [row.line if isinstance(row, BrokenRow) else row[1] for row in rows_of(iter(lines), ",")]


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), max_size=6))
def test_whole_tables_are_as_the_standard_reader_has_them(table: list[list[str]]) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\n").writerows(table)

    assert rows(target.getvalue()) == [row for row in table if any(row)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,"b\nc,d\ne,f\n', [1, ["c", "d"], ["e", "f"]]),
        ('a,"b\nc,"d\ne,f\n', [1, 2, ["e", "f"]]),
        ('a,"b"x\nc,d\n', [1, ["c", "d"]]),
        ('a,"b\nc"\nd,e\n', [["a", "b\nc"], ["d", "e"]]),
        ("\n\na,b", [["a", "b"]]),
    ],
)
def test_a_broken_row_swallows_nothing(text: str, expected: list[object]) -> None:
    assert rows(text) == expected


def test_a_table_that_is_none_is_given_up() -> None:
    assert len(rows('"x"y\n' * 1500)) == 1000


def test_each_line_has_its_own_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbfa\xc3\xa9\nb\xe9\nc\x00\n")

    assert list(text_lines(path)) == [(1, "aé\n"), (2, "bé\n"), (3, "c\n")]


def test_utf_16_is_read_by_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("é\tb\nc".encode("utf-16"))

    assert list(text_lines(path)) == [(1, "é\tb\n"), (2, "c")]


def test_no_file_and_folders_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(CannotRead):
            list(text_lines(path))
