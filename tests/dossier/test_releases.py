"""A release confirms a row as it is, above sources marked as they are: what changes later closes the row again."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from legation.dossier import MARKINGS, Dossier, decode
from legation.dossier.clearing.release import released, waiting

DAY = dt.date(2026, 1, 5)
EVIDENCE = "id,title,marking\ne1,First,{}\ne2,Second,TLP:GREEN\n"
POSITIONS = b"id,actor,issue,value,evidence,marking\np1,FRA,norms,10,e1;e2,TLP:CLEAR\n"


def dossier(marking: str) -> Dossier:
    """A dossier with one position that is marked lower than its source."""
    return decode(
        {
            "dossier.toml": b'id = "d"',
            "actors.csv": b"id,name\nFRA,France\n",
            "issues.csv": b"id,question\nnorms,Norms?\n",
            "evidence.csv": EVIDENCE.format(marking).encode(),
            "positions.csv": POSITIONS,
        }
    )


def confirmed(there: Dossier) -> Dossier:
    (row,) = waiting(there)
    return released(there, row, function="head of the desk", reason="It was said in public since.", day=DAY)


def marked(there: Dossier, marking: str) -> Dossier:
    rows = tuple(dataclasses.replace(row, marking=marking) if row.id == "e1" else row for row in there.evidence)
    return dataclasses.replace(there, evidence=rows)


@pytest.mark.parametrize("marking", MARKINGS[2:])
def test_a_release_holds_while_the_source_is_marked_as_it_was_or_lower(marking: str) -> None:
    there = confirmed(dossier(marking))

    for other in MARKINGS:
        stands = MARKINGS.index(other) <= MARKINGS.index(marking)
        now = marked(there, other)
        assert bool(now.cleared("TLP:CLEAR").positions) == stands, other
        assert bool(list(waiting(now))) != stands, other


def test_it_is_confirmed_anew_where_the_source_rose() -> None:
    risen = marked(confirmed(dossier("TLP:AMBER")), "TLP:RED")
    again = confirmed(risen)

    assert [row.cited for row in again.releases] == ["TLP:AMBER", "TLP:RED"]
    assert again.cleared("TLP:CLEAR").positions
    assert not again.cleared("TLP:CLEAR").positions[0].evidence, "the source itself stays hidden"
    assert not list(waiting(again))


def test_a_release_that_does_not_say_what_was_cited_holds_whatever_it_is() -> None:
    there = confirmed(dossier("TLP:AMBER"))
    older = dataclasses.replace(there, releases=tuple(dataclasses.replace(row, cited="") for row in there.releases))

    assert marked(older, "TLP:RED").cleared("TLP:CLEAR").positions
