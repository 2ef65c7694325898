"""Who sees everything: the highest marking, an audience of the house, and no day."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.dossier.clearing.scope import AUDIENCES, OUTSIDE, Clearance
from legation.dossier.records import MARKINGS


@pytest.mark.parametrize("as_of", [None, dt.date(2020, 1, 1)])
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("marking", MARKINGS)
def test_everything_of_all_times_is_seen_by_the_house_up_to_red(marking: str, audience: str, as_of: dt.date | None) -> None:
    sight = Clearance(marking=marking, audience=audience, as_of=as_of)

    assert sight.is_full == (marking == "TLP:RED" and audience in ("owner", "desk") and as_of is None)
    assert MARKINGS[sight.rank] == marking
    assert (audience in OUTSIDE) == (audience in ("partner", "public"))


def test_what_is_not_said_hides_most() -> None:
    sight = Clearance(marking="TLP:GREEN")

    assert (sight.audience, sight.as_of, sight.day, sight.unmarked) == ("desk", None, None, "TLP:CLEAR")
    assert (dict(sight.models), sight.withheld, sight.hidden) == ({}, None, frozenset())
