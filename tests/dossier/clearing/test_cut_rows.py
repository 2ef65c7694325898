"""Which rows of a table are cut for a reader on a day: those that name what is not there, and no others are looked at."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from legation.dossier import TABLES, Dossier, load
from legation.dossier.clearing.rows import SeenRows
from legation.dossier.clearing.scope import ClearedNode

EXAMPLES = Path(__file__).parents[3] / "examples"
DAYS = (None, dt.date(2006, 6, 1), dt.date(2008, 1, 31), dt.date(2013, 7, 1))


@pytest.fixture(scope="module")
def whole() -> Dossier:
    """Return an example with sources of several markings, rows that supersede others, and votes on drafts."""
    return load(EXAMPLES / "death-penalty-moratorium")


def _cut_one_by_one(rows: SeenRows, whole: Dossier, name: str) -> tuple[Any, ...]:
    start = whole.ledger.starts[name]
    numbers = range(start, start + len(whole.rows(name)))
    return tuple(rows._cut(whole.ledger.nodes[number]) for number in numbers if rows.is_there(number))


@pytest.mark.parametrize("rank", [None, 0, 2])
@pytest.mark.parametrize("day", DAYS)
def test_the_tables_are_those_of_which_each_row_was_cut(whole: Dossier, rank: int | None, day: dt.date | None) -> None:
    without = [number for number, node in enumerate(whole.ledger.nodes) if node.place[:2] == ("evidence.csv", "evidence")][::3]
    rows = SeenRows(whole.ledger, rank, day, without)
    tables = rows.tables()

    for name in TABLES.keys() - {"votes"}:
        assert tables.get(name, whole.rows(name)) == _cut_one_by_one(rows, whole, name), name
    assert {"evidence", "positions"} <= tables.keys()


def test_rows_that_name_nothing_hidden_are_not_cut(whole: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    named = {n: whole.ledger.index.naming[n] for n, node in enumerate(whole.ledger.nodes) if node.place[1] == "evidence"}
    number = min((one for one, by in named.items() if by), key=lambda one: len(named[one]))
    cut: list[int] = []
    whole_cut = SeenRows._cut

    def counted(rows: SeenRows, node: ClearedNode) -> Any:
        cut.append(id(node))
        return whole_cut(rows, node)

    monkeypatch.setattr(SeenRows, "_cut", counted)
    SeenRows(whole.ledger, None, None, [number]).tables()

    assert {id(whole.ledger.nodes[one]) for one in named[number]} & set(cut)
    assert len(cut) < len(whole.ledger.nodes) / 4  # the others name an earlier row, or a body
