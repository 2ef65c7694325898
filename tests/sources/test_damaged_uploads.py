"""Uploads on which the standard library gives up: they are told or go on as they were sent, and nothing escapes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from legation.broken_file import what_is_wrong
from legation.dossier.tables.csv_sheet import read_csv
from legation.sources.cut_off import cut_off
from legation.sources.imports.lines import lines_of
from legation.sources.inner_tables import inner_tables
from legation.sources.reading import Report
from legation.sources.tables.actors import added_by, read_actor_list
from legation.sources.tables.unvotes import read_unvotes


def test_a_last_cell_longer_than_any_is_told() -> None:
    data = b"country;vote\n" + b"France;yes\nPeru;no\n" * 20_000 + b"Nig" + b"\0" * 150_000
    found = cut_off("x.csv", data)
    assert found is not None and found.code == "cut-file"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("v.html", b"<html><![ endif]><table><tr><td>a<td>b<tr><td>c<td>d</table></html>"),
        ("t.txt", b"a;b\n" + b"c;d\n" * 300 + b"e;" + b"x" * 140_000 + b"\n\nq;r;s\n1;2;3\n4;5;6\n"),
    ],
)
def test_what_the_library_cannot_take_apart_goes_on_as_it_was_sent(name: str, data: bytes) -> None:
    assert inner_tables(name, data) == {}


def test_a_list_that_is_wholly_in_doubt_asks_and_adds_nothing() -> None:
    found = added_by(read_actor_list("Congo\nKorea\n"), "x")
    assert (dict(found.tables), found.taken, len(found.doubtful)) == ({}, 0, 2)


def test_faults_of_the_file_of_roll_calls_are_no_lines_of_that_of_votes(tmp_path: Path) -> None:
    votes, calls = tmp_path / "v.csv", tmp_path / "r.csv"
    votes.write_text("rcid,country,country_code,vote\n3,France,FR,yes\n3,Peru,PE,no\n")
    calls.write_text("rcid,session,date,unres,descr\n3,1,1946-01-01,R/1/66,x\n,1,1946-01-01,R/1/67,y\nz,1,1946-01-01,R/1/68,y\n")
    found = lines_of(read_unvotes(votes, calls), Report())
    assert found is not None and (found.taken, dict(found.passed_over)) == (2, {})


def test_an_unclosed_quote_is_shown_where_it_is_opened() -> None:
    problems: list = []
    read_csv("actors.csv", b'id,name\nA,"x\ny\nz"\nB,"unclosed\n', problems)
    assert [(one.code, one.row, one.found) for one in problems] == [("bad-csv", 3, 'B,"unclosed')]


def test_a_fault_says_of_which_format_it_is() -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as toml:
        tomllib.loads("a = \n")
    with pytest.raises(json.JSONDecodeError) as other:
        json.loads("{")
    assert (what_is_wrong(toml.value).id, what_is_wrong(other.value).id) == ("broken-file.toml", "broken-file.json")
