"""The dossier without a vote: positions from acts, actors of all kinds, nobody named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from legation.dossier import Dossier, load, read_parts

FOLDER = Path(__file__).parents[2] / "examples" / "iana-transition-2014"
FOUR = "four-private-signatories"


@pytest.fixture(scope="module")
def iana() -> Dossier:
    return load(FOLDER)


def worth(dossier: Dossier) -> int:
    """Count positions; the row of the four private signatories stands for four."""
    return sum(4 if p.actor == FOUR else 1 for p in dossier.positions)


def test_forty_nine_positions_of_forty_six_actors(iana: Dossier) -> None:
    assert worth(iana) == 49
    assert len(iana.actors) == 46 == len({p.actor for p in iana.positions})
    assert next(a for a in iana.actors if a.id == FOUR).kind == "other"


def test_all_kinds_of_actor(iana: Dossier) -> None:
    kinds = {a.kind for a in iana.actors}
    assert {"state", "sub_state", "company", "association", "ngo", "technical", "other"} <= kinds


def test_the_day_before_the_hearing(iana: Dossier) -> None:
    """The brief and the ruling of 30 September are hidden at the date, and there the day after."""
    then, after = iana.as_of("2016-09-29"), iana.as_of("2016-10-01")

    assert worth(then) == 35
    assert worth(after) == 49
    assert not {p.actor for p in then.positions} & {"court-sd-texas", FOUR, "internet-society"}
    assert len(then.coalition("transition-supporters", "2016-09-29")) == 20
    assert len(after.coalition("transition-supporters", "2016-10-01")) == 30


def test_a_date_known_to_the_month_stays_so(iana: Dossier) -> None:
    assert {str(p.held_from) for p in iana.positions} >= {"2016-06", "2015-04"}


def test_nobody_is_named(iana: Dossier, shared: Path) -> None:
    """Not one family name of the persons in the source stands in any part or page."""
    source = json.loads((shared / "data/cases/iana_transition_2014_2016.json").read_text("utf-8"))
    persons = [p["actor"] for p in source["positions"] if p["type"] in ("legislator", "individual", "court")]
    names = {words[-1] for person in persons if (words := person.replace(" Jr.", "").split())}
    pages = [(FOLDER / name).read_text("utf-8") for name in ("README.md", "README.fr.md")]
    text = "\n".join([*(part.decode("utf-8") for part in read_parts(FOLDER).values()), *pages]).casefold()

    assert len(names) == 14
    assert sorted(name for name in names if re.search(rf"\b{name.casefold()}\b", text)) == []


def test_stance_becomes_points(iana: Dossier, shared: Path) -> None:
    source = json.loads((shared / "data/cases/iana_transition_2014_2016.json").read_text("utf-8"))

    expected = sorted(50 + 50 * p["stance"] for p in source["positions"])
    found = sorted(v for p in iana.positions for v in [p.value] * (4 if p.actor == FOUR else 1))
    assert found == expected
    assert all(p.low is not None and p.value is not None and p.high is not None and p.low <= p.value <= p.high for p in iana.positions)
