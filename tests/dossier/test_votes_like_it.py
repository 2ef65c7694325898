"""Roll calls that the desk names as like another: a list of ids, checked, kept, and cut where one of them is hidden."""

from __future__ import annotations

import pytest

from legation.dossier import Dossier, decode, encode
from legation.errors import DossierError

ROWS = (
    "id,title,date,marking,like\nr1,The open sky,2018-01-01,TLP:CLEAR,\nr2,The open coast,2018-02-01,TLP:RED,\n"
    "r3,The open sea,2019-01-01,TLP:CLEAR,r1 r2\nr4,The shelf,2019-02-01,TLP:CLEAR,r2\n"
)


def dossier(rows: str = ROWS) -> Dossier:
    return decode({"dossier.toml": b'id = "like"\n', "rollcalls.csv": rows.encode()})


def test_they_are_read_and_written_as_they_were() -> None:
    whole = dossier()

    assert {r.id: r.like for r in whole.rollcalls}["r3"] == ("r1", "r2")
    assert decode(encode(whole)).rollcalls == whole.rollcalls


def test_a_hidden_one_is_cut_and_the_vote_stays() -> None:
    seen = {r.id: r.like for r in dossier().cleared("TLP:AMBER").rollcalls}

    assert seen == {"r1": (), "r3": ("r1",), "r4": ()}
    assert b"r2" not in b"".join(encode(dossier().cleared("TLP:AMBER")).values())


def test_one_that_is_not_there_is_a_fault_with_its_place() -> None:
    with pytest.raises(DossierError) as told:
        dossier(ROWS.replace("r1 r2", "r1 r9"))

    (problem,) = told.value.problems
    assert (problem.code, problem.part, problem.row, problem.column) == ("unknown-rollcall", "rollcalls.csv", 4, "like")
