"""What a command opens is cleared and dated by a glance at its columns where that tells all; the dossier is the same as by its rows."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import pickle

import pytest

from legation.dossier import Dossier, decode, load
from legation.dossier.clearing.glance import is_all_there
from legation.example_folder import example_folders

_HEAD = b'id = "d"\nformat = 2\nmarking = "TLP:GREEN"\n'
_PARTS = {
    "dossier.toml": _HEAD,
    "actors.csv": b"id,kind\nFRA,state\n",
    "evidence.csv": b"id,title,known_on\ne1,a,2018-01-01\ne2,b,2019-01-01\n",
    "rollcalls.csv": b"id,title,symbol,draft_symbol,date,recorded,total_yes\nr1,a,A/1,,2018-05-01,,3\nr2,b,,L.2,2030-01-01,2018-06-01,\n",
    "votes.csv": b"actor,rollcall,vote\nFRA,r1,yes\nFRA,r2,no\n",
    "engagements.csv": b"id,actor,date,ask,recorded,evidence\nm1,FRA,2018-03-01,x,,e1\nm2,FRA,2031-01-01,y,2018-02-01,\n",
}


def test_what_is_planned_is_looked_at_by_its_row() -> None:
    """A vote and a contact that were entered before their day are known; what was not is not, and then the rows tell."""
    whole = decode(_PARTS)
    opened = whole.opened({})

    for text, plain in (("2017-12-31", False), ("2018-06-01", False), ("2019-01-01", True), ("2031-01-01", True)):
        day = dt.date.fromisoformat(text)
        assert is_all_there(opened.ledger, day) == plain
        assert opened.as_of(day) == whole.as_of(day)
    at = opened.as_of("2019-06-01")
    assert [row.symbol for row in at.rollcalls] == ["A/1", "L.2"]
    assert list(at.votes.cast_in("r2")) == []
    assert not is_all_there(whole.ledger, dt.date(2040, 1, 1))


@pytest.mark.parametrize("name", ["un-ict-2018", "notpetya-2017"])
def test_examples_at_a_glance(name: str) -> None:
    """An example of models and registers that ``load`` opened reads on each day as one that was read otherwise."""
    opened = load(example_folders()[name])
    whole = dataclasses.replace(opened)
    assert opened.late == {}
    assert whole.late is None

    for day in ("2017-07-01", "2040-01-01"):
        assert opened.as_of(day) == whole.as_of(day)
    for marking, audience in (("TLP:RED", "desk"), ("TLP:RED", "owner"), ("TLP:GREEN", "public")):
        assert opened.cleared(marking, audience) == whole.cleared(marking, audience)


def test_a_model_without_its_sources_is_found() -> None:
    """A row of a model that rests on evidence which is not there goes, also where every day is past."""
    example = load(example_folders()["notpetya-2017"])
    emptied = dataclasses.replace(example, evidence=())

    assert emptied.opened({}).as_of("2040-01-01") == emptied.as_of("2040-01-01")
    assert emptied.opened({}).cleared("TLP:RED") == emptied.cleared("TLP:RED")


class _Late:
    """Two actors that are made when they are asked for."""

    written = "0" * 64, 7

    def __init__(self, dossier: Dossier) -> None:
        self.dossier, self.asked = dossier, 0

    def values(self, column: str) -> set[object]:
        return {getattr(row, column) for row in self.dossier.actors}

    def rows(self) -> object:
        self.asked += 1
        return self.dossier.actors

    def __len__(self) -> int:
        return len(self.dossier.actors)


def test_a_late_table_is_made_once_and_where_it_is_asked_for() -> None:
    """Clearing and dating leave it late; a change of another field too; copies and other processes get it whole."""
    whole = decode(_PARTS)
    table = _Late(whole)
    late = whole.opened({"actors": table})

    changed = late.cleared("TLP:RED").as_of("2019-01-01").with_fields(notices=())
    assert changed.values_in("actors", "kind") == {"state"}
    assert changed.sizes["actors.csv"] == 7
    assert table.asked == 0
    assert changed.actors is whole.actors
    assert changed.actors is changed.actors
    assert table.asked == 1

    assert copy.copy(late) == whole
    assert pickle.loads(pickle.dumps(late)) == whole
    assert dataclasses.replace(late, evidence=()).actors == whole.actors
    assert late.with_fields(actors=()).actors == ()
    with pytest.raises(AttributeError, match="colour"):
        _ = late.colour  # type: ignore[attr-defined]
